"""Reads RSS, Atom and RDF: the quick way, and where that doubts by feedparser, which knows every feed there is."""

from __future__ import annotations

import re
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import replace
from html import unescape
from io import BytesIO
from itertools import islice
from typing import Any
from xml.sax import SAXException  # nosec B406  # it parses nothing

import feedparser

from monitor.domain import Page
from monitor.errors import ParseError
from monitor.places.addresses import shown
from monitor.sources.base import joined
from monitor.sources.feeds.entry import CAPTION, WHOLE_TEXTS, Entry, texts_of
from monitor.sources.feeds.quick import quick_entries
from monitor.sources.feeds.told import author_of
from monitor.sources.markup import decode

PROPOSED = 3  # feeds of a page that an error names

_DATES = ("published", "updated", "created")
# Of feedparser over a charset that is none, a NUL, a letter that does not exist ...
_STUMBLES = (ValueError, LookupError, TypeError, AttributeError, OverflowError)
_LETTER = re.compile(r"&#(?:(\d+)|[xX]([0-9a-fA-F]+));?")
_LONGEST_NUMBER = 7  # digits of a letter
_BARE = re.compile(  # an ampersand that begins nothing; what is no markup keeps its own
    rb"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))|&(?!#\d+;|#[xX][0-9a-fA-F]+;|[A-Za-z][A-Za-z0-9]*;)", re.DOTALL
)
_FEW = 10  # times that one feed declares one prefix, or others for the same
_MEDIA = re.compile(rb"xmlns:([\w.-]+)\s*=\s*[\"']http://search\.yahoo\.com/mrss/?[\"']", re.IGNORECASE)
_LINK = re.compile(r"<link\b[^<>]*>", re.IGNORECASE)
_FEED_TYPE = re.compile(r"application/(?:rss\+xml|atom\+xml|feed\+json)", re.IGNORECASE)
_HREF = re.compile(r"href\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_IS_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_IS_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_LOOKED_AT = 2_048  # bytes in which a page shows that it is one


def xml_entries(page: Page) -> tuple[str, tuple[Entry, ...]]:
    """The site's address and the entries."""
    read = _in_letters(page)
    return quick_entries(read) or parsed_entries(_mended(read))


def _in_letters(page: Page) -> Page:
    """The same feed in UTF-8; feedparser believes whoever names a charset, and takes all else for Latin."""
    marked = page.body.startswith((BOM_UTF16_LE, BOM_UTF16_BE))  # which outweighs all that is said of a charset
    others = page.body.isascii() or b"<" not in page.body or b"\0" in page.body  # nothing to read, or no kin of ASCII
    if others and not marked:
        return page
    headers = {**page.headers, "content-type": "application/xml; charset=utf-8"}
    body = page.body if _is_utf8(page.body) else decode(page).encode("utf-8", "replace")
    return replace(page, body=body, headers=headers)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mended(page: Page) -> Page:
    """The same feed with its bare ampersands escaped; feedparser makes «AT&T;» of «AT&T»."""
    if b"\0" in page.body:  # letters of two bytes each, where an ampersand is none by itself
        return page
    return replace(page, body=_BARE.sub(lambda found: found[1] or b"&amp;", page.body))


def parsed_entries(page: Page) -> tuple[str, tuple[Entry, ...]]:
    """The site's address and the entries, by feedparser alone."""
    feed = _parsed(page)
    entries = tuple(_entry(entry) for entry in feed.entries)
    if not feed.get("encoding") or isinstance(feed.get("bozo_exception"), SAXException):
        entries = tuple(map(_unescaped, entries))
    if not any(entry.says_something for entry in entries):
        _refuse_what_is_no_feed(feed, page)
    return feed.feed.get("link") or "", entries


def _unescaped(entry: Entry) -> Entry:
    """Of a feed that is not well-formed feedparser leaves addresses escaped: one flaw made other entries of all."""
    return replace(entry, guid=entry.guid.replace("&amp;", "&"), link=entry.link.replace("&amp;", "&"))


def _parsed(page: Page) -> Any:
    """What feedparser makes of the bytes; where it stumbles over how they are encoded, of the letters."""
    try:
        return _parse(page.body, page)
    except _STUMBLES:
        letters = replace(page, headers={"content-type": "application/xml; charset=utf-8"})
    try:
        text = _LETTER.sub(_existing, decode(page).replace("\0", ""))
        return _parse(text.encode("utf-8", "replace"), letters)
    except _STUMBLES as error:
        raise ParseError("parse.no_feed", url=page.url) from error


def _existing(letter: re.Match[str]) -> str:
    """A letter that is written as a number; nothing where there is no such letter: one entry must not cost the others.

    >>> _LETTER.sub(_existing, "a&#33;&#xD800;&#99999999999;b")
    'a&#33;b'
    """
    written, base = (letter[1], 10) if letter[1] else (letter[2], 16)
    number = int(written, base) if len(written.lstrip("0")) <= _LONGEST_NUMBER else 0
    return letter[0] if 0 < number <= sys.maxunicode and not 0xD800 <= number <= 0xDFFF else ""  # noqa: PLR2004  # halves


def _parse(body: bytes, page: Page) -> Any:
    # A stream, for feedparser opens a str or bytes that name a file or an address.
    return feedparser.parse(
        BytesIO(_captioned(body)),
        response_headers={**page.headers, "content-location": page.url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _captioned(body: bytes) -> bytes:
    """With captions under a name of their own; feedparser takes them for what an entry says."""
    prefixes = {b"media", *(found[1] for found in islice(_MEDIA.finditer(body), _FEW))}
    caption = rb"(</?)(?:%s):description(?=[\s/>])" % b"|".join(map(re.escape, prefixes))
    return re.sub(caption, rb"\1" + CAPTION.encode(), body, flags=re.IGNORECASE)


def _entry(entry: Any) -> Entry:
    contents = [content.get("value") or "" for content in entry.get("content", ())]
    contents += [said for name in WHOLE_TEXTS if isinstance(said := entry.get(name), str)]
    guid = entry.get("id") or ""
    linked = any(link.get("href") for link in entry.get("links", ()))
    return Entry(
        guid=guid,
        link=entry.get("link") or "" if linked or shown(guid) else "",  # a guid that is no address makes no link
        by_guid=bool(entry.get("link") and not linked and shown(guid)),
        title=entry.get("title") or "",
        texts=texts_of(contents, entry.get("summary") or "", entry.get(CAPTION) or ""),
        author=author_of(entry.get("author_detail", {}).get("name") or "", entry.get("author") or ""),
        dates=tuple(entry[key] for key in _DATES if key in entry),
        whole=any(contents),
        origins=tuple(entry.get("source", {}).get(key) or "" for key in ("href", "link")),
    )


def _refuse_what_is_no_feed(feed: Any, page: Page) -> None:
    """A feed may be empty; an empty answer, a web page or a heap of letters is none."""
    if not page.body.strip():
        raise ParseError("parse.empty", url=page.url)
    if not feed.get("version") and _IS_PAGE.search(page.body[:_LOOKED_AT]):
        feeds = ", ".join(feeds_of(page))
        raise ParseError("parse.page_with_feeds" if feeds else "parse.page_no_feed", url=page.url, feeds=feeds)
    if not feed.get("version") and _IS_SITEMAP.search(page.body[:_LOOKED_AT]):
        raise ParseError("parse.sitemap_no_feed", url=page.url)
    harmless = isinstance(feed.get("bozo_exception"), feedparser.ThingsNobodyCaresAboutButMe)
    if not feed.get("version") or (feed.bozo and not harmless):
        raise ParseError("parse.no_feed", url=page.url)


def feeds_of(page: Page) -> list[str]:
    """The feeds that a web page names."""
    links = [link for link in _LINK.findall(decode(page)) if _FEED_TYPE.search(link)]
    found = [next(filter(None, href.groups()), "") for link in links if (href := _HREF.search(link))]
    return [url for url in dict.fromkeys(shown(joined(page.url, unescape(href))) for href in found) if url][:PROPOSED]
