"""Tables for Arrow, pandas, polars and Parquet: one schema each, filled batch by batch."""

from __future__ import annotations

import json
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..extras import need
from ..parts import Origin, Walk
from .columns import columns
from .files import chosen_tables, open_sinks, table_places, write_tables
from .provenance import as_strings, provenance
from .rows import iter_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from os import PathLike

    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from ..omissions import Lines
    from ..parts import DocumentLike, Parts
    from .columns import Column
    from .files import Tables
    from .rows import Row

BATCH_ROWS: Final = 1024
"""Rows that wait as dicts until they become a batch of columns."""
BATCH_TEXT: Final = 1 << 20
"""Code points of their texts that may wait: posts can be a megabyte each."""
GROUP_ROWS: Final = 1 << 16
"""Rows of a row group of a Parquet file."""
GROUP_BYTES: Final = 1 << 23
"""Bytes of a row group before compression, so that fifteen tables at once stay small."""


def arrow_schema(table: str, told: dict[str, str] | None = None, *, plain: bool = False) -> pa.Schema:
    """Give the Arrow schema of a table, with the meaning of each column in its metadata; `plain` has no dictionaries."""
    arrow = need("pyarrow", "arrow")
    kinds = {
        "text": arrow.string(),
        "word": arrow.string() if plain else arrow.dictionary(arrow.int32(), arrow.string()),
        "whole": arrow.int64(),
        "number": arrow.float64(),
        "flag": arrow.bool_(),
        "day": arrow.date32(),
        "clock": arrow.timestamp("us"),
        "moment": arrow.timestamp("us", tz="UTC"),
        "words": arrow.list_(arrow.string()),
    }
    fields = [arrow.field(c.name, kinds[c.kind], nullable=c.nullable, metadata={"description": c.meaning}) for c in columns(table)]
    schema: pa.Schema = arrow.schema(fields, metadata=told)
    return schema


def to_arrow(given: Parts, table: str = "posts", *, boilerplate: Lines = ()) -> pa.Table:
    r"""Give one table of a Document, of many, or of a stream of posts as a `pyarrow.Table`; its metadata say where it comes from.

    `boilerplate` is lines to leave out, such as `tgparse.boilerplate` reports. A Document has the same as a method. Needs
    `pip install 'tgparse[arrow]'`.

    >>> import tgparse
    >>> tgparse.to_arrow(tgparse.parse_texts([("a", "🔹 One\n🔹 Two"), ("b", "🔹 One\n🔹 Two")]), "points").num_rows
    4
    """
    arrow = need("pyarrow", "arrow")
    walk = Walk(given, boilerplate=boilerplate)
    chosen_tables((table,), of_posts=walk.of_posts)
    schema = arrow_schema(table)
    rows = (row for part in walk for row in iter_rows(part, table))
    made = arrow.Table.from_batches(list(iter_batches(rows, columns(table), schema)), schema=schema)
    told = as_strings(provenance(walk, [table]))
    unified: pa.Table = made.unify_dictionaries().replace_schema_metadata(told)
    return unified


def to_pandas(given: Parts, table: str = "posts", *, boilerplate: Lines = ()) -> pd.DataFrame:
    r"""Give one table of a Document, of many, or of a stream of posts as a pandas DataFrame.

    Days are datetimes, whole numbers that may be missing `Int64`, words that repeat categories. `boilerplate` is lines to leave out.
    Needs `pip install 'tgparse[pandas]'`. A Document has the same as a method.

    >>> import tgparse
    >>> tgparse.to_pandas(tgparse.parse_texts([("a", "🔹 One\n🔹 Two"), ("b", "🔹 One\n🔹 Two")]), "points").shape[0]
    4
    """
    pandas = need("pandas", "pandas")
    made: Any = to_arrow(given, table, boilerplate=boilerplate)
    frame: pd.DataFrame = made.to_pandas(date_as_object=False, types_mapper=_nullable_types(pandas).get)
    firm = {c.name: "int64" if c.kind == "whole" else "bool" for c in columns(table) if c.kind in {"whole", "flag"} and not c.nullable}
    return frame.astype(firm)


def _nullable_types(pandas: Any) -> dict[Any, Any]:  # noqa: ANN401 - pandas may not be there
    arrow = need("pyarrow", "pandas")
    return {arrow.int64(): pandas.Int64Dtype(), arrow.bool_(): pandas.BooleanDtype()}


def to_polars(given: Parts, table: str = "posts", *, boilerplate: Lines = ()) -> pl.DataFrame:
    r"""Give one table of a Document, of many, or of a stream of posts as a polars DataFrame.

    `boilerplate` is lines to leave out. Needs `pip install 'tgparse[polars]'`. A Document has the same as a method.

    >>> import tgparse
    >>> tgparse.to_polars(tgparse.parse_texts([("a", "🔹 One\n🔹 Two"), ("b", "🔹 One\n🔹 Two")]), "points").height
    4
    """
    polars = need("polars", "polars")
    frame: pl.DataFrame = polars.from_arrow(to_arrow(given, table, boilerplate=boilerplate))
    return frame


def to_parquet(
    given: Parts, path: str | PathLike[str], *, table: str = "posts", tables: Tables | None = None, boilerplate: Lines = ()
) -> Path:
    """Write what was parsed, in one pass; `tgparse.to_parquet`, which also takes files yet to be parsed, says how."""
    walk = Walk(given, boilerplate=boilerplate)
    return write_tables(walk, path, table=table, tables=tables, ending=".parquet", make_sink=ParquetSink)


