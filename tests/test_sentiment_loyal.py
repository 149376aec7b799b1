"""«Уже три года» is loyalty beside «работаем» and a complaint beside «ждём»."""

from __future__ import annotations

import pytest

from monitor.sentiment import Scorer

FLAGGED = -0.25  # `negative_below` where nobody says otherwise


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer()


def test_who_stays_for_long_complains_of_nothing(scorer: Scorer) -> None:
    loyal = (
        "Работаем с Зубр-Софтом уже три года.",
        "Уже год пользуемся Зубр-Софтом.",
        "Сотрудничаем уже два года, нареканий нет.",
        "Зубр-Софт ведёт наш учёт уже третий год.",
        "Это уже второй наш проект с Зубр-Софтом.",
        "Зубр-Софт открыл уже третий филиал в Минске.",
        "Уже три склада подключили.",
        "Пользуемся до сих пор и довольны.",
        "До сих пор помню, как быстро они запустили нам склад.",
        "По сей день работаем с этой компанией.",
        "Договор действует до сих пор.",
        "Уже месяц работаем на новой версии, полёт нормальный.",
        "Уже два раза заказывали, оба раза приехали вовремя.",
    )
    assert [text for text in loyal if scorer.score(text, lang="ru").score <= FLAGGED] == []


def test_who_waits_for_as_long_does(scorer: Scorer) -> None:
    waiting = (
        "Уже третий месяц ждём ответа.",
        "Работаем с Зубр-Софтом уже три года, и до сих пор ждём документы.",
        "Уже месяц не пользуемся: программа не открывается.",
        "Уже две недели не могут настроить.",
        "Уже год обещают исправить.",
        "Деньги до сих пор не вернули.",
        "Уже третий раз переносят встречу.",
        "По сей день тишина.",
        "Заявка висит уже три дня.",
        "До сих пор без ответа.",
        "Уже третий сбой за месяц.",
        "И где мой заказ до сих пор?",
    )
    assert [text for text in waiting if scorer.score(text, lang="ru").score > FLAGGED] == []
