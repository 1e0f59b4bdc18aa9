"""`compare`: what became of the posts of a channel between two exports: the same, edited, gone, new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import html
from ..models import Model, Post
from ..parts import Walk
from .changes import Change, changes, marked
from .matching import match
from .similarity import fold, share, shingles

if TYPE_CHECKING:
    from ..parts import Parts


class Edit(Model, frozen=True):
    """A post before and after it was edited."""

    old: Post
    """The post of the old export."""
    new: Post
    """The post of the new export."""
    similarity: float
    """Share of the shorter body's shingles (runs of five characters) that the longer one has."""
    changes: tuple[Change, ...]
    """The changed words, in the order of the text."""


class Comparison(Model, frozen=True):
    """What became of the posts between two exports; every post of both stands in exactly one of the four."""

    same: tuple[tuple[Post, Post], ...] = ()
    """Pairs of an old and a new post with the same words."""
    edited: tuple[Edit, ...] = ()
    """Pairs of which one is an edit of the other."""
    only_old: tuple[Post, ...] = ()
    """Posts that are gone."""
    only_new: tuple[Post, ...] = ()
    """Posts that have come."""

    def __repr__(self) -> str:
        """Count them in one line."""
        return f"Comparison({len(self.same)} same, {len(self.edited)} edited, {len(self.only_old)} only old, {len(self.only_new)} only new)"

    def __str__(self) -> str:
        """Give the same line as `repr`."""
        return repr(self)

    def _repr_html_(self) -> str:
        """Show in a notebook what is not the same: changed words struck out and underlined, hostile text inert."""
        edited = [(edit.old.index, edit.new.index, edit.new.sent_at, marked(edit.new.body, edit.changes)) for edit in self.edited]
        gone = [(post.index, post.sent_at, post.body) for post in self.only_old]
        come = [(post.index, post.sent_at, post.body) for post in self.only_new]
        # A table each, since a table is cut at some rows: much that was edited must not hide what is gone.
        tables = [
            html.table((*posts, "sent at", "text"), rows, caption=f"{what}: {len(rows)}")
            for what, posts, rows in (("edited", ("old", "new"), edited), ("only old", ("old",), gone), ("only new", ("new",), come))
            if rows
        ]
        return html.Html(f'<div dir="auto" style="{html.CAPTION_STYLE}">{html.escape(repr(self))}</div>{"".join(tables)}')


def compare(old: Parts, new: Parts, *, near: float = 0.5) -> Comparison:
    r"""Compare two exports of a channel: Documents, or posts.

    `near` is the similarity from which a post counts as an edit of another one that stood at its place; posts whose messages have the
    same number, or were sent at the same time, are compared whatever it is. The exports may run in opposite directions.

    >>> import tgparse
    >>> old = tgparse.parse_text("Trams run from Monday on, says the mayor\n❤1👍1\nThe bridge is open\n❤2👍1\n")
    >>> new = tgparse.parse_text("Trams run from Tuesday on, says the mayor\n❤3👍1\nThe bridge is open\n❤2👍1\nGood night\n❤2👍1\n")
    >>> result = tgparse.compare(old, new)
    >>> result
    Comparison(1 same, 1 edited, 0 only old, 1 only new)
    >>> [(change.old, change.new) for change in result.edited[0].changes]
    [('Monday', 'Tuesday')]
    """
    before, after = list(Walk(old).posts()), list(Walk(new).posts())
    pairs = match(before, after, near)
    same: list[tuple[Post, Post]] = []
    edited: list[Edit] = []
    for one, other in ((before[i], after[j]) for i, j in pairs):
        if one.content_hash == other.content_hash:
            same.append((one, other))
        else:
            edited.append(Edit(old=one, new=other, similarity=similarity(one, other), changes=tuple(changes(one.body, other.body))))
    paired_old, paired_new = ({pair[side] for pair in pairs} for side in (0, 1))
    return Comparison(
        same=tuple(same),
        edited=tuple(edited),
        only_old=tuple(post for i, post in enumerate(before) if i not in paired_old),
        only_new=tuple(post for j, post in enumerate(after) if j not in paired_new),
    )


def similarity(old: Post, new: Post) -> float:
    """Give the share of the shorter body's shingles that the longer one has; below 1, since they are not equal."""
    one, other = shingles(fold(old.body)), shingles(fold(new.body))
    shorter = min(len(one), len(other))
    return share(len(one & other), shorter) if shorter else 0.0
