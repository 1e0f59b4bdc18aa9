"""What stands between hostile text and somebody's screen: rows as escaped HTML, and control characters made visible.

Exports hold whatever strangers posted, and a notebook renders whatever `_repr_html_` returns. So nothing reaches the
markup but through `escape`; there is no script, no link and no style sheet, only inline styles. They name no colour of
their own, only shades of transparent grey over what the page has, so that light and dark pages both stay readable.
Every cell is isolated (`dir="auto"`): right-to-left text cannot reorder its neighbours.
"""

from __future__ import annotations

import re
from html import escape as escape_markup
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_CELL: Final = 400
MAX_ROWS: Final = 50

# Terminals obey control characters, both obey the nine explicit bidi codes, and a lone surrogate breaks any encoder.
# Joiners, direction marks and tag characters stay: Persian words, mixed lines and the flag of Scotland need them.
UNSAFE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")

EDGE: Final = "1px solid rgba(128,128,128,.35)"
TABLE_STYLE: Final = f"border-collapse:collapse;margin:.5em 0;border-top:{EDGE};border-bottom:{EDGE}"
CAPTION_STYLE: Final = "caption-side:top;text-align:start;font-weight:600;padding:.2em .6em"
HEAD_STYLE: Final = "text-align:start;font-weight:600;padding:.2em .6em;background:rgba(128,128,128,.14)"
TEXT_STYLE: Final = "text-align:start;padding:.2em .6em;vertical-align:top;max-width:42em;overflow-wrap:anywhere;white-space:pre-wrap"
NUMBER_STYLE: Final = "text-align:right;padding:.2em .6em;vertical-align:top;font-variant-numeric:tabular-nums"
MORE_STYLE: Final = "text-align:start;padding:.2em .6em;opacity:.65"


class Html(str):
    """Markup that is safe to show: made by this file, everything foreign in it escaped."""

    __slots__ = ()


def visible(text: str) -> str:
    r"""Write out the characters that a screen would obey instead of show, by their code points.

    Line feeds and tabs stay.

    >>> visible("\x1b[2J\u202egnp.exe")
    '<U+001B>[2J<U+202E>gnp.exe'
    """
    return UNSAFE.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)


def shortened(text: str, limit: int) -> str:
    """Cut a text to a number of code points, the last of them an ellipsis.

    >>> shortened("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= limit else text[: limit - 1] + "…"


def escape(text: str) -> Html:
    """Escape a text for any place in HTML, attributes included; markup that this file made stays as it is.

    A line feed is escaped too: a notebook may be turned into Markdown, where an empty line ends the HTML, and foreign Markdown would begin.

    >>> escape("<img src=x onerror='alert(1)'>")
    '&lt;img src=x onerror=&#x27;alert(1)&#x27;&gt;'
    """
    return text if isinstance(text, Html) else Html(escape_markup(visible(text)).replace("\n", "&#10;"))


def table(headers: Sequence[str], rows: Sequence[Sequence[object]], *, caption: str = "", limit: int = MAX_ROWS) -> Html:
    """Lay rows out as a table; numbers stand right, None stays empty, long cells are cut.

    Beyond `limit` rows a last one says how many more there are.

    >>> table(["source", "posts"], [["<b>", 2]]).count("&lt;b&gt;")
    1
    """
    head = "".join(f'<th scope="col" style="{HEAD_STYLE}">{escape(header)}</th>' for header in headers)
    lines = [row_of(map(cell, row)) for row in rows[:limit]]
    if len(rows) > limit:
        lines.append(row_of([f'<td colspan="{len(headers)}" style="{MORE_STYLE}">… {len(rows) - limit} more</td>']))
    return Html(f'<table style="{TABLE_STYLE}">{caption_of(caption)}<thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table>')


def fields(pairs: Iterable[tuple[str, object]], *, caption: str = "") -> Html:
    """Lay names and values out as a table of two columns; pairs without a value are left out.

    >>> fields([("dialect", "plain"), ("channel", None)]).count("<tr>")
    1
    """
    shown = ((name, value) for name, value in pairs if value is not None)
    lines = (
        row_of([f'<th scope="row" style="{HEAD_STYLE}">{escape(name)}</th>', cell(value, number_style=TEXT_STYLE)]) for name, value in shown
    )
    return Html(f'<table style="{TABLE_STYLE}">{caption_of(caption)}<tbody>{"".join(lines)}</tbody></table>')


def row_of(cells: Iterable[str]) -> str:
    """Join cells to a row."""
    return f"<tr>{''.join(cells)}</tr>"


def caption_of(caption: str) -> str:
    """Give the caption's element, or nothing."""
    return f'<caption dir="auto" style="{CAPTION_STYLE}">{escape(shortened(caption, MAX_CELL))}</caption>' if caption else ""


def cell(value: object, *, number_style: str = NUMBER_STYLE) -> str:
    """Give the table cell of a value.

    >>> cell(True) == cell("yes"), cell(None) == cell("")
    (True, True)
    """
    if isinstance(value, Html):
        return f'<td dir="auto" style="{TEXT_STYLE}">{value}</td>'
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'<td style="{number_style}">{value}</td>'
    return f'<td dir="auto" style="{TEXT_STYLE}">{escape(shortened(plain(value), MAX_CELL))}</td>'


def plain(value: object) -> str:
    """Give the words for a value: nothing for None, yes or no for a truth value.

    >>> plain(None), plain(False), plain("x")
    ('', 'no', 'x')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
