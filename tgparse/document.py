"""`Document`: the posts of one source together with its text, its tables, its ledger and its notebook face."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from pydantic import Field

from . import html
from .models import Channel, Diagnostic, Furniture, Item, Model, Post
from .options import Options
from .tokens import BLANKS, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

Role = Literal["marker", "header", "kept", "repeat", "furniture", "reactions", "blank"]
SCHEMA_VERSION: Final = 1
"""Number of the JSON form; files outlive releases."""
NOBODY: Final = Post(span=(0, 0), line=0, index=-1, source="", begun_by="guess")  # type: ignore[arg-type]
"""Stands for the post of what stands outside every post."""


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
        return _WHY[self.role].format(line=self, where=where)

    def __str__(self) -> str:
        """Give number and reason."""
        return f"line {self.number}: {self.why}"


_WHY: Final[Mapping[Role, str]] = {
    "marker": "the forward marker {where}",
    "header": "the header {where}, written by the client",
    "kept": "kept as a paragraph ({line.kind}) {where}",
    "repeat": "taken out {where}, since it repeats line {line.repeats_line}",
    "furniture": "furniture ({line.kind}) {where}: the page or the client wrote it, not the author",
    "reactions": "the reactions line {where}",
    "blank": "blank",
}


class Document(Model, frozen=True):
    r"""The posts of one source, with the text they stand in and everything that was noticed.

    >>> import tgparse
    >>> doc = tgparse.parse_text("Forwarded from City News\nBridge reopens", source="news.txt")
    >>> doc
    Document('news.txt': 1 post, web-preview)
    >>> str(doc.line(1))
    'line 1: the forward marker of post 0'
    """

    source: str
    """The name of the input."""
    sha256: str | None = None
    """SHA-256 of the bytes read, in hex; None for a str."""
    channel: Channel | None = None
    """Whose posts these are."""
    dialect: str
    """The form that the text was read in."""
    encoding: str | None = None
    """The encoding of the bytes; None for a str."""
    text: str
    """The decoded text, which every span points into."""
    posts: tuple[Post, ...] = ()
    """The posts in the order of the text."""
    furniture: tuple[Furniture, ...] = ()
    """Lines of the page or client outside every post."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Everything that was noticed."""
    options: Options = Field(default_factory=Options)
    """The settings of the parse."""
    schema_version: int = SCHEMA_VERSION
    """Number of the JSON form."""
    ok: bool = True
    """Whether it could be read."""

    def rows(self, table: str = "posts") -> list[dict[str, Any]]:
        r"""Give one of the tables as flat dicts of plain values.

        Every row has `source`, `post`, `line`, `char_start` and `char_end` (code points); rows of items also `paragraph` and
        `point` (indices in their post, or None), `forwarded_from`, `dated_first` and `dated_last`. Raises ValueError for a
        name that is no table.

        >>> import tgparse
        >>> doc = tgparse.parse_text("Forwarded from City News\nBridge reopens in #Minsk")
        >>> [(row["tag"], row["forwarded_from"], row["paragraph"]) for row in doc.rows("hashtags")]
        [('Minsk', 'City News', 0)]
        """
        make = TABLES.get(table)
        if make is None:
            message = f"there is no table {table!r}; the tables are {', '.join(TABLES)}"
            raise ValueError(message)
        return list(make(self))

    @cached_property
    def lines(self) -> tuple[SourceLine, ...]:
        """The ledger: what became of every line of the source, in order, each exactly once."""
        return tuple(_ledger(self))

    def line(self, number: int) -> SourceLine:
        """Say what became of a line (1-based) and why. Raises IndexError for a line that is not there."""
        if not 1 <= number <= len(self.lines):
            message = f"{self.source} has {len(self.lines)} lines, and no line {number}"
            raise IndexError(message)
        return self.lines[number - 1]

    def to_text(self, *, markers: bool = False) -> str:
        r"""Give the kept text: a paragraph a line, a blank line between posts; with `markers` also the forward markers.

        >>> import tgparse
        >>> tgparse.parse_text("Forwarded from City News\nBridge reopens\n❤1👍1").to_text()
        'Bridge reopens\n'
        """
        blocks: list[str] = []
        for post in self.posts:
            marker = [_one_line(post.forwarded_from.text)] if markers and post.forwarded_from else []
            block = [*marker, *([post.body] if post.paragraphs else [])]
            if block:
                blocks.append("\n".join(block) + "\n")
        return "\n".join(blocks)

    def __len__(self) -> int:
        """Count the posts."""
        return len(self.posts)

    def __bool__(self) -> bool:
        """Be true also without posts: a Document is something."""
        return True

    def __repr__(self) -> str:
        """Show source, number of posts and dialect in one line."""
        count = f"{len(self.posts)} post{'' if len(self.posts) == 1 else 's'}"
        return f"Document({self.source!r}: {count}, {self.dialect}{'' if self.ok else ', could not be read'})"

    def __str__(self) -> str:
        """Give the same line as `repr`: a notebook must not print a whole export."""
        return repr(self)

    def _repr_html_(self) -> str:
        """Show the posts as a table in a notebook; hostile text in them stays text."""
        headers = ("", "forwarded from", "headline", "points", "dates", "places", "tags", "reactions")
        rows: list[tuple[object, ...]] = [
            (
                post.index,
                post.forwarded_from.name if post.forwarded_from else None,
                shorten_to(post.paragraphs[0].text, MAX_HEADLINE) if post.paragraphs else "(no text)",
                len(post.points),
                ", ".join(dict.fromkeys(date.edtf for date in post.dates)),
                ", ".join(dict.fromkeys(place.name for place in post.locations)),
                " ".join(dict.fromkeys(f"#{tag.tag}" for tag in post.hashtags)),
                " ".join(f"{r.emoji or ''}{r.count_text}" for r in post.reactions),
            )
            for post in self.posts[: html.MAX_ROWS + 1]
        ]
        rows += [("",) * len(headers)] * max(0, len(self.posts) - len(rows))
        return html.table(headers, rows, caption=repr(self))


