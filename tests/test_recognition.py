"""An address is looked at as a visit would, and becomes lines for sources.yaml."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from live_values import live_of
from web_site import Reply, Site

from monitor.config.adding import with_source
from monitor.config.marked_yaml import read
from monitor.config.plan import Plan
from monitor.config.presets import for_address
from monitor.domain import Page, Recognised, Validators
from monitor.errors import ConfigError, FetchError, MonitorError, ParseError
from monitor.fetch import Fetched, Fetcher
from monitor.reading.reader import Reader
from monitor.recognition import Recognition

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PLAN: dict[str, Any] = {
    "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
    "sources": [{"id": "news.example", "kind": "feed", "url": "https://news.example/rss"}],
    "forbidden": ["bad.example"],
}
RSS = """<rss version="2.0"><channel><title>Новости</title>
<item><title>Зубр-Софт подвёл клиентов</title><link>https://{host}/1</link><guid>1</guid></item>
<item><title>Погода</title><link>https://{host}/2</link><guid>2</guid></item></channel></rss>"""
REVIEWS = """<html><head><title>Зубр-Софт: отзывы клиентов</title><script type="application/ld+json">[
{"@type": "Review", "reviewBody": "Ужасно", "author": "Ирина", "reviewRating": {"ratingValue": "1"}},
{"@type": "Review", "reviewBody": "Хорошо", "author": "Олег", "reviewRating": {"ratingValue": "5"}}]
</script></head></html>"""
LIST = "<html><body>" + "".join(f'<article><h2><a href="/news/{n}">Новость {n}</a></h2></article>' for n in range(5))
ARTICLE = "<html><body><article><h1>Статья</h1><p>" + "Зубр-Софт открыл филиал в Гомеле. " * 20 + "</p></article>"
SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    + "".join(f"<url><loc>https://map.example/news/{n}</loc></url>" for n in range(5))
    + "</urlset>"
)
CHANNEL = """<html><body><div class="tgme_channel_info_header_title">Бизнес</div><section class="tgme_channel_history">
<div class="tgme_widget_message" data-post="bizvsluh/7"><div class="tgme_widget_message_text">Зубр-Софт молчит</div>
<a class="tgme_widget_message_date" href="https://t.me/bizvsluh/7">
<time datetime="2026-11-20T10:00:00+00:00"></time></a>
</div></section></body></html>"""


