"""Which place of that name: the right Paris.

A town and the region or country behind it confirm each other ("Paris, Texas"); else the countries that the text names elsewhere
count, and then the number of people. The same agreement is a sign that both are places at all.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from .readings import states_behind, states_of_code
from .surroundings import AGENCY
from .tongue import at_home, tongue_of, worth_at_home
from .toponym import likeliest, standing
from .unknown import OPENING, is_uncommon

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .gazetteer import Gazetteer
    from .toponym import Toponym

PAIR_GAP: Final = re.compile(r", ?(?:the )?| ?\(")
WITHIN: Final = re.compile(r",? (?:in|в|у|en) (?:the )?")
"""What stands between a town and the country that it is in: "Tripoli in Lebanon"."""
LIST_GAP: Final = re.compile(
    r", ?(?:and |et |и |y |та )?(?:the )?| (?:and|&|und|et|y|и|і|та|و|or|или|або|to) (?:the )?|/|-|–| [-–&] | و|، ?و?"
)
MAX_GAP: Final = 9
NEARBY_WORTH: Final = 2.0
"""What it adds to a place that its country or its region is named in the same text."""
REGION_WORTH: Final = 1.0
"""What it adds to a place that another region of its country is named."""
TOWN_WORTH: Final = 0.5
"""What it adds to a place that a town of its country or region is named."""
MOST_NEARBY: Final = 3.0
"""What all this can add at most."""
REGION_BEHIND: Final = re.compile(r" (?:[Rr]egions?|[Oo]blasts?|[Pp]rovinces?|[Gg]overnorates?|[Kk]rai|[Rr]epublic|[Oo]bl\.)\b")
PAIRED: Final = frozenset({"pair", "chain"})
WELL_KNOWN: Final = 20
"""The size of a town that a state behind it does not move: "Chicago, California and Oregon" is a list."""
WATERS: Final = ("Sea", "Ocean", "Strait", "Straits", "Gulf", "Channel")
"""Last words of names that belong to no one country."""
STATES: Final = frozenset({"US", "CA", "AU"})
"""Countries whose towns are named with their state."""
REGION_LETTERS: Final = frozenset("RrOoPpGgKk")
VOUCHED: Final = frozenset({"in", "prep", "kind before", "open county", "open water", "open feature"})
"""What must stand before a word that is not in the table, so that the country behind it can vouch for it; "Today, Belarus" is none."""

IN_STATE: Final = frozenset({"unknown before kind", "open county"})
"""The signs of a name that is not in the table, but may well lie in the state behind it."""


def resolve(found: list[Toponym], text: str, gazetteer: Gazetteer) -> None:
    """Choose a place for each name, and let neighbours confirm each other."""
    for item in found:
        if len(item.numbers) > 1 and (homes := at_home(item.key)):
            item.chosen = homes.get(tongue_of(text), item.chosen)
    if len(found) > 1:
        compare(found, text, gazetteer)
    for number, item in enumerate(found):
        if text[item.end + 1 : item.end + 2] in REGION_LETTERS and REGION_BEHIND.match(text, item.end):
            choose_region(item, gazetteer)
            # "Zaporozhye and Kherson regions"
            if number and "list" in item.signs and item.start - found[number - 1].end <= MAX_GAP:
                choose_region(found[number - 1], gazetteer)


def compare(found: list[Toponym], text: str, gazetteer: Gazetteer) -> None:
    """Let several names tell where each of them is."""
    near = [(left, right) for left, right in pairwise(found) if 0 < right.start - left.end <= MAX_GAP]
    settled: dict[str, int] = {}
    pairs = [left for left, right in near if join(left, right, text, gazetteer)]
    if pairs:
        chain(found, text, gazetteer)
        settled = {item.key: item.chosen for item in found if item.chosen >= 0 and not PAIRED.isdisjoint(item.signs)}
    choose_nearby(found, settled, text, gazetteer)
    choose_namesakes(found, gazetteer)


def chain(found: list[Toponym], text: str, gazetteer: Gazetteer) -> None:
    """Let "Bonham and Sherman, Texas" say where both are."""
    for at in range(len(found) - 1, 0, -1):
        left, right = found[at - 1], found[at]
        if "pair" in left.signs or PAIRED.isdisjoint(right.signs) or (right.chosen >= 0 and gazetteer.code(right.chosen) != "P"):
            continue
        gap = text[left.end : right.start]
        if not 0 < len(gap) <= MAX_GAP or not LIST_GAP.fullmatch(gap):
            continue
        country = gazetteer.country(right.chosen) if right.chosen >= 0 else right.country
        region = gazetteer.region(right.chosen) if right.chosen >= 0 else ""
        near = [number for number in left.numbers if gazetteer.code(number) == "P" and gazetteer.country(number) == country]
        near = [number for number in near if not region or gazetteer.region(number) == region]
        if near:
            left.chosen = max(near, key=gazetteer.size)
            left.add("chain")
        elif not left.numbers:
            left.country = country
            left.add("chain")


def choose_nearby(found: list[Toponym], settled: Mapping[str, int], text: str, gazetteer: Gazetteer) -> None:
    """Prefer the places of the countries and regions that the text is about, and take their naming as a sign.

    `settled` are the names whose place a neighbour tells, wherever else they stand.
    """
    about = subjects(found, gazetteer)
    if not about:
        return
    extra: dict[tuple[str, str], float] = {}
    for item in found:
        if item.chosen >= 0:
            if len(item.numbers) > 1 and PAIRED.isdisjoint(item.signs):
                extra = extra or {where: min(worth, MOST_NEARBY) for where, worth in about.items()}
                item.chosen = settled[item.key] if item.key in settled else nearest(item, extra, text, gazetteer)
            confirm(item, about, gazetteer)
        elif not item.country and not item.name.endswith(WATERS):
            item.country = home(about)


def nearest(item: Toponym, extra: Mapping[tuple[str, str], float], text: str, gazetteer: Gazetteer) -> int:
    """Give the place that a name means in a text about these countries and regions; a country's name means the country."""
    if gazetteer.code(item.chosen) == "C":
        return item.chosen
    if at_home(item.key) and (home := worth_at_home().get(tongue_of(text))):
        extra = Counter(extra)
        extra.update(home)
    return likeliest(gazetteer, item.numbers, extra)


