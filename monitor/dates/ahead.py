"""A day that lies ahead, in what a person wrote: «перезвоним до 30.11», "we call back in 3 days"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?(?![\d])")
_NAMED = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|-?го)?\s+(?:of\s+)?([^\W\d_]{3,})(?:\s+(\d{4}))?", re.IGNORECASE)
_NAMED_FIRST = re.compile(r"\b([^\W\d_]{3,})\s+(\d{1,2})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(\d{4}))?", re.IGNORECASE)
_COUNTED = {
    **dict.fromkeys(("a", "an", "one", "один", "одну", "одного", "одной"), 1),
    **dict.fromkeys(("two", "a couple of", "два", "две", "двух", "пару", "пары"), 2),
    **dict.fromkeys(("three", "три", "трех"), 3),
    **dict.fromkeys(("four", "четыре", "четырех"), 4),
    **dict.fromkeys(("five", "пять", "пяти"), 5),
    **dict.fromkeys(("six", "шесть", "шести"), 6),
    **dict.fromkeys(("seven", "семь", "семи"), 7),
    **dict.fromkeys(("ten", "десять", "десяти"), 10),
}
_NUMBER = "|".join(sorted(_COUNTED, key=len, reverse=True)).replace("е", "[её]").replace(" ", r"\s+")
LENGTH = rf"(?:(\d{{1,2}}|{_NUMBER})\s*)?(д(?:ень|ня|ней)|days?|недел[юиь]|weeks?|месяц(?:а|ев)?|months?)\b"
_SPAN = re.compile(rf"\b(?:через|в\s+течени[еи](?!\s+дня)|in|within)\s+{LENGTH}", re.IGNORECASE)
_END = re.compile(r"\b(?:конц[аеу]|(?:the\s+)?end\s+of)\s+(?:(?:этой|этого|the|this)\s+)?([^\W\d_]{3,})", re.IGNORECASE)
_FRIDAY, _SUNDAY = 4, 6
_SOME_DAY = date(2026, 1, 1)
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
    week_end = _FRIDAY if today.weekday() < _FRIDAY else _SUNDAY
    day = _written(low, today) or _after(low, today) or _named(low, today) or called(low, today)
    day = day or ending(low, today, week_end=week_end)
    return day if day is not None and day > today else None


def but_for_day(text: str) -> str:
    """What else is said, where a day is named.

    >>> but_for_day("перезвоним до 30.11"), but_for_day("5 декабря"), but_for_day("завтра"), but_for_day("January 8")
    ('перезвоним до ', '', '', '')
    """
    for pattern in (_ISO, _DOTTED, _SPAN, _TOMORROW, _WEEKDAY):
        text = pattern.sub("", text)
    text = _END.sub(lambda found: found[0] if _end_of(found[1].lower(), _SOME_DAY, _SUNDAY) is None else "", text)
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
    return later(today, match[1], match[2]) if match else None


def later(today: date, many: str | None, unit: str) -> date:
    """The day that lies so many days, weeks or months ahead.

    >>> later(date(2027, 1, 31), None, "месяц"), later(date(2026, 11, 25), "two", "weeks")
    (datetime.date(2027, 2, 28), datetime.date(2026, 12, 9))
    """
    said = " ".join((many or "a").split())
    number = int(said) if said.isdecimal() else _COUNTED[said]
    if not unit.startswith(("м", "m")):
        return today + timedelta(days=number * (7 if unit.startswith(("н", "w")) else 1))
    years, month = divmod(today.month - 1 + number, 12)
    last = _last(today.year + years, month + 1)
    return last.replace(day=min(today.day, last.day))


def ending(low: str, today: date, *, week_end: int = _SUNDAY) -> date | None:
    """«до конца месяца», "by the end of the week": the last day of the one that runs, or of the month that is named."""
    match = _END.search(low)
    return _end_of(match[1], today, week_end) if match else None


def _end_of(what: str, today: date, week_end: int) -> date | None:
    if what in {"недели", "week"}:
        return today + timedelta(days=(week_end - today.weekday()) % 7)
    months = {"месяца": today.month, "month": today.month, "года": 12, "year": 12}
    months |= dict.fromkeys(("квартала", "quarter"), today.month + -today.month % 3)
    if what in months:
        return _last(today.year, months[what])
    month = month_of(what)
    return _last(today.year + (month < today.month), month) if month else None


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


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