class Web:
    """Pages by address; anything else is not there."""

    def __init__(self, pages: dict[str, str | MonitorError]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    async def get(self, request: Any, **_: Any) -> Fetched:
        """One page."""
        self.asked.append(request.url)
        page = self.pages.get(request.url, FetchError("fetch.missing", url=request.url))
        if isinstance(page, MonitorError):
            raise page
        html = {"content-type": "text/html; charset=utf-8"}
        told = Page(request.url, page.encode(), html, step=request.step, depth=request.depth, item=request.item)
        return Fetched(told, Validators(), 200)


async def look(url: str, pages: dict[str, str | MonitorError], plan: dict[str, Any] = PLAN):
    async with Reader() as reader:
        web = Web(pages)
        return await Recognition(web, reader, live_of(plan, telegram=False), lambda: NOW).look(url), web


def entry(block: str) -> Any:
    """What the lines say, after they were added to a file."""
    return read(with_source("brands: []\nsources: []\n", block)).value["sources"][0]


UNMARKED = "<html><head><title>Зубр-Софт: отзывы</title>{}</head><body>" + "".join(
    f'<div class="review"><b class="author">Анна {n}</b><i class="date">1{n}.11.2026</i><p>Ждали Зубр {n} месяцев.</p>'
    f'<a href="/user/{n}">Ещё от автора, других о нём и обо всех номер {n}</a></div>'
    for n in range(4)
)


async def test_reviews_that_a_page_marks_up_in_no_way_become_selectors():
    url = "https://otzyvy.example/zubr"
    for head in ("", '<link rel="alternate" type="application/rss+xml" href="/news.xml">'):
        pages = {url: UNMARKED.format(head), "https://otzyvy.example/news.xml": RSS.format(host="otzyvy.example")}
        found, web = await look(url, pages)
        select = {"item": ".review", "text": "p", "date": ".date", "author": ".author"}
        assert entry(found.block)["select"] == select
        assert (entry(found.block)["brand"], found.count, web.asked) == ("zubr", 4, [url])
        assert [one.item.author for one in found.seen] == ["Анна 0", "Анна 1", "Анна 2"]


async def test_comments_below_an_article_do_not_take_the_place_of_a_feed():
    url, feed = "https://blog.example/1", "https://blog.example/rss"
    head = f'<link rel="alternate" type="application/rss+xml" href="{feed}">'
    page = UNMARKED.format(head).replace("Зубр-Софт: отзывы", "Как мы внедряли")
    found, _ = await look(url, {url: page, feed: RSS.format(host="blog.example")})
    assert (found.kind, entry(found.block)["url"]) == ("feed", feed)


async def test_a_feed_is_told_by_its_content():
    found, _ = await look("https://blog.example/any", {"https://blog.example/any": RSS.format(host="blog.example")})
    assert entry(found.block) == {"id": "blog.example", "kind": "feed", "url": "https://blog.example/any"}
    assert (found.count, [one.brands for one in found.seen]) == (2, [("zubr",), ()])


async def test_a_page_leads_to_the_feed_that_it_names():
    page = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>'
    pages = {"https://blog.example/": page, "https://blog.example/feed": RSS.format(host="blog.example")}
    found, _ = await look("blog.example/", pages)
    assert entry(found.block)["url"] == "https://blog.example/feed"


async def test_marked_reviews_on_a_page_that_names_us_are_about_us():
    found, _ = await look("https://otzyv.example/zubr", {"https://otzyv.example/zubr": REVIEWS})
    assert entry(found.block) == {
        "id": "otzyv.example",
        "kind": "reviews",
        "url": "https://otzyv.example/zubr",
        "brand": "zubr",
    }
    assert [one.item.rating for one in found.seen] == [0, 1]


async def test_reviews_of_everybody_are_about_nobody_yet():
    pages = {"https://otzyv.example/all": REVIEWS.replace("Зубр-Софт: отзывы", "Все отзывы")}
    found, _ = await look("https://otzyv.example/all", pages)
    assert found.brand is None


@pytest.mark.parametrize("title", ["Зубр-Софт и Пилот", "Кестрел"])
async def test_reviews_of_two_of_us_or_of_a_competitor_are_about_nobody_yet(title: str):
    more = [{"id": "pilot", "name": "Пилот"}, {"id": "kestrel", "name": "Кестрел", "role": "competitor"}]
    pages = {"https://otzyv.example/all": REVIEWS.replace("Зубр-Софт: отзывы", f"{title}: отзывы")}
    found, _ = await look("https://otzyv.example/all", pages, PLAN | {"brands": [*PLAN["brands"], *more]})
    assert found.brand is None


async def test_all_is_counted_three_are_shown_and_what_leads_to_a_forbidden_place_is_neither():
    items = [f"<item><title>Новость {n}</title><guid>{n}</guid></item>" for n in range(4)]
    items.insert(0, "<item><title>Смотрите https://bad.example/1</title><guid>bad</guid></item>")
    feed = f'<rss version="2.0"><channel><title>Новости</title>{"".join(items)}</channel></rss>'
    found, _ = await look("https://blog.example/any", {"https://blog.example/any": feed})
    assert (found.count, [one.item.title for one in found.seen]) == (4, [f"Новость {n}" for n in range(3)])
    channel = CHANNEL.replace("молчит", "молчит, смотрите https://bad.example/1")
    found, _ = await look("t.me/bizvsluh", {"https://t.me/s/bizvsluh": channel})
    assert (found.count, found.seen) == (0, ())


async def test_a_feed_that_is_not_there_leaves_the_links_of_the_page():
    page = LIST.replace("<body>", '<head><link rel="alternate" type="application/rss+xml" href="/gone"></head><body>')
    articles = {f"https://site.example/news/{n}": ARTICLE for n in range(5)}
    found, _ = await look("https://site.example/", {"https://site.example/": page, **articles})
    assert entry(found.block)["kind"] == "articles"


async def test_links_to_other_sites_or_to_front_pages_make_no_list():
    for href in ("https://other.example/news/", "/?page="):
        page = {"https://site.example/": LIST.replace('"/news/', f'"{href}')}
        with pytest.raises(ParseError) as refused:
            await look("https://site.example/", page)
        assert refused.value.key == "recognition.nothing"


async def test_a_page_of_links_is_read_through_three_of_them():
    pages = {"https://site.example/news": LIST} | {f"https://site.example/news/{n}": ARTICLE for n in range(5)}
    found, web = await look("https://site.example/news", pages)
    assert entry(found.block)["kind"] == "articles"
    assert entry(found.block)["select"] == {"link": "article h2 a @href"}
    assert len(found.seen) == 3
    assert len([url for url in web.asked if "/news/" in url]) == 3


async def test_a_page_that_marks_up_its_publisher_alone_is_no_page_of_reviews():
    marked = '<script type="application/ld+json">{"@type": "NewsMediaOrganization", "name": "Вести"}</script>'
    pages = {"https://site.example/news": LIST + marked} | {f"https://site.example/news/{n}": ARTICLE for n in range(5)}
    found, _ = await look("https://site.example/news", pages)
    assert (found.kind, len(found.seen)) == ("articles", 3)
    named = marked + '<link rel="alternate" type="application/rss+xml" href="/rss">'
    pages = {"https://site.example/": named, "https://site.example/rss": RSS.format(host="site.example")}
    found, _ = await look("https://site.example/", pages)
    assert entry(found.block)["url"] == "https://site.example/rss"


TOPIC = """<html><head><title>Зубр-Софт: всё лежит</title><link rel="alternate" type="application/rss+xml" href="/rss">
<script type="application/ld+json">{"@type": "DiscussionForumPosting", "headline": "Всё лежит", "author": "Анна",
"dateCreated": "2026-11-18T08:20:40Z", "text": "С утра.", "comment": [%s]}</script></head></html>"""


async def test_a_topic_is_read_by_its_posts_unless_it_marks_up_only_the_first():
    answer = '{"@type": "Comment", "author": "Лев", "text": "И у нас.", "dateCreated": "2026-11-18T09:20:40Z"}'
    found, _ = await look("https://forum.example/t/1", {"https://forum.example/t/1": TOPIC % answer})
    assert (found.kind, found.brand, [one.item.text for one in found.seen]) == (
        "reviews",
        "zubr",
        ["С утра.", "И у нас."],
    )
    feed = {"https://forum.example/rss": RSS.format(host="forum.example")}
    found, _ = await look("https://forum.example/t/1", {"https://forum.example/t/1": TOPIC % ""} | feed)
    assert found.kind == "feed"


async def test_a_sitemap_is_one():
    pages = {"https://map.example/sitemap.xml": SITEMAP} | {f"https://map.example/news/{n}": ARTICLE for n in range(5)}
    found, _ = await look("https://map.example/sitemap.xml", pages)
    assert (found.kind, len(found.seen)) == ("sitemap", 3)


@pytest.mark.parametrize("given", ["@bizvsluh", "t.me/bizvsluh", "https://t.me/bizvsluh/7", "https://t.me/s/bizvsluh"])
async def test_a_channel_is_read_by_its_preset(given: str):
    found, _ = await look(given, {"https://t.me/s/bizvsluh": CHANNEL})
    told = {"id": "telegram-channel-bizvsluh", "preset": "telegram-channel", "channel": "bizvsluh"}
    assert (entry(found.block), found.kind) == (told, "telegram")


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("https://dreamjob.ru/employers/123456?tab=reviews", {"preset": "dreamjob", "employer_id": 123456}),
        (
            "https://yandex.ru/maps/org/zubr_soft/1234567890/reviews/?ll=1",
            {"preset": "yandex-maps-widget", "org_id": 1234567890},
        ),
        (
            "https://apps.apple.com/by/app/zubr/id987654?l=ru",
            {"preset": "app-store", "country": "by", "app_id": 987654},
        ),
        (
            "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv/videos",
            {"preset": "youtube-channel", "channel_id": "UCabcdefghijklmnopqrstuv"},
        ),
        ("https://medium.com/tag/crm", {"preset": "medium", "tag": "crm"}),
        ("https://vc.ru/", {"preset": "vc-ru"}),
        ("https://habr.com/ru/", {"preset": "habr-search"}),
    ],
)
def test_places_that_are_known_have_a_line_of_their_own(url: str, line: dict[str, Any]):
    assert list(for_address(url)) == [line]


