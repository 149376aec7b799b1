"""An invented week that has every picture: three brands, eight weeks, four places of reviews, two first pages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.digest import (
    BrandWeek,
    Counts,
    Day,
    Digest,
    FirstPage,
    Owner,
    PastWeek,
    Place,
    Quality,
    Rating,
    Snapshot,
    Speed,
    Stories,
    Watched,
)
from monitor.domain import Label, Role

MINSK = ZoneInfo("Europe/Minsk")
MONDAY = date(2026, 11, 16)
WEEKS = tuple(f"2026-W{number}" for number in range(40, 48))
NAMES = {
    "ru": ("Зубр-Софт", "Вектор Учёт", "Альфа-Баланс"),
    "en": ("Kestrel Cloud", "Harbor Ledger", "Northwind Books"),
}
QUERIES = {"ru": ("зубр софт отзывы", "зубр софт"), "en": ("kestrel cloud reviews", "kestrel cloud")}

_DAYS = ((2, 9, 4), (1, 11, 6), (3, 12, 5), (9, 14, 4), (5, 13, 6), (1, 4, 3), (0, 3, 2))  # negative, neutral, positive
_MINUTES = ((410, 1500, 9), (380, 1710, 11), (455, 1290, 8), None, (330, 1100, 7), (300, 1380, 12), (265, 900, 9))
_STARS = {
    "otzyvy": (3.4, 3.6, 3.5, 3.7, 3.4, 3.6, 3.5, 2.8),
    "karty": (4.1, 4.0, 4.2, 4.1, 4.3, 4.2, 4.2, 4.3),
    "katalog": (4.4, None, 4.5, 4.6, None, 4.5, 4.4, 4.6),
    "rabota": (3.0, 3.1, None, 3.3, 3.2, 3.5, 3.6, 3.7),
}
_COUNTS = {"otzyvy": 14, "karty": 22, "katalog": 6, "rabota": 4}
_SITES = {
    "o": ("zubr-soft", Owner.OWN, Label.NEUTRAL),
    "b": ("blog.zubr-soft", Owner.OWN, Label.POSITIVE),
    "n": ("otzyvy", None, Label.NEGATIVE),
    "m": ("forum.buh", None, Label.NEGATIVE),
    "i": ("rabota", None, Label.NEUTRAL),
    "p": ("katalog", None, Label.POSITIVE),
    "q": ("gazeta", None, Label.POSITIVE),
    "c": ("vektor-uchet", Owner.COMPETITOR, Label.NEUTRAL),
    "w": ("wiki", None, Label.NEUTRAL),
    "j": ("karty", None, Label.NEUTRAL),
    "k": ("spravka", None, Label.NEUTRAL),
    "t": ("novosti", None, Label.NEUTRAL),
}
_ENGLISH = {  # the same places in a land where people write English
    "otzyvy": "reviews",
    "karty": "maps",
    "katalog": "software-list",
    "rabota": "jobs",
    "zubr-soft": "kestrel",
    "blog.zubr-soft": "blog.kestrel",
    "forum.buh": "forum.books",
    "gazeta": "gazette",
    "vektor-uchet": "harbor-ledger",
    "novosti": "news",
    "spravka": "directory",
}
_REVIEWS = (
    "opnqwjtcbm",
    "opnqwjtcbm",
    "opqnwjtcbm",
    "opqnwjtbcm",
    "onpqwjtbmc",
    "onpqwmjtbc",
    "onpqmwjtbi",
    "onmpqiwjtb",
)
_NAME = (
    *("obpqwjtcin", "obpqwjtcin", "obpqwjtnci", "obpqwjtnci", "obqpwjtcni"),
    *("obqpwjtcik", "obqpwjtcik", "obqpwjtcik"),
)


def rich(language: str = "ru") -> Digest:
    """The week in which the sample company answered faster, and was complained of on Thursday."""
    start = datetime(2026, 11, 15, 21, tzinfo=UTC)
    return Digest(
        week=WEEKS[-1],
        start=start,
        end=start + timedelta(days=7),
        timezone=str(MINSK),
        good=1284,
        due=1310,
        brands=tuple(_brands(language)),
        stories=Stories(mentions=sum(map(sum, _DAYS))),
        sources=(),
        quality=Quality(0, 0, 0, 0, {}),
        days=tuple(
            Day(MONDAY + timedelta(days=place), Counts(sum(tones), *tones), spike=tones[0] == 9)
            for place, tones in enumerate(_DAYS)
        ),
        past=tuple(_past(language)),
        first_pages=tuple(
            _page(query, rows, language) for query, rows in zip(QUERIES[language], (_REVIEWS, _NAME), strict=True)
        ),
    )


def _brands(language: str) -> list[BrandWeek]:
    own, second, third = NAMES[language]
    now = Counts(117, *(sum(tones) for tones in zip(*_DAYS, strict=True)))
    ratings = tuple(
        Rating(_called(source, language), ((_STARS[source][-1] or 1) - 1) / 4, count)
        for source, count in _COUNTS.items()
    )
    return [
        BrandWeek(Watched("zubr", own), now, Counts(92, 8, 56, 28), 83, 0.2, 37, 90, ratings=ratings),
        BrandWeek(Watched("vector", second, Role.COMPETITOR), Counts(61, 6), Counts(70, 9), 41, None, 41, 90),
        BrandWeek(Watched("alfa", third, Role.COMPETITOR), Counts(15, 1), Counts(12, 2), 12, None, 12, 90),
    ]


def _past(language: str) -> list[PastWeek]:
    speeds = [Speed(*minutes) if minutes else None for minutes in (*_MINUTES, (185, 690, 15))]
    return [
        PastWeek(
            week,
            Counts(90, 8, 54, 28),
            speed,
            {_called(name, language): (stars[place] - 1) / 4 for name, stars in _STARS.items() if stars[place]},
            {_called(name, language): _COUNTS.get(name, 0) for name, stars in _STARS.items() if stars[place]},
        )
        for place, (week, speed) in enumerate(zip(WEEKS, speeds, strict=True))
    ]


def _page(query: str, rows: tuple[str, ...], language: str) -> FirstPage:
    weeks = tuple(Snapshot(week, tuple(_places(row, language))) for week, row in zip(WEEKS, rows, strict=True))
    at = datetime(2026, 11, 22, 6, tzinfo=UTC)
    return FirstPage("search", "yandex", query, at, weeks[-1].places, before=at - timedelta(days=7), weeks=weeks)


def _places(row: str, language: str) -> list[Place]:
    sites = enumerate((_SITES[letter] for letter in row), 1)
    return [
        Place(position, f"https://{_called(name, language)}.example/", name, owner, label)
        for position, (name, owner, label) in sites
    ]


def _called(name: str, language: str) -> str:
    return _ENGLISH.get(name, name) if language == "en" else name
