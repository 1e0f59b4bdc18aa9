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
from tgparse import bulk
from tgparse.export.columns import TABLE_NAMES

from .benchmarks.texts import varied
from .costs import peak_megabytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tgparse.models import Item
    from tgparse.options import Options
    from tgparse.tokens import RawPost

parquet: Any = pytest.importorskip("pyarrow.parquet")
FIXTURES = Path(__file__).parents[1] / "fixtures"
PATHS = [*sorted(FIXTURES.glob("compact_en*.txt")), FIXTURES / "no_such_file.txt", FIXTURES / "river_ru.web-preview.txt"]


WRITE = """
import sys, tgparse
tgparse.to_parquet([sys.argv[1]], sys.argv[2], extractors=())
"""
MEGABYTES = 64
"""Of growth that four times the file may cost: row groups fill up, and allocators keep what they had."""


def read(path: Path) -> Any:
    """Read a table with what its file says of itself."""
    return parquet.read_table(path), parquet.read_metadata(path).metadata


def killer(raw: RawPost, found: Sequence[Item], options: Options) -> Iterator[Item]:  # noqa: ARG001
    """Die in a certain text, without a word, as a process without memory does."""
    if "DIE" in raw.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return iter(())


WORKERS = (1, 2)


@pytest.mark.parametrize("workers", WORKERS)
def test_workers_write_the_tables_of_the_documents(workers: int, tmp_path: Path) -> None:
    one = tgparse.to_parquet(tgparse.parse_files(PATHS), tmp_path / "one", tables="all")
    two = tgparse.to_parquet(PATHS, tmp_path / "two", tables="all", workers=workers)
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