@pytest.mark.parametrize("url", ["https://evil.example/https://vc.ru/", "https://t.me/c/1234/5", "https://vc.ru/u/1"])
def test_other_places_have_none(url: str):
    assert list(for_address(url)) == []


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("https://news.example/rss", "recognition.known"),
        ("http://www.news.example/rss?utm_source=x", "recognition.known"),
        ("imaps://robot@imap.example.com/INBOX", "recognition.mail"),
        ("javascript:alert(1)", "recognition.address"),
        ("слово", "recognition.address"),
        ("https://robot:s3cret@a.example/rss", "recognition.password"),
        ("https://a.example/" + "x" * 2000, "recognition.address"),
    ],
)
async def test_what_is_no_new_place_is_said_and_nobody_asked(given: str, key: str):
    with pytest.raises(ConfigError) as refused:
        await look(given, {})
    assert refused.value.key == key


@pytest.mark.parametrize("url", ["https://bad.example/rss", "https://sub.bad.example/"])
async def test_a_forbidden_place_is_not_asked(url: str):
    with pytest.raises(FetchError) as refused:
        await look(url, {})
    assert refused.value.key == "fetch.forbidden_address"


async def test_what_is_closed_to_programs_is_not_asked_but_answered_with_the_way_that_is_open():
    with pytest.raises(ConfigError) as refused:
        await look("https://www.trustpilot.com/review/zubr.example", {})
    assert refused.value.key == "closed.mails"


