"""From drafts to posts: what was found goes into the fields of the model, and equal posts get to know of each other."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from .folding import fold_name, squeeze
from .models import DateMention, Found, Furniture, Hashtag, Item, Link, Location, Mention, Point, Post, Reaction, build
from .patterns import parse_reactions
from .spans import Span
from .tokens import RawFurniture

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .models import Near, Paragraph
    from .timeline import Draft
    from .tokens import RawMarker, RawPost, RawRepeat

_span_of: Final = attrgetter("span")
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
    return build(Furniture, _furniture(raw))


# A post is made at once, of dictionaries: its validator makes the models in them, in half the time of a call for each.


def make_post(draft: Draft, index: int, source: str, repeats_post: int | None, near: tuple[Near, ...]) -> Post:
    """Make the post of a draft."""
    raw = draft.raw
    fields = {
        "span": Span(raw.start, raw.end),
        "line": raw.line,
        "index": index,
        "source": source,
        "begun_by": raw.begun_by,
        "forwarded_from": _forward(raw.marker) if raw.marker else None,
        "headline": _headline(draft.paragraphs),
        "paragraphs": draft.paragraphs,
        "repeats": [_repeat(repeat) for repeat in raw.repeats],
        "furniture": [_furniture(furniture) for furniture in (*raw.furniture, *_unread(draft))],
        "dated": draft.dated,
        "repeats_post": repeats_post,
        "near": near,
        **_by_field(draft),
        **raw.facts,
    }
    return build(Post, fields)


def _forward(marker: RawMarker) -> dict[str, Any]:
    """Give the fields of a Forward."""
    line, name, author, url, language = marker
    span = Span(line.start, line.end)
    return {
        "text": line.text,
        "span": span,
        "line": line.line,
        "name": name,
        "author": author,
        "url": url,
        "language": language,
        "key": fold_name(name),
    }


def _furniture(raw: RawFurniture) -> dict[str, Any]:
    """Give the fields of a Furniture."""
    text, start, line = raw.line
    return {"text": text, "span": Span(start, start + len(text)), "line": line, "kind": raw.kind}


def _unread(draft: Draft) -> Iterator[RawFurniture]:
    """Give the lines that stand where reactions do, but hold none that can be read; they are not to be lost."""
    if not draft.raw.reactions:
        return
    starts = sorted(item.span.start for item in draft.found if type(item) is Reaction)
    for line in draft.raw.reactions:
        at = bisect_left(starts, line.start)
        if (at == len(starts) or starts[at] >= line.end) and not parse_reactions(line.text):
            yield RawFurniture(line, "notice")


def _repeat(raw: RawRepeat) -> dict[str, Any]:
    """Give the fields of a Repeat."""
    line, of, kind, similarity = raw
    span = Span(line.start, line.start + len(line.text))
    kept = Span(of.start, of.start + len(of.text))
    return {"text": line.text, "span": span, "line": line.line, "kind": kind, "of": kept, "similarity": similarity}


def _headline(paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    return paragraphs[0] if paragraphs and paragraphs[0].kind != "point" else None


FIELDS: Final[Mapping[type[Item], str]] = {
    Point: "points",
    Hashtag: "hashtags",
    Mention: "mentions",
    Link: "links",
    DateMention: "dates",
    Location: "locations",
    Reaction: "reactions",
    Found: "found",
}
"""The field of `Post` that takes each kind of item."""


def _by_field(draft: Draft) -> dict[str, list[Item]]:
    """Sort what was found into the fields of a post, each in the order of the text."""
    fields: dict[str, list[Item]] = {}
    for item in draft.found:
        field = FIELDS.get(type(item))
        if field is None:
            message = f"an extractor may yield {', '.join(kind.__name__ for kind in FIELDS)}, but not {type(item).__name__}"
            raise TypeError(message)
        fields.setdefault(field, []).append(item)
    for field, items in fields.items():
        if len(items) > 1 and field != "found" and draft.raw.lines:
            items.sort(key=_span_of if draft.raw.is_in_order else lambda item: draft.raw.position(item.span.start))
    return fields
