"""How well and how fast `find_repeats` finds posts that repeat one another.

    python -m tests.benchmarks.repeats quality                 # edits made by rules on real posts: recall and precision
    python -m tests.benchmarks.repeats scale 10000 100000      # generated posts: seconds, peak memory, pairs found of those there are
    python -m tests.benchmarks.repeats hostile 100000          # equal posts, posts sharing a phrase, posts of one phrase …
    python -m tests.benchmarks.repeats libraries               # the same by datasketch, rensa and rapidfuzz, where installed
    python -m tests.benchmarks.repeats compare                 # exports with posts edited by rules, deleted and added: what compare tells
    python -m tests.benchmarks.repeats stream 100000           # the look back of a stream: seconds, size of its index

Every size and every hostile kind runs in a process of its own, so that the peak is its own. Generated posts follow from their
number alone. Of each thousand 700 are new and 300 repeat an earlier one: equal, with a typo, another number, a link, cut short,
or with a comment.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
from functools import cache, partial
from importlib import import_module
from itertools import combinations, islice
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any, Final

import tgparse
from tgparse.folding import content_hash
from tgparse.models import Paragraph, Post
from tgparse.recurrence.near import NearSeen
from tgparse.recurrence.similarity import Cut, fingerprints, fold, likeness, shingles
from tgparse.spans import Span

from ..costs import peak_kilobytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tgparse import RepeatGroup

ROOT: Final = Path(__file__).parents[2]
CORPUS: Final = ROOT.parent / "shared" / "corpus" / "truth"
SHORTEST: Final = 60
"""Code points of the shortest post that is edited: of "👍" no edit is near."""
LONG: Final = 150
"""Code points from which a post counts as long: three typos in a shorter one are a tenth of it."""
FOREIGN_HEADLINE: Final = "Εδώ είναι ένας άλλος τίτλος για την ίδια είδηση, γραμμένος σε άλλη γλώσσα από άλλον συντάκτη"
COMMENT: Final = "Look at this, friends, and tell everybody you know about it!"


# Edits by rules.


def typo(text: str, draw: random.Random) -> str | None:
    """Put another letter for one."""
    letters = [match.start() for match in re.finditer(r"[^\W\d_]", text)]
    if not letters:
        return None
    place = draw.choice(letters)
    return f"{text[:place]}{'x' if text[place].lower() != 'x' else 'y'}{text[place + 1 :]}"


def three_typos(text: str, draw: random.Random) -> str | None:
    """Make three of them."""
    for _ in range(3):
        text = typo(text, draw) or text
    return text


def another_number(text: str, draw: random.Random) -> str | None:
    """Count one number up."""
    numbers = list(re.finditer(r"(?<![\w/])\d{1,6}(?![\w/])", text))
    if not numbers:
        return None
    match = draw.choice(numbers)
    return f"{text[: match.start()]}{int(match[0]) + 1}{text[match.end() :]}"


def negation(text: str, draw: random.Random) -> str | None:
    """Put a "not" between two words."""
    blanks = [match.start() for match in re.finditer(r"(?<=\w) (?=\w)", text)]
    return None if not blanks else text[: (place := draw.choice(blanks))] + " not" + text[place:]


def link(text: str, draw: random.Random) -> str | None:
    """Add an address."""
    return f"{text}\nhttps://t.me/some_channel/{draw.randrange(9999)}"


def cut(text: str, draw: random.Random) -> str | None:
    """Cut the text between two words at a third to three quarters, with an ellipsis."""
    if len(text) < 3 * SHORTEST:
        return None
    return text[: draw.randrange(len(text) // 3, len(text) * 3 // 4)].rsplit(None, 1)[0] + "…"


def headline(text: str, draw: random.Random) -> str | None:
    """Put a headline of another language for the first line."""
    del draw
    first, _, rest = text.partition("\n")
    return f"{FOREIGN_HEADLINE[: len(first)]}\n{rest}" if rest.strip() and len(rest) >= len(first) else None


def comment(text: str, draw: random.Random) -> str | None:
    """Put a sentence in front."""
    del draw
    return f"{COMMENT}\n{text}"


EDITS: Final[dict[str, Callable[[str, random.Random], str | None]]] = {
    "typo": typo,
    "three typos": three_typos,
    "another number": another_number,
    "negation": negation,
    "added link": link,
    "cut short with …": cut,
    "headline translated": headline,
    "comment in front": comment,
}


# Posts.


def make_post(body: str, index: int, source: str = "generated") -> Post:
    """Make a post of nothing but text."""
    return Post(
        span=Span(index, index + 1),
        line=index + 1,
        index=index,
        source=source,
        begun_by="guess",
        paragraphs=tuple(Paragraph(text=line, span=Span(0, len(line)), line=1) for line in body.split("\n") if line.strip()),
    )


@cache
def real_bodies() -> tuple[str, ...]:
    """Give the distinct bodies of the fixtures' posts and of the corpus beside the checkout, where it is."""
    bodies: dict[str, str] = {}
    for document in tgparse.parse_files(f"{ROOT}/fixtures/*.web-preview.txt", extractors=()):
        bodies |= {post.content_hash: post.body for post in document.posts}
    for path in sorted(CORPUS.glob("*.json")) if CORPUS.is_dir() else ():
        told = [post.get("text") for post in json.loads(path.read_text("utf-8"))["posts"]]
        bodies |= {content_hash(body): body for body in told if body}
    return tuple(body for body in bodies.values() if body.strip())


