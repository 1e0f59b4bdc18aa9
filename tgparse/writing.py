"""Files that are there whole or not at all.

A file is written beside its place under another name and renamed at the end: an interrupted write leaves what was there.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator
    from os import PathLike


@contextmanager
def replacing(path: str | PathLike[str]) -> Generator[Path]:
    """Give the name to write to; what is written takes the place of `path` at the end, and vanishes after an error."""
    place = Path(os.path.realpath(path))
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name[:100]}.{os.urandom(4).hex()}.part")
    try:
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
