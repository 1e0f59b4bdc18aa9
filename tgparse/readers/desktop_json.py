"""Desktop JSON: the machine-readable export of Telegram Desktop, `result.json`, of one chat or of the whole account.

    export  := chat | {"chats": {"list": [chat*]}, "left_chats": {"list": [chat*]}, ...}
    chat    := {"name", "type", "id", "messages": [message*]}
    message := {"id", "type": "message" | "service", "date", "date_unixtime", "edited", "from", "author", "forwarded_from",
                "reply_to_message_id", "via_bot", "photo" | "file" | "media_type" | "poll" ..., "text", "text_entities", "reactions"}

Such a file may be larger than the memory, so it is walked: objects and lists are entered one key at a time, and only a whole
message is decoded at once, by the decoder of the standard library, which is written in C. An export that breaks off gives the
messages before the break.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from json import JSONDecoder
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from ..errors import TgparseError
from ..models import Channel, Dialect
from ..tokens import Note, RawPost, Reader, Score
from .clocks import zoned
from .laid_out import Entity, Message, Page, count_text, printable

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from ..options import Options
    from ..tokens import Head, RawFurniture

    Record = dict[str, Any]

MAX_VALUE: Final = 1 << 24
"""Code points in a message, or in another value that is decoded as a whole: one without an end must not fill memory."""
BLANK: Final = re.compile(r"[ \t\r\n]*")
SIMPLE: Final = re.compile(r"[^\s,\]}]+(?=[\s,\]}])")
"""A number, true, false or null, and the character that shows where it ends."""
MEDIA: Final = {
    "video_file": "video",
    "video_message": "video message",
    "voice_message": "voice",
    "audio_file": "audio",
    "sticker": "sticker",
    "animation": "animation",
}
HOLDERS: Final = {"photo": "photo", "contact_information": "contact", "location_information": "location", "todo_list": "checklist"}
"""Keys that show what hangs on a message without a `media_type`."""
KINDS: Final = {"link": "url"}
"""Names of entities that the export calls otherwise than Telegram's API."""
LONGEST_OFFSET: Final = 14 * 3600
QUARTER: Final = 15 * 60
SIGNS: Final = ('"date_unixtime"', '"from_id"', '"text_entities"', '"forwarded_from"', '"actor_id"')


class Chat(NamedTuple):
    """A chat of an export."""

    told: Record
    """What stands beside its list of messages: name, type and id."""
    alone: bool
    """Whether the export is of this chat; else it is of a whole account."""


