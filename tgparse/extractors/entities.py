r"""Telegram's own entities: hashtags, mentions, links and e-mail addresses, exactly as its clients find them.

The rules are those of TDLib, Telegram's own client library (td/telegram/MessageEntity.cpp, 2026). Each kind has its
detector, which reads the whole text and knows nothing of the others. Then the earliest entity wins, and of those that
begin together the longest; what overlaps it is dropped. So the kinds that nobody asks for (commands, cashtags, times
of a video, bank cards) count as well: `12:30.com` is a time, and no link.

Three things are easy to get wrong.

*Characters.* A word character is `\w` of the standard `re` (that of `regex` is another set), and a character of a
hashtag is a letter, a decimal digit, or one of a few signs: no mark, no ½, no Ⅷ. Texts are read as they are, since
normalising would move the places: an accent that is a character of its own ends a hashtag.

*Cleaning.* Before it looks, Telegram turns control characters into spaces, and drops some invisible ones. The
patterns take a control character for a space by themselves; a text that holds dropped characters is read as a
cleaned copy, and the places found in it are led back. Such an entity's value is clean, its text is not.

*Links* are looked for from each dot: over the host to both sides of it, on to port and path, back to user and scheme.
What was read once is not read again, and nothing looks back over it, nor over another dot. Each of the two walks is
one match, the one to the left on the mirror image of the text. A dot that ends a sentence is passed at once. As no
walk begins twice at the same character, hostile texts cost no more than others.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from itertools import accumulate
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from ..models import Hashtag, Link, Mention, builder
from ..tables import load_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..models import Item
    from ..options import Options
    from ..spans import Span
    from ..tokens import Declared, RawPost

build_hashtag: Final = builder(Hashtag)
build_mention: Final = builder(Mention)
build_link: Final = builder(Link)
EntityKind = Literal["hashtag", "mention", "url", "email", "label", "bot_command", "cashtag", "media_timestamp", "bank_card", "other"]


class Entity(NamedTuple):
    """A stretch of a text that Telegram's clients make tappable."""

    kind: EntityKind
    """What it is; "label" and "other" occur only among the entities that an export declares itself."""
    start: int
    """Offset of its first code point in the text."""
    end: int
    """Offset behind its last code point."""
    value: str
    """The tag or name without its sign, the target of a link, the digits of a card, else the text; always clean."""
    channel: str | None = None
    """The channel of a hashtag like "#tag@channel"."""


# --- Classes of characters ---------------------------------------------------------------------------------------

NAME: Final = r"[0-9A-Z_a-z]"
TAG: Final = r"[\w\u00b7\u200c\u0d80-\u0dff]"
"""What a hashtag may hold, and the numbers that are no digits (½, Ⅷ), which only `_is_tag_character` can tell."""
SPACE: Final = r"\x00-\x09\x0b-\x20"
"""The inside of a class: what is a space to Telegram."""
GAP: Final = r"\u1680\u2000-\u200b\u200e\u200f\u2016-\u206f\u3000"
"""The inside of a class: blanks, and all General Punctuation but the joiners and dashes; no part of a link holds them."""
LABEL: Final = rf"[^\x00-,./:-@\[-^`{{-}}\x7f-\xbf{GAP}]"
"""A host between two dots: ASCII letters, digits, "-", "_", "~", and almost anything above U+00BF, emoji too."""
HOST: Final = rf"[^\x00-,/:-?\[-^`{{-}}\x7f-\xbf{GAP}]"
"""The same, and dots, and the "@" behind a user."""
USER: Final = rf"""[^\n{SPACE}"'()./<>@\[\]`{{}}\xa0«»{GAP}]"""
"""The user before an "@"; no dots, as nothing looks back over one."""
PATH: Final = rf"""[^\n{SPACE}"<>\xa0«»{GAP}]"""
SCHEME: Final = r"[^\x00-*,./:-@\[-`{-\x7f\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
PATH_TAIL: Final = ".:;,('?!`"
"""What a path does not end in."""

# --- Patterns ----------------------------------------------------------------------------------------------------
# Nearly all open with a plain sign, so that `re` passes over prose as fast as it can search for that one; what must
# stand before it is looked at afterwards. Every repetition is possessive or bounded: none is tried twice.

