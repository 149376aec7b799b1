"""Entries that a feed shows once more: they are not read again, and nothing becomes of a visit but what would have."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

import pytest

from monitor.config.plan import Plan
from monitor.domain import Page, Status, Validators
from monitor.domain.forgetting import Wanted
from monitor.fetch import Fetched
from monitor.pipeline import Pipeline
from monitor.reading.reader import Reader
from monitor.reading.seen import Marks, SeenEntries, cut
from monitor.store import Query, Store
from monitor.team.routes import Routes
from monitor.understanding import Understanding

pytestmark = pytest.mark.one_database

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FEED = "https://forum.example/rss"


class Web:
    """One feed, with nothing but its bytes to tell one state of it from another."""

    def __init__(self) -> None:
        self.body = b""

    async def get(self, request, *, source, validators=None):
        seen = Validators(digest=blake2b(self.body).hexdigest())
        if validators == seen:
            return Fetched(None, seen, 200)
        return Fetched(Page(request.url, self.body, {"content-type": "application/rss+xml"}), seen, 200)


class Counting(Reader):
    """Counts what it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    async def read_new(self, source, page, seen, *, now, zone):
        read = await super().read_new(source, page, seen, now=now, zone=zone)
        self.count += len(read.found)
        return read


class World:
    """The product with a feed, at a time of its own."""

    def __init__(self, store: Store, **changes) -> None:
        self.store, self.web, self.reader, self.now = store, Web(), Counting(), NOW
        self.understanding = understanding(**changes)
        self.pipeline = Pipeline(store, self.web, self.understanding, lambda: self.now, self.reader)

    async def visit(self, *entries: str, title: str = "Форум"):
        self.web.body, self.reader.count = rss(entries, title), 0
        self.now += timedelta(minutes=15)
        (report,) = await self.pipeline.round(self.understanding.plan.sources)
        return report


def understanding(**changes) -> Understanding:
    brand = {"id": "zubr", "name": "Зубр-Софт", "replies": {"author": "Зубр-Софт"}}
    told = {"language": "ru", "timezone": "Europe/Minsk", "brands": [brand], **changes}
    plan = Plan.model_validate({"sources": [{"id": "forum", "kind": "feed", "url": FEED}], **told})
    return Understanding(plan, Routes(plan, telegram=False))


def rss(entries: Sequence[str], title: str = "Форум") -> bytes:
    return f'<rss version="2.0"><channel><title>{title}</title>{"".join(entries)}</channel></rss>'.encode()


def entry(
    number: object, text: str = "Зубр-Софт снова сорвал сроки.", author: str = "", link: str = "", hour: int = 6
) -> str:
    written = f"<author>{author}</author><pubDate>Tue, 24 Nov 2026 {hour:02}:00:00 GMT</pubDate>" if author else ""
    address = link or f"https://forum.example/{number}"
    return f"<item><guid>{number}</guid><link>{address}</link>{written}<description>{text}</description></item>"


async def told(store: Store) -> list[tuple[object, ...]]:
    records = await store.mentions(Query())
    earlier = [[one.text for one in await store.earlier(record.number)] for record in records]
    return [
        (one.url, one.text, one.label, one.status, one.reply_url, texts)
        for one, texts in zip(records, earlier, strict=True)
    ]


@pytest.fixture
async def world(store):
    made = World(store)
    async with made.reader:
        yield made


async def test_only_what_is_new_is_read(world):
    first = await world.visit(entry(1), entry(2), entry(3))
    assert (first.items, first.new, world.reader.count) == (3, 3, 3)
    second = await world.visit(entry(4), entry(1), entry(2), entry(3))
    assert (second.items, second.new, second.mentions, world.reader.count) == (4, 1, 1, 1)


async def test_a_feed_of_which_nothing_is_new_is_still_a_feed(world):
    await world.visit(entry(1), entry(2), entry(3))
    report = await world.visit(entry(1), entry(2), entry(3), title="Форум, 10:15")
    assert (report.items, report.new, report.error, world.reader.count) == (3, 0, None, 1)


