"""Names of which somebody wrote several as one: said by `check`."""

from __future__ import annotations

import re

from monitor.match.spelling import KINDS, LEGAL, fold
from monitor.match.telephone import groups

_BETWEEN = re.compile(r"\s*;\s*|,\s+|\s+[/|]\s+|\s*\((?=.+\)\Z)")
_OF_PEOPLE = re.compile(r"(?:\bи|\band|&) ")  # Smith, Miller & Partners
_WORD = re.compile(r"[^\W_]+")
_NO_NAME = LEGAL | KINDS | {"co", "company", "group", "sa", "ag", "ab", "as", "oy"}


def names_in(name: str) -> tuple[str, ...]:
    """Each of them, where it looks like more than one; together they are hardly ever met in a text.

    >>> names_in("ЗубрСофт, Zubr Soft"), names_in("Зубр / Zubr"), names_in("Зубр-Софт (Zubr Soft)")
    (('ЗубрСофт', 'Zubr Soft'), ('Зубр', 'Zubr'), ('Зубр-Софт', 'Zubr Soft'))
    >>> any(map(names_in, ("Kestrel, Inc.", "Зубр-Софт (ООО)", "+7 (495) 123-45-67", "Рога, Копыта и Ко", "A/B")))
    False
    """
    parts = tuple(part.rstrip(")") if "(" in name else part for part in _BETWEEN.split(name.strip()))
    if len(parts) == 1 or not all(map(_WORD.search, parts)) or any(map(is_no_name, parts)):
        return ()
    return () if _OF_PEOPLE.search(parts[-1]) or any(groups(name)) else parts


def is_no_name(part: str) -> bool:
    """Whether it only says what kind of company the name before it is of.

    >>> is_no_name("Inc."), is_no_name("ООО"), is_no_name("банк"), is_no_name("Zubr")
    (True, True, True, False)
    """
    words = _WORD.findall(fold(part))
    return bool(words) and _NO_NAME.issuperset(words)
