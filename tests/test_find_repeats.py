"""Posts that repeat one another: what counts as equal, as near and as a part, and that nothing is lost or slow."""

from __future__ import annotations

import csv
import io
import random
import sqlite3
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tgparse
from tgparse.recurrence import near as look_back
from tgparse.recurrence import similarity
from tgparse.recurrence.near import NearSeen
from tgparse.recurrence.similarity import Cut, fingerprints, fold, likeness

from .benchmarks.repeats import EDITS, in_process, make_post, real_bodies, recall, short_bodies
from .costs import seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tgparse import Post, RepeatGroup

NEWS = (
    "The old tram bridge over the river reopens on Monday, said the mayor of the city at a meeting in the town hall.",
    "Line 7 will run every 12 minutes until the end of the summer, and tickets stay free of charge for pupils.",
    "In autumn the council wants to decide whether the square in front of the station becomes a park.",
)
STORY = "\n".join(NEWS)


def groups_of(*bodies: str, **settings: Any) -> tuple[RepeatGroup, ...]:
    return tgparse.find_repeats([make_post(body, k) for k, body in enumerate(bodies)], **settings)


def told(group: RepeatGroup) -> list[tuple[int, str]]:
    return [(member.index, member.why) for member in group.members]


# What is equal.


def test_equality_ignores_white_space_invisible_characters_marker_and_reactions() -> None:
    one = tgparse.parse_text("Forwarded from A\nGood morning ☀️, می‌کند\n❤1👍1", source="a")
    two = tgparse.parse_text("Forwarded from B\nGood\u00a0 morning ☀, میکند\n❤7🔥2", source="b")
    (group,) = tgparse.find_repeats([one, two])
    assert [(m.source, m.why, m.similarity, m.of) for m in group.members] == [("a", "first", 1.0, None), ("b", "equal", 1.0, 0)]
    assert group.is_equal


@pytest.mark.parametrize(
    ("old", "new"),
    [("12 minutes", "13 minutes"), ("will run", "will not run"), ("Line 7", "Line 7.5"), ("summer", "summer!"), ("The old", "THE OLD")],
)
def test_a_changed_word_number_sign_or_case_is_near_and_never_equal(old: str, new: str) -> None:
    (group,) = groups_of(STORY, STORY.replace(old, new))
    assert told(group)[1][1] == "near"
    assert 0.9 <= group.members[1].similarity < 1
    assert not group.is_equal
    assert groups_of(STORY, STORY.replace(old, new), near=None) == ()


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_group_calls_equal_what_has_the_same_hash_and_nothing_else(one: str, other: str) -> None:
    posts = [make_post(one, 0), make_post(other, 1)]
    equal = not posts[0].is_empty and not posts[1].is_empty and posts[0].content_hash == posts[1].content_hash
    groups = tgparse.find_repeats(posts)
    assert equal == any(member.why == "equal" for group in groups for member in group.members)
    assert all((member.similarity == 1) == (member.why in {"first", "equal"}) for group in groups for member in group.members)


def test_many_equal_adverts_in_a_row_are_one_group_and_all_stay() -> None:
    text = "".join(f"{NEWS[0]}\n❤{n}👍1\n" for n in range(2, 12))
    doc = tgparse.parse_text(text, dialect="web-preview")
    (group,) = tgparse.find_repeats(doc)
    assert [member.index for member in group.members] == list(range(10))
    assert {member.of for member in group.members[1:]} == {0}
    assert [post.repeats_post for post in doc.posts] == [None, *[0] * 9]


def test_posts_of_one_line_are_equal_or_nothing() -> None:
    assert [told(group) for group in groups_of("👍", "👍👍", "👍", "Ok", "ok", "Ok")] == [
        [(0, "first"), (2, "equal")],
        [(3, "first"), (4, "near"), (5, "equal")],
    ]
    assert groups_of("👍", "👍", shortest=2) == ()


