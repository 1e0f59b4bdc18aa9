r"""Markdown, as html2text writes it: what of a line is the author's, and what only stands for bold words, links and emoji.

    link     := "[" text "](" "<"? address ">"? ")"              ; a picture has "!" in front
    autolink := "<" address ">"
    strong   := "**" text "**"                                   ; may end on another line
    emphasis := "_" text "_" | "__"                              ; an emoji is `_**🤖**_`, an empty element `__`
    escape   := "\" sign
    code     := "`" text "`"
    struck   := "~~" text "~~"
    quote    := "> " text

The signs cannot be taken out of the source, so a line is cut into pieces around them: the pieces are what the author wrote, and
what joins them is nothing, or the blank that stood there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..spans import Span
from ..tokens import BLANKS, Declared, RawLine
from .page_lines import LINK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SIGNS: Final = frozenset("[<*_\\`~>")
"""What every piece of Markdown begins with."""
LONGEST: Final = 1 << 14
"""Code points: a longer line is left as it is."""
AUTOLINKED: Final = re.compile(r"<[a-z]{2,8}:[^<>\s]{1,2000}>")
EMPHASIS: Final = re.compile(r"(?<!\w)_[^_\n]{0,400}_(?!\w)")
STRONG: Final = re.compile(r"\*\*")
CODE: Final = re.compile(r"(?<!`)`[^`\n]{1,2000}`(?!`)")
STRUCK: Final = re.compile(r"~~[^~\n]{1,2000}~~")
QUOTE: Final = re.compile(r"(?:> )+")
ESCAPE: Final = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!<>|~])")
PRINTED_ITSELF: Final = ("#", "@", "http://", "https://")
"""Texts of links that say themselves where they lead."""


def unmarked_lines(lines: Sequence[RawLine], glue: Mapping[int, str]) -> tuple[list[RawLine], dict[int, str], list[Declared]]:
    """Cut lines into the pieces between the signs of Markdown; give pieces, what joins them, and the links with their targets.

    >>> pieces, glue, links = unmarked_lines([RawLine("_**🤖**_ See [our **site**](https://a.example/).", 0, 1)], {})
    >>> [piece.text for piece in pieces], glue
    (['🤖', 'See', 'our', 'site', '.'], {1: ' ', 2: ' ', 3: ' ', 4: ''})
    >>> links[0].url
    'https://a.example/'
    """
    pieces: list[RawLine] = []
    joints: dict[int, str] = {}
    links: list[Declared] = []
    for i, line in enumerate(lines):
        marked = len(line.text) <= LONGEST and not SIGNS.isdisjoint(line.text)
        own = list(_pieces(line, sorted(_signs(line.text)))) if marked else []
        first = len(pieces)
        pieces += [piece for piece, _ in own] or [line]
        joints |= {first + k: " " if parted else "" for k, (_, parted) in enumerate(own) if k}
        if i in glue:
            joints[first] = glue[i]
        links += _links(line, pieces[first:]) if marked else ()
    return pieces, joints, links


def _signs(text: str) -> Iterator[tuple[int, int]]:
    """Give the stretches of a line that are signs of Markdown; they may overlap."""
    for link in LINK.finditer(text):
        exclaimed = text[link.start()] == "!"
        if exclaimed and not text[link.start() - 1 : link.start()].isalnum():
            # A picture has no words.
            yield link.span()
        else:
            yield link.start() + exclaimed, link.start(1)
            yield link.end(1), link.end()
    for link in AUTOLINKED.finditer(text):
        yield link.start(), link.start() + 1
        yield link.end() - 1, link.end()
    for signs, width in ((EMPHASIS, 1), (CODE, 1), (STRUCK, 2)):
        for pair in signs.finditer(text):
            yield pair.start(), pair.start() + width
            yield pair.end() - width, pair.end()
    quote = QUOTE.match(text)
    if quote is not None:
        yield quote.span()
    for sign in (*STRONG.finditer(text), *ESCAPE.finditer(text)):
        yield sign.span()


def _pieces(line: RawLine, signs: Sequence[tuple[int, int]]) -> Iterator[tuple[RawLine, bool]]:
    """Give what stands between the signs, without surrounding blanks, and whether a blank stands before it."""
    done = 0
    parted = False
    for start, end in (*signs, (len(line.text), len(line.text))):
        piece = line.text[done:start] if start > done else ""
        bare = piece.strip(BLANKS)
        if bare:
            lead = piece.index(bare)
            yield RawLine(bare, line.start + done + lead, line.line), parted or lead > 0
            parted = lead + len(bare) < len(piece)
        else:
            parted = parted or bool(piece)
        done = max(done, end)


def _links(line: RawLine, pieces: Sequence[RawLine]) -> Iterator[Declared]:
    """Give the links whose text does not say where they lead."""
    i = 0
    for link in LINK.finditer(line.text):
        first, end = line.start + link.start(1), line.start + link.end(1)
        while i < len(pieces) and pieces[i].start < first:
            i += 1
        begin = i
        while i < len(pieces) and pieces[i].end <= end:
            i += 1
        words = pieces[begin:i]
        if words and any(map(str.isalpha, link[1])) and not words[0].text.startswith(PRINTED_ITSELF):
            yield Declared("text_link", Span(words[0].start, words[-1].end), link[2])