class _BrokenError(Exception):
    """The text ends, or is no JSON, at `offset`."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class _Text:
    """The text of the export as it comes: what was read is dropped."""

    def __init__(self, chunks: Iterable[str]) -> None:
        self._chunks = iter(chunks)
        self._decode = JSONDecoder().raw_decode
        self._text = ""
        self._at = 0
        self._dropped = 0

    def _more(self) -> bool:
        """Read on, at least as much as is pending, so that a long value is not decoded again and again."""
        pending = self._text[self._at :]
        pieces = [pending]
        size = 0
        for chunk in self._chunks:
            pieces.append(chunk)
            size += len(chunk)
            if size >= len(pending):
                break
        self._dropped += self._at
        self._text, self._at = "".join(pieces), 0
        return size > 0

    def broken(self) -> _BrokenError:
        return _BrokenError(self._dropped + self._at)

    def peek(self) -> str:
        """Give the next character that is not blank."""
        while True:
            self._at = cast("re.Match[str]", BLANK.match(self._text, self._at)).end()
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                raise self.broken()

    def skip(self, expected: str) -> bool:
        """Step over a character, if it is the next one."""
        if self.peek() != expected:
            return False
        self._at += 1
        return True

    def value(self) -> object:
        """Decode the next value as a whole."""
        simple = self.peek() not in '{["'
        while True:
            # A number may go on in the next chunk, and would still decode.
            if not simple or SIMPLE.match(self._text, self._at):
                try:
                    value, end = cast("tuple[object, int]", self._decode(self._text, self._at))
                except ValueError:  # Not yet whole, or a number of too many digits.
                    pass
                except RecursionError:
                    raise self.broken() from None
                else:
                    if end - self._at > MAX_VALUE:
                        raise self.broken()
                    self._at = end
                    return value
            if len(self._text) - self._at > MAX_VALUE or not self._more():
                raise self.broken()


def iter_messages(chunks: Iterable[str]) -> Iterator[tuple[Chat, Record]]:
    """Give each message with its chat.

    >>> [(chat.told["name"], message["id"]) for chat, message in iter_messages(['{"name": "A", "mess', 'ages": [{"id": 1}]}'])]
    [('A', 1)]
    """
    text = _Text(chunks)
    chats: list[Record | None] = []
    """The objects and lists (None) that are open."""
    while True:
        opened = chats[-1] if chats else None
        if chats and text.skip("}" if opened is not None else "]"):
            chats.pop()
        else:
            key = _key(text) if opened is not None else None
            found = yield from _enter(text, key, chats)
            if not found and opened is not None and key is not None:
                opened[key] = text.value()
            elif not found:
                text.value()
        if not chats:
            return
        text.skip(",")


def _key(text: _Text) -> str:
    key = text.value()
    if not isinstance(key, str) or not text.skip(":"):
        raise text.broken()
    return key


def _enter(text: _Text, key: str | None, chats: list[Record | None]) -> Generator[tuple[Chat, Record], None, bool]:
    """Enter the object or list that comes next, or give the messages that it is; say whether there was one."""
    if key == "messages" and text.peek() == "[":
        chat = Chat(chats[-1] or {}, alone=len(chats) == 1)
        text.skip("[")
        while not text.skip("]"):
            message = text.value()
            if isinstance(message, dict):
                yield chat, cast("Record", message)
            text.skip(",")
        return True
    if text.skip("{"):
        chats.append({})
        return True
    if text.skip("["):
        chats.append(None)
        return True
    return False


def lay_out(chunks: Iterable[str], head: Head, options: Options) -> Iterator[str | RawPost | RawFurniture | Channel]:
    """Lay out the messages one by one."""
    del head
    page = Page()
    last: RawPost | None = None
    named = False
    try:
        for chat, record in iter_messages(chunks):
            channel = _channel(chat.told)
            if chat.alone and channel is not None and not named:
                named = True
                yield channel
            if record.get("type") == "service":
                furniture = page.notice(_service(record))
                yield page.take()
                yield furniture
                continue
            if last is not None:
                yield last
            last = page.post(_message(record, channel, options))
            yield page.take()
    except _BrokenError as broken:
        message = f"the JSON breaks off, is none or has an endless value at code point {broken.offset}"
        if last is None and options.dialect is not None:
            raise TgparseError(message) from None
        if last is not None:
            last.notes = (*last.notes, Note("TG001", message, None))
    if last is not None:
        yield last


def _channel(chat: Record) -> Channel | None:
    title = _string(chat.get("name"))
    return Channel(title=title, given_by="export") if title else None


def _message(record: Record, channel: Channel | None, options: Options) -> Message:
    """Read one message."""
    text, entities = _text(record)
    message = Message(text, entities, forwarded_from=_string(record.get("forwarded_from")))
    message.facts = {name: value for name, value in _facts(record, options) if value is not None}
    if channel is not None:
        message.facts["channel"] = channel
    media = tuple(_media(record))
    if media:
        message.facts["media"] = media
        message.above = [(f"[ {kind.capitalize()} ]", "media") for kind in media if kind != "poll"]
    message.below = [(line, "poll") for line in _poll(record.get("poll"))]
    message.reactions = list(_reactions(record.get("reactions")))
    return message


def _facts(record: Record, options: Options) -> Iterator[tuple[str, Any]]:
    """Give the fields of the post, None where the export does not tell."""
    yield "author", _string(record.get("from"))
    yield "signature", _string(record.get("author"))
    yield "message_id", _number(record.get("id"))
    yield "reply_to", _number(record.get("reply_to_message_id"))
    bot = _string(record.get("via_bot"))
    yield "via_bot", bot.removeprefix("@") if bot else None
    yield "sent_at", _time(record, "date", options)
    yield "edited_at", _time(record, "edited", options)


def _string(value: object) -> str | None:
    return printable(value) if isinstance(value, str) and value.strip() else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _time(record: Record, key: str, options: Options) -> datetime | None:
    """Read a time: the local clock, with the zone that the time since 1970 shows."""
    local = _string(record.get(key))
    seconds = _string(record.get(f"{key}_unixtime"))
    try:
        wall = datetime.fromisoformat(local) if local else None
        exact = datetime.fromtimestamp(int(seconds), UTC) if seconds else None
    except (ValueError, OverflowError, OSError):
        return None
    if exact is None:
        return zoned(wall, options) if wall else None
    offset = int((wall.replace(tzinfo=UTC) - exact).total_seconds()) if wall and wall.tzinfo is None else 0
    if offset % QUARTER or abs(offset) > LONGEST_OFFSET:
        return exact
    return exact.astimezone(timezone(timedelta(seconds=offset)))


def _text(record: Record) -> tuple[str, list[Entity]]:
    """Put the text together from its pieces; a piece with markup is an entity."""
    pieces = record.get("text_entities") or record.get("text")
    if isinstance(pieces, str):
        return printable(pieces), []
    texts: list[str] = []
    entities: list[Entity] = []
    at = 0
    for piece in cast("list[object]", pieces) if isinstance(pieces, list) else []:
        part = cast("Record", piece) if isinstance(piece, dict) else {"text": piece}
        text = part.get("text")
        if not isinstance(text, str):
            continue
        text = printable(text)
        kind = str(part.get("type") or "plain")
        if kind != "plain":
            url = text if kind == "link" else _string(part.get("href"))
            entities.append(Entity(KINDS.get(kind, kind), at, at + len(text), url))
        texts.append(text)
        at += len(text)
    return "".join(texts), entities


def _media(record: Record) -> Iterator[str]:
    """Name what hangs on a message."""
    kind = _string(record.get("media_type"))
    if kind is not None:
        yield MEDIA.get(kind, kind.replace("_", " "))
    elif _string(record.get("file")) is not None:
        yield "document"
    for key, name in HOLDERS.items():
        if record.get(key):
            yield name
    if isinstance(record.get("poll"), dict):
        yield "poll"


def _poll(poll: object) -> Iterator[str]:
    """Give question and answers of a poll, a line each."""
    if not isinstance(poll, dict):
        return
    fields = cast("Record", poll)
    yield _plain(fields.get("question"))
    answers = fields.get("answers")
    for answer in cast("list[object]", answers) if isinstance(answers, list) else []:
        if isinstance(answer, dict):
            yield f"- {_plain(cast('Record', answer).get('text'))}"


def _plain(value: object) -> str:
    """Give a text that may be a string or cut into entities."""
    return _text({"text": value})[0]


def _reactions(reactions: object) -> Iterator[tuple[str | None, str]]:
    for reaction in cast("list[object]", reactions) if isinstance(reactions, list) else []:
        fields = cast("Record", reaction) if isinstance(reaction, dict) else {}
        count = _number(fields.get("count"))
        if count is not None and count > 0:
            yield _string(fields.get("emoji")) if fields.get("type", "emoji") == "emoji" else None, count_text(count)


def _service(record: Record) -> str:
    """Say in words what a service message records."""
    actor = _string(record.get("actor")) or ""
    action = (_string(record.get("action")) or "service message").replace("_", " ")
    title = _string(record.get("title"))
    return f"{actor}: {action}" + (f" «{title}»" if title else "")


def recognise(head: Head) -> Score:
    """Look for the keys of the export."""
    text = head.text
    if "{" not in text[:64] or '"messages"' not in text or not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return Score(0.0)
    signs = [sign for sign in SIGNS if sign in text]
    return Score(min(1.0, 0.7 + 0.1 * len(signs)), ("keys " + ", ".join(signs),)) if signs else Score(0.0)


READER: Final = Reader(
    dialect=Dialect(
        name="desktop-json",
        summary="The machine-readable export of Telegram Desktop (result.json), of one chat or of the whole account.",
        carries={"forwards": "all", "reactions": "all", "sent_at": "all", "author": "all", "views": "none", "links": "all"},
        example='{"name": "Minsk", "id": 1, "messages": [{"id": 7, "type": "message", "date_unixtime": "1745440500", "text": "Hi"}]}',
    ),
    recognise=recognise,
    lay_out=lay_out,
)
