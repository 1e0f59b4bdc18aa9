"""Corrections: an item of a post put right by a person, what follows from it, and the same done again after a later parse.

A correction names its post by `content_hash` and its item by field, text and number, not by offsets: so it outlives another
export of the same posts, and other versions of the library. What an item's value implies follows it: the days of a date, the
key of a tag; and the date of a post where it rests on the item, with those of the posts around that are dated by it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from .errors import TgparseError
from .export.columns import ITEMS
from .extractors.dates.reading import Day
from .folding import fold_name
from .models import Correction, Dated, DateMention, Forward, Hashtag, Item, Location, Paragraph, Post

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from os import PathLike

PLACED: Final = frozenset({"text", "span", "line"})
"""Where an item stands is the source's own, and not to be corrected."""
FIELD_OF: Final[Mapping[str, str]] = {model.__name__: field for field, model in ITEMS.items()} | {"Forward": "forwarded_from"}
"""The field of a post that holds each kind of item."""
POINT_OF_TIME: Final = re.compile(
    r"""
    (?P<year>-?\d{4}|XXXX)
    (?:-(?P<month>\d\d)
      (?:-(?P<day>\d\d)
        (?P<time>T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?
      )?
    )?
    """,
    re.VERBOSE,
)
"""The part of EDTF (ISO 8601-2) that dates here are written in."""


def replace_item(posts: Sequence[Post], item: Item, fields: Mapping[str, Any]) -> tuple[tuple[Post, ...], Correction]:
    """Give the posts with other fields of an item, and the correction that says so.

    Raises `TgparseError` for an item that is in none of the posts, and for fields that it does not have or that do not fit.
    """
    field = FIELD_OF.get(type(item).__name__, "")
    for index, post in enumerate(posts):
        items = items_of(post, field)
        for number, other in enumerate(items):
            if other is item or other == item:
                corrected = with_fields(item, fields)
                correction = Correction(
                    content_hash=post.content_hash,
                    field=field,
                    text=item.text,
                    nth=sum(before.text == item.text for before in items[:number]),
                    before=_values(item, fields),
                    after=_values(corrected, fields),
                )
                return tuple(_put(posts, index, field, number, corrected)), correction
    message = f"{item!r} is not in this document"
    raise TgparseError(message)


def apply(
    posts: Sequence[Post], corrections: Iterable[Correction]
) -> tuple[tuple[Post, ...], list[Correction], list[tuple[int, Correction]]]:
    """Make corrections again: give the posts, the corrections that were made, and those whose item a post no longer has, with its index.

    A correction for a post that is not here is passed over: one file of corrections may serve many sources.
    """
    made: list[Correction] = []
    lost: list[tuple[int, Correction]] = []
    changed = list(posts)
    places: dict[str, list[int]] = {}
    for index, post in enumerate(posts):
        places.setdefault(post.content_hash, []).append(index)
    for correction in corrections:
        done = False
        for index in places.get(correction.content_hash, ()):
            number = _number_of(changed[index], correction)
            if number is None:
                lost.append((index, correction))
                continue
            corrected = with_fields(items_of(changed[index], correction.field)[number], correction.after)
            changed = _put(changed, index, correction.field, number, corrected)
            done = True
        if done:
            made.append(correction)
    return tuple(changed), made, lost


def items_of(post: Post, field: str) -> Sequence[Item]:
    """Give the items of a field of a post."""
    value: Item | tuple[Item, ...] | None = getattr(post, field, None)
    return () if value is None else (value,) if isinstance(value, Item) else value


def with_fields(item: Item, fields: Mapping[str, Any]) -> Item:
    """Give an item with other fields, and with what follows from them; it is checked like any other."""
    for name in fields:
        if name in PLACED or name not in type(item).model_fields:
            free = ", ".join(field for field in type(item).model_fields if field not in PLACED)
            message = f"{type(item).__name__} has no {name!r} to correct; it has {free}"
            raise TgparseError(message)
    kept = {name: getattr(item, name) for name in type(item).model_fields}
    try:
        corrected = type(item).model_validate({**kept, **dict(_implied(item, fields)), **fields})
    except ValidationError as error:
        message = "; ".join(f"{problem['loc'][0]}: {problem['msg']}" for problem in error.errors())
        raise TgparseError(message) from error
    _check(corrected)
    return corrected


def _check(item: Item) -> None:
    """Refuse values of the right type that nothing has."""
    wrong = None
    if isinstance(item, DateMention) and item.first and item.last and item.first > item.last:
        wrong = f"{item.edtf!r} ends on {item.last}, before it begins on {item.first}"
    elif isinstance(item, Location):
        for name, value, limit in (("latitude", item.latitude, 90), ("longitude", item.longitude, 180)):
            if value is not None and not abs(value) <= limit:
                wrong = f"{name} goes from -{limit} to {limit} degrees, and is not {value}"
    if wrong is not None:
        raise TgparseError(wrong)


