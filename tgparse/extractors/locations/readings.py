"""Readings of a run: the names that a run of capitalised words holds, and what the run itself says for and against each.

A run is read by itself, without the text around it, so that the reading of "Foreign Minister Sergey Lavrov" can be kept: real text says
the same names over and over. What stands around the run is for `scan.py` to add.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from ...spans import maker
from .gazetteer import load_gazetteer, load_words
from .inflection import first_cases
from .kept import Kept
from .lexis import load_lexis
from .runs import ARTICLES, OPEN_TAILS, Piece, cut, kept_words
from .surroundings import HOLDER, PARTIES, before_among_capitals, before_in_run, behind_among_capitals, behind_in_run, is_person
from .toponym import POSTAL_WORDS, static
from .weights import WEIGHTS, add_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...models import PlaceKind
    from .lexis import Lexis
    from .runs import Word

LONGEST_NAME: Final = 60
"""Code points; nothing in the table is longer."""
MOST_FORMS: Final = 64
"""Combinations of case endings tried for a name of several words."""
MOST_OPEN: Final = 4
"""Words in a name that is known by its last word."""
HOPELESS: Final = -5.5
"""The logit from which nothing around a name can make it a place: Of, We, Many."""
ADJECTIVES: Final = (
    "ый", "ий", "ой", "ая", "яя", "ое", "ее", "ого", "его", "ому", "ему", "ым", "им",
    "ом", "ем", "ую", "юю", "ей", "ых", "их", "ої", "ій", "ою", "ька", "ьку", "ьке", "ькі",
)  # fmt: skip
"""Endings of the adjective in «Донецкая область»."""
NOMINATIVE: Final = ("ый", "ий")
GENITIVE: Final = ("а", "у", "ом", "е", "ов", "ів")
"""Endings of nouns of which such an adjective says nothing: «на острове Котельный архипелага»."""
LANDS: Final = frozenset({"island", "islands", "isle", "peninsula", "valley", "desert", "archipelago"})
"""Last words that say what the place named before them is."""
WATERS_OF: Final = frozenset({"strait", "straits", "gulf", "bay", "isle"})
"""First words of names that go on with "of": "Strait of Sicily"; not seas, which are all in the table, and have ministers."""
MUNICIPAL: Final = ("городск", "муниципальн")
"""How the word begins that may stand before the last: «Шебекинский городской округ»."""
STRONG: Final[Mapping[str, str]] = MappingProxyType({"open feature": "open feature", "open water": "open water"})
"""Signs that count for names of the table too: Mount Rainier is a mountain, whatever town bears its name."""
LONGEST_CODE: Final = 3
"""Letters of a state's code: TX, NSW."""
KINDS: Final[Mapping[str, PlaceKind]] = MappingProxyType({
    "open county": "region",
    "regions behind": "region",
    "unknown": "city",
    "unknown after kind": "city",
    "unknown after in": "city",
    "unknown after to": "city",
    "unknown before kind": "city",
    "unknown in a list": "city",
    "unknown dateline": "city",
})  # fmt: skip
"""What a name that is not in the table is held to be, by its sign; else a feature."""
GOVERNED: Final = frozenset({"county", "parish", "oblast"})
"""Last words of names whose bodies are of the place, unlike the bank of a town: "Butte County Sheriff", "commissioners of Butte County"."""
OF_THE_PLACE: Final[Mapping[str, str]] = MappingProxyType(
    {"organisation of": "weak before", "organisation": "end", "capital behind": "end"}
)
"""What the signs of such bodies are then."""
BODIES: Final = frozenset({"organisation", "institution"})
"""The signs of words that make an organisation of what stands before them."""
AND: Final = ("and", "&", "и", "і", "та")
"""What stands between the names of a list."""
OF_THE: Final = ("of", "the")
"""What stands between the form of a state and its name."""
PREPOSITIONS: Final = frozenset({"in", "prep"})
"""The signs of words after which a town is named as a place, and not as a team or a party to talks."""
ARAB: Final = frozenset({
    "AE", "BH", "DJ", "DZ", "EG", "IQ", "JO", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA", "SA", "SD", "SO", "SY", "TD", "TN", "YE",
})  # fmt: skip
"""Countries whose towns may be written with an Arabic article or without."""
Names = dict[str, int | tuple[()]]


