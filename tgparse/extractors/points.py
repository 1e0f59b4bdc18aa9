"""Points: the contents of bulleted lines, and the labels of links whose target the export lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..models import Link, Paragraph, Point
from ..patterns import label_span, match_bullet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..models import Item
    from ..options import Options
    from ..tokens import RawPost


def extract(raw: RawPost, found: Sequence[Item], options: Options) -> Iterator[Item]:
    """Yield a `Point` for each paragraph that opens with a bullet, and a label `Link` for each call to action."""
    for paragraph in found:
        if not isinstance(paragraph, Paragraph):
            continue
        if paragraph.kind in ("point", "lead_in"):
            yield from _points(raw, paragraph)
        elif paragraph.kind == "link":
            yield from _labels(raw, paragraph, options)


def _stretch(raw: RawPost, paragraph: Paragraph) -> tuple[int, int]:
    """Give where a paragraph stands in `raw.text`."""
    start = raw.position(paragraph.span.start)
    end = raw.text.find("\n", start)
    return start, len(raw.text) if end < 0 else end


def _points(raw: RawPost, paragraph: Paragraph) -> Iterator[Point]:
    start, end = _stretch(raw, paragraph)
    bullet = match_bullet(raw.text[start:end])
    if bullet:
        text, span, line = raw.locate(start + bullet.end, end)
        yield Point(text=text, span=span, line=line, bullet=bullet.text, style=bullet.style, section=paragraph.section)


def _labels(raw: RawPost, paragraph: Paragraph, options: Options) -> Iterator[Link]:
    start, end = _stretch(raw, paragraph)
    words = label_span(raw.text[start:end], languages=options.languages)
    if words:
        text, span, line = raw.locate(start + words[0], start + words[1])
        yield Link(text=text, span=span, line=line, kind="label")
