"""Telegram's HTML as strictly as the real server reads it: what it refuses, our tests refuse."""

from __future__ import annotations

import re
from html import unescape
from typing import TypedDict


class Entity(TypedDict, total=False):
    """A marked stretch of the text; offsets count UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str


class BrokenMarkupError(Exception):
    """The markup cannot be parsed."""


_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
    "a": "text_link",
}
_ATTRIBUTES = {"a": {"href"}, "blockquote": {"expandable"}, "code": {"class"}}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-z-]+(?:=\"[^\"<]*\")?)*)\s*>")
_ATTRIBUTE = re.compile(r"([a-z-]+)(?:=\"([^\"]*)\")?")
_NAMED = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]+|#x[0-9a-fA-F]+);")  # the only ones that Telegram decodes


def parse(markup: str) -> tuple[str, list[Entity]]:
    """The text without its tags, and what they marked.

    >>> parse("<b>1 &lt; 2</b>")
    ('1 < 2', [{'type': 'bold', 'offset': 0, 'length': 5}])
    """
    text = ""
    entities: list[Entity] = []
    opened: list[tuple[str, Entity]] = []
    place = 0
    while (start := markup.find("<", place)) >= 0:
        text += _decoded(markup[place:start])
        match = _TAG.match(markup, start)
        if match is None:
            raise BrokenMarkupError(f"Unsupported start tag at byte offset {len(markup[:start].encode())}")
        closing, name, attributes = match[1], match[2].lower(), match[3]
        if closing:
            entities.extend(_closed(name, opened, _units(text)))
        else:
            opened.append((name, _opened(name, attributes, _units(text))))
        place = match.end()
    if opened:
        raise BrokenMarkupError(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return text + _decoded(markup[place:]), entities


def _opened(name: str, attributes: str, offset: int) -> Entity:
    if name not in _KINDS:
        raise BrokenMarkupError(f'Unsupported start tag "{name}"')
    given = {key: unescape(value or "") for key, value in _ATTRIBUTE.findall(attributes)}
    if unknown := set(given) - _ATTRIBUTES.get(name, set()):
        raise BrokenMarkupError(f'Tag "{name}" has the unexpected attribute {unknown}')
    entity = Entity(type=_KINDS[name], offset=offset)
    if name == "a":
        entity["url"] = given.get("href", "")
    return entity


def _closed(name: str, opened: list[tuple[str, Entity]], end: int) -> list[Entity]:
    if not opened or opened[-1][0] != name:
        raise BrokenMarkupError(f'Unmatched end tag "{name}"')
    entity = opened.pop()[1]
    entity["length"] = end - entity["offset"]
    return [entity] if entity["length"] else []


def _decoded(text: str) -> str:
    return _NAMED.sub(lambda match: unescape(match[0]), text)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
