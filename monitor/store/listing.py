"""Which mentions a query wants, newest first: whatever is asked of a million, the first page goes along an index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Select, TextClause, and_, cast, desc, or_, select, true, union
from sqlalchemy.dialects.postgresql import JSONB

from monitor.domain import Status
from monitor.store.conditions import OPEN
from monitor.store.connection.sql import contains
from monitor.store.tables import AT_WORK, HANDLED, MENTION, SEVERAL, UNANSWERED
from monitor.store.values import Lemmas, Query, Work
from monitor.store.visible import visible
from monitor.store.words import has_words

NEWEST = desc(MENTION.c.at), desc(MENTION.c.id)

_EACH = 8  # brands that are asked for one by one

Condition = ColumnElement[bool] | TextClause


def wanted(query: Query, lemmas: Lemmas, dialect: str) -> Select[Any]:
    """The mentions themselves.

    Where any of several things will do a database leaves its indexes aside: so the first of each are put together.
    """
    told = conditions(query, dialect)
    if query.search is not None:
        told.append(has_words(query.search, lemmas, dialect))
    ways = [*product(_brands(query), _sources(query, dialect))]
    newest = select(MENTION).order_by(*NEWEST).limit(query.limit).offset(query.offset)
    if len(ways) == 1 or query.limit is None:
        return newest.where(*told, or_(*(and_(*way) for way in ways)))
    enough = query.limit + query.offset
    first = [select(MENTION.c.id).where(*told, *way).order_by(*NEWEST).limit(enough).subquery() for way in ways]
    return newest.where(MENTION.c.id.in_(union(*(select(one.c.id) for one in first))))


def all_of(query: Query, dialect: str) -> Condition:
    """The same as one condition, without the words; for mentions that are known already."""
    ways = product(_brands(query), _sources(query, dialect))
    return and_(*conditions(query, dialect), or_(*(and_(*way) for way in ways)))


def conditions(query: Query, dialect: str) -> list[Condition]:
    """What holds for each, whichever of the brands and sources it is."""
    return list(_conditions(query, dialect))


def _conditions(query: Query, dialect: str) -> Iterator[Condition]:
    for column, value in (("label", query.label), ("flag", query.flag), ("status", query.status)):
        if value is not None:
            yield MENTION.c[column] == value.value
    if query.status not in {None, Status.NEW}:
        yield HANDLED
    if query.hidden:
        yield visible(dialect, query.hidden)
    if query.numbers:
        yield MENTION.c.id.in_(query.numbers)
    if query.since is not None:
        yield MENTION.c.at >= query.since
    if query.until is not None:
        yield MENTION.c.at < query.until
    if query.work is not None:
        yield from _at_work(query.work, query.assignee)


def _brands(query: Query) -> Sequence[Condition]:
    brands = query.brands
    if query.brand is not None:
        both = MENTION.c.brand == query.brand
        return [both if brands is None or query.brand in brands else MENTION.c.brand.in_(())]
    if brands is None:
        return [true()]
    one_by_one = 0 < len(brands) <= _EACH
    return [MENTION.c.brand == one for one in sorted(set(brands))] if one_by_one else [MENTION.c.brand.in_(brands)]


def _sources(query: Query, dialect: str) -> Sequence[Condition]:
    if query.source is None:
        return [true()]
    return [MENTION.c.source == query.source, and_(SEVERAL, _stands_also(dialect, query.source))]


def _stands_also(dialect: str, source: str) -> Condition:
    """On this source as well; an index holds the lists where the database is SQLite, else what stands in them."""
    if dialect == "sqlite":
        return contains(dialect, MENTION.c.also, source)
    return cast(MENTION.c.also, JSONB).contains([source])


def _at_work(work: Work, assignee: int) -> tuple[Condition, ...]:
    match work:
        case Work.MINE:
            return HANDLED, MENTION.c.status == Status.TAKEN.value, MENTION.c.assignee_id == assignee
        case Work.WAITING:
            return AT_WORK, MENTION.c.status == Status.NEW.value
        case Work.UNANSWERED:
            return (UNANSWERED,)
        case Work.OPEN:
            return (OPEN,)
