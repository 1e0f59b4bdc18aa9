"""The extractors themselves, on the page that `lay_out_web_html` makes of our own posts."""

from __future__ import annotations

import json
import re
import shutil
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

    from playwright.sync_api import Browser

    from .tools.source_posts import SourcePost

pytestmark = pytest.mark.heavy
SOURCES = sorted({fixture.posts for fixture in MANIFEST.values() if fixture.dialect == "web-preview"})
MARKED_UP = ("code", "pre", "quote", "struck")
"""Styles that some extractors write with signs of their own."""
VERSIONS = ("1.4.1", "1.6.1", "1.8.1", "1.12.2", "2.0.0", "2.2.0", "2.3.1")
PRECISE = ("1.12.2", "2.0.0", "2.3.1")
"""The versions with which crawl corpora favoured precision."""


def inscriptis(page: str) -> str:
    return str(package("inscriptis").get_text(page))


def html2text(page: str, width: int = 0) -> str:
    writer = package("html2text").HTML2Text()
    writer.body_width = width
    writer.ignore_links = writer.ignore_images = writer.ignore_emphasis = True
    return str(writer.handle(page))


def html2text_wrapped(page: str) -> str:
    return html2text(page, 78)


def html2text_markdown(page: str) -> str:
    writer = package("html2text").HTML2Text()
    writer.body_width = 0
    return str(writer.handle(page))


def beautifulsoup(page: str) -> str:
    return str(package("bs4").BeautifulSoup(page, "html.parser").get_text("\n", strip=True))


def beautifulsoup_raw(page: str) -> str:
    return str(package("bs4").BeautifulSoup(page, "html.parser").get_text())


def selectolax(page: str) -> str:
    return str(package("selectolax.lexbor").LexborHTMLParser(page).body.text(separator="\n"))


def resiliparse(page: str) -> str:
    return str(package("resiliparse.extract.html2text").extract_plain_text(page))


def justext(page: str) -> str:
    module = package("justext")
    return "\n".join(paragraph.text for paragraph in module.justext(page.encode(), module.get_stoplist("English")))


def text_browser(page: str, *command: str) -> str:
    """Give what a browser for terminals dumps; Debian has both."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"no {command[0]} here: apt-get install {command[0]}")
    return subprocess.run(command, input=page.encode(), capture_output=True, check=True).stdout.decode()


def w3m(page: str) -> str:
    return text_browser(page, "w3m", "-dump", "-T", "text/html", "-I", "utf-8", "-O", "utf-8", "-cols", "100000")


def lynx(page: str) -> str:
    return text_browser(page, "lynx", "-stdin", "-dump", "-nolist", "-width=1024", "-assume_charset=utf-8", "-display_charset=utf-8")


EXTRACTORS: dict[str, tuple[Callable[[str], str], str]] = {
    "inscriptis": (inscriptis, "page-text"),
    "html2text": (html2text, "page-text"),
    "html2text-wrapped": (html2text_wrapped, "page-text"),
    "html2text-markdown": (html2text_markdown, "page-text"),
    "beautifulsoup": (beautifulsoup, "fragments"),
    "beautifulsoup-raw": (beautifulsoup_raw, "fragments"),
    "selectolax": (selectolax, "fragments"),
    "resiliparse": (resiliparse, "page-text"),
    "justext": (justext, "page-text"),
    "w3m": (w3m, "page-text"),
    "lynx": (lynx, "page-text"),
}
SIGNED = ("html2text", "html2text-wrapped", "w3m", "lynx")
"""Extractors that write styles with signs, and leave none by which a page shows that they are theirs."""


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
    check(extract(page), posts, dialect, signed=extractor in SIGNED)


@pytest.mark.parametrize("source", SOURCES)
def test_posts_come_back_from_what_a_browser_shows(source: str, browser: Browser) -> None:
    html, posts = shown(source)
    page = browser.new_page(java_script_enabled=True)
    page.route("**/*", lambda route: route.abort())
    page.set_content(html, wait_until="domcontentloaded")
    text = page.inner_text("body")
    page.close()
    check(text, posts, "page-text", signed=False)


def check(text: str, posts: Sequence[SourcePost], dialect: str, *, signed: bool) -> None:
    document = tgparse.parse_text(text)
    assert tgparse.recognise(text).is_telegram
    assert document.dialect == dialect
    assert len(document.posts) == len(posts)
    for post, sent in zip(document.posts, posts, strict=True):
        name = None if post.forwarded_from is None else squeeze(post.forwarded_from.name)
        assert name == (squeeze(sent.forwarded_from) if sent.forwarded_from else None)
        assert post.views_text == sent.views
        if not (signed and any(line.style in MARKED_UP or line.text[:1].isdigit() for line in sent.lines)):
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


EXTRACT = """
import json, sys, trafilatura
pages, precise = json.load(sys.stdin)
settings = {"favor_precision": True} if precise else {}
json.dump([trafilatura.extract(page, **settings) or "" for page in pages], sys.stdout)
"""


@pytest.mark.parametrize(("version", "precise"), [*((version, False) for version in VERSIONS), *((version, True) for version in PRECISE)])
def test_posts_come_back_from_every_version_of_trafilatura(version: str, versions: Callable[[str], Path], *, precise: bool) -> None:
    pages = [shown(source) for source in SOURCES]
    done = subprocess.run(
        [sys.executable, "-c", EXTRACT],
        input=json.dumps([[page for page, _ in pages], precise]),
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(versions(version))},
    )
    wanted = found = markers = kept = 0
    for text, (_, posts) in zip(json.loads(done.stdout), pages, strict=True):
        document = tgparse.parse_text(text)
        # Of a page of links, precision leaves nothing at all.
        assert document.dialect == "web-preview" or (precise and not text)
        bodies = {squeeze(post.body) for post in document.posts}
        # Posts of one short line are dropped; the others stand in the text, and must come back as they were.
        seen = squeeze(text)
        visible = [post for post in posts if len(post.lines) > 1 and all(squeeze(line.text) in seen for line in post.lines)]
        wanted += len(visible)
        found += sum(squeeze(post.body) in bodies for post in visible)
        markers += len(re.findall(r"(?m)^\s*Forwarded from\s", text))
        kept += sum(post.forwarded_from is not None for post in document.posts)
    assert kept == markers
    assert wanted > 60
    assert found >= wanted * 0.95