DROPPED: Final = "\r\u030a\u0333\u033f\u2028-\u202e"
UNCLEAN: Final = re.compile(rf"[{DROPPED}\u200e\u200f](?:(?<![\u200e\u200f])|(?=[\u200e\u200f]))")
DROPS: Final = re.compile(f"[{DROPPED}]")
MARKS: Final = re.compile(r"[\u200e\u200f](?=[\u200e\u200f])")
"""A direction mark before another one; Telegram makes it a joiner, U+200C."""

MENTION: Final = re.compile(rf"@(?<!\w@)({NAME}{{2,32}}+)(?!\w)")
SHORT_NAMES: Final = frozenset({"gif", "nft", "pic", "ufc", "vid"})
HASHTAG: Final = re.compile(rf"#({TAG}++)(?:@({NAME}{{3,32}}+))?+")
MAX_TAG: Final = 256
CASHTAG: Final = re.compile(rf"\$(?<!\$\$)(?:1INCH|[A-Z]{{1,8}}+)(?:@{NAME}{{3,32}}+(?!{NAME}))?+(?!\$)")
BOT_COMMAND: Final = re.compile(rf"/(?<![\w/<>]/){NAME}{{1,64}}+(?:@{NAME}{{3,32}}+|(?!@))(?![\w/<>])")
CLOCK: Final = re.compile(r":(?<=[0-9]:)[0-5]")
"""What every timestamp holds; found much faster than that."""
TIMESTAMP: Final = re.compile(
    r"""
    [0-9] (?<! [\w:][0-9] )                           # the first digit of all digits and colons in a row
    (?: [0-9]{0,3}+ : [0-5][0-9]                      # minutes and seconds
      | [0-9]?+ : [0-5]?[0-9] : [0-5][0-9]            # hours, minutes and seconds
    )
    (?! [\w:] )
    """,
    re.VERBOSE,
)
INSIDE: Final = frozenset("$/@_:")
"""What commands, cashtags and times hold besides letters and digits."""
CARD_RUN: Final = re.compile(rf"[0-9][0-9\-{SPACE}]{{12,}}+")
"""Digits, spaces and hyphens, enough of them for a card number."""
CARD: Final = re.compile(rf"[0-9]{{16,19}}(?=[{SPACE}])|[0-9].*[0-9]")
"""In such a run: a number without gaps before a space, else all up to the last digit."""

APP_LINK: Final = re.compile(
    rf"""
    : (?: (?<= [Tt][Gg]: ) (?P<tg>)
        | (?<= [Tt][Oo][Nn]: )
        | (?<= [Tt][Oo][Nn][Ss][Ii][Tt][Ee]: )        # of which, oddly, only "ite" belongs to the link
      )
    // [\-0-9A-Z_a-z]{{1,253}}+ (?P<path> [/?#] {PATH}*+ )?+
    """,
    re.VERBOSE,
)
FROM_DOT: Final = re.compile(
    rf"""
    \. (?<! \.\. )                                    # the first of the dots in a row,
    (?= \.*+ (?: [@/?#:] | {LABEL} ) )                # with something behind them that can belong to a link
    ( {HOST}*+ )                                      # the rest of the host
    ( : 0*+ (?: 6553[0-5] | 655[0-2][0-9] | 65[0-4][0-9]{{2}} | 6[0-4][0-9]{{3}} | [1-5][0-9]{{4}} | [1-9][0-9]{{0,3}} ) (?![0-9]) )?+
    ( [/?#] {PATH}*+ )?+                              # path, query and fragment are one
    \.*+                                              # behind a port, dots belong to nothing
    """,
    re.VERBOSE,
)
TO_SCHEME: Final = rf"""
    (?: //: (?ai:
          ptth (?! s (?!{SCHEME}) )                   # mirrored: http, whatever goes before, but not shttp
        | sptth
        | ptf (?! [ts] (?!{SCHEME}) )                 # ftp, but not tftp and sftp
        | etisnot )
      | (?! [\w/#@] )                                 # without a scheme, no word may go before
    )
"""
BEFORE_DOT: Final = re.compile(rf"{LABEL}*+ (?: @ {USER}++ )?+ {TO_SCHEME}", re.VERBOSE)
"""From a dot to the left, on the mirror image; no match where the candidate cannot be a link."""
BEFORE_USERS_DOT: Final = re.compile(rf"{USER}*+ {TO_SCHEME}", re.VERBOSE)
"""The same for a dot with an "@" behind it."""

