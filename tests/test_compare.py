"""Two exports of a channel: what stayed, what was edited, what is gone, what came."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tgparse
from tgparse.recurrence.changes import LONGEST_DIFFERENCE, changes

from .benchmarks.repeats import compared, make_post
from .costs import seconds

if TYPE_CHECKING:
    from collections.abc import Callable

BODIES = [
    "The old tram bridge over the river reopens on Monday, said the mayor",
    "Line 7 will run every 12 minutes until the end of the summer",
    "In autumn the council decides whether the square becomes a park",
    "Tickets stay free of charge for pupils and for their teachers",
]


def numbered(body: str, index: int, number: int) -> tgparse.Post:
    return make_post(body, index).model_copy(update={"message_id": number})


def compare(old: list[str], new: list[str]) -> tgparse.Comparison:
    return tgparse.compare([make_post(b, k) for k, b in enumerate(old)], [make_post(b, k) for k, b in enumerate(new)])


def counts(result: tgparse.Comparison) -> tuple[int, int, int, int]:
    return len(result.same), len(result.edited), len(result.only_old), len(result.only_new)


def test_posts_are_the_same_edited_gone_or_new() -> None:
    edited = BODIES[1].replace("12 minutes", "20 minutes")
    result = compare(BODIES, [BODIES[0], edited, BODIES[3], "Good night, and sleep well"])
    assert counts(result) == (2, 1, 1, 1)
    assert [(change.old, change.new) for change in result.edited[0].changes] == [("12", "20")]
    assert result.only_old[0].body == BODIES[2]
    assert 0.5 < result.edited[0].similarity < 1


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("It will run", "It will not run", [("", "not")]),
        ("It will not run", "It will run", [("not", "")]),
        ("5 killed, 7 hurt", "6 killed, 7 hurt", [("5", "6")]),
        ("a b c", "a  b\nc", []),
        ("Sun ☀️ today", "Sun ☀ today", []),
        ("从下周一起延长三十分钟", "从下周一起延长四十分钟", [("三", "四")]),
        ("", "all new", [("", "all new")]),
    ],
)
def test_changed_words_are_told(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert [(change.old, change.new) for change in changes(old, new)] == expected


@given(st.text("ab, \n", max_size=40), st.text("ab, \n", max_size=40))
def test_changes_stand_where_they_say_and_turn_old_into_new(old: str, new: str) -> None:
    rebuilt, done = "", 0
    for change in changes(old, new):
        assert old[slice(*change.old_span)] == change.old
        assert new[slice(*change.new_span)] == change.new
        rebuilt += old[done : change.old_span.start] + f" {change.new} "
        done = change.old_span.end
    words = re.compile(r"\w+|,")
    assert words.findall(rebuilt + old[done:]) == words.findall(new)


@settings(max_examples=40)
@given(st.lists(st.sampled_from([*BODIES, BODIES[0] + " today", "👍"])), st.lists(st.sampled_from([*BODIES, BODIES[1] + " now", "👍"])))
def test_every_post_stands_in_exactly_one_of_the_four(old: list[str], new: list[str]) -> None:
    result = compare(old, new)
    mine = [pair[0].index for pair in result.same] + [e.old.index for e in result.edited] + [post.index for post in result.only_old]
    theirs = [pair[1].index for pair in result.same] + [e.new.index for e in result.edited] + [post.index for post in result.only_new]
    assert sorted(mine) == list(range(len(old)))
    assert sorted(theirs) == list(range(len(new)))
    assert all(one.content_hash == other.content_hash for one, other in result.same)


@pytest.mark.parametrize("changed", [0.1, 0.5])
def test_what_became_of_real_posts_is_told(changed: float) -> None:
    told = compared(random.Random(8), changed)  # noqa: S311 - the same exports every time
    assert min(there for there, _ in told.values()) > 3  # Without the shared corpus there are only the fixtures to draw from.
    assert all(right >= 0.97 * there for there, right in told.values()), told


def test_of_equal_adverts_in_a_row_one_less_is_one_gone() -> None:
    assert counts(compare([BODIES[0]] * 5, [BODIES[0]] * 4)) == (4, 0, 1, 0)


def test_a_template_of_another_day_at_another_place_is_no_edit() -> None:
    forecast = "Forecast for {} May: sun in the morning, rain in the afternoon, wind from the west at 20 km/h"
    days = [forecast.format(day) for day in range(1, 6)]
    assert counts(compare(days[:4], days[1:])) == (3, 0, 1, 1)


def test_a_post_of_two_words_at_the_same_place_is_an_edit() -> None:
    result = compare([BODIES[0], "Price: 1005", BODIES[1]], [BODIES[0], "Price: 1006", BODIES[1]])
    assert counts(result) == (2, 1, 0, 0)


def test_numbers_of_messages_decide_where_both_exports_have_them() -> None:
    old = [numbered(body, k, 10 + k) for k, body in enumerate(BODIES)]
    new = [numbered("Rewritten from the first word to the last", 0, 10), *[numbered(BODIES[k], k, 10 + k) for k in (1, 2)]]
    new.append(numbered(BODIES[3], 3, 99))
    result = tgparse.compare(old, new)
    assert counts(result) == (2, 1, 1, 1)
    assert result.edited[0].old.message_id == result.edited[0].new.message_id == 10


def test_numbers_of_another_channel_do_not_count() -> None:
    old = [numbered(body, k, 10 + k) for k, body in enumerate(BODIES)]
    new = [numbered(body, k, 11 + k) for k, body in enumerate(BODIES)]
    assert counts(tgparse.compare(old, new)) == (4, 0, 0, 0)


def test_of_two_equal_posts_the_right_one_is_gone() -> None:
    advert = "Buy our tea, it is good for you"
    result = compare([advert, *BODIES[:2], advert, BODIES[2]], [*BODIES[:2], advert, BODIES[2]])
    assert counts(result) == (4, 0, 1, 0)
    assert [post.index for post in result.only_old] == [0]
    result = compare([advert, *BODIES[:2], advert, BODIES[2]], [advert, *BODIES[:3]])
    assert [post.index for post in result.only_old] == [3]


def test_a_post_that_moved_is_the_same_and_one_that_was_edited_too_is_gone_and_come() -> None:
    assert counts(compare(BODIES, [*BODIES[1:], BODIES[0]])) == (4, 0, 0, 0)
    # Nothing tells it from a template of another day, unless names do.
    moved = BODIES[0].replace("Monday", "Sunday")
    assert counts(compare(BODIES, [*BODIES[1:], moved])) == (3, 0, 1, 1)
    old = [numbered(body, k, k) for k, body in enumerate(BODIES)]
    new = [*(numbered(BODIES[k], k - 1, k) for k in (1, 2, 3)), numbered(moved, 3, 0)]
    assert counts(tgparse.compare(old, new)) == (3, 1, 0, 0)


def test_an_edit_beside_a_deleted_post_is_found() -> None:
    edited = BODIES[2].replace("autumn", "spring")
    result = compare(BODIES, [BODIES[0], edited, BODIES[3]])
    assert counts(result) == (2, 1, 1, 0)
    assert result.only_old[0].body == BODIES[1]
    assert counts(compare([*BODIES[:2], "Price: 1005", "Good night!", BODIES[3]], [*BODIES[:2], "Price: 1006", BODIES[3]])) == (3, 1, 1, 0)


def test_news_that_grows_is_an_edit() -> None:
    short = "Breaking: explosion in the harbour"
    grown = f"{short}. Update: three workers are hurt, the road to the islands is closed until the evening, says the fire brigade"
    assert counts(compare([BODIES[0], short, BODIES[1]], [BODIES[0], grown, BODIES[1]])) == (2, 1, 0, 0)
    assert counts(compare([BODIES[0], "Hello", BODIES[1]], [BODIES[0], f"Hello and {BODIES[2]}", BODIES[1]])) == (2, 0, 1, 1)


def test_an_export_may_run_backwards() -> None:
    edited = BODIES[1].replace("12", "15")
    result = compare(BODIES, [BODIES[3], BODIES[2], edited, BODIES[0]])
    assert counts(result) == (3, 1, 0, 0)
    assert [new.index for _, new in result.same] == [0, 1, 3]


def sent(body: str, index: int, minute: int) -> tgparse.Post:
    return make_post(body, index).model_copy(update={"sent_at": datetime(2024, 5, 1, 12, minute, tzinfo=UTC)})


def test_times_decide_where_both_exports_tell_them() -> None:
    forecast = "Forecast for {} May: sun in the morning, rain in the afternoon, wind from the west at 20 km/h"
    old = [sent(forecast.format(k), k, k) for k in range(6)]
    # The forecast of minute 2 was rewritten and stands last, that of minute 3 is gone.
    new = [*(sent(forecast.format(k), n, k) for n, k in enumerate((0, 1, 4, 5))), sent("No forecast today, the office is closed", 4, 2)]
    result = tgparse.compare(old, new)
    assert counts(result) == (4, 1, 1, 0)
    assert result.edited[0].old.index == 2
    assert [post.index for post in result.only_old] == [3]
    # Another clock: the words decide.
    assert counts(tgparse.compare(old, [sent(forecast.format(k), k, k + 1) for k in range(6)])) == (6, 0, 0, 0)


def test_an_album_is_compared_message_by_message() -> None:
    album = [numbered("", k, 20 + k).model_copy(update={"media": ("photo",)}) for k in range(4)]
    caption = numbered(BODIES[0], 0, 20).model_copy(update={"media": ("photo",)})
    tail = numbered(BODIES[1], 4, 24)
    old = [caption, *album[1:], tail]
    result = tgparse.compare(old, [caption, album[1], album[3], tail])
    assert counts(result) == (4, 0, 1, 0)
    assert result.only_old[0].message_id == 22
    recaptioned = numbered(BODIES[0] + ", and tickets are free", 0, 20)
    assert counts(tgparse.compare(old, [recaptioned, *album[1:], tail])) == (4, 1, 0, 0)


def test_numbers_that_stand_twice_decide_nothing() -> None:
    old = [numbered(body, k, 7) for k, body in enumerate(BODIES)]
    assert counts(tgparse.compare(old, old[1:])) == (3, 0, 1, 0)


def test_documents_are_compared_with_their_forwards() -> None:
    old = tgparse.parse_text("Forwarded from A\nForwarded from B\nGood morning\n❤1👍1\n")
    new = tgparse.parse_text("Forwarded from B\nGood morning\n❤5👍1\n")
    result = tgparse.compare(old, new)
    assert counts(result) == (1, 0, 1, 0)
    assert result.only_old[0].is_empty


def test_a_notebook_shows_marked_differences_and_no_markup_of_strangers() -> None:
    hostile = "<script>alert(1)</script> was here, says the mayor of the city"
    result = compare([hostile, "<img src=x onerror=alert(2)> is a post of its own"], [hostile.replace("here", "<b>there</b>")])
    shown = result._repr_html_()  # pyright: ignore[reportPrivateUsage]
    assert '<del dir="auto">here</del>' in shown
    assert '<ins dir="auto">&lt;b&gt;there&lt;/b&gt;</ins>' in shown
    assert "<script" not in shown
    assert "<img" not in shown
    assert repr(result) in shown


def test_a_notebook_shows_what_is_gone_however_much_was_edited() -> None:
    posts = [f"Report number {k} of the harbour, with all that has come and gone" for k in range(70)]
    shown = compare([*posts, BODIES[0]], [post.replace("gone", "left") for post in posts])._repr_html_()  # pyright: ignore[reportPrivateUsage]
    assert BODIES[0] in shown
    assert "edited: 70" in shown


def test_a_comparison_goes_to_json_and_back() -> None:
    result = compare(BODIES, [BODIES[0] + " today", *BODIES[2:]])
    assert tgparse.Comparison.model_validate_json(result.model_dump_json()) == result


HOSTILE: dict[str, Callable[[int], tuple[list[str], list[str]]]] = {
    "equal": lambda n: (["Buy now"] * n, ["Buy now"] * n),
    "every post edited": lambda n: ([f"word {k} " * 10 for k in range(n)], [f"word {k} other " * 10 for k in range(n)]),
    "one phrase in all": lambda n: ([f"{BODIES[0]} {k}" for k in range(n)], [f"{BODIES[0]} {k} now" for k in range(n)]),
    "in reverse": lambda n: ([f"{BODIES[0]} {k}" for k in range(n)], [f"{BODIES[0]} {k}" for k in reversed(range(n))]),
    "all gone, all new": lambda n: ([f"old {k} " * 8 for k in range(n)], [f"new {k} " * 8 for k in range(n)]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_number_of_posts(name: str) -> None:
    def cost(count: int) -> float:
        old, new = ([make_post(body, k) for k, body in enumerate(bodies)] for bodies in HOSTILE[name](count))
        return seconds(lambda: tgparse.compare(old, new))

    few, many = cost(300), cost(1800)
    assert many < 6 * 3 * max(few, 0.02), (few, many)


def test_the_changes_of_long_posts_take_linear_time() -> None:
    def cost(count: int) -> float:
        return seconds(lambda: list(changes("a " * count + "x", "b " + "a b " * (count // 2))))

    (change,) = changes("a " * 20_000 + "x", "b " + "a b " * 10_000)
    assert len(change.old) > LONGEST_DIFFERENCE
    few, many = cost(5_000), cost(40_000)
    assert many < 8 * 4 * max(few, 0.01), (few, many)


def test_the_longest_posts_that_are_compared_word_by_word_take_little_time() -> None:
    def cost(count: int) -> float:
        return seconds(lambda: list(changes("a b " * count, "b a " * count)))

    half, whole = cost(LONGEST_DIFFERENCE // 4), cost(LONGEST_DIFFERENCE // 2)
    # Word by word may cost the square, but no more, and of no more words than that.
    assert whole < 4 * 4 * max(half, 0.01), (half, whole)
