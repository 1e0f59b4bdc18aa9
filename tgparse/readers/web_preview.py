"""The dialect of web previews: what trafilatura makes of a channel's public page.

::

    export    = (post | poll)*
    post      = [marker] media* line* [notice preview*] [reactions]
    poll      = [marker] QUESTION "Anonymous Poll" ("16%" ANSWER)* [reactions]
    marker    = "Forwarded from" NAME                  ; on one line, or the words and the name on two
    notice    = "Please open Telegram to view this post"
    reactions = (EMOJI COUNT)+ | COUNT (" " COUNT)*    ; bare counts: custom emoji, whose glyphs the page draws

There is no date, no author, no view count and no blank line. A marker begins a post and a reactions line ends one; media
lines stand before the text of their post, and the closing notice after it. What stands between two such borders may still
be several posts: the doubling shows where one ends, which is for `repeats` to see, or else a habit of the channel (`habits`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Final, Literal, cast

from ..forwards import may_hold_suffix
from ..furniture import BARE_LINK, LONGEST, furniture_kind, is_file_name, is_file_size
from ..markers import iter_lines, one_line_marker
from ..models import Dialect
from ..patterns import ends_in_count, is_counts_line, is_reactions_line, match_marker, may_hold_reactions, parse_reactions
from ..tokens import RawFurniture, RawLine, RawPost, Reader, Score, counted, cut_note
from .page_layout import is_spaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..models import BegunBy, FurnitureKind
    from ..options import Options
    from ..tokens import Head, IsMark, RawMarker, Token

REGION: Final = 1 << 16
"""Code points after which a stretch without borders is handed on in part, so that memory stays bounded."""
CLOSING: Final = "Please open Telegram"
"""The notice that stands behind the text of its post; what comes after it is a link preview."""
VIEW: Final = "VIEW IN TELEGRAM"
"""The button under every media line and under the notice: it never begins anything."""
ENOUGH_COUNTS: Final = 2
"""Lines of bare counts in the head that show that the channel's posts take custom reactions."""
LOST_GLYPHS: Final = re.compile(r"\d[\d.]*[KM]?(?: \d[\d.]*[KM]?){2,20}")
"""Three or more bare counts in a row: `2.49K 23.4K 7.76K`."""
LONE_COUNT: Final = re.compile(r"\d{1,3}(?:\.\d{1,2})?[KM]")
"""A count in thousands alone on its line: of paid reactions newer trafilatura leaves nothing else."""
ENOUGH_LONE: Final = 3
SHARE: Final = re.compile(r"\d{1,3}%")
"""The share of an answer, above the answer."""
MOST_PREVIEW: Final = 12
"""Lines that a link preview may have."""
_start_of: Final = attrgetter("start")


@dataclass
class _Stretch:
    """The lines since the last hard border."""

    begun_by: BegunBy = "guess"
    marker: RawMarker | None = None
    lines: list[RawLine] = field(default_factory=list["RawLine"])
    behind: list[RawLine] = field(default_factory=list["RawLine"])
    """Lines behind the closing notice: the post's link preview, if a reactions line follows, else another post."""
    furniture: list[RawFurniture] = field(default_factory=list[RawFurniture])
    reactions: list[RawLine] = field(default_factory=list["RawLine"])
    size: int = 0
    closed: bool = False
    asked: Literal["", "share", "answer"] = ""
    """What of a poll the next line may be."""
    cut: bool = False
    """Whether it goes on in the next stretch, since it is too long to be held."""

    def add(self, kind: str, line: RawLine) -> None:
        if kind == "reactions":
            self.reactions.append(line)
        elif kind != "text":
            self.furniture.append(RawFurniture(line, cast("FurnitureKind", kind)))
            self.closed = self.closed or line.text.startswith(CLOSING)
        else:
            (self.behind if self.closed else self.lines).append(line)
            self.size += len(line.text)

    def goes_on_with_poll(self, line: RawLine) -> bool:
        """Whether a line is the next share or answer of the poll before it."""
        if self.asked == "answer":
            self.asked = "share"
            return True
        self.asked = "answer" if SHARE.fullmatch(line.text) else ""
        return self.asked != ""

    def begin_poll(self, line: RawLine) -> None:
        """Take the question above "Anonymous Poll" out of the text, and be ready for shares and answers."""
        question = [self.lines.pop()] if self.lines else []
        self.furniture += [RawFurniture(asked, "poll") for asked in (*question, line)]
        self.asked, self.closed = "share", True

    def posts(self) -> Iterator[RawPost]:
        """Make a raw post of it, or two where lines behind the notice are no preview."""
        if self.reactions:
            self.furniture += [RawFurniture(line, "preview") for line in self.behind]
            self.behind = []
        if self.marker or self.lines or self.furniture or self.reactions:
            yield self._post()
        if self.behind:
            yield from _Stretch("footer", lines=self.behind).posts()

    def _post(self) -> RawPost:
        marker = [self.marker.line] if self.marker else []
        every = [*marker, *self.lines, *(f.line for f in self.furniture), *self.reactions]
        first, last = min(every, key=_start_of), max(every, key=_start_of)
        return RawPost(
            begun_by=self.begun_by,
            start=first.start,
            end=last.end,
            line=first.line,
            marker=self.marker,
            lines=tuple(self.lines),
            furniture=tuple(self.furniture),
            reactions=tuple(self.reactions),
            notes=(cut_note(last),) if self.cut else (),
        )


