"""A slow, literal model of the entities that Telegram's clients find by themselves, to hold the fast one against.

It reads a text as the rules are told: clean it, then let each detector walk over it, one code point at a time, and
merge what they found. No patterns, no shortcuts, nothing shared with the library but the list of top-level domains
and the texts that it is compared on. Lengths of host labels count in bytes of UTF-8, all else in code points.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

TLDS: Final = Path(__file__).parents[1] / "tgparse" / "tables" / "tlds.txt"
DIGITS: Final = "0123456789"
CAPITALS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LETTERS: Final = CAPITALS + CAPITALS.lower()
ALNUM: Final = LETTERS + DIGITS
NAME: Final = ALNUM + "_"
PATH_TAIL: Final = ".:;,('?!`"


class Hit(NamedTuple):
    """An entity: kind, place in the given text, and what it says once cleaned."""

    kind: str
    start: int
    end: int
    value: str
    channel: str | None = None


# --- Classes of characters ---------------------------------------------------------------------------------------


def is_letter(char: str) -> bool:
    return unicodedata.category(char) in {"Lu", "Ll", "Lt", "Lm", "Lo"}


def is_word(char: str) -> bool:
    return is_letter(char) or unicodedata.category(char) in {"Nd", "Nl", "No"} or char == "_"


def is_tag(char: str) -> bool:
    return is_letter(char) or unicodedata.category(char) == "Nd" or char in {"_", "\u00b7", "\u200c"} or 0x0D80 <= ord(char) <= 0x0DFF


def is_separator(char: str) -> bool:
    return unicodedata.category(char) in {"Zs", "Zl", "Zp"}


def is_url(char: str) -> bool:
    code = ord(char)
    if 0x2000 <= code <= 0x206F:
        return code in {0x200C, 0x200D} or 0x2010 <= code <= 0x2015
    return not is_separator(char)


def is_domain(char: str) -> bool:
    return is_url(char) if ord(char) >= 0xC0 else char in NAME + ".-~"


def is_path(char: str) -> bool:
    return char not in {"\n", "<", ">", '"', "«", "»"} and is_url(char)


def is_user(char: str) -> bool:
    return char not in set("\n/[]{}()'`<>\"@«»") and is_url(char)


def is_scheme(char: str) -> bool:
    return char in ALNUM + "+-" if ord(char) < 0x80 else not is_separator(char)


def ascii_lower(text: str) -> str:
    return "".join(chr(ord(char) + 32) if char in CAPITALS else char for char in text)


# --- Cleaning ----------------------------------------------------------------------------------------------------


def clean(text: str) -> tuple[str, list[int]]:
    """Give the text that Telegram would store, and for each of its characters the place it has in the given one."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char == "\r" or "\u2028" <= char <= "\u202e" or char in {"\u030a", "\u0333", "\u033f"}:
            continue
        chars.append(" " if ord(char) < 32 and char != "\n" else char)
        places.append(place)
    marks = {"\u200e", "\u200f"}
    for i in range(len(chars) - 1):
        if chars[i] in marks and chars[i + 1] in marks:
            chars[i] = "\u200c"
    while chars and chars[-1] in {" ", "\n"}:
        del chars[-1], places[-1]
    while chars and chars[0] in {" ", "\n"}:
        del chars[0], places[0]
    return "".join(chars), places


# --- Walking -----------------------------------------------------------------------------------------------------


def right(text: str, at: int, allowed: Callable[[str], bool], most: int | None = None) -> int:
    """Walk to the right over allowed characters, over `most` of them at most; give where the walk ends."""
    begun = at
    while at < len(text) and (most is None or at - begun < most) and allowed(text[at]):
        at += 1
    return at


def left(text: str, at: int, wall: int, allowed: Callable[[str], bool]) -> int:
    """Walk to the left over allowed characters, not beyond the wall; give where the walk ends."""
    while at > wall and allowed(text[at - 1]):
        at -= 1
    return at


