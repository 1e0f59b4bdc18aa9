"""Points: the content of a bulleted line without its bullet; and the labels of links whose target is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tgparse
from tgparse.extractors.points import extract
from tgparse.models import Link, Paragraph, Point
from tgparse.options import Options
from tgparse.spans import Span
from tgparse.tokens import RawLine, RawPost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tgparse.models import Item, ParagraphKind


def found_in(source: str, kind: ParagraphKind, *, section: str | None = None, links: Sequence[Link] = ()) -> list[Item]:
    """What is found in a post whose every line is a paragraph of this kind."""
    lines: list[RawLine] = []
    start = 0
    for number, line in enumerate(source.split("\n"), start=1):
        if line.strip():
            lines.append(RawLine(line.strip(), start + len(line) - len(line.lstrip()), number))
        start += len(line) + 1
    raw = RawPost("guess", 0, len(source), 1, lines=lines)
    paragraphs = [Paragraph(text=x.text, span=Span(x.start, x.end), line=x.line, kind=kind, section=section) for x in lines]
    found = list(extract(raw, [*paragraphs, *links], Options()))
    assert all(source[item.span.start : item.span.end] == item.text for item in found)
    return found


def test_points_leave_out_their_bullet() -> None:
    first, second = found_in("🔹 First\n\n  2)\u00a0Second, with #tag", "point", section="OSCE")
    assert first == Point(text="First", span=Span(2, 7), line=1, bullet="🔹", style="emoji", section="OSCE")
    assert second == Point(text="Second, with #tag", span=Span(14, 31), line=3, bullet="2)", style="number", section="OSCE")


def test_a_lead_in_with_a_bullet_is_a_point() -> None:
    assert [str(item) for item in found_in("💬 Key points:\nWithout:", "lead_in")] == ["Key points:"]


def test_only_a_pin_a_calendar_or_a_clock_makes_a_dateline_of_a_point() -> None:
    text = "Where we shall be\n🔸 Minsk, 5 May 2023\n🔸 Riga, 7 May 2023\n• 9 May 2023"
    (post,) = tgparse.parse_text(text).posts
    assert [paragraph.kind for paragraph in post.paragraphs] == ["headline", "point", "point", "point"]
    assert [point.text for point in post.points] == ["Minsk, 5 May 2023", "Riga, 7 May 2023", "9 May 2023"]
    assert post.dated is None
    for bullet in ("📍", "🗓️", "📅", "🕐", "📍🇧🇾"):
        (post,) = tgparse.parse_text(f"Where we shall be\n{bullet} Minsk, 5 May 2023\nand no longer").posts
        assert [paragraph.kind for paragraph in post.paragraphs] == ["headline", "dateline", "text"]
        assert (post.points, post.dated and post.dated.basis) == ((), "dateline")


@pytest.mark.parametrize("kind", ["headline", "text", "section", "tags", "dateline"])
def test_other_paragraphs_are_none(kind: ParagraphKind) -> None:
    assert found_in("🔹 First\n👉Read in full", kind) == []


def test_a_point_cut_in_pieces_is_whole() -> None:
    source = "🔹\nFirst\n#tag"
    lines = [RawLine("🔹", 0, 1), RawLine("First", 2, 2), RawLine("#tag", 8, 3)]
    raw = RawPost("guess", 0, len(source), 1, lines=lines, glue={1: " ", 2: " "}, source=source)
    paragraph = Paragraph(text=source, span=Span(0, len(source)), line=1, kind="point")
    assert list(extract(raw, [paragraph], Options())) == [
        Point(text="First\n#tag", span=Span(2, 12), line=2, bullet="🔹", style="emoji"),
    ]


def test_labels_whose_target_is_lost() -> None:
    (label,) = found_in("Text\n👉 Read in full…", "link")
    assert label == Link(text="Read in full", span=Span(7, 19), line=2, kind="label", url=None)


def test_a_label_whose_target_is_known_is_a_link_already() -> None:
    known = Link(text="Read in full", span=Span(2, 14), line=1, kind="label", url="https://osce.org")
    assert found_in("👉 Read in full", "link", links=[known]) == []


def test_a_line_with_its_address_is_no_label() -> None:
    assert found_in("Read in full: https://osce.org\nhttps://osce.org", "link") == []
