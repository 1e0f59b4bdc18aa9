"""Messages under headers: the frame of all clipboards, and the brackets in which old clients wrap what was no text.

    message := header wrapper* line*
    wrapper := "[" "Forwarded from" NAME "]" | "[" "In reply to" NAME "]"      ; in the client's language
             | "[ Photo ]"                                                    ; blanks inside: any language
             | "[ Poll : Q ]" ("- " answer)* | "[ Contact ]" name phone | "[ Location ]" url
             | "{{" transcript "}}"

A header is tried at the start and after an empty line only, because a post may hold a line like it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..patterns import match_marker
from ..tables import language_codes, load_language
from ..tokens import EMPTY, LEAST_LINE, MAX_POST, HeaderDates, Note, RawFurniture, RawLine, RawMarker, RawPost, cut_note
from .clocks import Clock, Order, infer_order, read_clock, zoned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..options import Options
    from ..tokens import Head, IsMark, Token

    MatchHeader = Callable[[RawLine], "Header | None"]

CLOCK_END: Final = re.compile(r", \[[^\[\]\n]{0,39}\d[^\[\]\n]{0,39}\]:?[ \t]*(?:[\r\n]|\Z)")
TAG: Final = re.compile(r"\[ (?P<kind>[^\[\]:\n]{1,60}?)(?: : (?P<about>.+))? \]")
"""What clients print for a medium: the blanks inside the brackets are theirs."""
KINDS: Final = {"poll": "poll", "quiz": "poll"}
FOLLOWERS: Final = {"contact": 2, "location": 1, "venue": 1}
"""Lines under a tag that belong to it."""
OPEN_ORDER: Final = "no header shows whether its date begins with the day or the month; date_order= decides"


class Header(NamedTuple):
    """Who wrote a message, and when."""

    title: RawLine
    """What of the line is the header; more than that only where the text follows on the same line."""
    name: str
    clock: Clock | None
    text: RawLine | None = None
    """The text on the header's own line."""
    facts: dict[str, Any] | None = None


def read_headed(
    tokens: Iterable[Token], order: Order, options: Options, match: MatchHeader, *, anywhere: bool = False
) -> Iterator[RawPost]:
    """Begin a post at every header; `anywhere` tries one on every line, not only after an empty one."""
    header: Header | None = None
    lines: list[RawLine] = []
    fresh = True
    size = 0
    for token in tokens:
        if token.kind == "blank":
            fresh = True
            continue
        line = RawLine.of(token)
        found = match(line) if fresh or anywhere else None
        fresh = False
        if found is not None or size > MAX_POST:
            if header or lines:
                yield _post(header, lines, order, options, cut=found is None)
            header, lines, size = found, [], 0
        if found is None:
            lines.append(line)
            size += max(len(line.text), LEAST_LINE)
        elif found.text is not None:
            lines.append(found.text)
    if header or lines:
        yield _post(header, lines, order, options, cut=False)


def ends_dated(head: Head, match: MatchHeader) -> bool:
    """Whether a line is a header with its date in brackets: the cheap test before the lines are looked at in their order."""
    if not head.closes or CLOCK_END.search(head.text) is None:
        return False
    return any(match(RawLine(line, 0, 0)) is not None for line in head.pieces if line[-1] in "]:" and ", [" in line)


def headers(tokens: Iterable[Token], match: MatchHeader, *, anywhere: bool = False) -> Iterator[Header]:
    """Give the headers of the head."""
    fresh = True
    for token in tokens:
        found = match(RawLine.of(token)) if token.kind != "blank" and (fresh or anywhere) else None
        if found is not None:
            yield found
        fresh = token.kind == "blank"


def order_of(tokens: Iterable[Token], options: Options, match: MatchHeader, *, anywhere: bool = False) -> Order:
    """Infer the order of day and month from the headers of the head."""
    return infer_order((header.clock for header in headers(tokens, match, anywhere=anywhere) if header.clock), options)


def dates_of(match: MatchHeader, *, anywhere: bool = False) -> Callable[[Head, Options], HeaderDates]:
    """Make the function that says what the headers' dates show, and gives the head without them."""

    def header_dates(head: Head, options: Options) -> HeaderDates:
        found = list(headers(head.tokens, match, anywhere=anywhere))
        order = infer_order((header.clock for header in found if header.clock), options)
        ends = [0, *(header.title.end for header in found)]
        starts = [*(header.title.start for header in found), len(head.text)]
        texts = "\n".join(head.text[end:start] for end, start in zip(ends, starts, strict=True))
        return HeaderDates(order.chosen if order.shown and order.chosen != "YMD" else None, texts)

    return header_dates


