"""Days counted from the post's own: today, yesterday, tomorrow. They are dates only where that day is known."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from .lexicon import load_lexicon
from .order import speaks_another

if TYPE_CHECKING:
    from collections.abc import Iterator


def find_relative(text: str, day: date, *, languages: tuple[str, ...] | None = None) -> Iterator[tuple[int, int, date]]:
    """Find the words for days relative to `day`, as start, end and the day that they mean.

    >>> [(start, end, str(day)) for start, end, day in find_relative("The talks end tomorrow.", date(2022, 12, 31))]
    [(14, 22, '2023-01-01')]
    """
    relative = load_lexicon(languages).relative
    lower = text.lower()
    # Looking for each word by itself is many times faster than one pattern of them all.
    present = tuple(sorted((word for word in relative if word in lower), key=len, reverse=True))
    if not present:
        return
    for match in _pattern(present).finditer(text):
        days, language = relative[match[0].lower()]
        # French "hier" is German for "here".
        if not speaks_another(text, match.start(), match.end(), (language,)):
            yield match.start(), match.end(), day + timedelta(days=days)


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’-])(?:{'|'.join(map(re.escape, words))})(?![\w-])", re.IGNORECASE)
