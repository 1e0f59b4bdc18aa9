"""The laws that every input must keep: one function, which raises where one of them is broken.

An input is bytes. The first one says how the others are read: through `parse_bytes` with each way of handling errors, or as a text
in each of the dialects. So one string of bytes is a whole case, which a fuzzer can change at will and a file can keep.
"""

from __future__ import annotations

import io
import json
from itertools import pairwise
from typing import TYPE_CHECKING, Final, cast

import tgparse
from tgparse.models import Item
from tgparse.tokens import BLANKS, MAX_TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tgparse import Document, Post

DIALECTS: Final = tuple(tgparse.DIALECTS)
WAYS: Final = ("strict", "replace", "text", *DIALECTS)
"""How an input may be read: as bytes in two ways, or as a text of a found or a given dialect. The first byte chooses."""
CHUNKS: Final = (1, 2, 3, 7, 61)
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


def case(way: str, data: bytes) -> bytes:
    """Write a case down."""
    return bytes([WAYS.index(way)]) + data


def way_of(data: bytes) -> str:
    """Tell how a case is to be read."""
    return WAYS[data[0] % len(WAYS)]


def check(data: bytes) -> None:
    """Hold one case against the laws; only errors of the library's own may come out of it, and they are none."""
    if not data:
        return
    way, rest = way_of(data), data[1:]
    try:
        document = read(way, rest)
    except tgparse.TgparseError:
        return
    check_document(document)
    if way in {"strict", "replace"}:
        streamed = tgparse.iter_posts(Trickle(rest), source="fuzz", errors=way)
    else:
        streamed = tgparse.iter_posts(TrickleText(as_text(rest), newline=""), source="fuzz", dialect=dialect_of(way))
    assert tuple(streamed) == document.posts, "a stream gives other posts than a document"


def read(way: str, data: bytes) -> Document:
    """Read a case by one of the doors."""
    if way in {"strict", "replace"}:
        return tgparse.parse_bytes(data, source="fuzz", errors=way)
    text = as_text(data)
    check_tokens(text)
    return tgparse.parse_text(text, source="fuzz", dialect=dialect_of(way))


def dialect_of(way: str) -> str | None:
    """Give the dialect that a case is read in; None where it is to be found."""
    return way if way in DIALECTS else None


def as_text(data: bytes) -> str:
    """Make a text of any bytes, lone surrogates included."""
    return data.decode("utf-8", "surrogateescape")


def check_tokens(text: str) -> None:
    """Every code point belongs to exactly one token, and no token is too long."""
    tokens = list(tgparse.tokenize(text))
    assert "".join(token.text for token in tokens) == text, "the tokens are not the text"
    assert all(before.span.end == after.span.start for before, after in pairwise(tokens)), "tokens overlap, or leave a gap"
    assert all(0 < len(token.text) <= MAX_TOKEN for token in tokens), "a token is empty or too long"


def check_document(document: Document) -> None:
    """Spans, ledger and JSON of a document."""
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
    check_ledger(document, starts)
    dumped = document.model_dump_json()
    json.loads(dumped.encode("utf-8"))
    assert tgparse.Document.model_validate_json(dumped) == document, "JSON gives another document"


def check_ledger(document: Document, starts: list[int]) -> None:
    """Every line is accounted for once, and what is written on it is somewhere."""
    lines = [document.text[start:end] for start, end in pairwise([*starts, len(document.text)])]
    wanted = len(lines) - (not lines[-1])
    ledger = list(document.lines)
    assert [entry.number for entry in ledger] == list(range(1, wanted + 1)), "the ledger misses a line"
    owned: set[int] = set()
    for item in items_of(document):
        owned.update(range(item.line, item.line + len(line_starts(item.text))))
    for entry, line in zip(ledger, lines, strict=False):
        blank = not line.strip(BLANKS + "\r\n")
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
