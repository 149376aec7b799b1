"""Who hears of what: chats that want only what is urgent, chats that threw the bot out, topics that were closed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from types import NoneType
from typing import Any

import pytest
from bot_office import ANNA, Office, visit
from live_values import live_of, take_up
from store_values import CHAT, NOW, OTHER, bring, item
from telegram_server import GROUP, TelegramServer
from test_outbox import FakeChannel

from bot.app import connect
from monitor.config.plan import Plan
from monitor.config.scalars import Burst
from monitor.config.settings import Settings
from monitor.domain import Audience, ChatTrouble, Flag, Health, Owed, Severity, SourceBroken, SourcesBroken, Verdict
from monitor.errors import DeliveryError
from monitor.render.document import Document, line
from monitor.store import Query, Store
from monitor.team.pacing import OPEN, Gate
from monitor.team.routes import Routes
from monitor.telling.channel import Letter
from monitor.telling.chats import Chats
from monitor.telling.letters import Letters
from monitor.telling.outbox import Outbox

pytestmark = pytest.mark.one_database

EMERGENCIES = "telegram:-100700"
URGENT = {"verdict": Verdict(Flag.RISK, Severity.P1)}
TAKES: Mapping[str, Mapping[str, frozenset[Severity]]] = {"zubr": {EMERGENCIES: frozenset({Severity.P1})}}
BOTH: Mapping[str, Any] = {"targets": (CHAT, EMERGENCIES), "takes": TAKES}
GONE = DeliveryError("telegram.forbidden", chat=-100500, away=True)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def plan(**team: Any) -> Plan:
    return Plan.model_validate(
        {
            "language": "ru",
            "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
            "sources": [{"id": "reviews", "kind": "feed", "url": "https://otzyv.example/rss"}],
            "team": team,
        }
    )


async def owed(store: Store, target: str) -> list[int | None]:
    return [one.mention for one in await store.owed(target, NOW + DAY)]


# ---------------------------------------------------------------- by severity


def test_a_chat_may_want_only_some_severities() -> None:
    routes = Routes(plan(chats=[{"id": -1}, {"id": -2, "severities": ["p1"]}]), telegram=True)
    assert routes.alerts("zubr", Audience.CLIENTS) == ("telegram:-1", "telegram:-2")
    assert routes.takes("zubr", Audience.CLIENTS) == {"telegram:-2": frozenset({Severity.P1})}


def test_a_chat_that_stands_twice_wants_what_both_say() -> None:
    twice = [{"id": -2, "severities": ["p1"]}, {"id": -2, "severities": ["p2"]}]
    routes = Routes(plan(chats=twice), telegram=True)
    assert routes.takes("zubr", Audience.CLIENTS) == {"telegram:-2": frozenset({Severity.P1, Severity.P2})}
    routes = Routes(plan(chats=[*twice, {"id": -2}]), telegram=True)
    assert routes.takes("zubr", Audience.CLIENTS) == {}


async def test_a_chat_of_emergencies_hears_of_nothing_else(store: Store) -> None:
    await bring(store, item(0), **BOTH)
    await bring(store, item(1), judged=URGENT, source="forum", **BOTH)
    assert (await owed(store, CHAT), await owed(store, EMERGENCIES)) == ([1, 2], [2])


async def test_a_story_that_grows_fast_reaches_it_too_once(store: Store) -> None:
    await bring(store, item(0), **BOTH)
    for n in range(1, 7):
        copy = item(100 + n, text=item(0).text, url=f"https://site{n}.example/", author=f"Автор {n}")
        await bring(store, copy, source=f"s{n}", at=NOW + timedelta(minutes=n), **BOTH)
    assert (await owed(store, CHAT)).count(1) == 1
    assert await owed(store, EMERGENCIES) == [1]


async def test_an_emergency_reaches_it_even_where_it_is_the_only_chat(store: Store) -> None:
    alone = {"targets": (EMERGENCIES,), "takes": TAKES}
    for n in range(6):
        copy = item(100 + n, text=item(0).text, url=f"https://site{n}.example/", author=f"Автор {n}")
        await bring(store, copy, source=f"s{n}", at=NOW + timedelta(minutes=n), **alone)
    assert await owed(store, EMERGENCIES) == [1]


async def test_an_edit_that_makes_it_urgent_reaches_it(store: Store) -> None:
    await bring(store, item(0), **BOTH)
    worse = item(0, text=item(0).text + " Подаём в суд.")
    await bring(store, worse, judged=URGENT, at=NOW + HOUR, **BOTH)
    assert (await owed(store, CHAT), await owed(store, EMERGENCIES)) == ([1], [1])


async def test_what_employees_said_first_reaches_the_chat_of_clients_where_clients_say_it(store: Store) -> None:
    await bring(store, item(0), source="jobs", targets=(OTHER,))
    copy = item(100, text=item(0).text, url="https://site.example/", author="Автор")
    await bring(store, copy, source="forum", targets=(CHAT,))
    await bring(store, item(101, text=item(0).text, author="Третий"), source="forum", targets=(CHAT,))
    assert (await owed(store, OTHER), await owed(store, CHAT)) == ([1], [2])


QUIET: Mapping[str, Any] = {"verdict": Verdict()}
TOO_OLD: Mapping[str, Any] = {"verdict": Verdict(Flag.NEGATIVE)}


@pytest.mark.parametrize(
    ("there", "here", "told"),
    [
        (QUIET, {}, [1]),
        (QUIET, {"text": "Зубр-Софт обманул"}, [1]),
        (QUIET, {"position": 3}, []),
        (TOO_OLD, {"published": None}, []),
    ],
)
async def test_what_was_quiet_in_one_source_may_be_told_where_another_one_shows_it(
    store: Store, there: Mapping[str, Any], here: Mapping[str, Any], told: list[int]
) -> None:
    await bring(store, item(0), source="news", judged=there)
    for _ in range(2):
        await bring(store, item(0, **here), source="forum")
    assert await owed(store, CHAT) == told
    (record,) = await store.mentions(Query())
    assert (record.source, record.also, record.severity is None) == ("news", ("forum",), not told)


async def test_a_chat_that_moved_is_not_told_twice(store: Store) -> None:
    await bring(store, item(0), judged=URGENT, **BOTH)
    await store.retarget(EMERGENCIES, OTHER)
    copy = item(101, text=item(0).text, url="https://site1.example/", author="Автор")
    await bring(store, copy, judged=URGENT, source="s1", **BOTH)
    assert (await owed(store, EMERGENCIES), await owed(store, OTHER)) == ([], [1])


async def test_who_wrote_as_an_employee_is_not_named_in_the_chat(store: Store) -> None:
    the_plan = plan(chats=[{"id": -100500, "audiences": ["clients", "hr"]}])
    staff = the_plan.sources[0].model_copy(update={"id": "staff", "audience": Audience.HR})
    the_plan = the_plan.model_copy(update={"sources": (*the_plan.sources, staff)})
    letters = Letters(store, live_of(the_plan))
    for number, source in enumerate(("reviews", "staff")):
        await bring(store, item(number, source=source, author="Ирина Белова"), source=source, targets=(CHAT,))
    cards = {one.mention: (await letters(one, NOW)).document.text for one in await store.owed(CHAT, NOW)}
    assert {mention: "Ирина Белова" in text for mention, text in cards.items()} == {1: True, 2: False}


# ---------------------------------------------------------------- a chat that threw the bot out


class Post:
    """A chat that the bot was thrown out of, and another one; the clock is in the test's hands."""

    def __init__(self, store: Store, gate: Gate = OPEN) -> None:
        self.store, self.now, self.channel = store, NOW, FakeChannel()
        self.live = live_of(plan(chats=[{"id": -100500}, {"id": -100600, "topic": 7}]))
        letters = Letters(store, self.live)
        self.outbox = Outbox(store, {"telegram": self.channel}, letters, lambda: self.now, lambda _: gate)
        self.chats = Chats(store, self.live, lambda: self.now)

    def throws_out(self) -> None:
        """Until it is called off."""
        self.channel.refuse(CHAT, *[GONE] * 999)

    def lets_in(self) -> None:
        """Again."""
        self.channel.answers.clear()

    async def passes(self, time: timedelta) -> int:
        """Time goes by; answers with what went out."""
        self.now += time
        return await self.outbox.deliver_all()

    async def told(self, target: str = OTHER) -> list[Any]:
        """What a chat is told beside alerts."""
        await self.chats.look()
        return [one.notice for one in await self.store.owed(target, self.now) if one.notice]


