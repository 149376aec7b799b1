"""/duty and /away in the chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from bot_office import ANNA, BORIS, PLAN, STRANGER, Office, office
from sqlalchemy import select
from telegram_server import GROUP, TelegramServer

from bot.callbacks import OnDuty
from monitor.domain import DutyHanded, Owed
from monitor.store.rows import notice
from monitor.store.tables import OUTBOX
from monitor.telling.letters import Letters

BORISLAVA = {"id": 3, "is_bot": False, "first_name": "Borislava"}
OTHER = -1009876543210
TURNS: dict[str, Any] = PLAN | {
    "team": {
        "chats": [{"id": GROUP}, {"id": OTHER}],
        "users": [{"id": 11111111, "name": "Анна"}, {"id": 22222222, "name": "Борис"}, {"id": 3, "name": "Борислава"}],
    },
    "alerts": {"duty": [11111111, 22222222]},
}
SKIPPED = "Дежурства и напоминания в это время обойдут вас стороной."
EVERYBODY: dict[str, Any] = PLAN | {"team": {"chats": [{"id": GROUP}]}}


@pytest.fixture
async def team(server: TelegramServer, tmp_path: Path) -> AsyncIterator[Office]:
    async with office(server, tmp_path, TURNS) as one:
        yield one


async def test_duty_is_shown_week_by_week_with_the_names_to_hand_it_to(team: Office) -> None:
    page = await team.answer("/duty")
    assert page.text.splitlines() == [
        "🗓 Дежурство",
        "24–29 ноября: Борис",
        "30 ноября – 6 декабря: Анна",
        "7–13 декабря: Борис",
        "14–20 декабря: Анна",
        "21–27 декабря: Борис",
        "",
        "Назовите, кто подежурит до конца недели: /duty Анна",
    ]
    assert str(page.buttons) == "[['Анна', 'Борислава']]"


async def test_duty_is_handed_over_until_the_end_of_the_week_and_other_chats_hear_of_it(team: Office) -> None:
    await team.mention()
    said = await team.answer("/duty анна", user=BORIS)
    assert said.text.splitlines() == ["👉 Дежурство до конца недели: Борис → Анна", "Ждут ответа: 1"]
    turns = (await team.answer("/duty")).text.splitlines()
    assert turns[1:3] == ["24–29 ноября: Анна", "30 ноября – 6 декабря: Анна"]
    assert turns[-1] == "Назовите, кто подежурит до конца недели: /duty Борис"
    async with team.store._database.reading() as connection:
        other = select(OUTBOX.c.kind, OUTBOX.c.notice).where(OUTBOX.c.target == f"telegram:{OTHER}")
        [owed] = (await connection.execute(other)).all()
    handed = notice(*owed)
    assert handed == DutyHanded("Борис", "Анна", 11111111, 1)
    letters = Letters(team.store, team.live)
    letter = await letters(Owed(1, f"telegram:{OTHER}", None, handed), team.now)
    assert letter.document.text.splitlines() == said.text.splitlines()


async def test_a_press_on_a_name_hands_duty_over(team: Office, server: TelegramServer) -> None:
    page = await team.answer("/duty")
    before = len(server.messages(GROUP))
    await server.press(page, "Борислава", user=ANNA)
    await server.wait(lambda: len(server.messages(GROUP)) > before)
    assert "Борис → Борислава" in server.messages(GROUP)[-1].text
    again = await server.press(page, "Борислава", user=ANNA)
    assert (await server.toast(again))["text"] == "Сейчас и так дежурит Борислава."
    forged = await server.press_data(page, OnDuty(person=66666666).pack(), user=ANNA)
    assert "не действует" in (await server.toast(forged))["text"]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/duty Борис", "Сейчас и так дежурит Борис."),
        ("/duty Галя <b>", "В команде нет имени «Галя <b>». Выберите из этих: Анна, Борис, Борислава."),
        ("/duty бо", "«бо» может значить разных людей: Борис, Борислава. Напишите имя полнее."),
    ],
)
async def test_a_name_that_says_nothing_new_gets_a_clear_answer(team: Office, typed: str, answer: str) -> None:
    assert (await team.answer(typed)).text == answer


async def test_nobody_who_is_away_is_put_on_duty(team: Office) -> None:
    await team.answer("/away 24.11-26.11")
    said = await team.answer("/duty Анна", user=BORIS)
    assert said.text == "Анна отсутствует (24–26 ноября), поэтому дежурство не передано. Назовите другого коллегу."
    await team.answer("/away 24.11-26.11", user=BORIS)
    await team.answer("/away 24.11", user=BORISLAVA)
    shown = await team.answer("/duty")
    assert shown.buttons == []
    page = shown.text.splitlines()
    assert page[1:4] == ["24 ноября: никого, все отсутствуют", "25–26 ноября: Борислава", "27–29 ноября: Борис"]


async def test_an_absence_is_noted_shown_and_cancelled(team: Office) -> None:
    assert (await team.answer("/away")).text.splitlines()[0] == "🏖 Все на месте."
    said = await team.answer("/away 24.12-08.01")
    assert said.text.startswith("Записано, вас не будет: 24 декабря 2026 – 8 января 2027")
    [shift] = await team.store.shifts(team.now)
    assert (shift.start, shift.end) == (datetime(2026, 12, 23, 21, tzinfo=UTC), datetime(2027, 1, 8, 21, tzinfo=UTC))
    page = (await team.answer("/away", user=BORIS)).text.splitlines()
    assert page[:2] == ["🏖 Отсутствуют", "24 декабря 2026 – 8 января 2027: Анна"]
    assert (await team.answer("/away отменить")).text == "Записано, вы на месте."
    assert (await team.answer("/away OFF")).text == "Отменять нечего, вы и так на месте."


async def test_whoever_goes_away_hears_what_they_have_in_hand(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    await server.press(card, "Беру", user=ANNA)
    said = await team.answer("/away 24.12-08.01")
    assert said.text.splitlines() == [
        f"Записано, вас не будет: 24 декабря 2026 – 8 января 2027. {SKIPPED}",
        "В работе у вас: m-1. Передать можно кнопкой «Передать», иначе напоминать будут дежурному.",
    ]
    assert "m-1" not in (await team.answer("/away 24.12-08.01", user=BORIS)).text
    assert (await team.answer("/away нет")).text == "Записано, вы на месте."


async def test_an_absence_that_takes_the_place_of_another_says_of_which(team: Office) -> None:
    await team.answer("/away 24.11-27.11")
    assert "обойдут" in (await team.answer("/away 24.11-27.11")).text, "the same once more is no other one"
    longer = await team.answer("/away 24.11-28.11")
    assert "а не" not in longer.text, "nothing of what was said before is lost"
    await team.answer("/away off")
    await team.answer("/away 24.11-27.11")
    said = await team.answer("/away 27.11-30.11")
    assert said.text == (
        "Записано, вас не будет: 27–30 ноября, а не 24–27 ноября, как было сказано раньше. "
        "Если не будет и тогда, назовите всё время сразу: /away 24.12-08.01."
    )


@pytest.mark.parametrize(
    ("typed", "beginning"),
    [
        ("на праздники", "Непонятно, с какого дня по какой: на праздники."),
        ("30.02", "Непонятно, с какого дня по какой: 30.02."),
        ("08.01.2027-24.12.2026", "Последний день раньше первого"),
        ("24.12.2020-08.01.2021", "Эти дни уже прошли"),
        ("24.12.2026-08.01.2029", "Это больше года подряд"),
        ("31.12.9999", "Непонятно, с какого дня по какой"),
    ],
)
async def test_dates_that_cannot_be_meant_get_an_example(team: Office, typed: str, beginning: str) -> None:
    said = (await team.answer(f"/away {typed}")).text
    assert said.startswith(beginning)
    assert "/away 24.12" in said
    assert await team.store.shifts(team.now) == ()


async def test_without_turns_and_names_it_is_said_what_to_do(server: TelegramServer, tmp_path: Path) -> None:
    async with office(server, tmp_path, EVERYBODY) as one:
        assert "alerts, duty" in (await one.answer("/duty")).text
        assert "team, users" in (await one.answer("/duty Галя")).text
        assert (await one.answer("/duty anna")).text.splitlines()[0] == "👉 Дежурство до конца недели: Anna"
        assert (await one.answer("/duty")).text.splitlines()[1] == "24–29 ноября: Anna"


async def test_without_turns_the_weeks_to_come_call_nobody_absent(server: TelegramServer, tmp_path: Path) -> None:
    async with office(server, tmp_path, TURNS | {"alerts": {}}) as team:
        assert (await team.answer("/duty Борис")).text.startswith("👉 Дежурство до конца недели: Борис")
        page = (await team.answer("/duty")).text.splitlines()
    assert page[1:3] == ["24–29 ноября: Борис", ""], "nothing of weeks for which nobody was named"


async def test_a_colleague_whom_the_file_knows_by_number_goes_by_a_name_from_the_chat(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with office(server, tmp_path, PLAN | {"alerts": {"duty": [22222222]}}) as one:
        assert "22222222" in (await one.answer("/duty")).text
        assert (await one.answer("/duty", user=BORIS)).text.splitlines()[1] == "24–29 ноября: Boris"


async def test_of_two_namesakes_one_is_put_on_duty_by_the_number(server: TelegramServer, tmp_path: Path) -> None:
    users = [{"id": 11111111, "name": "Анна"}, {"id": 22222222, "name": "Борис"}, {"id": 3, "name": "Анна"}]
    async with office(server, tmp_path, TURNS | {"team": {**TURNS["team"], "users": users}}) as team:
        page = await team.answer("/duty анна")
        assert "Анна (11111111), Анна (3)" in page.text
        assert str((await team.answer("/duty")).buttons) == "[['Анна (11111111)', 'Анна (3)']]"
        assert (await team.answer("/duty 3")).text.startswith("👉 Дежурство до конца недели: Борис → Анна")


async def test_a_stranger_puts_nobody_on_duty(team: Office, server: TelegramServer) -> None:
    page = await team.answer("/duty")
    await server.say("/duty Анна", chat=GROUP, user=STRANGER)
    await server.press(page, "Анна", user=STRANGER)
    await server.say("/away 24.12", chat=GROUP, user=STRANGER)
    await team.answer("/duty")
    assert await team.store.shifts(team.now) == ()
