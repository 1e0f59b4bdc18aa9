"""Page text: a channel's public page, every line of it, as inscriptis, html2text, w3m, lynx, browsers, resiliparse and justext write it.

    document := header? post* furniture*
    header   := title "✔"? "@name"? counters description? menu         ; `11.3M subscribers`, `Download Telegram`, `Join`
    post     := image? title? marker? reply? media* line* media* preview? reactions? footer? bubble?
    title    := the channel's name, with `via @bot`                     ; learnt: the line that stands behind most footers
    marker   := "Forwarded from" NAME
    reply    := the channel's name again, then the quoted post cut to one line
    preview  := site title? description*                               ; of the first link in the text
    footer   := views author? "edited"? time                           ; `8.67M views Ann Berg , 15:38`, see `page_lines`
    bubble   := `February 27`                                          ; Telegram's page sets it behind each post

What the extractors leave of the layout tells text from previews: inscriptis indents the text deeper than what stands
around it, and html2text sets an empty line between two blocks but two blanks at the end of a line inside one.
Where a page shows no footers, a title, a marker or a reactions line is the border.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ..emoji import is_offered, match_emoji
from ..furniture import (
    FILE_NAME,
    FILE_SIZE,
    URL_HOST,
    furniture_kind,
    host_labels,
    is_date_bubble,
    is_site_name,
    name_key,
    page_furniture_kind,
)
from ..models import Dialect
from ..patterns import ends_in_count, is_bare_marker, is_counts_line, is_duration, is_reactions_line, match_marker, parse_reactions
from ..tokens import EMPTY, LEAST_LINE, MAX_POST, RawFurniture, RawLine, RawMarker, RawPost, Reader, Score, counted, cut_note
from .markdown import unmarked_lines
from .page_layout import VIA_BOT, Layout, bare_text, goes_on, is_bare_counts, is_spaced, learn, shown_text
from .page_lines import (
    OWN_URL,
    PageLine,
    canonical_url,
    footer_facts,
    in_order,
    match_footer,
    page_lines,
    source_of,
    unmarked,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..models import BegunBy, Channel, FurnitureKind
    from ..options import Options
    from ..tokens import Declared, Head, Token
    from .page_lines import Footer

OWN_LINK: Final = re.compile(r"\[(?:__)? [^\n]*\]\(<?https://t\.me/\w+/\d+\S*\)|\[[^\]\n]*VIEW IN TELEGRAM\s*\]\(\S*\)")
"""A picture, file or poll in Markdown: a link to the post itself, with a blank before its text."""
CARD: Final = re.compile(r"\[[^\]\n]{0,300} __ ")
"""A link preview in Markdown: one link, in which an empty element stands behind the site's name."""
PLAIN_CARD: Final = re.compile(r"\[ [^\[\]]{1,600}\]\(<?https?://[^\s)]{1,2000}\)")
"""One without a picture: a link that is a box of its own has a blank before its text, unlike those of authors."""
BROKEN_LINK: Final = 4
"""Lines that html2text breaks a link into."""
SHORT_DOMAIN: Final = 2
OWN_HOST: Final = ["t", "me"]
MAX_LOSSY: Final = 120
COUNT_LETTERS: Final = {ord("K"): None, ord("M"): None}
LONE_COUNT: Final = re.compile(r"\d{1,7}|\d{1,3}(?:\.\d{1,2})?[KM]")
SIGNS: Final = ("VIEW IN TELEGRAM", "Please open Telegram to view this post", "Download Telegram", "Forwarded from")
LONGEST_SITE: Final = 64
LONGEST_PREVIEW: Final = 12
"""Lines: Telegram cuts the description of a preview at some 170 characters."""


def read(tokens: Iterable[Token], head: Head, options: Options) -> Iterator[RawPost | RawFurniture | Channel]:
    """Cut the page at its footers, and sort the lines between two of them."""
    yield from read_lines(page_lines(tokens), learn(list(page_lines(head.tokens))), options)


