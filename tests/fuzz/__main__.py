"""Fuzz the doors and the readers, guided by coverage, and keep what breaks a law.

    pip install atheris
    python -m tests.fuzz                         # a minute
    python -m tests.fuzz --seconds 1800 --corpus /tmp/corpus

It begins with pieces of the fixtures in every dialect and with the finds of before, and knows the words of exports. What breaks a law is
written to `tests/fuzz/cases` (or `--finds`), once for each place in the code; then the end is an error. The tests read these cases again.
"""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import resource
import sys
import tempfile
import time
import traceback
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE: Final = Path(__file__).parent
FIXTURES: Final = HERE.parents[1] / "fixtures"
PIECE: Final = 1500
"""Bytes of a fixture in one seed; short ones are changed faster."""
LONGEST: Final = 4096
"""Bytes of an input."""
MOST_MEGABYTES: Final = 2048
"""Memory that the fuzzer may hold."""
SLOW: Final = 10
"""Seconds that an input may take."""
TELL: Final = 60
"""Seconds between two lines about how far it is."""
WORDS: Final = (
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
        self.runs = 0

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


def seeds(ways: Sequence[str]) -> Iterator[bytes]:
    """Give pieces of the fixtures, read in the way that they are made for and in the others."""
    for number, path in enumerate(sorted(path for path in FIXTURES.glob("*.*.*") if path.suffix in {".txt", ".json", ".html"})):
        data = path.read_bytes()
        own = path.name.split(".")[1]
        for start in range(0, min(len(data), 4 * PIECE), PIECE):
            piece = data[start : start + PIECE]
            for way in {own if own in ways else "text", "strict", ways[number % len(ways)]}:
                yield bytes([ways.index(way)]) + piece


def dictionary() -> str:
    """Write the words of exports for the fuzzer."""
    return "".join('"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"\n' for word in WORDS)


def main(argv: Sequence[str] | None = None) -> int:
    """Fuzz for so many seconds."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Fuzz the library, guided by coverage.")
    parser.add_argument("--seconds", type=int, default=60)
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
    finds = Finds(arguments.finds)
    began = told = time.monotonic()

    def one_input(data: bytes) -> None:
        nonlocal told
        now = time.monotonic()
        if now > told + TELL:
            told = now
            print(f"{finds.runs} inputs in {now - began:.0f} s, {len(finds.places)} finds", flush=True)
        if now > began + arguments.seconds:
            _end(finds, arguments.seconds)
        finds.runs += 1
        faulthandler.dump_traceback_later(SLOW, exit=True)
        try:
            laws.check(data)
        except Exception as error:  # noqa: BLE001 - whatever comes out is a find.
            finds.keep(data, f"{laws.way_of(data)}: {_place(error)}", error)
        faulthandler.cancel_dump_traceback_later()

    with tempfile.TemporaryDirectory() as temporary:
        corpus = arguments.corpus or Path(temporary) / "corpus"
        corpus.mkdir(parents=True, exist_ok=True)
        for data in [*seeds(laws.WAYS), *(path.read_bytes() for path in (HERE / "cases").glob("*") if path.is_file())]:
            (corpus / hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)
        words = Path(temporary) / "words.dict"
        words.write_text(dictionary(), "ascii")
        limits = [
            f"-max_len={LONGEST}",
            f"-dict={words}",
            f"-seed={arguments.seed}",
            # The fuzzer counts by `getrusage`, which begins with what the parent held: a long run of tests.
            f"-rss_limit_mb={MOST_MEGABYTES + resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}",
            "-verbosity=0",
            "-print_final_stats=0",
        ]
        fuzzer.Setup([sys.argv[0], *limits, str(corpus)], one_input)
        fuzzer.Fuzz()
    return 0


def _end(finds: Finds, seconds: int) -> None:
    """Tell the figures, and leave: the fuzzer itself ends only by the process."""
    import os

    print(f"{finds.runs} inputs in {seconds} s, {len(finds.places)} finds", flush=True)
    os._exit(bool(finds.places))


if __name__ == "__main__":
    raise SystemExit(main())
