"""Lists, searches and figures of what is stored."""

from __future__ import annotations

from datetime import timedelta

import pytest
from store_values import ANNA, NOW, bring, item

from monitor.desk import Press
from monitor.domain import Action, Flag, Label, Sentiment, Status
from monitor.store import Query, Store

FORMS = {"сроки": "срок", "сроков": "срок", "зубра": "зубр", "письма": "письмо", "писем": "письмо", "стали": "сталь"}


def lemmas(word):
    """A dictionary of a few words; one of them may come from two."""
    return {word, FORMS.get(word, word)} | ({"стать"} if word == "стали" else set())


@pytest.fixture
async def reader(database_url):
    store = await Store.open(database_url, lemmas=lemmas)
    yield store
    await store.close()


async def found(store, **wanted):
    return [record.number for record in await store.mentions(Query(**wanted))]


async def test_mentions_are_listed_newest_first_in_pages(store):
    for number, hours in enumerate((3, 1, 2)):
        await bring(store, item(number), at=NOW - timedelta(hours=hours))
    assert await found(store) == [2, 3, 1]
    assert await found(store, limit=2) == [2, 3]
    assert await found(store, limit=2, offset=2) == [1]
    assert await found(store, offset=1) == [3, 1]


async def test_mentions_are_listed_from_a_time_up_to_a_time(store):
    for number in range(3):
        await bring(store, item(number), at=NOW + timedelta(hours=number))
    assert await found(store, since=NOW + timedelta(hours=1)) == [3, 2]
    assert await found(store, until=NOW + timedelta(hours=1)) == [1]


async def test_mentions_are_chosen_by_what_they_are(store):
    await bring(store, item(0))
    await bring(store, item(1), score=0.5, brands=("kestrel",))
    await bring(store, item(2, source="news"), source="news")
    await store.act(1, Press(Action.TAKE, ANNA, NOW))
    assert await found(store, brand="kestrel") == [2]
    assert await found(store, label=Label.NEGATIVE) == [3, 1]
    assert await found(store, flag=Flag.NEGATIVE, source="news") == [3]
    assert await found(store, status=Status.TAKEN) == [1]
    assert await found(store, source="new") == []


async def test_words_are_found_in_any_of_their_forms(reader):
    await bring(reader, item(0, text="Сорвали все сроки, на письма не отвечают, отчёты не сходятся с первого дня."))
    await bring(reader, item(1, text="Звонят каждый день, а толку от звонков никакого, кабинет не открывается."))
    assert await found(reader, search="срок") == await found(reader, search="СРОКОВ писем") == [1]
    assert await found(reader, search="отчеты") == [1]
    assert await found(reader, search="срок кабинет") == []
    assert await found(reader, search="отзыв") == [2, 1]


async def test_a_word_that_may_come_from_two_is_found_by_either(reader):
    await bring(reader, item(text="Вчера стали"))
    assert await found(reader, search="сталь") == await found(reader, search="стать") == [1]


@pytest.mark.parametrize(
    "search",
    [
        '"',
        "'",
        "сроки OR письма",
        "сроки NOT",
        "сро*",
        "NEAR(сроки, 2)",
        "lemmas:сроки",
        "(",
        "\\",
        "a & | !",
        "%",
        ":wanted",
    ],
)
async def test_a_search_is_words_and_never_a_language(reader, search):
    await bring(reader, item(text="Сорвали все сроки"))
    assert await found(reader, search=search) == []


async def test_what_looks_like_a_language_is_found_as_words(reader):
    await bring(reader, item(text="Сроки or письма: not found, 'цитата' \\ и 50% скидки c++"))
    for search in ("сроки OR письма", "'цитата'", "50%", "c++", "not", "сроки"):
        assert await found(reader, search=search) == [1]


@pytest.mark.parametrize("search", ["", "  ", "—", "_"])
async def test_a_search_without_words_finds_nothing(reader, search):
    await bring(reader, item())
    assert await found(reader, search=search) == []


@pytest.mark.long
async def test_an_endless_text_is_stored_and_searched(reader):
    words = " ".join(f"слово{number}" for number in range(60_000))
    await bring(reader, item(text=f"Сроки {words} {'щ' * 3_000_000}"))
    assert await found(reader, search="срок") == [1]


async def test_what_is_merged_with_another_source_is_found_under_both_names_exactly(store):
    await bring(store, item(), source="reviews")
    await bring(store, item(source="n_ws"), source="n_ws")
    assert await found(store, source="n_ws") == [1]
    assert await found(store, source="news") == []


@pytest.mark.long
async def test_a_long_list_comes_whole(store):
    many = [item(n, url=f"https://forum.example/{n}", text=f"слово{n} и ещё дело{n}") for n in range(1100)]
    await bring(store, *many, history=True)
    assert len(await store.mentions(Query())) == 1100


async def test_the_size_and_the_heartbeat_are_known(store):
    assert await store.size() > 10_000
    assert (await store.pulse()).beat is None
    for minutes in range(2):
        await store.heartbeat(NOW + timedelta(minutes=minutes))
    assert (await store.pulse()).beat == NOW + timedelta(minutes=1)


async def test_a_card_counts_the_stories_of_a_month_that_complain_about_the_same(store):
    about = {"sentiment": Sentiment(Label.NEGATIVE, -0.6, reasons=("deadlines", "money"))}
    other = {"sentiment": Sentiment(Label.NEGATIVE, -0.6, reasons=("money",))}
    for number, days in enumerate((31, 20, 10, 5)):
        await bring(store, item(number), at=NOW - timedelta(days=days), judged=about)
    await bring(store, item(4), at=NOW, judged=other)
    await bring(store, item(5), at=NOW, judged=about)
    assert [(await store.alert(number)).alike for number in (1, 5, 6)] == [0, 4, 3]
    assert [(await store.alert(number)).alike_latest for number in (1, 5, 6)] == [(), (6, 4, 3), (4, 3, 2)]
    await store.act(2, Press(Action.NOT_ABOUT_US, ANNA, NOW))
    assert ((await store.alert(6)).alike, (await store.alert(6)).alike_latest) == (2, (4, 3))
    assert (await store.alert(6, hidden=["reviews"])).alike == 0