def read_lines(lines: Iterable[PageLine], layout: Layout, options: Options) -> Iterator[RawPost | RawFurniture | Channel]:
    """Do the same with lines that are already taken apart."""
    if layout.channel is not None:
        yield layout.channel
    pending: list[PageLine] = []
    begun_by: BegunBy = "guess"
    closed = holds_text = False
    size = 0
    day: str | None = None
    for line in lines:
        if line.line.start < layout.header_end:
            yield RawFurniture(line.line, _header_kind(line, layout))
            continue
        if closed and is_date_bubble(line.text):
            pending.append(line)
            day = line.text
            continue
        cause = _border(line, layout, closed=closed, holds_text=holds_text, size=size)
        if cause is not None and pending:
            yield from arrange(pending, begun_by, layout, options, day)
            pending, begun_by, size = [], cause, 0
            closed = holds_text = False
        pending.append(line)
        size += max(len(line.text), LEAST_LINE)
        closed = _ends_post(line, layout)
        holds_text = holds_text or closed or not _is_lead(line, layout)
    if pending:
        yield from arrange(pending, begun_by, layout, options, day)


def _border(line: PageLine, layout: Layout, *, closed: bool, holds_text: bool, size: int) -> BegunBy | None:
    """Say why a post begins with this line, or None where the last one goes on."""
    if closed:
        return "footer" if layout.footed else "reactions"
    if holds_text and (line.kind == "marker" or is_bare_marker(line.text) is not None):
        return "marker"
    # Where there are footers, the channel's name inside a post is a signature, or the title of a preview.
    if holds_text and not layout.footed and layout.titled and shown_text(line.text) == layout.title:
        return "title"
    return "guess" if size > MAX_POST else None


def _ends_post(line: PageLine, layout: Layout) -> bool:
    return match_footer(line.text) is not None or (line.kind == "reactions" and not layout.footed)


def _is_lead(line: PageLine, layout: Layout) -> bool:
    """Whether the line can stand before the text of a post and be no part of it."""
    if line.kind == "marker":
        return False
    text = bare_text(line.text)
    return not text or page_furniture_kind(text) is not None or (layout.title is not None and shown_text(line.text) == layout.title)


def _header_kind(line: PageLine, layout: Layout) -> FurnitureKind:
    if layout.title is not None and shown_text(line.text) == layout.title:
        return "title"
    return page_furniture_kind(bare_text(line.text)) or "notice"


class _Post:
    """The lines between two borders while they are being sorted; `first` and `last` bound what may still be text."""

    def __init__(self, lines: Sequence[PageLine], layout: Layout, options: Options, day: str | None) -> None:
        self.lines = lines
        self.layout = layout
        self.options = options
        self.day = day
        self.first = 0
        self.last = len(lines)
        self.furniture: list[RawFurniture] = []
        self.reactions: list[RawLine] = []
        self.marker: RawMarker | None = None
        self.facts: dict[str, Any] = {}
        self.titled = False

    def take_first(self, kind: FurnitureKind) -> None:
        """Make furniture of the first line."""
        self.furniture.append(RawFurniture(self.lines[self.first].line, kind))
        self.first += 1

    def take_last(self, kind: FurnitureKind) -> PageLine:
        """Make furniture of the last line."""
        self.last -= 1
        self.furniture.append(RawFurniture(self.lines[self.last].line, kind))
        return self.lines[self.last]


