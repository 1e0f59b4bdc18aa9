"""The signs in the words around a name: prepositions, titles, first names, organisations, punctuation.

Each side gives one sign at most, by the first rule that fits; a rule is a set of words and what it says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .runs import OPEN_TAILS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .lexis import Lexis
    from .runs import Piece, Word

WINDOW: Final = 24
"""Code points before and behind a name that are looked at."""
LONGEST_BODY: Final = 5
"""Words of an organisation's name behind a place: "Paris Board of Public Works"."""
LONGEST_ABBREVIATION: Final = 4
"""Letters of a word in capitals that is likelier an abbreviation than a name: ROM."""
DASHES: Final = "-–/"
AGED: Final = re.compile(r", \d\d?, of$")
"""What stands between a person's name and home: "Clyde Hill, 88, of Marion"."""
INITIAL: Final = re.compile(r"[^\W\d_a-zа-яёіїєґ]\.")
"""What stands between a first name and a surname: "F.", but not «г.», which is a town."""
PERSONAL: Final = frozenset({"first name before", "title before", "person", "surname behind"})
"""The signs that a word is part of a person's name."""
HOLDER: Final = frozenset({
    "person", "surname behind", "first name behind", "last name behind", "capital behind", "capital behind, other script",
})  # fmt: skip
"""What a name makes of a person behind it, who is another one where an office stands before: "Minister of Jordan Ayman Safadi"."""
AGENCY: Final = re.compile(r",|\. | [(—–―-]|/[^\W\d_a-z]{3}")
"""What stands behind the place that opens a news item: "KYIV (Agency) —", "DHAKA/NEW DELHI (Agency) —"."""


def capitals(text: str, start: int, end: int, key: str, before: str) -> str:
    """Judge a name that is written in capitals only, if it is."""
    if key.isupper() or not text[start:end].isupper():
        return ""
    if before == "line start" and AGENCY.match(text, end):
        return "capitals of a dateline"
    return "capitals only" if end - start > LONGEST_ABBREVIATION else "capitals, short"


def before_in_run(pieces: Sequence[Piece], at: int, text: str, lexis: Lexis) -> str:
    """Judge the word before, in the same run."""
    piece = pieces[at - 1]
    before = piece.word
    word = before.plain
    if text[piece.end] in DASHES:
        if not before.capital:
            # «Камень-на-Оби» is no Ob.
            return "compound before"
        return "party before" if before.key in PARTIES else "hyphen before" if before.known else "prefix before"
    if word in OF and at >= 2 and not before.capital:
        return before_of(pieces[at - 2].word, lexis)
    sign = lexis.before_capital.get(word)
    if sign or before.is_first_name or is_titled(pieces, at - 1, lexis):
        return sign or "first name before"
    if not before.capital or (before.tail and before.known) or is_open_name(pieces, at):
        # "Pakistan's Sindh" may be a place as well as anything else of Pakistan's.
        return "weak before"
    return "capital before" if word.isascii() else "capital before, other script"


def is_titled(pieces: Sequence[Piece], at: int, lexis: Lexis) -> bool:
    """Tell whether a capitalised word stands behind a title, and so is a first name: "Governor Xyzzy Paris"."""
    return at > 0 and pieces[at].word.capital and lexis.before_capital.get(pieces[at - 1].word.plain) == "title before"


POSSESSED: Final = frozenset({"of", "de", "do", "da", "del", "des", "di"})
"""What stands behind a word that is likelier a common one, and not a name: "Lota de Aveiro"."""
SAINTS: Final = frozenset({"st", "st.", "saint"})
AT_THE_END: Final = {"organisation": "organisation at the end", "institution": "institution"}
OF: Final = frozenset({"of", "de"})


def before_of(word: Word, lexis: Lexis) -> str:
    """Judge the word before "of": the Bank of it, the town of it, its minister, or somebody who lives there."""
    if word.plain in lexis.kinds:
        return "kind before"
    if word.plain in lexis.offices:
        return "office of"
    if word.plain in lexis.organisations or word.plain in lexis.titles:
        return "organisation of"
    return "name of" if word.capital and word.plain in lexis.last_names else "weak before"


SPECIAL: Final = frozenset({"of", "as"})
"""Words before which another word must be looked at: "town of", "as far as"."""


