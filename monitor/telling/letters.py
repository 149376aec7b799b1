"""Turns what is owed into words, at the moment it is sent: a card shows its mention as it stands then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.config.plan import Plan
from monitor.digest import Digest
from monitor.domain import (
    Alert,
    Audience,
    DigestDue,
    DigestFile,
    DigestPictures,
    DutyHanded,
    EnteredFirstPage,
    Gathered,
    NobodyThere,
    Notice,
    Owed,
    Person,
    Questions,
    RatingChanged,
    Record,
    Reminder,
    StoryGrew,
)
from monitor.live import Live
from monitor.render.card import card, checklist, place_of
from monitor.render.digest import digest_document
from monitor.render.document import Document, Span
from monitor.render.entered import entered_document
from monitor.render.gathered import gathered_document, page_of
from monitor.render.notice import News, growth_document, notice_document
from monitor.render.question import question_document
from monitor.render.roster import duty_handed, nobody_there
from monitor.render.watch import Watch, watch_document
from monitor.replies.permission import quotable
from monitor.store import Store
from monitor.store.reminding import MOST
from monitor.team.roster import Roster
from monitor.team.routes import EVERYTHING, Scope
from monitor.telling.channel import Letter
from monitor.telling.digest_letters import DigestLetters
from monitor.telling.reminders import roster_of
from monitor.weekly import weekly

CHECKLISTS = ("checklist", "checklist_all")  # views of a message, beside the card itself
COLLEAGUES = "colleagues"
NEWEST = 30  # copies that are looked through for the places to name


class Letters:
    """Composes every message in the language and zone of the present plan."""

    def __init__(self, store: Store, live: Live) -> None:
        self._store = store
        self._live = live
        self._of_week = DigestLetters(store, live, self.digest)

    async def __call__(self, owed: Owed, now: datetime) -> Letter:
        """The letter for what is owed."""
        if isinstance(owed.notice, DigestDue | DigestPictures | DigestFile):
            return await self._of_week(owed, owed.notice, now)
        if isinstance(owed.notice, StoryGrew):
            return await self._growth(owed, owed.notice)
        if isinstance(owed.notice, Gathered):
            return await self._gathered(owed, owed.notice, now)
        if isinstance(owed.notice, Questions):
            return await self._questions(owed)
        if numbers := _about(owed.notice):
            return await self._following(owed, now, numbers)
        if owed.mention is None:
            return Letter(owed, await self._notice(owed, now))
        alert = await self._store.alert(owed.mention, await self._hidden(owed.target))
        alert = replace(alert, fallen_back=owed.fallen_back)
        if owed.view in CHECKLISTS and alert.record.status.is_open:
            return Letter(owed, self._checklist(alert, now), alert, left=await self._left(owed.target))
        people = await self._people(alert, now) if owed.view == COLLEAGUES else ()
        return Letter(owed, self.card(alert, now), alert, people=people, left=await self._left(owed.target))

    def card(self, alert: Alert, now: datetime) -> Document:
        """A mention as the team sees it."""
        plan, record, calendar = self._live.plan, alert.record, self._live.calendar(now)
        brand, audience = plan.brand_name(record.brand), plan.audience_of(record.source)
        return card(alert, brand=brand, calendar=calendar, audience=audience, client=self._client_page(record))

    async def digest(self, week: str, now: datetime, scope: Scope = EVERYTHING) -> Digest:
        """The figures of an ISO week, as far as a chat may see them."""
        return await weekly(self._store, self._live.plan, week, now=now, scope=scope)

    async def week(self, week: str, now: datetime, scope: Scope) -> tuple[Document, tuple[Record, ...]]:
        """The digest of a chat in words, and the praise whose authors may be asked to let us quote."""
        plan, digest = self._live.plan, await self.digest(week, now, scope)
        return digest_document(digest, self._live.calendar(now)), quotable(digest.stories.positive, plan)

    def _checklist(self, alert: Alert, now: datetime) -> Document:
        brand, client = self._live.plan.brand_name(alert.record.brand), self._client_page(alert.record)
        return checklist(alert, brand=brand, calendar=self._live.calendar(now), client=client)

    def _client_page(self, record: Record) -> str:
        """Nothing that helps to find out an employee, or for whom the press writes."""
        by_client = self._live.plan.audience_of(record.source) is Audience.CLIENTS
        return self._live.plan.team.client_page(record.author) if by_client else ""

    async def _left(self, target: str) -> bool:
        """Whether its chat left the file; as a rule that is seen at a glance."""
        routes = self._live.routes
        return routes.left(target) and routes.left(*await self._store.names(target))

    async def _hidden(self, target: str) -> Collection[str]:
        """The sources that are none of its chat's business, by any address of it."""
        return self._live.routes.scope_of(*await self._store.names(target)).hidden

    async def _growth(self, owed: Owed, grew: StoryGrew) -> Letter:
        """Under its card, where that still stands; the places are those of the newest copies."""
        plan, texts = self._live.plan, self._live.texts
        newest = await self._store.copies(grew.mention, NEWEST)
        told = [one for one in newest if not grew.press or plan.audience_of(one.source) is Audience.PRESS]
        document = growth_document(grew, places=[place_of(one, texts) for one in told], texts=texts)
        return Letter(owed, document, under=await self._store.message_about(grew.mention, owed.target))

    async def _following(self, owed: Owed, now: datetime, numbers: Sequence[int]) -> Letter:
        """Under the message that tells of these mentions; where several do, it leads to each card."""
        document = await self._notice(owed, now)
        store, target, first = self._store, owed.target, numbers[:MOST]
        under = {await store.message_about(number, target) for number in first}
        if len(under) == 1:
            return Letter(owed, document, under=under.pop())
        records = [record for number in first if (record := await store.record(number)) is not None]
        cards = [(record, await store.card_message(record.number, target)) for record in records]
        return Letter(owed, document, cards=tuple(cards))

    async def _questions(self, owed: Owed) -> Letter:
        """One question after the other in one message."""
        plan, texts, sitting = self._live.plan, self._live.texts, await self._store.sitting(owed.id)
        brand = plan.brand_name(sitting.alert.record.brand) if sitting.alert else ""
        document = question_document(sitting, brand=brand, below=plan.alerts.negative_below, texts=texts)
        return Letter(owed, document, sitting=sitting)

    async def _gathered(self, owed: Owed, gathered: Gathered, now: datetime) -> Letter:
        """Many mentions in one message, each in a line."""
        plan = self._live.plan
        batch = await self._store.batch(owed.id, page_of(owed.view))
        names = {brand.id: brand.name for brand in plan.brands} if len(plan.own) > 1 else {}
        document = gathered_document(gathered, batch, view=owed.view, brands=names, calendar=self._live.calendar(now))
        return Letter(owed, document, batch=batch)

    async def _notice(self, owed: Owed, now: datetime) -> Document:
        if isinstance(owed.notice, NobodyThere):
            return nobody_there(owed.notice, Roster(self._live.plan).admins, self._live.calendar(now))
        if isinstance(owed.notice, DutyHanded):
            return duty_handed(owed.notice, self._live.texts)
        if isinstance(owed.notice, Watch):
            brand = self._live.plan.brand_name(getattr(owed.notice, "brand", ""))
            return watch_document(owed.notice, brand=brand, calendar=self._live.calendar(now))
        if isinstance(owed.notice, EnteredFirstPage):
            return entered_document(owed.notice, calendar=self._live.calendar(now))
        if not isinstance(owed.notice, News):
            raise TypeError(f"nothing is owed in row {owed.id}")
        until = await self._until(_about(owed.notice), now)
        return notice_document(owed.notice, texts=self._live.texts, until=until)

    async def _until(self, numbers: Iterable[int], now: datetime) -> Span | None:
        """When the first answer is due, of those that still can be in time."""
        records = [await self._store.record(number) for number in numbers]
        ahead = [one.due for one in records if one is not None and one.due is not None and one.due > now]
        return self._live.calendar(now).stamped(min(ahead)) if ahead else None

    async def _people(self, alert: Alert, now: datetime) -> tuple[Person, ...]:
        """Whom it may be handed to: reminders pass by whoever is away, so they are offered only where all are."""
        people = await colleagues(self._store, self._live.plan, but=alert.record.assignee)
        gone = (await roster_of(self._store, self._live.plan, now)).away(now)
        return tuple(one for one in people if one.id not in gone) or people


def _about(notice: Notice | None) -> tuple[int, ...]:
    """The mentions under whose cards it is told."""
    match notice:
        case Reminder(mention=mention, also=also):
            return (mention, *also)
        case RatingChanged(mention=mention) | EnteredFirstPage(mention=int(mention)):
            return (mention,)
    return ()


async def colleagues(store: Store, plan: Plan, *, but: str | None = None) -> tuple[Person, ...]:
    """Those the file names, then of its bare numbers those who had a mention before; of no file's, all who had.

    Not whoever has this one.
    """
    named, listed = {one.id for one in plan.team.named}, {one.id for one in plan.team.users}
    had = (one for one in await store.colleagues() if one.id not in named and (not listed or one.id in listed))
    return tuple(one for one in (*plan.team.named, *had) if one.name != but)