def arrange(
    lines: Sequence[PageLine], begun_by: BegunBy, layout: Layout, options: Options, day: str | None
) -> Iterator[RawPost | RawFurniture]:
    """Sort the lines of one post; lines that hold nothing of a post are furniture of the page.

    `day` is the last date that the page has shown: a browser shows it for the first post of each day only.
    """
    post = _Post(lines, layout, options, day)
    footer = _take_footer(post)
    _take_reactions(post)
    _take_head(post)
    kept = _take_middle(post)
    if not (kept or post.marker or footer or post.reactions):
        yield from post.furniture
        return
    # What the page says about itself before the title ("Channel created") is no part of the post.
    body = [line.line for line in kept]
    glue = {i: " " for i in range(1, len(kept)) if goes_on(kept[i - 1], kept[i])} if layout.wrapped else {}
    links: Sequence[Declared] = ()
    if layout.marked:
        body, glue, links = unmarked_lines(body, glue)
    every = [line.line for line in lines]
    if layout.channel is not None:
        post.facts["channel"] = layout.channel
    size = sum(max(len(line.text), LEAST_LINE) for line in every)
    yield RawPost(
        begun_by="title" if post.titled and begun_by != "marker" else "marker" if post.marker and begun_by == "guess" else begun_by,
        start=every[0].start,
        end=every[-1].end,
        line=every[0].line,
        marker=post.marker,
        lines=tuple(body),
        glue=glue or EMPTY,
        reactions=tuple(post.reactions),
        furniture=tuple(sorted(post.furniture, key=in_order)),
        facts=post.facts or EMPTY,
        declared=tuple(links),
        source=source_of(lines) if glue else "",
        notes=(cut_note(every[-1]),) if size > MAX_POST and not footer else (),
    )


def _take_footer(post: _Post) -> Footer | None:
    """Take the footer and the date bubble off the end."""
    bubble = post.day
    while post.last and is_date_bubble(post.lines[post.last - 1].text):
        bubble = post.take_last("title").text
    footer = match_footer(post.lines[post.last - 1].text) if post.last else None
    if footer is None:
        return None
    post.take_last("footer")
    post.facts.update(footer_facts(footer, bubble, post.options))
    if footer.day is not None and post.last:
        # An embedded post prints its own address above the footer.
        address = OWN_URL.fullmatch(unmarked(post.lines[post.last - 1].text))
        if address is not None:
            post.take_last("footer")
            post.facts |= {"url": canonical_url(address["channel"], address["id"]), "message_id": int(address["id"])}
    return footer


def _take_reactions(post: _Post) -> None:
    """Take the reactions off the end: emoji with counts, or the counts alone where that is the habit."""
    end = post.last
    while post.last and _is_reactions(post.lines[post.last - 1], post.layout):
        post.last -= 1
    post.reactions[:0] = [line.line for line in post.lines[post.last : end]]


def _is_reactions(line: PageLine, layout: Layout) -> bool:
    if line.kind == "reactions" and layout.spaced and not is_spaced(line.text):
        return False
    if line.kind == "reactions" or (layout.counts and is_bare_counts(line)) or _is_lossy(line.text):
        return True
    # Extractors that drop the titles drop some emoji too, so that `❤ 3` becomes `3`. In Markdown a lost emoji leaves `__`.
    return (layout.footed and not layout.titled and LONE_COUNT.fullmatch(line.text) is not None) or (
        line.text.startswith("__") and is_counts_line(bare_text(line.text))
    )


def _is_lossy(text: str) -> bool:
    """Whether the line is reactions of which some glyphs were lost, so that counts run together: `🥰17💯1.2K1`."""
    end = match_emoji(text) if len(text) < MAX_LOSSY and text[-1] in "0123456789KM" else -1
    if end <= 0 or not is_offered(text[:end]) or any(map(str.isalpha, text.translate(COUNT_LETTERS))):
        return False
    return bool(parse_reactions(text))


def _take_head(post: _Post) -> None:
    """Take what stands before the text: pictures, notices, title, marker, the quote of a reply."""
    while post.first < post.last:
        line = post.lines[post.first]
        text = bare_text(line.text)
        marker = _marker(post) if post.marker is None else None
        if marker is not None:
            post.marker = marker
            continue
        kind = _lead_kind(post, text)
        if kind is None:
            if not _is_title(post, line):
                if not post.layout.titled:
                    _take_reply(post)
                return
            kind = "title"
            post.titled = True
            bot = VIA_BOT.search(text)
            if bot is not None:
                post.facts["via_bot"] = bot[1].lstrip("@")
        post.take_first(kind)
        if kind == "title":
            _take_reply(post)


