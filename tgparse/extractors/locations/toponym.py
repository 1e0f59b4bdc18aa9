"""`Toponym`: a name that may be a place, with the signs for and against it, and what a name is worth by itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from .gazetteer import fold_word, load_gazetteer
from .lexis import load_lexis
from .weights import WEIGHTS, add_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...models import PlaceCue, PlaceKind
    from .gazetteer import Gazetteer

SIZE_FLOOR: Final = 15
"""The size of a town of 5 000 people."""
KNOWN_SIZE: Final = 23
"""The size of a town of half a million people, which everybody knows."""
RARE_SIZE: Final = 20
"""The size of a town of 100 000 people, which is likelier than a rare word of its name."""
COMMON: Final = 40
"""The band of the word list up to which a word is common."""
SEAT_SIZE: Final = 18
"""The size of a town of 30 000 people; smaller ones don't stand for their region."""
TOWNS: Final = ("town 5000", "town 15000", "town 50000", "town 150000", "town 500000", "town 1500000")
KINDS: Final = {"C": "country", "R": "region", "K": "continent", "A": "area", "F": "feature"}
POSTAL_WORDS: Final = frozenset({
    "IN", "OR", "ME", "OK", "HI", "OH", "LA", "PA", "MA", "AL", "ID", "CO", "MO", "DE", "MD", "MS", "MI", "MT", "AK", "AB", "ON",
})  # fmt: skip
"""Codes of regions that are words or other abbreviations too."""
FIRST_FOREIGN: Final = "\u0370"
"""Keys from here on are Cyrillic or Arabic; the table's own names are all Latin, so there each of them is an alias."""
CYRILLIC: Final = frozenset({"RU", "UA", "BY", "KZ", "KG", "TJ", "UZ", "MD", "BG", "RS", "MK", "MN"})
"""Countries whose towns are at home in Cyrillic, where nobody takes them for a Latin surname."""
SHORT: Final = 3
"""Letters of a name that is likelier an abbreviation."""
NEVER: Final = -99.0
"""The logit of what only looks like a place."""
EMPTY: Final[Mapping[tuple[str, str], float]] = MappingProxyType({})


@dataclass(slots=True)
class Toponym:
    """A name that may be a place, with the signs for and against it."""

    start: int
    end: int
    key: str
    numbers: Sequence[int]
    """The places of this name; empty for one that is not in the table, such as "Palm Beach County"."""
    signs: list[str]
    """What speaks for and against it here; see `weights.py`."""
    logit: float = 0.0
    """First what the name is worth by itself, in the end the sum of all."""
    cue: PlaceCue = "name"
    chosen: int = -1
    """The place that it is held to be; -1 for none in the table."""
    name: str = ""
    """Its name, where the table does not say."""
    kind: PlaceKind = "feature"
    """What it is, where the table does not say."""
    country: str = ""
    """Its country's code, where the table does not say."""

    def add(self, sign: str) -> None:
        """Add a sign and what it is worth."""
        self.signs.append(sign)
        self.logit += WEIGHTS[sign]


@cache
def static(key: str) -> tuple[float, tuple[str, ...], int]:
    """Give what a name is worth by itself: its logit, its signs and its likeliest place.

    There are as many results as names in the table, so the cache is bounded.
    """
    gazetteer = load_gazetteer()
    numbers = gazetteer.candidates(key)
    if not numbers:
        return NEVER, ("bias",), -1
    best = likeliest(gazetteer, numbers)
    signs = ("bias", *signs_of_place(gazetteer, best, key), *signs_of_word(gazetteer, best, key))
    return add_up(signs), signs, best


def likeliest(gazetteer: Gazetteer, numbers: Sequence[int], extra: Mapping[tuple[str, str], float] = EMPTY) -> int:
    """Give the likeliest of the places of one name; a town goes before the region that is named after it.

    `extra` is what the places of a country (`"US", ""`) or region (`"US", "TX"`) are worth more, because the text is about it.
    """
    best, most, more = -1, NEVER, extra.get
    for number in numbers:
        value, country, region = standing(gazetteer, number)
        worth = value + more(country, 0.0) + more(region, 0.0)
        if worth > most:
            best, most = number, worth
    if gazetteer.code(best) == "R" and gazetteer.region(best):
        seats = [number for number in numbers if is_seat(gazetteer, number, best)]
        return max(seats, key=gazetteer.size, default=best)
    return best


