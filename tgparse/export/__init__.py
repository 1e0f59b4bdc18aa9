"""Posts, and whatever holds or iterates them, as tables and files."""

from __future__ import annotations

from .arrow import to_arrow, to_pandas, to_parquet, to_polars
from .geojson import to_geojson
from .graph import to_graph
from .sqlite import to_sqlite
from .text import to_csv, to_jsonl

__all__ = (
    "to_arrow",
    "to_csv",
    "to_geojson",
    "to_graph",
    "to_jsonl",
    "to_pandas",
    "to_parquet",
    "to_polars",
    "to_sqlite",
)