async def test_an_edit_and_its_taking_back_are_both_noticed(world):
    calm, angry = "Зубр-Софт обновил склад.", "Зубр-Софт обманул, ужасная поддержка."
    for text in (calm, angry, calm):
        await world.visit(entry(1, text), entry(2))
    ((_, text, *_, earlier),) = [one for one in await told(world.store) if one[0].endswith("/1")]
    assert (text, earlier) == (calm, [calm, angry])


async def test_two_by_one_author_at_one_moment_are_two_also_when_one_of_them_is_not_read(world):
    await world.visit(entry(1, "Зубр-Софт подвёл.", author="Анна"))
    report = await world.visit(
        entry(2, "И ещё про Зубр-Софт.", author="Анна"), entry(1, "Зубр-Софт подвёл.", author="Анна")
    )
    assert (report.new, world.reader.count) == (1, 1)
    assert len(await told(world.store)) == 2


async def test_what_another_process_has_seen_since_counts(world, store):
    other = World(store)
    async with other.reader:
        for one, text in ((world, "Хвалят Зубр-Софт."), (other, "Ругают Зубр-Софт."), (world, "Хвалят Зубр-Софт.")):
            one.now = max(world.now, other.now)
            await one.visit(entry(1, text), entry(2))
    assert [text for _, text, *_ in await told(store) if text.startswith(("Х", "Р"))] == ["Хвалят Зубр-Софт."]


async def test_another_plan_looks_at_everything_once_more(world):
    await world.visit(entry(1, "Про Пустельгу."), entry(2))
    brands = [{"id": "zubr", "name": "Зубр-Софт"}, {"id": "pustelga", "name": "Пустельга"}]
    world.understanding = understanding(brands=brands)
    world.pipeline.adopt(world.understanding)
    report = await world.visit(entry(1, "Про Пустельгу."), entry(2), title="другой")
    assert (report.mentions, world.reader.count) == (1, 2)


async def test_a_plan_that_changes_while_a_feed_is_on_its_way_holds_from_the_next_visit_on_and_then_for_all_of_it(
    world,
):
    old, new = entry(1, "Пустельга обманула, ужас."), entry(3, "Пустельга опять обманула, ужас.")
    await world.visit(old, entry(2))
    brands = [{"id": "zubr", "name": "Зубр-Софт"}, {"id": "pustelga", "name": "Пустельга"}]
    with_another, get = understanding(brands=brands), world.web.get

    async def while_we_wait(*args, **kwargs):
        world.pipeline.adopt(with_another)
        return await get(*args, **kwargs)

    world.web.get = while_we_wait
    await world.visit(new, old, entry(2))
    world.web.get, world.understanding = get, with_another
    await world.visit(new, old, entry(2))  # without validators: nothing on it is another
    found = await world.store.mentions(Query(brand="pustelga"))
    assert {one.url[-1]: one.severity for one in found} == {"1": None, "3": None}  # history: both were there before


async def test_what_was_forgotten_is_met_each_time(world):
    await world.visit(entry(1, author="Анна"), entry(2))
    await world.store.forget(Wanted(author="Анна"))
    for title in ("раз", "два"):
        report = await world.visit(entry(1, author="Анна"), entry(2), title=title)
    assert report.new == 0
    assert [url for url, *_ in await told(world.store)] == ["https://forum.example/2"]


async def test_our_answer_is_read_with_what_it_answers_to(world):
    thread = "https://forum.example/topic"
    question = entry(1, "Зубр-Софт, где деньги? Обманули!", author="Олег", link=f"{thread}#1")
    await world.visit(entry(0))
    await world.visit(question, entry(0))
    await world.visit(entry(2, "Вернули.", author="Зубр-Софт", link=f"{thread}#2", hour=9), question, entry(0))
    assert world.reader.count == 4  # the new one, and then all of them
    assert [status for _, text, _, status, *_ in await told(world.store) if "деньги" in text] == [Status.ANSWERED]


