"""Hides what is secret, in whatever form it comes: in an address, a header, a list, an exception, another encoding."""

from __future__ import annotations

import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from html import escape
from urllib.parse import quote, quote_plus

Event = MutableMapping[str, object]

HIDDEN = "***"
SHORT = 4  # characters; anything shorter would tear words apart, so it is hidden only where it stands as a value
_LEAST = 8  # characters of a piece of base64 that is no accident
_DEEP = 6  # levels of what stands inside of each other
_TOKEN = re.compile(r"(?<!\d)\d{6,}(?::|%3[Aa])[\w-]{20,}")  # a bot's token, also inside an address
_USERINFO = re.compile(r"(?<=://)[^/\s\"'<>?#]*@")
_NAMED = r"(?:proxy-)?authorization|(?:set-)?cookie|(?:x-)?api-key"  # headers whose value is nobody's business
_HEADER = re.compile(rf"\b({_NAMED})([\"']?\s*[:=,]\s*b?)(\"[^\"]*\"|'[^']*'|[^\r\n\"']+)", re.IGNORECASE)
_HEADER_NAME = re.compile(_NAMED, re.IGNORECASE)
_SITE_LETTERS = re.compile(r"(?=.*[A-Z])[A-Za-z\d.-]+")  # what a site's name may hold, in capitals
_FIXED = frozenset({"level", "timestamp"})  # of an event: never from outside


class Redaction:
    """Hides tokens, passwords and the values taken from the environment.

    >>> Redaction(["s3cret"]).text("https://u:p@host/?key=s3cret 123456789:AAE-test-token-0123456789abcdefghij")
    'https://***@host/?key=*** ***'
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: frozenset[str] = frozenset()
        self._forms: tuple[str, ...] = ()
        self._encoded: tuple[re.Pattern[str], ...] = ()
        self._sites: tuple[re.Pattern[str], ...] = ()
        self._short: tuple[re.Pattern[str], ...] = ()
        self.add(secrets)

    def add(self, secrets: Iterable[str]) -> None:
        """From now on these are hidden too, however they are written, the longest first."""
        known = self._secrets.union(filter(None, (part for secret in secrets for part in _parts(secret))))
        if known == self._secrets:
            return
        long = sorted((one for one in known if len(one) >= SHORT), key=len, reverse=True)
        forms = {form for one in long for form in written(one)}
        self._secrets = known
        self._forms = tuple(sorted(forms, key=len, reverse=True))
        self._encoded = tuple(map(_percent_encoded, long))
        self._sites = tuple(map(_in_site, filter(_SITE_LETTERS.fullmatch, long)))
        self._short = tuple(map(_alone, sorted(known.difference(long))))

    def text(self, text: str) -> str:
        """The text without its secrets."""
        for form in self._forms:
            text = text.replace(form, HIDDEN)
        if "%" in text:
            for pattern in self._encoded:
                text = pattern.sub(HIDDEN, text)
        for pattern in self._sites:
            text = pattern.sub(rf"\g<before>{HIDDEN}", text)
        return _USERINFO.sub(f"{HIDDEN}@", _TOKEN.sub(HIDDEN, text))

    def line(self, text: str) -> str:
        """A line of a log without its secrets, short ones and headers too, which an address must keep.

        >>> Redaction(["42"]).line("pin=42, 42 mentions, Cookie: id=7; a=b")
        'pin=***, 42 mentions, Cookie: ***'
        """
        text = self.text(text)
        for pattern in self._short:
            text = pattern.sub(HIDDEN, text)
        return _HEADER.sub(rf"\1\2{HIDDEN}", text)

    def value(self, value: object, depth: int = _DEEP) -> object:
        """Anything that a log may be given, without its secrets: plain data comes back, with no object left in it."""
        match value:
            case None | bool():
                return value
            case str():
                return self.line(value)
            case int() | float():
                return value if self.text(str(value)) == str(value) else HIDDEN
            case bytes() | bytearray():
                return self.line(bytes(value).decode(errors="backslashreplace"))
            case Mapping() if depth:
                return {self.line(str(key)): self._under(key, inner, depth) for key, inner in value.items()}
            case list() | tuple() | set() | frozenset() if depth:
                return [self.value(inner, depth - 1) for inner in value]
        return self.line(_shown(value))

    def __call__(self, _logger: object, _name: str, event: Event) -> Event:
        """As a step of structlog."""
        return {key: value if key in _FIXED else self.value(value) for key, value in event.items()}

    def _under(self, key: object, inner: object, depth: int) -> object:
        return HIDDEN if _HEADER_NAME.fullmatch(str(key)) else self.value(inner, depth - 1)


def written(secret: str) -> Iterator[str]:
    """The forms in which a secret turns up: in addresses, JSON, `repr`, HTML, and inside of base64.

    >>> sorted(written("p&ss"))
    ['p%26ss', 'p&amp;ss', 'p&ss']
    """
    raw = secret.encode(errors="surrogatepass")
    forms = {secret, quote(raw), quote(raw, safe=""), quote_plus(raw), escape(secret)}
    forms |= {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    forms |= {repr(secret)[1:-1], repr(raw)[2:-1], ascii(secret)[1:-1]}
    yield from forms
    yield from set(_in_base64(raw))


def _parts(secret: str) -> Iterator[str]:
    """A certificate or a key has lines: each of them is one."""
    yield secret
    if "\n" in secret:
        yield from (line for line in secret.splitlines() if len(line) >= _LEAST)


def _in_base64(raw: bytes) -> Iterator[str]:
    """What does not depend on the bytes around it, for each of the three places where it may begin."""
    for before in range(3):
        first, last = -(-before * 8 // 6), (before + len(raw)) * 8 // 6
        for encode in (b64encode, urlsafe_b64encode):
            piece = encode(b"\0" * before + raw).decode()[first:last]
            if len(piece) >= _LEAST:
                yield piece


def _percent_encoded(secret: str) -> re.Pattern[str]:
    """In an address any of its characters may be written as %XX, in capitals or not."""
    return re.compile("".join(map(_any_way, secret)))


def _any_way(character: str) -> str:
    encoded = "".join(f"%(?i:{byte:02x})" for byte in character.encode(errors="surrogatepass"))
    return f"(?:{re.escape(character)}|{encoded})"


def _in_site(secret: str) -> re.Pattern[str]:
    r"""In the name of a site it stands in small letters.

    >>> _in_site("T3amKey").sub(r"\g<before>***", "https://eu-t3amkey.hooks.example/t3amkey")
    'https://eu-***.hooks.example/t3amkey'
    """
    return re.compile(rf"(?<=://)(?P<before>[^\s/?#]*?){re.escape(secret.lower())}")


def _alone(secret: str) -> re.Pattern[str]:
    """Too short to be looked for in words: only what is nothing but it, or stands as the value of something."""
    return re.compile(rf"\A{re.escape(secret)}\Z|(?<=[=:/\"']){re.escape(secret)}(?![\w-])")


def _shown(value: object) -> str:
    try:
        return f"{type(value).__name__}: {value}" if isinstance(value, BaseException) else repr(value)
    except Exception:  # noqa: BLE001  # whatever its own words break, a log goes on
        return f"<{type(value).__name__}>"
