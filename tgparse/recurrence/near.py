"""Which of the last posts a post of a stream is like.

The index is bounded: it keeps the last 16 384 distinct texts with their fingerprints (some 70 MB for posts of 330 characters), and
of each fingerprint the first text and the last few. So a post costs no more than its own length, whatever came before it.
"""

from __future__ import annotations

from collections import Counter, deque
from functools import lru_cache
from typing import Final, NamedTuple

from ..models import Near
from .similarity import fingerprints, fold, likeness, shingles

LOOK_BACK: Final = 1 << 14
"""Texts among which near ones are looked for."""
NEAR: Final = 0.9
"""Similarity from which a text counts as near, contained or containing."""
SAME_MARK: Final = 8
"""Texts that are remembered for one fingerprint: what more texts share is a signature."""
COMPARED: Final = 8
"""Texts that one text is compared with, those that share most fingerprints."""
SHARED: Final = 0.25
"""Share of the fingerprints in common from which two texts are compared."""
CACHED: Final = 64


class _Kept(NamedTuple):
    number: int
    folded: str
    marks: frozenset[int]


class NearSeen:
    """The last texts, to be asked for those that the next one is like.

    >>> seen = NearSeen()
    >>> seen.look("The tram crosses the bridge from Monday on, says the mayor", 0)
    ()
    >>> seen.look("The tram crosses the bridge from Monday on, says the major", 1)
    (Near(index=0, similarity=0.9318, kind='near'),)
    """

    def __init__(self) -> None:
        self.kept: dict[int, _Kept] = {}
        self.order: deque[int] = deque()
        self.places: dict[int, list[int]] = {}
        self._shingles = lru_cache(CACHED)(shingles)

    def look(self, body: str, index: int) -> tuple[Near, ...]:
        """Give the earlier posts that a body is like, in their order, and remember it."""
        folded = fold(body)
        marks = fingerprints(folded)
        if not marks:
            return ()
        found: list[Near] = []
        for other in sorted(self._candidates(marks)):
            like = likeness(self._shingles(folded), self._shingles(self.kept[other].folded), NEAR)
            if like:
                found.append(Near(index=other, similarity=like.similarity, kind=like.kinship))
        self._remember(_Kept(index, folded, marks))
        return tuple(found)

    def _candidates(self, marks: frozenset[int]) -> list[int]:
        """Give the texts that share most fingerprints, if these are enough."""
        counts = Counter(other for mark in marks for other in self.places.get(mark, ()))
        # Of those that share equally many, the earliest first: the choice must not hang on the order of a set.
        best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:COMPARED]
        return [other for other, shared in best if shared >= SHARED * min(len(marks), len(self.kept[other].marks))]

    def _remember(self, kept: _Kept) -> None:
        if len(self.order) == LOOK_BACK:
            self._forget(self.kept.pop(self.order.popleft()))
        self.kept[kept.number] = kept
        self.order.append(kept.number)
        for mark in kept.marks:
            places = self.places.setdefault(mark, [])
            places.append(kept.number)
            if len(places) > SAME_MARK:
                del places[1]

    def _forget(self, kept: _Kept) -> None:
        for mark in kept.marks:
            places = self.places[mark]
            if kept.number in places:
                places.remove(kept.number)
            if not places:
                del self.places[mark]
