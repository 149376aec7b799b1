"""Addresses of sources that lead nowhere as they are written: said by `check`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from monitor.config.excluding import Said
from monitor.config.plan import Plan

_TWO = re.compile(r"\s(?=https?://)|\A[^?]*[,;]\s+\S")
_END = re.compile(r"[,;]\Z")  # of the list that it was copied from
_CHANNEL, _NO_CHANNELS = re.compile(r"https?://(?:www\.)?t(?:elegram)?\.me/"), {"feed", "sitemap", "reviews"}
_MIXED = re.compile(r"[a-z][^.]*[а-яіў]|[а-яіў][^.]*[a-z]", re.IGNORECASE)  # no registry takes both in one name


def misaddressed(plan: Plan) -> Iterator[Said]:
    """Where such an address stands, and which sentence under check. says what is wrong with it."""
    for number, source in enumerate(plan.sources):
        path = ("sources", number, "url")
        for key, part in wrong_in(source.address):
            yield path, key, {"part": part}
        if source.kind in _NO_CHANNELS and not getattr(source, "select", None) and _CHANNEL.match(source.address):
            yield path, "channel_kind", {"kind": source.kind}


def wrong_in(address: str) -> Iterator[tuple[str, str]]:
    """What is wrong, and with which part; nothing of the address that may be secret.

    >>> [*wrong_in("https://a.example/rss, https://b.example/rss")], [*wrong_in("https://a.example/rss;")]
    ([('two_addresses', '')], [('address_end', ';')])
    >>> [*wrong_in("https://a.example/rss, t.me/zubr")], [*wrong_in("https://a.example/?q=Зубр, отзывы")]
    ([('two_addresses', '')], [])
    >>> [*wrong_in("https://a,example/rss")], [*wrong_in("https://ехample.com/rss")]
    ([('no_host', 'a,example')], [('mixed_host', 'ехample.com')])
    >>> [*wrong_in("https://сайт.example/?q=Зубр Софт,")], [*wrong_in("https://a.example/?of=https://b.example")]
    ([], [])
    """
    if _TWO.search(address):
        yield "two_addresses", ""
        return
    parts = urlsplit(address)
    host = parts.hostname or ""
    if "," in host or " " in host:
        yield "no_host", host
    elif _MIXED.search(host):
        yield "mixed_host", host
    elif not parts.query and (end := _END.search(address)):
        yield "address_end", end[0]
