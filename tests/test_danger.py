"""What is a danger to the company, and what only sounds like one: its product, its praise, other people's trouble."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.plan import Brand
from monitor.domain import Hit, Label
from monitor.match import Matcher
from monitor.sentiment import Scorer
from monitor.sentiment.danger import Dangers, Near, with_names
from monitor.sentiment.lexicon import table
from monitor.sentiment.words import cut

NAMES = Matcher([Brand(id="zubr", name="Зубр-Софт"), Brand(id="kestrel", name="Kestrel")])

LABELLED = [
    line.split("\t")
    for line in (Path(__file__).parent / "sentiment" / "danger.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
DANGERS = [(category, text) for category, text in LABELLED if category != "none"]
HARMLESS = [text for category, text in LABELLED if category == "none"]


@pytest.fixture(scope="module")
def dangers() -> Dangers:
    return Dangers()


def named(text: str) -> list[tuple[int, int]]:
    return [(hit.start, hit.end) for hit in NAMES.find(text)]


def blanked(text: str) -> str:
    for start, end in named(text):
        text = text[:start] + "·" * (end - start) + text[end:]
    return text


def test_what_endangers_the_company_is_heard(dangers: Dangers) -> None:
    unheard = []
    for category, text in DANGERS:
        words = with_names(cut(blanked(text), 0, len(text)), named(text), text)
        if category not in [danger.category for danger in dangers.find(words, Near.NAMED)]:
            unheard.append((category, text))
    assert not unheard


def test_what_only_sounds_dangerous_is_not(scorer: Scorer) -> None:
    heard = {text: scorer.score(text, hits=NAMES.find(text)).risks for text in HARMLESS}
    assert not {text: risks for text, risks in heard.items() if risks}


def test_there_are_sentences_enough_of_both_kinds() -> None:
    assert min(len(DANGERS), len(HARMLESS)) >= 60


@pytest.mark.parametrize(
    ("text", "risks"),
    [
        ("Работаем с Зубр-Софтом год. Обещаний много, денег нет. Подаём в суд.", ("Подаём в суд",)),
        ("Вчера купили у Зубр-Софта кассу. Компания не отвечает, это мошенники.", ("мошенники",)),
        ("Зубр-Софт открыл офис. А у Северного Склада прошёл обыск.", ()),
        ("Зубр-Софт открыл офис. На трассе случилась авария.", ()),
        ("Two months with Kestrel. They were hacked and said nothing.", ("were hacked",)),
        ("Kestrel opened an office. Meanwhile Northern Depot was hacked.", ()),
    ],
)
def test_the_sentences_beside_the_name_count_where_they_go_on_about_us(
    scorer: Scorer, text: str, risks: tuple[str, ...]
) -> None:
    assert scorer.score(text, hits=NAMES.find(text)).risks == risks


def test_danger_far_from_the_brand_is_not_ours(scorer: Scorer) -> None:
    text = "Kestrel открыл офис у реки. " + "Погода стоит хорошая, люди гуляют. " * 12 + "У соседей прошёл обыск."
    assert scorer.score(text, hits=NAMES.find(text)).risks == ()


def test_a_page_about_us_need_not_name_us(scorer: Scorer) -> None:
    assert scorer.score("Обманули дважды. Мы подали иск, ждём.").risks == ("подали иск",)
    assert scorer.score("Мои данные слили, теперь звонят каждый день").risks == ("Мои данные слили",)
    assert scorer.score("Удобный модуль штрафов, без утечек и сбоев").risks == ()


def test_the_danger_is_shown_as_it_is_written(scorer: Scorer) -> None:
    text = "У Зубр-Софта Отозвали Лицензию"
    assert scorer.score(text, hits=NAMES.find(text)).risks == ("Отозвали Лицензию",)


def test_a_title_that_names_us_does_not_make_the_whole_article_ours(scorer: Scorer) -> None:
    text = "Компания открыла филиал. " + "Город растёт, строят дома и дороги. " * 12 + "На заводе Восток прошёл обыск."
    assert scorer.score(text, title="Зубр-Софт растёт", hits=(Hit("zubr", 0, 9, "Зубр-Софт", True),)).risks == ()


def test_the_list_of_dangers_is_well_formed() -> None:
    rows = list(table("risk.tsv"))
    kinds = {"sure", "weak", "tie", "act", "not", "of", "before", "after", "cleared", "suing", "aside", "we", "trade"}
    assert {kind for kind, *_ in rows} == kinds
    assert all(entry for *_, entry in rows)
    categories = {"legal", "leak", "fraud", "safety", "licence", "bankruptcy"}
    assert {category for kind, category, *_ in rows if kind in {"sure", "weak"}} == categories
    listed = [(kind, category, language, entry) for kind, category, language, entry in rows]
    assert sorted({row for row in listed if listed.count(row) > 1}) == []


@pytest.mark.parametrize(
    "text",
    [
        "Зубр-Софт выпустил сервис проверки контрагентов на банкротство",
        "Аналитик Зубр-Софта: число утечек в стране выросло вдвое",
        "Kestrel report: data breaches doubled this year",
        "Зубр-Софт убил конкурентов ценой",
    ],
)
def test_a_danger_that_is_none_is_no_complaint_either(scorer: Scorer, text: str) -> None:
    assert scorer.score(text, hits=NAMES.find(text)).label is not Label.NEGATIVE
