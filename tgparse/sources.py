"""From a path, an open file or bytes to chunks of text, with a note of each place that could not be read."""

from __future__ import annotations

import re
from contextlib import nullcontext
from glob import glob, has_magic
from hashlib import sha256
from itertools import chain
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol, Self, TextIO, cast

from .decoding import HEAD, Decoded, detect_encoding, iter_decoded
from .errors import CODES
from .folding import count_breaks
from .models import shorten
from .tokens import Note, RawLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from .decoding import Encoding
    from .options import Options

    Tell = Callable[[Note], None]
    Paths = str | PathLike[str] | Iterable[str | PathLike[str]]

Source = str | PathLike[str] | BinaryIO | TextIO


class Readable(Protocol):
    """What text is read from."""

    def read(self, size: int = -1, /) -> str | bytes:
        """Give the next characters or bytes; none at the end."""
        ...


CHUNK: Final = 1 << 20
"""Bytes that a stream reads at once."""
EXPORTS: Final = (".txt", ".json", ".html", ".htm", ".md")
"""Endings of the files that a folder is searched for."""
LONGEST_PATH: Final = 4096
SURROGATE: Final = re.compile("[\ud800-\udfff]")
PATH: Final = re.compile(
    r"""(?!\w+://)                               # An address is a post.
        (?: (?: ~ | \.{0,2} | [A-Za-z]: ) [/\\] [^\r\n]{1,4096}   # It begins as only paths do,
          | [^\s@#]{1,4096} )                   # or is one word,
        \. (?: txt | json | html? | md | csv | log | gz | zip )   # and ends as exports do.
    """,
    re.VERBOSE | re.IGNORECASE,
)


def misfit_notes(code: str, text: str, positions: Iterable[int], *, offset: int = 0, line: int = 1) -> Iterator[Note]:
    """Say where text stands in for what could not be read; `text` begins at `offset` of the source, on line `line`."""
    done = 0
    for position in positions:
        # The lines are counted on from place to place, since there may be as many places as characters.
        line += count_breaks(text, done, position)
        done = position
        yield Note(code, CODES[code][1], RawLine(text[position], offset + position, line))


def without_surrogates(text: str) -> tuple[str, list[int]]:
    """Put U+FFFD for lone surrogates, which neither UTF-8 nor JSON can hold."""
    try:
        # Several times as fast as a search for them, which hardly any text needs.
        text.encode("utf-8")
    except UnicodeEncodeError:
        return SURROGATE.sub("\ufffd", text), [match.start() for match in SURROGATE.finditer(text)]
    return text, []


def path_note(text: str) -> Note | None:
    """Say that a text may be meant as a path; it is parsed all the same, since any text may be a post."""
    return Note("TG007", CODES["TG007"][1], RawLine(text, 0, 1)) if PATH.fullmatch(text) else None


def decode_whole(data: bytes, encoding: Encoding, *, source: str, options: Options) -> tuple[str, list[int]]:
    """Decode bytes that are at hand; give the text, and the places of what stands for bytes that do not fit."""
    parts: list[str] = []
    misfits: list[int] = []
    size = 0
    for piece in iter_decoded((data,) if data else (), encoding, source=source, errors=options.errors):
        misfits += [size + position for position in piece.misfits]
        parts.append(piece.text)
        size += len(piece.text)
    return "".join(parts), misfits


class Digest:
    """The SHA-256 of a stream, made while it is read."""

    def __init__(self) -> None:
        self._digest = sha256()
        self._stream: BinaryIO | TextIO | None = None
        self._ended = False

    def watch(self, stream: BinaryIO | TextIO) -> Self:
        """Read from a stream through this."""
        self._stream = stream
        return self

    def read(self, size: int = -1, /) -> str | bytes:
        """Read on."""
        piece: str | bytes = self._stream.read(size) if self._stream is not None else b""
        if isinstance(piece, bytes):
            self._digest.update(piece)
            self._ended = not piece
        return piece

    def whole(self) -> str | None:
        """Give the digest in hex; None before all is read, and for a stream of text."""
        return self._digest.hexdigest() if self._ended else None


def text_chunks(stream: Readable, *, source: str, options: Options, tell: Tell) -> Iterator[str]:
    """Read a stream as text, with notes of what did not fit."""
    return told_chunks(_decoded_chunks(stream, source, options, tell), tell)


