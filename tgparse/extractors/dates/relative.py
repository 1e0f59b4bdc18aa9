"""Days that the post's own day tells: today, yesterday, tomorrow, "Thursday 15th". They are dates only where that day is known."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from .lexicon import fold, is_weekday_written, load_lexicon
from .order import speaks_another

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY_OF_WEEK: Final = re.compile(
    r"""
    (?<![\w'’-])(?P<weekday>[^\W\d_]{2,})\.?,?[ \xa0](?:(?:the|den|dem|le|el|o|il|de)[ \xa0])?
    (?P<day>[12]\d|3[01]|[1-9])
    (?:(?:st|nd|rd|th|\.|º|°|er|-?го|-?е)(?!\w|[.,:/-]\w)|(?![ \xa0]?[\w$€£₽%:/()+–-]|[.,]\d))     # and no thing that it counts
    """,
    re.VERBOSE,
)
NEAR: Final = 45
"""Days on each side in which a weekday with a number is looked for first, since posts speak of what is near."""
AHEAD: Final = 366
"""Days ahead in which it is looked for then."""


def find_relative(text: str, day: date, *, languages: tuple[str, ...] | None = None) -> Iterator[tuple[int, int, date]]:
    """Find the words for days that `day` tells, as start, end and the day that they mean.

    >>> [(start, end, str(day)) for start, end, day in find_relative("The talks end tomorrow.", date(2022, 12, 31))]
    [(14, 22, '2023-01-01')]
    >>> [(start, end, str(day)) for start, end, day in find_relative("See you on Thursday 15th!", date(2022, 12, 5))]
    [(11, 24, '2022-12-15')]
    """
    yield from sorted((*_words(text, day, languages), *_days_of_week(text, day, languages)))


def _days_of_week(text: str, day: date, languages: tuple[str, ...] | None) -> Iterator[tuple[int, int, date]]:
    """Find weekdays with a day of the month and no month: "Thursday 15th" is the nearest one that there is, else the next."""
    words = load_lexicon(languages).words
    for match in DAY_OF_WEEK.finditer(text):
        entry = words.get(fold(match["weekday"]))
        if entry is None or not entry.weekday or not is_weekday_written(match["weekday"]):
            continue
        around = (day + timedelta(days=days) for days in (*sorted(range(-NEAR, NEAR + 1), key=abs), *range(NEAR + 1, AHEAD)))
        found = next((other for other in around if other.day == int(match["day"]) and other.isoweekday() == entry.weekday), None)
        if found:
            yield match.start(), match.end(), found


def _words(text: str, day: date, languages: tuple[str, ...] | None) -> Iterator[tuple[int, int, date]]:
    """Find the words that count from the post's day."""
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
