"""`Options`: the settings of a parse, as plain frozen data."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel

from .completion import own_names

DateOrder = Literal["DMY", "MDY", "YMD"]


class Options(BaseModel, frozen=True, extra="forbid", use_attribute_docstrings=True):
    """The settings of a parse; every field is also a keyword of every parsing door.

    >>> Options(date_order="DMY").date_order
    'DMY'
    """

    def __dir__(self) -> list[str]:
        """List the settings, not what Pydantic adds to them."""
        return own_names(type(self))

    encoding: str | None = None
    """Encoding of the bytes, a Python codec name; None: detect it."""
    dialect: str | None = None
    """A name from `tgparse.DIALECTS`; None: detect it from the first 64 KB."""
    languages: tuple[str, ...] | None = None
    """ISO 639-1 codes whose words count, such as ("en", "ru"); None: all that have a table."""
    date_order: DateOrder | None = None
    """How 01/02/2023 is to be read; None: by the document's own evidence, else by its language."""
    timezone: str | None = None
    """IANA name of the clock of the export, such as "Europe/Kyiv", where the export does not say; None: times stay without a zone."""
    errors: Literal["strict", "replace"] = "strict"
    """What becomes of bytes that do not decode: an error, or U+FFFD and a Diagnostic."""
    demonyms: bool = False
    """Whether adjectives and peoples ("Russian") count as locations."""
    reference_date: date | None = None
    """The day that relative dates count from, and the last resort for dates without a year; never the machine's clock."""
    repeats: Literal["remove", "near", "keep"] = "remove"
    """What becomes of the second copy inside a post: out of the text ("near": and posts say which ones before they are like), or kept."""
    bare_markers: Literal["keep", "fold"] = "keep"
    """Whether a marker right before an equal one is a post that lost its text, or is folded into it."""
    strict: bool = False
    """Raise `StrictError` at the first Diagnostic that is a warning or an error."""
