"""What must be true of everything that comes in, whoever sent it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from monitor.domain import Demand, Found, Item
from monitor.identity import content, identify, left, sought
from monitor.places.addresses import address_key, shown

_NEVER = re.compile("[\x00\ud800-\udfff]")  # no database takes these
_MOST = 600_000  # letters of one field


class BrokenLawError(AssertionError):
    """What came in is not what the rest of the product may rely on."""


def lawful(found: Iterable[Found], now: datetime) -> tuple[int, int]:
    """Looks at what a page brought; answers with how many items, and how much else, there are."""
    things = list(found)
    items = [thing for thing in things if isinstance(thing, Item)]
    for thing in things:
        _thing(thing, now)
    for one in identify(items):
        need(one.keys and all(left(one)) and sought(one), "an item without a key")
        need(all(len(key) <= 400 for key in left(one)), "a key that no index takes")
        content(one.item)
    return len(items), len(things) - len(items)


def need(truth: object, law: str) -> None:
    """Breaks off where a law does not hold."""
    if not truth:
        raise BrokenLawError(law)


def storable(*texts: str | None) -> None:
    """Letters that a database takes."""
    for text in texts:
        need(text is None or not _NEVER.search(text), "letters that no database takes")
        need(text is None or len(text) <= _MOST, "a field without an end")


def _thing(thing: Found, now: datetime) -> None:
    if isinstance(thing, Demand):
        need(0 <= thing.count < 2**63, "a figure that no column takes")
    elif isinstance(thing, Item):
        _item(thing, now)
    else:
        _address(thing.url)


def _item(item: Item, now: datetime) -> None:
    storable(item.title, item.text, item.author, item.rating_text, item.thread, item.guid, item.url)
    for text in (item.title, item.text, item.author):
        need(" ".join(text.split()) == text, "white space that is not folded")
    if item.url:
        _address(item.url)
        address_key(item.url)
    need(item.rating is None or 0.0 <= item.rating <= 1.0, "a rating beyond 0..1")
    for at in (item.published, *(reply.at for reply in item.replies)):
        if at is not None:
            need(at.tzinfo is not None, "a time without a zone")
            at.astimezone(UTC).isoformat()
            need(at <= now + timedelta(days=2), "published in the future")
    for reply in item.replies:
        storable(reply.text, reply.author)
    hash(item)


def _address(url: str) -> None:
    if url.startswith(("imap://", "imaps://")):
        return
    need(urlsplit(url).scheme in {"http", "https"}, "an address that is none of the web")
    need(shown(url), "an address that cannot be shown")
