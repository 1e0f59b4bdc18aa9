"""What the tests of all engines share: files to read, and the rows that one machine makes of them."""

from __future__ import annotations

import shutil
from itertools import groupby
from typing import TYPE_CHECKING, Any

import tgparse
from tgparse.export.arrow import arrow_schema, iter_batches
from tgparse.export.columns import columns
from tgparse.export.rows import iter_rows
from tgparse.folding import count_breaks

from .benchmarks.texts import varied

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LONG = (("compact_en.web-preview.txt", 1 << 19), ("river_ru.web-preview.txt", 1 << 18), ("circle_en.chat-history.txt", 1 << 18))
WHOLE = (
    "circle_en.desktop-json.json",
    "shift_en.web-html.html",
    "encoding.utf-16.txt",
    "encoding.windows-1251.txt",
    "shift_en.page-text.txt",
)
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00"
POST = "Forwarded from City News\nThe bridge over the river {} reopens\n📍 Minsk, 5 May 2023\n❤1👍1\n"


def make_exports(folder: Path, fixtures: Path) -> Path:
    """Make files of many kinds: long ones that are cut, others that are not, and a broken one among them."""
    for name, size in LONG:
        (folder / f"long.{name}").write_text(varied((fixtures / name).read_text("utf-8"), size, name), "utf-8")
    for name in WHOLE:
        shutil.copy(fixtures / name, folder / name)
    (folder / "picture.txt").write_bytes(PICTURE)
    return folder


def absolute(rows: Iterable[dict[str, Any]], folder: Path) -> Iterator[dict[str, Any]]:
    """Let the rows of splits count from the beginning of their files."""
    for source, of_source in groupby(rows, key=lambda row: str(row["source"])):
        data = (folder / source).read_bytes()
        posts = characters = lines = done = 0
        for start, of_split in groupby(of_source, key=lambda row: int(row["split_start"])):
            text = data[done:start].decode() if start else ""
            characters, lines, done = characters + len(text), lines + count_breaks(text), start
            last = -1
            for row in of_split:
                last = row["post"] if row["post"] is not None else last
                del row["split_start"]
                moved = {
                    "line": lines,
                    "char_start": characters,
                    "char_end": characters,
                    "post": posts,
                    "of_start": characters,
                    "of_end": characters,
                }
                yield row | {name: row[name] + by for name, by in moved.items() if row.get(name) is not None}
            posts += last + 1


def of_one_machine(paths: Iterable[Path], table: str, **keywords: Any) -> list[dict[str, Any]]:
    """Give the rows as `parse_files` has them, through the same Arrow types."""
    rows = (row for document in tgparse.parse_files(paths, **keywords) for row in iter_rows(document, table))
    schema = arrow_schema(table, plain=True)
    return [row for batch in iter_batches(rows, columns(table), schema) for row in batch.to_pylist()]


def same(table: str, ours: Iterable[dict[str, Any]], theirs: Iterable[dict[str, Any]]) -> None:
    """Compare rows one by one; `repeats_post` looks in the split only, and items do not tell how many posts stand before theirs."""
    pairs = 0
    for mine, other in zip(ours, theirs, strict=True):
        pairs += 1
        if table == "posts":
            mine["repeats_post"] = other["repeats_post"] = None
        else:
            mine["post"] = other["post"] = None
        assert mine == other
    assert pairs > 40
