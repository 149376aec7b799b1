"""What a team says of itself before its first file is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from monitor.config.plan import Brand
from monitor.domain import Role
from monitor.errors import ConfigError
from monitor.match.alike import in_other_alphabet
from monitor.match.several import is_no_name
from monitor.places.addresses import of_channel, shown
from monitor.setup.places import NOWHERE, Place

_WORD = re.compile(r"[^\W_]+")
_HOST = re.compile(r"[\w\-]+(?:\.[\w\-]+)+", re.ASCII | re.IGNORECASE)
_QUOTED = re.compile(r"[«“„\"'] ?([^«»“”„\"]+?) ?[»”“\"']")
_MANY = re.compile(r"[,;\n]|\s[/|]\s")


@dataclass(frozen=True, slots=True)
class Answers:
    """One brand of the team's own, its competitors, where it works, and what else it wants to be read."""

    language: str
    brand: str
    aliases: tuple[str, ...] = ()
    site: str = ""
    place: Place = NOWHERE
    competitors: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()

    @property
    def brands(self) -> tuple[Brand, ...]:
        """As the file has them, each with an id of its own."""
        used: set[str] = set()
        sites = (self.site,) if self.site else ()
        own = [Brand(id=free_id(name, used), name=name, aliases=self.aliases, sites=sites) for name in self._own]
        others = [Brand(id=free_id(name, used), name=name, role=Role.COMPETITOR) for name in self.competitors]
        return (*own, *others)

    @property
    def _own(self) -> tuple[str, ...]:
        """Nobody names a brand again for a file that has one."""
        return (self.brand,) if self.brand else ()


def free_id(name: str, used: set[str]) -> str:
    """A short name in Latin letters that no other has; it is added to those that are used.

    >>> used = set()
    >>> free_id("Зубр-Софт", used), free_id("ООО «Ромашка»", used), free_id("зубр софт", used)
    ('zubr-soft', 'ooo-romashka', 'zubr-soft-2')
    """
    words = [next(iter(in_other_alphabet(word)), word) if not word.isascii() else word for word in _words(name)]
    plain = "-".join(words) or "brand"
    free, number = plain, 1
    while free in used:
        number += 1
        free = f"{plain}-{number}"
    used.add(free)
    return free


def name_of(said: str) -> str:
    """A name of more than one sign, letters or digits among them, without odd spaces; raises ConfigError for less.

    Quotes round the whole of it, as they stand in texts, are no part of it.

    >>> name_of("  Зубр  Софт "), name_of("«Зубр-Софт»"), name_of("ООО «Зубр-Софт»"), name_of("L'Oreal")
    ('Зубр Софт', 'Зубр-Софт', 'ООО «Зубр-Софт»', "L'Oreal")
    """
    name = " ".join(said.split())
    quoted = _QUOTED.fullmatch(name)
    name = quoted[1] if quoted else name
    if len(name) == 1 or (name and not _WORD.search(name)):
        raise ConfigError("init.short", name=name)
    return name


def several(said: str | Iterable[str]) -> tuple[str, ...]:
    """Names as people list them, each once.

    >>> several("Альфа, Бета;  Альфа"), several("Acme, Inc., Зубр / Zubr")
    (('Альфа', 'Бета'), ('Acme', 'Зубр', 'Zubr'))
    """
    lists = [said] if isinstance(said, str) else said
    parts = (part for listed in lists for part in _MANY.split(listed))
    return tuple(dict.fromkeys(filter(None, (name_of(part) for part in parts if not is_no_name(part)))))


def host_of(said: str) -> str:
    """The host of a site, however its address was copied; raises ConfigError for what is none.

    >>> host_of("https://www.Zubr.by/about"), host_of("zubr.by"), host_of("")
    ('zubr.by', 'zubr.by', '')
    """
    wanted = said.strip()
    if not wanted:
        return ""
    try:
        host = (urlsplit(wanted if "://" in wanted else f"https://{wanted}").hostname or "").removeprefix("www.")
        plain = host.encode("idna").decode()
    except ValueError:  # a bracket without its other one, a part that no name may have
        host = plain = ""
    if not _HOST.fullmatch(plain):
        raise ConfigError("init.site", site=said)
    return host


def address_of(said: str) -> str:
    """The address of a page, also without https://; raises ConfigError for what is none.

    >>> address_of("t.me/example"), address_of("@example"), address_of("http://127.0.0.1:8000/feed")
    ('https://t.me/example', 'https://t.me/example', 'http://127.0.0.1:8000/feed')
    """
    wanted = of_channel(said.strip())
    found = shown(wanted if "://" in wanted else f"https://{wanted}")
    if not found or not urlsplit(found).hostname or "." not in (urlsplit(found).hostname or ""):
        raise ConfigError("init.page", page=said)
    return found


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]
