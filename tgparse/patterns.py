"""The grammar of single lines that several rooms share: bullets, counts, reactions, forward markers, labels, durations.

A line here is the content of one source line, without its line end. Every function looks at the line alone; what it
means between its neighbours is for the readers to say. Ordinary prose must pass at the cost of a glance, so each
function first asks about one or two characters, and hostile lines must cost linear time, so every repetition is
possessive or bounded.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from .emoji import character_class, cluster_pattern, is_offered, match_emoji, unit_pattern
from .tables import language_codes, load_language

if TYPE_CHECKING:
    from .models import BulletStyle

__all__ = [
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
]

INVISIBLE: Final = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff"
"""What leaves no ink, as the inside of a character class."""
BLANK: Final = rf"\s{INVISIBLE}"

# --- Bullets -----------------------------------------------------------------------------------------------------

AFTER_LETTER: Final = frozenset(")、）.IVXivx")
"""What may follow a letter that opens a line as its number: "a)", "IV.", "一、"."""
WORD: Final = re.compile(r"\w")
BULLET: Final = r"""
    [{blank}]*+
    (?:
      (?P<emoji> (?:{cluster})++ )
    | (?P<symbol> [{symbol}]++ )
    | (?P<dash> \\?[-‐‒–—―−] ) (?=\s)                  # "-5" and "—x" are text
    | (?P<sign> \\?[*+~·»›→] ) (?=\s)                  # so are "*bold*" and "»x"
    | (?P<number>
        \( \d{{1,3}} \)
      | \d{{1,3}} (?: [)）、] | \\?\.\)?(?!\d) )        # "1.5" and "10.12.2024" are text
      | № \s? \d{{1,4}}+ [.):]?
      | [\u2460-\u249B\u24EA-\u24FF\u2776-\u2793]       # ① ⑴ ⒈ ❶
      | [一二三四五六七八九十]{{1,3}} [、）)]
      | (?=[IVX]{{2}}) X{{0,3}} (?: IX | IV | V?I{{0,3}} ) [.)] (?=\s)   # a lone "V." is an initial
      | [\u2160-\u217F] [.)]?
      | \(? [ivx]{{2,4}} \)
      )
    | (?P<letter> [^\W\d_] \) | \( [^\W\d_] \) | [\u249C-\u24E9] )
    )
    [{blank}]*+
