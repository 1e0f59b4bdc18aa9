"""Readings of a run: the names that a run of capitalised words holds, and what the run itself says for and against each.

A run is read by itself, without the text around it, so that the reading of "Foreign Minister Sergey Lavrov" can be kept: real text says
the same names over and over. What stands around the run is for `scan.py` to add.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from .gazetteer import fold_word, load_gazetteer
from .inflection import first_cases
from .lexis import load_lexis
from .runs import Piece, cut
from .surroundings import before_in_run, behind_in_run
from .toponym import static
from .weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...models import PlaceKind

PUNCTUATION: Final = re.compile(r"['’]s?|[-–/]")
LONGEST_NAME: Final = 60
"""Code points; nothing in the table is longer."""
LONGEST_KEPT: Final = 100
"""Code points of a run whose reading is kept, so that a hostile text cannot fill memory."""
MOST_FORMS: Final = 64
"""Combinations of case endings tried for a name of several words."""
MOST_OPEN: Final = 4
"""Words in a name that is known by its last word."""
HOPELESS: Final = -5.5
"""The logit from which nothing around a name can make it a place: Of, We, Many."""
ADJECTIVES: Final = (
    "ый", "ий", "ой", "ая", "яя", "ое", "ее", "ого", "его", "ому", "ему", "ым", "им",
    "ом", "ем", "ую", "юю", "ей", "ых", "их", "ої", "ій", "ою", "а",
)  # fmt: skip
"""Endings of the adjective in «Донецкая область»."""
OPEN_TAILS: Final = (
    "област", "край", "края", "крае", "краю", "район", "округ", "мор", "озер", "залив", "пролив", "остров", "полуостров", "побережь", "лес",
    "площад", "бульвар", "улиц", "проспект", "набережн", "шоссе", "кладбищ", "аэропорт", "вокзал", "вулиц", "площ",
)  # fmt: skip
"""How the word begins that makes a place of the adjective before it, whatever the table says."""
KINDS: Final[Mapping[str, PlaceKind]] = MappingProxyType({"open county": "region", "unknown": "city", "unknown after in": "city"})
"""What a name that is not in the table is held to be, by its sign; else a feature."""
Names = dict[str, int | tuple[()]]


class Reading(NamedTuple):
    """A name in a run."""

    start: int
    """Where it stands in the run."""
    end: int
    key: str
    numbers: Sequence[int]
    """The places of this name; empty if it is not in the table."""
    chosen: int
    """The likeliest of them, or -1."""
    logit: float
    """What the name and the run say, added up."""
    signs: tuple[str, ...]
    """What the run says; what the name says by itself is `static`."""
    opens: bool
    """Whether it opens the run, so that what stands before the run counts."""
    closes: bool
    is_word: bool
    """Whether it is a single word, such as a surname is."""


def read_run(run: str) -> tuple[Reading, ...]:
    """Give the names that a run of capitalised words holds.

    >>> [reading.key for reading in read_run("Republic of Armenia Ararat Mirzoyan")]
    ['republic of armenia', 'ararat']
    """
    return read_and_keep(run) if len(run) <= LONGEST_KEPT else tuple(readings(run))


@lru_cache(maxsize=1 << 14)
def read_and_keep(run: str) -> tuple[Reading, ...]:
    """Do the same, and keep it."""
    return tuple(readings(run))


def readings(run: str) -> Iterator[Reading]:
    """Read a run."""
    gazetteer = load_gazetteer()
    names = gazetteer.names
    if run.isalpha():
        key = run if run in names else fold_word(run)
        found = (key, "") if key in names else other_form(key, names)
        if found:
            yield from judge(run, [Piece(0, len(run), key, capital=True)], 0, 1, *found)
    elif not run.isascii() or gazetteer.may_hold_name(PUNCTUATION.sub(" ", run.lower()).split()):
        yield from read_pieces(run, list(cut(run, names)), names)


def read_pieces(run: str, pieces: list[Piece], names: Names) -> Iterator[Reading]:
    """Give the names in a run of several words."""
    at = 0
    while at < len(pieces):
        words = 1
        if pieces[at].capital:
            found = longest_name(pieces, at, names)
            opened, sign = open_name(pieces, at)
            if opened and (not found or opened > found[0]):
                words = opened
                yield from judge_open(run, pieces, at, words, sign)
            elif found:
                words, key, sign = found
                yield from judge(run, pieces, at, words, key, sign or ("open, in the table" if opened == words else ""))
        at += words


def judge(run: str, pieces: Sequence[Piece], at: int, words: int, key: str, sign: str) -> Iterator[Reading]:  # noqa: PLR0917 - where, how far, what
    """Give the reading of a name of the table, unless nothing could make it a place."""
    worth, _, best = static(key)
    signs = (*signs_in_run(run, pieces, at, words), *([sign] if sign else []))
    logit = worth + sum([WEIGHTS[sign] for sign in signs])
    if logit > HOPELESS:
        numbers = load_gazetteer().candidates(key)
        yield Reading(
            pieces[at].start, pieces[at + words - 1].end, key, numbers, best, logit, signs, at == 0, at + words == len(pieces), words == 1
        )


def judge_open(run: str, pieces: Sequence[Piece], at: int, words: int, sign: str) -> Iterator[Reading]:
    """Give the reading of a name that is not in the table, but that its own words show to be a place."""
    signs = (*signs_in_run(run, pieces, at, words), sign)
    logit = WEIGHTS["bias"] + sum([WEIGHTS[sign] for sign in signs])
    yield Reading(pieces[at].start, pieces[at + words - 1].end, "", (), -1, logit, signs, at == 0, at + words == len(pieces), words == 1)


def signs_in_run(run: str, pieces: Sequence[Piece], at: int, words: int) -> Iterator[str]:
    """Give the signs of the words beside a name in its run."""
    lexis = load_lexis()
    if at:
        yield before_in_run(pieces, at, run, lexis)
    if at + words < len(pieces):
        yield behind_in_run(pieces, at, words, run, lexis)


def other_form(key: str, names: Names) -> tuple[str, str] | None:
    """Look up a word as a genitive without its apostrophe ("Mexicos"), or in its cases."""
    if key.isascii():
        if key[-1] == "s" and names.get(key[:-1]) and static(key[:-1])[0] > 0:
            return key[:-1], "bare possessive"
        return None
    form = inflected(key, names)
    return (form, "inflected") if form else None


def longest_name(pieces: Sequence[Piece], at: int, names: Names) -> tuple[int, str, str] | None:
    """Give the longest name that begins here: its number of words, its key, and a sign."""
    longest = load_gazetteer().longest
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
    if not plain.isascii() and (found := longest_inflected(pieces, at, names)):
        return found
    for key in (first, plain):
        if key in names:
            return 1, key, ""
    form = None if plain.isascii() else inflected(plain, names)
    return (1, form, "inflected") if form else None


def longest_inflected(pieces: Sequence[Piece], at: int, names: Names) -> tuple[int, str, str] | None:
    """Undo the case endings of a name of several words."""
    longest = load_gazetteer().longest
    for head in (pieces[at].key, *first_cases(pieces[at].key)):
        forms = [head]
        for words in range(2, min(longest.get(head, 0), len(pieces) - at) + 1):
            word = pieces[at + words - 1].key
            forms = [f"{form} {end}" for form in forms for end in (word, *first_cases(word))][:MOST_FORMS]
            hit = next((form for form in forms if form in names), None)
            if hit:
                return words, hit, "inflected"
    return None


def inflected(word: str, names: Names) -> str | None:
    """Give the name whose case this Cyrillic word may be; the one of most worth if there are several."""
    if len(word) < 4 or not "\u0400" <= word[0] <= "\u04ff":
        return None
    found = [form for form in first_cases(word) if form in names]
    if len(found) < 2:
        return found[0] if found else None
    return max(found, key=lambda form: static(form)[0])


def open_name(pieces: Sequence[Piece], at: int) -> tuple[int, str]:
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
            is_tail = last == at + 1 and piece.key.startswith(OPEN_TAILS) and first.endswith(ADJECTIVES)
            return (2, "open Russian") if is_tail and last == len(pieces) - 1 else (0, "")
        sign = lexis.endings.get(piece.key.lower())
        if sign:
            return last - at + 1, sign
    sign = lexis.heads.get(first, "") if pieces[at + 1].capital else ""
    return (2, sign) if sign else (0, "")
