"""Reads JSON Feed, which feedparser does not know."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from monitor.errors import ParseError
from monitor.sources.feeds.entry import Entry


def looks_like_json(body: bytes) -> bool:
    """Whether a body begins as JSON does."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


def json_entries(body: bytes, url: str) -> tuple[str, tuple[Entry, ...]]:
    """The site's address and the entries."""
    try:
        feed = json.loads(body, strict=False)  # a tab within a text costs nothing
    except (ValueError, RecursionError) as error:
        raise ParseError("parse.json_broken", url=url) from error
    entries = feed.get("items") if isinstance(feed, dict) and "version" in feed else None
    if not isinstance(entries, list):
        raise ParseError("parse.json_other", url=url)
    return _text(feed, "home_page_url"), tuple(_entry(entry, feed) for entry in entries if isinstance(entry, dict))


def _entry(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> Entry:
    return Entry(
        guid=_text(entry, "id"),
        link=_text(entry, "url") or _text(entry, "external_url"),
        title=_text(entry, "title"),
        texts=tuple(_text(entry, key) for key in ("content_html", "content_text", "summary")),
        author=", ".join(_authors(entry)) or ", ".join(_authors(feed)),  # who writes all that names nobody else
        dates=(_text(entry, "date_published"), _text(entry, "date_modified")),
        whole=bool(_text(entry, "content_html") or _text(entry, "content_text")),
        origins=(_text(entry, "external_url"),) if _text(entry, "url") else (),
    )


def _authors(entry: Mapping[str, Any]) -> Iterator[str]:
    authors = entry.get("authors") or [entry.get("author")]
    for author in authors if isinstance(authors, list) else ():
        name = _text(author, "name") if isinstance(author, dict) else ""
        if name:
            yield name


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
