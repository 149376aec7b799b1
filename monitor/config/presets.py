"""Ready-made sources: data files that a line of sources.yaml turns into a source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from importlib import resources
from typing import Any
from urllib.parse import quote

import yaml

from monitor.config.marked_yaml import Value
from monitor.errors import ConfigError

_BLANK = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Preset:
    """One data file. `parameters` without a default must be given."""

    name: str
    about: dict[str, str]  # by language
    policy: dict[str, str]  # what is allowed, how often
    parameters: dict[str, str | None]
    source: dict[str, Any]


def catalogue() -> tuple[Preset, ...]:
    """All of them, by name."""
    return tuple(sorted(_all().values(), key=lambda preset: preset.name))


def find(name: str) -> Preset:
    """The preset of this name; raises ConfigError with the nearest one."""
    preset = _all().get(name)
    if preset is None:
        near = get_close_matches(name, _all(), 1, 0.5)
        raise ConfigError("config.no_such_preset", preset=name, near=near[0] if near else ", ".join(sorted(_all())))
    return preset


def from_preset(preset: Preset, entry: Mapping[str, Value], used: set[str]) -> dict[str, Value]:
    """The source that `{preset: NAME, ...}` stands for; keys that are no parameters overrule the preset's own."""
    given = {key: value for key, value in entry.items() if key != "preset"}
    filled = {key: given.pop(key, default) for key, default in preset.parameters.items()}
    for key, value in filled.items():
        if value is None:
            raise ConfigError("config.preset_needs", preset=preset.name, parameter=key)
    source = {key: _said(value, filled) for key, value in preset.source.items()}
    return {"id": _free(preset.name, used, given), **source, **given}


def _free(name: str, used: set[str], given: dict[str, Value]) -> str:
    if "id" in given:
        return str(given["id"])
    number, free = 1, name
    while free in used:
        number += 1
        free = f"{name}-{number}"
    used.add(free)
    return free


def _said(value: Any, filled: Mapping[str, Value]) -> Any:
    """A blank that is the whole value takes what was given as it is; inside an address it is encoded."""
    if not isinstance(value, str):
        return value
    whole = _BLANK.fullmatch(value)
    if whole:
        return filled[whole[1]]
    return _BLANK.sub(lambda found: quote(str(filled[found[1]]), safe=""), value)


@lru_cache(maxsize=1)
def _all() -> dict[str, Preset]:
    return {preset.name: preset for preset in _read()}


def _read() -> Iterator[Preset]:
    for file in resources.files(__package__).joinpath("presets").iterdir():
        if file.name.endswith(".yaml"):
            written = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
            yield Preset(
                name=file.name.removesuffix(".yaml"),
                about=written["about"],
                policy=written["policy"],
                parameters=written.get("parameters", {}),
                source=written["source"],
            )
