"""CSS selectors of the plain kind: names, classes, ids, attributes, one inside of or right below another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

_NAME = r"[A-Za-z_][\w-]*"
_PART = re.compile(
    rf"(?P<tag>\*|{_NAME})|\.(?P<class>{_NAME})|#(?P<id>{_NAME})"
    rf"|\[(?P<name>{_NAME})(?:(?P<how>[*^$]?=)(?:\"(?P<double>[^\"\\\n]+)\"|'(?P<single>[^'\\\n]+)'|(?P<bare>{_NAME})))?\]",
    re.ASCII,
)
_BETWEEN = re.compile(r"\s*(?P<below>>)\s*|\s+")
_COMMA = re.compile(r"\s*,\s*")
# Attributes that hold several words, or whose case does not matter: bs4 and soupsieve treat them in a way of their own.
SPECIAL = frozenset(
    {"class", "rel", "rev", "headers", "accept-charset", "archive", "sizes", "sandbox", "for", "accesskey", "dropzone"}
    | {"type"}
)


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element has to be."""

    tag: str = ""
    classes: frozenset[str] = frozenset()
    attributes: tuple[tuple[str, str, str], ...] = ()  # name, how it is compared, with what

    def matches(self, tag: str, classes: frozenset[str], attributes: Mapping[str, str]) -> bool:
        """Whether an element is all of it."""
        return (
            (not self.tag or tag == self.tag)
            and self.classes <= classes
            and all(_compares(attributes.get(name), how, with_what) for name, how, with_what in self.attributes)
        )


Above = tuple[tuple[bool, Compound], ...]  # from the inside out: right above the one before, or anywhere above


@dataclass(frozen=True, slots=True)
class Chain:
    """An element, and what stands round it."""

    own: Compound
    above: Above = ()


@lru_cache(maxsize=512)
def plain_css(css: str) -> tuple[Chain, ...] | None:
    """The alternatives of a selector; None where it is not of the plain kind.

    >>> plain_css("div.a > p") == (Chain(Compound("p"), ((True, Compound("div", frozenset({"a"}))),)),)
    True
    >>> plain_css("p:has(a)") is plain_css("a[href*='a,b']") is plain_css("p +") is None
    True
    """
    chains = [_chain(alternative) for alternative in _COMMA.split(css.strip())]
    found = tuple(chain for chain in chains if chain is not None)
    return found if len(found) == len(chains) else None


def _chain(css: str) -> Chain | None:
    place, compounds, below = 0, [], [False]
    while compound := _compound(css, place):
        compounds.append(compound[0])
        place = compound[1]
        if place == len(css):
            own, *others = reversed(compounds)
            return Chain(own, tuple(zip(reversed(below[1:]), others, strict=True)))
        between = _BETWEEN.match(css, place)
        if between is None:
            return None
        below.append(between["below"] is not None)
        place = between.end()
    return None


def _compound(css: str, place: int) -> tuple[Compound, int] | None:
    parts: list[re.Match[str]] = []
    while (part := _PART.match(css, place)) and not (part["tag"] and parts):
        parts.append(part)
        place = part.end()
    named = [part for part in parts if part["name"]]
    if not parts or any(part["name"].lower() in SPECIAL for part in named):
        return None
    attributes = [(part["name"].lower(), part["how"] or "", _value(part)) for part in named]
    attributes += [("id", "=", part["id"]) for part in parts if part["id"]]
    tag = (parts[0]["tag"] or "").lower().replace("*", "")
    return Compound(tag, frozenset(part["class"] for part in parts if part["class"]), tuple(attributes)), place


def _value(part: re.Match[str]) -> str:
    return part["double"] or part["single"] or part["bare"] or ""


def _compares(written: str | None, how: str, with_what: str) -> bool:
    if written is None:
        return False
    if how == "=":
        return written == with_what
    if how == "^=":
        return written.startswith(with_what)
    if how == "$=":
        return written.endswith(with_what)
    return with_what in written if how else True


def all_plain(selectors: Sequence[str]) -> bool:
    """Whether all of them are of the plain kind; an empty one names the place itself."""
    return all(not css or plain_css(css) is not None for css in selectors)
