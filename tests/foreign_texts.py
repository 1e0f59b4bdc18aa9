"""Texts that were never Telegram posts: written by a grammar in forms that look like them, and those that Python brings along.

Each form has a rule that writes one text; the number of the text is its seed, so that a text is the same everywhere. The rules
are hostile on purpose: refrains that stand twice, chats of other programs with names, times and reactions, mail that is
"Forwarded from" somebody, pages that count views, numbers behind emoji.
"""

from __future__ import annotations

import sysconfig
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EACH: Final = 80
"""Texts that each rule writes."""
LARGEST: Final = 1 << 18
"""Bytes: larger files that Python brings are left out."""
SUFFIXES: Final = frozenset({".py", ".txt", ".md", ".rst", ".html", ".json", ".cfg", ".toml", ".pem", ".h", ".tcl"})
PLAIN_NAMES: Final = ("LICENSE", "LICENCE", "METADATA", "RECORD", "AUTHORS", "COPYING", "NOTICE", "README")

WORDS: Final = {
    "en": "the council harbour met again because nobody had read a report about lamps bridges and every street before noon "
    "while rain fell over old town review interview preview photo forward member channel",
    "ru": "совет снова собрался утром потому что никто не прочёл доклад о фонарях мостах и каждой улице старого города до полудня",
    "de": "der Rat traf sich wieder weil niemand den Bericht über Laternen Brücken und jede Straße der alten Stadt gelesen hatte",
    "es": "el consejo se reunió otra vez porque nadie había leído el informe sobre faroles puentes y cada calle del puerto viejo",
    "tr": "meclis yeniden toplandı çünkü kimse liman fenerleri köprüler ve eski şehrin sokakları hakkındaki raporu okumamıştı",
    "ar": "اجتمع المجلس مرة أخرى لأن أحدا لم يقرأ التقرير عن المصابيح والجسور وكل شارع في المدينة القديمة",
    "zh": "市 议 会 今 天 早 上 再 次 开 会 因 为 没 有 人 读 过 关 于 港 口 灯 光 的 报 告",
}
NAMES: Final = ("Anna", "Boris Moor", "Иван Петров", "Ayşe", "José M.", "mod_bot", "Dr. Weiß", "李雷", "سلمى", "gull42")
EMOJI: Final = ("🔥", "👍", "❤️", "😂", "🎉", "✅", "⭐", "🚀", "📌", "👀")


class Writer:
    """Draws words, sentences, names and numbers."""

    def __init__(self, seed: str) -> None:
        self._draw = Random(seed)  # noqa: S311 - texts for tests, no secrets.
        self.language = self.one(tuple(WORDS))
        self._words = WORDS[self.language].split()

    def one(self, choices: tuple[str, ...]) -> str:
        return self._draw.choice(choices)

    def number(self, first: int, last: int) -> int:
        return self._draw.randint(first, last)

    def chance(self, percent: int) -> bool:
        return self._draw.randrange(100) < percent

    def words(self, least: int, most: int) -> str:
        joint = "" if self.language == "zh" else " "
        return joint.join(self._draw.choice(self._words) for _ in range(self.number(least, most)))

    def sentence(self) -> str:
        text = self.words(5, 18)
        return text[:1].upper() + text[1:] + self.one((".", ".", ".", "!", "?", "…"))

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.number(1, 5)))

    def name(self) -> str:
        return self.one(NAMES)

    def clock(self) -> str:
        return f"{self.number(0, 23):02}:{self.number(0, 59):02}"

    def many(self, least: int, most: int, write: Callable[[], str], joint: str = "\n") -> str:
        return joint.join(write() for _ in range(self.number(least, most)))


def prose(w: Writer) -> str:
    return w.many(2, 12, w.paragraph, "\n\n")


def poem(w: Writer) -> str:
    refrain = w.many(1, 2, lambda: w.words(4, 8) + ",")
    return w.many(3, 7, lambda: w.many(2, 4, lambda: w.words(4, 8)) + "\n" + refrain, "\n\n")


