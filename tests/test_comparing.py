"""Whose the praise or the blame is where a sentence sets two companies beside each other."""

from __future__ import annotations

import pytest
from brand_names import Name

from monitor.domain import Label
from monitor.match import Matcher
from monitor.sentiment import Scorer


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


@pytest.mark.parametrize(
    ("text", "ours", "theirs"),
    [
        ("Перешли с Дорады на Зубр-Софт, потому что поддержка не отвечала", "neutral", "negative"),
        ("Перешли с Зубр-Софта на Дораду, потому что поддержка не отвечала", "negative", "neutral"),
        ("Перешли на Зубр-Софт, так как обещали скидку, но обманули", "negative", None),
        ("We switched from Dorada to Zubr because support never answered", "neutral", "negative"),
        ("We were forced to switch from Dorada to Zubr because the new boss is awful", "negative", None),
        ("После ужасного опыта с Дорадой выбрали Зубр-Софт", "neutral", "negative"),
        ("После обмана Дорады связались с Зубр-Софтом, и снова обман", "negative", None),
        ("Zubr is a nightmare, Dorada saved us", "negative", "positive"),
        ("Dorada is a nightmare, Zubr saved us", "positive", "negative"),
        ("Зубр-Софт помог за час, Дорада так и не ответила", "positive", "negative"),
        ("Зубр-Софт, Дорада и прочие не отвечают", "negative", "negative"),
        ("Ни Дорада, ни Зубр-Софт не отвечают", "negative", "negative"),
        ("Расторгли договор с Дорадой за срыв сроков, теперь работаем с Зубр-Софтом", "neutral", "negative"),
        ("Сотрудники Дорады грубят, в Зубр-Софте такого нет", "neutral", "negative"),
        ("Зубр-Софт исправил всё, что сломала Дорада", "neutral", "negative"),
        ("Fed up with Dorada, anyone tried Zubr?", "neutral", "negative"),
        ("I regret leaving Dorada, Zubr crashes every day", "negative", None),
        ("Зубр-Софт дал нам подрядчика, Дораду, и сорвал сроки", "negative", None),
        ("Лучше уж Зубр-Софт, чем Дорада с её вечными сбоями", "positive", None),
        ("I'd rather have Zubr than Dorada with its endless outages", "neutral", None),
        ("Next to Zubr, Dorada feels slow and clumsy", "positive", "negative"),
        ("Compared to Zubr, Dorada is fast and friendly", "negative", "positive"),
        ("Compared to Dorada, Zubr is slow and clumsy", "negative", "positive"),
        ("Zubr is nowhere near Dorada when it comes to reports", "negative", "positive"),
        ("До уровня Дорады Зубр-Софту как до Луны", "negative", "positive"),
        ("Дораде до Зубр-Софта как до Луны", "positive", "negative"),
        ("Dorada is head and shoulders above Zubr", "negative", "positive"),
        ("Zubr is nowhere near ready, and it crashes", "negative", None),
        ("До офиса Зубр-Софта далеко, но ехать удобно", "neutral", None),
        ("Рядом с Зубр-Софтом, на парковке, грязь и хамство", "negative", None),
        ("Зубр-Софт уступает Дораде по скорости", "negative", "positive"),
        ("Дорада превосходит Зубр-Софт по скорости", "negative", "positive"),
        ("Зубр-Софт обогнал Дораду по числу клиентов", "positive", "negative"),
        ("Зубр-Софт не уступает Дораде", "positive", "neutral"),
        ("Зубр-Софт уступил требованиям клиентов и вернул деньги", "neutral", None),
        ("Раньше работали на Дораде всё висло теперь Зубр-Софт летает", "neutral", "negative"),
    ],
)
def test_what_is_said_of_another_brand_of_the_file_is_not_said_of_us(
    scorer: Scorer, text: str, ours: str, theirs: str | None
) -> None:
    hits = Matcher([Name("Зубр-Софт", ("Zubr",), id="ours"), Name("Дорада", ("Dorada",), id="theirs")]).find(text)
    for brand, label in (("ours", ours), ("theirs", theirs)):
        about, others = ([hit for hit in hits if (hit.brand == brand) is same] for same in (True, False))
        assert label in {None, scorer.score(text, hits=about, others=others).label}
