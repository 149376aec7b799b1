"""Whom a review is about, where its page says so apart from its words."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from monitor.config.plan import Plan
from monitor.domain import Item, Page
from monitor.team.routes import Routes
from monitor.understanding import Understanding

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
URL = "https://otzyv.example/zubr"


def told(*companies: str, **more: Any) -> list[tuple[str, ...]]:
    """The brands that each review of a page is about, in its order."""
    plan = Plan.model_validate(
        {
            "brands": [
                {"id": "zubr", "name": "Зубр-Софт"},
                {"id": "crm", "name": "Зубр CRM"},
                {"id": "bober", "name": "Бобёр-Софт", "role": "competitor"},
            ],
            "sources": [{"id": "otzyv", "kind": "reviews", "url": URL, **more}],
        }
    )
    things = [
        {
            "@type": "Organization",
            "name": company,
            "review": [{"@type": "Review", "author": "Анна", "reviewBody": "Ужас"}],
        }
        for company in companies
    ]
    body = f'<script type="application/ld+json">{json.dumps(things)}</script>'
    source, understanding = plan.sources[0], Understanding(plan, Routes(plan, telegram=False))
    found = source.read(Page(URL, body.encode()), now=NOW, zone=ZoneInfo("UTC"))
    return [tuple(understanding.about(one, source)) for one in found if isinstance(one, Item)]


@pytest.mark.parametrize("company", ["Зубр-Софт", "ООО «Зубр-Софт»"])
def test_a_review_that_names_nobody_is_about_the_company_of_its_page(company: str) -> None:
    assert told(company) == [("zubr",)]


def test_a_review_of_somebody_else_is_about_nobody() -> None:
    assert told("Ромашка") == [()]


def test_a_review_of_a_rival_in_a_box_of_alike_companies_is_not_ours() -> None:
    assert told("Зубр-Софт", "Бобёр-Софт", brand="zubr") == [("zubr",), ("bober",)]


def test_a_page_that_is_said_to_be_of_one_of_our_brands_stays_of_it() -> None:
    assert told("Зубр-Софт", brand="crm") == [("crm",)]