def test_posts_without_text_repeat_nothing() -> None:
    assert tgparse.find_repeats(tgparse.parse_text("Forwarded from A\nForwarded from A\nForwarded from B\n")) == ()


def test_the_same_text_with_another_forward_source_stays_twice_and_is_grouped() -> None:
    doc = tgparse.parse_text(f"Forwarded from A\n{NEWS[0]}\n❤1👍1\nForwarded from B\n{NEWS[0]}\n❤1👍1\n")
    assert [post.forwarded_from.name for post in doc.posts if post.forwarded_from] == ["A", "B"]
    (group,) = tgparse.find_repeats(doc)
    assert group.is_equal
    assert len(group) == len(doc.posts) == 2


# What is near, and what is a part.


def test_posts_that_share_all_lines_but_one_are_not_equal() -> None:
    other = STORY.replace(NEWS[1], "Line 9 closes for good, since nobody has used it for years, wrote the operator on its page today.")
    assert groups_of(STORY, other) == ()
    (group,) = groups_of(STORY, other, near=0.6)
    assert told(group) == [(0, "first"), (1, "near")]


def test_quiz_posts_that_differ_in_one_option_are_near() -> None:
    quiz = "Quiz of the day: which of these rivers flows through Vienna?\nA) Danube\nB) Rhine\nC) Elbe\nD) {}\nAnswer in the comments below"
    (group,) = groups_of(quiz.format("Oder"), quiz.format("Main"), quiz.format("Oder"))
    assert told(group) == [(0, "first"), (1, "near"), (2, "equal")]


def test_two_halves_of_a_long_post_are_parts_of_it_and_not_of_each_other() -> None:
    first, second = "\n".join(NEWS[:2]), NEWS[2]
    assert groups_of(first, second) == ()
    (group,) = groups_of(STORY, first, second)
    assert told(group) == [(0, "first"), (1, "contained"), (2, "contained")]
    assert [told(group) for group in groups_of(first, second, STORY)] == [[(0, "first"), (2, "contains")], [(1, "first"), (2, "contains")]]


HEADLINES = (
    "Η παλιά γέφυρα του τραμ ξανανοίγει τη Δευτέρα, είπε ο δήμαρχος της πόλης",
    "Le vieux pont du tram rouvre lundi, a dit le maire, et tout le monde y croit",
    "Жители города снова смогут ездить на трамвае через реку, и очень этому рады",
    "Nach langer Bauzeit: Ab Montag rollen die Bahnen, sagt das Rathaus der Stadt",
    "Zastupitelé: pondělí bude pro cestující prvním dnem nového jízdního řádu",
)


def test_a_post_under_another_headline_is_retitled() -> None:
    rest = STORY.partition("\n")[2]
    for headline in HEADLINES:
        (group,) = groups_of(STORY, f"{headline}\n{rest}")
        assert told(group) == [(0, "first"), (1, "retitled")]
        assert 0.9 <= group.members[1].similarity < 1
    assert groups_of(STORY, f"{HEADLINES[0]}\n{rest}", near=None) == ()


def test_what_stands_under_many_headlines_retitles_none() -> None:
    rest = STORY.partition("\n")[2]
    bodies = [f"{headline}\n{rest}" for headline in HEADLINES]
    assert groups_of(*bodies) == ()
    assert [member.why for member in groups_of(*bodies[:4])[0].members] == ["first", *["retitled"] * 3]
    # The last words of a headline, taken with the first ones of the rest, are shared by few.
    numbers = [" ".join(str(k * 7919 * (n + 1) % 99_991) for n in range(12)) for k in range(300)]
    assert groups_of(*(f"{numbers[k]} {k % 100}\n{rest}" for k in range(300))) == ()


@pytest.mark.parametrize(
    "signature", ["Subscribe to City News and be the first to know what happens in town", "Read more: https://t.me/city"]
)
def test_a_signature_of_a_few_words_retitles_no_short_posts(signature: str) -> None:
    assert groups_of(f"Snow falls on the hills\n{signature}", f"The election is over\n{signature}") == ()


