"""What users wait for first: the import, and the first parse of a process."""

from __future__ import annotations

import subprocess
import sys

from .benchmarks.speed import first_parse

IMPORT = "import time; began = time.process_time(); import {}; print(time.process_time() - began)"


def seconds_to_import(package: str) -> float:
    """Import a package in three new processes, and give the quickest."""
    command = [sys.executable, "-c", IMPORT.format(package)]
    return min(float(subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout) for _ in range(3))


def test_the_import_takes_hardly_longer_than_that_of_pydantic() -> None:
    assert seconds_to_import("tgparse") <= 1.3 * seconds_to_import("pydantic")


def test_the_first_parse_takes_a_few_times_the_import_of_pydantic() -> None:
    # Half a second is the promise. A loaded or slow machine is slow at importing Pydantic too: it takes 8 times as long as a new one does,
    # and 12 times as long as the oldest, which is quicker to import; a quarter more is left for noise.
    figures = first_parse()
    assert figures["first_parse_s"] <= max(0.5, 15 * figures["import_pydantic_s"])