def _is_title(post: _Post, line: PageLine) -> bool:
    return post.layout.titled and not post.titled and post.marker is None and shown_text(line.text) == post.layout.title


def _marker(post: _Post) -> RawMarker | None:
    """Read a forward marker on the first line, or on the first two, and step over it."""
    lines = post.lines[post.first : min(post.first + 2, post.last)]
    words = lines[:1]
    if lines[0].kind != "marker":
        # The words on one line, the name on the next.
        if len(lines) < 2 or is_bare_marker(lines[0].text, languages=post.options.languages) is None:
            return None
        words = lines[:2]
    found = match_marker(" ".join(line.text for line in words), languages=post.options.languages)
    if found is None:
        return None
    post.first += len(words)
    if found.via_bot is not None:
        post.facts["via_bot"] = found.via_bot
    first = words[0].line
    # An emoji in a name is bold in Markdown: `Harbour _**🌊**_`.
    name = unmarked(found.name) if post.layout.marked else found.name
    return RawMarker(RawLine(source_of(words), first.start, first.line), name, found.author, found.url, found.language)


def _lead_kind(post: _Post, text: str) -> FurnitureKind | None:
    """Give the kind of a line of furniture before the text, or None."""
    line = post.lines[post.first]
    if not text or OWN_LINK.fullmatch(line.text) or is_duration(text):
        return "media"
    if FILE_NAME.fullmatch(text) and post.first + 1 < post.last and _is_size(post.lines[post.first + 1]):
        return "media"
    kind = page_furniture_kind(text)
    return None if kind == "poll" else kind


def _is_size(line: PageLine) -> bool:
    return line.text.endswith("B") and FILE_SIZE.fullmatch(line.text) is not None


def _take_reply(post: _Post) -> None:
    """Take the quote of a reply: the author's name, which is mostly the channel's own, and one line of text."""
    if post.first + 1 < post.last and shown_text(post.lines[post.first].text) == post.layout.title:
        post.take_first("reply")
        post.take_first("reply")


def _take_middle(post: _Post) -> list[PageLine]:
    """Give the lines of the author; media, poll and preview go out."""
    body = list(post.lines[post.first : post.last])
    body = _without_poll(post, body)
    cut = _preview_start(body, post.layout)
    own = {n for i in range(len(body)) for n in _own_link(body, i)}
    kept: list[PageLine] = []
    for i, line in enumerate(body):
        kind = furniture_kind(line.text) or ("media" if i in own else None)
        if i >= cut:
            kind = "preview"
        if kind is None:
            kept.append(line)
        else:
            post.furniture.append(RawFurniture(line.line, kind))
    return kept


def _own_link(body: Sequence[PageLine], i: int) -> range:
    """Give the lines of the picture, file or quote that begins here, none if there is none."""
    text = body[i].text
    if text.startswith("["):
        for end in range(i + 1, min(i + BROKEN_LINK, len(body)) + 1):
            if OWN_LINK.fullmatch(text):
                return range(i, end)
            if "](" in text or end == len(body):
                break
            text += " " + body[end].text
    return range(0)


def _without_poll(post: _Post, body: list[PageLine]) -> list[PageLine]:
    """Take a poll out: the question stands above `Anonymous Poll`, the shares and answers below it."""
    kinds = [i for i, line in enumerate(body) if line.text[0] in "APFQ" and page_furniture_kind(line.text) == "poll"]
    if not kinds or kinds[0] == 0 or len(body[kinds[0]].text) < 5:
        return body
    start = kinds[0] - 1
    post.furniture += [RawFurniture(line.line, "poll") for line in body[start:]]
    return body[:start]


