"""Lines of a page that was turned into text: their layout, their Markdown, and the footer that closes a post.

    footer := [COUNT "voters"] [COUNT "views"] [AUTHOR ","] ["edited"] [TIME | DATE "at" TIME]

Extractors glue these parts or set blanks between them: `8.67M views Ann Berg , 15:38`, `8.67M viewsAnn Berg, 15:38`,
`1.4K viewsedited  10:48`; some lose the time, `8.67M viewsAnn Berg, edited`. Only a glued author may stand without a
time: `12 views in one day` is text.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..furniture import COUNT
from ..patterns import parse_count
from ..spans import maker
from ..tokens import RawLine, make_line
from .clocks import zoned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..options import Options
    from ..tokens import RawFurniture, Token, TokenKind

LONGEST_FOOTER: Final = 400
"""Code points: a footer with its links in Markdown stays below."""
TIME: Final = r"(?:[01]?\d|2[0-3]):[0-5]\d(?:[ \u00a0\u202f]?[AP]M)?"
DAY: Final = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]* \d{1,2}(?:, \d{4})?"
VIEWS: Final = re.compile(rf"(?:(?:{COUNT})\s?(?:voters?|votes?)\s?)?(?P<views>{COUNT})\s?views?")
TAIL: Final = re.compile(rf"(?P<author>.{{0,128}}?)\s?,?\s*(?P<edited>edited)?\s*(?:(?P<day>{DAY}) at )?(?P<time>{TIME})?\s*")
"""What follows the views; the author's length is bounded, so that trying every end of it stays cheap."""
LINK: Final = re.compile(r"!?\[([^\[\]\n]{0,600})\]\(<?([^()\s]{0,2000})>?\)")
"""A Markdown link as html2text writes it; Telegram's own addresses hold no brackets."""
OWN_URL: Final = re.compile(r"(?:https?://)?t\.me/(?:s/)?(?P<channel>[A-Za-z]\w{2,31}) ?/(?P<id>\d{1,12})(?:\?[^\s]*)?")
"""The address of a post, `t.me/annberg/519`; inscriptis sets a blank before the number."""
LINE_ENDS: Final = frozenset({"\n", "\r\n", "\r"})
EMPHASIS: Final = re.compile(r"(?<![\w*_])_?\*\*([^*\n]{1,200})\*\*_?|(?<![\w_])_([^_\n]{0,200})_(?![\w_])|__")


class PageLine(NamedTuple):
    """A line with what the layout of the page left around it."""

    line: RawLine
    kind: TokenKind
    indent: int
    """Blanks before it."""
    gap: int
    """Lines without any character before it; a line of blanks only is a line break inside a paragraph."""
    breaks: bool
    """Whether it ends in two blanks, the line break of Markdown."""
    lead: str = ""
    """The source between the line before and this one."""

    @property
    def text(self) -> str:
        """The line without surrounding blanks."""
        return self.line.text


make_page_line: Final = maker(PageLine)
"""Makes the line of its fields, in their order."""


class Footer(NamedTuple):
    """The last line of a post on a page."""

    views: str | None
    author: str | None
    edited: bool
    time: str | None
    day: str | None
    url: str | None


def page_lines(tokens: Iterable[Token]) -> Iterator[PageLine]:
    """Sort blank lines out, and keep what they say about the layout."""
    gap = 0
    lead = ""
    for kind, whole, start, number, text in tokens:
        if kind == "blank":
            gap += whole in LINE_ENDS
            lead += whole
            continue
        indent = 0 if whole[0] == text[0] else whole.index(text)
        behind = whole[indent + len(text) :]
        breaks = len(behind) > 1 and behind.rstrip("\r\n").endswith("  ")
        yield make_page_line((make_line((text, start + indent, number)), kind, indent, gap, breaks, lead + whole[:indent]))
        gap, lead = 0, behind


def in_order(furniture: RawFurniture) -> int:
    """Give the offset of a line of furniture, to sort by."""
    return furniture.line.start


