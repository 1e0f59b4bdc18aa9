"""How well and how fast `find_repeats` finds posts that repeat one another.

    python -m tests.benchmarks.repeats quality                 # edits made by rules on real posts: recall and precision
    python -m tests.benchmarks.repeats scale 10000 100000      # generated posts: seconds, peak memory, pairs found of those there are
    python -m tests.benchmarks.repeats hostile 100000          # equal posts, posts sharing a phrase, posts of one phrase
    python -m tests.benchmarks.repeats libraries               # the same candidates by MinHash: datasketch and rensa, where installed

Every size runs in a process of its own, so that the peak is its own. Generated posts follow from their number alone. Of each
thousand 700 are new and 300 repeat an earlier one: equal, with a typo, another number, a link, cut short, or with a comment.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
from functools import cache
from importlib import import_module
from itertools import combinations, islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import tgparse
from tgparse.folding import content_hash
from tgparse.models import Paragraph, Post
from tgparse.recurrence.similarity import fingerprints, fold, likeness, shingles
from tgparse.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

ROOT: Final = Path(__file__).parents[2]
CORPUS: Final = ROOT.parent / "shared" / "corpus" / "truth"
SHORTEST: Final = 60
"""Code points of the shortest post that is edited: of "👍" no edit is near."""
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
    """Tell for each edit how many edited posts are grouped with their originals, and how many groups join what is not alike."""
    bodies = [body for body in real_bodies() if len(body) >= SHORTEST]
    print(f"{len(bodies)} real posts of {SHORTEST} code points and more\n")
    print(f"{'found of':<22}" + "".join(f"{f'near={near}':>12}" for near in near_values) + f"{'equal':>8}")
    for name, edit in EDITS.items():
        draw = random.Random(name)  # noqa: S311 - the same edits
        pairs = [(body, edited) for body in bodies if (edited := edit(body, draw)) and edited != body]
        posts = [make_post(text, k) for k, text in enumerate(text for pair in pairs for text in pair)]
        cells: list[str] = []
        equal = 0
        for near in near_values:
            groups = tgparse.find_repeats(posts, near=near)
            together = [{member.index for member in group.members} for group in groups]
            found = sum(any({2 * k, 2 * k + 1} <= group for group in together) for k in range(len(pairs)))
            equal += sum(member.why == "equal" for group in groups for member in group.members)
            cells.append(f"{found / len(pairs):>12.3f}")
        print(f"{f'{name} ({len(pairs)})':<22}" + "".join(cells) + f"{equal:>8}")
    print("\nlinks between the unedited posts, which nobody made repeat each other:")
    for near in near_values:
        groups = tgparse.find_repeats([make_post(body, k) for k, body in enumerate(bodies)], near=near)
        links = [(member, bodies[group.members[member.of].index]) for group in groups for member in group.members if member.of is not None]
        print(f"  near={near}: {len(links)} of {len(bodies) * (len(bodies) - 1) // 2} pairs")
        for member, other in links if near == 0.9 else ():
            print(f"    {member.why} {member.similarity}: {bodies[member.index][:50]!r} / {other[:50]!r}")


def recall(posts: Sequence[Post], near: float) -> tuple[int, int]:
    """Count the pairs that comparing all with all finds, and those of them that stand in a group together."""
    cut_up = [shingles(fold(post.body)) for post in posts]
    together: dict[int, set[int]] = {}
    for number, group in enumerate(tgparse.find_repeats(posts, near=near)):
        for member in group.members:
            together.setdefault(member.index, set()).add(number)
    there = found = 0
    for (i, one), (j, other) in combinations(enumerate(cut_up), 2):
        if min(len(one), len(other)) and likeness(other, one, near):
            there += 1
            found += bool(together.get(posts[i].index, set()) & together.get(posts[j].index, set()))
    return there, found


def scale(count: int) -> dict[str, Any]:
    """Group generated posts; the posts are made on the way, and the time of making them is taken off."""
    begun = perf_counter()
    for _ in iter_generated(count):
        pass
    making = perf_counter() - begun
    begun = perf_counter()
    groups = tgparse.find_repeats(iter_generated(count))
    elapsed = perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return {
        "posts": count,
        "seconds": round(elapsed - making, 1),
        "with making": round(elapsed, 1),
        "peak GB": round(peak, 2),
        "groups": len(groups),
        "members": sum(map(len, groups)),
    }


def hostile(count: int) -> dict[str, Any]:
    """Group posts made to be slow."""
    shared = "subscribe to our channel and read the news first every day of the week"
    draw = random.Random(4)  # noqa: S311 - the same posts on every machine
    kinds: dict[str, Callable[[int], str]] = {
        "equal": lambda _: f"Buy now. {shared}",
        "one phrase shared": lambda _: f"{' '.join(str(draw.randrange(10**6)) for _ in range(30))}\n{shared}",
        "all but a number": lambda k: f"Advert number {k}. {shared}, and more of the same, at all times and in all places",
        "one phrase only": lambda k: f"{shared} {k}",
        "👍": lambda _: "👍",
    }
    told: dict[str, Any] = {"posts": count}
    for name, body in kinds.items():
        begun = perf_counter()
        groups = tgparse.find_repeats(make_post(body(k), k) for k in range(count))
        told[name] = f"{perf_counter() - begun:.1f} s, {len(groups)} groups"
    return told | {"peak GB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2)}


def in_process(name: str, count: int) -> dict[str, Any]:
    """Measure in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.repeats", name, str(count), "--inside"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


