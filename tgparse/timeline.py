"""What a post can only learn from its neighbours: the years that its dates leave out, and its own date.

A post's own date comes from the export (`sent_at`), else from its dateline, else from the date that closes its headline;
never from prose, where years are mostly history ("in 1944"). These dates are the anchors of the document's timeline. A post
without one lies between the anchors around it, and so do the days that it names: "On December 5" between posts of 1 and
29 December 2022 was in 2022. Exports run oldest first or newest first, so the interval is taken in either direction.

An anchor far from both its neighbours, while these agree with each other, is an anniversary's dateline and none at all.

Everything works on a stream: the anchors behind count for `LOOK_BEHIND` code points, those ahead are looked for in at most
`LOOK_AHEAD` posts. So the result depends on the order of the posts only, not on how many are read at a time; and who begins to
read in the midst of a text can tell from where on it is that of the whole (see `Past`).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from .datelines import find_dateline
from .extractors.dates import days_of, edtf_in, printed_weekday, with_year
from .models import Dated, DateMention, builder, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .models import Item, Paragraph, YearFrom
    from .options import Options
    from .tokens import Note, RawPost

build_dated: Final = builder(Dated)
LOOK_AHEAD: Final = 64
"""Posts behind a post in which the next anchor is looked for."""
LOOK_AHEAD_TEXT: Final = 1 << 20
"""Code points that these posts may hold together: so many real ones never do, and broken ones must not fill memory."""
LOOK_BEHIND: Final = 1 << 20
"""Code points over which an anchor behind counts: hundreds of posts."""
FIRST_LINES: Final = 4
"""Paragraphs at the beginning of a post in which its dateline may stand; else it is the last."""
HALF_YEAR: Final = timedelta(days=183)
NEAR: Final = timedelta(days=60)
"""How far outside its interval a day may lie: announcements and reports of what was."""
CLEAR: Final = timedelta(days=120)
"""How far the same day of any other year must then be away."""
STRAY: Final = timedelta(days=366)
"""How far an anchor must be from its neighbours to be no anchor."""
WEEKDAY_WINDOW: Final = 2
"""Years to either side in which a weekday fixes the year: the same day falls on it again after five at the earliest."""


@dataclass(eq=False)
class Draft:
    """A post that has been read, but not yet placed among its neighbours."""

    raw: RawPost
    paragraphs: list[Paragraph] = field(default_factory=list["Paragraph"])
    found: list[Item] = field(default_factory=list["Item"])
    """What the extractors found, the paragraphs aside."""
    dated: Dated | None = None
    """The post's own date; set by `iter_dated`."""
    notes: list[Note] = field(default_factory=list["Note"])
    certain: bool = True
    """Whether the anchors behind it are those of the whole text; set by `iter_dated`."""


class Interval(NamedTuple):
    """The days between two anchors."""

    first: date
    last: date


class Past:
    """The last two anchors behind, and whether they are those of the whole text.

    In the midst of a text it is not known which anchors stand before. They no longer matter when two anchors in a row have been
    found that are none the less for any other, or when the text read is as long as an anchor counts.
    """

    def __init__(self, unread: int | None = None) -> None:
        self.anchors: deque[tuple[int, date]] = deque(maxlen=2)
        self.doubt = unread
        """Offset of the last place at which an anchor may stand or not; None where all is known."""
        self.agreed = 0
        """Anchors since then, all beyond doubt."""

    def days(self, offset: int) -> list[date]:
        """Give the anchors that still count at an offset, the nearest last."""
        while self.anchors and offset - self.anchors[0][0] > LOOK_BEHIND:
            self.anchors.popleft()
        return [day for _, day in self.anchors]

    def is_known(self, offset: int) -> bool:
        """Tell whether these anchors are those that reading the whole text would have found before this offset."""
        if self.doubt is not None and (self.agreed >= 2 or offset - self.doubt > LOOK_BEHIND):
            self.doubt = None
        return self.doubt is None

    def judge(self, offset: int, own: Dated, coming: Sequence[Dated]) -> None:
        """Note whether the post's own date is an anchor whatever stands before; to be told before it is added."""
        if self.is_known(offset):
            return
        if own.basis == "sent_at" or (coming and abs(own.first - coming[0].first) <= STRAY):
            self.agreed += 1
        else:
            self.doubt, self.agreed = offset, 0


