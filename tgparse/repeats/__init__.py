"""Which lines repeat which: doubled bodies are found, split into posts and marked; nothing is deleted.

**The shape.** Some extractors write everything after the first line of a post twice: `H T T`, where H is the first line and
T the rest. Nothing stands between two posts, so where posts have no marker and no reactions the doubling alone shows where
one ends. The copies may differ: a quoted or a code line may be missing from the first, a struck-through one from the second
(`H T1 Q T1` where the post is `H Q T1`); then each copy alone is incomplete, and their ordered union is the post.

**Whether at all.** A file counts as doubled when its posts show it; in any other text a block that stands twice stays,
and a note says so. A line is never removed because it was "seen before": a refrain, a heading used twice, a list that
starts again at 1) stay.

| file | what lives there |
| --- | --- |
| `search.py` | lines explained as a row of posts, of which some stand twice |
| `doubling.py` | whether a file is doubled at all |
| `splitting.py` | the stretches of a doubled file cut into posts, their second copies marked; in any other file a note |
| `markers.py` | equal markers without text, folded into one |
"""

from __future__ import annotations

from .doubling import Profile, may_be_doubled, profile
from .markers import fold_markers
from .search import Body, find_bodies
from .splitting import note_squares, split_doubled

__all__ = ("Body", "Profile", "find_bodies", "fold_markers", "may_be_doubled", "note_squares", "profile", "split_doubled")
