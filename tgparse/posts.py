"""From drafts to posts: what was found goes into the fields of the model, and equal posts get to know of each other."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from hashlib import blake2b
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from .folding import fold_name, squeeze_bytes
from .models import DateMention, Found, Furniture, Hashtag, Item, Link, Location, Mention, Point, Post, Reaction, builder
from .patterns import parse_reactions
from .spans import make_span
from .tokens import RawFurniture

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .models import Near
    from .timeline import Draft
    from .tokens import RawMarker, RawPost

_span_of: Final = attrgetter("span")
build_furniture: Final = builder(Furniture)
build_post: Final = builder(Post)
LOOK_BACK: Final = 1 << 16
"""Posts among which `repeats_post` looks for an equal one."""


def holds_media(raw: RawPost) -> bool:
    """Whether a post without text may never have had any: a picture or a poll says enough."""
    return bool(raw.facts.get("media")) or any(furniture.kind in {"media", "poll"} for furniture in raw.furniture)


class FirstSeen:
    """Which of the last posts had the same words first."""

    def __init__(self) -> None:
        self.by_words: dict[int | bytes, int] = {}
        self.order: deque[int | bytes] = deque()

    def index_of(self, raw: RawPost, index: int) -> int | None:
        """Give the index of the first post with these words, or None where this one is the first."""
        if not raw.lines:
            return None
        # A 64-bit hash of the words: two of 65 536 texts meet by chance once in some billion exports.
        return self.first(hash(_words(raw)), index)

    def first(self, words: int | bytes, index: int) -> int | None:
        """Give the same of words that are known by a hash."""
        first = self.by_words.get(words)
        if first is None:
            self.by_words[words] = index
            self.order.append(words)
            if len(self.order) > LOOK_BACK:
                del self.by_words[self.order.popleft()]
        return first


class KeptWords(FirstSeen):
    """The words of the posts of a part of a source, as hashes, for whoever joins the parts: there the first may be in another one."""

    def __init__(self) -> None:
        super().__init__()
        self.hashes: list[bytes | None] = []
        """One a post, the same in every process; None for a post without words."""

    def index_of(self, raw: RawPost, index: int) -> int | None:
        """Keep the words, and say nothing of the first."""
        del index
        self.hashes.append(blake2b(_words(raw), digest_size=8).digest() if raw.lines else None)
        return None


def _words(raw: RawPost) -> bytes:
    return squeeze_bytes("".join([line.text for line in raw.lines]))


def make_furniture(raw: RawFurniture) -> Furniture:
    """Make the item of a line of furniture."""
    return build_furniture(_furniture(raw))


# A post is made at once, of dictionaries: its validator makes the models in them, in half the time of a call for each. What keeps its
# default is left out, since Pydantic notes for each object which of its fields were given, and room for many is dear.


def make_post(draft: Draft, index: int, source: str, repeats_post: int | None, near: tuple[Near, ...]) -> Post:
    """Make the post of a draft."""
    raw = draft.raw
    paragraphs = draft.paragraphs
    fields: dict[str, Any] = {
        "span": make_span((raw.start, raw.end)),
        "line": raw.line,
        "index": index,
        "source": source,
        "begun_by": raw.begun_by,
    }
    if paragraphs and paragraphs[0].kind != "point":
        fields["headline"] = paragraphs[0]
    if repeats_post is not None:
        fields["repeats_post"] = repeats_post
    if near:
        fields["near"] = near
    return build_post(fields | _own_fields(draft))


def _own_fields(draft: Draft) -> dict[str, Any]:
    """Give the fields of a post that follow from its draft alone, as far as it has them."""
    raw = draft.raw
    fields: dict[str, Any] = {}
    if raw.marker:
        fields["forwarded_from"] = _forward(raw.marker)
    if draft.paragraphs:
        fields["paragraphs"] = draft.paragraphs
    if raw.repeats:
        fields["repeats"] = _repeats(raw)
    if raw.furniture or raw.reactions:
        fields["furniture"] = [_furniture(furniture) for furniture in (*raw.furniture, *_unread(draft))]
    if draft.dated is not None:
        fields["dated"] = draft.dated
    if draft.found:
        fields |= _by_field(draft)
    if raw.facts:
        fields.update(raw.facts)
    return fields


def _forward(marker: RawMarker) -> dict[str, Any]:
    """Give the fields of a Forward."""
    (text, start, line), name, author, url, language = marker
    fields = {"text": text, "span": make_span((start, start + len(text))), "line": line, "name": name, "key": fold_name(name)}
    given = {"author": author, "url": url, "language": language}
    return fields | {field: value for field, value in given.items() if value is not None}


def _furniture(raw: RawFurniture) -> dict[str, Any]:
    """Give the fields of a Furniture."""
    text, start, line = raw.line
    return {"text": text, "span": make_span((start, start + len(text))), "line": line, "kind": raw.kind}


def _unread(draft: Draft) -> Iterator[RawFurniture]:
    """Give the lines that stand where reactions do, but hold none that can be read; they are not to be lost."""
    if not draft.raw.reactions:
        return
    starts = sorted(item.span.start for item in draft.found if type(item) is Reaction)
    for line in draft.raw.reactions:
        at = bisect_left(starts, line.start)
        if (at == len(starts) or starts[at] >= line.end) and not parse_reactions(line.text):
            yield RawFurniture(line, "notice")


def _repeats(raw: RawPost) -> list[dict[str, Any]]:
    """Give the fields of each Repeat: in a doubled file half of all lines become one."""
    repeats: list[dict[str, Any]] = []
    for (text, start, line), (kept_text, kept_start, _), kind, similarity in raw.repeats:
        span, of = make_span((start, start + len(text))), make_span((kept_start, kept_start + len(kept_text)))
        fields: dict[str, Any] = {"text": text, "span": span, "line": line, "kind": kind, "of": of}
        if similarity != 1.0:
            fields["similarity"] = similarity
        repeats.append(fields)
    return repeats


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
