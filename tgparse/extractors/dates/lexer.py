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
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from . import lexicon as part
from .grammar import load_grammar
from .lexicon import DOTTED_I, ROMANS, Entry, Lexicon, fold, is_weekday_written, load_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .grammar import Grammar

LETTERS: Final = re.compile(r"[^\W\d_]+")
"""Letters in a row, as the standard library sees them: vowel signs of Indic scripts are none, which the keys allow for."""
B: Final = r"[\s\u200e\u200f]{0,2}"
"""A blank, and the marks of writing direction beside it."""
BESIDE: Final = rf"""
    (?:
        (?=
            [./\-‐‑–／,]{B}\d{{1,2}}[./\-‐‑–／,]{B}'?\d{{1,4}}(?!\d)   # 05.12.2022, 2022-12-05, 08/12,2015
            |{B}[./\-‐‑–～~]{B}(?:\d{{4}}(?!\d)|\d\d?[年月])            # 12/2022, 2014-2018
        )(?P<joined>)
        |(?=[./\-]{B}\d{{1,2}}(?![\d%]|[.,/:\-]\d))(?P<two>)          # 5.12, which only a cue makes a date
        |(?=
            [ \xa0]\d{{1,2}}[ \xa0]\d\d(?:\d\d)?(?!\d)                # 05 12 2022
            |{B}[年月년월]
        )(?P<joined_loosely>)
        |
    )
"""
"""What makes a number part of a numeric date; an empty group tells which it was."""
DIGITS: Final = "\U0001d7ce-\U0001d7ff" + "".join(
    f"{chr(zero)}-{chr(zero + 9)}"
    for zero in (
        0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50, 0x0ED0,
        0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900,
        0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
    )
)  # fmt: skip
"""The digits of living scripts, and those of mathematics: a search for one of a set skips ahead several times as fast as for `\\d+`."""
HAN_NUMERALS: Final = "〇零一二三四五六七八九十廿卅元"
NUMBER: Final = re.compile(rf"[{DIGITS}{HAN_NUMERALS}](?:(?<=\d)\d*|[{HAN_NUMERALS}]{{0,3}}(?=\s?[年月日号號])){BESIDE}", re.VERBOSE)
TWO: Final = NUMBER.groupindex["two"]
BOUND: Final = frozenset(".,-/_&%#$+:")
"""Signs that bind a number of four digits to what stands before, so that it is no year by itself."""
REACH: Final = 20
"""Code points on each side of a number in which its month is looked for."""
BEFORE: Final = 24
"""Code points before a number that are cut into tokens: weekday, cue, a day in words."""
BEHIND: Final = 16
"""Code points behind a number that are cut into tokens: weekday, era, the word behind."""
FAR_BEHIND: Final = 30
"""The same where another number follows, which may be a clock time with its zone, or the end of a range."""
UNBROKEN: Final = re.compile(r"\S*")
MAX_CUE: Final = 24
"""Code points before a number in which its cue is looked for."""
MAX_WORD: Final = 40
"""Code points by which a stretch may grow so as not to cut a word."""
MANY: Final = 8
"""Numbers with nothing beside them after which all words of the text are looked through at once."""
MAX_DIGITS: Final = 8
MAX_VOCABULARY: Final = 50_000
"""Different strings that are kept in mind."""
LONGEST_PHRASE: Final = 8
"""Strings of the longest phrase: words, gaps and single signs."""
ERAS: Final = frozenset({"bc", "э", "е"})
"""What is left of the shortest words for years before Christ, «до н. э.» among them; other single letters stand for too much."""
QUARTER: Final = re.compile(r"[QqHh][1-4]")
MONEY: Final = frozenset("$€£¥₽₴₺₹%‰")
"""Signs that make a number beside them a price or a share."""
REFERENCE: Final = frozenset("#№")
"""Signs that make the number behind them a reference."""
SIGNS: Final = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957"
    r"\u0962\u0963\u0981-\u0983\u09bc-\u09d7\u0a01-\u0a51\u0a81-\u0a83\u0abc-\u0acd\u0b82\u0bbe-\u0bcd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
