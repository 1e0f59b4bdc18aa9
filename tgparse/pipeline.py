"""Reader, repeats and extractors married: the doors that turn bytes or text into posts.

The flow is one stream, whatever the door: chunks of text, tokens, raw posts (from the reader of the dialect, split and
marked by `repeats` where bodies are doubled), drafts (paragraphs, and what the extractors found), posts. Nothing looks
at the whole of a file: what concerns all of it (encoding, dialect, doubling, day-month order) is decided on its first
64 KB, and what needs the neighbours (years, `dated`) looks a fixed number of posts ahead, in `timeline.py`. So a stream
and a document give the same posts.
"""

from __future__ import annotations

from difflib import get_close_matches
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from . import repeats
from .channels import channel_of_source, read_channel
from .decoding import HEAD as HEAD_BYTES
from .decoding import Encoding, detect_encoding
from .document import Document, join_posts
from .errors import CODES, StrictError, TgparseError
from .extractors import EXTRACTORS
from .habits import split_at_closings
from .models import Channel, Diagnostic, Furniture, Item, Post, Recognition, builder
from .options import Options
from .paragraphs import mark_datelines, read_paragraphs
from .parts import Origin, PostStream
from .posts import FIELDS, FirstSeen, holds_media, make_furniture, make_post
from .previews import may_hold_previews, split_at_previews
from .readers import DIALECTS
from .recognition import HEAD_TEXT, PLAIN, Plan, make_plan, settle_order
from .sources import (
    Digest,
    Source,
    decode_whole,
    encodable,
    guess_note,
    misfit_notes,
    name_of,
    opened,
    path_note,
    text_chunks,
    without_surrogates,
)
from .spans import Span
from .timeline import Draft, Past, iter_dated
from .tokens import Note, RawFurniture, RawLine, RawPost

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
    from os import PathLike

    from .tokens import Token

    Extractor = Callable[[RawPost, Sequence[Item], Options], Iterable[Item | Note]]
    Part = TypeVar("Part", str | RawPost | RawFurniture, RawPost | RawFurniture)

build_diagnostic: Final = builder(Diagnostic)
EVIDENT: Final = 0.4
"""Confidence from which a text counts as an export of Telegram posts."""
ADDRESS_CONFIDENCE: Final = 0.5
"""How far the address of a text alone speaks for Telegram."""
MISFITS: Final = frozenset({"TG002", "TG003"})
"""Diagnostics with a place in the file."""
DEFAULT_SOURCE: Final = "<text>"


# From chunks of text to posts.


