"""The signs in the words around a name: prepositions, titles, first names, organisations, punctuation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .lexis import Lexis, load_lexis

if TYPE_CHECKING:
    from .runs import Piece
    from .toponym import Toponym

WINDOW: Final = 24
"""Code points before and behind a name that are looked at."""
DASHES: Final = "-–/"
AGENCY: Final = re.compile(r",| [(—–-]")
"""What stands behind the place that opens a news item: "KYIV (Agency) —"."""


def add_signs(found: Toponym, text: str, pieces: list[Piece], at: int, words: int, persons: set[str]) -> None:
    """Add the signs around a name, which is `words` pieces of a run from `at` on.

    `persons` collects the words that were met as parts of a person's name: a second time they are one without its first name.
    """
    lexis = load_lexis()
    signs = found.signs
    signs.append(before_in_run(pieces, at, text, lexis) if at else before_run(text, found.start, lexis))
    behind = behind_in_run(pieces, at + words, text, lexis, found.key) if at + words < len(pieces) else behind_run(text, found.end, lexis)
    if behind:
        signs.append(behind)
    written = text[found.start : found.end]
    if written.isupper() and not found.key.isupper():
        signs.append("capitals of a dateline" if signs[0] == "line start" and AGENCY.match(text, found.end) else "capitals only")
    if found.key in persons:
        signs.append("person here")
    elif words == 1 and (signs[0] in PERSONAL or behind == "person"):
        persons.add(found.key)


PERSONAL: Final = frozenset({"first name before", "title before"})


def before_in_run(pieces: list[Piece], at: int, text: str, lexis: Lexis) -> str:
    """Judge the word before, in the same run."""
    before = pieces[at - 1]
    word = before.key.lower()
    if text[before.end] in DASHES:
        return "hyphen before" if before.known else "prefix before"
    if not before.capital and word in {"of", "de"} and at >= 2:
        head = pieces[at - 2].key.lower()
        if head in lexis.organisations:
            return "organisation of"
        return "kind before" if head in lexis.kinds else "weak before"
    if word in lexis.directions:
        return "direction before"
    if word in lexis.before:
        return "prep"
    if word in lexis.titles:
        return "title before"
    if word in lexis.stop or word in lexis.weak or not before.capital:
        return "weak before"
    if word in lexis.first_names:
        return "first name before"
    return "other before" if word in lexis.peoples or word in lexis.kinds else "capital before"


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
    last = word[-1]
    if last.isalpha():
        word = word.lower().lstrip("(\"'“«‘[")
        if word in lexis.kinds and word not in lexis.before:
            return "kind before"
        if word in lexis.before:
            return "prep"
        if word == "of" and len(words) > 1 and words[-2].lower() in lexis.kinds:
            return "kind before"
        if word in lexis.titles:
            return "title before"
        return "weak before" if word in lexis.weak else "other before"
    if last == ",":
        return "comma before"
    if last in "(（[":
        return "bracket before"
    if last in ".!?…:":
        return "title before" if word[:-1].lower() in lexis.titles else "sentence start"
    return "other before"


def behind_in_run(pieces: list[Piece], at: int, text: str, lexis: Lexis, key: str) -> str:
    """Judge the word behind, in the same run."""
    behind = pieces[at]
    word = behind.key.lower()
    mark = text[behind.start - 1]
    if mark in DASHES:
        return "hyphen behind"
    if not behind.capital or word in lexis.stop:
        return "end"
    if word in lexis.organisations:
        return "organisation"
    if word in lexis.loose:
        return "loose behind"
    if word in lexis.features:
        return "feature behind"
    if word in lexis.first_names or word in lexis.titles:
        return "first name behind"
    return "person" if key in lexis.first_names else "capital behind"


def behind_run(text: str, end: int, lexis: Lexis) -> str:
    """Judge what stands behind the run."""
    mark = text[end : end + 1]
    if mark == " ":
        words = text[end : end + WINDOW].split(None, 1)
        word = words[0].rstrip(".,;:!?)").lower() if words else ""
        if word in lexis.person_verbs:
            return "person verb"
        if word in lexis.loose:
            return "loose behind"
        return "feature behind" if word in lexis.features else ""
    if mark in {"'", "’"}:
        return "possessive"
    return "hyphen behind" if mark == "-" else "end"
