"""A name in all its cases, its words agreeing with each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from monitor.words.morphology import CYRILLIC, is_known, plain, readings

_CASES: Final = ("nomn", "gent", "datv", "accs", "ablt", "loct", "gen2", "loc2")
_NUMBERS: Final = ("sing", "plur")
_COUNTED: Final = ("gent", "datv", "ablt", "loct")
_LIKELY = 0.15  # readings of a word less likely than this make no forms
_LINKS: Final = frozenset("ивскоу")  # words of one letter, for which the dictionary has a noun, too
_SPOKEN = 3  # letters: shorter ones stay as they are, «там банк» is not «Т-Банк»
_GUESSED: Final = frozenset({"Fixd", "Poss"})  # what «Мечел» and «Беларуськалий» are taken for by their last letters

_NUMBERED = re.compile(r"([а-яё]{3,})(\d+)\Z")  # Битрикс24
_ENDING = re.compile(r"[бвгджзклмнпрстфхцчшщйьая]\Z")  # with which a name hardly stays the same in every case
_CONSONANT = re.compile(r"[а-яіў]*[бвгджзклмнпрстфхцчшщ]\Z")
_SURNAME = re.compile(r"[а-яіў]{2,}(?:[ое]в|[иы]н)\Z")
_ADJECTIVE = re.compile(r"[сц]кий\Z")
_VOWEL = re.compile(r"[аеиоуыэюяіў]")
_FEMININE_STEM = re.compile(r"[а-яіў]*[бвгджзклмнпрстфхчшщ]а\Z")
_SOFT_STEM = re.compile(r"[а-яіў]*(?:[аеиоуыэю]й|[бвдзклмнпрстф]ь)\Z")
# How a name ends that the dictionary cannot place.
_MASCULINE: Final = (("gent", "а"), ("datv", "у"), ("accs", ""), ("ablt", "ом"), ("loct", "е"))
_FEMININE: Final = (("gent", "ыи"), ("datv", "е"), ("accs", "у"), ("ablt", ("ой", "ей")), ("loct", "е"))
_SOFT: Final = (("gent", "я"), ("datv", "ю"), ("ablt", ("ем",)), ("loct", "еи"))
_SOFT_FEMININE: Final = (("gent", "и"), ("datv", "и"), ("accs", "ю"), ("ablt", ("ей",)), ("loct", "и"))
_EITHER: Final = (("gent", "яи"), ("datv", "юи"), ("ablt", ("ем", "ью")), ("loct", "еи"))  # he or she: «Технониколь»
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


def is_phrase(words: Sequence[str]) -> bool:
    """Whether words could stand together in ordinary speech: «Северный склад», «Код доступа», not «Зубр Софт»."""
    kinds = [_part(word).kind for word in words]
    pairs = zip(pairwise(kinds), words[1:], strict=True)
    apart = (first == second == "noun" and not _is_led_to(word) for (first, second), word in pairs)
    return any(plain(word) in _LINKS for word in words[1:-1]) or not any(apart)


def _is_led_to(word: str) -> bool:
    """«Код» leads to «доступа»."""
    return "gent" in readings(word.lower())[0].tag


def decline(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """A name of one or several words in every case, its words agreeing or only the last one changing.

    >>> forms = decline(["Северный", "Склад"])
    >>> ("северному", "складу") in forms, ("северному", "склада") in forms
    (True, False)
    >>> {("три", "кота"), ("трех", "котов"), ("тремя", "котами")} <= decline(["Три", "Кота"])
    True
    >>> {("зубр", "софта"), ("зубра", "софта"), ("зубра", "софт")} <= decline(["Зубр", "Софт"])
    True
    """
    nouns_follow = [*(_part(word).kind == "noun" for word in words[1:]), False]
    parts = [_part(word, before_noun=follows) for word, follows in zip(words, nouns_follow, strict=True)]
    base = tuple(p.base for p in parts)
    if counted := _counted(words):
        return frozenset({base, *counted})
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


def _counted(words: Sequence[str]) -> set[tuple[str, ...]]:
    """A number and what it counts, «Семь Ветров»: but for the name's own form they agree, «у Семи Ветров»."""
    first, second, *_ = *map(plain, words), ""
    numbers = [r for r in readings(first) if r.tag.POS == "NUMR" and "nomn" in r.tag]
    things = [r for r in readings(second) if r.tag.POS == "NOUN" and "gent" in r.tag]
    if not things or not (numbers or first.isdigit()):
        return set()
    agreed = [(numbers and numbers[0].inflect({case}), things[0].inflect({"plur", case})) for case in _COUNTED]
    rest = [plain(word) for word in words[2:]]
    return {
        (plain(number.word) if number else first, plain(thing.word), *rest)
        for number, thing in agreed
        if thing and (number or not numbers)
    }


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
def _part(word: str, *, before_noun: bool = False) -> Part:
    low = word.lower()
    if numbered := _NUMBERED.match(low):
        return _with_number(_part(numbered[1]), numbered[2])
    if not CYRILLIC.match(low):
        return Part(plain(word), {}, "")
    named = [r for r in readings(low) if "nomn" in r.tag and r.tag.POS in {"NOUN", "ADJF", "PRTF", "NPRO"}]
    if not is_known(low) and _ENDING.search(low):
        sure = [r for r in named if not _GUESSED & r.tag.grammemes]
        named = [] if low[-1] == "ь" and sure != named else sure
        named = [r for r in named if r.tag.POS == "ADJF" or not _ADJECTIVE.search(low)] or named
    if not named:
        return _unplaced(plain(word))
    if before_noun:  # «Простой бизнес» is no idle time
        named = _adjectives(named) or named
    best = max(named, key=lambda r: float(r.score))
    chosen = [r for r in named if r.tag.POS == best.tag.POS and r.tag.number == best.tag.number]
    kind = "noun" if best.tag.POS in {"NOUN", "NPRO"} else "adj"
    forms: dict[tuple[str, str], set[str]] = {}
    for reading in chosen:
        if reading is best or reading.score >= _LIKELY:
            _collect(reading, forms)
    if kind == "noun" and best.tag.number == "sing":
        _collect_guessed(plain(word), forms)
    return Part(plain(word), {k: frozenset(v) for k, v in forms.items()}, kind, plural=best.tag.number == "plur")


