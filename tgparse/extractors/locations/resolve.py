"""Which place of that name: the right Paris.

A town and the region or country behind it confirm each other ("Paris, Texas"); else the countries that the text names elsewhere
count, and then the number of people. The same agreement is a sign that both are places at all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .toponym import likeliest, worth_of

if TYPE_CHECKING:
    from .gazetteer import Gazetteer
    from .toponym import Toponym

PAIR_GAP: Final = re.compile(r", ?(?:the )?| ?\(")
LIST_GAP: Final = re.compile(r", ?(?:and |et |и |y |та )?(?:the )?| (?:and|&|und|et|y|и|і|та|و|or|или|або|to) (?:the )?|/|-|–| [-–&] ")
MAX_GAP: Final = 9
DOCUMENT_WORTH: Final = 2.0
"""What it adds to a place that its country is named in the same text."""
REGION_BEHIND: Final = re.compile(r" (?:[Rr]egions?|[Oo]blasts?|[Pp]rovinces?|[Gg]overnorates?|[Kk]rai|[Rr]epublic|[Oo]bl\.)\b")
VOUCHED: Final = frozenset({"prep", "kind before"})
"""What must stand before a word that is not in the table, so that the country behind it can vouch for it; "Today, Belarus" is none."""
TOWN_LEVEL: Final = frozenset("PR")
"""The kinds of places that the country named nearby makes likelier."""


def resolve(found: list[Toponym], text: str, gazetteer: Gazetteer) -> None:
    """Choose a place for each name, and let neighbours confirm each other."""
    for left, right in zip(found, found[1:], strict=False):
        if 0 < right.start - left.end <= MAX_GAP:
            join(left, right, text[left.end : right.start], gazetteer)
    choose_by_country(found, gazetteer)
    for left, right in zip([None, *found], found, strict=False):
        if REGION_BEHIND.match(text, right.end):
            choose_region(right, gazetteer)
            # "Zaporozhye and Kherson regions"
            if left and "list" in right.signs and "list" in left.signs and right.start - left.end <= MAX_GAP:
                choose_region(left, gazetteer)


def choose_by_country(found: list[Toponym], gazetteer: Gazetteer) -> None:
    """Prefer the places of the countries that the text names."""
    countries = {gazetteer.country(item.chosen) for item in found if item.chosen >= 0 and gazetteer.code(item.chosen) == "C" and item.logit > 0}
    if not countries:
        return
    extra = dict.fromkeys(countries, DOCUMENT_WORTH)
    for item in found:
        if item.chosen < 0:
            continue
        if len(item.numbers) > 1 and gazetteer.country(item.chosen) not in countries and "pair" not in item.signs:
            item.chosen = likeliest(gazetteer, item.numbers, extra)
        if gazetteer.code(item.chosen) in TOWN_LEVEL and gazetteer.country(item.chosen) in countries:
            item.signs.append("its country here")


def choose_region(item: Toponym, gazetteer: Gazetteer) -> None:
    """Prefer the region to the town that it is named after."""
    regions = [number for number in item.numbers if gazetteer.code(number) == "R"]
    if regions and "pair" not in item.signs:
        country = gazetteer.country(item.chosen)
        item.chosen = max(regions, key=lambda number: (gazetteer.country(number) == country, worth_of(gazetteer, number)))


def join(left: Toponym, right: Toponym, gap: str, gazetteer: Gazetteer) -> None:
    """Let two neighbours confirm each other."""
    if PAIR_GAP.fullmatch(gap):
        pair = agreeing(left, right, gazetteer)
        if pair:
            left.chosen, right.chosen = pair
            left.signs.append("pair")
            right.signs.append("pair")
            return
        if not left.numbers and left.signs[0] in VOUCHED and right.chosen >= 0 and gazetteer.code(right.chosen) in "CR" and right.logit > 0:
            # "Kaikoura, New Zealand": the country vouches for a town that is not in the table.
            left.signs.append("pair")
            left.country = gazetteer.country(right.chosen)
            return
    if LIST_GAP.fullmatch(gap):
        left.signs.append("list")
        right.signs.append("list")


def agreeing(left: Toponym, right: Toponym, gazetteer: Gazetteer) -> tuple[int, int] | None:
    """Give the likeliest pair of places of which the second holds the first."""
    best: tuple[float, int, int] | None = None
    for outer in right.numbers:
        code = gazetteer.code(outer)
        if code not in "CR":
            continue
        country, region = gazetteer.country(outer), gazetteer.region(outer)
        for inner in left.numbers:
            if inner == outer or gazetteer.country(inner) != country or gazetteer.code(inner) == "C":
                continue
            if code == "R" and (gazetteer.region(inner) != region or gazetteer.code(inner) != "P"):
                continue
            worth = worth_of(gazetteer, inner) + worth_of(gazetteer, outer)
            if best is None or worth > best[0]:
                best = worth, inner, outer
    return best and best[1:]
