"""The seven laws of the design, as properties of any text: each test is named like the sentence that it checks."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import tgparse
from tgparse import Document, TgparseError
from tgparse.models import Item
from tgparse.tokens import BLANKS, MAX_TOKEN

from .costs import seconds
from .tools.grammar import exports
from .tools.lay_out import FIXTURES, MANIFEST
from .tools.make_expected import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tgparse import Post

FEW: Final = settings(max_examples=60)
"""For the laws that parse a text more than once."""
TEXTS: Final = [name for name, fixture in MANIFEST.items() if fixture.encoding == "utf-8" and name.endswith(".txt")]
any_text = st.text(st.characters(codec=None, categories=None), max_size=120)
"""Any string that Python can hold, lone surrogates too."""


_KEYS: Final = ["name", "type", "id", "messages", "text", "text_entities", "date", "reactions", "forwarded_from", "chats", "list", "x"]


def _nested(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Put values into lists, and into objects with the keys of an export."""
    return st.lists(values, max_size=4) | st.dictionaries(st.sampled_from(_KEYS), values, max_size=6)


def items_in(post: Post) -> Iterator[Item]:
    """Give everything that was found in a post."""
    for name in type(post).model_fields:
        value: object = getattr(post, name)
        values = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
        yield from (item for item in values if isinstance(item, Item))


def items_of(doc: Document) -> Iterator[Item]:
    """Give everything that was found in a document."""
    yield from doc.furniture
    for post in doc.posts:
        yield from items_in(post)


# 1. Joining the tokens of any string gives back the string.


@given(st.one_of(any_text, exports))
@example("a\r\nb\rc\n\nd")
@example("\ufeff\ud800\r")
@example("x" * (MAX_TOKEN + 2))
def test_joining_the_tokens_of_any_string_gives_back_the_string(text: str) -> None:
    assert "".join(token.text for token in tgparse.tokenize(text)) == text


# 2. Every item is what stands at its span; every code point belongs to one token, and every token to at most one post.


@given(exports)
def test_every_item_is_the_text_at_its_span_and_its_line_is_where_it_begins(text: str) -> None:
    doc = tgparse.parse_text(text)
    for item in items_of(doc):
        assert doc.text[item.span.start : item.span.end] == item.text
        assert item.line == len(lines_of(doc.text[: item.span.start]))


@given(st.one_of(any_text, exports))
def test_every_code_point_belongs_to_exactly_one_token(text: str) -> None:
    tokens = list(tgparse.tokenize(text))
    assert all(before.span.end == after.span.start for before, after in pairwise(tokens))
    assert [tokens[0].start, tokens[-1].span.end] == [0, len(text)] if tokens else not text


def _begins_within(post: Post, start: int, end: int) -> bool:
    return start < post.span.end and post.span.start < end


@given(exports)
def test_every_token_belongs_to_at_most_one_post(text: str) -> None:
    doc = tgparse.parse_text(text)
    assert all(before.span.end <= after.span.start for before, after in pairwise(doc.posts))
    for token in tgparse.tokenize(doc.text):
        content = token.span.start + len(token.text) - len(token.text.lstrip())
        assert sum(_begins_within(post, content, token.span.start + len(token.text.rstrip())) for post in doc.posts) <= 1


@given(exports)
def test_every_item_of_a_post_stands_inside_it(text: str) -> None:
    for post in tgparse.parse_text(text).posts:
        assert all(post.span.start <= item.span.start <= item.span.end <= post.span.end for item in items_in(post))


def test_a_post_spans_the_furniture_before_its_first_line() -> None:
    body = "📍 Geneva, February 14, 2023\n📍 Geneva, February 14, 2023\nThe working group met twice, and said so: https://example.org/lighthouses/1\n"
    for post in tgparse.parse_text(f"bridge\nbridge\nbridge\nVIEW IN TELEGRAM\n{body}{body}").posts:
        assert all(post.span.start <= item.span.start for item in items_in(post))


