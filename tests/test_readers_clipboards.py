"""Clipboards and chat savers: headers, their clocks, and the wrappers of old clients."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tgparse
from tgparse.options import DateOrder, Options
from tgparse.readers.clocks import Clock, infer_order, read_clock

from .costs import seconds


def at(year: int, month: int, day: int, *clock: int) -> datetime:
    """Make a time whose zone nobody knows."""
    hour, minute, second = (*clock, 0, 0, 0)[:3]
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001


def clock(text: str) -> Clock:
    found = read_clock(text)
    assert found is not None
    return found


def codes(text: str) -> list[str]:
    return [item.code for item in tgparse.parse_text(text).diagnostics]


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("06.11.18 08:17", "DMY", at(2018, 11, 6, 8, 17)),
        ("23/04/2025 21:35", "DMY", at(2025, 4, 23, 21, 35)),
        ("23/04/2025, 21:35", "DMY", at(2025, 4, 23, 21, 35)),
        ("5/19/26 2:40 AM", "MDY", at(2026, 5, 19, 2, 40)),
        ("5/19/26 2:40\u202fPM", "MDY", at(2026, 5, 19, 14, 40)),
        ("5/19/26 12:05 AM", "MDY", at(2026, 5, 19, 0, 5)),
        ("2025-04-23 21:35", "YMD", at(2025, 4, 23, 21, 35)),
        ("2025/4/23 21:35", "YMD", at(2025, 4, 23, 21, 35)),
        ("2025. 4. 23. 오후 9:35", "YMD", at(2025, 4, 23, 21, 35)),
        ("25. 4. 23. 오전 9:35", "YMD", at(2025, 4, 23, 9, 35)),
        ("21:35 23/04/2025", "DMY", at(2025, 4, 23, 21, 35)),
        ("23.4.2025 21.35", "DMY", at(2025, 4, 23, 21, 35)),
        ("23.04.25 г., 21:35", "DMY", at(2025, 4, 23, 21, 35)),
        ("٢٣\u200f/٤\u200f/٢٠٢٥ ٩:٣٥ م", "DMY", at(2025, 4, 23, 21, 35)),
        ("۲۳/۴/۲۰۲۵ ۲۱:۳۵", "DMY", at(2025, 4, 23, 21, 35)),
        ("23.04.2025, 21:35:10", "DMY", at(2025, 4, 23, 21, 35, 10)),
    ],
)
def test_clocks_of_all_locales_are_read(text: str, order: DateOrder, expected: datetime) -> None:
    assert clock(text).at(order) == expected


NO_CLOCKS = [
    "Photo",
    "12:30",
    "23/04/2025",
    "25/61/2025 10:00 and more",
    "see 1.2.3 at 4:5 6",
    "1/2/3/4/5/6/7",
    "13:00 PM 1/2/20",
    "1, 2, 3, 4, 5",
]


@pytest.mark.parametrize("text", NO_CLOCKS)
def test_other_brackets_hold_no_clock(text: str) -> None:
    found = read_clock(text)
    assert found is None or found.at("DMY") is None


def test_a_day_above_twelve_shows_the_order_for_the_whole_export() -> None:
    text = "Ann, [05/04/2025 10:00]\nOne\n\nAnn, [06/04/2025 10:00]\nTwo\n\nAnn, [23/04/2025 10:00]\nThree"
    assert [post.sent_at for post in tgparse.parse_text(text).posts] == [at(2025, 4, day, 10) for day in (5, 6, 23)]
    assert "TG106" not in codes(text)


def test_the_order_of_the_messages_shows_the_order_of_the_date() -> None:
    # Read month first, the second message would be older than the first.
    assert infer_order(map(clock, ("01/03/2025 10:00", "02/02/2025 11:00", "03/01/2025 10:00")), Options()).chosen == "MDY"
    assert infer_order(map(clock, ("01/02/2025 10:00", "02/02/2025 11:00", "01/03/2025 10:00")), Options()).chosen == "DMY"


def test_an_open_order_is_told_once_and_the_user_may_settle_it() -> None:
    text = "Ann, [05/06/2025 10:00]\nOne\n\nAnn, [05/06/2025 10:05]\nTwo"
    assert codes(text).count("TG106") == 1
    first, _ = tgparse.parse_text(text, date_order="MDY").posts
    assert first.sent_at == at(2025, 5, 6, 10)
    assert "TG106" not in [item.code for item in tgparse.parse_text(text, date_order="MDY").diagnostics]


def test_dots_stand_in_dates_that_begin_with_the_day() -> None:
    text = "Ann, [06.11.18 08:17]\nOne\n\nAnn, [07.11.18 08:17]\nTwo"
    assert tgparse.parse_text(text).posts[0].sent_at == at(2018, 11, 6, 8, 17)
    assert "TG106" not in codes(text)


def test_headers_with_am_and_pm_begin_with_the_month_whatever_the_texts_say() -> None:
    text = "Ann, [10/3/22 6:05 PM]\nLast time, on 25/06/2022, it rained.\n\nAnn, [10/3/22 6:07 PM]\nOn 05/06/2022 it did not."
    first, second = tgparse.parse_text(text).posts
    assert first.sent_at == at(2022, 10, 3, 18, 5)
    assert [date.edtf for date in (*first.dates, *second.dates)] == ["2022-06-25", "2022-06-05"]
    # A day above twelve is more than the form.
    (late,) = tgparse.parse_text("Ann, [25/3/22 6:05 PM]\nOne").posts
    assert late.sent_at == at(2022, 3, 25, 18, 5)
    assert clock("3/10/2022 6:05 PM").american
    assert not clock("3/08/2022 6:05 PM").american


def test_headers_show_the_order_of_dates_in_texts_that_leave_it_open() -> None:
    header = "Ann, [{}]\nThe walk of 05/06/2022 was dry, and the path was good."
    for printed, edtf in (("23/04/2023 21:35", "2022-06-05"), ("23.04.23 21:35", "2022-06-05"), ("4/23/23 9:35 PM", "2022-05-06")):
        (post,) = tgparse.parse_text(header.format(printed)).posts
        assert [date.edtf for date in post.dates] == [edtf]
    (post,) = tgparse.parse_text(header.format("23/04/2023 21:35"), date_order="MDY").posts
    assert [date.edtf for date in post.dates] == ["2022-05-06"]


def test_the_user_may_name_the_clock_of_the_export() -> None:
    (post,) = tgparse.parse_text("Ann, [23/04/2025 21:35]\nOne", timezone="Europe/Kyiv").posts
    assert post.sent_at is not None
    assert post.sent_at == datetime(2025, 4, 23, 18, 35, tzinfo=UTC)
    assert post.sent_at.utcoffset() == timedelta(hours=3)
    with pytest.raises(tgparse.TgparseError, match="Europe/Kyviv"):
        tgparse.parse_text("Ann, [23/04/2025 21:35]\nOne", timezone="Europe/Kyviv")


def test_a_header_is_tried_behind_an_empty_line_only() -> None:
    text = "Ann, [23/04/2025 21:35]\nShe said:\nBob, [23/04/2025 21:36]\nand left.\n\nStill Ann.\n\nBob, [24/04/2025 21:36]\nYes."
    first, second = tgparse.parse_text(text).posts
    assert (first.author, second.author) == ("Ann", "Bob")
    assert first.body == "She said:\nBob, [23/04/2025 21:36]\nand left.\nStill Ann."


def test_headers_stand_in_the_ledger_as_headers() -> None:
    document = tgparse.parse_text("Ann, [23/04/2025 21:35]\nOne\n\nBob, [24/04/2025 21:36]\nTwo")
    assert [line.role for line in document.lines] == ["header", "kept", "blank", "header", "kept"]
    assert [post.begun_by for post in document.posts] == ["header", "header"]


def test_old_clients_wrap_what_is_no_text() -> None:
    text = (
        "Ann, [06.11.18 08:17]\n[Forwarded from Lighthouse (Bob Moor) via @gif]\n[In reply to Cid]\n[ Photo ]\nLamp repaired\n[ Photo ]\n\n"
        "Ann, [06.11.18 08:18]\n[Переслано из Маяк]\n[В ответ на Сид]\nЛампа починена\n\n"
        "Ann, [06.11.18 08:19]\n[ Poll : Which boat? ]\n- red\n- blue\n\n"
        "Ann, [06.11.18 08:20]\n[ Contact ]\nBob Moor\n+375 29 000 00 00\n\n"
        "Ann, [06.11.18 08:21]\n{{\nspoken words\n}}\nA caption"
    )
    photo, russian, poll, contact, voice = tgparse.parse_text(text).posts
    assert photo.forwarded_from is not None
    assert (photo.forwarded_from.name, photo.forwarded_from.author, photo.via_bot) == ("Lighthouse", "Bob Moor", "gif")
    # Brackets behind the first line of text are the author's.
    assert (photo.body, photo.media) == ("Lamp repaired\n[ Photo ]", ("photo",))
    assert russian.forwarded_from is not None
    assert (russian.forwarded_from.language, russian.body) == ("ru", "Лампа починена")
    assert [item.kind for item in russian.furniture] == ["title", "reply"]
    assert (poll.body, poll.media, [item.kind for item in poll.furniture]) == ("", ("poll",), ["title", "poll", "poll", "poll"])
    assert (contact.body, contact.media) == ("", ("contact",))
    assert (voice.body, voice.media) == ("A caption", ("voice",))


def test_android_names_come_back() -> None:
    document = tgparse.parse_text("Ann:\nOne\n\nKey points:\n- a\n\nBob:\nTwo\n\nAnn:\nThree")
    assert document.dialect == "android-clipboard"
    assert [(post.author, post.body) for post in document.posts] == [
        ("Ann", "One\nKey points:\n- a"),
        ("Bob", "Two"),
        ("Ann", "Three"),
    ]


def test_android_names_may_carry_a_remark() -> None:
    posts = tgparse.parse_text("Ann:\nOne\n\nBob (the other one):\nTwo\n\nAnn:\nThree\n\nkey points (all of them):\n- a").posts
    assert [post.author for post in posts] == ["Ann", "Bob (the other one)", "Ann"]


@pytest.mark.parametrize(
    "text",
    [
        "Ingredients:\nFlour\n\nDirections:\nMix.\n",
        "Key points:\n- one\n\nThe end.",
        "> Ann wrote:\n> > Bob wrote:\n> hello\n",
        "> Dear Bob:\n> see below\n",
        "Smith, [see 12/04 below]\nand so on",
        "numbers, [1, 2, 3, 4, 5]\n\nothers, [1, 2, 3, 4, 6]\n",
    ],
)
def test_recipes_and_mail_are_no_clipboards(text: str) -> None:
    assert tgparse.parse_text(text).dialect == "plain"


def test_telegram_web_and_macos_differ_in_the_last_line() -> None:
    text = "> Ann:\nOne\n\n> Bob:\nTwo\nmore"
    assert tgparse.parse_text(text).dialect == "macos-clipboard"
    web = tgparse.parse_text(text + "\n\n")
    assert web.dialect == "web-clipboard"
    assert [(post.author, post.body) for post in web.posts] == [("Ann", "One"), ("Bob", "Two\nmore")]


def test_text_marked_on_macos_has_a_colon_behind_its_clock() -> None:
    document = tgparse.parse_text("Ann, [23.04.2025, 21:35:10]:\nOne\n\nBob, [Apr 24, 2025 at 9:37:02 PM]:\nTwo")
    assert document.dialect == "macos-clipboard"
    assert [post.sent_at for post in document.posts] == [at(2025, 4, 23, 21, 35, 10), at(2025, 4, 24, 21, 37, 2)]


def test_chat_history_is_read_in_both_forms() -> None:
    compact = "23.4.2025 21:35:10, Ann: {{FWD: Lighthouse, 23.4.2025 20:00:00}}\nLamp repaired.\n24.4.2025 1:2:3, Bob: Thanks.\nmore"
    large = "Ann [23.4.2025 21:35:10]\n{{FWD: Lighthouse, 23.4.2025 20:00:00}}\nLamp repaired.\n\nBob [24.4.2025 1:2:3]\nThanks.\nmore"
    for text in (compact, large):
        document = tgparse.parse_text(text)
        first, second = document.posts
        assert document.dialect == "chat-history"
        assert first.forwarded_from is not None
        assert (first.author, first.forwarded_from.name, first.body) == ("Ann", "Lighthouse", "Lamp repaired.")
        assert (second.sent_at, second.body) == (at(2025, 4, 24, 1, 2, 3), "Thanks.\nmore")
        for item in (*first.paragraphs, *second.paragraphs, *second.furniture, first.forwarded_from):
            assert document.text[item.span.start : item.span.end] == item.text


def test_the_heading_of_chat_history_is_no_post() -> None:
    message = "23.4.2025 21:35:10, Ann: Lamp repaired."
    document = tgparse.parse_text(f"Your Telegram History\n\n{message}")
    assert [(item.text, item.kind) for item in document.furniture] == [("Your Telegram History", "notice")]
    assert [(post.line, post.author, post.body) for post in document.posts] == [(3, "Ann", "Lamp repaired.")]
    cut, whole = tgparse.parse_text(f"Your Telegram History\n\nthe end of a message\n{message}", dialect="chat-history").posts
    assert (cut.line, cut.begun_by, cut.body) == (3, "guess", "the end of a message")
    assert whole.author == "Ann"


def test_a_dump_is_cut_where_its_author_broke_the_line() -> None:
    text = "[2025-04-23 21:35] ID=17 Ann: One\\nTwo \\\\n still two\n[2025-04-23 21:37] ID=18 RE_ID=17 Bob: Three"
    document = tgparse.parse_text(text)
    first, second = document.posts
    assert document.dialect == "messages-dump"
    assert [paragraph.text for paragraph in first.paragraphs] == ["One", "Two \\\\n still two"]
    assert (first.message_id, second.reply_to, second.author, second.sent_at) == (17, 17, "Bob", at(2025, 4, 23, 21, 37))
    for item in (*first.paragraphs, *second.paragraphs, *second.furniture):
        assert document.text[item.span.start : item.span.end] == item.text


@pytest.mark.parametrize("dialect", sorted(tgparse.DIALECTS))
def test_the_example_of_a_dialect_is_of_that_dialect(dialect: str) -> None:
    assert tgparse.parse_text(tgparse.DIALECTS[dialect].example).dialect == dialect


CLIPBOARDS = ["desktop-clipboard", "android-clipboard", "web-clipboard", "macos-clipboard", "chat-history", "messages-dump"]
PARTS = [
    "Ann, [1/2/20 1:2]",
    "> Ann:",
    "Ann:",
    "[",
    "]",
    "\n",
    "\n\n",
    "{{",
    "}}",
    "[ Poll : ",
    " ]",
    "- a",
    "1.2.2020 1:2:3, A: ",
    "] ID=1 ",
    "x",
]


@pytest.mark.parametrize("dialect", CLIPBOARDS)
@given(parts=st.lists(st.sampled_from(PARTS), max_size=30))
def test_any_text_is_read_and_every_line_accounted_for(dialect: str, parts: list[str]) -> None:
    document = tgparse.parse_text("".join(parts), dialect=dialect, extractors=())
    for post in document.posts:
        for item in (*post.paragraphs, *post.furniture):
            assert document.text[item.span.start : item.span.end] == item.text
    assert all(line.role == "blank" or line.post is not None or line.role == "furniture" for line in document.lines)


HOSTILE = ["A, [", "A, [1/2/20 1:2]\n\n", "{{\n", "{{\n}}\n", "[ Poll : a ]\n", "> A:\n\n", "A:\n\n", "1.2.2020 1:2:3, "]


@pytest.mark.heavy
@pytest.mark.alone
@pytest.mark.parametrize("dialect", CLIPBOARDS)
@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_clipboards_cost_linear_time(dialect: str, unit: str) -> None:
    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        return seconds(lambda: tgparse.parse_text(text, dialect=dialect, extractors=()))

    # Eight times the text; a quadratic rule would take 64 times the time.
    assert cost(80_000) < 30 * max(cost(10_000), 0.01)
