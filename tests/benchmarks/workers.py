"""What two processes gain over one: Documents that come back, tables that the workers make, and those of one big file.

    python -m tests.benchmarks.workers                      # 500 files of 200 KB

Wall time is what more processes save, but it tells only on a machine with two cores that nobody else uses; so the load is told, and the
gain that the processor's time allows: one process's over the parent's, or over half of all, whichever is more. The two ways back from a
worker, JSON and pickle, are measured in the processor's time.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import pickle
import resource
import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import tgparse

from .texts import fixture_texts, varied

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FIXTURES: Final = ("compact_en", "river_ru", "harbour_ar", "phare_fr", "liman_tr")
GOALS: Final = {"Documents": 1.3, "Parquet": 1.7, "Parquet of one file": 1.7}


def write_files(folder: Path, count: int, size: int) -> list[Path]:
    """Write files of the fixtures' texts, each varied in its own way."""
    texts = fixture_texts()
    paths: list[Path] = []
    for number in range(count):
        text = texts[f"{FIXTURES[number % len(FIXTURES)]}.web-preview.txt"]
        paths.append(folder / f"{number:04}.txt")
        paths[-1].write_text(varied(text, size, f"workers/{number}"), "utf-8")
    return paths


def way_back(path: Path) -> dict[str, float]:
    """Time both ways back of a Document, there and here, in milliseconds."""
    document = tgparse.parse_file(path)
    packed, dumped = pickle.dumps(document), document.model_dump_json(exclude_defaults=True)
    runs: dict[str, Callable[[], object]] = {
        "pickle, worker": lambda: pickle.dumps(document),
        "pickle, parent": lambda: pickle.loads(packed),  # noqa: S301 - its own
        "JSON, worker": lambda: document.model_dump_json(exclude_defaults=True),
        "JSON, parent": lambda: tgparse.Document.model_validate_json(dumped),
    }
    return {name: 1000 * min(timed(run, process_time) for _ in range(5)) for name, run in runs.items()}


def timed(run: Callable[[], object], clock: Callable[[], float]) -> float:
    """Time a call."""
    began = clock()
    run()
    return clock() - began


class Spent(NamedTuple):
    """Seconds that a call took; the quickest is the smallest."""

    wall: float
    parent: float
    """Of the processor, in this process."""
    workers: float
    """Of the processor, in its workers."""


def spent(run: Callable[[], object]) -> Spent:
    """Time a call with all its processes."""
    here, there = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    wall = timed(run, perf_counter)
    # The workers' time counts when they have ended.
    while multiprocessing.active_children():
        sleep(0.01)
    parent, workers = (
        now.ru_utime + now.ru_stime - before.ru_utime - before.ru_stime
        for now, before in ((resource.getrusage(resource.RUSAGE_SELF), here), (resource.getrusage(resource.RUSAGE_CHILDREN), there))
    )
    return Spent(wall, parent, workers)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure one and two workers in turn, and print what two gain."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.workers", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--size", type=int, default=200_000, help="code points of each file")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    arguments = parser.parse_args(argv)
    figures: dict[str, Any] = {"load": os.getloadavg()[0], "cores": os.cpu_count()}
    print(f"load before: {figures['load']:.1f} on {figures['cores']} cores")
    with tempfile.TemporaryDirectory() as folder:
        paths = write_files(Path(folder), arguments.files, arguments.size)
        figures["way back, ms"] = way_back(paths[0])
        print(", ".join(f"{name} {took:.1f} ms" for name, took in figures["way back, ms"].items()))
        out = Path(folder) / "points.parquet"
        big = Path(folder) / "big.txt"
        big.write_bytes(b"".join(path.read_bytes() for path in paths))

        def documents(workers: int) -> None:
            for _ in tgparse.parse_files(paths, workers=workers):
                pass

        def parquet(given: list[Path], workers: int) -> None:
            tgparse.to_parquet(given, out, table="points", workers=workers)

        runs: tuple[Callable[[int], None], ...] = (documents, partial(parquet, paths), partial(parquet, [big]))
        for name, run in zip(GOALS, runs, strict=True):
            rounds = [(spent(partial(run, 1)), spent(partial(run, 2))) for _ in range(arguments.rounds)]
            one, two = (min(column) for column in zip(*rounds, strict=True))
            figures[name] = {"gain": one.wall / two.wall, "on free cores": one.parent / max(two.parent, (two.parent + two.workers) / 2)}
            gain, free = figures[name].values()
            print(f"{name}: {gain:.2f} times as fast, {free:.2f} by the processor's time (goal: {GOALS[name]})")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