@pytest.fixture
async def post(store: Store) -> Post:
    one = Post(store)
    await bring(store, item(0), item(1), item(2))
    one.throws_out()
    return one


async def test_it_is_tried_ever_more_slowly_and_nothing_overtakes(post: Post) -> None:
    for _ in range(3 * 24):
        await post.passes(HOUR)
    assert post.channel.sent == [(CHAT, 1)] * len(post.channel.sent)
    assert 5 <= len(post.channel.sent) <= 9


async def test_everything_arrives_when_the_bot_is_back_in_order(post: Post) -> None:
    await post.passes(HOUR)
    post.lets_in()
    assert await post.passes(HOUR) == 3
    assert [number for _, number in post.channel.sent] == [1, 1, 2, 3]
    assert await post.store.away() == {}


async def test_a_bot_that_is_let_in_again_waits_for_no_hour(post: Post) -> None:
    await post.passes(DAY)
    await post.passes(5 * DAY)
    post.lets_in()
    for target in await post.store.returned(CHAT, post.now):
        post.outbox.wake(target)
    assert await post.passes(timedelta(0)) == 3


async def test_a_restart_forgets_nothing_of_it(post: Post) -> None:
    await post.passes(HOUR)
    again = Post(post.store)
    again.now = post.now
    again.throws_out()
    await again.passes(timedelta(minutes=30))
    assert again.channel.sent == []
    assert list(await post.store.away()) == [CHAT]


