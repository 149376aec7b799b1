"""What is told another way while Telegram is out: whole cards, for nobody can press anything there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.domain import Alert, Severity
from monitor.render.display import clean
from monitor.render.document import Document, Kind, Line, document, line, shorten
from monitor.render.reasons import why
from monitor.texts import Texts

_TITLE = 300


def fallback_subject(alerts: Sequence[Alert], texts: Texts) -> str:
    """«Не доходит до Telegram. Срочных: 1, важных: 2»."""
    urgent = sum(alert.record.severity is Severity.P1 for alert in alerts)
    return texts("watch.fallback_subject", urgent=urgent, important=len(alerts) - urgent)


def fallback_document(alerts: Sequence[Alert], cards: Sequence[Document], texts: Texts) -> Document:
    """The cards one below the other, after the reason why they come this way."""
    return document(_lines(alerts, cards, texts))


def fallback_mention(alert: Alert, *, place: str, texts: Texts) -> dict[str, str | None]:
    """What a program is told of an alert that Telegram did not take."""
    record = alert.record
    return {
        "id": record.id,
        "severity": record.severity.value if record.severity else None,
        "brand": record.brand,
        "title": shorten(clean(record.title), _TITLE),
        "url": record.url,
        "place": place,
        "deadline": record.deadline.isoformat() if record.deadline else None,
        "why": " ".join(one.text for one in why(alert, texts)),
    }


def _lines(alerts: Sequence[Alert], cards: Sequence[Document], texts: Texts) -> Iterator[Line]:
    yield line("📨 ", fallback_subject(alerts, texts), kind=Kind.TITLE)
    yield line(texts("watch.fallback"))
    for one in cards:
        first, *others = one.lines
        yield Line()
        yield replace(first, kind=Kind.HEADING)  # a page keeps no empty lines
        yield from others
