"""Pictures: on given axes or new ones, with labels that can be drawn, and without a warning whatever is in the posts."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tgparse
from tgparse.display import labels
from tgparse.display.coastlines import land_rings
from tgparse.display.labels import MAX_LABEL, in_words, legible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

matplotlib = pytest.importorskip("matplotlib")
pyplot = pytest.importorskip("matplotlib.pyplot")
dates = pytest.importorskip("matplotlib.dates")

EXPORT = """\
Forwarded from City News 🇷🇺
📍 Minsk, 5 May 2023
On #Trams and #Trams and #Bridges in Vienna, Austria, as on 7 May 2023 and on 3 March 1944
❤1👍1.2K
Forwarded from city news
A post between two
❤1🔥1
Forwarded from $x^{ $ مكتب
📍 Minsk, 9 May 2023
Nothing else
❤1👍1
"""
NAMES = ["timeline", "forwards", "hashtags", "reactions", "map"]


@pytest.fixture(autouse=True)
def no_screen() -> Iterator[None]:
    matplotlib.use("Agg")
    yield
    pyplot.close("all")


@pytest.fixture(scope="module")
def doc() -> tgparse.Document:
    return tgparse.parse_text(EXPORT, dialect="web-preview")


def drawn(name: str) -> Callable[..., Any]:
    function: Callable[..., Any] = getattr(tgparse.plot, name)
    return function


def widths(axes: Any) -> list[float]:
    return [bar.get_width() for bar in axes.patches]


def texts(axes: Any) -> list[str]:
    return [label.get_text() for label in axes.get_yticklabels()]


@pytest.mark.parametrize("name", NAMES)
def test_pictures_are_drawn_where_they_are_wanted_without_a_warning(doc: tgparse.Document, name: str) -> None:
    figure, ax = pyplot.subplots()
    assert drawn(name)([doc, doc], ax=ax) is ax
    figure.savefig(io.BytesIO())
    own = drawn(name)(iter(doc.posts))
    assert own.figure is not figure
    own.figure.savefig(io.BytesIO())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_gives_an_empty_picture(name: str) -> None:
    drawn(name)(tgparse.parse_text("")).figure.savefig(io.BytesIO())


def test_bars_count_one_channel_as_one_with_the_most_frequent_on_top(doc: tgparse.Document) -> None:
    axes = tgparse.plot.forwards(doc)
    assert widths(axes) == [2, 1]
    assert texts(axes)[0].startswith("City News ")
    assert axes.yaxis_inverted()
    assert widths(tgparse.plot.hashtags(doc, top=1)) == [2]
    assert widths(tgparse.plot.reactions(doc)) == [1201, 3, 1]


def test_the_timeline_is_that_of_the_posts_and_tells_what_lies_outside(doc: tgparse.Document) -> None:
    axes: Any = tgparse.plot.timeline(doc)
    low, high = dates.num2date(axes.get_xlim())
    assert (low.year, high.year) == (2023, 2023)
    assert axes.get_title() == "3 posts by day"
    assert [note.get_text() for note in axes.texts] == ["1 day spoken of outside this time"]
    assert {text.get_text() for text in axes.get_legend().get_texts()} == {
        "a day that a post speaks of",
        "a post between two days",
        "posts of a day",
    }


def test_posts_of_one_day_are_one_larger_dot() -> None:
    posts = "".join(f"Forwarded from City News\n📍 Minsk, {day} May 2023\nNothing else\n❤1👍1\n" for day in (5, 5, 5, 7))
    axes: Any = tgparse.plot.timeline(tgparse.parse_text(posts, dialect="web-preview"))
    (dots,) = axes.collections
    large, small = dots.get_sizes()
    assert large > 2 * small
    assert "up to 3" in axes.get_legend().get_texts()[-1].get_text()


def test_the_map_leaves_countries_out_unless_asked_and_is_cut_to_its_places(doc: tgparse.Document) -> None:
    axes = tgparse.plot.map(doc)
    assert {text.get_text() for text in axes.texts} == {"Minsk", "Vienna"}
    assert axes.get_title() == "2 places, named 3 times"
    west, east = axes.get_xlim()
    assert -30 < west < 16
    assert 28 < east < 60
    assert tgparse.plot.map(doc, world=True).get_xlim() == (-180, 180)
    assert "1 place, named 1 time" in tgparse.plot.map(doc, kinds={"country"}).get_title()


def test_labels_can_be_drawn_or_are_written_out() -> None:
    labels = legible(["Plain", "🇷🇺 MFA", "a" * 100, "\x1b[31m\u202ex"])
    assert labels.texts[0] == "Plain"
    assert len(labels.texts[2]) == 36
    assert labels.texts[3] == "<U+001B>[31m<U+202E>x"
    assert in_words("👍🏽") == "thumbs up"
    assert in_words("🇺🇦") == "UA"


@pytest.fixture
def own_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no font but the one that comes with matplotlib."""
    monkeypatch.setattr(labels, "_installed", tuple)


@pytest.mark.usefixtures("own_fonts")
@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("Новости Києва", "Новости Києва"),
        ("🇷🇺 МИД России 🌊", "RU МИД России :water wave:"),
        ("समाचार दिल्ली", "smacar dilli"),
        ("新华社新闻", "XinHuaSheXinWen"),
        ("한국 News🔥🔥", "HanGug News :fire: :fire:"),
        ("👩‍🚀 Space", ":woman rocket: Space"),
        ("👍", "thumbs up"),
        ("❤️", "❤ heart"),
        ("🖤", "black heart"),
        ("", "□"),
        ("", ""),
        ("🎉" * 30, ":party popper: :party popper: :part…"),
    ],
)
def test_what_no_font_has_is_written_in_letters_and_words(name: str, drawn: str) -> None:
    assert legible([name]).texts == (drawn,)


@pytest.mark.usefixtures("own_fonts")
def test_a_matplotlib_that_shapes_no_text_gets_letters_that_need_none(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["أخبار Новости", "עיתון", "Café naïve"]
    monkeypatch.setattr(labels, "_shapes", lambda: True)
    assert legible(names).texts == tuple(names)
    monkeypatch.setattr(labels, "_shapes", lambda: False)
    assert legible(names).texts == ("'khbr Новости", "'ytvn", "Café naïve")


@pytest.mark.usefixtures("own_fonts")
def test_without_the_package_of_letters_a_box_says_that_something_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "anyascii", None)
    assert legible(["新闻 News"]).texts == ("□□ News",)


@pytest.mark.usefixtures("own_fonts")
@given(st.text())
def test_any_text_is_a_label_that_every_machine_can_draw(text: str) -> None:
    (drawn,) = legible([text]).texts
    assert len(drawn) <= MAX_LABEL + 40
    pyplot.figure().text(0, 0, drawn, parse_math=False)
    has = labels.characters_of(matplotlib.font_manager.findfont("DejaVu Sans"))
    assert set(drawn) <= has | {"□"}
    pyplot.close("all")


def test_the_land_has_no_line_across_the_map() -> None:
    jumps = [abs(b[0] - a[0]) for ring in land_rings() for a, b in pairwise(ring) if a[1] > -89 or b[1] > -89]
    assert max(jumps) < 30


def test_a_missing_matplotlib_is_named(doc: tgparse.Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "matplotlib.pyplot", None)
    with pytest.raises(tgparse.MissingExtraError, match=r"tgparse\[plot\]"):
        tgparse.plot.forwards(doc)