def in_name(char: str) -> bool:
    return char in NAME


def in_digits(char: str) -> bool:
    return char in DIGITS


# --- Mentions, tags, commands ------------------------------------------------------------------------------------


def mentions(text: str) -> Iterator[Hit]:
    for at, char in enumerate(text):
        if char != "@" or (at > 0 and is_word(text[at - 1])):
            continue
        end = right(text, at + 1, in_name)
        name = text[at + 1 : end]
        if not 2 <= len(name) <= 32 or (end < len(text) and is_word(text[end])):
            continue
        if len(name) >= 4 or ascii_lower(name) in {"gif", "nft", "pic", "ufc", "vid"}:
            yield Hit("mention", at, end, name)


def hashtags(text: str) -> Iterator[Hit]:
    for at, char in enumerate(text):
        if char != "#" or (at > 0 and is_tag(text[at - 1])):
            continue
        run = right(text, at + 1, is_tag)
        end = min(run, at + 1 + 256)
        tag = text[at + 1 : end]
        channel = None
        after = run
        if run == end and text[run : run + 1] == "@":
            name_end = right(text, run + 1, in_name, 32)
            if name_end - run - 1 >= 3:
                channel = text[run + 1 : name_end]
                end = after = name_end
        if text[after : after + 1] == "#":
            continue
        if any(map(is_letter, tag)):
            yield Hit("hashtag", at, end, tag, channel)


def cashtags(text: str) -> Iterator[Hit]:
    for at, char in enumerate(text):
        if char != "$" or (at > 0 and (is_tag(text[at - 1]) or text[at - 1] == "$")):
            continue
        end = at + 6 if text[at + 1 : at + 6] == "1INCH" else right(text, at + 1, lambda c: c in CAPITALS)
        if not 1 <= end - at - 1 <= 8:
            continue
        if text[end : end + 1] == "@":
            name_end = right(text, end + 1, in_name)
            if 3 <= name_end - end - 1 <= 32:
                end = name_end
        if end < len(text) and (is_tag(text[end]) or text[end] == "$"):
            continue
        yield Hit("cashtag", at, end, text[at:end])


def bot_commands(text: str) -> Iterator[Hit]:
    for at, char in enumerate(text):
        if char != "/" or (at > 0 and (is_word(text[at - 1]) or text[at - 1] in "/<>")):
            continue
        end = right(text, at + 1, in_name)
        if not 1 <= end - at - 1 <= 64:
            continue
        if text[end : end + 1] == "@":
            name_end = right(text, end + 1, in_name)
            if not 3 <= name_end - end - 1 <= 32:
                continue
            end = name_end
        if end < len(text) and (is_word(text[end]) or text[end] in "/<>"):
            continue
        yield Hit("bot_command", at, end, text[at:end])


# --- Times and cards ---------------------------------------------------------------------------------------------


def media_timestamps(text: str) -> Iterator[Hit]:
    at = 0
    while at < len(text):
        if text[at] not in DIGITS + ":":
            at += 1
            continue
        start = at
        at = right(text, at, lambda c: c in DIGITS + ":")
        if (start > 0 and is_word(text[start - 1])) or (at < len(text) and is_word(text[at])):
            continue
        parts = text[start:at].split(":")
        lengths = list(map(len, parts))
        if len(parts) not in {2, 3} or lengths[-1] != 2 or int(parts[-1]) >= 60:
            continue
        short = 1 <= lengths[0] <= 4 if len(parts) == 2 else 1 <= lengths[0] <= 2 and 1 <= lengths[1] <= 2 and int(parts[1]) < 60
        if short:
            yield Hit("media_timestamp", start, at, text[start:at])


