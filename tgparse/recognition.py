"""What is decided on the first 64 KB of a text: its dialect, whether its bodies are doubled, the order of its dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from . import repeats
from .errors import TgparseError
from .extractors.dates import order_evidence
from .habits import learn_closings
from .previews import may_hold_previews, split_at_previews
from .readers import DIALECTS, READERS
from .tokens import Head, HeaderDates, RawPost, Score, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .options import Options
    from .tokens import RawFurniture, Reader

HEAD_TEXT: Final = 1 << 16
"""Code points that all decisions about a whole text rest on."""
DOUBLED_CONFIDENCE: Final = 0.6
"""Confidence where only the doubling shows what a text is; with other signs it is certainty that grows."""
PLAIN: Final = "plain"
DOUBLING: Final = "web-preview"


class Plan(NamedTuple):
    """What the head of a text decides."""

    head: Head
    reader: Reader
    score: Score
    options: Options
    profile: repeats.Profile
    closings: frozenset[str]
    """How posts end, where nothing else shows it: see `habits`."""
    stretches: Sequence[RawPost | RawFurniture] | None
    """The raw posts, where the head is the whole text: they need not be read again."""


def make_plan(head_text: str, options: Options, *, whole: bool) -> Plan:
    """Choose the reader, and judge whether bodies are doubled; `whole` tells that the head is the whole text."""
    head = Head(head_text)
    reader, score = _choose_reader(head, options)
    if reader.read is None:
        return Plan(head, reader, score, options, repeats.Profile(doubled=False), frozenset(), stretches=None)
    stretches: Sequence[RawPost | RawFurniture] | None = None
    profile = repeats.Profile(doubled=False)
    if reader.doubles or (reader.dialect.name == PLAIN and options.dialect is None and repeats.may_be_doubled(head)):
        # Where there is no marker and no reactions line, the doubling itself may show what a text is.
        witness = reader if reader.doubles else _reader_of(DOUBLING)
        stretches = list(cast("Any", witness.read)(head.tokens, head, options))
        profile = repeats.profile([s for s in stretches if isinstance(s, RawPost)])
        if profile.doubled:
            reader, score = witness, _with_doubling(score if witness is reader else Score(0.0), profile)
        elif witness is not reader:
            stretches = None
    closings = frozenset[str]()
    if stretches is not None and not profile.doubled:
        closings = learn_closings(split_at_previews(stretches) if may_hold_previews(head_text) else stretches)
    return Plan(head, reader, score, options, profile, closings, stretches if whole else None)


def _with_doubling(score: Score, profile: repeats.Profile) -> Score:
    """Add what the doubling shows to what a reader saw."""
    confidence = 1 - (1 - score.confidence) * (1 - DOUBLED_CONFIDENCE)
    return Score(confidence, (*score.evidence, counted(profile.hits, "post", "whose text stands twice")))


def _choose_reader(head: Head, options: Options) -> tuple[Reader, Score]:
    """Take the reader that the user names, else the one that fits best."""
    if options.dialect is not None:
        return _reader_of(options.dialect), Score(1.0, ("given by the user",))
    scored = [(reader, reader.recognise(head)) for reader in READERS]
    return max(scored, key=lambda pair: pair[1].confidence)


def _reader_of(name: str) -> Reader:
    for reader in READERS:
        if reader.dialect.name == name:
            return reader
    message = f"there is no dialect {name!r}; tgparse.DIALECTS has {', '.join(DIALECTS)}"
    raise TgparseError(message)


def settle_order(plan: Plan) -> Options:
    """Settle the order of day and month in the posts' texts: as the user says, else as these dates show, else as the headers' do."""
    if plan.options.date_order is not None:
        return plan.options
    of_headers = plan.reader.header_dates
    headers = of_headers(plan.head, plan.options) if of_headers is not None else HeaderDates(None, plan.head.text)
    return plan.options.model_copy(update={"date_order": order_evidence(headers.texts) or headers.order})