def confirm(item: Toponym, about: Mapping[tuple[str, str], float], gazetteer: Gazetteer) -> None:
    """Take it as a sign for a place that its region or country is named."""
    code = gazetteer.code(item.chosen)
    if code == "C":
        return
    country = gazetteer.country(item.chosen)
    # What a name says itself is no sign for it.
    own = REGION_WORTH if code == "R" else TOWN_WORTH if code == "P" else 0.0
    if code == "P" and about.get((country, gazetteer.region(item.chosen)), 0.0) - own >= REGION_WORTH:
        item.add("its region here")
    elif about.get((country, ""), 0.0) - own >= REGION_WORTH:
        item.add("its country here")


def subjects(found: list[Toponym], gazetteer: Gazetteer) -> dict[tuple[str, str], float]:
    """Weigh the countries and regions that a text is about: those that it names, and those of towns whose name leaves no doubt."""
    about: defaultdict[tuple[str, str], float] = defaultdict(float)
    seen: set[int] = set()
    for item in found:
        number = item.chosen
        if item.logit <= 0 or number in seen:
            continue
        seen.add(number)
        if number < 0:
            if item.country:
                about[item.country, ""] += TOWN_WORTH
            continue
        code, country = gazetteer.code(number), gazetteer.country(number)
        if code == "C":
            about[country, ""] += NEARBY_WORTH
        elif code == "R":
            about[country, gazetteer.region(number) or "-"] += NEARBY_WORTH
            about[country, ""] += REGION_WORTH
        elif code == "P" and (
            len(item.numbers) == 1 or "pair" in item.signs or all(gazetteer.country(other) == country for other in item.numbers)
        ):
            about[country, gazetteer.region(number)] += TOWN_WORTH
            about[country, ""] += TOWN_WORTH
    return about


def home(about: Mapping[tuple[str, str], float]) -> str:
    """Give the country that a text is mostly about, or nothing."""
    countries = {country: worth for (country, region), worth in about.items() if not region}
    best = max(countries, key=countries.__getitem__, default="")
    return best if best and 2 * countries[best] > sum(countries.values()) else ""


def choose_namesakes(found: list[Toponym], gazetteer: Gazetteer) -> None:
    """Prefer the region to the country of its name where only places of the region's country are named: Georgia beside Alabama.

    And the town, where two other places of its region are named, and none of another country: Lebanon beside Nashville and Memphis.
    """
    namesakes = [item for item in found if len(item.numbers) > 1 and gazetteer.code(item.chosen) == "C" and "pair" not in item.signs]
    if not namesakes:
        return
    others = {item.chosen for item in found if item.logit > 0 and item.chosen >= 0 and gazetteer.code(item.chosen) in "PR"}
    inside = Counter(map(gazetteer.country, others))
    around = Counter((gazetteer.country(number), gazetteer.region(number)) for number in others)
    for item in namesakes:
        if not inside[gazetteer.country(item.chosen)]:
            near = [number for number in item.numbers if gazetteer.code(number) == "R" and inside[gazetteer.country(number)]]
            if not near and len(inside) == 1:
                near = [number for number in item.numbers if around[gazetteer.country(number), gazetteer.region(number)] > 1]
            item.chosen = max(near, key=gazetteer.size, default=item.chosen)


