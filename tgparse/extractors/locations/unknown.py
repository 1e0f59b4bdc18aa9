"""Names that are not in the table, where the words around them vouch for a place: "Bikoro, Congo", "town of X", «в поселке X», "in X."."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from .gazetteer import fold_word, load_common_words
from .lexis import load_lexis
from .readings import KINDS
from .surroundings import WINDOW, before_run, behind_run
from .toponym import Toponym
from .weights import WEIGHTS, add_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .lexis import Lexis
    from .readings import Reading

WORDS: Final = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,2}")
"""A name of one to three words."""
TWO: Final = re.compile(r"([^\W\d_]+) (?:and|и|і|та|&) ([^\W\d_]+)")
"""Two names of one word: "Bikoro and Iboko"."""
VOUCHING: Final[Mapping[str, str]] = MappingProxyType({
    "kind before": "unknown after kind",
    "in": "unknown after in",
    "prep": "unknown after to",
})  # fmt: skip
"""From the sign of the word before such a name to its own."""
PREPOSITIONS: Final = frozenset({"in", "prep"})
SHORTEST: Final = 4
"""Letters of such a word."""
PEOPLES: Final = ("ans", "ese", "ish", "ism", "ist", "ists", "ites", "ics")
"""Endings of peoples, creeds and subjects."""


def is_english(text: str) -> bool:
    """Tell whether a text holds English words.

    >>> is_english("Snow on the hills"), is_english("Schnee in Emotet")
    (True, False)
    """
    return " the " in text or " and " in text or " of " in text


def name_in(run: str, lexis: Lexis) -> int:
    """Give where an unknown name may begin in a run: "Villagers in Divundu", "At Landi Kotal".

    >>> name_in("Villagers in Divundu", load_lexis()), name_in("At Landi Kotal", load_lexis()), name_in("Landi Kotal", load_lexis())
    (13, 3, 0)
    """
    at = run.rfind(" in ")
    if at >= 0:
        return at + len(" in ")
    first = run.partition(" ")[0]
    return len(first) + 1 if lexis.before_run.get(first.lower()) in PREPOSITIONS else 0


def guess(text: str, start: int, end: int, *, english: bool) -> Iterator[Toponym]:
    """Give a run that is not in the table but may be a place, or two of them, for what stands around it."""
    run = text[start:end]
    two = TWO.fullmatch(run)
    if not two and not WORDS.fullmatch(run):
        return
    sign = vouched(text, start, end, fold_word(two[1] if two else run), english=english)
    if not sign:
        return
    before, behind = before_run(text, start, load_lexis()), behind_run(text, end, load_lexis())
    if two:
        yield unknown(text, start, start + two.end(1), (before, "end", sign))
        yield unknown(text, start + two.start(2), end, ("weak before", behind, sign))
    else:
        yield unknown(text, start, end, (before, behind, sign))


def unknown(text: str, start: int, end: int, signs: Sequence[str]) -> Toponym:
    """Make a toponym of a name that is not in the table."""
    given = [sign for sign in signs if sign]
    logit = WEIGHTS["bias"] + add_up(given)
    name = text[start:end]
    return Toponym(start, end, fold_word(name), (), given, logit, name=name, kind=KINDS[given[-1]])


def sign_before(text: str, start: int, lexis: Lexis) -> str:
    """Give the sign of the word right before a run; nothing if none stands there."""
    begin = max(0, start - WINDOW)
    before = text[begin : start - 1]
    word = before[before.rfind(" ") + 1 :].rpartition("\n")[2].lower().replace("ё", "е")
    if word == "of":
        # "town of X"; one look farther back, and no more, so that "of of of" costs nothing.
        words = before.split()
        return "kind before" if len(words) > 1 and words[-2].lower() in lexis.kinds else ""
    return "kind before" if word in lexis.kinds else lexis.before_run.get(word, "")


def vouched(text: str, start: int, end: int, key: str, *, english: bool) -> str:
    """Give the sign that an unknown word may be a place; or nothing."""
    if text[end : end + 2] == ", " and text[end + 2 : end + 3].isupper():
        return "unknown"
    sign = VOUCHING.get(sign_before(text, start, load_lexis()), "")
    if sign == "unknown after kind":
        return "unknown" if key.isascii() else sign
    if not sign or not english or not key.isascii():
        return ""
    # In German, what is behind "in" is capitalised anyway; and "in Emotet malware" is no place.
    is_name = text[start + 1 : start + 2].islower() and is_alone(text, end) and all(is_uncommon(word) for word in key.split())
    return sign if is_name else ""


def head_of_run(text: str, start: int, head: str) -> Iterator[Toponym]:
    """Give the unknown name before a known one that a word for its kind shows: «в поселке Териберка Мурманской области»."""
    name = head.rstrip()
    if name.isalpha() and sign_before(text, start, load_lexis()) == "kind before":
        yield unknown(text, start, start + len(name), (before_run(text, start, load_lexis()), "end", "unknown after kind"))


def is_called(text: str, start: int, run: str, found: Sequence[Reading]) -> bool:
    """Tell whether "town of" says that a whole run is a name, of which the table knows only a word: "town of Tal Abyad"."""
    if not WORDS.fullmatch(run) or any(reading.end - reading.start == len(run) or reading.logit > 0 for reading in found):
        return False
    return sign_before(text, start, load_lexis()) == "kind before"


def is_alone(text: str, end: int) -> bool:
    """Tell whether no noun follows: the clause ends, or a small word goes on."""
    behind = text[end : end + WINDOW].split(None, 1)
    if not text[end : end + 1].isspace() or not behind:
        return text[end : end + 1] not in "-'’"
    word = behind[0].rstrip(".,;:!?)").lower()
    lexis = load_lexis()
    return not word[:1].isalpha() or word in lexis.small or word in lexis.before_run


def is_uncommon(key: str) -> bool:
    """Tell whether a word is no English word, name of a person, or people.

    >>> is_uncommon("chimanimani"), is_uncommon("parliament"), is_uncommon("floridians")
    (True, False, False)
    """
    lexis = load_lexis()
    return (
        len(key) >= SHORTEST
        and not key.endswith(PEOPLES)
        and key not in load_common_words()
        and key.rstrip("s") not in load_common_words()
        and key not in lexis.first_names
        and key not in lexis.last_names
        and key not in lexis.peoples
    )
