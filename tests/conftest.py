"""What all tests share: the settings of Hypothesis, and the way to the field's own files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]

# They make the tables, with packages that no test needs (the group `tables`); so no doctest is looked for in them.
collect_ignore_glob = ["tools/make_*.py"]

# A loaded machine is slow, not wrong: no deadlines. A gate repeats itself: CI derives its examples from the test alone,
# while each developer's run looks at other ones.
settings.register_profile("quick", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("gate", settings.get_profile("quick"), derandomize=True)
settings.load_profile("gate" if os.environ.get("CI") else "quick")


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The exports that the project wrote itself."""
    return ROOT / "fixtures"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The corpus and the cases beside the checkout, which are not part of the project."""
    path = ROOT.parent / "shared"
    if not path.is_dir():
        pytest.skip(f"no corpus at {path}: it is not part of the repository")
    return path
