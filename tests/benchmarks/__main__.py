"""How fast `parse_text` is, against the floor: what Pydantic needs to build the same document from JSON.

    python -m tests.benchmarks                 # measure and print
    python -m tests.benchmarks --check         # and fail where the ratio is 25 % worse than in baseline.json
    python -m tests.benchmarks --write         # and make this the baseline

Both sides run in one process, on the same documents, with the garbage collector off. The texts are the fixtures, varied
so that hardly two lines are equal (see `texts.py`), and other texts in every round, so that no cache can know them. Seconds
differ from machine to machine; the ratio hardly does, so only ratios are compared.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
import statistics
import sys
from collections import defaultdict
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import tgparse

from .texts import fixture_texts, varied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

BASELINE: Final = Path(__file__).with_name("baseline.json")
TOLERANCE: Final = 1.25
GOAL: Final = 8.0


def seconds(work: Callable[[], object]) -> float:
    """Time one call with the collector off; what it made is freed outside the measured time."""
    gc.collect()
    gc.disable()
    try:
        begun = perf_counter()
        made = work()
        elapsed = perf_counter() - begun
    finally:
        gc.enable()
    del made
    return elapsed


def measure(name: str, text: str, *, size: int, rounds: int) -> dict[str, Any]:
    """Measure one fixture: `rounds` texts of about `size` code points, the median of each figure."""
    figures: dict[str, list[float]] = defaultdict(list)
    # The first call of a process loads tables and compiles patterns; that is measured by itself, as `first_call_s`.
    tgparse.parse_text(text, source=name)
    posts = items = 0
    for number in range(rounds):
        varied_text = varied(text, size, f"{name}/{number}")
        megabytes = len(varied_text.encode()) / 1e6
        document = tgparse.parse_text(varied_text, source=name)
        dumped = document.model_dump_json()
        posts, items = len(document.posts), dumped.count('"span"')
        del document
        parse = seconds(partial(tgparse.parse_text, varied_text, source=name))
        floor = seconds(partial(tgparse.Document.model_validate_json, dumped))
        figures["ratio"].append(parse / floor)
        figures["mb_per_s"].append(megabytes / parse)
        figures["floor_mb_per_s"].append(megabytes / floor)
        for stage, elapsed in stages(name, varied_text).items():
            figures[f"stage:{stage}"].append(1000 * elapsed / megabytes)
    return {"posts": posts, "spans": items} | {key: round(statistics.median(values), 3) for key, values in figures.items()}


def stages(name: str, text: str) -> dict[str, float]:
    """Time the tokenizer, the parse without extractors, and each extractor as it runs among the others."""
    spent: dict[str, float] = defaultdict(float)
    result = {
        "tokenize": seconds(lambda: list(tgparse.tokenize(text))),
        "posts, no extractor": seconds(lambda: tgparse.parse_text(text, source=name, extractors=())),
    }
    clocked = tuple(clock(extract, spent) for extract in tgparse.EXTRACTORS)
    seconds(lambda: tgparse.parse_text(text, source=name, extractors=clocked))
    return result | dict(spent)


def clock(extract: Callable[..., Iterable[Any]], spent: dict[str, float]) -> Callable[..., Iterator[Any]]:
    """Wrap an extractor so that it adds up its time."""
    name = extract.__module__.rpartition(".")[2]

    def clocked(raw: Any, found: Sequence[Any], options: Any) -> Iterator[Any]:
        begun = perf_counter()
        items = list(extract(raw, found, options))
        spent[name] += perf_counter() - begun
        return iter(items)

    return clocked


def overall(results: dict[str, dict[str, Any]]) -> float:
    """Give the geometric mean of the ratios: every fixture counts the same, whatever its size."""
    return round(statistics.geometric_mean(result["ratio"] for result in results.values()), 3)


def report(results: dict[str, dict[str, Any]]) -> None:
    """Print the figures of each fixture, then the stages over all of them."""
    print(f"{'fixture':<34} {'posts':>6} {'spans':>7} {'MB/s':>7} {'floor':>7} {'ratio':>6}")
    for name, result in results.items():
        counted = f"{result['posts']:>6} {result['spans']:>7}"
        print(f"{name:<34.34} {counted} {result['mb_per_s']:>7.2f} {result['floor_mb_per_s']:>7.2f} {result['ratio']:>6.2f}")
    speed = statistics.harmonic_mean(result["mb_per_s"] for result in results.values())
    print(f"{'all':<34} {'':>6} {'':>7} {speed:>7.2f} {'':>7} {overall(results):>6.2f}   (goal: {GOAL:g})")
    print("\nstage                     ms/MB (mean over the fixtures)")
    for key in [key for key in next(iter(results.values())) if key.startswith("stage:")]:
        print(f"{key.removeprefix('stage:'):<24} {statistics.mean(result.get(key, 0.0) for result in results.values()):>7.1f}")


def worsened(results: dict[str, dict[str, Any]]) -> list[str]:
    """Compare the overall ratio with the baseline's; single fixtures are too noisy for a gate."""
    if not BASELINE.exists():
        return ["there is no baseline yet: run with --write"]
    before = json.loads(BASELINE.read_text("utf-8"))["ratio"]
    now = overall(results)
    print(f"\nratio {now:.2f}, baseline {before:.2f}")
    return [f"the ratio is {now / before:.2f} times the baseline's"] if now > TOLERANCE * before else []


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and compare or write if asked to."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure parse_text against Pydantic's floor.")
    parser.add_argument("names", nargs="*", help="fixtures whose names hold one of these words; none: all")
    parser.add_argument("--size", type=int, default=100_000, help="code points of each text")
    parser.add_argument("--rounds", type=int, default=3, help="texts of each fixture")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--check", action="store_true", help="fail if the ratio is 25 %% worse than the baseline's")
    parser.add_argument("--write", action="store_true", help="make this the baseline")
    arguments = parser.parse_args(argv)

    first_call = seconds(lambda: tgparse.parse_text("Forwarded from A\nMinsk, 5 December 2022\n❤1👍1\n"))
    texts = {name: text for name, text in fixture_texts().items() if not arguments.names or any(word in name for word in arguments.names)}
    results = {name: measure(name, text, size=arguments.size, rounds=arguments.rounds) for name, text in texts.items()}
    report(results)
    print(f"\nfirst call of a process  {1000 * first_call:.0f} ms")

    figures = {
        "ratio": overall(results),
        "python": platform.python_version(),
        "first_call_s": round(first_call, 3),
        "fixtures": results,
    }
    problems = worsened(results) if arguments.check else []
    for path in [arguments.json] * bool(arguments.json) + [BASELINE] * arguments.write:
        path.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for problem in problems:
        print(problem, file=sys.stderr)
    return bool(problems)


if __name__ == "__main__":
    raise SystemExit(main())