def song(w: Writer) -> str:
    chorus = w.many(2, 6, lambda: w.words(4, 9))
    verses = [w.many(4, 6, lambda: w.words(4, 9)) for _ in range(w.number(2, 4))]
    head = w.one(("[Chorus]\n", "Chorus:\n", "", "(x2)\n"))
    twice = f"\n{chorus}" if w.chance(60) else f"\n\n{chorus}"
    return w.words(1, 4) + "\n\n" + "\n\n".join(f"{verse}\n\n{head}{chorus}{twice}" for verse in verses)


def litany(w: Writer) -> str:
    answer = w.words(2, 5)
    return "\n".join(f"{w.words(2, 6)}\n{answer}" for _ in range(w.number(6, 20)))


def log(w: Writer) -> str:
    form = w.number(0, 5)
    same = w.words(3, 6)

    def line() -> str:
        said = same if w.chance(50) else w.words(2, 9)
        time = f"{w.clock()}:{w.number(0, 59):02}"
        day = f"2024-0{w.number(1, 9)}-{w.number(10, 28)}"
        return (
            f"{day} {time},{w.number(0, 999):03} INFO worker.{w.number(1, 9)}: {said}",
            f"[{day} {w.clock()}] ID={w.number(1, 99)} {said}"
            if w.chance(0)
            else f"[{day} {time}] [error] [pid {w.number(9, 9999)}] {said}",
            f"Feb {w.number(1, 28):2} {time} host sshd[{w.number(99, 9999)}]: {said}",
            f'10.0.0.{w.number(1, 254)} - - [{w.number(1, 28):02}/Feb/2024:{time} +0000] "GET /view HTTP/1.1" 200 {w.number(9, 99999)}',
            f"{w.number(1, 28):02}.{w.number(1, 12):02}.2024 {time} {w.one(('ERROR', 'WARN'))} {said}",
            said,
        )[form]

    return w.many(8, 60, line)


MAIL_HEADS: Final = (
    "---------- Forwarded message ---------\nFrom: {0} <a@example.org>\nDate: Mon, 3 Feb 2020 at 10:00\nSubject: {1}\n",
    "Begin forwarded message:\n\nFrom: {0}\nSubject: {1}\nDate: 3 February 2020 at 10:00:00 CET\n",
    "-----Original Message-----\nFrom: {0}\nSent: Monday, February 3, 2020 10:00 AM\nSubject: FW: {1}\n",
    "Пересылаемое сообщение\nОт: {0}\nТема: {1}\n",
    "-------- Weitergeleitete Nachricht --------\nBetreff: {1}\nVon: {0}\n",
    "From: {0}\nSubject: Re: {1}\n",
)


def mail(w: Writer) -> str:
    head = w.one(MAIL_HEADS).format(w.name(), w.words(2, 5))
    quoted = w.many(1, 9, lambda: "> " * w.number(1, 2) + w.words(4, 10))
    said = f"On Mon, 3 Feb 2020 at {w.clock()}, {w.name()} <c@example.org> wrote:\n{quoted}"
    last = w.one(("I forwarded from my old address.", "This was forwarded from the board.", "Sent from my phone", "--\n" + w.name()))
    return f"{head}\n{w.paragraph()}\n\n{last}\n\n{said}\n"


def whatsapp(w: Writer) -> str:
    form = w.number(0, 3)

    def line() -> str:
        emoji = f"{w.one(EMOJI)} {w.number(1, 9)}"
        said = w.one((w.sentence(), w.sentence() + "\n" + w.sentence(), "<Media omitted>", "\u200eimage omitted", emoji))
        day, month = w.number(1, 28), w.number(1, 12)
        return (
            f"{day:02}/{month:02}/2024, {w.clock()} - {w.name()}: {said}",
            f"[{day:02}.{month:02}.24, {w.clock()}:07] {w.name()}: {said}",
            f"{month}/{day}/24, {w.number(1, 12)}:0{w.number(0, 9)}\u202fPM - {w.name()}: {said}",
            f"{day:02}.{month:02}.2024, {w.clock()} - {w.name()}: {said}",
        )[form]

    return w.many(5, 40, line)


