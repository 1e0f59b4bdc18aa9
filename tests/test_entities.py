"""Telegram's own entities: literal cases for each rule, a slow model to compare with, and the extractor over raw posts."""

from __future__ import annotations

import random
import re
import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import reference_entities as reference
from tgparse.extractors import entities
from tgparse.extractors.entities import Entity, extract, find_entities
from tgparse.models import Hashtag, Link, Mention
from tgparse.options import Options
from tgparse.spans import Span
from tgparse.tables import load_bytes
from tgparse.tokens import Declared, RawLine, RawPost

from .costs import seconds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tgparse.models import Item

REPORTED = {"hashtag", "mention", "url", "email"}

# A text, then all entities in it, each as its kind and what is printed of it.
CASES: dict[str, list[tuple[str, ...]]] = {
    "mention": [
        ("@mention", "mention @mention"),
        ("ask (@desk_1) or /@desk_2, .@desk_3", "mention @desk_1", "mention @desk_2", "mention @desk_3"),
        ("@@name «@name»", "mention @name", "mention @name"),
        ("no@mention нет@mention ½@mention _@mention",),
        ("☕@mention ™@mention", "mention @mention", "mention @mention"),
        ("@first@second", "mention @first"),
        ("@name-x @name. @name's", "mention @name", "mention @name", "mention @name"),
        ("@имя @nameимя @name½",),
        ("@name\u0301", "mention @name"),  # a mark is no word character
        ("@abc @xy @a @",),
        ("@gif @NFT @Pic @ufc @vid @cap", "mention @gif", "mention @NFT", "mention @Pic", "mention @ufc", "mention @vid"),
        ("@1234 @_abc", "mention @1234", "mention @_abc"),
        ("@" + "n" * 32, "mention @" + "n" * 32),
        ("@" + "n" * 33,),
        ("＠name",),
    ],
    "hashtag": [
        ("#OSCE #я #123a #1_я", "hashtag #OSCE", "hashtag #я", "hashtag #123a", "hashtag #1_я"),
        ("#123 #_ #_1 #· #① ## # #\n",),
        ("a#x я#x ·#x _#x 1#x",),
        ("(#a) /#b «#c» @#d ##e", "hashtag #a", "hashtag #b", "hashtag #c", "hashtag #d", "hashtag #e"),
        ("²#x ①#x Ⅷ#x ½#x", "hashtag #x", "hashtag #x", "hashtag #x", "hashtag #x"),
        ("#a² #bⅧ3 #½c", "hashtag #a", "hashtag #b"),
        ("#a²#b", "hashtag #a", "hashtag #b"),
        ("#a#b",),
        ("#a#b #c #d", "hashtag #c", "hashtag #d"),
        ("#a# #b", "hashtag #b"),
        ("#a™ #b-c #тег, #don't #x.y", "hashtag #a", "hashtag #b", "hashtag #тег", "hashtag #don", "hashtag #x"),
        ("#te·st #te\u200cst", "hashtag #te·st", "hashtag #te\u200cst"),
        ("#te\u200dst #te\ufe0fst #te🙂st", "hashtag #te", "hashtag #te", "hashtag #te"),
        ("#हिन्दी", "hashtag #ह"),
        ("#ไทย #ที่นี่", "hashtag #ไทย", "hashtag #ท"),
        ("#ලංකා #ශ්‍රී", "hashtag #ලංකා", "hashtag #ශ්"),  # the block keeps its marks, but not the joiner U+200D
        ("#cafe\u0301 #Cafe\u0301s", "hashtag #cafe", "hashtag #Cafe"),
        ("#и\u0306од", "hashtag #и"),
        ("＃tag",),
        ("#" + "a" * 256, "hashtag #" + "a" * 256),
        ("#" + "a" * 257, "hashtag #" + "a" * 256),
        ("#" + "1" * 255 + "я", "hashtag #" + "1" * 255 + "я"),
        ("#" + "1" * 256 + "я",),
        ("#" + "a" * 300 + "#b",),
        ("#tag@channel", "hashtag #tag@channel"),
        ("#tag@cha #tag@ch #tag@", "hashtag #tag@cha", "hashtag #tag", "hashtag #tag"),
        ("#tag@" + "n" * 33, "hashtag #tag@" + "n" * 32),
        ("#tag@channelя", "hashtag #tag@channel"),
        ("#tag@channel#more #x", "hashtag #x"),
        ("#tag@ch#more", "hashtag #tag"),
        ("#123@channel",),
        ("#" + "a" * 256 + "@channel", "hashtag #" + "a" * 256 + "@channel"),
        ("#" + "a" * 257 + "@channel", "hashtag #" + "a" * 256),
        ("#" + "a" * 257 + "@channel#x", "hashtag #" + "a" * 256),
        ("#a²@channel", "hashtag #a"),
    ],
    "cashtag": [
        ("$A $ABCDEFGH $1INCH ...$USD...", "cashtag $A", "cashtag $ABCDEFGH", "cashtag $1INCH", "cashtag $USD"),
        ("$ABCDEFGHI $abc $АВС $1ABC $1INCHA $AB1 $",),
        ("$$ABC $ABC$ a$ABC 1$ABC я$ABC _$ABC",),
        ("™$ABC™ ½$ABC½", "cashtag $ABC", "cashtag $ABC"),
        ("$ABC$DEF $GHI", "cashtag $GHI"),
        ("$ABC@market", "cashtag $ABC@market"),
        ("$ABC@ma $ABC@" + "n" * 33, "cashtag $ABC", "cashtag $ABC"),
        ("$ABC@marketя $ABC@market$",),
        ("$ABCං $ABC฿", "cashtag $ABC"),
    ],
    "bot command": [
        ("/start (/help) /a@botname", "bot_command /start", "bot_command /help", "bot_command /a@botname"),
        ("/a@b /test@ /test/ /usr/bin </b> a/b //x /имя /@bot",),
        ("/" + "c" * 64, "bot_command /" + "c" * 64),
        ("/" + "c" * 65,),
        ("/start@" + "n" * 33,),
        ("/start-now", "bot_command /start"),
    ],
    "app link": [
        ("tg://resolve?domain=x", "url tg://resolve?domain=x"),
        ("tg:resolve tg:// tg://%30 tg://я",),
        ("TON://a_-b Ton://x", "url TON://a_-b", "url Ton://x"),
        ("stg://a", "url tg://a"),
        ("tonsite://a", "url ite://a"),  # as odd as it is
        ("tg://a? tg://b# tg://c/ tg://d##", "url tg://a", "url tg://b", "url tg://c/", "url tg://d##"),
        ("tg://join/a.,!?", "url tg://join/a"),
        ("tg://google.com", "url tg://google"),
        ("tg://" + "a" * 254, "url tg://" + "a" * 253),
        ("/tg://x", "bot_command /tg"),
    ],
    "host": [
        ("telegram.org t.me/x пример.рф/путь", "url telegram.org", "url t.me/x", "url пример.рф/путь"),
        ("README.md", "url README.md"),
        ("Node.js file.txt index.html v1.2.3 12.05.2024 e.g. и т.д. и т.п.",),
        ("Thanks.Bye, the end.My own",),
        ("www.🤙.tk ✪df.ws/1 a➡️.ws", "url www.🤙.tk", "url ✪df.ws/1", "url a➡️.ws"),
        ("xn--80afpi2a3c.xn--p1ai a.xn--a a.xn--a-", "url xn--80afpi2a3c.xn--p1ai"),
        ("a-b.com a-.com -a.com a_b.com a_b.c.com", "url a-b.com", "url -a.com", "url a_b.c.com"),
        (".a.com a..com a.com.. a.com.,", "url a.com", "url a.com"),
        ("«a.com» (b.com) \"c.com\" 'd.com'", "url a.com", "url b.com", "url c.com", "url d.com"),
        ("x" * 63 + ".com " + "x" * 64 + ".com", "url " + "x" * 63 + ".com"),
        ("я" * 31 + ".рф " + "я" * 32 + ".рф", "url " + "я" * 31 + ".рф"),  # bytes count
        ("a\u2010b.com a…b.com", "url a\u2010b.com", "url b.com"),
        ("a\xb5b.com a÷b.com", "url a÷b.com"),
        ("127.0.0.1 127.0.0.255/x", "url 127.0.0.1", "url 127.0.0.255/x"),
        ("127.0.0.256 127.0.0.01 127.0.0 1.2.3.4.5 http://1.22 http://1.2.3.4", "url http://1.2.3.4"),
        ("teiegram.org Teiegram.ORG/x a.teiegram.org", "url a.teiegram.org"),
        ("#a.com @a.com /a.com", "hashtag #a", "bot_command /a"),
        ("a.com b", "url a.com"),
        ("end. com. ru.",),
    ],
    "top-level domain": [
        ("telegram.Org foo.Ru тест.Рф тест.Москва",),
        ("a.ORG b.oRg c.rU тест.РФ тест.МоСкВа", "url a.ORG", "url b.oRg", "url c.rU", "url тест.РФ", "url тест.МоСкВа"),
        ("тест.МоСкВΑ тест.МоСкВач a.abd",),  # the last letter of the first is Greek
        ("a.onion a.ton a.tonsite", "url a.onion", "url a.ton"),
        ("http://a.abd http://a.Org http://a.a", "url http://a.abd", "url http://a.Org"),
        ("a.İN a.iN", "url a.İN", "url a.iN"),
        ("a.한국 a.ไทย a.भारत", "url a.한국", "url a.ไทย", "url a.भारत"),
        ("http://a.c_m http://a.c-m",),
    ],
    "port": [
        ("a.com:1 a.com:65535 a.com:00080/x", "url a.com:1", "url a.com:65535", "url a.com:00080/x"),
        ("a.com:65536 b.com:0/x c.com: d.com:000 e.com:1234567", *(f"url {c}.com" for c in "abcde")),
        ("a.com:80я a.com:٣", "url a.com:80", "url a.com"),
    ],
    "path": [
        ("a.com/x?y=1#z.", "url a.com/x?y=1#z"),
        ("a.com? b.com# c.com/ d.com## e.com/?", "url a.com", "url b.com", "url c.com/", "url d.com##", "url e.com/"),
        ("a.com/.:;,('?!`", "url a.com/"),
        ("a.com/x… b.com/x— c.com/x\u2026y", "url a.com/x", "url b.com/x—", "url c.com/x"),
        ('a.com/x<b> a.com/x»y a.com/x"y a.com/x\xa0y a.com/x\u3000y', *["url a.com/x"] * 5),
        ("a.com/ж/🙂/(x)", "url a.com/ж/🙂/(x)"),
        ("a.com/x\u200cy a.com/x\u200dy a.com/x\u200by", "url a.com/x\u200cy", "url a.com/x\u200dy", "url a.com/x"),
        ("a.com?q a.com#q", "url a.com?q", "url a.com#q"),
    ],
    "bracket": [
        ("(http://a.com/b_(c))", "url http://a.com/b_(c)"),
        ("[x](http://a.com/b)", "url http://a.com/b"),
        ("http://a.com/()}[]x", "url http://a.com/()"),
        ("http://a.com/([{)]}x", "url http://a.com/([{)]}x"),  # each kind is counted by itself
        ("http://a.com/x.)y", "url http://a.com/x"),
        ("(a.com?)", "url a.com"),
        ("(see a.com)", "url a.com"),
    ],
    "scheme": [
        ("http://a.com HTTPS://a.com", "url http://a.com", "url HTTPS://a.com"),
        ("fTp://a.com tonsite://a.ton", "url fTp://a.com", "url tonsite://a.ton"),
        ("ftps://a.com sftp://a.com tftp://a.com shttp://a.com ://a.com x://a.com rdar://a.com",),
        ("аHTTP://a.org ,ahttp://b.org +http://c.org", "url HTTP://a.org", "url http://b.org", "url http://c.org"),
        ("xshttp://a.com аshttp://b.com", "url http://a.com", "url http://b.com"),
        (".ahttp://a.com",),
        ("http:a.com http:/a.com", "url a.com", "bot_command /a"),
        ("http://a.com/#frag http://a.com/@name", "url http://a.com/#frag", "url http://a.com/@name"),
    ],
    "user": [
        ("http://u@a.com http://u:p@a.com:8080/x", "url http://u@a.com", "url http://u:p@a.com:8080/x"),
        ("http://@a.com http://u@@a.com a@b@c.com",),
        ("ftp://a.b@c.com", "url ftp://a.b@c.com"),
        ("http://a?b@c.com x#y@c.com",),
        ("http://a[b@c.com", "email b@c.com"),
        ("http://a.de(b@c.com", "url http://a.de", "email b@c.com"),
        (":test@example.com", "url :test@example.com"),
        ("MAILTO:me@a.com", "url MAILTO:me@a.com"),
    ],
    "e-mail": [
        ("me@a.com a+b.c@d-e.com.ua", "email me@a.com", "email a+b.c@d-e.com.ua"),
        ("a.b+c@d.com", "email +c@d.com"),  # a "+" ends the host around the first dot, and nothing looks back over that
        ("mailto:me@a.com", "email me@a.com"),
        ("a.bc@c.com https://a.bc@c.com", "email a.bc@c.com", "url https://a.bc@c.com"),
        ("me@a.abcdefgh me@a.photography me@a.abcdefghi", "email me@a.abcdefgh", "url me@a.photography"),
        ("me@a.com/x me@a.com:80", "url me@a.com/x", "url me@a.com:80"),
        ("me@-a.com me@a-.com me@_a.com", "url me@-a.com"),
        ("x" * 35 + "@a.com " + "x" * 36 + "@a.com", "email " + "x" * 35 + "@a.com", "url " + "x" * 36 + "@a.com"),
        ("x" * 26 + ".x@a.com " + "x" * 27 + ".x@a.com", "email " + "x" * 26 + ".x@a.com", "url " + "x" * 27 + ".x@a.com"),
        ("a." * 10 + "a@a.com " + "a." * 11 + "a@a.com", "email " + "a." * 10 + "a@a.com", "url " + "a." * 11 + "a@a.com"),
        ("me@" + "a." * 6 + "com me@" + "a." * 7 + "com", "email me@" + "a." * 6 + "com", "url me@" + "a." * 7 + "com"),
        ("я@a.com me@пример.рф", "url я@a.com", "url me@пример.рф"),
    ],
    "media timestamp": [
        ("0:00 9999:59", "media_timestamp 0:00", "media_timestamp 9999:59"),
        ("1:02:03 99:5:59", "media_timestamp 1:02:03", "media_timestamp 99:5:59"),
        ("00000:00 0:60 0:0 100:00:00 1:60:00 1:000:00 1:2:3:04 :1:00 1:00: 1::00",),
        ("a0:00 0:00a я0:00 0:00½ _0:00",),
        ("+0:00- (1:30)", "media_timestamp 0:00", "media_timestamp 1:30"),
        ("1:-1:00", "media_timestamp 1:00"),
        ("٣:00",),
    ],
    "bank card": [
        ("4111 1111 1111 1111, 5500-0000-0000-0004", "bank_card 4111 1111 1111 1111", "bank_card 5500-0000-0000-0004"),
        ("No. 340000000000009;", "bank_card 340000000000009"),
        ("4111111111111112 411111111111111 +4111111111111111 -4111111111111111 .4111111111111111",),
        ("a4111111111111111",),
        ("4111111111111111я",),
        ("4111111111111111_ _4111111111111111",),
        ("4111111111111111 4111111111111111", "bank_card 4111111111111111", "bank_card 4111111111111111"),
        ("4111 1111 1111 1111 4111 1111 1111 1111",),  # too many digits in a row
        ("4111\t1111\t1111\t1111", "bank_card 4111\t1111\t1111\t1111"),
        ("4111    1111    1111    1111", "bank_card 4111    1111    1111    1111"),
        ("4111      1111      1111      1111",),  # more gaps than digits
        ("1234567890128", "bank_card 1234567890128"),  # no network that is known: any length
        ("(4111111111111111)", "bank_card 4111111111111111"),
        ("6200000000000005 620000000000005", "bank_card 6200000000000005"),
        ("2200000000000004 2221000000000009", "bank_card 2200000000000004", "bank_card 2221000000000009"),
    ],
    "overlap": [
        ("12:30.com", "media_timestamp 12:30"),
        ("4111 1111 1111 1111.com", "bank_card 4111 1111 1111 1111"),
        ("$USD.ru", "cashtag $USD"),
        ("/ahttp://x.ru", "bot_command /ahttp"),
        ("http://a.com/path#frag?u=@name&t=12:30", "url http://a.com/path#frag?u=@name&t=12:30"),
        ("a.com,@name", "url a.com", "mention @name"),
        ("me@a.com,b.com", "email me@a.com", "url b.com"),
        ("a.com:80.b.com", "url a.com:80", "url b.com"),
        ("tonsite://a.b.com", "url tonsite://a.b.com"),
        ("tg://x@y.com", "url tg://x"),
    ],
    "cleaning": [
        ("#te\u202ast #te\u030ast", "hashtag #te\u202ast", "hashtag #te\u030ast"),
        ("@na\u2028me", "mention @na\u2028me"),
        ("t.\u202eme/x", "url t.\u202eme/x"),
        ("a.com/x\u200ey a.com/x\u200e\u200fy", "url a.com/x", "url a.com/x\u200e"),
        ("#a\u200e\u202c\u200fb", "hashtag #a\u200e"),
        ("#a\tb\x00#c\x0b", "hashtag #a", "hashtag #c"),
        ("a.com\tb.com\x1fc.com/x\x01y", "url a.com", "url b.com", "url c.com/x"),
        ("\u202a#a\u202c \r\n", "hashtag #a"),
        ("#a\r#b",),
        ("\u200e \u2028",),
    ],
}


