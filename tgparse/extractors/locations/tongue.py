"""Which of several towns of one name a text means, by its language: in a Spanish text Toledo is in Spain."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from .gazetteer import load_gazetteer, load_words
from .toponym import likeliest, static

if TYPE_CHECKING:
    from collections.abc import Mapping

AT_HOME: Final = 1.0
"""What it adds to a place among its namesakes that news of its country is written in the language of the text."""
BEGINNING: Final = 60
"""Words of a text that are looked at."""
ENOUGH: Final = 3
"""Small words of a language that show a text to be in it, and more than of any other."""


@lru_cache(maxsize=1)
def tongue_of(text: str) -> str:
    """Tell the language of a text by its small words; kept, since it is asked of a text for several names.

    Nothing for English, which is at home everywhere, and for other scripts, in which few towns share a name.

    >>> tongue_of("Niebla en el puente de Toledo, dice uno de los pescadores"), tongue_of("Fog on the bridge of Toledo")
    ('es', '')
    """
    if " the " in text:
        return ""
    words = _small_words()
    met = [tongue for word in words.keys() & text.split(None, BEGINNING)[:BEGINNING] for tongue in words[word]]
    times = {tongue: met.count(tongue) for tongue in set(met)}
    most = max(times.values(), default=0)
    likely = [tongue for tongue in times if times[tongue] == most]
    return likely[0] if most >= ENOUGH and len(likely) == 1 else ""


@lru_cache(maxsize=1 << 14)
def at_home(key: str) -> Mapping[str, int]:
    """Give the likeliest place of a name in texts of each language in which that is another one than elsewhere; nearly always none.

    >>> gazetteer = load_gazetteer()
    >>> gazetteer.country(at_home("toledo")["es"]), at_home("paris")
    ('ES', {})
    """
    gazetteer = load_gazetteer()
    numbers = gazetteer.candidates(key)
    best = static(key)[2]
    if len(numbers) < 2 or gazetteer.code(best) != "P":
        return {}
    chosen = {tongue: likeliest(gazetteer, numbers, countries) for tongue, countries in worth_at_home().items()}
    return {tongue: number for tongue, number in chosen.items() if number != best}


@cache
def worth_at_home() -> Mapping[str, Mapping[tuple[str, str], float]]:
    """Give what the places of a country are worth more in texts of a language that is at home there."""
    countries: defaultdict[str, dict[tuple[str, str], float]] = defaultdict(dict)
    for entry in load_words("countries of tongues"):
        tongue, country = entry.split(" ")
        countries[tongue][country, ""] = AT_HOME
    return dict(countries)


@cache
def _small_words() -> Mapping[str, tuple[str, ...]]:
    words: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for entry in load_words("tongues"):
        word, *tongues = entry.split(" ")
        words[word] += tuple(tongues)
    return dict(words)
