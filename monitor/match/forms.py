"""Everything that matches a brand, written out: what a person approves when they approve a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from monitor.match import Matcher, Named
from monitor.match.spelling import core_of, shown, spellings
from monitor.match.telephone import groups

_LATIN = re.compile(r"[A-Za-z0-9+]\Z")
_CAPITALS = re.compile(r"[А-ЯЁ]{2}\Z")
_GAP = re.compile(r"(?<=\w)[^\w\s]*[\s.\-–—]+[^\w\s]*(?=\w)")
_SIGNS = (" ", "-", "")
_ENDINGS = ("а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах")
_BETWEEN = ("'", "-", "")
_LEGAL = ("ООО «{}»", "{} (ООО)", "ПАО «{}»", "банк {}", "{} Ltd")
_QUOTED = ("«{}»", '"{}"', "“{}”")


class Way(StrEnum):
    """How a form differs from the name as it stands in the file."""

    CASES = "cases"
    SIGNS = "signs"
    WITHOUT_DOTS = "without_dots"
    ENDINGS = "endings"
    QUOTED = "quoted"
    LEGAL = "legal"


@dataclass(frozen=True, slots=True)
class Forms:
    """What one name of a brand matches, by the way it is written."""

    name: str
    ways: tuple[tuple[Way, tuple[str, ...]], ...]
    capital: bool  # only with a capital letter, in quotes or after a legal form


@dataclass(frozen=True, slots=True)
class Alone:
    """A brand's names without what narrows them down."""

    id: str
    names: tuple[str, ...]
    capital: bool | None = None
    context: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


def forms(brand: Named) -> tuple[Forms, ...]:
    """What matches a brand, name by name; a form that two names share stands with the first."""
    matches = matching([brand])
    told: set[str] = set()
    return tuple(_of_name(name, brand, matches, told) for name in brand.names)


def matching(brands: Iterable[Named]) -> Callable[[str], bool]:
    """Whether the whole of a text is one of these names, context and exclude aside."""
    matcher = Matcher([Alone(brand.id, brand.names, brand.capital) for brand in brands])

    def matches(text: str) -> bool:
        return any(hit.start == 0 and hit.end == len(text) for hit in matcher.find(text))

    return matches


def _of_name(name: str, brand: Named, matches: Callable[[str], bool], told: set[str]) -> Forms:
    if telephone := [*groups(name)]:
        digits = sorted({"".join(written) for written in telephone}, key=lambda one: (len(one), one))
        return Forms(name, ((Way.SIGNS, _new(told, (name, *digits), None)),), capital=False)
    known, core = list(spellings(brand.id, name, brand.capital)), core_of(name)
    written = sorted({shown(spelling, core) for spelling in known}, key=lambda form: (form != core, form))
    ways = (
        (Way.CASES, written),
        (Way.SIGNS, [other for form in written for other in _with_other_signs(form)]),
        (Way.WITHOUT_DOTS, [form.replace("ё", "е").replace("Ё", "Е") for form in written]),
        (Way.ENDINGS, list(_with_endings(core))),
        (Way.QUOTED, [quoted.format(core) for quoted in _QUOTED]),
        (Way.LEGAL, [legal.format(core) for legal in _LEGAL]),
    )
    found = tuple((way, _new(told, forms, matches if way not in _INSIDE else None)) for way, forms in ways)
    return Forms(name, tuple(pair for pair in found if pair[1]), any(spelling.capital for spelling in known))


_INSIDE = frozenset({Way.QUOTED, Way.LEGAL})  # there the name itself is what is found


def _new(told: set[str], written: Iterable[str], matches: Callable[[str], bool] | None) -> tuple[str, ...]:
    kept = tuple(dict.fromkeys(one for one in written if one not in told and (matches is None or matches(one))))
    told.update(kept)
    return kept


def _with_other_signs(form: str) -> Iterator[str]:
    """A hyphen, a space or nothing between the words."""
    if _GAP.search(form):
        yield from (_GAP.sub(sign, form) for sign in _SIGNS)


def _with_endings(core: str) -> Iterator[str]:
    """Latin names and abbreviations take Russian endings in three manners, and an English one."""
    if not _LATIN.search(core) and not _CAPITALS.search(core):
        return
    yield f"{core}s"
    for sign in _BETWEEN:
        yield from (core + sign + ending for ending in _ENDINGS)
