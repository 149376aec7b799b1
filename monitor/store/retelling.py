"""Stories that grow: told again under their card at certain numbers of copies, and when the press takes them up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Severity, Status, StoryGrew
from monitor.store import alerts
from monitor.store.alerts import ALERT, GATHERED, OWED, SENDING, SENT, Flagged
from monitor.store.connection.sql import portions
from monitor.store.mentions import Stored
from monitor.store.tables import MENTION, OUTBOX
from monitor.store.values import Visit

STEPS = (30, 10, 3)  # copies beside the one on the card


@dataclass(frozen=True, slots=True)
class _Members:
    """The rows of a story by their sources: before this visit, and now."""

    before: Counter[str]
    now: Counter[str]

    @property
    def copies(self) -> int:
        return self.now.total() - 1

    @property
    def step(self) -> int | None:
        """The highest number that the copies of this visit reached."""
        return next((step for step in STEPS if self.before.total() - 1 < step <= self.copies), None)


async def tell(connection: AsyncConnection, visit: Visit, born: Sequence[Stored]) -> None:
    """Owes what is to be told of stories that were alerted earlier, once for each step and chat."""
    heard = {one.story for one in born if one.copy and _counts(one, visit)}
    if not heard:
        return
    members, cards = await _members(connection, heard, born), await _cards(connection, heard)
    here = await alerts.present(connection, (card.target for card in cards), visit.left)
    stand = {card.story for card in cards if card.target in here}
    for card in cards:
        if card.story not in stand:  # its chat left the file: those that stand there now get the card, which counts
            now = visit.whom(card.brand, Severity(card.severity or Severity.P3))
            await alerts.owe_card(connection, Flagged(card.mention_id, card.story, visit.at, now), visit.at)
        for step, grew in _news(card, members[card.story], visit) if card.target in here else ():
            key = f"grew:{card.story}:{step}:{card.target}"
            await alerts.owe_notice(connection, card.target, grew, visit.at, key, mention=card.mention_id)


def _counts(one: Stored, visit: Visit) -> bool:
    """History and what is stored quietly tell nobody; news is seldom flagged, and yet it is what matters here."""
    if one.flagged is not None:
        return True
    loud = visit.source in visit.press and visit.targets.get(one.mention.brand)
    return bool(loud) and not (visit.history or one.mention.history)


def _news(card: Row[Any], members: _Members, visit: Visit) -> Iterator[tuple[str, StoryGrew]]:
    """One message at a time. A card that was not sent yet will count its copies itself, but not say who wrote them."""
    reached = visit.source in visit.press and card.source not in visit.press
    if reached and not _in_press(members.before, visit.press):
        yield "press", StoryGrew(card.mention_id, members.copies, press=True)
    elif members.step is not None and card.state != OWED:
        yield str(members.step), StoryGrew(card.mention_id, members.copies)


def _in_press(sources: Iterable[str], press: Collection[str]) -> bool:
    return any(source in press for source in sources)


async def _cards(connection: AsyncConnection, stories: Collection[int]) -> list[Row[Any]]:
    """Those that people have before them or will have, and have not put away."""
    of_card, of_mention = ("target", "state", "mention_id"), ("story", "source", "brand", "severity")
    columns = (*(OUTBOX.c[name] for name in of_card), *(MENTION.c[name] for name in of_mention))
    joined = select(*columns).join(MENTION, MENTION.c.id == OUTBOX.c.mention_id).where(OUTBOX.c.kind == ALERT)
    shown = OUTBOX.c.state.in_((OWED, SENDING, SENT, GATHERED)), MENTION.c.status != Status.DISMISSED.value
    cards: list[Row[Any]] = []
    for part in portions(stories):
        cards += await connection.execute(joined.where(*shown, MENTION.c.story.in_(part)).order_by(OUTBOX.c.id))
    return cards


async def _members(
    connection: AsyncConnection, stories: Collection[int], born: Sequence[Stored]
) -> Mapping[int, _Members]:
    members = {story: _Members(Counter(), Counter()) for story in stories}
    new = {one.number for one in born}
    for part in portions(stories):
        wanted = select(MENTION.c.id, MENTION.c.story, MENTION.c.source).where(MENTION.c.story.in_(part))
        for number, story, source in await connection.execute(wanted):
            members[story].now[source] += 1
            if number not in new:
                members[story].before[source] += 1
    return members
