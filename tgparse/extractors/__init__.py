"""One file a kind of item; each has `extract(raw_post, found_so_far, options)`, which yields items.

`EXTRACTORS` gives the functions in the order in which they run: each sees what those before it have found in the
same post, so that a date inside a URL is no date. A user's own extractor is one more function behind them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import dates, entities, locations, points, reactions
from .ner import ner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..models import Item
    from ..options import Options
    from ..tokens import Note, RawPost

    Extractor = Callable[[RawPost, Sequence[Item], Options], Iterable[Item | Note]]

EXTRACTORS: Final[tuple[Extractor, ...]] = (
    entities.extract,
    dates.extract,
    locations.extract,
    points.extract,
    reactions.extract,
)
"""The extractors in the order in which they run."""

__all__ = ["EXTRACTORS", "ner"]
