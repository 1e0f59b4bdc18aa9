"""A page made harmless for the parser of HTML: no markup nested so deep, and no tag so full, that it costs more than its length.

The rules of HTML make parsers walk up the open elements at many a tag, open again in each paragraph the styles that nobody closed,
and compare each attribute with those before it. So the time, and with styles the memory, grows with the square of what is open or
written at once. Browsers bound the depth; the parser used here does not. So a page is read for its tags first, in one pass:

- Comments, and what is no text of a page (scripts, styles, drawings), go out: inside them a tag is no tag, and where they end is a
  science. Of one without an end only the start tag goes out.
- A tag that would open one element too many is no longer a tag but text, so that nothing of what it holds is lost.
- Attributes of a tag that has too many of them go out.

What is counted as open is never less than what the parser has open: an end tag counts where it closes the last element that is
open, elements aside whose end tags may be left out. Pages of Telegram come nowhere near; they leave as they came.
"""

from __future__ import annotations

import re
from typing import Final

DEEPEST: Final = 256
"""Elements that may be open at once; browsers allow 512."""
MOST_STYLES: Final = 12
"""The same for those that style: each is opened again in every paragraph until it is closed, so that each paragraph costs as many."""
LONGEST_TAG: Final = 1024
"""Code points of a tag, the quoted ones aside, from which its attributes are too many."""
STYLES: Final = frozenset(("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"))
EMPTY: Final = frozenset(
    (
        "area",
        "base",
        "basefont",
        "bgsound",
        "br",
        "col",
        "embed",
        "frame",
        "hr",
        "image",
        "img",
        "input",
        "keygen",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)
"""Elements without an end tag."""
OPEN_ENDED: Final = frozenset(("dd", "dt", "li", "optgroup", "option", "p", "rb", "rp", "rt", "rtc"))
"""Elements that end with the element around them."""
NO_TEXT: Final = frozenset(("iframe", "math", "noembed", "noframes", "script", "style", "svg", "textarea", "title", "xmp"))
"""Elements whose content is no markup, or another kind of it."""
ONCE: Final = frozenset(("html", "head", "body", "plaintext", "frameset"))
"""Elements of which every further one adds its attributes to the first; the last two would swallow the rest of the page."""
TOKEN: Final = re.compile(
    r"""
    <!--(?:-?>|(?s:.*?)(?:--!?>|\Z))                     # a comment
    | <[!?][^>]*+>?                                      # a declaration, or what is taken for one
    | </[^A-Za-z][^>]*+>?
    | <(?P<end>/?)(?P<name>[A-Za-z][^\t\n\f\r />]*+)     # a tag
      (?P<attributes>(?:
        [\t\n\f\r /]++
        | (?:=[^\t\n\f\r />=]*+|[^\t\n\f\r />=]++)
          (?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r >"'][^\t\n\f\r >]*+)?+)?+
      )*+)
      (?:>|\Z)
    """,
    re.VERBOSE,
)
QUOTED: Final = re.compile(r"""=[\t\n\f\r ]*+("[^"]*"|'[^']*')""")


def shallow(page: str) -> str:
    r"""Give a page without what makes parsing slow; one that has none of it comes back as it was, but for comments and scripts.

    >>> shallow('<p>A <!-- B --><b>C</b><script>"<p>"</script></p>')
    '<p>A <b>C</b></p>'
    >>> shallow("<i>" * 400 + "C").count("<i>")
    12
    """
    pieces: list[str] = []
    opened = _Open()
    endless: set[str] = set()
    done = position = 0
    while (token := TOKEN.search(page, position)) is not None:
        position = token.end()
        name = (token["name"] or "").lower()
        instead: str | None = None
        if not name:
            instead = ""
        elif name in NO_TEXT:
            instead = ""
            if not token["end"] and name not in endless:
                end = _end_of(page, name, position)
                # What has no end tag behind here has none further on.
                endless |= {name} if end is None else set()
                position = end or position
        elif token["end"]:
            opened.close(name)
        elif not opened.open(name):
            instead = "&lt;" + page[token.start() + 1 : position]
        elif position - token.start() > LONGEST_TAG and len(QUOTED.sub("", token[0])) > LONGEST_TAG:
            instead = f"<{token['name']}>"
        if instead is not None:
            pieces += page[done : token.start()], instead
            done = position
    return "".join([*pieces, page[done:]]) if pieces else page


def _end_of(page: str, name: str, position: int) -> int | None:
    """Find the place behind the end tag of an element whose content is no markup."""
    found = re.compile(rf"</{name}(?=[\t\n\f\r />])[^>]*+>?", re.IGNORECASE).search(page, position)
    return found.end() if found is not None else None


class _Open:
    """The elements that are open, or may be."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.styles = 0
        self.once: set[str] = set()

    def open(self, name: str) -> bool:
        """Open an element, unless too many are open."""
        if name in EMPTY:
            return True
        if name in ONCE:
            first = name not in self.once and name not in {"plaintext", "frameset"}
            self.once.add(name)
            return first
        if name in OPEN_ENDED and self.names and self.names[-1] == name:
            return True
        if len(self.names) >= DEEPEST or (name in STYLES and self.styles >= MOST_STYLES):
            return False
        self.names.append(name)
        self.styles += name in STYLES
        return True

    def close(self, name: str) -> None:
        """Close the last open element if this is its end tag, with what ends by itself in it."""
        depth = len(self.names)
        if name not in OPEN_ENDED and name not in STYLES:
            while depth and self.names[depth - 1] in OPEN_ENDED:
                depth -= 1
        if depth and self.names[depth - 1] == name:
            del self.names[depth - 1 :]
            self.styles -= name in STYLES