BRACKET: Final = re.compile(r"[()\[\]{}]")
OPENING: Final = MappingProxyType({")": "(", "]": "[", "}": "{"})
OCTET: Final = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
IPV4: Final = re.compile(rf"{OCTET}(?:\.{OCTET}){{3}}")
PUNYCODE: Final = re.compile(r"xn--[0-9A-Za-z]{2,}")
MAX_LABEL: Final = 63
"""Bytes of UTF-8 in a label of a host."""
LOOKALIKE: Final = "teiegram.org"
"""The one host that Telegram's clients never link."""
EMAIL: Final = re.compile(
    r"""
    (?: [0-9A-Z_a-z\-]{0,26} [.+] ){0,10} [0-9A-Z_a-z\-]{1,35}
    @ (?: [0-9A-Za-z] (?: [0-9A-Z_a-z\-]{0,28} [0-9A-Za-z] )? \. ){1,6} [A-Za-z]{2,8}
    """,
    re.VERBOSE,
)

# --- The doors ---------------------------------------------------------------------------------------------------


def extract(raw: RawPost, _found: Sequence[Item], _options: Options) -> Iterator[Item]:
    """Yield hashtags, mentions and links in the order of the text; what the export declares itself wins."""
    entities = find_entities(raw.text, only_reported=True)
    if raw.declared:
        declared = sorted(_read_declared(raw), key=attrgetter("start"))
        entities = sorted([*declared, *_apart_from(declared, entities)], key=attrgetter("start"))
    for entity in entities:
        item = _make_item(raw, entity)
        if item:
            yield item


def _make_item(raw: RawPost, entity: Entity) -> Item | None:
    """Make the item that reports an entity; None for the kinds that are not reported."""
    kind, start, end, value, channel = entity
    if kind == "hashtag":
        text, span, line = raw.locate(start, end)
        return build_hashtag({"text": text, "span": span, "line": line, "tag": value, "key": value.casefold(), "channel": channel})
    if kind == "mention":
        text, span, line = raw.locate(start, end)
        return build_mention({"text": text, "span": span, "line": line, "username": value})
    if kind in ("url", "email", "label"):
        text, span, line = raw.locate(start, end)
        return build_link({"text": text, "span": span, "line": line, "kind": kind, "url": value or None})
    return None


def find_entities(text: str, *, only_reported: bool = False) -> list[Entity]:
    """Find all that Telegram's clients make tappable in a plain text, in its order.

    Args:
        text: A whole message, of any length; its lines must not come one by one, since neighbours decide.
        only_reported: Whether only hashtags, mentions and links are wanted, so that others are found only where they
            could overlap one of these.

    Returns:
        Entities that do not overlap, with their places in code points of `text`.

    >>> [(e.kind, e.value) for e in find_entities("#OSCE: see t.me/osce or ask @osce_bot at 10:30")]
    [('hashtag', 'OSCE'), ('url', 'http://t.me/osce'), ('mention', 'osce_bot'), ('media_timestamp', '10:30')]
    """
    if not ("\r" in text if text.isascii() else UNCLEAN.search(text)):
        return _find_in_clean(text, only_reported=only_reported)
    cleaned, places = _clean(text)
    entities = _find_in_clean(cleaned, only_reported=only_reported)
    return [e._replace(start=places[e.start], end=places[e.end - 1] + 1) for e in entities]


# --- Cleaning and merging ----------------------------------------------------------------------------------------


def _clean(text: str) -> tuple[str, list[int]]:
    """Drop what Telegram drops; give the clean text, and for each of its characters its place in the given one."""
    places = [i for i, char in enumerate(text) if not DROPS.match(char)]
    return MARKS.sub("\u200c", "".join([text[i] for i in places])), places


