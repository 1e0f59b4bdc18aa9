"""Names in lists: each of them tells what the others are.

"In Vardenis and Jermuk" names two towns though the table knows one, and of "Baker, Union and Wallowa counties" all three are regions.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from .gazetteer import fold_word, load_common_words, load_gazetteer, load_words
from .lexis import load_lexis
from .readings import ADJECTIVES, NOTHING, PREPOSITIONS, kept_runs, name_in, region_of_adjective, states_of_code
from .runs import LATIN_ARTICLES, kept_words
from .surroundings import WINDOW, before_run, behind_run
from .toponym import POSTAL_WORDS, Toponym, static
from .unknown import DATED, VILLAGE, WORD, WORDS, is_name, is_new, is_uncommon, sign_before, unknown
from .weights import ACCEPT, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .readings import Reading

LISTED: Final = re.compile(rf" (?:and|&|и|і|й|та) ({WORD}(?:[ -]{WORD})?)")
"""What follows a known name in a list: "in Vardenis and Jermuk"."""
BETWEEN: Final = "between "
"""What stands before two towns; of two persons none is a town."""
LONGEST_LIST: Final = 200
"""Code points before its last names in which the others are looked for."""
NAME: Final = re.compile(r"(?<!\w)(?:(?:In|Of|The|В|У|И) )?([A-ZÀ-ÞА-ЯЁІЇЄҐ][^\W\d_]+(?:['’-][^\W\d_]+)*(?: [A-ZÀ-Þ][^\W\d_]+){0,2})(?=, )")
LIST: Final = re.compile(rf"(?:{NAME.pattern}, )+(?:(?:and|и|і|та) )?$")
"""The names of a list before its last ones, up to the "and" that may stand before those."""
REGIONS: Final = "regions behind"
CAPITALISED: Final = rf"(?:(?:{'|'.join(LATIN_ARTICLES)})-)?[A-ZÀ-ÞА-ЯЁІЇЄҐ][^\W\d_]+(?:['’ʼ-][^\W\d_]+)*"
ONE: Final = rf"{CAPITALISED}(?: {CAPITALISED}){{0,2}}"
"""A name of one to three words."""
LAST: Final = " (?:and|и|і|й|та|y|e|et|und) "
"""What stands before the last name of a list."""
TOWNS: Final = re.compile(rf"(?:, {ONE}(?=[,.;:)\n]|$|{LAST}))*(?:,?{LAST}{ONE})?")
"""What goes on with a list behind the first of its names."""
PLURAL: Final = ("ых", "их")
"""Endings of an adjective that names no single region: «Беспрозванных, Кемеровской области»."""
FEWEST: Final = 3
"""Names that make a list of towns where none is named "and": «жителі села Ярова, Петров» are no two villages."""
OF: Final = frozenset({"of", "de", "di"})
"""What may stand between a word for several towns and their names."""
BEHIND_TOWNS: Final = frozenset({"kind before", "weak before", "other before", "prefix before", "hyphen before"})
"""The signs that such words make, and the hyphen in «Гора-Подол»."""
NAMED: Final = re.compile(rf"(?<= ){ONE}")
CONJUNCTION: Final = re.compile(LAST)
GOES_ON: Final = PREPOSITIONS | {"weak before"}
"""The signs of words that may follow a list and are no verbs."""
START: Final = attrgetter("start")


def guess_listed(text: str, known: Toponym, end: int) -> Iterator[Toponym]:
    """Give the name that ends a run behind a town: "shells hit Vardenis and Jermuk", but not "between Liverpool and Juventus"."""
    if is_placed_town(known):
        run = DATED.sub("", text[known.end : end])
        listed, last = LISTED.fullmatch(run), known.end + len(run)
        if listed and (is_name(text, last - len(listed[1]), last, key := fold_word(listed[1])) or VILLAGE.fullmatch(key)):
            yield unknown(text, last - len(listed[1]), last, ("weak before", behind_run(text, last, load_lexis()), "unknown in a list"))


def is_town(item: Toponym | Reading) -> bool:
    """Tell whether a name is a town's of the table."""
    return item.chosen >= 0 and load_gazetteer().code(item.chosen) == "P"


def is_placed_town(item: Toponym) -> bool:
    """Tell whether a preposition stands before a town of the table."""
    return not PREPOSITIONS.isdisjoint(item.signs) and is_town(item)


