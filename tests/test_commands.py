"""The commands `table`, `tokens`, `dialects` and `report` as a user meets them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import sqlite3
from typing import TYPE_CHECKING

import pytest

import tgparse
from tgparse.export.columns import TABLE_NAMES
from tgparse.terminal import cells

from .test_cli import EXPORT, HOSTILE, on_terminal, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.txt"
    path.write_text(EXPORT, "utf-8")
    return path


def test_a_table_goes_to_a_pipe_as_csv(export: Path) -> None:
    result = run("table", "dates", str(export))
    assert result.returncode == 0, result.stderr
    (row,) = csv.DictReader(io.StringIO(result.stdout.decode()))
    assert (row["edtf"], row["source"]) == ("2022-12-05", str(export))


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "sqlite"])
def test_a_table_goes_to_a_file_in_the_form_of_its_ending(export: Path, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"points.{ending}"
    result = run("table", "points", str(export), str(export), "-o", str(path))
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    points = [row["text"] for row in tgparse.parse_file(export).rows("points")] * 2
    if ending == "parquet":
        parquet = pytest.importorskip("pyarrow.parquet")
        assert parquet.read_table(path).column("text").to_pylist() == points
        sources = json.loads(parquet.read_metadata(path).metadata[b"tgparse.sources"])
        assert [source["sha256"] for source in sources] == [hashlib.sha256(EXPORT.encode()).hexdigest()] * 2
    elif ending == "sqlite":
        connection = sqlite3.connect(path)
        assert [text for (text,) in connection.execute("SELECT text FROM points")] == points
        connection.close()
    elif ending == "jsonl":
        assert [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()] == points
    else:
        assert [row["text"] for row in csv.DictReader(io.StringIO(path.read_text("utf-8")))] == points


def test_all_tables_go_into_a_folder_or_a_database(export: Path, tmp_path: Path) -> None:
    assert run("table", "all", str(export), "-o", str(tmp_path / "out"), "--format", "csv").returncode == 0
    assert {path.name for path in (tmp_path / "out").glob("*.csv")} == {f"{name}.csv" for name in TABLE_NAMES}
    assert run("table", "all", str(export), "-o", str(tmp_path / "all.db")).returncode == 0
    connection = sqlite3.connect(tmp_path / "all.db")
    assert connection.execute("SELECT count(*) FROM lines").fetchone() == (len(EXPORT.splitlines()),)
    connection.close()


def test_standard_input_and_settings_work_here_too() -> None:
    result = run("table", "posts", "-", "--dialect", "plain", "--channel", "@city", stdin=EXPORT.encode())
    assert {row["source"] for row in csv.DictReader(io.StringIO(result.stdout.decode()))} == {"<stdin>"}


def test_files_that_cannot_be_read_are_told_and_the_others_written(export: Path, tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    result = run("table", "posts", str(tmp_path / "missing.txt"), str(export), "-o", str(path))
    assert result.returncode == 1
    assert result.stderr.decode().startswith(f"{tmp_path}/missing.txt:1: TG001 ")
    assert len(list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))) == 3
    for arguments in (["table", "posts"], ["table", "lines"], ["report"]):
        result = run(*arguments, str(tmp_path / "missing.txt"), "-o", str(tmp_path / "none.csv"))
        assert result.returncode == 1
        assert not (tmp_path / "none.csv").exists()
        assert b"Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["table"],
        ["table", "pionts", "x.txt"],
        ["table", "all", "x.txt"],
        ["table", "points", "x.txt", "-o", "x.docx"],
        ["table", "points", "x.txt", "--date-order", "DYM"],
        ["report", "x.txt"],
        ["report", "x.txt", "-o", "x.html", "--kinds", "village"],
        ["tokens"],
        ["dialects", "x.txt"],
    ],
)
def test_wrong_usage_is_exit_code_2_and_says_what_to_do(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stdout == b""
    (line,) = result.stderr.decode().splitlines()
    assert line.startswith("tgparse ")
    assert line.endswith(" --help tells what there is")
    assert b"Traceback" not in result.stderr


def test_a_place_that_cannot_be_written_to_is_told_in_one_line(export: Path, tmp_path: Path) -> None:
    result = run("table", "points", str(export), "-o", str(export / "points.csv"))
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(b"tgparse: ")
    assert list(tmp_path.iterdir()) == [export]


def test_tokens_account_for_every_character(export: Path) -> None:
    result = run("tokens", str(export))
    tokens = [json.loads(line) for line in result.stdout.splitlines()]
    assert "".join(token["text"] for token in tokens) == EXPORT
    code, screen = on_terminal("tokens", str(export))
    assert code == 0
    assert screen.splitlines()[0].split() == ["1", "0", "marker", "Forwarded", "from", "Alpha"]


def test_dialects_say_what_they_show() -> None:
    listed = [json.loads(line) for line in run("dialects").stdout.splitlines()]
    assert [dialect["name"] for dialect in listed] == list(tgparse.DIALECTS)
    code, screen = on_terminal("dialects")
    assert code == 0
    assert "forwards: all" in screen


def test_a_report_is_written(export: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    result = run("report", str(export), "-o", str(path), "--title", "Mine", "--kinds", "city", "country")
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    assert "<title>Mine</title>" in path.read_text("utf-8")


def test_hostile_text_is_harmless_on_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text(HOSTILE, "utf-8")
    for arguments in (["tokens"], ["tokens", "--json"]):
        code, screen = on_terminal(*arguments, str(path))
        assert code == 0
        assert not set("\x1b\x07\x9b\u202e\u2067") & set(screen)


LINE = b"Forwarded from A\n" + b"x" * 60_000 + b"\n"


@pytest.mark.parametrize(
    ("arguments", "columns"),
    [
        (["--summary"], 80),
        (["table", "points", "-o", "points.csv"], 20),
        (["table", "lines", "-o", "lines.csv"], 80),
        (["report", "-o", "a.html"], 80),
    ],
)
def test_long_work_shows_how_far_it_is_on_a_terminal_only(arguments: list[str], columns: int, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(LINE * 80)
    given = [*arguments, "a.txt", "b.txt", "--dialect", "plain"]
    assert run(*given, cwd=tmp_path).stderr == b""
    code, screen = on_terminal(*given, columns=columns, cwd=tmp_path)
    assert code == 0
    shown = [piece for piece in re.split(r"[\r\n]+", screen) if " of 10 MB read" in piece]
    parts = [int(piece.partition("%")[0][-3:]) for piece in shown]
    assert len(parts) > 4
    assert parts == sorted(parts)
    assert parts[-1] >= 99
    assert all(cells(piece.replace("\x1b[K", "")) < columns for piece in shown)
    assert ("━" in screen) == (columns == 80)
    assert screen.rpartition(" MB read")[2].startswith("\r\x1b[K")


def test_a_short_file_shows_no_bar(export: Path, tmp_path: Path) -> None:
    assert on_terminal("table", "points", str(export), "-o", str(tmp_path / "points.csv")) == (0, "")


def test_help_names_the_commands() -> None:
    text = run("--help").stdout.decode()
    for command in ("table", "report", "tokens", "dialects"):
        assert f"tgparse {command}" in text
        assert run(command, "--help").stdout.decode().startswith(f"usage: tgparse {command}")
