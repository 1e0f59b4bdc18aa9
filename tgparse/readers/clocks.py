"""Clocks of headers: dates and times as the clients of every locale print them in front of a message.

A client prints the short format of its user's locale: `23/04/2025 21:35`, `5/19/26 2:40 AM`, `23.4.2025 21.35`, `2025. 4. 23. 오후 9:35`,
`21:35 23/04/2025`, and digits may be Arabic or Persian. So nothing is expected but numbers, the signs between them and a word
for the half of the day. Whether the day or the month comes first is a question for all headers of an export together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..errors import TgparseError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..options import DateOrder, Options

NUMBER: Final = re.compile(r"\d+")
FORENOON: Final = frozenset({"am", "오전", "上午", "午前", "ص", "قظ", "πμ", "vm", "fm", "sa"})
AFTERNOON: Final = frozenset({"pm", "오후", "下午", "午後", "م", "بظ", "μμ", "nm", "em", "ch"})
"""Words for the halves of the day, without dots; not 凌晨 and the like, which no short format uses."""
HALF_YEAR_FIRST: Final = frozenset("오上下午")
"""Where these words are printed, the year comes first."""
DATE_SIGNS: Final = frozenset({"/", ".", "-", "–", "年", "月"})
TIME_SIGNS: Final = frozenset({":", ".", "h", "時", "点"})
AROUND: Final = " \u00a0\u202f\u200e\u200f"
LONGEST_CLOCK: Final = 40
LONGEST_WORD: Final = 12
CENTURY: Final = 100
NEAREST_YEAR: Final = 2000
"""Telegram began in 2013: two digits are of this century."""
ORDERS: Final[tuple[DateOrder, ...]] = ("DMY", "MDY", "YMD")
WORDS: Final = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*\.?")


class Clock(NamedTuple):
    """A date and time whose order of day, month and year is not yet known."""

    parts: tuple[int, int, int]
    """The numbers of the date as they stand."""
    hour: int
    minute: int
    second: int
    year_first: bool
    """Whether the first number must be the year."""
    dotted: bool
    """Whether dots stand between the numbers: where they do, the day stands before the month."""
    american: bool
    """Whether the form is that of the United States: `5/19/26 2:40 AM`, no zero in front of a number, capitals."""

    def day(self, order: DateOrder) -> date | None:
        """Give the day that this is, read in an order; None where there is none."""
        first, second, third = self.parts
        year, month, day = (third, second, first) if order == "DMY" else (third, first, second) if order == "MDY" else self.parts
        if (self.parts[0] >= CENTURY) != (order == "YMD" and first >= CENTURY):
            return None
        try:
            return date(year + (NEAREST_YEAR if year < CENTURY else 0), month, day)
        except ValueError:
            return None

    def at(self, order: DateOrder) -> datetime | None:
        """Give date and time, read in an order."""
        day = self.day(order)
        if day is None:
            return None
        try:
            return datetime(day.year, day.month, day.day, self.hour, self.minute, self.second)  # noqa: DTZ001 - the export names no zone.
        except ValueError:
            return None


def read_clock(text: str) -> Clock | None:
    """Read a numeric date with a time, in whatever order the locale puts them; None where the text is something else.

    >>> read_clock("5/19/26 2:40\u202fAM").at("MDY")
    datetime.datetime(2026, 5, 19, 2, 40)
    >>> read_clock("21:35 23/04/2025").parts, read_clock("chapter 3, 12:30") is None
    ((23, 4, 2025), True)
    """
    if len(text) > LONGEST_CLOCK:
        return None
    plain = text if text.isascii() else "".join([str(int(c)) if c.isdecimal() else c for c in text])
    words = ["".join(filter(str.isalnum, word)).casefold() for word in WORDS.findall(plain)]
    if any(len(word) > LONGEST_WORD for word in words) or len(words) > 2:
        return None
    half = next((word for word in words if word in FORENOON or word in AFTERNOON), None)
    if any(word != half and word not in {"г", "h", "年", "月", "日"} for word in words):
        return None
    return _assemble(plain, half)


def _assemble(plain: str, half: str | None) -> Clock | None:
    """Sort the numbers into date and time: a colon stands in the time, which otherwise comes last."""
    found = list(NUMBER.finditer(plain))
    numbers = [int(match[0]) for match in found]
    if not 5 <= len(numbers) <= 6 or any(len(match[0]) > 4 for match in found):
        return None
    length = len(numbers) - 3
    signs = [plain[left.end() : right.start()].strip(AROUND) for left, right in pairwise(found)]
    timed = signs[0] == ":"
    # Between date and time may stand anything short; a list such as `[1, 2, 3, 4, 5]` is neither.
    of_time, of_date = (signs[: length - 1], signs[length:]) if timed else (signs[3:], signs[:2])
    if not (TIME_SIGNS.issuperset(of_time) and DATE_SIGNS.issuperset(of_date)):
        return None
    time, parts = (numbers[:length], numbers[length:]) if timed else (numbers[3:], numbers[:3])
    hour, minute, second = (*time, 0)[:3]
    if half is not None and not 0 < hour <= 12:
        return None
    if half is not None:
        hour = hour % 12 + (12 if half in AFTERNOON else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    american = ("AM" in plain or "PM" in plain) and "/" in plain and not plain.startswith("0") and "/0" not in plain
    asian = half is not None and half[0] in HALF_YEAR_FIRST
    return Clock((parts[0], parts[1], parts[2]), hour, minute, second, parts[0] > 31 or asian, of_date[0] == ".", american)


@dataclass
class Order:
    """The order of day, month and year in an export, and whether it stays open."""

    chosen: DateOrder = "DMY"
    open: bool = False
    shown: bool = True
    """Whether a date shows it; else it is the user's, or a guess."""
    told: bool = field(default=False, compare=False)
    """Whether the user has been told that it is open."""


