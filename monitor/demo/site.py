"""The demonstration's web site: its pages are made from story.yaml, its server is a few lines of asyncio."""

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

import yaml

from monitor.config.scalars import read_duration


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
    """Serves the story on loopback; `later` is whether the few hours have passed."""

    def __init__(self, now: datetime) -> None:
        self.later = False
        self.base = ""
        self._now = now
        text = resources.files(__package__).joinpath("story.yaml").read_text(encoding="utf-8")
        self._story: dict[str, list[dict[str, object]]] = yaml.load(text, yaml.CSafeLoader)
        self._pages: Mapping[str, tuple[str, Callable[[], bytes]]] = {
            "/reviews": ("text/html; charset=utf-8", lambda: _json_ld(self.posts("reviews"))),
            "/cards": ("text/html; charset=utf-8", lambda: _cards(self.posts("cards"))),
            "/forum.atom": ("application/atom+xml", lambda: _atom(self.posts("forum"), self.base)),
            "/blog.rss": ("application/rss+xml", lambda: _rss(self.posts("blog"), self.base, "utf-8")),
            "/magazine": ("text/html; charset=utf-8", lambda: _teasers(self.posts("magazine"))),
            "/s/sklad": ("text/html; charset=utf-8", lambda: _channel(self.posts("channel"), self.base)),
            "/news.rss": ("application/rss+xml", lambda: _rss(self.posts("news"), self.base, "windows-1251")),
        }

    @asynccontextmanager
    async def served(self) -> AsyncIterator[Site]:
        """The site on a free port of this machine."""
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with server:
            yield self

    def posts(self, page: str) -> list[Post]:
        """What stands on a page now, newest first."""
        told = [self._post(number, entry) for number, entry in enumerate(self._story[page]) if self._shown(entry)]
        return sorted(told, key=lambda post: post.published, reverse=True)

    def _shown(self, entry: Mapping[str, object]) -> bool:
        return self.later or not entry.get("later")

    def _post(self, number: int, entry: Mapping[str, object]) -> Post:
        edited = entry.get("edited") if self.later else None
        said = {**entry, **(edited if isinstance(edited, dict) else {})}
        rating = said.get("rating")
        return Post(
            number=number,
            author=str(said["author"]),
            published=self._now - read_duration(str(said["ago"])),
            title=str(said["title"]),
            text=str(said["text"]),
            rating=rating if isinstance(rating, int) else None,
            reply=str(said.get("reply", "")),
        )

    def _articles(self) -> Mapping[str, tuple[str, Callable[[], bytes]]]:
        """The pages behind the magazine's teasers."""
        kind = "text/html; charset=utf-8"
        return {f"/magazine/{post.number}": (kind, partial(_article, post)) for post in self.posts("magazine")}

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split(b" ", 2)[1].decode().partition("?")[0]
        pages = {**self._pages, **self._articles()}
        kind, page = pages.get(path, ("text/plain", lambda: b"out of order"))
        status = "200 OK" if path in pages else "404 Not Found" if path == "/robots.txt" else "500 Server Error"
        body = page()
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close"]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        writer.close()


def _json_ld(posts: Sequence[Post]) -> bytes:
    reviews = [
        {
            "@type": "Review",
            "@id": f"#review-{post.number}",
            "author": {"@type": "Person", "name": post.author},
            "datePublished": post.published.isoformat(),
            "name": post.title,
            "reviewBody": post.text,
            "reviewRating": {"@type": "Rating", "ratingValue": post.rating, "bestRating": 5},
            **({"comment": _reply(post.reply)} if post.reply else {}),
        }
        for post in posts
    ]
    company = {"@context": "https://schema.org", "@type": "Organization", "name": "Зубр-Софт", "review": reviews}
    script = json.dumps(company, ensure_ascii=False).replace("</", "<\\/")
    return _page("Отзывы о компании", f'<script type="application/ld+json">{script}</script>')


def _reply(text: str) -> dict[str, object]:
    return {"@type": "Comment", "author": {"@type": "Organization", "name": "Зубр-Софт"}, "text": text}


def _cards(posts: Sequence[Post]) -> bytes:
    cards = "".join(
        f'<div class="card"><h3>{escape(post.title)}</h3><span class="stars" data-value="{post.rating}"></span>'
        f'<p class="said">{escape(post.text)}</p><span class="who">{escape(post.author)}</span>'
        f'<time datetime="{post.published.isoformat()}"></time>'
        f'<a class="permalink" href="/cards/{post.number}">#</a></div>'
        for post in posts
    )
    return _page("Reviews", cards)


def _teasers(posts: Sequence[Post]) -> bytes:
    teasers = "".join(
        f'<article><a href="/magazine/{post.number}">{escape(post.title)}</a>'
        f'<time datetime="{post.published.isoformat()}"></time></article>'
        for post in posts
    )
    return _page("Складской журнал", teasers)


def _article(post: Post) -> bytes:
    """With what stands round every article, and is none of it."""
    menu = '<nav><a href="/magazine">Журнал</a> <a href="/best">Рейтинг: Зубр-Софт и ещё девять программ</a></nav>'
    told = "".join(f"<p>{escape(part)}</p>" for part in post.text.split("\n"))
    time = f'<time datetime="{post.published.isoformat()}"></time>'
    head = f"<h1>{escape(post.title)}</h1><p class=author>{escape(post.author)}</p>{time}"
    return _page(post.title, f"{menu}<main><article>{head}{told}</article></main><footer>Читайте также</footer>")


def _channel(posts: Sequence[Post], base: str) -> bytes:
    """As the public preview of a Telegram channel looks."""
    wraps = "".join(
        f'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="sklad/{post.number + 1}">'
        f'<div class="tgme_widget_message_author"><span>{escape(post.author)}</span></div>'
        f'<div class="tgme_widget_message_text">{escape(post.text)}</div>'
        f'<a class="tgme_widget_message_date" href="{base}/sklad/{post.number + 1}">'
        f'<time datetime="{post.published.isoformat()}"></time></a></div></div>'
        for post in reversed(posts)
    )
    return _page("Складской чат", f'<section class="tgme_channel_history">{wraps}</section>')


def _page(title: str, body: str) -> bytes:
    head = f"<head><meta charset=utf-8><title>{title}</title></head>"
    return f"<!doctype html><html>{head}<body>{body}</body></html>".encode()


def _rss(posts: Sequence[Post], base: str, encoding: str) -> bytes:
    items = "".join(
        f"<item><title>{escape(post.title)}</title><link>{base}/{post.number}-{int(post.published.timestamp())}</link>"
        f"<description>{escape(post.text)}</description><author>{escape(post.author)}</author>"
        f"<pubDate>{format_datetime(post.published)}</pubDate></item>"
        for post in posts
    )
    head = f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>Feed</title>'
    return f"{head}{items}</channel></rss>".encode(encoding)


def _atom(posts: Sequence[Post], base: str) -> bytes:
    entries = "".join(
        f"<entry><id>tag:forum,{post.number}</id><title>{escape(post.title)}</title>"
        f'<link href="{base}/topic/{post.number}"/><author><name>{escape(post.author)}</name></author>'
        f"<updated>{post.published.isoformat()}</updated><summary>{escape(post.text)}</summary></entry>"
        for post in posts
    )
    head = '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Forum</title>'
    return f"{head}<updated>2026-01-01T00:00:00Z</updated><id>tag:forum</id>{entries}</feed>".encode()
