"""The entries that a feed showed in one visit, and which of them need not be read the next time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.domain import Change, ChangeKind, Identified, Item
from monitor.reading.seen import Marks, Seen, prints


@dataclass(frozen=True, slots=True)
class Entries:
    """What one address showed: the items that were read, and the marks of all entries, read or not."""

    address: str
    body: str  # a print of it
    items: Sequence[object]  # one for each mark that is left, where the source reads each entry as an item
    marks: Marks

    def seen(self, kept: Mapping[int, Identified]) -> Seen:
        """What need not be read again where these items are kept, each by its identity."""
        if len(self.items) != len(self.marks.left):
            return {}
        read = zip(self.marks.left, self.items, strict=True)
        return {**self.marks.out, **{mark: prints(kept[id(item)].claims) for mark, item in read if id(item) in kept}}


def kept_as_shown(changes: Sequence[Change], items: Sequence[Item]) -> Mapping[int, Identified]:
    """What of these items is stored just as the source shows it; nothing where two of them turned out to be one."""
    if len(changes) != len(items):
        return {}
    kept = (change.found for change in changes if change.kind is ChangeKind.NEW or change.settled)
    return {id(found.item): found for found in kept}
