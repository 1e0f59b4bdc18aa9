"""Write `tgparse/tables/hijri.json`: the lengths of the months of the Umm al-Qura calendar, 1343 to 1500 AH.

    python tests/tools/make_hijri.py        (needs hijridate 2.6; the library itself does not)

The calendar rests on observation and published tables, so it cannot be computed. One digit a month.
"""

# hijridate has no types of its own.
# pyright: basic

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Final

from hijridate import Hijri, ummalqura

TARGET: Final = Path(__file__).parents[2] / "tgparse" / "tables" / "hijri.json"


def main() -> None:
    """Write the file."""
    starts = ummalqura.MONTH_STARTS
    lengths = [after - before for before, after in pairwise(starts)]
    first_year = ummalqura.HIJRI_RANGE[0][0]
    table = {
        "source": "hijridate 2.6 (MIT): Umm al-Qura calendar of Saudi Arabia",
        "first_year": first_year,
        "first_day": Hijri(first_year, 1, 1).to_gregorian().isoformat(),
        # The last digit of each month's length: 9 is a month of 29 days, 0 of 30; a few old ones have 28 or 31.
        "months": "".join(str(length % 10) for length in lengths),
    }
    TARGET.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
