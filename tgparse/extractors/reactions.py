"""Reactions: the emoji and counts of the lines that end a post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..models import Reaction, builder
from ..patterns import parse_reactions
from ..spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..models import Item
    from ..options import Options
    from ..tokens import RawPost

build_reaction: Final = builder(Reaction)


def extract(raw: RawPost, _found: Sequence[Item], _options: Options) -> Iterator[Item]:
    """Yield the reactions of a post in the order of its lines."""
    for line in raw.reactions:
        for found in parse_reactions(line.text):
            yield build_reaction(
                {
                    "text": line.text[found.start : found.end],
                    "span": Span(line.start + found.start, line.start + found.end),
                    "line": line.line,
                    "emoji": found.emoji,
                    "count": found.count,
                    "count_text": found.count_text,
                    "ambiguous": found.ambiguous,
                }
            )
