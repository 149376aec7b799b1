"""Turns what the models refuse into sentences with a place: what is wrong, and what to write instead."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from monitor.config.belonging import example_of, first_key, homes_of, known_keys
from monitor.config.lines import Place
from monitor.config.look_alikes import odd, typed
from monitor.config.marked_yaml import Path, Read, Value
from monitor.config.settings import in_environment
from monitor.texts import Texts

ALIKE = 0.6  # how near a key must be to be suggested
_SHORT = 4  # letters with which a key must begin to be taken for one
MOST = 20_000  # mistakes that are told one by one: a file with more is no list of sources

_KINDS = {
    "string_type": "text",
    "int_type": "number",
    "int_parsing": "number",
    "int_parsing_size": "number",
    "int_from_float": "number",
    "float_type": "decimal",
    "float_parsing": "decimal",
    "finite_number": "decimal",
    "bool_type": "switch",
    "bool_parsing": "switch",
    "tuple_type": "list",
    "list_type": "list",
    "dict_type": "mapping",
    "mapping_type": "mapping",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
}
_OTHERS = {
    "literal_error": "choice",
    "enum": "choice",
    "string_pattern_mismatch": "pattern",
    "too_short": "empty",
    "string_too_short": "short",
    "greater_than": "greater_than",
    "greater_than_equal": "greater_than_equal",
    "less_than": "less_than",
    "less_than_equal": "less_than_equal",
}
_OF_WORDS = frozenset(
    {
        "empty",
        "short",
        "letters",
        "no_author",
        "blank_near",
        "blank_unknown",
        "reply_long",
        "expected_mapping",
        "expected_keys",
        "expected_entries",
    }
)
_OF_MODELS = {"expected_mapping": "expected_keys", "expected_list": "expected_entries"}
_OURS = "otklik_"  # the models' own refusals; what follows is the key of the sentence
_AT_A_GLANCE = 40  # letters of a wrong value that are repeated
_HIDDEN = "***"
_NOTHING = object()
_ANY_NUMBER = 5
_KEY = "[key]"  # pydantic's name for the key of a mapping


class Problems:
    """Collects what is wrong with one file, in the order of its lines."""

    def __init__(self, read: Read, texts: Texts) -> None:
        self._read = read
        self._texts = texts
        self._found: dict[tuple[Place, str], None] = {}
        self._places: set[Place] = set()
        self._more_keys: dict[Path, tuple[str, ...]] = {}
        self._excused: dict[Path, frozenset[str]] = {}
        self._secrets: set[str] = set()
        self._untold = 0

    @property
    def language(self) -> str:
        """What the sentences are written in."""
        return self._texts.language

    def add(self, place: Place, sentence: str, /, **blanks: object) -> None:
        """A sentence of the texts (`errors.<key>`) at a place; beyond so many they are only counted."""
        if self._full:
            self._untold += 1
            return
        self._found[place, self._texts(f"errors.{sentence}", **blanks)] = None
        self._places.add(place)

    def at(self, path: Path, sentence: str, /, **blanks: object) -> None:
        """A sentence of the texts where this value stands."""
        self.add(self._read.at(path), sentence, **blanks)

    def at_key(self, path: Path, sentence: str, /, **blanks: object) -> None:
        """A sentence of the texts where the key of this value stands."""
        self.add(self._read.at_key(path), sentence, **blanks)

    def told(self, path: Path) -> bool:
        """Whether something is said already where this value stands."""
        return self._read.at(path) in self._places

    def hide(self, secret: str) -> None:
        """A value from the environment; no sentence repeats it."""
        self._secrets.add(secret)

    def also_known(self, path: Path, keys: Sequence[str]) -> None:
        """Keys that an entry may have besides those of its model."""
        self._more_keys[path] = tuple(keys)

    def excuse(self, path: Path, keys: Collection[str]) -> None:
        """Keys that nobody misses in an entry of which nobody knows what it is."""
        self._excused[path] = frozenset(keys)

    def refused(self, errors: Sequence[ErrorDetails], model: type[BaseModel]) -> None:
        """Everything the models refuse. A misspelt key is one mistake, not also a missing one."""
        meant = {self._unknown(error, model) for error in errors if error["type"] == "extra_forbidden"}
        for error in errors:
            if error["type"] == "extra_forbidden":
                continue
            if self._full:
                self._untold += 1
            elif error["type"] == "missing":
                self._missing(error, meant)
            else:
                self._wrong(error, model)

    def misspelt(self, path: Path, near: str) -> None:
        """A key that is none, and the one that was meant."""
        name = str(path[-1])
        same = typed(name) == near
        blanks = {"value": name, "odd": odd(name), "meant": near} if same else {"near": near}
        self.at_key(path, "config.look_alike" if same else "config.unknown_key_near", key=name, **blanks)

    def lines(self, name: str) -> tuple[str, ...]:
        """`file:LINE:COLUMN: message`, in the order of the file."""
        ordered = sorted(self._found, key=lambda found: (found[0].line, found[0].column))
        if self._untold:
            ordered.append((ordered[-1][0], self._texts("errors.config.more", n=self._untold)))
        return tuple(f"{name}:{place.line}:{place.column}: {text}" for place, text in ordered)

    @property
    def _full(self) -> bool:
        return len(self._found) >= MOST

    def __bool__(self) -> bool:
        return bool(self._found)

    def _unknown(self, error: ErrorDetails, model: type[BaseModel]) -> Path:
        """Says so, and answers with the key that was probably meant."""
        *around, name = error["loc"]
        inside = real(around, self._read.value)
        path = (*inside, str(name))
        if self._full:
            self._untold += 1
            return path
        known = tuple(sorted({*known_keys(around, model), *self._more_keys.get(inside, ())}))
        told = ("config.comma", {}) if _behind_comma(error) else _astray(str(name), around, inside, known, model)
        if told:
            self.at_key(path, told[0], key=name, **told[1])
            return path
        near = nearest(str(name).lower(), known)
        if near:
            self.misspelt(path, near)
            return (*inside, near)
        self.at_key(path, "config.unknown_key", key=name, known=", ".join(known))
        return path

    def _missing(self, error: ErrorDetails, meant: set[Path]) -> None:
        *around, name = error["loc"]
        path = (*real(around, self._read.value), str(name))
        if path in meant or name in self._excused.get(path[:-1], ()):
            return
        if path in self._read.places.keys:
            self.at_key(path, "config.hash" if self._read.is_comment(path) else "config.empty", key=name)
            return
        self.at(path[:-1], "config.missing_key", key=name)

    def _wrong(self, error: ErrorDetails, model: type[BaseModel]) -> None:
        path, kind, context = real(error["loc"], self._read.value), error["type"], error.get("ctx", {})
        if kind == "too_short" and error["input"]:
            return  # what is there was refused entry by entry
        tell = self.at_key if error["loc"][-1:] == (_KEY,) else self.at
        nothing = (error["input"] is None or error["input"] == "") and error["loc"][-1:] != (_KEY,)
        if nothing and self.told(path):
            return  # an alias of nothing
        sentence = _sentence(kind)
        if nothing:
            empty = "hash" if self._read.is_comment(path) else "empty"
            sentence = "comma" if _behind_comma(error) else empty
        if kind == "string_type" and isinstance(error["input"], list | dict):
            sentence = "expected_one"
        first = first_key(error["loc"], model) if sentence in _OF_MODELS and path[-1:] == error["loc"][-1:] else ""
        if first:
            sentence = _OF_MODELS[sentence]
        if isinstance(error["input"], str) and sentence not in _OF_WORDS and typed(error["input"]):
            sentence = "look_alike"
        number = example_of(error["loc"], model) or _ANY_NUMBER
        tell(path, f"config.{sentence}", first=first, number=number, **self._blanks(error, path, context))

    def _blanks(self, error: ErrorDetails, path: Path, context: Mapping[str, Any]) -> dict[str, object]:
        expected = str(context.get("expected", ""))
        return {
            **{name: f"{value:g}" if isinstance(value, float) else value for name, value in context.items()},
            "key": next((part for part in reversed(path) if isinstance(part, str)), ""),
            "value": self.shown(error["input"]),
            "odd": odd(str(error["input"])),
            "meant": typed(self._hidden(str(error["input"]))),
            "expected": expected.replace("'", "").replace(" or ", ", "),
        }

    def shown(self, value: object) -> str:
        """A wrong value as a sentence repeats it: at a glance, and without what is secret."""
        if isinstance(value, dict | list):
            return "{…}" if isinstance(value, dict) else "[…]"
        written = str(value).lower() if isinstance(value, bool) else str(value)
        text = " ".join(self._hidden("" if value is None else written).splitlines())
        return text if len(text) <= _AT_A_GLANCE else f"{text[: _AT_A_GLANCE - 1]}…"

    def _hidden(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return text


def _astray(
    name: str, around: Sequence[int | str], inside: Path, known: Collection[str], model: type[BaseModel]
) -> tuple[str, dict[str, str]] | None:
    """What is said of a key that is not misspelt: it belongs elsewhere, or signs came along that look like others."""
    of_a_section = len(inside) <= 1
    if name.strip() != name and (signs := odd(name)):  # spaces of a web page: letters for YAML
        return "config.yaml_look_alike", {"odd": signs}
    if of_a_section and (variable := in_environment(name)):
        return "config.of_environment", {"name": variable}
    first, _, rest = name.partition(".")
    if rest and first in known:
        return "config.dotted", {"first": first, "rest": rest}
    if inside and name in known_keys((), model):
        return "config.at_the_edge", {}
    shortened = len(name) >= _SHORT and any(key.startswith(name) for key in known)  # lang of language
    homes = () if shortened else homes_of(around, name, model)
    return ("config.elsewhere", {"homes": " / ".join(f"{home}:" for home in homes)}) if homes else None


def real(loc: Sequence[int | str], value: Value) -> Path:
    """Pydantic's path without the names it gives to members of unions.

    >>> real(("sources", 0, "feed", "every"), {"sources": [{"kind": "feed", "every": 5}]})
    ('sources', 0, 'every')
    """
    path: list[str | int] = []
    for part in loc:
        inner = _inside(value, part)
        if inner is not _NOTHING:
            path.append(part)
            value = inner
    return tuple(path)


def _inside(value: Any, part: int | str) -> Any:
    if isinstance(value, dict) and isinstance(part, str):
        return value.get(part, _NOTHING)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return _NOTHING


@lru_cache(maxsize=256)  # the same mistake is often made in thousands of sources
def nearest(word: str, known: tuple[str, ...], alike: float = ALIKE) -> str:
    """The word that was probably meant; empty where none is near."""
    return next(iter(get_close_matches(word, known, 1, alike)), "")


def _behind_comma(error: ErrorDetails) -> bool:
    """Whether this is what became of a decimal in braces: {word: -2,5} is the key 5 with nothing behind it."""
    key = error["loc"][-1]
    return error["input"] is None and isinstance(key, str) and key.isdecimal()


def _sentence(kind: str) -> str:
    if kind in _KINDS:
        return f"expected_{_KINDS[kind]}"
    return kind.removeprefix(_OURS) if kind.startswith(_OURS) else _OTHERS.get(kind, "other")