def infer_order(clocks: Iterable[Clock], options: Options) -> Order:
    """Infer the order from all dates of the head: days above 12 first, then that messages follow each other in time.

    >>> from ..options import Options
    >>> infer_order([read_clock("05/04/2025 10:00"), read_clock("23/04/2025 21:35")], Options()).chosen
    'DMY'
    """
    seen = list(clocks)
    if any(clock.year_first for clock in seen):
        return Order("YMD")
    fitting: list[DateOrder] = [order for order in ORDERS[:2] if all(clock.day(order) for clock in seen)]
    if "DMY" in fitting and any(clock.dotted for clock in seen):
        return Order("DMY")
    if len(fitting) == 1:
        return Order(fitting[0])
    steps = {order: _steps_back(seen, order) for order in fitting}
    if len(set(steps.values())) == 2:
        return Order(min(fitting, key=steps.__getitem__))
    if options.date_order is not None:
        return Order(options.date_order, shown=False)
    american = bool(seen) and all(clock.american for clock in seen)
    return Order("MDY" if american else "DMY", open=not all(map(_is_twin, seen)), shown=False)


def _steps_back(clocks: list[Clock], order: DateOrder) -> int:
    """Count how often a message would be older than the one before it."""
    times = [time for clock in clocks if (time := clock.at(order)) is not None]
    return sum(later < earlier for earlier, later in pairwise(times))


def _is_twin(clock: Clock) -> bool:
    """Whether day and month are the same number, so that the order does not matter."""
    return clock.parts[0] == clock.parts[1]


def zoned(time: datetime, options: Options) -> datetime:
    """Set the clock's zone where the user named one."""
    if options.timezone is None or time.tzinfo is not None:
        return time
    try:
        return time.replace(tzinfo=ZoneInfo(options.timezone))
    except (ZoneInfoNotFoundError, ValueError) as error:
        message = f"there is no time zone {options.timezone!r}"
        raise TgparseError(message) from error