class Packed(NamedTuple):
    """The tables of a Document, or of a part of one, on their way from one process to another."""

    origin: Origin | None
    """Where it comes from; None for a part that goes on behind another."""
    tables: dict[str, bytes]
    """The rows of each table, as a stream of Arrow batches."""
    posts_before: int = 0
    """How many posts stand before the part, whose own count from 0."""
    repeats: Sequence[int | None] | None = None
    """The `repeats_post` of each of its posts, where that was not known to the process that made the rows."""

    def batches(self, table: str) -> Iterator[pa.RecordBatch]:
        """Give the rows of a table, as those of the whole."""
        arrow, compute = need("pyarrow", "arrow"), need("pyarrow.compute", "arrow")
        done = 0
        for batch in arrow.ipc.open_stream(self.tables[table]):
            changed: dict[str, Any] = {}
            if self.posts_before:
                changed["post"] = compute.add(batch.column("post"), self.posts_before)
            if self.repeats is not None and table == "posts":
                changed["repeats_post"] = arrow.array(self.repeats[done : done + len(batch)], arrow.int64())
            done += len(batch)
            arrays = [changed.get(name, array) for name, array in zip(batch.schema.names, batch.columns, strict=True)]
            yield arrow.RecordBatch.from_arrays(arrays, schema=batch.schema) if changed else batch


def pack(document: DocumentLike, tables: Iterable[str], *, boilerplate: Lines) -> Packed:
    """Make the tables of a Document, for another process to write."""
    arrow = need("pyarrow", "arrow")
    walk = Walk(document, boilerplate=boilerplate)
    parts = list(walk)
    packed: dict[str, bytes] = {}
    for name in tables:
        schema, stream = arrow_schema(name), arrow.BufferOutputStream()
        with arrow.ipc.new_stream(stream, schema) as writer:
            for batch in iter_batches((row for part in parts for row in iter_rows(part, name)), columns(name), schema):
                writer.write_batch(batch)
        packed[name] = stream.getvalue().to_pybytes()
    return Packed(walk.origins[0], packed)


def write_packed(given: Iterable[Packed], path: str | PathLike[str], names: Iterable[str], *, folder: bool, boilerplate: Lines) -> Path:
    """Write as Parquet the tables that other processes made: one as a file, or several as the files of a folder."""
    target = Path(path)
    walk = Walk((), boilerplate=boilerplate)
    with ExitStack() as stack:
        sinks = open_sinks(stack, table_places(target, names, ending=".parquet" if folder else None), ParquetSink)
        for packed in given:
            if packed.origin is not None:
                walk.origins.append(packed.origin)
            for name in packed.tables:
                sinks[name].add_batches(packed.batches(name))
        for name, sink in sinks.items():
            sink.finish(provenance(walk, [name]))
    return target


class ParquetSink:
    """Takes the rows of a table, and writes them in row groups."""

    def __init__(self, table: str, path: Path) -> None:
        self._arrow = need("pyarrow", "arrow")
        self._schema = arrow_schema(table)
        self._waiting = _Waiting()
        self._make = partial(_batch, columns=columns(table), schema=self._schema)
        self._batches: list[Any] = []
        self._writer = need("pyarrow.parquet", "arrow").ParquetWriter(path, self._schema, compression="zstd")

    def add(self, row: Row) -> None:
        """Take a row."""
        if self._waiting.add(row):
            self._pack()

    def add_batches(self, batches: Iterable[pa.RecordBatch]) -> None:
        """Take rows that another process made."""
        for batch in batches:
            self._keep(batch)

    def _pack(self) -> None:
        self._keep(self._make(self._waiting.take()))

    def _keep(self, batch: Any) -> None:  # noqa: ANN401 - pyarrow may not be there
        self._batches.append(batch)
        if sum(len(b) for b in self._batches) >= GROUP_ROWS or sum(b.nbytes for b in self._batches) >= GROUP_BYTES:
            self._write()

    def _write(self) -> None:
        table = self._arrow.Table.from_batches(self._batches, schema=self._schema).unify_dictionaries()
        self._batches = []
        self._writer.write_table(table)

    def finish(self, told: dict[str, Any]) -> None:
        """Write the last rows, and where all come from."""
        self._batches.append(self._make(self._waiting.take()))
        self._write()
        self._writer.add_key_value_metadata(as_strings(told))
        self._writer.close()

    def close(self) -> None:
        """Close the file, finished or not."""
        self._writer.close()


class _Waiting:
    """Rows that wait to become a batch."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.length = 0

    def add(self, row: Row) -> bool:
        """Take a row, and tell whether these are enough."""
        self.rows.append(row)
        self.length += len(row["text"])
        return len(self.rows) >= BATCH_ROWS or self.length >= BATCH_TEXT

    def take(self) -> list[Row]:
        rows, self.rows, self.length = self.rows, [], 0
        return rows


def iter_batches(rows: Iterable[Row], columns: Sequence[Column], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Give rows as batches of columns; one batch at least, which may be empty."""
    waiting = _Waiting()
    for row in rows:
        if waiting.add(row):
            yield _batch(waiting.take(), columns, schema)
    yield _batch(waiting.take(), columns, schema)


def _batch(rows: list[Row], columns: Sequence[Column], schema: pa.Schema) -> pa.RecordBatch:
    """Turn rows into columns."""
    arrow = need("pyarrow", "arrow")
    arrays = [arrow.array(_values(rows, column), type=type_) for column, type_ in zip(columns, schema.types, strict=True)]
    batch: pa.RecordBatch = arrow.RecordBatch.from_arrays(arrays, schema=schema)
    return batch


def _values(rows: list[Row], column: Column) -> list[Any]:
    """Give the values of a column, as its kind wants them."""
    values = [row[column.name] for row in rows]
    if column.kind == "text":
        return [value if value is None or isinstance(value, str) else json.dumps(value) for value in values]
    if column.kind == "clock":
        return [None if value is None else value.replace(tzinfo=None) for value in values]
    return values
