"""`otklik schema`: the JSON Schema of sources.yaml; editors complete and check with it."""

from __future__ import annotations

import json
from datetime import time, timedelta
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from monitor.config.plan import Plan
from monitor.config.presets import Parameter, Preset, catalogue
from monitor.config.scalars import Hours, Pace, When, WorkingHours, write_clock, write_duration
from monitor.sources import KINDS

_LISTED = "Its name; `otklik presets` lists them."


class _AsWritten(GenerateJsonSchema):
    """Defaults stand in the schema as people write them: 15m, mon 09:00."""

    def encode_default(self, dft: Any) -> Any:
        if isinstance(dft, timedelta):
            return write_duration(dft)
        if isinstance(dft, time):
            return write_clock(dft)
        return str(dft) if isinstance(dft, Pace | When | Hours | WorkingHours) else super().encode_default(dft)


def schema() -> str:
    """Stable, so that the committed file can be compared."""
    found = Plan.model_json_schema(schema_generator=_AsWritten)
    found["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    found["title"] = "sources.yaml"
    known = found["$defs"]
    for kind in KINDS.values():
        known[kind.__name__]["required"] = ["kind", *known[kind.__name__]["required"]]
    known["Preset"] = _presets()
    sources = found["properties"]["sources"]
    sources["items"] = {"anyOf": [{"$ref": "#/$defs/Preset"}, sources["items"]]}
    users = known["Team"]["properties"]["users"]
    users["items"] = {"anyOf": [{"type": "integer"}, users["items"]]}
    return json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _presets() -> dict[str, Any]:
    """An entry that names a preset, gives its parameters, and overrules what its kind of source has."""
    return {
        "type": "object",
        "description": "A ready-made source.",
        "required": ["preset"],
        "properties": {"preset": {"enum": [preset.name for preset in catalogue()], "description": _LISTED}},
        "anyOf": [_entry(preset) for preset in catalogue()],
    }


def _entry(preset: Preset) -> dict[str, Any]:
    kind = KINDS[preset.source["kind"]]
    names = [field.alias or name for name, field in kind.model_fields.items() if name != "kind"]
    needed = [name for name, known in preset.parameters.items() if known.default is None]
    return {
        "description": preset.about["en"],
        "required": ["preset", *needed],
        "additionalProperties": False,
        "properties": {
            **{name: {"$ref": f"#/$defs/{kind.__name__}/properties/{name}"} for name in names},
            **{name: _parameter(known) for name, known in preset.parameters.items()},
            "preset": {"const": preset.name},
        },
    }


def _parameter(known: Parameter) -> dict[str, Any]:
    given = {} if known.default is None else {"default": known.default}
    kinds = ["string", "integer", *(["array"] if known.several else [])]
    return {"type": kinds, "description": known.about["en"], "examples": [known.example], **given}
