"""From text to tokens: where a date may stand, and what the words and numbers there can be.

Most text has no date, so the first question is cheap: is there a number, and next to it a month's word, a separator or a
cue? Only such a stretch is cut into tokens. Between two words or numbers stands at most one *gap*, and every gap is one
letter of a small alphabet:

    _  blanks        .  full stop      o  full stop, blanks    ,  comma       c  comma, blanks
    -  hyphen        ~  dash           /  slash                s  slash with blanks or full stop
    (  )  brackets   '  apostrophe     =  equals or compares   $  a sign of money, number or per cent
    :  colon         @  at             !  anything else, a line break, or more blanks than stand between words
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import regex

from . import lexicon as part
from .lexicon import UNSPACED, Entry, Lexicon, fold, is_weekday_written, load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER: Final = re.compile(r"\d+")
HAN_NUMBER: Final = re.compile(r"\d+|[〇零一二三四五六七八九十廿卅元]{1,4}(?=\s?[年月日号號])")
LETTERS: Final = re.compile(r"[^\W\d_]+")
"""Letters in a row, as the standard library sees them: vowel signs of Indic scripts are none, which the keys allow for."""
B: Final = r"[\s\u200e\u200f]{0,2}"
"""A blank, and the marks of writing direction beside it."""
JOINED: Final = re.compile(
    rf"""
    [./\-‐‑–／,]{B}\d{{1,2}}[./\-‐‑–／,]{B}'?\d{{1,4}}(?!\d)   # 05.12.2022, 2022-12-05, 08/12,2015
    |{B}[./\-‐‑–～~]{B}(?:\d{{4}}(?!\d)|\d\d?[年月])            # 12/2022, 2014-2018
    |(?P<two>[./\-]{B}\d{{1,2}}(?![\d%]|[.,/:\-]\d))            # 5.12, which only a cue makes a date
    |[ \xa0]\d{{1,2}}[ \xa0]\d\d(?:\d\d)?(?!\d)                # 05 12 2022
    |{B}[年月년월]
    """,
    re.VERBOSE,
)
"""What makes a number part of a numeric date."""
BOUND: Final = frozenset(".,-/_&%#$+:")
"""Signs that bind a number of four digits to what stands before, so that it is no year by itself."""
REACH: Final = 20
"""Code points on each side of a number in which its month is looked for."""
MARGIN: Final = 30
"""Code points on each side of a number that are cut into tokens: weekday, clock time and zone stand farther off."""
MAX_CUE: Final = 24
"""Code points before a number in which its cue is looked for."""
MAX_WORD: Final = 40
"""Code points by which a stretch may grow so as not to cut a word."""
MAX_DIGITS: Final = 8
MONEY: Final = frozenset("$€£¥₽₴₺₹#№%‰")
"""Signs that make a number beside them a price, a share or a reference."""
SIGNS: Final = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957"
    r"\u0962\u0963\u0981-\u0983\u09bc-\u09d7\u0a01-\u0a51\u0a81-\u0a83\u0abc-\u0acd\u0b82\u0bbe-\u0bcd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
"""Vowel signs and points, which stand inside words; the standard library, faster than `regex`, does not count them as letters."""
WORD: Final = rf"[^\W\d_]+(?:['’ʼ\u200c{SIGNS}]+[^\W\d_]+)*[{SIGNS}]*"
CLOCK: Final = r"""
    (?:
        (?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,6})?)?(?![\d:])(?:\s?[AaPp]\.?\s?[Mm]\b\.?)?   # 14:30, 2:30:15 p.m.
        |(?:0?[1-9]|1[0-2])(?:[.][0-5]\d)?\s?[AaPp](?:\.\s?[Mm]\b\.?|[Mm]\b)                            # 2 pm, 2.30 p.m.
        |(?:[01]?\d|2[0-4])h(?:[0-5]\d)?(?!\w)                                                          # 14h30
    )
    (?:\s?(?:
        (?:UTC|GMT)(?:\s?[+\-−]\d{1,2}(?::?\d\d)?)?|[+\-−]\d\d:?\d\d\b|Z\b|[ECMP][SD]T\b|E?C?E[ES]?T\b|BST\b|JST\b|MSK\b|[Мм][Сс][Кк]\b
    )(?:\s?\([A-Z]{3,4}\))?)?
