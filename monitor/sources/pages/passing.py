"""What of an entry changes by itself: «3 дня назад» is another day tomorrow, and «Полезно 5» soon 6."""

from __future__ import annotations

import re
from html import unescape

_LEAF = re.compile(r"<(span|time|small|div|p|a|li|td|button|i|abbr)\b[^<>]*>([^<>]{1,60})</\1\s*>", re.IGNORECASE)
_UNITS = (
    r"(?:сек\w*|мин\w*|ч(?:ас\w*)?|д(?:ень|ня|ней|н)?|нед\w*|мес\w*|год\w*|лет|хв\w*|гадз\w*|годин\w*|дні\w*|дзён|дзень"
    r"|s(?:ec\w*)?|m(?:in\w*)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:(?:ee)?ks?)?|mo(?:nth)?s?|y(?:(?:ea)?rs?)?)\.?"
)
_NUMBERS = r"(?:\d{1,3}|an?|one|a few|несколько|пару|полтора)"
_AGO = re.compile(
    r"(?:(?:опубликован|добавлен|изменен|отредактирован|posted|published|edited|updated|reviewed)\w*\s)?"
    r"(?:(?:около|примерно|более|больше|about|over|almost) )?"
    rf"(?:(?:{_NUMBERS} ?)?{_UNITS} (?:назад|ago|тому|таму)|\d{{1,3}} ?{_UNITS}|пол(?:часа|года) назад"
    r"|только что|just now"
    r"|(?:сегодня|вчера|позавчера|today|yesterday)(?:[, ]+(?:(?:в|at) )?\d{1,2}:\d\d(?: ?[ap]m)?)?)"
)
_COUNTED = (
    r"(?:(?:мне )?(?:полезн|нравит|лайк|голос|коммент|ответ|просмотр|спасиб|соглас|подел|репост|сообщени"
    r"|пост(?=ов)|отзыв|helpful|like|vote|upvote|comment|repl|view|share|point|post|review|thank)\w*|да|нет|yes|no)"
)
_ONE_COUNT = (  # «Полезно (5)», «👍 5», «1,2 тыс. просмотров»
    rf"[^\w\s+()$€₽№#:.,%-]{{0,3}} ?(?:{_COUNTED}[: (]*)?[+-]?\d[\d.,]{{0,6}} ?(?:[kкmм]\b|тыс\.?)?\)?(?: {_COUNTED})?"
)
_FOUND_HELPFUL = (
    r"\d{1,6} (?:человек\w*|пользовател\w+|люд\w+|people|persons?|users?|customers?)"
    r" (?:счита\w+|наш\w+|отмет\w+|found|find|think)[\w ]{0,25} (?:полезн\w+|helpful|useful)"
)
_COUNT = re.compile(
    rf"(?:{_ONE_COUNT})(?:[ /|·]*{_ONE_COUNT}){{0,2}}|{_FOUND_HELPFUL}"
    rf"|(?:показать|смотреть|show|view|see) (?:еще |все |more |all )?\d{{1,6}} {_COUNTED}"
)


def lasting(written: str) -> str:
    """An entry's markup without the parts that are nothing but such a time or count; what somebody tells stays.

    >>> lasting("<b>Анна</b> <i>3 дня назад</i><p>3 дня назад купил</p><span>Полезно (5)</span>")
    '<b>Анна</b>  <p>3 дня назад купил</p> '
    >>> lasting("<p>№ 5: 3 из 5</p><a>👍 5</a><i>12 people found this helpful</i><a>Показать ещё 3 ответа</a>")
    '<p>№ 5: 3 из 5</p>   '
    """
    return _LEAF.sub(lambda leaf: " " if _passes(leaf[2]) else leaf[0], written)


def _passes(words: str) -> bool:
    said = " ".join(unescape(words).casefold().replace("ё", "е").split()).strip(" .,;:·•|–—-")
    return (_AGO.fullmatch(said) or _COUNT.fullmatch(said)) is not None
