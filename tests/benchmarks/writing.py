"""How much memory it takes to write all tables of a long export: the peak after each part of it, which is to stay flat.

    python -m tests.benchmarks.writing                              # Parquet, 50 and 200 MB, without extractors
    python -m tests.benchmarks.writing --sizes 50 200 1000          # the promise: 1 GB
    python -m tests.benchmarks.writing --forms csv sqlite --extractors

The export is made while it is read, of a fixture whose lines are all varied, so that no line, forward or tag comes twice and no
dictionary can stay small. Each form is written in a process of its own, whose peak of memory is noted whenever one of the sizes has
been read; the last one fails the run if it is `GROWTH` above the first. The files are deleted; those of 1 GB take a few GB.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from io import RawIOBase
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING, Any, Final

import tgparse

from ..costs import peak_kilobytes
from .texts import FIXTURES, varied

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FORMS: Final = ("parquet", "csv", "jsonl", "sqlite", "geojson")
FIXTURE: Final = "compact_en.web-preview.txt"
ROUND: Final = 2_000_000
"""Code points of the text that each round varies anew."""
LONG_LINE: Final = re.compile(r"^(?=.*[^\W\d_]{4})(.{30,})$", re.MULTILINE)
GROWTH: Final = 64
"""Megabytes that the peak may grow from the first size to the last: buffers fill up, and allocators keep what they had."""
MEGABYTE: Final = 1_000_000


class Endless(RawIOBase):
    """An export that goes on until `size` bytes are read, made while it is read."""

    def __init__(self, sizes: Sequence[int]) -> None:
        super().__init__()
        self.sizes = list(sizes)
        self.given = 0
        self._base = varied((FIXTURES / FIXTURE).read_text("utf-8"), ROUND, "writing")
        self._begun = process_time()
        self._pieces = self._rounds()
        self._rest = b""

    def _rounds(self) -> Iterator[bytes]:
        """Give the text again and again, each time with another word in every line, equal lines equally."""
        number = 0
        while True:
            number += 1
            yield LONG_LINE.sub(rf"\1 {_word(number)}", self._base).encode()

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Give the next bytes, and note the peak where a size is reached."""
        if self.sizes and self.given >= self.sizes[0] * MEGABYTE:
            report(self.sizes.pop(0), process_time() - self._begun)
        if not self.sizes:
            return b""
        while len(self._rest) < size:
            self._rest += next(self._pieces)
        piece, self._rest = self._rest[:size], self._rest[size:]
        self.given += len(piece)
        return piece


def _word(number: int) -> str:
    """Write a number in letters: as digits it could be a date.

    >>> _word(1), _word(27)
    ('qab', 'qbb')
    """
    letters = ""
    while number or len(letters) < 2:
        number, digit = divmod(number, 26)
        letters = chr(97 + digit) + letters
    return "q" + letters


def report(size: int, seconds: float) -> None:
    """Tell the peak of this process so far."""
    print(f"{size} {peak_kilobytes() // 1024} {seconds:.0f}", flush=True)


def write(form: str, sizes: Sequence[int], *, extractors: bool) -> None:
    """Write all tables of the export in this process."""
    settings: dict[str, Any] = {} if extractors else {"extractors": ()}
    export: Any = Endless(sizes)
    with TemporaryDirectory() as folder:
        posts = tgparse.iter_posts(export, source="endless.txt", **settings)
        if form == "geojson":
            tgparse.to_geojson(posts, Path(folder, "places.geojson"))
        else:
            getattr(tgparse, f"to_{form}")(posts, Path(folder, "out"), tables="all")
        files = [path for path in Path(folder).rglob("*") if path.is_file()]
        print(f"written {sum(path.stat().st_size for path in files) // MEGABYTE} {len(files)}", flush=True)


def measure(form: str, sizes: Sequence[int], *, extractors: bool) -> bool:
    """Write in a process of its own, and tell whether its peak stayed flat."""
    given = [sys.executable, "-m", "tests.benchmarks.writing", "--child", "--forms", form, "--sizes", *map(str, sizes)]
    peaks: list[int] = []
    with subprocess.Popen([*given, *(["--extractors"] if extractors else [])], stdout=subprocess.PIPE, text=True) as child:
        for line in child.stdout or ():
            size, figure, last = line.split()
            if size == "written":
                print(f"{form:8} {figure} MB in {last} files", flush=True)
            else:
                peaks.append(int(figure))
                print(f"{form:8} {size:>5} MB read: peak {figure} MB, {last} s of processor time", flush=True)
    return child.returncode == 0 and peaks[-1] - peaks[0] < GROWTH


def main() -> int:
    """Measure what is asked for; 1 if a peak grew or a run failed."""
    parser = argparse.ArgumentParser(description="Measure the memory of writing all tables of a long export.")
    parser.add_argument("--forms", nargs="+", choices=FORMS, default=["parquet"])
    parser.add_argument("--sizes", nargs="+", type=int, default=[50, 200], metavar="MB")
    parser.add_argument("--extractors", action="store_true", help="with all extractors, several times slower")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        write(arguments.forms[0], arguments.sizes, extractors=arguments.extractors)
        return 0
    flat = [measure(form, arguments.sizes, extractors=arguments.extractors) for form in arguments.forms]
    return int(not all(flat))


if __name__ == "__main__":
    sys.exit(main())
