"""Fragments: pages cut at every text node, and pages that lost the breaks between them."""

from __future__ import annotations

import pytest

import tgparse
from tgparse.folding import squeeze
from tgparse.readers.joining import join
from tgparse.tokens import RawLine, RawPost

from .costs import seconds

PAGE = """\
⚓ Harbour Gazette – Telegram
⚓
Harbour Gazette
@harbour_gazette
4.2K
subscribers
Download Telegram
About
Join
⚓
Harbour Gazette
4.2K subscribers
⚓
Harbour Gazette
Forwarded from
Lighthouse Board
📘
(
Ann Moor
)
🔹
Lamp repaired in
#Minsk
, says the
keeper
.
🔹
It burns again
❤
12
👍
1.1K
1.4K
views
Ann Moor
,\xa0edited
10:48
⚓
Harbour Gazette
via
@gifbot
⚓
Harbour Gazette
Lamp repaired in #Minsk
Good news!
990
views
11:05
"""
"""Two posts of a page as BeautifulSoup cuts it; the second answers the first."""


def as_nodes(page: str) -> str:
    """Write it as selectolax does: the blanks and line ends of the page's source stay around the nodes."""
    return "\n\n    ".join(f" {line} \n \n" if line.startswith("views") else f"{line}\n" for line in page.splitlines())


PAGES = {"bs4": PAGE, "selectolax": as_nodes(PAGE)}


@pytest.mark.parametrize("page", PAGES)
def test_pieces_of_a_page_are_recognised(page: str) -> None:
    document = tgparse.parse_text(PAGES[page])
    assert document.dialect == "fragments"
    assert tgparse.recognise(PAGES[page]).is_telegram


@pytest.mark.parametrize("page", PAGES)
def test_pieces_are_put_together_to_paragraphs(page: str) -> None:
    first, second = tgparse.parse_text(PAGES[page]).posts
    # The pieces are lines of the source still, so that blanks between them are not compared.
    assert [squeeze(paragraph.text) for paragraph in first.paragraphs] == ["🔹Lamprepairedin#Minsk,saysthekeeper.", "🔹Itburnsagain"]
    assert [point.style for point in first.points] == ["emoji", "emoji"]
    assert second.body == "Good news!"


@pytest.mark.parametrize("page", PAGES)
def test_extractors_see_the_paragraphs_joined(page: str) -> None:
    seen: list[str] = []

    def extract(raw: RawPost, _found: object, _options: object) -> tuple[()]:
        seen.append(raw.text)
        return ()

    tgparse.parse_text(PAGES[page], extractors=(extract,))
    assert seen == ["🔹 Lamp repaired in #Minsk, says the keeper.\n🔹 It burns again", "Good news!"]


@pytest.mark.parametrize("page", PAGES)
def test_marker_reactions_and_footer_are_put_together(page: str) -> None:
    first, second = tgparse.parse_text(PAGES[page]).posts
    assert first.forwarded_from is not None
    assert (first.forwarded_from.name, first.forwarded_from.author) == ("Lighthouse Board 📘", "Ann Moor")
    assert [(item.emoji, item.count) for item in first.reactions] == [("❤", 12), ("👍", 1100)]
    assert (first.views, first.signature, second.views, second.via_bot) == (1400, "Ann Moor", 990, "gifbot")
    assert [item.kind for item in second.furniture if item.kind == "reply"] == ["reply"] * 3


@pytest.mark.parametrize("page", PAGES)
def test_every_item_is_what_stands_at_its_span(page: str) -> None:
    document = tgparse.parse_text(PAGES[page])
    for post in document.posts:
        items = (
            *post.paragraphs,
            *post.hashtags,
            *post.reactions,
            *post.furniture,
            *([post.forwarded_from] if post.forwarded_from else []),
        )
        for item in items:
            assert document.text[item.span.start : item.span.end] == item.text
            assert post.span.start <= item.span.start <= item.span.end <= post.span.end
    assert document.posts[0].hashtags[0].tag == "Minsk"


