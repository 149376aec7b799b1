"""What a sentence turns round: what is denied from afar, what became less, what came all the same."""

from __future__ import annotations

import pytest

from monitor.domain import Label
from monitor.sentiment import Scorer


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer()


@pytest.mark.parametrize(
    "text",
    [
        "Избежать проблем с ними невозможно",
        "Избежать штрафа не удалось",
        "Ни одной поставки без задержки",
        "Без накладок не обошлось ни разу",
        "Не могу сказать, что мы довольны внедрением",
        "Не сказал бы, что цена адекватная",
        "Не было случая, чтобы машина приехала вовремя",
        "Думали, будет лучше",
        "К качеству претензий нет, а вот логистика хромает",
        "Ответа никакого",
        "Ответили через 3 недели",
        "Хуже поставщика ещё не встречали",
        "Хуже них никого нет",
        "Продажи снизились из-за ошибок в программе",
        "Мошенники исчезли вместе с предоплатой",
        "Решили поднять штраф за возврат",
        "Never had a delivery arrive on time",
        "Used to be great",
        "We were promised a quick rollout",
    ],
)
def test_what_comes_all_the_same_is_a_complaint(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Работают чётко и без проблем",
        "Ни одной задержки за сезон",
        "Ни разу не сорвали срок, молодцы",
        "Не думали, что будет так удобно, спасибо",
        "Недостатков за два года не выявили, всё удобно",
        "Лучше них никого нет",
        "Никто не возит быстрее",
        "Простои сократились на треть",
        "Снизили количество ошибок при сборке",
        "Жалоб стало меньше",
        "Ошибки в накладных исчезли",
        "Проблему с кассой устранили за час",
        "Если бы не их поддержка, мы бы потеряли данные. Спасибо!",
        "Ответили через 3 минуты",
        "Never had a single issue",
        "I can't recommend them enough",
        "Errors dropped to zero",
        "They reduced our downtime by half",
    ],
)
def test_what_became_less_or_never_came_is_praise(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.POSITIVE


@pytest.mark.parametrize(
    "text",
    [
        "Не помню, что брали",
        "Доставка через 2 недели после оплаты",
        "Отчёт выгружается в Excel",
        "Опасались срыва сроков, но всё приехало вовремя",
    ],
)
def test_what_only_sounds_so_is_no_complaint_and_no_praise(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.NEUTRAL
