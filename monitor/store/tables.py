"""The tables. Rows never leave `store`: outside there are values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, MetaData, Table, UniqueConstraint
from sqlmodel import Field, SQLModel

from monitor.store.types import Listed, Moment, Words

NAMES = {  # constraints need names that migrations can use on every database
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class _Row(SQLModel):
    metadata = MetaData(naming_convention=NAMES)


class Meta(_Row, table=True):
    """What is known of the database as a whole."""

    key: str = Field(primary_key=True, sa_type=Words)
    value: str = Field(sa_type=Words)


class Item(_Row, table=True):
    """Everything ever seen, so that it is known again; items about nobody are no more than this."""

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(sa_type=Words)
    digest: str = Field(sa_type=Words)  # of what it says: another one from the same source is an edit
    found: datetime = Field(sa_type=Moment)


class ItemKey(_Row, table=True):
    """Each of these is enough to know an item again."""

    __tablename__ = "item_key"

    key: str = Field(primary_key=True, sa_type=Words)
    item_id: int = Field(foreign_key="item.id", ondelete="CASCADE", index=True)


class Mention(_Row, table=True):
    """One row per item and brand: what was said, what we make of it, where the team's work stands."""

    __table_args__ = (
        UniqueConstraint("item_id", "brand"),
        Index(None, "at"),
        Index(None, "brand", "at"),
        Index(None, "story"),
        {"sqlite_autoincrement": True},  # a number on an old card never means another mention
    )

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id", ondelete="CASCADE")
    brand: str = Field(sa_type=Words)
    source: str = Field(sa_type=Words)
    also: list[str] = Field(sa_type=Listed)
    url: str = Field(sa_type=Words)
    title: str = Field(sa_type=Words)
    text: str = Field(sa_type=Words)
    author: str = Field(sa_type=Words)
    published: datetime | None = Field(default=None, sa_type=Moment)
    found: datetime = Field(sa_type=Moment)
    at: datetime = Field(sa_type=Moment)
    lang: str = Field(sa_type=Words)
    rating: float | None = None
    rating_text: str | None = Field(default=None, sa_type=Words)
    label: str = Field(sa_type=Words)
    score: float
    flag: str | None = Field(default=None, sa_type=Words)
    why: str = Field(sa_type=Words)
    words: list[Any] = Field(sa_type=Listed)
    hits: list[Any] = Field(sa_type=Listed)
    risks: list[str] = Field(sa_type=Listed)
    reasons: list[str] = Field(sa_type=Listed, sa_column_kwargs={"server_default": "[]"})  # what is complained about
    unsure: str | None = Field(default=None, sa_type=Words)  # why the tone may be another
    severity: str | None = Field(default=None, sa_type=Words)
    story: int  # the number of its first mention
    history: bool
    deadline: datetime | None = Field(default=None, sa_type=Moment)
    status: str = Field(sa_type=Words)
    reason: str | None = Field(default=None, sa_type=Words)
    assignee_id: int | None = Field(default=None, sa_type=BigInteger)
    assignee: str | None = Field(default=None, sa_type=Words)
    taken_at: datetime | None = Field(default=None, sa_type=Moment)
    pressed_by: int | None = Field(default=None, sa_type=BigInteger)  # who took it or gave it back last ...
    pressed_at: datetime | None = Field(default=None, sa_type=Moment)  # ... and when: against double taps
    answered: datetime | None = Field(default=None, sa_type=Moment)
    reply_url: str | None = Field(default=None, sa_type=Words)
    asks_link: bool
    corrected: bool
    steps: list[Any] = Field(sa_type=Listed)
    before: list[Any] | None = Field(default=None, sa_type=Listed)  # what undoing brings back
    lemmas: str = Field(sa_type=Words)  # what the search looks through
    links: list[str] = Field(sa_type=Listed)  # where it comes from or leads to
    missing: int = 0  # reads in a row of the page it stood on that did not show it
    gone: datetime | None = Field(default=None, sa_type=Moment)  # since when it is no longer shown
    reply: str = Field(sa_type=Words)  # the company's answer, as its page shows it


class Band(_Row, table=True):
    """Copies of a text share a band of its fingerprint. Place and band are one number."""

    __tablename__ = "mention_band"

    brand: str = Field(primary_key=True, sa_type=Words)
    band: int = Field(primary_key=True, sa_type=BigInteger)
    mention_id: int = Field(primary_key=True, foreign_key="mention.id", ondelete="CASCADE", index=True)


class Event(_Row, table=True):
    """What happened to a mention."""

    id: int | None = Field(default=None, primary_key=True)
    mention_id: int = Field(foreign_key="mention.id", ondelete="CASCADE", index=True)
    at: datetime = Field(sa_type=Moment)
    kind: str = Field(sa_type=Words)
    who: str = Field(sa_type=Words)
    detail: str = Field(sa_type=Words)


class Earlier(_Row, table=True):
    """What a mention said before an edit."""

    id: int | None = Field(default=None, primary_key=True)
    mention_id: int = Field(foreign_key="mention.id", ondelete="CASCADE", index=True)
    at: datetime = Field(sa_type=Moment)
    title: str = Field(sa_type=Words)
    text: str = Field(sa_type=Words)
    rating_text: str | None = Field(default=None, sa_type=Words)


