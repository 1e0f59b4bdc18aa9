"""`find_dates`: the dates of a text as plain values, without posts, spans and models.

The grammar says what has the form of a date; `confirmation` has the second thoughts; here the tokens become values.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from . import lexicon as part
from .calendars import calendar_by_script, to_gregorian
from .confirmation import Candidate, is_confirmed
from .grammar import load_grammar
from .lexer import Tokens, iter_stretches, load_vocabulary
from .order import default_order
from .reading import Day, Impossible, Reading, exists, iso_clock, read_iso, short_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...options import DateOrder
    from .lexicon import Entry

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


class Found(NamedTuple):
    """A date with its tokens, so that the neighbours can be joined to ranges."""

    begin: int
    """Its first token."""
    end: int
    """The token behind its last."""
    value: Value
    clock: str
    clock_end: str
    stop: int
    """The offset in the text behind its last character."""


def find_dates(text: str, *, order: DateOrder | None = None, languages: tuple[str, ...] | None = None) -> Iterator[Reading | Impossible]:
    """Find the explicit dates of a text, in its order.

    `order` says how 01/02/2023 is to be read; None: by the language of the text. `languages` are ISO 639-1 codes; None: all.
    Offsets are code points. What is written like a date but cannot be one, such as 31 February, comes as `Impossible`.

    >>> [(found.start, found.end, found.edtf) for found in find_dates("Talks on 5-7 December 2022")]
    [(9, 26, '2022-12-05/2022-12-07')]
    """
    grammar = load_grammar(languages)
    vocabulary = load_vocabulary(languages)
    for start, end in iter_stretches(text, languages):
        tokens = Tokens(text, start, end, vocabulary)
        pending: Found | None = None
        for found in _iter_found(tokens, grammar, order):
            if isinstance(found, Impossible):
                yield found
                continue
            joined = _join(pending, found, tokens, grammar) if pending else None
            if pending and not joined:
                yield _reading(pending, tokens)
            pending = joined or found
        if pending:
            yield _reading(pending, tokens)


def _iter_found(tokens: Tokens, grammar: Grammar, order: DateOrder | None) -> Iterator[Found | Impossible]:
    letters = tokens.letters
    position, previous = 0, -1
    while match := grammar.date.search(letters, position):
        after = grammar.after.match(letters, match.end())
        if after is None:  # pragma: no cover - all its parts are optional
            return
        candidate = Candidate(tokens, grammar, match, after, previous=previous)
        found = _interpret(candidate, order)
        if isinstance(found, Found):
            yield from _listed(candidate, found, position)
            yield found
            position = found.end
            previous = found.end - 1
        elif found:
            yield found
            position = match.end()
        else:
            position = match.start() + 1


def _interpret(candidate: Candidate, order: DateOrder | None) -> Found | Impossible | None:
    """Make a value of a match; None where second thoughts speak against it."""
    value = _value(candidate, order)
    if value is None or not is_confirmed(candidate):
        return None
    if not exists(value.first) or (value.last and not exists(value.last)):
        others = [day for day in value.others if exists(day)]
        if not others or value.last:
            return Impossible(candidate.start, candidate.end) if value.first.day and candidate.is_full else None
        value = value._replace(first=others[0], others=())
    return _found(candidate, value)


def _value(candidate: Candidate, order: DateOrder | None) -> Value | None:
    """Put day, month and year together."""
    if candidate.has("iso"):
        moment = read_iso(candidate.matched("iso"))
        return Value(Day(moment.year, moment.month, moment.day)) if moment else None
    if candidate.has("compact"):
        number = candidate.token("compact").value
        return Value(Day(number // 10_000, number // 100 % 100, number % 100))
    if candidate.has("quarter"):
        return _quarter(candidate)
    if candidate.has("decade"):
        year = candidate.token("y").value
        return Value(Day(year), Day(year + 9))
    if candidate.has("a"):
        return _numeric(candidate, order)
    entry = candidate.token("M").entry if candidate.has("M") else None
    first = Day(_year(candidate), entry.month if entry else candidate.number("m"), candidate.number("d"))
    language = entry.languages[0] if entry else None
    if candidate.after["bc"] and first.year:
        first = first._replace(year=1 - first.year)
    others = (first._replace(day=candidate.number("old")),) if candidate.has("old") and first.year else ()
    value = Value(first, _range_end(candidate, first), others, "gregorian", language)
    return _in_calendar(value, _calendar_of(candidate, first.year, entry))


def _year(candidate: Candidate) -> int | None:
    """Give the year, whole, completed from two digits, or counted from where its era begins."""
    if candidate.has("y"):
        entry = candidate.token("counted").entry if candidate.has("counted") else None
        return candidate.token("y").value + (entry.number if entry else 0)
    if not candidate.has("yy"):
        return None
    short = candidate.token("yy").value
    return short if candidate.after["era"] else short_year(short)


def _range_end(candidate: Candidate, first: Day) -> Day | None:
    """Give the end of a range that is written in one: 5-7 December, May to June 2022, 2014-2018."""
    if candidate.has("d2"):
        return first._replace(day=candidate.number("d2"))
    if candidate.has("M2") and (entry := candidate.token("M2").entry):
        return first._replace(month=entry.month)
    if candidate.has("y2"):
        return Day(candidate.number("y2"))
    if candidate.has("yy2") and first.year:
        return Day(first.year // 100 * 100 + (candidate.number("yy2") or 0))
    return None


def _numeric(candidate: Candidate, order: DateOrder | None) -> Value | None:
    """Tell day and month apart."""
    a, b, year = candidate.number("a") or 0, candidate.number("b"), _year(candidate)
    calendar = _calendar_of(candidate, year, None)
    if calendar != "gregorian" and b:
        return _in_calendar(Value(Day(year, b, a)), calendar)
    known, order = (
        order is not None,
        order or default_order(candidate.text, candidate.start, candidate.matched("g") if candidate.has("g") else ""),
    )
    if candidate.has("a2"):
        a2, b2 = candidate.number("a2") or 0, candidate.number("b2") or 0
        month_first = b2 > 12 or (order == "MDY" and a2 <= 12)
        last = Day(year, a2, b2) if month_first else Day(year, b2, a2)
        first = Day(year, last.month, a) if b is None else Day(year, a, b) if month_first else Day(year, b, a)
        return Value(first, last)
    b = b or 0
    if order == "YMD" and candidate.has("yy"):
        return Value(Day(short_year(a), b, candidate.number("yy")))
    by_day, by_month = Day(year, b, a), Day(year, a, b)
    if not candidate.written_order(order):
        order = "DMY"
    first, other = (by_month, by_day) if order == "MDY" else (by_day, by_month)
    if not (first.month and first.month <= 12 and exists(first)):
        first, other = other, first
    if not (first.month and first.month <= 12):
        return Value(Day(year, 2, 31))
    is_open = not known and other != first and other.month and other.month <= 12 and exists(other)
    return Value(first, None, (other,) if is_open else ())


def _quarter(candidate: Candidate) -> Value:
    """Read a quarter or half of a year as its months."""
    year, quarter = candidate.number("y"), candidate.matched("quarter")
    size = 3 if quarter[0] in "Qq" else 6
    last = size * int(quarter[1])
    return Value(Day(year, last - size + 1), Day(year, min(last, 12)))


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
    if candidate.after["hijri"] or candidate.after["jalali"]:
        return "hijri" if candidate.after["hijri"] else "jalali"
    if year is None or candidate.has("counted") or (month and month.languages[0] not in {"th", "ar", "fa"}):
        return "gregorian"
    return calendar_by_script(candidate.text, candidate.start, year)


def _found(candidate: Candidate, value: Value) -> Found:
    """Take in what belongs to the date before and behind it."""
    tokens, match, after = candidate.tokens, candidate.match, candidate.after
    begin = match.start() if value.first.day or not candidate.leads else candidate.core
    end, time = match.end(), ""
    if value.first.day and not value.last:
        time = iso_clock(candidate.matched("iso")) if candidate.has("iso") else candidate.clock()
        end = after.end() if candidate.has_clock else after.end("weekday") if after["weekday"] else end
        if after["closed"]:
            end = max(end, after.end("closed"))
    elif value.first.day:
        end = after.end("weekday") if after["weekday"] else end
    for name in ("year_word", "era"):
        if after[name] and (name != "year_word" or value.first.year is not None):
            end = max(end, after.end(name))
    stop = tokens[end - 1].end
    if tokens[end - 1].letter:
        # A full stop belongs to an abbreviation ("г."), not to the end of a sentence ("года.").
        short = tokens[end - 2].end - tokens[end - 2].start <= 2
        closes = tokens[end - 1].letter == ")" or (tokens[end - 1].letter in ".o" and short)
        stop = tokens[end - 1].start + 1 if closes else tokens[end - 2].end
    return Found(begin, end, value, time, "", stop)


def _listed(candidate: Candidate, found: Found, position: int) -> Iterator[Found]:
    """Find the days before a date that share its month: "18 and 19 June"."""
    if candidate.form not in {"day_month", "day_month_year"}:
        return
    days: list[int] = []
    place = candidate.place("d")
    while place - 2 >= position and (day := candidate.day_before(place)) is not None:
        days.append(day)
        place = day
    for place in reversed(days):
        token = candidate.tokens[place]
        listed = found.value.first._replace(day=token.value)
        if exists(listed):
            yield Found(place, place + 1, found.value._replace(first=listed), "", "", token.end)


def _join(left: Found, right: Found, tokens: Tokens, grammar: Grammar) -> Found | None:
    """Join two dates to a range, if that is what stands between them."""
    between = tokens.letters[left.end : right.begin]
    opened = left.begin >= 2 and bool(tokens[left.begin - 2].parts & part.FROM)
    if not (grammar.to.fullmatch(between) or (opened and grammar.and_.fullmatch(between))) or left.value.last or right.value.last:
        return None
    first, last = left.value.first, right.value.first
    if first.year is None and last.year is not None:
        first = first._replace(year=last.year)
        if (first.month or 0, first.day or 0) > (last.month or 12, last.day or 31):
            first = first._replace(year=last.year - 1)
    if last.year is None and first.year is not None:
        return None
    if not _in_order(first, last) or not exists(first):
        return None
    value = left.value._replace(first=first, last=last, others=(), language=left.value.language or right.value.language)
    return Found(left.begin, right.end, value, left.clock, right.clock, right.stop)


def _in_order(first: Day, last: Day) -> bool:
    """Tell whether a range runs forward; without a year it may run over New Year."""
    if first.year is None or last.year is None:
        return first.year == last.year
    return (first.year, first.month or 1, first.day or 1) <= (last.year, last.month or 12, last.day or 31)


def _reading(found: Found, tokens: Tokens) -> Reading:
    """Write the value out."""
    value = found.value
    first, last = value.first, value.last or value.first
    edtf = first.edtf() + ("T" + found.clock if found.clock else "")
    if value.last:
        edtf += "/" + last.edtf() + ("T" + found.clock_end if found.clock_end else "")
    return Reading(
        tokens[found.begin].start,
        found.stop,
        edtf,
        "minute" if found.clock else first.precision,
        first.first(),
        last.last(),
        tuple(other.edtf() + ("T" + found.clock if found.clock else "") for other in value.others),
        value.calendar,
        value.language,
    )
