"""Posts as cards of HTML: the text with what was found marked in place, what was taken out folded below it.

The rules are those of `html.py`: everything foreign is escaped, there is no script and no link, colours are translucent, so
that light and dark pages stay readable, and each line finds its own direction. Marks may overlap (a place inside a hashtag,
whatever a user's extractor finds), and markup cannot: so a line is cut at every edge, and each piece takes the look of the
shortest mark over it and the tips of all.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from .folding import BROKEN, unbroken
from .html import Html, escape, shortened

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    # For annotations only: the models show themselves by this file, and so stand above it.
    from .models import Item, Post, Reaction

MAX_LINES: Final = 60
"""Lines of a post that a card shows in a notebook."""
MAX_TEXT: Final = 6000
"""Code points of a post that a card shows in a notebook."""
MAX_NAME: Final = 120
"""Code points of a name or a source."""
MAX_FOLDED: Final = 200
"""Lines that were taken out of a post and are listed in a notebook."""

LEGEND: Final[Mapping[str, str]] = MappingProxyType(
    {
        "point": "points",
        "date": "dates",
        "place": "places",
        "tag": "hashtags",
        "mention": "mentions",
        "link": "links",
        "found": "found by you",
    }
)
"""What is marked, in words."""
MARK: Final = (
    "color:inherit;border-radius:3px;padding:0 .12em;margin:0 -.12em;box-decoration-break:clone;-webkit-box-decoration-break:clone"
)
"""What all marks share: they reach a little over their words, and move nothing."""
LINE: Final = "margin:.2em 0;overflow-wrap:anywhere;unicode-bidi:isolate"
STYLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "card": "border:1px solid rgba(128,128,128,.3);border-radius:8px;margin:.7em 0;padding:.6em .9em;max-width:56em;line-height:1.5;"
        "text-align:start",
        "head": "font-size:85%;opacity:.75;margin-bottom:.25em;font-variant-numeric:tabular-nums",
        "line": LINE,
        "headline": f"{LINE};font-weight:600",
        "point": f"{LINE};border-inline-start:3px solid rgba(202,138,4,.75);padding-inline-start:.6em",
        "date": f"background:rgba(59,130,246,.26);{MARK}",
        "place": f"background:rgba(34,197,94,.28);{MARK}",
        "tag": f"background:rgba(168,85,247,.26);{MARK}",
        "mention": f"background:rgba(6,182,212,.28);{MARK}",
        "link": f"background:rgba(249,115,22,.24);{MARK}",
        "found": f"background:rgba(236,72,153,.26);{MARK}",
        "foot": "margin-top:.45em;font-size:90%;display:flex;flex-wrap:wrap;gap:.35em",
        "reaction": "border-radius:1em;padding:0 .6em;background:rgba(128,128,128,.16);font-variant-numeric:tabular-nums",
        "folded": "margin-top:.45em;font-size:85%;opacity:.75",
        "removed": "margin:.1em 0;overflow-wrap:anywhere;unicode-bidi:isolate;padding-inline-start:1em",
        "legend": "font-size:85%;margin:.5em 0;display:flex;flex-wrap:wrap;align-items:center;gap:.2em .9em",
    }
)
"""How each part of a card looks."""


NOTHING: Final = "\u2060"
"""Stands where a line break was that joins two pieces of a word: U+2060, which nobody sees."""


class Mark(NamedTuple):
    """A stretch of the source that is marked: as what, and what the tip says."""

    start: int
    end: int
    look: str
    tip: str


class Look:
    """How parts of a card are given their looks: by a style of their own, or by a class of the page's style sheet."""

    def __init__(self, *, classes: bool = False) -> None:
        form = 'class="{0}"' if classes else 'style="{1}"'
        self.of: Mapping[str, str] = {name: form.format(name, style) for name, style in STYLES.items()}