class Run:
    """One parse: its settings, and where it puts what is not a post."""

    def __init__(
        self, *, source: str, options: Options, extractors: Sequence[Extractor], tell: Callable[[Diagnostic], None] | None = None
    ) -> None:
        self.source = encodable(source)
        self.options = options
        self.extractors = extractors
        self.tell = tell
        self.first_seen = FirstSeen()
        self.dialect = ""
        self.channel: Channel | None = None
        """Whose posts these are, as far as the export itself says."""
        self.keeps_furniture = True
        """Whether what stands outside the posts is wanted; in a stream it would fill memory."""
        self.furniture: list[Furniture] = []
        self.diagnostics: list[Diagnostic] = []
        self.pieces: list[str] | None = None
        """The text that a reader lays out; None where the document's text is the source's own."""

    def posts(self, chunks: Iterator[str], *, keep_text: bool = False) -> Iterator[Post]:
        """Give the posts of a text that comes in chunks."""
        head_text, rest = _take(chunks, HEAD_TEXT)
        plan = _plan(head_text, self.options)
        self.note_plan(plan)
        if keep_text and plan.reader.lay_out is not None:
            self.pieces = []
        options = settle_order(plan)
        drafts = (self.draft(raw, options) for raw in self.raw_posts(plan, chain([head_text], rest)))
        if not self.extractors and plan.reader.dialect.carries["sent_at"] == "none":
            # Nothing can have a date, so that no post need wait for its neighbours.
            return self.build(drafts)
        return self.build(iter_dated(drafts, options))

    def raw_posts(self, plan: Plan, chunks: Iterator[str]) -> Iterator[RawPost]:
        """Give the raw posts of a text that comes in chunks."""
        return self._in_posts(self._parts(plan, chunks))

    def drafts_between(self, plan: Plan, tokens: Iterable[Token], past: Past) -> Iterator[Draft]:
        """Give the drafts of the posts of tokens from the midst of a text, read as its head says."""
        options = settle_order(plan)
        drafts = (self.draft(raw, options) for raw in self._in_posts(self._read(plan, tokens)))
        return iter_dated(drafts, options, past)

    def note_plan(self, plan: Plan) -> None:
        """Say how the text is read."""
        self.dialect = plan.reader.dialect.name
        evidence = "; ".join(plan.score.evidence) or "no sign of any other"
        self.note(Note("TG100", f"read as {self.dialect}, confidence {plan.score.confidence:.2f}: {evidence}", None))

    def note(self, note: Note, post: int | None = None) -> None:
        """Make a Diagnostic of a note, and keep or tell it; in strict mode a problem is an error."""
        severity, _ = CODES[note.code]
        place = ("", Span(0, 0), 1) if note.line is None else (note.line.text, Span(note.line.start, note.line.end), note.line.line)
        text, span, line = place
        fields = {"text": text, "span": span, "line": line, "code": note.code, "severity": severity, "message": note.message}
        diagnostic = build_diagnostic({**fields, "source": self.source, "post": post})
        if self.options.strict and severity != "info":
            message = f"{self.source}:{line}: {note.code} {note.message}"
            raise StrictError(message)
        if self.tell is not None:
            self.tell(diagnostic)
        else:
            self.diagnostics.append(diagnostic)

    def _in_posts(self, parts: Iterable[str | RawPost | RawFurniture]) -> Iterator[RawPost]:
        """Give the raw posts, and put aside what stands outside them."""
        for part in parts:
            if isinstance(part, RawPost):
                yield part
            elif isinstance(part, str):
                if self.pieces is not None:
                    self.pieces.append(part)
            elif self.keeps_furniture:
                self.furniture.append(make_furniture(part))

    def _parts(self, plan: Plan, chunks: Iterator[str]) -> Iterator[str | RawPost | RawFurniture]:
        if plan.reader.lay_out is not None:
            return self._without_channels(plan.reader.lay_out(chunks, plan.head, plan.options))
        if plan.stretches is not None:
            return self._marked(plan, iter(plan.stretches))
        return self._read(plan, plan.head.iter_all(chunks, self.note_cut))

    def _read(self, plan: Plan, tokens: Iterable[Token]) -> Iterator[RawPost | RawFurniture]:
        """Read tokens of which the plan's head may be the beginning, or lie before."""
        read = cast("Any", plan.reader.read)
        return self._marked(plan, self._without_channels(read(tokens, plan.head, plan.options)))

    def _marked(self, plan: Plan, stretches: Iterator[RawPost | RawFurniture]) -> Iterator[RawPost | RawFurniture]:
        """Split and mark what stands twice."""
        if self.options.bare_markers == "fold":
            stretches = repeats.fold_markers(stretches)
        if self.options.repeats == "keep":
            return stretches
        if plan.profile.doubled:
            return repeats.split_doubled(stretches, plan.profile)
        if plan.reader.doubles and may_hold_previews(plan.head.text):
            stretches = split_at_previews(stretches)
        if plan.closings:
            stretches = split_at_closings(stretches, plan.closings)
        return repeats.note_squares(stretches)

    def _without_channels(self, parts: Iterable[Part | Channel]) -> Iterator[Part]:
        """Keep the first channel that a reader names, and give everything else."""
        for part in parts:
            # Nearly every part is a post, and asking `isinstance` of a Pydantic model, such as Channel, is slow.
            if isinstance(part, (RawPost, RawFurniture, str)):
                yield part
            else:
                self.channel = self.channel or part

    def note_cut(self, piece: Token) -> None:
        """Note a line that is longer than a token may be, and was cut."""
        self.note(Note("TG004", CODES["TG004"][1], RawLine(piece.text[:1], piece.start, piece.line)))

    def draft(self, raw: RawPost, options: Options) -> Draft:
        """Read one raw post: its paragraphs, and what each extractor finds in them."""
        paragraphs = read_paragraphs(raw)
        found: list[Item] = list(paragraphs)
        notes: list[Note] = list(raw.notes)
        for extract in self.extractors:
            items = list(extract(raw, found, options))
            # Asking `isinstance` of a Pydantic model takes as long as making an item.
            if FIELDS.keys() >= set(map(type, items)):
                found += cast("list[Item]", items)
                continue
            for item in items:
                if isinstance(item, Note):
                    notes.append(item)
                else:
                    found.append(item if type(item) in FIELDS else _checked_item(item))
        return Draft(raw=raw, paragraphs=list(mark_datelines(paragraphs, found)), found=found[len(paragraphs) :], notes=notes)

    def build(self, drafts: Iterable[Draft]) -> Iterator[Post]:
        """Make the posts, number them, and find for each the first equal one."""
        near_seen = None
        if self.options.repeats == "near":
            # Few ask for it, and it would make the first parse of every process slower.
            from .recurrence.near import NearSeen

            near_seen = NearSeen()
        for index, draft in enumerate(drafts):
            raw = draft.raw
            if not raw.lines and not holds_media(raw):
                where = raw.marker.line if raw.marker else raw.reactions[0] if raw.reactions else None
                draft.notes.append(Note("TG101", "the export lost the text of this post", where))
            first = self.first_seen.index_of(raw, index)
            near = near_seen.look(raw.text, index) if near_seen is not None and first is None else ()
            post = make_post(draft, index, self.source, first, near)
            for note in draft.notes:
                self.note(note, index)
            yield post


