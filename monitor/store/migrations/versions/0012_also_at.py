"""What stands on another source as well is found without looking at the mentions themselves; SQLite, by an index.

PostgreSQL counts what its tables hold and finds a way by itself; its indexes do not take lists of any length.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.create_index("ix_mention_also_at", "mention", ["at", "also"], sqlite_where=sa.text("also != '[]'"))
    told = sa.table("sqlite_stat1", sa.column("tbl"), sa.column("idx"), sa.column("stat"))
    op.bulk_insert(told, [{"tbl": "mention", "idx": "ix_mention_also_at", "stat": "30000 1 1"}])
    op.execute("ANALYZE sqlite_schema")  # reads it again


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.drop_index("ix_mention_also_at", "mention")
