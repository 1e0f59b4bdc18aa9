"""The gazetteer: names of places folded to keys, and what is known of each place.

The table is built by `tests/tools/make_places.py`, which says where its data comes from. It is a text of columns: a place is a
number, the position of its entry in every column. All of it stays packed in lists and arrays until a place is found; then
`Gazetteer.place` unpacks that one. Loading takes a fifth of a second, so nothing loads it before the first text with a capital letter.
"""

from __future__ import annotations

import lzma
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from ...tables import load_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...models import PlaceKind

KINDS: Final[Mapping[str, PlaceKind]] = {"C": "country", "R": "region", "P": "city", "K": "continent", "A": "area", "F": "feature"}
SMALL: Final = frozenset({"the", "of", "and", "in", "on", "at", "for", "to"})
"""Words that begin names too ("The Hague"), but that are in every other run."""
_SPECIAL: Final = str.maketrans(
    {
        "-": " ", "‐": " ", "‑": " ", "–": " ", "\u00a0": " ", "\u200c": " ", "ʻ": "'", "’": "'", "`": "'", "ʼ": "'", "‘": "'",
        "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a", "ё": "е",
        "ي": "ی", "ى": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ۀ": "ه", "ؤ": "و", "ئ": "ی", "ـ": None,
    }
)  # fmt: skip
_MARK: Final = re.compile("[\u0300-\u0305\u0307-\u036f\u064b-\u0655]")
_ABBREVIATION: Final = re.compile(r"(?:[A-Z]{2,5}|(?:[A-Z]\.){1,4}[A-Z]?|[А-ЯЁІЇЄ]{2,5})")


@cache
def _is_kept(mark: str) -> bool:
    return mark in "\u0306\u0308"


def fold(name: str) -> str:
    """Fold a name to the key it is looked up by: lower case, blanks for hyphens, Latin letters without marks.

    Abbreviations stay in capitals: `US` is a country, `us` is not. Cyrillic keeps its letters (й is not и), only ё is е. Arabic and
    Persian letters that differ by keyboard or habit are one.

    >>> fold("Saint-Étienne"), fold("Łódź"), fold("Орёл"), fold("US")
    ('saint etienne', 'lodz', 'орел', 'US')
    """
    if _ABBREVIATION.fullmatch(name):
        return name
    return fold_word(name)


def fold_word(name: str) -> str:
    """Fold a name that is no abbreviation.

    >>> fold_word("KYIV"), fold_word("Zürich")
    ('kyiv', 'zurich')
    """
    name = name.lower()
    if name.isascii():
        return " ".join(name.replace("-", " ").replace("`", "'").split())
    name = name.translate(_SPECIAL)
    if not name.isascii():
        name = "".join(map(_bare, name))
    return " ".join(name.split())


@cache
def _bare(letter: str) -> str:
    """Take the marks off a Latin letter; leave other scripts alone."""
    if "\u0370" <= letter < "\u1e00":
        return "" if _MARK.match(letter) else letter
    return _MARK.sub("", unicodedata.normalize("NFD", letter)).replace("\u0306", "")


class Place(NamedTuple):
    """What the table knows of a place."""

    name: str
    """Its canonical English name."""
    kind: PlaceKind
    country: str
    """ISO 3166-1 alpha-2 code, or nothing."""
    region: str
    """GeoNames' code of the first-level part of the country."""
    latitude: float | None
    longitude: float | None
    size: int
    """Four steps to a power of ten of people: 24 is a million."""
    capital: bool
    geonames: int | None


