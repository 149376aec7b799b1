"""What Prometheus is told of the running product: counts and states. No source, chat or person is named in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from monitor.domain import Health, Standing, VisitStatus

TYPE = "text/plain; version=0.0.4; charset=utf-8"
_VISITS = [status.value for status in VisitStatus if status is not VisitStatus.NEW]
_OUTCOMES = ["sent", "retried", "refused"]


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """At one moment; what has not happened yet has no age."""

    now: datetime
    standing: Standing
    visits: Mapping[str, int]  # by status, since the start, as the next two
    found: Mapping[str, int]  # items and mentions
    messages: Mapping[str, int]  # by outcome
    untaken: int
    beat: datetime | None
    owed_since: datetime | None
    digest_until: datetime | None  # the end of the week of the last digest
    lag: timedelta  # the longest that the loop kept anybody waiting within a minute

    def collect(self) -> Iterator[Any]:
        """As prometheus_client asks. What is zero is told too: a figure that is absent raises no alarm."""
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily  # noqa: PLC0415  # of an extra

        for name, means, label, values in self._counts():
            family = CounterMetricFamily(f"otklik_{name}", means, labels=[label])
            for one, value in values:
                family.add_metric([one], value)
            yield family
        health = Counter(source.health for source in self.standing.sources)
        sources = GaugeMetricFamily("otklik_sources", "Sources, by how they are doing.", labels=["health"])
        for state in Health:
            sources.add_metric([state.value], health[state])
        yield sources
        for name, means, figure in self._states():
            if figure is not None:
                yield GaugeMetricFamily(f"otklik_{name}", means, value=figure)

    def _counts(self) -> Iterator[tuple[str, str, str, list[tuple[str, int]]]]:
        yield "visits", "Visits of sources, by how they ended.", "status", _of(self.visits, _VISITS)
        yield "found", "Items read, and those that are mentions.", "what", _of(self.found, ["items", "mentions"])
        yield "messages", "Messages, by what became of them.", "outcome", _of(self.messages, _OUTCOMES)

    def _states(self) -> Iterator[tuple[str, str, float | None]]:
        standing = self.standing
        yield "messages_owed", "Messages that wait to be sent.", standing.owed
        yield "messages_late", "Of them, those that wait for over an hour.", standing.late
        yield "messages_owed_age_seconds", "Age of the oldest one; 0 where none waits.", self._age(self.owed_since) or 0
        yield "cards_untaken", "Cards that nobody has taken.", self.untaken
        yield "heartbeat_age_seconds", "Since all loops turned and the database was written.", self._age(self.beat)
        yield "digest_age_seconds", "Since the end of the week of the last digest.", self._age(self.digest_until)
        yield "database_bytes", "Size of the database.", standing.bytes
        yield "database_log_bytes", "Written and not folded in yet.", standing.room.log
        yield "disk_free_bytes", "Free where the database is.", standing.room.free
        yield "loop_lag_seconds", "The longest wait within the last minute.", self.lag.total_seconds()

    def _age(self, at: datetime | None) -> float | None:
        return (self.now - at).total_seconds() if at else None


def page(measures: Measures) -> bytes:
    """As Prometheus reads it."""
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415  # of an extra

    registry = CollectorRegistry(auto_describe=False)
    registry.register(measures)
    return generate_latest(registry)


def _of(values: Mapping[str, int], known: Iterable[str]) -> list[tuple[str, int]]:
    return [(one, values.get(one, 0)) for one in known]
