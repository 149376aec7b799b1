"""What is said of the supplier or the tool before us is no complaint of us; what we do to it is."""

from __future__ import annotations

from flagging import flagged

from monitor.sentiment import Scorer

BEFORE_US = (
    "После кошмара с прежним подрядчиком Зубр-Софт — глоток воздуха",
    "Пришли в Зубр-Софт после провального внедрения у других",
    "Наша старая система падала каждый день, с Зубр-Софтом тишина",
    "Устали от бесконечных сбоев прошлой программы, выбрали Зубр-Софт",
    "После того ужаса, что был у конкурентов, Зубр-Софт просто сказка",
    "Вместо глючной самописной базы поставили Зубр-Софт",
    "Пять лет мучились с самописом, теперь Зубр-Софт",
    "Прошлая CRM была сущим адом, а Зубр-Софт освоили за день",
    "От предыдущего интегратора остались одни долги и баги, Зубр-Софт всё починил",
    "Нас дважды кидали другие разработчики, Зубр-Софт первый, кто сдал вовремя",
    "По сравнению с прежним поставщиком Зубр-Софт — сказка, те вечно путали накладные",
    "We came to Kestrel from a terrible legacy system",
    "The last CRM was a disaster, Kestrel is not",
    "We were drowning in errors until Kestrel",
    "Our former CRM, which crashed constantly, was replaced by Kestrel",
    "I was tired of the bugs in our legacy software and chose Kestrel",
    "Our in-house tool was a mess, Kestrel is a joy",
    "After being ignored by our previous supplier, Kestrel's support felt unreal",
    "Ушли из Медведь-Софта из-за хамской поддержки, в Зубр-Софте вежливые",
    "We left Bearsoft because support was rude, Kestrel is polite",
)
BY_US = (
    "Зубр-Софт при переезде потерял данные старой системы",
    "Зубр-Софт сломал интеграцию с нашей старой системой",
    "Зубр-Софт — такая же глючная старая программа, как была",
    "Прежний подрядчик срывал сроки, и Зубр-Софт тоже",
    "Зубр-Софт испортил отношения с другими поставщиками",
    "Ужасный Зубр-Софт, вернулись к прежней программе",
    "Прежняя версия Зубр-Софта хоть не падала, эта ужасна",
    "Наш прежний подрядчик Зубр-Софт нас обманул",
    "Зубр-Софт переносил склад, старую базу уронили",
    "Kestrel lost the history from our old software",
    "Kestrel broke the integration with our legacy software",
    "Kestrel is the same slow old software with a new logo",
    "Our former provider Kestrel ignored us",
    "Kestrel ignored us just like our previous supplier",
    "I should have stayed with my old bank, Kestrel",
    "В прошлый раз сервис подвёл. Зубр-Софт, сколько можно",
    "Last month's software update of Kestrel broke everything",
    "Their other product crashes constantly, typical Kestrel",
    "Наша старая база пропала. Зубр-Софт",
    "Зубр-Софт продал нам старый софт, который вечно виснет",
    "All other vendors answered, Kestrel ignored us",
    "Отказались от Зубр-Софта из-за сбоев",
    "We left Bearsoft for Kestrel and regret it",
    "We left Friday's Kestrel demo disappointed",
)


def test_what_blames_whoever_was_before_us_is_no_complaint(scorer: Scorer) -> None:
    assert flagged(scorer, BEFORE_US) == []


def test_what_we_did_to_it_or_did_as_badly_is_one(scorer: Scorer) -> None:
    assert flagged(scorer, BY_US) == list(BY_US)


def test_a_name_behind_a_comma_begins_another_clause(scorer: Scorer) -> None:
    said = ("Прежний подрядчик обманул, Зубр-Софт выручил", "Прежний подрядчик, Зубр-Софт, обманул")
    assert flagged(scorer, said) == [said[1]]
