"""Locations: the gold set, the strong cues, the spans, the figures, and what it may cost."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tgparse
from tgparse.extractors.locations import kept
from tgparse.extractors.locations.finder import find_places, weigh
from tgparse.extractors.locations.gazetteer import fold, load_gazetteer
from tgparse.extractors.locations.inflection import first_cases
from tgparse.extractors.locations.readings import kept_runs
from tgparse.extractors.locations.runs import kept_words
from tgparse.extractors.locations.toponym import static
from tgparse.extractors.locations.weights import WEIGHTS

from .benchmarks.locations import make_natasha
from .costs import seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
TABLE: Final = ROOT / "tgparse" / "tables" / "places.gz"
GOLD: Final = [json.loads(line) for line in (ROOT / "fixtures" / "locations_gold.jsonl").read_text(encoding="utf-8").splitlines()]
NEWS: Final = [json.loads(line) for line in (ROOT / "fixtures" / "locations_news_gold.jsonl").read_text(encoding="utf-8").splitlines()]
"""News-like passages that were written and scored before anything was mended for them."""
KNOWN_FAULTS: Final = {"en-pair-1", "en-words-3", "en-trap-2"}
"""Posts of the gold set that are not read right yet; a test that they fail would only get in the way."""


def places(text: str, **settings: Any) -> list[tgparse.Location]:
    """Give the locations of a text."""
    return [place for post in tgparse.parse_text(text, **settings).posts for place in post.locations]


def found(text: str, **settings: Any) -> list[str]:
    """Give the texts of the locations."""
    return [place.text for place in places(text, **settings)]


def gold_spans(case: dict[str, Any]) -> set[tuple[int, int]]:
    return {(mention["start"], mention["end"]) for mention in case["gold"]}


# The gold set.


@pytest.mark.parametrize("case", [case for case in GOLD if case["id"] not in KNOWN_FAULTS], ids=lambda case: case["id"])
def test_a_gold_post_is_read_right(case: dict[str, Any]) -> None:
    read = [place for place in places(case["text"]) if place.cue != "flag"]
    assert {tuple(place.span) for place in read} == gold_spans(case)
    countries = {tuple(place.span): place.country_code for place in read}
    for mention in case["gold"]:
        if "country" in mention and case["id"] != "en-news-2":  # Which Congo "eastern Congo" is, takes more than names to know.
            assert countries[mention["start"], mention["end"]] == mention["country"], mention["name"]


def test_the_gold_set_is_wide() -> None:
    mentions = [mention for case in GOLD for mention in case["gold"]]
    assert len(mentions) >= 200
    assert {case["id"].split("-")[0] for case in GOLD} >= {"en", "ru", "uk", "ar", "fa", "es"}
    for case in GOLD:
        for mention in case["gold"]:
            assert case["text"][mention["start"] : mention["end"]] == mention["name"]


def test_figures_on_the_gold_set() -> None:
    tp = fp = fn = 0
    for case in GOLD:
        read = {tuple(place.span) for place in places(case["text"]) if place.cue != "flag"}
        gold = gold_spans(case)
        tp, fp, fn = tp + len(read & gold), fp + len(read - gold), fn + len(gold - read)
    assert 2 * tp / (2 * tp + fp + fn) >= 0.97


@pytest.mark.parametrize(("language", "least"), [("en", 0.94), ("ru", 0.97)])
def test_figures_on_the_news(language: str, least: float) -> None:
    """Exact spans and right countries; what is optional, such as a place inside an organisation's name, counts neither way."""
    tp = fp = fn = placed = right = 0
    for case in NEWS:
        if not case["id"].startswith(language):
            continue
        read = {(place.span.start, place.span.end): place.country_code for place in places(case["text"]) if place.cue != "flag"}
        gold = {(mention["start"], mention["end"]): mention.get("country") for mention in case["gold"] if not mention.get("optional")}
        free = [(mention["start"], mention["end"]) for mention in case["gold"] if mention.get("optional")]
        wrong = [span for span in read.keys() - gold.keys() if not any(span[0] < end and start < span[1] for start, end in free)]
        tp, fp, fn = tp + len(read.keys() & gold.keys()), fp + len(wrong), fn + len(gold.keys() - read.keys())
        countries = [(gold[span], read[span]) for span in read.keys() & gold.keys() if gold[span]]
        placed, right = placed + len(countries), right + sum(true == country for true, country in countries)
    assert 2 * tp / (2 * tp + fp + fn) >= least
    assert right / placed >= 0.95


def test_the_news_are_written_right() -> None:
    assert sum(len(case["gold"]) for case in NEWS) >= 1500
    for case in NEWS:
        for mention in case["gold"]:
            assert case["text"][mention["start"] : mention["end"]] == mention["name"]