class Reading(NamedTuple):
    """A name in a run."""

    start: int
    """Where it stands in the run."""
    end: int
    key: str
    numbers: Sequence[int]
    """The places of this name; empty if it is not in the table."""
    chosen: int
    """The likeliest of them, or -1."""
    logit: float
    """What the name and the run say, added up."""
    signs: tuple[str, ...]
    """What the run says; what the name says by itself is `static`."""
    opens: bool
    """Whether it opens the run, so that what stands before the run counts."""
    closes: bool
    is_word: bool
    """Whether it is a single word, such as a surname is."""


make_reading: Final = maker(Reading)


class Run(NamedTuple):
    """What a run of capitalised words says by itself."""

    begin: int
    """Where it begins: behind the party in "R-Texas", which is no part of the name. All other positions count from there."""
    names: tuple[Reading, ...]
    opening: int
    """Where a name that is not in the table may begin."""
    last: str
    """Its last word, if others stand before it and no name ends with it: alone it may be the person of "Hamid Karzai" again."""
    single: str | None
    """Where its last word ends a list of regions: the word for one of them (`Lexis.several`)."""


NOTHING: Final = Run(0, (), 0, "", None)
"""The reading of a word that is no place whatever stands around it: The, October."""


def read_run(run: str) -> Run:
    """Read a run of capitalised words.

    >>> [reading.key for reading in read_run("Republic of Armenia Ararat Mirzoyan").names]
    ['republic of armenia', 'ararat']
    """
    begin = 2 if run[1:2] == "-" and run[0] in PARTIES and len(run) > 2 else 0
    run = run[begin:]
    names = tuple(readings(run))
    if not names and run.isalpha() and is_never_a_name(run):
        return NOTHING
    words, _, last = run.rpartition(" ")
    if not words:
        return Run(begin, names, 0, "", None)
    return Run(begin, names, name_in(run), "" if names and names[-1].closes else last, load_lexis().several.get(last.lower()))


def is_never_a_name(word: str) -> bool:
    """Tell whether a word that the table does not know is small, or a day's, a month's, a brand's or the like, and cuts no state short.

    >>> is_never_a_name("October"), is_never_a_name("Our"), is_never_a_name("Ore"), is_never_a_name("Xyzzy")
    (True, True, False, False)
    """
    key = word.lower()
    return (key in load_lexis().small or key in load_words("capitalised words")) and f"{key}." not in load_gazetteer().names


kept_runs: Final = Kept(read_run, longest=100)


def name_in(run: str) -> int:
    """Give where a name that is not in the table may begin in a run: "Villagers in Divundu", "People of the Nivil", "At Landi Kotal".

    >>> name_in("Villagers in Divundu"), name_in("At Landi Kotal"), name_in("Landi Kotal")
    (13, 3, 0)
    """
    lexis = load_lexis()
    at = run.rfind(" in ")
    if at < 0 and " of " in run:
        before = run.rpartition(" of ")[0].split()[-2:]
        if is_person(before, lexis) or before[-1].lower() in lexis.directions:
            at = run.rfind(" of ")
    if at >= 0:
        return at + len(" in ")
    if " the " in run:
        return run.rfind(" the ") + len(" the ")
    first = run.partition(" ")[0]
    return len(first) + 1 if lexis.before_run.get(first.lower()) in PREPOSITIONS else 0


def readings(run: str) -> Iterator[Reading]:
    """Read a run."""
    names = load_gazetteer().names
    if run.isalpha():
        word = kept_words[run]
        found = (word.key, "") if word.known else (word.plain, "") if word.plain in names else other_form(word, names)
        if found:
            yield from judge(run, [Piece(0, len(run), word)], 0, 1, *found)
    else:
        yield from read_pieces(run, cut(run), names)


