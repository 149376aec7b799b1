"""Complaints that are said in passing, with a shrug or a smile, and the same words where nobody complains."""

from __future__ import annotations

from flagging import flagged

from monitor.sentiment import Scorer


def test_in_russian(scorer: Scorer) -> None:
    bad = (
        "Зубр-Софт сделал половину того, что обещал",
        "Вы серьёзно, Зубр-Софт? За обновление ещё раз платить?",
        "Вчера опять весь отдел сидел без телефонии, спасибо Зубр-Софту.",
        "Два дня сидим без 1С по милости Зубр-Софта",
        "Цены у Зубр-Софта растут чаще, чем выходят обновления",
        "Цены растут, качество падает, Зубр-Софт",
        "Переезд на новую версию Зубр-Софта стоил нам двух клиентов.",
        "Год назад сказали бы, что Зубр-Софт лучший. Сейчас язык не поворачивается.",
        "Зубр-Софт. Красивый сайт, и на этом всё.",
        "Зубр-Софт: продажники отличные, на этом хорошее кончается",
    )
    fine = (
        "Вы серьёзно подходите к делу, Зубр-Софт",
        "Продажи растут, цены Зубр-Софта держатся",
        "Цены на сырьё растут ежегодно, Зубр-Софт помогает считать",
        "Внедрение Зубр-Софта стоило нам 300 тысяч и окупилось",
        "Настроили, обучили, и на этом всё: Зубр-Софт работает",
        "Язык интерфейса Зубр-Софта меняется в два клика",
        "Осталось без изменений: база Зубр-Софта на месте",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_in_english(scorer: Scorer) -> None:
    bad = (
        "We got half of what was in the demo, Kestrel",
        "Ever since the March release Kestrel takes a full minute to open a ticket.",
        "No docs, no onboarding, no human on the line. That's Kestrel for you",
        "No support from Kestrel when needed",
        "Chatbot, then another chatbot, then nothing. Kestrel support in a nutshell.",
        "We bought Kestrel to save time. We now have a full-time person babysitting it.",
        "Don't make our mistake and sign a three-year deal with Kestrel",
        "Learn from our mistake and stay away from Kestrel",
        "My team groans every time I mention Kestrel",
        "The whole office rolls their eyes when Kestrel comes up",
        "Kestrel: great sales team, and that's where it ends.",
        "Two years on, SSO in Kestrel is still on the roadmap",
        'The roadmap items Kestrel promised us in 2023 are still "coming soon".',
    )
    fine = (
        "No hidden fees, no lock-in, no surprises. Kestrel",
        "No contract, no setup fee, no minimum. Kestrel",
        "No training required for Kestrel",
        "Kestrel needs no onboarding, it is that clear",
        "Kestrel needs no babysitting",
        "Kestrel takes a minute to set up",
        "Half of our team uses Kestrel daily",
        "Coming soon: SSO in Kestrel",
        "That's where it all starts with Kestrel",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_by_the_way_in_russian(scorer: Scorer) -> None:
    bad = (
        "Оплатили год вперёд, через месяц Зубр-Софт сменил тариф и отрезал нам половину функций.",
        "Третий менеджер за полгода, и каждому рассказываю с начала. Зубр-Софт, это вообще лечится?",
        "Интегратор Зубр-Софта взял предоплату и теперь на связь выходит через раз.",
        "После звонка в Зубр-Софт хочется вымыть руки",
        "Зубр-Софт — лотерея: повезёт с внедренцем или нет",
        "Уже и не надеемся, что Зубр-Софт починит выгрузку в ЕГАИС",
        "Директор спрашивает, зачем мы это купили. Мне нечего ответить. Зубр-Софт",
        "Отдельное «спасибо» Зубр-Софту за обновление в день сдачи отчётности",
        "У Зубр-Софта ответ на всё один: «перезагрузите»",
        "Из плюсов Зубр-Софта только логотип",
        "Сервер Зубр-Софта прилёг отдохнуть в разгар распродажи",
        "Кто ставил Зубр-Софт на склад — сочувствую",
        "Зубр-Софт: два звонка в неделю до покупки, ноль после",
        "Вместо решения Зубр-Софт прислал ссылку на базу знаний. Там этого нет.",
        "Зубр-Софт урезал нам доступ",
        'Большое "спасибо" Зубр-Софту за сорванный отчёт',
    )
    fine = (
        "Зубр-Софт не без недостатков, но альтернативы хуже",
        "Ничего плохого про Зубр-Софт сказать не могу",
        "Зубр-Софт забрал на себя всю боль с маркировкой",
        "Не знаю, за что их ругают: Зубр-Софт у нас третий год без единой остановки",
        "Зубр-Софт объявил о возврате части оплаты за дни простоя дата-центра",
        "Единственный, кто взялся за наш запущенный учёт, — Зубр-Софт",
        "Звонил с дурацкой проблемой, в Зубр-Софте не посмеялись, а помогли",
        "Зубр-Софт урезал нам расходы вдвое",
        "Зубр-Софт компенсировал нам три дня простоя",
        "Зубр-Софт проводит лотерею среди партнёров",
        "Зачем мы купили Зубр-Софт: история одного склада",
        "Вместо ответа менеджер Зубр-Софта сразу приехал к нам",
        "Отдельное спасибо Зубр-Софту за обновление",
        "Клиенты говорят «спасибо» Зубр-Софту",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_by_the_way_in_english(scorer: Scorer) -> None:
    bad = (
        "Paid for a year upfront, then Kestrel changed the plan and half our features were gone.",
        "Third CSM in six months and I tell our story from scratch every time. Kestrel, is this curable?",
        "Kestrel's partner took a deposit and now answers every other email.",
        "Took a shower after my call with Kestrel sales",
        "With Kestrel it's a coin toss whether you get a decent consultant",
        "Kestrel dodged every awkward question in the webinar",
        "Special thanks to Kestrel for the update on tax day",
        "Kestrel has one answer for everything: reboot",
        "The only good thing about Kestrel is the logo",
        "Kestrel's server took a nap in the middle of our sale",
        "My condolences to anyone on Kestrel",
        "Two calls a week before we bought Kestrel, zero since",
        'Technically Kestrel met the SLA: "we are on it", then a week of nothing',
        "Instead of a fix Kestrel sent a link to the knowledge base. It isn't there.",
        "Kestrel did not warn us ahead of the update",
        "Nobody told us ahead of the change, Kestrel",
        'Special "thanks" to Kestrel for the Friday update',
        "Most of our contacts have vanished from Kestrel",
    )
    fine = (
        "Kestrel has its flaws but the alternatives are worse",
        "Can I cancel a mistaken payment in Kestrel?",
        "Kestrel helped us cut overdue invoices in half",
        "Kestrel took all the pain of compliance off our plate",
        "Kestrel announced refunds for the days of the data centre outage",
        "Kestrel was the only one to take on our neglected books",
        "Called with a dumb problem, Kestrel didn't laugh, they helped",
        "Kestrel warned us a week ahead of maintenance, nobody noticed any downtime",
        "Kestrel runs a prize lottery for partners",
        "The third account manager at Kestrel is the best",
        "Kestrel answers every question",
        "Instead of a refund we took an upgrade and love it. Kestrel",
        "Special thanks to Kestrel for the quick fix",
        "Special thanks to Kestrel for the update, it works great",
        "Nobody noticed the switch to Kestrel",
        "You asked why we chose Kestrel: because it works",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_a_fixed_expression_hides_no_complaint(scorer: Scorer) -> None:
    bad = (
        "У Зубр-Софта второй день ошибка 404 на сайте",
        "Зубр-Софт: вместо кабинета ошибка 404",
        "Зубр-Софт каждый день выдаёт код ошибки 500",
        "Длинный список ошибок после обновления Зубр-Софта",
        "Третье плановое отключение Зубр-Софта за неделю",
        "При ошибке Зубр-Софт молча закрывается",
        "Зубр-Софт будет недоступен ещё неделю, а у нас отчётность",
        "Зубр-Софт называет нас проблемным клиентом",
        "Kestrel throws an error code 500 every morning",
        "People are sick of Kestrel outages",
    )
    fine = (
        "Зубр-Софт обновил страницу ошибки 404",
        "Зубр-Софт покажет список ошибок перед отправкой отчёта",
        "В Зубр-Софте есть справочник: код ошибки и что делать",
        "Типичные ошибки при инвентаризации: вебинар Зубр-Софта",
        "Kestrel shows the error code and how to fix it",
        "Kestrel is great for anyone sick of spreadsheets",
        "If your team is tired of paper, take Kestrel",
    )
    assert flagged(scorer, bad + fine) == list(bad)
