"""Which of the last posts a post of a stream is like.

The index is bounded: it keeps the last 16 384 distinct texts (fewer where they have more than 8 388 608 characters together) with their
fingerprints, some 100 MB for posts of 280 characters, and of each fingerprint the first text and the last few. So what a post costs
grows with its own length and that of the few it is compared with, whatever came before it.
"""

from __future__ import annotations

from collections import Counter, deque
from typing import Final, NamedTuple

from ..models import Near
from .similarity import LONGEST, SHARED, Cut, CutTexts, fingerprints, fold, likeness

LOOK_BACK: Final = 1 << 14
"""Texts among which near ones are looked for."""
LOOK_BACK_LENGTH: Final = 1 << 23
"""Code points of these texts: 22 bytes of the index for each in prose."""
NEAR: Final = 0.9
"""Similarity from which a text counts as near, contained or containing."""
SAME_MARK: Final = 8
"""Texts that are remembered for one fingerprint: what more texts share is a signature."""
COMPARED: Final = 8
"""Texts that one text is compared with, those that share most fingerprints."""
AT_HAND: Final = 1 << 16
"""Code points of the texts whose shingles are kept: 6 MB, or one text."""
FEW: Final = 4
"""Texts that share so much from which what they share may be a signature, and they are not retitled."""


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
        self.length = 0
        self.places: dict[int, list[int]] = {}
        self._cut = CutTexts(lambda number: self.kept[number].folded, at_hand=AT_HAND)

    def look(self, body: str, index: int) -> tuple[Near, ...]:
        """Give the earlier posts that a body is like, in their order, and remember it."""
        if len(body) > LONGEST:
            return ()
        folded = fold(body)
        marks = fingerprints(folded)
        if not marks:
            return ()
        candidates = sorted(self._candidates(marks))
        mine = Cut.of(folded) if candidates else None
        found: list[Near] = []
        for other in candidates:
            like = likeness(mine, self._cut[other], NEAR) if mine else None
            if like and (like.kinship != "retitled" or len(candidates) < FEW):
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
        self.length += len(kept.folded)
        while len(self.order) == LOOK_BACK or (self.order and self.length > LOOK_BACK_LENGTH):
            self._forget(self.kept.pop(self.order.popleft()))
        self.kept[kept.number] = kept
        self.order.append(kept.number)
        for mark in kept.marks:
            places = self.places.setdefault(mark, [])
            places.append(kept.number)
            if len(places) > SAME_MARK:
                del places[1]

    def _forget(self, kept: _Kept) -> None:
        self.length -= len(kept.folded)
        for mark in kept.marks:
            places = self.places[mark]
            if kept.number in places:
                places.remove(kept.number)
            if not places:
                del self.places[mark]
