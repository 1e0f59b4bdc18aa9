"""What all tests share: the settings of Hypothesis, and the way to the field's own files."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]

# They make the tables, with packages that no test needs (the group `tables`); so no doctest is looked for in them.
collect_ignore_glob = ["tools/make_*.py"]

# A loaded machine is slow, not wrong: no deadlines. A gate repeats itself: CI derives its examples from the test alone,
# while each developer's run looks at other ones.
settings.register_profile("quick", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("gate", settings.get_profile("quick"), derandomize=True)
settings.load_profile("gate" if os.environ.get("CI") else "quick")


def readme_code(name: str) -> str:
    """Give the code of the README that stands under the comment `<!-- run: NAME -->`."""
    found = re.search(rf"<!-- run: {name} -->\n```python\n(.*?)```\n", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert found is not None, name
    return found[1]


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser without a window, for the heavy tests that look at pages."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright drives the browser")
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    with api.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()
