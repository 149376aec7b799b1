"""A day that lies ahead, in what a person wrote: «перезвоним до 30.11», "we call back in 3 days"."""

from __future__ import annotations

import re
from datetime import date, timedelta

_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?(?![\d])")
_NAMED = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|-?го)?\s+(?:of\s+)?([^\W\d_]{3,})(?:\s+(\d{4}))?", re.IGNORECASE)
_NAMED_FIRST = re.compile(r"\b([^\W\d_]{3,})\s+(\d{1,2})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(\d{4}))?", re.IGNORECASE)
_SPAN = re.compile(r"\b(?:через|in)\s+(\d{1,2})?\s*(д(?:ень|ня|ней)|days?|недел[юиь]|weeks?)", re.IGNORECASE)
_WORDS = {"послезавтра": 2, "day after tomorrow": 2, "завтра": 1, "tomorrow": 1}
_TOMORROW = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)  # «завтрак» is no day
_MONTHS = (
    ("январ", "january"),
    ("феврал", "february"),
    ("март", "march"),
    ("апрел", "april"),
    ("ма", "may"),
    ("июн", "june"),
    ("июл", "july"),
    ("август", "august"),
    ("сентябр", "september"),
    ("октябр", "october"),
    ("ноябр", "november"),
    ("декабр", "december"),
)
_ENDINGS = frozenset({"", "а", "е", "у", "ь", "я", "ю", "й"})
WEEKDAY = (  # from Monday on; neither «средства» nor «среди»
    r"\b(?:(понедельник\w*|mondays?)|(вторник\w*|tuesdays?)|(сред[аеуы]|средам|wednesdays?)|(четверг\w*|thursdays?)"
    r"|(пятниц\w*|fridays?)|(суббот[аеуы]|суббот(?:ой|ам)|saturdays?)|(воскресень\w+|sundays?))\b"
)
_WEEKDAY = re.compile(WEEKDAY, re.IGNORECASE)
_UNTIL = r"(?:не\s+(?:позже|позднее)(?:\s+до)?|до|к|ко|на|в|во|no\s+later\s+than|by|on|until|till|before)"
_BEFORE_DAY = re.compile(rf"(?:^|\s){_UNTIL}$", re.IGNORECASE)
_BEFORE_DAY_FIRST = re.compile(rf"^{_UNTIL}\s", re.IGNORECASE)


def day_ahead(text: str, today: date) -> date | None:
    """The first day named in the text that comes after today; without a year the next such day.

    >>> day_ahead("перезвоним до 30.11", date(2026, 11, 25)), day_ahead("by January 8", date(2026, 11, 25))
    (datetime.date(2026, 11, 30), datetime.date(2027, 1, 8))
    """
    low = text.lower().replace("ё", "е")
    day = _written(low, today) or _after(low, today) or _named(low, today) or called(low, today)
    return day if day is not None and day > today else None


def but_for_day(text: str) -> str:
    """What else is said, where a day is named.

    >>> but_for_day("перезвоним до 30.11"), but_for_day("5 декабря"), but_for_day("завтра"), but_for_day("January 8")
    ('перезвоним до ', '', '', '')
    """
    for pattern in (_ISO, _DOTTED, _SPAN, _TOMORROW, _WEEKDAY):
        text = pattern.sub("", text)
    text = _NAMED.sub(lambda found: "" if month_of(found[2].lower()) else found[0], text)
    return _NAMED_FIRST.sub(lambda found: "" if month_of(found[1].lower()) else found[0], text)


def but_for_last_day(text: str) -> str:
    """What was promised, where the day stands at its end and is told beside; else all of it.

    >>> but_for_last_day("перезвоним до 30.11"), but_for_last_day("we call back by 30 November.")
    ('перезвоним', 'we call back')
    >>> but_for_last_day("до пятницы вернём деньги"), but_for_last_day("счёт 20.11, деньги 25.11")
    ('до пятницы вернём деньги', 'счёт 20.11, деньги 25.11')
    """
    start = _BEFORE_DAY.sub("", but_for_day(text).rstrip(" .!")).rstrip(" ,;:–—-")
    named = text[len(start) :].strip(" ,.;:!–—-")
    whole = start and text.startswith(start) and not but_for_day(_BEFORE_DAY_FIRST.sub("", named)).strip()
    return start if whole else text


def _written(low: str, today: date) -> date | None:
    if match := _ISO.search(low):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DOTTED.search(low):
        return _next(int(match[1]), int(match[2]), match[3], today)
    return None


def _after(low: str, today: date) -> date | None:
    match = _SPAN.search(low)
    if match is None:
        return None
    return today + timedelta(days=int(match[1] or 1) * (7 if match[2].startswith(("н", "w")) else 1))


def _named(low: str, today: date) -> date | None:
    for match in _NAMED.finditer(low):
        if month := month_of(match[2]):
            return _next(int(match[1]), month, match[3], today)
    for match in _NAMED_FIRST.finditer(low):
        if month := month_of(match[1]):
            return _next(int(match[2]), month, match[3], today)
    return None


def called(low: str, today: date) -> date | None:
    """«завтра», "on Friday": the next such day after today."""
    if match := _TOMORROW.search(low):
        return today + timedelta(days=_WORDS[match[0]])
    match = _WEEKDAY.search(low)
    weekday = (match.lastindex or 0) - 1 if match else None
    return None if weekday is None else today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def month_of(word: str) -> int | None:
    """Whole or cut short, but no other word that begins alike.

    >>> month_of("ноября"), month_of("нояб"), month_of("мая"), month_of("маркетологам")
    (11, 11, 5, None)
    """
    for number, (stem, name) in enumerate(_MONTHS, 1):
        if stem.startswith(word) or name.startswith(word):
            return number
        if word.startswith(stem) and word[len(stem) :] in _ENDINGS:
            return number
    return None


def _next(day: int, month: int, year: str | None, today: date) -> date | None:
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)  # noqa: PLR2004  # 26 is 2026
    found = _date(today.year, month, day)
    return found if found is None or found > today else _date(today.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
