"""Web clipboard: several messages copied in Telegram Web A.

    document := message (line_end message)*
    message  := "> " NAME ":" line_end line* line_end

A hidden forward shows the hidden user's name as NAME. There are no dates and no reactions. In mail, lines with ">" follow
each other; here the text under a name has none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..models import Dialect
from ..tokens import Reader, Score, counted
from .clocks import Order
from .headed import Header, headers, marks_of, read_headed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..options import Options
    from ..tokens import Head, RawFurniture, RawLine, RawPost, Token

HEADER: Final = re.compile(r"> (?P<name>[^\n>]{1,128}):")


def match_header(line: RawLine) -> Header | None:
    """Read `> NAME:`."""
    if not line.text.startswith("> ") or not line.text.endswith(":"):
        return None
    found = HEADER.fullmatch(line.text)
    return Header(line, found["name"], None) if found else None


def read(tokens: Iterable[Token], head: Head, options: Options) -> Iterator[RawPost | RawFurniture]:
    """Begin a post at every header."""
    del head
    yield from read_headed(tokens, Order(), options, match_header)


def quoted_names(head: Head) -> int:
    """Count the headers `> NAME:`; 0 where other lines begin with ">" too, as they do in mail."""
    if not head.begins or ">" not in head.text:
        return 0
    quotes = 0
    for line in head.lines:
        if line[:1] == ">":
            if not line.rstrip().endswith(":"):
                return 0
            quotes += 1
    return quotes if quotes and quotes == sum(1 for _ in headers(head.tokens, match_header)) else 0


def recognise(head: Head) -> Score:
    """Count the headers."""
    count = quoted_names(head)
    return Score(min(0.9, 0.3 + 0.15 * count), (counted(count, "name", "behind a >"),)) if count else Score(0.0)


READER: Final = Reader(
    dialect=Dialect(
        name="web-clipboard",
        summary="Several messages copied in Telegram Web.",
        carries={"forwards": "none", "reactions": "none", "sent_at": "none", "author": "all", "views": "none", "links": "none"},
        example="> Anna:\nTalks resume on Monday.\n\n> Boris:\nThank you.\n\n",
    ),
    recognise=recognise,
    read=read,
    marks=marks_of(match_header),
)
