"""All tables in one SQLite file, with keys: `document_id` and `post` lead from every row to its post and its document."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..parts import Origin, Walk
from ..writing import replacing
from .columns import SCHEMA_VERSION, columns
from .files import chosen_tables
from .provenance import as_strings, provenance
from .rows import iter_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from os import PathLike

    from ..omissions import Lines
    from ..parts import Parts
    from .columns import Column, Kind
    from .files import Tables
    from .rows import Row

TYPES: Final[dict[Kind, str]] = {
    "text": "TEXT",
    "word": "TEXT",
    "whole": "INTEGER",
    "number": "REAL",
    "flag": "INTEGER",
    "day": "TEXT",
    "clock": "TEXT",
    "moment": "TEXT",
    "words": "TEXT",
}
"""SQLite's types; days and times are ISO 8601, as its date functions read them, lists are JSON, as its JSON functions do."""
BATCH: Final = 1024
"""Rows that are handed over at once."""


def to_sqlite(
    given: Parts, path: str | PathLike[str], *, table: str | None = None, tables: Tables = "all", boilerplate: Lines = ()
) -> Path:
    r"""Write all tables, or those that are named, to one SQLite file, in one pass and in flat memory.

    Each row has a `document_id`, which with `post` leads to the row of its post; `documents` lists the inputs, `about` says where the
    file comes from. A file that is there is replaced. The rest is as in `to_parquet`, but needs nothing beyond Python.

    >>> import sqlite3, tempfile, tgparse
    >>> doc = tgparse.parse_text("Forwarded from City News\n🔹 Bridge reopens\n🔹 Trams run")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     connection = sqlite3.connect(tgparse.to_sqlite(doc, f"{folder}/news.sqlite"))
    ...     connection.execute("SELECT points.text FROM points JOIN posts USING (document_id, post) WHERE n_points = 2").fetchall()
    ...     connection.close()
    [('Bridge reopens',), ('Trams run',)]
    """
    import sqlite3

    walk = Walk(given, boilerplate=boilerplate)
    names = chosen_tables(tables if table is None else (table,), of_posts=walk.of_posts)
    with replacing(path) as draft:
        connection = sqlite3.connect(draft)
        try:
            _fill(connection, walk, names)
            connection.commit()
        finally:
            connection.close()
    return Path(path)


def _fill(connection: sqlite3.Connection, walk: Walk, names: Sequence[str]) -> None:
    """Make the tables, and write the rows post by post."""
    connection.executescript(_definitions(names))
    writers = {name: _Writer(connection, name) for name in names}
    for part in walk:
        document = len(walk.origins)
        for name, writer in writers.items():
            for row in iter_rows(part, name):
                writer.add(document, row)
    for writer in writers.values():
        writer.flush()
    documents = ((number, *origin) for number, origin in enumerate(walk.origins, 1))
    connection.executemany(f"INSERT INTO documents VALUES ({_marks(len(Origin._fields) + 1)})", documents)  # noqa: S608 - our own names
    connection.executemany("INSERT INTO about VALUES (?, ?)", as_strings(provenance(walk, names)).items())


def _definitions(names: Sequence[str]) -> str:
    """Give the statements that make the tables."""
    origin = ", ".join(f"{_quoted(name)} TEXT" for name in Origin._fields)
    made = [
        f"PRAGMA user_version = {SCHEMA_VERSION}",
        "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
        f"CREATE TABLE documents (document_id INTEGER PRIMARY KEY, {origin})",
    ]
    for name in names:
        made.append(_definition(name, with_posts="posts" in names))
        if name != "posts":
            made.append(f"CREATE INDEX {name}_of_posts ON {name} (document_id, post)")
    return ";\n".join(made)


def _definition(table: str, *, with_posts: bool) -> str:
    """Give the statement that makes one table."""
    lines = ["document_id INTEGER NOT NULL REFERENCES documents (document_id)"]
    lines += [f"{_quoted(c.name)} {TYPES[c.kind]}{'' if c.nullable else ' NOT NULL'}" for c in columns(table)]
    if table == "posts":
        lines.append("PRIMARY KEY (document_id, post)")
    elif with_posts:
        lines.append("FOREIGN KEY (document_id, post) REFERENCES posts (document_id, post)")
    return f"CREATE TABLE {table} ({', '.join(lines)})"


class _Writer:
    """Hands rows over to a table, many at once."""

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self._connection = connection
        self._columns = columns(table)
        self._insert = f"INSERT INTO {table} VALUES ({_marks(len(self._columns) + 1)})"  # noqa: S608 - our own names
        self._rows: list[tuple[Any, ...]] = []

    def add(self, document: int, row: Row) -> None:
        self._rows.append((document, *[_value(row[column.name], column) for column in self._columns]))
        if len(self._rows) >= BATCH:
            self.flush()

    def flush(self) -> None:
        self._connection.executemany(self._insert, self._rows)
        self._rows.clear()


def _value(value: Any, column: Column) -> Any:  # noqa: ANN401 - any cell
    """Write a value as SQLite holds it."""
    if value is None:
        return None
    if column.kind == "words" or (column.kind == "text" and not isinstance(value, str)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) if column.kind == "clock" else value).isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value


def _quoted(name: str) -> str:
    return f'"{name}"'


def _marks(number: int) -> str:
    return ", ".join("?" * number)