def test_posts_longer_than_telegram_allows_are_equal_or_nothing() -> None:
    long = " ".join(f"word{k}" for k in range(12_000))
    assert groups_of(long, f"{long} and more") == ()
    (group,) = groups_of(long, "between", long)
    assert told(group) == [(0, "first"), (2, "equal")]


def test_a_truncated_post_is_a_part_and_its_copies_come_along() -> None:
    (group,) = groups_of(STORY, STORY[:150] + "…", "Something else entirely, and long enough to be compared", STORY[:150] + "…")
    assert [(member.index, member.why, member.of) for member in group.members] == [(0, "first", None), (1, "contained", 0), (3, "equal", 1)]


def test_a_digest_stands_with_each_post_that_it_holds() -> None:
    digest = "\n".join(["News of the week:", *NEWS])
    assert [told(group) for group in groups_of(NEWS[0], NEWS[1], digest)] == [
        [(0, "first"), (2, "contains")],
        [(1, "first"), (2, "contains")],
    ]


def test_near_posts_are_chained_through_one_another() -> None:
    bodies = [STORY]
    for word in ("bridge", "mayor", "meeting", "minutes", "tickets", "council", "square", "station"):
        bodies.append(bodies[-1].replace(word, "otherwise"))
    (group,) = groups_of(*bodies)
    assert [member.why for member in group.members[1:]] == ["near"] * 8
    assert all(member.of is not None and member.of < k for k, member in enumerate(group.members) if k)


def test_a_signature_that_many_posts_share_makes_no_group() -> None:
    draw = random.Random(5)  # noqa: S311 - the same posts every time
    signature = "Subscribe to our channel City News and be the first to know what happens in town"
    bodies = [" ".join(str(draw.randrange(10**6)) for _ in range(20)) + "\n" + signature for _ in range(40)]
    assert groups_of(*bodies) == ()
    assert groups_of(signature, *bodies) == ()


def test_scripts_without_blanks_are_compared_too() -> None:
    text = (
        "北京市交通委员会宣布，从下周一起，地铁七号线的末班车时间将延长三十分钟，以方便市民夜间出行，具体安排另行通知，请乘客合理安排时间。"
    )
    (group,) = groups_of(text, text.replace("三十", "四十"), text[:46] + "…")
    assert told(group) == [(0, "first"), (1, "near"), (2, "contained")]


PARTS = st.sampled_from(
    [*NEWS, *HEADLINES, STORY, STORY[:150] + "…", "👍", "Ok", "5 killed", "6 killed", NEWS[0].replace("Monday", "Sunday")]
)
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


@settings(max_examples=80, deadline=None)
@given(
    bodies=st.lists(st.lists(PARTS, max_size=3), max_size=14),
    near=st.sampled_from([0.5, 0.8, 0.9, 1.0, None]),
    timed=st.booleans(),
)
def test_groups_are_sound_whatever_is_given(bodies: list[list[str]], near: float | None, *, timed: bool) -> None:
    times = [NOON + timedelta(hours=k * 7 % 24) if timed else None for k in range(len(bodies))]
    posts = [sent("\n".join(body), k, times[k]) for k, body in enumerate(bodies)]
    groups = tgparse.find_repeats(posts, near=near)
    by_words: dict[str, set[int]] = {}
    for post in posts:
        if not post.is_empty:
            by_words.setdefault(post.content_hash, set()).add(post.index)
    for group in groups:
        indices = [member.index for member in group.members]
        assert len(indices) == len(set(indices)) >= 2
        assert [member.of for member in group.members].count(None) == 1
        for place, member in enumerate(group.members):
            assert (member.why == "first") == (place == 0) == (member.of is None)
            if member.of is None:
                continue
            other = group.members[member.of]
            equal = posts[member.index].content_hash == posts[other.index].content_hash
            assert member.of != place
            assert equal == (member.why == "equal") == (member.similarity == 1)
            assert equal or (near is not None and member.similarity >= min(near, similarity.BELOW_EQUAL))
            if equal:
                assert member.of < place
        # Equal posts stand together, all of them.
        assert all(by_words[posts[index].content_hash] <= set(indices) for index in indices)
        if timed:
            told_times = [member.sent_at for member in group.members if member.sent_at]
            assert told_times == sorted(told_times)
    grouped = {member.index for group in groups for member in group.members}
    assert all(same <= grouped for same in by_words.values() if len(same) > 1)
    assert tgparse.groups_of_rows(tgparse.repeat_rows(groups)) == groups


