"""Write `tgparse/tables/emoji.json`: the character classes of the emoji grammar, from the properties that `regex` knows.

    python tests/tools/make_emoji.py [--check]

The standard `re` has no emoji properties, and `regex` is three times slower on single lines, so the classes are
generated once and kept as data. Run it again when `regex` learns a newer Unicode; `--check` only says whether the
file is up to date.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Final

import regex

TABLE: Final = Path(__file__).parents[2] / "tgparse" / "tables" / "emoji.json"

CLASSES: Final = {
    # Digits, "#" and "*" are emoji only in keycaps, regional indicators only in pairs. Reserved pictographs stand in
    # for the emoji of the next years; assigned ones that are no emoji (★, ☛) are symbols.
    "base": r"[[\p{Emoji}\p{Emoji_Modifier}--[0-9#*]--\p{Regional_Indicator}]||[\p{Extended_Pictographic}&&\p{Cn}]]",
    "modifier": r"\p{Emoji_Modifier}",
    # Emoji that print as plain signs in running text: alone they count as emoji only with U+FE0F.
    "plain": r"[©®™ℹ‼⁉\p{Emoji_Modifier}]",
    # Signs that open a list line with or without a blank: bullets, geometric shapes, dingbats, pointers, and the
    # private letters that Word's Symbol and Wingdings lists leave behind.
    "symbol": (
        r"[[•‣⁃∙◦⦁⦾⦿※・￭￮\u2600-\u27BF\u25A0-\u25FF\u2B00-\u2BFF\u21D2\u21E8\U0001F780-\U0001F8FF]"
        r"&&[\p{So}\p{Sm}\p{Po}]--\p{Emoji}]|[\uF076\uF0A7\uF0B7\uF0D8\uF0FC]"
    ),
}
"""Name to a set in `regex`'s version 1 syntax."""

OFFERED: Final = (
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡",
    ("❤‍🔥", "👨‍💻", "🤷‍♂", "🤷‍♀"),
)
"""The 73 emoji that Telegram offers as reactions (Bot API, ReactionTypeEmoji), without U+FE0F."""


def ranges(pattern: str) -> list[list[int]]:
    """Give the code points that match one set, as inclusive ranges."""
    matches = regex.compile(pattern, regex.VERSION1).fullmatch
    found: list[list[int]] = []
    for code in range(sys.maxunicode + 1):
        if matches(chr(code)):
            if found and found[-1][1] == code - 1:
                found[-1][1] = code
            else:
                found.append([code, code])
    return found


def notation(found: list[list[int]]) -> str:
    """Write ranges as readable data, "00A9 00AE 203C-2049".

    >>> notation([[0xA9, 0xA9], [0x203C, 0x2049]])
    '00A9 203C-2049'
    """
    return " ".join(f"{low:04X}" if low == high else f"{low:04X}-{high:04X}" for low, high in found)


def table() -> str:
    """Give the whole file."""
    singles, joined = OFFERED
    data = {
        "source": f"Unicode Character Database, by way of regex {version('regex')} and tests/tools/make_emoji.py",
        "licence": "Unicode License v3",
        **{name: notation(ranges(pattern)) for name, pattern in CLASSES.items()},
        "offered": " ".join((*singles, *joined)),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def main(arguments: list[str]) -> int:
    """Write the table, or check it."""
    made = table()
    if "--check" in arguments:
        return int(made != TABLE.read_text(encoding="utf-8"))
    TABLE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
