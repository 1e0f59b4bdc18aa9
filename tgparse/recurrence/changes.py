"""Which words an edit changed, and how a notebook shows them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

from .. import html
from ..folding import fold_line
from ..models import Model, shorten
from ..spans import Span
from .similarity import UNBROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..html import Html

LONGEST_DIFFERENCE: Final = 2000
"""Words between the first and the last change that are compared word by word; more are given as one change."""
TOKEN: Final = re.compile(f"[{UNBROKEN}]|[^\\W{UNBROKEN}]+|[^\\w\\s]")
CONTEXT: Final = 40
"""Code points of unchanged text that are shown before and after a change."""
SHOWN_CHANGES: Final = 6


class Change(Model, frozen=True):
    """A stretch of words that an edit put in place of another one."""

    old: str
    """The words before; "" where some were only added."""
    new: str
    """The words after; "" where some were only taken out."""
    old_span: Span
    """Where they stood: code points of `Post.body`."""
    new_span: Span
    """Where they stand: code points of `Post.body`."""


def changes(old: str, new: str) -> Iterator[Change]:
    """Give the words that differ, white space and invisible characters aside.

    >>> [(change.old, change.new) for change in changes("Open from 5 May, not before.", "It is open from 6 May.")]
    [('Open', 'It is open'), ('5', '6'), (', not before', '')]
    """
    mine, theirs = _tokens(old), _tokens(new)
    start = 0
    while start < min(len(mine), len(theirs)) and mine[start].key == theirs[start].key:
        start += 1
    end = 0
    while end < min(len(mine), len(theirs)) - start and mine[-1 - end].key == theirs[-1 - end].key:
        end += 1
    for i, k, j, m in _differing([t.key for t in mine[start : len(mine) - end]], [t.key for t in theirs[start : len(theirs) - end]]):
        old_span, new_span = _stretch(mine, start + i, start + k), _stretch(theirs, start + j, start + m)
        yield Change(old=old[slice(*old_span)], new=new[slice(*new_span)], old_span=old_span, new_span=new_span)


class _Token(NamedTuple):
    key: str
    start: int
    end: int


def _tokens(text: str) -> list[_Token]:
    """Cut a text into words and signs; what is invisible is none."""
    tokens = (_Token(fold_line(match[0]), *match.span()) for match in TOKEN.finditer(text))
    return [token for token in tokens if token.key]


def _differing(mine: list[str], theirs: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Give the stretches that differ, as two starts and ends."""
    if max(len(mine), len(theirs)) > LONGEST_DIFFERENCE:
        yield 0, len(mine), 0, len(theirs)
        return
    for kind, i, k, j, m in SequenceMatcher(None, mine, theirs).get_opcodes():
        if kind != "equal":
            yield i, k, j, m


def _stretch(tokens: Sequence[_Token], start: int, end: int) -> Span:
    """Give the place of some tokens; of none, the place where they would stand."""
    if start < end:
        return Span(tokens[start].start, tokens[end - 1].end)
    place = tokens[start - 1].end if start else 0
    return Span(place, place)


def marked(body: str, changes: Sequence[Change]) -> Html:
    """Show the changes that led to a body with some words around them: `<del>` what went, `<ins>` what came.

    >>> marked("Open from 6 May", tuple(changes("Open from 5 May", "Open from 6 May")))
    'Open from <del dir="auto">5</del> <ins dir="auto">6</ins> May'
    """
    pieces: list[str] = []
    shown = 0
    for change in changes[:SHOWN_CHANGES]:
        start, end = change.new_span
        pieces.append(_between(body, shown, start))
        # With a direction of its own a word is isolated: it cannot reorder the words around it.
        both = [
            f'<{tag} dir="auto">{html.escape(shorten(text))}</{tag}>' for tag, text in (("del", change.old), ("ins", change.new)) if text
        ]
        pieces.append(("" if change.new else " ") + " ".join(both))
        shown = end
    more = len(changes) - SHOWN_CHANGES
    pieces.append(f" … {more} more changes" if more > 0 else _between(body, shown, len(body)))
    return html.Html("".join(pieces))


def _between(body: str, start: int, end: int) -> Html:
    """Show unchanged text: whole if it is short, else its ends."""
    if end - start <= 2 * CONTEXT:
        return html.escape(body[start:end])
    before = body[start : start + CONTEXT] if start else ""
    after = body[end - CONTEXT : end] if end < len(body) else ""
    return html.escape(f"{before} … {after}")
