"""The grammar of dates, as patterns over tokens instead of characters.

Every token becomes one letter: a gap its own, anything else the letter that stands for its *set* of parts. A pattern names
parts in braces: ``{DAY}`` is the class of all letters whose set holds that part. So the patterns are short, know no
language, and give the tokens of day, month and year by name:

    d  day      m  month as a number      M  month as a word      y  year      yy  year of two digits
    a, b  day and month, or month and day: the document's order says which
    d2, M2, y2 ...  the same of a range's end
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import regex

from . import lexicon as part
from .lexicon import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


S: Final = r"[_.oc,\-/s]?"
"""What may stand between the parts of a date that has a word in it."""
LINK: Final = rf"(?:{S}{{OF}}){{0,3}}{S}"
"""The same, with "of", "de", "of the" among it."""
JOIN: Final = r"(?:[_.o\-/]?{OF}){0,3}[_.o\-/]?"
"""The same between day and month, where a comma ends a clause: "In December, 5 people"."""
TO: Final = r"(?:\)?[~\-s]|[_.o]?{TO}(?:_{OF})?_?)"
"""What stands between the ends of a range."""
N: Final = r"(?<!{NUMBER}[.,/:\-])(?<!\$)"
"""Before a date stands no number that it belongs to, and no sign of money."""
E: Final = r"(?![.,/:\-]{NUMBER})(?!\$)"
"""Behind it neither."""
ORD: Final = r"(?:[\-':]?{ORDINAL})?"
"""What makes a number an ordinal: 5th, 5-го, 3:e."""
DAY: Final = rf"{N}(?P<d>{{DAY}}){ORD}(?:[_]?\((?P<old>{{DAY}})\))?"
YEAR: Final = rf"(?:(?:(?P<counted>{{ERA}})_?|{{YEAR_WORD}}{S})?(?P<y>{{YEAR}}){ORD}(?![.,/:]{{NUMBER}})|(?:'|_')(?P<yy>{{SHORT_YEAR}}))"
LATE: Final = r"""(?:
    _(?P<yy>{SHORT_YEAR})(?!_|{ORDINAL}|[.,/:\-]?{NUMBER}|[.,]?\$)        # 10 agosto 12, but not "10 agosto 12 personas"
    |[_,c](?P<yy>{LATE_YEAR})(?![_.,/:\-]?{NUMBER})(?!_{OTHER}) # 9 Aug 96
    |[/\-.](?P<yy>{SHORT_YEAR})(?![.,/:\-]{NUMBER})             # 31-Oct-74
    |_(?P<yy>{SHORT_YEAR}|{DIGIT}|{SMALL_YEAR})(?=_(?:{AD}|{BC}))  # 10 August 88 AD
)"""
"""A year of less than four digits behind a month's word."""

