"""The command line: a summary for eyes, JSON Lines for pipes, problems to stderr.

Stdout carries data and nothing else: one post a line, or the summaries. Whatever strangers posted is written so that a
terminal shows it and does not obey it. A reader that closes the pipe early has what it wanted: that is no error.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ._version import __version__
from .commands import COMMANDS
from .console import (
    EXIT_OK,
    EXIT_UNREADABLE,
    Parser,
    Problems,
    add_reading,
    counts,
    forgive_encodings,
    guarded,
    name_of,
    one_line,
    parse_arguments,
    progress_of,
    read,
)
from .export.text import json_line
from .html import shortened
from .readers import DIALECTS
from .terminal import styled, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from .models import Post
    from .options import Options

MAX_LINE: Final = 120
"""Code points of what is said about the form of a file."""
LABEL: Final = 12
"""Columns of what stands before the figures of a summary."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code: 0 fine, 1 a file could not be read, 2 wrong usage.

    >>> main(["--version"])
    Traceback (most recent call last):
    SystemExit: 0
    """
    forgive_encodings()
    given = sys.argv[1:] if argv is None else list(argv)
    if given and given[0] in COMMANDS:
        return COMMANDS[given[0]](given[1:])
    arguments, options = parse_arguments(make_parser(), given)
    return guarded(lambda: run(arguments, options))


def make_parser() -> argparse.ArgumentParser:
    """Describe the arguments."""
    parser = Parser(
        prog="tgparse",
        description="Turn plain text that was once Telegram posts into data:\n"
        "a summary on a terminal, JSON Lines (one post a line) in a pipe.",
        epilog="commands (each with a --help of its own):\n"
        "  tgparse table TABLE FILE… -o PATH   a table as CSV, JSON Lines, Parquet or SQLite\n"
        "  tgparse report FILE… -o PATH        one HTML page with search, filters, timeline and map\n"
        "  tgparse tokens FILE…                how the text is cut\n"
        "  tgparse dialects                    the forms of text that are read, and what each shows\n\n"
        f"dialects:\n{list_of_dialects()}\n\nexit codes: 0 fine, 1 a file could not be read, 2 wrong usage",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"tgparse {__version__}")

    output = parser.add_argument_group("output")
    form = output.add_mutually_exclusive_group()
    form.add_argument("--json", dest="json", action="store_true", default=None, help="JSON Lines, on a terminal too")
    form.add_argument("--summary", dest="json", action="store_false", help="the summary, in a pipe too")
    add_reading(parser)
    return parser


def list_of_dialects() -> str:
    """Name the dialects, each with what it is."""
    column, columns = max(map(len, DIALECTS)), width(sys.stdout)
    return "\n".join(f"  {name:<{column}}  {wrapped(dialect.summary, columns, column + 4)}" for name, dialect in DIALECTS.items())


def run(arguments: argparse.Namespace, options: Options) -> int:
    """Go through the files, whatever becomes of each; tell at the end whether all could be read."""
    as_json = not sys.stdout.isatty() if arguments.json is None else arguments.json
    failed = False
    # Posts that scroll over a terminal tell by themselves how far it is.
    with progress_of([] if as_json and sys.stdout.isatty() else arguments.files) as progress:
        for file in arguments.files:
            problems = Problems(progress, verbose=arguments.verbose)
            posts = read(file, arguments.channel, options, problems)
            write_lines(posts, problems) if as_json else write_summary(file, posts, problems)
            failed |= problems.failed
    return EXIT_UNREADABLE if failed else EXIT_OK


def write_lines(posts: Iterable[Post], problems: Problems) -> None:
    """Write posts as JSON Lines, in UTF-8 whatever the locale."""
    out = sys.stdout.buffer
    for post in posts:
        out.write(json_line(post).encode())
    out.flush()
    problems.finish()


@dataclass
class Days:
    """The days from the first to the last of some dates."""

    first: date | None = None
    last: date | None = None

    def cover(self, first: date | None, last: date | None) -> None:
        """Widen it."""
        if first and (self.first is None or first < self.first):
            self.first = first
        if last and (self.last is None or last > self.last):
            self.last = last

    def __str__(self) -> str:
        """Say from when to when, if that is known."""
        return f", {self.first} to {self.last}" if self.first else ""


@dataclass
class Summary:
    """What a file holds, counted post by post: memory grows with the names, not with the posts."""

    posts: int = 0
    empty: int = 0
    forwards: Counter[str] = field(default_factory=Counter[str])
    tags: Counter[str] = field(default_factory=Counter[str])
    places: Counter[str] = field(default_factory=Counter[str])
    dates: int = 0
    spoken_of: Days = field(default_factory=Days)
    dated: int = 0
    sent: Days = field(default_factory=Days)
    names: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, post: Post) -> None:
        """Count one post."""
        self.posts += 1
        self.empty += post.is_empty
        if forward := post.forwarded_from:
            self.forwards[self.names.setdefault(forward.key, forward.name)] += 1
        self.tags.update("#" + self.names.setdefault("#" + tag.key, tag.tag) for tag in post.hashtags)
        self.places.update(place.name for place in post.locations)
        if post.dated:
            self.dated += 1
            self.sent.cover(post.dated.first, post.dated.last)
        for mention in post.dates:
            self.dates += 1
            self.spoken_of.cover(mention.first, mention.last)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Give the labelled lines of the summary."""
        yield "posts", f"{self.posts}, {self.empty} without text" if self.empty else str(self.posts)
        yield "forwards", described(self.forwards)
        if self.dated:
            yield "dated", f"{self.dated}{self.sent}"
        yield "dates", f"{self.dates}{self.spoken_of}"
        yield "places", described(self.places)
        yield "hashtags", described(self.tags)


def described(names: Counter[str]) -> str:
    """Tell how many there are and which are the most frequent.

    >>> wrapped(described(Counter({"Minsk": 2, "Vienna": 1})), None)
    '3 (Minsk ×2, Vienna)'
    """
    return f"{names.total()} ({counts(names)})" if names else "0"


def write_summary(file: str, posts: Iterable[Post], problems: Problems) -> None:
    """Write what a file holds in a few lines."""
    summary = Summary()
    for post in posts:
        summary.add(post)
    problems.progress.wipe()
    if problems.failed and not summary.posts:
        return
    out, columns = sys.stdout, width(sys.stdout)
    print(styled(one_line(name_of(file)), "bold", out))
    print("  " + styled(wrapped(shortened(one_line(problems.form), MAX_LINE), columns, 2), "dim", out))
    problems.finish()
    style = "yellow" if problems.codes else "green"
    for label, line in [*summary.lines(), ("problems", str(problems))]:
        told = wrapped(line, columns, LABEL)
        name = styled(label.ljust(LABEL - 3), "cyan", out)
        print(f"  {name} {styled(told, style, out) if label == 'problems' else told}")
    out.flush()
