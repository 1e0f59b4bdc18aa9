"""Data files and their cached loaders; nothing is read before it is first needed.

`languages/XX.json` holds the words of one language: forward markers, calls to action, month and weekday names.
The other files say in themselves, or in a notice beside them, where they come from.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_bytes(name: str) -> bytes:
    """Read a data file, such as "tlds.txt"."""
    return files(__name__).joinpath(name).read_bytes()


@cache
def load_json(name: str) -> Any:  # noqa: ANN401 -- JSON is what it is; callers say what they expect.
    """Read a JSON data file; the result is shared and must not be changed.

    >>> load_json("languages/en.json")["language"]
    'English'
    """
    return json.loads(load_bytes(name))


@cache
def language_codes() -> tuple[str, ...]:
    """Give the ISO 639-1 codes of the languages that have a table.

    >>> "en" in language_codes()
    True
    """
    folder = files(__name__).joinpath("languages")
    return tuple(sorted(entry.name.removesuffix(".json") for entry in folder.iterdir() if entry.name.endswith(".json")))


def load_language(code: str) -> dict[str, Any]:
    """Read the words of one language.

    >>> load_language("en")["forwarded"][0]
    'Forwarded from'
    """
    words: dict[str, Any] = load_json(f"languages/{code}.json")
    return words
