"""Posts as cards: everything found marked in its place, everything foreign escaped, and long ones cut."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tgparse
from tgparse.cards import CLASSES, LEGEND, STYLES, Mark, marked, post_card, style_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tgparse.options import Options
    from tgparse.tokens import RawPost

HOSTILE = """\
Forwarded from "><script>alert(1)</script>
<img src=x onerror=alert(1)> and </div></span><style>*{display:none}</style> on 5 May 2023 in Minsk
🔹 #Tag" onmouseover="alert(1) @name_here javascript:alert(1) https://example.org/?a=1&b="><b>
🔹 \u202eevil\u202c \x1b[31m <!-- --
❤1👍1
"""
ALLOWED = {"div", "span", "bdi", "details", "summary", "i"}


class Seen(HTMLParser):
    """A page as a browser takes it: its tags, its text, and the marked pieces with their tips."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""
        self.marks: list[tuple[str, str]] = []
        self.tips: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        given = dict(attrs)
        assert set(given) <= {"style", "class", "dir", "title"}
        if tag == "span" and given.get("title"):
            self.marks.append(("", given["title"] or ""))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.open and self.open[-1] == "span" and self.marks:
            self.marks[-1] = (self.marks[-1][0] + data, self.marks[-1][1])

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")


def html_of(shown: Any) -> str:
    """Give what a notebook asks for."""
    html: str = shown._repr_html_()
    return html


def test_what_was_found_is_marked_in_its_place_with_its_value() -> None:
    doc = tgparse.parse_text("Forwarded from City News\nTalks on 5 May 2023 in Minsk, @city_news on #Vienna\nRead in full\n❤1👍1.2K")
    seen = Seen(html_of(doc.posts[0]))
    marks = dict(seen.marks)
    assert marks["5 May 2023"] == "date 2023-05-05 (day)"
    assert marks["Minsk"].startswith("city Minsk; BY; 53.9")
    assert marks["@city_news"] == "mention of city_news"
    assert marks["Read in full"] == "label whose target the export lost"
    assert marks["Vienna"].splitlines()[0].startswith(("city Vienna", "hashtag"))
    assert "❤ 1 👍 1.2K" in seen.text
    assert "↪ City News" in seen.text


def test_hostile_text_is_only_ever_text() -> None:
    doc = tgparse.parse_text(HOSTILE, source="<b onclick=x>", dialect="web-preview")
    for page in (html_of(doc), html_of(doc.posts[0]), html_of(tgparse.show(doc.posts)), post_card(doc.posts[0], CLASSES)):
        seen = Seen(page)
        assert "<img src=x onerror=alert(1)>" in seen.text
        assert "<U+202E>evil" in seen.text
        assert "\x1b" not in page
        assert "href=" not in page


@given(st.text())
def test_any_text_gives_well_formed_html_that_holds_it(text: str) -> None:
    doc = tgparse.parse_text(text)
    Seen(html_of(doc))


@given(st.text(min_size=1), st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9), st.sampled_from(sorted(LEGEND)))))
def test_marks_may_overlap_and_leave_the_text_as_it_is(text: str, found: list[tuple[int, int, str]]) -> None:
    text = "".join(text.split()) or "x"
    marks = sorted(
        Mark(5 + start, 5 + min(start + length, len(text)), look, f"{start}") for start, length, look in found if start < len(text)
    )
    seen = Seen(marked(text, 5, marks))
    assert seen.text == Seen(marked(text, 5, [])).text


def test_a_place_inside_a_tag_has_both_tips() -> None:
    marks = [Mark(0, 6, "tag", "hashtag"), Mark(1, 6, "place", "city")]
    assert Seen(marked("#Minsk!", 0, marks)).marks == [("#", "hashtag"), ("Minsk", "hashtag\ncity")]


def test_a_paragraph_that_was_cut_in_pieces_stands_joined_with_its_marks() -> None:
    assert Seen(marked("In the\n#OSCE\n, today", 0, [Mark(7, 12, "tag", "t")])).text == "In the #OSCE, today"


def test_what_was_taken_out_is_folded_but_there() -> None:
    body = "The second line of it, as long as lines are\nThe third\n"
    doc = tgparse.parse_text("".join(f"Forwarded from {name}\nThe first line\n{body}{body}❤1👍1\n" for name in "ABC"))
    assert len(doc.posts[0].repeats) == 2
    page = html_of(doc.posts[0])
    assert "<details" in page
    assert "2 repeated lines left out" in Seen(page).text
    assert "5: The second line of it, as long as lines are (body repeated, similarity 1.00)" in Seen(page).text


def test_a_users_finds_are_marked_too() -> None:
    def find(raw: RawPost, found: Sequence[tgparse.Item], options: Options) -> Iterator[tgparse.Item]:
        del found, options
        text, span, line = raw.locate(0, 3)
        yield tgparse.Found(text=text, span=span, line=line, kind="begin", value=3)

    seen = Seen(html_of(tgparse.parse_text("Some words", extractors=(find,))))
    assert ("Som", "begin: 3") in seen.marks
    assert "found by you" in seen.text


def test_long_documents_and_posts_are_cut_and_say_so() -> None:
    doc = tgparse.parse_text("".join(f"Forwarded from A\nWord {n}\n" for n in range(500)), source="long.txt")
    page = html_of(doc)
    assert len(page) < 60_000
    assert "… 480 more posts: tgparse.show(…, start=20)" in Seen(page).text
    assert "Word 499" in Seen(html_of(tgparse.show(doc, start=490))).text
    assert "… more posts: " in Seen(html_of(tgparse.show(iter(doc.posts), limit=3))).text
    assert repr(tgparse.show(doc)) == "Shown(20 posts of 'long.txt')"
    post = tgparse.parse_text("Forwarded from A\n" + "\n".join(f"Line {n}" for n in range(1000)), dialect="plain").posts[0]
    assert "… 940 more lines" in Seen(html_of(post)).text
    assert "Line 999" in Seen(post_card(post, whole=True)).text


def test_posts_are_counted_from_nought() -> None:
    doc = tgparse.parse_text("One")
    assert "0 posts" in repr(tgparse.show(doc, limit=0))
    for wrong in ({"limit": -1}, {"start": -1}):
        with pytest.raises(ValueError, match="from 0 on"):
            tgparse.show(doc, **wrong)


def test_hostile_posts_cost_linear_time() -> None:
    tags = " ".join(f"#tag{n}" for n in range(20_000))
    post = tgparse.parse_text(tags).posts[0]
    assert post_card(post, CLASSES, whole=True).count('title="hashtag ') == len(post.hashtags) > 19_000


def test_only_translucent_colours_and_one_rule_a_class() -> None:
    assert all("rgba(" in style for style in STYLES.values() if "background" in style or "border" in style.replace("border-radius", ""))
    assert "color:#" not in style_sheet()
    assert style_sheet().count("{") == len(STYLES)
