"""Which place of that name: the right Paris.

A town and the region or country behind it confirm each other ("Paris, Texas"); else the countries that the text names elsewhere
count, and then the number of people.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .toponym import likeliest, worth_of

if TYPE_CHECKING:
    from .gazetteer import Gazetteer
    from .toponym import Toponym

PAIR_GAP: Final = re.compile(r",? ?\(?|, ?the ")
LIST_GAP: Final = re.compile(r", ?(?:and |et |и |y )?| (?:and|&|und|et|y|и|і|та|و) |/|-|–|, ?in ")
MAX_GAP: Final = 6
DOCUMENT_WORTH: Final = 2.0
"""What it adds to a place that its country, or a place in it, is named nearby."""


def resolve(found: list[Toponym], text: str, gazetteer: Gazetteer) -> None:
    """Choose a place for each name, and let neighbours confirm each other."""
    for left, right in zip(found, found[1:], strict=False):
        if 0 < right.start - left.end <= MAX_GAP:
            join(left, right, text[left.end : right.start], gazetteer)
    countries = {gazetteer.country(item.chosen) for item in found if item.chosen >= 0 and gazetteer.code(item.chosen) == "C" and item.logit > 0}
    if countries:
        extra = dict.fromkeys(countries, DOCUMENT_WORTH)
        for item in found:
            if len(item.numbers) > 1 and "pair" not in item.signs:
                item.chosen = likeliest(gazetteer, item.numbers, extra)


def join(left: Toponym, right: Toponym, gap: str, gazetteer: Gazetteer) -> None:
    """Let two neighbours confirm each other."""
    if PAIR_GAP.fullmatch(gap):
        pair = agreeing(left, right, gazetteer)
        if pair and ("," in gap or "(" in gap):
            left.chosen, right.chosen = pair
            left.signs.append("pair")
            right.signs.append("pair")
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
