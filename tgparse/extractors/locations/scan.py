"""Names in running text: finds the runs that hold a name of the table, or that are a name by their own words.

One pass: a pattern finds runs of capitalised words; a run is folded once, and its longest names are looked up in one dictionary.
What stands around a name is turned into signs (`surroundings.py`), each worth a small logit (`weights.py`); their sum decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .gazetteer import fold_word
from .inflection import first_cases
from .lexis import load_lexis
from .runs import Piece, cut, run_pattern
from .surroundings import WINDOW, add_signs
from .toponym import Toponym, is_known, static
from .weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .gazetteer import Gazetteer

PUNCTUATION: Final = re.compile(r"['’]s?|[-–/]")
LONGEST_NAME: Final = 60
"""Code points; nothing in the table is longer."""
MOST_FORMS: Final = 64
"""Combinations of case endings tried for a name of several words."""
MOST_OPEN: Final = 4
"""Words in a name that is known by its last word."""
ADJECTIVES: Final = ("ый", "ий", "ой", "ая", "яя", "ое", "ее", "ого", "его", "ому", "ему", "ым", "им", "ом", "ем", "ую", "юю", "ей", "ых", "их", "ої", "ій", "ою", "а")


def iter_toponyms(text: str, gazetteer: Gazetteer) -> Iterator[Toponym]:
    """Give every name that may be a place, in order, with its signs."""
    names, starts = gazetteer.names, gazetteer.starts
    persons: set[str] = set()
    for match in run_pattern().finditer(text):
        run = match.group()
        if run.isalpha():
            # Most runs are one word that is no name: what is asked of those must be little.
            key = run if run in names else run.lower() if run.isascii() else fold_word(run)
            found = (key, []) if key in names else other_form(key, names)
            if found:
                if names[found[0]] != ():
                    piece = Piece(match.start(), match.end(), key, capital=True)
                    yield judge(text, [piece], 0, 1, *found, gazetteer, persons)
            elif is_vouched(text, match.start(), match.end(), key):
                yield judge_unknown(text, Piece(match.start(), match.end(), key, capital=True), persons)
        elif not run.isascii() or not starts.isdisjoint(PUNCTUATION.sub(" ", run.lower()).split()):
            yield from in_run(text, list(cut(text, match.start(), match.end(), names)), gazetteer, persons)


def other_form(key: str, names: Mapping[str, int | tuple[int, ...]]) -> tuple[str, list[str]] | None:
    """Look up a word as a genitive without its apostrophe ("Mexicos"), or in its cases."""
    if key.isascii():
        if key[-1] == "s" and names.get(key[:-1]) and static(key[:-1])[0] > 0:
            return key[:-1], ["bare possessive"]
        return None
    form = inflected(key, names)
    return (form, ["inflected"]) if form else None


def in_run(text: str, pieces: list[Piece], gazetteer: Gazetteer, persons: set[str]) -> Iterator[Toponym]:
    """Give the names in a run of several words."""
    names = gazetteer.names
    at = 0
    while at < len(pieces):
        if not pieces[at].capital:
            at += 1
            continue
        found = longest_name(pieces, at, gazetteer)
        opened, sign = open_name(pieces, at)
        if opened and (not found or opened > found[0]):
            yield judge_open(text, pieces, at, opened, sign, persons)
            at += opened
        elif found:
            words, key, signs = found
            if names[key] != ():
                yield judge(text, pieces, at, words, key, signs, gazetteer, persons)
            at += words
        else:
            at += 1


def is_vouched(text: str, start: int, end: int, key: str) -> bool:
    """Tell whether a word that is not in the table may be shown to be a place: "X, Country", "town of X", «город X»."""
    if text[end : end + 2] == ", " and text[end + 2 : end + 3].isupper():
        return True
    if text[start - 4 : start] == " of ":
        start -= 4
    elif key.isascii():
        return False
    before = text[max(0, start - WINDOW) : start].split()
    return bool(before) and before[-1].lower() in load_lexis().kinds


def judge_unknown(text: str, piece: Piece, persons: set[str]) -> Toponym:
    """Collect the signs for a word that is not in the table."""
    found = Toponym(piece.start, piece.end, piece.key, (), [], WEIGHTS["bias"], name=text[piece.start : piece.end], kind="city")
    add_signs(found, text, [piece], 0, 1, persons)
    found.signs.append("unknown")
    return found


def longest_name(pieces: list[Piece], at: int, gazetteer: Gazetteer) -> tuple[int, str, list[str]] | None:
    """Give the longest name that begins here: its number of words, its key, and signs."""
    names, longest = gazetteer.names, gazetteer.longest
    first = pieces[at].key
    plain = first if first.islower() else fold_word(first)
    for words in range(min(len(pieces) - at, longest.get(plain, 1)), 1, -1):
        if pieces[at + words - 1].end - pieces[at].start > LONGEST_NAME:
            continue
        key = fold_word(" ".join([piece.key for piece in pieces[at : at + words]]))
        if key in names:
            return words, key, []
        if key[-1] == "s" and key[:-1] in names:
            return words, key[:-1], ["bare possessive"]
    if not plain.isascii() and (found := longest_inflected(pieces, at, gazetteer)):
        return found
    for key in (first, plain):
        if key in names:
            return 1, key, []
    form = None if plain.isascii() else inflected(plain, names)
    return (1, form, ["inflected"]) if form else None


def longest_inflected(pieces: list[Piece], at: int, gazetteer: Gazetteer) -> tuple[int, str, list[str]] | None:
    """Undo the case endings of a name of several words."""
    names, longest = gazetteer.names, gazetteer.longest
    for head in (pieces[at].key, *first_cases(pieces[at].key)):
        forms = [head]
        for words in range(2, min(longest.get(head, 0), len(pieces) - at) + 1):
            word = pieces[at + words - 1].key
            forms = [f"{form} {end}" for form in forms for end in (word, *first_cases(word))][:MOST_FORMS]
            hit = next((form for form in forms if form in names), None)
            if hit:
                return words, hit, ["inflected"]
    return None


def inflected(word: str, names: Mapping[str, int | tuple[int, ...]]) -> str | None:
    """Give the name whose case this Cyrillic word may be; the one of most worth if there are several."""
    if len(word) < 4 or not "\u0400" <= word[0] <= "\u04ff":
        return None
    found = [form for form in first_cases(word) if form in names]
    if len(found) < 2:
        return found[0] if found else None
    return max(found, key=lambda form: static(form)[0])


def judge(text: str, pieces: list[Piece], at: int, words: int, key: str, signs: list[str], gazetteer: Gazetteer, persons: set[str]) -> Toponym:
    """Collect the signs for a name of the table."""
    worth, _, best = static(key)
    found = Toponym(pieces[at].start, pieces[at + words - 1].end, key, gazetteer.candidates(key), [], worth, chosen=best)
    add_signs(found, text, pieces, at, words, persons)
    found.signs += signs
    return found


def open_name(pieces: list[Piece], at: int) -> tuple[int, str]:
    """Give how many words from here make a name by their last or first word, and the sign for it; 0 if none.

    "Palm Beach County" and "Lake Tuz" are names of places, whatever the table says.
    """
    lexis = load_lexis()
    first = pieces[at].key.lower()
    if first in lexis.stop or len(pieces) - at < 2:
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


def judge_open(text: str, pieces: list[Piece], at: int, words: int, sign: str, persons: set[str]) -> Toponym:
    """Collect the signs for a name that its own words show to be a place."""
    first, last = pieces[at], pieces[at + words - 1]
    key = " ".join([piece.key for piece in pieces[at : at + words]])
    found = Toponym(first.start, last.end, key, (), [], WEIGHTS["bias"], name=text[first.start : last.end])
    found.kind = "region" if sign == "open county" else "feature"
    add_signs(found, text, pieces, at, words, persons)
    found.signs.append(sign)
    return found
