"""Dates: what is found, with which span and value, and what is quietly left alone."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tgparse.extractors.dates import Impossible, Reading, extract, find_dates, grammar, lexicon, order_evidence
from tgparse.extractors.dates.calendars import hijri_to_date, jalali_to_date
from tgparse.extractors.dates.grammar import load_grammar
from tgparse.extractors.dates.lexer import NUMBER, Tokens, load_vocabulary
from tgparse.extractors.dates.lexicon import load_lexicon
from tgparse.models import DateMention, Hashtag
from tgparse.options import Options
from tgparse.spans import Span
from tgparse.tables import language_codes, load_language
from tgparse.tokens import Note, RawLine, RawPost

from .costs import seconds

GOLD = Path(__file__).parents[1] / "fixtures" / "dates_gold.jsonl"
COUNTED = {"ja", "ko", "vi", "zh"}
"""Languages whose months are numbers."""


def values(text: str, **settings: Any) -> list[tuple[str, str]]:
    return [(text[found.start : found.end], found.edtf) for found in find_dates(text, **settings) if isinstance(found, Reading)]


def post(*lines: str, **facts: Any) -> RawPost:
    raws: list[RawLine] = []
    offset = 0
    for i, line in enumerate(lines, 1):
        raws.append(RawLine(line, offset, i))
        offset += len(line) + 1
    return RawPost("guess", 0, offset, 1, lines=raws, facts=facts)


@pytest.mark.parametrize(
    ("text", "found", "edtf"),
    [
        # English
        ("Talks on 5 December 2022 in Paris", "5 December 2022", "2022-12-05"),
        ("Talks on December 5, 2022 in Paris", "December 5, 2022", "2022-12-05"),
        ("the 5th of December, 2022", "5th of December, 2022", "2022-12-05"),
        ("Monday, Dec. 5, 2022, at 2:30 p.m.", "Monday, Dec. 5, 2022, at 2:30 p.m.", "2022-12-05T14:30"),
        ("declared in August 2021 that", "August 2021", "2021-08"),
        ("since Sept. 2012, they", "Sept. 2012", "2012-09"),
        ("On December 5, the ministers met", "December 5", "XXXX-12-05"),
        ("5-Dec-22 is a form", "5-Dec-22", "2022-12-05"),
        ("liberated in 1944 from", "1944", "1944"),
        ("the summit (2023) was", "2023", "2023"),
        ("It lasted from 1941 to 1945.", "1941 to 1945", "1941/1945"),
        ("in the 1990s they", "1990s", "1990/1999"),
        ("in Q3 2019 sales", "Q3 2019", "2019-07/2019-09"),
        ("at 2022-12-05T14:30:15Z sharp", "2022-12-05T14:30:15Z", "2022-12-05T14:30:15Z"),
        ("5–7 December 2022", "5–7 December 2022", "2022-12-05/2022-12-07"),
        ("December 30, 2022 – January 2, 2023", "December 30, 2022 – January 2, 2023", "2022-12-30/2023-01-02"),
        ("from May to October 2020", "May to October 2020", "2020-05/2020-10"),
        ("14:30, 5 December 2022", "14:30, 5 December 2022", "2022-12-05T14:30"),
        # Russian, Ukrainian, Belarusian
        ("5 декабря 2022 года состоялись", "5 декабря 2022 года", "2022-12-05"),
        ("встреча 5 декабря в Москве", "5 декабря", "XXXX-12-05"),
        ("с 5 по 7 декабря 2022 г.", "5 по 7 декабря 2022 г.", "2022-12-05/2022-12-07"),
        ("в ночь с 5 на 6 декабря", "5 на 6 декабря", "XXXX-12-05/XXXX-12-06"),
        ("в январе 2023 года", "январе 2023 года", "2023-01"),
        ("в 2024 году будет", "2024 году", "2024"),
        ("5 декабря 2022 г. в 14:30", "5 декабря 2022 г. в 14:30", "2022-12-05T14:30"),
        ("18 (28) июня 1651 года", "18 (28) июня 1651 года", "1651-06-18"),
        ("у січні 2023 року", "січні 2023 року", "2023-01"),
        ("п’ятниця, 18 липня 2014", "п’ятниця, 18 липня 2014", "2014-07-18"),
        ("26 ліпеня 1945 года", "26 ліпеня 1945 года", "1945-07-26"),
        # German, French, Spanish, Portuguese, Italian, Polish, Czech
        ("am 5. Dezember 2022 in Berlin", "5. Dezember 2022", "2022-12-05"),
        ("am 5. Dezember 2022 um 16 Uhr", "5. Dezember 2022 um 16 Uhr", "2022-12-05T16:00"),
        ("vom 5. bis 7. Dezember 2022", "5. bis 7. Dezember 2022", "2022-12-05/2022-12-07"),
        ("le 1er août 2012 à Paris", "1er août 2012", "2012-08-01"),
        ("au mois d’avril 2017", "avril 2017", "2017-04"),
        ("el 5 de diciembre de 2022", "5 de diciembre de 2022", "2022-12-05"),
        ("20 de jul. de 1999", "20 de jul. de 1999", "1999-07-20"),
        ("il 5 dicembre 2022 a Roma", "5 dicembre 2022", "2022-12-05"),
        ("5 grudnia 2022 r. w Warszawie", "5 grudnia 2022 r.", "2022-12-05"),
        ("5. prosince 2022 v Praze", "5. prosince 2022", "2022-12-05"),
        # Turkic, Georgian, Armenian, Greek, Hungarian
        ("5 Aralık 2022 Pazartesi", "5 Aralık 2022 Pazartesi", "2022-12-05"),
        ("TOPLANTI 5 NİSAN 2022 SALI", "5 NİSAN 2022 SALI", "2022-04-05"),
        ("Görüş 5 İyun günü oldu", "5 İyun", "XXXX-06-05"),
        ("5-dekabr, 2022 Toshkent", "5-dekabr, 2022", "2022-12-05"),
        ("2022 ж. 5 желтоқсан", "2022 ж. 5 желтоқсан", "2022-12-05"),
        ("5 დეკემბერი, 2022", "5 დეკემბერი, 2022", "2022-12-05"),
        ("2022 թ. դեկտեմբերի 5", "2022 թ. դեկտեմբերի 5", "2022-12-05"),
        ("στις 5 Μαΐου 2022", "5 Μαΐου 2022", "2022-05-05"),
        ("2022. december 5.", "2022. december 5", "2022-12-05"),
        # Right to left, Indic, East Asian
        ("يوم 5 كانون الأول 2022", "5 كانون الأول 2022", "2022-12-05"),
        ("٥ ديسمبر ٢٠٢٢", "٥ ديسمبر ٢٠٢٢", "2022-12-05"),
        ("٢٦.٠٤.١٩٧٤، ١٨:٣٠:٠٥", "٢٦.٠٤.١٩٧٤، ١٨:٣٠:٠٥", "1974-04-26T18:30:05"),
        ("代表团于2011-11-25T08:05:00Z抵达", "2011-11-25T08:05:00Z", "2011-11-25T08:05:00Z"),
        ("代表团于16/8/00抵达", "16/8/00", "2000-08-16"),
        ("ביום 5 בדצמבר 2022", "5 בדצמבר 2022", "2022-12-05"),
        ("१६ दिसम्बर १९७१ को", "१६ दिसम्बर १९७१", "1971-12-16"),
        ("于2022年12月5日在巴黎", "2022年12月5日", "2022-12-05"),
        ("二〇二二年十二月五日", "二〇二二年十二月五日", "2022-12-05"),
        ("2015년 4월 14일에", "2015년 4월 14일", "2015-04-14"),
        ("5 tháng 12, 2022", "5 tháng 12, 2022", "2022-12-05"),
        # Numbers only
        ("bis 05.12.2022 offen", "05.12.2022", "2022-12-05"),
        ("on 25/12/2022 we", "25/12/2022", "2022-12-25"),
        ("2022/12/05", "2022/12/05", "2022-12-05"),
        ("с 17.11. по 19.11.2019", "17.11. по 19.11.2019", "2019-11-17/2019-11-19"),
        ("28\u200f/10\u200f/1967", "28\u200f/10\u200f/1967", "1967-10-28"),
        ("5\u00a0декабря\u202f2022", "5\u00a0декабря\u202f2022", "2022-12-05"),
        # Other calendars
        ("شنبه ۱۴ آذر ۱۴۰۱", "شنبه ۱۴ آذر ۱۴۰۱", "2022-12-05"),
        ("در تاریخ ۱۴۰۱/۰۹/۱۴ برگزار شد", "۱۴۰۱/۰۹/۱۴", "2022-12-05"),
        ("11-08-1434 هـ", "11-08-1434 هـ", "2013-06-20"),
        ("5 ธันวาคม พ.ศ. 2565", "5 ธันวาคม พ.ศ. 2565", "2022-12-05"),
        ("令和4年12月5日", "令和4年12月5日", "2022-12-05"),
        ("民國111年12月5日", "民國111年12月5日", "2022-12-05"),
        # Ranges, and parts of years
        ("от 01.02.2023-05.02.2023 включительно", "01.02.2023-05.02.2023", "2023-02-01/2023-02-05"),
        ("open Nov-Feb 2017 only", "Nov-Feb 2017", "2016-11/2017-02"),
        ("2022年9月25日至10月13日", "2022年9月25日至10月13日", "2022-09-25/2022-10-13"),
        ("12月5-7日", "12月5-7日", "XXXX-12-05/XXXX-12-07"),
        ("4 Kas – 16 Mar arası", "4 Kas – 16 Mar", "XXXX-11-04/XXXX-03-16"),
        ("2001 ж. ақпан – шілде", "2001 ж. ақпан – шілде", "2001-02/2001-07"),
        ("in der Saison 2012/13", "2012/13", "2012/2013"),
        ("in the third quarter of 2019", "third quarter of 2019", "2019-07/2019-09"),
        ("во II квартале 2022 года", "II квартале 2022 года", "2022-04/2022-06"),
        ("2017年上半年", "2017年上半年", "2017-01/2017-06"),
        ("dans les années 1990", "années 1990", "1990/1999"),
        ("в 2021-м году", "2021-м году", "2021"),
        ("ბოლოს 1950-იან წლებში", "1950-იან", "1950/1959"),
        ("wurde 1992 gegründet und war neu", "1992", "1992"),
        ("U 1924-yilda yasalgan", "1924-yilda", "1924"),
        ("the battle of 490 BC", "490 BC", "-0489"),
        # Clock times in other habits
        ("pukul 7 Juni 1950 07.09.00 WIB", "7 Juni 1950 07.09.00", "1950-06-07T07:09"),
        ("1993년 10월 12일 AM 12시 22분", "1993년 10월 12일 AM 12시 22분", "1993-10-12T00:22"),
        ("5 декабря 2022 в 10.30 начало", "5 декабря 2022 в 10.30", "2022-12-05T10:30"),
        ("договор от 17.11.2020 № 45", "17.11.2020", "2020-11-17"),
        ("Am 30.05.2012, 04.25 Uhr, gemeldet", "30.05.2012, 04.25 Uhr", "2012-05-30T04:25"),
        # Years before Christ, of few digits too
        ("Im Jahr 15 v. Chr. gegründet", "15 v. Chr.", "-0014"),
        ("it fell in 52 BC. Rome stood", "52 BC", "-0051"),
        ("в 44 году до н. э. убит", "44 году до н. э.", "-0043"),
        # German counts nouns, which have a capital
        ("Das Fest wird seit 1425 gefeiert und ist alt", "1425", "1425"),
        ("Die Burg wurde um 1143 ausgebaut und ist groß", "1143", "1143"),
        # Months in Roman numerals
        ("Nr 7 z dnia 12 XI 1989 r.", "12 XI 1989 r.", "1989-11-12"),
        ("указ от 21.XII.1917", "21.XII.1917", "1917-12-21"),
        ("Budapest, 1956. X. 23.", "1956. X. 23", "1956-10-23"),
        # Cases of months
        ("kopš 1991. gada 21. augusta", "1991. gada 21. augusta", "1991-08-21"),
        ("24. veebruaril 1918 kell 10", "24. veebruaril 1918", "1918-02-24"),
    ],
)
def test_dates_are_found_with_span_and_value(text: str, found: str, edtf: str) -> None:
    assert values(text) == [(found, edtf)]


@pytest.mark.parametrize(
    "text",
    [
        "a 90-minute talk at the 29th meeting of 57 participating States",
        "❤1👍1",
        "May the force be with 12 of you; he may 5 times march on 3 cities",
        "2022 people attended, 2000 soldiers and 1944 tanks",
        "one in 2000 cases",
        "$1,994 or 12,5% or 12.53%",
        "UNSC Resolution 1701, Article 2015 of the code, № 1944, ГОСТ 2021-84",
        "+7 495 123-45-67, 80-32-89-89, tel. 07 12 63 48 90",
        "Version: 1.10.30 of Python 3.12.1 at 192.168.10.12",
        "the score was 3-2, then 4:3, and 9/10 agree, 24/7",
        "iPhone 16 Pro и AirPods Pro 2, iPad Pro M4",
        "Мартин Лютер, 5 тезисов; 12 маяков; Майдан 2; 10 мартышек",
        "Червона армія, 5 дивізій; серед 12 бійців; 5 липових листків",
        "5 out of 10, a set of 5, des 27 pays, mais 5 personnes",
        "a bus every 5-10 min, then 2-3 min",
        "Louis XIV, 1643; the 12 I met; Act 5 V. 12; Jan Paweł II 1978",
        "in May we met; в декабре; Ende März; 5월에",
        "December\n5, 2022\nDecember",
        "latitude 55.7558, longitude 37.6173",
        "Total: 2000 Jahre, 2000 лет, 1000 years",
        "See id=1948 and MH17, Su-25, T-72, COVID-19",
        "In December, 5 people met",
        "Wir kamen mit 2000 Stimmen, rund 1900 waren da, Platz 1984 war frei, und es waren 1998 Zuschauer",
        "2,139 people are in 1500+ relief camps",
        "№ 1944, #2012, приказ № 12.05.03",
        "7 ноя\u00adбрьских песен и 2 июньских хора",
        "Die Wache zählte um 1250 neue Fälle in der Stadt; um 8.30 Uhr war sie leer",
    ],
)
def test_what_a_reader_would_not_call_a_date_is_left_alone(text: str) -> None:
    assert [found for found in values(text) if found[0] != "2022"] == []


@pytest.mark.parametrize("text", ["31 February 2022", "29 февраля 2022 года", "31.02.2022", "13/31/2018", "June 31, 2022"])
def test_a_day_that_cannot_be_is_reported_and_no_date(text: str) -> None:
    (found,) = find_dates(f"On {text} it was")
    assert isinstance(found, Impossible)
    (note,) = extract(post("first line", f"On {text} it was"), [], Options())
    assert isinstance(note, Note)
    assert note.code == "TG201"
    assert note.line is not None
    assert note.line.line == 2


def test_what_is_doubtful_about_a_date_is_noted() -> None:
    found = list(extract(post("On Tuesday, December 5, 2022, and on 01/02/2023 with the others"), [], Options()))
    assert [item.code if isinstance(item, Note) else item.edtf for item in found] == [
        "TG202",
        "2022-12-05",
        "TG203",
        "2023-01-02",
    ]
    assert not any(isinstance(item, Note) for item in extract(post("On Monday, December 5, 2022, and on 25/02/2023"), [], Options()))


def test_bare_numbers_on_lines_of_their_own_are_counts() -> None:
    assert values("Entry\n2390\n9.2040\n5/12\n12 10 22\n2022\n1.10.30\n20221205") == []
    assert values("2022") == [("2022", "2022")]


def test_the_order_of_day_and_month() -> None:
    assert values("01/02/2023", order="MDY") == [("01/02/2023", "2023-01-02")]
    assert values("01/02/2023", order="DMY") == [("01/02/2023", "2023-02-01")]
    (open_case,) = find_dates("the talks of 01/02/2023 with them")
    assert isinstance(open_case, Reading)
    assert (open_case.edtf, open_case.alternatives) == ("2023-01-02", ("2023-02-01",))
    (sure,) = find_dates("the talks of 01/02/2023 with them", order="DMY")
    assert isinstance(sure, Reading)
    assert sure.alternatives == ()
    assert order_evidence("25.12.2022 and 01/02/2023") == "DMY"
    assert order_evidence("12/25/2022") == "MDY"
    assert order_evidence("01/02/2023 12/25/2022 25/12/2022") is None


def test_a_sentence_ends_no_range_and_two_styles_are_two_days() -> None:
    assert values("В 1911 году. До 1922 года жил он там") == [("1911 году", "1911"), ("1922 года", "1922")]
    assert values("Signed on 28 July/10 August 1920") == [("28 July", "XXXX-07-28"), ("10 August 1920", "1920-08-10")]


def test_days_of_a_list_share_month_and_year() -> None:
    assert values("on 18 and 19 June 2022") == [("18", "2022-06-18"), ("19 June 2022", "2022-06-19")]
    assert values("entre el 3 y el 8 de julio de 2019") == [("3", "2019-07-03"), ("8 de julio de 2019", "2019-07-08")]


def test_what_stands_before_or_behind_a_date_is_no_part_of_it() -> None:
    assert values("Flash Update No. 15, 01 April 2019") == [("01 April 2019", "2019-04-01")]
    assert values("The quake of September 19. To donate, call") == [("September 19", "XXXX-09-19")]


def test_entities_are_no_dates_and_hold_none_together() -> None:
    raw = post("#December 5 and 6 May #tag 2022")
    tags = [
        Hashtag(text="#December", span=Span(0, 9), line=1, tag="December", key="december"),
        Hashtag(text="#tag", span=Span(22, 26), line=1, tag="tag", key="tag"),
    ]
    found = [item for item in extract(raw, tags, Options()) if isinstance(item, DateMention)]
    assert [(item.text, item.edtf) for item in found][-1] == ("6 May", "XXXX-05-06")
    assert not any("2022" in item.edtf or "12" in item.edtf for item in found)


def test_a_mention_knows_its_place_precision_and_language() -> None:
    raw = post("Headline", "Встреча прошла 5 декабря 2022 года")
    (item,) = extract(raw, [], Options())
    assert isinstance(item, DateMention)
    assert (item.text, item.span, item.line) == ("5 декабря 2022 года", Span(24, 43), 2)
    assert (item.precision, item.first, item.last) == ("day", date(2022, 12, 5), date(2022, 12, 5))
    assert (item.year_from, item.language, item.calendar) == ("text", "ru", "gregorian")


def test_relative_words_need_a_day_to_count_from() -> None:
    raw = post("Today and tomorrow")
    assert list(extract(raw, [], Options())) == []
    found = [item for item in extract(raw, [], Options(reference_date=date(2022, 12, 31))) if isinstance(item, DateMention)]
    assert [(item.text, item.edtf, item.year_from) for item in found] == [
        ("Today", "2022-12-31", "reference"),
        ("tomorrow", "2023-01-01", "reference"),
    ]


def test_a_weekday_with_a_number_needs_a_day_too() -> None:
    raw = post("See you on Thursday 15th. On Friday 3 people came, on Tuesday 5 of them left", "jeudi 15")
    assert list(extract(raw, [], Options())) == []
    found = [item for item in extract(raw, [], Options(reference_date=date(2022, 12, 5))) if isinstance(item, DateMention)]
    assert [(item.text, item.edtf) for item in found] == [("Thursday 15th", "2022-12-15"), ("jeudi 15", "2022-12-15")]


def test_only_the_languages_asked_for_count() -> None:
    assert values("5 декабря 2022", languages=("ru",)) == [("5 декабря 2022", "2022-12-05")]
    assert values("5 декабря 2022", languages=("en",)) == []


RUSSIAN = (
    "январь января январю январём январем январе|февраль февраля февралю февралём феврале|март марта марту мартом марте|"
    "апрель апреля апрелю апрелем апреле|май мая маю маем мае|июнь июня июню июнем июне|июль июля июлю июлем июле|"
    "август августа августу августом августе|сентябрь сентября сентябрю сентябрём сентябре|октябрь октября октябрю октябрём октябре|"
    "ноябрь ноября ноябрю ноябрём ноябре|декабрь декабря декабрю декабрём декабре"
)
UKRAINIAN = (
    "січень січня січню січневі січнем січні|лютий лютого лютому лютим|березень березня березню березневі березнем березні|"
    "квітень квітня квітню квітневі квітнем квітні|травень травня травню травневі травнем травні|"
    "червень червня червню червневі червнем червні|липень липня липню липневі липнем липні|"
    "серпень серпня серпню серпневі серпнем серпні|"
    "вересень вересня вересню вересневі вереснем вересні|жовтень жовтня жовтню жовтневі жовтнем жовтні|"
    "листопад листопада листопаду листопадові листопадом листопаді|"
    "грудень грудня грудню грудневі груднем грудні"
)


@pytest.mark.parametrize("months", [RUSSIAN, UKRAINIAN], ids=["ru", "uk"])
def test_months_are_known_in_every_case(months: str) -> None:
    for number, cases in enumerate(months.split("|"), 1):
        for word in cases.split():
            for written in (word, word.capitalize(), word.upper()):
                assert values(f"{written} 1943") == [(f"{written} 1943", f"1943-{number:02d}")]


@pytest.mark.parametrize("code", sorted(set(language_codes()) - COUNTED))
def test_every_language_has_twelve_months_that_are_found(code: str) -> None:
    months = load_language(code)["dates"]["months"]
    assert len(months) == 12
    for number, forms in enumerate(months, 1):
        for form in forms:
            text = f"5 {form} 2021"
            assert values(text, languages=(code,)) == [(text, f"2021-{number:02d}-05")], form


def test_calendars_agree_with_known_days() -> None:
    assert jalali_to_date(1403, 12, 30) == date(2025, 3, 20)
    assert hijri_to_date(1445, 9, 1) == date(2024, 3, 11)
    assert hijri_to_date(1500, 12, 30) == date(2077, 11, 16)
    with pytest.raises(ValueError, match="no such day"):
        jalali_to_date(1402, 12, 30)


@given(
    st.text(st.sampled_from("0123456789 .,/-–:()'\nMay декабря of the 年月日 5th 2022 из")), st.sampled_from([None, "DMY", "MDY", "YMD"])
)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_in_order_without_overlap(text: str, order: Any) -> None:
    end = 0
    for found in find_dates(text, order=order):
        assert end <= found.start < found.end <= len(text)
        assert not text[found.start].isspace()
        assert "\n" not in text[found.start : found.end]
        end = found.end


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(sorted(set(language_codes()) - COUNTED)),
    st.sampled_from(["{d} {m} {y}", "{d} {m}, {y}"]),
)
@settings(max_examples=300, deadline=None)
def test_a_written_date_reads_back(day: date, code: str, pattern: str) -> None:
    form = load_language(code)["dates"]["months"][day.month - 1][0]
    text = pattern.format(d=day.day, m=form, y=day.year)
    assert values(text, languages=(code,)) == [(text, day.isoformat())]


@pytest.mark.parametrize(
    "hostile",
    [
        "1 ",
        "January ",
        "1",
        "1.",
        "1/2/",
        "2022 ",
        "May 5, ",
        "5 de de ",
        "5 and ",
        "5, ",
        "a1",
        "2000-01-",
        "(",
        "5 of of of ",
        "'1",
        "年",
        "二",
        "12月5-",
        "第 ",
        "first half of ",
        "1.1.2020-",
        "2020/1/1-",
        "1980s ",
        "5 May - ",
        "années 1990 à ",
        "Monday 1 ",
        "09.09.",
        "1\u00ad",
    ],
)
def test_hostile_text_costs_linear_time(hostile: str) -> None:
    list(find_dates("warm 5 May"))

    def cost(size: int) -> float:
        text = hostile * (size // len(hostile))
        return seconds(lambda: list(find_dates(text)))

    costs = cost(20_000), cost(80_000)
    # Four times the text may cost some more than four times the time on a busy machine, but not sixteen.
    assert costs[1] < 9 * costs[0] + 0.1


def test_numbers_of_every_living_script_are_met() -> None:
    # Those of scripts that nobody writes any more are beyond the basic plane.
    digits = [sign for sign in map(chr, range(0x10000)) if sign.isdecimal()]
    assert len(digits) > 300
    assert [sign for sign in digits if not NUMBER.fullmatch(sign)] == []
    assert values("𝟓 May 𝟐𝟎𝟐𝟐") == [("𝟓 May 𝟐𝟎𝟐𝟐", "2022-05-05")]


def test_the_look_behind_a_number_spares_tries_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    quick, vocabulary = load_grammar(None), load_vocabulary(None)
    monkeypatch.setattr(grammar, "BEHIND", {})
    thorough = load_grammar.__wrapped__(None)
    assert len(thorough.date.pattern) < len(quick.date.pattern)
    texts = [json.loads(line)["text"] for line in GOLD.read_text("utf-8").splitlines()]
    rows = [Tokens(text, 0, len(text), vocabulary).letters for text in texts]
    draw = Random(5)  # noqa: S311 - the same rows in every run
    parts = [letter for letter, bits in quick.parts.items() if bits != lexicon.WORD]
    rows += ["".join(draw.choice("_.oc,-/~()'") if i % 2 else draw.choice(parts) for i in range(24)) for _ in range(300)]
    found = 0
    for row in rows:
        for place in range(len(row)):
            mine, theirs = quick.date.match(row, place), thorough.date.match(row, place)
            assert (mine and (mine.span(), mine.lastindex)) == (theirs and (theirs.span(), theirs.lastindex)), row[place:]
            found += mine is not None
    assert found > len(rows)


def test_the_tables_hold_only_folded_forms() -> None:
    words = load_lexicon().words
    assert all((form == form.strip() and form == form.casefold()) or not form.isascii() for form in words)


@pytest.mark.skipif(
    not (Path(__file__).parents[1].parent / "shared" / "cases").is_dir(), reason="the shared development cases are not here"
)
def test_development_cases_keep_their_figures() -> None:
    right = wanted = 0
    path = Path(__file__).parents[1].parent / "shared" / "cases" / "dates_dev.jsonl"
    with path.open(encoding="utf-8", newline="\n") as lines:
        for case in map(json.loads, lines):
            if case["lang"] in {"en", "ru", "uk"} and case["set"] == "absolute":
                found = {edtf[:10] for _, edtf in values(case["text"], order=case["order"])}
                wanted += len(case["expected"])
                right += sum(expected["edtf"][:10] in found for expected in case["expected"])
    assert right / wanted > 0.95
