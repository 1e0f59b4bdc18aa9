"""`Span.utf16` and `convert_spans`: the same stretches, counted as Telegram counts, or in bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tgparse.spans import Span, convert_spans, utf8_length, utf16_length

from .costs import seconds

# Characters of one unit and of two, joined and single surrogates' neighbours, and lone surrogates themselves.
ANY = st.text(
    st.one_of(st.characters(), st.characters(categories=["Cs"]), st.sampled_from("a\u00e9я中\ud7ff\ue000\uffff\U00010000🙂🇷\U0010ffff"))
)


def units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


@st.composite
def texts_and_spans(draw: st.DrawFn) -> tuple[str, Span]:
    text = draw(ANY)
    start, end = sorted(draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    return text, Span(start, end)


@given(texts_and_spans())
def test_the_units_of_a_span_are_its_text(case: tuple[str, Span]) -> None:
    text, span = case
    start, end = span.utf16(text)
    assert units(text)[2 * start : 2 * end] == units(text[span.start : span.end])


@given(texts_and_spans())
def test_a_span_begins_behind_the_units_of_what_stands_before_it(case: tuple[str, Span]) -> None:
    text, span = case
    counted = span.utf16(text)
    assert isinstance(counted, Span)
    assert counted.start == len(units(text[: span.start])) // 2
    assert counted.end == len(units(text[: span.end])) // 2


@given(st.text(st.characters(max_codepoint=0xFFFF)), st.text())
def test_below_u_10000_both_count_alike(text: str, rest: str) -> None:
    assert Span(0, len(text)).utf16(text + rest) == Span(0, len(text))


@given(ANY, ANY)
def test_lengths_add_up(one: str, other: str) -> None:
    # A lone high surrogate before a lone low one stays two characters of a str, and two units.
    assert utf16_length(one) + utf16_length(other) == utf16_length(one + other)


def test_an_emoji_is_two_units_and_a_flag_four() -> None:
    text = "🇷🇺 и 👨‍👩‍👧 #OSCE"
    assert Span(0, 2).utf16(text) == Span(0, 4)
    assert Span(5, 10).utf16(text) == Span(7, 15)
    assert Span(len(text) - 5, len(text)).utf16(text) == Span(16, 21)


def test_an_empty_text_has_an_empty_span() -> None:
    assert Span(0, 0).utf16("") == Span(0, 0)


@st.composite
def texts_and_many_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(ANY)
    offsets = st.integers(0, len(text))
    return text, [Span(*sorted(pair)) for pair in draw(st.lists(st.tuples(offsets, offsets), max_size=8))]


@given(texts_and_many_spans())
def test_many_spans_are_counted_as_the_encoder_counts(case: tuple[str, list[Span]]) -> None:
    text, spans = case
    assert convert_spans(text, spans) == [span.utf16(text) for span in spans]
    ends = [[len(text[:offset].encode("utf-8", "surrogatepass")) for offset in span] for span in spans]
    assert convert_spans(text, spans, "utf-8") == [Span(*pair) for pair in ends]


@given(ANY, ANY)
def test_bytes_add_up(one: str, other: str) -> None:
    assert utf8_length(one) + utf8_length(other) == len((one + other).encode("utf-8", "surrogatepass"))


def test_offsets_behind_the_end_count_as_the_end() -> None:
    assert convert_spans("я", [Span(0, 9)]) == [Span(0, 9).utf16("я")] == [Span(0, 1)]


def test_another_unit_is_told_which_there_are() -> None:
    with pytest.raises(ValueError, match="'utf-16' or 'utf-8', not 'utf-32'"):
        convert_spans("", [], "utf-32")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_all_spans_cost_one_pass_over_the_text() -> None:
    text = "Мост 🌉 " * 20_000
    spans = [Span(start, start + 4) for start in range(0, len(text), 20)]
    # One span at the end reads as much as all of them do; a pass for each would cost some thousand times as much.
    assert seconds(lambda: convert_spans(text, spans)) < 200 * seconds(lambda: convert_spans(text, spans[-1:])) + 0.05
