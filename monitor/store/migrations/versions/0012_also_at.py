"""What stands on another source as well is found by an index of its own.

SQLite's is in the order of dates and holds the lists themselves, so that no mention is looked at; PostgreSQL's has an
entry for each source of a list.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_IN = "ix_mention_also_in"
_SEVERAL = sa.text("also != '[]'")


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        held = sa.cast(sa.column("also"), JSONB).label("held")
        ops = {"held": "jsonb_path_ops"}
        op.create_index(_IN, "mention", [held], postgresql_using="gin", postgresql_ops=ops, postgresql_where=_SEVERAL)
        return
    op.create_index("ix_mention_also_at", "mention", ["at", "also"], sqlite_where=_SEVERAL)
    told = sa.table("sqlite_stat1", sa.column("tbl"), sa.column("idx"), sa.column("stat"))
    op.bulk_insert(told, [{"tbl": "mention", "idx": "ix_mention_also_at", "stat": "30000 1 1"}])
    op.execute("ANALYZE sqlite_schema")  # reads it again


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.drop_index("ix_mention_also_at" if sqlite else _IN, "mention")
