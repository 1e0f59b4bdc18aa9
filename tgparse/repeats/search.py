"""The lines of a stretch explained as the cheapest row of posts.

A post is a single line, a doubled body whose copies are equal (cheap), or one whose copies differ (dearer, by the lines that only one
copy has). The cheapest row is found from the end to the start, one decision a line. Second copies are looked for only where the first
line of the tail recurs, at the nearest few places; and how far two stretches agree is looked up, since each pair of places is compared
once. So the time grows with the number of lines, also where all lines are equal or none is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from ..folding import fold_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..tokens import RawLine

DOUBLED: Final = 1.0
"""Cost of a post whose tail stands twice."""
SINGLE: Final = 2.0
"""Cost of a line that is a post of its own: two of them are never better than one doubled post."""
LONE_MARKED: Final = 1.0
"""Cost of the undoubled text of a marker's post; its further lines cost less than posts of their own."""
MARKED_LINE: Final = 0.8
HEADLESS: Final = 1.5
"""Added where the first line of a doubled post is missing: it was only a link, or began with a custom emoji."""
DIFFERING: Final = 0.2
"""Added where the copies differ."""
EXTRA: Final = 2.0
"""Added for each run of lines that only one copy has, and a quarter of that for each further line of the run."""
FURTHER_EXTRA: Final = 0.5
NEAREST: Final = 6
"""Recurrences of a tail's first line at which a second copy is looked for."""
LONGEST_TAIL: Final = 512
"""Lines in a tail; Telegram's 4 096 characters leave room for no more in earnest."""
LONGEST_RUN: Final = 40
"""Lines that one copy may have beyond the other in one place, as a block of code."""
UNKNOWN: Final = float("inf")
STRONG_LINES: Final = 2
STRONG_CHARACTERS: Final = 120
"""A square this large is hardly the author's own."""


class Body(NamedTuple):
    """A post among the lines of a stretch: which lines it keeps, and which repeat which."""

    start: int
    """Index of its first line."""
    end: int
    """Index behind its last line, second copy included."""
    kept: Sequence[int]
    """The lines that stay, in the order of the post."""
    repeated: Sequence[tuple[int, int]]
    """Pairs of a line that goes and the line that it repeats."""
    differing: bool = False
    """Whether one copy has lines that the other lacks."""


