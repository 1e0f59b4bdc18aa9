"""CSV and JSON Lines; where they come from stands in a file beside them, since they have no room for it themselves."""

from __future__ import annotations

import csv
import json
import re
from contextlib import nullcontext
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..html import UNSAFE
from ..parts import Walk
from ..writing import is_device, replacing
from .columns import columns
from .files import metadata_place, write_metadata, write_tables
from .provenance import provenance
from .rows import flat

if TYPE_CHECKING:
    from os import PathLike

    from ..models import Post
    from ..omissions import Lines
    from ..parts import Parts
    from .files import Tables
    from .rows import Row

FORMULA: Final = re.compile(r"[\t\r\n]|[\s\ufeff\u200b-\u200f]*[=+\-@＝＋－＠]")
"""How a cell begins that a spreadsheet may run as a formula (OWASP, "CSV Injection"); blanks and joiners before a sign do not save it."""


def to_csv(
    given: Parts,
    path: str | PathLike[str],
    *,
    table: str = "posts",
    tables: Tables | None = None,
    boilerplate: Lines = (),
    spreadsheet_safe: bool = False,
) -> Path:
    r"""Write a table as CSV in UTF-8, or several as the files of a folder; a file NAME-metadata.json beside each says where it comes from.

    With `spreadsheet_safe` a cell that a spreadsheet would run as a formula (it begins with `=`, `+`, `-` or `@`) is led by an apostrophe,
    and a byte order mark tells Excel the encoding. Days and times are ISO 8601, lists are words apart by blanks. The rest is as in
    `to_parquet`.

    >>> import tempfile, tgparse
    >>> from pathlib import Path
    >>> doc = tgparse.parse_text("Forwarded from City News\n🔹 Bridge reopens\n🔹 Trams run")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     tgparse.to_csv(doc, f"{folder}/points.csv", table="points").read_text("utf-8").splitlines()[1].split(",")[7]
    'Bridge reopens'
    """
    make_sink = partial(CsvSink, spreadsheet_safe=spreadsheet_safe)
    walk = Walk(given, boilerplate=boilerplate)
    return write_tables(walk, path, table=table, tables=tables, ending=".csv", make_sink=make_sink, beside=True)


def to_jsonl(
    given: Parts, path: str | PathLike[str], *, table: str | None = None, tables: Tables | None = None, boilerplate: Lines = ()
) -> Path:
    r"""Write whole posts as JSON Lines, one a line, or with `table` the rows of a table.

    `Post.model_validate_json` makes an equal Post of each line. A file NAME-metadata.json beside it says where it comes from. The rest is
    as in `to_parquet`.

    >>> import tempfile, tgparse
    >>> doc = tgparse.parse_text("Forwarded from City News\nBridge reopens")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = tgparse.to_jsonl(doc, f"{folder}/posts.jsonl")
    ...     tuple(map(tgparse.Post.model_validate_json, path.read_text("utf-8").splitlines())) == doc.posts
    True
    """
    walk = Walk(given, boilerplate=boilerplate)
    if table is None and tables is None:
        return _write_posts(walk, path)
    return write_tables(walk, path, table=table or "posts", tables=tables, ending=".jsonl", make_sink=JsonLinesSink, beside=True)


def _write_posts(walk: Walk, path: str | PathLike[str]) -> Path:
    target = Path(path)
    beside = nullcontext() if is_device(target) else replacing(metadata_place(target))
    with replacing(target) as draft, beside as metadata:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            for post in walk.posts():
                file.write(json_line(post))
        if metadata is not None:
            write_metadata(metadata, {"file": target.name, **provenance(walk, ["locations"]), "tables": []})
    return target


def json_line(post: Post) -> str:
    """Give a post as one line of JSON.

    Control characters, bidi codes and the line ends of Unicode are escaped, which JSON reads back as they were: so the
    line is one line for every reader, and harmless on a terminal.
    """
    return one_json_line(post.model_dump_json())


def one_json_line(text: str) -> str:
    r"""Escape in a JSON text what would break a line or obey a terminal.

    >>> one_json_line('"a\u2028\u202eb"')
    '"a\\u2028\\u202eb"\n'
    """
    return UNSAFE.sub(_json_escape, text).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085") + "\n"


def _json_escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


class CsvSink:
    """Writes rows as CSV."""

    def __init__(self, table: str, path: Path, *, spreadsheet_safe: bool) -> None:
        self._file = path.open("w", encoding="utf-8-sig" if spreadsheet_safe else "utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._names = [column.name for column in columns(table)]
        self._safe = harmless if spreadsheet_safe else cell
        self._writer.writerow(self._names)

    def add(self, row: Row) -> None:
        """Write a row."""
        row = flat(row)
        self._writer.writerow([self._safe(row[name]) for name in self._names])

    def finish(self, told: dict[str, Any]) -> None:  # noqa: ARG002 - a file beside it tells
        """End the file, which has no room for metadata."""
        self._file.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def cell(value: object) -> object:
    """Write truth values as JSON does, days and times in ISO 8601, and leave the rest to the writer."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value


def harmless(value: object) -> object:
    """Lead a cell that a spreadsheet would run by an apostrophe.

    >>> harmless("=1+1"), harmless(-1), harmless("plain")
    ("'=1+1", -1, 'plain')
    """
    return "'" + value if isinstance(value, str) and FORMULA.match(value) else cell(value)


class JsonLinesSink:
    """Writes rows as JSON Lines."""

    def __init__(self, table: str, path: Path) -> None:
        del table  # Each line names its columns.
        self._file = path.open("w", encoding="utf-8", newline="\n")

    def add(self, row: Row) -> None:
        """Write a row."""
        self._file.write(one_json_line(json.dumps(row, ensure_ascii=False, default=_iso)))

    def finish(self, told: dict[str, Any]) -> None:  # noqa: ARG002 - a file beside it tells
        """End the file, which has no room for metadata."""
        self._file.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _iso(value: date) -> str:
    return value.isoformat()
