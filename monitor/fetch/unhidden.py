"""Puts back what is secret into the address of a further page: pages are read without it, and asked for with it."""

from __future__ import annotations

import re
from collections.abc import Callable

from monitor.domain import Request
from monitor.errors import FetchError
from monitor.fetch.address import merged, origin, web, without_login
from monitor.fetch.answer import readable
from monitor.sources.base import SourceBase

_HIDDEN = re.compile(r"(?:\*|%2A){3}")


def unhidden(url: str, source: SourceBase, hide: Callable[[str], str]) -> str:
    """The address as its site knows it; what leads to another site than the source's own stays as it is."""
    if not _HIDDEN.search(url):
        return url
    try:
        own = without_login(merged(Request(source.address, params=source.params)))
        if origin(web(url)) != origin(own):
            return url
    except FetchError:
        return url
    page, mark, query = url.partition("?")
    own_page, _, own_query = str(own).partition("?")
    shown_page = readable(str(own), hide).partition("?")[0]
    return f"{_in_path(page, own_page, shown_page)}{mark}{_in_query(query, own_query)}"


def _in_path(page: str, own: str, shown: str) -> str:
    """Part by part, as far as it goes the same way as the source's address.

    >>> _in_path("https://a.example/***/list/2", "https://a.example/s3cret/list", "https://a.example/***/list")
    'https://a.example/s3cret/list/2'
    """
    parts, owns, shows = page.split("/"), own.split("/"), shown.split("/")
    if len(owns) == len(shows):
        alike = zip(parts, owns, shows, strict=False)
        parts[: len(owns)] = [meant if part == hidden else part for part, meant, hidden in alike]
    return "/".join(parts)


def _in_query(query: str, own: str) -> str:
    """Parameter by parameter.

    >>> _in_query("key=***&page=2", "key=s3cret")
    'key=s3cret&page=2'
    """
    owns = {part.partition("=")[0]: part for part in own.split("&")}
    parts = query.split("&")
    return "&".join(owns.get(part.partition("=")[0], part) if _HIDDEN.search(part) else part for part in parts)