# MinHash for comparison.


def libraries(count: int, near: float = 0.9) -> None:
    """Compare candidates: winnowing, and MinHash by two libraries, on rule-made edits of generated and real posts."""
    bases = [post.body for post in islice(iter_generated(10 * count), count)] + list(real_bodies())
    bases = [body for body in bases if len(body) >= SHORTEST]
    draw = random.Random(2)  # noqa: S311 - the same edits
    edited = {name: [(k, text) for k, body in enumerate(bases) if (text := edit(body, draw))] for name, edit in EDITS.items()}
    for name, find in {"winnowing": winnowed, "rensa": by_rensa, "datasketch": by_datasketch}.items():
        try:
            begun = perf_counter()
            candidates = find(bases, [text for pairs in edited.values() for _, text in pairs], near)
        except ImportError:
            print(f"{name}: not installed")
            continue
        elapsed = perf_counter() - begun
        total = len(bases) + sum(map(len, edited.values()))
        answers = iter(candidates)
        shares = {edit: sum(k in next(answers) for k, _ in pairs) / len(pairs) for edit, pairs in edited.items()}
        print(f"{name}: {total / elapsed:,.0f} posts/s, {sum(map(len, candidates)) / len(candidates):.2f} candidates a post")
        print("   " + ", ".join(f"{edit} {share:.2f}" for edit, share in shares.items()))


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

    def sketch(body: str) -> Any:
        made = datasketch.MinHash(num_perm=128, seed=1)
        made.update_batch([shingle.encode() for shingle in shingles(fold(body))])
        return made

    lsh = datasketch.MinHashLSH(threshold=near - 0.2, num_perm=128)
    for number, body in enumerate(bases):
        lsh.insert(number, sketch(body))
    return [set(lsh.query(sketch(body))) for body in queries]


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.repeats", description="Measure find_repeats.")
    parser.add_argument("what", choices=["quality", "scale", "hostile", "libraries"])
    parser.add_argument("counts", nargs="*", type=int, help="numbers of posts")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args(argv)
    measures = {"scale": scale, "hostile": hostile}
    if arguments.inside:
        print(json.dumps(measures[arguments.what](arguments.counts[0])))
    elif arguments.what == "quality":
        quality()
        for name, posts in {
            "real": [make_post(b, k) for k, b in enumerate(real_bodies())],
            "generated": list(iter_generated(3000)),
        }.items():
            there, found = recall(posts, 0.9)
            print(f"pairs of {len(posts)} {name} posts, near=0.9: {there} by all with all, {found} of them in one group")
    elif arguments.what == "libraries":
        libraries((arguments.counts or [3000])[0])
    else:
        for count in arguments.counts or [10_000]:
            print(in_process(arguments.what, count), flush=True)


if __name__ == "__main__":
    main()
