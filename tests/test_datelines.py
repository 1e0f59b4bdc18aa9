"""Datelines: the three forms are found with the bare name of their place, and prose is none of them."""

from __future__ import annotations

import pytest

from tgparse.datelines import find_dateline

from .costs import seconds


@pytest.mark.parametrize(
    ("text", "found", "form", "place"),
    [
        ("📍 Minsk, January 19, 2023", "January 19, 2023", "line", "Minsk"),
        ("Lodz, 1 December 2022", "1 December 2022", "line", "Lodz"),
        ("📍 #Minsk, 1 December 2022", "1 December 2022", "line", "Minsk"),
        ("Frankfurt am Main, 5. Dezember 2022", "5. Dezember 2022", "line", "Frankfurt am Main"),
        ("г. Ростов-на-Дону, 5 декабря 2022 г.", "5 декабря 2022", "line", "Ростов-на-Дону"),
        ("Washington D.C., 5 December 2022", "5 December 2022", "line", "Washington D.C."),
        ("Minsk, Belarus, January 19, 2023", "January 19, 2023", "line", "Minsk, Belarus"),
        ("1 December 2022, Lodz", "1 December 2022", "line", "Lodz"),
        ("📅 5 December 2022 📍 Minsk", "5 December 2022", "line", "Minsk"),
        ("5 December 2022", "5 December 2022", "line", None),
        ("Interview to RBC (Moscow, March 16, 2022)", "March 16, 2022", "bracket", "Moscow"),
        ("🎙 Interview with Harbour Radio (December 29, 2022)", "December 29, 2022", "bracket", None),
        ("讲话（北京，2022年12月5日）", "2022年12月5日", "bracket", "北京"),
        ("KYIV, December 5 (Agency) — The talks went on", "December 5", "lead", "KYIV"),
        ("KYIV, 5 December — The talks went on", "5 December", "lead", "KYIV"),
        ("МОСКВА, 5 дек — РИА Новости. Переговоры", "5 дек", "lead", "МОСКВА"),
        ("Москва. 5 декабря. INTERFAX.RU - Переговоры", "5 декабря", "lead", "Москва"),
        ("КИЕВ, 5 декабря. /ТАСС/. Переговоры", "5 декабря", "lead", "КИЕВ"),
    ],
)
def test_datelines_are_found(text: str, found: str, form: str, place: str | None) -> None:
    start = text.index(found)
    dateline = find_dateline(text, start, start + len(found))
    assert dateline is not None
    assert dateline.form == form
    assert (text[slice(*dateline.place)] if dateline.place else None) == place


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On December 5, Sergey Lavrov had talks", "December 5"),
        ("On 5 December 2022", "5 December 2022"),
        ("5 December 1941 — the counter-offensive began", "5 December 1941"),
        ("Deadline: 5 December 2022", "5 December 2022"),
        ("Statement (published 5 December 2022)", "5 December 2022"),
        ("The talks (Geneva, 5 December 2022) failed", "5 December 2022"),
        ("The talks of December 5 failed", "December 5"),
    ],
)
def test_prose_is_no_dateline(text: str, found: str) -> None:
    start = text.index(found)
    assert find_dateline(text, start, start + len(found)) is None


@pytest.mark.parametrize("filler", ["A ", "a", "(", "A-", ",", "Aa bb "])
def test_a_long_paragraph_costs_no_more(filler: str) -> None:
    date = "5 December 2022"
    text = filler * 100_000 + date + filler * 100_000
    start = text.index(date)

    def run() -> None:
        for _ in range(10):
            find_dateline(text, start, start + len(date))
            find_dateline(text[-100:] + date + ")", 100, 115)

    assert seconds(run) < 1