def marks_of(match: MatchHeader, *, anywhere: bool = False) -> Callable[[Head, Options], IsMark]:
    """Make the function that says where reading may begin: at any header, which ends the message before it."""

    def marks(head: Head, options: Options) -> IsMark:
        del head, options
        return is_header(match, anywhere=anywhere)

    return marks


def is_header(match: MatchHeader, *, anywhere: bool = False) -> IsMark:
    """Make the test for a line that is read as a header whatever the messages before it."""

    def is_mark(token: Token, fresh: bool) -> bool:  # noqa: FBT001 - see `IsMark`
        return (fresh or anywhere) and token.kind != "blank" and match(RawLine.of(token)) is not None

    return is_mark


class _Body:
    """The lines of a message while its wrappers are taken off."""

    def __init__(self, lines: Sequence[RawLine], options: Options) -> None:
        self.lines = lines
        self.options = options
        self.kept: list[RawLine] = []
        self.furniture: list[RawFurniture] = []
        self.media: list[str] = []
        self.marker: RawMarker | None = None
        self.via_bot: str | None = None

    def sort(self) -> None:
        """Take wrappers off the start; behind the first line of text brackets are the author's."""
        i = 0
        while i < len(self.lines):
            taken = self._wrapper(i)
            if taken == 0:
                break
            i += taken
        self.kept = list(self.lines[i:])

    def _wrapper(self, i: int) -> int:
        """Take the wrapper at this line; give the number of its lines."""
        line = self.lines[i]
        text = line.text
        if text[0] not in "[{" or len(text) > 400:
            return 0
        if text == "{{":
            return self._transcript(i)
        tag = TAG.fullmatch(text)
        if tag is not None:
            return self._tag(i, tag)
        if not text.endswith("]"):
            return 0
        if in_reply_to(text[1:-1]):
            self.furniture.append(RawFurniture(line, "reply"))
            return 1
        return self._forward(line)

    def _forward(self, line: RawLine) -> int:
        found = match_marker(line.text, languages=self.options.languages) if self.marker is None else None
        if found is None:
            return 0
        self.marker = RawMarker(line, found.name, found.author, found.url, found.language)
        self.via_bot = found.via_bot
        return 1

    def _transcript(self, i: int) -> int:
        end = next((k for k in range(i + 1, len(self.lines)) if self.lines[k].text == "}}"), None)
        if end is None:
            return 0
        self.furniture += [RawFurniture(line, "media") for line in self.lines[i : end + 1]]
        self.media.append("voice")
        return end + 1 - i

    def _tag(self, i: int, tag: re.Match[str]) -> int:
        kind = tag["kind"].strip().casefold()
        length = 1 + FOLLOWERS.get(kind, 0)
        if tag["about"] is not None:
            while i + length < len(self.lines) and self.lines[i + length].text.startswith("- "):
                length += 1
            kind = KINDS.get(kind, kind)
        self.furniture += [RawFurniture(line, "poll" if kind == "poll" else "media") for line in self.lines[i : i + length]]
        self.media.append(kind)
        return length


def _post(header: Header | None, lines: Sequence[RawLine], order: Order, options: Options, *, cut: bool) -> RawPost:
    body = _Body(lines, options)
    body.sort()
    notes: list[Note] = [cut_note(lines[-1])] if cut else []
    facts: dict[str, Any] = {}
    title: list[RawFurniture] = []
    if header is not None:
        facts = {"author": header.name, **(header.facts or {})}
        title = [RawFurniture(header.title, "title")]
        time = header.clock.at(order.chosen) if header.clock else None
        if time is not None:
            facts["sent_at"] = zoned(time, options)
        if order.open and not order.told:
            order.told = True
            notes.append(Note("TG106", OPEN_ORDER, None))
    if body.media:
        facts["media"] = tuple(body.media)
    if body.via_bot is not None:
        facts["via_bot"] = body.via_bot
    every = [*(furniture.line for furniture in title), *lines]
    return RawPost(
        begun_by="header" if header else "guess",
        start=every[0].start,
        end=every[-1].end,
        line=every[0].line,
        marker=body.marker,
        lines=tuple(body.kept),
        furniture=(*title, *body.furniture),
        facts=facts or EMPTY,
        notes=tuple(notes),
    )


def in_reply_to(text: str) -> bool:
    """Whether a text begins with the words for "In reply to" in any language that has a table.

    >>> in_reply_to("In reply to Anna"), in_reply_to("В ответ на Анна"), in_reply_to("Photo")
    (True, True, False)
    """
    return text.casefold().startswith(_reply_words())


@cache
def _reply_words() -> tuple[str, ...]:
    words = {phrase.casefold() for code in language_codes() for phrase in load_language(code).get("in_reply_to", ())}
    return tuple(sorted(words))


def clock_in(text: str) -> Clock | None:
    """Read the clock in a header's brackets."""
    return read_clock(text.strip())
