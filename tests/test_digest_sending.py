"""The digest in Telegram: one rich message, or words, pictures and a table; never twice, and nothing lost."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import pytest
from bot_values import Seconds
from live_values import live_of
from python_calamine import CalamineWorkbook
from store_values import NOW, bring, item
from telegram_chats import Posted
from telegram_server import GROUP, TelegramServer

from bot.app import connect
from bot.enclosed import patience
from bot.pace import Pace
from bot.session import PATIENCE
from monitor.config.plan import Plan
from monitor.config.settings import Settings
from monitor.desk import Press
from monitor.digest import Day, Digest, Theme
from monitor.digest.brand import Counts
from monitor.domain import Action, DigestDue, DigestFile, DigestPictures, Owed, Person
from monitor.render.document import Attachment, Document, Picture
from monitor.store import Query, Store
from monitor.team.routes import Scope
from monitor.telling.channel import Compose, Letter
from monitor.telling.digest_letters import DigestLetters
from monitor.telling.outbox import Outbox
from monitor.texts import Texts
from monitor.weekly import weekly
from monitor.weekly.owed import owe_week
from monitor.workbook import Row, Sheet, WorkbookError, workbook

pytestmark = pytest.mark.one_database

TARGET = f"telegram:{GROUP}"
WEEK, LATER = "2026-W48", "2026-W49"
PNG = b"\x89PNG of a chart"
PLAN: dict[str, Any] = {
    "language": "ru",
    "timezone": "Europe/Minsk",
    "brands": [
        {"id": "zubr", "name": "Зубр-Софт"},
        {"id": "kestrel", "name": "Кречет"},
        {"id": "rival", "name": "Северный код", "role": "competitor"},
    ],
    "sources": [
        {"id": "reviews", "kind": "reviews", "url": "https://otzyv.example/zubr"},
        {"id": "kariera", "kind": "feed", "url": "https://kariera.example/rss", "audience": "hr"},
    ],
    "team": {"chats": [{"id": GROUP}]},
}


class Desk:
    """A store with a week in it, the letters of the digest, and a bot before the fake Telegram."""

    def __init__(self, store: Store, outbox: Outbox, plan: Plan) -> None:
        self.store = store
        self.outbox = outbox
        self.plan = plan
        self.now = NOW
        self.themes: list[Theme] = []
        self.broken = False
        self.compose: Compose

    async def said(self, count: int = 12, *, at: datetime = NOW, **how: Any) -> None:
        """Complaints of the week, none like another."""
        first = len(await self.store.mentions(Query())) + 1
        told = [self._item(number, how) for number in range(first, first + count)]
        await bring(self.store, *told, at=at, targets=(), **how)

    def _item(self, number: int, how: dict[str, Any]) -> Any:
        text = " ".join(f"слово{number}из{word}" for word in range(9))
        title = how.pop("title", f"Отзыв {number}")
        return item(number, text=text, title=title, source=how.get("source", "reviews"))

    async def sends(self, week: str = WEEK, target: str = TARGET) -> int:
        """Owes the digest, and delivers until nothing is left."""
        await owe_week(self.store, self.plan, target, week, self.now, scope=Scope())
        return await self.outbox.deliver_all()

    async def composed(self, owed: Owed) -> Letter:
        """A letter as it would be sent."""
        return await self.compose(owed, self.now)

    async def draw(self, digest: Digest, *, texts: Texts, zone: tzinfo, theme: Theme) -> tuple[Picture, ...]:
        """Two small charts."""
        self.themes.append(theme)
        return Picture("tone", PNG + b"1", "Негатива меньше"), Picture("voice", PNG + b"2", "О нас говорят чаще")

    async def write(self, sheet: Sheet, rows: Iterable[Row]) -> bytes:
        """Here and now: a process of its own takes a second to begin."""
        if self.broken:
            raise WorkbookError
        return workbook(sheet, rows)

    async def figures(self, week: str, scope: Scope) -> Digest:
        """The week as it is, with a day worth drawing."""
        digest = await weekly(self.store, self.plan, week, now=self.now, scope=scope)
        days = (Day(date(2026, 11, 24), Counts(digest.stories.mentions)),)
        return replace(digest, days=days if digest.stories.mentions else ())


@asynccontextmanager
async def at_desk(server: TelegramServer, store: Store, **changes: Any) -> AsyncIterator[Desk]:
    """Everything connected."""
    plan, seconds = Plan.model_validate(PLAN | changes), Seconds()
    settings = Settings(token=server.token, api_url=server.url)
    bot, channel = connect(settings, plan=lambda: plan, pace=Pace(seconds, seconds.sleep))
    desk: Desk

    async def compose(owed: Owed, now: datetime) -> Letter:
        assert isinstance(owed.notice, DigestDue | DigestPictures | DigestFile)
        return await letters(owed, owed.notice, now)

    async def figures(week: str, _now: datetime, scope: Scope) -> Digest:
        return await desk.figures(week, scope)

    async def draw(digest: Digest, **how: Any) -> tuple[Picture, ...]:
        return await desk.draw(digest, **how)

    async def write(sheet: Sheet, rows: Iterable[Row]) -> bytes:
        return await desk.write(sheet, rows)

    letters = DigestLetters(store, live_of(plan), figures, draw=draw, write=write)
    desk = Desk(store, Outbox(store, {"telegram": channel}, compose, lambda: desk.now), plan)
    desk.compose = compose
    try:
        yield desk
    finally:
        await bot.session.close()


@pytest.fixture
async def desk(server: TelegramServer, store: Store) -> AsyncIterator[Desk]:
    async with at_desk(server, store) as desk:
        yield desk


def kinds(server: TelegramServer) -> list[str]:
    """What stands in the chat."""
    return [_kind(message) for message in server.messages(GROUP)]


def _kind(message: Posted) -> str:
    if message.rich is not None:
        return "rich"
    if message.photos:
        return "album" if message.album else "photo"
    return "words" if message.document is None else "file"


def table(message: Posted) -> list[list[Any]]:
    """What the workbook of a message holds."""
    assert message.document is not None
    return read(message.document)


def read(book: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()


async def test_the_digest_is_one_rich_message_with_its_pictures_and_the_table_inside(
    server: TelegramServer, desk: Desk
) -> None:
    await desk.said()
    assert await desk.sends() == 1
    [message] = server.messages(GROUP)
    assert message.rich is not None
    assert message.rich["blocks"][0] == {"type": "heading", "text": "Дайджест: 23–29 ноября", "size": 1}
    assert (message.photos, message.name) == ([PNG + b"1", PNG + b"2"], "otklik-2026-W48.xlsx")
    assert len(table(message)) == 1 + 12
    assert desk.themes == [Theme.LIGHT]


@pytest.mark.long
async def test_an_older_server_gets_words_an_album_and_a_file_and_is_never_asked_again(
    server: TelegramServer, desk: Desk
) -> None:
    server.unknown = {"sendRichMessage"}
    await desk.said()
    await desk.said(at=NOW + timedelta(days=7))
    assert await desk.sends() == 3
    assert kinds(server) == ["words", "album", "album", "file"]
    words, first, second, file = server.messages(GROUP)
    assert words.text.startswith("Дайджест: 23–29 ноября")
    assert first.text.splitlines() == ["Графики к дайджесту, 23–29 ноября", "Негатива меньше", "О нас говорят чаще"]
    assert (second.text, file.text) == ("", "Упоминания недели, 23–29 ноября: 12")
    assert len(table(file)) == 1 + 12
    await desk.sends(LATER)
    assert kinds(server)[4:] == ["words", "album", "album", "file"]
    assert len(server.called("sendRichMessage")) == 1


@pytest.mark.long
@pytest.mark.parametrize(
    "refusal",
    [
        "Bad Request: RICH_MESSAGE_NOT_ALLOWED",
        "Bad Request: IMAGE_PROCESS_FAILED",
        "Bad Request: not enough rights to send photos to the chat",
    ],
)
async def test_what_a_chat_takes_no_rich_message_of_arrives_plain(
    server: TelegramServer, desk: Desk, refusal: str
) -> None:
    server.arm(400, "sendRichMessage", description=refusal)
    await desk.said()
    await desk.sends()
    assert kinds(server) == ["words", "album", "album", "file"]
    assert await desk.store.takes_plain(TARGET)


@pytest.mark.parametrize(
    "changes",
    [{"digest": {"style": "classic"}}, {"team": {"chats": [{"id": GROUP, "digest": "classic"}]}}],
)
async def test_where_the_file_wants_plain_messages_no_rich_one_is_tried(
    server: TelegramServer, store: Store, changes: Any
) -> None:
    async with at_desk(server, store, **changes) as desk:
        await desk.said()
        await desk.sends()
    assert kinds(server) == ["words", "album", "album", "file"]
    assert not server.called("sendRichMessage")


async def test_the_pictures_of_a_screen_that_is_dark_are_dark(server: TelegramServer, store: Store) -> None:
    async with at_desk(server, store, digest={"theme": "dark"}) as desk:
        await desk.said()
        await desk.sends()
        assert desk.themes == [Theme.DARK]


@pytest.mark.long
async def test_a_picture_that_is_refused_costs_neither_the_words_nor_the_table(
    server: TelegramServer, desk: Desk
) -> None:
    server.unknown = {"sendRichMessage"}
    server.arm(400, "sendMediaGroup", description="Bad Request: PHOTO_INVALID_DIMENSIONS", times=9)
    await desk.said()
    await desk.sends()
    assert kinds(server) == ["words", "file"]
    assert len(server.called("sendMediaGroup")) == 1


@pytest.mark.long
async def test_a_chat_without_the_right_to_send_pictures_is_still_told_everything_else(
    server: TelegramServer, desk: Desk
) -> None:
    server.unknown = {"sendRichMessage"}
    server.arm(400, "sendMediaGroup", description="Bad Request: not enough rights to send photos to the chat")
    await desk.said()
    await desk.sends()
    assert kinds(server) == ["words", "file"]
    assert await desk.store.away() == {}


@pytest.mark.long
async def test_a_file_that_is_too_large_is_not_tried_for_ever(server: TelegramServer, desk: Desk) -> None:
    server.unknown = {"sendRichMessage"}
    server.arm(413, "sendDocument", description="Request Entity Too Large", times=9)
    await desk.said()
    await desk.sends()
    await desk.said(at=NOW + timedelta(days=7))
    await desk.sends(LATER)
    assert kinds(server) == ["words", "album", "album"] * 2
    assert len(server.called("sendDocument")) == 2


@pytest.mark.long
async def test_an_album_that_was_asked_to_wait_comes_later_and_nothing_twice(
    server: TelegramServer, desk: Desk
) -> None:
    server.unknown = {"sendRichMessage"}
    server.arm(429, "sendMediaGroup", retry_after=30)
    await desk.said()
    await desk.sends()
    assert kinds(server) == ["words"]
    desk.now += timedelta(seconds=31)
    await desk.outbox.deliver_all()
    assert kinds(server) == ["words", "album", "album", "file"]


@pytest.mark.long
async def test_when_the_answer_to_so_large_a_message_is_lost_the_words_go_alone(
    server: TelegramServer, desk: Desk
) -> None:
    server.arm("reset", "sendRichMessage")
    await desk.said()
    await desk.sends()
    assert kinds(server) == []
    desk.now += timedelta(minutes=1)
    await desk.outbox.deliver_all()
    assert kinds(server) == ["rich", "album", "album", "file"]
    assert server.messages(GROUP)[0].photos == []
    assert not await desk.store.takes_plain(TARGET)


async def test_a_chat_that_cannot_be_reached_is_not_taken_for_one_without_rich_messages(
    server: TelegramServer, desk: Desk
) -> None:
    server.kicked = {GROUP}
    await desk.said()
    assert await desk.sends() == 0
    server.kicked = set()
    desk.now += timedelta(hours=2)
    await desk.outbox.deliver_all()
    assert kinds(server) == ["rich"]


async def test_a_digest_for_a_topic_that_is_gone_reaches_the_chat_as_it_is(
    server: TelegramServer, store: Store
) -> None:
    async with at_desk(server, store, team={"chats": [{"id": GROUP, "topic": 8}]}) as desk:
        await desk.said()
        await desk.sends(target=f"{TARGET}:8")
    assert kinds(server) == ["rich"]


async def test_a_group_that_moved_gets_its_digest_at_the_new_address(server: TelegramServer, desk: Desk) -> None:
    server.chats[-100777] = "supergroup"
    server.moved[GROUP] = -100777
    await desk.said()
    await desk.sends()
    await desk.outbox.deliver_all()
    assert [message.chat for message in server.messages()] == [-100777]


@pytest.mark.long
async def test_a_group_that_moved_sees_what_the_file_says_of_its_former_number(
    server: TelegramServer, store: Store
) -> None:
    chat = {"id": GROUP, "brands": ["kestrel"], "digest": "classic"}
    other = {"id": -100501, "brands": ["zubr"]}
    async with at_desk(server, store, team={"chats": [chat, other]}) as desk:
        server.chats |= {-100777: "supergroup", -100501: "supergroup"}
        server.moved[GROUP] = -100777
        await desk.said(2)
        await desk.said(1, brands=("kestrel",))
        await desk.sends()
        await desk.outbox.deliver_all()
        await desk.sends(target="telegram:-100501")
    words, file = server.messages(-100777)
    assert words.rich is None
    assert [row[2] for row in table(file)[1:]] == ["Кречет"]
    assert {row[2] for row in table(server.messages(-100501)[0])[1:]} == {"Зубр-Софт"}


async def test_a_table_that_cannot_hold_all_says_how_many_it_lacks(
    server: TelegramServer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.telling.digest_letters.MOST", 2)
    await desk.said(5)
    await desk.sends()
    *_, note = table(server.messages(GROUP)[0])
    assert "Ещё за эту неделю: 3." in note[0]


async def test_a_quiet_week_by_mail_has_no_table(desk: Desk) -> None:
    letter = await desk.composed(Owed(1, "mail:director@example.com", None, DigestDue("2026-W40")))
    assert (letter.pictures, letter.file) == ((), None)


async def test_a_quiet_week_is_a_line_without_pictures_or_table(server: TelegramServer, desk: Desk) -> None:
    server.unknown = {"sendRichMessage"}
    await desk.sends("2026-W40")
    assert kinds(server) == ["words"]


@pytest.mark.long
async def test_a_small_week_has_a_table_and_no_pictures(server: TelegramServer, desk: Desk) -> None:
    server.unknown = {"sendRichMessage"}
    await desk.said(3)
    await desk.sends()
    assert kinds(server) == ["words", "file"]
    assert desk.themes == []


async def test_a_week_is_owed_once_whoever_asks_and_again_where_somebody_wants_it(desk: Desk) -> None:
    store, plan = desk.store, desk.plan
    assert await owe_week(store, plan, TARGET, WEEK, NOW, scope=Scope())
    assert not await owe_week(store, plan, TARGET, WEEK, NOW, scope=Scope())
    assert await owe_week(store, plan, TARGET, WEEK, NOW, scope=Scope(), key_suffix=":again")
    assert [one.notice for one in await store.owed(TARGET, NOW)] == [DigestDue(WEEK)] * 2


@pytest.mark.long
async def test_wanted_again_the_pictures_come_again_too(server: TelegramServer, desk: Desk) -> None:
    server.unknown = {"sendRichMessage"}
    await desk.said()
    await desk.sends()
    await owe_week(desk.store, desk.plan, TARGET, WEEK, NOW, scope=Scope(), key_suffix=":again")
    await desk.outbox.deliver_all()
    assert kinds(server) == ["words", "album", "album", "file"] * 2


async def test_the_table_holds_what_its_chat_may_see_and_what_the_digest_counts(
    server: TelegramServer, store: Store
) -> None:
    async with at_desk(server, store, team={"chats": [{"id": GROUP, "brands": ["zubr"]}]}) as desk:
        await desk.said(2, brands=("zubr", "kestrel"))
        await desk.said(2, source="kariera")
        await desk.said(1, brands=("rival",), score=0.5)
        await desk.said(1, at=NOW - timedelta(days=9))
        await desk.said(1, at=NOW + timedelta(days=7))
        await desk.said(1)
        (last,) = await store.mentions(Query(until=NOW + timedelta(days=1), limit=1))
        await store.act(last.number, Press(Action.NOT_ABOUT_US, Person(1, "Анна"), NOW))
        await desk.sends()
    assert sorted(row[2] for row in table(server.messages(GROUP)[0])[1:]) == ["Зубр-Софт"] * 2 + ["Северный код"]


async def test_a_table_that_cannot_be_written_costs_neither_words_nor_pictures(
    server: TelegramServer, desk: Desk
) -> None:
    desk.broken = True
    await desk.said()
    await desk.sends()
    [message] = server.messages(GROUP)
    assert (len(message.photos), message.document) == (2, None)


@pytest.mark.long
async def test_where_the_table_should_stand_alone_it_is_said_that_it_is_not_there(
    server: TelegramServer, desk: Desk
) -> None:
    desk.broken = True
    server.unknown = {"sendRichMessage"}
    await desk.said(3)
    await desk.sends()
    assert [message.text.splitlines()[0] for message in server.messages(GROUP)][1:] == [
        "Таблицу упоминаний, 23–29 ноября, сделать не удалось. Её выгрузит otklik mentions --format xlsx."
    ]


def test_a_large_message_is_given_the_time_that_its_files_need() -> None:
    small = Letter(Owed(1, TARGET, None, None), Document())
    assert patience(small) == PATIENCE
    file = Attachment("otklik-2026-W48.xlsx", b"1" * 900_000)
    assert patience(replace(small, file=file, pictures=(Picture("tone", b"1" * 900_000, ""),))) == PATIENCE + 60


async def test_whoever_gets_it_by_mail_sees_what_a_chat_sees_by_default_and_everything_inside(
    server: TelegramServer, desk: Desk
) -> None:
    await desk.said(12)
    await desk.said(1, source="kariera")
    letter = await desk.composed(Owed(1, "mail:director@example.com", None, DigestDue(WEEK)))
    assert (len(letter.pictures), letter.rich, letter.beside) == (2, False, ())
    assert letter.file is not None
    assert len(read(letter.file.body)) == 1 + 12


async def test_a_terminal_shows_all_the_words_and_nothing_else(desk: Desk) -> None:
    await desk.said(12)
    letter = await desk.composed(Owed(1, "terminal", None, DigestDue(WEEK)))
    assert (letter.pictures, letter.file, letter.rich) == ((), None, False)
    assert letter.document.size > 200
