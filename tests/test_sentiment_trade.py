"""What a product handles, and what a sentence only sets the scene with, is no complaint of it."""

from __future__ import annotations

from tones import FLAGGED, score

from monitor.sentiment import Scorer


def test_what_a_product_handles_is_no_complaint_of_it(scorer: Scorer) -> None:
    said = (
        "Зубр-Софт обрабатывает рекламации, споры и штрафы в одном окне.",
        "Зубр-Софт чинит неисправные терминалы.",
        "Служба Зубр-Софта справится с грязью и плесенью.",
        "Панель показывает опоздания курьеров по районам.",
        "Зубр-Софт умеет находить ошибки в договорах.",
        "Зубр-Софт автоматически блокирует подозрительные платежи.",
        "Kestrel handles disputes and complaints in one place.",
        "Kestrel cleans up soot and bad smells.",
        "The dashboard shows late deliveries by region.",
        "Kestrel rejects malformed files.",
        "Kestrel explains why ignoring alerts is dangerous.",
        "Kestrel helps to spot damaged parcels.",
        "Kestrel opens a collection point for broken phones.",
        "Kestrel launched a newsletter for late payers.",
        "Теперь ошибки в заказах видны сразу, пишет Зубр-Софт.",
        "В Зубр-Софте добавили журнал сбоев и регламент рассмотрения жалоб.",
        "Жалобы в системе Зубр-Софт обрабатываются автоматически.",
        "In Kestrel errors are flagged at once.",
    )
    assert [text for text in said if score(scorer, text) <= FLAGGED] == []


def test_what_it_does_to_us_or_does_badly_is_one(scorer: Scorer) -> None:
    said = (
        "Зубр-Софт отвечает на жалобы хамством.",
        "Зубр-Софт считает зарплату с ошибками.",
        "Зубр-Софт считает клиентов дураками.",
        "Зубр-Софт чинит сбой второй месяц.",
        "Зубр-Софт блокирует наши платежи.",
        "Ошибки в Зубр-Софте исправляются неделями.",
        "Ошибки в Зубр-Софте видны невооружённым глазом.",
        "В журнале Зубр-Софта одни ошибки.",
        "Зубр-Софт показывает ошибку при входе.",
        "Kestrel handles complaints by ignoring them.",
        "Kestrel shows errors all day.",
        "Kestrel answers emails late.",
        "Kestrel launched a broken update.",
        "Kestrel added hidden fees for nothing.",
        "Kestrel shows wrong totals.",
        "Зубр-Софт сокращает сотрудников и срывает сроки.",
        "Kestrel promised to fix bugs.",
    )
    assert [text for text in said if score(scorer, text) > FLAGGED] == []


def test_what_only_sets_the_scene_is_no_complaint(scorer: Scorer) -> None:
    said = (
        "До внедрения Зубр-Софта у нас был хаос в документах.",
        "После двух провальных проектов выбрали Зубр-Софт.",
        "Если терминал зависнет, Зубр-Софт сохранит чек.",
        "Хватит терять заявки: Зубр-Софт соберёт их в одном окне.",
        "Вчерашняя авария не затронула клиентов Зубр-Софта.",
        "Вакансия в Зубр-Софте: инженер, разбор аварий и жалоб.",
        "Статья Зубр-Софта о том, чем опасны просроченные договоры.",
        "Зубр-Софт нанял людей, чтобы никто не ждал ответа.",
        "Исправлено: Зубр-Софт двоил строки, отчёт зависал.",
        "Before we moved to Kestrel, invoices got lost all the time.",
        "Everything was a mess before Kestrel.",
        "Our supplier failed twice, so we went with Kestrel.",
        "If the scanner crashes, Kestrel keeps the queue.",
        "In case of a failure, Kestrel switches to the second line.",
        "Don't let bad data ruin your week: Kestrel cleans it up.",
        "A survey by Kestrel, and the survey found that managers dread audits.",
        "Fixed in 3.1: Kestrel froze on empty files.",
        "Устали от очередей? Попробуйте Зубр-Софт.",
        "Что делать, если клиент не платит: советы Зубр-Софта.",
        "Как в Зубр-Софте оформить возврат брака.",
        "Без Зубр-Софта уже не могут.",
        "По данным Зубр-Софта, треть складов страдает от пересорта.",
        "Мы нашли у себя кучу ошибок благодаря отчётам Зубр-Софта.",
        "Что лучше там, где вечно путают накладные: Зубр-Софт или таблицы?",
        "Kestrel makes it hard to send the wrong file.",
        "Tired of losing receipts? Try Kestrel.",
        "What to do when a client refuses to pay: tips from Kestrel.",
        "Kestrel replaced a clunky tool that we all hated.",
        "Has Kestrel got a blacklist, or do I keep one by hand?",
    )
    assert [text for text in said if score(scorer, text) <= FLAGGED] == []