def is_listed_behind(text: str, start: int, known: Toponym) -> bool:
    """Tell whether a run with an article in small letters follows a town and "and": "in Aleppo and al-Khafsah"."""
    return text[known.end : start] == " and " and is_placed_town(known)


def head_of_list(text: str, start: int, head: str, known: Reading, *, goes_on: bool) -> Iterator[Toponym]:
    """Give the unknown name before a known one in a list, or of what lies in it: "in Ashulia and Gazipur", "island of Kauai in Hawaii".

    `goes_on` tells that another place of the list stands before the run: "from Elko, Carlin and Spring Creek".
    """
    if states_of_code(known.key):
        yield from town_of_state(text, start, head, known.key)
        return
    name = head.removesuffix(" and ").removesuffix(" in ")
    end = start + len(name)
    if name == head or not WORDS.fullmatch(name):
        return
    before = sign_before(text, start, load_lexis())
    if before == "kind before" and head.endswith(" in "):
        yield unknown(text, start, end, (before_run(text, start, load_lexis()), "end", "unknown after kind"))
        return
    is_between = text.endswith(BETWEEN, 0, start) and (known.chosen < 0 or is_town(known))
    if (goes_on or is_between or before in PREPOSITIONS) and is_name(text, start, end, fold_word(name)):
        yield unknown(text, start, end, (before_run(text, start, load_lexis()), "end", "unknown after in"))


def town_of_state(text: str, start: int, head: str, state: str) -> Iterator[Toponym]:
    """Give the unknown town before the code of a state: "Pollocksville NC", and "near Henryville IN"."""
    name = head.rstrip()
    start += name_in(name)
    name = name[name_in(name) :]
    end = start + len(name)
    is_placed = state not in POSTAL_WORDS or (start > 0 and sign_before(text, start, load_lexis()) in PREPOSITIONS)
    if is_placed and text[end] == " " and WORDS.fullmatch(name) and not name.isupper() and all(map(is_uncommon, fold_word(name).split())):
        yield unknown(text, start, end, (before_run(text, start, load_lexis()), "end", "unknown before kind"))


def add_towns(text: str, found: list[Toponym]) -> None:
    """Add the towns of a list whose kind is told before it: "the villages of Alkhanly, Garakhanbeyli and Horadiz".

    Those among `found` get the sign; what else is found inside of a name is left out for it.
    """
    added: list[Toponym] = []
    dropped: set[int] = set()
    done = 0
    for item in found:
        end = item.end
        # Few names stand before a comma, and behind a word that might be one for towns.
        if not text.startswith(",", end) or item.start < done or item.signs[0] not in BEHIND_TOWNS:
            continue
        start = start_of_word(text, item.start)
        if not is_one_of_towns(text, start):
            continue
        listed = TOWNS.match(text, end, end + LONGEST_LIST)
        names = [(start, end), *(match.span() for match in NAMED.finditer(text, *listed.span()))] if listed else []
        if len(names) < FEWEST and not (listed and CONJUNCTION.search(listed[0])):
            continue
        done = names[-1][1]
        for at, stop in names:
            begin, behind = bisect_left(found, at, key=START), bisect_left(found, stop, key=START)
            inside = found[begin:behind]
            if inside and inside[-1].end > stop:
                # The last of them is «Озерне Лиманської громади».
                stop, behind = at + len(text[at : inside[-1].start].rstrip()), behind - 1  # noqa: PLW2901
                inside = found[begin:behind]
            if len(inside) == 1 and (inside[0].start, inside[0].end) == (at, stop) and inside[0].numbers:
                if inside[0].logit <= WEIGHTS["kind before"] and "kind before" not in inside[0].signs:
                    inside[0].add("kind before")
            else:
                dropped.update(range(begin, behind))
                added.append(unknown(text, at, stop, ("kind before", "end", "unknown after kind")))
    if added:
        kept = [item for number, item in enumerate(found) if number not in dropped]
        found[:] = sorted([*kept, *added], key=START)


