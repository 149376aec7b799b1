"""What of an entry nobody said: «3 дня назад», another day tomorrow, «Полезно 5», soon 6, and the words of buttons."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from itertools import islice

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
_REVEALS = (  # what makes a text longer or shorter
    r"(?:(?:читать|показать|смотреть|посмотреть|раскрыть) )?(?:далее|дальше|полностью|целиком|еще|больше"
    r"|(?:весь |полный )?(?:отзыв|текст|комментарий)(?: полностью| целиком)?)|развернуть|свернуть|подробнее"
    r"|(?:(?:continue|keep) reading|(?:read|show|see|view) (?:the )?(?:more|less|full (?:review|text)|all)|more)"
)
_BUTTON = re.compile(
    rf"{_REVEALS}|ответить|комментировать|цитировать|\+? ?(?:цитата|quote)|поделиться|жалоба"
    r"|пожаловаться(?: на (?:отзыв|комментарий|сообщение))?"
    r"|сообщить о (?:нарушении|проблеме)|(?:скопировать|копировать) ссылку|ссылка на (?:отзыв|комментарий)"
    r"|reply|share|report(?: (?:abuse|(?:this )?(?:review|comment|post)))?|flag(?: as inappropriate)?|copy link"
)
_REVEAL_LAST = re.compile(  # as the last thing in a text, in a part of its own
    rf"<(span|div|p|a|button|i)\b[^<>]*>\W*(?:{_REVEALS})\W*</\1\s*>(?:\s|</?[a-z][^<>]*>)*\Z", re.IGNORECASE
)
_ENDS_SO = re.compile(rf"(?:{_REVEALS})\W*\Z")
_LAST_WORDS = (  # of those, for a glance
    *("далее", "дальше", "полностью", "целиком", "еще", "больше", "отзыв", "текст", "комментарий"),
    *("развернуть", "свернуть", "подробнее", "reading", "more", "less", "review", "text", "all"),
)
_SIGNS = " \xa0.…!)»\"'>→▼▾›⌄+"
_BEGINS_SO = re.compile(rf"\W*(?:{_REVEALS})\W*")
_ELLIPSIS = re.compile(r"…|\.\.\.")
_BEGINNING, _LONGEST_BEGINNING = 20, 1_500  # letters before it
_MOST_CUTS = 5
_END = 60  # letters of a text in which such a button shows ...
_MARKUP = 1_000  # ... and signs of its markup


def unfolded(text: str, markup: Callable[[], str]) -> str:
    """A text without the button that would unfold it, and without its beginning where all of it follows.

    Its markup is asked for where the text ends like a button.

    >>> unfolded("Ждали месяц, а поддержка…Читать полностью Ждали месяц, а поддержка молчит. Свернуть", lambda: "")
    'Ждали месяц, а поддержка молчит. Свернуть'
    >>> unfolded("Поддержка молчит.Ещё", lambda: "Поддержка молчит.<span class=more>Ещё</span></div>")
    'Поддержка молчит.'
    >>> unfolded("Хочу ещё", lambda: "<p>Хочу ещё</p>")
    'Хочу ещё'
    """
    text = _told_once(text) if "…" in text or "..." in text else text
    end = _small(text[-_END:])
    ending = _ENDS_SO.search(end) if end.rstrip(_SIGNS).endswith(_LAST_WORDS) else None
    if ending is None or not _REVEAL_LAST.search(_small(markup()[-_MARKUP:])):
        return text
    return text[: len(text) - len(ending[0])].rstrip() or text


def _told_once(text: str) -> str:
    """The whole of a text that is shown by its first words and an ellipsis as well: a page keeps both, one hidden."""
    for cut in islice(_ELLIPSIS.finditer(text, _BEGINNING, _LONGEST_BEGINNING), _MOST_CUTS):
        beginning, rest = text[: cut.start()].rstrip(), text[cut.end() :].lstrip()
        button = _BEGINS_SO.match(_small(rest[:_END]))
        for whole in (rest, rest[button.end() :] if button else ""):
            if whole.startswith(beginning):
                return whole
    return text


def lasting(written: str) -> str:
    """An entry's markup without the parts that are nothing but such a time or count; what somebody tells stays.

    >>> lasting("<b>Анна</b> <i>3 дня назад</i><p>3 дня назад купил</p><span>Полезно (5)</span>")
    '<b>Анна</b>  <p>3 дня назад купил</p> '
    >>> lasting("<p>№ 5: 3 из 5</p><a>👍 5</a><i>12 people found this helpful</i><a>Показать ещё 3 ответа</a>")
    '<p>№ 5: 3 из 5</p>   '
    """
    return _LEAF.sub(lambda leaf: " " if _passes(leaf[2]) else leaf[0], written)


def buttons_marked(written: str, opens: str, closes: str) -> str:
    """An entry's markup with marks round what is written on its buttons: nobody said that.

    >>> buttons_marked("<p>Пожаловаться некому</p><a href=/r>Пожаловаться</a>", "[", "]")
    '<p>Пожаловаться некому</p> [<a href=/r>Пожаловаться</a>] '
    """
    return _LEAF.sub(
        lambda leaf: f" {opens}{leaf[0]}{closes} " if _BUTTON.fullmatch(_bare(leaf[2])) else leaf[0], written
    )


def _passes(words: str) -> bool:
    said = _bare(words)
    return (_AGO.fullmatch(said) or _COUNT.fullmatch(said)) is not None


def _bare(words: str) -> str:
    return " ".join(_small(unescape(words)).split()).strip(" .,;:·•|–—-…»›→▼")


def _small(words: str) -> str:
    return words.casefold().replace("ё", "е")
