"""One file a dialect: from text to raw posts. `READERS` lists them; detection asks each how well it fits.

A reader knows the hard borders of its dialect (markers, reactions lines, headers) and its furniture. It does not know
which lines repeat which: that is for `repeats`, which may split a raw post further where the copies show it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from . import (
    android_clipboard,
    chat_history,
    desktop_clipboard,
    desktop_html,
    desktop_json,
    fragments,
    macos_clipboard,
    messages_dump,
    page_text,
    plain,
    web_clipboard,
    web_html,
    web_preview,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..models import Dialect
    from ..tokens import Reader

READERS: Final[tuple[Reader, ...]] = (
    desktop_json.READER,
    desktop_html.READER,
    web_html.READER,
    fragments.READER,
    page_text.READER,
    web_preview.READER,
    desktop_clipboard.READER,
    macos_clipboard.READER,
    web_clipboard.READER,
    chat_history.READER,
    messages_dump.READER,
    android_clipboard.READER,
    plain.READER,
)
"""The readers in the order in which they are asked; of equally sure ones the first is taken."""
DIALECTS: Final[Mapping[str, Dialect]] = MappingProxyType({reader.dialect.name: reader.dialect for reader in READERS})
"""The dialects by name."""
