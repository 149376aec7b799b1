"""A team at work: what is put off, handed over, promised and drafted; who is on duty; what is told together."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_AT_WORK = sa.text("severity IS NOT NULL AND status IN ('new', 'taken')")


def _added() -> Iterator[tuple[str, sa.Column]]:
    """Made anew each time: a column belongs to the table that it was once added to."""
    for table, columns in (("mention", _mention()), ("outbox", _outbox()), ("ask", _ask())):
        for column in columns:
            yield table, column


def _mention() -> tuple[sa.Column, ...]:
    return (
        sa.Column("follow_up", _MOMENT),
        sa.Column("asks_follow_up", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("snoozed_until", _MOMENT),
        sa.Column("snoozed_by", sa.Text()),
        sa.Column("promise", sa.Text()),
        sa.Column("promised_for", _MOMENT),
        sa.Column("complained", _MOMENT),
        sa.Column("settled", _MOMENT),
    )


def _outbox() -> tuple[sa.Column, ...]:
    return (
        sa.Column("batch", sa.Integer()),
        sa.Column("alone", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("fallen_back", _MOMENT),
    )


def _ask() -> tuple[sa.Column, ...]:
    return (sa.Column("kind", sa.Text(), nullable=False, server_default="link"),)


def upgrade() -> None:
    for table, column in _added():
        op.add_column(table, column)
    op.create_index("ix_outbox_batch", "outbox", ["batch"])
    op.create_index("ix_mention_at_work", "mention", ["deadline"], sqlite_where=_AT_WORK, postgresql_where=_AT_WORK)
    _tables()


def _tables() -> None:
    op.create_table(
        "shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("start", _MOMENT, nullable=False),
        sa.Column("end", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shift"),
    )
    op.create_index("ix_shift_end", "shift", ["end"])
    op.create_table(
        "code",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("expires", _MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_code"),
    )
    op.create_table(
        "statement",
        sa.Column("story", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("story", name="pk_statement"),
    )
    op.create_table(
        "pause",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_pause"),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mention_id", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["mention_id"], ["mention.id"], name="fk_draft_mention_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
    )
    op.create_index("ix_draft_mention_id", "draft", ["mention_id"])
    op.create_index("ix_draft_at", "draft", ["at"])
    op.create_table(
        "gap",
        sa.Column("start", _MOMENT, nullable=False),
        sa.Column("end", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("start", name="pk_gap"),
    )


def downgrade() -> None:
    for table in ("gap", "draft", "pause", "statement", "code", "shift"):
        op.drop_table(table)
    op.drop_index("ix_mention_at_work", "mention")
    op.drop_index("ix_outbox_batch", "outbox")
    for table, column in _added():
        op.drop_column(table, column.name)
