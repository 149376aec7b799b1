"""What B2B clients say every day and nobody should be alarmed by: loyalty, what a product does, dry news."""

from __future__ import annotations

from tones import FLAGGED

from monitor.sentiment import Scorer


def test_who_stays_for_long_complains_of_nothing(scorer: Scorer) -> None:
    loyal = (
        "Работаем с Зубр-Софтом уже три года.",
        "Уже год пользуемся Зубр-Софтом.",
        "Сотрудничаем уже два года, нареканий нет.",
        "Зубр-Софт ведёт наш учёт уже третий год.",
        "Это уже второй наш проект с Зубр-Софтом.",
        "Зубр-Софт открыл уже третий филиал в Минске.",
        "Уже три склада подключили.",
        "Пользуемся до сих пор и довольны.",
        "До сих пор помню, как быстро они запустили нам склад.",
        "По сей день работаем с этой компанией.",
        "Договор действует до сих пор.",
        "Уже два раза заказывали, оба раза приехали вовремя.",
    )
    assert [text for text in loyal if scorer.score(text, lang="ru").score <= FLAGGED] == []


def test_who_waits_for_as_long_does(scorer: Scorer) -> None:
    waiting = (
        "Уже третий месяц ждём ответа.",
        "Работаем с Зубр-Софтом уже три года, и до сих пор ждём документы.",
        "Уже месяц не пользуемся: программа не открывается.",
        "Уже две недели не могут настроить.",
        "Уже год обещают исправить.",
        "Деньги до сих пор не вернули.",
        "Уже третий раз переносят встречу.",
        "По сей день тишина.",
        "Заявка висит уже три дня.",
        "До сих пор без ответа.",
        "Уже третий сбой за месяц.",
        "Уже месяц работаем вручную.",
        "Работаем уже третий месяц без документов.",
        "Уже три недели используем обходной путь.",
        "И где мой заказ до сих пор?",
    )
    assert [text for text in waiting if scorer.score(text, lang="ru").score > FLAGGED] == []


def test_what_is_said_every_day_raises_no_alert(scorer: Scorer) -> None:
    russian = (
        "Суд отказал в иске к Зубр-Софту.",
        "Без Зубр-Софта мы бы не успели к сроку.",
        "Зубр-Софт открыл горячую линию для пострадавших от наводнения.",
        "Зубр-Софт представил отчёт о кибератаках за 2026 год.",
        "Очень не хватало такого сервиса.",
        "Система предупреждает о просроченных платежах.",
        "Раньше теряли по два часа в день, теперь всё в одном окне.",
        "Зубр-Софт выполнил аварийный ремонт за ночь.",
    )
    english = (
        "Zubr Soft helped us cut losses by 20 percent.",
        "Zubr Soft published a report on cyber attacks in 2026.",
        "Court dismisses lawsuit against Zubr Soft.",
        "Without them we would have missed the deadline.",
        "Nothing but good things to say.",
        "They went out of their way to fix our mistake.",
        "We used to lose two hours a day, now it is all in one window.",
        "Emergency repair done overnight.",
        "Demolition, crane rental, waste removal: price list.",
        "Their lawyers helped us recover a debt.",
        "They refunded the deposit without any fuss.",
    )
    said = [(text, "ru") for text in russian] + [(text, "en") for text in english]
    assert [text for text, lang in said if scorer.score(text, lang=lang).score <= FLAGGED] == []


def test_what_was_mended_given_back_or_not_needed_alarms_nobody(scorer: Scorer) -> None:
    mended = (
        "Ждать не пришлось.",
        "Звонить дважды не пришлось.",
        "Долго ждать ответа не приходится.",
        "Возврат оформили за день.",
        "Штраф отменили сами.",
        "Помогли вернуть переплату.",
        "Не берут лишнего.",
        "Признали ошибку и компенсировали простой.",
        "Сложно найти минусы.",
        "Ответили на все неудобные вопросы.",
        "Довели дело до конца.",
        "Ни одного срока не сорвали.",
    )
    not_so = (
        "Помощи ждать не приходится.",
        "Возврат за день обещали, оформили за месяц.",
        "Штраф не отменили.",
        "Признали ошибку, но деньги не вернули.",
        "Сложно найти плюсы.",
        "Прислали акт на чужую фирму.",
        "Программа не выдерживает и десяти пользователей.",
        "Переложили вину на нас.",
        "Внедрение встало на полпути.",
        "Без напоминаний не делают ничего.",
        "Тестируют на клиентах.",
        "Ни один срок не выдержали.",
    )
    assert [text for text in mended if scorer.score(text, lang="ru").score <= FLAGGED] == []
    assert [text for text in not_so if scorer.score(text, lang="ru").score > FLAGGED] == []