def bank_cards(text: str) -> Iterator[Hit]:
    at = 0
    while at < len(text):
        if text[at] not in DIGITS:
            at += 1
            continue
        start = at
        refused = start > 0 and (text[start - 1] in ".,+-_" or is_letter(text[start - 1]))
        digits = 0
        while at < len(text) and text[at] in DIGITS + " -":
            # A number without gaps ends at the first space, if it is long enough already.
            if not refused and text[at] == " " and 16 <= digits <= 19 and digits == at - start:
                break
            digits += text[at] in DIGITS
            at += 1
        if refused or not 13 <= digits <= 19:
            continue
        end = at
        while text[end - 1] not in DIGITS:
            end -= 1
        if end - start > 2 * digits - 1:
            continue
        if end < len(text) and (text[end] in "-_" or is_letter(text[end])):
            continue
        if is_card([int(c) for c in text[start:end] if c in DIGITS]):
            yield Hit("bank_card", start, end, "".join(c for c in text[start:end] if c in DIGITS))


def is_card(digits: list[int]) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        double = digit * 2 if place % 2 else digit
        total += double - 9 if double > 9 else double
    if total % 10:
        return False
    length = len(digits)
    two = digits[0] * 10 + digits[1]
    four = two * 100 + digits[2] * 10 + digits[3]
    if digits[0] == 4:
        return length in {13, 16, 18, 19}
    if two in {51, 52, 53, 54, 55} or 2221 <= four <= 2720 or 2200 <= four <= 2204:
        return length == 16
    if two in {34, 37}:
        return length == 15
    if two in {62, 81}:
        return length >= 16
    return True


# --- Links -------------------------------------------------------------------------------------------------------


def app_links(text: str) -> Iterator[Hit]:
    at = 0
    while (at := text.find("://", at)) >= 0:
        before = ascii_lower(text[max(0, at - 7) : at])
        at += 3
        if not before.endswith(("tg", "ton")) and before != "tonsite":
            continue
        start = at - 5 if before.endswith("tg") else at - 6
        end = right(text, at, lambda c: c in NAME + "-", 253)
        if end > at:
            at = path_end(text, end)
            yield Hit("url", start, at, text[start:at])


def path_end(text: str, at: int) -> int:
    """Give where a path, query or fragment ends that may begin here."""
    if at == len(text) or text[at] not in "/?#":
        return at
    end = right(text, at + 1, is_path)
    while end > at + 1 and text[end - 1] in PATH_TAIL:
        end -= 1
    return end if text[at] == "/" or end > at + 1 else at


def port_end(text: str, at: int) -> int:
    if at == len(text) or text[at] != ":":
        return at
    end = right(text, at + 1, in_digits)
    number = text[at + 1 : end].lstrip("0")
    return end if 1 <= len(number) <= 5 and int(number) <= 65535 else at


def candidates(text: str) -> Iterator[tuple[int, int]]:
    """Give the stretches around dots that may be links; nothing looks back over the end of the one before."""
    wall = 0
    while 0 <= (dot := text.find(".", wall)) < len(text) - 1:
        if text[dot + 1] == " ":
            wall = dot + 2
            continue
        end = candidate_end(text, dot)
        start = candidate_start(text, dot, wall)
        if start is None:
            while text[end - 1] != ".":
                end -= 1
        else:
            if end > dot + 1:
                yield start, end
            while end < len(text) and text[end] == ".":
                end += 1
        wall = end


def host_end(text: str, dot: int) -> int:
    return right(text, dot, lambda char: char == "@" or is_domain(char))


def candidate_end(text: str, dot: int) -> int:
    end = path_end(text, port_end(text, host_end(text, dot)))
    while end > dot + 1 and text[end - 1] == ".":
        end -= 1
    return end


