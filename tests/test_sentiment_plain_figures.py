"""What plain facts say of a plan, a share and whose doing it was, and the same words that say nothing bad."""

from __future__ import annotations

from tones import FLAGGED, score

from monitor.sentiment import Scorer


def flagged(scorer: Scorer, texts: tuple[str, ...]) -> list[str]:
    return [text for text in texts if score(scorer, text) <= FLAGGED]


def test_a_plan_that_took_longer_is_a_complaint_but_not_one_that_earned_more(scorer: Scorer) -> None:
    late = ("Зубр-Софт: план внедрения 4 недели, по факту 9", "Запуск Зубр-Софта: план полгода, план 2 месяца, факт 7")
    fine = ("Зубр-Софт: план 4 недели, по факту 3", "Зубр-Софт: план продаж 10 млн рублей, факт 14 млн рублей")
    assert flagged(scorer, late + fine) == list(late)


def test_fines_that_fell_by_a_share_are_no_complaint_but_a_server_that_fell_for_hours_is(scorer: Scorer) -> None:
    bad = (
        "Зубр-Софт упал на 3 часа, сыпались ошибки",
        "Сервер Зубр-Софта упал, ошибки на каждом экране",
        "После ошибок Зубр-Софта продажи упали вдвое",
    )
    fine = (
        "Ошибки сборки с Зубр-Софтом упали на 70%",
        "Жалобы покупателей после запуска Зубр-Софта упали втрое",
        "Штрафы с Зубр-Софтом упали в четыре раза",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_what_we_bungled_and_they_set_right_is_not_their_fault(scorer: Scorer) -> None:
    bad = (
        "Зубр-Софт: сами накосячили, а платить нам",
        "Сами сломали, Зубр-Софт неделю чинил, так и не починил",
        "В Зубр-Софте сами напутали реквизиты и не исправили",
    )
    fine = ("Сами напутали реквизиты, Зубр-Софт всё исправил", "Сами сломали обмен, Зубр-Софт спокойно починил")
    assert flagged(scorer, bad + fine) == list(bad)


def test_a_survey_of_ours_tells_of_other_companies(scorer: Scorer) -> None:
    bad = (
        "По опросу видно, что в Зубр-Софте врут и хамят",
        "Опрос Зубр-Софта бесит, сплошное враньё",
    )
    fine = (
        "По данным опроса Зубр-Софта, 38% предприятий теряют деньги из-за ошибок",
        "По оценке аналитиков Зубр-Софта, склады страдают от воровства",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_a_complaint_in_common_turns_of_speech_is_heard(scorer: Scorer) -> None:
    bad = (
        "Заявка в Зубр-Софт как висела, так и висит",
        "Прислали ссылку, вот и вся поддержка Зубр-Софта",
        "Каждому менеджеру Зубр-Софта заново объясняем задачу",
        "Ценник у Зубр-Софта за год вырос",
        "Остатки в Зубр-Софте расходятся на 15 штук",
        "Зубр-Софт: обещания красивые, а результат пшик",
        "Ждём ответа от Зубр-Софта с понедельника",
    )
    fine = (
        "Зубр-Софт как работал, так и работает",
        "Нажал кнопку, вот и всё, отчёт готов, спасибо Зубр-Софту",
        "Зубр-Софту не надо заново объяснять задачу",
        "Ценник у Зубр-Софта не вырос",
        "Зубр-Софт не просил доплатить",
        "Ждём гостей Зубр-Софта на нашем стенде 12 декабря",
    )
    assert flagged(scorer, bad + fine) == list(bad)
