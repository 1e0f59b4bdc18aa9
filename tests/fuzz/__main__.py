"""Fuzz the doors and every reader by itself, guided by coverage, and keep what breaks a law.

    pip install atheris
    python -m tests.fuzz                         # a minute, which the ways to read share
    python -m tests.fuzz --seconds 2400 --jobs 2 --corpus /tmp/corpus
    python -m tests.fuzz web-html --seconds 600  # one way only

Each way to read (`laws.WAYS`: the doors, and each dialect) is fuzzed in a process of its own, so that what is new to one reader counts,
though another ran the same code. It begins with pieces of the fixtures and with the finds of before, and knows the words of exports.
A reader runs without extractors, which are most of the time; at the end what brought new coverage, and one in so many of the other inputs,
is read with them too. The doors run with them.
What breaks a law is written to `tests/fuzz/cases` (or `--finds`), once for each place in the code; then the end is an error. The tests read
these cases again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from importlib import import_module
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.process import BaseProcess

HERE: Final = Path(__file__).parent
FIXTURES: Final = HERE.parents[1] / "fixtures"
PIECE: Final = 400
"""Bytes of a fixture in one seed; short ones are read and changed faster."""
LONGEST: Final = 640
"""Bytes of an input; with small limits that is beyond all of them."""
MOST_MEGABYTES: Final = 2048
"""Memory that the fuzzer may hold."""
SLOW: Final = 10
"""Seconds that an input may take."""
WHOLE: Final = 32
"""One input of so many is read with extractors at the end; not in between, where they would count as coverage of the reader."""
DOORS: Final = ("strict", "replace", "text")
"""The ways to read in which the dialect is found; they run with extractors."""
BY_LINES: Final = 0.3
"""The part of the changes that moves, doubles and drops lines: what the library is about, and hard to do byte by byte."""
TEXT: Final = (
    *(
        "Forwarded from ",
        "Forwarded from\u00a0",
        "Переслано из ",
        "❤1👍1\n",
        "👍",
        "❤️",
        "1.2K",
        "🇺🇦",
        "\u200d",
        "\ufe0f",
        "🔹 ",
        "1) ",
        "• ",
    ),
    *(
        "#Tag",
        "@name",
        "https://t.me/a/1",
        "a@b.org",
        "5 December 2022",
        "05.12.2022",
        "12/5/22",
        "5 мая",
        "Monday, ",
        "Minsk",
        "New York, ",
    ),
    *(
        "📍 Geneva, February 14, 2023\n",
        "50.45, 30.52",
        "Read in full",
        "Learn more",
        "\r\n",
        "\r",
        "\u2028",
        "\ufeff",
        "\u00ad",
        "\u202e",
        "\x85",
    ),
    *("City News, [05.12.22 09:14]\n", "> City News:\n", "[2022-12-05 09:14] ID=12 Ann: text\\nmore\n", "1.7K views edited 08:19\n"),
    *(
        "VIEW IN TELEGRAM\n",
        "Media is too big\n",
        "Anonymous Poll\n",
        "16%",
        "[In reply to Ann]",
        "{{FWD: Ann, 05.12.2022 09:14:00}}",
        "0:34",
    ),
)
JSON: Final = (
    *(
        '{"name":"A","type":"public_channel","id":1,"messages":[',
        '{"id":1,"type":"message","date":"2022-12-05T09:14:00","text":',
        '"text_entities":[',
    ),
    *(
        '{"type":"link","text":"a"}',
        '"reactions":[{"type":"emoji","count":1,"emoji":"👍"}]',
        '"forwarded_from":"B"',
        "]}",
        "\\ud800",
        "\\u0000",
    ),
)
HTML: Final = (
    *(
        '<div class="message default clearfix" id="message1">',
        '<div class="body">',
        '<div class="text">',
        '<div class="from_name">',
        "</div>",
        "<br>",
    ),
    *(
        '<div class="tgme_widget_message" data-post="a/1">',
        '<div class="tgme_widget_message_text js-message_text">',
        '<a href="',
        "<pre>",
        "&#x",
    ),
    *(
        '<span class="tgme_reaction">',
        '<i class="emoji"><b>',
        '<time datetime="2022-12-05T09:14:00+00:00">',
        "<!--",
        "-->",
        "<script>",
        "<table>",
    ),
)


class Finds:
    """The inputs that broke a law, one for each place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.places: dict[str, Path] = {}

    def keep(self, data: bytes, place: str, error: BaseException) -> None:
        """Write the input down, unless this place is known; of two inputs the shorter one stays."""
        path = self.places.get(place)
        if path is not None and path.stat().st_size <= len(data):
            return
        if path is None:
            print(f"\nfind {len(self.places) + 1}: {place}\n{''.join(traceback.format_exception(error, limit=-4))}", flush=True)
        else:
            path.unlink()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.places[place] = self.folder / hashlib.sha256(data).hexdigest()[:12]
        self.places[place].write_bytes(data)


