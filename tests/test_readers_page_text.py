"""Page texts: the same channel page as several extractors write it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

import tgparse
from tgparse.furniture import furniture_kind, page_furniture_kind
from tgparse.readers.page_lines import match_footer

from .costs import seconds

INSCRIPTIS = """\
            Harbour Gazette
            ✔
          @harbour_gazette
          4.2K subscribers
          17 photos
        News from the quay.
      Download Telegram

          About

    Join
        Harbour Gazette
      4.2K subscribers
          Harbour Gazette
            Low tide at noon

            The ferry waits for nobody. #ferry
          ❤ 12 👍 3
            1.4K views Ann Moor , edited 10:48
          Harbour Gazette
          Forwarded from Lighthouse Board
            0:34
                This media is not supported in your browser
              VIEW IN TELEGRAM
            Lamp repaired, see https://www.youtube.com/watch?v=abc
          YouTube
          How the lamp was repaired
          A film in two parts about a lamp, a ladder and a gull.
            990 views 11:05
          Harbour Gazette
          Harbour Gazette
          Low tide at noon The ferry waits for nobody. #ferry
            It waited after all.
            1.1K views 12:30
          Harbour Gazette
          Which boat is the fastest?
          Anonymous Poll
            16%
              The red one
            84%
              The blue one
          222 voters 2.1K views 12:45
