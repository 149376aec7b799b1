"""Which mentions the figures of a week are made of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, true

from monitor.domain import Label, Status
from monitor.store.connection.sql import as_list
from monitor.store.tables import MENTION
from monitor.store.visible import visible, visible_beyond_hidden

M = MENTION.c
NEGATIVE = M.label == Label.NEGATIVE.value
ANSWERED = M.status == Status.ANSWERED.value
TAKEN = M.status.in_((Status.TAKEN.value, Status.ANSWERED.value))
WANTED = or_(~M.history, TAKEN, M.assignee_id.is_not(None))  # what was there before us: once someone has taken it


@dataclass(frozen=True, slots=True)
class Extent:
    """Of these brands, in this time, and not of these sources alone."""

    brands: tuple[str, ...]
    since: datetime
    until: datetime
    hidden: Collection[str] = ()

    def within(self, since: datetime, until: datetime) -> Extent:
        """The same in another time."""
        return replace(self, since=since, until=until)

    def of(self, *brands: str) -> Extent:
        """The same of other brands."""
        return replace(self, brands=brands)

    @property
    def given(self) -> dict[str, Any]:
        """The values that a statement with `held` in it waits for."""
        hidden = {"hidden": as_list(self.hidden)} if self.hidden else {}
        return {"brands": self.brands, "since": self.since, "until": self.until, **hidden}

    def holds(self, dialect: str) -> ColumnElement[bool]:
        """Whether it counts, be it about us or not."""
        return and_(M.at >= self.since, M.at < self.until, self.shown(dialect))

    def shown(self, dialect: str) -> ColumnElement[bool]:
        """The same, whenever it was said."""
        return and_(M.brand.in_(self.brands), self.visible(dialect))

    def visible(self, dialect: str) -> ColumnElement[bool]:
        """The same, of whichever brand."""
        return visible(dialect, self.hidden)


@lru_cache
def held(dialect: str, *, hides: bool) -> ColumnElement[bool]:
    """As `holds` says, in a statement that is built once and asked of one week after the other."""
    since, until = (bindparam(name, type_=M.at.type) for name in ("since", "until"))
    kept = visible_beyond_hidden(dialect) if hides else true()
    return and_(M.at >= since, M.at < until, M.brand.in_(bindparam("brands", expanding=True)), kept)
