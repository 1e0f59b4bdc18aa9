r"""Fragments: every text node on a line of its own, as BeautifulSoup's `get_text("\n")`, selectolax and trafilatura's fallback write pages.

    document := page_title? header? post* piece*
    post     := title? marker? reply? media* body media* preview? reactions? footer? bubble?
    marker   := "Forwarded from" NAME_PIECE+ ["(" AUTHOR ")"]          ; each on its own line
    body     := piece+                                                  ; bullet, emoji, tag, link, bold word: one line each
    reactions := (EMOJI COUNT)+ | COUNT COUNT+                          ; one line each
    footer   := [COUNT "voters"] COUNT "views" [AUTHOR+ ","] ["edited"] TIME

A line break of the author and the border of a bold word look alike here; `joining` puts the pieces together as far as the words
show it. The pieces of one paragraph stay lines of their own in the source, and `RawPost.glue` says what joins them.

    embed    := title ["✔"] marker? body [bubble]                       ; newer trafilatura, of a single embedded post; one of both signs

The same extractors without a separator (`get_text()`, lxml's `text_content()`) lose the author's line breaks instead: what is
left are the line ends and runs of blanks of the page's own source, and those are read like the lines of a page text.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..emoji import match_emoji
from ..folding import squeeze
from ..furniture import COUNT, FILE_NAME, FILE_SIZE, MONTH, furniture_kind, is_date_bubble, is_site_name, page_furniture_kind
from ..models import Channel, Dialect
from ..patterns import is_bare_marker, is_duration, match_marker
from ..tokens import EMPTY, LEAST_LINE, MAX_POST, RawFurniture, RawLine, RawMarker, RawPost, Reader, Score, counted, cut_note
from .joining import ADDRESS, CLOSING, ENDED, TAG_OR_NAME, is_emoji, is_tag_or_name, join
from .page_layout import learn
from .page_lines import OWN_URL, TIME, PageLine, canonical_url, footer_facts, in_order, match_footer, page_lines
from .page_text import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..models import BegunBy, FurnitureKind
    from ..options import Options
    from ..tokens import Head, Token

VIEWS: Final = frozenset({"view", "views"})
LONGEST_HEADER: Final = 24
"""Pieces that the head of a page may have, where no footer shows where it ends."""
MEMBERS: Final = frozenset({"subscriber", "subscribers", "members"})
IS_COUNT: Final = re.compile(COUNT)
IS_TIME: Final = re.compile(rf"(?:[A-Z][a-z]+ \d{{1,2}}, \d{{4}} at )?{TIME}")
LONGEST_TAIL: Final = 8
"""Pieces between the views and the time: author (whose emoji are pieces too), comma, "edited"."""
MANY_EMPTY: Final = 0.7
"""Share of empty lines that only the source of a page has."""
LONGEST_PREVIEW: Final = 12
"""Pieces: Telegram cuts the description of a preview at some 170 characters."""
SHORT: Final = 20
SMALLEST_EMBED: Final = 3
"""Lines: name, text and date. A name and a date alone may be anything."""
LONGEST_NAME: Final = 64
"""Code points: hardly a channel's name is longer, and many a first sentence is."""
WHOLE: Final = 1 << 16
"""Code points of a head; a text that fills it goes on behind it."""
VERIFIED: Final = "\n✔\n"
"""The mark behind the name of a verified channel, on a line of its own."""
WIDE_GAP: Final = re.compile(r"[ \t]{2,}")
GLUED_FOOTER: Final = re.compile(rf"\b\d[\d.]{{0,6}}[KM]? views?[^\s,:.;!?)-][^\n,]{{0,64}}, {TIME}(?= {MONTH} \d|$)")
"""`4.85K viewsAnn Berg, 15:38`: an author glued to the views, in the midst of a line that holds a whole page."""
PAGE_TITLE: Final = re.compile(r"(?P<title>.+) [–-] Telegram")


