"""Telegram out for an hour: what is urgent or important goes another way, once, and its card says so afterwards."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from fetching import Http
from live_values import live_of, take_up
from smtp_server import PostOffice, Taken, post_office
from store_values import CHAT, NOW, OTHER, bring, item
from web_site import Reply, Site

from monitor.config.scalars import Burst
from monitor.domain import Alert, Flag, Severity, Verdict, Wanted
from monitor.errors import DeliveryError, StoreError
from monitor.fetch import Fetcher
from monitor.store import Store
from monitor.team.pacing import OPEN, Gate
from monitor.telling.channel import Letter
from monitor.telling.fallback import Fallback
from monitor.telling.letters import Letters
from monitor.telling.outbox import Outbox

pytestmark = pytest.mark.one_database

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
OUT = DeliveryError("telegram.unauthorized")  # a rejected token counts like a broken line
URGENT = {"verdict": Verdict(Flag.RISK, Severity.P1)}
CAN_WAIT = {"verdict": Verdict(Flag.NEGATIVE, Severity.P3)}


class Telegram:
    """Out, until a test says otherwise."""

    def __init__(self) -> None:
        self.error: DeliveryError | None = OUT
        self.out: set[str] | None = None  # None: all chats
        self.sent: list[Letter] = []

    async def send(self, letter: Letter) -> int:
        """Whether it goes."""
        if self.error and (self.out is None or letter.owed.target in self.out):
            raise self.error
        self.sent.append(letter)
        return len(self.sent)

    async def edit(self, letter: Letter) -> None:
        """The same."""
        await self.send(letter)

    async def turn(self, target: str) -> None:
        """At once."""

    async def alive(self, target: str) -> bool:
        """Whether it answers."""
        return self.error is None


def plan(ways: dict[str, str]) -> dict[str, Any]:
    return {
        "language": "ru",
        "timezone": "Europe/Minsk",
        "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
        "sources": [{"id": "reviews", "kind": "feed", "url": "https://otzyv.example/rss"}],
        "alerts": {"fallback": ways} if ways else {},
    }


class Office:
    """A store, an outbox to a Telegram that is out, and the other ways."""

    def __init__(self, store: Store, fetcher: Fetcher) -> None:
        self.store, self.now, self.telegram = store, NOW, Telegram()
        self.given: dict[str, str] = {}
        self.live = live_of(plan({}))
        self.quiet = Gate()
        letters = Letters(store, self.live)
        self.outbox = Outbox(store, {"telegram": self.telegram}, letters, lambda: self.now, lambda _: self.quiet)
        self.fetcher, self.letters = fetcher, letters
        self.start()

    def start(self, smtp_url: str | None = None) -> None:
        """As a process starts, with nothing in its memory."""
        self.fallback = Fallback(
            self.store,
            self.live,
            lambda: self.now,
            letters=self.letters,
            post=self.fetcher.post,
            smtp_url=smtp_url,
            gate=lambda _: self.quiet,
        )

    def takes_up(self, ways: dict[str, str]) -> None:
        """The file names these ways from now on."""
        self.given = ways
        take_up(self.live, plan(ways))

    async def passes(self, time: timedelta, *, tried: bool = True) -> None:
        """Time goes by; in the end the outbox tries, and the fallback looks."""
        self.now += time
        if tried:
            await self.outbox.deliver_all()
        await self.fallback.look()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site() as one:
        one.serve("/hook", Reply(204))
        yield one


@pytest.fixture
async def office(store: Store, site: Site) -> AsyncIterator[Office]:
    async with Fetcher(Http()) as fetcher:
        one = Office(store, fetcher)
        one.takes_up({"webhook": site.url("/hook")})
        yield one


@pytest.fixture
async def post() -> AsyncIterator[PostOffice]:
    async with post_office() as one:
        yield one


def told(site: Site) -> list[Any]:
    return [json.loads(seen.posted or b"") for seen in site.asked("/hook")]


def ids(site: Site) -> list[list[str]]:
    return [[one["id"] for one in said["mentions"]] for said in told(site)]


def _read(taken: Taken) -> str:
    body = taken.message.get_body(("plain",))
    return "" if body is None else str(body.get_content())


async def out_for_an_hour(office: Office) -> None:
    await office.passes(timedelta(0))
    await office.passes(HOUR)


async def test_nothing_goes_another_way_before_an_hour_is_over(office: Office, site: Site) -> None:
    await bring(office.store, item(0))
    await office.passes(timedelta(0))
    await office.passes(HOUR - MINUTE)
    assert told(site) == []
    await office.passes(MINUTE)
    assert ids(site) == [["m-1"]]


async def test_a_webhook_is_told_in_words_and_in_fields(office: Office, site: Site) -> None:
    await bring(office.store, item(0), judged=URGENT)
    await bring(office.store, item(1), source="forum")
    await out_for_an_hour(office)
    [said] = told(site)
    first = said["mentions"][0]
    assert said["text"].startswith("📨 Не доходит до Telegram. Срочных: 1, важных: 1\n")
    assert "Внедрение Зубр-Софта" in said["text"]
    assert {key: first[key] for key in ("id", "severity", "brand", "title", "url", "place")} == {
        "id": "m-1",
        "severity": "p1",
        "brand": "zubr",
        "title": "Отзыв клиента",
        "url": "https://otzyv.example/zubr/0",
        "place": "otzyv.example",
    }
    assert first["deadline"] == (NOW + timedelta(days=1)).isoformat()
    assert first["why"].startswith("Почему")


@pytest.mark.parametrize("well", [0, 1, 2, 3])
async def test_what_a_database_in_trouble_cannot_tell_now_is_told_at_the_next_look(
    office: Office, site: Site, post: PostOffice, monkeypatch: pytest.MonkeyPatch, well: int
) -> None:
    office.takes_up({**office.given, "email": "team@zubr.by"})
    office.start(post.url(login=""))
    await bring(office.store, item(0), judged=URGENT)
    await bring(office.store, item(1), source="forum")
    await office.outbox.deliver_all()
    office.now += HOUR
    await office.outbox.deliver_all()
    answers = [True] * well

    async def alert(number: int) -> Alert:
        if not answers:
            raise StoreError("store.unreachable", place="otklik.db")
        answers.pop()
        return await Store.alert(office.store, number)

    with monkeypatch.context() as trouble:
        trouble.setattr(office.store, "alert", alert)
        await office.fallback.look()
    await office.passes(MINUTE)
    assert ids(site) == [["m-1", "m-2"]]
    assert [("m-1" in _read(mail), "m-2" in _read(mail)) for mail in post.taken] == [(True, True)]


async def test_what_can_wait_waits(office: Office, site: Site) -> None:
    await bring(office.store, item(0), judged=CAN_WAIT)
    await out_for_an_hour(office)
    assert told(site) == []


async def test_each_goes_once_whatever_chats_it_is_owed_to(office: Office, site: Site) -> None:
    await bring(office.store, item(0), targets=(CHAT, OTHER))
    await out_for_an_hour(office)
    for _ in range(3):
        await office.passes(HOUR)
    office.start()
    await office.passes(MINUTE)
    assert ids(site) == [["m-1"]]


async def test_what_comes_while_it_is_out_follows_at_once(office: Office, site: Site) -> None:
    await bring(office.store, item(0))
    await out_for_an_hour(office)
    await bring(office.store, item(1), source="forum", at=office.now)
    await office.passes(MINUTE)
    assert ids(site) == [["m-1"], ["m-2"]]


async def test_a_chat_that_answers_needs_no_other_way(office: Office, site: Site) -> None:
    """A queue, quiet hours: whatever waits there waits for a good reason."""
    await bring(office.store, item(0))
    await office.passes(timedelta(0))
    office.telegram.error = None
    await office.passes(MINUTE)
    await bring(office.store, item(1), source="forum")
    await office.passes(2 * HOUR, tried=False)
    assert told(site) == []


async def test_a_process_that_was_off_for_hours_tries_telegram_first(office: Office, site: Site) -> None:
    await bring(office.store, item(0))
    await office.passes(timedelta(0))
    await office.passes(5 * HOUR, tried=False)
    assert told(site) == []
    office.telegram.error = None
    await office.passes(timedelta(0))
    assert (told(site), len(office.telegram.sent)) == ([], 1)


async def test_what_another_chat_was_told_needs_no_other_way(office: Office, site: Site) -> None:
    """One chat that threw the bot out is no outage."""
    await bring(office.store, item(0), targets=(CHAT, OTHER))
    office.telegram.out = {CHAT}
    await out_for_an_hour(office)
    await office.passes(HOUR)
    assert (len(office.telegram.sent), told(site)) == (1, [])


async def test_the_card_says_that_it_was_told_before(office: Office) -> None:
    await bring(office.store, item(0))
    await out_for_an_hour(office)
    office.telegram.error = None
    office.now += MINUTE
    await office.outbox.deliver_all()
    [letter] = office.telegram.sent
    lines = [line.text for line in letter.document.lines]
    assert "📨 Пока Telegram не отвечал, отправлено другим путём: 24.11, 13:00" in lines


async def test_the_history_says_once_that_a_mention_was_told_another_way(office: Office, site: Site) -> None:
    await bring(office.store, item(0), targets=(CHAT, OTHER))
    await out_for_an_hour(office)
    await office.passes(HOUR)
    assert len(told(site)) == 1
    assert [(one.kind, one.at) for one in await office.store.events(1)][1:] == [("fallen_back", NOW + HOUR)]


async def test_a_mail_has_the_cards(office: Office, post: PostOffice) -> None:
    office.takes_up({"email": "team@site.example"})
    office.start(post.url(login=""))
    await bring(office.store, item(0), judged=URGENT)
    await out_for_an_hour(office)
    [taken] = post.taken
    body = taken.message.get_body(("plain",))
    assert body is not None
    assert str(taken.message["Subject"]) == "Не доходит до Telegram. Срочных: 1, важных: 0"
    assert taken.message["Date"].datetime == office.now
    assert "https://otzyv.example/zubr/0" in body.get_content()
    page = taken.message.get_body(("html",))
    assert page is not None
    assert page.get_content().count("<section>") == 2  # the reason, and each card apart


@pytest.mark.long
async def test_a_mail_whose_answer_is_lost_is_repeated_once_as_the_same_message(
    office: Office, post: PostOffice
) -> None:
    office.takes_up({"email": "team@site.example"})
    office.start(post.url(login=""))
    post.lose = True
    await bring(office.store, item(0))
    await out_for_an_hour(office)
    await office.passes(MINUTE * 2)
    await bring(office.store, item(1))
    for _ in range(60):
        await office.passes(MINUTE)
    assert [sum(f"/zubr/{n}" in one for one in map(_read, post.taken)) for n in (0, 1)] == [2, 2]
    assert post.taken[0].message["Message-ID"] == post.taken[1].message["Message-ID"]
    assert await office.store.stranded(office.now, OPEN) == ()


async def test_a_mail_server_that_works_again_is_no_trouble_also_when_nothing_is_left_to_tell(
    office: Office, post: PostOffice
) -> None:
    office.takes_up({"email": "team@site.example"})
    office.start(post.url(login=""))
    post.refuse = b"451 later"
    await bring(office.store, item(0))
    await out_for_an_hour(office)
    office.telegram.error = None
    post.refuse = b""
    await office.outbox.deliver_all()
    assert "451 later" in (await office.store.standing((), office.now)).fallback
    await office.passes(HOUR)
    assert (await office.store.standing((), office.now)).fallback == ""
    assert post.taken == []


async def test_a_mail_server_that_still_refuses_stays_a_trouble_when_nothing_is_left_to_tell(
    office: Office, post: PostOffice
) -> None:
    office.takes_up({"email": "team@site.example"})
    office.start(post.url(login=""))
    post.refuse = b"451 later"
    await bring(office.store, item(0))
    await out_for_an_hour(office)
    office.telegram.error = None
    await office.outbox.deliver_all()
    office.fallback._smtp_url = "smtp://127.0.0.1:1"  # nobody listens there
    await office.passes(HOUR)
    assert "451" not in (await office.store.standing((), office.now)).fallback
    office.fallback._smtp_url = post.url(login="")
    post.refuse = b""
    await office.passes(MINUTE)  # it is left alone for a while
    assert (await office.store.standing((), office.now)).fallback.startswith("Почта")
    await office.passes(HOUR)
    assert (await office.store.standing((), office.now)).fallback == ""


async def test_both_ways_are_used_where_both_are_given(office: Office, site: Site, post: PostOffice) -> None:
    office.takes_up({**office.given, "email": "team@site.example"})
    office.start(post.url(login=""))
    await bring(office.store, item(0))
    await out_for_an_hour(office)
    await office.passes(HOUR)
    assert (ids(site), len(post.taken)) == ([["m-1"]], 1)


async def test_the_way_that_failed_is_tried_again_and_the_other_not(
    office: Office, site: Site, post: PostOffice
) -> None:
    office.takes_up({**office.given, "email": "team@site.example"})
    office.start(post.url(login=""))
    post.refuse = b"451 later"
    await bring(office.store, item(0))
    await out_for_an_hour(office)
    assert "451 later" in (await office.store.standing((), office.now)).fallback
    post.refuse = b""
    await office.passes(HOUR)
    assert (ids(site), len(post.taken)) == ([["m-1"]], 1)


@pytest.mark.long
async def test_trouble_is_tried_ever_more_slowly_and_told_in_status(office: Office, site: Site) -> None:
    site.serve("/hook", Reply(500))
    await bring(office.store, item(0))
    await out_for_an_hour(office)
    for _ in range(60):
        await office.passes(MINUTE)
    assert len(site.asked("/hook")) == 6  # after 1, 2, 4, 8, 16 minutes
    standing = await office.store.standing((), office.now)
    assert standing.fallback.startswith("Вебхук, 127.0.0.1: не принят (500)")
    assert standing.calls
    site.serve("/hook", Reply())
    await office.passes(HOUR)
    assert (await office.store.standing((), office.now)).fallback == ""


async def test_another_address_of_a_webhook_has_no_trouble_and_is_tried_at_once(office: Office, site: Site) -> None:
    site.serve("/hook", Reply(500))
    await bring(office.store, item(0))
    await out_for_an_hour(office)
    site.serve("/other", Reply())
    office.takes_up({"webhook": site.url("/other")})
    await office.passes(MINUTE / 2)
    assert len(site.asked("/other")) == 1
    assert (await office.store.standing((), office.now)).fallback == ""


async def test_a_webhook_that_nothing_was_told_by_for_a_day_is_not_called_broken_for_ever(
    office: Office, site: Site
) -> None:
    site.serve("/hook", Reply(500))
    await bring(office.store, item(0))
    await out_for_an_hour(office)
    office.telegram.error = None
    await office.passes(timedelta(hours=23))
    assert (await office.store.standing((), office.now)).fallback != ""
    await office.passes(timedelta(hours=2))
    assert (await office.store.standing((), office.now)).fallback == ""


async def test_a_way_that_rests_is_tried_though_the_clock_is_set_back(office: Office, site: Site) -> None:
    site.serve("/hook", Reply(500))
    await bring(office.store, item(0), at=NOW - 3 * HOUR)
    await out_for_an_hour(office)
    await office.passes(2 * MINUTE)
    site.serve("/hook", Reply())
    await office.passes(-24 * HOUR)
    await bring(office.store, item(1), source="forum", at=office.now)
    await out_for_an_hour(office)
    assert sorted(ids(site)[-1]) == ["m-1", "m-2"]


async def test_what_was_removed_meanwhile_is_told_by_no_way(office: Office, site: Site, post: PostOffice) -> None:
    office.takes_up({**office.given, "email": "team@site.example"})
    office.start(post.url(login=""))
    site.serve("/hook", Reply(500))
    await bring(office.store, item(0))
    await out_for_an_hour(office)
    await office.store.forget(Wanted(author=item(0).author))
    site.serve("/hook", Reply())
    await office.passes(HOUR)
    await office.passes(HOUR)
    assert (len(post.taken), ids(site)) == (1, [["m-1"]])


async def test_a_card_that_cannot_be_edited_hides_no_outage(office: Office, site: Site) -> None:
    """Edits go before messages, so nothing else is tried."""
    office.telegram.error = None
    await bring(office.store, item(0))
    await office.passes(timedelta(0))
    office.telegram.error = OUT
    await bring(office.store, item(0, text="Совсем другие слова о Зубр-Софте, всё плохо."), at=office.now)
    await office.passes(MINUTE)
    await bring(office.store, item(1), source="forum", at=office.now)
    await office.passes(HOUR)
    assert ids(site) == [["m-2"]]


async def test_quiet_hours_hold_it_back_here_too(office: Office, site: Site) -> None:
    office.quiet = Gate(quiet=True)
    await bring(office.store, item(0), item(1), item(2, text="Утечка у Зубр-Софта"), judged=None)
    await bring(office.store, item(3), source="forum", judged=URGENT)
    office.now += MINUTE
    await office.fallback.look()
    await office.store.troubled(CHAT, office.now)
    office.now += HOUR
    await office.store.troubled(CHAT, office.now)
    await office.fallback.look()
    assert ids(site) == [["m-4"]]


async def test_what_a_storm_gathered_goes_too(office: Office, site: Site) -> None:
    office.quiet = Gate(storm=Burst(2, timedelta(minutes=30)))
    for number in range(6):
        await bring(office.store, item(number), source=f"s{number}")
    await office.passes(timedelta(0))
    await office.passes(HOUR)
    assert sorted(ids(site)[0]) == [f"m-{n}" for n in range(1, 7)]


async def test_a_file_without_another_way_has_none(office: Office, site: Site) -> None:
    office.takes_up({})
    await bring(office.store, item(0))
    await out_for_an_hour(office)
    assert site.asked() == []
