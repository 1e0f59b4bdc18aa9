"""`Span`: where a piece of text stands, in code points, and in other units: Telegram's UTF-16, and bytes."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeVar, cast

from pydantic_core import core_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pydantic import GetCoreSchemaHandler

TupleT = TypeVar("TupleT", bound=tuple[Any, ...])


def maker(kind: type[TupleT]) -> Callable[[tuple[Any, ...]], TupleT]:
    """Give a function that makes a named tuple of a plain one: in half the time of a call with arguments, for what each line needs.

    >>> maker(Span)((7, 13))
    Span(start=7, end=13)
    """
    new: Callable[..., TupleT] = cast("Any", tuple).__new__
    return partial(new, kind)


class Span(NamedTuple):
    """A half-open stretch ``start:end`` of the decoded source, in code points.

    >>> text = "Hello, #Minsk!"
    >>> span = Span(7, 13)
    >>> text[span.start : span.end]
    '#Minsk'
    """

    start: int
    """Offset of the first code point."""
    end: int
    """Offset behind the last code point."""

    def utf16(self, text: str) -> Span:
        """Give the same stretch in UTF-16 code units, counted from the start of `text`.

        Telegram's own message entities count so: a code point above U+FFFF, such as most emoji, is two units.
        `text` is the string that the span points into, such as `Document.text`.

        >>> Span(2, 7).utf16("🇷🇺#OSCE")
        Span(start=4, end=9)
        """
        start = utf16_length(text[: self.start])
        return Span(start, start + utf16_length(text[self.start : self.end]))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        # Pydantic's own schema for a NamedTuple calls it with arguments, which costs half of a small item.
        # An instance is taken as it is; only JSON and plain tuples are checked and converted.
        pair = core_schema.tuple_schema([core_schema.int_schema(ge=0), core_schema.int_schema(ge=0)])
        made = core_schema.no_info_after_validator_function(cls._make, pair)
        return core_schema.json_or_python_schema(
            json_schema=made,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), made], mode="left_to_right"),
        )


make_span: Final = maker(Span)
"""Makes the span of a pair of offsets."""


def utf16_length(text: str) -> int:
    """Count the UTF-16 code units of a string; a lone surrogate counts as one.

    >>> utf16_length("a🙂")
    3
    """
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def convert_spans(text: str, spans: Iterable[Span], unit: Literal["utf-16", "utf-8"] = "utf-16") -> list[Span]:
    """Count spans in other units, all of them in one pass over the text: UTF-16 code units, or bytes of UTF-8.

    `text` is what the spans point into, such as `Document.text`; they may come in any order and overlap. The result has their order,
    and counts from the start of `text`; an offset behind its end counts as its end. For one span see `Span.utf16`.

    >>> convert_spans("🇷🇺 в #OSCE", [Span(5, 10), Span(0, 2)])
    [Span(start=7, end=12), Span(start=0, end=4)]
    >>> convert_spans("🇷🇺 в #OSCE", [Span(5, 10)], "utf-8")
    [Span(start=12, end=17)]
    """
    if unit not in UNITS:
        message = f"spans are counted in {' or '.join(map(repr, UNITS))}, not {unit!r}"
        raise ValueError(message)
    measure = UNITS[unit]
    given = list(spans)
    counted: dict[int, int] = {}
    done = total = 0
    for offset in sorted({offset for span in given for offset in span}):
        total += measure(text[done:offset])
        done = offset
        counted[offset] = total
    return [make_span((counted[start], counted[end])) for start, end in given]


def utf8_length(text: str) -> int:
    """Count the bytes of a string in UTF-8; a lone surrogate counts as three.

    >>> utf8_length("aя🙂")
    7
    """
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


UNITS: Final[Mapping[str, Callable[[str], int]]] = MappingProxyType({"utf-16": utf16_length, "utf-8": utf8_length})
"""How many units a text has."""
