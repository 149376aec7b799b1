"""What a visit means for its source: how it is doing, when it is due again, who hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import blake2b
from statistics import median

from monitor.domain import Health, Notice, SourceBroken, SourceRecovered, SourceState, VisitStatus
from monitor.errors import Cause, FetchError, MonitorError
from monitor.sources import AnySource

SLOWEST = timedelta(days=1)  # a broken source is tried for ever, at least this often
UNREACHED = timedelta(hours=1)  # the same where nobody answers, or four times `every`: it may be our own line
CHALLENGED = timedelta(days=1)  # a site that wants to see a human being is left alone so long
USUAL_OF = 9  # visits that tell what a source usually shows
QUIET_AFTER = timedelta(days=30)  # without a word about the brands

AT_ONCE = frozenset({Health.BLOCKED, Health.EMPTY})  # told the first time it happens
_START = datetime(1970, 1, 1, tzinfo=UTC)  # from which the moments of all sources are counted
_CAUSES = {
    Cause.BLOCKED: Health.BLOCKED,
    Cause.AUTH: Health.AUTH,
    Cause.GONE: Health.GONE,
    Cause.CLOSED: Health.CLOSED,
}
_NOBODY = frozenset(
    {"fetch.dns", "fetch.unreachable", "fetch.timeout", "fetch.proxy", "fetch.mail_unreachable", "fetch.mail_timeout"}
)
_SENTENCES = {
    "fetch.missing": Health.GONE,
    "parse.by_scripts": Health.SELECTORS,
    "parse.no_items": Health.SELECTORS,
    "parse.no_field": Health.SELECTORS,
    "parse.no_links": Health.SELECTORS,
    "parse.no_list": Health.SELECTORS,
    "parse.no_preview": Health.SELECTORS,
    "parse.no_reviews": Health.SELECTORS,
    "parse.preview_closed": Health.CLOSED,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pages of a visit showed: how much, whether anything of it was new to us, about a brand."""

    count: int = 0
    changed: bool = False  # at least one page was another than at the last visit
    more: bool = False  # pages that waited since an earlier visit were read
    matched: bool = False
    config: str = ""
    fresh: bool | None = None  # something on them that we did not know; where nobody looked, `changed` says it

    @property
    def news(self) -> bool:
        """Whether looking again soon is worth while."""
        return self.more or (self.changed if self.fresh is None else self.fresh)


def worked(
    state: SourceState, source: AnySource, now: datetime, shown: Shown, *, complaint: MonitorError | None, said: str
) -> SourceState:
    """After a visit that was answered. `complaint` is what went wrong beside the pages that were read, as `said`."""
    status = VisitStatus.OK if shown.changed or shown.more else VisitStatus.UNCHANGED
    first = state.first_success or now
    matched = now if shown.matched else state.matched
    after = partial(replace, state, state=status, failures=0, first_success=first, matched=matched, config=shown.config)
    if complaint is not None and cause(complaint) is Health.BLOCKED:
        return after(health=Health.BLOCKED, error=said, next_visit=now + CHALLENGED, reported=True)
    next_visit = due_again(source.id, now, wait(state, source, news=shown.news))
    after = partial(after, error=said or None, next_visit=next_visit)
    if _emptied(state, source, shown):
        return after(health=Health.EMPTY, reported=True)
    counts = (*state.counts, shown.count)[-USUAL_OF:] if shown.changed else state.counts
    well = Health.QUIET if _quiet(source, matched or first, now) else Health(status.value)
    return after(health=well, counts=counts, last_success=now, reported=False)


def stood(state: SourceState, source: AnySource, now: datetime) -> tuple[Health, datetime]:
    """The same of a visit that found everything as it was, at a source that was well: how it is, and when it is due."""
    next_visit = due_again(source.id, now, wait(state, source, news=False))
    return Health.QUIET if _quiet(source, state.matched or state.first_success, now) else Health.UNCHANGED, next_visit


