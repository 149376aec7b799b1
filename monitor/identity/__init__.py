"""Who an item is: the keys that tell it again whatever it says, and the print of what it says."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import product
from typing import NamedTuple, Self

from monitor.domain import Identified, Item
from monitor.identity.authors import is_nobody
from monitor.places.addresses import address_as_written, address_key
from monitor.words.tokens import spaced

BEGINNING = 200  # letters of a text that tell it, with its author, from others; a later edit rarely reaches them
TELLING = 20  # letters: «Отлично!» by one Anna is written on every site, a sentence is not
LONGEST_PART = 64  # of a key; longer ones are hashed
PRINT = 32  # characters of a print

# Bytes. To hash more at once Python lets go of its lock, and takes it back before anybody who waits for it has woken
# up: over the texts of a large feed the loop waited 170 ms so.
_PIECE = 2_047
_WEAK = ("t:", "w:")  # keys by author and beginning, and by all that an item says
_MEEK = "~"  # before a weak key of an item that has a stronger one
_TELLING = "ugdtw"  # kinds of keys, those that other sources share first


def identify(items: Sequence[Item], taken: Container[int] = ()) -> tuple[Identified, ...]:
    """All that one visit found, each once, with the keys that are its own on these pages.

    `taken` are the hashes of the keys that what else these pages show has.
    """
    once = _once([_Said.by(item) for item in items])
    wanted = [(tuple(_keys(said)), (*_weak(said), _last_resort(said))) for said in once]
    holders = Counter(key for keys, weak in wanted for key in (*keys, *weak))
    alone = {key for key, count in holders.items() if count == 1 and hash(key) not in taken}
    found: dict[tuple[str, ...], Identified] = {}
    for said, (keys, weak) in zip(once, wanted, strict=True):
        own = tuple(key for key in keys if key in alone) or (weak[-1],)
        rest = tuple(key for key in weak if key in alone and key not in own)
        one = Identified(said.item, own, rest, said.content, (*keys, *weak))
        found.setdefault(own, one)  # those that nothing at all tells apart are one
    return tuple(found.values())


def sought(found: Identified) -> tuple[str, ...]:
    """The keys an item may be stored under. A page that says «3 дня назад» today may name the day next week."""
    meek = (_MEEK + key for key in found.keys if key.startswith(_WEAK))
    return (*found.keys, *found.weak, *meek, *_as_before(found))


def page_key(url: str) -> str:
    """The key under which an item of this very address is stored; empty where it is no address of the web."""
    return _page(address_key(url))


def _page(address: str) -> str:
    return f"u:{_short(address)}" if address else ""


def _as_before(found: Identified) -> Iterator[str]:
    """The keys under which it was stored once: by its address as it was written, by the minute when a guest wrote."""
    item = found.item
    if item.author and item.published and item.dated and is_nobody(item.author):
        yield _by_date(_joined(spaced(item.author.casefold())), item.published.astimezone(UTC))
    if not item.addressed or (item.url.isascii() and "%" not in item.url):
        return
    written = _page(address_as_written(item.url))
    if page_key(item.url) in found.keys and written not in found.keys:
        yield written


def request_key(url: str, more: str = "") -> str:
    """What tells requests apart; an address may hold what is secret, and this is stored."""
    return blake2b(f"{url}{more}".encode("utf-8", "replace"), digest_size=PRINT // 2).hexdigest()


def left(found: Identified) -> tuple[str, ...]:
    """The keys an item is stored under."""
    return (*found.keys, *(_MEEK + key for key in found.weak))


def shown_by(found: Identified) -> str:
    """A print of the keys an item is stored under: where it is the same as last time, all of them are stored."""
    return _digest(*left(found))


def mark(keys: Iterable[str]) -> str:
    """A hash by which an item is counted once where nothing of it may be kept: by its address where it has one."""
    return _digest("mark", min(keys, key=lambda key: (key.startswith(_MEEK), _TELLING.find(key[:1]), key)))


def content(item: Item) -> str:
    """What an item says, so that an edit is told from a known item: its words and rating, no case, no punctuation."""
    return _content(item, spaced(item.title.casefold()), spaced(item.text.casefold()))


class _Said(NamedTuple):
    """An item with what its keys are made of: no case, no spaces, no signs."""

    item: Item
    author: str
    title: str
    beginning: str
    content: str
    at: datetime | None  # in UTC; None where it tells nothing

    @classmethod
    def by(cls, item: Item) -> Self:
        """What it says, each word looked at once."""
        title, text = spaced(item.title.casefold()), spaced(item.text.casefold())
        told = text if item.text else title
        beginning = _joined(told[: 2 * BEGINNING])[:BEGINNING]
        at = item.published.astimezone(UTC) if item.published and item.dated else None
        author = _joined(spaced(item.author.casefold()))
        return cls(item, author, _joined(title), beginning, _content(item, title, text), at)

    @property
    def beginnings(self) -> Iterator[str]:
        """Its first letters, and those among its first signs: an edit may begin behind either."""
        yield from filter(None, (self.beginning,))
        opening = (self.item.text or self.item.title)[:BEGINNING]
        if len(opening) == BEGINNING and (letters := _joined(spaced(opening.casefold()))) not in {"", self.beginning}:
            yield letters

    @property
    def all(self) -> tuple[object, ...]:
        """Two items of which this is the same may be one, shown twice."""
        return self.item.source, self.item.author, self.item.published, self.content


def _content(item: Item, title: str, text: str) -> str:
    rating = "" if item.rating is None else f"{item.rating:.3f}"
    return _digest(f"{title} {text}".strip(), rating)


def content_of(found: Identified) -> str:
    """The print of what an item says, where it may have been worked out before."""
    return found.said or content(found.item)


def _keys(said: _Said) -> Iterator[str]:
    item = said.item
    if item.guid:
        yield f"g:{item.source}:{_short(item.guid)}"
    address = page_key(item.url) if item.addressed else ""
    if address:
        yield address
    if not said.author:
        return
    if said.at is not None:
        # Where only the day is known, two Annas who wrote that day on two sites are two people, and so are two guests
        # at any moment. Midnight of some zone falls on a quarter of an hour, so such moments tell an item within its
        # source only, or together with how it begins; others everywhere.
        date = said.at.isoformat(timespec="seconds")
        if (said.at.minute % 15 or said.at.second) and not is_nobody(item.author):
            yield _by_date(said.author, said.at)
            return
        yield f"d:{item.source}:{_digest(said.author, date)}"
        if len(said.beginning) >= TELLING:
            yield f"d::{_digest(said.author, date, said.beginning)}"
        return
    for beginning in said.beginnings:
        scope = item.source if len(beginning) < TELLING else ""
        yield f"t:{scope}:{_digest(said.author, beginning)}"


def _by_date(author: str, at: datetime) -> str:
    return f"d::{_digest(author, at.isoformat(timespec='seconds'))}"


def _weak(said: _Said) -> Iterator[str]:
    """What has a date without it, where the other one may have none: its author and beginning, else all it says."""
    if said.at is None or len(said.beginning) < TELLING:
        return
    if said.author:
        yield from (f"t::{_digest(said.author, one)}" for one in said.beginnings if len(one) >= TELLING)
    elif not said.item.guid and not said.item.addressed:
        yield _last_resort(said._replace(at=None))


def _last_resort(said: _Said) -> str:
    """All that an item says, within its source: an edit makes it another, but unchanged it is known again."""
    date = said.at.isoformat() if said.at else ""
    return f"w:{said.item.source}:{_digest(said.author, said.title, said.content, date)}"


def _once(every: Sequence[_Said]) -> tuple[_Said, ...]:
    """A page may show an item twice, such as a pinned review: of the two the one that says more of itself stays."""
    kept: list[_Said] = []
    known: dict[tuple[object, ...], _Alike] = {}
    times = Counter(said.all for said in every)
    for said in every:
        item = said.item
        if times[said.all] == 1:
            kept.append(said)
            continue
        alike = known.setdefault(said.all, _Alike())
        name = (item.guid, address_key(item.url) if item.addressed else "")
        twin = alike.twin(name)
        if twin is None:
            alike.put(len(kept), name)
            kept.append(said)
        elif _known_of(item) > _known_of(kept[twin].item):
            alike.put(twin, name)
            kept[twin] = said
    return tuple(kept)


class _Alike:
    """Items that say the same, by guid and address, as far as they have them: a page may hold thousands of them."""

    def __init__(self) -> None:
        self._names: dict[int, tuple[str, str]] = {}
        self._places: dict[tuple[str | None, str | None], deque[int]] = {}

    def put(self, place: int, name: tuple[str, str]) -> None:
        """An item stands here, in the place of another one or as a new one."""
        self._names[place] = name
        for guid, address in product((name[0], None), (name[1], None)):
            self._places.setdefault((guid, address), deque()).append(place)

    def twin(self, name: tuple[str, str]) -> int | None:
        """The first that may be the same item: what both of them have agrees."""
        guids, addresses = ((one, "") if one else (None,) for one in name)
        found = (self._first(wanted) for wanted in product(guids, addresses))
        return min((place for place in found if place is not None), default=None)

    def _first(self, wanted: tuple[str | None, str | None]) -> int | None:
        places = self._places.get(wanted, deque())
        while places and not self._is(places[0], wanted):
            places.popleft()  # another item took its place
        return places[0] if places else None

    def _is(self, place: int, wanted: tuple[str | None, str | None]) -> bool:
        return all(want in {None, has} for want, has in zip(wanted, self._names[place], strict=True))


def _known_of(item: Item) -> int:
    return bool(item.guid) + item.addressed + bool(item.replies)


def _joined(words: str) -> str:
    return words.replace(" ", "")


def _short(part: str) -> str:
    return part if len(part) <= LONGEST_PART else _digest(part)


def _digest(*parts: str) -> str:
    said = "\0".join(parts).encode(errors="surrogatepass")
    hashed = blake2b(said[:_PIECE], digest_size=PRINT // 2)
    for start in range(_PIECE, len(said), _PIECE):
        hashed.update(said[start : start + _PIECE])
    return hashed.hexdigest()