def add_listed(text: str, found: list[Toponym]) -> None:
    """Add the unknown names of a list that a preposition and a town open: "in Goma, Sake and Minova"."""
    added: list[Toponym] = []
    taken = {item.start for item in found}
    for item in found:
        if item.signs[0] not in PREPOSITIONS or not opens_list(text, item):
            continue
        listed = TOWNS.match(text, item.end, item.end + LONGEST_LIST)
        if listed and CONJUNCTION.search(listed[0]) and ends_list(text, listed.end()):
            names = [match for match in NAMED.finditer(text, *listed.span()) if match.start() not in taken]
            new = [match.span() for match in names if is_new(text, match.start(), fold_word(match[0]))]
            added += [unknown(text, start, end, ("comma before", "end", "unknown in a list")) for start, end in new]
    if added:
        found[:] = sorted([*found, *added], key=START)


def opens_list(text: str, item: Toponym) -> bool:
    """Tell whether a name goes on behind a comma, and no sentence about persons: "In Geneva, Lavrov and Blinken met"."""
    if not text.startswith(", ", item.end) or not text[item.end + 2 : item.end + 3].isupper():
        return False
    first = max(0, item.start - WINDOW)
    return text[text.rfind(" ", first, item.start - 1) + 1 or first].islower()


def ends_list(text: str, end: int) -> bool:
    """Tell whether no verb follows, which would make persons of the names before it: a mark ends the clause, or a preposition goes on."""
    word = text[end : end + WINDOW].partition(" ")[2] if text[end : end + 1] == " " else ""
    return not word or load_lexis().before_run.get(word.partition(" ")[0].lower()) in GOES_ON


def start_of_word(text: str, start: int) -> int:
    """Give where a word begins of which a name is only what stands behind a hyphen: «Гора-Подол»."""
    return text.rfind(" ", max(0, start - WINDOW), start) + 1 if text[start - 1 : start] == "-" else start


def is_one_of_towns(text: str, start: int) -> bool:
    """Tell whether a word for several towns stands before a name: «сіл», "villages of"."""
    if text[start - 1 : start] != " ":
        return False
    before = text[max(0, start - WINDOW) : start - 1]
    word = before[before.rfind(" ") + 1 :]
    if word in OF:
        word = before.split(" ")[-2:][0]
    return word.lower() in load_words("kinds of towns, in the plural")


def add_regions(text: str, start: int, single: str, found: list[Toponym]) -> None:
    """Add the regions that a list names before its last run, which says what they are: "Baker, Union and Wallowa counties".

    `single` is the word that ends the name of one of them, if the table has it with the name: «область». Names among those `found`
    already get the sign; one that is hardly a place otherwise is taken for a region that the table does not have.
    """
    listed = LIST.search(text, max(0, start - LONGEST_LIST), start)
    if not listed:
        return
    begin = len(found)
    while begin and found[begin - 1].start >= listed.start():
        begin -= 1
    met = {item.start: place for place, item in enumerate(found[begin:], begin)}
    for number, match in enumerate(NAME.finditer(text, listed.start(), start)):
        place = met.get(match.start(1))
        # The first word of a sentence has a capital anyway: "Meanwhile, Clay and Union counties".
        opens = not number and not (match.start() > 1 and text[match.start() - 2].isalpha())
        region = named_region(text, *match.span(1), single, opens=opens)
        if place is None:
            found += [region] if region else []
        elif region and not is_region(found[place]):
            if found[place].logit + WEIGHTS[REGIONS] > ACCEPT:
                found[place].add(REGIONS)
            else:
                found[place] = region
    found[begin:] = sorted(found[begin:], key=START)


def is_region(item: Toponym) -> bool:
    """Tell whether a name is a region or a country already, in which those that follow may lie: "in Oregon, Baker and Union counties"."""
    return item.chosen >= 0 and load_gazetteer().code(item.chosen) in "CR"


def named_region(text: str, start: int, end: int, single: str, *, opens: bool) -> Toponym | None:
    """Give the region of a list that a name is, if it may be one; `opens` tells that it is the first word of a sentence."""
    name = text[start:end]
    if single:
        word = kept_words[name]
        key = region_of_adjective(word, single, load_gazetteer().names)
        if key:
            worth, _, best = static(key)
            return Toponym(start, end, key, load_gazetteer().candidates(key), ["inflected"], worth + WEIGHTS["inflected"], chosen=best)
        may_be_one = word.plain.endswith(ADJECTIVES) and not word.plain.endswith(PLURAL)
    else:
        may_be_one = kept_runs[name] is not NOTHING and not (opens and fold_word(name) in load_common_words())
    return unknown(text, start, end, (REGIONS,)) if may_be_one else None
