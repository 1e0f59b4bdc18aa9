r"""Messages dump: one message a line, as the tool telegram-messages-dump writes it.

    document := message*
    message  := "[" YYYY-MM-DD HH:MM "] ID=" n " " ["RE_ID=" n " "] NAME ": " text line_end

The text is escaped like a JSON string: a line break of the author is the two characters `\n`. There the text is cut into
lines; other escapes stay as they are, because a line of a post is what stands in the source.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ..models import Dialect
from ..tokens import RawLine, Reader, Score, counted
from .clocks import Order, read_clock
from .headed import Header, headers, marks_of, read_headed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..options import Options
    from ..tokens import Head, RawFurniture, RawPost, Token

MESSAGE: Final = re.compile(
    r"""
    (?P<title> \[ (?P<time> \d{4}-\d\d-\d\d\ \d\d:\d\d ) \] \ ID=(?P<id> \d{1,18} ) \ (?: RE_ID=(?P<reply> \d{1,18} ) \ )?
      (?P<name> .{0,128}? ) : )
    (?: \ (?P<text> .* ) )?
    """,
    re.VERBOSE,
)
BREAK: Final = re.compile(r"(?<!\\)(?:\\\\)*(\\n)")
"""An escaped line feed; a doubled backslash in front of an "n" is a backslash."""


def match_header(line: RawLine) -> Header | None:
    """Read the part in front of the text, and the text on the same line."""
    found = MESSAGE.fullmatch(line.text) if line.text.startswith("[") and "] ID=" in line.text else None
    clock = read_clock(found["time"]) if found else None
    if found is None or clock is None:
        return None
    facts: dict[str, Any] = {"message_id": int(found["id"])}
    if found["reply"]:
        facts["reply_to"] = int(found["reply"])
    text = RawLine(found["text"], line.start + found.start("text"), line.line) if found["text"] else None
    return Header(RawLine(found["title"], line.start, line.line), found["name"], clock, text, facts)


def read(tokens: Iterable[Token], head: Head, options: Options) -> Iterator[RawPost | RawFurniture]:
    """Read one post a line, and cut its text into the author's lines."""
    del head
    for post in read_headed(tokens, Order("YMD"), options, match_header, anywhere=True):
        post.lines = tuple(piece for line in post.lines for piece in _cut(line))
        yield post


def _cut(line: RawLine) -> Iterator[RawLine]:
    """Cut a line where its author broke it."""
    start = 0
    for end, following in [*((match.start(1), match.end(1)) for match in BREAK.finditer(line.text)), (len(line.text), 0)]:
        piece = line.text[start:end]
        bare = piece.strip()
        if bare:
            yield RawLine(bare, line.start + start + piece.index(bare), line.line)
        start = following


def recognise(head: Head) -> Score:
    """Count the messages."""
    if not head.begins or "] ID=" not in head.text:
        return Score(0.0)
    count = sum(1 for _ in headers(head.tokens, match_header, anywhere=True))
    return Score(min(1.0, 0.6 + 0.1 * count), (counted(count, "numbered message"),)) if count else Score(0.0)


READER: Final = Reader(
    dialect=Dialect(
        name="messages-dump",
        summary="One message a line, as telegram-messages-dump writes it.",
        carries={"forwards": "none", "reactions": "none", "sent_at": "all", "author": "all", "views": "none", "links": "none"},
        example="[2025-04-23 21:35] ID=17 Anna: Talks resume.\\nDetails follow.\n[2025-04-23 21:37] ID=18 RE_ID=17 Boris: Thank you.",
    ),
    recognise=recognise,
    read=read,
    marks=marks_of(match_header, anywhere=True),
)