"""
"""The four posts of a page as inscriptis indents them: with the header, a preview, a reply and a poll."""


def unspaced(text: str) -> str:
    """Write the page without layout, as browsers and w3m do: footers and reactions glued."""
    lines = [line.strip() for line in text.splitlines()]
    footer = {"1.4K views Ann Moor , edited 10:48": "1.4K viewsAnn Moor, edited  10:48", "❤ 12 👍 3": "❤12👍3"}
    return "\n".join(footer.get(line, line.replace(" views 1", "views1")) for line in lines)


def spaced(text: str) -> str:
    """Write it as html2text does: an empty line between blocks, two blanks where the author broke the line."""
    lines = unspaced(text).splitlines()
    text = "\n\n".join(line for line in lines if line)
    return text.replace("Low tide at noon\n\nThe ferry", "Low tide at noon  \n  \nThe ferry")


PAGES = {"inscriptis": INSCRIPTIS, "w3m": unspaced(INSCRIPTIS), "html2text": spaced(INSCRIPTIS)}


def parse(text: str) -> tuple[tgparse.Post, ...]:
    return tgparse.parse_text(text, dialect="page-text").posts


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_recognised_whatever_wrote_it(page: str) -> None:
    assert tgparse.parse_text(PAGES[page]).dialect == "page-text"
    assert tgparse.recognise(PAGES[page]).is_telegram


@pytest.mark.parametrize("page", PAGES)
def test_only_the_author_s_lines_are_kept(page: str) -> None:
    assert [post.body for post in parse(PAGES[page])] == [
        "Low tide at noon\nThe ferry waits for nobody. #ferry",
        "Lamp repaired, see https://www.youtube.com/watch?v=abc",
        "It waited after all.",
        "",
    ]


@pytest.mark.parametrize("page", PAGES)
def test_footers_tell_views_and_authors(page: str) -> None:
    first, second, *_ = parse(PAGES[page])
    assert (first.views, first.views_text, first.author, first.signature) == (1400, "1.4K", None, "Ann Moor")
    assert (second.views, second.author) == (990, None)
    # A time without a date is no time.
    assert first.sent_at is None


@pytest.mark.parametrize("page", PAGES)
def test_what_the_page_wrote_is_furniture_of_its_kind(page: str) -> None:
    first, second, third, fourth = parse(PAGES[page])
    assert [item.kind for item in first.furniture] == ["title", "footer"]
    assert [item.kind for item in second.furniture] == ["title", "media", "media", "media", "preview", "preview", "preview", "footer"]
    assert [item.kind for item in third.furniture] == ["title", "reply", "reply", "footer"]
    assert [item.kind for item in fourth.furniture] == ["title", *["poll"] * 6, "footer"]


@pytest.mark.parametrize("page", PAGES)
def test_forwards_and_reactions_come_back(page: str) -> None:
    first, second, *_ = parse(PAGES[page])
    assert [(item.emoji, item.count) for item in first.reactions] == [("❤", 12), ("👍", 3)]
    assert second.forwarded_from is not None
    assert second.forwarded_from.name == "Lighthouse Board"


def test_the_header_names_the_channel_and_belongs_to_no_post() -> None:
    document = tgparse.parse_text(INSCRIPTIS)
    channel = document.channel
    assert channel is not None
    assert document.posts[0].channel == channel
    assert (channel.title, channel.username, channel.given_by) == ("Harbour Gazette", "harbour_gazette", "text")
    assert "News from the quay." in [item.text for item in document.furniture]
    assert {line.role for line in document.lines if line.post is None} == {"furniture", "blank"}


def test_the_channel_s_name_inside_a_post_is_text() -> None:
    text = "\n".join(f"Gazette\nNews {i}\nGazette\n{i}0 views 10:0{i}" for i in range(1, 5))
    assert [post.body for post in parse(text)] == [f"News {i}\nGazette" for i in range(1, 5)]


def test_without_titles_the_first_line_is_text() -> None:
    text = "\n".join(f"News number {i}\nand more\n{i}0 viewsAnn Moor" for i in range(1, 5))
    posts = parse(text)
    assert [post.headline and post.headline.text for post in posts] == [f"News number {i}" for i in range(1, 5)]
    assert (posts[1].author, posts[1].signature) == (None, "Ann Moor")
    assert posts[1].begun_by == "footer"


def test_a_search_for_a_tag_does_not_make_it_the_channel_s_name() -> None:
    text = "\n".join(f"#tide\nNews {i}\n{i}0 views\n" for i in range(1, 6))
    assert {post.body.split("\n")[0] for post in parse(text)} == {"#tide"}


def test_reactions_that_lost_their_emoji_are_still_reactions() -> None:
    text = "\n".join(f"Gazette\nNews {i}\n2.49K23.4K419112\n{i}0 viewsAnn Moor, 15:3{i}" for i in range(1, 5))
    assert [post.body for post in parse(text)] == [f"News {i}" for i in range(1, 5)]


@pytest.mark.parametrize("page", PAGES)
def test_the_first_reaction_may_have_lost_its_emoji(page: str) -> None:
    """A paid one stands first, and its star is a picture."""
    text = PAGES[page].replace("❤ 12 👍 3", "40 ❤ 12 👍 3").replace("❤12👍3", "40❤12👍3")
    first, *_ = parse(text)
    assert [(reaction.emoji, reaction.count) for reaction in first.reactions] == [(None, 40), ("❤", 12), ("👍", 3)]


def test_links_that_html2text_broke_are_one() -> None:
    text = (
        "Harbour Gazette\n\n[@harbour_gazette](https://t.me/harbour_gazette)\n\n4.2K subscribers\n\n"
        "[Download Telegram ](//telegram.org/dl)\n\n[Join ](//telegram.org/dl) [ Harbour Gazette 4.2K subscribers\n"
        "](https://t.me/harbour_gazette)\n\n[__](https://t.me/harbour_gazette)\n\n__\n\n"
        "[ Harbour Gazette](https://t.me/harbour_gazette)\n\n[ Lighthouse Board Low tide at noon and the ferry waits for\n"
        "nobody ](https://t.me/harbour_gazette/7)\n\nThe lamp is on\n\n"
        "[ Tide Tables High water tonight A table of all the tides of the year with a\n"
        "column for gulls ](https://example.org/)\n\n990 views[11:05](https://t.me/harbour_gazette/8)\n"
    )
    (post,) = parse(text)
    assert post.body == "The lamp is on"
    assert [item.kind for item in post.furniture].count("preview") == 2


def test_a_number_at_the_end_of_a_post_is_text() -> None:
    text = "\n".join(f"Gazette\nTargets\n13.55\n13.2{i}\n{i}0 views 15:3{i}" for i in range(1, 5))
    assert parse(text)[0].body == "Targets\n13.55\n13.21"


@pytest.mark.parametrize(
    ("bubbles", "times"),
    [
        (("August 3, 2022", "August 3, 2022"), ((3, 10), (3, 11))),
        # A browser shows the day for its first post only.
        (("August 3, 2022", ""), ((3, 10), (3, 11))),
        (("August 3, 2022", "August 4, 2022"), ((3, 10), (4, 11))),
    ],
)
def test_dates_between_the_posts_belong_to_the_post_above(bubbles: tuple[str, str], times: tuple[tuple[int, int], ...]) -> None:
    text = f"Gazette\nOne\n1K views 10:00\n{bubbles[0]}\nGazette\nTwo\n2K views 11:00\n{bubbles[1]}\n"
    assert [post.sent_at for post in parse(text)] == [datetime(2022, 8, day, hour) for day, hour in times]  # noqa: DTZ001 - no zone is known.


def test_the_name_of_a_forward_may_stand_on_the_next_line() -> None:
    text = "\n".join(f"Gazette\nForwarded from\nLighthouse\nNews {i}\n{i}K views 10:0{i}" for i in range(1, 4))
    document = tgparse.parse_text(text)
    assert [post.body for post in document.posts] == ["News 1", "News 2", "News 3"]
    for post in document.posts:
        forward = post.forwarded_from
        assert forward is not None
        assert (forward.name, document.text[forward.span.start : forward.span.end]) == ("Lighthouse", "Forwarded from\nLighthouse")


def test_a_day_without_a_year_is_no_date() -> None:
    assert parse("Gazette\nOne\n1K views 10:00\nFebruary 27\n")[0].sent_at is None


def test_the_user_may_name_the_clock() -> None:
    text = "    Gazette\n    One\n      1K views Jun 16, 2023 at 17:37\n"
    (post,) = tgparse.parse_text(text, timezone="Europe/Kyiv").posts
    assert post.sent_at is not None
    assert post.sent_at.utcoffset() == timedelta(hours=3)


def test_an_embedded_post_prints_its_address() -> None:
    (post,) = parse("      Gazette ✔\n      Low tide.\n        t.me/harbour_gazette /272\n        13.1K views Jun 16, 2023 at 17:37\n")
    assert (post.url, post.message_id, post.body) == ("https://t.me/harbour_gazette/272", 272, "Low tide.")


def test_markdown_links_tell_the_address_of_a_post() -> None:
    text = (
        "[_![](https://cdn4.telesco.pe/file/a.jpg)_](https://t.me/gazette)\n\n_ _\n\n[Gazette](https://t.me/gazette)\n\n"
        "Forwarded from [Lighthouse](https://t.me/light/7)\n\n[ ](https://t.me/gazette/9)\n\nLow **tide**.\n\n"
        "[ Gulls __ All about gulls ](https://gulls.example/)\n\n1.4K viewsAnn, [10:48](https://t.me/gazette/9)\n"
    )
    (post,) = tgparse.parse_text(text).posts
    assert (post.body, post.url, post.message_id) == ("Low tide.", "https://t.me/gazette/9", 9)
    assert post.forwarded_from is not None
    assert (post.forwarded_from.name, post.forwarded_from.url) == ("Lighthouse", "https://t.me/light/7")
    assert [item.kind for item in post.furniture] == ["media", "media", "title", "media", "preview", "footer"]


def test_lines_that_html2text_wrapped_are_one_paragraph() -> None:
    posts = [
        f"Gazette\n\nPost {i} is a long line that goes on and on until the width is\nreached, and #then goes on.  \n  \nAn end."
        for i in range(3)
    ]
    text = "\n\n".join(f"{post}\n\n{i}K views1{i}:00" for i, post in enumerate(posts, 1))
    document = tgparse.parse_text(text)
    first = document.posts[0]
    assert first.body == "Post 0 is a long line that goes on and on until the width is reached, and #then goes on.\nAn end."
    for item in (*first.paragraphs, *first.hashtags):
        assert document.text[item.span.start : item.span.end] == item.text


@pytest.mark.parametrize("line", ["12 views in one day", "100 views, he said", "reviews 10:30", "1.2M views 3 years ago"])
def test_sentences_about_views_are_no_footers(line: str) -> None:
    assert match_footer(line) is None


def test_other_pages_count_views_too() -> None:
    text = "\n".join(f"Funny cats {i}\nCat Channel\n{i}.2M views\n{i} years ago\n" for i in range(1, 40))
    assert not tgparse.recognise(text).is_telegram


@pytest.mark.parametrize(
    ("line", "alone", "page"),
    [
        ("VIEW IN TELEGRAM", "media", "media"),
        ("Anonymous Poll", "poll", "poll"),
        ("895×1280, 126.3 KB", "media", "media"),
        ("Ann pinned «Low tide»", "notice", "notice"),
        ("She pinned «it» to the wall", None, None),
        ("0:34", None, "media"),
        ("101 photos", None, "notice"),
        ("February 27", None, "title"),
        ("Join", None, "notice"),
        ("[mgt7sgV1VW]", None, "media"),
        ("[VIDEO]", None, None),
        ("2022", None, None),
    ],
)
def test_furniture_is_known_by_its_words(line: str, alone: str | None, page: str | None) -> None:
    assert (furniture_kind(line), page_furniture_kind(line)) == (alone, page)


def test_code_that_a_text_browser_does_not_indent_is_no_preview() -> None:
    page = "".join(f"Gazette\n   Low tide, {i}\nif tide < 2: return\n\n   The ferry waits.\n   1K views10:0{i}\n" for i in range(3))
    for i, post in enumerate(tgparse.parse_text(page, dialect="page-text").posts):
        assert post.body == f"Low tide, {i}\nif tide < 2: return\nThe ferry waits."


def test_text_behind_code_is_no_preview_of_a_link_that_is_not_there() -> None:
    post = "[ Gazette](https://t.me/gazette)\n\n    DEPTH 12\n\nAZ 045  \nRNG {i}\n\n{i}K views[10:0{i}](https://t.me/gazette/{i})\n\n"
    posts = parse("".join(post.replace("{i}", str(i)) for i in range(1, 4)))
    assert [post.body for post in posts] == [f"DEPTH 12\nAZ 045\nRNG {i}" for i in range(1, 4)]


HOSTILE = ["Gazette\n", "1K views\n", "[", "0:34\n", "❤ 1 ", "a.pdf\n1 KB\n", "Anonymous Poll\n", "_", "https://a.b\n", "1K views Ann "]


@pytest.mark.heavy
@pytest.mark.alone
@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_pages_cost_linear_time(unit: str) -> None:
    def cost(size: int) -> float:
        text = unit * (size // len(unit)) + "\n1K views 10:00\n"
        return seconds(lambda: tgparse.parse_text(text, dialect="page-text", extractors=()))

    # Eight times the text; a quadratic rule would take 64 times the time.
    assert cost(80_000) < 30 * max(cost(10_000), 0.01)
