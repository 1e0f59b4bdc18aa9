"""Posts that are laid out as an export come back as the same posts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

import tgparse

from .tools.grammar import source_posts
from .tools.lay_out import (
    MANIFEST,
    lay_out_desktop_html,
    lay_out_desktop_json,
    lay_out_fragments,
    lay_out_page_text,
    lay_out_web_html,
    lay_out_web_preview,
    load,
)
from .tools.lay_out_json import count_of
from .tools.source_posts import SourceChannel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .tools.source_posts import SourcePost

INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff]")
CHANNEL = SourceChannel("Lamp Post", "lamppost")
PREVIEWS = sorted({fixture.posts for fixture in MANIFEST.values() if fixture.dialect == "web-preview"})


def squeezed(text: str) -> str:
    """Take white space and invisible characters out: extractors change both."""
    return "".join(INVISIBLE.sub("", text).split())


def seen(post: SourcePost) -> str:
    """Give what a web preview keeps of a text."""
    return "" if post.lost else "\n".join(line.text for line in post.kept[post.headline_lost :])


def sent(posts: Sequence[SourcePost]) -> list[tuple[str | None, str, list[str]]]:
    """Say what an export of these posts must give: forward, text and tags of each."""
    return [
        (
            squeezed(post.forwarded_from) if post.forwarded_from else None,
            squeezed(seen(post)),
            [] if post.lost else [squeezed(tag) for tag in post.hashtags],
        )
        for post in posts
        if not post.lost or post.marker
    ]


def got(text: str) -> list[tuple[str | None, str, list[str]]]:
    return [
        (
            squeezed(post.forwarded_from.name) if post.forwarded_from else None,
            squeezed(post.body),
            [squeezed(tag.text) for tag in post.hashtags],
        )
        for post in tgparse.parse_text(text).posts
    ]


def reactions_sent(posts: Sequence[SourcePost]) -> list[list[tuple[str | None, int]]]:
    return [[(emoji, count_of(count)) for emoji, count in post.reactions] for post in posts if not post.lost or post.marker]


def reactions_got(text: str) -> list[list[tuple[str | None, int]]]:
    return [[(reaction.emoji, reaction.count) for reaction in post.reactions] for post in tgparse.parse_text(text).posts]


def shown(source: str) -> tuple[SourcePost, ...]:
    """Give the posts of a source that a web preview shows whole: no polls, answers or boxes, no reactions without a glyph."""
    _, posts = load(source)
    whole = (post for post in posts if not (post.poll or post.reply or post.preview or post.service))
    return tuple(replace(post, reactions=tuple(filter(_has_glyph, post.reactions))) for post in whole)


def _has_glyph(reaction: tuple[str, str]) -> bool:
    return bool(reaction[0])


@pytest.mark.parametrize("source", PREVIEWS)
def test_posts_laid_out_as_a_web_preview_come_back_with_text_forwards_and_tags(source: str) -> None:
    posts = shown(source)
    assert got(lay_out_web_preview(posts)) == sent(posts)


@pytest.mark.parametrize("source", PREVIEWS)
def test_posts_laid_out_as_a_web_preview_come_back_with_their_reactions(source: str) -> None:
    posts = shown(source)
    assert reactions_got(lay_out_web_preview(posts)) == reactions_sent(posts)


@pytest.mark.parametrize("source", PREVIEWS)
def test_the_no_break_space_and_the_blanks_of_trafilatura_2_2_change_nothing(source: str) -> None:
    posts = shown(source)
    assert got(lay_out_web_preview(posts, version="2.2")) == got(lay_out_web_preview(posts))


@given(source_posts())
def test_forwards_of_any_text_come_back_from_a_web_preview(posts: tuple[SourcePost, ...]) -> None:
    text = lay_out_web_preview(posts)
    assert got(text) == sent(posts)
    assert reactions_got(text) == reactions_sent(posts)


@given(source_posts())
def test_forwards_of_any_text_come_back_from_trafilatura_2_3(posts: tuple[SourcePost, ...]) -> None:
    text = lay_out_web_preview(posts, version="2.3")
    assert got(text) == sent(posts)
    assert reactions_got(text) == reactions_sent(posts)


LAYOUTS: dict[str, Callable[[Sequence[SourcePost], SourceChannel], str]] = {
    "page-text": lay_out_page_text,
    "fragments": lay_out_fragments,
    "web-html": lay_out_web_html,
    "desktop-json": lay_out_desktop_json,
    "desktop-html": lay_out_desktop_html,
}


@pytest.mark.parametrize("dialect", LAYOUTS)
@pytest.mark.parametrize("source", PREVIEWS)
def test_posts_come_back_from_the_dialects_that_hold_each_line_once(source: str, dialect: str) -> None:
    channel, _ = load(source)
    posts = shown(source)
    whole = [(forward, squeezed(post.body), tags) for post, (forward, _, tags) in zip(posts, _as_if_kept(posts), strict=True)]
    assert got(LAYOUTS[dialect](posts, channel)) == whole


def _as_if_kept(posts: Sequence[SourcePost]) -> list[tuple[str | None, str, list[str]]]:
    """Say what the posts hold where nothing is lost."""
    return sent([replace(post, lost=False, headline_lost=False) for post in posts])
