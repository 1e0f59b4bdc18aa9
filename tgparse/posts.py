"""From drafts to posts: what was found goes into the fields of the model, and equal posts get to know of each other."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Final, cast

from .folding import fold_name, squeeze
from .models import Forward, Found, Furniture, Post
from .spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .models import Item, Near, Paragraph, Repeat
    from .timeline import Draft
    from .tokens import RawFurniture, RawPost, RawRepeat

LOOK_BACK: Final = 1 << 16
"""Posts among which `repeats_post` looks for an equal one."""


def holds_media(raw: RawPost) -> bool:
    """Whether a post without text may never have had any: a picture or a poll says enough."""
    return bool(raw.facts.get("media")) or any(furniture.kind in {"media", "poll"} for furniture in raw.furniture)


class FirstSeen:
    """Which of the last posts had the same words first."""

    def __init__(self) -> None:
        self.by_words: dict[int, int] = {}
        self.order: deque[int] = deque()

    def index_of(self, raw: RawPost, index: int) -> int | None:
        """Give the index of the first post with these words, or None where this one is the first."""
        if not raw.lines:
            return None
        # A 64-bit hash of the words: two of 65 536 texts meet by chance once in some billion exports.
        words = hash(squeeze(raw.text))
        first = self.by_words.get(words)
        if first is None:
            self.by_words[words] = index
            self.order.append(words)
            if len(self.order) > LOOK_BACK:
                del self.by_words[self.order.popleft()]
        return first


def make_furniture(raw: RawFurniture) -> Furniture:
    """Make the item of a line of furniture."""
    line = raw.line
    return Furniture(text=line.text, span=Span(line.start, line.end), line=line.line, kind=raw.kind)


def _forward(raw: RawPost) -> Forward | None:
    marker = raw.marker
    if marker is None:
        return None
    line = marker.line
    return Forward(
        text=line.text,
        span=Span(line.start, line.end),
        line=line.line,
        name=marker.name,
        author=marker.author,
        url=marker.url,
        language=marker.language,
        key=fold_name(marker.name),
    )


def make_post(draft: Draft, index: int, source: str, repeats_post: int | None, near: tuple[Near, ...]) -> Post:
    """Make the post of a draft."""
    raw = draft.raw
    return Post(
        span=Span(raw.start, raw.end),
        line=raw.line,
        index=index,
        source=source,
        begun_by=raw.begun_by,
        forwarded_from=_forward(raw),
        headline=_headline(draft.paragraphs),
        paragraphs=tuple(draft.paragraphs),
        repeats=cast("tuple[Repeat, ...]", [_repeat(repeat) for repeat in raw.repeats]),
        furniture=tuple([make_furniture(furniture) for furniture in raw.furniture]),
        dated=draft.dated,
        repeats_post=repeats_post,
        near=near,
        **_by_field(draft),
        **raw.facts,
    )


def _repeat(raw: RawRepeat) -> dict[str, Any]:
    """Give the fields of a Repeat: the post's validator makes it, in half the time of a call for each."""
    line, of, kind, similarity = raw
    span = Span(line.start, line.start + len(line.text))
    kept = Span(of.start, of.start + len(of.text))
    return {"text": line.text, "span": span, "line": line.line, "kind": kind, "of": kept, "similarity": similarity}


def _headline(paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    return paragraphs[0] if paragraphs and paragraphs[0].kind != "point" else None


FIELDS: Final[Mapping[str, str]] = {
    "Point": "points",
    "Hashtag": "hashtags",
    "Mention": "mentions",
    "Link": "links",
    "DateMention": "dates",
    "Location": "locations",
    "Reaction": "reactions",
    "Found": "found",
}
"""The field of `Post` that takes each kind of item."""


def _by_field(draft: Draft) -> dict[str, Any]:
    """Sort what was found into the fields of a post, each in the order of the text."""
    fields: dict[str, list[Item]] = {}
    for item in draft.found:
        field = FIELDS.get(type(item).__name__)
        if field is None:
            message = f"an extractor may yield {', '.join(FIELDS)}, but not {type(item).__name__}"
            raise TypeError(message)
        fields.setdefault(field, []).append(item)
    return {field: tuple(_ordered(items, draft.raw)) for field, items in fields.items()}


def _ordered(items: list[Item], raw: RawPost) -> list[Item]:
    if len(items) < 2 or isinstance(items[0], Found) or not raw.lines:
        return items
    if all(line.start <= after.start for line, after in zip(raw.lines, raw.lines[1:], strict=False)):
        return sorted(items, key=lambda item: item.span)
    return sorted(items, key=lambda item: raw.position(item.span.start))
