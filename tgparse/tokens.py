"""The lossless tokenizer, and `RawPost`: a post whose lines are sorted but not yet read.

A token is one source line with its line end (or 65 536 code points of a longer one), so that joining the tokens
gives back the source, character for character. Its kind is decided by looking at the line alone; what a line means
between its neighbours is for the readers to say.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import accumulate, chain
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from .forwards import BEFORE_MARKER, BRACKETED, marker_heads, match_marker
from .forwards import HEAD as MARKER_HEAD
from .patterns import COUNT_ENDS, is_reactions_line
from .spans import Span, make_span, maker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .models import BegunBy, Channel, Dialect, FurnitureKind, Item
    from .options import DateOrder, Options

TokenKind = Literal["marker", "reactions", "blank", "text"]
MAX_TOKEN: Final = 65_536
"""Code points in a token: a line without an end must not fill memory."""
BLOCK: Final = 1 << 16
"""Code points whose lines are cut and sorted at once."""
MAX_POST: Final = 1 << 20
"""Code points in a post; Telegram's own limit is 4 096, so only broken or hostile input comes near."""
LEAST_LINE: Final = 32
"""Code points that a line counts as towards `MAX_POST`, at least: what is made of a line takes memory, however short it is."""
EMPTY: Final[Mapping[Any, Any]] = MappingProxyType({})
BLANKS: Final = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\u200e\u200f\u2060\ufeff"
)
"""What may stand around the content of a line: white space, and characters that show nothing."""
IN_LINE: Final = "".join(blank for blank in BLANKS if blank not in "\r\n")
"""Those of them that end no line."""
MAX_FIRST: Final = 200
"""Code points of a first line that are enough to tell how it begins."""
BRACKET_END: Final = re.compile(r"\]:?[ \t]*(?:[\r\n]|\Z)")
NEAR: Final = 40
"""Code points in front of "views" in which its number stands; pages that were cut leave blanks between them."""
VIEWS_END: Final = frozenset("0123456789KMB")
"""What the number of views ends in."""
VIEW: Final = re.compile("view(?<=[0-9KMB \n\r\t\u00a0\u202f]view)")
"""The word where a count may stand before it; a pattern that begins with it passes over text without it three times as fast as `in`."""
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_span_of: Final = attrgetter("span")


def _nothing() -> Mapping[Any, Any]:
    """Give the shared empty mapping; Python 3.11 takes none but hashable defaults for the fields of a dataclass."""
    return EMPTY


class Token(NamedTuple):
    """One source line, or a piece of an overlong one."""

    kind: TokenKind
    """What the line is by itself."""
    text: str
    """The line with its line end."""
    start: int
    """Offset of its first code point in the source."""
    line: int
    """The 1-based number of the line."""
    content: str
    """The line without its line end and surrounding blanks; empty for a blank one."""

    @property
    def span(self) -> Span:
        """Where it stands in the source, line end included."""
        return Span(self.start, self.start + len(self.text))


_make_token: Final = maker(Token)


def tokenize(text: str) -> Iterator[Token]:
    r"""Cut a text into lines without losing a code point: joining the tokens' texts gives it back.

    Only ``\r\n``, ``\n`` and ``\r`` end a line: U+2028, U+0085 and form feeds may stand inside a post.

    >>> [(t.kind, t.text) for t in tokenize("Forwarded from News\nHello\n\n❤1👍1")]
    [('marker', 'Forwarded from News\n'), ('text', 'Hello\n'), ('blank', '\n'), ('reactions', '❤1👍1')]
    """
    return iter_tokens((text,))


def iter_tokens(
    chunks: Iterable[str], *, start: int = 0, number: int = 1, on_cut: Callable[[Token], None] | None = None
) -> Iterator[Token]:
    """Cut a text that comes in chunks; the tokens do not depend on where the chunks end.

    `start` and `number` are offset and line number of its first character, where the text goes on behind another. `on_cut` is told of the
    first piece of each line that is longer than a token may be.
    """
    heads = marker_heads()
    unfinished = False
    cut = 0
    for lines, contents in _iter_lines(chunks):
        if unfinished or len(lines[0]) >= MAX_TOKEN:
            line = lines.pop(0)
            contents.pop(0)
            for piece in [line[i : i + MAX_TOKEN] for i in range(0, len(line), MAX_TOKEN)]:
                content = piece.strip(BLANKS)
                # A piece of an overlong line is no marker and no reactions line, whatever it looks like.
                kind = "text" if unfinished and content else _kind_of(content)
                token = Token(kind, piece, start, number, content)
                start += len(piece)
                unfinished = piece[-1] not in "\r\n"
                if unfinished and on_cut is not None and len(piece) == MAX_TOKEN and cut != number:
                    cut = number
                    on_cut(token)
                yield token
            number += not unfinished
        # Nearly every line is text, and its first letter, or its last one, which is no count's, tells so without a call.
        kinds = [
            "text"
            if text[:MARKER_HEAD] not in heads
            and (text[:1].isalpha() or (text and text[-1] not in COUNT_ENDS and not text[-1].isdigit() and text[0] not in BEFORE_MARKER))
            else _kind_of(text)
            for text in contents
        ]
        starts = list(accumulate(map(len, lines), initial=start))
        yield from map(_make_token, zip(kinds, lines, starts, range(number, number + len(lines)), contents, strict=False))
        start = starts[-1]
        number += len(lines)


