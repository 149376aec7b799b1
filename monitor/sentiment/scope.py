"""Hears what turns a Russian word round from afar: a denial before «что», a double «без», a verb that mends."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from monitor.sentiment.words import Word
from monitor.words.morphology import part_of_speech, tags

WITHOUT, AFTER = "без", "после"
IN_VAIN = frozenset({"невозможно", "нереально", "нельзя"})  # «избежать проблем невозможно»
_REACH = 3
_REST = 6  # words behind something bad in which it may be said that it was not kept off
_PASSES = frozenset({"обойтись", "обходиться", "бывать", "проходить", "пройти", "мочь"})  # «без ошибок не обходится»
_ON = frozenset({"о", "об", "про"})
_OF_ALL = frozenset({"без", "никакой", "забыть", "отсутствие", "ноль"})
_BOTH = frozenset({"и", "или"})
_AND = frozenset({"и", "а", "но", "или"})
_FAILED = frozenset({"удалось", "удается", "удастся", "получилось", "получается", "получится", "вышло", "смогли"})
_BEYOND = 6  # words between «что» and what is denied
THAT = frozenset({"чтобы", "чтоб"})
_SAID = frozenset(
    {
        *("сказать", "скажу", "скажешь", "назвать", "думаю", "считаю", "верю", "верится", "факт"),
        *("уверен", "уверена", "уверены"),
    }
)
_HAPPENED = frozenset({"помню", "припомню", "случая", "раза", "дня", "такого"})  # «не было случая, чтобы …»
_SAID_BY_HALF = frozenset({"сказал", "сказала", "назвал", "назвала"})  # «не сказал бы, что …»
_HOPED = frozenset(
    {
        *("думал", "думала", "думали", "ожидал", "ожидала", "ожидали", "надеялся", "надеялась", "надеялись"),
        *("рассчитывал", "рассчитывали"),
    }
)
_FEARED = frozenset(
    {
        *("боялся", "боялась", "боялись", "опасался", "опасалась", "опасались", "переживал", "переживала"),
        *("думал", "думала", "думали", "переживали", "волновался", "волновалась", "волновались", "беспокоились"),
    }
)
TRADES = frozenset(
    {
        *("подрядчик", "поставщик", "провайдер", "интегратор", "перевозчик", "вендор", "хостинг", "хостер", "оператор"),
        *("исполнитель", "агентство", "аутсорсер", "бухгалтер", "банк", "конкурент"),
    }
)
_OURS = frozenset({"этот", "это", "ваш", "они", "данный"})
_WILL = frozenset({"будет", "будут", "станет", "буду"})  # «думали, будет лучше»
_BUT_FOR = ("если", "бы", "не")
_WANES = frozenset(
    {
        *("исчезнуть", "прекратиться", "сократиться", "снизиться", "уменьшиться", "убавиться", "поубавиться"),
        *("исчезать", "прекращаться", "сокращаться", "снижаться", "уменьшаться"),
    }
)
_LESSENS = frozenset({"сократить", "снизить", "уменьшить", "сокращать", "снижать", "уменьшать"})
_SOLVES = frozenset(
    {
        *("решить", "решать", "устранить", "исправить", "уладить", "урегулировать", "закрыть", "закрывать", "убить"),
        *("победить", "побороть", "искоренить", "разгрести", "разрулить", "пофиксить", "ликвидировать"),
    }
)
_EASES = _WANES | _LESSENS | _SOLVES
_DEMANDS = frozenset(
    {
        *("просить", "требовать", "потребовать", "обязать", "обещать", "пообещать", "пора"),
        *("обязан", "обязаны", "должны", "должен", "необходимо"),
    }
)
_ASKED = 6  # words from «просим» to what is to be mended
_BECOMES = frozenset({"стать", "становиться"})  # «жалоб стало меньше»
_FEWER = "меньше"
_FALLS, _TIMES = "упасть", frozenset({"вдвое", "втрое", "вчетверо"})  # «штрафы упали вдвое»
_TIME = frozenset({"час", "минута", "секунда", "день", "сутки", "неделя", "месяц", "ч", "мин"})
_FALL = 7  # words from «штрафы» to «упали»
MET = frozenset(
    {
        *("был", "была", "было", "были", "будет", "бывает", "бывало", "возникает", "возникало", "возникло", "возникли"),
        *("наблюдается", "наблюдалось", "замечали", "заметил", "заметили", "имею", "имеем", "имеется", "поступало"),
        *("выявили", "выявил", "выявлено", "обнаружили", "обнаружил", "обнаружено", "нашли", "нашел", "найдено"),
        *("увидели", "увидел", "встретил", "встретили", "встречали", "испытывали", "испытали", "нашла"),
        *("пришлось", "приходилось", "придется", "оказалось", "оказались"),
    }
)
_UNHEARD_OF = frozenset({"такой", "столько", "подобный", "худший"})  # «такого хамства ещё не было»
_WORSE = "хуже"  # «хуже ещё не встречали»
_LESS = 4  # words between the verb and what is bad
_TOPIC = 5  # words from «учёт» to what it is about
_ABOUT = frozenset({"о", "об", "обо", "про", "по", "на", "и", "или", "для"})
_SHEER = frozenset({"сплошной", "один", "полный", "постоянный", "вечный", "такой", "сам"})  # «учёт: одни ошибки»
_INSIDE = frozenset({"в", "во", "из-за", "после", "при", "с"})
_DOING = frozenset({"VERB", "INFN", "GRND"})
_WHILE = frozenset(
    {"из-за", "после", "при", "на", "от", "ввиду", "вследствие", "с", "со", "по", "в", "во", "для", "за", "из"}
)


def denial(words: Sequence[Word], at: int, denies: Callable[[Word], bool]) -> int | None:
    """Where it is denied that any of this is so: «не было случая, чтобы опоздали», «думали, будет лучше»."""
    clause = words[at].clause
    that = next((n for n in range(at, max(-1, at - 1 - _BEYOND), -1) if words[n].clause != clause), -1) + 1
    if 0 < that <= at and words[that - 1].low in _HOPED:
        return that - 1 if _hoped(words, that, at, denies) else None
    if 0 < that < at and words[that].low == "что" and words[that - 1].lemma == "забыть" and _forgets(words, that - 1):
        return that - 1
    low = words[that].low if 1 < that <= at else ""
    if low != "что" and low not in THAT:
        return None
    half = words[that - 1].low == "бы" and words[that - 2].low in _SAID_BY_HALF
    said = that - 2 if half else that - 1
    if not half and words[said].low not in (_SAID if low == "что" else _SAID | _HAPPENED):
        return None
    return next((n for n in range(said - 1, max(-1, said - 1 - _REACH), -1) if denies(words[n])), None)


def _hoped(words: Sequence[Word], that: int, at: int, denies: Callable[[Word], bool]) -> bool:
    """«Надеялись, что будет лучше»: it is not; «не думали, что будет так хорошо» says that it is."""
    will = any(word.low in _WILL for word in words[that : at + 1])
    return will and not any(denies(word) for word in words[max(0, that - _REACH) : that - 1])


def forgotten(words: Sequence[Word]) -> list[int]:
    """«Забыли, что такое сбои», «забыли про сбои»: where they begin."""
    return [n for n, word in enumerate(words[:-2]) if word.lemma == "забыть" and _forgets(words, n)]


def _forgets(words: Sequence[Word], n: int) -> bool:
    return words[n + 1].low in _ON or (words[n + 1].low == "что" and words[n + 2].low == "такое")


def listed(words: Sequence[Word], at: int) -> int | None:
    """The noun that this one is named together with: «ошибки и штрафы»."""
    if at < 2 or words[at - 1].low not in _BOTH or words[at - 1].clause != words[at].clause or not _is_noun(words[at]):  # noqa: PLR2004
        return None
    return next(
        (n for n in (at - 2, at - 3, at - 4) if n >= 0 and words[n].clause == words[at].clause and _is_noun(words[n])),
        None,
    )


def was_not(words: Sequence[Word], n: int) -> bool:
    """«Сбоев не было», but not «такого хамства не было»."""
    first, *following = words[n : n + 2]
    if first.low != "не" or not following or following[0].low not in MET:
        return False
    near = (word for word in [*words[:n], *words[n + 2 : n + 4]] if word.clause == first.clause)
    return not any(word.lemma in _UNHEARD_OF or word.low == _WORSE for word in near)


def lasts(words: Sequence[Word], denial: int) -> bool:
    """Whether a denial holds for all that is listed: «без ошибок и штрафов», «не было ошибок и штрафов»."""
    word = words[denial]
    return word.lemma in _OF_ALL or (word.low == "не" and denial + 1 < len(words) and words[denial + 1].low in MET)


def not_without(words: Sequence[Word], without: int, end: int) -> bool:
    """«Ни одной поставки без задержки», «без проблем не обошлось»: there is what it speaks of."""
    clause = words[without].clause
    after = words[end : end + _REACH]
    if any(a.low == "не" and b.lemma in _PASSES and b.clause == clause for a, b in pairwise(after)):
        return True
    for n in range(without - 1, max(-1, without - 2 - _REACH), -1):
        if words[n].clause != clause or words[n].low in _AND:
            return False
        if words[n].low == "ни" or (words[n].low == "не" and without - n < _REACH):  # «не обошлось без»
            return True
    return False


def without_without(words: Sequence[Word], wanted: Collection[str], at: int, end: int) -> bool:
    """The same of a phrase with a «без» in it, which begins and ends at these words."""
    places = (n for n in range(at, end) if WITHOUT in wanted and words[n].low == WITHOUT)
    return any(not_without(words, n, end) for n in places)


def wished_for(words: Sequence[Word], wished: Collection[int]) -> Collection[int]:
    """The clauses of what is wished: «хотелось бы, чтобы отвечали»."""
    return {word.clause for word in words if word.low in THAT and word.clause - 1 in wished} if wished else ()


def conceded(words: Sequence[Word]) -> range:
    """What stands behind «хотя» as far as the next comma: it outweighs nothing."""
    at = next((n for n, word in enumerate(words) if word.low == "хотя" and words[n + 1 : n + 2] != []), None)
    if at is None or words[at + 1].low == "бы":
        return range(0)
    return range(at, next((n for n in range(at, len(words)) if words[n].clause != words[at].clause), len(words)))


def after_others(words: Sequence[Word], n: int, at: int) -> bool:
    """«После двух провальных подрядчиков эти справились»: it was others who failed."""
    follows = words[at + 1 : at + 2]
    others = bool(follows) and follows[0].lemma in TRADES and follows[0].clause == words[n].clause
    return others and not any(word.lemma in _OURS for word in words[n + 1 : at])


def feared(words: Sequence[Word], n: int) -> bool:
    """Whether what follows this word, the last before a comma, is only what was feared: «боялись, что обманут»."""
    if words[n].low not in _FEARED or n + 1 >= len(words) or words[n + 1].clause == words[n].clause:
        return False
    clause = words[n + 1].clause
    said = (word for word in words[n + 1 : n + 2 + _BEYOND] if word.clause == clause)
    return any("futr" in read for word in said for read in tags(word.low))


def demanded(words: Sequence[Word], verb: int) -> bool:
    """«Просим в течение недели устранить недостатки», «обещали исправить ошибку»: they are still there."""
    if words[verb].lemma not in _SOLVES:
        return False
    asked = any(word.lemma in _DEMANDS or word.low in _DEMANDS for word in words[max(0, verb - _ASKED) : verb])
    return asked and "INFN" in tags(words[verb].low)[0]


def in_vain(words: Sequence[Word], at: int) -> bool:
    """«Избежать штрафа не удалось»: what was to be kept off came."""
    rest = [word.low for word in words[at + 1 : at + 1 + _REST] if word.clause == words[at].clause]
    return any(low in IN_VAIN for low in rest) or any(a == "не" and b in _FAILED for a, b in pairwise(rest))


def is_topic(words: Sequence[Word], at: int, topics: Collection[str]) -> bool:
    """«Модуль учёта брака», «вебинар об ошибках»: something bad is only what it is about; not so «в модуле ошибки»."""
    clause, first = words[at].clause, None
    if not any(word.lemma in topics for word in words[max(0, at - _TOPIC) : at]) or not _is_noun(words[at]):
        return False
    for n in range(at - 1, max(-1, at - 1 - _TOPIC), -1):
        word = words[n]
        if word.clause != clause or word.lemma in _SHEER:
            break
        if word.lemma in topics:
            first = n
        elif word.low not in _ABOUT and not _is_noun(word) and part_of_speech(word.low) != "ADJF":
            return first is not None and word.low not in _INSIDE
    return first is not None and words[max(0, first - 1)].low not in _INSIDE


def but_for(words: Sequence[Word]) -> int | None:
    """The clause of «если бы не они»: what would have happened did not."""
    low = [word.low for word in words]
    at = next((n for n in range(len(low) - len(_BUT_FOR)) if tuple(low[n : n + len(_BUT_FOR)]) == _BUT_FOR), None)
    return None if at is None else words[at].clause


def easing(words: Sequence[Word]) -> list[int]:
    """Where a verb stands by which something bad becomes less or ends: «снизить», «исчезнуть», «решить»."""
    return [n for n, word in enumerate(words) if word.lemma in _EASES or _becomes_less(words, n, word)]


def eases(words: Sequence[Word], verb: int, first: int, last: int) -> bool:
    """Whether it is what stands there that becomes less, or is mended."""
    lemma, clause = words[verb].lemma, words[verb].clause
    if clause != words[first].clause or first <= verb <= last:
        return False
    if not 0 < (first - verb if verb < first else verb - last) <= (_FALL if lemma == _FALLS else _LESS):
        return False
    if verb > last and lemma in _LESSENS:  # «авария снизила доход»
        return False
    if part_of_speech(words[first].low) in _DOING:  # «сокращают людей и срывают сроки»
        return False
    if any(word.low == "не" and word.clause == clause for word in words[verb + 1 : verb + 1 + _REACH]):
        return False
    if demanded(words, verb):
        return False
    return not _circumstance(words, verb, first) and (lemma not in _SOLVES or _is_solved(words, verb, first))


def _becomes_less(words: Sequence[Word], n: int, word: Word) -> bool:
    """«Жалоб стало меньше», «упали вдвое», «упали на 80%»; a server that «упал на 3 часа» is another thing."""
    if word.lemma != _FALLS:
        return word.low == _FEWER and n > 0 and words[n - 1].lemma in _BECOMES
    by, much, what = ([after.lemma for after in words[n + 1 : n + 4]] + [""] * 3)[:3]
    return by in _TIMES or (by == "в" and what == "раз") or (by == "на" and much.isdecimal() and what not in _TIME)


def _circumstance(words: Sequence[Word], verb: int, n: int) -> bool:
    """«Продажи снизились из-за ошибок»: it is not the mistakes that became less."""
    if verb < n:
        return any(word.low in _WHILE for word in words[verb + 1 : n])
    if n > 0 and words[n - 1].low in _WHILE:
        return words[n - 1].end + 1 == words[n].start  # else a name stands between
    return n > 1 and words[n - 2].low in _WHILE and "ADJF" in tags(words[n - 1].low)[0]


def _is_solved(words: Sequence[Word], verb: int, n: int) -> bool:
    """«Решили проблему», but not «решили поднять штраф»."""
    between = words[min(verb, n) + 1 : max(verb, n)]
    return (
        _is_noun(words[n])
        and "ablt" not in tags(words[n].low)[0]
        and not any("INFN" in tags(word.low)[0] for word in between)
    )


def _is_noun(word: Word) -> bool:
    return part_of_speech(word.low) == "NOUN"
