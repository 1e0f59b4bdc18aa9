"""The signs in the words around a name: prepositions, titles, first names, organisations, punctuation.

Each side gives one sign at most, by the first rule that fits; a rule is a set of words and what it says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .inflection import first_cases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .lexis import Lexis
    from .runs import Piece

WINDOW: Final = 24
"""Code points before and behind a name that are looked at."""
LONGEST_ABBREVIATION: Final = 4
"""Letters of a word in capitals that is likelier an abbreviation than a name: ROM."""
DASHES: Final = "-–/"
INITIAL: Final = re.compile(r"[^\W\d_a-z]\.")
"""What stands between a first name and a surname: "F."."""
PERSONAL: Final = frozenset({"first name before", "title before", "person", "surname behind"})
"""The signs that a word is part of a person's name."""
AGENCY: Final = re.compile(r",| [(—–-]")
"""What stands behind the place that opens a news item: "KYIV (Agency) —"."""


def capitals(text: str, start: int, end: int, key: str, before: str) -> str:
    """Judge a name that is written in capitals only, if it is."""
    if key.isupper() or not text[start:end].isupper():
        return ""
    if before == "line start" and AGENCY.match(text, end):
        return "capitals of a dateline"
    return "capitals only" if end - start > LONGEST_ABBREVIATION else "capitals, short"


def before_in_run(pieces: Sequence[Piece], at: int, text: str, lexis: Lexis) -> str:
    """Judge the word before, in the same run."""
    before = pieces[at - 1]
    word = before.key.lower()
    if text[before.end] in DASHES:
        return "hyphen before" if before.known else "prefix before"
    if word in OF and at >= 2 and not before.capital:
        return before_of(pieces[at - 2].key.lower(), lexis)
    sign = lexis.before_capital.get(word)
    if sign:
        return sign
    if is_first_name(word, lexis):
        return "first name before"
    return "capital before" if before.capital else "weak before"


OF: Final = frozenset({"of", "de"})


def is_first_name(word: str, lexis: Lexis) -> bool:
    """Tell whether a word is a first name, in Cyrillic in any case."""
    return word in lexis.first_names or (not word.isascii() and not lexis.first_names.isdisjoint(first_cases(word)))


def before_of(word: str, lexis: Lexis) -> str:
    """Judge the word before "of": the Bank of it, or the town of it."""
    if word in lexis.kinds:
        return "kind before"
    return "organisation of" if word in lexis.organisations else "weak before"


def before_run(text: str, start: int, lexis: Lexis) -> str:
    """Judge what stands before the run."""
    if start and text[start - 1] in DASHES:
        return "prefix before"
    begin = max(0, start - WINDOW, text.rfind("\n", max(0, start - WINDOW), start) + 1)
    before = text[begin:start].rstrip()
    if not before:
        return "line start"
    blank = before.rfind(" ")
    word = before[blank + 1 :]
    if word[-1].isalpha():
        word = word.lower().lstrip("(\"'“«‘[")
        if word == "of" and blank > 0 and before[:blank].rsplit(None, 1)[-1].lower() in lexis.kinds:
            return "kind before"
        return lexis.before_run.get(word, "other before")
    if word[-1] in ".!?…:" and (word[:-1].lower() in lexis.titles or INITIAL.fullmatch(word)):
        return "title before"
    return MARKS_BEFORE.get(word[-1], "other before")


MARKS_BEFORE: Final = {
    ",": "comma before",
    **dict.fromkeys("(（[", "bracket before"),
    **dict.fromkeys(".!?…:", "sentence start"),
}


def behind_in_run(pieces: Sequence[Piece], at: int, words: int, text: str, lexis: Lexis) -> str:
    """Judge the word behind a name, which is `words` pieces from `at` on, in the same run."""
    behind = pieces[at + words]
    word = behind.key.lower()
    if text[behind.start - 1] in DASHES:
        return "hyphen behind"
    if not behind.capital:
        return "end"
    sign = lexis.behind.get(word)
    if sign:
        return sign
    if words == 1 and is_first_name(pieces[at].key, lexis):
        return "surname behind" if word in lexis.last_names or word in lexis.first_names else "person"
    return lexis.behind_person.get(word, "capital behind")


def behind_run(text: str, end: int, lexis: Lexis) -> str:
    """Judge what stands behind the run."""
    mark = text[end : end + 1]
    if mark == " ":
        blank = text.find(" ", end + 1, end + WINDOW)
        word = text[end + 1 : blank if blank > 0 else end + WINDOW]
        return lexis.behind_run.get(word.rstrip(".,;:!?)\n").lower(), "")
    return MARKS_BEHIND.get(mark, "end")


MARKS_BEHIND: Final = {"'": "possessive", "’": "possessive", "-": "hyphen behind"}