async def test_what_the_web_says_is_passed_on():
    robots = FetchError("fetch.robots", url="https://shy.example/", skipped=True)
    with pytest.raises(FetchError) as refused:
        await look("https://shy.example/", {"https://shy.example/": robots})
    assert refused.value is robots


async def test_where_there_is_nothing_to_read_it_is_said_what_to_do():
    with pytest.raises(ParseError) as refused:
        await look("https://empty.example/", {"https://empty.example/": "<html><body>Привет</body></html>"})
    assert refused.value.key == "recognition.nothing"


async def test_the_web_itself_is_asked_with_all_manners():
    plan = Plan.model_validate(PLAN | {"http": {"respect_robots": True, "per_host": "100 per 1s"}})
    live = live_of(plan, telegram=False)
    async with Site() as site, Reader() as reader:
        site.serve("/robots.txt", Reply(body=b"User-agent: *\nDisallow: /closed\n"))
        site.serve("/closed", Reply(body=b"secret"))
        feed = site.serve("/rss", Reply(body=RSS.format(host="blog.example").encode()))

        async def refused(url: str, **rules: Any) -> Recognised | str:
            http = plan.http.model_copy(update=rules)
            async with Fetcher(http) as fetcher:
                recognition = Recognition(fetcher, reader, live, lambda: NOW)
                try:
                    return await recognition.look(url)
                except MonitorError as error:
                    return error.key

        assert await refused(feed) == "fetch.private"
        assert await refused(site.url("/closed"), allow_private_network=True) == "fetch.robots"
        assert not site.asked("/closed")
        found = await refused(feed, allow_private_network=True)
        assert isinstance(found, Recognised)
        assert (found.kind, found.count) == ("feed", 2)


async def test_an_id_that_is_taken_gets_a_number():
    found, _ = await look("https://news.example/b", {"https://news.example/b": RSS.format(host="news.example")})
    assert found.id == "news.example-2"