def choose_region(item: Toponym, gazetteer: Gazetteer) -> None:
    """Prefer the region to the town that it is named after."""
    if item.chosen >= 0 and gazetteer.code(item.chosen) == "P" and "pair" not in item.signs:
        region = gazetteer.region_of(item.chosen)
        if region is not None:
            item.chosen = region


def join(left: Toponym, right: Toponym, text: str, gazetteer: Gazetteer) -> bool:
    """Let two neighbours confirm each other; tell whether the second says where the first is."""
    gap = text[left.end : right.start]
    if WITHIN.fullmatch(gap) and gazetteer.code(left.chosen) != "C" and (pair := agreeing(left, right, gazetteer)):
        left.chosen, right.chosen = pair
        left.add("pair")
        return True
    # "Francisco Cordoba (Spain)" is a player, whatever town bears his name.
    is_pair = PAIR_GAP.fullmatch(gap) or (gap == " " and states_behind(right.key, text[left.start : left.end]))
    if is_pair and "first name before" not in left.signs:
        if join_town(left, right, text, gazetteer):
            return True
    elif gap == " " and left.logit > 0 and (pair := agreeing(left, right, gazetteer)):
        # "Birmingham Alabama"
        left.chosen, right.chosen = pair
        return True
    if LIST_GAP.fullmatch(gap):
        # What is no place itself does not make its neighbour one: "Vladimir Kozlov and Ararat Petrosyan".
        likely = left.logit > 0, right.logit > 0
        if likely[0]:
            right.add("list")
        if likely[1]:
            left.add("list")
    return False


def join_town(left: Toponym, right: Toponym, text: str, gazetteer: Gazetteer) -> bool:
    """Let a town and the region or country right behind it confirm each other; tell whether they do."""
    pair = agreeing(left, right, gazetteer)
    states = states_of_code(right.key)
    if pair:
        left.chosen, right.chosen = pair
    elif left.numbers and is_elsewhere(left, right, gazetteer):
        # "Granada, Colorado": the state says that it is none of those in the table.
        left.chosen, left.numbers, left.kind, left.name = -1, (), "city", text[left.start : left.end]
        left.country = gazetteer.country(right.chosen)
    elif states and not left.numbers and not IN_STATE.isdisjoint(left.signs):
        # "Pollocksville NC", which the table does not know
        left.country, right.chosen = gazetteer.country(states[0]), states[0]
    else:
        vouched = right.key.endswith(".") or not VOUCHED.isdisjoint(left.signs) or opens_with_state(left, right, text, gazetteer)
        outer = holder(left, right, gazetteer) if not left.numbers and right.logit > 0 and vouched else -1
        if outer >= 0:
            # "Kaikoura, New Zealand": the country vouches for a town that is not in the table.
            left.country, right.chosen = gazetteer.country(outer), outer
            left.add("pair")
        return outer >= 0
    left.add("pair")
    right.add("pair")
    return True


def opens_with_state(left: Toponym, right: Toponym, text: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a text opens with a town that is not in the table, and its state: "Deadwood, SD", or "JIUZHAIGOU, China (Agency) –".

    "Kipchoge, Kenya" may be a runner as well, and "Today, Georgia" no name at all.
    """
    if left.numbers or right.chosen < 0 or OPENING.isdisjoint(left.signs) or not all(map(is_uncommon, left.key.split())):
        return False
    is_state = gazetteer.code(right.chosen) == "R" and gazetteer.country(right.chosen) in STATES
    return is_state or (text[left.start : left.end].isupper() and AGENCY.match(text, right.end) is not None)


def holder(left: Toponym, right: Toponym, gazetteer: Gazetteer) -> int:
    """Give the country or state that a name behind a town means; -1 if it means none: Washington, the state.

    What holds a county is the state, where a country has its name: "Bryan County, Georgia".
    """
    states = [number for number in right.numbers if gazetteer.code(number) == "R" and gazetteer.country(number) in STATES]
    if right.chosen >= 0 and gazetteer.code(right.chosen) in "CR" and not (states and left.name.endswith("County")):
        return right.chosen
    return max(states, key=gazetteer.size, default=-1)


def is_elsewhere(left: Toponym, right: Toponym, gazetteer: Gazetteer) -> bool:
    """Tell whether a state behind a town's name says that the town is none of the table's."""
    if min(left.chosen, right.chosen) < 0 or gazetteer.code(right.chosen) != "R" or gazetteer.country(right.chosen) not in STATES:
        return False
    return gazetteer.code(left.chosen) == "P" and (right.key.endswith(".") or gazetteer.size(left.chosen) < WELL_KNOWN)


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
            worth = standing(gazetteer, inner)[0] + standing(gazetteer, outer)[0]
            if best is None or worth > best[0]:
                best = worth, inner, outer
    return best and best[1:]
