"""The digest by mail: whole, to each address by itself, once, and nobody waits for another's trouble."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from live_values import live_of, take_up
from smtp_server import PostOffice, Taken, post_office
from store_values import CHAT, NOW, bring, item

from monitor.config.plan import Plan
from monitor.domain import Flag, Owed, Severity, Unmailed, Verdict
from monitor.render.document import Attachment, Document, Line, Picture, Span
from monitor.store import Store
from monitor.store.connection.trouble import story
from monitor.team.routes import Routes, Scope
from monitor.telling.channel import Letter
from monitor.telling.letters import Letters
from monitor.telling.mail_channel import MailChannel
from monitor.telling.mailboxes import Mailboxes
from monitor.telling.mailing import address_of
from monitor.telling.outbox import Outbox
from monitor.texts import LANGUAGES
from monitor.weekly.owed import owe_week

pytestmark = pytest.mark.one_database

WEEK = "2026-W48"  # that of NOW
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DIRECTOR, OWNER = "director@site.example", "owner@site.example"
DOT = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
NO_SUCH_USER = b"550 5.1.1 no such user"


def plan(*emails: str, language: str = "ru") -> dict[str, Any]:
    return {
        "language": language,
        "timezone": "Europe/Minsk",
        "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
        "sources": [
            {"id": "reviews", "kind": "feed", "url": "https://otzyv.example/rss"},
            {"id": "insiders", "kind": "feed", "url": "https://work.example/rss", "audience": "hr"},
        ],
        "team": {"chats": [{"id": -100500}]},
        "digest": {"email": emails or [DIRECTOR]},
    }


class Team:
    """A store, a team that reads mails, and the hands of the clock."""

    def __init__(self, store: Store, office: PostOffice) -> None:
        self.store, self.office, self.now = store, office, NOW
        self.live = live_of(plan(), mail=True)
        self.more: dict[str, Any] = {}
        letters = Letters(store, self.live)

        async def compose(owed: Owed, now: datetime) -> Letter:
            return replace(await letters(owed, now), **self.more)

        self.compose = compose
        self.start(office.url(login=""))

    def start(self, url: str | None) -> None:
        """As a process starts, with nothing in its memory."""
        self.channel = MailChannel(url, self.live, lambda: self.now, note=self.store.note_mail)
        self.outbox = Outbox(self.store, {"mail": self.channel}, self.compose, lambda: self.now)

    async def owe(self, week: str = WEEK, **more: Any) -> None:
        """The digest of this week, to everybody."""
        for target in self.live.routes.digest():
            await owe_week(self.store, self.live.plan, target, week, self.now, scope=Scope(), **more)

    async def passes(self, time: timedelta = timedelta(0)) -> int:
        """Time goes by; in the end the outbox tries."""
        self.now += time
        return await self.outbox.deliver_all()

    async def troubles(self) -> tuple[Unmailed, ...]:
        """As status tells them."""
        return (await self.store.standing((), self.now, mails=self.live.plan.digest.email)).unmailed


@pytest.fixture
async def team(store: Store, office: PostOffice) -> Team:
    return Team(store, office)


def recipients(office: PostOffice) -> list[str]:
    return [one.recipients[0] for one in office.taken]


def parts(taken: Taken) -> list[tuple[str, str]]:
    """Each part with the container it stands in, as a mail program meets them."""
    found: list[tuple[str, str]] = []

    def walk(message: EmailMessage, inside: str) -> None:
        found.append((inside, message.get_content_type()))
        for one in message.iter_parts() if message.is_multipart() else ():
            assert isinstance(one, EmailMessage)
            walk(one, message.get_content_subtype())

    walk(taken.message, "")
    return found


def body(taken: Taken, kind: str) -> str:
    found = taken.message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


@pytest.mark.long
async def test_a_page_names_its_pictures_by_what_comes_with_it(team: Team, office: PostOffice) -> None:
    team.more = {
        "document": Document((Line((Span("Тон по дням"),), picture="tone"),)),
        "pictures": (Picture("tone", DOT, "Тон по дням"),),
    }
    await team.owe()
    await team.passes()
    page = body(office.taken[0], "html")
    assert f'src="{address_of("tone")}"' in page
    assert "data:image" not in page


@pytest.mark.long
async def test_the_digest_arrives_as_a_page_and_in_words(team: Team, office: PostOffice) -> None:
    team.more = {"pictures": (), "file": None}
    await bring(team.store, item(0), at=NOW)
    await team.owe()
    assert await team.passes() == 1
    [taken] = office.taken
    assert taken.recipients == [DIRECTOR]
    assert taken.message["Date"].datetime == NOW
    assert "Отзыв клиента · otzyv.example" in body(taken, "plain")
    assert body(taken, "html").startswith("<!DOCTYPE html>")
    assert "<h1>" in body(taken, "html")
    assert parts(taken) == [("", "multipart/alternative"), ("alternative", "text/plain"), ("alternative", "text/html")]


async def test_pictures_stand_inside_of_the_page_and_the_workbook_comes_with_it(team: Team, office: PostOffice) -> None:
    team.more = {
        "pictures": (Picture("tone", DOT, "Тон по дням"), Picture("voice", DOT, "Доли")),
        "file": Attachment(f"otklik-{WEEK}.xlsx", b"PK\3\4rows"),
    }
    await team.owe()
    await team.passes()
    [taken] = office.taken
    book = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert parts(taken) == [
        ("", "multipart/mixed"),
        ("mixed", "multipart/alternative"),
        ("alternative", "text/plain"),
        ("alternative", "multipart/related"),
        ("related", "text/html"),
        ("related", "image/png"),
        ("related", "image/png"),
        ("mixed", book),
    ]
    pictures = [one for one in taken.message.walk() if one.get_content_maintype() == "image"]
    assert [f"cid:{one['Content-ID'][1:-1]}" for one in pictures] == [address_of("tone"), address_of("voice")]
    assert [one.get_payload(decode=True) for one in pictures] == [DOT, DOT]
    assert all(one.get_content_disposition() == "inline" for one in pictures)
    [file] = taken.message.iter_attachments()
    assert (file.get_filename(), file.get_payload(decode=True)) == (f"otklik-{WEEK}.xlsx", b"PK\3\4rows")


WORDS = {
    "ru": ("Отклик: неделя 48, 23–29 ноября – ", ("упоминаний не было", "спокойно", "нужно внимание", "кризис")),
    "en": ("Otklik: week 48, 23–29 November – ", ("no mentions", "calm", "needs attention", "crisis")),
}
URGENT = {"verdict": Verdict(Flag.RISK, Severity.P1)}


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("said", "how"), [((), 0), (({"score": 0.6},), 1), (({},), 2), (({"judged": URGENT},), 3)])
async def test_the_subject_says_which_week_and_how_it_was(
    team: Team, office: PostOffice, language: str, said: tuple[dict[str, Any], ...], how: int
) -> None:
    take_up(team.live, plan(language=language))
    for one in said:
        await bring(team.store, item(0), at=NOW, **one)
    await team.owe()
    await team.passes()
    opening, words = WORDS[language]
    assert str(office.taken[0].message["Subject"]) == opening + words[how]


async def test_nothing_in_a_subject_adds_a_line_to_the_head(team: Team, office: PostOffice) -> None:
    team.more = {"subject": "Неделя\r\nBcc: all@site.example\r\n\r\nтело"}
    await team.owe()
    await team.passes()
    [taken] = office.taken
    assert taken.message["Bcc"] is None
    assert str(taken.message["Subject"]) == "Неделя Bcc: all@site.example тело"


async def test_a_week_goes_to_each_address_once(team: Team, office: PostOffice) -> None:
    take_up(team.live, plan(DIRECTOR, OWNER, DIRECTOR.upper()))
    for _ in range(3):
        await team.owe()
        await team.passes(HOUR)
    assert sorted(recipients(office)) == sorted([DIRECTOR.upper(), OWNER])


async def test_an_address_that_nobody_has_holds_up_no_other_and_is_not_tried_again(
    team: Team, office: PostOffice
) -> None:
    take_up(team.live, plan(DIRECTOR, OWNER))
    office.refusals[DIRECTOR] = NO_SUCH_USER
    await team.owe()
    for _ in range(3):
        await team.passes(HOUR)
    assert (recipients(office), office.said.count("RCPT")) == ([OWNER], 2)
    [trouble] = await team.troubles()
    assert trouble.address == DIRECTOR
    assert "550 5.1.1 no such user" in trouble.cause


async def test_whoever_looks_after_it_is_told_once_of_an_address_in_trouble(team: Team, office: PostOffice) -> None:
    office.refusals[DIRECTOR] = NO_SUCH_USER
    boxes = Mailboxes(team.store, team.live, lambda: team.now)
    await team.owe()
    await team.passes()
    for _ in range(2):
        await boxes.look()
    told = [one for one in await team.store.owed(CHAT, team.now) if isinstance(one.notice, Unmailed)]
    assert len(told) == 1
    said = (await team.compose(told[0], team.now)).document.text
    assert f"Дайджест не доходит на {DIRECTOR}. Почта, 127.0.0.1" in said
    assert "otklik digest --send" in said


async def test_an_address_that_works_again_is_no_trouble(team: Team, office: PostOffice) -> None:
    office.refusals[DIRECTOR] = NO_SUCH_USER
    await team.owe()
    await team.passes()
    assert (await team.store.standing((), team.now, mails=[DIRECTOR])).calls
    office.refusals.clear()
    await team.owe(key_suffix=":again")
    assert await team.passes(HOUR) == 1
    assert await team.troubles() == ()


@pytest.mark.long
async def test_an_address_that_has_left_the_file_gets_nothing_and_is_nobodys_trouble(
    team: Team, office: PostOffice
) -> None:
    office.refusals[DIRECTOR] = b"450 come back later"
    await team.owe()
    for _ in range(6):
        await team.passes(HOUR)
    assert len(await team.troubles()) == 1
    office.refusals.clear()
    take_up(team.live, plan(OWNER))
    await team.passes(HOUR)
    assert (office.taken, await team.troubles(), await team.store.owed("mail:" + DIRECTOR, team.now)) == ([], (), ())


@pytest.mark.long
async def test_a_server_that_says_later_is_asked_ever_more_slowly(team: Team, office: PostOffice) -> None:
    office.refuse = b"451 4.7.1 greylisted"
    await team.owe()
    for _ in range(3 * 60):
        await team.passes(MINUTE)
    assert office.said.count("RCPT") == 7  # after 1, 2, 4, 8 minutes, then each hour
    office.refuse = b""
    await team.passes(HOUR)
    assert (recipients(office), await team.troubles()) == ([DIRECTOR], ())


@pytest.mark.long
async def test_a_wrong_password_is_tried_seldom_and_told_at_once(team: Team, office: PostOffice) -> None:
    async with post_office() as closed:
        team.start(closed.url(login="").replace("smtp://", "smtp://robot%40site.example:wrong@"))
        await team.owe()
        for _ in range(4 * 60):
            await team.passes(MINUTE)
        assert closed.said.count("EHLO") == 3  # after one hour and after two
    [trouble] = await team.troubles()
    assert "сервер не предлагает шифрования" in trouble.cause
    assert "wrong" not in trouble.cause


async def test_a_server_that_is_away_keeps_nothing_from_anybody_for_good(team: Team, office: PostOffice) -> None:
    team.start(office.url(login="").replace(str(office.port), "9"))
    await team.owe()
    assert await team.passes() == 0
    team.start(None)
    assert await team.passes(HOUR) == 0
    assert "SMTP_URL не задан" in (await team.troubles())[0].cause
    team.start(office.url(login=""))
    assert await team.passes(HOUR) == 1
    assert (recipients(office), await team.troubles()) == ([DIRECTOR], ())


async def test_a_lost_answer_is_repeated_once_as_the_same_message(team: Team, office: PostOffice) -> None:
    office.lose = True
    await team.owe()
    for _ in range(5):
        await team.passes(HOUR)
    assert len(office.taken) == 2
    assert len({str(one.message["Message-ID"]) for one in office.taken}) == 1


async def test_what_was_in_the_air_at_a_kill_is_repeated_only_where_the_server_is_there(
    team: Team, office: PostOffice
) -> None:
    await team.owe()
    [owed] = await team.store.owed("mail:" + DIRECTOR, team.now)
    await team.store.claim(owed.id)
    await team.store.recover(team.now, await team.store.in_the_air())
    team.start(office.url(login="").replace(str(office.port), "9"))
    assert await team.passes() == 0
    team.start(office.url(login=""))
    assert await team.passes(HOUR) == 1


@pytest.mark.parametrize("refusals", [{}, {DIRECTOR: NO_SUCH_USER}])
async def test_what_a_server_has_answered_counts_also_where_the_database_takes_no_note_of_it(
    team: Team, office: PostOffice, refusals: dict[str, bytes]
) -> None:
    office.refusals.update(refusals)

    async def full(*_: object) -> None:
        raise story("full", "otklik.db")

    team.channel._note = full
    await team.owe()
    assert await team.passes() == 1
    team.start(office.url(login=""))
    assert (await team.store.recover(team.now, await team.store.in_the_air()), await team.passes(HOUR)) == (0, 0)
    assert len(office.taken) == 1 - len(refusals)


async def test_two_digests_of_one_week_are_two_messages(team: Team, office: PostOffice) -> None:
    await team.owe()
    await team.passes()
    await team.owe(key_suffix=":again")
    await team.passes(MINUTE)
    assert len({str(one.message["Message-ID"]) for one in office.taken}) == 2


def test_nothing_is_owed_by_mail_without_a_server() -> None:
    plan = Plan.model_validate(
        {"brands": [{"id": "zubr", "name": "Зубр"}], "sources": [], "digest": {"email": [DIRECTOR, OWNER]}}
    )
    assert Routes(plan, telegram=False).digest() == ("terminal",)
    routes = Routes(plan, telegram=False, mail=True)
    assert routes.digest() == ("terminal", "mail:" + DIRECTOR, "mail:" + OWNER)
    assert routes.everyone() == ("terminal",)


@pytest.mark.long
async def test_what_employees_write_goes_to_nobody_by_mail(team: Team, office: PostOffice) -> None:
    """As to a chat that asks for nothing special."""
    await bring(team.store, item(0, source="insiders", title="Из отдела кадров"), source="insiders", at=NOW)
    await bring(team.store, item(1, title="Из магазина"), at=NOW)
    await team.owe()
    await team.passes()
    said = body(office.taken[0], "plain")
    assert ("Из магазина" in said, "Из отдела кадров" in said) == (True, False)


async def test_a_mail_server_that_is_not_there_is_asked_again_after_a_while(team: Team, office: PostOffice) -> None:
    team.start("smtp://127.0.0.1:1")  # nobody listens there
    assert not await team.channel.alive(f"mail:{DIRECTOR}")
    team.channel._url = office.url(login="")
    assert not await team.channel.alive(f"mail:{DIRECTOR}")
    team.now += HOUR
    assert await team.channel.alive(f"mail:{DIRECTOR}")


async def test_a_clock_that_is_set_back_leaves_no_mail_server_unasked(team: Team, office: PostOffice) -> None:
    team.start("smtp://127.0.0.1:1")
    assert not await team.channel.alive(f"mail:{DIRECTOR}")
    team.channel._url = office.url(login="")
    team.now -= 24 * HOUR
    assert await team.channel.alive(f"mail:{DIRECTOR}")
