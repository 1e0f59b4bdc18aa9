"""Second thoughts: whether what has the form of a date is one, and not a count, a version or a common word.

A full date confirms itself. A year alone needs a cue ("in 1944"), a day and month in numbers too ("on 5.12"), and a month's
name that is another word as well ("may", French "des" for an Indonesian December) needs a year, a weekday or the like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from . import lexicon as part
from .lexicon import load_lexicon
from .order import EAST_ASIAN, speaks, speaks_another
from .reading import clock

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

    from .grammar import Grammar
    from .lexer import Tokens
    from .lexicon import Entry

RECENT: Final = range(1900, 2036)
"""Years that a cue alone makes a date; others only where no counted thing follows."""
PLAUSIBLE: Final = range(1500, 2101)
"""Ends of a range of years that needs no cue."""
BARE: Final = range(1500, 2036)
"""Years that need no preposition, in languages that have none there."""
GERMAN_ADJECTIVES: Final = ("e", "en", "er", "es", "em")
"""Endings of German adjectives, behind which the noun may stand that is counted."""
CORE: Final = frozenset({"iso", "compact", "quarter", "a", "d", "m", "M", "y", "yy"})
"""The parts that a date may begin with."""
LISTED: Final = 6
"""Tokens behind a day and month in which a month's word shows that they are the first of a list of days."""
NEIGHBOURHOOD: Final = 40
"""Code points on each side that are looked at for anything else on the line."""
ABBREVIATION: Final = 5
"""Letters of the longest abbreviation of a month that a full stop may follow inside a date."""


