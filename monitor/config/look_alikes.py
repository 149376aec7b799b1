"""Signs that only look like those of the file: a dash of a text processor, a space of a web page, Cyrillic «с»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.config.lines import lines as lines_of

_CYRILLIC = "аеорсхуіѕјмАВЕКМНОРСТХУІ"
_LATIN = "aeopcxyisjmABEKMHOPCTXYI"
_DASHES, _QUOTES, _SPACES = "–—−‑‐", "“”„«»‟", "\u00a0\u202f\u2007\u2009\u3000"
_NOTHING = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_PLAIN = {
    **dict(zip(map(ord, _CYRILLIC), _LATIN, strict=True)),
    **{ord(sign): "-" for sign in _DASHES},
    **{ord(sign): '"' for sign in _QUOTES},
    **{ord(sign): "'" for sign in "‘’"},
    **{ord(sign): " " for sign in _SPACES},
    **{ord(sign): None for sign in _NOTHING},
    ord("："): ":",
}
_RUSSIAN = re.compile(r"(?<![a-zа-яіў])[а-яіў]{2,}(?![a-zа-яіў])", re.IGNORECASE)  # a word of its own, not one letter
_AT_A_LINE = re.compile(rf"^[ ]*(?:- )*([{_DASHES}](?=\s)|[{_SPACES}{_NOTHING}])|[\w\"'][ ]*(：)|[:\-]([{_SPACES}])")


def typed(written: str) -> str:
    """What was meant, in the signs of the keyboard; empty where it stands so already, or holds others than look-alikes.

    >>> typed("22:00–08:00"), typed("fееd"), typed("15м"), typed("mon-fri 09:00"), typed("пн–пт 09:00"), typed("24 мес")
    ('22:00-08:00', 'feed', '15m', '', '', '')
    """
    meant = written.translate(_PLAIN).strip()
    return meant if meant != written.strip(" \n") and meant.isascii() and not _RUSSIAN.search(written) else ""


def odd(written: str) -> str:
    """Which they are, by their numbers: most cannot be told from what they stand for.

    >>> odd("22:00–08:00")
    '– (U+2013)'
    """
    found = dict.fromkeys(sign for sign in written if ord(sign) in _PLAIN)
    return ", ".join(f"{sign} (U+{ord(sign):04X})" if sign.isprintable() else f"U+{ord(sign):04X}" for sign in found)


def in_lines(text: str, line: int) -> Iterator[tuple[int, int, str]]:
    """Where such a sign stands in this line (counted from 0) or the one above, where a file ends that is no YAML.

    >>> [*in_lines("— id: a", 0), *in_lines("brands： []", 1), *in_lines("id:\u00a0a", 0)]
    [(0, 0, '—'), (0, 6, '：'), (0, 3, '\\xa0')]
    """
    lines = lines_of(text)
    for number in (line - 1, line):
        found = _AT_A_LINE.search(lines[number]) if 0 <= number < len(lines) else None
        if found:
            group = next(place for place in (1, 2, 3) if found[place])
            yield number, found.start(group), found[group]
