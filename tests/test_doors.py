"""The doors: what they take, what they refuse with which words, and what they promise each other."""

from __future__ import annotations

import io
import os
import pickle
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tgparse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tgparse.tokens import RawPost

POST = "Forwarded from City News\nThe bridge over the river reopens on 5 May 2023\n🔹 Trams in #Minsk run again\n❤1👍1\n"


def test_a_text_given_as_a_path_is_told_so() -> None:
    with pytest.raises(TypeError, match="use parse_text"):
        tgparse.parse_file(POST)


def test_a_path_given_as_a_text_is_a_post_and_bytes_are_refused() -> None:
    for path in ("export.txt", "/home/me/My exports/result 1.JSON", r"C:\exports\messages.html", "~/a b.md", "exports/a.txt"):
        document = tgparse.parse_text(path)
        assert document.posts[0].body == path
        assert [d.text for d in document.diagnostics if d.code == "TG007" and "parse_file" in d.message] == [path]
    for text in ("See export.txt", "https://t.me/s/a.html", "a.txt\n", "@export.txt", "#export.txt", "export", "/" * 9000 + ".txt"):
        assert "TG007" not in {d.code for d in tgparse.parse_text(text).diagnostics}
    with pytest.raises(TypeError, match="parse_bytes"):
        tgparse.parse_text(b"bytes")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="parse_text"):
        tgparse.parse_bytes("text")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="path or an open file"):
        tgparse.parse_file(7)  # type: ignore[arg-type]


def test_unknown_settings_and_dialects_get_the_nearest_name() -> None:
    with pytest.raises(TypeError, match="did you mean 'date_order'"):
        tgparse.parse_text("x", dateorder="DMY")
    with pytest.raises(tgparse.TgparseError, match="did you mean 'web-preview'"):
        tgparse.parse_text("x", dialect="webpreview")


def test_a_keyword_beats_options() -> None:
    doc = tgparse.parse_text("x", options=tgparse.Options(dialect="plain", strict=True), strict=False)
    assert (doc.options.dialect, doc.options.strict) == ("plain", False)


def test_strict_raises_at_the_first_problem() -> None:
    with pytest.raises(tgparse.StrictError, match="TG101"):
        tgparse.parse_text("Forwarded from A\nForwarded from B\nHello", strict=True)


def test_a_lone_surrogate_becomes_a_replacement_with_a_diagnostic() -> None:
    doc = tgparse.parse_text("one \ud800 two")
    assert doc.text == "one \ufffd two"
    assert [(d.code, d.span.start) for d in doc.diagnostics if d.code == "TG003"] == [("TG003", 4)]
    assert "".join(token.text for token in tgparse.tokenize("one \ud800 two")) == "one \ud800 two"


def test_the_channel_is_what_the_user_says_or_the_source_shows() -> None:
    assert tgparse.parse_text("x", channel="@city_news").channel == tgparse.Channel(
        username="city_news", url="https://t.me/city_news", given_by="user"
    )
    found = tgparse.parse_text("x", source="https://t.me/s/city_news?before=5").channel
    assert found is not None
    assert (found.username, found.given_by) == ("city_news", "source")
    assert tgparse.parse_text("x").channel is None


def shout(raw: RawPost, _found: Sequence[tgparse.Item], _options: tgparse.Options) -> Iterator[tgparse.Item]:
    """Find words in capitals."""
    for match in re.finditer(r"\b[A-Z]{4,}\b", raw.text):
        text, span, line = raw.locate(*match.span())
        yield tgparse.Found(text=text, span=span, line=line, kind="shout", value=len(text))


def test_a_users_extractor_fills_found() -> None:
    doc = tgparse.parse_text("One\nSTOP the WAR now", extractors=(*tgparse.EXTRACTORS, shout))
    assert [(f.kind, f.value, f.text, f.line) for f in doc.posts[0].found] == [("shout", 4, "STOP", 2)]
    assert doc.rows("found")[0]["paragraph"] == 1
    assert tgparse.Document.model_validate_json(doc.model_dump_json()) == doc


def yields_text(_raw: RawPost, _found: Sequence[tgparse.Item], _options: tgparse.Options) -> Iterator[tgparse.Item]:
    """Yield what is no item."""
    yield "x"  # type: ignore[misc]


def test_an_extractor_that_yields_no_items_is_told_so() -> None:
    with pytest.raises(TypeError, match="yields items"):
        tgparse.parse_text("x", extractors=(yields_text,))


def test_without_extractors_posts_and_paragraphs_remain() -> None:
    post = tgparse.parse_text(POST, extractors=()).posts[0]
    assert post.forwarded_from is not None
    assert len(post.paragraphs) == 2
    assert (post.hashtags, post.dates, post.reactions) == ((), (), ())


