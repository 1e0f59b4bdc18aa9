"""From bytes to text: which encoding it is, and what becomes of bytes that do not fit it.

The encoding is decided on the first 64 KB: a byte order mark, else the zero bytes of UTF-16 and UTF-32, else UTF-8 if it fits but
for a few places, else what charset-normalizer makes of it. Text is then decoded in chunks, and a byte that does not fit is either an
error that names its offset, or U+FFFD with a note of its place.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from .errors import DecodingError
from .tables import load_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

HEAD: Final = 1 << 16
"""Bytes that the encoding is decided on."""
PIECE: Final = 1024
"""Bytes that are decoded at once behind a byte that does not fit, so that many of them cost linear time."""
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; UTF-32's comes before UTF-16's, which it begins with."""
BINARY: Final = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document: extract its text first"),
    (b"PK\x03\x04", "a ZIP archive: unpack it first"),
    (b"\x1f\x8b", "gzip-compressed: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed: unpack it first"),
    (b"BZh", "bzip2-compressed: unpack it first"),
    (b"\xfd7zXZ", "xz-compressed: unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it first"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"Rar!\x1a\x07", "a RAR archive: unpack it first"),
    (b"\x04\x22\x4d\x18", "lz4-compressed: unpack it first"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old document of Office: save it as text first"),
    (b"{\\rtf", "an RTF document: save it as text first"),
    (b"\x7fELF", "a program"),
    (b"OggS", "a voice message or other Ogg file"),
    (b"RIFF", "a sticker, a sound or a video (RIFF)"),
    (b"ID3", "an MP3 file"),
)
"""How files that are no text begin."""
PUNCTUATION: Final = frozenset("\u00a0\u00ad–—…‘’‚“”„«»‹›•·°§№€™©®¿¡")
"""What stands in texts of any language, and in all of these code pages mostly at the same place."""
BLANKS: Final = b" \n\r"
FEW_ZEROS: Final = 0.1
"""Share of UTF-16 code units whose high byte is zero: those of blanks and digits at least."""
WIDE: Final = re.compile("[^\x00-\x7f\ufffd]")
"""A character that takes several bytes of UTF-8."""
ENOUGH_WIDE: Final = 2
"""How many of them for each stretch that misfits show that a text is UTF-8 none the less. In GBK or cp866 it is one at most."""


class Encoding(NamedTuple):
    """What a file's bytes are."""

    name: str
    """A Python codec name; with the byte order given, so that a mark is not asked for again."""
    mark: int = 0
    """Bytes of its byte order mark, which are no text."""
    guessed: bool = False
    """Whether only the letters' frequencies speak for it."""


def detect_encoding(head: bytes, *, source: str, given: str | None = None) -> Encoding:
    r"""Decide the encoding on the first bytes of a file.

    `given` overrules all but the byte order mark's own bytes. Raises `DecodingError` where the bytes are no text.

    >>> detect_encoding("Привет".encode(), source="x").name
    'utf-8'
    >>> detect_encoding(b"\xff\xfeH\x00i\x00", source="x")
    Encoding(name='utf-16-le', mark=2, guessed=False)
    """
    for mark, name in MARKS:
        if head.startswith(mark) and given is None:
            return Encoding(name, len(mark))
    if given is not None:
        return _given(head, given, source)
    for signature, what in BINARY:
        if head.startswith(signature):
            message = f"{source}: this is no text but {what} (byte 0)"
            raise DecodingError(message, source=source, encoding=None, offset=0)
    wide = _wide_encoding(head)
    if wide is not None:
        return Encoding(wide)
    offset = _first_misfit(head)
    if offset is None:
        return Encoding("utf-8")
    if is_broken_utf8(head):
        return Encoding("utf-8")
    return Encoding(_guess(head, offset, source), guessed=True)