def is_seat(gazetteer: Gazetteer, number: int, region: int) -> bool:
    """Tell whether a place is the town that a region is named after."""
    return (
        gazetteer.code(number) == "P"
        and gazetteer.country(number) == gazetteer.country(region)
        and gazetteer.region(number) == gazetteer.region(region)
        and gazetteer.size(number) >= SEAT_SIZE
    )


@lru_cache(maxsize=1 << 14)
def standing(gazetteer: Gazetteer, number: int) -> tuple[float, tuple[str, str], tuple[str, str]]:
    """Give what a place is worth among those of its name, and the country and the region that it lies in."""
    country = gazetteer.country(number)
    return worth_of(gazetteer, number), (country, ""), (country, gazetteer.region(number) or "-")


def worth_of(gazetteer: Gazetteer, number: int) -> float:
    """Order places of one name: countries, then capitals and regions, then by people."""
    code = gazetteer.code(number)
    listed = 1.0 if gazetteer.is_listed(number) else 0.0
    if code == "P":
        return listed + (2.0 if gazetteer.is_capital(number) else 0.0) + 0.2 * gazetteer.size(number)
    return listed + {"C": 9.0, "K": 8.0, "A": 5.0, "R": 1.8 + 0.1 * gazetteer.size(number), "F": 4.0}[code]


def is_known(gazetteer: Gazetteer, number: int) -> bool:
    """Tell whether everybody knows a place: what is listed by hand, countries, capitals, and towns of half a million."""
    if gazetteer.is_listed(number):
        return True
    code = gazetteer.code(number)
    return code not in "PR" or (code == "P" and (gazetteer.is_capital(number) or gazetteer.size(number) >= KNOWN_SIZE))


def signs_of_place(gazetteer: Gazetteer, number: int, key: str) -> Iterator[str]:
    """Give the signs that come from what the place is."""
    code = gazetteer.code(number)
    yield from signs_of_kind(gazetteer, number, code)
    if key > FIRST_FOREIGN:
        # There is no list of words and surnames for other scripts, so little towns need more to go for them.
        known = code != "P" or gazetteer.size(number) >= RARE_SIZE or gazetteer.is_listed(number)
        yield "other script" if known else "other script, small town"
    elif key.isupper():
        if len(key) == 2 and code == "R":
            yield "postal word" if key in POSTAL_WORDS else "postal"
        else:
            yield "abbreviation"
    elif fold_word(gazetteer.name(number)) != key:
        yield "alias, well-known" if code not in "CP" or gazetteer.is_listed(number) else "alias"
    if " " in key:
        yield "two words"
    elif len(key) <= SHORT and key < FIRST_FOREIGN and not is_known(gazetteer, number):
        yield "short name"


def signs_of_kind(gazetteer: Gazetteer, number: int, code: str) -> Iterator[str]:
    """Give the signs of how well a place of its kind is known."""
    listed = gazetteer.is_listed(number)
    if code != "P":
        yield KINDS[code] if listed or code != "R" else "region, unlisted"
    elif gazetteer.is_capital(number):
        yield "capital"
    else:
        yield TOWNS[min(len(TOWNS) - 1, max(0, gazetteer.size(number) - SIZE_FLOOR) // 2)]
        if listed:
            yield "listed town"


def signs_of_word(gazetteer: Gazetteer, number: int, key: str) -> Iterator[str]:
    """Give the signs that come from what else the word may be; they weigh less for a place that everybody knows."""
    known = " of a known place" if is_known(gazetteer, number) else ""
    band = gazetteer.words.get(key)
    if band and band > COMMON and gazetteer.size(number) >= RARE_SIZE:
        yield f"word {50 if band <= 50 else 70} of a known place"
    elif band:
        yield f"word {10 if band <= 10 else 20 if band <= 20 else 35 if band <= 40 else 50 if band <= 50 else 70}{known}"
    lexis = load_lexis()
    if key in lexis.first_names:
        yield f"first name{known}"
    # «Рубио» in Venezuela is likelier the senator.
    is_latin = key > FIRST_FOREIGN and not known and gazetteer.country(number) not in CYRILLIC
    rank = gazetteer.surnames.get(fold_word(gazetteer.name(number)) if is_latin else key)
    if rank:
        yield f"surname {500 if rank <= 500 else 5000 if rank <= 5000 else 15000}{known}"
    if key in lexis.peoples:
        yield "people"
