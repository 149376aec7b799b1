"""Spellings that people use and that match nothing yet: proposed, for only a person knows whom they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from monitor.match import Matcher, Named
from monitor.match.alike import in_lookalikes, in_other_alphabet, misspelt, on_other_keyboard
from monitor.match.compound import CAMEL, calm
from monitor.match.everyday import is_english, is_ordinary
from monitor.match.forms import Alone, matching
from monitor.match.spelling import KINDS, LEGAL, core_of
from monitor.match.telephone import groups
from monitor.words.morphology import is_known, plain

_WORD = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")  # between a word and its number: Битрикс|24
# Of a site as a whole: a page's host may be another's.
_HOST = re.compile(r"(?:https?://)?(?:www\.)?([^/?#:@\s]+\.[^/?#:\s]+)/*\Z", re.IGNORECASE)
_ZONES = ("by", "ru", "com")
_HIDDEN = 3  # domains whose disguises are shown
_DOTS = ("[.]", "(.)", " [точка] ", " точка ", " dot ")
_SHORTEST = 3  # letters of a proposal: two are met everywhere
_HALF = 4  # letters of each half of a name that is two words in one
_MISSPELT = 20  # of one word: the likeliest


class Kind(StrEnum):
    """Where a proposal comes from."""

    ALPHABET = "alphabet"
    KEYBOARD = "keyboard"
    JOINED = "joined"
    ABBREVIATION = "abbreviation"
    TAGS = "tags"
    DOMAINS = "domains"
    HIDDEN_DOMAINS = "hidden_domains"
    MISSPELT = "misspelt"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A spelling to be made an alias; an ambiguous one is an ordinary word, or too short to mean one thing."""

    text: str
    kind: Kind
    ambiguous: bool = False


class Sited(Named, Protocol):
    """A brand that may have pages of its own."""

    @property
    def sites(self) -> tuple[str, ...]: ...


def suggestions(brand: Sited, others: Sequence[Named] = ()) -> tuple[Suggestion, ...]:
    """What does not match the brand, nor another one, until it is made an alias."""
    matches, own = matching(others), Matcher([Alone(brand.id, brand.names, brand.capital)])
    cores = tuple(dict.fromkeys(core_of(name) for name in brand.names if not any(groups(name))))
    proposed: dict[str, Suggestion] = {}
    for kind, written in _candidates(cores, brand.sites):
        one = _judged(kind, written)
        known = plain(written) in proposed or own.find(written) or matches(written)
        if one and not known and _would_match(written):
            proposed[plain(written)] = one
    return tuple(proposed.values())


def _candidates(cores: tuple[str, ...], sites: tuple[str, ...]) -> Iterator[tuple[Kind, str]]:
    other = tuple(dict.fromkeys(found for core in cores for found in _transliterated(core)))
    makers: tuple[tuple[Kind, Callable[[str], Iterable[str]], Sequence[str]], ...] = (
        (Kind.ALPHABET, lambda found: (found,), other),
        (Kind.ALPHABET, in_lookalikes, cores),
        (Kind.KEYBOARD, lambda core: (on_other_keyboard(core),), cores),
        (Kind.JOINED, _joined_or_split, (*cores, *other[:1])),
        (Kind.ABBREVIATION, _abbreviated, cores),
        (Kind.TAGS, _tags, (*cores, *other[:1])),
    )
    for kind, make, names in makers:
        yield from ((kind, written) for name in names for written in make(name))
    domains = tuple(dict.fromkeys(_domains((*cores, *other), sites)))
    yield from ((Kind.DOMAINS, domain) for domain in domains)
    yield from ((Kind.HIDDEN_DOMAINS, hidden) for domain in domains[:_HIDDEN] for hidden in _hidden(domain))
    yield from ((Kind.MISSPELT, written) for core in cores for written in _misspelt(core))


