"""What a user holds: the frozen models of a post and of everything found in it.

Everything found in the text is an `Item`: its `text`, the `span` where it stands, and the `line` it begins on.
The offsets are code points of the decoded source, so that `document.text[item.span.start:item.span.end] == item.text`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, Field

from .cards import page
from .completion import own_names
from .errors import Severity
from .folding import content_hash
from .spans import Span

BegunBy = Literal["marker", "doubling", "reactions", "header", "title", "footer", "guess"]
ParagraphKind = Literal["headline", "lead_in", "point", "text", "section", "tags", "dateline", "link"]
FurnitureKind = Literal["title", "media", "poll", "preview", "reply", "footer", "notice", "boilerplate"]
BulletStyle = Literal["emoji", "number", "letter", "dash", "symbol"]
Precision = Literal["minute", "day", "month", "year"]
YearFrom = Literal["text", "weekday", "post", "neighbours", "reference"]
PlaceKind = Literal["country", "region", "city", "continent", "area", "feature"]
PlaceCue = Literal["dateline", "pin", "flag", "hashtag", "coordinates", "name", "ner"]
ModelT = TypeVar("ModelT", bound="Model")
ItemT = TypeVar("ItemT", bound="Item")
MAX_REPR: int = 40


class Model(BaseModel, frozen=True, extra="forbid", use_attribute_docstrings=True):
    """The base of all models: frozen, closed to unknown fields, and quiet on TAB."""

    def __dir__(self) -> list[str]:
        """List the names that belong to the field, not Pydantic's own.

        >>> "model_fields" in dir(Channel(title="News")), "title" in dir(Channel(title="News"))
        (False, True)
        """
        return own_names(type(self))


class Item(Model, frozen=True):
    """Something found in the text, with its exact place."""

    text: str
    """What stands in the source at `span`, character for character."""
    span: Span
    """Where it stands: code points of the decoded source, half open."""
    line: int
    """The 1-based number of the source line that it begins on."""

    def __str__(self) -> str:
        """Give the text.

        >>> str(Hashtag(text="#OSCE", span=Span(0, 5), line=1, tag="OSCE", key="osce"))
        '#OSCE'
        """
        return self.text

    @property
    def tip(self) -> str:
        """What it was taken to be, in a line for people."""
        return type(self).__name__.lower()

    def __repr__(self) -> str:
        """Show kind, text and place in one line.

        >>> Hashtag(text="#OSCE", span=Span(0, 5), line=1, tag="OSCE", key="osce")
        Hashtag('#OSCE', line 1, 0:5)
        """
        return f"{type(self).__name__}({shorten(self.text)!r}, line {self.line}, {self.span.start}:{self.span.end})"


def builder(model: type[ModelT]) -> Callable[[Mapping[str, Any]], ModelT]:
    """Give what makes a model of its fields: checked as in a call with keywords, in half the time.

    >>> builder(Mention)({"text": "@osce", "span": Span(0, 5), "line": 1, "username": "osce"})
    Mention('@osce', line 1, 0:5)
    """
    return model.__pydantic_validator__.validate_python


def of_kind(items: Iterable[Item], kind: type[ItemT]) -> list[ItemT]:
    """Give the items of one model, and of none derived from it.

    Asking `isinstance` of a Pydantic model takes as long as making an item, where the answer is no.

    >>> tag = Hashtag(text="#OSCE", span=Span(0, 5), line=1, tag="OSCE", key="osce")
    >>> of_kind([tag], Hashtag), of_kind([tag], Mention)
    ([Hashtag('#OSCE', line 1, 0:5)], [])
    """
    found: list[Any] = [item for item in items if type(item) is kind]
    return found


def shorten(text: str) -> str:
    """Cut a text for display to some forty characters.

    >>> shorten("a" * 50)
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…'
    """
    return text if len(text) <= MAX_REPR else text[: MAX_REPR - 1] + "…"


class Channel(Model, frozen=True):
    """Whose posts these are, as far as it is known.

    >>> Channel(username="osce", url="https://t.me/osce", given_by="user").username
    'osce'
    """

    title: str | None = None
    """The name that readers see."""
    username: str | None = None
    """The public name without "@"."""
    url: str | None = None
    """The public address."""
    given_by: Literal["user", "source", "text", "export"] = "user"
    """Who said so: the caller, the name or URL of the source, the text itself, the export's own fields."""


