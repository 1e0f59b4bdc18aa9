"""Runs of capitalised words ("City of Paris", «Ростов-на-Дону»), and the pieces that they are made of."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from ...spans import maker
from .gazetteer import SMALL, fold, fold_word, load_gazetteer
from .inflection import first_cases
from .kept import Kept
from .lexis import load_lexis
from .toponym import is_known, static

if TYPE_CHECKING:
    from collections.abc import Sequence

TOKEN: Final = re.compile(r"W\.Va\.|(?:\w\.){2,}\w?(?!\w)|\b(?:St|Mt|Ft|ST|MT|FT)\.|\w+(?:['’ʼ]\w+)*['’]?|&")
SHORTEST_INFLECTED: Final = 3
"""Letters of a Cyrillic name in one of its cases; only well-known ones are so short: «Уфы»."""
OPEN_TAILS: Final = (
    "област", "край", "края", "крае", "краю", "район", "округ", "мор", "озер", "залив", "пролив", "остров", "полуостров", "побережь", "лес",
    "площад", "бульвар", "улиц", "проспект", "набережн", "шоссе", "кладбищ", "аэропорт", "вокзал", "вулиц", "площ",
    "громад", "водохранилищ", "архипелаг", "хреб", "гряд",
)  # fmt: skip
"""How the word begins that makes a place of the adjective before it, whatever the table says."""
POSSESSIVES: Final = ("'s", "’s", "'", "’")
TURKISH_CASE: Final = re.compile(r"['’](?:[ny]?[aeıiuü]|[dt][ae](?:n|ki)?|nd[ae](?:n|ki)?|n?[ıiuü]n|y?l[ae])$")
"""A case of a name in Turkish, which an apostrophe parts from it: "İzmir'deki"."""
POSSESSIVE_ENDS: Final = frozenset("s'’")
SMALL_WORDS: Final = (
    "of|the|and|de|la|le|les|del|el|al|ad|az|ar|es|as|da|do|dos|das|di|du|den|der|am|an|im|an der|sur|sous|upon|on|in|ez|e|y|na"
    "|de la|de los|of the|на|над|и|і|та"
)
"""Small words that a name may hold."""
RUSSIAN_TAILS: Final = (
    "област(?!н)|федеральн|дом[аеу]?\\b|кра[йяюе](?!в|н)|район(?!н)|автономн|округ|мор[еяю]|океан|залив|проток|пролив|коридор|остров|импери|республик|федераци|губерни|площад|бульвар|улиц|проспект"
    r"|городск\w{1,3}(?=[ ]округ)|муниципальн\w{1,3}(?=[ ](?:округ|район))"
    r"|полуостров|архипелаг|гряд[аеыу]\b|хребе?т|водохранилищ|громад"
    "|озер|аэропорт|кладбищ|набережн|шоссе|парк|мост|лес|побережь|гор[аыеу]?\\b|автономи|вулиц|площ|аеропорт|затон|провінц|провинц|пруд"
)
"""How small words begin that end a Russian or Ukrainian name: «Донецкая область»."""
LATIN_ARTICLES: Final = ("al", "ad", "an", "ar", "as", "ash", "at", "az", "el", "en")
ARTICLES: Final = (*LATIN_ARTICLES, *["аль", "ад", "ан", "ар", "ас", "ат", "аш", "аз", "эль", "эд", "эн", "эр", "эс", "эт", "эш", "эз"])
"""The Arabic article before a hyphen, as it is spelled by its sound: "Ar-Raqqa", «аль-Баб»."""
REGIONS: Final = "counties|districts|governorates|oblasts|parishes|prefectures|provinces|regions"
"""Small words that end the names of several regions: "Fayette and Lamar counties"."""


class Piece(NamedTuple):
    """A word of a run."""

    start: int
    end: int
    word: Word


class Word(NamedTuple):
    """What is known of a written word, wherever it stands."""

    key: str
    """The key it is looked up by: an abbreviation stays in capitals."""
    plain: str
    """The same in lower case."""
    tail: int
    """Letters of its ending, a possessive or a Turkish case, which belong to no name."""
    capital: bool
    """Whether it is capitalised; small words such as "of" are not."""
    known: bool
    """Whether it is a name in the table by itself."""
    tells: bool
    """Whether it may begin a name, or show that there is one: most words do not, and runs of such words need no closer look."""
    form: str
    """The name whose case this Cyrillic word may be, or nothing."""
    heads: tuple[str, ...]
    """The first words of longer names that it may be a case of."""
    is_first_name: bool
    """Whether it is a person's first name, in Cyrillic in any case."""


make_piece: Final = maker(Piece)
make_word: Final = maker(Word)


def _capitals() -> str:
    blocks = (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x400, 0x530), *range(0x1E00, 0x1F00))
    return "".join(chr(point) for point in blocks if chr(point).isupper())


