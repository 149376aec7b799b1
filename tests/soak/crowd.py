"""A world for several processes: sites that remember who asked them when, and something new on them all the time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from xml.sax.saxutils import escape

from telegram_server import GROUP, PRIVATE
from web_site import Reply, Seen, Site
from world import BAD, GOOD, Said

HOSTS, FEEDS, LISTS = 5, 4, 2  # feeds of each host; lists that lead to a host of others
EVERY, GAP, SLOW = 6.0, 0.4, 0.15  # seconds: between visits, between requests of a host, until it answers
HISTORY = 3
PLAN = """
language: ru
timezone: UTC
brands: [{{id: zubr, name: Зубр-Софт}}]
sources:
{sources}
team: {{chats: [{{id: {group}}}, {{id: {private}}}], users: [{{id: {private}, name: Анна}}]}}
alerts:  # each complaint has a card of its own, and nothing is said of it besides
  storm: 1000 in 30m
  severity: {{mild_above: -0.26, strong_below: -1.0}}
  escalate_after: {{p1: 300d, p2: 300d}}
  answer_within: {{p1: 300d, p2: 300d, p3: 300d}}
http: {{allow_private_network: true, per_host: 5 per 2s}}
"""


class Crowd:
    """Some hosts with feeds, and lists whose pages all stand on one host more."""

    def __init__(self, sites: list[Site], chance: random.Random) -> None:
        *self.hosts, self.pages = sites
        self.sites = sites
        self.said: list[Said] = []
        self._chance = chance
        self._feeds = [f"/rss{n}" for n in range(FEEDS)]
        self._lists = [f"/list{n}" for n in range(LISTS)]
        for site in sites:
            site.serve("/robots.txt", Reply(404))
        self.addresses = [
            site.serve(path, self._feed(f"{place} {path}"))
            for place, site in enumerate(self.hosts)
            for path in self._feeds
        ]
        self.lists = [self.hosts[n % HOSTS].serve(path, self._list(path)) for n, path in enumerate(self._lists)]
        about = "<html><body><article><h1>О нас</h1><p>Здесь пишут о погоде и огородах.</p></article></body></html>"
        self._about = self.pages.serve("/about", Reply(body=about.encode(), headers=_HTML, after=SLOW))
        week = datetime.now(UTC) - timedelta(days=7)
        for n in range(HISTORY):
            self._say(bad=n % 2 == 0, at=week + timedelta(minutes=n), history=True)

    def plan(self) -> str:
        """What watches all of them."""
        feeds = (f"{{id: feed{n}, kind: feed, url: {url!r}, every: 6s}}" for n, url in enumerate(self.addresses))
        lists = (
            f"{{id: list{n}, kind: articles, url: {url!r}, every: 6s, select: {{link: 'a @href'}}}}"
            for n, url in enumerate(self.lists)
        )
        sources = "\n".join(f"  - {one}" for one in (*feeds, *lists))
        return PLAN.format(sources=sources, group=GROUP, private=PRIVATE)

    def grow(self) -> None:
        """Something new is said somewhere."""
        self._say(bad=self._chance.random() < 0.7, at=datetime.now(UTC), history=False)

    def hurried(self, since: float = 0.0) -> Iterator[str]:
        """Hosts that were asked too soon, or twice at once."""
        for site in self.sites:
            times = [seen.at for seen in site.asked() if seen.at >= since]
            short = [later - sooner for sooner, later in pairwise(times) if later - sooner < GAP - 0.02]
            if short:
                yield f"{site.host} was asked {len(short)} times too soon, once after {min(short):.3f} s"
            if site.at_once > 1:
                yield f"{site.host} was asked {site.at_once} times at once"

    def visits(self) -> Iterator[tuple[str, list[float]]]:
        """When each source was visited."""
        for site in self.hosts:
            for path in (*self._feeds, *self._lists):
                if times := [seen.at for seen in site.asked(path)]:
                    yield f"{site.host}{path}", times

    def _say(self, *, bad: bool, at: datetime, history: bool) -> None:
        places = [f"{place} {path}" for place in range(HOSTS) for path in self._feeds] + self._lists
        one = Said(len(self.said) + 1, self._chance.choice(places), bad, at, history)
        self.said.append(one)
        if one.place in self._lists:
            self.pages.serve(f"/page{one.number}", Reply(body=_page(one), headers=_HTML, after=SLOW))

    def _feed(self, place: str) -> Reply | object:
        def answer(_: Seen) -> Reply:
            items = "".join(
                f"<item><title>Случай {one.number}</title><link>http://example.org/{one.number}</link>"
                f"<guid>f{one.number}</guid><pubDate>{format_datetime(one.at)}</pubDate>"
                f"<description>{escape(_text(one))}</description></item>"
                for one in reversed(self.said)
                if one.place == place
            )
            body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Лента</title>{items}</channel></rss>'
            return Reply(body=body.encode(), headers=_RSS, after=SLOW)

        return answer

    def _list(self, place: str) -> object:
        def answer(_: Seen) -> Reply:
            links = "".join(
                f'<p><a href="{self.pages.url(f"/page{one.number}")}">Случай {one.number}</a></p>'
                for one in reversed(self.said)
                if one.place == place
            )
            links += f'<p><a href="{self._about}">О нас</a></p>'
            return Reply(body=f"<html><body>{links}</body></html>".encode(), headers=_HTML, after=SLOW)

        return answer


_RSS = {"Content-Type": "application/rss+xml; charset=utf-8"}
_HTML = {"Content-Type": "text/html; charset=utf-8"}


def _text(one: Said) -> str:
    own = " ".join(f"слово{one.number}из{word}" for word in range(30))
    return f"{BAD if one.bad else GOOD} {own}"


def _page(one: Said) -> bytes:
    head = f'<title>Случай {one.number}</title><meta property="article:published_time" content="{one.at.isoformat()}">'
    body = f"<article><h1>Случай {one.number}</h1><p>{_text(one)}</p></article>"
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()
