"""Whether a file is doubled: judged on its head, and first by tests that cost next to nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from ..folding import squeeze
from ..furniture import heads_mirror_words, is_site_name
from .search import STRONG_CHARACTERS, STRONG_LINES, find_bodies, is_strong

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..tokens import Head, RawLine, RawPost
    from .search import Body

SMALLEST_SQUARE: Final = 3
"""Lines of the smallest doubled post: a headline and one line, twice."""
ENOUGH_HITS: Final = 3
ENOUGH_TITLES: Final = 3
"""Occurrences in the head from which a line can be held to be a title."""
SURE_QUOTE: Final = 16
"""Characters, blanks aside, from which a line that begins as a post before it is its quote and no chance."""
FEW: Final = 2
"""Posts that show the doubling where there is no other."""
MOST: Final = 0.5
MOST_BLANK: Final = 3
"""Empty lines that a doubled text may have: somebody may have pasted it together."""
MOST_INDENTED: Final = 0.25
"""The same of indented lines: trafilatura 2.1 and 2.2 set blanks in front of some."""
LONGEST_WORD: Final = 40
"""Code points from which a line of ASCII without a blank is a key, a digest or the like, and nothing that people write."""
NEARLY_ALL: Final = 0.8
"""The share of lines that must be explained, or of uses that must agree, where there is no stronger sign."""
EVEN_MORE: Final = 0.9
"""The same where only signatures stand twice; see `_share_to_explain`."""


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
    # Files of keys hold a certificate and its parts, and so the same lines twice.
    if sum(len(line) >= LONGEST_WORD and line.isascii() and " " not in line for line in lines) > MOST * len(lines):
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
    shown = (several and equal >= MOST * total) or ((many or strong) and covered >= _share_to_explain(pairs) * total)
    if not total or not (shown or _are_all_squares(stretches, explained)):
        return Profile(doubled=False, hits=len(pairs))
    headless = sum(body.kept[0] in {kept for _, kept in body.repeated} for _, body in pairs)
    whole = headless > MOST * len(pairs)
    mirror = whole and any(heads_mirror_words(item.line.text) for stretch in stretches for item in stretch.furniture)
    return Profile(doubled=True, hits=len(pairs), whole=whole, mirror=mirror, titles=_titles(explained))


def _share_to_explain(pairs: Sequence[tuple[Sequence[RawLine], Body]]) -> float:
    """Give the share of all lines that must be doubled posts, where their copies differ.

    More, where most pairs of copies share only the words that a channel puts under all of its posts: any two of them end alike.
    """
    times = Counter(lines[i].text for lines, body in pairs for i, _ in body.repeated)
    bare = [all(times[lines[i].text] >= ENOUGH_HITS for i, _ in body.repeated) for lines, body in pairs]
    return EVEN_MORE if sum(bare) > MOST * len(pairs) else NEARLY_ALL


def _are_all_squares(stretches: Sequence[RawPost], explained: Iterable[tuple[Sequence[RawLine], Sequence[Body]]]) -> bool:
    """Whether every post between Telegram's own lines is a headline and the same lines twice, in a text of few or short posts.

    One author's verse may stand so, but not one after the other, and a refrain of one line shows nothing.
    """
    long = [(stretch, bodies) for stretch, (lines, bodies) in zip(stretches, explained, strict=True) if len(lines) >= SMALLEST_SQUARE]
    squares = [len({stretch.lines[i].text for i in bodies[0].kept}) for stretch, bodies in long if _is_square(stretch, bodies)]
    return len(squares) == len(long) >= FEW and max(squares) > STRONG_LINES


def _is_square(stretch: RawPost, bodies: Sequence[Body]) -> bool:
    """Whether a post begins or ends with a line of Telegram's, and all between is a headline and two equal copies."""
    if not (stretch.marker or stretch.reactions) or len(bodies) != 1 or bodies[0].differing:
        return False
    return len(bodies[0].kept) == len(bodies[0].repeated) + 1


def _titles(explained: Iterable[tuple[Sequence[RawLine], Sequence[Body]]]) -> frozenset[str]:
    """Find the lines that head the quote of a reply: always one line more, then a post.

    A post of one line may recur too, but then some of its copies stand last before a border. Where the quote is the beginning of
    a post above, once is enough.
    """
    heads: dict[str, list[bool]] = defaultdict(list)
    last: set[str] = set()
    inside: set[str] = set()
    proven: set[str] = set()
    above = _Beginnings()
    for lines, bodies in explained:
        for body, follower in pairwise((*bodies, None)):
            if body is None:
                continue
            above.add([lines[i].text for i in body.kept])
            if body.repeated or len(body.kept) > 1:
                inside.update(lines[i].text for i in body.kept[1:])
                continue
            text = lines[body.start].text
            heads[text].append(follower is not None and not follower.repeated)
            if follower is None:
                last.add(text)
            elif not follower.repeated and follower.end < len(lines) and above.quoted(lines[follower.start].text):
                proven.add(text)
    often = {text for text, quotes in heads.items() if len(quotes) >= ENOUGH_TITLES or text in proven - inside}
    always = {text for text in often if sum(heads[text]) >= NEARLY_ALL * len(heads[text])}
    return frozenset(text for text in always - last if not is_site_name(text))


class _Beginnings:
    """How the posts so far begin, blanks aside, to find the one that a line quotes."""

    def __init__(self) -> None:
        self._posts: dict[str, list[str]] = defaultdict(list)

    def add(self, lines: Sequence[str]) -> None:
        text = squeeze("".join(lines))
        self._posts[text[:SURE_QUOTE]].append(text)

    def quoted(self, line: str) -> bool:
        """Whether a line is the beginning of a post, and not the whole of it: its own text an author may well send again."""
        quote = squeeze(line).removesuffix("…").removesuffix("...")
        return len(quote) >= SURE_QUOTE and any(
            len(post) > len(quote) and post.startswith(quote) for post in self._posts.get(quote[:SURE_QUOTE], ())
        )