def read(tokens: Iterable[Token], head: Head, options: Options) -> Iterator[RawPost | RawFurniture]:
    """Sort the lines into stretches between hard borders."""
    is_counts = _counts_test(head.pieces)
    stretch = _Stretch()
    for kind, line, marker in _sorted_lines(tokens, options, is_counts):
        if kind == "text" and not stretch.reactions and not stretch.closed and stretch.size <= REGION:
            # Nearly every line: it is no border and goes on with the stretch.
            stretch.lines.append(line)
            stretch.size += len(line[0])
            continue
        if kind == "text" and stretch.asked and not stretch.reactions:
            if stretch.goes_on_with_poll(line):
                stretch.furniture.append(RawFurniture(line, "poll"))
            else:
                yield from stretch.posts()
                stretch = _Stretch("footer", lines=[line], size=len(line.text))
            continue
        if stretch.asked == "share" and kind == "media" and BARE_LINK.fullmatch(line.text):
            # The answers of a poll are one link to its post.
            stretch.furniture.append(RawFurniture(line, "poll"))
            continue
        if kind == "poll" and stretch.lines and not stretch.reactions and not stretch.closed:
            if len(stretch.lines) > 1:
                # A poll is a post of its own, which its question begins.
                question = stretch.lines.pop()
                yield from stretch.posts()
                stretch = _Stretch(lines=[question], size=len(question.text))
            stretch.begin_poll(line)
            continue
        begun_by = _border(stretch, kind, line)
        if begun_by is not None:
            stretch.cut = begun_by == "guess" and stretch.size > REGION
            yield from stretch.posts()
            stretch = _Stretch(begun_by, marker)
        if marker is None:
            stretch.add(kind, line)
    yield from stretch.posts()


def _counts_test(lines: Sequence[str]) -> Callable[[str], object] | None:
    """Choose how bare counts are told, by what the head shows that the channel's posts take; None where they take none."""
    numbers = [line for line in lines if line[0].isdigit()]
    if sum(LOST_GLYPHS.fullmatch(line) is not None for line in numbers) >= ENOUGH_COUNTS:
        return is_counts_line
    return LONE_COUNT.fullmatch if sum(LONE_COUNT.fullmatch(line) is not None for line in numbers) >= ENOUGH_LONE else None


def _border(stretch: _Stretch, kind: str, line: RawLine) -> BegunBy | None:
    """Tell what begins a new stretch at this line, if anything does."""
    if kind == "marker":
        return "marker"
    if kind == "reactions":
        broken = stretch.reactions and is_counts_line(line.text) and is_counts_line(stretch.reactions[-1].text)
        return "reactions" if stretch.reactions and not broken else None
    if stretch.reactions:
        return "reactions"
    if kind != "text":
        # Media stand before the text of their post: behind it they begin the next one.
        opens = not line.text.startswith((CLOSING, VIEW))
        return "footer" if opens and (stretch.lines or stretch.closed) else None
    if stretch.size > REGION or len(stretch.behind) > MOST_PREVIEW:
        return "guess"
    return None


