"""Every line of the file that names a preset becomes the source it stands for."""

from __future__ import annotations

from difflib import get_close_matches

from monitor.config.agreement import entries
from monitor.config.belonging import known_keys
from monitor.config.marked_yaml import Path, Value
from monitor.config.plan import Plan
from monitor.config.presets import Preset, find, from_preset, in_words, misfits, missing
from monitor.config.problems import ALIKE, Problems
from monitor.errors import ConfigError
from monitor.sources.base import SourceBase

_BRAND = "brand"


def expand(value: dict[str, Value], problems: Problems) -> None:
    """Changes the entries in place; ids count up."""
    used = {str(entry["id"]): 1 for _, entry in entries(value, "sources") if "id" in entry}
    for path, entry in list(entries(value, "sources")):
        if "preset" not in entry:
            continue
        try:
            preset = _named(entry["preset"])
        except ConfigError as error:
            problems.at((*path, "preset"), error.key, **error.blanks)
            source = _stand_in(entry, path[-1])
        else:
            problems.also_known(path, ["preset", *preset.parameters])
            refused = _refused(preset, entry, path, problems)
            source = from_preset(preset, {key: one for key, one in entry.items() if key not in refused}, used)
            if _BRAND in refused:
                del source[_BRAND]  # the example's brand is no brand of this file
        entry.clear()
        entry.update(source)


def _named(name: Value) -> Preset:
    if not name:
        raise ConfigError("config.empty", key="preset")
    if not isinstance(name, str):
        raise ConfigError("config.expected_text", key="preset")
    return find(name)


def _refused(preset: Preset, entry: dict[str, Value], path: Path, problems: Problems) -> tuple[str, ...]:
    """The parameters that are wrong or missing, each told once, where it stands."""
    wrong, needed = misfits(preset, entry), missing(preset, entry)
    for name in wrong:
        if not problems.told((*path, name)):
            about = in_words(preset.parameters[name].about, problems.language)
            problems.at((*path, name), "config.preset_parameter", key=name, preset=preset.name, needed=about)
    for name in needed:
        if not get_close_matches(name, _strays(preset, entry), 1, ALIKE):  # a misspelt key is told to be one
            problems.at((*path, "preset"), "config.preset_needs", preset=preset.name, parameter=name)
    return wrong + needed


def _strays(preset: Preset, entry: dict[str, Value]) -> list[str]:
    known = known_keys(("sources", preset.source["kind"]), Plan)
    return [key for key in entry if key not in known and key not in preset.parameters]


def _stand_in(entry: dict[str, Value], number: object) -> dict[str, Value]:
    """In place of an entry that is already refused: what every kind has is looked at, nothing else is told."""
    shared = {key: value for key, value in entry.items() if key in SourceBase.model_fields}
    return {"id": f"preset-{number}", **shared, "kind": "feed", "url": "https://preset.invalid/"}
