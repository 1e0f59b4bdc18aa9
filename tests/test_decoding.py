"""From bytes to text: encodings found and given, bytes that do not fit, files that are no text."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sqlite3
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tgparse
from tgparse.decoding import BINARY, Encoding, detect_encoding, is_broken_utf8, iter_decoded

from .costs import seconds

if TYPE_CHECKING:
    from collections.abc import Callable

RUSSIAN = (
    "Переслано из Городские новости\nМост через реку снова открыт для движения трамваев и автобусов\n"
    "Жители районов благодарят строителей за работу, которая шла всю зиму и закончилась в срок.\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
@pytest.mark.parametrize("text", ["Forwarded from News\nHello, world\n", RUSSIAN])
def test_unicode_is_found_with_and_without_its_mark(encoding: str, text: str) -> None:
    doc = tgparse.parse_bytes(text.encode(encoding))
    assert doc.text == text
    assert doc.encoding is not None
    assert doc.encoding.startswith(encoding.removesuffix("-sig")[:6])


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r"])
def test_russian_of_one_byte_a_letter_is_guessed_and_says_so(encoding: str) -> None:
    pytest.importorskip("charset_normalizer", reason="the extra charset is not installed")
    doc = tgparse.parse_bytes(RUSSIAN.encode(encoding))
    assert doc.text == RUSSIAN
    assert "TG006" in {d.code for d in doc.diagnostics}


@pytest.mark.parametrize(("encoding", "text"), [("windows-1251", RUSSIAN), ("koi8-r", RUSSIAN), ("windows-1256", "محولة من الأخبار")])
def test_a_given_encoding_overrules(encoding: str, text: str) -> None:
    doc = tgparse.parse_bytes(text.encode(encoding), encoding=encoding)
    assert doc.text == text


def test_an_encoding_that_python_does_not_know_is_refused_with_advice() -> None:
    with pytest.raises(tgparse.DecodingError, match="knows no encoding 'utf-9'"):
        tgparse.parse_bytes(b"text", encoding="utf-9")


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("result.json", "{}")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [(gzip.compress(b"text", mtime=0), "gzip"), (_zip(), "ZIP"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"%PDF-1.7\n", "PDF")],
)
def test_a_file_that_is_no_text_is_named(data: bytes, what: str) -> None:
    with pytest.raises(tgparse.DecodingError, match=what) as caught:
        tgparse.parse_bytes(data, source="export.txt")
    assert caught.value.offset == 0
    assert caught.value.source == "export.txt"
    assert len(BINARY) > 5


POST = "Forwarded from City News\nThe bridge in Minsk reopens on 5 May 2022\n❤1👍1\n"


@pytest.mark.parametrize(
    ("tail", "offset", "line"),
    [
        (b"abc \xff def\n", 4, 4),
        ("a €".encode()[:-1], 2, 4),
        (b"\xed\xa0\xbd\xed\xb8\x80 of CESU-8\n", 0, 4),
        (b"\xed\xa0\x80 a lone surrogate\n", 0, 4),
        (b"overlong \xc0\xaf, and beyond Unicode\n", 9, 4),
        (b"ok\n" + "Привет".encode("cp1251"), 3, 5),
        (b"ok\n\n" + "Hello".encode("utf-16-le"), 5, 6),
    ],
)
def test_faults_in_utf8_are_faults_and_no_other_encoding(tail: bytes, offset: int, line: int) -> None:
    """Also where a library that guesses is installed: read as another encoding, the reactions of the post would be gone."""
    data = POST.encode() + tail
    with pytest.raises(tgparse.DecodingError, match=r"encoding=|errors='replace'") as caught:
        tgparse.parse_bytes(data, source="export.txt")
    assert caught.value.offset == len(POST.encode()) + offset
    doc = tgparse.parse_bytes(data, errors="replace")
    assert doc.encoding == "utf-8"
    assert [reaction.emoji for reaction in doc.posts[0].reactions] == ["❤", "👍"]
    misfits = [d for d in doc.diagnostics if d.code == "TG002"]
    assert misfits[0].line == line
    assert all(d.text == "\ufffd" for d in misfits)
    assert tuple(tgparse.iter_posts(io.BytesIO(data), source="<bytes>", errors="replace")) == doc.posts


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "cp1252", "gbk", "big5", "shift_jis", "euc_kr", "cp1256", "cp1253"])
def test_other_encodings_are_not_taken_for_broken_utf8(encoding: str) -> None:
    """Real sentences of the languages that were written so."""
    words = {
        "cp1252": "Le café était fermé à l'été, après la fête\n",
        "gbk": "大桥今天重新开放，市长说电车也恢复运行\n",
        "big5": "大橋今天重新開放，市長說電車也恢復運行\n",
        "shift_jis": "橋は今日から再び開通し、路面電車も動いています\n",
        "euc_kr": "다리가 오늘 다시 열리고 전차도 운행합니다\n",
        "cp1256": "أعيد اليوم فتح الجسر فوق النهر أمام حركة الترام\n",
        "cp1253": "Η γέφυρα άνοιξε ξανά σήμερα για τα τραμ\n",
    }
    text = words.get(encoding, "Сьогодні міст знову відкрито. Його відкрив мер, і трамваї їздять.\n" if encoding == "cp1251" else RUSSIAN)
    assert not is_broken_utf8((text * 20).encode(encoding))


@pytest.mark.parametrize("cut", ["utf-16", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_a_wide_text_that_is_cut_in_a_character_says_where(cut: str) -> None:
    data = RUSSIAN.encode(cut)[:-1]
    with pytest.raises(tgparse.DecodingError, match="truncated") as caught:
        tgparse.parse_bytes(data)
    assert caught.value.offset is not None
    assert len(data) - 4 < caught.value.offset < len(data)
    doc = tgparse.parse_bytes(data, errors="replace")
    assert doc.text == RUSSIAN[:-1] + "\ufffd"
    assert [d.code for d in doc.diagnostics if d.severity != "info"] == ["TG002"]


def _made(kind: str) -> bytes:
    """Write a small file of a kind that people keep beside their exports."""
    text = POST.encode()
    if kind == "SQLite":
        connection = sqlite3.connect(":memory:")
        connection.execute("CREATE TABLE a (b)")
        data = connection.serialize()
        connection.close()
        return data
    packed: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress}
    packed["ZIP"] = lambda _: _zip()
    heads = {
        "an empty ZIP": b"PK\5\6" + bytes(18),
        "zstd": b"\x28\xb5\x2f\xfd\x04\x00",
        "RAR": b"Rar!\x1a\x07\x01\x00",
        "lz4": b"\x04\x22\x4d\x18",
        "RTF": b"{\\rtf1 ",
    }
    heads |= {"Office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "program": b"\x7fELF\x02", "Ogg": b"OggS\0\2", "RIFF": b"RIFF\x24\0\0\0WEBP"}
    return packed[kind](text) if kind in packed else heads[kind] + text


@pytest.mark.parametrize(
    "kind", ["SQLite", "gzip", "bzip2", "xz", "ZIP", "an empty ZIP", "zstd", "RAR", "lz4", "RTF", "Office", "program", "Ogg", "RIFF"]
)
@pytest.mark.parametrize("errors", ["strict", "replace"])
def test_what_is_packed_or_no_text_is_refused_by_its_name(kind: str, errors: str) -> None:
    """Nothing is unpacked, so there is no bomb; and `errors="replace"` makes no text of it either."""
    data = _made(kind)
    with pytest.raises(tgparse.DecodingError, match=kind) as caught:
        tgparse.parse_bytes(data, errors=errors)
    assert caught.value.offset == 0
    with pytest.raises(tgparse.DecodingError, match=kind):
        list(tgparse.iter_posts(io.BytesIO(data), errors=errors))


def test_a_byte_that_does_not_fit_is_named_by_its_offset() -> None:
    data = b"Forwarded from News\n" * 5000 + b"caf\xff"
    with pytest.raises(tgparse.DecodingError, match="byte 100003") as caught:
        tgparse.parse_bytes(data)
    assert caught.value.offset == 100_003
    with pytest.raises(tgparse.DecodingError) as caught:
        list(tgparse.iter_posts(io.BytesIO(data)))
    assert caught.value.offset == 100_003


def test_a_nul_is_no_text() -> None:
    with pytest.raises(tgparse.DecodingError, match="NUL"):
        tgparse.parse_bytes("Привет\x00мир и все остальные".encode())
    doc = tgparse.parse_bytes("Привет\x00мир и все остальные".encode(), errors="replace")
    assert doc.text == "Привет\ufffdмир и все остальные"


def test_replaced_bytes_are_diagnostics_with_their_place() -> None:
    doc = tgparse.parse_bytes(b"one\ntwo \xff\xff three\nfour \xc3\n", errors="replace", encoding="utf-8")
    found = [(d.code, d.line, d.span.start, d.text) for d in doc.diagnostics if d.code == "TG002"]
    assert found == [("TG002", 2, 8, "\ufffd"), ("TG002", 3, 22, "\ufffd")]


def test_a_text_file_may_be_open_already() -> None:
    assert tgparse.parse_file(io.StringIO("Hello")).text == "Hello"
    assert tgparse.parse_file(io.BytesIO(b"Hello")).text == "Hello"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1252", "Transféré de Café du port\nLe bac n’attend personne, dit le maire, naïf à l’été.\nOù sont les élèves ?\n"),
        ("windows-1252", "Encaminhado de Conselho\nA balsa não espera ninguém; amanhã será outro dia, então não há razão.\n"),
        ("windows-1252", "Weitergeleitet von Hafenrat\nDie Fähre wartet auf niemanden – für Köln und Süßen.\nÖl und Äpfel.\n"),
        ("windows-1250", "Przekazana z Rada portu\nProm na nikogo nie czeka, mówi burmistrz; będzie inny dzień, więc żaden ślad.\n"),
        ("windows-1250", "Přeposláno z Rada přístavu\nPřívoz na nikoho nečeká, říká starosta; žluťoučký kůň.\n"),
        ("windows-1254", "Liman Kurulu kanalından iletildi\nVapur kimseyi beklemiyor, diyor başkan; şehir güzel, öğle.\n"),
    ],
)
def test_latin_of_one_byte_a_letter_reads_as_a_language_writes(encoding: str, text: str) -> None:
    pytest.importorskip("charset_normalizer", reason="the extra charset is not installed")
    assert tgparse.parse_bytes(text.encode(encoding)).text == text


@given(st.binary(max_size=60), st.sampled_from(["utf-8", "utf-16-le", "cp1251"]), st.lists(st.integers(0, 60), max_size=4))
def test_the_text_does_not_depend_on_the_chunks(data: bytes, encoding: str, cuts: list[int]) -> None:
    borders = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    chunks = [data[a:b] for a, b in pairwise(borders)]
    cut = "".join(piece.text for piece in iter_decoded(chunks, Encoding(encoding), source="x", errors="replace"))
    assert cut == data.decode(encoding, "replace").replace("\x00", "\ufffd")


def test_many_bytes_that_do_not_fit_cost_linear_time() -> None:
    def cost(n: int) -> float:
        return seconds(lambda: list(iter_decoded([b"\xff" * n], Encoding("utf-8"), source="x", errors="replace")))

    assert cost(400_000) < 4 * 2.3 * max(cost(100_000), 0.02)


def test_detection_looks_at_no_more_than_it_is_given() -> None:
    cut = "я".encode() * 100
    assert detect_encoding(cut[:-1], source="x").name == "utf-8"


def test_a_stream_names_the_same_places_as_a_document() -> None:
    lines = "".join(
        f"line {i} is a little longer than nothing, so that few fill a chunk of a megabyte and no two are alike\r\n" for i in range(20_000)
    )
    data = lines.encode() + b"three \xff\nfour \xff"
    told: list[tgparse.Diagnostic] = []
    for _ in tgparse.iter_posts(io.BytesIO(data), errors="replace", encoding="utf-8", on_diagnostic=told.append, extractors=()):
        pass
    places = [(d.line, d.span.start) for d in told if d.code == "TG002"]
    doc = tgparse.parse_bytes(data, errors="replace", encoding="utf-8", extractors=())
    assert places == [(d.line, d.span.start) for d in doc.diagnostics if d.code == "TG002"]
    assert [line for line, _ in places] == [20_001, 20_002]


def test_many_surrogates_cost_linear_time() -> None:
    def cost(n: int) -> float:
        return seconds(lambda: tgparse.parse_text("\ud800\n" * n, extractors=()))

    assert sum(d.code == "TG003" for d in tgparse.parse_text("\ud800\n" * 50, extractors=()).diagnostics) == 50
    assert cost(8_000) < 4 * 2.3 * max(cost(2_000), 0.02)
