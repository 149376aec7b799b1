"""What of an address or a header must never be shown."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

_LEAST = 8  # characters of a piece that is taken for a secret by its place alone
_SECRET_HEADER = re.compile(
    r"(?:proxy-)?authorization|cookie|(?:.*-)?auth(?:-.*)?|.*(?:key|token|secret|session|password).*", re.IGNORECASE
)
_COOKIE = re.compile(r"\s*;\s*")


def in_address(address: str | None) -> Iterator[str]:
    """The password, as it stands and as it is meant, also together with the name: so `Authorization: Basic` has it.

    >>> sorted(in_address("socks5://anna:p%40ss@proxy.example:1080"))
    ['anna:p%40ss', 'anna:p@ss', 'p%40ss', 'p@ss']
    """
    try:
        parts = urlsplit(address or "")
        user, password = parts.username or "", parts.password
    except ValueError:  # a broken address; the models say so
        return
    if password:
        for name, word in ((user, password), (unquote(user), unquote(password))):
            yield word
            yield f"{name}:{word}"


def in_capability(address: str) -> Iterator[str]:
    """Of an address that is a secret as a whole also its end: a library may write the beginning in another way.

    >>> list(in_capability("https://hooks.example/services/T01/x9"))
    ['services/T01/x9']
    """
    yield from in_address(address)
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    ends = (parts.path.strip("/"), parts.query) if parts.netloc else ()
    yield from (one for one in ends if len(one) >= _LEAST)


def in_value(value: str) -> Iterator[str]:
    """A value of the environment, which may be an address."""
    yield value
    yield from in_capability(value)


def in_header(name: str, value: str) -> Iterator[str]:
    """What a header of a source logs in with; of any other header nothing.

    >>> sorted(in_header("Authorization", "Basic YW5uYTpwYXNzd29yZA=="))
    ['YW5uYTpwYXNzd29yZA==', 'anna:password', 'password']
    >>> list(in_header("Authorization", "Basic nobody's"))
    ["nobody's"]
    >>> list(in_header("Authorization", " Bearer  s3cret ")), list(in_header("Accept", "text/html; q=0.9"))
    (['s3cret'], [])
    """
    if not _SECRET_HEADER.fullmatch(name):
        return
    if name.lower() == "cookie":
        pairs = (pair.partition("=")[2] for pair in _COOKIE.split(value))
        yield from (one for one in pairs if len(one) >= _LEAST)
        return
    scheme, _, rest = value.strip().partition(" ")
    credentials = rest.strip() or scheme
    yield credentials
    if scheme.lower() == "basic":
        yield from _basic(credentials)


def _basic(credentials: str) -> Iterator[str]:
    try:
        login = b64decode(credentials, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return
    yield from filter(None, (login, login.partition(":")[2]))