class Gazetteer:
    """The loaded table: names to places."""

    __slots__ = (
        *("_columns", "_ids", "close", "common", "first_names", "flags", "last_names", "longest"),
        *("names", "regions", "shown", "starts", "surnames", "words"),
    )

    def __init__(self, text: str) -> None:
        """Read the table's text."""
        sections = text.split("\f")
        self._columns: Final = [section.split("\n") for section in sections[:8]]
        self._ids: Final = _running_sum(sections[8].split("\n"))
        self.names: Final = _index(self._columns[0], self._columns[1])
        """From a key to the numbers of the places of that name: one number, or a tuple of several, or none for what only looks so."""
        self.names.update(dict.fromkeys(map(fold_word, load_words("not places")), ()))
        self.longest: Final = _first_words(self.names)
        """From the first word of a name of several words to the most words of such a name."""
        self.shown: Final = _open_words()
        """The words that show a name to be a place."""
        self.starts: Final = (self.shown.union(self.longest, (name.lower() for name in self.names if " " not in name))) - SMALL
        """The words that a name may begin with, or that show it to be a place: a run without any of them needs no closer look."""
        self.words: Final = _ranks(sections[9])
        """Names that are common English words too: how rare they are, 10 to 70."""
        self.surnames: Final = _ranks(sections[10])
        """Names that are surnames too, with their rank in a census."""
        self.first_names: Final = frozenset(sections[11].split("\n")) | load_words("first names")
        self.last_names: Final = frozenset(sections[12].split("\n"))
        self.common: Final = sections[13]
        """Common English words, still in one piece: few texts ask for them."""
        self.close: Final[dict[str, str]] = {}
        """From a name without its blanks to the key; filled when the first hashtag asks."""
        self.regions: Final[dict[tuple[str, str], int]] = {}
        """From a country's code and a region's to the region; filled when first asked."""
        self.flags: Final[dict[str, int]] = {}
        """From a country's code to the country; filled when the first flag asks."""

    def candidates(self, key: str) -> Sequence[int]:
        """Give the numbers of the places that have this name."""
        found = self.names.get(key)
        if found is None:
            return ()
        return (found,) if isinstance(found, int) else found

    def code(self, number: int) -> str:
        """Give the letter of a place's kind."""
        return self._columns[2][number]

    def country(self, number: int) -> str:
        """Give a place's country code."""
        return self._columns[3][number]

    def region(self, number: int) -> str:
        """Give the code of a place's region."""
        return self._columns[4][number]

    def size(self, number: int) -> int:
        """Give a place's size, four steps to a power of ten of people."""
        return int(self._columns[7][number].rstrip("*+"))

    def is_capital(self, number: int) -> bool:
        """Tell whether a place is the capital of its country."""
        return "*" in self._columns[7][number]

    def is_listed(self, number: int) -> bool:
        """Tell whether a place was named by hand: it is better known than its size tells."""
        return self._columns[7][number].endswith("+")

    def name(self, number: int) -> str:
        """Give a place's canonical name."""
        return self._columns[0][number]

    def region_of(self, number: int) -> int | None:
        """Give the region that a place lies in."""
        if not self.regions:
            codes, countries, regions = self._columns[2], self._columns[3], self._columns[4]
            self.regions.update({(countries[i], regions[i]): i for i, code in enumerate(codes) if code == "R" and regions[i]})
        return self.regions.get((self.country(number), self.region(number)))

    def places_of(self, codes: str, size: int) -> list[int]:
        """Give the places of these kinds, and the towns of this size and more."""
        kinds, sizes = self._columns[2], self._columns[7]
        return [number for number, code in enumerate(kinds) if code in codes or (code == "P" and int(sizes[number].rstrip("*+")) >= size)]

    def flagged(self, flag: str) -> int | None:
        """Give the place of a flag: of a country's code, or of the name of a part of the United Kingdom."""
        if not self.flags:
            self.flags.update({self.country(number): number for number, code in enumerate(self._columns[2]) if code == "C"})
        return self.flags.get(flag) or next(iter(self.candidates(fold(flag))), None)

    def place(self, number: int) -> Place:
        """Unpack a place."""
        names, _, kinds, countries, regions, latitudes, longitudes, sizes = self._columns
        return Place(
            names[number],
            KINDS[kinds[number]],
            countries[number],
            regions[number],
            _degrees(latitudes[number]),
            _degrees(longitudes[number]),
            int(sizes[number].rstrip("*+")),
            "*" in sizes[number],
            self._ids[number] or None,
        )


def _degrees(hundredths: str) -> float | None:
    return int(hundredths) / 100 if hundredths else None


def _running_sum(steps: list[str]) -> list[int]:
    total = 0
    sums: list[int] = []
    for step in steps:
        total += int(step)
        sums.append(total)
    return sums


def _index(own: list[str], others: list[str]) -> dict[str, int | tuple[int, ...]]:
    """Map every key to its places."""
    index: dict[str, int | tuple[int, ...]] = {}
    several: dict[str, list[int]] = {}
    for number, name in enumerate(own):
        # Two names of three are one plain word, for which folding is more than is needed.
        own_key = name.lower() if name.isascii() and name.isalpha() and not name.isupper() else fold(name)
        for key in (own_key, *others[number].split("|")) if others[number] else (own_key,):
            first = index.setdefault(key, number)
            if first is not number:
                several.setdefault(key, []).append(number)
    for key, rest in several.items():
        index[key] = (index[key], *rest)  # type: ignore[arg-type] # it is a number still
    return index


def _first_words(names: Mapping[str, object]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for name in names:
        if " " in name:
            words = name.split(" ")
            if longest.get(words[0], 0) < len(words):
                longest[words[0]] = len(words)
    return longest


def _ranks(section: str) -> dict[str, int]:
    return {word: int(rank) for word, rank in (line.split("\t") for line in section.split("\n"))}


def _open_words() -> frozenset[str]:
    sections = ("open county", "open water", "open land", "open street", "open building", "open heads", "open feature heads")
    return frozenset(word for section in sections for word in load_words(section))


@cache
def load_common_words() -> frozenset[str]:
    """Load the English words that no place is guessed from; loaded by itself, since few texts ask for them.

    >>> "parliament" in load_common_words()
    True
    """
    return frozenset(load_gazetteer().common.split("\n")) | load_words("capitalised words")


@cache
def load_gazetteer() -> Gazetteer:
    """Load the table.

    >>> gazetteer = load_gazetteer()
    >>> gazetteer.place(gazetteer.candidates("minsk")[0]).country
    'BY'
    """
    return Gazetteer(lzma.decompress(load_bytes("places.xz")).decode())


@cache
def load_words(section: str) -> frozenset[str]:
    """Read a section of the hand-written word lists.

    >>> "said" in load_words("person verbs")
    True
    """
    return frozenset(word.strip() for word in _sections()[section].replace("\n", ",").split(",")) - {""}


@cache
def _sections() -> Mapping[str, str]:
    lines = load_bytes("places_words.txt").decode().split("\n")
    text = "\n".join(line for line in lines if line.startswith("## ") or not line.startswith("#"))
    return {title: body for title, _, body in (part.partition("\n") for part in text.split("## ")[1:])}
