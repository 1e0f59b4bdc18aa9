"""How time and memory grow with a file: `iter_posts` in flat memory, `parse_file` with what it gives back.

    python -m tests.benchmarks.growth                       # 1, 10 and 100 MB
    python -m tests.benchmarks.growth --sizes 1 10 100 1000 --extractors none

Each size is read in a new process, which tells the processor's time and the most memory it held beyond that after `import tgparse`; so
the tables count too. The text is the fixture `compact_en`, varied so that no two copies are equal.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any, Final

import tgparse

from ..costs import peak_kilobytes
from .texts import fixture_texts, varied

if TYPE_CHECKING:
    from collections.abc import Sequence

FIXTURE: Final = "compact_en.web-preview.txt"
PIECE: Final = 1_000_000
"""Code points of the text that is written again and again, each time with other words at the end of its sentences."""
LINEAR: Final = 1.10
"""How much more a megabyte of the largest file may cost than one of the second smallest; the smallest pays for the tables."""
FLAT: Final = 200
"""Megabytes that `iter_posts` may hold beyond the import, tables included."""
MEGABYTE: Final = 1024
"""Kilobytes, as the kernel tells memory."""


def write_text(path: Path, megabytes: int) -> None:
    """Write a file of about this size."""
    text = fixture_texts()[FIXTURE]
    with path.open("w", encoding="utf-8", newline="") as file:
        piece = varied(text, PIECE, "growth")
        for number in range(megabytes):
            file.write(piece.replace(".\n", f" in round {number}.\n"))


def read(path: str, door: str, extractors: str) -> dict[str, float]:
    """Read a file in this process, and tell time, posts and memory."""
    before = peak_kilobytes()
    keywords: dict[str, Any] = {"extractors": ()} if extractors == "none" else {}
    began = process_time()
    posts = (
        len(tgparse.parse_file(path, **keywords).posts) if door == "parse_file" else sum(1 for _ in tgparse.iter_posts(path, **keywords))
    )
    return {"seconds": process_time() - began, "posts": posts, "megabytes": (peak_kilobytes() - before) / MEGABYTE}


def in_a_new_process(path: Path, door: str, extractors: str) -> dict[str, float]:
    """Read a file in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.growth", "--child", str(path), "--doors", door, "--extractors", extractors]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    figures: dict[str, float] = json.loads(run.stdout)
    return figures


def main(argv: Sequence[str] | None = None) -> int:
    """Measure each size, print a table, and say whether time is linear and memory flat."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100], help="megabytes")
    parser.add_argument("--doors", nargs="+", default=["iter_posts"], choices=["iter_posts", "parse_file"], help="how they are read")
    parser.add_argument("--extractors", choices=["all", "none"], default="all")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    arguments = parser.parse_args(argv)
    if arguments.child:
        print(json.dumps(read(arguments.child, arguments.doors[0], arguments.extractors)))
        return 0
    rows: list[dict[str, Any]] = []
    print(f"{'door':<12} {'MB':>6} {'s':>8} {'MB/s':>7} {'posts':>8} {'held, MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for size in arguments.sizes:
            path = Path(folder) / f"{size}.txt"
            write_text(path, size)
            for door in arguments.doors:
                figures = in_a_new_process(path, door, arguments.extractors)
                row = {"door": door, "size": path.stat().st_size / 1e6, **figures}
                rows.append(row)
                speed = row["size"] / row["seconds"]
                shown = f"{row['size']:>6.0f} {row['seconds']:>8.1f} {speed:>7.2f} {row['posts']:>8} {row['megabytes']:>9.0f}"
                print(f"{door:<12} {shown}", flush=True)
            path.unlink()
    for door in arguments.doors:
        judge([row for row in rows if row["door"] == door], door)
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    return 0


def judge(rows: Sequence[dict[str, Any]], door: str) -> None:
    """Say how a megabyte's time grows from the second smallest file to the largest, and how much memory is held."""
    costs = [row["seconds"] / row["size"] for row in rows[1:]]
    if len(costs) > 1:
        print(f"{door}: a megabyte of the largest file costs {costs[-1] / costs[0]:.2f} times one of the second (goal: {LINEAR:g} at most)")
    if door == "iter_posts":
        print(f"{door}: {max(row['megabytes'] for row in rows):.0f} MB held beyond the import (goal: {FLAT} at most)")


if __name__ == "__main__":
    raise SystemExit(main())
