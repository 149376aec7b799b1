"""A source whose kind nobody knows: that is told, and then whatever else is wrong with it, as far as it can be told."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.config.agreement import entries
from monitor.config.belonging import known_keys
from monitor.config.look_alikes import odd, typed
from monitor.config.marked_yaml import Path, Value
from monitor.config.plan import Plan
from monitor.config.presets import names
from monitor.config.problems import Problems, nearest
from monitor.sources import KINDS
from monitor.sources.base import SourceBase

_KIND, _PRESET, _ID, _URL = "kind", "preset", "id", "url"
_USUAL = "feed"
_CALLED = {
    **dict.fromkeys(("rss", "atom", "лента", "ленты"), "feed"),
    **dict.fromkeys(("review", "отзыв", "отзывы"), "reviews"),
    **dict.fromkeys(("html", "news", "статьи", "новости"), "articles"),
    **dict.fromkeys(("tg", "тг", "канал", "телеграм", "телеграмм"), "telegram"),
    **dict.fromkeys(("imap", "email", "почта"), "mail"),
    "карта сайта": "sitemap",
    "поиск": "search",
    "api": "json",
}
_SURE = 0.75  # how near a word must be to a kind whose own keys are then asked for
_STAND_IN = "https://kind.invalid/"  # so that nothing is said of an address whose kind is not known


def give_kinds(value: dict[str, Value], problems: Problems) -> None:
    """Changes such entries in place: to the kind that was meant, else to what every kind has in common."""
    for path, entry in entries(value, "sources"):
        if not _known(entry.get(_KIND)):
            _settle(entry, path, problems)


def _settle(entry: dict[str, Value], path: Path, problems: Problems) -> None:
    everywhere = known_keys(("sources",), Plan)
    problems.also_known(path, (_PRESET, *everywhere))
    problems.excuse(path, everywhere - {_ID})
    meant, near = _misspelt(entry, everywhere)
    if entry.get(_KIND) == "":
        problems.at((*path, _KIND), "config.empty", key=_KIND)
    elif _KIND in entry:
        _unknown(entry[_KIND], (*path, _KIND), problems)
    elif meant:
        problems.misspelt((*path, meant), near)
    else:
        problems.at(path, "config.no_kind")
    said = entry.pop(meant or _KIND, None)
    if near == _PRESET:
        entry.setdefault(_ID, f"{_PRESET}-{path[-1]}")
    guessed = _guessed(said) if near != _PRESET else ""
    source = {**entry, _KIND: guessed} if guessed else _like_any(entry, everywhere)
    entry.clear()
    entry.update(source)


def _unknown(kind: Value, path: Path, problems: Problems) -> None:
    meant = typed(str(kind))
    if meant in KINDS:
        problems.at(path, "config.look_alike", key=_KIND, value=kind, odd=odd(str(kind)), meant=meant)
    else:
        near = _guessed(kind)
        if not near and (ready := [name for name in names() if f"{name}-".startswith(f"{str(kind).lower()}-")]):
            problems.at(path, "config.kind_ready", tag=problems.shown(kind), ready=", ".join(sorted(ready)))
            return
        told = {"near": near} if near else {"expected": ", ".join(KINDS)}
        problems.at(path, "config.kind_near" if near else "config.kind", tag=problems.shown(kind), **told)


def _guessed(kind: Value) -> str:
    """The kind that was meant, misspelt or called as others call it."""
    said = str(kind).lower()
    return _CALLED.get(said) or nearest(said, tuple(KINDS), _SURE)


def _misspelt(entry: dict[str, Value], known: Iterable[str]) -> tuple[str, str]:
    """The key of an entry without a kind that was to be `kind` or `preset`, and which of them."""
    strays = (key for key in entry if key not in known) if _KIND not in entry else ()
    return next(((key, near) for key in strays if (near := nearest(key.lower(), (_KIND, _PRESET)))), ("", ""))


def _like_any(entry: dict[str, Value], everywhere: Iterable[str]) -> dict[str, Value]:
    """What of an entry can be judged without its kind: the keys of all kinds alike, and those that no kind has."""
    kept = {key: one for key, one in entry.items() if key in SourceBase.model_fields or key not in everywhere}
    return {**kept, _KIND: _USUAL, _URL: _STAND_IN}


def _known(kind: Value) -> bool:
    return isinstance(kind, str) and kind in KINDS
