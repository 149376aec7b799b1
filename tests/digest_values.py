"""Weeks made by hand, for the tests of how a digest is said; each figure is another number, so that it can be found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from render_values import record

from monitor.digest import (
    Asked,
    BrandQuality,
    BrandWeek,
    Buyers,
    Complaint,
    Counts,
    Day,
    Digest,
    FirstPage,
    Flip,
    Load,
    Owner,
    PastWeek,
    Place,
    Quality,
    Rating,
    Snapshot,
    Speed,
    Stories,
    Watched,
    Work,
)
from monitor.domain import Flag, Health, Label, Reason, Record, Role, Severity, SourceState, Status, Taught

START = datetime(2026, 11, 15, 21, tzinfo=UTC)
END = datetime(2026, 11, 22, 21, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 17, 9, tzinfo=UTC)
ZUBR = Watched("zubr", "Зубр-Софт")
NORTH = Watched("north", "Северный код", Role.COMPETITOR)
WELL = SourceState("reviews", state="ok", health=Health.OK, last_success=TUESDAY)
BROKEN = SourceState(
    "catalog",
    state="failed",
    health=Health.FAILED,
    failures=4,
    last_success=TUESDAY,
    error="сервер отвечает ошибкой 503",
)
LONG = (
    "В обзор попали программы для складов, и Зубр-Софт хвалят больше всех: внедрили за месяц, остатки наконец сходятся."
)


def said(number: int, label: Label = Label.NEUTRAL, **changes: Any) -> Record:
    """A mention of the week with nothing special about it."""
    plain = {"rating": None, "rating_text": None, "flag": None, "severity": None, "score": 0.0, "words": ()}
    usual = {"at": TUESDAY, "title": f"Запись {number}", "text": "", "url": f"https://forum.example/{number}"}
    return record(**{**plain, "story": number, **usual, **changes}, number=number, label=label)


def bad(number: int, **changes: Any) -> Record:
    """A flagged complaint of the week."""
    usual = {"flag": Flag.NEGATIVE, "severity": Severity.P2, "score": -0.6}
    return said(number, Label.NEGATIVE, **{**usual, **changes})


def good(number: int, **changes: Any) -> Record:
    """Praise."""
    return said(number, Label.POSITIVE, **{"score": 0.7, "text": LONG, **changes})


def asking(number: int, **changes: Any) -> Record:
    """Somebody who has had enough of a competitor."""
    usual = {"brand": "north", "flag": Flag.QUESTION, "source": "forum", "title": "Чем заменить «Северный код»?"}
    return said(number, Label.NEGATIVE, **{**usual, **changes})


def nothing() -> Digest:
    """A week in which nothing was said and everything was seen."""
    return Digest(
        week="2026-W47",
        start=START,
        end=END,
        timezone="Europe/Minsk",
        good=100,
        due=100,
        brands=(BrandWeek(ZUBR, Counts(), Counts(), 0, None, 0, 0),),
        stories=Stories(),
        sources=(WELL,),
        quality=Quality(0, 0, 0, 0, {}),
    )


def small() -> Digest:
    """Two mentions, one of them negative and answered."""
    answered = bad(1, title="Record 1", status=Status.ANSWERED, answered=TUESDAY + timedelta(hours=2))
    other = said(2, title="Record 2")
    done = Work(due=1, answered=1, speed=Speed(120, 120, 1))
    return replace(
        nothing(),
        brands=(BrandWeek(ZUBR, Counts(2, 1, 1, 0), Counts(), 2, None, 0, 0, done),),
        stories=Stories(2, (other, answered), (answered,), 1, negative=(answered,)),
        quality=Quality(1, 1, 0, 0, {}, brands=(BrandQuality(ZUBR, 1, 1, 0, Taught()),)),
        work=done,
    )


def full() -> Digest:
    """A week with everything in it."""
    own = BrandWeek(
        ZUBR, Counts(47, 12, 20, 15), Counts(36, 7, 18, 11), 39, 0.11, 31, 84, _work(), ratings=(_reviews(), _cards())
    )
    rival = BrandWeek(NORTH, Counts(64, 6, 50, 8), Counts(60, 5, 48, 7), 53, None, 53, 84)
    return replace(
        nothing(),
        good=963,
        due=980,
        brands=(own, rival),
        stories=_stories(),
        sources=(WELL, BROKEN),
        quality=_quality(),
        work=_work(),
        latency=Speed(13, 95, 45),
        buyers=Buyers(1, (asking(104),)),
        complaints=(Complaint("support", 8, 3), Complaint("deadlines", 4, 4), Complaint("money", 0, 2)),
        days=tuple(_days()),
        past=tuple(_past()),
        first_pages=(first_page(),),
        unwatched=timedelta(minutes=135),
    )


def first_page() -> FirstPage:
    """A page with two negatives, one of them right above ours."""
    places = (
        Place(1, "https://zubr.example/", "Зубр-Софт: учёт для склада", Owner.OWN, previous=1),
        Place(2, "https://otzyv.example/zubr", "Отзывы о Зубр-Софте", label=Label.NEGATIVE, previous=5),
        Place(
            3,
            "https://zubr.example/clients",
            "Наши клиенты",
            Owner.OWN,
            previous=3,
            updated=datetime(2026, 5, 3, tzinfo=UTC),
        ),
        Place(4, "https://north.example/", "Северный код", Owner.COMPETITOR, previous=2),
        Place(5, "https://press.example/7", "Покупатель подал в суд", label=Label.NEGATIVE, read=False),
        Place(6, "https://magazine.example/9", "Как мы внедряли Зубр", label=Label.POSITIVE, previous=6),
    )
    return FirstPage(
        source="first-page",
        engine="yandex",
        query="зубр-софт отзывы",
        at=datetime(2026, 11, 21, tzinfo=UTC),
        places=places,
        left=(Place(4, "https://old.example/", "Старый каталог программ"),),
        before=datetime(2026, 11, 14, tzinfo=UTC),
        weeks=(Snapshot("2026-W46", places[:2]), Snapshot("2026-W47", places)),
        negative_share=0.37,
        previous_share=0.22,
        owned=3,
        flips=(Flip(places[1], places[2]),),
    )


def _stories() -> Stories:
    urgent = bad(101, severity=Severity.P1, flag=Flag.RISK, score=-0.9, title="Покупатель подал в суд на Зубр-Софт")
    taken = bad(
        102,
        status=Status.TAKEN,
        assignee="Анна",
        rating=0.25,
        rating_text="2/5",
        at=TUESDAY - timedelta(days=1),
        title="Три недели без ответа, и деньги не вернули",
    )
    answered = bad(103, status=Status.ANSWERED, answered=TUESDAY, score=-0.5, title="Не работает третий день")
    return Stories(
        mentions=47,
        alarming=(urgent, taken, answered),
        alarming_count=3,
        waiting=2,
        urgent=1,
        untaken=1,
        oldest=taken,
        negative=(urgent, taken, answered),
        positive=(good(104, title="Обзор программ для складов"), good(105, title="Спасибо", text="Спасибо!")),
        backlog=19,
        backlog_oldest=bad(88, at=datetime(2026, 10, 6, 9, tzinfo=UTC)),
    )


def _work() -> Work:
    return Work(
        due=25,
        answered=21,
        speed=Speed(230, 1500, 21),
        since_published=Speed(400, 1760, 21),
        timed=24,
        in_time=18,
        settled=2,
        raised=1,
    )


def _reviews() -> Rating:
    return Rating("reviews", 0.55, 14, previous=0.65, smoothed=0.6, unanswered=3)


def _cards() -> Rating:
    return Rating("cards", 1.0, 1)


def _quality() -> Quality:
    return Quality(
        flagged=16,
        right=13,
        corrections=3,
        alerts_sent=77,
        dismissed={Reason.NOT_ABOUT_US: 9, Reason.NOT_NEGATIVE: 3, Reason.NO_REPLY: 5},
        low_rated={Reason.NOT_NEGATIVE: 2},
        brands=(BrandQuality(ZUBR, 16, 13, 6, Taught(31, 27)),),
        load=Load(alerts=55, days=5, source="forum", raised=34, dismissed=28),
        asked=Asked(10, 4),
    )


def _days() -> list[Day]:
    counts = [Counts(5, 1, 2, 2), Counts(17, 8, 5, 4), Counts(6, 1, 3, 2), Counts(7, 1, 4, 2), Counts(12, 1, 6, 5)]
    empty = [Counts(), Counts()]
    return [Day(date(2026, 11, 16 + n), one, spike=n == 1) for n, one in enumerate(counts + empty)]


def _past() -> list[PastWeek]:
    return [
        PastWeek("2026-W45", Counts(41, 9, 21, 11), Speed(610, 2000, 8), {"reviews": 0.7}),
        PastWeek("2026-W46", Counts(36, 7, 18, 11), Speed(340, 1800, 7), {"reviews": 0.65}),
        PastWeek("2026-W47", Counts(47, 12, 20, 15), Speed(230, 1500, 21), {"reviews": 0.55, "cards": 1.0}),
    ]
