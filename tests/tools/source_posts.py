"""The posts that the fixtures are made of: their models, how they are read, and the entities inside a line.

A source post is what its author sent, before any client, page or extractor has touched it. The files in `fixtures/posts`
hold them as JSON; a line is a string, or an object where part of the line is styled or linked.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

POSTS: Final = Path(__file__).resolve().parents[2] / "fixtures" / "posts"
Style = Literal["quote", "code", "pre", "struck", "spoiler", "bold"]
EPOCH: Final = datetime(2022, 1, 1, 12, tzinfo=UTC)
"""When a post was sent that does not say so."""

_TAG: Final = r"(?<![\w·])#[\w·\u200c]*[^\W\d_][\w·\u200c]*(?![\w·\u200c#])"
_MAIL: Final = r"(?<![\w.])[\w.+-]+@[\w-]+\.[a-z]{2,}"
_MENTION: Final = r"(?<!\w)@\w{4,32}"
_URL: Final = r"https?://[\w./?=&%#-]*[\w/]"
_EMOJI: Final = (
    "[\U0001f1e6-\U0001f1ff]{2}"
    "|[\U0001f300-\U0001faff\u2600\u2614\u261d\u2693\u2699\u26a1\u2705\u2708\u2709\u2753\u2757\u2764\u2b06\u2b07\u2b50\u25aa]\ufe0f?"
)
_ENTITY: Final = re.compile(f"(?P<link>{_URL})|(?P<email>{_MAIL})|(?P<mention>{_MENTION})|(?P<hashtag>{_TAG})|(?P<emoji>{_EMOJI})")


class Piece(NamedTuple):
    """A stretch of a line that clients mark up in one way."""

    kind: str
    """"plain", "emoji", a kind of entity found in the text ("hashtag", "link" …), a `Style`, or "label"."""
    text: str
    url: str | None = None


@dataclass(frozen=True)
class SourceLine:
    """A line of a post, as its author typed it; an empty text is an empty line."""

    text: str
    style: Style | None = None
    url: str | None = None
    """Where the whole line leads, if it is a label."""

    def pieces(self) -> Iterator[Piece]:
        """Cut the line where its markup changes."""
        if self.style or self.url:
            yield Piece(self.style or "label", self.text, self.url)
            return
        done = 0
        for match in _ENTITY.finditer(self.text):
            if match.start() > done:
                yield Piece("plain", self.text[done : match.start()])
            yield Piece(str(match.lastgroup), match.group())
            done = match.end()
        if done < len(self.text):
            yield Piece("plain", self.text[done:])


@dataclass(frozen=True)
class Reply:
    """The post that a post answers, as clients quote it."""

    id: int
    author: str
    text: str


@dataclass(frozen=True)
class Poll:
    """A poll with its results."""

    question: str
    options: tuple[tuple[str, str], ...]
    """Share and answer, such as ("16%", "Yes")."""
    voters: str


@dataclass(frozen=True)
class Preview:
    """The preview of a link under a post."""

    site: str
    title: str
    description: str


@dataclass(frozen=True)
class SourcePost:
    """A post as it was sent; each way of export shows some of these fields and loses the others."""

    lines: tuple[SourceLine, ...] = ()
    forwarded_from: str | None = None
    forward_author: str | None = None
    """The signature that a forward marker shows in brackets."""
    forwarded_url: str | None = None
    reactions: tuple[tuple[str, str], ...] = ()
    """Emoji and count as printed; an empty emoji is a glyph that the page draws as a picture."""
    id: int = 1
    sent_at: datetime = EPOCH
    edited_at: datetime | None = None
    views: str | None = None
    author: str | None = None
    """The sender, in a group."""
    signature: str | None = None
    reply: Reply | None = None
    media: tuple[str, ...] = ()
    poll: Poll | None = None
    preview: Preview | None = None
    service: str | None = None
    """Who did what the client reports: "channel created"."""
    lost: bool = False
    """Whether trafilatura drops the text and leaves only marker and reactions."""
    headline_lost: bool = False
    """Whether trafilatura drops the first line, which was only a link."""
    dates: tuple[str, ...] = ()
    """The dates in the text as EDTF, in its order: what a reader of the whole channel understands."""
    dates_by_clock: tuple[str, ...] = ()
    """The same for a reader who also sees when the post was sent, where that tells more."""
    places: tuple[str, ...] = ()
    """The places in the text, "Vienna AT", in its order."""

    @property
    def marker(self) -> str | None:
        """The forward marker as t.me prints it."""
        if self.forwarded_from is None:
            return None
        return f"Forwarded from {self.forwarded_from}" + (f" ({self.forward_author})" if self.forward_author else "")

    @property
    def kept(self) -> tuple[SourceLine, ...]:
        """The lines that are not empty."""
        return tuple(line for line in self.lines if line.text)

    @property
    def text(self) -> str:
        """The text as it was sent."""
        return "\n".join(line.text for line in self.lines)

    @property
    def body(self) -> str:
        """The text without empty lines."""
        return "\n".join(line.text for line in self.kept)

    @property
    def hashtags(self) -> tuple[str, ...]:
        """The hashtags of the text, in its order."""
        return tuple(piece.text for line in self.lines for piece in SourceLine(line.text).pieces() if piece.kind == "hashtag")


@dataclass(frozen=True)
class SourceChannel:
    """Whose posts these are."""

    title: str
    username: str
    language: str = "en"
    subscribers: str = "1.2K"
    about: str = ""
    group: bool = False


def read_line(raw: str | dict[str, str]) -> SourceLine:
    """Make a line of its JSON.

    >>> read_line({"text": "Read in full", "url": "https://example.org"}).url
    'https://example.org'
    """
    if isinstance(raw, str):
        return SourceLine(raw)
    return SourceLine(raw["text"], raw.get("as"), raw.get("url"))  # type: ignore[arg-type]


def read_post(raw: dict[str, Any]) -> SourcePost:
    """Make a post of its JSON."""
    fields = dict(raw)
    fields["lines"] = tuple(map(read_line, raw["lines"]))
    for name in ("sent_at", "edited_at"):
        if name in raw:
            fields[name] = datetime.fromisoformat(raw[name])
    for name in ("media", "dates", "dates_by_clock", "places"):
        fields[name] = tuple(raw.get(name, ()))
    fields["reactions"] = tuple((emoji, count) for emoji, count in raw.get("reactions", ()))
    if "reply" in raw:
        fields["reply"] = Reply(**raw["reply"])
    if "poll" in raw:
        fields["poll"] = Poll(raw["poll"]["question"], tuple((a, b) for a, b in raw["poll"]["options"]), raw["poll"]["voters"])
    if "preview" in raw:
        fields["preview"] = Preview(**raw["preview"])
    return SourcePost(**fields)


def load(name: str) -> tuple[SourceChannel, tuple[SourcePost, ...]]:
    """Read one of the files of `fixtures/posts`, by its name without ending."""
    raw = json.loads((POSTS / f"{name}.json").read_text(encoding="utf-8"))
    return SourceChannel(**raw["channel"]), tuple(map(read_post, raw["posts"]))
