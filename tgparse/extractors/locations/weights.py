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
    "bias": -0.5,
    # What the place is.
    "country": 3.5,
    "capital": 2.2,
    "region": 1.8,
    "continent": 3.0,
    "area": 2.5,
    "feature": 2.0,
    "city": -0.4,
    "size": 0.16,  # for each quarter of a power of ten above 5 000 people, towns only
    "alias": -0.6,
    "two words": 1.2,
    "abbreviation": -0.3,
    "postal": -5.0,
    # What else the word may be.
    "word 10": -4.0,
    "word 20": -3.0,
    "word 35": -2.5,
    "word 50": -1.5,
    "word 70": -0.7,
    "first name": -2.2,
    "surname 500": -2.5,
    "surname 5000": -1.6,
    "surname 15000": -0.8,
    "people": -6.0,
    "not a place": -9.0,
    # What stands before it.
    "prep": 1.6,
    "weak before": 0.3,
    "sentence start": -0.3,
    "line start": 0.0,
    "comma before": 0.2,
    "bracket before": 0.2,
    "title before": -2.5,
    "first name before": -4.0,
    "direction before": 0.6,
    "capital before": -1.6,
    "organisation of": -1.5,
    "other before": 0.0,
    # What stands behind it.
    "person verb": -1.0,
    "organisation": -3.0,
    "soft organisation": -0.3,
    "feature word": 0.3,
    "capital behind": -1.4,
    "first name behind": 0.0,
    "possessive": 0.4,
    "hyphen behind": -0.6,
    "hyphen before": -1.0,
    "end": 0.2,
    # Around it.
    "pair": 4.0,
    "list": 1.0,
    "its country here": 0.8,
    "person here": -3.0,
    "capitals only": -0.6,
    "hashtag": -0.3,
    "dateline": 4.0,
    "pin": 4.0,
    "lower case": -1.0,
    # Open patterns: names that are not in the table.
    "open county": 3.0,
    "open water": 1.5,
    "open land": 1.0,
    "open street": 1.0,
    "open building": -0.5,
    "open head": 0.0,
    # Russian, Ukrainian, Arabic, Persian.
    "inflected": -0.2,
    "caseless": -0.5,
    "clitic": -0.5,
}
