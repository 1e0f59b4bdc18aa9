"""What is written or shown, part by part: Documents or Posts from whatever holds or iterates them, in one pass.

A generator can be read once. One that was read before would give an empty file without a word, so it is an error.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from inspect import GEN_CLOSED, getgeneratorstate
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeGuard, cast, get_args

from .errors import TgparseError
from .models import PlaceKind, Post
from .omissions import Omissions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from .models import Channel, Diagnostic, Furniture, Location
    from .omissions import Lines


class DocumentLike(Protocol):
    """What the tables and files need of a Document."""

    @property
    def source(self) -> str: ...  # noqa: D102 - see Document
    @property
    def sha256(self) -> str | None: ...  # noqa: D102
    @property
    def channel(self) -> Channel | None: ...  # noqa: D102
    @property
    def dialect(self) -> str: ...  # noqa: D102
    @property
    def encoding(self) -> str | None: ...  # noqa: D102
    @property
    def posts(self) -> tuple[Post, ...]: ...  # noqa: D102
    @property
    def furniture(self) -> tuple[Furniture, ...]: ...  # noqa: D102
    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]: ...  # noqa: D102
    @property
    def lines(self) -> Any: ...  # noqa: ANN401, D102 - a cached property is no tuple to a checker


class Origin(NamedTuple):
    """Where rows come from: one input, as far as it is known."""

    source: str
    sha256: str | None = None
    dialect: str | None = None
    encoding: str | None = None
    channel: str | None = None


class PostStream(Iterator[Post]):
    """The posts of one input as they are read, once, and where they come from, which may be known only when all are read."""

    def __init__(self, posts: Generator[Post], origin: Callable[[], Origin]) -> None:
        self._posts = posts
        self.origin = origin

    def __next__(self) -> Post:
        return next(self._posts)

    def close(self) -> None:
        """Read no further, and let go of the file."""
        self._posts.close()

    @property
    def is_used_up(self) -> bool:
        """Whether all posts were given, or reading was broken off."""
        return getgeneratorstate(self._posts) == GEN_CLOSED


if TYPE_CHECKING:
    Part = DocumentLike | Post
    Parts = Part | Iterable[DocumentLike] | PostStream | Iterable[Post] | Iterable[PostStream]


class Walk:
    """One pass over the parts, which remembers where they came from."""

    def __init__(self, given: Parts, *, boilerplate: Lines = ()) -> None:
        self._omissions = Omissions(boilerplate)
        parts = _iter_parts(given)
        first = next(parts, None)
        if first is None and _may_be_used_up(given):
            message = "there is nothing to write: the iterator was used up before; make it again, or keep its items in a list"
            raise TgparseError(message)
        self.of_posts = isinstance(first, Post | PostStream)
        """Whether these are bare posts, which know neither their problems nor the lines between them."""
        self.origins: list[Origin] = []
        self._parts = parts if first is None else chain([first], parts)
        self._last = -1

    def __iter__(self) -> Iterator[Part]:
        """Give the parts; `origins` grows with each new input."""
        return map(self._omissions.applied, self._iter_whole()) if self._omissions else self._iter_whole()

    def _iter_whole(self) -> Iterator[Part]:
        for part in self._parts:
            if isinstance(part, PostStream):
                self.origins.append(part.origin())
                yield from part
                self.origins[-1] = part.origin()
            elif isinstance(part, Post):
                if not self.origins or self.origins[-1].source != part.source or part.index <= self._last:
                    self.origins.append(Origin(part.source))
                self._last = part.index
                yield part
            else:
                channel = part.channel
                name = (channel.title or channel.username) if channel else None
                self.origins.append(Origin(part.source, part.sha256, part.dialect, part.encoding, name))
                yield part

    @property
    def left_out(self) -> list[str]:
        """The lines that are left out of all posts, as they were given."""
        return self._omissions.lines

    def posts(self) -> Iterator[Post]:
        """Give the posts of the parts."""
        for part in self:
            if isinstance(part, Post):
                yield part
            else:
                yield from part.posts


ATTRIBUTION: Final = "Contains places of GeoNames (https://www.geonames.org), licensed under CC BY 4.0."
"""What GeoNames asks of whoever passes its places on."""
MAPPED: Final = ("region", "city", "area", "feature")
"""The kinds of places that a map shows unless others are asked for: a dot in the middle of a country says little."""


def mapped_kinds(kinds: Collection[str] | None) -> Collection[str]:
    """Give the kinds of places that a map shows. Raises ValueError for a kind that no place is of.

    >>> sorted(mapped_kinds("city")), len(mapped_kinds(None))
    (['city'], 4)
    """
    if kinds is None:
        return MAPPED
    chosen = {kinds} if isinstance(kinds, str) else set(kinds)
    if unknown := chosen.difference(get_args(PlaceKind)):
        message = f"there is no kind of place {min(unknown)!r}; there are {', '.join(get_args(PlaceKind))}"
        raise ValueError(message)
    return chosen


def places_of(post: Post, kinds: Collection[str], min_confidence: float = 0.0) -> Iterator[tuple[Location, float, float]]:
    """Give the places of a post that a map shows, with latitude and longitude in degrees; `kinds` are `mapped_kinds`."""
    for place in post.locations:
        if place.kind in kinds and place.confidence >= min_confidence and place.latitude is not None and place.longitude is not None:
            yield place, place.latitude, place.longitude


def is_document(part: object) -> TypeGuard[DocumentLike]:
    """Tell a Document by what it has; this floor does not know the class."""
    return hasattr(part, "posts") and hasattr(part, "furniture")


def _iter_parts(given: object) -> Iterator[Part | PostStream]:
    """Check what is given at once, and each of its items when it comes."""
    _check_fresh(given)
    if isinstance(given, Post | PostStream) or is_document(given):
        return iter([given])
    if isinstance(given, str | bytes) or hasattr(given, "__fspath__") or not isinstance(given, Iterable):
        message = f"this takes a Document, a Post or an iterable of them, not {type(given).__name__}; parse it first, as with parse_file"
        raise TypeError(message)
    return map(_checked, cast("Iterable[object]", given))


def _check_fresh(given: object) -> None:
    """Refuse what was read to its end before."""
    closed = isinstance(given, Generator) and getgeneratorstate(cast("Generator[Any]", given)) == GEN_CLOSED
    if closed or (isinstance(given, PostStream) and given.is_used_up):
        message = "this generator was used up before; make it again, or keep its items in a list"
        raise TgparseError(message)


def _checked(part: object) -> Part | PostStream:
    if isinstance(part, Post | PostStream) or is_document(part):
        return part
    message = f"an iterable of Documents or Posts is needed, and this one gives {type(part).__name__}"
    raise TypeError(message)


def _may_be_used_up(given: object) -> bool:
    """Tell an iterator that gave nothing and is not known to be fresh."""
    return isinstance(given, Iterator) and not isinstance(given, Generator | PostStream)
