"""The Document: its tables, its ledger, its faces."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import cast

import pytest

import tgparse
from tgparse.document import TABLES

BODY = """\
📍 Minsk, January 19, 2023
Key points:
🔹 Trams in #Minsk run again, says @city_news
🔹 More at https://example.org/trams
#Roads
The bridge over the river reopens in May 2023
Read in full"""
TEXT = f"Forwarded from City News 🚋\nBridge over the river reopens\n{BODY}\n{BODY}\n❤1.2K👍1\nForwarded from Empty\n"
COMMON = {"source", "post", "line", "char_start", "char_end"}
CONTEXT = {"paragraph", "point", "forwarded_from", "dated_first", "dated_last"}
RESERVED = {"index", "order", "group", "table", "select", "from", "to", "end", "start", "offset", "user", "name_"}


@pytest.fixture(scope="module")
def doc() -> tgparse.Document:
    return tgparse.parse_text(TEXT, source="city.txt")


def test_paragraphs_have_their_kinds_and_sections(doc: tgparse.Document) -> None:
    assert [(p.kind, p.section) for p in doc.posts[0].paragraphs] == [
        ("headline", None),
        ("dateline", None),
        ("lead_in", None),
        ("point", None),
        ("point", None),
        ("section", None),
        ("text", "Roads"),
        ("link", "Roads"),
    ]
    assert doc.posts[0].headline is doc.posts[0].paragraphs[0]
    assert [(p.bullet, p.style, p.text) for p in doc.posts[0].points] == [
        ("🔹", "emoji", "Trams in #Minsk run again, says @city_news"),
        ("🔹", "emoji", "More at https://example.org/trams"),
    ]


def test_a_run_of_bullets_has_no_headline() -> None:
    post = tgparse.parse_text("Forwarded from A\n🔹 one thing\n🔹 another thing").posts[0]
    assert post.headline is None
    assert [p.kind for p in post.paragraphs] == ["point", "point"]


def test_every_span_cuts_its_text(doc: tgparse.Document) -> None:
    items = [item for post in doc.posts for field in type(post).model_fields for item in _items(getattr(post, field))]
    assert len(items) > 20
    for item in items:
        assert doc.text[item.span.start : item.span.end] == item.text
        assert doc.text.count("\n", 0, item.span.start) + 1 == item.line


def _items(value: object) -> list[tgparse.Item]:
    values = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
    return [item for item in values if isinstance(item, tgparse.Item)]


@pytest.mark.parametrize("table", TABLES)
def test_every_row_says_where_it_stands(doc: tgparse.Document, table: str) -> None:
    rows = doc.rows(table)
    assert rows or table in {"furniture", "found"}
    for row in rows:
        assert set(row) >= COMMON
        assert not RESERVED & set(row)
        assert row["source"] == "city.txt"
        assert all(value is None or isinstance(value, str | int | float | bool | dt.date) for value in row.values())
        if table not in {"posts", "lines"}:
            assert set(row) >= CONTEXT
        if "text" in row and table != "posts":
            assert doc.text[row["char_start"] : row["char_end"]] == row["text"]
    assert len({tuple(row) for row in rows}) <= 1, "all rows of a table have the same columns"


def test_an_unknown_table_is_refused_with_the_names_of_all(doc: tgparse.Document) -> None:
    with pytest.raises(ValueError, match="there is no table 'post'; the tables are posts, "):
        doc.rows("post")


def test_items_know_their_paragraph_point_and_post(doc: tgparse.Document) -> None:
    tag = doc.rows("hashtags")[0]
    assert (tag["tag"], tag["paragraph"], tag["point"], tag["forwarded_from"]) == ("Minsk", 3, 0, "City News 🚋")
    assert tag["dated_first"] == tag["dated_last"] == dt.date(2023, 1, 19)


def test_the_ledger_accounts_for_every_line_once(doc: tgparse.Document) -> None:
    assert [line.number for line in doc.lines] == list(range(1, 19))
    assert Counter(line.role for line in doc.lines) == {"marker": 2, "kept": 8, "repeat": 7, "reactions": 1}
    assert str(doc.line(10)) == "line 10: taken out of post 0, since it repeats line 3"
    with pytest.raises(IndexError, match="no line 0"):
        doc.line(0)


def test_to_text_gives_the_text_once(doc: tgparse.Document) -> None:
    assert doc.to_text() == f"Bridge over the river reopens\n{BODY}\n"
    assert doc.to_text(markers=True).splitlines()[0] == "Forwarded from City News 🚋"


def test_repr_is_one_short_line(doc: tgparse.Document) -> None:
    assert repr(doc) == "Document('city.txt': 2 posts, web-preview)"
    assert repr(doc.posts[0]) == "Post(0 from 'City News 🚋', line 1: 'Bridge over the river reopens')"
    assert repr(doc.posts[1]) == "Post(1 from 'Empty', line 18: no text)"
    assert len(doc) == 2


def test_the_notebook_face_shows_hostile_text_as_text() -> None:
    doc = tgparse.parse_text('Forwarded from <script>alert(1)</script>\n<img src=x onerror="alert(2)">\u202e', source="<b>")
    shown = doc._repr_html_()  # pyright: ignore[reportPrivateUsage] -- notebooks call it.
    assert "<script" not in shown
    assert "<img" not in shown
    assert "&lt;img" in shown
    assert "\u202e" not in shown


def test_tab_shows_the_fields_and_not_pydantics(doc: tgparse.Document) -> None:
    for value in (doc, doc.posts[0], doc.posts[0].hashtags[0], doc.options):
        names = [name for name in dir(value) if not name.startswith("_")]
        assert {name for name in names if name.startswith("model_")} <= {"model_dump", "model_dump_json"}
        assert set(type(value).model_fields) <= set(names)
        assert not {"construct", "parse_obj", "schema", "copy"} & set(names)


def test_equal_posts_name_the_first() -> None:
    doc = tgparse.parse_text("Forwarded from A\nThe same words\nForwarded from B\nOther words\nForwarded from C\nThe  same words\ufe0f")
    assert [post.repeats_post for post in doc.posts] == [None, None, 0]
    assert doc.posts[0].content_hash == doc.posts[2].content_hash != doc.posts[1].content_hash
    assert doc.posts[0].content_hash.startswith("tg1:")
