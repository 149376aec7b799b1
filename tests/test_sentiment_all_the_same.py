"""What holds for others, for once in years or for the price, and the complaints in the same words."""

from __future__ import annotations

from flagging import flagged

from monitor.sentiment import Scorer


def test_trouble_of_all_others_is_none_of_ours(scorer: Scorer) -> None:
    bad = (
        "Конкуренты смеются, Зубр-Софт опять лежит",
        "У всех проблемы с Зубр-Софтом, у меня тоже беда",
        "У всех отчёты как отчёты, а у Зубр-Софта беда",
        "Кинули: Зубр-Софт хуже, чем прошлый подрядчик",
        "Acme sues Kestrel over unpaid invoices",
    )
    fine = (
        "У всех беда, а у меня Зубр-Софт работает гладко",
        "У многих жалобы на внедрение, а у нас с Зубр-Софтом порядок",
        "Конкуренты подняли цены на треть, Зубр-Софт держит прежние.",
        "Внедряли с опаской: прошлый подрядчик нас кинул. С Зубр-Софтом закрыли проект в срок и в бюджет.",
        "Acme sues Bolt over patents; Kestrel is not a party",
        "Acme sues its former partner; Kestrel is not a party to the case",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_what_failed_once_in_years_is_praise_unless_more_came_of_it(scorer: Scorer) -> None:
    bad = (
        "Kestrel went down once more today",
        "Kestrel went down once and took our data with it",
        "Один раз упал Зубр-Софт, и мы потеряли базу",
        "За год Зубр-Софт упал раз десять",
    )
    fine = (
        "Five years on Kestrel and it went down once, for ten minutes, at night.",
        "In four years Kestrel crashed exactly once",
        "Пять лет с Зубр-Софтом, за это время упал один раз, и то на десять минут ночью.",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_who_passed_over_bad_reviews_does_not_share_them(scorer: Scorer) -> None:
    bad = (
        "Прочитал гневные отзывы про Зубр-Софт и подтверждаю каждый",
        "Read the bad reviews too late, Kestrel is a scam",
    )
    fine = (
        "I read the angry reviews and nearly passed on Kestrel. Glad I didn't.",
        "Almost skipped Kestrel because of the bad reviews, glad I did not",
        "Прочитал гневные отзывы и чуть не отказался, а зря бы: Зубр-Софт у нас пашет без нареканий.",
        "Начитался плохих отзывов, но Зубр-Софт у нас работает без сбоев",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_shares_that_fall_by_a_little_are_no_complaint(scorer: Scorer) -> None:
    bad = (
        "Kestrel shares fell 40% after the leak",
        "Kestrel stock plunged 12%",
        "Акции Зубр-Софта упали на 30% после утечки",
    )
    fine = (
        "Kestrel stock fell 2 % on Monday",
        "Kestrel shares slipped 1.4 percent",
        "Акции Зубр-Софта упали на 2 %",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_memories_are_no_recall_of_a_product(scorer: Scorer) -> None:
    bad = ("Kestrel recalls 4,000 scanners over fire risk", "Kestrel recalls the toaster after two injuries")
    fine = (
        "Kestrel's founder recalls the early days",
        "Founder of Kestrel recalls the early days of the company",
        "Kestrel CEO recalls how the first customers came",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_it_is_praise_to_be_worth_the_price_hard_to_replace_or_hard_to_better(scorer: Scorer) -> None:
    bad = (
        "Kestrel is cheap and you get what you pay for",
        "You'll find better than Kestrel anywhere",
        "Hard to imagine a worse vendor than Kestrel",
        "Kestrel did charge us extra for the migration",
        "The scanner from Kestrel does not charge",
        "I am sick of Kestrel",
        "За что мы платим Зубр-Софту?",
        "Зубр-Софт делает не то, за что мы платим",
        "За эти деньги можно и получше, Зубр-Софт",
        "Терпения с Зубр-Софтом уже не хватает",
        "Зубр-Софт закрыл проект и ушёл с рынка",
        "Зубр-Софту не хватает элементарной вежливости",
        "Не представляю, как можно так работать, Зубр-Софт",
    )
    fine = (
        "Kestrel is not cheap, but you get what you pay for",
        "Kestrel is pricey but you get what you pay for",
        "Kestrel isn't perfect, but you won't find better at this price.",
        "You will not find a better support team than Kestrel's",
        "Hard to imagine running the warehouse without Kestrel now.",
        "Kestrel did not charge us a penny for the migration, though they could have.",
        "Kestrel is a lifesaver if you are sick of spreadsheets.",
        "Ругать не за что, Зубр-Софт делает то, за что мы платим",
        "Если коротко: Зубр-Софт не идеален, но за эти деньги лучше не найдёте.",
        "За эти деньги Зубр-Софт — отличный вариант",
        "Зубр-Софт, спасибо девочкам с первой линии — терпения вам с нами!",
        "Спасибо Зубр-Софту за терпение",
        "С Зубр-Софтом закрыли проект в срок и в бюджет.",
        "Единственное, чего не хватает Зубр-Софту, — тёмной темы. Остальное на пять.",
        "Ставил Зубр-Софт скептически, сейчас не представляю склад без него.",
        "В Зубр-Софте настроили отчёт по просроченным задачам",
    )
    assert flagged(scorer, bad + fine) == list(bad)