def candidate_start(text: str, dot: int, wall: int) -> int | None:
    """Give where a candidate begins; None if it cannot be a link."""
    start = left(text, dot, wall, is_domain)
    crossed = "@" in text[dot : host_end(text, dot)]
    if crossed:
        start = left(text, start, wall, is_user)
    if start > wall and text[start - 1] == "@":
        user = left(text, start - 1, wall, is_user)
        if crossed or user == start - 1:
            return None
        start = user
    if text[wall:start].endswith("://"):
        slashes = start - 3
        length = scheme_length(ascii_lower(text[left(text, slashes, wall, is_scheme) : slashes]))
        return slashes - length if length else None
    if start > wall and (is_word(text[start - 1]) or text[start - 1] in "/#@"):
        return None
    return start


def scheme_length(scheme: str) -> int:
    """Give how much of the run before "://" is a scheme that makes a URL; 0 for none."""
    if scheme.endswith("http") and scheme != "shttp":
        return 4
    if scheme.endswith("https"):
        return 5
    if scheme.endswith("ftp") and scheme not in {"tftp", "sftp"}:
        return 3
    return 7 if scheme.endswith("tonsite") else 0


def web_links(text: str) -> Iterator[Hit]:
    for start, end in candidates(text):
        link = text[start:end]
        if is_email(link):
            yield Hit("email", start, end, "mailto:" + link)
        elif link.startswith("mailto:") and is_email(link[7:]):
            yield Hit("email", start + 7, end, link)
        else:
            kept = checked(link)
            if kept:
                yield Hit("url", start, start + len(kept), kept if has_scheme(kept) else "http://" + kept)


def has_scheme(link: str) -> bool:
    return ascii_lower(link[:10]).startswith(("http://", "https://", "ftp://", "tonsite://"))


def checked(link: str) -> str:
    """Give the part of a candidate that is a URL; nothing if none of it is."""
    rest = link[link.index(":") + 3 :] if has_scheme(link) else link
    cut = min([rest.index(c) for c in "/?#" if c in rest], default=len(rest))
    host, path = rest[:cut], rest[cut:]
    if "@" in host:
        host = host[host.index("@") + 1 :]
    if ":" in host:
        host = host[: host.rindex(":")]
    if ascii_lower(host) == "teiegram.org" or not is_host(host, known=not has_scheme(link)):
        return ""
    stop = balanced(path)
    while stop > 0 and path[stop - 1] in PATH_TAIL:
        stop -= 1
    return link[: len(link) - len(path) + stop]


def balanced(path: str) -> int:
    """Give where the first bracket stands that closes what was not opened."""
    for opening, closing in ("()", "[]", "{}"):
        depth = 0
        for at, char in enumerate(path):
            depth += (char == opening) - (char == closing)
            if depth < 0:
                path = path[:at]
                break
    return len(path)


def is_host(host: str, *, known: bool) -> bool:
    labels = host.split(".")
    if any(label == "" or len(label.encode()) >= 64 or label.endswith("-") for label in labels) or len(labels) == 1:
        return False
    if all(char in DIGITS for label in labels for char in label):
        return len(labels) == 4 and all(len(label) <= 3 and label == str(int(label)) and int(label) <= 255 for label in labels)
    top = labels[-1]
    if len(top) < 2:
        return False
    if top.startswith("xn--"):
        if len(top) < 6 or any(char not in ALNUM for char in top[4:]):
            return False
    elif "_" in top or "-" in top or (known and not is_known(top)):
        return False
    return "_" not in labels[-2]


def is_known(top: str) -> bool:
    """Say whether the list has this domain, and it does not look like a sentence's first word."""
    lowered = "".join(char.lower()[0] for char in top)
    if lowered != top and lowered[1:] == top[1:]:
        return False
    return lowered in known_domains()


@cache
def known_domains() -> frozenset[str]:
    return frozenset(line for line in TLDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))


