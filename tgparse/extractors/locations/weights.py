"""What each sign is worth: logits, to one decimal, that add up to the chance that a name is a place.

Learned by `tests/tools/learn_places.py`, then rounded, and in places bent by hand where tweets of disasters, on which they were
learned, differ from posts and news. A name is taken where the sum is above `ACCEPT`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ACCEPT: Final = 0.0
WEIGHTS: Final[Mapping[str, float]] = {
    "bias": -0.3,
    # What the place is.
    "country": 4.3,
    "capital": 2.8,
    "region": 2.8,
    "region, unlisted": 2.7,
    "continent": 4.0,
    "area": 3.1,
    "feature": 3.0,
    "town 5000": 0.5,
    "town 15000": 0.8,
    "town 50000": 1.2,
    "town 150000": 0.8,
    "town 500000": 1.8,
    "town 1500000": 3.0,
    "listed town": 0.9,
    "alias": -0.4,
    "other script": -0.4,
    "other script, small town": -0.6,
    "alias, well-known": -1.3,
    "two words": -0.2,
    "abbreviation": -3.0,
    "short name": -2.2,
    "postal": -2.1,
    "postal word": -4.0,
    # What else the word may be.
    "word 10": -4.8,
    "word 10 of a known place": -4.0,
    "word 20": -3.7,
    "word 20 of a known place": -2.2,
    "word 35": -4.7,
    "word 35 of a known place": -1.2,
    "word 50": -3.6,
    "word 50 of a known place": 0.6,
    "word 70": 0.0,
    "word 70 of a known place": -0.6,
    "first name": -0.9,
    "first name of a known place": -0.6,
    "surname 500": -1.9,
    "surname 500 of a known place": -1.4,
    "surname 5000": -0.7,
    "surname 5000 of a known place": -1.4,
    "surname 15000": -0.5,
    "surname 15000 of a known place": -0.2,
    "people": -6.4,
    # What stands before it.
    "prep": 0.8,
    "in": 1.7,
    "sport before": 0.6,
    "name of": 2.0,
    "party before": 3.5,
    "club before": -5.0,
    "kind before": 2.3,
    "weak before": 0.3,
    "sentence start": -0.1,
    "line start": 0.0,
    "comma before": 0.1,
    "bracket before": -0.6,
    "title before": -3.8,
    "first name before": -4.6,
    "direction before": -0.9,
    "capital before, other script": -1.6,
    "capital before": -1.2,
    "organisation of": -1.5,
    "office of": 2.0,
    "other before": -0.1,
    # What stands behind it.
    "person verb": 0.9,
    "organisation": -1.0,
    "institution": -3.0,
    "organisation at the end": -0.0,
    "last name behind": -4.4,
    "based behind": 0.9,
    "loose behind": 0.5,
    "local behind": 0.2,
    "local behind, article before": 2.3,
    "sport behind": 2.4,
    "regions behind": 2.0,
    "disease behind": -4.0,
    "road number behind": -6.0,
    "feature behind": -0.7,
    "kind behind": 0.8,
    "capital behind, other script": -1.1,
    "capital behind": -0.9,
    "person": -3.1,
    "surname behind": -5.5,
    "first name behind": -0.7,
    "possessive": 0.0,
    "hyphen behind": -2.2,
    "hyphen before": -0.4,
    "compound before": -3.5,
    "prefix before": -1.9,
    "end": 0.1,
    "of behind": -1.0,
    # Around it.
    "pair": 3.0,
    "chain": 3.2,
    "list": 1.3,
    "its country here": 0.3,
    "its region here": 0.8,
    "person here": -3.4,
    "capitals only": -1.3,
    "capitals, short": -3.0,
    "capitals of a dateline": 2.2,
    "among capitals": -0.3,
    "hashtag": -0.1,
    "dateline": 4.0,
    "pin": 4.0,
    "date behind": 2.0,
    "lower case": -1.8,
    "quoted": -2.8,
    "adjective": -8.0,
    "thing": -1.5,
    "bare possessive": -2.3,
    # Open patterns: names that are not in the table.
    "unknown": -1.6,
    "unknown after in": 0.0,
    "unknown after to": 0.7,
    "unknown after kind": 1.5,
    "unknown before kind": 2.0,
    "unknown in a list": -1.0,
    "unknown dateline": 1.5,
    "open county": 1.0,
    "open water": 0.8,
    "open land": -0.2,
    "open street": -0.7,
    "open building": -0.7,
    "open, in the table": -0.1,
    "open feature": 1.6,
    "open head": -2.5,
    "open Russian": 1.6,
    # Russian, Ukrainian, Arabic, Persian.
    "inflected": 0.2,
    "caseless": 0.3,
    "caseless, small town": -0.7,
    "clitic": -0.3,
    "clitic, short name": -1.1,
}


def add_up(signs: Iterable[str]) -> float:
    """Add up what signs are worth, one after the other: `sum` rounds otherwise since Python 3.12, and some names are just at the threshold.

    >>> add_up(["bias"]) == WEIGHTS["bias"]
    True
    """
    total = 0.0
    for sign in signs:
        total += WEIGHTS[sign]
    return total
