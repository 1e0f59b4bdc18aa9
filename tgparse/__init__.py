"""Turn plain text that was once Telegram posts into typed, checked, located data.

>>> import tgparse
>>> doc = tgparse.parse_text("Forwarded from City News\\nBridge reopens\\n🔹 Trams cross it from 5 May 2023\\n❤1👍1")
>>> doc.posts[0].forwarded_from.name, doc.posts[0].points[0].text
('City News', 'Trams cross it from 5 May 2023')
"""

from ._version import __version__
from .document import Document
from .errors import DecodingError, StrictError, TgparseError
from .extractors import EXTRACTORS
from .models import (
    Channel,
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
    Paragraph,
    Point,
    Post,
    Reaction,
    Recognition,
    Repeat,
)
from .options import Options
from .parallel import parse_files, parse_texts
from .pipeline import clean_text, iter_posts, parse_bytes, parse_file, parse_text, recognise
from .readers import DIALECTS
from .spans import Span
from .tokens import Token, tokenize

__all__ = (
    "DIALECTS",
    "EXTRACTORS",
    "Channel",
    "DateMention",
    "Dated",
    "DecodingError",
    "Diagnostic",
    "Dialect",
    "Document",
    "Forward",
    "Found",
    "Furniture",
    "Hashtag",
    "Item",
    "Link",
    "Location",
    "Mention",
    "Options",
    "Paragraph",
    "Point",
    "Post",
    "Reaction",
    "Recognition",
    "Repeat",
    "Span",
    "StrictError",
    "TgparseError",
    "Token",
    "__version__",
    "clean_text",
    "iter_posts",
    "parse_bytes",
    "parse_file",
    "parse_files",
    "parse_text",
    "parse_texts",
    "recognise",
    "tokenize",
)


def __dir__() -> list[str]:
    return sorted(__all__)