def test_items_of_differing_copies_are_the_text_at_their_spans() -> None:
    body = "Lodz, 1 December 2022\nbridge bridge bridge bridge\n#A\nbridge\nbridge bridge bridge bridge\n📍 Geneva, February 14, 2023\n"
    before = "bridge\n" * 4 + "ferry\nferry\n\n"
    doc = tgparse.parse_text(f"{before}{body}{body}#Geneva\nbridge\n{body}{body}")
    assert all(doc.text[item.span.start : item.span.end] == item.text for item in items_of(doc))


# 3. A stream and a document give the same posts, whatever the size of the chunks.


class Trickle(io.BytesIO):
    """A stream that never gives more than a few bytes at once."""

    def __init__(self, data: bytes, most: int) -> None:
        super().__init__(data)
        self.most = most

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self.most if size is None or size < 0 else min(size, self.most))


def whole(data: bytes) -> tuple[Post, ...]:
    return tgparse.parse_bytes(data, source="s").posts


@FEW
@given(exports, st.sampled_from([1, 2, 3, 7, 64, 1000]))
def test_a_stream_gives_the_posts_of_the_document_whatever_the_size_of_its_chunks(text: str, size: int) -> None:
    data = text.encode("utf-8", "replace")
    streamed = tgparse.iter_posts(Trickle(data, size), source="s", encoding="utf-8", errors="replace")
    assert tuple(streamed) == tgparse.parse_bytes(data, source="s", encoding="utf-8", errors="replace").posts


@pytest.mark.parametrize("name", TEXTS)
def test_a_fixture_streamed_in_odd_chunks_gives_the_posts_of_the_file(name: str) -> None:
    data = (FIXTURES / name).read_bytes()
    assert tuple(tgparse.iter_posts(Trickle(data, 4099), source="s")) == whole(data)


@pytest.mark.parametrize("times", [3, 12])
def test_a_stream_longer_than_its_head_gives_the_posts_of_the_document(times: int) -> None:
    data = b"".join((FIXTURES / f"{name}.web-preview.txt").read_bytes() for name in ("compact_en", "river_ru", "riddles_en")) * times
    assert tuple(tgparse.iter_posts(io.BytesIO(data), source="s")) == whole(data)


# 4. A document survives JSON.


@FEW
@given(exports)
def test_a_document_read_back_from_its_json_is_the_same_document(text: str) -> None:
    doc = tgparse.parse_text(text)
    assert Document.model_validate_json(doc.model_dump_json()) == doc


@pytest.mark.parametrize("name", MANIFEST)
def test_the_document_of_a_fixture_read_back_from_its_json_is_the_same(name: str) -> None:
    doc = tgparse.parse_file(FIXTURES / name)
    assert Document.model_validate_json(doc.model_dump_json()) == doc


# 5. Any string parses, nothing but the documented errors escapes, and time grows linearly.


@given(st.one_of(any_text, exports))
def test_any_string_parses(text: str) -> None:
    assert isinstance(tgparse.parse_text(text), Document)


@given(st.sampled_from(sorted(set(tgparse.DIALECTS) - {"desktop-json"})), exports)
def test_any_string_parses_in_any_dialect(dialect: str, text: str) -> None:
    assert tgparse.parse_text(text, dialect=dialect).dialect == dialect


@given(st.one_of(exports, st.recursive(st.none() | st.integers() | st.text(max_size=5), _nested).map(json.dumps)))
def test_any_string_parses_as_json_or_raises_a_documented_error(text: str) -> None:
    with suppress(TgparseError):
        assert tgparse.parse_text(text, dialect="desktop-json").dialect == "desktop-json"


@given(st.one_of(st.binary(max_size=300), exports.map(lambda text: text.encode("utf-16", "replace"))))
def test_any_bytes_parse_or_raise_a_documented_error(data: bytes) -> None:
    try:
        doc = tgparse.parse_bytes(data)
    except TgparseError:
        return
    assert isinstance(doc, Document)