def _sorted_lines(
    tokens: Iterable[Token], options: Options, is_counts: Callable[[str], object] | None
) -> Iterator[tuple[str, RawLine, RawMarker | None]]:
    """Give each line with what it is: "marker", "reactions", "text" or a kind of furniture."""
    file_name: RawLine | None = None
    for sorted_line in iter_lines(tokens, options):
        kind, line, marker = sorted_line
        text = line[0]
        if file_name is not None:
            # The name of a file is furniture only with its size under it.
            yield ("media" if is_file_size(text) else "text"), file_name, None
            file_name = None
        # No longer line is furniture or the name of a file.
        if kind == "text" and (len(text) <= LONGEST or is_counts is not None):
            what = "reactions" if is_counts is not None and is_counts(text) else furniture_kind(text)
            if what is not None:
                yield what, line, marker
                continue
            if is_file_name(text):
                file_name = line
                continue
        yield sorted_line
    if file_name is not None:
        yield "text", file_name, None


def marks(head: Head, options: Options) -> IsMark:
    """Reading may begin at a marker on one line, and at a reactions line, whose own post is then not read."""
    del head

    def is_mark(token: Token, fresh: bool) -> bool:  # noqa: FBT001 - see `IsMark`
        del fresh
        return token.kind == "reactions" or (token.kind == "marker" and one_line_marker(RawLine.of(token), options) is not None)

    return is_mark


def recognise(head: Head) -> Score:
    """Look for markers, for reactions lines and for media notices."""
    text = head.text
    counts = sum(LOST_GLYPHS.fullmatch(line) is not None for line in head.pieces) if head.begins and "K " in text else 0
    media = text.count(VIEW) if head.names_telegram else 0
    markers = [line for line in head.pieces if match_marker(line)] if _may_hold_marker(head) else []
    lines = list(_reactions_lines(head))
    if not (counts or media or markers or lines):
        return Score(0.0)
    # Trafilatura sets no blank between emoji and count; `❤️ 12` alone stands under the posts of other pages too.
    reactions = [read for line in lines if len(read := parse_reactions(line)) > 1 or not is_spaced(line)]
    found = ((len(markers), "forward marker"), (len(reactions) + counts, "reactions line"), (media, "media notice"))
    evidence = tuple(counted(number, what) for number, what in found if number)
    if not evidence:
        return Score(0.0)
    pairs = sum(len(read) > 1 for read in reactions)
    # One pair, or one marker that does not open the text, stands in other texts too, if rarely.
    strength = len(markers) + (len(reactions) + pairs) / 2 + counts + media
    if strength == 1 and markers and markers[0] != head.pieces[0]:
        strength = 0.5
    # A page text has blank lines between its posts; trafilatura writes none.
    blanks = 1 - len(head.pieces) / len(head.lines)
    return Score(min(1.0, 0.25 + 0.25 * strength) * (1 - 0.5 * blanks), evidence)


def _may_hold_marker(head: Head) -> bool:
    # Words behind a name count in brackets only, and none of them is ASCII.
    return head.begins_as_marker or ((head.begins or head.closes) and not head.text.isascii() and may_hold_suffix(head.text))


def _reactions_lines(head: Head) -> Iterator[str]:
    if not may_hold_reactions(head.text) or not head.begins_as_reactions:
        return
    for line in head.pieces:
        # Few lines begin with no letter, digit or sign of ASCII but those that stand around emoji, and end in a count.
        if (line[0] > "\x7f" or line[0] in "_*|,") and ends_in_count(line) and is_reactions_line(line):
            yield line


READER: Final = Reader(
    dialect=Dialect(
        name="web-preview",
        summary="A channel's public page (t.me/s/…), put through trafilatura.",
        carries={"forwards": "some", "reactions": "some", "sent_at": "none", "author": "none", "views": "none", "links": "none"},
        example="Forwarded from City News\nBridge reopens\nTraffic flows again.\nTraffic flows again.\n❤1👍1",
    ),
    recognise=recognise,
    read=read,
    marks=marks,
    doubles=True,
)
