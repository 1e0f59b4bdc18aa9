"""Dates as people write them in 26 languages: CLDR's formats, each alone and in a sentence, with the value that they state.

CLDR comes by Babel, which knows the cases that its own patterns need; the sentences are ours. Nothing here looks at the tables of the
library, so that the two can be held against each other.
"""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tgparse.options import DateOrder

SENTENCES: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        "The delegation left the city on {}, and nobody has heard of it since.",
        "Tickets for {} cost 25 euros; there are 300 of them.",
        "A statement of {} says otherwise",
    ),
    "ru": (
        "Делегация прибыла в город {} и сразу уехала на завод.",
        "Билеты на {} стоят 1200 рублей, осталось 35 мест.",
        "Заявление от {}, о котором писали 12 газет",
    ),
    "uk": (
        "Делегація прибула до міста {} і одразу поїхала на завод.",
        "Квитки на {} коштують 350 гривень, залишилося 20 місць.",
        "Заява від {}, про яку писали 12 газет",
    ),
    "be": ("Дэлегацыя прыбыла ў горад {} і адразу паехала на завод.", "Заява ад {}, пра якую пісалі 12 газет"),
    "fa": ("هیئت در {} وارد شهر شد و با ۱۲ نفر دیدار کرد.", "بیانیه {} منتشر شد"),
    "ar": ("وصل الوفد إلى المدينة في {} والتقى 12 مسؤولا.", "بيان بتاريخ {} حول الموضوع"),
    "es": (
        "La delegación llegó a la ciudad el {} y se fue a la fábrica con 12 personas.",
        "Las entradas del {} cuestan 25 euros.",
    ),
    "pt": ("A delegação chegou à cidade em {} e partiu com 12 pessoas.", "Os bilhetes de {} custam 25 euros."),
    "it": ("La delegazione è arrivata in città il {} ed è ripartita con 12 persone.", "I biglietti del {} costano 25 euro."),
    "de": ("Die Delegation traf am {} in der Stadt ein und reiste mit 12 Personen weiter.", "Karten für den {} kosten 25 Euro."),
    "fr": ("La délégation est arrivée le {} et repartie avec 12 personnes.", "Les billets du {} coûtent 25 euros."),
    "tr": ("Heyet {} tarihinde kente geldi ve 12 kişiyle görüştü.", "Bildiri ({}) yayımlandı"),
    "uz": ("Delegatsiya {} kuni shaharga keldi va 12 kishi bilan uchrashdi.", "Bayonot ({}) eʼlon qilindi"),
    "kk": ("Делегация {} күні қалаға келіп, 12 адаммен кездесті.", "Мәлімдеме ({}) жарияланды"),
    "id": ("Delegasi tiba di kota pada {} dan bertemu 12 orang.", "Tiket untuk {} berharga 25 ribu."),
    "hi": ("प्रतिनिधिमंडल {} को शहर पहुँचा और 12 लोगों से मिला।", "{} का बयान जारी हुआ"),
    "zh": ("代表团于{}抵达该市，会见了12人。", "{}的声明全文如下"),
    "he": ("המשלחת הגיעה לעיר ב-{} ופגשה 12 אנשים.", "ההודעה ({}) פורסמה"),
    "pl": ("Delegacja przybyła do miasta {} i spotkała się z 12 osobami.", "Bilety na {} kosztują 25 złotych."),
    "az": ("Nümayəndə heyəti {} tarixində şəhərə gəldi və 12 nəfərlə görüşdü.", "Bəyanat ({}) dərc olundu"),
    "hy": ("Պատվիրակությունը քաղաք է ժամանել {} և հանդիպել 12 մարդու։", "Հայտարարությունը ({}) հրապարակվեց"),
    "ka": ("დელეგაცია ქალაქში ჩავიდა {} და 12 ადამიანს შეხვდა.", "განცხადება ({}) გამოქვეყნდა"),
    "el": ("Η αντιπροσωπεία έφτασε στην πόλη στις {} και συνάντησε 12 άτομα.", "Τα εισιτήρια για τις {} κοστίζουν 25 ευρώ."),
    "nl": ("De delegatie kwam op {} aan en vertrok met 12 personen.", "Kaartjes voor {} kosten 25 euro."),
    "ja": ("代表団は{}に到着し、12人と会った。", "{}の声明です"),
    "ko": ("대표단은 {}에 도착해 12명을 만났다.", "{} 성명 전문"),
}
"""Where a date stands in a sentence of each language; the other numbers are no dates."""
ORDERS: Final[dict[str, DateOrder]] = {"en": "MDY", "zh": "YMD", "ja": "YMD", "ko": "YMD"}
"""The order of numeric dates, where it is not day, month, year."""
FORMATS: Final = ("full", "long", "medium", "short")
DAYS: Final = ("yMMMd", "yMMMMd", "yMMMEd", "yMMMMEEEEd", "yMd", "yMEd")
YEARLESS: Final = ("MMMMd", "MMMMEd")
MONTHS: Final = ("yMMMM",)
INTERVALS: Final = ("yMMMd",)
FIRST_DAY: Final = date(1950, 1, 1)
SPAN: Final = 27_000
"""Days from the first to the last day that may be drawn."""


class Written(NamedTuple):
    """A date in a text."""

    language: str
    kind: str
    text: str
    date: str
    """The words of the date."""
    edtf: str


def iter_written(count: int, *, seed: int = 1, languages: tuple[str, ...] = tuple(SENTENCES)) -> Iterator[Written]:
    """Write `count` drawn days in every language and format, alone and in its sentences."""
    from babel import Locale, localedata

    for language in languages:
        draw = random.Random(f"{seed}/{language}")  # noqa: S311 - the same days on every machine, not secrets
        # Babel merges aliases into shared data, so that one locale's names leak into the next: each starts afresh.
        localedata._cache.clear()  # pyright: ignore[reportPrivateUsage]
        locale = Locale.parse(language)
        for _ in range(count):
            day = FIRST_DAY + timedelta(days=draw.randrange(SPAN))
            moment = datetime.combine(day, time(draw.randrange(24), draw.randrange(60)))
            for kind, words, edtf in _forms(locale, day, moment, day + timedelta(days=draw.randrange(2, 40))):
                yield Written(language, kind, words, words, edtf)
                for sentence in SENTENCES[language]:
                    yield Written(language, kind, sentence.format(words), words, edtf)


def _forms(locale: Any, day: date, moment: datetime, end: date) -> Iterator[tuple[str, str, str]]:
    from babel import dates

    for kind in FORMATS:
        yield kind, dates.format_date(day, kind, locale=locale), day.isoformat()
    for kind in DAYS:
        if kind in locale.datetime_skeletons:
            yield kind, dates.format_skeleton(kind, day, locale=locale), day.isoformat()
    for kind in YEARLESS:
        if kind in locale.datetime_skeletons:
            yield kind, dates.format_skeleton(kind, day, locale=locale), f"XXXX{day.isoformat()[4:]}"
    for kind in MONTHS:
        yield kind, dates.format_skeleton(kind, day, locale=locale), day.isoformat()[:7]
    for kind in INTERVALS:
        yield f"{kind} to", dates.format_interval(day, end, kind, locale=locale, fuzzy=False), f"{day.isoformat()}/{end.isoformat()}"
    yield "medium, time", dates.format_datetime(moment, "medium", locale=locale), moment.isoformat(timespec="minutes")
