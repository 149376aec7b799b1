"""What is owed is delivered: in order, once, whatever the messenger answers."""

import asyncio
import errno
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from monitor.desk import Press
from monitor.domain import (
    Action,
    Change,
    ChangeKind,
    Flag,
    Identified,
    Item,
    Label,
    Mention,
    Person,
    Sentiment,
    Severity,
    SourceState,
    Verdict,
)
from monitor.errors import DeliveryError, StoreError
from monitor.render.document import Document, line
from monitor.store import Visit
from monitor.telling.boundary import REPEATED, TRIES
from monitor.telling.channel import Letter, MovedError
from monitor.telling.outbox import Outbox

pytestmark = pytest.mark.one_database

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HERE, THERE = "fake:here", "fake:there"


class FakeChannel:
    """Answers with what a test lined up, else agrees."""

    def __init__(self):
        self.answers = {}
        self.sent = []
        self.edits = []
        self.awake = True
        self.after_send = lambda: None
        self.refused_edits = {}
        self.silent = set()
        self.hanging = asyncio.Event()

    def refuse(self, target, *errors):
        self.answers[target] = list(errors)

    def refuse_edit(self, target, error):
        self.refused_edits[target] = error

    def hang(self, target):
        self.silent.add(target)

    async def turn(self, target):
        return None

    async def send(self, letter):
        if letter.owed.target in self.silent:
            self.hanging.set()
            await asyncio.Event().wait()
        self.sent.append((letter.owed.target, letter.owed.mention))
        if self.answers.get(letter.owed.target):
            raise self.answers[letter.owed.target].pop(0)
        self.after_send()
        return len(self.sent)

    async def edit(self, letter):
        if letter.owed.target in self.refused_edits:
            raise self.refused_edits[letter.owed.target]
        self.edits.append((letter.owed.target, letter.owed.mention))

    async def alive(self, target):
        return self.awake


class Post:
    """A store with something owed, an outbox, and the hands of the clock."""

    def __init__(self, store):
        self.store = store
        self.now = NOW
        self.channel = FakeChannel()
        self.unsayable, self.broken = None, KeyError("not in the plan")
        self.outbox = Outbox(store, {"fake": self.channel}, self.compose, lambda: self.now)

    async def compose(self, owed, now):
        if owed.mention == self.unsayable:
            raise self.broken
        return Letter(owed, Document((line(str(owed.mention)),)))

    async def say(self, number, targets=(HERE,), *, hours_ago=1):
        published = NOW - timedelta(hours=hours_ago)
        text = f"Жалоба {number}: " + " ".join(f"слово{number}{n}" for n in range(9))
        item = Item("forum", f"https://forum.example/{number}", text=text, published=published)
        tone, verdict = Sentiment(Label.NEGATIVE, -0.6), Verdict(Flag.NEGATIVE, Severity.P2)
        change = Change(Identified(item, (f"u:{number}",)), ChangeKind.NEW)
        await self.store.keep(
            Visit(
                source="forum",
                at=self.now,
                changes=((change, (Mention(item, "zubr", "ru", tone, verdict, steps=("Ответить",)),)),),
                targets={"zubr": tuple(targets)},
                history=False,
                state=SourceState("forum", first_success=NOW - timedelta(days=9)),
                validators={},
                notices=(),
                due=1,
                good=1,
            )
        )

    async def deliver(self, **later):
        self.now += timedelta(**later)
        return await self.outbox.deliver_all()


@pytest.fixture
def post(store):
    return Post(store)


async def test_the_oldest_publication_goes_first_and_nothing_goes_twice(post):
    await post.say(1, hours_ago=1)
    await post.say(2, hours_ago=5)
    assert await post.deliver() == 2
    assert await post.deliver(days=1) == 0
    assert post.channel.sent == [(HERE, 2), (HERE, 1)]


async def test_a_refused_alert_is_sent_when_the_messenger_says_and_nothing_overtakes_it(post):
    await post.say(1, hours_ago=5)
    await post.say(2)
    post.channel.refuse(HERE, DeliveryError("telegram.busy", seconds=30, retry_after=timedelta(seconds=30)))
    assert await post.deliver() == 0
    assert await post.deliver(seconds=29) == 0
    assert await post.deliver(seconds=1) == 2
    assert post.channel.sent == [(HERE, 1), (HERE, 1), (HERE, 2)]


