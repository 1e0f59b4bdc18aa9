"""Packages that only some users need: imported when they are used, and missed with the command that installs them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from .errors import MissingExtraError


def need(package: str, extra: str) -> Any:  # noqa: ANN401 - a module of a package that may not be there
    """Import a package or module of an extra. Raises `MissingExtraError` where it is not installed.

    >>> need("json", "arrow").dumps([1])
    '[1]'
    >>> need("no_such_package", "arrow")
    Traceback (most recent call last):
    tgparse.errors.MissingExtraError: this needs the package 'no_such_package': pip install 'tgparse[arrow]'
    """
    try:
        return import_module(package)
    except ImportError as error:
        # A package that is there and fails to import has its own story to tell.
        if error.name is not None and error.name.partition(".")[0] != package.partition(".")[0]:
            raise
        message = f"this needs the package {package.partition('.')[0]!r}: pip install 'tgparse[{extra}]'"
        raise MissingExtraError(message, name=error.name) from error
