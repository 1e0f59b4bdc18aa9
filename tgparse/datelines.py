"""Datelines: the grammar of a place and a date that say when and where a post was written, not what it is about.

A date in running text says nothing about the day of the post ("on 9 May 1945"). In three positions it does:

- ``line``: the paragraph is only a place and a date, or only a date (`📍 Minsk, January 19, 2023`);
- ``bracket``: it closes a paragraph, as headlines have it (`… interview with RBC (Moscow, March 16, 2022)`);
- ``lead``: it opens a paragraph as agencies do (`KYIV, December 5 (Agency) — …`).

The grammar works around a date that was found before. It knows no names: a place is what is written like one, and the
gazetteer has the last word on it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import regex

from .patterns import match_bullet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .models import Item
    from .spans import Span

DatelineForm = Literal["line", "bracket", "lead"]
MAX_PLACE: Final = 100
"""Code points around a date that are looked at: no dateline is longer, and a long paragraph must stay cheap."""

PLACE: Final = r"""
    \#?[\p{Lu}\p{Lt}\p{Lo}][\p{L}\p{M}'’ʼ.]*                # A word with a capital, or of a script that has none …
    (?:
        (?:[\ \u00a0]?[\-–/][\ \u00a0]?|[,،，]?[\ \u00a0]+)  # … hyphen, slash, comma or blank …
        (?:\p{Ll}{1,3}[\ \u00a0\-]){0,2}                    # … up to two small words ("Frankfurt am Main", "Ростов-на-Дону") …
        \#?[\p{Lu}\p{Lt}\p{Lo}][\p{L}\p{M}'’ʼ.]*            # … and the next word of the name, or the region or country.
    ){0,7}+
"""
TOWN: Final = r"(?:(?:г|гор|с|пос|м|р)\.[\ \u00a0]?)?"
"""The abbreviated "town" or "village" before a name, as Russian and Ukrainian have it."""
ORNAMENT: Final = r"[^\p{L}\p{N}\p{Ps}\p{Pe}\#@\n]*+"
"""What may stand before and behind: pins, flags and other emoji, bullets, blanks, punctuation, but no bracket."""
YEAR_WORD: Final = r"(?:[\ \u00a0]?(?:г\.|года|р\.|року))?"

BEFORE: Final = regex.compile(rf"{ORNAMENT}(?:{TOWN}(?P<place>{PLACE})(?P<break>[\s,،，.|—–\-]*+(?:\p{{So}}\ufe0f?\s*)*))?", regex.VERBOSE)
"""All that stands before the date of a line or of a lead."""
PROSE: Final = re.compile("[ \u00a0][a-zа-яё]{4}")
"""A word in lower case too long to be part of a name: no line or lead has it before its date, and prose nearly always has.

