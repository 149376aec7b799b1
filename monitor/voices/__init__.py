"""Who answers in public for a brand, and what on a page is such an answer."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Self, TypeVar

from monitor.domain import Item, Reply
from monitor.places.addresses import address_key

_ROLE = re.compile(r"\s*[(\[{][^()\[\]{}]*[)\]}]\s*$")
_WORD = re.compile(r"[^\W_]+")
_DAY = timedelta(days=1)
_Place = TypeVar("_Place", int, tuple[datetime, int])
MOST = 10  # answers that one mention has: in a thread of thousands each would have all that came later
_LONG = 200  # letters of a name; longer ones are made up, and thousands of those are not remembered


def plain_name(author: str) -> str:
    """A name as it is compared: sites write it in capitals, in quotes, with @ and with what its bearer is.

    >>> plain_name("«Зубр-Софт» (официальный представитель)"), plain_name("@Zubr_Soft"), plain_name("Тёплый дом")
    ('зубрсофт', 'zubrsoft', 'теплыйдом')
    """
    return _remembered(author) if len(author) <= _LONG else _plain(author)


def _plain(author: str) -> str:
    name = _ROLE.sub("", author) or author
    return "".join(_WORD.findall(name.casefold().replace("ё", "е")))


_remembered = lru_cache(4096)(_plain)


@dataclass(frozen=True, slots=True)
class _Posts:
    """What a brand has written in a conversation, by the places where it stands."""

    places: Sequence[int]
    dated: Sequence[tuple[datetime, int]]  # of these the ones with a date, by it
    undated: Sequence[int]

    @classmethod
    def of(cls, places: Sequence[int], items: Sequence[Item]) -> Self:
        """In order, so that nobody has to look through all of them."""
        dated = sorted((at, place) for place in places if (at := items[place].published))
        return cls(places, dated, [place for place in places if not items[place].published])

    def after(self, asked: Item, place: int) -> Sequence[int]:
        """The first posts written after an item; where their dates do not tell, the page's order does.

        A review with a rating is a conversation of its own: only what stands right below answers it.
        """
        if asked.rating is not None:
            return [post for post in _from(self.places, place) if post == place + 1]
        if not asked.published:
            return _from(self.places, place)
        later = _from(self.dated, (asked.published, place))
        return sorted([*(post for _, post in later), *_from(self.undated, place)])[:MOST]


@dataclass(frozen=True, slots=True)
class Voices:
    """The names under which each brand answers; a brand without any has whatever a page shows as the company's word."""

    names: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by brand, as they are compared
    zone: tzinfo = UTC  # the team's

    def speaks(self, author: str, brands: Iterable[str]) -> bool:
        """Whether one of these brands writes under this name."""
        name = plain_name(author)
        return bool(name) and any(name in self.names.get(brand, ()) for brand in brands)

    def may_answer(self, items: Iterable[Item]) -> bool:
        """Whether anything among these can be an answer at all: below one of them, or one of them itself."""
        return any(item.replies or self.speaks(item.author, self.names) for item in items)

    def answers(self, items: Sequence[Item], brand: str, *, now: datetime) -> Mapping[int, tuple[Reply, ...]]:
        """By the place of an item what the brand answered to it, in order: below it, or later in its conversation."""
        posts, found = self._posts(items, brand), {}
        for place, item in enumerate(items):
            below = [reply for reply in item.replies if self._counts(reply, brand)]
            written = posts.get(_conversation(item)) if posts and not self.speaks(item.author, (brand,)) else None
            later = [_as_reply(items[post]) for post in written.after(item, place)] if written else []
            if below or later:
                found[place] = tuple(self._dated(reply, item, now) for reply in (*below, *later))
        return found

    def _posts(self, items: Sequence[Item], brand: str) -> Mapping[str, _Posts]:
        """Where in each conversation the brand itself has written."""
        posts: dict[str, list[int]] = defaultdict(list)
        if self.names.get(brand):
            for place, item in enumerate(items):
                if self.speaks(item.author, (brand,)) and _conversation(item):
                    posts[_conversation(item)].append(place)
        return {conversation: _Posts.of(places, items) for conversation, places in posts.items()}

    def _counts(self, reply: Reply, brand: str) -> bool:
        """A signature decides where we know whose it should be; else what the page says of the answer."""
        if self.names.get(brand) and plain_name(reply.author):
            return self.speaks(reply.author, (brand,))
        return reply.official

    def _dated(self, reply: Reply, item: Item, now: datetime) -> Reply:
        """Of a bare day nobody knows the hour, so its end counts; a date that cannot be is none."""
        at = reply.at
        if at is not None and time() in {at.astimezone(zone).time() for zone in (self.zone, UTC)}:
            at = min(at + _DAY, now)
        possible = at is not None and at <= now and (item.published is None or at >= item.published)
        return replace(reply, at=at if possible else None)


def unheard(replies: Sequence[Reply], known: str) -> Sequence[Reply]:
    """Those that came after the last one that is known; all where that is not among them."""
    texts = [reply.text for reply in replies]
    return replies[len(texts) - texts[::-1].index(known) :] if known in texts else replies


def _conversation(item: Item) -> str:
    """What stands together: a thread where the source names it, else a page."""
    return f"{item.source}:{item.thread}" if item.thread else address_key(item.url)


def _from(ordered: Sequence[_Place], after: _Place) -> Sequence[_Place]:
    begin = bisect_right(ordered, after)
    return ordered[begin : begin + MOST]


def _as_reply(post: Item) -> Reply:
    return Reply(post.text or post.title, post.author, post.published if post.dated else None, url=post.url)
