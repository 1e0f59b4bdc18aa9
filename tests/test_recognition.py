"""The door for crawls: what is not Telegram's is told apart and left alone, and what is Telegram's is found."""

from __future__ import annotations

from pathlib import Path

import pytest

import tgparse

from .foreign_texts import RULES, brought, written

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "text"
MOST_FALSE = 0.001
LEAST_FOUND = 0.95
WRITERS = {
    "bs4": "fragments",
    "selectolax": "fragments",
    "lxml": "fragments",
    "inscriptis": "page-text",
    "html2text": "page-text",
    "w3m": "page-text",
    "lynx": "page-text",
    "chromium": "page-text",
    "resiliparse": "page-text",
    "justext": "page-text",
    "trafilatura": "web-preview",
}
"""The dialect that each extractor writes; trafilatura falls back to fragments where a page is short."""
SIGNLESS = 700
"""Code points: exports of single posts are so short, and some of them hold no sign of Telegram at all."""


def taken(texts: list[tuple[str, str]]) -> list[str]:
    """Name the texts that are taken for Telegram's; all others must come back as they are."""
    found = [name for name, text in texts if tgparse.recognise(text).is_telegram]
    assert all(tgparse.clean_text(text) is text for name, text in texts if name not in set(found))
    return found


def test_what_other_people_write_is_not_taken_for_telegram_s() -> None:
    texts = list(written())
    assert len(texts) >= 2000
    assert len({name.partition("/")[0] for name, _ in texts}) == len(RULES) >= 30
    assert taken(texts) == []


def test_what_python_brings_is_not_taken_for_telegram_s() -> None:
    texts = list(brought(least=500, most=2000))
    assert len(texts) >= 500
    assert len(taken(texts)) <= MOST_FALSE * len(texts)


def test_an_address_of_a_channel_is_evidence_for_any_text() -> None:
    assert all(tgparse.recognise(text, url="https://t.me/s/harbour_gazette").is_telegram for _, text in list(written())[::100])


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real exports does not lie beside this checkout")
def test_real_exports_are_found_and_their_dialect_is_right() -> None:
    paths = sorted(CORPUS.glob("*.txt"))
    wrong: list[str] = []
    found = 0
    for path in paths:
        text = path.read_text(encoding="utf-8")
        recognised = tgparse.recognise(text)
        found += recognised.is_telegram
        writer = path.stem.rpartition("__")[2].partition("-")[0]
        right = {WRITERS.get(writer, "plain")}
        if writer == "trafilatura":
            right.add("fragments")
        if len(text) < SIGNLESS and not recognised.is_telegram:
            right.add("plain")
        if recognised.dialect not in right:
            wrong.append(f"{path.name}: {recognised.dialect}")
    assert not wrong
    assert found >= LEAST_FOUND * len(paths)