def test_in_english_what_was_feared_cut_or_waived_alarms_nobody(scorer: Scorer) -> None:
    fine = (
        "We feared downtime, but they migrated everything overnight.",
        "They cut our error rate in half.",
        "Not cheap but worth every penny.",
        "They publish an outage post-mortem each time.",
        "They warned us about the duplicate payment.",
        "I was sceptical at first; they proved me wrong.",
        "They refuse to sell customer data.",
        "This killed our paperwork.",
        "My biggest regret is not finding them sooner.",
        "It handles failed deliveries without us lifting a finger.",
        "They deleted our data on request.",
        "Nobody knows logistics like they do.",
        "You can't handle payroll without it.",
    )
    assert [text for text in fine if scorer.score(text, lang="en").score <= FLAGGED] == []


def test_in_english_a_plain_fact_may_be_a_complaint(scorer: Scorer) -> None:
    complaints = (
        "They only refunded us after we called a lawyer.",
        "It can't handle ten users.",
        "Unless you chase them, nothing happens.",
        "They test on their customers.",
        "Our account manager left and nobody replaced her.",
        "They sent an engineer without tools.",
        "They didn't even apologise.",
        "It cost us a client.",
        "They went live with half of what we paid for.",
        "They charged us for seats we never used.",
        "I spend more time fixing it than using it.",
        "After signing, they vanished.",
        "It was down on payroll day.",
        "Reports take an hour to load.",
        "The update deleted our history.",
        "They keep moving the launch date.",
        "They are all talk.",
        "Nobody at the office knows our contract.",
    )
    assert [text for text in complaints if scorer.score(text, lang="en").score > FLAGGED] == []


def test_who_got_through_at_once_complains_of_nothing(scorer: Scorer) -> None:
    reached = (
        "Дозвонился до Зубр-Софта с первого раза.",
        "До Зубр-Софта легко дозвониться.",
        "Всегда можно дозвониться, ответили сразу.",
        "Дозвонились до поддержки быстро.",
        "Дозвониться до них не проблема.",
    )
    missed = (
        "Дозвонился до Зубр-Софта только с пятого раза.",
        "Просто невозможно дозвониться.",
        "До Зубр-Софта можно дозвониться только ночью.",
        "Не всегда можно дозвониться до поддержки.",
        "Сразу не дозвонился, дважды бросали трубку.",
        "Дозвониться до них не просто.",
    )
    assert [text for text in reached if scorer.score(text, lang="ru").score <= FLAGGED] == []
    assert [text for text in missed if scorer.score(text, lang="ru").score > FLAGGED] == []


def test_the_same_words_still_complain(scorer: Scorer) -> None:
    complaints = (
        ("Просрочили платёж и молчат.", "ru"),
        ("Нашли уязвимость, и никто её не закрывает.", "ru"),
        ("Не вернули предоплату.", "ru"),
        ("Из-за их жалоб и претензий мы встали.", "ru"),
        ("Our invoices are wrong and they threaten penalties.", "en"),
        ("They missed the deadline without a word.", "en"),
        ("We lost two hours a day.", "en"),
        ("The cargo arrived with damage.", "en"),
        ("Не обрабатывают жалобы неделями.", "ru"),
        ("Не заменили вышедший из строя диск.", "ru"),
        ("Страшно представить, что они делают с нашими документами.", "ru"),
        ("They cut corners and errors are everywhere.", "en"),
        ("They caused us loss and damage.", "en"),
        ("They have overdue payments to every supplier.", "en"),
        ("Every scan finds vulnerabilities in their product.", "en"),
    )
    assert [text for text, lang in complaints if scorer.score(text, lang=lang).score > FLAGGED] == []


