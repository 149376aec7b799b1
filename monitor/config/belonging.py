"""Which keys belong at a place of sources.yaml, by the models."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, get_args

from pydantic import BaseModel


def known_keys(loc: Sequence[int | str], model: type[BaseModel]) -> set[str]:
    """The keys that the models know at this place."""
    return set(_keys_at(_names(loc), model))


def first_key(loc: Sequence[int | str], model: type[BaseModel]) -> str:
    """Of the keys that belong there one that must not be missing; empty where any word may be a key."""
    fields = [one for inner in _models_at(_names(loc), model) for one in inner.model_fields.items()]
    needed = [one for one in fields if one[1].is_required()]
    return next((field.alias or name for name, field in needed or fields), "")


def example_of(loc: Sequence[int | str], model: type[BaseModel]) -> object:
    """What may stand there, by the examples of its key; nothing where it has none."""
    *around, name = _names(loc) or ("",)
    fields = [one.model_fields.get(name) for one in _models_at(tuple(around), model)]
    example = next((field.examples[0] for field in fields if field and field.examples), None)
    while isinstance(example, list | tuple) and example:
        example = example[0]
    return example


def homes_of(loc: Sequence[int | str], name: str, model: type[BaseModel]) -> list[str]:
    """The sections in which a key belongs that stands here: those inside this one, else those of the whole file."""
    here = _names(loc)
    inside = [key for key in sorted(_keys_at(here, model)) if name in _keys_at((*here, key), model)]
    return inside or [key for key in sorted(_keys_at((), model) - {*here[:1]}) if name in _keys_at((key,), model)]


def _names(loc: Sequence[int | str]) -> tuple[str, ...]:
    return tuple(part for part in loc if isinstance(part, str))


@lru_cache(maxsize=256)  # the same mistake is often made in thousands of sources
def _keys_at(names: tuple[str, ...], model: type[BaseModel]) -> frozenset[str]:
    return frozenset(
        field.alias or name for one in _models_at(names, model) for name, field in one.model_fields.items()
    )


@lru_cache(maxsize=256)
def _models_at(names: tuple[str, ...], model: type[BaseModel]) -> tuple[type[BaseModel], ...]:
    models = [model]
    for part in names:
        fields = [field for one in models for name, field in one.model_fields.items() if part in {name, field.alias}]
        if fields:
            models = [inner for field in fields for inner in _models(field.annotation)]
        else:
            models = [one for one in models if _tagged(one, part)] or models
    return tuple(models)


def _tagged(model: type[BaseModel], tag: str) -> bool:
    kind = model.model_fields.get("kind")
    return model.__name__ == tag or (kind is not None and kind.default == tag)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        return
    for inner in get_args(annotation):
        yield from _models(inner)