def source_of(lines: Sequence[PageLine]) -> str:
    """Give the source of lines that follow each other."""
    return "".join([lines[0].text, *(part for line in lines[1:] for part in (line.lead, line.text))])


def unmarked(text: str) -> str:
    """Give the visible text of a Markdown line: link texts without targets, emphasis without its signs.

    >>> unmarked("[Ann Berg](https://t.me/annberg)[ _✔_](https://t.me/annberg)")
    'Ann Berg ✔'
    """
    if "](" not in text and "_" not in text and "**" not in text:
        return text
    # Twice, since a picture is often the text of a link.
    text = LINK.sub(r"\1", LINK.sub(r"\1", text))
    return " ".join(EMPHASIS.sub(r"\1\2", text).split())


def match_footer(text: str) -> Footer | None:
    """Read a footer, or give None where the line is none.

    >>> match_footer("8.67M viewsAnn Berg, 15:38")
    Footer(views='8.67M', author='Ann Berg', edited=False, time='15:38', day=None, url=None)
    >>> match_footer("12 views in one day")
    """
    if len(text) > LONGEST_FOOTER or "view" not in text:
        return None
    url = OWN_URL.search(text) if "](" in text else None
    bare = unmarked(text)
    views = VIEWS.match(bare)
    if views is None:
        return None
    rest = bare[views.end() :]
    # The cheap test: without a time the author must be glued to the views.
    if ":" not in rest and rest[:1].isspace() and rest.strip(" ,\u00a0") not in {"", "edited"}:
        return None
    tail = TAIL.fullmatch(rest)
    if tail is None or not _closes(rest, tail):
        return None
    author = tail["author"].strip(" ,\u00a0") or None
    address = canonical_url(url["channel"], url["id"]) if url else None
    return Footer(views["views"], author, tail["edited"] is not None, tail["time"], tail["day"], address)


def _closes(rest: str, tail: re.Match[str]) -> bool:
    """Whether what follows the views is a footer's tail and no sentence: only a glued author may stand without a time."""
    if tail["time"] or not tail["author"]:
        return True
    return not rest[0].isspace() and not rest[0].islower() and rest[0] not in ".,:;!?)-"


def canonical_url(channel: str, number: str) -> str:
    """Give the address of a post as Telegram writes it.

    >>> canonical_url("annberg", "519")
    'https://t.me/annberg/519'
    """
    return f"https://t.me/{channel}/{number}"


def footer_facts(footer: Footer, bubble: str | None, options: Options) -> dict[str, Any]:
    """Turn a footer into values for the fields of `Post`; `bubble` is the date that the page shows over its day.

    A time without a date, or a date without a year, gives no `sent_at`.
    """
    facts: dict[str, Any] = {}
    if footer.views is not None:
        facts["views_text"] = footer.views
        facts["views"] = parse_count(footer.views)
    if footer.author:
        facts["signature"] = footer.author
    if footer.url is not None:
        facts["url"] = footer.url
        facts["message_id"] = int(footer.url.rpartition("/")[2])
    sent_at = page_time(footer.day or bubble, footer.time)
    if sent_at is not None:
        facts["sent_at"] = zoned(sent_at, options)
    return facts


def page_time(day: str | None, time: str | None) -> datetime | None:
    """Read a day as English pages print it together with a time, in the clock of whoever saved the page.

    >>> page_time("August 3, 2022", "22:31")
    datetime.datetime(2022, 8, 3, 22, 31)
    >>> page_time("February 27", "22:31")
    """
    if day is None or time is None or "," not in day:
        return None
    month, _, rest = day.partition(" ")
    date, _, year = rest.partition(", ")
    clock = time.replace("\u202f", " ").replace("\u00a0", " ").upper()
    half = clock[-2:] if clock.endswith("M") else ""
    hour, _, minute = clock.removesuffix("AM").removesuffix("PM").strip().partition(":")
    hours = int(hour) % 12 + 12 * (half == "PM") if half else int(hour)
    try:
        return datetime(int(year), MONTHS.index(month[:3]) + 1, int(date), hours, int(minute))  # noqa: DTZ001 - whose clock it was is not known.
    except ValueError:
        return None


MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
