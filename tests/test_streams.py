"""Long inputs: memory stays flat while they are written, and every reader of Parquet reads what was written."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING
from zipfile import ZipFile

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


FORMULAS = (
    '=HYPERLINK("http://evil","x")',
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(1+1)",
    " =1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
)


def test_a_spreadsheet_runs_nothing_of_a_safe_file(tmp_path: Path) -> None:
    program = shutil.which("ssconvert")
    if program is None:
        pytest.skip("no spreadsheet here: apt-get install gnumeric")
    doc = tgparse.parse_text("".join(f"Forwarded from {formula}\n{formula}\n🔹 {formula}\n❤1👍1\n" for formula in FORMULAS))
    for safe in (False, True):
        folder = tgparse.to_csv(doc, tmp_path / str(safe), tables=["posts", "points", "forwards", "paragraphs"], spreadsheet_safe=safe)
        run = 0
        for path in folder.glob("*.csv"):
            book = path.with_suffix(".xlsx")
            subprocess.run([program, str(path), str(book)], check=True, capture_output=True, timeout=120)
            with ZipFile(book) as sheets:
                run += sum(sheets.read(name).count(b"<f") for name in sheets.namelist() if name.startswith("xl/worksheets/sheet"))
        assert (run == 0) == safe
