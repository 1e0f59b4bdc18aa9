"""Places, side by side: exact F1 and speed of this library, geotext and flashgeotext on the same texts.

    python -m tests.benchmarks.locations CASES [CASES ...]

CASES are JSON Lines, `{id, text, gold: [{start, end, optional?}]}`; without any, the project's own gold set. geotext and flashgeotext are
asked if they are installed (`pip install geotext flashgeotext`). A find counts when its span is the expected one, without a leading
article or "#" and a possessive; what is optional counts neither way. Both others give places found in English only.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from tgparse.extractors.locations import find_places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Spans = set[tuple[int, int]]
    Finder = Callable[[str], Iterable[tuple[int, int]]]

GOLD: Final = Path(__file__).parents[2] / "fixtures" / "locations_gold.jsonl"


def find_here(text: str) -> list[tuple[int, int]]:
    """Ask this library."""
    return [(place.start, place.end) for place in find_places(text)]


def make_geotext() -> Finder:
    """Ask geotext, which gives names without their spans: each is looked for in the text, in order."""
    geotext = importlib.import_module("geotext")

    def find(text: str) -> list[tuple[int, int]]:
        read = geotext.GeoText(text)
        names = {name for kind in (read.cities, read.countries) for name in kind}
        return [match.span() for name in sorted(names) for match in re.finditer(rf"\b{re.escape(name)}\b", text)]

    return find


def make_flashgeotext() -> Finder:
    """Ask flashgeotext."""
    geotext = importlib.import_module("flashgeotext.geotext")
    reader = geotext.GeoText()

    def find(text: str) -> list[tuple[int, int]]:
        read = reader.extract(input_text=text)
        return [tuple(span) for kind in read.values() for place in kind.values() for span in place["span_info"]]

    return find


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out an article, a "#" and a possessive."""
    head = re.match(r"#|(?:the|The|THE)\s+", text[start:end])
    if head and head.end() < end - start:
        return trim(text, start + head.end(), end)
    tail = re.search(r"(?:['’]s|['’]|[.,;:\s])$", text[start:end])
    return trim(text, start, start + tail.start()) if tail and tail.start() else (start, end)


def score(find: Finder, cases: list[dict[str, Any]]) -> tuple[float, float, float, float]:
    """Give precision, recall, F1 and megabytes a second."""
    right = wrong = missed = size = 0
    spent = 0.0
    find("Warm up in Paris.")
    for case in cases:
        text = case["text"]
        begun = perf_counter()
        spans = list(find(text))
        spent += perf_counter() - begun
        size += len(text.encode())
        read = {trim(text, *span) for span in spans}
        gold = {trim(text, mention["start"], mention["end"]) for mention in case["gold"] if not mention.get("optional")}
        free = [(mention["start"], mention["end"]) for mention in case["gold"] if mention.get("optional")]
        right += len(read & gold)
        missed += len(gold - read)
        wrong += sum(not any(start < end_of and start_of < end for start_of, end_of in free) for start, end in read - gold)
    return right / max(1, right + wrong), right / max(1, right + missed), 2 * right / max(1, 2 * right + wrong + missed), size / 1e6 / spent


def finders() -> dict[str, Finder]:
    """Give the finders that are there."""
    found: dict[str, Finder] = {"tgparse": find_here}
    for name, make in (("geotext", make_geotext), ("flashgeotext", make_flashgeotext)):
        try:
            found[name] = make()
        except ImportError:
            print(f"({name} is not installed)")
    return found


def main() -> int:
    """Print a table a file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("cases", type=Path, nargs="*", default=[GOLD])
    for path in parser.parse_args().cases:
        cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        print(f"\n{path.name}, {len(cases)} texts\n\n| | precision | recall | F1 | MB/s |\n| --- | --- | --- | --- | --- |")
        for name, find in finders().items():
            precision, recall, f1, speed = score(find, cases)
            print(f"| {name} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {speed:.1f} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
