"""Hashtags that are places: `#UnitedStates` is one, `#RussiaAzerbaijan` two, `#KeralaFloods` none."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from .gazetteer import fold, fold_word
from .inflection import first_cases
from .readings import LONGEST_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .gazetteer import Gazetteer

HUMP: Final = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z][a-z]+|[А-ЯЁІЇЄҐ]{2,}(?![а-яёіїєґ])|[А-ЯЁІЇЄҐ][а-яёіїєґ]+|\d+|[^\W\d_]+")
"""The capitalised parts of a CamelCase tag."""
MOST_WORDS: Final = 3
"""Words of a name that a tag may run together."""
MIN_SIZE: Final = 16
"""A tag that runs several words together is known for towns of 10 000 people and more, and for all that is no town."""


@lru_cache(maxsize=4096)
def split_tag(tag: str, gazetteer: Gazetteer) -> Sequence[tuple[int, int, str]]:
    """Give the places in a tag, without its "#": start, end and key in the table.

    >>> from .gazetteer import load_gazetteer
    >>> split_tag("RussiaAzerbaijan", load_gazetteer())
    [(0, 6, 'russia'), (6, 16, 'azerbaijan')]
    >>> split_tag("KeralaFloods", load_gazetteer())
    []
    """
    whole = find_key(tag, gazetteer)
    if whole:
        return [(0, len(tag), whole)]
    humps = [match.span() for match in HUMP.finditer(tag)]
    if len(humps) < 2 or humps[0][0] or humps[-1][1] != len(tag):
        return ()
    return split_countries(tag, humps, gazetteer)


def find_key(tag: str, gazetteer: Gazetteer) -> str | None:
    """Give the key of the place that a tag names as a whole."""
    key = fold(tag)
    names = gazetteer.names
    lower = key.lower()
    for form in (key, lower.replace("_", " ")):
        if form in names:
            return form
    spaced = spaced_name(lower.replace("_", "").replace(" ", ""), gazetteer)
    if spaced:
        return spaced
    if not tag.isascii():
        return next((form for form in first_cases(key) if form in names), None)
    return None


def spaced_name(letters: str, gazetteer: Gazetteer) -> str | None:
    """Give the name of two or three words that these letters are without its blanks.

    >>> from .gazetteer import load_gazetteer
    >>> spaced_name("riodejaneiro", load_gazetteer())
    'rio de janeiro'
    """
    # A table of all names without blanks would take as much room as the names, and as long to make as to read ten thousand tags.
    # A single letter begins many names, and hardly one that is a tag: "A Coruña".
    for cut in range(2, min(len(letters), LONGEST_NAME)):
        words = gazetteer.longest.get(letters[:cut], 0)
        if words and (key := with_blanks(letters[:cut], letters[cut:], words, gazetteer)):
            return key
    return None


def with_blanks(head: str, rest: str, words: int, gazetteer: Gazetteer) -> str | None:
    """Give the name that begins with a word and goes on with these letters, of which a second word may be the first."""
    tails = [rest]
    if words >= MOST_WORDS:
        tails += [f"{rest[:cut]} {rest[cut:]}" for cut in range(1, min(len(rest), LONGEST_NAME))]
    keys = (f"{head} {tail}" for tail in tails)
    return next((key for key in keys if key in gazetteer.names and is_worth_a_tag(key, gazetteer)), None)


def is_worth_a_tag(key: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a place is big enough to be known by a tag that runs its words together."""
    return any(gazetteer.code(number) != "P" or gazetteer.size(number) >= MIN_SIZE for number in gazetteer.candidates(key))


def split_countries(tag: str, humps: list[tuple[int, int]], gazetteer: Gazetteer) -> list[tuple[int, int, str]]:
    """Give the countries whose names, one after the other, make the tag; nothing if anything is left over."""
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(humps):
        # The whole of it is no name: that was asked before.
        for last in range(min(len(humps) - (not at), at + 4), at, -1):
            start, end = humps[at][0], humps[last - 1][1]
            key = find_key(tag[start:end], gazetteer)
            if key and any(gazetteer.code(number) == "C" for number in gazetteer.candidates(key)):
                found.append((start, end, fold_word(key) if key in gazetteer.names and fold_word(key) in gazetteer.names else key))
                at = last
                break
        else:
            return []
    return found
