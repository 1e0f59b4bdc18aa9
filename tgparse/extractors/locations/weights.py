"""What each sign is worth: logits, to one decimal, that add up to the chance that a name is a place.

Learned by `tests/tools/learn_places.py`, then rounded, and in places bent by hand where tweets of disasters, on which they were
learned, differ from posts and news. A name is taken where the sum is above `ACCEPT`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ACCEPT: Final = 0.0
WEIGHTS: Final[Mapping[str, float]] = {
    "bias": -0.2,
    # What the place is.
    "country": 4.0,
    "capital": 2.6,
    "region": 2.4,
    "continent": 3.4,
    "area": 2.4,
    "feature": 1.8,
    "town 5000": 0.1,
    "town 15000": 0.2,
    "town 50000": 0.9,
    "town 150000": 1.0,
    "town 500000": 2.0,
    "town 1500000": 3.0,
    "alias": -1.1,
    "other script": -0.1,
    "other script, small town": -1.6,
    "alias, well-known": -0.1,
    "two words": 0.2,
    "abbreviation": -1.8,
    "short name": -1.5,
    "postal": -1.8,
    "postal word": -3.9,
    # What else the word may be.
    "word 10": -5.1,
    "word 10 of a known place": -4.6,
    "word 20": -3.3,
    "word 20 of a known place": -3.0,
    "word 35": -4.3,
    "word 35 of a known place": -1.3,
    "word 50": -2.8,
    "word 50 of a known place": -1.1,
    "word 70": -0.8,
    "word 70 of a known place": -1.1,
    "first name": -1.3,
    "first name of a known place": -0.2,
    "surname 500": -2.7,
    "surname 500 of a known place": -0.3,
    "surname 5000": -0.7,
    "surname 5000 of a known place": -0.6,
    "surname 15000": -0.5,
    "surname 15000 of a known place": -0.2,
    "people": -6.0,
    # What stands before it.
    "prep": 1.0,
    "kind before": 2.2,
    "weak before": -0.1,
    "sentence start": -0.4,
    "line start": -0.2,
    "comma before": 0.1,
    "bracket before": 0.0,
    "title before": -2.7,
    "first name before": -4.0,
    "direction before": -0.4,
    "capital before": -1.3,
    "organisation of": -2.2,
    "other before": -0.3,
    # What stands behind it.
    "person verb": -0.8,
    "organisation": -1.8,
    "loose behind": 0.5,
    "feature behind": -0.1,
    "capital behind": -0.7,
    "person": -2.8,
    "surname behind": -4.0,
    "first name behind": -0.3,
    "possessive": 0.7,
    "hyphen behind": -1.2,
    "hyphen before": -0.6,
    "prefix before": -3.5,
    "end": 0.0,
    # Around it.
    "pair": 2.0,
    "list": 1.0,
    "its country here": 0.1,
    "its region here": 0.8,
    "person here": -3.0,
    "capitals only": -1.1,
    "capitals of a dateline": 1.4,
    "hashtag": 0.0,
    "dateline": 4.0,
    "pin": 4.0,
    "date behind": 2.0,
    "lower case": -1.4,
    "bare possessive": -2.0,
    # Open patterns: names that are not in the table.
    "unknown": -1.6,
    "unknown after in": 0.1,
    "open county": 1.6,
    "open water": 0.7,
    "open land": -0.3,
    "open street": -0.7,
    "open building": -0.4,
    "open, in the table": 0.6,
    "open feature": 0.7,
    "open head": -0.6,
    "open Russian": 0.6,
    # Russian, Ukrainian, Arabic, Persian.
    "inflected": 0.1,
    "caseless": -0.2,
    "caseless, small town": -0.8,
    "clitic": -0.4,
    "clitic, short name": -1.3,
}
