"""Long inputs: memory stays flat while they are written, and every reader of Parquet reads what was written."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

import tgparse
from tgparse.export.columns import TABLE_NAMES

from .costs import peak_megabytes

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.heavy

WRITE = """
import sys, tgparse
from tgparse.export import arrow
arrow.GROUP_BYTES = 1 << 18  # Row groups fill up, one for each table: with small ones the short input fills them as the long one does.
name, path, out, keep = sys.argv[1:]
posts = tgparse.iter_posts(path)
getattr(tgparse, f"to_{name}")(list(posts) if keep else posts, out, tables="all")
"""
MEGABYTES = 40
"""Of growth that four times the input may cost: it is 7 to 15, since buffers fill up, and 85 where the posts are kept."""


@pytest.mark.parametrize("name", ["parquet", "csv", "jsonl", "sqlite"])
def test_memory_does_not_grow_with_the_input(name: str, fixtures: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    assert growth(name, fixtures, tmp_path) < MEGABYTES


def test_memory_that_grows_is_seen(fixtures: Path, tmp_path: Path) -> None:
    assert growth("csv", fixtures, tmp_path, keep="posts") > MEGABYTES


def growth(name: str, fixtures: Path, folder: Path, keep: str = "") -> int:
    """Give the megabytes that all tables of a long text take beyond those of a quarter of it."""
    text = (fixtures / "compact_en.web-preview.txt").read_text("utf-8")
    short, long = (peak(name, text * copies, folder / str(copies), keep) for copies in (60, 240))
    return long - short


def peak(name: str, text: str, folder: Path, keep: str) -> int:
    """Write all tables of a text in a process of its own; give the most memory that it took, in megabytes."""
    folder.mkdir()
    (folder / "export.txt").write_text(text, "utf-8")
    return peak_megabytes(WRITE, name, str(folder / "export.txt"), str(folder / "out"), keep)


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
