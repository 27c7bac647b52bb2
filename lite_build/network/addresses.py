"""Addresses of files."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

#: A user, with a password or not, in a URL (RFC 3986, section 3.2.1).
_LOGIN = re.compile(r"(?<=://)[^/?#\s]*@")


def without_logins(text: str) -> str:
    """Leave the user and the password out of every URL in a text, so that it may be printed."""
    return _LOGIN.sub("", text)


def without_login(url: str) -> str:
    """A URL with no user, no password and no fragment, as it may be printed and committed."""
    return without_logins(url.partition("#")[0])


def file_path(url: str) -> Path | None:
    """The path that a `file:` URL names; None for any other URL."""
    parts = urlsplit(url)
    return Path(url2pathname(parts.path)) if parts.scheme == "file" else None
