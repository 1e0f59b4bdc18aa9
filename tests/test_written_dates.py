"""Dates as CLDR writes them in 26 languages, alone and in sentences, are found with their value, and nothing else is."""

from __future__ import annotations

import pytest

from tgparse.extractors.dates import Reading, find_dates

from .written_dates import ORDERS, SENTENCES, Written, iter_written

pytest.importorskip("babel", reason="CLDR comes by Babel")
COUNT = 6
SURE = 0.99


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_written_dates_are_found(language: str) -> None:
    writings = list(iter_written(COUNT, languages=(language,)))
    wrong = [problem for writing in writings if (problem := _problem(writing))]
    assert len(writings) > COUNT * 20
    assert len(wrong) <= (1 - SURE) * len(writings), "\n".join(wrong)


def _problem(writing: Written) -> str:
    """Say what is wrong with the finds in a text; nothing if they are right."""
    start = writing.text.index(writing.date)
    found = [one for one in find_dates(writing.text, order=ORDERS.get(writing.language, "DMY")) if isinstance(one, Reading)]
    values = [one.edtf[:16] if "T" in writing.edtf else one.edtf for one in found]
    inside = all(start <= one.start and one.end <= start + len(writing.date) for one in found)
    return "" if values == [writing.edtf] and inside else f"{writing.kind}: {writing.text!r} is {writing.edtf}, not {values}"