MAX_HEADLINE: Final = 120


def shorten_to(text: str, limit: int) -> str:
    """Cut a text for display."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _one_line(text: str) -> str:
    return " ".join(text.split())


# The ledger.


def _ledger(document: Document) -> Iterator[SourceLine]:
    """Walk the source lines; each takes the first role that an item on it gives."""
    roles = _roles(document)
    number_at = _line_starts(document)
    done = 0
    for token in tokenize(document.text):
        if token.line == done:
            continue
        done = token.line
        content = token.text.strip(BLANKS)
        start = token.start + token.text.find(content[0]) if content else token.start
        role, kind, post, of = roles.get(token.line, (_own_role(token.kind), None, None, None))
        if not content:
            role, kind, of = "blank", None, None
        yield SourceLine(
            number=token.line,
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


def _line_starts(document: Document) -> list[int]:
    """Give the offset of each line, so that line n starts at index n - 1."""
    starts: list[int] = []
    for token in tokenize(document.text):
        if token.line > len(starts):
            starts.append(token.start)
    return starts


def _roles(document: Document) -> dict[int, tuple[Role, str | None, int | None, int | None]]:
    """Give role, kind, post and (for a repeat) the offset of the kept copy, by line number."""
    roles: dict[int, tuple[Role, str | None, int | None, int | None]] = {}

    def put(item: Item, role: Role, kind: str | None, post: int | None, of: int | None = None) -> None:
        last = item.line + item.text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
        for number in range(item.line, last + 1):
            roles.setdefault(number, (role, kind, post, of))

    for post in document.posts:
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
    for furniture in document.furniture:
        put(furniture, "furniture", furniture.kind, None)
    return roles


# The tables.


def _place(item: Item | Post, source: str, post: int | None) -> dict[str, Any]:
    return {"source": source, "post": post, "line": item.line, "char_start": item.span.start, "char_end": item.span.end}


def _context(post: Post) -> dict[str, Any]:
    return {
        "forwarded_from": post.forwarded_from.name if post.forwarded_from else None,
        "dated_first": post.dated.first if post.dated else None,
        "dated_last": post.dated.last if post.dated else None,
    }


def _index_in(items: Sequence[Item]) -> Callable[[Item], int | None]:
    """Make a function that gives the index of the item that holds another one."""
    order = sorted(range(len(items)), key=lambda i: items[i].span)
    starts = [items[i].span.start for i in order]

    def index_of(item: Item) -> int | None:
        k = bisect_right(starts, item.span.start) - 1
        return order[k] if k >= 0 and item.span.end <= items[order[k]].span.end else None

    return index_of


def _flat(item: Item, skipped: tuple[str, ...] = ()) -> dict[str, Any]:
    """Give an item's own fields as plain values: spans as two numbers, tuples as one string."""
    values: dict[str, Any] = {"text": item.text}
    for name in type(item).model_fields:
        value = getattr(item, name)
        if name in {"text", "span", "line", *skipped}:
            continue
        if name == "of":
            values["of_start"], values["of_end"] = value
        elif isinstance(value, tuple):
            values[name] = " ".join(map(str, cast("tuple[object, ...]", value)))
        else:
            values[name] = value
    return values


