"""Dates, side by side: what is found, what is wrongly found, and the speed, of this library and three others.

    python -m tests.benchmarks.dates

dateparser, datefinder and python-dateutil are asked if they are installed (`pip install dateparser datefinder`). The texts are the gold
set (`fixtures/dates_gold.jsonl`: news, history and posts in 15 languages, traps among them). A find is right when it touches the date and
agrees with every part that its EDTF states. The others give a full day always, so a month or a year is right for them when it agrees, and
of a range its beginning. dateutil gives one date a text, without a place.

The speed is that of finding dates in posts, as many as the fixtures hold, and in those that hold at most one; what it takes to make
the objects that are given back is left out for this library.
"""

from __future__ import annotations

import importlib
import json
import warnings
from time import process_time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tgparse.extractors.dates import Reading, find_dates
from tgparse.extractors.dates.lexer import load_vocabulary

from .texts import FIXTURES, fixture_texts, varied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

GOLD: Final = FIXTURES / "dates_gold.jsonl"
LINES: Final = 12
"""Lines in a piece of text for the speed."""
SECONDS: Final = 5.0
"""Processor time for the speed of one tool."""
RUNS: Final = 5
"""Runs of this library over all texts, of which the best counts."""


class Find(NamedTuple):
    """What a tool found."""

    start: int
    end: int
    value: str


class Case(NamedTuple):
    """A sentence without its marks, and its dates; an optional one counts neither way."""

    text: str
    dates: tuple[Find, ...]
    optional: tuple[Find, ...]


def read(line: str) -> Case:
    """Read a line of the gold set; an optional date counts neither way."""
    row = json.loads(line)
    finds = [(Find(date["start"], date["end"], date["edtf"]), date.get("optional", False)) for date in row["gold"]]
    return Case(row["text"], tuple(find for find, optional in finds if not optional), tuple(find for find, optional in finds if optional))


def this_library(text: str) -> list[Find]:
    """Ask tgparse."""
    return [Find(found.start, found.end, found.edtf) for found in find_dates(text) if isinstance(found, Reading)]


def dateparser(text: str) -> list[Find]:
    """Ask dateparser's search, which gives the words but not their place."""
    search: Any = importlib.import_module("dateparser.search")
    finds: list[Find] = []
    done = 0
    for words, moment in search.search_dates(text) or ():
        start = max(text.find(words, done), 0)
        done = start + len(words)
        finds.append(Find(start, done, moment.date().isoformat()))
    return finds


def datefinder(text: str) -> list[Find]:
    """Ask datefinder."""
    module: Any = importlib.import_module("datefinder")
    return [Find(start, end, moment.date().isoformat()) for moment, (start, end) in module.find_dates(text, index=True)]


def dateutil(text: str) -> list[Find]:
    """Ask dateutil to parse the whole text, skipping what it does not know."""
    parser: Any = importlib.import_module("dateutil.parser")
    try:
        return [Find(0, len(text), parser.parse(text, fuzzy=True).date().isoformat())]
    except (ValueError, OverflowError):
        return []


TOOLS: Final[dict[str, Callable[[str], list[Find]]]] = {
    "tgparse": this_library,
    "dateparser": dateparser,
    "datefinder": datefinder,
    "dateutil": dateutil,
}


def agrees(wanted: Find, found: Find) -> bool:
    """Tell whether a find is the date: it touches it, and no stated part differs."""
    start = wanted.value.split("/")[0]
    return found.start < wanted.end and wanted.start < found.end and found.value.split("/")[0].startswith(start)


def measure(tool: Callable[[str], list[Find]], cases: Sequence[Case]) -> tuple[float, float, float]:
    """Give the share of dates found right, of finds that are dates, and of texts without dates left clean."""
    right = wanted = found = true = clean = empty = 0
    for case in cases:
        finds = tool(case.text)
        wanted += len(case.dates)
        right += sum(any(agrees(date, find) for find in finds) for date in case.dates)
        finds = [find for find in finds if not any(find.start < date.end and date.start < find.end for date in case.optional)]
        found += len(finds)
        true += sum(any(find.start < date.end and date.start < find.end for date in case.dates) for find in finds)
        empty += not case.dates
        clean += not case.dates and not finds
    return right / wanted, true / max(found, 1), clean / empty


def speed(tool: Callable[[str], list[Find]], texts: Iterable[str], budget: float) -> float:
    """Give the MB of post text read in a second, stopping after some seconds of processor time."""
    # The first call loads tables and compiles patterns.
    tool("It was on 5 May 2022.")
    size = 0
    began = process_time()
    for text in texts:
        tool(text)
        size += len(text.encode())
        if process_time() - began > budget:
            break
    return size / (process_time() - began) / 1e6


def speed_alone(texts: Sequence[str]) -> float:
    """Give the MB of post text that this library reads in a second, the objects that it gives back not counted."""
    best = float("inf")
    for _ in range(RUNS):
        # What the words are is worked out anew, as for texts that were never seen.
        load_vocabulary(None).clear()
        began = process_time()
        found = [list(find_dates(text)) for text in texts]
        searched = process_time() - began
        began = process_time()
        # The same objects again, so that their cost is known.
        again = [[one._replace() for one in row] for row in found]
        best = min(best, searched - (process_time() - began))
        assert again == found
    return sum(len(text.encode()) for text in texts) / best / 1e6


def posts() -> list[str]:
    """Give the fixtures line by line in pieces of about a post's length, varied so that no cache can know them."""
    pieces: list[str] = []
    for name, text in fixture_texts().items():
        lines = varied(text, 20_000, name).split("\n")
        pieces += ["\n".join(lines[i : i + LINES]) for i in range(0, len(lines), LINES)]
    return pieces


def main() -> None:
    """Print a row for each tool that is installed, then the speed of this library alone."""
    warnings.simplefilter("ignore")
    cases = [read(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    texts = posts()
    print(f"{len(cases)} texts, {sum(len(case.dates) for case in cases)} dates")
    print(f"{'':12} {'right':>6} {'true':>6} {'clean':>6} {'MB/s':>8}")
    for name, tool in TOOLS.items():
        try:
            figures = (*measure(tool, cases), speed(tool, texts, SECONDS))
        except ImportError:
            print(f"{name:12} is not installed")
        else:
            print(f"{name:12} {figures[0]:6.2f} {figures[1]:6.2f} {figures[2]:6.2f} {figures[3]:8.3f}")
    print("\ntgparse alone, objects not counted")
    sparse = [text for text in texts if len(list(find_dates(text))) <= 1]
    for label, some in ("posts of the fixtures", texts), ("posts with a date or none", sparse):
        size = sum(len(text.encode()) for text in some)
        dates = sum(len(list(find_dates(text))) for text in some)
        print(f"{label:28} {1000 * dates / size:6.2f} dates/KB {speed_alone(some):8.2f} MB/s")


if __name__ == "__main__":
    main()
