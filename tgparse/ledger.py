"""The ledger: what became of every line of a source, and why, each exactly once."""

from __future__ import annotations

from bisect import bisect_right
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final, Literal

from .models import Model
from .tokens import BLANKS, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .models import Furniture, Item, Post

Role = Literal["marker", "header", "kept", "repeat", "furniture", "reactions", "blank"]


class SourceLine(Model, frozen=True):
    """What became of one line of the source, and why."""

    number: int
    """The 1-based number of the line."""
    text: str
    """The line without surrounding blanks."""
    start: int
    """Offset of its first code point."""
    end: int
    """Offset behind its last one, without the line end."""
    role: Role
    """What it was taken for."""
    kind: str | None = None
    """The kind of the paragraph, the furniture or the repeat."""
    post: int | None = None
    """Index of its post."""
    repeats_line: int | None = None
    """Number of the line that it repeats."""

    @property
    def why(self) -> str:
        """One sentence for people."""
        where = "outside every post" if self.post is None else f"of post {self.post}"
        return WHY["boilerplate" if self.kind == "boilerplate" else self.role].format(line=self, where=where)

    def __str__(self) -> str:
        """Give number and reason."""
        return f"line {self.number}: {self.why}"


WHY: Final[Mapping[str, str]] = {
    "marker": "the forward marker {where}",
    "header": "the header {where}, written by the client",
    "kept": "kept as a paragraph ({line.kind}) {where}",
    "repeat": "taken out {where}, since it repeats line {line.repeats_line}",
    "furniture": "furniture ({line.kind}) {where}: the page or the client wrote it, not the author",
    "boilerplate": "taken for boilerplate {where}: its channel writes it under many",
    "reactions": "the reactions line {where}",
    "blank": "blank",
}


def iter_lines(text: str, posts: Sequence[Post], furniture: Sequence[Furniture]) -> Iterator[SourceLine]:
    """Walk the lines of a source; each takes the first role that an item on it gives."""
    roles = _roles(posts, furniture)
    number_at = _line_starts(text)
    post_starts = [post.span.start for post in posts]
    for number, pieces in groupby(tokenize(text), attrgetter("line")):
        # A line that is longer than a token is made of several, and the first of them may hold nothing but blanks.
        tokens = tuple(pieces)
        line = "".join(token.text for token in tokens)
        kind_of_line = next((token.kind for token in tokens if token.kind != "blank"), "blank")
        content = line.strip(BLANKS)
        start = tokens[0].start + (line.find(content[0]) if content else 0)
        # A line without any item, such as a reactions line that no extractor read, is what it looks like, in the post around it.
        around = bisect_right(post_starts, start) - 1
        own = posts[around].index if around >= 0 and start < posts[around].span.end else None
        role, kind, post, of = roles.get(number, (_own_role(kind_of_line), None, own, None))
        if not content:
            role, kind, of = "blank", None, None
        yield SourceLine(
            number=number,
            text=content,
            start=start,
            end=start + len(content),
            role=role,
            kind=kind,
            post=post,
            repeats_line=None if of is None else bisect_right(number_at, of),
        )


def _own_role(kind: str) -> Role:
    return "marker" if kind == "marker" else "reactions" if kind == "reactions" else "furniture" if kind == "text" else "blank"


def _line_starts(text: str) -> list[int]:
    """Give the offset of each line, so that line n starts at index n - 1."""
    starts: list[int] = []
    for token in tokenize(text):
        if token.line > len(starts):
            starts.append(token.start)
    return starts


def _roles(posts: Sequence[Post], outside: Sequence[Furniture]) -> dict[int, tuple[Role, str | None, int | None, int | None]]:
    """Give role, kind, post and (for a repeat) the offset of the kept copy, by line number."""
    roles: dict[int, tuple[Role, str | None, int | None, int | None]] = {}

    def put(item: Item, role: Role, kind: str | None, post: int | None, of: int | None = None) -> None:
        last = item.line + item.text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
        for number in range(item.line, last + 1):
            roles.setdefault(number, (role, kind, post, of))

    for post in posts:
        if post.forwarded_from:
            put(post.forwarded_from, "marker", None, post.index)
        for paragraph in post.paragraphs:
            put(paragraph, "kept", paragraph.kind, post.index)
        for repeat in post.repeats:
            put(repeat, "repeat", repeat.kind, post.index, repeat.of.start)
        for furniture in post.furniture:
            put(furniture, "header" if furniture.kind == "title" else "furniture", furniture.kind, post.index)
        for reaction in post.reactions:
            put(reaction, "reactions", None, post.index)
    for furniture in outside:
        put(furniture, "furniture", furniture.kind, None)
    return roles
