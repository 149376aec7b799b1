"""Asks a person at the terminal, until the answer can be used."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from getpass import getpass
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.text import Text

from monitor.config.plan import Brand
from monitor.config.settings import is_token
from monitor.errors import ConfigError
from monitor.match.forms import forms
from monitor.match.several import names_in
from monitor.match.spelling import is_small_word
from monitor.match.suggested import Kind, suggestions
from monitor.setup import NOWHERE, Answers, Place, address_of, host_of, likely_zone, name_of, place_of, several
from monitor.texts import LANGUAGES, Texts

with suppress(ImportError):  # not on Windows: its terminal does the same by itself
    import readline  # noqa: F401  # with it the arrow keys move within an answer

T = TypeVar("T")
_PROPOSED = 2  # spellings
_SPOKEN = {"ru": ("ru", "ру", "по-ру", "кг"), "en": ("en", "ан", "по-ан", "ут")}  # the last: its keys, Cyrillic left on
_SPAN = re.compile(r"(\d+)(?:\s*[-–—]\s*(\d+))?")
_AND = frozenset({"и", "and"})
_ZONE = Path("/etc/localtime")  # leads to the zone of this machine


class BrokenOffError(Exception):
    """The person wants to answer no more."""


def somebody_there() -> bool:
    """Whether there is anybody to ask."""
    return sys.stdin.isatty() and sys.stdout.isatty()


class Interview:
    """Questions with what is taken where nothing is answered; what was said on the command line is not asked."""

    def __init__(self, texts: Texts, out: Console) -> None:
        self._texts = texts
        self._out = out
        self._number = self._all = 0

    def first(self, said: Answers, *, token: bool) -> Answers:
        """All that a first file needs; `token` tells whether that will be asked too."""
        facts = (said.brand, said.aliases, said.site, said.place != NOWHERE, said.competitors, said.pages, not token)
        self._all = sum(not fact for fact in facts)
        self._say("hello", n=self._all)
        brand, *others = (said.brand,) if said.brand else self._ask("brand", _names)
        said = replace(said, brand=brand, aliases=said.aliases or self._aliases(brand, others))
        self._warn_of_words(said)
        site = said.site or self._ask("site", host_of, shown=self._none)
        place = said.place if said.place != NOWHERE else self._ask("place", _place, usual=zone_here(said.language))
        return self._more(replace(said, site=site, place=place))

    def more(self, said: Answers, name: str, *, token: bool) -> Answers:
        """What can be added to a file at any time."""
        self._all = sum(not fact for fact in (said.competitors, said.pages, not token))
        self._say("again", path=name)
        return self._more(said)

    def _more(self, said: Answers) -> Answers:
        competitors = said.competitors or self._ask("competitors", several, shown=self._none)
        pages = said.pages or self._ask("pages", _addresses, shown=self._none)
        return replace(said, competitors=competitors, pages=pages)

    def left_out(self, most: int, *, usual: int = 0) -> frozenset[int]:
        """Which of the numbered sources are not wanted; the first `usual` ones where nothing is said."""
        removed = " ".join(map(str, range(1, usual + 1)))
        question = self._texts("init.ask.leave_out")
        return self._until_read(question, lambda said: _numbers(said, most), usual=removed, shown=self._none)

    def token(self) -> str:
        """Not shown while it is typed, and nowhere afterwards; empty for later."""
        if self._number < self._all:
            self._heading("token")
            for line in self._texts.lines("init.botfather"):
                self._out.print(line, style="dim")
        while True:
            with _breakable():
                said = getpass("> ").strip()
            if not said or is_token(said):
                return said
            self._refuse(ConfigError("init.token"))

    @property
    def _none(self) -> str:
        return self._texts("init.none")

    def _aliases(self, brand: str, others: Sequence[str]) -> tuple[str, ...]:
        usual = ", ".join(dict.fromkeys((*others, *spellings(brand, self._texts.language))))
        found = self._ask("aliases", several, usual=usual, shown=self._none)
        return tuple(one for one in found if one != brand)

    def _warn_of_words(self, said: Answers) -> None:
        """A name that is also a word is found less often than its team may think."""
        brand = Brand(id="brand", name=said.brand, aliases=said.aliases)
        words = [one.name for one in forms(brand) if one.capital]
        if words:
            self._say("ordinary", names=", ".join(words))
        if small := [name for name in brand.names if is_small_word(name)]:
            self._say("small", names=", ".join(small))

    def _ask(self, question: str, read: Callable[[str], T], *, usual: str = "", shown: str = "") -> T:
        self._heading(question)
        self._out.print(self._texts(f"init.why.{question}"), style="dim")
        return self._until_read("", read, usual=usual, shown=shown)

    def _heading(self, question: str) -> None:
        self._number += 1
        self._out.print()
        self._out.print(f"{self._number}/{self._all}  {self._texts(f'init.ask.{question}')}", style="bold")

    def _until_read(self, question: str, read: Callable[[str], T], *, usual: str, shown: str) -> T:
        """Asks again where the answer cannot be read, and says why."""
        words = (question, f"[{usual or shown}]" if usual or shown else "", "> ")
        while True:
            with _breakable():
                said = input(" ".join(filter(None, words))).strip()
            nothing = said.casefold() in {"-", self._none}
            try:
                return read("" if nothing else said or usual)
            except ConfigError as error:
                self._refuse(error)

    def _say(self, key: str, **blanks: object) -> None:
        self._out.print(self._texts(f"init.{key}", **blanks))

    def _refuse(self, error: ConfigError) -> None:
        self._out.print(Text(self._texts.error(error), "red"))


def language(usual: str, out: Console) -> str:
    """Asked in every language there is, for nobody knows yet which one the person reads."""
    for one in LANGUAGES:
        out.print(Texts(one)("init.ask.language"), style="bold")
    while True:
        with _breakable():
            said = input(f"[{usual}] > ").strip() or usual
        for spoken, beginnings in _SPOKEN.items():
            if said.casefold().startswith(beginnings):
                return spoken
        for one in LANGUAGES:
            out.print(Text(Texts(one).error(ConfigError("init.language", language=said)), "red"))


def zone_here(language: str) -> str:
    """What this machine's clock says, where it is not the clock of a data centre."""
    name = ""
    with suppress(OSError):
        name = str(_ZONE.resolve(strict=True)).partition("zoneinfo/")[2]
    return likely_zone(language, datetime.now(UTC).astimezone(), name)


