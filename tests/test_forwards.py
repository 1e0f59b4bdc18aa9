"""The grammar of forward markers: every language, every wrapping, and where a name ends."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tgparse
from tgparse.forwards import is_bare_marker, match_heading, match_marker, split_signature
from tgparse.tables import language_codes, load_language

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("line", "name", "author", "language"),
    [
        ("Forwarded from Russian MFA 🇷🇺", "Russian MFA 🇷🇺", None, "en"),
        ("Forwarded from\u00a0Пул N3", "Пул N3", None, "en"),
        ("  Forwarded from  X  ", "X", None, "en"),
        ("Forwarded From X", "X", None, "en"),
        ("Forwarded from: X", "X", None, "en"),
        ("Forwarded from:X", "X", None, "en"),
        ("Forwarded from [CANAL] Merger", "[CANAL] Merger", None, "en"),
        ("Forwarded from 42 секунды", "42 секунды", None, "en"),
        ("Forwarded from Russia in OSCE/Россия в ОБСЕ", "Russia in OSCE/Россия в ОБСЕ", None, "en"),
        ("Forwarded from Mobile Developer (Алексей Гладков)", "Mobile Developer", "Алексей Гладков", "en"),
        ("Forwarded from News (official)", "News (official)", None, "en"),
        ("Forwarded from (Ivan)", "(Ivan)", None, "en"),
        ("[Forwarded from News [RU]]", "News [RU]", None, "en"),
        ("[Forwarded from Russian MFA (Ivan)]", "Russian MFA", "Ivan", "en"),
        ("Переслано от Иван", "Иван", None, "ru"),
        ("Переслано из Канал", "Канал", None, "ru"),
        ("Переслано від Канал", "Канал", None, "uk"),
        ("Weitergeleitet aus Kanal", "Kanal", None, "de"),
        ("Reenviat de: Canal", "Canal", None, "ca"),
        ("전달된 채널 뉴스", "뉴스", None, "ko"),
        ("\u200fمحولة من قناة\u200f", "قناة", None, "ar"),
        ("[Haber kanalından iletildi]", "Haber", None, "tr"),
        ("[뉴스님으로 부터 전달 받음]", "뉴스", None, "ko"),
    ],
)
def test_markers(line: str, name: str, author: str | None, language: str) -> None:
    marker = match_marker(line)
    assert marker is not None
    assert (marker.name, marker.author, marker.language, marker.url, marker.via_bot) == (name, author, language, None, None)
    assert line[marker.name_start : marker.name_end] == name


def test_markers_with_links_and_bots() -> None:
    marker = match_marker(r"Forwarded from [A \[b\] (c)](https://t.me/x/1) (any signature) via @a_bot")
    assert marker is not None
    assert marker[:4] == ("A [b] (c)", "any signature", "https://t.me/x/1", "en")
    assert marker.via_bot == "a_bot"
    marker = match_marker("[Переслано из Канал (Иван Петров) через @gif]")
    assert marker is not None
    assert (marker.name, marker.author, marker.via_bot) == ("Канал", "Иван Петров", "gif")
    marker = match_marker("Forwarded from News via Telegram")
    assert marker is not None
    assert (marker.name, marker.via_bot) == ("News via Telegram", None)


@pytest.mark.parametrize(
    "line",
    [
        *["", "[", "[]", "Forwarded", "Forwarded from", "Forwarded from ", "Forwarded from:", "Forwarded fromX", "FORWARDED FROM X"],
        *["It was forwarded from X", "forwarded from X", "I forwarded from X", "Haber kanalından iletildi", "[Photo]"],
        *["Forwarded from " + "x" * 129, "Forwarded from " + " " * 10_000 + "x", " \u0130noltratoda X"],
    ],
)
def test_what_is_no_marker(line: str) -> None:
    assert match_marker(line) is None


@pytest.mark.parametrize("code", language_codes())
def test_every_language_has_its_markers(code: str) -> None:
    table = load_language(code)
    for words in table["forwarded"]:
        marker = match_marker(f"{words} Name", languages=(code,))
        assert marker is not None
        assert (marker.name, marker.language) == ("Name", code)
        assert is_bare_marker(words, languages=(code,)) == is_bare_marker(f"{words.removesuffix(':')}: ", languages=(code,)) == code
        assert match_marker(f"{words} Name", languages=()) is None
    for words in table["forwarded_suffix"]:
        marker = match_marker(f"Name {words}", languages=(code,), suffixes=True)
        assert marker is not None
        assert (marker.name, marker.language) == ("Name", code)
    for heading in table["forwarded_heading"]:
        for words in table["forwarded_heading_from"]:
            for line in (f"{words.removesuffix(':')}: Name", f"{words} Name"):
                document = tgparse.parse_text(f"{heading}\n{line}\nThe ferry waits.\n", languages=(code,))
                (post,) = document.posts
                assert post.forwarded_from is not None
                assert (post.forwarded_from.name, post.forwarded_from.language, post.body) == ("Name", code, "The ferry waits.")
                assert post.forwarded_from.text == f"{heading}\n{line}"


@pytest.mark.parametrize("line", ["Von: Ann <ann@example.org>", "Vonn Ann", "Von", "Datum: 3.2.2020"])
def test_what_is_no_sender_under_a_heading(line: str) -> None:
    assert match_heading("Weitergeleitete Nachricht", line) is None
    assert tgparse.parse_text(f"Weitergeleitete Nachricht\n{line}\nHallo").posts[0].forwarded_from is None


@pytest.mark.parametrize(
    ("line", "languages"),
    [
        ("[@gif_bot botu ile Liman Kurulu kanalından iletildi]", None),
        ("[Liman Kurulu 채널에서 @gif_bot 봇으로 전달 받음]", None),
        ("@gif_bot botu ile Liman Kurulu kişisinden iletildi", ("tr",)),
        ("Liman Kurulu 님에게서 @gif_bot 봇으로 전달 받음", ("ko", "en")),
        ("Liman Kurulu kanalından iletildi", ("tr",)),
    ],
)
def test_words_behind_a_name_count_in_brackets_or_where_the_languages_are_named(line: str, languages: tuple[str, ...] | None) -> None:
    document = tgparse.parse_text(f"{line}\nVapur bekliyor.\n", languages=languages)
    (post,) = document.posts
    assert post.forwarded_from is not None
    assert post.forwarded_from.name == "Liman Kurulu"
    assert tgparse.parse_text(f"{line.strip('[]')}\nVapur bekliyor.\n").posts[0].forwarded_from is None


@pytest.mark.parametrize(
    ("text", "author"),
    [
        *[("News (Ivan)", "Ivan"), ("News (Иван Петров)", "Иван Петров"), ("News (A. Smith)", "A. Smith"), ("News (Ali bin Said)", None)],
        *[("News (RU)", None), ("News (18+)", None), ("News (oper.ru)", None), ("News (English)", None), ("News (Official Channel)", None)],
        *[
            ("News (беларуская)", None),
            ("News (@name)", None),
            ("(Ivan)", None),
            ("News(Ivan)", None),
            ("News (Ivan", None),
            ("News ()", None),
        ],
        *[("News (Ukraine) (Ivan)", "Ivan"), ("News (One Two Three Four Five)", None), ("قناة (رسمي)", None)],
    ],
)
def test_signatures_read_like_persons(text: str, author: str | None) -> None:
    name = text if author is None else text.removesuffix(f" ({author})")
    assert split_signature(text) == (name, author)


def test_blanks_inside_the_brackets_are_no_part_of_a_signature() -> None:
    assert split_signature("News ( M. Quist )") == ("News", "M. Quist")


def test_bare_markers() -> None:
    assert is_bare_marker("Forwarded from\u00a0") == "en"
    assert is_bare_marker("Переслано от:") == "ru"
    assert [line for line in ("", "Forwarded", "Forwarded from X", "from", " ") if is_bare_marker(line)] == []
    assert is_bare_marker("Forwarded from", languages=("ru",)) is None


def test_every_marker_of_the_corpus(shared: Path) -> None:
    checked: Counter[bool] = Counter()
    for path in sorted((shared / "corpus" / "truth").glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        marked = [post for post in truth["posts"] if post["forwarded_from"] and post["visible"]["marker_line"]]
        lines = re.split(r"\r\n|\n|\r", (shared / "corpus" / truth["file"]).read_text(encoding="utf-8")) if marked else []
        for post in marked:
            line = lines[post["visible"]["marker_line"] - 1]
            marker = match_marker(line)
            if is_bare_marker(line) is None and squeeze(post["forwarded_from"]) in squeeze(line):
                checked[marker is not None and squeeze(marker.name) == squeeze(post["forwarded_from"])] += 1
    assert checked[True] > 100
    assert not checked[False]


def squeeze(text: str) -> str:
    """The text without white space and variation selectors."""
    return "".join(re.sub("[\u200b\u200d\ufe0f]", "", text).split())


PIECES = [
    *[
        "Forwarded from",
        "Переслано от",
        "Forwarded From ",
        "Reenviat de:",
        " ",
        "\u00a0",
        ":",
        "[",
        "]",
        "](https://t.me/x)",
        "(",
        ")",
        " (Ivan Petrov)",
    ],
    *[" via @gif_bot", "kanalından iletildi", "Name", "\\[", "\u200e", "İ", "🇷🇺", "\n", "\ud800"],
]


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join) | st.text(max_size=40))
def test_the_name_of_a_marker_stands_in_its_line(line: str) -> None:
    marker = match_marker(line, suffixes=True)
    if marker:
        assert marker.name
        assert marker.url or line[marker.name_start : marker.name_end] == marker.name
    assert is_bare_marker(line) is None or match_marker(line) is None
