"""Asks a SearXNG server and reads its answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from monitor.domain import Page, Request
from monitor.errors import ParseError
from monitor.sources.engines.result import Result
from monitor.sources.markup import plain

MEANINGS = {"fetch.forbidden": "fetch.searxng_json", "fetch.robots": "fetch.searxng_robots"}

_PATH = "/search"


def request(
    url: str, query: str, *, lang: str | None, headers: Mapping[str, str], params: Mapping[str, str]
) -> Request:
    """The first page, as data."""
    asked = {**params, "q": query, "format": "json", **({"language": lang} if lang else {})}
    base = url.rstrip("/").removesuffix(_PATH)
    return Request(base + _PATH, step=query, headers=headers, params=asked)


def results(page: Page) -> Iterator[Result]:
    """In the order of the page."""
    try:
        found = json.loads(page.body)["results"]
        entries = [entry for entry in found if isinstance(entry, dict)]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ParseError("parse.searxng", url=page.url) from error
    for entry in entries:
        yield Result(
            _text(entry, "url"),
            plain(_text(entry, "title")),
            plain(_text(entry, "content")),
            _text(entry, "publishedDate"),
        )


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""