async def test_other_chats_are_told_once(post: Post) -> None:
    await post.passes(HOUR)
    assert await post.told() == [ChatTrouble("-100500", "forbidden")]
    for _ in range(50):
        await post.passes(HOUR)
        await post.chats.look()
    said = [target for target, _ in post.channel.sent if target == OTHER]
    assert len(said) == 1


async def test_what_waits_for_a_chat_that_left_the_file_goes_to_the_chats_that_stand_there_now(post: Post) -> None:
    await bring(post.store, item(3), targets=(OTHER,), judged=URGENT)
    await post.passes(HOUR)
    new = "telegram:-100900"
    take_up(post.live, plan(chats=[{"id": -100900}, {"id": -100600, "topic": 7}]))
    assert await post.told() == []
    assert await owed(post.store, CHAT) == []
    assert await owed(post.store, new) == [1, 2, 3]
    assert sorted(one or 0 for one in await owed(post.store, OTHER)) == [1, 2, 3]
    await post.chats.look()
    assert len(await owed(post.store, new)) == 3


async def test_a_person_who_cannot_be_reached_is_called_by_name(post: Post) -> None:
    take_up(post.live, plan(chats=[{"id": 111}, {"id": -100600, "topic": 7}], users=[{"id": 111, "name": "Анна"}]))
    await bring(post.store, item(4), targets=("telegram:111",), judged=URGENT)
    gone = DeliveryError("telegram.not_started", away=True, chat=111)
    post.channel.refuse("telegram:111", gone)
    await post.passes(HOUR)
    assert ChatTrouble("111", "not_started", "", "Анна") in await post.told()


async def test_what_waited_there_and_no_other_chat_wants_is_told_of(post: Post) -> None:
    await post.store.name_chat(CHAT, "Маркетинг")
    await post.passes(HOUR)
    take_up(post.live, plan(chats=[{"id": -100600, "topic": 7, "audiences": ["hr"]}]))
    for _ in range(3):
        assert await post.told() == [ChatTrouble("-100500", "unwanted", "", "Маркетинг", 3)]
    assert await owed(post.store, CHAT) == []
    [one] = await post.store.owed(OTHER, post.now)
    letters = Letters(post.store, post.live)
    [said] = (await letters(one, post.now)).document.lines
    assert said.text == (
        "🚪 Чата Маркетинг (-100500) больше нет в sources.yaml, и то, что его ждало, не нужно ни одному другому чату. "
        "Оповещений: 3. Они сохранены и стоят в выгрузке и отчёте. Чтобы следующие дошли, дайте их бренд и аудиторию "
        "чату из team.chats."
    )


