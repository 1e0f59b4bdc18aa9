"""Lines that many posts of a source share: signatures, calls to subscribe, what a mirror writes under each post.

They are reported, with counts, and nothing is dropped unless somebody asks: `without_boilerplate` then makes furniture of them, so
that the ledger still accounts for every line, and every table and file can be had without them. A post counts once for each distinct
text: the same advert posted daily has no boilerplate, it is a repeat.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from pydantic import Field

from ..folding import fold_line, unbroken
from ..models import Furniture, Model, Post
from ..parts import Walk
from ..spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..models import Paragraph
    from ..parts import Parts

    PostOrDocument = TypeVar("PostOrDocument", bound=Any)

CONTENT: Final = frozenset({"dateline", "section", "tags"})
"""Kinds of paragraphs that many posts share because of what they are about."""
ITEMS: Final = ("paragraphs", "points", "hashtags", "mentions", "links", "dates", "locations", "found")
"""The fields of a post that hold its paragraphs, and what was found in them."""


class Boilerplate(Model, frozen=True):
    """A line that many posts of a source share."""

    source: str
    """The source."""
    text: str
    """The line as it stands in the first of them."""
    count: int
    """How many posts with different texts hold it."""
    share: float = Field(gt=0, le=1)
    """Their share of the source's posts with different texts."""
    post: int
    """Index of the first of them."""
    span: Span
    """Where it stands there."""
    line: int
    """The 1-based number of the source line."""


def boilerplate(given: Parts, *, least: int = 5, share: float = 0.1) -> tuple[Boilerplate, ...]:
    r"""Report the lines that many posts of a source share: by source, those that most posts share first.

    A line is reported that at least `least` posts of different text hold, and at least this `share` of them. Datelines and lines of
    hashtags are left out. Lines are equal as posts are: white space and invisible characters do not count.

    >>> import tgparse
    >>> doc = tgparse.parse_text("".join(f"Tram {n} is late\nSubscribe to City News\n❤1👍{n}\n" for n in range(1, 8)), source="news")
    >>> [(line.text, line.count, line.share) for line in tgparse.boilerplate(doc)]
    [('Subscribe to City News', 7, 1.0)]
    """
    sources: dict[str, _Source] = defaultdict(_Source)
    for post in Walk(given).posts():
        sources[post.source].add(post)
    return tuple(line for name, source in sources.items() for line in source.report(name, least, share))


class _Source:
    """The lines of one source, and how many texts hold each."""

    def __init__(self) -> None:
        self.texts: set[str] = set()
        self.counts: dict[str, int] = {}
        self.first: dict[str, tuple[int, Paragraph]] = {}

    def add(self, post: Post) -> None:
        """Count the lines of a post, each once."""
        if post.is_empty or post.content_hash in self.texts:
            return
        self.texts.add(post.content_hash)
        for paragraph in {line_key(paragraph): paragraph for paragraph in reversed(post.paragraphs)}.values():
            if paragraph.kind not in CONTENT:
                key = line_key(paragraph)
                self.counts[key] = self.counts.get(key, 0) + 1
                self.first.setdefault(key, (post.index, paragraph))

    def report(self, name: str, least: int, share: float) -> Iterable[Boilerplate]:
        """Give the lines that enough texts hold."""
        enough = max(least, share * len(self.texts))
        for key, count in sorted(self.counts.items(), key=lambda pair: -pair[1]):
            if count >= enough:
                index, line = self.first[key]
                part = count / len(self.texts)
                yield Boilerplate(source=name, text=line.text, count=count, share=part, post=index, span=line.span, line=line.line)


def line_key(paragraph: Paragraph) -> str:
    """Fold a paragraph so that equal lines are equal."""
    return fold_line(unbroken(paragraph.text))


def without_boilerplate(part: PostOrDocument, lines: Iterable[Boilerplate | str]) -> PostOrDocument:
    r"""Make furniture of some lines of a Post or Document: what was found in them is gone from it, the lines stay in the ledger.

    `lines` is what `boilerplate` reported, of which each holds for its own source, or texts of lines, which hold for all.

    >>> import tgparse
    >>> doc = tgparse.parse_text("Trams are late\nSubscribe to @city_news\n❤1👍1\n")
    >>> short = tgparse.without_boilerplate(doc, ["Subscribe to @city_news"])
    >>> short.posts[0].body, short.posts[0].mentions, str(short.line(2))
    ('Trams are late', (), 'line 2: taken for boilerplate of post 0: its channel writes it under many')
    """
    dropped = _Dropped(lines)
    if not (dropped.everywhere or dropped.by_source):
        return part
    if isinstance(part, Post):
        return cast("PostOrDocument", dropped.from_post(part))
    return _changed(part, {"posts": tuple(map(dropped.from_post, part.posts))})


class _Dropped:
    """The lines to drop, by source."""

    def __init__(self, lines: Iterable[Boilerplate | str]) -> None:
        self.everywhere: set[str] = set()
        self.by_source: dict[str, set[str]] = defaultdict(set)
        for line in lines:
            if isinstance(line, str):
                self.everywhere.add(fold_line(unbroken(line)))
            else:
                self.by_source[line.source].add(fold_line(unbroken(line.text)))

    def from_post(self, post: Post) -> Post:
        """Make furniture of a post's lines."""
        keys = self.everywhere | self.by_source.get(post.source, set())
        dropped = [paragraph for paragraph in post.paragraphs if line_key(paragraph) in keys]
        if not dropped:
            return post
        spans = sorted(paragraph.span for paragraph in dropped)
        furniture = [Furniture(text=line.text, span=line.span, line=line.line, kind="boilerplate") for line in dropped]
        fields: dict[str, Any] = {name: tuple(item for item in getattr(post, name) if not _within(item.span, spans)) for name in ITEMS}
        if post.headline and _within(post.headline.span, spans):
            fields["headline"] = None
        return _changed(post, {**fields, "furniture": tuple(sorted([*post.furniture, *furniture], key=lambda line: line.span))})


def _within(span: Span, spans: list[Span]) -> bool:
    k = bisect_right(spans, (span.start, sys.maxsize)) - 1
    return k >= 0 and span.end <= spans[k].end


def _changed(model: PostOrDocument, fields: dict[str, Any]) -> PostOrDocument:
    """Make a model anew: `model_copy` would copy along what it has computed, such as the body and the ledger."""
    kind = type(model)
    return cast("PostOrDocument", kind.model_validate({**{name: getattr(model, name) for name in kind.model_fields}, **fields}))
