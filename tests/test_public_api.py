"""The door is a promise: its names, their documentation, and the fields of the models are exactly these."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys

import pytest
from pydantic import BaseModel

import tgparse

DOORS = {
    "clean_text",
    "iter_posts",
    "parse_bytes",
    "parse_file",
    "parse_files",
    "parse_text",
    "parse_texts",
    "plan_splits",
    "read_split",
    "recognise",
    "split_to_arrow",
    "tokenize",
}
FIELDS = {
    "Document": "source sha256 channel dialect encoding text posts furniture diagnostics options schema_version ok corrections",
    "Channel": "title username url given_by",
    "Post": "span line index source begun_by forwarded_from headline paragraphs points hashtags mentions links dates locations reactions "
    "repeats furniture found dated repeats_post near seen author signature channel message_id url sent_at edited_at views views_text "
    "reply_to via_bot media",
    "Forward": "name author url language key",
    "Paragraph": "kind section joined",
    "Furniture": "kind",
    "Point": "bullet style section",
    "Hashtag": "tag key channel",
    "Mention": "username",
    "Near": "index similarity kind",
    "Link": "kind url",
    "DateMention": "edtf precision first last year_from alternatives calendar language",
    "Dated": "edtf first last basis",
    "Location": "name kind country_code latitude longitude geonames_id cue confidence",
    "Reaction": "emoji count count_text ambiguous",
    "Repeat": "kind of similarity",
    "Boilerplate": "source text count share post span line",
    "Change": "old new old_span new_span",
    "Comparison": "same edited only_old only_new",
    "Edit": "old new similarity changes",
    "RepeatGroup": "begins members",
    "RepeatMember": "source index line span sent_at why similarity of",
    "Found": "kind value",
    "Diagnostic": "code severity message source post",
    "Seen": "source index",
    "Correction": "content_hash field text nth before after",
    "Dialect": "name summary carries example",
    "Recognition": "is_telegram dialect confidence evidence",
    "Options": "encoding dialect languages date_order timezone errors demonyms reference_date repeats bare_markers strict",
}
NO_ITEMS = {"Document", "Channel", "Correction", "Post", "Dated", "Dialect", "Recognition", "Options"} | {
    *("Boilerplate", "Change", "Comparison", "Edit", "Near", "RepeatGroup", "RepeatMember", "Seen"),
}
DIALECTS = [
    "web-preview",
    "page-text",
    "fragments",
    "desktop-clipboard",
    "android-clipboard",
    "web-clipboard",
    "macos-clipboard",
    "chat-history",
    "messages-dump",
    "desktop-json",
    "desktop-html",
    "web-html",
    "plain",
]
FORMS = ["arrow", "csv", "geojson", "graph", "jsonl", "pandas", "parquet", "polars", "report", "sqlite"]
FACES = {"plot", "show", *(f"to_{form}" for form in FORMS)}
ACROSS = {"boilerplate", "compare", "convert_spans", "find_repeats", "groups_of_rows", "repeat_rows", "without_boilerplate"}
"""The functions that look at more than one post or item."""
OTHERS = {
    "DIALECTS",
    "EXTRACTORS",
    "DecodingError",
    "Item",
    "MissingExtraError",
    "Span",
    "Split",
    "SplitPost",
    "StrictError",
    "TgparseError",
    "Token",
    "__version__",
}
KEYWORDS = {"source", "channel", "options", "extractors"}


def test_the_public_names_are_these_and_no_others() -> None:
    assert set(tgparse.__all__) == DOORS | FACES | ACROSS | OTHERS | set(FIELDS)
    assert len(tgparse.__all__) == len(set(tgparse.__all__))
    assert all(hasattr(tgparse, name) for name in tgparse.__all__)


def test_tab_shows_the_public_names_and_nothing_else() -> None:
    assert {name for name in dir(tgparse) if not name.startswith("_")} == set(tgparse.__all__) - {"__version__"}


@pytest.mark.parametrize("name", sorted(DOORS | FACES | ACROSS | set(FIELDS) | OTHERS - {"DIALECTS", "EXTRACTORS", "__version__"}))
def test_every_public_name_says_what_it_is(name: str) -> None:
    doc = inspect.getdoc(getattr(tgparse, name))
    assert doc
    assert doc.split("\n")[0].endswith((".", ":")), doc


@pytest.mark.parametrize("name", sorted(DOORS | FACES | ACROSS))
def test_every_door_shows_an_example(name: str) -> None:
    assert ">>>" in (inspect.getdoc(getattr(tgparse, name)) or "")


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_the_fields_of_a_model_are_the_promised_ones(name: str) -> None:
    model = getattr(tgparse, name)
    assert issubclass(model, BaseModel)
    expected = FIELDS[name].split() if name in NO_ITEMS else ["text", "span", "line", *FIELDS[name].split()]
    assert set(model.model_fields) == set(expected)
    assert model.model_config.get("frozen")
    assert model.model_config.get("extra") == "forbid"
    assert issubclass(model, tgparse.Item) == (name not in NO_ITEMS)


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_every_field_is_described(name: str) -> None:
    bare = [key for key, field in getattr(tgparse, name).model_fields.items() if not field.description]
    assert not bare


@pytest.mark.parametrize("name", sorted(DOORS - {"tokenize", "recognise", "clean_text", "plan_splits", "read_split", "split_to_arrow"}))
def test_parsing_doors_take_the_same_keywords_after_the_text(name: str) -> None:
    parameters = inspect.signature(getattr(tgparse, name)).parameters
    expected = KEYWORDS - ({"source"} if name in {"parse_files", "parse_texts"} else set())
    assert expected <= set(parameters)
    assert all(parameter.kind is not parameter.POSITIONAL_OR_KEYWORD for parameter in list(parameters.values())[1:])


def test_the_names_of_the_dialects_are_fixed() -> None:
    # Those that have no reader yet are not offered; none has another name.
    assert set(tgparse.DIALECTS) <= set(DIALECTS)
    assert {"web-preview", "plain"} <= set(tgparse.DIALECTS)
    for name, dialect in tgparse.DIALECTS.items():
        assert dialect.name == name
        assert set(dialect.carries) == {"forwards", "reactions", "sent_at", "author", "views", "links"}


def test_the_extractors_are_a_tuple_of_functions() -> None:
    assert isinstance(tgparse.EXTRACTORS, tuple)
    assert all(inspect.isfunction(extract) for extract in tgparse.EXTRACTORS)


def test_the_errors_are_value_errors_and_pickle() -> None:
    assert issubclass(tgparse.TgparseError, ValueError)
    assert issubclass(tgparse.DecodingError, tgparse.TgparseError)
    assert issubclass(tgparse.StrictError, tgparse.TgparseError)
    error = tgparse.DecodingError("no text", source="a.txt", encoding="utf-8", offset=7)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (str(again), again.source, again.encoding, again.offset) == ("no text", "a.txt", "utf-8", 7)


def test_the_import_is_light_and_does_no_work() -> None:
    code = (
        "import sys; import tgparse; "
        "heavy = {'pandas', 'polars', 'pyarrow', 'numpy', 'matplotlib', 'networkx', 'sqlite3', "
        "'charset_normalizer', 'multiprocessing', 'logging', 'asyncio'}; "
        "print(sorted(heavy & set(sys.modules)), file=sys.stdout)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert result.stdout.strip() == "[]"
