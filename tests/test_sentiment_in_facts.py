"""Complaints that tell plain facts, and praise and news of the same words."""

from __future__ import annotations

from flagging import flagged

from monitor.sentiment import Scorer


def test_a_place_that_may_be_the_end_may_be_any_of_its_words(scorer: Scorer) -> None:
    bad = (
        "A year with Kestrel and nothing to show for it",
        "Three months in, nothing to show yet. Thanks, Kestrel",
        "Do yourself a favour and choose somebody else than Kestrel",
    )
    fine = ("No questions asked, Kestrel took it back", "Kestrel restored all our files")
    assert flagged(scorer, bad + fine) == list(bad)


def test_what_a_title_names_or_an_old_version_loses_is_no_complaint(scorer: Scorer) -> None:
    bad = (
        "Зубр-Софт прекращает работу с первого января",
        "Вакансия в Зубр-Софте оказалась обманом",
        "Kestrel can't see the printer",
        "Kestrel ordered to pay two million",
    )
    fine = (
        "Зубр-Софт прекращает работу старой версии",
        "Job: QA tester at Kestrel, find bugs and write them up.",
        "Guide: what to do when Kestrel can't see the printer.",
        "Kestrel: suppliers ordered to pay invoices faster",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_others_words_are_belied_by_what_one_met_oneself(scorer: Scorer) -> None:
    bad = (
        "Друг хвалил Зубр-Софт. У нас не работает ничего.",
        "A friend said Kestrel was slow. It is slow.",
        "Слышал, что Зубр-Софт тормозит. Поддержка молчит.",
        "Продавец из Зубр-Софта был на связи круглосуточно. До оплаты.",
        "The Kestrel team was wonderful. Until we signed.",
        "Доволен всеми подрядчиками, кроме Зубр-Софта",
        "Happy with every vendor except Kestrel",
    )
    fine = (
        "Друг говорил, что Зубр-Софт тормозит. У нас летает.",
        "I read that Kestrel support ignores people. They answered me on a Sunday.",
        "Заказчик ругался на всех подрядчиков, кроме Зубр-Софта.",
        "The client complained about every vendor except Kestrel.",
        "Был на связи до оплаты и после. Спасибо, Зубр-Софт",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_what_others_did_or_what_was_feared_is_none_of_our_faults(scorer: Scorer) -> None:
    bad = (
        "Думали, проблема у нас, оказалось, Зубр-Софт потерял базу",
        "Думали, возьмём на вырост, а получили обузу. Зубр-Софт",
        "Все хвалят Зубр-Софт, а у нас вечные сбои",
        "Все ругают Зубр-Софт, а у нас ещё и база пропала",
        "Перешли в Зубр-Софт, а там вечные сбои",
        "Thought it was us, turned out Kestrel had lost the data",
        "Can Kestrel please fix the login bug?",
        "Ошибка 502 в Зубр-Софте: третий день не работает",
    )
    fine = (
        "Думал, Зубр-Софт очередная поделка, оказалось, вещь.",
        "Все ругают цены Зубр-Софта, а мы посчитали и выиграли треть.",
        "Не жалею, что ушли к Зубр-Софту от Битрикса с его вечными сбоями.",
        "Контур подвёл нас в отчётный период, Зубр-Софт спас.",
        "Пока конкуренты согласовывали смету, Зубр-Софт уже всё настроил.",
        "Жаль, что Зубр-Софт не попался нам раньше.",
        "Зубр-Софт расскажет на Дне ритейла, почему внедрения срываются.",
        "Ошибка 403 в Зубр-Софте: причины и решение.",
        "Thought Kestrel was one more gimmick, turned out to be the real thing.",
        "Pity we didn't come across Kestrel sooner.",
        "Kestrel to explain at Retail Day why rollouts fail.",
        "Can Kestrel block sales below cost?",
    )
    assert flagged(scorer, bad + fine) == list(bad)
