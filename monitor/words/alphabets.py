"""Words in one alphabet: «Сервис» with a Latin C looks the same, and is another word to whoever compares letters."""

from __future__ import annotations

import re

_CYRILLIC, _LATIN = "АВЕЁКМНОРСТУХІаеёорсухі", "ABEËKMHOPCTYXIaeëopcyxi"  # each above the other that it looks like
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)

_RUSSIAN = re.compile("[А-яЁёІіЇїЄєҐґЎў]")
_SEAM = re.compile(rf"[A-Za-zËë](?:(?<={_RUSSIAN.pattern}.)|(?={_RUSSIAN.pattern}))")
_WORD = re.compile(r"[^\W\d_]+")
_OF_ONE_ONLY = re.compile(rf"[A-Za-z](?<![{_LATIN}])"), re.compile(rf"{_RUSSIAN.pattern}(?<![{_CYRILLIC}])")
_DECLINED = re.compile(r"[A-Za-z]{2,}(?:[ая]ми|[ая]х|[ая]м|[ое]м|[ое]в|[ое]й|[ауеыиюя])")  # Zoomом


def in_one_alphabet(text: str) -> str:
    """A text in which letters of the other alphabet are what they look like; those of a word of two alphabets stay.

    >>> in_one_alphabet("Cервис, Zооm"), in_one_alphabet("в Zoomе, ДомClick")
    ('Сервис, Zoom', 'в Zoomе, ДомClick')
    """
    if text.isascii() or not _RUSSIAN.search(text) or not _SEAM.search(text):
        return text
    return _WORD.sub(lambda word: _mended(word[0]), text)


def _mended(word: str) -> str:
    if not _SEAM.search(word) or _DECLINED.fullmatch(word):
        return word
    latin, cyrillic = (letters.search(word) for letters in _OF_ONE_ONLY)
    if latin and cyrillic:
        return word
    return word.translate(_TO_LATIN if latin else _TO_CYRILLIC)
