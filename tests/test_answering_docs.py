"""The guide to answering says what the product says: steps of checklists, advice for a platform, remarks on a reply."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.replies.lint import Setting, lint
from monitor.texts import Texts

DOCS = Path(__file__).parent.parent / "docs"
AUTHORS = {"en": "Irene S.", "ru": "Ирина Савчук"}


def page(name: str, language: str) -> str:
    return (DOCS / f"{name}{'.ru' if language == 'ru' else ''}.md").read_text(encoding="utf-8")


def said(texts: Texts, section: str) -> list[str]:
    return [texts(key) for key in sorted(texts.keys()) if key.startswith(f"{section}.")]


def block(kind: str, language: str) -> str:
    (found,) = re.findall(rf"```{kind}\n(.*?)\n```", page("answering", language), re.DOTALL)
    return str(found)


@pytest.mark.parametrize("language", AUTHORS)
def test_every_step_of_the_checklists_is_told_with_its_reason(language: str) -> None:
    steps, told = said(Texts(language), "checklist"), re.findall(r"\*\*([^*]+)\*\*", page("answering", language))
    assert len(steps) > 25
    assert set(steps) - set(told) == set()
    assert len(re.findall(r"^\| \d+ \| ", page("answering", language), re.MULTILINE)) == 16


@pytest.mark.parametrize("language", AUTHORS)
def test_what_a_platform_allows_is_what_the_draft_says(language: str) -> None:
    advice = said(Texts(language), "reply.place")
    assert len(advice) > 10
    assert [one for one in advice if one not in page("answering", language)] == []


@pytest.mark.parametrize("language", AUTHORS)
def test_the_good_answer_passes_the_second_look_and_the_bad_one_gets_the_remarks_of_the_page(language: str) -> None:
    setting, texts = Setting(languages={language}, author=AUTHORS[language]), Texts(language)
    rows = [line for line in page("answering", language).splitlines() if line.startswith("| ")]
    assert lint(block("good", language), setting) == ()
    remarks = lint(block("bad", language), setting)
    assert {one.kind for one in remarks} == {"number", "trade", "blame", "boilerplate", "loud"}
    for one in remarks:
        (row,) = [row for row in rows if texts("lint.quoted", text=one.text) in row]
        assert row.endswith(f"| {texts(f'lint.{one.kind}')} |")


@pytest.mark.parametrize("language", AUTHORS)
def test_its_card_is_one_of_the_desk(language: str) -> None:
    assert f"```text\n{block('text', language)}\n```" in page("desk", language)
