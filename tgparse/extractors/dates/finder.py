"""`find_dates`: the dates of a text as plain values, without posts, spans and models.

The grammar says what has the form of a date, `values` what it amounts to, and `confirmation` has the second thoughts; here the
finds are bounded, joined to ranges and written out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from . import lexicon as part
from .confirmation import Candidate, is_confirmed
from .grammar import load_grammar
from .lexer import Tokens, find_stretches, load_vocabulary
from .reading import Day, Impossible, Reading, exists, iso_clock
from .values import Value, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...options import DateOrder
    from .grammar import Grammar


LISTED: Final = frozenset({"day_month", "day_month_year"})
"""The forms before which days may stand that share their month."""
LABELS: Final = part.LABEL | part.AD | part.BC
"""What may be an abbreviation behind a year."""
MAX_LISTED: Final = 6
"""Days before a date that may share its month; more are a row of numbers."""


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
    stretches = find_stretches(text, languages)
    if not stretches:
        return
    grammar = load_grammar(languages)
    vocabulary = load_vocabulary(languages)
    for start, end in stretches:
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
            if candidate.form in LISTED:
                yield from _listed(candidate, found, position)
            yield from (found,) if "listed" not in candidate.places else _parted(candidate, found)
            position = found.end
            previous = found.end - 1
        elif found:
            yield found
            position = match.end()
        else:
            position = match.start() + 1


def _interpret(candidate: Candidate, order: DateOrder | None) -> Found | Impossible | None:
    """Make a value of a match; None where second thoughts speak against it."""
    value = value_of(candidate, order)
    if value is None or not is_confirmed(candidate):
        return None
    if not exists(value.first) or (value.last and not exists(value.last)):
        others = [day for day in value.others if exists(day)]
        if not others or value.last:
            return Impossible(candidate.start, candidate.end) if value.first.day and candidate.is_full else None
        value = value._replace(first=others[0], others=())
    return _found(candidate, value)


def _found(candidate: Candidate, value: Value) -> Found:
    """Take in what belongs to the date before and behind it."""
    match = candidate.match
    begin = match.start() if value.first.day or not candidate.leads else candidate.core
    if candidate.is_bare:
        end = match.end()
        time = "" if candidate.form != "iso" and "clock" not in candidate.places else _clock(candidate, value)
    else:
        end, time = _end(candidate, value), _clock(candidate, value)
    return Found(begin, end, value, time, "", _stop(candidate.tokens, end))


def _clock(candidate: Candidate, value: Value) -> str:
    """Give the clock time of a day."""
    if not value.first.day or value.last:
        return ""
    return iso_clock(candidate.matched("iso")) if candidate.has("iso") else candidate.clock()


def _end(candidate: Candidate, value: Value) -> int:
    """Give the token behind all that belongs to the date: to a year its label and era, to a day also weekday and clock time."""
    after = candidate.after
    ends = [candidate.match.end()]
    if value.first.year is not None:
        ends += after.end("year_word"), after.end("era")
    if value.first.day and not candidate.is_before_sentence:
        ends += after.end("weekday"), after.end("day_sign")
        if candidate.letter(max(after.start("weekday"), after.start("day_sign")) - 1) == "(":
            ends.append(after.end("closed"))
        if candidate.has_clock and not value.last:
            ends.append(after.end())
    return max(ends)


def _stop(tokens: Tokens, end: int) -> int:
    """Give the offset in the text at which the date ends: of a gap at its end, only a closing bracket belongs to it."""
    text, stop, parts = tokens.text, tokens.start(end), tokens.parts(end - 1)
    if not parts:
        end -= 1
        stop, parts = tokens.start(end), tokens.parts(end - 1)
        if tokens.gap(end) == ")":
            return text.index(text[stop:].lstrip()[0], stop) + 1
    # A full stop belongs to an abbreviation ("г."), not to the end of a sentence ("года.", "BC.").
    is_short = bool(parts & LABELS) and stop - tokens.start(end - 1) <= 2 and not tokens.string(end - 1).isupper()
    return stop + 1 if is_short and text[stop : stop + 1] == "." else stop


def _listed(candidate: Candidate, found: Found, position: int) -> Iterator[Found]:
    """Find the days before a date that share its month: "18 and 19 June"."""
    days: list[int] = []
    place, value = candidate.places["d"], candidate.tokens.value
    while len(days) < MAX_LISTED and place - 2 >= position and (day := candidate.day_before(place)) is not None:
        if value(day) >= value(place):
            # "Update No. 15, 1 April"
            break
        days.append(day)
        place = day
    for place in reversed(days):
        listed = found.value.first._replace(day=value(place))
        if exists(listed):
            yield Found(place, place + 1, found.value._replace(first=listed), "", "", candidate.tokens.start(place + 1))


def _parted(candidate: Candidate, found: Found) -> Iterator[Found]:
    """Part a day from those that share its month behind it: "March 29 and 31"."""
    tokens, begin = candidate.tokens, candidate.places["listed"]
    yield found._replace(end=begin, clock="", stop=tokens.start(begin))
    places = [place for place in range(begin, candidate.match.end()) if tokens.parts(place) & part.DAY]
    last = candidate.places["d"]
    for place in places:
        listed = found.value.first._replace(day=tokens.value(place))
        if tokens.value(place) <= tokens.value(last) or not exists(listed):
            return
        last = place
        found = found._replace(begin=place, value=found.value._replace(first=listed))
        yield found if place == places[-1] else found._replace(end=place + 1, clock="", stop=tokens.start(place + 1))


def _join(left: Found, right: Found, tokens: Tokens, grammar: Grammar) -> Found | None:
    """Join two dates to a range, if that is what stands between them."""
    between = tokens.letters[left.end : right.begin]
    opened = left.begin >= 2 and bool(tokens.parts(left.begin - 2) & part.FROM)
    if not (grammar.to.fullmatch(between) or (opened and grammar.and_.fullmatch(between))) or left.value.last or right.value.last:
        return None
    first, last = left.value.first, right.value.first
    if first.year is None and last.year is not None:
        first = first._replace(year=last.year)
        if (first.month or 0, first.day or 0) > (last.month or 12, last.day or 31):
            first = first._replace(year=last.year - 1)
    if last.year is None and first.year is not None:
        if not (first.day and last.day):
            return None
        last = last._replace(year=first.year if (first.month, first.day) <= (last.month, last.day) else first.year + 1)
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
    value, clock = found.value, found.clock
    first, last = value.first, value.last
    edtf = first.edtf()
    if clock:
        edtf += "T" + clock
    others: tuple[str, ...] = ()
    if value.others:
        others = tuple(other.edtf() + ("T" + clock if clock else "") for other in value.others)
    begins = first.first()
    if last:
        edtf += "/" + last.edtf() + ("T" + found.clock_end if found.clock_end else "")
        ends = last.last()
    else:
        ends = begins if first.day else first.last()
    precision = "minute" if clock else first.precision
    return Reading(tokens.start(found.begin), found.stop, edtf, precision, begins, ends, others, value.calendar, value.language)
