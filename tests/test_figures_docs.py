"""What a figure means is said once: by the page for users and by /help in the same words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from test_digest import bad, week

from bot.handlers.help import FIGURES, guide_keys, guide_page
from bot.markup import LONGEST
from monitor.digest import to_json
from monitor.texts import LANGUAGES, Texts

ROOT = Path(__file__).parent.parent
PAGES = {"en": "figures.md", "ru": "figures.ru.md"}


def page(language: str) -> str:
    return (ROOT / "docs" / PAGES[language]).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", PAGES)
def test_the_page_defines_what_the_bot_defines_and_nothing_else(language: str) -> None:
    texts = Texts(language)
    defined = [said for key in FIGURES.values() for said in texts.lines(f"{key}.lines")]
    assert re.findall(r"^- (.*)$", page(language), re.MULTILINE) == defined


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", FIGURES)
def test_each_part_is_one_message_that_leads_to_the_others(language: str, section: str) -> None:
    texts = Texts(language)
    assert 100 < guide_page(section, texts).size < LONGEST / 2
    leads = [one.text for row in guide_keys(section, texts, admin=False).inline_keyboard for one in row]
    others = [texts(f"{key}.title") for name, key in FIGURES.items() if name != section]
    assert leads == [*others, texts("guide.contents")]


@pytest.mark.parametrize("language", PAGES)
def test_every_key_of_the_json_is_explained(language: str) -> None:
    shape: dict[str, Any] = to_json(week(bad(1, rating=0.25)))
    whose = {"week", "period", "from", "to", "timezone", "brands", "id", "role", "source", "sources"}
    plain = whose | {"mood", "top_negative", "top_positive"}
    keys = {*shape, *shape["brands"][0], *shape["brands"][0]["ratings"][0], *shape["quality"]} - plain
    shown = set(re.findall(r"`(\w+)`", page(language)))
    assert keys - shown == set()


@pytest.mark.parametrize(("language", "readme"), [("en", "README.md"), ("ru", "README.ru.md")])
def test_the_readme_leads_to_the_page(language: str, readme: str) -> None:
    assert f"(docs/{PAGES[language]})" in (ROOT / readme).read_text(encoding="utf-8")
