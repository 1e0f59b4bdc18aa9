"""`Document`: the posts of one source together with its text, its tables, its ledger and its notebook face.

What only some methods need is imported there: the first parse of a process is to be quick.
"""

from __future__ import annotations

from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any, Final, Protocol, Self
from urllib.parse import quote

from pydantic import Field

from . import corrections, html
from .errors import CODES, TgparseError
from .export.columns import TABLE_NAMES
from .export.rows import flat, iter_rows
from .export.text import one_json_line
from .folding import LINE_BREAK
from .forwards import match_marker
from .ledger import SourceLine, iter_lines
from .models import Channel, Correction, Diagnostic, Furniture, Item, Model, Post, shorten
from .omissions import without_boilerplate
from .options import Options
from .writing import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from .omissions import Lines

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
    corrections: tuple[Correction, ...] = ()
    """What was put right by hand, in that order."""

    def rows(self, table: str = "posts", *, boilerplate: Lines = ()) -> list[dict[str, Any]]:
        r"""Give one of the tables as flat dicts of plain values.

        Every row has `source`, `post`, `line`, `char_start` and `char_end` (code points); rows of items also `paragraph` and
        `point` (indices in their post, or None), `forwarded_from`, `dated_first` and `dated_last`. `boilerplate` is lines to leave out,
        such as `tgparse.boilerplate` reports. Raises ValueError for a name that is no table.

        >>> import tgparse
        >>> doc = tgparse.parse_text("Forwarded from City News\nBridge reopens in #Minsk")
        >>> [(row["tag"], row["forwarded_from"], row["paragraph"]) for row in doc.rows("hashtags")]
        [('Minsk', 'City News', 0)]
        """
        return [flat(row) for row in iter_rows(without_boilerplate(self, boilerplate), table)]

    def to_arrow(self, table: str = "posts", *, boilerplate: Lines = ()) -> pa.Table:
        """Give one of the tables as a `pyarrow.Table`. Needs `pip install 'tgparse[arrow]'`."""
        from .export import arrow

        return arrow.to_arrow(self, table, boilerplate=boilerplate)

    def to_pandas(self, table: str = "posts", *, boilerplate: Lines = ()) -> pd.DataFrame:
        """Give one of the tables as a pandas DataFrame. Needs `pip install 'tgparse[pandas]'`."""
        from .export import arrow

        return arrow.to_pandas(self, table, boilerplate=boilerplate)

    def to_polars(self, table: str = "posts", *, boilerplate: Lines = ()) -> pl.DataFrame:
        """Give one of the tables as a polars DataFrame. Needs `pip install 'tgparse[polars]'`."""
        from .export import arrow

        return arrow.to_polars(self, table, boilerplate=boilerplate)

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

    def to_text(self, *, markers: bool = False, boilerplate: Lines = ()) -> str:
        r"""Give the kept text: a paragraph a line, a blank line between posts; with `markers` also the forward markers.

        `boilerplate` is lines to leave out, such as `tgparse.boilerplate` reports.

        >>> import tgparse
        >>> tgparse.parse_text("Forwarded from City News\nBridge reopens\n❤1👍1").to_text()
        'Bridge reopens\n'
        """
        posts = without_boilerplate(self, boilerplate).posts
        return join_posts((post.forwarded_from if markers else None, post.body) for post in posts)

    def cite(self, item: Item | Post) -> str:
        r"""Cite an item or a post: its words, its lines in the file (a URI after RFC 5147), the file's SHA-256, the post's address.

        Raises `TgparseError` for what is not in this document.

        >>> import tgparse
        >>> doc = tgparse.parse_bytes(b"Forwarded from City News\nBridge reopens in #Minsk", source="news.txt")
        >>> doc.cite(doc.posts[0].hashtags[0])
        '“#Minsk”, news.txt#line=1,2 (sha256 00985959...)'
        """
        start, end = item.span
        if (item not in self.posts) if isinstance(item, Post) else self.text[start:end] != item.text:
            message = f"{item!r} is not in this document"
            raise TgparseError(message)
        last = item.line + len(LINE_BREAK.findall(self.text, start, end))
        address = next((post.url for post in self.posts if post.span.start <= start and end <= post.span.end), None)
        words = html.visible(shorten(_one_line(item.body if isinstance(item, Post) else item.text)))
        known = [f"sha256 {self.sha256}" if self.sha256 else None, address]
        details = "; ".join(detail for detail in known if detail)
        return f"“{words}”, {quote(self.source)}#line={item.line - 1},{last}{f' ({details})' if details else ''}"

    def replace(self, item: Item, **fields: Any) -> Self:
        """Give a Document in which an item has other fields; what follows from them follows, and `corrections` says so.

        A date's `edtf` brings its days and precision, a tag's or forward's name its key; where a post's own date rests on the corrected
        one, that follows too. Raises `TgparseError` for an item of another document, and for fields that it has not.

        >>> import tgparse
        >>> doc = tgparse.parse_text("The bridge opened on 01.02.2023")
        >>> doc.posts[0].dates[0].first, doc.replace(doc.posts[0].dates[0], edtf="2023-01-02").posts[0].dates[0].first
        (datetime.date(2023, 2, 1), datetime.date(2023, 1, 2))
        """
        posts, correction = corrections.replace_item(self.posts, item, fields)
        return self.model_copy(update={"posts": posts, "corrections": (*self.corrections, correction)})

    def save_corrections(self, path: str | PathLike[str]) -> None:
        """Write the corrections as JSON Lines, for `apply_corrections`."""
        with replacing(path) as draft:
            draft.write_text("".join(one_json_line(made.model_dump_json()) for made in self.corrections), "utf-8")

    def apply_corrections(self, given: str | PathLike[str] | Iterable[Correction]) -> Self:
        """Give a Document with corrections made again, from a file of `save_corrections` or as they are.

        Each is made in every post with the same words; one for a post that is not here is passed over, one whose item the post no longer
        has becomes a Diagnostic.
        """
        if isinstance(given, str | PathLike):
            given = list(corrections.read_corrections(given))
        posts, made, lost = corrections.apply(self.posts, given)
        told = tuple(self._lost_correction(index, correction) for index, correction in lost)
        update = {"posts": posts, "corrections": (*self.corrections, *made), "diagnostics": (*self.diagnostics, *told)}
        return self.model_copy(update=update)

    def _lost_correction(self, index: int, correction: Correction) -> Diagnostic:
        post, (severity, meaning) = self.posts[index], CODES["TG301"]
        return Diagnostic(
            text=self.text[post.span.start : post.span.end],
            span=post.span,
            line=post.line,
            code="TG301",
            severity=severity,
            message=f"{meaning}: {shorten(correction.text)!r} among its {correction.field}",
            source=self.source,
            post=index,
        )

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
        """Show the first posts in a notebook, with what was found marked in their text; hostile text in them stays text."""
        from .display import show

        return show(self).html


class MarkerLike(Protocol):
    """What a marker is written from: a `Forward`, or a marker that was read but not yet made one."""

    @property
    def text(self) -> str: ...  # noqa: D102 - see Forward
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def author(self) -> str | None: ...  # noqa: D102


def join_posts(posts: Iterable[tuple[MarkerLike | None, str]]) -> str:
    r"""Write posts, each given as its marker and its body, with a blank line between them.

    >>> join_posts([(None, "One\nTwo"), (None, ""), (None, "Three")])
    'One\nTwo\n\nThree\n'
    """
    blocks: list[str] = []
    for marker, body in posts:
        block = [part for part in (_marker_line(marker) if marker else "", body) if part]
        if block:
            blocks.append("\n".join(block) + "\n")
    return "\n".join(blocks)


def _marker_line(marker: MarkerLike) -> str:
    """Write a marker so that it is read as one again: as it stands, or in Telegram's words where a dialect has its own."""
    line = _one_line(marker.text)
    if match_marker(line):
        return line
    return f"Forwarded from {_one_line(marker.name)}" + (f" ({_one_line(marker.author)})" if marker.author else "")


def _one_line(text: str) -> str:
    return " ".join(text.split())
