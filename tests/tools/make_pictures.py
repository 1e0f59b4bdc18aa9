"""Make the pictures of the README: `python -m tests.tools.make_pictures`; needs matplotlib, Playwright, Chromium and a font with emoji."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import tgparse

ROOT: Final = Path(__file__).parents[2]
PICTURES: Final = ROOT / "tests" / "pictures"
EXPORT: Final = ROOT / "fixtures" / "compact_en.web-preview.txt"
PAGE: Final = '<!doctype html><meta charset="utf-8"><body style="font-family:sans-serif;margin:12px">{}</body>'


def main() -> None:
    """Draw the plots, and photograph a notebook's output and a report."""
    PICTURES.mkdir(exist_ok=True)
    doc = tgparse.parse_file(EXPORT)
    draw(doc)
    with TemporaryDirectory() as folder:
        shown, report = Path(folder, "shown.html"), tgparse.to_report(doc, Path(folder, "report.html"))
        shown.write_text(PAGE.format(tgparse.show(doc, start=6, limit=2).html), "utf-8")
        photograph({"notebook.png": (shown, 640), "report.png": (report, 900)})


def draw(doc: tgparse.Document) -> None:
    """Draw timeline and map side by side."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    pyplot: Any = plt
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(14, 4.5), layout="constrained")
    tgparse.plot.timeline(doc, ax=left)
    tgparse.plot.map(doc, ax=right)
    # No version, no day: the same posts give the same file.
    figure.savefig(PICTURES / "plots.png", dpi=70, metadata={"Software": None})


def photograph(pages: dict[str, tuple[Path, int]]) -> None:
    """Photograph pages, each as high as it is given."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (path, height) in pages.items():
            page = browser.new_page(viewport={"width": 900, "height": height})
            page.goto(path.as_uri())
            page.screenshot(path=PICTURES / name)
        browser.close()


if __name__ == "__main__":
    main()
