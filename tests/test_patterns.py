"""The grammar of single lines: literal tables, laws for any string, and hostile lines in linear time."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tgparse.patterns import (
    MAX_COUNT,
    is_bare_marker,
    is_call_to_action,
    is_counts_line,
    is_duration,
    is_reactions_line,
    label_span,
    match_bullet,
    match_marker,
    parse_count,
    parse_reactions,
)
from tgparse.tables import language_codes, load_language

from .costs import seconds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# --- Bullets ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "text", "style", "content"),
    [
        ("🔹 First", "🔹", "emoji", "First"),
        ("🇷🇺🇦🇲 Talks", "🇷🇺🇦🇲", "emoji", "Talks"),
        ("❗️❗️Alert", "❗️❗️", "emoji", "Alert"),
        ("⚡️\ufe0f Alert", "⚡️", "emoji", "Alert"),
        ("1️⃣ First", "1️⃣", "emoji", "First"),
        ("▪️First", "▪️", "emoji", "First"),
        ("ℹ️Note", "ℹ️", "emoji", "Note"),
        ("👍👍👍👍 80%", "👍👍👍👍", "emoji", "80%"),
        ("\u200b\ufeff🔹\u200b\u00a0First", "🔹", "emoji", "First"),
        ("• First", "•", "symbol", "First"),
        ("•First", "•", "symbol", "First"),
        ("➤ First", "➤", "symbol", "First"),
        ("★★★ First", "★★★", "symbol", "First"),
        ("・最初", "・", "symbol", "最初"),
        ("\uf0b7\tFirst", "\uf0b7", "symbol", "First"),
        ("* First", "*", "symbol", "First"),
        ("» First", "»", "symbol", "First"),
        ("→ First", "→", "symbol", "First"),
        ("-> First", "->", "symbol", "First"),
        ("- First", "-", "dash", "First"),
        ("-\u00a0First", "-", "dash", "First"),
        ("— First", "—", "dash", "First"),
        ("- 5 men", "-", "dash", "5 men"),
        ("\\- First", "\\-", "dash", "First"),
        ("1) First", "1)", "number", "First"),
        ("1)First", "1)", "number", "First"),
        ("12. Twelfth", "12.", "number", "Twelfth"),
        ("1.First", "1.", "number", "First"),
        ("1\\. First", "1\\.", "number", "First"),
        ("1.) First", "1.)", "number", "First"),
        ("(1) First", "(1)", "number", "First"),
        ("(iv) Fourth", "(iv)", "number", "Fourth"),
        ("IV. Fourth", "IV.", "number", "Fourth"),
        ("Ⅳ. Fourth", "Ⅳ.", "number", "Fourth"),
        ("① First", "①", "number", "First"),
        ("❶First", "❶", "number", "First"),
        ("№ 5 Fifth", "№ 5", "number", "Fifth"),
        ("№5. Fifth", "№5.", "number", "Fifth"),
        ("١) أول", "١)", "number", "أول"),
        ("1、第一", "1、", "number", "第一"),
        ("一、第一", "一、", "number", "第一"),
        ("a) First", "a)", "letter", "First"),
        ("а) Первый", "а)", "letter", "Первый"),
        ("(b) Second", "(b)", "letter", "Second"),
        ("(c) third", "(c)", "letter", "third"),
        ("ⓐ First", "ⓐ", "letter", "First"),
    ],
)
def test_bullets(line: str, text: str, style: str, content: str) -> None:
    bullet = match_bullet(line)
    assert bullet is not None
    assert (bullet.text, bullet.style, line[bullet.end :]) == (text, style, content)


@pytest.mark.parametrize(
    "line",
    [
        *["", " ", "🔥", "🔥🔥🔥", "🔥 🔥", "•", "1)", "-", "* * *", "➖➖➖➖➖", "••• ═══ ༻✿༺═══ •••"],
        *["-5 degrees", "—x", "*bold* word", "»x", "→x", "#tag", "@name", "+7 999"],
        *[
            "1.5 million",
            "10.12.2024 Talks",
            "24. Februar 2022 begann",
            "5. prosince 2022",
            "2022. Talks",
            "24/7 news",
            "12:30 Start",
            "5 men",
        ],
        *["A. Smith", "V. Putin", "I am", "IVF works", "a b", "(word) more", "(c) Reuters", "(с) 2022 ТАСС", "© 2022", "™ sign", "‼ Alert"],
        *["Prose.", "Проза.", "散文", "‘Quote’"],
    ],
)
def test_what_is_no_bullet(line: str) -> None:
    assert match_bullet(line) is None


# --- Counts and reactions --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count"),
    [
        *[
            ("1", 1),
            ("419", 419),
            ("1.2K", 1200),
            ("8.67M", 8_670_000),
            ("23.4K", 23_400),
            ("1,2K", 1200),
            ("5k", 5000),
            ("2B", 2_000_000_000),
        ],
        *[("1,2К", 1200), ("3М", 3_000_000), ("5 тыс.", 5000), ("12 млн", 12_000_000), ("1 млрд", 1_000_000_000)],
        *[("1 234", 1234), ("1,234", 1234), ("1\u00a0234\u00a0567", 1_234_567), ("1\u202f234", 1234), (" 7 ", 7), ("٣٤", 34)],
        *[
            ("", None),
            ("K", None),
            ("4.8", None),
            ("1.2", None),
            ("-1", None),
            ("1.234K", None),
            ("12 34", None),
            ("5x", None),
            ("²", None),
        ],
        *[("9" * MAX_COUNT, int("9" * MAX_COUNT)), ("9" * 5000, None), ("1 day", None), ("1.2K5", None)],
    ],
)
def test_counts(text: str, count: int | None) -> None:
    assert parse_count(text) == count


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("❤1👍1", [("❤", "1"), ("👍", "1")]),
        ("❤ 1 👍 1", [("❤", "1"), ("👍", "1")]),
        ("❤️\u00a01\u00a0👍\u00a01.2K", [("❤️", "1"), ("👍", "1.2K")]),
        ("❤‍🔥5", [("❤‍🔥", "5")]),
        ("❤🔥5", [("❤🔥", "5")]),
        ("👨💻5👍3", [("👨💻", "5"), ("👍", "3")]),
        ("🔥 1, 👍 2 | 😁 3", [("🔥", "1"), ("👍", "2"), ("😁", "3")]),
        ("👍 1,234 ❤ 1\u00a0234", [("👍", "1,234"), ("❤", "1\u00a0234")]),
        ("👍 5 тыс 👎 3,4 млн", [("👍", "5 тыс"), ("👎", "3,4 млн")]),
        ("5K❤53👍4", [(None, "5K"), ("❤", "53"), ("👍", "4")]),
        ("🥰17💯1.2K1", [("🥰", "17"), ("💯", "1.2K"), (None, "1")]),
        ("❤\n1", [("❤", "1")]),
    ],
)
def test_reactions(line: str, found: list[tuple[str | None, str]]) -> None:
    assert [(r.emoji, r.count_text) for r in parse_reactions(line)] == found
    assert is_reactions_line(line)
    assert not is_counts_line(line)


def test_a_lost_glyph_is_guessed_and_said() -> None:
    found = [(r.emoji, r.count, r.count_text, r.ambiguous) for r in parse_reactions("❤1👍11.58K")]
    assert found == [("❤", 1, "1", False), ("👍", 1, "1", True), (None, 1580, "1.58K", True)]
    assert [(r.count_text, r.ambiguous) for r in parse_reactions("🤔2401🥰17")] == [("2401", True), ("17", False)]
    assert [r.ambiguous for r in parse_reactions("👍11.5K")] == [False]
    assert [(r.count, r.ambiguous) for r in parse_reactions("👍10.58K")] == [(10_580, False)]


@pytest.mark.parametrize(
    "line",
    [
        *[
            "",
            " ",
            "❤",
            "🔥🔥🔥",
            "🔥 🔥 1 x",
            "📅 2024",
            "⭐️ 4.8",
            "💰 100",
            "💰 100 000",
            "👍👍👍👍 80%",
            "👍👍👍👍 80",
            "🎉 2024",
            "👍 05",
        ],
        *[
            "10 👍",
            "👍 5 min",
            "🔥 5:30",
            "👍 1.5",
            "1️⃣ 5 2️⃣ 6",
            "❤1👍",
            "text ❤1👍1",
            "❤1👍1 text",
            "👍 -5",
            "👍 5th",
            "2.49K 23.4K",
            "15:38",
        ],
        "❤1" * 200,
    ],
)
def test_what_is_no_reactions_line(line: str) -> None:
    assert not is_reactions_line(line)


@pytest.mark.parametrize("line", ["🔥1", "👍 10", "📅 1 📍 2", "🇺🇦 5 🇷🇺 3"])
def test_unmistakable_by_form(line: str) -> None:
    assert is_reactions_line(line)


@pytest.mark.parametrize("line", ["2.49K 23.4K 7.76K 5.99K 419 112", "2.49K23.4K7.76K", "5K", "419", "__7.02K 54.9K18.6K"])
def test_bare_counts(line: str) -> None:
    assert is_counts_line(line)
    assert {r.emoji for r in parse_reactions(line)} == {None}


@pytest.mark.parametrize("line", ["", "❤1", "15:38", "16%", "4.8", "12 men", "K", "0", "__", "1.", "10.12.2024", "3-4"])
def test_what_is_no_line_of_counts(line: str) -> None:
    assert not is_counts_line(line)


def test_every_reactions_line_of_the_corpus(shared: Path) -> None:
    """Wherever all glyphs survived, the line parses to what the page held."""
    checked = 0
    for path in sorted((shared / "corpus" / "truth").glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        wanted = {
            _glued(p["reactions"]): p["reactions"] for p in truth["posts"] if p["reactions"] and all(r["emoji"] for r in p["reactions"])
        }
        text = (shared / "corpus" / truth["file"]).read_text(encoding="utf-8") if wanted else ""
        for line in map(str.strip, re.split(r"\r\n|\n|\r", text)):
            reactions = wanted.get(_squeeze(line))
            if reactions:
                checked += 1
                assert is_reactions_line(line)
                assert [(_squeeze(r.emoji or ""), r.count_text) for r in parse_reactions(line)] == [
                    (_squeeze(r["emoji"]), r["count"]) for r in reactions
                ]
    assert checked > 1000


def _glued(reactions: list[dict[str, Any]]) -> str:
    return _squeeze("".join(r["emoji"] + r["count"] for r in reactions))


def _squeeze(text: str) -> str:
    return "".join(re.sub("[\u200b\u200d\ufe0f]", "", text).split())


# --- Labels and durations --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Read in full", "Read in full"),
        ("👉Read in full", "Read in full"),
        ("READ MORE", "READ MORE"),
        ("➡️ Читать полностью…", "Читать полностью"),
        ("[Read more]", "Read more"),
        ("Read more >>", "Read more"),
        ("1) Read more", "Read more"),
        ("Read\u00a0more 👇", "Read\u00a0more"),
        ("🔗 Source:", "Source"),
        ("Lire l’article", "Lire l’article"),
        ("और पढ़ें »", "और पढ़ें"),
        ("阅读全文", "阅读全文"),
    ],
)
def test_calls_to_action(line: str, label: str) -> None:
    span = label_span(line)
    assert span is not None
    assert line[slice(*span)] == label
    assert is_call_to_action(line)


@pytest.mark.parametrize(
    "line", ["", "👉", "Reading", "Read in full what he said", "Read more: https://t.me/x", "🔥 More people came", "more " * 50]
)
def test_what_is_no_call_to_action(line: str) -> None:
    assert not is_call_to_action(line)


@pytest.mark.parametrize("code", language_codes())
def test_every_language_has_its_calls_to_action(code: str) -> None:
    for phrase in load_language(code)["calls_to_action"]:
        assert label_span(f"👉 {phrase}…", languages=(code,)) == (2, 2 + len(phrase))
        assert not is_call_to_action(phrase, languages=())


@pytest.mark.parametrize("line", ["0:34", "1:02:11", "15:38", "3:05 PM"])
def test_durations(line: str) -> None:
    assert is_duration(line)


@pytest.mark.parametrize("line", ["", "5", "5:7", "12:60", "1:2:3", "15:38 Start", "at 15:38", "1:02:11:05", "a"])
def test_what_is_no_duration(line: str) -> None:
    assert not is_duration(line)


# --- Laws for any string ---------------------------------------------------------------------------------------------

PIECES = [
    *("❤", "👍", "🔥", "👨‍💻", "🇷🇺", "🇷", "👍🏽", "1️⃣", "\ufe0f", "\u200d", "\u20e3", "•", "-", "— "),
    *("1", "23", ".", ",", ")", "(", "K", "1.58K", " ", "тыс", "\u00a0", "№", "a", "IV", "Word", "[", "]"),
    *(":", "Read in full", "\u200e", "\n", "\\", "_", "٣", "²", "①", "一、", "\ud800"),
]
lines = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=40)


@given(lines)
def test_a_bullet_and_its_content_lie_in_the_line(line: str) -> None:
    bullet = match_bullet(line)
    if bullet:
        assert bullet.text in line[: bullet.end]
        assert re.search(r"\w", line[bullet.end :])
        assert not line[bullet.end].isspace()


@given(lines)
def test_reactions_tile_their_line_in_order(line: str) -> None:
    end = 0
    for reaction in parse_reactions(line):
        text = line[reaction.start : reaction.end]
        assert text.startswith(reaction.emoji or reaction.count_text)
        assert text.endswith(reaction.count_text)
        assert parse_count(reaction.count_text) == reaction.count > 0
        assert reaction.start >= end
        end = reaction.end
    if is_reactions_line(line) or is_counts_line(line):
        assert end


@given(lines)
def test_a_label_is_a_call_to_action_of_its_own(line: str) -> None:
    span = label_span(line)
    assert span is None or label_span(line[slice(*span)]) == (0, span[1] - span[0])
    assert is_duration(line) in {True, False}


# --- Hostile lines ---------------------------------------------------------------------------------------------------

FUNCTIONS: tuple[Callable[[str], object], ...] = (
    match_bullet,
    parse_reactions,
    is_reactions_line,
    is_counts_line,
    parse_count,
    match_marker,
    is_bare_marker,
    label_span,
    is_duration,
)
HOSTILE = (
    *("👍1 ", "👍🏽", "❤\u200d", "🇷", "🏴\U000e0067", "1️⃣", "\ufe0f", " ", "\u200b", "1", "1 ", "1.", "1,234", "K", "•", "_", "\\"),
    *("(", "[", ") (", "](", "(a", "Forwarded from ", "[Forwarded from ", " via @a", "İ", "№ 1", "IV", "24. a 19", "a ", "Read more "),
)


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("before", ["", "Forwarded from ", "[Forwarded from [", "❤1", "1. "])
def test_hostile_lines_cost_linear_time(piece: str, before: str) -> None:
    """Twice the line may cost twice the time, with much room for a loaded machine; a quadratic scan would cost seconds."""
    for tail in ("", "x", "!"):
        short, long = (before + piece * (n // len(piece)) + tail for n in (30_000, 60_000))
        for function in FUNCTIONS:
            assert _cost(function, long) < 4 * _cost(function, short) + 0.02, function


def _cost(function: Callable[[str], object], line: str) -> float:
    return seconds(lambda: function(line))


def _read_often(function: Callable[[str], object], line: str) -> None:
    for _ in range(10_000):
        function(line)


def test_plain_prose_is_let_pass_at_a_glance() -> None:
    line = "Participants of the meeting agreed on the next steps and on the date of the talks."
    for function in (match_bullet, is_reactions_line, parse_reactions, is_counts_line, match_marker, is_bare_marker, is_call_to_action):
        cost = seconds(partial(_read_often, function, line))
        assert cost < 0.05, function  # 5 µs a line; it is 0.2 on an idle machine.
