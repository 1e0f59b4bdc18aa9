"""Which of many texts are nearly the same, and which are parts of others: the join of all with all, without trying all pairs.

Texts are numbered in the order in which they come, and meet where they share a fingerprint. A run of texts that share one is
joined in two passes. The first looks for near texts and joins them to kinds (single linkage: each is near one other of its
kind). The second looks for texts that are parts of others or have another headline, one text a kind, and only where few kinds
share the fingerprint: what stands in many different texts is a signature, and a post that holds nothing else is no quote of them.

**Cost.** Short runs are tried pair by pair; a long run only as first with each and each with the next, which joins a kind of a
thousand texts as well. A pair is looked at closely only if it shares enough fingerprints, and not at all once it is joined. So
the time grows with the number of fingerprints, also where all texts share one. Fingerprints lie in arrays, sorted a bucket
at a time: some 16 bytes for each; texts lie in one stretch of UTF-8.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import chain, combinations, groupby, pairwise, repeat
from typing import TYPE_CHECKING, Final

from .links import Joined
from .similarity import LONGEST, SHARED, CutTexts, fingerprints, fold, likeness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .links import Kinds
    from .similarity import Likeness

NUMBER_BITS: Final = 26
"""Bits of a text's number beside its fingerprint: 67 million texts."""
BUCKET_BITS: Final = 6
"""Bits of the fingerprint that choose its bucket; they are not stored beside the number."""
NUMBER: Final = (1 << NUMBER_BITS) - 1
SHORT_RUN: Final = 8
"""Texts that share a fingerprint and are tried pair by pair."""
MANY_KINDS: Final = 24
"""Kinds that share a fingerprint from which it counts as a signature."""
FEW_KINDS: Final = 4
"""Kinds that share it at most where they may be retitled: a few posts of one channel can end in the same long paragraph."""
MOST_TRIED: Final = 1 << 22
"""Pairs that are remembered so as not to be compared twice: 400 MB, for two million texts that share a phrase."""
MANY_TEXTS: Final = 64
"""Texts that share a fingerprint among which kinds are counted."""
MANY_MARKS: Final = 256
"""Fingerprints of two texts from which it pays to remember that they share too few of them."""


class Texts:
    """Distinct folded texts, and where each has its fingerprints."""

    def __init__(self) -> None:
        self._texts = bytearray()
        self._text_ends = array("Q", [0])
        self._marks = array("Q")
        self._mark_ends = array("Q", [0])
        self._buckets = [array("Q") for _ in range(1 << BUCKET_BITS)]

    def __len__(self) -> int:
        """Count the texts."""
        return len(self._text_ends) - 1

    def add(self, body: str) -> None:
        """Take the next text."""
        number = len(self)
        folded = fold(body) if len(body) <= LONGEST else ""
        marks = fingerprints(folded)
        if marks:
            # UTF-8 is half as long as what Python needs for a text with one emoji in it.
            self._texts += folded.encode("utf-8", "surrogatepass")
        self._text_ends.append(len(self._texts))
        self._marks.extend(marks)
        self._mark_ends.append(len(self._marks))
        for mark in marks:
            self._buckets[_bucket_of(mark)].append(mark & ~NUMBER | number)

    def links(self, near: float) -> Joined:
        """Join near texts to kinds, and link texts with their parts."""
        joined = Joined.of(len(self))
        compare = _Comparison(self, near)
        self._join_near(joined, compare)
        compare.forget()
        self._tie_parts(joined, compare)
        return joined

    def _join_near(self, joined: Joined, compare: _Comparison) -> None:
        """Make the first pass."""
        kinds = joined.kinds
        for run in self._runs():
            for earlier, later in _near_pairs(run):
                if kinds.of(earlier) != kinds.of(later) and (found := compare.near(earlier, later)):
                    joined.join(earlier, later, found)

    def _tie_parts(self, joined: Joined, compare: _Comparison) -> None:
        """Make the second pass, in which each two kinds are tied once."""
        kinds = joined.kinds
        tied: set[tuple[int, int]] = set()
        for run in self._runs():
            of_kinds = _one_a_kind(run, kinds)
            for earlier, later in _part_pairs(of_kinds, self._length):
                first, second = sorted((kinds.of(earlier), kinds.of(later)))
                found = compare.part(earlier, later) if first != second and (first, second) not in tied else None
                if found is None:
                    continue
                if found.kinship != "retitled":
                    tied.add((first, second))
                    joined.parts.add(earlier, later, found)
                elif len(of_kinds) <= FEW_KINDS and self._is_rare(self.marks(earlier) & self.marks(later), kinds):
                    joined.join(earlier, later, found)

    def marks(self, number: int) -> set[int]:
        """Give the fingerprints of a text."""
        return set(self._marks[self._mark_ends[number] : self._mark_ends[number + 1]])

    def _is_rare(self, marks: set[int], kinds: Kinds) -> bool:
        """Tell whether most of some fingerprints stand in few kinds. The runs must have been sorted before."""
        rare = 0
        for mark in marks:
            bucket = self._buckets[_bucket_of(mark)]
            start = bisect_left(bucket, mark & ~NUMBER)
            entries = bucket[start : min(start + MANY_TEXTS, bisect_left(bucket, (mark | NUMBER) + 1))]
            rare += len({kinds.of(entry & NUMBER) for entry in entries}) <= FEW_KINDS
        return rare > len(marks) / 2

    def text(self, number: int) -> str:
        """Give a folded text."""
        return self._texts[self._text_ends[number] : self._text_ends[number + 1]].decode("utf-8", "surrogatepass")

    def _length(self, number: int) -> int:
        return self._text_ends[number + 1] - self._text_ends[number]

    def _runs(self) -> Iterator[list[int]]:
        """Give the numbers of the texts that share a fingerprint, in ascending order, for each fingerprint of two texts and more."""
        for k, bucket in enumerate(self._buckets):
            # Sorting is most of the work, and a sorted array sorts in no time when it comes again.
            ordered = sorted(bucket)
            self._buckets[k] = array("Q", ordered)
            for _, entries in groupby(ordered, key=NUMBER_BITS.__rrshift__):
                run = [entry & NUMBER for entry in entries]
                if len(run) > 1:
                    yield run


