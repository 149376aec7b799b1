"""What came instead of what was expected or promised, who left us gladly, and who got what they wanted."""

from __future__ import annotations

from flagging import flagged

from monitor.sentiment import Scorer


def test_another_thing_than_was_expected_is_a_complaint_but_not_more_or_sooner(scorer: Scorer) -> None:
    bad = (
        "Ожидали автоматизацию, получили Excel. Зубр-Софт, спасибо",
        "От Зубр-Софта ожидали под ключ, получили полуфабрикат",
        "Ждали от Зубр-Софта простоты, а получили конструктор",
        "Зубр-Софт — это когда хотел одну кнопку, а получил сорок полей",
        "Хотели единое окно, а получили пять. Зубр-Софт",
        "Думали, возьмём на вырост, а получили обузу. Зубр-Софт",
        "Expected a partner, got a ticket number. Kestrel.",
        "With Kestrel we expected a turnkey system and got a kit",
        "We asked Kestrel for our own data export and got a quote instead",
    )
    fine = (
        "Ожидали худшего, получили отличный сервис от Зубр-Софта",
        "Ожидали стандартное внедрение, получили полноценный консалтинг от Зубр-Софта",
        "Ждали подвоха, получили нормальную работу. Зубр-Софт",
        "Ожидали ответ завтра, получили через час. Зубр-Софт",
        "Ожидаем поставку терминалов, получили подтверждение. Зубр-Софт",
        "Хотели учёт склада, получили учёт склада. Зубр-Софт",
        "Клиент хочет скидку, менеджер получил задачу. Зубр-Софт",
        "Компания рассчитывает на рост, получила инвестиции. Зубр-Софт",
        "I expected to pay more and got a discount. Kestrel",
        "Wanted a small tool, got a whole platform for the same money. Kestrel",
        "Asked for help and received an answer within minutes. Kestrel",
        "Expected delays, got everything a week early. Kestrel",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_a_promise_that_clients_had_to_keep_themselves_is_a_complaint_and_one_kept_is_none(scorer: Scorer) -> None:
    bad = (
        "Зубр-Софт обещал перенести базу, в итоге делали сами",
        "Зубр-Софт обещал перезвонить и перезвонил через неделю",
        "Обещали обучение, по факту учились сами по роликам. Зубр-Софт",
        "Kestrel promised to migrate our data, in the end we did it ourselves",
        "Kestrel promised to call back and did not",
    )
    fine = (
        "Зубр-Софт обещал перезвонить и перезвонил",
        "Обещали перезвонить и сами перезвонили. Зубр-Софт",
        "Обещали за неделю, в итоге справились за три дня. Зубр-Софт",
        "Зубр-Софт обещал, что всё настроят сами, и настроили",
        "Kestrel promised to call back and did",
        "We did the whole migration ourselves, Kestrel's docs are that clear",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_what_was_sold_as_another_thing_is_a_complaint(scorer: Scorer) -> None:
    bad = (
        "Kestrel said SSO was included, it turned out to be an add-on",
        "We were told SSO was included with Kestrel; it turned out to be a paid add-on",
        "Turns out the Kestrel API is a paid extra",
        "The integration Kestrel sold us as native turned out to be a CSV upload.",
        "Kestrel sold it as unlimited, turns out there is a cap",
    )
    fine = (
        "Kestrel turned out to be exactly what we needed",
        "Turns out Kestrel has a free add-on for that",
        "It turned out that Kestrel includes SSO",
        "SSO is included, no paid add-on needed. Kestrel",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_who_left_us_gladly_praises_another(scorer: Scorer) -> None:
    bad = (
        "Left Kestrel after 4 years. Never looked back",
        "Left Kestrel after 4 years and never looked back.",
        "We left Kestrel last year, no regrets",
        "Cancelled Kestrel, best decision of the year",
        "We left Kestrel because support vanished",
    )
    fine = (
        "Switched to Kestrel and never looked back",
        "Left Acme for Kestrel after 4 years. Never looked back",
        "Left the old system, moved to Kestrel, never looked back",
        "We have not left Kestrel in ten years, no regrets",
        "Our CEO left Kestrel after 4 years",
        "Left Kestrel after four wonderful years as a designer, grateful to the team",
    )
    assert flagged(scorer, bad + fine) == list(bad)
