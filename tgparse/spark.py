r"""Spark: exports, and columns of text, as tables over many machines. Needs `pip install 'tgparse[spark]'` and Java 17 or later.

    import tgparse.spark
    spark.dataSource.register(tgparse.spark.TelegramText)
    posts = spark.read.format("telegram_text").option("table", "posts").load("exports/*.txt")
    tgparse.spark.first_posts(posts).write.parquet("posts")
    points = tgparse.spark.parse_frame(pages, text="text", source="url", table="points")

Every machine must see the files under the same paths, and have tgparse installed. The driver looks at sizes and, of files longer than a
split, at the first 64 KB (`plan_splits`); each task reads one split and gives all of its rows or none (`split_to_arrow`), so that a
task that is lost and done again changes nothing. A table has the columns of `Document.rows` and Arrow's types; tables of files end in
`split_start`, the byte that `post`, `line`, `char_start` and `char_end` count from: 0, and so the file's own numbers, where it was not cut.

A file that cannot be read gives no rows, and one row TG001 in the table `diagnostics`. So does a split in which bytes do not decode: the
other splits of its file stay.

**What 100 TB of crawl text would take**, on paper, from the rates of one core of a small busy server (`tests.benchmarks.spark --rates`):
`recognise` passes over pages that are not Telegram's at 39 MB/s, and `parse_text` with every extractor makes 1.1 MB/s. Telling what is
Telegram's (`parse_frame(telegram_only=True)`) takes 2.6 million core-seconds, 710 core-hours: three quarters of an hour on 1 000 cores,
which then read 39 GB/s; where storage gives less, storage is the limit. Parsing what is found takes 250 core-hours for each TB of it,
so that all 100 TB, were they Telegram's, would be 25 000 core-hours, a day on 1 000 cores.

It would break first in `first_posts`: the shuffle carries every post with its text, as much as the input, and `collect_list` holds all
sightings of one post in one executor's memory, which a spam post seen some ten million times exceeds. Shuffle the columns `content_hash`
and the place only, and join the texts to the first places. Next is the plan, for files rather than columns: the driver reads the head of
each file longer than a split, some 10 ms, so a million of them take three hours; pack files, or plan folder by folder. A file without
marks, or in UTF-16, is one task however long it is.
"""

from __future__ import annotations

import json
import sys
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .errors import TgparseError
from .export.arrow import arrow_schema, iter_batches
from .export.columns import columns
from .export.rows import iter_rows
from .extractors import EXTRACTORS
from .extras import need
from .options import Options
from .parallel import parse_texts
from .pipeline import make_options, recognise
from .split_tables import SPLIT_START, WHOLE, split_to_arrow
from .splits import SIZE, Split, plan_splits

try:
    from pyspark.sql import functions, types
    from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
except ImportError:
    need("pyspark", "spark")
    raise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa
    from pyspark.sql import DataFrame

    from .document import Document
    from .extractors import Extractor

OWN: Final = ("table", "size", "extractors")
"""Options that are not settings of the parse."""
PATHS: Final = ("path", "paths")
"""Where Spark puts what `load` was given: one path, or several as JSON."""
NAMES: Final[Mapping[str, Extractor]] = {extract.__module__.rpartition(".")[2]: extract for extract in EXTRACTORS}


# What comes of files.


class TelegramText(DataSource):
    """Exports as a table: `spark.read.format("telegram_text").option("table", "posts").load("exports/*.txt")`.

    Paths are what `parse_files` takes. Options are `table` (a name of `Document.rows`; posts), every field of `Options` (languages as
    "en,ru"), `size` (bytes of a split; 64 MiB) and `extractors` ("dates,locations", "none", "package.module:function"; all). An unknown
    option, table or value is an error that names it. The table `lines` reads each file as a whole.
    """

    @classmethod
    def name(cls) -> str:
        """Give the name of the format."""
        return "telegram_text"

    def schema(self) -> types.StructType:
        """Give the columns of the table, once all options are known to be right."""
        return spark_schema(_Asked.of(self.options).table, split=True)

    def reader(self, schema: types.StructType) -> _Reader:
        """Make what plans and reads the splits."""
        del schema
        return _Reader(_Asked.of(self.options))


