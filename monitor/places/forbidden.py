"""Places that the team forbids: nothing that comes from there or leads there is asked for, stored or shown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from urllib.parse import unquote

from monitor.domain import Item
from monitor.places.hosts import literal, one_spelling

READING = "1"  # raised when places are recognised otherwise than before: what is stored is looked through again
SIFTED = 8  # to look for forbidden places in an item costs as much as comparing so many
TELEGRAM = frozenset({"t.me", "telegram.me", "telegram.dog"})

_LONGEST = 4_096  # characters of an address
_INNER = 5  # addresses inside one address
_USUAL = {"80", "443"}
_PARTS = re.compile(
    r"(?:(?:[a-z][a-z0-9+.-]*:)?//+|https?:/?)?(?:[^/?#]*@)?(\[[^\]/?#]*\]|[^:/?#]*)(?::(\d*))?([^?#]*)(?:\?([^#]*))?",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,62})\.)+[a-z0-9-]{2,63}")
_WORD = re.compile(r"[a-z0-9_-]+|[0-9.]+")  # a machine of one's own network, or an address
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_CHANNEL = re.compile(r"@([a-z]\w{3,31})", re.IGNORECASE | re.ASCII)
_POST = re.compile(r"tg:/*resolve/?\?(?:[^#]*&)?domain=(\w+)(?:[^#]*&post=(\d+))?", re.IGNORECASE | re.ASCII)
_PRIVATE_POST = re.compile(r"tg:/*privatepost/?\?(?:[^#]*&)?channel=(\d+)", re.IGNORECASE | re.ASCII)
_INSIDE = re.compile(r"https?:/{1,2}(?=[^/\s])|tg:/{2}", re.IGNORECASE)  # https://site.example/away?to=https://...
_PLAIN = re.compile(r"https?://((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/?#]|$)")
_ODD_DOTS = "。．｡"
_END = " .,;:!?)]}>»”\"'…/"  # what a sentence adds to an address; left out of places alike
_WRITTEN = re.compile(
    r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,30}:/{2}[^\s<>\"'«»]+"
    r"|(?<![\w@.])@[a-z]\w{3,31}(?!\w|\.\w)"
    r"|(?<![\w-])(?:[\w-]+[.。．｡])+[\w-]+(?::\d{1,5})?(?:[/?][^\s<>\"'«»]*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Address:
    """A page as it is compared. A Telegram channel is a page of t.me, whatever leads there."""

    host: str
    port: str = ""  # where it is an unusual one
    path: str = ""
    query: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Rule:
    """What is forbidden of one host."""

    whole: bool = False
    paths: set[str] = field(default_factory=set)
    pages: dict[str, list[frozenset[str]]] = field(default_factory=dict)  # by path and one part of the query

    def add(self, place: _Address) -> None:
        """Forbids this too."""
        if place.query:
            self.pages.setdefault(f"{place.path}?{max(place.query, key=len)}", []).append(place.query)
        elif place.path:
            self.paths.add(place.path)
        else:
            self.whole = True

    def covers(self, address: _Address) -> bool:
        """Whether the address is such a page or lies below it."""
        if self.whole:
            return True
        if self.paths and any(path in self.paths for path in _upwards(address.path)):
            return True
        return bool(self.pages) and any(
            wanted <= address.query for part in address.query for wanted in self.pages.get(f"{address.path}?{part}", ())
        )


class Places:
    """All forbidden places of one plan; ten thousand cost no more to look through than one.

    >>> places = Places(["bad.example", "@banned_channel"])
    >>> places.holds("https://www.Bad.example:8080/x"), places.holds("https://notbad.example/")
    (True, False)
    >>> places.in_text("Читайте @banned_channel."), places.holds("https://t.me/s/banned_channel/12")
    (True, True)
    """

    def __init__(self, written: Iterable[str] = ()) -> None:
        self._rules: dict[str, _Rule] = {}
        places = {place for place in map(read_place, written) if place is not None}
        for place in places:
            self._rules.setdefault(_at(place.host, place.port), _Rule()).add(place)
        told = sorted(f"{_at(p.host, p.port)}{p.path}?{'&'.join(sorted(p.query))}" for p in places)
        self.digest = blake2b("\0".join([READING, *told]).encode(), digest_size=16).hexdigest() if told else ""

    def __bool__(self) -> bool:
        return bool(self._rules)

    def holds(self, url: str) -> bool:
        """Whether an address, or one that stands inside it, is in a forbidden place; `@channel` is an address too."""
        if not self._rules or self._elsewhere(url):
            return False
        return any(self._holds(address) for address in _addresses(url[:_LONGEST]))

    def covers(self, url: str) -> bool:
        """Whether the page itself lies in one of these places, whatever other address it carries.

        >>> Places(["zubr.example"]).covers("https://forum.example/?to=https://zubr.example/")
        False
        """
        address = _address(url[:_LONGEST]) if self._rules else None
        return address is not None and self._holds(address)

    def in_text(self, text: str) -> bool:
        """Whether a forbidden place is written there: messengers make a link of a bare name too."""
        return bool(self._rules) and any(
            self.holds(place) for word in _telling(text) for place in _WRITTEN.findall(word)
        )

    def in_item(self, item: Item) -> bool:
        """Whether an item comes from or leads to a forbidden place."""
        if not self._rules:
            return False
        replies = (part for reply in item.replies if reply.official for part in (reply.text, reply.author))
        said = (item.title, item.text, item.author, item.guid, *replies)
        return any(map(self.holds, (item.url, *item.links))) or any(map(self.in_text, said))

    def sift(self, items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
        """The items that may be kept, and the others."""
        if not self._rules:
            return list(items), []
        dropped = [item for item in items if self.in_item(item)]
        gone = set(map(id, dropped))
        kept = [item for item in items if id(item) not in gone]
        return kept, dropped

    def _elsewhere(self, url: str) -> bool:
        """Whether a glance tells that an address is not forbidden; nearly all are written plainly."""
        plain = _PLAIN.match(url)
        if plain is None or "%" in url or ":/" in url[8:]:
            return False
        return not any(host in self._rules or host in TELEGRAM for host in _suffixes(plain[1]))

    def _holds(self, address: _Address) -> bool:
        for host in _suffixes(address.host):
            rule = self._rules.get(host)
            if rule is not None and rule.covers(address):
                return True
            rule = self._rules.get(_at(host, address.port)) if address.port else None
            if rule is not None and rule.covers(address):
                return True
        return False


@lru_cache(maxsize=2)
def compiled(written: tuple[str, ...]) -> Places:
    """The places of a plan, built once for all who ask."""
    return Places(written)


def read_place(written: str) -> _Address | None:
    """A place as a person wrote it; None where it is none.

    >>> [read_place(text) is not None for text in ("bad.example/a", "@banned", "сайт.рф", "bad", "bad place.ru")]
    [True, True, True, False, False]
    """
    text = written.strip().removeprefix("*.")
    address = None if any(sign.isspace() for sign in text) else _address(text)
    if address is None or _CHANNEL.fullmatch(text):
        return address
    if "@" in text:  # a misspelt channel, an e-mail address, a login
        return None
    host = address.host.removeprefix("www.") if address.host.count(".") > 1 else address.host
    named = _PLACE.fullmatch(host) if "." in text else host == "localhost"
    if not named and literal(host if "." in text or "[" in text else "") is None and not _has_scheme(text, host):
        return None
    return _Address(host, address.port, address.path, address.query)


def _has_scheme(text: str, host: str) -> bool:
    """A machine of one's own network has one word for a name, and `http://` before it."""
    return bool(_SCHEME.match(text) and _WORD.fullmatch(host))


