"""Desktop clipboard: several messages copied in Telegram Desktop.

    document := message (empty_line message)*
    message  := NAME ", [" CLOCK "]" line_end body
    body     := wrapper* line*                                    ; see `headed`
    CLOCK    := the short format of the user's locale             ; see `clocks`

A single message is copied without its header. Since 4.3.1 (November 2022) no copy says what was forwarded or answered; until
then `[Forwarded from NAME]`, `[In reply to NAME]` and `[ Photo ]` stood in front of the text, in the client's language.
Reactions, views and edits are never copied.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..models import Dialect
from ..tokens import Reader, Score, counted
from .clocks import read_clock
from .headed import Header, dates_of, ends_dated, headers, marks_of, order_of, read_headed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..options import Options
    from ..tokens import Head, RawFurniture, RawLine, RawPost, Token

HEADER: Final = re.compile(r"(?P<name>[^\n]{1,140}), \[(?P<clock>[^\[\]\n]{6,32})\]")


def match_header(line: RawLine) -> Header | None:
    """Read `NAME, [CLOCK]`."""
    if not line.text.endswith("]") or ", [" not in line.text:
        return None
    found = HEADER.fullmatch(line.text)
    clock = read_clock(found["clock"]) if found else None
    return Header(line, found["name"], clock) if found and clock else None


def read(tokens: Iterable[Token], head: Head, options: Options) -> Iterator[RawPost | RawFurniture]:
    """Begin a post at every header."""
    order = order_of(head.tokens, options, match_header)
    yield from read_headed(tokens, order, options, match_header)


def recognise(head: Head) -> Score:
    """Count the headers."""
    if not ends_dated(head, match_header):
        return Score(0.0)
    count = sum(1 for _ in headers(head.tokens, match_header))
    return Score(min(0.99, 0.6 + 0.15 * count), (counted(count, "header", "with name and date"),)) if count else Score(0.0)


READER: Final = Reader(
    dialect=Dialect(
        name="desktop-clipboard",
        summary="Several messages copied in Telegram Desktop.",
        carries={"forwards": "some", "reactions": "none", "sent_at": "all", "author": "all", "views": "none", "links": "some"},
        example="Minsk Dialogue, [23/04/2025 21:35]\nTalks resume on Monday.\n\nMinsk Dialogue, [23/04/2025 21:37]\nDetails follow.",
    ),
    recognise=recognise,
    read=read,
    header_dates=dates_of(match_header),
    marks=marks_of(match_header),
)
