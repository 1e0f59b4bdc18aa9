"""Dates in a post's text: explicit days, months, years and ranges, with the value that they state.

How a date is found, from the outside in: `lexer` picks the stretches with a number that has something of a date beside it
and cuts them into tokens; `lexicon` says what each word can be; `grammar` matches forms over tokens; `values` makes day,
month and year of a match; `confirmation` has second thoughts; `finder` bounds it and joins ranges. Years that the text does
not state are not known here: they come from the posts before and behind (`timeline`).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from ...models import DateMention, Hashtag, Link, Mention, builder
from ...tokens import Note, RawLine
from .finder import find_dates
from .order import order_evidence
from .reading import Impossible, Reading
from .relative import find_relative
from .yearless import days_of, edtf_in, printed_weekday, with_year

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...models import Item, YearFrom
    from ...options import Options
    from ...spans import Span
    from ...tokens import RawPost

build_date: Final = builder(DateMention)
ENTITIES: Final = frozenset({Link, Mention, Hashtag})
"""What holds no date, whatever it looks like."""
__all__ = ["Impossible", "Reading", "days_of", "edtf_in", "extract", "find_dates", "order_evidence", "printed_weekday", "with_year"]


class Today(NamedTuple):
    """The day that relative days count from."""

    day: date
    known_from: YearFrom


def extract(raw: RawPost, found: Sequence[Item], options: Options) -> Iterator[DateMention | Note]:
    """Yield the dates of a post, and a `Note` for each day that cannot be, misfits its weekday, or may be another one.

    A year that the text does not state stays "XXXX" with `year_from` None; `timeline.iter_dated` fills it in.
    """
    text = raw.text
    entities = [item for item in found if type(item) in ENTITIES]
    if entities:
        text = raw.without(entities)
    today = _today(raw, options)
    end = 0
    for reading in find_dates(text, order=options.date_order, languages=options.languages):
        place = raw.locate(reading.start, reading.end)
        for code, doubt in _doubts(raw.text[reading.start : reading.end], reading):
            # The note holds the date and not its line, of which there may be one for thousands of dates.
            words, span, line = place
            yield Note(code, doubt, RawLine(words, span.start, line))
        if isinstance(reading, Impossible):
            continue
        if today:
            yield from _relative(raw, text, (end, reading.start), today, options)
            end = reading.end
        yield _mention(place, reading)
    if today:
        yield from _relative(raw, text, (end, len(text)), today, options)


def _doubts(words: str, reading: Reading | Impossible) -> list[tuple[str, str]]:
    """Say what is doubtful about a date, each with its code."""
    if isinstance(reading, Impossible):
        return [("TG201", f"{words!r} is no day of the calendar")]
    doubts = [("TG203", f"{words!r} may also be {', '.join(reading.alternatives)}")] if reading.alternatives else []
    if reading.first and reading.first == reading.last and (weekday := printed_weekday(words)) not in {None, reading.first.isoweekday()}:
        doubts.append(("TG202", f"{words!r} is day {reading.first.isoweekday()} of its week, not {weekday}"))
    return doubts


def _mention(place: tuple[str, Span, int], reading: Reading) -> DateMention:
    text, span, line = place
    return build_date(
        {
            "text": text,
            "span": span,
            "line": line,
            "edtf": reading.edtf,
            "precision": reading.precision,
            "first": reading.first,
            "last": reading.last,
            "year_from": None if reading.edtf.startswith("XXXX") else "text",
            "alternatives": reading.alternatives,
            "calendar": reading.calendar,
            "language": reading.language,
        }
    )


def _today(raw: RawPost, options: Options) -> Today | None:
    """Give the day that relative days count from, if it is known: the post's own before the user's."""
    sent_at = raw.facts.get("sent_at")
    if isinstance(sent_at, datetime):
        return Today(sent_at.date(), "post")
    return Today(options.reference_date, "reference") if options.reference_date else None


def _relative(raw: RawPost, text: str, between: tuple[int, int], today: Today, options: Options) -> Iterator[DateMention]:
    """Yield the relative days of a stretch between two dates."""
    start, end = between
    for began, ended, day in find_relative(text[start:end], today.day, languages=options.languages):
        words, span, line = raw.locate(start + began, start + ended)
        yield DateMention(
            text=words,
            span=span,
            line=line,
            edtf=day.isoformat(),
            precision="day",
            first=day,
            last=day,
            year_from=today.known_from,
        )