"""


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
    match = _bullet().match(line)
    if match is None or not WORD.search(line, match.end()):
        return None
    kind = match.lastgroup or ""
    text: str = match[kind]
    if _is_plain(text) or (kind == "letter" and _is_copyright(text, line[match.end() :])):
        return None
    return Bullet(text, STYLES[kind], match.end())


STYLES: Final[dict[str, BulletStyle]] = {
    "emoji": "emoji",
    "symbol": "symbol",
    "dash": "dash",
    "sign": "symbol",
    "number": "number",
    "letter": "letter",
}


def _is_plain(bullet: str) -> bool:
    """Say whether this is ©, ®, ™, ℹ, ‼, ⁉ or a skin tone without U+FE0F: a sign of running text."""
    return len(bullet) == 1 and bullet in _plain()


def _is_copyright(bullet: str, content: str) -> bool:
    """Say whether "(c)" is the copyright sign, not the third item: a name or a year follows."""
    return bullet.lower() in {"(c)", "(с)", "(r)"} and not content[:1].islower()


@cache
def _bullet() -> re.Pattern[str]:
    return re.compile(BULLET.format(blank=BLANK, cluster=cluster_pattern(), symbol=character_class("symbol")), re.VERBOSE)


@cache
def _plain() -> frozenset[str]:
    return frozenset(c for c in map(chr, range(0x1F400)) if re.match(f"[{character_class('plain')}]", c))


# --- Counts and reactions ----------------------------------------------------------------------------------------

MAX_REACTIONS: Final = 300
"""Code points of a reactions line: Telegram shows at most some twenty kinds."""
COUNT_ENDS: Final = frozenset("0123456789KkMBКкМБнсд. \u00a0|·,\ufe0f")
SUFFIXES: Final = {"k": 3, "к": 3, "тыс": 3, "m": 6, "м": 6, "млн": 6, "b": 9, "млрд": 9}
COUNT: Final = r"(?!0)(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})++(?!\d)|\d++(?:(?:[.,]\d{1,2})?[ \u00a0]?(?:[KkКк]|[MМB](?!\w)|тыс|млн|млрд)\.?)?+)"
LOST_GLYPH: Final = re.compile(r"(\d+)([1-9][.,]\d\d\D+)")
"""Telegram writes 1.58K, but 11.6K: two decimals behind two digits are two counts, and the glyph between them is lost."""
COUNT_PARTS: Final = re.compile(r"(\d+(?:[ ,\u00a0\u202f]\d{3})*)(?:[.,](\d{1,2}))?\s?(\D*)")


class RawReaction(NamedTuple):
    """One emoji of a reactions line with its count; offsets count in the line."""

    emoji: str | None
    """None where the export lost the glyph."""
    count: int
    count_text: str
    start: int
    end: int
    ambiguous: bool
    """Whether the digits may belong to two reactions, as in "❤1👍11.58K"."""


def parse_count(text: str) -> int | None:
    """Read a count as Telegram abbreviates it; None if it is none.

    >>> parse_count("8.67M"), parse_count("1.2K"), parse_count("1 234"), parse_count("4.8")
    (8670000, 1200, 1234, None)
    """
    parts = COUNT_PARTS.fullmatch(text.strip())
    if parts is None:
        return None
    whole, decimals, suffix = parts.groups()
    power = SUFFIXES.get(suffix.rstrip(". ").lower()) if suffix else 0
    if power is None or (decimals and not power):
        return None
    digits = re.sub(r"\D", "", whole)
    return int(digits + (decimals or "").ljust(power, "0")) if power else int(digits)


def parse_reactions(line: str) -> tuple[RawReaction, ...]:
    """Read a line that has the form of reactions, `❤1👍1`, `❤ 1 👍 1` or bare counts; empty if it has not.

    >>> [(r.emoji, r.count) for r in parse_reactions("❤1.2K👍1")]
    [('❤', 1200), ('👍', 1)]
    >>> parse_reactions("📅 2024 was long")
    ()
    """
    if line[:1].isalpha() or len(line) > MAX_REACTIONS or line[-1:] not in COUNT_ENDS:
        return ()
    found: list[RawReaction] = []
    position = 0
    match_pair = _pair().match
    while position < len(line):
        match = match_pair(line, position)
        if match is None:
            return ()
        found += _read_pair(match)
        position = match.end()
    return tuple(found)


def _read_pair(match: re.Match[str]) -> list[RawReaction]:
    emoji, text = match["emoji"], match["count"]
    start, end = match.start("emoji" if emoji else "count"), match.end("count")
    lost = LOST_GLYPH.fullmatch(text)
    if lost is None:
        return [RawReaction(emoji, parse_count(text) or 0, text, start, end, ambiguous=False)]
    first, second = lost.groups()
    middle = end - len(second)
    return [
        RawReaction(emoji, int(first), first, start, middle, ambiguous=True),
        RawReaction(None, parse_count(second) or 0, second, middle, end, ambiguous=True),
    ]


def is_reactions_line(line: str) -> bool:
    """Say whether a line can be nothing else than reactions: two pairs, or one with an emoji that Telegram offers.

    >>> is_reactions_line("❤1👍1"), is_reactions_line("🔥5"), is_reactions_line("📅 2024"), is_reactions_line("🔥🔥🔥")
    (True, True, False, False)
    """
    if line[:1].isalpha() or line[-1:] not in COUNT_ENDS:
        return False
    pairs = [reaction for reaction in parse_reactions(line) if reaction.emoji]
    if len(pairs) == 1:
        # Telegram abbreviates from a thousand on, so four bare digits are a year.
        return is_offered(pairs[0].emoji or "") and not (pairs[0].count_text.isdigit() and pairs[0].count > 999)
    return len(pairs) > 1


def is_counts_line(line: str) -> bool:
    """Say whether a line holds only bare counts, as custom and paid reactions leave them.

    >>> is_counts_line("2.49K 23.4K 419"), is_counts_line("❤1"), is_counts_line("In 2024")
    (True, False, False)
    """
    if not line[:1].isdigit():
        return False
    found = parse_reactions(line)
    return bool(found) and not any(reaction.emoji for reaction in found)


@cache
def _pair() -> re.Pattern[str]:
    return re.compile(
        rf"[\s,|·]*+(?P<emoji>(?:{unit_pattern()}){{1,4}}+)?[ \u00a0\ufe0f]{{0,3}}(?P<count>{COUNT})"
        r"(?![\ufe0f\u20e3%]|[^\W\d_]|[.,:]\d)[\s,|·]*+"
    )


# --- Forward markers ---------------------------------------------------------------------------------------------

MAX_NAME: Final = 128
"""Code points in the title of a channel, Telegram's own limit."""
BEFORE_MARKER: Final = frozenset("[ \t\u00a0\u200b\u200e\u200f\u202a\u202b\u2066\u2067\u2068\ufeff")
AROUND: Final = " \t\u00a0\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"
LINKED_NAME: Final = re.compile(r"\[(?P<name>.+)\]\(<?(?P<url>[^\s()<>]+)>?\)\s*(?:\((?P<author>.+)\))?")
MARKDOWN_ESCAPE: Final = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
VIA_BOT: Final = r"[ ,\u00a0]+(?:{words})[ \u00a0]+@?(?P<bot>[A-Za-z]\w{{2,31}})"


