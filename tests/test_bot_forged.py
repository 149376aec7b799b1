"""Whatever a press of the team names, it reaches nothing that its chat may not see; every kind of button is tried."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData
from bot_office import ANNA, BORIS, Office, office, prefixes, visit
from live_values import take_up
from telegram_chats import Posted
from telegram_server import GROUP, PRIVATE, TelegramServer
from test_bot_strangers import everything

from bot import callbacks as data
from bot.app import _dispatcher
from bot.callbacks import Deed
from monitor.desk.later import Return, Snooze
from monitor.domain import Questions, Said
from monitor.texts import Texts

OTHER, HR = -100501, -100502
SECRET = "Зарплату задерживают"
TEAM = {
    "chats": [
        {"id": GROUP, "brands": ["zubr"]},
        {"id": OTHER, "brands": ["sklad"]},
        {"id": HR, "audiences": ["hr"]},
    ],
    "users": [{"id": ANNA["id"], "name": "Анна"}, 22222222],
    "admins": [ANNA["id"]],
}
PLAN: dict[str, Any] = {
    "language": "ru",
    "timezone": "Europe/Minsk",
    "brands": [{"id": "zubr", "name": "Зубр-Софт"}, {"id": "sklad", "name": "Северный Склад"}],
    "sources": [
        {"id": "reviews", "kind": "reviews", "url": "https://otzyv.example/zubr"},
        {"id": "staff", "kind": "reviews", "url": "https://staff.example/zubr", "audience": "hr"},
    ],
    "team": TEAM,
}
OURS, FOREIGN, STAFF = 1, 2, 3  # mentions: of this chat, of another brand, of the employees
ROWS = (2, 4)  # of the outbox: what another chat was sent, a card and our questions
STALE = Texts("ru")("bot.toast.stale")
NOT_THERE = {"", STALE, Texts("ru")("file.no_file"), Texts("ru")("bot.toast.trouble")}


def forged(mention: int) -> dict[str, list[CallbackData]]:
    """For every prefix what somebody with a client of their own may send."""
    steps = [data.Tick(mention=mention, step=step, done=True) for step in (0, -1, 99)]
    return {
        "c1": [data.Do(deed=deed, mention=mention) for deed in Deed],
        "t1": list(steps),
        "k1": [data.Mark(deed=data.Deed.SETTLE, mention=mention, done=done) for done in (True, False)],
        "h1": [data.PutOff(mention=mention, snooze=one) for one in Snooze],
        "h2": [data.Give(mention=mention, person=22222222), data.Give(mention=OURS, person=66666666)],
        "h3": [data.ComeBack(mention=mention, when=one) for one in Return],
        "m1": [
            data.Listing(brand=brand, who=who, days=days)
            for brand in ("", data.key_of("sklad"))
            for who, days in ((0, 0), (5, 2**31 - 1), (0, -7))
        ],
        "m2": [data.Entry(mention=mention)],
        "m3": [data.Raise(mention=mention)],
        "m4": [data.OwnCard(mention=mention)],
        "m5": [data.Guide(section="nothing")],
        "a1": [data.About(brand=data.key_of("sklad"))],
        "f1": [data.FormsOf(brand=data.key_of("nobody"))],
        "x1": [data.Exclude(mention=mention)],
        "e1": [data.Replace(on="0", file="0")],
        "e2": [data.Drop()],
        "e3": [data.AddSource(block="0")],
        "e4": [data.Sources(turn=turn, offset=-7, source=data.key_of("nobody")) for turn in data.Turn],
        "s1": [data.Show()],
        "j1": [data.Connect(chat=OTHER), data.Connect(chat=-1)],
        "d1": [data.OnDuty(person=66666666)],
        "p1": [data.Together(what=what, message=row) for what in data.All for row in ROWS],
        "p2": [data.Page(message=row, page=page) for page in (0, -1) for row in ROWS],
        "p3": [data.Single(message=row, mention=mention) for row in ROWS],
        "p4": [data.Lead(mention=mention)],
        "q1": [data.Say(message=row, place=0, said=said) for said in Said for row in ROWS],
        "q2": [data.TakeBack(message=row, place=0) for row in ROWS],
        "q3": [data.Permission(mention=mention)],
    }


NAMES_A_MENTION = ("c1", "t1", "k1", "h1", "h3", "m2", "m3", "m4", "x1", "p1", "p2", "p3", "p4", "q1", "q2", "q3")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer({GROUP: "supergroup", OTHER: "supergroup", HR: "supergroup", PRIVATE: "private"}) as one:
        yield one


@pytest.fixture
async def team(server: TelegramServer, tmp_path: Path) -> AsyncIterator[Office]:
    """A card in each chat, and in another one a message that asks."""
    async with office(server, tmp_path, PLAN) as one:
        await one.mention()
        for number, target, brand, source in ((2, OTHER, "sklad", "reviews"), (3, HR, "zubr", "staff")):
            one.now += timedelta(minutes=1)
            await one.store.keep(elsewhere(number, f"telegram:{target}", brand, source, one))
        one.outbox.wake()
        await server.wait(lambda: len(server.messages()) == 3)
        await one.store.owe(f"telegram:{OTHER}", Questions("2026-W47", (FOREIGN,)), one.now, "asked")
        one.outbox.wake()
        await server.wait(lambda: len(server.messages()) == 4)
        await until(lambda: settled(one))
        yield one


async def until(done: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await done():  # noqa: ASYNC110  # the store tells nobody
            await asyncio.sleep(0.005)


async def settled(one: Office) -> bool:
    """Whether all that was sent is written down."""
    return await one.store.owed_count() == 0


def elsewhere(number: int, target: str, brand: str, source: str, one: Office) -> Any:
    """The same as `visit`, of another brand or source, with words that nobody else may see."""
    made = visit(number, (target,), one.now)
    ((change, (mention,)),) = made.changes
    said = f"{SECRET}. {mention.item.text}"
    item = replace(mention.item, source=source, title=SECRET, text=said, url=f"https://x.example/{number}")
    found = replace(change, found=replace(change.found, item=item, keys=(f"url:x{number}",)))
    state = replace(made.state, id=source) if made.state else None
    told = ((found, (replace(mention, item=item, brand=brand),)),)
    return replace(made, source=source, changes=told, targets={brand: (target,)}, state=state)


def test_every_kind_of_button_is_listed_here() -> None:
    assert set(prefixes()) == set(forged(1)), "a new prefix needs its line in `forged`"


@pytest.mark.long
async def test_a_forged_button_reaches_nothing_that_its_chat_may_not_see(
    team: Office, server: TelegramServer, capsys: pytest.CaptureFixture[str]
) -> None:
    dispatcher = _dispatcher(team.monitor)
    before = await everything(team)
    for chat, hidden in ((GROUP, FOREIGN), (GROUP, STAFF), (PRIVATE, STAFF)):  # in private all brands are seen
        message, calls = server._object(server._post(Posted(chat, 0, "Упоминания"))), len(server.calls)  # it is no card
        wanted = forged(hidden) if hidden == FOREIGN else {one: forged(hidden)[one] for one in NAMES_A_MENTION}
        for prefix, presses in wanted.items():
            for number, one in enumerate(presses):
                name = f"{chat}-{hidden}-{prefix}-{number}"
                await dispatcher.feed_raw_update(team.bot, press(one.pack(), message, name))
                said = server.toasts.get(name, {}).get("text", "")
                assert prefix not in NAMES_A_MENTION or said in NOT_THERE, (one, said)
        after = [call for call in server.calls[calls:] if call.method != "getUpdates"]
        assert not [call for call in after if SECRET in str(call.fields)]
        assert {call.fields.get("chat_id") for call in after} <= {None, chat, str(chat)}
    assert await everything(team) == before
    assert "Traceback" not in capsys.readouterr().out, "a press broke its handler"


async def test_a_command_cannot_name_them_either(team: Office, server: TelegramServer) -> None:
    before = await everything(team)
    for name in ("m-2", "m-3", "s-2", "s-3", "m-77"):
        answer = await team.answer(f"/statement {name} Мы уже разбираемся.")
        assert Texts("ru")("statement.unknown", story=name) in answer.text
    for name in ("m-2", "m-3", "m-77"):
        assert (await team.answer(f"/history {name}")).text == Texts("ru")("bot.history.unknown", id=name)
    for asked in ("/search Зарплату", "/search m-2, m-3", "/mentions"):
        listed = await team.answer(asked)
        assert SECRET not in listed.text
        assert "Северный Склад" not in str(listed.buttons)
    assert await everything(team) == before


async def test_a_story_of_which_a_chat_sees_only_a_part_has_its_statement_too(
    team: Office, server: TelegramServer
) -> None:
    hidden = elsewhere(1, f"telegram:{HR}", "zubr", "staff", team)
    ((change, (mention,)),) = hidden.changes
    item = replace(mention.item, text=mention.item.text.removeprefix(f"{SECRET}. "))
    change = replace(change, found=replace(change.found, item=item, keys=("url:copy",)))
    await team.store.keep(replace(hidden, changes=((change, (replace(mention, item=item),)),)))
    assert [one.source for one in await team.store.told_by(1)] == ["reviews", "staff"]
    assert "s-1" in (await team.answer("/statement m-1 Мы уже разбираемся.")).text
    assert await team.store.agreed(1, team.now) is not None


async def test_neither_from_another_chat_nor_from_a_former_member_comes_an_answer(
    team: Office, server: TelegramServer
) -> None:
    card = next(one for one in server.messages() if one.chat == OTHER)
    press = await server.press(card, "Мы ответили", user=ANNA)
    await server.toast(press)
    await server.wait(lambda: len(server.messages()) == 5)
    prompt = server.messages()[-1]
    await until(lambda: _asked(team, prompt))
    before = await everything(team)
    forward = {"external_reply": {"origin": _origin(prompt), "message_id": prompt.number}}
    await server.say("https://evil.example/1", chat=GROUP, user=ANNA, **forward)
    same = {"message_id": prompt.number, "date": 0, "chat": {"id": GROUP, "type": "supergroup"}, "from": server.bot}
    await server.say("https://evil.example/2", chat=GROUP, user=ANNA, reply_to_message=same)
    assert "/mentions" in (await team.answer("/help")).text
    plan = team.live.plan
    left = plan.team.model_copy(update={"users": plan.team.users[1:]})  # the file knows Anna no longer
    take_up(team.live, plan.model_copy(update={"team": left}))
    await server.say("https://otzyv.example/3", chat=OTHER, user=ANNA, reply_to=prompt)
    await server.press(card, "Без ссылки", user=ANNA)
    assert "/mentions" in (await team.answer("/help", user=BORIS)).text
    assert await everything(team) == before
    server.presses.clear()  # the last one turns for ever, as a stranger's does


async def _asked(team: Office, prompt: Posted) -> bool:
    return await team.store.asked(f"telegram:{OTHER}", prompt.number) is not None and not await team.store.stale(
        f"telegram:{OTHER}", 1, team.now
    )


def _origin(prompt: Posted) -> dict[str, Any]:
    return {"type": "hidden_user", "date": 0, "sender_user_name": prompt.text[:5]}


def press(packed: str, message: Any, name: str) -> dict[str, Any]:
    query = {"id": name, "from": ANNA, "message": message, "chat_instance": "1", "data": packed}
    return {"update_id": 1, "callback_query": query}
