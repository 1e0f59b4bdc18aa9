r"""Big files in parts: borders that need no look at the file between them, for processes and machines that share the work.

A border is a byte, and a post belongs to the split that holds the beginning of its first line. So a plan needs the size of a file and
its head, and each split is read without the others; joined, their posts are those of `iter_posts`, in everything but what counts
from the beginning of the file: `index`, `line` and offsets count from the split's own beginning, whose byte comes with each post, and
`repeats_post` looks for the first equal post in its split only (across splits, `content_hash` tells).

**Why they are the same.** What concerns the whole of a file (encoding, dialect, doubling, day-month order) rests on its first 64 KB,
and each split reads these. What a reader keeps in mind from line to line is done with at a *mark* (a forward marker, a reactions
line, a header; each reader says which, see `Reader.marks`), so reading begins at a mark before the split, and drops the posts that are
not its own. It goes on behind the split until the last of its posts has seen as far ahead as years look. What years know from behind is
the last two anchors; `timeline.Past` tells when they are those of the whole, and reading begins farther back until they are.

A file whose dialect has no marks, or whose bytes do not show where a line ends (UTF-16), is one split, which says why.
"""

from __future__ import annotations

from itertools import chain, dropwhile, islice, pairwise, takewhile
from os import fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

from . import timeline
from .decoding import HEAD as HEAD_BYTES
from .decoding import Decoded, Encoding, detect_encoding, iter_decoded
from .document import Document
from .errors import TgparseError
from .extractors import EXTRACTORS
from .folding import count_breaks
from .pipeline import Run, channel_of_run, make_options
from .posts import FirstSeen
from .recognition import HEAD_TEXT, Plan, make_plan
from .sources import CHUNK, guess_note, iter_paths, text_chunks, told_chunks
from .timeline import Past
from .tokens import BLANKS, iter_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .extractors import Extractor
    from .models import Channel, Diagnostic, Furniture, Post
    from .options import Options
    from .sources import Paths
    from .timeline import Draft
    from .tokens import IsMark, Token

SIZE: Final = 1 << 26
"""Bytes of a split, unless told otherwise."""
LOOK_BACK: Final = 1 << 16
"""Bytes before a split in which its reading begins, unless the anchors of its years stand farther back."""
AHEAD: Final = 1 << 16
"""Bytes that are read at once behind a split."""
WIDEST: Final = 4
"""Bytes that a code point takes in any encoding that can be split."""


class Split(NamedTuple):
    """A part of a file that can be read without the others; plain data, to be sent anywhere."""

    path: str
    """The file."""
    start: int
    """Offset of its first byte; where that is in the midst of a line, the next line is its first."""
    end: int | None
    """Offset behind its last byte; None: the end of the file."""
    options: Options
    """The settings of the parse."""
    why_whole: str | None = None
    """Why the file is one split though it is longer than asked; None where it is cut, or short enough."""


class Before(NamedTuple):
    """What stands in a file before a split."""

    size: int = 0
    """Code points."""
    breaks: int = 0
    """Line ends."""


NOTHING: Final = Before()


class SplitPost(NamedTuple):
    """A post of a split."""

    offset: int
    """Offset of the byte from which its spans (in code points), its `line` and its `index` count; 0 where that is the file's first."""
    post: Post
    """The post."""


def plan_splits(paths: Paths, size: int = SIZE, *, options: Options | None = None, **settings: Any) -> list[Split]:
    """Cut files into splits of `size` bytes at most, each of which `read_split` reads without the others.

    `paths` is what `parse_files` takes, settings are given as `options` or as keywords. Of each file that is longer than `size` the
    first 64 KB are read. A file without marks of where posts begin is one split, and so is one that cannot be read, which
    `read_split` then tells; `why_whole` says why. Raises ValueError for a size below 1.

    >>> plan = plan_splits("fixtures/compact_en.web-preview.txt", 5000)
    >>> [(split.start, split.end) for split in plan]
    [(0, 4025), (4025, 8051), (8051, None)]
    >>> [split.why_whole for split in plan_splits("fixtures/delta_zh.plain.txt", 1000)]
    ['nothing in the dialect plain shows by itself where a post begins']
    """
    if size < 1:
        message = f"size is a number of bytes, 1 or more, not {size}"
        raise ValueError(message)
    chosen = make_options(options, settings)
    return [split for path in iter_paths(paths) for split in _plan_file(fspath(path), size, chosen)]


