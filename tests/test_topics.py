"""A topic of a forum that marks up its posts: each is told once, and what the company posts answers it."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from test_pipeline import PAGE, Clock, FakeWeb, plan

from monitor.domain import Status
from monitor.domain.targets import TERMINAL
from monitor.pipeline import Pipeline
from monitor.store import Query
from monitor.team.routes import Routes
from monitor.understanding import Understanding

pytestmark = pytest.mark.one_database

BEGUN = datetime(2026, 11, 23, 7, 41, 12, tzinfo=UTC)
SILENT = "Поддержка хамит и не отвечает, деньги не вернули."
PLAN = plan(
    brands=[{"id": "zubr", "name": "Зубр-Софт", "replies": {"author": "Зубр-Софт"}}],
    sources=[{"id": "topic", "kind": "reviews", "url": PAGE, "brand": "zubr"}],
)


def post(number, author, text, **more):
    """A post, an hour after the one before; it stands at a place of the page."""
    at = (BEGUN + timedelta(minutes=7 * number)).isoformat()
    return {"author": {"name": author}, "dateCreated": at, "text": text, "url": f"{PAGE}#post-{number}", **more}


def topic(*answers):
    below = [{"@type": "Comment"} | answer for answer in answers]
    begun = post(0, "petr_m", "Кто работал?", headline="Зубр-Софт") | {"url": PAGE, "comment": below}
    return f'<script type="application/ld+json">{json.dumps({"@type": "DiscussionForumPosting"} | begun)}</script>'


@pytest.fixture
def crawl(store):
    """Visits the topic an hour later each time."""
    clock = Clock()

    async def visit(page):
        understanding = Understanding(PLAN, Routes(PLAN, telegram=False))
        (report,) = await Pipeline(store, FakeWeb({PAGE: page}), understanding, clock).round(PLAN.sources)
        clock.pass_by(hours=1)
        return report.items, report.new, [one.mention for one in await store.owed(TERMINAL, clock(), 50) if one.mention]

    return visit


async def test_a_post_of_a_topic_is_told_once_however_the_topic_goes_on(crawl):
    ann, lev, mia = post(1, "ann", "У нас всё хорошо."), post(2, "lev", SILENT), post(3, "mia", "И у нас так же.")
    assert await crawl(topic(ann)) == (2, 2, [])
    items, new, told = await crawl(topic(ann, lev))
    assert (items, new, len(told)) == (3, 1, 1)
    assert await crawl(topic(ann, lev)) == (0, 0, told)
    assert await crawl(topic(lev, mia)) == (3, 1, told)


async def test_what_the_company_posts_in_a_topic_answers_the_complaint_above_it(store, crawl):
    lev = post(2, "lev", SILENT)
    await crawl(topic())
    await crawl(topic(lev))
    await crawl(topic(lev, post(3, "Зубр-Софт", "Деньги вернули, простите за ожидание.")))
    answered = [record for record in await store.mentions(Query()) if record.status is Status.ANSWERED]
    assert [record.text for record in answered] == [SILENT]


FEEDS = {"articles": "https://blog.example/feed", "comments": "https://blog.example/comments/feed"}


def entry(title, link, author, minute, text):
    return (
        f"<item><title>{title}</title><link>https://blog.example/zubr/{link}</link><guid>{link or 'article'}</guid>"
        f"<author>{author}</author><pubDate>Tue, 24 Nov 2026 07:{minute}:12 +0000</pubDate>"
        f"<description>{text}</description></item>"
    )


async def test_a_comment_in_a_feed_is_not_taken_for_the_article_below_which_it_stands(store):
    watched = plan(sources=[{"id": name, "kind": "feed", "url": url} for name, url in FEEDS.items()])
    understanding, clock = Understanding(watched, Routes(watched, telegram=False)), Clock()
    about = "Комментарий к «Зубр-Софт: обзор»"
    for comment in (
        entry(about, "#comment-15", "Анна", 11, "У нас всё хорошо."),
        entry(about, "#comment-16", "Лев", 12, SILENT),
    ):
        shown = {"articles": entry("Зубр-Софт: обзор", "", "Редакция", 10, "Обзор системы."), "comments": comment}
        web = FakeWeb(
            {FEEDS[name]: f'<rss version="2.0"><channel>{one}</channel></rss>' for name, one in shown.items()}
        )
        await Pipeline(store, web, understanding, clock).round(watched.sources)
        clock.pass_by(hours=1)
    found = await store.mentions(Query())
    assert {(one.author, one.severity is not None) for one in found} == {
        ("Редакция", False),
        ("Анна", False),
        ("Лев", True),
    }
