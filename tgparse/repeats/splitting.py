"""The stretches of a doubled file cut into posts, in which the lines that repeat others are marked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ..furniture import CUT_SHORT, is_host_name, is_site_name
from ..spans import maker
from ..tokens import LEAST_LINE, MAX_POST, Note, RawFurniture, RawPost, RawRepeat, cut_note, end_of, share_out, uncut
from .search import find_bodies, find_squares

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..models import BegunBy
    from ..tokens import RawLine
    from .doubling import Profile
    from .search import Body

LOOK_BACK: Final = 1 << 14
"""Code points at the end of an unfinished stretch in which no post counts as ended."""
_make_repeat: Final = maker(RawRepeat)


def split_doubled(stretches: Iterable[RawPost | RawFurniture], profile: Profile) -> Iterator[RawPost | RawFurniture]:
    """Split the stretches of a doubled file into posts, and mark in each the lines that repeat others.

    A stretch that the reader handed on in part goes on in the next one; where the last posts of the part end is only known
    then.
    """
    posts = _split(stretches, profile)
    return _without_mirror_words(posts) if profile.mirror else posts


def _without_mirror_words(posts: Iterable[RawPost | RawFurniture]) -> Iterator[RawPost | RawFurniture]:
    """Put the words of a mirror outside the posts: it doubles every post, those of one line too, but not its own words."""
    begun_by: BegunBy | None = None
    for post in posts:
        if isinstance(post, RawFurniture):
            yield post
        elif post.marker or post.repeats or post.reactions or not post.lines:
            # What began the words began the post behind them, unless it has a sign of its own.
            yield replace(post, begun_by=begun_by) if begun_by and not post.marker else post
            begun_by = None
        else:
            words = [*post.furniture, *(RawFurniture(line, "notice") for line in post.lines)]
            yield from sorted(words, key=_place_of)
            begun_by = begun_by or post.begun_by


def _place_of(furniture: RawFurniture) -> int:
    return furniture.line.start


def _split(stretches: Iterable[RawPost | RawFurniture], profile: Profile) -> Iterator[RawPost | RawFurniture]:
    held: RawPost | None = None
    for part in _cut_at_titles(stretches, profile.titles) if profile.titles else stretches:
        stretch = uncut(part) if isinstance(part, RawPost) and part.notes else part
        if held is not None:
            bodies = _bodies(held, profile)
            if isinstance(stretch, RawPost) and _goes_on(held, stretch):
                settled = _settled(held.lines, bodies)
                if settled:
                    yield from _posts(held, settled)
                elif bodies and _is_endless(held.lines):
                    settled = bodies
                    yield from _posts(replace(held, notes=(*held.notes, cut_note(held.lines[-1]))), settled)
                rest = held.lines[settled[-1].end :] if settled else held.lines
                held = _joined(rest, held if not settled else None, stretch)
                continue
            yield from _posts(held, bodies)
        held = stretch if isinstance(stretch, RawPost) else None
        if isinstance(stretch, RawFurniture):
            yield stretch
    if held is not None:
        yield from _posts(held, _bodies(held, profile, final=not held.reactions))


def _bodies(stretch: RawPost, profile: Profile, *, final: bool = False) -> list[Body]:
    return find_bodies(stretch.lines, marked=stretch.marker is not None, final=final, whole=profile.whole, mirror=profile.mirror)


def _cut_at_titles(stretches: Iterable[RawPost | RawFurniture], titles: frozenset[str]) -> Iterator[RawPost | RawFurniture]:
    """Begin a post at each reply quote, and put the quote with its title among the furniture."""
    for stretch in stretches:
        heads = [i for i, line in enumerate(stretch.lines) if line.text in titles] if isinstance(stretch, RawPost) else []
        if not isinstance(stretch, RawPost) or not heads:
            yield stretch
            continue
        lines = stretch.lines
        starts = [lines[head].start for head in heads]
        if heads[0] > 0 or stretch.marker:
            before, *behind = share_out(stretch.furniture, [stretch.start, *starts])
            marker = [stretch.marker.line] if stretch.marker else []
            last = max([line.end for line in (*marker, *lines[: heads[0]], *[item.line for item in before])])
            yield replace(stretch, end=last, lines=lines[: heads[0]], reactions=(), furniture=tuple(before))
        else:
            behind = share_out(stretch.furniture, starts)
            # What stands before the first title belongs to its post.
            starts[0] = stretch.start
        for head, start, after, furniture in zip(heads, starts, [*heads[1:], len(lines)], behind, strict=True):
            quote = [RawFurniture(line, "reply") for line in lines[head : min(head + 2, after)]]
            is_last = after == len(lines)
            yield replace(
                stretch,
                begun_by="title",
                start=start,
                end=stretch.end if is_last else end_of(lines[after - 1], furniture),
                line=stretch.line if start == stretch.start else lines[head].line,
                marker=None,
                lines=lines[head + 2 : after],
                furniture=tuple(sorted([*quote, *furniture], key=_place_of)),
                reactions=stretch.reactions if is_last else (),
            )


def _goes_on(held: RawPost, stretch: RawPost) -> bool:
    return stretch.begun_by == "guess" and stretch.marker is None and not held.reactions


def _settled(lines: Sequence[RawLine], bodies: list[Body]) -> list[Body]:
    """The bodies that no later line can change, as they end far enough before the last one."""
    edge = lines[-1].end - LOOK_BACK
    return [body for body in bodies if lines[body.end - 1].end < edge]


def _is_endless(lines: Sequence[RawLine]) -> bool:
    """Tell whether a stretch that seems to be one post must be cut, since it would grow for ever."""
    return max(lines[-1].end - lines[0].start, len(lines) * LEAST_LINE) >= MAX_POST


def _joined(rest: Sequence[RawLine], whole: RawPost | None, stretch: RawPost) -> RawPost:
    """Put the unsettled end of a stretch before the one that goes on with it."""
    lines = (*rest, *stretch.lines)
    if whole is not None:
        return replace(whole, end=stretch.end, lines=lines, reactions=stretch.reactions, furniture=(*whole.furniture, *stretch.furniture))
    if not rest:
        return stretch
    return replace(stretch, begun_by="doubling", start=rest[0].start, line=rest[0].line, lines=lines)


def _posts(stretch: RawPost, bodies: Sequence[Body]) -> Iterator[RawPost]:
    """Make a raw post of each body; the first has what stood before the lines, the last the reactions behind them."""
    lines = stretch.lines
    if not bodies:
        yield stretch
        return
    is_whole = bodies[-1].end == len(lines)
    bodies, previews = _without_previews(lines, bodies)
    starts = [lines[body.start].start for body in bodies]
    furniture = share_out((*stretch.furniture, *previews), starts)
    doubled_before = False
    for k, body in enumerate(bodies):
        opens, closes = k == 0, k == len(bodies) - 1 and is_whole
        yield RawPost(
            begun_by=stretch.begun_by if opens else "doubling" if body.repeated or doubled_before else "guess",
            start=stretch.start if opens else starts[k],
            end=stretch.end if closes else end_of(lines[body.end - 1], furniture[k]),
            line=stretch.line if opens else lines[body.start].line,
            marker=stretch.marker if opens else None,
            lines=tuple([lines[i] for i in body.kept]),
            reactions=stretch.reactions if closes else (),
            repeats=tuple([_make_repeat((lines[i], lines[j], "body", 1.0)) for i, j in body.repeated]),
            furniture=tuple(furniture[k]),
            facts=stretch.facts,
            notes=(*_notes(lines, body), *(stretch.notes if opens else ())),
        )
        doubled_before = bool(body.repeated)


def _without_previews(lines: Sequence[RawLine], bodies: Sequence[Body]) -> tuple[Sequence[Body], list[RawFurniture]]:
    """Take out the link previews behind posts: the name of a site, a title, and a description that is cut short.

    The site must be a well-known one, or that of a link in the post.

    Their lines look like posts of their own, since only the description is doubled.
    """
    posts: list[Body] = []
    previews: list[RawFurniture] = []
    i = 0
    while i < len(bodies):
        if posts and _opens_preview(lines, posts[-1], bodies[i : i + 2]):
            end = i + 3 if i + 2 < len(bodies) and lines[bodies[i + 2].kept[-1]].text.endswith(CUT_SHORT) else i + 2
            previews += [RawFurniture(line, "preview") for line in lines[bodies[i].start : bodies[end - 1].end]]
            i = end
        else:
            posts.append(bodies[i])
            i += 1
    return posts, previews


def _opens_preview(lines: Sequence[RawLine], post: Body, bodies: Sequence[Body]) -> bool:
    if [len(body.kept) + len(body.repeated) for body in bodies] != [1, 1]:
        return False
    site = lines[bodies[0].start].text
    return is_site_name(site) or is_host_name(site, "\n".join([lines[i].text for i in post.kept]))


def _notes(lines: Sequence[RawLine], body: Body) -> tuple[Note, ...]:
    if body.differing:
        return (Note("TG103", "the two copies of the post differ; their ordered union was kept", lines[body.start]),)
    return ()


def note_squares(stretches: Iterable[RawPost | RawFurniture]) -> Iterator[RawPost | RawFurniture]:
    """Leave the posts of a file that is not doubled as they are, and note the blocks that stand twice."""
    for stretch in stretches:
        if not isinstance(stretch, RawPost) or len({line.text for line in stretch.lines}) == len(stretch.lines):
            yield stretch
            continue
        notes = [
            Note("TG102", "a block stands twice here; the file is not doubled, so both stay", stretch.lines[b.start])
            for b in find_squares(stretch.lines)
        ]
        yield replace(stretch, notes=(*stretch.notes, *notes)) if notes else stretch
