"""A timeline and a map as inline SVG, without a script and without a network: each shape carries its words as a title."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from ..html import Html, escape
from .coastlines import land_rings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDTH: Final = 900
HEIGHT: Final = 130
FLOOR: Final = 18
"""Height of the line of dates below the bars."""
MAX_BARS: Final = 90
MIN_DEGREES: Final = 40.0
"""Width that a map has at least."""
SIZES: Final = (2.0, 7.0)
"""Radius of the dots of the rarest and the most frequent place, for a map 900 wide."""


class Bar(NamedTuple):
    """A stretch of days, and how many posts are of it."""

    first: date
    last: date
    posts: int


class Dot(NamedTuple):
    """A place of the map: what it is called, where it is, how many posts name it, and its number among the filters."""

    name: str
    longitude: float
    latitude: float
    posts: int
    number: int


def timeline_svg(days: Sequence[date]) -> Html:
    """Draw how many posts are of which time; each bar carries its days for the filter.

    >>> timeline_svg([date(2022, 5, 1), date(2022, 5, 1)]).count("<rect")
    1
    """
    bars = list(bars_of(days))
    if not bars:
        return Html("")
    top = max(bar.posts for bar in bars)
    width = WIDTH / len(bars)
    shapes = "".join(_bar(bar, number * width, width, bar.posts / top) for number, bar in enumerate(bars) if bar.posts)
    ends = f'<text x="0" y="{HEIGHT + FLOOR - 4}">{bars[0].first}</text>'
    ends += f'<text x="{WIDTH}" y="{HEIGHT + FLOOR - 4}" text-anchor="end">{bars[-1].last}</text>'
    line = f'<path class="axis" d="M0 {HEIGHT}H{WIDTH}"/>'
    label = escape(f"Posts by time, {bars[0].first} to {bars[-1].last}")
    return Html(f'<svg viewBox="0 0 {WIDTH} {HEIGHT + FLOOR}" role="group" aria-label="{label}">{shapes}{line}{ends}</svg>')


def _bar(bar: Bar, x: float, width: float, part: float) -> str:
    height = max(2.0, part * (HEIGHT - 6))
    days = f"{bar.first}" if bar.first == bar.last else f"{bar.first} to {bar.last}"
    title = escape(f"{days}: {bar.posts} post{'' if bar.posts == 1 else 's'}")
    place = f'x="{x + width * 0.08:.1f}" y="{HEIGHT - height:.1f}" width="{width * 0.84:.1f}" height="{height:.1f}"'
    return f'<rect class="bar" tabindex="0" {place} data-from="{bar.first}" data-to="{bar.last}"><title>{title}</title></rect>'


def bars_of(days: Sequence[date]) -> Iterator[Bar]:
    """Count days by day, week, month, year or more years: as fine as there is room for.

    >>> [bar.posts for bar in bars_of([date(2022, 5, 1), date(2022, 5, 1), date(2022, 5, 3)])]
    [2, 0, 1]
    """
    if not days:
        return
    span = (max(days) - min(days)).days + 1
    step = next((step for step in (1, 7, 31, 366) if span <= step * MAX_BARS), 366 * (span // (366 * MAX_BARS) + 1))
    counts = Counter(_begin(day, step) for day in days)
    first, last = min(counts), max(counts)
    while first <= last:
        following = _begin(_later(first, step), step)
        end = date.max if following <= first else following - timedelta(days=1)
        yield Bar(first, end, counts[first])
        if following <= first:
            return
        first = following


def _begin(day: date, step: int) -> date:
    """Give the first day of the week, month or years that a day is in."""
    if step == 1:
        return day
    if step == 7:
        return max(date.min + timedelta(days=6), day) - timedelta(days=day.weekday())
    if step == 31:
        return day.replace(day=1)
    years = step // 366
    return date(max(1, day.year - day.year % years), 1, 1)


def _later(day: date, step: int) -> date:
    """Give a day in the next stretch; the end of the calendar stays where it is."""
    try:
        return day + timedelta(days=step + (5 if step > 31 else 0) * (step // 366))
    except OverflowError:
        return day


def map_svg(dots: Sequence[Dot]) -> Html:
    """Draw places on the coastlines, cut to what is on it; each dot carries its number for the filter."""
    if not dots:
        return Html("")
    west, east = _stretch([dot.longitude for dot in dots], 180.0)
    south, north = _stretch([dot.latitude for dot in dots], 90.0)
    scale = (east - west) / WIDTH
    top = max(dot.posts for dot in dots)
    # The largest first, so that small ones are not covered.
    circles = "".join(_circle(dot, scale * (SIZES[0] + (SIZES[1] - SIZES[0]) * dot.posts / top)) for dot in sorted(dots, key=_by_posts))
    box = f"{west:.2f} {-north:.2f} {east - west:.2f} {north - south:.2f}"
    return Html(f'<svg viewBox="{box}" role="group" aria-label="Places"><path class="land" d="{land_path()}"/>{circles}</svg>')


def _by_posts(dot: Dot) -> tuple[int, str]:
    return -dot.posts, dot.name


def _circle(dot: Dot, radius: float) -> str:
    title = escape(f"{dot.name}: {dot.posts} post{'' if dot.posts == 1 else 's'}")
    place = f'cx="{dot.longitude:.2f}" cy="{-dot.latitude:.2f}" r="{radius:.2f}"'
    return f'<circle class="dot" tabindex="0" {place} data-place="{dot.number}"><title>{title}</title></circle>'


def land_path() -> str:
    """Give all coastlines as one SVG path, a degree a unit, north up."""
    return "".join("M" + " ".join(f"{x:.1f},{-y:.1f}" for x, y in ring) + "Z" for ring in land_rings())


def _stretch(values: Sequence[float], limit: float) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = max((MIN_DEGREES * limit / 180 - (high - low)) / 2, (high - low) * 0.08)
    return max(-limit, low - room), min(limit, high + room)
