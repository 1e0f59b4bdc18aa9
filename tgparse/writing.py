"""Files that are there whole or not at all.

A file is written beside its place under another name and renamed at the end: an interrupted write leaves what was there. What cannot
work in the end (a folder in the place of the file, a file that may not be written to) is refused before the work begins.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator
    from os import PathLike


@contextmanager
def replacing(path: str | PathLike[str]) -> Generator[Path]:
    """Give the name to write to; what is written takes the place of `path` at the end, and vanishes after an error.

    A file that was there gives its permissions to the new one. A pipe or a device, such as /dev/stdout, gets the content instead.
    """
    if is_device(path):
        with TemporaryDirectory() as folder:
            draft = Path(folder, "draft")
            yield draft
            with draft.open("rb") as source, Path(path).open("wb") as target:
                shutil.copyfileobj(source, target)
        return
    place = Path(os.path.realpath(path))
    place.parent.mkdir(parents=True, exist_ok=True)
    there = _writable(place)
    draft = place.with_name(f".{place.name[:100]}.{os.urandom(4).hex()}.part")
    try:
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        if there:
            shutil.copymode(place, draft)
        draft.replace(place)
    finally:
        try:
            draft.unlink(missing_ok=True)
        finally:
            # An interrupt may come here as well, and would leave the draft behind.
            draft.unlink(missing_ok=True)


def is_device(path: str | PathLike[str]) -> bool:
    """Tell what is neither a file nor a folder: it cannot be replaced, and nothing can stand beside it.

    >>> is_device(os.devnull), is_device("no/such/file")
    (True, False)
    """
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _writable(place: Path) -> bool:
    """Tell whether a file is there; raise what would be raised at the end, if it cannot be replaced."""
    try:
        # Not `exists`: since Python 3.14 it is silent about names that are too long.
        mode = place.stat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))
    if not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))
    return True
