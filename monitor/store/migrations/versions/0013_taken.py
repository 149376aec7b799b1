"""The figures of a week know which history somebody took, whatever became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_NAME = "ix_mention_week"
_WEEK = [
    *("brand", "at", "label", "flag", "severity", "status", "reason", "history", "corrected", "why", "source"),
    *("story", "rating", "score", "answered", "deadline", "settled", "published", "dated", "reasons"),
]


def upgrade() -> None:
    _build([*_WEEK, "assignee_id"])


def downgrade() -> None:
    _build(_WEEK)


def _build(columns: list[str]) -> None:
    """What SQLite was told of the index (see 0010) goes with it, and is told again."""
    op.drop_index(_NAME, "mention")
    op.create_index(_NAME, "mention", columns, postgresql_include=["id"])
    if op.get_bind().dialect.name == "sqlite":
        told = sa.table("sqlite_stat1", sa.column("tbl"), sa.column("idx"), sa.column("stat"))
        stat = " ".join(["1000000", "20000", *["1"] * (len(columns) - 1)])
        op.bulk_insert(told, [{"tbl": "mention", "idx": _NAME, "stat": stat}])
        op.execute("ANALYZE sqlite_schema")  # reads it again
