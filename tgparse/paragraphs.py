"""What part each kept line has in its post: headline, lead-in, point, section heading, tags, link, dateline or text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .datelines import is_dateline
from .models import DateMention, Paragraph, build, of_kind
from .patterns import label_span, match_bullet
from .spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .models import Item, ParagraphKind
    from .patterns import Bullet
    from .tokens import RawPost

TAGS: Final = re.compile(r"(?:#[^\s#]+\s*)+")
"""Hashtags and nothing else; whether each is one by Telegram's rules does not matter here."""
COLONS: Final = (":", "：", "︓", "⁚")
"""What ends a lead-in, in the scripts that have their own colon."""
HEADING: Final = ("headline", "section")
"""What stands in no section: the title, and the tag that heads one."""
TRAILING: Final = " \t\ufe0f"


def read_paragraphs(raw: RawPost) -> list[Paragraph]:
    """Give the paragraphs of a raw post, each with its kind and the section that it stands in.

    Datelines are not known yet: they need the dates that the extractors find; see `mark_datelines`.
    """
    texts = raw.text.split("\n") if raw.lines else []
    links = [_is_link(text) for text in texts]
    bullets = [None if link else match_bullet(text) for text, link in zip(texts, links, strict=True)]
    paragraphs: list[Paragraph] = []
    section: str | None = None
    for i, (text, (source_text, span, line)) in enumerate(zip(texts, _places(raw, texts), strict=True)):
        kind: ParagraphKind = "link" if links[i] else _kind(i, texts, bullets)
        if kind == "section":
            section = text[1:]
        fields = {"text": source_text, "span": span, "line": line, "kind": kind, "section": None if kind in HEADING else section}
        if source_text != text:
            fields["joined"] = text
        paragraphs.append(build(Paragraph, fields))
    return paragraphs


def _places(raw: RawPost, texts: Sequence[str]) -> Iterator[tuple[str, Span, int]]:
    """Give the source text, the span and the line number of each paragraph."""
    if not raw.glue:
        for text, start, line in raw.lines:
            yield text, Span(start, start + len(text)), line
        return
    position = 0
    for text in texts:
        yield raw.locate(position, position + len(text))
        position += len(text) + 1


def _kind(i: int, texts: Sequence[str], bullets: Sequence[Bullet | None]) -> ParagraphKind:
    """Tell what a line that is no link is, by itself and the lines beside it."""
    text, bullet = texts[i], bullets[i]
    if text[0] == "#" and TAGS.fullmatch(text):
        heads = text.count("#") == 1 and i + 1 < len(texts) and not TAGS.fullmatch(texts[i + 1])
        return "section" if heads else "tags"
    following = bullets[i + 1] if i + 1 < len(texts) else None
    if i == 0 and not (bullet and following and bullet.text == following.text):
        return "headline"
    if following and text.rstrip(TRAILING).endswith(COLONS):
        return "lead_in"
    return "point" if bullet else "text"


def _is_link(text: str) -> bool:
    return label_span(text) is not None or (text.startswith(("http://", "https://")) and not any(map(str.isspace, text)))


def mark_datelines(paragraphs: Sequence[Paragraph], found: Iterable[Item]) -> Sequence[Paragraph]:
    """Mark the paragraphs that are only a place and a date, now that the dates are known."""
    dates = sorted([item.span for item in of_kind(found, DateMention)])
    if not dates:
        return paragraphs
    return [
        paragraph.model_copy(update={"kind": "dateline"})
        if paragraph.kind in {"text", "point"} and is_dateline(paragraph, dates)
        else paragraph
        for paragraph in paragraphs
    ]
