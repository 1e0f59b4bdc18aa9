"""What hostile input costs: processor time and memory of texts made to be slow, at one size and at twice that size.

    python -m tests.benchmarks.hostile                     # measure, print, and fail where something more than doubles
    python -m tests.benchmarks.hostile bracket json        # the inputs whose names hold one of these words
    python -m tests.benchmarks.hostile --size 5000000      # larger ones
    python -m tests.benchmarks.hostile --full              # a choice of them at the sizes of real attacks, up to 200 MB, as streams

Each input is measured in a process of its own, which has the tables loaded already, so that its peak of memory is its own. "parse" is
`parse_text`, or `iter_posts` for the full sizes; "use" is what people do then: the ledger, the kept text, each table, JSON and back. Twice
the text may cost twice the time and memory; 2.3 times leaves room for a loaded machine, and what is above is measured again before it
counts. A square gives 4.
"""

from __future__ import annotations

import argparse
import gc
import io
import multiprocessing
import resource
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import cycle, islice
from time import process_time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import tgparse
from tgparse.tokens import EMPTY

from ..costs import peak_kilobytes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SIZE: Final = 32_000
"""Code points of the smaller text: twice as many still fit into one token and into the head, where a square shows most."""
LIMIT: Final = 2.3
"""How many times the cost twice the text may cost."""
SMALLEST_SECONDS: Final = 0.05
SMALLEST_MEGABYTES: Final = 50.0
"""Costs below these are noise, and compare with nothing."""
ROUNDS: Final = 8
"""How often what is above the limit is measured before it counts; the least of each figure is taken."""
MOST_SECONDS: Final = 60
MOST_SECONDS_FULL: Final = 1200
"""Processor time after which a measurement ends without a result."""
WARM_UP: Final = (
    "Forwarded from City News\nMinsk, 5 December 2022\n1) The #bridge over the Dnipro, see https://t.me/a/1 and @b\n❤1👍1\n",
    '{"name":"A","type":"public_channel","id":1,"messages":[{"id":1,"type":"message","date":"2022-12-05T09:14:00","text":"A"}]}',
    '<div class="history"><div class="message default clearfix" id="message1"><div class="text">A</div></div></div>',
)


class Hostile(NamedTuple):
    """A text that grows: what it is made of, and the form that it is read in."""

    make: Callable[[int], str]
    """Gives a text of about so many code points."""
    settings: Mapping[str, Any] = EMPTY


class Cost(NamedTuple):
    """What one parse took."""

    parse: float
    """Seconds of processor time."""
    use: float
    """The same, of what comes after."""
    memory: float
    """Megabytes at the peak, above the process before."""


NEVER: Final = Cost(float("inf"), float("inf"), float("inf"))
"""The cost of what did not end, or took its process along."""


