"""Texts folded for comparison: what must not matter when two names, lines or posts are held to be the same.

Folding is for comparing only; what a user sees is always the text as it stands in the source.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import regex

INVISIBLE: Final = regex.compile(r"[\p{Cf}\p{Variation_Selector}\p{Cs}]+")
"""Format characters (ZWJ, ZWNJ, bidi marks, soft hyphen …), variation selectors and lone surrogates.

Extractors drop them at will, so that `می‌کند` and `میکند` are the same post. `regex` knows the properties of the
newest Unicode; the standard `re` has none.
"""
LINE_BREAK: Final = re.compile(r"\r\n|\n|\r")
"""The only three line ends: a form feed, U+0085 or U+2028 may stand inside a post."""
BROKEN: Final = re.compile(r"(?P<before>[(\[{«“„@#/])?[^\S\r\n]*(?:\r\n|\n|\r)\s*(?P<behind>[.,;:!?…)\]}»”’%])?")
"""A line end inside a paragraph, with the signs around it that take no blank on that side."""
EMOJI_OR_BLANK: Final = regex.compile(
    r"[\s\p{Cf}\p{Variation_Selector}\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\u20e3]+"
)


def count_breaks(text: str, start: int = 0, end: int | None = None) -> int:
    r"""Count the line ends in a stretch of a text; ``\r\n`` is one.

    >>> count_breaks("one\r\ntwo\nthree\r")
    3
    """
    stop = len(text) if end is None else end
    return text.count("\n", start, stop) + text.count("\r", start, stop) - text.count("\r\n", start, stop)


def unbroken(text: str) -> str:
    r"""Join the pieces of a paragraph that an extractor cut at its text nodes, as a reader would: by blanks, but by none at brackets.

    >>> unbroken("In the \n#OSCE\n, (\ntoday\n)"), unbroken("one line")
    ('In the #OSCE, (today)', 'one line')
    """
    if "\n" not in text and "\r" not in text:
        return text
    return BROKEN.sub(
        lambda match: f"{match['before'] or ''}{'' if match['before'] or match['behind'] else ' '}{match['behind'] or ''}", text
    )


def fold_line(text: str) -> str:
    """Fold a line so that equal ones are equal: NFC, single blanks, no format characters and variation selectors.

    >>> fold_line("Good  morning ☀️") == fold_line("Good morning ☀")
    True
    """
    # Nearly all lines are their own fold, and telling so is several times as fast as folding.
    if (
        "  " not in text
        and text.isprintable()
        and (text.isascii() or (not _has_selectors(text) and unicodedata.is_normalized("NFC", text)))
    ):
        return text
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def _has_selectors(text: str) -> bool:
    """Whether there may be a variation selector: they alone are invisible and yet count as printable.

    They are looked for by the first two bytes of their UTF-8; a search for the whole class costs ten times as much.
    """
    return _holds_selectors(text.encode("utf-8"))


def _holds_selectors(data: bytes) -> bool:
    # A single byte is found many times as fast as two; a loop over the three pairs would cost more than the looking.
    return (
        (b"\xef" in data and b"\xef\xb8" in data) or (b"\xe1" in data and b"\xe1\xa0" in data) or (b"\xf3" in data and b"\xf3\xa0" in data)
    )


def squeeze(text: str) -> str:
    """Fold a text to its words: NFC, without white space, format characters and variation selectors.

    >>> squeeze("Good morning ☀️") == squeeze("Good  morning ☀")
    True
    """
    # What prints is neither white space nor a format character, so that most texts need no more than these two steps.
    packed = text.replace(" ", "").replace("\n", "")
    if packed.isprintable():
        if packed.isascii():
            return packed
        packed = unicodedata.normalize("NFC", packed).replace("\ufe0f", "")
        if not _has_selectors(packed):
            return packed
    return INVISIBLE.sub("", unicodedata.normalize("NFC", "".join(packed.split())))


def squeeze_bytes(text: str) -> bytes:
    """Give the UTF-8 of the squeezed text, in half the time of `squeeze`: bytes are taken out of bytes in one step.

    >>> squeeze_bytes("Good morning ☀️") == squeeze("Good morning ☀").encode()
    True
    """
    if "\n" in text:
        text = text.replace("\n", "")
    if text.isprintable() and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        data = text.encode("utf-8").translate(None, b" ")
        if b"\xef" in data:
            data = data.replace(b"\xef\xb8\x8f", b"")
        if not _holds_selectors(data):
            return data
    return squeeze(text).encode("utf-8")


def content_hash(body: str) -> str:
    """Name a body by its words: BLAKE2b-128 of the squeezed text, as "tg1:" and 32 hex digits.

    The prefix changes when the rule does.

    >>> content_hash("Read in full") == content_hash("Read in\u00a0full")
    True
    """
    return "tg1:" + blake2b(squeeze_bytes(body), digest_size=16).hexdigest()


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """Fold the name of a channel: case, emoji and kinds of blanks do not make it another one.

    >>> fold_name("Russian MFA 🇷🇺") == fold_name("russian\u00a0mfa")
    True
    """
    folded = " ".join(EMOJI_OR_BLANK.sub(" ", unicodedata.normalize("NFKC", name)).split()).casefold()
    # A name of emoji only would fold to nothing, and all such channels would count as one.
    return folded or squeeze(name)