def read_split(
    split: Split,
    *,
    source: str | None = None,
    extractors: Sequence[Extractor] = EXTRACTORS,
    on_diagnostic: Callable[[Diagnostic], None] | None = None,
) -> Iterator[SplitPost]:
    """Read one split; the posts of all splits of a file, joined, are those of `iter_posts`, but for what counts from its beginning.

    `index`, `line` and spans count from the split's own beginning, whose byte offset comes with each post, and `repeats_post` looks for
    an equal post in the split only. `source` is the file's name by default; `extractors` and `on_diagnostic` are those of `iter_posts`,
    and so are the errors. Memory does not grow with the split.

    >>> plan = plan_splits("fixtures/compact_en.web-preview.txt", 5000)
    >>> [[str(post.headline)[:12] for _, post in read_split(split)][:1] for split in plan]
    [['🎙 Secretary-'], ['📍 Geneva, Fe'], ['🗓 The spring']]
    """
    reading = SplitReading(split, source=source, extractors=extractors, tell=on_diagnostic)
    return (SplitPost(reading.offset, post) for post in reading.posts())


def measure_splits(splits: Sequence[Split], *, source: str) -> list[Before]:
    """Count what stands before each split of a file, which is read once, without being parsed.

    Raises OSError, and `DecodingError` for a byte that does not fit, whatever `errors` says: it concerns the file as a whole.
    """
    counted = [Before()]
    with Path(splits[0].path).open("rb") as stream:
        part = _Part.of(stream, splits[0], source)._replace(errors="strict")
        begins = [_line_start(stream, split.start, part.encoding.mark) for split in splits]
        for begin, end in pairwise(begins):
            size, breaks = part.measure(begin, end)
            counted.append(Before(counted[-1].size + size, counted[-1].breaks + breaks))
        # The last is read too, so that what does not fit there is told.
        part.measure(begins[-1], None)
    return counted


class SplitReading:
    """A split while it is read: what `read_split` gives, and the lines between the posts.

    With what stands `before` it, its lines and spans are those of the file.
    """

    def __init__(
        self,
        split: Split,
        *,
        source: str | None = None,
        extractors: Sequence[Extractor] = EXTRACTORS,
        tell: Callable[[Diagnostic], None] | None = None,
        before: Before = NOTHING,
        first_seen: FirstSeen | None = None,
    ) -> None:
        self.split = split
        self.source = source if source is not None else Path(split.path).name
        self.extractors = extractors
        self.tell = tell if tell is not None else _ignore
        self.before = before
        self.first_seen = first_seen if first_seen is not None else FirstSeen()
        self.encoding: str | None = None
        """The encoding of its file; known when the first post of a split that is no whole file is there."""
        self.offset = 0
        """Offset of the byte from which the posts count; known when the first post is there."""
        self._size: int | None = None
        """Code points of its own text, when all of that is read."""
        self._run = self._new_run(self.tell)

    def posts(self) -> Iterator[Post]:
        """Give its posts."""
        with Path(self.split.path).open("rb") as stream:
            if self.split.start == 0 and self.split.end is None:
                chunks = text_chunks(stream, source=self.source, options=self.split.options, tell=self._run.note)
                yield from self._run.posts(chunks)
            else:
                yield from self._own_posts(_Part.of(stream, self.split, self.source))

    def document(self, channel: str | Channel | None) -> Document:
        """Read all of it as a Document without a text, which keeps its problems; the first of a file knows the dialect."""
        problems: list[Diagnostic] = []
        self.tell = self._run.tell = problems.append
        posts = tuple(self.posts())
        return Document(
            source=self._run.source,
            channel=channel_of_run(self._run, channel),
            dialect=self._run.dialect,
            encoding=self.encoding,
            text="",
            posts=posts,
            furniture=tuple(self.furniture()),
            diagnostics=tuple(problems),
            options=self.split.options,
        )

    def furniture(self) -> list[Furniture]:
        """Give the lines outside every post, when its posts are read."""
        return [line for line in self._run.furniture if self._is_own(line.span.start)]

    def _is_own(self, offset: int) -> bool:
        begin = self.before.size
        return offset >= begin and (self._size is None or offset < begin + self._size)

    def _stands_before(self, draft: Draft) -> bool:
        return draft.raw.start < self.before.size

    def _new_run(self, tell: Callable[[Diagnostic], None]) -> Run:
        run = Run(source=self.source, options=self.split.options, extractors=self.extractors, tell=tell)
        run.first_seen = self.first_seen
        return run

    def _own_posts(self, part: _Part) -> Iterator[Post]:
        """Begin to read far enough back, and give the posts that begin in the split."""
        self.encoding = part.encoding.name
        self.offset = 0 if part.is_first else part.begin
        if part.is_empty:
            return
        drafts = self._certain_drafts(part)
        yield from self._run.build(takewhile(lambda draft: self._is_own(draft.raw.start), drafts))

    def _certain_drafts(self, part: _Part) -> Iterator[Draft]:
        """Give the drafts from the split's beginning on, read from where the anchors of their years are certain."""
        held: list[Diagnostic] = []
        drafts: Iterator[Draft] = iter(())
        first: Draft | None = None
        for resume in part.resumptions():
            held.clear()
            self._size = None
            self._run = self._new_run(held.append)
            drafts = dropwhile(self._stands_before, self._drafts(part, resume))
            first = next(drafts, None)
            if first is None or first.certain or not self._is_own(first.raw.start):
                break
        self._run.tell = self.tell
        for diagnostic in held:
            self.tell(diagnostic)
        return drafts if first is None else chain([first], drafts)

    def _drafts(self, part: _Part, resume: int) -> Iterator[Draft]:
        """Read from a mark on; offsets count from the beginning of the split, unless it is known what stands before."""
        run = self._run
        if part.is_first:
            if part.encoding.guessed:
                run.note(guess_note(part.encoding))
            run.note_plan(part.plan)
        size, breaks = part.measure(resume, part.begin)
        begin, line = self.before.size, 1 + self.before.breaks

        def chunks() -> Iterator[str]:
            yield from (piece.text for piece in part.decoded(resume, part.begin))
            length = 0
            own = (("TG002", piece) for piece in part.decoded(part.begin, part.end))
            for text in told_chunks(own, run.note, offset=begin, line=line):
                length += len(text)
                yield text
            self._size = length
            if part.end is not None:
                yield from (piece.text for piece in part.decoded(part.end, None))

        def note_cut(token: Token) -> None:
            if self._is_own(token.start):
                run.note_cut(token)

        tokens = iter_tokens(chunks(), start=begin - size, number=line - breaks, on_cut=note_cut)
        # Without extractors nothing but the dialect gives an anchor.
        dateless = not self.extractors and part.plan.reader.dialect.carries["sent_at"] == "none"
        past = Past() if dateless or resume <= part.encoding.mark else Past(begin - size)
        return run.drafts_between(part.plan, tokens, past)


