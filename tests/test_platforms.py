"""docs/platforms*.md: every preset has its line and an example, both languages tell the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.config.presets import catalogue

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {"en": DOCS / "platforms.md", "ru": DOCS / "platforms.ru.md"}
EXAMPLE = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINE = re.compile(r"^\| (?!---)(.+?) \| .* \| ([HML]) \|$", re.MULTILINE)


def examples(language: str) -> list[str]:
    """The pieces of YAML a reader would paste."""
    return EXAMPLE.findall(PAGES[language].read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", PAGES)
def test_every_preset_has_its_line_and_an_example(language: str) -> None:
    page = PAGES[language].read_text(encoding="utf-8")
    pasted = "".join(examples(language))
    assert [preset.name for preset in catalogue() if f"`{preset.name}`" not in page] == []
    unused = {"google-news"}  # robots.txt forbids it: told, not proposed
    assert {
        preset.name for preset in catalogue() if f"preset: {preset.name}," not in pasted.replace("}", ",")
    } == unused


def test_both_languages_tell_of_the_same_platforms_as_surely() -> None:
    said = {language: LINE.findall(PAGES[language].read_text(encoding="utf-8")) for language in PAGES}
    assert len(said["en"]) == len(said["ru"]) > 40
    assert [sure for _, sure in said["en"]] == [sure for _, sure in said["ru"]]
    assert len(examples("en")) == len(examples("ru"))


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize(
    "place",
    [
        "Deal.by",
        "Onliner",
        "Otzyvy.by",
        "Relax.by",
        "rabota.by",
        "iRecommend",
        "G2",
        "Capterra",
        "Trustpilot",
        "LinkedIn",
    ],
)
def test_the_places_teams_ask_for_are_there(language: str, place: str) -> None:
    assert any(place in name for name, _ in LINE.findall(PAGES[language].read_text(encoding="utf-8")))
