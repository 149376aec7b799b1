"""Reads dates that count from now: «3 дня назад», «вчера», "2 weeks ago", "last month"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import datetime, timedelta

_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+")
_DOT = re.compile(r"[·•|]")
_AGO = {"назад", "ago", "тому", "таму"}
_LAST = re.compile(r"\b(?:прошл\w+|last)\s+(\w+)")


def _each(value: float, words: str) -> dict[str, float]:
    return dict.fromkeys(words.split(), value)


_SECONDS = {
    **_each(1, "с сек секунда секунду секунды секунд секунди s sec secs second seconds"),
    **_each(60, "м мин минута минуту минуты минут m min mins minute minutes"),
    **_each(60, "хвилина хвилину хвилини хвилин хвіліна хвіліну хвіліны хвілін"),
    **_each(3_600, "ч час часа часов година годину години годин гадзіна гадзіну гадзіны гадзін h hr hrs hour hours"),
    **_each(86_400, "д дн день дня дней сутки суток дні днів дзень дзён d day days"),
    **_each(7 * 86_400, "нед неделя неделю недели недель неделе w wk wks week weeks"),
    **_each(7 * 86_400, "тиждень тижні тижнів тыдзень тыдні тыдняў"),
}
_MONTHS = {
    **_each(1, "мес месяц месяца месяцев месяце місяць місяці місяців месяцы месяцаў mo mos month months"),
    **_each(12, "г год года лет году рік роки років гады гадоў y yr yrs year years"),
}
_HALVES = {"полчаса": (0.0, 1_800.0), "полгода": (6.0, 0.0)}  # months, seconds
_DAYS = {
    **_each(0, "сегодня today сьогодні сёння"),
    **_each(1, "вчера yesterday вчора учора ўчора"),
    **_each(2, "позавчера позавчора пазаўчора"),
}
_NOW = {
    "только что",
    "сейчас",
    "just now",
    "now",
    "a moment ago",
    "moments ago",
    "несколько секунд назад",
    "несколько минут назад",
}
_NUMBERS = {
    **_each(1, "a an one один одну одна"),
    **_each(1.5, "полтора полторы"),
    **_each(2, "two couple два две пару двое"),
    **_each(3, "three few три несколько трое"),
    **_each(4, "four четыре четверо"),
    **_each(5, "five пять"),
    **_each(6, "six шесть"),
    **_each(7, "seven семь"),
    **_each(8, "eight восемь"),
    **_each(9, "nine девять"),
    **_each(10, "ten десять"),
    **_each(11, "eleven одиннадцать"),
    **_each(12, "twelve двенадцать"),
    **_each(15, "fifteen пятнадцать"),
    **_each(20, "twenty двадцать"),
    **_each(30, "thirty тридцать"),
    **_each(40, "forty сорок"),
    **_each(50, "fifty пятьдесят"),
}
_PASSED_OVER = {
    "около",
    "примерно",
    "почти",
    "более",
    "больше",
    "чем",
    "и",
    "about",
    "almost",
    "over",
    "more",
    "than",
    "and",
    "of",
}
_CALENDAR = 1_900 * 12  # months
_FORWARD = {"через", "спустя", "in", "after"}


def relative(text: str, now: datetime) -> datetime | None:
    """The moment meant, as exact as the words are.

    >>> relative("1 год и 2 месяца назад", datetime(2026, 3, 31))
    datetime.datetime(2025, 1, 31, 0, 0)
    >>> relative("вчера в", datetime(2026, 3, 31))
    datetime.datetime(2026, 3, 30, 0, 0)
    >>> relative("через час", datetime(2026, 3, 31)) is None
    True
    """
    small = text.casefold().strip(" .,")
    if small in _NOW:
        return now
    words = _TOKEN.findall(_told_of(small))
    day = next((_DAYS[word] for word in words if word in _DAYS), None)
    if day is not None:
        return now - timedelta(days=day)
    last = _LAST.search(small)
    return _back(words, now) if last is None else _minus(now, *_unit(last[1]))


def _told_of(small: str) -> str:
    """The part of a line that counts from now: «10 отзывов · год назад»."""
    parts = _DOT.split(small)
    return next((part for part in parts if _AGO & set(_TOKEN.findall(part))), small)


def _back(words: list[str], now: datetime) -> datetime | None:
    """Numbers with units, all of them; without «назад» nothing else may stand there."""
    end = next((place for place, word in enumerate(words) if word in _AGO), None)
    months, seconds, number, other = 0.0, 0.0, 0.0, False
    for word in words[:end]:
        unit = _HALVES.get(word) or _unit(word)
        if word in _NUMBERS or word[0].isdigit():
            if other:  # «5 reviews, 2 weeks ago»: what stands before counts something else
                months, seconds, number, other = 0.0, 0.0, 0.0, False
            number = number + _NUMBERS[word] if word in _NUMBERS else float(word.replace(",", "."))
        elif any(unit):
            many = number or float(end is not None or word in _HALVES)  # «час назад», but not a mere «час»
            months, seconds, number = months + unit[0] * many, seconds + unit[1] * many, 0.0
        elif word in _FORWARD or (end is None and word not in _PASSED_OVER):
            return None
        else:
            other = other or word not in _PASSED_OVER
    if end is None and months >= _CALENDAR:  # «2013 год» is a year, not a distance
        return None
    return _minus(now, months, seconds)


def _unit(word: str) -> tuple[float, float]:
    """Months and seconds."""
    return _MONTHS.get(word, 0), _SECONDS.get(word, 0)


def _minus(now: datetime, months: float, seconds: float) -> datetime | None:
    if not months and not seconds:
        return None
    total = now.year * 12 + now.month - 1 - int(months)
    year, month = divmod(total, 12)
    day = min(now.day, monthrange(year, month + 1)[1])
    rest = timedelta(seconds=seconds, days=(months % 1) * 30)
    return now.replace(year=year, month=month + 1, day=day) - rest
