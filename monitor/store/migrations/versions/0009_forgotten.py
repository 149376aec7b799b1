"""Marks of what was forgotten; what is still kept of an item as it grows old."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("item", sa.Column("keeps", sa.Text(), nullable=False, server_default="all"))
    op.create_table(
        "forgotten",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_forgotten"),
    )


def downgrade() -> None:
    op.drop_table("forgotten")
    op.drop_column("item", "keeps")