class Candidate:
    """A match of the grammar in its place."""

    __slots__ = ("after", "core", "form", "grammar", "is_bare", "letters", "match", "places", "previous", "text", "tokens")

    def __init__(self, tokens: Tokens, grammar: Grammar, match: re.Match[str], after: re.Match[str], *, previous: int = -1) -> None:
        self.text = tokens.text
        self.tokens = tokens
        self.letters = tokens.letters
        self.match = match
        self.after = after
        self.grammar = grammar
        self.is_bare = after.end() == after.start()
        """Whether nothing stands behind it that belongs to it, which is the usual case."""
        self.form, groups = grammar.forms[match.lastindex or 0]
        start = match.start
        self.places = {name: place for name, group in groups if (place := start(group)) >= 0}
        """The place of each part that is there among the tokens, in their order."""
        self.core = next(place for name, place in self.places.items() if name in CORE)
        """Its first token of day, month or year."""
        self.previous = previous
        """The last token of the date before it."""

    def has(self, name: str) -> bool:
        """Tell whether a part is there."""
        return name in self.places

    def number(self, name: str) -> int | None:
        """Give the number of a part, if it is there."""
        place = self.places.get(name)
        return None if place is None else self.tokens.value(place)

    def matched(self, name: str) -> str:
        """Give the text of a part that is there; of a gap, its letter."""
        place = self.places[name]
        return self.tokens.gap(place) or self.tokens.string(place)

    def offset(self, name: str) -> int:
        """Give the offset in the text of a part that is there."""
        return self.tokens.start(self.places[name])

    @property
    def leads(self) -> bool:
        """Whether a weekday or clock time stands before it."""
        return "weekday" in self.places or "clock" in self.places

    @property
    def start(self) -> int:
        """Its offset in the text, from day, month or year on."""
        return self.tokens.start(self.core)

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.tokens.start(self.match.end())

    @property
    def is_full(self) -> bool:
        """Whether it states a year."""
        return "y" in self.places or "yy" in self.places

    @property
    def is_before_sentence(self) -> bool:
        """Whether what looks like a weekday behind it opens a sentence: "19 September. To donate" (Norwegian "to" is Thursday)."""
        place = self.after.start("weekday")
        return place > 0 and self.letter(place - 1) == "o" and self.tokens.string(place)[0].isupper()

    @property
    def has_weekday(self) -> bool:
        """Whether a weekday stands beside it."""
        after = self.after
        return "weekday" in self.places or (not self.is_bare and (after.start("weekday") >= 0 or after.start("day_sign") >= 0))

    @property
    def has_clock(self) -> bool:
        """Whether a clock time stands behind it."""
        return not self.is_bare and (self.after.start("clock") >= 0 or self.after.start("hour") >= 0)

    @property
    def is_labelled(self) -> bool:
        """Whether a word labels its year: "2008 года"."""
        return not self.is_bare and self.after["year_word"] is not None

    def clock(self) -> str:
        """Give its clock time."""
        if self.is_bare and "clock" not in self.places:
            return ""
        if (place := self.after.start("hour")) >= 0:
            minute = max(self.after.start("minute"), self.after.start("dotted"))
            return clock(f"{self.tokens.value(place)}:{self.tokens.value(minute) if minute >= 0 else 0:02d}", self._half())
        place = self.places.get("clock", self.after.start("clock"))
        return clock(self.tokens.string(place), self._half()) if place >= 0 else ""

    def _half(self) -> Literal["", "am", "pm"]:
        place = max(self.after.start("half"), self.after.start("half_behind"))
        return "" if place < 0 else "pm" if self.parts(place) & part.PM else "am"

    def letter(self, place: int) -> str:
        """Give the letter of a token, "!" outside the stretch."""
        return self.letters[place] if 0 <= place < len(self.letters) else "!"

    def parts(self, place: int) -> int:
        """Give the parts of a token, 0 outside the stretch."""
        return self.tokens.parts(place) if 0 <= place < len(self.letters) else 0

    @property
    def cue(self) -> int:
        """The parts of the word before it."""
        before = self.core - 1
        if self.letter(before) == "_":
            return self.parts(before - 1)
        if self.letter(before) == "-":
            return self.parts(before - 1) & part.IN
        if before > 0 and not self.tokens.string(before).strip(" \u00a0"):
            # Many blanks are no word space, but a cue reaches over them.
            return self.parts(before - 1) & part.ON
        return 0

    @property
    def is_compared(self) -> bool:
        """Whether it stands behind "=" or ">=", though not in "id=1948"."""
        gap = self.core - 1
        if self.letter(gap) != "=":
            return False
        start = self.tokens.start(gap)
        return not start or self.text[start].isspace() or not self.text[start - 1].isalnum()

    @property
    def is_in_case(self) -> bool:
        """Whether a case ending behind an apostrophe shows that the year stands for a time, as in Turkish "2012'den"."""
        place = self.places.get("ordinal", -1)
        return 0 <= place < self.match.end() and self.tokens.string(place)[0] in "'’"

    @property
    def is_chained(self) -> bool:
        """Whether it follows another year that is a date: "in 2007 and 2009"."""
        place = self.core
        if self.letter(place - 1) == "c":
            return place - 2 == self.previous
        return self.letter(place - 1) == "_" and bool(self.parts(place - 2) & part.AND) and place - 4 == self.previous

    @property
    def is_in_brackets(self) -> bool:
        """Whether it is all that a pair of brackets holds."""
        return self.letter(self.core - 1) == "(" and self.letter(self.match.end()) == ")"

    @property
    def is_in_range(self) -> bool:
        """Whether another day and month stand behind or before it as a range's other end."""
        if self.grammar.ahead.match(self.letters, self.match.end()):
            return True
        return self.previous >= 0 and self.grammar.to.fullmatch(self.letters, self.previous + 1, self.match.start()) is not None

    @property
    def follows(self) -> str:
        """The word right behind it, if it is not a small word of dates."""
        place = self.match.end() + 1
        if self.letter(place - 1) != "_" or not self.parts(place) & part.WORD:
            return ""
        return self.tokens.string(place)

    @property
    def is_last(self) -> bool:
        """Whether it is a month and day with nothing behind them on their line, so that a full stop between them ends no sentence."""
        rest = self.text[self.end : self.end + NEIGHBOURHOOD].partition("\n")[0]
        return self.form == "month_day" and not any(map(str.isalnum, rest))

    @property
    def has_article(self) -> bool:
        """Whether "of" stands between a month and its day, as in "a set of 5"."""
        return self.form == "month_day" and any(self.parts(i) & part.OF for i in range(self.places["M"] + 1, self.places["d"]))

    @property
    def is_alone(self) -> bool:
        """Whether nothing else stands on its line."""
        start, end = self.tokens.start(self.match.start()), self.tokens.start(max(self.match.end(), self.after.end()))
        before = self.text[max(0, start - NEIGHBOURHOOD) : start].rpartition("\n")[2]
        behind = self.text[end : end + NEIGHBOURHOOD].partition("\n")[0]
        return not any(map(str.isalnum, before)) and not any(map(str.isalnum, behind))

    @property
    def is_all(self) -> bool:
        """Whether the text is nothing else. A line is not enough for bare numbers: they stand alone in lists of prices and scores."""
        return len(self.text) <= 2 * NEIGHBOURHOOD and self.is_alone and "\n" not in self.text.strip()

    def day_before(self, place: int) -> int | None:
        """Give the place of the day that stands before this one in a list."""
        gap = self.letter(place - 1)
        if gap in "c,&":
            before = place - 2
        elif gap == "_":
            word = place - 4 if self.parts(place - 2) & (part.OF | part.ON) else place - 2
            if not self.parts(word) & part.AND:
                return None
            before = word - 2
        else:
            return None
        if before >= 0 and self.parts(before) & part.ORDINAL and not self.letter(before).isascii():
            before -= 1
        return before if self.parts(before) & part.DAY and self.letter(before - 1) not in ".,:/-$#" else None


