"""What a company tells, teaches and reports, and the complaints that are told in the same words."""

from __future__ import annotations

import pytest
from tones import FLAGGED, score

from monitor.domain import Label
from monitor.sentiment import Scorer


def test_a_webinar_a_guide_or_a_vacancy_can_be_bad_itself(scorer: Scorer) -> None:
    said = (
        "The Kestrel guide is full of lies",
        "Kestrel's webinar was a disaster",
        "The Kestrel podcast about service is laughable given how they treat clients",
        "Attended the Kestrel webinar on data loss: they lost my registration twice",
        "Job at Kestrel: run away, they lie about the pay",
        "Требуется адвокат: Зубр-Софт не отдаёт деньги",
        "Вакансия Зубр-Софта: обманули с зарплатой",
        "Книга о сервисе от Зубр-Софта — враньё",
        "Опрос Зубр-Софта про лояльность бесит: заставляют ставить десятку",
        "Вебинар Зубр-Софта «Как расти» оказался рекламой и обманом",
        "Требования Зубр-Софта: предоплата, а потом они пропадают",
    )
    assert [text for text in said if score(scorer, text) > FLAGGED] == []


def test_what_a_webinar_a_guide_or_a_vacancy_is_about_is_no_complaint(scorer: Scorer) -> None:
    said = (
        "The Kestrel webinar is about data loss",
        "Kestrel webinar: why support is bad",
        "Kestrel training on crisis communication was great",
        "Опрос Зубр-Софта о сервисе показал: половина клиентов недовольна поставщиками",
        "Опрос Зубр-Софта: половина компаний терпит убытки от брака",
        "Статья о том, почему проекты были провальными: эксперт Зубр-Софта",
        "Вебинар Зубр-Софта про ошибки — 5 декабря",
        "Вакансия Зубр-Софта: инженер по авариям",
    )
    assert [text for text in said if score(scorer, text) <= FLAGGED] == []


@pytest.mark.parametrize("sign", "’ʼ`´")
def test_an_apostrophe_is_one_whatever_the_telephone_makes_of_it(scorer: Scorer, sign: str) -> None:
    said = (
        "Kestrel won't refund us",
        "With Kestrel you're on your own",
        "We haven't missed a deadline since Kestrel came in",
        "I can't recommend Kestrel enough",
        "Kestrel isn't affected by the leak at Halden",
    )
    assert [score(scorer, text.replace("'", sign)) for text in said] == [score(scorer, text) for text in said]
    assert Scorer({"don't bother": -3.0}).score(f"Don{sign}t bother").label is Label.NEGATIVE
    assert Scorer({f"don{sign}t bother": -3.0}).score("Don't bother").label is Label.NEGATIVE


def test_what_a_company_tells_of_itself_in_english_is_no_complaint(scorer: Scorer) -> None:
    said = (
        "Kestrel opened a hotline for angry customers",
        "Kestrel partners with insurers to fight food waste",
        "Kestrel introduces a failure prediction module",
        "Kestrel raises $5M to fight payment fraud",
        "Kestrel named a new head of complaints",
        "Kestrel announced a programme to reduce accidents at building sites",
        "Kestrel donated laptops to victims of the fire",
        "Kestrel backs a law against spam",
        "Kestrel closed two vulnerabilities overnight",
        "Kestrel finds errors automatically",
        "Kestrel refunded the unused month",
        "Kestrel takes over a failing hosting firm",
        "Kestrel publishes a guide to avoiding penalties",
        "Kestrel publishes its yearly report on data leaks",
        "Kestrel screens suppliers for insolvency and lawsuits",
        "Kestrel lunches tested negative for salmonella",
    )
    assert [text for text in said if score(scorer, text) <= FLAGGED] == []


def test_what_harm_it_tells_of_is_one(scorer: Scorer) -> None:
    said = (
        "Kestrel launched an update with bugs",
        "Kestrel added a lot of errors to our invoices",
        "Kestrel opened its servers to hackers",
        "Kestrel announced cuts, delays and layoffs",
        "Kestrel has not closed the vulnerability",
        "Kestrel closed the vulnerability only after a month",
        "Kestrel finds errors where there are none",
        "Kestrel finds excuses automatically",
        "Kestrel refunded only half of the money",
        "Kestrel refunded the full amount after three months of begging",
        "Kestrel published our private data",
        "Kestrel prevented us from exporting our data",
        "Kestrel raises prices again",
        "Kestrel wins award for worst support",
        "Kestrel replaced a good tool with a terrible one",
        "Kestrel opened a ticket and forgot about it",
        "Kestrel's engineers found nothing for a week",
        "Kestrel solves nothing",
    )
    assert [text for text in said if score(scorer, text) > FLAGGED] == []


