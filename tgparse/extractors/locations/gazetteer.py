"""The gazetteer: names of places folded to keys, and what is known of each place.

The table is built by `tests/tools/make_places.py`, which says where its data comes from. It is a text of columns: a place is a
number, the position of its entry in every column. All of it stays packed until a place is found; then `Gazetteer.place` unpacks that
one. Columns of numbers are never cut up at all: each number is one code point (`ZERO` tells which). The keys stand in the table as they
are looked up, so that loading folds nothing; yet it takes a tenth of a second, so nothing loads the table before the first text.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from functools import cache
from itertools import chain, count, repeat
from typing import TYPE_CHECKING, Final, NamedTuple

from ...tables import load_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ...models import PlaceKind

    Ask = Callable[[int], str]

KINDS: Final[Mapping[str, PlaceKind]] = {"C": "country", "R": "region", "P": "city", "K": "continent", "A": "area", "F": "feature"}
SMALL: Final = frozenset({"the", "of", "and", "in", "on", "at", "for", "to"})
"""Words that begin names too ("The Hague"), but that are in every other run."""
ZERO: Final = 0x5000
"""The code point that stands for the number 0 in a column of numbers; those of -18000 to 18000 are no surrogates."""
SIZE: Final = 4
CAPITAL: Final = 1
LISTED: Final = 2
"""A place's size stands above these two bits: it is a capital; it was named by hand."""
UNKNOWN: Final = "?"
"""Stands for a coordinate that nobody knows."""
_SPECIAL: Final = str.maketrans(
    {
        "-": " ", "‐": " ", "‑": " ", "–": " ", "\u00a0": " ", "\u200c": " ", "ʻ": "'", "’": "'", "`": "'", "ʼ": "'", "‘": "'",
        "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a", "ё": "е",
        "ي": "ی", "ى": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ۀ": "ه", "ؤ": "و", "ئ": "ی", "ـ": None,
    }
)  # fmt: skip
_PLAIN: Final = re.compile("[а-яіїєґ]+|[ابتثجحخدذرزسشصضطظعغفقکلمنهوپچژگی]+")
"""Words that are their own keys, as most are."""
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
    return name if name.isupper() and _ABBREVIATION.fullmatch(name) else fold_word(name)


