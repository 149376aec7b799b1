"""Mails go out whole, over TLS wherever a password goes, and nothing secret is said where that fails."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from certificate import CERTIFICATE, secure
from smtp_server import PostOffice, post_office

from monitor.errors import DeliveryError
from monitor.fetch.trust import authorities
from monitor.telling.mailing import DEADLINE, Mail, greet, submit
from monitor.texts import LANGUAGES, Texts

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TRUSTED = ssl.create_default_context(cafile=str(CERTIFICATE))
TRUSTED.check_hostname = False
OPEN = {"login": ""}


@pytest.fixture(autouse=True)
def _trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a certificate is that anybody trusts: mail servers are believed as sites are."""
    monkeypatch.setattr("monitor.telling.mailing.authorities", lambda: TRUSTED)


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    """A server that offers STARTTLS."""
    async with post_office(secure()) as one:
        yield one


async def send(
    url: str,
    *,
    to: str = "team@site.example",
    subject: str = "Срочных: 2",
    text: str = "Смотрите.",
    mark: str = "",
    deadline: float = DEADLINE,
) -> None:
    mail = Mail(to=to, subject=subject, text=text, html=f"<p>{text}</p>", at=NOW, mark=mark)
    await submit(url, mail, deadline=deadline)


async def refused(url: str, **said: Any) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await send(url, **said)
    return caught.value


async def test_a_message_arrives_in_both_forms_with_a_head_that_says_who_and_when(office: PostOffice) -> None:
    await send(office.url(), text="Отзыв\n.\n..точка\nдлинное " + "слово " * 500)
    [taken] = office.taken
    message = taken.message
    assert (taken.sender, taken.recipients) == ("robot@site.example", ["team@site.example"])
    assert (str(message["From"]), str(message["To"])) == ("Отклик <robot@site.example>", "team@site.example")
    assert (str(message["Subject"]), message["Date"].datetime) == ("Срочных: 2", NOW)
    assert message["Message-ID"].strip("<>").endswith("@site.example")
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert plain.get_content().splitlines()[:3] == ["Отзыв", ".", "..точка"]
    assert html.get_content().startswith("<p>Отзыв")
    assert office.logins == 1


async def test_tls_from_the_first_byte() -> None:
    async with post_office(secure(), tls=True) as office:
        await send(office.url(scheme="smtps"))
        assert len(office.taken) == office.logins == 1


async def test_a_server_without_encryption_gets_no_password() -> None:
    async with post_office() as office:
        assert (await refused(office.url())).key == "mail.no_tls"
        assert "AUTH" not in office.said


async def test_a_relay_that_wants_no_login_needs_no_encryption() -> None:
    async with post_office() as office:
        await send(office.url(**OPEN, more="?from=alerts%40site.example"))
        assert office.taken[0].sender == "alerts@site.example"