def _find_in_clean(text: str, *, only_reported: bool) -> list[Entity]:
    entities: list[Entity] = []
    if "." in text:
        entities += _find_web_links(text)
    if "://" in text:
        entities += _find_app_links(text)
    if not only_reported or any(_may_stand_inside(text, link.start) for link in entities):
        entities += *_find_commands(text), *_find_cashtags(text), *_find_timestamps(text), *_find_cards(text)
    if "#" in text:
        entities += _find_hashtags(text)
    if "@" in text:
        entities += _find_mentions(text)
    return list(_drop_overlapping(entities)) if len(entities) > 1 else entities


def _may_stand_inside(text: str, start: int) -> bool:
    """Say whether a link may begin inside a command, cashtag, time or card, which hashtags and mentions never do."""
    before = text[start - 1 : start]
    return before.isalnum() or before in INSIDE or (text[start].isdecimal() and "\0" <= before <= " ")


def _drop_overlapping(entities: list[Entity]) -> Iterator[Entity]:
    """Give the entities in order; the earliest wins, and of those that begin together the longest."""
    entities.sort(key=attrgetter("end"), reverse=True)
    entities.sort(key=attrgetter("start"))
    done = 0
    for entity in entities:
        if entity.start >= done:
            done = entity.end
            yield entity


# --- Hashtags, mentions and what is like them --------------------------------------------------------------------


def _is_tag_character(char: str) -> bool:
    return char.isalpha() or char.isdecimal() or char in "_\u00b7\u200c" or "\u0d80" <= char <= "\u0dff"


def _before_number(run: str) -> str:
    """Cut a run of `TAG` before the first number that is no digit."""
    return next((run[:i] for i, char in enumerate(run) if not _is_tag_character(char)), run)


def _find_hashtags(text: str) -> Iterator[Entity]:
    for match in HASHTAG.finditer(text):
        start = match.start()
        if start and _is_tag_character(text[start - 1]):
            continue
        run, channel = match.groups()
        tag = run if run.isascii() or run.isalpha() else _before_number(run)
        if channel and len(tag) == len(run) <= MAX_TAG:
            end = after = match.end()
        else:
            channel = None
            after = start + 1 + len(tag)
            tag = tag[:MAX_TAG]
            end = start + 1 + len(tag)
        # A "#" behind it spoils a tag, also behind one that is longer than what is kept of it.
        if any(map(str.isalpha, tag)) and not text.startswith("#", after):
            yield Entity("hashtag", start, end, tag, channel)


def _find_mentions(text: str) -> Iterator[Entity]:
    for match in MENTION.finditer(text):
        name = match[1]
        if len(name) >= 4 or name.lower() in SHORT_NAMES:
            yield Entity("mention", match.start(), match.end(), name)


def _find_commands(text: str) -> Iterator[Entity]:
    for match in BOT_COMMAND.finditer(text) if "/" in text else ():
        yield Entity("bot_command", match.start(), match.end(), match[0])


def _find_cashtags(text: str) -> Iterator[Entity]:
    for match in CASHTAG.finditer(text) if "$" in text else ():
        start, end = match.span()
        if not any(map(_is_tag_character, text[max(0, start - 1) : start] + text[end : end + 1])):
            yield Entity("cashtag", start, end, match[0])


# --- Times and cards ---------------------------------------------------------------------------------------------


def _find_timestamps(text: str) -> Iterator[Entity]:
    for match in TIMESTAMP.finditer(text) if CLOCK.search(text) else ():
        yield Entity("media_timestamp", match.start(), match.end(), match[0])


def _find_cards(text: str) -> Iterator[Entity]:
    for run in CARD_RUN.finditer(text):
        for match in CARD.finditer(text, *run.span()):
            start = match.start()
            if start and (text[start - 1] in ".,+-_" or text[start - 1].isalpha()):
                break
            end = match.end()
            digits = "".join([char for char in match[0] if char in "0123456789"])
            refused = end < len(text) and (text[end] in "-_" or text[end].isalpha())
            if not refused and end - start < 2 * len(digits) and _is_card(digits):
                yield Entity("bank_card", start, end, digits)


