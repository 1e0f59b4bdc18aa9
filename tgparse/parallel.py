"""Many sources, in the order given, over one process or several."""

from __future__ import annotations

import pickle
import signal
import sys
from collections import deque
from functools import partial
from itertools import islice
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any, Final, TypeVar

from .document import Document
from .errors import CODES, TgparseError
from .extractors import EXTRACTORS
from .models import Diagnostic
from .pipeline import make_options, parse_file, parse_text
from .sources import iter_paths
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
Job = TypeVar("Job")


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
    A file that cannot be read gives a Document with `ok=False`, no text and one Diagnostic; so does a pattern that fits no file.
    With more than one of `workers`, processes share the work, and extractors must be picklable. `progress` writes a count to
    stderr. The other keywords are those of `parse_file`.

    >>> [doc.ok for doc in parse_files(["no/such/file.txt"])]
    [False]
    """
    chosen = make_options(options, settings)
    parse = partial(_parse_path, channel=channel, options=chosen, extractors=tuple(extractors))
    return _in_order(parse, iter_paths(paths), _unread_path, workers=_checked(workers, extractors), progress=progress)


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
    chosen = make_options(options, settings)
    parse = partial(_parse_pair, channel=channel, options=chosen, extractors=tuple(extractors))
    return _in_order(parse, pairs, _unread_pair, workers=_checked(workers, extractors), progress=progress)


def _parse_path(path: str | PathLike[str], **keywords: Any) -> Document:
    """Parse a file; what cannot be read is a Document too."""
    try:
        return parse_file(path, source=fspath(path), **keywords)
    except (OSError, TgparseError, TypeError) as error:
        return _unread_path(path, error)


def _parse_pair(pair: tuple[str, str], **keywords: Any) -> Document:
    source, text = pair
    try:
        return parse_text(text, source=source, **keywords)
    except TgparseError as error:
        return _unread_pair(pair, error)


def _unread_path(path: str | PathLike[str], error: BaseException) -> Document:
    return unread(fspath(path), error)


def _unread_pair(pair: tuple[str, str], error: BaseException) -> Document:
    return unread(pair[0], error)


def unread(source: str, error: BaseException) -> Document:
    """Make the Document of what could not be read: no text, and one Diagnostic that says why."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    diagnostic = Diagnostic(
        text="", span=Span(0, 0), line=1, code="TG001", severity=CODES["TG001"][0], message=f"{CODES['TG001'][1]}: {reason}", source=source
    )
    return Document(source=source, dialect="plain", text="", diagnostics=(diagnostic,), ok=False)


def _checked(workers: int, extractors: Sequence[Extractor]) -> int:
    """Refuse at the call what would fail in a worker, where nobody sees it."""
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
    return workers


def _in_order(
    parse: Callable[[Job], Document], jobs: Iterable[Job], unread: Callable[[Job, BaseException], Document], *, workers: int, progress: bool
) -> Iterator[Document]:
    documents = map(parse, jobs) if workers == 1 else _over_processes(parse, iter(jobs), unread, workers)
    return _counted(documents) if progress else iter(documents)


def _over_processes(
    parse: Callable[[Job], Document], jobs: Iterator[Job], unread: Callable[[Job, BaseException], Document], workers: int
) -> Iterator[Document]:
    """Keep a few jobs in flight, and give the results in order; jobs that a dying worker took along are done again alone."""
    # Here, since it takes a tenth of the time of `import tgparse`, and few use it.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(workers, initializer=_end_at_ctrl_c)
    waiting: deque[tuple[Job, Future[Document]]] = deque()
    try:
        while True:
            for job in islice(jobs, workers * AHEAD - len(waiting)):
                waiting.append((job, pool.submit(parse, job)))
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
                    yield _alone(parse, job, unread)
                pool = ProcessPoolExecutor(workers, initializer=_end_at_ctrl_c)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _end_at_ctrl_c() -> None:
    """Let Ctrl-C end a worker at once; as an exception it would end one source only, and the parent waits for those in the queue."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _alone(parse: Callable[[Job], Document], job: Job, unread: Callable[[Job, BaseException], Document]) -> Document:
    """Parse in a process of its own."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    error: BaseException | None = None
    for _ in range(TRIES):
        with ProcessPoolExecutor(1, initializer=_end_at_ctrl_c) as pool:
            try:
                return pool.submit(parse, job).result()
            except BrokenProcessPool as broken:
                error = broken
    return unread(job, error if error is not None else RuntimeError("the worker died"))


def _counted(documents: Iterable[Document]) -> Iterator[Document]:
    """Tell on stderr how far it is."""
    number = 0
    for number, document in enumerate(documents, 1):
        print(f"\rtgparse: {number} done", end="", file=sys.stderr, flush=True)
        yield document
    print(f"\rtgparse: {number} done", file=sys.stderr)
