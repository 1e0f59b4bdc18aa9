"""Citing and correcting: the words, the lines, the file; and what a person put right stays right."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

import pytest

import tgparse
from tgparse.corrections import read_edtf

if TYPE_CHECKING:
    from pathlib import Path

EXPORT = """\
Forwarded from City News
📍 Minsk, 5 May 2023
The bridge opens on 01.02.2023, the next on 01.02.2023 #Trams
❤1👍1
Forwarded from City News
A post without a date
❤1👍1
Forwarded from Paris
📍 Minsk, 9 May 2023
Nothing else
❤1👍1
"""


@pytest.fixture
def doc() -> tgparse.Document:
    return tgparse.parse_bytes(EXPORT.encode(), source="my news.txt", dialect="web-preview")


def test_a_citation_leads_back_to_the_lines(doc: tgparse.Document) -> None:
    tag = doc.posts[0].hashtags[0]
    digest = hashlib.sha256(EXPORT.encode()).hexdigest()
    assert doc.cite(tag) == f"“#Trams”, my%20news.txt#line=2,3 (sha256 {digest})"
    assert "#line=0,4 (" in doc.cite(doc.posts[0])
    lines = EXPORT.splitlines()[2:3]
    assert tag.text in lines[0]


def test_a_citation_has_the_address_of_the_post_and_no_line_breaks(doc: tgparse.Document) -> None:
    post = doc.posts[0].model_copy(update={"url": "https://t.me/city/5"})
    linked = doc.model_copy(update={"posts": (post, *doc.posts[1:]), "sha256": None})
    assert linked.cite(post.hashtags[0]).endswith("#line=2,3 (https://t.me/city/5)")
    assert "\n" not in linked.cite(post)
    assert tgparse.parse_text("One").cite(tgparse.parse_text("One").posts[0]) == "“One”, %3Ctext%3E#line=0,1"


def test_a_corrected_date_brings_its_days(doc: tgparse.Document) -> None:
    wrong = doc.posts[0].dates[1]
    assert wrong.edtf == "2023-02-01"
    right = doc.replace(wrong, edtf="2023-01-02/2023-01-04")
    item = right.posts[0].dates[1]
    assert (item.edtf, item.first, item.last) == ("2023-01-02/2023-01-04", date(2023, 1, 2), date(2023, 1, 4))
    assert (item.precision, item.alternatives, item.year_from) == ("day", (), "text")
    assert doc.posts[0].dates[1] == wrong
    assert right.posts[0].dates[2] == doc.posts[0].dates[2]
    assert [row["edtf"] for row in right.rows("dates")][1] == "2023-01-02/2023-01-04"
    (correction,) = right.corrections
    assert (correction.field, correction.nth) == ("dates", 0)
    assert (correction.before, correction.after) == ({"edtf": "2023-02-01"}, {"edtf": "2023-01-02/2023-01-04"})
    assert tgparse.Document.model_validate_json(right.model_dump_json()) == right


def test_what_rests_on_a_date_follows_it(doc: tgparse.Document) -> None:
    assert [post.dated.edtf for post in doc.posts if post.dated] == ["2023-05-05", "2023-05-05/2023-05-09", "2023-05-09"]
    right = doc.replace(doc.posts[0].dates[0], edtf="2023-05-11")
    assert [post.dated.edtf for post in right.posts if post.dated] == ["2023-05-11", "2023-05-09/2023-05-11", "2023-05-09"]
    assert right.rows("hashtags")[0]["dated_first"] == date(2023, 5, 11)
    unknown = doc.replace(doc.posts[0].dates[0], edtf="XXXX-05-05")
    assert [post.dated for post in unknown.posts[:2]] == [None, None]


def test_keys_headlines_and_places_follow(doc: tgparse.Document) -> None:
    post = doc.posts[0]
    assert doc.replace(post.hashtags[0], tag="TRAMS").posts[0].hashtags[0].key == "trams"
    assert post.forwarded_from
    forward = doc.replace(post.forwarded_from, name="City  NEWS 🔹").posts[0].forwarded_from
    assert forward
    assert forward.key == "city news"
    moved = doc.replace(post.locations[0], name="Minsk Mazowiecki", country_code="PL").posts[0].locations[0]
    assert (moved.country_code, moved.latitude, moved.geonames_id) == ("PL", None, None)
    second = doc.posts[1]
    assert second.headline == second.paragraphs[0]
    headline = doc.replace(second.paragraphs[0], kind="lead_in").posts[1]
    assert headline.headline == headline.paragraphs[0]
    assert headline.paragraphs[0].kind == "lead_in"


def test_corrections_are_saved_and_made_again_in_another_export_of_the_same_posts(doc: tgparse.Document, tmp_path: Path) -> None:
    right = doc.replace(doc.posts[0].dates[2], edtf="2023-01-02").replace(doc.posts[0].hashtags[0], tag="Trams", channel="city")
    right.save_corrections(tmp_path / "corrections.jsonl")
    assert doc.apply_corrections(tmp_path / "corrections.jsonl") == right
    other = tgparse.parse_text("Forwarded from Lost\nOther\n❤1👍1\n" + EXPORT, dialect="web-preview").apply_corrections(right.corrections)
    assert [item.edtf for item in other.posts[1].dates] == ["2023-05-05", "2023-02-01", "2023-01-02"]
    assert tgparse.parse_text("Nothing of it").apply_corrections(right.corrections).corrections == ()


def test_a_correction_that_finds_nothing_is_told(doc: tgparse.Document) -> None:
    right = doc.replace(doc.posts[0].hashtags[0], tag="Trams")
    bare = tgparse.parse_text(EXPORT, dialect="web-preview", extractors=()).apply_corrections(right.corrections)
    assert [(d.code, d.post) for d in bare.diagnostics if d.severity == "warning"] == [("TG301", 0)]
    assert bare.corrections == ()


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"edtf": "5 May"}, "no date that this library writes"),
        ({"edtf": "2023-02-30"}, "is no date"),
        ({"edtf": "2023-05/2021"}, "before it begins"),
        ({"span": (0, 1)}, "has no 'span' to correct; it has edtf"),
        ({"edft": "2023"}, "has no 'edft'"),
        ({"precision": "century"}, "precision"),
    ],
)
def test_what_does_not_fit_is_refused(doc: tgparse.Document, fields: dict[str, object], answer: str) -> None:
    with pytest.raises(tgparse.TgparseError, match=answer):
        doc.replace(doc.posts[0].dates[0], **fields)


def test_a_place_stays_on_the_earth() -> None:
    doc = tgparse.parse_text("Talks in Minsk")
    for fields in ({"latitude": 91.0}, {"longitude": float("nan")}, {"confidence": 1.5}):
        with pytest.raises(tgparse.TgparseError, match=r"goes from|less than or equal to 1"):
            doc.replace(doc.posts[0].locations[0], **fields)


def test_a_file_that_holds_no_corrections_is_told_with_its_line(doc: tgparse.Document, tmp_path: Path) -> None:
    path = tmp_path / "corrections.jsonl"
    doc.replace(doc.posts[0].hashtags[0], tag="Trams").save_corrections(path)
    path.write_bytes(path.read_bytes() + b"\xff{}\n")
    with pytest.raises(tgparse.TgparseError, match=r"corrections.jsonl:2: this line is no correction"):
        doc.apply_corrections(path)


def test_only_what_is_in_a_document_is_cited(doc: tgparse.Document) -> None:
    other = tgparse.parse_text("On #Stranger things")
    for stranger in (other.posts[0], other.posts[0].hashtags[0]):
        with pytest.raises(tgparse.TgparseError, match="not in this document"):
            doc.cite(stranger)


def test_an_item_of_another_document_is_refused(doc: tgparse.Document) -> None:
    stranger = tgparse.parse_text("#Stranger").posts[0].hashtags[0]
    with pytest.raises(tgparse.TgparseError, match="not in this document"):
        doc.replace(stranger, tag="x")


def test_times_and_years_before_ours_are_read() -> None:
    assert read_edtf("2022-12-05T14:30")["precision"] == "minute"
    assert read_edtf("-0043")["first"] is None
    assert read_edtf("2022")["last"] == date(2022, 12, 31)
