"""Fuzzing in the tests: the finds of before, a few new inputs each time, and a minute of the guided fuzzer among the heavy ones."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .fuzz.laws import WAYS, case, check
from .tools.grammar import HOSTILE, exports
from .tools.lay_out import FIXTURES, MANIFEST

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT: Final = Path(__file__).parents[1]
CASES: Final = sorted(path for path in (Path(__file__).parent / "fuzz" / "cases").iterdir() if path.is_file())
MARKUP: Final = (
    *(
        '<div class="message default clearfix" id="message1">',
        '<div class="message default clearfix joined" id="message2">',
        "</div>",
        "<br>",
    ),
    *(
        '<div class="body">',
        '<div class="text">',
        '<div class="from_name">',
        '<div class="forwarded body">',
        '<a href="',
        '">',
        "<b>",
        "</b>",
    ),
    *('<div class="tgme_widget_message" data-post="a/1">', '<div class="tgme_widget_message_text js-message_text">', "<pre>", "&#x1f525;"),
    *(
        '<span class="tgme_reaction">',
        '<i class="emoji"><b>👍</b></i>',
        "1.2K</span>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<table>",
        "<p>",
    ),
)
NOTATION: Final = (
    *(
        '{"name":"A","type":"public_channel","id":1,"messages":[',
        '{"id":1,"type":"message","date":"2022-12-05T09:14:00","text":',
        "]}",
        "}",
        "]",
    ),
    *(
        '"text_entities":[',
        '{"type":"link","text":"a"}',
        '{"type":"hashtag","text":"#a"}',
        '"reactions":[{"type":"emoji","count":1,"emoji":"👍"}]',
    ),
    *(
        '"forwarded_from":"B"',
        '"media_type":"sticker"',
        '"poll":{}',
        ",",
        ":",
        '"',
        "[",
        "{",
        "null",
        "1e999",
        "-1",
        '"\\ud800"',
        '"\\u0000"',
        '""',
    ),
)


def pieces_of(words: Sequence[str]) -> st.SearchStrategy[str]:
    """Write words of a format, with text of exports between them."""
    return st.lists(st.one_of(st.sampled_from(words), st.sampled_from(words), exports, st.text(st.sampled_from(HOSTILE))), max_size=25).map(
        "".join
    )


@st.composite
def _of_fixtures(draw: st.DrawFn) -> bytes:
    """Cut a stretch out of a fixture, and change a few bytes of it."""
    data = (FIXTURES / draw(st.sampled_from(sorted(MANIFEST)))).read_bytes()
    start = draw(st.integers(0, max(0, len(data) - 1)))
    piece = bytearray(data[start : start + draw(st.integers(0, 1500))])
    for _ in range(draw(st.integers(0, 4)) if piece else 0):
        place = draw(st.integers(0, max(0, len(piece) - 1)))
        piece[place : place + draw(st.integers(0, 3))] = draw(st.binary(max_size=4))
    return bytes(piece)


def _encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "replace")


texts = st.one_of(exports, exports, pieces_of(MARKUP), pieces_of(NOTATION))
bytes_of_any_kind = st.one_of(
    st.builds(_encoded, texts, st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-16", "utf-16-le", "utf-32", "windows-1251", "utf-8-sig"])),
    _of_fixtures(),
    _of_fixtures(),
    st.binary(max_size=200),
)
cases = st.builds(case, st.sampled_from(WAYS), bytes_of_any_kind)
"""Inputs as `check` reads them, in every dialect: texts of its own kind, of another, and broken ones."""


@pytest.mark.parametrize("path", CASES, ids=[path.name for path in CASES])
def test_what_broke_a_law_once_keeps_it(path: Path) -> None:
    check(path.read_bytes())


@settings(max_examples=100)
@given(cases)
def test_every_input_keeps_the_laws(data: bytes) -> None:
    check(data)


@pytest.mark.heavy
@settings(max_examples=3000)
@given(cases)
def test_many_inputs_keep_the_laws(data: bytes) -> None:
    check(data)


@pytest.mark.heavy
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed: pip install atheris")
def test_a_minute_of_guided_fuzzing_breaks_no_law(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzz", "--seconds", "60", "--finds", str(tmp_path / "finds")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
