"""Which place of that name: the right Paris.

A town and the region or country behind it confirm each other ("Paris, Texas"); else the countries that the text names elsewhere
count, and then the number of people. The same agreement is a sign that both are places at all.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from .toponym import likeliest, worth_of

if TYPE_CHECKING:
    from .gazetteer import Gazetteer
    from .toponym import Toponym

PAIR_GAP: Final = re.compile(r", ?(?:the )?| ?\(")
LIST_GAP: Final = re.compile(
    r", ?(?:and |et |и |y |та )?(?:the )?| (?:and|&|und|et|y|и|і|та|و|or|или|або|to) (?:the )?|/|-|–| [-–&] | و|، ?و?"
)
MAX_GAP: Final = 9
NEARBY_WORTH: Final = 2.0
"""What it adds to a place that its country or its region is named in the same text."""
REGION_BEHIND: Final = re.compile(r" (?:[Rr]egions?|[Oo]blasts?|[Pp]rovinces?|[Gg]overnorates?|[Kk]rai|[Rr]epublic|[Oo]bl\.)\b")
VOUCHED: Final = frozenset({"prep", "kind before"})
"""What must stand before a word that is not in the table, so that the country behind it can vouch for it; "Today, Belarus" is none."""


def resolve(found: list[Toponym], text: str, gazetteer: Gazetteer) -> None:
    """Choose a place for each name, and let neighbours confirm each other."""
    for left, right in pairwise(found):
        if 0 < right.start - left.end <= MAX_GAP:
            join(left, right, text[left.end : right.start], gazetteer)
    choose_nearby(found, gazetteer)
    choose_namesakes(found, gazetteer)
    for number, item in enumerate(found):
        if text[item.end : item.end + 1] == " " and REGION_BEHIND.match(text, item.end):
            choose_region(item, gazetteer)
            # "Zaporozhye and Kherson regions"
            if number and "list" in item.signs and item.start - found[number - 1].end <= MAX_GAP:
                choose_region(found[number - 1], gazetteer)


def choose_nearby(found: list[Toponym], gazetteer: Gazetteer) -> None:
    """Prefer the places of the countries and regions that the text names, and take their naming as a sign."""
    extra: dict[tuple[str, str], float] = {}
    for item in found:
        if item.chosen >= 0 and item.logit > 0:
            code = gazetteer.code(item.chosen)
            if code in "CR":
                extra[gazetteer.country(item.chosen), "" if code == "C" else gazetteer.region(item.chosen)] = NEARBY_WORTH
    if not extra:
        return
    for item in found:
        if item.chosen < 0 or gazetteer.code(item.chosen) == "C":
            continue
        if len(item.numbers) > 1 and "pair" not in item.signs:
            item.chosen = likeliest(gazetteer, item.numbers, extra)
        country = gazetteer.country(item.chosen)
        if gazetteer.code(item.chosen) == "P" and (country, gazetteer.region(item.chosen)) in extra:
            item.add("its region here")
        elif (country, "") in extra:
            item.add("its country here")


def choose_namesakes(found: list[Toponym], gazetteer: Gazetteer) -> None:
    """Prefer the region to the country of its name where only places of the region's country are named: Georgia beside Alabama."""
    namesakes = [item for item in found if len(item.numbers) > 1 and gazetteer.code(item.chosen) == "C" and "pair" not in item.signs]
    if not namesakes:
        return
    inside = Counter(
        gazetteer.country(item.chosen) for item in found if item.logit > 0 and item.chosen >= 0 and gazetteer.code(item.chosen) in "PR"
    )
    for item in namesakes:
        if not inside[gazetteer.country(item.chosen)]:
            regions = [number for number in item.numbers if gazetteer.code(number) == "R" and inside[gazetteer.country(number)]]
            item.chosen = max(regions, key=gazetteer.size, default=item.chosen)


def choose_region(item: Toponym, gazetteer: Gazetteer) -> None:
    """Prefer the region to the town that it is named after."""
    if item.chosen >= 0 and gazetteer.code(item.chosen) == "P" and "pair" not in item.signs:
        region = gazetteer.region_of(item.chosen)
        if region is not None:
            item.chosen = region


def join(left: Toponym, right: Toponym, gap: str, gazetteer: Gazetteer) -> None:
    """Let two neighbours confirm each other."""
    if PAIR_GAP.fullmatch(gap):
        pair = agreeing(left, right, gazetteer)
        if pair:
            left.chosen, right.chosen = pair
            left.add("pair")
            right.add("pair")
            return
        if (
            not left.numbers
            and not VOUCHED.isdisjoint(left.signs)
            and right.chosen >= 0
            and gazetteer.code(right.chosen) in "CR"
            and right.logit > 0
        ):
            # "Kaikoura, New Zealand": the country vouches for a town that is not in the table.
            left.add("pair")
            left.country = gazetteer.country(right.chosen)
            return
    if LIST_GAP.fullmatch(gap):
        # What is no place itself does not make its neighbour one: "Vladimir Kozlov and Ararat Petrosyan".
        likely = left.logit > 0, right.logit > 0
        if likely[0]:
            right.add("list")
        if likely[1]:
            left.add("list")


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
