"""What we write of hostile text is obeyed by nobody: shown to a real terminal emulator, a real spreadsheet program and a real browser."""

from __future__ import annotations

import json
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

    from playwright.sync_api import Browser

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
MARKUP: Final = (
    *('"/><script>window.owned=1</script>', "</text></title></style><script>window.owned=1</script>", "--><script>window.owned=1</script>"),
    *("]]><script>window.owned=1</script>", "<svg/onload=window.owned=1>", '"onload="window.owned=1', "' onclick='window.owned=1"),
    *("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;", "&lt;script&gt;", "$\\frac{1}{", "javascript:window.owned=1"),
    *("<?xml-stylesheet href='http://evil.example/a.xsl'?>", "<image href='http://evil.example/a.png'/>", "url(http://evil.example/a)"),
)
MARKED_UP: Final = "".join(
    f"Forwarded from N {name}\n📍 Minsk, {day} May 2022\nThe bridge {name} reopens\n#Tag{day} {name}\n❤1👍1\n"
    for day, name in enumerate(MARKUP, start=1)
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


def looked_at(browser: Browser, path: Path) -> tuple[str, dict[str, Any]]:
    """Open a file in a browser; give the text that it shows, and what a file that is obeyed would leave behind."""
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url != path.as_uri() else None)
    page.goto(path.as_uri())
    page.mouse.click(100, 100)
    elements = "[...document.querySelectorAll('*')]"
    handlers = f"{elements}.flatMap(e => [...e.attributes].filter(a => a.name.startsWith('on')).map(a => a.name))"
    left = {
        "owned": page.evaluate("window.owned ?? null"),
        "scripts": page.evaluate(f"{elements}.filter(e => ['script', 'iframe', 'object'].includes(e.localName)).length"),
        "handlers": page.evaluate(handlers),
        "asked": asked,
    }
    text = page.evaluate("document.documentElement.outerHTML")
    page.close()
    return text, left


INERT: Final[dict[str, Any]] = {"owned": None, "scripts": 0, "handlers": [], "asked": []}


@pytest.mark.heavy
def test_a_browser_obeys_what_is_not_escaped(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "raw.svg"
    image = "<image href='http://evil.example/a.png' width='9' height='9'/>"
    path.write_text(f"<svg xmlns='http://www.w3.org/2000/svg' onload='1'><script>window.owned=1</script>{image}</svg>", "utf-8")
    left = {"owned": 1, "scripts": 1, "handlers": ["onload"], "asked": ["http://evil.example/a.png"]}
    assert looked_at(browser, path)[1] == left


@pytest.mark.heavy
@pytest.mark.parametrize("fonttype", ["none", "path"])
@pytest.mark.parametrize("picture", ["forwards", "hashtags", "reactions", "timeline", "map"])
def test_a_browser_shows_pictures_of_hostile_names_and_runs_nothing(browser: Browser, picture: str, fonttype: str, tmp_path: Path) -> None:
    matplotlib = pytest.importorskip("matplotlib")
    doc = tgparse.parse_text(MARKED_UP)
    path = tmp_path / "picture.svg"
    # As letters they are text for the browser; as outlines they stand in comments.
    with matplotlib.rc_context({"svg.fonttype": fonttype}):
        axes = getattr(tgparse.plot, picture)(doc)
        axes.figure.savefig(path)
        matplotlib.pyplot.close(axes.figure)
    text, left = looked_at(browser, path)
    assert left == INERT
    assert ("window.owned" in text) == (picture in {"forwards", "timeline"})


@pytest.mark.heavy
@pytest.mark.parametrize("ending", ["gexf", "graphml"])
def test_a_browser_reads_a_graph_of_hostile_names_as_text(browser: Browser, ending: str, tmp_path: Path) -> None:
    networkx = pytest.importorskip("networkx")
    doc = tgparse.parse_text(MARKED_UP, source='s"><script>window.owned=1</script>')
    path = tmp_path / f"graph.{ending}"
    tgparse.to_graph(doc, path)
    shown = tmp_path / "graph.xml"  # by its own ending it would be saved, not opened
    shutil.copy(path, shown)
    text, left = looked_at(browser, shown)
    assert left == INERT
    assert "window.owned" in text
    read = getattr(networkx, f"read_{ending}")(path)
    labels = {str(data.get("label", node)) for node, data in read.nodes(data=True)}
    assert {post.forwarded_from.name for post in doc.posts if post.forwarded_from} <= labels


NEWS: Final = "\n\n![a](http://evil.example/a.png)\n\n<script>window.owned=1</script>\n\n"
MESSAGE: Final = {"id": 1, "type": "message", "date": "2022-12-05T09:14:00", "text": f"One{NEWS}Two", "from": NEWS, "forwarded_from": NEWS}
JSON: Final = json.dumps({"name": f"A{NEWS}", "type": "public_channel", "id": 1, "messages": [MESSAGE]})


def cell_of(given: str, text: str) -> str:
    """Give what a notebook shows."""
    doc = tgparse.parse_text(text, source=f"<script>window.owned=1</script>{NEWS}")
    shown: Any = {"document": doc, "post": doc.posts[0], "posts": tgparse.show(doc.posts)}[given]
    html: str = shown._repr_html_()
    assert "evil.example" in html
    return html


@pytest.mark.heavy
@pytest.mark.parametrize("given", ["document", "post", "posts"])
@pytest.mark.parametrize("text", [MARKED_UP, JSON], ids=["text", "json"])
def test_a_browser_shows_a_notebook_of_hostile_text_and_runs_nothing(browser: Browser, given: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "cell.html"
    path.write_text(f"<!DOCTYPE html><meta charset='utf-8'>{cell_of(given, text)}", "utf-8")
    shown, left = looked_at(browser, path)
    assert left == INERT
    assert "window.owned" in shown


@pytest.mark.parametrize("given", ["document", "post", "posts"])
@pytest.mark.parametrize("text", [MARKED_UP, JSON], ids=["text", "json"])
def test_a_notebook_of_hostile_text_stays_what_it_is_in_markdown(given: str, text: str) -> None:
    markdown = pytest.importorskip("markdown_it", reason="a renderer of Markdown is not installed")
    # A notebook turned into Markdown has our HTML in it, which an empty line would end, and images would be fetched.
    html = cell_of(given, text)
    assert markdown.MarkdownIt("commonmark").render(html).strip() == html


def test_an_empty_line_would_let_foreign_markdown_in() -> None:
    markdown = pytest.importorskip("markdown_it", reason="a renderer of Markdown is not installed")
    html = cell_of("document", JSON).replace("&#10;", "\n")
    assert '<img src="http://evil.example/a.png"' in markdown.MarkdownIt("commonmark").render(html)