# Where and when.


def test_a_member_tells_where_it_stands() -> None:
    docs = [tgparse.parse_text(f"\nForwarded from A\n{NEWS[0]}\n❤1👍1\n", source=name) for name in ("a.txt", "b.txt")]
    (group,) = tgparse.find_repeats(docs)
    for doc, member in zip(docs, group.members, strict=True):
        post = doc.posts[member.index]
        assert (member.source, member.line, member.span) == (doc.source, post.line, post.span)
        assert NEWS[0] in doc.text[slice(*member.span)]


def sent(body: str, index: int, at: datetime | None) -> Post:
    return make_post(body, index).model_copy(update={"sent_at": at})


def test_the_earliest_comes_first_where_all_tell_when_they_were_sent() -> None:
    noon = datetime(2024, 5, 1, 12, tzinfo=UTC)
    posts = [sent(STORY, 0, noon), sent(STORY[:150], 1, noon - timedelta(days=1)), sent(STORY, 2, noon - timedelta(hours=1))]
    (group,) = tgparse.find_repeats(posts)
    assert [(m.index, m.why, m.of) for m in group.members] == [(1, "first", None), (2, "contains", 0), (0, "equal", 1)]
    (group,) = tgparse.find_repeats([sent(STORY, 0, noon), sent(STORY, 1, None)])
    assert [member.index for member in group.members] == [0, 1]
    naive = noon.replace(tzinfo=None) - timedelta(days=2)
    (group,) = tgparse.find_repeats([sent(STORY, 0, noon), sent(STORY, 1, naive)])
    assert [member.index for member in group.members] == [0, 1]


def test_a_group_shows_itself_without_markup_of_strangers() -> None:
    (group,) = groups_of("<script>alert(1)</script>", "<script>alert(1)</script>")
    assert "<script>" not in group._repr_html_()  # pyright: ignore[reportPrivateUsage]
    assert "2 equal posts" in repr(group)


@pytest.mark.parametrize("near", [0.0, -1, 1.5])
def test_a_near_that_is_no_similarity_is_refused(near: float) -> None:
    with pytest.raises(ValueError, match="near is a similarity"):
        groups_of("a", near=near)


def test_what_holds_no_posts_is_refused() -> None:
    with pytest.raises(TypeError):
        tgparse.find_repeats("export.txt")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


# The table.


def test_the_table_gives_the_groups_back_and_with_what_is_left_every_post() -> None:
    bodies = [STORY, NEWS[0], STORY, NEWS[2], "👍", STORY.replace("12", "13"), "A post of its own", "👍"]
    posts = [make_post(body, k) for k, body in enumerate(bodies)]
    groups = tgparse.find_repeats(posts)
    rows = tgparse.repeat_rows(groups)
    assert tgparse.groups_of_rows(rows) == groups
    assert all(row[name] is None or isinstance(row[name], str | int | float | datetime) for row in rows for name in row)


def test_the_table_survives_a_shuffle_a_csv_file_and_a_data_frame(tmp_path: Path) -> None:
    pandas: Any = import_module("pandas")
    noon = datetime(2024, 5, 1, 12, tzinfo=UTC)
    groups = tgparse.find_repeats(
        [sent(STORY, 0, noon), sent(STORY, 1, None), sent(NEWS[0], 2, noon), make_post("👍", 3), make_post("👍", 4)]
    )
    rows = tgparse.repeat_rows(groups)
    assert tgparse.groups_of_rows(reversed(rows)) == groups
    frame = pandas.DataFrame(rows)
    assert tgparse.groups_of_rows(frame.sample(frac=1, random_state=1).to_dict("records")) == groups
    frame.to_csv(tmp_path / "repeats.csv", index=False)
    assert tgparse.groups_of_rows(pandas.read_csv(tmp_path / "repeats.csv").to_dict("records")) == groups
    with (tmp_path / "repeats.csv").open(encoding="utf-8", newline="") as file:
        assert tgparse.groups_of_rows(csv.DictReader(file)) == groups