class Outbox(_Row, table=True):
    """What is owed, to whom, and what became of it."""

    __table_args__ = (
        UniqueConstraint("key"),
        Index(None, "state", "target", "order_at", "due_at"),
        Index(None, "target", "message"),
        Index(None, "kind", "sent_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    target: str = Field(sa_type=Words)
    kind: str = Field(sa_type=Words)  # alert, or which notice
    mention_id: int | None = Field(default=None, foreign_key="mention.id", ondelete="CASCADE", index=True)
    notice: str | None = Field(default=None, sa_type=Words)
    key: str = Field(sa_type=Words)
    state: str = Field(sa_type=Words)
    created: datetime = Field(sa_type=Moment)
    due_at: datetime = Field(sa_type=Moment)
    order_at: datetime = Field(sa_type=Moment)
    attempts: int = 0
    unsure: int = 0  # times it may have arrived without our knowing
    lost: int = 0  # of these, answers that got lost; a process that was killed says nothing about the messenger
    message: int | None = Field(default=None, sa_type=BigInteger)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    view: str = Field(sa_type=Words)
    want: int = 0  # raised by whatever changes the message
    shown: int = 0  # what the message shows
    error: str | None = Field(default=None, sa_type=Words)


class Moved(_Row, table=True):
    """Targets that have a new address."""

    old: str = Field(primary_key=True, sa_type=Words)
    new: str = Field(sa_type=Words)


class Ask(_Row, table=True):
    """Questions of ours that somebody may answer."""

    target: str = Field(primary_key=True, sa_type=Words)
    prompt: int = Field(primary_key=True, sa_type=BigInteger)
    mention_id: int = Field(foreign_key="mention.id", ondelete="CASCADE")
    person_id: int = Field(sa_type=BigInteger)


class Source(_Row, table=True):
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
    health: str = Field(sa_type=Words)
    counts: list[int] = Field(sa_type=Listed)
    matched: datetime | None = Field(default=None, sa_type=Moment)
    visited: datetime = Field(sa_type=Moment)  # a visit that is kept twice counts once


class Validator(_Row, table=True):
    """What makes the next request for an address conditional. The key only compares: an address may hold a secret."""

    source: str = Field(primary_key=True, sa_type=Words)
    key: str = Field(primary_key=True, sa_type=Words)
    etag: str | None = Field(default=None, sa_type=Words)
    modified: str | None = Field(default=None, sa_type=Words)
    digest: str | None = Field(default=None, sa_type=Words)


class Link(_Row, table=True):
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


class SearchResult(_Row, table=True):
    """The first page of a search engine, as it stood at a visit."""

    __tablename__ = "search_result"

    source: str = Field(primary_key=True, sa_type=Words)
    query: str = Field(primary_key=True, sa_type=Words)
    at: datetime = Field(primary_key=True, sa_type=Moment)
    position: int = Field(primary_key=True)
    url: str = Field(sa_type=Words)
    title: str = Field(sa_type=Words)
    snippet: str = Field(sa_type=Words)


class VisitCounter(_Row, table=True):
    """Good and due visits of an hour: the digest's coverage."""

    __tablename__ = "visit_counter"

    source: str = Field(primary_key=True, sa_type=Words)
    hour: datetime = Field(primary_key=True, sa_type=Moment, index=True)
    good: int
    due: int


class Dropped(_Row, table=True):
    """A mark of each item that came from or led to a forbidden place: it is counted once, and nothing of it is kept."""

    mark: str = Field(primary_key=True, sa_type=Words)


class Lesson(_Row, table=True):
    """What a person said of a mention, and by what means: each is kept and taken back by itself."""

    mention_id: int = Field(primary_key=True, foreign_key="mention.id", ondelete="CASCADE")
    means: str = Field(primary_key=True, sa_type=Words)
    negative: bool
    score: float  # of the words, before anybody corrected it
    at: datetime = Field(sa_type=Moment)


METADATA: MetaData = _Row.metadata


def _table(name: str) -> Table:
    return METADATA.tables[name]


META = _table("meta")
ITEM = _table("item")
ITEM_KEY = _table("item_key")
MENTION = _table("mention")
BAND = _table("mention_band")
EVENT = _table("event")
EARLIER = _table("earlier")
OUTBOX = _table("outbox")
MOVED = _table("moved")
ASK = _table("ask")
SOURCE = _table("source_state")
VALIDATOR = _table("validator")
COUNTER = _table("visit_counter")
LINK = _table("link")
RESULT = _table("search_result")
DROPPED = _table("dropped")
LESSON = _table("lesson")

Index("ix_link_waiting", LINK.c.source, sqlite_where=~LINK.c.read, postgresql_where=~LINK.c.read)
Index(
    "ix_outbox_stale",
    OUTBOX.c.target,
    sqlite_where=OUTBOX.c.shown < OUTBOX.c.want,
    postgresql_where=OUTBOX.c.shown < OUTBOX.c.want,
)
