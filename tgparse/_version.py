"""The version, as a literal: read by the build and by `tgparse.__version__`."""

from __future__ import annotations

from typing import Final

__version__: Final = "0.1.0"
