"""Who is there, what they agreed on, and when we ourselves were not."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from monitor.store.connection.types import Moment, Words
from monitor.store.tables.base import Rows


class Shift(Rows, table=True):
    """Who is on duty or away, beside the turns that the file gives."""

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(sa_type=Words)  # duty | away
    person_id: int = Field(sa_type=BigInteger)
    name: str = Field(sa_type=Words)
    start: datetime = Field(sa_type=Moment)
    end: datetime = Field(sa_type=Moment, index=True)


class Code(Rows, table=True):
    """A one-time code that lets a chat or a colleague in; only its hash is kept."""

    digest: str = Field(primary_key=True, sa_type=Words)
    kind: str = Field(sa_type=Words)  # pair | invite
    name: str = Field(sa_type=Words)
    signature: str = Field(sa_type=Words)
    expires: datetime = Field(sa_type=Moment)
    tries: int = 0  # wrong ones while it was good


class Statement(Rows, table=True):
    """What everybody says of a story for a while."""

    story: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})  # given by the mentions
    text: str = Field(sa_type=Words)
    who: str = Field(sa_type=Words)
    at: datetime = Field(sa_type=Moment)
    until: datetime = Field(sa_type=Moment)


class Pause(Rows, table=True):
    """A source that is not visited until an admin resumes it."""

    source: str = Field(primary_key=True, sa_type=Words)
    who: str = Field(sa_type=Words)
    at: datetime = Field(sa_type=Moment)


class Draft(Rows, table=True):
    """A reply that somebody had checked before publishing it."""

    id: int | None = Field(default=None, primary_key=True)
    mention_id: int = Field(foreign_key="mention.id", ondelete="CASCADE", index=True)
    at: datetime = Field(sa_type=Moment, index=True)
    who: str = Field(sa_type=Words)
    text: str = Field(sa_type=Words)


class Gap(Rows, table=True):
    """A time in which nothing was watched, for we were not running."""

    start: datetime = Field(primary_key=True, sa_type=Moment)
    end: datetime = Field(sa_type=Moment)