FORMS: Final[Mapping[str, str]] = {
    "iso": r"(?P<iso>{ISO})",
    "marked": r"""
        (?:(?P<counted>{ERA})_?(?P<y>{DIGIT}|{SHORT_YEAR}|{SMALL_YEAR})|(?P<y>{YEAR})|(?P<yy>{SHORT_YEAR}))_?{YEAR_MARK}[_c]?(?P<m>{NUMERAL_MONTH})_?{MONTH_MARK}
            (?:_?{AT}?(?P<d>{DAY})_?{DAY_MARK})?
        |(?P<m>{NUMERAL_MONTH})_?{MONTH_MARK}[_\-]?{AT}?(?P<d>{DAY})_?{DAY_MARK}(?:[_c,](?P<y>{YEAR})_?{YEAR_MARK}?)?
        |(?:(?P<counted>{ERA})_?(?P<y>{DIGIT}|{SHORT_YEAR}|{SMALL_YEAR})|(?P<y>{YEAR}|{SMALL_YEAR}))_?{YEAR_MARK}
        """,
    "days_month": rf"{DAY}\.?{TO}(?P<d2>{{DAY}}){ORD}{JOIN}(?P<M>{{MONTH}})(?:{LINK}{YEAR})?",
    "month_days": rf"""
        (?P<M>{{MONTH}}){JOIN}(?P<d>{{DAY}}){ORD}{TO}(?P<d2>{{DAY}}){ORD}(?:{LINK}{YEAR})?(?![:.\-]{{NUMBER}})
        """,
    "day_month_year": rf"{DAY}{JOIN}(?P<M>{{MONTH}})(?:\({{DAY}}{JOIN}{{MONTH}}\))?(?:{LINK}{YEAR}|{LATE})",
    "month_day_clock_year": r"(?:(?P<M>{MONTH})_(?P<d>{DAY})|(?P<d>{DAY})_(?P<M>{MONTH}))_(?P<clock>{CLOCK})_(?P<y>{YEAR})",
    "month_day_year": rf"(?P<M>{{MONTH}}){JOIN}(?P<d>{{DAY}}){ORD}(?:{LINK}{YEAR}|{LATE})",
    "year_month_day": rf"""
        {N}(?P<y>{{YEAR}}){ORD}{S}(?:{{LABEL}}{S})?(?P<M>{{MONTH}}){LINK}(?P<d>{{DAY}}){ORD}(?![:.,]{{NUMBER}})
        """,
    "year_day_month": rf"{N}(?P<y>{{YEAR}}){ORD}(?:[_co\-]?{{LABEL}}{S}|[/\-])(?P<d>{{DAY}}){ORD}{LINK}(?P<M>{{MONTH}})",
    "month_year_day": r"(?P<M>{MONTH})-(?P<y>{YEAR})-(?P<d>{DAY})",
    "day_year_month": r"(?P<d>{DAY})-(?P<y>{YEAR})-(?P<M>{MONTH})",
    "months_year": rf"(?P<M>{{MONTH}}){TO}(?P<M2>{{MONTH}}){LINK}{YEAR}",
    "month_year": rf"(?P<M>{{MONTH}}){LINK}(?:{YEAR}|(?P<yy>{{LATE_YEAR}})(?![_.,/:\-]?{{NUMBER}})(?!_{{OTHER}}))",
    "year_month": rf"{N}(?P<y>{{YEAR}}){ORD}[_c,\-/.o]?(?:{{LABEL}}{S})?(?P<M>{{MONTH}})(?!{S}{{YEAR}})",
    "day_month": rf"{DAY}{JOIN}(?P<M>{{MONTH}})",
    "month_day": rf"(?P<M>{{MONTH}}){JOIN}(?P<d>{{DAY}}){ORD}(?![:.,]{{NUMBER}})(?!\$)",
    "counted_month": rf"""
        {DAY}{S}{{MONTH_WORD}}_(?P<m>{{NUMERAL_MONTH}})(?:{LINK}{YEAR})?
        |{{MONTH_WORD}}_(?P<m>{{NUMERAL_MONTH}}){LINK}{YEAR}
        """,
    "year_first": rf"""
        {N}(?P<y>{{YEAR}})(?:(?P<g>[\-/.])(?P<m>{{NUMERAL_MONTH}})(?P=g)(?P<d>{{DAY}})|o(?P<m>{{NUMERAL_MONTH}})o(?P<d>{{DAY}}))(?![,/\-]?{{NUMBER}})
        """,
    "numeric_range": rf"""
        {N}(?P<a>{{DAY}})(?:(?P<g>[.\-/])(?P<b>{{DAY}}))?{TO}(?P<a2>{{DAY}})(?P<g>[.\-/])(?P<b2>{{DAY}})(?P=g)
        (?:(?P<y>{{YEAR}})|(?P<yy>{{SHORT_YEAR}})){E}
        """,
    "numeric": rf"""
        {N}(?P<a>{{DAY}})(?:
            (?:(?P<g>[.\-/])(?P<b>{{DAY}})(?P=g)'?|(?P<g>[os])(?P<b>{{DAY}})(?P=g)|(?P<g>_)(?P<b>{{DAY}})_)
            (?:(?P<y>{{YEAR}})|(?P<yy>{{SHORT_YEAR}}))
            |(?P<g>[.\-/])(?P<b>{{DAY}})(?:[,c](?P<y>{{YEAR}})|,(?P<yy>{{SHORT_YEAR}}))
        ){E}
        """,
    "short_year_first": rf"{N}(?P<yy>{{SHORT_YEAR}})(?P<g>[/\-])(?P<m>{{NUMERAL_MONTH}})(?P=g)(?P<d>{{DAY}}){E}",
    "spaced_year_first": rf"{N}(?P<yy>{{SHORT_YEAR}})o(?P<m>{{NUMERAL_MONTH}})o(?P<d>{{DAY}})(?=[o.])",
    "compact": rf"{N}(?P<compact>{{COMPACT}}){E}",
    "month_of_year": rf"{N}(?P<m>{{NUMERAL_MONTH}})[./\-s~](?P<y>{{YEAR}}){E}",
    "year_and_month": rf"{N}(?P<y>{{YEAR}})[./\-s~](?P<m>{{NUMERAL_MONTH}}){E}",
    "numeric_day_month": rf"{N}(?P<a>{{DAY}})(?:(?P<g>[./\-])(?P<b>{{DAY}})|(?P<g>o)(?P<b>{{DAY}})(?=[.o]))(?![.,/:\-~]{{NUMBER}})(?!\$)",
    "quarter": rf"(?P<quarter>{{QUARTER}})[_\-/]?(?:{{OF}}_)?(?P<y>{{YEAR}})|{N}(?P<y>{{YEAR}})[_\-/]?(?P<quarter>{{QUARTER}})",
    "decade": rf"{N}(?P<y>{{YEAR}})[\-']?(?P<decade>{{DECADE}})",
    "years": rf"{N}(?P<y>{{YEAR}})(?:_{{LABEL}}[.o]?)?{TO}(?:(?P<y2>{{YEAR}})|(?P<yy2>{{SHORT_YEAR}})){E}",
    "year": rf"{N}(?:(?P<counted>{{ERA}})_?)?(?P<y>{{YEAR}})(?P<ordinal>{ORD})(?![./\-:]{{NUMBER}})(?!\$)(?!{{LETTERS}})",
    "small_year": rf"{{YEAR_WORD}}_(?P<y>{{SMALL_YEAR}}){E}|(?<={{IN}}_)(?P<y>{{SMALL_YEAR}})(?=_{{LABEL}})",
}
"""Every form by its name; at one place the first that fits wins, so longer ones stand before shorter."""

