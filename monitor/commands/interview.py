"""Asks a person at the terminal, until the answer can be used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from getpass import getpass
from typing import TypeVar

from rich.console import Console
from rich.text import Text

from monitor.config.plan import Brand
from monitor.config.settings import is_token
from monitor.errors import ConfigError
from monitor.match.suggested import Kind, suggestions
from monitor.setup import NOWHERE, Answers, address_of, host_of, name_of, place_of, several
from monitor.texts import Texts

T = TypeVar("T")
_PROPOSED = 2  # spellings


def somebody_there() -> bool:
    """Whether there is anybody to ask."""
    return sys.stdin.isatty() and sys.stdout.isatty()


class Interview:
    """Questions with what is taken where nothing is answered; what was said on the command line is not asked."""

    def __init__(self, texts: Texts, out: Console) -> None:
        self._texts = texts
        self._out = out

    def first(self, said: Answers) -> Answers:
        """All that a first file needs."""
        brand = said.brand or self._ask("brand", _name)
        usual = ", ".join(spellings(brand))
        aliases = said.aliases or self._ask("aliases", _names, usual=usual)
        said = replace(said, brand=brand, aliases=tuple(one for one in aliases if one != brand))
        site = said.site or self._ask("site", _or_none(host_of), shown=self._none)
        place = said.place if said.place != NOWHERE else self._ask("place", place_of, usual="UTC")
        return self.more(replace(said, site=site, place=place))

    def more(self, said: Answers) -> Answers:
        """What can be added to a file at any time."""
        competitors = said.competitors or self._ask("competitors", _names, shown=self._none)
        pages = said.pages or self._ask("pages", _addresses, shown=self._none)
        return replace(said, competitors=competitors, pages=pages)

    def left_out(self, most: int) -> frozenset[int]:
        """Which of the numbered sources are not wanted."""
        found = self._ask("leave_out", _numbers, shown=self._none)
        return frozenset(number for number in found if number <= most)

    def token(self) -> str:
        """Not shown while it is typed, and nowhere afterwards; empty for later."""
        for line in self._texts.lines("init.botfather"):
            self._out.print(line)
        while True:
            said = getpass(f"{self._texts('init.ask.token')}: ").strip()
            if not said or is_token(said):
                return said
            self._refuse(ConfigError("init.token"))

    @property
    def _none(self) -> str:
        return self._texts("init.none")

    def _ask(self, question: str, read: Callable[[str], T], *, usual: str = "", shown: str = "") -> T:
        """Asks again where the answer cannot be read, and says why."""
        bracket = f" [{usual or shown}]" if usual or shown else ""
        while True:
            said = self._out.input(Text(f"{self._texts(f'init.ask.{question}')}{bracket}: ", "bold")).strip()
            try:
                return read(said or usual)
            except ConfigError as error:
                self._refuse(error)

    def _refuse(self, error: ConfigError) -> None:
        self._out.print(self._texts.error(error), style="red")


def spellings(brand: str) -> tuple[str, ...]:
    """The name in the other alphabet, as people are likely to write it; nothing that is also a word."""
    proposed: Sequence[str] = [
        one.text
        for one in suggestions(Brand(id="brand", name=brand))
        if one.kind is Kind.ALPHABET and not one.ambiguous
    ]
    return tuple(proposed[:_PROPOSED])


def _name(said: str) -> str:
    if not said:
        raise ConfigError("init.name")
    return name_of(said)


def _names(said: str) -> tuple[str, ...]:
    return () if said == "-" else several(said)


def _addresses(said: str) -> tuple[str, ...]:
    return tuple(address_of(one) for one in several(said.replace(" ", ",")))


def _numbers(said: str) -> frozenset[int]:
    return frozenset(int(word) for word in said.replace(",", " ").split() if word.isdecimal())


def _or_none(read: Callable[[str], str]) -> Callable[[str], str]:
    return lambda said: "" if said == "-" else read(said)
