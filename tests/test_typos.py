"""Misspelt words: whoever is angry types badly, and is to be heard all the same."""

from __future__ import annotations

import pytest

from monitor.config.plan import Brand
from monitor.domain import Label
from monitor.match import Matcher
from monitor.sentiment import Scorer
from monitor.sentiment.typos import meant
from monitor.words.morphology import lemma

NAMES = Matcher([Brand(id="zubr", name="Зубр-Софт")])


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("отвичают", "отвечать"),  # by ear
        ("потдержка", "поддержка"),
        ("мошеничество", "мошенничество"),
        ("ужастный", "ужасный"),
        ("обманывют", "обманывать"),  # a letter less
        ("зависсает", "зависать"),
        ("обманывпют", "обманывать"),  # the key beside
        ("обманываитт", None),  # two slips
        ("отвртаительный", "отвратительный"),  # two letters in turn
    ],
)
def test_a_slip_is_read_as_the_word_that_is_meant(written: str, word: str | None) -> None:
    found = meant(written)
    assert (found and lemma(found)) == word


@pytest.mark.parametrize(
    "word",
    ["отвечают", "прокси", "рендер", "дорада", "тусить", "рендеринг", "деплоить", "насмарка", "kestrel", "бренд-бук"],
)
def test_a_word_that_is_right_or_that_nobody_knows_stays_what_it_is(word: str) -> None:
    assert meant(word) is None


@pytest.mark.parametrize(
    "text",
    [
        "Третью неделю не отвичают на заявки, Зубр-Софт",
        "Зубр-Софт, ужастное обслуживание",
        "подержка Зубр-Софта молчит, менеджеры некомпитентные",
    ],
)
def test_a_misspelt_complaint_is_heard_and_shown_as_it_is_written(scorer: Scorer, text: str) -> None:
    tone = scorer.score(text, hits=NAMES.find(text))
    assert tone.label is Label.NEGATIVE
    assert all(cue.text in text for cue in tone.words)


@pytest.mark.parametrize(("text", "word"), [("вялікая праблема з Зубр-Софтам", "праблема"), ("велика проблєма", "")])
def test_a_word_of_another_language_is_no_slip(scorer: Scorer, text: str, word: str) -> None:
    told = {cue.text for cue in scorer.score(text, lang="be" if word else "uk", hits=NAMES.find(text)).words}
    assert (word in " ".join(told)) if word else not told & {"проблема"}


def test_a_capital_may_begin_a_name(scorer: Scorer) -> None:
    text = "Зубр-Софт и Обманыват подписали договор"
    assert scorer.score(text, hits=NAMES.find(text)).label is not Label.NEGATIVE
