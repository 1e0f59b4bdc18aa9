"""Putting pieces together: which text nodes of a page belong to one paragraph, by their words alone.

A page that was cut at every text node shows no difference between a line break of its author and the border of a bold word. So
pieces are joined in front of a closing sign or a small letter, after an opening sign or a comma, behind a bullet, and between
two tags. An emoji may open a line or close one; `_emoji_glue` says how they are told apart.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from ..emoji import match_emoji
from ..patterns import match_bullet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..tokens import RawLine

CLOSING: Final = frozenset(".,;:!?…)]}»”’%'\"")
OPENING: Final = frozenset("([{«“„‘@#$€£№")
BULLETS: Final = frozenset("🔹🔸🔷🔶🔺🔻▪▫◾◽◼◻⚫⚪🔴🟢🔵🟡🟠🟣▶➡👉✅☑✔❗⚡📌")
"""Emoji that open lines, one after the other; others may frame a headline as well."""
FLAG: Final = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
"""The letters that flags are made of."""
LONGEST_INLINE: Final = 64
LONGEST_LINKING: Final = 5
"""Letters of a word between two names: "and", "oder", "или", "أو"."""
LONGEST_ROW: Final = 8
"""Tags and names behind each other in the midst of a sentence."""
LINE_START: Final = frozenset("-–—•*")
SELECTORS: Final = "\ufe0e\ufe0f\u200d"
ADDRESS: Final = ("http://", "https://")
TAG_OR_NAME: Final = re.compile(r"[#@]\w+")
ENDED: Final = frozenset(".!?…:;")


def join(pieces: Sequence[RawLine]) -> dict[int, str]:
    """Say which pieces go on the paragraph of the piece before, and what joins them: "" or " "."""
    texts: list[str] = []
    indices: list[int] = []
    parted: dict[int, str] = {}
    for i, piece in enumerate(pieces):
        # The selector that says how an emoji is drawn may stand apart from it.
        if texts and not piece.text.strip(SELECTORS):
            texts[-1] += piece.text
            parted[i] = ""
        else:
            texts.append(piece.text)
            indices.append(i)
    return parted | {indices[k]: joint for k, joint in _joints(texts).items()}


def _joints(texts: Sequence[str]) -> dict[int, str]:
    emoji = [is_emoji(text) for text in texts]
    glue, closers = _emoji_glue(texts, emoji)
    headings = _headings(texts)
    for i in range(1, len(texts)):
        if i in glue or emoji[i]:
            continue
        joint = _joint(texts, i, begins=i - 1 not in glue, behind_opener=emoji[i - 1] and i - 1 not in closers)
        if joint is not None and i not in headings:
            glue[i] = joint
    return glue


def _joint(texts: Sequence[str], i: int, *, begins: bool, behind_opener: bool) -> str | None:
    """Give what joins a piece of words to the one before it, or None where a paragraph begins.

    `begins` tells that the piece before begins a paragraph, `behind_opener` that it is an emoji which opens one.
    """
    above, text = texts[i - 1], texts[i]
    if _closes(text) or (text[0] == "/" and is_tag_or_name(above)) or _opens(above):
        return ""
    if behind_opener or (begins and _is_lone_bullet(above)):
        return " "
    below = texts[i + 1] if i + 1 < len(texts) else ""
    if (_links(above) and not begins and _is_inline(text)) or (_links(text) and _is_inline(above) and _is_inline(below)):
        return " "
    if _begins_line(above, text):
        return None
    if _names_inside(above, text, inside=not begins and _words_follow(texts, i + 1)) or _goes_on(above, text):
        return " "
    # A link or bold words in the midst of a sentence: it had not ended before, and goes on behind.
    inside = above[-1].isalnum() and below and (below[0].islower() or _closes(below))
    return " " if inside and len(text) < LONGEST_INLINE else None


def _begins_line(above: str, text: str) -> bool:
    """Whether a piece is an item of a list, an address that nothing leads to, or a name below tags."""
    if text.startswith(ADDRESS):
        return above[-1] not in ":="
    if text[0] in LINE_START and text[1:2].isspace():
        return True
    return text[0] != above[0] and is_tag_or_name(text) and is_tag_or_name(above)


def _names_inside(above: str, text: str, *, inside: bool) -> bool:
    """Whether a tag or a name stands in a row of them, behind a colon, or in the midst of a sentence."""
    if not is_tag_or_name(text):
        return False
    return above[-1] == ":" or is_tag_or_name(above) or (inside and above[-1] not in ENDED)


def _words_follow(texts: Sequence[str], i: int) -> bool:
    """Whether anything but a row of tags and names stands from this piece on; a long row is a list of its own."""
    return not all(is_tag_or_name(text) for text in texts[i : i + LONGEST_ROW])


def _goes_on(above: str, text: str) -> bool:
    """Whether a piece goes on the sentence before it: by a small letter, after a comma, or in brackets and dashes."""
    if text[0].islower() or above[-1] == ",":
        return True
    words = text.lstrip("–—( ")
    return words != text and above[-1] not in ENDED and (text[0] == "(" or words[:1].islower())


def _closes(text: str) -> bool:
    """Whether a piece begins with a sign that closes what stands before it."""
    return text[0] in CLOSING and not (text[0] in "\"'." and text[1:2].isalnum()) and not text.startswith("...")


def _opens(text: str) -> bool:
    """Whether a piece ends with a sign that opens what follows."""
    return (text[-1] in OPENING and text not in LINE_START) or text.endswith((' "', '("'))


def _headings(texts: Sequence[str]) -> set[int]:
    """Find the tags that head sections: where several stand between an end and a new line, one behind a colon does so too."""
    lone = [i for i in range(1, len(texts) - 1) if texts[i][0] == "#" and is_tag_or_name(texts[i]) and _begins_anew(texts[i + 1])]
    heads = {i for i in lone if texts[i - 1][-1] in ENDED}
    return heads if len([i for i in heads if texts[i - 1][-1] != ":"]) > 1 else set()


def _begins_anew(text: str) -> bool:
    """Whether a piece may begin a line of words or points."""
    return not (text[0].islower() or _closes(text) or is_tag_or_name(text) or text[0] in "/(–—")


def _is_inline(text: str) -> bool:
    """Whether a piece is a tag, a name or a mail address, which stand in the midst of sentences; a web address often stands alone."""
    return is_tag_or_name(text) or (" " not in text and "@" in text[1:-1] and not text.startswith(ADDRESS))


def _links(text: str) -> bool:
    """Whether a piece is a word like "and", "or"; scripts without small letters write it as they write all words."""
    return len(text) <= LONGEST_LINKING and text.isalpha() and not text[0].isupper()


def _emoji_glue(texts: Sequence[str], emoji: Sequence[bool]) -> tuple[dict[int, str], set[int]]:
    """Tell emoji that close a paragraph from those that open the next; give what joins them, and those that close.

    The last emoji before words opens, as a bullet does, unless it closes what the same emoji opened (`🕴 Headline 🕴`) or
    stands but once in a post that no emoji opens.
    """
    glue: dict[int, str] = {}
    closing: set[int] = set()
    times = Counter(texts)
    opening: list[str] = []
    opened = end = 0
    for i, is_one in enumerate(emoji):
        if not is_one or i < end:
            continue
        end = i + 1
        while end < len(texts) and emoji[end]:
            end += 1
        run = list(texts[i:end])
        mirrored = bool(opening) and run[: len(opening)] == opening[::-1]
        if len(run) == len(opening):
            # With nothing else to open the next line it may as well be the next bullet, unless it frames the headline.
            headline = opened == 0 and all(times[one] == 2 for one in run) and texts[i - 1][-1] not in ENDED
            mirrored = mirrored and headline and not BULLETS.intersection("".join(run))
        alone = len(run) == 1 and times[run[0]] == 1 and not emoji[0]
        if i == 0:
            closers = 0
        elif end == len(texts) or (alone and texts[i - 1][-1] not in ENDED):
            closers = len(run)
        elif texts[end].startswith(ADDRESS) and not BULLETS.intersection(run[-1]):
            # Nobody puts a smile before an address, but many a pointing hand.
            closers = len(run)
        elif FLAG.issuperset("".join(run)) and texts[i - 1][-1] in ENDED:
            # Flags stand together before what their countries have to do with each other.
            closers = 0
        else:
            closers = len(opening) if mirrored else len(run) - 1
        glue |= {k: " " if k == i else "" for k in range(i, i + closers)}
        closing.update(range(i, i + closers))
        glue |= dict.fromkeys(range(i + closers + 1, end), "")
        opening, opened = run[closers:], i + closers
    return glue, closing


def is_tag_or_name(text: str) -> bool:
    """Whether a piece is nothing but a tag or a name."""
    return text[:1] in "#@" and TAG_OR_NAME.fullmatch(text) is not None


def is_emoji(text: str) -> bool:
    """Whether a piece is nothing but emoji."""
    if text.isascii() or (text[0].isalpha() and text[0] != "ℹ"):  # the one emoji that is a letter
        return False
    position = 0
    while position < len(text) <= 64:
        position = match_emoji(text, position)
        if position < 0:
            return False
    return 0 < len(text) <= 64


def _is_lone_bullet(text: str) -> bool:
    bullet = match_bullet(f"{text} x") if len(text) <= 4 else None
    return bullet is not None and text not in LINE_START