def _ignore(diagnostic: Diagnostic) -> None:
    """Drop a diagnostic that nobody listens to."""


class _Part(NamedTuple):
    """The lines of a split in its open file, and what the file's head says."""

    stream: BinaryIO
    source: str
    errors: str
    encoding: Encoding
    plan: Plan
    is_mark: IsMark | None
    begin: int
    """Offset of its first line."""
    end: int | None
    """Offset behind its last line; None: the end of the file."""

    @classmethod
    def of(cls, stream: BinaryIO, split: Split, source: str) -> _Part:
        """Read the head of the file, and find where the lines begin."""
        encoding, plan = _read_head(stream, split.options, source)
        marks = plan.reader.marks
        return cls(
            stream,
            source,
            split.options.errors,
            encoding,
            plan,
            marks(plan.head, plan.options) if marks is not None else None,
            _line_start(stream, split.start, encoding.mark),
            None if split.end is None else _line_start(stream, split.end, encoding.mark),
        )

    @property
    def is_first(self) -> bool:
        """Whether the file begins with it."""
        return self.begin == self.encoding.mark

    @property
    def is_empty(self) -> bool:
        """Whether no line begins in it."""
        return self.end is not None and self.begin >= self.end

    def resumptions(self) -> Iterator[int]:
        """Give offsets at which to begin to read, each farther back than the one before; the last is the beginning of the file."""
        look = LOOK_BACK
        while (at := self.begin - look) > self.encoding.mark:
            mark = self._first_mark(at)
            if mark is not None:
                yield mark
            # Without anchors the text that they would count for must be read.
            look = max(2 * look, timeline.LOOK_BEHIND * 5 // 4 if look < timeline.LOOK_BEHIND else WIDEST * timeline.LOOK_BEHIND * 5 // 4)
        yield self.encoding.mark

    def _first_mark(self, at: int) -> int | None:
        """Give the offset of the first line between this offset and the split that is a mark."""
        fresh = False
        for start, line in self._lines(at):
            text = self._text(line)
            # A line that is more than one token is cut, or ends in the midst; it is better not to begin there.
            tokens = list(islice(iter_tokens((text,)), 2))
            if self.is_mark is not None and len(tokens) == 1 and self.is_mark(tokens[0], fresh):
                return start
            fresh = not text.strip(BLANKS)
        return None

    def _lines(self, at: int) -> Iterator[tuple[int, bytes]]:
        """Give the lines that begin between this offset and the split, with their offsets."""
        start = _line_start(self.stream, at, self.encoding.mark)
        while start < self.begin:
            self.stream.seek(start)
            line = self.stream.readline()
            yield start, line
            start += len(line)

    def _text(self, line: bytes) -> str:
        pieces = iter_decoded((line,), Encoding(self.encoding.name), source=self.source, errors="replace")
        return "".join(piece.text for piece in pieces)

    def measure(self, start: int, end: int | None) -> tuple[int, int]:
        """Count the code points and the line ends from one line's beginning to another's."""
        size = breaks = 0
        after_return = False
        for text, _ in self.decoded(start, end):
            size += len(text)
            breaks += count_breaks(text) - (after_return and text.startswith("\n"))
            after_return = text.endswith("\r")
        return size, breaks

    def decoded(self, start: int, end: int | None) -> Iterator[Decoded]:
        """Decode from one line's beginning to another's."""
        return iter_decoded(self._bytes(start, end), Encoding(self.encoding.name), source=self.source, errors=self.errors, start=start)

    def _bytes(self, start: int, end: int | None) -> Iterator[bytes]:
        while end is None or start < end:
            self.stream.seek(start)
            # What stands behind the split is read in small steps, as little of it is needed.
            data = self.stream.read(AHEAD if end is None else min(CHUNK, end - start))
            if not data:
                return
            yield data
            start += len(data)


def _plan_file(path: str, size: int, options: Options) -> list[Split]:
    try:
        length = Path(path).stat().st_size
        why = _why_whole(path, options) if length > size else None
    except (OSError, TgparseError) as error:
        # Whoever reads it gets the error.
        return [Split(path, 0, None, options, f"it cannot be read: {error}")]
    if why is not None or length <= size:
        return [Split(path, 0, None, options, why)]
    count = -(-length // size)
    borders = [length * i // count for i in range(count)]
    return [Split(path, start, end, options) for start, end in zip(borders, [*borders[1:], None], strict=True)]


def _why_whole(path: str, options: Options) -> str | None:
    """Say why a file cannot be cut, or give None where it can."""
    with Path(path).open("rb") as stream:
        encoding, plan = _read_head(stream, options, Path(path).name)
    if not _shows_line_ends(encoding.name):
        return f"in {encoding.name} a byte does not show whether a line ends there"
    marks = plan.reader.marks
    if marks is None:
        return f"nothing in the dialect {plan.reader.dialect.name} shows by itself where a post begins"
    is_mark, fresh = marks(plan.head, options), True
    for token in plan.head.tokens:
        if is_mark(token, fresh):
            return None
        fresh = token.kind == "blank"
    return "no line of its first 64 KB shows by itself where a post begins"


def _read_head(stream: BinaryIO, options: Options, source: str) -> tuple[Encoding, Plan]:
    """Decide what concerns the whole of a file, as `iter_posts` does."""
    stream.seek(0)
    data = stream.read(max(HEAD_BYTES, WIDEST * (HEAD_TEXT + 1)))
    encoding = detect_encoding(data[:HEAD_BYTES], source=source, given=options.encoding)
    # The first piece only: behind it a character may be cut.
    first = next(iter_decoded((data,), encoding, source=source, errors=options.errors), Decoded(""))
    return encoding, make_plan(first.text[:HEAD_TEXT], options, whole=False)


def _shows_line_ends(encoding: str) -> bool:
    r"""Whether a byte 0A is a line feed wherever it stands: in UTF-8, and where each byte is a character.

    >>> [_shows_line_ends(name) for name in ("utf-8", "windows-1251", "utf-16-le", "shift_jis", "utf-7", "cp500")]
    [True, True, False, False, False, False]
    """
    if encoding == "utf-8":
        return True
    from codecs import getincrementaldecoder

    decode = getincrementaldecoder(encoding)("replace").decode
    return all(len(decode(bytes([byte]))) == 1 for byte in range(256)) and decode(b"\r\n") == "\r\n"


def _line_start(stream: BinaryIO, offset: int, mark: int) -> int:
    """Give the offset of the first line that begins at this byte or behind it; the end of the file where none does."""
    if offset <= 0:
        return mark
    position = max(offset - 1, mark)
    stream.seek(position)
    while data := stream.read(1 << 16):
        found = data.find(b"\n")
        if found >= 0:
            return position + found + 1
        position += len(data)
    return position
