"""Which post of an old export is which one of a new export.

**Names.** Numbers of messages decide where both exports have them and agree, and the times at which posts were sent where both tell
them: a name counts that stands once on each side, if most of the posts that share one have the same words. A number that only one
side has is a post that went or came; a time says so little about that (another clock, a minute with two posts) that words may overrule.

**Words.** Posts of equal words that stand once on each side are paired first, and those of them that keep their order are fixed points.
Between two fixed points equal posts are paired in their order, so that of two equal adverts the right one is gone; then equal posts
anywhere. An export may run backwards: then the fixed points fall, and the new posts are taken from the end.

**Edits.** What is left between the same two fixed points is paired by likeness, the most alike first. So yesterday's forecast is not
an edit of last week's, however alike they are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from itertools import product
from typing import TYPE_CHECKING, Final

from .similarity import LONGEST, CutTexts, fingerprints, fold, likeness

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from ..models import Post

AGREE: Final = 0.5
"""Share of the common names whose posts are equal, from which the names count as the same channel's."""
SAME_MARK: Final = 8
"""Old posts that are looked at for one fingerprint."""
COMPARED: Final = 8
"""Old posts that one new post is compared with."""
FEW_PAIRS: Final = 64
"""Pairs between two fixed points that are all tried: short posts share no fingerprint."""
SHORTEST_PART: Final = 12
"""Shingles from which a post can be the beginning of what an edit made of it; elsewhere, where no place speaks for it, it takes more."""


def match(old: Sequence[Post], new: Sequence[Post], near: float) -> list[tuple[int, int]]:
    """Pair old and new posts by their positions, in the order of the new ones; `near` is the likeness from which a post is an edit."""
    backwards = _runs_backwards(old, new)
    matching = _Matching(old, new[::-1] if backwards else new)
    matching.by_name(lambda post: post.message_id, final=True)
    matching.by_name(lambda post: post.sent_at, final=False)
    matching.by_words()
    matching.by_likeness(near)
    last = len(new) - 1
    return sorted(((i, last - j if backwards else j) for j, i in matching.partner.items()), key=lambda pair: pair[1])