@cache
def run_pattern() -> re.Pattern[str]:
    """Compile the pattern of a run of capitalised words.

    >>> [match.group() for match in run_pattern().finditer("In Rio de Janeiro; U.S. towns, в Ростове-на-Дону")]
    ['In Rio de Janeiro', 'U.S.', 'Ростове-на-Дону']
    """
    capital = f"[{_capitals()}]"
    # After a full stop a word may only go on as "U.S.", "St. Louis" or "W.Va.".
    stop = rf"\.(?:(?<=\b[Ss][Tt]\.)|(?<=\b[MF][Tt]\.)|(?<=\bW\.)Va\.|(?<=\b{capital}\.)(?:{capital}\.)+{capital}?(?!\w))"
    rest = rf"[\w'’ʼ]*(?:{stop})?"
    # The pattern begins with a plain set of characters, which the engine looks for faster than for anything else.
    return re.compile(
        rf"""
        {capital}(?<![\w@].){rest}                          # A capitalised word, "U.S." or "St." …
        (?:
            # … then a word between hyphens …
            -(?:(?:au|aux|en|et|lès|sur-la|by-the|on-the|эс|эль|эш|эр|эд|эн|эз|эт|аль|аш|ад|ар|ас|ат|аз|ан|о|де|ле|ла|i|e|ye|и|е)-|[dl]['’]){capital}{rest}
            |(?:[ \u00a0]&[ \u00a0]|[ \u00a0\-–/&])       # … then a blank or a hyphen …
            (?:
                (?:(?:{SMALL_WORDS.replace(" ", "[ ]")})[ \u00a0\-])?  # … perhaps a small word …
                {capital}{rest}                              # … and the next one;
                |(?=[а-яіїє])(?:{RUSSIAN_TAILS})\w{{0,5}}\b  # or «область»;
                |(?=[cdgopr])(?:{REGIONS})\b                # or "counties".
            )
        )*
        """,
        re.VERBOSE,
    )


def cut(run: str) -> list[Piece]:
    """Cut a run into its words; a possessive ending is left out. Nothing, if none of them tells of a name.

    >>> [piece.word.key for piece in cut("Duchess of Cambridge's")], cut("Duchess Catherine")
    (['duchess', 'of', 'cambridge'], [])
    """
    if run.isascii() and run.replace(" ", "").isalpha():
        return cut_plain(run)
    found = [(match.span(), kept_words[match[0]]) for match in TOKEN.finditer(run)]
    if not any(word.tells for _, word in found):
        return []
    pieces: list[Piece] = []
    for (start, end), word in found:
        if word.tail and pieces and f"{pieces[-1].word.plain} {word.plain}'s" in load_gazetteer().names:
            # In "St. John's" the ending belongs to the name.
            pieces.append(make_piece((start, end, word._replace(key=f"{word.key}'s", plain=f"{word.plain}'s", tail=0))))
        elif end - word.tail > start:
            pieces.append(make_piece((start, end - word.tail, word)))
    return pieces


def cut_plain(run: str) -> list[Piece]:
    """Cut a run of nothing but Latin letters and blanks, as most are: that needs no pattern.

    >>> [piece.word.key for piece in cut_plain("Greater London")], cut_plain("Duchess Catherine")
    (['greater', 'london'], [])
    """
    if not load_gazetteer().may_hold_name(run.lower().split(" ")):
        return []
    pieces: list[Piece] = []
    start = 0
    for written in run.split(" "):
        end = start + len(written)
        pieces.append(make_piece((start, end, kept_words[written])))
        start = end + 1
    return pieces


def read_word(written: str) -> Word:
    """Fold a word and ask the table about it.

    >>> read_word("Москве").form, read_word("Однако").tells
    ('москва', False)
    """
    gazetteer = load_gazetteer()
    names, longest, first_names = gazetteer.names, gazetteer.longest, gazetteer.first_names
    tail = next((len(tail) for tail in POSSESSIVES if written.endswith(tail)), 0) if written[-1] in POSSESSIVE_ENDS else 0
    if not tail and (ending := TURKISH_CASE.search(written)) and fold_word(written) not in names:
        tail = len(ending[0])
    word = written[:-tail] if tail else written
    key = fold(word) if word.isupper() else fold_word(word)
    plain = fold_word(word) if key.isupper() else key
    is_first_name = plain in first_names
    known = key in names
    may_tell = plain not in SMALL
    tells = known or plain in names or plain in longest or plain in gazetteer.shown
    if plain.isascii():
        return make_word((key, plain, tail, word[:1].isupper(), known, may_tell and tells, "", (), is_first_name))
    forms: list[str] = []
    heads: list[str] = []
    for case in first_cases(plain):
        if case in names:
            forms.append(case)
        if case in longest:
            heads.append(case)
        is_first_name = is_first_name or case in first_names
    # «Українці» are Ukrainians, whatever town has this dative.
    form = inflected(plain, forms) if forms and plain not in load_lexis().peoples else ""
    tells = may_tell and (tells or bool(form or heads) or plain.startswith(OPEN_TAILS))
    return make_word((key, plain, tail, word[:1].isupper(), known, tells, form, tuple(heads), is_first_name))


kept_words: Final = Kept(read_word, longest=60)


def inflected(word: str, forms: Sequence[str]) -> str:
    """Choose the name whose case a Cyrillic word is; the one of most worth if there are several, or nothing."""
    if len(word) < SHORTEST_INFLECTED or not "\u0400" <= word[0] <= "\u04ff":
        return ""
    if len(word) == SHORTEST_INFLECTED:
        forms = [form for form in forms if is_known_by(form)]
    return max(forms, key=lambda form: static(form)[0], default="") if len(forms) != 1 else forms[0]


def is_known_by(key: str) -> bool:
    """Tell whether everybody knows a place by this name."""
    gazetteer = load_gazetteer()
    return any(is_known(gazetteer, number) for number in gazetteer.candidates(key))
