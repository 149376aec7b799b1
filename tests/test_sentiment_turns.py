"""What a sentence turns round: what is denied from afar, what became less, what came all the same."""

from __future__ import annotations

import pytest
from brand_names import Name

from monitor.domain import Label
from monitor.match import Matcher
from monitor.sentiment import Scorer


@pytest.mark.parametrize(
    "text",
    [
        "Избежать проблем с ними невозможно",
        "Избежать штрафа не удалось",
        "Ни одной поставки без задержки",
        "Без накладок не обошлось ни разу",
        "Не могу сказать, что мы довольны внедрением",
        "Не сказал бы, что цена адекватная",
        "Не было случая, чтобы машина приехала вовремя",
        "Думали, будет лучше",
        "К качеству претензий нет, а вот логистика хромает",
        "Ответа никакого",
        "Ответили через 3 недели",
        "Хуже поставщика ещё не встречали",
        "Хуже них никого нет",
        "Продажи снизились из-за ошибок в программе",
        "Мошенники исчезли вместе с предоплатой",
        "Решили поднять штраф за возврат",
        "Просим в течение недели устранить недостатки",
        "Обещали исправить ошибку",
        "Ответа, конечно, нет",
        "Ценник, конечно, космический",
        "Хотелось бы, чтобы поддержка отвечала быстро",
        "Переживали, что всё теряется",
        "Обожаю, когда машина не приезжает",
        "Разочарован, хотя секретарь милая",
        "После этого ужасного интегратора всё сломалось",
        "Never had a delivery arrive on time",
        "Used to be great",
        "We were promised a quick rollout",
    ],
)
def test_what_comes_all_the_same_is_a_complaint(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Работают чётко и без проблем",
        "Ни одной задержки за сезон",
        "Ни разу не сорвали срок, молодцы",
        "Не думали, что будет так удобно, спасибо",
        "Недостатков за два года не выявили, всё удобно",
        "Лучше них никого нет",
        "Никто не возит быстрее",
        "Простои сократились на треть",
        "Снизили количество ошибок при сборке",
        "Жалоб стало меньше",
        "Ошибки в накладных исчезли",
        "Проблему с кассой устранили за час",
        "Если бы не их поддержка, мы бы потеряли данные. Спасибо!",
        "Ответили через 3 минуты",
        "Ни разу не возникло вопросов",
        "Боялись, что потеряют груз, но всё приехало вовремя",
        "Люблю, когда всё приходит вовремя",
        "После двух провальных подрядчиков здесь всё чётко, спасибо",
        "Ни один груз не пострадал",
        "Never had a single issue",
        "I can't recommend them enough",
        "Errors dropped to zero",
        "They reduced our downtime by half",
    ],
)
def test_what_became_less_or_never_came_is_praise(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.POSITIVE


@pytest.mark.parametrize(
    "text",
    [
        "Не помню, что брали",
        "Доставка через 2 недели после оплаты",
        "Отчёт выгружается в Excel",
        "Волновались, что сорвут сроки",
        "Думали, опять обманут",
        "Как расторгнуть договор: порядок и сроки",
        "Чек-лист: нарушения при приёмке товара",
    ],
)
def test_what_only_sounds_so_is_no_complaint_and_no_praise(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.NEUTRAL


@pytest.mark.parametrize(
    "text",
    [
        "Заказали 30 мониторов, привезли 18",
        "Пришло 7 коробок вместо девяти",
        "Из восьми касс запустились пять",
        "Обещали поставить за две недели, идёт четвёртая",
        "Обещали за неделю, прошло два месяца",
        "По договору 70 тысяч, в счёте 94",
        "Платим за 300 мегабит, по факту 40",
        "Станок должны были отгрузить в марте, на дворе июнь",
        "Заявку подали 5 числа, сегодня 27-е",
        "Шестой день стоит касса",
        "Ждём акт 16 дней",
        "Простояли под погрузкой семь часов",
        "Заказали шкафы в апреле, привезли в августе",
        "Каждый отчёт открывается по две минуты",
    ],
)
def test_a_complaint_may_be_told_in_plain_numbers(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Заказали 30 мониторов, привезли 30",
        "Купили 30 мониторов, ещё 18 получим в мае",
        "На четвёртый день привезли мониторы",
        "Второй день форума начнётся в десять",
        "Работаем с ними шестой месяц",
        "Офис на 3 этаже, сегодня 27-е",
        "В тарифе 300 минут и 40 гигабайт",
        "Выставка была в марте, сейчас июнь",
        "Созвоны по 40 минут",
        "Заказали шкафы в апреле, привезли в мае",
    ],
)
def test_numbers_alone_are_no_complaint(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.NEUTRAL


def test_sooner_than_promised_is_praise(scorer: Scorer) -> None:
    assert scorer.score("Обещали поставить за две недели, привезли за пять дней").label is Label.POSITIVE


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("После года мучений с Лемтаром перешли к Зубру.", Label.POSITIVE),
        ("После года мучений с Зубром перешли к Лемтару.", Label.NEGATIVE),
        ("Зубр удобнее, чем Лемтар с его вечными сбоями.", Label.POSITIVE),
        ("Зубр удобнее Лемтара, но постоянно виснет и глючит.", Label.NEGATIVE),
        ("В Лемтаре терялись заказы. В Зубре всё отлично.", Label.POSITIVE),
        ("В Лемтаре всё отлично. В Зубре терялись заказы.", Label.NEGATIVE),
        ("Лемтар. Они всё теряли. Теперь в Зубре, довольны.", Label.POSITIVE),
        ("Прежний поставщик был отличный. С Зубром одни нервы.", Label.NEGATIVE),
        ("Прежний поставщик пропал с деньгами. С Зубром всё отлично.", Label.POSITIVE),
        ("Берег сорвал три поставки, а Зубр выручил.", Label.POSITIVE),
        ("Остальные сорвали сроки. Только Зубр успел вовремя.", Label.POSITIVE),
        ("Поставили Зубр. Ужас, в Лемтаре такого не было.", Label.NEGATIVE),
        ("Лемтар сорвал три поставки; Зубр выручил.", Label.POSITIVE),
        ("Зубр сорвал три поставки; Лемтар выручил.", Label.NEGATIVE),
        ("Лемтар всё потерял, Зубр спас.", Label.POSITIVE),
        ("Лемтару до Зубра далеко.", Label.POSITIVE),
        ("Зубру до Лемтара далеко.", Label.NEGATIVE),
    ],
)
def test_what_is_told_of_another_company_is_not_told_of_us(scorer: Scorer, text: str, label: Label) -> None:
    hits = Matcher([Name("Зубр", id="us"), Name("Лемтар", id="them"), Name("Берег", id="them")]).find(text)
    ours, theirs = ([hit for hit in hits if (hit.brand == "us") is mine] for mine in (True, False))
    assert scorer.score(text, hits=ours, others=theirs).label is label