def _place(error: BaseException) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    what = str(error).partition(":")[0] if isinstance(error, AssertionError) else ""
    return f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno} {what}"


def seeds(way: str) -> Iterator[bytes]:
    """Give pieces of the fixtures: of those that are made for this way many, of each other one, and all under both limits."""
    from . import laws

    for path in sorted(path for path in FIXTURES.glob("*.*.*") if path.suffix in {".txt", ".json", ".html"}):
        data = path.read_bytes()
        own = path.name.split(".")[1].startswith(way)
        for start in range(0, min(len(data), (12 if own else 1) * PIECE), PIECE):
            for small in (False, True):
                yield laws.case(way, data[start : start + PIECE], small=small)


def words_of(way: str) -> Sequence[str]:
    """Give the words that exports of this way are made of."""
    return {"desktop-json": JSON, "desktop-html": HTML, "web-html": HTML}.get(way, (*TEXT, *JSON, *HTML) if way in DOORS else TEXT)


def dictionary(words: Sequence[str]) -> str:
    """Write words for the fuzzer."""
    return "".join('"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"\n' for word in words)


def change_lines(data: bytes, words: Sequence[str], chance: random.Random) -> bytes:
    """Double a block of lines, move one, drop one, or write a word as a line; a case's first byte stays, but for the limits."""
    lines = data[1:].splitlines(keepends=True) or [b""]
    start = chance.randrange(len(lines))
    end = min(len(lines), start + chance.randint(1, 4))
    at = chance.choice((start, end, chance.randint(0, len(lines))))
    deed = chance.randrange(4)
    if deed == 0:
        lines[at:at] = lines[start:end]
    elif deed == 1:
        lines[at:at] = [chance.choice(words).strip().encode() + b"\n"]
    elif deed == 2:
        del lines[start:end]
    else:
        block = lines[start:end]
        del lines[start:end]
        lines[at:at] = block
    return data[:1] + b"".join(lines)


class Work(NamedTuple):
    """One way to read, and where its inputs come from and go."""

    way: str
    seconds: float
    """Of processor time."""
    seed: int
    corpus: Path
    result: Path
    """File for the figures."""
    finds: Finds


class Result(NamedTuple):
    """What came of fuzzing one way to read."""

    way: str
    inputs: int
    new: int
    """Inputs that brought new coverage."""
    seconds: float
    """Of processor time."""
    finds: int


class Harness:
    """What the fuzzer calls while it fuzzes one way to read."""

    def __init__(self, fuzzer: Any, work: Work) -> None:
        self.fuzzer = fuzzer
        self.work = work
        self.words = words_of(work.way)
        self.began = time.process_time()
        self.known = {path.name for path in work.corpus.iterdir()}
        self.inputs = 0
        self.some: list[bytes] = []
        """One input in so many, for the end."""

    def one_input(self, data: bytes) -> None:
        """Take an input; when the time is up, end the process, since the fuzzer itself never comes back."""
        if time.process_time() > self.began + self.work.seconds:
            self.end()
        self.inputs += 1
        if data:
            self.hold(data, extractors=self.work.way in DOORS)
        if self.inputs % WHOLE == 0:
            self.some.append(data)

    def hold(self, data: bytes, *, extractors: bool) -> None:
        """Hold an input against the laws, and keep it where it breaks one."""
        from . import laws

        data = _in_this_way(data, self.work.way)
        try:
            laws.check(data, extractors=extractors)
        except Exception as error:  # noqa: BLE001 - whatever comes out is a find.
            self.work.finds.keep(data, f"{self.work.way}: {_place(error)}", error)

    def change(self, data: bytes, most: int, number: int) -> bytes:
        """Change an input, by lines or by bytes."""
        chance = random.Random(number)  # noqa: S311 - the fuzzer gives the seed.
        if data and chance.random() < BY_LINES:
            return change_lines(data, self.words, chance)[:most]
        changed: bytes = self.fuzzer.Mutate(data, most)
        return changed

    def end(self) -> None:
        """Read with extractors what is left to be read so, tell the figures, and leave."""
        # The fuzzer's clock, which would take all of this for one slow input.
        signal.setitimer(signal.ITIMER_REAL, 0)
        new = [path.read_bytes() for path in self.work.corpus.iterdir() if path.name not in self.known]
        for data in filter(None, (*new, *self.some)):
            self.hold(data, extractors=True)
        figures = (self.work.way, self.inputs, len(new), time.process_time() - self.began, len(self.work.finds.places))
        self.work.result.write_text(json.dumps(figures), "ascii")
        os._exit(0)


