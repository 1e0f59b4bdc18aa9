"""The laws that every input must keep: one function, which raises where one of them is broken.

An input is bytes. The first one says how the others are read: through `parse_bytes` with each way of handling errors, or as a text
in each of the dialects; and whether with limits so small that a short input goes beyond them. So one string of bytes is a whole case,
which a fuzzer can change at will and a file can keep.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, cast

import tgparse
from tgparse import tokens
from tgparse.models import Item

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping
    from types import ModuleType

    from tgparse import Document, Post

DIALECTS: Final = tuple(tgparse.DIALECTS)
WAYS: Final = ("strict", "replace", "text", *DIALECTS)
"""How an input may be read: as bytes in two ways, or as a text of a found or a given dialect. The first byte chooses."""
SMALL: Final[Mapping[str, int]] = {
    "MAX_TOKEN": 64,
    "MAX_POST": 512,
    "HEAD_TEXT": 256,
    "LOOK_AHEAD": 2,
    "LOOK_AHEAD_TEXT": 256,
    "LOOK_BEHIND": 256,
}
"""Limits, wherever a module of the library names them, under which a kilobyte is as long as megabytes are."""
CHUNKS: Final = (1, 2, 61, 7, 250)
"""Bytes that a stream gives at once, by turns."""


class Trickle(io.BytesIO):
    """A stream that gives a few bytes at a time, and never the same number twice."""

    turn = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.turn += 1
        most = CHUNKS[self.turn % len(CHUNKS)]
        return super().read(most if size is None or size < 0 else min(size, most))


class TrickleText(io.StringIO):
    """The same of text."""

    turn = 0

    def read(self, size: int | None = -1, /) -> str:
        self.turn += 1
        most = CHUNKS[self.turn % len(CHUNKS)]
        return super().read(most if size is None or size < 0 else min(size, most))


def case(way: str, data: bytes, *, small: bool = False) -> bytes:
    """Write a case down."""
    return bytes([WAYS.index(way) + small * len(WAYS)]) + data


def way_of(data: bytes) -> str:
    """Tell how a case is to be read."""
    return WAYS[data[0] % len(WAYS)]


def is_small(data: bytes) -> bool:
    """Tell whether a case is to be read under small limits."""
    return bool(data[0] // len(WAYS) % 2)


@contextmanager
def small_limits() -> Generator[None]:
    """Make the limits small for a while."""
    try:
        for module, name, _ in _limits():
            setattr(module, name, SMALL[name])
        yield
    finally:
        for module, name, value in _limits():
            setattr(module, name, value)


@cache
def _limits() -> tuple[tuple[ModuleType, str, int], ...]:
    """Give the modules of the library that name a limit, and what it is."""
    modules = [module for name, module in sys.modules.items() if name.startswith("tgparse.")]
    return tuple((module, name, vars(module)[name]) for module in modules for name in SMALL if name in vars(module))


def check(data: bytes, *, extractors: bool = True) -> None:
    """Hold one case against the laws; only errors of the library's own may come out of it, and they are none."""
    if not data:
        return
    keywords: dict[str, Any] = {} if extractors else {"extractors": ()}
    if is_small(data):
        with small_limits():
            _check(way_of(data), data[1:], keywords)
    else:
        _check(way_of(data), data[1:], keywords)


def _check(way: str, data: bytes, keywords: dict[str, Any]) -> None:
    try:
        document = read(way, data, keywords)
    except tgparse.TgparseError:
        return
    check_document(document, whole=not keywords)
    if way in {"strict", "replace"}:
        streamed = tgparse.iter_posts(Trickle(data), source="fuzz", errors=way, **keywords)
    else:
        streamed = tgparse.iter_posts(TrickleText(as_text(data), newline=""), source="fuzz", dialect=dialect_of(way), **keywords)
    assert tuple(streamed) == document.posts, "a stream gives other posts than a document"


