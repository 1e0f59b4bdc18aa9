"""The extractors themselves, on the page that `lay_out_web_html` makes of our own posts."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import tgparse
from tgparse.folding import squeeze

from .tools.lay_out import MANIFEST, lay_out_web_html, load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from .tools.source_posts import SourcePost

pytestmark = pytest.mark.heavy
SOURCES = sorted({fixture.posts for fixture in MANIFEST.values() if fixture.dialect == "web-preview"})
MARKED_UP = ("code", "pre", "quote", "struck")
"""Styles that html2text writes with signs of its own."""
VERSIONS = ("1.6.1", "1.8.1", "1.12.2", "2.0.0", "2.3.1")


def inscriptis(page: str) -> str:
    return str(package("inscriptis").get_text(page))


def html2text(page: str, width: int = 0) -> str:
    writer = package("html2text").HTML2Text()
    writer.body_width = width
    writer.ignore_links = writer.ignore_images = writer.ignore_emphasis = True
    return str(writer.handle(page))


def html2text_wrapped(page: str) -> str:
    return html2text(page, 78)


def beautifulsoup(page: str) -> str:
    return str(package("bs4").BeautifulSoup(page, "html.parser").get_text("\n", strip=True))


def beautifulsoup_raw(page: str) -> str:
    return str(package("bs4").BeautifulSoup(page, "html.parser").get_text())


def selectolax(page: str) -> str:
    return str(package("selectolax.lexbor").LexborHTMLParser(page).body.text(separator="\n"))


EXTRACTORS: dict[str, tuple[Callable[[str], str], str]] = {
    "inscriptis": (inscriptis, "page-text"),
    "html2text": (html2text, "page-text"),
    "html2text-wrapped": (html2text_wrapped, "page-text"),
    "beautifulsoup": (beautifulsoup, "fragments"),
    "beautifulsoup-raw": (beautifulsoup_raw, "fragments"),
    "selectolax": (selectolax, "fragments"),
}


def package(name: str) -> Any:
    """Import an extractor, which is no dependency of ours."""
    return pytest.importorskip(name, reason=f"{name} is not installed")


def shown(source: str) -> tuple[str, Sequence[SourcePost]]:
    """Give the page of a source, and those of its posts that are text."""
    channel, posts = load(source)
    kept = tuple(post for post in posts if not (post.poll or post.reply or post.preview or post.service))
    return lay_out_web_html(kept, channel), kept


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("extractor", EXTRACTORS)
def test_posts_come_back_from_what_an_extractor_writes(extractor: str, source: str) -> None:
    extract, dialect = EXTRACTORS[extractor]
    page, posts = shown(source)
    document = tgparse.parse_text(extract(page))
    assert document.dialect == dialect
    assert len(document.posts) == len(posts)
    for post, sent in zip(document.posts, posts, strict=True):
        name = None if post.forwarded_from is None else squeeze(post.forwarded_from.name)
        assert name == (squeeze(sent.forwarded_from) if sent.forwarded_from else None)
        assert post.views_text == sent.views
        if "html2text" not in extractor or not any(line.style in MARKED_UP or line.text[:1].isdigit() for line in sent.lines):
            assert squeeze(post.body) == squeeze(sent.body)


@pytest.fixture(scope="session")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Install a version of trafilatura beside the others; without a package index the test is skipped."""

    def install(version: str) -> Path:
        target = tmp_path_factory.getbasetemp() / f"trafilatura-{version}"
        if not target.is_dir():
            # Releases before 2024 need a cleaner that lxml has since given away.
            wanted = [f"trafilatura=={version}", "lxml_html_clean", *(["lxml<6"] if version < "2.1" else [])]
            command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target), *wanted]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                pytest.skip(f"trafilatura {version} cannot be installed here: {done.stderr.strip()[-200:]}")
        return target

    return install


EXTRACT = "import sys, trafilatura; sys.stdout.buffer.write((trafilatura.extract(sys.stdin.buffer.read().decode()) or '').encode())"


@pytest.mark.parametrize("version", VERSIONS)
def test_posts_come_back_from_every_version_of_trafilatura(version: str, versions: Callable[[str], Path]) -> None:
    path = str(versions(version))
    wanted = found = markers = kept = 0
    for source in SOURCES:
        page, posts = shown(source)
        done = subprocess.run(
            [sys.executable, "-c", EXTRACT], input=page.encode(), capture_output=True, check=True, env={"PYTHONPATH": path}
        )
        text = done.stdout.decode()
        document = tgparse.parse_text(text)
        bodies = {squeeze(post.body) for post in document.posts}
        # Posts of one short line are dropped; the others stand in the text, and must come back as they were.
        long = [post for post in posts if len(post.lines) > 2 and all(line.text in text for line in post.lines if line.style is None)]
        wanted += len(long)
        found += sum(squeeze(post.body) in bodies for post in long)
        markers += text.replace("\u00a0", " ").count("\nForwarded from ") + text.startswith("Forwarded from")
        kept += sum(post.forwarded_from is not None for post in document.posts)
    assert kept == markers
    assert wanted > 40
    assert found >= wanted * 0.85
