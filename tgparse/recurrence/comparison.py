"""`compare`: what became of the posts of a channel between two exports: the same, edited, gone, new.

Numbers of messages decide where both exports have them and agree; else the words do. Equal posts are paired first, in their order.
Those that keep their order are fixed points, and what is left is an edit of what is left between the same two fixed points,
if the similarity is high enough: so yesterday's forecast is not an edit of last week's, however alike they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

from .. import html
from ..folding import fold_line
from ..models import Model, Post, shorten
from ..parts import Walk
from ..spans import Span
from .similarity import LONGEST, UNBROKEN, CutTexts, fingerprints, fold, likeness, share, shingles

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from ..html import Html
    from ..parts import Parts

AGREE: Final = 0.5
"""Share of the common message numbers whose posts are equal, from which the numbers count as the same channel's."""
SAME_MARK: Final = 8
"""Old posts that are remembered for one fingerprint."""
COMPARED: Final = 8
"""Old posts that one new post is compared with."""
LONGEST_DIFFERENCE: Final = 2000
"""Words between the first and the last change that are compared word by word; more are given as one change."""
TOKEN: Final = re.compile(f"[{UNBROKEN}]|[^\\W{UNBROKEN}]+|[^\\w\\s]")
CONTEXT: Final = 40
"""Code points of unchanged text that are shown before and after a change."""
SHOWN_CHANGES: Final = 6


class Change(Model, frozen=True):
    """A stretch of words that an edit put in place of another one."""

    old: str
    """The words before; "" where some were only added."""
    new: str
    """The words after; "" where some were only taken out."""
    old_span: Span
    """Where they stood: code points of `Post.body`."""
    new_span: Span
    """Where they stand: code points of `Post.body`."""


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
        rows: list[tuple[object, ...]] = [("edited", edit.old.index, edit.new.index, marked(edit)) for edit in self.edited]
        rows += [("only old", post.index, None, post.body) for post in self.only_old]
        rows += [("only new", None, post.index, post.body) for post in self.only_new]
        return html.table(("", "old", "new", "text"), rows, caption=repr(self))


def compare(old: Parts, new: Parts, *, near: float = 0.5) -> Comparison:
    r"""Compare two exports of a channel: Documents, or posts.

    `near` is the similarity from which a post counts as an edit of another one that stood at its place; posts whose messages have the
    same number are compared whatever it is.

    >>> import tgparse
    >>> old = tgparse.parse_text("Trams run from Monday on, says the mayor\n❤1👍1\nThe bridge is open\n❤2👍1\n")
    >>> new = tgparse.parse_text("Trams run from Tuesday on, says the mayor\n❤3👍1\nThe bridge is open\n❤2👍1\nGood night\n❤2👍1\n")
    >>> result = tgparse.compare(old, new)
    >>> result
    Comparison(1 same, 1 edited, 0 only old, 1 only new)
    >>> [(change.old, change.new) for change in result.edited[0].changes]
    [('Monday', 'Tuesday')]
    """
    match = _Match(list(Walk(old).posts()), list(Walk(new).posts()))
    match.by_number()
    match.by_key(lambda post: (post.content_hash, post.forwarded_from.key if post.forwarded_from else None))
    match.by_key(lambda post: None if post.is_empty else post.content_hash)
    match.by_likeness(near)
    return match.result()


