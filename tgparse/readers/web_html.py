"""Web HTML: a saved page of a channel (`t.me/s/NAME`) or of one embedded post.

    message   := .tgme_widget_message[data-post="NAME/NUMBER"]
    inside    := .tgme_widget_message_owner_name, _forwarded_from_name, _forwarded_from_author, _via_bot, _reply,
                 _text.js-message_text, _link_preview, _poll, _photo_wrap and other media, _views, _from_author, _date > time[datetime]
    reaction  := .tgme_reaction: i.emoji > b, whose glyph may be missing (then the name of its picture is the emoji in UTF-8), and a count

The page tells more than any text made of it: each post's number and address, and its time with the zone.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from ..models import Channel, Dialect
from ..patterns import parse_count
from ..tokens import Reader, Score
from .laid_out import Message, Page
from .markup import outermost, parse_html, read_line, read_markup, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

    from ..models import FurnitureKind
    from ..options import Options
    from ..tokens import Head, RawFurniture, RawPost

PREFIX: Final = "tgme_widget_message"
POST: Final = re.compile(r"(?P<channel>[A-Za-z]\w{1,63})/(?P<id>\d{1,15})")
PICTURE: Final = re.compile(r"/(?P<code>(?:[0-9A-F]{2}){2,40})\.png")
"""The picture of an emoji is named by its code in UTF-8: `F09F9881.png`."""
MEDIA: Final = {
    "photo_wrap": "photo",
    "video_player": "video",
    "roundvideo_player": "video message",
    "voice_player": "voice",
    "document_wrap": "document",
    "sticker_wrap": "sticker",
    "location_wrap": "location",
    "poll": "poll",
    "contact_wrap": "contact",
    "invoice_wrap": "invoice",
    "game_wrap": "game",
}
"""The class of what hangs on a post, without its prefix, and its name."""
PREVIEW: Final = (".link_preview_site_name", ".link_preview_title", ".link_preview_description")


def lay_out(chunks: Iterable[str], head: Head, options: Options) -> Iterator[str | RawPost | RawFurniture | Channel]:
    """Lay out the posts of the page in its order."""
    del head, options
    page = Page()
    nodes = outermost(parse_html(chunks).css(f".{PREFIX}[data-post]"), PREFIX)
    # A page of posts that were embedded from here and there is nobody's.
    if len({found["channel"] for node in nodes if (found := _address(node)) is not None}) == 1:
        channels = [channel for node in nodes if (channel := _channel(node)) is not None]
        yield next((channel for channel in channels if channel.title), channels[0])
    for node in nodes:
        part = page.notice(_service(node)) if _has(node, "service_message") else page.post(_message(node))
        yield page.take()
        yield part


def _has(node: LexborNode, name: str) -> bool:
    return name in (node.attributes.get("class") or "").split()


def _service(node: LexborNode) -> str:
    return read_line(_text_of(node)) or ""


def _text_of(node: LexborNode) -> LexborNode | None:
    """Find the text of a post: an album's text stands in an element of its own kind, and a quote's outside of both."""
    for found in node.css(f".{PREFIX}_text"):
        if not _has(found, "js-message_reply_text") and not within(found, f"{PREFIX}_reply", node):
            return found
    return None


def _message(node: LexborNode) -> Message:
    """Read one post."""
    text = _text_of(node)
    body, entities = read_markup(text) if text is not None else ("", [])
    name = node.css_first(f".{PREFIX}_forwarded_from_name")
    media = tuple(kind for part, kind in MEDIA.items() if node.css_first(f".{PREFIX}_{part}") is not None)
    return Message(
        text=body,
        entities=entities,
        forwarded_from=read_line(name),
        forward_author=read_line(node.css_first(f".{PREFIX}_forwarded_from_author")),
        forward_url=name.attributes.get("href") if name is not None else None,
        above=[*_reply(node), *_media_lines(node, media)],
        below=[*_preview(node), *_poll(node)],
        reactions=list(_reactions(node)),
        facts={field: value for field, value in _facts(node, media) if value is not None},
    )


def _facts(node: LexborNode, media: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Give the fields of the post, None where the page does not tell."""
    found = _address(node)
    if found is not None:
        yield "message_id", int(found["id"])
        yield "url", f"https://t.me/{found['channel']}/{found['id']}"
        yield "channel", _channel(node)
        yield "reply_to", _reply_to(node, found["channel"])
    yield "signature", read_line(node.css_first(f".{PREFIX}_from_author"))
    yield "author", _owner(node)
    views = read_line(node.css_first(f".{PREFIX}_views"))
    yield "views_text", views
    yield "views", parse_count(views) if views else None
    bot = read_line(node.css_first(f".{PREFIX}_via_bot"))
    yield "via_bot", bot.removeprefix("@") if bot else None
    yield "sent_at", _time(node)
    yield "media", media or None