def _judged(kind: Kind, written: str) -> Suggestion | None:
    """Nothing too short to mean anything; what is also a word is marked as such."""
    letters = "".join(_WORD.findall(written))
    if len(letters) < _SHORTEST - (kind in {Kind.ABBREVIATION, Kind.ALPHABET}):
        return None
    ordinary = kind not in {Kind.TAGS, Kind.DOMAINS, Kind.HIDDEN_DOMAINS} and is_ordinary(_WORD.findall(written))
    return Suggestion(written, kind, ambiguous=ordinary or len(letters) < _SHORTEST)


def _would_match(written: str) -> bool:
    return matching([Alone("proposed", (written,))])(written)


def _transliterated(core: str) -> Iterator[str]:
    """The whole name in the other alphabet, each of its words by the same habit."""
    words = [(found[0], list(in_other_alphabet(found[0].lower()))) for found in _WORD.finditer(core)]
    for number in range(max((len(ways) for _, ways in words), default=0)):
        ways = iter([_like(word, found[min(number, len(found) - 1)] if found else word) for word, found in words])
        yield _WORD.sub(lambda _, ways=ways: next(ways), core)  # type: ignore[misc]  # bound at once


def _joined_or_split(name: str) -> Iterator[str]:
    words = _WORD.findall(name)
    if len(words) > 1:
        yield "".join(words)
    if len(words) == 1 and len(parts := CAMEL.split(name)) > 1:
        yield " ".join(parts)
    if len(words) == 1 and len(parts := _NUMBERED.split(name)) > 1:
        yield " ".join(parts)
    yield calm(name)
    if len(words) == 1 and not is_known(name):
        yield from _halves(name)


def _halves(name: str) -> Iterator[str]:
    for n in range(_HALF, len(name) - _HALF + 1):
        first, second = name[:n], name[n:]
        if not name.isascii() and is_known(first) and is_known(second) and not CAMEL.search(name):
            yield f"{first} {second.capitalize()}"


def _abbreviated(name: str) -> Iterator[str]:
    words = [word for word in _WORD.findall(name) if plain(word) not in LEGAL | KINDS]
    if len(words) > 1:
        yield "".join(word if word.isdigit() else word[0].upper() for word in words)


def _tags(name: str) -> Iterator[str]:
    words = [word.lower() for word in _WORD.findall(name)]
    yield "#" + "".join(words)
    if len(words) > 1:
        yield "#" + "_".join(words)
    if "".join(words).isascii():
        yield "@" + "".join(words)
        if len(words) > 1:
            yield "@" + "_".join(words)


def _domains(names: Sequence[str], sites: tuple[str, ...]) -> Iterator[str]:
    """Those of our own sites, then what somebody who guesses would write."""
    hosts = [found[1].lower() for site in sites if (found := _HOST.match(site))]
    yield from hosts
    zones = tuple(dict.fromkeys(host.rpartition(".")[2] for host in hosts)) or _ZONES
    latin = [words for name in names if "".join(words := _WORD.findall(name.lower())).isascii()]
    for words in latin[:1]:
        for label in dict.fromkeys(("".join(words), "-".join(words))):
            yield from (f"{label}.{zone}" for zone in zones)


def _hidden(domain: str) -> Iterator[str]:
    """As people write an address that a site would not let them write."""
    yield from (domain.replace(".", dot) for dot in _DOTS)


def _misspelt(core: str) -> Iterator[str]:
    for found in _WORD.finditer(core):
        word = found[0]
        slips = [slip for slip in dict.fromkeys(misspelt(word.lower())) if slip != word.lower() and not _is_word(slip)]
        for slip in slips[:_MISSPELT]:
            yield core[: found.start()] + _like(word, slip) + core[found.end() :]


def _is_word(slip: str) -> bool:
    return is_english(slip) if slip.isascii() else is_known(slip)


def _like(word: str, other: str) -> str:
    """With the capitals of the word that it stands for."""
    if word.isupper() and len(word) > 1:
        return other.upper()
    return other[:1].upper() + other[1:] if word[:1].isupper() else other
