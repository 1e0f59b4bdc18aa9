"""What single words can be in a date: the languages' tables as one dictionary of parts.

A word may play several parts ("a" is Spanish for "to", and "de" for "of"), and one form may belong to several languages
("mai"). So a word has a *set* of parts, kept as bits; the grammar asks whether a part is among them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Final
from unicodedata import normalize

import regex

from ...tables import language_codes, load_language

DAY: Final = 1 << 0
"""A number from 1 to 31."""
NUMERAL_MONTH: Final = 1 << 1
"""A number from 1 to 12."""
SHORT_YEAR: Final = 1 << 2
"""Two digits."""
YEAR: Final = 1 << 3
"""Four digits from 1000 to 2999."""
SMALL_YEAR: Final = 1 << 4
"""One to three digits: a year only beside a word for it."""
ORDINAL: Final = 1 << 5
MONTH: Final = 1 << 6
WEEKDAY: Final = 1 << 7
OF: Final = 1 << 8
TO: Final = 1 << 9
FROM: Final = 1 << 10
AND: Final = 1 << 11
AT: Final = 1 << 12
YEAR_WORD: Final = 1 << 13
"""A word before a year ("the year 2008")."""
IN: Final = 1 << 14
"""A cue before a bare year."""
ON: Final = 1 << 15
"""A cue before a numeric date without a year."""
BC: Final = 1 << 16
AD: Final = 1 << 17
AM: Final = 1 << 18
PM: Final = 1 << 19
CLOCK: Final = 1 << 20
ZONE: Final = 1 << 21
ISO: Final = 1 << 22
YEAR_MARK: Final = 1 << 23
MONTH_MARK: Final = 1 << 24
DAY_MARK: Final = 1 << 25
MONTH_WORD: Final = 1 << 26
"""A word for "month" that stands before its number, as in Vietnamese."""
COMPACT: Final = 1 << 27
"""Eight digits that may be an ISO 8601 basic date."""
DIGIT: Final = 1 << 28
"""A number of one digit."""
HOUR: Final = 1 << 29
MINUTE: Final = 1 << 30
POST: Final = 1 << 31
"""What follows a bare year where other languages put a cue before it."""
DECADE: Final = 1 << 32
"""What follows a year that stands for its decade."""
QUARTER: Final = 1 << 33
"""Q1 to Q4, H1 and H2."""
ERA: Final = 1 << 34
"""A word before a year that counts it from elsewhere."""
HIJRI: Final = 1 << 35
JALALI: Final = 1 << 36
LABEL: Final = 1 << 37
"""A word that labels the year before it ("2008 года"), and does not count years ("2000 Jahre")."""
DAY_SIGN: Final = 1 << 38
"""A weekday of one sign, which needs brackets: 5日(火)."""
OPENER: Final = 1 << 39
"""A word or sign that a phrase may begin with, or that hides two words ("d'avril")."""
DECADE_WORD: Final = 1 << 40
"""A word before a year that stands for its decade: "années 1990"."""
QUARTER_WORD: Final = 1 << 41
HALF_WORD: Final = 1 << 42
"""Words for a quarter and a half of a year."""
FOURTH: Final = 1 << 43
"""A word for one of the first four: "third", "III"."""
HALF_NAME: Final = 1 << 44
"""One word for a half of a year, such as 上半年."""
DAY_WORD: Final = 1 << 45
"""A word for the day of a month that stands before it: "ersten Juni"."""
DAY_OF: Final = 1 << 46
"""One that only "of" joins to its month: "the first of June", but not "the first June"."""
ROMAN: Final = 1 << 47
"""A month in Roman numerals: "12 XI 1989"."""
WORD: Final = 1 << 48
"""Any other word."""

NUMBERS: Final = DIGIT | SHORT_YEAR | SMALL_YEAR | YEAR | COMPACT
"""The parts that numbers have."""
ROMANS: Final = {roman: month for month, roman in enumerate(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"], 1)}
"""The months in Roman numerals, which are written in capitals."""
ROLES: Final = {
    "of": OF,
    "to": TO,
    "from": FROM,
    "and": AND,
    "at": AT,
    "year": YEAR_WORD,
    "in": IN,
    "on": ON,
    "bc": BC,
    "ad": AD,
    "am": AM,
    "pm": PM,
    "month_words": MONTH_WORD,
    "hour": HOUR,
    "minute": MINUTE,
    "post": POST,
    "label": LABEL,
    "year_mark": YEAR_MARK,
    "month_mark": MONTH_MARK,
    "day_mark": DAY_MARK,
    "ordinals": ORDINAL,
    "decades": DECADE,
    "decade_words": DECADE_WORD | IN,
    "quarter": QUARTER_WORD,
    "half": HALF_WORD,
    "hijri_words": HIJRI,
    "jalali_words": JALALI,
}
NUMERALS: Final = {
    "numbers": DAY,
    "day_words": DAY_WORD | WORD,
    "days_of": DAY_OF | WORD,
    "fourths": FOURTH | WORD,
    "half_names": HALF_NAME,
}
"""What the rows of words for numbers are for."""
CALENDARS: Final = {"gregorian": "months", "jalali": "jalali", "hijri": "hijri"}
"""Each calendar, and where its months stand in a table."""
PHRASE: Final = regex.compile(r"[^\p{L}\p{M}'\u200c]")
"""What makes a form more than one word for the lexer: a blank, a hyphen, a full stop inside."""
OPENING: Final = regex.compile(r"[\p{L}\p{M}]+(?:['\u200c][\p{L}\p{M}]+)*")
"""The word that a phrase begins with."""
UNSPACED: Final = regex.compile(r"^[\p{Han}\p{Hiragana}\p{Katakana}]+$")
"""Scripts without blanks between words, whose forms are looked for inside a run of letters."""
DOTTED_I: Final = "i\u0307"
"""What folding makes of the Turkic capital "İ"."""
APOSTROPHES: Final = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u2018": "'", "\u00ad": None})
"""One kind of apostrophe, and no soft hyphen."""


@dataclass(slots=True)
class Entry:
    """What one form can be."""

    parts: int = 0
    month: int = 0
    """1 to 12, where it is a month."""
    weekday: int = 0
    """1 (Monday) to 7, where it is a day of the week."""
    number: int = 0
    """1 to 31, where it is a numeral; what it adds to the year, where it is an era."""
    calendar: str = "gregorian"
    languages: list[str] = field(default_factory=list[str])
    """The languages in which it is a month."""
    weak: bool = False
    """Whether it is a common word as well, in each of these languages."""


@dataclass(slots=True)
class Lexicon:
    """The words of some languages."""

    words: dict[str, Entry] = field(default_factory=dict[str, Entry])
    common: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """The languages in which a word is one of the commonest."""
    quantities: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """For the languages in which years stand without a preposition, the words before a number that make it a count."""
    relative: dict[str, tuple[int, str]] = field(default_factory=dict[str, tuple[int, str]])
    """How many days a word counts from today, and its language."""
    orders: dict[str, str] = field(default_factory=dict[str, str])
    phrases: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """Forms of more than one word, longest first, by the word that they begin with."""
    unspaced: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """The same of scripts without blanks between words, by their first two signs."""

    def entry(self, form: str) -> Entry:
        """Give the entry of a form, made if need be."""
        return self.words.setdefault(form, Entry())


@cache
def load_lexicon(languages: tuple[str, ...] | None = None) -> Lexicon:
    """Build the lexicon of these languages, or of all that have a table.

    >>> load_lexicon(("en", "fr")).words["août"].month
    8
    """
    lexicon = Lexicon()
    codes = language_codes() if languages is None else tuple(code for code in language_codes() if code in languages)
    for code in sorted(codes, key=_by_reach):
        words: dict[str, Any] = load_language(code).get("dates", {})
        if words:
            _add(lexicon, code, words)
    for form in sorted(lexicon.words, key=len, reverse=True):
        if UNSPACED.match(form):
            if len(form) > 1:
                lexicon.unspaced.setdefault(form[:2], []).append(form)
        elif PHRASE.search(form) and (first := OPENING.match(form)):
            lexicon.phrases.setdefault(first[0], []).append(form)
    for opening in [*lexicon.phrases, *(signs[0] for signs in lexicon.unspaced)]:
        entry = lexicon.entry(opening)
        entry.parts = (entry.parts or WORD) | OPENER
    return lexicon


@lru_cache(maxsize=1 << 12)
def fold(word: str) -> str:
    """Give a word as the tables have it.

    >>> fold("D’Avril"), fold("ΜΑΪΟΥ")
    ("d'avril", 'μαϊου')
    """
    folded = word.casefold()
    if folded.isascii():
        return folded
    # Folding may take letters apart ("ΐ"), and the tables keep them whole.
    return normalize("NFC", folded).replace(DOTTED_I, "i").translate(APOSTROPHES)


def is_weekday_written(word: str) -> bool:
    """Tell whether a short weekday is written like one, and not like the common word that it is elsewhere.

    "to", "so", "per" and "min" are days of the week in some language, but only "To", "So", "Per" and "Min" as people write them.

    >>> is_weekday_written("to"), is_weekday_written("So"), is_weekday_written("min"), is_weekday_written("пн")
    (False, True, False, True)
    """
    if not word.isascii() or not word.islower():
        return True
    lexicon = load_lexicon()
    return len(word) > 2 and word not in lexicon.common and not lexicon.words[word].parts & MINUTE


def _by_reach(code: str) -> tuple[int, str]:
    """Sort languages so that the one that a shared form most likely belongs to comes first."""
    first = ("en", "ru", "uk", "es", "de", "fr", "pt", "it", "pl", "cs", "tr", "ar", "fa")
    return (first.index(code) if code in first else len(first), code)


def _add(lexicon: Lexicon, code: str, words: dict[str, Any]) -> None:
    """Take in the words of one language."""
    lexicon.orders[code] = words["order"]
    for word, days in words.get("relative", {}).items():
        lexicon.relative.setdefault(word, (days, code))
    for word in words.get("common", ()):
        lexicon.common.setdefault(word, set()).add(code)
    if "quantity" in words:
        lexicon.quantities[code] = frozenset(words["quantity"])
    for role, part in ROLES.items():
        for form in words.get(role, ()):
            lexicon.entry(form).parts |= part
    for form, years in words.get("eras", {}).items():
        _add_number(lexicon.entry(form), ERA, years)
    _add_rows(lexicon, words, code)


def _add_rows(lexicon: Lexicon, words: dict[str, Any], code: str) -> None:
    """Take in the words that stand for a number by their row: days of the month and of the week, months."""
    for key, part in NUMERALS.items():
        for number, forms in enumerate(words.get(key, ()), 1):
            for form in forms:
                _add_number(lexicon.entry(form), part, number)
    for number, forms in enumerate(words["weekdays"], 1):
        for form in forms:
            entry = lexicon.entry(form)
            entry.parts |= DAY_SIGN if len(form) == 1 else WEEKDAY
            entry.weekday = entry.weekday or number
    weak = set(words.get("weak", ()))
    for calendar, key in CALENDARS.items():
        for number, forms in enumerate(words.get(key, ()), 1):
            for form in _inflected(forms, words.get("endings", ())):
                _add_month(lexicon.entry(form), number, calendar, code, weak=form in weak)


def _add_number(entry: Entry, part: int, number: int) -> None:
    entry.parts |= part
    entry.number = number


def _inflected(forms: list[str], endings: list[str]) -> list[str]:
    """Add the endings of a language whose cases are written behind any noun, plain or behind an apostrophe."""
    long = [form for form in forms if len(form) > 3] if endings else []
    return [*forms, *(form + mark + ending for form in long for ending in endings for mark in ("", "'"))]


def _add_month(entry: Entry, number: int, calendar: str, code: str, *, weak: bool) -> None:
    if entry.parts & MONTH and (entry.month, entry.calendar) != (number, calendar):
        # The same letters are another month elsewhere ("lis" is a Polish November and a Ukrainian one too, but
        # "srpen" is no July): the language that came first keeps it, and it is no longer sure.
        entry.weak = True
        return
    entry.weak = weak if not entry.languages else entry.weak or weak
    entry.parts |= MONTH
    entry.month, entry.calendar = number, calendar
    entry.languages.append(code)
