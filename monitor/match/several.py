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
    named = tuple(part for part in parts if not _NO_NAME.issuperset(_WORD.findall(fold(part))))
    if len(named) < len(parts) or len(named) == 1 or _OF_PEOPLE.search(named[-1]) or any(groups(name)):
        return ()
    return named