def is_confirmed(candidate: Candidate) -> bool:
    """Tell whether a candidate may be taken for a date."""
    if "M" in candidate.places:
        return _is_month(candidate, "M") and ("M2" not in candidate.places or _is_month(candidate, "M2"))
    check = CHECKS.get(candidate.form)
    return check is None or check(candidate)


def _is_month(candidate: Candidate, name: str) -> bool:
    place = candidate.places[name]
    word, entry = candidate.tokens.string(place), candidate.tokens.entry(place)
    if len(word) > ABBREVIATION and place + 1 < candidate.match.end() and candidate.letter(place + 1) == "o" and not candidate.is_last:
        return False
    if candidate.letter(place - 1) == "o" and candidate.form.startswith("year") and word[0].isupper():
        # "In 2014. July was hot", but Hungarian "2014. július 5."
        return False
    if entry is None or not entry.weak or candidate.form == "day_month_year" or candidate.has_weekday:
        return True
    english = "en" in entry.languages
    start = candidate.tokens.start(place)
    if candidate.form in {"day_month", "month_day"} and (candidate.is_in_range or candidate.is_in_brackets):
        return True
    if not english and not word[0].isupper() and speaks_another(candidate.text, start, start + len(word), tuple(entry.languages)):
        return False
    return candidate.is_full or _is_marked(candidate, word, entry)


def _is_marked(candidate: Candidate, word: str, entry: Entry) -> bool:
    """Tell whether a month's name that is another word too is the name here."""
    places = candidate.places
    if candidate.is_alone and not candidate.has_article:
        return True
    if candidate.parts(places.get("d", -1) + 1) & part.ORDINAL or candidate.has_clock:
        return True
    english = "en" in entry.languages
    if english and word[0].isupper():
        return True
    if candidate.form == "day_month":
        place = places["M"]
        if candidate.letter(place - 1) == "-" or candidate.parts(place - 2) & part.OF or (english and not candidate.follows):
            return True
        start = candidate.tokens.start(place)
        others = tuple(language for language in entry.languages if language != "en")
        return bool(others) and speaks(candidate.text, start, start + len(word), others)
    return not candidate.follows and bool(candidate.cue & part.ON)


def _year_is_date(candidate: Candidate) -> bool:
    place, cue = candidate.places["y"], candidate.cue
    if candidate.is_labelled or cue & part.YEAR_WORD:
        return True
    if candidate.is_in_brackets or candidate.is_all or candidate.is_chained or candidate.is_compared:
        return True
    if candidate.parts(place + 2) & part.POST or candidate.is_in_case:
        return candidate.tokens.value(candidate.places["y"]) in RECENT
    return not _counts(candidate) if cue & (part.IN | part.FROM) else _stands_bare(candidate)


def _stands_bare(candidate: Candidate) -> bool:
    """Tell whether a year stands without a preposition, as German has it: "wurde 1992 gegründet", but "kamen 2000 Menschen"."""
    before, behind = candidate.letter(candidate.core - 1), candidate.letter(candidate.match.end())
    if before not in "_o!" or behind not in "_.,oc)" or candidate.tokens.value(candidate.places["y"]) not in BARE:
        return False
    place = candidate.core - 2
    word = candidate.tokens.string(place) if before == "_" and place >= 0 else ""
    if (before == "_" and not word.islower()) or (behind == "_" and (not candidate.follows.islower() or _counts(candidate))):
        return False
    quantities = load_lexicon().quantities
    return any(
        word not in words and speaks(candidate.text, candidate.start, candidate.start, (code,)) for code, words in quantities.items()
    )


def _decade_is_date(candidate: Candidate) -> bool:
    """Take what is no decade, such as "2021-м", for a year."""
    return (candidate.number("y") or 0) % 10 == 0 or _year_is_date(candidate)


def _counts(candidate: Candidate) -> bool:
    """Tell whether a number of four digits behind a cue counts what follows: "in 2000 cases"."""
    word = candidate.follows
    if not word or word in load_lexicon().common:
        return False
    year = candidate.tokens.value(candidate.places["y"])
    if year % 100 == 0:
        return word.islower()
    if year in RECENT:
        return False
    if word[0].islower() and not word.endswith(GERMAN_ADJECTIVES) and speaks(candidate.text, candidate.start, candidate.start, ("de",)):
        return False  # German counts nouns, which have a capital: "seit 1425 gefeiert".
    return word[0].islower()


