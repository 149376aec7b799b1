"""Complaints that say nothing bad in so many words, and praise of the same words."""

from __future__ import annotations

from brand_names import Name

from monitor.match import Matcher
from monitor.sentiment import Scorer

FLAGGED = -0.25


def score(scorer: Scorer, text: str) -> float:
    return scorer.score(text, hits=Matcher([Name("Зубр-Софт"), Name("Kestrel")]).find(text)).score


def test_what_nobody_calls_bad_is_a_complaint_all_the_same(scorer: Scorer) -> None:
    said = (
        "До сих пор ведём учёт на бумаге, хотя Зубр-Софт уже год как внедряют.",
        "До сих пор работаем вручную.",
        "Зубр-Софт блокирует обычные письма.",
        "На случай аварии у Зубр-Софта нет запасного канала.",
        "При перевозке поцарапали мебель.",
        "Показывали одно, установили другое.",
        "Зубр-Софт обещал скидку и забыл.",
        "Обещали запустить ещё осенью.",
        "Пятый раз прошу Зубр-Софт прислать акт.",
        "Рекомендовать Зубр-Софт не стану.",
        "Зубр-Софт удалил мой отзыв.",
        "Чужие договоры в личном кабинете.",
        "Вместо новых столов привезли витринные.",
        "Приходится всё перепроверять за Зубр-Софтом.",
        "Зубр-Софт снизил качество обслуживания.",
        "Качество работы Зубр-Софта снизилось.",
        "Зубр-Софт экономит на качестве.",
        "Зубр-Софт убрал удобный интерфейс.",
        "От былого качества Зубр-Софта ничего не осталось.",
        "Kestrel lowered the quality of its service.",
        "Kestrel quality has really suffered.",
        "Kestrel removed the handy interface.",
        "Kestrel removes bad reviews.",
        "Зубр-Софт шлёт напоминания о просроченных счетах, которые мы давно оплатили.",
        "Kestrel still has not released a fix for the bug.",
        "Kestrel removed the setup fee and doubled the price.",
        "Kestrel sends reminders about overdue invoices that we paid months ago.",
        "Зубр-Софт исправляет одну ошибку и добавляет две.",
        "Зубр-Софт придумал новую комиссию.",
        "Зубр-Софт вернул не ту сумму.",
        "Зубр-Софт прикрыл брак красивой упаковкой.",
        "Нам обещали, что Зубр-Софт сократит ошибки, а их стало больше.",
        "Зубр-Софт задирает цены.",
        "Kestrel fixes one bug and adds two.",
        "Kestrel processes returns incorrectly.",
        "Kestrel blocks accounts without a reason.",
        "Kestrel promised fewer errors, and there are more of them.",
        "Kestrel took the deposit and disappeared.",
        "Kestrel replies with templates.",
        "Раньше в Зубр-Софте было удобнее.",
        "Уехал за ключом и не вернулся.",
        "О сбое узнали от клиента.",
        "Продлевать контракт с Зубр-Софтом не будем.",
        "Пока сам не позвонишь, никто не пошевелится.",
        "They showed us one thing at the fair, then shipped another.",
        "Kestrel deleted our files.",
        "We are not renewing the licence.",
        "We would not hire Kestrel again.",
        "They didn't notice the fault until we called.",
        "Kestrel could at least apologise.",
        "This is the fifth time I am writing to Kestrel.",
        "Kestrel sent used desks instead of new ones.",
        "Nobody told us that the office had moved.",
        "Kestrel is fine as long as you never need them.",
        "The final price was double the estimate.",
        "I should have stayed with my old bank.",
        "Still on paper after six months of Kestrel.",
        "A new excuse every Friday.",
    )
    assert [text for text in said if score(scorer, text) > FLAGGED] == []


def test_the_same_words_complain_of_nothing_elsewhere(scorer: Scorer) -> None:
    said = (
        "Зубр-Софт исправил одну ошибку и добавил две функции.",
        "Зубр-Софт вернул не только деньги, но и доверие.",
        "Зубр-Софт обещал скидку, а дал больше.",
        "Kestrel fixed one bug and added two features.",
        "Kestrel blocks accounts of scammers.",
        "Kestrel replied with a template for our contract.",
        "Новая функция Зубр-Софта: напоминания о просроченных задачах.",
        "Kestrel released a fix for a bug in reports.",
        "Kestrel cut response time in half.",
        "Kestrel removed the setup fee.",
        "New in Kestrel: reminders about overdue tasks.",
        "Зубр-Софт снизил стоимость без потери качества.",
        "Качество Зубр-Софта не снизилось.",
        "Зубр-Софт ускорил отгрузку, не снижая качества.",
        "Зубр-Софт не экономит на качестве.",
        "Зубр-Софт снизил потери, качество выросло.",
        "Kestrel reduces quality issues by half.",
        "Kestrel got faster without sacrificing quality.",
        "Kestrel lowers prices and keeps quality.",
        "Kestrel quality never dropped.",
        "Kestrel does not delete negative reviews.",
        "До сих пор работаем с Зубр-Софтом и довольны.",
        "Зубр-Софт блокирует поддельные письма.",
        "Зубр-Софт разбил внедрение на этапы.",
        "Второй раз заказываем у Зубр-Софта, довольны.",
        "Хотя бы раз попробуйте Зубр-Софт.",
        "Вместо бумаги Зубр-Софт прислал электронный акт.",
        "Зубр-Софт удалил наши данные по запросу.",
        "Пароль в Зубр-Софте не хранится открытым текстом.",
        "Приходите, когда захотите: офис Зубр-Софта открыт.",
        "Узнали о Зубр-Софте от клиентов.",
        "С Зубр-Софтом не приходится переделывать отчёты.",
        "With Kestrel we do one thing at a time.",
        "I deleted my account at Halden and chose Kestrel.",
        "We want to sign with Kestrel again.",
        "Had to smile at Kestrel's video.",
        "If you are in a hurry, Kestrel delivers within the hour.",
        "We should have listened to Kestrel sooner.",
        "Nobody knows logistics like Kestrel.",
        "Other customers' orders leave with Kestrel every morning.",
    )
    assert [text for text in said if score(scorer, text) <= FLAGGED] == []
