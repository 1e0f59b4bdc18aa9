"""Many sources, in the order given, over one process or several.

A worker sends a Document back as JSON without what keeps its default: writing and reading it costs two thirds of what pickling it and
back does. A Document that holds more than JSON can say, such as a user's infinite number or a named time zone, is pickled.
"""

from __future__ import annotations

import errno
import gc
import pickle
import signal
import stat
import sys
from collections import deque
from collections.abc import Sized
from functools import partial
from importlib import import_module
from itertools import islice
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from .document import Document
from .errors import CODES, TgparseError
from .extractors import EXTRACTORS
from .models import Diagnostic
from .pipeline import make_options, parse_file, parse_text
from .sources import encodable, iter_paths
from .spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from .extractors import Extractor
    from .models import Channel
    from .options import Options
    from .sources import Paths

AHEAD: Final = 4
"""Sources that wait or are being parsed for each worker, so that memory stays bounded."""
TRIES: Final = 2
"""How often a source whose worker died is tried again, alone, before it counts as unreadable."""
WORKER_THRESHOLD: Final = 50_000
"""New containers in a worker after which its garbage collector looks at them; a Document is many, and hardly any is garbage."""
Job = TypeVar("Job")
Result = TypeVar("Result")


def parse_files(
    paths: Paths,
    *,
    workers: int = 1,
    progress: bool = False,
    channel: str | Channel | None = None,
    options: Options | None = None,
    extractors: Sequence[Extractor] = EXTRACTORS,
    **settings: Any,
) -> Iterator[Document]:
    """Parse many files, and give their Documents in the order of the paths as they are done.

    `paths` is a path, a folder (its .txt, .json, .html and .md files), a pattern such as "exports/*.txt", or an iterable of paths.
    A file that cannot be read gives a Document with `ok=False`, no text and one Diagnostic; so do a pattern that fits no file,
    a pipe and a device. With more than one of `workers`, processes share the work, and extractors must be picklable. `progress` shows
    on stderr how far it is: a bar, with `pip install 'tgparse[progress]'`, else a count. The other keywords are those of `parse_file`.

    >>> [doc.ok for doc in parse_files(["no/such/file.txt"])]
    [False]
    """
    parse = file_parser(workers, channel=channel, options=make_options(options, settings), extractors=extractors)
    return _documents(parse, iter_paths(paths), unread_path, workers=workers, progress=progress, total=count_of(paths))


def parse_texts(
    pairs: Iterable[tuple[str, str]],
    *,
    workers: int = 1,
    progress: bool = False,
    channel: str | Channel | None = None,
    options: Options | None = None,
    extractors: Sequence[Extractor] = EXTRACTORS,
    **settings: Any,
) -> Iterator[Document]:
    """Parse many texts, given as pairs of source and text, such as the columns of a crawl; see `parse_files`.

    >>> [doc.source for doc in parse_texts([("a", "One post"), ("b", "Another")])]
    ['a', 'b']
    """
    _check(workers, extractors)
    parse = partial(_parse_pair, channel=channel, options=make_options(options, settings), extractors=tuple(extractors))
    return _documents(parse, pairs, _unread_pair, workers=workers, progress=progress, total=count_of(pairs))


def file_parser(
    workers: int, *, channel: str | Channel | None, options: Options, extractors: Sequence[Extractor]
) -> Callable[[str | PathLike[str]], Document]:
    """Give the function that parses a file here or in a worker; refuse at the call what would fail in a worker, where nobody sees it."""
    _check(workers, extractors)
    return partial(_parse_path, channel=channel, options=options, extractors=tuple(extractors))


def _parse_path(path: str | PathLike[str], **keywords: Any) -> Document:
    """Parse a file; what cannot be read is a Document too."""
    try:
        _refuse_endless(path)
        return parse_file(path, source=fspath(path), **keywords)
    except (OSError, TgparseError, TypeError) as error:
        return unread_path(path, error)


def _refuse_endless(path: str | PathLike[str]) -> None:
    """Refuse pipes and devices: nobody may ever write to the one, and the other may never end; both would hold up all files behind."""
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError):
        # What is wrong with the name is told better where the file is opened.
        return
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise OSError(errno.EINVAL, "a pipe, a socket or a device, which may never end; open it yourself and use parse_file", fspath(path))


def _parse_pair(pair: tuple[str, str], **keywords: Any) -> Document:
    source, text = pair
    try:
        return parse_text(text, source=source, **keywords)
    except TgparseError as error:
        return _unread_pair(pair, error)


def unread_path(path: str | PathLike[str], error: BaseException) -> Document:
    """Make the Document of a file that could not be read."""
    return unread(fspath(path), error)


def _unread_pair(pair: tuple[str, str], error: BaseException) -> Document:
    return unread(pair[0], error)


