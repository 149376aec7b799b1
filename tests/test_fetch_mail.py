"""The door to mail boxes, against a real IMAP server on loopback."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from aiohttp.abc import ResolveResult
from certificate import CERTIFICATE, secure
from fetching import Hands, Http, Names, fetch
from mail_server import PASSWORD, USER, MailServer, mail, mail_server, served

from monitor.domain import Request, Validators
from monitor.errors import Cause, FetchError, ForbiddenError, lost
from monitor.fetch import Fetched, Fetcher
from monitor.harvest import Memory, gather
from monitor.reading.reader import Reader
from monitor.sources.mail import MailSource
from monitor.texts import LANGUAGES, Texts

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)

pytestmark = pytest.mark.timeout(120)


def source(url: str, *senders: str, **more: Any) -> MailSource:
    return MailSource.model_validate({"id": "notices", "kind": "mail", "url": url, "from": senders, **more})


async def asked(fetcher: Fetcher, box: MailSource, known: Validators | None = None) -> Fetched:
    (request,) = box.start([])
    return await fetcher.get(request, validators=known, source=box)


async def refusal(fetcher: Fetcher, box: MailSource) -> FetchError:
    with pytest.raises(FetchError) as refused:
        await asked(fetcher, box)
    return refused.value


def listed(fetched: Fetched) -> list[int]:
    assert fetched.page is not None
    found: list[int] = json.loads(fetched.page.body)["uids"]
    return found


async def letters(fetcher: Fetcher, box: MailSource, fetched: Fetched) -> list[bytes]:
    assert fetched.page is not None
    bodies = []
    for request in box.read(fetched.page, now=None, zone=None):  # type: ignore[arg-type]  # a folder has no dates
        assert isinstance(request, Request)
        page = (await fetcher.get(request, validators=None, source=box)).page
        assert page is not None
        bodies.append(page.body)
    return bodies


@pytest.fixture
async def server():
    async with mail_server() as running:
        yield running


async def filled(server: MailServer, *mails: bytes, **more: Any) -> None:
    await asyncio.to_thread(lambda: server.put(*mails, **more))


async def test_mails_are_read_newest_first_and_nothing_in_the_box_changes(server):
    await filled(server, mail("Ждали неделю.", n=1), mail("Всё хорошо.", n=2))
    before = await asyncio.to_thread(server.flags)
    box = source(server.url())
    async with Fetcher(Http()) as fetcher:
        fetched = await asked(fetcher, box)
        bodies = await letters(fetcher, box, fetched)
    assert [b"<2@platform.example>" in bodies[0], b"<1@platform.example>" in bodies[1]] == [True, True]
    assert await asyncio.to_thread(server.flags) == before
    assert not any("\\Seen" in flags for flags in before)


async def test_a_visit_logs_in_once(server):
    await filled(server, *(mail("Ждали неделю.", n=n) for n in range(5)))
    before = len(server.connections)
    box = source(server.url())
    async with Fetcher(Http()) as fetcher:
        assert len(await letters(fetcher, box, await asked(fetcher, box))) == 5
    assert len(server.connections) == before + 1


async def test_only_the_wanted_senders_are_listed_and_a_domain_may_stand_for_all_of_its_own(server):
    await filled(
        server,
        mail("a", sender="Reviews@Platform.example"),
        mail("b", sender="news@mail.platform.example"),
        mail("c", sender="boss@site.example"),
    )
    async with Fetcher(Http()) as fetcher:
        one = await asked(fetcher, source(server.url(), "reviews@platform.example"))
        domain = await asked(fetcher, source(server.url(), "@platform.example", "nobody@other.example"))
        assert (listed(one), listed(domain)) == ([101], [102, 101])


async def test_mails_older_than_max_age_are_left_alone(server):
    await filled(server, mail("old"), dt=datetime(2026, 9, 1, tzinfo=UTC))
    await filled(server, mail("new"), dt=datetime(2026, 11, 20, tzinfo=UTC))
    async with Fetcher(Http(), clock=Hands().clock) as fetcher:
        assert listed(await asked(fetcher, source(server.url()))) == [102]


async def test_an_unchanged_folder_is_unchanged_and_a_new_mail_is_found(server):
    await filled(server, mail("first"))
    box = source(server.url())
    async with Fetcher(Http()) as fetcher:
        first = await asked(fetcher, box)
        again = await asked(fetcher, box, first.validators)
        await filled(server, mail("second", n=2))
        later = await asked(fetcher, box, first.validators)
        assert (again.page, again.validators) == (None, first.validators)
        assert (listed(first), listed(later)) == ([101], [102, 101])


async def test_a_folder_with_a_russian_name_is_opened(server):
    await asyncio.to_thread(server.create, "Отзывы и жалобы")
    await filled(server, mail("Ждали неделю."), folder="Отзывы и жалобы")
    async with Fetcher(Http()) as fetcher:
        assert listed(await asked(fetcher, source(server.url("Отзывы и жалобы")))) == [101]


async def test_a_wrong_password_is_told_without_telling_it(server):
    async with Fetcher(Http()) as fetcher:
        error = await refusal(fetcher, source(server.url(password="hunter2")))
    said = [Texts(language).error(error) for language in LANGUAGES]
    assert (error.key, error.cause) == ("fetch.mail_login", Cause.AUTH)
    assert all(line.startswith(f"imap://127.0.0.1:{server.port}/INBOX: ") for line in said)
    assert not any(secret in line for line in said for secret in ("hunter2", USER, "robot"))


async def test_a_missing_folder_is_told_with_those_that_there_are(server):
    await asyncio.to_thread(server.create, "Отзывы")
    async with Fetcher(Http()) as fetcher:
        error = await refusal(fetcher, source(server.url("Отзыв")))
    assert (error.key, error.blanks["folder"]) == ("fetch.mail_folder", "Отзыв")
    assert error.blanks["folders"] == "INBOX, Отзывы"


async def test_nothing_that_is_kept_names_the_login(server):
    await filled(server, mail("first"))
    box = source(server.url())
    async with Fetcher(Http()) as fetcher:
        fetched = await asked(fetcher, box)
    assert fetched.page is not None
    requests = [*box.start([]), *box.read(fetched.page, now=None, zone=None)]
    kept = repr((requests, fetched))
    assert not any(secret in kept for secret in (PASSWORD, "pass%20word", USER, "robot"))


async def test_a_long_mail_is_read_as_far_as_its_words_go(server):
    await filled(server, mail("Ждали неделю. " + "x" * 900 + "\n" + "y" * 900))
    box = source(server.url())
    async with Fetcher(Http(max_bytes=1_000)) as fetcher:
        (body,) = await letters(fetcher, box, await asked(fetcher, box))
    assert len(body) == 1_000


async def test_a_mail_that_is_gone_meanwhile_is_empty(server):
    await filled(server, mail("first"))
    box = source(server.url())
    async with Fetcher(Http()) as fetcher:
        fetched = await asked(fetcher, box)
    await asyncio.to_thread(server.empty)
    async with Fetcher(Http()) as fetcher:
        assert await letters(fetcher, box, fetched) == [b""]


@pytest.mark.parametrize("host", ["127.0.0.1", "imap.site.example", "localhost"])
async def test_a_mail_box_in_a_private_network_is_refused_by_the_address_that_is_connected_to(server, host):
    url = server.url().replace("127.0.0.1", host)
    names = Names(imap_site_example=["127.0.0.1"])
    async with Fetcher(Http(allow_private_network=False), resolver=names) as fetcher:
        assert (await refusal(fetcher, source(url))).key == "fetch.private"
    assert server.connections == []


async def test_a_source_may_allow_its_own_private_mail_server(server):
    box = source(server.url().replace("127.0.0.1", "imap.site.example"), allow_private_network=True)
    names = Names(imap_site_example=["127.0.0.1"])
    async with Fetcher(Http(allow_private_network=False), resolver=names) as fetcher:
        assert listed(await asked(fetcher, box)) == []


class TwoWays(Names):
    """A name with two addresses: the first leads nowhere."""

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[ResolveResult]:
        """Both at once."""
        return [(await Names(host=[one]).resolve("host", port, family))[0] for one in ("127.0.0.2", "127.0.0.1")]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no second address of their own")
async def test_an_address_that_leads_nowhere_does_not_hide_the_one_that_answers(server, monkeypatch):
    monkeypatch.setattr("monitor.fetch.mail.ONE", 0.2)
    port = httpx.URL(server.url()).port
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.2", port))
        full.listen(0)
        for one in (first, second):
            one.setblocking(False)
            one.connect_ex(("127.0.0.2", port))  # whoever comes now is not even refused
        box = source(server.url().replace("127.0.0.1", "imap.site.example"))
        async with Fetcher(Http(timeout=timedelta(seconds=5)), resolver=TwoWays()) as fetcher:
            assert listed(await asked(fetcher, box)) == []


async def test_a_connection_that_one_source_may_make_serves_no_other(server):
    await filled(server, mail("Ждали неделю."))
    open_, closed = source(server.url()), source(server.url(), id="others", allow_private_network=False)
    async with Fetcher(Http(allow_private_network=True)) as fetcher:
        assert listed(await asked(fetcher, open_)) == [101]
        assert (await refusal(fetcher, closed)).key == "fetch.private"


async def test_two_sources_of_one_box_each_close_their_connection(server):
    await filled(server, mail("Ждали неделю."))
    before = len(server.connections)
    async with Fetcher(Http()) as fetcher:
        await asyncio.gather(*(asked(fetcher, source(server.url(), id=name)) for name in ("one", "other")))
    assert len(server.connections) == before + 2
    assert all(one.is_closing() for one in server.connections[before:])


async def test_a_server_that_is_not_there_is_told(unused_tcp_port_factory):
    async with Fetcher(Http()) as fetcher:
        error = await refusal(fetcher, source(f"imap://a:b@127.0.0.1:{unused_tcp_port_factory()}/INBOX"))
    assert error.key == "fetch.mail_unreachable"


async def test_a_mail_box_is_reached_through_a_proxy(server):
    asked_for = []

    async def proxy(reader, writer):
        asked_for.append((await reader.readuntil(b"\r\n\r\n")).split()[:2])
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await asyncio.gather(piped(reader, inner_writer), piped(inner_reader, writer))

    async def piped(reader, writer):
        while data := await reader.read(4096):
            writer.write(data)
        writer.close()

    url = server.url().replace("127.0.0.1", "imap.site.example")
    async with served(proxy, []) as port, Fetcher(Http(proxy=f"http://127.0.0.1:{port}")) as fetcher:
        assert listed(await asked(fetcher, source(url))) == []
    assert asked_for == [[b"CONNECT", f"imap.site.example:{server.port}".encode()]]


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:1", "https://127.0.0.1:1"])
async def test_a_proxy_that_does_not_work_is_told(server, proxy):
    async with Fetcher(Http()) as fetcher:
        assert (await refusal(fetcher, source(server.url(), proxy=proxy))).key == "fetch.proxy"


@pytest.mark.parametrize(("scheme", "starttls"), [("imaps", False), ("imap", True)])
async def test_a_certificate_that_nobody_vouches_for_is_refused(scheme, starttls):
    async with mail_server(secure(), starttls=starttls) as server, Fetcher(Http()) as fetcher:
        assert (await refusal(fetcher, source(server.url(scheme=scheme)))).key == "fetch.mail_tls"


@pytest.mark.parametrize(("scheme", "starttls"), [("imaps", False), ("imap", True)])
async def test_a_box_is_opened_over_tls_from_the_start_or_as_soon_as_the_server_offers_it(
    scheme, starttls, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    monkeypatch.setattr("monitor.fetch.mail.authorities", httpx.create_ssl_context)
    async with mail_server(secure(), starttls=starttls) as server, Fetcher(Http()) as fetcher:
        assert listed(await asked(fetcher, source(server.url(scheme=scheme)))) == []


Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def told_of(answer: Answer, **http: Any) -> str:
    """How a visit to a server ends that behaves like this."""

    async with served(answer, []) as port, Fetcher(Http(**http)) as fetcher:
        return (await refusal(fetcher, source(f"imap://robot:hunter2@127.0.0.1:{port}/INBOX"))).key


async def test_a_server_that_never_greets_ends_at_the_deadline():
    async def silent(reader, writer):
        await reader.read()

    assert await told_of(silent, timeout=timedelta(seconds=0.3)) == "fetch.mail_timeout"


async def test_a_server_that_trickles_ends_at_the_deadline():
    async def trickling(reader, writer):
        while True:
            writer.write(b"*")
            await writer.drain()
            await asyncio.sleep(0.02)

    assert await told_of(trickling, timeout=timedelta(seconds=0.5)) == "fetch.mail_timeout"


async def test_a_server_that_never_stops_talking_costs_no_more_than_one_answer():
    async def endless(reader, writer):
        writer.write(b"* OK ready\r\n")
        while True:
            writer.write(b"* OK and more\r\n" * 1000)
            await writer.drain()

    assert await told_of(endless, timeout=timedelta(seconds=60)) == "fetch.too_large"


async def test_a_server_that_announces_more_than_can_be_held_is_not_believed():
    async def boasting(reader, writer):
        writer.write(b"* OK {99999999999}\r\n")
        await reader.read()

    assert await told_of(boasting) == "fetch.too_large"


async def test_a_server_that_hangs_up_is_told():
    async def rude(reader, writer):
        writer.write(b"* OK ready\r\n")
        writer.close()

    assert await told_of(rude) == "fetch.mail_unreachable"


async def test_what_speaks_no_imap_is_told():
    async def web(reader, writer):
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await reader.read()

    assert await told_of(web) == "fetch.mail_unreachable"


@pytest.mark.parametrize("answer", ["NO [INUSE] come later", "BAD come later"])
async def test_a_folder_that_is_there_and_cannot_be_looked_into_is_not_called_missing(answer: str):
    async def busy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK ready\r\n")
        while line := await reader.readline():
            tag, command = line.split()[:2]
            said = {b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n", b"LIST": b'* LIST () "/" INBOX\r\n'}.get(command, b"")
            writer.write(said + tag + (b" " + answer.encode() if command == b"STATUS" else b" OK done") + b"\r\n")

    async with served(busy, []) as port, Fetcher(Http()) as fetcher:
        error = await refusal(fetcher, source(f"imap://robot:hunter2@127.0.0.1:{port}/INBOX"))
    assert error.key == "fetch.mail_refused"
    assert error.blanks["reason"] == answer.removeprefix("NO ").removeprefix("BAD ")


async def test_what_a_server_repeats_of_the_login_is_not_repeated():
    async def telling(reader, writer):
        writer.write(b"* OK ready\r\n")
        while line := await reader.readline():
            tag = line.split()[0]
            if b"CAPABILITY" in line:
                writer.write(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")
            else:
                writer.write(tag + b" NO [UNAVAILABLE] robot with hunter2: come later\r\n")

    async with served(telling, []) as port, Fetcher(Http()) as fetcher:
        error = await refusal(fetcher, source(f"imap://robot:hunter2@127.0.0.1:{port}/INBOX"))
    assert error.key == "fetch.mail_refused"
    assert "come later" in str(error)
    assert "hunter2" not in str(error)
    assert "robot" not in str(error)


async def test_a_mail_box_in_a_forbidden_place_is_not_asked(server):
    async with Fetcher(Http(), forbids=lambda url: "127.0.0.1" in url) as fetcher:
        assert isinstance(await refusal(fetcher, source(server.url())), ForbiddenError)
    assert server.connections == []


async def test_only_a_mail_source_opens_mail_boxes(server):
    async with Fetcher(Http()) as fetcher:
        with pytest.raises(FetchError) as refused:
            await fetch(fetcher, f"imap://127.0.0.1:{server.port}/INBOX")
    assert refused.value.key == "fetch.address"


def remembered(*visits):
    links = {key: link for visited in visits for key, link in visited.links.items()}

    async def known(keys):
        return {key: links[key] for key in keys if key in links}

    before, waiting = visits[0].validators, {key: link for key, link in links.items() if not link.read}
    return Memory(before, before, waiting, known, first=False)


async def test_a_visit_reads_only_what_has_come_since_the_last_one(server):
    await filled(server, *(mail(f"Ждали неделю, в {n}-й раз.", n=n) for n in range(3)))
    box = source(server.url(), limit=2)
    async with Fetcher(Http()) as fetcher, Reader() as reader:
        visit = partial(gather, box, fetcher, names=[], now=NOW, zone=ZoneInfo("Europe/Minsk"), reader=reader)
        first = await visit()
        memory = remembered(first)
        again = await visit(memory=memory)
        await filled(server, mail("А теперь вовремя.", n=9))
        memory = remembered(first, again)
        later = await visit(memory=memory)
    told = [[item.guid.partition("@")[0] for item in visited.items] for visited in (first, again, later)]
    assert told == [["2", "1"], ["0"], ["9"]]
    assert set(again.items) <= again.late  # it was there before us
    assert not set(later.items) & later.late


def moody(mood: list[str]) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    """A box of five mails that lists them, and does with whoever asks for one as its mood is."""

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK ready\r\n")
        while line := await reader.readline():
            tag, command = line.split()[:2]
            uid = int(line.split()[3]) if b"FETCH" in line else 0
            letter = mail(f"Ждали неделю, в {uid}-й раз.", n=uid)
            said = {
                b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n",
                b"STATUS": b"* STATUS INBOX (UIDVALIDITY 1 UIDNEXT 6 MESSAGES 5)\r\n",
                b"UID": b"* 1 FETCH (BODY[]<0> {%d}\r\n%b)\r\n" % (len(letter), letter)
                if uid
                else b"* SEARCH 1 2 3 4 5\r\n",
            }
            if uid and mood[0] == "hangs up":
                break
            no = uid and mood[0] == "refuses"
            writer.write(tag + b" NO [UNAVAILABLE] later\r\n" if no else said.get(command, b"") + tag + b" OK done\r\n")
        writer.close()

    return answers


@pytest.mark.parametrize("mood", ["refuses", "hangs up"])
async def test_no_mail_is_given_up_because_its_box_fails_for_a_while(mood: str):
    moods, callers = [mood], []
    async with served(moody(moods), callers) as port, Fetcher(Http()) as fetcher, Reader() as reader:
        box = source(f"imap://robot:hunter2@127.0.0.1:{port}/INBOX")
        visit = partial(gather, box, fetcher, names=[], now=NOW, zone=ZoneInfo("Europe/Minsk"), reader=reader)
        visits = [await visit()]
        for _ in range(4):
            visits.append(await visit(memory=remembered(*visits)))
        assert len(callers) == 15  # three in a row tell enough
        moods[0] = "well"
        last = await visit(memory=remembered(*visits))
    assert all(lost(visited.error) and not visited.items for visited in visits)
    assert len(last.items) == 5
    assert last.error is None
