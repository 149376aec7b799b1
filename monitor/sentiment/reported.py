"""Hears in Russian what a tool only finds, and what is only supposed: «датчик фиксирует перегрев», «при аварии»."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from monitor.sentiment.lexicon import Lexicon
from monitor.sentiment.phrases import OURS
from monitor.sentiment.scope import WITHOUT, is_topic, listed, not_without
from monitor.sentiment.words import Word
from monitor.words.morphology import part_of_speech, tags

_REACH, _BEFORE = 4, 4  # words from the verb to what is found, and to the tool
TOOLS = frozenset(
    {
        *("система", "программа", "сервис", "приложение", "антивирус", "датчик", "сенсор", "сканер", "модуль"),
        *("камера", "бот", "алгоритм", "нейросеть", "монитор", "прибор", "детектор", "анализатор", "фильтр"),
        *("платформа", "ии", "wms", "вмс", "площадка", "робот", "сигнализация", "контроллер", "счетчик", "трекер"),
        *("портал", "дашборд", "терминал", "устройство", "аппарат", "файрвол", "тепловизор", "видеонаблюдение"),
        *("средство", "препарат", "гербицид", "антифрод", "crm", "erp", "mes", "tms", "dlp", "siem", "црм", "ерп"),
    }
)
_BESIDE = frozenset(
    {"после", "из-за", "в", "с", "за", "от", "по", "у", "на", "since", "after", "because", "until", "to"}
)
WE = frozenset({"мы", "я", "наш", "мой", "нам", "нас", "we", "i", "our", "my", "us", "me", "everyone", "somebody"})
_FINDS = frozenset(
    {
        *("находить", "выявлять", "обнаруживать", "распознать", "распознавать", "отслеживать", "фиксировать"),
        *("подсвечивать", "отсеивать", "отсекать", "фильтровать", "блокировать", "уничтожать", "перехватывать"),
    }
)
_DONE = frozenset({"VERB", "PRTS", "INFN"})
_SAYS = frozenset({"VERB", "PRED", "ADVB", "ADJS", "PRTS", "INFN", "GRND"})
_HELPS = frozenset(  # «без них потеряли груз» may be praise
    {
        *("они", "он", "она", "это", "этот", "такой", "вы", "ваш", "весь", "система", "программа", "сервис", "бот"),
        *("автоматизация", "платформа", "помощь", "приложение", "crm", "erp", "wms"),
    }
)
_TELLS = frozenset({"предупреждать", "напоминать", "сигнализировать", "оповещать", "уведомлять"})
_OF = frozenset({"о", "об", "обо", "про"})
_ADJECTIVES = frozenset({"ADJF", "PRTF"})
_NO_TOPIC = frozenset(
    {"ложный", "несуществующий", "один", "сплошной", "такой", "этот", "каждый", "постоянный", "вечный"}
)
AGAIN = frozenset(
    {
        *("каждый", "постоянно", "вечно", "опять", "снова"),
        *("второй", "третий", "их", "ваш", "они", "только"),
    }
)
_NOBODY, _GONE = frozenset({"нет", "никто"}), frozenset({"быть", "существовать"})
_ON, _CASE, _IN_CASE = "при", frozenset({"случае", "случай"}), frozenset({"в", "на"})
_OURS = frozenset({"качество", "уровень", "сервис", "выручка", "продажа"})  # «при падении качества»


def only_told(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Whether something bad is only what is counted, found or supposed."""
    also = listed(words, at)  # «отсеивает спам и мошенников»
    found = _is_found(words, at, lexicon) or (also is not None and _is_found(words, also, lexicon))
    return found or is_topic(words, at, lexicon.topics) or _is_supposed(words, at) or _was_spared(words, at)


def is_by_tool(words: Sequence[Word], verb: int, before: Sequence[Word], tools: Collection[str]) -> bool:
    """Whether it is we or a tool who does it, among the words before the verb; not so «после Зубр-Софта исправляем»."""
    nearest = range(verb - 1, verb - 1 - len(before), -1)
    n = next((k for k in nearest if words[k].text == OURS or words[k].lemma in tools), None)
    if n is None or any(word.low in WE or word.lemma in WE for word in words[n + 1 : verb]):
        return False
    return n == 0 or words[n - 1].low not in _BESIDE


