"""Copies are looked up by other bands than before; the texts of the last two months get theirs.

Whoever comes next is compared with a month of texts. Older ones, and a version before this step, keep what they have.
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

from monitor.store.connection.types import Moment
from monitor.stories import fingerprint, wording

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_RECENT = timedelta(days=62)
_AT_ONCE = 500
_TEXTS = sa.text(
    "SELECT id, brand, title, text FROM mention WHERE id > :last AND at >= :since ORDER BY id LIMIT :most"
).bindparams(sa.bindparam("since", type_=Moment))
_BAND = sa.text(
    "INSERT INTO mention_band (brand, band, mention_id) VALUES (:brand, :band, :mention) ON CONFLICT DO NOTHING"
)


def upgrade() -> None:
    connection = op.get_bind()
    wanted = {"last": 0, "since": datetime.now(UTC) - _RECENT, "most": _AT_ONCE}
    while texts := connection.execute(_TEXTS, wanted).all():
        bands = [
            {"brand": text.brand, "band": place << 31 | band, "mention": text.id}
            for text in texts
            for place, band in enumerate(fingerprint(wording(text.title, text.text)).bands)
        ]
        if bands:
            connection.execute(_BAND, bands)
        wanted["last"] = texts[-1].id


def downgrade() -> None:
    """What a version before this step looks copies up by was left as it was."""