def fuzz(fuzzer: Any, work: Work) -> None:
    """Fuzz one way to read in this process, which ends with it."""
    harness = Harness(fuzzer, work)
    work.finds.folder.mkdir(parents=True, exist_ok=True)
    words = work.result.with_suffix(".dict")
    words.write_text(dictionary(harness.words), "ascii")
    limits = [
        f"-max_len={LONGEST}",
        f"-dict={words}",
        f"-seed={work.seed}",
        # The fuzzer counts by `getrusage`, which begins with what the parent held: a long run of tests.
        f"-rss_limit_mb={MOST_MEGABYTES + resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}",
        # What is too slow, or takes too much memory, ends the process, and lies among the finds.
        f"-timeout={SLOW}",
        f"-artifact_prefix={work.finds.folder}/",
        "-reload=0",
        "-verbosity=0",
        "-print_final_stats=0",
    ]
    fuzzer.Setup([sys.argv[0], *limits, str(work.corpus)], harness.one_input, custom_mutator=harness.change)
    fuzzer.Fuzz()


def _in_this_way(data: bytes, way: str) -> bytes:
    """Make any input a case of this way; the limits may change."""
    from . import laws

    return laws.case(way, data[1:], small=laws.is_small(data))


def go_round(ways: Sequence[str], jobs: int, start: Callable[[str], BaseProcess]) -> Iterator[tuple[str, int | None]]:
    """Run a process for each way, some at a time; give each with its exit code."""
    waiting = [*ways]
    running: dict[int, tuple[str, BaseProcess]] = {}
    while waiting or running:
        while waiting and len(running) < jobs:
            way = waiting.pop(0)
            process = start(way)
            running[process.sentinel] = way, process
        for sentinel in wait(list(running)):
            way, process = running.pop(sentinel)  # type: ignore[arg-type] # a process is waited for by its number.
            process.join()
            yield way, process.exitcode


def main(argv: Sequence[str] | None = None) -> int:
    """Fuzz for so many seconds, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Fuzz the library, guided by coverage.")
    parser.add_argument("ways", nargs="*", help="ways to read, such as strict or web-html; none: all")
    parser.add_argument("--seconds", type=float, default=60, help="of processor time, which the ways share")
    parser.add_argument("--jobs", type=int, default=1, help="ways that are fuzzed at a time")
    parser.add_argument("--corpus", type=Path, help="folder that the fuzzer keeps its inputs in, to go on from there")
    parser.add_argument("--finds", type=Path, default=HERE / "cases", help="folder for what breaks a law")
    parser.add_argument("--seed", type=int, default=0, help="of the fuzzer's chance; 0: another one each time")
    arguments = parser.parse_args(argv)
    try:
        fuzzer: Any = import_module("atheris")
    except ImportError:
        print("the fuzzer is not installed: pip install atheris", file=sys.stderr)
        return 2
    with fuzzer.instrument_imports(include=["tgparse"]):
        from . import laws
    for data in seeds("text"):
        # The processes to come have the tables from this one.
        laws.check(data)
    ways = arguments.ways or laws.WAYS
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as temporary:

        def start(way: str) -> BaseProcess:
            corpus = (arguments.corpus or Path(temporary)) / way
            corpus.mkdir(parents=True, exist_ok=True)
            cases = [path.read_bytes() for path in (HERE / "cases").glob("*") if path.is_file()]
            for data in [*seeds(way), *(_in_this_way(data, way) for data in cases)]:
                (corpus / hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)
            result = Path(temporary) / f"{way}.json"
            work = Work(way, arguments.seconds / len(ways), arguments.seed, corpus, result, Finds(arguments.finds))
            process = multiprocessing.get_context("fork").Process(target=fuzz, args=(fuzzer, work))
            process.start()
            return process

        for way, code in go_round(ways, arguments.jobs, start):
            result = Path(temporary) / f"{way}.json"
            # A process that the fuzzer has ended tells nothing but its code, and its input lies among the finds.
            results.append(Result(*json.loads(result.read_text("ascii"))) if code == 0 else Result(way, 0, 0, 0, 1))
            print(shown(results[-1]) + (f" ended with code {code}" if code else ""), flush=True)
    total = Result("all", *(sum(numbers) for numbers in list(zip(*results, strict=True))[1:]))
    print(shown(total))
    return bool(total.finds)


def shown(result: Result) -> str:
    """Write a line of the table."""
    numbers = f"{result.inputs:>9} inputs {result.new:>6} new {result.seconds:>7.0f} s {result.inputs / (result.seconds or 1):>6.0f}/s"
    return f"{result.way:<18} {numbers} {result.finds:>3} finds"


if __name__ == "__main__":
    raise SystemExit(main())