class _Asked:
    """The options of a read, checked."""

    def __init__(self, table: str, size: int, extractors: tuple[Extractor, ...], options: Options, paths: list[str]) -> None:
        self.table = table
        self.size = size
        self.extractors = extractors
        self.options = options
        self.paths = paths

    @classmethod
    def of(cls, given: Mapping[str, str]) -> _Asked:
        """Check options as Spark gives them: all of them strings."""
        names = {name: value for name, value in given.items() if name not in PATHS}
        for name in names:
            known = (*OWN, *Options.model_fields)
            if name not in known:
                near = get_close_matches(name, known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
                message = f"telegram_text has no option {name!r}; {hint}"
                raise TgparseError(message)
        table = names.pop("table", "posts")
        columns(table)
        size = names.pop("size", str(SIZE))
        if not size.isdecimal() or int(size) < 1:
            message = f"the option size is a number of bytes, 1 or more, not {size!r}"
            raise TgparseError(message)
        extractors = _extractors(names.pop("extractors", None))
        settings: dict[str, Any] = dict(names)
        if "languages" in settings:
            settings["languages"] = tuple(code.strip() for code in names["languages"].split(","))
        paths = json.loads(given["paths"]) if "paths" in given else [given["path"]] if "path" in given else []
        return cls(table, int(size), extractors, make_options(None, settings), paths)


def _extractors(names: str | None) -> tuple[Extractor, ...]:
    """Give the extractors of a list of names."""
    if names is None:
        return EXTRACTORS
    return tuple(_extractor(name.strip()) for name in names.split(",")) if names != "none" else ()


def _extractor(name: str) -> Extractor:
    if name in NAMES:
        return NAMES[name]
    module, _, function = name.partition(":")
    try:
        found: Extractor = getattr(import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        message = f"there is no extractor {name!r}; there are {', '.join(NAMES)}, and your own as package.module:function"
        raise TgparseError(message) from error
    return found


class _SplitPartition(InputPartition):
    """One split, and the name that its file goes by."""

    def __init__(self, split: Split, source: str) -> None:
        super().__init__(split.start)
        self.split = split
        self.source = source


class _Reader(DataSourceReader):
    """Plans the splits on the driver, and reads each in a task."""

    def __init__(self, asked: _Asked) -> None:
        self.asked = asked

    def partitions(self) -> Sequence[InputPartition]:
        """Plan the splits."""
        if not self.asked.paths:
            message = 'telegram_text needs files: load("exports/*.txt")'
            raise TgparseError(message)
        size = sys.maxsize if self.asked.table == WHOLE else self.asked.size
        planned = [split for path in self.asked.paths for split in plan_splits(path, size, options=self.asked.options)]
        # A worker may run elsewhere, but the file goes by the name that it was given.
        return [_SplitPartition(split._replace(path=str(Path(split.path).absolute())), split.path) for split in planned]

    def read(self, partition: InputPartition) -> Iterator[pa.RecordBatch]:
        """Read one split: all of its rows, or none and the reason."""
        if not isinstance(partition, _SplitPartition):
            # Spark makes one of its own where there is nothing to read.
            return iter(())
        made = split_to_arrow(partition.split, self.asked.table, source=partition.source, extractors=self.asked.extractors)
        return iter(made.to_batches())


# What comes of columns of text.


def parse_frame(
    frame: DataFrame,
    *,
    text: str = "text",
    source: str = "url",
    table: str = "posts",
    telegram_only: bool = False,
    options: Options | None = None,
    extractors: Sequence[Extractor] = EXTRACTORS,
    **settings: Any,
) -> DataFrame:
    r"""Parse a column of texts, such as the pages of a crawl, each of which is a source of its own.

    `text` and `source` name the columns, `table` is a name of `Document.rows`, `telegram_only` leaves out what `recognise` does not take
    for Telegram's, which is most of a crawl and quickly told. Rows without a text give none; other settings are those of `parse_text`, and
    extractors must be picklable.

    >>> pages = spark.createDataFrame([("t.me/s/news", "Forwarded from City News\n🔹 Bridge reopens\n🔹 Trams run")], ["url", "text"])
    >>> [(row.source, row.text) for row in parse_frame(pages, table="points").collect()]
    [('t.me/s/news', 'Bridge reopens'), ('t.me/s/news', 'Trams run')]
    """
    schema = spark_schema(table)
    chosen = make_options(options, settings)
    parse = partial(_parse_batches, table=table, telegram_only=telegram_only, options=chosen, extractors=tuple(extractors))
    pairs = frame.select(functions.col(source).cast("string").alias("source"), functions.col(text).cast("string").alias("text"))
    return pairs.mapInArrow(parse, schema)


def _parse_batches(
    batches: Iterable[pa.RecordBatch], *, table: str, telegram_only: bool, options: Options, extractors: Sequence[Extractor]
) -> Iterator[pa.RecordBatch]:
    """Parse batches of two columns, and give batches of the table."""
    pairs = ((row["source"] or "", row["text"]) for batch in batches for row in batch.to_pylist())
    kept = ((name, text) for name, text in pairs if text and (not telegram_only or recognise(text, url=name).is_telegram))
    documents: Iterable[Document] = parse_texts(kept, options=options, extractors=extractors)
    rows = (row for document in documents for row in iter_rows(document, table))
    return iter_batches(rows, columns(table), arrow_schema(table, plain=True))


# Across all of them.


def first_posts(posts: DataFrame) -> DataFrame:
    r"""Keep of equal posts the first, with all the places where it stands: one more column, `sightings`.

    `posts` is the table of that name, of files or of a column. The first is that of the first source by name, and there the first in
    its text; a post without text equals no other. One shuffle on `content_hash`.

    >>> pages = spark.createDataFrame([("b", "🔹 One\n🔹 Two"), ("a", "🔹 One\n🔹 Two")], ["url", "text"])
    >>> [(row.source, [seen.source for seen in row.sightings]) for row in first_posts(parse_frame(pages)).collect()]
    [('a', ['a', 'b'])]
    """
    names = [name for name in ("source", SPLIT_START.name, "char_start", "post", "line") if name in posts.columns]
    place = functions.struct(*names)
    own = functions.concat_ws(" ", *names)
    key = functions.when(functions.col("is_empty"), own).otherwise(functions.col("content_hash"))
    sightings = functions.array_sort(functions.collect_list(place)).alias("sightings")
    groups = posts.groupBy(key.alias("words")).agg(functions.min_by(functions.struct("*"), place).alias("first"), sightings)
    return groups.select("first.*", "sightings")


# The columns.


def spark_schema(table: str, *, split: bool = False) -> types.StructType:
    """Give the columns of a table in Spark's types, with their meanings as comments; `split` adds where a split starts.

    >>> spark_schema("hashtags").names[5:10]
    ['paragraph', 'point', 'text', 'tag', 'key']
    """
    kinds = {
        "text": types.StringType(),
        "word": types.StringType(),
        "whole": types.LongType(),
        "number": types.DoubleType(),
        "flag": types.BooleanType(),
        "day": types.DateType(),
        "clock": types.TimestampNTZType(),
        "moment": types.TimestampType(),
        "words": types.ArrayType(types.StringType()),
    }
    every = (*columns(table), *((SPLIT_START,) if split else ()))
    return types.StructType([types.StructField(c.name, kinds[c.kind], c.nullable, {"comment": c.meaning}) for c in every])
