"""The command line as a user meets it: the real process, in pipes and on a real pseudo-terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import tgparse
from tgparse.terminal import cells

if TYPE_CHECKING:
    from collections.abc import Mapping

EXPORT = """\
Forwarded from Alpha
Talks in the capital
They were held in Minsk
🔹 On 5 December 2022 the #OSCE met
They were held in Minsk
🔹 On 5 December 2022 the #OSCE met
❤1👍1
Forwarded from Beta
A word from Vienna
And another one
And a third one
And another one
And a third one
❤2👍3
Forwarded from Alpha
Nothing else
Of all the things that were said only this is left
Of all the things that were said only this is left
❤2👍3
"""
HOSTILE = "Forwarded from \x1b]0;owned\x07Eve\u202e\nred \x1b[31m alert \u2067 here \x9b2J\nsecond\u2028line\n❤1👍1\n"
DANGEROUS = "\x1b\x07\x9b\u202e\u2067"


def run(*arguments: str | bytes, stdin: bytes = b"", cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "tgparse", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**os.environ, **environment},
        timeout=120,
    )


def on_terminal(*arguments: str, columns: int = 80, cwd: Path | None = None, **environment: str) -> tuple[int, str]:
    """Run with stdout and stderr on one pseudo-terminal; give the exit code and what its screen got."""
    pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
    controller, terminal = pty.openpty()
    set_columns(terminal, columns)
    process = subprocess.Popen(
        [sys.executable, "-m", "tgparse", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=terminal,
        stderr=terminal,
        close_fds=True,
        cwd=cwd,
        env={**without_settings(os.environ), "TERM": "xterm", "NO_COLOR": "1", **environment},
    )
    os.close(terminal)
    received = b""
    while True:
        try:
            chunk = os.read(controller, 65536)
        except OSError:  # Linux says so when the last writer is gone.
            break
        if not chunk:
            break
        received += chunk
    os.close(controller)
    return process.wait(timeout=120), received.decode().replace("\r\n", "\n")


def set_columns(terminal: int, columns: int) -> None:
    import fcntl
    import struct
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))


def without_settings(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name not in {"COLUMNS", "LINES", "NO_COLOR", "TERM"}}


SGR = re.compile(r"\x1b\[[0-9]+m")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.txt"
    path.write_text(EXPORT, "utf-8")
    return path


def posts_of(output: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.decode().split("\n")[:-1]]


def test_a_pipe_gets_one_post_a_line_as_the_door_gives_them(export: Path) -> None:
    result = run(str(export))
    assert result.returncode == 0
    posts = [tgparse.Post.model_validate_json(line) for line in result.stdout.splitlines()]
    assert tuple(posts) == tgparse.parse_file(export, source=str(export)).posts
    assert [post.forwarded_from.name for post in posts if post.forwarded_from] == ["Alpha", "Beta", "Alpha"]


def test_a_terminal_gets_a_short_summary(export: Path) -> None:
    code, screen = on_terminal(str(export))
    assert code == 0
    lines = {line.split()[0]: line.split(maxsplit=1)[1] for line in screen.splitlines() if line.startswith("  ")}
    assert screen.splitlines()[0] == str(export)
    assert lines.pop("read").startswith("as web-preview, ")
    assert lines == {
        "posts": "3",
        "forwards": "3 (Alpha ×2, Beta)",
        "dates": "1, 2022-12-05 to 2022-12-05",
        "places": "2 (Minsk, Vienna)",
        "hashtags": "1 (#OSCE)",
        "problems": "none",
    }


def test_colours_are_for_terminals_that_want_them(export: Path) -> None:
    plain = on_terminal(str(export))[1]
    coloured = on_terminal(str(export), NO_COLOR="")[1]
    assert "\x1b" not in plain
    assert coloured != plain
    assert SGR.sub("", coloured) == plain
    assert on_terminal(str(export), NO_COLOR="", TERM="dumb")[1] == plain
    assert b"\x1b" not in run("--summary", str(export), "missing.txt", TERM="xterm").stdout
    assert b"\x1b" not in run("--summary", str(export), "missing.txt", TERM="xterm").stderr


@pytest.mark.parametrize("columns", [30, 60])
def test_a_narrow_terminal_breaks_lines_at_blanks(export: Path, columns: int) -> None:
    export.write_text(EXPORT.replace("Alpha", "新华社 新闻 News of the whole wide world").replace("Beta", "Новости 🌊 города"), "utf-8")
    wide, narrow = (on_terminal(export.name, columns=size, cwd=export.parent)[1] for size in (500, columns))
    assert narrow.split() == wide.split()
    assert all(cells(line) <= columns for line in narrow.splitlines())
    assert len(narrow.splitlines()) > len(wide.splitlines())


def test_the_help_fits_the_terminal() -> None:
    code, screen = on_terminal("--help", columns=100)
    assert code == 0
    assert all(cells(line) <= 100 for line in screen.splitlines())


def test_a_folder_is_answered_with_what_to_do(tmp_path: Path) -> None:
    result = run(str(tmp_path))
    assert result.returncode == 1
    assert f"name its files, as in {tmp_path}/*.txt" in result.stderr.decode()


def test_the_form_can_be_forced_either_way(export: Path) -> None:
    assert b"  posts " in run("--summary", str(export)).stdout
    code, screen = on_terminal("--json", str(export))
    assert code == 0
    assert [json.loads(line)["index"] for line in screen.splitlines()] == [0, 1, 2]


def test_a_dash_is_standard_input() -> None:
    result = run("-", stdin=EXPORT.encode())
    posts = posts_of(result.stdout)
    assert len(posts) == 3
    assert {post["source"] for post in posts} == {"<stdin>"}


@pytest.mark.parametrize("command", [(), ("table", "posts"), ("report", "-o", "report.html")])
def test_a_terminal_is_told_the_first_problems_and_a_file_all(command: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("Forwarded from City News\n" * 2000, "utf-8")
    _, shown = on_terminal(*command, str(path), cwd=tmp_path, columns=1000)
    assert shown.count("TG101 the export lost") == 10
    assert "… 1990 more; with 2>FILE all are kept" in shown
    assert run(*command, str(path), cwd=tmp_path).stderr.count(b"TG101 the export lost") == 2000


def test_a_file_gets_all_problems_beside_a_summary_too(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("Forwarded from City News\n" * 20, "utf-8")
    told = run("--summary", str(path)).stderr
    assert told.count(b"TG101 the export lost") == 20
    assert b"more; with 2>FILE" not in told


def test_problems_go_to_stderr_with_source_line_and_code(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("Forwarded from Alpha\nForwarded from Beta\nText of the second\n❤1👍1\n", "utf-8")
    result = run(str(path))
    assert result.returncode == 0
    assert result.stderr.decode().startswith(f"{path}:1: TG101 ")
    assert len(posts_of(result.stdout)) == 2


def test_a_file_that_is_not_there_is_told_and_the_others_are_read(export: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    result = run(str(missing), str(export), str(tmp_path))
    assert result.returncode == 1
    assert len(posts_of(result.stdout)) == 3
    lines = result.stderr.decode().splitlines()
    assert [line.startswith((f"{missing}:1: TG001 ", f"{tmp_path}:1: TG001 ")) for line in lines] == [True, True]


def test_a_file_that_is_no_text_is_told_with_the_offset(tmp_path: Path) -> None:
    path = tmp_path / "noise.bin"
    path.write_bytes(bytes(range(256)) * 40)
    result = run(str(path), "--encoding", "utf-8")
    assert result.returncode == 1
    assert result.stdout == b""
    assert result.stderr.decode().startswith(f"{path}:1: TG001 ")
    assert "128" in result.stderr.decode()
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--dialect", "no-such", "x.txt"],
        ["--date-order", "DYM", "x.txt"],
        ["--reference-date", "yesterday", "x.txt"],
        ["--no-such-option", "x.txt"],
        ["--json", "--summary", "x.txt"],
    ],
)
def test_wrong_usage_is_exit_code_2_and_no_traceback(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stdout == b""
    (line,) = result.stderr.decode().splitlines()
    assert line.startswith("tgparse: ")
    assert line.endswith("; tgparse --help tells what there is")
    assert b"Traceback" not in result.stderr


def test_the_settings_reach_the_parse(tmp_path: Path) -> None:
    path = tmp_path / "cp1251.txt"
    path.write_bytes("Forwarded from Альфа\nВстреча 01.02.2023 в Минске\n".encode("windows-1251"))
    settings = ["--encoding", "windows-1251", "--dialect", "plain", "--date-order", "MDY", "--languages", "ru,en", "--channel", "@alpha"]
    (post,) = posts_of(run(str(path), *settings).stdout)
    assert post["forwarded_from"]["name"] == "Альфа"
    assert post["dates"][0]["edtf"] == "2023-01-02"


def test_help_and_version_answer_on_stdout() -> None:
    assert run("--version").stdout.decode() == f"tgparse {tgparse.__version__}\n"
    text = run("--help").stdout.decode()
    assert "web-preview" in text
    assert "--date-order" in text


@pytest.mark.skipif(sys.platform == "win32", reason="a shell and head")
def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(EXPORT * 3000, "utf-8")
    shell = f'{sys.executable} -m tgparse "{path}" 2>"{tmp_path}/err" | head -n 1 >/dev/null; exit ${{PIPESTATUS[0]}}'
    assert subprocess.run(["/bin/bash", "-c", shell], check=False, timeout=120).returncode == 0
    assert "Traceback" not in (tmp_path / "err").read_text()
    assert "BrokenPipe" not in (tmp_path / "err").read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("form", ["--json", "--summary"])
def test_a_full_disk_is_told(export: Path, form: str) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "tgparse", form, str(export)], stdout=full, stderr=subprocess.PIPE, check=False, timeout=120
        )
    assert result.returncode == 1
    assert result.stderr.startswith(b"tgparse: ")
    assert b"Traceback" not in result.stderr


def test_hostile_text_is_harmless_on_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text(HOSTILE, "utf-8")
    for form in ("--summary", "--json"):
        code, screen = on_terminal(form, str(path))
        assert code == 0
        assert not set(DANGEROUS) & set(screen)
        assert not set(DANGEROUS) & set(SGR.sub("", on_terminal(form, str(path), NO_COLOR="")[1]))
    assert "<U+001B>" in on_terminal(str(path))[1]


def test_escaped_characters_come_back_from_the_json(tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text(HOSTILE, "utf-8")
    result = run(str(path))
    (post,) = tgparse.parse_file(path, source=str(path)).posts
    assert len(result.stdout.decode().splitlines()) == 1
    assert tgparse.Post.model_validate_json(result.stdout) == post
    assert "\x9b" in post.body


@pytest.mark.parametrize("form", ["--json", "--summary"])
def test_an_old_locale_breaks_nothing(export: Path, form: str) -> None:
    result = run(str(export), form, LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert b"Traceback" not in result.stderr


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="names of files are text there")
def test_an_old_locale_gets_the_help_too() -> None:
    result = run("--help", LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert b"tgparse report FILE\\u2026 -o PATH" in result.stdout


def test_a_name_that_is_not_utf8_and_a_lone_surrogate_break_nothing(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(name, "wb") as file:  # noqa: PTH123
        file.write("Forwarded from A\nlone \ud800 here\n".encode("utf-8", "surrogatepass"))
    for form in ("--json", "--summary"):
        result = run(name, form, "--errors", "replace")
        assert result.returncode == 0, result.stderr
        assert b"caf" in result.stdout
        assert b"Traceback" not in result.stderr


def test_an_empty_file_has_no_posts(tmp_path: Path) -> None:
    path = tmp_path / "nothing.txt"
    path.write_bytes(b"")
    assert run(str(path)).stdout == b""
    assert "posts     0" in on_terminal(str(path))[1]


def test_strict_stops_at_the_first_problem(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("Forwarded from Alpha\nForwarded from Beta\nText\n", "utf-8")
    result = run("--strict", str(path))
    assert result.returncode == 1
    assert b"Traceback" not in result.stderr
    assert str(path).encode() in result.stderr


def test_a_flood_of_problems_does_not_drown_the_summary(tmp_path: Path) -> None:
    path = tmp_path / "many.txt"
    path.write_text("".join(f"Forwarded from Alpha {n}\n" for n in range(100)) + "Text\n", "utf-8")
    code, screen = on_terminal(str(path))
    assert code == 0
    assert screen.count(": TG101 ") == 10
    assert "problems  99 (TG101 ×99)" in screen