def show(text: str, found: list[Entity]) -> list[str]:
    return [f"{entity.kind} {text[entity.start : entity.end]}" for entity in found]


@pytest.mark.parametrize(("text", "expected"), [(text, expected) for cases in CASES.values() for text, *expected in cases])
def test_a_text_holds_these_entities_and_no_others(text: str, expected: list[str]) -> None:
    assert show(text, find_entities(text)) == expected


def test_the_slow_model_reads_the_cases_in_the_same_way() -> None:
    for cases in CASES.values():
        for text, *expected in cases:
            assert [f"{hit.kind} {text[hit.start : hit.end]}" for hit in reference.find(text)] == expected


def compare(text: str) -> None:
    found = find_entities(text)
    assert [*map(tuple, found)] == [*map(tuple, reference.find(text))], text
    wanted = [entity for entity in found if entity.kind in REPORTED]
    assert [entity for entity in find_entities(text, only_reported=True) if entity.kind in REPORTED] == wanted, text


def test_random_texts_are_read_as_by_the_slow_model() -> None:
    source = random.Random(20_000)  # noqa: S311  Texts to test with are no secret.
    for _ in range(20_000):
        compare(reference.random_text(source))


@given(st.text(st.sampled_from([*reference.PIECES, *"abc.:/@#$1 "]).map(lambda piece: piece[:1]), max_size=60))
def test_any_signs_in_a_row_are_read_as_by_the_slow_model(text: str) -> None:
    compare(text)


