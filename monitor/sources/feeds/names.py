"""What the elements and attributes of a feed are called, whatever prefixes it has chosen: as feedparser calls them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from feedparser.api import StrictFeedParser

MOST = 100  # prefixes of one feed, attributes of one element; nobody honest has more

_STANDARD: Mapping[str, str] = {uri.lower(): prefix.lower() for uri, prefix in StrictFeedParser.namespaces.items()}
_PREFIXES = frozenset(filter(None, _STANDARD.values()))
_USERLAND = "backend.userland.com/rss"  # whatever follows
_XLINK = "http://www.w3.org/1999/xlink"
_STRANGE = frozenset({"svg", "math"})  # feedparser keeps count of them
_VERSIONS = {"http://purl.org/rss/1.0/": "rss10", "http://www.w3.org/2005/atom": "atom10"}
_OLDEST = "http://my.netscape.com/rdf/simple/0.9/"

Attributes = dict[str, str]


class DoubtError(Exception):
    """Something so unusual that feedparser itself had better read the feed."""


@dataclass(frozen=True, slots=True)
class Name:
    """An element's name: as it stands in markup, and as it is looked up."""

    tag: str
    key: str
    plain: bool  # without a prefix


class Names:
    """The names of one feed. They depend on which prefixes it has declared."""

    def __init__(self) -> None:
        self.version = ""  # the format, by the first address of one that is declared
        self._declared: dict[str, str] = {}  # address of each prefix
        self._standard: dict[str, str] = {}  # what everybody calls it, of each prefix of a known address
        self._others: dict[str, str] = {}  # prefix of each unknown address

    def declare(self, prefix: str | None, uri: str | None) -> None:
        """A prefix is declared. One that means two things, and two that mean one, make names that change."""
        if not uri:
            return
        prefix, address = prefix or "", uri.lower()
        if not self.version:
            self.version = "rss090" if (prefix, address) == ("", _OLDEST) else _VERSIONS.get(address, "")
        changed = prefix and self._declared.setdefault(prefix, uri) != uri
        if changed or address == _XLINK or len(self._declared) + len(self._others) > MOST:
            raise DoubtError
        standard = _standard(address)
        odd = prefix.lower() in _PREFIXES and prefix.lower() != standard
        if odd or (standard is None and self._others.setdefault(uri, prefix) != prefix):
            raise DoubtError
        if prefix and standard is not None:
            self._standard[prefix] = standard

    def element(self, raw: str) -> Name:
        """The name of what the parser calls «address name prefix»."""
        *uri, local = raw.split()[:2]
        local = local.lower()
        if local in _STRANGE:
            raise DoubtError
        prefix = self._prefix(uri[0]) if uri else ""
        standard = self._standard.get(prefix, prefix)
        tag = f"{prefix}:{local}" if prefix else local
        return Name(tag, f"{standard}_{local}" if standard else local, plain=not standard)

    def _prefix(self, uri: str) -> str:
        standard = _standard(uri.lower())
        return self._others.get(uri, "").lower() if standard is None else standard


def attributes(raw: Attributes) -> Attributes:
    """The attributes of an element by their names; one with a prefix also by the prefix that everybody uses."""
    if len(raw) > MOST:
        raise DoubtError
    if " " not in "".join(raw):
        return {(usual := name.lower()): _folded(usual, value) for name, value in raw.items()}
    found: Attributes = {}
    written: Attributes = {}
    for name, value in raw.items():
        *uri, local = (parts := name.split())[:2]
        prefix = _standard(uri[0].lower()) if uri else ""
        usual = f"{prefix}:{local}" if prefix else local
        found[usual.lower()] = value
        written[":".join((*parts[2:], local)).lower()] = value
    return {name: _folded(name, value) for name, value in {**found, **written}.items()}


def _folded(name: str, value: str) -> str:
    return value.lower() if name in {"rel", "type"} else value


def _standard(address: str) -> str | None:
    """The usual prefix of an address, empty for the elements of feeds themselves; None where nobody knows it."""
    return "" if _USERLAND in address else _STANDARD.get(address)
