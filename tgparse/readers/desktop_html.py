"""Desktop HTML: the export of Telegram Desktop for people, in files messages.html, messages2.html and so on.

    message := .message.default[id="messageNUMBER"], .joined where the sender is that of the message above
    inside  := .body: .date[title], .from_name, .reply_to, .media_wrap, .text, .signature, .reactions
    forward := .forwarded.body around .from_name with a .date in it, .media_wrap and .text
    notice  := .message.service

A time reads `05.12.2022 09:14:00 UTC+01:00`; exports of before 2022 lack the zone. The name of a forward is followed by its date,
not preceded by "Forwarded from".
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final

from ..models import Channel, Dialect
from ..tokens import Reader, Score
from .clocks import zoned
from .laid_out import Message, Page
from .markup import outermost, parse_html, read_line, read_markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

    from ..models import FurnitureKind
    from ..options import Options
    from ..tokens import Head, RawFurniture, RawPost

NUMBER: Final = re.compile(r"message(\d{1,15})")
TARGET: Final = re.compile(r"#go_to_message(\d{1,15})")
TIME: Final = re.compile(r"(?P<time>\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d)(?: UTC(?P<sign>[+-])(?P<hours>\d\d):(?P<minutes>\d\d))?")
VIA: Final = re.compile(r"\s+via @(?P<bot>\w{3,32})$")
MEDIA: Final = {
    "media_photo": "photo",
    "photo_wrap": "photo",
    "media_video": "video",
    "video_file_wrap": "video",
    "media_voice_message": "voice",
    "media_audio_file": "audio",
    "media_file": "document",
    "media_sticker": "sticker",
    "sticker_wrap": "sticker",
    "animated_wrap": "animation",
    "media_animation": "animation",
    "media_contact": "contact",
    "media_location": "location",
    "media_poll": "poll",
    "media_call": "call",
    "media_game": "game",
    "media_invoice": "invoice",
}
"""Classes of what hangs on a message, and its name."""


def lay_out(chunks: Iterable[str], head: Head, options: Options) -> Iterator[str | RawPost | RawFurniture | Channel]:
    """Lay out the messages of the file."""
    del head
    page = Page()
    document = parse_html(chunks)
    title = read_line(document.css_first(".page_header .text"))
    channel = Channel(title=title, given_by="export") if title else None
    if channel is not None:
        yield channel
    author: str | None = None
    for node in outermost(document.css(".message"), "message"):
        classes = (node.attributes.get("class") or "").split()
        if "service" in classes:
            part: RawPost | RawFurniture = page.notice(read_line(node.css_first(".body")) or "")
        else:
            message = _message(node, options)
            author = message.facts.get("author") or (author if "joined" in classes else None)
            message.facts |= {"author": author} if author else {}
            message.facts |= {"channel": channel} if channel else {}
            part = page.post(message)
        yield page.take()
        yield part


def _message(node: LexborNode, options: Options) -> Message:
    """Read one message; a forwarded one holds its content in a frame."""
    frame = node.css_first(".forwarded.body")
    holder = frame or node
    name, bot = _name(frame.css_first(".from_name") if frame is not None else None)
    text = holder.css_first(".text")
    body, entities = read_markup(text) if text is not None and _is_content(text) else ("", [])
    media = tuple(dict.fromkeys(kind for part, kind in MEDIA.items() if holder.css_first(f".{part}") is not None))
    return Message(
        text=body,
        entities=entities,
        forwarded_from=name,
        above=[*_reply(node), *_media_lines(holder, media)],
        below=list(_poll(holder)),
        reactions=list(_reactions(node)),
        facts={field: value for field, value in _facts(node, frame, bot, media, options) if value is not None},
    )


def _is_content(text: LexborNode) -> bool:
    """Whether an element of class "text" is a message's and not a part of a medium."""
    parent = text.parent
    return parent is not None and "body" in (parent.attributes.get("class") or "").split()


def _name(node: LexborNode | None) -> tuple[str | None, str | None]:
    """Read a name, without the date of a forward and the bot behind it."""
    if node is None:
        return None, None
    text = read_line(node) or ""
    date = read_line(node.css_first(".date"))
    text = text.removesuffix(date).rstrip() if date else text
    found = VIA.search(text)
    return (text[: found.start()] if found else text) or None, found["bot"] if found else None


