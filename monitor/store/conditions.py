"""What many questions ask of a mention."""

from __future__ import annotations

from sqlalchemy import or_

from monitor.domain import Reason, Status
from monitor.store.tables import MENTION

ABOUT_US = or_(MENTION.c.reason.is_(None), MENTION.c.reason != Reason.NOT_ABOUT_US.value)
OPEN = MENTION.c.status.in_([status.value for status in Status if status.is_open])
