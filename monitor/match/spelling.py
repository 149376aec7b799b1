"""What a name looks like in a text: its words in every form, with what may stand between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from monitor.match.alike import in_lookalikes
from monitor.match.compound import calm, is_joined, taken_apart
from monitor.match.declension import decline
from monitor.match.everyday import is_english, is_given, is_ordinary
from monitor.match.telephone import groups
from monitor.words.alphabets import in_plain_letters
from monitor.words.morphology import is_common, lemmas, plain, stands_alone
from monitor.words.tokens import Unmarked

_WORD = re.compile(r"[^\W_]+")
_SIGNS: Final = {
    **dict.fromkeys("«»„“”‟″〝〞‹›", '"'),
    **dict.fromkeys("\u00ad‐‑‒–—―−", "-"),  # hyphens and dashes
    **dict.fromkeys("’ʼ‘`´ʹ", "'"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200b\u2028\u202f\u2060\u3000\t\r\n", " "),
}
_FOLDED: Final = {**_SIGNS, "ё": "е"}
_FREE = frozenset(" -\".:,/_()'")  # between words these come and go: Зубр-Софт, «Зубр» Софт, Яндекс.Директ

_APART = frozenset(" -")  # between the halves of a name that is one word
_IN_A_NUMBER = frozenset(" -.()")

# Legal forms are written or left out as people please.
LEGAL: Final = frozenset(
    {
        *("ооо", "оао", "зао", "пао", "ао", "нао", "одо", "уп", "чуп", "чтуп", "руп", "сооо", "чпуп", "иооо", "тоо"),
        *("ип", "гк", "нко", "гуп", "муп", "фгуп", "тд", "llc", "ltd", "inc", "gmbh", "corp", "plc", "limited"),
        *("incorporated", "corporation", "pjsc", "jsc"),
    }
)
# So are words for what a company is, when its own name follows: «банк Точка» is «Точка».
KINDS: Final = frozenset(
    {
        "банк",
        "компания",
        "группа",
        "холдинг",
        "корпорация",
        "концерн",
        "сеть",
        "фирма",
        "сервис",
        "платформа",
        "магазин",
    }
)
# The same written out: stands before a name in contracts and in nobody's speech.
_WRITTEN_OUT = re.compile(
    r"\b(?:общество с (?:ограниченной|дополнительной) ответственностью"
    r"|частное (?:торговое |производственное )?унитарное предприятие"
    r"|(?:(?:не)?публичное |закрытое |открытое )?акционерное общество"
    r"|группа компаний|индивидуальный предприниматель|акб(?=\s+\"))\s+",
    re.IGNORECASE,
)
# Words that lead to the next one in ordinary speech, so that a space between the two makes no name.
_LEADING = re.compile(
    r"(?:а|в|и|к|о|с|у|я|до|за|из|на|не|но|об|от|по|при|про|под|для|над|без|мы|вы|он"
    r"|a|an|the|and|or|i|we|you|he|she|it|in|on|at|by|for|to|of|my|our|your|his|her|do)\Z"
)
_HOLDS_NUMBER = re.compile(r"\d[^\W\d]|[^\W\d]\d")  # 1С, А1: of these nobody sees in which alphabet they are
_NUMBER = "0123456789 -"  # may stand before the first capital letter: «7 Ветров»
_AND: Final = ("and", "и")
_JOINING = re.compile(rf" (?:{'|'.join(_AND)}) ", re.IGNORECASE)
_SEVERAL = 5  # letters of a name that an s may follow; a shorter one would be another name


@dataclass(frozen=True, slots=True)
class Spelling:
    """One form of a name: `words` in order, and the signs that must stand between and after them."""

    brand: str
    words: tuple[str, ...]
    signs: tuple[frozenset[str], ...]  # one set before each further word
    free: frozenset[str]  # what else may stand there
    before: str = ""  # .NET
    after: str = ""  # C++
    capital: bool = False  # only with a capital letter or in quotes
    upper: bool = False  # the name is all capitals: so must be its capital letters
    another: bool = False  # this form alone is a word as well, and needs a capital: «промах» of «Пром»
    several: bool = False  # it may stand for many, or its apostrophe be left out: “Kestrels support”
    apart: bool = False  # without the sign behind a small word, so only where it plainly is a name: «С Маркет»


def letters(text: str) -> str:
    """What `fold` makes of the letters alone: all that a first look needs, at a fifth of the cost."""
    return _small(text).replace("ё", "е")


def fold(text: str) -> str:
    """Small letters, ё as е, one kind of quotes and dashes; every character keeps its place.

    >>> fold("ООО «Зелёный Мёд» — İ")
    'ооо "зеленый мед" - i'
    """
    return _with_one_sign(_small(text), _FOLDED)


def spellings(brand: str, name: str, capital: bool | None) -> Iterator[Spelling]:  # noqa: FBT001  # as the plan has it
    """Every form in which a name counts; legal forms stay out, for the name matches without them."""
    for digits in dict.fromkeys(groups(name)):
        yield Spelling(brand, digits, (frozenset(),) * (len(digits) - 1), _IN_A_NUMBER)
    for core in dict.fromkeys(_written(name)):
        words = [m.group() for m in _WORD.finditer(core)]
        if not words:
            continue
        needed = _is_word(core, words) if capital is None else capital
        upper = core.isupper() and len(words[0]) > 1
        before, gaps, after = _signs(core)
        signs = tuple(_needed(word, gap) for word, gap in zip(words, gaps, strict=False))
        apart = tuple(frozenset(gap) - _FREE for gap in gaps)
        free = _FREE & (frozenset(" -\"'").union(*gaps))
        for form in sorted(decline(words)):
            another = capital is None and _is_another(form, words)
            several = not needed and not after and _may_be_several(core)
            one = Spelling(brand, form, signs, free, before, after, needed, upper, another, several)
            yield from (one, *((replace(one, signs=apart, apart=True),) if apart != signs else ()))
        if is_joined(core):
            for joined in sorted(decline(["".join(words)])):
                yield Spelling(brand, joined, (), free, capital=bool(capital))
        for parts in taken_apart(core):
            for form in sorted(decline(parts.words)):
                between = (frozenset[str](),) * (len(form) - 1)
                yield Spelling(
                    brand, form, between, _APART, capital=bool(capital) or parts.capital, apart=parts.doubtful
                )


def core_of(name: str) -> str:
    """The name without its legal forms, as it stands in its own quotes.

    >>> core_of("ПАО «Зубр-Банк»"), core_of("Kestrel, Ltd.")
    ('Зубр-Банк', 'Kestrel')
    """
    return next(_cores(name)).replace('"', "")


def shown(spelling: Spelling, name: str) -> str:
    """A form as a person would write it: with the name's own capitals and signs."""
    originals = [m.group() for m in _WORD.finditer(name)]
    if len(originals) != len(spelling.words):
        return _capitals(" ".join(spelling.words), "".join(originals) if len(spelling.words) == 1 else name)
    _, gaps, _ = _signs(fold(name))
    words = [_capitals(word, original) for word, original in zip(spelling.words, originals, strict=True)]
    body = "".join(word + gap for word, gap in zip(words, (*gaps, ""), strict=True))
    return f"{spelling.before}{body}{spelling.after}"


