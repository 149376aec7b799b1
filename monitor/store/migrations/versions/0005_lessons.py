"""What the team said of mentions teaches the scorer; what was said before this step does so too."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# `before` is a list: what undoing the press brings back, its third entry the score of the words.
_SCORE = {
    "sqlite": "json_extract(mention.before, '$[2]')",
    "postgresql": "CAST(CAST(mention.before AS json) ->> 2 AS double precision)",
}
_SAID = """
    INSERT INTO lesson (mention_id, means, negative, score, at)
    SELECT mention.id, 'pressed', {negative}, {score}, MAX(event.at)
    FROM mention JOIN event ON event.mention_id = mention.id AND event.kind = '{kind}'
    WHERE {where} AND mention.before IS NOT NULL AND (mention.rating IS NULL OR mention.rating > 0.5 AND mention.rating < 0.75)
    GROUP BY mention.id
"""


def upgrade() -> None:
    op.create_table(
        "lesson",
        sa.Column("mention_id", sa.Integer(), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("negative", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["mention_id"], ["mention.id"], name="fk_lesson_mention_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mention_id", "means", name="pk_lesson"),
    )
    score = _SCORE[op.get_bind().dialect.name]
    corrected = "mention.corrected"
    answered = "mention.status = 'answered' AND mention.flag = 'negative'"
    op.execute(_SAID.format(negative="false", score=score, kind="not_negative", where=corrected))
    op.execute(_SAID.format(negative="true", score=score, kind="answer", where=answered))


def downgrade() -> None:
    op.drop_table("lesson")