def read(tokens: Iterable[Token], head: Head, options: Options) -> Iterator[RawPost | RawFurniture | Channel]:
    """Read pieces where views stand on a line of their own, or a single embedded post, else the lines that the page's source left."""
    if _is_cut(head):
        yield from _read_pieces(tokens, head, options)
    elif _embed_signs(head) is not None:
        yield from _read_embed(tokens, options)
    else:
        layout = learn(list(_wide_lines(head.tokens)), titled=True)
        yield from read_lines(_wide_lines(tokens), layout, options)


def _is_cut(head: Head) -> bool:
    return not VIEWS.isdisjoint(head.pieces) or _has_parted_members(head)


def _has_parted_members(head: Head) -> bool:
    """Whether the subscribers in the head of a channel's page stand apart from their number."""
    if not head.begins or MEMBERS.isdisjoint(head.pieces):
        return False
    return any(word in MEMBERS and IS_COUNT.fullmatch(count) for count, word in pairwise(head.pieces))


def _embed_signs(head: Head) -> int | None:
    """Count what only Telegram's pages write in an embedded post; None where the text is none.

    Its first line is the channel's name, and its last line the date, or its second the mark of a verified channel: whoever
    writes so too, with no empty line between, does it for the reader, and loses as little by it.
    """
    text = head.text.strip()
    verified = VERIFIED in text[: LONGEST_NAME + len(VERIFIED)]
    if len(head.text) >= WHOLE or not (verified or is_date_bubble(text[text.rfind("\n") + 1 :])):
        return None
    if len(text[: text.find("\n")]) > LONGEST_NAME or any(token.kind != "text" for token in _inside(head.tokens)):
        return None
    lines = head.pieces
    signs = sum(is_bare_marker(line) is not None or furniture_kind(line) is not None for line in lines[1:-1])
    return signs if signs or len(lines) >= SMALLEST_EMBED else None


def _inside(tokens: Sequence[Token]) -> Sequence[Token]:
    """Give the lines from the first that is not blank to the last."""
    written = [i for i, token in enumerate(tokens) if token.kind != "blank"]
    return tokens[written[0] : written[-1] + 1]


def _read_embed(tokens: Iterable[Token], options: Options) -> Iterator[RawPost | RawFurniture | Channel]:
    """Read the pieces of one post between its channel's name and its date."""
    stream = _Ahead(tokens)
    pieces: list[RawLine] = []
    while (piece := stream.take()) is not None:
        pieces.append(piece)
    # An emoji of the name is a piece of its own; where a marker follows it is clear how far the name goes.
    markers = (i for i, line in enumerate(pieces[:LONGEST_TAIL]) if is_bare_marker(line.text) is not None)
    name = [line.text for line in pieces[: max(1, next(markers, 1))]]
    channel = Channel(title=" ".join(name), given_by="text")
    yield channel
    layout = _Layout(squeeze("".join(name)), 0, channel)
    end = len(pieces) - is_date_bubble(pieces[-1].text)
    yield from _arrange(pieces[:end], pieces[end:], "guess", layout, options=options, stream=stream)


def _wide_lines(tokens: Iterable[Token]) -> Iterator[PageLine]:
    """Cut lines at runs of blanks, where the source of the page went from one element to the next."""
    for line in page_lines(tokens):
        offset, lead = 0, line.lead
        for piece in WIDE_GAP.split(line.text):
            start = line.text.index(piece, offset)
            lead += line.text[offset:start]
            kind = line.kind if piece == line.text else "marker" if match_marker(piece) else "text"
            # Blanks and empty lines of the page's source say nothing about the text.
            yield PageLine(RawLine(piece, line.line.start + start, line.line.line), kind, 0, 0, breaks=False, lead=lead)
            offset, lead = start + len(piece), ""


# The stream of pieces, cut at footers.


