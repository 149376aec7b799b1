"""Which mentions a chat may see, where some sources are kept from it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Text, bindparam, exists, literal, or_, select, true

from monitor.store.connection.sql import as_list, each
from monitor.store.tables import MENTION


def visible(dialect: str, hidden: Collection[str]) -> ColumnElement[bool]:
    """Whether a mention stands on a source that is none of these, be it there as well."""
    return _beyond(dialect, literal(as_list(hidden), Text())) if hidden else true()


def visible_beyond_hidden(dialect: str) -> ColumnElement[bool]:
    """The same, in a statement that is built once and told each time which sources are `hidden`."""
    return _beyond(dialect, bindparam("hidden", type_=Text()))


def _beyond(dialect: str, names: ColumnElement[str]) -> ColumnElement[bool]:
    """Mostly the first source decides, which the index of a week holds; the other mentions are looked up."""
    hidden = select(each(dialect, names))
    same = MENTION.alias("same")
    place = each(dialect, same.c.also)
    others = select(place).select_from(same).where(same.c.id == MENTION.c.id, place.not_in(hidden))
    return or_(MENTION.c.source.not_in(hidden), exists(others.correlate(MENTION)))
