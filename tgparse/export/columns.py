"""The schema of every table, in one place: names, kinds and meanings of its columns.

The own columns of a table are the fields of its model, in their order: kinds come from the annotations, meanings from the
docstrings. So a new field of a model is a new column of its table everywhere: in rows, Arrow, pandas, polars and SQLite.
What all tables share is written out here: the place of a row (`PLACE`), and the post it belongs to (`CONTEXT`), so that
common questions need no join.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from types import MappingProxyType, NoneType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args, get_origin

from ..models import (
    DateMention,
    Diagnostic,
    Forward,
    Found,
    Furniture,
    Hashtag,
    Item,
    Link,
    Location,
    Mention,
    Paragraph,
    Point,
    Post,
    Reaction,
    Repeat,
)
from ..spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SCHEMA_VERSION: Final = 1
"""Number of the tables' form; it changes when a column changes its meaning, not when one is added."""

Kind = Literal["text", "word", "whole", "number", "flag", "day", "clock", "moment", "words"]
"""What a column holds: free text; a word of few (an Arrow dictionary); a whole number; a number; true or false; a day; a time
as printed, without a zone; a moment in UTC; several words (an Arrow list)."""


class Column(NamedTuple):
    """One column of a table."""

    name: str
    kind: Kind
    nullable: bool
    meaning: str


PLACE: Final = (
    Column("source", "word", nullable=False, meaning="The source it comes from."),
    Column("post", "whole", nullable=True, meaning="Index of its post; empty outside every post."),
    Column("line", "whole", nullable=False, meaning="The 1-based number of the source line that it begins on."),
    Column("char_start", "whole", nullable=False, meaning="Offset of its first code point in the decoded source."),
    Column("char_end", "whole", nullable=False, meaning="Offset behind its last code point."),
)
WITHIN: Final = (
    Column("paragraph", "whole", nullable=True, meaning="Index of the paragraph of its post that holds it."),
    Column("point", "whole", nullable=True, meaning="Index of the point of its post that holds it."),
)
CONTEXT: Final = (
    Column("forwarded_from", "word", nullable=True, meaning="The channel or person that its post is a forward of."),
    Column("dated_first", "day", nullable=True, meaning="The first day that its post can be of."),
    Column("dated_last", "day", nullable=True, meaning="The last day that its post can be of."),
)
POST_TOLD: Final = ("author", "signature", "message_id", "url", "sent_at", "edited_at", "views", "views_text", "reply_to", "via_bot")
POST_COUNTED: Final = ("paragraphs", "points", "hashtags", "mentions", "links", "dates", "locations", "reactions", "repeats")
POST_OWN: Final = (
    Column("begun_by", "word", nullable=False, meaning="What showed that a post begins here."),
    Column("headline", "text", nullable=True, meaning="Its headline."),
    Column("text", "text", nullable=False, meaning="The kept paragraphs, one a line."),
    Column("is_empty", "flag", nullable=False, meaning="Whether no text of the author is left."),
    Column("content_hash", "text", nullable=False, meaning="The same for the same words from any extractor."),
    Column("repeats_post", "whole", nullable=True, meaning="Index of the first equal post."),
    Column("near_post", "whole", nullable=True, meaning="Index of the post before it that it is most like, where asked for."),
    Column("near_similarity", "number", nullable=True, meaning="Share of the shorter one's shingles that the longer one has."),
    Column("seen_in", "word", nullable=True, meaning="The source in which an earlier run saw it, where that was asked for."),
    Column("seen_post", "whole", nullable=True, meaning="Its index there."),
    Column("dated", "text", nullable=True, meaning="Its own date in EDTF."),
    Column("dated_basis", "word", nullable=True, meaning="What that date rests on."),
    Column("channel", "word", nullable=True, meaning="The channel it stood in."),
    Column("media", "words", nullable=False, meaning="Kinds of media that hung on it."),
)
LINES: Final = (
    *PLACE,
    Column("role", "word", nullable=False, meaning="What the line was taken for."),
    Column("kind", "word", nullable=True, meaning="The kind of the paragraph, the furniture or the repeat."),
    Column("repeats_line", "whole", nullable=True, meaning="Number of the line that it repeats."),
    Column("text", "text", nullable=False, meaning="The line without surrounding blanks."),
)
ITEMS: Final[Mapping[str, type[Item]]] = MappingProxyType(
    {
        "paragraphs": Paragraph,
        "points": Point,
        "forwards": Forward,
        "hashtags": Hashtag,
        "mentions": Mention,
        "links": Link,
        "dates": DateMention,
        "locations": Location,
        "reactions": Reaction,
        "repeats": Repeat,
        "furniture": Furniture,
        "found": Found,
        "diagnostics": Diagnostic,
    }
)
"""The tables whose rows are items, by name."""
TABLE_NAMES: Final = ("posts", *ITEMS, "lines")
"""All tables, in the order in which people ask for them."""
OF_DOCUMENTS: Final = ("diagnostics", "lines")
"""The tables that only a Document can give: a stream of posts knows neither its problems nor the lines between posts."""

