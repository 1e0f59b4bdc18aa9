"""Hostile text in, harmless HTML out: checked with a real HTML parser."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tgparse import html

HOSTILE = [
    "<script>alert(1)</script>",
    "</td></tr></table><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg/onload=alert(1)>' onmouseover='alert(1)",
    "<!-- <style>*{display:none}</style>",
    "&lt;b&gt; &amp;amp; &#x3c;",
    "javascript:alert(1)",
    "\x00<\x00s\x00c\x00r",
    "\u202eevil\u202c \u2067more",
    "\ud83d lone \udc00",
    "\x1b[31mred\x1b[0m \x9b2J",
    "<U+202E>",
]
ALLOWED = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Seen(HTMLParser):
    """Collects the tags, attributes and texts of a page, as a browser would take them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.cells: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag == "td":
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "td" in self.open:
            self.cells[-1] += data

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")


def check(page: str) -> Seen:
    seen = Seen(page)
    assert not seen.open
    assert set(seen.tags) <= ALLOWED
    assert seen.attributes <= {"style", "dir", "scope", "colspan"}
    assert not BIDI & set(page)
    page.encode()
    return seen


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_ever_text(text: str) -> None:
    seen = check(html.table([text, "n"], [[text, 1], ["plain", 2]], caption=text))
    assert seen.cells == [html.visible(text), "1", "plain", "2"]
    assert check(html.fields([(text, text)], caption=text)).cells == [html.visible(text)]


@given(st.lists(st.lists(st.one_of(st.text(), st.none(), st.booleans(), st.integers(), st.floats()), max_size=3), max_size=4))
def test_any_value_gives_well_formed_html(rows: list[list[object]]) -> None:
    check(html.table(["a", "b", "c"], rows))


@given(st.text())
def test_what_stays_invisible_obeys_nobody(text: str) -> None:
    shown = html.visible(text)
    assert not any(ord(char) < 32 and char not in "\t\n" for char in shown)
    assert not BIDI & set(shown)
    shown.encode()
    assert html.visible(shown) == shown


def test_joiners_marks_and_flags_stay() -> None:
    text = "می\u200cخواهم 👨\u200d👩\u200d👧 \u200fא\u200e 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
    assert html.visible(text) == text


def test_a_long_table_says_how_much_it_leaves_out() -> None:
    page = html.table(["n"], [[n] for n in range(1000)], limit=3)
    assert check(page).cells == ["0", "1", "2", "… 997 more"]


def test_a_long_cell_is_cut() -> None:
    assert len(check(html.table(["a"], [["x" * 10**6]])).cells[0]) == html.MAX_CELL


def test_own_markup_nests_and_is_not_escaped_twice() -> None:
    inner = html.table(["a"], [["<b>"]])
    assert inner in html.fields([("rows", inner)])
    assert html.escape(inner) is inner
    assert html.escape(html.escape("<")) == "&lt;"


def test_numbers_stand_right_and_nothing_is_empty() -> None:
    page = html.table(["a", "b", "c"], [[1.5, None, True]])
    assert check(page).cells == ["1.5", "", "yes"]
    assert page.count("text-align:right") == 1


def test_no_colour_is_named_so_light_and_dark_pages_both_work() -> None:
    page = html.table(["a"], [["x"]], caption="c")
    assert "color:" not in page.replace("background:", "")
    assert "rgba(128,128,128" in page
