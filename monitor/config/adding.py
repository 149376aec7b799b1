"""Adds a source or a brand to the text of sources.yaml, and leaves every other character as the team wrote it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass

import yaml
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, Event, ScalarEvent, SequenceStartEvent

from monitor.config.lines import line_end, lines, unbroken
from monitor.config.marked_yaml import Value, read, scalar
from monitor.errors import ConfigError

_SOURCES, _BRANDS = "sources", "brands"
_PLAIN = re.compile(r"\w[\w.\-]*")
_ADDRESS = re.compile(r"https?://[\w.\-/?=&%+~]+", re.ASCII)
_CLOSING = frozenset("]}")


def written(entry: Mapping[str, Value]) -> str:
    """A source as people write it, a key in each line.

    >>> print(written({"id": "news", "url": "https://a.example/?q=1", "select": {"link": "h2 a @href"}, "pages": 3}))
    id: news
    url: https://a.example/?q=1
    select: {link: "h2 a @href"}
    pages: 3
    """
    return "\n".join(f"{key}: {_value(value, alone=True)}" for key, value in entry.items())


def in_one_line(entry: Mapping[str, Value]) -> str:
    """A source as people write it in one line.

    >>> in_one_line({"preset": "bing-news", "lang": "ru", "url": "https://a.example/?q=1"})
    '{preset: bing-news, lang: ru, url: "https://a.example/?q=1"}'
    """
    return _value(dict(entry))


def with_source(text: str, block: str) -> str:
    """The file with one more source; raises ConfigError where it is written in a way we do not dare to touch.

    >>> print(with_source("sources:\\n  - id: a  # ours\\n    kind: feed\\nteam: {}\\n", "id: b\\nkind: feed"))
    sources:
      - id: a  # ours
        kind: feed
      - id: b
        kind: feed
    team: {}
    <BLANKLINE>
    """
    return _with_entry(text, _SOURCES, block)


def with_brand(text: str, block: str) -> str:
    """The file with one more brand."""
    return _with_entry(text, _BRANDS, block)


def _with_entry(text: str, key: str, block: str) -> str:
    found, added = read(text), read(block)
    entry = added.value
    if isinstance(entry, dict) and not added.mistakes and not found.mistakes:
        if entry in _entries(found.value, key):
            raise ConfigError("config.source_there", source=str(entry.get("id", "")))
        listed = _listed(text, key)
        changed = _appended(text, listed, block, entry) if listed else ""
        if changed and read(changed).value == _expected(found.value, key, entry):
            return changed
    raise ConfigError("config.not_editable", brand=str(entry.get("id", "-")) if isinstance(entry, dict) else "-")


def _entries(value: Value, key: str) -> list[Value]:
    listed = value.get(key) if isinstance(value, dict) else None
    return listed if isinstance(listed, list) else []


@dataclass(frozen=True, slots=True)
class _Listed:
    """A list of the file as it is written: in brackets, with dashes in this column, or not begun yet."""

    end: int  # of its last word
    column: int
    dashes: bool
    empty: bool


def _listed(text: str, wanted: str) -> _Listed | None:
    events = yaml.parse(unbroken(text), Loader=yaml.CSafeLoader)
    depth, is_key = 0, True
    key: Event | None = None
    for event in events:
        if isinstance(event, CollectionEndEvent):
            depth -= 1
        elif depth == 1 and isinstance(event, (ScalarEvent, AliasEvent, CollectionStartEvent)):
            if not is_key and isinstance(key, ScalarEvent) and key.value == wanted:
                return _found(event, key, events, text)
            key, is_key = event, not is_key
        if isinstance(event, CollectionStartEvent):
            depth += 1
    return None


def _found(event: Event, key: Event, rest: Iterator[Event], text: str) -> _Listed | None:
    if isinstance(event, ScalarEvent) and event.implicit[0] and not event.value:
        return _Listed(_end(key), 2, dashes=True, empty=True)
    if not isinstance(event, SequenceStartEvent) or not event.start_mark or text[event.start_mark.index] not in "[-":
        return None
    depth, last = 1, None
    for inner in rest:
        depth += isinstance(inner, CollectionStartEvent) - isinstance(inner, CollectionEndEvent)
        if not depth:
            break
        if not isinstance(inner, CollectionStartEvent) and _is_word(inner):
            last = inner
    return _Listed(_end(last or event), event.start_mark.column, dashes=not event.flow_style, empty=last is None)


def _is_word(event: Event) -> bool:
    """A block ends where the next thing begins, which tells nothing of where its own last word stood."""
    return not isinstance(event, CollectionEndEvent) or _length(event) > 0


def _length(event: Event) -> int:
    return event.end_mark.index - event.start_mark.index if event.start_mark and event.end_mark else 0


def _end(event: Event) -> int:
    return event.end_mark.index if event.end_mark else 0


def _appended(text: str, listed: _Listed, block: str, entry: Mapping[str, Value]) -> str:
    if not listed.dashes:
        comma = "" if listed.empty else ", "
        return f"{text[: listed.end]}{comma}{_value(dict(entry))}{text[listed.end :]}"
    place = _after(text, listed)
    end = line_end(text)
    before = text[:place] if text[place - 1 : place] == "\n" else text[:place] + end
    first, *others = [one.rstrip("\r\n") for one in lines(block)]
    pad = " " * listed.column
    added = [f"{pad}- {first}", *(f"{pad}  {one}" for one in others)]
    return before + "".join(one + end for one in added) + text[place:]


def _after(text: str, listed: _Listed) -> int:
    """Behind the line of the last word, and behind the remarks that belong to it."""
    place = listed.end
    if text[place - 1 : place] != "\n":
        place = text.find("\n", place) + 1 or len(text)
    while place < len(text):
        line, _, _ = text[place:].partition("\n")
        bare = line.lstrip(" ")
        if not bare.startswith("#") or len(line) - len(bare) <= listed.column:
            break
        place += len(line) + 1
    return min(place, len(text))


def _expected(value: Value, key: str, entry: Mapping[str, Value]) -> Value:
    """What the file must say afterwards; anything else is not written."""
    wanted = deepcopy(value)
    if isinstance(wanted, dict):
        wanted[key] = [*_entries(wanted, key), dict(entry)]
    return wanted


def _value(value: Value, *, alone: bool = False) -> str:
    """A value in one line; `alone` it may do without quotes more often."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_value(inner) for inner in value) + "]"
    if isinstance(value, str):
        bare = _PLAIN.fullmatch(value) or (alone and _ADDRESS.fullmatch(value))
        return value if bare and scalar(value) == value else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)