def lines(*texts: str) -> list[RawLine]:
    return [RawLine(text, 100 * i, i + 1) for i, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("pieces", "glue"),
    [
        # Words in bold, a link and a tag in the midst of a sentence.
        (("The state just", "sued", "them for it."), {1: " ", 2: " "}),
        (("In", "#Minsk", ", today"), {1: " ", 2: ""}),
        (("Read", "more", "."), {1: " ", 2: ""}),
        (("Pass", "10,000+", "views"), {1: " ", 2: " "}),
        (('via "', "Gulls", '".'), {1: "", 2: ""}),
        # Paragraphs.
        (("One.", "Two."), {}),
        (("A headline", "Then the text."), {}),
        (("See below", "https://a.example/"), {}),
        # Emoji: bullets, at the end, and around a headline.
        (("🔹", "one", "🔹", "two"), {1: " ", 3: " "}),
        (("🤖", "Now", "⚙️", "It works", "🧠"), {1: " ", 3: " ", 4: " "}),
        (("🕴", "Headline", "🕴", "Text."), {1: " ", 2: " "}),
        (("🇦🇫", "😈"), {1: ""}),
        (("🇦🇹", "🇨🇭", "A night train"), {1: "", 2: " "}),
        (("It runs.", "🇦🇹", "🇨🇭", "A night train"), {2: "", 3: " "}),
        # Tags in a row.
        (("Text.", "#one", "#two"), {2: " "}),
        # A word between two names, in a script without small letters.
        (("للاستفسار:", "a@b.example", "أو", "@help"), {1: " ", 2: " ", 3: " "}),
        # Tags that head sections, and a tag behind a colon that does not.
        (("In short:", "#one", "Text.", "#two", "More text.", "#three", "The last."), {}),
        (("Text.", "Place:", "#one", "Text."), {2: " "}),
    ],
)
def test_pieces_are_joined_where_the_words_show_it(pieces: tuple[str, ...], glue: dict[int, str]) -> None:
    assert join(lines(*pieces)) == glue


def test_text_without_line_breaks_is_cut_where_the_page_s_source_was() -> None:
    text = (
        "\n             Harbour Gazette  Forwarded from\xa0Lighthouse Board    Lamp repaired. It burns again    "
        "1.4K views10:48    \n\nAugust 3, 2022\n\n"
    )
    document = tgparse.parse_text(text)
    (post,) = document.posts
    assert document.dialect == "fragments"
    assert (post.body, post.views, post.sent_at and post.sent_at.hour) == ("Lamp repaired. It burns again", 1400, 10)
    assert post.forwarded_from is not None
    assert post.forwarded_from.name == "Lighthouse Board"
    assert document.text[post.paragraphs[0].span.start : post.paragraphs[0].span.end] == post.paragraphs[0].text


def test_views_without_a_time_end_a_post_too() -> None:
    text = "".join(f"Gazette\nNews {i}\n{i}K\nviews\n" for i in range(1, 4))
    assert [post.body for post in tgparse.parse_text(text, dialect="fragments").posts] == ["News 1", "News 2", "News 3"]


def test_reactions_may_have_lost_their_emoji() -> None:
    """Behind a blank line a number before the emoji is the count of a lost one; else it may end the text."""
    blank, close = (
        PAGE.replace("It burns again\n❤\n12\n👍\n1.1K", lost) for lost in ("It burns again\n\n40\n❤\n12\n7\n👍\n3", "It burns\n40\n❤\n12")
    )
    first, *_ = tgparse.parse_text(blank, dialect="fragments").posts
    assert [(reaction.emoji, reaction.count) for reaction in first.reactions] == [(None, 40), ("❤", 12), (None, 7), ("👍", 3)]
    first, *_ = tgparse.parse_text(close, dialect="fragments").posts
    assert [(reaction.emoji, reaction.count) for reaction in first.reactions] == [("❤", 12)]
    assert first.body.endswith("40")


def test_numbers_above_the_views_are_text() -> None:
    text = "".join(f"Gazette\nTargets\n13.55\n42{i}\n{i}K\nviews\n10:0{i}\n" for i in range(1, 4))
    assert [post.body for post in tgparse.parse_text(text).posts] == [f"Targets\n13.55\n42{i}" for i in range(1, 4)]