def before_run(text: str, start: int, lexis: Lexis) -> str:
    """Judge what stands before the run."""
    first = start - WINDOW if start > WINDOW else 0
    mark = text[start - 1 : start]
    if mark == " ":
        # As nearly always, a single word.
        word = text[text.rfind(" ", first, start - 1) + 1 or first : start - 1]
        if word.isalpha() and (word := word.lower()) not in SPECIAL:
            return lexis.before_run.get(word, "other before")
    elif mark and mark in DASHES:
        return "party before" if text[start - 2 : start - 1] in PARTIES and not text[start - 3 : start - 2].isalnum() else "prefix before"
    before = text[text.rfind("\n", first, start) + 1 or first : start].rstrip()
    return before_text(before, lexis) if before else "line start"


def before_text(before: str, lexis: Lexis) -> str:
    """Judge the end of the text before a run: its last word, and that before "of" and "as", or a mark."""
    blank = before.rfind(" ")
    word = before[blank + 1 :]
    if word[-1].isalpha():
        word = word.lower().lstrip("(\"'“«‘[")
        if word == "of":
            return before_small_of(before, lexis)
        if word == "as" and before.endswith(" far as"):
            return "prep"
        return lexis.before_run.get(word, "other before")
    return before_mark(before, word, lexis)


def before_small_of(before: str, lexis: Lexis) -> str:
    """Judge what stands before "of": the word for a kind of place or for an office, or a person and perhaps an age."""
    words = before.split()[-3:-1]
    if AGED.search(before) or is_person(words, lexis):
        return "in"
    word = words[-1].lower() if words else ""
    if word in lexis.directions:
        return "in"
    return "kind before" if word in lexis.kinds else "office of" if word in lexis.offices else "weak before"


def is_person(words: Sequence[str], lexis: Lexis) -> bool:
    """Tell whether two words are the name of a person, who may be "of" a place.

    >>> from .lexis import load_lexis
    >>> is_person(["Paris", "Johnson"], load_lexis()), is_person(["The", "Bank"], load_lexis())
    (True, False)
    """
    return len(words) == 2 and words[0].lower() in lexis.first_names and words[1].lower() in lexis.last_names


def before_mark(before: str, word: str, lexis: Lexis) -> str:
    """Judge a mark before the run, and the word that it ends."""
    if word[-1] == "," and word[:-1].lower() in lexis.people:
        return "title before"
    if word[-1] in ".!?…:" and (word[:-1].lower() in ABBREVIATED_TITLES or INITIAL.fullmatch(word)):
        return "title before"
    if word[-1] == "." and f" {before}".endswith(ABBREVIATED_KINDS):
        return "kind before"
    return MARKS_BEFORE.get(word[-1], "other before")


PARTIES: Final = ("D", "R", "I")
"""What stands before the state of a politician: "D-Wash."."""
ABBREVIATED_TITLES: Final = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "sen", "rep", "reps", "sens", "gov", "gen", "col", "maj", "capt", "lt", "sgt", "cpl", "rev", "msgr",
    "hon", "supt", "det", "st", "им",
})  # fmt: skip
"""Titles that a full stop ends."""
ABBREVIATED_KINDS: Final = (
    " г.", " пос.", " п.", " с.", " дер.", " д.", " ст.", " пгт.", " н.п.", " м.", " обл.", "(г.", " р.", " оз.", " респ.",
)  # fmt: skip
"""Kinds of places, cut short: «г. Москва»."""


MARKS_BEFORE: Final = {
    ",": "comma before",
    **dict.fromkeys("(（[", "bracket before"),
    **dict.fromkeys(".!?…:", "sentence start"),
}