def _kind_of(content: str) -> TokenKind:
    """Tell what a line is by itself; `content` is the line without surrounding blanks."""
    if not content:
        return "blank"
    if (content[:MARKER_HEAD] in marker_heads() or content[0] in BEFORE_MARKER) and match_marker(content):
        return "marker"
    return "reactions" if is_reactions_line(content) else "text"


def _iter_lines(chunks: Iterable[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Give the lines with their ends, and their contents; some at a time, but one that is longer than a token alone, in whole tokens."""
    rest = ""
    for chunk in _iter_blocks(chunks):
        rest += chunk
        if "\r" in rest:
            # The last "\r" may be the first half of a "\r\n" that the next chunk completes.
            *lines, rest = _LINE.findall(rest)
            contents = [line.strip(BLANKS) for line in lines]
        else:
            *parts, rest = rest.split("\n")
            lines = [part + "\n" for part in parts]
            # A string that has nothing to strip is not copied.
            contents = [part.strip(BLANKS) for part in parts]
        if lines and len(max(lines, key=len)) < MAX_TOKEN:
            yield lines, contents
        else:
            yield from (([line], [content]) for line, content in zip(lines, contents, strict=True))
        whole_tokens = (len(rest) - 2) // MAX_TOKEN * MAX_TOKEN
        if whole_tokens > 0:
            yield [rest[:whole_tokens]], [""]
            rest = rest[whole_tokens:]
    if rest:
        yield [rest], [rest.strip(BLANKS)]


def _iter_blocks(chunks: Iterable[str]) -> Iterator[str]:
    """Cut large chunks, so that the lines of few are held at once."""
    for chunk in chunks:
        if len(chunk) <= BLOCK:
            yield chunk
        else:
            yield from (chunk[i : i + BLOCK] for i in range(0, len(chunk), BLOCK))


class RawLine(NamedTuple):
    """The content of a source line, without surrounding blanks, and where it stands."""

    text: str
    """The line without its line end and its surrounding blanks; never empty."""
    start: int
    """Offset of its first code point in the source."""
    line: int
    """The 1-based number of the line."""

    @property
    def end(self) -> int:
        """Offset behind its last code point."""
        return self.start + len(self.text)

    @classmethod
    def of(cls, token: Token) -> RawLine:
        """Take the content of a token; the token must not be blank."""
        _, whole, start, line, text = token
        return make_line((text, start if whole[0] == text[0] else start + whole.index(text), line))


make_line: Final = maker(RawLine)
"""Makes the line of its content, offset and number."""


class RawMarker(NamedTuple):
    """A forward marker, possibly of two lines."""

    line: RawLine
    """The whole marker; its text may hold a line break."""
    name: str
    author: str | None
    url: str | None
    language: str | None

    @property
    def text(self) -> str:
        """The whole marker."""
        return self.line.text


class RawRepeat(NamedTuple):
    """A line that goes out of the text, and the line that it repeats."""

    line: RawLine
    of: RawLine
    kind: Literal["body", "paragraph", "marker"]
    similarity: float


class RawFurniture(NamedTuple):
    """A line of the page or the client, inside a post or outside every post."""

    line: RawLine
    kind: FurnitureKind


def end_of(last: RawLine, furniture: Iterable[RawFurniture]) -> int:
    """Give where a post with this last line and this furniture ends."""
    return max([last.end, *[item.line.end for item in furniture]])


def share_out(furniture: Iterable[RawFurniture], starts: Sequence[int]) -> list[list[RawFurniture]]:
    """Give each of some posts, which begin at these offsets, the furniture that stands in it."""
    shares: list[list[RawFurniture]] = [[] for _ in starts]
    for item in furniture:
        shares[max(0, bisect_right(starts, item.line.start) - 1)].append(item)
    return shares


class Declared(NamedTuple):
    """An entity that the export itself declares, in code points of the source; it wins over what is found."""

    kind: str
    """Telegram's name of it: "hashtag", "mention", "url", "text_link", "email", "code", "pre", "bold" …"""
    span: Span
    url: str | None


class Note(NamedTuple):
    """A diagnostic in the making; `line` is None where it concerns the whole file."""

    code: str
    message: str
    line: RawLine | None


CUT: Final = "TG005"
"""The code of the note that a post was cut."""


def cut_note(last: RawLine) -> Note:
    """Say that a post was cut behind this line, since it is longer than a post may be."""
    return Note(CUT, "the post is longer than a post may be and was cut here", last)


@dataclass(eq=False)
class RawPost:
    """A post whose lines are sorted into marker, text, copies, furniture and reactions, but not yet read.

    Extractors work on `text`, the kept lines joined by line feeds, and turn positions in it into places in the
    source with `locate`, which copes with everything that was taken out between two kept lines.
    """

    begun_by: BegunBy
    start: int
    """Offset of its first line in the source."""
    end: int
    """Offset behind its last line."""
    line: int
    """The 1-based number of its first line."""
    marker: RawMarker | None = None
    lines: Sequence[RawLine] = ()
    """The author's lines, each once."""
    glue: Mapping[int, str] = field(default_factory=_nothing)
    """For the index of a line that goes on a paragraph cut in pieces: what joins it to the line before ("" or " ")."""
    reactions: Sequence[RawLine] = ()
    repeats: Sequence[RawRepeat] = ()
    furniture: Sequence[RawFurniture] = ()
    facts: Mapping[str, Any] = field(default_factory=_nothing)
    """Values for the fields of `Post` that the dialect tells: sent_at, author, views …"""
    declared: Sequence[Declared] = ()
    notes: Sequence[Note] = ()
    source: str = ""
    """The source from `start` to `end`; only needed where `glue` joins lines."""

    @property
    def weight(self) -> int:
        """Code points that it counts as where posts are held: its length, and `LEAST_LINE` a line at least."""
        return max(self.end - self.start, (len(self.lines) + len(self.furniture)) * LEAST_LINE)

    @cached_property
    def text(self) -> str:
        """The author's text: one paragraph a line, nothing of it twice."""
        if not self.glue:
            return "\n".join([line.text for line in self.lines])
        parts = [self.glue.get(i, "\n" if i else "") + line.text for i, line in enumerate(self.lines)]
        return "".join(parts)

    @cached_property
    def _offsets(self) -> list[int]:
        """Where each line begins in `text`."""
        if not self.glue:
            return list(accumulate([len(line.text) + 1 for line in self.lines[:-1]], initial=0))
        offsets: list[int] = []
        position = 0
        for i, line in enumerate(self.lines):
            position += len(self.glue.get(i, "\n")) if i else 0
            offsets.append(position)
            position += len(line.text)
        return offsets

    @cached_property
    def _in_source_order(self) -> tuple[list[int], list[int]]:
        """The start and the index of each line; where copies differ, the lines of a post are not in the order of the source."""
        starts = [line.start for line in self.lines]
        order = sorted(range(len(starts)), key=starts.__getitem__)
        return [starts[i] for i in order], order

    @cached_property
    def is_in_order(self) -> bool:
        """Whether the lines stand in the order of the source, as they nearly always do."""
        order = self._in_source_order[1]
        return order == list(range(len(order)))

    def index_at(self, position: int) -> int:
        """Give the index in `lines` of the line that holds this position of `text`."""
        return bisect_right(self._offsets, position) - 1

    def locate(self, start: int, end: int) -> tuple[str, Span, int]:
        """Turn a stretch of `text` into what an item needs: its source text, its span and its line number.

        The stretch must not begin or end on a line break of `text`.
        """
        offsets = self._offsets
        i = bisect_right(offsets, start) - 1
        line = self.lines[i]
        began = line.start + start - offsets[i]
        if i + 1 == len(offsets) or end <= offsets[i + 1]:
            return self.text[start:end], make_span((began, began + end - start)), line.line
        j = bisect_right(offsets, end - 1) - 1
        ended = self.lines[j].start + end - offsets[j]
        return self.source[began - self.start : ended - self.start], Span(began, ended), line.line

    def position(self, offset: int) -> int:
        """Turn an offset of the source into a position of `text`; the offset must lie in a kept line."""
        starts, order = self._in_source_order
        i = bisect_right(starts, offset) - 1
        return self._offsets[order[i]] + offset - starts[i]

    def stretch(self, item: Item) -> tuple[int, int]:
        """Give where an item stands in `text`."""
        start, end = item.span
        starts, order = self._in_source_order
        i = bisect_right(starts, start) - 1
        began = self._offsets[order[i]] + start - starts[i]
        if i + 1 == len(starts) or end <= starts[i + 1]:
            return began, began + end - start
        return began, self.position(end - 1) + 1

    def without(self, items: Iterable[Item]) -> str:
        """Give `text` with these items blanked out, each character by a space, so that positions stay true."""
        pieces: list[str] = []
        done = 0
        for item in sorted(items, key=_span_of):
            began, ended = self.stretch(item)
            start = max(done, began)
            end = max(start, ended)
            pieces += self.text[done:start], " " * (end - start)
            done = end
        return "".join([*pieces, self.text[done:]]) if pieces else self.text


def is_cut(post: RawPost) -> bool:
    """Tell whether a reader handed a post on in part, since it is long."""
    return any(note.code == CUT for note in post.notes)


def uncut(post: RawPost) -> RawPost:
    """Take away the note that a reader handed a post on in part: where it ends is decided by others."""
    return replace(post, notes=tuple(note for note in post.notes if note.code != CUT))


def cut_post(post: RawPost, borders: Sequence[int], begun_by: BegunBy) -> Iterator[RawPost]:
    """Cut a post before these of its lines; the first part has its marker, the last its reactions, and each the furniture in it."""
    lines = post.lines
    starts = [post.start, *[lines[border].start for border in borders]]
    shares = share_out(post.furniture, starts)
    for begin, end, start, furniture in zip([0, *borders], [*borders, len(lines)], starts, shares, strict=True):
        opens, closes = begin == 0, end == len(lines)
        yield replace(
            post,
            begun_by=post.begun_by if opens else begun_by,
            start=start,
            end=post.end if closes else end_of(lines[end - 1], furniture),
            line=post.line if opens else lines[begin].line,
            marker=post.marker if opens else None,
            lines=lines[begin:end],
            furniture=tuple(furniture),
            reactions=post.reactions if closes else (),
            notes=post.notes if closes else (),
        )


REACTIONS_SIGN: Final = re.compile(rf"\n[{re.escape(IN_LINE)}]*+(?:[_*|,]|(?![^\W\d_])[^\x00-\x7f])")


@cache
def _line_signs(*, ascii_only: bool) -> re.Pattern[str]:
    """What a line of an export may begin with and few others do; the line end in front makes the search skip to it."""
    return re.compile(
        rf"""
        \n {_class(BRACKETED, ascii_only=ascii_only)}*+
        (?= [{_firsts(ascii_only=ascii_only)}>sm\d])           # one look before all that follow
        (?: {_heads(ascii_only=ascii_only)} | > | subscriber | members
        |   \d[\d.]*+[KM]?[ ]\d[\d.]*+[KM]?[ ]\d              # bare counts
        |   \d{{4}}-\d\d-\d\d[ ]\d\d:\d\d\]                    # a numbered message
        |   \d{{1,2}}\.\d{{1,2}}\.\d{{4}},?[ ]\d{{1,2}}:\d      # a dated one
        )
        """,
        re.VERBOSE,
    )


@cache
def _marker_signs(*, ascii_only: bool) -> re.Pattern[str]:
    """What a line begins with that may be a marker, once it is stripped."""
    before, heads = _class(BRACKETED + IN_LINE, ascii_only=ascii_only), _heads(ascii_only=ascii_only)
    return re.compile(rf"\n{before}*+(?=[{_firsts(ascii_only=ascii_only)}])(?:{heads})")


def _heads(*, ascii_only: bool) -> str:
    return "|".join(re.escape(head) for head in sorted(marker_heads()) if head.isascii() or not ascii_only)


def _firsts(*, ascii_only: bool) -> str:
    return re.escape("".join(sorted({head[0] for head in marker_heads() if head.isascii() or not ascii_only})))


def _class(characters: str, *, ascii_only: bool) -> str:
    # A small set of characters is looked up several times as fast.
    return f"[{re.escape(''.join(filter(str.isascii, characters)) if ascii_only else characters)}]"


@dataclass(frozen=True)
class Head:
    """The first 64 KB of an export: all that the decisions about the whole of it rest on."""

    text: str

    @cached_property
    def lines(self) -> list[str]:
        """Its lines without their ends: what the cheap tests look at, by which most texts that are no export are told."""
        text = self.text
        return (text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text).split("\n")

    @cached_property
    def begins(self) -> bool:
        """Whether a line begins as a marker, a quote, a dated or a numbered message, a row of counts or the number of members does.

        One look at each line instead of a search for every word: most texts that are no export are told by it.
        """
        return self._begins(_line_signs(ascii_only=self.text.isascii()))

    @cached_property
    def begins_as_marker(self) -> bool:
        """Whether a line begins as a marker does."""
        return self.begins and self._begins(_marker_signs(ascii_only=self.text.isascii()))

    @cached_property
    def begins_as_reactions(self) -> bool:
        """Whether a line begins with no letter and no sign of ASCII but those that stand around emoji, as lines of reactions do."""
        return self._begins(REACTIONS_SIGN)

    def _begins(self, signs: re.Pattern[str]) -> bool:
        text = self.text.replace("\r", "\n") if "\r" in self.text else self.text
        return signs.match(f"\n{text[:MAX_FIRST]}") is not None or signs.search(text) is not None

    @cached_property
    def closes(self) -> bool:
        """Whether a line ends in a bracket, as a header with its date does."""
        return BRACKET_END.search(self.text) is not None

    @cached_property
    def counts_views(self) -> bool:
        """Whether the word "views" stands behind a number anywhere."""
        text = self.text
        return any(text[max(0, match.start() - NEAR) : match.start()].rstrip()[-1:] in VIEWS_END for match in VIEW.finditer(text))

    @cached_property
    def names_telegram(self) -> bool:
        """Whether the name of Telegram stands anywhere."""
        return "elegram" in self.text or "TELEGRAM" in self.text

    @cached_property
    def pieces(self) -> list[str]:
        """Its lines without the blank ones and without surrounding blanks."""
        return [bare for line in self.lines if (bare := line.strip(BLANKS))]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its lines with all that is known of them; the last one may be cut."""
        return tuple(tokenize(self.text))

    def iter_all(self, chunks: Iterator[str], on_cut: Callable[[Token], None]) -> Iterator[Token]:
        """Give the tokens of the whole text, of which this is the head; those of the head are not made anew.

        The first chunk must hold the head. `on_cut` is told of the first piece of each line that is longer than a token may be.
        """
        if not self.tokens:
            yield from iter_tokens(chunks, on_cut=on_cut)
            return
        # The last token of the head may go on behind it.
        *known, last = self.tokens
        yield from known
        first = next(chunks)
        yield from iter_tokens(chain([first[last.start :]], chunks), start=last.start, number=last.line, on_cut=on_cut)


class Score(NamedTuple):
    """How well a text fits a dialect."""

    confidence: float
    """0 to 1."""
    evidence: tuple[str, ...] = ()
    """What speaks for it, in words for people."""


def counted(number: int, noun: str, rest: str = "") -> str:
    """Say how many there are of something, for `Score.evidence`.

    >>> counted(1, "line", "with view counts"), counted(2, "reactions line")
    ('1 line with view counts', '2 reactions lines')
    """
    return f"{number} {noun}{'s' * (number != 1)} {rest}".rstrip()


IsMark = Callable[[Token, bool], bool]
"""Whether reading may begin at this line and gives the posts behind it as if the whole were read; told whether the line above is blank."""


class HeaderDates(NamedTuple):
    """What the dates in the headers of messages say about those in their texts."""

    order: DateOrder | None
    """The order of day and month that they show; None where they leave it open."""
    texts: str
    """The head without its headers."""


class Reader(NamedTuple):
    """What is known of one dialect."""

    dialect: Dialect
    recognise: Callable[[Head], Score]
    read: Callable[[Iterable[Token], Head, Options], Iterator[RawPost | RawFurniture | Channel]] | None = None
    """Sorts the lines of a text dialect; a `RawFurniture` is a line outside every post, a `Channel` says whose posts these are."""
    lay_out: Callable[[Iterable[str], Head, Options], Iterator[str | RawPost | RawFurniture | Channel]] | None = None
    """For JSON and HTML: makes the document's text, piece by piece, and the raw posts that stand in it; the channel as above.

    Every piece of text comes before the post that points into it; spans count in the joined pieces.
    """
    doubles: bool = False
    """Whether its extractors may write a body twice, so that `repeats` is asked."""
    header_dates: Callable[[Head, Options], HeaderDates] | None = None
    """Where each message has a header with a date."""
    marks: Callable[[Head, Options], IsMark] | None = None
    """Where lines show by themselves that what stands before them is done with, so that a file can be read in parts."""
