"""The grammar of dates, as patterns over tokens instead of characters.

Every token becomes one letter: a gap its own, anything else the letter that stands for its *set* of parts. A pattern names
parts in braces: ``{DAY}`` is the class of all letters whose set holds that part. So the patterns are short, know no
language, and give the tokens of day, month and year by name:

    d  day      m  month as a number      M  month as a word      y  year      yy  year of two digits
    a, b  day and month, or month and day: the document's order says which
    d2, M2, y2 ...  the same of a range's end
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Final, NamedTuple

from . import lexicon as part
from .lexicon import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping


S: Final = r"[_.oc,\-/s]?"
"""What may stand between the parts of a date that has a word in it."""
LINK: Final = rf"{S}(?:{{OF}}{S}){{0,3}}"
"""The same, with "of", "de", "of the" among it."""
JOIN: Final = r"[_.o\-/]?(?:{OF}[_.o\-/]?){0,3}"
"""The same between day and month, where a comma ends a clause: "In December, 5 people"."""
TO: Final = r"(?:\)?[~\-s]|[_.o]?{TO}(?:_{OF})?[_\-]?)"
"""What stands between the ends of a range."""
N: Final = r"(?<!{NUMBER}[.,/:\-])(?<![$#])"
"""Before a date stands no number that it belongs to, and no sign of money or number."""
E: Final = r"(?![.,/:\-]{NUMBER})(?!\$)"
"""Behind it neither."""
ORD: Final = r"(?:{ORDINAL}|[\-':]{ORDINAL})?"
"""What makes a number an ordinal: 5th, 5-го, 3:e."""
DAY: Final = rf"{N}(?P<d>{{DAY}}){ORD}(?:[_]?\((?P<old>{{DAY}})\))?"
YEAR: Final = rf"""(?:
    (?:(?P<counted>{{ERA}})_?|{{YEAR_WORD}}{S}|{{AD}}_)?(?P<y>{{YEAR}}){ORD}(?![.,/:]{{NUMBER}})
    |(?:'|_')(?P<yy>{{SHORT_YEAR}})
)"""
FOURTH: Final = r"""(?:
    (?P<fourth>{FOURTH}|{DIGIT})(?:[\-':.]?{ORDINAL}|[.o])?[_\-]?(?:(?P<of_four>{QUARTER_WORD})|(?P<of_two>{HALF_WORD}))
    |(?:(?P<of_four>{QUARTER_WORD})|(?P<of_two>{HALF_WORD}))_(?P<fourth>{FOURTH}|{DIGIT})
)"""
"""A quarter or half of a year by its number."""
TO_MARKED: Final = r"(?:_?~_?|-|_?{TO}_?)"
DAYS_MARKED: Final = rf"_?{{AT}}?(?P<d>{{DAY}})(?:(?:_?{{DAY_MARK}})?{TO_MARKED}(?P<d2>{{DAY}}))?_?{{DAY_MARK}}"
MONTHS_MARKED: Final = rf"""
    (?P<m>{{NUMERAL_MONTH}})_?{{MONTH_MARK}}
    (?:{TO_MARKED}(?P<m2>{{NUMERAL_MONTH}})_?{{MONTH_MARK}}(?!_?{{DAY}}_?{{DAY_MARK}})|{DAYS_MARKED})?
"""
"""Month and day behind their numbers' signs, and ranges of them: 12月5日, 12月5-7日, 9月至10月."""
TO_DAY: Final = rf"(?:{TO}(?P<d2>{{DAY}}){ORD}(?!{JOIN}{{MONTH}}{LINK}{{DAY}}))?"
"""Another day of the same month, to which the first leads."""
YEAR_ENDS: Final = rf"(?P<ordinal>{ORD})(?![./\-:]{{NUMBER}})(?!\$)(?!{{LETTERS}})"
"""What may follow a year that stands for itself."""
LATE: Final = r"""(?:
    _(?P<yy>{SHORT_YEAR})(?!_|{ORDINAL}|[.,/:\-]?{NUMBER}|[.,]?\$)        # 10 agosto 12, but not "10 agosto 12 personas"
    |[_,c](?P<yy>{LATE_YEAR})(?![_.,/:\-]?{NUMBER})(?!_{OTHER}) # 9 Aug 96
    |[/\-.](?P<yy>{SHORT_YEAR})(?![.,/:\-]{NUMBER}|_?{MONTH})   # 31-Oct-74, but not "28 July/10 August 1920"
    |_(?P<yy>{SHORT_YEAR}|{DIGIT}|{SMALL_YEAR})(?=_(?:{AD}|{BC}))  # 10 August 88 AD
)"""
"""A year of less than four digits behind a month's word."""

FORMS: Final[Mapping[str, Mapping[str, str]]] = {
    "DAY|NUMERAL_MONTH|SHORT_YEAR|DIGIT": {
        "marked": rf"""
            (?P<yy>{{SHORT_YEAR}})_?{{YEAR_MARK}}[_c]?{MONTHS_MARKED}
            |(?P<m>{{NUMERAL_MONTH}})_?{{MONTH_MARK}}[_\-]?{DAYS_MARKED}(?:[_c,](?P<y>{{YEAR}})_?{{YEAR_MARK}}?)?
            """,
        "days_month": rf"{DAY}\.?{TO}(?P<d2>{{DAY}}){ORD}{JOIN}(?P<M>{{MONTH}})(?:{LINK}{YEAR})?",
        "day_month_year": rf"{DAY}{JOIN}(?P<M>{{MONTH}})(?:\({{DAY}}{JOIN}{{MONTH}}\))?(?:{LINK}{YEAR}|{LATE})",
        "day_month_clock_year": r"(?P<d>{DAY})_(?P<M>{MONTH})_(?P<clock>{CLOCK})_(?P<y>{YEAR})",
        "day_year_month": r"(?P<d>{DAY})-(?P<y>{YEAR})-(?P<M>{MONTH})",
        "day_month": rf"{DAY}{JOIN}(?P<M>{{MONTH}})",
        "counted_month": rf"{DAY}{S}{{MONTH_WORD}}_(?P<m>{{NUMERAL_MONTH}})(?:{LINK}{YEAR})?",
        "ancient_year": rf"{N}(?P<y>{{SHORT_YEAR}}|{{DIGIT}})(?=(?:_{{LABEL}}[.o]?)?_?{{BC}})",
        "quarter": rf"{N}{FOURTH}{LINK}{YEAR}",
        "numeric_range": rf"""
            {N}(?P<a>{{DAY}})(?P<g>[./])(?P<b>{{DAY}})(?P=g)(?P<y>{{YEAR}}|{{SHORT_YEAR}})-
                (?P<a2>{{DAY}})(?P=g)(?P<b2>{{DAY}})(?P=g)(?P<y2>{{YEAR}}|{{SHORT_YEAR}}){E}
            |{N}(?P<a>{{DAY}})(?:(?P<g>[.\-/])(?P<b>{{DAY}}))?{TO}(?P<a2>{{DAY}})(?P<g>[.\-/])(?P<b2>{{DAY}})(?P=g)
            (?:(?P<y>{{YEAR}})|(?P<yy>{{SHORT_YEAR}})){E}
            """,
        "numeric": rf"""
            {N}(?P<a>{{DAY}})(?:
                (?:(?P<g>[.\-/])(?P<b>{{DAY}})(?P=g)'?|(?P<g>[os])(?P<b>{{DAY}})(?P=g)|(?P<g>_)(?P<b>{{DAY}})_)
                (?:(?P<y>{{YEAR}})|(?P<yy>{{SHORT_YEAR}}))
                |(?P<g>[.\-/])(?P<b>{{DAY}})(?:[,c](?P<y>{{YEAR}})|,(?P<yy>{{SHORT_YEAR}}))
            ){E}
            """,
        "roman": rf"{N}(?P<d>{{DAY}})[_.o\-/](?P<m>{{ROMAN}})[_.o\-/](?P<y>{{YEAR}}){E}",
        "short_year_first": rf"{N}(?P<yy>{{SHORT_YEAR}})(?P<g>[/\-])(?P<m>{{NUMERAL_MONTH}})(?P=g)(?P<d>{{DAY}}){E}",
        "spaced_year_first": rf"{N}(?P<yy>{{SHORT_YEAR}})o(?P<m>{{NUMERAL_MONTH}})o(?P<d>{{DAY}})(?=[o.])",
        "month_of_year": rf"{N}(?P<m>{{NUMERAL_MONTH}})[./\-s~](?P<y>{{YEAR}}){E}",
        "numeric_day_month": rf"""
            {N}(?P<a>{{DAY}})(?:(?P<g>[./\-])(?P<b>{{DAY}})|(?P<g>o)(?P<b>{{DAY}})(?=[.o]))(?![.,/:\-~]{{NUMBER}})(?!\$|_?{{HOUR}})
            """,
    },
    "YEAR": {
        "quarter": rf"""
            {N}(?P<y>{{YEAR}})(?:
                [_\-/]?(?P<quarter>{{QUARTER}})
                |(?:{ORD}|'{{DECADE}})(?:_?{{YEAR_MARK}})?[_c\-]?(?:{{OF}}_?){{0,2}}(?:{FOURTH}|(?P<half_name>{{HALF_NAME}}))
            )
            """,
        "decade": rf"{N}(?P<y>{{YEAR}})(?:[\-']|_?{{YEAR_MARK}})?(?P<decade>{{DECADE}})",
        "marked": rf"(?P<y>{{YEAR}})_?{{YEAR_MARK}}(?:[_c]?{MONTHS_MARKED})?",
        "year_month_day": rf"""
            {N}(?P<y>{{YEAR}}){ORD}{S}(?:{{LABEL}}{S})?(?P<M>{{MONTH}}){LINK}(?P<d>{{DAY}}){ORD}{TO_DAY}(?![:.,]{{NUMBER}})
            """,
        "year_day_month": rf"""
            {N}(?P<y>{{YEAR}}){ORD}(?:[_co\-]?{{LABEL}}{S}|[/\-])(?P<d>{{DAY}}){ORD}{TO_DAY}{LINK}(?P<M>{{MONTH}})
            """,
        "year_months": rf"{N}(?P<y>{{YEAR}}){ORD}[_c,]?(?:{{LABEL}}{S})?(?P<M>{{MONTH}}){TO}(?P<M2>{{MONTH}})(?!{S}{{YEAR}})",
        "year_month": rf"{N}(?P<y>{{YEAR}}){ORD}[_c,\-/.o]?(?:{{LABEL}}{S})?(?P<M>{{MONTH}})(?!{S}{{YEAR}})",
        "year_first_range": rf"""
            {N}(?P<y>{{YEAR}})(?P<g>[./])(?P<m>{{NUMERAL_MONTH}})(?P=g)(?P<d>{{DAY}})-
                (?P<y2>{{YEAR}})(?P=g)(?P<m2>{{NUMERAL_MONTH}})(?P=g)(?P<d2>{{DAY}}){E}
            """,
        "year_first": rf"""
            {N}(?P<y>{{YEAR}})(?:(?P<g>[\-/.~])(?P<m>{{NUMERAL_MONTH}})(?P=g)(?P<d>{{DAY}})|o(?P<m>{{NUMERAL_MONTH}})o(?P<d>{{DAY}}))
            (?![,/\-]?{{NUMBER}})
            """,
        "year_roman": rf"{N}(?P<y>{{YEAR}})[_.o](?P<m>{{ROMAN}})[_.o](?P<d>{{DAY}})(?![,/\-]?{{NUMBER}})",
        "year_and_month": rf"{N}(?P<y>{{YEAR}})(?:[./\-s~](?P<m>{{NUMERAL_MONTH}}){E}|o(?P<m>{{NUMERAL_MONTH}})(?=[.o]))",
        "years": rf"{N}(?P<y>{{YEAR}})(?:(?:_{{LABEL}}[.o]?)?{TO}(?P<y2>{{YEAR}})|(?:{TO}|/)(?P<yy2>{{SHORT_YEAR}})){E}",
        "year": rf"{N}(?P<y>{{YEAR}}){YEAR_ENDS}",
    },
    "DAY_WORD|DAY_OF": {
        "day_month_year": rf"(?:(?P<d>{{DAY_WORD}}){JOIN}|(?P<d>{{DAY_OF}})_{{OF}}_)(?P<M>{{MONTH}}){LINK}{YEAR}",
    },
    "MONTH": {
        "month_days": rf"(?P<M>{{MONTH}}){JOIN}(?P<d>{{DAY}}){ORD}{TO}(?P<d2>{{DAY}}){ORD}(?:{LINK}{YEAR})?(?![:.\-]{{NUMBER}})",
        "month_day_list": rf"""
            (?P<M>{{MONTH}}){JOIN}(?P<d>{{DAY}}){ORD}(?P<listed>(?:[c,]{{DAY}}{ORD}){{0,4}}(?:_?{{AND}}_?|&){{DAY}}){ORD}
            (?:[_,c](?P<y>{{YEAR}}){E}|(?:(?<={{ORDINAL}})|(?=[.oc!),]|_{{IN|ON|AT}}|$))(?![.,]{{NUMBER}}))
            """,
        "month_day_clock_year": r"(?P<M>{MONTH})_(?P<d>{DAY})_(?P<clock>{CLOCK})_(?P<y>{YEAR})",
        "month_day_year": rf"(?P<M>{{MONTH}}){JOIN}(?P<d>{{DAY}}){ORD}(?:{LINK}{YEAR}|{LATE})",
        "month_year_day": r"(?P<M>{MONTH})-(?P<y>{YEAR})-(?P<d>{DAY})",
        "months_year": rf"(?P<M>{{MONTH}}){TO}(?P<M2>{{MONTH}}){LINK}{YEAR}",
        "month_year": rf"(?P<M>{{MONTH}}){LINK}(?:{YEAR}|(?P<yy>{{LATE_YEAR}})(?![_.,/:\-]?{{NUMBER}})(?!_{{OTHER}}))",
        "month_day": rf"(?P<M>{{MONTH}}){JOIN}(?P<d>{{DAY}}){ORD}(?![:.,]{{NUMBER}})(?!\$)",
    },
    "ISO|COMPACT|ERA|SMALL_YEAR|MONTH_WORD|QUARTER|YEAR_WORD|FOURTH|QUARTER_WORD|HALF_WORD|DECADE_WORD": {
        "iso": r"(?P<iso>{ISO})",
        "marked": rf"""
            (?P<counted>{{ERA}})_?(?P<y>{{DIGIT}}|{{SHORT_YEAR}}|{{SMALL_YEAR}})_?{{YEAR_MARK}}(?:[_c]?{MONTHS_MARKED})?
            |(?P<y>{{SMALL_YEAR}})_?{{YEAR_MARK}}
            """,
        "counted_month": rf"{{MONTH_WORD}}_(?P<m>{{NUMERAL_MONTH}}){LINK}{YEAR}",
        "compact": rf"{N}(?P<compact>{{COMPACT}}){E}",
        "quarter": rf"(?P<quarter>{{QUARTER}})[_\-/]?(?:{{OF}}_)?(?P<y>{{YEAR}})|{FOURTH}{LINK}{YEAR}",
        "decade": rf"{{DECADE_WORD}}_(?:{{OF}}_){{0,2}}(?P<y>{{YEAR}})(?P<decade>)(?!{TO}{{NUMBER}})",
        "year": rf"{N}(?P<counted>{{ERA}})_?(?P<y>{{YEAR}}){YEAR_ENDS}",
        "ancient_year": r"(?P<y>{SMALL_YEAR})(?=_?{BC})",
        "small_year": rf"{{YEAR_WORD}}_(?P<y>{{SMALL_YEAR}}){E}|(?<={{IN}}_)(?P<y>{{SMALL_YEAR}})(?=_{{LABEL}})",
    },
}
"""Every form by its name, under the parts that its first token may have; at one place the first that fits wins, so longer ones
stand before shorter."""
BEHIND: Final[Mapping[str, str]] = {
    "DAY|NUMERAL_MONTH|SHORT_YEAR|DIGIT": r"""
        \)?[.\-/os_~]{NUMBERS|DAY|ROMAN}
        |_?{YEAR_MARK|MONTH_MARK}
        |.{0,24}{MONTH|MONTH_WORD|QUARTER_WORD|HALF_WORD|TO|BC}
        """,
    "YEAR": r".{0,12}{NUMBERS|DAY|MONTH|TO|DECADE|YEAR_MARK|QUARTER|FOURTH|QUARTER_WORD|HALF_WORD|HALF_NAME}",
}
"""What stands somewhere behind the first token of all these forms, but of the last of years: a look that spares trying each."""

BEFORE: Final = rf"""
    (?:(?P<clock>{{CLOCK}})(?:[_,c](?:{{OF}}_|{{ON}}_)?))?                       # 14:30, 5 December
    (?:(?!{{MONTH}}{LINK}{{YEAR}}(?![\-/.]{{NUMBER}}))                         # "mar 1984" is March where "mar" is Tuesday too
        (?P<weekday>{{WEEKDAY}})(?:(?:{S}|~|[_]?\()(?:{{OF}}_){{0,2}}))?          # Monday, the 5th
"""
AFTER: Final = r"""
    (?P<year_word>[_\-]?{LABEL}[.o]?)?
    (?P<era>_?(?:(?P<ad>{AD})|(?P<bc>{BC})|(?P<hijri>{HIJRI})|(?P<jalali>{JALALI}))[.o]?)?
    (?:(?:(?:[_c,o]|_?\()?(?P<weekday>{WEEKDAY})|_?\((?P<day_sign>{DAY_SIGN}))(?P<closed>\)?))?
    (?:
        (?:'{LETTERS})?[_co,.:(@~]?(?:{AT}_?){0,3}?(?P<half>{AM}|{PM})?_?
        (?:
            (?P<clock>{CLOCK})(?:_?{HOUR}(?!{MINUTE}))?
            |(?P<hour>{DIGIT}|{SHORT_YEAR})(?:
                _?{HOUR}(?:_?(?P<minute>{SHORT_YEAR}|{DIGIT})_?{MINUTE})?
                |\.(?P<dotted>{SHORT_YEAR})                                      # 17.35 Uhr, 09.37.00, at 9.37
                    (?:_?{HOUR}|\.{SHORT_YEAR}|(?<={AT}_.\..))(?![.,/\-]{NUMBER})(?!_?\$)
            )
        )
        (?:_?(?P<half_behind>{AM}|{PM}))?
    )?
"""
"""What belongs to a date behind it: year word, era, weekday, clock time."""
AHEAD: Final = rf"{TO}(?:{{OF}}_)?(?:{{DAY}}{ORD}{JOIN}{{MONTH}}|{{MONTH}}{JOIN}{{DAY}})"
"""What shows that a day and month begin a range."""
AND: Final = r"_?{AND}_?|&"
"""What stands between the ends of a range that "between" opened."""
GAPS: Final = "cos"
"""The letters that gaps are written with; their other signs are no letters."""
LETTERS: Final = [*sorted({*digits, *ascii_letters} - {*GAPS}), *map(chr, range(0x80, 0x100)), *map(chr, range(0xE000, 0xF900))]
"""What sets of parts are named by. Private use code points come last: a class that holds one takes far longer to compile."""


class Form(NamedTuple):
    """A form of dates, and where a match of the grammar has its parts."""

    name: str
    groups: tuple[tuple[str, int], ...]
    """The parts that it may have, each with the number of its group, which is many times faster than a name; a part may be in several."""


class Grammar(NamedTuple):
    """The compiled patterns for the words of some languages."""

    letters: Mapping[int, str]
    """The letter of every set of parts."""
    parts: Mapping[str, int]
    """The set of parts of every letter; gaps have none."""
    forms: Mapping[int, Form]
    """Each form by the group that closes it, which is the last of a match."""
    date: re.Pattern[str]
    after: re.Pattern[str]
    to: re.Pattern[str]
    and_: re.Pattern[str]
    ahead: re.Pattern[str]
    opener: re.Pattern[str]
    """A word or sign that a phrase may begin with."""
    sentence: re.Pattern[str]
    """A full stop, and a word that joins dates: the end of a sentence, if the word has a capital."""


@cache
def load_grammar(languages: tuple[str, ...] | None) -> Grammar:
    """Compile the grammar; a set of parts that no word of these languages has needs no letter."""
    sets = [entry.parts for entry in load_lexicon(languages).words.values() if entry.parts]
    sizes = [part.DIGIT, part.SHORT_YEAR]
    sets += [size | day | month for size in sizes for day in (0, part.DAY) for month in (0, part.NUMERAL_MONTH)]
    sets += [1 << bit for bit in range(part.WORD.bit_length())]
    sets += [parts & ~part.WEEKDAY for parts in sets if parts & part.WEEKDAY and parts != part.WEEKDAY]
    sets += [part.WORD | part.OPENER, part.WORD | part.ROMAN]
    words = load_lexicon(languages).words
    sets += [entry.parts | part.ROMAN for roman in part.ROMANS if (entry := words.get(roman.lower()))]
    letters = dict(zip(dict.fromkeys(sets), LETTERS, strict=False))
    classes = {name: _class(letters, bits, 0) for name, bits in vars(part).items() if isinstance(bits, int) and name.isupper()}
    classes["NUMBER"] = classes["NUMBERS"]
    classes["LATE_YEAR"] = _class(letters, part.SHORT_YEAR, part.DAY)
    classes["LETTERS"] = _class(letters, ~0, part.NUMBERS | part.YEAR_WORD | part.LABEL | part.ORDINAL | part.YEAR_MARK)
    classes["OTHER"] = _class(letters, part.WORD, 0)
    begins = part.CLOCK | part.WEEKDAY
    alternatives: list[str] = []
    for names, forms in FORMS.items():
        first = sum(vars(part)[name] for name in names.split("|"))
        begins |= first
        # The empty group behind each form tells which of them matched.
        choices = [f"(?:{pattern})(?P<{CLOSING}{name}>)" for name, pattern in forms.items()]
        if names in BEHIND:
            last = [choices.pop()] if names == "YEAR" else []
            choices = [f"(?=.(?:{BEHIND[names]}))(?:{'|'.join(choices)})", *last]
        alternatives.append(f"(?={_class(letters, first, 0)})(?:{'|'.join(choices)})")
    date = _compile(_numbered(f"(?={_class(letters, begins, 0)}){BEFORE}(?:{'|'.join(alternatives)})"), classes)
    return Grammar(
        letters,
        {letter: parts for parts, letter in letters.items()},
        _forms(date.groupindex),
        date,
        _compile(AFTER, classes),
        _compile(TO, classes),
        _compile(AND, classes),
        _compile(AHEAD, classes),
        _compile("{OPENER}", classes),
        _compile("o{TO}", classes),
    )


CLOSING: Final = "form_"
"""Begins the name of the group that closes a form."""
UNION: Final = re.compile(r"\{(\w+(?:\|\w+)+)\}")
"""Several parts in braces, of which a token may have any."""
GROUP: Final = re.compile(r"\(\?P<(\w+)>|\(\?P=(\w+)\)")


def _numbered(pattern: str) -> str:
    """Make the names of groups differ, which alternatives share; what refers to one refers to the last before it.

    >>> _numbered("(?P<a>.)(?P=a)|(?P<a>:)")
    '(?P<a_1>.)(?P=a_1)|(?P<a_2>:)'
    """
    counts: Counter[str] = Counter()

    def named(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        counts[name] += bool(match[1])
        return f"(?P<{name}_{counts[name]}>" if match[1] else f"(?P={name}_{counts[name]})"

    return GROUP.sub(named, pattern)


def _forms(groups: Mapping[str, int]) -> dict[int, Form]:
    """Give each form its groups: those that stand behind the form before it, and those before all forms, which are everyone's."""
    forms: dict[int, Form] = {}
    parts = [(name.rpartition("_")[0], number) for name, number in groups.items()]
    shared = parts[: [name for name, _ in parts].index("weekday") + 1]
    begin = len(shared)
    for place, (name, number) in enumerate(parts):
        if name.startswith(CLOSING):
            forms[number] = Form(name.removeprefix(CLOSING), (*shared, *parts[begin:place]))
            begin = place + 1
    return forms


def _class(letters: Mapping[int, str], wanted: int, unwanted: int) -> str:
    return "[" + "".join(letter for parts, letter in letters.items() if parts & wanted and not parts & unwanted) + "]"


def _compile(pattern: str, classes: Mapping[str, str]) -> re.Pattern[str]:
    pattern = UNION.sub(lambda match: "[" + "".join(classes[name].strip("[]") for name in match[1].split("|")) + "]", pattern)
    for name, letters in classes.items():
        pattern = pattern.replace("{" + name + "}", letters)
    return re.compile(pattern, re.VERBOSE)