def iter_dated(drafts: Iterable[Draft], options: Options, past: Past | None = None) -> Iterator[Draft]:
    """Yield the same drafts, dated, and with the years of their dates filled in as far as they can be known.

    Holds at most `LOOK_AHEAD` drafts, and of overlong ones fewer, beside the one that it yields. `past` is what is known of the
    text before the first draft.
    """
    ahead: deque[tuple[Draft, Dated | None]] = deque()
    coming: deque[Dated] = deque()
    behind = past if past is not None else Past()
    size = 0
    for draft in drafts:
        own = own_date(draft)
        ahead.append((draft, own))
        if own is not None:
            coming.append(own)
        size += draft.raw.weight
        while len(ahead) > LOOK_AHEAD or (size > LOOK_AHEAD_TEXT and ahead):
            size -= ahead[0][0].raw.weight
            yield _place(ahead, coming, behind, options)
    while ahead:
        yield _place(ahead, coming, behind, options)


def own_date(draft: Draft) -> Dated | None:
    """Give the date that a post bears itself: from the export, a dateline or the end of its headline."""
    sent_at = draft.raw.facts.get("sent_at")
    if isinstance(sent_at, datetime):
        day = sent_at.date()
        return build_dated({"edtf": sent_at.isoformat(timespec="minutes"), "first": day, "last": day, "basis": "sent_at"})
    headline: Dated | None = None
    if not draft.found:
        return None
    for mention in of_kind(draft.found, DateMention):
        dated = _dateline(mention, draft.paragraphs) if _states_a_day(mention) else None
        if dated is not None and dated.basis == "dateline":
            return dated
        headline = headline or dated
    return headline


def _states_a_day(mention: DateMention) -> bool:
    return mention.first is not None and mention.first == mention.last and mention.year_from == "text" and not mention.alternatives


def _dateline(mention: DateMention, paragraphs: Sequence[Paragraph]) -> Dated | None:
    """Tell whether this date is the post's own."""
    if mention.first is None:
        return None
    candidates = paragraphs[:FIRST_LINES] if len(paragraphs) <= FIRST_LINES else [*paragraphs[:FIRST_LINES], paragraphs[-1]]
    for paragraph in candidates:
        if paragraph.span.start <= mention.span.start and mention.span.end <= paragraph.span.end:
            offset = paragraph.span.start
            dateline = find_dateline(paragraph.text, mention.span.start - offset, mention.span.end - offset)
            # A point of a list may be a place and a day as well; it says nothing about the post.
            if dateline is None or (dateline.form == "line" and paragraph.kind == "point"):
                return None
            in_headline = dateline.form == "bracket" and paragraph.kind == "headline"
            basis: Literal["headline", "dateline"] = "headline" if in_headline else "dateline"
            return build_dated({"edtf": mention.first.isoformat(), "first": mention.first, "last": mention.first, "basis": basis})
    return None


def _place(ahead: deque[tuple[Draft, Dated | None]], coming: deque[Dated], past: Past, options: Options) -> Draft:
    """Take the next draft and place it between its anchors; `coming` are those of the drafts ahead."""
    draft, own = ahead.popleft()
    behind = past.days(draft.raw.start)
    draft.certain = past.is_known(draft.raw.start)
    if own is not None:
        coming.popleft()
        past.judge(draft.raw.start, own, coming)
        if own.basis != "sent_at" and _is_stray(own.first, _around(behind, coming)):
            own = None
    interval = None
    if own is None and behind and (following := _following(coming, behind)):
        interval = Interval(min(behind[-1], following), max(behind[-1], following))
    draft.dated = own or (_between(interval) if interval else None)
    if draft.found and any(mention.first is None for mention in of_kind(draft.found, DateMention)):
        draft.found = [_with_known_year(item, own, interval, behind, options) for item in draft.found]
    if own is not None:
        past.anchors.append((draft.raw.start, own.first))
    return draft


