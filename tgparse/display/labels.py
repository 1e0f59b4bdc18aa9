"""Labels that matplotlib can draw: its own fonts lack most emoji and many scripts, and would draw empty boxes.

Where an installed font has every character of a word, the word is drawn with it. One that none has is written in Latin letters
(सेतु as "setu", 新华社 as "XinHuaShe"), an emoji in words between colons, a flag as the letters of its country. So every label says
something, on any machine: also with matplotlib before 3.11, which cannot join Arabic letters or turn Hebrew around.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..emoji import fold_emoji, match_emoji
from ..errors import MissingExtraError
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
"""Stands for a character that neither a font nor letters can show."""
PICTOGRAPHS: Final = 0x1F000
"""Below, "heavy", "black" and "white" in a name tell of the printed sign and not of its colour."""
OF_PRINT: Final = re.compile(r"\b(?:heavy|black|white) ")
INDIC_CLASSES: Final = frozenset({0, 7, 9})
"""Combining classes of the vowel signs, nuktas and viramas that change the letters around them."""


class Labels(NamedTuple):
    """Texts as they can be drawn, and the families of fonts that draw them."""

    texts: tuple[str, ...]
    families: tuple[str, ...]


def legible(texts: Iterable[str]) -> Labels:
    """Give labels that can be drawn, and the fonts for them."""
    plain = [shortened(visible(" ".join(text.split())), MAX_LABEL) for text in texts]
    fonts = _fonts_for({char for text in plain for char in fold_emoji(text) if not char.isascii() and _can_stand(char)})
    drawable = frozenset(filter(_can_stand, frozenset[str]().union(*(characters_of(path) for _, path in fonts))))
    return Labels(tuple(_drawn(text, drawable) for text in plain), tuple(dict.fromkeys(family for family, _ in fonts)))


def _can_stand(char: str) -> bool:
    """Tell whether a character can be drawn where it stands, or by a matplotlib that shapes text."""
    if char.isascii() or _shapes():
        return True
    category, direction = unicodedata.category(char), unicodedata.bidirectional(char)
    return not (direction in {"R", "AL"} or category == "Mc" or (category == "Mn" and unicodedata.combining(char) in INDIC_CLASSES))


@cache
def _shapes() -> bool:
    """Tell whether matplotlib shapes text, as it does from 3.11 on."""
    return hasattr(need("matplotlib.ft2font", "plot"), "__libraqm_version__")


def _drawn(text: str, drawable: frozenset[str]) -> str:
    """Write out what cannot be drawn."""
    if match_emoji(text) == len(text):
        # An emoji alone, such as a reaction: a picture without colours needs its name, too.
        emoji = fold_emoji(text)
        return f"{emoji} {in_words(emoji)}" if drawable.issuperset(emoji) else in_words(emoji)
    if drawable.issuperset(text):
        return text
    return shortened(" ".join("".join(_pieces(text, drawable)).split()), MAX_LABEL)


def _pieces(text: str, drawable: frozenset[str]) -> Iterator[str]:
    position = begun = 0
    while position < len(text):
        end = match_emoji(text, position)
        # Signs such as © are emoji as well; letters around them stay one word.
        if end > 0 and not drawable.issuperset(text[position:end]):
            yield from _words(text[begun:position], drawable)
            emoji = fold_emoji(text[position:end])
            yield emoji if drawable.issuperset(emoji) else _flag(emoji) or f" :{in_words(emoji)}: "
            begun = end
        position = max(end, position + 1)
    yield from _words(text[begun:], drawable)


def _words(text: str, drawable: frozenset[str]) -> Iterator[str]:
    """Give the words of a text without emoji, each in its own letters or all in Latin ones."""
    for word in re.split("( )", text):
        yield word if drawable.issuperset(word) else _latin(word, drawable)


def _latin(word: str, drawable: frozenset[str]) -> str:
    """Write a word in Latin letters."""
    # Joiners, selectors and marks of direction are nothing to draw.
    shown = "".join(char for char in word if unicodedata.category(char) != "Cf")
    if drawable.issuperset(shown):
        return shown
    try:
        letters: str = need("anyascii", "plot").anyascii(shown)
    except MissingExtraError:
        letters = ""
    return letters or "".join(char if char in drawable else BOX for char in shown)


def in_words(emoji: str) -> str:
    """Name an emoji.

    >>> in_words("👍"), in_words("🇷🇺"), in_words("❤🔥"), in_words("🖤")
    ('thumbs up', 'RU', 'heart fire', 'black heart')
    """
    names = (_name(char) for char in emoji)
    return _flag(emoji) or " ".join(name for name in names if name and "modifier" not in name) or BOX


def _flag(emoji: str) -> str:
    """Give the letters of a flag's country, or nothing for any other emoji."""
    letters = [ord(char) - FLAG_LETTERS for char in emoji]
    return "".join(chr(ord("A") + letter) for letter in letters) if all(0 <= letter < 26 for letter in letters) else ""


def _name(char: str) -> str:
    name = unicodedata.name(char, "").lower().removesuffix(" sign")
    return OF_PRINT.sub("", name) if ord(char) < PICTOGRAPHS else name


def _fonts_for(characters: set[str]) -> Sequence[tuple[str, str]]:
    """Give the fonts that matplotlib is set to, and further installed ones that have what these lack."""
    fonts = list(_own_fonts())
    missing = characters.difference(*(characters_of(path) for _, path in fonts))
    for family, path in islice(_installed(), MAX_FONTS) if missing else ():
        found = missing & characters_of(path)
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
def characters_of(path: str) -> frozenset[str]:
    """Give the characters that a font has."""
    manager = need("matplotlib.font_manager", "plot")
    try:
        codes: Iterable[int] = manager.get_font(path).get_charmap()
    except (OSError, RuntimeError):
        return frozenset()
    return frozenset(map(chr, codes))
