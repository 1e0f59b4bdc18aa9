"""The command line: a summary for eyes, JSON Lines for pipes, problems to stderr.

Stdout carries data and nothing else: one post a line, or the summaries. Whatever strangers posted is written so that a
terminal shows it and does not obey it. A reader that closes the pipe early has what it wanted: that is no error.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, get_args

from pydantic import ValidationError

from ._version import __version__
from .errors import TgparseError
from .export.text import json_line
from .html import shortened, visible
from .options import DateOrder, Options
from .pipeline import iter_posts
from .readers import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from .models import Diagnostic, Post

EXIT_OK: Final = 0
EXIT_UNREADABLE: Final = 1
EXIT_USAGE: Final = 2
EXIT_INTERRUPTED: Final = 130

MAX_NAMES: Final = 5
"""Names in one line of a summary, the most frequent first."""
MAX_NAME: Final = 32
"""Code points of a name in a summary."""
MAX_LINE: Final = 120
"""Code points of what is said about the form of a file."""
MAX_SHOWN: Final = 10
"""Problems of one file that are told beside its summary; in a pipe all are."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code: 0 fine, 1 a file could not be read, 2 wrong usage.

    >>> main(["--version"])
    Traceback (most recent call last):
    SystemExit: 0
    """
    parser = make_parser()
    arguments = parser.parse_args(argv)
    try:
        options = make_options(arguments)
    except ValidationError as error:
        parser.error("; ".join(f"{problem['loc'][0]}: {problem['msg']}" for problem in error.errors()))
    try:
        return run(arguments, options)
    except BrokenPipeError:
        leave_closed_pipe()
        return EXIT_OK
    except OSError as error:
        # What concerns a file was told where it was read, so this is the output: a full disk, say.
        print(f"tgparse: {error.strerror}", file=sys.stderr)
        leave_closed_pipe()
        return EXIT_UNREADABLE
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def make_parser() -> argparse.ArgumentParser:
    """Describe the arguments."""
    parser = argparse.ArgumentParser(
        prog="tgparse",
        description="Turn plain text that was once Telegram posts into data:\n"
        "a summary on a terminal, JSON Lines (one post a line) in a pipe.",
        epilog=f"dialects:\n{list_of_dialects()}\n\nexit codes: 0 fine, 1 a file could not be read, 2 wrong usage",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", metavar="FILE", nargs="+", help="an export; - for standard input")
    parser.add_argument("--version", action="version", version=f"tgparse {__version__}")

    output = parser.add_argument_group("output")
    form = output.add_mutually_exclusive_group()
    form.add_argument("--json", dest="json", action="store_true", default=None, help="JSON Lines, on a terminal too")
    form.add_argument("--summary", dest="json", action="store_false", help="the summary, in a pipe too")
    output.add_argument("--verbose", action="store_true", help="tell what was decided on the way, not only problems")

    reading = parser.add_argument_group("reading (what is not given is found out)")
    reading.add_argument("--channel", metavar="NAME", help="whose posts these are: a name, @username or URL")
    reading.add_argument("--dialect", choices=sorted(DIALECTS), metavar="NAME", help="the form of the text, one of those below")
    reading.add_argument("--encoding", metavar="CODEC", help="such as windows-1251")
    reading.add_argument("--errors", choices=["strict", "replace"], help="what becomes of bytes that do not decode")
    reading.add_argument("--languages", metavar="CODES", type=codes, help="languages whose words count, such as en,ru")
    reading.add_argument("--date-order", choices=get_args(DateOrder), help="how 01/02/2023 is read")
    reading.add_argument("--timezone", metavar="ZONE", help="the clock of the export, such as Europe/Kyiv")
    reading.add_argument("--reference-date", metavar="DATE", help="the day that 'today' counts from, such as 2022-12-05")
    reading.add_argument("--repeats", choices=["remove", "near", "keep"], help="what becomes of second copies")
    reading.add_argument("--bare-markers", choices=["keep", "fold"], help="what becomes of a marker right before an equal one")
    reading.add_argument("--demonyms", action="store_true", default=None, help="count adjectives and peoples as places")
    reading.add_argument("--strict", action="store_true", default=None, help="stop at the first problem of a file")
    return parser


def list_of_dialects() -> str:
    """Name the dialects, each with what it is."""
    width = max(map(len, DIALECTS))
    return "\n".join(f"  {name:<{width}}  {dialect.summary}" for name, dialect in DIALECTS.items())


def codes(text: str) -> tuple[str, ...]:
    """Split a list of language codes.

    >>> codes("en, ru")
    ('en', 'ru')
    """
    return tuple(text.replace(",", " ").lower().split())


def make_options(arguments: argparse.Namespace) -> Options:
    """Gather the settings that were given; the others keep their defaults."""
    given: dict[str, Any] = {name: value for name, value in vars(arguments).items() if name in Options.model_fields and value is not None}
    return Options.model_validate(given)


def run(arguments: argparse.Namespace, options: Options) -> int:
    """Go through the files, whatever becomes of each; tell at the end whether all could be read."""
    if reconfigure := getattr(sys.stdout, "reconfigure", None):
        # A terminal of an old encoding shows what it can.
        reconfigure(errors="backslashreplace")
    as_json = not sys.stdout.isatty() if arguments.json is None else arguments.json
    failed = False
    for file in arguments.files:
        problems = Problems(verbose=arguments.verbose, limit=None if as_json else MAX_SHOWN)
        posts = read(file, arguments.channel, options, problems)
        write_lines(posts) if as_json else write_summary(file, posts, problems)
        failed |= problems.failed
    return EXIT_UNREADABLE if failed else EXIT_OK


def read(file: str, channel: str | None, options: Options, problems: Problems) -> Iterator[Post]:
    """Give the posts of a file as far as it can be read, its problems told on the way."""
    source = name_of(file)
    try:
        with opened(file) as stream:
            yield from iter_posts(stream, source=source, channel=channel, options=options, on_diagnostic=problems.note)
    except (OSError, TgparseError) as error:
        problems.fail(source, error)


def opened(file: str) -> AbstractContextManager[BinaryIO]:
    """Open a file, or take standard input, which stays open."""
    return nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb")


def name_of(file: str) -> str:
    r"""Give a file's name as text that every encoder takes; names of files are bytes, and not always UTF-8.

    >>> name_of("-"), name_of("caf\udce9.txt") == "caf\ufffd.txt"
    ('<stdin>', True)
    """
    return "<stdin>" if file == "-" else file.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


@dataclass
class Problems:
    """What went wrong in one file: told on stderr, counted for the summary."""

    verbose: bool = False
    limit: int | None = None
    failed: bool = False
    codes: Counter[str] = field(default_factory=Counter[str])
    shown: int = 0
    form: str = "unknown"

    def note(self, diagnostic: Diagnostic) -> None:
        """Tell one diagnostic, if it is a problem or everything is to be told."""
        if diagnostic.code == "TG100":
            self.form = diagnostic.message
        if diagnostic.severity != "info":
            self.codes[diagnostic.code] += 1
        elif not self.verbose:
            return
        self.shown += 1
        if self.limit is None or self.shown <= self.limit:
            self.tell(f"{diagnostic.source}:{diagnostic.line}: {diagnostic.code} {diagnostic.message}")

    def fail(self, source: str, error: OSError | TgparseError) -> None:
        """Tell why the file could not be read to its end."""
        self.failed = True
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        self.tell(f"{source}:1: TG001 {reason}")

    def tell(self, line: str) -> None:
        """Write one line to stderr, which escapes by itself what it cannot encode."""
        print(one_line(line), file=sys.stderr)

    def __str__(self) -> str:
        """Count the problems by their codes."""
        return f"{self.codes.total()} ({counts(self.codes)})" if self.codes else "none"


def one_line(text: str) -> str:
    r"""Bring a text on one line that a terminal shows and does not obey.

    >>> one_line("a\n b\x1b[2J")
    'a b<U+001B>[2J'
    """
    return visible(" ".join(text.split()))


def write_lines(posts: Iterable[Post]) -> None:
    """Write posts as JSON Lines, in UTF-8 whatever the locale."""
    out = sys.stdout.buffer
    for post in posts:
        out.write(json_line(post).encode())
    out.flush()


@dataclass
class Summary:
    """What a file holds, counted post by post: memory grows with the names, not with the posts."""

    posts: int = 0
    empty: int = 0
    forwards: Counter[str] = field(default_factory=Counter[str])
    tags: Counter[str] = field(default_factory=Counter[str])
    places: Counter[str] = field(default_factory=Counter[str])
    dates: int = 0
    first: date | None = None
    last: date | None = None
    names: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, post: Post) -> None:
        """Count one post."""
        self.posts += 1
        self.empty += post.is_empty
        if forward := post.forwarded_from:
            self.forwards[self.names.setdefault(forward.key, forward.name)] += 1
        self.tags.update("#" + self.names.setdefault("#" + tag.key, tag.tag) for tag in post.hashtags)
        self.places.update(place.name for place in post.locations)
        for mention in post.dates:
            self.dates += 1
            self.cover(mention.first, mention.last)

    def cover(self, first: date | None, last: date | None) -> None:
        """Widen the days that the dates cover."""
        if first and (self.first is None or first < self.first):
            self.first = first
        if last and (self.last is None or last > self.last):
            self.last = last

    def lines(self) -> Iterator[tuple[str, str]]:
        """Give the labelled lines of the summary."""
        yield "posts", f"{self.posts}, {self.empty} without text" if self.empty else str(self.posts)
        yield "forwards", described(self.forwards)
        yield "dates", f"{self.dates}, {self.first} to {self.last}" if self.first else str(self.dates)
        yield "places", described(self.places)
        yield "hashtags", described(self.tags)


def described(names: Counter[str]) -> str:
    """Tell how many there are and which are the most frequent.

    >>> described(Counter({"Minsk": 2, "Vienna": 1}))
    '3 (Minsk ×2, Vienna)'
    """
    return f"{names.total()} ({counts(names)})" if names else "0"


def counts(names: Counter[str]) -> str:
    """List the most frequent names with their counts, and how many more there are.

    >>> counts(Counter("aabcdefg"))
    'a ×2, b, c, d, e, … 2 more'
    """
    shown = [shortened(one_line(name), MAX_NAME) + (f" ×{count}" if count > 1 else "") for name, count in names.most_common(MAX_NAMES)]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f", … {more} more" if more else "")


def write_summary(file: str, posts: Iterable[Post], problems: Problems) -> None:
    """Write what a file holds in a few lines."""
    summary = Summary()
    for post in posts:
        summary.add(post)
    if problems.failed and not summary.posts:
        return
    print(one_line(name_of(file)))
    print(f"  {shortened(one_line(problems.form), MAX_LINE)}")
    if problems.limit and problems.shown > problems.limit:
        problems.tell(f"… {problems.shown - problems.limit} more")
    for label, line in [*summary.lines(), ("problems", str(problems))]:
        print(f"  {label:<9} {line}")
    sys.stdout.flush()


def leave_closed_pipe() -> None:
    """Point stdout and stderr to nowhere, so that Python's own flush at the exit has no pipe to break."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
