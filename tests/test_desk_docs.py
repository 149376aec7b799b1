"""The pages about the desk show real cards: what they print is what the product says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from card_scenes import SCENES, played

from monitor.store import Store

pytestmark = pytest.mark.one_database

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {"en": "desk.md", "ru": "desk.ru.md"}


def page(language: str) -> str:
    return (DOCS / PAGES[language]).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", SCENES)
async def test_the_cards_on_the_page_are_those_of_the_product(language: str, store: Store) -> None:
    shown = re.findall(r"```text\n(.*?)\n```", page(language), re.DOTALL)
    assert shown == [letter.document.text.replace("\u00a0", " ") for letter in await played(store, language)]


@pytest.mark.parametrize("language", PAGES)
def test_every_picture_of_the_page_is_there(language: str) -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page(language))
    assert len(pictures) == len(SCENES[language].said)
    assert all((DOCS / picture).is_file() for picture in pictures)