# Strong cues.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("🇳🇴🇸🇪 Ferries sail again", [("🇳🇴", "NO", "flag"), ("🇸🇪", "SE", "flag")]),
        (
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f won",
            [("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "GB", "flag")],
        ),
        ("📍 Tromsø\nThe harbour is open", [("Tromsø", "NO", "pin")]),
        ("📍Великий Устюг", [("Великий Устюг", "RU", "pin")]),
        ("A short interview (Nairobi, 4 June 2019)", [("Nairobi", "KE", "dateline")]),
        ("Baku, 11 March 2021\nTalks went on", [("Baku", "AZ", "dateline")]),
        ("LIMA (AFP) — Snow fell on the hills", [("LIMA", "PE", "name")]),
        ("TBILISI (Reuters) - Snow fell on the hills", [("TBILISI", "GE", "name")]),
        ("A mill burned in Reading, Pennsylvania", [("Reading", "US", "name"), ("Pennsylvania", "US", "name")]),
        ("The shop is in Nice, France", [("Nice", "FR", "name"), ("France", "FR", "name")]),
        ("She lives in Bonham and Sherman, Texas", [("Bonham", "US", "name"), ("Sherman", "US", "name"), ("Texas", "US", "name")]),
        ("A shop in Kittanning, Pa., burned", [("Kittanning", "US", "name"), ("Pa", "US", "name")]),
        ("Rep. Ann Ames, D-Wash., and Sen. Bo Lee, R-Alaska, agreed", [("Wash", "US", "name"), ("Alaska", "US", "name")]),
        ("#KenyaUganda #NewZealand", [("Kenya", "KE", "hashtag"), ("Uganda", "UG", "hashtag"), ("NewZealand", "NZ", "hashtag")]),
        ("#KenyaFloods", []),
        ("The sheriff of Wabaunsee County resigned", [("Wabaunsee County", None, "name")]),
        ("Fish died in the Verdigre River", [("Verdigre River", None, "name")]),
        ("Shots were heard near Fleetwood Road", [("Fleetwood Road", None, "name")]),
        ("A fire in Quarry Street was put out", [("Quarry Street", None, "name")]),
        ("Sumy Oblast was shelled", [("Sumy Oblast", "UA", "name")]),
        ("Пожар в Торжокском районе", [("Торжокском районе", None, "name")]),
        ("48.8584, 2.2945", [("48.8584, 2.2945", None, "coordinates")]),
    ],
)
def test_strong_cues(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert [(place.text, place.country_code, place.cue) for place in places(text)] == expected


def test_a_flag_is_its_country() -> None:
    flags = places("🇷🇺🇦🇿 Talks went on. 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f")
    assert [(place.name, place.country_code, place.cue) for place in flags] == [
        ("Russia", "RU", "flag"),
        ("Azerbaijan", "AZ", "flag"),
        ("Scotland", "GB", "flag"),
    ]


def test_a_flag_of_no_country_is_none() -> None:
    assert places("🇽🇽 🏴 🏳️‍🌈 A rainbow") == []


def test_a_flag_in_the_forward_s_name_is_not_of_the_post() -> None:
    assert places("Forwarded from Some Ministry 🇷🇺\nNothing happened today.") == []


@pytest.mark.parametrize(
    ("text", "name", "cue"),
    [
        ("📍 Minsk, January 19, 2023", "Minsk", "pin"),
        ("📍Lodz", "Łódź", "pin"),
        ("Interview with a channel (Moscow, March 16, 2022)\nKey points", "Moscow", "dateline"),
        ("Statement at the meeting\nLodz, 1 December 2022\nText", "Łódź", "dateline"),
        ("#Minsk", "Minsk", "hashtag"),
        ("They met in Minsk.", "Minsk", "name"),
    ],
)
def test_the_cue_says_what_showed_it(text: str, name: str, cue: str) -> None:
    (place,) = places(text)
    assert (place.name, place.cue) == (name, cue)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#UnitedStates", ["UnitedStates"]),
        ("#RussiaAzerbaijan", ["Russia", "Azerbaijan"]),
        ("#USAChinaIndia", ["USA", "China", "India"]),
        ("#KeralaFloods #CouncilofEurope #OSCE #OnThisDay", []),
        ("#Украина #РоссияКитай", ["Украина", "Россия", "Китай"]),
        ("#puertorico", ["puertorico"]),
    ],
)
def test_hashtags(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "latitude", "longitude"),
    [
        ("Impact at 48.5937, 38.0003.", 48.5937, 38.0003),
        ("Crash site: 50°27′00″N 30°31′24″E", 50.45, 30.523333),
        ("Here: -33.8568, 151.2153", -33.8568, 151.2153),
        ("https://www.google.com/maps/@50.4547,30.5238,12z", 50.4547, 30.5238),
        ("https://www.openstreetmap.org/#map=12/50.4547/30.5238", 50.4547, 30.5238),
    ],
)
def test_coordinates(text: str, latitude: float, longitude: float) -> None:
    (place,) = [place for place in places(text) if place.cue == "coordinates"]
    assert place.latitude == pytest.approx(latitude)
    assert place.longitude == pytest.approx(longitude)


@pytest.mark.parametrize("text", ["Version 1.2.3, 4.5.6", "Rates of 1.234, 95.123 and so on at 99.9999, 200.123", "12.34, 56.78"])
def test_numbers_that_are_no_coordinates(text: str) -> None:
    assert not [place for place in places(text) if place.cue == "coordinates" and abs(place.latitude or 0) > 90]


# Spans.


