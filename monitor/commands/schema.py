"""`otklik schema`: the JSON Schema of sources.yaml; editors complete and check with it."""

from __future__ import annotations

import json
from datetime import time, timedelta
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from monitor.config.plan import Plan
from monitor.config.presets import catalogue
from monitor.config.scalars import Hours, Pace, When, WorkingHours, write_clock, write_duration
from monitor.sources import KINDS
from monitor.sources.base import SourceBase


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
    known["Preset"] = _preset(next(iter(KINDS.values())).__name__)
    sources = found["properties"]["sources"]
    sources["items"] = {"anyOf": [{"$ref": "#/$defs/Preset"}, sources["items"]]}
    users = known["Team"]["properties"]["users"]
    users["items"] = {"anyOf": [{"type": "integer"}, users["items"]]}
    return json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _preset(example: str) -> dict[str, Any]:
    """An entry that names a preset, gives its parameters, and overrules what every source has."""
    every = {
        name: {"$ref": f"#/$defs/{example}/properties/{name}"} for name in SourceBase.model_fields if name != "kind"
    }
    parameters = sorted({name for preset in catalogue() for name in preset.parameters})
    names = [preset.name for preset in catalogue()]
    return {
        "type": "object",
        "description": "A ready-made source.",
        "required": ["preset"],
        "additionalProperties": False,
        "properties": {
            **every,
            **{name: {"type": "string", "description": "A parameter of the preset."} for name in parameters},
            "preset": {"enum": names, "description": "Its name; `otklik presets` lists them."},
        },
    }
