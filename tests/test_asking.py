"""Who asks about the company, and who only raises the voice, sells an article or writes to its support."""

from __future__ import annotations

import pytest

from monitor.config.plan import Brand
from monitor.match import Matcher
from monitor.sentiment import Scorer

NAMES = Matcher(
    [Brand(id="zubr", name="Зубр-Софт"), Brand(id="depot", name="Северный Склад"), Brand(id="k", name="Kestrel")]
)
ASKED = """
У кого есть опыт с Зубр-Софтом?
Чем Зубр-Софт лучше остальных?
Зубр-Софт не кидает?
Кто работал с Северным Складом?
Коллеги, кто уже внедрял Зубр-Софт, поделитесь впечатлениями
Стоит ли переходить на Kestrel?
Посоветуйте, Зубр-Софт или кто-то другой
Подскажите, какие отзывы о Зубр-Софте
Какие отзывы о Северном Складе?
Какие у Зубр-Софта отзывы?
Ищем замену Северному Складу
Ищу аналог Зубр-Софта для небольшого завода
Чем заменить Зубр-Софт?
Есть ли аналоги у Зубр-Софта?
У кого был опыт с Зубр-Софтом?
Кто что скажет про Зубр-Софт?
Что думаете о Зубр-Софте?
Можно ли доверять Зубр-Софту?
Кто-нибудь пользуется Зубр-Софтом?
Сколько стоит внедрение Зубр-Софта?
Что лучше, Зубр-Софт или Северный Склад?
Думаем перейти с Северного Склада на Зубр-Софт
Зубр-Софт — нормальная контора?
Кто переходил с Северного Склада на другую систему?
Планируем уходить с Зубр-Софта, куда лучше?
Хто працаваў з Зубр-Софтам?
Ці варта браць Зубр-Софт?
Шукаем замену Зубр-Софту, парайце
Any experience with Kestrel?
Is Kestrel any good?
Is Kestrel worth it?
Is Kestrel worth the money?
Is Kestrel worth buying?
Who uses Kestrel? Any experience?
Kestrel for a small shop, any experience?
Has anyone worked with Kestrel before?
Anyone using Kestrel for payroll?
Looking for an alternative to Kestrel
What are the best alternatives to Kestrel?
We are considering switching from Kestrel
Would you recommend Kestrel?
Thoughts on Kestrel?
How reliable is Kestrel?
Can anyone recommend Kestrel for a small warehouse?
Kestrel vs Zubr, which one should we go with?
"""
NOT_ASKED = """
Всем советую Зубр-Софт
Зачем бизнесу Зубр-Софт?
Почему Зубр-Софт не отвечает?
Зубр-Софт, вы вообще работаете?
Зубр-Софт, вы когда ответите?
Кто-нибудь в Зубр-Софте отвечает на письма?
Зубр-Софт, у вас совесть есть?
Сколько можно ждать Зубр-Софт?
Кому нужен Зубр-Софт?
Кто виноват в сбое Зубр-Софта?
Стоит ли переходить на Зубр-Софт, рассказываем в статье
Зубр-Софт работает второй год
Спросите у Зубр-Софта, они знают
Кто рано встаёт, тому Зубр-Софт подаёт
Знаете ли вы, что Зубр-Софту десять лет?
Работаем с Зубр-Софтом, всё стоит своих денег
Как Зубр-Софт изменил рынок?
We recommend Kestrel
Why Kestrel?
Who needs Kestrel anyway?
Why is Kestrel so slow?
Is anyone at Kestrel reading this?
Kestrel, are you even listening?
Here's why Kestrel is worth it or not
Kestrel launches alternative to spreadsheets
Kestrel is a good alternative to spreadsheets
How Kestrel changed the market
It was worth it, thanks to Kestrel
Kestrel is worth buying
Who uses my account, Kestrel, and why?
"""


def lines(written: str) -> list[str]:
    return written.strip().splitlines()


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer()


@pytest.mark.parametrize("text", lines(ASKED))
def test_somebody_who_asks_about_a_brand_is_heard(scorer: Scorer, text: str) -> None:
    assert scorer.score(text, hits=NAMES.find(text)).question


@pytest.mark.parametrize("text", lines(NOT_ASKED))
def test_who_does_not_ask_is_not_taken_for_asking(scorer: Scorer, text: str) -> None:
    assert not scorer.score(text, hits=NAMES.find(text)).question


def test_a_question_far_from_the_name_is_about_something_else(scorer: Scorer) -> None:
    text = "Зубр-Софт открыл офис. " + "Погода стоит хорошая, люди гуляют. " * 12 + "Посоветуйте кафе рядом?"
    assert not scorer.score(text, hits=NAMES.find(text)).question


def test_the_question_may_follow_the_name(scorer: Scorer) -> None:
    text = "Выбираем систему учёта, смотрим Зубр-Софт. Кто-нибудь пользуется?"
    assert scorer.score(text, hits=NAMES.find(text)).question
