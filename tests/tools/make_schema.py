"""Write the JSON Schema of a Document into the package: `python -m tests.tools.make_schema`.

A change that a reader of old files would notice needs another `schema_version`; a new field with a neutral default does not.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import tgparse
from tgparse.document import SCHEMA_VERSION

SCHEMA: Final = Path(tgparse.__file__).parent / "export" / "document.schema.json"


def make_schema() -> dict[str, Any]:
    """Give the schema of the JSON that `Document.model_dump_json` writes."""
    schema = tgparse.Document.model_json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "tgparse Document",
        "version": SCHEMA_VERSION,
        **{name: value for name, value in schema.items() if name != "title"},
    }


if __name__ == "__main__":
    SCHEMA.write_text(json.dumps(make_schema(), ensure_ascii=False, indent=1) + "\n", "utf-8")
