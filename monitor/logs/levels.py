"""What is logged of which module: `info,fetch=debug,sqlalchemy.engine=info`."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path

from monitor.errors import ConfigError

NAMES = ("debug", "info", "warning", "error")
_OURS = ("monitor", "bot")
_WORDY = ("aiosqlite", "sqlalchemy")  # at debug they repeat what people wrote: only for whoever asks for them by name
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Levels:
    """The level of all, and of the loggers that have their own, by their full names."""

    all: int
    own: Mapping[str, int]

    def set(self) -> None:
        """Libraries speak of warnings only, unless everything is wanted."""
        debug = self.all <= logging.DEBUG
        logging.getLogger().setLevel(self.all if debug else max(self.all, logging.WARNING))
        quiet = dict.fromkeys(_WORDY, logging.INFO) if debug else {}
        for name, level in {**dict.fromkeys(_OURS, self.all), **quiet, **self.own}.items():
            logging.getLogger(name).setLevel(level)

    def unset(self) -> None:
        """As if nobody had asked for anything."""
        for name in (*_OURS, *_WORDY, *self.own):
            logging.getLogger(name).setLevel(logging.NOTSET)


def levels(written: str, usual: str) -> Levels:
    """What `--log-level` says; without a level for all, the command's own.

    >>> levels("fetch=debug", "error")
    Levels(all=40, own={'monitor.fetch': 10})
    """
    words = [word.strip() for word in written.split(",") if word.strip()]
    plain = [word for word in words if "=" not in word]
    own = (word.split("=", 1) for word in words if "=" in word)
    return Levels(
        _level(plain[-1] if plain else usual), {_full(name.strip()): _level(level.strip()) for name, level in own}
    )


def _level(name: str) -> int:
    if name.lower() not in NAMES:
        raise ConfigError("cli.log_level", value=name, known=", ".join(NAMES))
    return logging.getLevelNamesMapping()[name.upper()]


def _full(name: str) -> str:
    """The name of a logger: a module of ours without `monitor.`, or a library's own."""
    ours = {module: f"monitor.{module}" for module in _modules("monitor")}
    ours |= {full: full for package in _OURS for full in (package, *(f"{package}.{one}" for one in _modules(package)))}
    if name in ours:
        return ours[name]
    top = name.partition(".")[0]
    if top not in _OURS and (name in logging.root.manager.loggerDict or _installed(top)):
        return name
    near = get_close_matches(name, ours, 1, _ALIKE)
    raise ConfigError("cli.log_name", name=name, near=near[0] if near else "fetch")


def _modules(package: str) -> Iterator[str]:
    """Its modules by their files: none of them is loaded for this."""
    spec = find_spec(package)
    for folder in (spec and spec.submodule_search_locations) or ():
        for file in Path(folder).rglob("*.py"):
            parts = file.relative_to(folder).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            if name:
                yield name


def _installed(top: str) -> bool:
    try:
        return bool(top) and (top == "py" or find_spec(top) is not None)  # py.warnings is Python's own
    except (ImportError, ValueError):
        return False
