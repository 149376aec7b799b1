"""What the further kinds of sources need: pages read once, results of search engines, how a source is doing."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("source_state", sa.Column("health", sa.Text(), nullable=False, server_default="new"))
    op.add_column("source_state", sa.Column("counts", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("source_state", sa.Column("matched", sa.DateTime(timezone=True), nullable=True))
    op.add_column("mention", sa.Column("links", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("mention", sa.Column("missing", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("mention", sa.Column("gone", sa.DateTime(timezone=True), nullable=True))
    op.add_column("mention", sa.Column("reply", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE source_state SET health = state")
    op.drop_column("validator", "url")
    op.create_table(
        "link",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("stamp", sa.Text(), nullable=False),
        sa.Column("listed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("history", sa.Boolean(), nullable=False),
        sa.Column("read", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("found", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", "key", name="pk_link"),
    )
    op.create_index(
        "ix_link_waiting", "link", ["source"], sqlite_where=sa.text("NOT read"), postgresql_where=sa.text("NOT read")
    )
    op.create_table(
        "search_result",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("snippet", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source", "query", "at", "position", name="pk_search_result"),
    )


def downgrade() -> None:
    op.drop_table("search_result")
    op.drop_table("link")
    op.add_column("validator", sa.Column("url", sa.Text(), nullable=False, server_default=""))
    for column in ("reply", "gone", "missing", "links"):
        op.drop_column("mention", column)
    for column in ("matched", "counts", "health"):
        op.drop_column("source_state", column)