@pytest.mark.heavy
def test_real_posts_are_read_as_by_the_slow_model(shared: Path) -> None:
    exports = sorted((shared / "corpus" / "text").glob("*.txt"))
    assert exports
    for export in exports:
        lines = export.read_bytes().decode("utf-8", "replace").splitlines()
        for i in range(0, len(lines), 20):
            compare("\n".join(lines[i : i + 20]))


# --- Characters --------------------------------------------------------------------------------------------------


def test_the_classes_hold_what_the_rules_say() -> None:
    # Behind the ideographs of plane 3 there is nothing but tags, selectors and private use.
    every = "".join(map(chr, [*range(0x34000), *range(0xE0000, 0xE0200), sys.maxunicode]))
    is_number = {char for char in every if unicodedata.category(char) in {"Nl", "No"}}
    # A control character is a space, a few characters never come so far, and the dot has a part of its own.
    ignored = {*map(chr, range(32)), "."}
    rules: dict[str, Callable[[str], bool]] = {
        r"\w": reference.is_word,
        entities.TAG: lambda char: reference.is_tag(char) or char in is_number,
        entities.LABEL: reference.is_domain,
        entities.HOST: lambda char: char == "@" or reference.is_domain(char),
        entities.USER: reference.is_user,
        entities.PATH: reference.is_path,
        entities.SCHEME: reference.is_scheme,
    }
    for pattern, belongs in rules.items():
        assert {*re.findall(pattern, every)} - ignored == {*filter(belongs, every)} - ignored, pattern
    is_tag_character = entities._is_tag_character  # pyright: ignore[reportPrivateUsage]
    assert {*filter(is_tag_character, every)} == {*filter(reference.is_tag, every)}