def _bucket_of(mark: int) -> int:
    return (mark & NUMBER) >> (NUMBER_BITS - BUCKET_BITS)


def _near_pairs(run: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Give the pairs of a run that are tried: all of a short one; of a long one the first with each, and each with the next."""
    if len(run) <= SHORT_RUN:
        return combinations(run, 2)
    return chain(zip(repeat(run[0]), run[1:], strict=False), pairwise(run))


def _one_a_kind(run: Sequence[int], kinds: Kinds) -> list[int]:
    """Give the first text of a run of each kind."""
    return sorted({kinds.of(number): number for number in reversed(run)}.values())


def _part_pairs(one_a_kind: Sequence[int], length_of: Callable[[int], int]) -> Iterator[tuple[int, int]]:
    """Give the pairs of different kinds that may be part and whole: all of few; of more the longest and the first with each."""
    if not 2 <= len(one_a_kind) <= MANY_KINDS:
        return
    if len(one_a_kind) <= SHORT_RUN:
        yield from combinations(one_a_kind, 2)
        return
    for hub in {one_a_kind[0], max(one_a_kind, key=length_of)}:
        yield from ((min(hub, other), max(hub, other)) for other in one_a_kind if other != hub)


class _Comparison:
    """The close look at two texts, each pair once."""

    def __init__(self, texts: Texts, near: float) -> None:
        self._texts = texts
        self._near = near
        self._tried: set[int] = set()
        self._cut = CutTexts(texts.text)

    def forget(self) -> None:
        """Let every pair be tried again."""
        self._tried.clear()

    def near(self, earlier: int, later: int) -> Likeness | None:
        """Tell how a text is like an earlier one, if they are nearly the same."""
        found = self._look(earlier, later, max)
        return found if found and found.kinship == "near" else None

    def part(self, earlier: int, later: int) -> Likeness | None:
        """Tell how a text is like an earlier one, if one is a part of the other, or has only another headline."""
        found = self._look(earlier, later, min)
        return found if found and found.kinship != "near" else None

    def _look(self, earlier: int, later: int, of: Callable[[int, int], int]) -> Likeness | None:
        pair = earlier << NUMBER_BITS | later
        if pair in self._tried:
            return None
        marks, others = self._texts.marks(earlier), self._texts.marks(later)
        share_enough = len(marks & others) >= SHARED * of(len(marks), len(others))
        # Short texts share few fingerprints, and so meet seldom; a note of each pair of them would fill the memory.
        if share_enough or len(marks) + len(others) > MANY_MARKS:
            if len(self._tried) >= MOST_TRIED:
                self._tried.clear()
            self._tried.add(pair)
        return likeness(self._cut[later], self._cut[earlier], self._near) if share_enough else None