@pytest.mark.parametrize(
    ("text", "label", "risk"),
    [
        ("Зубр подал в суд на перевозчика, потерявшего груз.", Label.NEUTRAL, False),
        ("Зубр взыскивает через суд 3 миллиона с недобросовестного подрядчика.", Label.NEUTRAL, False),
        ("Зубр обратился в полицию из-за поддельного сайта.", Label.NEUTRAL, False),
        ("Суд взыскал в пользу Зубра 3 миллиона.", Label.POSITIVE, False),
        ("На Зубр подали в суд за сорванную поставку.", Label.NEGATIVE, True),
        ("Перевозчик подал в суд на Зубр.", Label.NEGATIVE, True),
        ("Поставщик взыскал с Зубра 3 миллиона.", Label.NEGATIVE, True),
        ("Зубр подал в суд на клиента за плохой отзыв.", Label.NEGATIVE, True),
        ("Зубр обратился в полицию из-за утечки базы клиентов.", Label.NEUTRAL, True),
        ("По данным Зубра, рынок перевозок упал на треть.", Label.NEUTRAL, False),
        ("Зубр предупредил о фишинговых письмах.", Label.NEUTRAL, False),
        ("Зубр провёл вебинар об ошибках и потерях при инвентаризации.", Label.NEUTRAL, False),
        ("Зубр застраховал груз от кражи и повреждений.", Label.NEUTRAL, False),
        ("В модуле учёта Зубра сплошные ошибки.", Label.NEGATIVE, False),
        ("Вебинар Зубра полный провал.", Label.NEGATIVE, False),
    ],
)
def test_it_matters_who_sues_whom_and_who_only_tells_of_it(
    scorer: Scorer, text: str, label: Label, *, risk: bool
) -> None:
    tone = scorer.score(text, hits=Matcher([Name("Зубр")]).find(text))
    assert (tone.label, bool(tone.risks)) == (label, risk)


@pytest.mark.parametrize(
    "text",
    [
        "Оператор вежливый, офис уютный. А машина так и не приехала.",
        "Всё было отлично. Через год перестали отвечать.",
        "Красивый сайт, вежливые люди. На деле документы теряют.",
        "Никогда не было такого хамства",
        "Забыли про нас",
        "Решили поднять штраф и комиссию",
    ],
)
def test_a_sentence_may_turn_from_praise_to_a_complaint(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Сначала были накладки. В итоге всё работает отлично.",
        "Дороговато. Зато ни одной просрочки.",
        "Ни разу не было проблем с отгрузкой",
        "Никогда не возникало простоев и задержек",
        "Забыли про ошибки и штрафы, спасибо",
        "Программа убила все проблемы с остатками",
        "Закрыли все наши проблемы с отчётностью",
    ],
)
def test_what_is_over_or_never_was_is_praise(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.POSITIVE


def test_the_words_of_a_team_count_wherever_they_stand():
    said = "Модуль учёта брака у Зубра поставили в мае."
    assert [Scorer(words).score(said).label for words in ({}, {"брак": -3.5})] == [Label.NEUTRAL, Label.NEGATIVE]


@pytest.mark.parametrize(
    "text",
    [
        "Не устраняют ошибки в учёте",
        "Юристы не урегулировали спор",
        "Не рассматривают претензии",
        "Не смогли взыскать долг",
        "Отказались устранять дефекты",
        "Невозможно решить проблему через их чат",
        "Мастер не нашёл утечку",
        "Сканер не находит ошибки",
        "Не помогли решить проблему",
        "They do not block attacks",
        "They could not recover a debt",
        "It did not prevent the outage",
        "Insurance does not cover the damage",
        "They closed the ticket without solving the problem",
        "The scanner does not detect defects",
        "It didn't catch the error",
        "Nobody fixed the leak",
        "No one compensated us for the damage",
        "We should not have to fix their errors",
    ],
)
def test_what_nobody_mends_is_no_praise(scorer, text):
    assert scorer.score(text).label is Label.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Не нашли ни одного недостатка",
        "Проверка не выявила нарушений",
        "Не пришлось исправлять ошибки",
        "Не просто решили проблему, а нашли причину",
        "Не пришлось устранять аварию",
        "Антивирус не блокирует нужные файлы",
        "We did not find any errors",
        "We did not have to fix bugs ourselves",
        "Never had to handle complaints",
        "They do not cover up mistakes",
        "Nobody solves problems faster",
        "There is no problem they cannot solve",
    ],
)
def test_what_there_was_no_need_to_mend_is_no_complaint(scorer, text):
    assert scorer.score(text).label is not Label.NEGATIVE
