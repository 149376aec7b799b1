"""Draws every picture of docs/pictures anew from what the product says now: `make pictures`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, tzinfo

from aiogram.methods import SendMessage
from card_scenes import MORNING
from picture_values import MINSK, rich
from pictures.phone import Look, Phone, Said
from pictures.scenes import CARDS, FOLDER, LANGUAGES, LARGEST, MANIFEST, MONDAY, cards, charts, digest, said, zone
from pictures.words import from_blocks, from_html

from monitor.digest import Theme
from monitor.pictures import draw
from monitor.store import Store
from monitor.texts import Texts

NAME = {"en": "Otklik", "ru": "Отклик"}
BESIDE = 400 / 320  # the README shows a card so wide, and beside it the digest, equally high


async def main() -> None:
    """Draws all of them, and notes what each says."""
    drawn: dict[str, bytes] = {}
    told: dict[str, str] = {}
    for language in LANGUAGES:
        async with _store() as store:
            told |= await said(store, language)
        async with _store() as store:
            drawn |= await _messages(store, language)
        for theme in Theme:
            drawn |= await _charts(language, theme)
    assert told.keys() == drawn.keys()
    assert not [name for name, png in drawn.items() if len(png) > LARGEST]
    for name, png in drawn.items():
        (FOLDER / name).write_bytes(png)
    MANIFEST.write_text(json.dumps(told, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    for left in {path.name for path in FOLDER.glob("*.png")} - drawn.keys():
        (FOLDER / left).unlink()


async def _messages(store: Store, language: str) -> dict[str, bytes]:
    whole = await digest(store, language, draw)
    blocks = [*from_blocks(whole.rich_message.blocks or ())]
    week = Said(blocks, whole.reply_markup, _clock(MONDAY, MINSK))
    drawn = {f"digest-message.{language}.png": Phone(Look(360, 6, 354, 14, 5)).show(week).png()}
    for number, card in zip(CARDS, await cards(store, language), strict=True):
        sheet = Phone(Look(420, 50, 414, 14.6, 0, NAME[language])).show(_card(card, language))
        drawn[f"card-{number}.{language}.png"] = sheet.png()
        if number == CARDS[0]:
            high = sheet.height * BESIDE
    screen = Phone(Look(420, 8, 412, 14.6, 4)).show(week)
    drawn[f"digest-screen.{language}.png"] = screen.png(high)
    return drawn


def _card(card: SendMessage, language: str) -> Said:
    return Said(from_html(card.text), card.reply_markup, _clock(MORNING, zone(language)))


async def _charts(language: str, theme: Theme) -> dict[str, bytes]:
    wanted = {name for name, _ in charts(language)}
    pictures = await draw(rich(language), texts=Texts(language), zone=MINSK, theme=theme)
    return {f"digest-{one.name}.{language}.{theme}.png": one.png for one in pictures if one.name in wanted}


def _clock(moment: datetime, where: tzinfo) -> str:
    return f"{moment.astimezone(where):%H:%M}"


@asynccontextmanager
async def _store() -> AsyncIterator[Store]:
    """An empty database in memory."""
    store = await Store.open("sqlite://")
    yield store
    await store.close()


asyncio.run(main())
