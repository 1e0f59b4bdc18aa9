"""Pages that html2text wrote as Markdown: the author's words without the signs, and every span still a cut of the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tgparse
from tgparse.readers.markdown import unmarked_lines
from tgparse.tokens import RawLine

from .costs import seconds

FOOTER = "1.4K views[10:4{}](https://t.me/gazette/{})\n\n"
BODY = (
    "_**🔹**_ The **ferry** waits for [nobody](https://a.example/ferry), says [#Minsk](https://t.me/s/gazette?q=%23Minsk)  \n"
    "_**🔹**_ Low tide \\- at <https://b.example/tide>  \n"
)
PAGE = "".join(f"[Gazette](https://t.me/gazette)\n\n{BODY}\n{FOOTER.format(i, i)}" for i in range(1, 4))


def plain(*lines: str) -> list[str]:
    """Give lines as they read without the signs."""
    texts: list[str] = []
    pieces, glue, _ = unmarked_lines([RawLine(line, 1000 * i, i + 1) for i, line in enumerate(lines)], {})
    for i, piece in enumerate(pieces):
        if i in glue:
            texts[-1] += glue[i] + piece.text
        else:
            texts.append(piece.text)
    return texts


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("**bold** and _slanted_ words", "bold and slanted words"),
        ("**bold over the end of the line", "bold over the end of the line"),
        ("a snake_case_name and @some_name_", "a snake_case_name and @some_name_"),
        ("[a **bold** link](<https://a.example/>)!", "a bold link!"),
        ("Wow![link](https://a.example/) ![](https://a.example/picture.jpg)", "Wow!link"),
        ("<https://a.example/> and a < b > c", "https://a.example/ and a < b > c"),
        ("1\\. one \\- two \\\\ three", "1. one - two \\ three"),
        ("[not a link] (at all)", "[not a link] (at all)"),
        ("__", "__"),
        ("run `pip install` now, ~~blue~~ paper", "run pip install now, blue paper"),
        ("> > quoted twice", "quoted twice"),
        ("5 > 3, a ` alone and ~ too", "5 > 3, a ` alone and ~ too"),
    ],
)
def test_signs_go_and_words_stay(line: str, text: str) -> None:
    assert plain(line) == [text]


def test_reactions_in_bold_end_a_post() -> None:
    document = tgparse.parse_text(PAGE.replace("\n1.4K", "\n_**👍**_ 31 _**❤**_ 1.2K\n\n1.4K"))
    for post in document.posts:
        assert post.body.endswith("https://b.example/tide")
        assert [(item.emoji, item.count, item.text) for item in post.reactions] == [("👍", 31, "👍**_ 31"), ("❤", 1200, "❤**_ 1.2K")]


def test_a_forwarded_name_is_read_without_the_signs() -> None:
    for name in ("Harbour _**🌊**_ Board", "[Harbour _**🌊**_ Board](https://t.me/board/7)"):
        text = PAGE.replace("[Gazette](https://t.me/gazette)\n\n", f"[Gazette](https://t.me/gazette)\n\nForwarded from {name}\n\n")
        for post in tgparse.parse_text(text).posts:
            assert post.forwarded_from is not None
            assert post.forwarded_from.name == "Harbour 🌊 Board"


def test_posts_read_as_their_authors_wrote_them() -> None:
    document = tgparse.parse_text(PAGE)
    assert document.dialect == "page-text"
    for post in document.posts:
        assert post.body == "🔹 The ferry waits for nobody, says #Minsk\n🔹 Low tide - at https://b.example/tide"
        assert [point.bullet for point in post.points] == ["🔹", "🔹"]
        assert [tag.tag for tag in post.hashtags] == ["Minsk"]
        assert [(link.kind, link.text, link.url) for link in post.links] == [
            ("label", "nobody", "https://a.example/ferry"),
            ("url", "https://b.example/tide", "https://b.example/tide"),
        ]
        for item in (*post.paragraphs, *post.points, *post.hashtags, *post.links, *post.locations, *post.furniture):
            assert document.text[item.span.start : item.span.end] == item.text


def test_where_no_page_was_written_as_markdown_the_signs_are_the_author_s() -> None:
    page = "".join(f"Gazette\n**Low** tide_at_ [noon](https://a.example/)\n1.4K views 10:4{i}\n" for i in range(1, 4))
    assert {post.body for post in tgparse.parse_text(page).posts} == {"**Low** tide_at_ [noon](https://a.example/)"}


PARTS = [
    "**",
    "_",
    "__",
    "[",
    "](",
    ")",
    "](https://a.example/)",
    "<https://a.example/",
    ">",
    "\\",
    "\\-",
    "!",
    " ",
    "x",
    "#a",
    "🤖",
    "\n",
    "  \n\n",
]


@given(parts=st.lists(st.sampled_from(PARTS), max_size=40))
def test_any_markdown_is_read_and_every_span_is_a_cut_of_the_source(parts: list[str]) -> None:
    document = tgparse.parse_text(PAGE + "".join(parts) + "\n\n" + FOOTER.format(9, 9), dialect="page-text")
    for post in document.posts:
        for item in (*post.paragraphs, *post.points, *post.hashtags, *post.links, *post.furniture):
            assert document.text[item.span.start : item.span.end] == item.text
    written = {number for number, line in enumerate(document.text.split("\n"), 1) if line.strip()}
    assert written <= {line.number for line in document.lines if line.role != "blank"}


@pytest.mark.heavy
@pytest.mark.alone
@pytest.mark.parametrize("unit", ["**", "_a_ ", "[a](b) ", "[", "![", "<ab:", "\\-", "_" + "a" * 50, "[a](b"])
def test_hostile_markdown_costs_linear_time(unit: str) -> None:
    def cost(size: int) -> float:
        lines = [RawLine(unit * (8000 // len(unit)), 10_000 * i, i + 1) for i in range(size)]
        return seconds(lambda: unmarked_lines(lines, {}))

    assert cost(80) < 30 * max(cost(10), 0.01)
    assert cost(10) < 2