def told_chunks(pieces: Iterable[tuple[str, Decoded]], tell: Tell, *, offset: int = 0, line: int = 1) -> Iterator[str]:
    """Give the texts of decoded pieces, each with the code that its misfits are told by, and tell of these.

    The first begins at `offset` of the source, on line `line`.
    """
    after_return = False
    for code, piece in pieces:
        text = piece.text
        # A line end that the chunks cut in two is one line end.
        line -= after_return and text.startswith("\n")
        for note in misfit_notes(code, text, piece.misfits, offset=offset, line=line):
            tell(note)
        offset += len(text)
        line += count_breaks(text)
        after_return = text.endswith("\r")
        yield text


def guess_note(encoding: Encoding) -> Note:
    """Say that the encoding is a guess."""
    return Note("TG006", f"the encoding {encoding.name} is a guess; encoding= overrules it", None)


def _decoded_chunks(stream: Readable, source: str, options: Options, tell: Callable[[Note], None]) -> Iterator[tuple[str, Decoded]]:
    """Read a stream chunk by chunk, with the code that its misfits are told by."""
    first = stream.read(CHUNK)
    if isinstance(first, str):
        text_stream = cast("TextIO", stream)
        for chunk in chain([first], iter(lambda: text_stream.read(CHUNK), "")):
            clean, surrogates = without_surrogates(chunk)
            yield "TG003", Decoded(clean, tuple(surrogates))
        return
    binary = cast("BinaryIO", stream)
    # A pipe or a socket may give less than it is asked for, and the encoding rests on the whole head.
    head = bytearray(first)
    while 0 < len(head) < HEAD and (more := binary.read(CHUNK)):
        head += more
    encoding = detect_encoding(bytes(head[:HEAD]), source=source, given=options.encoding)
    if encoding.guessed:
        tell(guess_note(encoding))
    chunks = chain([bytes(head)], iter(lambda: binary.read(CHUNK), b""))
    for piece in iter_decoded(chunks, encoding, source=source, errors=options.errors):
        yield "TG002", piece


def iter_paths(paths: Paths) -> Iterator[str | PathLike[str]]:
    """Give the files that a path, a folder, a pattern or an iterable stands for."""
    if not isinstance(paths, str | PathLike):
        yield from paths
    elif Path(paths).is_dir():
        yield from sorted(path for path in Path(paths).rglob("*") if path.suffix.lower() in EXPORTS and path.is_file())
    elif has_magic(fspath(paths)) and not Path(paths).exists():
        # A pattern that fits nothing goes on as a file that is not there: a slip of the pen must not look like an empty corpus.
        yield from sorted(glob(fspath(paths), recursive=True)) or [fspath(paths)]  # noqa: PTH207 -- pathlib has no absolute patterns.
    else:
        yield paths


def name_of(file: Source) -> str:
    """Give the name that a file goes by in rows and problems."""
    if isinstance(file, str | PathLike):
        return Path(file).name
    name = getattr(file, "name", None)
    return Path(name).name if isinstance(name, str) else "<stream>"


def encodable(name: str) -> str:
    r"""Write a name so that UTF-8 and JSON can hold it: names of files are bytes, and not always UTF-8.

    >>> encodable("caf\udce9.txt")
    'caf\\udce9.txt'
    """
    return name if name.isascii() else name.encode("utf-8", "backslashreplace").decode("utf-8")


def opened(file: Source) -> AbstractContextManager[BinaryIO | TextIO]:
    """Open a path, or take a file that the user has opened and will close."""
    if isinstance(file, str | PathLike):
        return _open_path(file)
    if not hasattr(file, "read"):
        message = f"parse_file takes a path or an open file, not {type(file).__name__}; for bytes use parse_bytes"
        raise TypeError(message)
    return nullcontext(file)


def _open_path(path: str | PathLike[str]) -> BinaryIO:
    name = str(path)
    if "\n" in name or len(name) > LONGEST_PATH or "\x00" in name:
        message = f"this looks like a text, not like a path ({shorten(name)!r}); for a text use parse_text"
        raise TypeError(message)
    try:
        return Path(path).open("rb")
    except FileNotFoundError as error:
        if " " in name and not Path(name).suffix:
            error.add_note("if this is a text and not a path, use tgparse.parse_text")
        raise
