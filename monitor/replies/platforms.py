"""What to mind where one answers: only what the platforms themselves say; of an unknown place nothing is claimed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Platform:
    """A place with rules of its own; `advice` are sentences of the texts under reply.place."""

    name: str = ""
    author_can_answer: bool = True  # where not, the reply must say how to reach us
    longest: int | None = None  # of a reply, in characters ...
    in_bytes: bool = False  # ... or in bytes: a Russian letter has two
    never_asks: bool = False  # it forbids to ask that a review be changed or removed
    advice: tuple[str, ...] = ()

    def room(self, text: str) -> int:
        """How much of a text counts towards `longest`."""
        return len(text.encode()) if self.in_bytes else len(text)


UNKNOWN: Final = Platform()
_YANDEX = Platform("yandex", author_can_answer=False, advice=("yandex", "moderated", "within_day"))
_GOOGLE = Platform("google", longest=4096, in_bytes=True, advice=("google_length", "moderated", "one_reply"))
_GOOGLE_PLAY = Platform("google_play", longest=350, advice=("google_play", "one_reply"))
_APP_STORE = Platform("app_store", advice=("one_reply", "not_at_once"))
_TRUSTPILOT = Platform("trustpilot", never_asks=True, advice=("trustpilot", "no_details"))
_VERIFIED = Platform("verified", advice=("verified",))
_TELEGRAM = Platform("telegram", longest=4096, advice=("telegram",))
_STAFF = Platform("staff", advice=("staff",))

# By the end of a host's name; `yandex` and `google` have one in every country.
_HOSTS: Final[Mapping[str, Platform]] = {
    "play.google.com": _GOOGLE_PLAY,
    "apps.apple.com": _APP_STORE,
    "itunes.apple.com": _APP_STORE,
    "trustpilot.com": _TRUSTPILOT,
    "g2.com": _VERIFIED,
    "clutch.co": _VERIFIED,
    "capterra.com": _VERIFIED,
    "softwareadvice.com": _VERIFIED,
    "getapp.com": _VERIFIED,
    "t.me": _TELEGRAM,
    "telegram.me": _TELEGRAM,
    "dreamjob.ru": _STAFF,
    "career.habr.com": _STAFF,
    "g.page": _GOOGLE,
    "maps.app.goo.gl": _GOOGLE,
}
_MAPS = ("maps", "sprav", "business", "profile")  # where a company has a card, in a host's name or first in its path


def platform_of(url: str) -> Platform:
    """The place that an address leads to.

    >>> platform_of("https://yandex.by/maps/org/zubr/1/reviews/").author_can_answer
    False
    >>> platform_of("https://notyandex.ru/maps/") is UNKNOWN, platform_of("https://ru.trustpilot.com/x").name
    (True, 'trustpilot')
    >>> platform_of("https://www.google.com/maps/place/zubr").name, platform_of("https://google.com/search?q=a").name
    ('google', '')
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removesuffix(".")
    except ValueError:  # a broken address names no place
        return UNKNOWN
    labels = host.split(".")
    for size in range(len(labels), 1, -1):
        if known := _HOSTS.get(".".join(labels[-size:])):
            return known
    if "yandex" in labels:
        return _YANDEX
    first = parts.path.strip("/").partition("/")[0]
    return _GOOGLE if "google" in labels[-3:-1] and (first in _MAPS or labels[0] in _MAPS) else UNKNOWN
