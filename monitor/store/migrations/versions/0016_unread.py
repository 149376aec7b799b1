"""When an item was first seen was written and never read: of mentions it is kept with them."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("item", "found")


def downgrade() -> None:
    """A version before this step writes it and reads it as little."""
    at_some_time = sa.Column(
        "found", sa.DateTime(timezone=True), nullable=False, server_default="2026-11-28 00:00:00.000000"
    )
    op.add_column("item", at_some_time)
