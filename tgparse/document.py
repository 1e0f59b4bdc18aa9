"""`Document`: the posts of one source together with its text, its tables, its ledger and its notebook face."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from pydantic import Field

from . import html
from .export import arrow
from .export.columns import TABLE_NAMES
from .export.rows import flat, iter_rows
from .ledger import SourceLine, iter_lines
from .models import Channel, Diagnostic, Furniture, Model, Post
from .options import Options

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

SCHEMA_VERSION: Final = 1
"""Number of the JSON form; files outlive releases."""
TABLES: Final = TABLE_NAMES
"""The tables by name, in the order in which people ask for them."""


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
        return [flat(row) for row in iter_rows(self, table)]

    def to_arrow(self, table: str = "posts") -> pa.Table:
        """Give one of the tables as a `pyarrow.Table`. Needs `pip install 'tgparse[arrow]'`."""
        return arrow.to_arrow(self, table)

    def to_pandas(self, table: str = "posts") -> pd.DataFrame:
        """Give one of the tables as a pandas DataFrame. Needs `pip install 'tgparse[pandas]'`."""
        return arrow.to_pandas(self, table)

    def to_polars(self, table: str = "posts") -> pl.DataFrame:
        """Give one of the tables as a polars DataFrame. Needs `pip install 'tgparse[polars]'`."""
        return arrow.to_polars(self, table)

    @cached_property
    def lines(self) -> tuple[SourceLine, ...]:
        """The ledger: what became of every line of the source, in order, each exactly once."""
        return tuple(iter_lines(self.text, self.posts, self.furniture))

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
