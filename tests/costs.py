"""What a call costs: the processor's own time, since a loaded machine is slow and not wrong."""

from __future__ import annotations

import gc
import time
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