def failed(
    state: SourceState, source: AnySource, now: datetime, *, error: MonitorError, said: str, broken_after: int
) -> SourceState:
    """After a visit that brought nothing; what a site does not allow is no failure of it."""
    asked = getattr(error, "retry_after", None) or timedelta(0)
    if isinstance(error, FetchError) and error.skipped:
        health = Health.BLOCKED if state.health is Health.BLOCKED else Health.SKIPPED
        next_visit = max(due_again(source.id, now, source.interval), now + asked)
        return replace(state, state=VisitStatus.SKIPPED, health=health, error=said, next_visit=next_visit)
    health, failures = cause(error), state.failures + 1
    slowest = min(SLOWEST, max(UNREACHED, 4 * source.interval)) if error.key in _NOBODY else SLOWEST
    slower = min(source.interval * 2 ** min(failures - 1, 20), max(slowest, source.interval))
    pause = CHALLENGED if health is Health.BLOCKED else max(slower, asked)
    return replace(
        state,
        state=VisitStatus.FAILED,
        health=health,
        failures=failures,
        error=said,
        next_visit=now + pause,
        reported=state.reported or failures >= broken_after or health in AT_ONCE,
    )


def news(before: SourceState, after: SourceState) -> Notice | None:
    """A source that breaks is news once, and once more when it works again."""
    if after.reported and not before.reported:
        return SourceBroken(after.id, after.error or "", after.failures, after.health)
    if before.reported and not after.reported:
        return SourceRecovered(after.id)
    return None


def cause(error: MonitorError) -> Health:
    """Why a source cannot be read, in one word."""
    inner = error.blanks.get("error")
    if isinstance(inner, MonitorError):  # told from the address that the team knows
        return cause(inner)
    told = getattr(error, "cause", None)
    return _CAUSES[told] if told in _CAUSES else _SENTENCES.get(error.key, Health.FAILED)


def usual(counts: Sequence[int]) -> int:
    """What a source usually shows.

    >>> usual((20, 21, 0)), usual(())
    (20, 0)
    """
    return round(median(counts)) if counts else 0


def wait(state: SourceState, source: AnySource, *, news: bool) -> timedelta:
    """How long a source that works is left alone: as its `every` says, twice as long after each look without news.

    How long it was left alone before tells the step: see `due_again`, which at most halves it.
    """
    step = source.interval
    if news or state.failures or state.last_success is None or state.next_visit is None:
        return step
    before = min(state.next_visit - state.last_success, source.longest_interval)
    while step < before:
        step *= 2
    return min(step * 2, source.longest_interval)


def due_again(source: str, now: datetime, after: timedelta) -> datetime:
    """When a source is due: after so long, or sooner, for each has a moment of its own in this time, by its name.

    Each visit comes half of the way nearer to it. So sources that were read together do not stay together, and
    nobody waits longer than `every` says. A visit that was late puts off none after it: the next comes sooner by half
    of the delay, and never in the same period.

    >>> noon, quarter = datetime(2026, 11, 26, 12, tzinfo=UTC), timedelta(minutes=15)
    >>> [f"{due_again(name, noon, quarter):%H:%M}" for name in ("news", "forum")]
    ['12:09', '12:10']
    """
    name = int.from_bytes(blake2b(source.encode(), digest_size=4).digest())
    own = _START + after * (name / 2**32)
    return now + after - (now - own) % after / 2


def _quiet(source: AnySource, matched: datetime | None, now: datetime) -> bool:
    """Whether it has shown nothing about the brands for long; a source of one brand's own is about nothing else."""
    return source.brand is None and matched is not None and now - matched > QUIET_AFTER


def _emptied(state: SourceState, source: AnySource, shown: Shown) -> bool:
    """Nothing where there used to be something, or still the same nothing."""
    if not shown.changed:
        return state.health is Health.EMPTY
    return not shown.count and not source.may_be_empty and usual(state.counts) > 0
