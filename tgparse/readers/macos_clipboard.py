"""macOS clipboard: messages copied in Telegram for macOS, selected as a whole or with the mouse.

    selected := "> " NAME ":" line_end line*                      ; joined by an empty line, none behind the last
    marked   := NAME ", [" CLOCK "]:" line_end ["..."] line* ["..."]

Of a forwarded message NAME is the author of the original, not the sender. The first form is that of Telegram Web, which
sets an empty line behind the last message too; the second has a colon that Telegram Desktop's headers lack.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..models import Dialect
from ..tokens import Reader, Score, counted
from . import web_clipboard
from .clocks import read_clock
from .headed import Header, dates_of, ends_dated, headers, marks_of, order_of, read_headed
from .page_lines import page_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from ..options import Options
    from ..tokens import Head, RawFurniture, RawLine, RawPost, Token

HEADER: Final = re.compile(r"(?P<name>[^\n]{1,140}), \[(?P<clock>[^\[\]\n]{6,40})\]:")
WORDED: Final = re.compile(
    r"(?P<day>[A-Z][a-z]{2,8} \d{1,2}, \d{4})(?:,| at)? (?P<time>\d{1,2}:\d\d)(?::(?P<second>[0-5]\d))?(?P<half>[ \u00a0\u202f]?[AP]M)?"
)
WHOLE: Final = 1 << 16


def match_header(line: RawLine) -> Header | None:
    """Read `> NAME:` or `NAME, [CLOCK]:`."""
    if line.text.startswith("> "):
        return web_clipboard.match_header(line)
    if not line.text.endswith("]:"):
        return None
    found = HEADER.fullmatch(line.text)
    if found is None or not any(map(str.isdigit, found["clock"])):
        return None
    clock = read_clock(found["clock"])
    time = _worded_time(found["clock"]) if clock is None else None
    return Header(line, found["name"], clock, facts={"sent_at": time} if time else None)


def _worded_time(text: str) -> datetime | None:
    """Read `Oct 3, 2022 at 6:05:40 PM`."""
    worded = WORDED.fullmatch(text)
    time = page_time(worded["day"], worded["time"] + (worded["half"] or "")) if worded else None
    return time.replace(second=int(worded["second"] or 0)) if worded and time else None


def read(tokens: Iterable[Token], head: Head, options: Options) -> Iterator[RawPost | RawFurniture]:
    """Begin a post at every header."""
    order = order_of(head.tokens, options, match_header)
    yield from read_headed(tokens, order, options, match_header)


def recognise(head: Head) -> Score:
    """Count the headers; of the form shared with Telegram Web, the last line decides."""
    marked = (
        sum(not header.title.text.startswith("> ") for header in headers(head.tokens, match_header))
        if head.closes and "]:" in head.text and ends_dated(head, match_header)
        else 0
    )
    if marked:
        return Score(min(0.99, 0.6 + 0.15 * marked), (counted(marked, "header", "with name and date"),))
    count = web_clipboard.quoted_names(head)
    if not count or head.text.endswith(("\n\n", "\n\r\n")) or len(head.text) >= WHOLE:
        return Score(0.0)
    return Score(min(0.95, 0.31 + 0.15 * count), (counted(count, "name", "behind a >"),))


READER: Final = Reader(
    dialect=Dialect(
        name="macos-clipboard",
        summary="Messages copied in Telegram for macOS.",
        carries={"forwards": "none", "reactions": "none", "sent_at": "some", "author": "all", "views": "none", "links": "none"},
        example="Anna, [23.04.2025, 21:35:10]:\nTalks resume on Monday.\n\nBoris, [23.04.2025, 21:37:02]:\nThank you.",
    ),
    recognise=recognise,
    read=read,
    header_dates=dates_of(match_header),
    marks=marks_of(match_header),
)