def test_the_domains_say_where_they_come_from() -> None:
    lines = load_bytes("tlds.txt").decode("utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    names = lines[len(head) :]
    assert re.search(r"IANA's list of \d{4}-\d\d-\d\d", "".join(head))
    assert names == sorted({name.lower() for name in names})
    assert {"com", "рф", "москва", "onion", "ton"} < {*names}
    assert not any(name.startswith("xn--") for name in names)


# --- Values and places -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "channel"),
    [
        ("#OSCE", "OSCE", None),
        ("#tag@channel", "tag", "channel"),
        ("@name", "name", None),
        ("t.me/x", "http://t.me/x", None),
        ("HTTP://t.me", "HTTP://t.me", None),
        ("ftp://a.com", "ftp://a.com", None),
        ("tg://resolve", "tg://resolve", None),
        ("a.com/?u=http://b.com", "http://a.com/?u=http://b.com", None),
        ("me@a.com", "mailto:me@a.com", None),
        ("mailto:me@a.com", "mailto:me@a.com", None),
        ("#te\u202ast@chan\u030anel", "test", "channel"),
        ("t.\u202eme/x", "http://t.me/x", None),
        ("4111 1111 1111 1111", "4111111111111111", None),
    ],
)
def test_an_entity_carries_a_clean_value(text: str, value: str, channel: str | None) -> None:
    (entity,) = find_entities(text)
    assert (entity.value, entity.channel) == (value, channel)