@pytest.mark.usefixtures("_small_pieces")
@pytest.mark.parametrize("workers", [1, 2])
def test_progress_counts_files_and_not_their_pieces(workers: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tqdm")
    paths = [posts_file(tmp_path / "0.txt"), PATHS[0]]
    assert pieces_of(paths[0]) > 1
    tgparse.to_parquet(paths, tmp_path / "posts.parquet", workers=workers, progress=True, extractors=())
    shown = capsys.readouterr().err
    assert "2/2" in shown
    assert "3/2" not in shown


# One file, shared by the workers.

KINDS = ("web-preview", "desktop-clipboard", "messages-dump", "crlf", "bom", "windows-1251")
TABLES = tuple(name for name in TABLE_NAMES if name != "lines")


@pytest.fixture
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PIECE", 70_000)


def big_file(place: Path, kind: str) -> Path:
    """Write what a fixture holds, in other words again and again but for two times, so that far-off posts are equal."""
    (first, *_) = sorted(FIXTURES.glob(f"*.{kind}.txt"))
    encoding = "windows-1251" if kind == "windows-1251" else "utf-8"
    text = first.read_bytes().decode(encoding)
    bare = text.removeprefix("\ufeff")
    place.write_bytes("".join([text, varied(bare, 120_000, kind), bare, varied(bare, 80_000, f"{kind} again")]).encode(encoding, "replace"))
    return place


def pieces_of(path: Path, **settings: Any) -> int:
    """Count the jobs that a file makes."""
    return len(list(bulk._cut([path], tgparse.Options(**settings))))  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("workers", WORKERS)
@pytest.mark.usefixtures("_small_pieces")
def test_a_big_file_in_pieces_gives_the_tables_of_its_document(workers: int, kind: str, tmp_path: Path) -> None:
    path = big_file(tmp_path / "big.txt", kind)
    assert pieces_of(path) >= 3
    given = [PATHS[0], path, FIXTURES / "river_ru.web-preview.txt"]
    lines, channel = ("Read in full",), "City News"
    one = tgparse.to_parquet(tgparse.parse_files(given, channel=channel), tmp_path / "one", tables=TABLES, boilerplate=lines)
    two = tgparse.to_parquet(given, tmp_path / "two", tables=TABLES, workers=workers, boilerplate=lines, channel=channel)
    for name in TABLES:
        alone, shared = read(one / f"{name}.parquet"), read(two / f"{name}.parquet")
        assert shared[0].to_pylist() == alone[0].to_pylist(), name
        assert shared[1] == alone[1], name
    repeats = parquet.read_table(two / "posts.parquet").column("repeats_post").to_pylist()
    assert any(of is not None for of in repeats)


def posts_file(place: Path, *, last: bytes = b"") -> Path:
    """Write posts of which each has its number, with every tenth the same."""
    posts = [f"Forwarded from City News\nTram {n if n % 10 else 0} is late, says the mayor\n❤1👍1\n" for n in range(4000)]
    place.write_bytes("".join(posts).encode() + last)
    return place


@pytest.mark.usefixtures("_small_pieces")
def test_a_killed_worker_costs_only_its_piece(tmp_path: Path) -> None:
    paths = [posts_file(tmp_path / "0.txt"), posts_file(tmp_path / "1.txt", last=b"Forwarded from City News\nDIE\n"), tmp_path / "2.txt"]
    posts_file(paths[2])
    made = tgparse.to_parquet(paths, tmp_path / "all", tables=("posts", "diagnostics"), workers=2, extractors=(killer,))
    rows = parquet.read_table(made / "posts.parquet").to_pylist()
    (whole, broken, after) = ([row for row in rows if row["source"] == str(path)] for path in paths)
    assert [row["post"] for row in whole] == list(range(4000))
    assert [row["repeats_post"] for row in whole] == [0 if n and n % 10 == 0 else None for n in range(4000)]
    assert [{**row, "source": ""} for row in after] == [{**row, "source": ""} for row in whole]
    assert 2000 < len(broken) < 4000
    assert [{**row, "source": ""} for row in broken] == [{**row, "source": ""} for row in whole[: len(broken)]]
    problems = parquet.read_table(made / "diagnostics.parquet").to_pylist()
    assert [row["source"] for row in problems if row["code"] == "TG001"] == [str(paths[1])]


@pytest.mark.usefixtures("_small_pieces")
def test_what_rests_on_the_whole_of_a_file_is_not_cut(tmp_path: Path) -> None:
    broken = posts_file(tmp_path / "broken.txt", last=b"\xff\n")
    assert pieces_of(broken, encoding="utf-8") == pieces_of(broken, encoding="utf-8", errors="replace") == 1
    assert pieces_of(FIXTURES / "no_such_file.txt") == 1
    path = posts_file(tmp_path / "whole.txt")
    assert pieces_of(path) > 1
    asked: list[dict[str, Any]] = [{"tables": ("posts", "lines")}, {"repeats": "near"}, {"strict": True}]
    for number, settings in enumerate(asked):
        tables = settings.pop("tables", ("posts",))
        documents = tgparse.parse_files([path, broken], extractors=(), **settings)
        one = tgparse.to_parquet(documents, tmp_path / f"{number} one", tables=tables)
        for workers in WORKERS:
            two = tgparse.to_parquet(
                [path, broken], tmp_path / f"{number} {workers}", tables=tables, workers=workers, extractors=(), **settings
            )
            for made in one.iterdir():
                assert read(two / made.name) == read(made)


@pytest.mark.heavy
def test_a_file_of_any_length_takes_the_memory_of_its_pieces(tmp_path: Path) -> None:
    text = (FIXTURES / "compact_en.web-preview.txt").read_text("utf-8")
    short, long = (peak(text * (megabytes * 1_000_000 // len(text)), tmp_path / f"{megabytes}") for megabytes in (12, 48))
    assert long - short < MEGABYTES


def peak(text: str, place: Path) -> int:
    """Write the table of a text's posts in a process of its own; give the most memory that it took, in megabytes."""
    export = place.with_suffix(".txt")
    export.write_text(text, "utf-8")
    return peak_megabytes(WRITE, str(export), str(place.with_suffix(".parquet")))