def fold_word(name: str) -> str:
    """Fold a name that is no abbreviation.

    >>> fold_word("KYIV"), fold_word("Zürich")
    ('kyiv', 'zurich')
    """
    name = name.lower()
    if name.isascii():
        return " ".join(name.replace("-", " ").replace("`", "'").split())
    if _PLAIN.fullmatch(name):
        return name
    name = name.translate(_SPECIAL)
    if not name.isascii() and not _PLAIN.fullmatch(name):
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
        *("_abbreviations", "_countries", "_ids", "_kinds", "_latitudes", "_longitudes", "_names", "_namesakes", "_regions", "_sizes"),
        *("code", "common", "country", "first_names", "flags", "last_names", "longest", "name", "names", "region", "regions", "shown"),
        *("surnames", "words"),
    )

    def __init__(self, text: str) -> None:
        """Read the table's text."""
        names, keys, counts, namesakes, longest, *columns, words, surnames, first_names, last_names, common = text.split("\f")
        countries, regions, self._kinds, self._latitudes, self._longitudes, self._sizes, *self._ids = columns
        # Tuples, since the garbage collector soon leaves tuples of strings alone, but walks through lists whenever it runs.
        self._names, self._countries, self._regions = (tuple(column.split("\n")) for column in (names, countries, regions))
        # The columns answer themselves: these are asked so often that a function around each would be the larger part.
        self.name: Final[Ask] = self._names.__getitem__
        """From a place's number to its canonical name."""
        self.code: Final[Ask] = self._kinds.__getitem__
        """From a place's number to the letter of its kind."""
        self.country: Final[Ask] = self._countries.__getitem__
        """From a place's number to its country's code, or nothing."""
        self.region: Final[Ask] = self._regions.__getitem__
        """From a place's number to the code of its region, or nothing."""
        not_places = dict.fromkeys(map(fold_word, load_words("not places")), ())
        self.names: Final = _index(names, keys, counts)
        """From a key to the first place of that name, or none for what only looks so."""
        self.names.update(not_places)
        self._namesakes: Final = {key: others for key, _, others in (line.partition("\t") for line in namesakes.split("\n"))}
        """From a key to its other places, still written out: few of them are asked for."""
        self.longest: Final = _first_words(longest, not_places)
        """From the first word of a name of several words to the most words of such a name."""
        self.shown: Final = _open_words()
        """The words that show a name to be a place."""
        self._abbreviations: Final = frozenset([name.lower() for name in self.names if name.isupper() and " " not in name])
        self.words: Final = _ranks(words)
        """Names that are common English words too: how rare they are, 10 to 70."""
        self.surnames: Final = _ranks(surnames)
        """Names that are surnames too, with their rank in a census."""
        self.first_names: Final = frozenset(first_names.split("\n")) | load_words("first names")
        self.last_names: Final = frozenset(last_names.split("\n"))
        self.common: Final = common
        """Common English words, still in one piece: few texts ask for them."""
        self.regions: Final[dict[tuple[str, str], int]] = {}
        """From a country's code and a region's to the region; filled when first asked."""
        self.flags: Final[dict[str, int]] = {}
        """From a country's code to the country; filled when the first flag asks."""

    def may_hold_name(self, words: Iterable[str]) -> bool:
        """Tell whether one of these words, in lower case, may begin a name or show that there is one: most runs need no closer look.

        >>> load_gazetteer().may_hold_name(["new", "york"]), load_gazetteer().may_hold_name(["of", "xyzzy"])
        (True, False)
        """
        telling = set(words) - SMALL
        return not (
            self.names.keys().isdisjoint(telling)
            and self.longest.keys().isdisjoint(telling)
            and self.shown.isdisjoint(telling)
            and self._abbreviations.isdisjoint(telling)
        )

    def candidates(self, key: str) -> Sequence[int]:
        """Give the numbers of the places that have this name."""
        first = self.names.get(key, ())
        if not isinstance(first, int):
            return ()
        others = self._namesakes.get(key)
        return (first, *map(int, others.split(" "))) if others else (first,)

    def size(self, number: int) -> int:
        """Give a place's size, four steps to a power of ten of people."""
        return (ord(self._sizes[number]) - ZERO) // SIZE

    def is_capital(self, number: int) -> bool:
        """Tell whether a place is the capital of its country."""
        return bool((ord(self._sizes[number]) - ZERO) & CAPITAL)

    def is_listed(self, number: int) -> bool:
        """Tell whether a place was named by hand: it is better known than its size tells."""
        return bool((ord(self._sizes[number]) - ZERO) & LISTED)

    def region_of(self, number: int) -> int | None:
        """Give the region that a place lies in."""
        if not self.regions:
            countries, regions = self._countries, self._regions
            # A pattern runs through a column faster than a loop does.
            numbers = [match.start() for match in re.finditer("R", self._kinds)]
            self.regions.update({(countries[number], regions[number]): number for number in numbers if regions[number]})
        return self.regions.get((self.country(number), self.region(number)))

    def well_known_names(self, size: int) -> list[str]:
        """Give the names of countries, of regions that were named by hand, and of all places of this size and more."""
        countries = re.finditer("C", self._kinds)
        regions = (match for match in re.finditer("R", self._kinds) if self.is_listed(match.start()))
        sizes = re.finditer(f"[{chr(ZERO + SIZE * size)}-\uffff]", self._sizes)
        return [self._names[match.start()] for match in chain(countries, regions, sizes)]

    def flagged(self, flag: str) -> int | None:
        """Give the place of a flag: of a country's code, or of the name of a part of the United Kingdom."""
        if not self.flags:
            self.flags.update({self.country(number): number for number, code in enumerate(self._kinds) if code == "C"})
        return self.flags.get(flag) or next(iter(self.candidates(fold(flag))), None)

    def place(self, number: int) -> Place:
        """Unpack a place."""
        thousands, rest = [ord(column[number]) - ZERO for column in self._ids]
        return Place(
            self._names[number],
            KINDS[self._kinds[number]],
            self._countries[number],
            self._regions[number],
            _degrees(self._latitudes[number]),
            _degrees(self._longitudes[number]),
            self.size(number),
            self.is_capital(number),
            1000 * thousands + rest or None,
        )


def _degrees(hundredths: str) -> float | None:
    return None if hundredths == UNKNOWN else (ord(hundredths) - ZERO) / 100


def _index(names: str, keys: str, counts: str) -> dict[str, int | tuple[()]]:
    """Map every key to the first of its places.

    The keys stand in the order of these places, so that it is enough to count those of each; one that is the name in lower case is left
    out.
    """
    lower = names.lower().split("\n")
    numbers = chain.from_iterable(map(repeat, count(), map(int, counts.split("\n"))))
    return {key or lower[number]: number for key, number in zip(keys.split("\n"), numbers, strict=True)}


def _first_words(lines: str, names: Iterable[str]) -> dict[str, int]:
    """Read the table's first words, a line for each number of words from two on, and add those of further names."""
    longest: dict[str, int] = {}
    for words, line in enumerate(lines.split("\n"), start=2):
        longest.update(dict.fromkeys(line.split(), words))
    for name in names:
        first, _, rest = name.partition(" ")
        if rest:
            longest[first] = max(longest.get(first, 0), name.count(" ") + 1)
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
    return load_words("capitalised words").union(load_gazetteer().common.split("\n"))


@cache
def load_gazetteer() -> Gazetteer:
    """Load the table.

    >>> gazetteer = load_gazetteer()
    >>> gazetteer.place(gazetteer.candidates("minsk")[0]).country
    'BY'
    """
    return Gazetteer(gzip.decompress(load_bytes("places.gz")).decode())


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