def _checked_item(item: object) -> Item:
    """Refuse what a user's extractor yields by mistake."""
    if isinstance(item, Item):
        return item
    message = f"an extractor yields items such as tgparse.Found, not {type(item).__name__}"
    raise TypeError(message)


def _plan(text: str, options: Options) -> Plan:
    """Decide on the first 64 KB of a text."""
    return make_plan(text[:HEAD_TEXT], options, whole=len(text) <= HEAD_TEXT)


def _take(chunks: Iterator[str], size: int) -> tuple[str, Iterator[str]]:
    """Read chunks until they hold more than `size` code points, or to the end; give them joined, and the others."""
    taken: list[str] = []
    length = 0
    for chunk in chunks:
        taken.append(chunk)
        length += len(chunk)
        if length > size:
            break
    return "".join(taken), chunks


# The doors.


def parse_text(
    text: str,
    *,
    source: str = DEFAULT_SOURCE,
    channel: str | Channel | None = None,
    options: Options | None = None,
    extractors: Sequence[Extractor] = EXTRACTORS,
    **settings: Any,
) -> Document:
    r"""Parse a text that was once Telegram posts.

    `source` names it in every row and problem, `channel` (a title, an @username or an address) says whose posts these are.
    Settings are given as `options` or as keywords named like the fields of `Options`, which win; `extractors` are the functions
    that find items, each `extract(raw_post, found_so_far, options)`. A lone surrogate becomes U+FFFD, with a
    Diagnostic; a text that looks like a file's name gets one too.

    >>> doc = parse_text("Forwarded from City News\nBridge over the #Dnipro reopens\n❤1👍1")
    >>> post = doc.posts[0]
    >>> post.forwarded_from.name, post.body, post.hashtags
    ('City News', 'Bridge over the #Dnipro reopens', (Hashtag('#Dnipro', line 2, 41:48),))
    >>> doc.text[post.hashtags[0].span.start : post.hashtags[0].span.end]
    '#Dnipro'
    """
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance] -- people do call it with bytes.
        message = f"parse_text takes a str, not {type(text).__name__}; for a file use parse_file, for bytes parse_bytes"
        raise TypeError(message)
    chosen = make_options(options, settings)
    run = Run(source=source, options=chosen, extractors=extractors)
    clean, surrogates = without_surrogates(text)
    if slip := path_note(clean):
        run.note(slip)
    return _document(run, [clean], channel=channel, misfits=surrogates, code="TG003", text=clean)


