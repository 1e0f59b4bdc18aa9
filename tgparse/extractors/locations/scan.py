"""Names in running text: the readings of its runs, and the signs around them.

One pass: a pattern finds runs of capitalised words, `readings.py` says which names they hold, `surroundings.py` what stands around them;
`unknown.py` looks at the runs that hold none. Every sign is worth a small logit (`weights.py`); their sum decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .gazetteer import fold_word, load_gazetteer
from .lexis import load_lexis
from .lists import add_listed, add_regions, add_towns, guess_listed, head_of_list, is_listed_behind, is_town
from .readings import KINDS, NOTHING, kept_runs
from .runs import ARTICLES, run_pattern
from .surroundings import HOLDER, PERSONAL, WINDOW, before_run, behind_run, capitals
from .toponym import RARE_SIZE, Toponym, is_known, static
from .unknown import (
    OPENING,
    SIGNS_BEHIND,
    VOUCHING,
    guess,
    head_of_run,
    is_alone,
    is_called,
    longer_name,
    sign_before,
    sign_behind,
)
from .weights import WEIGHTS, add_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .gazetteer import Gazetteer
    from .lexis import Lexis
    from .readings import Reading

BEFORE_STATE: Final = (", ", "D-", "R-", "I-")
"""What stands before a state that is cut short: "Madison, Wis.", "D-Wash."."""
LONGEST_STATE: Final = 6
AND: Final = (" and ", " & ", " и ", " і ", " й ", " та ")
"""What stands between two names of a list."""
PADDING: Final = "\n" * 3
"""What is put behind a text, so that there is something behind and, from the end, before every run."""
OPENING_QUOTES: Final = frozenset("«„“")
CLOSING_QUOTES: Final = frozenset("»“”")
ARTICLE: Final = re.compile(r"\b[Aa]n? $")
INSTRUMENTAL: Final = re.compile(r"\b(?:[Пп]од|[Нн]ад|[Зз]а|[Сс]о?|[Мм]ежду|[Пп]еред|и) $")
"""Words after which a town ends in «-ском» as well as an adjective."""
SMALL_ARTICLE: Final = re.compile(rf"(?<![\w-])(?:{'|'.join(ARTICLES)})-$")
"""The Arabic article in small letters, which belongs to the name: "al-Bab", «аль-Баб»."""
LONGEST_ARTICLE: Final = max(map(len, ARTICLES)) + 1
"""Code points, with the hyphen."""
THE: Final = frozenset({"the ", "The "})
ADJECTIVAL: Final = frozenset({"ый", "ий", "ой", "ая", "ое"})
"""Endings of Russian adjectives, and of towns that are called by one."""
PLACED: Final = frozenset({"in", "kind before", "party before"})
"""What stands before a place even if a person of its name was met."""


def find_toponyms(text: str, gazetteer: Gazetteer) -> list[Toponym]:
    """Find every name that may be a place, in order, with its signs."""
    found: list[Toponym] = []
    persons: set[str] = set()
    met: set[str] = set()
    lexis = load_lexis()
    padded = text + PADDING
    for match in run_pattern().finditer(text):
        written = match[0]
        start, end = match.span()
        if padded[start - 1] == "-" and (article := SMALL_ARTICLE.search(text, max(0, start - LONGEST_ARTICLE), start)):
            start = article.start()
            written = article[0].capitalize() + written
        run = kept_runs[written]
        if run is NOTHING:
            continue
        begin, names, opening, last, single = run
        start += begin
        first = start + opening
        if padded[end] == "." and end - start <= LONGEST_STATE and (state := abbreviated(text, start, end, gazetteer)):
            found.append(state)
            continue
        if names and not (text[start - 4 : start] == " of " and is_called(text, start, end, names)):
            add_names(found, text, start, end, names, single, persons, lexis)
        else:
            sign = sign_beside(text, padded, first, end, found, lexis)
            if sign:
                found += [toponym for toponym in guess(text, first, end, sign) if toponym.name not in met]
        if last:
            met.add(last)
    add_towns(text, found)
    add_listed(text, found)
    return found


def sign_beside(text: str, padded: str, start: int, end: int, found: Sequence[Toponym], lexis: Lexis) -> str:  # noqa: PLR0917 - asked of most runs
    """Give the sign that what stands beside a run without names vouches for it by; most have neither a comma nor such a word."""
    mark = padded[end]
    if mark == "," and padded[end + 1] == " " and padded[end + 2].isupper():
        return "unknown"
    if padded[start - 1] == " " and padded[start - 2].isalpha():
        sign = VOUCHING.get(sign_before(text, start, lexis), "")
        if sign:
            return sign
        if found and text[start].islower() and is_listed_behind(text, start, found[-1]):
            return "unknown in a list"
    return sign_behind(text, start, end) if mark == " " and padded[end + 1] in SIGNS_BEHIND else ""


def add_names(  # noqa: PLR0917 - what was found before, a run, and what is known of it and of the text
    found: list[Toponym],
    text: str,
    start: int,
    end: int,
    names: Sequence[Reading],
    single: str | None,
    persons: set[str],
    lexis: Lexis,
) -> None:
    """Add the names of a run with the signs around them, and the unknown ones before, behind and around them that they vouch for."""
    if single is not None:
        add_regions(text, start, single, found)
    first = names[0]
    if first.start:
        head = text[start : start + first.start]
        if head.isascii():
            goes_on = bool(found) and found[-1].logit > 0 and text[found[-1].end : start] == ", "
            found += head_of_list(text, start, head, first, goes_on=goes_on)
        else:
            found += head_of_run(text, start, head)
    elif not first.closes and (longer := [*longer_name(text, start, end, names)]):
        found += longer
        return
    found += [place_reading(text, start, reading, persons, lexis) for reading in names]
    if not names[-1].closes and text.startswith(AND, found[-1].end, end):
        found += guess_listed(text, found[-1], end)


def abbreviated(text: str, start: int, end: int, gazetteer: Gazetteer) -> Toponym | None:
    """Give a state that is cut short: "Madison, Wis.", "D-Wash."."""
    if text[start - 2 : start] not in BEFORE_STATE:
        return None
    key = fold_word(text[start:end]) + "."
    if key not in gazetteer.names:
        return None
    worth, _, best = static(key)
    toponym = Toponym(start, end, key, gazetteer.candidates(key), [], worth, chosen=best)
    toponym.add("party before" if text[start - 1] == "-" else "comma before")
    return toponym


def place_reading(text: str, at: int, reading: Reading, persons: set[str], lexis: Lexis) -> Toponym:
    """Add the signs around a run to one of its readings.

    `persons` collects the words that were met as parts of a person's name: alone they are that person again.
    """
    start, end, key, numbers, chosen, logit, in_run, opens, closes, is_word = reading
    start += at
    end += at
    signs = [*in_run]
    if opens:
        # "In the Galwan Valley": what is not in the table may need its article.
        before = before_run(text, start - 4 if chosen < 0 and text[start - 5 : start] == " the " else start, lexis)
        if before == "office of":
            # The person behind is another one: "the mayor of Paris Anne Hidalgo".
            logit -= add_up(sign for sign in signs if sign in HOLDER)
            signs = [sign for sign in signs if sign not in HOLDER]
        signs.insert(0, before)
        logit += WEIGHTS[before]
    elif signs and signs[0] == "capital before" and text[at - 2 : at] == ". " and before_run(text, at, lexis) == "title before":
        # "Prof. Xyzzy Nagu"
        signs[0] = "first name before"
        logit += WEIGHTS["first name before"] - WEIGHTS["capital before"]
    if closes:
        behind = behind_run(text, end, lexis)
        if behind:
            signs.append(behind)
            logit += WEIGHTS[behind]
    toponym = Toponym(start, end, key, numbers, signs, logit, chosen=chosen)
    if chosen < 0:
        toponym.name = text[start:end]
        toponym.kind = KINDS.get(in_run[-1], "feature")
    judge_form(text, toponym, alone=opens and closes)
    if is_word:
        remember(toponym, persons)
    return toponym


def judge_form(text: str, toponym: Toponym, *, alone: bool) -> None:
    """Add the signs of how a name is written: in quotes, in capitals, as an adjective."""
    start, end, key = toponym.start, toponym.end, toponym.key
    if "local behind" in toponym.signs and ARTICLE.search(text, max(0, start - 3), start):
        toponym.add("local behind, article before")
    if alone and text[end : end + 1] in CLOSING_QUOTES and text[start - 1 : start] in OPENING_QUOTES:
        toponym.add("quoted")
    if key[-2:] == "ск" and text.endswith("ском", start, end) and not INSTRUMENTAL.search(text, max(0, start - WINDOW), start):
        # «В Рыбинском шлюзе» speaks of a lock; «под Рыбинском» of the town.
        toponym.add("adjective")
    if key[-2:] in ADJECTIVAL and toponym.signs[0] in OPENING and text[end : end + 1] == " " and text[end + 1 : end + 2].islower():
        judge_adjective(toponym)
    if text[start - 4 : start] in THE and is_thing(text, toponym):
        toponym.add("thing")
    if text[start : start + 2].isupper() and "among capitals" not in toponym.signs:
        written = capitals(text, start, end, key, toponym.signs[0])
        if written:
            toponym.add(written)


def is_thing(text: str, toponym: Toponym) -> bool:
    """Tell whether "the" makes a thing of the name of a town: "the Honda was found", though not "the Dallas attack" or "The Hague"."""
    gazetteer, key = load_gazetteer(), toponym.key
    if " " in key or not is_town(toponym) or f"the {key}" in gazetteer.names:
        return False
    return not any(sign.endswith(" behind") for sign in toponym.signs) and is_alone(text, toponym.end)


def judge_adjective(toponym: Toponym) -> None:
    """Take the first word of a sentence for an adjective if only a small town is called so: «Лесной пожар», though not «Грозный ждёт»."""
    if toponym.chosen >= 0 and load_gazetteer().size(toponym.chosen) < RARE_SIZE:
        toponym.add("adjective")


def remember(toponym: Toponym, persons: set[str]) -> None:
    """Remember a person of this name, or that one was met."""
    if toponym.key in persons and toponym.signs[0] not in PLACED:
        toponym.add("person here")
    elif not PERSONAL.isdisjoint(toponym.signs) or (
        toponym.signs[0] == "capital before" and not is_known(load_gazetteer(), toponym.chosen)
    ):
        persons.add(toponym.key)