class _Ahead:
    """A stream of pieces that can be looked into."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self._rest = page_lines(tokens)
        self._seen: deque[PageLine] = deque()
        self.leads: dict[int, str] = {}
        """For the offset of each piece since the last post: the source between it and the one before."""

    def peek(self, count: int) -> list[RawLine]:
        """Give the next pieces without taking them."""
        self._seen.extend(islice(self._rest, max(0, count - len(self._seen))))
        return [piece.line for piece in islice(self._seen, count)]

    def take(self) -> RawLine | None:
        """Take the next piece, or give None at the end."""
        piece = self._seen.popleft() if self._seen else next(self._rest, None)
        if piece is None:
            return None
        self.leads[piece.line.start] = piece.lead
        return piece.line

    def source(self, pieces: Sequence[RawLine]) -> str:
        """Give the source of pieces that follow each other."""
        return "".join([pieces[0].text, *(part for piece in pieces[1:] for part in (self.leads[piece.start], piece.text))])


class _Layout(NamedTuple):
    """What the head tells: the channel's name, and where the page's header ends."""

    title: str | None
    header_end: int
    channel: Channel | None
    tails: Mapping[str, str] = EMPTY
    """The emoji at the end of a name, for the names behind which the same one always stands."""
    footed: bool = True
    """Whether footers stand under the posts; without them the channel's name is their border."""


def _read_pieces(tokens: Iterable[Token], head: Head, options: Options) -> Iterator[RawPost | RawFurniture | Channel]:
    layout = _learn([RawLine.of(token) for token in head.tokens if token.kind != "blank"])
    if layout.channel is not None:
        yield layout.channel
    stream = _Ahead(tokens)
    pending: list[RawLine] = []
    begun_by: BegunBy = "guess"
    size = 0
    while (piece := stream.take()) is not None:
        if piece.start < layout.header_end:
            yield RawFurniture(piece, page_furniture_kind(piece.text) or "notice")
            continue
        footer = _footer(piece, stream) if piece.text[0].isdigit() else ()
        if footer:
            yield from _arrange(pending, footer, begun_by, layout, options=options, stream=stream)
            stream.leads.clear()
            pending, begun_by, size = [], "footer", 0
            continue
        border = _border(piece, layout)
        if pending and (size > MAX_POST or (border and _holds_text(pending, layout))):
            yield from _arrange(pending, [], begun_by, layout, options=options, stream=stream, cut=border is None)
            stream.leads.clear()
            pending, begun_by, size = [], border or "guess", 0
        pending.append(piece)
        size += max(len(piece.text), LEAST_LINE)
    if pending:
        yield from _arrange(pending, [], begun_by, layout, options=options, stream=stream)


def _border(piece: RawLine, layout: _Layout) -> BegunBy | None:
    """Tell what begins a post at this piece: a marker, or the channel's name where no footer ends the post before."""
    if is_bare_marker(piece.text) is not None:
        return "marker"
    return "title" if not layout.footed and squeeze(piece.text) == layout.title else None


def _footer(piece: RawLine, stream: _Ahead) -> list[RawLine]:
    """Take the pieces of a footer that begins with this number, date bubble included; none where it does not."""
    if not IS_COUNT.fullmatch(piece.text):
        return []
    ahead = stream.peek(LONGEST_TAIL + 1)
    if not ahead or ahead[0].text not in VIEWS:
        return []
    times = [i for i, line in enumerate(ahead) if IS_TIME.fullmatch(line.text)]
    # Without a time there is no telling an author from the next post.
    length = times[0] + 1 if times and _is_tail([line.text for line in ahead[1 : times[0]]]) else 1
    taken = [piece, *(line for _ in range(length) if (line := stream.take()) is not None)]
    bubble = stream.peek(1)
    if bubble and is_date_bubble(bubble[0].text):
        taken.append(bubble[0])
        stream.take()
    return taken


def _is_tail(pieces: Sequence[str]) -> bool:
    """Whether these pieces between views and time are nothing, `edited`, or an author and a comma."""
    joined = "".join("".join(pieces).split())
    return not joined or joined == "edited" or (joined.endswith((",", ",edited")) and len(joined) <= 128)


def _holds_text(pending: Sequence[RawLine], layout: _Layout) -> bool:
    """Whether there is more in these pieces than the channel's name and furniture."""
    rest = pending[_title_length(pending, 0, layout.title) :]
    return any(page_furniture_kind(line.text) is None for line in rest)


