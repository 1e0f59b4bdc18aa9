"""Which lines repeat which: doubled bodies are found, split into posts and marked; nothing is deleted.

**The shape.** Some extractors write everything after the first line of a post twice: `H T T`, where H is the first line and
T the rest. Nothing stands between two posts, so where posts have no marker and no reactions the doubling alone shows where
one ends. The copies may differ: a quoted or a code line may be missing from the first, a struck-through one from the second
(`H T1 Q T1` where the post is `H Q T1`); then each copy alone is incomplete, and their ordered union is the post.

**The search.** A stretch of lines between hard borders is explained as a row of posts of least cost. A post is a single line,
a doubled body whose copies are equal (cheap), or one whose copies differ (dearer, by the lines that only one copy has). The
cheapest row is found from the end to the start, one decision a line. Second copies are looked for only where the first
line of the tail recurs, at the nearest few places; and how far two stretches agree is looked up, since each pair of places
is compared once. So the time grows with the number of lines, also where all lines are equal or none is.

**Whether at all.** A file counts as doubled when its posts show it; in any other text a block that stands twice stays,
and a note says so. A line is never removed because it was "seen before": a refrain, a heading used twice, a list that
starts again at 1) stay.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from .folding import fold_line
from .furniture import heads_mirror_words, is_site_name
from .spans import maker
from .tokens import LEAST_LINE, MAX_POST, Note, RawFurniture, RawPost, RawRepeat, cut_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .models import BegunBy
    from .tokens import Head, RawLine

DOUBLED: Final = 1.0
"""Cost of a post whose tail stands twice."""
SINGLE: Final = 2.0
"""Cost of a line that is a post of its own: two of them are never better than one doubled post."""
LONE_MARKED: Final = 1.0
"""Cost of the undoubled text of a marker's post; its further lines cost less than posts of their own."""
MARKED_LINE: Final = 0.8
HEADLESS: Final = 1.5
"""Added where the first line of a doubled post is missing: it was only a link, or began with a custom emoji."""
DIFFERING: Final = 0.2
"""Added where the copies differ."""
EXTRA: Final = 2.0
"""Added for each run of lines that only one copy has, and a quarter of that for each further line of the run."""
FURTHER_EXTRA: Final = 0.5
NEAREST: Final = 6
"""Recurrences of a tail's first line at which a second copy is looked for."""
LONGEST_TAIL: Final = 512
"""Lines in a tail; Telegram's 4 096 characters leave room for no more in earnest."""
LONGEST_RUN: Final = 40
"""Lines that one copy may have beyond the other in one place, as a block of code."""
UNKNOWN: Final = float("inf")
SMALLEST_SQUARE: Final = 3
"""Lines of the smallest doubled post: a headline and one line, twice."""
ENOUGH_HITS: Final = 3
ENOUGH_TITLES: Final = 3
"""Occurrences in the head from which a line can be held to be a title."""
CUT: Final = ("…", "...")
"""What the description of a link preview ends in where it is cut short, as it mostly is."""
MOST: Final = 0.5
MOST_BLANK: Final = 3
"""Empty lines that a doubled text may have: somebody may have pasted it together."""
MOST_INDENTED: Final = 0.25
"""The same of indented lines: trafilatura 2.1 and 2.2 set blanks in front of some."""
NEARLY_ALL: Final = 0.8
LOOK_BACK: Final = 1 << 14
"""Code points at the end of an unfinished stretch in which no post counts as ended."""
STRONG_LINES: Final = 2
STRONG_CHARACTERS: Final = 120
"""A square this large is hardly the author's own."""


_make_repeat: Final = maker(RawRepeat)


class Body(NamedTuple):
    """A post among the lines of a stretch: which lines it keeps, and which repeat which."""

    start: int
    """Index of its first line."""
    end: int
    """Index behind its last line, second copy included."""
    kept: Sequence[int]
    """The lines that stay, in the order of the post."""
    repeated: Sequence[tuple[int, int]]
    """Pairs of a line that goes and the line that it repeats."""
    differing: bool = False
    """Whether one copy has lines that the other lacks."""