def _items(field: str) -> Callable[[Document], Iterator[dict[str, Any]]]:
    """Make the table of a kind of item."""

    def rows(document: Document) -> Iterator[dict[str, Any]]:
        for post in document.posts:
            paragraph_of, point_of = _index_in(post.paragraphs), _index_in(post.points)
            for item in getattr(post, field):
                yield {
                    **_place(item, post.source, post.index),
                    "paragraph": paragraph_of(item),
                    "point": point_of(item),
                    **_flat(item),
                    **_context(post),
                }

    return rows


def _posts(document: Document) -> Iterator[dict[str, Any]]:
    for post in document.posts:
        yield {
            **_place(post, post.source, post.index),
            **_context(post),
            "begun_by": post.begun_by,
            "headline": post.headline.text if post.headline else None,
            "text": post.body,
            "is_empty": post.is_empty,
            "content_hash": post.content_hash,
            "repeats_post": post.repeats_post,
            "dated": post.dated.edtf if post.dated else None,
            "dated_basis": post.dated.basis if post.dated else None,
            "channel": post.channel.title or post.channel.username if post.channel else None,
            "media": " ".join(post.media),
            **{name: getattr(post, name) for name in _TOLD},
            **{f"n_{name}": len(getattr(post, name)) for name in _COUNTED},
        }


_TOLD: Final = ("author", "signature", "message_id", "url", "sent_at", "edited_at", "views", "views_text", "reply_to", "via_bot")
_COUNTED: Final = ("paragraphs", "points", "hashtags", "mentions", "links", "dates", "locations", "reactions", "repeats")


def _forwards(document: Document) -> Iterator[dict[str, Any]]:
    for post in document.posts:
        forward = post.forwarded_from
        if forward is not None:
            yield {**_place(forward, post.source, post.index), "paragraph": None, "point": None, **_flat(forward), **_context(post)}


def _furniture(document: Document) -> Iterator[dict[str, Any]]:
    inside = _items("furniture")(document)
    outside = ({**_place(item, document.source, None), **_NO_CONTEXT, **_flat(item)} for item in document.furniture)
    yield from sorted(chain(inside, outside), key=itemgetter("char_start"))


_NO_CONTEXT: Final[dict[str, Any]] = {"paragraph": None, "point": None, **_context(NOBODY)}


def _diagnostics(document: Document) -> Iterator[dict[str, Any]]:
    for diagnostic in document.diagnostics:
        place = _place(diagnostic, diagnostic.source, diagnostic.post)
        post = document.posts[diagnostic.post] if diagnostic.post is not None else NOBODY
        yield {**place, "paragraph": None, "point": None, **_flat(diagnostic, ("source", "post")), **_context(post)}


def _lines(document: Document) -> Iterator[dict[str, Any]]:
    for line in document.lines:
        yield {
            "source": document.source,
            "post": line.post,
            "line": line.number,
            "char_start": line.start,
            "char_end": line.end,
            "role": line.role,
            "kind": line.kind,
            "repeats_line": line.repeats_line,
            "text": line.text,
        }


TABLES: Final[Mapping[str, Callable[[Document], Iterator[dict[str, Any]]]]] = {
    "posts": _posts,
    "paragraphs": _items("paragraphs"),
    "points": _items("points"),
    "forwards": _forwards,
    "hashtags": _items("hashtags"),
    "mentions": _items("mentions"),
    "links": _items("links"),
    "dates": _items("dates"),
    "locations": _items("locations"),
    "reactions": _items("reactions"),
    "repeats": _items("repeats"),
    "furniture": _furniture,
    "found": _items("found"),
    "diagnostics": _diagnostics,
    "lines": _lines,
}
"""The tables by name, in the order in which people ask for them."""
