"""A story that grows is told again under its card: at some numbers of copies, and when the press takes it up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from live_values import live_of
from rich.console import Console
from store_values import ANNA, CHAT, NOW, OTHER, bring, deliver, item

from monitor.config.plan import Plan
from monitor.desk import Press
from monitor.domain import Action, RatingChanged, StoryGrew, Verdict
from monitor.places.forbidden import compiled
from monitor.telling.letters import Letters
from monitor.telling.outbox import Outbox
from monitor.telling.terminal import TerminalChannel

pytestmark = pytest.mark.one_database

PLAN = Plan.model_validate(
    {
        "language": "ru",
        "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
        "sources": [
            {"id": "reviews", "kind": "feed", "url": "https://otzyv.example/rss"},
            {"id": "news", "kind": "feed", "url": "https://news.example/rss", "audience": "press"},
        ],
    }
)


def later(hours):
    return NOW + timedelta(hours=hours)


def copy(number, **changes):
    address = f"https://site{number}.example/post"
    return item(number + 100, text=item(0).text, url=address, author=f"Автор {number}", **changes)


async def spread(store, *numbers, hours=1, source="forum", **how):
    """Copies of the first complaint, found together."""
    how = {"press": {"news"}, **how}
    await bring(store, *(copy(number, source=source) for number in numbers), source=source, at=later(hours), **how)


async def grown(store, target=CHAT):
    return [one.notice for one in await store.owed(target, later(48)) if isinstance(one.notice, StoryGrew)]


@pytest.fixture
async def told(store):
    """A store whose one complaint has its card in the chat, as message 100."""
    await bring(store, item(0))
    assert await deliver(store) == [1]
    return store


async def test_a_story_is_told_again_when_it_reaches_three_ten_and_thirty_copies(told):
    for number in range(31):
        await spread(told, number, hours=number + 1)
    assert await grown(told) == [StoryGrew(1, 3), StoryGrew(1, 10), StoryGrew(1, 30)]
    assert (await told.alert(1)).copies == 31


async def test_several_steps_in_one_visit_are_one_message(told):
    await spread(told, *range(12))
    await spread(told, 50, hours=2)
    assert await grown(told) == [StoryGrew(1, 12)]


async def test_a_visit_that_is_kept_twice_tells_once(told):
    await spread(told, 1, 2, 3)
    await spread(told, 1, 2, 3)
    assert await grown(told) == [StoryGrew(1, 3)]


async def test_every_chat_that_has_the_card_hears_of_it(store):
    await bring(store, item(0), targets=(CHAT, OTHER))
    await deliver(store)
    await deliver(store, target=OTHER)
    await spread(store, 1, 2, 3)
    assert await grown(store) == await grown(store, OTHER) == [StoryGrew(1, 3)]


async def test_a_chat_that_has_moved_hears_of_it_at_its_new_address(told):
    await told.retarget(CHAT, OTHER)
    await spread(told, 1, 2, 3)
    assert (await grown(told), await grown(told, OTHER)) == ([], [StoryGrew(1, 3)])
    assert await told.card_message(1, OTHER) is None


def left(*addresses):
    """Whether a chat is no longer the team's: only the other one stands in the file."""
    return OTHER not in addresses


async def test_a_chat_that_left_the_file_hears_no_more_of_it_and_the_one_that_stands_there_gets_the_card(told):
    quiet = {"verdict": Verdict()}
    await spread(told, 1, 2, 3, source="news", judged=quiet, targets=(OTHER,), left=left)
    assert (await grown(told), await grown(told, OTHER)) == ([], [])
    assert [one.mention for one in await told.owed(OTHER, later(48))] == [1]
    await deliver(told, target=OTHER, at=later(2))
    await spread(told, *range(4, 14), hours=3, targets=(OTHER,), left=left)
    assert (await grown(told), await grown(told, OTHER)) == ([], [StoryGrew(1, 13)])


