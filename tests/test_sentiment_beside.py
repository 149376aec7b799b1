"""A complaint stays one whatever stands beside it: what joins it to a sentence, courtesy, small praise."""

from __future__ import annotations

from itertools import product

import pytest
from brand_names import Name

from monitor.domain import Label
from monitor.match import Matcher
from monitor.sentiment import Scorer

COMPLAINTS = {
    "ru": ("Зубр не ответил ни разу", "Зубр сорвал сроки", "Зубр не вернул деньги", "поддержка Зубр хамит"),
    "en": ("Kestrel never answered", "Kestrel missed the deadline", "Kestrel lied to us", "Kestrel lost our shipment"),
}
AROUND = {
    "ru": (
        *("ушли, потому что {}.", "ушли потому что {}", "из-за того, что {}, мы встали.", "оказалось, что {}."),
        *("всё красиво на сайте, на деле {}.", "первый год нравилось, а теперь {}.", "менеджер милый, только вот {}."),
        *("плюсы: красивый сайт. Минусы: {}.", "коллега посоветовал, а {}.", "три года были довольны, пока {}."),
        *(
            "уважаемые представители, {}.",
            "{}. Удачи вам.",
            "{}. Спасибо за внимание.",
            "{}. Буду благодарен за ответ.",
        ),
        *("просили помочь, {}.", "не первый раз {}.", "лидер рынка, называется. {}.", "{}. Рекомендую конкурентов."),
        *("{}. Интересно, это нормально?", "{}. Хорошо хоть предупредили."),
    ),
    "en": (
        *("we left because {}.", "to be honest, {}.", "fun fact: {}.", "friendly reminder: {}.", "good afternoon! {}."),
        *(
            "{}. Thanks for reading.",
            "{}. Best regards, Anna.",
            "{}. Have a nice day!",
            "{}. Good luck.",
            "{}. Thanks!",
        ),
        *("nice website, in reality {}.", "great prices, however {}.", "we liked the first year, now {}."),
        *("it used to be great, now {}.", "we were happy for three years until {}.", "pros: nice UI. Cons: {}."),
        *("a colleague recommended them. {}.", "{}. I recommend their competitors.", "the reason is simple: {}."),
        *(
            "{}. Which service is better?",
            "has anyone else noticed that {}?",
            "{}. Please recommend a good alternative.",
        ),
    ),
}
CASES = [(around, said) for language in AROUND for around, said in product(AROUND[language], COMPLAINTS[language])]
QUIET = [
    "Сомневались в Зубр. Зря.",
    "Боялись скрытых платежей, у Зубр их не оказалось.",
    "Жалею только, что не взял Зубр раньше.",
    "Ненавижу бумажки, поэтому у нас Зубр.",
    "Есть ли в Зубр ограничение на неудачные входы?",
    "Зубр 3.1: убрали утечку памяти, исправили медленный запуск.",
    "Памятка Зубр про возвраты, споры и штрафы.",
    "У прошлого хостинга всё падало каждую неделю. С Зубр ни разу.",
    "Without Kestrel we would have missed the deadline.",
    "If it had not been for Kestrel, we would have lost the client.",
    "The worst thing about Kestrel is that I did not find it sooner.",
    "I was worried about the hidden fees, but with Kestrel there were none.",
    "Kestrel helps warehouses cut losses and avoid fines.",
    "Kestrel now flags duplicate invoices and failed payments automatically.",
    "Kestrel's risk calculator estimates losses from downtime.",
    "A study sponsored by Kestrel says most carriers lose money on late deliveries.",
    "Release notes Kestrel 4.2: fixed crash on start, removed broken links, error messages are clearer.",
    "Kestrel's CEO on failure, burnout and starting again.",
    "The Kestrel guide to chargebacks, refunds and disputes.",
    "Kestrel postponed its user conference to May.",
    "We had constant outages with our previous host. Since moving to Kestrel, none.",
    "Another day, another happy customer of Kestrel.",
    "Опасались срыва сроков, но с Зубр всё приехало вовремя.",
    "До этого был кошмар, теперь Зубр ответил за час.",
    "После краха прошлого подрядчика Зубр помог с переездом.",
    "Ушли от мошенников, теперь у нас Зубр.",
    "Пишут, что плохо, а у нас Зубр работает.",
    "Сначала не понравилось, потом привыкли, теперь Зубр работает стабильно.",
    "Зубр выпустил обновление. Ошибок не замечено.",
    "Спасибо Зубр: ночью упал сервер, дежурный поднял базу за двадцать минут.",
    "Read bad reviews, but Kestrel answered within an hour.",
    "Bad news for the competition: Kestrel released an update.",
    "The price went down from $35 to $20 at Kestrel.",
    "In a crisis Kestrel answered within an hour.",
]
TOLD = [
    "Обратились в Зубр. Зря.",
    "Зубр: красивая презентация, а после подписания тишина.",
    "API Зубр лежал с девяти до двух, а на странице статуса всё зелёное.",
    "Зубр отправил наши цифры другому клиенту.",
    "Специалист от Зубр видел систему первый раз в жизни.",
    "Зубр обещал скидку, в счёте её нет.",
    "Kestrel auto-renewed us although we had given notice in writing.",
    "We were charged for 200 seats with Kestrel when we have 40.",
    "Kestrel billed us for two days they were not on site.",
    "Kestrel gave our figures to another client.",
    "Nobody at Kestrel could tell us where our shipment was.",
    "Had to hire a consultant to make Kestrel do what the brochure says.",
    "After the Kestrel migration half of our orders vanished.",
    "The order was lost and Kestrel helped nobody.",
    "I left my job for Kestrel after they lied about the salary.",
    "One star because Kestrel vanished after the payment.",
    "Sadly Kestrel vanished after the payment.",
    "We are leaving Kestrel.",
    "Kestrel leaked our data.",
    "Договор с Зубр не расторгнуть.",
    "В прошлый раз нас обманули, а сейчас Зубр обещает исправиться.",
    "Груз от Зубр пришёл мокрый.",
    "После оплаты Зубр пропал. Удачи вам.",
]


def label(scorer: Scorer, text: str) -> Label:
    hits = Matcher([Name("Зубр"), Name("Kestrel")]).find(text)
    assert hits
    return scorer.score(text, hits=hits).label


@pytest.mark.parametrize(("around", "said"), CASES)
def test_a_complaint_is_heard_whatever_stands_beside_it(scorer: Scorer, around: str, said: str) -> None:
    text = around.format(said)
    assert label(scorer, text[0].upper() + text[1:]) is Label.NEGATIVE


@pytest.mark.parametrize("text", QUIET)
def test_what_we_end_or_only_speak_of_is_no_complaint(scorer: Scorer, text: str) -> None:
    assert label(scorer, text) is not Label.NEGATIVE


@pytest.mark.parametrize("text", TOLD)
def test_what_is_told_as_it_happened_is_a_complaint(scorer: Scorer, text: str) -> None:
    assert label(scorer, text) is Label.NEGATIVE


def test_the_words_shown_are_those_without_which_a_mixed_text_would_be_neutral(scorer: Scorer) -> None:
    said = scorer.score("Great prices. Kestrel lost our shipment.")
    assert said.label is Label.NEGATIVE
    assert {cue.text for cue in said.words} == {"lost our shipment", "Great"}
