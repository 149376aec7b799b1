"""What was so until something came, which the same small words deny elsewhere: «пока не», "such", "not without"."""

from __future__ import annotations

from flagging import flagged

from monitor.sentiment import Scorer


def test_until_denies_nothing(scorer: Scorer) -> None:
    bad = (
        "Всё устраивало, пока не начались сбои. Зубр-Софт",
        "Зубр-Софт работал, пока не сломался",
        "Были довольны Зубр-Софтом, пока не подняли цены",
        "Пользовались Зубр-Софтом, пока не обманули с продлением",
        "Пока не запустили, Зубр-Софт тянет третий месяц",
        "Зубр-Софт не чинил, пока мы не пригрозили судом",
        "Терпели, пока не перешли с Зубр-Софта на другого",
        "Kestrel was great until it crashed",
    )
    fine = (
        "Инженер Зубр-Софта не уходил, пока не починил кассу",
        "Не отпускали нас, пока не заработало. Зубр-Софт",
        "Коллеги из Зубр-Софта приехали в субботу и сидели с нами до ночи, пока не запустили склад.",
        "Склад стоял, пока не приехал инженер Зубр-Софта",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_what_was_until_we_came_is_not_our_doing_and_what_was_good_till_then_is_blame(scorer: Scorer) -> None:
    bad = (
        "We had no problems until we bought Kestrel",
        "We were calm until we switched to Kestrel",
        "We were happy with Kestrel until they raised prices",
    )
    fine = (
        "Мучились с отчётами, пока не купили Зубр-Софт",
        "Теряли заявки, пока не внедрили Зубр-Софт",
        "We lost leads until we bought Kestrel",
        "If it weren't for Kestrel we'd have drowned in invoices",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_never_to_have_met_such_denies_nothing_either(scorer: Scorer) -> None:
    bad = (
        "Never seen such rude staff as at Kestrel",
        "I have not had such terrible support in years, Kestrel",
        "Давно не видел такой плохой поддержки, как в Зубр-Софте",
        "Not one Kestrel release without a regression",
    )
    fine = (
        "Haven't seen such attentive support in years, Kestrel",
        "Never had such a fast answer from anyone but Kestrel",
        "Давно не видел такого внимательного отношения, как в Зубр-Софте",
    )
    assert flagged(scorer, bad + fine) == list(bad)
