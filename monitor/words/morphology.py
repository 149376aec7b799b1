"""Words by their dictionary forms, and what the dictionary says of them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import Any

from pymorphy3 import MorphAnalyzer  # type: ignore[import-untyped]  # published without types

_CACHED = 100_000  # words, 32 MB when full: a look-up costs 100 us, a remembered one 0.1; twice as many hit no more
_LOOKED_UP = 20_000  # words: as many as a few texts have
_PROPER = frozenset({"Name", "Surn", "Patr", "Orgn", "Trad", "Abbr", "Init"})  # names are no common words

CYRILLIC = re.compile(r"[а-яёіїєґў]+\Z")
_LATIN_DECLINED = re.compile(r"([a-z][a-z0-9]+)'?[а-я]{1,3}\Z")  # zoom'е, zoomом

_PLURAL = re.compile(r"(?<=[a-z]{3})(?:'s|(?<=[sxz])es|(?<!s)s)\Z")
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ing|ed)\Z")
_SOFT_ENDING = re.compile(r"(?<=[a-z]{3})(?:ie|e+|y|i)\Z")
_TWICE = re.compile(r"([a-z])(?=\1\Z)")
# English words that tell nothing of what stands beside them.
_SMALL = re.compile(
    r"(?:a|an|the|and|or|but|nor|so|yet|if|than|then|that|this|these|those|there|here|it|its|he|she|we|you|they|i"
    r"|me|us|him|them|my|our|your|his|her|their|who|whom|whose|which|what|when|where|why|how|is|are|was|were"
    r"|be|been|being|am|isn|aren|wasn|weren|has|have|had|having|do|does|did|don|doesn|didn|will|would|can"
    r"|could|may|might|must|shall|should|won|not|no|never|ever|just|only|also|too|very|even|still|again"
    r"|already|now|today|yesterday|tomorrow|soon|always|often|in|on|at|by|for|from|of|off|to|with|without"
    r"|about|over|under|after|before|since|until|between|during|into|onto|out|up|down|as|like|via|per|vs"
    r"|because|while|both|each|every|some|any|all|other|such|s|t|re|ve|ll|said|says|got|gets|goes|went|came"
    r"|comes|seems)\Z"
)


def plain(word: str) -> str:
    """One spelling for what people spell in two ways: small letters, ё as е."""
    return word.lower().replace("ё", "е")


@lru_cache(maxsize=_CACHED)
def lemma(word: str) -> str:
    """The dictionary form by which the same word is known in any case; other alphabets stay as they are.

    >>> lemma("Поддержкой"), lemma("support")
    ('поддержка', 'support')
    """
    low = plain(word)
    return _dictionary_forms(low)[0] if CYRILLIC.match(low) else low


@lru_cache(maxsize=_CACHED)
def lemmas(word: str) -> frozenset[str]:
    """Every dictionary form a word may come from, and the word itself; for comparing phrases in any form."""
    low = plain(word)
    if not CYRILLIC.match(low):
        stem = _LATIN_DECLINED.match(low)
        return frozenset({low, _PLURAL.sub("", low), stem[1] if stem else low})
    return frozenset({low, *_dictionary_forms(low)})


@lru_cache(maxsize=_LOOKED_UP)
def _dictionary_forms(low: str) -> tuple[str, ...]:
    """The likeliest first; a text's words are asked for their tone, and once more for the search.

    How likely each reading is costs as much as to find them, and most words have one form in all of them.
    """
    listed = _listed_forms(low)
    return listed if len(listed) == 1 else tuple(plain(str(reading.normal_form)) for reading in readings(low))


def _listed_forms(low: str) -> tuple[str, ...]:
    """Of a word that the dictionary has as it is; a single letter may be somebody's initial as well."""
    if len(low) == 1:
        return ()
    dictionary, ye_for_yo = _analyser().dictionary, _analyser().char_substitutes
    found = dictionary.words.similar_items(low, ye_for_yo)
    forms = (dictionary.build_normal_form(*place, word) for word, places in found for place in places)
    return tuple(dict.fromkeys(map(plain, forms)))


def search_forms(word: str) -> frozenset[str]:
    """What a word is found by: its dictionary forms, in English what is left of it without its ending.

    >>> sorted(search_forms("crashed") & search_forms("crashes"))
    ['crash']
    """
    return lemmas(word) | {_stem(plain(word))}


def _stem(low: str) -> str:
    """What «stop», «stops», «stopped» and «stopping» have in common; only compared, never shown."""
    bare = _ENDING.sub("", _PLURAL.sub("", low))
    return _TWICE.sub("", _SOFT_ENDING.sub("", bare))


def is_known(word: str) -> bool:
    """Whether the dictionary has this word, in any form."""
    return bool(_analyser().word_is_known(word.lower()))


