"""Which of two numbers is the month: the evidence of a document, and the habit of a language."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final

from .lexer import DIGITS
from .lexicon import load_lexicon

if TYPE_CHECKING:
    from ...options import DateOrder

SLASHED: Final = re.compile(rf"([{DIGITS}](?<![\d./\-].)\d?)([./\-])(\d{{1,2}})\2(\d{{4}}|\d{{2}})(?![\d/\-]|\.\d)")
WORD: Final = re.compile(r"[^\W\d_]+")
EAST_ASIAN: Final = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
AROUND: Final = 200
"""Code points on each side of a place whose words tell its language."""
MONTHS: Final = 12


def order_evidence(head_text: str) -> DateOrder | None:
    """Find the order of day and month in a document, by its dates that allow only one.

    `head_text` is the document's beginning (the pipeline takes the first 64 KB). None where there is no such date, or
    where they disagree by more than one in ten.

    >>> order_evidence("From 01/02/2023 to 25/02/2023"), order_evidence("01/02/2023") is None
    ('DMY', True)
    """
    day_first = month_first = 0
    for match in SLASHED.finditer(head_text):
        first, second = int(match[1]), int(match[3])
        day_first += MONTHS < first <= 31 and 1 <= second <= MONTHS
        month_first += 1 <= first <= MONTHS < second <= 31
    if day_first > 9 * month_first:
        return "DMY"
    return "MDY" if month_first > 9 * day_first else None


def default_order(text: str, position: int, separator: str) -> DateOrder:
    """Guess the order of a numeric date by the language around it.

    East Asian languages begin with the year, and only English with the month, though not with dots.

    >>> default_order("the talks of 01/02/2023", 13, "/"), default_order("am 01.02.2023", 3, ".")
    ('MDY', 'DMY')
    """
    if not text.isascii() and EAST_ASIAN.search(text, max(0, position - AROUND), position + AROUND):
        return "YMD"
    if separator in ".o":
        return "DMY"
    scores = _languages_around(text, position, position)
    return "MDY" if scores["en"] and scores["en"] == max(scores.values()) else "DMY"


def speaks_another(text: str, start: int, end: int, languages: tuple[str, ...]) -> bool:
    """Tell whether the words around a stretch speak more for another language than for these.

    >>> speaks_another("I am out 5 days of the week", 5, 8, ("pt",)), speaks_another("o dia 5 out. é para o povo", 8, 11, ("pt",))
    (True, False)
    """
    scores = _languages_around(text, start, end)
    return max(scores.values(), default=0) > max(scores[language] for language in languages)


def speaks(text: str, start: int, end: int, languages: tuple[str, ...]) -> bool:
    """Tell whether the words around a stretch speak for one of these languages at least as much as for any other.

    >>> speaks("o dia 5 out para o povo", 8, 11, ("pt",))
    True
    """
    scores = _languages_around(text, start, end)
    best = max(scores.values(), default=0)
    return best > 0 and best == max(scores[language] for language in languages)


def _languages_around(text: str, start: int, end: int) -> Counter[str]:
    """Count the commonest words of each language on both sides of a stretch."""
    common = load_lexicon().common
    itself = text[start:end].casefold()
    # Parted by a sign, so that no word is made of both sides.
    around = f"{text[max(0, start - AROUND) : start]}|{text[end : end + AROUND]}"
    words = filter(common.__contains__, WORD.findall(around.casefold()))
    return Counter(chain.from_iterable([common[word] for word in words if word != itself]))
