"""The buttons under a message that tells many mentions."""

from __future__ import annotations

from collections.abc import Iterator

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import All, Page, Single, Together, button
from bot.keyboard import as_keys
from monitor.domain import Batch, Owed
from monitor.render.gathered import ASKS, is_one_by_one
from monitor.texts import Texts

_IN_A_ROW = 5


def gathered_keys(owed: Owed, batch: Batch, texts: Texts) -> InlineKeyboardMarkup | None:
    """What can be done with many at once, or with each of the page that is shown."""
    if owed.view == ASKS and batch.free:
        rows = [[_all(All.TAKE, owed, texts), _all(All.BACK, owed, texts)]]
    elif is_one_by_one(owed.view):
        rows = list(_choice(owed, batch, texts))
    else:
        ask = [_all(All.ASK, owed, texts)] if batch.free else []
        rows = [[*ask, _page("one_by_one", owed, 0, texts)]] if batch.total else []
    return as_keys(rows)


def _choice(owed: Owed, batch: Batch, texts: Texts) -> Iterator[list[InlineKeyboardButton]]:
    chosen = [_single(owed, record.number) for record in batch.records]
    yield from (chosen[start : start + _IN_A_ROW] for start in range(0, len(chosen), _IN_A_ROW))
    ways = [("newer", batch.page - 1)] if batch.page else []
    ways += [("older", batch.page + 1)] if batch.page + 1 < batch.pages else []
    if ways:
        yield [_page(word, owed, page, texts) for word, page in ways]
    yield [_all(All.BACK, owed, texts)]


def _all(what: All, owed: Owed, texts: Texts) -> InlineKeyboardButton:
    return button(texts(f"gathered.button.{what}"), Together(what=what, message=owed.id))


def _page(word: str, owed: Owed, page: int, texts: Texts) -> InlineKeyboardButton:
    key = "gathered.button.one_by_one" if word == "one_by_one" else f"bot.button.{word}"
    return button(texts(key), Page(message=owed.id, page=page))


def _single(owed: Owed, mention: int) -> InlineKeyboardButton:
    return button(f"m-{mention}", Single(message=owed.id, mention=mention))