def test_what_a_tool_finds_or_what_is_only_supposed_alarms_nobody(scorer: Scorer) -> None:
    russian = (
        "Антивирус находит уязвимости в корпоративной сети.",
        "Датчик фиксирует перегрев подшипника.",
        "Система предупреждает о сбоях поставок.",
        "Фильтр отсеивает спам и мошенников.",
        "При аварии резервный канал включается сам.",
        "На случай сбоя есть резервный сервер.",
        "Препарат уничтожает вредителей за сутки.",
        "Без них мы бы потеряли груз.",
        "Страховая без споров оплатила ремонт фургона.",
        "Вернули предоплату без разговоров.",
        "Жаль, что не перешли раньше.",
    )
    english = (
        "The scanner catches errors before release.",
        "Sensors detect failures early.",
        "The ERP reminds us of overdue payments.",
        "The herbicide kills weeds in a week.",
        "They insure cargo against loss and damage.",
        "We have had no false alarms.",
        "If something breaks, they send a replacement the same day.",
    )
    said = [(text, "ru") for text in russian] + [(text, "en") for text in english]
    assert [text for text, lang in said if scorer.score(text, lang=lang).score <= FLAGGED] == []


def test_what_is_found_again_and_again_or_done_without_asking_does(scorer: Scorer) -> None:
    complaints = (
        ("Антивирус каждый день находит вирусы в их письмах.", "ru"),
        ("Система находит ошибки там, где их нет.", "ru"),
        ("Программа находит нарушения, которых не было.", "ru"),
        ("Датчик фиксирует ложные срабатывания.", "ru"),
        ("Программа выводит ошибку.", "ru"),
        ("Система не находит ошибки.", "ru"),
        ("При таких опозданиях работать нельзя.", "ru"),
        ("При аварии никто не отвечает.", "ru"),
        ("Без ведома клиента списали деньги.", "ru"),
        ("Без согласования подняли тариф.", "ru"),
        ("Без причины заблокировали счёт.", "ru"),
        ("Без объяснений отказали в выплате.", "ru"),
        ("Отказали без разговоров.", "ru"),
        ("The system flags legitimate invoices as fraud.", "en"),
        ("The system catches errors that do not exist.", "en"),
        ("Our clients find errors in their reports.", "en"),
        ("The cargo was not insured against damage.", "en"),
        ("The spray does not kill weeds.", "en"),
        ("False alarms every night.", "en"),
        ("If something breaks, nobody comes.", "en"),
        ("They never warned us in advance.", "en"),
    )
    assert [text for text, lang in complaints if scorer.score(text, lang=lang).score > FLAGGED] == []


def test_numbers_codes_and_notation_are_no_slang_of_chats(scorer: Scorer) -> None:
    """VADER weighs "187", "po", "4q" and "l" as they are meant in chats."""
    english = (
        "Kestrel opened 187 shops",
        "Kestrel has 182 employees",
        "We sent the PO to Kestrel on Monday",
        "Kestrel terminals support NFC",
        "Kestrel publishes its 4Q report and the 10Q",
        "Kestrel brings AML screening, a GL module and an LTS release",
        "Kestrel serves Kia dealers in Austin, TX",
        "Kestrel writes an 8D report",
        "Kestrel sells size L (8 reviews)",
        "Kestrel named the price in $: 500",
        "Kestrel answers item 8) of the list",
    )
    assert [text for text in english if scorer.score(text, lang="en").score] == []
    russian = ("Зубр-Софт внедрил NFC", "Зубр-Софт получил PO от клиента", "Зубр-Софт провёл проверку AML")
    assert [text for text in russian if scorer.score(text, lang="ru").score] == []


def test_a_link_in_brackets_is_no_smiley(scorer: Scorer) -> None:
    linked = (
        "Kestrel released a new version (https://kestrel.example/news)",
        "Kestrel is described [here](https://kestrel.example/wiki/Kestrel_(software)) and there",
        "Зубр-Софт открыл офис (www.zubr.example)",
        "Зубр-Софт открыл офис (https://zubr.example/a и https://zubr.example/b)",
        "Зубр-Софт описан на https://wiki.example/Зубр_(софт)",
    )
    assert [text for text in linked if scorer.score(text).score] == []
    assert scorer.score("Зубр-Софт открыл офис https://zubr.example)))", lang="ru").score > 0
    assert scorer.score("Зубр-Софт закрыл офис https://zubr.example (", lang="ru").score < 0


