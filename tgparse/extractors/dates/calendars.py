"""Other calendars' days as Gregorian ones.

Buddhist (Thailand), Minguo (Taiwan) and the Japanese eras only count years from elsewhere. The Persian solar calendar
(Jalali) is computed by the arithmetic rule of 33 years, which agrees with the astronomical one from 1178 to 1633 AP.
The lunar Hijri calendar of civil use (Umm al-Qura) rests on observation tables; the tabular calendar used here may differ
from it by a day, which `alternatives` shows.
"""

from __future__ import annotations

from datetime import date
from typing import Final

BUDDHIST: Final = 543
MINGUO: Final = 1911
ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": MINGUO, "民国": MINGUO}
"""The year before the first of each era."""
JALALI_EPOCH: Final = 226_894
"""Proleptic Gregorian ordinal of the day before 1 Farvardin of year 1 (22 March 622, Gregorian)."""
HIJRI_EPOCH: Final = 227_014
"""Proleptic Gregorian ordinal of the day before 1 Muharram of year 1 (16 July 622, Julian)."""
LEAPS_OF_33: Final = (1, 5, 9, 13, 17, 22, 26, 30)


def jalali_to_date(year: int, month: int, day: int) -> date:
    """Convert a day of the Persian solar calendar.

    Raises ValueError for a day that does not exist.

    >>> jalali_to_date(1401, 9, 14)
    datetime.date(2022, 12, 5)
    """
    if not (1 <= month <= 12 and 1 <= day <= jalali_month_length(year, month)):  # noqa: PLR2004 - twelve months
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
    if month <= 6:  # noqa: PLR2004 - the first half has 31 days each
        return 31
    return 30 if month < 12 or year % 33 in LEAPS_OF_33 else 29  # noqa: PLR2004


def hijri_to_date(year: int, month: int, day: int) -> date:
    """Convert a day of the tabular Islamic calendar.

    Raises ValueError for a day that does not exist.

    >>> hijri_to_date(1444, 5, 11)
    datetime.date(2022, 12, 5)
    """
    if not (1 <= month <= 12 and 1 <= day <= 30):  # noqa: PLR2004
        raise ValueError("no such day")
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2
    return date.fromordinal(HIJRI_EPOCH + days + day)
