"""The figures of a week come from one index; pages that search engines show are read once."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_WEEK = [
    *("brand", "at", "label", "flag", "severity", "status", "reason", "history", "corrected", "why", "source"),
    *("story", "rating", "score", "answered", "deadline", "settled", "published", "dated", "reasons"),
]


def upgrade() -> None:
    op.drop_index("ix_mention_brand_at", "mention")
    op.add_column("mention", sa.Column("dated", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_index("ix_mention_week", "mention", _WEEK, postgresql_include=["id"])
    several = sa.text("also != '[]'")
    op.create_index("ix_mention_also", "mention", ["brand", "at"], sqlite_where=several, postgresql_where=several)
    rated = sa.text("kind = 'rating_changed'")
    op.create_index("ix_event_rated", "event", ["at"], sqlite_where=rated, postgresql_where=rated)
    op.add_column("search_result", sa.Column("updated", _MOMENT, nullable=True))
    op.add_column("search_result", sa.Column("imported", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "search_page",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("updated", _MOMENT, nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("read", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "brand", name="pk_search_page"),
    )


def downgrade() -> None:
    op.drop_table("search_page")
    op.drop_index("ix_event_rated", "event")
    op.drop_column("search_result", "imported")
    op.drop_column("search_result", "updated")
    op.drop_index("ix_mention_also", "mention")
    op.drop_index("ix_mention_week", "mention")
    op.drop_column("mention", "dated")
    op.create_index("ix_mention_brand_at", "mention", ["brand", "at"])
