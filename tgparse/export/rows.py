"""Posts and documents as rows: flat dicts of plain values, keyed by the columns of their table.

Rows are made post by post, so that a stream of posts gives tables as well as a Document does. What only a Document knows
(its problems, the lines between posts) is taken from it by its attributes: this floor does not know the class.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, cast

from ..models import Post
from .columns import CONTEXT, POST_COUNTED, POST_TOLD, UTC_ENDING, WITHIN, columns, own_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..ledger import SourceLine
    from ..models import Diagnostic, Item
    from ..parts import DocumentLike

    Row = dict[str, Any]


def iter_rows(part: DocumentLike | Post, table: str) -> Iterator[Row]:
    """Give the rows of a Document or of a single post in one of the tables. Raises ValueError for a name that is no table.

    Tuples stay tuples and times keep their zones; `flat` makes the row of `Document.rows` of it.
    """
    columns(table)  # An unknown name is an error also where there is no row to make.
    if isinstance(part, Post):
        return _post_rows(part, table)
    if table == "furniture":
        return _furniture(part)
    if table == "diagnostics":
        return _diagnostics(part)
    if table == "lines":
        return _lines(part)
    return (row for post in part.posts for row in _post_rows(post, table))


def flat(row: Row) -> Row:
    """Write lists as one string, their words apart by blanks.

    >>> flat({"media": ("photo", "video"), "views": 3})
    {'media': 'photo video', 'views': 3}
    """
    return {name: " ".join(cast("tuple[str, ...]", value)) if isinstance(value, tuple) else value for name, value in row.items()}


def _post_rows(post: Post, table: str) -> Iterator[Row]:
    if table == "posts":
        yield _post(post)
    elif table == "forwards":
        yield from _items(post, [post.forwarded_from] if post.forwarded_from else ())
    else:
        # A post knows neither diagnostics nor lines.
        yield from _items(post, getattr(post, table, ()))


def _post(post: Post) -> Row:
    nearest = max(post.near, key=lambda near: (near.kind == "near", near.similarity), default=None)
    row: Row = {
        **_place(post, post.source, post.index),
        **_context(post),
        "begun_by": post.begun_by,
        "headline": post.headline.text if post.headline else None,
        "text": post.body,
        "is_empty": post.is_empty,
        "content_hash": post.content_hash,
        "repeats_post": post.repeats_post,
        "near_post": nearest.index if nearest else None,
        "near_similarity": nearest.similarity if nearest else None,
        "seen_in": post.seen.source if post.seen else None,
        "seen_post": post.seen.index if post.seen else None,
        "dated": post.dated.edtf if post.dated else None,
        "dated_basis": post.dated.basis if post.dated else None,
        "channel": post.channel.title or post.channel.username if post.channel else None,
        "media": post.media,
    }
    for name in POST_TOLD:
        value: Any = getattr(post, name)
        row[name] = value
        if name in TIMES:
            row[name + UTC_ENDING] = in_utc(value)
    for name in POST_COUNTED:
        row[f"n_{name}"] = len(getattr(post, name))
    return row


def _items(post: Post, items: Sequence[Item]) -> Iterator[Row]:
    """Give the rows of one kind of item of a post."""
    if not items:
        return
    paragraph_of, point_of, context = _index_in(post.paragraphs), _index_in(post.points), _context(post)
    for item in items:
        yield {
            **_place(item, post.source, post.index),
            "paragraph": paragraph_of(item),
            "point": point_of(item),
            **_own(item),
            **context,
        }


def _furniture(document: DocumentLike) -> Iterator[Row]:
    """Give the furniture of the posts and between them, in the order of the text."""
    inside = (row for post in document.posts for row in _items(post, post.furniture))
    outside = (outside_row(item, document.source) for item in document.furniture)
    yield from sorted([*inside, *outside], key=lambda row: row["char_start"])


def outside_row(item: Item, source: str) -> Row:
    """Give the row of an item that stands outside every post."""
    return {**_place(item, source, None), **NOT_WITHIN, **_own(item), **NO_CONTEXT}


def _diagnostics(document: DocumentLike) -> Iterator[Row]:
    for diagnostic in document.diagnostics:
        yield diagnostic_row(diagnostic, None if diagnostic.post is None else document.posts[diagnostic.post])


def diagnostic_row(diagnostic: Diagnostic, post: Post | None) -> Row:
    """Give the row of a problem, which may be a post's."""
    context = NO_CONTEXT if post is None else _context(post)
    return {**_place(diagnostic, diagnostic.source, diagnostic.post), **NOT_WITHIN, **_own(diagnostic), **context}


def _lines(document: DocumentLike) -> Iterator[Row]:
    lines: tuple[SourceLine, ...] = document.lines
    for line in lines:
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


def _place(item: Item | Post, source: str, post: int | None) -> Row:
    start, end = item.span
    return {"source": source, "post": post, "line": item.line, "char_start": start, "char_end": end}


def _context(post: Post) -> Row:
    return {
        "forwarded_from": post.forwarded_from.name if post.forwarded_from else None,
        "dated_first": post.dated.first if post.dated else None,
        "dated_last": post.dated.last if post.dated else None,
    }


def in_utc(time: datetime | None) -> datetime | None:
    """Give the moment of a time whose zone is known.

    >>> in_utc(datetime(2022, 12, 5, 14, 30)) is None
    True
    """
    return time.astimezone(UTC) if time is not None and time.tzinfo is not None else None


TIMES: Final = ("sent_at", "edited_at")
NOT_WITHIN: Final = dict.fromkeys(column.name for column in WITHIN)
NO_CONTEXT: Final = dict.fromkeys(column.name for column in CONTEXT)


def _index_in(items: Sequence[Item]) -> Callable[[Item], int | None]:
    """Make a function that gives the index of the item that holds another one."""
    order = sorted(range(len(items)), key=lambda i: items[i].span)
    starts = [items[i].span.start for i in order]

    def index_of(item: Item) -> int | None:
        k = bisect_right(starts, item.span.start) - 1
        return order[k] if k >= 0 and item.span.end <= items[order[k]].span.end else None

    return index_of


def _own(item: Item) -> Row:
    """Give an item's own fields as plain values: a stretch as two numbers, a value of any kind with its type."""
    row: Row = {}
    for name in own_fields(type(item)):
        value = getattr(item, name)
        if name == "of":
            row["of_start"], row["of_end"] = value
        elif name == "value":
            row[name], row["value_type"] = value, None if value is None else type(value).__name__
        else:
            row[name] = value
    return row
