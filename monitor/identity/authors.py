"""Authors: one name however it is written, and what people said without it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from unicodedata import category, normalize
from urllib.parse import urlsplit

from monitor.domain import Item

LONG, LONGEST = 3, 100  # letters and digits that somebody may go by; what is longer is no name
HIDDEN = "•"  # in place of each letter: where brands stand in a text is remembered by place

_TELEGRAM = frozenset({"t.me", "telegram.me"})
_CHANNEL_POST = re.compile(r"/(?:s/)?[a-z]\w{3,31}/\d+/?", re.IGNORECASE | re.ASCII)
_NOBODY = re.compile(
    r"(?:гост[ья]|аноним(?:но)?|анонимн(?:ый|ая) \w+|(?:удаленный )?(?:пользователь|аккаунт)(?: скрыл .*| удален)?"
    r"|посетитель|клиент|покупатель|читатель|(?:(?:бывший|действующий) )?сотрудник|админ(?:истратор)?|редакция"
    r"|(?:без имени|имя (?:скрыто|не указано)|неизвест\w+)"
    r"|anon(?:ymous)?(?: \w+)?|(?:a |an )?(?:\w+ )?(?:user|customer|client|reviewer|guest|buyer|employee|member)"
    r"|verified (?:user|reviewer|buyer|customer) in .*|guest|unknown(?: user)?|deleted(?: user| account)?|removed"
    r"|admin(?:istrator)?|editor(?:ial)?(?: staff| team)?|staff|n/a|none|null)"
)
_YE = re.compile("[её]", re.IGNORECASE)


def author_key(name: str) -> str:
    """What is compared of a name: neither case, spaces, nor ё tell two authors apart.

    >>> author_key(" Пётр  ИВАНОВ "), author_key("@Ivan_1")
    ('петриванов', 'ivan_1')
    """
    shown = "".join(sign for sign in normalize("NFKC", name) if category(sign) != "Cf")
    return "".join(shown.casefold().replace("ё", "е").split()).lstrip("@")


def is_telling(name: str) -> bool:
    """Whether a name tells a person wherever it stands: a full one, or one that somebody goes by online.

    >>> [is_telling(name) for name in ("Пётр Иванов", "ivan_1", "Анна", "Гость")]
    [True, True, False, False]
    """
    letters = author_key(name)
    if len(letters) > LONGEST:
        return False
    return len(name.split()) > 1 or (len(letters) >= LONG and not letters.isalpha())


@lru_cache(maxsize=4096)
def is_nobody(name: str) -> bool:
    """Whether a name is anybody's: what sites call those who gave none.

    >>> [is_nobody(name) for name in ("Гость", "[deleted]", "Verified User in Retail", "Бывший сотрудник")]
    [True, True, True, True]
    >>> [is_nobody(name) for name in ("Анна", "Гость из будущего", "user-1024", "Guest House Zubr")]
    [False, False, False, False]
    """
    return _NOBODY.fullmatch(name.strip(" []().*").casefold().replace("ё", "е")) is not None


def occurs(name: str, text: str) -> bool:
    """Whether a name is written there, as a word, in either order.

    >>> occurs("Пётр Иванов", "Мне звонил иванов  петр!"), occurs("Анна", "Аннa и Аннушка")
    (True, False)
    """
    longest, pattern = _pattern(name)
    return longest in _plain(text) and pattern.search(text) is not None


def without(name: str, text: str) -> str:
    """A text in which a name is hidden; nothing else of it moves.

    >>> without("Пётр Иванов", "С уважением, Петр Иванов")
    'С уважением, •••••••••••'
    """
    longest, pattern = _pattern(name)
    return pattern.sub(lambda found: HIDDEN * len(found[0]), text) if longest in _plain(text) else text


def hider(name: str) -> Callable[[str], str]:
    """Hides this author's name; a mere first name is everybody's, and stays in texts."""
    return partial(without, name) if is_telling(name) else str


def nameless(item: Item) -> Item:
    """What somebody said, without who it was."""
    hide = hider(item.author)
    return replace(
        item,
        author="",
        title=hide(item.title),
        text=hide(item.text),
        links=sites(item.links),
        replies=tuple(replace(reply, text=hide(reply.text)) for reply in item.replies),
    )


def sites(links: Iterable[str]) -> tuple[str, ...]:
    """Of addresses only the sites, for a page may be somebody's profile; posts of channels stay.

    >>> sites(["https://vk.com/id7", "@ivan_1", "https://t.me/news_by/7", "https://t.me/ivan_1"])
    ('https://vk.com/', 'https://t.me/news_by/7', 'https://t.me/')
    """
    return tuple(dict.fromkeys(_sites(links)))


def _sites(links: Iterable[str]) -> Iterator[str]:
    for link in links:
        try:
            parts = urlsplit(link)
        except ValueError:  # no address at all
            continue
        host = parts.netloc.rpartition("@")[2]
        if host in _TELEGRAM and _CHANNEL_POST.fullmatch(parts.path):
            yield link
        elif host:
            yield f"{parts.scheme}://{host}/"


@lru_cache(maxsize=1024)
def _pattern(name: str) -> tuple[str, re.Pattern[str]]:
    """The longest word of a name, by which a glance tells that it is not there, and all of it as it may be written."""
    words = [word.lstrip("@") for word in normalize("NFKC", name).split()]
    orders = [words, words[::-1]] if len(words) == 2 else [words]  # noqa: PLR2004  # «Иванов Пётр»
    written = "|".join(r"\s+".join(_YE.sub("[её]", re.escape(word)) for word in order) for order in orders)
    return max(map(_plain, words), key=len, default=""), re.compile(rf"(?<!\w)(?:{written})(?!\w)", re.IGNORECASE)


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е")
