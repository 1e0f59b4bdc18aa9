"""The main job on the user's own sample, where it lies beside the project."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

import tgparse

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def doc(shared: Path) -> tgparse.Document:
    return tgparse.parse_file(shared / "exports" / "osce_web_preview.txt")


def test_eleven_markers_give_eleven_posts(doc: tgparse.Document) -> None:
    assert [post.line for post in doc.posts] == [1, 21, 22, 23, 50, 63, 87, 111, 126, 147, 164]
    assert [post.index for post in doc.posts if post.is_empty] == [1, 2]
    assert [(d.code, d.post) for d in doc.diagnostics if d.severity != "info"] == [("TG101", 1), ("TG101", 2)]
    names = Counter(post.forwarded_from.name for post in doc.posts if post.forwarded_from)
    assert names == {"Russian MFA 🇷🇺": 8, "Russia in OSCE/Россия в ОБСЕ": 3}


def test_the_ledger_is_the_known_one(doc: tgparse.Document) -> None:
    assert Counter(line.role for line in doc.lines) == {"marker": 11, "kept": 84, "repeat": 75, "reactions": 6}
    assert len(doc.rows("repeats")) == 75
    for repeat in (r for post in doc.posts for r in post.repeats):
        assert doc.text[repeat.of.start : repeat.of.end] == repeat.text


def test_sections_points_and_labels(doc: tgparse.Document) -> None:
    post = doc.posts[5]
    assert [p.text for p in post.paragraphs if p.kind == "section"] == ["#Ukraine", "#OSCE", "#JCPOA"]
    assert [(p.bullet, p.section) for p in post.points] == [("👉", "Ukraine"), ("☝️", "JCPOA")]
    assert [(link.text, link.kind, link.url) for link in post.links] == [("Read in full", "label", None)]
    assert [p.bullet for p in doc.posts[8].points] == ["❗️", "☝️", "1)", "2)", "3)", "❗️"]


def test_reactions_have_their_counts(doc: tgparse.Document) -> None:
    assert [[(r.emoji, r.count) for r in post.reactions] for post in doc.posts if post.reactions] == [
        [("❤", 1)],
        [("❤", 1), ("👍", 1)],
        [("👍", 1)],
        [("👍", 1)],
        [("👍", 1)],
        [("👍", 1)],
    ]


def test_every_date_is_right_and_none_is_wrong(doc: tgparse.Document) -> None:
    assert [(date.text, date.edtf, date.year_from) for post in doc.posts for date in post.dates] == [
        ("March 16, 2022", "2022-03-16", "text"),
        ("1 December 2022", "2022-12-01", "text"),
        ("2022", "2022", "text"),
        ("December 5", "2022-12-05", "neighbours"),
        ("December 29, 2022", "2022-12-29", "text"),
        ("January 19, 2023", "2023-01-19", "text"),
        ("August 2021", "2021-08", "text"),
        ("March 20, 2023", "2023-03-20", "text"),
        ("May 18, 2023", "2023-05-18", "text"),
        ("1944", "1944", "text"),
    ]


def test_posts_are_dated_by_datelines_headlines_and_neighbours(doc: tgparse.Document) -> None:
    assert [(post.dated.edtf, post.dated.basis) if post.dated else None for post in doc.posts] == [
        ("2022-03-16", "headline"),
        ("2022-03-16/2022-12-01", "neighbours"),
        ("2022-03-16/2022-12-01", "neighbours"),
        ("2022-12-01", "dateline"),
        ("2022-12-01/2022-12-29", "neighbours"),
        ("2022-12-29", "headline"),
        ("2023-01-19", "dateline"),
        ("2023-03-20", "headline"),
        ("2023-03-20/2023-05-18", "neighbours"),
        ("2023-05-18", "headline"),
        None,
    ]


def test_places_are_found_and_no_person_is(doc: tgparse.Document) -> None:
    found = [(place.text, place.country_code, place.cue) for post in doc.posts for place in post.locations]
    for place in [
        ("Moscow", "RU", "dateline"),
        ("UnitedStates", "US", "hashtag"),
        ("Lodz", "PL", "dateline"),
        ("🇦🇿", "AZ", "flag"),
        ("Azerbaijan", "AZ", "hashtag"),
        ("Turkey", "TR", "name"),
        ("Kiev", "UA", "name"),
        ("Minsk", "BY", "pin"),
        ("Nagorno-Karabakh", "AZ", "name"),
        ("Middle East", None, "name"),
    ]:
        assert place in found
    assert len(found) == 107  # Read by eye: all of them are places, and none is missing.
    texts = {text for text, _, _ in found}
    assert not texts & {"Ararat", "Zelensky", "Joe Biden", "Russian", "West", "NATO", "CouncilofEurope", "North Atlantic", "OSCE"}


def test_a_stream_gives_the_same_posts(doc: tgparse.Document, shared: Path) -> None:
    assert tuple(tgparse.iter_posts(shared / "exports" / "osce_web_preview.txt")) == doc.posts
