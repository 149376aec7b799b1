"""Whoever looks at one page in several ways asks its site once; where the site might answer otherwise, again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from monitor.domain import Item, Page, Request, Validators
from monitor.errors import FetchError
from monitor.fetch import Fetched, Remembered
from monitor.sources.feed import FeedSource

FEED = FeedSource(id="a", kind="feed", url="https://a.example/rss")


class Site:
    """Answers with the number of the request; refuses while `away`."""

    def __init__(self) -> None:
        self.asked = 0
        self.away = False

    async def get(self, request: Request, **_: Any) -> Fetched:
        """One page."""
        self.asked += 1
        await asyncio.sleep(0)
        if self.away:
            raise FetchError("fetch.missing", url=request.url)
        return Fetched(Page(request.url, str(self.asked).encode()), Validators(), 200)


@pytest.fixture
def site() -> Site:
    return Site()


async def _asked(web: Remembered, request: Request, **source: Any) -> Page | None:
    found = await web.get(request, validators=None, source=FEED.model_copy(update=source))
    return found.page


async def test_one_page_is_asked_for_once_and_handed_out_as_each_asked(site: Site) -> None:
    web, item = Remembered(site), Item("a", "https://a.example/1")

    first = await _asked(web, Request("https://a.example/1"))
    second = await _asked(web, Request("https://a.example/1", step="article", depth=2, item=item), id="b")

    assert first == Page("https://a.example/1", b"1")
    assert second == Page("https://a.example/1", b"1", step="article", depth=2, item=item)
    assert site.asked == 1


async def test_two_who_want_one_page_at_once_wait_for_each_other(site: Site) -> None:
    web = Remembered(site)

    await asyncio.gather(*(_asked(web, Request("https://a.example/1")) for _ in range(5)))

    assert site.asked == 1


@pytest.mark.parametrize(
    ("request_", "source"),
    [
        (Request("https://a.example/2"), {}),
        (Request("https://a.example/1", params={"page": "2"}), {}),
        (Request("https://a.example/1", headers={"accept": "text/html"}), {}),
        (Request("https://a.example/1", body="{}"), {}),
        (Request("https://a.example/1"), {"proxy": "http://proxy.example:3128"}),
        (Request("https://a.example/1"), {"headers": {"cookie": "a=1"}}),
        (Request("https://a.example/1"), {"allow_private_network": True}),
    ],
)
async def test_where_a_site_might_answer_otherwise_it_is_asked(
    site: Site, request_: Request, source: dict[str, Any]
) -> None:
    web = Remembered(site)
    await _asked(web, Request("https://a.example/1"))

    await _asked(web, request_, **source)

    assert site.asked == 2


async def test_a_refusal_is_not_kept(site: Site) -> None:
    web, site.away = Remembered(site), True
    with pytest.raises(FetchError):
        await _asked(web, Request("https://a.example/1"))
    site.away = False

    assert await _asked(web, Request("https://a.example/1")) == Page("https://a.example/1", b"2")
