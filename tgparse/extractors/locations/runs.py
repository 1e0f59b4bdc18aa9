"""Runs of capitalised words ("City of Paris", «Ростов-на-Дону»), and the pieces that they are made of."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from .gazetteer import fold, fold_word

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

TOKEN: Final = re.compile(r"(?:\w\.){2,}\w?(?!\w)|\b(?:St|Mt|Ft)\.|\w+(?:['’ʼ]\w+)*['’]?|&")
POSSESSIVES: Final = ("'s", "’s", "'", "’")
SMALL: Final = (
    "of|the|and|de|la|le|les|del|el|al|ad|az|ar|es|as|da|do|dos|das|di|du|den|der|am|an|im|an der|sur|sous|upon|on|in|ez|e|y|na"
    "|de la|de los|of the|на|над|и|і|та"
)
"""Small words that a name may hold."""
RUSSIAN_TAILS: Final = (
    "област|кра[йяюе]|район|автономн|округ|мор[еяю]|океан|залив|проток|остров|импери|республик|федераци|губерни|площад|бульвар|улиц|проспект"
    "|озер|аэропорт|кладбищ|набережн|шоссе|парк|мост|лес|побережь|гор[аыеу]?\\b|автономи|вулиц|площ|аеропорт|затон|провінц|провинц"
)
"""How small words begin that end a Russian or Ukrainian name: «Донецкая область»."""


class Piece(NamedTuple):
    """A word of a run."""

    start: int
    end: int
    key: str
    capital: bool
    """Whether it is capitalised; small words such as "of" are not."""
    known: bool = False
    """Whether it is a name in the table by itself."""


def _capitals() -> str:
    blocks = (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x400, 0x530), *range(0x1E00, 0x1F00))
    return "".join(chr(point) for point in blocks if chr(point).isupper())


@cache
def run_pattern() -> re.Pattern[str]:
    """Compile the pattern of a run of capitalised words.

    >>> [match.group() for match in run_pattern().finditer("In Rio de Janeiro; U.S. towns, в Ростове-на-Дону")]
    ['In Rio de Janeiro', 'U.S.', 'Ростове-на-Дону']
    """
    capital = f"[{_capitals()}]"
    rest = rf"(?:\.(?:{capital}\.)+{capital}?(?!\w)|[\w'’ʼ]*(?:(?<=\bSt)\.|(?<=\bMt)\.|(?<=\bFt)\.)?)"
    # The pattern begins with a plain set of characters, which the engine looks for faster than for anything else.
    return re.compile(
        rf"""
        {capital}(?<![\w@].){rest}                          # A capitalised word, "U.S." or "St." …
        (?:
            (?:[ \u00a0][-–&][ \u00a0]|[ \u00a0\-–/&])       # … then a blank or a hyphen …
            (?:
                (?:(?:{SMALL.replace(" ", "[ ]")})[ \u00a0\-])?  # … perhaps a small word …
                {capital}{rest}                              # … and the next one;
                |(?:{RUSSIAN_TAILS})\w{{0,5}}\b              # or «область».
            )
        )*
        """,
        re.VERBOSE,
    )


def cut(run: str, names: Container[str]) -> Iterator[Piece]:
    """Cut a run into its words; a possessive ending is left out."""
    for match in TOKEN.finditer(run):
        word = match.group()
        stop = match.end()
        for tail in POSSESSIVES:
            if word.endswith(tail):
                stop -= len(tail)
                word = word[: -len(tail)]
                break
        if word:
            key = fold(word) if word.isupper() else fold_word(word)
            yield Piece(match.start(), stop, key, word[0].isupper(), key in names)