LINES = st.sampled_from([*NEWS, "👍", "Good morning", STORY.replace("\n", " "), NEWS[0].replace("Monday", "Sunday"), NEWS[1][:60] + "…"])


@settings(max_examples=60)
@given(st.lists(st.lists(st.lists(LINES, max_size=3), max_size=5), min_size=1, max_size=3))
def test_the_ledger_of_documents_gives_back_what_was_dropped(bodies: list[list[list[str]]]) -> None:
    # Law 6 across documents: who keeps the first of each group of equal posts has, with the table, every post with its words and its place.
    texts = [("\n".join("\n".join(["Forwarded from News", *body]) for body in posts), f"{k}.txt") for k, posts in enumerate(bodies)]
    docs = [tgparse.parse_text(text, source=source, dialect="web-preview") for text, source in texts]
    rows = tgparse.repeat_rows(tgparse.find_repeats(docs, near=None))
    dropped = {(row["source"], row["post"]): row for row in rows if row["of"] is not None}
    kept = {(post.source, post.index): post for doc in docs for post in doc.posts if (post.source, post.index) not in dropped}
    at = {(row["group"], row["member"]): (row["source"], row["post"]) for row in rows}
    for doc in docs:
        for post in doc.posts:
            row = dropped.get((post.source, post.index))
            if row is None:
                assert kept[post.source, post.index] == post
                continue
            assert kept[at[row["group"], row["of"]]].content_hash == post.content_hash
            assert (row["line"], row["char_start"], row["char_end"]) == (post.line, *post.span)
    words = [post.content_hash for post in kept.values() if not post.is_empty]
    assert len(words) == len(set(words))


def test_the_rows_have_the_columns_that_are_named() -> None:
    from tgparse.recurrence.groups import REPEATS_COLUMNS

    assert all(tuple(row) == REPEATS_COLUMNS for row in tgparse.repeat_rows(groups_of("👍", "👍")))


# The measure, and what is found of what is there.


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_the_same_from_both_sides(one: str, other: str) -> None:
    mine, theirs = Cut.of(fold(one)), Cut.of(fold(other))
    there, back = likeness(mine, theirs, 0.5), likeness(theirs, mine, 0.5)
    assert (there and there.similarity) == (back and back.similarity)
    if there and back:
        assert {there.kinship, back.kinship} in ({"near"}, {"retitled"}, {"contained", "contains"})


def test_fingerprints_do_not_hang_on_the_process() -> None:
    # The very numbers: another machine, and the next run, must find the same.
    assert fingerprints(fold("One\nTWO")) == {3305879933425952063, 13272484506068440854}
    assert fingerprints(" ".join(map(str, range(14)))) == {4544530499956300489, 2294725645858456855, 7737980445865791460}


@pytest.mark.parametrize("name", EDITS)
def test_edits_of_real_posts_are_found(name: str) -> None:
    least = {"three typos": 0.65, "headline translated": 0.7}.get(name, 0.97)
    draw = random.Random(name)  # noqa: S311 - the same edits every time
    bodies = [body for body in real_bodies()[::5] if len(body) >= 60]
    pairs = [(body, edited) for body in bodies if (edited := EDITS[name](body, draw)) and edited != body]
    posts = [make_post(text, k) for k, text in enumerate(text for pair in pairs for text in pair)]
    together = [{member.index for member in group.members} for group in tgparse.find_repeats(posts)]
    found = sum(any({2 * k, 2 * k + 1} <= group for group in together) for k in range(len(pairs)))
    assert found >= least * len(pairs)


