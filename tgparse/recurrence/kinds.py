"""Which of many texts are nearly the same, and which are parts of others: the join of all with all, without trying all pairs.

Texts are numbered in the order in which they come, and meet where they share a fingerprint. A run of texts that share one is
joined in two passes. The first looks for near texts and joins them to kinds (single linkage: each is near one other of its
kind). The second looks for texts that are parts of others, one text a kind, and only where few kinds share the fingerprint: what
stands in many different texts is a signature, and a post that holds nothing else is no quote of them.

**Cost.** Short runs are tried pair by pair; a long run only as first with each and each with the next, which joins a kind of a
thousand texts as well. A pair is looked at closely only if it shares enough fingerprints, and not at all once it is joined. So
the time grows with the number of fingerprints, also where all texts share one. Fingerprints lie in arrays, sorted a bucket
at a time: some 16 bytes for each.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from itertools import chain, combinations, groupby, pairwise, repeat
from typing import TYPE_CHECKING, Final, NamedTuple

from .similarity import Likeness, fingerprints, likeness, shingles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

NUMBER_BITS: Final = 26
"""Bits of a text's number beside its fingerprint: 67 million texts."""
BUCKET_BITS: Final = 6
"""Bits of the fingerprint that choose its bucket; they are not stored beside the number."""
NUMBER: Final = (1 << NUMBER_BITS) - 1
SHORT_RUN: Final = 8
"""Texts that share a fingerprint and are tried pair by pair."""
MANY_KINDS: Final = 24
"""Kinds that share a fingerprint from which it counts as a signature."""
SHARED: Final = 0.25
"""Share of the fingerprints in common from which two texts are compared by the measure itself."""
MOST_TRIED: Final = 1 << 20
"""Pairs that are remembered so as not to be compared twice: 100 MB."""
CACHED: Final = 1024
"""Texts whose shingles are kept at hand."""


class Link(NamedTuple):
    """Two texts by their numbers, the earlier one first, and how the later one is like it."""

    earlier: int
    later: int
    likeness: Likeness


class Kinds:
    """Which texts are joined: the sets of a union-find, each named by its first text."""

    def __init__(self, size: int) -> None:
        self._above = array("q", range(size))

    def of(self, number: int) -> int:
        """Give the first text of the kind."""
        above = self._above
        while above[number] != number:
            above[number] = number = above[above[number]]
        return number

    def join(self, one: int, other: int) -> None:
        """Make two kinds one."""
        one, other = self.of(one), self.of(other)
        self._above[max(one, other)] = min(one, other)


class Texts:
    """Distinct folded texts, and where each has its fingerprints."""

    def __init__(self) -> None:
        self._texts: list[bytes] = []
        self._marks = array("Q")
        self._ends = array("Q", [0])
        self._buckets = [array("Q") for _ in range(1 << BUCKET_BITS)]

    def __len__(self) -> int:
        """Count the texts."""
        return len(self._texts)

    def add(self, folded: str) -> None:
        """Take the next text."""
        number = len(self._texts)
        marks = fingerprints(folded)
        # UTF-8 is half as long as what Python needs for a text with one emoji in it.
        self._texts.append(folded.encode("utf-8", "surrogatepass") if marks else b"")
        self._marks.extend(marks)
        self._ends.append(len(self._marks))
        for mark in marks:
            self._buckets[(mark & NUMBER) >> (NUMBER_BITS - BUCKET_BITS)].append(mark & ~NUMBER | number)

    def links(self, near: float) -> tuple[list[Link], list[Link]]:
        """Give the links between near texts that join them to kinds, and those between texts and their parts."""
        compare = _Comparison(self, near)
        kinds = Kinds(len(self))
        near_links: list[Link] = []
        for run in self._runs():
            for earlier, later in _near_pairs(run):
                if kinds.of(earlier) != kinds.of(later) and (found := compare.near(earlier, later)):
                    kinds.join(earlier, later)
                    near_links.append(Link(earlier, later, found))
        compare.forget()
        parts: dict[tuple[int, int], Link] = {}
        for run in self._runs():
            for earlier, later in _part_pairs(run, kinds, self._length):
                first, second = kinds.of(earlier), kinds.of(later)
                pair = min(first, second), max(first, second)
                if pair not in parts and (found := compare.part(earlier, later)):
                    parts[pair] = Link(earlier, later, found)
        return near_links, list(parts.values())

    def marks(self, number: int) -> set[int]:
        """Give the fingerprints of a text."""
        return set(self._marks[self._ends[number] : self._ends[number + 1]])

    def shingles(self, number: int) -> frozenset[str]:
        """Cut a text into its shingles."""
        return shingles(self._texts[number].decode("utf-8", "surrogatepass"))

    def _length(self, number: int) -> int:
        return len(self._texts[number])

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


def _near_pairs(run: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Give the pairs of a run that are tried: all of a short one; of a long one the first with each, and each with the next."""
    if len(run) <= SHORT_RUN:
        return combinations(run, 2)
    return chain(zip(repeat(run[0]), run[1:], strict=False), pairwise(run))


def _part_pairs(run: Sequence[int], kinds: Kinds, length_of: Callable[[int], int]) -> Iterator[tuple[int, int]]:
    """Give the pairs of different kinds that may be part and whole: all of few; of more the longest and the first with each."""
    one_a_kind = sorted({kinds.of(number): number for number in reversed(run)}.values())
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
        self._shingles = lru_cache(CACHED)(texts.shingles)

    def forget(self) -> None:
        """Let every pair be tried again."""
        self._tried.clear()

    def near(self, earlier: int, later: int) -> Likeness | None:
        """Tell how a text is like an earlier one, if they are nearly the same."""
        found = self._look(earlier, later, max)
        return found if found and found.kinship == "near" else None

    def part(self, earlier: int, later: int) -> Likeness | None:
        """Tell how a text is like an earlier one, if one is a part of the other."""
        found = self._look(earlier, later, min)
        return found if found and found.kinship != "near" else None

    def _look(self, earlier: int, later: int, of: Callable[[int, int], int]) -> Likeness | None:
        pair = earlier << NUMBER_BITS | later
        if pair in self._tried:
            return None
        marks, others = self._texts.marks(earlier), self._texts.marks(later)
        if len(marks & others) < SHARED * of(len(marks), len(others)):
            return None
        if len(self._tried) >= MOST_TRIED:
            self._tried.clear()
        self._tried.add(pair)
        return likeness(self._shingles(later), self._shingles(earlier), self._near)
