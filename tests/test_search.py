"""Kind `search`: what leaves for an engine, with which keys, and what its refusals mean."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import pytest
from fetching import Http
from web_site import Reply, Site, moved

from monitor.config.settings import settings_of
from monitor.domain import Demand, Page
from monitor.errors import FetchError, ParseError
from monitor.fetch import Fetcher
from monitor.sources.search import SearchSource
from monitor.texts import LANGUAGES, Texts

KEYS = {"YANDEX_SEARCH_KEY": "AQVN-s3cret", "YANDEX_SEARCH_FOLDER": "b1g-f0lder"}


def source(engine: str, **more: Any) -> SearchSource:
    return SearchSource.model_validate(
        {"id": "first-page", "kind": "search", "engine": engine, "query": "{brand}", **more}
    )


async def asked(searched: SearchSource, keys: dict[str, str] | None = None, **http: Any) -> None:
    async with Fetcher(Http(**http), keys=KEYS if keys is None else keys) as fetcher:
        for request in searched.start(["Зубр-Софт", "Zubr"]):
            await fetcher.get(request, validators=None, source=searched)


async def refusal(searched: SearchSource, keys: dict[str, str] | None = None, **http: Any) -> FetchError:
    with pytest.raises(FetchError) as refused:
        await asked(searched, keys, **http)
    return refused.value


async def test_yandex_is_asked_for_each_name_with_the_key_in_a_header_and_the_folder_in_the_body():
    async with Site() as site:
        url = site.serve("/v2/web/search", Reply(body=b"{}"))
        await asked(source("yandex", url=url, query="{brand} отзывы", region=157))
        sent = [(seen.headers["authorization"], json.loads(seen.posted or b"")) for seen in site.asked()]
    assert [key for key, _ in sent] == ["Api-Key AQVN-s3cret"] * 2
    assert [body["query"]["queryText"] for _, body in sent] == ["Зубр-Софт отзывы", "Zubr отзывы"]
    assert [(body["folderId"], body["region"]) for _, body in sent] == [("b1g-f0lder", "157")] * 2


async def test_yandex_is_asked_how_often_people_search_under_the_same_key() -> None:
    async with Site() as site:
        url = site.serve("/v2/web/search", Reply(body=b"{}"))
        site.serve("/v2/wordstat/topRequests", Reply(body=b"{}"))
        await asked(source("yandex", url=url, region=157, demand=True, params={"team": "a"}))
        assert {seen.query for seen in site.asked()} == {"team=a"}
        sent = [(seen.path, seen.headers["authorization"], json.loads(seen.posted or b"")) for seen in site.asked()]
    assert [path for path, *_ in sent] == ["/v2/web/search", "/v2/wordstat/topRequests"] * 2
    assert {key for _, key, _ in sent} == {"Api-Key AQVN-s3cret"}
    told = {"numPhrases": "1", "folderId": "b1g-f0lder", "regions": ["157"]}
    assert [body for _, _, body in sent[1::2]] == [{"phrase": "Зубр-Софт"} | told, {"phrase": "Zubr"} | told]


@pytest.mark.parametrize(
    ("answer", "count"),
    [({"totalCount": "1240"}, 1240), ({"totalCount": 7, "results": []}, 7), ({}, 0)],
)
def test_how_often_people_search_is_read(answer: object, count: int) -> None:
    assert demand_of(json.dumps(answer).encode()) == [Demand("Зубр-Софт", count)]


@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b"null", b'{"totalCount": "many"}', b'{"totalCount": -1}', b'{"totalCount": 1e999}']
)
def test_what_is_no_answer_of_wordstat_is_told(body: bytes) -> None:
    with pytest.raises(ParseError) as told:
        demand_of(body)
    assert told.value.key == "parse.wordstat"


def demand_of(body: bytes) -> list[object]:
    searched = source("yandex", demand=True)
    (_, request) = searched.start(["Зубр-Софт"])
    page = Page(request.url, body, step=request.step)
    return list(searched.read(page, now=datetime.now(UTC), zone=ZoneInfo("UTC")))


def test_nothing_of_a_search_that_may_be_kept_holds_a_key() -> None:
    searched = source("yandex")
    settings = settings_of(KEYS)
    shown = repr((searched, searched.model_dump(), list(searched.start(["Зубр"])), settings))
    assert not any(secret in shown for secret in KEYS.values())
    assert set(KEYS.values()) <= settings.secrets


def test_two_searches_at_one_address_are_two_requests() -> None:
    assert len({request.url for request in source("yandex").start(["Зубр-Софт", "Zubr"])}) == 2


def test_one_query_is_asked_once_whatever_the_names() -> None:
    assert len(list(source("yandex", query="лучшая CRM").start(["Зубр-Софт", "Zubr"]))) == 1


@pytest.mark.parametrize("missing", KEYS)
async def test_without_its_key_a_search_is_off_and_says_what_to_set(missing):
    async with Site() as site:
        url = site.serve("/v2/web/search", Reply(body=b"{}"))
        error = await refusal(source("yandex", url=url), {**KEYS, missing: ""})
        assert site.seen == []
    assert (error.key, error.skipped) == ("fetch.no_key", True)
    assert all(missing in Texts(language).error(error) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("status", "key"),
    [(401, "yandex_key"), (403, "yandex_key"), (429, "yandex_quota"), (400, "yandex_request"), (503, "server")],
)
async def test_what_yandex_refuses_is_told_with_what_to_do(status, key):
    async with Site() as site:
        url = site.serve("/v2/web/search", Reply(status, b'{"code": 16}'))
        error = await refusal(source("yandex", url=url))
    assert (error.key, error.status) == (f"fetch.{key}", status)
    assert not any(secret in Texts(language).error(error) for secret in KEYS.values() for language in LANGUAGES)


async def test_the_key_follows_no_redirect_to_another_site():
    async with Site() as site, Site() as other:
        elsewhere = other.serve("/steal", Reply(body=b"{}"))
        url = site.serve("/v2/web/search", moved(elsewhere, 307))
        await asked(source("yandex", url=url))
        assert [("authorization" in seen.headers, seen.posted) for seen in other.asked()] == [(False, None)] * 2


async def test_a_searxng_is_asked_for_data():
    async with Site() as site:
        site.serve("/x/search", Reply(body=b'{"results": []}'))
        await asked(source("searxng", url=site.url("/x/"), lang="ru", params={"categories": "news"}))
        queries = [parse_qs(seen.query) for seen in site.asked()]
    assert queries[0] == {"q": ["Зубр-Софт"], "format": ["json"], "language": ["ru"], "categories": ["news"]}
    assert queries[1]["q"] == ["Zubr"]


async def test_a_searxng_that_gives_no_data_is_told_with_the_setting():
    async with Site() as site:
        site.serve("/search", Reply(403, b"403 Forbidden"))
        error = await refusal(source("searxng", url=site.url("/")))
    assert error.key == "fetch.searxng_json"
    assert "formats: [html, json]" in str(error)


async def test_a_searxng_whose_robots_txt_forbids_searching_is_skipped_with_what_to_do():
    async with Site() as site:
        site.serve("/robots.txt", Reply(body=b"User-agent: *\nDisallow: /*?*q=*\n"))
        error = await refusal(source("searxng", url=site.url("/")), respect_robots=True)
        assert site.asked() == []
    assert (error.key, error.skipped) == ("fetch.searxng_robots", True)