def read(way: str, data: bytes, keywords: dict[str, Any]) -> Document:
    """Read a case by one of the doors."""
    if way in {"strict", "replace"}:
        return tgparse.parse_bytes(data, source="fuzz", errors=way, **keywords)
    text = as_text(data)
    check_tokens(text)
    return tgparse.parse_text(text, source="fuzz", dialect=dialect_of(way), **keywords)


def dialect_of(way: str) -> str | None:
    """Give the dialect that a case is read in; None where it is to be found."""
    return way if way in DIALECTS else None


def as_text(data: bytes) -> str:
    """Make a text of any bytes, lone surrogates included."""
    return data.decode("utf-8", "surrogateescape")


def check_tokens(text: str) -> None:
    """Every code point belongs to exactly one token, and no token is too long."""
    found = list(tgparse.tokenize(text))
    assert "".join(token.text for token in found) == text, "the tokens are not the text"
    assert all(before.span.end == after.span.start for before, after in pairwise(found)), "tokens overlap, or leave a gap"
    assert all(0 < len(token.text) <= tokens.MAX_TOKEN for token in found), "a token is empty or too long"


def check_document(document: Document, *, whole: bool = True) -> None:
    """Spans, ledger and JSON of a document; where no extractor read it, it is not whole, and some lines have no item."""
    text = document.text
    starts = line_starts(text)
    for item in items_of(document):
        assert text[item.span.start : item.span.end] == item.text, f"not at its span: {item!r}"
        line = item.line
        assert 1 <= line <= len(starts), f"no such line: {item!r}"
        end = starts[line] if line < len(starts) else len(text) + 1
        assert starts[line - 1] <= item.span.start < end or item.span == (0, 0), f"not on its line: {item!r}"
    for before, after in pairwise(document.posts):
        assert before.span.end <= after.span.start, f"posts overlap: {before!r}, {after!r}"
    for post in document.posts:
        for item in items_in(post):
            assert post.span.start <= item.span.start <= item.span.end <= post.span.end, f"outside of its post: {item!r}"
    check_ledger(document, starts, whole=whole)
    dumped = document.model_dump_json()
    json.loads(dumped.encode("utf-8"))
    assert tgparse.Document.model_validate_json(dumped) == document, "JSON gives another document"


def check_ledger(document: Document, starts: list[int], *, whole: bool) -> None:
    """Every line is accounted for once, and what is written on it is somewhere."""
    lines = [document.text[start:end] for start, end in pairwise([*starts, len(document.text)])]
    wanted = len(lines) - (not lines[-1])
    ledger = list(document.lines)
    assert [entry.number for entry in ledger] == list(range(1, wanted + 1)), "the ledger misses a line"
    owned: set[int] = set() if whole else {entry.number for entry in ledger if entry.role == "furniture"}
    for item in items_of(document):
        owned.update(range(item.line, item.line + len(line_starts(item.text))))
    for entry, line in zip(ledger, lines, strict=False):
        blank = not line.strip(tokens.BLANKS + "\r\n")
        assert (entry.role == "blank") == blank, f"wrongly blank or not: {entry!r}"
        assert blank or entry.number in owned or entry.role in {"header", "reactions"}, f"lost: {entry!r}"


def line_starts(text: str) -> list[int]:
    r"""Give the offsets at which lines begin; `\r\n`, `\n` and `\r` end one."""
    starts = [0]
    for i, character in enumerate(text):
        if character == "\n" or (character == "\r" and text[i + 1 : i + 2] != "\n"):
            starts.append(i + 1)
    return starts


def items_in(post: Post) -> Iterator[Item]:
    """Give everything that was found in a post."""
    for name in type(post).model_fields:
        value: object = getattr(post, name)
        values = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
        yield from (item for item in values if isinstance(item, Item))


def items_of(document: Document) -> Iterator[Item]:
    """Give everything that was found in a document, what was noted included."""
    yield from document.furniture
    yield from document.diagnostics
    for post in document.posts:
        yield from items_in(post)