def irc(w: Writer) -> str:
    form = w.number(0, 3)

    def line() -> str:
        nick = w.name().replace(" ", "_")
        return (
            f"[{w.clock()}] <{nick}> {w.sentence()}",
            f"{w.clock()} <@{nick}> {w.sentence()}",
            f"{w.clock()} -!- {nick} [~{nick}@host] has {w.one(('joined', 'quit'))} #harbour",
            f"<{nick}> {w.sentence()}",
        )[form if w.chance(80) else 2]

    return w.many(6, 50, line)


def discord(w: Writer) -> str:
    def message() -> str:
        when = w.one((f"Today at {w.clock()}", f"23/04/2025 {w.clock()}", f"Yesterday at {w.number(1, 12)}:30 PM"))
        reactions = f"\n{w.one(EMOJI)}\n{w.number(1, 30)}" if w.chance(20) else ""
        return f"{w.name()}{w.one((' — ', chr(10) + ' — ', ' BOT — '))}{when}\n{w.paragraph()}{reactions}"

    return w.many(3, 15, message)


def slack(w: Writer) -> str:
    def message() -> str:
        thread = f"\n{w.number(1, 9)} replies\n" if w.chance(20) else ""
        reactions = f"\n:{w.one(('thumbsup', 'eyes', 'tada'))}:\n{w.number(1, 9)}" if w.chance(30) else ""
        return f"{w.name()}\n  {w.number(1, 12)}:{w.number(10, 59)} PM\n{w.paragraph()}{reactions}{thread}"

    return w.many(3, 15, message)


def messenger(w: Writer) -> str:
    form = w.number(0, 3)

    def message() -> str:
        number = f"+4912345678{w.number(10, 99)}"
        return (
            f"From: {w.name()} ({number})\nType: incoming\nSent: Mon, 3 Feb 2020 {w.clock()}:00 +0100\nBody: {w.sentence()}\n",
            f"[2024-02-0{w.number(1, 9)} {w.clock()}] {w.name()}: {w.sentence()}",
            f"{w.name()}, {w.clock()}\n{w.sentence()}\n",
            f"{w.name()} {w.number(1, 28)}.02.2024 {w.clock()}\n{w.sentence()}\n",
        )[form]

    return w.many(4, 25, message)


def recipe(w: Writer) -> str:
    def part() -> str:
        return f"{w.one(('- ', '* ', '• ', '🔸 ', ''))}{w.number(1, 500)} {w.one(('g', 'ml', 'tbsp', 'г', 'cups'))} {w.words(1, 3)}"

    steps = "\n".join(f"{n}. {w.sentence()}" for n in range(1, w.number(3, 10)))
    rating = w.one(("⭐ 4.8 (231)", "❤ 12 saves", "1.2K views", "Prep: 0:15  Cook: 1:30", "👍 96%"))
    return f"{w.words(2, 5)}\n{rating}\n\nIngredients:\n{w.many(4, 12, part)}\n\n{steps}\n"


def law(w: Writer) -> str:
    article = w.one(("Article", "§", "Статья", "Section", "Art."))
    return "\n\n".join(f"{article} {n}\n" + w.many(1, 4, lambda: f"({w.number(1, 9)}) {w.sentence()}") for n in range(1, w.number(4, 12)))


