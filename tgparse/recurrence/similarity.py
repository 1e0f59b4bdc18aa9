"""How alike two texts are, and how texts that may be alike are found without comparing all with all.

**The measure.** A text is folded (case, white space and invisible characters do not count) and cut into shingles, all
its runs of five characters. The similarity of two texts is the share of the shorter one's shingles that the longer one has
(*containment*, the overlap coefficient). Where their lengths are alike the texts are *near* (0.9 is then a Jaccard index of 0.67
to 0.82); where they are not, one is a part of the other: a quote, a teaser, a truncation, a text before somebody put a comment
in front. Characters serve every script, and weigh an edit by its length. Texts that are neither, but near without their
first lines, are *retitled*: a headline is what a forwarder translates. A similarity is below 1 whatever it is measured on:
equality is another question, which `folding.content_hash` answers, so that a changed number or a "not" never counts as equal.

**The candidates.** Winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003): each run of three words has a number, and of each
four neighbouring numbers the smallest is a fingerprint. So two texts that share a run of six words, wherever it stands,
share a fingerprint, and a text has about two fingerprints for five words. A text of few words has no such run left once it is
edited: all its runs are fingerprints, and of very few words also those of two. Numbers come from CRC-32 and not from `hash`, which
differs from process to process.

**Why no library.** Sketches of a fixed size lose what is short in what is long: of posts that were cut short, MinHash finds 12 %
(datasketch) to 18 % (rensa), winnowing all, and faster. datasketch's LSH Ensemble finds them too, in twenty times the time. rapidfuzz
compares pairs: its `ratio` finds more typos and no part of a text, its `partial_ratio` finds both in five times the time of shingles.
`python -m tests.benchmarks.repeats libraries` measures this.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from zlib import crc32

from ..folding import fold_line

if TYPE_CHECKING:
    from collections.abc import Callable

SHINGLE: Final = 5
"""Characters of a shingle."""
SHORTEST_PART: Final = 40
"""Shingles from which a text counts as part of another one: shorter ones are greetings, calls and signatures."""
BELOW_EQUAL: Final = 0.9999
"""The greatest likeness of texts that are not equal."""
UNBROKEN: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Letters of scripts without blanks between words (Thai, Lao, Burmese, Khmer, Japanese, Chinese): each counts as a word."""
WORD: Final = re.compile(f"[{UNBROKEN}]|[^\\W{UNBROKEN}]+")
SHORT: Final = 12
"""Words of the longest text of which all runs are fingerprints."""
VERY_SHORT: Final = 8
"""Words of the longest text of which runs of two words are fingerprints too."""
SHARED: Final = 0.07
"""Share of the fingerprints in common from which two texts are compared by the measure itself."""
MASK: Final = (1 << 64) - 1
MIXERS: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
"""Odd 64-bit constants with well-mixed bits (from the golden ratio, and from xxHash)."""

ALIKE: Final = 0.8
"""Shingles of the shorter text for one of the longer from which their lengths are alike."""
SHORTEST_REST: Final = 100
"""Shingles from which what stands under two headlines can make retitled texts of two: shorter rests are often signatures."""
REST: Final = 0.5
"""Share of a text's shingles that the rest must have at least."""
LONGEST: Final = 1 << 16
"""Code points from which a text is compared for equality only: Telegram ends a post at 4 096."""
AT_HAND: Final = 1 << 19
"""Code points of the texts whose shingles are kept at hand: 50 MB."""

Kinship = Literal["near", "contained", "contains", "retitled"]
"""How a text is like an earlier one: nearly the same, a part of it, more than it, or nearly the same under another headline."""


class Likeness(NamedTuple):
    """How a text is like an earlier one."""

    kinship: Kinship
    similarity: float


def fold(body: str) -> str:
    r"""Fold a body for comparison: its first line and one for the rest, no case, single blanks.

    >>> fold("Bridge\nREOPENS\non  Monday")
    'bridge\nreopens on monday'
    """
    first, _, rest = body.partition("\n")
    folded = fold_line(rest.replace("\n", " ")).casefold()
    return f"{fold_line(first).casefold()}\n{folded}" if folded else fold_line(first).casefold()


