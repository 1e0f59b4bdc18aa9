"""Writes what the parser finds in each fixture to `fixtures/expected`, in few words, one line an aspect, for eyes to review.

    python tests/tools/make_expected.py             # write fixtures/expected/*.json again
    python tests/tools/make_expected.py --review    # say where dates and places differ from what the source posts declare

The expected files say what is true. After a run, read every difference; what the parser gets wrong is put right by hand
and listed in `fixtures/expected/not_yet.json` (fixture, aspect, reason), and is left alone from then on.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import tgparse
from tests.tools.lay_out import FIXTURES, MANIFEST, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tgparse import Document, Post
    from tgparse.models import Item

EXPECTED: Final = FIXTURES / "expected"
NOT_YET: Final = EXPECTED / "not_yet.json"
SHOWN: Final = 32
"""Code points of a paragraph that the expected file shows; the rest is in the fixture."""
Described = dict[str, Any]


def _lines(item: Item) -> str:
    """Give the line or lines that an item stands on, "4" or "4-6"."""
    last = item.line + len(lines_of(item.text)) - 1
    return str(item.line) if last == item.line else f"{item.line}-{last}"


def lines_of(text: str) -> list[str]:
    """Cut a text into its lines, at the line ends that count.

    >>> lines_of("a\\r\\nb\\u2028c")
    ['a', 'b\\u2028c']
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _runs(repeats: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Write (line, line that it repeats) as runs: "9-13 of 4-8"."""
    start = 0
    for i, (line, of) in enumerate(repeats):
        if i + 1 < len(repeats) and repeats[i + 1] == (line + 1, of + 1):
            continue
        first, first_of = repeats[start]
        yield f"{first} of {first_of}" if start == i else f"{first}-{line} of {first_of}-{of}"
        start = i + 1


def _paragraphs(post: Post) -> list[str]:
    shown = [" ".join(p.text.split())[:SHOWN].rstrip() for p in post.paragraphs]
    sections = [f" #{p.section}" if p.section else "" for p in post.paragraphs]
    return [f"{_lines(p)} {p.kind}{s} | {t}" for p, s, t in zip(post.paragraphs, sections, shown, strict=True)]


def _dates(post: Post) -> list[str]:
    def written(date: Any) -> str:
        others = "".join(f" or {other}" for other in date.alternatives)
        return f"{date.line} {date.edtf}{others}" + ("" if date.year_from in {None, "text"} else f" ({date.year_from})")

    return [written(date) for date in post.dates]


def _line_of(offset: int, doc: Document) -> int:
    return len(lines_of(doc.text[:offset]))


FACTS: Final[tuple[str, ...]] = (
    "author",
    "signature",
    "message_id",
    "sent_at",
    "edited_at",
    "views",
    "reply_to",
    "via_bot",
    "media",
    "repeats_post",
)
ASPECTS: Final[dict[str, Callable[[Post, Document], Any]]] = {
    "begun_by": lambda post, _: f"{post.line} {post.begun_by}",
    "forwarded_from": lambda post, _: (
        f"{_lines(post.forwarded_from)} {post.forwarded_from.name}"
        + (f" / {post.forwarded_from.author}" if post.forwarded_from.author else "")
        if post.forwarded_from
        else None
    ),
    "facts": lambda post, _: {name: str(value) for name in FACTS if (value := getattr(post, name)) not in (None, ())},
    "paragraphs": lambda post, _: _paragraphs(post),
    "points": lambda post, _: [f"{p.line} {p.bullet} {p.style}" for p in post.points],
    "hashtags": lambda post, _: [f"{tag.line} {tag.text}" for tag in post.hashtags],
    "mentions": lambda post, _: [f"{m.line} {m.text}" for m in post.mentions],
    "links": lambda post, _: [f"{k.line} {k.kind} {k.text}" for k in post.links],
    "dates": lambda post, _: _dates(post),
    "locations": lambda post, _: [f"{p.line} {p.name}/{p.country_code or '-'} {p.cue}" for p in post.locations],
    "reactions": lambda post, _: [f"{r.line} {r.emoji or '·'} {r.count}{' ?' if r.ambiguous else ''}" for r in post.reactions],
    "repeats": lambda post, doc: list(_runs([(r.line, _line_of(r.of.start, doc)) for r in post.repeats])),
    "furniture": lambda post, _: [f"{_lines(f)} {f.kind}" for f in post.furniture],
}
"""What an expected file says of a post."""
DOCUMENT: Final = "document"
"""The aspect that is not of a post: dialect, encoding, channel, and the furniture outside every post."""


def describe(doc: Document) -> Described:
    """Say what was found in a document, as the expected files do."""
    channel = doc.channel
    head = {
        "dialect": doc.dialect,
        "encoding": doc.encoding,
        "channel": [channel.title, channel.username, channel.given_by] if channel else None,
        "furniture": [f"{_lines(item)} {item.kind}" for item in doc.furniture],
    }
    return {DOCUMENT: head, "posts": [{name: say(post, doc) for name, say in ASPECTS.items()} for post in doc.posts]}


def aspect_of(described: Described, aspect: str) -> Any:
    """Take one aspect out of a description: of the document, or a list with what it says of each post."""
    return described[DOCUMENT] if aspect == DOCUMENT else [post.get(aspect) or None for post in described["posts"]]


def _dumped(described: Described) -> str:
    """Write a description, one line an aspect, without what is empty."""

    def fields(values: Described, indent: str) -> str:
        return ",\n".join(f"{indent}{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in values.items() if v)

    posts = ",\n".join("  {\n" + fields(post, "   ") + "\n  }" for post in described["posts"])
    head = fields(described[DOCUMENT], "  ")
    return f'{{\n "{DOCUMENT}": {{\n{head}\n }},\n "posts": [\n{posts}\n ]\n}}\n'


def load_expected(name: str) -> Described:
    """Read the expected file of a fixture."""
    described: Described = json.loads((EXPECTED / f"{Path(name).stem}.json").read_text(encoding="utf-8"))
    described[DOCUMENT] = {**dict.fromkeys(("dialect", "encoding", "channel")), "furniture": [], **described[DOCUMENT]}
    return described


def load_not_yet() -> dict[str, dict[str, str]]:
    """Read what the parser is known to get wrong: fixture, aspect, reason."""
    known: dict[str, dict[str, str]] = json.loads(NOT_YET.read_text(encoding="utf-8")) if NOT_YET.exists() else {}
    return known


def _with_known(described: Described, name: str, aspects: Sequence[str]) -> Described:
    """Put the committed truth in the place of what the parser is known to get wrong."""
    if not aspects:
        return described
    true = load_expected(name)
    if DOCUMENT in aspects:
        described[DOCUMENT] = true[DOCUMENT]
    posts = [
        {aspect: (was if aspect in aspects else now).get(aspect) for aspect in ASPECTS}
        for was, now in zip_longest(true["posts"], described["posts"], fillvalue=dict[str, Any]())
    ]
    return {**described, "posts": [post for post in posts if any(post.values())]}


def disagreements(name: str) -> Iterator[str]:
    """Say where the dates and places of a fixture differ from those that its source posts declare."""
    _, posts = load(MANIFEST[name].posts)
    doc = tgparse.parse_file(FIXTURES / name)
    wanted_dates = Counter(date for post in posts for date in post.dates if not post.lost)
    found_dates = Counter(date.edtf for post in doc.posts for date in post.dates)
    wanted = Counter(place for post in posts for place in post.places if not post.lost)
    found = Counter(" ".join(filter(None, (p.name, p.country_code))) for post in doc.posts for p in post.locations)
    for kind, want, got in (("date", wanted_dates, found_dates), ("place", wanted, found)):
        for value, count in (want - got).items():
            yield f"{name}: {kind} missed: {value} ({count})"
        for value, count in (got - want).items():
            yield f"{name}: {kind} not declared: {value} ({count})"


def main(arguments: Sequence[str]) -> int:
    """Write the expected files, or review them."""
    chosen = [name for name in MANIFEST if not arguments[1:] or any(word in name for word in arguments[1:])]
    if arguments[:1] == ["--review"]:
        sys.stdout.writelines(f"{line}\n" for name in chosen for line in disagreements(name))
        return 0
    known = load_not_yet()
    EXPECTED.mkdir(exist_ok=True)
    for name in MANIFEST:
        described = _with_known(describe(tgparse.parse_file(FIXTURES / name)), name, list(known.get(name, ())))
        (EXPECTED / f"{Path(name).stem}.json").write_text(_dumped(described), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