def again(piece: str, *, before: str = "", behind: str = "", **settings: Any) -> Hostile:
    """Write a piece over and over."""

    def make(size: int) -> str:
        return before + piece * (size // len(piece)) + behind

    return Hostile(make, settings)


def counted(template: str, *, before: str = "", behind: str = "", **settings: Any) -> Hostile:
    """Write a template with a number in it, another one each time."""
    width = len(template.format(10_000))

    def make(size: int) -> str:
        return before + "".join(template.format(number) for number in range(10_000, 10_000 + size // width)) + behind

    return Hostile(make, settings)


def nested(opening: str, closing: str, *, before: str = "", behind: str = "", **settings: Any) -> Hostile:
    """Open as often as the size allows, then close everything."""
    width = len(opening) + len(closing)

    def make(size: int) -> str:
        return before + opening * (size // width) + closing * (size // width) + behind

    return Hostile(make, settings)


def in_turn(*pieces: str, **settings: Any) -> Hostile:
    """Write pieces by turns."""
    width = sum(map(len, pieces)) / len(pieces)

    def make(size: int) -> str:
        return "".join(islice(cycle(pieces), int(size / width)))

    return Hostile(make, settings)


def thue_morse(one: str, other: str, **settings: Any) -> Hostile:
    """Write two pieces in the order of Thue and Morse, which repeats much and never three times in a row."""
    width = (len(one) + len(other)) / 2

    def make(size: int) -> str:
        return "".join((one, other)[number.bit_count() & 1] for number in range(int(size / width)))

    return Hostile(make, settings)


def twice(size: int) -> str:
    """Write one doubled post, all lines of which differ."""
    return "Head\n" + 2 * "".join(f"line {number}\n" for number in range(10_000, 10_000 + size // 22))


def messages(size: int) -> str:
    """Write a JSON export of many messages."""
    return JSON + MESSAGE * (size // len(MESSAGE)) + MESSAGE[:-1] + "]}"


def keys(size: int) -> str:
    """Write a JSON export of a message with many keys."""
    return JSON + MESSAGE[:-2] + "".join(f',"k{number}":0' for number in range(size // 10)) + "}]}"


JSON: Final = '{"name":"A","type":"public_channel","id":1,"messages":['
MESSAGE: Final = '{"id":1,"type":"message","date":"2022-12-05T09:14:00","from":"A","text":"The bridge reopens"},'
HTML: Final = '<div class="history"><div class="message default clearfix" id="message1"><div class="text">'
PREVIEW: Final = (
    '<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="a/1"><div class="tgme_widget_message_text">'
)
HOSTILE: Final[dict[str, Hostile]] = {
    # Lines.
    "one long line": again("a"),
    "one long line of words": again("The bridge over the river reopens on Monday "),
    "one long line of blanks": again(" "),
    "one long line of no-break spaces": again("\xa0", before="a", behind="b"),
    "empty lines": again("\n"),
    "line ends of every kind": again("\r\n\r\n\n\r"),
    "lines of blanks": again(" \xa0\u200b\n"),
    "equal lines": again("same line\n"),
    "two lines by turns": again("A\nB\n"),
    "two lines by turns, \\r\\n": again("one\r\ntwo \r\n"),
    "lines by turns, doubled": again(
        "A\nB\n", dialect="web-preview", before="Head\nThe bridge\nreopens\nThe bridge\nreopens\n❤1👍1\n" * 20
    ),
    "three lines by turns": in_turn("A line\n", "B line\n", "C\n", dialect="web-preview"),
    "two lines in the order of Thue and Morse": thue_morse("A\n", "B\n", dialect="web-preview"),
    "every line different": counted("line {}\n"),
    "every line different, doubled": counted("H {0}\nline {0}\nmore {0}\nline {0}\nmore {0}\n"),
    "every line different, doubled unlike": counted("H {0}\nline {0}\nmore {0}\nline {0}\nquote {0}\nmore {0}\n"),
    "one recurring line among different ones": counted("same\nline {}\n", dialect="web-preview"),
    "doubled as one": Hostile(twice),
    # Posts.
    "markers": again("Forwarded from "),
    "lines of markers": again("Forwarded from A\n"),
    "lines of markers, folded": again("Forwarded from A\n", bare_markers="fold"),
    "markers cut in two": again("Forwarded from\nA\n"),
    "posts of one line": counted("Forwarded from A\nline {}\n"),
    "equal posts": again("Forwarded from A\nThe bridge reopens\n❤1👍1\n"),
    "equal posts, near": again("Forwarded from A\nThe bridge reopens\n❤1👍1\n", repeats="near"),
    "reactions": again("👍1 "),
    "reactions, glued": again("❤1"),
    "lines of reactions": again("❤1👍1\n"),
    "counts": again("1.2K "),
    "view counts": again("1.7K views edited 08:19\n"),
    "headers": again("A, [05.12.22 09:14]\n"),
    "headers of messages": again("A, [05.12.22 09:14]\nThe bridge reopens\n\n"),
    "headers cut short": again("A, [05.12.22 "),
    "headers of macOS": again("> A:\n"),
    "messages of a dump": again("[2022-12-05 09:14] ID=12 Ann: text\\nmore\n"),
    "datelines": again("📍 Geneva, February 14, 2023\n"),
    "dates without a year": counted("Forwarded from A\nOn May 5, {}\n"),
    # Points, sections, tags.
    "bullets": again("1) "),
    "lines of bullets": counted("🔹 point {}\n"),
    "lines of tags": again("#a #b #c\n"),
    "sections": counted("#Tag{}\nwords\n"),
    "hashes": again("#"),
    "tags": again("#a"),
    "tags of capitals": again("Aa", before="#"),
    "at signs": again("@a"),
    "addresses": again("http://a."),
    "colons and slashes": again("://"),
    "dots and letters": again("a.b"),
    "mail": again("a@a."),
    "slashes": again("/"),
    "links": again("https://t.me/a/1 "),
    "links with brackets": again("http://a.de/(", behind=")"),
    "labels": again("Read in full\n"),
    "labels with targets": again("[a](http://b.de) "),
    "open brackets": again("("),
    "nested brackets": nested("(", ")"),
    "nested square brackets": nested("[", "]"),
    "open labels": again("[a]("),
    # Signs.
    "joiners": again("\u200d"),
    "joined emoji": again("👩\u200d"),
    "variation selectors": again("\ufe0f", before="❤"),
    "flags": again("🇺🇦"),
    "halves of flags": again("🇺"),
    "tagged flags": again("\U000e0067", before="🏴"),
    "keycaps": again("1️⃣"),
    "combining marks": again("\u0301", before="e"),
    "bidi controls": again("\u202e"),
    "lone surrogates": again("\ud800a"),
    # Dates and numbers.
    "digits": again("1"),
    "numbers": again("12 "),
    "numbers and dots": again("12.12."),
    "dates": again("12.12.2022 "),
    "dates in a row": again("12.12.2022-"),
    "years": again("2022-"),
    "months": again("May "),
    "months and days": again("May 5, "),
    "months of many languages": again("mai mayo мая mayıs Mai "),
    "weekdays": again("Monday, "),
    "ranges": again("from 5 to "),
    "Arabic digits": again("٣"),
    "Chinese numerals": again("一"),
    "relative words": again("today yesterday ", reference_date="2022-12-05"),
    # Places.
    "capitals": again("A B "),
    "words in capitals": again("Aaa "),
    "places": again("New York, "),
    "beginnings of places": again("New South San Saint "),
    "beginnings of places, Cyrillic": again("Нижний Великий Санкт "),
    "of places": again("Republic of the "),
    "coordinates": again("50.4, 30.5 "),
    "decimals": again("50.45466,"),
    "apostrophes": again("O'"),
    "hyphens": again("A-"),
    "places without blanks": again("東京"),
    # Markup.
    "braces": again('{"a":[', dialect=None),
    "JSON nested deep": nested("[", "]", before=JSON[:-1], behind="}", dialect="desktop-json"),
    "JSON texts nested deep": nested('{"text":[', "]}", before=JSON + MESSAGE[:-22], behind="}]}", dialect="desktop-json"),
    "JSON of many messages": Hostile(messages),
    "JSON of many keys": Hostile(keys),
    "JSON of one long text": again("a ", before=JSON + MESSAGE[:-4], behind='"}]}'),
    "JSON of one long number": again("1", before=JSON + '{"id":', behind="}]}", dialect="desktop-json"),
    "JSON of escapes": again("\\u0041\\n", before=JSON + MESSAGE[:-4], behind='"}]}'),
    "JSON of backslashes": again("\\\\", before=JSON + MESSAGE[:-4], behind='"}]}'),
    "JSON without an end": again('"a', before=JSON, dialect="desktop-json"),
    "JSON of brackets in a string": again("]}", before=JSON + MESSAGE[:-4]),
    "open tags": again("<div>", dialect="desktop-html"),
    "open tags in a message": again("<b>", before=HTML, dialect="desktop-html"),
    "nested tags in a message": nested("<i>", "</i>", before=HTML, dialect="desktop-html"),
    "closing tags": again("</div>", before=HTML, dialect="desktop-html"),
    "tags without an end": again("<", before=HTML, dialect="desktop-html"),
    "attributes": again(' a="', before=HTML + "<a", dialect="desktop-html"),
    "attributes without values": again(" a", before=HTML + "<a", behind=">", dialect="desktop-html"),
    "attributes, all different": counted(" a{}=1", before=HTML + "<a", behind=">", dialect="desktop-html"),
    "bodies": counted("<body a{}>", before=HTML, dialect="desktop-html"),
    "styles that nobody closes": counted("<p><font size={}>a", before=HTML, dialect="desktop-html"),
    "badly nested tags": in_turn("<b>", "<div>", "</b>", dialect="desktop-html"),
    "barriers": in_turn("<div>", "<object>", "</div>", "</object>", dialect="desktop-html"),
    "tags in attributes": again('<div a="</div>">', before=HTML, dialect="desktop-html"),
    "scripts without an end": again("<script>", before=HTML, dialect="desktop-html"),
    "links of a message": again(
        '<a href="?q=a">#a</a> ', before=HTML.replace('"text"', '"body"><div class="text"'), dialect="desktop-html"
    ),
    "comments": again("<!--", before=HTML, dialect="desktop-html"),
    "comments closed": again("<!---->", before=HTML, dialect="desktop-html"),
    "references": again("&amp", before=HTML, dialect="desktop-html"),
    "messages of HTML": again(HTML + "A</div></div>", dialect="desktop-html"),
    "open tags of a page": again("<div>", before=PREVIEW, dialect="web-html"),
    "messages of a page": again(PREVIEW + "A</div></div></div>", dialect="web-html"),
    "open messages of a page": again(PREVIEW, dialect="web-html"),
    # Forms of text.
    "equal lines, as fragments": again("same line\n", dialect="fragments"),
    "fragments without line ends": again("City News 1.2K views 09:14 ", dialect="fragments"),
    "times, as fragments": again("09:14\n1.2K\nviews\n", dialect="fragments"),
    "equal lines, as a page": again("same line\n", dialect="page-text"),
    "view counts, as a page": again("City News\nThe bridge\n1.2K views09:14\n", dialect="page-text"),
    "times, as a page": again("09:14\n", dialect="page-text"),
}
HOSTILE_FORMS: Final = {
    f"{name}, as {dialect}": Hostile(HOSTILE[name].make, {"dialect": dialect})
    for dialect in ("web-preview", "page-text", "fragments", "desktop-clipboard", "android-clipboard", "web-clipboard", "macos-clipboard")
    for name in ("one long line of words", "two lines by turns", "every line different", "digits", "headers")
}
"""A few shapes in the forms that they are not made for."""


INPUTS: Final = HOSTILE | HOSTILE_FORMS
MILLION: Final = 1_000_000
FULL: Final = {
    "one long line": 200 * MILLION,
    "one long line of words": 20 * MILLION,
    "empty lines": 10 * MILLION,
    "lines of markers": len("Forwarded from A\n") * MILLION,
    "two lines by turns": len("A\nB\n") * MILLION,
    "equal lines": len("same line\n") * MILLION,
    "every line different": len("line 10000\n") * MILLION,
    "nested brackets": 2 * MILLION,
    "hashes": MILLION,
    "joiners": MILLION,
    "reactions": len("👍1 ") * MILLION,
    "digits": MILLION,
    "months": len("May ") * MILLION,
    "words in capitals": len("Aaa ") * MILLION,
    "beginnings of places": len("New South San Saint ") * MILLION // 4,
    "colons and slashes": len("://") * MILLION,
    "JSON nested deep": len("[]") * MILLION // 10,
    "open tags": len("<div>") * MILLION,
}
"""Code points of the larger text at full size: a million of each, where nothing else is said."""


def use(document: tgparse.Document) -> None:
    """Do what people do with a document."""
    dumped = document.model_dump_json()
    tgparse.Document.model_validate_json(dumped)
    document.to_text(markers=True)
    for table in ("lines", "posts", "paragraphs", "points", "dates", "locations", "repeats", "furniture"):
        for _ in document.rows(table):
            pass


def spend(name: str, size: int) -> Cost:
    """Parse once, and tell what it took; what is documented to be refused costs what it costs to refuse it."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    hostile = INPUTS[name]
    text = hostile.make(size)
    # Its full collections come in leaps, and would be counted here and there.
    gc.disable()
    before, began = _peak(), process_time()
    document: tgparse.Document | None = None
    with suppress(tgparse.TgparseError):
        document = tgparse.parse_text(text, **hostile.settings)
    parsed = process_time()
    if document is not None:
        use(document)
    return Cost(parsed - began, process_time() - parsed, _peak() - before)


def stream(name: str, size: int) -> Cost:
    """Read post by post, keeping none; what is documented to be refused costs what it costs to refuse it."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS_FULL, MOST_SECONDS_FULL))
    hostile = INPUTS[name]
    file = io.StringIO(hostile.make(size), newline="")
    before, began = _peak(), process_time()
    with suppress(tgparse.TgparseError):
        for _ in tgparse.iter_posts(file, **hostile.settings):
            pass
    return Cost(process_time() - began, 0.0, _peak() - before)


def _peak() -> float:
    """Give the peak of this process's memory in megabytes."""
    return peak_kilobytes() / 1e3


def measure(name: str, size: int, work: Callable[[str, int], Cost] = spend) -> Cost:
    """Measure in a process of its own, forked from this one, so that the tables are there already."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
        try:
            return pool.submit(work, name, size).result()
        except BrokenProcessPool:
            return NEVER


def ratios(small: Cost, large: Cost) -> Cost:
    """Tell how many times the smaller text's cost the larger one's is; what is too little to measure counts as the least that is not."""
    floor = Cost(SMALLEST_SECONDS, SMALLEST_SECONDS, SMALLEST_MEGABYTES)
    return Cost(*(after / max(before, least) for before, after, least in zip(small, large, floor, strict=True)))


def compare(name: str, size: int, work: Callable[[str, int], Cost] = spend) -> tuple[Cost, Cost]:
    """Measure at a size and at twice the size, again where the ratio is too high."""
    small, large = measure(name, size, work), measure(name, 2 * size, work)
    for _ in range(ROUNDS - 1):
        if max(ratios(small, large)) <= LIMIT or NEVER in (small, large):
            break
        # A loaded machine only adds, so the least is the truest.
        small, large = _least(small, measure(name, size, work)), _least(large, measure(name, 2 * size, work))
    return small, large


def _least(one: Cost, other: Cost) -> Cost:
    return Cost(*map(min, one, other))


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and tell whether all is linear."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.hostile", description="Measure hostile input at n and 2n.")
    parser.add_argument("names", nargs="*", help="inputs whose names hold one of these words; none: all")
    parser.add_argument("--size", type=int, default=SIZE, help="code points of the smaller text")
    parser.add_argument("--full", action="store_true", help="at full size, as streams")
    arguments = parser.parse_args(argv)
    offered, work = (FULL, stream) if arguments.full else (INPUTS, spend)
    names = [name for name in offered if not arguments.names or any(word in name for word in arguments.names)]
    for text in WARM_UP:
        use(tgparse.parse_text(text))
    size = "full size, as streams" if arguments.full else f"{2 * arguments.size} code points"
    print(f"{size}; (×) is how many times that of half as much\n")
    print(f"{'input':<52} {'parse s':>8} {'(×)':>5} {'use s':>8} {'(×)':>5} {'MB':>6} {'(×)':>5}")
    problems: list[str] = []
    for name in names:
        small, large = compare(name, FULL[name] // 2 if arguments.full else arguments.size, work)
        times = ratios(small, large)
        cells = (f"{cost:>{width}} {ratio:>5.2f}" for cost, ratio, width in zip(map(_short, large), times, (8, 8, 6), strict=True))
        print(f"{name:<52} {' '.join(cells)}", flush=True)
        if large == NEVER or max(times) > LIMIT:
            problems.append(name)
    for problem in problems:
        print(f"more than {LIMIT} times the cost for twice the text: {problem}", file=sys.stderr)
    return bool(problems)


def _short(cost: float) -> str:
    return f"{cost:.3g}" if cost < 100 else f"{cost:.0f}"


if __name__ == "__main__":
    raise SystemExit(main())
