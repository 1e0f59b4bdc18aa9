"""Lays source posts out as HTML: a channel's page on t.me/s, Telegram Desktop's export, and the text nodes of a page."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from .source_posts import EPOCH, SourceLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .source_posts import Piece, Poll, Preview, Reply, SourceChannel, SourcePost

BLOCKS: Final = frozenset({"quote", "pre"})
"""Styles that are blocks: no line break stands beside them."""
_MARKUP: Final = {
    "plain": "{text}",
    "hashtag": '<a href="?q=%23{name}">{text}</a>',
    "mention": '<a href="https://t.me/{name}" target="_blank">{text}</a>',
    "email": '<a href="mailto:{text}">{text}</a>',
    "link": '<a href="{text}" target="_blank" rel="noopener">{text}</a>',
    "label": '<a href="{url}" target="_blank" rel="noopener">{text}</a>',
    "quote": "<blockquote>{text}</blockquote>",
    "pre": "<pre>{text}</pre>",
    "code": "<code>{text}</code>",
    "struck": "<s>{text}</s>",
    "spoiler": "<tg-spoiler>{text}</tg-spoiler>",
    "bold": "<b>{text}</b>",
}
"""How t.me marks up each kind of piece."""


def _glyph(emoji: str) -> str:
    """Draw an emoji as t.me does: a picture with the glyph behind it."""
    name = emoji.replace("\ufe0f", "").encode().hex().upper()
    return f'<i class="emoji" style="background-image:url(\'//telegram.org/img/emoji/40/{name}.png\')"><b>{emoji}</b></i>'


def _web_piece(piece: Piece) -> str:
    if piece.kind == "emoji":
        return _glyph(piece.text)
    text = escape(piece.text, quote=False)
    return _MARKUP[piece.kind].format(text=text, name=text[1:], url=escape(piece.url or ""))


def _web_lines(lines: Sequence[SourceLine]) -> str:
    """Join the lines by `<br/>`, except beside blocks, which break the line by themselves."""
    pieces: list[str] = []
    for i, line in enumerate(lines):
        block = line.style in BLOCKS or (i and lines[i - 1].style in BLOCKS)
        pieces.append(("" if block or not i else "<br/>") + "".join(map(_web_piece, line.pieces())))
    return "".join(pieces)


def _web_forward(post: SourcePost) -> str:
    name = f'<span dir="auto">{_web_text(post.forwarded_from or "")}</span>'
    href = f' href="{post.forwarded_url}"' if post.forwarded_url else ""
    tag = "a" if post.forwarded_url else "span"
    author = f' (<span class="tgme_widget_message_forwarded_from_author">{post.forward_author}</span>)' if post.forward_author else ""
    return (
        '<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;'
        f'<{tag} class="tgme_widget_message_forwarded_from_name"{href}>{name}</{tag}>{author}</div>'
    )


def _web_text(text: str) -> str:
    """Write a name: its emoji are pictures, nothing in it is a link."""
    return "".join(_glyph(p.text) if p.kind == "emoji" else escape(p.text, quote=False) for p in SourceLine(text).pieces())


def _web_reply(reply: Reply, username: str) -> str:
    return (
        f'<a class="tgme_widget_message_reply user-color-default" href="https://t.me/{username}/{reply.id}">\n'
        f'<div class="tgme_widget_message_author accent_color">\n  <span class="tgme_widget_message_author_name" dir="auto">'
        f"{escape(reply.author, quote=False)}</span>\n</div>\n"
        f'<div class="tgme_widget_message_text js-message_reply_text" dir="auto">{escape(reply.text, quote=False)}</div>\n</a>'
    )


def _web_preview_box(preview: Preview) -> str:
    return (
        '<a class="tgme_widget_message_link_preview" href="https://example.org/">\n'
        f'  <div class="link_preview_site_name accent_color" dir="auto">{preview.site}</div>\n'
        f'  <div class="link_preview_title" dir="auto">{preview.title}</div>\n'
        f'  <div class="link_preview_description" dir="auto">{preview.description}</div>\n</a>'
    )


def _web_poll(poll: Poll) -> str:
    options = "".join(
        '<div class="tgme_widget_message_poll_option">\n'
        f'  <div class="tgme_widget_message_poll_option_percent">{share}</div>\n'
        '  <div class="tgme_widget_message_poll_option_value">\n'
        f'    <div class="tgme_widget_message_poll_option_text">{answer}</div>\n'
        f'    <div class="tgme_widget_message_poll_option_bar accent_bg" style="width:{share}"></div>\n  </div>\n</div>'
        for share, answer in poll.options
    )
    return (
        '<div class="tgme_widget_message_poll js-poll">\n'
        f'  <div class="tgme_widget_message_poll_question">{poll.question}</div>\n'
        '  <div class="tgme_widget_message_poll_type">Anonymous Poll</div>\n'
        f'  <a class="tgme_widget_message_poll_options" href="https://t.me/">{options}</a>\n</div>'
    )


def _web_reactions(reactions: Sequence[tuple[str, str]]) -> str:
    spans = "".join(f'<span class="tgme_reaction">{_glyph(emoji)}{count}</span>' for emoji, count in reactions)
    return f'<div class="tgme_widget_message_reactions js-message_reactions">{spans}</div>'


def _web_footer(post: SourcePost, url: str) -> str:
    voters = f'<span class="tgme_widget_message_voters">{post.poll.voters}</span><span class="copyonly"> voters</span>' if post.poll else ""
    views = f'<span class="tgme_widget_message_views">{post.views}</span><span class="copyonly"> views</span>' if post.views else ""
    author = f'<span class="tgme_widget_message_from_author" dir="auto">{post.signature}</span>,&nbsp;' if post.signature else ""
    edited = "edited &nbsp;" if post.edited_at else ""
    sent = post.sent_at.astimezone(EPOCH.tzinfo)
    return (
        '<div class="tgme_widget_message_footer compact js-message_footer">\n  \n'
        f'  <div class="tgme_widget_message_info short js-message_info">\n    {voters}{views}'
        f'<span class="tgme_widget_message_meta">{author}{edited}<a class="tgme_widget_message_date" href="{url}">'
        f'<time datetime="{sent.isoformat()}" class="time">{sent:%H:%M}</time></a></span>\n  </div>\n</div>'
    )


def _web_message(post: SourcePost, channel: SourceChannel) -> str:
    url = f"https://t.me/{channel.username}/{post.id}"
    home = f"https://t.me/{channel.username}"
    owner = f'<a class="tgme_widget_message_owner_name" href="{home}"><span dir="auto">{_web_text(channel.title)}</span></a>'
    parts = [f'<div class="tgme_widget_message_author accent_color">{owner}</div>']
    if post.forwarded_from:
        parts.append(_web_forward(post))
    if post.reply:
        parts.append(_web_reply(post.reply, channel.username))
    if "photo" in post.media:
        style = "width:800px;background-image:url('https://cdn4.telesco.pe/file/photo.jpg')"
        photo = '<div class="tgme_widget_message_photo" style="padding-top:71.75%"></div>'
        parts.append(f'<a class="tgme_widget_message_photo_wrap {post.id}" href="{url}" style="{style}">\n  {photo}\n</a>')
    if post.service:
        parts.append('<div class="tgme_widget_message_text js-message_text" dir="auto">Channel created</div>')
    if post.lines:
        parts.append(f'<div class="tgme_widget_message_text js-message_text" dir="auto">{_web_lines(post.lines)}</div>')
    if post.preview:
        parts.append(_web_preview_box(post.preview))
    if post.poll:
        parts.append(_web_poll(post.poll))
    if post.reactions:
        parts.append(_web_reactions(post.reactions))
    parts.append(_web_footer(post, url))
    content = "\n".join(parts)
    user = f'<a href="{home}"><i class="tgme_widget_message_user_photo bgcolor3" data-content="{channel.title[0]}"></i></a>'
    service = " service_message" if post.service else ""
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="tgme_widget_message text_not_supported_wrap{service} js-widget_message" data-post="{channel.username}/{post.id}">\n'
        f'  <div class="tgme_widget_message_user">{user}</div>\n'
        '  <div class="tgme_widget_message_bubble">\n    \n        <i class="tgme_widget_message_bubble_tail"></i>\n'
        f"    {content}\n  </div>\n  \n</div></div>"
    )


def _web_header(channel: SourceChannel) -> str:
    title = _web_text(channel.title)
    counter = f'<span class="counter_value">{channel.subscribers}</span> <span class="counter_type">subscribers</span>'
    return f"""\
    <header class="tgme_header search_collapsed">
  <div class="tgme_container">
    <div class="tgme_header_right_column">
      <section class="tgme_right_column">
        <div class="tgme_channel_info">
          <div class="tgme_channel_info_header">
            <i class="tgme_page_photo_image bgcolor2" data-content="{channel.title[0]}"></i>
            <div class="tgme_channel_info_header_title_wrap">
              <div class="tgme_channel_info_header_title"><span dir="auto">{title}</span></div>
              <div class="tgme_channel_info_header_labels"></div>
            </div>
            <div class="tgme_channel_info_header_username"><a href="https://t.me/{channel.username}">@{channel.username}</a></div>
          </div>
          <div class="tgme_channel_info_counters"><div class="tgme_channel_info_counter">{counter}</div></div>
          <div class="tgme_channel_info_description">{channel.about}</div>
          <a class="tgme_channel_download_telegram" href="//telegram.org/dl">Download Telegram
          </a>
          <div class="tgme_footer">
            <div class="tgme_footer_column">
              <h5><a href="//telegram.org/faq">About</a></h5>
            </div>
            <div class="tgme_footer_column">
              <h5><a href="//telegram.org/blog">Blog</a></h5>
            </div>
            <div class="tgme_footer_column">
              <h5><a href="//telegram.org/apps">Apps</a></h5>
            </div>
            <div class="tgme_footer_column">
              <h5><a href="//core.telegram.org/">Platform</a></h5>
            </div>
          </div>
        </div>
      </section>
    </div>
    <div class="tgme_header_info">
      <a class="tgme_channel_join_telegram" href="//telegram.org/dl">Join
      </a>
      <a class="tgme_header_link" href="https://t.me/{channel.username}">
        <div class="tgme_header_title_wrap">
          <div class="tgme_header_title"><span dir="auto">{title}</span></div>
          <div class="tgme_header_labels"></div>
        </div>
        <div class="tgme_header_counter">{channel.subscribers} subscribers</div>
      </a>
    </div>
  </div>
