"""Marks that name a place by themselves: flags, pins, coordinates and links to maps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

FLAG: Final = re.compile(
    "[\U0001f1e6-\U0001f1ff\U0001f3f4](?:(?<!\U0001f3f4)[\U0001f1e6-\U0001f1ff]|(?<=\U0001f3f4)[\U000e0061-\U000e007a]{4,6}\U000e007f)"
)
"""Two regional indicators, or the black flag with the letters of a subdivision in tags: all that may come first stands in one set of
characters, to which a search skips."""
TAGGED: Final = {"gbeng": "England", "gbsct": "Scotland", "gbwls": "Wales"}
PIN: Final = re.compile("[📍📌]\ufe0f?[ \u00a0]*#?")
"""A pin, with what stands between it and a name."""
DECIMAL: Final = re.compile(
    r"""
    ([-−\d](?<![\d.,/].)(?:(?<=\d)\d?|(?<!\d)\d{1,2})\.\d{3,9})°?[ \u00a0]?([NSСЮ](?![A-Za-zА-я]))?  # 48.5937 N
    [,;]?[ \u00a0]?
    ([-−]?\d{1,3}\.\d{3,9})°?[ \u00a0]?([EWВЗ](?![A-Za-zА-я]))?(?!\d|\.\d)  # 38.0003 E
    """,
    re.VERBOSE,
)
"""Degrees with three decimals or more, a comma or a letter between them."""
THREE_DECIMALS: Final = re.compile(r"\.\d{3}")
SEXAGESIMAL: Final = re.compile(
    r"(?<!\d)(\d{1,2})°[ \u00a0]?(\d{1,2})[′'’][ \u00a0]?(?:(\d{1,2}(?:\.\d{1,4})?)(?:[″\"”]|'')[ \u00a0]?)?([NSСЮ])"
    r"[,;]?[ \u00a0]{0,2}(\d{1,3})°[ \u00a0]?(\d{1,2})[′'’][ \u00a0]?(?:(\d{1,2}(?:\.\d{1,4})?)(?:[″\"”]|'')[ \u00a0]?)?([EWВЗ])"
)
MAP_LINK: Final = re.compile(
    r"(?:google\.[a-z.]{2,6}/maps|maps\.google|goo\.gl/maps|openstreetmap\.org|osm\.org|yandex\.[a-z.]{2,6}/maps|maps\.apple\.com|bing\.com/maps|2gis\.|deepstatemap|wikimapia\.org)"
)
IN_LINK: Final = re.compile(
    r"(?:@|q=|query=|[?&]ll=|center=|mlat=|lat=|#map=\d{1,2}(?:\.\d+)?/|#\d{1,2}(?:\.\d+)?/|loc:)(-?\d{1,3}\.\d{2,15})(?:,|%2C|/|&mlon=|&lon=|&lng=)(-?\d{1,3}\.\d{2,15})"
)


class Spot(NamedTuple):
    """A place given by its degrees."""

    start: int
    end: int
    latitude: float
    longitude: float


def has_flags(text: str) -> bool:
    """Tell quickly whether there may be a flag.

    >>> has_flags("🇺🇦"), has_flags("no")
    (True, False)
    """
    return not text.isascii() and FLAG.search(text) is not None


def iter_pins(text: str) -> Iterator[int]:
    """Give the positions that pins point at: where a name begins, if one does.

    >>> list(iter_pins("📍 Minsk"))
    [2]
    """
    if "📍" in text or "📌" in text:
        for match in PIN.finditer(text):
            yield match.end()


def iter_flags(text: str) -> Iterator[tuple[int, int, str]]:
    """Give the flags: start, end, and the country's code or the name of the part of the United Kingdom.

    >>> list(iter_flags("🇷🇺🇦🇿 talks"))
    [(0, 2, 'RU'), (2, 4, 'AZ')]
    """
    for match in FLAG.finditer(text):
        flag = match.group()
        if len(flag) == 2:
            yield match.start(), match.end(), "".join(chr(ord(letter) - 0x1F1E6 + 65) for letter in flag)
            continue
        name = TAGGED.get("".join(chr(ord(tag) - 0xE0000) for tag in flag[1:-1]))
        if name:
            yield match.start(), match.end(), name


def iter_coordinates(text: str) -> Iterator[Spot]:
    """Give the coordinates in the text.

    >>> list(iter_coordinates("Hit at 48.5937, 38.0003."))
    [Spot(start=7, end=23, latitude=48.5937, longitude=38.0003)]
    >>> next(iter_coordinates("50°27′N 30°31′E"))[2:]
    (50.45, 30.516667)
    """
    # Few texts hold any, so a pattern that begins with a plain character asks first.
    for match in DECIMAL.finditer(text) if THREE_DECIMALS.search(text) else ():
        latitude, north, longitude, east = match.groups()
        spot = _spot(match, signed(latitude, north), signed(longitude, east))
        if spot and ("," in match.group() or north or " " in match.group()):
            yield spot
    for match in SEXAGESIMAL.finditer(text) if "°" in text else ():
        north = in_degrees(match[1], match[2], match[3], match[4])
        spot = _spot(match, north, in_degrees(match[5], match[6], match[7], match[8]))
        if spot:
            yield spot


def _spot(match: re.Match[str], latitude: float, longitude: float) -> Spot | None:
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Spot(match.start(), match.end(), latitude, longitude)


def signed(degrees: str, letter: str | None) -> float:
    """Read a decimal degree with its sign or its letter."""
    value = float(degrees.replace("−", "-"))
    return -abs(value) if letter and letter in "SWЮЗ" else value


def in_degrees(degrees: str, minutes: str, seconds: str | None, letter: str) -> float:
    """Turn degrees, minutes and seconds into degrees."""
    value = round(int(degrees) + int(minutes) / 60 + float(seconds or 0) / 3600, 6)
    return -value if letter in "SWЮЗ" else value


def read_map_link(url: str) -> tuple[float, float] | None:
    """Give the degrees in a link to a map.

    >>> read_map_link("https://www.google.com/maps/@50.4547,30.5238,12z")
    (50.4547, 30.5238)
    """
    if not MAP_LINK.search(url):
        return None
    match = IN_LINK.search(url)
    if not match:
        return None
    latitude, longitude = float(match.group(1)), float(match.group(2))
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
