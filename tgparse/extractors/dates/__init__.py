"""Dates in a post's text: explicit days, months, years and ranges, with the value that they state.

How a date is found, from the outside in: `lexer` picks the stretches with a number that has something of a date beside it
and cuts them into tokens; `lexicon` says what each word can be; `grammar` matches forms over tokens; `values` makes day,
month and year of a match; `confirmation` has second thoughts; `finder` bounds it and joins ranges. Years that the text does
not state are not known here: they come from the posts before and behind (`timeline`).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from ...models import DateMention, Hashtag, Link, Mention, build
from ...tokens import Note, RawLine
from .finder import find_dates
from .order import order_evidence
from .reading import Impossible, Reading
from .relative import find_relative
from .yearless import days_of, printed_weekday, with_year

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...models import Item
    from ...options import Options
    from ...tokens import RawPost

ENTITIES: Final = frozenset({Link, Mention, Hashtag})
"""What holds no date, whatever it looks like."""
__all__ = ["Impossible", "Reading", "days_of", "extract", "find_dates", "order_evidence", "printed_weekday", "with_year"]


def extract(raw: RawPost, found: Sequence[Item], options: Options) -> Iterator[DateMention | Note]:
    """Yield the dates of a post, and a `Note` for each day that cannot be, misfits its weekday, or may be another one.

    A year that the text does not state stays "XXXX" with `year_from` None; `timeline.iter_dated` fills it in.
    """
    text = raw.text
    entities = [item for item in found if type(item) in ENTITIES]
    if entities:
        text = raw.without(entities)
    end = 0
    for reading in find_dates(text, order=options.date_order, languages=options.languages):
        yield from _notes(raw, reading)
        if not isinstance(reading, Impossible):
            yield from _relative(raw, text, end, reading.start, options)
            yield _mention(raw, reading)
            end = reading.end
    yield from _relative(raw, text, end, len(text), options)


def _notes(raw: RawPost, reading: Reading | Impossible) -> Iterator[Note]:
    """Say what is doubtful about a date."""
    words = raw.text[reading.start : reading.end]
    # The note holds the date and not its line, of which there may be one for thousands of dates.
    text, span, number = raw.locate(reading.start, reading.end)
    line = RawLine(text, span.start, number)
    if isinstance(reading, Impossible):
        yield Note("TG201", f"{words!r} is no day of the calendar", line)
        return
    if reading.alternatives:
        yield Note("TG203", f"{words!r} may also be {', '.join(reading.alternatives)}", line)
    if reading.first and reading.first == reading.last and (weekday := printed_weekday(words)) not in {None, reading.first.isoweekday()}:
        yield Note("TG202", f"{words!r} is day {reading.first.isoweekday()} of its week, not {weekday}", line)


def _mention(raw: RawPost, reading: Reading) -> DateMention:
    text, span, line = raw.locate(reading.start, reading.end)
    return build(
        DateMention,
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
        },
    )


def _relative(raw: RawPost, text: str, start: int, end: int, options: Options) -> Iterator[DateMention]:
    """Yield the relative days of a stretch between two dates, if it is known what they count from."""
    sent_at = raw.facts.get("sent_at")
    today = sent_at.date() if isinstance(sent_at, datetime) else options.reference_date
    if today is None:
        return
    for began, ended, day in find_relative(text[start:end], today, languages=options.languages):
        words, span, line = raw.locate(start + began, start + ended)
        yield DateMention(
            text=words,
            span=span,
            line=line,
            edtf=day.isoformat(),
            precision="day",
            first=day,
            last=day,
            year_from="post" if isinstance(sent_at, datetime) else "reference",
        )
