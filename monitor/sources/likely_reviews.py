"""A page that marks up no reviews: where these seem to stand on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from monitor.domain import Likely, Page
from monitor.sources.base import SourceBase
from monitor.sources.markup import decode
from monitor.sources.pages.likely import likely_reviews


class LikelyReviews(SourceBase):
    """Never stands in sources.yaml: what it finds is proposed to a person, as `select:` of kind `reviews`."""

    kind: Literal["likely-reviews"] = "likely-reviews"

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Likely]:
        """One proposal, or none."""
        if likely := likely_reviews(decode(page), now=now, zone=zone):
            yield likely
