"""The emoji grammar: where an emoji cluster ends, and which emoji Telegram offers as reactions.

A cluster is what people see as one emoji (UTS #51): two regional indicators, a keycap, or units joined by U+200D,
where a unit is a character with a skin tone, a variation selector or a flag's tag letters behind it. Any emoji may carry
a redundant U+FE0F, as Apple's keyboards write it (⚡️), or U+FE0E. The character classes are generated data, so
that the standard `re` does the work: `regex` and the packages that list all emoji are three to a hundred times slower.
"""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType
from typing import Final

from .tables import load_json

KEYCAP: Final = r"[0-9#*]\uFE0F?\u20E3"
FLAG: Final = r"[\U0001F1E6-\U0001F1FF]{2}"
IGNORED: Final = MappingProxyType({0xFE0F: None, 0x200D: None})
"""Extractors drop U+200D and people's keyboards add U+FE0F, so neither tells two emoji apart."""


def match_emoji(text: str, position: int = 0) -> int:
    """Give the offset behind the emoji cluster that begins at `position`, or -1 if none does.

    A lone ©, ® or ™ is a cluster as well: what it means where it stands is for the caller to say.

    >>> match_emoji("🇷🇺🇦🇲 Talks"), match_emoji("❤️‍🔥5"), match_emoji("5"), match_emoji("5️⃣")
    (2, 4, -1, 3)
    """
    match = _cluster().match(text, position)
    return match.end() if match else -1


def fold_emoji(emoji: str) -> str:
    """Fold an emoji for comparison: without U+FE0F and U+200D.

    >>> fold_emoji("❤️‍🔥") == fold_emoji("❤🔥")
    True
    """
    return emoji.translate(IGNORED)


def is_offered(emoji: str) -> bool:
    """Say whether this is one of the 73 emoji that Telegram offers as reactions.

    >>> is_offered("❤️"), is_offered("❤🔥"), is_offered("📅")
    (True, True, False)
    """
    return fold_emoji(emoji) in _offered()


@cache
def character_class(name: str) -> str:
    r"""Give a class of `tables/emoji.json` as what stands between the brackets of a pattern.

    >>> character_class("modifier")
    '\\U0001f3fb-\\U0001f3ff'
    """
    return "".join(rf"\U{low:08x}-\U{high:08x}" if low < high else rf"\U{low:08x}" for low, high in _ranges(name))


@cache
def character_set(name: str) -> frozenset[str]:
    """Give a class of `tables/emoji.json` as a set, for the small ones.

    >>> "™" in character_set("plain")
    True
    """
    return frozenset(chr(code) for low, high in _ranges(name) for code in range(low, high + 1))


@cache
def unit_pattern() -> str:
    """Give the pattern of a cluster that is no keycap; atomic, so that repeating it stays linear."""
    base, tone = character_class("base"), character_class("modifier")
    unit = rf"[{base}](?:[{tone}]\uFE0F?|\uFE0F\u20E3?|\uFE0E|[\U000E0020-\U000E007E]+\U000E007F)?"
    return rf"(?>{FLAG}|{unit}(?:\u200D{unit})*)"


@cache
def cluster_pattern() -> str:
    """Give the pattern of any cluster, keycaps included."""
    return rf"(?>{KEYCAP}|{unit_pattern()})"


@cache
def _cluster() -> re.Pattern[str]:
    return re.compile(cluster_pattern())


@cache
def _offered() -> frozenset[str]:
    return frozenset(map(fold_emoji, load_json("emoji.json")["offered"].split()))


def _ranges(name: str) -> list[tuple[int, int]]:
    """Read a class, noted as "00A9 203C-2049"."""
    ends = [item.split("-") for item in load_json("emoji.json")[name].split()]
    return [(int(end[0], 16), int(end[-1], 16)) for end in ends]
