"""Texts for the benchmarks: the fixtures, varied so that hardly two lines are equal and every doubling survives.

A parser that remembers lines would be measured against its own memory, so each copy of a fixture gets lines of its own:
a long line another word for its longest one, a short line one word more, a tag some letters more, a line of numbers
other numbers. Equal lines of one copy change in the same way, so that what stood twice still does. Only what is the same
in every export of the world stays: lines of up to three words, such as "Read in full". All of it follows from the salt:
the same salt gives the same text on every machine.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path
from typing import Final

import tgparse

FIXTURES: Final = Path(__file__).parents[2] / "fixtures"
SHORT: Final = 60
FEW_WORDS: Final = 3
# A tag, a mention or an address would become another kind of thing, a capitalised word perhaps another place.
_WORD: Final = re.compile(r"(?<![#@\w./:])[^\W\d_A-Z]{5,}(?![\w@/.:])")
_TAGS: Final = re.compile(r"#\w+(?: #\w+)*")
_NUMBER: Final = re.compile(r"\d+")
_LETTER: Final = re.compile(r"[^\W\d_]")


def fixture_texts() -> dict[str, str]:
    """Read the fixtures that are plain UTF-8 text, by name."""
    texts: dict[str, str] = {}
    for path in sorted(FIXTURES.rglob("*.txt")):
        try:
            texts[path.relative_to(FIXTURES).as_posix()] = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
    return texts


def varied(text: str, size: int, salt: str) -> str:
    """Lay varied copies of a text one behind the other until there are `size` code points."""
    copies: list[str] = []
    length = 0
    while length < size:
        copy = varied_copy(text if text.endswith("\n") else text + "\n", f"{salt}/{len(copies)}")
        copies.append(copy)
        length += len(copy)
    return "".join(copies)


def distinct(text: str, size: int, salt: str) -> str:
    """Give `size` code points of which no two lines are equal: what doubled copies leave once cleaned, each line with words of its own.

    >>> lines = distinct("One line\\n\\nAnother line\\nRead in full\\n", 500, "1").splitlines()
    >>> len(lines) == len(set(lines))
    True
    """
    seen: set[str] = set()
    lines: list[str] = []
    for number, line in enumerate(filter(str.strip, tgparse.clean_text(varied(text, 2 * size, salt)).splitlines())):
        draw = Draw(f"{salt}/{number}")
        while line in seen:
            line = f"{line} {draw.word()}"  # noqa: PLW2901
        seen.add(line)
        lines.append(line)
    cut = "\n".join(lines)[:size]
    return cut[: cut.rfind("\n") + 1]


def varied_copy(text: str, salt: str) -> str:
    """Change every line of a text once, equal lines equally."""
    lines = text.split("\n")
    changed = {line: varied_line(line, salt) for line in dict.fromkeys(lines) if line.strip()}
    return "\n".join(changed.get(line, line) for line in lines)


def varied_line(line: str, salt: str) -> str:
    """Change what a line says without changing what it is.

    >>> len(varied_line("Talks were held in Minsk and in Vienna, and nobody knows what will become of that", "1"))
    81
    >>> varied_line("Read in full", "1")
    'Read in full'
    """
    draw = Draw(f"{salt}|{line}")
    if _TAGS.fullmatch(line.strip()):
        return line + draw.word()
    if not _LETTER.search(line):
        # Reactions, times, counts. Only single digits are free: times and dates have bounds, and Telegram writes 1.2K for 1200.
        return re.sub(r"(?<![\d.:])\d(?![\d.:])", lambda _: str(100 + draw.below(900)), line)
    word = max(_WORD.finditer(line), key=lambda match: match.end() - match.start(), default=None)
    if word and len(line) > SHORT:
        letters = sorted({char for char in line if char.isalpha() and not char.isupper()})
        line = line[: word.start()] + "".join(letters[draw.below(len(letters))] for _ in word[0]) + line[word.end() :]
    elif len(line.split()) > FEW_WORDS and not _NUMBER.search(line):
        line = f"{line} {draw.word()}"
    return re.sub(r"\b(?:19|20)(?=\d\d\b)\d\d", lambda match: f"{match[0][:2]}{10 + draw.below(13)}", line)


class Draw:
    """Choices that follow from a seed and nothing else."""

    def __init__(self, seed: str) -> None:
        self._bits = int.from_bytes(blake2b(seed.encode("utf-8", "replace"), digest_size=64).digest(), "big")

    def below(self, limit: int) -> int:
        """Draw a number from 0 to `limit` - 1; the bits of 64 bytes last for a hundred draws, then all are 0."""
        self._bits, number = divmod(self._bits, limit)
        return number

    def word(self) -> str:
        """Draw four letters."""
        return "".join(chr(97 + self.below(26)) for _ in range(4))
