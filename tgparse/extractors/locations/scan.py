"""Names in running text: finds the capitalised runs that hold a name of the table, and collects the signs for and against each.

One pass: a pattern finds runs of capitalised words ("City of Paris"); a run is folded once, and its longest names are looked up in one
dictionary. What stands around a name is turned into signs, each worth a small logit (see `weights.py`); their sum decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from .gazetteer import fold_word, load_gazetteer, load_words
from .inflection import first_cases
from .weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...models import PlaceCue, PlaceKind
    from .gazetteer import Gazetteer

WINDOW: Final = 24
"""Code points before and behind a name that are looked at for signs."""
SIZE_FLOOR: Final = 15
"""The size of a town of 5 000 people; larger towns gain by the difference."""
MOST_WORDS: Final = 6
MOST_FORMS: Final = 64
"""Combinations of case endings tried for a name of several words."""


def _capitals() -> str:
    blocks = (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x400, 0x530), *range(0x1E00, 0x1F00))
    return "".join(chr(point) for point in blocks if chr(point).isupper())


@cache
def run_pattern() -> re.Pattern[str]:
    """Compile the pattern of a run of capitalised words.

    >>> [match.group() for match in run_pattern().finditer("In Rio de Janeiro and U.S. towns, в Ростове-на-Дону")]
    ['In Rio de Janeiro', 'U.S.', 'Ростове-на-Дону']
    """
    capital = f"[{_capitals()}]"
    return re.compile(
        rf"""
        (?<![\w@])
        (?:
            (?:{capital}\.){{2,}}{capital}?(?!\w)         # U.S., D.C.
            |{capital}[\w'’ʼ]*                            # A capitalised word …
            (?:(?<=\bSt)\.|(?<=\bMt)\.|(?<=\bFt)\.)?      # … or St., Mt., Ft.
        )
        (?:
            (?:[ \u00a0][-–&][ \u00a0]|[ \u00a0\-–/&]|d['’]|l['’])  # then a blank or a hyphen …
            (?:                                           # … and perhaps a small word …
                (?:of|the|and|de|la|le|les|del|el|al|ad|az|ar|es|as|da|do|dos|das|di|du|den|der|am|an|im|an\sder|sur|sous|upon|on|in|ez|e|y|na|на|над|и|і|та|de\sla|of\sthe|de\slos)
                [ \u00a0\-]
            )?
            (?:
                (?:{capital}\.){{2,}}{capital}?(?!\w)
                |{capital}[\w'’ʼ]*(?:(?<=\bSt)\.|(?<=\bMt)\.|(?<=\bFt)\.)?
                |(?:област|кра[йяюе]|район|автономн|округ|мор[еяю]|океан|залив|проток|затон|остров)\w{{0,4}}\b  # Донецкая область
            )
        )*
        """,
        re.VERBOSE,
    )


TOKEN: Final = re.compile(r"(?:\w\.){2,}\w?(?!\w)|\b(?:St|Mt|Ft)\.|\w+(?:['’ʼ]\w+)*['’]?|&")
POSSESSIVE: Final = re.compile(r"(?:['’]s|['’])$")
FEATURE_COUNTY: Final = frozenset("county counties parish oblast krai raion province district governorate prefecture municipality township borough voivodeship region state".split())
FEATURE_WATER: Final = frozenset("river lake sea ocean bay gulf strait straits channel canal creek falls lagoon reservoir fjord estuary inlet delta".split())
FEATURE_LAND: Final = frozenset(
    "island islands isle isles peninsula cape coast beach harbor harbour reef mountain mountains hills hill valley canyon desert forest park plateau glacier volcano archipelago heights springs corridor ridge point grove basin mountains islands city village town falls".split()
)
FEATURE_STREET: Final = frozenset("street avenue road boulevard highway square lane drive st ave rd blvd freeway parkway bridge crossing".split())
FEATURE_BUILDING: Final = frozenset("airport station castle dam pier tunnel stadium airfield base cathedral".split())
HEADS: Final = frozenset("lake mount mt mt. cape gulf strait fort ft ft. port san santa saint st st. camp loch glen isla lago rio sierra monte puerto playa isle river upper lower north south east west northern southern eastern western".split())
DIRECTIONS: Final = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast southwest northeastern northwestern southeastern southwestern upper lower greater downtown new old mainland coastal rural".split()
)
STOP: Final = frozenset(
    "the a an in at on from to of and or but for with by as if when while after before since this that these those he she it we they i you his her its our their my your no not is are was were what who where how why new".split()
)


@dataclass(slots=True)
class Toponym:
    """A name that may be a place, with the signs for and against it."""

    start: int
    end: int
    key: str
    numbers: Sequence[int]
    """The places of this name; empty for an open pattern such as "Palm Beach County"."""
    signs: list[str]
    logit: float = 0.0
    kind: PlaceKind = "feature"
    """What it is, where the table does not say."""
    cue: PlaceCue = "name"
    chosen: int = -1
    """The place that it is held to be; -1 for none in the table."""
    words: int = 1
    name: str = ""
    """Its name, where the table does not say."""
    country: str = ""


class Piece(NamedTuple):
    """A word of a run."""

    start: int
    end: int
    key: str
    is_name: bool
    """Whether it is capitalised; small words such as "of" are not."""


@dataclass(slots=True)
class Scan:
    """What is known of the text so far."""

    text: str
    gazetteer: Gazetteer
    persons: set[str] = field(default_factory=set)
    """Words that stood in a person's name."""


class Vocabulary(NamedTuple):
    """The word lists that signs are made of."""

    first_names: frozenset[str]
    titles: frozenset[str]
    person_verbs: frozenset[str]
    organisations: frozenset[str]
    plain: frozenset[str]
    features: frozenset[str]
    before: frozenset[str]
    weak: frozenset[str]
    peoples: frozenset[str]
    metonyms: frozenset[str]


@cache
def load_vocabulary() -> Vocabulary:
    """Load the word lists."""
    return Vocabulary(
        load_gazetteer().first_names,
        load_words("titles"),
        load_words("person verbs"),
        load_words("organisations"),
        load_words("plain organisations"),
        load_words("features"),
        load_words("place words before"),
        load_words("weak words before"),
        frozenset(entry.rsplit(" ", 1)[0] for entry in load_words("peoples")),
        load_words("not places"),
    )


def iter_toponyms(text: str, gazetteer: Gazetteer) -> Iterator[Toponym]:
    """Give every name that may be a place, in order, with its signs."""
    scan = Scan(text, gazetteer)
    names = gazetteer.names
    longest = gazetteer.longest
    for match in run_pattern().finditer(text):
        run = match.group()
        if " " not in run and "-" not in run and "’" not in run and "'" not in run and run.isalpha():
            key = run if run in names and run.isupper() else fold_word(run)
            if key in names:
                yield judge(scan, [Piece(match.start(), match.end(), key, True)], 0, 1, key)
            elif not run.isascii():
                form = inflected(key, names)
                if form:
                    found = judge(scan, [Piece(match.start(), match.end(), form, True)], 0, 1, form)
                    found.signs.append("inflected")
                    yield found
            continue
        pieces = list(cut(text, match.start(), match.end()))
        at = 0
        while at < len(pieces):
            found_at = longest_name(pieces, at, gazetteer) if pieces[at].is_name else None
            opened = open_pattern(pieces, at) if pieces[at].is_name else 0
            if opened and (not found_at or opened > found_at[0]):
                yield judge_open(scan, pieces, at, opened)
                at += opened
            elif found_at:
                words, key, is_inflected = found_at
                found = judge(scan, pieces, at, words, key)
                if is_inflected:
                    found.signs.append("inflected")
                yield found
                at += words
            else:
                at += 1


def cut(text: str, start: int, end: int) -> Iterator[Piece]:
    """Cut a run into its words; a possessive ending is left out."""
    for match in TOKEN.finditer(text, start, end):
        word = match.group()
        stop = match.end()
        tail = POSSESSIVE.search(word)
        if tail:
            stop -= len(tail.group())
            word = word[: tail.start()]
        if not word:
            continue
        upper = word[0].isupper()
        key = word if word.isupper() and len(word) > 1 and word.isascii() else fold_word(word)
        yield Piece(match.start(), stop, key, upper)


def longest_name(pieces: list[Piece], at: int, gazetteer: Gazetteer) -> tuple[int, str, bool] | None:
    """Give the longest name that begins here: its number of words, its key, whether it is declined."""
    names, longest = gazetteer.names, gazetteer.longest
    first = pieces[at].key
    plain = first.lower()
    most = min(len(pieces) - at, max(longest.get(plain, 1), longest.get(first, 1)))
    for words in range(most, 1, -1):
        if pieces[at + words - 1].end - pieces[at].start > 60:
            continue
        key = " ".join([piece.key for piece in pieces[at : at + words]])
        if key in names:
            return words, key, False
        lower = key.lower()
        if lower in names:
            return words, lower, False
    if first > "\u0400" and not first.isascii():
        found = longest_inflected(pieces, at, gazetteer)
        if found:
            return found
    if first in names:
        return 1, first, False
    if plain in names:
        return 1, plain, False
    if not first.isascii():
        form = inflected(plain, names)
        if form:
            return 1, form, True
    return None


def longest_inflected(pieces: list[Piece], at: int, gazetteer: Gazetteer) -> tuple[int, str, bool] | None:
    """Undo the case endings of a name of several words."""
    names, longest = gazetteer.names, gazetteer.longest
    heads = [form for form in (pieces[at].key, *first_cases(pieces[at].key)) if form in longest]
    for head in heads:
        forms = [head]
        for words in range(2, min(longest[head], len(pieces) - at) + 1):
            word = pieces[at + words - 1].key
            forms = [f"{form} {end}" for form in forms for end in (word, *first_cases(word))][:MOST_FORMS]
            hit = next((form for form in forms if form in names), None)
            if hit:
                return words, hit, hit != " ".join([piece.key for piece in pieces[at : at + words]])
    return None


def inflected(word: str, names: dict[str, int | tuple[int, ...]]) -> str | None:
    """Give the name whose case this Cyrillic word may be; the place of most weight if there are several."""
    if not "\u0400" <= word[:1] <= "\u04ff" or len(word) < 4:
        return None
    found = [form for form in first_cases(word) if form in names]
    if len(found) < 2:
        return found[0] if found else None
    return max(found, key=prior)


def prior(key: str) -> float:
    """Give the worth of a name by itself."""
    return static(key)[0]


@cache
def static(key: str) -> tuple[float, tuple[str, ...], int]:
    """Give what a name is worth by itself: its logit, its signs and its likeliest place."""
    gazetteer = load_gazetteer()
    best, best_worth = -1, -99.0
    for number in gazetteer.candidates(key):
        worth = worth_of(gazetteer, number)
        if worth > best_worth:
            best, best_worth = number, worth
    signs = ["bias", *signs_of_place(gazetteer, best, key), *signs_of_word(gazetteer, key)]
    return sum([WEIGHTS[sign] for sign in signs]) + size_worth(gazetteer, best), tuple(signs), best


def worth_of(gazetteer: Gazetteer, number: int) -> float:
    """Order places of one name: countries, then capitals and regions, then by people."""
    code = gazetteer.code(number)
    if code == "P":
        return (3.0 if gazetteer.is_capital(number) else 0.0) + 0.2 * gazetteer.size(number)
    return {"C": 9.0, "K": 8.0, "A": 6.0, "R": 2.6 + 0.1 * gazetteer.size(number), "F": 5.0}[code]


def size_worth(gazetteer: Gazetteer, number: int) -> float:
    """Give what its size adds to a town."""
    if gazetteer.code(number) != "P":
        return 0.0
    return WEIGHTS["size"] * max(0, gazetteer.size(number) - SIZE_FLOOR)


def signs_of_place(gazetteer: Gazetteer, number: int, key: str) -> Iterator[str]:
    """Give the signs that come from what the place is."""
    code = gazetteer.code(number)
    if code == "P":
        yield "capital" if gazetteer.is_capital(number) else "city"
    else:
        yield {"C": "country", "R": "region", "K": "continent", "A": "area", "F": "feature"}[code]
    if fold_word(gazetteer.name(number)) != key:
        yield "alias"
    if " " in key:
        yield "two words"
    if key.isupper() and key.isascii():
        yield "postal" if len(key) == 2 and code == "R" else "abbreviation"


def signs_of_word(gazetteer: Gazetteer, key: str) -> Iterator[str]:
    """Give the signs that come from what else the word may be."""
    band = gazetteer.words.get(key)
    if band:
        yield f"word {10 if band <= 10 else 20 if band <= 20 else 35 if band <= 40 else 50 if band <= 50 else 70}"
    vocabulary = load_vocabulary()
    if key in vocabulary.first_names:
        yield "first name"
    rank = gazetteer.surnames.get(key)
    if rank:
        yield f"surname {500 if rank <= 500 else 5000 if rank <= 5000 else 15000}"
    if key in vocabulary.peoples:
        yield "people"
    if key.lower() in vocabulary.metonyms:
        yield "not a place"


def judge(scan: Scan, pieces: list[Piece], at: int, words: int, key: str) -> Toponym:
    """Collect the signs for a name of the table."""
    first, last = pieces[at], pieces[at + words - 1]
    worth, _, best = static(key)
    found = Toponym(first.start, last.end, key, scan.gazetteer.candidates(key), [], worth, chosen=best, words=words)
    signs_around(scan, found, pieces, at, words)
    return found


def signs_around(scan: Scan, found: Toponym, pieces: list[Piece], at: int, words: int) -> None:
    """Collect the signs in the run and beside it."""
    signs = found.signs
    vocabulary = load_vocabulary()
    text = scan.text
    if at:
        signs_before_in_run(signs, pieces, at, vocabulary, text)
    else:
        signs_before(signs, text, found.start, vocabulary)
    if at + words < len(pieces):
        signs_behind_in_run(signs, pieces, at + words, vocabulary, scan, found)
    else:
        signs_behind(signs, text, found.end, vocabulary)
    if text[found.start : found.end].isupper() and not found.key.isupper():
        signs.append("capitals only")
    if found.key in scan.persons:
        signs.append("person here")
    if words == 1 and ("first name before" in signs or "title before" in signs or ("person verb" in signs and "prep" not in signs)):
        scan.persons.add(found.key)


def signs_before_in_run(signs: list[str], pieces: list[Piece], at: int, vocabulary: Vocabulary, text: str) -> None:
    """Judge the word before, in the same run."""
    before = pieces[at - 1]
    word = before.key.lower()
    if text[before.end] in "-–/" :
        signs.append("hyphen before")
    elif not before.is_name:
        if word in {"of", "de"} and at >= 2 and pieces[at - 2].key.lower() in vocabulary.organisations:
            signs.append("organisation of")
        elif word in vocabulary.before:
            signs.append("prep")
        else:
            signs.append("weak before")
    elif word in vocabulary.before and (at == 1 or word not in DIRECTIONS):
        signs.append("direction before" if word in DIRECTIONS else "prep")
    elif word in vocabulary.titles:
        signs.append("title before")
    elif word in vocabulary.first_names and word not in STOP:
        signs.append("first name before")
    elif word in DIRECTIONS:
        signs.append("direction before")
    elif word in STOP or word in vocabulary.weak:
        signs.append("weak before")
    elif word in vocabulary.peoples:
        signs.append("other before")
    else:
        signs.append("capital before")


def signs_before(signs: list[str], text: str, start: int, vocabulary: Vocabulary) -> None:
    """Judge what stands before the run."""
    if start and text[start - 1] in "-–":
        signs.append("hyphen before")
        return
    before = text[max(0, start - WINDOW) : start]
    cut_at = before.rfind("\n")
    if cut_at >= 0:
        before = before[cut_at + 1 :]
    words = before.split()
    if not words:
        signs.append("line start")
        return
    word = words[-1]
    last = word[-1]
    if last in "(（[":
        signs.append("bracket before")
    elif last == ",":
        signs.append("comma before")
    elif last in ".!?…:":
        signs.append("title before" if word.rstrip(".").lower() in vocabulary.titles else "sentence start")
    else:
        word = word.lstrip("(\"'“«‘[").lower()
        if word in vocabulary.before:
            signs.append("prep")
        elif word in vocabulary.titles:
            signs.append("title before")
        elif word in vocabulary.weak:
            signs.append("weak before")
        else:
            signs.append("other before")


def signs_behind_in_run(signs: list[str], pieces: list[Piece], at: int, vocabulary: Vocabulary, scan: Scan, found: Toponym) -> None:
    """Judge the word behind, in the same run."""
    behind = pieces[at]
    word = behind.key.lower()
    mark = scan.text[behind.start - 1]
    if mark in "-–/":
        signs.append("hyphen behind")
    elif not behind.is_name or mark == "&":
        signs.append("end")
    elif word in vocabulary.organisations:
        signs.append("organisation")
    elif word in vocabulary.plain:
        signs.append("soft organisation")
    elif word in vocabulary.features:
        signs.append("feature word")
    elif word in vocabulary.first_names or word in vocabulary.titles:
        signs.append("first name behind")
    elif word in STOP:
        signs.append("end")
    else:
        signs.append("capital behind")


def signs_behind(signs: list[str], text: str, end: int, vocabulary: Vocabulary) -> None:
    """Judge what stands behind the run."""
    behind = text[end : end + WINDOW]
    if not behind:
        signs.append("end")
        return
    mark = behind[0]
    if mark in "'’":
        signs.append("possessive")
    elif mark == "-":
        signs.append("hyphen behind")
    elif mark == " ":
        words = behind.split(None, 1)
        word = words[0].rstrip(".,;:!?)").lower() if words else ""
        if word in vocabulary.person_verbs:
            signs.append("person verb")
        elif word in vocabulary.plain:
            signs.append("soft organisation")
        elif word in vocabulary.features:
            signs.append("feature word")
    else:
        signs.append("end")


def open_pattern(pieces: list[Piece], at: int) -> int:
    """Give how many words from here make a name by their last word, as "Palm Beach County" does; 0 if none."""
    if pieces[at].key.lower() in STOP:
        return 0
    for last in range(at + 1, min(at + 4, len(pieces))):
        if not pieces[last].is_name:
            return 0
        if open_kind(pieces[last].key.lower()):
            return last - at + 1
    first = pieces[at].key.lower()
    if first in HEADS and at + 1 < len(pieces) and pieces[at + 1].is_name:
        return 2
    return 0


def open_kind(word: str) -> str:
    """Give the sign of a word that ends a place's name."""
    if word in FEATURE_COUNTY:
        return "open county"
    if word in FEATURE_WATER:
        return "open water"
    if word in FEATURE_LAND:
        return "open land"
    if word in FEATURE_STREET:
        return "open street"
    return "open building" if word in FEATURE_BUILDING else ""


def judge_open(scan: Scan, pieces: list[Piece], at: int, words: int) -> Toponym:
    """Collect the signs for a name that its own words show to be a place."""
    first, last = pieces[at], pieces[at + words - 1]
    sign = open_kind(last.key.lower()) or "open head"
    key = " ".join([piece.key.lower() for piece in pieces[at : at + words]])
    found = Toponym(first.start, last.end, key, (), ["bias", sign], WEIGHTS["bias"], words=words)
    found.kind = "region" if sign == "open county" else "feature"
    found.name = scan.text[first.start : last.end]
    signs_around(scan, found, pieces, at, words)
    return found
