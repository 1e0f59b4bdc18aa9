"""Furniture by its words alone: lines that the page or the client wrote, whatever stands around them.

Two questions are kept apart. Some lines no author writes (`VIEW IN TELEGRAM`, `Anonymous Poll`, `895×1280, 126.3 KB`):
they are furniture in every export. Others are furniture only where a whole page was turned into text (`Join`, `0:34`,
`February 27`, `101 photos`): a post may well hold such a line, so only the readers of page texts ask for them.
The words are data, in `tables/furniture.json`; Telegram's web pages are English for every visitor.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from .tables import load_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .models import FurnitureKind

LONGEST: Final = 160
"""Code points: no line of furniture is longer, so a long line costs one comparison."""
HEAD: Final = 4
"""Characters by which nearly every line is told from those that stand in the tables."""
COUNT: Final = r"\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+|\d+(?:[.,]\d{1,2})?[KMB]?"
"""A count as the pages print it: `214.4K`, `8.67M`, `12 345`."""
MONTH: Final = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
FILE_SIZE: Final = re.compile(r"(?:\d{1,5}\s?[×x]\s?\d{1,5}(?:, )?)?(?:\d+(?:[.,]\d+)?\s?(?:B|KB|MB|GB))?")
"""`466.7 KB`, `895×1280, 126.3 KB`, `1280×720`."""
DURATION: Final = re.compile(r"(?:\d{1,2}:)?\d{1,2}:\d\d")
"""`0:34`, `1:02:11`: the length of a video or a voice message."""
DATE_BUBBLE: Final = re.compile(rf"{MONTH} \d{{1,2}}(?:, \d{{4}})?")
"""`February 27` (of the year in which the page was saved), `August 3, 2022`."""
IMAGE: Final = re.compile(r"(?:\[(?: *|[A-Za-z0-9_-]{10}|[A-Za-z0-9_-]{20,600}(?:\.\w{3,4})?|S::S|DEL: :DEL)\]\s?)+|_{5,80}|~{20,200}")
"""What text browsers print for a picture or an input field: `[mgt7sgV1VW]`, `[        ]`, `____________`, `~~~~~~~`.

The names are those of Telegram's file server: `[VIDEO]` or `[Photo]` may be an author's.
"""
PERCENT: Final = re.compile(r"\d{1,3}%")
"""The share of an answer of a poll."""
PINNED: Final = re.compile(
    r'.{1,100}? pinned (?:«.*»|“.*”|".*"|an? (?:photo|video|file|GIF|sticker|poll|link|voice message|album|story)|this message)'
)
"""The service message of a pinned post; the rest of a sentence with "pinned" in it is text."""
FILE_NAME: Final = re.compile(r"[^/\\\n]{1,120}\.[A-Za-z0-9]{2,5}")
"""`writeup.pdf`: furniture only with its size under it, which is for the reader to see."""
BARE_LINK: Final = re.compile(r"\[\]\(https://t\.me/\S*\)")
"""A picture, a reply's quote or a poll, which link to a post, where an extractor keeps links as Markdown: there is no word in it."""
URL_HOST: Final = re.compile(r"(?:https?://|www\.)([^\s/?#:)>\]]{3,200})", re.IGNORECASE)
"""The host of a web address."""
CUT_SHORT: Final = ("…", "...")
"""What the description of a link preview ends in where it is cut short, as it mostly is."""


class _Words(NamedTuple):
    """The word lists of `tables/furniture.json`, ready to be asked."""

    alone: dict[str, FurnitureKind]
    page: dict[str, FurnitureKind]
    starts: tuple[str, ...]
    heads: frozenset[str]
    """The first characters of those that stand alone, and of the starts."""
    counted: re.Pattern[str]
    kinds: dict[str, FurnitureKind]
    sites: frozenset[str]
    mirrors: frozenset[str]


@cache
def _words() -> _Words:
    table = load_json("furniture.json")
    counted = {word: kind for kind, words in table["counted"].items() for word in words}
    alternatives = "|".join(sorted(map(re.escape, counted), key=len, reverse=True))
    alone = {**dict.fromkeys(table["mirrors"], "notice"), **{line: kind for kind, lines in table["alone"].items() for line in lines}}
    return _Words(
        alone=cast("dict[str, FurnitureKind]", alone),
        heads=frozenset(line[:HEAD] for line in (*alone, *table["notice_starts"])),
        page={line: kind for kind, lines in table["page"].items() for line in lines},
        starts=tuple(table["notice_starts"]),
        counted=re.compile(rf"(?:(?:{COUNT})\s?(?P<word>{alternatives})(?:s|y|ies)?(?:,\s)?)+", re.IGNORECASE),
        kinds=cast("dict[str, FurnitureKind]", counted),
        sites=frozenset(table["sites"]),
        mirrors=frozenset(table["mirrors"]),
    )


