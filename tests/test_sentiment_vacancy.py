"""What the work is that a vacancy offers is no complaint; what is said of working there is."""

from __future__ import annotations

import pytest

from monitor.domain import Hit, Label
from monitor.sentiment import Scorer


def label(text: str) -> Label:
    name = "Kestrel" if "Kestrel" in text else "Зубр-Софт"
    at = text.index(name)
    return Scorer().score(text, hits=[Hit("us", at, at + len(name), name)]).label


@pytest.mark.parametrize(
    "text",
    [
        "Job: Complaints Handler at Kestrel, Leeds. You will deal with upset customers and resolve disputes.",
        "Kestrel is hiring a support lead. You'll calm angry clients and chase overdue tickets.",
        "Hiring: incident manager at Kestrel. Responsibilities: outages, failures, post mortems.",
        "Вакансия: оператор в Зубр-Софт. Вы будете разбирать жалобы и конфликты с недовольными клиентами.",
        "Требуется бухгалтер в Зубр-Софт. Обязанности: просроченная дебиторка, штрафы, взыскание долгов.",
        "Ищем тестировщика в команду Зубр-Софт. Предстоит искать ошибки, сбои и утечки памяти.",
    ],
)
def test_what_the_work_is_complains_of_nothing(text: str) -> None:
    assert label(text) is not Label.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Вакансия в Зубр-Софт — обман. Обязанности не те, что в объявлении, платят с опозданием.",
        "Hiring process at Kestrel is a joke. You will wait for months and get no answer.",
        "Ищем замену Зубр-Софту. Требования завышены, поддержка молчит.",
        "Kestrel lies. You will be shouted at every day.",
    ],
)
def test_what_it_is_like_does(text: str) -> None:
    assert label(text) is Label.NEGATIVE
