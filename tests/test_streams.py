"""Long inputs: memory stays flat while they are written, and every reader of Parquet reads what was written."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import tgparse
from tgparse.export.columns import TABLE_NAMES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.heavy

WRITE = """
import resource, sys, tgparse
name, path, out = sys.argv[1:]
posts = tgparse.iter_posts(path)
getattr(tgparse, f"to_{name}")(posts, out, tables="all")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
MEGABYTES = 64
"""Of growth that four times the input may cost: buffers fill up, and allocators keep what they had."""


@pytest.mark.parametrize("name", ["parquet", "csv", "jsonl", "sqlite"])
def test_memory_does_not_grow_with_the_input(name: str, fixtures: Path, tmp_path: Path) -> None:
    pytest.importorskip("resource")
    pytest.importorskip("pyarrow")
    text = (fixtures / "compact_en.web-preview.txt").read_text("utf-8")
    short, long = (peak(name, text * copies, tmp_path / str(copies)) for copies in (250, 1000))
    assert long - short < MEGABYTES


def peak(name: str, text: str, folder: Path) -> int:
    """Write all tables of a text in a process of its own; give the most memory that it took, in megabytes."""
    folder.mkdir()
    (folder / "export.txt").write_text(text, "utf-8")
    arguments = [sys.executable, "-c", WRITE, name, str(folder / "export.txt"), str(folder / "out")]
    return int(subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=1800).stdout)


def test_other_programs_read_what_was_written(fixtures: Path, tmp_path: Path) -> None:
    pandas, polars, duckdb = (pytest.importorskip(name) for name in ("pandas", "polars", "duckdb"))
    doc = tgparse.parse_file(fixtures / "compact_en.web-preview.txt")
    folder = tgparse.to_parquet(doc, tmp_path, tables="all")
    for table in TABLE_NAMES:
        path, rows = folder / f"{table}.parquet", doc.rows(table)
        assert len(pandas.read_parquet(path)) == len(rows)
        assert polars.read_parquet(path).height == len(rows)
        texts = duckdb.execute(f"SELECT text, line FROM '{path}'").fetchall()  # noqa: S608
        assert texts == [(row["text"], row["line"]) for row in rows]
    first = duckdb.execute(f"SELECT min(first), typeof(min(first)) FROM '{folder}/dates.parquet'").fetchone()  # noqa: S608
    assert first == (min(row["first"] for row in doc.rows("dates") if row["first"]), "DATE")
    keys = duckdb.execute(f"SELECT decode(key) FROM parquet_kv_metadata('{folder}/locations.parquet')").fetchall()  # noqa: S608
    assert ("tgparse.attribution",) in keys
