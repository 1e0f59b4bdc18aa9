"""The commands beside reading files: `table`, `tokens`, `dialects` and `report`."""

from __future__ import annotations

import json
import re
import shutil
import sys
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO, Final, get_args

from .console import (
    EXIT_OK,
    EXIT_UNREADABLE,
    Parser,
    Problems,
    add_reading,
    can_open,
    guarded,
    name_of,
    opened,
    parse,
    parse_arguments,
    progress_of,
    stream,
)
from .decoding import HEAD, detect_encoding, iter_decoded
from .display import to_report
from .errors import TgparseError
from .export import to_csv, to_jsonl, to_parquet, to_sqlite
from .export.columns import OF_DOCUMENTS, TABLE_NAMES
from .export.text import one_json_line
from .html import visible
from .models import PlaceKind
from .readers import DIALECTS
from .terminal import NO_BREAK, Progress, styled, width, wrapped
from .tokens import iter_tokens

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from .document import Document
    from .options import Options
    from .parts import PostStream
    from .tokens import Token

ALL: Final = "all"
WRITERS: Final[Mapping[str, Callable[..., Path]]] = MappingProxyType({".csv": to_csv, ".jsonl": to_jsonl, ".parquet": to_parquet})
DATABASES: Final = (".sqlite", ".sqlite3", ".db")
CHUNK: Final = 1 << 20
HOW: Final = re.compile(r"(?<=: )\w+")
HOW_STYLES: Final[Mapping[str, str]] = MappingProxyType({"all": "green", "some": "yellow", "none": "dim"})
"""How it looks whether a dialect shows all, some or none of what there is."""


def table(argv: Sequence[str]) -> int:
    """Write a table of the items of some files."""
    parser = Parser(
        prog="tgparse table",
        description="Write one table of what is in the files: CSV on standard output, or a file in the form that its ending names.",
        epilog="With 'all', PATH is a folder or a SQLite file. Files are read post by post, for 'all', 'lines' and 'diagnostics' whole.",
    )
    parser.add_argument("table", choices=[*TABLE_NAMES, ALL], metavar="TABLE", help=f"one of {', '.join([*TABLE_NAMES, ALL])}")
    parser.add_argument("-o", "--output", metavar="PATH", type=Path, help=f"a {', '.join([*WRITERS, DATABASES[0]])} file")
    parser.add_argument("--format", choices=[ending[1:] for ending in WRITERS], default="parquet", help="of the files in a folder")
    parser.add_argument("--spreadsheet-safe", action="store_true", help="let no cell of a CSV file be run as a formula")
    add_reading(parser)
    arguments, options = parse_arguments(parser, argv)
    output: Path | None = arguments.output
    whole = arguments.table == ALL
    if output == Path("-"):
        arguments.output = output = None
    if output is None and whole:
        parser.error("'all' needs a place to go to: -o FOLDER or -o FILE.sqlite")
    if output is not None and output.suffix not in {*WRITERS, *DATABASES} and not whole:
        parser.error(f"what {output.name!r} is to be cannot be told by its ending; these can: {', '.join([*WRITERS, *DATABASES])}")
    return guarded(lambda: _write_table(arguments, options))


def _write_table(arguments: argparse.Namespace, options: Options) -> int:
    """Write what could be read, if anything could."""
    with progress_of(arguments.files) as progress:
        return _write_parts(Inputs(arguments, options, progress), arguments)


def _write_parts(inputs: Inputs, arguments: argparse.Namespace) -> int:
    output: Path | None = arguments.output
    parts = inputs.documents() if arguments.table in {ALL, *OF_DOCUMENTS} else inputs.streams()
    first = next(parts, None)
    if first is None:
        return EXIT_UNREADABLE
    given: Iterator[Any] = chain([first], parts)
    if output is None:
        _write_stdout(given, arguments)
    elif output.suffix in DATABASES:
        to_sqlite(given, output, tables=arguments.table)
    else:
        _write_files(given, output, arguments)
    return inputs.exit_code


def _write_stdout(given: Iterator[Any], arguments: argparse.Namespace) -> None:
    with TemporaryDirectory() as folder:
        written = to_csv(given, Path(folder, "table.csv"), table=arguments.table, spreadsheet_safe=arguments.spreadsheet_safe)
        if sys.stdout.isatty():
            # A pipe gets every byte; a terminal must not obey what strangers posted.
            with written.open(encoding="utf-8", newline="\r\n") as lines:
                for line in lines:
                    print(visible(line.removesuffix("\r\n")))
        else:
            with written.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
    sys.stdout.flush()


def _write_files(given: Iterator[Any], output: Path, arguments: argparse.Namespace) -> None:
    """Write one file, or for all tables a folder."""
    whole = arguments.table == ALL
    ending = f".{arguments.format}" if whole else output.suffix
    name, tables = ("posts", ALL) if whole else (arguments.table, None)
    if ending == ".csv":
        to_csv(given, output, table=name, tables=tables, spreadsheet_safe=arguments.spreadsheet_safe)
    else:
        WRITERS[ending](given, output, table=name, tables=tables)


