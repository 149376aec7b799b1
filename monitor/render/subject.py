"""What a digest by mail says before it is opened: which week, and how it was."""

from __future__ import annotations

from monitor.digest import Digest
from monitor.render.dates import Calendar


def digest_subject(digest: Digest, calendar: Calendar) -> str:
    """«Отклик: неделя 47, 16–22 ноября – спокойно»."""
    texts, number = calendar.texts, int(digest.week.rpartition("W")[2])
    how = texts("mail.quiet" if digest.quiet else f"mail.{digest.mood}")
    return texts("mail.subject", week=number, period=calendar.period(digest.start, digest.end), how=how)