def test_nearly_all_pairs_of_short_posts_are_found() -> None:
    # Of few words, an edit leaves no long run.
    there, found = recall([make_post(body, k) for k, body in enumerate(short_bodies()[:600])], 0.8)
    assert there > 100
    assert found >= 0.95 * there


def test_nearly_all_pairs_that_comparing_all_with_all_finds_are_found() -> None:
    draw = random.Random(3)  # noqa: S311 - the same edits every time
    bodies = list(real_bodies()[::9])
    edits = list(EDITS.values())
    bodies += [edited for k, body in enumerate(bodies) if len(body) > 60 and (edited := edits[k % len(edits)](body, draw))]
    there, found = recall([make_post(body, k) for k, body in enumerate(bodies)], 0.8)
    assert there > 10
    assert found >= 0.95 * there


# Hostile posts cost no more than others.


PHRASE = "subscribe to our channel and read the news first every day of the week"
HOSTILE: Final[dict[str, Callable[[int], str]]] = {
    "equal": lambda _: NEWS[0],
    "under another headline": lambda k: f"News number {k} of {k * 7919 % 999_983}\n{STORY}",
    "sharing one phrase": lambda k: f"{' '.join(str((k * 7919 + i * 104729) % 999_983) for i in range(12))} {PHRASE}",
    "a phrase and a number": lambda k: f"{PHRASE} {k}",
    "one more word each": lambda k: " ".join(["word"] * (k % 700)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_number_of_posts(name: str) -> None:
    def cost(count: int) -> float:
        posts = [make_post(HOSTILE[name](k), k) for k in range(count)]
        return seconds(lambda: tgparse.find_repeats(posts))

    few, many = cost(300), cost(1800)
    # Six times as many: pairs of all with all would take 36 times as long.
    assert many < 6 * 3 * max(few, 0.02), (few, many)


@pytest.mark.heavy
@pytest.mark.alone
@pytest.mark.parametrize("kind", ["equal", "one phrase shared", "all but a number", "all but the headline"])
def test_time_and_memory_grow_with_many_hostile_posts(kind: str) -> None:
    few, many = (in_process("hostile", count, kind) for count in (5_000, 40_000))
    assert many["seconds"] < 8 * 2.5 * max(few["seconds"], 0.1), (few, many)
    # A Python with the library is some 40 MB, and what is kept at hand 50.
    assert many["peak GB"] < 8 * few["peak GB"], (few, many)
    assert many["peak GB"] < 0.3, many


@pytest.mark.heavy
@pytest.mark.alone
def test_time_grows_with_the_number_of_generated_posts() -> None:
    few, many = (in_process("scale", count) for count in (5_000, 40_000))
    assert many["seconds"] < 8 * 2.5 * max(few["seconds"], 0.1), (few, many)
    assert many["members"] > 7 * few["members"]


def test_time_grows_with_the_length_of_two_posts_that_share_a_fifth() -> None:
    def cost(words: int) -> float:
        common = " ".join(f"both{k}" for k in range(words // 5))
        posts = [make_post(f"{common} {' '.join(f'{name}{k}' for k in range(words))}", k) for k, name in enumerate("ab")]
        return seconds(lambda: tgparse.find_repeats(posts))

    few, many = cost(1000), cost(8000)
    # Each of the shared fingerprints brings the two together again.
    assert many < 8 * 4 * max(few, 0.01), (few, many)


def test_texts_at_hand_are_bounded_by_their_length() -> None:
    asked: list[int] = []

    def text_of(number: int) -> str:
        asked.append(number)
        return str(number) * 400

    texts = similarity.CutTexts(text_of, at_hand=1000)
    for number in (1, 2, 1, 3, 1, 2, 4, 4):
        assert texts[number].folded == str(number) * 400
    assert asked == [1, 2, 3, 2, 4]


# In a stream.


def near_of(posts: Iterable[Post]) -> list[tuple[int, list[tuple[int, str]]]]:
    return [(post.index, [(near.index, near.kind) for near in post.near]) for post in posts if post.near]


TEXT = "".join(f"{body}\n❤{n}👍1\n" for n, body in enumerate([STORY, NEWS[2], STORY.replace("12", "13"), "👍 a b", STORY], 2))


def test_posts_tell_which_ones_before_them_they_are_like_if_asked_to() -> None:
    doc = tgparse.parse_text(TEXT, dialect="web-preview", repeats="near")
    assert near_of(doc.posts) == [(1, [(0, "contained")]), (2, [(0, "near"), (1, "contains")])]
    assert [post.repeats_post for post in doc.posts] == [None, None, None, None, 0]
    assert near_of(tgparse.parse_text(TEXT, dialect="web-preview").posts) == []
    assert tgparse.Document.model_validate_json(doc.model_dump_json()) == doc
    assert [row["near_post"] for row in doc.rows("posts")] == [None, 0, 0, None, None]


def test_a_stream_finds_the_same_near_posts() -> None:
    doc = tgparse.parse_text(TEXT, dialect="web-preview", repeats="near", source="x")
    assert tuple(tgparse.iter_posts(io.StringIO(TEXT), dialect="web-preview", repeats="near", source="x")) == doc.posts


def test_the_look_back_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_back, "LOOK_BACK", 50)
    seen = NearSeen()
    for k in range(500):
        seen.look(f"{' '.join(str((k * 7919 + i) % 9973) for i in range(20))} {PHRASE}", k)
    assert len(seen.kept) == len(seen.order) == 50
    assert max(map(len, seen.places.values())) <= look_back.SAME_MARK
    assert {place for places in seen.places.values() for place in places} <= set(range(450, 500))


def test_the_look_back_is_bounded_by_the_length_of_its_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_back, "LOOK_BACK_LENGTH", 10_000)
    seen = NearSeen()
    for k in range(50):
        seen.look(" ".join(f"{k}word{i}" for i in range(200)), k)
        assert sum(len(kept.folded) for kept in seen.kept.values()) == seen.length <= 10_000
    assert 1 <= len(seen.kept) < 10
    assert seen.look("word " * similarity.LONGEST, 50) == ()
    assert 50 not in seen.kept


def test_a_stream_tells_retitled_posts() -> None:
    head, _, rest = STORY.partition("\n")
    seen = NearSeen()
    assert seen.look(STORY, 0) == ()
    (near,) = seen.look(f"{head[:9]} reopens, it says here, and who would have thought so only two years ago?\n{rest}", 1)
    assert (near.index, near.kind) == (0, "retitled")


def test_the_file_of_seen_posts_marks_what_earlier_runs_saw(tmp_path: Path) -> None:
    path = tmp_path / "seen.sqlite"
    may, june = f"{NEWS[0]}\n❤1👍1\n{NEWS[1]}\n❤1👍1\n{NEWS[0]}\n❤1👍1\n", f"{NEWS[2]}\n❤1👍1\n{NEWS[1]}\n❤1👍1\n"

    def run(text: str, name: str) -> list[str | None]:
        posts = tgparse.iter_posts(io.StringIO(text), source=name, seen=path, dialect="web-preview")
        return [f"{post.seen.source}:{post.seen.index}" if post.seen else None for post in posts]

    assert run(may, "may") == [None, None, None]
    assert run(june, "june") == [None, "may:1"]
    assert run(june, "june") == ["june:0", "may:1"]


def test_a_run_that_is_broken_off_leaves_no_mark(tmp_path: Path) -> None:
    path = tmp_path / "seen.sqlite"
    posts = tgparse.iter_posts(io.StringIO(TEXT), source="a", seen=path, dialect="web-preview")
    next(posts)
    posts.close()
    assert all(post.seen is None for post in tgparse.iter_posts(io.StringIO(TEXT), source="a", seen=path, dialect="web-preview"))


def test_a_file_that_cannot_be_made_or_is_in_use_is_told_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(tgparse.TgparseError, match=r"nowhere.seen\.sqlite"):
        list(tgparse.iter_posts(io.StringIO(TEXT), seen=tmp_path / "nowhere" / "seen.sqlite"))
    path = tmp_path / "seen.sqlite"
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, timeout=0.1))
    posts = tgparse.iter_posts(io.StringIO(TEXT), seen=path)
    next(posts)
    with pytest.raises(tgparse.TgparseError, match=r"seen\.sqlite.*locked"):
        list(tgparse.iter_posts(io.StringIO(TEXT), seen=path))
    assert len(list(posts)) == 4
    assert [post.seen is not None for post in tgparse.iter_posts(io.StringIO(TEXT), seen=path)] == [True] * 5


