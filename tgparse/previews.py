"""Link previews among the lines of posts that stand once: the name of a site, a title, and a description.

Telegram shows a preview of the first address in a post below its text. An extractor that writes each body once leaves nothing to tell its
lines from the author's but the name of the site, which is that of an address above it. It closes its post.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from .furniture import CUT_SHORT, host_names, is_site_name, name_key
from .tokens import RawFurniture, RawPost, cut_post

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .tokens import RawLine

LONGEST_SITE: Final = 40
"""Code points of the name of a site."""
LONGEST_PREVIEW: Final = 12
"""Lines of a preview; few descriptions have more than one."""


def may_hold_previews(head: str) -> bool:
    """Whether a text has any address at its beginning: without, its posts have no previews.

    >>> may_hold_previews("See https://example.org"), may_hold_previews("See the example")
    (True, False)
    """
    return "://" in head or "www." in head


def split_at_previews(stretches: Iterable[RawPost | RawFurniture]) -> Iterator[RawPost | RawFurniture]:
    """Put the link previews of each stretch among the furniture, and end a post behind each."""
    for stretch in stretches:
        if not isinstance(stretch, RawPost) or not (found := list(find_previews(stretch.lines))):
            yield stretch
            continue
        lines = stretch.lines
        gone = {i for begin, end in found for i in range(begin, end)}
        kept = [i for i in range(len(lines)) if i not in gone]
        furniture = [*stretch.furniture, *[RawFurniture(lines[i], "preview") for i in sorted(gone)]]
        whole = replace(
            stretch,
            lines=tuple([lines[i] for i in kept]),
            furniture=tuple(sorted(furniture, key=lambda item: item.line.start)),
        )
        yield from cut_post(whole, [bisect_left(kept, end) for _, end in found if end < len(lines)], "footer")


def find_previews(lines: Sequence[RawLine]) -> Iterator[tuple[int, int]]:
    """Give where each preview begins and ends among the lines of a stretch."""
    # Few stretches have any; this is asked of every line of a file.
    addressed = [i for i, (text, _, _) in enumerate(lines) if "://" in text or "www." in text]
    if not addressed:
        return
    sites: set[str] = set()
    begin = i = addressed[0]
    while i < len(lines) - 1:
        text = lines[i].text
        if i > begin and len(text) <= LONGEST_SITE and sites and (is_site_name(text) or name_key(text) in sites):
            end = _end(lines, i)
            yield i, end
            sites.clear()
            begin = i = end
            continue
        if may_hold_previews(text):
            sites.update(host_names(text))
        i += 1


def _end(lines: Sequence[RawLine], site: int) -> int:
    """Give the line behind a preview: it ends where its description is cut short, or else with the line under the title."""
    last = min(site + LONGEST_PREVIEW, len(lines))
    for i in range(site + 2, last):
        if lines[i].text.endswith(CUT_SHORT):
            return i + 1
        if is_site_name(lines[i].text):
            break
    return min(site + 3, len(lines))