def unread(source: str, error: BaseException) -> Document:
    """Make the Document of what could not be read: no text, and one Diagnostic that says why."""
    reason = encodable(error.strerror if isinstance(error, OSError) and error.strerror else str(error))
    source = encodable(source)
    diagnostic = Diagnostic(
        text="", span=Span(0, 0), line=1, code="TG001", severity=CODES["TG001"][0], message=f"{CODES['TG001'][1]}: {reason}", source=source
    )
    return Document(source=source, dialect="plain", text="", diagnostics=(diagnostic,), ok=False)


def _check(workers: int, extractors: Sequence[Extractor]) -> None:
    if workers < 1:
        message = f"workers is a number of processes, 1 or more, not {workers}"
        raise ValueError(message)
    if workers > 1:
        for extract in extractors:
            try:
                pickle.dumps(extract)
            except (pickle.PicklingError, AttributeError, TypeError) as error:
                message = f"the extractor {extract!r} cannot be sent to another process: define it at the top of a module, or use workers=1"
                raise TypeError(message) from error


def _documents(
    parse: Callable[[Job], Document],
    jobs: Iterable[Job],
    unread: Callable[[Job, BaseException], Document],
    *,
    workers: int,
    progress: bool,
    total: int | None,
) -> Iterator[Document]:
    results = map(parse, jobs) if workers == 1 else over_processes(partial(_packed, parse), iter(jobs), unread, workers)
    documents = map(_unpacked, results)
    return with_progress(documents, total) if progress else documents


def _packed(parse: Callable[[Job], Document], job: Job) -> str | Document:
    """Parse in a worker, and pack the Document for its way."""
    document = parse(job)
    if document.options.timezone is not None or any(post.found for post in document.posts):
        return document
    return document.model_dump_json(exclude_defaults=True)


def _unpacked(result: str | Document) -> Document:
    return Document.model_validate_json(result) if isinstance(result, str) else result


def over_processes(
    work: Callable[[Job], Result], jobs: Iterator[Job], unread: Callable[[Job, BaseException], Result], workers: int
) -> Iterator[Result]:
    """Keep a few jobs in flight, and give the results in order; jobs that a dying worker took along are done again alone."""
    # Here, since it takes a tenth of the time of `import tgparse`, and few use it.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(workers, initializer=_settle_worker)
    waiting: deque[tuple[Job, Future[Result]]] = deque()
    try:
        while True:
            for job in islice(jobs, workers * AHEAD - len(waiting)):
                waiting.append((job, pool.submit(work, job)))
            if not waiting:
                return
            job, future = waiting.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False)
                # All jobs in flight died with the pool, though one of them killed it: each is tried alone, so that it is found.
                lost = [job, *(job for job, _ in waiting)]
                waiting.clear()
                for job in lost:
                    yield _alone(work, job, unread)
                pool = ProcessPoolExecutor(workers, initializer=_settle_worker)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _settle_worker() -> None:
    """Make a process a worker.

    Ctrl-C ends it at once; as an exception it would end one source only, and the parent waits for those in the queue. Its garbage
    collector is the library's own, and looks less often.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.freeze()
    gc.set_threshold(WORKER_THRESHOLD)


def _alone(work: Callable[[Job], Result], job: Job, unread: Callable[[Job, BaseException], Result]) -> Result:
    """Do a job in a process of its own."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    error: BaseException | None = None
    for _ in range(TRIES):
        with ProcessPoolExecutor(1, initializer=_settle_worker) as pool:
            try:
                return pool.submit(work, job).result()
            except BrokenProcessPool as broken:
                error = broken
    return unread(job, error if error is not None else RuntimeError("the worker died"))


def count_of(jobs: object) -> int | None:
    """Tell how many jobs there are, where that is known before they are done."""
    return len(jobs) if isinstance(jobs, Sized) and not isinstance(jobs, str) else None


def with_progress(results: Iterable[Result], total: int | None, *, ends: Callable[[Result], bool] | None = None) -> Iterator[Result]:
    """Tell on stderr how far it is: with a bar where tqdm is installed, else with a count; a source may have several results.

    `ends` tells whether a source is done with a result; without it each result is a source.
    """
    try:
        make_bar = import_module("tqdm").tqdm
    except ImportError:
        make_bar = _Count
    with make_bar(desc="tgparse", unit=" sources", total=total) as bar:
        for result in results:
            bar.update(int(ends is None or ends(result)))
            yield result


class _Count:
    """What stands in for tqdm's bar."""

    def __init__(self, **_: object) -> None:
        self._number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.tell("\n")

    def update(self, number: int) -> None:
        """Count."""
        self._number += number
        self.tell("")

    def tell(self, end: str) -> None:
        """Write the count."""
        print(f"\rtgparse: {self._number} done", end=end, file=sys.stderr, flush=True)
