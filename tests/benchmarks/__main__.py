"""`python tests/benchmarks`, as `python -m tests.benchmarks`, runs the benchmark that guards: `speed.py`."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from tests.benchmarks.speed import main

    raise SystemExit(main())