INLINE: Final = Look()
"""For notebooks: outputs stand alone, and viewers drop style sheets."""
CLASSES: Final = Look(classes=True)
"""For pages that have `style_sheet`: a third of the size."""


def style_sheet() -> str:
    """Give the rules of the classes."""
    return "\n".join(f".{name}{{{style}}}" for name, style in STYLES.items())


def page(posts: Sequence[Post], *, caption: str, more: str = "") -> Html:
    """Show posts under a caption and a legend; `more` says what is left out."""
    cards = "".join(post_card(post) for post in posts)
    rest = f'<div style="{STYLES["head"]}">{escape(more)}</div>' if more else ""
    head = f'<div dir="auto" style="font-weight:600">{escape(caption)}</div>' if caption else ""
    return Html(f"<div>{head}{legend(marked_looks(posts))}{cards}{rest}</div>")


def legend(looks: Iterable[str], look: Look = INLINE) -> Html:
    """Explain the colours of what is marked.

    >>> legend(["date"], CLASSES)
    '<div class="legend"><span class="date">dates</span></div>'
    """
    parts = " ".join(f"<span {look.of[name]}>{escape(LEGEND[name])}</span>" for name in LEGEND if name in set(looks))
    return Html(f"<div {look.of['legend']}>{parts}</div>" if parts else "")


def marked_looks(posts: Iterable[Post]) -> set[str]:
    """Tell what is marked in some posts."""
    found = {mark.look for post in posts for mark in marks_of(post)}
    return found | {"point" for post in posts if post.points}


def post_card(post: Post, look: Look = INLINE, *, whole: bool = False) -> Html:
    """Show a post: who and when, its lines with their marks, reactions, and what was taken out; `whole` cuts nothing off."""
    body = "".join(_lines(post, look, whole=whole))
    reactions = " ".join(f"<bdi {look.of['reaction']}>{escape(_reaction(reaction))}</bdi>" for reaction in post.reactions)
    foot = f"<div {look.of['foot']}>{reactions}</div>" if reactions else ""
    limit = None if whole else MAX_FOLDED
    return Html(f"<div {look.of['card']}>{_head(post, look)}{body}{foot}{_folded(post, look, limit)}</div>")


def _reaction(reaction: Reaction) -> str:
    return f"{reaction.emoji or '▯'} {reaction.count_text}"


def _head(post: Post, look: Look) -> str:
    """Say which post this is, whose, and when."""
    date = post.sent_at.isoformat(" ", "minutes") if post.sent_at else post.dated.edtf.replace("/", " and ") if post.dated else None
    between = "between " if post.dated and post.dated.basis == "neighbours" else ""
    known = [
        ("#", post.index),
        ("", post.author),
        ("↪ ", post.forwarded_from.name if post.forwarded_from else None),
        (between, date),
        ("seen ", post.views_text or post.views),
        ("", post.source),
        ("line ", post.line),
        ("same words as #", post.repeats_post),
    ]
    # Names are isolated, so that a right-to-left one does not turn the whole line around.
    parts = (f"{what}<bdi>{escape(shortened(str(value), MAX_NAME))}</bdi>" for what, value in known if value is not None)
    return f"<div {look.of['head']}>{' · '.join(parts)}</div>"


def _lines(post: Post, look: Look, *, whole: bool) -> Iterator[str]:
    """Give the lines of the text, marked."""
    if post.is_empty:
        yield f"<div {look.of['head']}>(the export kept no text of this post)</div>"
    marks = sorted(marks_of(post))
    starts = [mark.start for mark in marks]
    left = MAX_TEXT
    for number, paragraph in enumerate(post.paragraphs):
        if not whole and (number >= MAX_LINES or left <= 0):
            yield f"<div {look.of['head']}>… {len(post.paragraphs) - number} more lines</div>"
            return
        start, end = paragraph.span
        text = paragraph.text if whole or len(paragraph.text) <= left else paragraph.text[:left] + "…"
        left -= len(text)
        inside = marks[bisect_left(starts, start) : bisect_left(starts, end)]
        part = "headline" if paragraph == post.headline else "point" if paragraph.kind == "point" else "line"
        yield f'<div dir="auto" {look.of[part]}>{marked(text, start, inside, look)}</div>'


