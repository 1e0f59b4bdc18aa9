"""Tables as files and frames: one schema, the same values in every form, whole or not at all, and where they come from."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import sys
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast
from xml.etree.ElementTree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tgparse
from tgparse.export.columns import CONTEXT, OF_DOCUMENTS, PLACE, TABLE_NAMES, WITHIN, columns
from tgparse.export.rows import iter_rows

from .conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tgparse.options import Options
    from tgparse.tokens import RawPost

EXPORT = """\
Forwarded from City News
Bridge over the #Dnipro reopens
📍 Kyiv, 5 May 2023
🔹 Trams cross it from 01.02.2023, see https://example.org and @citynews
🔹 =2+2 and “quotes”, commas; tabs
Read in full
❤1👍1.2K
Forwarded from =HYPERLINK("http://evil")
Вторая новость из Минска
Read in full
❤3👍4
Forwarded from Lost
Forwarded from City News
Last one
"""


def find_words(raw: RawPost, found: Sequence[tgparse.Item], options: Options) -> Iterator[tgparse.Item]:
    """Find one thing of each type that a value can have."""
    del found, options
    values: dict[str, str | float | None] = {"Bridge": "a\nb", "Trams": 7, "tabs": 0.5, "Last": True, "one": None}
    for word, value in values.items():
        if (start := raw.text.find(word)) >= 0:
            text, span, line = raw.locate(start, start + len(word))
            yield tgparse.Found(text=text, span=span, line=line, kind="word", value=value)


@pytest.fixture(scope="module")
def doc() -> tgparse.Document:
    parsed = tgparse.parse_bytes(EXPORT.encode(), source="news.txt", channel="@city", extractors=(*tgparse.EXTRACTORS, find_words))
    first, *others = parsed.posts
    kyiv = datetime.fromisoformat("2023-05-05T10:30:00+03:00")
    told = first.model_copy(update={"sent_at": kyiv, "edited_at": datetime(2023, 5, 6, 8), "media": ("photo", "video")})  # noqa: DTZ001
    return parsed.model_copy(update={"posts": (told, *others)})


def plain(value: Any) -> Any:
    return " ".join(map(str, cast("list[object]", value))) if isinstance(value, list) else value


def expected(doc: tgparse.Document, table: str) -> list[dict[str, Any]]:
    """Rows with the values that a schema of types allows: no value of any kind, no time with a zone of its own."""
    rows = doc.rows(table)
    for row in rows:
        for name in ("sent_at", "edited_at"):
            if row.get(name):
                row[name] = row[name].replace(tzinfo=None)
        if table == "found" and row["value"] is not None and not isinstance(row["value"], str):
            row["value"] = json.dumps(row["value"])
    return rows


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_rows_have_the_columns_of_their_schema_in_order(doc: tgparse.Document, table: str) -> None:
    names = [column.name for column in columns(table)]
    assert len(set(names)) == len(names)
    assert all(column.meaning.endswith(".") for column in columns(table)), table
    assert all(list(row) == names for row in doc.rows(table))
    assert all(row[column.name] is not None for column in columns(table) if not column.nullable for row in doc.rows(table))


@pytest.mark.parametrize("table", [name for name in TABLE_NAMES if name not in OF_DOCUMENTS])
def test_the_rows_of_the_posts_are_those_of_the_document(doc: tgparse.Document, table: str) -> None:
    assert [row for post in doc.posts for row in iter_rows(post, table)] == list(iter_rows(doc, table))


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_parquet_gives_the_rows_back(doc: tgparse.Document, table: str, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tgparse.to_parquet(doc, tmp_path / "table.parquet", table=table)
    back = parquet.read_table(path)
    assert [{name: plain(value) for name, value in row.items()} for row in back.to_pylist()] == expected(doc, table)
    assert back.schema == doc.to_arrow(table).schema
    assert {field.name: field.metadata[b"description"].decode() for field in back.schema} == {c.name: c.meaning for c in columns(table)}


def test_times_keep_their_clock_and_their_moment(doc: tgparse.Document) -> None:
    pytest.importorskip("pyarrow")
    row = doc.to_arrow().to_pylist()[0]
    assert row["sent_at"] == datetime(2023, 5, 5, 10, 30)  # noqa: DTZ001
    assert row["sent_at_utc"] == datetime(2023, 5, 5, 7, 30, tzinfo=UTC)
    assert row["edited_at_utc"] is None


def test_values_of_any_kind_come_back_by_their_type(doc: tgparse.Document) -> None:
    pytest.importorskip("pyarrow")
    cells = [(row["value"], row["value_type"]) for row in doc.to_arrow("found").to_pylist()]
    assert cells == [("a\nb", "str"), ("7", "int"), ("0.5", "float"), ("true", "bool"), (None, None)]


def test_pandas_and_polars_have_the_types_that_they_use_for_such_things(doc: tgparse.Document) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    frame = doc.to_pandas("dates")
    assert str(frame["first"].dtype).startswith("datetime64")
    assert str(frame["line"].dtype) == "int64"
    assert str(frame["paragraph"].dtype) == "Int64"
    assert str(frame["precision"].dtype) == "category"
    assert frame["first"].dt.year.tolist() == [2023, 2023]
    assert doc.to_pandas("posts")["is_empty"].dtype == bool
    polars = doc.to_polars("dates")
    assert polars["first"].to_list()[0] == date(2023, 5, 5)
    assert polars["alternatives"].to_list()[1] == ["2023-01-02"]
    for table in TABLE_NAMES:
        assert doc.to_pandas(table).columns.tolist() == doc.to_polars(table).columns == [c.name for c in columns(table)]
        assert len(doc.to_pandas(table)) == doc.to_polars(table).height == len(doc.rows(table))


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_no_rows_give_an_empty_table_of_the_same_schema(doc: tgparse.Document, table: str, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    nothing = tgparse.parse_text("")
    assert parquet.read_table(tgparse.to_parquet([], tmp_path / "none.parquet", table=table)).schema == doc.to_arrow(table).schema
    assert nothing.to_arrow(table).schema == doc.to_arrow(table).schema
    assert nothing.to_pandas(table).columns.tolist() == [c.name for c in columns(table)]
    assert nothing.to_polars(table).schema == doc.to_polars(table).schema


def test_row_groups_cut_a_long_table(doc: tgparse.Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr("tgparse.export.arrow.BATCH_ROWS", 3)
    monkeypatch.setattr("tgparse.export.arrow.GROUP_ROWS", 6)
    path = tgparse.to_parquet([doc, doc, doc, doc], tmp_path / "posts.parquet")
    assert parquet.ParquetFile(path).num_row_groups == 3
    assert parquet.read_table(path).column("forwarded_from").to_pylist() == [row["forwarded_from"] for row in doc.rows()] * 4


def test_jsonl_gives_equal_posts_back(doc: tgparse.Document, tmp_path: Path) -> None:
    path = tgparse.to_jsonl(iter(doc.posts), tmp_path / "posts.jsonl")
    assert tuple(map(tgparse.Post.model_validate_json, path.read_text("utf-8").splitlines())) == doc.posts


def test_jsonl_rows_are_the_rows(doc: tgparse.Document, tmp_path: Path) -> None:
    path = tgparse.to_jsonl(doc, tmp_path / "dates.jsonl", table="dates")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert rows[1]["alternatives"] == ["2023-01-02"]
    assert [row["first"] for row in rows] == [row["first"].isoformat() for row in doc.rows("dates")]


def test_csv_is_read_back_and_can_be_made_safe_for_spreadsheets(doc: tgparse.Document, tmp_path: Path) -> None:
    raw = tgparse.to_csv(doc, tmp_path / "points.csv", table="points")
    with raw.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["text"] for row in rows] == [row["text"] for row in doc.rows("points")]
    assert rows[1]["text"].startswith("=2+2")
    safe = tgparse.to_csv(doc, tmp_path / "safe.csv", tables=["points", "posts"], spreadsheet_safe=True)
    data = (safe / "points.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    cells = [
        cell
        for name in ("points", "posts")
        for line in csv.reader((safe / f"{name}.csv").read_text("utf-8-sig").splitlines(keepends=True))
        for cell in line
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)


def test_sqlite_holds_all_tables_with_keys_that_hold(doc: tgparse.Document, tmp_path: Path) -> None:
    other = tgparse.parse_text(EXPORT, source="news.txt")
    connection = sqlite3.connect(tgparse.to_sqlite([doc, other], tmp_path / "all.sqlite"))
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    for table in TABLE_NAMES:
        number = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
        assert number == (len(doc.rows(table)) + len(other.rows(table)),)
    query = "SELECT d.sha256, count(*) FROM points JOIN posts USING (document_id, post) JOIN documents d USING (document_id) GROUP BY 1"
    assert connection.execute(query).fetchall() == [(None, 2), (doc.sha256, 2)]
    assert connection.execute("SELECT strftime('%Y', sent_at), sent_at_utc, json_extract(media, '$[1]') FROM posts").fetchone() == (
        "2023",
        "2023-05-05 07:30:00+00:00",
        "video",
    )
    assert (
        connection.execute("SELECT value FROM about WHERE name = 'tgparse.attribution'")
        .fetchone()[0]
        .startswith("Contains places of GeoNames")
    )
    connection.close()


def test_streams_of_posts_give_documents_by_their_sources(doc: tgparse.Document, tmp_path: Path) -> None:
    posts = [*doc.posts, *doc.posts]
    connection = sqlite3.connect(tgparse.to_sqlite(iter(posts), tmp_path / "all.sqlite"))
    assert connection.execute("SELECT count(*), max(document_id) FROM posts").fetchone() == (len(posts), 2)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('lines', 'diagnostics')").fetchone() == (0,)
    connection.close()


def test_all_tables_go_into_a_folder_in_one_pass(doc: tgparse.Document, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    folder = tgparse.to_parquet((d for d in [doc]), tmp_path / "out", tables="all")
    assert {path.name for path in folder.iterdir()} == {f"{name}.parquet" for name in TABLE_NAMES}
    names = {path.name for path in tgparse.to_csv(doc.posts, tmp_path / "csv", tables="all").iterdir()}
    assert names == {f"{name}.csv{more}" for name in TABLE_NAMES if name not in OF_DOCUMENTS for more in ("", "-metadata.json")}


WRITERS: list[Callable[..., Path]] = [tgparse.to_parquet, tgparse.to_csv, tgparse.to_jsonl, tgparse.to_sqlite]


@pytest.mark.parametrize("write", WRITERS)
def test_a_generator_that_was_used_up_is_an_error_and_leaves_what_was_there(
    write: Callable[..., Path], doc: tgparse.Document, tmp_path: Path
) -> None:
    pytest.importorskip("pyarrow")
    path = tmp_path / "file"
    path.write_text("what was there")
    posts = (post for post in doc.posts)
    documents = map(tgparse.parse_text, [EXPORT])
    assert len(list(posts)) + len(list(documents)) == 5
    for used in (posts, documents):
        with pytest.raises(tgparse.TgparseError, match="used up"):
            write(used, path)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
    assert path.read_text() == "what was there"
    write((post for post in doc.posts[:0]), path)  # A fresh generator may have nothing to say.
    assert path.read_text(errors="replace") != "what was there"


@pytest.mark.parametrize("write", WRITERS)
def test_an_interrupted_write_leaves_what_was_there(write: Callable[..., Path], doc: tgparse.Document, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    path = tmp_path / "file"
    path.write_text("what was there")

    def interrupted() -> Iterator[tgparse.Post]:
        yield from doc.posts
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(interrupted(), path)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
    assert path.read_text() == "what was there"


@pytest.mark.parametrize("write", WRITERS)
def test_mistakes_get_answers_that_help(write: Callable[..., Path], doc: tgparse.Document, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    with pytest.raises(TypeError, match="parse it first"):
        write("export.txt", tmp_path / "file")
    with pytest.raises(TypeError, match="gives int"):
        write([1], tmp_path / "file")
    with pytest.raises(ValueError, match="the tables are posts, "):
        write(doc, tmp_path / "file", table="pionts")
    with pytest.raises(tgparse.TgparseError, match="only a Document knows its lines"):
        write(doc.posts, tmp_path / "file", table="lines")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("write", WRITERS)
def test_what_cannot_work_in_the_end_is_refused_before_anything_is_read(
    write: Callable[..., Path], doc: tgparse.Document, tmp_path: Path
) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "folder").mkdir()
    posts = (post for post in doc.posts)
    with pytest.raises(IsADirectoryError):
        write(posts, tmp_path / "folder")
    with pytest.raises(OSError, match="name too long"):
        write(posts, tmp_path / ("x" * 300))
    with pytest.raises(ValueError, match="into a folder with tables='all'"):
        write(doc, tmp_path / "file", table="all") if write is not tgparse.to_sqlite else write(doc, tmp_path / "file", tables=[])
    with pytest.raises(ValueError, match="name the tables"):
        write(doc, tmp_path / "file", tables=[])
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]
    assert next(posts).index == 2, "each try looked at one post"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write to anything")
def test_a_file_that_may_not_be_written_to_stays(doc: tgparse.Document, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("what was there")
    path.chmod(0o444)
    with pytest.raises(PermissionError):
        tgparse.to_csv(doc, path)
    assert path.read_text() == "what was there"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions, links and pipes of POSIX")
def test_permissions_links_and_devices_stay_what_they_are(doc: tgparse.Document, tmp_path: Path) -> None:
    path, link, pipe = tmp_path / "file", tmp_path / "link", tmp_path / "pipe"
    path.write_text("private")
    path.chmod(0o600)
    link.symlink_to(path)
    tgparse.to_jsonl(doc, link)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text("utf-8").count("\n") == len(doc.posts)
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    tgparse.to_csv(doc, pipe, table="points")
    reader.join(60)
    assert pipe.is_fifo()
    assert len(list(csv.DictReader(io.StringIO(read[0].decode())))) == 2
    assert not (tmp_path / "pipe-metadata.json").exists()


def test_a_table_that_is_named_twice_is_written_once(doc: tgparse.Document, tmp_path: Path) -> None:
    for write in (tgparse.to_csv, tgparse.to_sqlite):
        write(doc, tmp_path / write.__name__, tables=["points", "points"])
    connection = sqlite3.connect(tmp_path / "to_sqlite")
    assert connection.execute("SELECT count(*) FROM points").fetchone() == (2,)
    connection.close()


def test_files_say_where_they_come_from(doc: tgparse.Document, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tgparse.to_parquet(doc, tmp_path / "a.parquet", table="locations")
    told = {key.decode(): value.decode() for key, value in parquet.read_metadata(path).metadata.items()}
    (source,) = json.loads(told["tgparse.sources"])
    assert source == {"source": "news.txt", "sha256": doc.sha256, "dialect": "web-preview", "encoding": "utf-8", "channel": "city"}
    assert told["tgparse.version"] == tgparse.__version__
    assert told["tgparse.schema_version"] == "1"
    assert "GeoNames" in told["tgparse.attribution"]
    assert b"tgparse.attribution" not in doc.to_arrow("points").schema.metadata
    tgparse.to_csv(doc, tmp_path / "a.csv", table="locations")
    beside = json.loads((tmp_path / "a.csv-metadata.json").read_text("utf-8"))
    assert beside["sources"] == [source]
    assert [column["name"] for column in beside["columns"]] == [column.name for column in columns("locations")]


def test_a_stream_says_where_it_comes_from_once_it_is_read(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    (tmp_path / "news.txt").write_text(EXPORT, "utf-8")
    posts = tgparse.iter_posts(tmp_path / "news.txt", channel="@city")
    path = tgparse.to_parquet(posts, tmp_path / "a.parquet")
    (source,) = json.loads(parquet.read_metadata(path).metadata[b"tgparse.sources"])
    doc = tgparse.parse_file(tmp_path / "news.txt")
    assert source == {"source": "news.txt", "sha256": doc.sha256, "dialect": "web-preview", "channel": "city"}
    with pytest.raises(tgparse.TgparseError, match="used up"):
        tgparse.to_parquet(posts, tmp_path / "b.parquet")
    text = tgparse.to_csv(tgparse.iter_posts(io.StringIO(EXPORT), source="s"), tmp_path / "a.csv")
    (source,) = json.loads(text.with_name("a.csv-metadata.json").read_text("utf-8"))["sources"]
    assert source == {"source": "s", "dialect": "web-preview"}
    nothing = tgparse.to_csv(tgparse.iter_posts(io.BytesIO(b""), source="s"), tmp_path / "b.csv")
    assert nothing.read_text("utf-8").count("\n") == 1


@pytest.mark.parametrize(
    ("method", "package", "extra"), [("to_pandas", "pandas", "pandas"), ("to_polars", "polars", "polars"), ("to_arrow", "pyarrow", "arrow")]
)
def test_a_missing_extra_is_named_with_its_command(
    doc: tgparse.Document, method: str, package: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(tgparse.MissingExtraError, match=rf"pip install 'tgparse\[{extra}\]'") as caught:
        getattr(doc, method)("points")
    assert isinstance(caught.value, ImportError)
    assert isinstance(caught.value, tgparse.TgparseError)


def own_columns(table: str) -> str:
    """Give the columns of a table beyond those that the README tells of all of them, as the README writes them."""
    context, within = table != "lines", table not in {"lines", "posts"}
    shared = {*PLACE, *(CONTEXT if context else ()), *(WITHIN if within else ())}
    names = [column.name for column in columns(table) if column not in shared]
    return f"| `{table}` | {', '.join(f'`{name}`' for name in names)} |"


def test_the_readme_has_the_table_of_the_tables() -> None:
    told = [
        line
        for line in (ROOT / "README.md").read_text("utf-8").splitlines()
        if line.startswith(tuple(f"| `{name}` |" for name in TABLE_NAMES))
    ]
    assert told == [own_columns(name) for name in TABLE_NAMES], "\n".join(own_columns(name) for name in TABLE_NAMES)


@settings(max_examples=10)  # Each writes six files.
@given(st.text())
def test_any_text_can_be_written_in_every_form(text: str) -> None:
    pytest.importorskip("pyarrow")
    hostile = "".join(f"Forwarded from {text}\n🔹 #Tag {text}\n🔹 Minsk, 5 May 2023 {text}\n❤1👍1\n" for _ in range(2))
    doc = tgparse.parse_text(hostile, source=text)
    for table in TABLE_NAMES:
        back = [{name: plain(value) for name, value in row.items()} for row in doc.to_arrow(table).to_pylist()]
        assert back == expected(doc, table)
    with TemporaryDirectory() as name:
        folder = Path(name)
        assert tgparse.to_jsonl(doc, folder / "a.jsonl").read_text("utf-8").count("\n") == len(doc.posts)
        with tgparse.to_csv(doc, folder / "a.csv", table="points", spreadsheet_safe=True).open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.reader(file))) == 1 + len(doc.rows("points"))
        connection = sqlite3.connect(tgparse.to_sqlite(doc, folder / "a.sqlite"))
        assert [row[0] for row in connection.execute("SELECT text FROM points")] == [row["text"] for row in doc.rows("points")]
        connection.close()
        json.loads(tgparse.to_geojson(doc, folder / "a.geojson").read_text("utf-8"))
        tgparse.to_graph(doc, folder / "a.gexf")
        ElementTree(file=folder / "a.gexf")
        assert tgparse.to_report(doc, folder / "a.html").read_text("utf-8").count("<script>") == 1
