"""«Не о нас» proposes what to exclude, says what that would have hidden, and an admin applies it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bot_office import ANNA, BORIS, PLAN, ZUBR, Office, office, visit
from brand_names import Name
from render_values import record
from telegram_server import GROUP, TelegramServer

from bot.callbacks import Deed, Do
from bot.handlers.exclude import LOOKED_BACK
from monitor.config.editing import PlanFile, with_exclude
from monitor.config.load import load
from monitor.domain import Label
from monitor.errors import ConfigError
from monitor.match import Matcher
from monitor.match.exclusion import hidden_by, phrase_beside

BRAND = Name("Зубр", id="zubr")


def proposed(text, title=""):
    return phrase_beside(Matcher([BRAND]).find(text, title), title, text)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Зубр европейский вышел к людям", "зубр европейский"),
        ("Вчера Зубр вышел к людям", None),
        ("Купили «Зубр». Европейский рынок растёт", None),
        ("Дрель Зубр сломалась", "дрель зубр"),
        ("Смотрели на Зубра в пуще", None),
        ("Дрелью Зубр не доволен", "дрель зубр"),
        ("Видели Зубров европейских", "зубр европейский"),
        ("Пили Зубр Gold", "зубр gold"),
        ("О компании ни слова", None),
    ],
)
def test_the_word_beside_the_name_tells_whose_name_it_is(text, phrase):
    assert proposed(text) == phrase


@pytest.mark.parametrize(
    "text",
    [
        "Zubr is down again",
        "A zubr in the park",
        "Zubr has lost our order",
        "Zubr isn't answering",
        "Этот Zubr не отвечает",
        "Мой Zubr, который",
        "В компании Zubr не отвечают",
        "ООО Zubr",
        "Zubr https://zubr.example/page",
        "Zubr zubr.example",
        "zubr.example Zubr",
    ],
)
def test_a_word_that_stands_beside_every_name_is_not_proposed_for_it_would_hide_us(text):
    hits = Matcher([Name("Zubr", id="zubr")]).find(text)
    assert hits
    assert phrase_beside(hits, "", text) is None


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Были на Ламарисе Фест", "ламарис фест"),
        ("Ламариса Фест не было", "ламарис фест"),
        ("Видели Ламариса европейского", "ламарис европейский"),
        ("Дрелью Ламариса не доволен", "дрель ламариса"),
    ],
)
def test_a_name_that_no_dictionary_has_is_proposed_as_the_file_has_it(text, phrase):
    brand = Name("Вестаникс", aliases=("Ламарис",), id="lamaris")
    assert phrase_beside(Matcher([brand]).find(text), "", text, brand.names) == phrase


def test_the_title_is_looked_at_too():
    assert proposed("Подробности позже", title="Зубр Европейский сбежал") == "зубр европейский"


def test_what_is_hidden_is_hidden_in_every_form_and_nothing_else():
    said = [
        "Фото Зубра европейского",
        "Зубры европейские",
        "Зубр обманул с оплатой",
        "Зубр не отвечает. Зубр европейский",
    ]
    records = [record(number=n, title="", text=text) for n, text in enumerate(said)]
    assert [one.number for one in hidden_by(BRAND, "зубр европейский", records)] == [0, 1]


HEAD = "# наши названия\nbrands:\n"
TAIL = "sources: []  # пока пусто\n"


@pytest.mark.parametrize(
    "brand",
    [
        "  - id: zubr  # мы\n    name: Зубр\n",
        "  - name: Зубр\n    id: zubr\n    capital: true\n",
        "  - id: zubr\n    name: Зубр\n    exclude: [беловежский зубр]   # не мы\n",
        "  - id: zubr\n    name: Зубр\n    exclude: []\n",
        "  - id: zubr\n    name: Зубр\n    exclude:\n      # не мы\n      - беловежский зубр\n",
        "  - id: zubr\n    name: Зубр\n    exclude:\n    - беловежский зубр\n",
        "  - {id: zubr, name: Зубр}\n",
        "  - {id: zubr, name: Зубр, exclude: [беловежский зубр]}\n",
        "  - id: other\n    name: Склад\n  - id: zubr\n    name: Зубр\n",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_phrase_is_added_and_every_other_character_stays(tmp_path, brand, end):
    path = tmp_path / "sources.yaml"
    before = (HEAD + brand + TAIL).replace("\n", end).encode()
    path.write_bytes(before)
    known = load(path, {}).plan.brand("zubr").exclude
    PlanFile(path, dict).exclude("zubr", 'зубр "европейский"')
    assert load(path, {}).plan.brand("zubr").exclude == ('зубр "европейский"', *known)
    rest = iter(path.read_bytes())
    assert all(byte in rest for byte in before)
    assert (tmp_path / "sources.yaml.bak").read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["sources.yaml", "sources.yaml.bak"]


def test_signs_of_a_web_page_in_the_file_do_not_move_what_is_added():
    text = "# from a page\u2028 of two lines\nbrands:\n  - id: zubr  # ours\u2029 alone\n    name: Зубр\n"
    at = text.index("    name")
    assert with_exclude(text, "zubr", "зубр фест") == f'{text[:at]}    exclude: ["зубр фест"]\n{text[at:]}'


def test_a_phrase_that_two_people_apply_stands_there_once(tmp_path):
    path = tmp_path / "sources.yaml"
    path.write_text(HEAD + "  - id: zubr\n    name: Зубр\n" + TAIL, encoding="utf-8")
    before = path.read_bytes()
    for _ in range(2):
        PlanFile(path, dict).exclude("zubr", "зубр европейский")
    assert load(path, {}).plan.brand("zubr").exclude == ("зубр европейский",)
    assert (tmp_path / "sources.yaml.bak").read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "  - id: other\n    name: Зубр\n" + TAIL,
        HEAD + "  - id: zubr\n    name: Зубр\n    exclude: &same [a b]\n" + TAIL,
        HEAD + "  - id: zubr\n    name: [\n",
        "list: of nothing\n",
    ],
)
def test_a_file_that_is_written_otherwise_is_left_alone(text):
    with pytest.raises(ConfigError):
        with_exclude(text, "zubr", "зубр европейский")


def test_a_file_that_cannot_be_read_is_said_to_be_so(tmp_path):
    with pytest.raises(ConfigError) as refused:
        PlanFile(tmp_path / "missing.yaml", dict).exclude("zubr", "зубр европейский")
    assert refused.value.key == "config.not_writable"


NEWS = PLAN | {"sources": [{"id": "reviews", "kind": "feed", "url": "https://forum.example/rss"}]}


async def offered(team: Office, server: TelegramServer):
    """A card, closed as not about us, and the proposal under it."""
    card = await team.mention()
    await server.press(card, "Не о нас", user=ANNA)
    await server.wait(lambda: len(server.messages()) > 1)
    return card, server.messages()[1]


async def test_not_about_us_proposes_an_exclude_with_its_figures(tmp_path: Path, server: TelegramServer) -> None:
    async with office(server, tmp_path, NEWS) as team:
        card, offer = await offered(team, server)
        assert offer.reply_to == card.number
        assert "«внедрение зубр-софта»" in offer.text
        assert "упоминаний: 1, из них негативных: 1" in offer.text
        assert offer.buttons == [["Применить"]]
        assert (await team.record()).label is Label.NEGATIVE
        press = await server.press_data(card, Do(deed=Deed.NOT_ABOUT_US, mention=1).pack(), user=BORIS)
        assert (await server.toast(press))["text"] == "m-1: это уже сделано"
        assert "/mentions" in (await team.answer("/help")).text
        assert len(server.messages()) == 3


async def test_when_the_topic_is_closed_it_is_proposed_in_the_chat(tmp_path: Path, server: TelegramServer) -> None:
    async with office(server, tmp_path, NEWS) as team:
        server.topics[GROUP] = {7}
        card = await team.mention(targets=[f"telegram:{GROUP}:7"])
        server.topics[GROUP] = set()
        await server.press(card, "Не о нас", user=ANNA)
        await server.wait(lambda: len(server.messages()) > 1)
        assert (server.messages()[1].topic, server.messages()[1].buttons) == (None, [["Применить"]])


async def test_what_is_long_past_is_not_counted_and_proposes_nothing(tmp_path: Path, server: TelegramServer) -> None:
    async with office(server, tmp_path, NEWS) as team:
        card = await team.mention()
        team.now += LOOKED_BACK + timedelta(minutes=1)
        await server.toast(await server.press(card, "Не о нас", user=ANNA))
        assert "/mentions" in (await team.answer("/help")).text
        assert len(server.messages()) == 2


async def test_pages_about_the_brand_are_not_hidden_and_not_counted(tmp_path: Path, server: TelegramServer) -> None:
    page = PLAN["sources"][0] | {"id": "page"}
    async with office(server, tmp_path, NEWS | {"sources": [*NEWS["sources"], page]}) as team:
        card = await team.mention()
        there = visit(2, (f"telegram:{GROUP}",), team.now)
        ((change, (judged,)),) = there.changes
        item = replace(judged.item, source="page", text="Внедрение Зубр-Софта обошлось нам втрое дороже сметы.")
        of_page = replace(judged, item=item, hits=ZUBR.find(item.text))
        change = replace(change, found=replace(change.found, item=item))
        await team.store.keep(replace(there, source="page", changes=((change, (of_page,)),)))
        team.outbox.wake()
        await server.wait(lambda: len(server.messages()) == 2)
        await server.toast(await server.press(server.messages()[1], "Не о нас", user=ANNA))
        await server.press(card, "Не о нас", user=ANNA)
        await server.wait(lambda: len(server.messages()) == 3)
        assert server.messages()[2].reply_to == card.number
        assert "упоминаний: 1, из них негативных: 1" in server.messages()[2].text


async def test_a_page_about_the_brand_proposes_nothing(tmp_path: Path, server: TelegramServer) -> None:
    async with office(server, tmp_path) as team:
        card = await team.mention()
        await server.press(card, "Не о нас", user=ANNA)
        await server.wait(lambda: card.buttons == [["Вернуть", "Открыть"]])
    assert server.messages(GROUP) == [card]


async def test_an_admin_applies_it_and_nobody_else(tmp_path: Path, server: TelegramServer) -> None:
    file = tmp_path / "sources.yaml"
    file.write_text("brands:\n  - id: zubr\n    name: Зубр-Софт\nsources: []\n", encoding="utf-8")
    plan = NEWS | {"team": NEWS["team"] | {"admins": [ANNA["id"]]}}
    async with office(server, tmp_path, plan) as team:
        _, offer = await offered(team, server)
        press = await server.press(offer, "Применить", user=BORIS)
        assert "администраторы" in (await server.toast(press))["text"]
        await server.press(offer, "Применить", user=ANNA)
        await team.sees(offer, "Исключение добавлено")
    assert load(file, {}).plan.brand("zubr").exclude == ("внедрение зубр-софта",)


async def test_a_phrase_that_nobody_was_shown_is_not_applied(tmp_path: Path, server: TelegramServer) -> None:
    file = tmp_path / "sources.yaml"
    file.write_text("brands:\n  - id: zubr\n    name: Зубр-Софт\nsources: []\n", encoding="utf-8")
    async with office(server, tmp_path, NEWS) as team:
        _, offer = await offered(team, server)
        there = visit(1, (f"telegram:{GROUP}",), team.now)
        ((change, (judged,)),) = there.changes
        edited = replace(judged.item, text="Поддержка Зубр-Софта обошлась нам втрое дороже сметы.")
        (change,) = await team.store.compare("reviews", [replace(change.found, item=edited)])
        now_says = replace(judged, item=edited, hits=ZUBR.find(edited.text))
        await team.store.keep(replace(there, changes=((change, (now_says,)),)))
        press = await server.press(offer, "Применить", user=ANNA)
        assert "уже не действует" in (await server.toast(press))["text"]
    assert load(file, {}).plan.brand("zubr").exclude == ()


async def test_where_the_file_cannot_be_written_the_line_to_paste_is_shown(
    tmp_path: Path, server: TelegramServer
) -> None:
    async with office(server, tmp_path, NEWS) as team:
        _, offer = await offered(team, server)
        await server.press(offer, "Применить", user=ANNA)
        await team.sees(offer, "записать сюда не получается", 'exclude: ["внедрение зубр-софта"]')
