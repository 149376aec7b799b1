"""Hears what numbers say in Russian: fewer came than were ordered, it takes longer than was promised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from monitor.sentiment.lexicon import IF_NOTHING_ELSE
from monitor.sentiment.loyal import STAYS
from monitor.sentiment.words import Mark, Word

_WORSE, _BETTER = -2.2, 1.6
_MORE = frozenset({"еще", "по", "до", "около"})  # «купили 40, ещё 22 получат в мае»
_NUMERALS: Final = {
    "полтора": 1.5,
    **{word: n for n, word in enumerate(("два", "три", "четыре", "пять", "шесть", "семь", "восемь"), 2)},
    **{word: n for n, word in enumerate(("двое", "трое", "четверо", "пятеро", "шестеро", "семеро"), 2)},
    **{word: n for n, word in enumerate(("девять", "десять", "одиннадцать", "двенадцать"), 9)},
    **{word: n * 10 for n, word in enumerate(("двадцать", "тридцать", "сорок", "пятьдесят"), 2)},
    "пятнадцать": 15,
    "сто": 100,
    "двести": 200,
}
_ORDINALS: Final = {
    **{word: n for n, word in enumerate(("второй", "третий", "четвертый", "пятый", "шестой", "седьмой"), 2)},
    **{word: n for n, word in enumerate(("восьмой", "девятый", "десятый", "одиннадцатый", "двенадцатый"), 8)},
    "сороковой": 40,
}
_SCALES: Final = {"тысяча": 1e3, "тыс": 1e3, "миллион": 1e6, "млн": 1e6, "миллиард": 1e9, "млрд": 1e9}
_HOURS: Final = {
    "минута": 1 / 60,
    "мин": 1 / 60,
    "час": 1,
    "день": 24,
    "дней": 24,
    "сутки": 24,
    "неделя": 168,
    "месяц": 720,
    "мес": 720,
    "год": 8760,
    "лет": 8760,
}
_MONEY = frozenset({"рубль", "руб", "р", "доллар", "евро", "byn", "rub", "usd", "eur", "тенге", "гривна"})
_DIGITS = re.compile(r"(\d+)(?:-?(?:го|е|(?P<place>й|я|ю|ый|ой)|х|ти|ми))?\Z")

_ORDERED = frozenset({"заказать", "заказывать", "оплатить", "купить", "отправить", "отгрузить", "сдать", "передать"})
_PROMISED = frozenset({"обещать", "пообещать", "клясться", "заявить", "заявлять", "договор", "тариф", "смета"}) | {
    *("закладывать", "заложить"),
}
_PLAN = "план"  # of time alone: more money than was planned may be good
_PAID = "платить"
_CAME = frozenset(
    {
        *("прийти", "приехать", "привезти", "получить", "доставить", "дойти", "прислать", "доехать", "вернуть"),
        *("отдать", "приходить", "приезжать", "справиться", "сделать", "поставить", "войти"),
    }
)
_INDEED = frozenset({"факт", "фактически", "дело", "реальность", "реально", "замер", "вышло", "насчитали", "счет"})
_PASSES = frozenset({"идти", "пойти", "пройти", "проходить", "ждать", "прождать", "тянуться", "делать", "чинить"})
_WORKS = frozenset({"работать", "завестись", "запуститься", "включиться", "дойти", "доехать", "прийти", "уцелеть"})
_INSTEAD = "вместо"
_FULL = 10  # months from which it may be the other way round
_NEAR, _APART = 4, 6  # words between «заказали» and how many, and between the two numbers

_WAITS = frozenset({"жду", "ждем", "ждет", "ждут", "ждал", "ждала", "ждали", "прождал", "прождали"})
_LOST = frozenset(
    {
        *("простоял", "простояла", "простояли", "простаивали", "провисел", "провисела", "провисели", "прождал"),
        *("прождала", "прождали", "просидели", "просидел", "промучились", "промучился", "проторчали", "потеряли"),
    }
)
_DRAGS = frozenset(
    {
        *("ждать", "грузиться", "загружаться", "открываться", "запускаться", "отвечать", "висеть", "выписывать"),
        *("согласовывать", "согласовываться", "оформлять", "оформляться", "рассматривать", "рассматриваться"),
        *("обрабатывать", "обрабатываться", "дозваниваться", "искать", "стоять", "думать", "тупить", "чинить"),
        *("решать", "решаться", "простаивать", "лежать", "сохраняться", "формироваться", "ехать", "везти"),
    }
)
_LASTS = frozenset({"день", "неделя", "месяц", "час", "минута", "сутки"})
_TRIED, _WITHIN = frozenset({"с", "со"}), frozenset({"за", "на"})  # «с девятого раза», «третий раз за неделю»
_AT = frozenset({"в", "во", "на", "за", "по", "к", "до", "через", "каждый", "спустя", "под", "о", "как", "или", "и"})
_EVENTS = frozenset(
    {
        *("форум", "выставка", "конференция", "фестиваль", "отпуск", "марафон", "распродажа", "акция", "обучение"),
        *("курс", "семинар", "саммит", "больничный", "каникулы", "работа", "стажировка", "турнир", "забег"),
        *("первенство", "чемпионат", "соревнование", "переговоры", "съезд", "олимпиада", "игра"),
    }
)
_MONTHS = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)
_WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_CALENDAR: Final = {**dict.fromkeys(_MONTHS, "month"), **dict.fromkeys(_WEEKDAYS, "weekday")}
_NUMBERED = frozenset({*_NUMERALS, *_ORDINALS, *_CALENDAR})
_SINCE = frozenset(
    {
        *("должный", "подать", "открыть", "перевести", "написать", "просить", "ждать", "обратиться", "создать"),
        *("оформить", "внести", "забрать", "заявка", "тикет", "прислать", "привезти", "сделать", "запросить"),
    }
)
_NOW = frozenset({"сегодня", "сейчас", "уже", "дворе"})


class _Number(NamedTuple):
    """How many, from which word to which, in what unit: hours, money or things."""

    at: int
    last: int
    value: float
    unit: float
    kind: str


def counted(words: Sequence[Word], marks: Sequence[Mark]) -> list[Mark]:
    """The marks of a sentence and what its numbers say; a word in both says it once."""
    found = list(_said(words)) if any(word.lemma in _NUMBERED or word.low[0].isdecimal() for word in words) else []
    if not found:
        return list(marks)
    kept = [m for m in marks if not any(m.start < one.end and one.start < m.end for one in found)]
    return kept + [one for one in found if one.weight]


def _said(words: Sequence[Word]) -> Iterator[Mark]:
    numbers = list(_numbers(words))
    pair = next((mark for a, b in pairwise(numbers) for mark in _pair(words, a, b)), None)
    if pair:
        yield pair
        return
    if not any(word.low in STAYS for word in words):
        for one in numbers:
            yield from _waited(words, one)
    yield from _calendar(words)


def _numbers(words: Sequence[Word]) -> Iterator[_Number]:
    past = 0
    for n, word in enumerate(words):
        value = _value(word)
        if value is not None:
            last, unit, kind = _unit(words, n)
            yield _Number(n, last, value * unit, unit, kind)
            past = last
        elif n > past and words[n - 1].low in _WITHIN and word.lemma in _HOURS:  # «за неделю»
            yield _Number(n, n, _HOURS[word.lemma], _HOURS[word.lemma], "hours")


def _unit(words: Sequence[Word], n: int) -> tuple[int, float, str]:
    unit, kind = 1.0, "things"
    for last, word in enumerate(words[n + 1 : n + 3], n + 1):
        if word.lemma in _SCALES:
            unit, kind = _SCALES[word.lemma], "money"
        elif word.lemma in _MONEY:
            kind = "money"
        elif word.lemma in _HOURS:
            return last, _HOURS[word.lemma], "hours"
        else:
            return last - 1, unit, kind
    return min(n + 2, len(words) - 1), unit, kind


def _value(word: Word) -> float | None:
    match = _DIGITS.match(word.low) if word.low[0].isdecimal() else None
    return float(match[1]) if match else _NUMERALS.get(word.lemma) or _ORDINALS.get(word.lemma)


def _pair(words: Sequence[Word], a: _Number, b: _Number) -> Iterator[Mark]:
    """«Заказали 40, приехало 22», «в счёте 118 тысяч, по договору 96», «12 вместо 14», «из десяти завелись шесть»."""
    before, between = words[max(0, a.at - _NEAR) : a.at], words[a.last + 1 : b.at]
    if not 0 < len(between) <= _APART or between[-1].low in _MORE:
        return
    came = any(word.lemma in _CAME for word in [*between, *words[b.last + 1 : b.last + 2]])
    promised = next((word for word in before if _is_promised(word, a)), None) or _paid_for(before)
    if between[-1].low == _INSTEAD:
        yield from _judged(words, b, a, sure=any(word.lemma in _CAME for word in before))
    elif promised and (came or _is_real(between) or any(word.lemma in _PASSES for word in between)):
        yield from _judged(words, a, b, sure=came or _is_real(between), first=promised)
    elif _is_real(before) and any(word.lemma in _PROMISED for word in between):
        yield from _judged(words, b, a, sure=True)
    elif (came and any(word.lemma in _ORDERED for word in before)) or _out_of(words, a, b):
        yield from _judged(words, a, b, sure=True)


def _is_promised(word: Word, number: _Number) -> bool:
    return word.lemma in _PROMISED or (word.lemma == _PLAN and number.kind == "hours")


def _out_of(words: Sequence[Word], a: _Number, b: _Number) -> bool:
    works = any(word.lemma in _WORKS for word in words[a.last + 1 : b.last + 2])
    return works and a.at > 0 and words[a.at - 1].low == "из"


def _paid_for(words: Sequence[Word]) -> Word | None:
    return next((a for a, b in pairwise(words) if a.lemma == _PAID and b.low == "за"), None)


def _is_real(words: Sequence[Word]) -> bool:
    return any(word.lemma in _INDEED or word.low in _INDEED for word in words)


def _judged(
    words: Sequence[Word], plan: _Number, real: _Number, *, sure: bool, first: Word | None = None
) -> Iterator[Mark]:
    """Longer or dearer is worse, and so are fewer things, where it is sure that things were counted."""
    kind = next((k for k in ("hours", "money") if k in {plan.kind, real.kind}), "things")
    unit = max(plan.unit, real.unit)  # «за два месяца, идёт седьмой»: what has no unit has the other's
    planned, came = (one.value if one.kind == kind else one.value * unit for one in (plan, real))
    if planned == came or (kind == "things" and not sure):
        return
    worse = came < planned if kind == "things" else came > planned
    if worse or kind == "hours":
        start, end = min(plan.at, real.at), max(plan.last, real.last)
        begins = first.start if first and not worse else words[start].start
        about = {"money": "price", "hours": "deadlines"}.get(kind, "quality")
        yield Mark(begins, words[end].end, _WORSE if worse else _BETTER, about)


def _waited(words: Sequence[Word], one: _Number) -> Iterator[Mark]:
    """«Восьмой день держат платёж», «ждём 12 дней»; but «на пятый день всё заработало»."""
    number, unit = words[one.at], words[one.at + 1] if one.at + 1 < len(words) else None
    if unit is None or unit.clause != number.clause:
        return
    before = words[one.at - 1].low if one.at and words[one.at - 1].clause == number.clause else ""
    after = words[one.at + 2] if one.at + 2 < len(words) else None
    ordinal = number.lemma in _ORDINALS or ((match := _DIGITS.match(number.low)) and match["place"])
    if ordinal and unit.lemma in _LASTS:
        comes = before in _AT or (after is not None and after.lemma in _EVENTS)
        yield Mark(number.start, unit.end, 0.0 if comes else _WORSE, f"deadlines{IF_NOTHING_ELSE}")
    elif ordinal and unit.low in {"раз", "раза"}:
        if before in _TRIED or (after is not None and after.low in _WITHIN):
            yield Mark(number.start, unit.end, _WORSE, f"support{IF_NOTHING_ELSE}")
    elif one.kind == "hours" and (_drags(words, one) if before == "по" else one.value >= 1 and _waits(words, one)):
        yield Mark(words[one.at - 1].start, words[one.last].end, _WORSE, "deadlines")


def _drags(words: Sequence[Word], one: _Number) -> bool:
    """«По три минуты открывается»."""
    near = [*words[max(0, one.at - _NEAR) : one.at - 1], *words[one.last + 1 : one.last + _NEAR]]
    return any(word.lemma in _DRAGS and word.clause == words[one.at].clause for word in near)


def _waits(words: Sequence[Word], one: _Number) -> bool:
    """«Ждём 12 дней», «простояли на разгрузке пять часов»."""
    before = [word.low for word in words[max(0, one.at - _NEAR) : one.at] if word.clause == words[one.at].clause]
    return not _LOST.isdisjoint(before) or not _WAITS.isdisjoint(before[-1:])


def _calendar(words: Sequence[Word]) -> Iterator[Mark]:
    """«Перевели в июне, на дворе сентябрь», «открыли заявку 3 числа, сегодня 24-е»."""
    dates = [(n, kind) for n in range(len(words)) if (kind := _date(words, n))]
    if len(dates) < 2:  # noqa: PLR2004  # from one day to another
        return
    since = next((n for n, word in enumerate(words) if _begins(word)), len(words))
    for (m, first), (n, second) in pairwise(dates):
        if first == second == "month" and _late(words, m, n):
            yield Mark(words[m].start, words[n].end, _WORSE, "deadlines")
            return
        now = next((k for k in range(max(m + 1, n - 2), n) if words[k].low in _NOW), None)
        if now is None or first != second or words[m].lemma == words[n].lemma or words[now].clause == words[m].clause:
            continue
        if since < now:
            yield Mark(words[now].start, words[n].end, _WORSE, "deadlines")
            return


def _late(words: Sequence[Word], m: int, n: int) -> bool:
    """«Заказали в июне, привезли в сентябре»."""
    months = (_MONTHS.index(words[n].lemma) - _MONTHS.index(words[m].lemma)) % len(_MONTHS)
    ordered = any(word.lemma in _ORDERED for word in words[max(0, m - _NEAR) : m])
    return 1 < months < _FULL and ordered and any(word.lemma in _CAME for word in words[m + 1 : n])


def _begins(word: Word) -> bool:
    return word.lemma in _SINCE or word.lemma in _ORDERED or word.lemma in _PROMISED


def _date(words: Sequence[Word], n: int) -> str:
    word = words[n]
    if word.lemma in _CALENDAR:
        return _CALENDAR[word.lemma]
    if not word.low[0].isdecimal():
        return ""
    following = words[n + 1].lemma if n + 1 < len(words) else ""
    day = _DIGITS.match(word.low)
    return "day" if day and (following == "число" or not word.low.isdecimal()) else ""
