"""What the README says besides its snippets is true too: the table of dialects, the names, the commands, the files."""

from __future__ import annotations

import json
import re

import pytest

import tgparse
from tgparse import document

from .conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")
CARRIED = ("forwards", "reactions", "sent_at", "author", "views", "links")
WORDS = {"all": "all", "some": "some", "none": "–"}


def dialect_rows() -> list[str]:
    cells = ([f"`{d.name}`", d.summary, *(WORDS[d.carries[key]] for key in CARRIED)] for d in tgparse.DIALECTS.values())
    return [f"| {' | '.join(row)} |" for row in cells]


def test_the_table_of_dialects_is_that_of_the_library() -> None:
    table = README.split("## Dialects")[1].split("\n## ")[0]
    told = [line for line in table.splitlines() if line.startswith("| `")]
    assert told == dialect_rows(), "the rows should be:\n" + "\n".join(dialect_rows())


def test_every_table_is_named() -> None:
    assert ", ".join(document.TABLES) in " ".join(README.split())


@pytest.mark.parametrize("name", ["main job", "tests"])
def test_the_two_commands_stand_where_ci_looks_for_them(name: str) -> None:
    assert re.search(rf"<!-- ci: {name} -->\n```bash\npython3 -m venv .+\n```\n", README)


def test_the_measured_ratio_is_that_of_the_baseline() -> None:
    ratio = json.loads((ROOT / "tests/benchmarks/baseline.json").read_text("utf-8"))["ratio"]
    assert f"parsing cost {ratio:.0f} times the floor" in " ".join(README.split())


def test_every_relative_link_leads_somewhere() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in target]
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