def parse_bytes(
    data: bytes,
    *,
    source: str = "<bytes>",
    channel: str | Channel | None = None,
    options: Options | None = None,
    extractors: Sequence[Extractor] = EXTRACTORS,
    **settings: Any,
) -> Document:
    """Parse the bytes of an export; the keywords are those of `parse_text`.

    The encoding is `encoding=`, else what a byte order mark says, else UTF-8, else guessed (`pip install 'tgparse[charset]'`).
    Raises `DecodingError` with the offset of the first byte that is no text, unless `errors="replace"`.

    >>> parse_bytes("Привет из Минска".encode("utf-16")).encoding
    'utf-16-le'
    """
    if isinstance(data, str):
        message = "parse_bytes takes bytes; for a str use parse_text, for a file parse_file"
        raise TypeError(message)
    chosen = make_options(options, settings)
    encoding = detect_encoding(bytes(data[:HEAD_BYTES]), source=source, given=chosen.encoding)
    run = Run(source=source, options=chosen, extractors=extractors)
    text, misfits = decode_whole(bytes(data), encoding, source=source, options=chosen)
    digest = sha256(data).hexdigest()
    return _document(run, [text], channel=channel, misfits=misfits, code="TG002", text=text, encoding=encoding, digest=digest)


def parse_file(
    file: Source,
    *,
    source: str | None = None,
    channel: str | Channel | None = None,
    options: Options | None = None,
    extractors: Sequence[Extractor] = EXTRACTORS,
    **settings: Any,
) -> Document:
    """Parse an export: a path, or a file open for reading, binary or text; the keywords are those of `parse_text`.

    `source` is the file's name by default. Raises what opening the file raises, and `DecodingError` where it is no text.

    >>> import io
    >>> parse_file(io.BytesIO("Привет из Минска".encode("utf-16")), source="export.txt").posts[0].body
    'Привет из Минска'
    """
    name = source if source is not None else name_of(file)
    with opened(file) as stream:
        data: str | bytes = stream.read()
    if isinstance(data, str):
        return parse_text(data, source=name, channel=channel, options=options, extractors=extractors, **settings)
    return parse_bytes(data, source=name, channel=channel, options=options, extractors=extractors, **settings)


def iter_posts(
    file: Source,
    *,
    source: str | None = None,
    channel: str | Channel | None = None,
    options: Options | None = None,
    extractors: Sequence[Extractor] = EXTRACTORS,
    on_diagnostic: Callable[[Diagnostic], None] | None = None,
    seen: str | PathLike[str] | None = None,
    **settings: Any,
) -> PostStream:
    r"""Read an export post by post, in memory that does not grow with it; the posts are those of `parse_file`.

    Diagnostics are handed to `on_diagnostic` as they come. A post is given when the posts that its dates may need are read
    (see `tgparse.timeline`). With `seen`, the name of an SQLite file that is made where there is none, `Post.seen` tells which posts
    earlier runs with that file saw; a run counts when it was read to its end. The other keywords are those of `parse_file`.

    >>> import io
    >>> [post.headline.text for post in iter_posts(io.StringIO("Forwarded from News\nBridge reopens"))]
    ['Bridge reopens']
    """
    chosen = make_options(options, settings)
    name = source if source is not None else name_of(file)
    tell = on_diagnostic if on_diagnostic is not None else _ignore
    run = Run(source=name, options=chosen, extractors=extractors, tell=tell)
    run.keeps_furniture = False
    digest = Digest()
    posts = _stream(file, run, digest) if seen is None else _marked_stream(file, run, seen, digest)
    return PostStream(posts, lambda: _origin(run, channel, digest))


def _stream(file: Source, run: Run, digest: Digest) -> Generator[Post]:
    with opened(file) as stream:
        yield from run.posts(text_chunks(digest.watch(stream), source=run.source, options=run.options, tell=run.note))


def _marked_stream(file: Source, run: Run, seen: str | PathLike[str], digest: Digest) -> Generator[Post]:
    # Few need it, and SQLite would make every import slower.
    from .recurrence.seen import SeenFile

    with SeenFile(seen, run.source) as before:
        yield from before.marked(_stream(file, run, digest))


def _origin(run: Run, channel: str | Channel | None, digest: Digest) -> Origin:
    """Say where a stream comes from, as far as it was read; its tables tell it."""
    known = channel_of_run(run, channel)
    return Origin(run.source, digest.whole(), run.dialect or None, channel=(known.title or known.username) if known else None)


def _ignore(diagnostic: Diagnostic) -> None:
    """Drop a diagnostic of a stream that nobody listens to."""


def recognise(text: str, *, url: str | None = None) -> Recognition:
    r"""Tell whether a text looks like an export of Telegram posts, and in which form, from its first 64 KB.

    `url`, where the text came from, counts as evidence.

    >>> recognise("Forwarded from City News\nBridge reopens\n❤1👍1").is_telegram
    True
    >>> recognise("Call me Ishmael.").is_telegram
    False
    """
    return _recognition(_plan(text, Options()), url)


