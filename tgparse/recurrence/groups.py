"""`find_repeats`: which posts of any number of documents are the same, nearly the same, or parts of one another.

Nothing is removed: a group tells where each of its posts stands, which other one it is like, how and how much. Posts are equal by
`Post.content_hash`, so a forward, its marker and its reactions make no difference, and every word does; near and part by the measure of
`similarity`. Near posts are chained: each is near one other post of its group, not all others. A post that holds several others
(a digest of them) stands in the group of each, since they have nothing to do with each other.
"""

from __future__ import annotations

from array import array
from collections import defaultdict, deque
from datetime import UTC, datetime
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from .. import html
from ..models import Model, shorten
from ..parts import Walk
from ..spans import Span
from .kinds import Texts
from .links import Joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..models import Post
    from ..parts import Parts
    from .links import Link
    from .similarity import Kinship

Why = Literal["first", "equal", "near", "contained", "contains", "retitled"]


class RepeatMember(Model, frozen=True):
    """A post of a group: where it stands, and which other one it is like."""

    source: str
    """The source it comes from."""
    index: int
    """Its 0-based number in its document."""
    line: int
    """The 1-based number of its first line."""
    span: Span
    """Where it stands in its source, in code points."""
    sent_at: datetime | None = None
    """When it was sent, where its source tells."""
    why: Why
    """How it is like the post `of`: equal, near, contained in it, containing it, or near without the first lines (retitled); "first" for
    the earliest, which is like none."""
    similarity: float = 1.0
    """1.0 for equal posts and only for them; else the share of the shorter post's shingles that the longer one has, of retitled posts
    without their first lines."""
    of: int | None = None
    """The member that it is like, by its position in the group; None for the first."""


class RepeatGroup(Model, frozen=True):
    """Posts that are the same, nearly the same, or parts of one another, the earliest first."""

    begins: str
    """The first words, for people."""
    members: tuple[RepeatMember, ...]
    """The posts: by the time they were sent where all tell it in the same way (with a zone, or without), else in the order given."""

    @property
    def is_equal(self) -> bool:
        """Whether all its posts have the same words."""
        return all(member.why in {"first", "equal"} for member in self.members)

    def __len__(self) -> int:
        """Count the posts."""
        return len(self.members)

    def __repr__(self) -> str:
        """Show size and first words in one line."""
        return f"RepeatGroup({len(self.members)} {'equal' if self.is_equal else 'like'} posts: {self.begins!r})"

    def __str__(self) -> str:
        """Give the same line as `repr`."""
        return repr(self)

    def _repr_html_(self) -> str:
        """Show the members as a table in a notebook."""
        headers = ("source", "post", "line", "sent at", "why", "similarity", "of")
        rows = [(m.source, m.index, m.line, m.sent_at, m.why, m.similarity, m.of) for m in self.members]
        return html.table(headers, rows, caption=repr(self))


def find_repeats(given: Parts, *, near: float | None = 0.9, shortest: int = 1) -> tuple[RepeatGroup, ...]:
    r"""Group the posts that repeat one another, over any number of Documents or Posts; each is read once and not kept.

    `near` is the similarity from which posts count as near, contained, containing or retitled; None: only equal posts. Posts of less than
    `shortest` characters are left out, and so are posts without text; posts of more than 65 536 are compared for equality only. Groups
    come in the order of their first posts. A million posts take some minutes and 2 GB.

    >>> import tgparse
    >>> text = "Forwarded from {}\nThe tram crosses the bridge from Monday on, says the {}, and tickets stay free of charge.\n"
    >>> docs = [tgparse.parse_text(text.format(*of), source=of[0]) for of in [("News", "mayor"), ("City", "mayor"), ("Town", "major")]]
    >>> for member in tgparse.find_repeats(docs)[0].members:
    ...     print(member.source, member.why, member.similarity, member.of)
    News first 1.0 None
    City equal 1.0 0
    Town near 0.9306 0
    """
    if near is not None and not 0 < near <= 1:
        message = f"near is a similarity above 0 and up to 1, or None, not {near}"
        raise ValueError(message)
    crowd = _Crowd(keep_texts=near is not None)
    for post in Walk(given).posts():
        if post.paragraphs and len(post.body) >= shortest:
            crowd.add(post)
    return tuple(_Families(crowd, crowd.texts.links(near) if near is not None else Joined.of(len(crowd.first))).groups())


