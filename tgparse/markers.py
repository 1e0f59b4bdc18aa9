"""Forward markers in the stream of lines: on one line, or the words on one and the name on the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from .forwards import BEFORE_MARKER, HEAD, match_heading, match_marker, opening_heads, opens_marker
from .tokens import RawLine, RawMarker, make_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .options import Options
    from .tokens import Token

LineKind = Literal["marker", "reactions", "text"]
LONGEST_NAME: Final = 128
"""Code points in a channel's title, by Telegram's own limit."""


def iter_lines(tokens: Iterable[Token], options: Options) -> Iterator[tuple[LineKind, RawLine, RawMarker | None]]:
    """Give the content of each line that is not blank, with its marker where it is one.

    A marker in a language that `options.languages` leaves out is text.
    """
    heads = opening_heads()
    held: Token | None = None
    # Who names the languages asks for the words behind a name too, which else count in brackets only.
    asked = options.languages is not None
    for token in tokens:
        kind = token.kind
        if kind == "blank":
            continue
        if held is not None:
            words, held = held, None
            marker = two_line_marker(words, token, options)
            if marker is not None:
                yield "marker", marker.line, marker
                continue
            yield "text", RawLine.of(words), None
        _, whole, start, number, text = token
        line = make_line((text, start if whole[0] == text[0] else start + whole.index(text), number))
        if kind == "marker":
            marker = one_line_marker(line, options)
            yield ("marker", line, marker) if marker else ("text", line, None)
        # Nearly every line is text, and these two tests tell so without a call.
        elif kind == "text" and (text[:HEAD] in heads or text[0] in BEFORE_MARKER) and opens_marker(text):
            held = token
        elif asked and kind == "text" and (marker := one_line_marker(line, options, suffixes=True)):
            yield "marker", line, marker
        else:
            yield kind, line, None
    if held is not None:
        yield "text", RawLine.of(held), None


def one_line_marker(line: RawLine, options: Options, *, suffixes: bool = False) -> RawMarker | None:
    """Read a marker that stands on one line; `suffixes` tells that words behind the name count without brackets."""
    match = match_marker(line.text, languages=options.languages, suffixes=suffixes)
    return RawMarker(line, match.name, match.author, match.url, match.language) if match else None


def two_line_marker(words: Token, name: Token, options: Options) -> RawMarker | None:
    """Read a marker whose name stands on the next line."""
    if name.kind != "text" or name.line != words.line + 1 or len(name.text) > LONGEST_NAME:
        return None
    first, second = RawLine.of(words), RawLine.of(name)
    match = match_heading(first.text, second.text, languages=options.languages)
    match = match or match_marker(f"{first.text} {second.text}", languages=options.languages)
    if match is None:
        return None
    source = words.text + name.text
    whole = RawLine(source[first.start - words.start : second.end - words.start], first.start, first.line)
    return RawMarker(whole, match.name, match.author, match.url, match.language)
