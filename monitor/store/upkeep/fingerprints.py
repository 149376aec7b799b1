"""What rows are as the product sees them, in one number: the same on every database and in any order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from monitor.store.connection.types import as_kept

_BYTES = 16
_ALL = 1 << (8 * _BYTES)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Of any number of rows.

    >>> Fingerprint().of([(1, "a"), (2, None)]) == Fingerprint().of([(2, None)]).of([(1, "a")])
    True
    >>> Fingerprint().of([(1, None)]) == Fingerprint().of([(1, "")])
    False
    """

    rows: int = 0
    total: int = 0

    def of(self, rows: Iterable[Sequence[Any]]) -> Fingerprint:
        """With these rows as well; a sum knows no order, and counts what is there twice."""
        marks = [_mark(row) for row in rows]
        return Fingerprint(self.rows + len(marks), (self.total + sum(marks)) % _ALL)

    def __str__(self) -> str:
        return f"{self.total:0{2 * _BYTES}x}"


def _mark(row: Sequence[Any]) -> int:
    told = repr([_canonical(value) for value in row]).encode()
    return int.from_bytes(blake2b(told, digest_size=_BYTES).digest())


def _canonical(value: Any) -> Any:
    """Moments, truth values and lists are alike by now; what is left differs where no answer of ours would."""
    if isinstance(value, float):
        return value + 0.0  # SQLite keeps no minus before a zero
    if isinstance(value, str):
        return value.replace("\0", "")  # nor PostgreSQL this
    return as_kept(value) if value and isinstance(value, list) else value
