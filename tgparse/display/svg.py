"""A timeline and a map as inline SVG, without a script and without a network: each shape carries its words as a title."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from ..html import Html, escape
from .coastlines import land_rings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDTH: Final = 900
HEIGHT: Final = 130
ROOF: Final = 18
"""Height of the line above the bars, where the highest one tells its number."""
FLOOR: Final = 24
"""Height of the line of dates below the bars."""
MAX_BARS: Final = 90
MAX_BAR: Final = 48.0
"""Width of a bar where there are few."""
TICKS: Final = 5
"""Bars that tell their time."""
MIN_DEGREES: Final = 40.0
"""Width that a map has at least."""
MAP_HEIGHT: Final = 448
"""Height that the style sheet lets a map have."""
SIZES: Final = (3.0, 10.0)
"""Radius of the dots of the rarest and the most frequent place, for a map 900 wide."""
NAMED: Final = 12
"""Places of a map that bear their names, as far as there is room."""
LETTER: Final = (7.0, 15.0)
"""Width of a letter and height of a line of these names, for a map 900 wide."""


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
    highest = max(range(len(bars)), key=lambda number: bars[number].posts)
    top = bars[highest].posts
    width = min(MAX_BAR, WIDTH / len(bars))
    shapes = "".join(_bar(bar, number * width, width, bar.posts / top) for number, bar in enumerate(bars) if bar.posts)
    line = f'<path class="axis" d="M0 {ROOF + HEIGHT}H{WIDTH}"/>'
    label = escape(f"Posts by time, {bars[0].first} to {bars[-1].last}")
    box = f"0 0 {WIDTH} {ROOF + HEIGHT + FLOOR}"
    texts = "".join(_ticks(bars, width)) + _text((highest + 0.5) * width, ROOF - 5, _posts(top))
    return Html(f'<svg class="timeline" viewBox="{box}" role="group" aria-label="{label}">{shapes}{line}{texts}</svg>')


def _ticks(bars: Sequence[Bar], width: float) -> Iterator[str]:
    """Write below some bars which time they are of, as finely as their distance asks for."""
    number = min(TICKS, max(1, int(len(bars) * width / 150)), len(bars))
    chosen = sorted({round(k * (len(bars) - 1) / max(1, number - 1)) for k in range(number)})
    days = (bars[-1].first - bars[0].first).days / max(1, len(chosen) - 1)
    length = 4 if days > 700 else 7 if days > 62 else 10
    for place in chosen:
        yield _text((place + 0.5) * width, ROOF + HEIGHT + FLOOR - 6, bars[place].first.isoformat()[:length])


def _text(x: float, y: float, text: str) -> str:
    """Write a text with its middle at x; at the edges it begins or ends there."""
    anchor = "start" if x < WIDTH * 0.06 else "end" if x > WIDTH * 0.94 else "middle"
    x = 0 if anchor == "start" else WIDTH if anchor == "end" else x
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _posts(number: int) -> str:
    return f"{number:,} post{'' if number == 1 else 's'}"


def _bar(bar: Bar, x: float, width: float, part: float) -> str:
    height = max(2.0, part * HEIGHT)
    days = f"{bar.first}" if bar.first == bar.last else f"{bar.first} to {bar.last}"
    title = escape(f"{days}: {_posts(bar.posts)}")
    place = f'x="{x + width * 0.08:.1f}" y="{ROOF + HEIGHT - height:.1f}" width="{width * 0.84:.1f}" height="{height:.1f}"'
    role = f'class="bar" role="button" tabindex="0" aria-label="{title}"'
    return f'<rect {role} {place} data-from="{bar.first}" data-to="{bar.last}"><title>{title}</title></rect>'


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
    """Draw places on the coastlines, cut to what is on it; each dot carries its number for the filter.

    Degrees of latitude are as much longer than those of longitude as they are in the middle of the map.
    """
    if not dots:
        return Html("")
    west, east = _stretch([dot.longitude for dot in dots], 180.0)
    south, north = _stretch([dot.latitude for dot in dots], 90.0)
    tall = 1 / max(0.3, math.cos(math.radians((south + north) / 2)))
    scale = max((east - west) / WIDTH, (north - south) * tall / MAP_HEIGHT)
    top = max(dot.posts for dot in dots)
    # The largest first, so that small ones are not covered.
    largest = [dot._replace(latitude=dot.latitude * tall) for dot in sorted(dots, key=_by_posts)]
    circles = "".join(_circle(dot, scale * _radius(dot, top)) for dot in largest)
    names = "".join(_names(largest, scale, east - (east - west) * 0.15, top))
    box = f"{west:.2f} {-north * tall:.2f} {east - west:.2f} {(north - south) * tall:.2f}"
    land = f'<path class="land" transform="scale(1 {tall:.3f})" d="{land_path()}"/>'
    return Html(f'<svg class="map" viewBox="{box}" role="group" aria-label="Places">{land}{circles}{names}</svg>')


def _radius(dot: Dot, top: int) -> float:
    return SIZES[0] + (SIZES[1] - SIZES[0]) * (dot.posts / top if top > 1 else 0)


def _names(dots: Sequence[Dot], scale: float, edge: float, top: int) -> Iterator[str]:
    """Write the names of the first dots beside them; of two that would cover each other the first one stays."""
    taken: list[tuple[float, float, float]] = []
    for dot in dots:
        width, height, away = LETTER[0] * len(dot.name) * scale, LETTER[1] * scale, (_radius(dot, top) + 2) * scale
        left = dot.longitude - away - width if dot.longitude > edge else dot.longitude + away
        if len(taken) == NAMED:
            return
        if any(abs(dot.latitude - y) < height and left < x + w and x < left + width for x, y, w in taken):
            continue
        taken.append((left, dot.latitude, width))
        x, anchor = (dot.longitude - away, "end") if dot.longitude > edge else (left, "start")
        place = f'x="{x:.2f}" y="{-dot.latitude + height / 4:.2f}" text-anchor="{anchor}"'
        yield f'<text {place} style="font-size:{12 * scale:.3f}px;stroke-width:{3 * scale:.3f}px">{escape(dot.name)}</text>'


def _by_posts(dot: Dot) -> tuple[int, str]:
    return -dot.posts, dot.name


def _circle(dot: Dot, radius: float) -> str:
    title = escape(f"{dot.name}: {_posts(dot.posts)}")
    place = f'cx="{dot.longitude:.2f}" cy="{-dot.latitude:.2f}" r="{radius:.3f}"'
    role = f'class="dot" role="button" tabindex="0" aria-label="{title}"'
    return f'<circle {role} {place} data-place="{dot.number}"><title>{title}</title></circle>'


def land_path() -> str:
    """Give all coastlines as one SVG path, a degree a unit, north up."""
    return "".join("M" + " ".join(f"{x:.1f},{-y:.1f}" for x, y in ring) + "Z" for ring in land_rings())


def _stretch(values: Sequence[float], limit: float) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = max((MIN_DEGREES * limit / 180 - (high - low)) / 2, (high - low) * 0.08)
    return max(-limit, low - room), min(limit, high + room)
