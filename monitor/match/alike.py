"""One word written otherwise: in the other alphabet, on the wrong keyboard, by ear, with a slip of the finger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

_CYRILLIC = re.compile(r"[а-яёіїєґў]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)

_BASE: Final = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў",
        "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya yo i yi ye g u".replace(
            "_", ""
        ).split(" "),
        strict=True,
    )
)
# People follow no standard, so each of the usual habits is tried.
_TO_LATIN: Final = (
    _BASE,
    {**_BASE, "ё": "e", "й": "i", "ю": "iu", "я": "ia", "ъ": "ie"},  # passports
    {**_BASE, "х": "h", "ц": "c", "щ": "sch", "й": "j", "ю": "ju", "я": "ja", "ё": "jo"},  # Central Europe
    {**_BASE, "х": "h", "ц": "c", "щ": "sch", "ё": "e"},  # addresses of sites
)
# A borrowed name goes back to what it was: Билайн to beeline, Яндекс to yandex.
_BORROWED = re.compile(r"ай[бвгдклмнпрстф]|кс|дж|^.?у.$|^..у.$")
_BACK: Final = (
    (re.compile(r"ай([бвгдклмнпрстф])\b"), r"i\1e"),
    (re.compile(r"дж"), "j"),
    (re.compile(r"кс"), "x"),
    (re.compile(r"кт"), "ct"),
    (re.compile(r"и(?!\b)"), "ee"),
    (re.compile(r"у"), "oo"),
    (re.compile(r"и\b"), "y"),
)

_TO_CYRILLIC: Final = (
    *(("shch", "щ"), ("sch", "щ"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ck", "к")),
    *(("yu", "ю"), ("ju", "ю"), ("iu", "ю"), ("ya", "я"), ("ja", "я"), ("yo", "ё"), ("jo", "ё"), ("ye", "е")),
    *(("x", "кс"), ("a", "а"), ("b", "б"), ("c", "к"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х")),
    *(("i", "и"), ("j", "й"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("q", "к")),
    *(("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"), ("w", "в"), ("z", "з")),
)
_Y_AFTER_VOWEL = re.compile(r"(?<=[aeiou])y")
# How English is heard, before the letters are taken one by one.
_CONSONANTS = "bcdfgklmnprstvz"
_HEARD: Final = (
    (re.compile(rf"i([{_CONSONANTS}])e\b"), r"ай\1"),
    (re.compile(rf"a([{_CONSONANTS}])e\b"), r"эй\1"),
    (re.compile(rf"o([{_CONSONANTS}])e\b"), r"оу\1"),
    (re.compile(rf"(?<=[{_CONSONANTS}])u([{_CONSONANTS}])e\b"), r"ью\1"),
    (re.compile(r"tion\b"), "шн"),
    (re.compile(r"ee|ea"), "и"),
    (re.compile(r"oo"), "у"),
    (re.compile(r"ou|ow"), "ау"),
    (re.compile(r"ay|ai"), "эй"),
    (re.compile(r"(?<![aeiou])y\b"), "и"),
    (re.compile(r"ph"), "ф"),
    (re.compile(r"th"), "т"),
    (re.compile(r"qu"), "кв"),
    (re.compile(r"c(?=[eiy])"), "с"),
    (re.compile(r"j"), "дж"),
    (re.compile(rf"(?<=[{_CONSONANTS}])e\b"), ""),
    (re.compile(r"([bdfglmnprst])\1"), r"\1"),
)

_RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_UPPER_KEYS = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
_TO_LATIN_KEYS = str.maketrans(_RUSSIAN_KEYS + _RUSSIAN_KEYS.upper(), _LATIN_KEYS + _UPPER_KEYS)
_TO_RUSSIAN_KEYS = str.maketrans(_LATIN_KEYS + _UPPER_KEYS, _RUSSIAN_KEYS + _RUSSIAN_KEYS.upper())

# Abbreviations are typed in whichever alphabet the keyboard has: MTC, A1 and 1C look the same in both.
_CYRILLIC_TWINS, _LATIN_TWINS = "АВЕКМНОРСТХ", "ABEKMHOPCTX"
_TWINS: Final = (
    (frozenset(_CYRILLIC_TWINS), str.maketrans(_CYRILLIC_TWINS, _LATIN_TWINS)),
    (frozenset(_LATIN_TWINS), str.maketrans(_LATIN_TWINS, _CYRILLIC_TWINS)),
)

# What sounds alike is written for each other.
_BY_EAR: Final = (
    *(("жи", "жы"), ("ши", "шы"), ("ча", "чя"), ("ща", "щя"), ("чу", "чю"), ("щу", "щю"), ("ци", "цы"), ("цы", "ци")),
    *(("о", "а"), ("а", "о"), ("е", "и"), ("и", "е"), ("тс", "ц"), ("ц", "тс"), ("сч", "щ"), ("щ", "сч"), ("э", "е")),
    *(
        ("ph", "f"),
        ("f", "ph"),
        ("ck", "k"),
        ("k", "c"),
        ("c", "k"),
        ("ie", "ei"),
        ("ei", "ie"),
        ("y", "i"),
        ("i", "y"),
    ),
    *(("er", "or"), ("el", "le"), ("z", "s"), ("s", "z")),
)
_FINAL: Final = (("б", "п"), ("в", "ф"), ("г", "к"), ("д", "т"), ("з", "с"), ("ж", "ш"))
_VOWELS = "аеёиоуыэюя"
_DOUBLED = "бвгдзклмнпрстфbdfglmnprst"
_LONG = 7  # letters: a shorter word with a slip is too easily another word


def in_other_alphabet(word: str) -> Iterator[str]:
    """How a small word is written in Latin letters, or in Cyrillic ones, by habit and by ear.

    >>> "beeline" in set(in_other_alphabet("билайн")), "билайн" in set(in_other_alphabet("beeline"))
    (True, True)
    >>> list(in_other_alphabet("nestlé"))
    []
    """
    if _CYRILLIC.search(word) and not _LATIN.search(word):
        for table in _TO_LATIN:
            yield "".join(table.get(letter, letter) for letter in word)
        if _BORROWED.search(word):
            yield "".join(_BASE.get(letter, letter) for letter in _replaced(word, _BACK))
    elif word.isascii() and _LATIN.search(word):
        heard = _cyrillic(_replaced(word, _HEARD))
        yield heard
        yield _cyrillic(word)
        if heard.endswith("л"):
            yield f"{heard}ь"


def in_lookalikes(name: str) -> Iterator[str]:
    """An abbreviation in letters of the other alphabet that look the same, where each of its letters has such a twin.

    >>> [list(in_lookalikes(name)) for name in ("1С", "A1", "ВТБ", "Ока")]
    [['1C'], ['А1'], [], []]
    """
    letters = set(filter(str.isalpha, name))
    yield from (name.translate(table) for twins, table in _TWINS if letters and letters <= twins)


def on_other_keyboard(name: str) -> str:
    """What the same keys give when the keyboard is on the other language.

    >>> on_other_keyboard("ghbdtn"), on_other_keyboard("Зубр")
    ('привет', 'Pe,h')
    """
    return name.translate(_TO_LATIN_KEYS if _CYRILLIC.search(name) else _TO_RUSSIAN_KEYS)


def misspelt(word: str) -> Iterator[str]:
    """A long small word as it is often written: by ear first, then letters doubled, dropped and swapped.

    >>> list(misspelt("зубр"))
    []
    >>> [slip in set(misspelt("коммерц")) for slip in ("комерц", "коммрец", "омерц", "камерц")]
    [True, True, False, False]
    >>> "парохот" in set(misspelt("пароход")), [slip for slip in misspelt("вагонка") if len(slip) > 7]
    (True, ['ваггонка'])
    """
    if len(word) < _LONG or not word.isalpha():
        return
    yield from _by_ear(word)
    for n, (first, second) in enumerate(pairwise(word)):
        if first == second:
            yield word[:n] + word[n + 1 :]
    for n in range(1, len(word) - 1):
        if word[n] in _DOUBLED and word[n - 1] in _VOWELS and word[n + 1] in _VOWELS:
            yield word[: n + 1] + word[n:]
    for n in range(1, len(word) - 1):
        yield word[:n] + word[n + 1 :]
        yield word[:n] + word[n + 1] + word[n] + word[n + 2 :]


def _by_ear(word: str) -> Iterator[str]:
    for right, heard in _BY_EAR:
        for found in re.finditer(right, word[1:-1]):
            at = found.start() + 1
            yield word[:at] + heard + word[at + len(right) :]
    for right, heard in _FINAL:
        if word.endswith(right):
            yield word[: -len(right)] + heard


def _replaced(word: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, said in rules:
        word = pattern.sub(said, word)
    return word


def _cyrillic(word: str) -> str:
    word = _Y_AFTER_VOWEL.sub("й", word)
    for latin, letter in _TO_CYRILLIC:
        word = word.replace(latin, letter)
    return word.replace("y", "ы" if _CYRILLIC.search(word[-2:-1]) and not word.endswith("y") else "и")
