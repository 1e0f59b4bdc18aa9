"""Laying out: the plain text that stands for an export which is no text, and raw posts that point into it.

    document := (notice | post)*                                   ; an empty line behind each
    post     := ["Forwarded from " NAME [" (" AUTHOR ")"]] furniture* line* furniture* [reactions]

JSON and HTML hold more than text, and in an order of their own. So the readers of these exports write each post down as a reader
of page texts would wish to find it, and everything that the library reports is found in that text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..folding import LINE_BREAK
from ..spans import Span
from ..tokens import BLANKS, EMPTY, Declared, RawFurniture, RawLine, RawMarker, RawPost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models import FurnitureKind

NO_TEXT: Final = "[ no text ]"
"""What stands for a post of which the export holds nothing that can be printed."""


SURROGATE: Final = re.compile("[\ud800-\udfff]")


class Entity(NamedTuple):
    """A stretch of a text with the name that Telegram gives to it; offsets count in that text."""

    kind: str
    start: int
    end: int
    url: str | None = None


@dataclass
class Message:
    """What an export says of one post, before it is laid out."""

    text: str = ""
    entities: Sequence[Entity] = ()
    forwarded_from: str | None = None
    forward_author: str | None = None
    forward_url: str | None = None
    above: Sequence[tuple[str, FurnitureKind]] = ()
    """Lines of the page or client in front of the text."""
    below: Sequence[tuple[str, FurnitureKind]] = ()
    """And behind it."""
    reactions: Sequence[tuple[str | None, str]] = ()
    """Emoji and count; None where the emoji is a picture."""
    facts: dict[str, Any] = field(default_factory=dict[str, Any])


class Page:
    """The text laid out so far; `take` gives what is new of it."""

    def __init__(self) -> None:
        self._offset = 0
        self._line = 1
        self._pieces: list[str] = []

    def take(self) -> str:
        """Give the text written since the last call."""
        text = "".join(self._pieces)
        self._pieces = []
        return text

    def notice(self, text: str) -> RawFurniture:
        """Lay out a line that stands outside every post."""
        line = self._write(one_line(text) or NO_TEXT)
        self._break()
        return RawFurniture(line, "notice")

    def post(self, message: Message) -> RawPost:
        """Lay out a post."""
        start, first = self._offset, self._line
        marker = self._marker(message)
        furniture = self._furniture(message.above)
        at = self._offset
        lines = self._text(message.text)
        furniture += self._furniture(message.below)
        reactions = self._reactions(message.reactions)
        if self._offset == start:
            furniture.append(RawFurniture(self._write(NO_TEXT), "notice"))
        end = self._offset - 1
        self._break()
        return RawPost(
            begun_by="header",
            start=start,
            end=end,
            line=first,
            marker=marker,
            lines=lines,
            reactions=reactions,
            furniture=tuple(furniture),
            facts=message.facts or EMPTY,
            declared=tuple(Declared(e.kind, Span(at + e.start, at + e.end), e.url) for e in message.entities if e.start < e.end),
        )

    def _write(self, text: str) -> RawLine:
        """Write a line that is not blank; give its content."""
        content = text.strip(BLANKS)
        line = RawLine(content, self._offset + text.index(content), self._line)
        self._pieces += text, "\n"
        self._offset += len(text) + 1
        self._line += 1
        return line

    def _break(self) -> None:
        self._pieces.append("\n")
        self._offset += 1
        self._line += 1

    def _marker(self, message: Message) -> RawMarker | None:
        name, author = one_line(message.forwarded_from or ""), one_line(message.forward_author or "")
        if not name:
            return None
        line = self._write(f"Forwarded from {name}" + (f" ({author})" if author else ""))
        return RawMarker(line, name, author or None, message.forward_url, "en")

    def _furniture(self, lines: Sequence[tuple[str, FurnitureKind]]) -> list[RawFurniture]:
        return [RawFurniture(self._write(printed), kind) for text, kind in lines if (printed := one_line(text))]

    def _text(self, text: str) -> tuple[RawLine, ...]:
        """Write the author's text as it is, so that its entities keep their places."""
        if not text.strip(BLANKS):
            return ()
        lines: list[RawLine] = []
        for line in text.split("\n"):
            if line.strip(BLANKS):
                lines.append(self._write(line))
            else:
                self._pieces.append(line)
                self._offset += len(line)
                self._break()
        return tuple(lines)

    def _reactions(self, reactions: Sequence[tuple[str | None, str]]) -> tuple[RawLine, ...]:
        """Write all reactions on one line; each is a stretch of its own, so that no counts run together."""
        if not reactions:
            return ()
        printed = [f"{emoji or ''}{count}" for emoji, count in reactions]
        line = self._write(" ".join(printed))
        start = line.start
        stretches: list[RawLine] = []
        for text in printed:
            stretches.append(RawLine(text, start, line.line))
            start += len(text) + 1
        return tuple(stretches)


def one_line(text: str) -> str:
    r"""Fold a text to one line.

    >>> one_line("  a\n b ")
    'a b'
    """
    return " ".join(text.split()).strip(BLANKS)


def printable(text: str) -> str:
    r"""Make every line break a line feed and every lone surrogate U+FFFD, without moving anything.

    >>> printable("a\rb\r\nc\ud800")
    'a\nb \nc\ufffd'
    """
    if "\r" in text:
        text = LINE_BREAK.sub(lambda match: " \n" if len(match[0]) == 2 else "\n", text)
    return text if text.isascii() else SURROGATE.sub("\ufffd", text)


def count_text(count: int) -> str:
    """Print a count so that its digits cannot be taken for two counts.

    >>> count_text(1500), count_text(12)
    ('1,500', '12')
    """
    return f"{count:,}"
