"""What a product handles is no complaint of it."""

from __future__ import annotations

import pytest

from monitor.domain import Hit
from monitor.sentiment import Scorer

FLAGGED = -0.25


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer()


def score(scorer: Scorer, text: str) -> float:
    name = "Kestrel" if "Kestrel" in text else "Зубр-Софт"
    at = text.find(name)
    end = at + len(name) + (text[at + len(name) :][:1] in {"а", "у", "е"})
    return scorer.score(text, hits=[Hit("ours", at, end, text[at:end])] if at >= 0 else []).score


def test_what_a_product_handles_is_no_complaint_of_it(scorer: Scorer) -> None:
    said = (
        "Зубр-Софт обрабатывает рекламации, споры и штрафы в одном окне.",
        "Зубр-Софт чинит неисправные терминалы.",
        "Служба Зубр-Софта справится с грязью и плесенью.",
        "Панель показывает опоздания курьеров по районам.",
        "Зубр-Софт умеет находить ошибки в договорах.",
        "Зубр-Софт автоматически блокирует подозрительные платежи.",
        "Kestrel handles disputes and complaints in one place.",
        "Kestrel cleans up soot and bad smells.",
        "The dashboard shows late deliveries by region.",
        "Kestrel rejects malformed files.",
        "Kestrel explains why ignoring alerts is dangerous.",
        "Kestrel helps to spot damaged parcels.",
    )
    assert [text for text in said if score(scorer, text) <= FLAGGED] == []


def test_what_it_does_to_us_or_does_badly_is_one(scorer: Scorer) -> None:
    said = (
        "Зубр-Софт отвечает на жалобы хамством.",
        "Зубр-Софт считает зарплату с ошибками.",
        "Зубр-Софт считает клиентов дураками.",
        "Зубр-Софт чинит сбой второй месяц.",
        "Зубр-Софт блокирует наши платежи.",
        "Зубр-Софт показывает ошибку при входе.",
        "Kestrel handles complaints by ignoring them.",
        "Kestrel shows errors all day.",
        "Kestrel answers emails late.",
        "Kestrel shows wrong totals.",
        "Зубр-Софт сокращает сотрудников и срывает сроки.",
        "Kestrel promised to fix bugs.",
    )
    assert [text for text in said if score(scorer, text) > FLAGGED] == []
