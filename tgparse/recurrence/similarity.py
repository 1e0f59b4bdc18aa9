"""How alike two texts are, and how texts that may be alike are found without comparing all with all.

**The measure.** A text is folded (case, white space and invisible characters do not count) and cut into shingles, all
its runs of five characters. The similarity of two texts is the share of the shorter one's shingles that the longer one has
(*containment*, the overlap coefficient). Where their lengths are alike the texts are *near* (0.9 is then a Jaccard index of 0.67
to 0.82); where they are not, one is a part of the other: a quote, a teaser, a truncation, a text before somebody put a comment
in front. Characters serve every script, and weigh an edit by its length. A similarity is below 1 whatever it is measured on:
equality is another question, which `folding.content_hash` answers, so that a changed number or a "not" never counts as equal.

**The candidates.** Winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003): each run of three words has a number, and of each
four neighbouring numbers the smallest is a fingerprint. So two texts that share a run of six words, wherever it stands,
share a fingerprint, and a text has about two fingerprints for five words. Sketches of a fixed size (MinHash) find neither quotes
nor truncations: they lose what is short in what is long. Numbers come from CRC-32 and not from `hash`, which differs from
process to process.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple
from zlib import crc32

from ..folding import fold_line

SHINGLE: Final = 5
"""Characters of a shingle."""
SHORTEST_PART: Final = 40
"""Shingles from which a text counts as part of another one: shorter ones are greetings, calls and signatures."""
BELOW_EQUAL: Final = 0.9999
"""The greatest likeness of texts that are not equal."""
UNBROKEN: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Letters of scripts without blanks between words (Thai, Lao, Burmese, Khmer, Japanese, Chinese): each counts as a word."""
WORD: Final = re.compile(f"[{UNBROKEN}]|[^\\W{UNBROKEN}]+")
MASK: Final = (1 << 64) - 1
MIXERS: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
"""Odd 64-bit constants with well-mixed bits (from the golden ratio, and from xxHash)."""

ALIKE: Final = 0.8
"""Shingles of the shorter text for one of the longer from which their lengths are alike."""

Kinship = Literal["near", "contained", "contains"]
"""How a text is like an earlier one: nearly the same, a part of it, or more than it."""


class Likeness(NamedTuple):
    """How a text is like an earlier one."""

    kinship: Kinship
    similarity: float


def fold(body: str) -> str:
    r"""Fold a body for comparison: one line, no case, single blanks.

    >>> fold("Bridge\nREOPENS")
    'bridge reopens'
    """
    return fold_line(body.replace("\n", " ")).casefold()


def fingerprints(folded: str) -> frozenset[int]:
    """Choose the fingerprints of a folded text, 64 bits each: none where it has no word.

    >>> one = fingerprints("the bridge over the river reopens on monday")
    >>> two = fingerprints("news: the bridge over the river reopens on sunday")
    >>> len(one), len(one & two), len(fingerprints("👍"))
    (1, 1, 0)
    """
    numbers = [crc32(word.encode("utf-8", "surrogatepass")) for word in WORD.findall(folded)]
    if not numbers:
        return frozenset()
    if len(numbers) < len(MIXERS):
        # What follows the last word is the same for all texts.
        numbers += [0] * (len(MIXERS) - len(numbers))
    a, b, c = MIXERS
    runs = [(x * a + y * b + z * c) & MASK for x, y, z in zip(numbers, numbers[1:], numbers[2:], strict=False)]
    if len(runs) < 4:
        return frozenset((min(runs),))
    return frozenset(map(min, runs, runs[1:], runs[2:], runs[3:]))


def shingles(folded: str) -> frozenset[str]:
    """Cut a folded text into shingles; blanks do not count.

    >>> sorted(shingles("so it is"))
    ['oitis', 'soiti']
    """
    packed = folded.replace(" ", "")
    if len(packed) <= SHINGLE:
        return frozenset((packed,)) if packed else frozenset()
    return frozenset([packed[i : i + SHINGLE] for i in range(len(packed) - SHINGLE + 1)])


def likeness(text: frozenset[str], earlier: frozenset[str], near: float) -> Likeness | None:
    """Tell how the shingles of a text are like those of an earlier one, or None where their similarity is below `near`.

    >>> old = shingles("the tram crosses the river from monday on, the mayor said, and the bridge is open for all")
    >>> likeness(shingles("the tram crosses the river from sunday on, the mayor said, and the bridge is open for all"), old, 0.9)
    Likeness(kinship='near', similarity=0.9118)
    >>> likeness(shingles("the tram crosses the river from monday on, the mayor said…"), old, 0.9)
    Likeness(kinship='contained', similarity=0.9773)
    >>> likeness(shingles("something else"), old, 0.1) is None
    True
    """
    shorter, longer = sorted((len(text), len(earlier)))
    common = len(text & earlier)
    if not common or common < near * shorter:
        return None
    similarity = min(round(common / shorter, 4), BELOW_EQUAL)
    if shorter >= ALIKE * longer:
        return Likeness("near", similarity)
    if shorter < SHORTEST_PART:
        return None
    return Likeness("contained" if len(text) < len(earlier) else "contains", similarity)