def read_corrections(path: str | PathLike[str]) -> Iterator[Correction]:
    """Read what `Document.save_corrections` wrote. Raises `TgparseError` for a line that is no correction."""
    for number, line in enumerate(Path(path).read_text("utf-8", "replace").splitlines(), 1):
        try:
            yield Correction.model_validate_json(line)
        except ValidationError as error:
            message = f"{path}:{number}: this line is no correction that `save_corrections` wrote"
            raise TgparseError(message) from error


def _implied(item: Item, fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give what follows from corrected fields, by name."""
    if isinstance(item, DateMention) and "edtf" in fields:
        yield from read_edtf(fields["edtf"]).items()
    elif isinstance(item, Hashtag) and "tag" in fields:
        yield "key", str(fields["tag"]).casefold()
    elif isinstance(item, Forward) and "name" in fields:
        yield "key", fold_name(str(fields["name"]))
    elif isinstance(item, Location) and fields.keys() & {"name", "geonames_id"}:
        # Another place: nothing that is known of the first one holds for it.
        yield from dict.fromkeys(("country_code", "latitude", "longitude", "geonames_id")).items()
        yield "confidence", 1.0


def read_edtf(edtf: str) -> dict[str, Any]:
    """Give what the value of a date implies for the other fields of a `DateMention`.

    >>> read_edtf("2022-02")["last"], read_edtf("2014/2018")["first"], read_edtf("XXXX-12-05")["precision"]
    (datetime.date(2022, 2, 28), datetime.date(2014, 1, 1), 'day')
    """
    parts = [POINT_OF_TIME.fullmatch(part) for part in str(edtf).split("/")]
    if len(parts) > 2 or None in parts:
        message = f"{edtf!r} is no date that this library writes, such as 2022-12-05, 2021-08, 1944, 2022-12-05/2022-12-07 or XXXX-12-05"
        raise TgparseError(message)
    days: list[Day] = [_day(match) for match in parts if match]
    try:
        first, last = days[0].first(), days[-1].last()
    except ValueError as error:
        message = f"{edtf!r} is no date: {error}"
        raise TgparseError(message) from error
    timed = any(match["time"] for match in parts if match)
    return {
        "precision": "minute" if timed else days[0].precision,
        "first": first,
        "last": last,
        "year_from": None if days[0].year is None else "text",
        "alternatives": (),
    }


def _day(match: re.Match[str]) -> Day:
    year, month, day = match["year"], match["month"], match["day"]
    return Day(None if year == "XXXX" else int(year), int(month) if month else None, int(day) if day else None)


def _values(item: Item, names: Iterable[str]) -> dict[str, Any]:
    """Give fields as JSON has them, so that a saved correction is the same as a new one."""
    return item.model_dump(mode="json", include=set(names))


def _number_of(post: Post, correction: Correction) -> int | None:
    """Find the item that a correction speaks of."""
    numbers = [number for number, item in enumerate(items_of(post, correction.field)) if item.text == correction.text]
    return numbers[correction.nth] if correction.nth < len(numbers) else None


def _put(posts: Sequence[Post], index: int, field: str, number: int, corrected: Item) -> list[Post]:
    """Give the posts with an item replaced, and with what follows for its post and the posts around."""
    changed = list(posts)
    post = posts[index]
    old = items_of(post, field)[number]
    update: dict[str, Any] = {field: corrected}
    if field != "forwarded_from":
        items = items_of(post, field)
        update[field] = (*items[:number], corrected, *items[number + 1 :])
    if isinstance(corrected, Paragraph) and number == 0:
        update["headline"] = corrected if corrected.kind != "point" else None
    if isinstance(old, DateMention) and isinstance(corrected, DateMention) and _bears(post, old):
        update["dated"] = dated = _dated(post, corrected)
        for other in _dated_by(posts, index):
            changed[other] = _moved(changed[other], old.first, dated.first if dated else None)
    changed[index] = post.model_copy(update=update)
    return changed


def _bears(post: Post, mention: DateMention) -> bool:
    """Tell whether the post's own date rests on this one."""
    dated = post.dated
    return dated is not None and dated.basis in {"dateline", "headline"} and (dated.first, dated.last) == (mention.first, mention.last)


def _dated(post: Post, mention: DateMention) -> Dated | None:
    if post.dated is None or mention.first is None or mention.last is None:
        return None
    return Dated(edtf=mention.edtf, first=mention.first, last=mention.last, basis=post.dated.basis)


def _dated_by(posts: Sequence[Post], index: int) -> Iterator[int]:
    """Give the posts on both sides that lie between this one and the next one with a date of its own."""
    for step in (-1, 1):
        other = index + step
        while 0 <= other < len(posts):
            dated = posts[other].dated
            if dated is not None and dated.basis != "neighbours":
                break
            yield other
            other += step


def _moved(post: Post, old: date | None, new: date | None) -> Post:
    """Move the end of a post's interval that was another post's date; without that it is open, and none."""
    if post.dated is None or old not in {post.dated.first, post.dated.last}:
        return post
    if new is None:
        return post.model_copy(update={"dated": None})
    stays = post.dated.last if post.dated.first == old else post.dated.first
    first, last = min(stays, new), max(stays, new)
    edtf = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return post.model_copy(update={"dated": Dated(edtf=edtf, first=first, last=last, basis="neighbours")})
