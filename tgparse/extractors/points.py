"""Points: the contents of bulleted lines, and the labels of links whose target the export lost."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from ..datelines import is_dateline
from ..models import DateMention, Link, Paragraph, Point, builder, of_kind
from ..patterns import label_span, match_bullet
from ..spans import make_span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..models import Item
    from ..options import Options
    from ..spans import Span
    from ..tokens import RawPost

build_point: Final = builder(Point)
build_label: Final = builder(Link)


def extract(raw: RawPost, found: Sequence[Item], _options: Options) -> Iterator[Item]:
    """Yield a `Point` for each paragraph that opens with a bullet, and a label for each call to action without a target."""
    links = sorted([item.span.start for item in of_kind(found, Link)])
    dates = sorted([item.span for item in of_kind(found, DateMention)])
    for paragraph in of_kind(found, Paragraph):
        # A pin before a place and a date opens a dateline, not a point.
        if paragraph.kind in {"point", "lead_in"} and not is_dateline(paragraph, dates):
            yield from _points(raw, paragraph)
        elif paragraph.kind == "link" and not _is_linked(paragraph.span, links):
            yield from _labels(raw, paragraph)


def _points(raw: RawPost, paragraph: Paragraph) -> Iterator[Point]:
    start, end = _stretch(raw, paragraph) if raw.glue else (0, 0)
    words = raw.text[start:end] if raw.glue else paragraph.text
    bullet = match_bullet(words)
    if bullet is None:
        return
    if raw.glue:
        text, span, line = raw.locate(start + bullet.end, end)
    else:
        # As nearly always, the paragraph is one line of the source.
        span, line = paragraph.span, paragraph.line
        text, span = words[bullet.end :], make_span((span.start + bullet.end, span.end))
    fields = {"text": text, "span": span, "line": line, "bullet": bullet.text, "style": bullet.style}
    if paragraph.section is not None:
        fields["section"] = paragraph.section
    yield build_point(fields)


def _labels(raw: RawPost, paragraph: Paragraph) -> Iterator[Link]:
    start, end = _stretch(raw, paragraph)
    words = label_span(raw.text[start:end])
    if words:
        text, span, line = raw.locate(start + words[0], start + words[1])
        yield build_label({"text": text, "span": span, "line": line, "kind": "label"})


def _is_linked(span: Span, links: Sequence[int]) -> bool:
    """Say whether the export shows the target: a link that was declared or printed begins in the paragraph."""
    i = bisect_left(links, span.start)
    return i < len(links) and links[i] < span.end


def _stretch(raw: RawPost, paragraph: Paragraph) -> tuple[int, int]:
    """Give where a paragraph stands in `raw.text`: to the end of its line, wherever its pieces end in the source."""
    start = raw.position(paragraph.span.start)
    end = raw.text.find("\n", start)
    return start, len(raw.text) if end < 0 else end