class _Search:
    """The cheapest row of posts that explains a stretch of lines."""

    def __init__(self, lines: Sequence[RawLine], *, marked: bool, final: bool, whole: bool, mirror: bool) -> None:
        self.lines = lines
        self.marked = marked
        self.final = final
        self.headline, self.headless = (HEADLESS, 0.0) if whole else (0.0, HEADLESS)
        if mirror:
            # A line before a doubled body is the mirror's own, and no headline.
            self.headline = SINGLE + HEADLESS
        self.keys = _keys(lines)
        self.size = len(lines)
        self.places: dict[int, list[int]] = defaultdict(list)
        self.rank: list[int] = []
        for i, key in enumerate(self.keys):
            self.rank.append(len(self.places[key]))
            self.places[key].append(i)
        self.known_runs: dict[int, tuple[int, int]] = {}
        self.copies: dict[int, _Copies] = {}

    def bodies(self) -> list[Body]:
        """Give the posts of the cheapest row."""
        cost = self._costs()
        bodies: list[Body] = []
        i = 0
        if self.marked and self.size:
            bodies.append(self._marked_body(cost))
            i = bodies[0].end
        while i < self.size:
            bodies.append(self._next_body(i, cost))
            i = bodies[-1].end
        return bodies

    def holds_square(self) -> bool:
        """Whether a block of lines stands twice in a row anywhere; where none does, no post's copies are equal."""
        for first, (key, rank) in enumerate(zip(self.keys, self.rank, strict=True)):
            for second in self.places[key][rank + 1 : rank + 1 + NEAREST]:
                if second - first > LONGEST_TAIL:
                    break
                if second - first >= STRONG_LINES and self._run(first, second) >= second - first:
                    return True
        return False

    def _costs(self) -> list[float]:
        """For each line, the cost of the cheapest row from there to the end."""
        cost = [0.0] * (self.size + 1)
        for i in range(self.size - 1, -1, -1):
            copies = self._cheapest_copies(i, cost)
            if copies is not None:
                self.copies[i] = copies
            cost[i] = min(SINGLE + cost[i + 1], *(self._doubled_costs(i, cost)))
        return cost

    def _doubled_costs(self, i: int, cost: list[float]) -> tuple[float, float]:
        """Cost of a doubled post that begins at line i: with its headline there, and without one."""
        tail = self.copies.get(i + 1)
        whole = self.copies.get(i)
        return (
            tail.cost + self.headline + cost[tail.end] if tail else UNKNOWN,
            whole.cost + self.headless + cost[whole.end] if whole and not whole.leads else UNKNOWN,
        )

    def _next_body(self, i: int, cost: list[float]) -> Body:
        with_headline, headless = self._doubled_costs(i, cost)
        if with_headline <= min(headless, SINGLE + cost[i + 1]):
            return self.copies[i + 1].body(i, headline=True)
        if headless <= SINGLE + cost[i + 1]:
            return self.copies[i].body(i, headline=False)
        return Body(i, i + 1, (i,), ())

    def _marked_body(self, cost: list[float]) -> Body:
        """The post under the marker: doubled, or all lines that do not stand in a cheaper row of their own."""
        with_headline, headless = self._doubled_costs(0, cost)
        length = min(range(1, self.size + 1), key=lambda k: MARKED_LINE * (k - 1) + cost[k])
        lone = LONE_MARKED + MARKED_LINE * (length - 1) + cost[length]
        if min(with_headline, headless) <= lone:
            return self.copies[1].body(0, headline=True) if with_headline <= headless else self.copies[0].body(0, headline=False)
        return Body(0, length, tuple(range(length)), ())

    def _cheapest_copies(self, first: int, cost: list[float]) -> _Copies | None:
        """Two copies of a tail, the first of which begins at this line: the cheapest with what comes after them."""
        best: _Copies | None = None
        equal: int | None = None
        least = UNKNOWN
        places, rank = self.places[self.keys[first]], self.rank[first]
        for second in places[rank + 1 : rank + 1 + NEAREST]:
            length = second - first
            if length > LONGEST_TAIL:
                break
            if self._run(first, second) >= length:
                if DOUBLED + cost[second + length] < least:
                    equal, least = second, DOUBLED + cost[second + length]
                continue
            copies = self._align(first, second)
            if copies is not None and copies.cost + cost[copies.end] < least:
                best, equal, least = copies, None, copies.cost + cost[copies.end]
        # Equal copies are nearly all of them, and most are dearer than others: only the cheapest are written down.
        return best if equal is None else _Copies.equal(first, equal)

    def _align(self, first: int, second: int) -> _Copies | None:
        """Walk both copies at once, from the line that opens the first and recurs at `second`."""
        keys, size = self.keys, self.size
        kept: list[range] = []
        pairs: list[tuple[int, int, int]] = []
        matched = extras = 0
        cost = DOUBLED + DIFFERING
        i, j = first, second
        while i < second:
            if j < size and keys[i] == keys[j]:
                run = min(self._run(i, j), second - i)
                kept.append(range(i, i + run))
                pairs.append((i, j, run))
                matched += run
                i, j = i + run, j + run
                continue
            step = self._next_agreement(i, j, second)
            if step is None:
                break
            kept.append(range(i, step[0]) if step[0] > i else range(j, step[1]))
            extra = len(kept[-1])
            extras += extra
            cost += EXTRA + FURTHER_EXTRA * (extra - 1)
            i, j = step
            if extras > 2 * (matched + second - i) + 1 and not self.final:
                # They will not be alike enough even if all the rest agrees; most walks through hostile texts end here.
                return None
        # What is left between the copies opens the second one: quotes are lost from the first copy only.
        gap = second - i
        if self._next_place(keys[first], i, second) is not None:
            return None
        cost += EXTRA + FURTHER_EXTRA * (gap - 1) if gap else 0
        if self.final and gap and self._is_cut(i, j, lines_left=gap, least=matched // 2 + 1):
            pairs.append((i, j, size - j))
            return _Copies(cost, size, (*kept, range(i, second)), tuple(pairs))
        if extras + gap > 2 * matched + 1 or gap > LONGEST_RUN:
            return None
        return _Copies(cost, j, (range(i, second), *kept), tuple(pairs), differing=True, leads=gap > 0)

    def _run(self, i: int, j: int) -> int:
        """How many lines from i on equal those from j on; what one call has seen, the next does not walk again."""
        keys, shift, limit = self.keys, j - i, self.size - (j - i)
        began, ended = self.known_runs.get(shift, (-1, -1))
        if began <= i < ended:
            return ended - i
        k = i
        while k < limit and keys[k] == keys[k + shift]:
            k += 1
            if k == began:
                k = ended
                break
        if k > i:
            self.known_runs[shift] = (i, k)
        return k - i

    def _next_agreement(self, i: int, j: int, second: int) -> tuple[int, int] | None:
        """Skip the fewest lines of one copy so that both go on alike."""
        in_second = self._next_place(self.keys[i], j + 1, min(j + 1 + LONGEST_RUN, self.size))
        in_first = self._next_place(self.keys[j], i + 1, min(i + 1 + LONGEST_RUN, second)) if j < self.size else None
        if in_second is not None and (in_first is None or in_second - j <= in_first - i):
            return i, in_second
        return (in_first, j) if in_first is not None else None

    def _next_place(self, key: int, start: int, end: int) -> int | None:
        places = self.places[key]
        k = bisect_left(places, start)
        return places[k] if k < len(places) and places[k] < end else None

    def _is_cut(self, i: int, j: int, *, lines_left: int, least: int) -> bool:
        """Whether the file ends inside the second copy, at line i of the first: in the middle of the line, or `least` lines early.

        One line less may as well be a quote that was lost from the first copy.
        """
        if j == self.size - 1:
            return self.lines[i].text.startswith(self.lines[j].text)
        return j == self.size and lines_left >= least


class _Copies(NamedTuple):
    """Two copies of a tail."""

    cost: float
    end: int
    """Index behind the second copy."""
    kept: tuple[range, ...]
    """The lines of their ordered union."""
    pairs: tuple[tuple[int, int, int], ...]
    """Where they agree: index in the first, in the second, number of lines."""
    differing: bool = False
    leads: bool = False
    """Whether the second copy opens with lines that the first lacks; that needs a headline before it to be believed."""

    @classmethod
    def equal(cls, first: int, second: int) -> _Copies:
        """Write down two copies without a difference."""
        return cls(DOUBLED, 2 * second - first, (range(first, second),), ((first, second, second - first),))

    def body(self, start: int, *, headline: bool) -> Body:
        """Make a post of them, with the line before them as its headline or without one."""
        kept = [start] if headline else []
        kept += [i for stretch in self.kept for i in stretch]
        repeated = tuple((j + k, i + k) for i, j, length in self.pairs for k in range(length))
        return Body(start, self.end, tuple(kept), repeated, self.differing)


def _keys(lines: Sequence[RawLine]) -> list[int]:
    """Number the lines so that equal ones, white space and invisible characters aside, have equal numbers."""
    by_text: dict[str, int] = {}
    by_words: dict[str, int] = {}
    keys: list[int] = []
    for line in lines:
        key = by_text.get(line.text)
        if key is None:
            key = by_text[line.text] = by_words.setdefault(fold_line(line.text), len(by_words))
        keys.append(key)
    return keys


def find_bodies(
    lines: Sequence[RawLine], *, marked: bool = False, final: bool = False, whole: bool = False, mirror: bool = False
) -> list[Body]:
    """Explain the lines of a doubled file's stretch as a row of posts.

    `marked` tells that a forward marker stands before the first line, `final` that the file ends behind the last one,
    where a second copy may be cut, `whole` that first lines are doubled too, as mirrors of Telegram's pages do it,
    and `mirror` that it is one for certain.
    The bodies cover every line, in order.

    >>> from tgparse.tokens import RawLine
    >>> lines = [RawLine(text, 0, n) for n, text in enumerate(["Head", "one", "two", "one", "two", "Next"], 1)]
    >>> [(body.start, body.end, body.kept) for body in find_bodies(lines)]
    [(0, 5, (0, 1, 2)), (5, 6, (5,))]
    """
    size = len(lines)
    tail = size // 2
    if size % 2 and tail and not whole:
        texts = [line.text for line in lines]
        if texts[1 : tail + 1] == texts[tail + 1 :]:
            # One doubled post and nothing else: no row of posts is cheaper, so there is nothing to search.
            return [Body(0, size, range(tail + 1), tuple(zip(range(tail + 1, size), range(1, tail + 1), strict=True)))]
    return _Search(lines, marked=marked, final=final, whole=whole, mirror=mirror).bodies()


def find_squares(lines: Sequence[RawLine]) -> list[Body]:
    """Find the blocks that stand twice in a text that is not doubled, and are so large that they are hardly the author's own."""
    search = _Search(lines, marked=False, final=False, whole=False, mirror=False)
    bodies = search.bodies() if search.holds_square() else []
    return [body for body in bodies if not body.differing and is_strong(lines, body)]


def is_strong(lines: Sequence[RawLine], body: Body) -> bool:
    """Whether so much stands twice that it is hardly the author's own."""
    return len(body.repeated) >= STRONG_LINES and sum(len(lines[i].text) for i, _ in body.repeated) >= STRONG_CHARACTERS
