"""Android clipboard: several messages copied in Telegram for Android.

    document := message (empty_line message)*
    message  := [NAME ":" line_end] line*                     ; the name only where the sender changes

There are no dates, forwards or reactions. A line with a colon may be anybody's, so the names must show themselves as names:
the first line is one, and one of them comes back.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from ..models import Dialect
from ..tokens import BLANKS, Reader, Score
from .clocks import Order
from .headed import Header, is_header, read_headed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..options import Options
    from ..tokens import Head, IsMark, RawFurniture, RawLine, RawPost, Token
    from .headed import MatchHeader

NAME: Final = re.compile(r"(?P<name>[^\n:>|#*•\-–—][^\n:|]{0,63}):")
FIRST_LINE: Final = re.compile(r"[\s\ufeff]*([^\r\n]{1,80}:)[ \t]*(?:[\r\n]|\Z)")
REMARK: Final = re.compile(r" \([^()]{1,40}\)$")
"""What people set behind a name to tell two of the same name apart: `Per (the other one)`."""


def read(tokens: Iterable[Token], head: Head, options: Options) -> Iterator[RawPost | RawFurniture]:
    """Begin a post at every name that the head shows to be one."""
    yield from read_headed(tokens, Order(), options, _header_matcher(head))


def marks(head: Head, options: Options) -> IsMark:
    """Reading may begin at every such name."""
    del options
    return is_header(_header_matcher(head))


def _header_matcher(head: Head) -> MatchHeader:
    """Make the test for a name that the head shows to be one."""
    names = _names(head.lines)
    times = Counter(names)
    trusted = {name for name in times if times[name] > 1 or _is_name(name)}

    def match_header(line: RawLine) -> Header | None:
        found = NAME.fullmatch(line.text)
        return Header(line, found["name"], None) if found and (found["name"] in trusted or _is_name(found["name"])) else None

    return match_header


def _names(lines: Iterable[str]) -> list[str]:
    """Give the names in front of messages: behind an empty line, with text right under them."""
    names: list[str] = []
    fresh = True
    above: str | None = None
    for line in lines:
        bare = line.strip(BLANKS)
        if not bare:
            fresh, above = True, None
            continue
        if above is not None:
            names.append(above)
        text = bare if fresh else ""
        found = NAME.fullmatch(text) if text.endswith(":") else None
        above = found["name"] if found else None
        fresh = False
    return names


def _is_name(text: str) -> bool:
    """Whether a text reads like a person's name: up to three words, each with a capital, and perhaps a remark in brackets."""
    words = REMARK.sub("", text).split()
    return 0 < len(words) <= 3 and all(word[0].isupper() for word in words)


def recognise(head: Head) -> Score:
    """Look for names that come back in front of messages; too weak a sign to call a text Telegram's by itself."""
    first = FIRST_LINE.match(head.text)
    if first is None or not NAME.fullmatch(first[1]):
        return Score(0.0)
    times = Counter(_names(head.lines))
    again = sum(count for count in times.values() if count > 1)
    if len(times) < 2 or again < 2 or again * 2 < times.total():
        return Score(0.0)
    return Score(0.35, (f"{len(times)} names in front of {times.total()} messages",))


READER: Final = Reader(
    dialect=Dialect(
        name="android-clipboard",
        summary="Several messages copied in Telegram for Android.",
        carries={"forwards": "none", "reactions": "none", "sent_at": "none", "author": "some", "views": "none", "links": "none"},
        example="Anna:\nTalks resume on Monday.\n\nDetails follow.\n\nBoris:\nThank you.\n\nAnna:\nYou are welcome.",
    ),
    recognise=recognise,
    read=read,
    marks=marks,
)