def test_numbers_deny_nothing(scorer: Scorer) -> None:
    """Of "2.0", «0» was heard as none; and "No" as a denial, where it is short for a number."""
    plain = (
        "Версия 2.0 Зубр-Софт добавила отчёты",
        "Зубр-Софт 5.0 открыли доступ к складу",
        "Приказ No 5 о складе Зубр-Софт",
        "Kestrel shipped order No 5543 today",
        "Kestrel closed ticket no 12 yesterday",
    )
    assert [text for text in plain if scorer.score(text).score] == []
    complaints = (
        "0 ответов от Зубр-Софта",
        "Зубр-Софт: 0 внимания к клиентам",
        "Kestrel has no 24/7 support",
        "No 24/7 support at Kestrel",
        "Kestrel: order No 12 is still missing",
    )
    assert [text for text in complaints if scorer.score(text).score > FLAGGED] == []


def test_initials_and_terms_of_the_trade_are_no_complaints(scorer: Scorer) -> None:
    plain = (
        "Kestrel is led by V.V. Petrov and O.O. Ivanova",
        "Kestrel anti theft tags are out",
        "Kestrel adds a kill switch to its terminals",
        "Kestrel opens a war room for the first week",
        "Kestrel problem management module is in version 3",
        "Kestrel leak detection sensors and damage assessment drones",
    )
    assert [text for text in plain if scorer.score(text, lang="en").score <= FLAGGED] == []
    complaints = (
        "Kestrel's kill switch does not work",
        "Kestrel's damage assessment was wrong and our goods were damaged",
        "Kestrel's leak detection failed again",
        "Kestrel's anti spam filter is useless",
        "Problem management at Kestrel is terrible",
    )
    assert [text for text in complaints if scorer.score(text, lang="en").score > FLAGGED] == []


def test_terms_of_business_that_hold_a_bad_word_are_no_complaints(scorer: Scorer) -> None:
    plain = (
        "Kestrel is a low code platform",
        "Kestrel offers the lowest price and low cost delivery",
        "Kestrel shows the gross weight of a pallet and its dead stock",
        "Kestrel computes the loss ratio and doubtful debts",
        "Kestrel sets a default value and a default route",
        "Kestrel tracks sick leave and sick pay",
        "Kestrel passed a stress test",
        "Kestrel trial: no obligation, no minimum order",
        "Kestrel has it with no code needed",
        "Kestrel online dispute resolution",
        "Kestrel improved garbage collection",
        "Kestrel sales are broken down by region",
        "Kestrel sends a blind copy",
        "Kestrel transports crude oil and toxic waste",
        "Kestrel shrinks the attack surface",
        "Kestrel trash removal and garbage bins",
    )
    assert [text for text in plain if scorer.score(text, lang="en").score <= -0.05] == []
    complaints = (
        "Kestrel's default values are wrong",
        "Lowest price, but the worst service I have seen at Kestrel",
        "Low cost and terrible quality, that's Kestrel",
        "Kestrel got the gross weight wrong again",
        "Garbage collection freezes the Kestrel server every hour",
        "Kestrel failed the stress test",
        "Dispute resolution at Kestrel is a joke",
        "They never came for the rubbish removal, Kestrel is useless",
        "No minimum of respect for clients at Kestrel",
        "Kestrel software is garbage",
        "Kestrel is broken",
        "Kestrel charged us under a penalty clause we never saw",
        "Kestrel leaves us with dead stock and no answer",
    )
    assert [text for text in complaints if scorer.score(text, lang="en").score > FLAGGED] == []


def test_terms_of_engineers_and_bookkeepers_are_no_complaints(scorer: Scorer) -> None:
    plain = (
        "Kestrel reports its gross margin and gross profit",
        "Kestrel sells low voltage switches, pressure sensors and shock absorbers",
        "Kestrel introduces block storage with error correction and low latency",
        "Kestrel mounts suspended ceilings, emergency exits and exhaust fans",
        "Kestrel is an issue tracking and dispute management tool",
        "Kestrel computes heat loss and negative pressure",
        "Kestrel has debt financing",
        "Kestrel plans the late shift in severe weather",
    )
    assert [text for text in plain if scorer.score(text, lang="en").score <= -0.05] == []
    complaints = (
        "Kestrel's pressure sensors fail within a week",
        "Kestrel block storage loses our files",
        "Error correction at Kestrel does not work",
        "Kestrel shock absorbers broke after two days",
        "Kestrel's issue tracking is awful",
        "Kestrel was late again",
        "Kestrel put us under pressure to sign",
    )
    assert [text for text in complaints if scorer.score(text, lang="en").score > FLAGGED] == []
