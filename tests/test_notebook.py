"""The tour notebook, run in a real Jupyter kernel and shown in a real browser."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TOUR = Path(__file__).parent / "notebooks" / "tour.ipynb"
PAGE = """\
<!doctype html><html><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>tour</title></head>
<body style="font-family: sans-serif; max-width: 60em; margin: 1em auto">{}</body></html>
"""

pytestmark = [
    pytest.mark.heavy,
    # Jupyter's own warnings are not ours to mend.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@cache
def outputs() -> list[dict[str, Any]]:
    """Run the notebook; give the data of each output by their kinds."""
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    notebook = nbformat.read(TOUR, as_version=4)
    # A cell that fails raises here, with its traceback.
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(TOUR.parent)}}).execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not [output for cell in cells for output in cell.outputs if output.get("name") == "stderr"]
    return [dict(output.get("data") or {"text/plain": output.get("text", "")}) for cell in cells for output in cell.outputs]


def test_the_tour_runs_and_every_face_shows() -> None:
    data = outputs()
    pages = [output["text/html"] for output in data if "text/html" in output]
    assert sum("image/png" in output for output in data) == 3
    assert len(pages) == 5
    assert data[0]["text/plain"].startswith("Document('compact_en.web-preview.txt': ")
    assert "\n" not in data[0]["text/plain"]
    assert any("#line=" in output["text/plain"] for output in data)
    assert all(len(page) < 200_000 for page in pages)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_shows_the_outputs_and_runs_nothing_of_them(browser: Browser, scheme: Any, tmp_path: Path) -> None:
    shown = [
        output.get("text/html") or f'<img alt="picture" src="data:image/png;base64,{output["image/png"]}">'
        for output in outputs()
        if {"text/html", "image/png"} & set(output)
    ]
    path = tmp_path / "tour.html"
    path.write_text(PAGE.format("<hr>".join(shown)), "utf-8")
    page = browser.new_page(color_scheme=scheme, viewport={"width": 1000, "height": 900})
    noted: list[str] = []
    page.on("console", lambda message: noted.append(message.text))
    page.on("request", lambda request: noted.append(request.url) if not request.url.startswith(("file:", "data:")) else None)
    page.goto(path.as_uri())
    assert page.title() == "tour"
    assert page.locator("script").count() == 0
    assert noted == []
    mark = page.locator("span[title^='date ']").first
    text, ground = mark.evaluate("e => [getComputedStyle(e).color, getComputedStyle(document.documentElement).backgroundColor]")
    assert text == ("rgb(255, 255, 255)" if scheme == "dark" else "rgb(0, 0, 0)"), ground
    arabic = page.locator("[dir=auto]", has_text="بيروت").last
    assert arabic.evaluate("e => getComputedStyle(e).direction") == "rtl"
    folded = page.locator("details").first
    folded.locator("summary").click()
    assert folded.locator("div").first.is_visible()
    assert len(base64.b64encode(page.screenshot(path=tmp_path / f"tour-{scheme}.png", full_page=True))) > 10_000
    page.close()
