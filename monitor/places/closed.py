"""Places whose pages are closed to programs, by their rules or by what they answer, and the way that is left."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from monitor.errors import ConfigError

_LAND = r"(?:com?\.)?[a-z]{2,3}"  # com, ru, co.uk
_WAYS = {
    "mails": (
        rf"(?:trustpilot|glassdoor|indeed|capterra|getapp|softwareadvice)\.{_LAND}/|g2\.com/|"
        rf"google\.{_LAND}/maps|maps\.google\.{_LAND}/|maps\.app\.goo\.gl/|goo\.gl/maps|g\.page/"
    ),
    "by_hand": (
        r"(?:linkedin|instagram|facebook|fb|x|twitter|otzovik)\.com/|tenchat\.ru/|irecommend\.ru/|"
        r"(?:t|telegram)\.me/(?:\+|joinchat/|c/)"
    ),
    "vk-wall": r"vk\.(?:com|ru)/",
    "bing-news": rf"news\.google\.{_LAND}/(?!rss)",
    "yandex-maps-widget": r"yandex\.[a-z]{2,3}/maps/",
}
_PLACES = {way: re.compile(rf"(?:[\w-]+\.)*(?:{pattern})") for way, pattern in _WAYS.items()}
_WITHOUT_PRESET = ("mails", "by_hand")


def closed(url: str) -> ConfigError | None:
    """Why a page need not be tried, and what to do instead; None where it may be.

    >>> closed("https://uk.trustpilot.com/review/a.example").key, closed("https://vk.com/a").blanks["ready"]
    ('closed.mails', 'vk-wall')
    >>> any(map(closed, ("https://box.com/", "https://forum.example/x.com/1", "https://t.me/example")))
    False
    """
    parts = urlsplit(url)
    place = f"{parts.hostname or ''}{parts.path or '/'}"
    way = next((way for way, pattern in _PLACES.items() if pattern.match(place)), "")
    if not way:
        return None
    if way in _WITHOUT_PRESET:
        return ConfigError(f"closed.{way}", url=url)
    return ConfigError("closed.ready", url=url, ready=way)