# What the head tells.


def _learn(pieces: Sequence[RawLine]) -> _Layout:
    footers = [i for i in range(1, len(pieces)) if pieces[i].text in VIEWS and IS_COUNT.fullmatch(pieces[i - 1].text)]
    header = _header_length(pieces, footers[0] - 1 if footers else min(len(pieces), LONGEST_HEADER))
    page_title = PAGE_TITLE.fullmatch(pieces[0].text) if pieces else None
    printed = page_title["title"] if page_title else _header_title(pieces[:header])
    title = squeeze(printed) if printed else None
    if title is None:
        printed, title = _frequent_title(pieces, footers, header)
    username = next((line.text[1:] for line in pieces[:header] if re.fullmatch(r"@\w{3,32}", line.text)), None)
    channel = Channel(title=printed, username=username, url=f"https://t.me/{username}" if username else None, given_by="text")
    return _Layout(title, pieces[header - 1].end if header else 0, channel if title else None, _name_tails(pieces), bool(footers))


def _name_tails(pieces: Sequence[RawLine]) -> dict[str, str]:
    """Learn which forwarded names end in an emoji: the one that stands behind the name every time, and that twice at least."""
    behind: dict[str, Counter[str]] = {}
    for i in range(len(pieces) - 2):
        if is_bare_marker(pieces[i].text) is not None and not is_emoji(pieces[i + 1].text):
            behind.setdefault(pieces[i + 1].text, Counter())[pieces[i + 2].text] += 1
    return {
        name: next(iter(texts)) for name, texts in behind.items() if len(texts) == 1 and texts.total() > 1 and is_emoji(next(iter(texts)))
    }


def _header_length(pieces: Sequence[RawLine], first_footer: int) -> int:
    """Count the pieces of the page's header: up to the last of its counters and menu items."""
    menu = [i for i in range(first_footer) if _is_menu(pieces, i)]
    return menu[-1] + 1 if len(menu) >= 2 or (menu and PAGE_TITLE.fullmatch(pieces[0].text)) else 0


def _is_menu(pieces: Sequence[RawLine], i: int) -> bool:
    text = pieces[i].text
    if i and text.isalpha() and IS_COUNT.fullmatch(pieces[i - 1].text):
        text = f"{pieces[i - 1].text} {text}"
    return page_furniture_kind(text) == "notice" and furniture_kind(text) is None


def _header_title(header: Sequence[RawLine]) -> str | None:
    """Find the channel's name: what stands in front of `✔` or `@name`."""
    names = takewhile(lambda line: not line.text.startswith(("✔", "@")) and not IS_COUNT.fullmatch(line.text), header)
    return " ".join(line.text for line in names) or None


def _frequent_title(pieces: Sequence[RawLine], footers: Sequence[int], header: int) -> tuple[str | None, str | None]:
    """Find the pieces that stand behind most footers; of a lone post, its first words."""
    starts = [header, *(i + 1 + _tail_length(pieces, i) for i in footers)]
    firsts = Counter(pieces[i].text for i in starts if i < len(pieces))
    if not firsts:
        return None, None
    first, times = firsts.most_common(1)[0]
    if len(footers) > 1 and (times < 2 or times * 2 < len(starts) - 1 or first[0] in "#@"):
        return None, None
    if is_bare_marker(first) is not None:
        return None, None
    chosen = [first]
    where = [i for i in starts if i < len(pieces) and pieces[i].text == first]
    while len(chosen) < LONGEST_TAIL:
        following = Counter(pieces[i + len(chosen)].text for i in where if i + len(chosen) < len(pieces))
        text, again = following.most_common(1)[0] if following else ("", 0)
        # A name is cut at its emoji only: two words in a row are the name and the text.
        if again * 10 < times * 9 or not (is_emoji(chosen[-1]) or (times > 2 and is_emoji(text))):
            break
        chosen.append(text)
    return " ".join(chosen), squeeze("".join(chosen))


