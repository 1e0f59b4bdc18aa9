"""The layout of a page text: what its head tells about the channel's name, the header, and how the extractor writes a page.

Each extractor leaves something else of a page. inscriptis indents and sets a blank between an emoji and its count, html2text sets
empty lines between blocks and wraps long lines, resiliparse and justext drop the channel's name in front of each post. The
first 64 KB show which it is, and all that follows is read accordingly.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from ..emoji import match_emoji
from ..folding import squeeze
from ..furniture import furniture_kind, page_furniture_kind
from ..models import Channel
from ..patterns import is_counts_line, parse_reactions
from .page_lines import match_footer, unmarked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .page_lines import PageLine

MAX_ITEM: Final = 4
"""Lines that an item of the page's header may be broken into."""
HEADING: Final = re.compile(r"#{1,6} ")
CHECK_MARK: Final = re.compile(r"\s*✔\ufe0f?$")
VIA_BOT: Final = re.compile(r"\s+via (@\w{3,32})$")
GLUED_COUNTS: Final = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})?[KM]){2,40}\d{0,20}")
"""`2.49K23.4K7.76K419112`: reactions whose emoji were pictures; the last digits cannot be told apart."""
WIDEST: Final = 100
CODE_INDENT: Final = 4
LONGEST: Final = 4096
"""Code points: no title and no furniture is longer, links in Markdown included."""


class Layout(NamedTuple):
    """What the head of a page text tells about the whole of it."""

    title: str | None
    """The channel's name, folded as `shown_text` does."""
    titled: bool
    """Whether each post begins with it."""
    footed: bool
    """Whether each post ends in a footer."""
    blocks: bool
    """Whether empty lines stand between blocks only, as html2text sets them."""
    counts: bool
    """Whether reactions come as bare counts, since their emoji were pictures."""
    spaced: bool
    """Whether a blank stands between emoji and count, as inscriptis sets it: `🔥1` is an author's then."""
    wrapped: bool
    """Whether long lines were cut at a width, as html2text does by default."""
    marked: bool
    """Whether the page was written as Markdown."""
    header_end: int
    """Offset behind the header of the page."""
    channel: Channel | None
    """The channel, as the header names it."""


def learn(lines: Sequence[PageLine], *, titled: bool = False) -> Layout:
    """Learn title and layout from the lines of the head; `titled` says that this extractor keeps the titles."""
    footers = [i for i, line in enumerate(lines) if match_footer(line.text) is not None]
    header = _header_length(lines, footers[0] if footers else len(lines))
    followers = Counter(filter(None, (_follower(lines, i) for i in footers)))
    # A search page repeats its tag at the head of each post, so the header's word counts more than the most frequent line.
    named = _header_title(lines[:header])
    title = named or next((name for name, _ in followers.most_common(1) if name[0] not in "#@"), None)
    times = followers[title] if title else 0
    frequent = times >= 2 and times * 2 >= followers.total()
    title = title if frequent else named
    first = _follower(lines, header - 1)
    keeps_titles, titled = titled, title is not None and (frequent or first == title)
    blocks = bool(footers) and sum(_stands_alone(lines, i) for i in footers) * 5 >= len(footers) * 4
    if not titled and len(footers) < 3 and footers:
        # One post, or two: only the layout shows whether such an extractor keeps the titles.
        titled = keeps_titles or blocks or _is_indented(lines, footers) or _is_pictured(lines)
        title = first if titled and first is not None else title
    above = [lines[i - 1] for i in footers if i > 0]
    counts = sum(map(is_bare_counts, above))
    reactions = [line.text for line in above if line.kind == "reactions"]
    return Layout(
        title=title,
        titled=titled,
        footed=bool(footers),
        blocks=blocks,
        counts=counts >= 2 and counts * 4 >= len(footers),
        wrapped=blocks and _is_wrapped(lines[header:]),
        spaced=sum(map(is_spaced, reactions)) * 2 > len(reactions),
        marked=any("](" in lines[i].text for i in footers),
        header_end=lines[header - 1].line.end if header else 0,
        channel=_channel(lines, header, title),
    )


