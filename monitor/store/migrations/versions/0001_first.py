"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The search of SQLite is a table of its own that triggers keep in step. A later step that builds `mention` anew (batch
# mode) has to create them again.
_SEARCH = (
    """
    CREATE VIRTUAL TABLE mention_words USING fts5(
        lemmas, content='mention', content_rowid='id', tokenize='unicode61 remove_diacritics 0'
    )
    """,
    """
    CREATE TRIGGER mention_words_added AFTER INSERT ON mention BEGIN
        INSERT INTO mention_words(rowid, lemmas) VALUES (new.id, new.lemmas);
    END
    """,
    """
    CREATE TRIGGER mention_words_removed AFTER DELETE ON mention BEGIN
        INSERT INTO mention_words(mention_words, rowid, lemmas) VALUES ('delete', old.id, old.lemmas);
    END
    """,
    """
    CREATE TRIGGER mention_words_changed AFTER UPDATE OF lemmas ON mention BEGIN
        INSERT INTO mention_words(mention_words, rowid, lemmas) VALUES ('delete', old.id, old.lemmas);
        INSERT INTO mention_words(rowid, lemmas) VALUES (new.id, new.lemmas);
    END
    """,
)
_SEARCH_POSTGRES = (
    "CREATE INDEX ix_mention_words ON mention USING gin (array_to_tsvector(string_to_array(lemmas, ' ')))",
)


def upgrade() -> None:
    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("found", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_item"),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
    op.create_table(
        "moved",
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("old", name="pk_moved"),
    )
    op.create_table(
        "source_state",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("first_success", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_success", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("next_visit", sa.DateTime(timezone=True), nullable=True),
        sa.Column("config", sa.Text(), nullable=False),
        sa.Column("reported", sa.Boolean(), nullable=False),
        sa.Column("visited", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_source_state"),
    )
    op.create_table(
        "validator",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("source", "key", name="pk_validator"),
    )
    op.create_table(
        "visit_counter",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("source", "hour", name="pk_visit_counter"),
    )
    op.create_index("ix_visit_counter_hour", "visit_counter", ["hour"], unique=False)
    op.create_table(
        "item_key",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_item_key_item_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name="pk_item_key"),
    )
    op.create_index("ix_item_key_item_id", "item_key", ["item_id"], unique=False)
    op.create_table(
        "mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("also", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("rating", sa.Float(), nullable=True),
        sa.Column("rating_text", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("flag", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("hits", sa.Text(), nullable=False),
        sa.Column("risks", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("story", sa.Integer(), nullable=False),
        sa.Column("history", sa.Boolean(), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("assignee_id", sa.BigInteger(), nullable=True),
        sa.Column("assignee", sa.Text(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pressed_by", sa.BigInteger(), nullable=True),
        sa.Column("pressed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_url", sa.Text(), nullable=True),
        sa.Column("asks_link", sa.Boolean(), nullable=False),
        sa.Column("corrected", sa.Boolean(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("lemmas", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_mention_item_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_mention"),
        sa.UniqueConstraint("item_id", "brand", name="uq_mention_item_id_brand"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mention_at", "mention", ["at"], unique=False)
    op.create_index("ix_mention_brand_at", "mention", ["brand", "at"], unique=False)
    op.create_index("ix_mention_story", "mention", ["story"], unique=False)
    op.create_table(
        "ask",
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("prompt", sa.BigInteger(), nullable=False),
        sa.Column("mention_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["mention_id"], ["mention.id"], name="fk_ask_mention_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("target", "prompt", name="pk_ask"),
    )
    op.create_table(
        "earlier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mention_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rating_text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["mention_id"], ["mention.id"], name="fk_earlier_mention_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_earlier"),
    )
    op.create_index("ix_earlier_mention_id", "earlier", ["mention_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mention_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["mention_id"], ["mention.id"], name="fk_event_mention_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    op.create_index("ix_event_mention_id", "event", ["mention_id"], unique=False)
    op.create_table(
        "mention_band",
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("mention_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mention_id"], ["mention.id"], name="fk_mention_band_mention_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("brand", "band", "mention_id", name="pk_mention_band"),
    )
    op.create_index("ix_mention_band_mention_id", "mention_band", ["mention_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("mention_id", sa.Integer(), nullable=True),
        sa.Column("notice", sa.Text(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("order_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("view", sa.Text(), nullable=False),
        sa.Column("want", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["mention_id"], ["mention.id"], name="fk_outbox_mention_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index("ix_outbox_kind_sent_at", "outbox", ["kind", "sent_at"], unique=False)
    op.create_index("ix_outbox_mention_id", "outbox", ["mention_id"], unique=False)
    op.create_index(
        "ix_outbox_stale",
        "outbox",
        ["target"],
        unique=False,
        sqlite_where=sa.text("shown < want"),
        postgresql_where=sa.text("shown < want"),
    )
    op.create_index(
        "ix_outbox_state_target_order_at_due_at", "outbox", ["state", "target", "order_at", "due_at"], unique=False
    )
    op.create_index("ix_outbox_target_message", "outbox", ["target", "message"], unique=False)
    for statement in _SEARCH if op.get_bind().dialect.name == "sqlite" else _SEARCH_POSTGRES:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE mention_words")
    op.drop_table("outbox")
    op.drop_table("mention_band")
    op.drop_table("event")
    op.drop_table("earlier")
    op.drop_table("ask")
    op.drop_table("mention")
    op.drop_table("item_key")
    op.drop_table("visit_counter")
    op.drop_table("validator")
    op.drop_table("source_state")
    op.drop_table("moved")
    op.drop_table("meta")
    op.drop_table("item")