async def test_nor_does_it_hear_of_another_rating_after_the_answer(store):
    await bring(store, item(0, rating=0.0, rating_text="1/5"))
    await deliver(store)
    await store.act(1, Press(Action.ANSWER, ANNA, NOW))
    changed = {"targets": (OTHER,), "left": left, "at": later(1)}
    await bring(store, item(0, rating=0.5, rating_text="3/5"), **changed)
    notices = [(one.target, one.notice) for to in (CHAT, OTHER) for one in await store.owed(to, later(2)) if one.notice]
    assert notices == [(OTHER, RatingChanged(1, "1/5", "3/5"))]


async def test_a_chat_that_the_file_knows_by_its_new_address_has_not_left_it(told):
    await told.retarget(CHAT, OTHER)
    await spread(told, 1, 2, 3, targets=(OTHER,), left=left)
    assert await grown(told, OTHER) == [StoryGrew(1, 3)]


async def test_a_card_that_was_not_sent_yet_counts_its_copies_itself(store):
    await bring(store, item(0))
    await spread(store, 1, 2, 3)
    assert await grown(store) == []


async def test_a_story_that_reaches_the_press_from_elsewhere_is_told_once(told):
    quiet = {"verdict": Verdict()}  # the tone of news flags nothing
    await spread(told, 1, source="news", score=-0.6, judged=quiet)
    await spread(told, 2, source="news", hours=2, judged=quiet)
    assert await grown(told) == [StoryGrew(1, 1, press=True)]


async def test_what_began_in_the_press_does_not_reach_it(store):
    await bring(store, item(0, source="news"), source="news")
    await deliver(store)
    await spread(store, 1, source="news")
    assert await grown(store) == []


async def test_the_press_and_a_step_at_once_are_one_message(told):
    await spread(told, 1, 2)
    await spread(told, 3, source="news", hours=2)
    assert await grown(told) == [StoryGrew(1, 3, press=True)]


@pytest.mark.parametrize(
    "how",
    [{"history": True}, {"judged": {"history": True}}, {"judged": {"verdict": Verdict()}}, {"targets": ()}],
    ids=["first crawl", "brought up by a change", "quiet", "told to nobody"],
)
async def test_copies_that_nobody_would_hear_of_tell_nothing(told, how):
    await spread(told, 1, 2, 3, 4, **how)
    assert await grown(told) == []
    assert (await told.alert(1)).copies == 4


async def test_a_story_that_was_put_away_grows_in_silence(told):
    await told.act(1, Press(Action.NOT_NEGATIVE, ANNA, NOW))
    await spread(told, 1, 2, 3)
    assert await grown(told) == []


async def test_what_is_removed_takes_along_what_is_owed_about_it(told):
    await spread(told, 1, 2, 3)
    await told.forbid(compiled(("otzyv.example",)))
    assert await grown(told) == []
    assert await told.owed_count() == 0


async def test_a_growing_story_does_not_edit_what_was_said_of_its_growth(told):
    await spread(told, 1, 2, 3)
    await deliver(told, at=later(1), message=200)
    await spread(told, 4, hours=2)
    assert [one.message for one in await told.stale(CHAT)] == [100]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("forum", ["🔁 Перепечаток стало 3: m-1", "Где: site3.example, site2.example, site1.example"]),
        ("news", ["📰 Об этом уже пишет пресса: m-1", "Перепечаток: 3"]),
    ],
)
async def test_the_reply_says_how_many_and_where_and_follows_its_card(told, source, words):
    await spread(told, 1, 2)
    await spread(told, 3, source=source, hours=2)
    [owed] = await told.owed(CHAT, later(2))
    letter = await letters(told)(owed, later(2))
    assert letter.under == 100
    assert [line.text for line in letter.document.lines][: len(words)] == words


async def test_the_terminal_shows_a_line_of_its_own(store):
    await bring(store, item(0), targets=("terminal",))
    console = Console(record=True, width=100, force_terminal=False)
    outbox = Outbox(store, {"terminal": TerminalChannel(console)}, letters(store), lambda: later(2))
    assert await outbox.deliver_all() == 1
    await spread(store, 1, 2, 3, targets=("terminal",))
    assert await outbox.deliver_all() == 1
    assert await outbox.deliver_all() == 0
    assert "Перепечаток стало 3: m-1" in console.export_text()


def letters(store):
    return Letters(store, live_of(PLAN))
