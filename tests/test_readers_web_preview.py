"""The web-preview and plain dialects: what begins a post, what ends one, and what belongs to the page."""

from __future__ import annotations

import pytest

import tgparse


def parse(text: str, *, languages: tuple[str, ...] | None = None) -> tgparse.Document:
    return tgparse.parse_text(text, dialect="web-preview", extractors=(), languages=languages)


def texts(doc: tgparse.Document) -> list[str]:
    return [post.body for post in doc.posts]


@pytest.mark.parametrize(
    "marker",
    [
        "Forwarded from City News",
        "Forwarded from\u00a0City News",
        "  Forwarded from City News  ",
        "[Forwarded from City News]",
        "Forwarded from\nCity News",
        "Forwarded from \r\n  City News",
        "Переслано из City News",
        "Forwarded from [City News](https://t.me/city/5)",
    ],
)
def test_a_marker_begins_a_post_however_it_is_written(marker: str) -> None:
    doc = parse(f"{marker}\nBridge reopens\n{marker}\nTrams run")
    assert [post.forwarded_from.name for post in doc.posts if post.forwarded_from] == ["City News"] * 2
    assert texts(doc) == ["Bridge reopens", "Trams run"]
    for post in doc.posts:
        assert post.begun_by == "marker"
        assert post.forwarded_from
        span = post.forwarded_from.span
        assert doc.text[span.start : span.end] == post.forwarded_from.text == marker.strip()


def test_a_marker_in_a_sentence_is_text() -> None:
    assert texts(parse("It was forwarded from Minsk.\nWe got it Forwarded from Paris, she said")) == [
        "It was forwarded from Minsk.\nWe got it Forwarded from Paris, she said"
    ]


def test_a_marker_of_a_language_that_is_left_out_is_text() -> None:
    doc = parse("Переслано из Новости\nМост открыт", languages=("en",))
    assert [post.forwarded_from for post in doc.posts] == [None]


@pytest.mark.parametrize("line", ["❤1👍1", "❤️ 5 👍 3", "🔥12", "👍1.2K🤬240"])
def test_a_reactions_line_ends_a_post(line: str) -> None:
    doc = parse(f"Bridge reopens\n{line}\nTrams run")
    assert texts(doc) == ["Bridge reopens", "Trams run"]
    assert [post.begun_by for post in doc.posts] == ["guess", "reactions"]


@pytest.mark.parametrize("line", ["📅 2024", "⭐️ 4.8", "🔥🔥🔥", "💰 100", "👍👍👍👍 80%", "1945 1968"])
def test_what_only_looks_like_reactions_is_text(line: str) -> None:
    assert texts(parse(f"Bridge reopens\n{line}\nTrams run")) == [f"Bridge reopens\n{line}\nTrams run"]


def test_reactions_whose_post_is_lost_are_a_post_without_text() -> None:
    doc = parse("Bridge reopens\n❤1👍1\n❤3👍2\nTrams run")
    assert texts(doc) == ["Bridge reopens", "", "Trams run"]
    assert [d.post for d in doc.diagnostics if d.code == "TG101"] == [1]


def test_bare_counts_end_posts_only_where_the_channel_takes_custom_reactions() -> None:
    counts = "2.49K 23.4K 7.76K 419"
    doc = parse(f"One\n{counts}\nTwo\n{counts}\nThree\n{counts}\n5K 112")
    assert texts(doc) == ["One", "Two", "Three"]
    assert texts(parse(f"Our year in numbers\n{counts}\nThank you")) == [f"Our year in numbers\n{counts}\nThank you"]


def test_a_lone_count_in_thousands_ends_a_post_where_the_channel_takes_paid_reactions() -> None:
    text = "".join(f"VIEW IN TELEGRAM\nNews {i}\nPlease open Telegram to view this post\n  {i}.4K\n" for i in range(1, 4))
    for ends in ("\n", "\r\n", "\r"):
        document = tgparse.parse_text(text.replace("\n", ends))
        assert [post.body for post in document.posts] == ["News 1", "News 2", "News 3"]
    assert [[item.count for item in post.reactions] for post in document.posts] == [[1400], [2400], [3400]]
    # Two may be an author's own.
    assert not any(post.reactions for post in tgparse.parse_text(text[: text.index("News 3")]).posts)


def test_media_stand_before_their_post_and_the_notice_behind_it() -> None:
    doc = parse(
        "First post\nThis media is not supported in your browser\nVIEW IN TELEGRAM\nSecond post\n"
        "Please open Telegram to view this post\nVIEW IN TELEGRAM\nTelegram\nNew features\nA short description\n❤1👍1\nThird post"
    )
    assert texts(doc) == ["First post", "Second post", "Third post"]
    assert [f.kind for f in doc.posts[1].furniture] == ["media", "media", "media", "media", "preview", "preview", "preview"]
    assert {line.role for line in doc.lines if line.post == 1} == {"furniture", "kept", "reactions"}


