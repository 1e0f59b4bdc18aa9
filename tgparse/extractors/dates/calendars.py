"""Other calendars' days as Gregorian ones.

The eras of Thailand, Taiwan and Japan only count their years from elsewhere; the languages' tables say from where. The
Persian solar calendar (Jalali) is computed by the arithmetic rule of 33 years, which agrees with the astronomical one from
1178 to 1633 AP. The lunar Hijri calendar of civil use (Umm al-Qura) rests on published tables, which are data here too;
outside them the tabular calendar stands in, which may differ by a day.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import accumulate
from typing import Final

from ...tables import load_json

PERSIAN: Final = re.compile(r"[پچژگکی۰-۹]")
"""Letters and digits that Persian has and Arabic has not."""
ARABIC: Final = re.compile(r"[\u0621-\u064a]")
THAI: Final = re.compile(r"[\u0e01-\u0e59]")
AROUND: Final = 100
"""Code points on each side of a date whose script tells its calendar."""
JALALI_YEARS: Final = range(1250, 1450)
HIJRI_YEARS: Final = range(1300, 1500)
BUDDHIST_YEARS: Final = range(2400, 2700)
JALALI_EPOCH: Final = 226_894
"""Proleptic Gregorian ordinal of the day before 1 Farvardin of year 1 (22 March 622, Gregorian)."""
HIJRI_EPOCH: Final = 227_014
"""Proleptic Gregorian ordinal of the day before 1 Muharram of year 1 (16 July 622, Julian)."""
LENGTHS: Final = {"8": 28, "9": 29, "0": 30, "1": 31}
"""The length of a month by its last digit, as the tables have it."""
LEAPS_OF_33: Final = (1, 5, 9, 13, 17, 22, 26, 30)


def jalali_to_date(year: int, month: int, day: int) -> date:
    """Convert a day of the Persian solar calendar.

    Raises ValueError for a day that does not exist.

    >>> jalali_to_date(1401, 9, 14)
    datetime.date(2022, 12, 5)
    """
    if not (1 <= month <= 12 and 1 <= day <= jalali_month_length(year, month)):
        raise ValueError("no such day")
    cycles, rest = divmod(year - 1, 33)
    days = cycles * (33 * 365 + len(LEAPS_OF_33)) + rest * 365 + sum(leap <= rest for leap in LEAPS_OF_33)
    days += 31 * min(month - 1, 6) + 30 * max(month - 7, 0)
    return date.fromordinal(JALALI_EPOCH + days + day)


def jalali_month_length(year: int, month: int) -> int:
    """Give the days of a month of the Persian solar calendar.

    >>> jalali_month_length(1403, 12), jalali_month_length(1402, 12)
    (30, 29)
    """
    if month <= 6:
        return 31
    return 30 if month < 12 or year % 33 in LEAPS_OF_33 else 29


def hijri_to_date(year: int, month: int, day: int) -> date:
    """Convert a day of the Hijri calendar: Umm al-Qura where its tables reach, else the tabular calendar.

    Raises ValueError for a day that does not exist.

    >>> hijri_to_date(1434, 8, 11), hijri_to_date(1000, 1, 1)
    (datetime.date(2013, 6, 20), datetime.date(1591, 10, 19))
    """
    first_year, starts = _umm_al_qura()
    place = (year - first_year) * 12 + month - 1
    if not (1 <= month <= 12 and day >= 1):
        raise ValueError("no such day")
    if 0 <= place < len(starts) - 1:
        if starts[place] + day > starts[place + 1]:
            raise ValueError("no such day")
        return date.fromordinal(starts[place] + day)
    if day > 29 + month % 2 and not (month == 12 and day == 30):
        raise ValueError("no such day")
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2
    return date.fromordinal(HIJRI_EPOCH + days + day)


@cache
def _umm_al_qura() -> tuple[int, list[int]]:
    """Give the first year of the tables, and for each month the ordinal of the day before it."""
    table = load_json("hijri.json")
    lengths = [LENGTHS[digit] for digit in table["months"]]
    return table["first_year"], list(accumulate(lengths, initial=date.fromisoformat(table["first_day"]).toordinal() - 1))


def to_gregorian(name: str, year: int, month: int, day: int) -> date:
    """Convert a day of the calendar of this name, "jalali" or "hijri"; raises ValueError where there is none.

    >>> to_gregorian("jalali", 1394, 6, 3)
    datetime.date(2015, 8, 25)
    """
    return jalali_to_date(year, month, day) if name == "jalali" else hijri_to_date(year, month, day)


def calendar_by_script(text: str, position: int, year: int) -> str:
    """Tell the calendar of a year by its size and the script around it.

    >>> calendar_by_script("در تاریخ ۱۴۰۱/۹/۱۴", 9, 1401), calendar_by_script("in 1401", 3, 1401)
    ('jalali', 'gregorian')
    """
    if year not in JALALI_YEARS and year not in HIJRI_YEARS and year not in BUDDHIST_YEARS:
        return "gregorian"
    around = text[max(0, position - AROUND) : position + AROUND]
    if year in BUDDHIST_YEARS:
        return "buddhist" if THAI.search(around) else "gregorian"
    if PERSIAN.search(around):
        return "jalali" if year in JALALI_YEARS else "gregorian"
    return "hijri" if year in HIJRI_YEARS and ARABIC.search(around) else "gregorian"
