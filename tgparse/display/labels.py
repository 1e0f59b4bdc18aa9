"""Labels that matplotlib can draw: its own fonts lack most emoji and many scripts, and would draw empty boxes.

Where an installed font has a character, the label is drawn with it. An emoji that none has is written out in words, a flag
as the letters of its country: so every label says something, on any machine.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..emoji import fold_emoji, match_emoji
from ..extras import need
from ..html import shortened, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAX_LABEL: Final = 36
"""Code points of a label."""
MAX_FONTS: Final = 400
"""Installed fonts that are looked into for missing characters."""
USELESS: Final = ("color", "colour", "last resort", "lastresort", "apple color emoji")
"""In the names of fonts of coloured pictures, which matplotlib cannot draw, and of those that have a box for everything."""
FLAG_LETTERS: Final = 0x1F1E6
BOX: Final = "□"
"""Stands for a character that neither a font nor words can show."""


class Labels(NamedTuple):
    """Texts as they can be drawn, and the families of fonts that draw them."""

    texts: tuple[str, ...]
    families: tuple[str, ...]


def legible(texts: Iterable[str]) -> Labels:
    """Give labels that can be drawn, and the fonts for them."""
    plain = [shortened(visible(" ".join(text.split())), MAX_LABEL) for text in texts]
    fonts = _fonts_for({char for text in plain for char in fold_emoji(text) if not char.isascii()})
    drawable = frozenset[str]().union(*(_characters(path) for _, path in fonts))
    return Labels(tuple(_drawn(text, drawable) for text in plain), tuple(dict.fromkeys(family for family, _ in fonts)))


def _drawn(text: str, drawable: frozenset[str]) -> str:
    """Write out what cannot be drawn."""
    if all(char in drawable for char in text):
        return text
    return "".join(_pieces(text, drawable))


def _pieces(text: str, drawable: frozenset[str]) -> Iterator[str]:
    position = 0
    while position < len(text):
        end = match_emoji(text, position)
        if end > 0:
            emoji = fold_emoji(text[position:end])
            yield emoji if all(char in drawable for char in emoji) else in_words(emoji)
            position = end
        else:
            char = text[position]
            # Joiners, selectors and marks of direction are nothing to draw.
            yield char if char in drawable else "" if unicodedata.category(char) in {"Cf", "Mn"} else BOX
            position += 1


def in_words(emoji: str) -> str:
    """Name an emoji.

    >>> in_words("👍"), in_words("🇷🇺"), in_words("❤🔥")
    ('thumbs up', 'RU', 'heavy black heart fire')
    """
    letters = [ord(char) - FLAG_LETTERS for char in emoji]
    if all(0 <= letter < 26 for letter in letters):
        return "".join(chr(ord("A") + letter) for letter in letters)
    names = (unicodedata.name(char, "").lower().removesuffix(" sign") for char in emoji)
    return " ".join(name for name in names if name and "modifier" not in name) or BOX


def _fonts_for(characters: set[str]) -> Sequence[tuple[str, str]]:
    """Give the fonts that matplotlib is set to, and further installed ones that have what these lack."""
    fonts = list(_own_fonts())
    missing = characters.difference(*(_characters(path) for _, path in fonts))
    for family, path in islice(_installed(), MAX_FONTS) if missing else ():
        found = missing & _characters(path)
        if found:
            fonts.append((family, path))
            missing -= found
        if not missing:
            break
    return fonts


def _own_fonts() -> Iterator[tuple[str, str]]:
    manager = need("matplotlib.font_manager", "plot")
    path: str = manager.findfont(manager.FontProperties())
    yield manager.get_font(path).family_name, path


@cache
def _installed() -> tuple[tuple[str, str], ...]:
    """Give the installed upright fonts of normal weight, those without serifs first."""
    manager = need("matplotlib.font_manager", "plot")
    entries: list[Any] = [font for font in manager.fontManager.ttflist if font.style == "normal" and str(font.weight) in {"400", "normal"}]
    fonts = {(entry.name, entry.fname) for entry in entries if not any(word in entry.name.lower() for word in USELESS)}
    return tuple(sorted(fonts, key=lambda font: ("sans" not in font[0].lower(), font)))


@cache
def _characters(path: str) -> frozenset[str]:
    """Give the characters that a font has."""
    manager = need("matplotlib.font_manager", "plot")
    try:
        codes: Iterable[int] = manager.get_font(path).get_charmap()
    except (OSError, RuntimeError):
        return frozenset()
    return frozenset(map(chr, codes))
