"""Telegram Desktop's JSON: what it declares comes back, and it is read as a stream."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tgparse
from tgparse.options import Options
from tgparse.readers.desktop_json import iter_messages, lay_out
from tgparse.tokens import Head, RawPost

if TYPE_CHECKING:
    from collections.abc import Iterator

MESSAGE: dict[str, Any] = {
    "id": 7,
    "type": "message",
    "date": "2025-04-23T21:35:00",
    "date_unixtime": "1745433300",
    "edited": "2025-04-23T21:40:00",
    "edited_unixtime": "1745433600",
    "from": "Harbour Gazette",
    "from_id": "channel1",
    "author": "Ann Moor",
    "forwarded_from": "Lighthouse Board",
    "reply_to_message_id": 3,
    "via_bot": "@gif",
    "photo": "photos/a.jpg",
    "text": "",
    "text_entities": [
        {"type": "plain", "text": "Lamp repaired in "},
        {"type": "hashtag", "text": "#Minsk"},
        {"type": "plain", "text": ".\n\n"},
        {"type": "text_link", "text": "Read on", "href": "https://lamp.example/"},
        {"type": "code", "text": " #notag"},
        {"type": "plain", "text": " "},
        {"type": "link", "text": "https://gulls.example/a"},
    ],
    "reactions": [
        {"type": "emoji", "count": 1500, "emoji": "❤"},
        {"type": "custom_emoji", "count": 12, "document_id": "1"},
        {"type": "paid", "count": 3},
    ],
}


def export(*messages: dict[str, Any], **more: Any) -> str:
    return json.dumps(
        {"name": "Harbour Gazette", "type": "public_channel", "id": 1, **more, "messages": messages}, ensure_ascii=False, indent=1
    )


def only(text: str) -> tgparse.Post:
    (post,) = tgparse.parse_text(text).posts
    return post


def test_every_field_of_a_message_comes_back() -> None:
    post = only(export(MESSAGE))
    assert (post.message_id, post.reply_to, post.author, post.signature, post.via_bot) == (7, 3, "Harbour Gazette", "Ann Moor", "gif")
    assert post.media == ("photo",)
    assert post.channel is not None
    assert (post.channel.title, post.channel.given_by) == ("Harbour Gazette", "export")
    assert post.forwarded_from is not None
    assert post.forwarded_from.name == "Lighthouse Board"
    assert post.body == "Lamp repaired in #Minsk.\nRead on #notag https://gulls.example/a"


def test_times_carry_the_zone_that_both_clocks_show() -> None:
    post = only(export(MESSAGE))
    assert post.sent_at == datetime(2025, 4, 23, 18, 35, tzinfo=UTC)
    assert post.sent_at is not None
    assert post.sent_at.utcoffset() == timedelta(hours=3)
    assert post.edited_at == datetime(2025, 4, 23, 18, 40, tzinfo=UTC)
    old = {key: value for key, value in MESSAGE.items() if not key.endswith("unixtime")}
    sent_at = only(export(old)).sent_at
    assert sent_at is not None
    assert sent_at.tzinfo is None


def test_declared_entities_win() -> None:
    post = only(export(MESSAGE))
    assert [(link.kind, link.text, link.url) for link in post.links] == [
        ("label", "Read on", "https://lamp.example/"),
        ("url", "https://gulls.example/a", "https://gulls.example/a"),
    ]
    # A tag in code is none.
    assert [tag.tag for tag in post.hashtags] == ["Minsk"]


def test_counts_of_reactions_do_not_run_together() -> None:
    reactions = only(export(MESSAGE)).reactions
    assert [(item.emoji, item.count, item.ambiguous) for item in reactions] == [("❤", 1500, False), (None, 12, False), (None, 3, False)]


def test_spans_hold_in_the_text_that_is_laid_out() -> None:
    document = tgparse.parse_text(export(MESSAGE, MESSAGE))
    assert document.dialect == "desktop-json"
    for post in document.posts:
        forward = () if post.forwarded_from is None else (post.forwarded_from,)
        for item in (*post.paragraphs, *post.hashtags, *post.links, *post.reactions, *post.furniture, *forward):
            assert document.text[item.span.start : item.span.end] == item.text
            assert post.span.start <= item.span.start <= item.span.end <= post.span.end
    assert all(line.role == "blank" or line.post is not None for line in document.lines)


def test_service_messages_are_notices_outside_the_posts() -> None:
    document = tgparse.parse_text(
        export({"id": 1, "type": "service", "actor": "Ann", "action": "pin_message", "date_unixtime": "1"}, MESSAGE)
    )
    assert [(item.kind, item.text) for item in document.furniture] == [("notice", "Ann: pin message")]
    assert len(document.posts) == 1


def test_polls_are_furniture() -> None:
    poll = {"question": "Which boat?", "answers": [{"text": "red", "voters": 1}, {"text": [{"type": "plain", "text": "blue"}]}]}
    post = only(export({"id": 1, "type": "message", "date_unixtime": "1", "text": "", "poll": poll}))
    assert (post.body, post.media) == ("", ("poll",))
    assert [(item.kind, item.text) for item in post.furniture] == [("poll", "Which boat?"), ("poll", "- red"), ("poll", "- blue")]


def test_a_whole_account_tells_the_channel_of_each_post() -> None:
    chats = [{"name": name, "type": "public_channel", "id": i, "messages": [MESSAGE]} for i, name in enumerate(("One", "Two"))]
    account = {"about": "Here is the data you requested.", "chats": {"about": "…", "list": chats}, "left_chats": {"list": [chats[0]]}}
    document = tgparse.parse_text(json.dumps(account))
    assert [post.channel and post.channel.title for post in document.posts] == ["One", "Two", "One"]


def test_the_older_field_text_is_read_too() -> None:
    old = {"id": 1, "type": "message", "from_id": 5, "text": ["Lamp in ", {"type": "hashtag", "text": "#Minsk"}, "\r\nrepaired\ud800"]}
    post = only(json.dumps({"name": "X", "messages": [old]}))
    assert post.body == "Lamp in #Minsk\nrepaired\ufffd"
    assert [tag.tag for tag in post.hashtags] == ["Minsk"]


@pytest.mark.parametrize("cut", [1, 2, 3, 10])
def test_an_export_that_breaks_off_gives_the_messages_before(cut: int) -> None:
    text = export(MESSAGE, MESSAGE, MESSAGE)
    document = tgparse.parse_text(text[: len(text) - len(text) * cut // 12])
    assert len(document.posts) <= 3
    assert cut == 10 or len(document.posts) >= 1
    assert not document.posts or "TG001" in [item.code for item in document.diagnostics]


def test_what_is_no_json_is_refused_only_where_the_user_says_that_it_is() -> None:
    with pytest.raises(tgparse.TgparseError, match="JSON"):
        tgparse.parse_text("no json at all", dialect="desktop-json")
    assert tgparse.parse_text("no json at all").dialect == "plain"


def test_the_json_of_other_chats_is_not_taken_for_it() -> None:
    other = json.dumps({"messages": [{"type": "message", "user": "U1", "text": "hi", "ts": "1.2"}]})
    assert tgparse.parse_text(other).dialect == "plain"


def test_a_whole_account_is_of_no_channel_but_its_posts_are() -> None:
    chats = [{"name": name, "messages": [{**MESSAGE, "text": name}]} for name in ("Gazette", "Lighthouse")]
    alone = tgparse.parse_text(json.dumps(chats[0]))
    assert alone.channel is not None
    assert (alone.channel.title, alone.channel.given_by) == ("Gazette", "export")
    account = tgparse.parse_text(json.dumps({"chats": {"list": chats}}))
    assert account.channel is None
    assert [post.channel and post.channel.title for post in account.posts] == ["Gazette", "Lighthouse"]


def chunks(messages: int) -> Iterator[str]:
    yield '{"name": "X", "messages": ['
    for i in range(messages):
        yield ("," if i else "") + json.dumps({**MESSAGE, "id": i, "text": "x" * 1000, "text_entities": []})
    yield "]}"


def test_memory_does_not_grow_with_the_export() -> None:
    def peak(messages: int) -> int:
        tracemalloc.start()
        posts = sum(isinstance(part, RawPost) for part in lay_out(chunks(messages), Head(""), Options()))
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert posts == messages
        return used

    assert peak(8000) < peak(500) + 1_000_000


KEYS = st.sampled_from(["messages", "name", "text", "a", "chats", "list"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(value=st.dictionaries(KEYS, VALUES, max_size=5), size=st.integers(1, 9), ascii_only=st.booleans())
def test_messages_do_not_depend_on_the_chunks(value: dict[str, Any], size: int, *, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=1)
    whole = list(iter_messages([text]))
    assert [message for _, message in iter_messages([text[i : i + size] for i in range(0, len(text), size)])] == [m for _, m in whole]


@given(record=st.dictionaries(st.sampled_from([*MESSAGE, "poll", "file", "media_type", "action", "actor", "title"]), VALUES))
def test_a_message_of_any_shape_is_read(record: dict[str, Any]) -> None:
    text = json.dumps({"messages": [record]})
    document = tgparse.parse_text(text, dialect="desktop-json", extractors=())
    assert tgparse.Document.model_validate_json(document.model_dump_json()) == document


HOSTILE = ["[" * 100_000, '{"a":' * 50_000, '{"messages":[' + "[" * 100_000, '{"messages":[' + "9" * 5000, '{"a":"' + "x" * 500_000]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_json_is_no_trouble(text: str) -> None:
    with pytest.raises(tgparse.TgparseError):
        tgparse.parse_text(text, dialect="desktop-json")
