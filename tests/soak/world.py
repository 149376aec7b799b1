"""A small world that never rests: a site that says something new all the time, a Telegram in trouble, a program."""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import sys
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape

from telegram_server import GROUP, PRIVATE, Call, TelegramServer
from web_site import Reply, Site

ROOT = Path(__file__).parents[2]
CHATS = (GROUP, PRIVATE)
ANNA = {"id": PRIVATE, "is_bot": False, "first_name": "Anna"}
NUMBER = re.compile(r"Случай (\d+)\b")
BAD = "Зубр-Софт обманывает, поддержка хамит, всё ужасно, деньги не вернули."
GOOD = "Зубр-Софт внедрили за месяц, поддержка отличная, всё прекрасно работает, спасибо."
PLAN = """
language: ru
timezone: UTC
brands: [{{id: zubr, name: Зубр-Софт}}]
sources:
  - {{id: forum, kind: feed, url: "{feed}", every: 1s, max_age: 3650d}}
  - {{id: otzyvy, kind: reviews, url: "{reviews}", brand: zubr, every: 1s, max_age: 3650d}}
team: {{chats: [{{id: {group}}}, {{id: {private}}}], users: [{{id: {private}, name: Анна}}]}}
alerts:  # each complaint has a card of its own, and nothing is said of it besides
  storm: 1000 in 30m
  severity: {{mild_above: -0.26, strong_below: -1.0}}
  escalate_after: {{p1: 300d, p2: 300d}}
  answer_within: {{p1: 300d, p2: 300d, p3: 300d}}
http: {{allow_private_network: true, per_host: 100 per 1s}}
"""


@dataclass(frozen=True)
class Said:
    """Something that stands on the site."""

    number: int
    place: str
    bad: bool
    at: datetime
    history: bool

    @property
    def text(self) -> str:
        """Like no other: whatever is alike would be one story."""
        own = " ".join(f"слово{self.number}из{word}" for word in range(30))
        return f"{BAD if self.bad else GOOD} {own}"


class Web:
    """A forum's feed and a page of reviews."""

    def __init__(self, site: Site, chance: random.Random) -> None:
        self.said: list[Said] = []
        self._chance = chance
        week = datetime.now(UTC) - timedelta(days=7)
        for n in range(8):
            self._say(bad=n % 2 == 0, at=week + timedelta(minutes=n), history=True)
        self.feed = site.serve(
            "/rss", lambda _: Reply(body=self._rss().encode(), headers=_typed("application/rss+xml"))
        )
        self.reviews = site.serve("/zubr", lambda _: Reply(body=self._page().encode(), headers=_typed("text/html")))
        site.serve("/robots.txt", Reply(404))

    def plan(self) -> str:
        """What watches both."""
        return PLAN.format(feed=self.feed, reviews=self.reviews, group=GROUP, private=PRIVATE)

    def grow(self) -> None:
        """Something new is said."""
        self._say(bad=self._chance.random() < 0.7, at=datetime.now(UTC), history=False)

    def _say(self, *, bad: bool, at: datetime, history: bool) -> None:
        place = self._chance.choice(("forum", "otzyvy"))
        self.said.append(Said(len(self.said) + 1, place, bad, at, history))

    def _at(self, place: str) -> Iterator[Said]:
        return (one for one in reversed(self.said) if one.place == place)

    def _rss(self) -> str:
        items = "".join(
            f"<item><title>Случай {one.number}</title><link>{self.feed}/{one.number}</link><guid>f{one.number}</guid>"
            f"<pubDate>{format_datetime(one.at)}</pubDate><description>{escape(one.text)}</description></item>"
            for one in self._at("forum")
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Форум</title>{items}</channel></rss>'

    def _page(self) -> str:
        reviews = [
            {
                "@type": "Review",
                "author": {"@type": "Person", "name": f"Автор {one.number}"},
                "datePublished": one.at.isoformat(),
                "name": f"Случай {one.number}",
                "reviewBody": one.text,
                "reviewRating": {"ratingValue": 2 if one.bad else 5},
            }
            for one in self._at("otzyvy")
        ]
        company = {"@context": "https://schema.org", "@type": "Organization", "name": "Зубр-Софт", "review": reviews}
        script = json.dumps(company, ensure_ascii=False)
        return f'<html><head><script type="application/ld+json">{script}</script></head></html>'


class Program:
    """`python -m monitor`, as often as it is started."""

    def __init__(self, folder: Path, telegram: TelegramServer, url: str) -> None:
        self.folder = folder
        self.log = folder / "log"
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "SYSTEMROOT"}}
        token = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
        self._environment = kept | token | {"DATABASE_URL": url, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}

    async def start(self, *words: str) -> Process:
        """One command; what it says is kept for whoever looks for the cause of a failure."""
        with self.log.open("ab") as log:
            log.write(f"--- {' '.join(words)}\n".encode())
            log.flush()
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "monitor", *words),
                cwd=self.folder,
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    def left_behind(self) -> list[int]:
        """Processes of ours that are still there; they are known by the folder they were started in."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):  # it has ended meanwhile
                if (process / "cwd").readlink() == self.folder:
                    found.append(int(process.name))
        return found


def cards(call: Call) -> list[int]:
    """The complaint that a message is the card of."""
    keys = json.loads(call.fields.get("reply_markup", "{}")).get("inline_keyboard", [])
    if call.method != "sendMessage" or not any("Черновик" in key["text"] for row in keys for key in row):
        return []
    return [int(number) for number in NUMBER.findall(call.fields["text"])][:1]


def says(call: Call) -> bool:
    """Whether it puts something new into a chat."""
    return call.method.startswith("send") and call.method != "sendChatAction"


def told(call: Call) -> list[object]:
    """What a message tells that must be told once: a complaint by its card, or a week."""
    return ["digest"] if call.method == "sendRichMessage" else list(cards(call))


def chat_of(call: Call) -> int:
    """Where it was sent to."""
    return int(call.fields.get("chat_id", 0))


def arrived(call: Call) -> bool:
    """Whether Telegram took it."""
    return call.status in {200, "lost"}


def copies(calls: list[Call]) -> Counter[tuple[int, object]]:
    """How often each chat was told each thing."""
    return Counter((chat_of(call), what) for call in calls if arrived(call) for what in told(call))


def _typed(kind: str) -> dict[str, str]:
    return {"Content-Type": f"{kind}; charset=utf-8"}