REPEATS_COLUMNS: Final = (
    *("group", "member", "source", "post", "line", "char_start", "char_end"),
    *("sent_at", "why", "similarity", "of", "begins"),
)
"""The columns of the table of groups."""


def repeat_rows(groups: Iterable[RepeatGroup]) -> list[dict[str, Any]]:
    """Give groups as a table: flat dicts of plain values, a row a post, with the places of `Document.rows`.

    `of` is the `member` of the same `group` that the post is like. What a user drops by it stays to be found: `groups_of_rows` makes the
    same groups of the table.

    >>> import tgparse
    >>> groups = tgparse.find_repeats([tgparse.parse_text("Good morning", source=name) for name in "ab"])
    >>> [(row["group"], row["source"], row["why"]) for row in tgparse.repeat_rows(groups)]
    [(0, 'a', 'first'), (0, 'b', 'equal')]
    """
    return [
        {
            "group": number,
            "member": position,
            "source": member.source,
            "post": member.index,
            "line": member.line,
            "char_start": member.span.start,
            "char_end": member.span.end,
            "sent_at": member.sent_at,
            "why": member.why,
            "similarity": member.similarity,
            "of": member.of,
            "begins": group.begins,
        }
        for number, group in enumerate(groups)
        for position, member in enumerate(group.members)
    ]


def groups_of_rows(rows: Iterable[dict[str, Any]]) -> tuple[RepeatGroup, ...]:
    """Make the groups again of which a table was made; the rows may come in any order, and from a file or a pandas DataFrame.

    >>> import tgparse
    >>> groups = tgparse.find_repeats([tgparse.parse_text("Good morning", source=name) for name in "ab"])
    >>> tgparse.groups_of_rows(tgparse.repeat_rows(groups)) == groups
    True
    """
    members: dict[int, dict[int, RepeatMember]] = defaultdict(dict)
    begins: dict[int, str] = {}
    for row in rows:
        number = int(row["group"])
        begins[number] = row["begins"]
        told = {name: _or_none(row[name]) for name in ("source", "line", "sent_at", "why", "similarity", "of")}
        fields = {**told, "index": row["post"], "span": (row["char_start"], row["char_end"])}
        members[number][int(row["member"])] = RepeatMember.model_validate(fields)
    return tuple(RepeatGroup(begins=begins[number], members=tuple(of[k] for k in sorted(of))) for number, of in sorted(members.items()))


def _or_none(value: Any) -> Any:  # noqa: ANN401 - any cell
    """Give None for what CSV and pandas write for it: nothing, and what is not even equal to itself."""
    return None if value == "" or value != value else value  # noqa: PLR0124


class _Crowd:
    """All posts, numbered in the order given: where each stands, and which of the distinct texts it has."""

    def __init__(self, *, keep_texts: bool) -> None:
        self.texts = Texts()
        self.first = array("q")
        """The first post of each distinct text."""
        self.copies: dict[int, array[int]] = {}
        """The other posts of each text that has more than one."""
        self._keep_texts = keep_texts
        self._text_by_hash: dict[bytes, int] = {}
        self._begins: list[bytes] = []
        """The first words of each text."""
        self._sources: dict[str, int] = {}
        self._names: list[str] = []
        self._places = array("q")
        """Five numbers a post: source, index, line, start and end."""
        self._times: dict[int, datetime] = {}

    def add(self, post: Post) -> None:
        """Take the next post."""
        number = len(self._places) // 5
        source = self._sources.setdefault(post.source, len(self._names))
        if source == len(self._names):
            self._names.append(post.source)
        self._places.extend((source, post.index, post.line, *post.span))
        if post.sent_at is not None:
            self._times[number] = post.sent_at
        text = self._text_by_hash.setdefault(bytes.fromhex(post.content_hash.rpartition(":")[2]), len(self.first))
        if text < len(self.first):
            self.copies.setdefault(text, array("q")).append(number)
            return
        self.first.append(number)
        self._begins.append(shorten(post.paragraphs[0].text).encode("utf-8", "surrogatepass"))
        if self._keep_texts:
            self.texts.add(post.body)

    def begins(self, text: int) -> str:
        """Give the first words of a text."""
        return self._begins[text].decode("utf-8", "surrogatepass")

    def ordered(self, posts: Sequence[int]) -> list[int]:
        """Put posts in order: by their times where all tell them in the same way, else as they were given."""
        times = [self._times.get(post) for post in posts]
        zones = {time is not None and time.tzinfo is not None for time in times}
        if None in times or len(zones) > 1:
            return sorted(posts)
        moments = [time.astimezone(UTC) if time.tzinfo else time for time in times if time]
        return [post for _, post in sorted(zip(moments, posts, strict=True))]

    def member(self, post: int, step: _Step) -> RepeatMember:
        """Tell where a post stands, and which one it is like."""
        source, index, line, start, end = self._places[5 * post : 5 * post + 5]
        # All fields are our own and right; and a set of their names for each member would take more room than the member.
        return RepeatMember.model_construct(
            MEMBER_FIELDS,
            source=self._names[source],
            index=index,
            line=line,
            span=Span(start, end),
            sent_at=self._times.get(post),
            why=step.why,
            similarity=step.similarity,
            of=step.to,
        )


