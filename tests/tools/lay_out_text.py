"""Lays source posts out as text: what text extractors make of a channel's page, and what clients put on the clipboard."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, Literal

from .source_posts import EPOCH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from .source_posts import SourceChannel, SourceLine, SourcePost

Version = Literal["1.10", "2.0", "2.2", "2.3"]
"""The trafilatura whose form is wanted: each stands for its neighbours (see `lay_out_web_preview`)."""
ZERO_WIDTH: Final = re.compile("[\u200b-\u200f\u2060\ufeff]")
_ONLY_SECOND: Final = frozenset({"code", "pre", "quote"})
_ONLY_FIRST: Final = frozenset({"struck", "spoiler"})


def glued(reactions: Sequence[tuple[str, str]]) -> str:
    """Write reactions as trafilatura does.

    >>> glued([("❤", "1"), ("👍", "1.2K")])
    '❤1👍1.2K'
    """
    return "".join(emoji + count for emoji, count in reactions)


def _twice(post: SourcePost) -> tuple[list[SourceLine], list[SourceLine]]:
    """Give the two copies of a body: code and quotes are only in the second, struck-through text only in the first."""
    lines = post.kept
    first = [line for line in lines[post.headline_lost :] if line.style not in _ONLY_SECOND]
    second = [line for line in lines[1:] if line.style not in _ONLY_FIRST]
    return first, second


def _preview_lines(post: SourcePost, version: Version) -> Iterator[str]:
    if post.marker:
        yield post.marker.replace("from ", "from\xa0", 1) if version in {"2.2", "2.3"} else post.marker
    if post.reply:
        yield from (post.reply.author, post.reply.text)
    if not post.lost:
        first, second = _twice(post)
        yield from (line.text for line in (post.kept if version == "2.3" else [*first, *second]))
    if post.preview:
        yield from (post.preview.site, post.preview.title, post.preview.description)
    if post.reactions:
        yield glued(post.reactions)


def lay_out_web_preview(posts: Sequence[SourcePost], channel: SourceChannel | None = None, *, version: Version = "2.0") -> str:
    """Lay posts out as trafilatura (default settings) writes a channel's page: `L1 L2 .. Ln L2 .. Ln`.

    "1.10" stands for 1.4 to 1.10 (a marker that occurs three times or more is dropped), "2.0" for 1.11 to 2.0, "2.2" for
    2.1 and 2.2 (U+00A0 after "from", posts begin with blanks), "2.3" for 2.3 (once instead of twice). The channel is not shown.
    """
    del channel
    markers = Counter(post.marker for post in posts)
    lines: list[str] = []
    for post in posts:
        of_post = [ZERO_WIDTH.sub("", line) for line in _preview_lines(post, version)]
        if version == "1.10" and post.marker and markers[post.marker] >= 3:
            del of_post[0]
        if version == "2.2" and lines and of_post:
            of_post[0] = "  " + of_post[0]
        lines += of_post
    return "\n".join(lines)


MIRROR_NOTICES: Final = (
    "Telegram | DID YOU KNOW?",
    "Since its launch in 2013 the messenger has been written about on many pages, and this paragraph stands on each of them.",
    "Invented Name is the owner of this paragraph, which the mirror adds to every page, whatever the channel is about.",
)
"""Stand for the paragraphs about Telegram that the mirror adds; their first words are real, the rest is invented."""


def lay_out_mirror(posts: Sequence[SourcePost], channel: SourceChannel) -> str:
    """Lay posts out as trafilatura writes a page of the mirror group-telegram.com: the whole body twice, and notices."""
    lines: list[str] = []
    for i, post in enumerate(posts):
        body = [ZERO_WIDTH.sub("", line.text) for line in post.kept]
        lines += [post.marker] if post.marker else []
        lines += body + body
        lines += [glued(post.reactions)] if post.reactions else []
        if i == len(posts) // 2:
            lines += MIRROR_NOTICES[:2]
    return "\n".join([*lines, MIRROR_NOTICES[2], f"Telegram {channel.title}"])


def _views(post: SourcePost) -> str:
    """Write the footer of a post as text extractors do: `1.7K views edited 08:19`."""
    sent = post.sent_at.astimezone(EPOCH.tzinfo)
    parts = [f"{post.poll.voters} voters"] if post.poll else []
    parts += [f"{post.views} views"] if post.views else []
    parts += [f"{post.signature} ,"] if post.signature else []
    parts += ["edited"] if post.edited_at else []
    return " ".join([*parts, f"{sent:%H:%M}"])


def _page_header(channel: SourceChannel) -> list[str]:
    counter = f"{channel.subscribers} subscribers"
    return [
        f"            {channel.title}",
        f"          @{channel.username}",
        f"          {counter}",
        f"        {channel.about}",
        "      Download Telegram",
        *(line for label in ("About", "Blog", "Apps", "Platform") for line in ("", f"          {label}")),
        "",
        "    Join",
        f"        {channel.title}",
        f"      {counter}",
    ]


def _page_post(post: SourcePost, channel: SourceChannel) -> Iterator[str]:
    yield channel.title
    if post.marker:
        author = f" ( {post.forward_author} )" if post.forward_author else ""
        yield f"Forwarded from {post.forwarded_from}{author}"
    if post.reply:
        yield from (post.reply.author, post.reply.text)
    if post.service:
        yield "Channel created"
    yield from (line.text for line in post.lines)
    if post.preview:
        yield from (post.preview.site, post.preview.title, post.preview.description)
    if post.poll:
        yield from (f"  {line}" for line in (post.poll.question, "Anonymous Poll"))
        yield from (f"{' ' * (4 + 2 * i)}{text}" for option in post.poll.options for i, text in enumerate(option))
    if post.reactions:
        yield " ".join(f"{emoji} {count}".strip() for emoji, count in post.reactions)
    yield f"  {_views(post)}"


def lay_out_page_text(posts: Sequence[SourcePost], channel: SourceChannel) -> str:
    """Lay posts out as inscriptis writes a channel's page: every line once, indented, with the page's furniture."""
    lines = _page_header(channel)
    lines += (f"          {line}" if line else "" for post in posts for line in _page_post(post, channel))
    return "\n".join(lines)


def lay_out_plain(posts: Sequence[SourcePost], channel: SourceChannel | None = None) -> str:
    """Lay posts out as somebody would paste them by hand: the texts, an empty line between them, nothing else."""
    del channel
    return "\n\n".join(post.text for post in posts if post.lines)


Locale = Literal["en_GB", "en_US", "de_DE", "ru_RU"]
_SHORT: Final[dict[Locale, Callable[[datetime], str]]] = {
    "en_GB": lambda t: f"{t:%d/%m/%Y %H:%M}",
    "en_US": lambda t: f"{t.month}/{t.day}/{t:%y} {t.hour % 12 or 12}:{t:%M}\u202f{t:%p}",
    "de_DE": lambda t: f"{t:%d.%m.%y %H:%M}",
    "ru_RU": lambda t: f"{t:%d.%m.%Y %H:%M}",
}
"""`QLocale::toString(…, ShortFormat)`, as the headers show it."""
_OLD_WORDS: Final[dict[str, tuple[str, str]]] = {
    "en": ("Forwarded from {}", "In reply to {}"),
    "ru": ("Переслано из {}", "В ответ на {}"),
    "uk": ("Переслано від {}", "У відповідь до {}"),
    "de": ("Weitergeleitet aus {}", "Antwort auf {}"),
    "tr": ("{} kanalından iletildi", "Yanıt olarak: {}"),
}
"""What the old Desktop clients wrote in brackets, by the language of their interface."""


def _expanded(line: SourceLine) -> str:
    """Write a label with its target, as Telegram Desktop puts it on the clipboard."""
    return f"{line.text} ({line.url})" if line.url else line.text


def _clipped(post: SourcePost) -> str:
    return "\n".join(map(_expanded, post.lines))


def _sender(post: SourcePost, channel: SourceChannel) -> str:
    return post.author or channel.title


def lay_out_desktop_clipboard(posts: Sequence[SourcePost], channel: SourceChannel, *, locale: Locale = "en_GB") -> str:
    """Lay posts out as Telegram Desktop 4.4.2 and later copies them: `NAME, [DATE TIME]`, no forwards, no media."""
    said = [post for post in posts if post.lines]
    return "\n\n".join(f"{_sender(post, channel)}, [{_SHORT[locale](post.sent_at)}]\n{_clipped(post)}" for post in said)


def lay_out_old_desktop_clipboard(posts: Sequence[SourcePost], channel: SourceChannel, *, language: str = "en") -> str:
    """Lay posts out as Telegram Desktop up to 3.1.9 copies them: dates as 06.11.18, forwards, replies and media in brackets."""
    forwarded, answered = _OLD_WORDS[language]
    blocks: list[str] = []
    for post in posts:
        if post.service or not (post.lines or post.media):
            continue
        lines = [f"{_sender(post, channel)}, [{post.sent_at:%d.%m.%y %H:%M}]"]
        if post.marker:
            lines.append(f"[{forwarded.format(post.marker.removeprefix('Forwarded from '))}]")
        if post.reply:
            lines.append(f"[{answered.format(post.reply.author)}]")
        lines += [f"[ {kind.capitalize()} ]" for kind in post.media]
        blocks.append("\n".join([*lines, *map(_expanded, post.lines)]))
    return "\n\n".join(blocks)


def lay_out_android_clipboard(posts: Sequence[SourcePost], channel: SourceChannel) -> str:
    """Lay posts out as Telegram for Android copies them: `NAME:` where the sender changes, no dates."""
    blocks: list[str] = []
    before = None
    for post in posts:
        if post.lines:
            name = _sender(post, channel)
            blocks.append((f"{name}:\n" if name != before else "") + post.text)
            before = name
    return "\n\n".join(blocks)


def lay_out_web_clipboard(posts: Sequence[SourcePost], channel: SourceChannel) -> str:
    """Lay posts out as Telegram Web A copies them: `> NAME:`, the text, an empty line."""
    return "\n".join(f"> {_sender(post, channel)}:\n{post.text}\n" for post in posts if post.lines)


def lay_out_macos_clipboard(posts: Sequence[SourcePost], channel: SourceChannel) -> str:
    """Lay posts out as Telegram for macOS copies selected messages: the first author's name replaces the sender's."""
    said = [post for post in posts if post.lines]
    return "\n\n".join(f"> {post.forwarded_from or _sender(post, channel)}:\n{post.text}" for post in said)


def lay_out_macos_selection(posts: Sequence[SourcePost], channel: SourceChannel) -> str:
    """Lay posts out as Telegram for macOS copies text selected with the mouse: `NAME, [Oct 3, 2022 at 6:05:40 PM]:`."""

    def full(time: datetime) -> str:
        return f"{time:%b} {time.day}, {time.year} at {time.hour % 12 or 12}:{time:%M:%S %p}"

    said = [post for post in posts if post.lines]
    return "\n\n".join(f"{_sender(post, channel)}, [{full(post.sent_at)}]:\n{post.text}" for post in said)


def _recorded(post: SourcePost) -> str:
    if post.forwarded_from:
        return f"{{{{FWD: {post.forwarded_from}, {post.sent_at:%d.%m.%Y %H:%M:%S}}}}}\n{post.text}"
    return post.text


def lay_out_chat_history(posts: Sequence[SourcePost], channel: SourceChannel, *, large: bool = False) -> str:
    """Lay posts out as "Save Telegram Chat History" does, in its compact format or its large one."""
    said = [post for post in posts if post.lines]
    times = [f"{post.sent_at:%d.%m.%Y %H:%M:%S}" for post in said]
    form = "{name} [{time}]\n{text}\n" if large else "{time}, {name}: {text}"
    entries = [form.format(name=_sender(post, channel), time=time, text=_recorded(post)) for post, time in zip(said, times, strict=True)]
    return "\n".join(["Your Telegram History\n", *entries])


def lay_out_messages_dump(posts: Sequence[SourcePost], channel: SourceChannel) -> str:
    """Lay posts out as telegram-messages-dump does: one line a message, its line breaks escaped."""

    def entry(post: SourcePost) -> str:
        answered = f"RE_ID={post.reply.id} " if post.reply else ""
        text = post.text.replace("\t", "\\t").replace("\n", "\\n")
        return f"[{post.sent_at:%Y-%m-%d %H:%M}] ID={post.id} {answered}{_sender(post, channel)}: {text}"

    return "\n".join(entry(post) for post in posts if post.lines)
