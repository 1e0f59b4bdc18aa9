"""What can go wrong: the exceptions that leave the doors, and the codes of the diagnostics that do not."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Severity = Literal["info", "warning", "error"]


class TgparseError(ValueError):
    """The base of every exception that the library raises on purpose."""


class DecodingError(TgparseError):
    """The bytes are not text in the encoding that was given or found.

    `source` names the input, `encoding` the encoding that was tried, `offset` the first byte that does not fit.
    """

    def __init__(self, message: str, *, source: str, encoding: str | None, offset: int) -> None:
        super().__init__(message)
        self.source = source
        self.encoding = encoding
        self.offset = offset

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions with keyword arguments do not pickle by themselves, and workers send theirs to the parent.
        return (_decoding_error, (str(self), self.source, self.encoding, self.offset))


def _decoding_error(message: str, source: str, encoding: str | None, offset: int) -> DecodingError:
    return DecodingError(message, source=source, encoding=encoding, offset=offset)


class StrictError(TgparseError):
    """A problem that is a Diagnostic by default, raised because `Options.strict` is set."""


class MissingExtraError(ImportError, TgparseError):
    """A package that only an extra installs is not there; the message names the command that installs it."""


CODES: Final[Mapping[str, tuple[Severity, str]]] = MappingProxyType(
    {
        # 0xx: reading the input.
        "TG001": ("error", "the file could not be read"),
        "TG002": ("warning", "bytes that do not decode became U+FFFD"),
        "TG003": ("warning", "a lone surrogate became U+FFFD"),
        "TG004": ("warning", "a line is longer than a token may be and was cut"),
        "TG005": ("warning", "a post is longer than a post may be and was cut"),
        "TG006": ("info", "the encoding was guessed"),
        "TG007": ("warning", "this text looks like the name of a file; for a file use parse_file"),
        # 1xx: how text became posts.
        "TG100": ("info", "the dialect was detected"),
        "TG101": ("warning", "a post without text: the export kept only its marker or its reactions"),
        "TG102": ("info", "a block stands twice, but the file is not doubled: both stay"),
        "TG103": ("info", "the two copies of a post differ: their ordered union was kept"),
        "TG104": ("info", "a post of a doubled file stands once"),
        "TG105": ("info", "a marker was folded into the equal one after it"),
        "TG106": ("info", "the day-month order of the headers stays open"),
        # 2xx: dates and places.
        "TG201": ("warning", "an impossible date"),
        "TG202": ("warning", "a weekday that does not fit its date"),
        "TG203": ("info", "a numeric date whose order is open"),
        # 3xx: what people put right.
        "TG301": ("warning", "a correction finds no item in its post"),
    }
)
"""Every diagnostic code with its severity and its meaning; a code never changes its meaning."""
