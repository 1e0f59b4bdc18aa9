"""The fixtures are what their generator makes of the source posts, no more and no less."""

from __future__ import annotations

import pytest

from .tools.lay_out import FIXTURES, MANIFEST, load, written
from .tools.source_posts import POSTS

SOURCES = sorted(path.stem for path in POSTS.glob("*.json"))


@pytest.mark.parametrize("name", MANIFEST)
def test_the_generator_makes_exactly_the_committed_bytes(name: str) -> None:
    assert (FIXTURES / name).read_bytes() == written(name)


def test_no_fixture_lies_there_that_the_generator_does_not_know() -> None:
    assert {path.name for path in FIXTURES.iterdir() if path.suffix in {".txt", ".json", ".html"}} == MANIFEST.keys()


@pytest.mark.parametrize("source", SOURCES)
def test_posts_are_numbered_and_dated_in_order(source: str) -> None:
    _, posts = load(source)
    assert [post.id for post in posts] == sorted({post.id for post in posts})
    assert [post.sent_at for post in posts] == sorted(post.sent_at for post in posts)


def test_every_source_is_used_by_a_fixture() -> None:
    assert {fixture.posts for fixture in MANIFEST.values()} == set(SOURCES)


def test_the_sources_are_many_and_in_many_languages() -> None:
    channels, posts = zip(*map(load, SOURCES), strict=True)
    assert len({channel.language for channel in channels}) >= 12
    assert sum(map(len, posts)) >= 120
