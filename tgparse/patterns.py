"""The grammar of single lines that several rooms share: bullets, counts, reactions, forward markers, labels, durations.

A line here is the content of one source line, without its line end. Every function looks at the line alone; what it
means between its neighbours is for the readers to say. Ordinary prose must pass at the cost of a glance, so each
function first asks about one or two characters; hostile lines must cost linear time, so every repetition is
possessive or bounded, and a line of reactions is read pair by pair instead of by one pattern.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from .emoji import character_class, character_set, cluster_pattern, is_offered, match_emoji, unit_pattern
from .forwards import MarkerMatch, is_bare_marker, match_marker
from .spans import utf16_length
from .tables import language_codes, load_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .models import BulletStyle

__all__ = (
    "Bullet",
    "MarkerMatch",
    "RawReaction",
    "is_bare_marker",
    "is_call_to_action",
    "is_counts_line",
    "is_duration",
    "is_reactions_line",
    "label_span",
    "match_bullet",
    "match_emoji",
    "match_marker",
    "parse_count",
    "parse_reactions",
)

INVISIBLE: Final = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff"
"""What leaves no ink, as the inside of a character class."""

# --- Bullets ---------------------------------------------------------------------------------------------------------

AFTER_LETTER: Final = frozenset(")、）IVX\ufe0f")
"""What may follow a letter that opens a line as its number, "a)", "IV.", "一、", or as an emoji, "ℹ️"."""
WORD: Final = re.compile(r"\w")
LONGEST_KEPT: Final = 1000
"""Code points of a line whose bullet is kept in mind."""
STYLES: Final[Mapping[str, BulletStyle]] = MappingProxyType(
    {"emoji": "emoji", "symbol": "symbol", "dash": "dash", "sign": "symbol", "number": "number", "letter": "letter"}
)
"""Group of `BULLET` to style."""
BULLET: Final = r"""
    [\s{invisible}]*+
    (?:
      (?P<emoji> (?:{cluster})++ )                       # adjacent emoji are one bullet
    | (?P<symbol> [{symbol}]++ )
    | (?P<dash> \\?[-‐‒–—―−] ) (?=\s)                    # "-5" and "—x" are text; Markdown extractors write "\-"
    | (?P<sign> \\?[*+~·»›→] | [-=]{{1,2}}> ) (?=\s)     # so are "*bold*" and "»x"
    | (?P<number>
        \(\d{{1,3}}\) | \d{{1,3}}[)）、]
      | \d{{1,3}}\\?\.\)? (?!\d)                         # "1.5" and "10.12.2024" are text
        (?!\s+[^\W\d_]+\s+(?:19|20)\d\d\b)               # "24. Februar 2022" is a date
      | №\s?\d{{1,4}}+[.):]?
      | [\u2460-\u249B\u24EA-\u24FF\u2776-\u2793]        # ① ⑴ ⒈ ❶
      | [一二三四五六七八九十]{{1,3}}[、）)]
      | (?=[IVX]{{2}})X{{0,3}}(?:IX|IV|V?I{{0,3}})[.)](?=\s)    # a lone "V." is an initial
      | [\u2160-\u217F][.)]?
      | \([ivx]{{1,4}}\)
      )
    | (?P<letter> [^\W\d_]\) | \([^\W\d_]\) | [\u249C-\u24E9] )
    )
    [\s{invisible}]*+