async def test_what_is_known_is_no_edit_of_what_stood_at_its_address(world):
    topic = "https://forum.example/topic"
    praise, blame = "Зубр-Софт помог нам.", "Зубр-Софт обманул всех."
    first = entry("", praise, author="Инна", link=f"{topic}#4")
    second = entry("", blame, author="Олег", link=f"{topic}#9", hour=7)
    for shown in [(entry(0),), (first, entry(0)), (second, first, entry(0)), (second, entry(0))]:
        world.pipeline._seen.clear()
        await world.visit(*shown)
    assert [(text, earlier) for _, text, *_, earlier in (await told(world.store))[:2]] == [(blame, []), (praise, [])]


@pytest.mark.parametrize("seed", range(4))
async def test_a_feed_that_changes_in_every_way_ends_as_if_it_were_always_read_whole(own_database, seed):
    stories = [[*_story(random.Random(seed))] for _ in range(2)]  # noqa: S311  # to be repeated
    outcomes = []
    for forgetful, story in enumerate(stories):
        store = await Store.open(own_database("sqlite"))
        world, reports = World(store), []
        async with world.reader:
            for entries in story:
                if forgetful:
                    world.pipeline._seen.clear()
                report = await world.visit(*entries)
                reports.append((report.items, report.new, report.mentions, report.negative, report.status))
        outcomes.append((reports, await told(store)))
        await store.close()
    assert outcomes[0] == outcomes[1]
    assert any(new for _, new, *_ in outcomes[0][0][1:])


def _story(chance: random.Random) -> Iterator[list[str]]:
    """Versions of a feed: entries come, go, come back, are edited, shown twice, written at one moment."""
    texts = ["Зубр-Софт обманул с оплатой.", "Зубр-Софт помог.", "Снег и ветер.", "Где поддержка Зубр-Софта?"]
    shown: dict[int, str] = {}
    for _ in range(8):
        for number in chance.sample(range(12), 3):
            author = chance.choice(["", "Анна", "Олег"])
            shown[number] = entry(number, chance.choice(texts), author=author)
        for number in chance.sample(sorted(shown), min(2, len(shown) - 1)):
            del shown[number]
        order = chance.sample(sorted(shown), len(shown))
        yield [shown[number] for number in [*order, *order[: chance.choice([0, 0, 1])]]]


ONE = (b"<item>one</item>", b"<entry>one</entry>", b"<item about='x'>one</item>")


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (b"<rss><item>one</item><item>two</item></rss>", b"<rss><item>two</item></rss>"),
        (b"<feed><entry>one</entry> <entry>two</entry></feed>", b"<feed> <entry>two</entry></feed>"),
        (b"<rss><item>one</item><item>one</item><item>two</item></rss>", b"<rss><item>two</item></rss>"),
        (b"<rdf><items><li/></items><item about='x'>one</item><item/></rdf>", None),
        (b"<rss><item>one</item></rss>", None),
        (b"<rss><item>one</item><item>two", None),
        (b"<urlset><url>one</url></urlset>", None),
        (b"<rss>" + b"<item>" * 1000, None),
        (b"", None),
    ],
)
def test_what_is_cut_out_are_whole_entries_and_never_all_of_them(body, left):
    page, marks = cut(Page(FEED, body), {hash(entry): (7,) for entry in ONE})
    assert page.body == (body if left is None else left)
    assert set(marks.out.values()) == (set() if left is None else {(7,)})


def test_of_a_feed_without_measure_nothing_is_remembered():
    page = Page(FEED, b"<rss>" + b"<item></item>" * 500_000 + b"</rss>")
    assert cut(page, {hash(b"<item></item>"): ()}) == (page, Marks())


def test_the_feeds_that_were_longest_unchanged_are_forgotten_first():
    seen = SeenEntries(most=5)
    for address in ("a", "b", "c"):
        seen.note("forum", address, address, {1: (10, 11), 2: ()})
    assert seen.of("forum", "a", Validators(digest="a")) == {}
    assert seen.of("forum", "c", Validators(digest="c")) == {1: (10, 11), 2: ()}
    assert seen.of("forum", "c", Validators(digest="other")) == {}