def test_what_comes_of_it_is_one(scorer: Scorer) -> None:
    said = (
        "До Зубр-Софта не дозвониться.",
        "До Зубр-Софта всё шло нормально, теперь сплошной хаос и сбои.",
        "После провального внедрения ушли от Зубр-Софта.",
        "Если что-то сломается, Зубр-Софт не поможет.",
        "Хватит врать, Зубр-Софт!",
        "До Зубр-Софта проблем не было, теперь одни ошибки.",
        "Зубр-Софт обновил сайт, ошибки везде.",
        "Зубр-Софт сменил тариф, переплата огромная.",
        "Зубр-Софт расширил штат бездарями.",
        "Зубр-Софт подменил товар браком.",
        "Зубр-Софт внедрил штрафы за досрочное расторжение.",
        "Зубр-Софт защищает свои ошибки, а не клиентов.",
        "Зубр-Софт компенсирует убытки копейками.",
        "Зубр-Софт провёл вебинар: скучно и ни о чём.",
        "Kestrel protects its own mistakes, not its customers.",
        "Kestrel shows debts that we paid months ago.",
        "A survey found that half of Kestrel customers are unhappy.",
        "Надоело ждать? С Зубр-Софтом это обычное дело.",
        "Что делать, если Зубр-Софт не отвечает и не возвращает деньги.",
        "По данным Зубр-Софта мы им должны, бред.",
        "Зубр-Софт заменил хороший тариф на ужасный.",
        "Kestrel makes it hard to cancel.",
        "Не ждите помощи: Зубр-Софт игнорирует заявки.",
        "Вебинар Зубр-Софта: сплошная вода, обман.",
        "Сбой не затронул склад, но доставка Зубр-Софта встала, хаос полный.",
        "Before Kestrel answered we had lost the client.",
        "If you want to be ignored, choose Kestrel.",
        "Stop losing our parcels, Kestrel.",
        "After the terrible onboarding we left Kestrel.",
        "We chose Kestrel and regret it, it was a disaster.",
        "We left Kestrel for Acme because support never answered.",
        "We moved from Acme to Kestrel after the demo and it has been a nightmare.",
        "We lost our data and Kestrel found it only after three weeks.",
        "Our order was lost and Kestrel found excuses.",
        "Kestrel explained why they lost our data, a liar's story.",
        "We cancelled Kestrel and went with Acme, terrible support.",
    )
    assert [text for text in said if score(scorer, text) > FLAGGED] == []


def test_what_clears_us_is_no_complaint(scorer: Scorer) -> None:
    said = (
        "Проблема была в нашем кабеле, Зубр-Софт ни при чём.",
        "Ругался на Зубр-Софт, а сам дурак, не включил розетку.",
        "Страшно вспомнить, как мы жили без Зубр-Софта.",
        "Раньше закрытие месяца кончалось скандалом, с Зубр-Софтом час работы.",
        "В Зубр-Софте рассказали о самых ужасных ошибках новичков.",
        "Зубр-Софт вырос, несмотря на кризис.",
        "Ошиблись в счёте? Зубр-Софт предложит исправление.",
        "Слухи о сокращениях в Зубр-Софте не подтвердились.",
        "The fault was in our own cable, Kestrel had nothing to do with it.",
        "I cursed Kestrel for an hour, my fault.",
        "Scary to remember how we lived without Kestrel.",
        "Made an error? Kestrel suggests a correction.",
        "Kestrel talked about its worst release.",
        "Kestrel saved us from spreadsheet hell.",
        "We left Acme for Kestrel after the third price hike.",
        "We switched to Kestrel because our old vendor kept losing orders and never answered.",
        "We cancelled our Acme subscription and went with Kestrel.",
        "We lost our administrator in May and Kestrel support carried us through.",
        "Kestrel's engineers explain why retries make outages worse.",
        "I expected a disaster, and Kestrel went live without a single call.",
        "“Blame your label if parcels get lost,” says Kestrel's head of logistics.",
    )
    assert [text for text in said if score(scorer, text) <= FLAGGED] == []


def test_what_they_say_to_clear_themselves_is_one(scorer: Scorer) -> None:
    said = (
        "В Зубр-Софте говорят, что они ни при чём, деньги пропали.",
        "Зубр-Софт ответил, что я сам виноват, хамство.",
        "Несмотря на жалобы, Зубр-Софт обманывает дальше.",
        "Опять сбой? Зубр-Софт верен себе.",
        "Kestrel says it is my fault that the parcel is lost.",
        "Where is my money? Kestrel ignores us.",
        "Kestrel talked about discounts and lied.",
    )
    assert [text for text in said if score(scorer, text) > FLAGGED] == []


def test_what_a_company_tells_of_itself_is_no_complaint_unless_it_does_harm(scorer: Scorer) -> None:
    news = (
        "Зубр-Софт внедрил контроль брака на двух заводах.",
        "Зубр-Софт выкупил долги поставщика.",
        "Зубр-Софт освободил клиентов от рутины и троянов.",
        "Зубр-Софт замедлил отставание от лидера.",
    )
    harm = (
        "Зубр-Софт прислал брак.",
        "Зубр-Софт устроил хаос на складе.",
        "Зубр-Софт оказался обманом.",
        "Зубр-Софт удаляет плохие отзывы.",
        "Зубр-Софт отклоняет жалобы.",
        "Зубр-Софт сдал объект с браком.",
        "Зубр-Софт внедрил нам сплошные ошибки.",
    )
    assert [text for text in news if score(scorer, text) <= FLAGGED] == []
    assert [text for text in harm if score(scorer, text) > FLAGGED] == []