def furniture_kind(line: str) -> FurnitureKind | None:
    """Give the kind of a line that is furniture in every export, or None.

    `line` comes without surrounding blanks.

    >>> furniture_kind("VIEW IN TELEGRAM"), furniture_kind("895×1280, 126.3 KB"), furniture_kind("Join us")
    ('media', 'media', None)
    """
    if len(line) > LONGEST:
        return None
    words = _words()
    # The cheap tests first, since this is asked of every line of every text.
    if line[:HEAD] in words.heads:
        kind = words.alone.get(line)
        if kind is not None:
            return kind
        if line.startswith(words.starts):
            return "notice"
    if line[-1:] == "B" and line[0].isdigit() and FILE_SIZE.fullmatch(line):
        return "media"
    if line[:3] == "[](" and BARE_LINK.fullmatch(line):
        return "media"
    # Service messages.
    return "notice" if " pinned " in line and PINNED.fullmatch(line) else None


def page_furniture_kind(line: str) -> FurnitureKind | None:
    """Give the kind of a line that is furniture where a whole page was turned into text, or None.

    `line` comes without surrounding blanks. What holds in every export holds here too.

    >>> page_furniture_kind("11.3M subscribers"), page_furniture_kind("0:34"), page_furniture_kind("February 27")
    ('notice', 'media', 'title')
    >>> page_furniture_kind("222 voters"), page_furniture_kind("Stay safe")
    ('poll', None)
    """
    if len(line) > LONGEST:
        return "media" if line[0] in "[_~" and IMAGE.fullmatch(line) else None
    words = _words()
    kind = words.page.get(line) or furniture_kind(line)
    if kind is not None:
        return kind
    if line[:1].isdigit():
        return _counted(line, words)
    if line[:1] in "[_~" and IMAGE.fullmatch(line):
        return "media"
    return "title" if DATE_BUBBLE.fullmatch(line) else None


def _counted(line: str, words: _Words) -> FurnitureKind | None:
    """Lines that begin with a number: durations, shares, sizes, `101 photos`."""
    if DURATION.fullmatch(line):
        return "media"
    if PERCENT.fullmatch(line):
        return "poll"
    found = words.counted.fullmatch(line)
    if found is not None:
        return words.kinds[found["word"].lower()]
    return "media" if FILE_SIZE.fullmatch(line) and not line.isdigit() else None


def is_date_bubble(line: str) -> bool:
    """Whether the line is a date as pages print it between two days: `February 27`, `August 3, 2022`.

    >>> is_date_bubble("August 3, 2022"), is_date_bubble("August 2022")
    (True, False)
    """
    return line[:1] in "JFMASOND" and DATE_BUBBLE.fullmatch(line) is not None


def is_file_name(line: str) -> bool:
    """Whether the line may be the name of a file, which is furniture only with its size under it.

    >>> is_file_name("writeup.pdf"), is_file_name("See writeup.pdf, please.")
    (True, False)
    """
    # Most lines that have a dot there end in it.
    return "." in line[-6:-1] and line[-1].isalnum() and len(line) <= LONGEST and FILE_NAME.fullmatch(line) is not None


def is_file_size(line: str) -> bool:
    """Whether the line is the size of a file.

    >>> is_file_size("466.7 KB"), is_file_size("466 people")
    (True, False)
    """
    return line.endswith("B") and line[:1].isdigit() and len(line) <= LONGEST and FILE_SIZE.fullmatch(line) is not None


def heads_mirror_words(line: str) -> bool:
    """Whether the line heads the words that a mirror of Telegram's pages sets among the posts.

    >>> heads_mirror_words("Telegram | DID YOU KNOW?"), heads_mirror_words("Did you know?")
    (True, False)
    """
    return line in _words().mirrors


def is_site_name(line: str) -> bool:
    """Whether the line is the name of a well-known site, as the head of a link preview prints it.

    >>> is_site_name("YouTube"), is_site_name("Watch it")
    (True, False)
    """
    return line in _words().sites


def is_host_name(line: str, above: str) -> bool:
    """Whether the line is the host of a web address in the text above it, or the name that this is made of.

    >>> is_host_name("The Guardian", "see https://www.theguardian.com/a"), is_host_name("The", "see https://www.theguardian.com/a")
    (True, False)
    """
    return name_key(line) in set(host_names(above))


def name_key(line: str) -> str:
    """Give a name as `host_names` writes it: its letters and digits.

    >>> name_key("The Guardian")
    'theguardian'
    """
    return "".join(filter(str.isalnum, line.casefold()))


def host_labels(text: str) -> Iterator[list[str]]:
    """Give the labels of the host of each web address in a text.

    >>> list(host_labels("see https://www.theguardian.com/a"))
    [['theguardian', 'com']]
    """
    for host in URL_HOST.findall(text):
        yield host.casefold().removeprefix("www.").split(".")


def host_names(text: str) -> Iterator[str]:
    """Give what the sites of the web addresses in a text may be called.

    >>> sorted(set(host_names("see https://www.theguardian.com/a")))
    ['theguardian', 'theguardiancom']
    """
    for labels in host_labels(text):
        yield from [name for name in ("".join(labels), "".join(labels[:-1]), max(labels, key=len)) if name]
