"""/mentions and /search: narrowed, leafed through and opened in one message."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bot_office import ANNA, BORIS, PLAN, Office, office, visit
from telegram_chats import Posted
from telegram_server import GROUP, PRIVATE, TelegramServer

from bot.app import connect
from bot.callbacks import Entry, Listing, Only, OwnCard, Raise, Show, key_of
from bot.listing import searched, words_in
from monitor.config.plan import Plan
from monitor.config.settings import Settings
from monitor.demo.sign import Sign
from monitor.desk import Press
from monitor.domain import Action, Change, FirstCrawl, Flag, Label, Mention, Person, Sentiment, Verdict
from monitor.store import Query
from monitor.texts import Texts

TWO = [*PLAN["brands"], {"id": "sklad", "name": "Северный Склад"}]
FILTERS = [["✓ Все", "Негатив", "Мои"], ["Ждут", "Без ответа"], ["7 дней", "30 дней", "✓ Всё время"]]


@pytest.fixture
async def team(server: TelegramServer, tmp_path: Path) -> AsyncIterator[Office]:
    async with office(server, tmp_path, PLAN | {"brands": TWO}) as one:
        yield one


async def praised(team: Office, number: int, **changes: Any) -> None:
    """Somebody said something that nobody is told of."""
    brought = visit(number, (), team.now)
    ((change, (mention,)),) = brought.changes
    quiet = replace(mention, sentiment=Sentiment(Label.NEUTRAL, 0.0), verdict=Verdict(), **changes)
    await team.store.keep(replace(brought, changes=((change, (quiet,)),)))


async def turned(server: TelegramServer, listed: Posted, button: str, user: dict[str, Any] = ANNA) -> str:
    """Presses, and answers with what the same message shows then."""
    before = len(listed.edits)
    await server.press(listed, button, user=user)
    await server.wait(lambda: len(listed.edits) > before)
    return listed.text


async def pressed(team: Office, listed: Posted, button: str, user: dict[str, Any] = ANNA) -> str:
    """Presses, and answers with the toast."""
    press = await team.server.press(listed, button, user=user)
    return str((await team.server.toast(press)).get("text", ""))


async def test_a_list_keeps_the_negative_the_waiting_mine_and_the_unanswered(
    team: Office, server: TelegramServer
) -> None:
    for number in (1, 2, 3):
        await team.mention(number=number)
    await praised(team, 4)
    await team.store.act(2, Press(Action.TAKE, Person(ANNA["id"], "Анна"), team.now))
    await team.store.act(3, Press(Action.ANSWER, Person(BORIS["id"], "Boris"), team.now))
    listed = await team.answer("/mentions")
    assert listed.buttons[1:4] == FILTERS

    def shown() -> list[str]:
        return [number for number in ("m-1", "m-2", "m-3", "m-4") if number in listed.text]

    assert shown() == ["m-1", "m-2", "m-3", "m-4"]
    await turned(server, listed, "Негатив")
    assert shown() == ["m-1", "m-2", "m-3"]
    assert listed.text.startswith("Упоминания · негатив\n")
    await turned(server, listed, "Ждут")
    assert shown() == ["m-1"]
    await turned(server, listed, "Без ответа")
    assert shown() == ["m-1", "m-2"]
    await turned(server, listed, "Мои")
    assert shown() == ["m-2"]
    assert listed.text.startswith("Упоминания · ведёт Анна\n")
    assert not listed.preview
    assert (await turned(server, listed, "Мои", BORIS)).startswith("Упоминания · в работе\nТаких упоминаний нет")
    await turned(server, listed, "Все", BORIS)
    assert shown() == ["m-1", "m-2", "m-3", "m-4"]


@pytest.mark.long
async def test_of_a_competitor_nothing_waits(server: TelegramServer, tmp_path: Path) -> None:
    rival = [*PLAN["brands"], {"id": "sklad", "name": "Северный Склад", "role": "competitor"}]
    async with office(server, tmp_path, PLAN | {"brands": rival}) as team:
        brought = visit(1, (), team.now)
        ((change, (mention,)),) = brought.changes
        theirs = replace(mention, brand="sklad", verdict=Verdict())
        await team.store.keep(replace(brought, changes=((change, (theirs,)),)))
        assert "негатив · m-1" in (await team.answer("/mentions")).text


async def test_a_list_keeps_a_brand_and_a_time_and_all_of_it_while_leafing(
    team: Office, server: TelegramServer
) -> None:
    for number in range(1, 11):
        await team.mention(number=number)
    listed = await team.answer("/mentions")
    assert listed.buttons[0] == [str(number) for number in range(1, 9)]
    assert "8. " in listed.text
    assert "9. " not in listed.text
    assert listed.buttons[5:] == [["✓ Все бренды", "Зубр-Софт"], ["Северный Склад"]]
    assert "Таких упоминаний нет" in await turned(server, listed, "Северный Склад")
    await turned(server, listed, "Зубр-Софт")
    await turned(server, listed, "7 дней")
    assert listed.text.startswith("Упоминания · Зубр-Софт · за 7 дней\n")
    assert "3. " not in await turned(server, listed, "Старше")
    assert listed.text.startswith("Упоминания · Зубр-Софт · за 7 дней\n")
    assert ["✓ 7 дней", "30 дней", "Всё время"] in listed.buttons
    assert "8. " in await turned(server, listed, "Всё время")  # from the beginning
    team.now = team.now.replace(year=team.now.year + 1)
    assert "Таких упоминаний нет" in await turned(server, listed, "30 дней")


@pytest.mark.parametrize(
    ("said", "title", "shown"),
    [
        ("негатив", "Упоминания · негатив", ["m-1"]),
        ("Мои", "Упоминания · в работе", []),
        ("unanswered", "Упоминания · без ответа", ["m-1"]),
        ("7 дней", "Упоминания · за 7 дней", ["m-1", "m-2"]),
        ("Зубр-Софт", "Упоминания · Зубр-Софт", ["m-1", "m-2"]),
        ("ZUBR", "Упоминания · Зубр-Софт", ["m-1", "m-2"]),
        ("m-2", "Поиск: m-2", ["m-2"]),
        ("менеджер", "Поиск: менеджер", ["m-1"]),
    ],
)
async def test_what_is_said_with_the_command_narrows_the_list(
    team: Office, said: str, title: str, shown: list[str]
) -> None:
    await team.mention()
    await praised(team, 2)
    listed = await team.answer(f"/mentions {said}")
    assert listed.text.splitlines()[0] == title
    assert [number for number in ("m-1", "m-2") if number in listed.text.split("\n", 1)[1]] == shown


@pytest.mark.long
async def test_a_search_keeps_its_words_while_it_is_narrowed(team: Office, server: TelegramServer) -> None:
    for number in range(1, 11):
        await team.mention(number=number)
    listed = await team.answer("/search  Зубр-Софт ")
    assert listed.text.startswith("Поиск: Зубр-Софт\n")
    found = len(await team.store.mentions(Query(search="Зубр-Софт")))
    assert 0 < found < 10
    await turned(server, listed, "Негатив")
    assert listed.text.startswith("Поиск: Зубр-Софт\n")
    assert await turned(server, listed, "Ждут")
    assert listed.buttons[0] == [str(number) for number in range(1, found + 1)]


async def test_a_search_in_a_demonstration_keeps_its_words() -> None:
    async with TelegramServer() as server:
        bot, _ = connect(
            Settings(token=server.token, api_url=server.url),
            plan=lambda: Plan.model_validate(PLAN),
            sign=Sign(Texts("ru")("cli.demo.chat.mark"), lambda: None),
        )
        await bot.send_message(GROUP, f"<b>{searched('срок', Texts('ru'))}</b>", parse_mode="HTML")
        await bot.session.close()
        assert server.messages()[0].text.startswith("🎭")
        assert words_in(server.messages()[0].text) == "срок"


@pytest.mark.long
async def test_whoever_leafs_in_somebody_elses_list_stays_in_it(team: Office, server: TelegramServer) -> None:
    for number in range(1, 11):
        await team.mention(number=number)
        await team.store.act(number, Press(Action.TAKE, Person(ANNA["id"], "Анна"), team.now))
    listed = await team.answer("/mentions")
    await turned(server, listed, "Мои")
    assert "m-1 " in await turned(server, listed, "Старше", BORIS) + " "
    assert listed.text.startswith("Упоминания · ведёт Анна\n")


async def test_a_search_without_words_shows_how(team: Office) -> None:
    assert "/search срок" in (await team.answer("/search")).text


@pytest.mark.parametrize(("words", "advice"), [("жираф", "другое слово"), ("потерял жираф", "Уберите одно из них")])
async def test_a_search_that_finds_nothing_says_what_to_try(team: Office, words: str, advice: str) -> None:
    await team.mention()
    found = await team.answer(f"/search {words}")
    assert "Ничего не нашлось" in found.text
    assert advice in found.text


async def test_a_search_that_is_narrowed_too_much_leads_back(team: Office, server: TelegramServer) -> None:
    await team.mention()
    listed = await team.answer("/search месяц")
    assert "отбор" in await turned(server, listed, "Мои")
    assert "1. " in await turned(server, listed, "Все")
    assert (await team.answer("/search жираф")).buttons == []


async def test_a_card_is_found_by_the_numbers_that_stand_on_it(team: Office, server: TelegramServer) -> None:
    for number in (1, 2, 3):
        await team.mention(number=number)
    found = await team.answer("/search М-1, m-3")
    assert found.text.startswith("Поиск: М-1, m-3\n")
    assert [name in found.text for name in ("m-1", "m-2", "m-3")] == [True, False, True]
    assert "m-2 " not in await turned(server, found, "Негатив") + " "
    assert "Ничего не нашлось" in (await team.answer("/search m-99")).text


async def test_all_that_is_kept_of_a_mention_comes_as_a_file(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    await team.mention(number=2)
    by_number = await team.answer("/history М-1")
    assert (by_number.name, by_number.text[:13]) == ("m-1.html", "m-1, Зубр-Соф")
    page = (by_number.document or b"").decode()
    assert ("SHA-256" in page, "<title>Отклик m-1</title>" in page) == (True, True)
    assert (await team.answer("/history 2")).name == "m-2.html"
    in_reply = await team.answer("/history", reply_to=card)
    assert in_reply.name == "m-1.html"
    assert "не сказано, о каком упоминании" in (await team.answer("/history")).text
    assert "m-99: такого упоминания нет" in (await team.answer("/history m-99")).text


@pytest.mark.parametrize("words", ['"><b>', "Поиск: x", "*", "' OR 1=1 --", "срок\nсрок", "я" * 4000, "\u202eсрок"])
async def test_whatever_is_looked_for_is_only_words(team: Office, words: str) -> None:
    await team.mention()
    found = await team.answer(f"/search {words}")
    assert found.text.startswith("Поиск: ")
    assert len(found.text) < 1000


async def test_a_number_brings_the_card_where_there_is_none(team: Office, server: TelegramServer) -> None:
    await team.mention()
    server.chats[PRIVATE] = "private"
    listed = await team.answer("/mentions", chat=PRIVATE)
    assert await pressed(team, listed, "1") == "Карточка m-1 сейчас придёт"
    await server.wait(lambda: any("Беру" in str(one.buttons) for one in server.messages(PRIVATE)))
    cards = [one for one in server.messages(PRIVATE) if "Беру" in str(one.buttons)]
    assert len(cards) == 1
    await team._kept(cards[0])
    await server.press(cards[0], "Беру", user=ANNA)
    await team.sees(cards[0], "Отдать")


async def test_a_number_never_brings_a_second_card_and_shows_the_way_to_the_first(
    team: Office, server: TelegramServer
) -> None:
    card = await team.mention()
    listed = await team.answer("/mentions")
    for _ in range(2):
        assert await pressed(team, listed, "1") == "Карточка m-1 уже здесь"
    await server.wait(lambda: listed.buttons[0] == ["К карточке m-1"])
    assert (listed.markup or {})["inline_keyboard"][0][0]["url"] == f"https://t.me/c/500/{card.number}"
    assert [one for one in server.messages(GROUP) if "Беру" in str(one.buttons)] == [card]


async def test_a_card_that_was_deleted_comes_anew_for_who_asks_once_more(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    listed = await team.answer("/mentions")
    server.delete(card)
    assert await pressed(team, listed, "1") == "Карточка m-1 уже здесь"
    async with asyncio.timeout(60):
        while await team.store.card_message(1, f"telegram:{GROUP}") is not None:
            await team.rest()
    assert await pressed(team, listed, "1") == "Карточка m-1 сейчас придёт"
    await server.wait(lambda: len(server.messages(GROUP)) == 2)
    await server.press(server.messages(GROUP)[-1], "Беру", user=ANNA)
    await team.sees(server.messages(GROUP)[-1], "Отдать")


async def test_where_no_link_leads_to_a_message_the_way_is_a_reply(team: Office, server: TelegramServer) -> None:
    card = await team.mention(targets=(f"telegram:{PRIVATE}",))
    listed = await team.answer("/mentions", chat=PRIVATE)
    await server.press(listed, "1", user=ANNA)
    await server.wait(lambda: "вот карточка" in server.messages(PRIVATE)[-1].text)
    assert server.messages(PRIVATE)[-1].reply_to == card.number


async def test_in_a_forum_a_card_comes_to_the_topic_where_it_was_asked_for(
    team: Office, server: TelegramServer
) -> None:
    server.topics[GROUP] = {7}
    await team.mention()
    await praised(team, 2)
    listed = await team.answer("/search месяц Зубр-Софт", topic=7)
    assert listed.topic == 7
    here, quiet = (OwnCard(**Listing().model_dump(), mention=number).pack() for number in (1, 2))
    press = await server.press_data(listed, here, user=ANNA)
    assert (await server.toast(press))["text"] == "Карточка m-1 уже здесь"
    press = await server.press_data(listed, quiet, user=ANNA)
    assert (await server.toast(press))["text"] == "Карточка m-2 сейчас придёт"
    await server.wait(lambda: len(server.messages(GROUP)) == 3)
    assert server.messages(GROUP)[2].topic == 7


async def test_what_nobody_was_told_of_is_shown_in_place_and_leads_back(team: Office, server: TelegramServer) -> None:
    await praised(team, 1)
    listed = await team.answer("/search месяц")
    page = await turned(server, listed, "1")
    assert page.startswith("Поиск: месяц\n")
    assert "менеджер сменился дважды" in page
    assert listed.buttons == [["Это негатив", "Карточка"], ["Назад"]]
    assert "1. " in await turned(server, listed, "Назад")
    assert listed.text.startswith("Поиск: месяц\n")
    assert len(server.messages(GROUP)) == 1


async def test_the_card_of_what_nobody_was_told_of_comes_when_asked_for(team: Office, server: TelegramServer) -> None:
    await praised(team, 1)
    listed = await team.answer("/mentions")
    await turned(server, listed, "1")
    assert await pressed(team, listed, "Карточка") == "Карточка m-1 сейчас придёт"
    await server.wait(lambda: len(server.messages(GROUP)) == 2)
    await team._kept(server.messages(GROUP)[1])
    assert await pressed(team, listed, "Карточка") == "Карточка m-1 уже здесь"


async def test_what_was_missed_becomes_negative_and_raises_its_card(team: Office, server: TelegramServer) -> None:
    await praised(team, 1)
    listed = await team.answer("/mentions")
    await turned(server, listed, "1")
    assert "m-1: негатив" in await pressed(team, listed, "Это негатив", BORIS)
    await server.wait(lambda: any("Беру" in str(one.buttons) for one in server.messages(GROUP)))
    record = await team.record()
    assert (record.label, record.corrected) == (Label.NEGATIVE, True)
    assert record.flag is Flag.NEGATIVE
    assert record.severity is not None
    await team.sees(listed, "m-1", "негатив")


async def test_the_page_of_a_mention_that_was_removed_meanwhile_says_so(team: Office) -> None:
    await praised(team, 1)
    listed = await team.answer("/mentions")
    data = Raise(mention=77).pack()
    press = await team.server.press_data(listed, data, user=ANNA)
    assert "уже не действует" in (await team.server.toast(press))["text"]


@pytest.mark.parametrize("make", [Entry, Raise])
def test_a_button_carries_the_widest_state(make: Callable[..., Entry]) -> None:
    widest = {"brand": key_of("zubr" * 40), "days": 30, "offset": 99_999, "who": 2**52 - 1, "mention": 999_999_999}
    data = make(only=Only.UNANSWERED, **widest).pack()
    assert len(data.encode()) <= 64
    assert make.unpack(data).brand == widest["brand"]
    assert Listing.unpack(Listing().pack()) == Listing()


async def test_a_chat_looks_only_at_what_it_hears_of(server: TelegramServer, tmp_path: Path) -> None:
    staff = {"id": "staff", "kind": "reviews", "url": "https://work.example/zubr", "brand": "zubr", "audience": "hr"}
    plan = PLAN | {"sources": [*PLAN["sources"], staff]}
    async with office(server, tmp_path, plan) as team:
        await team.mention()
        await team.store.keep(replace(visit(2, (), team.now), source="staff", changes=_from("staff", 2, team.now)))
        listed = await team.answer("/mentions")
        assert "m-2" not in listed.text
        assert listed.buttons == [["1"], *FILTERS]  # of one brand there is nothing to choose
        for data in (Listing(only=Only.NEGATIVE), Listing(offset=-8)):
            before = len(listed.edits)
            await server.press_data(listed, data.pack(), user=ANNA)
            await server.wait(lambda before=before: len(listed.edits) > before)
            assert "m-1" in listed.text
            assert "m-2" not in listed.text
        before = len(listed.edits)
        await server.press_data(listed, Entry(**Listing().model_dump(), mention=1).pack(), user=ANNA)
        await server.wait(lambda: len(listed.edits) > before)
        assert "К карточке m-1" in str(listed.buttons)
        assert "m-2" not in listed.text
        for kind in (Entry, Raise, OwnCard):
            forged = kind(**Listing().model_dump(), mention=2).pack()
            press = await server.press_data(listed, forged, user=ANNA)
            assert "уже не действует" in (await server.toast(press))["text"]
        await server.press_data(listed, Show().pack(), user=ANNA)
        await server.wait(lambda: server.messages()[-1].reply_to == listed.number)
        assert "m-1" in server.messages()[-1].text
        assert "m-2" not in server.messages()[-1].text
        assert "m-2" not in (await team.answer("/search Зубр-Софт")).text
        assert "Ничего не нашлось" in (await team.answer("/search m-2")).text
        assert "m-2: такого упоминания нет" in (await team.answer("/history m-2")).text
    everyone = {"chats": [{"id": GROUP, "audiences": ["clients", "hr"]}], "users": PLAN["team"]["users"]}
    async with office(server, tmp_path, plan | {"team": everyone}) as team:
        assert "m-2" in (await team.answer("/mentions")).text


def _from(source: str, number: int, now: datetime) -> tuple[tuple[Change, tuple[Mention, ...]], ...]:
    ((change, (judged,)),) = visit(number, (), now).changes
    said = replace(judged.item, source=source)
    return ((replace(change, found=replace(change.found, item=said)), (replace(judged, item=said),)),)


async def test_a_card_counts_only_complaints_that_its_chat_hears_of(server: TelegramServer, tmp_path: Path) -> None:
    staff = {"id": "staff", "kind": "reviews", "url": "https://work.example/zubr", "brand": "zubr", "audience": "hr"}
    plan = PLAN | {"sources": [*PLAN["sources"], staff]}
    async with office(server, tmp_path, plan) as team:
        for number, source in ((1, "reviews"), (2, "staff"), (3, "reviews")):
            said = _from(source, number, team.now)
            ((change, (judged,)),) = said
            judged = replace(judged, sentiment=replace(judged.sentiment, reasons=("support",)))
            targets = {"zubr": (f"telegram:{GROUP}",) if source == "reviews" else ()}
            brought = visit(number, (), team.now)
            await team.store.keep(replace(brought, source=source, changes=((change, (judged,)),), targets=targets))
        team.outbox.wake()
        await server.wait(lambda: len(server.messages()) == 2)
        cards = sorted(server.messages(), key=lambda one: "m-3" in one.text)
        alike = [next(one for one in card.text.splitlines() if "📊" in one) for card in cards]
        assert all(one.startswith("📊 Похожие жалобы за 30 дней (поддержка): m-") for one in alike)


async def before_us(team: Office, number: int, days: int) -> None:
    """A complaint that was there when its source was first read."""
    brought = visit(number, (), team.now)
    ((change, (mention,)),) = brought.changes
    item = replace(mention.item, published=team.now - timedelta(days=days))
    found = replace(change, found=replace(change.found, item=item))
    await team.store.keep(replace(brought, history=True, changes=((found, (replace(mention, item=item),)),)))


async def shown_by(team: Office, summary: FirstCrawl) -> Posted:
    """The list that «Показать» under this summary brings."""
    await team.store.owe(f"telegram:{GROUP}", summary, team.now, "first")
    team.outbox.wake()
    before = len(team.server.messages())
    await team.server.wait(lambda: len(team.server.messages()) > before)
    told = team.server.messages()[before]
    await team._kept(told)
    await team.server.press(told, "Показать", user=ANNA)
    await team.server.wait(lambda: len(team.server.messages()) > before + 1)
    return team.server.messages()[before + 1]


async def test_a_summary_shows_the_complaints_of_three_months_that_nobody_answered(
    team: Office, server: TelegramServer
) -> None:
    await before_us(team, 1, 10)
    await before_us(team, 2, 200)
    await before_us(team, 3, 20)
    await team.store.act(3, Press(Action.ANSWER, Person(BORIS["id"], "Boris"), team.now))
    await praised(team, 4)
    listed = await shown_by(team, FirstCrawl(("reviews",), found=4, negative=3, unanswered=1))
    assert listed.text.startswith("Упоминания · негатив без ответа · за 90 дней\n")
    assert [number for number in ("m-1", "m-2", "m-3", "m-4") if number in listed.text] == ["m-1"]
    assert listed.buttons[0] == ["1"]
    assert ["7 дней", "30 дней", "✓ 90 дней"] in listed.buttons  # four beside each other would be cut
    assert "m-2" in await turned(server, listed, "Всё время")
    assert ["7 дней", "30 дней", "✓ Всё время"] in listed.buttons


@pytest.mark.parametrize(("negative", "title"), [(2, "Упоминания · негатив\n"), (0, "Упоминания\n")])
async def test_a_summary_without_anything_to_answer_shows_what_it_counts(
    team: Office, negative: int, title: str
) -> None:
    await before_us(team, 2, 200)
    listed = await shown_by(team, FirstCrawl(("reviews",), found=4, negative=negative, unanswered=0))
    assert listed.text.startswith(title)