class Forward(Item, frozen=True):
    """A forward marker: `text` is the whole marker line, "Forwarded from NAME"."""

    name: str
    """The name of the channel or person, as printed."""
    author: str | None = None
    """The signature in brackets behind the name; a guess, since names may end in brackets too."""
    url: str | None = None
    """The address of the original, where the export shows it."""
    language: str | None = None
    """ISO 639-1 code of the marker's words."""
    key: str
    """The name folded (case, emoji, no-break spaces), so that one channel counts as one."""


class Paragraph(Item, frozen=True):
    """One kept line of the author's own text, bullet and all."""

    kind: ParagraphKind = "text"
    """Its part in the post."""
    section: str | None = None
    """The tag, without "#", that heads this paragraph."""
    joined: str | None = None
    """How it reads, where an extractor cut it in pieces; None where `text` says it."""


class Furniture(Item, frozen=True):
    """A line that the page or the client wrote, not the author."""

    kind: FurnitureKind
    """What it belonged to."""

    @property
    def tip(self) -> str:
        """What it was taken to be, in a line for people."""
        return self.kind if self.kind == "boilerplate" else f"{self.kind} of the page or client"


class Point(Item, frozen=True):
    """The content of a bulleted line, without its bullet."""

    bullet: str
    """The bullet as printed: "🔹", "1)", "•"."""
    style: BulletStyle
    """What kind of bullet it is."""
    section: str | None = None
    """The tag that heads it, without "#"."""


class Hashtag(Item, frozen=True):
    """A hashtag by Telegram's own rules."""

    tag: str
    """The tag without "#"."""
    key: str
    """The tag case-folded, for counting."""
    channel: str | None = None
    """The channel of "#tag@channel"."""

    @property
    def tip(self) -> str:
        """What it was taken to be, in a line for people."""
        return f"hashtag {self.tag}{f' of the channel {self.channel}' if self.channel else ''}"


class Mention(Item, frozen=True):
    """A "@name" by Telegram's own rules."""

    username: str
    """The name without "@"."""

    @property
    def tip(self) -> str:
        """What it was taken to be, in a line for people."""
        return f"mention of {self.username}"


class Link(Item, frozen=True):
    """A URL, an e-mail address, or a label whose target may be lost."""

    kind: Literal["url", "email", "label"]
    """What the text is."""
    url: str | None = None
    """The target; None for a label whose target the export lost, such as "Read in full"."""

    @property
    def tip(self) -> str:
        """What it was taken to be, in a line for people."""
        return f"{self.kind} {self.url}" if self.url else f"{self.kind} whose target the export lost"


class DateMention(Item, frozen=True):
    """An explicit date or range of dates in the text."""

    edtf: str
    """ISO 8601-2: "2022-12-05", "2021-08", "1944", "2022-12-05/2022-12-07", "XXXX-12-05" where no year can be known."""
    precision: Precision
    """The finest unit that is stated."""
    first: date | None = None
    """The first day covered; None without a year."""
    last: date | None = None
    """The last day covered."""
    year_from: YearFrom | None = None
    """Where the year comes from; None where there is none."""
    alternatives: tuple[str, ...] = ()
    """EDTF of other readings, such as the other day-month order."""
    calendar: str = "gregorian"
    """The calendar that the text uses; the value is always Gregorian."""
    language: str | None = None
    """ISO 639-1 code of its month word; None for numeric dates."""

    @property
    def tip(self) -> str:
        """What it was taken to be, in a line for people."""
        year = f"year from {self.year_from}" if self.year_from and self.year_from != "text" else None
        others = f"or {', '.join(self.alternatives)}" if self.alternatives else None
        return "; ".join(part for part in (f"date {self.edtf} ({self.precision})", year, others) if part)


class Dated(Model, frozen=True):
    """A post's own date, as well as it can be known; never from prose."""

    edtf: str
    """ISO 8601-2."""
    first: date
    """The first day it can be."""
    last: date
    """The last day it can be."""
    basis: Literal["sent_at", "dateline", "headline", "neighbours"]
    """What it rests on."""