def _facts(
    node: LexborNode, frame: LexborNode | None, bot: str | None, media: tuple[str, ...], options: Options
) -> Iterator[tuple[str, Any]]:
    """Give the fields of the post, None where the export does not tell."""
    number = NUMBER.fullmatch(node.attributes.get("id") or "")
    yield "message_id", int(number[1]) if number else None
    author, own_bot = _name(_own_name(node, frame))
    yield "author", author
    yield "via_bot", own_bot or bot
    yield "signature", read_line(node.css_first(".signature"))
    date = node.css_first(".date.details[title]")
    yield "sent_at", _time(date.attributes.get("title") or "", options) if date is not None else None
    link = node.css_first(".reply_to a[href]")
    target = TARGET.search(link.attributes.get("href") or "") if link is not None else None
    yield "reply_to", int(target[1]) if target else None
    yield "media", media or None


def _own_name(node: LexborNode, frame: LexborNode | None) -> LexborNode | None:
    """Find the sender's name; a joined message has none, so that the first name in it may be that of a forward."""
    name = node.css_first(".body > .from_name")
    inside = frame is not None and name is not None and name.parent is not None and name.parent.mem_id == frame.mem_id
    return None if inside else name


def _time(text: str, options: Options) -> datetime | None:
    """Read the time in a title.

    >>> from ..options import Options
    >>> _time("05.12.2022 09:14:00 UTC+01:00", Options()).isoformat()
    '2022-12-05T09:14:00+01:00'
    """
    found = TIME.match(text)
    if found is None:
        return None
    try:
        time = datetime.strptime(found["time"], "%d.%m.%Y %H:%M:%S")  # noqa: DTZ007 - the zone stands behind it, or is not known.
        if found["sign"] is None:
            return zoned(time, options)
        offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
        return time.replace(tzinfo=timezone(-offset if found["sign"] == "-" else offset))
    except ValueError:
        return None


def _reply(node: LexborNode) -> Iterator[tuple[str, FurnitureKind]]:
    text = read_line(node.css_first(".reply_to"))
    if text is not None:
        yield text, "reply"


def _media_lines(holder: LexborNode, media: tuple[str, ...]) -> Iterator[tuple[str, FurnitureKind]]:
    """Give a line for each medium, with the title that the export prints."""
    for kind in media:
        if kind != "poll":
            title = read_line(holder.css_first(".media .title")) if kind in {"document", "audio", "contact"} else None
            yield f"[ {kind.capitalize()}{' : ' + title if title else ''} ]", "media"


def _poll(holder: LexborNode) -> Iterator[tuple[str, FurnitureKind]]:
    poll = holder.css_first(".media_poll")
    for part in poll.css(".question, .details, .answer, .total") if poll is not None else ():
        text = read_line(part)
        if text is not None:
            yield text, "poll"


def _reactions(node: LexborNode) -> Iterator[tuple[str | None, str]]:
    for reaction in node.css(".reaction"):
        emoji = read_line(reaction.css_first(".emoji"))
        # Instead of a count stand the pictures of those who reacted, where there are few of them.
        count = read_line(reaction.css_first(".count")) or str(len(reaction.css(".userpic_wrap, .userpic")) or 1)
        yield emoji, count


def recognise(head: Head) -> Score:
    """Look for the classes of the export."""
    text = head.text
    if "<" not in text[:64] or not text.lstrip("\ufeff \t\r\n").startswith("<") or 'class="message ' not in text:
        return Score(0.0)
    signs = [sign for sign in ('class="page_wrap"', 'class="history"', 'class="from_name"', "Exported Data") if sign in text]
    return Score(min(1.0, 0.25 * len(signs)), ("classes of an export of Telegram Desktop",))


READER: Final = Reader(
    dialect=Dialect(
        name="desktop-html",
        summary="The export of Telegram Desktop for people (messages.html).",
        carries={"forwards": "all", "reactions": "some", "sent_at": "all", "author": "all", "views": "none", "links": "all"},
        example=(
            '<div class="page_wrap"><div class="history"><div class="message default" id="message7"><div class="body">'
            '<div class="from_name">Minsk</div><div class="text">Talks resume.</div></div></div></div></div>'
        ),
    ),
    recognise=recognise,
    lay_out=lay_out,
)
