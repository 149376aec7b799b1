"""`otklik schema`: the JSON Schema of sources.yaml; editors check with it, docs/sources.md is made of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import time, timedelta
from importlib import resources
from typing import Any

import yaml
from pydantic.json_schema import GenerateJsonSchema

from monitor.config.plan import Plan
from monitor.config.presets import Parameter, Preset, catalogue
from monitor.config.scalars import Hours, Pace, When, WorkingHours, write_clock, write_duration
from monitor.sources import KINDS

_READY = "A ready-made source."
_LISTED = "Its name; `otklik presets` lists them all."

Say = Callable[[str], str]


class _AsWritten(GenerateJsonSchema):
    """Defaults stand in the schema as people write them: 15m, mon 09:00."""

    def encode_default(self, dft: Any) -> Any:
        if isinstance(dft, timedelta):
            return write_duration(dft)
        if isinstance(dft, time):
            return write_clock(dft)
        return str(dft) if isinstance(dft, Pace | When | Hours | WorkingHours) else super().encode_default(dft)


def schema(language: str = "en") -> str:
    """Stable, so that the committed file can be compared."""
    return json.dumps(described(language), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def described(language: str) -> dict[str, Any]:
    """The schema with its parts in the order of the models, every key explained in this language."""
    say = sayings(language)
    found: dict[str, Any] = _said(Plan.model_json_schema(schema_generator=_AsWritten), say)
    found["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    found["title"] = "sources.yaml"
    known = found["$defs"]
    for kind in KINDS.values():
        known[kind.__name__]["required"] = ["kind", *known[kind.__name__]["required"]]
        known[kind.__name__]["properties"]["every"]["default"] = write_duration(kind.usual_interval)
    found["properties"] = {name: _or_empty(node, known) for name, node in found["properties"].items()}
    known["Preset"] = _presets(language, say)
    sources = found["properties"]["sources"]
    sources["items"] = {"anyOf": [{"$ref": "#/$defs/Preset"}, sources["items"]]}
    users = known["Team"]["properties"]["users"]
    users["items"] = {"anyOf": [{"type": "integer"}, users["items"]]}
    return found


def sayings(language: str) -> Say:
    """How a sentence of the models is said in this language; raises KeyError where nobody has translated it.

    >>> sayings("ru")("Who wrote it.")
    'Кто это написал.'
    """
    if language == "en":
        return str
    file = resources.files("monitor.config").joinpath(f"keys.{language}.yaml")
    return {
        one["en"]: one[language] for one in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    }.__getitem__


def _said(node: Any, say: Say) -> Any:
    """Names, types and defaults are the same in every language."""
    if isinstance(node, list):
        return [_said(one, say) for one in node]
    if not isinstance(node, dict):
        return node
    described = isinstance(node.get("description"), str)
    return {key: say(value) if described and key == "description" else _said(value, say) for key, value in node.items()}


def _or_empty(section: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """A section whose lines are all remarks means its default."""
    if "$ref" not in section:
        return section
    ref = section["$ref"]
    others = {key: value for key, value in section.items() if key != "$ref"}
    return {
        "description": known[ref.rpartition("/")[2]]["description"],
        **others,
        "anyOf": [{"$ref": ref}, {"type": "null"}],
    }


def _presets(language: str, say: Say) -> dict[str, Any]:
    """An entry that names a preset, gives its parameters, and overrules what its kind of source has."""
    return {
        "type": "object",
        "description": say(_READY),
        "required": ["preset"],
        "properties": {"preset": {"enum": [preset.name for preset in catalogue()], "description": say(_LISTED)}},
        "anyOf": [_entry(preset, language) for preset in catalogue()],
    }


def _entry(preset: Preset, language: str) -> dict[str, Any]:
    kind = KINDS[preset.source["kind"]]
    names = [field.alias or name for name, field in kind.model_fields.items() if name != "kind"]
    needed = [name for name, known in preset.parameters.items() if known.default is None]
    return {
        "description": preset.about[language],
        "required": ["preset", *needed],
        "additionalProperties": False,
        "properties": {
            **{name: {"$ref": f"#/$defs/{kind.__name__}/properties/{name}"} for name in names},
            **{name: _parameter(known, language) for name, known in preset.parameters.items()},
            "preset": {"const": preset.name},
        },
    }


def _parameter(known: Parameter, language: str) -> dict[str, Any]:
    given = {} if known.default is None else {"default": known.default}
    kinds = ["string", "integer", *(["array"] if known.several else [])]
    return {"type": kinds, "description": known.about[language], "examples": [known.example], **given}