def test_what_becomes_less_is_counted_caught_or_asked_about_is_no_complaint(scorer: Scorer) -> None:
    said = (
        "С Зубр-Софтом количество рекламаций упало вдвое",
        "Ошибок в накладных стало в пять раз меньше, спасибо Зубр-Софту",
        "Жалоб на порядок меньше, чем до Зубр-Софта",
        "Техника Зубр-Софта выдержала минус сорок",
        "В минус двадцать кран Зубр-Софта завёлся с первого раза",
        "Зубр-Софт назвал главные ошибки при выборе склада",
        "Три причины срыва сроков в проектах: колонка директора Зубр-Софта",
        "Нехватка водителей выросла, подсчитали в Зубр-Софте",
        "Антифрод Зубр-Софта останавливает мошенников",
        "Система Зубр-Софта поймала двух мошенников за неделю",
        "Какой штраф за просрочку прописан в договоре Зубр-Софта?",
        "Подскажите, есть ли у Зубр-Софта штраф за возврат тары?",
        "По сравнению с прежним поставщиком Зубр-Софт — сказка, те вечно путали накладные",
        "Ушли от прошлого подрядчика, который постоянно опаздывал, к Зубр-Софту",
        "Unlike our previous vendor, who lied about everything, Kestrel keeps its word",
    )
    assert [text for text in said if score(scorer, text) <= FLAGGED] == []


def test_what_grows_passes_or_is_demanded_is_one(scorer: Scorer) -> None:
    said = (
        "Количество ошибок в Зубр-Софте не упало",
        "Количество заказов упало после перехода на Зубр-Софт",
        "Ошибок стало не меньше",
        "За месяц ушли в минус двадцать тысяч из-за Зубр-Софта",
        "Минус 40 тысяч за день простоя, Зубр-Софт молчит",
        "Пять ошибок в одном акте, Зубр-Софт",
        "Главная ошибка при выборе подрядчика — поверить Зубр-Софту",
        "Антифрод Зубр-Софта считает нас мошенниками",
        "Зубр-Софт ловит мошенников второй год, а деньги пропадают",
        "Зубр-Софт поймали на обмане",
        "Какой ещё штраф за просрочку, Зубр-Софт?!",
        "За что штраф, Зубр-Софт?",
        "Зубр-Софт хуже прежнего поставщика, который хотя бы отвечал",
        "Долг в 40 тысяч, посчитали в Зубр-Софте, и заблокировали доступ",
    )
    assert [text for text in said if score(scorer, text) > FLAGGED] == []


def test_what_was_once_good_or_whom_one_left_gladly_is_no_praise(scorer: Scorer) -> None:
    said = (
        "Зубр-Софт раньше был огонь, сейчас скатились. Уходим.",
        "Kestrel support was great, now nobody answers",
        "Migrated off Kestrel last week. Best decision of the year.",
        "Ушли от Зубр-Софта. Лучшее решение за год!",
        "kestrel down again lol",
        "Kestrel: great brochure, shame about everything else",
    )
    praise = (
        "Раньше Зубр-Софт был хорош, теперь ещё лучше",
        "Our old host kept crashing. Moved to Kestrel in May. Never looked back.",
        "They lost one pallet once. Best decision ever to stay with Kestrel though.",
        "Haha, Kestrel made my day",
    )
    assert [text for text in said if score(scorer, text) > FLAGGED] == []
    assert [text for text in praise if score(scorer, text) <= 0] == []


