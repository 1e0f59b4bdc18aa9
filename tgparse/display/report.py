"""A report: the posts of an export as one HTML file, for people who do not program.

It opens from the disk, with search, filters, a timeline, a map, and everything that was left out, and asks no network for
anything. What strangers posted is escaped, as everywhere; besides, the page's own policy lets no script run but its own,
which is named by its digest.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .._version import __version__
from ..cards import CLASSES, LEGEND, legend, post_card, style_sheet
from ..html import escape, shortened, table
from ..models import Post
from ..parts import ATTRIBUTION, Walk, mapped_kinds, places_of
from ..writing import replacing
from .svg import Dot, map_svg, timeline_svg

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date
    from os import PathLike

    from ..models import Diagnostic
    from ..omissions import Lines
    from ..parts import Origin, Part, Parts

LIMIT: Final = 20_000
"""Posts that a browser still shows at ease."""
MAX_CHOICES: Final = 1000
"""Names that a filter offers, the most frequent first."""
MAX_NAME: Final = 60
MAX_PROBLEMS: Final = 500
ADDRESS: Final = re.compile(r"https://[A-Za-z0-9.-]+/[\w/?=&%.-]*", re.ASCII)
"""Addresses of posts that become links; no other scheme, and nothing that needs escaping."""
WHY: Final = {
    "body": "the export wrote the whole text of a post twice",
    "paragraph": "the export wrote a paragraph twice",
    "marker": "the line that says where a post is from stood twice",
    "title": "written by the page or the program: a name or header",
    "media": "written by the page or the program: stands for a picture, video or file",
    "poll": "written by the page or the program: part of a poll",
    "preview": "written by the page or the program: the preview of a link",
    "reply": "written by the page or the program: what a post answers",
    "footer": "written by the page or the program: views, times, signatures",
    "notice": "written by the page or the program: a notice",
    "boilerplate": "named as boilerplate: its channel writes it under many posts",
}
"""Why lines were left out, by the kind of the Repeat or Furniture."""


@dataclass
class Names:
    """The names that a filter offers: numbered as they come, counted, with their labels."""

    numbers: dict[str, int] = field(default_factory=dict[str, int])
    labels: list[str] = field(default_factory=list[str])
    counts: Counter[int] = field(default_factory=Counter[int])

    def number(self, key: str, label: str) -> int:
        """Count a name and give its number."""
        number = self.numbers.setdefault(key, len(self.labels))
        if number == len(self.labels):
            self.labels.append(label)
        self.counts[number] += 1
        return number


@dataclass
class Content:
    """What a report holds: filled post by post, then written."""

    kinds: Collection[str]
    min_confidence: float
    articles: list[str] = field(default_factory=list[str])
    days: list[date] = field(default_factory=list["date"])
    looks: set[str] = field(default_factory=set[str])
    names: dict[str, Names] = field(default_factory=lambda: {name: Names() for name in ("source", "forward", "tag", "place")})
    mapped: dict[str, tuple[float, float]] = field(default_factory=dict[str, tuple[float, float]])
    left_out: Counter[str] = field(default_factory=Counter[str])
    problems: list[Diagnostic] = field(default_factory=list["Diagnostic"])
    unshown: int = 0

    def add_part(self, part: Part, limit: int) -> None:
        """Take the posts of a Document, or one post, and what is known beside them."""
        for post in (part,) if isinstance(part, Post) else part.posts:
            if len(self.articles) < limit:
                self.add(post)
            else:
                self.unshown += 1
        if not isinstance(part, Post):
            self.left_out.update(item.kind for item in part.furniture)
            self.problems += [diagnostic for diagnostic in part.diagnostics if diagnostic.severity != "info"]

    def add(self, post: Post) -> None:
        """Take a post: its card, and what the filters, the timeline and the map need of it."""
        card = post_card(post, CLASSES, whole=True)
        self.looks |= {look for look in LEGEND if f'class="{look}"' in card}
        self.left_out.update(repeat.kind for repeat in post.repeats)
        self.left_out.update(furniture.kind for furniture in post.furniture)
        for place, latitude, longitude in places_of(post, self.kinds, self.min_confidence):
            self.mapped.setdefault(place.name, (longitude, latitude))
        self.articles.append(f"<article{self.marks(post)}>{card}{_link(post.url)}</article>")

    def marks(self, post: Post) -> str:
        """Give the attributes that the filters read: numbers and days, nothing foreign."""
        marks = [("source", str(self.names["source"].number(post.source, post.source)))]
        if post.forwarded_from:
            marks.append(("forward", str(self.names["forward"].number(post.forwarded_from.key, post.forwarded_from.name))))
        tags = {tag.key: f"#{tag.tag}" for tag in post.hashtags}
        places = {place.name: place.name for place in post.locations if place.confidence >= self.min_confidence}
        for name, found in (("tag", tags), ("place", places)):
            if found:
                marks.append((name, " ".join(str(self.names[name].number(key, label)) for key, label in found.items())))
        if post.dated:
            self.days += [post.dated.first] if post.dated.first == post.dated.last else []
            marks += [("first", post.dated.first.isoformat()), ("last", post.dated.last.isoformat())]
        return "".join(f' data-{name}="{value}"' for name, value in marks)

    def dots(self) -> list[Dot]:
        """Give the places of the map, with their numbers among the filters."""
        names = self.names["place"]
        return [Dot(name, *place, names.counts[names.numbers[name]], names.numbers[name]) for name, place in self.mapped.items()]


def to_report(
    given: Parts,
    path: str | PathLike[str],
    *,
    title: str | None = None,
    kinds: Collection[str] | None = None,
    min_confidence: float = 0.0,
    limit: int = LIMIT,
    boilerplate: Lines = (),
) -> Path:
    r"""Write a report: one HTML file with the posts and their marks, search, filters, timeline and map, for people who do not program.

    `given` and `boilerplate` are what `to_parquet` takes. `kinds` and `min_confidence` choose the places of the map, as in `to_geojson`.
    Of more than `limit` posts the first ones are shown. A file that is there is replaced.

    >>> import tempfile, tgparse
    >>> doc = tgparse.parse_text("Forwarded from City News\nBridge reopens in Minsk")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     "Bridge reopens" in tgparse.to_report(doc, f"{folder}/report.html").read_text("utf-8")
    True
    """
    walk = Walk(given, boilerplate=boilerplate)
    content = Content(mapped_kinds(kinds), min_confidence)
    for part in walk:
        content.add_part(part, limit)
    heading = title if title is not None else ", ".join(origin.source for origin in walk.origins[:3]) or "no posts"
    with replacing(path) as draft, draft.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_page(content, walk.origins, heading))
    return Path(path)


def _link(url: str | None) -> str:
    """Lead to where a post stands; what is no plain address of the web stays text elsewhere."""
    if url is None or ADDRESS.fullmatch(url) is None:
        return ""
    return f'<a class="link" href="{escape(url)}" rel="noopener noreferrer">{escape(url)}</a>'


def _page(content: Content, origins: list[Origin], title: str) -> Iterator[str]:
    """Give the page piece by piece."""
    script, style = _file("report.js"), _file("report.css") + style_sheet()
    digest = b64encode(sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
    yield f"<title>{escape(shortened(title, 200))}</title>\n<style>\n{style}\n</style>\n</head>\n<body>\n"
    yield from _header(content, origins, title)
    yield _filters(content)
    yield from _pictures(content)
    yield from _left_out(content)
    yield f"<h2>Posts</h2>\n{legend(content.looks, CLASSES)}\n<main>\n"
    for article in content.articles:
        yield article + "\n"
    yield "</main>\n"
    if content.unshown:
        yield f'<p class="note">{content.unshown:,} more posts are not shown.</p>\n'
    yield f'<p class="note">Made by tgparse {__version__}. {escape(ATTRIBUTION)} Coastlines: Natural Earth.</p>\n'
    yield f"<script>{script}</script>\n</body>\n</html>\n"


def _file(name: str) -> str:
    return files(__package__ or "tgparse.display").joinpath(name).read_text("utf-8")


def _header(content: Content, origins: list[Origin], title: str) -> Iterator[str]:
    yield f'<header>\n<h1 dir="auto">{escape(shortened(title, 300))}</h1>\n'
    yield f'<ul class="figures">{"".join(_figures(content))}</ul>\n'
    rows = [(origin.source, origin.channel, origin.dialect, origin.encoding, origin.sha256) for origin in origins]
    sources = table(("source", "channel", "form", "encoding", "SHA-256"), rows, limit=200)
    yield f"<details><summary>Where this comes from</summary>{sources}</details>\n</header>\n"


def _figures(content: Content) -> Iterator[str]:
    """Give the figures that tell at a glance how much there is."""
    number = len(content.articles) + content.unshown
    figures = [(number, "post", "posts")]
    words = {"source": ("source", "sources"), "forward": ("channel forwarded", "channels forwarded")}
    words |= {"tag": ("hashtag", "hashtags"), "place": ("place", "places")}
    figures += [(len(content.names[name].labels), *forms) for name, forms in words.items()]
    for count, one, many in figures:
        if count or one == "post":
            yield f"<li><b>{count:,}</b> {one if count == 1 else many}</li>"
    if content.days:
        first, last = min(content.days), max(content.days)
        yield f"<li><b>{first}</b>{'' if first == last else f' to <b>{last}</b>'}</li>"


def _filters(content: Content) -> str:
    """Give the search box and the filters; one that has nothing to choose from is left out."""
    parts = ['<label>Search<input id="text" type="search" autocomplete="off"></label>']
    words = {"source": "Source", "forward": "Forwarded from", "tag": "Hashtag", "place": "Place"}
    parts += [
        _select(name, label, content.names[name]) for name, label in words.items() if len(content.names[name].labels) > (name == "source")
    ]
    parts += [f'<label>{label}<input id="{name}" type="date"></label>' for name, label in (("from", "From"), ("to", "To"))]
    parts.append('<button type="reset">Show all</button><output id="count" aria-live="polite"></output>')
    return f'<form id="filters">\n{"".join(parts)}\n</form>\n'


def _select(name: str, label: str, names: Names) -> str:
    options = "".join(
        f'<option value="{number}">{escape(shortened(names.labels[number], MAX_NAME))} ({count})</option>'
        for number, count in names.counts.most_common(MAX_CHOICES)
    )
    return f'<label>{label}<select id="{name}"><option value="">all</option>{options}</select></label>'


def _pictures(content: Content) -> Iterator[str]:
    if content.days:
        undated = len(content.articles) - len(content.days)
        note = f'<p class="note">Of {undated:,} posts the day is not known.</p>' if undated else ""
        yield f"<section><h2>Timeline</h2>{timeline_svg(content.days)}{note}</section>\n"
    if content.mapped:
        yield f"<section><h2>Places</h2>{map_svg(content.dots())}</section>\n"


def _left_out(content: Content) -> Iterator[str]:
    """Tell what was left out of the text, and why, and which problems there were."""
    if content.left_out:
        rows = [(count, kind, WHY.get(kind, "")) for kind, count in content.left_out.most_common()]
        note = f"Lines that were left out of the text: {content.left_out.total():,}; below each post they can be unfolded"
        yield f"<details><summary>{note}</summary>{table(('lines', 'kind', 'why'), rows)}</details>\n"
    if content.problems:
        told = [(d.source, d.line, d.code, d.message) for d in content.problems]
        problems = table(("source", "line", "code", "what"), told, limit=MAX_PROBLEMS)
        yield f"<details><summary>Problems that were met: {len(told):,}</summary>{problems}</details>\n"
