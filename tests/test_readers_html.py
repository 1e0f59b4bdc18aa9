"""HTML: saved channel pages and Telegram Desktop's export for people."""

# ruff: noqa: E501 - pages have the lines that they have.

from __future__ import annotations

import builtins
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tgparse

if TYPE_CHECKING:
    from collections.abc import Sequence

WEB = """<!DOCTYPE html><html><body><main>
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message service_message" data-post="gazette/1">
<div class="tgme_widget_message_text js-message_text">Channel created</div></div></div>
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message js-widget_message" data-post="gazette/7">
<div class="tgme_widget_message_author"><a class="tgme_widget_message_owner_name" href="https://t.me/gazette"><span dir="auto">Harbour
 <i class="emoji"><b>⚓</b></i></span></a> via <a class="tgme_widget_message_via_bot">@gifbot</a></div>
<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;<a class="tgme_widget_message_forwarded_from_name"
 href="https://t.me/light/5"><span dir="auto">Lighthouse (official)</span></a> (<span class="tgme_widget_message_forwarded_from_author">Ann Moor</span>)</div>
<a class="tgme_widget_message_reply" href="https://t.me/gazette/3"><div class="tgme_widget_message_author">
<span class="tgme_widget_message_author_name">Harbour</span></div>
<div class="tgme_widget_message_metatext js-message_reply_text">Low tide</div></a>
<a class="tgme_widget_message_photo_wrap" href="https://t.me/gazette/7"></a>
<div class="tgme_widget_message_text js-message_text" dir="auto"><div class="tgme_widget_message_text js-message_text"><i class="emoji"
 style="x"><b>🔹</b></i> <b>Lamp</b> repaired in <a href="?q=%23Minsk">#Minsk</a>.<br/><br/><a href="https://lamp.example/">Read on</a>
 <code>#notag</code><blockquote>She   said<br/>so.</blockquote>End.</div></div>
<a class="tgme_widget_message_link_preview"><div class="link_preview_site_name">Gulls</div><div class="link_preview_title">All gulls</div></a>
<div class="tgme_widget_message_reactions"><span class="tgme_reaction"><i class="emoji"><b>❤</b></i>1.5K</span><span class="tgme_reaction"><i
 class="emoji" style="background-image:url('//telegram.org/img/emoji/40/F09F9881.png')"><b></b></i>42</span><span
 class="tgme_reaction tgme_reaction_paid"><i></i>5K</span></div>
<div class="tgme_widget_message_info"><span class="tgme_widget_message_views">8.67M</span><span class="copyonly"> views</span><span
 class="tgme_widget_message_meta"><span class="tgme_widget_message_from_author">Ann Moor</span>, edited &nbsp;<a class="tgme_widget_message_date"
 href="https://t.me/gazette/7"><time datetime="2022-12-05T07:24:01+00:00" class="time">07:24</time></a></span></div>
</div></div></main></body></html>"""

DESKTOP = """<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class="page_wrap">
<div class="page_header"><div class="content"><div class="text bold">
Harbour Gazette
 </div></div></div><div class="page_body chat_page"><div class="history">
<div class="message service" id="message-1"><div class="body details">5 December 2022</div></div>
<div class="message default clearfix" id="message7"><div class="pull_left userpic_wrap"></div><div class="body">
<div class="pull_right date details" title="05.12.2022 09:14:00 UTC+01:00">09:14</div>
<div class="from_name">
Ann Moor via @gifbot
 </div>
<div class="reply_to details">In reply to <a href="#go_to_message3" onclick="return GoToMessage(3)">this message</a></div>
<div class="media_wrap clearfix"><div class="media clearfix pull_left media_photo"><div class="body"><div class="title bold">Photo</div></div></div></div>
<div class="text">
<strong>Lamp</strong> repaired in <a href="" onclick="return ShowHashtag(&quot;Minsk&quot;)">#Minsk</a>.<br><br><a href="https://lamp.example/">Read on</a>
 </div>
<div class="signature details">A. M.</div>
<span class="reactions"><span class="reaction"><span class="emoji">❤</span><span class="count">12</span></span></span>
</div></div>
<div class="message default clearfix joined" id="message8"><div class="body">
<div class="pull_right date details" title="05.12.2022 09:15:00">09:15</div>
<div class="pull_left forwarded userpic_wrap"></div><div class="forwarded body"><div class="from_name">
Lighthouse Board <span class="date details" title="04.12.2022 10:00:00 UTC+01:00"> 04.12.2022 10:00:00</span></div>
<div class="text">
It burns again.
 </div></div></div></div></div></div></div></body></html>"""