"""
COPYRIGHT: Final = frozenset({"(c)", "(C)", "(с)", "(С)", "(r)", "(R)"})
"""The signs © and ® in ASCII and in Cyrillic; as items of a list they are followed by a small letter."""


class Bullet(NamedTuple):
    """What opens the line of a list."""

    text: str
    """The bullet as printed: "🔹", "1)", "•"; adjacent emoji are one bullet."""
    style: BulletStyle
    end: int
    """Offset in the line where the content begins."""


def match_bullet(line: str) -> Bullet | None:
    """Find the bullet that opens a line; None if there is none, or no word behind it.

    >>> match_bullet("🔹 First")
    Bullet(text='🔹', style='emoji', end=2)
    >>> match_bullet("1) First").style, match_bullet("- 5"), match_bullet("-5"), match_bullet("🔥🔥🔥")
    ('number', Bullet(text='-', style='dash', end=2), None, None)
    """
    if line[:1].isalpha() and line[1:2] not in AFTER_LETTER:
        return None
    # Paragraphs, points and datelines ask it of the same lines, one after the other; of long ones no copy is kept.
    return _match_bullet(line) if len(line) <= LONGEST_KEPT else _match_bullet.__wrapped__(line)


@lru_cache(maxsize=256)
def _match_bullet(line: str) -> Bullet | None:
    match = _bullet().match(line)
    if match is None or not WORD.search(line, match.end()):
        return None
    kind = match.lastgroup or ""
    text: str = match[kind]
    if text in character_set("plain") or (text in COPYRIGHT and not line[match.end()].islower()):
        return None
    return Bullet(text, STYLES[kind], match.end())


@cache
def _bullet() -> re.Pattern[str]:
    return re.compile(BULLET.format(invisible=INVISIBLE, cluster=cluster_pattern(), symbol=character_class("symbol")), re.VERBOSE)


# --- Counts and reactions --------------------------------------------------------------------------------------------

BASIC_REACTIONS: Final = "❤⚡✍☃"
"""The offered reactions that are no emoji of the higher planes."""
HIGHER_EMOJI: Final = b"\xf0\x9f"
"""How these begin in UTF-8."""
MAX_REACTIONS: Final = 300
"""Code points of a reactions line: Telegram shows some twenty kinds at most."""
MAX_COUNT: Final = 24
"""Code points of a count."""
COUNT_ENDS: Final = frozenset("0123456789KkКкMМBнсд \u00a0")
"""What a reactions line may end in, the digits of other scripts aside."""
POWERS: Final = MappingProxyType({"": 0, "k": 3, "к": 3, "тыс": 3, "m": 6, "м": 6, "млн": 6, "b": 9, "млрд": 9})
"""Suffix of a count to power of ten."""
COUNT: Final = r"""
    (?!0)
    (?: \d{1,3}(?:[,\u00a0\u202f]\d{3})++                                      # 1,234; a plain blank parts two counts
    |   \d{1,9}+ (?: (?:[.,]\d{1,2})? [ \u00a0]? (?:[KkКкMМB]|тыс|млн|млрд) )?+
    )
    (?! [\ufe0f\u20e3%] | [^\W\d_] | (?<=\d)[.,:]?\d )                          # 1️⃣, 80%, 5th, 4.8, 15:38
