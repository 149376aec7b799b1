"""aiogram is loaded without what we do not use of it, and all of it can still be used."""

import sys
from types import SimpleNamespace

import pytest
from aiogram import methods, types
from aiogram.methods.base import Response
from pydantic import BaseModel

from bot import aiogram_import


def test_what_nobody_uses_is_not_built() -> None:
    models = [model for model in aiogram_import._models(types) if issubclass(model, types.TelegramObject)]
    unbuilt = [model for model in models if not model.__pydantic_complete__]

    assert len(unbuilt) > len(models) * 0.8


def test_what_we_send_and_read_is_built() -> None:
    assert types.Message.__pydantic_complete__
    assert types.Update.__pydantic_complete__
    assert all(getattr(methods, name).__pydantic_complete__ for name in aiogram_import._OURS)
    assert Response[types.Message] in aiogram_import._kept


@pytest.mark.parametrize(
    "told",
    [
        {"poll": {"id": "1", "question": "?", "options": []}},
        {"my_chat_member": "nothing like it"},
        {"message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "x", "of_2030": {}}},
    ],
)
def test_updates_of_any_kind_are_read_as_by_the_library_itself(told: dict[str, object]) -> None:
    class Again(types.Update):
        """Built by pydantic as it builds any model: with all that it leads to."""

    assert _said(types.Update, told) == _said(Again, told)


def test_a_type_is_built_when_it_is_first_used() -> None:
    button = types.MenuButtonWebApp(text="open", web_app={"url": "https://shop.example"})

    assert button.model_dump(mode="json")["web_app"] == {"url": "https://shop.example"}


def test_a_version_that_looks_for_names_elsewhere_is_built_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(BaseModel):
        model_config = {"defer_build": True}
        unknown: "Somewhere"  # type: ignore[name-defined]  # noqa: F821

    module = SimpleNamespace(__all__=["Later"], Later=Later)
    monkeypatch.delitem(sys.modules, "aiogram.types")
    monkeypatch.setattr(aiogram_import, "_imported", lambda known: known.update(Somewhere=int) or (module, module))
    monkeypatch.setattr(aiogram_import, "_tell", lambda *_: None)
    monkeypatch.setattr(aiogram_import, "_build", lambda types, _: types.Later.model_rebuild())

    aiogram_import.load()

    assert Later(unknown=1).unknown == 1


def _said(model: type[types.Update], told: dict[str, object]) -> object:
    try:
        return model.model_validate({"update_id": 1, **told}).model_dump(mode="json", exclude_unset=True)
    except ValueError as error:
        return str(error).splitlines()[1:]