def _tail_length(pieces: Sequence[RawLine], views: int) -> int:
    """Count the pieces of a footer behind its word "views", and the date bubble."""
    ahead = pieces[views + 1 : views + 1 + LONGEST_TAIL]
    times = [i for i, line in enumerate(ahead) if IS_TIME.fullmatch(line.text)]
    length = times[0] + 1 if times and _is_tail([line.text for line in ahead[: times[0]]]) else 0
    bubble = views + 1 + length < len(pieces) and is_date_bubble(pieces[views + 1 + length].text)
    return length + bubble


def _title_length(pieces: Sequence[RawLine], first: int, title: str | None) -> int:
    """Count the pieces that make up the channel's name at this place; 0 where it does not stand there."""
    if title is None:
        return 0
    seen = ""
    for i in range(first, len(pieces)):
        seen += squeeze(pieces[i].text)
        if seen == title:
            return i - first + 1
        if not title.startswith(seen):
            return 0
    return 0


# One post.


class _Post:
    """The pieces between two footers while they are being sorted; `first` and `last` bound what may still be text."""

    def __init__(self, pieces: Sequence[RawLine], layout: _Layout, stream: _Ahead, options: Options) -> None:
        self.pieces = pieces
        self.layout = layout
        self.stream = stream
        self.options = options
        self.first = 0
        self.last = len(pieces)
        self.furniture: list[RawFurniture] = []
        self.reactions: list[RawLine] = []
        self.marker: RawMarker | None = None
        self.facts: dict[str, Any] = {}
        self.titled = False

    def take(self, count: int, kind: FurnitureKind) -> None:
        """Make furniture of the first pieces."""
        self.furniture += [RawFurniture(line, kind) for line in self.pieces[self.first : self.first + count]]
        self.first += count


def _arrange(
    pieces: Sequence[RawLine],
    footer: Sequence[RawLine],
    begun_by: BegunBy,
    layout: _Layout,
    *,
    options: Options,
    stream: _Ahead,
    cut: bool = False,
) -> Iterator[RawPost | RawFurniture]:
    """Sort the pieces of one post; pieces that hold nothing of a post are furniture of the page."""
    post = _Post(pieces, layout, stream, options)
    facts = _facts(footer, options)
    _take_voters(post)
    if "sent_at" in facts:
        facts |= _take_address(post)
    _take_reactions(post)
    _take_head(post)
    kept = _take_middle(post)
    if not (kept or post.marker or footer or post.reactions):
        yield from post.furniture
        return
    facts |= post.facts
    if layout.channel is not None:
        facts["channel"] = layout.channel
    every = [*pieces, *footer]
    furniture = [*post.furniture, *(RawFurniture(line, "title" if is_date_bubble(line.text) else "footer") for line in footer)]
    glue = join(kept)
    start, end = every[0].start, every[-1].end
    yield RawPost(
        begun_by="title" if post.titled and begun_by != "marker" else "marker" if post.marker and begun_by == "guess" else begun_by,
        start=start,
        end=end,
        line=every[0].line,
        marker=post.marker,
        lines=tuple(kept),
        glue=glue or EMPTY,
        reactions=tuple(post.reactions),
        furniture=tuple(sorted(furniture, key=in_order)),
        facts=facts or EMPTY,
        source=stream.source(every) if glue else "",
        notes=(cut_note(every[-1]),) if cut else (),
    )


def _facts(footer: Sequence[RawLine], options: Options) -> dict[str, Any]:
    """Read the footer as if it stood on one line."""
    if not footer:
        return {}
    bubble = footer[-1].text if is_date_bubble(footer[-1].text) else None
    words = [line.text for line in (footer[:-1] if bubble else footer)]
    found = match_footer(" ".join(words))
    return footer_facts(found, bubble, options) if found else {}


