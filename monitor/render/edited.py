"""What an author changed, in few words: what came to it, else what stood there before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from monitor.render.document import ELLIPSIS

_AROUND = ".,;:!?…–—-()«»\"'“”"
_KEPT = 2  # words before the change, so that one sees where it stood
_SAME = 4  # words that stand as before; fewer are told with the rest


def added(old: str, new: str) -> str:
    """What was put behind what stood there, or before it; nothing where any of that changed.

    >>> added("Жду месяц.", "Жду месяц. UPD: решили"), added("Жду месяц", "UPD: решили. Жду месяц!")
    ('UPD: решили', 'UPD: решили.')
    >>> added("Жду месяц", "Жду второй месяц"), added("Жду", "Жду!")
    ('', '')
    """
    before, after = old.split(), new.split()
    count = len(before)
    if count >= len(after):
        return ""
    if _bare(after[:count]) == _bare(before):
        return " ".join(after[count:])
    return " ".join(after[:-count]) if _bare(after[-count:]) == _bare(before) else ""


def replaced(old: str, new: str) -> str:
    """What stood there, from where it began to read otherwise.

    >>> replaced("Внедряли весь год с марта, никто не отвечал.", "Внедряли весь год с марта, всё решили.")
    '…с марта, никто не отвечал.'
    >>> replaced("Никто не отвечал.", "Никто не звонил.")
    'Никто не отвечал.'
    """
    before = old.split()
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, new.split(), strict=False)))
    if not _SAME <= same < len(before):
        return old
    return ELLIPSIS + " ".join(before[same - _KEPT :])


def _bare(words: Sequence[str]) -> list[str]:
    return [word.strip(_AROUND) for word in words]
