"""What a visit brings is stored once, whatever happens around it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import StatementError
from store_values import ANNA, CHAT, NOW, OTHER, bring, deliver, identified, item, mention, visit

from monitor.desk import Press
from monitor.domain import Action, ChangeKind, Doubt, Hold, Label, Sentiment, SourceBroken, SourceState, Validators
from monitor.errors import Cause
from monitor.identity import identify
from monitor.store import Kept, Query, Store


async def kinds(store, *found, source="reviews"):
    return [change.kind for change in await store.compare(source, found)]


async def test_an_item_is_new_then_known(store):
    one = identified(item())
    assert await kinds(store, one) == [ChangeKind.NEW]
    assert await bring(store, one) == Kept(new=1, mentions=1, negative=1)
    (change,) = await store.compare("reviews", [one])
    assert (change.kind, change.mentions) == (ChangeKind.KNOWN, {"zubr": 1})


async def test_keeping_a_visit_twice_changes_nothing(store):
    whole = visit(
        [((await store.compare("reviews", [identified(item())]))[0], (mention(item()),))],
        notices=((CHAT, SourceBroken("reviews", "500", 3)),),
    )
    await store.keep(whole)
    before = await everything(store)
    assert await store.keep(whole) == Kept()
    assert await everything(store) == before
    assert await store.visits(NOW - timedelta(hours=1), NOW + timedelta(hours=1)) == (1, 1)


async def everything(store):
    return (await store.mentions(Query()), await store.owed(CHAT, NOW), await store.events(1), await store.sources())


async def test_any_one_of_its_keys_is_enough(store):
    await bring(store, identified(item(), "g:1", "u:1"))
    moved = identified(item(), "g:1", "u:2")
    assert await kinds(store, moved) == [ChangeKind.KNOWN]
    await bring(store, moved)
    assert await kinds(store, identified(item(), "g:9", "u:2")) == [ChangeKind.KNOWN]


async def test_the_strongest_key_decides_whose_edit_it_is(store):
    await bring(store, identified(item(0), "g:0"), identified(item(1), "u:1"))
    (change,) = await store.compare("reviews", [identified(item(0), "g:0", "u:1")])
    assert change.kind is ChangeKind.KNOWN


async def test_two_items_that_turn_out_to_be_one_are_no_edit_of_each_other(store):
    await bring(store, identified(item(0), "g:0", "u:0"))
    two = (identified(item(0), "g:0"), identified(item(1), "u:0"))
    assert await kinds(store, *two) == [ChangeKind.KNOWN, ChangeKind.KNOWN]
    assert (await bring(store, *two)).mentions == 0
    assert (await store.record(1)).text == item(0).text


async def test_new_items_with_a_common_key_are_stored_once(store):
    two = (identified(item(0), "a", "b"), identified(item(1), "b", "c"))
    assert (await bring(store, *two)).new == 1
    assert await kinds(store, identified(item(0), "c")) == [ChangeKind.KNOWN]


async def test_what_a_source_shows_as_it_did_last_time_is_settled_and_anything_else_is_not(store):
    shown = identified(item(1), "g:reviews:1", "u:otzyv.example/1")
    moved = identified(item(1), "g:reviews:1", "u:otzyv.example/moved")
    await bring(store, shown, brands=())

    async def settled(one, source="reviews"):
        return [change.settled for change in await store.compare(source, [one])]

    assert await settled(shown) == [True]
    assert await settled(shown, "blog") == [False]
    assert await settled(replace(shown, item=item(1, text="Другие слова"))) == [False]
    assert await settled(moved) == [False]
    await bring(store, moved, brands=())
    assert await settled(moved) == [True]
    (elsewhere,) = await store.compare("blog", [identified(item(1, source="blog"), "u:otzyv.example/moved")])
    assert elsewhere.kind is ChangeKind.KNOWN


async def test_an_item_about_nobody_is_known_again_and_listed_nowhere(store):
    assert await bring(store, item(), brands=()) == Kept(new=1)
    assert await kinds(store, identified(item())) == [ChangeKind.KNOWN]
    assert await store.mentions(Query()) == ()


async def test_two_brands_are_two_rows_with_an_alert_each(store):
    assert (await bring(store, item(), brands=("zubr", "kestrel"))).mentions == 2
    assert [one.mention for one in await store.owed(CHAT, NOW)] == [1, 2]
    assert {record.story for record in await store.mentions(Query())} == {1, 2}


async def test_a_brand_that_is_matched_later_gets_its_row_then(store):
    await bring(store, item(), brands=("zubr",))
    await bring(store, item(), brands=("zubr", "kestrel"), judged={"history": True})
    assert [record.history for record in await store.mentions(Query(brand="kestrel"))] == [True]
    assert len(await store.owed(CHAT, NOW)) == 1


async def test_an_item_from_a_second_source_is_the_same_row(store):
    await bring(store, item())
    again = item(source="news")
    assert await kinds(store, identified(again), source="news") == [ChangeKind.KNOWN]
    for _ in range(2):
        await bring(store, again, source="news")
    await bring(store, item())
    (record,) = await store.mentions(Query())
    assert (record.source, record.also) == ("reviews", ("news",))
    assert await store.mentions(Query(source="news")) == (record,)


async def test_other_words_from_a_second_source_are_no_edit(store):
    await bring(store, item())
    other = identified(item(1, source="news"), f"u:{item().url}")
    assert await kinds(store, other, source="news") == [ChangeKind.KNOWN]


async def test_history_is_stored_and_raises_nothing(store):
    published = NOW - timedelta(days=40)
    assert (await bring(store, item(published=published), history=True)).negative == 1
    record = await store.record(1)
    assert (record.at, record.found, record.severity, record.history) == (published, NOW, None, True)
    assert await store.owed(CHAT, NOW) == ()


async def test_what_is_found_counts_by_the_day_it_was_found(store):
    await bring(store, item(published=NOW - timedelta(days=3)))
    assert (await store.record(1)).at == NOW


@pytest.mark.parametrize("published", [None, NOW.replace(year=1), NOW + timedelta(days=9)])
async def test_history_without_a_possible_date_counts_by_the_day_it_was_found(store, published):
    await bring(store, item(published=published), history=True)
    assert (await store.record(1)).at == NOW


async def test_urgency_is_kept_only_where_somebody_is_told(store):
    await bring(store, item(), targets=())
    record = await store.record(1)
    assert (record.severity, record.flag) == (None, "negative")


async def test_a_mention_is_owed_to_every_target_once(store):
    await bring(store, item(), targets=(CHAT, OTHER, CHAT))
    assert await store.targets(NOW) == (CHAT, OTHER)
    assert len(await store.owed(CHAT, NOW)) == len(await store.owed(OTHER, NOW)) == 1


@pytest.mark.long
async def test_many_items_keep_their_own_keys_and_mentions(store):
    many = [
        item(n, url=f"https://forum.example/{n}", text=f"Отзыв номер {n} про слово{n} и дело{n}") for n in range(1201)
    ]
    assert (await bring(store, *many, history=True)).new == 1201
    changes = await store.compare("reviews", [identified(one) for one in many])
    assert {change.kind for change in changes} == {ChangeKind.KNOWN}
    records = {record.number: record for record in await store.mentions(Query())}
    assert all(records[change.mentions["zubr"]].url == change.found.item.url for change in changes)


async def test_what_no_database_takes_costs_a_character_and_not_the_visit(store):
    await bring(store, item(text="Зубр\0-Софт \ud83d подвёл", title="a\0b", author="\udfff"))
    record = await store.record(1)
    assert (record.title, "подвёл" in record.text, "\0" in record.text) == ("ab", True, False)


async def test_a_visit_that_cannot_be_kept_leaves_nothing_behind(store):
    """A naive time is refused by the last thing that is written."""
    naive = datetime(2026, 11, 24, 9)  # noqa: DTZ001  # what is refused
    with pytest.raises(StatementError, match="naive"):
        await bring(store, item(), state=SourceState("reviews", next_visit=naive))
    assert await kinds(store, identified(item())) == [ChangeKind.NEW]
    assert (await store.mentions(Query()), await store.owed(CHAT, NOW), await store.sources()) == ((), (), {})


async def test_times_come_back_aware(store):
    await bring(store, item())
    record = await store.record(1)
    assert (record.published, record.found.utcoffset()) == (NOW, timedelta(0))


async def test_a_failed_visit_changes_the_state_and_the_counter(store):
    broken = SourceState("reviews", "failed", failures=3, error="нет ответа", next_visit=NOW, reported=True)
    await store.keep(visit(state=broken, good=0))
    assert await store.source("reviews") == broken
    assert await store.sources() == {"reviews": broken}
    assert await store.visits(NOW - timedelta(hours=1), NOW + timedelta(hours=1)) == (0, 1)


async def test_an_unknown_source_is_new(store):
    assert await store.source("news") == SourceState("news")


async def test_validators_are_kept_by_address(store):
    page, other = "https://otzyv.example/1", "https://otzyv.example/" + "x" * 5000
    await store.keep(visit(validators={page: Validators(etag="a"), other: Validators(digest="b")}))
    await store.keep(visit(validators={page: Validators(etag="c", modified="d")}, at=NOW + timedelta(hours=1)))
    known = await store.remembered(["reviews", "news"])
    assert known["reviews"].validators == {page: Validators("c", "d"), other: Validators(digest="b")}
    assert known["news"].validators == {}


async def test_visits_are_counted_by_the_hour(store):
    for hours in range(4):
        await store.keep(visit(at=NOW + timedelta(hours=hours), good=hours % 2))
    assert await store.visits(NOW, NOW + timedelta(hours=3)) == (1, 3)


async def test_copies_of_a_text_are_one_story_and_one_alert(store):
    await bring(store, item(0))
    assert await deliver(store) == [1]
    copied = item(7, source="news", title="Перепост", text=f"RT @anna: {item(0).text} https://t.example/1")
    await bring(store, copied, source="news", at=NOW + timedelta(days=2))
    assert [record.story for record in await store.mentions(Query())] == [1, 1]
    assert await store.owed(CHAT, NOW + timedelta(days=2)) == ()
    assert (await store.alert(1)).copies == 1
    assert [one.mention for one in await store.stale(CHAT)] == [1]


async def test_copies_in_one_visit_are_one_alert(store):
    copies = [item(n, text=item(0).text.upper() + "!" * n) for n in range(3)]
    await bring(store, *copies, item(4))
    assert [one.mention for one in await store.owed(CHAT, NOW)] == [1, 4]
    assert (await store.alert(1)).copies == 2


async def test_of_copies_in_one_visit_the_earliest_and_richest_is_on_the_card(store):
    shorter = item(0, title="Позже", published=NOW - timedelta(hours=1))
    first = item(1, title="Раньше", text=item(0).text, published=NOW - timedelta(hours=3))
    richer = item(2, title="Полнее", text=f"{item(0).text} Ждём ответа!", published=NOW - timedelta(hours=3))
    undated = item(3, title="Без даты", text=item(0).text, published=None)
    await bring(store, undated, shorter, first, richer)
    [owed] = await store.owed(CHAT, NOW)
    shown = await store.alert(owed.mention)
    assert (shown.record.title, shown.copies) == ("Полнее", 3)


async def test_an_earlier_copy_that_is_found_later_is_counted_on_the_card_that_was_sent(store):
    await bring(store, item(0, published=NOW - timedelta(hours=1)))
    assert await deliver(store) == [1]
    await bring(store, item(7, text=item(0).text, published=NOW - timedelta(days=1)), source="news")
    assert [one.mention for one in await store.stale(CHAT)] == [1]
    assert (await store.alert(1)).copies == 1


async def test_one_template_by_two_reviewers_is_two_alerts(store):
    said = "Ужасный сервис, всем не советую, деньги на ветер"
    await bring(store, item(0, text=said, author="Анна", rating=0.0), item(1, text=said, author="Борис", rating=0.0))
    assert len(await store.owed(CHAT, NOW)) == 2


async def test_a_copy_after_more_than_a_month_is_told_again(store):
    await bring(store, item(0))
    later = NOW + timedelta(days=31)
    await bring(store, item(7, text=item(0).text), at=later)
    assert len(await store.owed(CHAT, later)) == 2


async def test_copies_of_one_visit_that_lie_more_than_a_month_apart_are_two_stories(store):
    long_ago = item(7, text=item(0).text, published=NOW - timedelta(days=31))
    between = item(8, text=item(0).text, published=NOW - timedelta(days=29))
    await bring(store, item(0, published=NOW), long_ago, history=True)
    assert len({record.story for record in await store.mentions(Query())}) == 2
    await bring(store, between, source="news", history=True)
    assert len({record.story for record in await store.mentions(Query())}) == 2


@pytest.mark.parametrize("together", [True, False])
async def test_a_review_is_not_lost_behind_another_persons_card_because_an_article_quotes_both(store, together):
    said = item(0).text
    first = item(0, author="Ирина", rating=0.0, rating_text="1/5")
    await bring(store, first)
    await store.act(1, Press(Action.NOT_NEGATIVE, ANNA, NOW))
    article = item(1, text=said, author="Ольга Пак", published=NOW + timedelta(hours=1))
    second = item(2, text=said, author="Борис", rating=0.0, rating_text="1/5", published=NOW + timedelta(hours=2))
    for visited in ([article, second],) if together else ([article], [second]):
        await bring(store, *visited, at=NOW + timedelta(hours=3))
    stories = {record.author: record.story for record in await store.mentions(Query())}
    assert stories["Ольга Пак"] == stories["Ирина"] != stories["Борис"]
    (alert,) = [one for one in await store.owed(CHAT, NOW + timedelta(hours=3)) if one.mention != 1]
    assert (await store.alert(alert.mention)).record.author == "Борис"


async def test_a_copy_about_another_brand_is_another_story(store):
    await bring(store, item(0))
    await bring(store, item(7, text=item(0).text), brands=("kestrel",))
    assert len(await store.owed(CHAT, NOW)) == 2


async def test_a_copy_of_history_raises_the_first_alert_of_its_story(store):
    await bring(store, item(0), history=True)
    await bring(store, item(7, text=item(0).text))
    assert [one.mention for one in await store.owed(CHAT, NOW)] == [2]
    assert (await store.record(2)).story == 1


async def test_two_short_complaints_under_other_titles_are_two_stories(store):
    await bring(store, item(0, title="Поддержка молчит", text="Не советую."))
    await bring(store, item(1, title="Сорвали сроки внедрения", text="Не советую."))
    assert len(await store.owed(CHAT, NOW)) == 2


async def test_numbers_are_given_once(store):
    for number in range(3):
        await bring(store, item(number))
    assert [record.id for record in await store.mentions(Query())] == ["m-3", "m-2", "m-1"]


async def test_all_of_a_judgement_comes_back(store):
    judged = mention(item(rating=0.25, rating_text="2/5"))
    await store.keep(visit([((await store.compare("reviews", [identified(judged.item)]))[0], (judged,))]))
    record, alert = await store.record(1), await store.alert(1)
    assert (record.label, record.score, record.rating, record.rating_text) == (Label.NEGATIVE, -0.6, 0.25, "2/5")
    assert ([step.text for step in alert.steps], alert.record.deadline) == (["Проверить", "Ответить"], judged.deadline)
    assert alert.record == record


async def test_an_edit_between_two_readings_is_left_to_the_next_visit(store):
    """Two processes read a source at once: what one compared, the other has changed since."""
    await bring(store, item())
    (stale,) = await store.compare("reviews", [identified(item())])
    await bring(store, item(text=item(1).text), at=NOW + timedelta(minutes=1))
    await store.keep(visit([(stale, ())], at=NOW + timedelta(minutes=2)))
    assert (await store.record(1)).text == item(1).text
    assert await kinds(store, replace(stale.found)) == [ChangeKind.EDITED]


async def test_two_processes_that_find_the_same_at_once_store_and_tell_it_once(store, database_url):
    other = await Store.open(database_url)
    visits = []
    for one, source in ((store, "reviews"), (other, "news")):
        changes = await one.compare(source, [identified(item(source=source))])
        visits.append(one.keep(visit([(changes[0], (mention(item(source=source)),))], source=source)))
    kept = await asyncio.gather(*visits)
    assert sorted(one.mentions for one in kept) == [0, 1]
    (record,) = await store.mentions(Query())
    assert {record.source, *record.also} == {"reviews", "news"}
    assert len(await store.owed(CHAT, NOW)) == 1
    await other.close()


async def test_a_review_whose_days_ago_became_a_date_is_still_one_row(store):
    page = [item(n, guid="", addressed=False, author=f"Ирина {n}", dated=False) for n in range(2)]
    await bring(store, *identify(page))
    dated = [replace(one, dated=True) for one in page]
    kept = await bring(store, *identify(dated))
    assert (kept.new, kept.mentions) == (0, 0)
    assert len(await store.mentions(Query())) == 2
    assert await kinds(store, *identify([replace(dated[0], published=NOW + timedelta(days=9))])) == [ChangeKind.KNOWN]


async def test_who_asked_to_be_left_alone_is_remembered_for_as_long_as_it_lasts(store):
    assert await store.holds() == {}
    asked, blocked = Hold(NOW + timedelta(hours=1)), Hold(NOW + timedelta(days=1), Cause.BLOCKED)
    await store.keep_holds({"site.example": asked}, now=NOW)
    await store.keep_holds({"other.example": blocked}, now=NOW)
    await store.keep_holds({"other.example": asked}, now=NOW)
    assert await store.holds() == {"site.example": asked, "other.example": blocked}
    await store.keep_holds({}, now=NOW + timedelta(hours=2))
    assert await store.holds() == {"other.example": blocked}


async def test_what_it_complains_about_and_a_doubt_stay_with_a_mention_and_follow_an_edit(store):
    doubtful = Sentiment(Label.NEGATIVE, -0.6, reasons=("support", "money"), unsure=Doubt.SARCASM)
    await bring(store, item(), judged={"sentiment": doubtful})
    (stored,) = await store.mentions(Query())
    assert (stored.reasons, stored.unsure) == (("support", "money"), Doubt.SARCASM)
    plain = Sentiment(Label.NEGATIVE, -0.6, reasons=("deadlines",))
    await bring(store, item(text="Срок сорван, Зубр-Софт молчит."), judged={"sentiment": plain})
    (edited,) = await store.mentions(Query())
    assert (edited.reasons, edited.unsure) == (("deadlines",), None)
