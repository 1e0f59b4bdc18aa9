"""Lays source posts out as Telegram Desktop's export for people, `messages.html`."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from .source_posts import Piece, SourceChannel, SourceLine, SourcePost

_MARKUP: Final = {
    "plain": "{text}",
    "emoji": "{text}",
    "hashtag": '<a href="" onclick="return ShowHashtag(&quot;{name}&quot;)">{text}</a>',
    "mention": '<a href="https://t.me/{name}">{text}</a>',
    "email": '<a href="mailto:{text}">{text}</a>',
    "link": '<a href="{text}">{text}</a>',
    "label": '<a href="{url}">{text}</a>',
    "spoiler": '<span class="spoiler hidden" onclick="ShowSpoiler(this)"><span aria-hidden="true">{text}</span></span>',
    "quote": "<blockquote>{text}</blockquote>",
    "pre": "<pre>{text}</pre>",
    "code": "<code>{text}</code>",
    "struck": "<s>{text}</s>",
    "bold": "<strong>{text}</strong>",
}
"""How the export marks up each kind of piece."""


def _div(indent: int, kind: str, content: str, *, tag: str = "div", more: str = "") -> str:
    """Write an element with its text on a line of its own, as the export does."""
    blank = " " * indent
    return f'{blank}<{tag} class="{kind}"{more}>\n{content}\n{blank}</{tag}>\n'


def _piece(piece: Piece) -> str:
    text = escape(piece.text)
    return _MARKUP[piece.kind].format(text=text, name=text[1:], url=escape(piece.url or ""))


def _text(lines: Sequence[SourceLine]) -> str:
    return "<br>".join("".join(map(_piece, line.pieces())) for line in lines)


def _userpic(indent: int, name: str, *, forwarded: bool = False) -> str:
    initials = "".join(word[0] for word in name.split()[:2])
    blank = " " * indent
    inner = _div(indent + 2, "initials", initials, more=' style="line-height: 42px"')
    picture = f'{blank} <div class="userpic userpic{len(name) % 8 + 1}" style="width: 42px; height: 42px">\n\n{inner}\n{blank} </div>\n'
    kind = "pull_left forwarded userpic_wrap" if forwarded else "pull_left userpic_wrap"
    return f'{blank}<div class="{kind}">\n\n{picture}\n{blank}</div>\n'


def _zone(time: datetime) -> str:
    """Write a time as titles show it: `05.12.2022 09:14:00 UTC+01:00`."""
    offset = time.strftime("%z")
    return f"{time:%d.%m.%Y %H:%M:%S} UTC{offset[:3]}:{offset[3:]}"


def _photo(indent: int) -> str:
    blank = " " * indent
    title, missing = "Photo", "Not included, change data exporting settings to download."
    inner = (
        _div(indent + 3, "title bold", title) + "\n" + _div(indent + 3, "description", missing) + "\n"
        + _div(indent + 3, "status details", "1280×853, 179.9 KB")
    )  # fmt: skip
    return (
        f'{blank}<div class="media_wrap clearfix">\n\n{blank} <div class="media clearfix pull_left media_photo">\n\n'
        f'{blank}  <div class="fill pull_left">\n\n{blank}  </div>\n\n{blank}  <div class="body">\n\n{inner}\n{blank}  </div>\n\n'
        f"{blank} </div>\n\n{blank}</div>\n"
    )


def _reactions(indent: int, reactions: Sequence[tuple[str, str]]) -> str:
    blank = " " * indent
    spans = [
        f'{blank} <span class="reaction">\n\n{_div(indent + 2, "emoji", emoji or "⭐", tag="span")}\n'
        f"{_div(indent + 2, 'count', count, tag='span')}\n{blank} </span>\n"
        for emoji, count in reactions
    ]
    return f'{blank}<span class="reactions">\n\n' + "\n".join(spans) + f"\n{blank}</span>\n"


def _content(post: SourcePost, indent: int) -> Iterator[str]:
    """Give what stands under the name: the same in a message and in the frame of a forward."""
    if post.reply:
        link = f'<a href="#go_to_message{post.reply.id}" onclick="return GoToMessage({post.reply.id})">this message</a>'
        yield _div(indent, "reply_to details", f"In reply to {link}")
    if "photo" in post.media:
        yield _photo(indent)
    if post.lines:
        yield _div(indent, "text", _text(post.lines))
    if post.signature:
        yield _div(indent, "signature details", escape(post.signature))
    if post.reactions:
        yield _reactions(indent, post.reactions)


def _body(post: SourcePost, name: str | None) -> str:
    parts = [_div(7, "pull_right date details", f"{post.sent_at:%H:%M}", more=f' title="{_zone(post.sent_at)}"')]
    if name:
        parts.append(_div(7, "from_name", escape(name)))
    if post.forwarded_from:
        parts.append(_userpic(7, post.forwarded_from, forwarded=True))
        when = f'<span class="date details" title="{_zone(post.sent_at)}"> {post.sent_at:%d.%m.%Y %H:%M:%S}</span>'
        inner = [_div(8, "from_name", escape(post.forwarded_from) + when), *_content(post, 8)]
        parts.append('       <div class="forwarded body">\n\n' + "\n".join(inner) + "\n       </div>\n")
    else:
        parts += _content(post, 7)
    return "\n".join(parts)


def _message(post: SourcePost, name: str, *, joined: bool) -> str:
    kind = "message default clearfix" + (" joined" if joined else "")
    picture = "" if joined else _userpic(6, name) + "\n"
    body = _body(post, None if joined else name)
    return f'     <div class="{kind}" id="message{post.id}">\n\n{picture}      <div class="body">\n\n{body}\n      </div>\n\n     </div>\n'


def _service(number: str, text: str) -> str:
    return f'     <div class="message service" id="message{number}">\n\n{_div(6, "body details", text)}\n     </div>\n'


def _history(posts: Sequence[SourcePost], channel: SourceChannel) -> Iterator[str]:
    """Give the messages with their dividers; those of one sender within a day are joined, as long as they are no forwards."""
    days: list[object] = []
    before: str | None = None
    for post in posts:
        if post.sent_at.date() not in days:
            days.append(post.sent_at.date())
            before = None
            yield _service(f"-{len(days)}", f"{post.sent_at.day} {post.sent_at:%B %Y}")
        if post.service:
            yield _service(str(post.id), f"Channel &laquo;{escape(post.service)}&raquo; created")
        elif post.lines or post.media:
            name = post.author or channel.title
            yield _message(post, name, joined=name == before and not post.forwarded_from)
            before = None if post.forwarded_from else name


def lay_out_desktop_html(posts: Sequence[SourcePost], channel: SourceChannel) -> str:
    """Lay posts out as Telegram Desktop exports one chat: `messages.html`."""
    title = _div(5, "text bold", escape(channel.title))
    history = "\n".join(_history(posts, channel))
    return f"""\
<!DOCTYPE html>
<html>

 <head>

  <meta charset="utf-8"/>
<title>Exported Data</title>
  <meta content="width=device-width, initial-scale=1.0" name="viewport"/>

  <link href="css/style.css" rel="stylesheet"/>

  <script src="js/script.js" type="text/javascript">

  </script>

 </head>

 <body onload="CheckLocation();">

  <div class="page_wrap">

   <div class="page_header">

    <div class="content">

{title}
    </div>

   </div>

   <div class="page_body chat_page">

    <div class="history">

{history}
    </div>

   </div>

  </div>

 </body>

</html>
"""
