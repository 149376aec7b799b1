"""What stands on another source as well is found by an index of its own, newest first.

SQLite's holds the lists themselves, so that no mention is looked at; PostgreSQL's cannot, for a list may be long.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_SEVERAL = sa.text("also != '[]'")


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.create_index("ix_mention_also_date", "mention", ["at"], postgresql_where=_SEVERAL)
        return
    op.create_index("ix_mention_also_at", "mention", ["at", "also"], sqlite_where=_SEVERAL)
    told = sa.table("sqlite_stat1", sa.column("tbl"), sa.column("idx"), sa.column("stat"))
    op.bulk_insert(told, [{"tbl": "mention", "idx": "ix_mention_also_at", "stat": "30000 1 1"}])
    op.execute("ANALYZE sqlite_schema")  # reads it again


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.drop_index("ix_mention_also_at" if sqlite else "ix_mention_also_date", "mention")
