"""Cards that people have before them and that time may remind of, and the reminders that are owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, false, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Action, Nudge, Person, Reminder, Severity, Status
from monitor.domain.targets import TELEGRAM
from monitor.store import alerts, batches, brought_back, rows
from monitor.store.alerts import ALERT, CARDS, GATHERED, KIND, OWED, REFUSED, SENDING, SENT, STATE, TOLD
from monitor.store.connection.engine import Database
from monitor.store.connection.sql import portions
from monitor.store.edits import REOPENED
from monitor.store.growth import GREW
from monitor.store.tables import AT_WORK, EVENT, MENTION, OUTBOX
from monitor.team.nudges import PRESSING, Due, Told, Waiting

PAST = timedelta(days=60)  # what fell due longer ago was told, or nobody wants to hear of it any more
TOGETHER = timedelta(minutes=15)  # what falls due so soon after of the same message is said in the same reminder
AT_ONCE = timedelta(minutes=1)  # and so soon after of any other that is not urgent: their cards came seconds apart
MOST = 10  # cards that one reminder leads to
_KEY = "nudge"
_STAMP = "%Y%m%dT%H%M%S.%f"
_ANEW = (REOPENED, GREW, Action.UNDO.value, Action.NEGATIVE.value)  # from these events on an answer is asked for anew
_DATES = (MENTION.c.snoozed_until, MENTION.c.follow_up, MENTION.c.promised_for)
_COLUMNS = (
    *(MENTION.c[name] for name in ("id", "severity", "status", "found", "deadline", "assignee_id", "assignee")),
    *(MENTION.c[name] for name in ("pressed_at", "snoozed_by", "promise")),
    *_DATES,
)
_IN_TELEGRAM = and_(
    KIND.in_(CARDS),
    OUTBOX.c.target.startswith(TELEGRAM),
    OUTBOX.c.state.not_in((OWED, SENDING, REFUSED, TOLD)),  # sent alone, or in one message with others
)


class Reminding:
    """The verbs of reminders."""

    _database: Database

    async def to_remind(self, now: datetime) -> tuple[Waiting, ...]:
        """Cards that stand in a chat, with what was said of them already."""
        async with self._database.reading() as connection:
            found = {row.id: row for part in _wanted(now) for row in await connection.execute(part)}
            shown = await _shown(connection, found)
            begun = await _begun(connection, shown)
            told = await _told(connection, shown)
        return tuple(_card(found[number], *shown[number], begun.get(number), told[number]) for number in sorted(shown))

    async def remind(
        self,
        mention: int,
        dues: Sequence[Due],
        now: datetime,
        chats: Collection[str] | None = None,
        beside: Collection[int] = (),
    ) -> int:
        """Owes what is due of a mention under each of its cards, all at once; answers how many messages that is.

        With `chats` only under those that stand in one of them; where they are still to arrive there, it waits. What is
        said of one of `beside` at the same time, one message says of both.

        A chat that only asked for the card is not pressed, unless it is the one place where people have it.
        """
        columns = OUTBOX.c.target, OUTBOX.c.kind, OUTBOX.c.state, OUTBOX.c.batch, MENTION.c.severity
        joined = select(*columns).join(MENTION, MENTION.c.id == OUTBOX.c.mention_id)
        ours: Select[Any] = joined.where(OUTBOX.c.mention_id == mention, _IN_TELEGRAM).order_by(OUTBOX.c.id)
        owed = 0
        async with self._database.writing() as connection:
            cards = [one for one in await connection.execute(ours) if chats is None or one.target in chats]
            if not cards:
                return 0
            raised = [card for card in cards if card.kind == ALERT] or cards
            for due in dues:
                if due.nudge is Nudge.SNOOZE_OVER and not await _woken(connection, mention, due.moment):
                    continue  # put off anew meanwhile
                for card in raised if due.nudge in PRESSING else cards:
                    owed += await _owe(connection, card, mention, due, now, beside=beside)
        return owed

    async def at_work(self) -> int:
        """How many mentions wait for an answer, taken ones included."""
        async with self._database.reading() as connection:
            counted = select(func.count()).select_from(MENTION).where(AT_WORK)
            return (await connection.execute(counted)).scalar_one()


def _wanted(now: datetime) -> Iterator[Select[Any]]:
    """Each part by an index of its own: the table may hold a million mentions, and this is asked every few seconds."""
    yield select(*_COLUMNS).where(AT_WORK, MENTION.c.deadline > now - PAST)
    for date in _DATES:
        fallen_due = date > now - PAST, date <= now, MENTION.c.status != Status.DISMISSED.value
        yield select(*_COLUMNS).where(*fallen_due, ~_told_since(date))


async def _owe(
    connection: AsyncConnection, card: Row[Any], mention: int, due: Due, now: datetime, *, beside: Collection[int]
) -> bool:
    """False where it is no message of its own: it was owed before, or one about the same message says it too."""
    people, names = tuple(one.id for one in due.people), tuple(one.name for one in due.people)
    notice = Reminder(mention, due.nudge, people, names, due.detail, absent=due.absent)
    key = f"{_KEY}:{mention}:{due.nudge}:{due.moment.astimezone(UTC):{_STAMP}}:{card.target}"
    first = await _first(connection, card, notice, now, beside)
    if not await alerts.owe_notice(connection, card.target, notice, now, key, mention=mention):
        return False
    await brought_back.bring_back(connection, mention, card.target, now)
    if first is None:
        return True
    number, said = first
    more = {"notice": rows.notice_text(replace(said, also=(*said.also, mention))), "want": OUTBOX.c.want + 1}
    await connection.execute(update(OUTBOX).where(OUTBOX.c.id == number).values(more))
    await batches.sum_up(connection, number, OUTBOX.c.key == key)
    return False


async def _first(
    connection: AsyncConnection, card: Row[Any], notice: Reminder, now: datetime, beside: Collection[int]
) -> tuple[int, Reminder] | None:
    """What says the same to the same people of another mention."""
    here = (await alerts.addresses(connection)).get(card.target, card.target)
    standing = KIND.in_([Reminder.__name__]), OUTBOX.c.target == here, STATE.in_((OWED, SENDING, SENT))
    ours = select(OUTBOX).where(*standing, _fellows(card, Nudge(notice.nudge), now, beside))
    for row in (await connection.execute(ours.order_by(OUTBOX.c.id.desc()))).all():
        said = rows.notice_of(Reminder, row.notice)
        same = replace(said, mention=notice.mention, also=()) == notice
        if same and (card.state == GATHERED or len(said.also) < MOST - 1):
            return row.id, said
    return None


def _fellows(card: Row[Any], nudge: Nudge, now: datetime, beside: Collection[int]) -> ColumnElement[bool]:
    """Reminders of what one message told with this one, as urgent; of what has a card of its own, those of just now.

    Of what is urgent only what is said at this moment: an edit calls nobody.
    """
    if card.state != GATHERED:
        gathered = select(OUTBOX.c.mention_id).where(OUTBOX.c.mention_id.in_(beside), OUTBOX.c.state == GATHERED)
        alone = OUTBOX.c.mention_id.in_(beside), OUTBOX.c.mention_id.not_in(gathered)
        return and_(*alone, OUTBOX.c.created >= now - AT_ONCE)
    if nudge not in PRESSING:
        return false()
    joined = select(OUTBOX.c.mention_id).join(MENTION, MENTION.c.id == OUTBOX.c.mention_id)
    told = OUTBOX.c.batch == card.batch, OUTBOX.c.state == GATHERED, MENTION.c.severity == card.severity
    since = now if card.severity == Severity.P1 else now - TOGETHER
    return and_(OUTBOX.c.mention_id.in_(joined.where(*told)), OUTBOX.c.created >= since)


async def _woken(connection: AsyncConnection, mention: int, moment: datetime) -> bool:
    """Its cards no longer say that it is put off."""
    asleep = MENTION.c.id == mention, MENTION.c.snoozed_until == moment
    woken = await connection.execute(update(MENTION).where(*asleep).values(snoozed_until=None, snoozed_by=None))
    await alerts.refresh(connection, [mention])
    return woken.rowcount == 1


def _told_since(date: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether a card was looked at after this date: whatever had fallen due by then was told together."""
    ours = OUTBOX.c.mention_id == MENTION.c.id, OUTBOX.c.key.startswith(f"{_KEY}:"), OUTBOX.c.created >= date
    return exists().where(*ours)