async def test_a_clock_that_is_set_back_keeps_no_chat_waiting(post):
    await post.say(1)
    post.channel.refuse(HERE, DeliveryError("telegram.busy", seconds=30, retry_after=timedelta(seconds=30)))
    assert await post.deliver() == 0
    assert await post.deliver(seconds=-1) == 0
    assert await post.deliver(hours=-3) == 1
    assert await post.deliver(hours=3) == 0


async def test_each_delivery_is_a_line_of_the_log_without_anybodys_words(post):
    await post.say(1)
    busy = DeliveryError("telegram.busy", seconds=30, retry_after=timedelta(seconds=30))
    no = DeliveryError("telegram.refused", chat=1, reason="no", final=True)
    post.channel.refuse(HERE, busy)
    with capture_logs() as told:
        await post.deliver()
        await post.deliver(minutes=1)
        await post.store.act(1, Press(Action.TAKE, Person(1, "Анна"), post.now))
        await post.deliver(minutes=1)
        await post.say(2)
        post.channel.refuse(HERE, no)
        await post.deliver(minutes=1)
    assert [one["event"] for one in told] == ["retry", "sent", "edited", "refused"]
    assert [one["attempt"] for one in told] == [1, 2, 2, 1]
    assert all({"target": HERE, "kind": "Alert"}.items() <= one.items() and one["seconds"] >= 0 for one in told)
    assert "слово" not in str(told)


async def test_one_chats_trouble_delays_no_other(post):
    await post.say(1, (HERE, THERE))
    post.channel.refuse(HERE, *[DeliveryError("telegram.trouble", reason="500")] * 99)
    assert await post.deliver() == 1
    assert (THERE, 1) in post.channel.sent


async def test_a_message_that_is_never_taken_does_not_hold_up_what_comes_after_it(post):
    await post.say(1, hours_ago=5)
    await post.say(2)
    post.channel.refuse(HERE, DeliveryError("telegram.refused", chat=1, reason="no", final=True))
    await post.deliver()
    assert await post.deliver(days=1) == 0
    assert post.channel.sent == [(HERE, 1), (HERE, 2)]


@pytest.mark.parametrize("where", ["words", "hands"])
async def test_a_message_that_breaks_us_ends_nothing_but_itself(post, where):
    await post.say(1, hours_ago=5)
    await post.say(2)
    with capture_logs() as told:
        if where == "hands":
            post.channel.refuse(HERE, *[OverflowError("too large")] * REPEATED)
        else:
            post.unsayable = 1
        for _ in range(6):
            await post.deliver(hours=1)
    assert [one["event"] for one in told].count("message broke") == (REPEATED if where == "hands" else TRIES)
    assert post.channel.sent[-1] == (HERE, 2)
    assert (await post.store.owed_count(), await post.store.untold(NOW)) == (0, (1,))


async def test_what_the_machine_is_short_of_is_waited_for(post):
    await post.say(1)
    post.unsayable, post.broken = 1, OSError(errno.EMFILE, "Too many open files")
    with capture_logs() as told:
        for _ in range(2 * TRIES):
            assert await post.deliver(hours=1) == 0
    assert {one["event"] for one in told} == {"retry"}
    assert str(told[0]["error"]).startswith("m-1: this message cannot be put into words now: too many files are open.")
    post.unsayable = None
    assert await post.deliver(hours=1) == 1
    await post.store.act(1, Press(Action.TAKE, Person(1, "Анна"), post.now))
    post.unsayable = 1
    await post.deliver(hours=1)
    post.unsayable = None
    await post.deliver(hours=1)
    assert (post.channel.sent, post.channel.edits) == ([(HERE, 1)], [(HERE, 1)])


async def test_an_edit_that_breaks_us_leaves_the_card_as_it_is_until_the_next(post):
    await post.say(1)
    await post.deliver()
    post.channel.refuse_edit(HERE, ZeroDivisionError())
    await post.store.act(1, Press(Action.TAKE, Person(1, "Анна"), post.now))
    await post.say(2)
    assert await post.deliver(minutes=1) == 1
    post.channel.refused_edits.clear()
    await post.store.act(1, Press(Action.ANSWER, Person(1, "Анна"), post.now))
    await post.deliver(minutes=1)
    assert post.channel.edits == [(HERE, 1)]


async def test_a_lost_answer_is_repeated_once_and_only_when_the_messenger_is_there(post):
    await post.say(1)
    lost = DeliveryError("telegram.no_answer", reason="reset", unsure=True)
    post.channel.refuse(HERE, lost, lost, lost)
    await post.deliver()
    post.channel.awake = False
    await post.deliver(hours=1)
    assert post.channel.sent == [(HERE, 1)]
    post.channel.awake = True
    await post.deliver(hours=1)
    for _ in range(5):
        await post.deliver(hours=1)
    assert post.channel.sent == [(HERE, 1), (HERE, 1)]


