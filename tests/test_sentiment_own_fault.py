"""Whose fault it was: what a client forgot is none of ours, what we say to clear ourselves is."""

from __future__ import annotations

from flagging import flagged

from monitor.sentiment import Scorer


def test_what_a_client_forgot_or_did_is_no_fault_of_ours(scorer: Scorer) -> None:
    bad = (
        "Kestrel said the outage was on our side",
        "Kestrel claims it was our mistake, we forgot to renew",
        "My mistake: I forgot to cancel and Kestrel charged me twice",
        "It's not our mistake, Kestrel deleted the records",
        "It is not our fault that Kestrel lost the files",
        "The damage on our side is huge, Kestrel shrugs",
        "Это не наша вина, а Зубр-Софта: потеряли данные",
        "Не по нашей вине Зубр-Софт сорвал запуск",
        "Зубр-Софт утверждает, что задержка по нашей вине",
        "Забыли продлить — Зубр-Софт удалил нашу базу",
        "Сорвали сроки они, а не мы. Зубр-Софт",
    )
    fine = (
        "Our mistake: we forgot to renew the Kestrel licence",
        "Our mistake: we forgot to renew. Kestrel support was patient.",
        "My bad, I misread the Kestrel invoice. All good.",
        "The delay was on our side, Kestrel waited patiently",
        "The outage was on our end, not Kestrel's",
        "It was us, not Kestrel, who missed the deadline",
        "Сроки сорвали мы, а не Зубр-Софт, они терпеливо ждали наши документы",
        "Наша ошибка: забыли продлить лицензию Зубр-Софта",
        "Задержка была по нашей вине, Зубр-Софт всё сделал вовремя",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_who_calls_it_a_mistake_of_their_own_to_have_come_to_us_complains(scorer: Scorer) -> None:
    bad = (
        "Our mistake: we trusted Kestrel",
        "My fault for trusting Kestrel",
        "Our mistake: signing a three-year deal with Kestrel",
        "Наша ошибка — подписали договор с Зубр-Софтом",
    )
    assert flagged(scorer, bad) == list(bad)