def behind_in_run(pieces: Sequence[Piece], at: int, words: int, text: str, lexis: Lexis) -> str:
    """Judge the word behind a name, which is `words` pieces from `at` on, in the same run."""
    behind = pieces[at + words]
    word = behind.word
    if text[pieces[at + words - 1].end] in MARKS_BEHIND:
        # "St Peter's Street" is named after the saint, not after the place.
        return "institution" if words > 1 and pieces[at].word.plain in SAINTS and word.capital else "possessive"
    mark = text[behind.start - 1]
    if mark in DASHES:
        # «Ивдель–Ханты-Мансийск» is a road between two towns.
        return "based behind" if word.key == "based" else "end" if mark == "–" and (word.known or word.form) else "hyphen behind"
    if not word.capital or is_open_name(pieces, at + words):
        # The second is «Вовчанск Чугуевского района».
        return "of behind" if word.plain in POSSESSED else "end"
    sign = lexis.behind.get(word.plain) or body_behind(pieces, at + words, lexis)
    if sign:
        return sign
    if words == 1 and pieces[at].word.is_first_name:
        return "surname behind" if word.plain in lexis.last_names or word.plain in lexis.first_names else "person"
    return name_behind(word, lexis, is_last=behind is pieces[-1])


def is_open_name(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether an adjective and its noun make a name in Russian or Ukrainian: «Чугуевский район»."""
    return at + 1 < len(pieces) and not pieces[at + 1].word.capital and pieces[at + 1].word.key.startswith(OPEN_TAILS)


def body_behind(pieces: Sequence[Piece], at: int, lexis: Lexis) -> str:
    """Judge the last word of the run: "Paris City Council" names a council."""
    last = pieces[-1].word
    if len(pieces) - at > 1 and last.capital and is_unbroken(pieces, at):
        return AT_THE_END.get(lexis.behind.get(last.plain, ""), "")
    return ""


def name_behind(word: Word, lexis: Lexis, *, is_last: bool) -> str:
    """Judge a capitalised word behind a name that is no first name itself."""
    if is_last and word.plain in lexis.last_names:
        return "last name behind"
    return lexis.behind_person.get(word.plain, "capital behind" if word.plain.isascii() else "capital behind, other script")


def is_unbroken(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether the few words from here on are all capitalised."""
    return len(pieces) - at <= LONGEST_BODY and all(piece.word.capital for piece in pieces[at:])


def before_among_capitals(pieces: Sequence[Piece], at: int, text: str, lexis: Lexis) -> str:
    """Judge the word before in a sentence of nothing but capitals, where a word says what it says in small letters.

    >>> from .lexis import load_lexis
    >>> from .runs import cut
    >>> before_among_capitals(cut("FLOODS IN IOWA"), 2, "FLOODS IN IOWA", load_lexis())
    'in'
    """
    before = pieces[at - 1].word
    if text[pieces[at - 1].end] in DASHES:
        return before_in_run(pieces, at, text, lexis)
    if before.plain in OF and at > 1:
        return before_of(pieces[at - 2].word, lexis)
    sign = lexis.before_capital.get(before.plain) or lexis.before_run.get(before.plain)
    return sign or ("first name before" if before.is_first_name else "other before")


def behind_among_capitals(pieces: Sequence[Piece], at: int, words: int, text: str, lexis: Lexis) -> str:
    """Judge the word behind in such a sentence."""
    behind = pieces[at + words].word.plain
    if text[pieces[at + words - 1].end] != " " or (pieces[at].word.is_first_name and behind not in lexis.small):
        return behind_in_run(pieces, at, words, text, lexis)
    return lexis.behind_run.get(behind) or lexis.behind.get(behind, "end")


def behind_run(text: str, end: int, lexis: Lexis) -> str:
    """Judge what stands behind the run."""
    mark = text[end : end + 1]
    if mark == "-":
        return "based behind" if text.startswith("-based", end) else "hyphen behind"
    if mark == " ":
        if text[end + 1 : end + 2].isdigit() and text.endswith(ROADS, 0, end) and not text.endswith(COUNTRY, 0, end):
            return "road number behind"
        blank = text.find(" ", end + 1, end + WINDOW)
        word = text[end + 1 : blank if blank > 0 else end + WINDOW]
        return lexis.behind_run.get(word.rstrip(".,;:!?)\n").lower(), "")
    return MARKS_BEHIND.get(mark, "end")


ROADS: Final = ("U.S.", "U.S", "US")
"""What stands before the number of a highway: "U.S. 34"."""
COUNTRY: Final = tuple(f"the {name}" for name in ROADS)
"""The country itself: "In the U.S. 12 people died"."""
MARKS_BEHIND: Final = {"'": "possessive", "’": "possessive"}
