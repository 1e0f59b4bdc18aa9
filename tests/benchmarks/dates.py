"""Dates, side by side: what is found, what is wrongly found, and the speed, of this library and three others.

    python -m tests.benchmarks.dates

dateparser, datefinder and python-dateutil are asked if they are installed (`pip install dateparser datefinder`). In the sentences a
date stands as [text|EDTF]; a find is right when it touches the text and agrees with every part that the EDTF states. The others give a
full day always, so a month or a year is right for them when it agrees. dateutil gives one date a text, without a place.
"""

from __future__ import annotations

import importlib
import re
import warnings
from time import process_time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tgparse.extractors.dates import Reading, find_dates

from .texts import fixture_texts, varied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

SENTENCES: Final = """
The ministers met in Geneva on [5 December 2022|2022-12-05] and will meet again in [March 2023|2023-03].
On [Monday, December 5, 2022|2022-12-05], the talks opened at the 29th meeting of the council.
A 90-minute conversation between 57 delegations ended without a word on item 12.
The treaty of [1972|1972?] is dead; it may be replaced, but nobody may say when.
The city was liberated in [1944|1944] by troops that had marched 600 kilometres in 12 days.
Registration closes on [Dec. 15, 2022|2022-12-15] at noon; 250 places, 40 of them free.
The exhibition runs from [5 to 9 May 2021|2021-05-05/2021-05-09] in hall 3.
Call +44 20 7946 0958 or write to room 1984 of building 7.
In [August 2021|2021-08] the price rose by 12.5 per cent to $1,994.
She was born on [3 July 1969|1969-07-03] and died on [12/31/2019|2019-12-31].
The score was 3-2 in the first half and 4-3 at the end; 2022 people came.
They march on the capital with 12 demands, and may 5 of them be heard.
Встреча состоялась [5 декабря 2022 года|2022-12-05] в Москве.
С [10 по 12 мая 2021 года|2021-05-10/2021-05-12] в городе проходит выставка.
В [январе 2023 года|2023-01] цены выросли на 7,5 процента, до 1200 рублей.
29-е заседание совета собрало 57 государств и длилось 90 минут.
Город был освобождён [3 июля 1944 года|1944-07-03], в боях погибли 2018 человек.
Мартин Лютер прибил 95 тезисов, а 12 маяков погасли.
Зустріч відбулася [5 грудня 2022 року|2022-12-05] у Києві.
У [січні 2023 року|2023-01] прибуло 57 автобусів з 1200 пасажирами.
Червона армія мала 5 дивізій і 12 полків серед 20 інших.
Das Treffen fand am [5. Dezember 2022|2022-12-05] in Berlin statt.
Die 29. Sitzung dauerte 90 Minuten, und die 57 Staaten stimmten mit 3 zu 2.
Im [März 2021|2021-03] kamen 2000 Menschen, die meisten mit der Linie 12.
La réunion a eu lieu le [1er août 2012|2012-08-01] à Paris, devant 400 personnes.
En [décembre 2022|2022-12] les prix ont monté de 12 euros, mais 5 personnes suffisent.
La reunión tuvo lugar el [5 de diciembre de 2022|2022-12-05] en Madrid.
O encontro foi em [20 de julho de 1999|1999-07-20], com 5 de 12 ministros.
L'incontro si è svolto il [5 dicembre 2022|2022-12-05] a Roma alle tre.
Spotkanie odbyło się [5 grudnia 2022|2022-12-05] w Warszawie, w sali 12.
Toplantı [5 Aralık 2022|2022-12-05] tarihinde yapıldı, 57 kişi geldi.
عقد الاجتماع في [5 ديسمبر 2022|2022-12-05] في باريس بحضور 57 وزيرا
این دیدار در [۱۴ آذر ۱۴۰۱|2022-12-05] با ۵۷ نفر برگزار شد
会议于[2022年12月5日|2022-12-05]在巴黎举行，共57人。
बैठक [5 दिसंबर 2022|2022-12-05] को 57 लोगों के साथ हुई
""".strip()
MARKED: Final = re.compile(r"\[([^\[\]|]+)\|([^\[\]]+?)(\?)?\]")
LINES: Final = 12
"""Lines in a piece of text for the speed."""
SECONDS: Final = 5.0
"""Processor time for the speed of one tool."""


class Find(NamedTuple):
    """What a tool found."""

    start: int
    end: int
    value: str