"""Vowel signs and points, which stand inside words; the standard library, faster than `regex`, does not count them as letters."""
JOINER: Final = rf"['’ʼ\u00ad\u200c{SIGNS}]"
"""What may stand between the letters of a word."""
WORD: Final = rf"[^\W\d_]+(?:{JOINER}+[^\W\d_]+)*[{SIGNS}]*"
CLOCK: Final = r"""
    (?:
        (?:[01]?\d|2[0-4]|[٠-٩۰-۹०-९]{1,2}):[0-5٠-٥۰-۵०-५]\d(?::[0-5٠-٥۰-۵०-५]\d(?:[.,]\d{1,6})?)?(?![\d:])
            (?:[^\S\n]?[AaPp]\.?[^\S\n]?[Mm]\b\.?)?                                                             # 14:30, 2:30:15 p.m.
        |(?:0?[1-9]|1[0-2])(?:[.][0-5]\d)?[^\S\n]?[AaPp](?:\.[^\S\n]?[Mm]\b\.?|[Mm]\b)                   # 2 pm, 2.30 p.m.
        |(?:[01]?\d|2[0-4])h(?:[0-5]\d)?(?!\w)                                                               # 14h30
    )
    (?:[^\S\n]?(?:
        (?:UTC|GMT)(?:[^\S\n]?[+\-−]\d{1,2}(?::?\d\d)?)?|[+\-−]\d\d:?\d\d\b|Z\b|[ECMP][SD]T\b|E?C?E[ES]?T\b|BST\b|JST\b|MSK\b|[Мм][Сс][Кк]\b
    )(?:[^\S\n]?\([A-Z]{3,4}\))?)?
"""
"""A clock time with its zone; nothing of it on the next line."""
TOKEN: Final = re.compile(
    rf"""
    [\W_]+
    |[a-z]{{2,}}+(?!{JOINER}|[^\W_])                           # the commonest words, and below the commonest numbers
    |[{HAN_NUMERALS}]{{1,4}}(?=\s?[年月日号號])
    |[\u3007\u3041-\u30ff\u3400-\u9fff]
    |[QqHh][1-4](?!\w)
    |[년월일](?<=\d[년월일])(?!요)
    |{WORD}
    |\d++(?![\s:.\-hHAaPp])
    |\d{{4}}-\d\d-\d\dT\d\d(?::?\d\d(?::?\d\d(?:[.,]\d{{1,6}})?)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?(?![^\W\u3040-\u9fff\uac00-\ud7a3])
    |{CLOCK}
    |\d+
    """,
    re.VERBOSE,
)
"""A gap, word, sign, time or number: every code point belongs to one."""
ELISION: Final = re.compile(rf"([^\W\d_]{{1,5}})['’ʼ]([^\W\d_][^\W\d_{SIGNS}]*)")
"""Two words of which the first has lost its vowel."""
MAX_BLANKS: Final = 3
"""More blanks are no space between words: a link or tag was blanked out there, or it is a table's column."""
MARKS: Final = str.maketrans(dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x2066, 0x206A), 0xAD, 0xFEFF, 0x200B]))
"""The invisible marks that stand between the parts of a date in right-to-left text."""
HAN_DIGITS: Final = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1, "十": 10, "廿": 20, "卅": 30}


def find_stretches(text: str, languages: tuple[str, ...] | None) -> list[tuple[int, int]]:
    """Find the stretches of the text in which dates may stand; they come in order and do not overlap."""
    numbers = _numbers(text, languages)
    if not numbers:
        return numbers
    stretches: list[tuple[int, int]] = []
    begin, stop = max(numbers[0][0] - BEFORE, 0), numbers[0][1]
    for start, end in numbers:
        if start - BEFORE > stop:
            stretches.append(_whole_words(text, begin, stop))
            begin = start - BEFORE
        stop = end
    stretches.append(_whole_words(text, begin, stop))
    return stretches