async def test_nor_is_what_waits_there_in_one_message_lost_when_its_chat_leaves_the_file(store: Store) -> None:
    post = Post(store, Gate(storm=Burst(1, HOUR)))
    await bring(store, item(0), item(1), item(2))
    post.throws_out()
    await post.passes(HOUR)
    assert [one.mention for one in await store.owed(CHAT, post.now + DAY)] == [1, None]
    new = "telegram:-100900"
    take_up(post.live, plan(chats=[{"id": -100900}]))
    await post.chats.look()
    assert await owed(store, CHAT) == []
    assert await owed(store, new) == [1, 2, 3]


async def test_a_source_that_broke_meanwhile_is_told_to_who_looks_after_sources_now(post: Post) -> None:
    broken, new = SourceBroken("reviews", "404", 3, Health.GONE), "telegram:-100900"
    await bring(post.store, notices=((CHAT, broken), (OTHER, broken)), at=NOW)
    await post.passes(HOUR)
    take_up(post.live, plan(chats=[{"id": -100900}, {"id": -100600, "topic": 7}]))
    for _ in range(2):
        assert await post.told(new) == [broken]
    told = await post.store.owed(OTHER, post.now)
    assert [one.notice for one in told if one.notice] == []
    assert [number for target, number in post.channel.sent if target == OTHER] == [None]


async def test_so_is_what_was_to_be_told_of_several_sources_together_and_nobody_hears_it_twice(store: Store) -> None:
    post, new = Post(store), "telegram:-100900"
    await bring(store, item(0))
    post.throws_out()
    await post.passes(HOUR)
    for number in range(4):
        broken = SourceBroken(f"s{number}", "404", 3, Health.GONE)
        await bring(store, source=f"s{number}", notices=((CHAT, broken), (OTHER, broken)), at=post.now)
    await post.passes(2 * HOUR)
    assert [type(one.notice) for one in await store.owed(CHAT, post.now + DAY)] == [NoneType, SourcesBroken]
    take_up(post.live, plan(chats=[{"id": -100900}, {"id": -100600, "topic": 7}]))
    await post.chats.look()
    assert await store.gather(new, post.now, Gate()) == 4
    assert [notice.sources for notice in await post.told(new)] == [("s0", "s1", "s2", "s3")]
    assert await post.told(OTHER) == []


async def test_a_chat_that_left_the_file_and_still_takes_messages_gets_what_it_was_owed(post: Post) -> None:
    take_up(post.live, plan(chats=[{"id": -100900}]))
    post.lets_in()
    assert await post.passes(HOUR) == 3


async def test_a_group_that_the_file_names_by_its_old_address_has_not_left_it(post: Post) -> None:
    await post.passes(HOUR)
    await post.store.retarget("telegram:-100700", CHAT)
    take_up(post.live, plan(chats=[{"id": -100700}, {"id": -100600, "topic": 7}]))
    assert await post.told() == [ChatTrouble("-100500", "forbidden")]
    assert (await owed(post.store, CHAT))[:3] == [1, 2, 3]


async def test_it_says_what_to_do_and_that_nothing_is_lost(post: Post) -> None:
    await post.passes(HOUR)
    await post.chats.look()
    [one] = await post.store.owed(OTHER, post.now)
    letters = Letters(post.store, post.live)
    assert [one.text for one in (await letters(one, post.now)).document.lines] == [
        "🚪 Чат -100500: бот больше не состоит в чате. Верните его.",
        "Ничего не пропадёт: что ждёт этого чата, придёт туда потом.",
    ]


async def test_a_chat_in_trouble_is_called_as_its_members_call_it(post: Post) -> None:
    await post.store.name_chat(CHAT, "Маркетинг")
    await post.store.name_chat("telegram:-100600", "Поддержка")
    await post.passes(HOUR)
    post.chats.astray(OTHER)
    assert await post.told() == [
        ChatTrouble("-100500", "forbidden", title="Маркетинг"),
        ChatTrouble("-100600", "no_topic", "7", "Поддержка"),
    ]


async def test_the_chat_of_operations_is_told_before_all_others(post: Post) -> None:
    take_up(post.live, plan(chats=[{"id": -100500}, {"id": -100600, "topic": 7}], ops=-100900))
    await post.passes(HOUR)
    assert (await post.told(), await post.told("telegram:-100900")) == ([], [ChatTrouble("-100500", "forbidden")])


