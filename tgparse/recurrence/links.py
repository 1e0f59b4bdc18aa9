"""Links between texts that are alike, and the kinds of texts that they join.

Texts are known by their numbers. There may be a link for each of a million texts, so that many of them lie in arrays: 11 bytes each.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple, get_args

from .similarity import Kinship, Likeness

if TYPE_CHECKING:
    from collections.abc import Iterator

LINK_BITS: Final = 32
"""Bits of a link's number beside that of a text."""
LINK: Final = (1 << LINK_BITS) - 1
KINSHIPS: Final[tuple[Kinship, ...]] = get_args(Kinship)
EXACTNESS: Final = 10_000
"""Similarities have four digits."""


class Link(NamedTuple):
    """Two texts by their numbers, the earlier one first, and how the later one is like it."""

    earlier: int
    later: int
    likeness: Likeness


class Links:
    """Many links."""

    def __init__(self) -> None:
        self._ends = array("I")
        self._similarities = array("H")
        self._kinships = array("B")

    def __len__(self) -> int:
        """Count them."""
        return len(self._kinships)

    def __iter__(self) -> Iterator[Link]:
        """Give them in their order."""
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, k: int) -> Link:
        """Give one of them."""
        kinship, similarity = KINSHIPS[self._kinships[k]], self._similarities[k] / EXACTNESS
        return Link(self._ends[2 * k], self._ends[2 * k + 1], Likeness(kinship, similarity))

    def add(self, earlier: int, later: int, likeness: Likeness) -> None:
        """Take the next one."""
        self._ends.extend((earlier, later))
        self._similarities.append(round(likeness.similarity * EXACTNESS))
        self._kinships.append(KINSHIPS.index(likeness.kinship))

    def texts(self) -> set[int]:
        """Give the texts that have a link."""
        return set(self._ends)

    def by_text(self) -> LinksByText:
        """Sort them by the texts that they end at."""
        return LinksByText(self, array("Q", sorted(text << LINK_BITS | k >> 1 for k, text in enumerate(self._ends))))


class LinksByText(NamedTuple):
    """Links, and for each of their ends the text's number with the link's, in ascending order."""

    links: Links
    ends: array[int]

    def of(self, text: int) -> Iterator[Link]:
        """Give the links of a text."""
        for k in range(bisect_left(self.ends, text << LINK_BITS), bisect_left(self.ends, (text + 1) << LINK_BITS)):
            yield self.links[self.ends[k] & LINK]


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


class Joined(NamedTuple):
    """What was found out about many texts."""

    kinds: Kinds
    near: Links
    """The links that join texts to kinds: those between texts that are near or retitled."""
    parts: Links
    """The links between texts of different kinds and their parts."""

    @classmethod
    def of(cls, size: int) -> Joined:
        """Begin with texts that are joined to no other."""
        return cls(Kinds(size), Links(), Links())

    def join(self, earlier: int, later: int, likeness: Likeness) -> None:
        """Make the kinds of two texts one."""
        self.kinds.join(earlier, later)
        self.near.add(earlier, later, likeness)