def _take_address(post: _Post) -> dict[str, Any]:
    """Take `t.me/NAME` / `/272` off the end, as an embedded post prints its own address above its footer."""
    address = OWN_URL.fullmatch("".join(line.text for line in post.pieces[max(0, post.last - 2) : post.last]))
    if address is None:
        return {}
    post.last -= 2
    post.furniture += [RawFurniture(line, "footer") for line in post.pieces[post.last : post.last + 2]]
    return {"url": canonical_url(address["channel"], address["id"]), "message_id": int(address["id"])}


def _take_voters(post: _Post) -> None:
    """Take `222` / `voters` off the end."""
    if post.last >= 2 and post.pieces[post.last - 1].text in {"voter", "voters", "vote", "votes"}:
        post.last -= 2
        post.furniture += [RawFurniture(line, "poll") for line in post.pieces[post.last : post.last + 2]]


def _take_reactions(post: _Post) -> None:
    """Take reactions off the end: counts, each behind its emoji or, where that was lost, alone.

    Counts without any emoji are reactions where there are at least two of which one is in thousands.
    """
    pieces, first = post.pieces, post.last
    found: list[tuple[RawLine, ...]] = []
    while first and IS_COUNT.fullmatch(pieces[first - 1].text):
        size = 2 if first > 1 and match_emoji(pieces[first - 2].text) == len(pieces[first - 2].text) else 1
        first -= size
        found.insert(0, tuple(pieces[first : first + size]))
    lost = next((at for at, row in enumerate(found) if len(row) > 1), len(found))
    if lost == len(found):
        if len(found) < 2 or not any(row[0].text[-1] in "KM" for row in found):
            return
    elif lost and first and pieces[first].line - pieces[first - 1].line < 2:
        # A number before all emoji may end the text, unless a blank line parts them.
        first += lost
        found = found[lost:]
    post.reactions = [RawLine(post.stream.source(row), row[0].start, row[0].line) for row in found]
    post.last = first


def _take_head(post: _Post) -> None:
    """Take what stands before the text: notices, the channel's name, the marker, the quote of a reply, media."""
    while post.first < post.last:
        if _take_title(post) or (post.marker is None and _take_marker(post)):
            _take_reply(post)
            continue
        length = _media_length(post)
        kind = page_furniture_kind(post.pieces[post.first].text)
        if length == 0 and kind not in {"notice", "media", "title"}:
            return
        post.take(length or 1, "media" if length else kind or "notice")


def _take_title(post: _Post) -> bool:
    """Take the channel's name, and the bot that the post was made with."""
    length = 0 if post.titled or post.marker else _title_length(post.pieces, post.first, post.layout.title)
    if length == 0:
        return False
    post.take(length, "title")
    post.titled = True
    if post.first + 1 < post.last and post.pieces[post.first].text == "via" and post.pieces[post.first + 1].text[0] == "@":
        post.facts["via_bot"] = post.pieces[post.first + 1].text.removeprefix("@")
        post.take(2, "title")
    return True


def _take_reply(post: _Post) -> None:
    """Take the quote of a reply: the channel's name again, and one line, whose emoji and tags are pieces of their own."""
    length = _title_length(post.pieces, post.first, post.layout.title)
    if length == 0:
        return
    quote = [line.text for line in post.pieces[post.first + length : min(post.last, post.first + length + LONGEST_TAIL)]]
    short = len(list(takewhile(lambda text: len(text) < SHORT and (is_emoji(text) or TAG_OR_NAME.match(text)), quote)))
    post.take(length + (short + 1 if short < len(quote) else 1), "reply")


def _take_marker(post: _Post) -> bool:
    """Read a forward marker: its words, the pieces of the name, the author in brackets."""
    words = post.pieces[post.first]
    if is_bare_marker(words.text, languages=post.options.languages) is None or post.first + 1 >= post.last:
        return False
    end = post.first + 1 + _name_length(post)
    name = post.pieces[post.first : end]
    author = None
    if end + 2 < post.last and post.pieces[end].text == "(" and post.pieces[end + 2].text == ")":
        # The page sets the brackets of a signature apart, and not those of a name.
        author = post.pieces[end + 1].text
        end += 3
    found = match_marker(" ".join(line.text for line in name), languages=post.options.languages)
    if found is None:
        return False
    post.marker = RawMarker(
        RawLine(post.stream.source(post.pieces[post.first : end]), words.start, words.line),
        found.name,
        author or found.author,
        found.url,
        found.language,
    )
    post.first = end
    return True


