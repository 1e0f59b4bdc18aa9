r"""Turn plain text that was once Telegram posts into typed, checked, located data.

>>> import tgparse
>>> doc = tgparse.parse_text("Forwarded from City News\nBridge reopens\n🔹 Trams cross it from 5 May 2023\n❤1👍1")
>>> doc.posts[0].forwarded_from.name, doc.posts[0].points[0].text
('City News', 'Trams cross it from 5 May 2023')
"""

from typing import TYPE_CHECKING

from ._version import __version__

if TYPE_CHECKING:
    from .bulk import to_parquet
    from .display import plot, show, to_report
    from .document import Document
    from .errors import DecodingError, MissingExtraError, StrictError, TgparseError
    from .export import to_arrow, to_csv, to_geojson, to_graph, to_jsonl, to_pandas, to_polars, to_sqlite
    from .extractors import EXTRACTORS
    from .models import (
        Channel,
        Correction,
        Dated,
        DateMention,
        Diagnostic,
        Dialect,
        Forward,
        Found,
        Furniture,
        Hashtag,
        Item,
        Link,
        Location,
        Mention,
        Near,
        Paragraph,
        Point,
        Post,
        Reaction,
        Recognition,
        Repeat,
        Seen,
    )
    from .omissions import Boilerplate, without_boilerplate
    from .options import Options
    from .parallel import parse_files, parse_texts
    from .pipeline import clean_text, iter_posts, parse_bytes, parse_file, parse_text, recognise
    from .readers import DIALECTS
    from .recurrence import (
        Change,
        Comparison,
        Edit,
        RepeatGroup,
        RepeatMember,
        boilerplate,
        compare,
        find_repeats,
        groups_of_rows,
        repeat_rows,
    )
    from .spans import Span, convert_spans
    from .split_tables import split_to_arrow
    from .splits import Split, SplitPost, plan_splits, read_split
    from .tokens import Token, tokenize

__all__ = (
    "DIALECTS",
    "EXTRACTORS",
    "Boilerplate",
    "Change",
    "Channel",
    "Comparison",
    "Correction",
    "DateMention",
    "Dated",
    "DecodingError",
    "Diagnostic",
    "Dialect",
    "Document",
    "Edit",
    "Forward",
    "Found",
    "Furniture",
    "Hashtag",
    "Item",
    "Link",
    "Location",
    "Mention",
    "MissingExtraError",
    "Near",
    "Options",
    "Paragraph",
    "Point",
    "Post",
    "Reaction",
    "Recognition",
    "Repeat",
    "RepeatGroup",
    "RepeatMember",
    "Seen",
    "Span",
    "Split",
    "SplitPost",
    "StrictError",
    "TgparseError",
    "Token",
    "__version__",
    "boilerplate",
    "clean_text",
    "compare",
    "convert_spans",
    "find_repeats",
    "groups_of_rows",
    "iter_posts",
    "parse_bytes",
    "parse_file",
    "parse_files",
    "parse_text",
    "parse_texts",
    "plan_splits",
    "plot",
    "read_split",
    "recognise",
    "repeat_rows",
    "show",
    "split_to_arrow",
    "to_arrow",
    "to_csv",
    "to_geojson",
    "to_graph",
    "to_jsonl",
    "to_pandas",
    "to_parquet",
    "to_polars",
    "to_report",
    "to_sqlite",
    "tokenize",
    "without_boilerplate",
)

_ROOMS = {
    "bulk": ("to_parquet",),
    "display": ("plot", "show", "to_report"),
    "document": ("Document",),
    "errors": ("DecodingError", "MissingExtraError", "StrictError", "TgparseError"),
    "export": ("to_arrow", "to_csv", "to_geojson", "to_graph", "to_jsonl", "to_pandas", "to_polars", "to_sqlite"),
    "extractors": ("EXTRACTORS",),
    "models": (
        *("Channel", "Correction", "DateMention", "Dated", "Diagnostic", "Dialect", "Forward", "Found", "Furniture", "Hashtag", "Item"),
        *("Link", "Location", "Mention", "Near", "Paragraph", "Point", "Post", "Reaction", "Recognition", "Repeat", "Seen"),
    ),
    "omissions": ("Boilerplate", "without_boilerplate"),
    "options": ("Options",),
    "parallel": ("parse_files", "parse_texts"),
    "pipeline": ("clean_text", "iter_posts", "parse_bytes", "parse_file", "parse_text", "recognise"),
    "readers": ("DIALECTS",),
    "recurrence": (
        *("Change", "Comparison", "Edit", "RepeatGroup", "RepeatMember", "boilerplate", "compare"),
        *("find_repeats", "groups_of_rows", "repeat_rows"),
    ),
    "spans": ("Span", "convert_spans"),
    "split_tables": ("split_to_arrow",),
    "splits": ("Split", "SplitPost", "plan_splits", "read_split"),
    "tokens": ("Token", "tokenize"),
}
"""Where each public name lives: a room is entered when one of its names is first asked for, so that the import is instant."""


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name in _ROOMS:
        return import_module(f".{name}", __name__)
    for room, names in _ROOMS.items():
        if name in names:
            value: object = getattr(import_module(f".{room}", __name__), name)
            globals()[name] = value
            return value
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted(__all__)