def read_pieces(run: str, pieces: Sequence[Piece], names: Names) -> Iterator[Reading]:
    """Give the names in a run of several words."""
    at, in_state = 0, False
    # Of "Fayette and Lamar counties" both are regions.
    lexis = load_lexis()
    single = lexis.several.get(pieces[-1].word.key) if pieces else None
    several = "" if single is None else "regions behind"
    # Hardly a run has a word that makes a name of those beside it.
    opens = not run.isascii() or not load_gazetteer().shown.isdisjoint([piece.word.plain for piece in pieces])
    while at < len(pieces):
        words = 1
        if pieces[at].word.capital:
            found = longest_name(pieces, at, names)
            opened, opening = open_name(pieces, at) if opens else (0, "")
            if single:
                found = one_of_several(pieces, at, single, names) or found
            elif several and found and static(found[1])[0] + WEIGHTS[several] < 0:
                found = None  # Hardly a place otherwise: "Clay and Union counties".
            if several and not found and not opened and (is_adjective(pieces, at) if single else stands_alone(pieces, at, lexis)):
                opened, opening = 1, several
            if opened and (not found or opened > found[0]):
                words = opened
                known = found is not None and found[0] == words - 1 and is_land_of(found[1], pieces[at + words - 1].word.plain)
                yield from judge_open(run, pieces, at, words, "open feature" if known else opening)
            elif found:
                words, key, sign = found
                if opened == words:
                    sign = sign or STRONG.get(opening, "open, in the table")
                sign = sign or several
                # "Austin TX" is read as "Austin, TX": neither is a part of the other's name.
                was_in_state, in_state = in_state, is_in_state(run, pieces, at, words, key)
                yield from judge(run, pieces, at, words, key, sign, before=not was_in_state, behind=not in_state)
        at += words


def is_in_state(run: str, pieces: Sequence[Piece], at: int, words: int, key: str) -> bool:
    """Tell whether a town's name is followed by the code of its state: "Austin TX", though not "GOSHEN IN FLAMES".

    >>> run = "Austin TX"
    >>> is_in_state(run, cut(run), 0, 1, "austin")
    True
    """
    if at + words == len(pieces):
        return False
    state = pieces[at + words]
    regions = states_behind(state.word.key, run[pieces[at].start : state.start])
    if not regions or run[state.start - 1] != " ":
        return False
    gazetteer = load_gazetteer()
    where = {(gazetteer.country(number), gazetteer.region(number)) for number in regions}
    towns = (number for number in gazetteer.candidates(key) if gazetteer.code(number) == "P")
    return any((gazetteer.country(number), gazetteer.region(number)) in where for number in towns)


def states_of_code(key: str) -> list[int]:
    """Give the regions whose code a name is, which may stand behind a town without a comma: TX, NSW; WA is two.

    >>> len(states_of_code("TX")), states_of_code("texas"), states_of_code("UN")
    (1, [], [])
    """
    if len(key) > LONGEST_CODE or not key.isupper():
        return []
    gazetteer = load_gazetteer()
    return [number for number in gazetteer.candidates(key) if gazetteer.code(number) == "R"]


def states_behind(key: str, town: str) -> list[int]:
    """Give the regions whose code stands behind a town without a comma; among capitals, IN and OR are words.

    >>> states_behind("IN", "Goshen") != [], states_behind("IN", "GOSHEN")
    (True, [])
    """
    return [] if key in POSTAL_WORDS and town.isupper() else states_of_code(key)


def is_land_of(key: str, last: str) -> bool:
    """Tell whether a word behind a name says what it is: "Crimea Peninsula", "Kashmir Valley", "Great Abaco Island".

    >>> is_land_of("crimea", "peninsula"), is_land_of("boston", "island")
    (True, False)
    """
    best = static(key)[2]
    return last in LANDS and best >= 0 and load_gazetteer().code(best) in "RAF"


def one_of_several(pieces: Sequence[Piece], at: int, single: str, names: Names) -> tuple[int, str, str] | None:
    """Find the region or sea that an adjective names together with the word behind the last: «Донецкой» in «Донецкой и Луганской областях».

    The last of them goes on to that word.
    """
    is_last = at + 2 == len(pieces)
    if not ((at and pieces[at - 1].word.plain in AND) if is_last else is_in_list(pieces, at)):
        return None
    key = region_of_adjective(pieces[at].word, single, names)
    return (2 if is_last else 1, key, "inflected") if key else None


