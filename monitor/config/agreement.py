"""What one part of the file says of another: ids that stand once, brands that exist, at least one of them ours."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from monitor.config.marked_yaml import Path, Value
from monitor.config.problems import ALIKE, Problems
from monitor.config.replies import DEFAULT, known_keys
from monitor.sources import KINDS
from monitor.sources.by_hand import IMPORT, MANUAL

_BRAND, _BRANDS = "brand", "brands"
_KINDS = frozenset({*KINDS, MANUAL, IMPORT})


def agree(value: dict[str, Value], problems: Problems) -> None:
    """Looks at the file as written, so that every disagreement is told beside every other mistake."""
    brands = _ids(value, "brands", problems)
    _ids(value, "sources", problems)
    _people(value.get("team"), problems)
    _worded(value, "replies", known_keys(_KINDS), problems)
    _worded(value, "checklists", _KINDS | {DEFAULT}, problems)
    if brands and all(entry.get("role") == "competitor" for entry in brands.values()):
        problems.at_key(("brands",), "config.no_own_brand")
    if not brands or len(brands) < len(list(entries(value, "brands"))):
        return  # none at all, or one without a good id of its own, is told already
    for path, named in _named(value):
        key = _BRANDS if path[-2] == _BRANDS else _BRAND
        if not named:
            problems.at(path, "config.empty", key=key)
        elif named not in brands:
            problems.at(path, "config.no_such_brand", key=key, brand=named, known=", ".join(brands))


def _worded(value: dict[str, Value], section: str, known: frozenset[str], problems: Problems) -> None:
    """Words for what nothing here is called would never be offered."""
    written = value.get(section)
    names = sorted(known)
    for key in written if isinstance(written, dict) else ():
        if key in known:
            continue
        near = get_close_matches(str(key).lower(), names, 1, ALIKE)
        if near:
            problems.at_key((section, key), "config.unknown_key_near", key=key, near=near[0])
        else:
            problems.at_key((section, key), "config.unknown_key", key=key, known=", ".join(names))


def entries(value: Value, name: str, before: Path = ()) -> Iterator[tuple[Path, dict[str, Value]]]:
    """The mappings of a list, with where they stand."""
    found = value.get(name) if isinstance(value, dict) else None
    for number, entry in enumerate(found if isinstance(found, list) else ()):
        if isinstance(entry, dict):
            yield (*before, name, number), entry


def _ids(value: dict[str, Value], name: str, problems: Problems) -> dict[str, dict[str, Value]]:
    seen: dict[str, dict[str, Value]] = {}
    for path, entry in entries(value, name):
        known = entry.get("id")
        if not isinstance(known, str):
            continue
        if known in seen:
            problems.at((*path, "id"), "config.id_twice", id=known)
        seen.setdefault(known, entry)
    return seen


def _people(team: Value, problems: Problems) -> None:
    """Of somebody who stands twice nobody could say which of the names is meant."""
    users = team.get("users") if isinstance(team, dict) else None
    seen: set[int] = set()
    for number, entry in enumerate(users if isinstance(users, list) else ()):
        path: Path = ("team", "users", number)
        known = entry
        if isinstance(entry, dict):
            path, known = (*path, "id"), entry.get("id")
        if isinstance(known, str) and known.strip().isdecimal():
            known = int(known)  # a number may stand in quotes
        if not isinstance(known, int):
            continue
        if known in seen:
            problems.at(path, "config.id_twice", id=known)
        seen.add(known)


def _named(value: dict[str, Value]) -> Iterator[tuple[Path, str]]:
    """Every place that names a brand."""
    for path, entry in (*entries(value, "sources"), *entries(value.get("team"), "chats", ("team",))):
        brand, several = entry.get(_BRAND), entry.get(_BRANDS)
        if isinstance(brand, str):
            yield (*path, _BRAND), brand
        for number, one in enumerate(several if isinstance(several, list) else ()):
            if isinstance(one, str):
                yield (*path, _BRANDS, number), one
