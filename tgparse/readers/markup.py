"""Markup: HTML to text with its entities, as both of Telegram's kinds of HTML need it.

The parser is selectolax (the extra `html`): it follows the HTML standard as browsers do, where lxml's parser knows HTML 4 only, it is
several times faster than html5lib or BeautifulSoup, has wheels for all platforms and ships its own types.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..errors import TgparseError
from .laid_out import Entity, printable
from .shallow import shallow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selectolax.lexbor import LexborHTMLParser, LexborNode

NEEDS_EXTRA: Final = "HTML exports need an HTML parser: pip install 'tgparse[html]'"
BREAK_IN_SOURCE: Final = re.compile(r"[ \t]*[\r\n]+[ \t]*")
"""A line end in the source of a page is a blank, however deep the next line is indented."""
BLOCKS: Final = frozenset({"blockquote", "pre", "div", "p", "ul", "ol", "li", "table", "tr"})
STYLES: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}
UNSEEN: Final = frozenset({"script", "style", "template"})
DEEPEST: Final = 200
"""Levels of markup that are followed: no post has more than a few, and hostile pages must not fill the stack."""


def parse_html(chunks: Iterable[str]) -> LexborHTMLParser:
    """Parse a page as a whole."""
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError as error:
        raise TgparseError(NEEDS_EXTRA) from error
    # A lone surrogate has no UTF-8, which is what the parser reads.
    return LexborHTMLParser(shallow("".join(chunks)).encode("utf-8", "replace"))


def outermost(nodes: Iterable[LexborNode], name: str) -> list[LexborNode]:
    """Leave out the elements that stand inside another one of the same class: their text is that one's, and would be read again."""
    return [node for node in nodes if not within(node, name)]


def within(node: LexborNode, name: str, root: LexborNode | None = None) -> bool:
    """Whether an element stands inside one of a class, which itself stands inside `root`."""
    last = root.mem_id if root is not None else None
    parent = node.parent
    while parent is not None and parent.mem_id != last:
        if name in (parent.attributes.get("class") or "").split():
            return True
        parent = parent.parent
    return False


class _Writer:
    """Text and entities while the nodes are walked."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.size = 0
        self.entities: list[Entity] = []

    def write(self, text: str) -> None:
        self.pieces.append(text)
        self.size += len(text)

    def begin_line(self) -> None:
        """End the line, unless nothing stands on it."""
        last = next((piece for piece in reversed(self.pieces) if piece), "\n")
        if not last.endswith("\n"):
            self.write("\n")


def read_markup(node: LexborNode) -> tuple[str, list[Entity]]:
    """Give the text of a node and what its markup declares."""
    writer = _Writer()
    _walk(node, writer, depth=0, verbatim=False)
    text = printable("".join(writer.pieces))
    bare = text.lstrip(" \t\n")
    moved = len(text) - len(bare)
    bare = bare.rstrip(" \t\n")
    entities = [Entity(e.kind, max(0, e.start - moved), min(len(bare), e.end - moved), e.url) for e in writer.entities]
    return bare, sorted((e for e in entities if e.start < e.end), key=lambda e: (e.start, -e.end))


def read_line(node: LexborNode | None) -> str | None:
    """Give the text of a node on one line, or None where there is none."""
    if node is None:
        return None
    text = " ".join(read_markup(node)[0].split())
    return text or None


def _walk(node: LexborNode, writer: _Writer, *, depth: int, verbatim: bool) -> None:
    child = node.child
    while child is not None:
        tag = child.tag
        if tag == "-text":
            text = child.text_content or ""
            writer.write(text if verbatim else BREAK_IN_SOURCE.sub(" ", text))
        elif tag == "br":
            writer.write("\n")
        elif tag is not None and tag[0] != "-" and tag not in UNSEEN and depth < DEEPEST:
            _enter(child, tag, writer, depth=depth, verbatim=verbatim)
        child = child.next


def _enter(node: LexborNode, tag: str, writer: _Writer, *, depth: int, verbatim: bool) -> None:
    """Write an element, and note what it declares."""
    block = tag in BLOCKS
    if block:
        writer.begin_line()
    start, pieces = writer.size, len(writer.pieces)
    _walk(node, writer, depth=depth + 1, verbatim=verbatim or tag == "pre")
    classes = node.attributes.get("class") or ""
    if start < writer.size:
        kind, url = _declares(node, tag, classes, "".join(writer.pieces[pieces:]) if tag == "a" else "")
        if kind is not None:
            writer.entities.append(Entity(kind, start, writer.size, url))
    if block:
        writer.begin_line()


def _declares(node: LexborNode, tag: str, classes: str, text: str) -> tuple[str | None, str | None]:
    """Name the entity that an element is; emoji are drawn by elements that mean italics elsewhere."""
    if tag == "a":
        return _link(node.attributes.get("href") or "", text)
    if "emoji" in classes or (tag == "b" and "emoji" in ((node.parent.attributes.get("class") or "") if node.parent else "")):
        return None, None
    if tag == "span":
        return ("spoiler", None) if "spoiler" in classes else (None, None)
    return STYLES.get(tag), None


def _link(href: str, text: str) -> tuple[str, str | None]:
    """Tell an address from a tag, a name or a label by the text of the link."""
    if text.startswith("#") and (not href or href.startswith(("?q=", "/s/", "#"))):
        return "hashtag", None
    if text.startswith("@"):
        return "mention", None
    if href.startswith("mailto:"):
        return "email", href
    bare = href.rstrip("/").partition("://")[2] or href
    if not href or text.rstrip("/") in {href.rstrip("/"), bare}:
        return "url", href or None
    return "text_link", href
