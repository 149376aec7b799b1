"""The first page of search as a person at the terminal meets it: crawl, digest, crawl again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from web_site import Reply, Site

from monitor.__main__ import app
from monitor.digest import week_of

HTML = {"Content-Type": "text/html; charset=utf-8"}
BAD = "<title>Мой опыт</title><article><p>Зубр-Софт обманул нас и сорвал сроки. Ужас, не рекомендую.</p></article>"
OURS = '<title>О нас</title><meta property="article:modified_time" content="2025-09-01"><p>Зубр-Софт</p>'


@pytest.fixture
async def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    """A SearXNG with two pages, and a file of sources that asks it."""
    monkeypatch.chdir(tmp_path)
    async with Site() as one:
        one.serve("/bad", Reply(body=BAD.encode(), headers=HTML))
        one.serve("/our", Reply(body=OURS.encode(), headers=HTML))
        text = f"""
language: ru
brands: [{{id: zubr, name: Зубр-Софт, sites: ["127.0.0.1:{one.port}/our"]}}]
sources:
  - {{preset: searxng, url: "{one.url("/searx")}", query: ["{{brand}}", "{{brand}} reviews"]}}
http: {{allow_private_network: true, per_host: 50 per 1s}}
"""
        (tmp_path / "sources.yaml").write_text(text, encoding="utf-8")
        yield one


def show(site: Site, *paths: str) -> None:
    results = [{"url": site.url(path), "title": f"Зубр-Софт, {path[1:4]}", "content": ""} for path in paths]
    site.serve("/searx/search", Reply(body=json.dumps({"results": results}).encode()))


async def otklik(*words: str) -> str:
    """A command in a thread of its own, so that the site can answer it."""
    result = await asyncio.to_thread(CliRunner().invoke, app, list(words), catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


async def digest() -> dict[str, Any]:
    return json.loads(await otklik("digest", "--week", week_of(datetime.now(UTC), UTC), "--format", "json"))


@pytest.mark.long
async def test_a_first_page_is_crawled_counted_and_told(site: Site) -> None:
    show(site, "/our")
    await otklik("crawl")
    first = await digest()
    assert [(one["query"], one["owner"], one["previous"]) for one in first["search"]] == [
        ("Зубр-Софт", "own", None),
        ("Зубр-Софт reviews", "own", None),
    ]
    show(site, "/bad", "/our")
    said = await otklik("crawl", "--send")
    assert "В первой десятке SearXNG по запросу «Зубр-Софт»" in " ".join(said.replace("│", "").split())
    assert "обновлена 1 сентября 2025" in " ".join(said.replace("│", "").split())
    second = await digest()
    places = [(one["position"], one["previous"], one["owner"], one["label"]) for one in second["search"]]
    assert places == [(1, None, None, "negative"), (2, 1, "own", "neutral")] * 2
    page = second["search_pages"][0]
    assert (round(page["negative_share"], 2), page["previous_share"], page["owned"]) == (0.61, 0, 1)
    assert (page["entered"], page["left"]) == ([site.url("/bad")], [])
    assert page["refresh"] == [
        {"url": site.url("/our"), "above": site.url("/bad"), "position": 2, "updated": "2025-09-01T00:00:00+00:00"}
    ]
    assert "первой десятке" not in await otklik("crawl", "--send")


@pytest.mark.long
async def test_how_often_people_search_is_asked_kept_compared_and_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YANDEX_SEARCH_KEY", "s3cret")
    monkeypatch.setenv("YANDEX_SEARCH_FOLDER", "folder")
    async with Site() as site:
        doc = f"<doc><url>{site.url('/our')}</url><title>Зубр-Софт</title></doc>"
        answer = f"<yandexsearch><response><results><grouping><group>{doc}</group></grouping></results></response>"
        site.serve("/our", Reply(body=OURS.encode(), headers=HTML))
        url = site.serve("/v2/web/search", Reply(body=f"{answer}</yandexsearch>".encode()))
        text = f"""
language: ru
brands: [{{id: zubr, name: Зубр-Софт}}]
sources: [{{preset: yandex-search, id: first, url: "{url}", query: "{{brand}} отзывы", demand: true}}]
http: {{allow_private_network: true, per_host: 50 per 1s}}
"""
        (tmp_path / "sources.yaml").write_text(text, encoding="utf-8")
        asked = []
        for total in ('{"totalCount": "85"}', '{"totalCount": "85"}', '{"error": 403}'):
            site.serve("/v2/wordstat/topRequests", Reply(200 if "total" in total else 403, total.encode()))
            await otklik("crawl")
            (page,) = (await digest())["search_pages"]
            asked.append((page["demand"], page["previous_demand"]))
        site.serve("/v2/wordstat/topRequests", Reply(body=b'{"totalCount": "90"}'))
        tried = json.loads(await otklik("try", "first", "--json"))
        shown = await otklik("try", "first")
    assert asked == [(85, None), (85, 85), (None, 85)]  # the same again is a figure too; none where nobody answered
    assert tried["demand"] == [{"query": "Зубр-Софт отзывы", "count": 90}]
    assert "• «Зубр-Софт отзывы»: Спрос, запросов за 30 дней: 90." in shown
