"""What the commands of the command line share: how files are read, and how problems are told.

Stdout carries data and nothing else; problems go to stderr, one line each. Whatever strangers posted is written so that a
terminal shows it and does not obey it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NoReturn, get_args

from pydantic import ValidationError

from .errors import TgparseError
from .extractors import EXTRACTORS
from .html import shortened, visible
from .options import DateOrder, Options
from .parts import Origin, PostStream
from .pipeline import iter_posts, parse_bytes
from .readers import DIALECTS
from .terminal import NO_BREAK, Progress, styled

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from .document import Document
    from .errors import Severity
    from .extractors import Extractor
    from .models import Diagnostic, Item, Post
    from .tokens import RawPost

EXIT_OK: Final = 0
EXIT_UNREADABLE: Final = 1
EXIT_USAGE: Final = 2
EXIT_INTERRUPTED: Final = 130


COLOURS: Final[Mapping[Severity, str]] = MappingProxyType({"error": "red", "warning": "yellow", "info": "dim"})
MAX_SHOWN: Final = 10
"""Problems of one file that are told on a terminal."""
MAX_NAMES: Final = 5
"""Names in one line of a summary, the most frequent first."""
MAX_NAME: Final = 32
"""Code points of a name in a summary."""


def forgive_encodings() -> None:
    """Let a terminal of an old encoding show what it can."""
    if reconfigure := getattr(sys.stdout, "reconfigure", None):
        reconfigure(errors="backslashreplace")


def guarded(work: Callable[[], int]) -> int:
    """Do the work of a command, and turn what ends it early into an exit code and one line that says why."""
    try:
        return work()
    except BrokenPipeError:
        leave_closed_pipe()
        return EXIT_OK
    except OSError as error:
        # What concerns an input was told where it was read, so this is the output: a full disk, say.
        place = f"{one_line(str(error.filename))}: " if error.filename else ""
        complain(f"tgparse: {place}{error.strerror}")
        leave_closed_pipe()
        return EXIT_UNREADABLE
    except TgparseError as error:
        complain(f"tgparse: {one_line(str(error))}")
        return EXIT_UNREADABLE
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def complain(line: str) -> None:
    """Write to stderr why the work ended."""
    print(styled(line, "red", sys.stderr), file=sys.stderr)


class Parser(argparse.ArgumentParser):
    """Arguments whose mistakes are told in one line."""

    def error(self, message: str) -> NoReturn:
        """End with code 2, and say what is wrong and where to look."""
        complain(f"{self.prog}: {one_line(message)}; {self.prog} --help tells what there is")
        sys.exit(EXIT_USAGE)


def parse_arguments(parser: argparse.ArgumentParser, argv: Sequence[str]) -> tuple[argparse.Namespace, Options]:
    """Read the arguments and the settings of the parse among them; what is wrong ends the program with code 2."""
    arguments = parser.parse_args(argv)
    try:
        return arguments, make_options(arguments)
    except ValidationError as error:
        parser.error("; ".join(f"{problem['loc'][0]}: {problem['msg']}" for problem in error.errors()))


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Describe the settings of the parse."""
    parser.add_argument("--verbose", action="store_true", help="tell what was decided on the way, not only problems")
    parser.add_argument("files", metavar="FILE", nargs="+", help="an export; - for standard input")
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


def read(file: str, channel: str | None, options: Options, problems: Problems) -> Iterator[Post]:
    """Give the posts of a file as far as it can be read, its problems told on the way."""
    return iter(stream(file, channel, options, problems))


def stream(file: str, channel: str | None, options: Options, problems: Problems) -> PostStream:
    """Give the posts of a file as they are read, and where they come from when all are."""
    origin = Origin(name_of(file))

    def posts() -> Generator[Post]:
        nonlocal origin
        try:
            with opened(file) as binary:
                watched = Watched(binary, problems.progress)
                read = iter_posts(watched, source=origin.source, channel=channel, options=options, on_diagnostic=problems.note)
                yield from read
                origin = read.origin()
        except (OSError, TgparseError) as error:
            problems.fail(origin.source, error)

    return PostStream(posts(), lambda: origin)


def parse(file: str, channel: str | None, options: Options, problems: Problems) -> Document | None:
    """Give a file as a Document, its problems told; None if it cannot be read."""
    source = name_of(file)
    try:
        with opened(file) as binary:
            data = binary.read()
        extractors = (*EXTRACTORS, _watching(data, problems.progress)) if problems.progress.is_shown else EXTRACTORS
        document = parse_bytes(data, source=source, channel=channel, options=options, extractors=extractors)
    except (OSError, TgparseError) as error:
        problems.fail(source, error)
        return None
    for diagnostic in document.diagnostics:
        problems.note(diagnostic)
    return document


