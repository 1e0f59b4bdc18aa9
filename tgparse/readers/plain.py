"""The dialect of last resort: text in which nothing but forward markers shows where a post begins.

Blank lines are no borders, since authors write them too: a text without markers is one post.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..markers import iter_lines
from ..models import Dialect
from ..tokens import LEAST_LINE, MAX_POST, RawPost, Reader, Score, cut_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..options import Options
    from ..tokens import Head, RawFurniture, RawLine, RawMarker, Token


def read(tokens: Iterable[Token], head: Head, options: Options) -> Iterator[RawPost | RawFurniture]:
    """Begin a post at every marker, and at 1 MiB of text without one."""
    del head
    marker: RawMarker | None = None
    lines: list[RawLine] = []
    size = 0
    for _, line, found in iter_lines(tokens, options):
        if found is not None or size > MAX_POST:
            if marker or lines:
                yield _post(marker, lines, cut=found is None)
            marker, lines, size = found, [], 0
        if found is None:
            lines.append(line)
            size += max(len(line.text), LEAST_LINE)
    if marker or lines:
        yield _post(marker, lines, cut=False)


def _post(marker: RawMarker | None, lines: list[RawLine], *, cut: bool) -> RawPost:
    every = [*([marker.line] if marker else []), *lines]
    return RawPost(
        begun_by="marker" if marker else "guess",
        start=every[0].start,
        end=every[-1].end,
        line=every[0].line,
        marker=marker,
        lines=tuple(lines),
        notes=(cut_note(lines[-1]),) if cut else (),
    )


def recognise(head: Head) -> Score:
    """Fit everything, a little."""
    del head
    return Score(0.05)


READER: Final = Reader(
    dialect=Dialect(
        name="plain",
        summary="Text that shows no borders but forward markers; what fits no other dialect is read so.",
        carries={"forwards": "some", "reactions": "none", "sent_at": "none", "author": "none", "views": "none", "links": "none"},
        example="A first line.\n\nA second paragraph of the same post.",
    ),
    recognise=recognise,
    read=read,
)
