"""The tables of splits, for whatever engine reads them: all rows of a split or none, and a row for a file that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .errors import TgparseError
from .export.arrow import arrow_schema, iter_batches
from .export.columns import Column, columns
from .export.rows import diagnostic_row, iter_rows, outside_row
from .extractors import EXTRACTORS
from .extras import need
from .parallel import unread
from .pipeline import parse_file
from .splits import SplitReading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

    from .export.rows import Row
    from .extractors import Extractor
    from .models import Diagnostic, Post
    from .splits import Split

SPLIT_START: Final = Column(
    "split_start",
    "whole",
    nullable=False,
    meaning="Byte of the file that post, line and offsets count from; 0 where they are the file's own.",
)
WHOLE: Final = "lines"
"""The table that needs a file as a whole, so one split."""


def split_to_arrow(
    split: Split, table: str = "posts", *, source: str | None = None, extractors: Sequence[Extractor] = EXTRACTORS
) -> pa.Table:
    """Give one table of a split as a `pyarrow.Table`: all of its rows, or none where the file cannot be read.

    The columns are those of `Document.rows`, and `split_start`: the byte that `post`, `line`, `char_start` and `char_end` count from, 0
    where they are the file's own. What cannot be read has one row TG001 in the table `diagnostics`. `source` is the split's path by
    default. The table `lines` needs a split that is a whole file. Raises ValueError for a name that is no table. Needs
    `pip install 'tgparse[arrow]'`.

    >>> import tgparse
    >>> first, second = tgparse.plan_splits("fixtures/compact_en.web-preview.txt", 8000)
    >>> split_to_arrow(second, "hashtags").select(["text", "post", "split_start"]).to_pylist()[0]
    {'text': '#CompactDigest', 'post': 0, 'split_start': 6044}
    """
    arrow = need("pyarrow", "arrow")
    schema = split_schema(table)
    name = source if source is not None else split.path
    try:
        batches = list(iter_batches(_rows(split, table, name, extractors), (*columns(table), SPLIT_START), schema))
    except (OSError, TgparseError) as error:
        failed = (_with_start(row, 0) for row in iter_rows(unread(name, error), table))
        batches = list(iter_batches(failed, (*columns(table), SPLIT_START), schema))
    made: pa.Table = arrow.Table.from_batches(batches, schema=schema)
    return made


def split_schema(table: str) -> pa.Schema:
    """Give the schema of these tables: strings rather than dictionaries, which would differ from split to split."""
    arrow = need("pyarrow", "arrow")
    start = arrow.field(SPLIT_START.name, arrow.int64(), nullable=False, metadata={"description": SPLIT_START.meaning})
    schema: pa.Schema = arrow.schema([*arrow_schema(table, plain=True), start])
    return schema


def _rows(split: Split, table: str, source: str, extractors: Sequence[Extractor]) -> Iterator[Row]:
    """Give the rows, each with its `split_start`."""
    if table == WHOLE:
        if (split.start, split.end) != (0, None):
            message = f"the table {WHOLE} needs a split that is a whole file; plan with a larger size"
            raise ValueError(message)
        document = parse_file(split.path, source=source, options=split.options, extractors=extractors)
        yield from (_with_start(row, 0) for row in iter_rows(document, table))
        return
    problems: list[Diagnostic] = []
    reading = SplitReading(split, source=source, extractors=extractors, tell=problems.append)
    rows = _diagnostics(reading.posts(), problems) if table == "diagnostics" else _of_posts(reading, table)
    yield from (_with_start(row, reading.offset) for row in rows)


def _of_posts(reading: SplitReading, table: str) -> Iterator[Row]:
    """Give the rows of the posts, and of the lines between them where the table holds those too."""
    rows = (row for post in reading.posts() for row in iter_rows(post, table))
    if table != "furniture":
        return rows
    inside = list(rows)
    outside = [outside_row(line, reading.source) for line in reading.furniture()]
    return iter(sorted([*inside, *outside], key=lambda row: row["char_start"]))


def _diagnostics(posts: Iterable[Post], problems: list[Diagnostic]) -> Iterator[Row]:
    """Give the problems as they are told: those of a post come right before it."""
    for post in posts:
        yield from [diagnostic_row(problem, post if problem.post == post.index else None) for problem in problems]
        problems.clear()
    yield from [diagnostic_row(problem, None) for problem in problems]


def _with_start(row: Row, start: int) -> Row:
    row[SPLIT_START.name] = start
    return row
