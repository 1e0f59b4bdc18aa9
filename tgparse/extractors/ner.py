"""A neural tagger of the user's own as one more extractor: what it calls a place and nothing else covers is added.

The gazetteer knows what it knows; a tagger guesses from the context, and so finds villages and streets that no table lists. It costs a
hundred times as much. Its finds only add: they never overrule what is there.

    doc = tgparse.parse_file(path, extractors=(*tgparse.EXTRACTORS, tgparse.extractors.ner(tag)))

`make_natasha` in `tests/benchmarks/locations.py` shows such a `tag` for Russian.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..models import Hashtag, Link, Location, Mention

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..models import Item, PlaceKind
    from ..options import Options
    from ..tokens import RawPost

    Tagger = Callable[[str], Iterable[tuple[int, int, str]]]

KINDS: Final[dict[str, PlaceKind]] = {"LOC": "feature", "GPE": "region", "FAC": "feature", "LOCATION": "feature", "PLACE": "feature"}
"""Labels that taggers give to places; a tagger does not tell a town from a country."""
CONFIDENCE: Final = 0.8
"""Taggers give none that could be compared; this is about their precision on news that they were not trained on."""
EDGES: Final = " \t\u00a0\n#.,;:!?()[]«»“”\"'📍"
"""What a tagger may leave at the ends of a name."""


def ner(
    tagger: Callable[[str], Iterable[tuple[int, int, str]]], labels: Iterable[str] = KINDS
) -> Callable[[RawPost, Sequence[Item], Options], Iterator[Location]]:
    """Make an extractor of a function that maps a text to `(start, end, label)`.

    Offsets are code points of the text that it is given: a post's text, links and mentions blanked out by spaces. Spans whose label is
    not among `labels` are passed over, and so are those that touch a place found before. To use it in `parse_files` with more than one
    worker, `tagger` must be a function at the top of a module, so that it can be pickled.

    >>> from tgparse import EXTRACTORS, parse_text
    >>> def tagger(text):
    ...     return [(text.index("Ozyorkino"), text.index("Ozyorkino") + 9, "LOC")]
    >>> doc = parse_text("Snow fell on Ozyorkino and on Minsk.", extractors=(*EXTRACTORS, ner(tagger)))
    >>> [(place.text, place.cue) for post in doc.posts for place in post.locations]
    [('Ozyorkino', 'ner'), ('Minsk', 'name')]
    """
    return _Tagged(tagger, frozenset(labels))


class _Tagged:
    """The extractor that `ner` makes; a class, because a closure could not be pickled."""

    def __init__(self, tagger: Tagger, labels: frozenset[str]) -> None:
        self.tagger: Final = tagger
        self.labels: Final = labels

    def __call__(self, raw: RawPost, found: Sequence[Item], options: Options) -> Iterator[Location]:  # noqa: ARG002 - the contract of extractors
        """Give the places that the tagger adds."""
        text = raw.without([item for item in found if isinstance(item, Link | Mention)])
        if not text.strip():
            return
        taken = [item.span for item in found if isinstance(item, Location | Hashtag)]
        for start, end, label in self.tagger(text):
            start, end = trimmed(text, start, end)  # noqa: PLW2901 - the same span, without its edges
            if label not in self.labels or start >= end or "\n" in text[start:end]:
                continue
            name, span, line = raw.locate(start, end)
            if any(span.start < other.end and other.start < span.end for other in taken):
                continue
            taken.append(span)
            yield Location(text=name, span=span, line=line, name=name, kind=KINDS.get(label, "feature"), cue="ner", confidence=CONFIDENCE)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave blanks and punctuation out of a span, and bring it inside the text.

    >>> trimmed("in «Minsk»", 3, 99)
    (4, 9)
    """
    start, end = max(0, start), min(len(text), end)
    while start < end and text[start] in EDGES:
        start += 1
    while start < end and text[end - 1] in EDGES:
        end -= 1
    return start, end
