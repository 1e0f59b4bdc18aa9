"""How a channel closes its posts, learned from those whose end is known, shows where the others end.

Many channels end every post with the same words, with the address that it is about, or with hashtags. Where an extractor writes a body
once, and neither a forward marker nor reactions stand between two posts, nothing else shows the border. A habit counts only if most
posts of known end have it, and no line that is known to stand before the end of one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from .tokens import RawPost, cut_post, is_cut, uncut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .tokens import RawFurniture, RawLine

ENOUGH: Final = 3
"""Posts of known end that must have a habit."""
MOST: Final = 0.7
"""Share of the posts of known end that must have it."""
MANY: Final = 4
"""Posts that close with the same words from which `HALF` is enough."""
HALF: Final = 0.45
"""The share for the words of a signature: hardly any other lines begin or end so alike."""
SHOWN: Final = frozenset({"marker", "footer"})
"""What shows that a post begins, and so that the one before it ends."""
GENERAL: Final = frozenset({"address", "tags"})
"""Habits that are no certain words, and so stand inside of posts as well."""
ADDRESS: Final = re.compile(r"(?:https?://|www\.|t\.me/)\S+$")
HEAD: Final = re.compile(r"[^\w\s]+|\S+")
"""The signs that a line begins with, or else its first word."""


def closings(text: str) -> Iterator[str]:
    """Give the habits that a last line may show.

    >>> list(closings("via City News"))
    ['first via', 'last News']
    >>> list(closings("#ferry #harbour"))
    ['first #', 'last #harbour', 'tags']
    """
    head = HEAD.match(text)
    if head:
        yield f"first {head[0]}"
    last = text.rsplit(None, 1)[-1] if not text.isspace() else text
    yield f"last {last}"
    if ADDRESS.search(last):
        yield "address"
    if text[0] == "#" and all(word[0] == "#" for word in text.split()):
        yield "tags"


def learn_closings(stretches: Iterable[RawPost | RawFurniture]) -> frozenset[str]:
    """Learn how the posts of a channel end, from stretches that markers, reactions, media and link previews bound."""
    posts = [stretch for stretch in stretches if isinstance(stretch, RawPost)]
    known = [
        post
        for post, follower in pairwise((*posts, None))
        if post and post.lines and (post.reactions or (follower and follower.begun_by in SHOWN))
    ]
    # What is forwarded has the habits of other channels.
    own = [post for post in known if not post.marker]
    known = own if len(own) >= ENOUGH else known
    ends = Counter(habit for post in known for habit in closings(post.lines[-1].text))
    needed = {habit: MOST if habit in GENERAL or times < MANY else HALF for habit, times in ends.items() if times >= ENOUGH}
    habits = {habit for habit, share in needed.items() if ends[habit] >= share * len(known)}
    if habits:
        for post in known:
            habits -= _met_inside(post.lines)
    return frozenset(habits)


def _met_inside(lines: Sequence[RawLine]) -> set[str]:
    """Give the habits of the first line of several and of the last but one, which end nothing, unless a habit takes several lines."""
    places = {0, len(lines) - 2} if len(lines) > 1 else ()
    return {habit for place in places for habit in {*closings(lines[place].text)} - {*closings(lines[place + 1].text)}}


def split_at_closings(stretches: Iterable[RawPost | RawFurniture], habits: frozenset[str]) -> Iterator[RawPost | RawFurniture]:
    """End a post behind each line that has a habit, or behind the last of several such lines.

    A stretch that the reader handed on in part goes on in the next one, and so does the post that it ends in.
    """
    held: RawPost | None = None
    for part in stretches:
        stretch = part
        if held is not None:
            if isinstance(stretch, RawPost) and stretch.begun_by == "guess":
                stretch = _joined(held, stretch)
            else:
                yield held
            held = None
        if not isinstance(stretch, RawPost):
            yield stretch
            continue
        *ended, last = _pieces(stretch, habits)
        yield from ended
        if is_cut(last) and _closes(last.lines[-1], habits):
            yield uncut(last)
        elif is_cut(last) and ended:
            held = uncut(last)
        else:
            yield last
    if held is not None:
        yield held


def _closes(line: RawLine, habits: frozenset[str]) -> bool:
    return not habits.isdisjoint(closings(line.text))


def _joined(held: RawPost, stretch: RawPost) -> RawPost:
    """Put the beginning of a post before the stretch that goes on with it."""
    return replace(
        held,
        end=stretch.end,
        lines=(*held.lines, *stretch.lines),
        furniture=(*held.furniture, *stretch.furniture),
        reactions=stretch.reactions,
        notes=(*held.notes, *stretch.notes),
    )


def _pieces(stretch: RawPost, habits: frozenset[str]) -> Iterator[RawPost]:
    """Cut a stretch into posts."""
    closed = [_closes(line, habits) for line in stretch.lines]
    return cut_post(stretch, [i for i in range(1, len(closed)) if closed[i - 1] and not closed[i]], "footer")
