"""Locations: names, flags, pins, datelines, hashtags and coordinates, resolved to places.

| file | what lives there |
| --- | --- |
| `gazetteer.py` | the table: names to places |
| `lexis.py` | the words that tell what a name beside them is |
| `toponym.py` | a name that may be a place, and what a name is worth by itself |
| `weights.py` | what each sign is worth |
| `runs.py`, `readings.py` | runs of capitalised words, and the names that a run holds |
| `kept.py` | what was found out about words and runs |
| `surroundings.py`, `scan.py` | what stands around a name; names in running text |
| `unknown.py` | names that the table does not know |
| `lists.py` | lists, in which each name tells what the others are |
| `inflection.py` | Russian and Ukrainian cases, Arabic clitics |
| `caseless.py` | names where capitals do not help |
| `tags.py` | hashtags |
| `marks.py` | flags, pins, coordinates, links to maps |
| `resolve.py`, `tongue.py` | which place of that name; the countries where the text's language is at home |
| `finder.py` | all of it together: `find_places` |

To add a place or a name, add a line to `tests/tools/places_curated.txt` and run `tests/tools/make_places.py`; to add a cue word, add it to
`tables/places_words.txt`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from math import exp
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from ...datelines import MAX_PLACE, find_dateline
from ...models import DateMention, Hashtag, Link, Location, Mention, builder
from .finder import find_places
from .gazetteer import fold_word, load_gazetteer
from .inflection import adjectives, first_cases
from .lexis import load_lexis
from .marks import has_flags, iter_coordinates, iter_flags, read_map_link
from .toponym import Toponym

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...models import Item
    from ...options import Options
    from ...tokens import RawPost

__all__ = ["extract", "find_places"]

build_location: Final = builder(Location)
REACH: Final = 3 * MAX_PLACE
"""Code points before and behind a date that a dateline is looked for in."""
CAPITALISED: Final = re.compile(r"\b[^\W\d_]{4,20}\b")
SURE: Final = 0.99
"""The confidence of what can hardly be anything else: a flag, a coordinate."""
_span_of: Final = attrgetter("span")
DEMONYM: Final = 0.9
"""The confidence of an adjective or a people, where they are asked for."""


def extract(raw: RawPost, found: Sequence[Item], options: Options) -> Iterator[Location]:
    """Find the places in a post.

    Links and mentions are no places; hashtags are, as a whole or as a row of countries. With `Options.demonyms`, adjectives and
    peoples ("Russian", "Ukrainians") are reported too, as their country: such a Location has a `text` that is not a name of it.
    With `Options.languages`, Arabic script is read only if "ar" or "fa" is among them.
    """
    by_kind: defaultdict[type[Item], list[Item]] = defaultdict(list)
    for item in found:
        by_kind[type(item)].append(item)
    text = raw.without([*by_kind[Link], *by_kind[Mention]])
    if not text:
        return
    tags = [raw.stretch(item) for item in by_kind[Hashtag]]
    dates = [raw.stretch(item) for item in by_kind[DateMention]]
    datelines = list(_iter_datelines(raw.text, dates))
    places = list(_iter_marks(raw, by_kind[Link], text))
    toponyms = find_places(text, tags=tags, datelines=datelines, dates=dates, languages=options.languages)
    taken = {place.span.start for place in places if place.cue == "coordinates"}
    places += [place for place in (_locate(raw, toponym) for toponym in toponyms) if place.span.start not in taken]
    if options.demonyms:
        places += _iter_demonyms(raw, text, places)
    yield from sorted(places, key=_span_of)


def _iter_datelines(text: str, dates: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give the stretches that a dateline says to name places."""
    for start, end in dates:
        # No dateline reaches farther; a paragraph without an end must not be searched anew for each of its dates.
        first, last = max(0, start - REACH), min(len(text), end + REACH)
        opens = text.rfind("\n", first, start) + 1 or first
        closes = text.find("\n", end, last)
        dateline = find_dateline(text[opens : closes if closes >= 0 else last], start - opens, end - opens)
        if dateline and dateline.place:
            yield opens + dateline.place[0], opens + dateline.place[1]


def _iter_marks(raw: RawPost, links: Sequence[Item], text: str) -> Iterator[Location]:
    """Give what needs no name: flags, coordinates, links to maps."""
    if has_flags(text):
        yield from _iter_flag_places(raw, text)
    for spot in iter_coordinates(text):
        yield _spot(raw, spot.start, spot.end, spot.latitude, spot.longitude)
    for item in links:
        if isinstance(item, Link) and item.url:
            degrees = read_map_link(item.url)
            if degrees:
                yield _spot(raw, *raw.stretch(item), *degrees)


def _iter_flag_places(raw: RawPost, text: str) -> Iterator[Location]:
    gazetteer = load_gazetteer()
    for start, end, flag in iter_flags(text):
        number = gazetteer.flagged(flag)
        if number is not None:
            yield _locate(raw, Toponym(start, end, flag, (number,), [], 5.0, cue="flag", chosen=number), SURE)


def _spot(raw: RawPost, start: int, end: int, latitude: float, longitude: float) -> Location:
    text, span, line = raw.locate(start, end)
    name = f"{latitude:.5f}, {longitude:.5f}"
    return Location(
        text=text,
        span=span,
        line=line,
        name=name,
        kind="feature",
        latitude=latitude,
        longitude=longitude,
        cue="coordinates",
        confidence=SURE,
    )


def _locate(raw: RawPost, toponym: Toponym, confidence: float | None = None) -> Location:
    """Turn a toponym into a Location."""
    text, span, line = raw.locate(toponym.start, toponym.end)
    sure = confidence if confidence is not None else round(1 / (1 + exp(-toponym.logit)), 3)
    if toponym.chosen >= 0:
        known = _known_of(toponym.chosen)
    else:
        known = {"name": toponym.name, "kind": toponym.kind, "country_code": toponym.country or None}
    return build_location({**known, "text": text, "span": span, "line": line, "cue": toponym.cue, "confidence": sure})


@lru_cache(maxsize=1 << 14)
def _known_of(number: int) -> Mapping[str, Any]:
    """Give the fields of a Location that the table tells."""
    place = load_gazetteer().place(number)
    return {
        "name": place.name,
        "kind": place.kind,
        "country_code": place.country or None,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geonames_id": place.geonames,
    }


def _iter_demonyms(raw: RawPost, text: str, places: list[Location]) -> Iterator[Location]:
    """Give the adjectives and peoples that no place covers."""
    gazetteer = load_gazetteer()
    peoples = load_lexis().peoples
    taken = {place.span.start for place in places}
    for start, end, code in iter_demonyms(text, peoples):
        number = gazetteer.flagged(code)
        if number is not None:
            place = _locate(raw, Toponym(start, end, code, (number,), [], 0.0, chosen=number), DEMONYM)
            if place.span.start not in taken:
                yield place


def iter_demonyms(text: str, peoples: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Give the adjectives and peoples in a text: start, end, country code."""
    for match in CAPITALISED.finditer(text):
        key = fold_word(match.group())
        code = peoples.get(key) or next((peoples[form] for form in (*first_cases(key), *adjectives(key)) if form in peoples), None)
        if code:
            yield match.start(), match.end(), code
