"""The gold set of dates: 201 texts of news, history and posts that we wrote, traps among them, with every date that they state."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from tgparse.extractors.dates import Reading, find_dates

GOLD: Final = Path(__file__).parents[1] / "fixtures" / "dates_gold.jsonl"
TEXTS: Final[list[dict[str, Any]]] = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
MISSED: Final = frozenset({"de-history-9"})
"""Texts with a date that is not found yet."""


@pytest.mark.parametrize("text", TEXTS, ids=[text["id"] for text in TEXTS])
def test_the_dates_of_a_text_are_found_and_no_others(text: dict[str, Any]) -> None:
    found = [(one.start, one.end, one.edtf) for one in find_dates(text["text"]) if isinstance(one, Reading)]
    wanted = [(date["start"], date["end"], date["edtf"]) for date in text["gold"] if not date.get("optional")]
    optional = {(date["start"], date["end"]) for date in text["gold"] if date.get("optional")}
    found = [one for one in found if one[:2] not in optional]
    if text["id"] in MISSED:
        assert found != wanted, "it is found now: strike it out"
        assert set(found) <= set(wanted)
    else:
        assert found == wanted
