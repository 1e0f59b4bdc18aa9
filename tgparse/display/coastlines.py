"""The coastlines of the world, from Natural Earth (public domain), for maps that are drawn without a network."""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from ..tables import load_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    Ring = tuple[tuple[float, float], ...]


@cache
def land_rings() -> tuple[Ring, ...]:
    """Give the outlines of all land as longitudes and latitudes in degrees; some go on beyond the 180th meridian.

    >>> len(land_rings()) > 100, all(abs(y) <= 90 for ring in land_rings() for _, y in ring)
    (True, True)
    """
    rings: Sequence[Sequence[int]] = load_json("coastlines.json")["rings"]
    return tuple(_ring(steps) for steps in rings)


def _ring(steps: Sequence[int]) -> Ring:
    """Add the steps up: whole hundredths of a degree from point to point."""
    longitudes, latitudes = accumulate(steps[::2]), accumulate(steps[1::2])
    return tuple((x / 100, y / 100) for x, y in zip(longitudes, latitudes, strict=True))