@given(st.binary(max_size=300))
def test_any_bytes_parse_where_misfits_are_replaced(data: bytes) -> None:
    assert isinstance(tgparse.parse_bytes(data, errors="replace", encoding="utf-8"), Document)


HOSTILE: Final = {
    "one letter": "a",
    "blanks": " ",
    "no-break spaces": "\xa0",
    "line breaks": "\n",
    "equal lines": "same line\n",
    "two lines by turns": "one line\nother line\n",
    "hashes": "#",
    "tags": "#a",
    "at signs": "@a",
    "digits": "1",
    "dates cut short": "12.12.",
    "dates in a row": "12.12.2022-",
    "reactions without an end": "❤1",
    "flags": "🇺🇦",
    "halves of flags": "🇺",
    "joined emoji": "👩\u200d",
    "joiners": "\u200d",
    "open brackets": "(",
    "markers": "Forwarded from ",
    "lines of markers": "Forwarded from A\n",
    "bullets": "1) ",
    "addresses": "http://a.",
    "mail": "a@a.",
    "places": "New York, ",
    "capitals": "A B ",
    "months": "May ",
    "headers": "A, [05.12.22 09:14]\n",
    "braces": '{"a":[',
    "tags of HTML": "<div>",
    "combining marks": "\u0301",
}


@pytest.mark.parametrize("seed", HOSTILE.values(), ids=list(HOSTILE))
def test_time_grows_linearly_with_hostile_input(seed: str) -> None:
    small, big = ((seed * (size // len(seed))) for size in (4_000, 32_000))
    assert (
        seconds(lambda: tgparse.parse_text(big)) < 24 * seconds(lambda: tgparse.parse_text(small)) + 0.1
    )  # eight times as much; a square would be sixty-four


# 6. The ledger accounts for every line exactly once.


@given(exports)
def test_the_ledger_accounts_for_every_line_of_the_source_exactly_once(text: str) -> None:
    doc = tgparse.parse_text(text)
    lines = lines_of(doc.text)
    wanted = len(lines) - (not lines[-1])  # a text that ends in a line end has no line after it
    assert [entry.number for entry in doc.lines] == list(range(1, wanted + 1))
    assert [entry.role == "blank" for entry in doc.lines] == [not line.strip(BLANKS) for line in lines[:wanted]]


@given(exports)
def test_every_written_line_is_an_item_or_part_of_one(text: str) -> None:
    doc = tgparse.parse_text(text)
    owned: set[int] = set()
    for item in items_of(doc):
        owned.update(range(item.line, item.line + len(lines_of(item.text))))
    headers = {entry.number for entry in doc.lines if entry.role in {"header", "reactions"}}
    written = {number for number, line in enumerate(lines_of(doc.text), 1) if line.strip(BLANKS)}
    assert not written - owned - headers


# 7. Parsing the kept text with repeats kept gives the same paragraphs.


def paragraphs_of(doc: Document) -> list[str]:
    return [line for post in doc.posts for line in post.body.split("\n") if post.paragraphs]


@FEW
@given(exports, st.sampled_from(["web-preview", "plain"]))
def test_parsing_the_kept_text_gives_the_same_paragraphs(text: str, dialect: str) -> None:
    doc = tgparse.parse_text(text, dialect=dialect)
    again = tgparse.parse_text(doc.to_text(markers=True), repeats="keep", dialect=dialect)
    assert paragraphs_of(again) == paragraphs_of(doc)


@pytest.mark.parametrize("name", MANIFEST)
def test_parsing_the_kept_text_of_a_fixture_gives_the_same_paragraphs(name: str) -> None:
    doc = tgparse.parse_file(FIXTURES / name)
    again = tgparse.parse_text(doc.to_text(markers=True), repeats="keep")
    assert paragraphs_of(again) == paragraphs_of(doc)
