"""Entries of feeds that are kept as they stand: what is shown once more is cut out before anybody reads the feed."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Self

from monitor.domain import Page, Validators

MOST = 400_000  # entries that are remembered, 60 bytes each; the feeds that were longest unchanged are forgotten first
LONGEST = 5_000  # entries of one feed; of what shows more nothing is remembered, nor counted beforehand
_TAGS = (b"item", b"entry")
_AFTER_NAME = b" \t\r\n>"

Claims = tuple[int, ...]  # prints of the keys that an item would be known by, were it alone
Seen = Mapping[int, Claims]  # by the print of an entry's bytes


@dataclass(frozen=True, slots=True)
class Marks:
    """The entries of a page: those that were cut `out`, how many, and the prints of those that are `left`, in order."""

    out: Seen = field(default_factory=dict)
    count: int = 0
    left: tuple[int, ...] = ()


def cut(page: Page, seen: Seen) -> tuple[Page, Marks]:
    """Cuts out the bytes of each entry that was seen. One stays where all were: a feed that shows nothing is broken.

    >>> page = Page("https://site.example/rss", b"<rss><item>one</item><item>two</item></rss>")
    >>> cut(page, {hash(b"<item>one</item>"): ()})[0].body
    b'<rss><item>two</item></rss>'
    """
    body = page.body
    entries = [(start, end, hash(body[start:end])) for start, end in islice(_entries(body), LONGEST + 1)]
    if len(entries) > LONGEST:
        return page, Marks()
    out = {entry: seen[entry] for _, _, entry in entries if entry in seen}
    if entries and all(entry in out for _, _, entry in entries):
        del out[entries[0][2]]
    left = tuple(entry for _, _, entry in entries if entry not in out)
    marks = Marks(out, len(entries) - len(left), left)
    if not out:
        return page, marks
    pieces, done = [], 0
    for start, end, entry in entries:
        if entry in out:
            pieces.append(body[done:start])
            done = end
    return replace(page, body=b"".join((*pieces, body[done:]))), marks


def _entries(body: bytes) -> Iterator[tuple[int, int]]:
    """Where each entry begins and ends, as far as a search for its tags tells; in one pass, whatever the bytes are."""
    tag = next((tag for tag in _TAGS if b"</" + tag + b">" in body), None)
    if tag is None:
        return
    opening, closing = b"<" + tag, b"</" + tag + b">"
    start = body.find(opening)
    while start >= 0:
        end = start + len(opening)
        if body[end : end + 1] in _AFTER_NAME:
            last = body.find(closing, end)
            if last < 0:
                return
            end = last + len(closing)
            yield start, end
        start = body.find(opening, end)


def prints(keys: Iterable[str]) -> Claims:
    """Of keys; good as long as this process lives."""
    return tuple(map(hash, keys))


@dataclass(frozen=True, slots=True)
class _Feed:
    """The entries of an address, as it showed them last, in rows of numbers: as objects they were ten times larger."""

    body: str  # a print of it
    entries: array[int]
    ends: array[int]  # where the claims of each entry end
    claims: array[int]

    @classmethod
    def of(cls, body: str, seen: Seen) -> Self:
        feed = cls(body, array("q", seen), array("l"), array("q"))
        for claims in seen.values():
            feed.claims.extend(claims)
            feed.ends.append(len(feed.claims))
        return feed

    def seen(self) -> Seen:
        starts = (0, *self.ends)
        return {
            entry: tuple(self.claims[start:end])
            for entry, start, end in zip(self.entries, starts, self.ends, strict=False)
        }


class SeenEntries:
    """What this process has kept of feeds, by source and address; only good for what they showed last."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._feeds: OrderedDict[tuple[str, str], _Feed] = OrderedDict()
        self._entries = 0

    def of(self, source: str, address: str, last: Validators | None) -> Seen:
        """What the address showed last; nothing where another process has seen it say something else since."""
        feed = self._feeds.get((source, address))
        return feed.seen() if feed is not None and last is not None and feed.body == last.digest else {}

    def note(self, source: str, address: str, body: str, seen: Seen) -> None:
        """All of this is kept; it takes the place of what the address showed before."""
        before = self._feeds.pop((source, address), None)
        self._entries -= len(before.entries) if before else 0
        if not seen:
            return
        self._feeds[source, address] = _Feed.of(body, seen)
        self._entries += len(seen)
        while self._entries > self._most:
            _, oldest = self._feeds.popitem(last=False)
            self._entries -= len(oldest.entries)

    def clear(self) -> None:
        """Everything is to be looked at once more."""
        self._feeds.clear()
        self._entries = 0