class _Matching:
    """The pairing of two rows of posts."""

    def __init__(self, old: Sequence[Post], new: Sequence[Post]) -> None:
        self.old = old
        self.new = new
        self.partner: dict[int, int] = {}
        """The old post of each new one."""
        self._done_old: set[int] = set()
        """The old posts that have a partner, or certainly none."""
        self._done_new: set[int] = set()

    def _pair(self, i: int, j: int) -> None:
        self.partner[j] = i
        self._done_old.add(i)
        self._done_new.add(j)

    def _free_old(self) -> list[int]:
        return [i for i in range(len(self.old)) if i not in self._done_old]

    def _free_new(self) -> list[int]:
        return [j for j in range(len(self.new)) if j not in self._done_new]

    def by_name(self, name: Callable[[Post], Hashable | None], *, final: bool) -> None:
        """Pair posts of the same name, if most of these have the same words; with `final` a name of one side alone has no partner."""
        mine = _once((name(self.old[i]), i) for i in self._free_old())
        theirs = _once((name(self.new[j]), j) for j in self._free_new())
        pairs = [(i, theirs[key]) for key, i in mine.items() if key in theirs]
        equal = sum(self.old[i].content_hash == self.new[j].content_hash for i, j in pairs)
        if not pairs or equal < AGREE * len(pairs):
            return
        for i, j in pairs:
            self._pair(i, j)
        if final:
            self._done_old |= set(mine.values())
            self._done_new |= set(theirs.values())

    def by_words(self) -> None:
        """Pair posts of equal words: those that stand once, then those between the same fixed points, then the others in their order."""
        for words in (_words_and_forward, _words):
            there = _once((words(self.new[j]), j) for j in self._free_new())
            for key, i in _once((words(self.old[i]), i) for i in self._free_old()).items():
                if key in there:
                    self._pair(i, there[key])
        for words in (_words_and_forward, _words):
            for mine, theirs in self._gaps():
                self._in_order(mine, theirs, words)
        for words in (_words_and_forward, _words):
            self._in_order(self._free_old(), self._free_new(), words)

    def _in_order(self, mine: Iterable[int], theirs: Iterable[int], words: Callable[[Post], Hashable | None]) -> None:
        """Pair the first post of some words with the first."""
        places: dict[Hashable, deque[int]] = defaultdict(deque)
        for i in mine:
            places[words(self.old[i])].append(i)
        for j in theirs:
            wanted = words(self.new[j])
            if wanted is not None and places.get(wanted):
                self._pair(places[wanted].popleft(), j)

    def by_likeness(self, near: float) -> None:
        """Pair what is left between the same fixed points with what it is most like."""
        for mine, theirs in self._gaps():
            for _, i, j in sorted(self._alike(mine, theirs, near)):
                if i not in self._done_old and j not in self._done_new:
                    self._pair(i, j)

    def _gaps(self) -> list[tuple[list[int], list[int]]]:
        """Give the free posts of both sides between the same two fixed points."""
        fixed = rising(sorted((i, j) for j, i in self.partner.items()))
        mine = _by_gap(self._free_old(), [i for i, _ in fixed])
        theirs = _by_gap(self._free_new(), [j for _, j in fixed])
        return [(mine[gap], theirs[gap]) for gap in sorted(mine.keys() & theirs.keys())]

    def _alike(self, mine: list[int], theirs: list[int], near: float) -> Iterator[tuple[float, int, int]]:
        """Give the pairs of a gap that are alike, with their similarity below zero, so that the greatest sorts first."""
        before = CutTexts(lambda i: fold(self.old[i].body))
        after = CutTexts(lambda j: fold(self.new[j].body))
        few = len(mine) * len(theirs) <= FEW_PAIRS
        for i, j in product(mine, theirs) if few else self._candidates(mine, theirs):
            like = likeness(after[j], before[i], near, shortest_part=SHORTEST_PART)
            if like:
                yield -like.similarity, i, j

    def _candidates(self, mine: list[int], theirs: list[int]) -> Iterator[tuple[int, int]]:
        """Give for each new post the old ones that share most fingerprints with it; of many that share one, those around its place."""
        ranks: dict[int, list[int]] = defaultdict(list)
        for rank, i in enumerate(mine):
            for mark in _marks(self.old[i]):
                ranks[mark].append(rank)
        for k, j in enumerate(theirs):
            place = k * len(mine) // len(theirs)
            counts = Counter(rank for mark in _marks(self.new[j]) if mark in ranks for rank in _nearest(ranks[mark], place))
            best = sorted(counts, key=lambda rank: (-counts[rank], abs(rank - place), rank))
            yield from ((mine[rank], j) for rank in best[:COMPARED])


def _nearest(numbers: Sequence[int], to: int) -> Sequence[int]:
    """Give those of some ascending numbers that stand around one.

    >>> _nearest(range(0, 100, 5), 30)
    range(10, 50, 5)
    """
    start = max(0, min(bisect_left(numbers, to) - SAME_MARK // 2, len(numbers) - SAME_MARK))
    return numbers[start : start + SAME_MARK]


def _words_and_forward(post: Post) -> Hashable:
    return post.content_hash, post.forwarded_from.key if post.forwarded_from else None


def _words(post: Post) -> Hashable | None:
    return None if post.is_empty else post.content_hash


def _marks(post: Post) -> frozenset[int]:
    return fingerprints(fold(post.body)) if len(post.body) <= LONGEST else frozenset()


def _once(named: Iterable[tuple[Hashable | None, int]]) -> dict[Hashable, int]:
    """Give the names that stand once, each with the position of its post.

    >>> _once([("a", 0), ("b", 1), ("a", 2), (None, 3)])
    {'b': 1}
    """
    places: dict[Hashable, int] = {}
    often: set[Hashable] = set()
    for name, position in named:
        if name is None or name in often:
            continue
        if name in places:
            often.add(name)
            del places[name]
        else:
            places[name] = position
    return places


def _runs_backwards(old: Sequence[Post], new: Sequence[Post]) -> bool:
    """Tell whether the posts of one side come in the reverse order of the other's."""
    mine = _once((_words(post), i) for i, post in enumerate(old))
    theirs = _once((_words(post), j) for j, post in enumerate(new))
    pairs = sorted((i, theirs[key]) for key, i in mine.items() if key in theirs)
    return len(rising([(i, -j) for i, j in pairs])) > len(rising(pairs))


def rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the longest row of pairs that rise in both numbers: the posts that kept their order.

    >>> rising([(0, 5), (1, 0), (2, 1), (3, 4), (4, 2)])
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
