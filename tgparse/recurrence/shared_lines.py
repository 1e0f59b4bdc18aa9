"""Lines that many posts of a source share: signatures, calls to subscribe, what a mirror writes under each post.

They are reported, with counts, and nothing is dropped unless somebody asks (see `tgparse.omissions`). A post counts once for each
distinct text: the same advert posted daily has no boilerplate, it is a repeat. A distinct line takes some 250 bytes of memory.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ..omissions import Boilerplate, line_key
from ..parts import Walk
from ..spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..models import Post
    from ..parts import Parts

CONTENT: Final = frozenset({"dateline", "section", "tags"})
"""Kinds of paragraphs that many posts share because of what they are about."""


def boilerplate(given: Parts, *, least: int = 5, share: float = 0.1) -> tuple[Boilerplate, ...]:
    r"""Report the lines that many posts of a source share: by source, those that most posts share first.

    A line is reported that at least `least` posts of different text hold, and at least this `share` of them. Datelines and lines of
    hashtags are left out. Lines are equal as posts are: white space and invisible characters do not count.

    >>> import tgparse
    >>> doc = tgparse.parse_text("".join(f"Tram {n} is late\nSubscribe to City News\n❤1👍{n}\n" for n in range(1, 8)), source="news")
    >>> [(line.text, line.count, line.share) for line in tgparse.boilerplate(doc)]
    [('Subscribe to City News', 7, 1.0)]
    """
    sources: dict[str, _Source] = defaultdict(_Source)
    for post in Walk(given).posts():
        sources[post.source].add(post)
    return tuple(line for name, source in sources.items() for line in source.report(name, least, share))


class _Source:
    """The distinct lines of one source, numbered as they come: how many texts hold each, and where the first stands."""

    def __init__(self) -> None:
        self._texts: set[str] = set()
        self._numbers: dict[int, int] = {}
        """Lines by a 64-bit hash of their words: two of a million meet by chance once in some 40 million sources."""
        self._counts = array("L")
        self._lines: list[bytes] = []
        self._places = array("q")
        """Four numbers a line: post, line, start and end."""

    def add(self, post: Post) -> None:
        """Count the lines of a post, each once."""
        if post.is_empty or post.content_hash in self._texts:
            return
        self._texts.add(post.content_hash)
        counted: set[int] = set()
        for paragraph in post.paragraphs:
            if paragraph.kind in CONTENT:
                continue
            number = self._numbers.setdefault(hash(line_key(paragraph.text)), len(self._counts))
            if number == len(self._counts):
                self._counts.append(0)
                self._lines.append(paragraph.text.encode("utf-8", "surrogatepass"))
                self._places.extend((post.index, paragraph.line, *paragraph.span))
            if number not in counted:
                counted.add(number)
                self._counts[number] += 1

    def report(self, name: str, least: int, share: float) -> Iterable[Boilerplate]:
        """Give the lines that enough texts hold, those that most hold first."""
        enough = max(least, share * len(self._texts))
        often = [number for number, count in enumerate(self._counts) if count >= enough]
        for number in sorted(often, key=lambda number: -self._counts[number]):
            post, line, start, end = self._places[4 * number : 4 * number + 4]
            count, text = self._counts[number], self._lines[number].decode("utf-8", "surrogatepass")
            part = count / len(self._texts)
            yield Boilerplate(source=name, text=text, count=count, share=part, post=post, span=Span(start, end), line=line)
