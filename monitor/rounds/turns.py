"""An order in which hosts take turns, so that nobody waits for one of them while the others are free."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from monitor.sources import AnySource
from monitor.sources.base import SourceBase

_ANY = ("brand",)  # a name; which one makes no difference to where a source is


def in_turns(sources: Iterable[AnySource]) -> list[AnySource]:
    """Each host's sources evenly over the whole: the one with the most decides how long it takes, and begins at once.

    Ten visits at a time that all wait for one host would keep everybody else waiting too.
    """
    by_host: dict[str, list[AnySource]] = {}
    for source in sources:
        by_host.setdefault(home(source), []).append(source)
    placed = [((place + 0.5) / len(some), one) for some in by_host.values() for place, one in enumerate(some)]
    return [source for _, source in sorted(placed, key=lambda pair: pair[0])]


def home(source: SourceBase) -> str:
    """The host that a visit begins with; empty where there is none."""
    return next(iter(hosts(source, _ANY)), "")


def hosts(source: SourceBase, names: Sequence[str]) -> list[str]:
    """The host of each page that a visit begins with. `names` are the spellings that fill {brand}."""
    return [_host(request.url) for request in source.start(names)]


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # a broken address; its visit says so
        return ""
