"""The tables. Rows never leave `store`: outside there are values."""

from __future__ import annotations

from sqlalchemy import Index, MetaData, Table, and_, cast, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from monitor.store.connection.types import Words
from monitor.store.tables import mentions, outbox, sources, team
from monitor.store.tables.base import Rows

__all__ = ["mentions", "outbox", "sources", "team"]


class Meta(Rows, table=True):
    """What is known of the database as a whole."""

    key: str = Field(primary_key=True, sa_type=Words)
    value: str = Field(sa_type=Words)


METADATA: MetaData = Rows.metadata


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
SEARCH_DEMAND = _table("search_demand")
SEARCH_PAGE = _table("search_page")
DROPPED = _table("dropped")
FORGOTTEN = _table("forgotten")
LESSON = _table("lesson")
SHIFT = _table("shift")
CODE = _table("code")
STATEMENT = _table("statement")
PAUSE = _table("pause")
DRAFT = _table("draft")
GAP = _table("gap")

HIGHEST = 2**31 - 1  # number of a row: a question for a higher one PostgreSQL does not answer, but complains of

_AT_WORK = and_(MENTION.c.severity.is_not(None), MENTION.c.status.in_(("new", "taken")))

WEEK_COLUMNS = (  # all that the figures of a week need, so that no mention is looked up for them
    *("brand", "at", "label", "flag", "severity", "status", "reason", "history", "corrected", "why", "source"),
    *("story", "rating", "score", "answered", "deadline", "settled", "published", "dated", "reasons"),
    "assignee_id",
)
_RATED = EVENT.c.kind == "rating_changed"

# Parts of tables that have an index of their own. Word for word: SQLite uses it only where it knows the part again.
WAITING = text("NOT read")
SEVERAL = text("mention.also != '[]'")  # stands on other sources as well
AT_WORK = text("mention.severity IS NOT NULL AND mention.status IN ('new', 'taken')")  # an answer is asked for
UNANSWERED = text("mention.flag IS NOT NULL AND mention.status IN ('new', 'taken')")  # the same, told of it or not
REPLIED = text("mention.reply != ''")  # the company answered in public
HANDLED = text("mention.status != 'new'")  # somebody has pressed something

Index("ix_mention_week", *(MENTION.c[name] for name in WEEK_COLUMNS), postgresql_include=["id"])  # SQLite's all have it
for _name, _columns, _part in (
    ("also", ("brand", "at"), "also != '[]'"),
    ("waiting", ("at",), "severity IS NOT NULL AND status IN ('new', 'taken')"),
    ("unanswered", ("at",), "flag IS NOT NULL AND status IN ('new', 'taken')"),
    ("handled", ("status", "at"), "status != 'new'"),
    ("replied", ("brand", "answered", "at"), "reply != ''"),
    ("assignee", ("assignee_id", "taken_at"), "assignee_id IS NOT NULL"),
):
    _where = text(_part)
    _of = [MENTION.c[one] for one in _columns]
    Index(f"ix_mention_{_name}", *_of, sqlite_where=_where, postgresql_where=_where)
_ALSO = text("also != '[]'")
Index("ix_mention_also_at", MENTION.c.at, MENTION.c.also, sqlite_where=_ALSO).ddl_if(dialect="sqlite")
Index(
    "ix_mention_also_in",
    cast(MENTION.c.also, JSONB).label("held"),
    postgresql_using="gin",
    postgresql_ops={"held": "jsonb_path_ops"},
    postgresql_where=_ALSO,
).ddl_if(dialect="postgresql")
Index("ix_event_rated", EVENT.c.at, sqlite_where=_RATED, postgresql_where=_RATED)
Index("ix_link_waiting", LINK.c.source, sqlite_where=WAITING, postgresql_where=WAITING)
Index(
    "ix_outbox_stale",
    OUTBOX.c.target,
    sqlite_where=OUTBOX.c.shown < OUTBOX.c.want,
    postgresql_where=OUTBOX.c.shown < OUTBOX.c.want,
)
Index(
    "ix_mention_at_work",
    MENTION.c.deadline,
    sqlite_where=_AT_WORK,
    postgresql_where=_AT_WORK,
)
for _date in (MENTION.c.snoozed_until, MENTION.c.follow_up, MENTION.c.promised_for):
    Index(f"ix_mention_{_date.name}", _date, sqlite_where=_date.is_not(None), postgresql_where=_date.is_not(None))
