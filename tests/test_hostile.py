"""Hostile input: every text of the table parses and keeps the laws, and twice of it costs no more than about twice as much."""

from __future__ import annotations

from contextlib import suppress

import pytest

import tgparse

from .benchmarks.hostile import INPUTS, main
from .fuzz.laws import check_document


@pytest.mark.parametrize("name", INPUTS)
def test_hostile_input_keeps_the_laws(name: str) -> None:
    hostile = INPUTS[name]
    # What nests deeper than JSON may is refused, and says so.
    with suppress(tgparse.TgparseError):
        check_document(tgparse.parse_text(hostile.make(1500), **hostile.settings))


@pytest.mark.heavy
@pytest.mark.alone
def test_twice_the_hostile_input_costs_twice_as_much(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0, capsys.readouterr().err
