"""The law of splits: wherever a file is cut, the posts of its splits, joined, are those of the whole."""

from __future__ import annotations

import codecs
import pickle
import random
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tgparse
from tgparse import Split, plan_splits, read_split, splits, timeline
from tgparse.folding import count_breaks
from tgparse.splits import SplitReading

from .conftest import ROOT
from .tools.grammar import exports

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

FILES = sorted(path for path in (ROOT / "fixtures").iterdir() if path.suffix in {".txt", ".html", ".json"})
CUT = [
    *("web-preview", "web-preview-1.10", "web-preview-2.2", "web-preview-2.3", "web-preview-boxes", "mirror", "desktop-clipboard"),
    *("desktop-clipboard-us", "old-desktop-clipboard", "macos-clipboard", "macos-selection", "web-clipboard", "android-clipboard"),
    *("chat-history", "chat-history-large", "messages-dump", "bom", "crlf", "lone-cr", "windows-1251"),
]
"""The kinds of fixtures that can be cut."""


def can_cut(path: Path) -> bool:
    return plan_splits(path, 1)[0].why_whole is None


CAN_CUT = [path for path in FILES if can_cut(path)]


@pytest.fixture(scope="module", autouse=True)
def _near() -> Iterator[None]:
    """Let a split begin to read close before itself, and let anchors count over few posts, so that small files show what big ones do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(splits, "LOOK_BACK", 200)
        patch.setattr(timeline, "LOOK_BEHIND", 400)
        yield


class Whole:
    """A file read as a whole, to compare with."""

    def __init__(self, path: Path, extractors: Any = tgparse.EXTRACTORS, **settings: Any) -> None:
        self.path = path
        self.data = path.read_bytes()
        self.extractors = extractors
        self.options = tgparse.Options(**settings)
        problems: list[tgparse.Diagnostic] = []
        self.posts = [comparable(post) for post in self.stream(problems)]
        self.problems = told(problems)
        document = tgparse.parse_file(path, extractors=(), options=self.options)
        self.encoding = document.encoding or "utf-8"
        self.furniture = [_shifted(line.model_dump(), 0, 0) for line in document.furniture]

    def stream(self, problems: list[tgparse.Diagnostic]) -> Iterator[tgparse.Post]:
        return tgparse.iter_posts(self.path, on_diagnostic=problems.append, options=self.options, extractors=self.extractors)

    def cut(self, borders: Sequence[int]) -> None:
        """Compare with the file, cut at these bytes."""
        problems: list[tgparse.Diagnostic] = []
        posts: list[dict[str, Any]] = []
        furniture: list[dict[str, Any]] = []
        for start, end in zip([0, *borders], [*borders, None], strict=True):
            mine: list[tgparse.Diagnostic] = []
            reading = SplitReading(Split(str(self.path), start, end, self.options), extractors=self.extractors, tell=mine.append)
            for number, post in enumerate(reading.posts()):
                assert post.index == number
                posts.append(comparable(post, *self.before(reading.offset)))
            before = self.before(reading.offset)
            problems += [moved(problem, *before) for problem in mine]
            furniture += [_shifted(line.model_dump(), *before) for line in reading.furniture()]
        assert posts == self.posts, f"{self.path.name} cut at {borders}"
        assert told(problems) == self.problems, f"{self.path.name} cut at {borders}"
        assert furniture == self.furniture, f"{self.path.name} cut at {borders}"

    def before(self, offset: int) -> tuple[int, int]:
        """Count the code points and line ends before a byte."""
        mark = 3 if self.data.startswith(codecs.BOM_UTF8) else 0
        text = self.data[mark:offset].decode(self.encoding, "replace")
        return len(text), count_breaks(text)

    def line_start(self, position: int) -> int:
        return 0 if position == 0 else self.data.find(b"\n", position - 1) + 1 or len(self.data)

    def line_starts(self) -> list[int]:
        """Give the bytes at which lines begin, the first aside."""
        return sorted({self.line_start(position) for position in range(1, len(self.data))})


def comparable(post: tgparse.Post, offset: int = 0, lines: int = 0) -> dict[str, Any]:
    """Give the fields of a post, its places counted from the beginning of the file."""
    fields = {**post.model_dump(), "index": None, "repeats_post": None, "near": ()}
    return _shifted(fields, offset, lines)


def _shifted(fields: dict[str, Any], offset: int, lines: int) -> dict[str, Any]:
    return {key: _shifted_value(key, value, offset, lines) for key, value in fields.items()}


def _shifted_value(key: str, value: Any, offset: int, lines: int) -> Any:
    if key == "line":
        return value + lines
    if key in {"span", "of"}:
        return [place + offset for place in value]
    if isinstance(value, dict):
        return _shifted(cast("dict[str, Any]", value), offset, lines)
    if isinstance(value, tuple):
        return [_shifted_value("", item, offset, lines) for item in cast("list[Any]", value)]
    return value


def moved(problem: tgparse.Diagnostic, offset: int, lines: int) -> tgparse.Diagnostic:
    if not problem.text:
        return problem
    span = tgparse.Span(problem.span.start + offset, problem.span.end + offset)
    return problem.model_copy(update={"span": span, "line": problem.line + lines})


def told(problems: Sequence[tgparse.Diagnostic]) -> list[tuple[Any, ...]]:
    return sorted((p.code, p.message, p.span.start, p.span.end, p.line, p.text) for p in problems)


def few(whole: Whole, number: int) -> list[int]:
    """Choose some line starts, the same each time."""
    starts = whole.line_starts()
    return starts if len(starts) <= number else sorted(random.Random(whole.path.name).sample(starts, number))  # noqa: S311


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_that_cannot_be_cut_says_why(path: Path) -> None:
    (first, *others) = plan_splits(path, path.stat().st_size // 3)
    kind = path.name.partition(".")[2].rpartition(".")[0]
    assert can_cut(path) == (kind in CUT)
    if kind in CUT:
        assert first.why_whole is None
        assert len(others) >= 2
        assert others[-1].end is None
    else:
        assert not others
        assert first.why_whole
        assert (first.start, first.end) == (0, None)
        assert [post for _, post in read_split(first)] == list(tgparse.iter_posts(path))


@pytest.mark.parametrize("path", CAN_CUT, ids=lambda path: path.name)
def test_some_borders_change_nothing(path: Path) -> None:
    whole = Whole(path)
    for border in few(whole, 5):
        whole.cut([border])
    whole.cut(few(whole, 4))


@pytest.mark.heavy
@pytest.mark.parametrize("path", CAN_CUT, ids=lambda path: path.name)
def test_no_border_changes_anything(path: Path) -> None:
    whole = Whole(path)
    # Each byte stands for the beginning of the next line; that it does is tested below, so each line is read once.
    for border in whole.line_starts():
        whole.cut([border])
    for size in (len(whole.data) // 7, 1000, 200):
        whole.cut(list(range(size, len(whole.data), size)))


@pytest.mark.parametrize("path", CAN_CUT, ids=lambda path: path.name)
def test_every_byte_stands_for_the_beginning_of_the_next_line(path: Path) -> None:
    whole = Whole(path, extractors=())
    mark = 3 if whole.data.startswith(codecs.BOM_UTF8) else 0
    with path.open("rb") as stream:
        for position in range(1, len(whole.data) + 1):
            found = splits._line_start(stream, position, mark)  # pyright: ignore[reportPrivateUsage]
            assert found == whole.line_start(position)


def test_posts_say_which_byte_they_count_from(fixtures: Path) -> None:
    path = fixtures / "river_ru.web-preview.txt"
    data = path.read_bytes()
    for split in plan_splits(path, 3000):
        for offset, post in read_split(split):
            text = data[offset:].decode()
            for item in (*post.paragraphs, *post.dates, *post.locations):
                assert text[item.span.start : item.span.end] == item.text


def test_plans_are_plain_data_and_need_no_reading_of_short_files(fixtures: Path, tmp_path: Path) -> None:
    plan = plan_splits([fixtures / "river_ru.web-preview.txt", tmp_path / "missing.txt"], 4000, languages=("ru",))
    assert pickle.loads(pickle.dumps(plan)) == plan  # noqa: S301
    assert plan[0].options.languages == ("ru",)
    assert "No such file" in str(plan[-1].why_whole)
    with pytest.raises(FileNotFoundError):
        list(read_split(plan[-1]))
    with pytest.raises(ValueError, match="1 or more"):
        plan_splits(fixtures, 0)
    with pytest.raises(TypeError, match="did you mean 'languages'"):
        plan_splits(fixtures, language="ru")


@pytest.mark.parametrize("marker", ["Forwarded from City News", "Forwarded from"])
def test_markers_in_a_row_are_cut_anywhere(marker: str, tmp_path: Path) -> None:
    path = tmp_path / "markers.txt"
    body = "The bridge over the river reopens on Monday\nTrams cross it again, says the mayor of the town\n"
    stretch = f"{marker}\n" * 4 + f"{body}❤1👍1\n" + f"{marker}\n" * 3 + body + "Forwarded from Port News\n" * 5 + body
    path.write_text(stretch * 2, "utf-8")
    for settings in ({}, {"bare_markers": "fold"}, {"repeats": "keep"}, {"repeats": "near"}):
        whole = Whole(path, **settings)
        for border in whole.line_starts():
            whole.cut([border])


def test_bytes_that_do_not_fit_are_told_once(tmp_path: Path) -> None:
    path = tmp_path / "broken.txt"
    post = b"Forwarded from City News\r\nThe bridge \xff\xff\xc3 reopens\r\n\xe2\x9d\xa41\xf0\x9f\x91\x8d1\r\n"
    path.write_bytes(post * 40)
    whole = Whole(path, errors="replace")
    for border in range(700, 780):
        whole.cut([border])


def test_a_byte_that_does_not_fit_is_an_error_of_its_split_that_names_its_place(tmp_path: Path) -> None:
    path = tmp_path / "broken.txt"
    post = b"Forwarded from City News\nThe bridge reopens\n"
    path.write_bytes(post * 9000 + b"\xff" + post * 9000)
    first, *_, last = plan_splits(path, 200_000, encoding="utf-8")
    assert len(list(read_split(first, extractors=()))) > 1000
    assert len(list(read_split(last, extractors=()))) > 1000
    with pytest.raises(tgparse.DecodingError) as error:
        list(read_split(Split(str(path), 300_000, 500_000, tgparse.Options()), extractors=()))
    assert error.value.offset == len(post) * 9000


def test_overlong_lines_are_told_once(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(f"Forwarded from City News\nBridge reopens\n{'word ' * 30_000}\n❤1👍1\n" * 3, "utf-8")
    whole = Whole(path, extractors=())
    for border in few(whole, 12):
        whole.cut([border - 5, border + 7])


def test_lone_returns_make_one_line_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "returns.txt"
    path.write_bytes(("Forwarded from City News\rBridge reopens\r❤1👍1\r" * 9).encode())
    Whole(path).cut([50, 120])


@pytest.mark.parametrize("days", [("1 May 2022", "1 July 1944", "1 June 2022"), ("1 May 1944", "1 May 1960", "1 May 2022")])
def test_anchors_far_from_each_other_are_looked_for_farther_back(
    days: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "LOOK_BEHIND", 1000)
    path = tmp_path / "days.txt"
    posts = [f"Forwarded from City News\nThe bridge reopens\n📍 Minsk, {day}\nOn 5 December trams run\n❤1👍1\n" for day in days * 5]
    path.write_text("".join(posts), "utf-8")
    whole = Whole(path)
    assert any(post["dated"] for post in whole.posts)
    for border in whole.line_starts():
        whole.cut([border])


@given(exports, st.lists(st.integers(1, 5000), max_size=4))
def test_any_export_cut_anywhere_is_the_same(tmp_path_factory: pytest.TempPathFactory, text: str, borders: list[int]) -> None:
    path = tmp_path_factory.mktemp("export") / "export.txt"
    path.write_bytes(text.encode("utf-8", "replace"))
    if not path.read_bytes() or b"\x00" in path.read_bytes() or plan_splits(path, 1)[0].why_whole:
        return
    Whole(path).cut(sorted({border % len(path.read_bytes()) or 1 for border in borders}))
