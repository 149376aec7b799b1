"""Loads aiogram without what hardly any bot needs: the validators of all types that Telegram has.

aiogram builds four hundred of them while it is imported, each with every type that it leads to: 2 s of a core, more
than 100 MB, and a loop that waits 200 ms at a time. Left alone, pydantic builds each when it is first used; we use a
few dozen. See decision 0045.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from pydantic import BaseModel
from pydantic.errors import PydanticUndefinedAnnotation, PydanticUserError

_NAME = re.compile(r"\w+")
_OFTEN = ("Chat", "Message", "Update")  # types that others take as they are, once they are built
_OURS = (  # methods that are built before anybody waits for them
    "AnswerCallbackQuery",
    "DeleteWebhook",
    "EditMessageText",
    "GetFile",
    "GetMe",
    "GetUpdates",
    "SendChatAction",
    "SendDocument",
    "SendMediaGroup",
    "SendMessage",
    "SendPhoto",
    "SendRichMessage",
    "SetMyCommands",
)
_kept: list[type[BaseModel]] = []  # what their answers are read by: pydantic itself remembers no generic type


def load() -> None:
    """Afterwards aiogram is there; nobody sees how it was loaded but by the time and the memory that it took."""
    if "aiogram.types" in sys.modules:
        return
    known: dict[str, Any] = {}
    methods, types = _imported(known)
    everything = [*_models(types), *_models(methods)]
    for model in everything:
        _tell(model, known)
    try:
        _build(types, methods)
    except (PydanticUndefinedAnnotation, PydanticUserError):  # another version, which looks for its names elsewhere
        for model in everything:
            model.model_rebuild(_types_namespace=known)


def _imported(known: dict[str, Any]) -> tuple[ModuleType, ModuleType]:
    """Its methods and types, none of them built; `known` are the names that they mention."""
    usual = BaseModel.__dict__["model_rebuild"]

    def later(cls: type[BaseModel], /, *, _types_namespace: Mapping[str, Any] | None = None, **how: Any) -> bool | None:
        if _types_namespace is None:  # a model of somebody else, who is one call further away
            how["_parent_namespace_depth"] = how.get("_parent_namespace_depth", 2) + 1
            built: bool | None = usual.__func__(cls, **how)
            return built
        known.update(_types_namespace)
        return None

    BaseModel.model_rebuild = classmethod(later)  # type: ignore[assignment,method-assign]
    try:
        from aiogram import methods, types  # noqa: PLC0415
    finally:
        BaseModel.model_rebuild = usual  # type: ignore[method-assign]
    return methods, types


def _models(module: ModuleType) -> Iterator[type[BaseModel]]:
    for name in module.__all__:
        found = getattr(module, name)
        if isinstance(found, type) and issubclass(found, BaseModel):
            yield found


def _tell(model: type[BaseModel], known: Mapping[str, Any]) -> None:
    """The names in its annotations, which stand there for type checkers alone, are to be found in its module."""
    module = vars(sys.modules[model.__module__])
    for ancestor in model.__mro__:
        for annotation in vars(ancestor).get("__annotations__", {}).values():
            for name in _NAME.findall(str(annotation)):
                if name in known:
                    module.setdefault(name, known[name])


def _build(types: ModuleType, methods: ModuleType) -> None:
    from aiogram.methods.base import Response  # noqa: PLC0415

    for name in _OFTEN:
        getattr(types, name).model_rebuild()
    for name in _OURS:
        method = getattr(methods, name)
        method.model_rebuild()
        answer = Response[method.__returning__]  # type: ignore[name-defined]
        answer.model_rebuild()
        _kept.append(answer)
