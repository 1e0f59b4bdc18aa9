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
    "е": ("а", "", "я", "о", "ь", "е", "й"),
    "и": ("а", "я", "ь", "ы", "й"),
    "і": ("а", "", "я", "ь", "о"),
    "ї": ("я", "й"),
    "я": ("ь", "й", "е", "я"),
    "ю": ("я", "ь", "й", "е"),
    "ой": ("а",),
    "ою": ("а",),
    "ей": ("я", "а", "и"),
    "ею": ("я", "а"),
    "єю": ("я",),
    "ом": ("", "о"),
    "ем": ("ь", "й", "", "е"),
    "єм": ("й",),
    "ям": ("я", "и", "ь", "і"),
    "ью": ("ь",),
    "ам": ("ы", "и"),
    "ами": ("ы", "и"),
    "ах": ("ы", "и"),
    "ями": ("и", "ь", "і"),
    "ях": ("и", "я", "ь", "і"),
    "ов": ("ы", "и"),
    "ев": ("и",),
    # A vowel that comes and goes: Череповца, Львова, Києва, Тернополя, Празі, Америці.
    "ок": ("ки",),
    "ла": ("ел",),
    "лу": ("ел",),
    "ле": ("ел",),
    "лом": ("ел",),
    "ца": ("ец",),
    "цу": ("ец",),
    "це": ("ец",),
    "цом": ("ец",),
    "цем": ("ец",),
    "ці": ("ка", "ця", "ць", "ець", "к"),
    "ця": ("ець",),
    "цю": ("ець", "ця"),
    "озі": ("іг",),
    "огу": ("іг",),
    "огом": ("іг",),
    "ога": ("іг",),
    "зі": ("га", "г"),
    "сі": ("ха", "х"),
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
    "ым": ("ый", "ое", "ые", "ой", "о"),
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


CASES: Final[Mapping[str, tuple[str, ...]]] = {
    ending: (*ENDINGS.get(ending, ()), *ADJECTIVE.get(ending, ())) for ending in (*ENDINGS, *ADJECTIVE)
}  # fmt: skip
"""Both tables in one, so that one look-up serves."""


def first_cases(word: str) -> Iterator[str]:
    """Give the first cases that a folded Cyrillic word may have, likely ones first; not itself.

    >>> "москва" in first_cases("москве"), "київ" in first_cases("києві"), "донецкая" in first_cases("донецкой")
    (True, True, True)
    """
    for cut in range(max(SHORTEST_STEM, len(word) - LONGEST_ENDING), len(word) + 1):
        endings = CASES.get(word[cut:])
        if endings:
            stem = word[:cut]
            for ending in endings:
                yield stem + ending


def adjectives(word: str) -> Iterator[str]:
    """Give the adjective in «-ский» or «-ський» that a folded Cyrillic word may be a form of.

    >>> list(adjectives("российских")), list(adjectives("українською")), list(adjectives("киеве"))
    (['российский'], ['український'], [])
    """
    stem = word[: word.rfind("к") + 1]
    if stem.endswith(("ск", "ськ")) and len(word) - len(stem) <= LONGEST_ENDING:
        yield stem + "ий"


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