def test_a_file_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE precious (value)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(tgparse.TgparseError, match="another program"):
        list(tgparse.iter_posts(io.StringIO(TEXT), source="a", seen=path))
    assert path.read_bytes() == before
    text = tmp_path / "notes.txt"
    text.write_text("notes " * 1000, "utf-8")
    with pytest.raises(tgparse.TgparseError, match=r"notes\.txt"):
        list(tgparse.iter_posts(io.StringIO(TEXT), source="a", seen=text))


# Lines that many posts share.


def test_lines_that_many_posts_share_are_reported_by_source_and_nothing_is_dropped() -> None:
    def text(name: str) -> str:
        return "".join(f"Report {n} of {name}, of the day\n#News\nSubscribe to {name}\n❤1👍{n}\n" for n in range(1, 9))

    docs = [tgparse.parse_text(text(name), source=name, dialect="web-preview") for name in ("a", "b")]
    report = tgparse.boilerplate(docs)
    assert [(line.source, line.text, line.count, line.share, line.post) for line in report] == [
        ("a", "Subscribe to a", 8, 1.0, 0),
        ("b", "Subscribe to b", 8, 1.0, 0),
    ]
    assert docs[0].text[slice(*report[0].span)] == report[0].text
    assert docs[0].to_text().count("Subscribe") == 8
    assert docs[0].to_text(boilerplate=report).count("Subscribe") == 0
    assert docs[0].to_text(boilerplate=report[1:]).count("Subscribe") == 8


