"""How fast `parse_text` is, against the floor: what Pydantic needs to build the same document from JSON.

    python tests/benchmarks                 # measure and print: the eight texts, then all fixtures
    python tests/benchmarks --short         # only the eight texts, short ones
    python tests/benchmarks --check         # the same, and fail where the ratio is 25 % worse than in baseline.json
    python tests/benchmarks --write         # measure all, and make it the baseline

The eight texts: a real export (the fixture `compact_en` where that is not beside the checkout), a Russian and an Arabic one, each varied
so that hardly two lines are equal but those that its extractor doubled; and five of different languages in which no two lines are equal
at all (see `texts.py`). Other texts come in every round, so that no cache can know them.

Both sides run in one process, on the same documents, in turn, in the processor's own time; each figure is the median of the rounds. First
with the garbage collector off, then as users run it. Seconds differ from machine to machine; the ratio hardly does, so only ratios are
compared, and a bad one must show three times.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import statistics
import subprocess
import sys
from collections import defaultdict
from functools import partial
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any, Final

import tgparse

from .texts import FIXTURES, distinct, fixture_texts, varied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Maker = Callable[[int, str], str]

BASELINE: Final = Path(__file__).with_name("baseline.json")
SAMPLE: Final = FIXTURES.parents[1] / "shared" / "exports" / "osce_web_preview.txt"
TOLERANCE: Final = 1.25
TRIES: Final = 3
"""How often a bad ratio must show before it counts: other work on the machine comes and goes."""
GOAL: Final = 8.0
SHORT: Final = 100_000
LONG: Final = 10_000_000
"""Code points of the real export in a full run."""
START_RUNS: Final = 5
FIRST_PARSE: Final = """
import sys, time
from pathlib import Path
text = Path(sys.argv[1]).read_text("utf-8")[:10_000]
began = time.process_time()
import pydantic; pydantic.BaseModel
imported = time.process_time()
import tgparse
tgparse.parse_text(text)
print(imported - began, time.process_time() - imported)
"""


def eight_texts() -> dict[str, Maker]:
    """Give for each text the function that makes it in a size, with a salt."""
    fixtures = fixture_texts()
    real = SAMPLE.read_text("utf-8") if SAMPLE.exists() else fixtures["compact_en.web-preview.txt"]
    doubled: dict[str, str] = {
        "real export" if SAMPLE.exists() else "compact_en": real,
        "Russian": fixtures["river_ru.web-preview.txt"],
        "Arabic": fixtures["harbour_ar.web-preview.txt"],
    }
    single = ("compact_en", "phare_fr", "river_ru", "liman_tr", "delta_zh")
    makers: dict[str, Maker] = {name: partial(varied, text) for name, text in doubled.items()}
    for name in single:
        makers[f"no two lines equal, {name[-2:]}"] = partial(distinct, fixtures[f"{name}.web-preview.txt"])
    return makers


def seconds(work: Callable[[], object], *, collect: bool = False) -> float:
    """Time one call, with the collector off unless told otherwise; what it made is freed outside the measured time."""
    gc.collect()
    if not collect:
        gc.disable()
    try:
        begun = process_time()
        made = work()
        elapsed = process_time() - begun
    finally:
        gc.enable()
    del made
    return elapsed


def measure(make: Maker, *, size: int, rounds: int) -> dict[str, Any]:
    """Measure `rounds` texts of about `size` code points; the median of each figure."""
    figures: dict[str, list[float]] = defaultdict(list)
    # The first call of a process loads tables and compiles patterns; that is measured by itself, as `first_parse_s`.
    tgparse.parse_text(make(1, "warm"))
    posts = items = 0
    for number in range(rounds):
        text = make(size, str(number))
        megabytes = len(text.encode()) / 1e6
        document = tgparse.parse_text(text)
        dumped = document.model_dump_json()
        posts, items = len(document.posts), dumped.count('"span"')
        del document
        parse, build = partial(tgparse.parse_text, text), partial(tgparse.Document.model_validate_json, dumped)
        for suffix, collect in (("", False), ("_gc", True)):
            parsed, built = seconds(parse, collect=collect), seconds(build, collect=collect)
            figures[f"ratio{suffix}"].append(parsed / built)
            figures[f"mb_per_s{suffix}"].append(megabytes / parsed)
            figures[f"floor_mb_per_s{suffix}"].append(megabytes / built)
            figures[f"us_per_post{suffix}"].append(1e6 * parsed / posts)
        for stage, elapsed in stages(text).items():
            figures[f"stage:{stage}"].append(1000 * elapsed / megabytes)
    return {"posts": posts, "spans": items} | {key: round(statistics.median(values), 3) for key, values in figures.items()}


def stages(text: str) -> dict[str, float]:
    """Time the tokenizer, cleaning, the parse without extractors and its floor, and each extractor as it runs among the others."""
    spent: dict[str, float] = defaultdict(float)
    bare = tgparse.parse_text(text, extractors=()).model_dump_json()
    result = {
        "tokenize": seconds(lambda: list(tgparse.tokenize(text))),
        "clean_text": seconds(lambda: tgparse.clean_text(text)),
        "posts, no extractor": seconds(lambda: tgparse.parse_text(text, extractors=())),
        "floor of these": seconds(lambda: tgparse.Document.model_validate_json(bare)),
    }
    clocked = tuple(clock(extract, spent) for extract in tgparse.EXTRACTORS)
    seconds(lambda: tgparse.parse_text(text, extractors=clocked))
    return result | dict(spent)


def clock(extract: Callable[..., Iterable[Any]], spent: dict[str, float]) -> Callable[..., Iterator[Any]]:
    """Wrap an extractor so that it adds up its time."""
    name = extract.__module__.rpartition(".")[2]

    def clocked(raw: Any, found: Sequence[Any], options: Any) -> Iterator[Any]:
        begun = process_time()
        items = list(extract(raw, found, options))
        spent[name] += process_time() - begun
        return iter(items)

    return clocked


def overall(results: dict[str, dict[str, Any]]) -> float:
    """Give the geometric mean of the ratios: every text counts the same, whatever its size."""
    return round(statistics.geometric_mean(result["ratio"] for result in results.values()), 3)


def report(title: str, results: dict[str, dict[str, Any]]) -> None:
    """Print a table, ratios first, and the stages over all its texts."""
    columns = ("ratio", "ratio_gc", "mb_per_s", "mb_per_s_gc", "floor_mb_per_s", "us_per_post", "posts", "spans")
    print(f"{'ratio':>7} {'with GC':>8} {'MB/s':>7} {'with GC':>8} {'floor':>7} {'µs/post':>8} {'posts':>7} {'spans':>8}  {title}")
    for name, result in results.items():
        ratio, ratio_gc, speed, speed_gc, floor, post, posts, spans = (result[column] for column in columns)
        print(f"{ratio:>7.2f} {ratio_gc:>8.2f} {speed:>7.2f} {speed_gc:>8.2f} {floor:>7.1f} {post:>8.0f} {posts:>7} {spans:>8}  {name}")
    speeds = [statistics.harmonic_mean(result[key] for result in results.values()) for key in ("mb_per_s", "mb_per_s_gc")]
    mean_gc = statistics.geometric_mean(result["ratio_gc"] for result in results.values())
    print(f"{overall(results):>7.2f} {mean_gc:>8.2f} {speeds[0]:>7.2f} {speeds[1]:>8.2f} {'':>42} all (goal: {GOAL:g})")
    print("\nms/MB    MB/s  stage (mean over these texts)")
    for key in [key for key in next(iter(results.values())) if key.startswith("stage:")]:
        spent = statistics.mean(result.get(key, 0.0) for result in results.values())
        print(f"{spent:>5.1f} {1000 / spent if spent else 0:>7.1f}  {key.removeprefix('stage:')}")
    print()


def first_parse() -> dict[str, float]:
    """Time `import pydantic`, and the first parse of 10 KB with all imports and tables, in new processes: the best of several."""
    path = str(FIXTURES / "compact_en.web-preview.txt")
    # As installed: compiled once, whatever this process was told about byte code.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", FIRST_PARSE, path]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True, env=environment) for _ in range(START_RUNS)]
    pydantic_s, parse_s = (min(map(float, times)) for times in zip(*(run.stdout.split() for run in runs), strict=True))
    print(f"first parse of 10 KB in a new process: {parse_s:.3f} s, all imports and tables included; import pydantic: {pydantic_s:.3f} s\n")
    return {"first_parse_s": round(parse_s, 3), "import_pydantic_s": round(pydantic_s, 3)}


def measure_short() -> dict[str, dict[str, Any]]:
    """Measure short ones of the eight texts."""
    return {name: measure(make, size=SHORT, rounds=3) for name, make in eight_texts().items()}


def worsened() -> list[str]:
    """Compare the ratio of short texts with the baseline's, up to three times; single texts are too noisy for a gate."""
    if not BASELINE.exists():
        return ["there is no baseline yet: run with --write"]
    before = json.loads(BASELINE.read_text("utf-8"))["ratio"]
    now = float("inf")
    for _ in range(TRIES):
        results = measure_short()
        report("short texts", results)
        now = min(now, overall(results))
        print(f"ratio {now:.2f}, baseline {before:.2f}\n")
        if now <= TOLERANCE * before:
            return []
    return [f"the ratio is {now / before:.2f} times the baseline's"]