def _is_card(number: str) -> bool:
    """Say whether it is the number of a card: Luhn's sum is right, and the length is one of its network."""
    length = len(number)
    if not 13 <= length <= 19 or _luhn_sum(number) % 10:
        return False
    if number[0] == "4":  # Visa
        return length in (13, 16, 18, 19)
    if "51" <= number[:2] <= "55" or "2200" <= number[:4] <= "2204" or "2221" <= number[:4] <= "2720":  # Mastercard, Mir
        return length == 16
    if number[:2] in ("34", "37"):  # American Express
        return length == 15
    return number[:2] not in ("62", "81") or length >= 16  # UnionPay


def _luhn_sum(number: str) -> int:
    return sum(map(int, number[::-2])) + sum(map(int, "".join([str(2 * int(digit)) for digit in number[-2::-2]])))


# --- Links -------------------------------------------------------------------------------------------------------


def _trim(path: str) -> str:
    """Cut the punctuation at the end of a path; nothing is left of a lone "?" or "#"."""
    trimmed = path[:1] + path[1:].rstrip(PATH_TAIL)
    return "" if trimmed in ("?", "#") else trimmed


def _find_app_links(text: str) -> Iterator[Entity]:
    for match in APP_LINK.finditer(text):
        start = match.start() - (3 if match["tg"] is None else 2)
        path = match["path"] or ""
        end = match.end() - len(path) + len(_trim(path))
        yield Entity("url", start, end, text[start:end])


def _find_web_links(text: str) -> Iterator[Entity]:
    mirror = text[::-1]
    size = len(text)
    wall = 0
    while ahead := FROM_DOT.search(text, wall):
        dot = ahead.start()
        host, port, run = ahead.groups("")
        path = _trim(run) if run else ""
        if not (port or path):
            host = host.rstrip(".")
        to_left = BEFORE_USERS_DOT if "@" in host else BEFORE_DOT
        back = to_left.match(mirror, size - dot, size - wall)
        if back:
            start = size - back.end()
            link = _read_link(start, text[start : dot + 1 + len(host)], port, path)
            if link:
                yield link
        # What cannot be a link is given up only to its last dot, unless its path was read.
        wall = ahead.end() if back or run else dot + 2 + host.rfind(".")


def _read_link(start: int, authority: str, port: str, path: str) -> Entity | None:
    """Say what a candidate is: an e-mail address, a URL, perhaps without the end of its path, or nothing.

    The authority is scheme, user and host, as far as they are there.
    """
    host = authority.rpartition("/")[2]
    if "@" in host:
        start_of_email = len("mailto:") if host.startswith("mailto:") else 0
        if not (port or path) and EMAIL.fullmatch(authority, start_of_email):
            address = authority[start_of_email:]
            return Entity("email", start + start_of_email, start + len(authority), f"mailto:{address}")
        if "?" in host or "#" in host:
            return None  # The user's name would be the path.
        host = host.partition("@")[2]
    has_scheme = "/" in authority
    if not _is_host(host, any_domain=has_scheme):
        return None
    link = authority + port + _balance(path)
    return Entity("url", start, start + len(link), link if has_scheme else f"http://{link}")


def _balance(path: str) -> str:
    """Cut a path before the first bracket that closes nothing."""
    if ")" not in path and "]" not in path and "}" not in path:
        return path
    open_brackets = {"(": 0, "[": 0, "{": 0}
    for match in BRACKET.finditer(path):
        opening = OPENING.get(match[0])
        if opening is None:
            open_brackets[match[0]] += 1
        elif open_brackets[opening]:
            open_brackets[opening] -= 1
        else:
            return path[: match.start()].rstrip(PATH_TAIL)
    return path


def _is_host(host: str, *, any_domain: bool) -> bool:
    """Say whether a link may lead to a host; only behind a scheme may it be in any top-level domain."""
    labels, _, top = host.rpartition(".")
    if top[-1:].isdecimal() and not host.strip("0123456789."):
        return IPV4.fullmatch(host) is not None
    if top.startswith("xn--"):
        is_domain = PUNYCODE.fullmatch(top) is not None
    else:
        is_domain = (len(top) > 1 and "_" not in top and "-" not in top) if any_domain else _is_known(top)
    return is_domain and _are_labels(labels) and host.lower() != LOOKALIKE and not (4 * len(host) > MAX_LABEL and _is_long(host))


