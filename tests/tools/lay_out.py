"""Lays the source posts of `fixtures/posts` out in the exact forms of all dialects, and writes the fixtures.

    python tests/tools/lay_out.py            # write fixtures/*.txt, *.json, *.html again
    python tests/tools/lay_out.py --check    # only say which of them differ

The functions are pure: posts in, text out, so that property tests lay out posts of their own. Their forms were checked
against what the extractors themselves (trafilatura, inscriptis, BeautifulSoup) write for the page that `lay_out_web_html`
makes of the same posts. They are for tests only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.tools.lay_out_desktop_html import lay_out_desktop_html
from tests.tools.lay_out_html import lay_out_fragments, lay_out_web_html
from tests.tools.lay_out_json import lay_out_account_json, lay_out_desktop_json
from tests.tools.lay_out_text import (
    lay_out_android_clipboard,
    lay_out_chat_history,
    lay_out_desktop_clipboard,
    lay_out_macos_clipboard,
    lay_out_macos_selection,
    lay_out_messages_dump,
    lay_out_mirror,
    lay_out_old_desktop_clipboard,
    lay_out_page_text,
    lay_out_plain,
    lay_out_web_clipboard,
    lay_out_web_preview,
)
from tests.tools.source_posts import SourceChannel, SourcePost, load

__all__ = [
    "FIXTURES",
    "MANIFEST",
    "lay_out_account_json",
    "lay_out_android_clipboard",
    "lay_out_chat_history",
    "lay_out_desktop_clipboard",
    "lay_out_desktop_html",
    "lay_out_desktop_json",
    "lay_out_fragments",
    "lay_out_macos_clipboard",
    "lay_out_macos_selection",
    "lay_out_messages_dump",
    "lay_out_mirror",
    "lay_out_old_desktop_clipboard",
    "lay_out_page_text",
    "lay_out_plain",
    "lay_out_web_clipboard",
    "lay_out_web_html",
    "lay_out_web_preview",
    "load",
    "written",
]

FIXTURES: Final = Path(__file__).resolve().parents[2] / "fixtures"
LayOut = Callable[[Sequence[SourcePost], SourceChannel], str]


def _all(posts: Sequence[SourcePost]) -> Sequence[SourcePost]:
    return posts


def _bare(posts: Sequence[SourcePost]) -> Sequence[SourcePost]:
    """Take the posts whose text the page keeps, without markers and reactions, so that only the doubling parts them."""
    return [replace(post, reactions=(), forwarded_from=None) for post in posts if not post.lost]


def _boxless(posts: Sequence[SourcePost]) -> Sequence[SourcePost]:
    """Leave out polls, answers and previews of links, whose boxes a web preview cannot tell from text."""
    return [post for post in posts if not (post.poll or post.reply or post.preview)]


class Fixture(NamedTuple):
    """How one of the fixtures is made."""

    posts: str
    """The name of the source posts."""
    dialect: str
    """The dialect that it must be recognised as."""
    lay_out: LayOut
    encoding: str = "utf-8"
    line_end: str = "\n"
    shown: Callable[[Sequence[SourcePost]], Sequence[SourcePost]] = _all
    """Which of the posts are laid out, and what of them."""
    also: tuple[str, ...] = ()
    """Other source posts that the same file holds."""


def _account(posts: Sequence[SourcePost], channel: SourceChannel) -> str:
    return lay_out_account_json([(channel, posts), load("archive_ru")])


PREVIEWS: Final = (
    "archivo_es",
    "bazaar_uz",
    "compact_en",
    "delta_zh",
    "harbour_ar",
    "liman_tr",
    "observatory_fa",
    "phare_fr",
    "rails_uk",
    "riddles_en",
    "river_hi",
    "river_ru",
    "station_de",
    "steppe_kk",
)
"""The source posts that are laid out as web previews, one file each."""

MANIFEST: Final[dict[str, Fixture]] = {
    **{f"{name}.web-preview.txt": Fixture(name, "web-preview", lay_out_web_preview) for name in PREVIEWS},
    "compact_en.web-preview-1.10.txt": Fixture("compact_en", "web-preview", partial(lay_out_web_preview, version="1.10")),
    "compact_en.web-preview-2.2.txt": Fixture("compact_en", "web-preview", partial(lay_out_web_preview, version="2.2")),
    "compact_en.web-preview-2.3.txt": Fixture("compact_en", "web-preview", partial(lay_out_web_preview, version="2.3")),
    "kiosk_pt.web-preview-2.3.txt": Fixture("kiosk_pt", "web-preview", partial(lay_out_web_preview, version="2.3")),
    "phare_fr.mirror.txt": Fixture("phare_fr", "web-preview", lay_out_mirror),
    "archivo_es.doubling-only.txt": Fixture("archivo_es", "web-preview", lay_out_web_preview, shown=_bare),
    "shift_en.web-preview.txt": Fixture("shift_en", "web-preview", lay_out_web_preview, shown=_boxless),
    "shift_en.web-preview-boxes.txt": Fixture("shift_en", "web-preview", lay_out_web_preview),
    "compact_en.page-text.txt": Fixture("compact_en", "page-text", lay_out_page_text),
    "river_ru.page-text.txt": Fixture("river_ru", "page-text", lay_out_page_text),
    "shift_en.page-text.txt": Fixture("shift_en", "page-text", lay_out_page_text),
    "harbour_ar.fragments.txt": Fixture("harbour_ar", "fragments", lay_out_fragments),
    "station_de.fragments.txt": Fixture("station_de", "fragments", lay_out_fragments),
    "circle_en.desktop-clipboard.txt": Fixture("circle_en", "desktop-clipboard", lay_out_desktop_clipboard),
    "circle_en.desktop-clipboard-us.txt": Fixture("circle_en", "desktop-clipboard", partial(lay_out_desktop_clipboard, locale="en_US")),
    "circle_en.old-desktop-clipboard.txt": Fixture("circle_en", "desktop-clipboard", lay_out_old_desktop_clipboard),
    "rails_uk.old-desktop-clipboard.txt": Fixture("rails_uk", "desktop-clipboard", partial(lay_out_old_desktop_clipboard, language="uk")),
    "circle_en.android-clipboard.txt": Fixture("circle_en", "android-clipboard", lay_out_android_clipboard),
    "circle_en.web-clipboard.txt": Fixture("circle_en", "web-clipboard", lay_out_web_clipboard),
    "circle_en.macos-clipboard.txt": Fixture("circle_en", "macos-clipboard", lay_out_macos_clipboard),
    "circle_en.macos-selection.txt": Fixture("circle_en", "macos-clipboard", lay_out_macos_selection),
    "circle_en.chat-history.txt": Fixture("circle_en", "chat-history", lay_out_chat_history),
    "circle_en.chat-history-large.txt": Fixture("circle_en", "chat-history", partial(lay_out_chat_history, large=True)),
    "circle_en.messages-dump.txt": Fixture("circle_en", "messages-dump", lay_out_messages_dump),
    "circle_en.desktop-json.json": Fixture("circle_en", "desktop-json", lay_out_desktop_json),
    "shift_en.desktop-json.json": Fixture("shift_en", "desktop-json", lay_out_desktop_json),
    "circle_en.account.json": Fixture("circle_en", "desktop-json", _account, also=("archive_ru",)),
    "circle_en.desktop-html.html": Fixture("circle_en", "desktop-html", lay_out_desktop_html),
    "steppe_kk.desktop-html.html": Fixture("steppe_kk", "desktop-html", lay_out_desktop_html),
    "archivo_es.web-html.html": Fixture("archivo_es", "web-html", lay_out_web_html),
    "shift_en.web-html.html": Fixture("shift_en", "web-html", lay_out_web_html),
    "delta_zh.plain.txt": Fixture("delta_zh", "plain", lay_out_plain),
    "encoding.utf-16.txt": Fixture("river_ru", "web-preview", lay_out_web_preview, encoding="utf-16"),
    "encoding.windows-1251.txt": Fixture("archive_ru", "web-preview", lay_out_web_preview, encoding="cp1251"),
    "encoding.bom.txt": Fixture("liman_tr", "web-preview", lay_out_web_preview, encoding="utf-8-sig"),
    "encoding.crlf.txt": Fixture("archivo_es", "web-preview", lay_out_web_preview, line_end="\r\n"),
    "encoding.lone-cr.txt": Fixture("phare_fr", "web-preview", lay_out_web_preview, line_end="\r"),
}
"""What is in `fixtures`, and how it is made."""


def written(name: str) -> bytes:
    """Give the bytes of a fixture."""
    fixture = MANIFEST[name]
    channel, posts = load(fixture.posts)
    text = fixture.lay_out(fixture.shown(posts), channel) + "\n"
    if fixture.encoding == "utf-16":
        return b"\xff\xfe" + text.encode("utf-16-le")  # the same bytes on every machine
    return text.replace("\n", fixture.line_end).encode(fixture.encoding)


def main(arguments: Sequence[str]) -> int:
    """Write the fixtures, or say which differ; the exit code is 1 if any does."""
    differing = [name for name in MANIFEST if not (FIXTURES / name).exists() or (FIXTURES / name).read_bytes() != written(name)]
    for name in differing:
        if "--check" not in arguments:
            (FIXTURES / name).write_bytes(written(name))
        sys.stdout.write(f"{name}\n")
    return int("--check" in arguments and bool(differing))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