def measure_all(arguments: argparse.Namespace) -> dict[str, Any]:
    """Measure what was asked for: the eight texts, and all fixtures or those of some names."""
    figures: dict[str, Any] = {"python": platform.python_version(), **first_parse()}
    if not arguments.names:
        short = measure_short()
        report("short texts", short)
        figures |= {"ratio": overall(short), "short": short}
    if not (arguments.names or arguments.short):
        name, make = next(iter(eight_texts().items()))
        long = {f"{name}, {LONG / 1e6:g} million characters": measure(make, size=LONG, rounds=1)}
        report("long text", long)
        figures["long"] = long
    if not arguments.short:
        wanted = {n: text for n, text in fixture_texts().items() if not arguments.names or any(word in n for word in arguments.names)}
        fixtures = {n: measure(partial(varied, text), size=arguments.size, rounds=arguments.rounds) for n, text in wanted.items()}
        report("fixtures", fixtures)
        figures |= {"fixtures_ratio": overall(fixtures), "fixtures": fixtures}
    return figures


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and compare or write if asked to."""
    parser = argparse.ArgumentParser(prog="python tests/benchmarks", description="Measure parse_text against Pydantic's floor.")
    parser.add_argument("names", nargs="*", help="only fixtures whose names hold one of these words")
    parser.add_argument("--size", type=int, default=SHORT, help="code points of each fixture's text")
    parser.add_argument("--rounds", type=int, default=3, help="texts of each fixture")
    parser.add_argument("--short", action="store_true", help="only the eight texts, short ones")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--check", action="store_true", help="fail if the ratio of short texts is 25 %% worse than the baseline's")
    parser.add_argument("--write", action="store_true", help="measure all, and make it the baseline")
    arguments = parser.parse_args(argv)
    if arguments.check:
        problems = worsened()
        for problem in problems:
            print(problem, file=sys.stderr)
        return bool(problems)
    figures = measure_all(arguments)
    for path in [arguments.json] * bool(arguments.json) + [BASELINE] * arguments.write:
        path.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
