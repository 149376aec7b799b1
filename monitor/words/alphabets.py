"""Words in one alphabet: «Сервис» with a Latin C looks the same, and is another word to whoever compares letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

_CYRILLIC, _LATIN = "АВЕЁКМНОРСТУХІаеёорсухі", "ABEËKMHOPCTYXIaeëopcyxi"  # each above the other that it looks like
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)

_RUSSIAN = re.compile("[А-яЁёІіЇїЄєҐґЎў]")
_SEAM = re.compile(rf"[A-Za-zËë](?:(?<={_RUSSIAN.pattern}.)|(?={_RUSSIAN.pattern}))")
_WORD = re.compile(r"[^\W\d_]+")
_OF_ONE_ONLY = re.compile(rf"[A-Za-z](?<![{_LATIN}])"), re.compile(rf"{_RUSSIAN.pattern}(?<![{_CYRILLIC}])")
_DECLINED = re.compile(r"[A-Za-z]{2,}(?:[ая]ми|[ая]х|[ая]м|[ое]м|[ое]в|[ое]й|[ауеыиюя])")  # Zoomом

# Letters that no mark can be taken from; and how Germans write theirs where the keyboard lacks them.
_LETTERS = {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i"}
_LETTERS |= {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe"}
_UMLAUTS = {"ä": "ae", "Ä": "Ae", "ö": "oe", "Ö": "Oe", "ü": "ue", "Ü": "Ue"}


def in_plain_letters(name: str) -> Iterator[str]:
    """A Latin name as they write it who have no keys for its marks.

    >>> list(in_plain_letters("Müller")), set(in_plain_letters("Oréal")), set(in_plain_letters("Йод"))
    (['Muller', 'Mueller'], {'Oreal'}, set())
    """
    for table in (_LETTERS, {**_LETTERS, **_UMLAUTS}):
        written = "".join(table.get(letter) or _bare(letter) for letter in name)
        if written != name:
            yield written


def in_one_alphabet(text: str) -> str:
    """A text in which letters of the other alphabet are what they look like; those of a word of two alphabets stay.

    >>> in_one_alphabet("Cервис, Zооm"), in_one_alphabet("в Zoomе, ДомClick")
    ('Сервис, Zoom', 'в Zoomе, ДомClick')
    """
    if text.isascii() or not _RUSSIAN.search(text) or not _SEAM.search(text):
        return text
    return _WORD.sub(lambda word: _mended(word[0]), text)


def _bare(letter: str) -> str:
    base = normalize("NFD", letter)[0]
    return base if base.isascii() else letter


def _mended(word: str) -> str:
    if not _SEAM.search(word) or _DECLINED.fullmatch(word):
        return word
    latin, cyrillic = (letters.search(word) for letters in _OF_ONE_ONLY)
    if latin and cyrillic:
        return word
    return word.translate(_TO_LATIN if latin else _TO_CYRILLIC)