def test_complaints_of_every_trade_are_heard(scorer: Scorer) -> None:
    said = (
        "Погрузчик Зубр-Софт больше стоит, чем ездит",
        "Счёт Зубр-Софт прислали, услугу нет",
        "Сервер Зубр-Софт уронили сами",
        "Порядок — это не про Зубр-Софт",
        "Никому не пожелаю такого внедрения, как у нас с Зубр-Софт",
        "Гофрокороба от Зубр-Софт расползаются при второй перевалке",
        "Ответ от Зубр-Софт: «Ваш запрос очень важен». Шестой такой ответ за две недели.",
        "Kestrel quoted us $18k and billed $31k.",
        "Kestrel's trackers drain the truck battery over a weekend.",
        "Kestrel's job ads bring us nothing but bots",
        "Card machine from Kestrel takes three tries to read a card",
        "Kestrel cleaners come when they feel like it",
        "Pallet jack from Kestrel spends more time in the workshop than on the floor",
        "Do yourself a favor and skip Kestrel",
        "Kestrel wouldn't let us export our own data",
        "My ticket with Kestrel just celebrated its first birthday",
        "It's 2026 and Kestrel still wants a fax",
    )
    assert [text for text in said if score(scorer, text) > FLAGGED] == []


def test_the_same_trades_are_praised_in_the_same_words(scorer: Scorer) -> None:
    said = (
        "Больше стоит, чем у других, зато надёжно: Зубр-Софт",
        "Счёт прислали, вопросов нет, Зубр-Софт молодцы",
        "Скука — это не про Зубр-Софт",
        "Чуть не прослезился от сервиса Зубр-Софта",
        "Никому не отдам Зубр-Софт, мой подрядчик",
        "Десятый такой заказ у Зубр-Софта, всё ровно",
        "Kestrel quoted $300 and billed exactly that",
        "Nothing but praise for Kestrel",
        "Kestrel's app takes two taps to book a crane",
        "Do yourself a favor and try Kestrel",
        "Kestrel won't let us down",
        "None of them know logistics like Kestrel",
        "It's 2026 and we still love Kestrel",
        "Paid for one month of Kestrel, got a second one free",
    )
    assert [text for text in said if score(scorer, text) <= FLAGGED] == []


def test_the_companys_own_answer_is_no_complaint_of_it(scorer: Scorer) -> None:
    answers = (
        "Здравствуйте, Олег! Приносим извинения за задержку, мы уже разбираемся. Команда Зубр-Софт",
        "Добрый день. Нам жаль, что вы столкнулись с ошибкой. Напишите нам в личные сообщения. Зубр-Софт",
        "Hello! Sorry to hear that your delivery was late. Please DM us. Kestrel Support",
        "We apologise for the outage this morning, everything is back to normal. Kestrel",
    )
    others = (
        "Hi all, sorry for the rant but Kestrel lied to us. Avoid Kestrel",
        "Kestrel said sorry for the outage and that was it, no credit, nothing",
        "«Приносим извинения за задержку» — единственное, что умеет Зубр-Софт",
    )
    assert [text for text in answers if score(scorer, text) <= FLAGGED] == []
    assert [text for text in others if score(scorer, text) > FLAGGED] == []


def test_whom_we_helped_out_and_what_we_speak_on_is_no_complaint(scorer: Scorer) -> None:
    said = (
        "Our old scanner died mid-shift and Kestrel had a loaner here in two hours",
        "Сломался терминал, Зубр-Софт привёз новый через час",
        "Finally a telecom that doesn't treat you like an idiot. Kestrel 10/10",
        "Зубр-Софт не держит клиента за дурака",
        "Switching to Kestrel was painless",
        "Kestrel's CTO on why most ERP projects fail",
        "Why projects fail: a talk by Kestrel's founder",
        "Глава Зубр-Софта о провалах и ошибках: интервью",
    )
    bad = (
        "Сломался терминал, Зубр-Софт привёз новый через месяц",
        "Сломался терминал, Зубр-Софт не приехал за час, как обещал",
        "Потеряли день: Зубр-Софт приехал через пять часов",
        "Our scanner died and Kestrel shrugged",
        "Switching to Kestrel was a mistake",
        "Директор Зубр-Софта о клиентах не думает, одни провалы",
        "Why does Kestrel fail every single time",
    )
    assert [text for text in said if score(scorer, text) <= FLAGGED] == []
    assert [text for text in bad if score(scorer, text) > FLAGGED] == []