def _name_length(post: _Post) -> int:
    """Count the pieces of a forward's name: the channel's own name, or emoji, words, and the same emoji again."""
    first = post.first + 1
    own = _title_length(post.pieces, first, post.layout.title)
    if own:
        return own
    parted = _parted_length(post.pieces[post.first : min(post.last, first + LONGEST_TAIL)])
    if parted:
        return parted
    names = [line.text for line in post.pieces[first : min(post.last, first + LONGEST_TAIL)]]
    emoji = len(list(takewhile(is_emoji, names)))
    length = min(emoji + 1, len(names))
    tail = names[length] if length < len(names) else ""
    # `Name` / `📘` / `(` / author: the bracket shows that the name goes on to the emoji.
    if tail and is_emoji(tail) and (post.layout.tails.get(names[length - 1]) == tail or names[length + 1 : length + 2] == ["("]):
        return length + 1
    mirrored = names[length : length + emoji]
    return length + emoji if emoji and mirrored == names[:emoji][::-1] else length


def _parted_length(pieces: Sequence[RawLine]) -> int:
    """Count the pieces between the words of a marker and the first empty line or bracket behind them; 0 where no empty line follows.

    Extractors that strip nothing leave such lines between the blocks of the page, and none inside a block.
    """
    for i, (above, below) in enumerate(pairwise(pieces)):
        if below.line - above.line > 1:
            words = [piece.text for piece in pieces[1 : i + 1]]
            return words.index("(") if "(" in words else i
    return 0


def _media_length(post: _Post) -> int:
    """Count the pieces of a medium: a duration, or a file's name and size."""
    text = post.pieces[post.first].text
    if is_duration(text):
        return 1
    following = post.pieces[post.first + 1].text if post.first + 1 < post.last else ""
    return 2 if FILE_NAME.fullmatch(text) and following.endswith("B") and FILE_SIZE.fullmatch(following) else 0


def _take_middle(post: _Post) -> list[RawLine]:
    """Give the pieces of the author; media, poll and preview go out."""
    body = list(post.pieces[post.first : post.last])
    cut = _poll_start(body)
    post.furniture += [RawFurniture(line, "poll") for line in body[cut:]]
    body = body[:cut]
    cut = _preview_start(body)
    kept: list[RawLine] = []
    for i, line in enumerate(body):
        kind = "preview" if i >= cut else furniture_kind(line.text)
        if kind is None:
            kept.append(line)
        else:
            post.furniture.append(RawFurniture(line, kind))
    return kept


def _poll_start(body: Sequence[RawLine]) -> int:
    """Give the index of a poll's question, which stands above `Anonymous Poll`, or the number of pieces."""
    for i, line in enumerate(body):
        if i and line.text[0] in "APFQ" and furniture_kind(line.text) == "poll":
            return i - 1
    return len(body)


def _preview_start(body: Sequence[RawLine]) -> int:
    """Give the index of the first piece of a link preview, or the number of pieces.

    A site's name in bold stands inside a sentence, so the piece in front of a preview must have come to an end.
    """
    for i in range(max(1, len(body) - LONGEST_PREVIEW), len(body) - 1):
        above, line, below = body[i - 1].text, body[i].text, body[i + 1].text
        if furniture_kind(line) is not None or below[0].islower() or below[0] in CLOSING:
            continue
        if furniture_kind(above) == "media" or (is_site_name(line) and (above[-1] in ENDED or "://" in above or is_emoji(above))):
            return i
        if above.startswith(("http://", "https://")) and (_names_site(above, line) or body[-1].text.endswith("…")):
            return i
    return len(body)


def _names_site(url: str, site: str) -> bool:
    """Whether a line is the host of the link above it."""
    host = url.partition("://")[2].partition("/")[0].casefold().removeprefix("www.")
    return site.casefold() in host or host.rpartition(".")[0] in site.casefold()