"""
"""A clock time with its zone."""
TOKEN: Final = re.compile(
    rf"""
    (?P<gap>[\W_]+)
    |(?P<sign>[\u3007\u3041-\u30ff\u3400-\u9fff])
    |(?P<quarter>[QqHh][1-4](?!\w))
    |(?P<word>{WORD})
    |(?P<iso>\d{{4}}-\d\d-\d\dT\d\d(?::?\d\d(?::?\d\d(?:[.,]\d{{1,6}})?)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?(?!\w))
    |(?P<clock>{CLOCK})
    |(?P<number>\d++)(?P<suffix>°|[\-‑'’:]?(?:[^\W\d_\u3007\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3][{SIGNS}]*){{1,4}}(?!\w))?
    """,
    re.VERBOSE,
)
"""One token; every code point belongs to one."""
ELISION: Final = regex.compile(r"([\p{L}]{1,5})['’ʼ]([\p{L}\p{M}]+)")
HAN_NUMERAL: Final = re.compile(r"[〇零一二三四五六七八九十廿卅元]{1,4}(?=\s?[年月日号號])")
MAX_BLANKS: Final = 3
"""More blanks are no space between words: a link or tag was blanked out there, or it is a table's column."""
MARKS: Final = str.maketrans(dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x2066, 0x206A), 0xAD, 0xFEFF, 0x200B]))
"""The invisible marks that stand between the parts of a date in right-to-left text."""
HAN_DIGITS: Final = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1, "十": 10, "廿": 20, "卅": 30}


class Token(NamedTuple):
    """A word, number or gap of the stretch."""

    start: int
    end: int
    parts: int
    """What it can be, as bits of the lexicon; 0 for a gap."""
    letter: str = ""
    """The letter of a gap."""
    value: int = 0
    """The number."""
    entry: Entry | None = None
    """The word's entry."""


def iter_stretches(text: str, languages: tuple[str, ...] | None) -> Iterator[tuple[int, int]]:
    """Find the stretches of the text in which dates may stand; they come in order and do not overlap."""
    start = end = -1
    for low, high in _numbers(text, _keys(languages)):
        if end < 0 or low - MARGIN > end:
            if end >= 0:
                yield _whole_words(text, start, end)
            start = max(low - MARGIN, end + 1, 0)
        end = high + MARGIN
    if end >= 0:
        yield _whole_words(text, start, end)


def _numbers(text: str, keys: Keys) -> Iterator[tuple[int, int]]:
    """Find the numbers that have something of a date beside them."""
    pattern = HAN_NUMBER if "月" in text or "年" in text or "日" in text else NUMBER
    for match in pattern.finditer(text):
        start, end = match.span()
        size = end - start
        if size > MAX_DIGITS:
            continue
        near = text[start - REACH if start > REACH else 0 : end + REACH].casefold()
        words = LETTERS.findall(near)
        if not (
            keys.months.isdisjoint(words)
            and not (size == 4 and _may_be_year(text, start))
            and not ((joined := JOINED.match(text, end)) and (joined["two"] is None or _is_cued(text, start, keys)))
            and (size < 3 or keys.years.isdisjoint(words))
        ):
            yield start, end


def _may_be_year(text: str, start: int) -> bool:
    """Tell whether a number of four digits stands by itself and begins like a year; only the tokens around it can tell more."""
    before = text[start - 1] if start else " "
    return text[start] in "12۱١२" and before not in BOUND and not (before.isascii() and before.isalnum())


def _is_cued(text: str, start: int, keys: Keys) -> bool:
    """Tell whether two numbers may be day and month: on a line of their own, behind a cue or weekday, or with a padded month."""
    line = text[max(0, start - MAX_CUE) : start].rpartition("\n")[2].casefold()
    before = LETTERS.findall(line)
    return not before or before[-1] in keys.cues or "/0" in text[start : start + 5] or text[start] == "0"


