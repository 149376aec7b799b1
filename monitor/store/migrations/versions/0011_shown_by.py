"""A print of the keys by which its source showed an item last."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("item", sa.Column("shown_by", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("item", "shown_by")
