r"""Pictures of posts with matplotlib: `timeline`, `forwards`, `hashtags`, `reactions` and `map`.

Each takes what `to_parquet` takes (a Document, a Post, or an iterable of either) and draws on `ax`, or on a new figure, and
gives the axes back, so that everything else is matplotlib as its users know it. Needs `pip install 'tgparse[plot]'`.

>>> import matplotlib, tgparse
>>> matplotlib.use("Agg")  # no screen here
>>> ax = tgparse.plot.forwards(tgparse.parse_text("Forwarded from City News\nBridge reopens"))
>>> ax.get_title()
'1 forward'
"""

from __future__ import annotations

import math
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, cast

from ..extras import need
from ..parts import Walk, places_of
from .coastlines import land_rings
from .labels import MAX_LABEL, legible

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from matplotlib.axes import Axes

    from ..models import Post
    from ..parts import Parts
    from .labels import Labels

    # Matplotlib's own types are unknown in part, and know nothing of days; what users see is annotated as it is.
    Drawing = Any

__all__ = ("forwards", "hashtags", "map", "reactions", "timeline")

TOP: Final = 15
"""Names of a picture, the most frequent first; the others count together."""
NAMED: Final = 12
"""Places of a map that bear their names."""
OTHERS: Final = "(others)"
NO_FORWARD: Final = "(no forward)"
GREY: Final = (0.5, 0.5, 0.5, 0.35)
LINE: Final = (0.5, 0.5, 0.5, 0.7)
MARGIN: Final = 0.06
"""Room around what is drawn, as a part of it."""
ROOM: Final = (0.012, 0.045)
"""Room of a name on a map: width of a character, and height, as parts of the map."""
EDGE: Final = 0.2
"""The part of a map, on its right, that has no room for a name."""
MIN_DEGREES: Final = 20.0
"""Width that a map has at least: a single dot tells where it is by the coasts around it."""
DEGREES: Final = ((-180.0, 180.0), (-90.0, 90.0))


def timeline(given: Parts, *, ax: Axes | None = None, top: int = TOP) -> Axes:
    """Draw when the posts are of, a row for each channel that they are forwards of.

    A dot is a post whose day is known, a bar one that lies between two days; thin strokes are the days that posts speak of. Days
    outside the time of the posts are left out, and their number said.
    """
    axes: Any = _axes(ax)
    posts = tuple(Walk(given).posts())
    names = _top(Counter(_forwarded(post) for post in posts), top)
    rows = {name: row for row, (name, _) in enumerate(names)}
    low, high = _days([day for post in posts if post.dated for day in (post.dated.first, post.dated.last)] or _spoken_of(posts))
    outside = 0
    for post in posts:
        row = rows.get(_forwarded(post), rows.get(OTHERS, 0))
        _draw_post(axes, post, row)
        days = _spoken_of([post])
        inside = [day for day in days if low <= day <= high]
        outside += len(days) - len(inside)
        axes.plot(inside, [row] * len(inside), "|", color=LINE, markersize=14, zorder=1)
    _name_rows(axes, [name for name, _ in names])
    axes.set_xlim(low, high)
    axes.set_title(
        f"{_number(len(posts), 'post')} by day" + (f" ({_number(outside, 'day')} spoken of outside this time)" if outside else "")
    )
    axes.grid(visible=True, axis="x", alpha=0.3)
    dates: Any = need("matplotlib.dates", "plot")
    locator = dates.AutoDateLocator()
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
    return cast("Axes", axes)


def _draw_post(axes: Drawing, post: Post, row: int) -> None:
    dated = post.dated
    if dated is None:
        return
    if dated.first == dated.last:
        axes.plot([dated.first], [row], "o", color="C0", markersize=7, zorder=3)
    else:
        axes.plot([dated.first, dated.last], [row, row], "-", color="C0", alpha=0.35, linewidth=6, solid_capstyle="round", zorder=2)


def _spoken_of(posts: Sequence[Post]) -> list[date]:
    return [mention.first for post in posts for mention in post.dates if mention.first is not None]


def _days(days: Sequence[date]) -> tuple[date, date]:
    """Give the first and the last day, and room on both sides."""
    if not days:
        return date(2000, 1, 1), date(2000, 12, 31)
    low, high = min(days), max(days)
    room = max(timedelta(days=3), (high - low) * MARGIN)
    return (low - room if low > date.min + room else date.min), (high + room if high < date.max - room else date.max)


def _forwarded(post: Post) -> str:
    return post.forwarded_from.name if post.forwarded_from else NO_FORWARD


def forwards(given: Parts, *, ax: Axes | None = None, top: int = TOP) -> Axes:
    """Draw whose posts were forwarded how often."""
    labels: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for post in Walk(given).posts():
        if post.forwarded_from:
            counts[labels.setdefault(post.forwarded_from.key, post.forwarded_from.name)] += 1
    return _bars(counts, "forward", ax, top)


def hashtags(given: Parts, *, ax: Axes | None = None, top: int = TOP) -> Axes:
    """Draw which hashtags stand in how many places."""
    labels: dict[str, str] = {}
    counts = Counter(f"#{labels.setdefault(tag.key, tag.tag)}" for post in Walk(given).posts() for tag in post.hashtags)
    return _bars(counts, "hashtag", ax, top)


def reactions(given: Parts, *, ax: Axes | None = None, top: int = TOP) -> Axes:
    """Draw how often people reacted, and with what."""
    counts: Counter[str] = Counter()
    for post in Walk(given).posts():
        for reaction in post.reactions:
            counts[reaction.emoji or "(lost emoji)"] += reaction.count
    return _bars(counts, "reaction", ax, top)