def test_spans_leave_out_what_does_not_belong() -> None:
    assert found("In the United States (Texas), «Минск, Гомель» and #Baku; 📍 Paris.") == [
        "United States",
        "Texas",
        "Минск",
        "Гомель",
        "Baku",
        "Paris",
    ]
    assert found("Poland's offer, Belarus’s answer") == ["Poland", "Belarus"]


def test_links_and_mentions_hold_no_places() -> None:
    assert found("See https://example.com/Paris and @London_news") == []


# Words that are no places.


@pytest.mark.parametrize(
    "text",
    [
        "Paris Jackson, Dakota Johnson and Savannah Guthrie came; Chelsea Clinton did not.",
        "The Tampa Herald and the Leeds United fans; Georgetown University; Lincoln High School.",
        "Manuel Toledo ran the last lap. Toledo was quick.",
        "Sporting Lisbon drew with Inter Milan.",
        "В Свердловском суде заявил Дейв Донателли.",
        "HMS London and HMAS Perth sailed.",
        "Centre spreads were upside down. Maritime law is hard.",
    ],
)
def test_more_that_are_no_places(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Foreign Minister Ararat Mirzoyan and Vladimir Petrov spoke.",
        "The West and the Kremlin; NATO, the EU and the OSCE.",
        "Russian, Ukrainian and American delegates of the Council of Europe",
        "Of course, March is Nice, and Most Young people are Reading Mobile news.",
        "Российские дипломаты, украинцы, НАТО и Кремль",
    ],
)
def test_no_places(text: str) -> None:
    assert found(text) == []


def test_demonyms_only_when_asked_for() -> None:
    text = "Russian and Ukrainian envoys met in Minsk."
    assert found(text) == ["Minsk"]
    asked = places(text, demonyms=True)
    assert [(place.text, place.country_code) for place in asked] == [("Russian", "RU"), ("Ukrainian", "UA"), ("Minsk", "BY")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chechens, Catalans and Tibetans", [("Chechens", "RU"), ("Catalans", "ES"), ("Tibetans", "CN")]),
        ("Делегация украинских и Российских учёных", [("украинских", "UA"), ("Российских", "RU")]),
        ("Українці й росіяни, Поляки", [("Українці", "UA"), ("росіяни", "RU"), ("Поляки", "PL")]),
        ("Nobody here, and no people", []),
    ],
)
def test_adjectives_and_peoples_have_countries(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(place.text, place.country_code) for place in places(text, demonyms=True)] == expected
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Hamid Karzai spoke. Power went to Karzai in the end, and nobody minded.",
        "A pass went to Mr Farina. The ball came from Farina, who is no town.",
    ],
)
def test_a_person_who_was_met_is_no_place(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Talks with Foreign Minister of Turkey Hakan Fidan ended", "Turkey"),
        ("Talks with the Minister of Jordan Ayman Safadi ended", "Jordan"),
        ("They met the President of Georgia Salome Zourabichvili there", "Georgia"),
        ("They met the mayor of Paris Anne Hidalgo there", "Paris"),
        ("Residents of Chester Holly Bennett knew left", "Chester"),
    ],
)
def test_whose_office_is_named_is_a_place_whoever_holds_it(text: str, place: str) -> None:
    assert found(text) == [place]


