"""The demonstration's web site: its pages are made from a story, act by act; its server is a few lines of asyncio."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import partial
from html import escape
from importlib import resources
from typing import Any

import yaml

from monitor.config.scalars import read_duration

_HTML = "text/html; charset=utf-8"
_CHANNEL = "warehouse__chat"  # no real channel is called so: Telegram allows no two underscores in a row


@dataclass(frozen=True, slots=True)
class Company:
    """Whom the story is about, and who answers for it."""

    name: str
    alias: str
    rival: str
    colleague: str


@dataclass(frozen=True, slots=True)
class Post:
    """Something said on one of the pages."""

    number: int
    author: str
    published: datetime
    title: str
    text: str
    rating: int | None
    reply: str


class Site:
    """Serves the story on loopback, as far as it has come: `act` 0 is what was there before us."""

    def __init__(self, now: datetime, language: str = "ru") -> None:
        self.act = 0
        self.base = ""
        self._now = now
        text = resources.files(__package__).joinpath(f"story.{language}.yaml").read_text(encoding="utf-8")
        self._story: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
        self.company = Company(**self._story["company"])
        self._pages: Mapping[str, tuple[str, Callable[[Sequence[Post]], bytes]]] = {
            "reviews": (_HTML, partial(_json_ld, company=self.company.name)),
            "stars": (_HTML, _cards),
            "forum": ("application/atom+xml", _atom),
            "blog": ("application/rss+xml", partial(_rss, place="blog", encoding="utf-8")),
            "journal": (_HTML, _teasers),
            "chat": (_HTML, _channel),
            "press": ("application/rss+xml", partial(_rss, place="press", encoding="windows-1251")),
        }

    @asynccontextmanager
    async def served(self) -> AsyncIterator[Site]:
        """The site on a free port of this machine."""
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with server:
            yield self

    def plan(self, language: str) -> str:
        """The sources.yaml that watches it."""
        template = resources.files(__package__).joinpath("sources.yaml").read_text(encoding="utf-8")
        blanks = {"base": self.base, "language": language, "name": self.company.name}
        blanks |= {"alias": self.company.alias, "rival": self.company.rival}
        for name, value in blanks.items():
            template = template.replace(f"{{{name}}}", value)
        return template

    def posts(self, page: str) -> list[Post]:
        """What stands on a page now, newest first."""
        told = [self._post(number, entry) for number, entry in enumerate(self._story[page]) if self._shown(entry)]
        return sorted(told, key=lambda post: post.published, reverse=True)

    def said(self, name: str) -> str:
        """The words by which the story knows something that was said."""
        entries = (entry for page in self._pages for entry in self._story[page])
        return str(next(entry["text"] for entry in entries if entry.get("name") == name))

    def _shown(self, entry: Mapping[str, Any]) -> bool:
        return self.act >= int(entry.get("act", 0))

    def _post(self, number: int, entry: Mapping[str, Any]) -> Post:
        edited = entry.get("edited", {})
        said = {**entry, **(edited if edited and self._shown(edited) else {})}
        return Post(
            number=number,
            author=said["author"],
            published=self._now - read_duration(said["ago"]),
            title=said["title"],
            text=said["text"],
            rating=said.get("rating"),
            reply=said.get("reply", ""),
        )

    def _page(self, path: str) -> tuple[str, str, bytes]:
        """Status, kind and words of what is asked for."""
        name, _, article = path.strip("/").partition("/")
        if name not in self._pages:
            return "404 Not Found", "text/plain", b"no such page"
        if self._story["closed"].get(name) == self.act:
            return "500 Server Error", "text/plain", b"out of order"
        kind, made = self._pages[name]
        if article:
            return "200 OK", _HTML, next(_article(post) for post in self.posts(name) if str(post.number) == article)
        return "200 OK", kind, made(self.posts(name))

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        status, kind, body = self._page(head.split(b" ", 2)[1].decode().partition("?")[0])
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close"]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        writer.close()


def _json_ld(posts: Sequence[Post], company: str) -> bytes:
    reviews = [
        {
            "@type": "Review",
            "url": f"https://reviews.example/{post.number}",
            "author": {"@type": "Person", "name": post.author},
            "datePublished": post.published.isoformat(),
            "name": post.title,
            "reviewBody": post.text,
            "reviewRating": {"@type": "Rating", "ratingValue": post.rating, "bestRating": 5},
            **({"comment": _reply(post.reply, company)} if post.reply else {}),
        }
        for post in posts
    ]
    told = {"@context": "https://schema.org", "@type": "Organization", "name": company, "review": reviews}
    script = json.dumps(told, ensure_ascii=False).replace("</", "<\\/")
    return _page("Reviews", f'<script type="application/ld+json">{script}</script>')


def _reply(text: str, company: str) -> dict[str, object]:
    return {"@type": "Comment", "author": {"@type": "Organization", "name": company}, "text": text}


def _cards(posts: Sequence[Post]) -> bytes:
    cards = "".join(
        f'<div class="card"><h3>{escape(post.title)}</h3><span class="stars" data-value="{post.rating}"></span>'
        f'<p class="said">{escape(post.text)}</p><span class="who">{escape(post.author)}</span>'
        f'<time datetime="{post.published.isoformat()}"></time>'
        f'<a class="permalink" href="https://stars.example/{post.number}">#</a></div>'
        for post in posts
    )
    return _page("Reviews", cards)


def _teasers(posts: Sequence[Post]) -> bytes:
    teasers = "".join(
        f'<article><a href="/journal/{post.number}">{escape(post.title)}</a>'
        f'<time datetime="{post.published.isoformat()}"></time></article>'
        for post in posts
    )
    return _page("Journal", teasers)


def _article(post: Post) -> bytes:
    """With what stands round every article, and is none of it."""
    menu = '<nav><a href="/journal">Home</a> <a href="/best">Kestrel Stock, Зубр-Софт and eight more programs</a></nav>'
    told = "".join(f"<p>{escape(part)}</p>" for part in post.text.split("\n"))
    time = f'<time datetime="{post.published.isoformat()}"></time>'
    head = f"<h1>{escape(post.title)}</h1><p class=author>{escape(post.author)}</p>{time}"
    return _page(post.title, f"{menu}<main><article>{head}{told}</article></main><footer>Read on</footer>")


def _channel(posts: Sequence[Post]) -> bytes:
    """As the public preview of a Telegram channel looks."""
    wraps = "".join(
        '<div class="tgme_widget_message_wrap">'
        f'<div class="tgme_widget_message" data-post="{_CHANNEL}/{post.number + 1}">'
        f'<div class="tgme_widget_message_author"><span>{escape(post.author)}</span></div>'
        f'<div class="tgme_widget_message_text">{escape(post.text)}</div>'
        f'<a class="tgme_widget_message_date" href="https://t.me/{_CHANNEL}/{post.number + 1}">'
        f'<time datetime="{post.published.isoformat()}"></time></a></div></div>'
        for post in reversed(posts)
    )
    return _page("Chat", f'<section class="tgme_channel_history">{wraps}</section>')


def _page(title: str, body: str) -> bytes:
    head = f"<head><meta charset=utf-8><title>{title}</title></head>"
    return f"<!doctype html><html>{head}<body>{body}</body></html>".encode()


def _rss(posts: Sequence[Post], place: str, encoding: str) -> bytes:
    items = "".join(
        f"<item><title>{escape(post.title)}</title><link>https://{place}.example/{post.number}</link>"
        f"<description>{escape(post.text)}</description><author>{escape(post.author)}</author>"
        f"<pubDate>{format_datetime(post.published)}</pubDate></item>"
        for post in posts
    )
    head = f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>Feed</title>'
    return f"{head}{items}</channel></rss>".encode(encoding)


def _atom(posts: Sequence[Post]) -> bytes:
    entries = "".join(
        f"<entry><id>tag:forum,{post.number}</id><title>{escape(post.title)}</title>"
        f'<link href="https://forum.example/topic/{post.number}"/><author><name>{escape(post.author)}</name></author>'
        f"<updated>{post.published.isoformat()}</updated><summary>{escape(post.text)}</summary></entry>"
        for post in posts
    )
    head = '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Forum</title>'
    return f"{head}<updated>2026-01-01T00:00:00Z</updated><id>tag:forum</id>{entries}</feed>".encode()
