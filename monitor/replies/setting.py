"""What a reply is held against: the mention it answers, the place, the team, what was said lately."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.config.plan import Plan
from monitor.domain import Audience, Label, Person, Record
from monitor.replies.drafts import desk_of, language_of
from monitor.replies.lint import Setting
from monitor.replies.platforms import platform_of


def setting_of(plan: Plan, record: Record, person: Person, recent: Sequence[str]) -> Setting:
    """A reply may be in the author's language, or in the one that drafts for it are in."""
    desk = desk_of(plan, record, person)
    sites = brand.sites if (brand := plan.brand(record.brand)) else ()
    return Setting(
        languages={record.lang, language_of(record.lang, plan.language)},
        platform=platform_of(record.url),
        author=record.author,
        signature=" ".join((desk.signature, *(user.name for user in plan.team.users))),
        domains=tuple(site.partition("/")[0] for site in sites),
        staff=desk.audience is Audience.HR,
        complaint=record.label is Label.NEGATIVE,
        recent=recent,
    )
