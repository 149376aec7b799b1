"""Russian words: their dictionary forms, and a name in all its cases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from typing import Any, Final

from pymorphy3 import MorphAnalyzer  # type: ignore[import-untyped]  # published without types

_CACHED = 200_000  # words: a look-up costs 100 us, a remembered one 0.1
_LOOKED_UP = 20_000  # words: as many as a few texts have
_CASES: Final = ("nomn", "gent", "datv", "accs", "ablt", "loct", "gen2", "loc2")
_NUMBERS: Final = ("sing", "plur")
_PROPER = frozenset({"Name", "Surn", "Patr", "Orgn", "Trad", "Abbr", "Init"})  # names are no common words
_LIKELY = 0.15  # readings of a word less likely than this make no forms

_CYRILLIC = re.compile(r"[а-яёіїєґў]+\Z")
_NUMBERED = re.compile(r"([а-яё]{3,})(\d+)\Z")  # Битрикс24
_LATIN_DECLINED = re.compile(r"([a-z][a-z0-9]+)'?[а-я]{1,3}\Z")  # zoom'е, zoomом

_PLURAL = re.compile(r"(?<=[a-z]{3})(?:'s|(?<=[sxz])es|(?<!s)s)\Z")
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ing|ed)\Z")
_SOFT_ENDING = re.compile(r"(?<=[a-z]{3})(?:ie|e+|y|i)\Z")
_TWICE = re.compile(r"([a-z])(?=\1\Z)")
_CONSONANT = re.compile(r"[а-яіў]*[бвгджзклмнпрстфхцчшщ]\Z")
_FEMININE_STEM = re.compile(r"[а-яіў]*[бвгджзклмнпрстфхчшщ]а\Z")
# How a name ends that the dictionary cannot place.
_MASCULINE: Final = (("gent", "а"), ("datv", "у"), ("accs", ""), ("ablt", "ом"), ("loct", "е"))
_FEMININE: Final = (("gent", "ыи"), ("datv", "е"), ("accs", "у"), ("ablt", ("ой", "ей")), ("loct", "е"))
# What Belarusian adds: з Зубр-Софтам, у Зубр-Софце, праз Альфай. The other endings are as in Russian.
_BELARUSIAN_SOFT: Final = {"т": "це", "д": "дзе", "к": "цы", "г": "зе", "х": "се"}

Forms = dict[tuple[str, str], frozenset[str]]  # (number, case) -> spellings


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a name: what may stand for it in each number and case."""

    base: str
    forms: Forms
    kind: str  # "adj", "noun", "" (never inflected)
    plural: bool = False  # the name itself is plural: «Ведомости»


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
    return _dictionary_forms(low)[0] if _CYRILLIC.match(low) else low


@lru_cache(maxsize=_CACHED)
def lemmas(word: str) -> frozenset[str]:
    """Every dictionary form a word may come from, and the word itself; for comparing phrases in any form."""
    low = plain(word)
    if not _CYRILLIC.match(low):
        stem = _LATIN_DECLINED.match(low)
        return frozenset({low, _PLURAL.sub("", low), stem[1] if stem else low})
    return frozenset({low, *_dictionary_forms(low)})


@lru_cache(maxsize=_LOOKED_UP)
def _dictionary_forms(low: str) -> tuple[str, ...]:
    """The likeliest first; a text's words are asked for their tone, and once more for the search."""
    return tuple(plain(str(reading.normal_form)) for reading in _readings(low))


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
    return tuple(frozenset(reading.tag.grammemes) for reading in _readings(word.lower()))


@lru_cache(maxsize=10_000)
def is_common(word: str) -> bool:
    """Whether a Russian name is also an ordinary word, so that only a capital letter tells the two apart.

    >>> is_common("Точка"), is_common("Роскосмос"), is_common("Авито")
    (True, False, False)
    """
    low = word.lower()
    if not _CYRILLIC.match(low) or not is_known(low):
        return False
    return any(not _PROPER & set(r.tag.grammemes) for r in _readings(low))


