"""Names where capitals do not help: Arabic and Persian, and the surest names in lower case.

Only names that are hardly ever anything else are looked for: countries, regions, capitals and large towns.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from .gazetteer import fold_word, load_words
from .inflection import ARTICLE, bare_words
from .toponym import Toponym, is_known, static
from .weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .gazetteer import Gazetteer

ARABIC_RUN: Final = re.compile("[\u0620-\u065f\u066e-\u06d3\u200c]+(?: [\u0620-\u065f\u066e-\u06d3\u200c]+)*")
ARABIC_WORD: Final = re.compile("[^ ]+")
ENGLISH: Final = frozenset({"the", "of", "and", "in", "to", "for", "is", "on", "The", "In"})
LOWER_WORD: Final = re.compile(r"\b[a-z]{4,}\b")
HAS_ARABIC: Final = re.compile("[\u0620-\u06d3]")
MIN_SIZE: Final = 20
"""Towns of 100 000 people and more."""
SHORT: Final = 4
"""Letters of a name that must be of a well-known place; of still shorter ones only those in a list count."""
MOST_WORDS: Final = 5
SURE: Final = 1.4
"""What a name must be worth by itself to be seen in lower case."""
LOWER_SIZE: Final = 24


def iter_arabic(text: str, gazetteer: Gazetteer) -> Iterator[Toponym]:
    """Give the places named in Arabic script."""
    if not HAS_ARABIC.search(text):
        return
    for run in ARABIC_RUN.finditer(text):
        words = [(match.start(), match.end(), fold_word(match.group())) for match in ARABIC_WORD.finditer(text, run.start(), run.end())]
        at = 0
        while at < len(words):
            found = longest_arabic(words, at, gazetteer)
            if not found:
                at += 1
                continue
            count, key, cut = found
            end = words[at + count - 1][1]
            worth, _, best = static(key)
            signs = ["caseless" if is_known(gazetteer, best) else "caseless, small town"]
            if cut:
                signs.append("clitic" if len(key) >= SHORT else "clitic, short name")
            before = words[at - 1][2] if at else ""
            if fold_word(before) in arabic_before():
                signs.append("prep")
            logit = worth + sum([WEIGHTS[sign] for sign in signs])
            yield Toponym(words[at][0] + cut, end, key, gazetteer.candidates(key), signs, logit, chosen=best)
            at += count


def longest_arabic(words: list[tuple[int, int, str]], at: int, gazetteer: Gazetteer) -> tuple[int, str, int] | None:
    """Give the longest name that begins here: its number of words, its key, and how many letters before it do not belong to it."""
    for count in range(min(MOST_WORDS, len(words) - at), 0, -1):
        rest = "".join([" " + word for _, _, word in words[at + 1 : at + count]])
        whole = words[at][2]
        for head in bare_words(whole):
            if gazetteer.names.get(head + rest) == ():
                return None
            for form in (head + rest, ARTICLE + head + rest) if head == whole else (head + rest,):
                if form in gazetteer.names and is_sought(form, gazetteer):
                    return count, form, clitic_length(whole, head)
    return None


def clitic_length(whole: str, head: str) -> int:
    """Give how many letters of the word stand before the name; the article belongs to the name.

    >>> clitic_length("وبغداد", "بغداد"), clitic_length("العراق", "عراق"), clitic_length("للعراق", "العراق")
    (1, 0, 1)
    """
    if whole.startswith("لل") and head.startswith(ARTICLE):
        return 1
    cut = max(0, len(whole) - len(head))
    return cut - len(ARTICLE) if whole[:cut].endswith(ARTICLE) else cut


def is_sought(key: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a name is worth finding without capitals; the shorter it is, the likelier it is a word."""
    if len(key) < SHORT:
        return key in load_words("short names")
    return any(
        gazetteer.is_listed(number) or is_known(gazetteer, number) or (gazetteer.size(number) >= MIN_SIZE and len(key) > SHORT)
        for number in gazetteer.candidates(key)
    )


def iter_lower(text: str, gazetteer: Gazetteer) -> Iterator[Toponym]:
    """Give the surest names where they are written in lower case."""
    names = lower_names(gazetteer)
    words = text.split()
    # A name of one language is a word of another: "sabah" is a part of Malaysia, and Turkish for morning.
    if names.isdisjoint(words) or ENGLISH.isdisjoint(words):
        return
    for match in LOWER_WORD.finditer(text):
        word = match.group()
        if word in names:
            worth, _, best = static(word)
            yield Toponym(
                match.start(), match.end(), word, gazetteer.candidates(word), ["lower case"], worth + WEIGHTS["lower case"], chosen=best
            )


@cache
def lower_names(gazetteer: Gazetteer) -> frozenset[str]:
    """Give the names of one word that are sure enough to be seen in lower case."""
    numbers = gazetteer.places_of("CR", LOWER_SIZE)
    keys = {fold_word(gazetteer.name(number)) for number in numbers}
    return frozenset(
        key
        for key in keys
        if key.isalpha() and key.isascii() and len(key) > 3
        and key not in gazetteer.words
        and key not in gazetteer.first_names
        and gazetteer.names.get(key)
        and static(key)[0] > SURE
    )  # fmt: skip


def arabic_before() -> frozenset[str]:
    """Give the words before a place."""
    return frozenset(fold_word(word) for word in load_words("place words before"))