BYLINES: Final = (
    "By {0}\nFebruary {1}, 2024",
    "{0}, {1} февраля 2024",
    "Published {1}.02.2024 | Updated 10:15\n{0}",
    "(Reuters) - {0} {1}",
)
LAST_LINES: Final = (
    "1.2K views 3 days ago",
    "Share\nTweet\n12 comments",
    "Read more: https://example.org/a",
    "3,412 views · 14 comments",
    "Views: 312",
)


def news(w: Writer) -> str:
    byline = w.one(BYLINES).format(w.name(), w.number(1, 28))
    paragraphs = w.many(2, 8, w.paragraph, "\n\n")
    return f"{w.words(4, 9)}\n{byline}\n\n{paragraphs}\n\n{w.one(LAST_LINES)}\n"


def video_page(w: Writer) -> str:
    def item() -> str:
        views = f"{w.number(2, 900)}K views{w.one((' 3 days ago', '', ' · 2 years ago'))}"
        return f"{w.words(3, 8)}\n{w.name()}\n{views}\n{w.number(0, 59)}:{w.number(10, 59)}"

    counters = f"{w.number(1, 900)},{w.number(100, 999)} views\n{w.number(1, 99)}K subscribers\nSubscribe\nShare"
    return f"{w.words(3, 8)}\n{counters}\n{w.many(3, 12, item)}\n"


def social_page(w: Writer) -> str:
    def post() -> str:
        counts = w.one(("12 Retweets 34 Likes", "❤️ 12", "3 replies", "45 points · 3 comments", "👍 12 Reply", "Like\nReply\n2h"))
        return f"{w.name()}\n@{w.words(1, 1)}_{w.number(1, 99)}\n·\nFeb {w.number(1, 28)}\n{w.paragraph()}\n{counts}"

    return w.many(3, 12, post)


def forum(w: Writer) -> str:
    def post() -> str:
        quote = f"Originally posted by {w.name()}\n{w.sentence()}\n" if w.chance(40) else f"{w.name()} wrote:\n> {w.sentence()}\n"
        return f"{w.name()}\nJoined: Feb {w.number(1, 28)}, 2012\nPosts: {w.number(1, 9999)}\n{quote}{w.paragraph()}\n#{w.number(1, 99)}\n"

    return w.many(2, 9, post)


def play(w: Writer) -> str:
    people = [w.name() for _ in range(3)]
    return w.many(5, 25, lambda: f"{w.one((people[0], people[1], people[2]))}{w.one((': ', '. ', ':' + chr(10)))}{w.sentence()}\n")


def faq(w: Writer) -> str:
    return w.many(3, 12, lambda: f"Q: {w.sentence()}\nA: {w.paragraph()}\n")


def listing(w: Writer) -> str:
    bullet = w.one(("- ", "* ", "• ", "🔹", "✅ ", "👉", "1) ", "➡️ "))
    items = w.many(3, 25, lambda: bullet + w.words(3, 9))
    return f"{w.sentence()}\n{items}\n{w.one(EMOJI)} {w.one(('2024', '4.8', '1/3', '5 tips', '100%'))}\n"


def table(w: Writer) -> str:
    sign = w.one((",", "\t", ";", " | "))

    def row() -> str:
        return sign.join((w.words(1, 2), str(w.number(1, 9999)), w.clock(), f"{w.number(1, 99)}.{w.number(10, 99)}K", w.name()))

    return w.many(5, 40, row)


def subtitles(w: Writer) -> str:
    return w.many(5, 40, lambda: f"{w.number(1, 400)}\n00:{w.clock()},000 --> 00:{w.clock()},500\n{w.words(2, 9)}\n")


def scores(w: Writer) -> str:
    def line() -> str:
        behind = w.one((" pts", f":{w.number(0, 9)}", ".", f" - {w.name()}"))
        return f"{w.one(('🏆', '🥈', '⚽', '🎯', '📅', '🏀'))} {w.number(1, 30)}{behind}"

    return w.many(4, 20, line)


