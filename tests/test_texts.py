"""Every language says everything, and the code asks for nothing that is not said."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
import yaml

from monitor.texts import LANGUAGES, Texts

ROOT = Path(__file__).parent.parent
CODE = [path for folder in ("monitor", "bot") for path in sorted((ROOT / folder).rglob("*.py"))]
ASKED = re.compile(r"""\btexts(?:\.lines)?\(\s*"([a-z_0-9.]+)\"""")
WORD = re.compile(r"[A-Za-z]{4,}")
NO_WORD = re.compile(r"\{[^}]*\}|https?://\S*")  # blanks and addresses are the same in every language
RAISED = re.compile(r"""\b(?:Config|Fetch|Parse|Store|Delivery)Error\(\s*"([a-z_0-9.]+)\"""")


def blanks(sentence: str) -> set[str]:
    """The names of what is filled in."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def said(language: str, key: str) -> tuple[str, ...]:
    return Texts(language).lines(key)


def raw(language: str) -> str:
    return (ROOT / "monitor" / "texts" / f"{language}.yaml").read_text(encoding="utf-8")


def duplicates(node: yaml.Node | None, path: str = "") -> list[str]:
    """Keys that stand twice in one place: YAML keeps the last and says nothing."""
    if not isinstance(node, yaml.MappingNode):
        return []
    names = [key.value for key, _ in node.value]
    twice = [f"{path}.{name}" for name in names if names.count(name) > 1]
    return twice + [found for key, value in node.value for found in duplicates(value, f"{path}.{key.value}")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys(language: str) -> None:
    assert Texts(language).keys() ^ Texts("en").keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fills_the_same_blanks(language: str) -> None:
    different = {
        key
        for key in Texts("en").keys() & Texts(language).keys()
        if [blanks(one) for one in said(language, key)] != [blanks(one) for one in said("en", key)]
    }
    assert different == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_unsaid_and_nothing_said_twice(language: str) -> None:
    assert [key for key in sorted(Texts(language).keys()) if not all(one.strip() for one in said(language, key))] == []
    assert duplicates(yaml.compose(raw(language), yaml.SafeLoader)) == []


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_no_sentence_is_left_in_english(language: str) -> None:
    same = [key for key in sorted(Texts(language).keys()) if said(language, key) == said("en", key)]
    assert [key for key in same if any(WORD.search(NO_WORD.sub("", one)) for one in said(language, key))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_asks_only_for_sentences_that_are_there(language: str) -> None:
    texts = Texts(language)
    asked = {key for path in CODE for key in ASKED.findall(path.read_text(encoding="utf-8"))}
    assert asked
    assert {key for key in asked if not texts.has(key)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_that_is_raised_has_a_sentence(language: str) -> None:
    texts = Texts(language)
    raised = {key for path in CODE for key in RAISED.findall(path.read_text(encoding="utf-8"))}
    assert raised
    assert {key for key in raised if not texts.has(f"errors.{key}")} == set()


def test_a_sentence_ends_with_one_full_stop() -> None:
    assert Texts("ru")("bot.exclude.admins_named", names="Анна Л.").endswith("Кто поможет: Анна Л.")
    assert Texts("ru")("digest.detection", speed="через 5 дн.").endswith("через 5 дн.")
