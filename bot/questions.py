"""The buttons under our questions to the team."""

from __future__ import annotations

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import Say, TakeBack, button
from bot.keyboard import as_keys, way_to
from monitor.domain import Owed, Said, Sitting
from monitor.texts import Texts


def question_keys(owed: Owed, sitting: Sitting, texts: Texts) -> InlineKeyboardMarkup | None:
    """What can be said of the present question, the way to it, and the way back."""
    rows: list[list[InlineKeyboardButton]] = []
    last: list[InlineKeyboardButton] = []
    if sitting.alert is not None:
        answers = ((Said.NEGATIVE, "lists.missed"), (Said.NEUTRAL, "questions.no"), (Said.SKIPPED, "questions.skip"))
        said = [button(texts(key), Say(message=owed.id, place=sitting.place, said=said)) for said, key in answers]
        rows += [said[:2], said[2:]]
        last = way_to(sitting.alert.record.url, texts)
    if sitting.last_place is not None:
        back = button(texts("bot.button.undo"), TakeBack(message=owed.id, place=sitting.last_place))
        (rows[-1] if rows else last).append(back)
    return as_keys([*rows, last])
