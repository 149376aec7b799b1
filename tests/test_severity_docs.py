"""The page that explains urgency to the team says what the product does: its numbers are the defaults."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.config.alerting import Alerts
from monitor.texts import Texts

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {"en": "severity.md", "ru": "severity.ru.md"}
DEFAULT = Alerts()


def page(language: str) -> str:
    return (DOCS / PAGES[language]).read_text(encoding="utf-8")


def rows(language: str) -> list[list[str]]:
    """The table without its head."""
    lines = [line for line in page(language).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def example(language: str) -> dict[str, Any]:
    (block,) = re.findall(r"```yaml\n(.*?)```", page(language), re.DOTALL)
    found: dict[str, Any] = yaml.safe_load(block)["alerts"]
    return found


@pytest.mark.parametrize("language", PAGES)
def test_the_example_shows_every_setting_with_its_default(language: str) -> None:
    shown = example(language)
    assert Alerts.model_validate(shown) == DEFAULT
    assert set(shown["severity"]) == set(type(DEFAULT.severity).model_fields)


@pytest.mark.parametrize("language", PAGES)
def test_the_table_shows_the_defaults(language: str) -> None:
    rule, due = DEFAULT.severity, DEFAULT.answer_within
    told = [cells[1] for cells in rows(language)]
    numbers = [
        "",
        f"{rule.strong_below}",
        f"{rule.growth}",
        f"{rule.mild_above}",
        f"weight: {rule.reach_from:g}",
        f"{rule.mild_above}",
        "",
    ]
    assert all(number in row for number, row in zip(numbers, told, strict=True))
    assert re.search(rf"\b{rule.first_results}\b", told[4])
    hours = [timedelta(hours=int(cells[3].split()[0])) for cells in rows(language)]
    assert hours == [due.p1] * 3 + [due.p2] * 2 + [due.p3] * 2
    assert f"{DEFAULT.negative_below}" in page(language)


@pytest.mark.parametrize("language", PAGES)
def test_the_table_names_urgency_as_the_cards_do(language: str) -> None:
    texts = Texts(language)
    named = [cells[0].strip("*") for cells in rows(language) if cells[0]]
    assert named == [texts(f"word.{severity}") for severity in ("p1", "p2", "p3")]


def test_both_pages_show_the_same_settings() -> None:
    assert example("en") == example("ru")