class Case(NamedTuple):
    """A sentence without its marks, and its dates; an optional one counts neither way."""

    text: str
    dates: tuple[Find, ...]
    optional: tuple[Find, ...]


def read(line: str) -> Case:
    """Take the marks out of a sentence."""
    text, done = "", 0
    dates: list[Find] = []
    optional: list[Find] = []
    for match in MARKED.finditer(line):
        text += line[done : match.start()]
        (optional if match[3] else dates).append(Find(len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        done = match.end()
    return Case(text + line[done:], tuple(dates), tuple(optional))


def this_library(text: str) -> list[Find]:
    """Ask tgparse."""
    return [Find(found.start, found.end, found.edtf) for found in find_dates(text) if isinstance(found, Reading)]


def dateparser(text: str) -> list[Find]:
    """Ask dateparser's search, which gives the words but not their place."""
    search: Any = importlib.import_module("dateparser.search")
    finds: list[Find] = []
    done = 0
    for words, moment in search.search_dates(text) or ():
        start = max(text.find(words, done), 0)
        done = start + len(words)
        finds.append(Find(start, done, moment.date().isoformat()))
    return finds


def datefinder(text: str) -> list[Find]:
    """Ask datefinder."""
    module: Any = importlib.import_module("datefinder")
    return [Find(start, end, moment.date().isoformat()) for moment, (start, end) in module.find_dates(text, index=True)]


def dateutil(text: str) -> list[Find]:
    """Ask dateutil to parse the whole text, skipping what it does not know."""
    parser: Any = importlib.import_module("dateutil.parser")
    try:
        return [Find(0, len(text), parser.parse(text, fuzzy=True).date().isoformat())]
    except (ValueError, OverflowError):
        return []


TOOLS: Final[dict[str, Callable[[str], list[Find]]]] = {
    "tgparse": this_library,
    "dateparser": dateparser,
    "datefinder": datefinder,
    "dateutil": dateutil,
}


def agrees(wanted: Find, found: Find) -> bool:
    """Tell whether a find is the date: it touches it, and no stated part differs."""
    start = wanted.value.split("/")[0]
    return found.start < wanted.end and wanted.start < found.end and found.value.split("/")[0].startswith(start)


def measure(tool: Callable[[str], list[Find]], cases: Sequence[Case]) -> tuple[float, float, float]:
    """Give the share of dates found right, of finds that are dates, and of texts without dates left clean."""
    right = wanted = found = true = clean = empty = 0
    for case in cases:
        finds = tool(case.text)
        wanted += len(case.dates)
        right += sum(any(agrees(date, find) for find in finds) for date in case.dates)
        finds = [find for find in finds if not any(find.start < date.end and date.start < find.end for date in case.optional)]
        found += len(finds)
        true += sum(any(find.start < date.end and date.start < find.end for date in case.dates) for find in finds)
        empty += not case.dates
        clean += not case.dates and not finds
    return right / wanted, true / max(found, 1), clean / empty


def speed(tool: Callable[[str], list[Find]], texts: Iterable[str], budget: float) -> float:
    """Give the MB of post text read in a second, stopping after some seconds of processor time."""
    # The first call loads tables and compiles patterns.
    tool("It was on 5 May 2022.")
    size = 0
    began = process_time()
    for text in texts:
        tool(text)
        size += len(text.encode())
        if process_time() - began > budget:
            break
    return size / (process_time() - began) / 1e6


def posts() -> list[str]:
    """Give the fixtures line by line in pieces of about a post's length, varied so that no cache can know them."""
    pieces: list[str] = []
    for name, text in fixture_texts().items():
        lines = varied(text, 20_000, name).split("\n")
        pieces += ["\n".join(lines[i : i + LINES]) for i in range(0, len(lines), LINES)]
    return pieces


def main() -> None:
    """Print a row for each tool that is installed."""
    warnings.simplefilter("ignore")
    cases = [read(line) for line in SENTENCES.split("\n")]
    texts = posts()
    print(f"{len(cases)} sentences, {sum(len(case.dates) for case in cases)} dates")
    print(f"{'':12} {'right':>6} {'true':>6} {'clean':>6} {'MB/s':>8}")
    for name, tool in TOOLS.items():
        try:
            figures = (*measure(tool, cases), speed(tool, texts, SECONDS))
        except ImportError:
            print(f"{name:12} is not installed")
        else:
            print(f"{name:12} {figures[0]:6.2f} {figures[1]:6.2f} {figures[2]:6.2f} {figures[3]:8.3f}")


if __name__ == "__main__":
    main()
