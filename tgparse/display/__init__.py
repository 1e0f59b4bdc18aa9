"""Posts, and whatever holds or iterates them, for eyes: in notebooks, as pictures, as a report."""

from __future__ import annotations

from . import plot
from .report import to_report
from .shown import show

__all__ = ("plot", "show", "to_report")
