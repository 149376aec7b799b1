"""When a page was changed last, as far as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import islice
from zoneinfo import ZoneInfo

from monitor.dates import read_date
from monitor.domain import Page
from monitor.sources.markup import decode
from monitor.sources.pages.json_ld import OWN, blocks, fields, nodes

_NAMED = re.compile(
    r"\b(?:article:modified_time|og:updated_time|dateModified|last-modified|dcterms\.modified)\b", re.IGNORECASE
)
_VALUE = re.compile(r"\b(?:content|datetime)\s*=\s*[\"']([^\"']{4,60})[\"']", re.IGNORECASE)
_TAG = 500  # letters of a tag that are looked at
_LOOKED_AT = 20  # places that name a date of change
_MADE_JUST_NOW = timedelta(hours=1)  # a page that is made anew for each visitor says nothing of itself


def last_change(page: Page, published: datetime | None, *, now: datetime, zone: ZoneInfo) -> datetime | None:
    """What the page says itself, else when it was published, else what its server says."""
    said = (read_date(written, zone=zone, now=now).at for written in _written(decode(page)))
    told = next((at for at in said if at is not None and at <= now), None)
    return told or published or _by_server(page, now)


def _written(text: str) -> Iterator[str]:
    for name, node, _ in nodes(blocks(text)):
        changed = fields(node).get("dateModified") if name in OWN else None
        if isinstance(changed, str):
            yield changed
    for found in islice(_NAMED.finditer(text), _LOOKED_AT):
        start = text.rfind("<", max(0, found.start() - _TAG), found.start())
        end = text.find(">", found.end(), found.end() + _TAG)
        yield from _VALUE.findall(text, max(start, 0), end if start >= 0 else 0)


def _by_server(page: Page, now: datetime) -> datetime | None:
    try:
        at = parsedate_to_datetime(page.headers.get("last-modified", ""))
    except (ValueError, OverflowError):
        return None
    return at if at.tzinfo is not None and at < now - _MADE_JUST_NOW else None
