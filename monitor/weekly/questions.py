"""Owes each chat the questions of a week: about what was nearly flagged, and nothing that would teach us nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from monitor.config.plan import Plan
from monitor.digest import week_bounds
from monitor.domain import Audience, Questions, chosen
from monitor.domain.targets import TELEGRAM, parts
from monitor.sentiment.advert import NARRATORS
from monitor.sources.by_hand import MANUAL
from monitor.store import Store
from monitor.team.routes import Scope
from monitor.voices.ours import Ours
from monitor.words.morphology import tags

NEAR: Final = 0.5  # from the threshold; what is further away nobody would call a complaint
_WORD: Final = re.compile(r"[^\W\d_]+")
_FIRST_PERSON: Final = frozenset({"VERB", "1per"})  # «внедряем», «пользуюсь»


async def owe_questions(store: Store, plan: Plan, target: str, week: str, now: datetime, *, scope: Scope) -> bool:
    """Once for a week and chat, about what the chat may see; False where nothing is asked, or was before."""
    if parts(target).kind != TELEGRAM:  # elsewhere there are no buttons
        return False
    start, end = week_bounds(week, plan.zone)
    brands = [brand.id for brand in plan.own if scope.brands is None or brand.id in scope.brands]
    hidden = scope.hidden | frozenset(_unjudged(plan))
    below = plan.alerts.negative_below
    near = await store.nearly_flagged(start, end, brands, hidden=hidden, below=below, within=NEAR)
    ours = Ours(plan)
    asked = [one for one in near if not ours.say(one.url, one.author)]
    mentions = chosen(sorted(asked, key=lambda one: (abs(one.score - below), not _is_account(one.text))))
    return bool(mentions) and await store.owe(target, Questions(week, mentions), now, f"questions:{week}:{target}")


def _is_account(text: str) -> bool:
    """Whether somebody tells of themselves: of what no word decides, that is where a complaint hides."""
    words = _WORD.findall(text.lower())
    return not NARRATORS.isdisjoint(words) or any(tag >= _FIRST_PERSON for word in words for tag in tags(word)[:1])


def _unjudged(plan: Plan) -> Iterator[str]:
    """Sources whose tone raises no alert, and what one of the team sent in."""
    yield MANUAL
    yield from (source for source, audience in plan.audiences.items() if audience in {Audience.PRESS, Audience.COMPANY})
