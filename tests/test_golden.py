"""Every fixture gives what its expected file says, and the expected file alone accounts for every line of the fixture."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest

import tgparse
from tgparse.folding import squeeze

from .tools.lay_out import FIXTURES, MANIFEST
from .tools.make_expected import (
    ASPECTS,
    DOCUMENT,
    MISSED,
    NOT_YET,
    POSTS,
    aspect_of,
    describe,
    hold_against_sources,
    lines_of,
    load_expected,
    load_not_yet,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tgparse import Document


@cache
def parsed(name: str) -> Document:
    return tgparse.parse_file(FIXTURES / name)


def cases() -> Iterator[Any]:
    """Give every aspect of every fixture; what is known to be wrong must fail, so that a fix is noticed."""
    known = load_not_yet()
    for name in MANIFEST:
        for aspect in (DOCUMENT, MISSED, *ASPECTS):
            wrong = known.get(name, {})
            reason = wrong.get(POSTS if POSTS in wrong and aspect in ASPECTS else aspect)
            yield pytest.param(name, aspect, marks=[pytest.mark.xfail(reason=reason)] if reason else [])


@pytest.mark.parametrize(("name", "aspect"), list(cases()))
def test_a_fixture_gives_what_is_expected_of_it(name: str, aspect: str) -> None:
    found = describe(parsed(name))
    if aspect == MISSED:
        found, _ = hold_against_sources(found, name)
    assert aspect_of(found, aspect) == aspect_of(load_expected(name), aspect)


def test_what_is_known_to_be_wrong_concerns_fixtures_and_aspects_that_exist() -> None:
    known = load_not_yet()
    assert known.keys() <= MANIFEST.keys()
    assert {aspect for aspects in known.values() for aspect in aspects} <= {DOCUMENT, POSTS, *ASPECTS}
    assert NOT_YET.exists()


@pytest.mark.parametrize("name", MANIFEST)
def test_the_dialect_is_the_one_that_was_laid_out(name: str) -> None:
    assert parsed(name).dialect == MANIFEST[name].dialect


def _numbers(entry: str) -> range:
    """Read the line numbers that begin an entry: "9 …", "9-13 of 4-8"."""
    first, _, last = entry.split(" ", 1)[0].partition("-")
    return range(int(first), int(last or first) + 1)


def _claimed(name: str) -> Iterator[int]:
    """Give the numbers of the lines that the expected file speaks of; a reactions line holds several reactions."""
    expected = load_expected(name)
    yield from chain.from_iterable(map(_numbers, expected[DOCUMENT]["furniture"]))
    for post in expected["posts"]:
        markers = [post["forwarded_from"]] if "forwarded_from" in post else []
        entries = [*markers, *post.get("paragraphs", ()), *post.get("repeats", ()), *post.get("furniture", ())]
        yield from chain.from_iterable(map(_numbers, entries))
        yield from {number for entry in post.get("reactions", ()) for number in _numbers(entry)}


TEXT_DIALECTS = [name for name, fixture in MANIFEST.items() if fixture.dialect in {"web-preview", "plain"} and not load_not_yet().get(name)]
"""Fixtures whose dialect has no lines of the client's that are neither furniture nor text, and that are read rightly."""


@pytest.mark.parametrize("name", TEXT_DIALECTS)
def test_the_expected_file_accounts_for_every_line_once(name: str) -> None:
    lines = lines_of(parsed(name).text)
    written = [number for number, line in enumerate(lines, 1) if line.strip()]
    assert sorted(_claimed(name)) == written


@pytest.mark.parametrize("name", MANIFEST)
def test_the_bodies_can_be_rebuilt_from_the_expected_lines(name: str) -> None:
    doc = parsed(name)
    lines = ["", *lines_of(doc.text)]
    posts: list[dict[str, Any]] = [] if {"paragraphs", POSTS} & load_not_yet().get(name, {}).keys() else load_expected(name)["posts"]
    for post, expected in zip(doc.posts, posts, strict=False):
        spans = list(map(_numbers, expected.get("paragraphs", ())))
        rebuilt = ["\n".join(line.strip() for line in lines[span.start : span.stop]) for span in spans]
        if doc.dialect not in {"chat-history", "messages-dump"}:  # there a paragraph is a part of its line
            # Of a paragraph in pieces the lines alone do not tell where a blank stood.
            assert list(map(squeeze, rebuilt)) == list(map(squeeze, post.body.split("\n") if post.body else []))


@pytest.mark.parametrize("name", MANIFEST)
def test_the_ledger_agrees_with_the_expected_file(name: str) -> None:
    doc = parsed(name)
    roles = {entry.number: entry.role for entry in doc.lines}
    assert list(roles) == list(range(1, len(roles) + 1))
    for post in doc.posts:
        assert {roles[repeat.line] for repeat in post.repeats} <= {"repeat"}
        assert {roles[reaction.line] for reaction in post.reactions} <= {"reactions", "kept"}