def region_of_adjective(word: Word, single: str, names: Names) -> str | None:
    """Give the key of the region or sea that an adjective and a noun that it shares name: «Донецкой» with «область»."""
    return next((key for head in (word.key, *word.heads) if (key := f"{head} {single}") in names), None)


def stands_alone(pieces: Sequence[Piece], at: int, lexis: Lexis) -> bool:
    """Tell whether a word is a name of its own in a list of regions: none of a name stands before it, and nothing but "and" behind."""
    before = pieces[at - 1].word if at else None
    if pieces[at].word.plain in lexis.small or (before and before.capital and before.plain not in lexis.small):
        return False
    return is_in_list(pieces, at)


def is_adjective(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether a Russian or Ukrainian adjective shares its noun with the next one: «Бессоновского и Городищенского районов»."""
    return pieces[at].word.plain.endswith(ADJECTIVES) and at + 1 < len(pieces) and pieces[at + 1].word.plain in AND


def is_in_list(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether nothing but names and "and" stands between a word and the last of a run, which says what all of them are."""
    behind = [piece.word for piece in pieces[at + 1 : -1]]
    return at + 1 < len(pieces) and not (behind and behind[0].capital) and all(word.capital or word.plain in AND for word in behind)


def judge(  # noqa: PLR0917 - where, how far, what
    run: str, pieces: Sequence[Piece], at: int, words: int, key: str, sign: str, *, before: bool = True, behind: bool = True
) -> Iterator[Reading]:
    """Give the reading of a name of the table, unless nothing could make it a place.

    `before` and `behind` tell whether the words beside it in the run say something of it, or are as if a comma stood between.
    """
    worth, _, best = static(key)
    around = signs_in_run(run, pieces, at, words, before=before, behind=behind)
    if sign == "inflected":
        # «Архитектор Петрозаводска Евгений Фролов»: no person has a first name in the genitive, and then another.
        around = ("end" if other == "first name behind" else other for other in around)
    signs = (*around, *([sign] if sign else []))
    logit = worth + add_up(signs)
    if logit > HOPELESS:
        numbers = load_gazetteer().candidates(key)
        start, end = pieces[at].start, pieces[at + words - 1].end
        yield make_reading((start, end, key, numbers, best, logit, signs, at == 0, at + words == len(pieces), words == 1))


def judge_open(run: str, pieces: Sequence[Piece], at: int, words: int, sign: str) -> Iterator[Reading]:
    """Give the reading of a name that is not in the table, but that its own words show to be a place."""
    around = signs_in_run(run, pieces, at, words)
    if pieces[at + words - 1].word.plain in GOVERNED:
        around = (OF_THE_PLACE.get(other, other) for other in around)
    signs = (*around, sign)
    logit = WEIGHTS["bias"] + add_up(signs)
    yield Reading(pieces[at].start, pieces[at + words - 1].end, "", (), -1, logit, signs, at == 0, at + words == len(pieces), words == 1)


def signs_in_run(run: str, pieces: Sequence[Piece], at: int, words: int, *, before: bool = True, behind: bool = True) -> Iterator[str]:
    """Give the signs of the words beside a name in its run: of the one before, and of the one behind."""
    lexis = load_lexis()
    # An abbreviation is told from a word by the capitals around it alone: "HELP US" means no country.
    first = pieces[at].word
    is_short = words == 1 and first.known and first.key.isupper()
    shouts = not is_short and is_in_capitals(run)
    judge_before, judge_behind = (before_among_capitals, behind_among_capitals) if shouts else (before_in_run, behind_in_run)
    left = "comma before" if not before else judge_before(pieces, at, run, lexis) if at else ""
    right = "end" if not behind else judge_behind(pieces, at, words, run, lexis) if at + words < len(pieces) else ""
    if left:
        yield left
        if shouts:
            # Not of the first word, which may be a person's name as well, or a film's: "GOSHEN IN FLAMES".
            yield "among capitals"
    if right and not (left == "office of" and right in HOLDER):
        yield right


@lru_cache(maxsize=1)
def is_in_capitals(run: str) -> bool:
    """Tell whether a run is a sentence, or a part of one, that is written in capitals; kept, since it is asked for each of its names.

    >>> is_in_capitals("FLOODS IN IOWA"), is_in_capitals("KANSAS CITY STAR"), is_in_capitals("Floods In Iowa")
    (True, False, False)
    """
    return run.isupper() and not load_lexis().small.isdisjoint(run.lower().split())


def other_form(word: Word, names: Names) -> tuple[str, str] | None:
    """Look up a word as a genitive without its apostrophe ("Mexicos"), or in its cases."""
    key = word.plain
    if key.isascii():
        if key[-1] == "s" and names.get(key[:-1]) and static(key[:-1])[0] > 0:
            return key[:-1], "bare possessive"
        return None
    return (word.form, "inflected") if word.form else None


def longest_name(pieces: Sequence[Piece], at: int, names: Names) -> tuple[int, str, str] | None:
    """Give the longest name that begins here: its number of words, its key, and a sign."""
    first = pieces[at].word
    for words in range(min(len(pieces) - at, load_gazetteer().longest.get(first.plain, 1)), 1, -1):
        if pieces[at + words - 1].end - pieces[at].start > LONGEST_NAME:
            continue
        if whole := name_of(pieces[at : at + words], names):
            return words, *whole
    if first.plain in load_lexis().states and (found := official_name(pieces, at, names)):
        return found
    if not first.plain.isascii() and (found := longest_inflected(pieces, at, names)):
        return found
    if first.plain in ARTICLES and (key := without_article(pieces, at, names)):
        return 2, key, ""
    for key in (first.key, first.plain):
        if key in names:
            return 1, key, ""
    return (1, first.form, "inflected") if first.form else None


def without_article(pieces: Sequence[Piece], at: int, names: Names) -> str | None:
    """Give the key of an Arab town that is written with an article the table does not have: "Ar-Raqqa"."""
    if at + 1 == len(pieces) or pieces[at + 1].start != pieces[at].end + 1:
        return None
    word = pieces[at + 1].word
    key = word.plain if word.plain in names else word.form
    best = static(key)[2] if key else -1
    gazetteer = load_gazetteer()
    return key if best >= 0 and gazetteer.code(best) == "P" and gazetteer.country(best) in ARAB else None


def name_of(pieces: Sequence[Piece], names: Names) -> tuple[str, str] | None:
    """Look up several words as one name, as it stands or as a genitive without its apostrophe: its key, and a sign."""
    words = [piece.word for piece in pieces]
    first, last = words[0], words[-1]
    key = " ".join([word.plain for word in words])
    if sum([word.tail for word in words[:-1]]):
        owned = " ".join([*[word.plain + "'s" * bool(word.tail) for word in words[:-1]], last.plain])
        if owned in names:
            return owned, ""
        if first.known and first.tail:
            return None  # "Melbourne's City Square" is no Melbourne City; "Cox's Bazar" is one name.
    if first.plain == "the" and key[4:] in names:
        return None  # The article is no part of "the Middle East", unlike The Hague's.
    if key in names and not is_kind_of(first.plain, key):
        return key, ""
    # "Sindh and Balochistan provinces" are two, and nobody's.
    is_genitive = key[-1] == "s" and key[:-1] in names and last.plain not in load_lexis().several
    return (key[:-1], "bare possessive") if is_genitive else None


def official_name(pieces: Sequence[Piece], at: int, names: Names) -> tuple[int, str, str] | None:
    """Find "the Republic of Turkey" by the country's name: the table knows official names only of some."""
    small = 0
    while at + 1 + small < len(pieces) and pieces[at + 1 + small].word.plain in OF_THE[small : small + 1]:
        small += 1
    begin = at + 1 + small
    # No country is called a republic of a republic, and a hostile text must not lead down an endless row of them.
    if not small or begin == len(pieces) or pieces[begin].word.plain in load_lexis().states:
        return None
    found = longest_name(pieces, begin, names)
    if not found or not is_sovereign(found[1]):
        return None
    words, name, sign = found
    # "The Republic of Congo" is not the Democratic one.
    full = f"{pieces[at].word.plain} of the {name}"
    return 1 + small + words, full if full in names else name, sign


def is_sovereign(key: str) -> bool:
    """Tell whether a name is first of all a country's."""
    best = static(key)[2]
    return best >= 0 and load_gazetteer().code(best) == "C"


def is_kind_of(kind: str, key: str) -> bool:
    """Tell whether a name only says what the place is: the State of Nebraska is Nebraska, but the State of Israel is its full name.

    >>> is_kind_of("state", "state of nebraska"), is_kind_of("state", "state of israel"), is_kind_of("state", "state of mexico")
    (True, False, False)
    """
    short = key[len(kind) + len(" of ") :]
    if kind not in load_lexis().kinds or key != f"{kind} of {short}":
        return False
    return load_gazetteer().names[key] == static(short)[2] and not is_sovereign(short)


def longest_inflected(pieces: Sequence[Piece], at: int, names: Names) -> tuple[int, str, str] | None:
    """Undo the case endings of a name of several words."""
    longest = load_gazetteer().longest
    first = pieces[at].word
    for head in (first.key, *first.heads):
        forms = [head]
        for words in range(2, min(longest.get(head, 0), len(pieces) - at) + 1):
            word = pieces[at + words - 1].word.key
            forms = [f"{form} {end}" for form in forms for end in (word, *first_cases(word))][:MOST_FORMS]
            hit = next((form for form in forms if form in names), None)
            if hit:
                return words, hit, "inflected"
    return None


def open_name(pieces: Sequence[Piece], at: int) -> tuple[int, str]:
    """Give how many words from here make a name by their last or first word, and the sign for it; 0 if none.

    "Palm Beach County" and "Lake Tuz" are names of places, whatever the table says.
    """
    lexis = load_lexis()
    first = pieces[at].word.plain
    if first in lexis.small or len(pieces) - at < 2:
        return 0, ""
    for last in range(at + 1, min(at + MOST_OPEN, len(pieces))):
        word = pieces[last].word
        if not word.capital:
            if last == at + 1 and word.key.startswith(MUNICIPAL):
                continue
            # The adjective stands right before, or before such a word: «Судом Партизанского района» is none.
            is_tail = word.key.startswith(OPEN_TAILS) and not (first.endswith(NOMINATIVE) and word.key.endswith(GENITIVE))
            if is_tail and first.endswith(ADJECTIVES) and (last == at + 1 or not pieces[last - 1].word.capital):
                return last - at + 1, "open Russian"
            break
        is_broken = pieces[last].start > pieces[last - 1].end + 1 and word.plain != "county"
        if is_broken or word.plain in lexis.small:
            break  # A genitive ends before it: "Monday's Straits", though not "Prince George's County"; or a sentence begins: "W.Va. The".
        sign = lexis.endings.get(word.plain)
        if word.plain == "district" and lexis.behind.get(pieces[last - 1].word.plain) in BODIES:
            break  # "Springfield School District" is a body, not a part of the country.
        if sign and not (last + 1 < at + MOST_OPEN and is_ending(pieces[last + 1 : last + 2], lexis)):
            return last - at + 1, sign
    if first in WATERS_OF and len(pieces) - at > 2 and pieces[at + 1].word.plain == "of" and pieces[at + 2].word.capital:
        return 3, "open feature"
    second = pieces[at + 1].word
    sign = lexis.heads.get(first, "") if second.capital and second.plain not in lexis.small else ""
    return (2, sign) if sign else (0, "")


def is_ending(pieces: Sequence[Piece], lexis: Lexis) -> bool:
    """Tell whether a capitalised word follows that ends names as well: "Buffalo Creek Park"."""
    return bool(pieces) and pieces[0].word.capital and pieces[0].word.plain in lexis.endings