def both() -> Sequence[str]:
    return WEB, DESKTOP


def test_a_saved_page_tells_everything_that_it_holds() -> None:
    document = tgparse.parse_text(WEB)
    (post,) = document.posts
    assert document.dialect == "web-html"
    assert [(item.kind, item.text) for item in document.furniture] == [("notice", "Channel created")]
    assert (post.message_id, post.url, post.reply_to, post.via_bot) == (7, "https://t.me/gazette/7", 3, "gifbot")
    assert (post.views, post.views_text, post.author, post.signature) == (8_670_000, "8.67M", "Harbour ⚓", "Ann Moor")
    assert post.sent_at == datetime(2022, 12, 5, 7, 24, 1, tzinfo=UTC)
    assert post.media == ("photo",)
    assert post.channel is not None
    assert (post.channel.title, post.channel.username) == ("Harbour ⚓", "gazette")


def test_the_document_is_of_the_channel_that_the_page_names_unless_the_user_or_the_source_says_otherwise() -> None:
    named = tgparse.parse_text(WEB).channel
    assert named is not None
    assert (named.title, named.username, named.given_by) == ("Harbour ⚓", "gazette", "export")
    of_source = tgparse.parse_text(WEB, source="https://t.me/s/other_gazette").channel
    of_user = tgparse.parse_text(WEB, source="https://t.me/s/other_gazette", channel="Third Gazette").channel
    assert of_source is not None
    assert of_user is not None
    assert (of_source.username, of_user.title) == ("other_gazette", "Third Gazette")
    # Posts embedded from here and there are nobody's.
    assert tgparse.parse_text(WEB + WEB.replace("gazette/", "lighthouse/")).channel is None


def test_the_markup_tells_a_signature_from_a_name() -> None:
    forward = tgparse.parse_text(WEB).posts[0].forwarded_from
    assert forward is not None
    assert (forward.name, forward.author, forward.url) == ("Lighthouse (official)", "Ann Moor", "https://t.me/light/5")


def test_text_of_a_page_is_broken_where_its_author_broke_it() -> None:
    (post,) = tgparse.parse_text(WEB).posts
    assert post.body == "🔹 Lamp repaired in #Minsk.\nRead on #notag\nShe   said\nso.\nEnd."
    assert [item.kind for item in post.furniture] == ["reply", "reply", "media", "preview", "preview"]


def test_entities_that_the_markup_declares_win() -> None:
    (post,) = tgparse.parse_text(WEB).posts
    assert [tag.tag for tag in post.hashtags] == ["Minsk"]
    assert [(link.kind, link.text, link.url) for link in post.links] == [("label", "Read on", "https://lamp.example/")]


def test_an_emoji_without_a_glyph_is_read_from_its_picture() -> None:
    reactions = tgparse.parse_text(WEB).posts[0].reactions
    assert [(item.emoji, item.count_text) for item in reactions] == [("❤", "1.5K"), ("😁", "42"), (None, "5K")]


