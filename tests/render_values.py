"""Mentions for the tests of cards, digests and lists."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitor.domain import Alert, Cue, Flag, Hit, Label, Record, Severity, Status, Step, Why

MINSK = ZoneInfo("Europe/Minsk")
NOW = datetime(2026, 11, 23, 7, 33, tzinfo=UTC)
_CARD = frozenset(one.name for one in fields(Alert))

TEXT = (
    "Выбирали систему учёта полгода, сравнивали пять поставщиков, ездили на встречи и смотрели, как она работает у "
    "соседей по рынку. В итоге внедряли Зубр-Софт с марта: постоянные сбои, поддержка хамит, за три недели ни одного "
    "ответа по заявке. Деньги за второй модуль обещали вернуть до конца октября, но до сих пор тишина, менеджер трубку "
    "не берёт. Юристы готовят претензию. Советую десять раз подумать, прежде чем подписывать договор на два года."
)

RECORD = Record(
    number=1042,
    brand="zubr",
    source="reviews",
    also=(),
    url="https://www.xn--b1ajeiqy1b4a.xn--p1ai/zubr?id=7",
    title="Три недели без ответа, и деньги не вернули",
    text=TEXT,
    author="Алексей М.",
    published=datetime(2026, 11, 23, 7, 18, tzinfo=UTC),
    found=datetime(2026, 11, 23, 7, 30, tzinfo=UTC),
    at=datetime(2026, 11, 23, 7, 30, tzinfo=UTC),
    lang="ru",
    rating=0.25,
    rating_text="2/5",
    label=Label.NEGATIVE,
    score=-0.82,
    flag=Flag.NEGATIVE,
    why=Why.RATING,
    words=(Cue("хамит", -2.8), Cue("сбои", -1.9)),
    severity=Severity.P2,
    story=1,
    status=Status.NEW,
    reason=None,
    assignee=None,
    answered=None,
    reply_url=None,
    corrected=False,
)

ENGLISH = (
    "We moved two hundred seats to Kestrel Cloud in spring. Since September the sync is broken every Monday, support "
    "ignores our tickets, and the account manager stopped answering. We asked for a refund twice."
)


def record(**changes: Any) -> Record:
    """A stored mention, changed where a test cares."""
    return replace(RECORD, **changes)


def english() -> Record:
    """A review of an English-speaking customer."""
    return record(
        number=7,
        brand="kestrel",
        url="https://www.reviews.example/kestrel/7",
        title="Broken every Monday",
        text=ENGLISH,
        author="Dana R.",
        lang="en",
        rating=0.0,
        rating_text="1/5",
        words=(Cue("broken", -1.9), Cue("ignores", -1.6)),
        severity=Severity.P1,
    )


def hit(text: str, name: str, brand: str = "zubr") -> Hit:
    """Where a name stands in a text."""
    start = text.index(name)
    return Hit(brand, start, start + len(name), name)


def alert(**changes: Any) -> Alert:
    """What a card shows of a mention, either changed where a test cares."""
    own = {name: changes.pop(name) for name in _CARD & changes.keys()}
    steps = tuple(Step(f"Шаг {place}", done=place < 3, by="Анна" if place < 3 else "") for place in range(1, 7))
    changed = record(**{"deadline": datetime(2026, 11, 24, 11, 33, tzinfo=UTC), **changes})
    hits = (hit(changed.text, "Зубр-Софт"),) if "Зубр-Софт" in changed.text else ()
    return Alert(changed, **{"hits": hits, "steps": steps, **own})
