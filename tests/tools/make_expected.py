"""Writes what the parser finds in each fixture to `fixtures/expected`, in few words, one line an aspect, for eyes to review.

    python tests/tools/make_expected.py             # write fixtures/expected/*.json again

The expected files say what is true. After a run, read every difference; what the parser gets wrong is put right by hand
and listed in `fixtures/expected/not_yet.json` (fixture, aspect, reason), and is left alone from then on, until the parser
gets it right: then the entry goes by itself.

Dates and places are held against those that the source posts declare. A find that they do not declare is left out of the
expected file and listed in `not_yet.json` without further ado; a declared one that was not found is listed as missed.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

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


def _fact(value: Any) -> str:
    if isinstance(value, tuple):
        return " ".join(cast("tuple[str, ...]", value))
    return str(value.title if isinstance(value, tgparse.Channel) else value)


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
    "facts": lambda post, _: {name: _fact(value) for name in FACTS if (value := getattr(post, name)) not in (None, ())},
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
SINGLE: Final = ("dates", "locations")
"""Aspects that are held against the source posts, find by find."""
POSTS: Final = "posts"
"""Stands for all aspects of the posts, where the posts are parted wrongly."""
MISSED: Final = "missed"
"""The aspect that lists the dates and places of the source posts that were not found."""
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
    """Take one aspect out of a description: of the whole document, or a list with what it says of each post."""
    return described[aspect] if aspect in {DOCUMENT, MISSED} else [post.get(aspect) or None for post in described["posts"]]


def _dumped(described: Described) -> str:
    """Write a description, one line an aspect, without what is empty."""

    def fields(values: Described, indent: str) -> str:
        return ",\n".join(f"{indent}{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in values.items() if v)

    posts = ",\n".join("  {\n" + fields(post, "   ") + "\n  }" for post in described["posts"])
    head = fields(described[DOCUMENT], "  ")
    missed = f'\n "{MISSED}": {json.dumps(described[MISSED], ensure_ascii=False)},' if described[MISSED] else ""
    return f'{{\n "{DOCUMENT}": {{\n{head}\n }},{missed}\n "posts": [\n{posts}\n ]\n}}\n'


def load_expected(name: str) -> Described:
    """Read the expected file of a fixture."""
    described: Described = json.loads((EXPECTED / f"{Path(name).stem}.json").read_text(encoding="utf-8"))
    described[DOCUMENT] = {**dict.fromkeys(("dialect", "encoding", "channel")), "furniture": [], **described[DOCUMENT]}
    described.setdefault(MISSED, [])
    return described


def load_not_yet() -> dict[str, dict[str, str]]:
    """Read what the parser is known to get wrong: fixture, aspect (or "posts" for all of them), reason."""
    known: dict[str, dict[str, str]] = json.loads(NOT_YET.read_text(encoding="utf-8")) if NOT_YET.exists() else {}
    return known


def _value(aspect: str, entry: str) -> str:
    """Take the value out of an entry: "2022-12-05" of "31 2022-12-05 (post)", "Cape Town/ZA" of "80 Cape Town/ZA name"."""
    rest = entry.split(" ", 1)[1]
    return rest.split(" ", 1)[0] if aspect == "dates" else rest.rsplit(" ", 1)[0]


def _place(declared: str) -> str:
    """Write "Cape Town ZA" as "Cape Town/ZA", and "Mekong" as "Mekong/-"."""
    name, _, country = declared.rpartition(" ")
    return f"{name}/{country}" if name and len(country) == 2 and country.isupper() else f"{declared}/-"


def declared(name: str, *, by_clock: bool) -> dict[str, Counter[str]]:
    """Give the dates and places that the source posts of a fixture declare."""
    fixture = MANIFEST[name]
    posts = [*fixture.shown(load(fixture.posts)[1]), *(post for other in fixture.also for post in load(other)[1])]
    dates = [date for post in posts for date in (by_clock and post.dates_by_clock) or post.dates]
    return {"dates": Counter(dates), "locations": Counter(_place(place) for post in posts for place in post.places)}


def hold_against_sources(described: Described, name: str) -> tuple[Described, dict[str, str]]:
    """Leave out what the sources do not declare, list what was missed, and give the reasons for what was left out."""
    by_clock = any("sent_at" in (post.get("facts") or {}) for post in described["posts"])
    missed: list[str] = []
    wrong: dict[str, str] = {}
    posts = [dict(post) for post in described["posts"]]
    for aspect, wanted in declared(name, by_clock=by_clock).items():
        found = Counter(_value(aspect, entry) for post in posts for entry in post.get(aspect) or ())
        missed += sorted((wanted - found).elements())
        if strange := sorted(found.keys() - wanted.keys()):
            wrong[aspect] = f"finds {', '.join(strange)}"
        for post in posts:
            post[aspect] = [entry for entry in post.get(aspect) or () if _value(aspect, entry) in wanted]
    return {**described, MISSED: missed, "posts": posts}, wrong


def expect(name: str, known: dict[str, str]) -> tuple[Described, dict[str, str]]:
    """Give what the expected file of a fixture is to say, and what the parser gets wrong of it."""
    found = describe(tgparse.parse_file(FIXTURES / name))
    now, wrong = hold_against_sources(found, name)
    if not known:
        return now, wrong
    true = load_expected(name)
    if POSTS in known and len(true["posts"]) != len(now["posts"]):
        return {**true, MISSED: now[MISSED]}, {aspect: why for aspect, why in known.items() if aspect in {POSTS, DOCUMENT}}
    still = {aspect: why for aspect, why in known.items() if aspect != POSTS and aspect_of(now, aspect) != aspect_of(true, aspect)}
    by_hand = [aspect for aspect in still if aspect not in SINGLE]
    pairs = zip(true["posts"], now["posts"], strict=True)
    posts = [{a: (was if a in by_hand else is_now).get(a) for a in ASPECTS} for was, is_now in pairs]
    head = (true if DOCUMENT in by_hand else now)[DOCUMENT]
    return {**now, DOCUMENT: head, "posts": posts}, {**{aspect: still[aspect] for aspect in by_hand}, **wrong}


def main() -> int:
    """Write the expected files."""
    EXPECTED.mkdir(exist_ok=True)
    known = load_not_yet()
    not_yet: dict[str, dict[str, str]] = {}
    for name in MANIFEST:
        described, wrong = expect(name, known.get(name, {}))
        (EXPECTED / f"{Path(name).stem}.json").write_text(_dumped(described), encoding="utf-8")
        not_yet |= {name: wrong} if wrong else {}
    NOT_YET.write_text(json.dumps(not_yet, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