It is asked first, since it is found many times faster than `BEFORE` gives up.
"""
BEHIND: Final = regex.compile(rf"{YEAR_WORD}(?P<break>{ORNAMENT})(?:{TOWN}(?P<place>{PLACE}){ORNAMENT})?", regex.VERBOSE)
"""All that stands behind the date of a line: nothing, or the place, where the date comes first."""
IN_BRACKET: Final = regex.compile(rf"{ORNAMENT}(?:{TOWN}(?P<place>{PLACE})[\ \u00a0]?[,،，.;—–]?\s*)?", regex.VERBOSE)
AGENCY: Final = regex.compile(
    rf"""
    {YEAR_WORD}[.,:]?\s*
    (?:
        (?:\([^()\n]{{1,60}}\)|/[^/\n]{{1,40}}/)[.:]?\s*[—–\-]?  # (Reuters) —, /TASS/.
        |\p{{Lu}}[\p{{Lu}}\p{{N}}.\ \-]{{2,40}}[—–\-]            # INTERFAX.RU -
        |[—–]|-\s                                                # — alone
    )
    """,
    regex.VERBOSE,
)
"""What tells a lead from a sentence that happens to open with a name and a date: an agency, or a dash."""
OPENING: Final = "([（［"
CLOSING: Final = tuple(")]）］")


class Dateline(NamedTuple):
    """Where a date stands as a dateline, and what names the place."""

    form: DatelineForm
    """How it is written."""
    place: tuple[int, int] | None
    """The stretch of the paragraph that names the place or places, bare of pin, brackets and comma."""


@lru_cache(maxsize=128)
def find_dateline(text: str, start: int, end: int) -> Dateline | None:
    """Tell whether the date at `start:end` of the paragraph `text` is a dateline.

    Offsets are code points. A date in running text gives None. Points, paragraphs, places and the day of a post all ask this of the same
    dates, one after the other, so the last answers are kept.

    >>> find_dateline("📍 Minsk, January 19, 2023", 9, 25)
    Dateline(form='line', place=(2, 7))
    >>> find_dateline("Interview (Moscow, March 16, 2022)", 19, 33)
    Dateline(form='bracket', place=(11, 17))
    >>> find_dateline("KYIV, December 5 (Agency) — The talks", 6, 16)
    Dateline(form='lead', place=(0, 4))
    >>> find_dateline("The talks of December 5 failed", 13, 23) is None
    True
    """
    bracket = _bracket(text, start, end)
    if bracket or start > MAX_PLACE or PROSE.search(text, 0, start):
        return bracket
    before = BEFORE.fullmatch(text, 0, start)
    return before and (_line(text, end, before) or _lead(text, end, before))


def _line(text: str, end: int, before: regex.Match[str]) -> Dateline | None:
    behind = BEHIND.fullmatch(text, end) if len(text) - end <= MAX_PLACE else None
    if behind is None:
        return None
    if before["place"] and behind["place"]:
        return None
    if before["place"]:
        return Dateline("line", _bare(text, before)) if _names_place(before) else None
    if behind["place"]:
        # Without a break between them, date and word are the start of a sentence ("5 December Street").
        return Dateline("line", _bare(text, behind)) if behind["break"].strip() else None
    return Dateline("line", None)


def _lead(text: str, end: int, before: regex.Match[str]) -> Dateline | None:
    # Without a place it may as well be an anniversary: "5 December 1941 — the counter-offensive began".
    if not before["place"] or not _names_place(before) or not AGENCY.match(text, end):
        return None
    return Dateline("lead", _bare(text, before))


def _bracket(text: str, start: int, end: int) -> Dateline | None:
    closed = text.rstrip(" \u00a0.…!*_")
    if not closed.endswith(CLOSING) or not end < len(closed) <= end + MAX_PLACE:
        return None
    opened = max(text.rfind(mark, max(0, start - MAX_PLACE), start) for mark in OPENING)
    if opened < 0 or not BEHIND.fullmatch(text, end, len(closed) - 1):
        return None
    inside = IN_BRACKET.fullmatch(text, opened + 1, start)
    if inside is None:
        return None
    return Dateline("bracket", _bare(text, inside) if inside["place"] else None)


def _names_place(before: regex.Match[str]) -> bool:
    """Without a comma or the like, one short word is a preposition ("On 5 December") rather than a place."""
    return bool(before["break"].strip(" \u00a0")) or len(before["place"]) > 2


def _bare(text: str, match: regex.Match[str]) -> tuple[int, int]:
    """Leave out a leading "#" and the full stop that ends a sentence ("Москва."), not that of "Washington D.C."."""
    start, end = match.span("place")
    if text[start] == "#":
        start += 1
    if text[end - 1] == "." and "." not in text[start : end - 1].rsplit(" ", 1)[-1]:
        end -= 1
    return start, end


LONGEST_LINE: Final = 160
"""Code points of a paragraph that is only a place and a date."""


WHERE_AND_WHEN: Final = frozenset("📍📌🗺🧭🗓📅📆⏰⏱🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛🕜🕝🕞🕟🕠🕡🕢🕣🕤🕥🕦🕧")
"""Bullets of a dateline: pins, calendars, clocks. Behind any other bullet a place and a date are a point of a list."""


def is_dateline(paragraph: Item, dates: Sequence[Span]) -> bool:
    """Tell whether a paragraph is only a place and one of these dates, whose spans are given in their order."""
    if len(paragraph.text) > LONGEST_LINE:
        return False
    began = paragraph.span.start
    for span in dates[bisect_left(dates, (began,)) :]:
        if span.start >= paragraph.span.end:
            break
        dateline = find_dateline(paragraph.text, span.start - began, span.end - began)
        if dateline and dateline.form == "line":
            bullet = match_bullet(paragraph.text)
            return bullet is None or not WHERE_AND_WHEN.isdisjoint(bullet.text)
    return False