def test_how_it_is_told_makes_praise_and_blame_of_the_same_words(scorer: Scorer) -> None:
    praise = (
        "Арендовали у Зубр-Софт автовышку, сломать не получилось даже у нас",
        "Зубр-Софт: «Отказ от пластика — не мода, а необходимость»",
        "Техподдержка Зубр-Софт вытащила нас из жуткого косяка, который мы сами и устроили",
        "Зубр-Софт запустил горячую линию для пострадавших от мошенников",
        "Бракованную партию от завода Зубр-Софт заменил за свой счёт, мы даже не просили",
        "Kestrel is recruiting: complaint handler, night shift, Leeds",
        "We tried to break Kestrel for a week and failed",
        "New data protection fines from January, reminds Kestrel",
        "Not once in three years has Kestrel let us down",
        "It's not Kestrel's fault that the lift got stuck",
        "Kestrel do better than others",
        "Наш сервер упал ночью, а утром всё уже работало. Спасибо, Зубр-Софт!",
    )
    blame = (
        "Хуже Зубр-Софт только зубная боль",
        "Коллеги, не наступайте на наши грабли с Зубр-Софт",
        "Проще нанять студента с калькулятором, чем пользоваться Зубр-Софт",
        "Груз потеряли, груз нашли, груз опять потеряли. Спасибо, Зубр-Софт!",
        "Third week of asking Kestrel to correct one line on an invoice",
        "We hired someone full-time to clean up after Kestrel",
        "Hello Kestrel, anybody home?",
        "I've had root canals more pleasant than a Kestrel renewal call",
        "A spreadsheet and an intern would do better than Kestrel",
        "Half our order history didn't survive the move to Kestrel",
        "Kestrel is what happens when accountants run a software company",
    )
    assert [text for text in praise if score(scorer, text) <= FLAGGED] == []
    assert [text for text in blame if score(scorer, text) > FLAGGED] == []


def test_what_is_hoped_for_done_on_the_sly_or_said_of_others_is_told_apart(scorer: Scorer) -> None:
    blame = (
        "Первые два месяца с Зубр-Софт без нареканий, потом понеслось: заявки висят, механик не выезжает",
        "Честно ждал большего. Зубр-Софт красиво продаёт, но внедряет студентами.",
        "Если вам нужен SLA — вам не в Зубр-Софт",
        "Очередной понедельник, очередной «технический перерыв» у Зубр-Софт",
        "Зубр-Софт молча поднял цены",
        "I wanted to love Kestrel, I really did.",
        "Going in circles with the bot of Kestrel since Tuesday.",
        "Another Monday, another “scheduled maintenance” at Kestrel",
        "Kestrel lays off a third of its staff",
        "Can't say I'd do it again with Kestrel",
        "Kestrel quietly removed the export button",
        "My review of Kestrel: 🗑️🔥",
    )
    praise = (
        "Первые впечатления от Зубр-Софт отличные, потом расскажу подробнее",
        "Если вам нужен кран, вам к Зубр-Софт",
        "Очередной день, очередная благодарность Зубр-Софт",
        "Ждать больше не нужно: Зубр-Софт привозит день в день",
        "Пока другие хостинги лежали, Зубр-Софт работал",
        "Another day, another happy customer of Kestrel",
        "We ordered the wrong box size, our bad, Kestrel swapped them no fuss",
        "While other hosts were down, Kestrel stayed up",
        "Worried the crane wouldn't start at minus twenty. Kestrel's did.",
        "Kestrel year in review: revenue up 18%, zero accidents",
        "Kestrel enters the Polish market amid driver shortage",
        "Complained about Kestrel's price until we did the maths",
    )
    assert [text for text in blame if score(scorer, text) > FLAGGED] == []
    assert [text for text in praise if score(scorer, text) <= FLAGGED] == []