def _preview_start(body: Sequence[PageLine], layout: Layout) -> int:
    """Give the index of the first line of a link preview, or the number of lines where there is none."""
    for i in range(max(1, len(body) - LONGEST_PREVIEW), len(body)):
        line = body[i]
        if CARD.match(line.text) or (line.text.startswith("[ ") and PLAIN_CARD.fullmatch(" ".join([part.text for part in body[i:]]))):
            return i
        if furniture_kind(line.text) is not None:
            continue
        if _leaves_text(body, i, layout) and _is_preview(body, i, layout):
            return i
    return len(body)


def _leaves_text(body: Sequence[PageLine], i: int, layout: Layout) -> bool:
    """Whether the layout allows that the text ended before this line."""
    if layout.blocks:
        return body[i].gap > 0 and not body[i - 1].breaks
    return body[i].gap == 0 and body[i].indent <= min(line.indent for line in body[:i])


def _is_preview(body: Sequence[PageLine], i: int, layout: Layout) -> bool:
    """Whether a link preview begins here: what looks like a site's name, with a title or description under it."""
    line = body[i]
    if len(line.text) > LONGEST_SITE or i + 1 >= len(body):
        return False
    if is_site_name(line.text) or furniture_kind(body[i - 1].text) == "media":
        return True
    # Where lines further down are indented as the text is, the text goes on: text browsers write code without an indent.
    # Between blocks only code is indented, and a text may begin with it.
    if not layout.blocks and all(below.indent < body[0].indent for below in body[i:]):
        return True
    above = " ".join(other.text for other in body[:i])
    return _names_host(line.text, above) or (URL_HOST.search(body[i - 1].text) is not None and body[-1].text.endswith("…"))


def _names_host(site: str, above: str) -> bool:
    """Whether a site's name and the host of a link in the text above it are alike: `YouTube`, youtube.com."""
    name = name_key(site)
    if len(name) < 3 or "://" in site:
        return False
    for labels in host_labels(above):
        domain = max(labels[:-1] or labels, key=len)
        # A letter is in every name: of t.me nothing is told, and of x.com a name begins so.
        is_like = domain in name if len(domain) > SHORT_DOMAIN else name.startswith(domain) and labels != OWN_HOST
        if is_like or name in "".join(labels):
            return True
    return False


def recognise(head: Head) -> Score:
    """Look for footers, and for the words of Telegram's pages.

    Other pages count views too, so that views alone, with no time behind them, say little.
    """
    text = head.text
    signs = [sign for sign in SIGNS if sign in text] if head.names_telegram or head.begins else []
    if not head.counts_views:
        return Score(0.1 * len(signs), tuple(signs))
    footers = list(_footers(head.pieces))
    if not footers:
        return Score(0.1 * len(signs), tuple(signs))
    telling = sum(dated or footer.time is not None or footer.author is not None or footer.edited for footer, dated in footers)
    lone = len(footers) - telling
    trusted = lone and (signs or any(ends_in_count(line) and is_reactions_line(line) for line in head.pieces))
    bare = 0.2 * lone if trusted else 0.0
    confidence = min(1.0, (0.5 if telling else 0.3) + 0.1 * len(signs) + 0.25 * telling + bare)
    return Score(confidence, (counted(len(footers), "line", "with view counts"), *signs))


def _footers(lines: Sequence[str]) -> Iterator[tuple[Footer, bool]]:
    """Give the footers, and whether a date bubble stands right under each."""
    for i in [i for i, line in enumerate(lines) if "view" in line]:
        if footer := match_footer(lines[i]):
            yield footer, i + 1 < len(lines) and is_date_bubble(lines[i + 1])


READER: Final = Reader(
    dialect=Dialect(
        name="page-text",
        summary="A channel's public page, every line of it: inscriptis, html2text, w3m, lynx, browsers, resiliparse, justext.",
        carries={"forwards": "all", "reactions": "all", "sent_at": "some", "author": "none", "views": "all", "links": "some"},
        example="Minsk Dialogue\nForwarded from OSCE\nTalks resume on Monday.\n❤ 12 👍 3\n1.4K views edited 10:48",
    ),
    recognise=recognise,
    read=read,
)