def _written(name: str) -> Iterator[str]:
    """Each core as it is, without marks on its letters, and as it looks in the other alphabet: «T-Банк», 1C."""
    for core in _cores(name):
        yield from (core, *in_plain_letters(core))
        words = _WORD.findall(core)
        if any(map(_HOLDS_NUMBER.search, words)) or any(w.isalpha() and not any(in_lookalikes(w)) for w in words):
            yield _WORD.sub(lambda word: next(in_lookalikes(word[0]), word[0]), core)


def _cores(name: str) -> Iterator[str]:
    """The name without its legal forms, and once more without the word for what it is."""
    text = _WRITTEN_OUT.sub("", fold_keeping_case(name))
    words = list(_WORD.finditer(text))
    own = _own(words, text)
    core = text[own[0].start() if own[0] is not words[0] else 0 : own[-1].end() if own[-1] is not words[-1] else None]
    yield core.strip(" \",'(")
    if (said := calm(core)) != core and not _is_word(said, _WORD.findall(said)):
        yield said
    if "&" in core:
        for conjunction in _AND:
            yield re.sub(r"\s*&\s*", f" {conjunction} ", core).strip(" \",'")
    elif _JOINING.search(core):
        yield _JOINING.sub(" & ", core).strip(" \",'")
    if len(own) > 1 and plain(own[0].group()) in KINDS and stands_alone(own[1].group()):
        yield text[own[1].start() : own[-1].end()]