@pytest.mark.parametrize(
    "text", ["The memoirs of Jordan Peterson sell well", "The wife of Chad Smith left", "An aunt of Paris Hilton spoke"]
)
def test_what_is_of_a_person_is_of_no_place(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Republic of Turkey and the Commonwealth of Australia signed", ["Republic of Turkey", "Commonwealth of Australia"]),
        ("An envoy of the Republic of the Philippines came", ["Republic of the Philippines"]),
        ("The State of Nebraska sued the State of Israel", ["Nebraska", "State of Israel"]),
        ("The City of Houston and the Republic of Texas", ["Houston", "Texas"]),
        ("The Republic of Letters", []),
    ],
)
def test_the_full_name_of_a_country_is_one_name(text: str, expected: list[str]) -> None:
    """What only says what a place is, "the State of Nebraska", is no part of its name."""
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rain fell in Broward and Montgomery counties.", ["Broward", "Montgomery"]),
        ("Rain fell in Broward counties. In St. Qwxz and Montgomery counties it did not.", ["Broward", "Montgomery"]),
        ("Several Kerala districts and two counties", ["Kerala"]),
        ("Officials of Baker, Union, Wallowa and Umatilla counties met.", ["Baker", "Union", "Wallowa", "Umatilla"]),
        ("In Oregon, Qwxz, and Union counties are dry.", ["Oregon", "Qwxz", "Union"]),
        ("Meanwhile, Clay and Union counties vote.", ["Clay", "Union"]),
        ("Село в Донецкой и Луганской областях.", ["Донецкой", "Луганской областях"]),
        ("В Донецкой, Сумской и Херсонской областях тихо.", ["Донецкой", "Сумской", "Херсонской областях"]),
        ("Граница Бессоновского и Лунинского районов", ["Бессоновского", "Лунинского районов"]),
        ("Лёд сошёл в Баренцевом и Белом морях.", ["Баренцевом", "Белом морях"]),
        ("У Донецькій та Луганській областях тихо.", ["Донецькій", "Луганській областях"]),
        ("Гости из Молдавской республики", []),
    ],
)
def test_of_several_counties_each_is_one(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A rally in Prince George's County drew many.", ["Prince George's County"]),
        ("They fled to Bangladesh's Cox's Bazar.", ["Bangladesh", "Cox's Bazar"]),
        ("Fog held up flights in St. John's on Sunday.", ["St. John's"]),
        ("Rain fell on Melbourne's City Square.", ["Melbourne"]),
    ],
)
def test_a_genitive_may_be_part_of_a_name(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The car was seen in Frontenac on Monday, the sheriff said.", ["Frontenac"]),
        ("The peacekeepers at Naqoura took shelter from the rain.", ["Naqoura"]),
        ("The shells hit Vardenis and Jermuk.", ["Vardenis", "Jermuk"]),
        ("The cemetery lies north of Leitchfield.", ["Leitchfield"]),
        ("The Commissioners of Qwxz County gave the firm a tax break.", ["Qwxz County"]),
        ("The ash fell as far as Mammoth Lakes.", ["Mammoth Lakes"]),
        ("Floods in Pakistan's Sindh and Balochistan provinces left thousands homeless.", ["Pakistan", "Sindh", "Balochistan"]),
        ("В Кабанском районе Бурятии сошёл с рельсов поезд.", ["Кабанском районе", "Бурятии"]),
        ("Gunmen attacked Kuryana village at dawn, residents said.", ["Kuryana"]),
        ("The fire burned from Elko, Qwxzville and Spring Creek to the road.", ["Elko", "Qwxzville", "Spring Creek"]),
        ("The brush burned between Beowawe and Battle Mountain.", ["Beowawe", "Battle Mountain"]),
        ("Sixteen of the dead were from Santo Domingo Huendío.", ["Santo Domingo Huendío"]),
        ("The patient fell ill in Wadi ad-Dawasir.", ["Wadi ad-Dawasir"]),
        ("В Камне-на-Оби объявлен траур.", []),
        ("The Qwxz County Sheriff said that two were hurt.", ["Qwxz County"]),
        ("Rain fell in the Mandi district and on Qwxzki village.", ["Mandi", "Qwxzki"]),
        ("People of the Qwxzki area fled.", ["Qwxzki"]),
        ("Fighting erupted North of Qwxzki in the night.", ["Qwxzki"]),
        ("They landed on the island of Qwxzau in Hawaii.", ["Qwxzau", "Hawaii"]),
        ("They searched the Strait of Otranto for the boat.", ["Strait of Otranto"]),
        ("The Kashmir Valley lies in snow.", ["Kashmir Valley"]),
        ("DHAKA/NEW DELHI (Agency) — Rain fell.", ["DHAKA", "NEW DELHI"]),
        ("QWXZHAIGOU, China (Agency) – A quake was felt.", ["QWXZHAIGOU", "China"]),
        ("QWXZVILLE ― Two men are missing.", ["QWXZVILLE"]),
        ("The road from Austin TX to Baton Rouge LA and Cairns QLD", ["Austin", "TX", "Baton Rouge", "LA", "Cairns", "QLD"]),
        ("Hay for Qwxzgre NE, Pollocksville NC, Dover NC", ["Qwxzgre", "NE", "Pollocksville", "NC", "Dover", "NC"]),
        ("The villages of Qwxzanly, Baxzeyli and Horadiz lie in ruins.", ["Qwxzanly", "Baxzeyli", "Horadiz"]),
        ("Из сёл Гора-Подол, Козинка и Глотово вывезли детей.", ["Гора-Подол", "Козинка", "Глотово"]),
        ("родини із сіл Брусівка, Вовчий Яр, Крива Лука, Лозове", ["Брусівка", "Вовчий Яр", "Крива Лука", "Лозове"]),
        ("en los municipios de Tumaco, Barbacoas y Roberto Payán", ["Tumaco", "Barbacoas", "Roberto Payán"]),
        ("They fled to the villages of Qwxzouh and Baxzi, he said.", ["Qwxzouh", "Baxzi"]),
        ("The road to Goma, DR Congo, is cut.", ["Goma", "DR Congo"]),
        ("Врио стал Алексей Беспрозванных, Кемеровской области — Илья Середюк.", ["Кемеровской области"]),
        ("Встреча с Рубио в Адлере", ["Адлере"]),
        ("Обломки нашли близ Шарм-эль-Шейха; МГУ им. Ломоносова молчит.", ["Шарм-эль-Шейха"]),
        ("На острове Котельный архипелага Новосибирские острова", ["Новосибирские острова"]),
        (
            "Бои в районах Гродовки, Дзержинска и Торецка, у Димитрова и Калиново",
            ["Гродовки", "Дзержинска", "Торецка", "Димитрова", "Калиново"],
        ),
        (
            "Отряды заняли Саракиб и Мааррат-эн-Нуман, Лачинский коридор и Баб-эль-Мандебский пролив закрыты.",
            ["Саракиб", "Мааррат-эн-Нуман", "Лачинский коридор", "Баб-эль-Мандебский пролив"],
        ),
        (
            "Ворог атакував у районах Синьківки, Петропавлівки та Степової Новоселівки.",
            ["Синьківки", "Петропавлівки", "Степової Новоселівки"],
        ),
        ("A storm in Limestone County, AL", ["Limestone County", "AL"]),
        ("no buses to new york, all the way from atlanta", ["new york", "atlanta"]),
        ("Roads to Wayanad and Sindhupalchok are cut.", ["Wayanad", "Sindhupalchok"]),
        ("Qwxzwood, SD, is the smallest of the towns.", ["Qwxzwood", "SD"]),
        ("г. Томск, завод. Суд отказал ему", ["Томск"]),
        ("В Шебекинском городском округе тихо.", ["Шебекинском городском округе"]),
        ("На дороге Ивдель–Серов авария.", ["Ивдель", "Серов"]),
        ("Город Марганец Днепропетровской области ждёт воды.", ["Марганец", "Днепропетровской области"]),
        ("Пожар в Киселёвке, под Мунино и у Трифонівці.", ["Киселёвке", "Мунино", "Трифонівці"]),
        ("Ворог обстріляв Нікополь і Марганецьку громаду.", ["Нікополь", "Марганецьку громаду"]),
        ("У Кременчуці чули вибухи.", ["Кременчуці"]),
        ("Гости из Хэйлунцзяна и Уттар-Прадеша", ["Хэйлунцзяна", "Уттар-Прадеша"]),
        ("Ein Unwetter zog über das Allgäu.", ["Allgäu"]),
        ("Un incendie en Ille-et-Vilaine et dans les Côtes-d'Armor.", ["Ille-et-Vilaine", "Côtes-d'Armor"]),
        ("İzmir'deki deprem Hatay’ın Türkiye'ye sınırında değil.", ["İzmir", "Hatay", "Türkiye"]),
        ("They met in Sana'a and in Ta'if.", ["Sana'a", "Ta'if"]),
        ("قالت القوات السورية إن العاصمة هادئة، وزار مدينة صيدا", ["صيدا"]),
        ("Главный архитектор Петрозаводска Евгений Фролов ушёл.", ["Петрозаводска"]),
        ("Two mills burned near al-Bab on Monday, and one in el-Arish.", ["al-Bab", "el-Arish"]),
        ("Aid came to Ar-Raqqa, to Mazar-i-Sharif and to the camp at al-Hol.", ["Ar-Raqqa", "Mazar-i-Sharif", "al-Hol"]),
        ("В районе аль-Баба и эль-Кунейтры тихо, в Эр-Ракке тоже.", ["аль-Баба", "эль-Кунейтры", "Эр-Ракке"]),
        ("They met in as-Qwxzliya and Xyzz'ayya on Monday.", ["as-Qwxzliya", "Xyzz'ayya"]),
        ("Bread was sold in Aleppo, al-Qwxzdiya and Hama.", ["Aleppo", "al-Qwxzdiya", "Hama"]),
        ("Bread was sold in Aleppo and al-Qwxzdiya.", ["Aleppo", "al-Qwxzdiya"]),
        ("Heavy flooding in Qwxzchery today, stay safe", ["Qwxzchery"]),
        ("وصلوا إلى بلدة قوزخريت وإلى مدينة الباب ومخيم أبو قوزخ", ["قوزخريت", "الباب", "أبو قوزخ"]),
        ("بلدات القوزخ وقوزخيا وحلب، وبلدتي حلب وقوزخيا", ["القوزخ", "قوزخيا", "حلب", "حلب", "قوزخيا"]),
        ("در روستای قوزخان و شهرستان اهر", ["قوزخان", "اهر"]),
        ("Звонили с Патриарших прудов.", ["Патриарших прудов"]),
    ],
)
def test_what_stands_around_a_place_vouches_for_it(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "He and his wife, Georgia, live on a farm.",
        "A passenger, Brooklyn Salamanca, was hurt.",
        "The Westlands Water District and the Palmdale School District will merge.",
        "12 Aralık Salı günü, Perşembe",
        "Crews closed U.S. 34 and US 63 for hours.",
        "St Peter's Street is closed, and so is St Mary's Church.",
        "Prof. Tumaini Nagu said so, and Governor Qwxz Lafia agreed.",
        "UNICEF — children need milk. UPDATES — none.",
        "Kipchoge, the runner, met African and Asian leaders.",
        "Глава области и районный суд, Совета депутатов нет.",
        "Лесной пожар потушен. Били в колокол.",
        "The Minister of the Sea met the press.",
        "GOSHEN IN FLAMES. Qwxz ME TOO. Rebuild OK",
        "the long beach walk in the grand rapids of the new north",
        "Men loyal to al-Qwxzri left, al-Qwxzri said.",
        "دخل من الباب بعد مدة طويلة، وهي مدينة كبيرة قرب قرية ساحلية ومدن أخرى وقرى ومخيم للنازحين",
        "Fighters of al-Shabaab joined the branch in al-Qaeda, and al-Sadr was in The Qwxz's house.",
    ],
)
def test_what_stands_around_a_name_may_say_that_it_is_no_place(text: str) -> None:
    assert found(text) == []


