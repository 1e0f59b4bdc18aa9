"""The words that tell what a capitalised name beside them is, as tables that are quick to ask."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from .gazetteer import load_gazetteer, load_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OPEN_KINDS: Final = ("county", "water", "land", "street", "building")


class Lexis(NamedTuple):
    """The word lists of `tables/places_words.txt`, and the signs that they make."""

    first_names: frozenset[str]
    last_names: frozenset[str]
    titles: frozenset[str]
    local_offices: frozenset[str]
    """Those that are of no firm, people or movement: what they are of is a place, even if no table knows it."""
    people: frozenset[str]
    """Words before a comma and the name of whom they mean."""
    offices: frozenset[str]
    """Those of them that people hold of a place: "mayor of"."""
    organisations: frozenset[str]
    directions: frozenset[str]
    kinds: frozenset[str]
    """Words for kinds of places before a name: "town of", «город»."""
    several: Mapping[str, str]
    """From the words behind several names of regions, or of seas, to what the name of one of them ends in: «областях» to «область».

    To nothing for English ones, whose table has names of counties without the word.
    """
    states: frozenset[str]
    """Words for forms of states, with which official names begin: republic."""
    heads: Mapping[str, str]
    """From the first word of an open name to its sign: lake to "open feature"."""
    clause_words: frozenset[str]
    """Words that go on with the sentence behind a place; regular verbs end in "ed"."""
    small: frozenset[str]
    peoples: Mapping[str, str]
    """Adjectives and peoples, and the codes of their countries."""
    endings: Mapping[str, str]
    """From the last word of an open name to its sign: county to "open county"."""
    before_run: Mapping[str, str]
    """From the word before a name to its sign."""
    before_capital: Mapping[str, str]
    """The same for a word of the same run, which is capitalised itself or a small word."""
    behind: Mapping[str, str]
    """From the capitalised word behind a name to its sign."""
    behind_person: Mapping[str, str]
    """The same, for names that are no first names."""
    behind_run: Mapping[str, str]
    """From the word behind a name, in lower case, to its sign."""


def signs(*rules: tuple[str, Iterable[str]]) -> dict[str, str]:
    """Turn rules, the most important first, into one table.

    >>> signs(("prep", ["in"]), ("weak before", ["in", "of"]))
    {'in': 'prep', 'of': 'weak before'}
    """
    table: dict[str, str] = {}
    for sign, words in rules:
        for word in words:
            table.setdefault(word, sign)
    return table


@cache
def load_lexis() -> Lexis:
    """Load the word lists.

    >>> load_lexis().endings["river"]
    'open water'
    """
    gazetteer = load_gazetteer()
    within = load_words("place words within")
    before, weak, titles = load_words("place words before"), load_words("weak words before"), load_words("titles")
    kinds, small, directions = load_words("kinds of places"), load_words("small words"), load_words("directions")
    organisations, loose, features = load_words("organisations"), load_words("plain organisations"), load_words("features")
    verbs, local, sports = load_words("person verbs"), load_words("local nouns"), load_words("sports verbs")
    diseases = load_words("diseases")
    peoples = dict(entry.rsplit(" ", 1) for entry in load_words("peoples"))
    return Lexis(
        first_names=gazetteer.first_names,
        last_names=gazetteer.last_names,
        titles=titles,
        local_offices=load_words("local offices"),
        people=load_words("people"),
        offices=load_words("offices"),
        organisations=organisations,
        directions=directions,
        kinds=kinds,
        several={word: one for word, _, one in (entry.partition(" ") for entry in load_words("several regions"))},
        states=load_words("forms of states"),
        heads=signs(("open feature", load_words("open feature heads")), ("open head", load_words("open heads"))),
        clause_words=load_words("clause words"),
        small=small,
        peoples=peoples,
        endings={word: f"open {kind}" for kind in OPEN_KINDS for word in load_words(f"open {kind}")},
        before_run=signs(
            ("kind before", kinds - before),
            ("sport before", sports),
            ("in", within),
            ("prep", before),
            ("title before", titles),
            ("weak before", weak),
        ),
        before_capital=signs(
            ("direction before", directions),
            ("in", within),
            ("prep", before),
            ("title before", titles),
            ("weak before", small | weak),
            ("first name before", gazetteer.first_names),
            ("club before", load_words("clubs")),
            ("other before", [*peoples, *kinds]),
        ),
        behind=signs(
            ("end", small),
            ("disease behind", diseases),
            ("institution", load_words("institutions")),
            ("organisation", organisations),
            ("local behind", local),
            ("loose behind", loose),
            ("feature behind", features),
        ),
        behind_person=signs(("first name behind", gazetteer.first_names | titles)),
        behind_run=signs(
            ("disease behind", diseases),
            ("kind behind", load_words("kinds behind")),
            ("person verb", verbs),
            ("sport behind", sports),
            ("local behind", local),
            ("loose behind", loose),
            ("feature behind", features),
        ),
    )