def is_with(words: Sequence[Word], without: int, at: int) -> bool:
    """Whether «без» leaves this word as it is: «без споров оплатила», «без объяснений отказали», a double «без»."""
    done = at > without + 1 and bool(_DONE & tags(words[at].low)[0])
    return (done and not _would(words, at) and not _helps(words, without)) or not_without(words, without, at + 1)


def joins(words: Sequence[Word], n: int) -> bool:
    """Whether «что за» only joins: «сказали, что за выезд берут»; not so «ребята, что за дела»."""
    if words[n].low != "что" or not n or words[n - 1].clause == words[n].clause:
        return False
    what = words[n + 1 : n + 3]
    if [word.low for word in what[:1]] != ["за"]:
        return False
    if not any("nomn" in read for word in what[1:] for read in tags(word.low)):
        return True
    before = [word.low for word in words[:n]]
    says = any(part_of_speech(low) in _SAYS and "impr" not in tags(low)[0] for low in before)
    return says and not any(low.startswith("не") for low in before)


def _is_found(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """«Антивирус находит уязвимости», but not «находит уязвимости в их программе»."""
    clause, of = words[at].clause, False
    near = words[max(0, at - 1 - _REACH) : at]
    if words[at].lemma in _NO_TOPIC or not any(word.lemma in _FINDS or word.lemma in _TELLS for word in near):
        return False
    if is_not_there(words[at + 1 :]):
        return False
    for n in range(at - 1, max(0, at - 1 - _REACH), -1):
        word = words[n]
        if word.clause != clause or word.lemma in _NO_TOPIC:
            return False
        if word.lemma in _FINDS or (of and word.lemma in _TELLS):
            said = [w for w in words if w.clause == clause]
            return (
                any({"3per", "pres"} <= read or {"3per", "futr"} <= read for read in tags(word.low))
                and any(w.lemma in TOOLS for w in words[max(0, n - _BEFORE) : n] if w.clause == clause)
                and not any(w.lemma in AGAIN or w.low in AGAIN or w.low in lexicon.negations for w in said)
            )
        of = of or word.low in _OF
        if word.low not in _OF and part_of_speech(word.low) not in _ADJECTIVES:
            return False
    return False


def is_not_there(after: Sequence[Word]) -> bool:
    """«... ошибки там, где их нет», «простой, которого не было», «... но никто не реагирует»."""
    gone = any(one.low == "не" and other.lemma in _GONE for one, other in pairwise(after))
    return gone or any(word.low in _NOBODY for word in after)


def _is_supposed(words: Sequence[Word], at: int) -> bool:
    """«При аварии», «при резком падении давления», «на случай сбоя»; not «при таких опозданиях»."""
    near = [w for w in words[max(0, at - 2) : at] if w.clause == words[at].clause]
    if not any(w.low == _ON or w.low in _CASE for w in near):
        return False
    after = words[at + 1 : at + 2]
    if part_of_speech(words[at].low) != "NOUN" or (after and after[0].lemma in _OURS):
        return False
    if near[-1].low in _CASE:
        return near[0].low in _IN_CASE
    if near[-1].low == _ON:
        return True
    adjective = part_of_speech(near[-1].low) in _ADJECTIVES and near[-1].lemma not in _NO_TOPIC
    return adjective and near[0].low == _ON


def _was_spared(words: Sequence[Word], at: int) -> bool:
    """«Без них мы бы потеряли груз»."""
    if not _would(words, at):
        return False
    said = [n for n, word in enumerate(words) if word.clause == words[at].clause]
    without = next((n for n in said if words[n].low == WITHOUT), at)
    return without < at and _helps(words, without) and not any(words[n].low == "не" for n in said)


def _would(words: Sequence[Word], at: int) -> bool:
    """Whether it is only what would be."""
    return any(word.low == "бы" and word.clause == words[at].clause for word in words)


def _helps(words: Sequence[Word], without: int) -> bool:
    """«Без них», «без Зубр-Софта», «без программы»."""
    help_, clause = words[without + 1 : without + 2], words[without].clause
    return any((w.lemma in _HELPS or w.text[0].isupper()) and w.clause == clause for w in help_)