class _Match:
    """The pairing of two rows of posts."""

    def __init__(self, old: Sequence[Post], new: Sequence[Post]) -> None:
        self.old = old
        self.new = new
        self.partner: dict[int, int] = {}
        """The old post of each new one."""
        self.taken: set[int] = set()
        """The old posts that have a partner."""
        self.numbered: bool = False
        """Whether numbers of messages decide."""

    def pair(self, i: int, j: int) -> None:
        """Pair an old and a new post."""
        self.partner[j] = i
        self.taken.add(i)

    def free_old(self) -> Iterator[int]:
        """Give the old posts that may still be paired."""
        return (i for i, post in enumerate(self.old) if i not in self.taken and not (self.numbered and post.message_id is not None))

    def free_new(self) -> Iterator[int]:
        """Give the new posts that may still be paired."""
        return (j for j, post in enumerate(self.new) if j not in self.partner and not (self.numbered and post.message_id is not None))

    def by_number(self) -> None:
        """Pair messages of the same number, if most of them have the same words: else the numbers are those of two channels."""
        places = {post.message_id: i for i, post in enumerate(self.old) if post.message_id is not None}
        pairs = [(places[post.message_id], j) for j, post in enumerate(self.new) if post.message_id in places]
        pairs = list({i: (i, j) for i, j in pairs}.values())
        equal = sum(self.old[i].content_hash == self.new[j].content_hash for i, j in pairs)
        if not pairs or equal < AGREE * len(pairs):
            return
        self.numbered = True
        for i, j in pairs:
            self.pair(i, j)

    def by_key(self, key: Callable[[Post], Hashable | None]) -> None:
        """Pair posts of the same key in their order: the first with the first."""
        places: dict[Hashable, deque[int]] = defaultdict(deque)
        for i in self.free_old():
            places[key(self.old[i])].append(i)
        for j in list(self.free_new()):
            wanted = key(self.new[j])
            if wanted is not None and places.get(wanted):
                self.pair(places[wanted].popleft(), j)

    def by_likeness(self, near: float) -> None:
        """Pair what is left between the same fixed points with what it is most like."""
        fixed = _rising(sorted((i, j) for j, i in self.partner.items()))
        old = _by_gap(self.free_old(), [i for i, _ in fixed])
        new = _by_gap(self.free_new(), [j for _, j in fixed])
        for gap, theirs in new.items():
            mine = old.get(gap, [])
            for _, i, j in sorted(self._alike(mine, theirs, near)):
                if i not in self.taken and j not in self.partner:
                    self.pair(i, j)

    def _alike(self, mine: list[int], theirs: list[int], near: float) -> Iterator[tuple[float, int, int]]:
        """Give the pairs of a gap that are alike, with their similarity below zero, so that the greatest sorts first."""
        before = CutTexts(lambda i: fold(self.old[i].body))
        after = CutTexts(lambda j: fold(self.new[j].body))
        # A lone post at the place of a lone post may be too short to share a fingerprint, or too long to have one.
        alone = len(mine) == len(theirs) == 1
        for i, j in [(mine[0], theirs[0])] if alone else self._candidates(mine, theirs):
            like = likeness(after[j], before[i], near)
            if like:
                yield -like.similarity, i, j

    def _candidates(self, mine: list[int], theirs: list[int]) -> Iterator[tuple[int, int]]:
        """Give for each new post the old ones that share most fingerprints with it."""
        places: dict[int, list[int]] = defaultdict(list)
        for i in mine:
            for mark in _marks(self.old[i]):
                if len(places[mark]) < SAME_MARK:
                    places[mark].append(i)
        for j in theirs:
            counts = Counter(i for mark in _marks(self.new[j]) for i in places.get(mark, ()))
            yield from ((i, j) for i in sorted(counts, key=lambda i: (-counts[i], i))[:COMPARED])

    def result(self) -> Comparison:
        """Sort the posts into the four."""
        same: list[tuple[Post, Post]] = []
        edited: list[Edit] = []
        for j, i in sorted(self.partner.items()):
            old, new = self.old[i], self.new[j]
            if old.content_hash == new.content_hash:
                same.append((old, new))
            else:
                edited.append(Edit(old=old, new=new, similarity=similarity(old, new), changes=tuple(changes(old.body, new.body))))
        return Comparison(
            same=tuple(same),
            edited=tuple(edited),
            only_old=tuple(post for i, post in enumerate(self.old) if i not in self.taken),
            only_new=tuple(post for j, post in enumerate(self.new) if j not in self.partner),
        )


