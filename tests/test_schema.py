"""The JSON Schema that ships is that of the models, and old files stay readable as long as its number stays the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import pydantic
import pytest

import tgparse
from tgparse.document import SCHEMA_VERSION
from tgparse.export import columns

from .tools.make_schema import SCHEMA, make_schema

if TYPE_CHECKING:
    from collections.abc import Sequence


def without_words(schema: Any) -> Any:
    """Take the descriptions out: they may be put better at any time."""
    if isinstance(schema, dict):
        members = cast("dict[str, Any]", schema)
        told = {"description", "title"}
        return {name: without_words(value) for name, value in members.items() if name not in told or isinstance(value, dict)}
    if isinstance(schema, list):
        return [without_words(value) for value in cast("Sequence[Any]", schema)]
    return schema


@pytest.mark.skipif(
    tuple(map(int, pydantic.VERSION.split(".")[:2])) < (2, 12), reason="older versions of Pydantic word the same schema otherwise"
)
def test_the_schema_that_ships_is_that_of_the_models() -> None:
    shipped = json.loads(SCHEMA.read_text("utf-8"))
    assert shipped["version"] == SCHEMA_VERSION == tgparse.parse_text("").schema_version == columns.SCHEMA_VERSION
    assert without_words(shipped) == without_words(make_schema()), "run python -m tests.tools.make_schema, and think of schema_version"


def test_the_first_version_has_the_fields_that_files_were_written_with() -> None:
    shipped = json.loads(SCHEMA.read_text("utf-8"))
    assert shipped["version"] == 1
    fields = {
        "source",
        "sha256",
        "channel",
        "dialect",
        "encoding",
        "text",
        "posts",
        "furniture",
        "diagnostics",
        "options",
        "schema_version",
        "ok",
    }
    assert fields <= set(shipped["properties"])
    kinds = {
        "Post",
        "Forward",
        "Paragraph",
        "Furniture",
        "Point",
        "Hashtag",
        "Mention",
        "Link",
        "DateMention",
        "Location",
        "Reaction",
        "Repeat",
    }
    assert kinds | {"Channel", "Dated", "Diagnostic", "Found", "Options", "Correction"} <= set(shipped["$defs"])


def test_documents_fit_the_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    doc = tgparse.parse_text(
        "Forwarded from City News\n📍 Minsk, 5 May 2023\n🔹 One #Tag\n🔹 Two https://example.org\n❤1👍1", channel="@city"
    )
    jsonschema.validate(json.loads(doc.model_dump_json()), json.loads(SCHEMA.read_text("utf-8")))