def _given(head: bytes, given: str, source: str) -> Encoding:
    try:
        name = codecs.lookup(given).name
    except LookupError:
        message = f"{source}: Python knows no encoding {given!r}; some that it knows: utf-8, utf-16, windows-1251, koi8-r"
        raise DecodingError(message, source=source, encoding=given, offset=0) from None
    for mark, marked in MARKS:
        if head.startswith(mark) and (marked == name or marked.startswith(name + "-") or name == "utf-8-sig"):
            return Encoding(marked, len(mark))
    return Encoding({"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}.get(name, name))


def _wide_encoding(head: bytes) -> str | None:
    """Tell UTF-16 and UTF-32 without a mark by their zero bytes: those of blanks, digits and line ends at least."""
    if b"\x00" not in head:
        return None
    for name in ("utf-32-le", "utf-32-be"):
        try:
            head[: len(head) // 4 * 4].decode(name)
        except UnicodeDecodeError:
            continue
        return name
    for name, low, high in (("utf-16-le", 0, 1), ("utf-16-be", 1, 0)):
        units = max(1, len(head) // 2)
        low_zeros, high_zeros = head[low::2].count(0) / units, head[high::2].count(0) / units
        if high_zeros >= FEW_ZEROS and low_zeros < high_zeros / 2 and _are_wide_blanks(head[low::2], head[high::2]):
            return name
    return None


def _are_wide_blanks(low: bytes, high: bytes) -> bool:
    """Tell whether blanks and line ends are as wide as UTF-16 has them: in a text of single bytes with NULs they stand beside letters."""
    blanks = [partner for byte, partner in zip(low, high, strict=False) if byte in BLANKS]
    return 2 * blanks.count(0) >= len(blanks)


def _first_misfit(head: bytes) -> int | None:
    """Give the offset of the first byte that is not UTF-8; a character cut by the end of the head is none."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError as error:
        return error.start
    return None


def is_broken_utf8(head: bytes) -> bool:
    """Tell UTF-8 with faults from another encoding: in the others a character of several bytes is an accident among many that misfit."""
    text = head.decode("utf-8", "replace")
    faults = sum(1 for _ in _runs(text, "\ufffd"))
    whole = sum(1 for _ in WIDE.finditer(text))
    return whole >= ENOUGH_WIDE * faults


def _guess(head: bytes, offset: int, source: str) -> str:
    """Ask charset-normalizer, an optional extra."""
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        message = (
            f"{source}: byte {offset} is not UTF-8; pass encoding=, such as 'windows-1251', "
            "or install what guesses it: pip install 'tgparse[charset]'"
        )
        raise DecodingError(message, source=source, encoding="utf-8", offset=offset) from None
    matches = () if b"\x00" in head else tuple(from_bytes(head))
    if not matches:
        message = f"{source}: byte {offset} is not UTF-8, and the bytes look like no other text either; pass encoding= if it is text"
        raise DecodingError(message, source=source, encoding=None, offset=offset)
    alike = [match.encoding for match in matches if match.chaos <= matches[0].chaos]
    return codecs.lookup(_by_letters(head, alike) or matches[0].encoding).name


def _by_letters(head: bytes, names: Sequence[str]) -> str | None:
    """Choose among code pages that read the bytes equally well the one in which they are letters of one language; None: no choice.

    For charset-normalizer French is as good in windows-1250, where "è" is "č".
    """
    pages: Mapping[str, Sequence[str]] = load_json("code_pages.json")["letters"]
    likely = [name for name in names if name in pages]
    if len(likely) < 2:
        return None
    return max(likely, key=lambda name: max(_share(head.decode(name, "replace"), letters) for letters in pages[name]))


def _share(text: str, letters: str) -> float:
    """Give the share of these letters in what is neither ASCII nor punctuation of a text."""
    times = Counter(character for character in text.lower() if not character.isascii() and character not in PUNCTUATION)
    return sum(times[letter] for letter in letters) / max(1, times.total())


class Decoded(NamedTuple):
    """A piece of decoded text."""

    text: str
    misfits: tuple[int, ...] = ()
    """Positions in `text` of the U+FFFD that stand for bytes that do not fit; one for each run of them."""


def iter_decoded(chunks: Iterable[bytes], encoding: Encoding, *, source: str, errors: str, start: int = 0) -> Iterator[Decoded]:
    r"""Decode chunk by chunk; the text does not depend on where the chunks end.

    `start` is the offset of the first byte in its file. Raises `DecodingError` with the offset of the first byte that does not fit,
    unless `errors` is "replace".

    >>> list(iter_decoded([b"Gr\xc3", b"\xbc\xff\xff!"], Encoding("utf-8"), source="x", errors="replace"))
    [Decoded(text='Gr', misfits=()), Decoded(text='ü��!', misfits=(1,))]
    """
    decoder = codecs.getincrementaldecoder(encoding.name)()
    fed, skip, lenient = start, encoding.mark, errors == "replace"
    after_misfit = False
    for chunk in chain(chunks, (b"",)):
        data = chunk[skip:]
        fed += len(chunk) - len(data)
        skip -= len(chunk) - len(data)
        try:
            text = decoder.decode(data, final=not chunk)
            misfits: tuple[int, ...] = ()
        except UnicodeDecodeError as error:
            if not lenient:
                raise _misfit(error, fed + len(data) - len(error.object), encoding.name, source) from None
            decoder.reset()
            text, misfits, rest = _replaced(error.object, encoding.name, final=not chunk, after_misfit=after_misfit)
            decoder.decode(rest)
        if "\x00" in text:
            if not lenient:
                offset = fed + len(text[: text.index("\x00")].encode(encoding.name))
                message = f"{source}: byte {offset} is NUL, which no text holds; errors='replace' reads it all the same"
                raise DecodingError(message, source=source, encoding=encoding.name, offset=offset)
            misfits = tuple(sorted({*misfits, *_runs(text, "\x00")}))
            text = text.replace("\x00", "\ufffd")
        fed += len(data)
        if text:
            after_misfit = bool(misfits) and text.endswith("\ufffd")
            yield Decoded(text, misfits)


def _misfit(error: UnicodeDecodeError, began: int, encoding: str, source: str) -> DecodingError:
    offset = began + error.start
    message = (
        f"{source}: byte {offset} is not {encoding} ({error.reason}); pass the right encoding=, "
        "or errors='replace' to read it with U+FFFD in such places"
    )
    return DecodingError(message, source=source, encoding=encoding, offset=offset)


def _replaced(data: bytes, encoding: str, *, final: bool, after_misfit: bool) -> tuple[str, tuple[int, ...], bytes]:
    """Decode with U+FFFD for what does not fit; give the text, the places of the misfits, and the unfinished end."""
    decoder = codecs.getincrementaldecoder(encoding)()
    parts: list[str] = []
    misfits: list[int] = []
    size = position = 0
    while position < len(data) or (final and decoder.getstate()[0]):
        held = len(decoder.getstate()[0])
        piece = data[position : position + PIECE]
        is_end = final and position + len(piece) >= len(data)
        try:
            text = decoder.decode(piece, final=is_end)
            position += len(piece)
        except UnicodeDecodeError as error:
            good = error.object[: error.start].decode(encoding)
            if not (after_misfit and not good):
                misfits.append(size + len(good))
            text = good + "\ufffd"
            position += error.end - held
            decoder.reset()
            after_misfit = True
        else:
            after_misfit = after_misfit and not text
        parts.append(text)
        size += len(text)
        if is_end and position >= len(data) and not decoder.getstate()[0]:
            break
    return "".join(parts), tuple(misfits), decoder.getstate()[0]


def _runs(text: str, character: str) -> Iterator[int]:
    """Give the position of the first of each run of a character."""
    return (match.start() for match in re.finditer(f"{re.escape(character)}+", text))
