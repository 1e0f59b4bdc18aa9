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
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, cast

from ..extras import need
from ..parts import Walk, mapped_kinds, places_of
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
NOTE: Final = (0.45, 0.45, 0.45)
MARGIN: Final = 0.06
"""Room around what is drawn, as a part of it."""
ROOM: Final = (0.012, 0.045)
"""Room of a name on a map: width of a character, and height, as parts of the map."""
EDGE: Final = 0.2
"""The part of a map, on its right, that has no room for a name."""
MIN_DEGREES: Final = 40.0
"""Width that a map has at least: a single dot tells where it is by the coasts around it."""
DOTS: Final = (45.0, 260.0)
"""Area of the smallest and the largest dot, in square points."""
SHAPE: Final = (0.5, 1.1)
"""How high a map is at least and at most, as parts of its width."""
DEGREES: Final = ((-180.0, 180.0), (-90.0, 90.0))


def timeline(given: Parts, *, ax: Axes | None = None, top: int = TOP) -> Axes:
    """Draw when the posts are of, a row for each channel that they are forwards of.

    A dot is the posts of a day, the larger the more; a bar is a post that lies between two days; thin strokes are the days that posts
    speak of. What cannot be shown (posts whose day is unknown, days outside the time of the posts) is counted below the title.
    """
    axes: Any = _axes(ax)
    posts = tuple(Walk(given).posts())
    names = _top(Counter(_forwarded(post) for post in posts), top)
    rows = {name: row for row, (name, _) in enumerate(names)}
    low, high = _days([day for post in posts if post.dated for day in (post.dated.first, post.dated.last)] or _spoken_of(posts))
    shown = Shown([], [], Counter(), 0, 0)
    for post in posts:
        shown.add(post, rows.get(_forwarded(post), rows.get(OTHERS, 0)), low, high)
    shown.draw(axes)
    _name_rows(axes, [name for name, _ in names])
    axes.set_xlim(low, high)
    _title(axes, f"{_number(len(posts), 'post')} by day", shown.missing())
    axes.grid(visible=True, axis="x", alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    dates: Any = need("matplotlib.dates", "plot")
    locator = dates.AutoDateLocator()
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
    return cast("Axes", axes)


@dataclass
class Shown:
    """What a timeline shows, gathered post by post: days and rows."""

    spoken_of: list[tuple[date, int]]
    between: list[tuple[date, date, int]]
    days: Counter[tuple[date, int]]
    undated: int
    outside: int

    def add(self, post: Post, row: int, low: date, high: date) -> None:
        """Take a post."""
        days = _spoken_of([post])
        self.spoken_of += [(day, row) for day in days if low <= day <= high]
        self.outside += sum(not low <= day <= high for day in days)
        if post.dated is None:
            self.undated += 1
        elif post.dated.first == post.dated.last:
            self.days[post.dated.first, row] += 1
        else:
            self.between.append((post.dated.first, post.dated.last, row))

    def draw(self, axes: Drawing) -> None:
        """Draw all, each kind of mark with its name in the legend."""
        if self.spoken_of:
            axes.plot(*zip(*self.spoken_of, strict=True), "|", color=LINE, markersize=14, zorder=1, label="a day that a post speaks of")
        for number, (first, last, row) in enumerate(self.between):
            label = None if number else "a post between two days"
            axes.plot([first, last], [row, row], "-", color="C0", alpha=0.35, linewidth=6, solid_capstyle="round", zorder=2, label=label)
        if self.days:
            most = max(self.days.values())
            sizes = [_area(count, most, DOTS) for count in self.days.values()]
            label = "posts of a day" + (f", up to {most:,}" if most > 1 else "")
            axes.scatter(*zip(*self.days, strict=True), s=sizes, color="C0", linewidths=0, zorder=3, label=label)
        if self.spoken_of or self.between or self.days:
            axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.08), ncols=3, frameon=False, fontsize="small", handletextpad=0.8)

    def missing(self) -> str:
        """Say what cannot be shown."""
        parts = [f"of {_number(self.undated, 'post')} the day is not known"] if self.undated else []
        parts += [f"{_number(self.outside, 'day')} spoken of outside this time"] if self.outside else []
        return "; ".join(parts)


