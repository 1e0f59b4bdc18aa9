"""From a match of the grammar to a value: what the tokens of day, month and year amount to, or why they are no date."""

from __future__ import annotations

import calendar
from datetime import MINYEAR, date, datetime
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import regex
from dateutil.parser import isoparse

if TYPE_CHECKING:
    from ...models import Precision

PIVOT: Final = 40
"""Years of two digits below it are of this century, others of the last; fixed, since no clock may be asked."""
CLOCK_PARTS: Final = regex.compile(r"(\d{1,2})(?:[:.h](\d\d)?)?(?::(\d\d))?(?:[.,]\d+)?\s*([AaPp]?)")
OFFSET: Final = regex.compile(r"(?:UTC|GMT|Z\b)\s?(?:([+\-−]\d{1,2})(?::?(\d\d))?)?|([+\-−]\d\d):?(\d\d)\b")
HOURS: Final = 24


class Day(NamedTuple):
    """A day, month or year, as far as it is stated."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def edtf(self) -> str:
        """Write it in EDTF.

        >>> Day(2022, 12).edtf(), Day(None, 12, 5).edtf(), Day(-43).edtf()
        ('2022-12', 'XXXX-12-05', '-0043')
        """
        year, month, day = self
        written = "XXXX" if year is None else f"{year:04d}" if year >= 0 else f"-{-year:04d}"
        if month is None:
            return written
        return f"{written}-{month:02d}" if day is None else f"{written}-{month:02d}-{day:02d}"

    def first(self) -> date | None:
        """Give its first day; None without a year, or before the year 1. Raises ValueError if there is no such day."""
        if self.year is None:
            # A leap year: 29 February exists in some year.
            date(2000, self.month or 1, self.day or 1)
            return None
        if self.year < MINYEAR:
            date(2000 if self.day else 1, self.month or 1, self.day or 1)
            return None
        return date(self.year, self.month or 1, self.day or 1)

    def last(self) -> date | None:
        """Give its last day."""
        first = self.first()
        if first is None or self.day:
            return first
        if self.month:
            return first.replace(day=calendar.monthrange(first.year, self.month)[1])
        return date(first.year, 12, 31)

    @property
    def precision(self) -> Precision:
        """The finest unit stated."""
        return "day" if self.day else "month" if self.month else "year"


class Reading(NamedTuple):
    """A date that was found in a text: plain values only."""

    start: int
    end: int
    edtf: str
    precision: Precision
    first: date | None
    last: date | None
    alternatives: tuple[str, ...] = ()
    calendar: str = "gregorian"
    language: str | None = None


class Impossible(NamedTuple):
    """What is written like a date but is none, such as 31 February 2022."""

    start: int
    end: int


def short_year(value: int) -> int:
    """Complete a year of two digits.

    >>> short_year(22), short_year(74)
    (2022, 1974)
    """
    return value + (2000 if value < PIVOT else 1900)


def exists(day: Day) -> bool:
    """Tell whether there is such a day."""
    if day.day == 0:
        return False
    try:
        day.first()
    except (ValueError, OverflowError):
        return False
    return True


def clock(text: str, half: Literal["", "am", "pm"] = "") -> str:
    """Read a clock time as EDTF writes it, with its zone where that is an offset from UTC.

    >>> clock("2:30 p.m."), clock("14h"), clock("17:49:19 +0300")
    ('14:30', '14:00', '17:49:19+03:00')
    """
    match = CLOCK_PARTS.match(text)
    if match is None:
        return ""
    hours, minutes, seconds = int(match[1]), int(match[2] or 0), int(match[3]) if match[3] else None
    letter = match[4].lower() or half[:1]
    if letter == "p" and hours < 12:
        hours += 12
    elif letter == "a" and hours == 12:
        hours = 0
    if hours >= HOURS:
        return ""
    return f"{hours:02d}:{minutes:02d}" + (f":{seconds:02d}" if seconds is not None else "") + _zone(text)


def _zone(text: str) -> str:
    match = OFFSET.search(text)
    if match is None:
        return ""
    hours = int((match[1] or match[3] or "0").replace("−", "-"))
    minutes = int(match[2] or match[4] or 0)
    return "Z" if not hours and not minutes else f"{hours:+03d}:{minutes:02d}"


def read_iso(text: str) -> datetime | None:
    """Read an ISO 8601 time; None if there is no such moment."""
    try:
        return isoparse(text.replace(",", "."))
    except ValueError:
        return None


def iso_clock(text: str) -> str:
    """Give the clock time of an ISO 8601 time, to the second if it has them.

    >>> iso_clock("1994-11-05T13:15:30Z"), iso_clock("2003-09-25T10")
    ('13:15:30Z', '10:00')
    """
    moment = read_iso(text)
    if moment is None:
        return ""
    zone = moment.strftime("%z")
    zone = "Z" if zone == "+0000" else zone[:3] + ":" + zone[3:] if zone else ""
    return moment.strftime("%H:%M:%S" if text.count(":") > zone.count(":") + 1 or moment.second else "%H:%M") + zone