def _numbers(text: str, languages: tuple[str, ...] | None) -> list[tuple[int, int]]:
    """Find the numbers that have something of a date beside them, each with the offset up to which it wants the text behind it."""
    spans = [(match.span(), match.lastindex) for match in NUMBER.finditer(text)]
    if not spans:
        return []
    keys = _keys(languages)
    found: list[tuple[int, int]] = []
    misses = 0
    spans.append(((len(text) + FAR_BEHIND, len(text) + FAR_BEHIND), None))
    for ((start, end), beside), ((coming, coming_end), _) in pairwise(spans):
        size = end - start
        is_numeric = beside and (beside != TWO or _is_cued(text, start, keys))
        # A year close behind brings the stretch about anyway, and this number may be its day.
        is_dated = coming_end - coming == 4 and coming - end < REACH if size <= 2 else size == 4 and _may_be_year(text, start)
        if not is_numeric and not is_dated and (misses < 0 or not _has_month(text, start, end, keys)):
            misses += 1
            if misses == MANY and keys.words.isdisjoint(LETTERS.findall(text.casefold())):
                # Where numbers stand close, as in lists of prices, it is cheaper to look through all words once than around each.
                misses = -len(spans)
            continue
        if size <= MAX_DIGITS:
            found.append((start, end + (FAR_BEHIND if coming - end < FAR_BEHIND else BEHIND)))
    return found


def _has_month(text: str, start: int, end: int, keys: Keys) -> bool:
    """Tell whether a month's word stands near, or beside three digits a word for the year, or beside fewer one for years before Christ."""
    words = LETTERS.findall(text[start - REACH if start > REACH else 0 : end + REACH].casefold())
    if not keys.months.isdisjoint(words):
        return True
    size = end - start
    return size <= 3 and not (keys.years if size == 3 else keys.ancient).isdisjoint(words)


def _may_be_year(text: str, start: int) -> bool:
    """Tell whether a number of four digits stands by itself and begins like a year; only the tokens around it can tell more."""
    before = text[start - 1] if start else " "
    if text[start] not in "12۱١२" or (before.isascii() and before.isalnum()):
        return False
    # "mid-1998", but not "123-1998".
    return before not in BOUND or (before == "-" and text[max(0, start - 2)].isalpha())


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
    words: frozenset[str]
    """Months and words for the year together."""
    ancient: frozenset[str]
    """Words for years before Christ."""


@cache
def _keys(languages: tuple[str, ...] | None) -> Keys:
    """Collect the words of these languages."""
    entries = load_lexicon(languages).words

    def runs(parts: int) -> frozenset[str]:
        forms = [form.casefold() for form, entry in entries.items() if entry.parts & parts]
        # "İyun" in small letters has a dot beside its "i", which is no letter.
        found = [LETTERS.findall(written) for form in forms for written in {form, form.replace("i", DOTTED_I)}]
        return frozenset(max(words, key=len) for words in found if words)

    months, years = part.MONTH | part.MONTH_WORD, part.YEAR_WORD | part.LABEL | part.BC
    ancient = frozenset(word for word in runs(part.BC) if len(word) > 2) | ERAS
    return Keys(runs(months), runs(years), runs(part.ON | part.WEEKDAY | part.IN), runs(months | years), ancient)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Move the ends of a stretch out of words."""
    limit = max(0, start - MAX_WORD)
    while start > limit and text[start - 1].isalnum():
        start -= 1
    end = min(end, len(text))
    # A word may go on with signs that are no letters.
    return start, UNBROKEN.match(text, end, end + MAX_WORD).end()  # type: ignore[union-attr] # it matches nothing, too


class Tokens:
    """A stretch of the text, cut into strings and spelled in the grammar's letters; what else is asked is made when asked for."""

    __slots__ = ("_starts", "_strings", "_vocabulary", "letters", "text")

    def __init__(self, text: str, start: int, end: int, vocabulary: Vocabulary) -> None:
        strings: list[str] = TOKEN.findall(text, start, end)
        letters = vocabulary.spell(strings)
        openers = [match.start() for match in vocabulary.grammar.opener.finditer(letters)]
        if openers and (merged := vocabulary.with_phrases(strings, openers)):
            strings = merged
            letters = vocabulary.spell(strings)
        if "o" in letters:
            letters = vocabulary.with_sentences(strings, letters)
        self.text = text
        self.letters = letters
        self._strings = strings
        self._starts = list(accumulate(map(len, strings), initial=start))
        self._vocabulary = vocabulary

    def __len__(self) -> int:
        return len(self._strings)

    def start(self, place: int) -> int:
        """Give the offset of a token in the text; that of the place behind the last token is the stretch's end."""
        return self._starts[place]

    def parts(self, place: int) -> int:
        """Give what a token can be, as bits of the lexicon; 0 for a gap."""
        return self._vocabulary.grammar.parts.get(self.letters[place], 0)

    def gap(self, place: int) -> str:
        """Give the letter of a gap; nothing for anything else."""
        letter = self.letters[place]
        return "" if letter in self._vocabulary.grammar.parts else letter

    def value(self, place: int) -> int:
        """Give the number that a token is."""
        return self._vocabulary.value(self._strings[place])

    def entry(self, place: int) -> Entry | None:
        """Give a word's entry."""
        return self._vocabulary.entry(self._strings[place])

    def string(self, place: int) -> str:
        """Give the text of a token."""
        return self._strings[place]