def is_email(text: str) -> bool:
    user, at, host = text.partition("@")
    if not at:
        return False
    parts = user.replace("+", ".").split(".")
    if len(parts) > 11 or any(char not in NAME + "-" for part in parts for char in part):
        return False
    if any(len(part) > 26 for part in parts[:-1]) or not 1 <= len(parts[-1]) <= 35:
        return False
    labels = host.split(".")
    if not 2 <= len(labels) <= 7 or not 2 <= len(labels[-1]) <= 8 or any(char not in LETTERS for char in labels[-1]):
        return False
    return all(
        1 <= len(label) <= 30 and all(char in NAME + "-" for char in label) and label[0] in ALNUM and label[-1] in ALNUM
        for label in labels[:-1]
    )


# --- All together ------------------------------------------------------------------------------------------------

DETECTORS: Final = (mentions, bot_commands, hashtags, cashtags, bank_cards, app_links, web_links, media_timestamps)


def find(text: str) -> list[Hit]:
    """Find all entities of a text, in the order of the text, at their places in it."""
    cleaned, places = clean(text)
    hits = [hit for detector in DETECTORS for hit in detector(cleaned)]
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[Hit] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return [hit._replace(start=places[hit.start], end=places[hit.end - 1] + 1) for hit in kept]


# --- Random texts ------------------------------------------------------------------------------------------------

PIECES: Final = (
    *"##@@$$//..::??((())[]{}<>\"'`«»,;!-_~+*&=%|\\^ \n\t",
    *"aabcxzABZ01256789йяЁЖІςΣ中你あกิनदि෴ං½²ⅧⅣ①™·…–—‖©🙂🇷🤙✪\u200c\u200d\ufe0f\u200e\u200f\u202a\u2028\u030a\u0333\xa0\u3000",
    *("\r", "\x0b", "\x85", "\u2009", "\u2011", "ª", "µ", "÷", "é", "e\u0301", "İ", "K", "ß", "ǅ", "𝐚", "𠀀", "٣", "\U0001d7ce"),
    *("http://", "https://", "HTTP://", "ftp://", "sftp://", "ftps://", "shttp://", "tonsite://", "tg://", "ton://", "://", "mailto:"),
    *("t.me", "t.me/x", "google.com", "telegram.Org", "ORG", ".org", ".рф", ".РФ", ".москва", ".МоСкВа", ".com", ".ru", ".Ru", ".rU"),
    *(".xn--p1ai", ".xn--a", ".photography", ".html", ".abd", "a.b", "www.", "teiegram.org", "127.0.0.1", "256.1.1.1", "01.2.3.4"),
    *("@gif", "@vid", "@UFC", "@abc", "@name", "@user_name", "a@b.cd", "me@x.org", "a.b+c@d-e.com", "#tag", "#a", "#тег", "#हिन्दी", "#1"),
    *("$ABC", "$1INCH", "$USD", "/start", "/cmd@bot", "/a", "12:30", "1:02:03", "0:60", "9999:59", ":80", ":65536", ":0080", ":0"),
    *("4111111111111111", "4111 1111 1111 1111", "5500-0000-0000-0004", "340000000000009", "1234567890128", "6200000000000005", "00", "."),
    *("/path", "/?q=1", "#frag", "/a(b)c", "...", ". ", " ", " ", "  ", "\n"),
)
REPEATED: Final = ((1, 8), (2, 8), (7, 1), (9, 1), (26, 1), (32, 1), (35, 1), (64, 1), (253, 1), (256, 1))
"""How often a piece stands in a row, with weights: lengths around the limits of the rules."""


def random_text(source: random.Random) -> str:
    """Make a text of up to some thirty pieces, most of them signs that mean something to a detector."""
    few = source.sample(PIECES, source.choice((4, 12, 40)))
    pieces: list[str] = []
    for _ in range(source.randint(1, 30)):
        piece = source.choice(few if source.random() < 0.7 else PIECES)
        if source.random() < 0.02:
            piece *= source.choices([n for n, _ in REPEATED], [w for _, w in REPEATED])[0] + source.choice((-1, 0, 0, 1))
        pieces.append(piece)
    return "".join(pieces)
