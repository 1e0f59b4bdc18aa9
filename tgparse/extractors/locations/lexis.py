"""The words that tell what a capitalised name beside them is, as sets that are quick to ask."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from .gazetteer import load_gazetteer, load_words


class Lexis(NamedTuple):
    """The word lists of `tables/places_words.txt`, folded."""

    first_names: frozenset[str]
    titles: frozenset[str]
    person_verbs: frozenset[str]
    organisations: frozenset[str]
    loose: frozenset[str]
    """Words after a place that say nothing against it: "Texas officials"."""
    features: frozenset[str]
    before: frozenset[str]
    weak: frozenset[str]
    peoples: frozenset[str]
    stop: frozenset[str]
    directions: frozenset[str]
    endings: dict[str, str]
    """From the last word of an open name to its sign: county to "open county"."""
    heads: frozenset[str]
    kinds: frozenset[str]
    """Words for kinds of places before a name: "town of", «город»."""


@cache
def load_lexis() -> Lexis:
    """Load the word lists.

    >>> load_lexis().endings["river"]
    'open water'
    """
    return Lexis(
        load_gazetteer().first_names,
        load_words("titles"),
        load_words("person verbs"),
        load_words("organisations"),
        load_words("plain organisations"),
        load_words("features"),
        load_words("place words before"),
        load_words("weak words before"),
        frozenset(entry.rsplit(" ", 1)[0] for entry in load_words("peoples")),
        load_words("small words"),
        load_words("directions"),
        {word: f"open {kind}" for kind in OPEN_KINDS for word in load_words(f"open {kind}")},
        load_words("open heads"),
        load_words("kinds of places"),
    )


OPEN_KINDS: Final = ("county", "water", "land", "street", "building")
