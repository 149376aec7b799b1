"""What comes back on a date of its own is found without looking through all mentions."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_DATES = ("snoozed_until", "follow_up", "promised_for")


def upgrade() -> None:
    for name in _DATES:
        known = sa.text(f"{name} IS NOT NULL")
        op.create_index(f"ix_mention_{name}", "mention", [name], sqlite_where=known, postgresql_where=known)


def downgrade() -> None:
    for name in _DATES:
        op.drop_index(f"ix_mention_{name}", "mention")
