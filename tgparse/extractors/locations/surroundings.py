"""The signs in the words around a name: prepositions, titles, first names, organisations, punctuation.

Each side gives one sign at most, by the first rule that fits; a rule is a set of words and what it says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .lexis import Lexis, load_lexis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .runs import Piece
    from .toponym import Toponym

WINDOW: Final = 24
"""Code points before and behind a name that are looked at."""
DASHES: Final = "-–/"
PERSONAL: Final = frozenset({"first name before", "title before", "person", "surname behind"})
"""The signs that a word is part of a person's name."""
AGENCY: Final = re.compile(r",| [(—–-]")
"""What stands behind the place that opens a news item: "KYIV (Agency) —"."""


def add_signs(found: Toponym, text: str, pieces: Sequence[Piece], at: int, words: int) -> None:
    """Add the signs around a name, which is `words` pieces of a run from `at` on."""
    lexis = load_lexis()
    before = before_in_run(pieces, at, text, lexis) if at else before_run(text, found.start, lexis)
    found.signs.append(before)
    behind = behind_in_run(pieces, at + words, text, lexis) if at + words < len(pieces) else behind_run(text, found.end, lexis)
    if behind:
        found.signs.append(behind)
    written = text[found.start : found.end]
    if written.isupper() and not found.key.isupper():
        opens = before == "line start" and AGENCY.match(text, found.end)
        found.signs.append("capitals of a dateline" if opens else "capitals only")


def before_in_run(pieces: Sequence[Piece], at: int, text: str, lexis: Lexis) -> str:
    """Judge the word before, in the same run."""
    before = pieces[at - 1]
    word = before.key.lower()
    if text[before.end] in DASHES:
        return "hyphen before" if before.known else "prefix before"
    if word in OF and at >= 2 and not before.capital:
        return before_of(pieces[at - 2].key.lower(), lexis)
    sign = lexis.before_capital.get(word)
    return sign or ("capital before" if before.capital else "weak before")


OF: Final = frozenset({"of", "de"})


def before_of(word: str, lexis: Lexis) -> str:
    """Judge the word before "of": the Bank of it, or the town of it."""
    if word in lexis.organisations:
        return "organisation of"
    return "kind before" if word in lexis.kinds else "weak before"


def before_run(text: str, start: int, lexis: Lexis) -> str:
    """Judge what stands before the run."""
    if start and text[start - 1] in DASHES:
        return "prefix before"
    before = text[max(0, start - WINDOW) : start]
    line = before.rfind("\n")
    words = before[line + 1 :].split() if line >= 0 else before.split()
    if not words:
        return "line start"
    word = words[-1]
    if word[-1].isalpha():
        word = word.lower().lstrip("(\"'“«‘[")
        if word == "of" and len(words) > 1 and words[-2].lower() in lexis.kinds:
            return "kind before"
        return lexis.before_run.get(word, "other before")
    if word[-1] in ".!?…:" and word[:-1].lower() in lexis.titles:
        return "title before"
    return MARKS_BEFORE.get(word[-1], "other before")


MARKS_BEFORE: Final = {
    ",": "comma before",
    **dict.fromkeys("(（[", "bracket before"),
    **dict.fromkeys(".!?…:", "sentence start"),
}


def behind_in_run(pieces: Sequence[Piece], at: int, text: str, lexis: Lexis) -> str:
    """Judge the word behind, in the same run."""
    behind = pieces[at]
    word = behind.key.lower()
    if text[behind.start - 1] in DASHES:
        return "hyphen behind"
    if not behind.capital:
        return "end"
    sign = lexis.behind.get(word)
    if sign:
        return sign
    if pieces[at - 1].key in lexis.first_names:
        return "surname behind" if word in lexis.last_names or word in lexis.first_names else "person"
    return lexis.behind_person.get(word, "capital behind")


def behind_run(text: str, end: int, lexis: Lexis) -> str:
    """Judge what stands behind the run."""
    mark = text[end : end + 1]
    if mark == " ":
        words = text[end : end + WINDOW].split(None, 1)
        word = words[0].rstrip(".,;:!?)").lower() if words else ""
        return lexis.behind_run.get(word, "")
    return MARKS_BEHIND.get(mark, "end")


MARKS_BEHIND: Final = {"'": "possessive", "’": "possessive", "-": "hyphen behind"}