def _watching(data: bytes, progress: Progress) -> Extractor:
    """Make an extractor that finds nothing, and tells how far the text is."""
    before = progress.done
    bytes_a_character = len(data) / max(1, len(data.decode("utf-8", "replace")))

    def watch(raw: RawPost, found: Sequence[Item], options: Options) -> tuple[Item, ...]:
        del found, options
        progress.reach(before + min(len(data), round(raw.end * bytes_a_character)))
        return ()

    return watch


@contextmanager
def opened(file: str) -> Generator[BinaryIO]:
    """Open a file, or take standard input, which stays open."""
    if file == "-":
        yield sys.stdin.buffer
    else:
        with Path(file).open("rb") as binary:
            yield binary


def can_open(file: str, problems: Problems) -> bool:
    """Tell whether a file is there to be read; if not, why."""
    try:
        with opened(file):
            return True
    except OSError as error:
        problems.fail(name_of(file), error)
        return False


def size_of(file: str) -> int:
    """Give the size of a file in bytes; 0 where it cannot be known, as of standard input."""
    return 0 if file == "-" or not Path(file).is_file() else Path(file).stat().st_size


class Watched(BytesIO):
    """A file that tells how far it is read."""

    def __init__(self, binary: BinaryIO, progress: Progress) -> None:
        super().__init__()
        self._binary = binary
        self._progress = progress

    def read(self, size: int | None = -1, /) -> bytes:
        """Read on."""
        data = self._binary.read(-1 if size is None else size)
        self._progress.advance(len(data))
        return data


def name_of(file: str) -> str:
    r"""Give a file's name as text that every encoder takes; names of files are bytes, and not always UTF-8.

    >>> name_of("-"), name_of("caf\udce9.txt") == "caf\ufffd.txt"
    ('<stdin>', True)
    """
    return "<stdin>" if file == "-" else file.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def progress_of(files: Sequence[str]) -> Progress:
    """Make the bar that tells how far some files are read."""
    return Progress(sum(map(size_of, files)))


def _is_watched() -> bool:
    """Tell whether stderr is a terminal now; who calls the command line from Python may have replaced it."""
    return sys.stderr.isatty()


@dataclass
class Problems:
    """What went wrong in one file: told on stderr, counted for the summary."""

    progress: Progress
    verbose: bool = False
    brief: bool = field(default_factory=_is_watched)
    """Whether only the first are told: nobody reads thousands on a terminal, and a file or a pipe gets all."""
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
        if not self.brief or self.shown <= MAX_SHOWN:
            self.tell(f"{diagnostic.source}:{diagnostic.line}: {diagnostic.code} {diagnostic.message}", COLOURS[diagnostic.severity])

    def finish(self) -> None:
        """Tell, at the end of the file, how many were not told."""
        if self.brief and self.shown > MAX_SHOWN:
            self.tell(f"… {self.shown - MAX_SHOWN} more; with 2>FILE all are kept")

    def fail(self, source: str, error: OSError | TgparseError) -> None:
        """Tell why the file could not be read to its end."""
        self.failed = True
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        if isinstance(error, IsADirectoryError):
            reason += f": name its files, as in {source.rstrip('/')}/*.txt"
        self.tell(f"{source}:1: TG001 {reason}", "red")

    def tell(self, line: str, style: str = "dim") -> None:
        """Write one line to stderr, which escapes by itself what it cannot encode."""
        self.progress.wipe()
        print(styled(one_line(line), style, sys.stderr), file=sys.stderr)

    def __str__(self) -> str:
        """Count the problems by their codes."""
        return f"{self.codes.total()} ({counts(self.codes)})" if self.codes else "none"


def one_line(text: str) -> str:
    r"""Bring a text on one line that a terminal shows and does not obey.

    >>> one_line("a\n b\x1b[2J")
    'a b<U+001B>[2J'
    """
    return visible(" ".join(text.split()))


def counts(names: Counter[str]) -> str:
    """List the most frequent names with their counts, and how many more there are; no-break spaces hold together what belongs together.

    >>> counts(Counter("aabcdefg")).replace(NO_BREAK, " ")
    'a ×2, b, c, d, e, … 2 more'
    """
    most = [(shortened(one_line(name), MAX_NAME), count) for name, count in names.most_common(MAX_NAMES)]
    shown = [f"{name}{NO_BREAK}×{count}" if count > 1 else name for name, count in most]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f", …{NO_BREAK}{more}{NO_BREAK}more" if more else "")


def leave_closed_pipe() -> None:
    """Point stdout and stderr to nowhere, so that Python's own flush at the exit has no pipe to break."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