class Keys(NamedTuple):
    """The words, or their longest runs of letters, beside which a number may be part of a date."""

    months: frozenset[str]
    years: frozenset[str]
    cues: frozenset[str]


@cache
def _keys(languages: tuple[str, ...] | None) -> Keys:
    """Collect the words of these languages."""
    entries = load_lexicon(languages).words

    def runs(parts: int) -> frozenset[str]:
        found = [LETTERS.findall(form.casefold()) for form, entry in entries.items() if entry.parts & parts]
        return frozenset(max(words, key=len) for words in found if words)

    return Keys(runs(part.MONTH | part.MONTH_WORD), runs(part.YEAR_WORD | part.LABEL), runs(part.ON | part.WEEKDAY | part.IN))


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Move the ends of a stretch out of words."""
    limit = max(0, start - MAX_WORD)
    while start > limit and text[start - 1].isalnum():
        start -= 1
    end = min(end, len(text))
    limit = min(len(text), end + MAX_WORD)
    while end < limit and text[end].isalnum():
        end += 1
    return start, end


def lex(text: str, start: int, end: int, lexicon: Lexicon) -> list[Token]:
    """Cut a stretch of the text into tokens."""
    tokens: list[Token] = []
    add, words = tokens.append, lexicon.words
    done = start
    for match in TOKEN.finditer(text, start, end):
        began, ended = match.span()
        kind = match.lastgroup
        if began < done:
            # What came before was longer than its first word: "كانون الأول".
            continue
        if kind == "gap":
            add(Token(began, ended, 0, _gap(match[0])))
        elif kind == "word" and (folded := fold(match[0])) not in words and "'" not in folded and folded[0] not in _MARK_PARTS:
            add(Token(began, ended, part.WORD))
        elif kind == "word" or kind == "sign":  # noqa: PLR1714 - the hot path
            tokens += _words(text, match[0], began, lexicon, behind_number=_follows_number(tokens))
        elif kind == "number" or kind == "suffix":  # noqa: PLR1714
            tokens += _numbered(text, match, lexicon)
        else:
            add(Token(began, ended, _SPECIAL_PARTS[kind or ""]))
        done = tokens[-1].end
    return tokens


def _follows_number(tokens: list[Token]) -> bool:
    """Tell whether a number stands right before, a blank aside."""
    place = -2 if tokens and tokens[-1].letter == "_" else -1
    return len(tokens) >= -place and bool(tokens[place].parts & part.NUMBERS)


def _numbered(text: str, match: re.Match[str], lexicon: Lexicon) -> Iterator[Token]:
    """Cut "5th", "1990s" and "5年" in two; other letters behind a number are a word."""
    digits, suffix = match["number"], match["suffix"]
    start, middle = match.span("number")
    yield _number(start, middle, digits)
    if not suffix:
        return
    word = suffix.lstrip("-‑'’:").casefold()
    if len(digits) == 4 and digits.endswith("0") and word in lexicon.decades:
        yield Token(middle, match.end(), part.DECADE)
    elif word in lexicon.ordinals:
        yield Token(middle, match.end(), part.ORDINAL)
    else:
        began = match.end() - len(word)
        if began > middle:
            yield Token(middle, began, 0, _gap(suffix[0]))
        yield from _words(text, text[began : match.end()], began, lexicon, behind_number=began == middle)


def _words(text: str, word: str, start: int, lexicon: Lexicon, *, behind_number: bool) -> Iterator[Token]:
    """Look a word or sign up, alone or as the first of a phrase; an unknown one may be an article and a word ("d'avril")."""
    if behind_number and word[0] in _MARK_PARTS:
        yield Token(start, start + 1, _MARK_PARTS[word[0]])
        if len(word) > 1:
            yield from _words(text, word[1:], start + 1, lexicon, behind_number=False)
        return
    if word[0] in HAN_DIGITS and (numeral := HAN_NUMERAL.match(text, start)):
        value = _han(numeral[0])
        yield Token(start, numeral.end(), _parts_of(value, 4 if value > 999 else 2), "", value)
        return
    folded = fold(word)
    for phrase in lexicon.phrases.get(folded, ()):
        end = start + len(phrase)
        if fold(text[start:end]) == phrase and (UNSPACED.match(phrase) or not text[end : end + 1].isalpha()):
            yield _word(start, end, lexicon.words[phrase])
            return
    entry = lexicon.words.get(folded)
    if entry is None and (match := ELISION.match(word)):
        yield _word(start, start + match.end(1), lexicon.words.get(fold(match[1])))
        yield _word(start + match.start(2), start + len(word), lexicon.words.get(fold(match[2])))
    elif entry and entry.weekday and not is_weekday_written(word):
        yield Token(start, start + len(word), entry.parts & ~part.WEEKDAY or part.WORD, "", 0, entry)
    else:
        yield _word(start, start + len(word), entry)


def _word(start: int, end: int, entry: Entry | None) -> Token:
    if entry is None:
        return Token(start, end, part.WORD)
    return Token(start, end, entry.parts or part.WORD, "", entry.number, entry)


_SPECIAL_PARTS: Final = {"iso": part.ISO, "clock": part.CLOCK, "quarter": part.QUARTER}
_MARK_PARTS: Final = {
    **dict.fromkeys("年년", part.YEAR_MARK),
    **dict.fromkeys("月월", part.MONTH_MARK),
    **dict.fromkeys("日号號일", part.DAY_MARK),
}


def _number(start: int, end: int, digits: str) -> Token:
    if len(digits) > MAX_DIGITS:
        return Token(start, end, part.WORD)
    value = int(digits)
    return Token(start, end, _parts_of(value, len(digits)), "", value)


def _parts_of(value: int, size: int) -> int:
    """Tell what a number of so many digits can be in a date."""
    if size <= 2:
        parts = part.SHORT_YEAR if size == 2 else part.DIGIT
        if 1 <= value <= 31:
            parts |= part.DAY
        return parts | part.NUMERAL_MONTH if 1 <= value <= 12 else parts
    if size == 3:
        return part.SMALL_YEAR
    if size == 4 and 1000 <= value <= 2999:
        return part.YEAR
    return part.COMPACT if size == MAX_DIGITS else part.WORD


def _han(numeral: str) -> int:
    """Read a Chinese numeral, by digits (二〇二二) or with tens (二十二).

    >>> _han("二〇二二"), _han("二十二"), _han("十")
    (2022, 22, 10)
    """
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    if "十" in numeral:
        tens, _, ones = numeral.partition("十")
        return HAN_DIGITS.get(tens, 1) * 10 + HAN_DIGITS.get(ones, 0)
    return int("".join(str(HAN_DIGITS[c]) for c in numeral))


@lru_cache(maxsize=1024)
def _gap(gap: str) -> str:
    """Give the letter of a gap."""
    if "\n" in gap or "\r" in gap:
        return "$" if not MONEY.isdisjoint(gap.split("\n", maxsplit=1)[0]) else "!"
    gap = gap.translate(MARKS)
    signs = "".join(gap.split())
    if not signs:
        return "_" if len(gap) <= MAX_BLANKS else "!"
    loose = len(signs) < len(gap)
    if len(gap) - len(signs) > MAX_BLANKS:
        return "!"
    letters = _LETTERS.get(signs)
    if letters is None:
        return "$" if not MONEY.isdisjoint(signs) else "!"
    return letters[loose]


_LETTERS: Final = {
    ".": ".o", "॰": "oo", "׳": "oo", ",": ",c", "،": ",c", "、": ",c", "，": ",c", ".,": "cc",
    "-": "-~", "‐": "-~", "‑": "-~", "−": "-~", "–": "~~", "—": "~~", "~": "~~", "～": "~~", "〜": "~~", "ー": "~~", "…": "~~",
    ".-": "~~", ".–": "~~", ".—": "~~", "./": "ss", "/": "/s", "／": "/s", "(": "((", "（": "((", ")": "))", "）": "))", "),": "))",
    "'": "''", "’": "''", "‘": "''", "=": "==", ">": "==", "<": "==", ">=": "==", "<=": "==", "≥": "==", "≤": "==",
    ":": "::", "：": "::", "@": "@@", "&": "&&",
}  # fmt: skip
"""The letter of each gap, tight and with blanks."""