def test_empty_lines_tell_how_far_the_name_of_a_forward_goes() -> None:
    text = "Gazette\n\n\nForwarded from\xa0\nLamp Board\n🔹\n\n\nThe lamp burns.\n\n\n1K\nviews\n10:00\n"
    named = tgparse.parse_text(text, dialect="fragments").posts[-1]
    assert (named.forwarded_from and named.forwarded_from.name, named.body) == ("Lamp Board 🔹", "The lamp burns.")
    signed = tgparse.parse_text(text.replace("🔹", "(\nnight desk 2\n)"), dialect="fragments").posts[-1]
    assert signed.forwarded_from is not None
    assert (signed.forwarded_from.name, signed.forwarded_from.author) == ("Lamp Board", "night desk 2")
    unparted = tgparse.parse_text(text.replace("\n\n\n", "\n"), dialect="fragments").posts[-1]
    assert unparted.body == "🔹 The lamp burns."


HOSTILE = ["Forwarded from\n", "1K\nviews\n", "❤\n1\n", "❤\n", "(\n", "1K\n", "#a\n", "a\n", "via\n@b\n", "⚓\nX\n", "1  2  "]


@pytest.mark.heavy
@pytest.mark.alone
@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_fragments_cost_linear_time(unit: str) -> None:
    def cost(size: int) -> float:
        text = "X\n1K\nviews\n10:00\n" + unit * (size // len(unit)) + "\n1K\nviews\n10:00\n"
        return seconds(lambda: tgparse.parse_text(text, dialect="fragments", extractors=()))

    # Eight times the text; a quadratic rule would take 64 times the time.
    assert cost(80_000) < 30 * max(cost(10_000), 0.01)


def test_a_single_embedded_post_stands_between_its_channel_and_its_date() -> None:
    text = "Harbour\n⚓\nForwarded from\nLighthouse Board\nwriteup.pdf\n466.7 KB\nLow tide at\nnoon.\n🔹\nThe ferry waits.\nAugust 3, 2022"
    document = tgparse.parse_text(text)
    (post,) = document.posts
    assert document.dialect == "fragments"
    assert document.channel is not None
    assert (document.channel.title, document.channel.given_by) == ("Harbour ⚓", "text")
    assert post.forwarded_from is not None
    assert (post.begun_by, post.forwarded_from.name) == ("title", "Lighthouse Board")
    assert post.body == "Low tide at noon.\n🔹 The ferry waits."
    assert [item.kind for item in post.furniture] == ["title", "title", "media", "media", "title"]
    # The date has no time, so when the post was sent is not known.
    assert post.sent_at is None


def test_a_name_and_a_date_around_a_text_are_too_little_to_call_it_telegram_s() -> None:
    text = "Harbour Gazette\nThe ferry waits for nobody.\nFebruary 27"
    assert [post.body for post in tgparse.parse_text(text).posts] == ["The ferry waits for nobody."]
    assert not tgparse.recognise(text).is_telegram
    assert tgparse.recognise("Harbour Gazette\nVIEW IN TELEGRAM\nFebruary 27").is_telegram


@pytest.mark.parametrize(
    "text",
    [
        "Harbour Gazette\nFebruary 27",
        "Harbour Gazette\n\nThe ferry waits for nobody.\n\nFebruary 27",
        "Harbour Gazette\nThe ferry waits for nobody.\nFebruary 27 was dry",
        "A first line that is far too long for the name of a channel, whatever the channel is about\nThe ferry waits.\nFebruary 27",
    ],
)
def test_other_texts_with_a_date_at_the_end_are_no_embedded_post(text: str) -> None:
    assert tgparse.parse_text(text).dialect == "plain"


def test_a_single_post_of_a_verified_channel_needs_no_date() -> None:
    document = tgparse.parse_text("Harbour Gazette\n✔\nLow tide at noon.\nThe ferry waits.")
    (post,) = document.posts
    assert (document.dialect, post.begun_by, post.body) == ("fragments", "title", "Low tide at noon.\nThe ferry waits.")
    assert document.channel is not None
    assert document.channel.title == "Harbour Gazette"
    assert tgparse.recognise(document.text).is_telegram


def test_tags_at_the_end_are_a_line_of_their_own() -> None:
    text = "".join(f"Gazette\nThe ferry to\n#Minsk\nwaits again\n#news\n@gazette\n{i}K\nviews\n10:0{i}\n" for i in range(1, 4))
    for post in tgparse.parse_text(text).posts:
        assert post.body.split("\n")[:2] == ["The ferry to #Minsk waits again", "#news"]
