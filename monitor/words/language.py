"""Tells which language a text is in, and where its sentences begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

Language = Literal["ru", "en", "uk", "be", "und"]

_SAMPLE = 1000  # letters beyond these change nothing
_REMEMBERED = 64  # samples: one text is asked about where its tone is heard, and where it is kept
_FEW = 0.012  # of the letters; a foreign name inside a text has fewer than this
LONGEST = 2_000  # letters of what counts as one sentence
_MARKED = (
    6  # every second or third word has a letter that Russian lacks; with one in six, it is a name in a Russian text
)
_SEVERAL = 5  # words that a guess by small words needs
_BORROWED = 4  # one word in so many may be a «café» in an English text

_UKRAINIAN = "їєґ"
_BELARUSIAN = "ў"
_NOT_RUSSIAN = re.compile(r"[іїєґў]")
_ELSEWHERE = "әғқңөұүһђјљњћџѓќѕ"  # Kazakh, Tatar, Serbian, Macedonian
_ACCENTED = "äöüßáéíóúñçãõâêîôûàèìòùåæøąćęłńśźżčďěňřšťůžőű"
_ACCENTS = frozenset(_ACCENTED)


def _small(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Small words that a neighbouring language does not have; for texts whose letters say nothing.
_SMALL: Final[dict[Language, frozenset[str]]] = {
    "uk": _small(
        "що дуже немає також тому щоб після цей вже бо мене тебе буде було були якщо зараз треба дякую дякуємо"
    ),
    "be": _small(
        "што гэта вельмі няма таксама каб калі толькі яшчэ пасля дзе было быў усе мяне трэба зараз "
        "усё дзякуй раю раім працуе працуюць ёсць яна яны дык альбо праз таму хто нават дагэтуль дзень"
    ),
}
_ONLY_RUSSIAN = _small("что это очень также чтобы после если уже или только нет как было сейчас надо и")
_ONLY_ENGLISH = _small("the and with from you they that this is are my our your not very")
_ENGLISH = _small("the a an and is are was of to in for with not it you we they this that on have be my our")
_LATIN = _small(
    "der die das und ist nicht ein eine mit le la les et est une pas pour el los las que es una il che di non nie "
    "jest się na sie het een niet van och att som ir nav"
)

_LETTERS = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]+")
_LINK = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|(?<!\w)[@#]\w+")

# An end mark, closing quotes or brackets, then space; or smileys such as «)))»; or a line's end. The angry leave
# out the space: «Ужас!Кошмар!».
# A run of marks is looked at from its first one alone: a hundred thousand of them without a space would take minutes.
# It starts with a plain set of letters, for these are what the search skips to.
_END = re.compile(
    r"[.!?…)(\n](?:"
    r"(?<=[.!?…])(?<![.!?…].)[.!?…]*+[\"'»”)\]]*+(?=\s)|(?<=[)(])(?<![)(].)[)(]++(?=\s)|(?<=\n)\n*"
    r"|(?<=[а-яё]{2}[.!?])[!?]*+(?=[А-ЯЁ])|(?<=[a-z]{2}[!?])[!?]*+(?=[A-Z]))",
    re.DOTALL,
)
_SHORTENED = re.compile(
    r"(?:\b(?:т\.\s?[деопк]|т|г|гг|в|вв|ул|д|кв|им|руб|коп|тыс|млн|млрд|трлн|стр|см|ср|напр|др|пр|проч|просп|обл|р|рис|п|пп|ст|"
    r"г-н|г-жа|акад|проф|доц|чел|шт|экз|mr|mrs|ms|dr|st|vs|inc|ltd|co|corp|no|e\.g|i\.e|etc|approx|dept|fig|u\.s)"
    r"|(?<!\w)[А-ЯЁA-Z])\.$",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"(?<!\w)[А-ЯЁA-Z]\.$")
_NAME = re.compile(r"[А-ЯЁ][а-яё]+\.$")
_BEFORE_END = 12  # characters that tell a shortened word


def detect(text: str) -> Language:
    """The language a reply should be written in: by the letters, else by small words.

    >>> detect("Служба поддержки не отвечает"), detect("Support never answers"), detect("support вообще молчит")
    ('ru', 'en', 'ru')
    >>> detect("Zubr Soft Online Cloud жуть"), detect("All our invoices were moved from Зубр")
    ('ru', 'en')
    >>> detect("Підтримка не відповідає"), detect("Падтрымка не адказвае, гэта жах"), detect("12345 :-)")
    ('uk', 'be', 'und')
    """
    return _told(text[: 2 * _SAMPLE])


def primary(name: str) -> str:
    """A language, however exactly somebody names it.

    >>> primary("uk-UA"), primary("EN"), primary("ru_RU")
    ('uk', 'en', 'ru')
    """
    return name.replace("_", "-").partition("-")[0].strip().lower()


@lru_cache(maxsize=_REMEMBERED)
def _told(text: str) -> Language:
    words = _words(_without_links(text).lower()) or _words(text[:_SAMPLE].lower())
    letters = "".join(words)[:_SAMPLE]
    if not letters:
        return "und"
    cyrillic = len(letters) - len(_CYRILLIC.sub("", letters))
    if cyrillic * 3 >= len(letters) or (cyrillic and _only_names_are_latin(text)):
        return _cyrillic(letters, words, cyrillic)
    latin = len(letters.encode("ascii", "ignore"))
    return _latin(letters, words) if latin * 2 > len(letters) else "und"


def _only_names_are_latin(text: str) -> bool:
    """Whether what has no capital is rather Cyrillic: «Kestrel Business Central тормозит».

    >>> _only_names_are_latin("Zubr Online API тормозит"), _only_names_are_latin("Moved from Зубр-Софт")
    (True, False)
    """
    small = [word for word in _LETTERS.findall(_without_links(text)) if word.islower()]
    cyrillic = sum(_CYRILLIC.match(word) is not None for word in small)
    return cyrillic > 0 and 2 * cyrillic >= len(small)


def _words(text: str) -> list[str]:
    found: list[str] = []
    for piece in text.split():
        found += (piece,) if piece.isalpha() else _LETTERS.findall(piece)
    return found


def _without_links(text: str) -> str:
    return _LINK.sub(" ", text) if any(sign in text for sign in ("http", "www.", "@", "#")) else text


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence starts and ends, without the white space around it; an endless one is cut at a gap.

    >>> text = "Обещали к 5 мая 2024 г. и т.д. Не сделали! А. Петров молчит"
    >>> [text[a:b] for a, b in sentences(text)]
    ['Обещали к 5 мая 2024 г. и т.д.', 'Не сделали!', 'А. Петров молчит']
    """
    return tuple(_spans(text))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in _END.finditer(text):
        if _goes_on(text, mark):
            continue
        yield from _pieces(text, start, mark.end())
        start = mark.end()
    yield from _pieces(text, start, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """One sentence, or what goes on for pages without a mark: whoever hears it compares its words with each other."""
    while span := _trimmed(text, start, end):
        start, cut = span[0], span[1]
        if cut - start > LONGEST:
            gap = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
            cut = gap if gap > 0 else start + LONGEST
        yield start, _end_trimmed(text, start, cut)
        start = cut


def _goes_on(text: str, mark: re.Match[str]) -> bool:
    """A full stop after a shortened word or an initial ends nothing, unless a new sentence plainly starts after it.

    Nor does one within a name, «Яндекс.Маркет», or the end of a line behind a comma.
    """
    if mark.group() == "\n":
        return text[: mark.start()].rstrip()[-1:] == "," and text[mark.end() : mark.end() + 1].islower()
    if mark.group() != ".":
        return False
    before = text[max(0, mark.end() - _BEFORE_END) : mark.end()]
    if text[mark.end() : mark.end() + 1].isupper():
        return bool(_NAME.search(before) or _SHORTENED.search(before))
    following = text[mark.end() : mark.end() + 3].lstrip()
    goes_on = not following[:1].isupper() or before.lower().endswith(_BEFORE_NAMES) or _INITIAL.search(before)
    return bool(goes_on and _SHORTENED.search(before))


_BEFORE_NAMES = (" ул.", " им.", " г-н.", " mr.", " mrs.", " ms.", " dr.", " st.", " проф.", " акад.", " просп.", " г.")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    end = _end_trimmed(text, start, end)
    return (start, end) if end > start else None


def _end_trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _cyrillic(letters: str, words: list[str], total: int) -> Language:
    if sum(letters.count(c) for c in _ELSEWHERE) > _FEW * total:
        return "und"
    marked = sum(bool(_NOT_RUSSIAN.search(word)) for word in words) if _NOT_RUSSIAN.search("".join(words)) else 0
    if marked * _MARKED <= len(words):
        return _by_small_words(words)
    ukrainian = sum(letters.count(c) for c in _UKRAINIAN)
    if letters.count(_BELARUSIAN) > ukrainian:
        return "be"
    if ukrainian:
        return "uk"
    belarusian = "ы" in letters or "э" in letters or bool(_SMALL["be"] & set(words))
    return "be" if "и" not in letters and belarusian else "uk"


def _by_small_words(words: list[str]) -> Language:
    found = set(words)
    best: Language = max(_SMALL, key=lambda lang: len(found & _SMALL[lang]))
    return best if len(found & _SMALL[best]) > len(found & _ONLY_RUSSIAN) else "ru"


def _latin(letters: str, words: list[str]) -> Language:
    found = set(words)
    foreign = len(found & _LATIN)
    if sum(letters.count(c) for c in _ACCENTED) > _FEW * 2 * len(letters) and not _borrows(words, foreign):
        return "und"
    if len(words) >= _SEVERAL and foreign > len(found & _ENGLISH):
        return "und"
    return "en"


def _borrows(words: list[str], foreign: int) -> bool:
    """Whether English has taken a word or a name from elsewhere: «The café never answers»."""
    accented = sum(not _ACCENTS.isdisjoint(word) for word in words)
    return accented * _BORROWED <= len(words) and len(_ONLY_ENGLISH.intersection(words)) > foreign
