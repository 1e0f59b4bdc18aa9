"""Files straight to tables: they are parsed and made rows where they are read, here or by other processes, so that no Document travels.

A file longer than `PIECE` is read in splits (see `splits`), which processes share, and nobody holds all of it. What a split does not
know of those before it is made right so that the rows are those of one process: a first look counts the code points and lines before each
split, with which its places are those of the file (that look and the file's digest cost a hundredth of the parse); posts are
counted as the splits come back, in order; and `repeats_post` is looked up here, among hashes of the words of the posts.

What rests on the whole of a file is not cut: the table `lines`, `repeats="near"`, `strict=True`, bytes that do not fit the
encoding, and a dialect without marks. If a split is lost, since its process died again and again, the others stay and the posts are
counted without its own. Diagnostics of lines longer than 64 KB may come a few rows later than from `parse_file`.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from glob import has_magic
from hashlib import file_digest
from operator import attrgetter
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeGuard, cast

from .errors import TgparseError
from .export import arrow
from .export.files import chosen_tables
from .extractors import EXTRACTORS
from .parallel import count_of, file_parser, over_processes, unread_path, with_progress
from .pipeline import make_options
from .posts import FirstSeen, KeptWords
from .sources import LONGEST_PATH, iter_paths
from .splits import Before, Split, SplitReading, measure_splits, plan_splits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .document import Document
    from .export.arrow import Packed
    from .export.files import Tables
    from .extractors import Extractor
    from .models import Channel
    from .omissions import Lines
    from .options import Options
    from .parts import Parts
    from .sources import Paths

    AnyPath = str | PathLike[str]

PIECE: Final = 1 << 22
"""Bytes of a split: few enough that the processes end together, and many enough that reading what stands around it costs little."""


def to_parquet(
    given: Parts | Paths,
    path: str | PathLike[str],
    *,
    table: str = "posts",
    tables: Tables | None = None,
    boilerplate: Lines = (),
    workers: int = 1,
    progress: bool = False,
    channel: str | Channel | None = None,
    options: Options | None = None,
    extractors: Sequence[Extractor] = EXTRACTORS,
    **settings: Any,
) -> Path:
    r"""Write a table as a Parquet file, or several as the files of a folder, in one pass and in flat memory.

    `given` is a Document, a Post, or an iterable of either, such as `parse_files(…)` or `iter_posts(…)`; or the files themselves: a path,
    a folder, a pattern or a list of paths, which are parsed as `parse_files` does, by which the keywords behind `boilerplate` go; a file
    longer than 4 MiB in pieces. With more than one of `workers`, processes share the files and the pieces. With `tables="all"`, or a list
    of names, `path` is a folder that gets a file a table. `boilerplate` is lines to leave out, such as `tgparse.boilerplate` reports. A
    file that is there is replaced once the new one is whole. Its metadata say where it comes from, and what was left out. Raises
    `TgparseError` for a generator that was used up, ValueError for a name that is no table. Needs `pip install 'tgparse[arrow]'`.

    >>> import tempfile, tgparse
    >>> doc = tgparse.parse_text("Forwarded from City News\n🔹 Bridge reopens\n🔹 Trams run")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     tgparse.to_parquet(doc, f"{folder}/points.parquet", table="points").name
    'points.parquet'
    """
    if not _are_files(given):
        asked = workers != 1 or progress or channel is not None or options is not None or settings
        if asked and not isinstance(given, str | PathLike):
            message = "workers, progress and settings are for files yet to be parsed: give their paths, as a list, folder or pattern"
            raise TypeError(message)
        return arrow.to_parquet(cast("Parts", given), path, table=table, tables=tables, boilerplate=boilerplate)
    chosen = make_options(options, settings)
    names = chosen_tables(tables if tables is not None else (table,), of_posts=False)
    lines = list(boilerplate)
    worker = _Worker(
        parse=file_parser(workers, channel=channel, options=chosen, extractors=extractors),
        pack=partial(arrow.pack, tables=names, boilerplate=lines),
        channel=channel,
        extractors=tuple(extractors),
    )
    can_cut = "lines" not in names and chosen.repeats != "near" and not chosen.strict
    jobs = _cut(iter_paths(given), chosen) if can_cut else iter_paths(given)
    results = map(worker.done, jobs) if workers == 1 else over_processes(worker.done, jobs, worker.unread, workers)
    told = with_progress(results, count_of(given), ends=attrgetter("ends")) if progress else results
    return arrow.write_packed(_joined(told), path, names, folder=tables is not None, boilerplate=lines)


def _are_files(given: Parts | Paths) -> TypeGuard[Paths]:
    """Tell names of files from what was parsed; of an iterator nobody can tell, and it counts as parsed."""
    if isinstance(given, str | PathLike):
        # A slip of the pen must not make an empty table.
        name = fspath(given)
        return len(name) < LONGEST_PATH and "\n" not in name and (has_magic(name) or Path(name).exists())
    return isinstance(given, Collection) and isinstance(next(iter(given), None), str | PathLike)


class _Piece(NamedTuple):
    """A split of a file, and what the process that reads it needs of the rest."""

    split: Split
    before: Before
    sha256: str
    """The digest of the file."""


def _cut(paths: Iterable[AnyPath], options: Options) -> Iterator[AnyPath | _Piece]:
    """Give the files, and of those that can be shared the pieces."""
    for path in paths:
        try:
            pieces = _pieces(path, options)
        except (OSError, TgparseError, ValueError):
            # Whoever reads the file tells what is wrong with it.
            pieces = []
        if pieces:
            yield from pieces
        else:
            yield path


def _pieces(path: AnyPath, options: Options) -> list[_Piece]:
    """Cut a file; nothing where it is one split."""
    splits = plan_splits([path], PIECE, options=options)
    if len(splits) == 1:
        return []
    before = measure_splits(splits, source=fspath(path))
    with Path(path).open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    return [_Piece(split, counts, digest) for split, counts in zip(splits, before, strict=True)]


class _Done(NamedTuple):
    """What a worker gives back."""

    packed: Packed
    words: list[bytes | None] | None = None
    """Of a piece: hashes of the words of its posts."""
    ends: bool = True
    """Whether it is all of its file, or the last piece."""


class _Worker(NamedTuple):
    """Parses files and pieces, and packs their tables, in this process or in another."""

    parse: Callable[[AnyPath], Document]
    pack: Callable[[Document], Packed]
    channel: str | Channel | None
    extractors: tuple[Extractor, ...]

    def done(self, job: AnyPath | _Piece) -> _Done:
        """Do a job."""
        if not isinstance(job, _Piece):
            return _Done(self.pack(self.parse(job)))
        words = KeptWords()
        reading = SplitReading(job.split, source=job.split.path, extractors=self.extractors, before=job.before, first_seen=words)
        try:
            document = reading.document(self.channel)
        except (OSError, TgparseError, TypeError) as error:
            return self.unread(job, error)
        return self._packed(job, document, words.hashes)

    def unread(self, job: AnyPath | _Piece, error: BaseException) -> _Done:
        """Make the tables of what could not be read."""
        if isinstance(job, _Piece):
            return self._packed(job, unread_path(job.split.path, error), [])
        return _Done(self.pack(unread_path(job, error)))

    def _packed(self, piece: _Piece, document: Document, words: list[bytes | None]) -> _Done:
        packed = self.pack(document)
        origin = packed.origin._replace(sha256=piece.sha256) if packed.origin and piece.split.start == 0 else None
        return _Done(packed._replace(origin=origin), words, ends=piece.split.end is None)


def _joined(results: Iterable[_Done]) -> Iterator[Packed]:
    """Count the posts of the pieces of a file through, and find for each the first equal one."""
    count, first_seen = 0, FirstSeen()
    for packed, words, _ in results:
        if words is None:
            yield packed
            continue
        if packed.origin is not None:
            count, first_seen = 0, FirstSeen()
        repeats = [None if key is None else first_seen.first(key, index) for index, key in enumerate(words, count)]
        yield packed._replace(posts_before=count, repeats=repeats)
        count += len(words)