class MarkerMatch(NamedTuple):
    """A forward marker and its parts; offsets count in the line."""

    name: str
    author: str | None
    url: str | None
    language: str
    name_start: int
    name_end: int
    via_bot: str | None = None


class _Markers(NamedTuple):
    """The markers of some languages, made ready."""

    heads: frozenset[str]
    """The first three characters of every marker."""
    prefix: re.Pattern[str]
    languages: dict[str, str]
    """Case-folded words to language."""
    suffixes: tuple[tuple[str, str], ...]
    """Suffix and language, the longest first."""
    via: re.Pattern[str]


def match_marker(line: str, *, languages: tuple[str, ...] | None = None, suffixes: bool = False) -> MarkerMatch | None:
    """Read a forward marker with its name on the same line; None if the line is none.

    `languages` are those whose words count (None: all). Turkish and Korean put the words behind the name, which
    is taken for a marker only in brackets, or with `suffixes`.

    >>> match_marker("Forwarded from Russian MFA").name
    'Russian MFA'
    >>> match_marker("[Переслано от Канал (Иван Петров)]").author
    'Иван Петров'
    >>> match_marker("It was forwarded from Minsk") is None
    True
    """
    markers = _markers(languages)
    if line[:3] not in markers.heads and line[:1] not in BEFORE_MARKER and not suffixes:
        return None
    start, end, bracketed = _inside(line)
    match = markers.prefix.match(line, start, end)
    if match:
        return _read_name(line, match.end(), end, markers, markers.languages[match[1].casefold()])
    if bracketed or suffixes:
        for suffix, language in markers.suffixes:
            if line.endswith(suffix, start, end):
                return _read_name(line, start, end - len(suffix), markers, language)
    return None


def is_bare_marker(line: str, *, languages: tuple[str, ...] | None = None) -> str | None:
    """Give the language of a line that holds only the words of a marker, its name standing on the next line.

    >>> is_bare_marker("Forwarded from"), is_bare_marker("Forwarded from X")
    ('en', None)
    """
    markers = _markers(languages)
    if line[:3] not in markers.heads and line[:1] not in BEFORE_MARKER:
        return None
    return markers.languages.get(line.strip(AROUND).removesuffix(":").rstrip().casefold())


def _inside(line: str) -> tuple[int, int, bool]:
    """Give the stretch without invisible characters and without the brackets of an old Desktop clipboard."""
    start = len(line) - len(line.lstrip(AROUND))
    end = len(line.rstrip(AROUND))
    if line.startswith("[", start) and line.endswith("]", start, end):
        return start + 1, end - 1, True
    return start, end, False


