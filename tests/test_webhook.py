"""A webhook gets JSON through our own door to the web: guarded, in bounded time, and its address is told to nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fetching import Http, Names
from web_site import Reply, Site, endless, moved

from monitor.errors import DeliveryError
from monitor.fetch import Fetcher
from monitor.texts import LANGUAGES, Texts

SECRET = "/services/T00/s3cr3t"
BODY = '{"text": "Срочных: 1"}'.encode()


async def refused(address: str, http: Http | None = None, **more: Any) -> DeliveryError:
    async with Fetcher(http or Http(), **more) as fetcher:
        with pytest.raises(DeliveryError) as caught:
            await fetcher.post(address, BODY)
    for language in LANGUAGES:
        assert "s3cr3t" not in Texts(language).error(caught.value)
    return caught.value


@pytest.mark.parametrize("status", [200, 201, 204])
async def test_any_2xx_is_a_yes(status: int) -> None:
    async with Site() as site, Fetcher(Http()) as fetcher:
        await fetcher.post(site.serve(SECRET, Reply(status)) + "?key=42", BODY)
        [seen] = site.asked()
        assert (seen.path, seen.query, seen.posted) == (SECRET, "key=42", BODY)
        assert seen.headers["content-type"] == "application/json"


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500])
async def test_anything_else_is_a_no(status: int) -> None:
    async with Site() as site:
        error = await refused(site.serve(SECRET, Reply(status)))
        assert (error.key, error.blanks["status_code"]) == ("webhook.refused", status)


async def test_a_redirect_is_not_followed() -> None:
    async with Site() as site:
        site.serve("/elsewhere", Reply())
        assert (await refused(site.serve(SECRET, moved("/elsewhere", 307)))).key == "webhook.refused"
        assert not site.asked("/elsewhere")


async def test_a_login_in_the_address_becomes_a_header() -> None:
    async with Site() as site, Fetcher(Http()) as fetcher:
        await fetcher.post(site.serve("/hook", Reply()).replace("//", "//me:pw@"), BODY)
        assert site.asked()[0].headers["authorization"] == "Basic bWU6cHc="


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "inside.example", "2130706433"])
async def test_the_private_network_is_closed_unless_the_file_opens_it(host: str) -> None:
    async with Site() as site:
        site.serve(SECRET, Reply())
        guarded = Http(allow_private_network=False)
        names = Names(inside_example=["127.0.0.1"], localhost=["127.0.0.1"])
        assert (await refused(site.url(SECRET, host), guarded, resolver=names)).key == "webhook.private"
        assert not site.seen


async def test_silence_and_endless_answers_cost_bounded_time() -> None:
    async with Site() as site, Fetcher(Http()) as fetcher:
        error = await refused(site.serve(SECRET, Reply(hang=True)), Http(timeout=timedelta(seconds=0.3)))
        assert error.key == "webhook.unreachable"
        await fetcher.post(site.serve("/chatty", Reply(pieces=endless)), BODY)


async def test_nobody_there() -> None:
    error = await refused(f"http://127.0.0.1:9{SECRET}")
    assert (error.key, error.unsure) == ("webhook.unreachable", False)


async def test_an_address_that_nobody_can_have_is_a_no_like_any_other() -> None:
    error = await refused(f"https://☃.example{SECRET}")
    assert (error.key, error.blanks["host"]) == ("webhook.unreachable", "☃.example")
    async with Fetcher(Http()) as fetcher:
        with pytest.raises(DeliveryError, match="☃"):
            await fetcher.ping("https://☃.example/")


@pytest.mark.long
async def test_a_service_that_takes_it_and_says_nothing_may_have_taken_it() -> None:
    async with Site() as site:
        error = await refused(site.serve(SECRET, Reply(hang=True)), Http(timeout=timedelta(seconds=3)))
        assert (error.key, error.unsure) == ("webhook.unreachable", True)
        assert site.asked()[0].posted == BODY
        assert not (await refused(site.serve(SECRET, Reply(503)))).unsure