def _own(words: list[re.Match[str]], text: str) -> list[re.Match[str]]:
    """What is left without legal forms, and without a word behind a comma or in brackets for what it is."""
    named = [m for m in words if plain(m.group()) not in LEGAL] or words
    last = plain(named[-1].group())
    behind = text[: named[-1].start()].rstrip(' "')
    apart = (last in KINDS and behind[-1:] in {",", "("}) or (last == "co" and behind[-1:] != "&")
    return named[:-1] if apart and len(named) > 1 else named


def fold_keeping_case(name: str) -> str:
    """A name with one kind of quotes, dashes and spaces, its capitals kept."""
    return " ".join(_with_one_sign(Unmarked.of(name).text, _SIGNS).split())


def _with_one_sign(text: str, signs: Mapping[str, str]) -> str:
    """A pass over the text for each sign, and still ten times faster than to look up every letter."""
    for sign, one in signs.items():
        text = text.replace(sign, one)
    return text


def _small(text: str) -> str:
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower()[:1] for c in text)  # a few letters of other alphabets have two small ones


def _signs(core: str) -> tuple[str, tuple[str, ...], str]:
    spans = [m.span() for m in _WORD.finditer(core)]
    gaps = tuple(core[a[1] : b[0]] for a, b in pairwise(spans))
    return core[: spans[0][0]].strip(' "('), gaps, core[spans[-1][1] :].strip(' ").')


def is_small_word(name: str) -> bool:
    """Whether a name is an ordinary word and written small, so that each such word of a text would count.

    >>> [is_small_word(name) for name in ("мир", "box", "Мир", "зубрсофт", "точка зрения")]
    [True, True, False, False, False]
    """
    return name[:1].islower() and name.isalpha() and _is_word(name.capitalize(), [name])


def _needed(word: str, gap: str) -> frozenset[str]:
    """The signs that must stand behind a word: «с маркетом» and “a team” are no «С-Маркет» and no “A-Team”."""
    if " " not in gap and any(map(_LEADING.match, (plain(word), *map(plain, in_lookalikes(word))))):
        return frozenset(gap)
    return frozenset(gap) - _FREE


def _is_word(core: str, words: Sequence[str]) -> bool:
    """Whether only a capital tells the name from ordinary words; who wrote it small meant it so."""
    told = [word for word in words if not word.isdigit()]
    return core.lstrip(_NUMBER)[:1].isupper() and is_ordinary(told)


def _is_another(form: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a name's form is an ordinary word that the name itself is no form of."""
    return len(form) == 1 and is_common(form[0]) and lemmas(form[0]).isdisjoint(lemmas(words[0]))


def _may_be_several(core: str) -> bool:
    """Whether a name with an s behind it is still the name; “Canvas” is none of Canva, and Oscars are no Oscar."""
    last = _WORD.findall(core)[-1]
    invented = last.isascii() and last[0].isupper() and last[-1].islower() and len(last) >= _SEVERAL and last[-1] != "s"
    return invented and not is_english(f"{last}s") and not is_given(last)


def _capitals(word: str, original: str) -> str:
    """As much of the original as the form has in common with it: ё and inner capitals stay.

    >>> _capitals("зеленого", "Зелёный"), _capitals("белгска", "БелГСК"), _capitals("ромашки", "РОМАШКА")
    ('Зелёного', 'БелГСКа', 'Ромашки')
    """
    same = next((n for n, (a, b) in enumerate(zip(word, plain(original), strict=False)) if a != b), None)
    common = min(len(word), len(original)) if same is None else same
    if original.isupper() and common < len(original):
        return word[:1].upper() + word[1:]
    return original[:common] + word[common:]