def marked(text: str, offset: int, marks: Sequence[Mark], look: Look = INLINE) -> str:
    """Escape a text that stands at `offset` of its source, with its marks.

    >>> marked("On 5 May", 10, [Mark(13, 18, "date", "2023-05-05")], CLASSES)
    'On <span class="date" title="2023-05-05">5 May</span>'
    """
    text = _joined(text)
    pieces: list[str] = []
    done = offset
    for start, end, over in _pieces(marks, offset + len(text)):
        pieces.append(_escaped(text[done - offset : start - offset]))
        shortest = min(over, key=lambda mark: (mark.end - mark.start, mark))
        tips = "\n".join(dict.fromkeys(mark.tip for mark in over))
        inner = _escaped(text[start - offset : end - offset])
        pieces.append(f'<span {look.of[shortest.look]} title="{escape(tips)}">{inner}</span>')
        done = end
    pieces.append(_escaped(text[done - offset :]))
    return "".join(pieces)


def _joined(text: str) -> str:
    """Join the pieces of a paragraph as `unbroken` does, but at the same length, so that marks stay where they are."""
    if "\n" not in text and "\r" not in text:
        return text
    return BROKEN.sub(_padded, text)


def _padded(match: re.Match[str]) -> str:
    before, behind = match["before"] or "", match["behind"] or ""
    blank = "" if before or behind else " "
    return f"{before}{blank}{NOTHING * (len(match[0]) - len(before) - len(blank) - len(behind))}{behind}"


def _escaped(piece: str) -> str:
    return escape(piece.replace(NOTHING, ""))


def _pieces(marks: Sequence[Mark], limit: int) -> Iterator[tuple[int, int, list[Mark]]]:
    """Cut marks, in the order of their starts, at every edge: give the pieces and the marks over each."""
    over: list[Mark] = []
    edges = sorted({edge for mark in marks for edge in (mark.start, mark.end) if edge <= limit} | ({limit} if marks else set()))
    coming = iter([*marks, None])
    following = next(coming)
    for start, end in pairwise(edges):
        over = [mark for mark in over if mark.end > start]
        while following is not None and following.start <= start:
            over.append(following)
            following = next(coming)
        if over:
            yield start, end, over


def marks_of(post: Post) -> Iterator[Mark]:
    """Give what is marked in a post."""
    for look, items in _marked_items(post):
        for item in items:
            yield Mark(item.span.start, item.span.end, look, item.tip)


def _marked_items(post: Post) -> Iterator[tuple[str, Sequence[Item]]]:
    yield "date", post.dates
    yield "place", post.locations
    yield "tag", post.hashtags
    yield "mention", post.mentions
    yield "link", post.links
    yield "found", post.found


def _folded(post: Post, look: Look, limit: int | None) -> str:
    """List what is not shown, folded: copies, and the lines of the page or client."""
    removed: list[Item] = [*post.repeats, *post.furniture]
    if not removed:
        return ""
    parts = [(len(post.repeats), "repeated"), (len(post.furniture), "of the page")]
    counts = " and ".join(f"{number} {what}" for number, what in parts if number)
    plural = "line" if len(removed) == 1 else "lines"
    lines = "".join(
        f'<div dir="auto" {look.of["removed"]}>{item.line}: {escape(unbroken(item.text))} <i>({escape(item.tip)})</i></div>'
        for item in islice(sorted(removed, key=lambda item: item.span), limit)
    )
    more = f"<div>… {len(removed) - limit} more</div>" if limit is not None and len(removed) > limit else ""
    return f"<details {look.of['folded']}><summary>{counts} {plural} left out</summary>{lines}{more}</details>"
