"""What is complained about, and why the tone may be another, stand beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mention", sa.Column("reasons", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("mention", sa.Column("unsure", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("mention", "unsure")
    op.drop_column("mention", "reasons")
