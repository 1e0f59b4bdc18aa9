"""Link previews among the lines of posts that stand once, as trafilatura 2.3 writes them."""

from __future__ import annotations

import pytest

import tgparse

POST = "The ferry is late again, says https://www.riverpost.example/ferry/late\n"


def parse(text: str) -> tgparse.Document:
    return tgparse.parse_text("Forwarded from City News\n" + text + "❤3👍12\n", dialect="web-preview")


@pytest.mark.parametrize(
    "preview",
    [
        "Riverpost\nFerry late\nThe ferry waits for the tide, and the people for the ferry…\n",
        "River Post\nFerry late\nThe ferry waits for the tide.\n",
        "riverpost.example\nFerry late\nIt waits.\n- Now\n- Tomorrow\n- And on…\n",
        "YouTube\nFerry late\nA film of the ferry\n",
    ],
)
def test_a_preview_is_furniture_and_closes_its_post(preview: str) -> None:
    doc = parse(POST + preview + "Two trams met at the bridge\nNobody was hurt\n")
    first, second = doc.posts
    assert (first.body, second.body) == (POST.strip(), "Two trams met at the bridge\nNobody was hurt")
    assert [(item.kind, item.text) for item in first.furniture] == [("preview", line) for line in preview.splitlines()]
    assert (second.begun_by, len(first.reactions), len(second.reactions)) == ("footer", 0, 2)
    assert doc.text[slice(*first.span)].endswith(preview.strip())


def test_a_preview_before_the_reactions_leaves_one_post() -> None:
    (post,) = parse(POST + "Riverpost\nFerry late\n").posts
    assert post.body == POST.strip()
    assert [item.text for item in post.furniture] == ["Riverpost", "Ferry late"]
    assert len(post.reactions) == 2


@pytest.mark.parametrize(
    "text",
    [
        # No address above it.
        "The ferry is late again\nRiverpost\nFerry late\nIt waits…\n",
        # Another site's.
        POST + "Hillpost\nFerry late\nIt waits…\n",
        # Nothing under it.
        POST + "Riverpost\n",
        # The name in a sentence.
        POST + "Riverpost says so\nFerry late\n",
    ],
)
def test_what_is_no_preview_is_text(text: str) -> None:
    (post,) = parse(text).posts
    assert post.body == text.strip()
    assert not post.furniture
