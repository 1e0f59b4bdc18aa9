"""How a channel closes its posts shows where posts end that no marker and no reactions bound."""

from __future__ import annotations

import pytest

import tgparse

BODIES = (
    "The ferry is late again",
    "Two trams met at the bridge\nNobody was hurt, says the driver",
    "Rain until Friday",
    "The museum shows old maps\nAll of them are of the river",
    "A new bakery in the old mill\nIt opens at six",
    "The market moves to the square",
    "Snow on the hills\nSchools stay open\nBuses do not run",
    "A heron nests on the town hall",
)
TOLD = frozenset({0, 3, 5, 7})
"""The posts that have reactions, so that their end is known."""


def export(*endings: str, told: frozenset[int] = TOLD) -> str:
    """Lay out the bodies, each once, with these endings by turns."""
    posts = [f"{body}\n{endings[i % len(endings)]}".rstrip() + "\n❤3👍12" * (i in told) for i, body in enumerate(BODIES)]
    return "\n".join(posts) + "\n"


def bodies(text: str) -> list[str]:
    return [post.body for post in tgparse.parse_text(text, extractors=()).posts]


@pytest.mark.parametrize(
    "endings",
    [
        ("👉 Subscribe: @ferry_news",),
        ("via City News", "via Harbour Times", "via The Bell"),
        ("Desk nine, City News", "Night shift, City News"),
        ("https://example.org/a", "https://example.org/b", "https://example.org/c"),
        ("#ferry #river", "#weather", "#town"),
        ("City News\nt.me/city_news",),
    ],
)
def test_lines_that_close_the_posts_of_known_end_close_the_others(endings: tuple[str, ...]) -> None:
    text = export(*endings)
    posts = tgparse.parse_text(text).posts
    assert [post.body for post in posts] == [f"{body}\n{endings[i % len(endings)]}" for i, body in enumerate(BODIES)]
    assert [post.begun_by for post in posts[1:]] == ["reactions" if i in TOLD else "footer" for i in range(len(BODIES) - 1)]
    assert [i for i, post in enumerate(posts) if post.reactions] == sorted(TOLD)
    for post in posts:
        assert text[post.span.start :].startswith(post.body.split("\n", 1)[0])
        assert text[: post.span.end].endswith("👍12" if post.reactions else post.body.rsplit("\n", 1)[-1])


def test_an_ending_of_several_addresses_ends_one_post() -> None:
    assert len(bodies(export("Part 1: https://example.org/1\nPart 2: https://example.org/2"))) == len(BODIES)


def test_posts_that_close_otherwise_go_on_to_the_next_known_end() -> None:
    # The second and third post have no signature, and nothing else tells one from the other.
    text = export("via City News").replace("driver\nvia City News", "driver")
    assert len(bodies(text)) == len(BODIES) - 1


@pytest.mark.parametrize(
    ("endings", "told"),
    [
        # Two posts of known end are no habit.
        (("via City News",), frozenset({0, 5})),
        # Nor is what only some of them have.
        (("via City News", "", "#river", "Good night"), TOLD),
        # And without any known end there is nothing to learn from.
        (("via City News",), frozenset[int]()),
    ],
)
def test_what_is_no_habit_ends_nothing(endings: tuple[str, ...], told: frozenset[int]) -> None:
    assert len(bodies("Forwarded from City News\n" + export(*endings, told=told))) == len(told | {len(BODIES) - 1})


def test_a_line_that_also_stands_before_the_end_is_no_closing() -> None:
    # A list of links is no row of posts.
    posts = [f"https://example.org/{i}\nWhat they say of it\nhttps://example.org/{i}/more" for i in range(8)]
    text = "\n".join(post + "\n❤3👍12" * (i % 2) for i, post in enumerate(posts)) + "\n"
    assert len(bodies(text)) == len(posts) / 2


def test_habits_of_forwarded_posts_are_those_of_other_channels() -> None:
    forwards = "".join(f"Forwarded from Bell {i}\n{body}\nRead it in the Bell\n❤3👍12\n" for i, body in enumerate(BODIES))
    assert bodies(export("via City News") + forwards)[: len(BODIES)] == [f"{body}\nvia City News" for body in BODIES]


def test_a_post_that_a_long_stretch_was_cut_in_is_put_together_again() -> None:
    told = "".join(f"{body} {k}\nvia City News\n❤3👍12\n" for k, body in enumerate(BODIES))
    quiet = [f"Number {k} of the long night\nThe ferry is late for the {k}th time\nvia City News" for k in range(3000)]
    doc = tgparse.parse_text(told + "\n".join(quiet) + "\n", extractors=())
    assert [post.body for post in doc.posts[len(BODIES) :]] == quiet
    assert [problem.code for problem in doc.diagnostics] == ["TG100"]


def test_a_doubled_file_is_cut_by_its_doubling() -> None:
    rests = [f"It goes on {i}\nvia City News\n" for i in range(len(BODIES))]
    heads = [body.split("\n", 1)[0] for body in BODIES]
    text = "".join(f"{head}\n{rest}{rest}❤3👍12\n" for head, rest in zip(heads, rests, strict=True))
    assert bodies(text) == [f"{head}\n{rest}".rstrip() for head, rest in zip(heads, rests, strict=True)]


def test_a_signature_under_every_post_is_no_second_copy() -> None:
    # Two posts that end alike look like two copies of one that differ: H T1 S T2 T3 S.
    text = "".join(f"{body}\nNews of the {i}th\n👉 Subscribe to the news of the ferry\n" for i, body in enumerate(BODIES))
    doc = tgparse.parse_text("Forwarded from City News\n" + text, extractors=())
    assert not any(post.repeats for post in doc.posts)