@lru_cache(maxsize=10_000)
def stands_alone(word: str) -> bool:
    """Whether a word after «банк» is a name of its own: «Точка» is; «Москвы», «развития» and places are not."""
    best = _readings(word.lower())[0]
    if not is_known(word):
        return True
    return "Geox" not in best.tag and ("nomn" in best.tag or plain(str(best.normal_form)) == plain(word))


def names_a_thing(word: str) -> bool:
    """Whether a word beside a name tells whose name it is: a noun, an adjective, a name; no verb and no small word.

    >>> names_a_thing("европейского"), names_a_thing("видели"), names_a_thing("в")
    (True, False, False)
    """
    low = word.lower()
    if not _CYRILLIC.match(low):
        return len(word) > 1
    return str(_readings(low)[0].tag.POS) in {"NOUN", "ADJF", "PRTF"}


def first_form(first: str, second: str) -> str:
    """Two small words that stand beside each other as a dictionary would have them.

    >>> first_form("зубров", "европейских"), first_form("беловежской", "пуще"), first_form("дрелью", "зубра")
    ('зубр европейский', 'беловежская пуща', 'дрель зубра')
    """
    if agreed := _agreeing(first, second):
        return " ".join(agreed)
    if agreed := _agreeing(second, first):
        return " ".join(reversed(agreed))
    best = _readings(first)[0] if _CYRILLIC.match(first) else None
    return f"{best.normal_form if best and best.tag.POS == 'NOUN' else first} {second}"


def _agreeing(noun: str, adjective: str) -> tuple[str, str] | None:
    """A noun and its adjective in their first form; None where they are no such pair."""
    if not (_CYRILLIC.match(noun) and _CYRILLIC.match(adjective)):
        return None
    nouns = [one for one in _readings(noun) if one.tag.POS == "NOUN"]
    adjectives = [one for one in _readings(adjective) if one.tag.POS in {"ADJF", "PRTF"}]
    for one, other in product(nouns, adjectives):
        if (one.tag.case, one.tag.number) == (other.tag.case, other.tag.number):
            turned = other.inflect({"nomn", "sing", one.tag.gender} if one.tag.gender else {"nomn", "plur"})
            return (str(one.normal_form), str(turned.word)) if turned else None
    return None


def is_phrase(words: Sequence[str]) -> bool:
    """Whether words could stand together in ordinary speech: «Северный склад» could, «Зубр Софт» could not."""
    kinds = [_part(word).kind for word in words]
    return not any(a == b == "noun" for a, b in pairwise(kinds))


