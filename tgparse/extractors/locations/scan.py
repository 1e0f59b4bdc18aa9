"""Names in running text: finds the runs that hold a name of the table, or that are a name by their own words.

One pass: a pattern finds runs of capitalised words; a run is folded once, and its longest names are looked up in one dictionary.
What stands around a name is turned into signs (`surroundings.py`), each worth a small logit (`weights.py`); their sum decides.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from .gazetteer import fold_word, load_common_words
from .inflection import first_cases
from .lexis import load_lexis
from .runs import Piece, cut, run_pattern
from .surroundings import PERSONAL, WINDOW, add_signs
from .toponym import Toponym, static
from .weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...models import PlaceKind
    from .gazetteer import Gazetteer

PUNCTUATION: Final = re.compile(r"['’]s?|[-–/]")
LONGEST_NAME: Final = 60
"""Code points; nothing in the table is longer."""
MOST_FORMS: Final = 64
"""Combinations of case endings tried for a name of several words."""
MOST_OPEN: Final = 4
"""Words in a name that is known by its last word."""
ADJECTIVES: Final = (
    "ый", "ий", "ой", "ая", "яя", "ое", "ее", "ого", "его", "ому", "ему", "ым", "им",
    "ом", "ем", "ую", "юю", "ей", "ых", "их", "ої", "ій", "ою", "а",
)  # fmt: skip
"""Endings of the adjective in «Донецкая область»."""
IN: Final = frozenset({"in ", "In "})
SHORTEST_UNKNOWN: Final = 3
PEOPLES: Final = ("ans", "ese", "ish", "ism", "ist", "ists", "ites", "ics")
"""Endings of peoples, creeds and subjects."""
OPEN_KINDS: Final[Mapping[str, PlaceKind]] = MappingProxyType({"open county": "region", "unknown": "city", "unknown after in": "city"})


class Scan(NamedTuple):
    """A text under way."""

    text: str
    gazetteer: Gazetteer
    persons: set[str]
    """Words that were met as part of a person's name; alone they are that person again."""
    is_english: bool
    """Whether "in" is English here: in German, what is behind it is capitalised anyway."""


def iter_toponyms(text: str, gazetteer: Gazetteer) -> Iterator[Toponym]:
    """Give every name that may be a place, in order, with its signs."""
    names, starts = gazetteer.names, gazetteer.starts
    scan = Scan(text, gazetteer, set(), " the " in text)
    for match in run_pattern().finditer(text):
        run = match.group()
        if run.isalpha():
            # Most runs are one word that is no name: what is asked of those must be little.
            key = run if run in names else run.lower() if run.isascii() else fold_word(run)
            found = (key, "") if key in names else other_form(key, names)
            if text[match.end() : match.end() + 1] == "." and text[match.start() - 2 : match.start()] == ", " and key + "." in names:
                # "Madison, Wis."
                found = key + ".", ""
            if found:
                if names[found[0]] != ():
                    yield judge(scan, [Piece(match.start(), match.end(), key, capital=True)], 0, 1, *found)
            elif sign := vouched(scan, match.start(), match.end(), key):
                yield judge_open(scan, [Piece(match.start(), match.end(), key, capital=True)], 0, 1, sign)
        elif not run.isascii() or not starts.isdisjoint(PUNCTUATION.sub(" ", run.lower()).split()):
            yield from in_run(scan, list(cut(text, match.start(), match.end(), names)))


def other_form(key: str, names: Mapping[str, int | tuple[int, ...]]) -> tuple[str, str] | None:
    """Look up a word as a genitive without its apostrophe ("Mexicos"), or in its cases."""
    if key.isascii():
        if key[-1] == "s" and names.get(key[:-1]) and static(key[:-1])[0] > 0:
            return key[:-1], "bare possessive"
        return None
    form = inflected(key, names)
    return (form, "inflected") if form else None


def in_run(scan: Scan, pieces: list[Piece]) -> Iterator[Toponym]:
    """Give the names in a run of several words."""
    names = scan.gazetteer.names
    at = 0
    while at < len(pieces):
        words = 1
        if pieces[at].capital:
            found = longest_name(pieces, at, scan.gazetteer)
            opened, sign = open_name(pieces, at)
            if opened and (not found or opened > found[0]):
                words = opened
                yield judge_open(scan, pieces, at, words, sign)
            elif found:
                words, key, sign = found
                if names[key] != ():
                    yield judge(scan, pieces, at, words, key, sign)
        at += words


def vouched(scan: Scan, start: int, end: int, key: str) -> str:
    """Give the sign that a word that is not in the table may be a place: "X, Country", "town of X", «город X», "in X"; or nothing."""
    text = scan.text
    if text[end : end + 2] == ", " and text[end + 2 : end + 3].isupper():
        return "unknown"
    if text[start - 4 : start] == " of ":
        before = text[max(0, start - WINDOW) : start - 4].split()
    elif key.isascii():
        return "unknown after in" if text[start - 3 : start] in IN and scan.is_english and is_uncommon(key) else ""
    else:
        before = text[max(0, start - WINDOW) : start].split()
    return "unknown" if before and before[-1].lower() in load_lexis().kinds else ""