@cache
def short_bodies() -> tuple[str, ...]:
    """Give lines of real posts with edits of them: posts below `SHORTEST`."""
    lines = sorted({line for body in real_bodies() for line in body.split("\n") if SHORTEST // 2 <= len(line) < SHORTEST})
    draw = random.Random(6)  # noqa: S311 - the same edits
    edits = (typo, another_number, negation)
    return tuple(text for k, line in enumerate(lines) for text in (line, edits[k % len(edits)](line, draw)) if text)


def iter_generated(count: int, seed: int = 1) -> Iterator[Post]:
    """Give posts of 12 to 80 words of a vocabulary with the skew of a language's; some repeat one of the last thousand."""
    draw = random.Random(seed)  # noqa: S311 - the same posts on every machine
    words = ["".join(draw.choice("aeiou" if k % 2 else "bdfgklmnprstvz") for k in range(draw.randint(2, 11))) for _ in range(40_000)]
    recent: list[str] = []
    edits = (None, typo, another_number, link, cut, comment)
    for index in range(count):
        if recent and draw.random() < 0.3:
            base, edit = draw.choice(recent), draw.choice(edits)
            body = base if edit is None else edit(base, draw) or base
        else:
            chosen = [words[int(40_000 * draw.random() ** 3)] for _ in range(draw.randint(12, 80))]
            chosen[len(chosen) // 2] = str(draw.randrange(2000))
            body = " ".join(chosen[:8]) + "\n" + " ".join(chosen[8:])
        if len(recent) < 1000:
            recent.append(body)
        else:
            recent[draw.randrange(1000)] = body
        yield make_post(body, index, f"channel {index % 1000}")


# What is measured.


def quality(near_values: Sequence[float] = (0.95, 0.9, 0.8, 0.7)) -> None:
    """Tell for each edit how many edited posts are grouped with their originals, as what, and which links join what is not alike."""
    bodies = [body for body in real_bodies() if len(body) >= SHORTEST]
    print(f"{len(bodies)} real posts of {SHORTEST} code points and more\n")
    print(f"{'found of':<32}" + "".join(f"{f'near={near}':>11}" for near in near_values) + f"{'equal':>7}")
    for name, edit in EDITS.items():
        draw = random.Random(name)  # noqa: S311 - the same edits
        pairs = [(body, edited) for body in bodies if (edited := edit(body, draw)) and edited != body]
        for which, chosen in by_length(pairs) if name == "three typos" else [("", pairs)]:
            found = [tgparse.find_repeats(posts_of(chosen), near=near) for near in near_values]
            cells = "".join(f"{len(reunited(groups)) / len(chosen):>11.3f}" for groups in found)
            equal = len(reunited(tgparse.find_repeats(posts_of(chosen), near=None)))
            print(f"{f'{name}{which} ({len(chosen)})':<32}{cells}{equal:>7}")
    print("\nlinks between posts of which neither is an edit of the other:")
    everything = [(body, edited) for name, edit in EDITS.items() for body in bodies if (edited := edit(body, random.Random(name + body)))]  # noqa: S311
    for near in near_values:
        right, wrong = links_of(everything, near)
        print(f"  near={near}: {wrong} of {right + wrong} between edits, precision {right / (right + wrong):.4f}", end="; ")
        groups = tgparse.find_repeats([make_post(body, k) for k, body in enumerate(bodies)], near=near)
        links = [(member, bodies[group.members[member.of].index]) for group in groups for member in group.members if member.of is not None]
        print(f"{len(links)} of {len(bodies) * (len(bodies) - 1) // 2} pairs of unedited posts")
        for member, other in links if near == 0.9 else ():
            print(f"    {member.why} {member.similarity}: {bodies[member.index][:50]!r} / {other[:50]!r}")


Pairs = list[tuple[str, str]]
"""Originals with their edits."""


def by_length(pairs: Pairs) -> list[tuple[str, Pairs]]:
    """Divide pairs by the length of the original."""
    return [
        (f" below {LONG}", [pair for pair in pairs if len(pair[0]) < LONG]),
        (f" from {LONG} on", [pair for pair in pairs if len(pair[0]) >= LONG]),
    ]


def posts_of(pairs: Pairs) -> list[Post]:
    """Make posts of pairs: the original has an even number, its edit the next one."""
    return [make_post(text, k) for k, text in enumerate(text for pair in pairs for text in pair)]


def reunited(groups: Iterable[RepeatGroup]) -> set[int]:
    """Give the numbers of the pairs that stand in one group."""
    found: set[int] = set()
    for group in groups:
        indices = {member.index for member in group.members}
        found |= {index // 2 for index in indices if index % 2 == 0 and index + 1 in indices}
    return found


def links_of(pairs: Pairs, near: float) -> tuple[int, int]:
    """Count the links between edits of one original, itself included, and those between edits of two."""
    of = [original for original, _ in pairs for _ in range(2)]
    right = wrong = 0
    for group in tgparse.find_repeats(posts_of(pairs), near=near):
        for member in group.members:
            if member.of is not None and member.why != "equal":
                same = of[member.index] == of[group.members[member.of].index]
                right, wrong = right + same, wrong + (not same)
    return right, wrong


def recall(posts: Sequence[Post], near: float) -> tuple[int, int]:
    """Count the pairs that comparing all with all finds, and those of them that stand in a group together."""
    cut_up = [Cut.of(fold(post.body)) for post in posts]
    together: dict[int, set[int]] = {}
    for number, group in enumerate(tgparse.find_repeats(posts, near=near)):
        for member in group.members:
            together.setdefault(member.index, set()).add(number)
    there = found = 0
    for (i, one), (j, other) in combinations(enumerate(cut_up), 2):
        if likeness(other, one, near):
            there += 1
            found += bool(together.get(posts[i].index, set()) & together.get(posts[j].index, set()))
    return there, found


class Made:
    """Posts made on the way, and the time of making them."""

    def __init__(self, posts: Iterator[Post]) -> None:
        self.posts = posts
        self.seconds = 0.0

    def __iter__(self) -> Iterator[Post]:
        while True:
            begun = process_time()
            post = next(self.posts, None)
            self.seconds += process_time() - begun
            if post is None:
                return
            yield post


def grouped(posts: Iterator[Post]) -> dict[str, Any]:
    """Group posts, and tell the processor time that it took without their making, and the most memory that was in use."""
    made = Made(posts)
    begun = process_time()
    groups = tgparse.find_repeats(iter(made))
    return {
        "seconds": round(process_time() - begun - made.seconds, 1),
        "peak GB": round(peak_kilobytes() / 1e6, 2),
        "groups": len(groups),
        "members": sum(map(len, groups)),
    }


def compared(draw: random.Random, changed: float, size: int = 300) -> dict[str, tuple[int, int]]:
    """Edit, delete and add some of the real posts of an export; count what became of the old ones, and what `compare` tells rightly."""
    drawn = draw.sample(real_bodies(), min(size, len(real_bodies())))
    fresh = iter(drawn[size * 9 // 10 :])
    old = [make_post(body, k) for k, body in enumerate(drawn[: size * 9 // 10])]
    new: list[Post] = []
    became: list[int | None] = []
    for post in old:
        if draw.random() < changed / 4 and (added := next(fresh, None)) is not None:
            new.append(make_post(added, len(new)))
        if draw.random() < changed / 2:
            became.append(None)
            continue
        edit = draw.choice(list(EDITS.values())) if draw.random() < changed else None
        became.append(len(new))
        new.append(make_post((edit(post.body, draw) if edit else None) or post.body, len(new)))
    result = tgparse.compare(old, new)
    told = {one.index: other.index for one, other in result.same} | {edit.old.index: edit.new.index for edit in result.edited}
    counts: dict[str, tuple[int, int]] = {"same": (0, 0), "edited": (0, 0), "only old": (0, 0)}
    for post, j in zip(old, became, strict=True):
        kind = "only old" if j is None else "same" if post.content_hash == new[j].content_hash else "edited"
        there, right = counts[kind]
        counts[kind] = there + 1, right + (told.get(post.index) == j)
    return counts


def comparisons(seeds: int = 10) -> None:
    """Print what `compare` tells of exports that differ little and much."""
    for changed in (0.1, 0.3, 0.6):
        counts = [compared(random.Random(seed), changed) for seed in range(seeds)]  # noqa: S311 - the same exports
        told = {kind: tuple(sum(count[kind][side] for count in counts) for side in (0, 1)) for kind in counts[0]}
        print(f"{changed:.0%} edited: " + ", ".join(f"{right} of {there} {kind}" for kind, (there, right) in told.items()))


def scale(count: int) -> dict[str, Any]:
    """Group generated posts."""
    return {"posts": count} | grouped(iter_generated(count))


PHRASE: Final = "subscribe to our channel and read the news first every day of the week"
REST: Final = f"{PHRASE}, and tell your friends about it, and their friends, and everybody else whom you may know"


def numbers(k: int) -> str:
    """Give thirty words that follow from a number."""
    draw = random.Random(k)  # noqa: S311 - the same posts on every machine
    return " ".join(str(draw.randrange(10**6)) for _ in range(30))


HOSTILE: Final[dict[str, Callable[[int], str]]] = {
    "equal": lambda _: f"Buy now. {PHRASE}",
    "one phrase shared": lambda k: f"{numbers(k)}\n{PHRASE}",
    "all but a number": lambda k: f"Advert number {k}. {PHRASE}, and more of the same, at all times and in all places",
    "all but the headline": lambda k: f"{numbers(k)[:60]}\n{REST}",
    "one phrase only": lambda k: f"{PHRASE} {k}",
    "👍": lambda _: "👍",
}
"""Posts made to be slow or large."""


def hostile(count: int, kind: str) -> dict[str, Any]:
    """Group posts of a hostile kind."""
    return {"posts": count, "kind": kind} | grouped(make_post(HOSTILE[kind](k), k) for k in range(count))


def stream(count: int) -> dict[str, Any]:
    """Look back over generated posts, as `repeats="near"` does."""
    posts = [(post.body, post.index) for post in iter_generated(count)]
    before = peak_kilobytes()
    seen = NearSeen()
    begun = process_time()
    near = sum(bool(seen.look(body, index)) for body, index in posts)
    elapsed = process_time() - begun
    grown = (peak_kilobytes() - before) / 1e6
    return {"posts": count, "seconds": round(elapsed, 1), "near": near, "texts kept": len(seen.kept), "index GB": round(grown, 3)}


def in_process(name: str, count: int, *kind: str) -> dict[str, Any]:
    """Measure in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.repeats", name, str(count), "--inside", *kind],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


# Libraries for comparison.


def libraries(count: int, near: float = 0.9) -> None:
    """Compare what finds candidates, and what measures pairs, on rule-made edits of generated and real posts."""
    bases = [post.body for post in islice(iter_generated(10 * count), count)] + list(real_bodies())
    bases = [body for body in bases if len(body) >= SHORTEST]
    draw = random.Random(2)  # noqa: S311 - the same edits
    edited = {name: [(k, text) for k, body in enumerate(bases) if (text := edit(body, draw))] for name, edit in EDITS.items()}
    finders = {"winnowing": winnowed, "rensa": by_rensa, "datasketch": by_datasketch, "datasketch's ensemble": by_ensemble}
    print("candidates: share of the edits of which the original is among them")
    for name, find in finders.items():
        begun = process_time()
        try:
            candidates = find(bases, [text for pairs in edited.values() for _, text in pairs], near)
        except ImportError:
            print(f"{name}: not installed")
            continue
        elapsed = process_time() - begun
        total = len(bases) + sum(map(len, edited.values()))
        answers = iter(candidates)
        shares = {edit: sum(k in next(answers) for k, _ in pairs) / len(pairs) for edit, pairs in edited.items()}
        print(f"{name}: {total / elapsed:,.0f} posts/s, {sum(map(len, candidates)) / len(candidates):.2f} candidates a post")
        print("   " + ", ".join(f"{edit} {share:.2f}" for edit, share in shares.items()))
    measures(near)


def measures(near: float) -> None:
    """Compare what measures pairs: edits of real posts above `near`, and pairs of unedited ones."""
    bodies = [body for body in real_bodies() if len(body) >= SHORTEST]
    strangers = list(combinations(bodies[::3], 2))
    ways: dict[str, Callable[[str, str], float]] = {"shingles": by_shingles}
    try:
        fuzz: Any = import_module("rapidfuzz.fuzz")
        for name in ("ratio", "partial_ratio", "token_set_ratio"):
            ways[f"rapidfuzz.fuzz.{name}"] = partial(by_rapidfuzz, getattr(fuzz, name))
    except ImportError:
        print("rapidfuzz: not installed")
    print(f"\nmeasures: share of the edits of real posts at {near} and above; pairs of unedited posts of {len(strangers)}")
    for name, measure in ways.items():
        shares: dict[str, float] = {}
        begun, pairs = process_time(), 0
        for edit in EDITS:
            draw = random.Random(edit)  # noqa: S311 - the same edits
            made = [(body, text) for body in bodies if (text := EDITS[edit](body, draw)) and text != body]
            shares[edit] = sum(measure(*pair) >= near for pair in made) / len(made)
            pairs += len(made)
        speed = pairs / (process_time() - begun)
        print(f"{name}: {speed:,.0f} pairs/s, {sum(measure(*pair) >= near for pair in strangers)} pairs of strangers")
        print("   " + ", ".join(f"{edit} {share:.2f}" for edit, share in shares.items()))


def by_shingles(one: str, other: str) -> float:
    """Give the similarity of two texts by our own measure."""
    like = likeness(Cut.of(fold(other)), Cut.of(fold(one)), 0.01)
    return like.similarity if like else 0.0


def by_rapidfuzz(measure: Callable[[str, str], float], one: str, other: str) -> float:
    """Give the similarity of two folded texts by one of rapidfuzz's measures."""
    return measure(fold(one), fold(other)) / 100


def winnowed(bases: Iterable[str], queries: Iterable[str], near: float) -> list[set[int]]:
    """Find candidates by shared fingerprints, as `find_repeats` does."""
    del near
    places: dict[int, list[int]] = {}
    marks = [fingerprints(fold(body)) for body in bases]
    for number, of_one in enumerate(marks):
        for mark in of_one:
            places.setdefault(mark, []).append(number)
    found: list[set[int]] = []
    for body in queries:
        mine = fingerprints(fold(body))
        near_by = {number for mark in mine for number in places.get(mark, ())[:50]}
        found.append({number for number in near_by if len(mine & marks[number]) >= 0.25 * min(len(mine), len(marks[number]))})
    return found


def by_rensa(bases: Iterable[str], queries: Iterable[str], near: float) -> list[set[int]]:
    """Find candidates by rensa's R-MinHash and LSH over the same shingles."""
    rensa: Any = import_module("rensa")

    def sketch(body: str) -> Any:
        made = rensa.RMinHash(num_perm=128, seed=1)
        made.update(sorted(shingles(fold(body))))
        return made

    lsh = rensa.RMinHashLSH(threshold=near - 0.2, num_perm=128, num_bands=16)
    for number, body in enumerate(bases):
        lsh.insert(number, sketch(body))
    return [set(lsh.query(sketch(body))) for body in queries]


def by_datasketch(bases: Iterable[str], queries: Iterable[str], near: float) -> list[set[int]]:
    """Find candidates by datasketch's MinHash and LSH over the same shingles."""
    datasketch: Any = import_module("datasketch")
    lsh = datasketch.MinHashLSH(threshold=near - 0.2, num_perm=128)
    for number, body in enumerate(bases):
        lsh.insert(number, _datasketched(body)[0])
    return [set(lsh.query(_datasketched(body)[0])) for body in queries]


def by_ensemble(bases: Iterable[str], queries: Iterable[str], near: float) -> list[set[int]]:
    """Find candidates by datasketch's LSH Ensemble, which is made for containment: of the query in what it finds."""
    datasketch: Any = import_module("datasketch")
    lsh = datasketch.MinHashLSHEnsemble(threshold=near - 0.2, num_perm=128, num_part=16)
    lsh.index([(number, *_datasketched(body)) for number, body in enumerate(bases)])
    return [set(lsh.query(*_datasketched(body))) for body in queries]


def _datasketched(body: str) -> tuple[Any, int]:
    """Give a MinHash and the number of shingles that it stands for."""
    datasketch: Any = import_module("datasketch")
    cut = shingles(fold(body))
    made = datasketch.MinHash(num_perm=128, seed=1)
    made.update_batch([shingle.encode() for shingle in cut])
    return made, len(cut)


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.repeats", description="Measure find_repeats.")
    parser.add_argument("what", choices=["quality", "scale", "hostile", "libraries", "compare", "stream"])
    parser.add_argument("counts", nargs="*", type=int, help="numbers of posts")
    parser.add_argument("--kinds", nargs="+", choices=list(HOSTILE), default=list(HOSTILE), help="of hostile posts")
    parser.add_argument("--inside", nargs="*", metavar="KIND", help=argparse.SUPPRESS)
    arguments = parser.parse_args(argv)
    measured: dict[str, Callable[..., dict[str, Any]]] = {"scale": scale, "hostile": hostile, "stream": stream}
    counts: list[int] = arguments.counts or [10_000]
    if arguments.inside is not None:
        print(json.dumps(measured[arguments.what](counts[0], *arguments.inside)))
    elif arguments.what == "quality":
        quality()
        for name, posts in {
            "real": [make_post(b, k) for k, b in enumerate(real_bodies())],
            "short": [make_post(b, k) for k, b in enumerate(short_bodies())],
            "generated": list(iter_generated(3000)),
        }.items():
            there, found = recall(posts, 0.9)
            print(f"pairs of {len(posts)} {name} posts, near=0.9: {there} by all with all, {found} of them in one group")
    elif arguments.what == "compare":
        comparisons()
    elif arguments.what == "libraries":
        libraries((arguments.counts or [3000])[0])
    else:
        for count in counts:
            for kind in [[name] for name in arguments.kinds] if arguments.what == "hostile" else [[]]:
                print(in_process(arguments.what, count, *kind), flush=True)


if __name__ == "__main__":
    main()
