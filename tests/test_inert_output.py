"""What we write of hostile text is obeyed by nobody: shown to a real terminal emulator and to a real spreadsheet program."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

import pytest

import tgparse

from .test_cli import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ESCAPES: Final = (
    "\x1b]0;owned\x07",  # the title of the window
    "\x1b[2J\x1b[1;1H",  # an empty screen
    "\x1b[?1049h",  # another screen
    "\x1b[8m",  # text that nobody sees
    "\x1b[31;1;5m",  # red, bold, blinking
    "\x1b[6n",  # what is typed into the shell by the terminal itself
    "\x1b]52;c;b3duZWQ=\x07",  # the clipboard
    "\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\",  # a link
    "\x9b31m\x9d0;owned\x9c",  # the same with the controls of eight bits
    "\x1bP$q\x1b\\\x1bc\x0e\x0f",  # a reset, other letters
    "\b\b\b\x7f\v\f",  # back over what is there
    "\u202edlrow\u202c\u2066\u2069\u200f",  # the order of writing
)
EXPORT: Final = "".join(
    f"Forwarded from News {n}{escape}\nBridge {escape} reopens on 5 May 2022 in Minsk\n#Tag{n} {escape} @name\n❤1👍1\n"
    for n, escape in enumerate(ESCAPES)
)
FORMULAS: Final = (
    *("=1+1", "+1+1", "-1+1", "@SUM(1,1)", " =1+1", "\t=1+1", "=HYPERLINK(A1)"),
    *("=cmd|' /C calc'!A0", '="a"&1', "＝1+1", "=1+1,=2", "'=1+1"),
)
SHOWN: Final = {"draw", "linefeed", "index", "cursor_down", "carriage_return"}
"""What a terminal does with plain lines; a line feed is an index, which moves the cursor down."""


@pytest.mark.parametrize("form", [["--summary"], ["--json"], ["tokens"], ["table", "paragraphs"], ["--verbose"]])
def test_a_terminal_shows_hostile_text_and_does_not_obey_it(form: list[str], tmp_path: Path) -> None:
    pyte: Any = pytest.importorskip("pyte", reason="the terminal emulator is not installed")
    path = tmp_path / "hostile\x1b[31m.txt"
    path.write_text(EXPORT, "utf-8")
    code, received = on_terminal(*form, str(path), columns=400)
    assert code == 0
    # It shows lines one under the other, and does nothing else: these are all events but writing that the emulator gets.
    heard: set[str] = set()
    screen = pyte.Screen(400, 2000)
    for name in pyte.Stream.events:
        if name not in SHOWN:
            setattr(screen, name, partial(_note, heard, name, getattr(screen, name)))
    pyte.Stream(screen).feed(received.replace("\n", "\r\n"))
    # Styles of our own are allowed, where there are any; they end before the text does.
    assert heard - {"select_graphic_rendition"} == set()
    assert (screen.title, screen.icon_name) == ("", "")
    shown = "\n".join(line.rstrip() for line in screen.display).strip()
    assert "Minsk" in shown
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", received.replace("\x1b[", "").replace("\r", ""))


def _note(heard: set[str], name: str, do: Callable[..., object], *arguments: Any, **keywords: Any) -> None:
    """Write down that the emulator was told to do something, and let it."""
    heard.add(name)
    do(*arguments, **keywords)


def test_the_emulator_obeys_what_is_not_escaped() -> None:
    pyte: Any = pytest.importorskip("pyte", reason="the terminal emulator is not installed")
    screen = pyte.Screen(80, 24)
    heard: set[str] = set()
    screen.set_title = partial(_note, heard, "set_title", screen.set_title)
    pyte.Stream(screen).feed("before" + ESCAPES[0] + ESCAPES[1])
    assert heard == {"set_title"}
    assert screen.title == "owned"
    assert "before" not in screen.display[0]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], list[tuple[str | None, str]]]:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no LibreOffice here")
    home = tmp_path_factory.mktemp("office")

    def cells_of(table: Path) -> list[tuple[str | None, str]]:
        """Open a table as a user does; give the formula and the text of each cell."""
        own = f"-env:UserInstallation={home.as_uri()}"
        command = [program, own, "--headless", "--convert-to", "fods", "--outdir", str(home), str(table)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        spaces = {"t": "urn:oasis:names:tc:opendocument:xmlns:table:1.0"}
        root = ET.parse(home / f"{table.stem}.fods").getroot()  # noqa: S314 - LibreOffice's own
        cells = root.iterfind(".//t:table-cell", spaces)
        return [(cell.get(f"{{{spaces['t']}}}formula"), "".join(cell.itertext()).strip()) for cell in cells]

    return cells_of


@pytest.mark.heavy
def test_a_spreadsheet_program_runs_no_formula(office: Callable[[Path], list[tuple[str | None, str]]], tmp_path: Path) -> None:
    doc = tgparse.parse_text("".join(f"Forwarded from {formula}\n{formula}\n🔹 {formula}\n" for formula in FORMULAS))
    for table in ("paragraphs", "points", "forwards", "lines"):
        safe = tgparse.to_csv(doc, tmp_path / f"safe-{table}.csv", table=table, spreadsheet_safe=True)
        cells = office(safe)
        assert [formula for formula, _ in cells if formula] == []
        assert any("1+1" in text for _, text in cells)


@pytest.mark.heavy
def test_the_spreadsheet_program_runs_what_is_not_made_safe(office: Callable[[Path], list[tuple[str | None, str]]], tmp_path: Path) -> None:
    doc = tgparse.parse_text("Forwarded from A\n=1+1\n")
    cells = office(tgparse.to_csv(doc, tmp_path / "raw.csv", table="paragraphs"))
    assert [formula for formula, _ in cells if formula] == ["of:=1+1"]


@pytest.mark.parametrize("ending", ["gexf", "graphml"])
def test_a_graph_of_hostile_names_is_xml_that_holds_them_as_text(ending: str, tmp_path: Path) -> None:
    pytest.importorskip("networkx")
    entity = "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;"
    names = ['"/><script>alert(1)</script>', entity, "]]>\x0b\ufffe", *map(repr, ESCAPES)]
    doc = tgparse.parse_text("".join(f"Forwarded from N {name}\nBridge\n❤1👍1\n" for name in (*names, *ESCAPES)), source="s&<.txt")
    path = tmp_path / f"g.{ending}"
    tgparse.to_graph(doc, path)
    text = path.read_text("utf-8")
    assert "<script" not in text
    assert "<!DOCTYPE" not in text
    root = ET.parse(path).getroot()  # noqa: S314 - our own, which is what is tested
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
        *("gexf", "meta", "graph", "nodes", "node", "edges", "edge", "attributes", "attribute", "attvalues", "attvalue"),
        *("graphml", "key", "data", "creator", "description", "lastmodified", "default", "desc", "keywords"),
    }