def is_uncommon(key: str) -> bool:
    """Tell whether a word is no English word, name of a person, or people.

    >>> is_uncommon("chimanimani"), is_uncommon("parliament"), is_uncommon("floridians")
    (True, False, False)
    """
    lexis = load_lexis()
    return (
        len(key) > SHORTEST_UNKNOWN
        and not key.endswith(PEOPLES)
        and key not in load_common_words()
        and key.rstrip("s") not in load_common_words()
        and key not in lexis.first_names
        and key not in lexis.last_names
        and key not in lexis.peoples
    )


def longest_name(pieces: list[Piece], at: int, gazetteer: Gazetteer) -> tuple[int, str, str] | None:
    """Give the longest name that begins here: its number of words, its key, and a sign."""
    names, longest = gazetteer.names, gazetteer.longest
    first = pieces[at].key
    plain = first if first.islower() else fold_word(first)
    for words in range(min(len(pieces) - at, longest.get(plain, 1)), 1, -1):
        if pieces[at + words - 1].end - pieces[at].start > LONGEST_NAME:
            continue
        key = fold_word(" ".join([piece.key for piece in pieces[at : at + words]]))
        if key in names:
            return words, key, ""
        if key[-1] == "s" and key[:-1] in names:
            return words, key[:-1], "bare possessive"
    if not plain.isascii() and (found := longest_inflected(pieces, at, gazetteer)):
        return found
    for key in (first, plain):
        if key in names:
            return 1, key, ""
    form = None if plain.isascii() else inflected(plain, names)
    return (1, form, "inflected") if form else None


def longest_inflected(pieces: list[Piece], at: int, gazetteer: Gazetteer) -> tuple[int, str, str] | None:
    """Undo the case endings of a name of several words."""
    names, longest = gazetteer.names, gazetteer.longest
    for head in (pieces[at].key, *first_cases(pieces[at].key)):
        forms = [head]
        for words in range(2, min(longest.get(head, 0), len(pieces) - at) + 1):
            word = pieces[at + words - 1].key
            forms = [f"{form} {end}" for form in forms for end in (word, *first_cases(word))][:MOST_FORMS]
            hit = next((form for form in forms if form in names), None)
            if hit:
                return words, hit, "inflected"
    return None


def inflected(word: str, names: Mapping[str, int | tuple[int, ...]]) -> str | None:
    """Give the name whose case this Cyrillic word may be; the one of most worth if there are several."""
    if len(word) < 4 or not "\u0400" <= word[0] <= "\u04ff":
        return None
    found = [form for form in first_cases(word) if form in names]
    if len(found) < 2:
        return found[0] if found else None
    return max(found, key=lambda form: static(form)[0])


def judge(scan: Scan, pieces: Sequence[Piece], at: int, words: int, key: str, sign: str) -> Toponym:  # noqa: PLR0917 - where, how far, what
    """Collect the signs for a name of the table."""
    worth, _, best = static(key)
    found = Toponym(pieces[at].start, pieces[at + words - 1].end, key, scan.gazetteer.candidates(key), [], worth, chosen=best)
    add_signs(found, scan.text, pieces, at, words)
    if sign:
        found.signs.append(sign)
    if key in scan.persons:
        found.signs.append("person here")
    elif words == 1 and not PERSONAL.isdisjoint(found.signs):
        scan.persons.add(key)
    return found


def open_name(pieces: list[Piece], at: int) -> tuple[int, str]:
    """Give how many words from here make a name by their last or first word, and the sign for it; 0 if none.

    "Palm Beach County" and "Lake Tuz" are names of places, whatever the table says.
    """
    lexis = load_lexis()
    first = pieces[at].key.lower()
    if first in lexis.small or len(pieces) - at < 2:
        return 0, ""
    for last in range(at + 1, min(at + MOST_OPEN, len(pieces))):
        piece = pieces[last]
        if not piece.capital:
            is_tail = last == at + 1 and not piece.key.isascii() and first.endswith(ADJECTIVES)
            return (2, "open Russian") if is_tail and last == len(pieces) - 1 else (0, "")
        sign = lexis.endings.get(piece.key.lower())
        if sign:
            return last - at + 1, sign
    if first in lexis.heads and pieces[at + 1].capital:
        return 2, "open head"
    return 0, ""


def judge_open(scan: Scan, pieces: Sequence[Piece], at: int, words: int, sign: str) -> Toponym:
    """Collect the signs for a name that is not in the table, but that its own words or those around it show to be a place."""
    first, last = pieces[at], pieces[at + words - 1]
    found = Toponym(first.start, last.end, first.key, (), [], WEIGHTS["bias"], name=scan.text[first.start : last.end])
    found.kind = OPEN_KINDS.get(sign, "feature")
    add_signs(found, scan.text, pieces, at, words)
    found.signs.append(sign)
    return found