WORDS: Final = frozenset({"calendar", "code", "country_code", "language", "section"})
"""Strings that repeat so often that a dictionary pays."""
UTC_ENDING: Final = "_utc"
"""What the name of a moment ends in, beside that of its printed time."""


@cache
def columns(table: str) -> tuple[Column, ...]:
    """Give the columns of a table in their order. Raises ValueError for a name that is no table.

    >>> [column.name for column in columns("hashtags")][5:10]
    ['paragraph', 'point', 'text', 'tag', 'key']
    """
    if table == "posts":
        return (*PLACE, *CONTEXT, *POST_OWN, *_told(), *_counted())
    if table == "lines":
        return LINES
    model = ITEMS.get(table)
    if model is None:
        message = f"there is no table {table!r}; the tables are {', '.join(TABLE_NAMES)}"
        raise ValueError(message)
    return (*PLACE, *WITHIN, *_own(model), *CONTEXT)


@cache
def own_fields(model: type[Item]) -> tuple[str, ...]:
    """Give the fields of a model that are columns of its own: `text` first, without its place."""
    placed = {column.name for column in PLACE} | {"text", "span"}
    return ("text", *(name for name in model.model_fields if name not in placed))


def _own(model: type[Item]) -> Iterator[Column]:
    for name in own_fields(model):
        yield from _of_field(model, name)


def _told() -> Iterator[Column]:
    for name in POST_TOLD:
        yield from _of_field(Post, name)


def _counted() -> Iterator[Column]:
    for name in POST_COUNTED:
        yield Column(f"n_{name}", "whole", nullable=False, meaning=f"How many {name} it has.")


def _of_field(model: type[Item | Post], name: str) -> Iterator[Column]:
    """Give the columns of a field: mostly one; two for a stretch, a time, and a value of any kind."""
    field = model.model_fields[name]
    meaning = field.description or ""
    kinds, nullable = _parts(field.annotation)
    if kinds == {Span}:
        yield Column(f"{name}_start", "whole", nullable, meaning)
        yield Column(f"{name}_end", "whole", nullable, "Offset behind its last code point.")
    elif kinds == {datetime}:
        yield Column(name, "clock", nullable, f"{meaning} As printed, on the export's own clock.")
        yield Column(name + UTC_ENDING, "moment", nullable=True, meaning="The same moment in UTC, where the zone is known.")
    elif len(kinds) > 1 and str in kinds:
        yield Column(name, "text", nullable, f"{meaning} As JSON, unless it is a string.")
        yield Column(f"{name}_type", "word", nullable, f"Python's type of `{name}`.")
    else:
        yield Column(name, _kind(name, kinds), nullable, meaning)


def _parts(annotation: object) -> tuple[set[Any], bool]:
    """Take a union apart: its members, and whether it may be None.

    >>> _parts(int | None)
    ({<class 'int'>}, True)
    """
    members = set(get_args(annotation)) if get_origin(annotation) not in {None, tuple, Literal} else {annotation}
    return members - {NoneType}, NoneType in members


def _kind(name: str, kinds: set[Any]) -> Kind:
    (only,) = kinds
    if get_origin(only) is Literal or (only is str and name in WORDS):
        return "word"
    if get_origin(only) is tuple:
        return "words"
    return SIMPLE[only]


SIMPLE: Final[Mapping[Any, Kind]] = MappingProxyType({str: "text", int: "whole", float: "number", bool: "flag", date: "day"})