</header>"""


def lay_out_web_html(posts: Sequence[SourcePost], channel: SourceChannel) -> str:
    """Lay posts out as a saved t.me/s page, in the markup that facts about captured pages give."""
    messages = "".join(_web_message(post, channel) for post in posts)
    return f"""\
<!DOCTYPE html>
<html>
  <head>
    <meta charset="utf-8">
    <title>{channel.title} – Telegram</title>
    <meta name="viewport" content="width=device-width, initial-scale=1.0, minimum-scale=1.0, maximum-scale=1.0, user-scalable=no" />
<meta property="og:title" content="{channel.title}">
<meta property="og:site_name" content="Telegram">
<meta property="og:description" content="{channel.about}">
    <link rel="canonical" href="/s/{channel.username}">
    <script>TBaseUrl='/';</script>
  </head>
  <body class="widget_frame_base tgme_webpreview emoji_image thin_box_shadow tme_mode no_transitions">
{_web_header(channel)}
<main class="tgme_main" data-url="/{channel.username}">
  <div class="tgme_container">
    <section class="tgme_channel_history js-message_history">
      {messages}
    </section>
  </div>
</main>
  </body>
</html>
"""


class _TextNodes(HTMLParser):
    """Collects the text nodes that are not code."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes: list[str] = []
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._open = tag

    def handle_data(self, data: str) -> None:
        if self._open not in {"script", "style"} and data.strip():
            self.nodes.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._open = ""


def lay_out_fragments(posts: Sequence[SourcePost], channel: SourceChannel) -> str:
    """Lay posts out as `BeautifulSoup.get_text("\\n", strip=True)` does: every text node of the page on a line of its own."""
    parser = _TextNodes()
    parser.feed(lay_out_web_html(posts, channel))
    return "\n".join(parser.nodes)