def _telling(text: str) -> list[str]:
    """The words in which a place may be written: few, and quicker to find than to look at every letter."""
    if any(dot in text for dot in _ODD_DOTS):
        return [text]
    if "@" not in text and "//" not in text and not _dotted(text):
        return []
    return [word for word in text.split() if "." in word[:-1] or "@" in word or "//" in word]


def _dotted(text: str) -> bool:
    """Whether a dot stands anywhere but at the end of a sentence."""
    return "." in text.replace(". ", " ").replace(".\n", "\n")[:-1]


@lru_cache(maxsize=1024)
def _addresses(url: str) -> tuple[_Address, ...]:
    """The address itself, then those that it carries: as a redirect's target, in an archive."""
    carried = unquote(unquote(url))
    inside = [carried[found.start() :] for found in islice(_INSIDE.finditer(carried, 1), _INNER)]
    return tuple(address for address in map(_address, (url, *inside)) if address is not None)


def _address(url: str) -> _Address | None:
    text = url.strip().replace("\\", "/")
    post, private, channel = _POST.match(text), _PRIVATE_POST.match(text), _CHANNEL.fullmatch(text)
    if post:
        return _Address("t.me", path="/" + "/".join(filter(None, post.groups())).lower())
    if private:
        return _Address("t.me", path=f"/c/{private[1]}")
    if channel:
        return _Address("t.me", path=f"/{channel[1].lower()}")
    parts = _PARTS.match(text)
    if parts is None:
        return None
    host = one_spelling(parts[1] if parts[1].startswith("[") else parts[1].strip(_END))
    if not host:
        return None
    query = frozenset(filter(None, unquote(parts[4] or "").strip(_END).split("&")))
    port = "" if (parts[2] or "") in _USUAL else (parts[2] or "").lstrip("0")
    path = _path(parts[3])
    return _in_telegram(host, path) or _Address(host, port, path, query)


def _in_telegram(host: str, path: str) -> _Address | None:
    """Previews (/s/NAME), subdomains (NAME.t.me) and the other names of t.me lead to one channel."""
    name, _, rest = host.removeprefix("www.").partition(".")
    if rest in TELEGRAM:
        return _Address("t.me", path=f"/{name}{path}")
    if host.removeprefix("www.") not in TELEGRAM:
        return None
    return _Address("t.me", path=path.removeprefix("/s") if path.startswith("/s/") else path)


def _path(written: str) -> str:
    """One spelling of a path: decoded, no case, no detours, no end of a sentence.

    >>> _path("/News/../%D0%90//b/)."), _path("/")
    ('/а/b', '')
    """
    told = unquote(written).casefold().rstrip(_END)
    return posixpath.normpath("/" + told.lstrip("/")).rstrip("/") if told else ""


def _upwards(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]


def _suffixes(host: str) -> Iterator[str]:
    while host:
        yield host
        host = host.partition(".")[2]


def _at(host: str, port: str) -> str:
    return f"{host}:{port}" if port else host
