"""Files straight to tables over processes: the same files as from one process, in order, with a dead worker survived."""

from __future__ import annotations

import io
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import tgparse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tgparse.models import Item
    from tgparse.options import Options
    from tgparse.tokens import RawPost

parquet: Any = pytest.importorskip("pyarrow.parquet")
FIXTURES = Path(__file__).parents[1] / "fixtures"
PATHS = [*sorted(FIXTURES.glob("compact_en*.txt")), FIXTURES / "no_such_file.txt", FIXTURES / "river_ru.web-preview.txt"]


def read(path: Path) -> Any:
    """Read a table with what its file says of itself."""
    return parquet.read_table(path), parquet.read_metadata(path).metadata


def killer(raw: RawPost, found: Sequence[Item], options: Options) -> Iterator[Item]:  # noqa: ARG001
    """Die in a certain text, without a word, as a process without memory does."""
    if "DIE" in raw.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return iter(())


def test_two_workers_write_what_one_process_writes(tmp_path: Path) -> None:
    one = tgparse.to_parquet(PATHS, tmp_path / "one", tables="all")
    two = tgparse.to_parquet(PATHS, tmp_path / "two", tables="all", workers=2)
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in two.iterdir())
    assert {"posts.parquet", "lines.parquet", "diagnostics.parquet"} <= set(names)
    for name in names:
        assert read(one / name) == read(two / name), name


def test_files_give_the_table_of_their_documents(tmp_path: Path) -> None:
    documents = tgparse.to_parquet(tgparse.parse_files(PATHS), tmp_path / "a.parquet", table="dates")
    assert read(tgparse.to_parquet(PATHS, tmp_path / "b.parquet", table="dates")) == read(documents)
    named = tgparse.to_parquet(PATHS, tmp_path / "c.parquet", table="dates", workers=2, reference_date="2024-05-05")
    assert read(named)[0].num_rows >= read(documents)[0].num_rows


def test_a_folder_and_a_pattern_are_files_too(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.txt").write_text(f"🔹 {name} is one\n🔹 two\n", "utf-8")
    for given in (tmp_path, str(tmp_path / "*.txt")):
        table = parquet.read_table(tgparse.to_parquet(given, tmp_path / "points.parquet", table="points", workers=2))
        assert table["text"].to_pylist() == ["a is one", "two", "b is one", "two"]


def test_a_killed_worker_costs_only_its_file(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text("DIE" if number == 2 else f"Tram {number} runs", "utf-8")
    made = tgparse.to_parquet(tmp_path, tmp_path / "all", tables=("posts", "diagnostics"), workers=2, extractors=(killer,))
    posts = parquet.read_table(made / "posts.parquet")
    assert posts["text"].to_pylist() == [f"Tram {number} runs" for number in (0, 1, 3, 4, 5)]
    problems = parquet.read_table(made / "diagnostics.parquet").to_pylist()
    assert [Path(row["source"]).name for row in problems if row["code"] == "TG001"] == ["2.txt"]


def test_workers_and_settings_are_for_files(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="give their paths"):
        tgparse.to_parquet(tgparse.parse_text("One"), tmp_path / "a.parquet", workers=2)
    with pytest.raises(TypeError, match="no setting 'date_oder'"):
        tgparse.to_parquet(PATHS, tmp_path / "a.parquet", date_oder="DMY")


def test_documents_come_back_equal_whatever_way_they_take(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Ann, [23/04/2025 21:35]\nTrams stop\n\nBob, [23/04/2025 21:36]\nWhy?", "utf-8")
    for keywords in ({}, {"timezone": "Europe/Kyiv"}, {"extractors": (immeasurable,)}):
        (alone,) = tgparse.parse_files([path], **keywords)  # pyright: ignore[reportArgumentType]
        (fetched,) = tgparse.parse_files([path], workers=2, **keywords)  # pyright: ignore[reportArgumentType]
        assert fetched == alone
        assert [str(post.sent_at) for post in fetched.posts] == [str(post.sent_at) for post in alone.posts]


def immeasurable(raw: RawPost, found: Sequence[Item], options: Options) -> Iterator[Item]:  # noqa: ARG001
    """Find a value that JSON cannot write."""
    text, span, line = raw.locate(0, 1)
    yield tgparse.Found(text=text, span=span, line=line, kind="size", value=float("inf"))


@pytest.mark.parametrize("installed", [True, False])
def test_progress_is_shown_with_and_without_a_bar(installed: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    if installed:
        pytest.importorskip("tqdm")
    else:
        monkeypatch.setitem(sys.modules, "tqdm", None)
    shown = io.StringIO()
    monkeypatch.setattr(sys, "stderr", shown)
    assert len(list(tgparse.parse_files(PATHS[:3], progress=True))) == 3
    assert ("3/3" if installed else "tgparse: 3 done") in shown.getvalue()