def test_telegram_desktop_s_pages_come_back() -> None:
    document = tgparse.parse_text(DESKTOP)
    first = document.posts[0]
    assert document.dialect == "desktop-html"
    assert [item.text for item in document.furniture] == ["5 December 2022"]
    assert (first.author, first.via_bot, first.signature, first.reply_to, first.message_id) == ("Ann Moor", "gifbot", "A. M.", 3, 7)
    assert first.sent_at is not None
    assert (first.sent_at.isoformat(), first.media) == ("2022-12-05T09:14:00+01:00", ("photo",))
    assert first.body == "Lamp repaired in #Minsk.\nRead on"
    assert [(item.emoji, item.count) for item in first.reactions] == [("❤", 12)]
    assert [(link.kind, link.url) for link in first.links] == [("label", "https://lamp.example/")]
    assert first.channel is not None
    assert first.channel.title == "Harbour Gazette"


def test_a_joined_message_has_the_sender_of_the_one_above() -> None:
    _, second = tgparse.parse_text(DESKTOP).posts
    assert second.forwarded_from is not None
    assert (second.author, second.forwarded_from.name, second.body) == ("Ann Moor", "Lighthouse Board", "It burns again.")


def test_old_exports_name_no_zone_but_the_user_may() -> None:
    naive = tgparse.parse_text(DESKTOP).posts[1].sent_at
    assert naive is not None
    assert naive.tzinfo is None
    aware = tgparse.parse_text(DESKTOP, timezone="Europe/Kyiv").posts[1].sent_at
    assert aware is not None
    assert aware.utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize("page", both())
def test_spans_hold_in_the_text_that_is_laid_out(page: str) -> None:
    document = tgparse.parse_text(page)
    for post in document.posts:
        forward = () if post.forwarded_from is None else (post.forwarded_from,)
        for item in (*post.paragraphs, *post.hashtags, *post.links, *post.reactions, *post.furniture, *forward):
            assert document.text[item.span.start : item.span.end] == item.text
            assert post.span.start <= item.span.start <= item.span.end <= post.span.end
    assert tgparse.Document.model_validate_json(document.model_dump_json()) == document


@pytest.mark.parametrize("page", both())
def test_without_the_parser_the_error_names_the_extra(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = builtins.__import__

    def without(name: str, *args: Any, **keywords: Any) -> Any:
        if name.startswith("selectolax"):
            raise ImportError(name)
        return genuine(name, *args, **keywords)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(tgparse.TgparseError, match=r"tgparse\[html\]"):
        tgparse.parse_text(page)


def test_other_pages_are_not_taken_for_telegram_s() -> None:
    assert tgparse.parse_text('<html><body><div class="message error">tgme</div></body></html>').dialect == "plain"
    assert tgparse.parse_text("The class tgme_widget_message is what data-post= stands on.").dialect == "plain"


TAGS = [
    "div",
    "b",
    "a href='x'",
    "br",
    "pre",
    "blockquote",
    "span class='tgme_reaction'",
    "div class='tgme_widget_message' data-post='a/1'",
    "i class='emoji'",
]


@given(
    parts=st.lists(
        st.sampled_from([*(f"<{tag}>" for tag in TAGS), "</div>", "</b>", "</a>", "x", "\n", "<!--", "&#0;", "&nbsp;", "\ud800"]),
        max_size=40,
    )
)
@pytest.mark.parametrize("dialect", ["web-html", "desktop-html"])
def test_any_markup_is_read(dialect: str, parts: list[str]) -> None:
    document = tgparse.parse_text("".join(parts), dialect=dialect, extractors=())
    for post in document.posts:
        for item in (*post.paragraphs, *post.furniture, *post.reactions):
            assert document.text[item.span.start : item.span.end] == item.text


@pytest.mark.parametrize("unit", ["<b>", "<div>", "<a href=x>", "<div class=tgme_widget_message_text>"])
def test_deep_markup_fills_no_stack(unit: str) -> None:
    page = '<div class="tgme_widget_message" data-post="a/1"><div class="tgme_widget_message_text">' + unit * 20_000 + "text"
    tgparse.parse_text(page, dialect="web-html", extractors=())
