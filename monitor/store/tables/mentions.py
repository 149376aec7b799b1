"""What was said, what we make of it, and what became of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint, false, true
from sqlmodel import Field

from monitor.store.connection.types import Listed, Moment, Words
from monitor.store.tables.base import Rows


class Item(Rows, table=True):
    """Everything ever seen, so that it is known again; items about nobody are no more than this."""

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(sa_type=Words)
    digest: str = Field(sa_type=Words)  # of what it says: another one from the same source is an edit
    keeps: str = Field(default="all", sa_type=Words, sa_column_kwargs={"server_default": "all"})  # see `Keeps`
    shown_by: str = Field(default="", sa_type=Words, sa_column_kwargs={"server_default": ""})  # a print of its keys


class Keeps(StrEnum):
    """What is still kept of an item, whatever its page shows."""

    ALL = "all"
    UNNAMED = "unnamed"  # no longer who said it
    NOTHING = "nothing"  # it is known again, and nothing more


class ItemKey(Rows, table=True):
    """Each of these is enough to know an item again."""

    __tablename__ = "item_key"

    key: str = Field(primary_key=True, sa_type=Words)
    item_id: int = Field(foreign_key="item.id", ondelete="CASCADE", index=True)


class Mention(Rows, table=True):
    """One row per item and brand: what was said, what we make of it, where the team's work stands."""

    __table_args__ = (
        UniqueConstraint("item_id", "brand"),
        Index(None, "at"),
        Index(None, "story"),
        Index(None, "source", "at"),
        Index(None, "source", "published"),  # what should stand between the reviews of a page
        Index(None, "found", "item_id"),  # what grows old
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
    dated: bool = Field(default=True, sa_column_kwargs={"server_default": true()})  # False: the page said it in words
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
    follow_up: datetime | None = Field(default=None, sa_type=Moment)  # when to come back after the answer
    asks_follow_up: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    snoozed_until: datetime | None = Field(default=None, sa_type=Moment)
    snoozed_by: str | None = Field(default=None, sa_type=Words)
    promise: str | None = Field(default=None, sa_type=Words)  # what the author was promised ...
    promised_for: datetime | None = Field(default=None, sa_type=Moment)  # ... and for when
    complained: datetime | None = Field(default=None, sa_type=Moment)  # since when the place knows of our complaint
    settled: datetime | None = Field(default=None, sa_type=Moment)  # when it was settled in private
    steps: list[Any] = Field(sa_type=Listed)
    before: list[Any] | None = Field(default=None, sa_type=Listed)  # what undoing brings back
    lemmas: str = Field(sa_type=Words)  # what the search looks through
    links: list[str] = Field(sa_type=Listed, sa_column_kwargs={"server_default": "[]"})  # where it is from or leads to
    missing: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # reads in a row that did not show it
    gone: datetime | None = Field(default=None, sa_type=Moment)  # since when it is no longer shown
    reply: str = Field(sa_type=Words, sa_column_kwargs={"server_default": ""})  # the company's answer, as shown


class Band(Rows, table=True):
    """Copies of a text share a band of its fingerprint. Place and band are one number."""

    __tablename__ = "mention_band"

    brand: str = Field(primary_key=True, sa_type=Words)
    band: int = Field(primary_key=True, sa_type=BigInteger)
    mention_id: int = Field(primary_key=True, foreign_key="mention.id", ondelete="CASCADE", index=True)


class Event(Rows, table=True):
    """What happened to a mention."""

    id: int | None = Field(default=None, primary_key=True)
    mention_id: int = Field(foreign_key="mention.id", ondelete="CASCADE", index=True)
    at: datetime = Field(sa_type=Moment)
    kind: str = Field(sa_type=Words)
    who: str = Field(sa_type=Words)
    detail: str = Field(sa_type=Words)


class Earlier(Rows, table=True):
    """What a mention said before an edit."""

    id: int | None = Field(default=None, primary_key=True)
    mention_id: int = Field(foreign_key="mention.id", ondelete="CASCADE", index=True)
    at: datetime = Field(sa_type=Moment)
    title: str = Field(sa_type=Words)
    text: str = Field(sa_type=Words)
    rating_text: str | None = Field(default=None, sa_type=Words)


class Lesson(Rows, table=True):
    """What a person said of a mention, and by what means: each is kept and taken back by itself."""

    mention_id: int = Field(primary_key=True, foreign_key="mention.id", ondelete="CASCADE")
    means: str = Field(primary_key=True, sa_type=Words)
    negative: bool
    score: float  # of the words, before anybody corrected it
    at: datetime = Field(sa_type=Moment)
