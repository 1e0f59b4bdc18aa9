"""What stands in more than one post, file or run: repeats, edits, boilerplate."""

from __future__ import annotations

from .changes import Change
from .comparison import Comparison, Edit, compare
from .groups import RepeatGroup, RepeatMember, find_repeats, groups_of_rows, repeat_rows
from .shared_lines import boilerplate

__all__ = (
    "Change",
    "Comparison",
    "Edit",
    "RepeatGroup",
    "RepeatMember",
    "boilerplate",
    "compare",
    "find_repeats",
    "groups_of_rows",
    "repeat_rows",
)
