"""Whose posts these are: a channel from what the user says, or from the name of the source."""

from __future__ import annotations

import re
from typing import Final

from .models import Channel

ADDRESS: Final = re.compile(
    r"""
    (?:https?://)?
    (?:www\.)?
    (?:t\.me|telegram\.me|telegram\.dog|group-telegram\.com)  # Telegram's own hosts, and a mirror that writes the same paths
    /(?:s/)?                                                  # /s/ is the channel's public page
    (?P<name>[A-Za-z][A-Za-z0-9_]{3,31})
    (?=[/?\#]|$)
    """,
    re.VERBOSE,
)
"""A channel's public address."""
USERNAME: Final = re.compile(r"@(?P<name>[A-Za-z][A-Za-z0-9_]{3,31})")


def read_channel(given: str | Channel) -> Channel:
    """Read what the user gave: a title, an @username or an address.

    >>> read_channel("https://t.me/s/osce"), read_channel("City News").title
    (Channel(title=None, username='osce', url='https://t.me/osce', given_by='user'), 'City News')
    """
    if isinstance(given, Channel):
        return given
    match = ADDRESS.match(given) or USERNAME.fullmatch(given)
    return _named(match["name"], "user") if match else Channel(title=given, given_by="user")


def channel_of_source(source: str) -> Channel | None:
    """Take the channel from a source that is its address.

    >>> channel_of_source("https://t.me/s/osce?q=%23OSCE").username
    'osce'
    >>> channel_of_source("export.txt") is None
    True
    """
    match = ADDRESS.search(source)
    return _named(match["name"], "source") if match else None


def _named(name: str, given_by: str) -> Channel:
    return Channel.model_validate({"username": name, "url": f"https://t.me/{name}", "given_by": given_by})
