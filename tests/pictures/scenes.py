"""What the bot sends of the scenes that the documentation shows: the requests themselves, caught on their way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncGenerator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import SendMessage, SendRichMessage, TelegramMethod
from aiogram.types import BufferedInputFile, Chat, Message
from card_scenes import CHAT, MORNING, SCENES, played
from digest_values import bad, full, good
from live_values import live_of
from picture_values import MINSK, rich

from bot.channel import TelegramChannel
from bot.pace import Pace
from monitor.config.plan import Plan
from monitor.digest import Digest, Theme, pictured
from monitor.domain import DigestDue, Flag, Owed, Severity, Status
from monitor.pictures.finding import finding
from monitor.render.document import Picture
from monitor.store import Store
from monitor.telling.channel import Letter
from monitor.telling.digest_letters import DigestLetters, Draw
from monitor.texts import Texts
from monitor.workbook import Sheet

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
MANIFEST = FOLDER / "manifest.json"
LARGEST = 120_000  # bytes of a picture
LANGUAGES = ("en", "ru")
CARDS = (1, 2, 3)
MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)
_TOKEN = "1:invented"
_TITLES = {
    "ru": (
        "Покупатель подал в суд на Зубр-Софт",
        "Три недели без ответа, и деньги не вернули",
        "Не работает третий день",
        "Внедрили за месяц, остатки наконец сходятся",
    ),
    "en": (
        "A customer takes Kestrel Cloud to court",
        "Three weeks without an answer, and no refund",
        "Down for the third day",
        "Live in a month, and stock adds up at last",
    ),
}


class _Caught(BaseSession):
    """Takes every request and sends none."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[TelegramMethod[Any]] = []

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], *_: Any, **__: Any) -> Any:
        self.asked.append(method)
        return Message(message_id=1, date=MORNING, chat=Chat(id=1, type="private"))

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""

    async def close(self) -> None:
        return None


async def cards(store: Store, language: str) -> list[SendMessage]:
    """The three cards, as they are sent."""
    return [await _sent(letter, language) for letter in await played(store, language)]


async def digest(store: Store, language: str, draw: Draw) -> SendRichMessage:
    """The digest of an invented week, as it is sent."""
    plan = Plan.model_validate({**SCENES[language].plan, "timezone": str(MINSK)})

    async def figures(*_: object) -> Digest:
        return week(language)

    async def no_rows(sheet: Sheet, rows: object) -> bytes:
        return b"-"

    letters = DigestLetters(store, live_of(plan), figures, draw=draw, write=no_rows)
    due = DigestDue(week(language).week)
    return await _sent(await letters(Owed(1, CHAT, None, due), due, MONDAY), language)


async def blank(digest: Digest, **_: object) -> tuple[Picture, ...]:
    """Pictures that nobody has drawn, for who asks only where they stand."""
    return tuple(Picture(name, b"-", "") for name in pictured(digest))


def week(language: str) -> Digest:
    """The week of the charts, and what stood behind its figures."""
    whole, charts = full(), rich(language)
    own = replace(charts.brands[0], work=whole.work)
    urgent, taken, answered = _complaints(language)
    stories = replace(
        whole.stories,
        mentions=charts.stories.mentions,
        alarming=(urgent, taken, answered),
        oldest=taken,
        negative=(urgent, taken, answered),
        positive=(good(104, title=_TITLES[language][3], text="", url="https://catalog.example/104"),),
    )
    quality = replace(whole.quality, brands=tuple(replace(one, brand=own.brand) for one in whole.quality.brands))
    shown = {"days": charts.days, "past": charts.past, "first_pages": charts.first_pages, "sources": ()}
    return replace(whole, brands=(own, *charts.brands[1:]), stories=stories, quality=quality, **shown)


def _complaints(language: str) -> Iterator[Any]:
    court, refund, down, _ = _TITLES[language]
    taken = {"status": Status.TAKEN, "assignee": SCENES[language].people[0].name, "at": MONDAY - timedelta(days=7)}
    stars = {"rating": 0.25, "rating_text": "2/5"}
    urgent = {"severity": Severity.P1, "flag": Flag.RISK, "score": -0.9}
    yield bad(101, title=court, url="https://press.example/101", **urgent)
    yield bad(102, title=refund, url="https://reviews.example/102", **taken, **stars)
    yield bad(103, title=down, url="https://forum.example/103", status=Status.ANSWERED, answered=MONDAY, score=-0.5)


def zone(language: str) -> tzinfo:
    """Where the team of the cards lives."""
    return Plan.model_validate(SCENES[language].plan).zone


def charts(language: str) -> Iterator[tuple[str, str]]:
    """The charts of the digest that the documentation shows, and what each says."""
    for name in pictured(rich(language)):
        if name != "search-1":
            yield name, repr(finding(name, rich(language), Texts(language), MINSK))


async def said(store: Store, language: str) -> dict[str, str]:
    """What every picture says now, as a hash: when it changes, the picture has to be drawn again."""
    week_message = await digest(store, language, blank)
    told = {f"card-{number}": _hash(card) for number, card in zip(CARDS, await cards(store, language), strict=True)}
    told |= dict.fromkeys(("digest-message", "digest-screen"), _hash(week_message))
    by_theme = {f"digest-{name}": _short(words) for name, words in charts(language)}
    themed = {f"{name}.{language}.{theme}.png": words for name, words in by_theme.items() for theme in Theme}
    return {f"{name}.{language}.png": words for name, words in told.items()} | themed


def _hash(method: TelegramMethod[Any]) -> str:
    told = method.model_dump(mode="python", exclude_none=True, exclude={"chat_id", "link_preview_options"})
    return _short(json.dumps(told, sort_keys=True, ensure_ascii=False, default=_named))


def _short(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _named(value: Any) -> str:
    return str(value.filename) if isinstance(value, BufferedInputFile) else type(value).__name__


async def _sent(letter: Letter, language: str) -> Any:
    session = _Caught()
    channel = TelegramChannel(Bot(_TOKEN, session=session), lambda: Texts(language), Pace())
    await channel.send(letter)
    (asked,) = session.asked
    return asked