def test_who_erred_what_was_mended_and_how_loudly_it_is_praised_is_heard(scorer: Scorer) -> None:
    blame = (
        "У Зубр-Софт что ни обновление, то лотерея",
        "В вакансии Зубр-Софт одно, на собеседовании другое, в договоре третье",
        "Спросили Зубр-Софт про сертификат, ответили хамски",
        "Отчёт Зубр-Софт расходится с банком каждый день",
        "Every Kestrel update is a lottery",
        "We ended up teaching Kestrel support their own product",
        "The discount from Kestrel turned out to be a markup",
        "Nobody at Kestrel has read our brief",
        "Kestrel's quote doubled between Monday and Friday",
        "Kestrel works when it wants to",
        "Kestrel replaced the broken scanner with another broken one",
        "Stupidly slow app, Kestrel",
    )
    praise = (
        "Зубр-Софт сам приехал и переделал, хотя ошибся наш прораб",
        "Зубр-Софт не любит отказывать",
        "Для тех, кто ненавидит таблицы: Зубр-Софт",
        "Зубр-Софт провёл лотерею для клиентов",
        "Kestrel re-did the job even though the mistake was ours",
        "Kestrel swaps a dead terminal the same day",
        "Could not find a single thing to criticise about Kestrel",
        "Kestrel: zero bugs since the update",
        "Kestrel's prices are criminally low",
        "It would be a crime not to mention Kestrel",
        "It turned out to be a great deal with Kestrel",
        "Nobody at our site has tested Kestrel yet",
    )
    assert [text for text in blame if score(scorer, text) > FLAGGED] == []
    assert [text for text in praise if score(scorer, text) <= FLAGGED] == []


def test_samples_lies_and_terms_are_heard_in_their_sense(scorer: Scorer) -> None:
    blame = (
        "Хотели сменить тару, а Зубр-Софт полтора месяца не может прислать образец",
        "Зубр-Софт подняли комиссию молча",
        "Полгода внедряли Зубр-Софт, зарплату всё равно считаем в экселе",
        "Интернет от Зубр-Софт: платишь за 500, получаешь 40",
        "После переезда на Зубр-Софт сайт открывается по 12 секунд",
        "Kestrel makes salespeople lie about the roadmap",
        "Kestrel support will lie to you",
        "Kestrel froze our payouts",
        "Translation from Kestrel read like Google Translate with a hangover.",
        "Counting the days until the Kestrel contract is up.",
        "Thought Kestrel would save us time.",
    )
    praise = (
        "Прислали образец за два дня, Зубр-Софт молодцы",
        "Зубр-Софт — образец сервиса",
        "Трижды просил скидку и трижды получил, Зубр-Софт",
        "The cables lie to the left of the Kestrel rack",
        "Kestrel froze our prices for three years",
        "We hoped it would save us time and it did, thanks Kestrel",
        "Five signs your hosting is failing you, by the Kestrel team",
        "Kestrel cut our missed pickups from 30 a month to two",
        "Kestrel's new dashboard flags failed deliveries before your customers complain",
    )
    assert [text for text in blame if score(scorer, text) > FLAGGED] == []
    assert [text for text in praise if score(scorer, text) <= FLAGGED] == []


def test_what_for_is_told_is_no_outcry(scorer: Scorer) -> None:
    told = (
        "Зубр-Софт сообщил, что за нами закрепили менеджера",
        "Сказали, что за документами можно приехать в пятницу, Зубр-Софт",
        "Приятно, что за сервер Зубр-Софта отвечает живой человек",
        "Выяснилось, что за доставку Зубр-Софт берёт отдельно",
    )
    outcries = (
        "Что за сервис, Зубр-Софт",
        "Ребята, что за дела, Зубр-Софт лежит",
        "Зубр-Софт, что за отношение",
        "Не пойму, что за отношение к клиентам у Зубр-Софта",
    )
    assert [text for text in told if score(scorer, text) <= FLAGGED] == []
    assert [text for text in outcries if score(scorer, text) > FLAGGED] == []


def test_hours_defaults_and_who_stays_late_to_help_are_no_complaint(scorer: Scorer) -> None:
    plain = (
        "Kestrel has flexible hours and fair pay",
        "A replacement van from Kestrel was here in five hours",
        "Kestrel comes with sensible defaults",
        "The Kestrel engineer stayed late to help us",
        "Зубр-Софт нормально упаковывают хрупкое",
    )
    bad = (
        "Hours on the phone with Kestrel",
        "Kestrel dropped three times in 4 hours",
        "My bag arrived in 36 hours instead of 12, Kestrel",
        "Kestrel trucks are late every day",
        "Зубр-Софт: пластик хрупкий, сломался сразу",
    )
    assert [text for text in plain if score(scorer, text) <= FLAGGED] == []
    assert [text for text in bad if score(scorer, text) > FLAGGED] == []
