"""What stands where a selector finds nothing: a name that is nearly the same, or what an entry has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from monitor.domain import Item
from monitor.errors import MonitorError
from monitor.sources.base import SourceBase

MOST = 5  # names that a sentence repeats
_LOOKED_AT = 200_000  # letters of a page
_ALIKE = 0.5
_LONGEST = 40  # letters of a name
_DEEPEST = 4
_PARTS: Mapping[str, Callable[[Item], bool]] = {
    "title": lambda item: bool(item.title),
    "author": lambda item: bool(item.author),
    "date": lambda item: item.published is not None,
    "rating": lambda item: item.rating is not None,
    "link": lambda item: item.addressed,
}
_CLASS = re.compile(r"\sclass\s*=\s*(?:\"([^\"<>]{1,500})\"|'([^'<>]{1,500})')", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z_][\w-]{3,}")
_WANTED = re.compile(r"\.([A-Za-z_][\w-]*)|\[class[*^$~|]?=[\"']?([\w-]+)")


def classes_like(selector: str, markup: str) -> MonitorError | str:
    """The classes of a page whose names are nearly those of a selector, and how many parts have them.

    >>> str(classes_like("div.review", '<p class="review-card"><p class="review-card big"><p class="menu">'))
    '; there is: .review-card (2)'
    """
    counted = _counted(markup)
    return _there(f".{name} ({counted[name]})" for name in _near(selector, counted))


def classes_in(markup: str, selector: str) -> MonitorError | str:
    """The classes of an entry, first what is called nearly as it is looked for.

    >>> str(classes_in('<p class="name"></p><p class="card__text"></p>', ".text"))
    '; there is: .card__text, .name'
    """
    counted = _counted(markup)
    return _there(f".{name}" for name in dict.fromkeys([*_near(selector, counted), *counted]))


def lists_in(data: Any) -> MonitorError | str:
    """Where the data hold lists of objects, and how long these are.

    >>> str(lists_in({"data": {"reviews": [{"text": "a"}], "tags": ["b"]}})), str(lists_in([{"text": "a"}]))
    ('; there is: data.reviews (1)', '; there is: @ (1)')
    """
    return _there(f"{path or '@'} ({len(found)})" for path, found in _values(data) if _is_list_of_objects(found))


def values_in(entry: Any) -> MonitorError | str:
    """Where an entry holds texts, numbers and lists; first the longest texts, for these are looked for.

    >>> str(values_in({"id": 1, "body": {"raw": "a"}}))
    '; there is: body.raw, id'
    """
    found = [(path, len(value) if isinstance(value, str) else 0) for path, value in _values(entry) if path]
    return _there(path for path, _ in sorted(found, key=lambda one: -one[1]))


def unread(source: SourceBase, items: Sequence[Item]) -> tuple[str, ...]:
    """The keys of `select:` by which nothing was read in any entry; a company need not have answered anybody."""
    select = getattr(source, "select", None)
    named = [(key, held) for key, held in _PARTS.items() if getattr(select, key, None)]
    return tuple(key for key, held in named if items and not any(map(held, items)))


def _there(names: Iterable[str]) -> MonitorError | str:
    first = [name for name, _ in zip(names, range(MOST), strict=False)]
    return MonitorError("parse.instead", names=", ".join(first)) if first else ""


def _near(selector: str, names: Iterable[str]) -> list[str]:
    """By the part itself, not what it stands in; somebody may have forgotten the dot before it."""
    wanted = ["".join(found) for found in _WANTED.findall(selector)] or _WORD.findall(selector)
    return get_close_matches(wanted[-1], names, MOST, _ALIKE) if wanted else []


def _counted(markup: str) -> Counter[str]:
    found = ("".join(one).split() for one in _CLASS.findall(markup[:_LOOKED_AT]))
    return Counter(name for names in found for name in dict.fromkeys(names) if len(name) <= _LONGEST)


def _values(data: Any, path: str = "", depth: int = _DEEPEST) -> Iterator[tuple[str, Any]]:
    """Whatever is no object, with the expression that leads to it."""
    if not isinstance(data, Mapping):
        yield path, data
        return
    for key, inner in data.items() if depth else ():
        name = key if re.fullmatch(r"[A-Za-z_]\w*", key, re.ASCII) else f'"{key}"'
        if len(name) <= _LONGEST:
            yield from _values(inner, f"{path}.{name}" if path else name, depth - 1)


def _is_list_of_objects(found: Any) -> bool:
    return isinstance(found, list) and any(isinstance(one, Mapping) for one in found)