def test_what_follows_the_notice_without_reactions_is_another_post() -> None:
    doc = parse("First post\nPlease open Telegram to view this post\nVIEW IN TELEGRAM\nSecond post")
    assert texts(doc) == ["First post", "Second post"]


def test_the_name_of_a_file_needs_its_size_to_be_furniture() -> None:
    doc = parse("First post\nreport.pdf\n466.7 KB\nSecond post\nsee also\nnotes.txt")
    assert texts(doc) == ["First post", "Second post\nsee also\nnotes.txt"]


def test_a_stretch_without_borders_is_read_in_parts_that_leave_no_trace() -> None:
    def post(i: int) -> str:
        body = f"the body of post {i} is long enough to be known again by its words\nand has a second line with the number {i}"
        return f"Headline {i}\n{body}\n{body}"

    doc = parse("\n".join(map(post, range(1000))))
    assert [post.paragraphs[0].text for post in doc.posts] == [f"Headline {i}" for i in range(1000)]
    assert all(len(post.repeats) == 2 for post in doc.posts)


def test_plain_text_is_one_post_whatever_its_blank_lines() -> None:
    doc = tgparse.parse_text("One paragraph.\n\nAnother one.\n\n\nA third.", dialect="plain")
    assert texts(doc) == ["One paragraph.\nAnother one.\nA third."]
    assert [line.role for line in doc.lines] == ["kept", "blank", "kept", "blank", "blank", "kept"]


def test_a_plain_text_longer_than_a_post_may_be_is_cut_with_a_diagnostic() -> None:
    line = "a line of an endless text without any border in it"
    doc = tgparse.parse_text(f"{line}\n" * 25_000, dialect="plain", extractors=(), repeats="keep")
    assert len(doc.posts) == 2
    assert "TG005" in {d.code for d in doc.diagnostics}


def test_a_line_longer_than_a_token_may_be_is_cut_and_nothing_is_lost() -> None:
    text = "x" * 200_000
    doc = tgparse.parse_text(text)
    assert "".join(p.text for post in doc.posts for p in post.paragraphs) == text
    assert [len(token.text) for token in tgparse.tokenize(text)] == [65_536, 65_536, 65_536, 3_392]
    assert "TG004" in {d.code for d in doc.diagnostics}


def test_the_words_of_a_mirror_stand_outside_the_posts() -> None:
    bodies = ["\n".join(f"Line {n} of post {i} says at length what the harbour board has decided" for n in (1, 2, 3)) for i in range(4)]
    first, second, third, fourth = (f"{body}\n{body}\n" for body in bodies)
    words = "Telegram | DID YOU KNOW?\nSince its launch in 2013 the messenger has been written about.\n"
    tail = "Somebody owns this paragraph, which the mirror adds to every page.\nTelegram Harbour Gazette"
    document = tgparse.parse_text(f"{first}❤1👍1\n{words}{second}{third}❤2👍3\n{fourth}{tail}")
    assert [post.body for post in document.posts] == bodies
    assert [(item.line, item.kind) for item in document.furniture] == [(line, "notice") for line in (8, 9, 29, 30)]
    # Without its heading, such lines may be posts whose first lines the extractor lost.
    without = tgparse.parse_text(f"{first}❤1👍1\n{second}{third}❤2👍3\n{fourth}{tail}")
    assert len(without.posts) == 6
    assert not without.furniture


def test_a_poll_is_a_post_of_its_own_and_its_answers_are_none() -> None:
    text = (
        "Forwarded from City News\nBridge reopens on Monday\n❤1👍1\nWhich tram do you take?\nAnonymous Poll\n40%\nThe red one\n"
        "60%\nThe green one\n😁2\nForwarded from Tram Fans\nWill it rain?\nAnonymous Poll\n84%\nNo\n16%\nYes\nIt did rain\n🔥5\n"
    )
    posts = tgparse.parse_text(text).posts
    assert [post.body for post in posts] == ["Bridge reopens on Monday", "", "", "It did rain"]
    assert [len(post.furniture) for post in posts] == [0, 6, 6, 0]
    assert {item.kind for post in posts for item in post.furniture} == {"poll"}
    assert [len(post.reactions) for post in posts] == [2, 1, 0, 1]
    assert posts[2].forwarded_from is not None


def test_a_link_without_words_is_a_picture_or_the_answers_of_a_poll() -> None:
    picture, answers = "[](https://t.me/gazette/5)", "[](https://t.me/gazette/6)"
    lines = ["Low tide", "❤1👍1", picture, "The lamp", "burns", picture, "High tide?", "Anonymous Poll", answers, "60%", "Yes", "❤2👍3"]
    low, lamp, poll = tgparse.parse_text("\n".join(lines)).posts
    assert [low.body, lamp.body, poll.body] == ["Low tide", "The lamp\nburns", ""]
    assert ([item.kind for item in lamp.furniture], len(poll.furniture)) == (["media"], 6)
    kept = tgparse.parse_text("[](https://example.org/5)\nThe lamp\n❤1👍1").posts[0]
    assert kept.body == "[](https://example.org/5)\nThe lamp"