def _area(count: int, most: int, areas: tuple[float, float]) -> float:
    """Give the area of a dot: as many times the count as there is room for."""
    return areas[0] + (areas[1] - areas[0]) * count / most if most > 1 else areas[0]


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
    shown = mapped_kinds(kinds)
    axes: Any = _axes(ax)
    counts: Counter[tuple[str, float, float]] = Counter()
    for post in Walk(given).posts():
        counts.update((place.name, longitude, latitude) for place, latitude, longitude in places_of(post, shown, min_confidence))
    _draw_land(axes)
    places = counts.most_common()
    axes.scatter(
        [longitude for (_, longitude, _), _ in places],
        [latitude for (_, _, latitude), _ in places],
        s=[_area(count, places[0][1], DOTS) for _, count in places],
        color="C0",
        alpha=0.55,
        linewidths=0,
        zorder=2,
    )
    _frame(axes, [place for place, _ in places], world=world)
    _name_places(axes, [place for place, _ in places], top)
    _title(axes, f"{_number(len(places), 'place')}, named {_number(counts.total(), 'time')}", "")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_color(LINE)
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
    effects: Any = need("matplotlib.patheffects", "plot")
    for (_, x, y), label in zip(chosen, labels.texts, strict=True):
        # At the right edge names are written to the left, so that none leaves the map.
        side: dict[str, Any] = {"xytext": (4, 4)} if x < edge else {"xytext": (-4, 4), "horizontalalignment": "right"}
        note = axes.annotate(label, (x, y), textcoords="offset points", fontsize="small", **side, **_as_text(labels))
        # A rim in the colour of the paper lifts a name off coasts and dots.
        note.set_path_effects([effects.withStroke(linewidth=2.5, foreground=axes.get_facecolor(), alpha=0.8)])


def _frame(axes: Drawing, places: Sequence[tuple[str, float, float]], *, world: bool) -> None:
    """Cut the map to what is on it; degrees are stretched as they are in its middle."""
    if world or not places:
        (west, east), (south, north) = DEGREES
        shortening = 1.0
    else:
        longitudes, latitudes = [x for _, x, _ in places], [y for _, _, y in places]
        shortening = max(0.3, math.cos(math.radians((min(latitudes) + max(latitudes)) / 2)))
        south, north = _stretch(latitudes, DEGREES[1], MIN_DEGREES)
        west, east = _stretch(longitudes, DEGREES[0], (north - south) / shortening / SHAPE[1])
        south, north = _stretch(latitudes, DEGREES[1], (east - west) * shortening * SHAPE[0])
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(1 / shortening)


def _stretch(values: Sequence[float], limits: tuple[float, float], least: float) -> tuple[float, float]:
    """Give a stretch with room around some values, of a least width, inside its limits."""
    low, high = min(values), max(values)
    room = max((max(least, MIN_DEGREES) - (high - low)) / 2, (high - low) * MARGIN * 2)
    return max(limits[0], low - room), min(limits[1], high + room)


def _bars(counts: Counter[str], what: str, ax: Axes | None, top: int) -> Axes:
    """Draw horizontal bars, the longest on top, with their numbers."""
    axes: Any = _axes(ax)
    rows = counts.most_common(top)
    others = len(counts) - len(rows)
    bars = axes.barh(range(len(rows)), [count for _, count in rows], color="C0")
    axes.bar_label(bars, [f"{count:,}" for _, count in rows], padding=3, fontsize="small")
    _name_rows(axes, [name for name, _ in rows])
    _title(axes, _number(counts.total(), what), f"the {len(rows)} most frequent of {len(counts):,}" if others else "")
    axes.margins(x=0.12)
    axes.spines[["top", "right"]].set_visible(False)
    return cast("Axes", axes)


def _title(axes: Drawing, title: str, note: str) -> None:
    """Write the title, and under it in grey what else is to be known."""
    axes.set_title(title, pad=20 if note else None)
    if note:
        place: dict[str, Any] = {"xycoords": "axes fraction", "xytext": (0, 6), "textcoords": "offset points", "ha": "center"}
        axes.annotate(note, (0.5, 1), fontsize="small", color=NOTE, **place)


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
