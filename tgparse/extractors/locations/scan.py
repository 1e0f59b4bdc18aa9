"""Names in running text: the readings of its runs, and the signs around them.

One pass: a pattern finds runs of capitalised words, `readings.py` says which names they hold, `surroundings.py` what stands around them.
Every sign is worth a small logit (`weights.py`); their sum decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .gazetteer import fold_word, load_common_words
from .lexis import load_lexis
from .readings import KINDS, read_run
from .runs import run_pattern
from .surroundings import PERSONAL, WINDOW, before_run, behind_run, capitals
from .toponym import Toponym, static
from .weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .gazetteer import Gazetteer
    from .readings import Reading

WORDS: Final = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,2}")
"""A name of one to three words."""
IN: Final = (" in ", " near ", "\nIn ", "In ")
VOUCHING: Final = frozenset({"in ", "In ", "of ", "ar "})
"""What stands before a word that is not in the table, if it can be shown to be a place."""
SHORTEST_UNKNOWN: Final = 4
"""Letters of such a word."""
PEOPLES: Final = ("ans", "ese", "ish", "ism", "ist", "ists", "ites", "ics")
"""Endings of peoples, creeds and subjects."""


def iter_toponyms(text: str, gazetteer: Gazetteer) -> Iterator[Toponym]:
    """Give every name that may be a place, in order, with its signs."""
    persons: set[str] = set()
    is_english = " the " in text
    for match in run_pattern().finditer(text):
        run = match[0]
        start, end = match.span()
        found = read_run(run)
        if found and not (text[start - 4 : start] == " of " and is_called(text, start, run, found)):
            for reading in found:
                yield place_reading(text, start, reading, persons)
            continue
        # Most runs are no names: what is asked of those must be little.
        before = text[start - 3 : start]
        if before in VOUCHING or before[1:] == ", " or text[end : end + 2] == ", " or not run.isascii():
            toponym = guess(text, start, end, gazetteer, is_english=is_english)
            if toponym:
                yield toponym


def place_reading(text: str, at: int, reading: Reading, persons: set[str]) -> Toponym:
    """Add the signs around a run to one of its readings.

    `persons` collects the words that were met as parts of a person's name: alone they are that person again.
    """
    start, end, key, numbers, chosen, logit, in_run, opens, closes, is_word = reading
    start += at
    end += at
    signs = [*in_run]
    if opens:
        signs.insert(0, before_run(text, start, load_lexis()))
        logit += WEIGHTS[signs[0]]
    if closes:
        behind = behind_run(text, end, load_lexis())
        if behind:
            signs.append(behind)
            logit += WEIGHTS[behind]
    toponym = Toponym(start, end, key, numbers, signs, logit, chosen=chosen)
    if chosen < 0:
        toponym.name = text[start:end]
        toponym.kind = KINDS.get(in_run[-1], "feature")
    written = capitals(text, start, end, key, signs[0])
    if written:
        toponym.add(written)
    if is_word:
        if key in persons:
            toponym.add("person here")
        elif not PERSONAL.isdisjoint(signs):
            persons.add(key)
    return toponym


def is_called(text: str, start: int, run: str, found: Sequence[Reading]) -> bool:
    """Tell whether "town of" says that a whole run is a name, of which the table knows only a word: "town of Tal Abyad"."""
    if not WORDS.fullmatch(run) or any(reading.end - reading.start == len(run) or reading.logit > 0 for reading in found):
        return False
    before = text[max(0, start - WINDOW) : start - 4].split()
    return bool(before) and before[-1] in load_lexis().kinds


def guess(text: str, start: int, end: int, gazetteer: Gazetteer, *, is_english: bool) -> Toponym | None:
    """Give a word that is not in the table but may be a place, for what stands around it."""
    run = text[start:end]
    if not WORDS.fullmatch(run):
        return None
    key = fold_word(run)
    if text[start - 2 : start] == ", " and text[end : end + 1] == "." and key + "." in gazetteer.names:
        # "Madison, Wis."
        worth, _, best = static(key + ".")
        return Toponym(start, end, key + ".", gazetteer.candidates(key + "."), [], worth, chosen=best)
    sign = vouched(text, start, end, key, is_english=is_english)
    if not sign:
        return None
    behind = behind_run(text, end, load_lexis())
    signs = [before_run(text, start, load_lexis()), *([behind] if behind else []), sign]
    logit = WEIGHTS["bias"] + sum([WEIGHTS[sign] for sign in signs])
    return Toponym(start, end, key, (), signs, logit, name=run, kind=KINDS[sign])


def vouched(text: str, start: int, end: int, key: str, *, is_english: bool) -> str:
    """Give the sign that an unknown word may be a place: "X, Country", "town of X", «город X», "in X."; or nothing."""
    if text[end : end + 2] == ", " and text[end + 2 : end + 3].isupper():
        return "unknown"
    if text[start - 4 : start] == " of ":
        start -= 4
    elif key.isascii():
        if " " in key:
            return ""
        # In German, what is behind "in" is capitalised anyway; and "in Emotet malware" is no place.
        alone = is_english and text[max(0, start - 6) : start].endswith(IN) and text[start + 1 : end].islower() and is_alone(text, end)
        return "unknown after in" if alone and is_uncommon(key) else ""
    before = text[max(0, start - WINDOW) : start].split()
    return "unknown" if before and before[-1].lower() in load_lexis().kinds else ""


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
        len(key) >= SHORTEST_UNKNOWN
        and not key.endswith(PEOPLES)
        and key not in load_common_words()
        and key.rstrip("s") not in load_common_words()
        and key not in lexis.first_names
        and key not in lexis.last_names
        and key not in lexis.peoples
    )
