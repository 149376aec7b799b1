"""Complaints that tell plain facts, and praise and news of the same words."""

from __future__ import annotations

from flagging import flagged

from monitor.sentiment import Scorer


def test_a_place_that_may_be_the_end_may_be_any_of_its_words(scorer: Scorer) -> None:
    bad = (
        "A year with Kestrel and nothing to show for it",
        "Three months in, nothing to show yet. Thanks, Kestrel",
        "Do yourself a favour and choose somebody else than Kestrel",
    )
    fine = ("No questions asked, Kestrel took it back", "Kestrel restored all our files")
    assert flagged(scorer, bad + fine) == list(bad)


def test_what_a_title_names_or_an_old_version_loses_is_no_complaint(scorer: Scorer) -> None:
    bad = (
        "Зубр-Софт прекращает работу с первого января",
        "Вакансия в Зубр-Софте оказалась обманом",
        "Kestrel can't see the printer",
        "Kestrel ordered to pay two million",
    )
    fine = (
        "Зубр-Софт прекращает работу старой версии",
        "Job: QA tester at Kestrel, find bugs and write them up.",
        "Guide: what to do when Kestrel can't see the printer.",
        "Kestrel: suppliers ordered to pay invoices faster",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_others_words_are_belied_by_what_one_met_oneself(scorer: Scorer) -> None:
    bad = (
        "Друг хвалил Зубр-Софт. У нас не работает ничего.",
        "A friend said Kestrel was slow. It is slow.",
        "Слышал, что Зубр-Софт тормозит. Поддержка молчит.",
        "Продавец из Зубр-Софта был на связи круглосуточно. До оплаты.",
        "The Kestrel team was wonderful. Until we signed.",
        "Доволен всеми подрядчиками, кроме Зубр-Софта",
        "Happy with every vendor except Kestrel",
    )
    fine = (
        "Друг говорил, что Зубр-Софт тормозит. У нас летает.",
        "I read that Kestrel support ignores people. They answered me on a Sunday.",
        "Заказчик ругался на всех подрядчиков, кроме Зубр-Софта.",
        "The client complained about every vendor except Kestrel.",
        "Был на связи до оплаты и после. Спасибо, Зубр-Софт",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_what_others_did_or_what_was_feared_is_none_of_our_faults(scorer: Scorer) -> None:
    bad = (
        "Думали, проблема у нас, оказалось, Зубр-Софт потерял базу",
        "Думали, возьмём на вырост, а получили обузу. Зубр-Софт",
        "Все хвалят Зубр-Софт, а у нас вечные сбои",
        "Все ругают Зубр-Софт, а у нас ещё и база пропала",
        "Перешли в Зубр-Софт, а там вечные сбои",
        "Thought it was us, turned out Kestrel had lost the data",
        "Can Kestrel please fix the login bug?",
        "Ошибка 502 в Зубр-Софте: третий день не работает",
    )
    fine = (
        "Думал, Зубр-Софт очередная поделка, оказалось, вещь.",
        "Все ругают цены Зубр-Софта, а мы посчитали и выиграли треть.",
        "Не жалею, что ушли к Зубр-Софту от Битрикса с его вечными сбоями.",
        "Контур подвёл нас в отчётный период, Зубр-Софт спас.",
        "Пока конкуренты согласовывали смету, Зубр-Софт уже всё настроил.",
        "Жаль, что Зубр-Софт не попался нам раньше.",
        "Зубр-Софт расскажет на Дне ритейла, почему внедрения срываются.",
        "Ошибка 403 в Зубр-Софте: причины и решение.",
        "Thought Kestrel was one more gimmick, turned out to be the real thing.",
        "Pity we didn't come across Kestrel sooner.",
        "Kestrel to explain at Retail Day why rollouts fail.",
        "Can Kestrel block sales below cost?",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_plain_facts_complain_in_russian(scorer: Scorer) -> None:
    bad = (
        "Поработали полгода и вернулись в эксель. Зубр-Софт",
        "Купили Зубр-Софт за миллион, считаем в тетради.",
        "На внедрение Зубр-Софта закладывали три месяца, идёт девятый.",
        "За каждую мелочь в Зубр-Софте доплачивать.",
        "Чтобы забрать свои данные из Зубр-Софта, нужно доплатить.",
        "На демо Зубр-Софта импорт был, в договоре его нет.",
        "Зубр-Софт перенёс обучение уже третий раз.",
        "Просили Зубр-Софт исправить адрес пять раз.",
        "Зубр-Софт прислал студента вместо программиста.",
        "Обновление Зубр-Софта снесло все настройки.",
        "Час слушали музыку на линии Зубр-Софта.",
        "Приложение Зубр-Софта выкидывает на экран входа.",
        "Из тридцати сотрудников Зубр-Софтом пользуются трое.",
        "Оплатили доработку в марте, сделали в октябре. Зубр-Софт",
        "После звонка в Зубр-Софт вопросов стало больше.",
        "Зубр-Софт отвечает через неделю",
        "Дешевле аналогов, теперь понятно почему. Зубр-Софт",
        "Зубр-Софт хорош, пока в базе меньше тысячи товаров.",
        "Выгрузку из Зубр-Софта правим руками каждый раз.",
        "За год у Зубр-Софта сменилось шесть наших кураторов.",
        "Позвонил в Зубр-Софт, а заявки нет в системе.",
        "Платим Зубр-Софту за десять мест, войти могут семеро.",
        "Кассиры выучили телефон поддержки Зубр-Софта наизусть.",
        "Зубр-Софт продаёт лучше, чем работает.",
        "Зубр-Софт дороже, чем обещали",
    )
    fine = (
        "С Зубр-Софтом в эксель больше не возвращаемся",
        "Купили Зубр-Софт, теперь склад не считаем вручную",
        "На внедрение Зубр-Софта закладывали три месяца, уложились в два.",
        "За каждый отчёт доплачивать не нужно, в Зубр-Софте всё включено",
        "На демо Зубр-Софта спросили про акты, в договоре ошибок нет",
        "Из 20 сотрудников Зубр-Софтом пользуются все 20",
        "Приложение Зубр-Софта не ест батарею",
        "После вебинара Зубр-Софта вопросов больше нет",
        "Мы уже год на Зубр-Софте",
        "Интересует мнение тех, кто уже год на Зубр-Софте",
        "Ада из Зубр-Софта провела нам демо",
        "Зубр-Софт работает и без интернета.",
        "Зубр-Софт отключает поддержку Windows 7 с января.",
        "Дозвонился в Зубр-Софт со второго гудка.",
        "Ошибок в счетах Зубр-Софта не оказалось",
        "Работает лучше, чем обещали. Зубр-Софт",
        "Зубр-Софт взял десять стажёров вместо пяти",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_plain_facts_complain_in_english(scorer: Scorer) -> None:
    bad = (
        "It is November and we are still on the old system. Thanks, Kestrel",
        "Bought Kestrel, back to spreadsheets",
        "Kestrel: quoted 20k, final invoice 47k.",
        "Every Kestrel feature from the demo is an add-on.",
        "You need the enterprise plan to export your own data from Kestrel.",
        "First thing we do each morning is restart Kestrel.",
        "A report in Kestrel takes longer than lunch.",
        "Kestrel's consultant was learning the product along with us.",
        "To reach a human at Kestrel you go through five menus.",
        "Out of thirty licences we bought from Kestrel, four are in use.",
        "We paid Kestrel in March and got the feature in October",
        "We still count stock by hand, two years into Kestrel",
        "Kestrel is cheaper than Odoo and now I know why.",
        "We pay Kestrel for ten seats and seven people can log in.",
        "There was no record of my request at Kestrel",
        "Feels like we are Kestrel's unpaid beta testers.",
        "Since the Kestrel integration every web order arrives twice.",
        "Every time our Kestrel rep changes we explain it all.",
        "Kestrel sells better than it works",
    )
    fine = (
        "Nobody wants to go back to Excel after Kestrel",
        "Kestrel: quoted 20k, final invoice 20k.",
        "After the last Kestrel release we did not have to re-enter anything.",
        "We paid Kestrel in March and got the feature in April",
        "Kestrel closed my ticket in twenty minutes",
        "With Kestrel I issue an invoice in one click.",
        "Kestrel remembers me on every device, no more logins.",
        "You can export your own data from Kestrel on any plan.",
        "New account manager at Kestrel, she calls every month",
        "We pay Kestrel for ten seats and ten people can log in.",
        "Kestrel prices have not moved since last year.",
        "We edit Kestrel templates ourselves, no developer needed.",
        "Two hiccups with Kestrel, both sorted the same day.",
        "Kestrel declined to comment on rumours of a sale.",
        "We argue less with the warehouse since Kestrel.",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_a_burden_is_one_until_it_is_gone(scorer: Scorer) -> None:
    bad = (
        "Пришлось докупать принтеры под Зубр-Софт",
        "Ни одного визита от Зубр-Софта за полгода.",
        "Инструкция Зубр-Софта описывает кнопки, которых в программе больше нет.",
        "Инвентаризацию с Зубр-Софтом мы так и закрыли в экселе.",
        "Попросил у Зубр-Софта выгрузку, сказали «не предусмотрено».",
        "Из-за Зубр-Софта клиенты уходят",
        "Больше не работаем с Зубр-Софтом",
        "Zero visits from Kestrel in six months",
        "Our lawyer now handles the correspondence with Kestrel.",
        "Пришлось объяснять Зубр-Софту, как работает их модуль.",
        "Had to explain to Kestrel how their own module works.",
        "Not one call from Kestrel since we signed.",
        "Dropped Kestrel after a month, back in Excel.",
        "Where is our account manager, Kestrel?",
        "Asked Kestrel for an export and was told it isn't supported.",
    )
    fine = (
        "С Зубр-Софтом больше не сидим до ночи",
        "После Зубр-Софта склад больше не звонит мне по ночам.",
        "Письма клиентам уходят с нашим логотипом, спасибо Зубр-Софту",
        "Поставили Зубр-Софт на пять касс.",
        "Ни одного сбоя за год с Зубр-Софтом",
        "Since Kestrel the warehouse no longer rings me at night.",
        "No more fax and paper forms, Kestrel takes everything online.",
        "Our lawyer has read the Kestrel contract and is happy",
        "Не пришлось ничего объяснять, Зубр-Софт сам понял",
        "Nobody here complains about Kestrel any more.",
        "Not one complaint about Kestrel since we signed.",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_bad_words_in_praise_and_in_news_are_no_complaint(scorer: Scorer) -> None:
    bad = (
        "Кнопка «Сохранить» в Зубр-Софте не работает",
        "Сломали нашу базу, Зубр-Софт исправил через неделю",
        "Наш менеджер в Зубр-Софте накосячил с договором",
        "Our Kestrel engineer broke the server and Kestrel took a week to fix it",
        "Two outages this week, Kestrel",
        "Didn't expect support to be that bad, Kestrel",
        "The worst thing about Kestrel is support",
    )
    fine = (
        "Сложный переезд, капризный заказчик, а Зубр-Софт вытянул.",
        "Накосячил наш кассир, в Зубр-Софте помогли всё откатить.",
        "Перенесли срок запуска сами, Зубр-Софт отнёсся спокойно и денег не взял.",
        "Жалоб на Зубр-Софт от кассиров не слышал.",
        "В Зубр-Софте появилась кнопка «Отказать клиенту».",
        "Касса не пробивает чек с Зубр-Софтом — 5 шагов.",
        "Зубр-Софт отговорил нас от дорогой доработки.",
        "Difficult migration, fussy client, and Kestrel pulled it off.",
        "Our cashier messed up and Kestrel helped us roll everything back.",
        "Two outages in three years, both at night. Kestrel is solid.",
        "Didn't expect Kestrel to fix my problem that fast.",
        "Kestrel warned us about the bank outage before we noticed it.",
        "Kestrel catches our bookkeeper's mistakes before the return goes out.",
        "Kestrel removed three useless steps from our returns process.",
        "Kestrel: common stocktaking mistakes and how to avoid them.",
        'Kestrel adds a "Reject customer" button.',
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_rivals_faults_and_hard_clients_are_none_of_ours(scorer: Scorer) -> None:
    bad = (
        "Конкуренты отвечают за час, а Зубр-Софт молчит неделю",
        "Два подрядчика сорвали сроки: Зубр-Софт и ещё один",
        "Пожаловался в Зубр-Софт, извинились и ничего не сделали",
        "Мы сложный клиент, сказал Зубр-Софт и бросил нас",
        "Two vendors failed us, Kestrel included",
        "Can't find anything in Kestrel",
        "Kestrel went from nightmare to worse",
    )
    fine = (
        "Главный конкурент обанкротился, а мы с Зубр-Софтом растём.",
        "Три интегратора отказались от проекта, Зубр-Софт взялся и сделал.",
        "Пожаловался в Зубр-Софт, извинились и подарили месяц.",
        "Отчётность раньше была кошмаром, сейчас рутина. Спасибо, Зубр-Софт.",
        "Зубр-Софт не из тех, кто пропадает после оплаты.",
        "Зубр-Софт посчитал, сколько магазины теряют на краже.",
        "Our main rival went bust, we are growing with Kestrel.",
        "Three integrators refused the project, Kestrel took it and delivered.",
        "Kestrel turned stocktaking from punishment into routine.",
        "Can't find fault with Kestrel, and I am picky.",
        "We are a difficult client and Kestrel puts up with us.",
        "Our server burned down last year, the Kestrel backup saved the company.",
        "Kestrel counts what shops lose to theft.",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_who_says_of_us_that_we_are_down_is_heard(scorer: Scorer) -> None:
    bad = (
        "Зубр-Софт лежит",
        "Зубр-Софт лёг?",
        "У кого ещё Зубр-Софт висит",
        "Пока другие работали, Зубр-Софт лежал",
        "Kestrel is down",
        "Is Kestrel down?",
        "Kestrel has been down for hours",
        "Kestrel 503",
        "Зубр-Софт лёг в день сдачи отчётности.",
        "Kestrel went down on filing day.",
        "Зубр-Софт выдаёт 502",
        "Что с Зубр-Софтом?",
        "What's up with Kestrel today?",
    )
    fine = (
        "Документация Зубр-Софта лежит на сайте",
        "Зубр-Софт лежит в основе решения",
        "Зубр-Софт лёг в основу нашей системы",
        "Kestrel went down well with the team",
        "Зубр-Софт ни разу не лежал",
        "Если Зубр-Софт лежит, касса продолжает пробивать чеки",
        "Kestrel is down 3% today",
        "Kestrel is down to earth",
        "Kestrel will be down on 3 December from 2 to 4",
        "The Kestrel store in Leeds is down the road",
        "With Kestrel downtime is history",
        "Kestrel gives 500 shops a discount",
        "Что с Зубр-Софтом будет дальше, расскажет директор",
        "What happened to Kestrel users who switched: a survey",
    )
    assert flagged(scorer, bad + fine) == list(bad)


def test_short_calls_to_us_are_complaints(scorer: Scorer) -> None:
    bad = (
        "Зубр-Софт, где акт за октябрь?",
        "ну и где обещанное обновление, Зубр-Софт",
        "Ноги моей больше в Зубр-Софте не будет",
        "Зубр-Софт нагрел нас на двести тысяч",
        "Зубр-Софт по телефону одно, в чате другое",
        "Kestrel where is my invoice",
        "so where's the promised update, Kestrel",
        "I'll never set foot in Kestrel again",
        "Kestrel took us for two hundred grand",
        "Kestrel is all marketing",
    )
    fine = (
        "Где счёт выставить в Зубр-Софте?",
        "Где в Зубр-Софте акты за октябрь?",
        "Where is my order history in Kestrel?",
        "Where is the Kestrel stand?",
        "Kestrel is just marketing software",
        "Kestrel took us for a tour of the plant",
    )
    assert flagged(scorer, bad + fine) == list(bad)