class Location(Item, frozen=True):
    """A place named in the text."""

    name: str
    """Its canonical English name."""
    kind: PlaceKind
    """What it is."""
    country_code: str | None = None
    """ISO 3166-1 alpha-2."""
    latitude: float | None = None
    """Degrees, WGS 84."""
    longitude: float | None = None
    """Degrees, WGS 84."""
    geonames_id: int | None = None
    """GeoNames id."""
    cue: PlaceCue
    """What shows that it is a place."""
    confidence: float = Field(ge=0, le=1)
    """How often a find like this one is a place."""

    @property
    def tip(self) -> str:
        """What it was taken to be, in a line for people."""
        where = f"{self.latitude:g}, {self.longitude:g}" if self.latitude is not None and self.longitude is not None else None
        country = self.country_code if self.kind != "country" else None
        known = (f"{self.kind} {self.name}", country, where, f"cue {self.cue}", f"confidence {self.confidence:.2f}")
        return "; ".join(part for part in known if part)


class Reaction(Item, frozen=True):
    """One emoji of a reactions line with its count."""

    emoji: str | None
    """The emoji as printed; None where the export lost the glyph."""
    count: int
    """The count: 1200 for "1.2K"."""
    count_text: str
    """The count as printed."""
    ambiguous: bool = False
    """Whether the digits may belong to two reactions, as in "❤1👍11.58K"."""


class Repeat(Item, frozen=True):
    """A line that was taken out of the text because it stands there already."""

    kind: Literal["body", "paragraph", "marker"]
    """Whether a whole body, a paragraph or a forward marker was repeated."""
    of: Span
    """Where the copy stands that stays."""
    similarity: float = 1.0
    """1.0 for equal copies (white space and invisible characters aside)."""

    @property
    def tip(self) -> str:
        """What it was taken to be, in a line for people."""
        return f"{self.kind} repeated, similarity {self.similarity:.2f}"


class Found(Item, frozen=True):
    """What a user's own extractor found."""

    kind: str
    """The user's name for it."""
    value: str | int | float | bool | None = None
    """The user's value."""

    @property
    def tip(self) -> str:
        """What it was taken to be, in a line for people."""
        return f"{self.kind}: {self.value}" if self.value is not None else self.kind


class Diagnostic(Item, frozen=True):
    """A problem, as a value: what, where and how bad. About a whole file, its span is (0, 0)."""

    code: str
    """A key of `tgparse.errors.CODES`."""
    severity: Severity
    """"info", "warning" or "error"."""
    message: str
    """One sentence for people."""
    source: str
    """The source it was met in."""
    post: int | None = None
    """Index of the post, where it belongs to one."""


class Near(Model, frozen=True):
    """An earlier post of the same source that a post is like without being equal to it."""

    index: int
    """Its index."""
    similarity: float = Field(gt=0, lt=1)
    """Share of the shorter post's shingles (runs of five characters) that the longer one has; of retitled posts without first lines."""
    kind: Literal["near", "contained", "contains", "retitled"]
    """Whether the post is nearly the same, contained in the earlier one, contains it, or is nearly the same under another headline."""


class Seen(Model, frozen=True):
    """Where an earlier run first saw a post with the same words."""

    source: str
    """The source that the run read."""
    index: int
    """Index of the post in it."""


Carried = Literal["all", "some", "none"]


class Dialect(Model, frozen=True):
    """A form in which Telegram text reaches users."""

    name: str
    """The name that `Options.dialect` takes."""
    summary: str
    """One sentence on where it comes from."""
    carries: Mapping[str, Carried]
    """For forwards, reactions, sent_at, author, views and links: whether its exports show all, some or none."""
    example: str
    """A few lines of it."""


class Recognition(Model, frozen=True):
    """Whether a text looks like an export of Telegram posts, and which."""

    is_telegram: bool
    """Whether the evidence is enough."""
    dialect: str
    """The best-fitting name of `tgparse.DIALECTS`."""
    confidence: float = Field(ge=0, le=1)
    """How sure that is."""
    evidence: tuple[str, ...] = ()
    """What speaks for it, in words."""