@given(st.text(st.one_of(st.sampled_from("#@$/.:abя \n\t\r\u200e\u202a\u030a"), st.characters())))
def test_entities_stand_apart_and_in_order_and_on_one_line(text: str) -> None:
    done = 0
    for entity in find_entities(text):
        assert done <= entity.start < entity.end <= len(text)
        assert "\n" not in text[entity.start : entity.end]
        done = entity.end


HOSTILE = {
    "hashes": "#" * 10**6,
    "dots": "." * 10**6,
    "labels": "a." * 500_000,
    "tags without blanks": "#a" * 500_000,
    "one long tag": "#" + "я" * 10**6 + "#",
    "one long word": "a" * 10**6,
    "schemes": "://" * 333_333,
    "schemes and names": "http://" * 140_000,
    "app links": "tg://" * 200_000,
    "ats": "@" * 10**6,
    "mentions": "@abcde" * 160_000,
    "addresses": "a@b." * 250_000,
    "addresses without hosts": ".@" * 500_000,
    "users": "a," * 500_000 + "@b.ru",
    "brackets before": "(" * 10**6 + "http://a.com",
    "brackets behind": "a.com/" + "([" * 500_000 + ")",
    "paths that are stripped": "a.com/" + "?." * 500_000,
    "refused paths that are stripped": "#a.b/" + "?." * 500_000,
    "ports": ".:0" * 333_333,
    "one long port": "a.com:" + "0" * 10**6,
    "digits": "5" * 10**6,
    "digits and blanks": "5 " * 500_000,
    "cards": "4111111111111111 " * 60_000,
    "colons": "1:2" * 333_333,
    "numbers in a tag": "#" + "a½" * 500_000,
    "direction marks": "\u200e" * 10**6,
    "dropped characters": "a.b\u202a" * 250_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_linear_time(name: str) -> None:
    # Alone a text takes under a second; what is not linear would take hours.
    assert seconds(lambda: find_entities(HOSTILE[name])) < 20


# --- The extractor -----------------------------------------------------------------------------------------------


def make_post(source: str, *declared: Declared, dropped: tuple[int, ...] = ()) -> RawPost:
    """Make a post of the lines of a text, without those that are dropped."""
    lines: list[RawLine] = []
    offset = 0
    for i, line in enumerate(source.split("\n")):
        if line.strip() and i not in dropped:
            lines.append(RawLine(line.strip(), offset + len(line) - len(line.lstrip()), i + 1))
        offset += len(line) + 1
    return RawPost(begun_by="guess", start=0, end=len(source), line=1, lines=lines, declared=declared, source=source)


def read(source: str, *declared: Declared, dropped: tuple[int, ...] = ()) -> list[Item]:
    items = list(extract(make_post(source, *declared, dropped=dropped), (), Options()))
    for item in items:
        assert source[item.span.start : item.span.end] == item.text
        assert source.count("\n", 0, item.span.start) + 1 == item.line
    return items


def declare(source: str, kind: str, text: str, url: str | None = None) -> Declared:
    start = source.index(text)
    return Declared(kind, Span(start, start + len(text)), url)


def test_items_stand_at_their_places_in_the_source() -> None:
    source = "  #Tag@chan and t.me/x\nt.me/x\n\n me@a.com @name 12:30 /cmd $USD"
    assert read(source, dropped=(1,)) == [
        Hashtag(text="#Tag@chan", span=Span(2, 11), line=1, tag="Tag", key="tag", channel="chan"),
        Link(text="t.me/x", span=Span(16, 22), line=1, kind="url", url="http://t.me/x"),
        Link(text="me@a.com", span=Span(32, 40), line=4, kind="email", url="mailto:me@a.com"),
        Mention(text="@name", span=Span(41, 46), line=4, username="name"),
    ]


def test_the_key_of_a_hashtag_is_folded() -> None:
    (item,) = read("#ПРИВЕТStraße")
    assert isinstance(item, Hashtag)
    assert (item.tag, item.key) == ("ПРИВЕТStraße", "приветstrasse")


def test_a_dropped_character_stays_in_the_text_of_an_item() -> None:
    (item,) = read("see #te\u202ast.")
    assert isinstance(item, Hashtag)
    assert (item.text, item.tag) == ("#te\u202ast", "test")


def test_a_tag_in_two_pieces_is_found_whole() -> None:
    source = "see #OS\nCE now"
    raw = make_post(source)
    raw = RawPost(begun_by="guess", start=0, end=len(source), line=1, lines=raw.lines, glue={1: ""}, source=source)
    (item,) = extract(raw, (), Options())
    assert isinstance(item, Hashtag)
    assert (item.text, item.tag, item.span) == ("#OS\nCE", "OSCE", Span(4, 10))


def test_declared_entities_become_items() -> None:
    source = "#tag@chan @name a.com b.com me@a.com us@a.com c.com/?http://d.com here"
    assert read(
        source,
        declare(source, "hashtag", "#tag@chan"),
        declare(source, "mention", "@name"),
        declare(source, "url", "a.com"),
        declare(source, "url", "b.com", "https://b.com/"),
        declare(source, "email", "me@a.com"),
        declare(source, "email", "us@a.com", "mailto:us@a.com"),
        declare(source, "url", "c.com/?http://d.com", "c.com/?http://d.com"),
        declare(source, "text_link", "here", "https://t.me/x"),
    ) == [
        Hashtag(text="#tag@chan", span=Span(0, 9), line=1, tag="tag", key="tag", channel="chan"),
        Mention(text="@name", span=Span(10, 15), line=1, username="name"),
        Link(text="a.com", span=Span(16, 21), line=1, kind="url", url="http://a.com"),
        Link(text="b.com", span=Span(22, 27), line=1, kind="url", url="https://b.com/"),
        Link(text="me@a.com", span=Span(28, 36), line=1, kind="email", url="mailto:me@a.com"),
        Link(text="us@a.com", span=Span(37, 45), line=1, kind="email", url="mailto:us@a.com"),
        Link(text="c.com/?http://d.com", span=Span(46, 65), line=1, kind="url", url="http://c.com/?http://d.com"),
        Link(text="here", span=Span(66, 70), line=1, kind="label", url="https://t.me/x"),
    ]


@pytest.mark.parametrize("kind", ["code", "pre", "mention_name", "bot_command", "custom_emoji", "phone"])
def test_a_declared_entity_keeps_out_what_overlaps_it(kind: str) -> None:
    source = "#a #b.com t.me/x #c"
    assert list(map(str, read(source, declare(source, kind, "b.com t.me")))) == ["#a", "#c"]


@pytest.mark.parametrize("kind", ["plain", "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote"])
def test_a_declared_style_keeps_out_nothing(kind: str) -> None:
    source = "#a t.me/x"
    assert list(map(str, read(source, declare(source, kind, "a t.me")))) == ["#a", "t.me/x"]


def test_nothing_is_found_in_a_declared_link() -> None:
    source = "see t.me/x (#a) and #b"
    (label, tag) = read(source, declare(source, "text_link", "t.me/x (#a)", "https://a.com"))
    assert (label.text, str(tag)) == ("t.me/x (#a)", "#b")


def test_a_declared_link_over_two_lines_is_a_label_on_each() -> None:
    source = "read \n\n  this now"
    labels = read(source, declare(source, "text_link", "read \n\n  this ", "https://a.com"))
    assert [(label.text, label.line) for label in labels] == [("read", 1), ("this", 3)]


def test_what_is_declared_outside_the_kept_lines_is_left_out() -> None:
    source = "#a\n#b\n#c"
    declared = [declare(source, "hashtag", tag) for tag in ("#a", "#b", "#c")]
    assert list(map(str, read(source, *declared, dropped=(0,)))) == ["#b", "#c"]
    assert list(map(str, read(source, *declared, dropped=(1, 2)))) == ["#a"]
    assert read(source, *declared, dropped=(0, 1, 2)) == []


def test_overlapping_declarations_keep_out_all_that_either_covers() -> None:
    source = "#a #b #c #d"
    declared = (declare(source, "pre", "#a #b #c"), declare(source, "code", "#b"))
    assert list(map(str, read(source, *declared))) == ["#d"]
