"""`otklik presets`: the catalogue of ready-made sources with their parameters."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from textwrap import wrap

from monitor.config.presets import Parameter, Preset, catalogue, find, in_words
from monitor.texts import Texts

WIDTH = 80  # columns
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:")


def presets(names: Sequence[str], texts: Texts) -> str:
    """All of them, or those named; raises ConfigError for one that is not there."""
    told = ["\n".join(_lines(preset, texts)) for preset in _chosen(names)]
    return "\n\n".join([*told, "\n".join(wrap(texts("cli.presets.hint"), WIDTH))]) + "\n"


def told_presets(names: Sequence[str], texts: Texts, *, as_json: bool) -> str:
    """For a person or as one JSON object."""
    return json.dumps(as_object(names, texts), ensure_ascii=False) + "\n" if as_json else presets(names, texts)


def as_object(names: Sequence[str], texts: Texts) -> dict[str, object]:
    """The catalogue for a program; a parameter without a default must be given."""
    return {"presets": [_object(preset, texts.language) for preset in _chosen(names)]}


def example(preset: Preset) -> str:
    """A line to paste under `sources:`."""
    return "- {" + ", ".join(f"{key}: {_quoted(value)}" for key, value in preset.example.items()) + "}"


def _chosen(names: Sequence[str]) -> Sequence[Preset]:
    return [find(name) for name in names] or catalogue()


def _object(preset: Preset, language: str) -> dict[str, object]:
    parameters = [
        {
            "name": name,
            "about": in_words(known.about, language),
            "default": known.default,
            "example": known.example,
        }
        for name, known in preset.parameters.items()
    ]
    about = {"about": in_words(preset.about, language), "policy": in_words(preset.policy, language)}
    return {"name": preset.name, **about, "parameters": parameters, "example": preset.example}


def _lines(preset: Preset, texts: Texts) -> Iterator[str]:
    yield preset.name
    yield from _wrapped(in_words(preset.about, texts.language))
    yield from _wrapped(in_words(preset.policy, texts.language))
    for name, known in preset.parameters.items():
        yield from _wrapped(_parameter(name, known, texts), hanging=4)
    yield f"  {example(preset)}"


def _parameter(name: str, known: Parameter, texts: Texts) -> str:
    said = f"{name}: {in_words(known.about, texts.language)}"
    if known.default is None:
        return texts("cli.presets.needed", parameter=said)
    return texts("cli.presets.default", parameter=said, value=known.default)


def _wrapped(text: str, *, hanging: int = 0) -> list[str]:
    later = " " * (2 + hanging)
    return wrap(
        text, WIDTH, initial_indent="  ", subsequent_indent=later, break_long_words=False, break_on_hyphens=False
    )


def _quoted(value: str | int) -> str:
    """As YAML takes it between { and }; digits stay a number.

    >>> _quoted("google-news"), _quoted("${VK_TOKEN}"), _quoted(157)
    ('google-news', "'${VK_TOKEN}'", '157')
    """
    return str(value) if set(str(value)) <= _PLAIN else f"'{value}'"
