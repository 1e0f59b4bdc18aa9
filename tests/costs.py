"""What a call costs: the processor's own time, since a loaded machine is slow and not wrong; and the memory of a process."""

from __future__ import annotations

import gc
import re
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
RUNS = 3


def seconds(run: Callable[[], object]) -> float:
    """Measure the quickest of three runs, without the garbage collector, whose cost grows with all that the tests hold."""
    best = float("inf")
    enabled = gc.isenabled()
    gc.disable()
    try:
        for _ in range(RUNS):
            began = time.process_time()
            run()
            best = min(best, time.process_time() - began)
    finally:
        if enabled:
            gc.enable()
    return best


def peak_kilobytes() -> int:
    """Give the most memory that this process has held; on Linux not by `getrusage`, which begins with what the parent held."""
    status = Path("/proc/self/status")
    if status.exists() and (held := re.search(r"VmHWM:\s*(\d+) kB", status.read_text("ascii"))):
        return int(held[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)


def peak_megabytes(program: str, *arguments: str) -> int:
    """Run a program in a process of its own, and give the most memory that it took."""
    tell = "\nfrom tests.costs import peak_kilobytes\nprint(peak_kilobytes() // 1024)"
    command = [sys.executable, "-c", program + tell, *arguments]
    return int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=1800).stdout)
