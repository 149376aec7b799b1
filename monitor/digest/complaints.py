"""What is complained about, and whether it grows."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.digest.week import Complaint


def complaints_of(now: Mapping[str, int], before: Mapping[str, int]) -> tuple[Complaint, ...]:
    """Each reason in this week and in the one before, the most frequent first.

    >>> [one.reason for one in complaints_of({"support": 1, "price": 1}, {"price": 2, "deadlines": 3})]
    ['price', 'support', 'deadlines']
    """
    found = (Complaint(reason, now.get(reason, 0), before.get(reason, 0)) for reason in {*now, *before})
    return tuple(sorted(found, key=lambda one: (-one.count, -one.previous, one.reason)))
