"""What became of a complaint, told in what was written later."""

from __future__ import annotations

from brand_names import Name

from monitor.match import Matcher
from monitor.sentiment import Scorer

FLAGGED = -0.25


def score(scorer: Scorer, text: str) -> float:
    return scorer.score(text, hits=Matcher([Name("Зубр-Софт"), Name("Kestrel")]).find(text)).score


def test_a_complaint_that_was_settled_since_is_none(scorer: Scorer) -> None:
    settled = (
        "Зубр-Софт списал деньги дважды. UPD: вернули деньги, вопрос закрыт.",
        "Ранее писал, что Зубр-Софт потерял груз. Груз нашёлся, доставлен, претензий не имею.",
        "Три дня без интернета, Зубр-Софт. Апдейт: приехал мастер, заменил роутер, заработало.",
        "Две недели ждали от Зубр-Софта поставку. Обновление от 20.11: всё привезли, менеджер извинился.",
        "Kestrel charged us twice. UPDATE: refunded, all good now.",
        "Kestrel lost a parcel of ours. UPDATE 3 Dec: parcel found and delivered, they waived the fee.",
        "PS: while I was writing, Kestrel delivered the missing parts. Case closed.",
    )
    assert [text for text in settled if score(scorer, text) <= FLAGGED] == []


def test_a_complaint_with_an_update_that_settles_nothing_stays_one(scorer: Scorer) -> None:
    said = (
        "Зубр-Софт не возвращает деньги. UPD 2: вернули только после обращения в суд.",
        "Зубр-Софт потерял посылку. UPD: нашли, но вскрытую и без половины товара.",
        "Зубр-Софт кинул на предоплату. UPD: нашёл ещё троих таких же.",
        "Зубр-Софт хамы. UPD: исправил опечатки.",
        "Написали в ответ, что вопрос закрыт. Зубр-Софт, вы издеваетесь?",
        "Зубр-Софт – ужасная поддержка. P.S. Сайт у них, кстати, заработал.",
        "Зубр-Софт отвратительно упаковал. Проблема решена нашими силами.",
        "Kestrel double charged me. EDIT: fixed typo.",
        "Kestrel wrecked our floor. PS they replaced the salesman who lied to us with another liar.",
        "Kestrel ruined our launch. Their reply: “case closed”.",
        "Kestrel ruined Christmas. Is everything fine now? Ask my staff who got paid late.",
    )
    assert [text for text in said if score(scorer, text) > FLAGGED] == []


def test_praise_that_an_update_takes_back_counts_no_more(scorer: Scorer) -> None:
    took_back = "Kestrel is a nice CRM, love it. Update six months later: after the pricing change it is unusable."
    assert score(scorer, took_back) <= FLAGGED
    assert score(scorer, "Kestrel is a nice CRM, love it. Update six months later: it got faster.") > FLAGGED
