"""Everyday words: which of them complain, and which only seem to praise."""

from __future__ import annotations

import pytest

from monitor.domain import Label
from monitor.sentiment import Scorer


@pytest.mark.parametrize(
    "text",
    [
        "Need help, the export at Kestrel fails",
        "I hope Kestrel reads this: the export is broken",
        "As a loyal customer of Kestrel I am still waiting for a callback",
        "Support at Kestrel is pretty slow",
        "Kestrel support was unable to help",
        "Would appreciate an answer from Kestrel, third week without one",
    ],
)
def test_who_asks_and_hopes_praises_nobody(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Can you help me set up Kestrel?",
        "Hope to see you at the Kestrel stand",
        "Need help choosing a plan at Kestrel",
        "Would appreciate a price list from Kestrel",
    ],
)
def test_nor_does_it_complain(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.NEUTRAL


@pytest.mark.parametrize(
    "text",
    [
        "I do not like how Kestrel handles returns",
        "Kestrel fobbed us off again",
        "Kestrel left us in the lurch the week before Christmas",
        "Kestrel dropped the ball on our migration",
        "Kestrel is a money pit",
        "Kestrel support is mediocre at best",
        "Thumbs down for Kestrel",
        "Kestrel went silent after the invoice was paid",
        "The Kestrel app is erratic",
        "Kestrel: disgraceful",
        "Another blatant lie from Kestrel",
        "Dissapointed in Kestrel",
        "Kestrel does not scan half the labels",
        "Our complaints to Kestrel fall on deaf ears",
    ],
)
def test_words_of_everyday_anger_are_heard(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Kestrel takes the chore out of stocktaking",
        "Kestrel insures against breakage in transit",
        "Kestrel webinar on inefficiencies in goods-in",
        "No gripes about Kestrel",
        "Kestrel runs at its best with SSD storage",
        "Kestrel was professional, polite and on time",
    ],
)
def test_the_same_words_may_be_harmless(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is not Label.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Зубр-Софт прогнозирует падение рубля",
        "Зубр-Софт объявил снижение цен на терминалы",
        "Зубр-Софт выкупил долг завода",
        "Зубр-Софт: отчёт о дебиторской задолженности",
        "Зубр-Софт переносит офис на улицу Ленина",
        "Зубр-Софт переносит данные из 1С",
        "Перенос остатков в Зубр-Софт занял вечер",
        "Перенос данных и настроек в Зубр-Софт",
        "Почему бы не сделать интеграцию с Зубр-Софтом?",
        "Расходы Зубр-Софта на уровне прошлого года",
        "С помощью Зубр-Софта считают остатки",
        "Зубр-Софт требует признать банкротом завод",
        "Зубр-Софт: внешние шоки и рынок труда",
        "Зубр-Софт о кризисе на рынке труда",
    ],
)
def test_what_a_company_reports_has_no_tone(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.NEUTRAL


@pytest.mark.parametrize(
    "text",
    [
        "Снижение качества поддержки Зубр-Софта",
        "Зубр-Софт весь в долгах",
        "Зубр-Софт не платит по долгам",
        "Зубр-Софт третий месяц переносит данные",
        "Зубр-Софт переносит данные и теряет половину",
        "Перенос базы в Зубр-Софт сорвали",
        "Очередной перенос запуска Зубр-Софт",
        "Зубр-Софт предсказал обвал, а упал сам",
        "Почему бы Зубр-Софту не отвечать на звонки?",
        "Помощи от Зубр-Софта не дождаться",
        "Зубр-Софт оказался злостным должником",
        "Мы в шоке от Зубр-Софта",
        "Зубр-Софт отказался помогать",
        "В качестве извинений Зубр-Софт прислал счёт с ошибкой",
    ],
)
def test_the_same_words_may_complain(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Нехорошо, Зубр-Софт, так не делают",
        "Зубр-Софт прошляпил нашу заявку",
        "Зубр-Софт не пашет с утра",
        "Зубр-Софту насрать на клиентов",
        "Корявый интерфейс у Зубр-Софта",
        "Зубр-Софту верить нельзя",
        "Ноги моей там не будет, Зубр-Софт",
        "В Зубр-Софте какой-то цирк",
        "Внедренцы Зубр-Софта бросили нас на полпути",
        "Зубр-Софт скрыл от нас комиссию",
        "Менеджер Зубр-Софта темнит и недоговаривает",
        "Зубр-Софт утерял наши документы",
        "После оплаты Зубр-Софт слинял",
        "Ведут себя по-хамски, Зубр-Софт",
    ],
)
def test_russian_words_of_everyday_anger_are_heard(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Зубр-Софт поставил кассы в детский сад",
        "Зубр-Софт и цирк на Цветном бульваре подписали договор",
        "В Зубр-Софте можно скрыть колонку с комиссиями",
        "Никаких понтов, Зубр-Софт просто работает",
        "Зубр-Софт отвечает молниеносно",
        "Зубр-Софт: последний раз обновляли справочник в марте",
    ],
)
def test_nor_is_anybody_alarmed_by_them(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is not Label.NEGATIVE


def test_a_phrase_is_heard_though_another_begins_with_the_same_word_as_it_is_written(scorer: Scorer) -> None:
    assert scorer.score("В Зубр-Софте скрывают от нас сроки").label is Label.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Из-за Зубр-Софта производство встало",
        "В Зубр-Софте никого не волнует, что касса стоит",
        "Программа Зубр-Софта не сохраняет документы",
        "Теперь нельзя выгрузить отчёт в Зубр-Софте",
        "Остались ни с чем, Зубр-Софт",
        "Kestrel told us it is not our problem",
        "Kestrel did not warn us about the new fee",
        "Kestrel cost us the contract",
        "Kestrel is the worst",
        "A different answer every time, Kestrel",
        "Kestrel locked us out of our own account",
    ],
)
def test_turns_of_phrase_of_everyday_trouble_are_heard(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Производство встало на ноги благодаря Зубр-Софту",
        "Зубр-Софт не принимает заявки после 18:00",
        "Зубр-Софт больше нельзя назвать стартапом",
        "Worst case scenario planning with Kestrel",
        "I like the new Kestrel dashboard",
        "Kestrel does not save passwords in plain text",
    ],
)
def test_nor_do_their_neighbours_alarm(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is not Label.NEGATIVE


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Kestrel adds a report on late suppliers and lost pallets", Label.NEUTRAL),
        ("Kestrel opens its conference: talks on failed rollouts, angry customers and more", Label.NEUTRAL),
        ("Their report on lost pallets never arrived, Kestrel", Label.NEGATIVE),
        ("The Kestrel report on late deliveries is wrong", Label.NEGATIVE),
        ("Kestrel report on stock takes forever and crashes", Label.NEGATIVE),
        ("Data on our customers leaked from Kestrel", Label.NEGATIVE),
    ],
)
def test_what_a_report_is_on_is_no_complaint(scorer: Scorer, text: str, label: Label) -> None:
    assert scorer.score(text).label is label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Kestrel, another delivery 😕", Label.NEGATIVE),
        ("Зубр-Софт, третья доставка 🤥", Label.NEGATIVE),
        ("Зубр-Софт 👌", Label.POSITIVE),
        ("Kestrel supplies important parts worth 3 million", Label.NEUTRAL),
        ("Not worth it, Kestrel", Label.NEGATIVE),
        ("Kestrel is worth every penny", Label.POSITIVE),
    ],
)
def test_a_sign_or_a_single_word_weighs_what_people_mean_by_it(scorer: Scorer, text: str, label: Label) -> None:
    assert scorer.score(text).label is label
