"""Which column of a table is what: by what the person says, else by the names that platforms use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from importlib import resources

import yaml

from monitor.errors import ConfigError

FIELDS = ("brand", "source", "url", "title", "text", "author", "published", "rating", "rating_text", "reply", "guid")
PLACED = ("query", "position", "url", "title", "snippet", "engine", "date")  # of a table of places in search
NOTHING = "-"  # --map COLUMN=-: this column is left out
SPEAKING = ("text", "title", "rating")  # one of them at least, or there is nothing to read
_OURS = frozenset({"id", "brand", "source", "found", "at", "label", "story"})  # together only in an export of ours
_MORE = {"text": "parts", "published": "clock"}  # what stands in further columns
_UTC = " utc"
_ALIKE = 0.6  # how near a name must be to be suggested
_NAMES_SHOWN = 30
_NAME_SHOWN = 40  # letters

_PUNCTUATION = re.compile(r"[^\w]+|_")
_ASKED = re.compile(r"(what (?:do you like best|do you dislike|problems is)) .+")  # of a product by its name


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands in a row; a text may stand in several columns, and a date in one beside its time."""

    places: Mapping[str, tuple[int, ...]]
    missing: tuple[str, ...] = ()  # columns that the person named and that are not here
    ours: bool = False  # an export of our own: shares for ratings, UTC in workbooks
    utc: bool = False  # the column of dates says so

    @property
    def usable(self) -> bool:
        """Whether rows under this header can say something."""
        return any(field in self.places for field in SPEAKING)

    @property
    def fit(self) -> tuple[int, int]:
        """The better of two headers has more of what was asked for, then more that is known."""
        return -len(self.missing), len(self.places)


def read_map(written: Iterable[str]) -> dict[str, str]:
    """`--map COLUMN=FIELD`, as typed, whatever the table holds.

    >>> read_map(["Мнение = text", "Звёзды=rating"])
    {'Мнение': 'text', 'Звёзды': 'rating'}
    """
    mapping = {}
    for one in written:
        column, equals, field = one.rpartition("=")
        if not equals or not column.strip():
            raise ConfigError("import.map", value=one)
        mapping[column.strip()] = _field(field.strip())
    return mapping


def columns_of(header: Sequence[object], mapping: Mapping[str, str], fields: Sequence[str] = FIELDS) -> Columns:
    """What stands where, if this row is the header of a table with these fields."""
    known_as = _known("columns.yaml" if fields is FIELDS else "places.yaml")
    names = [normal(cell) if isinstance(cell, str) else "" for cell in header]
    asked = {normal(column): field for column, field in mapping.items()}
    places: dict[str, tuple[int, ...]] = {}
    for name, field in asked.items():
        found = tuple(place for place, one in enumerate(names) if one == name)
        if found and field != NOTHING:
            places[field] = (*places.get(field, ()), *found[:1])
    free = {name: place for place, name in reversed(list(enumerate(names))) if name and name not in asked}
    for field in fields:
        known = next((free[name] for name in known_as[field] if name in free), None)
        if field not in places and known is not None:
            places[field] = (known,)
    for field, more in _MORE.items():
        parts = tuple(free[name] for name in known_as.get(more, ()) if name in free)
        if parts and field not in asked.values():
            places[field] = tuple(dict.fromkeys((*places.get(field, ()), *parts)))
    missing = tuple(column for column in mapping if normal(column) not in names)
    utc = any(names[place].endswith(_UTC) for place in places.get("published", ()))
    return Columns(places, missing, frozenset(names) >= _OURS, utc)


def no_such_column(column: str, header: Sequence[object]) -> ConfigError:
    """A column that the person named and that is not there, with those that are."""
    names = named(header)
    near = get_close_matches(column, names, 1, _ALIKE)
    if near:
        return ConfigError("import.no_such_column_near", column=column, near=near[0])
    return ConfigError("import.no_such_column", column=column, known=", ".join(names) or NOTHING)


def named(header: Sequence[object]) -> list[str]:
    """The columns that have a name, shortly."""
    names = [" ".join(cell.split())[:_NAME_SHOWN] for cell in header if isinstance(cell, str) and cell.strip()]
    return names[:_NAMES_SHOWN]


def normal(name: str) -> str:
    """A column's name without what people and platforms vary.

    >>> normal(" Дата_отзыва: "), normal("What do you dislike about Zubr?")
    ('дата отзыва', 'what do you dislike')
    """
    return _ASKED.sub(r"\1", " ".join(_PUNCTUATION.sub(" ", name.casefold().replace("ё", "е")).split()))


def _field(name: str) -> str:
    known = tuple(dict.fromkeys((*FIELDS, *PLACED, NOTHING)))
    if name in known:
        return name
    near = get_close_matches(name, known, 1, _ALIKE)
    if near:
        raise ConfigError("import.no_such_field_near", field=name, near=near[0])
    raise ConfigError("import.no_such_field", field=name, known=", ".join(known))


@lru_cache(maxsize=2)
def _known(file: str) -> Mapping[str, tuple[str, ...]]:
    text = resources.files(__package__ or "").joinpath(file).read_text(encoding="utf-8")
    names: dict[str, list[str]] = yaml.load(text, yaml.CSafeLoader)
    return {field: tuple(normal(name) for name in listed) for field, listed in names.items()}
