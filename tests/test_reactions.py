"""Reactions: each with its exact place, in the order of the lines."""

from __future__ import annotations

from tgparse.extractors.reactions import extract
from tgparse.models import Reaction
from tgparse.options import Options
from tgparse.spans import Span
from tgparse.tokens import RawLine, RawPost


def reactions(source: str) -> list[Reaction]:
    """The reactions of a post whose every line is a line of reactions."""
    lines: list[RawLine] = []
    start = 0
    for number, text in enumerate(source.split("\n"), start=1):
        lines.append(RawLine(text, start, number))
        start += len(text) + 1
    found = list(extract(RawPost("guess", 0, len(source), 1, reactions=lines), (), Options()))
    assert all(isinstance(item, Reaction) for item in found)
    assert all(source[item.span.start : item.span.end] == item.text for item in found)
    return [item for item in found if isinstance(item, Reaction)]


def test_glued_and_spaced() -> None:
    first, second, third = reactions("❤1.2K👍1\n🔥 3")
    assert first == Reaction(text="❤1.2K", span=Span(0, 5), line=1, emoji="❤", count=1200, count_text="1.2K")
    assert second == Reaction(text="👍1", span=Span(5, 7), line=1, emoji="👍", count=1, count_text="1")
    assert third == Reaction(text="🔥 3", span=Span(8, 11), line=2, emoji="🔥", count=3, count_text="3")


def test_counts_without_glyphs() -> None:
    found = reactions("2.49K 23.4K\n419")
    assert [(r.emoji, r.count, r.line) for r in found] == [(None, 2490, 1), (None, 23_400, 1), (None, 419, 2)]


def test_what_cannot_be_told_apart_is_said() -> None:
    found = reactions("❤1👍11.58K")
    assert [(r.text, r.emoji, r.ambiguous) for r in found] == [("❤1", "❤", False), ("👍1", "👍", True), ("1.58K", None, True)]


def test_a_line_that_is_no_reactions_gives_none() -> None:
    assert reactions("no reactions\n5 min") == []
