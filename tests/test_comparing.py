"""Whose the praise or the blame is where a sentence sets two companies beside each other."""

from __future__ import annotations

import pytest
from brand_names import Name

from monitor.domain import Label
from monitor.match import Matcher
from monitor.sentiment import Scorer


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer()


@pytest.mark.parametrize(
    ("text", "ours", "theirs"),
    [
        ("Дорада быстрее и удобнее, чем Зубр-Софт", Label.NEGATIVE, Label.POSITIVE),
        ("Дорада намного удобнее Зубр-Софта", Label.NEGATIVE, Label.POSITIVE),
        ("Дорада возит хуже, чем Зубр-Софт", Label.POSITIVE, Label.NEGATIVE),
        ("Дорада отличная, в отличие от Зубр-Софта", Label.NEGATIVE, Label.POSITIVE),
        ("Ушли от Зубр-Софта к Дораде и не жалеем", Label.NEGATIVE, Label.POSITIVE),
        ("Зубр-Софт вечно опаздывает, а Дорада всегда вовремя", Label.NEGATIVE, Label.POSITIVE),
        ("У Дорады вечные опоздания, а Зубр-Софт всегда вовремя", Label.POSITIVE, Label.NEGATIVE),
        ("Dorada is much better than Zubr", Label.NEGATIVE, Label.POSITIVE),
        ("Dorada is reliable, unlike Zubr", Label.NEGATIVE, Label.POSITIVE),
        ("We left Zubr for Dorada and couldn't be happier", Label.NEGATIVE, Label.POSITIVE),
        ("Dorada is always late, while Zubr is always on time", Label.POSITIVE, Label.NEGATIVE),
    ],
)
def test_of_two_companies_in_a_sentence_each_has_its_own_tone(
    scorer: Scorer, text: str, ours: Label, theirs: Label
) -> None:
    names = (Name("Зубр-Софт", aliases=("Zubr",)), Name("Дорада", aliases=("Dorada",)))
    tones = [scorer.score(text, hits=Matcher([name]).find(text)).label for name in names]
    assert tones == [ours, theirs]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Лучше Зубр-Софта никого нет", Label.POSITIVE),
        ("Никто не возит быстрее, чем Зубр-Софт", Label.POSITIVE),
        ("Деньги перевели, сроки сорваны, а Зубр-Софт молчит", Label.NEGATIVE),
        ("Ушли от Зубр-Софта из-за срывов сроков", Label.NEGATIVE),
        ("Не ушли от Зубр-Софта и очень довольны", Label.POSITIVE),
    ],
)
def test_a_comparison_that_is_none_changes_nothing(scorer: Scorer, text: str, label: Label) -> None:
    assert scorer.score(text, hits=Matcher([Name("Зубр-Софт")]).find(text)).label is label