def tags(word: str) -> tuple[frozenset[str], ...]:
    """What a word may be, in the dictionary's own terms, the likeliest first."""
    return tuple(frozenset(reading.tag.grammemes) for reading in readings(word.lower()))


def readings(low: str) -> list[Any]:
    """What a small word may be, the likeliest first."""
    return list(_analyser().parse(low))


@lru_cache(maxsize=10_000)
def part_of_speech(word: str) -> str:
    """The part of speech a word most likely is, in the dictionary's own terms.

    >>> part_of_speech("штрафы"), part_of_speech("вечных")
    ('NOUN', 'ADJF')
    """
    return str(readings(word.lower())[0].tag.POS)


@lru_cache(maxsize=10_000)
def compares(word: str) -> bool:
    """Whether a word is a comparative.

    >>> [compares(word) for word in ("лучше", "надёжнее", "надёжный", "свежее")]
    [True, True, False, False]
    """
    known = tags(word)
    return any("COMP" in reading for reading in known) and not any("ADJF" in reading for reading in known)


@lru_cache(maxsize=10_000)
def is_common(word: str) -> bool:
    """Whether a Russian name is also an ordinary word, so that only a capital letter tells the two apart.

    >>> is_common("Точка"), is_common("Роскосмос"), is_common("Авито")
    (True, False, False)
    """
    low = word.lower()
    if not CYRILLIC.match(low) or not is_known(low):
        return False
    return any(not _PROPER & set(r.tag.grammemes) for r in readings(low))


@lru_cache(maxsize=10_000)
def stands_alone(word: str) -> bool:
    """Whether a word after «банк» is a name of its own: «Точка» is; «Москвы», «развития» and places are not."""
    best = readings(word.lower())[0]
    if not is_known(word):
        return True
    return "Geox" not in best.tag and ("nomn" in best.tag or plain(str(best.normal_form)) == plain(word))


_SURELY = 0.9  # of a reading; «карты» are of a card, or several cards


def depends(word: str, following: str = "") -> bool:
    """Whether a word, or the noun that its adjective leads to, can only tell whose or of what the word before it is.

    Of people it may be whom somebody does something to: «Магнит поставщиков штрафует».

    >>> depends("новостей"), depends("последних", "новостей"), depends("поставщиков"), depends("карты")
    (True, True, False, False)
    """
    best = readings(word)[0]
    if best.tag.POS in {"ADJF", "PRTF"} and following:
        return any("gent" in one.tag for one in readings(word)) and depends(following)
    return best.tag.POS == "NOUN" and {"gent", "inan"} <= best.tag.grammemes and bool(best.score >= _SURELY)


def names_a_thing(word: str) -> bool:
    """Whether a word beside a name tells whose name it is: a noun, an adjective, a name; no verb and no small word.

    >>> names_a_thing("европейского"), names_a_thing("видели"), names_a_thing("в"), names_a_thing("этот")
    (True, False, False, False)
    >>> names_a_thing("Gold"), names_a_thing("is")
    (True, False)
    """
    low = word.lower()
    if not CYRILLIC.match(low):
        return len(word) > 1 and not _SMALL.match(low)
    tag = readings(low)[0].tag
    return str(tag.POS) in {"NOUN", "ADJF", "PRTF"} and "Apro" not in tag


def first_form(first: str, second: str) -> str:
    """Two small words that stand beside each other as a dictionary would have them.

    >>> first_form("зубров", "европейских"), first_form("беловежской", "пуще"), first_form("дрелью", "зубра")
    ('зубр европейский', 'беловежская пуща', 'дрель зубра')
    """
    if agreed := _agreeing(first, second):
        return " ".join(agreed)
    if agreed := _agreeing(second, first):
        return " ".join(reversed(agreed))
    best = readings(first)[0] if CYRILLIC.match(first) else None
    return f"{best.normal_form if best and best.tag.POS == 'NOUN' else first} {second}"


def _agreeing(noun: str, adjective: str) -> tuple[str, str] | None:
    """A noun and its adjective in their first form; None where they are no such pair."""
    if not (CYRILLIC.match(noun) and CYRILLIC.match(adjective)):
        return None
    nouns = [one for one in readings(noun) if one.tag.POS == "NOUN"]
    adjectives = [one for one in readings(adjective) if one.tag.POS in {"ADJF", "PRTF"}]
    for one, other in product(nouns, adjectives):
        if (one.tag.case, one.tag.number) == (other.tag.case, other.tag.number):
            turned = other.inflect({"nomn", "sing", one.tag.gender} if one.tag.gender else {"nomn", "plur"})
            return (str(one.normal_form), str(turned.word)) if turned else None
    return None


@lru_cache(maxsize=1)
def _analyser() -> MorphAnalyzer:
    return MorphAnalyzer()
