"""Names where capitals do not help: Arabic and Persian, and the surest names in lower case.

Only names that are hardly ever anything else are looked for: countries, regions, capitals and large towns; others behind a word for
what they are.
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
from .unknown import unknown
from .weights import ACCEPT, add_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
SEVERAL: Final = "several kinds in Arabic script"
UNKNOWN_KINDS: Final = ("unknown kinds in Arabic script", SEVERAL)
"""The sections of words for towns behind which any word may be a name."""
KINDS: Final = (*UNKNOWN_KINDS, "kinds of places in Arabic script")
"""The sections of words for places."""
AND: Final = "و"
"""And, which is written on to the next word."""
ADJECTIVE: Final = "یه"
"""The folded ending of adjectives that go with a town."""
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
        # Few words begin a name or tell of one, and only those are looked at with their neighbours.
        heads = [at for at, word in enumerate(words) if word.most or (at and words[at - 1].kind)]
        begin, done, free = run.start(), 0, 0
        for at in heads:
            if at < free:
                continue
            begin += sum([word.length + 1 for word in words[done:at]])
            done = at
            kind = words[at - 1].kind if at else ""
            found = longest_arabic(words, at, gazetteer, named=bool(kind)) if words[at].most else None
            if found:
                yield known_arabic(words, at, found, begin, gazetteer)
                free = at + found[0]
            if kind == SEVERAL or (not found and kind in UNKNOWN_KINDS):
                behind = max(at, free)
                start = begin + sum([word.length + 1 for word in words[at:behind]])
                for free, first, end in unknown_arabic(words, behind, start, opens=behind == at, several=kind == SEVERAL):  # noqa: B007
                    yield unknown(text, first, end, ("kind before", "unknown after kind"))


def known_arabic(words: Sequence[Word], at: int, found: tuple[int, str, int], begin: int, gazetteer: Gazetteer) -> Toponym:
    """Make the toponym of a name of the table, with its signs."""
    count, key, cut = found
    end = begin + sum([word.length + 1 for word in words[at : at + count]]) - 1
    worth, _, best = static(key)
    signs = ["caseless" if is_known(gazetteer, best) else "caseless, small town"]
    if cut:
        signs.append("clitic" if len(key) >= SHORT else "clitic, short name")
    if at and words[at - 1].kind:
        signs.append("kind before")
    elif at and words[at - 1].key in arabic_words("place words before"):
        signs.append("prep")
    return Toponym(begin + cut, end, key, gazetteer.candidates(key), signs, worth + add_up(signs), chosen=best)


def unknown_arabic(words: Sequence[Word], at: int, start: int, *, opens: bool, several: bool) -> Iterator[tuple[int, int, int]]:
    """Give the names that the table does not know behind a word for towns: the word behind each, and where it begins and ends.

    Behind a word for several of them the others follow with "and", which is written on to them. `opens` tells that none stands before.
    """
    while at < len(words) and is_arabic_name(words[at], opens=opens):
        count = 2 if words[at].key in arabic_words("heads of names in Arabic script") and at + 1 < len(words) else 1
        end = start + sum([word.length + 1 for word in words[at : at + count]]) - 1
        at += count
        yield at, start + (not opens), end
        start = end + 1
        opens = False
        if not several or (at < len(words) and words[at].most):
            return


def is_arabic_name(word: Word, *, opens: bool) -> bool:
    """Tell whether a word behind one for a town may be its name; adjectives and what "to" or "in" is written on to are none."""
    if word.kind or (not opens and (word.key[:1] != AND or word.most)):
        return False
    key = word.key if opens else word.key[1:]
    if key in arabic_words("heads of names in Arabic script"):
        return True
    is_adjective = key.endswith(ADJECTIVE) and not key.startswith(ARTICLE)
    return len(key) >= SHORT and not is_adjective and not key.startswith("لل") and key not in arabic_words("no names in Arabic script")


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
    kind: str
    """The section of the word lists that says of which kinds of places it is a word, or nothing."""


def read_word(written: str) -> Word:
    """Fold a word, and ask the table which names begin with it, or with it when "and", "in" and "the" are taken off or put on."""
    gazetteer = load_gazetteer()
    key = fold_word(written)
    forms = [*bare_words(key), ARTICLE + key]
    most = max([gazetteer.longest.get(form) or int(form in gazetteer.names) for form in forms])
    name = arabic_name(key, "", gazetteer, named=False) if most else None
    # What follows "the village" is no name of it.
    without = [form for form in bare_words(key) if ARTICLE + form not in key]
    return Word(len(written), key, most, name, next((kind for kind in KINDS if not arabic_words(kind).isdisjoint(without)), ""))


kept_words: Final = Kept(read_word, longest=60)


def longest_arabic(words: Sequence[Word], at: int, gazetteer: Gazetteer, *, named: bool) -> tuple[int, str, int] | None:
    """Give the longest name that begins here: its number of words, its key, and how many letters before it do not belong to it.

    `named` tells that a word for its kind stands before it, so that it need not be well known.
    """
    for count in range(min(MOST_WORDS, words[at].most, len(words) - at), 1, -1):
        rest = "".join([" " + word.key for word in words[at + 1 : at + count]])
        found = arabic_name(words[at].key, rest, gazetteer, named=named)
        if found:
            return count, *found
    name = words[at].name or (arabic_name(words[at].key, "", gazetteer, named=True) if named else None)
    return (1, *name) if name else None


def arabic_name(word: str, rest: str, gazetteer: Gazetteer, *, named: bool) -> tuple[str, int] | None:
    """Give the name that a word and the rest of a name are: its key, and how many letters before it do not belong to it."""
    for head in bare_words(word):
        if gazetteer.names.get(head + rest) == ():
            return None
        # "عراق" stands for «العراق», but "باب" is a door.
        for form in (head + rest, ARTICLE + head + rest) if head == word and len(head) >= SHORT else (head + rest,):
            if form in gazetteer.names and (named or is_sought(form, gazetteer)):
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
    if key in arabic_words("words in Arabic script"):
        return False
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
def arabic_words(section: str) -> frozenset[str]:
    """Give the folded words of a section."""
    return frozenset(fold_word(word) for word in load_words(section))