def _header_length(lines: Sequence[PageLine], first_footer: int) -> int:
    """Count the lines of the page's header: up to the last of its counters and menu items."""
    words = [i for i in range(first_footer) if _is_menu(lines[i].text)]
    if len(words) < 2:
        return 0
    end = words[-1] + 1
    # html2text may break a line inside the last item's link.
    while end < min(first_footer, words[-1] + MAX_ITEM) and lines[end - 1].text.rfind("[") > lines[end - 1].text.rfind("]"):
        end += 1
    return end


def _is_menu(text: str) -> bool:
    """Whether the line is a counter or a menu item of the page's header; Markdown runs several of them together."""
    bare = bare_text(text)
    return bare.endswith(" subscribers") or (page_furniture_kind(bare) == "notice" and furniture_kind(text) is None)


def _header_title(header: Sequence[PageLine]) -> str | None:
    """Find the channel's name: the line above `✔`, `@name` or the number of subscribers."""
    for above, below in pairwise(header):
        under = bare_text(below.text)
        if under.startswith(("✔", "@")) or under.endswith(("subscribers", "subscriber", "members")):
            return shown_text(above.text)
    return None


def _follower(lines: Sequence[PageLine], i: int) -> str | None:
    """Give the line behind this one, folded as a title; pictures, date bubbles and notices between them do not count."""
    for line in lines[i + 1 : i + 6]:
        if line.kind == "marker":
            return None
        if shown_text(line.text) and page_furniture_kind(bare_text(line.text)) is None:
            return shown_text(line.text)
    return None


def _is_wrapped(lines: Sequence[PageLine]) -> bool:
    """Whether lines go on without a break in them, and none is longer than a usual width."""
    going_on = sum(goes_on(above, below) for above, below in pairwise(lines))
    return going_on > 1 and max(len(line.text) for line in lines) <= WIDEST


def goes_on(above: PageLine, below: PageLine) -> bool:
    """Whether a line goes on with the next: where the author broke it, html2text leaves two blanks; code is indented."""
    return below.gap == 0 and not above.breaks and below.line.line == above.line.line + 1 and below.indent < CODE_INDENT


def _stands_alone(lines: Sequence[PageLine], i: int) -> bool:
    """Whether empty lines stand around this line."""
    return (i == 0 or lines[i].gap > 0) and (i + 1 == len(lines) or lines[i + 1].gap > 0)


def _is_indented(lines: Sequence[PageLine], footers: Sequence[int]) -> bool:
    return all(lines[i].indent > 1 for i in footers) and lines[0].indent > 1


def _is_pictured(lines: Sequence[PageLine]) -> bool:
    """Whether the text opens with a picture, as text browsers print the channel's photo."""
    return page_furniture_kind(lines[0].text) == "media" and lines[0].text[0] in "[_!"


def is_spaced(text: str) -> bool:
    """Whether a blank stands behind the first emoji of a reactions line, before which may be the count of one that was lost."""
    start = next((reaction.start for reaction in parse_reactions(text) if reaction.emoji), 0)
    return text[start + max(match_emoji(text[start:]), 0) :][:1].isspace()


def is_bare_counts(line: PageLine) -> bool:
    """Whether a line holds counts without emoji, apart or run together."""
    return line.kind == "text" and (is_counts_line(line.text) or GLUED_COUNTS.fullmatch(line.text) is not None)


def _channel(lines: Sequence[PageLine], header: int, title: str | None) -> Channel | None:
    """Name the channel by its title as printed and the `@name` of the header."""
    if title is None:
        return None
    printed = next((unmarked(line.text) for line in lines if shown_text(line.text) == title), None)
    names = [bare_text(line.text) for line in lines[:header]]
    username = next((name[1:] for name in names if re.fullmatch(r"@\w{3,32}", name)), None)
    return Channel(
        title=printed and VIA_BOT.sub("", CHECK_MARK.sub("", printed)),
        username=username,
        url=f"https://t.me/{username}" if username else None,
        given_by="text",
    )


def shown_text(text: str) -> str:
    """Fold a line that may be a title: without Markdown, check mark and bot; a line too long for one folds to nothing."""
    if len(text) > LONGEST:
        return ""
    return squeeze(VIA_BOT.sub("", CHECK_MARK.sub("", unmarked(text))))


def bare_text(text: str) -> str:
    """Give a line as the page showed it: no Markdown, no heading sign."""
    if len(text) > LONGEST:
        return text
    return HEADING.sub("", unmarked(text), count=1).strip()