def _address(node: LexborNode) -> re.Match[str] | None:
    return POST.fullmatch(node.attributes.get("data-post") or "")


def _owner(node: LexborNode) -> str | None:
    return read_line(node.css_first(f".{PREFIX}_owner_name"))


def _channel(node: LexborNode) -> Channel | None:
    """Name the channel of a post, by its address and the name over it; service messages have no such name."""
    found = _address(node)
    if found is None:
        return None
    return Channel(title=_owner(node), username=found["channel"], url=f"https://t.me/{found['channel']}", given_by="export")


def _time(node: LexborNode) -> datetime | None:
    """Read when it was sent: behind an edited post stands this time too."""
    found = node.css_first(f".{PREFIX}_date time[datetime]") or node.css_first("time.time[datetime]")
    try:
        return datetime.fromisoformat(found.attributes.get("datetime") or "") if found is not None else None
    except ValueError:
        return None


def _reply_to(node: LexborNode, channel: str) -> int | None:
    """Give the number of the answered post, where it stands in the same channel."""
    reply = node.css_first(f".{PREFIX}_reply")
    found = POST.search((reply.attributes.get("href") or "").partition("t.me/")[2]) if reply is not None else None
    return int(found["id"]) if found is not None and found["channel"].casefold() == channel.casefold() else None


def _reply(node: LexborNode) -> Iterator[tuple[str, FurnitureKind]]:
    """Give the quote of the answered post, its author first."""
    reply = node.css_first(f".{PREFIX}_reply")
    if reply is None:
        return
    for part in ("author_name", "metatext", "text"):
        text = read_line(reply.css_first(f".{PREFIX}_{part}"))
        if text is not None:
            yield text, "reply"


def _media_lines(node: LexborNode, media: tuple[str, ...]) -> Iterator[tuple[str, FurnitureKind]]:
    """Give a line for each medium; a file has a name."""
    for kind in media:
        if kind != "poll":
            name = read_line(node.css_first(f".{PREFIX}_document_title")) if kind == "document" else None
            yield f"[ {kind.capitalize()}{' : ' + name if name else ''} ]", "media"


def _preview(node: LexborNode) -> Iterator[tuple[str, FurnitureKind]]:
    box = node.css_first(f".{PREFIX}_link_preview")
    for part in PREVIEW if box is not None else ():
        text = read_line(box.css_first(part)) if box is not None else None
        if text is not None:
            yield text, "preview"


def _poll(node: LexborNode) -> Iterator[tuple[str, FurnitureKind]]:
    question = read_line(node.css_first(f".{PREFIX}_poll_question"))
    if question is None:
        return
    yield question, "poll"
    for option in node.css(f".{PREFIX}_poll_option"):
        share = read_line(option.css_first(f".{PREFIX}_poll_option_percent"))
        yield f"- {read_line(option.css_first(f'.{PREFIX}_poll_option_text')) or ''}" + (f" {share}" if share else ""), "poll"


def _reactions(node: LexborNode) -> Iterator[tuple[str | None, str]]:
    for reaction in node.css(".tgme_reaction"):
        picture = reaction.css_first("i.emoji")
        glyph = (read_line(picture) or _pictured(picture)) if picture is not None else None
        count = (read_line(reaction) or "").removeprefix(glyph or "").strip()
        if count:
            yield glyph, count


def _pictured(picture: LexborNode) -> str | None:
    """Read an emoji from the name of its picture."""
    found = PICTURE.search(picture.attributes.get("style") or "")
    try:
        return bytes.fromhex(found["code"]).decode("utf-8") if found is not None else None
    except ValueError:
        return None


def recognise(head: Head) -> Score:
    """Look for the classes of Telegram's own pages."""
    if "<" not in head.text[:64] or not head.text.lstrip("\ufeff \t\r\n").startswith("<") or PREFIX not in head.text:
        return Score(0.0)
    return Score(1.0, ("classes of a page of t.me",)) if "data-post=" in head.text else Score(0.6, ("classes of a page of t.me",))


READER: Final = Reader(
    dialect=Dialect(
        name="web-html",
        summary="A saved page of a channel (t.me/s/…) or of an embedded post, as HTML.",
        carries={"forwards": "all", "reactions": "all", "sent_at": "all", "author": "all", "views": "all", "links": "all"},
        example='<div class="tgme_widget_message" data-post="minsk/7"><div class="tgme_widget_message_text">Talks resume.</div></div>',
    ),
    recognise=recognise,
    lay_out=lay_out,
)
