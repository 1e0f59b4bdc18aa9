"""Files straight to tables, with processes that parse them and make the rows, so that no Document travels between them."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from glob import has_magic
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard, cast

from .export import arrow
from .export.files import chosen_tables
from .extractors import EXTRACTORS
from .parallel import count_of, file_parser, over_processes, parse_files, unread_path, with_progress
from .pipeline import make_options
from .sources import LONGEST_PATH, iter_paths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .document import Document
    from .export.arrow import Packed
    from .export.files import Tables
    from .extractors import Extractor
    from .models import Channel
    from .omissions import Lines
    from .options import Options
    from .parts import Parts
    from .sources import Paths


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
    a folder, a pattern or a list of paths, which are parsed as `parse_files` does, by which the keywords behind `boilerplate` go. With
    more than one of `workers`, processes parse them and make the rows. With `tables="all"`, or a list of names, `path` is a folder that
    gets a file a table. `boilerplate` is lines to leave out, such as `tgparse.boilerplate` reports. A file that is there is replaced once
    the new one is whole. Its metadata say where it comes from, and what was left out. Raises `TgparseError` for a generator that was used
    up, ValueError for a name that is no table. Needs `pip install 'tgparse[arrow]'`.

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
    if workers == 1:
        documents = parse_files(given, progress=progress, channel=channel, options=chosen, extractors=extractors)
        return arrow.to_parquet(documents, path, table=table, tables=tables, boilerplate=boilerplate)
    names = chosen_tables(tables if tables is not None else (table,), of_posts=False)
    parse = file_parser(workers, channel=channel, options=chosen, extractors=extractors)
    lines = list(boilerplate)
    pack = partial(arrow.pack, tables=names, boilerplate=lines)
    packed = over_processes(partial(_parse_and_pack, parse, pack), iter_paths(given), partial(_pack_unread, pack), workers)
    told = with_progress(packed, count_of(given)) if progress else packed
    return arrow.write_packed(told, path, names, folder=tables is not None, boilerplate=lines)


def _are_files(given: Parts | Paths) -> TypeGuard[Paths]:
    """Tell names of files from what was parsed; of an iterator nobody can tell, and it counts as parsed."""
    if isinstance(given, str | PathLike):
        # A slip of the pen must not make an empty table.
        name = fspath(given)
        return len(name) < LONGEST_PATH and "\n" not in name and (has_magic(name) or Path(name).exists())
    return isinstance(given, Collection) and isinstance(next(iter(given), None), str | PathLike)


def _parse_and_pack(
    parse: Callable[[str | PathLike[str]], Document], pack: Callable[[Document], Packed], path: str | PathLike[str]
) -> Packed:
    return pack(parse(path))


def _pack_unread(pack: Callable[[Document], Packed], path: str | PathLike[str], error: BaseException) -> Packed:
    return pack(unread_path(path, error))