def _recognition(plan: Plan, url: str | None) -> Recognition:
    evidence = list(plan.score.evidence)
    confidence = plan.score.confidence if plan.reader.dialect.name != PLAIN else 0.0
    if url is not None and channel_of_source(url) is not None:
        evidence.append("the address is a channel's")
        confidence = 1 - (1 - confidence) * (1 - ADDRESS_CONFIDENCE)
    return Recognition(
        is_telegram=confidence >= EVIDENT, dialect=plan.reader.dialect.name, confidence=min(1.0, confidence), evidence=tuple(evidence)
    )


def clean_text(text: str, *, url: str | None = None) -> str:
    r"""Give the text once: second copies, reactions and furniture gone; the same object where it is not Telegram's.

    Forward markers stay: they say whose words follow.

    >>> body = "\n".join(f"Line {n} of the tram crosses the river from Monday, says the mayor" for n in (1, 2)) + "\n"
    >>> clean_text(f"Forwarded from City News\n{body}{body}❤1👍1") == f"Forwarded from City News\n{body}"
    True
    >>> poem = "Row, row, row your boat"
    >>> clean_text(poem) is poem
    True
    """
    options = Options()
    plan = _plan(text, options)
    if not _recognition(plan, url).is_telegram:
        return text
    # No models are made, for that costs more than all the rest.
    clean, surrogates = without_surrogates(text)
    run = Run(source=DEFAULT_SOURCE, options=options, extractors=(), tell=_ignore)
    raw_posts = run.raw_posts(_plan(clean, options) if surrogates else plan, iter([clean]))
    return join_posts((raw.marker, raw.text if raw.lines else "") for raw in raw_posts)


# What the doors share.


def make_options(options: Options | None, settings: Mapping[str, Any]) -> Options:
    """Put keywords over options; a keyword that is no setting gets an answer that helps."""
    for name in settings:
        if name not in Options.model_fields:
            near = get_close_matches(name, Options.model_fields, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; the settings are {', '.join(Options.model_fields)}"
            message = f"there is no setting {name!r}{hint}"
            raise TypeError(message)
    base = options if options is not None else Options()
    chosen = Options.model_validate({**base.model_dump(), **settings}) if settings else base
    if chosen.dialect is not None and chosen.dialect not in DIALECTS:
        near = get_close_matches(chosen.dialect, DIALECTS, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(DIALECTS)}"
        message = f"there is no dialect {chosen.dialect!r}; {hint}"
        raise TgparseError(message)
    return chosen


def _document(
    run: Run,
    chunks: list[str],
    *,
    channel: str | Channel | None,
    misfits: Sequence[int],
    code: str,
    text: str,
    encoding: Encoding | None = None,
    digest: str | None = None,
) -> Document:
    """Make the Document of a text that is at hand."""
    if encoding is not None and encoding.guessed:
        run.note(guess_note(encoding))
    for note in misfit_notes(code, text, misfits):
        run.note(note)
    posts = tuple(run.posts(iter(chunks), keep_text=True))
    return Document(
        source=run.source,
        sha256=digest,
        channel=channel_of_run(run, channel),
        dialect=run.dialect,
        encoding=encoding.name if encoding else None,
        text=text if run.pieces is None else "".join(run.pieces),
        posts=posts,
        furniture=tuple(run.furniture),
        diagnostics=tuple(run.diagnostics if run.pieces is None else map(_without_place, run.diagnostics)),
        options=run.options,
    )


def channel_of_run(run: Run, given: str | Channel | None) -> Channel | None:
    """Tell whose posts these are: what the user says wins over the source's name, and that over the export."""
    if isinstance(given, str):
        given = encodable(given)
    return read_channel(given) if given is not None else channel_of_source(run.source) or run.channel


def _without_place(diagnostic: Diagnostic) -> Diagnostic:
    """Move the place of what could not be read into the message, where the document's text is not that of the file."""
    if diagnostic.code not in MISFITS:
        return diagnostic
    message = f"{diagnostic.message} (line {diagnostic.line} of the file)"
    return diagnostic.model_copy(update={"text": "", "span": Span(0, 0), "line": 1, "message": message})
