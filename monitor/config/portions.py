"""Ten thousand sources are validated one by one, so that a bot that reads them beside its work stays awake."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ValidationError

from monitor.config.marked_yaml import Value
from monitor.sources import KINDS

_SOURCES = "sources"


def one_by_one(value: Mapping[str, Value]) -> Mapping[str, object]:
    """The file with each good source as its model: one call for all of them would hold the interpreter's lock.

    What is wrong stays as it was written, for whoever validates the whole says what is wrong with it, and where.
    """
    listed = value.get(_SOURCES)
    return {**value, _SOURCES: [_source(entry) for entry in listed]} if isinstance(listed, list) else value


def _source(entry: Value) -> Value | BaseModel:
    kind = KINDS.get(str(entry.get("kind"))) if isinstance(entry, dict) else None
    if kind is None:
        return entry
    try:
        return kind.model_validate(entry)
    except ValidationError:
        return entry
