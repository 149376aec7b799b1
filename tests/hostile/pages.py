"""Doors of sources: what sites, search engines and mail boxes send."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from hostile.door import Door
from hostile.laws import lawful
from monitor.domain import Item, Page
from monitor.errors import ConfigError
from monitor.reading.bounds import found
from monitor.reading.reader import LARGE
from monitor.reading.suspicion import suspicious
from monitor.sources import AnySource
from monitor.sources.base import SourceBase
from monitor.sources.by_hand import sent
from monitor.sources.engines.wordstat import STEP
from monitor.sources.mail import MESSAGE
from monitor.sources.markup import decode
from monitor.sources.pages.article import ARTICLE
from monitor.sources.shown_page import shown_page

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MINSK = ZoneInfo("Europe/Minsk")
URL = "https://site.example/zubr"

_KIND: TypeAdapter[SourceBase] = TypeAdapter(AnySource)
_MAIL = "imaps://robot%40site.example:pw@imap.site.example/INBOX"
_SELECT = {
    "item": ".review, li, tr",
    "text": ".text, p, .cons",
    "title": "h3",
    "author": ".author, b",
    "date": "time @datetime",
    "rating": ".stars @data-value",
    "link": "a @href",
    "reply": ".answer",
    "reply_author": ".by",
    "reply_date": ".at",
    "next": "a.next @href",
}
_PATHS = {
    "item": "hits || items || @",
    "id": "id",
    "text": "text || body",
    "title": "title",
    "author": "author",
    "date": "date",
    "rating": "rating",
    "link": "url",
    "reply": "replies[].text",
    "reply_author": "replies[].by",
    "reply_date": "replies[].at",
    "next": "next",
}
_MARKUP = (b"<p>", b"</p>", b"<div>", b"<a href=", b"<script>", b"<!--", b"<style>", b"<meta charset=utf-16>")
_FEED = (
    *(
        b"<item>",
        b"</item>",
        b"<entry>",
        b"<guid>",
        b"<link/>",
        b"<author>",
        b"<content:encoded>",
        b"<![CDATA[",
        b"]]>",
    ),
    *(b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"<pubDate>", b'<?xml version="1.0" encoding="x"?>', b"<media:group>"),
    *(
        b"<georss:point>1 2</georss:point>",
        b"<georss:polygon>",
        b"<gml:pos>",
        b"<itunes:duration>",
        b"<title type='xhtml'>",
    ),
    *(b"xml:base='http://['", b"<source url='x'>", b"<enclosure length='x'/>", b"<content type='base64'>", b"<cloud/>"),
)
_LD = (
    *(
        b'<script type="application/ld+json">',
        b"</script>",
        b'"@type":"Review"',
        b'"@id":"#a"',
        b'"@graph":',
        b'"reviewRating":',
    ),
    *(
        b'"ratingValue":',
        b'"datePublished":',
        b"itemscope",
        b'itemtype="https://schema.org/Review"',
        b'itemprop="reviewBody"',
    ),
    *(b"itemref='a'", b"id='a'", b'"author":{"name":', b'itemprop="ratingValue" content="', b'"bestRating":'),
)
_MAILED = (
    *(
        b"Content-Type: multipart/mixed; boundary=a",
        b"--a",
        b"--a--",
        b"=?utf-8?B?",
        b"?=",
        b"=?utf-8?Q?=D0?=",
        b"Subject: ",
    ),
    *(
        b"Content-Transfer-Encoding: base64",
        b"charset=\0",
        b"charset=unknown-8bit",
        b"charset*=utf-7''x",
        b"message/rfc822",
    ),
    *(
        b"From: <@>",
        b"From: =?koi8-r?B?8w==?= <a@b.c>",
        b"Date: Mon, 99 Foo 99999 99:99:99 +9999",
        b"Received: ;",
        b"\r\n\r\n",
    ),
    *(
        b"begin 644 x\n",
        b"Content-Type: text/html",
        b"boundary*0=a; boundary*1=b",
        b"filename*0*=utf-8''%",
        b"---- Forwarded",
    ),
)


def page_doors() -> Mapping[str, Callable[[], Door]]:
    """By name; each is made when it is wanted."""
    return {
        "feed": lambda: _read("feed", "xml", _FEED, url=URL),
        "feed-full": lambda: _read("feed", "xml", _FEED, url=URL, full_text=True),
        "json-feed": lambda: _read("feed", "json", (b'"items":', b'"authors":', b'"date_published":'), url=URL),
        "json-ld": lambda: _read("reviews", "html", _LD, url=URL, pages=3),
        "select": lambda: _read("reviews", "html", _MARKUP, url=URL, select=_SELECT, pages=3),
        "articles": lambda: _read("articles", "html", _MARKUP, url=URL, select={"link": "a"}),
        "article": lambda: _read("articles", "html", (*_MARKUP, *_LD), url=URL, select={"link": "a"}, step=ARTICLE),
        "json": lambda: _read("json", "json", (), url=URL, select=_PATHS, pages=3),
        "jmespath": lambda: Door("jmespath", _jmespath, "lines", _JMES, _apart),
        "css": lambda: Door(
            "css", _css, "lines", (b":not(", b":nth-child(2n+1)", b"@href", b">", b"[a*='", b"\\0", b":is("), _apart
        ),
        "sitemap": lambda: _read(
            "sitemap", "xml", (b"<loc>", b"<lastmod>", b"<url>", b"<sitemap>", b"<news:title>"), url=URL
        ),
        "telegram": lambda: _read("telegram", "html", _MARKUP, url="https://t.me/s/example", pages=3),
        "mail": lambda: _read("mail", "mail", _MAILED, url=_MAIL, step=MESSAGE),
        "yandex": lambda: _read(
            "search", "xml", (b"<doc>", b"<group>", b"<error code='1'>"), engine="yandex", query="q"
        ),
        "wordstat": lambda: _read(
            "search", "json", (b'"totalCount":', b"1e999", b"-1"), engine="yandex", query="q", step=f"{STEP}q"
        ),
        "searxng": lambda: _read("search", "json", (), engine="searxng", query="q", url=URL),
        "linked": lambda: _page("linked", sent(), "html", (*_MARKUP, *_LD)),
        "shown-page": lambda: _page("shown-page", shown_page(("Зубр-Софт",)), "html", (*_MARKUP, *_LD)),
        "charset": lambda: Door(
            "charset", _charset, "lines", (b"text/html; charset=", b"<meta charset=", b"encoding=")
        ),
    }


def _read(kind: str, form: str, words: tuple[bytes, ...], *, step: str = "", **written: Any) -> Door:
    source = _KIND.validate_python({"id": "door", "kind": kind, **written})
    return _page(kind, source, form, words, step)


def _page(name: str, source: SourceBase, form: str, words: tuple[bytes, ...], step: str = "") -> Door:
    item = Item("door", URL, title="Заголовок") if step == ARTICLE else None

    def take(data: bytes) -> object:
        page = Page(
            URL, data, {"content-type": "text/html; charset=utf-8"} if form == "html" else {}, step=step, item=item
        )
        return lawful(found(source, page, now=NOW, zone=MINSK), NOW)

    return Door(name, take, form, words, _apart)


def _apart(data: bytes) -> bool:
    """As the reader decides it."""
    return len(data) > LARGE or suspicious(data)


_JMES = (
    *(b"[*]", b"[]", b"@", b"||", b"&&", b"`1`", b"'a'", b"sort_by(@, &a)", b"map(&a, @)", b"join(`1`, @)", b"|"),
    *(b"max_by(@, &a)", b"[?a > `1`]", b"[::0]", b"[::-1]", b"{a: b}", b"!", b"length(@)", b"sum(@)", b"reverse(@)"),
)


def _jmespath(data: bytes) -> object:
    """An expression of somebody's file in the first line, what an API answers to it in the others."""
    expression, _, body = data.partition(b"\n")
    written = expression.decode("utf-8", "replace")
    select = {"item": "@", **dict.fromkeys(("text", "date", "rating", "link", "reply", "next"), written)}
    source = _configured({"id": "door", "kind": "json", "url": URL, "select": select, "pages": 2})
    return lawful(found(source, Page(URL, body), now=NOW, zone=MINSK), NOW)


def _css(data: bytes) -> object:
    """A selector of somebody's file in the first line, a page in the others."""
    selector, _, body = data.partition(b"\n")
    written = selector.decode("utf-8", "replace")
    select = {"item": "li", **dict.fromkeys(("text", "date", "rating", "link", "reply", "next"), written)}
    source = _configured({"id": "door", "kind": "reviews", "url": URL, "select": select, "pages": 2})
    return lawful(found(source, Page(URL, body), now=NOW, zone=MINSK), NOW)


def _configured(written: dict[str, Any]) -> SourceBase:
    try:
        return _KIND.validate_python(written)
    except ValidationError as error:
        raise ConfigError("config.not_yaml") from error


def _charset(data: bytes) -> object:
    """What a server says of its bytes in the first line, the bytes in the others."""
    said, _, body = data.partition(b"\n")
    text = decode(Page(URL, body, {"content-type": said.decode("latin-1")}))
    json.dumps(text)
    return len(text) > len(body), text.count("\ufffd") > 3
