"""Dates without a year, once the year is known: what `timeline` needs of the grammar."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ...models import DateMention, builder
from .lexicon import fold, is_weekday_written, load_lexicon

if TYPE_CHECKING:
    from ...models import YearFrom

build_date: Final = builder(DateMention)

WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
END: Final = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
UNKNOWN: Final = "XXXX"


def printed_weekday(text: str) -> int | None:
    """Give the weekday that stands in a date's text, 1 for Monday to 7; None if there is none.

    >>> printed_weekday("Monday, December 5"), printed_weekday("5 декабря") is None
    (1, True)
    """
    for word in WORD.findall(text):
        if weekday := _weekday(word):
            return weekday
    return None


@lru_cache(maxsize=1 << 12)
def _weekday(word: str) -> int:
    """Give the weekday that a word names, 0 if none; dates are written with few words."""
    entry = load_lexicon().words.get(fold(word))
    return entry.weekday if entry and not entry.month and is_weekday_written(word) else 0


def days_of(mention: DateMention, year: int) -> date | None:
    """Give the first day of a date without a year, in this year; None if that year has no such day."""
    edtf = mention.edtf.partition("/")[0]
    try:
        return date(year, int(edtf[5:7]), int(edtf[8:10] or 1))
    except ValueError:
        return None


def edtf_in(mention: DateMention, year: int) -> str:
    """Write a date without a year with this one.

    >>> from tgparse.models import DateMention, Span
    >>> edtf_in(DateMention(text="Dec 30 - Jan 2", span=Span(0, 14), line=1, edtf="XXXX-12-30/XXXX-01-02", precision="day"), 2022)
    '2022-12-30/2023-01-02'
    """
    return _filled(mention.edtf, year)


def with_year(mention: DateMention, year: int, year_from: YearFrom) -> DateMention:
    """Give the date with its year, and say where the year comes from.

    >>> from tgparse.models import DateMention, Span
    >>> item = DateMention(text="Dec 30 - Jan 2", span=Span(0, 14), line=1, edtf="XXXX-12-30/XXXX-01-02", precision="day")
    >>> with_year(item, 2022, "post").edtf
    '2022-12-30/2023-01-02'
    """
    edtf = _filled(mention.edtf, year)
    start, _, end = edtf.partition("/")
    given = {
        "edtf": edtf,
        "first": _first(start),
        "last": _last(end or start),
        "year_from": year_from,
        "alternatives": tuple([_filled(other, year) for other in mention.alternatives]),
    }
    return build_date({**mention.__dict__, **given})


def _filled(edtf: str, year: int) -> str:
    """Put the year in; the end of a range that runs over New Year gets the next."""
    start, slash, end = edtf.partition("/")
    wraps = bool(end) and end[4:10] < start[4:10]
    return start.replace(UNKNOWN, f"{year:04d}") + slash + end.replace(UNKNOWN, f"{year + wraps:04d}")


def _first(edtf: str) -> date | None:
    match = END.match(edtf)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return None


def _last(edtf: str) -> date | None:
    match = END.match(edtf)
    day = _first(edtf)
    if match is None or day is None or match[3]:
        return day
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