def recognise(head: Head) -> Score:
    """Look for views on a line of their own, or in the midst of a line."""
    if not head.counts_views:
        page = _recognise_page_head(head)
        return page if page.confidence else _recognise_embed(head)
    if VIEWS.isdisjoint(head.pieces) or not any(text in VIEWS and IS_COUNT.fullmatch(above) for above, text in pairwise(head.pieces)):
        return _recognise_wide(head)
    pieces = [RawLine.of(token) for token in head.tokens if token.kind != "blank"]
    views = [i for i in range(1, len(pieces)) if pieces[i].text in VIEWS and IS_COUNT.fullmatch(pieces[i - 1].text)]
    timed = sum(_tail_length(pieces, i) > 0 for i in views)
    return Score(min(1.0, 0.3 + 0.05 * len(views) + 0.4 * timed), (counted(len(views), "view count", "cut into pieces"),))


def _recognise_embed(head: Head) -> Score:
    """Look for a single embedded post; its name and date alone are too weak a sign to call a text Telegram's."""
    signs = _embed_signs(head)
    if signs is None:
        return Score(0.0)
    evidence = ["a name, a text, and the date or the mark that a page sets by them"]
    if signs:
        evidence.append(counted(signs, "word", "of the page"))
    cut = VERIFIED in head.text or any(map(_is_cut_off, head.pieces[1:]))
    if cut:
        evidence.append("pieces that a page was cut into")
    return Score(min(1.0, 0.3 + 0.25 * signs + 0.2 * cut), tuple(evidence))


def _is_cut_off(text: str) -> bool:
    """Whether a line is a piece that has an element of its own in a post: an address, a tag, a name or an emoji."""
    return (text.startswith(ADDRESS) and " " not in text) or is_tag_or_name(text) or is_emoji(text)


def _recognise_page_head(head: Head) -> Score:
    """Look at the head of a channel's page; some extractors drop the views under its posts."""
    if not _has_parted_members(head):
        return Score(0.0)
    lone = sum(map(is_emoji, head.pieces))
    return Score(0.5, ("subscribers apart from their number", f"{lone} emoji on lines of their own")) if lone else Score(0.0)


def _recognise_wide(head: Head) -> Score:
    """Look for footers among the blanks of a page's source, or among its many empty lines."""
    lines = [line for line in head.pieces if "view" in line]
    if not any(":" in line for line in lines):
        # Of the pages of other sites, too, that count views all over, hardly one gives the time beside them.
        return Score(0.0)
    footers = [(line, match_footer(line)) for line in lines]
    whole = [footer for _, footer in footers if footer is not None]
    inside = sum(any(map(_is_timed, WIDE_GAP.split(line))) for line, footer in footers if footer is None and WIDE_GAP.search(line))
    inside += 0 if whole else sum(GLUED_FOOTER.search(line) is not None for line in lines)
    if inside:
        return Score(min(1.0, 0.6 + 0.2 * inside), (counted(inside, "view count", "in the midst of a line"),))
    empty = len(head.lines) - len(head.pieces)
    timed = sum(footer.time is not None for footer in whole)
    if not timed or empty < MANY_EMPTY * len(head.lines):
        return Score(0.0)
    return Score(min(1.0, 0.6 + 0.2 * timed), (counted(timed, "view count", "among empty lines"),))


def _is_timed(piece: str) -> bool:
    footer = match_footer(piece)
    return footer is not None and footer.time is not None


READER: Final = Reader(
    dialect=Dialect(
        name="fragments",
        summary="A channel's page with every text node on its own line, as BeautifulSoup or selectolax write it, or with no line breaks.",
        carries={"forwards": "all", "reactions": "all", "sent_at": "some", "author": "none", "views": "all", "links": "none"},
        example="Minsk Dialogue\nForwarded from\nOSCE\n🔹\nTalks resume on\n#Monday\n.\n❤\n12\n1.4K\nviews\n10:48",
    ),
    recognise=recognise,
    read=read,
)
