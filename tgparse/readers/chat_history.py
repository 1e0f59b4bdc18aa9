"""Chat history: what the browser extension Save Telegram Chat History writes.

    document := ["Your Telegram History"] message*
    compact := D "." M "." Y " " H ":" m ":" s ", " NAME ": " text line_end line*
    large   := NAME " [" D "." M "." Y " " H ":" m ":" s "]" line_end line* empty_line
    forward := "{{FWD: " NAME ", " CLOCK "}}" line_end                        ; in front of the text, in both forms

The compact form puts a message on the line of its header, the next right under it; the large one sets an empty line between.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..furniture import furniture_kind
from ..models import Dialect
from ..tokens import RawFurniture, RawLine, RawMarker, RawPost, Reader, Score, counted
from .clocks import read_clock
from .headed import Header, dates_of, headers, marks_of, order_of, read_headed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..options import Options
    from ..tokens import Head, Token

CLOCK: Final = r"\d{1,2}\.\d{1,2}\.\d{4},? \d{1,2}:\d{1,2}:\d{1,2}"
DATED: Final = re.compile(r"\.\d{1,2}\.\d{4},? \d{1,2}:\d{1,2}:\d{1,2}(?:, |\])")
"""The cheap test for a text that holds such a clock."""
COMPACT: Final = re.compile(rf"(?P<title>(?P<clock>{CLOCK}), (?P<name>[^\n]{{1,128}}?):)(?: (?P<text>.*))?")
LARGE: Final = re.compile(rf"(?P<title>(?P<name>[^\n]{{1,128}}) \[(?P<clock>{CLOCK})\])")
FORWARD: Final = re.compile(r"\{\{FWD: (?P<name>.+?)(?:, (?P<clock>[^,{}]{6,32}(?:, [^,{}]{5,12})?))?\}\}")


def match_header(line: RawLine) -> Header | None:
    """Read a header of either form, and the text on the line of a compact one."""
    text = line.text
    found = COMPACT.fullmatch(text) if text[:1].isdigit() else LARGE.fullmatch(text) if text.endswith("]") else None
    if found is None:
        return None
    title = RawLine(found["title"], line.start, line.line)
    own = found.groupdict().get("text")
    behind = RawLine(own, line.start + found.start("text"), line.line) if own and own.strip() else None
    return Header(title, found["name"], read_clock(found["clock"]), behind)


def read(tokens: Iterable[Token], head: Head, options: Options) -> Iterator[RawPost | RawFurniture]:
    """Begin a post at every header, and read what was forwarded."""
    order = order_of(head.tokens, options, match_header, anywhere=True)
    for post in read_headed(tokens, order, options, match_header, anywhere=True):
        heading = _take_heading(post)
        if heading is not None:
            yield heading
        if heading is None or post.lines:
            _take_forward(post)
            yield post


def _take_heading(post: RawPost) -> RawFurniture | None:
    """Take the tool's own heading off the lines in front of the first header; the others end a message that was cut."""
    if post.begun_by != "guess" or not post.lines or post.lines[0].start > post.start:
        # A wrapper in front, such as a reply's, belongs to the message, which then begins with it.
        return None
    kind = furniture_kind(post.lines[0].text)
    if kind is None:
        return None
    heading, *rest = post.lines
    post.lines = tuple(rest)
    if rest:
        post.start, post.line = rest[0].start, rest[0].line
    return RawFurniture(heading, kind)


def _take_forward(post: RawPost) -> None:
    """Make a marker of `{{FWD: NAME, CLOCK}}` on the first line; text may follow on the same line."""
    first = post.lines[0] if post.lines else None
    found = FORWARD.match(first.text) if first is not None and first.text.startswith("{{FWD: ") else None
    if first is None or found is None:
        return
    post.marker = RawMarker(RawLine(found[0], first.start, first.line), found["name"], None, None, None)
    rest = first.text[found.end() :]
    blank = len(rest) - len(rest.lstrip())
    behind = [RawLine(rest.strip(), first.start + found.end() + blank, first.line)] if rest.strip() else []
    post.lines = (*behind, *post.lines[1:])


def recognise(head: Head) -> Score:
    """Count the headers."""
    if not (head.begins or head.closes) or not DATED.search(head.text):
        return Score(0.0)
    count = sum(1 for _ in headers(head.tokens, match_header, anywhere=True))
    sign = "{{FWD: " in head.text
    return Score(min(0.98, 0.4 + 0.1 * count + 0.3 * sign), (counted(count, "header", "with date and name"),)) if count else Score(0.0)


READER: Final = Reader(
    dialect=Dialect(
        name="chat-history",
        summary="What the browser extension Save Telegram Chat History writes.",
        carries={"forwards": "all", "reactions": "none", "sent_at": "all", "author": "all", "views": "none", "links": "none"},
        example="23.4.2025 21:35:10, Anna: {{FWD: Minsk News, 23.4.2025 20:00:00}}\nTalks resume.\n23.4.2025 21:37:2, Boris: Thank you.",
    ),
    recognise=recognise,
    read=read,
    header_dates=dates_of(match_header, anywhere=True),
    marks=marks_of(match_header, anywhere=True),
)