def _adjectives(named: Sequence[Any]) -> list[Any]:
    """None where the noun is one of them: «сборная России»."""
    found = [r for r in named if r.tag.POS in {"ADJF", "PRTF"}]
    declined = {r.inflect({"gent"}) for r in found}
    nouns = [r.inflect({"gent"}) for r in named if r.tag.POS == "NOUN"]
    return [] if {n.word for n in nouns if n} & {d.word for d in declined if d} else found


def _with_number(named: Part, number: str) -> Part:
    """A number behind a name stays: «в Битриксе24»."""
    forms = {key: frozenset(form + number for form in found) for key, found in named.forms.items()}
    return Part(named.base + number, forms, named.kind, named.plural)


def _unplaced(word: str) -> Part:
    """A name that the dictionary takes for no noun in its first form: «Зум», «Аль-Кайда», «Мечел», «Экофия»."""
    if _CONSONANT.match(word) and _is_strange(word):
        kept = {""} if _VOWEL.search(word) is None else set()  # an abbreviation: «Мозырского НПЗ»
        return _declined(word, {("sing", case): {word + e for e in {ending, *kept}} for case, ending in _MASCULINE})
    if _SOFT_STEM.match(word) and _is_strange(word):
        endings = _EITHER if word[-1] == "ь" else _SOFT
        forms = {("sing", case): {word[:-1] + e for e in ends} for case, ends in endings}
        return _declined(word, {**forms, ("sing", "accs"): {word}})
    if word.endswith("ия") and not is_known(word):
        return _declined(word, {("sing", case): {word[:-1] + e for e in ends} for case, ends in _SOFT_FEMININE})
    if _FEMININE_STEM.match(word) and readings(word)[0].tag.POS == "NOUN":
        return _declined(word, {("sing", case): {word[:-1] + e for e in ends} for case, ends in _FEMININE})
    return Part(word, {}, "")


def _is_strange(word: str) -> bool:
    """Whether the dictionary has a word at most as somebody's name in another case: «Данн» of «Данна»."""
    return not is_known(word) or all({"Name", "plur"} <= r.tag.grammemes for r in readings(word))


def _declined(word: str, forms: dict[tuple[str, str], set[str]]) -> Part:
    _collect_guessed(word, forms)
    return Part(word, {key: frozenset(found) for key, found in forms.items()}, "noun")


def _collect_guessed(word: str, forms: dict[tuple[str, str], set[str]]) -> None:
    """What a dictionary does not tell of a name: it may be somebody's, «с Ашмановым», and is written next door, too."""
    if _SURNAME.match(word) and not is_known(word):
        forms.setdefault(("sing", "ablt"), set()).add(f"{word}ым")
    _collect_belarusian(word, forms)


def _collect_belarusian(word: str, forms: dict[tuple[str, str], set[str]]) -> None:
    """The neighbours write our name with their own endings."""
    feminine = bool(_FEMININE_STEM.match(word))
    if len(word) < _SPOKEN or (not feminine and not _CONSONANT.match(word)):
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