def _read_name(line: str, start: int, end: int, markers: _Markers, language: str) -> MarkerMatch | None:
    rest = line[start:end].rstrip(AROUND)
    via = markers.via.search(rest)
    bot = via["bot"] if via else None
    rest = rest[: via.start()] if via else rest
    linked = LINKED_NAME.fullmatch(rest)
    if linked:
        name = MARKDOWN_ESCAPE.sub(r"\1", linked["name"])
        return MarkerMatch(name, linked["author"], linked["url"], language, start + linked.start("name"), start + linked.end("name"), bot)
    name, author = _split_author(rest)
    if not 0 < len(name) <= MAX_NAME:
        return None
    return MarkerMatch(name, author, None, language, start, start + len(name), bot)


def _split_author(text: str) -> tuple[str, str | None]:
    """Split the signature off `NAME (AUTHOR)`, if it looks like a person."""
    opening = text.rfind(" (")
    if opening < 1 or not text.endswith(")"):
        return text, None
    author = text[opening + 2 : -1]
    words = author.split()
    if len(words) > 4 or not words or not all(word[0].isupper() and not any(map(str.isdigit, word)) for word in words):
        return text, None
    if len(words) == 1 and (author.isupper() or not author.isalpha()):
        return text, None
    return text[:opening].rstrip(), author


@cache
def _markers(languages: tuple[str, ...] | None) -> _Markers:
    tables = {code: load_language(code) for code in languages or language_codes()}
    words = {w.removesuffix(":"): code for code, table in tables.items() for w in table["forwarded"]}
    suffixes = [(w, code) for code, table in tables.items() for w in table["forwarded_suffix"]]
    via = {w for table in tables.values() for w in table["via"]}
    ordered = sorted(words, key=len, reverse=True)
    return _Markers(
        frozenset(w[:3] for w in words),
        re.compile(rf"({'|'.join(map(re.escape, ordered)) or '(?!)'})(?:[ \u00a0]?:)?[ \u00a0\u2066-\u2068]+", re.IGNORECASE),
        {w.casefold(): code for w, code in words.items()},
        tuple(sorted(suffixes, key=lambda pair: -len(pair[0]))),
        re.compile(VIA_BOT.format(words="|".join(map(re.escape, sorted(via))) or "(?!)") + r"\Z"),
    )


# --- Labels and durations ----------------------------------------------------------------------------------------

MAX_LABEL: Final = 64
DURATION: Final = re.compile(r"\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[ \u00a0\u202f]?[AaPp]\.?[Mm]\.?)?")


def is_call_to_action(line: str, *, languages: tuple[str, ...] | None = None) -> bool:
    """Say whether a line is only a call to action, "👉Read in full", emoji and punctuation around it aside.

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
    start, end = 0, len(line)
    while start < end and not line[start].isalnum():
        start += 1
    while end > start and not _is_of_word(line[end - 1]):
        end -= 1
    return (start, end) if _fold_label(line[start:end]) in _labels(languages) else None


def is_duration(line: str) -> bool:
    """Say whether a line is a bare time or duration.

    >>> is_duration("0:34"), is_duration("1:02:11"), is_duration("15:38 Start")
    (True, True, False)
    """
    return line[:1].isdigit() and DURATION.fullmatch(line.strip()) is not None


def _is_of_word(character: str) -> bool:
    """Say whether a word may end in this: a letter or one of its marks, but not what makes an emoji of a sign."""
    return character.isalnum() or (unicodedata.category(character) in {"Mn", "Mc"} and not "\ufe00" <= character <= "\ufe0f")


def _fold_label(label: str) -> str:
    return " ".join(re.sub(f"[{INVISIBLE}]", "", label).replace("’", "'").casefold().split())


@cache
def _labels(languages: tuple[str, ...] | None) -> frozenset[str]:
    return frozenset(_fold_label(w) for code in languages or language_codes() for w in load_language(code)["calls_to_action"])