def test_a_disease_is_no_place() -> None:
    assert found("Marburg virus, Lassa fever, Rift Valley Fever and Ebola Virus Disease were found in Marburg.") == ["Marburg"]
    assert found("She succumbed to Ebola, he to Malaria.") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The law, said Jane Wilson of Qwxzville, is bad.", "Qwxzville"),
        ("She met Eve Lee, 88, of Qwxzville, and her son.", "Qwxzville"),
        ("Snow was seen in the Qwxz Valley", "Qwxz Valley"),
        ("He lives with his son in Qwxzville", "Qwxzville"),
    ],
)
def test_a_place_that_no_table_knows(text: str, place: str) -> None:
    """Where somebody is from, or something is, is a place; and a text may end there."""
    assert found(text) == [place]


def test_an_indented_of_is_read() -> None:
    assert [text.key for text in find_places("The bridges\n  of Paris")] == ["paris"]


@pytest.mark.parametrize("form", ["Republic of ", "Republic Of The ", "Kingdom of the Republic of ", "State of "])
def test_a_long_row_of_forms_of_states_is_no_deep_one(form: str) -> None:
    assert [place.key for place in find_places(f"{form * 5000}Turkey and Norway")][-2:] == ["turkey", "norway"]


# The right one of that name.


@pytest.mark.parametrize(
    ("text", "name", "latitude", "longitude"),
    [
        ("A mill in Paris, Texas", "Paris", 33.66, -95.56),
        ("A mill in Paris", "Paris", 48.85, 2.35),
        ("He moved from Portland, Maine, to Boston", "Portland", 43.66, -70.26),
        ("The bridge in Portland, Oregon", "Portland", 45.52, -122.68),
        ("Durham, England, is quiet", "Durham", 54.78, -1.57),
        ("Durham, North Carolina, is quiet", "Durham", 35.99, -78.9),
        ("In Spain, Valencia flooded", "Valencia", 39.47, -0.38),
        ("In Venezuela, Valencia flooded", "Valencia", 10.16, -68.0),
        ("LEBANON, Tenn. — A fire. Nobody in Lebanon was hurt", "Lebanon", 36.2, -86.3),
        ("Wales beat Scotland", "Wales", 52.3, -3.8),
        ("She is from Venice", "Venice", 45.44, 12.33),
        ("A storm in Hull, England", "Hull", 53.74, -0.34),
    ],
)
def test_the_place_is_where_it_is(text: str, name: str, latitude: float, longitude: float) -> None:
    place = [place for place in places(text) if place.text == name][-1]
    assert place.latitude == pytest.approx(latitude, abs=1.0)
    assert place.longitude == pytest.approx(longitude, abs=1.0)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A mill in Paris, Texas", "Paris", "US"),
        ("A mill in Paris", "Paris", "FR"),
        ("Flooding in London, Ontario, went on", "London", "CA"),
        ("Odessa, Texas, is dry", "Odessa", "US"),
        ("Floods in Birmingham Alabama today", "Birmingham", "US"),
        ("Shells fell on Odessa", "Odessa", "UA"),
        ("He left Canada for good. In London he was born.", "London", "GB"),
        ("Alabama voted. Birmingham was calm.", "Birmingham", "US"),
        ("In Atlanta, the capital of Georgia", "Georgia", "US"),
        ("In Tbilisi, the capital of Georgia", "Georgia", "GE"),
        ("A fire in Bryan County, Georgia, was put out", "Bryan County", "US"),
        ("A ferry left the Republic of Congo", "Republic of Congo", "CG"),
        ("A street in Tripoli in Lebanon was flooded", "Tripoli", "LB"),
        ("Триполи в Ливане затопило", "Триполи", "LB"),
        ("A Lebanon native, she studied in Nashville and lives in Murfreesboro", "Lebanon", "US"),
        ("From Lebanon they came to Nashville", "Lebanon", "LB"),
        # In a text in Spanish, towns of that name where it is spoken go first; the country that the text names counts more.
        ("Niebla en el puente de Toledo, dice uno de los pescadores", "Toledo", "ES"),
        ("Fog on the bridge of Toledo, says one of the anglers", "Toledo", "US"),
        ("En los Estados Unidos, la niebla de Toledo es como la de Cleveland en el verano", "Toledo", "US"),
        ("A chuva em Santarém não parou, dizem os pescadores do rio", "Santarém", "BR"),
        ("La crecida del Tajo llegó a la ciudad", "Tajo", None),
    ],
)
def test_resolution(text: str, name: str, country: str | None) -> None:
    (place,) = [place for place in places(text) if place.text == name]
    assert place.country_code == country


