"""This library beside the pipeline that one would put together today, on the same text in one run.

    python -m tests.benchmarks.peers             # needs: pip install --group peers

The pipeline: posts cut at markers and reactions lines by regular expressions, each line once a file, tags, mentions and links by regular
expressions, emoji by `emoji`, dates by dateparser's `search_dates`, places by flashgeotext. It is what a user writes in an afternoon; what
it finds is not as exact, so only the time is compared. This library looks for dates in 48 languages, and dateparser finds out for each
text which it is in; told that all is English, it is spared most of its work, so that is shown as well.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import re
import sys
import warnings
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any, Final

import tgparse

from .texts import fixture_texts, varied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

FIXTURE: Final = "compact_en.web-preview.txt"
NEEDED: Final = ("dateparser", "flashgeotext", "emoji")
MARKER: Final = re.compile(r"Forwarded from (.+)")
REACTIONS: Final = re.compile(r"(?:[^\w\s]\ufe0f?\d[\d.]*[KM]?)+")
TAG: Final = re.compile(r"#(\w+)")
MENTION: Final = re.compile(r"@(\w{4,})")
LINK: Final = re.compile(r"https?://\S+|www\.\S+")
GOAL: Final = 50


def missing() -> list[str]:
    """Give the packages of the pipeline that are not installed."""
    return [name for name in NEEDED if importlib.util.find_spec(name) is None]


def cut(text: str) -> Iterator[dict[str, Any]]:
    """Cut a text at markers and reactions lines, each line once."""
    seen: set[str] = set()
    post: dict[str, Any] = {"lines": []}
    for line in text.splitlines():
        marker = MARKER.fullmatch(line)
        if marker or REACTIONS.fullmatch(line):
            if post["lines"]:
                yield post
            post = {"lines": [], "from": marker[1] if marker else None}
        elif line not in seen:
            seen.add(line)
            post["lines"].append(line)
    if post["lines"]:
        yield post


def make_pipeline(languages: list[str] | None) -> Callable[[str], dict[str, int]]:
    """Load the packages, and give the function that reads a text and counts what it found."""
    search: Any = importlib.import_module("dateparser.search")
    emoji: Any = importlib.import_module("emoji")
    places: Any = importlib.import_module("flashgeotext.geotext").GeoText()

    def read(text: str) -> dict[str, int]:
        posts = list(cut(text))
        for post in posts:
            body = "\n".join(post["lines"])
            post |= {"hashtags": TAG.findall(body), "mentions": MENTION.findall(body), "links": LINK.findall(body)}
            post["emoji"] = emoji.emoji_list(body)
            post["dates"] = search.search_dates(body, languages=languages) or []
            found = places.extract(input_text=body)
            post["locations"] = [span for kind in found.values() for place in kind.values() for span in place["span_info"]]
        kinds = ("hashtags", "mentions", "links", "dates", "locations")
        return {"posts": len(posts)} | {kind: sum(len(post[kind]) for post in posts) for kind in kinds}

    return read


def read_here(text: str) -> dict[str, int]:
    """Read a text with this library, and count what it found."""
    posts = tgparse.parse_text(text).posts
    kinds = ("hashtags", "mentions", "links", "dates", "locations")
    return {"posts": len(posts)} | {kind: sum(len(getattr(post, kind)) for post in posts) for kind in kinds}


def timed(read: Callable[[str], dict[str, int]], texts: Sequence[str]) -> tuple[float, dict[str, int]]:
    """Read texts that no cache knows; give the quickest time for a megabyte, and what was found in the last one."""
    best, found = float("inf"), dict[str, int]()
    for text in texts:
        began = process_time()
        found = read(text)
        best = min(best, (process_time() - began) / (len(text.encode()) / 1e6))
    return best, found


def main(argv: Sequence[str] | None = None) -> int:
    """Measure both, and print them side by side."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.peers", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", type=int, default=20_000, help="code points of the text")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    arguments = parser.parse_args(argv)
    if lacking := missing():
        print(f"not installed: {', '.join(lacking)}; the pipeline needs them: pip install --group peers", file=sys.stderr)
        return 2
    warnings.simplefilter("ignore")
    text = fixture_texts()[FIXTURE]
    texts = [varied(text, arguments.size, f"peers/{number}") for number in range(2)]
    more = [varied(text, arguments.size, f"more/{number}") for number in range(5)]
    readers = {"tgparse": read_here, "pipeline": make_pipeline(None), "the same, English only": make_pipeline(["en"])}
    costs: dict[str, float] = {}
    print(f"{'times':>6} {'s/MB':>8} {'MB/s':>8}  found in {len(texts[-1])} characters")
    for name, read in readers.items():
        read(varied(text, 1, "warm"))
        costs[name], found = timed(read, [*(more if name == "tgparse" else ()), *texts])
        counts = ", ".join(f"{count} {kind}" for kind, count in found.items())
        print(f"{costs[name] / costs['tgparse']:>6.1f} {costs[name]:>8.2f} {1 / costs[name]:>8.3f}  {name}: {counts}")
    print(f"\ntgparse is {costs['pipeline'] / costs['tgparse']:.0f} times as fast as the pipeline (goal: {GOAL})")
    if arguments.json:
        arguments.json.write_text(json.dumps({f"{name}, s/MB": cost for name, cost in costs.items()}) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
