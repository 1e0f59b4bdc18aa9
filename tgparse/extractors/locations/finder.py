"""`find_places`: every sign that a place is named, weighed together."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from .caseless import iter_arabic, iter_lower
from .gazetteer import load_gazetteer
from .marks import iter_pins
from .resolve import resolve
from .scan import find_toponyms
from .tags import split_tag
from .toponym import Toponym, static
from .weights import ACCEPT, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .gazetteer import Gazetteer

LONGEST_TAG: Final = 257
"""Telegram's own limit, "#" and 256 characters."""
START: Final = attrgetter("start")
TAG: Final = re.compile(r"#(?<![\w#]#)\w+")


def find_places(
    text: str,
    *,
    tags: Iterable[tuple[int, int]] | None = None,
    datelines: Iterable[tuple[int, int]] = (),
    dates: Iterable[tuple[int, int]] = (),
    languages: Iterable[str] | None = None,
) -> list[Toponym]:
    """Find the places that a text names.

    `tags` are the stretches of the hashtags, None to look for them; `datelines` those that datelines say to name places;
    `dates` those of dates. `languages` are ISO 639-1 codes, None for all. Offsets are code points.

    >>> [text[place.start : place.end] for text in ["Talks in Lodz with Ararat Mirzoyan"] for place in find_places(text)]
    ['Lodz']
    """
    return [found for found in weigh(text, tags=tags, datelines=datelines, dates=dates, languages=languages) if found.logit > ACCEPT]


def weigh(
    text: str,
    *,
    tags: Iterable[tuple[int, int]] | None = None,
    datelines: Iterable[tuple[int, int]] = (),
    dates: Iterable[tuple[int, int]] = (),
    languages: Iterable[str] | None = None,
) -> list[Toponym]:
    """Give all that may be places, with their logits."""
    gazetteer = load_gazetteer()
    tags = list(tags) if tags is not None else [match.span() for match in TAG.finditer(text)] if "#" in text else []
    body = blank(text, tags) if tags else text
    found = find_toponyms(body, gazetteer)
    others: list[Toponym] = []
    for item in found:
        if item.logit > ACCEPT:
            break  # Who writes one place with a capital writes all of them so.
    else:
        others += iter_lower(body, gazetteer)
    if tags:
        others += iter_tags(text, tags, gazetteer)
    if not text.isascii() and (languages is None or not {"ar", "fa"}.isdisjoint(languages)):
        others += iter_arabic(body, gazetteer)
    if others:
        found += others
        found.sort(key=START)
    if found:
        point_at(found, text, list(datelines), list(dates))
        resolve(found, text, gazetteer)
    return found


def point_at(found: list[Toponym], text: str, datelines: list[tuple[int, int]], dates: list[tuple[int, int]]) -> None:
    """Mark the names that datelines, dates and pins point at."""
    for start, end in datelines:
        for item in found[bisect_left(found, start, key=START) : bisect_left(found, end, key=START)]:
            item.cue = "dateline"
            item.add("dateline")
    dated = {start for start, _ in dates}
    for item in found if dated else ():
        if item.cue == "name" and text[item.end : item.end + 2] == ", " and item.end + 2 in dated:
            item.add("date behind")
            if text[max(0, item.start - 1) : item.start] == "(":
                item.cue = "dateline"
    pinned = set(iter_pins(text))
    for item in found if pinned else ():
        if item.start in pinned:
            item.cue = "pin"
            item.add("pin")


def iter_tags(text: str, tags: Iterable[tuple[int, int]], gazetteer: Gazetteer) -> Iterator[Toponym]:
    """Give the places in hashtags."""
    for start, end in tags:
        if end - start > LONGEST_TAG:
            continue
        for first, last, key in split_tag(text[start + 1 : end], gazetteer):
            worth, _, best = static(key)
            numbers = gazetteer.candidates(key)
            logit = worth + WEIGHTS["hashtag"]
            yield Toponym(start + 1 + first, start + 1 + last, key, numbers, ["hashtag"], logit, cue="hashtag", chosen=best)


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Blank stretches out."""
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += text[done:start], " " * (end - start)
        done = end
    return "".join([*pieces, text[done:]]) if pieces else text
