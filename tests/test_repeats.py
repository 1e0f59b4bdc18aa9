"""Repeats inside a post: what goes, what stays, where a post ends, and what it costs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tgparse
from tgparse.repeats import find_bodies, profile
from tgparse.tokens import RawLine, RawPost

from .costs import seconds

if TYPE_CHECKING:
    from collections.abc import Callable

LONG = "a line that is long enough to be hardly anybody's refrain, number {}"


def raw_lines(text: str) -> list[RawLine]:
    """Make a raw line of each word."""
    return [RawLine(word, 100 * i, i + 1) for i, word in enumerate(text.split())]


def kept(text: str, *, marked: bool = False, final: bool = False) -> list[str]:
    """Give the text of each post, its lines joined."""
    lines = raw_lines(text)
    return ["".join(lines[i].text for i in body.kept) for body in find_bodies(lines, marked=marked, final=final)]


@pytest.mark.parametrize(
    ("lines", "posts"),
    [
        ("H a b a b", ["Hab"]),
        ("H a a", ["Ha"]),
        ("H a b a b G c c", ["Hab", "Gc"]),
        ("a b a b", ["ab"]),  # The headline is lost.
        ("A B C", ["A", "B", "C"]),  # Undoubled lines are posts of their own.
        ("H a b c d Q a b c d", ["HQabcd"]),  # The quote is lost from the first copy.
        ("H a b c d a b Q c d", ["HabQcd"]),
        ("H a b s c d a b c d", ["Habscd"]),  # What is struck through is lost from the second.
        ("H R V Q R V G R V P R V", ["HQRV", "GPRV"]),  # Posts that share their last lines.
        ("H x x x x", ["Hxx"]),  # A post that repeats its own line.
        ("H v c w c v c w c", ["Hvcwc"]),  # Verses and a refrain.
        ("H a b a b H a b a b H a b a b", ["Hab"] * 3),  # Equal posts stay, each once.
        ("H a a H a a", ["Ha", "Ha"]),
        ("H a b a b One H c c", ["Hab", "One", "Hc"]),
    ],
)
def test_a_stretch_is_explained_as_a_row_of_posts(lines: str, posts: list[str]) -> None:
    assert kept(lines) == posts


@pytest.mark.parametrize(
    ("lines", "posts"),
    [
        ("A B C", ["ABC"]),  # What stands once under a marker belongs to it.
        ("H a b a b", ["Hab"]),
        ("H a b a b S", ["Hab", "S"]),
        ("One G c d c d", ["One", "Gcd"]),
    ],
)
def test_under_a_marker_undoubled_lines_belong_together(lines: str, posts: list[str]) -> None:
    assert kept(lines, marked=True) == posts


def test_the_last_copy_of_a_file_may_be_cut() -> None:
    assert kept("H a b c d a b", final=True) == ["Habcd"]
    assert kept("H alpha beta gamma alpha beta gam", final=True) == ["Halphabetagamma"]
    assert kept("H a b c d a b", final=False) == ["Hcdab"]  # Not at the end: two lines that the first copy lost.


@given(words=st.lists(st.sampled_from("abcdeH"), max_size=40), marked=st.booleans(), final=st.booleans())
def test_every_line_is_kept_or_repeats_a_kept_line(*, words: list[str], marked: bool, final: bool) -> None:
    lines = raw_lines(" ".join(words))
    position = 0
    for body in find_bodies(lines, marked=marked, final=final):
        assert body.start == position
        position = body.end
        gone = [i for i, _ in body.repeated]
        assert sorted([*body.kept, *gone]) == list(range(body.start, body.end))
        for i, of in body.repeated:
            assert of in body.kept
            assert lines[of].text.startswith(lines[i].text)
    assert position == len(lines)


@given(st.lists(st.lists(st.text("abcdefgh", min_size=3, max_size=6), min_size=1, max_size=6, unique=True), min_size=4, max_size=12))
def test_doubled_posts_come_back(bodies: list[list[str]]) -> None:
    # Every line is made unlike all others of the file, as prose is; shared lines have tests of their own.
    posts = [[f"{i}{k}{word}" for k, word in enumerate(body)] for i, body in enumerate(bodies)]
    doubled = " ".join(" ".join([*body, *body[1:]]) for body in posts)
    assert kept(doubled) == ["".join(body) for body in posts]


SHAPES: dict[str, Callable[[int], str]] = {
    "equal lines": lambda _: "same",
    "ABAB": lambda i: "AB"[i % 2],
    "every line differs": lambda i: f"line {i}",
    "a short period": lambda i: f"{i % 7} {i % 3}",
    "a long period": lambda i: str(i * i % 1009),
    "runs that grow": lambda i: f"line {i}" if (i & (i - 1)) == 0 else "same",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_search_takes_linear_time(shape: str) -> None:
    def cost(n: int) -> float:
        lines = [RawLine(SHAPES[shape](i), 10 * i, i + 1) for i in range(n)]
        return seconds(lambda: find_bodies(lines))

    small, large = cost(5_000), cost(20_000)
    assert large < 4 * 2.3 * max(small, 0.02), (small, large)
    assert large < 3


def stretch(text: str) -> RawPost:
    lines = raw_lines(text)
    return RawPost("guess", 0, 1, 1, lines=tuple(lines))


def test_a_file_counts_as_doubled_only_when_its_posts_show_it() -> None:
    strong = " ".join(LONG.format(i).replace(" ", "_") for i in range(3))
    assert profile([stretch(f"H {strong} {strong}")]).doubled
    assert not profile([stretch("H la la"), stretch("a refrain and more"), stretch("no two lines here are alike")]).doubled
    assert not profile([]).doubled


def test_two_large_squares_among_reactions_show_that_a_file_is_doubled() -> None:
    first, second = ("\n".join(LONG.format(f"{i}.{n}") for n in range(3)) for i in (1, 2))
    others = "\n".join(f"Something that the extractor wrote once, {n}" for n in range(7))
    text = f"Head\n{first}\n{first}\nHead\n{second}\n{second}\n{{}}{others}\n"
    document = tgparse.parse_text(text.format("❤1👍1\n"))
    assert [post.body for post in document.posts[:2]] == [f"Head\n{first}", f"Head\n{second}"]
    # A song may well repeat its refrain at once, and twice.
    assert tgparse.parse_text(text.format("")).posts[0].body == text.format("").strip()


def test_a_refrain_of_a_plain_text_stays_and_a_block_that_stands_twice_is_noted() -> None:
    block = "\n".join(LONG.format(i) for i in range(3))
    verses = "\n".join(f"verse {i} has words of its own, and many of them, so that the file is not doubled" for i in range(30))
    doc = tgparse.parse_text(f"Forwarded from Poems\n{verses}\n{block}\n{block}\n{verses[::-1]}", dialect="web-preview")
    assert sum(p.text == LONG.format(1) for post in doc.posts for p in post.paragraphs) == 2
    assert [d.code for d in doc.diagnostics if d.code == "TG102"] == ["TG102"]
    assert not any(post.repeats for post in doc.posts)


def test_every_repeat_names_the_line_that_stays() -> None:
    one, two = LONG.format(1), LONG.format(2)
    doc = tgparse.parse_text(f"Forwarded from News\nHead\n{one}\n{two}\n{one}\n{two}\n❤1👍1")
    repeats = doc.posts[0].repeats
    assert [(r.line, doc.text[r.of.start : r.of.end], r.kind, r.similarity) for r in repeats] == [
        (5, one, "body", 1.0),
        (6, two, "body", 1.0),
    ]
    assert doc.line(5).repeats_line == 3


def test_a_post_longer_than_the_region_that_is_searched_at_once_is_one_post() -> None:
    doc = tgparse.parse_text("same line here\n" * 30_000, dialect="web-preview")
    assert all(before.span.end <= after.span.start for before, after in pairwise(doc.posts))
    assert sum(len(post.paragraphs) + len(post.repeats) for post in doc.posts) == 30_000


def test_keep_leaves_both_copies() -> None:
    text = "Forwarded from News\nHead\none, two\nthree\none, two\nthree\n❤1👍1"
    assert len(tgparse.parse_text(text, repeats="keep").posts[0].paragraphs) == 5
    assert len(tgparse.parse_text(2 * (text + "\n") + text).posts[0].paragraphs) in (3, 5)


def test_markers_in_a_row_fold_only_when_asked() -> None:
    text = "Forwarded from News\nForwarded from News\nForwarded from News\nHead\n❤1👍1"
    doc = tgparse.parse_text(text)
    assert [post.is_empty for post in doc.posts] == [True, True, False]
    assert [d.code for d in doc.diagnostics].count("TG101") == 2
    folded = tgparse.parse_text(text, bare_markers="fold")
    assert [post.line for post in folded.posts] == [1]
    assert [(r.kind, r.line) for r in folded.posts[0].repeats] == [("marker", 1), ("marker", 2)]
    assert {line.role for line in folded.lines} == {"marker", "repeat", "kept", "reactions"}


def test_a_reply_quote_is_furniture_of_the_post_that_answers() -> None:
    posts: list[str] = []
    for i in range(5):
        body = f"target {i} of the order was reached in time\nprofit {i} per cent after costs\nperiod {i} days and some hours"
        posts.append(f"The Signal Room\nan earlier call number {i} with its entry zone\nExchange {i}\n{body}\n{body}")
    doc = tgparse.parse_text("\n".join(posts) + "\n❤1👍1")
    assert [post.paragraphs[0].text for post in doc.posts] == [f"Exchange {i}" for i in range(5)]
    assert all([f.kind for f in post.furniture] == ["reply", "reply"] for post in doc.posts)
    assert [post.begun_by for post in doc.posts] == ["title"] * 5


def long_posts(count: int) -> list[str]:
    """Write doubled posts, so that a file of them is a doubled one."""
    bodies = [f"the lamp of tower {i} burns again since noon\nand the ferry of pier {i} goes on the hour" for i in range(count)]
    return [f"Report {i} of the watch\n{body}\n{body}\n❤1👍{i + 1}" for i, body in enumerate(bodies)]


def test_the_quote_of_a_post_above_shows_the_line_over_it_to_be_its_author() -> None:
    answer = "Watch Room\nReport 1 of the watch the lamp of…\nYes, it does.\n❤4"
    *_, last = tgparse.parse_text("\n".join([*long_posts(4), answer])).posts
    assert (last.body, [item.kind for item in last.furniture]) == ("Yes, it does.", ["reply", "reply"])


@pytest.mark.parametrize("line", ["Report 9 of the watch the lamp of…", "Good night, all of you.", "Report 1"])
def test_a_line_that_quotes_nothing_above_stays(line: str) -> None:
    text = "\n".join([*long_posts(4), "Good night, all of you.\n❤2", f"Watch Room\n{line}\nYes, it does.\n❤4"])
    assert not any(post.furniture for post in tgparse.parse_text(text).posts)


def test_few_posts_show_the_doubling_where_every_one_is_doubled() -> None:
    text = "Tide\nhigh\nlow\nhigh\nlow\n❤12👍3\nWind\nwest\nwest\n❤1\nCalm\n❤2"
    assert [post.body for post in tgparse.parse_text(text).posts] == ["Tide\nhigh\nlow", "Wind\nwest", "Calm"]
    # One song, or two refrains of a line, show nothing, and neither does anything beside a post that stands once.
    for single in ("Tide\nhigh\nlow\nhigh\nlow\n❤12👍3\nCalm\n❤2", "Tide\nhigh\nhigh\n❤12👍3\nWind\nwest\nwest\n❤1"):
        assert not any(post.repeats for post in tgparse.parse_text(single).posts)
    once = text.replace("Calm", "Calm\nnow\nand\nhere")
    assert not any(post.repeats for post in tgparse.parse_text(once).posts)


def test_the_host_of_a_link_opens_its_preview() -> None:
    preview = "harbour.example\nTides of the week\nWhen to sail and when to…"
    text = "\n".join([*long_posts(4), f"All tides: https://harbour.example/tides\n{preview}\n❤3"])
    *_, last = tgparse.parse_text(text).posts
    assert (last.body, len(last.furniture)) == ("All tides: https://harbour.example/tides", 3)
    *_, other = tgparse.parse_text(text.replace("https://harbour.example", "https://lamp.example")).posts
    assert not other.furniture


def test_a_link_preview_behind_a_post_is_furniture_of_it() -> None:
    posts: list[str] = []
    for i in range(4):
        body = f"conversation number {i} with a lighthouse keeper of the northern coast\nabout storms, silence and the price of oil in {i}"
        preview = f"YouTube\nEpisode {i}: the keeper\nThe keeper talks of his {i} winters on the rock.\nSubscribe for…\nSubscribe for…"
        posts.append(f"Here is my talk {i}\n{body}\n{body}\n{preview}")
    doc = tgparse.parse_text("\n".join(posts) + "\n❤1👍1", dialect="web-preview")
    assert [post.paragraphs[0].text for post in doc.posts] == [f"Here is my talk {i}" for i in range(4)]
    assert [len(post.furniture) for post in doc.posts] == [5] * 4
    assert {f.kind for post in doc.posts for f in post.furniture} == {"preview"}
    assert all(line.role != "kept" for line in doc.lines if line.text.startswith("Subscribe"))