def test_an_advert_that_is_posted_daily_has_no_boilerplate() -> None:
    doc = tgparse.parse_text("".join(f"Buy our tea\nIt is good\n❤{n}👍1\n" for n in range(1, 20)), dialect="web-preview")
    assert tgparse.boilerplate(doc) == ()


def test_dropped_lines_take_along_what_was_found_in_them_and_stay_in_the_ledger() -> None:
    doc = tgparse.parse_text("Join @city_news of #Minsk on 5 May 2023\nTrams are late, see @trams_minsk\n❤1👍1\n")
    assert doc.lines
    short = tgparse.without_boilerplate(doc, ["Join @city_news  of #Minsk on 5 May 2023"])
    post = short.posts[0]
    assert (post.headline, post.hashtags, post.dates, [mention.username for mention in post.mentions]) == (None, (), (), ["trams_minsk"])
    assert post.body == "Trams are late, see @trams_minsk"
    assert [line.role for line in short.lines] == ["furniture", "kept", "reactions"]
    assert post.content_hash != doc.posts[0].content_hash
    assert tgparse.without_boilerplate(doc, ["Not there"]).posts == doc.posts
    assert tgparse.without_boilerplate(doc.posts[0], ["Not there"]) is doc.posts[0]
    assert tgparse.Document.model_validate_json(short.model_dump_json()) == short


def test_combinations_of_three_equal_and_near_posts_give_the_same_group_in_any_order() -> None:
    bodies = [STORY, STORY.replace("12", "13"), STORY.replace("Monday", "Sunday")]
    for order in combinations([*bodies, *bodies], 3):
        if len(set(order)) == 3:
            (group,) = groups_of(*order)
            assert len(group) == 3