def _are_labels(labels: str) -> bool:
    """Check all that stands in a host before its top-level domain."""
    hyphen_ends_one = labels[-1:] == "-" or "-." in labels
    one_is_empty = labels[-1:] in ("", ".") or labels[0] == "." or ".." in labels
    return not (hyphen_ends_one or one_is_empty or "_" in labels[labels.rfind(".") + 1 :])


def _is_long(host: str) -> bool:
    """Say whether a label of the host has too many bytes."""
    return any(len(label.encode("utf-8", "surrogatepass")) > MAX_LABEL for label in host.split("."))


def _is_known(top: str) -> bool:
    """Say whether a top-level domain exists; one with only a first capital begins a sentence: "the end.My own"."""
    # Letter by letter: the lower case of a whole word knows a final sigma, and makes two characters of one "İ".
    lowered = top.lower() if top.isascii() else "".join([char.lower()[0] for char in top])
    return lowered in _known_domains() and (lowered == top or lowered[1:] != top[1:])


@cache
def _known_domains() -> frozenset[str]:
    lines = load_bytes("tlds.txt").decode("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


# --- Entities that the export declares ---------------------------------------------------------------------------

DECLARED_KINDS: Final[Mapping[str, EntityKind]] = MappingProxyType(
    {"hashtag": "hashtag", "mention": "mention", "url": "url", "email": "email", "text_link": "label"}
)
"""Telegram's names of what becomes an item."""
HAS_SCHEME: Final = re.compile(r"[0-9A-Za-z+.\-]+://")
STYLES: Final = frozenset({"plain", "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote"})
"""Declared entities that others may stand in; whatever else is declared keeps out what is found."""


def _read_declared(raw: RawPost) -> Iterator[Entity]:
    """Give the declared entities of the kept lines, one for each line that they touch."""
    for declared in raw.declared:
        if declared.kind not in STYLES:
            for start, end in _stretches(raw, declared.span):
                yield _read_one(declared, raw.text[start:end], start, end)


def _stretches(raw: RawPost, span: Span) -> Iterator[tuple[int, int]]:
    """Give where a stretch of the source stands in `raw.text`, line by line, without surrounding blanks."""
    first = bisect_right(raw.lines, span.start, key=attrgetter("start")) - 1
    for i in range(max(first, 0), len(raw.lines)):
        line = raw.lines[i]
        if line.start >= span.end:
            break
        text = line.text[max(span.start - line.start, 0) : span.end - line.start]
        if text.strip():
            start = raw.position(max(span.start, line.start)) + len(text) - len(text.lstrip())
            yield start, start + len(text.strip())


def _read_one(declared: Declared, text: str, start: int, end: int) -> Entity:
    """Read the text of a declared entity; where it brings a URL, that counts more than what is printed."""
    kind = DECLARED_KINDS.get(declared.kind, "other")
    printed = _clean(text)[0]
    if kind == "hashtag":
        tag, _, channel = printed.removeprefix("#").partition("@")
        return Entity(kind, start, end, tag, channel or None)
    if kind == "mention":
        return Entity(kind, start, end, printed.removeprefix("@"))
    if kind == "label":
        return Entity(kind, start, end, declared.url or "")
    target = declared.url or printed
    if kind == "email":
        return Entity(kind, start, end, f"mailto:{target.removeprefix('mailto:')}")
    return Entity(kind, start, end, target if HAS_SCHEME.match(target) else f"http://{target}")


def _apart_from(declared: list[Entity], found: Iterable[Entity]) -> Iterator[Entity]:
    """Give the found entities that overlap no declared one; these come in order."""
    starts = [entity.start for entity in declared]
    reach = list(accumulate((entity.end for entity in declared), max))
    for entity in found:
        before = bisect_left(starts, entity.end)
        if not before or reach[before - 1] <= entity.start:
            yield entity