def decline(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """A name of one or several words in every case, its words agreeing or only the last one changing.

    >>> forms = decline(["Северный", "Склад"])
    >>> ("северному", "складу") in forms, ("северному", "склада") in forms
    (True, False)
    >>> {("зубр", "софта"), ("зубра", "софта"), ("зубра", "софт")} <= decline(["Зубр", "Софт"])
    True
    """
    parts = [_part(word) for word in words]
    base = tuple(p.base for p in parts)
    nouns = [n for n, p in enumerate(parts) if p.kind == "noun"]
    head = nouns[0] if nouns else len(parts) - 1
    found = {base}
    for number in _numbers(parts[head]):
        for case in _CASES:
            group = _agreed(parts[: head + 1], number, case)
            for tail in _tails(parts[head + 1 :], case):
                found.update(g + tail for g in group)
    for n in nouns[1:]:
        if parts[n - 1].kind != "adj":
            found.update(base[:n] + form for form in decline(words[n:]))
    return frozenset(found)


def _tails(parts: list[Part], case: str) -> Iterator[tuple[str, ...]]:
    """What follows the head stays as it is («Голоса Америки»), or goes with it («Рогов и Копыт»)."""
    yield tuple(p.base for p in parts)
    if any(p.kind for p in parts):
        own = [p.forms.get(("plur" if p.plural else "sing", case), frozenset({p.base})) for p in parts]
        yield from _products(own)


def _agreed(parts: list[Part], number: str, case: str) -> tuple[tuple[str, ...], ...]:
    options = [p.forms.get((number, case), frozenset({p.base} if not p.kind else ())) for p in parts]
    return tuple(_products(options))


def _products(options: list[frozenset[str]]) -> Iterator[tuple[str, ...]]:
    if not options:
        yield ()
        return
    for first in sorted(options[0]):
        for rest in _products(options[1:]):
            yield (first, *rest)


def _numbers(head: Part) -> tuple[str, ...]:
    return ("plur",) if head.plural else _NUMBERS


@lru_cache(maxsize=10_000)
def _part(word: str) -> Part:
    low = word.lower()
    if numbered := _NUMBERED.match(low):
        return _with_number(_part(numbered[1]), numbered[2])
    if not _CYRILLIC.match(low):
        return Part(plain(word), {}, "")
    named = [r for r in _readings(low) if "nomn" in r.tag and r.tag.POS in {"NOUN", "ADJF", "PRTF", "NPRO"}]
    if not named:
        return _unplaced(plain(word))
    best = max(named, key=lambda r: float(r.score))
    chosen = [r for r in named if r.tag.POS == best.tag.POS and r.tag.number == best.tag.number]
    kind = "noun" if best.tag.POS in {"NOUN", "NPRO"} else "adj"
    forms: dict[tuple[str, str], set[str]] = {}
    for reading in chosen:
        if reading is best or reading.score >= _LIKELY:
            _collect(reading, forms)
    if kind == "noun" and best.tag.number == "sing":
        _collect_belarusian(plain(word), forms)
    return Part(plain(word), {k: frozenset(v) for k, v in forms.items()}, kind, plural=best.tag.number == "plur")


def _with_number(named: Part, number: str) -> Part:
    """A number behind a name stays: «в Битриксе24»."""
    forms = {key: frozenset(form + number for form in found) for key, found in named.forms.items()}
    return Part(named.base + number, forms, named.kind, named.plural)


def _unplaced(word: str) -> Part:
    """A name that the dictionary takes for no noun in its first form: «Зум», «Аль-Кайда»."""
    if _CONSONANT.match(word) and not is_known(word):
        return _declined(word, {("sing", case): {word + ending} for case, ending in _MASCULINE})
    if _FEMININE_STEM.match(word) and _readings(word)[0].tag.POS == "NOUN":
        return _declined(word, {("sing", case): {word[:-1] + e for e in ends} for case, ends in _FEMININE})
    return Part(word, {}, "")


def _declined(word: str, forms: dict[tuple[str, str], set[str]]) -> Part:
    _collect_belarusian(word, forms)
    return Part(word, {key: frozenset(found) for key, found in forms.items()}, "noun")


def _collect_belarusian(word: str, forms: dict[tuple[str, str], set[str]]) -> None:
    """The neighbours write our name with their own endings."""
    feminine = bool(_FEMININE_STEM.match(word))
    if not feminine and not _CONSONANT.match(word):
        return
    stem = word[:-1] if feminine else word
    forms.setdefault(("sing", "ablt"), set()).update((f"{stem}ай", f"{stem}аю") if feminine else (f"{stem}ам",))
    soft = _BELARUSIAN_SOFT.get(stem[-1:]) if feminine or stem[-1:] in "тд" else None
    if soft:
        forms.setdefault(("sing", "loct"), set()).add(stem[:-1] + soft)
    if not feminine:
        forms.setdefault(("plur", "gent"), set()).add(f"{stem}аў")


def _collect(reading: Any, forms: dict[tuple[str, str], set[str]]) -> None:
    """The forms of one reading; an adjective keeps the gender it has in the name."""
    gender = reading.tag.gender
    for form in reading.lexeme:
        tag = form.tag
        if tag.POS != reading.tag.POS or tag.case not in _CASES or "Erro" in tag:
            continue
        if tag.number == "sing" and gender and tag.gender not in {None, gender}:
            continue
        forms.setdefault((str(tag.number), str(tag.case)), set()).add(plain(str(form.word)))


@lru_cache(maxsize=1)
def _analyser() -> MorphAnalyzer:
    return MorphAnalyzer()


def _readings(low: str) -> list[Any]:
    return list(_analyser().parse(low))
