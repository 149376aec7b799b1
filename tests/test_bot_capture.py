"""Messages that are forwarded to the bot and links that are sent to it become mentions, in private only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bot_office import ANNA, PLAN, STRANGER, Office, office, visit
from telegram_server import GROUP, PRIVATE, TelegramServer

from bot.callbacks import About, key_of
from monitor.errors import FetchError
from monitor.identity import identify
from monitor.store import Query
from monitor.texts import Texts

BAD = "Ужасная поддержка Зубр-Софта хамит и не отвечает, обманули с оплатой"
DAY = 1_795_000_000
CHANNEL = {
    "type": "channel",
    "date": DAY,
    "chat": {"id": -100777, "type": "channel", "title": "Бизнес вслух", "username": "bizvsluh"},
    "message_id": 42,
    "author_signature": "Ольга",
}
PERSON = {"type": "user", "date": DAY, "sender_user": {"id": 5, "is_bot": False, "first_name": "Игорь"}}
HIDDEN = {"type": "hidden_user", "date": DAY, "sender_user_name": "Кто-то"}
CLOSED = {"type": "chat", "date": DAY, "sender_chat": {"id": -100778, "type": "supergroup", "title": "Свои"}}
TWO = PLAN | {"brands": [{"id": "zubr", "name": "Зубр-Софт"}, {"id": "б" * 80, "name": "Кестрел"}]}
PAGE = """<html><head><title>Отзыв</title><meta property="og:title" content="Зубр-Софт подвёл">
<meta property="og:description" content="Сорвали сроки и хамят &amp; молчат.">
<meta property="article:published_time" content="2026-11-20T10:15:30+03:00"></head><body>меню Кестрел</body></html>"""
REVIEW = """<html><head><title>Отзыв</title><script type="application/ld+json">{"@type": "Review", "reviewBody":
"Зубр-Софт: ужасно, обманули", "author": "Ирина", "reviewRating": {"ratingValue": "1"},
"datePublished": "2026-11-20T10:15:30+03:00"}</script></head></html>"""


async def bring(team: Office, text: str, **extra: Any) -> str:
    """Sends it in private; answers with what the bot says there."""
    server, before = team.server, len(team.server.messages(PRIVATE))
    await server.say(text, chat=PRIVATE, user=ANNA, **extra)
    await server.wait(lambda: len(server.messages(PRIVATE)) > before)
    return server.messages(PRIVATE)[before].text


def alone(text: str, entities: list[dict[str, Any]]) -> dict[str, Any]:
    """What Anna writes to the bot, as Telegram marked it."""
    chat = {"id": PRIVATE, "type": "private"}
    return {"message_id": 905, "date": DAY, "chat": chat, "from": ANNA, "text": text, "entities": entities}


async def test_a_forwarded_post_becomes_a_mention_with_its_author_place_and_date(
    team: Office, server: TelegramServer
) -> None:
    said = await bring(team, BAD, forward_origin=CHANNEL)
    assert "Добавлено вручную · Зубр-Софт · негатив · m-1" in said
    assert "Почему:" in said
    assert "Карточка отправлена команде." in said
    record = await team.record()
    assert (record.source, record.url, record.author) == (
        "manual",
        "https://t.me/bizvsluh/42",
        "Бизнес вслух, Ольга",
    )
    assert (record.text, record.published and int(record.published.timestamp())) == (BAD, DAY)
    await server.wait(lambda: server.messages(GROUP))
    assert "t.me/bizvsluh, добавлено вручную" in server.messages(GROUP)[0].text


@pytest.mark.parametrize(
    ("origin", "author"), [(PERSON, "Игорь"), (HIDDEN, "Кто-то"), (CLOSED, "Свои"), (CHANNEL, "Бизнес вслух, Ольга")]
)
async def test_whoever_said_it_is_its_author(team: Office, origin: dict[str, Any], author: str) -> None:
    await bring(team, "Зубр-Софт как Зубр-Софт", forward_origin=origin)
    record = await team.record()
    assert record.author == author
    assert record.url == ("https://t.me/bizvsluh/42" if origin is CHANNEL else "")


async def test_a_post_of_a_channel_without_a_name_has_no_address(team: Office) -> None:
    nameless = CHANNEL | {"chat": {"id": -100777, "type": "channel", "title": "Свой круг"}}
    await bring(team, BAD, forward_origin=nameless)
    assert ((await team.record()).author, (await team.record()).url) == ("Свой круг, Ольга", "")


async def test_what_a_bot_made_and_a_person_passes_on_is_kept(team: Office) -> None:
    await bring(team, BAD, forward_origin=PERSON, via_bot={"id": 9, "is_bot": True, "first_name": "Кадры"})
    assert (await team.record()).author == "Игорь"


async def test_a_link_behind_words_under_a_picture_is_read(team: Office) -> None:
    team.web["https://blog.example/zubr"] = PAGE
    marked = {"type": "text_link", "offset": 0, "length": 4, "url": "https://blog.example/zubr"}
    await bring(team, "", caption="Тут пишут про нас", caption_entities=[marked])
    assert (await team.record()).url == "https://blog.example/zubr"


@pytest.mark.parametrize(
    ("said", "address"), [("blog.example/zubr", "blog.example/zubr"), ("😀 см. blog.example/zubr", "blog.example/zubr")]
)
async def test_an_address_without_its_https_is_read(team: Office, said: str, address: str) -> None:
    team.web["https://blog.example/zubr"] = PAGE
    marked = {"type": "url", "offset": len(said.encode("utf-16-le")) // 2 - len(address), "length": len(address)}
    await bring(team, said, entities=[marked])
    record = await team.record()
    assert record.url == "https://blog.example/zubr"
    assert "blog.example" not in record.text


async def test_a_host_among_words_is_no_page_to_read(team: Office) -> None:
    said = "зубр.рф опять лежит"
    marked = {"type": "url", "offset": 0, "length": 7}
    assert await bring(team, said, entities=[marked]) == Texts("ru")("bot.astray.alone")


@pytest.mark.parametrize("place", ["@svoi", "@bizvsluh"])
async def test_what_was_said_in_a_forbidden_group_or_channel_is_not_kept(
    tmp_path: Path, server: TelegramServer, place: str
) -> None:
    group = CLOSED | {"sender_chat": {"id": -100778, "type": "supergroup", "title": "Свои", "username": "svoi"}}
    async with office(server, tmp_path, PLAN | {"forbidden": [place]}) as team:
        await bring(team, BAD, forward_origin=group if place == "@svoi" else CHANNEL)
        assert await team.store.mentions(Query()) == ()


async def test_the_same_message_twice_is_one_mention(team: Office) -> None:
    await bring(team, BAD, forward_origin=PERSON)
    said = await bring(team, BAD, forward_origin=PERSON)
    assert "Уже есть" in said
    assert "m-1" in said
    assert len(await team.store.mentions(Query())) == 1


async def test_what_was_crawled_before_is_known_by_its_address(team: Office) -> None:
    crawled = visit(1, (), team.now)
    ((change, mentions),) = crawled.changes
    (found,) = identify([change.found.item])
    await team.store.keep(replace(crawled, changes=((replace(change, found=found), mentions),)))
    team.web["http://www.otzyv.example/zubr/1?utm_source=tg"] = PAGE
    said = await bring(team, "http://www.otzyv.example/zubr/1?utm_source=tg")
    assert "Уже есть" in said
    assert (await team.record()).also == ("manual",)


async def test_who_names_no_brand_of_ours_means_our_only_one(team: Office) -> None:
    await bring(team, "Хамят и обманывают, деньги не вернули", forward_origin=PERSON)
    assert (await team.record()).brand == "zubr"


async def test_a_linked_page_is_read_and_what_is_said_of_it_is_kept(team: Office) -> None:
    team.web["https://blog.example/zubr"] = PAGE
    said = await bring(team, "https://blog.example/zubr смотрите, что пишут")
    assert "m-1" in said
    record = await team.record()
    assert (record.title, record.url) == ("Зубр-Софт подвёл", "https://blog.example/zubr")
    assert record.text == "Сорвали сроки и хамят & молчат. смотрите, что пишут"
    assert record.published is not None
    assert record.published.isoformat() == "2026-11-20T07:15:30+00:00"


async def test_a_page_with_one_review_is_that_review(team: Office) -> None:
    team.web["https://otzyv.example/7"] = REVIEW
    await bring(team, "https://otzyv.example/7")
    record = await team.record()
    assert (record.author, record.rating_text, record.label) == ("Ирина", "1/5", "negative")


async def test_a_page_that_cannot_be_read_leaves_what_the_person_said(team: Office) -> None:
    team.web["https://closed.example/1"] = FetchError("fetch.robots", url="https://closed.example/1")
    said = await bring(team, f"{BAD}: https://closed.example/1")
    assert "robots.txt" in said
    record = await team.record()
    assert (record.text, record.url) == (f"{BAD}:", "https://closed.example/1")


async def test_what_is_forbidden_is_said_once_and_nobody_is_told_to_bring_it_in_another_way(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with office(server, tmp_path, PLAN | {"forbidden": ["closed.example"]}) as team:
        team.web["https://closed.example/1"] = FetchError("fetch.robots", url="https://closed.example/1")
        said = await bring(team, f"{BAD}: https://closed.example/1")
        assert said.startswith("Это сообщение взято из запрещённого места или ведёт туда, поэтому ничего не сохранено.")
        assert "Перешлите" not in said
        assert len(said.splitlines()) == 1


async def test_a_page_that_cannot_be_read_and_no_words_is_said_so(team: Office) -> None:
    team.web["https://closed.example/1"] = FetchError("fetch.robots", url="https://closed.example/1")
    said = await bring(team, "https://closed.example/1")
    assert "Ничего не сохранено" in said
    assert await team.store.mentions(Query()) == ()


async def test_of_several_brands_the_person_chooses_also_after_a_restart(
    tmp_path: Path, server: TelegramServer
) -> None:
    async with office(server, tmp_path, TWO) as team:
        question = await team.answer("Хамят и обманывают", chat=PRIVATE, forward_origin=PERSON)
        assert question.buttons == [["Зубр-Софт"], ["Кестрел"]]
        assert await team.store.mentions(Query()) == ()
    async with office(server, tmp_path, TWO) as team:
        await server.press(question, "Кестрел", user=ANNA)
        await team.sees(question, "Добавлено вручную", "Кестрел", "m-1")
        assert question.buttons == []
        record = await team.record()
        assert (record.brand, record.author) == ("б" * 80, "Игорь")


async def test_a_choice_pressed_twice_stores_one_mention(tmp_path: Path, server: TelegramServer) -> None:
    async with office(server, tmp_path, TWO) as team:
        question = await team.answer("Хамят и обманывают", chat=PRIVATE, forward_origin=PERSON)
        data = question.markup["inline_keyboard"][0][0]["callback_data"]  # type: ignore[index]
        await server.press_data(question, data, user=ANNA)
        await server.press_data(question, data, user=ANNA)
        await team.sees(question, "Уже есть")
        assert len(await team.store.mentions(Query())) == 1


async def test_what_has_no_words_is_said_so_once_and_an_album_is_not_scolded(
    team: Office, server: TelegramServer
) -> None:
    sticker = {"message_id": 900, "date": DAY, "chat": {"id": PRIVATE, "type": "private"}, "from": ANNA}
    album = {**sticker, "forward_origin": PERSON, "media_group_id": "1"}
    await server.push({"message": album})
    await server.push({"message": {**album, "message_id": 901, "caption": BAD}})
    await server.wait(lambda: server.messages(PRIVATE))
    assert "m-1" in server.messages(PRIVATE)[0].text
    await server.push({"message": {**sticker, "message_id": 902, "forward_origin": PERSON}})
    await server.wait(lambda: len(server.messages(PRIVATE)) == 2)
    assert "Слов здесь нет" in server.messages(PRIVATE)[1].text


@pytest.mark.parametrize("text", [BAD, f"{BAD} https://blog.example/1"])
async def test_strangers_and_groups_meet_silence(team: Office, server: TelegramServer, text: str) -> None:
    server.chats[STRANGER["id"]] = "private"
    await server.say(text, chat=STRANGER["id"], user=STRANGER, forward_origin=PERSON)
    await server.say(text, chat=GROUP, user=ANNA, forward_origin=PERSON)
    await server.say(text, chat=-100999, user=ANNA, forward_origin=PERSON)
    await team.answer("/help", chat=PRIVATE)
    assert len(server.messages()) == 1
    assert await team.store.mentions(Query()) == ()


async def test_a_forged_choice_of_a_stranger_stores_nothing(tmp_path: Path, server: TelegramServer) -> None:
    async with office(server, tmp_path, TWO) as team:
        question = await team.answer("Хамят и обманывают", chat=PRIVATE, forward_origin=PERSON)
        await server.press(question, "Кестрел", user=STRANGER)
        await team.answer("/help", chat=PRIVATE)
        assert await team.store.mentions(Query()) == ()


async def test_a_choice_that_is_forged_in_a_group_stores_nothing(tmp_path: Path, server: TelegramServer) -> None:
    async with office(server, tmp_path, TWO) as team:
        about = About(brand=key_of("zubr")).pack()
        message = await server.say(BAD, chat=GROUP, user=ANNA)
        under = await server.say("Чей?", chat=GROUP, user=ANNA, reply_to=message)
        press = await server.press_data(under, about, user=ANNA)
        assert "уже не действует" in (await server.toast(press))["text"]
        assert await team.store.mentions(Query()) == ()


async def test_chatting_is_no_mention(team: Office, server: TelegramServer) -> None:
    team.web["https://blog.example/1"] = PAGE
    named = [{"type": "mention", "offset": 0, "length": 9}]
    person = [{"type": "text_link", "offset": 0, "length": 4, "url": "tg://user?id=5"}]
    await server.push({"message": alone("@bizvsluh", named)})
    await server.push({"message": alone("Анна", person)})
    own = {"type": "user", "date": DAY, "sender_user": server.bot}
    await server.say("Зубр-Софт ужасен", chat=PRIVATE, user=ANNA)
    await server.say("/nonsense https://blog.example/1", chat=PRIVATE, user=ANNA)
    await server.say(BAD, chat=PRIVATE, user=ANNA, forward_origin=own)
    await server.wait(lambda: len(server.messages()) == 4)
    help_page = await team.answer("/help", chat=PRIVATE)
    await server.say("https://blog.example/1", chat=PRIVATE, user=ANNA, reply_to=help_page)
    await team.answer("/help", chat=PRIVATE)
    assert [one.text.split()[0] for one in server.messages()] == [*["Слова"] * 3, "«/nonsense»:", "Что", "Что"]
    assert await team.store.mentions(Query()) == ()