BEFORE: Final = rf"""
    (?:(?P<clock>{{CLOCK}})(?:[_,c](?:{{OF}}_|{{ON}}_)?))?                       # 14:30, 5 December
    (?:(?P<weekday>{{WEEKDAY}})(?:(?:{S}|~|[_]?\()(?:{{OF}}_){{0,2}}))?          # Monday, the 5th
"""
AFTER: Final = r"""
    (?P<year_word>_?{LABEL}[.o]?)?
    (?P<era>_?(?:(?P<ad>{AD})|(?P<bc>{BC})|(?P<hijri>{HIJRI})|(?P<jalali>{JALALI}))[.o]?)?
    (?:(?:(?:[_c,o]|_?\()?(?P<weekday>{WEEKDAY})|_?\((?P<weekday>{DAY_SIGN}))(?P<closed>\)?))?
    (?:
        [_co,.:(@~]?(?:{AT}_?){0,3}(?P<half>{AM}|{PM})?_?
        (?:(?P<clock>{CLOCK})(?:_?{HOUR}(?!{MINUTE}))?|(?P<hour>{DIGIT}|{SHORT_YEAR})_?{HOUR}(?:_?(?P<minute>{SHORT_YEAR}|{DIGIT})_?{MINUTE})?)
        (?:_?(?P<half>{AM}|{PM}))?
    )?
"""
"""What belongs to a date behind it: year word, era, weekday, clock time."""
AND: Final = r"_?{AND}_?|&"
"""What stands between the ends of a range that "between" opened."""
FIRST_LETTER: Final = 0xE000
"""Sets of parts are named by private use code points, which no gap can be."""


