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

HUMP: Final = re.compile(r"Mc[A-Z][a-z]+|[A-Z]{2,}(?![a-z])|[A-Z][a-z]+|[А-ЯЁІЇЄҐ]{2,}(?![а-яёіїєґ])|[А-ЯЁІЇЄҐ][а-яёіїєґ]+|\d+|[^\W\d_]+")
"""The capitalised parts of a CamelCase tag."""
MOST_WORDS: Final = 3
"""Words of a name that a tag may run together."""
LONG_REST: Final = 6
"""Letters behind the first word that may be two words."""
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
    humps = [match.span() for match in HUMP.finditer(tag)]
    whole = find_key(tag, [tag[start:end] for start, end in humps], gazetteer)
    if whole:
        return [(0, len(tag), whole)]
    if len(humps) < 2 or humps[0][0] or humps[-1][1] != len(tag):
        return ()
    return split_countries(tag, humps, gazetteer)


def find_key(tag: str, humps: Sequence[str], gazetteer: Gazetteer) -> str | None:
    """Give the key of the place that a tag names as a whole; `humps` are its capitalised parts."""
    key = fold(tag)
    names = gazetteer.names
    lower = key.lower()
    for form in (key, lower.replace("_", " ")):
        if form in names:
            return form
    if len(humps) > 1:
        # Capitals show where the blanks are; hardly a tag begins with a word that begins a name.
        spaced = fold_word(" ".join(humps)) if fold_word(humps[0]) in gazetteer.longest else ""
        if spaced in names and is_worth_a_tag(spaced, gazetteer):
            return spaced
    elif hidden := spaced_name(lower.replace("_", "").replace(" ", ""), gazetteer):
        return hidden
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
    names, longest = gazetteer.names, gazetteer.longest
    for cut in range(2, min(len(letters), LONGEST_NAME)):
        words = longest.get(letters[:cut])
        if words is None:
            continue
        head, rest = letters[:cut], letters[cut:]
        keys = [f"{head} {rest}"]
        if words >= MOST_WORDS and len(rest) >= LONG_REST:
            keys += [f"{head} {rest[:second]} {rest[second:]}" for second in range(2, min(len(rest) - 1, LONGEST_NAME))]
        for key in keys:
            if key in names and is_worth_a_tag(key, gazetteer):
                return key
    return None


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
            key = find_key(tag[start:end], [tag[first:behind] for first, behind in humps[at:last]], gazetteer)
            if key and any(gazetteer.code(number) == "C" for number in gazetteer.candidates(key)):
                found.append((start, end, fold_word(key) if key in gazetteer.names and fold_word(key) in gazetteer.names else key))
                at = last
                break
        else:
            return []
    return found
