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
_WORD_OF_A_COUNT = r"(?:полезн|нравит|лайк|голос|комментари|ответ|просмотр|helpful|like|vote|comment|repl|view)\w*"
_COUNT = re.compile(rf"(?:{_WORD_OF_A_COUNT}[: (]*)?[+-]?\d[\d.,]{{0,6}} ?[kкmм]?\)?(?: {_WORD_OF_A_COUNT})?")


def lasting(written: str) -> str:
    """An entry's markup without the parts that are nothing but such a time or count; what somebody tells stays.

    >>> lasting("<b>Анна</b> <i>3 дня назад</i><p>3 дня назад купил</p><span>Полезно (5)</span>")
    '<b>Анна</b>  <p>3 дня назад купил</p> '
    """
    return _LEAF.sub(lambda leaf: " " if _passes(leaf[2]) else leaf[0], written)


def _passes(words: str) -> bool:
    said = " ".join(unescape(words).casefold().replace("ё", "е").split()).strip(" .,;:·•|–—-")
    return (_AGO.fullmatch(said) or _COUNT.fullmatch(said)) is not None