async def test_the_only_chat_has_nobody_to_tell_and_keeps_its_alerts(post: Post) -> None:
    take_up(post.live, plan(chats=[{"id": -100500}]))
    await post.passes(HOUR)
    await post.chats.look()
    assert await post.store.owed_count() == 3
    assert await post.store.late_count(post.now + 2 * HOUR) > 0


async def test_a_card_of_a_chat_that_threw_us_out_is_edited_when_we_are_back(store: Store) -> None:
    post = Post(store)
    await bring(store, item(0))
    await post.passes(timedelta(0))
    await bring(store, item(0, text="Другое совсем слово о Зубр-Софте, всё плохо."), at=NOW + HOUR)
    post.channel.refuse_edit(CHAT, GONE)
    await post.passes(HOUR)
    post.channel.refused_edits.clear()
    await post.passes(2 * HOUR)
    assert post.channel.edits == [(CHAT, 1)]


async def test_a_closed_topic_is_told_once_a_month(post: Post) -> None:
    post.chats.astray(OTHER)
    assert await post.told() == [ChatTrouble("-100600", "no_topic", "7")]
    post.chats.astray(OTHER)
    assert len(await post.told()) == 1


# ---------------------------------------------------------------- in Telegram


def member(status: str, chat: int = GROUP) -> dict[str, Any]:
    robot = {"id": 7000000001, "is_bot": True, "first_name": "Otklik"}
    rights = {"until_date": 0} if status == "kicked" else {}
    change = {"chat": {"id": chat, "type": "supergroup"}, "from": ANNA, "date": 1_795_000_000}
    return {
        "my_chat_member": change
        | {
            "old_chat_member": {"user": robot, "status": "left"},
            "new_chat_member": {"user": robot, "status": status, **rights},
        }
    }


async def test_an_alert_goes_out_as_soon_as_the_bot_is_added_again(team: Office, server: TelegramServer) -> None:
    server.kicked.add(GROUP)
    await team.store.keep(visit(1, (CHAT,), team.now))
    team.outbox.wake()
    async with asyncio.timeout(60):
        while not any(one.attempts for one in await team.store.owed(CHAT, team.now + DAY)):  # noqa: ASYNC110
            await asyncio.sleep(0)  # the store tells nobody
    server.kicked.clear()
    await server.push(member("member", -100999))
    await server.push(member("kicked"))
    await server.push(member("member"))
    await server.wait(lambda: server.messages(GROUP))
    assert "Внедрение Зубр-Софта" in server.messages(GROUP)[0].text


async def test_an_admin_who_adds_the_bot_to_one_more_group_is_told_its_number(
    team: Office, server: TelegramServer
) -> None:
    added = member("member", -100999)
    added["my_chat_member"]["chat"]["title"] = "HR"
    await server.push(added)
    await server.push(added)
    await server.wait(lambda: server.messages(GROUP))
    await team.answer("/help", user=ANNA)
    told = [one.text for one in server.messages(GROUP) if "«HR»" in one.text]
    assert len(told) == 1
    assert "-100999" in told[0]
    assert not server.messages(-100999)


async def test_the_title_of_a_chat_is_heard_also_as_the_bot_is_thrown_out_and_that_of_others_is_not(
    team: Office, server: TelegramServer
) -> None:
    for chat, status in ((GROUP, "kicked"), (-100999, "member")):
        change = member(status, chat)
        change["my_chat_member"]["chat"]["title"] = "Маркетинг"
        await server.push(change)
    await team.answer("/help", user=ANNA)
    assert [await team.store.chat_title(f"telegram:{chat}") for chat in (GROUP, -100999)] == ["Маркетинг", ""]


async def test_a_card_for_a_closed_topic_goes_to_the_general_one_and_is_reported(server: TelegramServer) -> None:
    astray: list[str] = []
    settings = Settings(token=server.token, api_url=server.url)
    bot, channel = connect(settings, plan=lambda: plan(chats=[]), astray=astray.append)
    try:
        await channel.send(Letter(Owed(1, f"telegram:{GROUP}:7", None, None), Document((line("Сроки сорвали"),))))
    finally:
        await bot.session.close()
    assert [message.topic for message in server.messages(GROUP)] == [None]
    assert astray == [f"telegram:{GROUP}:7"]
