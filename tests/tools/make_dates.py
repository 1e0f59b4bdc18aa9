"""Write the words of dates into `tgparse/tables/languages/*.json`, from CLDR and `dates_extra.toml`.

    python tests/tools/make_dates.py        (needs Babel 2.18; the library itself does not)

CLDR knows months and weekdays in the forms of its own date patterns. Running text has more: cases, older and regional
names, abbreviations, plain spellings of accented words. These, and the small words around a date, are in the TOML file.
Only the key "dates" of a language's file is written; all other keys stay as they are.
"""

# Babel has no types of its own.
# pyright: basic

from __future__ import annotations

import json
import tomllib
import unicodedata
from pathlib import Path
from typing import Any, Final

from babel import Locale, localedata

ROOT: Final = Path(__file__).parents[2]
LANGUAGES: Final = ROOT / "tgparse" / "tables" / "languages"
EXTRA: Final = Path(__file__).with_name("dates_extra.toml")
ROLES: Final = (
    "of", "to", "from", "and", "at", "year", "in", "on", "bc", "ad", "am", "pm", "ordinals", "weak", "month_words",
    "hour", "minute", "post", "decades", "common", "hijri_words", "label", "year_mark", "month_mark", "day_mark", "jalali_words",
    "decade_words", "quarter", "half", "quantity",
)  # fmt: skip
MONTHS: Final = 12
WEEKDAYS: Final = 7
DAYS: Final = 31
NOTHING: Final[set[str]] = set()
COUNTED: Final = {"ja", "ko", "zh"}
SIGNS: Final = "月火水木金土日"
"""The days of the week as one sign; other words of one letter are no use in running text."""
LONG: Final = 4
"""A word this long keeps its identity without its accents: "fevrier", but not "paz" for "paź"."""


def forms(line: str) -> list[str]:
    """Expand one line of the TOML file: "ма:й,я ~" is май, мая."""
    words: list[str] = []
    for piece in line.split():
        stem, colon, endings = piece.partition(":")
        words += [stem + ("" if end == "-" else end) for end in endings.split(",")] if colon else [stem]
    return [fold(word.replace("~", " ")) for word in words]


def fold(word: str) -> str:
    """Give a word as the lexicon keeps it: lower case, one kind of apostrophe, no full stop at its end."""
    word = unicodedata.normalize("NFC", word.casefold()).replace("\u2019", "'").replace("\u02bc", "'").replace("\u00a0", " ")
    return word.strip(" \u200e\u200f") if word.count(".") > 1 else word.strip(" .\u200e\u200f")


def plain(word: str) -> str:
    """Give a Latin or Greek word without its accents, and as the Turkic capital "I" is folded."""
    if len(word) < LONG or not all("LATIN" in (name := unicodedata.name(c, "")) or "GREEK" in name for c in word if c.isalpha()):
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word.replace("ı", "i")) if not unicodedata.combining(c))


def cldr(code: str, kind: str, count: int) -> list[list[str]]:
    """Give CLDR's names of the months or of the days, in both contexts and both full widths."""
    # Babel merges aliases into shared data, so that one locale's names leak into the next: each starts afresh.
    localedata._cache.clear()
    names = getattr(Locale.parse(code), kind)
    first = 1 if count == MONTHS else 0
    rows: list[list[str]] = [[] for _ in range(count)]
    for i in range(count):
        for context, width in (("format", "wide"), ("format", "abbreviated"), ("stand-alone", "wide"), ("stand-alone", "abbreviated")):
            if context in names and width in names[context]:
                # Romance patterns write "de maig": the preposition is the grammar's, not the month's.
                name = names[context][width].get(i + first, "").removeprefix("de ").removeprefix("d\u2019").removeprefix("d'")
                rows[i].append(fold(name))
    return rows


def lines(text: str, count: int) -> list[list[str]]:
    """Split a block of the TOML file into its rows."""
    rows = [forms(line) for line in text.split("\n")] if text else []
    return [*rows, *([] for _ in range(count - len(rows)))][:count]


def merge(rows: list[list[str]], more: list[list[str]], prefixes: list[str], drop: set[str] = NOTHING) -> list[list[str]]:
    """Join two sets of rows, with the unaccented and prefixed forms, each form once."""
    merged: list[list[str]] = []
    for one, other in zip(rows, more, strict=True):
        words = [word for word in [*one, *other] if (len(word) > 1 and not any(c.isdigit() for c in word)) or word in SIGNS]
        words += [plain(word) for word in words]
        # Persian is often typed with the Arabic yeh and kaf.
        words += [word.replace("ی", "ي").replace("ک", "ك") for word in words]
        words += [prefix + word for prefix in prefixes for word in words]
        merged.append([word for word in dict.fromkeys(words) if word not in drop])
    return merged


def order(code: str) -> str:
    """Give the order of day, month and year in CLDR's short date."""
    localedata._cache.clear()
    pattern = Locale.parse(code).date_formats["short"].pattern
    places = {"D": pattern.find("d"), "M": pattern.find("M"), "Y": pattern.find("y")}
    return "".join(sorted(places, key=places.__getitem__))


def dates(code: str, extra: dict[str, Any]) -> dict[str, Any]:
    """Make the entry of one language."""
    prefixes = forms(extra.get("prefixes", ""))
    # Where months are numbers, also in Chinese numerals, they need no names.
    counted = code in COUNTED
    words: dict[str, Any] = {
        "order": order(code) if order(code) in {"DMY", "MDY", "YMD"} else "DMY",
        "months": merge(
            [[]] * MONTHS if counted else cldr(code, "months", MONTHS),
            lines(extra.get("months", ""), MONTHS),
            prefixes,
            set(forms(extra.get("drop", ""))),
        ),
        "weekdays": merge(cldr(code, "days", WEEKDAYS), lines(extra.get("weekdays", ""), WEEKDAYS), prefixes),
    }
    for role in (*ROLES, "endings"):
        if found := forms(extra.get(role, "")):
            words[role] = list(dict.fromkeys(found))
    for calendar in ("jalali", "hijri"):
        if calendar in extra:
            words[calendar] = merge(lines(extra[calendar], MONTHS), [[]] * MONTHS, prefixes)
    for role, count in (("numbers", DAYS), ("day_words", DAYS), ("days_of", DAYS), ("fourths", 4), ("half_names", 2)):
        if role in extra:
            words[role] = lines(extra[role], count)
    for role in ("relative", "eras"):
        if role in extra:
            words[role] = {fold(word): int(number) for word, number in (pair.split("=") for pair in extra[role].split())}
    return words


def main() -> None:
    """Write every file."""
    extras = tomllib.loads(EXTRA.read_text(encoding="utf-8"))
    keys = json.loads((LANGUAGES / "en.json").read_text(encoding="utf-8"))
    template: dict[str, list[str]] = {key: [] for key in keys if key not in {"language", "dates"}}
    codes = sorted({path.stem for path in LANGUAGES.glob("*.json")} | set(extras))
    for code in codes:
        path = LANGUAGES / f"{code}.json"
        entry = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"language": Locale.parse(code).english_name, **template}
        entry["dates"] = dates(code, extras.get(code, {}))
        path.write_text(json.dumps(entry, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
