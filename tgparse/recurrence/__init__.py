"""What stands in more than one post, file or run: repeats, edits, boilerplate."""

from __future__ import annotations

from .groups import RepeatGroup, RepeatMember, find_repeats, groups_of_rows, repeat_rows

__all__ = ("RepeatGroup", "RepeatMember", "find_repeats", "groups_of_rows", "repeat_rows")
