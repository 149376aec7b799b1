"""Ready-made sources: data files that a line of sources.yaml turns into a source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from importlib import resources
from typing import Any
from urllib.parse import quote

import yaml

from monitor.config.marked_yaml import Value
from monitor.errors import ConfigError

_BLANK = re.compile(r"<(\w+)>")
_ADDRESS = "url"
_DATA = ".yaml"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a line of sources.yaml may tell a preset; without a default it must be given."""

    about: dict[str, str]  # by language
    example: str | int
    default: str | int | None = None
    pattern: str | None = None  # what may be written, where not everything can work
    several: bool = False  # a list of words can be meant too

    def takes(self, value: Value) -> bool:
        """Whether this can be meant: a word or number of the right form, or a list of them where several make sense."""
        if self.several and isinstance(value, list):
            return bool(value) and all(isinstance(one, str) and one for one in value)
        if isinstance(value, bool | list | dict):
            return False
        return self.pattern is None or re.fullmatch(self.pattern, str(value), re.ASCII) is not None


@dataclass(frozen=True, slots=True)
class Preset:
    """One data file."""

    name: str
    about: dict[str, str]  # by language
    policy: dict[str, str]  # what is allowed, how often, when that was checked
    parameters: dict[str, Parameter]
    source: dict[str, Any]
    pages: tuple[str, ...] = ()  # addresses of such a place as people copy them; named groups are parameters
    # To whom it says nothing else, by language.
    proposed: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    @property
    def example(self) -> dict[str, str | int]:
        """A line that works, after the values in it are made one's own."""
        return {"preset": self.name, **{name: known.example for name, known in self.parameters.items()}}


def in_words(told: Mapping[str, str], language: str) -> str:
    """What a preset says in this language; in English until somebody has put it into that language."""
    return told.get(language, told["en"])


def catalogue() -> tuple[Preset, ...]:
    """All of them, by name."""
    return tuple(sorted(_all().values(), key=lambda preset: preset.name))


def names() -> Iterator[str]:
    """Of all of them, without reading one."""
    files = resources.files(__package__).joinpath("presets").iterdir()
    return (file.name.removesuffix(_DATA) for file in files if file.name.endswith(_DATA))


def find(name: str) -> Preset:
    """The preset of this name; raises ConfigError with the nearest one."""
    preset = _all().get(name)
    if preset is None:
        near = get_close_matches(name, _all(), 1, 0.5)
        if near:
            raise ConfigError("config.no_such_preset_near", preset=name, near=near[0])
        raise ConfigError("config.no_such_preset", preset=name)
    return preset


def for_address(url: str) -> Iterator[dict[str, Value]]:
    """The lines that read the place of this address, as far as the address tells their parameters.

    >>> list(for_address("https://t.me/example_news"))
    [{'preset': 'telegram-channel', 'channel': 'example_news'}]
    """
    for preset in catalogue():
        for pattern in preset.pages:
            found = re.fullmatch(pattern, url, re.IGNORECASE)
            if found:
                given = {name: value for name, value in found.groupdict().items() if value}
                yield {
                    "preset": preset.name,
                    **{name: int(one) if one.isdecimal() else one for name, one in given.items()},
                }


def parameters_of(entry: Mapping[str, Value]) -> frozenset[str]:
    """The keys of an entry that are parameters of the preset it names."""
    preset = _all().get(str(entry["preset"])) if "preset" in entry else None
    return frozenset(preset.parameters) if preset else frozenset()


def misfits(preset: Preset, entry: Mapping[str, Value]) -> tuple[str, ...]:
    """The parameters that are given and cannot be meant so; an empty one is only missing."""
    given = {name: known for name, known in preset.parameters.items() if entry.get(name) not in (None, "")}
    return tuple(name for name, known in given.items() if not known.takes(entry[name]))


def missing(preset: Preset, entry: Mapping[str, Value]) -> tuple[str, ...]:
    """The parameters that must be given and are not."""
    needed = (name for name, known in preset.parameters.items() if known.default is None)
    return tuple(name for name in needed if entry.get(name) in (None, ""))


def from_preset(preset: Preset, entry: Mapping[str, Value], used: dict[str, int]) -> dict[str, Value]:
    """The source that `{preset: NAME, ...}` stands for.

    Keys that are no parameters overrule the preset's own, each as a whole: a `select` that is given is all there is.
    In place of what is missing stands the example, so that whatever else is wrong with the entry is told too.
    """
    given = {key: value for key, value in entry.items() if key != "preset"}
    filled: dict[str, Value] = {
        name: given.pop(name, None) or known.default or known.example for name, known in preset.parameters.items()
    }
    source = {key: _said(value, key, filled) for key, value in preset.source.items()}
    said = str(given["id"]) if "id" in given else numbered(preset.name, used)
    return {"id": said, **source, **given}


def numbered(name: str, used: dict[str, int]) -> str:
    """The id of a source that has none: the preset's name, else with the next number.

    `used` holds the last one tried of each.
    """
    free = name
    while free in used:
        used[name] += 1
        free = f"{name}-{used[name]}"
    used[free] = 1
    return free


def _said(value: Any, key: str, filled: Mapping[str, Value]) -> Any:
    """A blank that is the whole value takes what was given as it is."""
    if isinstance(value, dict):
        return {inner: _said(one, inner, filled) for inner, one in value.items()}
    if not isinstance(value, str):
        return value
    whole = _BLANK.fullmatch(value)
    if whole:
        return filled[whole[1]]
    if key == _ADDRESS:
        return _BLANK.sub(lambda found: _in_address(str(filled[found[1]]), found.start()), value)
    return _BLANK.sub(lambda found: str(filled[found[1]]), value)


def _in_address(given: str, position: int) -> str:
    """What an address begins with is an address itself; further inside everything is encoded.

    >>> _in_address("https://forum.example/", 0), _in_address("a b/c", 20)
    ('https://forum.example', 'a%20b%2Fc')
    """
    return quote(given, safe="") if position else given.rstrip("/")


@lru_cache(maxsize=1)
def _all() -> dict[str, Preset]:
    return {preset.name: preset for preset in _read()}


def _read() -> Iterator[Preset]:
    for file in resources.files(__package__).joinpath("presets").iterdir():
        if file.name.endswith(_DATA):
            written = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
            yield Preset(
                name=file.name.removesuffix(_DATA),
                about=written["about"],
                policy=written["policy"],
                parameters={name: _parameter(known) for name, known in written.get("parameters", {}).items()},
                source=written["source"],
                pages=tuple(written.get("pages", ())),
                proposed=written.get("proposed", {}),
            )


def _parameter(written: Mapping[str, Any]) -> Parameter:
    default = written.get("default")
    return Parameter(
        about=written["about"],
        example=written.get("example", default),
        default=default,
        pattern=written.get("pattern"),
        several=written.get("several", False),
    )