class _Step(NamedTuple):
    """From one text or post to another that is like it."""

    to: int | None
    why: Why
    similarity: float = 1.0


FIRST: Final = _Step(None, "first")


class _Families:
    """The kinds of near texts, each with the kinds that are its parts or wholes: what becomes a group."""

    def __init__(self, crowd: _Crowd, joined: Joined) -> None:
        self._crowd = crowd
        self._kinds = joined.kinds
        self._near = joined.near.by_text()
        self._parts: dict[int, list[Link]] = defaultdict(list)
        """The links between a kind and those that came after it and hold a part of it or more than it: its guests."""
        self._hosted: set[int] = set()
        for link in joined.parts:
            host, guest = sorted((self._kinds.of(link.earlier), self._kinds.of(link.later)))
            if host != guest:
                self._parts[host].append(link)
                self._hosted.add(guest)
        self._texts: dict[int, array[int]] = {}
        for text in sorted({*crowd.copies, *joined.near.texts(), *joined.parts.texts()}):
            self._texts.setdefault(self._kinds.of(text), array("q")).append(text)

    def groups(self) -> Iterator[RepeatGroup]:
        """Give the groups in the order of their first posts."""
        for kind in sorted(self._texts):
            # A guest without guests of its own has said everything in the group of its host.
            if kind in self._parts or kind not in self._hosted:
                yield self._group(kind)

    def _group(self, kind: int) -> RepeatGroup:
        """Order the posts of a kind and of its guests, and say of each which one it is like."""
        links = self._parts.get(kind, [])
        family = dict.fromkeys([kind, *(self._kinds.of(text) for link in links for text in (link.earlier, link.later))])
        texts = [text for member in family for text in self._texts[member]]
        text_of = {post: text for text in texts for post in (self._crowd.first[text], *self._crowd.copies.get(text, ()))}
        order = self._crowd.ordered(list(text_of))
        entry: dict[int, int] = {}
        """The place of the first post of each text: the others are equal to it."""
        for place, post in enumerate(order):
            entry.setdefault(text_of[post], place)
        like = self._walk(text_of[order[0]], links, entry)
        equal = {text: _Step(place, "equal") for text, place in entry.items() if text in self._crowd.copies}
        members: list[RepeatMember] = []
        for place, post in enumerate(order):
            text = text_of[post]
            members.append(self._crowd.member(post, like.pop(text) if entry[text] == place else equal[text]))
        return RepeatGroup(begins=self._crowd.begins(text_of[order[0]]), members=tuple(members))

    def _walk(self, root: int, links: Sequence[Link], entry: dict[int, int]) -> dict[int, _Step]:
        """Reach every text from the first one; say for each from which place it was reached."""
        ways: dict[int, list[Link]] = defaultdict(list)
        for link in links:
            ways[link.earlier].append(link)
            ways[link.later].append(link)
        like = {root: FIRST}
        queue = deque([root])
        while queue:
            text = queue.popleft()
            for link in chain(self._near.of(text), ways.get(text, ())):
                kinship, similarity = link.likeness
                other, why = (link.later, kinship) if text == link.earlier else (link.earlier, BACK[kinship])
                if other not in like:
                    like[other] = _Step(entry[text], why, similarity)
                    queue.append(other)
        return like


BACK: Final[Mapping[Kinship, Kinship]] = MappingProxyType(
    {"near": "near", "contained": "contains", "contains": "contained", "retitled": "retitled"}
)
"""How the other text is like one that is so like it."""
MEMBER_FIELDS: Final = set(RepeatMember.model_fields)
"""One set for all members, which Pydantic reads only: frozen models are changed by copying, sets included."""
