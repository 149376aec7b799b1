"""What was before us, what was good only at first, and what a text tells of the world is no matter of ours."""

from __future__ import annotations

import pytest
from brand_names import Name

from monitor.domain import Label
from monitor.match import Matcher
from monitor.sentiment import Scorer


def label(scorer: Scorer, text: str) -> Label:
    hits = Matcher([Name("Зубр-Софт", id="zubr"), Name("Kestrel", id="kestrel")]).find(text)
    assert hits, text
    return scorer.score(text, hits=hits).label


@pytest.mark.parametrize(
    "text",
    [
        "Кейс: как Зубр-Софт помог заводу. До внедрения клиенты жаловались на задержки. После внедрения отчёт за час.",
        "How Kestrel helped a plant. Before, orders got lost, managers were furious. After go-live, errors halved.",
        "CRM Зубр-Софта оказалась проще, чем я боялся: менеджеры сами разобрались за вечер.",
        "Moving to Kestrel was easier than we had feared.",
        "Для возврата товара в Зубр-Софт нужно заполнить акт и приложить фото повреждений.",
        "Judge dismisses lawsuit against Kestrel: claimant failed to prove any loss.",
        "Раньше всё вели в Excel: ошибки, потери, ругань. С Зубр-Софтом всё в одном окне.",
        "Прежняя система теряла накладные. Водители ругались. Внедрили Зубр-Софт за две недели.",
        "Our old system crashed every week. We moved to Kestrel and sleep well.",
        "Kestrel replaced our old system last spring. The old one crashed weekly and lost orders.",
        "According to a Kestrel survey, late payments are the biggest worry of small carriers.",
        "Требуется инженер в Зубр-Софт. Обязанности: работа с жалобами клиентов, диагностика сбоев.",
        "Вышла новая версия Зубр-Софт: убрали зависание при закрытии месяца, добавили штрафы в договор.",
        "Зубр-Софт закрыл раунд. Деньги пойдут на борьбу с контрафактом.",
        "At first we were unsure. Kestrel turned out to be a great choice.",
        "До Зубр-Софта отгрузки шли хуже.",
        "Попали на крупный штраф до того, как купили Зубр-Софт.",
        "Раньше мы теряли заявки, клиенты ругались. После внедрения Зубр-Софта таких звонков почти нет.",
        "Зубр-Софт провёл вебинар для бухгалтеров. Обсудили штрафы, ошибки в первичке и блокировку счёта.",
        "Kestrel opens registration for its annual conference: talks on failed rollouts and angry customers.",
        "Вебинар Зубр-Софта: как не попасть на штраф и не потерять деньги.",
        "I was sceptical about Kestrel because of the bad reviews. I was wrong.",
        "Боялись, что с Зубр-Софтом будет хуже. Зря боялись.",
        "Kestrel held a workshop in May. Participants discussed failed audits and unpaid invoices.",
        "До Зубр-Софта было проще, теперь всё отлично.",
    ],
)
def test_what_is_not_of_our_time_or_not_of_us_is_no_complaint(scorer: Scorer, text: str) -> None:
    assert label(scorer, text) is not Label.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Kestrel took our money. Before go-live they were charming. After go-live nobody answers tickets.",
        "Зубр-Софт подвёл. До перехода заказы терялись. После перехода теряются ещё чаще, поддержка хамит.",
        "Зубр-Софт оказался хуже, чем мы боялись.",
        "Kestrel failed to prove delivery and lost the case.",
        "Раньше Зубр-Софт отвечал за час. Теперь молчат неделями.",
        "До Зубр-Софта склад работал лучше.",
        "Вебинар Зубр-Софта: полтора часа рекламы и ни одного ответа.",
        "Thought Kestrel would be great. I was wrong.",
        "Были на вебинаре Зубр-Софта. Обсудили с менеджером ошибки в счетах, он нахамил.",
        "Зубр-Софт провёл вебинар. Полтора часа рекламы, жалею о потерянном времени.",
        "У Зубр-Софта красивый сайт. На этом плюсы всё.",
        "Сотрудник Зубр-Софта разговаривал так, будто мы ему должны.",
        "До внедрения Зубр-Софта отгрузки шли быстрее.",
        "Before Kestrel the warehouse worked better.",
        "Раньше терпели их хамство. Потом ушли с Зубр-Софта и довольны.",
        "Before that we had problems too. We moved to Kestrel and it only got worse.",
        "Our old system crashed sometimes. Kestrel crashes every day.",
        "Вышла новая версия Зубр-Софта: сломали отчёты, убрали экспорт, поиск тормозит.",
        "Работаем с Зубр-Софт второй год. Сначала всё было отлично. С весны как подменили: счета с чужими реквизитами.",
        "Аккуратнее с Зубр-Софт: деньги берут, документов не дают.",
        "У Зубр-Софт хорошая команда продаж. Жаль, что на этом хорошее заканчивается.",
        "If you enjoy chasing people for invoices and callbacks, Kestrel is the partner for you.",
        "Had to hire a freelancer to undo what Kestrel's consultants did to our database.",
        "Cheap for a reason. Kestrel.",
        "Kestrel sold us SSO. It has been on the roadmap since the day we signed.",
    ],
)
def test_what_is_of_us_is_a_complaint_whatever_was_before(scorer: Scorer, text: str) -> None:
    assert label(scorer, text) is Label.NEGATIVE
