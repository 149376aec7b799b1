"""First pages of search engines as tests need them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from monitor.config.plan import Plan
from monitor.digest import Listing, Shown

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
QUERY = "Зубр-Софт отзывы"


def plan_of(*sources: Any, **more: Any) -> Plan:
    """Two brands with their sites, and a search that watches ours."""
    searched = {"id": "first-page", "kind": "search", "engine": "yandex", "query": "{brand} отзывы"}
    return Plan.model_validate(
        {
            "language": "ru",
            "brands": [
                {"id": "zubr", "name": "Зубр-Софт", "sites": ["zubr.example"]},
                {"id": "kestrel", "name": "Пустельга", "role": "competitor", "sites": ["kestrel.example"]},
            ],
            "sources": [*(sources or (searched,))],
            **more,
        }
    )


def listing(urls: Sequence[str], at: datetime = NOW, **more: Any) -> Listing:
    """These addresses, in this order."""
    asked = {"source": "first-page", "query": QUERY, **more}
    results = tuple(Shown(n, url, f"Страница {n}", "Зубр-Софт") for n, url in enumerate(urls, 1))
    return Listing(at=at, results=results, **asked)