async def test_a_message_in_the_air_at_a_kill_is_sent_again(post, store):
    await post.say(1)
    (owed,) = await store.owed(HERE, post.now, 10)
    await store.claim(owed.id)
    assert await post.deliver(hours=1) == 0
    await store.recover(post.now, await store.in_the_air())
    assert await post.deliver() == 1


async def test_what_changes_is_shown_in_the_same_message(post, store):
    await post.say(1)
    await post.deliver()
    await store.act(1, Press(Action.TAKE, Person(5, "Анна"), post.now))
    await post.deliver()
    await post.deliver()
    assert (post.channel.sent, post.channel.edits) == ([(HERE, 1)], [(HERE, 1)])


async def test_a_group_that_moved_gets_its_alerts_at_the_new_address(post):
    await post.say(1)
    post.channel.refuse(HERE, MovedError("telegram.moved", target=THERE, chat=1, new=2))
    await post.deliver()
    await post.deliver(seconds=1)
    assert post.channel.sent == [(HERE, 1), (THERE, 1)]


async def test_a_card_of_a_group_that_moved_holds_up_no_alert(post, store):
    await post.say(1)
    await post.deliver()
    await store.act(1, Press(Action.TAKE, Person(5, "Анна"), post.now))
    await post.say(2)
    post.channel.refuse_edit(HERE, MovedError("telegram.moved", target=THERE, chat=1, new=2))
    await post.deliver()
    await post.deliver(seconds=1)
    assert post.channel.sent == [(HERE, 1), (THERE, 2)]


async def test_a_card_that_can_never_be_edited_is_left_alone_and_holds_up_no_alert(post, store):
    await post.say(1)
    await post.deliver()
    await store.act(1, Press(Action.TAKE, Person(5, "Анна"), post.now))
    await post.say(2)
    post.channel.refuse_edit(HERE, DeliveryError("telegram.refused", chat=1, reason="gone", final=True))
    assert await post.deliver() == 1
    post.channel.refused_edits.clear()
    await post.deliver(days=1)
    assert (post.channel.sent, post.channel.edits) == ([(HERE, 1), (HERE, 2)], [])


async def test_a_card_that_cannot_be_edited_now_is_edited_when_the_messenger_says(post, store):
    await post.say(1)
    await post.deliver()
    await store.act(1, Press(Action.TAKE, Person(5, "Анна"), post.now))
    busy = DeliveryError("telegram.busy", seconds=30, retry_after=timedelta(seconds=30))
    post.channel.refuse_edit(HERE, busy)
    await post.deliver()
    post.channel.refused_edits.clear()
    await post.deliver(seconds=29)
    assert post.channel.edits == []
    await post.deliver(seconds=1)
    assert post.channel.edits == [(HERE, 1)]


async def test_a_messenger_that_never_answers_does_not_keep_the_program_from_ending(post, store):
    await post.say(1)
    post.channel.hang(HERE)
    stop = asyncio.Event()
    delivering = asyncio.create_task(post.outbox.run(stop, grace=timedelta(0)))
    await post.channel.hanging.wait()
    stop.set()
    async with asyncio.timeout(60):
        await delivering
    assert await store.recover(post.now, await store.in_the_air()) == 1


class Shaky:
    """A store whose disk is full for a while."""

    def __init__(self, store, failures):
        self._store = store
        self.failures = failures

    def __getattr__(self, verb):
        return getattr(self._store, verb)

    async def owed(self, *asked):
        return await self._asked(self._store.owed, *asked)

    async def targets(self, *asked):
        return await self._asked(self._store.targets, *asked)

    async def _asked(self, verb, *asked):
        if self.failures:
            self.failures -= 1
            raise StoreError("store.refused", place="otklik.db", reason="disk full")
        return await verb(*asked)


async def test_a_database_in_trouble_ends_nothing_and_what_is_owed_goes_out_later(store, monkeypatch):
    monkeypatch.setattr("monitor.telling.outbox.REST", 0.05)
    post = Post(store)
    await post.say(1)
    stop, shaky = asyncio.Event(), Shaky(store, failures=3)
    outbox = Outbox(shaky, {"fake": post.channel}, post.compose, lambda: post.now)
    post.channel.after_send = stop.set
    async with asyncio.timeout(60):
        await outbox.run(stop)
    assert (post.channel.sent, shaky.failures) == ([(HERE, 1)], 0)
