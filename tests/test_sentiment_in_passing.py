"""Complaints that are said in passing, with a shrug or a smile, and the same words where nobody complains."""

from __future__ import annotations

import pytest
from brand_names import Name

from monitor.match import Matcher
from monitor.sentiment import Scorer

FLAGGED = -0.25


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer()


def flagged(scorer: Scorer, texts: tuple[str, ...]) -> list[str]:
    find = Matcher([Name("Зубр-Софт"), Name("Kestrel")]).find
    return [text for text in texts if scorer.score(text, hits=find(text)).score <= FLAGGED]


def test_in_russian(scorer: Scorer) -> None:
    bad = (
        "Зубр-Софт сделал половину того, что обещал",
        "Вы серьёзно, Зубр-Софт? За обновление ещё раз платить?",
        "Вчера опять весь отдел сидел без телефонии, спасибо Зубр-Софту.",
        "Два дня сидим без 1С по милости Зубр-Софта",
        "Цены у Зубр-Софта растут чаще, чем выходят обновления",
        "Цены растут, качество падает, Зубр-Софт",
        "Переезд на новую версию Зубр-Софта стоил нам двух клиентов.",
        "Год назад сказали бы, что Зубр-Софт лучший. Сейчас язык не поворачивается.",
        "Зубр-Софт. Красивый сайт, и на этом всё.",
        "Зубр-Софт: продажники отличные, на этом хорошее кончается",
    )
    fine = (
        "Вы серьёзно подходите к делу, Зубр-Софт",
        "Продажи растут, цены Зубр-Софта держатся",
        "Цены на сырьё растут ежегодно, Зубр-Софт помогает считать",
        "Внедрение Зубр-Софта стоило нам 300 тысяч и окупилось",
        "Настроили, обучили, и на этом всё: Зубр-Софт работает",
        "Язык интерфейса Зубр-Софта меняется в два клика",
        "Осталось без изменений: база Зубр-Софта на месте",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_in_english(scorer: Scorer) -> None:
    bad = (
        "We got half of what was in the demo, Kestrel",
        "Ever since the March release Kestrel takes a full minute to open a ticket.",
        "No docs, no onboarding, no human on the line. That's Kestrel for you",
        "No support from Kestrel when needed",
        "Chatbot, then another chatbot, then nothing. Kestrel support in a nutshell.",
        "We bought Kestrel to save time. We now have a full-time person babysitting it.",
        "Don't make our mistake and sign a three-year deal with Kestrel",
        "Learn from our mistake and stay away from Kestrel",
        "My team groans every time I mention Kestrel",
        "The whole office rolls their eyes when Kestrel comes up",
        "Kestrel: great sales team, and that's where it ends.",
        "Two years on, SSO in Kestrel is still on the roadmap",
        'The roadmap items Kestrel promised us in 2023 are still "coming soon".',
    )
    fine = (
        "No hidden fees, no lock-in, no surprises. Kestrel",
        "No contract, no setup fee, no minimum. Kestrel",
        "No training required for Kestrel",
        "Kestrel needs no onboarding, it is that clear",
        "Kestrel needs no babysitting",
        "Kestrel takes a minute to set up",
        "Half of our team uses Kestrel daily",
        "Coming soon: SSO in Kestrel",
        "That's where it all starts with Kestrel",
    )
    assert flagged(scorer, bad + fine) == list(bad)
