"""Networks: who forwards whom, and which hashtags and places are named together; for networkx, Gephi and their like."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from ..errors import TgparseError
from ..extras import need
from ..folding import fold_name
from ..html import visible
from ..parts import Walk
from ..writing import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from os import PathLike

    import networkx as nx

    from ..models import Post
    from ..omissions import Lines
    from ..parts import Parts

NetworkKind = Literal["forwards", "hashtags", "places", "together"]
MAX_TOGETHER: Final = 100
"""Different names of one post that are paired: pairs grow with the square, and a list of a thousand tags says nothing of any two."""
FORMATS: Final = {".gexf": "gexf", ".graphml": "graphml"}
MADE_ON: Final = re.compile(r' lastmodifieddate="[^"]*"')
"""The day on which a GEXF file was written, which networkx puts into it: the same posts give the same file."""


def to_graph(
    given: Parts,
    path: str | PathLike[str] | None = None,
    *,
    kind: NetworkKind = "forwards",
    min_weight: int = 1,
    min_confidence: float = 0.0,
    boilerplate: Lines = (),
) -> nx.Graph[str]:
    r"""Make a network of posts, and write it as GEXF or GraphML where `path` is given.

    `kind` is "forwards" (directed, from the channel that forwards to the one that is forwarded), "hashtags" or "places" (named in the same
    post), or "together" (both of them). Edges have a `weight` (posts) and, where it is known, the days of the `first` and the `last` post;
    nodes have a `label`, a `kind` and a `count`. Edges below `min_weight`, and places below `min_confidence`, are left out. `given` and
    `boilerplate` are what `to_parquet` takes. Needs `pip install 'tgparse[graph]'`.

    >>> import tgparse
    >>> doc = tgparse.parse_text("Forwarded from City News\nBridge reopens\nForwarded from CITY NEWS\nTrams run", channel="@mayor")
    >>> tgparse.to_graph(doc).edges(data="weight")
    OutEdgeDataView([('mayor', 'city news', 2)])
    """
    if kind not in get_args(NetworkKind):
        message = f"there is no network {kind!r}; there are {', '.join(get_args(NetworkKind))}"
        raise ValueError(message)
    networkx = need("networkx", "graph")
    ending = _checked_ending(path)
    graph: Any = networkx.DiGraph() if kind == "forwards" else networkx.Graph()
    walk = Walk(given, boilerplate=boilerplate)
    for post in walk.posts():
        if kind == "forwards":
            _add_forward(graph, post, walk)
        else:
            _add_together(graph, post, kind, min_confidence)
    graph.remove_edges_from([(a, b) for a, b, weight in graph.edges(data="weight") if weight < min_weight])
    if path is not None and ending is not None:
        _write(graph, path, getattr(networkx, f"generate_{FORMATS[ending]}"))
    made: nx.Graph[str] = graph
    return made


def _checked_ending(path: str | PathLike[str] | None) -> str | None:
    if path is None:
        return None
    ending = Path(path).suffix.lower()
    if ending not in FORMATS:
        message = f"networks are written as {' or '.join(FORMATS)}, not as {ending or 'a file without an ending'}"
        raise TgparseError(message)
    return ending


def _add_forward(graph: Any, post: Post, walk: Walk) -> None:  # noqa: ANN401 - networkx may not be there
    """Add the edge of a forward."""
    if post.forwarded_from is None:
        return
    channel = post.channel
    name = (channel and (channel.title or channel.username)) or walk.origins[-1].channel or post.source
    _count_node(graph, fold_name(name), name, "channel")
    _count_node(graph, post.forwarded_from.key, post.forwarded_from.name, "channel")
    _count_edge(graph, fold_name(name), post.forwarded_from.key, post)


def _add_together(graph: Any, post: Post, kind: NetworkKind, min_confidence: float) -> None:  # noqa: ANN401
    """Add the edges between all names of a post."""
    names = list(dict.fromkeys(_names(post, kind, min_confidence)))[:MAX_TOGETHER]
    for key, label, of_kind in names:
        _count_node(graph, key, label, of_kind)
    for (a, *_), (b, *_) in combinations(names, 2):
        _count_edge(graph, a, b, post)


def _names(post: Post, kind: NetworkKind, min_confidence: float) -> Iterator[tuple[str, str, str]]:
    """Give key, label and kind of what a post names; the label of a tag is its key, since its spelling varies."""
    if kind != "places":
        yield from ((f"#{tag.key}", f"#{tag.key}", "hashtag") for tag in post.hashtags)
    if kind != "hashtags":
        yield from ((place.name, place.name, place.kind) for place in post.locations if place.confidence >= min_confidence)


def _count_node(graph: Any, key: str, label: str, kind: str) -> None:  # noqa: ANN401
    if key not in graph:
        graph.add_node(key, label=visible(label), kind=kind, count=0)
    graph.nodes[key]["count"] += 1


def _count_edge(graph: Any, a: str, b: str, post: Post) -> None:  # noqa: ANN401
    if not graph.has_edge(a, b):
        graph.add_edge(a, b, weight=0)
    edge = graph.edges[a, b]
    edge["weight"] += 1
    if post.dated is not None:
        _widen(edge, post.dated.first, post.dated.last)


def _widen(edge: dict[str, Any], first: date, last: date) -> None:
    """Widen the days of an edge; as ISO 8601 they compare as they are."""
    edge["first"] = min(edge.get("first", first.isoformat()), first.isoformat())
    edge["last"] = max(edge.get("last", last.isoformat()), last.isoformat())


def _write(graph: Any, path: str | PathLike[str], generate: Callable[[Any], Iterator[str]]) -> None:  # noqa: ANN401
    """Write a network as XML, in which control characters have no place."""
    relabelled = need("networkx", "graph").relabel_nodes(graph, {name: visible(name) for name in graph})
    with replacing(path) as draft, draft.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n')
        for line in generate(relabelled):
            file.write(MADE_ON.sub("", line) + "\n")