def _following(coming: Iterable[Dated], behind: Sequence[date]) -> date | None:
    """Give the next anchor that is none of those that stray."""
    nearest = list(islice(coming, 3))
    for other in coming:
        if not _is_stray(other.first, _around(behind, [anchor for anchor in nearest if anchor is not other])):
            return other.first
    return None


def _around(behind: Sequence[date], coming: Iterable[Dated]) -> list[date]:
    """Give the two anchors to judge another one by: one on each side, or two on one."""
    ahead = [dated.first for dated in islice(coming, 2)]
    if behind and ahead:
        return [behind[-1], ahead[0]]
    return ahead or list(behind)


def _is_stray(day: date, around: Sequence[date]) -> bool:
    """Tell whether an anchor lies far from two others that agree."""
    if len(around) < 2:
        return False
    low, high = min(around), max(around)
    distance = max(low - day, day - high)
    return distance > STRAY and distance > high - low


def _between(interval: Interval) -> Dated:
    first, last = interval
    edtf = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return build_dated({"edtf": edtf, "first": first, "last": last, "basis": "neighbours"})


def _with_known_year(item: Item, own: Dated | None, interval: Interval | None, behind: Sequence[date], options: Options) -> Item:
    """Fill in the year of a date that has none; anything else stays as it is."""
    if type(item) is not DateMention or item.first is not None or not item.edtf.startswith("XXXX"):
        return item
    weekday = printed_weekday(item.text)
    if own is not None and (year := nearest_year(item, own.first, weekday)):
        return with_year(item, year, "post")
    if interval is not None:
        years = years_between(item, interval, weekday)
        if len(years) == 1:
            return with_year(item, years[0], _source(item, interval, weekday))
        if years:
            return with_alternatives(item, years)
    return _by_window(item, weekday, behind, options)


def _source(item: DateMention, interval: Interval, weekday: int | None) -> YearFrom:
    """Say what fixed the year: the weekday, if the interval alone left it open."""
    return "neighbours" if weekday is None or len(years_between(item, interval, None)) == 1 else "weekday"


def _by_window(item: DateMention, weekday: int | None, behind: Sequence[date], options: Options) -> DateMention:
    """Use the last resorts: a weekday near some known day, then the reference date."""
    near = behind[-1] if behind else options.reference_date
    if weekday is not None and near is not None:
        window = range(near.year - WEEKDAY_WINDOW, near.year + WEEKDAY_WINDOW + 1)
        years = [year for year in window if _day_in(item, year, weekday)]
        if len(years) == 1:
            return with_year(item, years[0], "weekday")
    if options.reference_date is not None and (year := nearest_year(item, options.reference_date, weekday)):
        return with_year(item, year, "reference")
    return item


def nearest_year(item: DateMention, day: date, weekday: int | None = None) -> int | None:
    """Give the year that puts the date nearest to a day, and not farther from it than half a year."""
    years = (day.year - 1, day.year, day.year + 1)
    distances = {year: abs(first - day) for year in years if (first := _day_in(item, year, weekday))}
    year = min(distances, key=distances.__getitem__, default=None)
    return year if year is not None and distances[year] <= HALF_YEAR else None


def years_between(item: DateMention, interval: Interval, weekday: int | None) -> list[int]:
    """Give the years that put the date into the interval, or else the one that puts it clearly nearest."""
    years = range(interval.first.year - 1, interval.last.year + 2)
    distances: dict[int, timedelta] = {}
    for year in years:
        if day := _day_in(item, year, weekday):
            distances[year] = max(interval.first - day, day - interval.last, timedelta())
    inside = [year for year, distance in distances.items() if not distance]
    if inside:
        return inside
    near = [year for year, distance in distances.items() if distance <= CLEAR]
    return near if len(near) == 1 and distances[near[0]] <= NEAR else []


def _day_in(item: DateMention, year: int, weekday: int | None) -> date | None:
    """Give the day of the date in a year, if it exists there and falls on the weekday that is printed."""
    day = days_of(item, year)
    return day if day is None or weekday in {None, day.isoweekday()} else None


def with_alternatives(item: DateMention, years: Sequence[int]) -> DateMention:
    """List the years that a date may belong to."""
    return item.model_copy(update={"alternatives": (*item.alternatives, *(edtf_in(item, year) for year in years))})
