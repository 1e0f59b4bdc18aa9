"""Networks and maps as files: what counts together, and that other programs read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

import tgparse

if TYPE_CHECKING:
    from pathlib import Path

networkx = pytest.importorskip("networkx")

EXPORT = """\
Forwarded from City News
📍 Minsk, 5 May 2023
On #Trams and #Bridges in Vienna, Austria
❤1👍1
Forwarded from CITY NEWS 🔹
📍 Minsk, 7 May 2023
On #trams and #Money
❤1👍1
Forwarded from \x1b[31m<Other> & “Co”
Nothing
❤1👍1
No forward
❤1👍1
"""


@pytest.fixture
def doc() -> tgparse.Document:
    return tgparse.parse_text(EXPORT, source="export.txt", channel="Mayor 🔹", dialect="web-preview")


def test_forwards_lead_from_who_forwards_to_who_is_forwarded(doc: tgparse.Document) -> None:
    graph = tgparse.to_graph(doc)
    assert graph.is_directed()
    assert graph.edges["mayor", "city news"] == {"weight": 2, "first": "2023-05-05", "last": "2023-05-07"}
    assert graph.nodes["city news"] == {"label": "City News", "kind": "channel", "count": 2}
    assert graph.nodes["mayor"]["count"] == 3
    assert set(tgparse.to_graph(doc, min_weight=2).edges) == {("mayor", "city news")}
    assert ("export.txt", "city news") in tgparse.to_graph(doc.posts).edges


def test_tags_and_places_are_tied_by_the_posts_that_name_both(doc: tgparse.Document) -> None:
    tags = tgparse.to_graph(doc, kind="hashtags")
    assert {frozenset(edge) for edge in tags.edges} == {frozenset({"#trams", "#bridges"}), frozenset({"#trams", "#money"})}
    assert tags.nodes["#trams"]["count"] == 2
    places = tgparse.to_graph(doc, kind="places")
    assert places.edges["Minsk", "Vienna"]["weight"] == 1
    both = tgparse.to_graph(doc, kind="together")
    assert both.edges["Minsk", "#trams"]["weight"] == 2


@pytest.mark.parametrize("ending", ["gexf", "graphml"])
def test_files_are_read_back_the_same_and_name_no_day(doc: tgparse.Document, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"net.{ending}"
    graph = tgparse.to_graph(doc, path)
    back = getattr(networkx, f"read_{ending}")(path)
    assert back.number_of_nodes() == graph.number_of_nodes()
    assert back["mayor"]["city news"]["weight"] == 2
    assert back.nodes["city news"]["label"] == "City News"
    assert any("<Other> & “Co”" in data["label"] for _, data in back.nodes(data=True))
    ET.parse(path)  # noqa: S314 - our own file
    assert "lastmodifieddate" not in path.read_text("utf-8")
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_mistakes_get_answers_that_help(doc: tgparse.Document, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there are forwards, hashtags"):
        tgparse.to_graph(doc, kind="tags")  # type: ignore[arg-type]
    with pytest.raises(tgparse.TgparseError, match=r"\.gexf or \.graphml"):
        tgparse.to_graph(doc, tmp_path / "net.csv")
    posts = iter(doc.posts)
    assert len(tgparse.to_graph(posts)) == 3
    with pytest.raises(tgparse.TgparseError, match="used up"):
        tgparse.to_graph(posts)


def test_a_post_of_a_thousand_tags_takes_no_million_edges() -> None:
    graph = tgparse.to_graph(tgparse.parse_text(" ".join(f"#tag{n}x" for n in range(1000))), kind="hashtags")
    assert graph.number_of_nodes() == 100


def test_geojson_holds_each_mention_with_its_post_and_leaves_countries_out(doc: tgparse.Document, tmp_path: Path) -> None:
    read = json.loads(tgparse.to_geojson(doc, tmp_path / "a.geojson").read_text("utf-8"))
    assert read["type"] == "FeatureCollection"
    assert "GeoNames" in read["metadata"]["attribution"]
    names = [feature["properties"]["name"] for feature in read["features"]]
    assert names == ["Minsk", "Vienna", "Minsk"]
    first = read["features"][0]
    longitude, latitude = first["geometry"]["coordinates"]
    assert (round(latitude), round(longitude)) == (54, 28)
    assert first["properties"]["post"] == 0
    assert first["properties"]["cue"] in {"dateline", "pin"}
    assert first["properties"]["dated_first"] == "2023-05-05"
    everything = json.loads(tgparse.to_geojson(doc, tmp_path / "b.geojson", kinds={"country", "city"}).read_text("utf-8"))
    assert "Austria" in [feature["properties"]["name"] for feature in everything["features"]]
    cities = json.loads(tgparse.to_geojson(doc, tmp_path / "d.geojson", kinds="city").read_text("utf-8"))
    assert {feature["properties"]["kind"] for feature in cities["features"]} == {"city"}
    with pytest.raises(ValueError, match="no kind of place 'town'; there are country"):
        tgparse.to_geojson(doc, tmp_path / "e.geojson", kinds={"city", "town"})
    nothing = json.loads(tgparse.to_geojson(doc, tmp_path / "c.geojson", min_confidence=1.01).read_text("utf-8"))
    assert nothing["features"] == []


@pytest.mark.heavy
def test_geopandas_opens_the_places(doc: tgparse.Document, tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    frame = geopandas.read_file(tgparse.to_geojson(doc, tmp_path / "places.geojson"))
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.x.round().tolist() == [28, 16, 28]
