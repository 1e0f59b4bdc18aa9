"""What part each kept line has in its post: headline, lead-in, point, section heading, tags, link, dateline or text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from .datelines import is_dateline
from .models import DateMention, Paragraph, builder, of_kind
from .patterns import AFTER_LETTER, MAX_LABEL, label_span, match_bullet
from .spans import make_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .models import Item, ParagraphKind
    from .patterns import Bullet
    from .spans import Span
    from .tokens import RawPost

build_paragraph: Final = builder(Paragraph)
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
    if raw.glue:
        texts = raw.text.split("\n")
        places: Iterable[tuple[str, Span, int]] = _places(raw, texts)
    else:
        texts = [line.text for line in raw.lines]
        places = [(text, make_span((start, start + len(text))), line) for text, start, line in raw.lines]
    # Nearly every line is long, begins with a word and stands between lines like it: no call is needed to tell that it is text.
    links = [(len(text) <= MAX_LABEL or text[0] == "h") and _is_link(text) for text in texts]
    bullets = _bullets(texts, links)
    paragraphs: list[Paragraph] = []
    section: str | None = None
    last = len(texts) - 1
    for i, (text, span, line) in enumerate(places):
        if links[i]:
            kind: ParagraphKind = "link"
        elif i in (0, last) or bullets[i] or bullets[i + 1] or texts[i][0] == "#":
            kind = _kind(i, texts, bullets)
        else:
            kind = "text"
        fields: dict[str, Any] = {"text": text, "span": span, "line": line, "kind": kind}
        if kind == "section":
            section = texts[i][1:]
        elif section is not None and kind not in HEADING:
            fields["section"] = section
        if text != texts[i]:
            fields["joined"] = texts[i]
        paragraphs.append(build_paragraph(fields))
    return paragraphs


def _bullets(texts: Sequence[str], links: Sequence[bool]) -> list[Bullet | None]:
    """Give the bullet of each line that has one; a link's is part of it."""
    bullets = [None if text[0].isalpha() and text[1:2] not in AFTER_LETTER else match_bullet(text) for text in texts]
    return [None if link else bullet for bullet, link in zip(bullets, links, strict=True)] if True in links else bullets


def _places(raw: RawPost, texts: Sequence[str]) -> Iterator[tuple[str, Span, int]]:
    """Give the source text, the span and the line number of each paragraph, some of which were cut in pieces."""
    position = 0
    for text in texts:
        yield raw.locate(position, position + len(text))
        position += len(text) + 1


def _kind(i: int, texts: Sequence[str], bullets: Sequence[Bullet | None]) -> ParagraphKind:
    """Tell what a line that is no link is, by itself and the lines beside it."""
    text, bullet = texts[i], bullets[i]
    following = bullets[i + 1] if i + 1 < len(texts) else None
    if text[0] == "#" and TAGS.fullmatch(text):
        heads = text.count("#") == 1 and i + 1 < len(texts) and not TAGS.fullmatch(texts[i + 1])
        return "section" if heads else "tags"
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
