"""Lines that a user leaves out of posts: they become furniture, so that the ledger still accounts for each.

Which lines these may be, `tgparse.boilerplate` reports. Nothing is left out unless somebody asks: every table, file and report takes
the lines as `boilerplate=`, and `without_boilerplate` gives the posts themselves.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from pydantic import Field

from .folding import fold_line, unbroken
from .models import Furniture, Model, Post
from .spans import Span

if TYPE_CHECKING:
    from .models import Paragraph

PostOrDocument = TypeVar("PostOrDocument", bound=Any)

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


if TYPE_CHECKING:
    Lines = Iterable[Boilerplate | str]
    """Lines to leave out: reported ones, of which each holds for its own source, or their texts, which hold for all."""


def without_boilerplate(part: PostOrDocument, lines: Lines) -> PostOrDocument:
    r"""Make furniture of some lines of a Post or Document: what was found in them is gone from it, the lines stay in the ledger.

    `lines` is what `boilerplate` reported, of which each holds for its own source, or texts of lines, which hold for all.

    >>> import tgparse
    >>> doc = tgparse.parse_text("Trams are late\nSubscribe to @city_news\n❤1👍1\n")
    >>> short = tgparse.without_boilerplate(doc, ["Subscribe to @city_news"])
    >>> short.posts[0].body, short.posts[0].mentions, str(short.line(2))
    ('Trams are late', (), 'line 2: taken for boilerplate of post 0: its channel writes it under many')
    """
    return Omissions(lines).applied(part)


def line_key(text: str) -> str:
    r"""Fold the text of a paragraph so that equal ones are equal: white space and invisible characters do not count.

    >>> line_key("Read  more") == line_key("Read\nmore")
    True
    """
    return fold_line(unbroken(text).strip())


class Omissions:
    """The lines to leave out, by source."""

    def __init__(self, lines: Lines = ()) -> None:
        self._everywhere: set[str] = set()
        self._by_source: dict[str, set[str]] = defaultdict(set)
        self.lines: list[str] = []
        """Their texts, as they were given."""
        for line in _checked(lines):
            if isinstance(line, Boilerplate):
                self._by_source[line.source].add(line_key(line.text))
                self.lines.append(line.text)
            else:
                self._everywhere.add(line_key(line))
                self.lines.append(line)

    def __bool__(self) -> bool:
        """Tell whether there is anything to leave out."""
        return bool(self.lines)

    def applied(self, part: PostOrDocument) -> PostOrDocument:
        """Give a Post or Document without the lines: the same object where it has none of them."""
        if not self:
            return part
        if isinstance(part, Post):
            return cast("PostOrDocument", self._from_post(part))
        posts = tuple(map(self._from_post, part.posts))
        return _changed(part, {"posts": posts}) if any(a is not b for a, b in zip(posts, part.posts, strict=True)) else part

    def _from_post(self, post: Post) -> Post:
        """Make furniture of a post's lines."""
        everywhere, here = self._everywhere, self._by_source.get(post.source, set())
        dropped = [line for line in post.paragraphs if (key := line_key(line.text)) in everywhere or key in here]
        if not dropped:
            return post
        spans = sorted(paragraph.span for paragraph in dropped)
        fields: dict[str, Any] = {name: tuple(item for item in getattr(post, name) if not _within(item.span, spans)) for name in ITEMS}
        if post.headline and _within(post.headline.span, spans):
            fields["headline"] = None
        furniture = sorted([*post.furniture, *map(_furniture, dropped)], key=lambda line: line.span)
        return _changed(post, {**fields, "furniture": tuple(furniture)})


def _checked(lines: object) -> Iterable[Boilerplate | str]:
    """Refuse what is given by mistake: a line alone would be taken for its letters, and True for nothing."""
    if isinstance(lines, str | Boilerplate) or not isinstance(lines, Iterable):
        message = f"boilerplate takes lines, such as tgparse.boilerplate reports, or a list of their texts, not {type(lines).__name__}"
        raise TypeError(message)
    for line in cast("Iterable[object]", lines):
        if not isinstance(line, str | Boilerplate):
            message = f"a line of boilerplate is a str or a tgparse.Boilerplate, not {type(line).__name__}"
            raise TypeError(message)
        yield line


def _furniture(paragraph: Paragraph) -> Furniture:
    return Furniture(text=paragraph.text, span=paragraph.span, line=paragraph.line, kind="boilerplate")


def _within(span: Span, spans: list[Span]) -> bool:
    k = bisect_right(spans, (span.start, sys.maxsize)) - 1
    return k >= 0 and span.end <= spans[k].end


def _changed(model: PostOrDocument, fields: dict[str, Any]) -> PostOrDocument:
    """Make a model anew: `model_copy` would copy along what it has computed, such as the body and the ledger."""
    kind = type(model)
    return cast("PostOrDocument", kind.model_validate({**{name: getattr(model, name) for name in kind.model_fields}, **fields}))
