"""Reads YAML with places: line and column of every key and value, YAML 1.2 scalars, duplicate keys refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from monitor.config.lines import Place, lines, unbroken
from monitor.config.no_yaml import no_yaml, place_of, sentence_of

DEEPEST = 20  # levels
MOST = 500_000  # values, aliases written out: ten thousand sources with every key have half of it
_MERGE = "<<"  # of YAML 1.1; today's has no such thing
_YAML = "tag:yaml.org,2002:"
_TAGS = {"", "!", *(_YAML + name for name in ("str", "int", "float", "bool", "null", "map", "seq"))}
_LONGEST_NUMBER = 40  # digits; longer ones are words

_INT = re.compile(r"[-+]?(?:0|[1-9]\d*)|0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_COMMENT = re.compile(r"(?:[^:#]*:)?\s+#")
_FLOAT = re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?", re.ASCII)
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

Path = tuple[str | int, ...]
Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong with the YAML itself: a key of the texts and what fills its blanks."""

    place: Place
    key: str
    blanks: dict[str, object] = field(default_factory=dict)


class TooMuchError(Exception):
    """More values, or more levels, than a list of sources can need."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.place = place


@dataclass(slots=True)
class Places:
    """Where each key and each value stands."""

    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)


@dataclass
class Read:
    """A file as values; where each stands is found out when somebody asks, for most files are right."""

    text: str
    value: Value = None
    mistakes: list[Mistake] = field(default_factory=list)

    @cached_property
    def places(self) -> Places:
        """By reading the text once more."""
        places = Places()
        with suppress(yaml.YAMLError, TooMuchError):
            _Reader(self.text, Read(""), places).document()
        return places

    def at(self, path: Path) -> Place:
        """The place of a value; of the nearest one around it where it is not in the file."""
        around = (path[:length] for length in range(len(path), -1, -1))
        values = self.places.values
        return next((values[one] for one in around if one in values), Place(1, 1))

    def at_key(self, path: Path) -> Place:
        """The place of a key; where it is not in the file, as `at`."""
        return self.places.keys[path] if path in self.places.keys else self.at(path)

    def is_comment(self, path: Path) -> bool:
        """Whether a comment stands where this value belongs, as behind `item: #reviews` or `- #tag`."""
        place = self.at_key(path)
        return _COMMENT.match(lines(self.text)[place.line - 1], place.column - 1) is not None


def read(text: str) -> Read:
    """The whole text; mistakes are collected, a text that is no YAML gives just one."""
    found = Read(text)
    try:
        _Reader(text, found, None).document()
    except yaml.MarkedYAMLError as error:
        found.mistakes.append(Mistake(*no_yaml(error, text)))
    except yaml.reader.ReaderError as error:
        before = text.encode()[: error.position].decode(errors="ignore")  # libyaml counts bytes
        at = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
        found.mistakes.append(Mistake(at, sentence_of(error.reason)))
    except TooMuchError as error:
        found.mistakes = [Mistake(error.place, "config.too_deep")]
    else:
        return found
    found.value = None
    return found


def scalar(text: str) -> str | int | float | bool | None:
    """What a bare word means in YAML 1.2: `no`, `on`, `12:30` and `1_000` are words.

    `010` is a number, but no whole one: as a text it would not be what was written.

    >>> scalar("no"), scalar("12:30"), scalar("0o17"), scalar("1e3"), scalar("true")
    ('no', '12:30', 15, 1000.0, True)
    """
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > _LONGEST_NUMBER:
        return text
    if _INT.fullmatch(text):
        return int(text, 0) if text[:2] in {"0o", "0x"} else int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


class _Reader:
    """Builds values from libyaml's events: no recursion in C, so depth is ours to bound."""

    def __init__(self, text: str, found: Read, places: Places | None) -> None:
        self._events: Iterator[Event] = yaml.parse(unbroken(text), Loader=yaml.CSafeLoader)
        self._found = found
        self._places = places
        self._anchors: dict[str, Value] = {}
        self._size = 0

    def document(self) -> None:
        """The one document of the file; a second one is a mistake."""
        documents = 0
        for event in self._events:
            if not isinstance(event, DocumentStartEvent):
                continue
            documents += 1
            if documents > 1:
                self._mistake(place_of(event), "config.second_document")
                return
            self._found.value = self._value(next(self._events), ())

    def _value(self, event: Event, path: Path) -> Value:
        if _tag(event) not in _TAGS:
            self._mistake(place_of(event), "config.yaml_tag", tag=_tag(event).removeprefix(_YAML))
        if self._places is not None:
            self._places.values[path] = place_of(event)
        self._count(event, len(path))
        if isinstance(event, AliasEvent):
            return self._copy(event, path)
        if isinstance(event, ScalarEvent):
            value: Value = scalar(event.value) if event.implicit[0] else event.value
        elif isinstance(event, MappingStartEvent):
            value = self._mapping(path)
        elif isinstance(event, SequenceStartEvent):
            value = self._sequence(path)
        if isinstance(event, NodeEvent) and event.anchor:
            self._anchors[event.anchor] = value
        return value

    def _mapping(self, path: Path) -> dict[str, Value]:
        value: dict[str, Value] = {}
        first: dict[str, Event] = {}
        merged: Value = None
        for event in self._until_end():
            if not isinstance(event, ScalarEvent):
                self._mistake(place_of(event), "config.odd_key")
                self._skip(event)
                self._skip(next(self._events))
                continue
            key = event.value
            if key == _MERGE and event.implicit[0]:
                self._mistake(place_of(event), "config.merge")
                merged = self._value(next(self._events), (*path, key))
                continue
            if key in value:
                of_entry = bool(path) and isinstance(path[-1], int)
                said = "config.twice_in_entry" if of_entry else "config.twice"
                self._mistake(place_of(event), said, key=key, line=place_of(first[key]).line)
                self._skip(next(self._events))
                continue
            first[key] = event
            if self._places is not None:
                self._places.keys[*path, key] = place_of(event)
            value[key] = self._value(next(self._events), (*path, key))
        return {**_meant(merged), **value}

    def _sequence(self, path: Path) -> list[Value]:
        return [self._value(event, (*path, number)) for number, event in enumerate(self._until_end())]

    def _until_end(self) -> Iterator[Event]:
        for event in self._events:
            if isinstance(event, CollectionEndEvent):
                return
            yield event

    def _copy(self, alias: AliasEvent, path: Path) -> Value:
        """What an alias stands for; inside it everything is placed where the alias is."""
        anchor = str(alias.anchor)
        if anchor not in self._anchors:
            self._mistake(place_of(alias), "config.no_anchor", anchor=anchor)
            return None
        return self._copied(self._anchors[anchor], len(path), alias)

    def _copied(self, value: Value, depth: int, alias: AliasEvent) -> Value:
        self._count(alias, depth)
        if isinstance(value, dict):
            return {key: self._copied(inner, depth + 1, alias) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._copied(inner, depth + 1, alias) for inner in value]
        return value

    def _skip(self, event: Event) -> None:
        """Passes over a value that does not count; it is bounded like all others."""
        depth = 0
        while True:
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            self._count(event, 0)
            if not depth:
                return
            event = next(self._events)

    def _count(self, event: Event, depth: int) -> None:
        self._size += 1
        if self._size > MOST or depth > DEEPEST:
            raise TooMuchError(place_of(event))

    def _mistake(self, place: Place, sentence: str, /, **blanks: object) -> None:
        self._found.mistakes.append(Mistake(place, sentence, blanks))


def _meant(merged: Value) -> dict[str, Value]:
    """What a merge key was to bring, so that nothing of it is called missing; of several, the first counts."""
    several = merged if isinstance(merged, list) else [merged]
    return {key: inner for one in reversed(several) if isinstance(one, dict) for key, inner in one.items()}


def _tag(event: Event) -> str:
    """What a value is marked with, such as !include; nothing is done for any such mark."""
    return getattr(event, "tag", None) or ""
