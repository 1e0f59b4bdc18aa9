"""The benchmark measures what it says: texts that no cache knows, with every doubling in them, and figures for each stage."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import tgparse

from .benchmarks import speed
from .benchmarks.speed import main
from .benchmarks.texts import distinct, fixture_texts, varied, varied_copy

if TYPE_CHECKING:
    from pathlib import Path


NAME = "compact_en.web-preview.txt"
TEXT = fixture_texts()[NAME]


def shape(text: str) -> list[int]:
    """Say of each line which line it equals first."""
    first: dict[str, int] = {}
    return [first.setdefault(line, number) for number, line in enumerate(text.split("\n"))]


def test_a_varied_copy_repeats_itself_exactly_where_the_text_does() -> None:
    assert shape(varied_copy(TEXT, "salt")) == shape(TEXT)


def test_a_varied_copy_holds_the_same_posts() -> None:
    given, varied_posts = (tgparse.parse_text(text).posts for text in (TEXT, varied_copy(TEXT, "salt")))
    assert [len(post.paragraphs) for post in varied_posts] == [len(post.paragraphs) for post in given]
    assert [len(post.repeats) for post in varied_posts] == [len(post.repeats) for post in given]
    assert [len(post.reactions) for post in varied_posts] == [len(post.reactions) for post in given]


def test_copies_share_no_line_but_the_shortest() -> None:
    lines = [{line for line in varied_copy(TEXT, salt).split("\n") if len(line.split()) > 3} for salt in ("a", "b")]
    assert len(lines[0] & lines[1]) <= 3


def test_the_same_salt_gives_the_same_text() -> None:
    assert varied(TEXT, 50_000, "salt") == varied(TEXT, 50_000, "salt") != varied(TEXT, 50_000, "other")


def test_in_a_distinct_text_no_two_lines_are_equal() -> None:
    lines = distinct(TEXT, 50_000, "salt").splitlines()
    assert len(lines) == len(set(lines)) > 100
    assert len(tgparse.parse_text("\n".join(lines)).posts) > 20


def test_the_benchmark_runs_and_writes_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "figures.json"
    assert main([NAME, "--size", "20000", "--rounds", "1", "--json", str(path)]) == 0
    figures = json.loads(path.read_text("utf-8"))
    assert figures["fixtures_ratio"] > 0
    assert figures["first_parse_s"] > 0
    assert {"ratio_gc", "us_per_post", "stage:tokenize", "stage:dates", "stage:locations"} <= set(figures["fixtures"][NAME])
    assert NAME in capsys.readouterr().out


@pytest.mark.parametrize(("ratios", "status"), [([30.0, 11.0], 0), ([30.0, 30.0, 30.0], 1)])
def test_a_slower_change_fails_when_it_shows_three_times(
    ratios: list[float], status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    baseline = tmp_path / "baseline.json"
    baseline.write_text('{"ratio": 10.0}', "utf-8")
    coming = iter(ratios)
    monkeypatch.setattr(speed, "BASELINE", baseline)
    monkeypatch.setattr(speed, "measure_short", dict)
    monkeypatch.setattr(speed, "report", print)
    monkeypatch.setattr(speed, "overall", lambda results: next(coming) + len(results))  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    assert main(["--check"]) == status
    assert next(coming, None) is None


def test_the_baseline_has_the_ratio_that_is_compared() -> None:
    assert json.loads(speed.BASELINE.read_text("utf-8"))["ratio"] > 1
