"""The grammar of forward markers: `Forwarded from NAME (AUTHOR)` in every language that has a table.

Telegram's clients write the words before the name, Turkish and (formerly) Korean behind it. Behind a name the words
are ordinary prose ("... tarafından iletildi"), so there they count only in brackets, as old Desktop clipboards have them,
or where the user names the languages. Phones show the words on a line of their own, and "From: NAME" under them.

Where a name ends and a signature begins is a guess, because names may end in brackets as well. A wrong guess spoils the
name, by which forwards are counted, so the bracket is split off only when it reads like a person: up to four words,
each with a capital and no digit, and none of them a word for what a channel is ("official", "English", "chat").
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .tables import language_codes, load_bytes, load_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_NAME: Final = 128
"""Code points in the title of a channel, Telegram's own limit."""
MAX_MARKER: Final = 640
"""Code points in a marker: a name, a signature, a bot and the address of the original."""
HEAD: Final = 5
"""How many characters of a line tell that it may be a marker."""
AROUND: Final = " \t\u00a0\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"
"""What stands around names in text from right-to-left clients, and blanks."""
BRACKETED: Final = "[" + AROUND
BEFORE_MARKER: Final = frozenset(BRACKETED)
GAP: Final = re.compile(rf"[{AROUND}]*+(?::[{AROUND}]*+|(?<=[{AROUND}]))")
"""Between the words and the name: blanks, or a colon."""
LINKED_NAME: Final = re.compile(
    r"""
    \[ (?P<name> .+ ) \]
    \( <? (?P<url> (?: https?:// | tg: | t\.me/ | / ) [^\s()<>]+ ) >? \)
    (?: \s* \( (?P<author> .+ ) \) )?
    """,
    re.VERBOSE,
)
"""How Markdown extractors write a name with its address; here the signature needs no guess."""
MARKDOWN_ESCAPE: Final = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
MAIL_ADDRESS: Final = re.compile(r"\S@\w")
MAX_SIGNATURE_WORDS: Final = 4


class MarkerMatch(NamedTuple):
    """A forward marker and its parts; offsets count in the line."""

    name: str
    """The name; without the escapes that Markdown puts into a linked one."""
    author: str | None
    """The signature; a guess, unless the name is a link."""
    url: str | None
    language: str
    name_start: int
    name_end: int
    via_bot: str | None = None
    """The inline bot, without "@"."""


class Markers(NamedTuple):
    """The markers of some languages, made ready."""

    words: re.Pattern[str]
    """The words before a name, one group each."""
    languages: tuple[str, ...]
    """The language of each group."""
    suffixes: tuple[tuple[str, str], ...]
    """Words behind a name and their language, the longest first."""
    via: re.Pattern[str]
    """A bot between the name and the words behind it, or at the end."""
    via_before: re.Pattern[str]
    """A bot in front of the name."""
    headings: Mapping[str, str]
    """Lines that stand above the name of the sender, folded, and their language."""
    senders: Mapping[str, re.Pattern[str]]
    """For each language the line under such a heading."""


def match_marker(line: str, *, languages: tuple[str, ...] | None = None, suffixes: bool = False) -> MarkerMatch | None:
    """Read a forward marker with its name on the same line; None if the line is none.

    Args:
        line: The content of one line.
        languages: ISO 639-1 codes whose words count; None: all that have a table.
        suffixes: Whether words behind the name count without brackets too.

    >>> match_marker("Forwarded from Russian MFA").name
    'Russian MFA'
    >>> match_marker("[Переслано от Канал (Иван Петров)]").author
    'Иван Петров'
    >>> match_marker("It was forwarded from Minsk") is None
    True
    """
    if line[:HEAD] not in marker_heads(languages) and line[:1] not in BEFORE_MARKER and not suffixes:
        return None
    return _match_marker(line, languages, suffixes) if len(line) <= MAX_MARKER else None


@lru_cache(maxsize=1 << 12)
def _match_marker(line: str, languages: tuple[str, ...] | None, suffixes: bool) -> MarkerMatch | None:  # noqa: FBT001 - a cache is quicker so
    """Read a line that begins like a marker, which tokenizer, recognition and reader ask of each in turn."""
    markers = _markers(languages)
    start, end, bracketed = _inside(line)
    words = markers.words.match(line, start, end)
    if words:
        gap = GAP.match(line, words.end(), end)
        return _read_name(line, gap.end(), end, markers.languages[(words.lastindex or 1) - 1], markers) if gap else None
    if bracketed or suffixes:
        for suffix, language in markers.suffixes:
            if line.endswith(suffix, start, end):
                return _read_name(line, start, end - len(suffix), language, markers)
    return None