class Correction(Model, frozen=True):
    """What a person put right in an item, named so that it can be done again after a later parse."""

    content_hash: str
    """The `content_hash` of the post."""
    field: str
    """The field of the post that holds the item."""
    text: str
    """The text of the item."""
    nth: int = Field(default=0, ge=0)
    """Its number, from 0, among the items of that field that have this text."""
    before: Mapping[str, Any]
    """What the corrected fields were, as JSON has it."""
    after: Mapping[str, Any]
    """What they are now."""


class Post(Model, frozen=True):
    """One post: where it stands, who wrote it first, its text once, and what was found in it."""

    span: Span
    """From its first to its last line in the source, marker, copies and reactions included."""
    line: int
    """The 1-based number of its first line."""
    index: int
    """Its 0-based number in the document."""
    source: str
    """The source it comes from."""
    begun_by: BegunBy
    """What showed that a post begins here."""
    forwarded_from: Forward | None = None
    """The forward marker."""
    headline: Paragraph | None = None
    """The first kept line, unless it is one of a run with the same bullet; it stands in `paragraphs` too."""
    paragraphs: tuple[Paragraph, ...] = ()
    """The author's lines, each once."""
    points: tuple[Point, ...] = ()
    """The contents of the bulleted lines."""
    hashtags: tuple[Hashtag, ...] = ()
    """Hashtags in the order of the text."""
    mentions: tuple[Mention, ...] = ()
    """Mentions in the order of the text."""
    links: tuple[Link, ...] = ()
    """Links and labels in the order of the text."""
    dates: tuple[DateMention, ...] = ()
    """Dates in the order of the text."""
    locations: tuple[Location, ...] = ()
    """Places in the order of the text."""
    reactions: tuple[Reaction, ...] = ()
    """Reactions with their counts."""
    repeats: tuple[Repeat, ...] = ()
    """What was taken out of the text, line by line."""
    furniture: tuple[Furniture, ...] = ()
    """Lines of the page or client inside the post."""
    found: tuple[Found, ...] = ()
    """What the user's own extractors found."""
    dated: Dated | None = None
    """The post's own date."""
    repeats_post: int | None = None
    """Index of the first equal post."""
    near: tuple[Near, ...] = ()
    """Earlier posts that it is like, where they were asked for (`repeats="near"`); none for a post that repeats an equal one."""
    seen: Seen | None = None
    """Where an earlier run saw it, where that was asked for (`iter_posts(seen=…)`)."""
    author: str | None = None
    """The sender."""
    signature: str | None = None
    """The signature of a channel post."""
    channel: Channel | None = None
    """The channel it stood in."""
    message_id: int | None = None
    """Telegram's number of the message."""
    url: str | None = None
    """The post's own address."""
    sent_at: datetime | None = None
    """When it was sent; with a zone only where it is known."""
    edited_at: datetime | None = None
    """When it was last edited."""
    views: int | None = None
    """How often it was seen: 8670000 for "8.67M"."""
    views_text: str | None = None
    """The view count as printed."""
    reply_to: int | None = None
    """Number of the message that it answers."""
    via_bot: str | None = None
    """The bot that it was made with."""
    media: tuple[str, ...] = ()
    """Kinds of media that hung on it: "photo", "video", "poll" …"""

    @cached_property
    def body(self) -> str:
        """The kept paragraphs, one a line; a paragraph that an extractor cut in pieces stands joined."""
        return "\n".join([p.text if p.joined is None else p.joined for p in self.paragraphs])

    @property
    def is_empty(self) -> bool:
        """Whether no text of the author is left."""
        return not self.paragraphs

    @cached_property
    def content_hash(self) -> str:
        """BLAKE2b-128 of the words, as "tg1:" and 32 hex digits: the same for the same post from any extractor."""
        return content_hash(self.body)

    def __repr__(self) -> str:
        """Show number, source and headline in one line."""
        name = f" from {shorten(self.forwarded_from.name)!r}" if self.forwarded_from else ""
        text = repr(shorten(self.paragraphs[0].text)) if self.paragraphs else "no text"
        return f"Post({self.index}{name}, line {self.line}: {text})"

    def __str__(self) -> str:
        """Give the body."""
        return self.body

    def _repr_html_(self) -> str:
        """Show the post in a notebook, with what was found marked in its text."""
        return page((self,), caption="")
