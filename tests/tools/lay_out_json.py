"""Lays source posts out as Telegram Desktop's machine-readable export, `result.json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from .source_posts import Piece, SourceChannel, SourceLine, SourcePost

_TYPES: Final = {
    "emoji": "plain",
    "label": "text_link",
    "quote": "blockquote",
    "struck": "strikethrough",
}
"""The names that the export gives to kinds of pieces, where they differ."""
NOT_INCLUDED: Final = "(File not included. Change data exporting settings to download.)"


def _entity(piece: Piece) -> dict[str, str]:
    kind = _TYPES.get(piece.kind, piece.kind)
    entity = {"type": kind, "text": piece.text}
    if kind == "text_link":
        entity["href"] = piece.url or ""
    if kind == "pre":
        entity["language"] = "python"
    return entity


def _entities(lines: Sequence[SourceLine]) -> list[dict[str, str]]:
    """Cut the text into entities, with the plain stretches between them, as the export does."""
    entities: list[dict[str, str]] = []

    def add(entity: dict[str, str]) -> None:
        if entities and entities[-1]["type"] == entity["type"] == "plain":
            entities[-1]["text"] += entity["text"]
        elif entity["text"]:
            entities.append(entity)

    for i, line in enumerate(lines):
        if i:
            add({"type": "plain", "text": "\n"})
        for piece in line.pieces():
            add(_entity(piece))
    return entities


def _text(entities: Sequence[dict[str, str]]) -> str | list[str | dict[str, str]]:
    """Give the field `text`: a string where nothing is marked up, else strings and objects."""
    if all(entity["type"] == "plain" for entity in entities):
        return "".join(entity["text"] for entity in entities)
    parts: list[str | dict[str, str]] = [entity["text"] if entity["type"] == "plain" else entity for entity in entities]
    return parts if isinstance(parts[-1], str) else [*parts, ""]


def _time(name: str, time: datetime) -> Iterator[tuple[str, Any]]:
    yield name, time.strftime("%Y-%m-%dT%H:%M:%S")
    yield f"{name}_unixtime", str(int(time.timestamp()))


def count_of(text: str) -> int:
    """Give the number that a printed count rounds: the export holds numbers.

    >>> count_of("1.2K")
    1200
    """
    factor = {"K": 1000, "M": 1_000_000}.get(text[-1], 1)
    return round(float(text.rstrip("KM")) * factor)


def _reaction(emoji: str, count: str) -> dict[str, Any]:
    if emoji:
        return {"type": "emoji", "count": count_of(count), "emoji": emoji}
    return {"type": "custom_emoji", "count": count_of(count), "document_id": "5368324170671202286"}


def _service(post: SourcePost, peer: str) -> dict[str, Any]:
    return {
        "id": post.id,
        "type": "service",
        **dict(_time("date", post.sent_at)),
        "actor": post.service,
        "actor_id": peer,
        "action": "create_channel",
        "title": post.service,
        "text": "",
        "text_entities": [],
    }


def _message(post: SourcePost, channel: SourceChannel, peer: str) -> dict[str, Any]:
    if post.service:
        return _service(post, peer)
    message: dict[str, Any] = {"id": post.id, "type": "message", **dict(_time("date", post.sent_at))}
    if post.edited_at:
        message |= dict(_time("edited", post.edited_at))
    message |= {"from": post.author or channel.title, "from_id": f"user{1000 + sum(map(ord, post.author))}" if post.author else peer}
    if post.signature:
        message["author"] = post.signature
    if post.forwarded_from:
        message["forwarded_from"] = post.forwarded_from
    if post.reply:
        message["reply_to_message_id"] = post.reply.id
    if "photo" in post.media:
        message |= {"photo": NOT_INCLUDED, "photo_file_size": 184220, "width": 1280, "height": 853}
    if post.poll:
        answers = [{"text": answer, "voters": 1, "chosen": False} for _, answer in post.poll.options]
        total = count_of(post.poll.voters)
        message["poll"] = {"question": post.poll.question, "closed": False, "total_voters": total, "answers": answers}
    entities = _entities(post.lines)
    message |= {"text": _text(entities), "text_entities": entities}
    if post.reactions:
        message["reactions"] = [_reaction(emoji, count) for emoji, count in post.reactions]
    return message


def lay_out_desktop_json(posts: Sequence[SourcePost], channel: SourceChannel) -> str:
    """Lay posts out as Telegram Desktop exports one chat: `result.json`, indented by one blank."""
    number = 1_200_000_000 + sum(map(ord, channel.username))
    kind = "private_supergroup" if channel.group else "public_channel"
    messages = [_message(post, channel, f"channel{number}") for post in posts]
    return json.dumps({"name": channel.title, "type": kind, "id": number, "messages": messages}, ensure_ascii=False, indent=1)


def lay_out_account_json(chats: Sequence[tuple[SourceChannel, Sequence[SourcePost]]]) -> str:
    """Lay several chats out as Telegram Desktop exports a whole account."""
    listed = [json.loads(lay_out_desktop_json(posts, channel)) for channel, posts in chats]
    about = "Here is the data you requested."
    account = {"about": about, "chats": {"about": "This page lists all chats from this export.", "list": listed}}
    return json.dumps(account, ensure_ascii=False, indent=1)