def _years_are_range(candidate: Candidate) -> bool:
    first = candidate.number("y") or 0
    cued = bool(candidate.cue & (part.IN | part.FROM | part.YEAR_WORD)) or candidate.is_labelled
    if candidate.has("yy2"):
        last = first // 100 * 100 + (candidate.number("yy2") or 0)
        if candidate.letter(candidate.places["yy2"] - 1) == "/":
            # A season or school year: 2012/13.
            return last == first + 1 and first in PLAUSIBLE
        tight = candidate.letter(candidate.places["yy2"] - 1)
        # "1997-98", but not the number of a standard such as "2021-84".
        return first < last and last % 100 > 12 and (cued or tight == "~" or last - first <= 10) and first in PLAUSIBLE
    last = candidate.number("y2") or 0
    return first < last and (cued or candidate.is_in_brackets or (first in PLAUSIBLE and last in PLAUSIBLE))


def _has_cue(candidate: Candidate) -> bool:
    return bool(candidate.cue & part.ON) or candidate.has_weekday or candidate.is_all


def _day_month_is_date(candidate: Candidate) -> bool:
    gap, first, second = candidate.matched("g"), candidate.number("a") or 0, candidate.number("b") or 0
    sure = first > 12 or second > 12
    if candidate.cue & part.ON or candidate.has_weekday or candidate.is_chained:
        return True
    end = candidate.match.end()
    if gap == "/" and (candidate.parts(end) | (candidate.parts(end + 1) if candidate.letter(end) == "_" else 0)) & part.POST:
        return True
    if (
        gap == "/"
        and sure
        and candidate.letter(end) in "c,"
        and any(candidate.parts(place) & part.MONTH for place in range(end + 1, end + LISTED))
    ):
        return True
    if candidate.is_all:
        return gap == "/" or candidate.letter(candidate.match.end()) == "." or (sure and gap == "-")
    # A padded month beside a number that can only be a day is no fraction: "22/04", but not "24/7".
    return gap == "/" and sure and candidate.text[candidate.offset("b" if first > 12 else "a")] == "0"


def _is_padded(candidate: Candidate) -> bool:
    return all(candidate.parts(candidate.places[name]) & part.SHORT_YEAR for name in ("a", "b"))


def _numeric_is_date(candidate: Candidate) -> bool:
    gap = candidate.matched("g")
    if candidate.has("y"):
        return gap != "_" or _is_padded(candidate) or _has_cue(candidate)
    if gap in "/-":
        return True
    if gap == "o" or candidate.is_labelled:
        return True
    return _has_cue(candidate) or (gap == "." and (_is_padded(candidate) or candidate.text[candidate.offset("b")] == "0"))


def _month_of_year(candidate: Candidate) -> bool:
    gap = candidate.letter(candidate.match.end() - 2)
    year = candidate.number("y") or 0
    if year not in PLAUSIBLE:
        return False
    if gap == "o" or (candidate.is_all and gap == "." and year in RECENT):
        return candidate.is_all
    if gap not in ".~":
        return True
    cued = bool(candidate.cue & (part.ON | part.IN))
    return (
        cued
        or (bool(candidate.parts(candidate.places["m"]) & part.SHORT_YEAR) and year in RECENT)
        or (gap == "~" and not candidate.follows)
    )


def _compact(candidate: Candidate) -> bool:
    return (candidate.number("compact") or 0) // 10_000 in RECENT and (candidate.is_all or bool(candidate.cue & part.ON))


def _small_year(candidate: Candidate) -> bool:
    return len(candidate.tokens.string(candidate.match.start())) > 2


def _short_year_first(candidate: Candidate) -> bool:
    return _has_cue(candidate) or candidate.matched("g") == "/"


def _spaced_year_first(candidate: Candidate) -> bool:
    return bool(EAST_ASIAN.search(candidate.text)) or _has_cue(candidate)


CHECKS: Final[Mapping[str, Callable[[Candidate], bool]]] = {
    "year": _year_is_date,
    "decade": _decade_is_date,
    "years": _years_are_range,
    "numeric_day_month": _day_month_is_date,
    "numeric": _numeric_is_date,
    "month_of_year": _month_of_year,
    "year_and_month": _month_of_year,
    "compact": _compact,
    "small_year": _small_year,
    "short_year_first": _short_year_first,
    "spaced_year_first": _spaced_year_first,
}
"""What a form without a month's word must show, beyond its form."""
