"""An entry as its page writes it, and the item it makes: alike for reviews, posts and the data of an API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.dates import read_date
from monitor.domain import Item, Reply
from monitor.places.addresses import address_key, names_part, shown
from monitor.sources.base import joined
from monitor.sources.pages.rating import Rating, read_number, read_rating
from monitor.sources.pages.select import Scale

CHANNEL = "@"  # before the name of a channel among links


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands below an entry, as its page writes it."""

    text: str
    author: str = ""
    date: str = ""
    official: bool = True  # the page itself says that the company speaks

    def reply(self, *, now: datetime, zone: ZoneInfo) -> Reply:
        """What it is to us: a relative date is no moment from which a time could be counted."""
        dated = read_date(self.date, zone=zone, now=now)
        return Reply(self.text, self.author, dated.at if dated.absolute else None, self.official)


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it stands on its page: words and figures, not yet dates and shares."""

    title: str = ""
    text: str = ""
    author: str = ""
    date: str = ""
    rating: str = ""
    best: str = ""
    worst: str = ""
    url: str = ""
    answers: tuple[Answer, ...] = ()
    thread: str = ""
    guid: str = ""
    links: tuple[str, ...] = ()
    about: str = ""  # what it is about, where the page says so

    @property
    def says_something(self) -> bool:
        """Whether there is anything in it to be heard."""
        return bool(self.title or self.text or self.rating)

    def item(
        self, source: str, *, base: str, home: str | None = None, scale: Scale | None, now: datetime, zone: ZoneInfo
    ) -> Item:
        """What it says to us. Its links begin at `base`; `home` is its address where it has none of its own."""
        link = shown(joined(base, self.url)) if self.url else ""
        here = {base, base if home is None else home}
        own = bool(link) and address_key(link) not in map(address_key, here)
        dated, rating = read_date(self.date, zone=zone, now=now), self._rated(scale)
        return Item(
            source=source,
            url=link if own else shown(base if home is None else home),
            title=self.title,
            text=self.text,
            author=self.author,
            guid=self.guid,
            published=dated.at,
            dated=dated.absolute,
            addressed=own and not names_part(self.url),
            rating=rating.share if rating else None,
            rating_text=rating.text if rating else None,
            replies=tuple(answer.reply(now=now, zone=zone) for answer in self.answers if answer.text),
            about=self.about,
            thread=self.thread,
            links=tuple(dict.fromkeys(filter(None, (_whole(base, link) for link in self.links)))),
        )

    def _rated(self, scale: Scale | None) -> Rating | None:
        """What the page says of its scale outweighs what the file says."""
        best, worst = read_number(self.best) or None, read_number(self.worst)
        if scale:
            best, worst = best or scale.rating_max, scale.rating_min if worst is None else worst
        return read_rating(self.rating, best=best, worst=worst)


def _whole(base: str, link: str) -> str:
    return link if link.startswith(CHANNEL) else joined(base, link)
