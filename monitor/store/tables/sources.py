"""How the sources are doing, and what is remembered of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, false
from sqlmodel import Field

from monitor.store.connection.types import Listed, Moment, Words
from monitor.store.tables.base import Rows


class Source(Rows, table=True):
    """How a source was doing when it was last visited."""

    __tablename__ = "source_state"

    id: str = Field(primary_key=True, sa_type=Words)
    state: str = Field(sa_type=Words)
    first_success: datetime | None = Field(default=None, sa_type=Moment)
    last_success: datetime | None = Field(default=None, sa_type=Moment)
    failures: int
    error: str | None = Field(default=None, sa_type=Words)
    next_visit: datetime | None = Field(default=None, sa_type=Moment)
    config: str = Field(sa_type=Words)
    reported: bool
    health: str = Field(sa_type=Words, sa_column_kwargs={"server_default": "new"})
    counts: list[int] = Field(sa_type=Listed, sa_column_kwargs={"server_default": "[]"})
    matched: datetime | None = Field(default=None, sa_type=Moment)
    visited: datetime = Field(sa_type=Moment)  # a visit that is kept twice counts once


class Validator(Rows, table=True):
    """What makes the next request for an address conditional. The key only compares: an address may hold a secret."""

    source: str = Field(primary_key=True, sa_type=Words)
    key: str = Field(primary_key=True, sa_type=Words)
    etag: str | None = Field(default=None, sa_type=Words)
    modified: str | None = Field(default=None, sa_type=Words)
    digest: str | None = Field(default=None, sa_type=Words)


class Link(Rows, table=True):
    """Pages that lists named: which were read, which wait; of those that were read no address is left."""

    source: str = Field(primary_key=True, sa_type=Words)
    key: str = Field(primary_key=True, sa_type=Words)
    url: str = Field(sa_type=Words)
    step: str = Field(sa_type=Words)
    stamp: str = Field(sa_type=Words)
    listed: datetime | None = Field(default=None, sa_type=Moment)
    history: bool
    read: bool
    failures: int
    found: datetime = Field(sa_type=Moment)


class SearchResult(Rows, table=True):
    """The first page of a search engine, as it stood at a visit."""

    __tablename__ = "search_result"

    source: str = Field(primary_key=True, sa_type=Words)
    query: str = Field(primary_key=True, sa_type=Words)
    at: datetime = Field(primary_key=True, sa_type=Moment)
    position: int = Field(primary_key=True)
    url: str = Field(sa_type=Words)
    title: str = Field(sa_type=Words)
    snippet: str = Field(sa_type=Words)
    updated: datetime | None = Field(default=None, sa_type=Moment)  # when the page was changed, as the engine knows
    imported: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class SearchDemand(Rows, table=True):
    """How often people put a query to a search engine in the thirty days before a visit."""

    __tablename__ = "search_demand"

    source: str = Field(primary_key=True, sa_type=Words)
    query: str = Field(primary_key=True, sa_type=Words)
    at: datetime = Field(primary_key=True, sa_type=Moment)
    times: int = Field(sa_type=BigInteger)


class SearchPage(Rows, table=True):
    """What a page that a search engine showed says of us: read once, whichever searches show it."""

    __tablename__ = "search_page"

    key: str = Field(primary_key=True, sa_type=Words)  # only compares
    brand: str = Field(primary_key=True, sa_type=Words)
    url: str = Field(sa_type=Words)
    title: str = Field(sa_type=Words)
    label: str = Field(sa_type=Words)
    score: float
    updated: datetime | None = Field(default=None, sa_type=Moment)  # when it was last changed, as far as it says
    at: datetime = Field(sa_type=Moment)  # when it was read
    read: bool  # False: it could not be, and is judged by what the engine shows of it
    tries: int = 1


class VisitCounter(Rows, table=True):
    """Good and due visits of an hour: the digest's coverage."""

    __tablename__ = "visit_counter"

    source: str = Field(primary_key=True, sa_type=Words)
    hour: datetime = Field(primary_key=True, sa_type=Moment, index=True)
    good: int
    due: int


class Dropped(Rows, table=True):
    """A mark of each item that came from or led to a forbidden place: it is counted once, and nothing of it is kept."""

    mark: str = Field(primary_key=True, sa_type=Words)


class Forgotten(Rows, table=True):
    """A mark of what must not come back, by a key of this database: no name or address can be read from it."""

    mark: str = Field(primary_key=True, sa_type=Words)