class Inputs:
    """The files of a command line: those that cannot be read are told and passed over."""

    def __init__(self, arguments: argparse.Namespace, options: Options, progress: Progress) -> None:
        self._arguments = arguments
        self._options = options
        self._progress = progress
        self._failed = False

    def documents(self) -> Iterator[Document]:
        """Give each file as a Document."""
        for file in self._arguments.files:
            problems = Problems(self._progress, verbose=self._arguments.verbose)
            document = parse(file, self._arguments.channel, self._options, problems)
            problems.finish()
            self._failed |= problems.failed
            if document is not None:
                yield document

    def streams(self) -> Iterator[PostStream]:
        """Give each file as a stream of posts."""
        for file in self._arguments.files:
            problems = Problems(self._progress, verbose=self._arguments.verbose)
            if can_open(file, problems):
                yield stream(file, self._arguments.channel, self._options, problems)
                problems.finish()
            self._failed |= problems.failed

    @property
    def exit_code(self) -> int:
        """Tell whether all could be read."""
        return EXIT_UNREADABLE if self._failed else EXIT_OK


def tokens(argv: Sequence[str]) -> int:
    """Show how a file is cut into tokens."""
    parser = Parser(prog="tgparse tokens", description="Show how files are cut into tokens: aligned on a terminal, JSON Lines in a pipe.")
    parser.add_argument("--json", action="store_true", help="JSON Lines, on a terminal too")
    add_reading(parser)
    arguments, options = parse_arguments(parser, argv)
    return guarded(lambda: _write_tokens(arguments, options))


def _write_tokens(arguments: argparse.Namespace, options: Options) -> int:
    as_json = arguments.json or not sys.stdout.isatty()
    failed = False
    for file in arguments.files:
        problems = Problems(Progress(0), verbose=arguments.verbose)
        try:
            with opened(file) as binary:
                for token in iter_tokens(_decoded(binary, name_of(file), options)):
                    print(token_json(token) if as_json else token_line(token))
        except (OSError, TgparseError) as error:
            problems.fail(name_of(file), error)
        failed |= problems.failed
    sys.stdout.flush()
    return EXIT_UNREADABLE if failed else EXIT_OK


def _decoded(binary: BinaryIO, source: str, options: Options) -> Iterator[str]:
    """Decode a file piece by piece."""
    head = binary.read(HEAD)
    encoding = detect_encoding(head, source=source, given=options.encoding)
    chunks = chain([head], iter(lambda: binary.read(CHUNK), b""))
    return (piece.text for piece in iter_decoded(chunks, encoding, source=source, errors=options.errors))


def token_json(token: Token) -> str:
    """Give a token as one line of JSON that is harmless on a terminal."""
    return one_json_line(
        json.dumps({"line": token.line, "start": token.start, "kind": token.kind, "text": token.text}, ensure_ascii=False)
    )[:-1]


def token_line(token: Token) -> str:
    """Give a token as one line for people.

    >>> token_line(next(iter_tokens(["Hello"])))
    '     1        0  text       Hello'
    """
    kind = styled(f"{token.kind:<10}", "cyan", sys.stdout)
    return f"{token.line:6} {token.start:8}  {kind} {visible(token.text.rstrip())}"


def dialects(argv: Sequence[str]) -> int:
    """List the dialects: what each is, and what its exports show."""
    parser = Parser(prog="tgparse dialects", description="List the forms of text that are read, and what each shows.")
    parser.add_argument("--json", action="store_true", help="as JSON Lines")
    arguments = parser.parse_args(argv)
    as_json = arguments.json or not sys.stdout.isatty()
    return guarded(lambda: _write_dialects(as_json=as_json))


def _write_dialects(*, as_json: bool) -> int:
    out, columns = sys.stdout, width(sys.stdout)
    for name, dialect in DIALECTS.items():
        if as_json:
            print(dialect.model_dump_json())
            continue
        shows = wrapped(", ".join(f"{what}:{NO_BREAK}{how}" for what, how in dialect.carries.items()), columns, 8)
        print(styled(name, "bold", out))
        print(f"  {wrapped(dialect.summary, columns, 2)}")
        print(f"  {styled('shows', 'dim', out)} {HOW.sub(lambda how: styled(how[0], HOW_STYLES[how[0]], out), shows)}\n")
    out.flush()
    return EXIT_OK


def report(argv: Sequence[str]) -> int:
    """Write a report of some files."""
    parser = Parser(
        prog="tgparse report", description="Write one HTML file with the posts, search, filters, timeline and map, for any browser."
    )
    parser.add_argument("-o", "--output", metavar="PATH", type=Path, required=True, help="the HTML file")
    parser.add_argument("--title", help="what stands on top")
    parser.add_argument(
        "--kinds", nargs="+", choices=get_args(PlaceKind), help="kinds of places on the map; all but countries and continents"
    )
    parser.add_argument("--min-confidence", type=float, default=0.0, metavar="NUMBER", help="of places, from 0 to 1")
    add_reading(parser)
    arguments, options = parse_arguments(parser, argv)
    return guarded(lambda: _write_report(arguments, options))


def _write_report(arguments: argparse.Namespace, options: Options) -> int:
    with progress_of(arguments.files) as progress:
        inputs = Inputs(arguments, options, progress)
        documents = inputs.documents()
        first = next(documents, None)
        if first is None:
            return EXIT_UNREADABLE
        given = chain([first], documents)
        to_report(given, arguments.output, title=arguments.title, kinds=arguments.kinds, min_confidence=arguments.min_confidence)
        return inputs.exit_code


COMMANDS: Final[Mapping[str, Callable[[Sequence[str]], int]]] = MappingProxyType(
    {"table": table, "tokens": tokens, "dialects": dialects, "report": report}
)
"""The commands by name; a file that is called like one is given as ./table."""
