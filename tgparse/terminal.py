"""What a terminal shows: colours, text cut to its width, and a bar that tells how far long work is.

Only a terminal gets any of it, so that pipes and files stay clean; `NO_COLOR` (https://no-color.org) and `TERM=dumb` turn colours off.
Typer and rich would do the same: they cost 50 ms of each start (`python -X importtime -c "import typer"`; argparse: 8 ms), five
packages, and a markup of their own, in which hostile text would have to be escaped once more. These few lines cost none of it.
"""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING, Final, Self, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

STYLES: Final = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
"""Names of styles and their numbers in ECMA-48 (SGR)."""
LONG: Final = 1 << 23
"""Bytes from which reading is long, and how far it is gets shown."""
BAR: Final = 30
"""Cells of the bar where there is room."""
NO_BREAK: Final = "\u00a0"
MIN_WIDTH: Final = 24
"""Columns below which nothing is wrapped: it would only get longer."""


def width(stream: TextIO) -> int | None:
    """Give the columns of a terminal, and None for what is none."""
    return shutil.get_terminal_size().columns if stream.isatty() else None


def styled(text: str, style: str, stream: TextIO) -> str:
    """Give a text in a style, where the stream shows styles.

    >>> import io
    >>> styled("posts", "bold", io.StringIO())
    'posts'
    """
    plain = not text or not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return text if plain else f"\x1b[{STYLES[style]}m{text}\x1b[0m"


def cells(text: str) -> int:
    """Count the columns that a text takes: two for a wide character (UAX #11), none for a mark or a joiner.

    >>> cells("News"), cells("新闻"), cells("é"), cells("🌊")
    (4, 4, 1, 2)
    """
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def wrapped(text: str, columns: int | None, indent: int = 0) -> str:
    """Break a text at blanks so that it fits; further lines are indented, as the first one is by whoever writes it.

    A no-break space holds what is around it together.

    >>> print(wrapped("Minsk, Vienna, Reykjavik and Cairo", 30, 10))
    Minsk, Vienna,
              Reykjavik and Cairo
    """
    if columns is None or columns < max(MIN_WIDTH, 2 * indent):
        return text.replace(NO_BREAK, " ")
    return ("\n" + " " * indent).join(_lines(text, columns - indent)).replace(NO_BREAK, " ")


def _lines(text: str, room: int) -> Iterator[str]:
    line, taken = "", 0
    for word in text.split(" "):
        size = cells(word)
        if line and taken + 1 + size > room:
            yield line
            line, taken = word, size
        else:
            line, taken = (f"{line} {word}", taken + 1 + size) if line else (word, size)
    yield line


class Progress:
    """How far some bytes of input are read, as a bar on stderr; nothing where that is no terminal, or where it takes no time."""

    def __init__(self, total: int) -> None:
        self.is_shown = total >= LONG and sys.stderr.isatty()
        self.done = 0
        self._total = total
        self._line = ""

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *error: object) -> None:
        """Leave no trace: the bar is no news any more."""
        self.wipe()

    def advance(self, number: int) -> None:
        """Note that more bytes are read."""
        self.reach(self.done + number)

    def reach(self, done: int) -> None:
        """Note how many bytes are read."""
        self.done = done
        if self.is_shown:
            self._show()

    def wipe(self) -> None:
        """Make room for a line of another kind."""
        if self._line:
            self._line = ""
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def _show(self) -> None:
        part = min(1.0, self.done / self._total)
        text = f"{part:4.0%} of {self._total / 1e6:.0f} MB read"
        room = min(BAR, shutil.get_terminal_size().columns - len(text) - 3)
        line = f"{_bar(part, room)} {text}" if room > 4 else text
        if line != self._line:
            print(f"\r{line}", end="", file=sys.stderr, flush=True)
            self._line = line


def _bar(part: float, room: int) -> str:
    """Draw a bar in what the terminal can write.

    >>> len(_bar(0.5, 10))
    10
    """
    try:
        "━".encode(sys.stderr.encoding or "ascii")
        full, rest = "━", "─"
    except UnicodeEncodeError:
        full, rest = "#", "-"
    filled = round(part * room)
    return full * filled + rest * (room - filled)
