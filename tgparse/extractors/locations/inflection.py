"""Names in their cases: which names of the table a Russian, Ukrainian, Arabic or Persian word may stand for.

No free table lists declined forms, and storing them would double ours. So the ending is undone at the look-up: every ending that
a noun or adjective may have leads back to the endings of its first case ("Москве" to "Москва", "Київ" from "Києві"). A wrong guess
costs nothing, since it must be a name in the table.

Arabic writes "and", "in", "to" and "the" on to the word; they are taken off again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SHORTEST_STEM: Final = 1
SHORTEST_NAME: Final = 3
"""Letters of an Arabic word from which nothing is taken off."""
LONGEST_ENDING: Final = 4
ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    # No ending: the genitive plural of names such as Афины, Черкассы.
    "": ("ы", "и"),
    # Nouns, Russian and Ukrainian.
    "а": ("", "о"),
    "у": ("а", "", "о"),
    "ы": ("а",),
    "е": ("а", "", "я", "о", "ь", "е"),
    "и": ("а", "я", "ь", "ы"),
    "і": ("а", "", "я", "ь", "о"),
    "ї": ("я", "й"),
    "я": ("ь", "й", "е", "я"),
    "ю": ("я", "ь", "й", "е"),
    "ой": ("а",),
    "ою": ("а",),
    "ей": ("я", "а"),
    "ею": ("я", "а"),
    "єю": ("я",),
    "ом": ("", "о"),
    "ем": ("ь", "й", "", "е"),
    "єм": ("й",),
    "ям": ("я", "и", "ь"),
    "ью": ("ь",),
    "ам": ("ы", "и"),
    "ами": ("ы", "и"),
    "ах": ("ы", "и"),
    "ями": ("и", "ь"),
    "ях": ("и", "я", "ь"),
    "ов": ("ы", "и"),
    # A vowel that comes and goes: Череповца, Львова, Києва, Тернополя, Празі, Америці.
    "ца": ("ец",),
    "цу": ("ец",),
    "це": ("ец",),
    "цом": ("ец",),
    "цем": ("ец",),
    "ці": ("ка", "ця", "ць", "ець"),
    "ця": ("ець",),
    "цю": ("ець", "ця"),
    "озі": ("іг",),
    "огу": ("іг",),
    "огом": ("іг",),
    "ога": ("іг",),
    "зі": ("га",),
    "сі": ("ха",),
    "ова": ("ів",),
    "ові": ("ів",),
    "ову": ("ів",),
    "овом": ("ів",),
    "єва": ("їв",),
    "єві": ("їв",),
    "єву": ("їв",),
    "євом": ("їв",),
    "ева": ("їв", "ів"),
    "еві": ("ів",),
    "оля": ("іль",),
    "олі": ("іль",),
    "олю": ("іль",),
    "олем": ("іль",),
    # Adjectives.
    "ого": ("ий", "ый", "ое", "ой"),
    "его": ("ий", "ее"),
    "ому": ("ий", "ый", "ое", "ой"),
    "ым": ("ый", "ое", "ые", "ой"),
    "им": ("ий", "ие", "ое", "і"),
    "ую": ("ая",),
    "ых": ("ые",),
    "их": ("ие", "і"),
    "ыми": ("ые",),
    "ими": ("ие", "і"),
    "ої": ("а",),
    "ій": ("а", "я"),
}
"""From an ending to the endings of the first case."""
ADJECTIVE: Final[Mapping[str, tuple[str, ...]]] = {
    "ой": ("ая",),
    "ом": ("ый", "ий", "ое"),
    "ою": ("ая",),
    "ей": ("яя",),
    "ю": ("я",),
    "ем": ("ий", "ее"),
}
"""Endings that mean one thing on a noun and another on the adjective before it: "Донецкой", "Донецком"."""
ARABIC_HEADS: Final = ("و", "ب", "ل", "ف", "ک")
"""And, in, to, so, like: written on to the next word."""
ARTICLE: Final = "ال"


def first_cases(word: str) -> Iterator[str]:
    """Give the first cases that a folded Cyrillic word may have, likely ones first; not itself.

    >>> "москва" in first_cases("москве"), "київ" in first_cases("києві"), "донецкая" in first_cases("донецкой")
    (True, True, True)
    """
    for length in range(min(LONGEST_ENDING, len(word) - SHORTEST_STEM), -1, -1):
        cut = len(word) - length
        for table in (ENDINGS, ADJECTIVE):
            for ending in table.get(word[cut:], ()):
                yield word[:cut] + ending


def bare_words(word: str) -> Iterator[str]:
    """Give what a folded Arabic word may be without what is written on to it; first itself.

    >>> list(bare_words("وبغداد"))
    ['وبغداد', 'بغداد', 'غداد']
    """
    yield word
    for _ in range(2):
        # With the article, what ends in "i" is an adjective: "السوري" is the Syrian.
        if word.startswith(ARTICLE) and len(word) > len(ARTICLE) + 2 and word[-1] != "ی":
            yield word[len(ARTICLE) :]
        if word[:1] not in ARABIC_HEADS or len(word) <= SHORTEST_NAME:
            return
        # "للعراق" is "ل" before "العراق".
        word = ARTICLE + word[2:] if word.startswith("لل") else word[1:]
        yield word
