"""Lines left out of posts: from every table and file, of a Document as of a stream, and never without a trace."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tgparse
from tgparse.export.columns import TABLE_NAMES
from tgparse.omissions import line_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CALL = "Subscribe to @city_news of Minsk #subscribe"
TEXT = "".join(f"Tram {n} is late in Vienna\n🔹 It stands at stop {n}\n{CALL}\n❤1👍{n}\n" for n in range(1, 8))


@pytest.fixture(scope="module")
def doc() -> tgparse.Document:
    return tgparse.parse_text(TEXT, source="news", dialect="web-preview")


@pytest.fixture(scope="module")
def lines(doc: tgparse.Document) -> tuple[tgparse.Boilerplate, ...]:
    reported = tgparse.boilerplate(doc)
    assert [line.text for line in reported] == [CALL]
    return reported


def parquet_rows(path: Path) -> list[dict[str, Any]]:
    parquet: Any = import_module("pyarrow.parquet")
    return list(parquet.read_table(path).to_pylist())


def csv_rows(path: Path) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def jsonl_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


FILES: dict[str, tuple[Callable[..., Path], Callable[[Path], list[dict[str, Any]]]]] = {
    "parquet": (tgparse.to_parquet, parquet_rows),
    "csv": (tgparse.to_csv, csv_rows),
    "jsonl": (tgparse.to_jsonl, jsonl_rows),
}


@pytest.mark.parametrize("form", FILES)
@pytest.mark.parametrize("as_stream", [False, True])
def test_files_are_written_without_the_lines(
    doc: tgparse.Document, lines: tuple[tgparse.Boilerplate, ...], form: str, tmp_path: Path, *, as_stream: bool
) -> None:
    write, read = FILES[form]
    tables = [name for name in TABLE_NAMES if not as_stream or name not in {"lines", "diagnostics"}]
    write(iter(doc.posts) if as_stream else doc, tmp_path, tables=tables, boilerplate=lines)
    rows = {name: read(tmp_path / f"{name}.{form}") for name in tables}
    assert [row["text"] for row in rows["posts"]] == [post.body.removesuffix("\n" + CALL) for post in doc.posts]
    assert len(rows["paragraphs"]) == 14
    assert rows["mentions"] == rows["hashtags"] == []
    assert {row["name"] for row in rows["locations"]} == {"Vienna"}
    assert [(row["text"], row["kind"]) for row in rows["furniture"]] == [(CALL, "boilerplate")] * 7
    if not as_stream:
        assert [row["kind"] for row in rows["lines"] if row["text"] == CALL] == ["boilerplate"] * 7
        assert len(rows["lines"]) == len(doc.lines)


@pytest.mark.parametrize("as_stream", [False, True])
def test_a_database_is_written_without_the_lines_and_says_so(
    doc: tgparse.Document, lines: tuple[tgparse.Boilerplate, ...], tmp_path: Path, *, as_stream: bool
) -> None:
    path = tgparse.to_sqlite(iter(doc.posts) if as_stream else doc, tmp_path / "a.sqlite", boilerplate=lines)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM posts WHERE text LIKE '%Subscribe%'").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM furniture WHERE kind = 'boilerplate'").fetchone() == (7,)
        (told,) = connection.execute("SELECT value FROM about WHERE name = 'tgparse.left_out'").fetchone()
        assert json.loads(told) == [CALL]


def test_whole_posts_are_written_without_the_lines(doc: tgparse.Document, lines: tuple[tgparse.Boilerplate, ...], tmp_path: Path) -> None:
    path = tgparse.to_jsonl(doc, tmp_path / "posts.jsonl", boilerplate=lines)
    posts = tuple(map(tgparse.Post.model_validate_json, path.read_text("utf-8").splitlines()))
    assert posts == tgparse.without_boilerplate(doc, lines).posts
    assert json.loads((tmp_path / "posts.jsonl-metadata.json").read_text("utf-8"))["left_out"] == [CALL]


@pytest.mark.parametrize("table", ["posts", "paragraphs", "mentions", "furniture", "lines"])
def test_frames_are_made_without_the_lines(doc: tgparse.Document, lines: tuple[tgparse.Boilerplate, ...], table: str) -> None:
    short = tgparse.without_boilerplate(doc, lines)
    assert doc.rows(table, boilerplate=lines) == short.rows(table) != doc.rows(table)
    assert doc.to_pandas(table, boilerplate=lines).equals(short.to_pandas(table))
    assert doc.to_polars(table, boilerplate=lines).equals(short.to_polars(table))
    assert doc.to_arrow(table, boilerplate=lines).equals(short.to_arrow(table))
    assert tgparse.to_pandas([doc, doc], table, boilerplate=lines).shape[0] == 2 * len(short.rows(table))
    metadata = doc.to_arrow(table, boilerplate=lines).schema.metadata
    assert json.loads(metadata[b"tgparse.left_out"]) == [CALL]
    assert b"tgparse.left_out" not in doc.to_arrow(table).schema.metadata


def test_maps_networks_and_reports_are_made_without_the_lines(
    doc: tgparse.Document, lines: tuple[tgparse.Boilerplate, ...], tmp_path: Path
) -> None:
    places = json.loads(tgparse.to_geojson(doc, tmp_path / "a.geojson", boilerplate=lines).read_text("utf-8"))
    assert {place["properties"]["name"] for place in places["features"]} == {"Vienna"}
    assert places["metadata"]["left_out"] == [CALL]
    assert set(tgparse.to_graph(doc, kind="hashtags").nodes) != set()
    assert set(tgparse.to_graph(doc, kind="hashtags", boilerplate=lines).nodes) == set()
    report = tgparse.to_report(doc, tmp_path / "a.html", boilerplate=lines).read_text("utf-8")
    assert "its channel writes it under many posts" in report
    # A reader of the report finds the line, but folded.
    assert CALL in report


def test_lines_hold_for_their_source_and_texts_for_all() -> None:
    docs = list(tgparse.parse_texts([("a", TEXT), ("b", TEXT)], dialect="web-preview"))
    reported = tgparse.boilerplate(docs)
    assert [line.source for line in reported] == ["a", "b"]
    assert tgparse.to_pandas(docs, "mentions", boilerplate=reported[:1])["source"].unique().tolist() == ["b"]
    assert tgparse.to_pandas(docs, "mentions", boilerplate=[f" {CALL} "]).empty


@pytest.mark.parametrize("wrong", [CALL, True, [3], None])
def test_what_is_no_list_of_lines_is_refused(doc: tgparse.Document, wrong: Any) -> None:
    with pytest.raises(TypeError, match="boilerplate"):
        doc.rows(boilerplate=wrong)


def test_a_report_that_is_no_list_may_be_given_too(doc: tgparse.Document, lines: tuple[tgparse.Boilerplate, ...]) -> None:
    assert doc.to_text(boilerplate=(line for line in lines)) == doc.to_text(boilerplate=list(lines))


@given(st.lists(st.sampled_from(["Good morning", CALL, "🔹 One", "#Tag", "Minsk, 5 May 2023", " ", "See @name"]), max_size=12), st.data())
def test_nothing_is_lost_whatever_is_left_out(body: list[str], data: st.DataObject) -> None:
    text = "\n".join(body)
    doc = tgparse.parse_text(text)
    gone = data.draw(st.lists(st.sampled_from([*body, "not there"]), max_size=4))
    short = tgparse.without_boilerplate(doc, gone)
    assert [(line.number, line.text) for line in short.lines] == [(line.number, line.text) for line in doc.lines]
    keys = {line_key(line) for line in gone}
    for post, whole in zip(short.posts, doc.posts, strict=True):
        assert not keys & {line_key(paragraph.text) for paragraph in post.paragraphs}
        left = [*post.paragraphs, *(line for line in post.furniture if line.kind == "boilerplate")]
        assert sorted(line.span for line in left) == sorted(paragraph.span for paragraph in whole.paragraphs)
    assert tgparse.Document.model_validate_json(short.model_dump_json()) == short