def spellings(brand: str, language: str) -> tuple[str, ...]:
    """The name in the other alphabet, as people are likely to write it; nothing that is also a word.

    >>> spellings("Acme", "ru"), spellings("Acme", "en"), spellings("Зубр", "en")
    (('Акм', 'Акме'), (), ('Zubr',))
    """
    if language == "en" and brand.isascii():
        return ()  # nobody of its readers writes it in Cyrillic
    proposed: Sequence[str] = [
        one.text
        for one in suggestions(Brand(id="brand", name=brand))
        if one.kind is Kind.ALPHABET and not one.ambiguous
    ]
    return tuple(proposed[:_PROPOSED])


@contextmanager
def _breakable() -> Iterator[None]:
    """While a question waits the event loop hears nothing: signals come to Python itself."""
    signals = (signal.SIGINT, signal.SIGTERM)
    before = {name: signal.signal(name, signal.default_int_handler) for name in signals}
    try:
        yield
    except (KeyboardInterrupt, EOFError) as error:
        raise BrokenOffError from error
    finally:
        for name, handler in before.items():
            signal.signal(name, handler or signal.SIG_DFL)


def _names(said: str) -> tuple[str, ...]:
    """The name, and what else stands beside it: «Зубр-Софт (Zubr Soft)» is met nowhere as a whole."""
    if not said:
        raise ConfigError("init.name")
    return tuple(map(name_of, names_in(said) or (said,)))


def _place(said: str) -> Place:
    if not said:
        raise ConfigError("init.no_place")
    return place_of(said)


def _addresses(said: str) -> tuple[str, ...]:
    """As people list them.

    >>> _addresses("t.me/zubr, zubr.by/news и forum.example")
    ('https://t.me/zubr', 'https://zubr.by/news', 'https://forum.example')
    """
    return tuple(address_of(one) for one in several(word for word in said.split() if word.casefold() not in _AND))


def _numbers(said: str, most: int) -> frozenset[int]:
    """As people list them.

    >>> sorted(_numbers("1-3, 5 и 7", most=7))
    [1, 2, 3, 5, 7]
    """
    spans = [(int(first), int(last or first)) for first, last in _SPAN.findall(said)]
    besides = set(_SPAN.sub(" ", said).replace(",", " ").split())
    if not besides <= _AND or not all(1 <= first <= last <= most for first, last in spans):
        raise ConfigError("init.numbers", most=most)
    return frozenset(number for first, last in spans for number in range(first, last + 1))
