"""Hears that something bad stays, for what would mend it is denied: «не решают проблемы», "did not fix the bug"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from monitor.sentiment.lexicon import Lexicon
from monitor.sentiment.words import Word
from monitor.words.morphology import tags

_REACH = 3  # words from the verb to what it does not mend
_NOT = "не"
_TRIES = frozenset(
    {
        *("мочь", "смочь", "удаться", "удаваться", "получиться", "получаться", "уметь", "суметь", "способный"),
        *("готовый", "хотеть", "захотеть", "желать", "пожелать", "собираться", "спешить", "торопиться", "думать"),
        *("стать", "успеть", "успевать", "пытаться", "попытаться", "помочь", "помогать", "быть", "взяться"),
        *("браться"),
    }
)
_ENDED = frozenset({"перестать", "прекратить", "без"})  # «перестали исправлять ошибки вручную» is no complaint
_HAD_TO = frozenset({"пришлось", "приходится", "придется", "понадобилось", "потребовалось"})
_FINDS = frozenset(
    {
        *("найти", "находить", "выявить", "выявлять", "обнаружить", "обнаруживать", "поймать", "ловить"),
        *("распознать", "распознавать", "отследить", "отслеживать", "фиксировать"),
    }
)
_FINDS_IN_ENGLISH = frozenset(
    {
        *("find", "detect", "catch", "spot", "identify", "flag", "report", "notice"),
        *("finds", "detects", "catches", "spots", "identifies", "flags", "reports"),
    }
)
_KNOWN = frozenset({"the", "this", "that", "our", "my", "their", "its"})  # "did not catch the error": there was one
_ONE_DOES = frozenset({"doesn't", "doesnt"})
_NEED_NOT = frozenset({"have", "having", "need", "to", "only", "just", "merely", "simply"})  # "need not fix"
_WHILE = frozenset(
    {
        *("by", "in", "at", "on", "for", "after", "because", "due", "until", "and", "but", "or", "as", "when", "if"),
        *("before", "during", "since", "than", "who", "which", "up"),
    }
)


def unmended(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """«Не устраняют ошибки», «не смогли взыскать долг»; not so «не нужно исправлять ошибки», «не нашли ошибок»."""
    clause = words[at].clause
    for n in range(at - 1, max(0, at - 1 - _REACH), -1):
        if words[n].clause != clause:
            return False
        if words[n].lemma in lexicon.remedies:
            return _denied(words, n, lexicon) and (words[n].lemma not in _FINDS or _is_there(words[n], words[at]))
    return False


def needless(words: Sequence[Word], denial: int, at: int) -> bool:
    """«Не пришлось чинить», «не помню, что брали»: nobody says that it was not done."""
    had_to = denial + 2 == at and words[at - 1].low in _HAD_TO and words[denial].low == _NOT
    return had_to or words[denial].clause != words[at].clause


def _denied(words: Sequence[Word], verb: int, lexicon: Lexicon) -> bool:
    before, clause = words[verb - 1], words[verb].clause
    if before.clause != clause:
        return False
    said = tags(words[verb].low)[0]
    if before.low == _NOT:
        return said.isdisjoint({"INFN", "impr"}) and not {"1per", "pres"} <= said
    if "INFN" not in said:
        return False
    if before.lemma in _TRIES:
        return verb > 1 and words[verb - 2].low == _NOT and words[verb - 2].clause == clause
    denies = before.low in lexicon.negations or before.lemma in lexicon.negations
    return denies and before.lemma not in _ENDED


def _is_there(verb: Word, bad: Word) -> bool:
    """Whether what nobody finds is there: «не нашли утечку», «не находит ошибки», but not «не нашли ошибок»."""
    cases = {case for read in tags(bad.low) for case in ("gent", "accs") if case in read}
    return cases == {"accs"} or ("accs" in cases and any({"3per", "pres"} <= read for read in tags(verb.low)))


def stays(before: Sequence[str], denial: int, remedies: Collection[str]) -> bool:
    """Whether what follows these English words is denied its remedy, and so is still there.

    >>> [stays(said.split(), 1, {"fix", "find"}) for said in ("does not fix", "do not have to fix", "did not find")]
    [True, False, False]
    """
    between = before[denial + 1 :]
    verb = next((n for n, low in enumerate(between) if low in remedies), None)
    if verb is None or not _NEED_NOT.isdisjoint(between[:verb]) or not _WHILE.isdisjoint(between[verb + 1 :]):
        return False
    if between[verb] not in _FINDS_IN_ENGLISH:
        return True
    one_does = (
        between[verb].endswith("s") or before[denial] in _ONE_DOES or before[denial - 1 : denial + 1] == ["does", "not"]
    )
    if before[denial] == "never" and between[verb] != "find":
        return True
    return before[-1] in _KNOWN or (one_does and "any" not in between)