class Profile(NamedTuple):
    """What the first 64 KB say about the doubling of a file."""

    doubled: bool
    hits: int = 0
    """Posts whose text seems to stand twice."""
    whole: bool = False
    """Whether their first lines are doubled too."""
    mirror: bool = False
    """Whether words of a mirror of Telegram's pages stand among the posts."""
    titles: frozenset[str] = frozenset()
    """Lines that head the quote of a reply."""


class _Search:
    """The cheapest row of posts that explains a stretch of lines."""

    def __init__(self, lines: Sequence[RawLine], *, marked: bool, final: bool, whole: bool, mirror: bool) -> None:
        self.lines = lines
        self.marked = marked
        self.final = final
        self.headline, self.headless = (HEADLESS, 0.0) if whole else (0.0, HEADLESS)
        if mirror:
            # A line before a doubled body is the mirror's own, and no headline.
            self.headline = SINGLE + HEADLESS
        self.keys = _keys(lines)
        self.size = len(lines)
        self.places: dict[int, list[int]] = defaultdict(list)
        self.rank: list[int] = []
        for i, key in enumerate(self.keys):
            self.rank.append(len(self.places[key]))
            self.places[key].append(i)
        self.known_runs: dict[int, tuple[int, int]] = {}
        self.copies: dict[int, _Copies] = {}

    def bodies(self) -> list[Body]:
        """Give the posts of the cheapest row."""
        cost = self._costs()
        bodies: list[Body] = []
        i = 0
        if self.marked and self.size:
            bodies.append(self._marked_body(cost))
            i = bodies[0].end
        while i < self.size:
            bodies.append(self._next_body(i, cost))
            i = bodies[-1].end
        return bodies

    def holds_square(self) -> bool:
        """Whether a block of lines stands twice in a row anywhere; where none does, no post's copies are equal."""
        for first, (key, rank) in enumerate(zip(self.keys, self.rank, strict=True)):
            for second in self.places[key][rank + 1 : rank + 1 + NEAREST]:
                if second - first > LONGEST_TAIL:
                    break
                if second - first >= STRONG_LINES and self._run(first, second) >= second - first:
                    return True
        return False

    def _costs(self) -> list[float]:
        """For each line, the cost of the cheapest row from there to the end."""
        cost = [0.0] * (self.size + 1)
        for i in range(self.size - 1, -1, -1):
            copies = self._cheapest_copies(i, cost)
            if copies is not None:
                self.copies[i] = copies
            cost[i] = min(SINGLE + cost[i + 1], *(self._doubled_costs(i, cost)))
        return cost

    def _doubled_costs(self, i: int, cost: list[float]) -> tuple[float, float]:
        """Cost of a doubled post that begins at line i: with its headline there, and without one."""
        tail = self.copies.get(i + 1)
        whole = self.copies.get(i)
        return (
            tail.cost + self.headline + cost[tail.end] if tail else UNKNOWN,
            whole.cost + self.headless + cost[whole.end] if whole and not whole.leads else UNKNOWN,
        )

    def _next_body(self, i: int, cost: list[float]) -> Body:
        with_headline, headless = self._doubled_costs(i, cost)
        if with_headline <= min(headless, SINGLE + cost[i + 1]):
            return self.copies[i + 1].body(i, headline=True)
        if headless <= SINGLE + cost[i + 1]:
            return self.copies[i].body(i, headline=False)
        return Body(i, i + 1, (i,), ())

    def _marked_body(self, cost: list[float]) -> Body:
        """The post under the marker: doubled, or all lines that do not stand in a cheaper row of their own."""
        with_headline, headless = self._doubled_costs(0, cost)
        length = min(range(1, self.size + 1), key=lambda k: MARKED_LINE * (k - 1) + cost[k])
        lone = LONE_MARKED + MARKED_LINE * (length - 1) + cost[length]
        if min(with_headline, headless) <= lone:
            return self.copies[1].body(0, headline=True) if with_headline <= headless else self.copies[0].body(0, headline=False)
        return Body(0, length, tuple(range(length)), ())

    def _cheapest_copies(self, first: int, cost: list[float]) -> _Copies | None:
        """Two copies of a tail, the first of which begins at this line: the cheapest with what comes after them."""
        best: _Copies | None = None
        equal: int | None = None
        least = UNKNOWN
        places, rank = self.places[self.keys[first]], self.rank[first]
        for second in places[rank + 1 : rank + 1 + NEAREST]:
            length = second - first
            if length > LONGEST_TAIL:
                break
            if self._run(first, second) >= length:
                if DOUBLED + cost[second + length] < least:
                    equal, least = second, DOUBLED + cost[second + length]
                continue
            copies = self._align(first, second)
            if copies is not None and copies.cost + cost[copies.end] < least:
                best, equal, least = copies, None, copies.cost + cost[copies.end]
        # Equal copies are nearly all of them, and most are dearer than others: only the cheapest are written down.
        return best if equal is None else _Copies.equal(first, equal)

    def _align(self, first: int, second: int) -> _Copies | None:
        """Walk both copies at once, from the line that opens the first and recurs at `second`."""
        keys, size = self.keys, self.size
        kept: list[range] = []
        pairs: list[tuple[int, int, int]] = []
        matched = extras = 0
        cost = DOUBLED + DIFFERING
        i, j = first, second
        while i < second:
            if j < size and keys[i] == keys[j]:
                run = min(self._run(i, j), second - i)
                kept.append(range(i, i + run))
                pairs.append((i, j, run))
                matched += run
                i, j = i + run, j + run
                continue
            step = self._next_agreement(i, j, second)
            if step is None:
                break
            kept.append(range(i, step[0]) if step[0] > i else range(j, step[1]))
            extra = len(kept[-1])
            extras += extra
            cost += EXTRA + FURTHER_EXTRA * (extra - 1)
            i, j = step
            if extras > 2 * (matched + second - i) + 1 and not self.final:
                # They will not be alike enough even if all the rest agrees; most walks through hostile texts end here.
                return None
        # What is left between the copies opens the second one: quotes are lost from the first copy only.
        gap = second - i
        if self._next_place(keys[first], i, second) is not None:
            return None
        cost += EXTRA + FURTHER_EXTRA * (gap - 1) if gap else 0
        if self.final and gap and self._is_cut(i, j, lines_left=gap, least=matched // 2 + 1):
            pairs.append((i, j, size - j))
            return _Copies(cost, size, (*kept, range(i, second)), tuple(pairs))
        if extras + gap > 2 * matched + 1 or gap > LONGEST_RUN:
            return None
        return _Copies(cost, j, (range(i, second), *kept), tuple(pairs), differing=True, leads=gap > 0)

    def _run(self, i: int, j: int) -> int:
        """How many lines from i on equal those from j on; what one call has seen, the next does not walk again."""
        keys, shift, limit = self.keys, j - i, self.size - (j - i)
        began, ended = self.known_runs.get(shift, (-1, -1))
        if began <= i < ended:
            return ended - i
        k = i
        while k < limit and keys[k] == keys[k + shift]:
            k += 1
            if k == began:
                k = ended
                break
        if k > i:
            self.known_runs[shift] = (i, k)
        return k - i

    def _next_agreement(self, i: int, j: int, second: int) -> tuple[int, int] | None:
        """Skip the fewest lines of one copy so that both go on alike."""
        in_second = self._next_place(self.keys[i], j + 1, min(j + 1 + LONGEST_RUN, self.size))
        in_first = self._next_place(self.keys[j], i + 1, min(i + 1 + LONGEST_RUN, second)) if j < self.size else None
        if in_second is not None and (in_first is None or in_second - j <= in_first - i):
            return i, in_second
        return (in_first, j) if in_first is not None else None

    def _next_place(self, key: int, start: int, end: int) -> int | None:
        places = self.places[key]
        k = bisect_left(places, start)
        return places[k] if k < len(places) and places[k] < end else None

    def _is_cut(self, i: int, j: int, *, lines_left: int, least: int) -> bool:
        """Whether the file ends inside the second copy, at line i of the first: in the middle of the line, or `least` lines early.

        One line less may as well be a quote that was lost from the first copy.
        """
        if j == self.size - 1:
            return self.lines[i].text.startswith(self.lines[j].text)
        return j == self.size and lines_left >= least


class _Copies(NamedTuple):
    """Two copies of a tail."""

    cost: float
    end: int
    """Index behind the second copy."""
    kept: tuple[range, ...]
    """The lines of their ordered union."""
    pairs: tuple[tuple[int, int, int], ...]
    """Where they agree: index in the first, in the second, number of lines."""
    differing: bool = False
    leads: bool = False
    """Whether the second copy opens with lines that the first lacks; that needs a headline before it to be believed."""

    @classmethod
    def equal(cls, first: int, second: int) -> _Copies:
        """Write down two copies without a difference."""
        return cls(DOUBLED, 2 * second - first, (range(first, second),), ((first, second, second - first),))

    def body(self, start: int, *, headline: bool) -> Body:
        """Make a post of them, with the line before them as its headline or without one."""
        kept = [start] if headline else []
        kept += [i for stretch in self.kept for i in stretch]
        repeated = tuple((j + k, i + k) for i, j, length in self.pairs for k in range(length))
        return Body(start, self.end, tuple(kept), repeated, self.differing)


def _keys(lines: Sequence[RawLine]) -> list[int]:
    """Number the lines so that equal ones, white space and invisible characters aside, have equal numbers."""
    by_text: dict[str, int] = {}
    by_words: dict[str, int] = {}
    keys: list[int] = []
    for line in lines:
        key = by_text.get(line.text)
        if key is None:
            key = by_text[line.text] = by_words.setdefault(fold_line(line.text), len(by_words))
        keys.append(key)
    return keys


def find_bodies(
    lines: Sequence[RawLine], *, marked: bool = False, final: bool = False, whole: bool = False, mirror: bool = False
) -> list[Body]:
    """Explain the lines of a doubled file's stretch as a row of posts.

    `marked` tells that a forward marker stands before the first line, `final` that the file ends behind the last one,
    where a second copy may be cut, `whole` that first lines are doubled too, as mirrors of Telegram's pages do it,
    and `mirror` that it is one for certain.
    The bodies cover every line, in order.

    >>> from tgparse.tokens import RawLine
    >>> lines = [RawLine(text, 0, n) for n, text in enumerate(["Head", "one", "two", "one", "two", "Next"], 1)]
    >>> [(body.start, body.end, body.kept) for body in find_bodies(lines)]
    [(0, 5, (0, 1, 2)), (5, 6, (5,))]
    """
    size = len(lines)
    tail = size // 2
    if size % 2 and tail and not whole:
        texts = [line.text for line in lines]
        if texts[1 : tail + 1] == texts[tail + 1 :]:
            # One doubled post and nothing else: no row of posts is cheaper, so there is nothing to search.
            return [Body(0, size, range(tail + 1), tuple(zip(range(tail + 1, size), range(1, tail + 1), strict=True)))]
    return _Search(lines, marked=marked, final=final, whole=whole, mirror=mirror).bodies()


def may_be_doubled(head: Head) -> bool:
    r"""Whether lines without any other sign of Telegram are laid out as doubled posts are: a search for copies is worth its time.

    Extractors that double write neither empty lines nor indents, and blocks of at least two lines exactly twice: code, data and
    songs with stanzas recur too, but not so.

    >>> from tgparse.tokens import Head
    >>> may_be_doubled(Head("one\ntwo\nthree")), may_be_doubled(Head("Head\none\ntwo\none\ntwo"))
    (False, True)
    >>> may_be_doubled(Head("la\nli\n" * 3))
    False
    """
    text = head.text
    # In most texts the empty lines that are too many come early.
    found = -1
    for _ in range(MOST_BLANK + 1):
        found = text.find("\n\n", found + 1)
        if found < 0:
            break
    else:
        return False
    every = head.lines
    again = len(every) - len(set(every))
    # A square of lines holds their first copy, their second and a line above, five lines for two that recur at most.
    if again < STRONG_LINES or again * 5 < (len(every) - MOST_BLANK - 1) * MOST * 2:
        return False
    if text.count("\n ") + text.count("\n\t") > text.count("\n") * MOST_INDENTED:
        return False
    lines = [line for line in every if line and not line.isspace()]
    # The last line end leaves a blank line too.
    if len(every) - len(lines) > MOST_BLANK + 1:
        return False
    return _lines_in_squares(lines) >= MOST * len(lines)


def _lines_in_squares(lines: Sequence[str]) -> int:
    """Count the lines in blocks that stand exactly twice in a row, with the line that heads each.

    A block stands twice where as many lines as it has are each as far from their last occurrence as it is long; where more of them
    are, it stands three times.
    """
    last: dict[str, int] = {}
    found = distance = run = 0
    for i, line in enumerate(lines):
        away = i - last.get(line, i)
        last[line] = i
        if away and away == distance:
            run += 1
        else:
            distance, run = away, 1
        if away > 1 and run == away:
            found += 2 * away + 1
        elif away > 1 and run == away + 1:
            found -= 2 * away + 1
    return found


def profile(stretches: Sequence[RawPost]) -> Profile:
    """Judge from its first stretches whether a file is doubled, and which line heads its reply quotes."""
    explained = [(stretch.lines, find_bodies(stretch.lines, marked=stretch.marker is not None)) for stretch in stretches]
    pairs = [(lines, body) for lines, bodies in explained for body in bodies if body.repeated]
    total = sum(len(lines) for lines, _ in explained if len(lines) >= SMALLEST_SQUARE)
    covered = sum(body.end - body.start for _, body in pairs)
    equal = sum(body.end - body.start for _, body in pairs if not body.differing)
    characters = sum(len(lines[i].text) for lines, body in pairs for i, _ in body.repeated)
    many = len(pairs) >= ENOUGH_HITS and characters >= STRONG_CHARACTERS
    strong = sum(is_strong(lines, body) for lines, body in pairs if not body.differing)
    # Two large squares are enough among markers or reactions: there the text is Telegram's, and no song.
    several = many or (strong > 1 and any(stretch.marker or stretch.reactions for stretch in stretches))
    # Posts that end alike look like copies that differ, but they leave many lines over: without equal copies nearly all
    # lines must fit, and with few posts too, since a song may close with its refrain twice.
    if not total or not ((several and equal >= MOST * total) or ((many or strong) and covered >= NEARLY_ALL * total)):
        return Profile(doubled=False, hits=len(pairs))
    headless = sum(body.kept[0] in {kept for _, kept in body.repeated} for _, body in pairs)
    whole = headless > MOST * len(pairs)
    mirror = whole and any(heads_mirror_words(item.line.text) for stretch in stretches for item in stretch.furniture)
    return Profile(doubled=True, hits=len(pairs), whole=whole, mirror=mirror, titles=_titles(explained))


def _titles(explained: Iterable[tuple[Sequence[RawLine], Sequence[Body]]]) -> frozenset[str]:
    """Find the lines that head the quote of a reply: always one line more, then a post.

    A post of one line may recur too, but then some of its copies stand last before a border.
    """
    heads: dict[str, list[bool]] = defaultdict(list)
    last: set[str] = set()
    for lines, bodies in explained:
        for body, follower in pairwise((*bodies, None)):
            if body is None or body.repeated or len(body.kept) > 1:
                continue
            text = lines[body.start].text
            heads[text].append(follower is not None and not follower.repeated)
            if follower is None:
                last.add(text)
    often = {text for text, quotes in heads.items() if len(quotes) >= ENOUGH_TITLES and sum(quotes) >= NEARLY_ALL * len(quotes)}
    return frozenset(text for text in often - last if not is_site_name(text))


def is_strong(lines: Sequence[RawLine], body: Body) -> bool:
    """Whether so much stands twice that it is hardly the author's own."""
    return len(body.repeated) >= STRONG_LINES and sum(len(lines[i].text) for i, _ in body.repeated) >= STRONG_CHARACTERS


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
        stretch = _uncut(part)
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
        if heads[0] > 0 or stretch.marker:
            yield replace(stretch, end=lines[max(0, heads[0] - 1)].end, lines=lines[: heads[0]], reactions=())
        for head, after in zip(heads, [*heads[1:], len(lines)], strict=True):
            quote = tuple(RawFurniture(line, "reply") for line in lines[head : min(head + 2, after)])
            is_last = after == len(lines)
            yield replace(
                stretch,
                begun_by="title",
                start=lines[head].start,
                end=stretch.end if is_last else lines[after - 1].end,
                line=lines[head].line,
                marker=None,
                lines=lines[head + 2 : after],
                furniture=quote,
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


def _uncut(stretch: RawPost | RawFurniture) -> RawPost | RawFurniture:
    """Take away the note that the reader handed a stretch on in part: where it ends is decided here."""
    if not isinstance(stretch, RawPost) or not stretch.notes:
        return stretch
    return replace(stretch, notes=tuple(note for note in stretch.notes if note.code != "TG005"))


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
    furniture: list[list[RawFurniture]] = [[] for _ in bodies]
    for line in (*stretch.furniture, *previews):
        furniture[max(0, bisect_right(starts, line.line.start) - 1)].append(line)
    doubled_before = False
    for k, body in enumerate(bodies):
        opens, closes = k == 0, k == len(bodies) - 1 and is_whole
        last = max([lines[body.end - 1].end, *[line.line.end for line in furniture[k]]])
        yield RawPost(
            begun_by=stretch.begun_by if opens else "doubling" if body.repeated or doubled_before else "guess",
            start=stretch.start if opens else starts[k],
            end=stretch.end if closes else last,
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
    """Take out the link previews behind posts: the name of a well-known site, a title, and a description that is cut short.

    Their lines look like posts of their own, since only the description is doubled.
    """
    posts: list[Body] = []
    previews: list[RawFurniture] = []
    i = 0
    while i < len(bodies):
        if posts and _opens_preview(lines, bodies[i : i + 2]):
            end = i + 3 if i + 2 < len(bodies) and lines[bodies[i + 2].kept[-1]].text.endswith(CUT) else i + 2
            previews += [RawFurniture(line, "preview") for line in lines[bodies[i].start : bodies[end - 1].end]]
            i = end
        else:
            posts.append(bodies[i])
            i += 1
    return posts, previews


def _opens_preview(lines: Sequence[RawLine], bodies: Sequence[Body]) -> bool:
    return [len(body.kept) + len(body.repeated) for body in bodies] == [1, 1] and is_site_name(lines[bodies[0].start].text)


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
        search = _Search(stretch.lines, marked=False, final=False, whole=False, mirror=False)
        bodies = search.bodies() if search.holds_square() else ()
        squares = [body for body in bodies if not body.differing and is_strong(stretch.lines, body)]
        notes = [Note("TG102", "a block stands twice here; the file is not doubled, so both stay", stretch.lines[b.start]) for b in squares]
        yield replace(stretch, notes=(*stretch.notes, *notes)) if notes else stretch


def fold_markers(stretches: Iterable[RawPost | RawFurniture]) -> Iterator[RawPost | RawFurniture]:
    """Fold a marker without text into an equal one right after it, and keep it as a repeat."""
    bare: list[RawPost] = []
    for stretch in stretches:
        if bare and not (isinstance(stretch, RawPost) and _same_marker(bare[-1], stretch)):
            yield from bare
            bare = []
        if isinstance(stretch, RawPost) and stretch.marker and not (stretch.lines or stretch.reactions or stretch.furniture):
            bare.append(stretch)
            continue
        if bare and isinstance(stretch, RawPost) and stretch.marker:
            folded = tuple(RawRepeat(post.marker.line, stretch.marker.line, "marker", 1.0) for post in bare if post.marker)
            note = Note("TG105", "equal markers without text before this one were folded into it", stretch.marker.line)
            stretch = replace(  # noqa: PLW2901
                stretch, start=bare[0].start, line=bare[0].line, repeats=(*folded, *stretch.repeats), notes=(*stretch.notes, note)
            )
            bare = []
        yield stretch
    yield from bare


def _same_marker(bare: RawPost, post: RawPost) -> bool:
    return bool(bare.marker and post.marker and fold_line(bare.marker.line.text) == fold_line(post.marker.line.text))