def source(w: Writer) -> str:
    def block() -> str:
        name = w.one(("view", "render", "forward", "reply")) + str(w.number(1, 99))
        test = "    if not messages:\n        return None\n"
        return f"def {name}(self, messages):\n{test}    for message in messages:\n        self.{name}(message)\n"

    return w.many(3, 20, block)


def markup(w: Writer) -> str:
    def block() -> str:
        return f'<div class="message">{w.name()} <span>{w.clock()}</span><p>{w.sentence()}</p></div>'

    return f"<!DOCTYPE html>\n<html><body>{w.many(3, 20, block)}</body></html>"


def json_chat(w: Writer) -> str:
    def message() -> str:
        return f'{{"role": "user", "content": "{w.sentence()}", "ts": "{w.number(1, 10**9)}.01"}}'

    return '{"messages": [' + w.many(2, 20, message, ", ") + '], "id": 7}'


def changelog(w: Writer) -> str:
    def release() -> str:
        changes = w.many(1, 5, lambda: f"- {w.sentence()} (#{w.number(1, 999)})")
        return f"## [{w.number(0, 9)}.{w.number(0, 20)}.0] - 2024-02-{w.number(10, 28)}\n{changes}"

    return w.many(3, 10, release, "\n\n")


def contents(w: Writer) -> str:
    return "\n".join(f"{n}. {w.words(2, 6)} {'.' * w.number(3, 30)} {n * 7}" for n in range(1, w.number(8, 40)))


def form_letter(w: Writer) -> str:
    body = w.many(2, 4, w.sentence)
    return w.many(2, 3, lambda: f"{w.name()}\n{w.number(1, 99)} {w.words(1, 2)}\n\n{body}\n", "\n")


def transcript(w: Writer) -> str:
    return w.many(5, 25, lambda: f"[{w.clock()}:{w.number(10, 59)}] {w.name()}: {w.sentence()}" if w.chance(90) else f"[{w.words(1, 2)}]")


def keys(w: Writer) -> str:
    def block() -> str:
        kind = w.one(("CERTIFICATE", "RSA PRIVATE KEY", "PUBLIC KEY"))
        lines = w.many(6, 20, lambda: f"{w.number(1 << 190, 1 << 191):064x}")
        return f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----"

    one, another = block(), block()
    return f"{w.one((another, block(), w.words(2, 4)))}\n{one}\n{one}\n{w.one((another, ''))}"


RULES: Final = (
    prose, poem, song, litany, log, mail, whatsapp, irc, discord, slack, messenger, recipe, law, news, video_page, social_page, forum,
    play, faq, listing, table, subtitles, scores, source, markup, json_chat, changelog, contents, form_letter, transcript, keys,
)  # fmt: skip


def written() -> Iterator[tuple[str, str]]:
    """Give the texts of the grammar, each with its name."""
    for rule in RULES:
        for n in range(EACH):
            yield f"{rule.__name__}/{n}", rule(Writer(f"{rule.__name__}/{n}"))


def brought(*, least: int = 0, most: int = 1 << 30) -> Iterator[tuple[str, str]]:
    """Give up to `most` of the sources, licences and descriptions that Python and the installed packages bring, each with its path.

    Those of Python itself come first; so the texts are the same wherever `least` of them are enough.
    """
    given = 0
    standard = sysconfig.get_path("stdlib")
    for folder in (standard, sysconfig.get_path("purelib")):
        for path in sorted(Path(folder).rglob("*")):
            told = path.suffix in SUFFIXES or path.name.startswith(PLAIN_NAMES)
            told = told and not (folder == standard and "site-packages" in path.parts)
            if given >= most:
                return
            if told and "tgparse" not in path.as_posix() and path.is_file() and path.stat().st_size <= LARGEST:
                try:
                    text = path.read_bytes().decode()
                except UnicodeDecodeError:
                    continue
                given += 1
                yield path.as_posix(), text
    if given < least:
        message = f"Python brings only {given} texts here"
        raise LookupError(message)
