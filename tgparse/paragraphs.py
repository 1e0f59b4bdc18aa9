"""What part each kept line has in its post: headline, lead-in, point, section heading, tags, link, dateline or text."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from .datelines import find_dateline
from .models import DateMention, Paragraph
from .patterns import is_call_to_action, match_bullet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .models import Item, ParagraphKind
    from .spans import Span
    from .tokens import RawPost

TAGS: Final = re.compile(r"(?:#[^\s#]+\s*)+")
"""Hashtags and nothing else; whether each is one by Telegram's rules does not matter here."""
COLONS: Final = (":", "：", "︓", "⁚")
"""What ends a lead-in, in the scripts that have their own colon."""
LONGEST_DATELINE: Final = 160
"""Code points; a place and a date need no more."""
_TRAILING: Final = " \t\ufe0f"


def read_paragraphs(raw: RawPost) -> list[Paragraph]:
    """Give the paragraphs of a raw post, each with its kind and the section that it stands in.

    Datelines are not known yet: they need the dates that the extractors find; see `mark_datelines`.
    """
    pieces = list(_pieces(raw))
    texts = [text for text, _, _ in pieces]
    bullets = _bullets(texts)
    paragraphs: list[Paragraph] = []
    section: str | None = None
    for i, (text, span, line) in enumerate(pieces):
        kind = _kind(i, texts, bullets)
        if kind == "section":
            section = text[1:]
        paragraphs.append(Paragraph(text=text, span=span, line=line, kind=kind, section=None if kind in _HEADING else section))
    return paragraphs


_HEADING: Final = ("headline", "section")


def _pieces(raw: RawPost) -> Iterator[tuple[str, Span, int]]:
    """Give text, span and line number of each paragraph; one that was cut in pieces spans them all."""
    position = 0
    for text in raw.text.split("\n") if raw.lines else ():
        yield raw.locate(position, position + len(text))
        position += len(text) + 1


def _bullets(texts: Sequence[str]) -> list[str | None]:
    """Give the bullet that each line opens with; a call to action has none."""
    bullets: list[str | None] = []
    for text in texts:
        bullet = match_bullet(text)
        bullets.append(bullet.text if bullet and not is_call_to_action(text) else None)
    return bullets


def _kind(i: int, texts: Sequence[str], bullets: Sequence[str | None]) -> ParagraphKind:
    text = texts[i]
    if text[0] == "#" and TAGS.fullmatch(text):
        heads = text.count("#") == 1 and i + 1 < len(texts) and not TAGS.fullmatch(texts[i + 1])
        return "section" if heads else "tags"
    if _is_link(text):
        return "link"
    if i == 0 and not (len(texts) > 1 and bullets[0] is not None and bullets[0] == bullets[1]):
        return "headline"
    if text.rstrip(_TRAILING).endswith(COLONS) and i + 1 < len(texts) and bullets[i + 1] is not None:
        return "lead_in"
    return "point" if bullets[i] is not None else "text"


def _is_link(text: str) -> bool:
    return is_call_to_action(text) or (text.startswith(("http://", "https://")) and not any(map(str.isspace, text)))


def mark_datelines(paragraphs: Sequence[Paragraph], found: Iterable[Item]) -> Sequence[Paragraph]:
    """Mark the paragraphs that are only a place and a date, now that the dates are known."""
    dates = sorted(item.span for item in found if isinstance(item, DateMention))
    if not dates:
        return paragraphs
    return [_marked(paragraph, dates) for paragraph in paragraphs]


def _marked(paragraph: Paragraph, dates: Sequence[Span]) -> Paragraph:
    if paragraph.kind not in {"text", "point"} or len(paragraph.text) > LONGEST_DATELINE:
        return paragraph
    began = paragraph.span.start
    for span in dates[bisect_left(dates, (began,)) :]:
        if span.start >= paragraph.span.end:
            break
        dateline = find_dateline(paragraph.text, span.start - began, span.end - began)
        if dateline and dateline.form == "line":
            return paragraph.model_copy(update={"kind": "dateline"})
    return paragraph