def test_iter_posts_tells_its_diagnostics() -> None:
    told: list[tgparse.Diagnostic] = []
    posts = list(tgparse.iter_posts(io.StringIO("Forwarded from A\n" + POST), on_diagnostic=told.append))
    assert len(posts) == 2
    assert [d.code for d in told] == ["TG100", "TG101"]


def test_iter_posts_closes_what_it_opened_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    path.write_text(POST * 3, encoding="utf-8")
    stream = tgparse.iter_posts(path)
    next(stream)
    stream.close()
    with path.open("rb") as file:
        assert len(list(tgparse.iter_posts(file))) == 3
        assert not file.closed


def test_recognise_weighs_the_address() -> None:
    without = tgparse.recognise("A text like any other.")
    assert not without.is_telegram
    assert tgparse.recognise("A text like any other.", url="https://t.me/s/city_news").is_telegram


def test_clean_text_leaves_what_is_not_telegrams() -> None:
    text = "A text like any other.\nA text like any other.\n"
    assert tgparse.clean_text(text) is text


@pytest.mark.parametrize("workers", [1, 2])
def test_many_files_come_in_order_and_the_unreadable_are_values(tmp_path: Path, workers: int) -> None:
    paths: list[Path] = []
    for i in range(8):
        path = tmp_path / f"{i}.txt"
        path.write_text(POST.replace("City", f"City {i}"), encoding="utf-8")
        paths.append(path)
    (tmp_path / "3.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    paths.insert(5, tmp_path / "missing.txt")
    docs = list(tgparse.parse_files(paths, workers=workers))
    assert [Path(doc.source).name for doc in docs] == [path.name for path in paths]
    assert [doc.ok for doc in docs] == [path.name not in {"3.txt", "missing.txt"} for path in paths]
    bad = docs[5]
    assert (bad.text, bad.posts, [d.code for d in bad.diagnostics]) == ("", (), ["TG001"])


def test_a_folder_and_a_pattern_stand_for_their_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.csv"):
        (tmp_path / name).write_text(POST, encoding="utf-8")
    assert [Path(doc.source).name for doc in tgparse.parse_files(tmp_path)] == ["a.txt", "b.txt"]
    assert len(list(tgparse.parse_files(str(tmp_path / "*.csv")))) == 1
    (nothing,) = tgparse.parse_files(str(tmp_path / "*.tsv"))
    assert (nothing.ok, Path(nothing.source).name) == (False, "*.tsv")


def test_texts_come_with_their_sources() -> None:
    docs = list(tgparse.parse_texts([("a", POST), ("b", "x")], workers=2))
    assert [(doc.source, len(doc.posts)) for doc in docs] == [("a", 1), ("b", 1)]


def test_extractors_that_cannot_travel_are_refused_at_the_call() -> None:
    def local(_raw: RawPost, _found: Sequence[tgparse.Item], _options: tgparse.Options) -> Iterator[tgparse.Item]:
        yield from ()

    with pytest.raises(TypeError, match="cannot be sent to another process"):
        tgparse.parse_files(["x"], workers=2, extractors=(local,))


def killer(raw: RawPost, _found: Sequence[tgparse.Item], _options: tgparse.Options) -> Iterator[tgparse.Item]:
    """Kill the process at a certain word, as a crash in a library would."""
    if "KILL" in raw.text:
        os.kill(os.getpid(), 9)
    yield from ()


def test_a_killed_worker_costs_one_file_and_no_other(tmp_path: Path) -> None:
    for i in range(6):
        (tmp_path / f"{i}.txt").write_text("KILL" if i == 2 else POST, encoding="utf-8")
    docs = list(tgparse.parse_files(tmp_path, workers=2, extractors=(killer,)))
    assert [doc.ok for doc in docs] == [True, True, False, True, True, True]


def test_progress_is_told_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    list(tgparse.parse_texts([("a", "x"), ("b", "y")], progress=True))
    captured = capsys.readouterr()
    assert captured.out == ""
    # A bar where tqdm is installed, else a count.
    assert "2/2" in captured.err or "2 done" in captured.err


def test_documents_copy_and_pickle_and_hash() -> None:
    doc = tgparse.parse_text(POST)
    assert pickle.loads(pickle.dumps(doc)) == doc  # noqa: S301
    assert hash(doc.posts[0].hashtags[0]) == hash(doc.posts[0].hashtags[0].model_copy())
    assert doc.posts[0].content_hash == pickle.loads(pickle.dumps(doc)).posts[0].content_hash  # noqa: S301
