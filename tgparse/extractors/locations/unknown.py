"""Names that are not in the table, where the words around them vouch for a place: "Bikoro, Congo", "town of X", «в поселке X», "in X."."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from .gazetteer import fold_word, load_common_words, load_gazetteer, load_words
from .lexis import load_lexis
from .readings import KINDS
from .surroundings import WINDOW, before_run, before_small_of, behind_run
from .toponym import Toponym
from .weights import WEIGHTS, add_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .lexis import Lexis
    from .readings import Reading

WORDS: Final = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,2}")
"""A name of one to three words."""
TWO: Final = re.compile(r"([^\W\d_]+(?: [^\W\d_]+)?) (?:and|и|і|та|&) ([^\W\d_]+(?: [^\W\d_]+)?)")
"""Two names of one or two words: "Bikoro and Iboko"."""
LISTED: Final = re.compile(r" (?:and|&) ([^\W\d_]+(?: [^\W\d_]+)?)")
"""What follows a known name in a list: "in Vardenis and Jermuk"."""
VOUCHING: Final[Mapping[str, str]] = MappingProxyType({
    "kind before": "unknown after kind",
    "in": "unknown after in",
    "prep": "unknown after to",
})  # fmt: skip
"""From the sign of the word before such a name to its own."""
PLACED: Final = frozenset({"in", "prep"})
"""The signs of words after which a town is named as a place, and not as a team or a party to talks."""
GUESSES: Final = frozenset({"unknown after in", "unknown after to"})
"""Those that anything but a place may follow as well."""
KINDS_BEHIND: Final = (" village", " district", " town ", " municipality", " neighborhood", " neighbourhood")
"""Words for what a place is, behind its name: "Kuryana village"."""
KIND_LETTERS: Final = frozenset(map(itemgetter(1), KINDS_BEHIND))
"""The letters that they begin with."""
LONGER: Final = frozenset({"capital behind", "person"})
"""The signs of a word behind a name that may belong to it: "Santo Domingo Huendío"."""
BETWEEN: Final = "between "
"""What stands before two towns; of two persons none is a town."""
ARTICLES: Final = frozenset({"al", "ad", "ar", "as", "ash", "at", "az", "el", "ez", "ul", "ud", "de", "del", "la", "las", "los"})
"""Words inside of names that say nothing: "Wadi ad-Dawasir"."""
ARTICLE: Final = re.compile(rf" (?:{'|'.join(sorted(ARTICLES))})-")
"""One of them behind the first word of a name."""
SHORTEST: Final = 4
"""Letters of a word that is guessed."""
DAYS: Final = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
MONTHS: Final = "January|February|March|April|May|June|July|August|September|October|November|December"
DATED: Final = re.compile(rf" (?:on|in) (?:{DAYS}|{MONTHS})\b.*")
"""When it was, behind a name, in the same run of capitalised words: "in Divundu on Monday"."""
ENGLISH: Final = (
    " the ", " and ", " of ", " said ", " with ", " from ", " when ", " were ", " he ", " after ", " who ", " on ", " by ", " to ", " at ",
)  # fmt: skip
"""Words of no other language."""
PEOPLES: Final = ("ans", "ese", "ish", "ism", "ist", "ists", "ites", "ics")
"""Endings of peoples, creeds and subjects."""


@lru_cache(maxsize=1)
def is_english(text: str) -> bool:
    """Tell whether a text holds English words; kept, since it is asked of a text for each of its unknown names.

    >>> is_english("Snow on the hills"), is_english("Schnee in Emotet")
    (True, False)
    """
    return any(word in text for word in ENGLISH)


def guess(text: str, start: int, end: int, sign: str) -> Iterator[Toponym]:
    """Give a run that is not in the table but may be a place, or two of them, for the sign that vouches for it."""
    run = DATED.sub("", text[start:end])
    end = start + len(run)
    two = TWO.fullmatch(run)
    if not two and not WORDS.fullmatch(run):
        return
    key = fold_word(two[1] if two else run)
    if sign == "unknown after kind" and key.isascii():
        sign = "unknown"
    elif (sign in GUESSES and not is_name(text, start, end, key)) or (sign == "unknown before kind" and not is_new(text, start, key)):
        return
    before, behind = before_run(text, start, load_lexis()), behind_run(text, end, load_lexis())
    if two:
        yield unknown(text, start, start + two.end(1), (before, "end", sign))
        yield unknown(text, start + two.start(2), end, ("weak before", behind, sign))
    else:
        yield unknown(text, start, end, (before, behind, sign))


def guess_listed(text: str, known: Toponym, end: int) -> Iterator[Toponym]:
    """Give the name that ends a run behind a town: "shells hit Vardenis and Jermuk", but not "between Liverpool and Juventus"."""
    if not PLACED.isdisjoint(known.signs) and known.chosen >= 0 and load_gazetteer().code(known.chosen) == "P":
        run = DATED.sub("", text[known.end : end])
        listed, last = LISTED.fullmatch(run), known.end + len(run)
        if listed and is_name(text, last - len(listed[1]), last, fold_word(listed[1])):
            yield unknown(text, last - len(listed[1]), last, ("weak before", behind_run(text, last, load_lexis()), "unknown in a list"))


def unknown(text: str, start: int, end: int, signs: Sequence[str]) -> Toponym:
    """Make a toponym of a name that is not in the table."""
    given = [sign for sign in signs if sign]
    logit = WEIGHTS["bias"] + add_up(given)
    name = text[start:end]
    return Toponym(start, end, fold_word(name), (), given, logit, name=name, kind=KINDS[given[-1]])


def sign_before(text: str, start: int, lexis: Lexis) -> str:
    """Give the sign of the word right before a run."""
    first = max(0, start - WINDOW)
    before = text[first : start - 1]
    word = before[before.rfind(" ") + 1 :].rpartition("\n")[2].lower().replace("ё", "е")
    if word == "of":
        sign = before_small_of(before, lexis)
        return "prep" if sign == "office of" and before.split()[-2].lower() in lexis.local_offices else sign
    return "kind before" if word in lexis.kinds else lexis.before_run.get(word, "")


def is_name(text: str, start: int, end: int, key: str) -> bool:
    """Tell whether an unknown word behind "in" is a name: in German all nouns are capitalised, and "in Emotet malware" is no place."""
    return is_alone(text, end) and is_new(text, start, key)


def is_new(text: str, start: int, key: str) -> bool:
    """Tell whether a capitalised run of an English text holds no word that is known as anything else."""
    is_word = key.isascii() and text[start + 1 : start + 2].islower() and is_english(text)
    return is_word and all(is_uncommon(word) for word in key.split() if word not in ARTICLES)


def longer_name(text: str, start: int, end: int, found: Sequence[Reading]) -> Iterator[Toponym]:
    """Give the whole run as a name that the table knows only the beginning of: "in Wadi ad-Dawasir", "from Santo Domingo Huendío"."""
    first, lexis = found[0], load_lexis()
    # Most names go on with nothing of theirs, and the rest is seldom asked.
    if LONGER.isdisjoint(first.signs) and not ARTICLE.match(text, start + first.end):
        return
    if len(found) > 1 or not WORDS.fullmatch(text, start, end):
        return
    if fold_word(text[start : start + first.end]).partition(" ")[0] not in load_words("heads of longer names"):
        return
    before = sign_before(text, start, lexis)
    if before not in PLACED:
        return
    if all(is_uncommon(word) for word in fold_word(text[start + first.end : end]).split() if word not in ARTICLES):
        yield unknown(text, start, end, (before_run(text, start, lexis), behind_run(text, end, lexis), VOUCHING[before]))


def head_of_run(text: str, start: int, head: str) -> Iterator[Toponym]:
    """Give the unknown name before a known one that a word for its kind shows: «в поселке Териберка Мурманской области»."""
    name, lexis = head.rstrip(), load_lexis()
    if name.isalpha() and text[start - 1 : start] == " " and sign_before(text, start, lexis) == "kind before":
        yield unknown(text, start, start + len(name), (before_run(text, start, lexis), "end", "unknown after kind"))


def head_of_list(text: str, start: int, head: str, known: Reading, *, goes_on: bool) -> Iterator[Toponym]:
    """Give the unknown name before a known one in a list: "marched in Ashulia and Gazipur", "from Elko, Carlin and Spring Creek".

    `goes_on` tells that another place of the list stands before the run.
    """
    name, end = head.removesuffix(" and "), start + len(head) - len(" and ")
    if name == head or not WORDS.fullmatch(name):
        return
    is_between = text.endswith(BETWEEN, 0, start) and (known.chosen < 0 or load_gazetteer().code(known.chosen) == "P")
    if not (goes_on or is_between or sign_before(text, start, load_lexis()) in PLACED):
        return
    if is_name(text, start, end, fold_word(name)):
        yield unknown(text, start, end, (before_run(text, start, load_lexis()), "end", "unknown after in"))


def is_called(text: str, start: int, end: int, found: Sequence[Reading]) -> bool:
    """Tell whether "town of" says that a whole run is a name, of which the table knows only a word: "town of Tal Abyad"."""
    run = text[start:end]
    if not WORDS.fullmatch(run) or any(reading.end - reading.start == len(run) or reading.logit > 0 for reading in found):
        return False
    return sign_before(text, start, load_lexis()) == "kind before"


def is_alone(text: str, end: int) -> bool:
    """Tell whether no noun follows: the clause ends, or a small word goes on."""
    behind = text[end : end + WINDOW].split(None, 1)
    if not text[end : end + 1].isspace() or not behind:
        return not text.startswith(("-", "'", "’"), end)
    word = behind[0].rstrip(".,;:!?)").lower()
    lexis = load_lexis()
    if not word[:1].isalpha() or word in lexis.small or word in lexis.before_run or word.endswith("ed"):
        return True
    return word in lexis.clause_words or lexis.behind_run.get(word) == "person verb"


def is_uncommon(key: str) -> bool:
    """Tell whether a word is no English word, name of a person, or people.

    >>> is_uncommon("chimanimani"), is_uncommon("parliament"), is_uncommon("floridians")
    (True, False, False)
    """
    lexis = load_lexis()
    return (
        len(key) >= SHORTEST
        and not key.endswith(PEOPLES)
        and key not in load_common_words()
        and key.rstrip("s") not in load_common_words()
        and key not in lexis.first_names
        and key not in lexis.last_names
        and key not in lexis.peoples
    )
