"""What is owed, to whom, and what people are asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint, false
from sqlmodel import Field

from monitor.store.connection.types import Moment, Words
from monitor.store.tables.base import Rows


class Outbox(Rows, table=True):
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
    batch: int | None = Field(default=None, index=True)  # the row of the message that tells it together with others
    alone: bool = Field(default=False, sa_column_kwargs={"server_default": false()})  # somebody wants its own card
    fallen_back: datetime | None = Field(default=None, sa_type=Moment)  # when it went another way than Telegram


class Moved(Rows, table=True):
    """Targets that have a new address."""

    old: str = Field(primary_key=True, sa_type=Words)
    new: str = Field(sa_type=Words)


class Ask(Rows, table=True):
    """Questions of ours that somebody may answer."""

    target: str = Field(primary_key=True, sa_type=Words)
    prompt: int = Field(primary_key=True, sa_type=BigInteger)
    mention_id: int = Field(foreign_key="mention.id", ondelete="CASCADE", index=True)
    person_id: int = Field(sa_type=BigInteger)
    kind: str = Field(default="link", sa_type=Words, sa_column_kwargs={"server_default": "link"})  # what is asked for
