"""What a call costs: the processor's own time, since a loaded machine is slow and not wrong; and the memory of a process."""

from __future__ import annotations

import gc
import re
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

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
