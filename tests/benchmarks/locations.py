"""Places, side by side: exact F1 and speed of this library, geotext and flashgeotext on the same texts; and what a tagger adds.

    python -m tests.benchmarks.locations [CASES ...]             # this library and its peers
    python -m tests.benchmarks.locations --natasha [CASES ...]   # this library, with natasha plugged in, and natasha alone
    python -m tests.benchmarks.locations --speed                 # the finder alone: posts, then hostile texts of two sizes

CASES are JSON Lines, `{id, text, gold: [{start, end, optional?}]}`; without any, the project's own gold sets. Peers and natasha are asked
if they are installed (`pip install --group peers`). A find counts when its span is the expected one, without a leading article or "#" and
a possessive; what is optional counts neither way. geotext and flashgeotext know places in English only. Times are the processor's.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any, Final

import tgparse
from tgparse.extractors.locations import find_places

from .texts import fixture_texts, varied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Spans = set[tuple[int, int]]
    Finder = Callable[[str], Iterable[tuple[int, int]]]

FIXTURES: Final = Path(__file__).parents[2] / "fixtures"
GOLD: Final = (FIXTURES / "locations_gold.jsonl", FIXTURES / "locations_news_gold.jsonl")
HOSTILE: Final = {
    "capitals only": "RUSSIA UKRAINE ",
    "one name": "Paris ",
    "prefixes of long names": "Bosnia And Herzegovina And ",
    "unknown names": "In Qwxz. From Wqzx. ",
}
SIZES: Final = (100_000, 1_000_000)
"""Code points of the hostile texts."""
Tag = tuple[int, int, str]


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
        begun = process_time()
        spans = list(find(text))
        spent += process_time() - begun
        size += len(text.encode())
        read = {trim(text, *span) for span in spans}
        gold = {trim(text, mention["start"], mention["end"]) for mention in case["gold"] if not mention.get("optional")}
        free = [(mention["start"], mention["end"]) for mention in case["gold"] if mention.get("optional")]
        right += len(read & gold)
        missed += len(gold - read)
        wrong += sum(not any(start < end_of and start_of < end for start_of, end_of in free) for start, end in read - gold)
    return right / max(1, right + wrong), right / max(1, right + missed), 2 * right / max(1, 2 * right + wrong + missed), size / 1e6 / spent


def make_natasha() -> Callable[[str], list[Tag]]:
    """Ask natasha for every span that it tags; its models are in its wheel."""
    natasha = importlib.import_module("natasha")
    segmenter, tagger = natasha.Segmenter(), natasha.NewsNERTagger(natasha.NewsEmbedding())

    def tag(text: str) -> list[Tag]:
        doc = natasha.Doc(text)
        doc.segment(segmenter)
        doc.tag_ner(tagger)
        return [(span.start, span.stop, span.type) for span in doc.spans]

    return tag


def plugged(tag: Callable[[str], list[Tag]]) -> Finder:
    """Plug a tagger in."""
    extractors = (*tgparse.EXTRACTORS, tgparse.extractors.ner(tag))

    def find(text: str) -> list[tuple[int, int]]:
        posts = tgparse.parse_text(text, extractors=extractors).posts
        return [(place.span.start, place.span.end) for post in posts for place in post.locations if place.cue != "flag"]

    return find


def peers() -> dict[str, Finder]:
    """Give the finders that are there."""
    found: dict[str, Finder] = {"tgparse": find_here}
    for name, make in (("geotext", make_geotext), ("flashgeotext", make_flashgeotext)):
        try:
            found[name] = make()
        except ImportError:
            print(f"({name} is not installed)")
    return found


def taggers() -> dict[str, Finder]:
    """Give this library with natasha, and each alone."""
    tag = make_natasha()
    return {
        "tgparse": find_here,
        "tgparse with natasha": plugged(tag),
        "natasha": lambda text: [(start, end) for start, end, label in tag(text) if label == "LOC"],
    }


def speeds() -> None:
    """Time the finder alone on posts, new ones and ones it has seen, and on hostile texts of two sizes."""
    texts = [
        post.body
        for name, text in fixture_texts().items()
        for post in tgparse.parse_text(varied(text, 50_000, f"places/{name}"), source=name, extractors=()).posts
    ]
    size = sum(len(text.encode()) for text in texts) / 1e6
    # What is read from files once a process is not the finder's: the table and the lists of words.
    find_places("Rain in Xyzzy. It fell in the north of france as well, they said in #Minsk.")
    print(f"{len(texts)} posts, {size:.1f} MB")
    for title in ("new to the finder", "seen before"):
        begun = process_time()
        found = sum(len(find_places(text)) for text in texts)
        print(f"  {title:<18} {size / (process_time() - begun):6.1f} MB/s, {found / size / 1000:.1f} places a kilobyte")
    for name, piece in HOSTILE.items():
        rates: list[float] = []
        for length in SIZES:
            text = piece * (length // len(piece))
            begun = process_time()
            find_places(text)
            rates.append(len(text.encode()) / 1e6 / (process_time() - begun))
        print(f"  {name:<24} " + ", ".join(f"{rate:.2f} MB/s at {length:,}" for rate, length in zip(rates, SIZES, strict=True)))


def main() -> int:
    """Print a table a file, or the speeds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("cases", type=Path, nargs="*", default=GOLD)
    parser.add_argument("--natasha", action="store_true", help="compare with natasha, plugged in and alone")
    parser.add_argument("--speed", action="store_true", help="time the finder alone")
    arguments = parser.parse_args()
    if arguments.speed:
        speeds()
        return 0
    found = taggers() if arguments.natasha else peers()
    for path in arguments.cases:
        cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        print(f"\n{path.name}, {len(cases)} texts\n\n| | precision | recall | F1 | MB/s |\n| --- | --- | --- | --- | --- |")
        for name, find in found.items():
            precision, recall, f1, speed = score(find, cases)
            print(f"| {name} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {speed:.2f} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