class Vocabulary(dict[str, str]):
    """The grammar's letter of each string, worked out when it is first met.

    Words come again and again, so this is where the speed comes from; it is emptied before it grows large.
    """

    def __init__(self, lexicon: Lexicon, grammar: Grammar) -> None:
        super().__init__()
        self.lexicon = lexicon
        self.grammar = grammar
        self._word = grammar.letters[part.WORD]

    def spell(self, strings: list[str]) -> str:
        """Give the letters of strings."""
        return "".join(map(self.__getitem__, strings))

    def __missing__(self, string: str) -> str:
        if len(self) >= MAX_VOCABULARY:
            self.clear()
        letter = self[string] = self._read(string)
        return letter

    def with_sentences(self, strings: list[str], letters: str) -> str:
        """Part what a sentence's end parts: in «В 1911 году. До 1922 года» the second year is no end of a range."""
        ends = [match.end() - 1 for match in self.grammar.sentence.finditer(letters)]
        begins = [end for end in ends if strings[end].istitle()]
        if not begins:
            return letters
        spelled = list(letters)
        for begin in begins:
            spelled[begin] = self._word
        return "".join(spelled)

    def entry(self, string: str) -> Entry | None:
        """Give a word's entry, if it has one."""
        return self.lexicon.words.get(fold(string))

    def value(self, string: str) -> int:
        """Give the number that a string is; 0 if it is none."""
        if string.isdecimal():
            return int(string)
        if string in ROMANS:
            return ROMANS[string]
        if entry := self.entry(string):
            return entry.number
        return _han(string) if string[0] in HAN_DIGITS and all(sign in HAN_DIGITS for sign in string) else 0

    def _read(self, string: str) -> str:
        first = string[0]
        if first.isdigit():
            parts = _parts_of_number(string)
        elif entry := self.entry(string):
            parts = entry.parts
            if entry.weekday and not is_weekday_written(string):
                parts = parts & ~part.WEEKDAY or part.WORD
            if string in ROMANS:
                parts |= part.ROMAN
        elif string in ROMANS:
            parts = part.WORD | part.ROMAN
        elif first in HAN_DIGITS and all(sign in HAN_DIGITS for sign in string):
            value = _han(string)
            parts = _parts_of(value, 4 if value > 999 else 2)
        elif not first.isalpha():
            return _gap(string)
        elif string.isalpha():
            # As nearly all words: neither a quarter nor two words in one.
            return self._word
        elif QUARTER.fullmatch(string):
            parts = part.QUARTER
        else:
            parts = part.WORD | part.OPENER if self._hides(string) else part.WORD
        return self.grammar.letters[parts] if parts else _gap(string)

    def _hides(self, string: str) -> bool:
        """Tell whether a string is two words that matter here, the first without its vowel: "d'avril"."""
        match = ELISION.fullmatch(string)
        return match is not None and (fold(match[2]) in self.lexicon.words or match[1] + "'" in self.lexicon.common)

    def with_phrases(self, strings: list[str], openers: Sequence[int]) -> list[str]:
        """Join the strings of each phrase ("كانون الأول"), and part those that are two words ("d'avril"); nothing if there are none.

        `openers` are the places of the strings that a phrase may begin with.
        """
        merged: list[str] = []
        done = 0
        for place in openers:
            if place < done:
                continue
            string = strings[place]
            if phrase := self._phrase(strings, place):
                merged += strings[done:place]
                merged.append(phrase)
                done, length = place, len(phrase)
                while length > 0:
                    length -= len(strings[done])
                    done += 1
                if length:
                    # The phrase ends inside a gap: "н.э. " keeps its full stop, and the blank remains.
                    merged.append(strings[done - 1][length:])
            elif len(string) > 2 and not self.entry(string) and (match := ELISION.fullmatch(string)):
                merged += [*strings[done:place], string[: match.start(2)], match[2]]
                done = place + 1
        return merged + strings[done:] if done else []

    def _phrase(self, strings: list[str], place: int) -> str:
        """Give the longest phrase that begins at this place."""
        string = strings[place]
        unspaced = self.lexicon.unspaced.get(string + strings[place + 1][0]) if place + 1 < len(strings) else None
        phrases = unspaced or self.lexicon.phrases.get(fold(string))
        if not phrases:
            return ""
        ahead = "".join(strings[place : place + LONGEST_PHRASE + 1])
        for phrase in phrases:
            written, behind = ahead[: len(phrase)], ahead[len(phrase) : len(phrase) + 1]
            if fold(written) == phrase and (unspaced or not behind.isalpha()):
                return written
        return ""


