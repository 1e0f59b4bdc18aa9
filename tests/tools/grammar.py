"""Hypothesis strategies that speak the language of exports: lines, doubled bodies, whole exports, source posts.

Random text hardly ever holds a forward marker or a line that stands twice; this grammar makes little else, and mixes in
the characters that break parsers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from .source_posts import SourceLine, SourcePost

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

HOSTILE: Final = (
    "\x00\x0b\x0c\x1c\x85\u2028\u2029\u200b\u200d\u200f\u202e\u2066\ufe0f\ufeff\ufffd\xa0\u202f\u0301\u20e3"
    "\U0001f1e6\U0001f3fd\ue000\U000e0041"
)
"""Characters that other tools break lines at, that vanish, that turn text round, or that belong to what stands before them."""
_WORDS: Final = (
    "bridge ferry night lamp minister talks Geneva Odesa Berlin May 5 12 2022 1998 мост порт река Минск 12 мая года года, "
    "Brücke Wien Île été مصر نهر 東京 पुल #Geneva #tag1 #бот @someone https://example.org/a?b=c a@example.org 3.5 10:30 "
    "12.05.2021 5/6/2022 (London) «тихо» “quote” — – … 100% 1) a) №7 $EUR /start +7 900 km/h I'm"
)
EMOJI: Final = ("❤", "👍", "🔥", "😁", "🎉", "🤯", "❤️", "❤‍🔥", "⭐", "💯", "🇺🇦", "👍🏽", "1️⃣")
BULLETS: Final = ("🔹", "💬", "▪️", "•", "–", "-", "1)", "2.", "a)", "❗️", "👉", "🇷🇺🇦🇿")
NAMES: Final = ("City News", "Новости 24", "42 minutes", "A (B)", "x/y | z", "What now?", "🌊", "Forwarded from", "12.3K", "[box]", "نشرة")

words: SearchStrategy[str] = st.sampled_from(_WORDS.split())
counts = st.sampled_from(["1", "7", "23", "1.2K", "11.58K", "3M", "1 204"])
prose = st.lists(words, min_size=1, max_size=14).map(" ".join)
tags = st.lists(st.sampled_from(["#Ukraine", "#тег", "#a_b", "#1", "#2022", "#x#y"]), min_size=1, max_size=3).map(" ".join)
markers = st.builds(
    "{}{}".format,
    st.sampled_from(
        ["Forwarded from ", "Forwarded from\xa0", "Forwarded from: ", "Переслано из ", "Weitergeleitet aus ", "  Forwarded from "]
    ),
    st.sampled_from(NAMES),
)
pairs = st.builds("{}{}{}".format, st.sampled_from([*EMOJI, ""]), st.sampled_from(["", "", " "]), counts)
reactions = st.builds(str.join, st.sampled_from(["", "", " "]), st.lists(pairs, min_size=1, max_size=4))
points = st.builds("{}{}{}".format, st.sampled_from(BULLETS), st.sampled_from([" ", " ", ""]), prose)
datelines = st.sampled_from(
    ["📍 Geneva, February 14, 2023", "Lodz, 1 December 2022", "Минск, 5 мая 2021 года", "Berlin, 3.4.2020", "📍Львів"]
)
labels = st.sampled_from(["Read in full", "👉 Read in full", "Learn more", "Читать полностью", "Weiterlesen", "Key points:", "Главное:"])
client_lines = st.sampled_from(
    [
        "1.7K views edited 08:19",
        "VIEW IN TELEGRAM",
        "Media is too big",
        "0:34",
        "15:38",
        "Anonymous Poll",
        "16%",
        "City News, [05.12.22 09:14]",
        "Ann B, [12/5/22 9:14 AM]",
        "> Ann B:",
        "Ann B:",
        "[ Photo ]",
        "[In reply to Ann B]",
        "[2022-12-05 09:14] ID=12 Ann: text\\nmore",
        "05.12.2022 09:14:00, Ann: text",
        "{{FWD: City News, 05.12.2022 09:14:00}}",
        "Your Telegram History",
        "August 3, 2022",
        "4.85K",
        "views",
        "Channel created",
    ]
)
hostile = st.text(st.sampled_from(HOSTILE + "#@1a❤ "), max_size=8)
spiked = st.builds("{}{}{}".format, hostile, prose, hostile)
lines: SearchStrategy[str] = st.one_of(
    prose, prose, points, points, markers, reactions, tags, datelines, labels, client_lines, spiked, st.just(""), st.text(max_size=20)
)
"""Lines of every kind that exports hold."""
body_lines: SearchStrategy[str] = st.one_of(prose, prose, points, tags, datelines, labels)


def _doubled(head: str, rest: list[str]) -> list[str]:
    return [head, *rest, *rest]


def _forwarded(marker: str, body: list[str], last: str) -> list[str]:
    return [marker, *body, last]


def _repeated(block: list[str], times: int) -> list[str]:
    return block * times


def _previewed(text: str, address: str, site: str, below: list[str]) -> list[str]:
    return [text, address, site, *below]


doubled: SearchStrategy[list[str]] = st.builds(_doubled, lines, st.lists(lines, min_size=1, max_size=6))
blocks: SearchStrategy[list[str]] = st.one_of(
    st.lists(lines, max_size=6),
    doubled,
    st.builds(_forwarded, markers, doubled, reactions),
    st.builds(_repeated, st.lists(lines, min_size=1, max_size=3), st.integers(2, 4)),
)
previews: SearchStrategy[list[str]] = st.builds(
    _previewed,
    prose,
    st.sampled_from(["https://example.org/a", "see http://www.example.org/b?c=d", "example.org"]),
    st.sampled_from(["Example", "example.org", "YouTube", "Another"]),
    st.lists(lines, max_size=4),
)
"""Posts with the preview of a link, or what looks like one."""
line_ends = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\n\n", " \n", "\n\r"])


@st.composite
def _joined(draw: st.DrawFn) -> str:
    end = draw(line_ends)
    mixed = draw(st.booleans())
    texts = [line for block in draw(st.lists(blocks, max_size=7)) for line in block]
    return "".join(text + (draw(line_ends) if mixed else end) for text in texts)


@st.composite
def _signed(draw: st.DrawFn) -> str:
    """Draw a channel that closes its posts alike, most of them, and writes each body once."""
    closing = draw(st.lists(st.one_of(labels, tags, st.sampled_from(["via City News", "https://example.org/a"])), min_size=1, max_size=2))
    posts: list[str] = []
    for body in draw(st.lists(st.one_of(st.lists(body_lines, min_size=1, max_size=4), previews, doubled), max_size=9)):
        posts += [*body, *(closing if draw(st.integers(0, 5)) else [])]
        posts += [draw(st.sampled_from(["❤3👍12", "🔥1.2K😁7", "Forwarded from City News"]))] if draw(st.booleans()) else []
    return "\n".join(posts) + draw(line_ends)


exports: SearchStrategy[str] = st.one_of(_joined(), _joined(), _signed(), st.text(max_size=200))
"""Texts that look like exports, and some that look like nothing."""


_numbered = st.builds("{} {}".format, body_lines, st.integers(100, 10**9))
"""Body lines that hardly ever repeat: what repeats in a post by itself is for the tests of repeats."""


@st.composite
def source_posts(draw: st.DrawFn) -> tuple[SourcePost, ...]:
    """Draw posts of a channel that forwards: enough of them, long enough, that the export shows the doubling."""

    def post(i: int) -> SourcePost:
        texts = draw(st.lists(_numbered, min_size=3, max_size=7, unique=True))
        emoji = draw(st.lists(st.sampled_from(EMOJI[:6]), max_size=4, unique=True))
        return SourcePost(
            id=i + 1,
            lines=tuple(SourceLine(f"{text} {'of the long way home ' * 4}".strip()) for text in texts),
            forwarded_from=draw(st.sampled_from(["City News", "Новости 24", "42 minutes", "What now?", "x/y | z"])),
            reactions=tuple((one, draw(st.sampled_from(["1", "17", "1.2K"]))) for one in emoji),
        )

    return tuple(post(i) for i in range(draw(st.integers(4, 7))))