async def test_a_certificate_that_nobody_vouches_for_is_refused(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.telling.mailing.authorities", authorities)
    assert (await refused(office.url())).key == "mail.tls"
    assert not office.logins


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_wrong_password_stands_in_no_error(office: PostOffice, language: str) -> None:
    error = await refused(office.url(login="robot%40site.example:s3cr3t%2Fpw@"))
    said = Texts(language).error(error) + repr(error) + repr(error.__cause__) + str(error.blanks)
    assert error.key == "mail.login"
    assert "s3cr3t" not in said


async def test_what_the_server_says_of_a_recipient_is_told(office: PostOffice) -> None:
    office.refuse = b"550 no such user here, robot@site.example"
    error = await refused(office.url())
    assert (error.key, error.blanks["reason"]) == ("mail.refused", "550 no such user here, …")


@pytest.mark.parametrize(
    ("answer", "final"), [(b"550 5.1.1 no such user", True), (b"451 4.7.1 greylisted", False), (b"421 busy", False)]
)
async def test_what_is_refused_for_good_is_never_tried_again(office: PostOffice, answer: bytes, final: bool) -> None:  # noqa: FBT001
    office.refuse = answer
    error = await refused(office.url())
    assert (error.final, error.away, error.unsure) == (final, False, False)


@pytest.mark.parametrize(
    ("step", "answer", "final", "away"),
    [
        ("MAIL", b"550 5.7.1 you may not write from here", False, True),
        ("MAIL", b"552 5.3.4 too large", True, False),
        ("DATA", b"554 5.5.1 no", True, False),
        ("DATA", b"451 later", False, False),
        (".", b"554 5.7.1 looks like spam", True, False),
        (".", b"452 4.3.1 no room", False, False),
    ],
)
async def test_a_message_that_is_refused_at_any_step_was_not_sent(
    office: PostOffice,
    step: str,
    answer: bytes,
    final: bool,  # noqa: FBT001
    away: bool,  # noqa: FBT001
) -> None:
    office.answers[step] = answer
    error = await refused(office.url())
    assert (error.final, error.away, error.unsure) == (final, away, False)
    assert error.blanks["reason"] == answer.decode()
    assert office.taken == []


async def test_whom_the_server_does_not_let_in_asks_seldom(office: PostOffice) -> None:
    error = await refused(office.url(login="robot%40site.example:wrong@"))
    assert (error.key, error.away, error.final) == ("mail.login", True, False)


async def test_a_password_that_no_server_takes_is_told_as_one(office: PostOffice) -> None:
    error = await refused(office.url(login="robot%40site.example:пароль@"))
    assert (error.key, error.away, error.final) == ("mail.login", True, False)


@pytest.mark.parametrize(
    "answer", [b"530 5.7.0 Authentication required", b"554 5.7.1 <team@site.example>: Relay access denied"]
)
async def test_a_server_that_wants_a_login_first_refuses_no_address_for_good(office: PostOffice, answer: bytes) -> None:
    office.refuse = answer
    error = await refused(office.url(login=""))
    assert (error.key, error.away, error.final) == ("mail.refused", True, False)


async def test_only_an_answer_that_is_lost_after_the_last_dot_leaves_a_doubt(office: PostOffice) -> None:
    office.lose = True
    assert (await refused(office.url())).unsure
    assert len(office.taken) == 1
    office.lose, office.hang = False, True
    assert not (await refused(office.url(), deadline=0.3)).unsure
    assert not (await refused(office.url().replace(str(office.port), "9"))).unsure


@pytest.mark.long
async def test_a_server_may_take_its_time_to_look_through_a_message(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.telling.mailing.PATIENCE", 2)
    office.scan = 2.5
    await send(office.url())
    assert len(office.taken) == 1


async def test_a_repeat_is_the_same_message(office: PostOffice) -> None:
    for _ in range(2):
        await send(office.url(), mark="7.ab12")
    assert {str(one.message["Message-ID"]) for one in office.taken} == {"<7.ab12@site.example>"}


async def test_nobody_at_the_port(office: PostOffice) -> None:
    assert (await refused(office.url().replace(str(office.port), "9"))).key == "mail.unreachable"


async def test_a_server_that_never_answers_costs_bounded_time(office: PostOffice) -> None:
    office.hang = True
    assert (await refused(office.url(), deadline=0.3)).key == "mail.timeout"


async def said(greeting: bytes, *, again: bool = False, deadline: float = 60.0) -> DeliveryError:
    """What comes of a server that greets so, once or for ever; it is left in the end."""
    over = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            writer.write(greeting)
            while again:
                await writer.drain()
                writer.write(greeting)
                await asyncio.sleep(0.001)
            await reader.read()
        writer.close()
        over.set()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        error = await refused(f"smtp://127.0.0.1:{port}?from=robot@site.example", deadline=deadline)
        await asyncio.wait_for(over.wait(), 60)
    return error


async def test_a_greeting_that_does_not_end_is_heard_up_to_a_bound_and_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.telling.smtp_line.MOST", 10_000)
    assert (await said(b"220-welcome\r\n" * 100, again=True)).key == "mail.unreachable"
    assert (await said(b"220-welcome\r\n", again=True, deadline=0.3)).key == "mail.timeout"


async def test_what_is_no_mail_server_is_called_so() -> None:
    assert (await said(b"HTTP/1.1 400 Bad Request\r\n\r\n")).key == "mail.no_smtp"


async def test_a_server_that_is_busy_is_asked_again_and_no_address_is_blamed() -> None:
    error = await said(b"421 too many connections\r\n")
    assert (error.key, error.final, error.away) == ("mail.later", False, False)


@pytest.mark.parametrize(
    "to",
    ["a@site.example\r\nBcc: all@site.example", "a@site.example,b@site.example", "Анна@site.example", "nobody", ""],
)
async def test_an_address_that_is_none_is_refused_before_anybody_is_asked(office: PostOffice, to: str) -> None:
    assert (await refused(office.url(), to=to)).key == "mail.person"
    assert office.said == []


async def test_a_subject_adds_no_line_to_the_head(office: PostOffice) -> None:
    await send(office.url(), subject="Срочно\r\nBcc: all@site.example\r\n\r\nтело")
    [taken] = office.taken
    assert str(taken.message["Subject"]) == "Срочно Bcc: all@site.example тело"
    assert taken.message["Bcc"] is None


async def test_an_international_host_is_written_in_its_other_spelling(office: PostOffice) -> None:
    await send(office.url(), to="info@зубр.бел")
    assert office.taken[0].recipients == ["info@xn--90al2ak.xn--90ais"]


@pytest.mark.parametrize("url", ["smtp://", "smtp://[::1", "https://site.example", "smtp://site.example:port"])
async def test_what_is_no_address_of_a_mail_server_is_said(url: str) -> None:
    assert (await refused(url)).key == "mail.address"


async def test_a_look_logs_in_and_sends_nothing(office: PostOffice) -> None:
    await greet(office.url())
    assert office.said == ["EHLO", "STARTTLS", "EHLO", "AUTH", "NOOP", "QUIT"]
    assert office.taken == []
