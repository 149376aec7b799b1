"""Hears what is a product's trade and no complaint of it: what it handles, finds or mends, «обрабатывает жалобы»."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import pairwise
from typing import Final

from monitor.sentiment.phrases import OURS
from monitor.sentiment.reported import AGAIN, TOOLS, WE, is_by_tool, is_not_there
from monitor.sentiment.trade_in_english import handled_in_english
from monitor.sentiment.words import Mark, Word
from monitor.words.morphology import part_of_speech, tags

_REACH, _FAR, _NEAR = 7, 6, 3  # words from a verb to what it handles, to whoever does it, to what denies it
_HANDLES: Final = frozenset(
    {
        *("обрабатывать", "учитывать", "считать", "посчитать", "рассчитывать", "анализировать", "собирать"),
        *("сверять", "фильтровать", "отфильтровать", "отслеживать", "отследить", "находить", "найти", "выявлять"),
        *("выявить", "обнаруживать", "обнаружить", "распознавать", "распознать", "фиксировать", "зафиксировать"),
        *("подсвечивать", "отсеивать", "отсеять", "отсекать", "отсечь", "перехватывать", "перехватить", "ловить"),
        *("отлавливать", "поймать", "исправлять", "исправить", "устранять", "устранить", "чинить", "починить"),
        *("ремонтировать", "отремонтировать", "восстанавливать", "восстановить", "решать", "разбирать"),
        *("расследовать", "рассматривать", "принимать", "вывозить", "вывезти", "утилизировать", "выкупать"),
        *("скупать", "убирать", "чистить", "уничтожать", "уничтожить", "тушить", "потушить", "ликвидировать"),
        *("лечить", "предотвращать", "изучать", "прогнозировать", "предсказывать", "предсказать", "страховать"),
        *("покрывать", "покрыть", "возмещать", "возместить", "компенсировать", "взыскивать", "взыскать"),
        *("контролировать", "проверять", "регистрировать", "сортировать", "классифицировать", "маркировать"),
        *("выезжать", "выехать", "реагировать", "справляться", "справиться", "бороться", "защищать", "защитить"),
        *("спасать", "спасти", "избавлять", "избавить", "изучить", "исследовать", "обучать", "учить", "объяснять"),
        *("объяснить", "напоминать", "напомнить", "оповещать", "оповестить", "сигналить", "различать", "гасить"),
        *("отвечать", "заменять", "помогать", "помочь", "снижать", "снизить", "сокращать", "сократить"),
        *("предупреждать", "автоматизировать", "показывать", "показать"),
    }
)
_CATCHES = frozenset({"останавливать", "остановить", "засечь", "вычислять", "вычислить", "задержать", "разоблачить"})
_CAUGHT, _WITHIN = "fraud", "за"  # «поймала двух мошенников за неделю»
_SHOWS = frozenset({"показывать", "показать"})
_MEANS = TOOLS | {"панель", "отчет", "чат-бот", "страховка", "функция", "страховой"}
_REFUSES = frozenset({"блокировать", "заблокировать", "отклонять", "отключать", "удалять", "прекращать", "закрывать"})
_UNWANTED = frozenset(
    {
        *("подозрительный", "старый", "устаревший", "поддельный", "вредоносный", "просроченный", "мошеннический"),
        *("фишинговый", "неверный", "некорректный", "дублирующий", "фальшивый", "спам", "слабый"),
    }
)
_WITH, _TAKES_WITH = frozenset({"с", "со"}), frozenset({"справляться", "справиться", "бороться", "помогать", "помочь"})
_HELPS = frozenset(
    {
        *("помогать", "помочь", "уметь", "позволять", "позволить", "учить", "научить", "обучать", "умение", "задача"),
        *("способный", "мочь", "смочь"),
    }
)
_NOT = frozenset({"не", "ни", "без", "никогда", "перестать", "отказаться", "отказываться", "забыть", "никто", "нельзя"})
_MINE = frozenset(
    {
        *(
            "мой",
            "наш",
            "ваш",
            "свой",
            "этот",
            "такой",
            "каждый",
            "нормальный",
            "настоящий",
            "реальный",
            "обычный",
            "живой",
        ),
        *("хороший", "честный", "сам", "один", "сплошной", "ложный", "несуществующий", "новый", "постоянный"),
        *("вместо", "из-за", "после", "опять", "снова", "постоянно", "вечно", "лишь", "только", "без", "через"),
        *("месяц", "неделя", "год", "день", "час", "полгода", "сутки", "долго", "медленно", "отзыв", "комментарий"),
    }
)
_LASTS = frozenset(
    {"копейка", "месяц", "неделя", "год", "полгода", "сутки", "долго", "медленно", "опять", "снова", "постоянно"}
)
_OBJECT = frozenset({"NOUN", "ADJF", "PRTF"})
_HARMS = frozenset(
    {
        *("удалить", "удалять", "отклонить", "отклонять", "закрыть", "закрывать", "блокировать", "заблокировать"),
        *("поплатиться", "предупредить", "ограничить", "отключить", "отключать", "прекратить", "испортить"),
        *("разбить", "сломать", "ломать", "врать", "ждать", "дождаться", "оставить", "оставлять", "бросить"),
        *("хранить", "прятать", "прислать", "присылать", "привезти", "привозить", "выставить", "выставлять"),
        *("начислить", "начислять", "создать", "создавать", "сделать", "делать", "допустить", "допускать"),
        *("доставить", "доставлять", "вызвать", "вызывать", "принести", "приносить", "продать", "продавать"),
        *("поставить", "поставлять", "выдать", "выдавать", "отгрузить", "отгружать", "навязать", "навязывать"),
        *("брать", "взять", "списать", "списывать", "требовать", "потребовать", "игнорировать", "скрывать", "скрыть"),
        *("отрицать", "терпеть", "получить", "получать", "иметь", "устроить", "устраивать", "вести", "привести"),
        *("плодить", "копить", "нарушать", "нарушить", "оказаться", "стать", "быть", "работать", "выпустить"),
        *("выпускать", "гнать", "нести", "ввести", "вводить", "поднять", "обещать", "подсунуть", "портить"),
        *("остаться", "являться", "ставить", "платить", "попасть", "попасться", "грозить", "угрожать", "терять"),
        *("потерять", "забыть", "забывать", "превратиться", "называть", "считать", "переживать", "испытывать"),
        *("признать", "довести", "устанавливать", "установить", "вляпаться", "лишиться", "сорвать", "срывать"),
        *("завалить", "отказать", "отказывать", "кормить", "впарить", "впаривать", "понести", "подать", "увеличить"),
        *("увеличивать", "повысить", "повышать", "наращивать", "нарастить", "находиться", "объявить", "подтвердить"),
        *("разводить", "ответить", "отвечать", "писать", "показать", "показывать", "жить"),
    }
)
_IMPOSED = frozenset({"штраф", "комиссия", "пеня", "санкция", "доплата", "наценка", "запрет"})  # «внедрил штрафы»
_HARM = frozenset({"обман", "хамство", "ложь", "ужас", "кошмар", "развод", "ад", "позор", "мошенник", "мошенничество"})
_AGAINST = frozenset({"против", "пострадать", "жертва", "защита", "борьба"})
_SEEN = frozenset({"видны", "видно", "видна", "подсвечены", "исправлены", "исправлена", "устранены", "устранена"})
_NAKED = "невооруженным"  # «видны невооружённым глазом»
_BETWEEN = frozenset({"NOUN", "ADJF", "ADVB", "PREP", "None"})
_PLAIN = frozenset({*_OBJECT, "PREP", "CONJ", "NUMR", "None"})


def of_trade(named: Sequence[Word], marks: list[Mark]) -> list[Mark]:
    """The marks of a sentence but for what is only handled, `named` being its words and our names."""
    if not any(mark.weight < 0 for mark in marks):
        return marks
    places = {word.start: n for n, word in enumerate(named)}
    return [mark for mark in marks if mark.weight >= 0 or not _is_trade(named, places.get(mark.start), mark)]


def _is_trade(words: Sequence[Word], at: int | None, mark: Mark) -> bool:
    if at is None:
        return False
    if words[at].low.isascii():
        return handled_in_english(words, at, mark)
    handles = _HANDLES | _CATCHES if mark.about == _CAUGHT else _HANDLES
    return bool(mark.about) and _handled(words, at, handles)  # the team's own words always count


def _handled(words: Sequence[Word], at: int, handles: Set[str]) -> bool:
    """«Обрабатывает возвраты, споры и жалобы», «справится с грязью»; not so «исправляет с ошибками»."""
    here = words[at]
    if here.lemma in _REFUSES:
        after = words[at + 1 : at + 2]
        return bool(after) and after[0].lemma in _UNWANTED and _does(words, at)
    if any(word.lemma in AGAIN or word.low in AGAIN for word in words if word.clause == here.clause):
        return False
    if _passes(words, at):
        return True
    if here.lemma in _MINE or part_of_speech(here.low) not in _OBJECT or is_not_there(words[at + 1 :]):
        return False
    for n in range(at - 1, max(-1, at - 1 - _REACH), -1):
        word = words[n]
        if word.lemma in handles or (word.lemma in _REFUSES and here.lemma in _UNWANTED):
            return _does(words, n) and _is_object(words, n, at)
        if word.text == OURS or word.lemma in _MINE or word.low in _MINE:
            return False
        if part_of_speech(word.low) not in _PLAIN:
            return _is_news(words, n, at)
    return False


def _is_news(words: Sequence[Word], verb: int, at: int) -> bool:
    """«Зубр-Софт внедрил контроль брака»: so begins what a company tells of itself, unless it does harm."""
    begins = verb == 1 and words[0].text == OURS and part_of_speech(words[1].low) == "VERB"
    if not begins or words[1].lemma in _HARMS or any(word.lemma in WE or word.low in WE for word in words):
        return False
    if words[at].clause != words[verb].clause or "ablt" in tags(words[at].low)[0]:  # «обновил сайт, ошибки везде»
        return False
    if any(word.lemma in _AGAINST for word in words[verb:at]):  # «для пострадавших от мошенников»
        return True
    if words[at].lemma in (_HARM if at > verb + 1 else _HARM | _IMPOSED):
        return False
    if any(word.low in _WITH for word in words[verb:at]):
        return False
    return not any(word.lemma in _NOT or word.lemma in _LASTS for word in words)


def _passes(words: Sequence[Word], at: int) -> bool:
    """«Ошибки сразу видны», «жалобы обрабатываются в одном окне»; not so «ошибки исправляются неделями»."""
    n = next(
        (k for k in range(at + 1, min(len(words), at + 1 + _REACH)) if _is_handled(words[k].low, words[k].lemma)), None
    )
    if n is None or any(
        word.lemma in _NOT or word.lemma in _LASTS or word.low == _NAKED for word in words[at + 1 : n + 1 + _NEAR]
    ):
        return False
    between = all(part_of_speech(word.low) in _BETWEEN for word in words[at + 1 : n])
    return between and any(_is_tool(word) for word in words)


def _is_handled(low: str, lemma: str) -> bool:
    return low in _SEEN or (low.endswith("тся") and lemma.removesuffix("ся") in _HANDLES)


def _is_tool(word: Word) -> bool:
    return word.text == OURS or word.lemma in _MEANS


def _is_object(words: Sequence[Word], verb: int, at: int) -> bool:
    """Not so «отвечает хамством», «считает с ошибками», «показывает ошибку», «чинит ошибки второй месяц»."""
    between, rest = words[verb + 1 : at], words[at + 1 : at + 1 + _NEAR]
    if any(word.lemma in _LASTS and before.low != _WITHIN for before, word in pairwise([words[at], *rest])):
        return False
    if words[verb].lemma in _SHOWS:
        return bool(rest) and part_of_speech(rest[0].low) in {"NOUN", "CONJ"}
    if not _WITH.isdisjoint(word.low for word in between):
        return words[verb].lemma in _TAKES_WITH
    return words[verb].lemma in _TAKES_WITH or "ablt" not in tags(words[at].low)[0]


def _does(words: Sequence[Word], verb: int) -> bool:
    """Whether it is the product that does it, or that helps to."""
    before = words[max(0, verb - _FAR) : verb]
    if any(word.lemma in _NOT or word.low in _NOT for word in before[-_NEAR:]):
        return False
    if part_of_speech(words[verb].low) == "INFN":
        return any(word.lemma in _HELPS for word in before[-_NEAR:])
    return part_of_speech(words[verb].low) == "VERB" and is_by_tool(words, verb, before, _MEANS)
