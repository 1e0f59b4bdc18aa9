"""Markers that stand twice: one without text before an equal one says nothing that the other does not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..folding import fold_line
from ..tokens import Note, RawFurniture, RawPost, RawRepeat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def fold_markers(stretches: Iterable[RawPost | RawFurniture]) -> Iterator[RawPost | RawFurniture]:
    """Fold a marker without text into an equal one right after it, and keep it as a repeat."""
    bare: list[RawPost] = []
    for stretch in stretches:
        if bare and not (isinstance(stretch, RawPost) and _same_marker(bare[-1], stretch)):
            yield from bare
            bare = []
        if isinstance(stretch, RawPost) and stretch.marker and not (stretch.lines or stretch.reactions or stretch.furniture):
            bare.append(stretch)
            continue
        if bare and isinstance(stretch, RawPost) and stretch.marker:
            folded = tuple(RawRepeat(post.marker.line, stretch.marker.line, "marker", 1.0) for post in bare if post.marker)
            note = Note("TG105", "equal markers without text before this one were folded into it", stretch.marker.line)
            stretch = replace(  # noqa: PLW2901
                stretch, start=bare[0].start, line=bare[0].line, repeats=(*folded, *stretch.repeats), notes=(*stretch.notes, note)
            )
            bare = []
        yield stretch
    yield from bare


def _same_marker(bare: RawPost, post: RawPost) -> bool:
    return bool(bare.marker and post.marker and fold_line(bare.marker.line.text) == fold_line(post.marker.line.text))
