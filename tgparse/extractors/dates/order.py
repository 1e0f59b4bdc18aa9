"""Which of two numbers is the month: the evidence of a document, and the habit of a language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ...options import DateOrder

SLASHED: Final = re.compile(r"(?<![\d./\-])(\d{1,2})([./\-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/\-]|\.\d)")
ENGLISH: Final = re.compile(r"\b(?:the|and|of|with|for|was|were|are|have|has|this|that|will|I'll|you|by)\b", re.IGNORECASE)
OTHER: Final = re.compile(r"\b(?:de|la|el|le|les|des|und|der|die|das|het|een|van|il|di|che|que|para|ve|bir|dan|yang|och|og|att)\b", re.IGNORECASE)
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
        day_first += MONTHS < first <= 31 and 1 <= second <= MONTHS  # noqa: PLR2004
        month_first += 1 <= first <= MONTHS < second <= 31  # noqa: PLR2004
    if day_first > 9 * month_first:
        return "DMY"
    return "MDY" if month_first > 9 * day_first else None


def default_order(text: str, position: int, separator: str) -> DateOrder:
    """Guess the order of a numeric date by the language around it: only English writes the month first, and not with dots.

    >>> default_order("the talks of 01/02/2023", 13, "/"), default_order("am 01.02.2023", 3, ".")
    ('MDY', 'DMY')
    """
    if separator == ".":
        return "DMY"
    around = text[max(0, position - 300) : position + 300]
    english = len(ENGLISH.findall(around))
    return "MDY" if english and english > len(OTHER.findall(around)) else "DMY"
