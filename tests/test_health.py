"""How a source is doing: what counts as trouble, who hears of it and when."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain import Health, SourceBroken, SourceRecovered, SourceState, VisitStatus
from monitor.errors import Cause, FetchError, ParseError
from monitor.render.notice import notice_document
from monitor.rounds import health
from monitor.rounds.health import Shown
from monitor.sources.feed import FeedSource
from monitor.sources.reviews import ReviewsSource
from monitor.texts import LANGUAGES, Texts

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FEED = FeedSource(id="forum", url="https://forum.example/rss")
FULL, BARE, SAME = Shown(20, changed=True, matched=True), Shown(0, changed=True), Shown()
BLOCKED = FetchError("fetch.blocked", url="https://otzyv.example/", status=403, cause=Cause.BLOCKED)


def good(state, shown=FULL, source=FEED, at=NOW):
    return health.worked(state, source, at, shown, complaint=None, said="")


def bad(state, error, at=NOW, broken_after=3, source=FEED):
    return health.failed(state, source, at, error=error, said=str(error), broken_after=broken_after)


def test_a_source_that_suddenly_shows_nothing_is_told_once_and_once_when_it_is_back():
    first = good(SourceState("forum"))
    empty = good(first, BARE)
    assert (empty.state, empty.health, empty.last_success) == (VisitStatus.OK, Health.EMPTY, first.last_success)
    assert isinstance(health.news(first, empty), SourceBroken)
    still = good(empty, SAME)
    assert (still.health, health.news(empty, still)) == (Health.EMPTY, None)
    back = good(still)
    assert (back.health, health.news(still, back)) == (Health.OK, SourceRecovered("forum"))


def test_a_source_that_was_always_bare_is_not_in_trouble():
    assert good(good(SourceState("forum"), BARE), BARE).health is Health.OK


def test_a_source_that_asks_for_names_may_find_nothing():
    search = FeedSource(id="search", url="https://news.example/rss?q={brand}")
    assert good(good(SourceState("search"), source=search), BARE, source=search).health is Health.OK


def test_a_challenge_is_told_at_once_and_the_site_is_left_alone_for_a_day():
    first = good(SourceState("forum"))
    blocked = bad(first, BLOCKED)
    assert (blocked.health, blocked.next_visit) == (Health.BLOCKED, NOW + timedelta(days=1))
    assert isinstance(health.news(first, blocked), SourceBroken)
    held = bad(blocked, FetchError("fetch.wait", url="x", until="y", skipped=True, retry_after=timedelta(hours=5)))
    assert (held.health, held.reported, health.news(blocked, held)) == (Health.BLOCKED, True, None)
    again = bad(held, BLOCKED, at=NOW + timedelta(days=1))
    assert health.news(held, again) is None
    assert health.news(again, good(again)) == SourceRecovered("forum")


def test_a_challenge_at_a_further_page_counts_like_one_at_the_first():
    first = good(SourceState("forum"))
    blocked = health.worked(first, FEED, NOW, FULL, complaint=BLOCKED, said="a challenge")
    assert (blocked.health, blocked.error) == (Health.BLOCKED, "a challenge")
    assert blocked.next_visit == NOW + timedelta(days=1)
    assert isinstance(health.news(first, blocked), SourceBroken)


def test_other_failures_are_told_after_some_in_a_row_and_tried_ever_more_slowly():
    state, told, waits = good(SourceState("forum")), [], []
    for _ in range(12):
        before, state = state, bad(state, FetchError("fetch.server", url="x", status=500, status_code=500))
        told.append(health.news(before, state) is not None)
        waits.append(state.next_visit - NOW)
    assert told.index(True) == 2
    assert told.count(True) == 1
    assert waits == sorted(waits)
    assert waits[-1] == health.SLOWEST


def test_after_a_night_without_a_line_all_are_asked_within_an_hour():
    state, waits = SourceState("forum"), []
    for _ in range(8):
        state = bad(state, FetchError("fetch.dns", url="https://forum.example/rss"))
        waits.append(state.next_visit - NOW)
    assert (waits[:2], waits[-1]) == ([FEED.interval, FEED.interval * 2], timedelta(hours=1))


def test_what_is_asked_seldom_and_nobody_answers_is_asked_ever_more_seldom():
    slow = FeedSource(id="forum", url="https://forum.example/rss", every="4h")
    state, waits = SourceState("forum"), []
    for _ in range(5):
        state = bad(state, FetchError("fetch.dns", url="https://forum.example/rss"), source=slow)
        waits.append(state.next_visit - NOW)
    assert waits == [timedelta(hours=hours) for hours in (4, 8, 16, 16, 16)]


def test_nobody_waits_longer_than_the_file_says_and_no_two_sources_stay_together():
    feeds = [FEED.model_copy(update={"id": f"feed-{number}"}) for number in range(60)]
    states = [SourceState(feed.id, next_visit=NOW) for feed in feeds]
    for _ in range(8):
        before = states
        states = [good(state, source=feed, at=state.next_visit) for state, feed in zip(states, feeds, strict=True)]
        waits = [after.next_visit - state.next_visit for state, after in zip(before, states, strict=True)]
        assert all(timedelta(minutes=7.5) <= wait <= timedelta(minutes=15) for wait in waits)
    assert min(waits) > timedelta(minutes=14.8)  # each is near its own moment by now
    assert len({(state.next_visit - NOW) // timedelta(minutes=1) % 15 for state in states}) > 10


NEWS, NONE = Shown(20, changed=True, fresh=True), Shown(20, changed=True, fresh=False)


def test_a_source_with_two_intervals_is_read_more_rarely_until_there_is_something_new():
    source = FeedSource(id="forum", url="https://forum.example/rss", every="15m-2h")
    state, waits = SourceState("forum"), []
    for shown in (NEWS, NONE, SAME, NONE, SAME, SAME, NEWS, SAME):
        at = state.next_visit or NOW
        state = good(state, shown, source, at)
        waits.append(state.next_visit - at)
    steps = [15, 30, 60, 120, 120, 120, 15, 30]
    assert all(step / 2 <= wait / timedelta(minutes=1) <= step for step, wait in zip(steps, waits, strict=True))


def test_a_source_with_one_interval_keeps_it():
    state = good(SourceState("forum"))
    for _ in range(5):
        at = state.next_visit
        state = good(state, SAME, at=at)
    assert state.next_visit - at > timedelta(minutes=14)


def test_after_trouble_a_source_begins_with_its_shortest_interval():
    source = FeedSource(id="forum", url="https://forum.example/rss", every="15m-1d")
    state = good(SourceState("forum"), NEWS, source)
    for _ in range(6):
        state = good(state, SAME, source, state.next_visit)
    broken = bad(state, FetchError("fetch.server", url="x", status=500, status_code=500), at=state.next_visit)
    back = good(broken, SAME, source, broken.next_visit)
    assert back.next_visit - broken.next_visit <= timedelta(minutes=15)


def test_a_source_without_a_word_about_the_brands_for_a_month_is_quiet():
    silent = Shown(20, changed=True)
    first = good(SourceState("forum"), silent)
    assert good(first, silent, at=NOW + timedelta(days=29)).health is Health.OK
    assert good(first, silent, at=NOW + timedelta(days=31)).health is Health.QUIET
    assert health.stood(first, FEED, NOW + timedelta(days=29))[0] is Health.UNCHANGED
    assert health.stood(first, FEED, NOW + timedelta(days=31))[0] is Health.QUIET
    own = ReviewsSource(id="own", url="https://otzyv.example/zubr", brand="zubr")
    assert good(first, silent, source=own, at=NOW + timedelta(days=31)).health is Health.OK


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (FetchError("fetch.unauthorized", url="x", status=401, cause=Cause.AUTH), Health.AUTH),
        (FetchError("fetch.missing", url="x", status=404), Health.GONE),
        (
            FetchError(
                "fetch.elsewhere", url="x", error=FetchError("fetch.gone", url="y", status=410, cause=Cause.GONE)
            ),
            Health.GONE,
        ),
        (ParseError("parse.no_items", url="x", selector=".review", instead=""), Health.SELECTORS),
        (FetchError("fetch.timeout", url="x", seconds=30), Health.FAILED),
    ],
)
def test_each_trouble_has_its_name(error, cause):
    assert bad(SourceState("forum"), error).health is cause


def test_every_cause_is_an_error_that_exists():
    assert all(Texts("en").has(f"errors.{key}") for key in health._SENTENCES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["failed", "blocked", "empty"])
def test_a_broken_source_is_told_with_its_name_and_cause(language, kind):
    notice = SourceBroken("forum", "https://forum.example/: нет ответа", 3, kind)
    said = notice_document(notice, texts=Texts(language)).text
    assert "forum" in said
    assert "нет ответа" in said
