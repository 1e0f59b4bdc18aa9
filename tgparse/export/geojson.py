"""Places as GeoJSON (RFC 7946), for QGIS, geopandas and the web."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..parts import Walk, mapped_kinds, places_of
from ..writing import replacing
from .provenance import provenance
from .rows import iter_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from os import PathLike

    from ..models import Post
    from ..omissions import Lines
    from ..parts import Parts


def to_geojson(
    given: Parts,
    path: str | PathLike[str],
    *,
    kinds: Collection[str] | None = None,
    min_confidence: float = 0.0,
    boilerplate: Lines = (),
) -> Path:
    r"""Write the places of posts as GeoJSON: one point each time a place is named, with its post, cue and confidence.

    `kinds` are kinds of `Location`; by default all but countries and continents, whose middle says little. Places below `min_confidence`,
    and those without coordinates, are left out. `given` and `boilerplate` are what `to_parquet` takes; memory stays flat.

    >>> import json, tempfile, tgparse
    >>> doc = tgparse.parse_text("📍 Minsk, 5 May 2023\nTalks with Belarus")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     places = json.loads(tgparse.to_geojson(doc, f"{folder}/places.geojson").read_text("utf-8"))
    >>> [(place["properties"]["name"], place["properties"]["post"]) for place in places["features"]]
    [('Minsk', 0)]
    """
    walk, shown = Walk(given, boilerplate=boilerplate), mapped_kinds(kinds)
    with replacing(path) as draft, draft.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type": "FeatureCollection", "features": [')
        before = "\n"
        for post in walk.posts():
            for feature in _features(post, shown, min_confidence):
                file.write(before + json.dumps(feature, ensure_ascii=False, default=str))
                before = ",\n"
        told = json.dumps(provenance(walk, ["locations"]), ensure_ascii=False)
        # RFC 7946 lets a collection have members of others; readers pass them over.
        file.write(f'\n], "metadata": {told}}}\n')
    return Path(path)


def _features(post: Post, kinds: Collection[str], min_confidence: float) -> Iterator[dict[str, Any]]:
    rows = {(row["char_start"], row["char_end"]): row for row in iter_rows(post, "locations")}
    for place, latitude, longitude in places_of(post, kinds, min_confidence):
        row = rows[place.span.start, place.span.end]
        properties = {name: value for name, value in row.items() if name not in {"latitude", "longitude"}}
        headline = post.headline.text if post.headline else None
        yield {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
            "properties": {**properties, "headline": headline, "url": post.url},
        }
