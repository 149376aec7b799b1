"""Topics of forums begin with their oldest posts: what is new stands on the last page."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.config.plan import Plan
from monitor.domain import Item, Page, Request, Validators
from monitor.fetch import Fetched
from monitor.pipeline import Pipeline
from monitor.sources.reviews import ReviewsSource
from monitor.store import Query
from monitor.team.routes import Routes
from monitor.understanding import Understanding

pytestmark = pytest.mark.one_database

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TOPIC = "https://forum.example/viewtopic.php?t=512"
SELECT = {"item": ".post", "text": ".content", "author": "b", "date": "time @datetime", "link": ".at @href"}
PLAN = Plan.model_validate({"language": "ru", "brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": []})
ON_PAGE = 5
HOURLY = timedelta(hours=1)


class Forum:
    """One topic, five posts on a page, with the links that phpBB writes; the session is another each time."""

    def __init__(self, count, *, ended=NOW, every=HOURLY):
        self.posts = [(f"Пост {n} о складе.", ended - every * (count - n)) for n in range(1, count + 1)]
        self.asked = []
        self.session = 0

    def say(self, text, at=NOW):
        self.posts.append((text, at))

    async def get(self, request, *, source, validators=None):
        self.session += 1
        start = int(request.url.rpartition("start=")[2]) if "start=" in request.url else 0
        self.asked.append(start // ON_PAGE + 1)
        body = self.page(start)
        digest = body.replace(self.sid, "")
        if validators is not None and validators.digest == digest:
            return Fetched(None, validators, 200)
        page = Page(request.url, body.encode(), step=request.step, depth=request.depth)
        return Fetched(page, Validators(digest=digest), 200)

    @property
    def sid(self):
        return f"&amp;sid={self.session:032x}"

    def page(self, start):
        posts = "".join(
            f'<div class="post"><b>Автор {n}</b><a class="at" href="./viewtopic.php?p={n}{self.sid}#p{n}">#</a>'
            f'<time datetime="{at.isoformat()}"></time><div class="content">{text}</div></div>'
            for n, (text, at) in enumerate(self.posts[start : start + ON_PAGE], start + 1)
        )
        others = (other for other in range(0, len(self.posts), ON_PAGE) if other != start)
        links = "".join(
            f'<a href="./viewtopic.php?t=512{self.sid}&amp;start={o}">{o // ON_PAGE + 1}</a>' for o in others
        )
        following = start + ON_PAGE
        rel = f'<a rel="next" href="./viewtopic.php?t=512{self.sid}&amp;start={following}">След.</a>'
        beside = '<a href="./viewtopic.php?t=700&amp;start=900">99</a>'
        return f"<html>{posts}{links}{rel if following < len(self.posts) else ''}{beside}</html>"


@pytest.fixture
def visit(store):
    clock = iter(NOW + HOURLY * n for n in range(100))

    async def once(forum, **settings):
        source = ReviewsSource(id="forum", url=TOPIC, select=SELECT, **settings)
        forum.asked = []
        (report,) = await Pipeline(
            store, forum, Understanding(PLAN, Routes(PLAN, telegram=False)), lambda: next(clock)
        ).round([source])
        assert report.error is None
        return forum.asked

    return once


async def told(store):
    return [record.text for record in await store.mentions(Query()) if record.flag and not record.history]


async def test_what_is_new_in_a_long_topic_is_found_on_its_last_page(visit, store):
    forum = Forum(40, every=timedelta(days=3))
    assert await visit(forum) == [1, 8]
    assert await visit(forum) == [1, 8]
    forum.say("Зубр-Софт обманул с оплатой, поддержка хамит.")
    assert await visit(forum) == [1, 9, 8]
    assert await told(store) == ["Зубр-Софт обманул с оплатой, поддержка хамит."]
    assert await visit(forum) == [1, 9, 8]
    assert len(await store.mentions(Query())) == 1


async def test_where_the_last_page_has_just_begun_the_one_before_is_read_as_well(visit, store):
    forum = Forum(38, every=timedelta(days=3))
    await visit(forum)
    forum.say("Зубр-Софт обманул с оплатой, поддержка хамит.")
    for n in range(3):
        forum.say(f"Ответ {n}: сочувствую.")
    assert await visit(forum) == [1, 9, 8]
    assert await told(store) == ["Зубр-Софт обманул с оплатой, поддержка хамит."]


async def test_of_a_topic_as_many_of_its_newest_pages_are_read_as_the_source_says(visit):
    assert await visit(Forum(40, every=timedelta(days=3)), pages=3) == [1, 8, 7, 6]


@pytest.mark.parametrize(("pages", "asked"), [(1, []), (2, [14])])
def test_where_the_address_leads_to_the_last_page_those_before_it_are_read_from_there(pages, asked):
    posts = "".join(f'<div class="post"><time datetime="2026-11-0{n}"></time>Пост {n}</div>' for n in range(1, 5))
    links = "".join(f'<a href="/threads/zubr.12/page-{n}">{n}</a>' for n in (2, 13, 14))
    source = ReviewsSource(
        id="forum",
        url="https://forum.example/threads/zubr.12/latest",
        select={"item": ".post", "date": "time @datetime"},
        pages=pages,
    )
    page = Page("https://forum.example/threads/zubr.12/page-15", f"<html>{posts}{links}</html>".encode())
    found = source.read(page, now=NOW, zone=ZoneInfo("UTC"))
    told = [one.url.rpartition("-")[2] for one in found if isinstance(one, Request)]
    assert told == [str(number) for number in asked]


async def test_a_topic_of_one_page_and_reviews_with_the_newest_first_are_read_as_ever(visit):
    assert await visit(Forum(4)) == [1]
    assert await visit(Forum(40, ended=NOW - timedelta(days=40), every=-HOURLY)) == [1]


@pytest.mark.parametrize(
    ("address", "links", "last"),
    [
        ("threads/zubr.12/", ["threads/zubr.12/page-2", "threads/zubr.12/page-40", "threads/zubr.12/post-777"], 1),
        ("topic/512-zubr/", ["topic/512-zubr/?page=2", "topic/512-zubr/?page=40#comments", "topic/9/?page=99"], 1),
        ("topic/512-zubr/", ["topic/512-zubr/page/2/", "topic/512-zubr/page/40/"], 1),
        ("showthread.php?t=512", ["showthread.php?page=2&t=512", "showthread.php?page=40&t=512"], 1),
        ("threads/512-zubr", ["threads/512-zubr/page2", "threads/512-zubr/page40?s=" + 16 * "a"], 1),
        ("index.php?topic=512.0", ["index.php?topic=512.15", "index.php?topic=512.585", "index.php?topic=512.msg9"], 1),
        ("thread-512.html", ["thread-512-page-2.html", "thread-512-page-40.html"], 1),
        ("forum/3-512-1", ["forum/3-512-2", "forum/3-512-40", "forum/3-512-3-16-1700000000"], 1),
        ("forum/t512/", ["forum/t512/?PAGEN_1=2", "forum/t512/?PAGEN_1=40"], 1),
    ],
)
def test_the_last_page_of_a_topic_is_found_by_the_numbers_of_every_make_of_forum(address, links, last):
    posts = "".join(f'<div class="post"><time datetime="2026-11-0{n}"></time>Пост {n}</div>' for n in range(1, 5))
    first, *others = links
    anchors = f'<a rel="next" href="/{first}">2</a>' + "".join(f'<a href="/{link}">…</a>' for link in others)
    source = ReviewsSource(
        id="forum", url=f"https://forum.example/{address}", select={"item": ".post", "date": "time @datetime"}
    )
    page = Page(source.url, f"<html>{posts}{anchors}</html>".encode())
    found = list(source.read(page, now=NOW, zone=ZoneInfo("UTC")))
    assert len([one for one in found if isinstance(one, Item)]) == len("1234")
    assert [one.url for one in found if isinstance(one, Request)] == [f"https://forum.example/{links[last]}"]


def test_of_a_topic_on_discourse_the_newest_posts_are_asked_for_by_a_number_beyond_them():
    posts = "".join(f'<div class="post"><time datetime="2026-11-0{n}"></time>Пост {n}</div>' for n in range(1, 5))
    head = '<meta name="generator" content="Discourse 2026.11.0">'
    page = Page(
        "https://forum.example/t/zubr/512",
        f'<html>{head}{posts}<a rel="next" href="/t/zubr/512?page=2">next page →</a></html>'.encode(),
    )
    source = ReviewsSource(id="forum", url=page.url, select={"item": ".post", "date": "time @datetime"})
    found = source.read(page, now=NOW, zone=ZoneInfo("UTC"))
    assert [one.url for one in found if isinstance(one, Request)] == ["https://forum.example/t/zubr/512/99999"]


def test_where_the_newest_comments_stand_on_the_first_page_older_ones_are_read_only_as_far_as_the_source_says():
    comments = "".join(f'<li class="c"><time datetime="2026-11-0{n}"></time>Ответ {n}</li>' for n in range(1, 5))
    page = Page(
        "https://blog.example/zubr/",
        f'<html>{comments}<a href="/zubr/comment-page-3/#comments">Older Comments</a></html>'.encode(),
    )
    asked = []
    for pages in (1, 2):
        source = ReviewsSource(id="blog", url=page.url, select={"item": ".c", "date": "time @datetime"}, pages=pages)
        found = source.read(page, now=NOW, zone=ZoneInfo("UTC"))
        asked.append([one.url for one in found if isinstance(one, Request)])
    assert asked == [[], ["https://blog.example/zubr/comment-page-3/#comments"]]
