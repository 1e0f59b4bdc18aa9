"""The timeline: a post's own date, and the years that the neighbours give, the same however the posts arrive."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tgparse.extractors import dates
from tgparse.models import DateMention, Paragraph
from tgparse.options import Options
from tgparse.timeline import LOOK_AHEAD, LOOK_BEHIND, Draft, Past, iter_dated
from tgparse.tokens import RawLine, RawPost

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def draft(*lines: str, **facts: Any) -> Draft:
    """Read one post as the pipeline does, with a headline."""
    raws: list[RawLine] = []
    offset = 0
    for i, line in enumerate(lines, 1):
        raws.append(RawLine(line, offset, i))
        offset += len(line) + 1
    raw = RawPost("guess", 0, offset, 1, lines=raws, facts=facts)
    paragraphs: list[Paragraph] = []
    for i, kept in enumerate(raws):
        text, span, number = raw.locate(kept.start, kept.end)
        paragraphs.append(Paragraph(text=text, span=span, line=number, kind="text" if i else "headline"))
    found = [item for item in dates.extract(raw, paragraphs, Options()) if isinstance(item, DateMention)]
    return Draft(raw, paragraphs, list(found))


def years(drafts: Iterable[Draft], **settings: Any) -> list[list[tuple[str, str | None]]]:
    placed = iter_dated(drafts, Options(**settings))
    return [[(item.edtf, item.year_from) for item in draft.found if isinstance(item, DateMention)] for draft in placed]


def own(drafts: Iterable[Draft]) -> list[tuple[str, str] | None]:
    return [(draft.dated.edtf, draft.dated.basis) if draft.dated else None for draft in iter_dated(drafts, Options())]


FIRST = ("Statement at the Council", "Lodz, 1 December 2022", "On politics")
MIDDLE = ("On December 5, the ministers met", "They talked")
LAST = ("Interview with an agency (December 29, 2022)", "Read in full")


def test_a_year_comes_from_between_the_neighbours() -> None:
    assert years([draft(*FIRST), draft(*MIDDLE), draft(*LAST)])[1] == [("2022-12-05", "neighbours")]


def test_exports_may_run_newest_first() -> None:
    assert years([draft(*LAST), draft(*MIDDLE), draft(*FIRST)])[1] == [("2022-12-05", "neighbours")]


def test_a_post_has_its_own_date_by_dateline_headline_or_neighbours() -> None:
    assert own([draft(*FIRST), draft(*MIDDLE), draft(*LAST), draft("No date")]) == [
        ("2022-12-01", "dateline"),
        ("2022-12-01/2022-12-29", "neighbours"),
        ("2022-12-29", "headline"),
        None,
    ]


def test_the_export_knows_best() -> None:
    sent = datetime(2023, 1, 3, 14, 30)  # noqa: DTZ001 - exports may not say their zone
    placed = list(iter_dated([draft(*FIRST, sent_at=sent)], Options()))
    assert placed[0].dated is not None
    assert (placed[0].dated.edtf, placed[0].dated.basis) == ("2023-01-03T14:30", "sent_at")
    assert years([draft("On December 30, they met", sent_at=sent)]) == [[("2022-12-30", "post")]]


def test_the_posts_own_dateline_comes_before_the_neighbours() -> None:
    drafts = [draft(*FIRST), draft("Moscow, March 20, 2023", "On December 5, they met"), draft(*LAST)]
    assert years(drafts)[1] == [("2023-03-20", "text"), ("2022-12-05", "post")]


def test_years_in_prose_are_no_anchors() -> None:
    drafts = [draft("On 5 December 1941, the counter-offensive began"), draft(*MIDDLE), draft("In 1944 and on 9 May 1945 they won")]
    assert years(drafts)[1] == [("XXXX-12-05", None)]
    assert own(drafts) == [None, None, None]


def test_an_anniversary_between_agreeing_neighbours_is_no_anchor() -> None:
    drafts = [draft(*FIRST), draft("📍 Stalingrad, 2 February 1943", "The battle ended"), draft(*MIDDLE), draft(*LAST)]
    assert own(drafts)[1] == ("2022-12-01/2022-12-29", "neighbours")
    assert years(drafts)[2] == [("2022-12-05", "neighbours")]


def test_one_neighbour_is_not_enough() -> None:
    assert years([draft(*FIRST), draft(*MIDDLE)])[1] == [("XXXX-12-05", None)]
    assert own([draft(*FIRST), draft(*MIDDLE)])[1] is None


def test_a_wide_interval_leaves_the_year_open_and_lists_it() -> None:
    drafts = [draft("Minsk, 1 December 2020"), draft(*MIDDLE), draft("Minsk, 29 December 2022")]
    (item,) = list(iter_dated(drafts, Options()))[1].found
    assert isinstance(item, DateMention)
    assert (item.edtf, item.year_from) == ("XXXX-12-05", None)
    assert item.alternatives == ("2020-12-05", "2021-12-05", "2022-12-05")


def test_a_weekday_fixes_the_year() -> None:
    drafts = [draft("Minsk, 1 December 2020"), draft("On Monday, December 5, they met"), draft("Minsk, 29 December 2022")]
    assert years(drafts)[1] == [("2022-12-05", "weekday")]


def test_the_reference_date_is_the_last_resort() -> None:
    assert years([draft(*MIDDLE)], reference_date=date(2023, 2, 1)) == [[("2022-12-05", "reference")]]
    assert years([draft(*MIDDLE)]) == [[("XXXX-12-05", None)]]
    assert years([draft("On 29 February they met")], reference_date=date(2023, 3, 1)) == [[("XXXX-02-29", None)]]


def test_a_range_over_new_year_takes_two_years() -> None:
    drafts = [draft(*FIRST), draft("From 30 December to 2 January they rest"), draft("Minsk, 5 January 2023")]
    (item,) = list(iter_dated(drafts, Options()))[1].found
    assert isinstance(item, DateMention)
    assert (item.edtf, item.first, item.last) == ("2022-12-30/2023-01-02", date(2022, 12, 30), date(2023, 1, 2))


def test_the_look_ahead_is_bounded() -> None:
    quiet = [draft("Nothing") for _ in range(LOOK_AHEAD - 1)]
    assert years([draft(*FIRST), draft(*MIDDLE), *quiet, draft(*LAST)])[1] == [("2022-12-05", "neighbours")]
    quiet = [draft("Nothing") for _ in range(LOOK_AHEAD)]
    assert years([draft(*FIRST), draft(*MIDDLE), *quiet, draft(*LAST)])[1] == [("XXXX-12-05", None)]


@pytest.mark.parametrize(("gap", "found"), [(LOOK_BEHIND, ("2022-12-05", "neighbours")), (LOOK_BEHIND + 1, ("XXXX-12-05", None))])
def test_anchors_behind_count_so_far_and_no_farther(gap: int, found: tuple[str, str | None]) -> None:
    middle = draft(*MIDDLE)
    middle.raw.start = gap
    assert years([draft(*FIRST), middle, draft(*LAST)])[1] == [found]


def test_two_anchors_that_no_other_makes_stray_tell_what_stands_behind() -> None:
    certain = [
        [post.certain for post in iter_dated([draft(*lines) for lines in posts], Options(), Past(-1))]
        for posts in (
            [FIRST, LAST, FIRST, MIDDLE],
            [MIDDLE, ("Rome, 2 June 1946",), FIRST, LAST, MIDDLE],
            [MIDDLE] * 3,
        )
    ]
    assert certain == [[False, False, True, True], [False, False, False, False, False], [False] * 3]
    assert all(post.certain for post in iter_dated([draft(*MIDDLE), draft(*FIRST)], Options()))


def test_no_more_drafts_are_held_than_the_look_ahead() -> None:
    taken = 0

    def drafts() -> Iterator[Draft]:
        nonlocal taken
        for _ in range(3 * LOOK_AHEAD):
            taken += 1
            yield draft("Nothing")

    for given_back, _ in enumerate(iter_dated(drafts(), Options()), 1):
        assert taken - given_back <= LOOK_AHEAD


@pytest.mark.parametrize("count", [0, 1, 2, LOOK_AHEAD, LOOK_AHEAD + 1, 2 * LOOK_AHEAD + 3])
def test_every_draft_comes_out_once_and_in_order(count: int) -> None:
    drafts = [draft(f"Post {i}") for i in range(count)]
    assert list(iter_dated(drafts, Options())) == drafts


KINDS = st.sampled_from([FIRST, MIDDLE, LAST, ("Nothing",), ("Rome, 2 June 1946",), ("On Friday, 30 December and May 5",)])


@given(st.lists(KINDS, max_size=12), st.integers(1, 5))
@settings(max_examples=50, deadline=None)
def test_the_result_depends_on_the_order_only(posts: list[tuple[str, ...]], size: int) -> None:
    def in_batches() -> Iterator[Draft]:
        for i in range(0, len(posts), size):
            yield from [draft(*lines) for lines in posts[i : i + size]]

    assert years(in_batches()) == years([draft(*lines) for lines in posts])