@cache
def load_vocabulary(languages: tuple[str, ...] | None) -> Vocabulary:
    """Give the vocabulary of these languages, shared and still empty when it is first asked for."""
    return Vocabulary(load_lexicon(languages), load_grammar(languages))


def _parts_of_number(string: str) -> int:
    """Tell what a string that begins with a digit can be."""
    if string.isdecimal():
        return part.WORD if len(string) > MAX_DIGITS else _parts_of(int(string), len(string))
    return part.ISO if string[4:5] == "-" else part.CLOCK


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
    if signs == "+" and gap[0] == "+":
        # "1500+ camps"
        return "$"
    letters = "))" if signs[0] in ")）" else _LETTERS.get(signs)
    if letters is None:
        return "$" if not MONEY.isdisjoint(signs) else "!" if REFERENCE.isdisjoint(signs) else "#"
    return letters[loose]


_LETTERS: Final = {
    ".": ".o", "․": ".o", "․–": "~~", "॰": "oo", "׳": "oo", ",": ",c", "،": ",c", "、": ",c", "，": ",c", ".,": "cc",
    "-": "-~", "‐": "-~", "‑": "-~", "−": "-~", "–": "~~", "—": "~~", "~": "~~", "～": "~~", "〜": "~~", "ー": "~~", "…": "~~",
    ".-": "~~", ".–": "~~", ".—": "~~", ".~": "~~", ".～": "~~", "-'": "--", "/'": "//",
    "./": "ss", "/": "/s", "／": "/s", "(": "((", "（": "((",
    "'": "''", "’": "''", "‘": "''", "=": "==", ">": "==", "<": "==", ">=": "==", "<=": "==", "≥": "==", "≤": "==",
    ":": ":!", "：": ":!", "°": ".o", "@": "@@", "&": "&&",
}  # fmt: skip
"""The letter of each gap, tight and with blanks."""