def _marks(post: Post) -> frozenset[int]:
    return fingerprints(fold(post.body)) if len(post.body) <= LONGEST else frozenset()


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the longest row of pairs that rise in both numbers: the posts that kept their order.

    >>> _rising([(0, 5), (1, 0), (2, 1), (3, 4), (4, 2)])
    [(1, 0), (2, 1), (4, 2)]
    """
    ends: list[int] = []
    """For each length of a row, the least number that one of that length ends in."""
    last: list[int] = []
    before: list[int | None] = []
    for k, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(last[length - 1] if length else None)
        ends[length : length + 1] = [j]
        last[length : length + 1] = [k]
    row: list[tuple[int, int]] = []
    end = last[-1] if last else None
    while end is not None:
        row.append(pairs[end])
        end = before[end]
    return row[::-1]


def _by_gap(places: Iterable[int], fixed: Sequence[int]) -> dict[int, list[int]]:
    """Sort places by the number of fixed points before them."""
    gaps: dict[int, list[int]] = defaultdict(list)
    for place in places:
        gaps[bisect_left(fixed, place)].append(place)
    return gaps


def similarity(old: Post, new: Post) -> float:
    """Give the share of the shorter body's shingles that the longer one has; below 1, since they are not equal."""
    one, other = shingles(fold(old.body)), shingles(fold(new.body))
    shorter = min(len(one), len(other))
    return share(len(one & other), shorter) if shorter else 0.0


def changes(old: str, new: str) -> Iterator[Change]:
    """Give the words that differ, white space and invisible characters aside.

    >>> [(change.old, change.new) for change in changes("Open from 5 May, not before.", "It is open from 6 May.")]
    [('Open', 'It is open'), ('5', '6'), (', not before', '')]
    """
    mine, theirs = _tokens(old), _tokens(new)
    start = 0
    while start < min(len(mine), len(theirs)) and mine[start].key == theirs[start].key:
        start += 1
    end = 0
    while end < min(len(mine), len(theirs)) - start and mine[-1 - end].key == theirs[-1 - end].key:
        end += 1
    for i, k, j, m in _differing([t.key for t in mine[start : len(mine) - end]], [t.key for t in theirs[start : len(theirs) - end]]):
        old_span, new_span = _stretch(mine, start + i, start + k), _stretch(theirs, start + j, start + m)
        yield Change(old=old[slice(*old_span)], new=new[slice(*new_span)], old_span=old_span, new_span=new_span)


class _Token(NamedTuple):
    key: str
    start: int
    end: int


def _tokens(text: str) -> list[_Token]:
    """Cut a text into words and signs; what is invisible is none."""
    tokens = (_Token(fold_line(match[0]), *match.span()) for match in TOKEN.finditer(text))
    return [token for token in tokens if token.key]


def _differing(mine: list[str], theirs: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Give the stretches that differ, as two starts and ends."""
    if max(len(mine), len(theirs)) > LONGEST_DIFFERENCE:
        yield 0, len(mine), 0, len(theirs)
        return
    for kind, i, k, j, m in SequenceMatcher(None, mine, theirs).get_opcodes():
        if kind != "equal":
            yield i, k, j, m


def _stretch(tokens: Sequence[_Token], start: int, end: int) -> Span:
    """Give the place of some tokens; of none, the place where they would stand."""
    if start < end:
        return Span(tokens[start].start, tokens[end - 1].end)
    place = tokens[start - 1].end if start else 0
    return Span(place, place)


def marked(edit: Edit) -> Html:
    """Show the changes of an edit with some words around them: `<del>` what went, `<ins>` what came."""
    body = edit.new.body
    pieces: list[str] = []
    shown = 0
    for change in edit.changes[:SHOWN_CHANGES]:
        start, end = change.new_span
        pieces.append(_between(body, shown, start))
        pieces += [f"<{tag}>{html.escape(shorten(text))}</{tag}>" for tag, text in (("del", change.old), ("ins", change.new)) if text]
        shown = end
    more = len(edit.changes) - SHOWN_CHANGES
    pieces.append(f" … {more} more changes" if more > 0 else _between(body, shown, len(body)))
    return html.Html("".join(pieces))


def _between(body: str, start: int, end: int) -> Html:
    """Show unchanged text: whole if it is short, else its ends."""
    if end - start <= 2 * CONTEXT:
        return html.escape(body[start:end])
    before = body[start : start + CONTEXT] if start else ""
    after = body[end - CONTEXT : end] if end < len(body) else ""
    return html.escape(f"{before} … {after}")