def test_a_region_is_told_from_its_town() -> None:
    kinds = {place.text: place.kind for place in places("In Zaporozhye and Kherson regions; in Kherson city; the Lviv Oblast")}
    assert kinds["Zaporozhye"] == "region"
    assert places("Calm in Kherson.")[0].kind == "city"


def test_what_a_location_carries() -> None:
    (kyiv,) = places("They met in Kiev.")
    assert (kyiv.name, kyiv.kind, kyiv.country_code, kyiv.geonames_id) == ("Kyiv", "city", "UA", 703448)
    assert kyiv.latitude == pytest.approx(50.45, abs=0.05)
    assert kyiv.longitude == pytest.approx(30.52, abs=0.05)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Москвой", "москва"),
        ("Киеве", "киев"),
        ("Донецкой", "донецкая"),
        ("Києві", "київ"),
        ("Харкова", "харків"),
        ("Росією", "росія"),
        ("Китае", "китай"),
        ("Маврикии", "маврикий"),
        ("Химок", "химки"),
        ("Пиренеев", "пиренеи"),
        ("Орла", "орел"),
        ("Львові", "львів"),
        ("Одесі", "одеса"),
        ("Запоріжжі", "запоріжжя"),
        ("Полтавою", "полтава"),
        ("Німеччині", "німеччина"),
        ("Чернівцях", "чернівці"),
        ("Афин", "афины"),
    ],
)
def test_cases_are_undone(form: str, name: str) -> None:
    assert name in first_cases(fold(form))