"""
"""The blank stands inside the optional suffix: an optional one of its own would make the pattern exponential."""
COUNT_PARTS: Final = re.compile(r"(\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+|\d+)(?:[.,](\d{1,2}))?[\s]?([^\W\d_]*)\.?")
LOST_GLYPH: Final = re.compile(r"(\d+)([1-9][.,]\d\d\D+)")
"""Telegram writes 1.58K, but 11.6K: two decimals behind two digits are two counts that lost the glyph between them."""
THOUSANDS: Final = re.compile(r"\d{4,}")
"""From a thousand on Telegram abbreviates: "🎉 2024" is no reaction, and "❤1 2401" has run together."""


class RawReaction(NamedTuple):
    """One emoji of a reactions line with its count; offsets count in the line."""

    emoji: str | None
    """None where the export lost the glyph."""
    # The field hides a method of tuples that nobody needs on a reaction.
    count: int  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleMethodOverride]
    count_text: str
    start: int
    end: int
    ambiguous: bool
    """Whether the digits may belong to several reactions, as in "❤1👍11.58K" and "2.49K419112"."""


def parse_count(text: str) -> int | None:
    """Read a count as Telegram abbreviates it; None if it is none.

    >>> parse_count("8.67M"), parse_count("1.2K"), parse_count("1 234"), parse_count("4.8")
    (8670000, 1200, 1234, None)
    """
    if text.isdecimal() and len(text) <= MAX_COUNT:
        return int(text)
    parts = COUNT_PARTS.fullmatch(text.strip()) if len(text) <= MAX_COUNT else None
    if parts is None:
        return None
    whole, decimals, suffix = parts[1], parts[2] or "", parts[3].lower()
    power = POWERS.get(suffix)
    if power is None or (decimals and not power):
        return None
    return int("".join(filter(str.isdigit, whole)) + decimals.ljust(power, "0"))


def parse_reactions(line: str) -> tuple[RawReaction, ...]:
    """Read a line that has the form of reactions, `❤1👍1`, `❤ 1 👍 1` or bare counts; empty if it has not.

    >>> [(r.emoji, r.count) for r in parse_reactions("❤1.2K👍1")]
    [('❤', 1200), ('👍', 1)]
    >>> [(r.emoji, r.count_text, r.ambiguous) for r in parse_reactions("👍11.58K")]
    [('👍', '1', True), (None, '1.58K', True)]
    >>> parse_reactions("📅 2024 was long")
    ()
    """
    return tuple([reaction for pair in _match_pairs(line) for reaction in _read_pair(pair)])


def is_reactions_line(line: str) -> bool:
    """Say whether a line can be nothing else than reactions: two pairs, or one with an emoji that Telegram offers.

    >>> is_reactions_line("❤1👍1"), is_reactions_line("🔥5"), is_reactions_line("📅 2024"), is_reactions_line("🔥🔥🔥")
    (True, True, False, False)
    """
    # Plain prose must not even cost a call, and no emoji is ASCII.
    if line.isascii() or line[:1].isalpha():
        return False
    pairs = [pair for pair in _match_pairs(line) if pair["emoji"]]
    if len(pairs) == 1:
        return is_offered(pairs[0]["emoji"]) and not THOUSANDS.fullmatch(pairs[0]["count"])
    return len(pairs) > 1


def may_hold_reactions(text: str) -> bool:
    """Whether an emoji that Telegram offers as a reaction, or any other of the higher planes, stands anywhere in a text.

    >>> may_hold_reactions("Привет, мир"), may_hold_reactions("Nice ❤1👍1")
    (False, True)
    """
    if text.isascii():
        return False
    # A text without code points of the higher planes, as most are, is told ten times as fast by its length in UTF-16.
    higher = utf16_length(text) > len(text) and HIGHER_EMOJI in text.encode("utf-8", "surrogatepass")
    return higher or any(sign in text for sign in BASIC_REACTIONS)


def is_counts_line(line: str) -> bool:
    """Say whether a line holds only bare counts, as custom and paid reactions leave them.

    >>> is_counts_line("2.49K 23.4K 419"), is_counts_line("❤1"), is_counts_line("In 2024")
    (True, False, False)
    """
    if line[:1].isalpha():
        return False
    pairs = _match_pairs(line)
    return bool(pairs) and not any(pair["emoji"] for pair in pairs)


def ends_in_count(line: str) -> bool:
    """Say whether a line, which must not be empty, ends as a count does: no other is a line of reactions.

    >>> ends_in_count("❤1👍1.2K"), ends_in_count("At noon.")
    (True, False)
    """
    last = line[-1]
    return last in COUNT_ENDS or (last > "\x7f" and last.isdigit())


def _match_pairs(line: str) -> list[re.Match[str]]:
    """Match the pairs of emoji and count that make up a whole line; none if anything else stands in it."""
    if line[:1].isalpha() or not (line[-1:] in COUNT_ENDS or line[-1:].isdigit()) or len(line) > MAX_REACTIONS:
        return []
    found: list[re.Match[str]] = []
    position = 0
    while position < len(line):
        pair = _pair().match(line, position)
        if pair is None:
            return []
        found.append(pair)
        position = pair.end()
    return found


def _read_pair(pair: re.Match[str]) -> list[RawReaction]:
    """Make a reaction of an emoji and its count, or two where the digits show that a glyph is missing."""
    emoji, text = pair["emoji"], pair["count"]
    start, end = pair.start("emoji" if emoji else "count"), pair.end("count")
    lost = None if text.isdecimal() else LOST_GLYPH.fullmatch(text)
    if lost is None:
        return [RawReaction(emoji, parse_count(text) or 0, text, start, end, THOUSANDS.fullmatch(text) is not None)]
    first, second = lost.groups()
    middle = end - len(second)
    return [
        RawReaction(emoji, int(first), first, start, middle, ambiguous=True),
        RawReaction(None, parse_count(second) or 0, second, middle, end, ambiguous=True),
    ]


@cache
def _pair() -> re.Pattern[str]:
    # Extractors drop U+200D, so that one emoji may have become up to four; in Markdown it is `_**👍**_`, and a lost one leaves "__".
    emoji = rf"(?:(?P<emoji>(?:{unit_pattern()}){{1,4}}+)(?:[\s_\ufe0f]|\*\*)*+)?"
    return re.compile(rf"(?:[\s,|·_]|\*\*)*+ {emoji} (?P<count>{COUNT}) [\s,|·_]*+", re.VERBOSE)


# --- Labels and durations --------------------------------------------------------------------------------------------

UNSEEN: Final = re.compile(f"[{INVISIBLE}]+")
MAX_LABEL: Final = 60
"""Code points of a line that may be a call to action."""
SLACK: Final = 8
"""Code points by which double blanks and invisible characters may make a call to action longer."""
DURATION: Final = re.compile(r"\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:\s?[AaPp]\.?[Mm]\.?)?")


class Labels(NamedTuple):
    """The calls to action of some languages, folded."""

    heads: frozenset[str]
    """The first two characters of all phrases, in every spelling."""
    phrases: frozenset[str]
    longest: int
    """Code points that a phrase may have in a text."""


def is_call_to_action(line: str, *, languages: tuple[str, ...] | None = None) -> bool:
    """Say whether a line is only a call to action, "👉Read in full", bullet and punctuation around it aside.

    `languages` are the ISO 639-1 codes whose words count; None: all that have a table.

    >>> is_call_to_action("➡️ Читать полностью…"), is_call_to_action("Read in full what he said")
    (True, False)
    """
    return label_span(line, languages=languages) is not None


def label_span(line: str, *, languages: tuple[str, ...] | None = None) -> tuple[int, int] | None:
    """Give the stretch of a call to action without what stands around it; None if the line is none.

    >>> label_span("👉Read in full")
    (1, 13)
    """
    if len(line) > MAX_LABEL:
        return None
    labels = _labels(languages)
    # Most lines begin with a letter, and need no search for the first word.
    start, end = 0 if line[:1].isalpha() else _label_start(line), len(line)
    if line[start : start + 2].casefold() not in labels.heads:
        return None
    while end > start and not _ends_word(line[end - 1]):
        end -= 1
    return (start, end) if end - start <= labels.longest and _fold_label(line[start:end]) in labels.phrases else None


def is_duration(line: str) -> bool:
    """Say whether a line is a bare time or duration.

    >>> is_duration("0:34"), is_duration("1:02:11"), is_duration("15:38 Start")
    (True, True, False)
    """
    return line[:1].isdigit() and DURATION.fullmatch(line.strip()) is not None


def _label_start(line: str) -> int:
    """Give the offset of the first word behind the bullet."""
    bullet = match_bullet(line) if line[:1].isdigit() else None
    start = bullet.end if bullet else 0
    while start < len(line) and not line[start].isalnum():
        start += 1
    return start


def _ends_word(character: str) -> bool:
    """Say whether a word may end in this: a letter or its vowel mark, but not what makes an emoji of a sign."""
    return character.isalnum() or (unicodedata.category(character) in {"Mn", "Mc"} and not "\ufe00" <= character <= "\ufe0f")


def _fold_label(label: str) -> str:
    visible = label if label.isascii() else UNSEEN.sub("", label).replace("’", "'")
    return " ".join(visible.casefold().split())


@cache
def _labels(languages: tuple[str, ...] | None) -> Labels:
    codes = [code for code in language_codes() if languages is None or code in languages]
    phrases = [phrase for code in codes for phrase in load_language(code)["calls_to_action"]]
    heads = frozenset(
        spelling[:2].casefold() for phrase in phrases for spelling in (phrase, phrase.replace("’", "'"), phrase.replace("'", "’"))
    )
    return Labels(heads, frozenset(map(_fold_label, phrases)), max(map(len, phrases), default=0) + SLACK)
