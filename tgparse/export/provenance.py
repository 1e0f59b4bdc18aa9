"""Where a file comes from: its inputs with their digests, the versions that made it, and whom its places are owed to."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from .._version import __version__
from ..parts import ATTRIBUTION
from .columns import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

    from ..parts import Walk

MAX_ORIGINS: Final = 1000
"""Inputs that a file lists; of more it tells the number."""
MAX_LEFT_OUT: Final = 1000
"""Lines left out that a file lists."""


def provenance(walk: Walk, tables: Iterable[str]) -> dict[str, Any]:
    """Say where rows of some tables come from, and what was left out of them."""
    origins, left_out = walk.origins, walk.left_out
    told: dict[str, Any] = {
        "tgparse_version": __version__,
        "schema_version": SCHEMA_VERSION,
        "data_version": data_version(),
        "tables": list(tables),
        "sources": [{name: value for name, value in origin._asdict().items() if value is not None} for origin in origins[:MAX_ORIGINS]],
        "n_sources": len(origins),
    }
    if "locations" in told["tables"]:
        told["attribution"] = ATTRIBUTION
    if left_out:
        told["left_out"] = left_out[:MAX_LEFT_OUT]
    return told


def as_strings(told: dict[str, Any]) -> dict[str, str]:
    """Give the same as strings, for formats whose metadata are strings.

    >>> as_strings({"schema_version": 1, "attribution": "GeoNames"})
    {'tgparse.schema_version': '1', 'tgparse.attribution': 'GeoNames'}
    """
    return {
        f"tgparse.{name.removeprefix('tgparse_')}": value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in told.items()
    }


@cache
def data_version() -> str:
    """Name the state of the library's own tables (words, places …) by a digest.

    >>> len(data_version())
    16
    """
    digest = sha256()
    for name, data in _data_files(files("tgparse.tables")):
        digest.update(name.encode() + b"\0" + sha256(data).digest())
    return digest.hexdigest()[:16]


def _data_files(folder: Traversable) -> Iterable[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and not entry.name.startswith("__"):
            yield from _data_files(entry)
        elif not entry.name.startswith("__"):
            yield entry.name, entry.read_bytes()