class Grammar(NamedTuple):
    """The compiled patterns for the words of some languages."""

    letters: Mapping[int, str]
    """The letter of every set of parts."""
    groups: Mapping[str, int]
    """The number of each named group of `date`: numbers are many times faster than names."""
    forms: Sequence[tuple[int, str]]
    """The number of the group that marks each form, and its name."""
    date: regex.Pattern[str]
    after: regex.Pattern[str]
    to: regex.Pattern[str]
    and_: regex.Pattern[str]
    openers: frozenset[str]
    """The letters of what a phrase may begin with."""

    def form_of(self, spans: Sequence[tuple[int, int]]) -> str:
        """Name the form that matched.

        (`lastgroup` would, but `regex` reports a wrong one where alternatives share the names of groups.)
        """
        for group, name in self.forms:
            if spans[group][0] >= 0:
                return name
        raise AssertionError("every match has a form")


@cache
def load_grammar(languages: tuple[str, ...] | None) -> Grammar:
    """Compile the grammar; a set of parts that no word of these languages has needs no letter."""
    sets = [entry.parts for entry in load_lexicon(languages).words.values() if entry.parts]
    sizes = [part.DIGIT, part.SHORT_YEAR]
    sets += [size | day | month for size in sizes for day in (0, part.DAY) for month in (0, part.NUMERAL_MONTH)]
    sets += [1 << bit for bit in range(part.WORD.bit_length())]
    sets += [parts & ~part.WEEKDAY for parts in sets if parts & part.WEEKDAY and parts != part.WEEKDAY]
    sets += [part.WORD | part.OPENER]
    letters = {parts: chr(FIRST_LETTER + i) for i, parts in enumerate(dict.fromkeys(sets))}
    classes = {name: _class(letters, bits, 0) for name, bits in vars(part).items() if isinstance(bits, int) and name.isupper()}
    classes["NUMBER"] = classes["NUMBERS"]
    classes["LATE_YEAR"] = _class(letters, part.SHORT_YEAR, part.DAY)
    classes["LETTERS"] = _class(letters, ~0, part.NUMBERS | part.YEAR_WORD | part.LABEL | part.ORDINAL | part.YEAR_MARK)
    classes["OTHER"] = _class(letters, part.WORD, 0)
    # The empty group behind each form tells which of them matched.
    forms = "|".join(f"(?:{pattern})(?P<form_{name}>)" for name, pattern in FORMS.items())
    begins = part.NUMBERS | part.ISO | part.CLOCK | part.WEEKDAY | part.MONTH | part.MONTH_WORD | part.YEAR_WORD | part.ERA | part.QUARTER
    classes["BEGINS"] = _class(letters, begins, 0)
    date = _compile(f"(?={{BEGINS}})(?:{BEFORE})(?:{forms})", classes)
    return Grammar(
        letters,
        date.groupindex,
        [(date.groupindex["form_" + name], name) for name in FORMS],
        date,
        _compile(AFTER, classes),
        _compile(TO, classes),
        _compile(AND, classes),
        frozenset(letter for parts, letter in letters.items() if parts & part.OPENER),
    )


def _class(letters: Mapping[int, str], wanted: int, unwanted: int) -> str:
    return "[" + "".join(letter for parts, letter in letters.items() if parts & wanted and not parts & unwanted) + "]"


def _compile(pattern: str, classes: Mapping[str, str]) -> regex.Pattern[str]:
    for name, letters in classes.items():
        pattern = pattern.replace("{" + name + "}", letters)
    return regex.compile(pattern, regex.VERBOSE)
