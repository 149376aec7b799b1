"""Whatever is asked of a million mentions has an index to go along."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_WHOLE = {
    "ix_mention_source_at": ["source", "at"],
    "ix_mention_source_published": ["source", "published"],
    "ix_mention_found_item_id": ["found", "item_id"],
}
_PARTS = {
    "ix_mention_waiting": (["at"], "severity IS NOT NULL AND status IN ('new', 'taken')"),
    "ix_mention_unanswered": (["at"], "flag IS NOT NULL AND status IN ('new', 'taken')"),
    "ix_mention_handled": (["status", "at"], "status != 'new'"),
    "ix_mention_replied": (["brand", "answered", "at"], "reply != ''"),
    "ix_mention_assignee": (["assignee_id", "taken_at"], "assignee_id IS NOT NULL"),
}

# SQLite plans by how many rows a value of an index has, and takes it for ten where nobody has told it. These are told
# once, of a store of a million: a plan is the same on every day and on every machine, and never waits for an ANALYZE,
# which would read all of it. Of a status the few are counted that are asked for. A later step that builds a
# table anew has to tell them again.
_STATISTICS = {
    "mention": {
        "sqlite_autoindex_mention_1": "1000000 1 1",
        "ix_mention_at": "1000000 1",
        "ix_mention_story": "1000000 2",
        "ix_mention_source_at": "1000000 5000 1",
        "ix_mention_source_published": "1000000 5000 1",
        "ix_mention_found_item_id": "1000000 10 1",
        "ix_mention_week": " ".join(["1000000", "20000", *["1"] * 19]),
        "ix_mention_also": "30000 10000 1",
        "ix_mention_at_work": "500 1",
        "ix_mention_waiting": "500 1",
        "ix_mention_unanswered": "100000 1",
        "ix_mention_handled": "100000 1000 1",
        "ix_mention_replied": "50000 15000 1 1",
        "ix_mention_assignee": "100000 10000 1",
        "ix_mention_snoozed_until": "1000 1",
        "ix_mention_follow_up": "1000 1",
        "ix_mention_promised_for": "1000 1",
    },
    "item_key": {"sqlite_autoindex_item_key_1": "4000000 1", "ix_item_key_item_id": "4000000 2"},
    "mention_band": {
        "sqlite_autoindex_mention_band_1": "11000000 3000000 2 1",
        "ix_mention_band_mention_id": "11000000 11",
    },
    "event": {"ix_event_mention_id": "1500000 2", "ix_event_rated": "1000 1"},
    "earlier": {"ix_earlier_mention_id": "10000 1"},
    "lesson": {"sqlite_autoindex_lesson_1": "5000 1 1"},
    "draft": {"ix_draft_mention_id": "5000 1", "ix_draft_at": "5000 1"},
    "ask": {"sqlite_autoindex_ask_1": "10000 3000 1", "ix_ask_mention_id": "10000 1"},
    "outbox": {
        "sqlite_autoindex_outbox_1": "100000 1",
        "ix_outbox_kind_sent_at": "100000 20000 1",
        "ix_outbox_mention_id": "100000 1",
        "ix_outbox_stale": "10 5",
        "ix_outbox_state_target_order_at_due_at": "100000 5000 2500 2 1",
        "ix_outbox_target_message": "100000 30000 1",
        "ix_outbox_batch": "100000 10",
    },
    "visit_counter": {"sqlite_autoindex_visit_counter_1": "1000000 10000 1", "ix_visit_counter_hour": "1000000 200"},
}


def upgrade() -> None:
    for name, columns in _WHOLE.items():
        op.create_index(name, "mention", columns)
    for name, (columns, part) in _PARTS.items():
        where = sa.text(part)
        op.create_index(name, "mention", columns, sqlite_where=where, postgresql_where=where)
    op.create_index("ix_ask_mention_id", "ask", ["mention_id"])
    if op.get_bind().dialect.name == "sqlite":
        _tell_statistics()


def _tell_statistics() -> None:
    op.execute("ANALYZE meta")  # makes the table of statistics
    op.execute("DELETE FROM sqlite_stat1")
    told = sa.table("sqlite_stat1", sa.column("tbl"), sa.column("idx"), sa.column("stat"))
    rows = [(table, index, stat) for table, of in _STATISTICS.items() for index, stat in of.items()]
    op.bulk_insert(told, [{"tbl": table, "idx": index, "stat": stat} for table, index, stat in rows])
    op.execute("ANALYZE sqlite_schema")  # reads it again


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DELETE FROM sqlite_stat1")
        op.execute("ANALYZE sqlite_schema")
    op.drop_index("ix_ask_mention_id", "ask")
    for name in (*_PARTS, *_WHOLE):
        op.drop_index(name, "mention")