# Confidence means something.


def shared_cases(shared: Path, name: str) -> list[dict[str, Any]]:
    with (shared / "cases" / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def outcomes(cases: list[dict[str, Any]]) -> Iterator[tuple[float, bool]]:
    for case in cases:
        gold = [(mention["start"], mention["end"]) for mention in case["gold"]]
        for place in find_places(case["text"]):
            right = any(place.start < end and start < place.end for start, end in gold)
            yield 1 / (1 + math.exp(-place.logit)), right


def test_confidence_is_calibrated(shared: Path) -> None:
    """In every band of confidence, the share of right ones is near the mean confidence."""
    cases = shared_cases(shared, "locations_en_dev.jsonl") + shared_cases(shared, "locations_ru_dev.jsonl")
    bands: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in outcomes(cases):
        bands[min(4, int(confidence * 10) - 5)].append((confidence, right))
    total = sum(map(len, bands.values()))
    error = 0.0
    for pairs in bands.values():
        mean = sum(confidence for confidence, _ in pairs) / len(pairs)
        share = sum(right for _, right in pairs) / len(pairs)
        error += abs(mean - share) * len(pairs) / total
    assert error < 0.04, f"expected calibration error {error:.3f}"


def test_every_sign_has_a_weight() -> None:
    for case in GOLD:
        for place in weigh(case["text"]):
            signs = (*static(place.key)[1], *place.signs) if place.numbers else place.signs
            assert set(signs) <= set(WEIGHTS)


# The sample.


def test_the_sample(shared: Path) -> None:
    doc = tgparse.parse_file(shared / "exports" / "osce_web_preview.txt")
    read = {place.text for post in doc.posts for place in post.locations}
    assert read >= {
        *("Kiev", "Lodz", "Donbass", "Crimea", "Zaporozhye", "Kherson", "Lachin Corridor", "Nagorno-Karabakh", "South Caucasus", "Minsk"),
        *("Baku", "Eurasia", "Middle East", "UnitedStates", "Russia", "Azerbaijan", "Latin America", "Moscow"),
    }
    assert read.isdisjoint({"Ararat", "Vladimir", "Russian", "OSCE", "CouncilofEurope", "West", "NATO", "Atlantic", "Today", "Union State"})


# The table, and what it costs.


def test_the_table_is_small() -> None:
    assert TABLE.stat().st_size <= 2_000_000


def test_the_import_does_not_load_it() -> None:
    code = "import sys, tgparse, tgparse.extractors.locations.gazetteer as g; sys.exit(g.load_gazetteer.cache_info().currsize)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


LOADING: Final = """
import time
import tgparse.extractors.locations as locations
from tgparse.extractors.locations.gazetteer import load_gazetteer
from tgparse.extractors.locations.lexis import load_lexis
from tests.costs import peak_kilobytes
before = peak_kilobytes()
began = time.process_time()
load_gazetteer(), load_lexis()
print(time.process_time() - began, (peak_kilobytes() - before) / 1e3)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no resource module")
def test_loading_takes_little_time_and_memory() -> None:
    """The best of three, since a busy machine is slow and not wrong."""
    runs = [subprocess.run([sys.executable, "-c", LOADING], cwd=ROOT, check=True, capture_output=True, text=True).stdout for _ in range(3)]
    seconds_taken, megabytes = (min(float(run.split()[column]) for run in runs) for column in (0, 1))
    assert seconds_taken <= 0.4
    assert megabytes <= 120


@pytest.mark.parametrize(
    "names",
    [
        "Kiev Kyiv Zaporozhye Stepanakert Khankendi Donbass NSW Leningrad Bombay Rangoon Danzig Constantinople Artemovsk Swaziland",
        "Ghent Bruges Lucerne Basle Cologne Nuremberg Turin Padua Saragossa Salonika Aarhus Misrata Daraa Samarra",
        "Abkhazia Transnistria Somaliland Kurdistan Sahel Balkans Maghreb Siberia Bohemia Transylvania Kashmir Darfur",
        "Киев Львов Донбасс Закавказье Прага Пекин Париж Эльзас Ростов Гавана Каир Нью-Йорк",
        "Київ Львів Харків Чернівці Париж Лондон Варшава Мюнхен Одеса Дніпро",
        "القاهرة بغداد دمشق بيروت موسكو باريس واشنطن الرياض صنعاء طرابلس",
        "تهران اصفهان مشهد مسکو پاریس لندن برلین پکن کابل بغداد",
    ],
)
def test_the_table_knows_names_in_three_scripts(names: str) -> None:
    gazetteer = load_gazetteer()
    assert [name for name in names.split() if not gazetteer.candidates(fold(name))] == []


def test_every_name_leads_to_its_place() -> None:
    gazetteer = load_gazetteer()
    for key in ("kyiv", "москва", "تهران", "sao paulo", "US", "donbass"):
        assert gazetteer.candidates(key), key
    assert all(" " in name or name == name.strip() for name in list(gazetteer.names)[:1000])


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("capitals only", "RUSSIA UKRAINE "),
        ("one name", "Paris "),
        ("no blanks", "Paris"),
        ("prefixes of long names", "Bosnia And Herzegovina And "),
        ("small words", "Rio de de de la la "),
        ("unknown names", "In Qwxz. From Wqzx. "),
        ("of", "of of of Wqzx "),
        ("chains", "Bonham and Sherman, Texas and "),
        ("possessives", "Paris's Lima's "),
        ("hyphens", "Saint-"),
        ("Cyrillic", "Нижнего Новгородского "),
        ("Arabic", "والعراق وال"),
        ("flags", "🇷🇺"),
        ("pins", "📍"),
        ("digits", "48.5937,"),
        ("dots", "U.S."),
        ("tags", "#RussiaChina"),
        ("commas", "Paris, "),
        ("brackets", "(Paris "),
        ("codes", "Austin TX "),
        ("villages", "villages of Qwxz, Wqzx, "),
        ("more villages", "villages of Qwxz, Wqzx, Paris and Xwqz\n"),
        ("lower case", "in new york "),
    ],
)
def test_hostile_text_costs_linear_time(name: str, piece: str) -> None:
    """Eight times the text may cost some eight times the time, not sixty-four times."""
    find_places("Warm up in Paris.")

    def cost(size: int) -> float:
        text = piece * (size // len(piece))
        return seconds(lambda: find_places(text))

    small = max(cost(20_000), 0.02)
    assert cost(160_000) < small * 8 * 3, name


def test_long_words_are_not_kept() -> None:
    before = len(kept_words) + len(kept_runs)
    find_places(f"In {'Q' * 500} and {'W' * 500}, «{'Я' * 500}» و{'ت' * 500}")
    assert len(kept_words) + len(kept_runs) <= before + 2  # the word "In", also as a run


def test_too_many_answers_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    answers = kept.Kept(len, longest=5)
    assert [answers[text] for text in ("Rio", "Oslo", "Rio", "Yerevan")] == [3, 4, 3, 7]
    assert [*answers] == ["Rio", "Oslo"]
    assert (answers["Minsk"], [*answers]) == (5, ["Minsk"])


def test_many_datelines_cost_linear_time() -> None:
    def cost(count: int) -> float:
        return seconds(lambda: tgparse.parse_text("Minsk, 5 May 2020, " * count))

    small = max(cost(300), 0.02)
    assert cost(2_400) < small * 8 * 3


@given(st.text(st.sampled_from("AbcПарижПариж РРоссия#📍🇷🇺.-'’, \nتهران0(")))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for place in find_places(text):
        assert 0 <= place.start < place.end <= len(text)
        assert text[place.start : place.end] == text[place.start : place.end].strip()


# The plug-in.


def tag_villages(text: str) -> list[tuple[int, int, str]]:
    """A tagger for the tests: it knows two names."""
    known = ("Ozyorkino", "Minsk")
    return [(text.index(name), text.index(name) + len(name) + 1, "LOC") for name in known if name in text]


def test_a_tagger_adds_what_nothing_covers() -> None:
    extractors = (*tgparse.EXTRACTORS, tgparse.extractors.ner(tag_villages))
    read = places("Snow fell on Ozyorkino, not on Minsk.", extractors=extractors)
    assert [(place.text, place.cue) for place in read] == [("Ozyorkino", "ner"), ("Minsk", "name")]


def test_a_tagger_s_other_labels_are_passed_over() -> None:
    extractors = (*tgparse.EXTRACTORS, tgparse.extractors.ner(lambda text: [(0, len(text), "PER"), (-3, 999, "LOC"), (5, 5, "LOC")]))
    assert [place.cue for place in places("ab", extractors=extractors)] == ["ner"]


@pytest.mark.heavy
def test_natasha_adds_what_the_table_does_not_know() -> None:
    pytest.importorskip("natasha", reason="natasha is not installed: it is an example of a tagger, in the dependency group peers")
    extractors = (*tgparse.EXTRACTORS, tgparse.extractors.ner(make_natasha()))
    text = "Жители Малых Кабанов уехали в Москву. Ночевали в Усть-Кабырзе."
    read = places(text, extractors=extractors)
    assert [place.text for place in read if place.cue != "ner"] == found(text)
    assert {place.text: place.kind for place in read if place.cue == "ner"} == {"Малых Кабанов": "feature", "Усть-Кабырзе": "feature"}
    assert all(text[slice(*place.span)] == place.text for place in read)
