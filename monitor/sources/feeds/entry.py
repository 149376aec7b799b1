"""An entry of a feed of any format, before it is made an item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

CAPTION = "info"  # under this name feedparser keeps what a feed says of a picture, a name that no entry has for itself
WHOLE_TEXTS = ("yandex_full-text", "turbo_content")  # where feeds for Yandex have the whole article


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed of any format, as it is written there."""

    guid: str = ""
    link: str = ""
    by_guid: bool = False  # it has no link but its guid
    title: str = ""
    texts: tuple[str, ...] = ()  # content, what is whole by its name, and summary; the longest is read
    author: str = ""
    dates: tuple[str, ...] = ()  # published, else changed
    whole: bool = False  # one of the texts calls itself the content, not a summary
    origins: tuple[str, ...] = ()  # addresses it was taken over from

    @property
    def says_something(self) -> bool:
        """Whether anybody could make anything of it."""
        return bool(self.title or self.guid or self.link or any(self.texts))


def texts_of(contents: Iterable[str], summary: str, caption: str) -> tuple[str, ...]:
    """All that an entry says; what stands below its picture or film only where it has no words of its own.

    >>> texts_of([], "Зубр снова не отвечает", "На снимке: офис"), texts_of([], "", "Разбор тарифов")
    (('Зубр снова не отвечает',), ('Разбор тарифов',))
    """
    own = (*contents, summary)
    return own if any(own) else (*own[:-1], caption)