def may_hold_suffix(text: str) -> bool:
    """Whether words stand anywhere in a text that mark the name in front of them, where a bracket closes behind.

    >>> may_hold_suffix("[Liman kanalından iletildi]"), may_hold_suffix("[Forwarded from Liman]")
    (True, False)
    """
    return "]" in text and any(suffix in text for suffix, _ in _markers(None).suffixes)


def is_bare_marker(line: str, *, languages: tuple[str, ...] | None = None) -> str | None:
    """Give the language of a line that holds only the words of a marker, its name standing on the next line.

    >>> is_bare_marker("Forwarded from"), is_bare_marker("Forwarded from X")
    ('en', None)
    """
    if line[:HEAD] not in marker_heads(languages) and line[:1] not in BEFORE_MARKER:
        return None
    markers = _markers(languages)
    words = markers.words.fullmatch(line.strip(AROUND).removesuffix(":").rstrip(AROUND))
    return markers.languages[(words.lastindex or 1) - 1] if words else None


def match_heading(heading: str, line: str, *, languages: tuple[str, ...] | None = None) -> MarkerMatch | None:
    """Read a marker as phones show it, the words in a line of their own and "From: NAME" under them; offsets count in the second line.

    Mail is forwarded under the same words, so a name with an address is none.

    >>> match_heading("Přeposlaná zpráva", "Od: Rada přístavu").name
    'Rada přístavu'
    >>> match_heading("Forwarded message", "From: Ann <ann@example.org>") is None
    True
    """
    markers = _markers(languages)
    language = markers.headings.get(_folded_heading(heading))
    sender = markers.senders[language].match(line) if language is not None and len(line) <= MAX_MARKER else None
    if language is None or sender is None or MAIL_ADDRESS.search(line):
        return None
    return _read_name(line, sender.end(), len(line), language, markers)


def opens_marker(line: str, *, languages: tuple[str, ...] | None = None) -> bool:
    """Whether a line holds the words of a marker and the next one may hold the name.

    >>> opens_marker("Forwarded from"), opens_marker("Пересланное сообщение"), opens_marker("Forwarded from X")
    (True, True, False)
    """
    if line[:HEAD] not in opening_heads(languages) and line[:1] not in BEFORE_MARKER:
        return False
    return is_bare_marker(line, languages=languages) is not None or _folded_heading(line) in _markers(languages).headings


def _folded_heading(line: str) -> str:
    return " ".join(line.strip(AROUND).removesuffix(":").casefold().split())


def _inside(line: str) -> tuple[int, int, bool]:
    """Give the stretch without blanks and invisible characters, and without the brackets of an old Desktop clipboard."""
    start = len(line) - len(line.lstrip(AROUND))
    end = max(start, len(line.rstrip(AROUND)))
    if line.startswith("[", start) and line.endswith("]", start + 1, end):
        return start + 1, end - 1, True
    return start, end, False


def _read_name(line: str, start: int, end: int, language: str, markers: Markers) -> MarkerMatch | None:
    """Read what the words of a marker leave: the name and what may stand around it."""
    before = markers.via_before.match(line, start, end)
    start = before.end() if before else start
    rest = line[start:end].rstrip(AROUND)
    found = markers.via.search(rest)
    bot = before["bot"] if before else found["bot"] if found else None
    rest = rest[: found.start()].rstrip(AROUND + ",") if found else rest
    linked = LINKED_NAME.fullmatch(rest)
    if linked:
        name, author, url = MARKDOWN_ESCAPE.sub(r"\1", linked["name"]), linked["author"], linked["url"]
        start, end = start + linked.start("name"), start + linked.end("name")
    else:
        (name, author), url = split_signature(rest), None
        end = start + len(name)
    return MarkerMatch(name, author, url, language, start, end, bot) if 0 < len(name) <= MAX_NAME else None


