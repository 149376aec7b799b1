"""What a feed tells of itself, of an entry or of where an entry was taken from, and how a text of it is finished."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urljoin

from monitor.places.addresses import shown
from monitor.sources.base import WHOLE
from monitor.sources.feeds.entry import CAPTION, WHOLE_TEXTS, Entry, texts_of
from monitor.sources.feeds.names import DoubtError

_LONG = 2_000  # characters of an author; feedparser's search for an address in it takes their square
_DATES = ("published", "updated", "created")
_SLASHES = re.compile(r"([A-Za-z][A-Za-z0-9+-.]*://)/+")
_BEYOND = re.compile("[^\x00-\xff]")  # of Latin-1
_C1 = re.compile("[\x80-\x9f]")
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}
_FALSE_ENTITY = re.compile(r"&([A-Za-z0-9_]+);")
_MAILBOX = re.compile(
    r"[A-Za-z0-9_.+-]+@(?:\[(?:[0-9]{1,3}\.){3}|(?:[A-Za-z0-9-]+\.)+)(?:[A-Za-z]{2,4}|[0-9]{1,3})\]?(?:\?subject=\S+)?"
)
_LATER_MAILBOX = re.compile(r"[A-Za-z0-9_.+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{5,}(?![A-Za-z0-9-]|\.[A-Za-z0-9])")
_MAILTO = re.compile(r"\s*[(<]?mailto:[)>]?", re.IGNORECASE)
_EMPTY = ("()", "<>", "&lt;&gt;")  # what is left round an address


@dataclass(slots=True)
class Told:
    """What is known so far of an entry, of the feed, or of something in it."""

    texts: dict[str, str] = field(default_factory=dict)
    depths: dict[str, int] = field(default_factory=dict)  # in which each of them stands
    contents: list[str] = field(default_factory=list)
    linked: bool = False
    person: dict[str, str] = field(default_factory=dict)  # the author that was named last
    author: dict[str, str] | None = None  # the one who counts
    origins: tuple[str, str] = ("", "")

    def put(self, name: str, text: str, depth: int) -> None:
        """A text of an entry; one that stands deeper does not replace it."""
        if depth <= self.depths.get(name, depth):
            self.depths[name] = depth
            self.texts[name] = text

    def say_author(self, part: str, text: str) -> None:
        """A part of an author who is told in parts."""
        self.author = {} if self.author is None else self.author
        self.author[part] = text
        self.settle_author()
        self.person[part] = text

    def settle_author(self) -> None:
        """An author told in parts is made one text, and one told as text taken to parts."""
        name, mail = self.person.get("name", ""), self.person.get("email", "")
        if self.person:
            both = f"{name} ({mail})" if name and mail else name or mail
            if both:
                self.texts["author"] = both
            return
        name, mail = _name_and_mail(self.texts.get("author", ""))
        if (name or mail) and self.author is None:
            self.author = self.person
        if name:
            self.person["name"] = name
        if mail:
            self.person["email"] = mail

    def entry(self) -> Entry:
        """All of it, as an entry. A guid that is no address makes no link."""
        contents = [*self.contents, *(self.texts[name] for name in WHOLE_TEXTS if name in self.texts)]
        guid, link = self.texts.get("id", ""), self.texts.get("link", "")
        return Entry(
            guid=guid,
            link=link if link and (self.linked or shown(guid)) else "",
            by_guid=bool(link and not self.linked and shown(guid)),
            title=self.texts.get("title", ""),
            texts=texts_of(contents, self.texts.get("summary", ""), self.texts.get(CAPTION, "")),
            author=author_of((self.author or {}).get("name", ""), self.texts.get("author", "")),
            dates=tuple([self.texts[name] for name in _DATES if name in self.texts]),
            whole=any(contents),
            origins=self.origins,
        )


def author_of(name: str, told: str) -> str:
    """The author's name, else their address; feedparser knows of no domain longer than four letters.

    >>> author_of("ne (Анна", "anna@site.online (Анна)"), author_of("ple", "anna@site.example")
    ('Анна', 'anna@site.example')
    >>> author_of("Анна (mailto:", "Анна (mailto:anna@site.example)"), author_of("mailto:", "mailto:anna@site.by")
    ('Анна', 'anna@site.by')
    """
    found = _LATER_MAILBOX.search(told) if "@" in told and len(told) <= _LONG else None
    name = _without(told, found[0]) if found else name
    return _MAILTO.sub("", name) or _MAILTO.sub("", told)


def finished(text: str) -> str:
    """A text without what wrong conversions have made of it: UTF-8 read as Latin-1, and quotes of Windows."""
    if not _BEYOND.search(text):
        with suppress(UnicodeError):
            text = text.encode("iso-8859-1").decode("utf-8")
    return text if text.isprintable() or not _C1.search(text) else text.translate(_WINDOWS)


def linked(link: str) -> str:
    """An address whose parameters were taken for entities.

    >>> linked("https://site.example/?a=1&b;=2")
    'https://site.example/?a=1&b=2'
    """
    return _FALSE_ENTITY.sub(r"&\1", link) if ";" in link else link


def resolved(base: str, link: str) -> str:
    """An address made whole, by the base that the feed has here."""
    if WHOLE.fullmatch(link):
        return link
    try:
        return urljoin(base, _SLASHES.sub(r"\1", link, count=1) if _SLASHES.match(link) else link)
    except ValueError:  # a broken address in brackets
        return ""


def _name_and_mail(author: str) -> tuple[str, str]:
    if len(author) > _LONG:
        raise DoubtError
    found = _MAILBOX.search(author) if "@" in author else None
    if found is None:
        return author, ""
    return _without(author, found[0]), found[0]


def _without(author: str, mail: str) -> str:
    name = author.replace(mail, "")
    for empty in _EMPTY:
        name = name.replace(empty, "")
    return name.strip().removeprefix("(").removesuffix(")").strip()
