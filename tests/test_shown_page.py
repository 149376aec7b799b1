"""What a page that a search engine shows says of itself: its mean rating, its last change, its words."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from monitor.domain import Item, Page
from monitor.sources.pages.mean_rating import mean_rating
from monitor.sources.shown_page import shown_page

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
NAMES = ("Зубр-Софт", "Zubr Soft")


def read(body: str, **headers: str) -> Item | None:
    page = Page("https://otzyv.example/zubr/7", body.encode(), {"content-type": "text/html", **headers})
    found = list(shown_page(NAMES).read(page, now=NOW, zone=ZoneInfo("Europe/Minsk")))
    assert len(found) <= 1
    item = found[0] if found else None
    assert item is None or isinstance(item, Item)
    return item


def ld(*blocks: Any) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(block)}</script>' for block in blocks)


def rated(value: Any, name: str = "Зубр-Софт", **more: Any) -> dict[str, Any]:
    return {"@type": "Organization", "name": name, "aggregateRating": {"ratingValue": value, **more}}


def marked(value: str, name: str) -> str:
    return (
        f"<div itemscope itemtype='https://schema.org/Organization'><h1 itemprop=name>{name}</h1>"
        f"<div itemprop=aggregateRating itemscope itemtype='https://schema.org/AggregateRating'>"
        f"<b itemprop=ratingValue>{value}</b><i itemprop=ratingCount>12</i></div></div>"
    )


@pytest.mark.parametrize(
    ("text", "share"),
    [
        (ld(rated(4.2)), 0.8),
        (ld(rated("4,2")), 0.8),
        (ld(rated(8.4, bestRating=10, worstRating=0)), 0.84),
        (ld(rated(4.2, "ООО «ЗУБР СОФТ»")), 0.8),
        (ld({"@graph": [rated(4.2)]}), 0.8),
        (ld({"@type": "AggregateRating", "ratingValue": 2, "itemReviewed": {"name": "Zubr Soft"}}), 0.25),
        (ld({"aggregateRating": {"ratingValue": 2}}), 0.25),  # who is rated is not said: the page is
        (ld(rated(1.5, "Пустельга"), rated(4.2)), 0.8),  # a list: ours is found in it
        (ld(rated(4.2, "Пустельга")), None),
        (ld(rated(4.9, "Отзывник, лучший сайт отзывов")), None),
        (ld({"aggregateRating": {"ratingValue": 2}}, {"aggregateRating": {"ratingValue": 4}}), None),
        (ld(rated(0, ratingCount=0)), None),  # nobody has rated yet
        (ld(rated("нет")), None),
        (ld(rated(None), [], "x", {"aggregateRating": ["?", None]}), None),
        (marked("3,5", "Зубр-Софт"), 0.625),
        (marked("3,5", "Пустельга"), None),
        (marked("1", "Пустельга") + marked("5", "Зубр-Софт"), 1.0),
        ("<script type='application/ld+json'>{broken</script>", None),
        ("", None),
    ],
)
def test_the_mean_of_what_bears_our_name_is_the_pages(text: str, share: float | None) -> None:
    found = mean_rating(text, NAMES)
    assert (round(found.share, 4) if found else None) == share


def test_reviews_that_stand_on_a_page_have_a_mean_where_it_says_none() -> None:
    said = [
        {"@type": "Review", "author": "А", "reviewBody": "Так себе", "reviewRating": {"ratingValue": value}}
        for value in (1, 2, 3)
    ]
    item = read(f"<title>Зубр-Софт: отзывы</title>{ld(*said)}<p>Отзывы</p>")
    assert item is not None
    assert item.rating == 0.25


@pytest.mark.parametrize(
    ("head", "headers", "changed"),
    [
        (
            ld({"@type": "Article", "dateModified": "2026-03-02T10:00:00Z", "datePublished": "2020-01-01"}),
            {},
            "2026-03-02",
        ),
        ('<meta property="article:modified_time" content="2026-03-02T10:00:00+03:00">', {}, "2026-03-02"),
        ('<meta content="2026-03-02T10:00:00Z" name="og:updated_time">', {}, "2026-03-02"),
        ('<time itemprop="dateModified" datetime="2026-03-02T10:00:00Z">вчера</time>', {}, "2026-03-02"),
        (ld({"@type": "Article", "datePublished": "2025-02-01T10:00:00Z"}), {}, "2025-02-01"),
        (
            ld({"@type": "Article", "dateModified": "2031-01-01T10:00:00Z", "datePublished": "2025-02-01T10:00:00Z"}),
            {},
            "2025-02-01",
        ),  # nothing was changed in the future
        ("", {"last-modified": "Mon, 02 Mar 2026 10:00:00 GMT"}, "2026-03-02"),
        ("", {"last-modified": "Tue, 24 Nov 2026 08:59:30 GMT"}, None),  # made anew for each visitor
        ("", {"last-modified": "sometime"}, None),
        ("", {"last-modified": "Mon, 02 Mar 99999999999 10:00:00 GMT"}, None),
        ("", {}, None),
    ],
)
def test_a_page_says_when_it_was_changed_last(head: str, headers: dict[str, str], changed: str | None) -> None:
    words = "<article><h1>Зубр-Софт</h1><p>Зубр-Софт основан в Минске, в компании двести сотрудников.</p></article>"
    item = read(f"<html><head><title>Зубр-Софт</title>{head}</head><body>{words}</body></html>", **headers)
    assert item is not None
    assert (f"{item.published:%Y-%m-%d}" if item.published else None) == changed


def test_a_rating_without_words_is_something_too() -> None:
    item = read(ld(rated(2)))
    assert item is not None
    assert item.rating == 0.25


@pytest.mark.parametrize("body", ["", " ", "<html></html>", "\x00", "<" * 1000, "<div" * 5000])
def test_a_page_that_says_nothing_is_none(body: str) -> None:
    assert read(body) is None


def test_what_is_no_page_is_none() -> None:
    assert read("%PDF Зубр-Софт", **{"content-type": "application/pdf"}) is None
