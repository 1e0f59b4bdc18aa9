"""Posts in a notebook."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from ..cards import page
from ..models import Post
from ..parts import Walk, is_document

if TYPE_CHECKING:
    from ..parts import Parts

LIMIT: Final = 20
"""Posts that are shown at once: a notebook with thousands is slow to open."""


class Shown:
    """Posts as a notebook shows them; elsewhere one short line."""

    def __init__(self, html: str, line: str) -> None:
        self.html = html
        """The page, as a fragment of HTML."""
        self._line = line

    def __repr__(self) -> str:
        return self._line

    def _repr_html_(self) -> str:
        return self.html


def show(given: Parts, *, limit: int = LIMIT, start: int = 0) -> Shown:
    r"""Show posts in a notebook: their text with dates, places, tags and links marked in place, and what was taken out folded.

    `given` is a Document, a Post, or an iterable of either. `limit` posts are shown, from number `start` on; of an iterator no more
    than these are read. Point at a mark to see its value, precision, cue and coordinates.

    >>> import tgparse
    >>> tgparse.show(tgparse.parse_text("Forwarded from City News\nBridge reopens"))
    Shown(1 post of '<text>')
    """
    if limit < 0 or start < 0:
        message = f"limit and start count posts, from 0 on, and are not {limit} and {start}"
        raise ValueError(message)
    walk = Walk(given)
    posts = tuple(islice(walk.posts(), start, start + limit + 1))
    more = len(posts) > limit
    posts = posts[:limit]
    source = walk.origins[0].source if len(walk.origins) == 1 else f"{len(walk.origins)} sources"
    line = f"{_count(len(posts))} of {source!r}"
    return Shown(page(posts, caption=_caption(given, line), more=_rest(given, start + limit) if more else ""), f"Shown({line})")


def _caption(given: object, line: str) -> str:
    return repr(given) if is_document(given) else "" if isinstance(given, Post) else line


def _rest(given: object, start: int) -> str:
    """Say how many posts are not shown, where that is known, and how to see them."""
    number = len(given.posts) - start if is_document(given) else None
    left = "" if number is None else f"{number} "
    return f"… {left}more post{'' if number == 1 else 's'}: tgparse.show(…, start={start})"


def _count(number: int) -> str:
    return f"{number} post{'' if number == 1 else 's'}"