def fingerprints(folded: str) -> frozenset[int]:
    """Choose the fingerprints of a folded text, 64 bits each: none where it has no word.

    >>> one = fingerprints("the bridge over the river reopens on monday, and line 7 crosses it again")
    >>> two = fingerprints("news: the bridge over the river reopens on sunday, and line 7 crosses it again")
    >>> len(one), len(one & two), len(fingerprints("👍"))
    (3, 2, 0)
    """
    numbers = [crc32(word.encode("utf-8", "surrogatepass")) for word in WORD.findall(folded)]
    if not numbers:
        return frozenset()
    a, b, c = MIXERS
    # What follows the last word is the same for all texts.
    padded = numbers if len(numbers) >= len(MIXERS) else [*numbers, 0, 0][: len(MIXERS)]
    runs = [(x * a + y * b + z * c) & MASK for x, y, z in zip(padded, padded[1:], padded[2:], strict=False)]
    if len(numbers) > SHORT:
        return frozenset(map(min, runs, runs[1:], runs[2:], runs[3:]))
    if len(numbers) <= VERY_SHORT:
        runs += [(x * c + y * a + b) & MASK for x, y in pairwise(numbers)]
    return frozenset(runs)


def shingles(folded: str) -> frozenset[str]:
    """Cut a folded text into shingles; blanks do not count.

    >>> sorted(shingles("so it is"))
    ['oitis', 'soiti']
    """
    packed = folded.replace(" ", "").replace("\n", "")
    if len(packed) <= SHINGLE:
        return frozenset((packed,)) if packed else frozenset()
    return frozenset([packed[i : i + SHINGLE] for i in range(len(packed) - SHINGLE + 1)])


class Cut(NamedTuple):
    """A folded text with its shingles."""

    folded: str
    shingles: frozenset[str]

    @classmethod
    def of(cls, folded: str) -> Cut:
        """Cut a text."""
        return cls(folded, shingles(folded))


class CutTexts:
    """Texts by their numbers, cut when they are asked for; the last ones are kept at hand."""

    def __init__(self, text_of: Callable[[int], str], at_hand: int = AT_HAND) -> None:
        self._text_of = text_of
        self._at_hand = at_hand
        self._kept: dict[int, Cut] = {}
        self._length = 0

    def __getitem__(self, number: int) -> Cut:
        """Give a text with its shingles."""
        cut = self._kept.pop(number, None)
        if cut is None:
            cut = Cut.of(self._text_of(number))
            self._length += len(cut.folded)
            while self._kept and self._length > self._at_hand:
                # A dictionary keeps the order in which its keys came, and what is asked for again comes again.
                self._length -= len(self._kept.pop(next(iter(self._kept))).folded)
        self._kept[number] = cut
        return cut


def likeness(text: Cut, earlier: Cut, near: float, *, shortest_part: int = SHORTEST_PART) -> Likeness | None:
    """Tell how a text is like an earlier one, or None where their similarity is below `near`, or the shorter one too short to be a part.

    >>> old = Cut.of("the tram crosses the river from monday on, the mayor said, and the bridge is open for all")
    >>> likeness(Cut.of("the tram crosses the river from sunday on, the mayor said, and the bridge is open for all"), old, 0.9)
    Likeness(kinship='near', similarity=0.9118)
    >>> likeness(Cut.of("the tram crosses the river from monday on, the mayor said…"), old, 0.9)
    Likeness(kinship='contained', similarity=0.9773)
    >>> likeness(Cut.of("something else"), old, 0.1) is None
    True
    """
    mine, theirs = len(text.shingles), len(earlier.shingles)
    shorter, longer = min(mine, theirs), max(mine, theirs)
    common = len(text.shingles & earlier.shingles)
    if common and common >= near * shorter:
        if shorter >= ALIKE * longer:
            return Likeness("near", share(common, shorter))
        if shorter < shortest_part:
            return None
        return Likeness("contained" if mine < theirs else "contains", share(common, shorter))
    if common >= near * max(SHORTEST_REST, REST * longer):
        return _without_headlines(text, earlier, near)
    return None


def _without_headlines(text: Cut, earlier: Cut, near: float) -> Likeness | None:
    """Tell whether two texts are near under other headlines, and most of both stands there."""
    mine, theirs = (shingles(cut.folded.partition("\n")[2]) for cut in (text, earlier))
    shorter, longer = sorted((len(mine), len(theirs)))
    if shorter < max(SHORTEST_REST, ALIKE * longer) or len(mine) < REST * len(text.shingles) or len(theirs) < REST * len(earlier.shingles):
        return None
    common = len(mine & theirs)
    return Likeness("retitled", share(common, shorter)) if common >= near * shorter else None


def share(common: int, shorter: int) -> float:
    """Give a similarity: below 1, since it says nothing about equality."""
    return min(round(common / shorter, 4), BELOW_EQUAL)