def map(  # noqa: A001 - `plot.map` is what it is called.
    given: Parts,
    *,
    ax: Axes | None = None,
    kinds: Collection[str] | None = None,
    min_confidence: float = 0.0,
    top: int = NAMED,
    world: bool = False,
) -> Axes:
    """Draw where the places are that posts name, the larger the more often, the `top` of them with their names.

    `kinds` and `min_confidence` are those of `to_geojson`: countries and continents are left out unless asked for. The map is cut to
    what is on it, unless `world` is set.
    """
    axes: Any = _axes(ax)
    counts: Counter[tuple[str, float, float]] = Counter()
    for post in Walk(given).posts():
        counts.update((place.name, longitude, latitude) for place, latitude, longitude in places_of(post, kinds, min_confidence))
    _draw_land(axes)
    places = counts.most_common()
    axes.scatter(
        [longitude for (_, longitude, _), _ in places],
        [latitude for (_, _, latitude), _ in places],
        s=[20 + 260 * count / places[0][1] for _, count in places],
        color="C0",
        alpha=0.55,
        linewidths=0,
        zorder=2,
    )
    _frame(axes, [place for place, _ in places], world=world)
    _name_places(axes, [place for place, _ in places], top)
    axes.set_title(f"{_number(len(places), 'place')}, named {_number(counts.total(), 'time')}")
    axes.set_xticks([])
    axes.set_yticks([])
    return cast("Axes", axes)


def _draw_land(axes: Drawing) -> None:
    """Draw all land as one shape, in which a lake is a hole."""
    path_class: Any = need("matplotlib.path", "plot").Path
    land = path_class.make_compound_path(*[path_class(ring, closed=True) for ring in land_rings()])
    axes.add_patch(need("matplotlib.patches", "plot").PathPatch(land, facecolor=GREY, edgecolor=LINE, linewidth=0.5, zorder=0))


def _name_places(axes: Drawing, places: Sequence[tuple[str, float, float]], top: int) -> None:
    """Write the names of the first places, as far as there is room: of two that would cover each other the first one stays."""
    width, height = (abs(high - low) for low, high in (axes.get_xlim(), axes.get_ylim()))
    chosen: list[tuple[str, float, float]] = []
    for name, x, y in places:
        room = ROOM[0] * width * min(len(name), MAX_LABEL)
        if len(chosen) < top and not any(
            abs(y - b) < ROOM[1] * height and a - room < x < a + ROOM[0] * width * len(other) for other, a, b in chosen
        ):
            chosen.append((name, x, y))
    labels = legible(name for name, _, _ in chosen)
    edge = axes.get_xlim()[1] - width * EDGE
    for (_, x, y), label in zip(chosen, labels.texts, strict=True):
        # At the right edge names are written to the left, so that none leaves the map.
        side: dict[str, Any] = {"xytext": (4, 4)} if x < edge else {"xytext": (-4, 4), "horizontalalignment": "right"}
        axes.annotate(label, (x, y), textcoords="offset points", fontsize="small", **side, **_as_text(labels))


def _frame(axes: Drawing, places: Sequence[tuple[str, float, float]], *, world: bool) -> None:
    """Cut the map to what is on it; degrees are stretched as they are in its middle."""
    if world or not places:
        (west, east), (south, north) = DEGREES
    else:
        west, east = _stretch([longitude for _, longitude, _ in places], DEGREES[0])
        south, north = _stretch([latitude for _, _, latitude in places], DEGREES[1])
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(1 / max(0.3, math.cos(math.radians((south + north) / 2))))


def _stretch(values: Sequence[float], limits: tuple[float, float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = max((MIN_DEGREES - (high - low)) / 2, (high - low) * MARGIN * 2)
    return max(limits[0], low - room), min(limits[1], high + room)


def _bars(counts: Counter[str], what: str, ax: Axes | None, top: int) -> Axes:
    """Draw horizontal bars, the longest on top, with their numbers."""
    axes: Any = _axes(ax)
    rows = counts.most_common(top)
    others = len(counts) - len(rows)
    bars = axes.barh(range(len(rows)), [count for _, count in rows], color="C0")
    axes.bar_label(bars, [f"{count:,}" for _, count in rows], padding=3, fontsize="small")
    _name_rows(axes, [name for name, _ in rows])
    axes.set_title(_number(counts.total(), what) + (f", the {len(rows)} most frequent of {len(counts):,}" if others else ""))
    axes.margins(x=0.12)
    axes.spines[["top", "right"]].set_visible(False)
    return cast("Axes", axes)


def _top(counts: Counter[str], top: int) -> list[tuple[str, int]]:
    """Give the most frequent names, and how many the others are together."""
    rows = counts.most_common(top)
    others = counts.total() - sum(count for _, count in rows)
    return [*rows, (OTHERS, others)] if others else rows


def _name_rows(axes: Drawing, names: Sequence[str]) -> None:
    labels = legible(names)
    axes.set_yticks(range(len(names)), labels.texts, **_as_text(labels))
    axes.set_ylim(len(names) - 0.4, -0.6)


def _as_text(labels: Labels) -> dict[str, Any]:
    """Draw labels as they are: a name with two dollar signs is no formula."""
    return {"fontfamily": list(labels.families), "parse_math": False}


def _axes(ax: Axes | None) -> Drawing:
    """Take the axes that are given, or make a figure."""
    if ax is not None:
        return ax
    _, axes = need("matplotlib.pyplot", "plot").subplots(figsize=(9, 5), layout="constrained")
    return axes


def _number(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
