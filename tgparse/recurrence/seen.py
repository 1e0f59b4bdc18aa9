"""Which posts earlier runs saw: a file that stands beside the exports and grows with each of them.

It is an SQLite database of the hashes of texts (`Post.content_hash`), each with the run and the post that it was first seen in: some
30 bytes a text on disk, and 16 MB of memory whatever its size. A run counts when it was read to its end; what is broken off leaves no mark.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Self

from ..errors import TgparseError
from ..models import Seen

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from os import PathLike
    from types import TracebackType

    from ..models import Post

APPLICATION: Final = 0x74677331
"""What marks the file as ours: "tgs1"; the prefix of the hashes is not stored, so another rule will need another number."""
SCHEMA: Final = f"""
    PRAGMA application_id = {APPLICATION};
    CREATE TABLE runs (run INTEGER PRIMARY KEY, source TEXT NOT NULL);
    CREATE TABLE texts (hash BLOB PRIMARY KEY, run INTEGER NOT NULL, post INTEGER NOT NULL) WITHOUT ROWID;
"""
CACHE_KB: Final = 16_000


class SeenFile:
    """A file of seen posts, open for one run.

    >>> import tempfile, tgparse
    >>> post = tgparse.parse_text("Bridge reopens").posts[0]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for month in ("may.txt", "june.txt"):
    ...         with SeenFile(f"{folder}/seen.sqlite", month) as file:
    ...             print([post.seen for post in file.marked([post])])
    [None]
    [Seen(source='may.txt', index=0)]
    """

    def __init__(self, path: str | PathLike[str], source: str) -> None:
        self._path = path
        with self._errors_told():
            self._connection = sqlite3.connect(path, isolation_level=None)
        try:
            with self._errors_told():
                self._run = self._begin(source)
        except TgparseError:
            self._connection.close()
            raise

    @contextmanager
    def _errors_told(self) -> Generator[None]:
        """Name the file where SQLite only says that something is locked, full or no database."""
        try:
            yield
        except sqlite3.Error as error:
            message = f"{self._path} cannot be used as a file of seen posts: {error}"
            raise TgparseError(message) from error

    def _begin(self, source: str) -> int:
        """Open a transaction that lasts for the run."""
        ask = self._connection.execute
        ask(f"PRAGMA cache_size = -{CACHE_KB}")
        ask("BEGIN IMMEDIATE")
        (application,), (tables,) = ask("PRAGMA application_id"), ask("SELECT count(*) FROM sqlite_master")
        if not tables[0]:
            for statement in SCHEMA.split(";"):
                ask(statement)
        elif application[0] != APPLICATION:
            message = f"{self._path} was made by another program, or by another version: name a new file for the posts seen"
            raise TgparseError(message)
        run = ask("INSERT INTO runs (source) VALUES (?)", (source,)).lastrowid
        if run is None:
            message = "the run got no number"
            raise TgparseError(message)
        return run

    def __enter__(self) -> Self:
        """Begin the run."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End the run: it counts, unless it was broken off."""
        try:
            with self._errors_told():
                self._connection.execute("ROLLBACK" if kind else "COMMIT")
        finally:
            self._connection.close()

    def marked(self, posts: Iterable[Post]) -> Iterator[Post]:
        """Give the posts, those that an earlier run saw with where that was."""
        for post in posts:
            seen = self._look(post) if post.paragraphs else None
            yield post.model_copy(update={"seen": seen}) if seen else post

    def _look(self, post: Post) -> Seen | None:
        ask = self._connection.execute
        key = bytes.fromhex(post.content_hash.rpartition(":")[2])
        with self._errors_told():
            row = ask("SELECT run, post, source FROM texts JOIN runs USING (run) WHERE hash = ?", (key,)).fetchone()
            if row is None:
                ask("INSERT INTO texts VALUES (?, ?, ?)", (key, self._run, post.index))
                return None
        run, index, source = row
        return Seen(source=source, index=index) if run != self._run else None
