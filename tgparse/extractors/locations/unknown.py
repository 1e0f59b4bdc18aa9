"""Names that are not in the table, where the words around them vouch for a place: "Bikoro, Congo", "town of X", «в поселке X», "in X."."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from .gazetteer import fold_word, load_common_words, load_words
from .lexis import load_lexis
from .readings import KINDS, PREPOSITIONS
from .surroundings import WINDOW, before_run, before_small_of, behind_run
from .toponym import Toponym
from .weights import WEIGHTS, add_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .lexis import Lexis
    from .readings import Reading

WORD: Final = r"[^\W\d_]+(?:['’][^\W\d_]{2,})*"
"""A word, perhaps with a sound that Latin letters have not: "Shuja'iyya"; no genitive."""
WORDS: Final = re.compile(rf"{WORD}(?:[ -]{WORD}){{0,2}}")
"""A name of one to three words."""
TWO: Final = re.compile(rf"({WORD}(?:[ -]{WORD})?) (?:and|и|і|та|&) ({WORD}(?:[ -]{WORD})?)")
"""Two names of one or two words: "Bikoro and Iboko"."""
VOUCHING: Final[Mapping[str, str]] = MappingProxyType({
    "kind before": "unknown after kind",
    "in": "unknown after in",
    "prep": "unknown after to",
})  # fmt: skip
"""From the sign of the word before such a name to its own."""
GUESSES: Final = frozenset({"unknown after in", "unknown after to"})
"""Those that anything but a place may follow as well."""
KINDS_BEHIND: Final = (" village", " area", " district", " town ", " municipality", " neighborhood", " neighbourhood")
"""Words for what a place is, behind its name: "Kuryana village"."""
DATELINE: Final = re.compile(r" (?:\([A-Z][\w. ]{1,30}\) )?[—―–-]{1,2} ")
"""What stands behind the place that opens a news item: "STEUBENVILLE — ", "MANDRA (Agency) – "."""
SIGNS_BEHIND: Final = frozenset({*map(itemgetter(1), KINDS_BEHIND), *"—―–-("})
"""What begins, behind a blank, all that vouches for a name before it."""
LONGER: Final = frozenset({"capital behind", "person"})
"""The signs of a word behind a name that may belong to it: "Santo Domingo Huendío"."""
ARTICLES: Final = frozenset({"al", "ad", "ar", "as", "ash", "at", "az", "el", "ez", "ul", "ud", "de", "del", "la", "las", "los"})
"""Words inside of names that say nothing: "Wadi ad-Dawasir"."""
ARTICLE: Final = re.compile(rf" (?:{'|'.join(sorted(ARTICLES))})-")
"""One of them behind the first word of a name."""
SHORTEST: Final = 4
"""Letters of a word that is guessed."""
SHORTEST_DATELINE: Final = 7
"""Letters of one in capitals, since shorter ones are abbreviations: "UNICEF — "."""
OPENING: Final = frozenset({"line start", "sentence start"})
"""The signs of a run that opens a sentence, where any word has a capital."""
LINE_START: Final = ("", "\n")
DAYS: Final = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
MONTHS: Final = "January|February|March|April|May|June|July|August|September|October|November|December"
DATED: Final = re.compile(rf" (?:on|in) (?:{DAYS}|{MONTHS})\b.*")
"""When it was, behind a name, in the same run of capitalised words: "in Divundu on Monday"."""
ENGLISH: Final = (
    " the ", " and ", " of ", " said ", " with ", " from ", " when ", " were ", " he ", " after ", " who ", " on ", " by ", " to ", " at ",
    " are ", " have ", " been ", " this ", " that ", " our ", " your ", " their ", " people ", " please ", " need ", " today",
)  # fmt: skip
"""Words of no other language."""
VILLAGE: Final = re.compile(r"[а-яіїєґ'-]{3,}(?:[оеії](?:вк(?:[ауеиі]|ой|ою)|вці)|[оеиы](?:во|но))(?<!..[оы]но)")
"""How Russian and Ukrainian villages are called, in their cases, and hardly anybody else: Киселевка, Трифонівці, Домодедово, Мунино."""
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
    elif not is_vouched_for(text, start, end, key, sign):
        return
    before, behind = before_run(text, start, load_lexis()), behind_run(text, end, load_lexis())
    if before in OPENING and key in load_common_words():
        return  # "Meanwhile, Georgia"
    if two:
        yield unknown(text, start, start + two.end(1), (before, "end", sign))
        yield unknown(text, start + two.start(2), end, (before if before == "kind before" else "weak before", behind, sign))
    else:
        yield unknown(text, start, end, (before, behind, sign))


def is_vouched_for(text: str, start: int, end: int, key: str, sign: str) -> bool:
    """Tell whether the words of a run leave the sign that vouches for it standing."""
    if sign == "unknown after to" and text[start].islower():
        return False  # "Loyal to al-Masri"
    if sign == "unknown in a list":
        return is_name(text, start, end, key)
    if sign in GUESSES:
        return VILLAGE.fullmatch(key) is not None or is_name(text, start, end, key)
    if sign == "unknown before kind":
        return is_new(text, start, key)
    if sign == "unknown dateline":
        return all(is_uncommon(word) or word in load_lexis().directions for word in key.split())
    return True


def sign_behind(text: str, start: int, end: int) -> str:
    """Give the sign of what stands behind a run, where it begins with one of `SIGNS_BEHIND`."""
    if text.startswith(KINDS_BEHIND, end):
        return "unknown before kind"
    opens = end - start >= SHORTEST_DATELINE and text[start - 1 : start] in LINE_START
    return "unknown dateline" if opens and text[start:end].isupper() and DATELINE.match(text, end) else ""


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
    if before not in PREPOSITIONS:
        return
    if all(is_uncommon(word) for word in fold_word(text[start + first.end : end]).split() if word not in ARTICLES):
        yield unknown(text, start, end, (before_run(text, start, lexis), behind_run(text, end, lexis), VOUCHING[before]))


def head_of_run(text: str, start: int, head: str) -> Iterator[Toponym]:
    """Give the unknown name before a known one that a word for its kind shows: «в поселке Териберка Мурманской области»."""
    name, lexis = head.rstrip(), load_lexis()
    if name.isalpha() and text[start - 1 : start] == " " and sign_before(text, start, lexis) == "kind before":
        yield unknown(text, start, start + len(name), (before_run(text, start, lexis), "end", "unknown after kind"))


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