def split_signature(text: str) -> tuple[str, str | None]:
    """Split the signature off `NAME (AUTHOR)`, if what stands in the last brackets reads like a person.

    >>> split_signature("Mobile Developer (Алексей Гладков)"), split_signature("Sputnik (Arabic)")
    (('Mobile Developer', 'Алексей Гладков'), ('Sputnik (Arabic)', None))
    """
    opening = text.rfind(" (")
    # Text browsers set blanks inside the brackets too.
    author = text[opening + 2 : -1].strip(AROUND)
    if opening < 1 or not text.endswith(")") or not _is_person(author):
        return text, None
    return text[:opening].rstrip(AROUND), author


def _is_person(text: str) -> bool:
    """Say whether a text reads like a name of a person: "Ivan", "A. Smith"; not "official", "ENG", "18+", "oper.ru"."""
    words = text.split()
    if not 0 < len(words) <= MAX_SIGNATURE_WORDS or (len(words) == 1 and not (text.istitle() and text.isalpha())):
        return False
    return all(word[0].isupper() and not any(map(str.isdigit, word)) and word.casefold() not in _qualifiers() for word in words)


def _tables(languages: tuple[str, ...] | None) -> dict[str, dict[str, Any]]:
    return {code: load_language(code) for code in language_codes() if languages is None or code in languages}


@cache
def marker_heads(languages: tuple[str, ...] | None = None) -> frozenset[str]:
    """Give the first five characters of all words before a name: a line that begins otherwise is no marker.

    Only a bracket, or what shows nothing, may stand before them: `BEFORE_MARKER`.
    """
    return frozenset(phrase[:HEAD] for table in _tables(languages).values() for phrase in table["forwarded"])


@cache
def opening_heads(languages: tuple[str, ...] | None = None) -> frozenset[str]:
    """The same of all words that stand on a line of their own."""
    headings = frozenset(phrase[:HEAD] for table in _tables(languages).values() for phrase in table["forwarded_heading"])
    return marker_heads(languages) | headings


@cache
def _markers(languages: tuple[str, ...] | None) -> Markers:
    tables = _tables(languages)
    words = {phrase.removesuffix(":"): code for code, table in tables.items() for phrase in table["forwarded"]}
    ordered = sorted(words, key=len, reverse=True)
    suffixes = [(phrase, code) for code, table in tables.items() for phrase in table["forwarded_suffix"]]
    via = sorted({phrase for table in tables.values() for phrase in table["via"]})
    via_before = sorted({phrase for table in tables.values() for phrase in table.get("via_before", ())})
    headings = {_folded_heading(phrase): code for code, table in tables.items() for phrase in table["forwarded_heading"]}
    return Markers(
        words=re.compile("|".join(f"({_spaced(phrase)})" for phrase in ordered) or "(?!)", re.IGNORECASE),
        languages=tuple(words[phrase] for phrase in ordered),
        suffixes=tuple(sorted(suffixes, key=lambda pair: -len(pair[0]))),
        via=re.compile(rf"[\s,](?:{'|'.join(map(_spaced, via)) or '(?!)'})\s@(?P<bot>[A-Za-z]\w{{2,31}})\Z"),
        via_before=re.compile(rf"@(?P<bot>[A-Za-z]\w{{2,31}})\s(?:{'|'.join(map(_spaced, via_before)) or '(?!)'})\s"),
        headings=MappingProxyType(headings),
        senders=MappingProxyType({code: _sender(tables[code]["forwarded_heading_from"]) for code in set(headings.values())}),
    )


def _sender(phrases: Sequence[str]) -> re.Pattern[str]:
    """Give the pattern of the words in front of a sender's name, under a heading."""
    words = "|".join(map(_spaced, sorted(phrases, key=len, reverse=True)))
    return re.compile(rf"[{AROUND}]*+(?:{words})(?:[{AROUND}]*+:[{AROUND}]*+|[{AROUND}]++)", re.IGNORECASE)


def _spaced(phrase: str) -> str:
    """Give the pattern of a phrase whose blanks may be of any kind."""
    return r"\s".join(map(re.escape, phrase.split()))


@cache
def _qualifiers() -> frozenset[str]:
    """Words that say what a channel is, and so stand in brackets behind its name without being a signature."""
    lines = load_bytes("qualifiers.txt").decode("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.casefold().split())
