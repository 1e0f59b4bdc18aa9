"""Names where capitals do not help: Arabic and Persian, and the surest names in lower case.

Only names that are hardly ever anything else are looked for: countries, regions, capitals and large towns.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from .gazetteer import fold_word, load_gazetteer, load_words
from .inflection import ARTICLE, bare_words
from .kept import Kept
from .lexis import load_lexis
from .readings import PREPOSITIONS
from .surroundings import before_run
from .toponym import Toponym, is_known, static
from .weights import ACCEPT, add_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .gazetteer import Gazetteer

LETTER: Final = "[\u0620-\u065f\u066e-\u06d3\u200c]"
ARABIC_RUN: Final = re.compile(rf"{LETTER}{LETTER}*(?: {LETTER}+)*")
"""Words in Arabic script; the pattern begins with a plain set of characters, which the engine looks for fastest."""
LOWER_WORD: Final = re.compile(r"\b[a-z]{3,}\b")
MIN_SIZE: Final = 20
"""Towns of 100 000 people and more."""
SHORT: Final = 4
"""Letters of a name that must be of a well-known place; of still shorter ones only those in a list count."""
MOST_WORDS: Final = 5
RARE: Final = 100
"""The band of a word that is not in the word list."""
LOWER_SIZE: Final = 22
"""The size of a town of a third of a million people; smaller ones are not looked for in lower case."""
LOWER_WORDS: Final = 2
"""Most words of a name in lower case."""


def iter_arabic(text: str, gazetteer: Gazetteer) -> Iterator[Toponym]:
    """Give the places named in Arabic script."""
    for run in ARABIC_RUN.finditer(text):
        words = [kept_words[word] for word in run[0].split(" ")]
        # Few words begin a name, and only those are looked at with their neighbours.
        heads = [at for at, word in enumerate(words) if word.most]
        begin, done, free = run.start(), 0, 0
        for at in heads:
            found = longest_arabic(words, at, gazetteer) if at >= free else None
            if not found:
                continue
            begin += sum([word.length + 1 for word in words[done:at]])
            done = at
            count, key, cut = found
            free = at + count
            end = begin + sum([word.length + 1 for word in words[at:free]]) - 1
            worth, _, best = static(key)
            signs = ["caseless" if is_known(gazetteer, best) else "caseless, small town"]
            if cut:
                signs.append("clitic" if len(key) >= SHORT else "clitic, short name")
            if at and words[at - 1].key in arabic_before():
                signs.append("prep")
            logit = worth + add_up(signs)
            yield Toponym(begin + cut, end, key, gazetteer.candidates(key), signs, logit, chosen=best)


class Word(NamedTuple):
    """An Arabic word, and whether it may begin a name."""

    length: int
    """Code points, as it is written."""
    key: str
    """The word folded."""
    most: int
    """Words of the longest name that may begin with it; 0 for nearly all words."""
    name: tuple[str, int] | None
    """The name that it is by itself, and how many letters before it do not belong to it."""


def read_word(written: str) -> Word:
    """Fold a word, and ask the table which names begin with it, or with it when "and", "in" and "the" are taken off or put on."""
    gazetteer = load_gazetteer()
    key = fold_word(written)
    forms = [*bare_words(key), ARTICLE + key]
    most = max([gazetteer.longest.get(form) or int(form in gazetteer.names) for form in forms])
    return Word(len(written), key, most, arabic_name(key, "", gazetteer) if most else None)


kept_words: Final = Kept(read_word, longest=60)


def longest_arabic(words: list[Word], at: int, gazetteer: Gazetteer) -> tuple[int, str, int] | None:
    """Give the longest name that begins here: its number of words, its key, and how many letters before it do not belong to it."""
    for count in range(min(MOST_WORDS, words[at].most, len(words) - at), 1, -1):
        rest = "".join([" " + word.key for word in words[at + 1 : at + count]])
        found = arabic_name(words[at].key, rest, gazetteer)
        if found:
            return count, *found
    return (1, *name) if (name := words[at].name) else None


def arabic_name(word: str, rest: str, gazetteer: Gazetteer) -> tuple[str, int] | None:
    """Give the name that a word and the rest of a name are: its key, and how many letters before it do not belong to it."""
    for head in bare_words(word):
        if gazetteer.names.get(head + rest) == ():
            return None
        for form in (head + rest, ARTICLE + head + rest) if head == word else (head + rest,):
            if form in gazetteer.names and is_sought(form, gazetteer):
                return form, clitic_length(word, head)
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
    # A name of one language is a word of another: "sabah" is a part of Malaysia, and Turkish for morning.
    if not (" the " in text or " in " in text or " to " in text or " of " in text or " for " in text or " on " in text or " from " in text):
        return
    names, shown = lower_names(gazetteer)
    if shown.isdisjoint(text.replace(",", " ").replace(".", " ").split()):
        return
    lexis = load_lexis()
    done = 0
    for match in LOWER_WORD.finditer(text):
        start, end = match.span()
        key = match.group()
        if start < done:
            continue
        if text[end : end + 1] == " " and (behind := LOWER_WORD.match(text, end + 1)) and (longer := f"{key} {behind[0]}") in names:
            key, end = longer, behind.end()
        elif key not in names:
            continue
        done = end
        signs = ["lower case"]
        if (before := before_run(text, start, lexis)) in PREPOSITIONS:
            signs.insert(0, before)
        worth, _, best = static(key)
        logit = worth + add_up(signs)
        if logit > ACCEPT:
            yield Toponym(start, end, key, gazetteer.candidates(key), signs, logit, chosen=best)


@cache
def lower_names(gazetteer: Gazetteer) -> tuple[frozenset[str], frozenset[str]]:
    """Give the names of one or two words that may be sure enough to be seen in lower case, and the rarer words of all these.

    What each is worth is asked when it is met; without any of the rarer words there is none of the names.
    """
    # Most names are of plain letters, and need no folding; one with a hyphen is no row of words.
    written = [name for name in gazetteer.well_known_names(LOWER_SIZE) if name.count(" ") < LOWER_WORDS and "-" not in name]
    keys = {name.lower() if name.isascii() else fold_word(name) for name in written}
    names = frozenset(
        key
        for key in keys
        if key.isascii() and key.replace(" ", "").isalpha() and len(key) >= SHORT
        and key not in gazetteer.words
        and key not in gazetteer.first_names
        and gazetteer.names.get(key)
    )  # fmt: skip
    rank = gazetteer.words.get
    rows = [key.split(" ") for key in names if " " in key]
    shown = {key for key in names if " " not in key}
    shown.update(max(words, key=lambda word: (len(word) >= SHORT, rank(word, RARE))) for words in rows)
    return names, frozenset(word for word in shown if len(word) >= SHORT)


@cache
def arabic_before() -> frozenset[str]:
    """Give the words before a place."""
    return frozenset(fold_word(word) for word in load_words("place words before"))
