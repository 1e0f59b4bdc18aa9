"""What a match of the grammar amounts to: day, month and year in the Gregorian calendar, or two of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from .calendars import calendar_by_script, to_gregorian
from .order import default_order
from .reading import Day, exists, read_iso, short_year

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...options import DateOrder
    from .confirmation import Candidate
    from .lexicon import Entry

MONTHS: Final = 12
NUMERIC: Final = frozenset({"numeric", "numeric_range", "numeric_day_month"})
"""The forms in which day and month must be told apart."""
RANGE_ENDS: Final = frozenset({"d2", "M2", "m2", "y2", "yy2"})
BUDDHIST: Final = 543
MIDDLING_YEARS: Final = {"jalali": 1402, "hijri": 1444}
"""The year by which a day without one is converted."""


class Value(NamedTuple):
    """What a match amounts to."""

    first: Day
    last: Day | None = None
    """The end of a range."""
    others: tuple[Day, ...] = ()
    """Other readings of `first`."""
    calendar: str = "gregorian"
    language: str | None = None


def value_of(candidate: Candidate, order: DateOrder | None) -> Value | None:
    """Put day, month and year together; None where they cannot be."""
    read = READERS.get(candidate.form)
    if read is not None:
        return read(candidate)
    if candidate.form in NUMERIC:
        return _numeric(candidate, order)
    places, tokens = candidate.places, candidate.tokens
    year = _year(candidate)
    day = tokens.value(places["d"]) if "d" in places else None
    if "M" in places and (entry := tokens.entry(places["M"])):
        first, language = Day(year, entry.month, day), entry.languages[0]
    else:
        entry, first, language = None, Day(year, candidate.number("m"), day), None
    if year and not candidate.is_bare and candidate.after["bc"]:
        first = first._replace(year=1 - year)
    others = (first._replace(day=candidate.number("old")),) if "old" in places and year else ()
    last = None if RANGE_ENDS.isdisjoint(places) else _range_end(candidate, first)
    if last and year and last.month and first.month and last[:2] < first[:2]:
        # "Nov-Feb 2017" begins in the year before.
        first = first._replace(year=year - 1)
    return _in_calendar(Value(first, last, others, "gregorian", language), _calendar_of(candidate, year, entry))


def _iso(candidate: Candidate) -> Value | None:
    moment = read_iso(candidate.matched("iso"))
    return Value(Day(moment.year, moment.month, moment.day)) if moment else None


def _compact(candidate: Candidate) -> Value:
    number = candidate.number("compact") or 0
    return Value(Day(number // 10_000, number // 100 % 100, number % 100))


def _decade(candidate: Candidate) -> Value:
    year = candidate.number("y") or 0
    return Value(Day(year), Day(year + 9) if year % 10 == 0 else None)


def _quarter(candidate: Candidate) -> Value | None:
    """Read a quarter or half of a year as its months."""
    places = candidate.places
    if "quarter" in places:
        written = candidate.matched("quarter")
        size, number = 3 if written[0] in "Qq" else 6, int(written[1])
    else:
        size = 3 if "of_four" in places else 6
        number = candidate.tokens.value(places.get("fourth", places.get("half_name", 0)))
    year, last = _year(candidate), size * number
    return Value(Day(year, last - size + 1), Day(year, last)) if 0 < last <= MONTHS else None


READERS: Final[Mapping[str, Callable[[Candidate], Value | None]]] = {
    "iso": _iso,
    "compact": _compact,
    "decade": _decade,
    "quarter": _quarter,
}
"""The forms that are not made of day, month and year."""


def _year(candidate: Candidate) -> int | None:
    """Give the year, whole, completed from two digits, or counted from where its era begins."""
    places = candidate.places
    if "y" in places:
        year = candidate.tokens.value(places["y"])
        era = candidate.tokens.entry(places["counted"]) if "counted" in places else None
        return year + era.number if era else year
    if "yy" not in places:
        return None
    short = candidate.tokens.value(places["yy"])
    return short if candidate.after["era"] else short_year(short)


def _range_end(candidate: Candidate, first: Day) -> Day | None:
    """Give the end of a range that is written in one: 5-7 December, May to June 2022, 2014-2018."""
    places = candidate.places
    if "m2" in places:
        return Day(candidate.number("y2") or first.year, candidate.number("m2"), candidate.number("d2"))
    if "d2" in places:
        return first._replace(day=candidate.number("d2"))
    if "M2" in places and (entry := candidate.tokens.entry(places["M2"])):
        return first._replace(month=entry.month)
    if "y2" in places:
        return Day(candidate.number("y2"))
    return Day(first.year // 100 * 100 + (candidate.number("yy2") or 0)) if first.year else None


def _numeric(candidate: Candidate, order: DateOrder | None) -> Value | None:
    """Tell day and month apart: by what exists, else by the document's order, else by the language's."""
    places, value = candidate.places, candidate.tokens.value
    if "a2" in places:
        return _numeric_range(candidate, order)
    a, b, year = value(places["a"]), value(places["b"]), _year(candidate)
    if (calendar := _calendar_of(candidate, year, None)) != "gregorian":
        return _in_calendar(Value(Day(year, b, a)), calendar)
    if "yy" in places and _order(candidate, order) == "YMD" and exists(year_first := Day(short_year(a), b, candidate.number("yy"))):
        return Value(year_first)
    by_day, by_month = Day(year, b, a), Day(year, a, b)
    if by_day == by_month or not (exists(by_day) and exists(by_month)):
        return Value(by_month if exists(by_month) else by_day)
    known = _order(candidate, order)
    # Who writes the year first writes the month before the day, though dates that end in the year are foreign there.
    month_first = known == "MDY" or (known == "YMD" and year is None)
    first, other = (by_month, by_day) if month_first else (by_day, by_month)
    return Value(first, None, () if order else (other,))


def _numeric_range(candidate: Candidate, order: DateOrder | None) -> Value:
    """Read 14.-15.10.2018 or 10/1-11/2/2017."""
    a, b, year = candidate.number("a") or 0, candidate.number("b"), _year(candidate)
    a2, b2 = candidate.number("a2") or 0, candidate.number("b2") or 0
    if "y2" in candidate.places:
        return _two_numeric(candidate, order, (a, b or 0), (a2, b2))
    month_first = b2 > MONTHS or (a2 <= MONTHS and _order(candidate, order) == "MDY")
    last = Day(year, a2, b2) if month_first else Day(year, b2, a2)
    if b is None:
        return Value(last._replace(day=a), last)
    return Value(Day(year, a, b) if month_first else Day(year, b, a), last)


def _two_numeric(candidate: Candidate, order: DateOrder | None, first: tuple[int, int], last: tuple[int, int]) -> Value:
    """Read 01.02.2023-05.02.2023."""
    month_first = max(first[1], last[1]) > MONTHS or (max(first[0], last[0]) <= MONTHS and _order(candidate, order) == "MDY")
    years = [year if year > 99 else short_year(year) for year in (candidate.number("y") or 0, candidate.number("y2") or 0)]
    begin, end = (Day(year, *(pair if month_first else pair[::-1])) for year, pair in zip(years, (first, last), strict=True))
    return Value(begin, end)


def _order(candidate: Candidate, order: DateOrder | None) -> DateOrder:
    """Give the order of a numeric date: the one that is known, else that of the language around it."""
    return order or default_order(candidate.text, candidate.start, candidate.matched("g"))


def _in_calendar(value: Value, name: str) -> Value | None:
    """Turn the days of another calendar into Gregorian ones; None where they do not exist."""
    if name == "gregorian":
        return value
    if name == "buddhist":
        first, last = (day._replace(year=day.year - BUDDHIST) if day and day.year else day for day in (value.first, value.last))
        return value._replace(first=first or value.first, last=last, calendar=name)
    try:
        first, end = _converted(value.first, name)
        last = _converted(value.last, name)[1] if value.last else end
    except (ValueError, OverflowError):
        return None
    return value._replace(first=first, last=last, others=(), calendar=name)


def _converted(day: Day, name: str) -> tuple[Day, Day | None]:
    """Convert a day, or the first and last day of a month or year."""
    if day.year is None:
        # Which day it is depends on the year by one or two; a middling one decides.
        around = to_gregorian(name, MIDDLING_YEARS[name], day.month or 1, day.day or 1)
        return Day(None, around.month, around.day), None
    first = to_gregorian(name, day.year, day.month or 1, day.day or 1)
    if day.day:
        return Day(first.year, first.month, first.day), None
    year, month = (day.year, day.month + 1) if day.month and day.month < 12 else (day.year + 1, 1)
    last = to_gregorian(name, year, month, 1) - timedelta(days=1)
    return Day(first.year, first.month, first.day), Day(last.year, last.month, last.day)


def _calendar_of(candidate: Candidate, year: int | None, month: Entry | None) -> str:
    """Tell which calendar a date is of: by its month, the word behind its year, or its year and script."""
    if month and month.calendar != "gregorian":
        return month.calendar
    if not candidate.is_bare and (candidate.after["hijri"] or candidate.after["jalali"]):
        return "hijri" if candidate.after["hijri"] else "jalali"
    if year is None or candidate.has("counted") or (month and month.languages[0] != "th"):
        return "gregorian"
    return calendar_by_script(candidate.text, candidate.start, year)
