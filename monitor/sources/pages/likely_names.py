"""How the parts of a page can be named in selectors, without what changes tomorrow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag

from monitor.sources.pages.select import words

_USUAL = re.compile(r"[A-Za-z_][\w-]{1,60}", re.ASCII)
_BUILT = re.compile(r"([A-Za-z][\w-]*?_[A-Za-z][\w-]*?__)[\w-]{5}")  # ends in another way after each build
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BARE = frozenset(
    {"time", "b", "strong", "em", "i", "small", "cite", "abbr", "p", "blockquote", "td", "dt", "dd", *_HEADINGS}
)
_STATE = re.compile(  # what a class says of the moment, or of the place in a row
    r"(?:un)?read|old|new|odd|even|first|last|active|current|selected|on|off(?:line)?|online|visible|hidden|js-.*|is-.*"
    r"|(?:bg|row|item|post|comment|review)[-_]?\d+|(?:alt|thread-\w+|depth-\d+|status\w*)"
)
_COLUMNS = frozenset({"td", "dd"})
SILENT = frozenset({"script", "style", "noscript", "template", "br", "hr", "svg", "path", "option"})


class Words:
    """The words of parts of one page, each read once."""

    def __init__(self) -> None:
        self._read: dict[int, str] = {}

    def __call__(self, node: Tag) -> str:
        """The page has to outlive this."""
        if id(node) not in self._read:
            self._read[id(node)] = words(node)
        return self._read[id(node)]


def css_of(node: Tag) -> Iterator[str]:
    """The selectors by which a node is known: its classes, without what changes with each build of the site."""
    for name in node.get("class") or ():
        built = _BUILT.fullmatch(name)
        if built:
            yield f"[class*={built[1]}]"
        elif _USUAL.fullmatch(name) and not _STATE.fullmatch(name):
            yield f".{name}"


def ways_to(node: Tag, block: Tag, *, alone: bool) -> Iterator[str]:
    """The selectors that lead to a node within its block; `alone` is the only one of its tag there."""
    named = [*css_of(node)]
    yield from named
    yield from (f"[{name}]" for name in node.attrs if name.startswith("data-") and _USUAL.fullmatch(name))
    if named:
        return
    around = node.parent if node.parent is not block else None
    holder = next(css_of(around), "") if around is not None else ""
    if around is not None and holder and len(around.find_all(node.name, recursive=False)) == 1:
        yield f"{holder} > {node.name}"
    if node.name in _BARE:
        yield from [node.name] if alone or node.name not in _COLUMNS else []
        if not alone and node.parent is block:
            yield f"{node.name}:nth-of-type({1 + len(node.find_previous_siblings(node.name))})"