async def _shown(connection: AsyncConnection, numbers: Iterable[int]) -> Mapping[int, tuple[datetime, datetime]]:
    """When the first alert of each was raised, and when it went out; those without a card are left out.

    Of what was there before us there is only the card that somebody asked for.
    """
    first = func.min(OUTBOX.c.created), func.min(func.coalesce(OUTBOX.c.sent_at, OUTBOX.c.created))
    found: dict[int, tuple[datetime, datetime]] = {}
    for part in portions(numbers):
        cards = select(OUTBOX.c.mention_id, OUTBOX.c.kind, *first).where(OUTBOX.c.mention_id.in_(part), _IN_TELEGRAM)
        for number, kind, raised, sent in await connection.execute(cards.group_by(OUTBOX.c.mention_id, OUTBOX.c.kind)):
            if kind == ALERT or number not in found:
                found[number] = raised, sent
    return found


async def _begun(connection: AsyncConnection, numbers: Iterable[int]) -> Mapping[int, datetime]:
    """When an answer was last asked for anew."""
    found: dict[int, datetime] = {}
    latest = select(EVENT.c.mention_id, func.max(EVENT.c.at)).where(EVENT.c.kind.in_(_ANEW))
    for part in portions(numbers):
        asked = latest.where(EVENT.c.mention_id.in_(part)).group_by(EVENT.c.mention_id)
        found.update({row[0]: row[1] for row in await connection.execute(asked)})
    return found


async def _told(connection: AsyncConnection, numbers: Iterable[int]) -> Mapping[int, list[Told]]:
    found: dict[int, list[Told]] = defaultdict(list)
    reminders = select(OUTBOX.c.key, OUTBOX.c.notice).where(KIND.in_([Reminder.__name__]))
    for part in portions(numbers):
        for key, notice in await connection.execute(reminders.where(OUTBOX.c.mention_id.in_(part))):
            kind, number, nudge, stamp, *_ = key.split(":")
            if kind == _KEY:
                at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
                found[int(number)].append(Told(Nudge(nudge), at, rows.notice_of(Reminder, notice).people))
    return found


def _card(row: Row[Any], raised: datetime, shown: datetime, begun: datetime | None, told: Sequence[Told]) -> Waiting:
    return Waiting(
        mention=row.id,
        severity=Severity(row.severity) if row.severity else Severity.P3,
        status=Status(row.status),
        asked=max(row.found, raised, begun or row.found),
        shown=shown,
        deadline=row.deadline,
        assignee=Person(row.assignee_id, row.assignee or "") if row.assignee_id is not None else None,
        given_back=row.pressed_at if row.assignee_id is None else None,
        snoozed_until=row.snoozed_until,
        snoozed_by=row.snoozed_by or "",
        follow_up=row.follow_up,
        promise=row.promise or "",
        promised_for=row.promised_for,
        told=tuple(told),
    )
