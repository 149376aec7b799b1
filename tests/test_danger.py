"""What is a danger to the company, and what only sounds like one: its product, its praise, other people's trouble."""

from __future__ import annotations

import pytest

from monitor.config.plan import Brand
from monitor.domain import Hit
from monitor.match import Matcher
from monitor.sentiment import Scorer
from monitor.sentiment.danger import Dangers, Near, with_names
from monitor.sentiment.lexicon import table
from monitor.sentiment.words import cut

NAMES = Matcher([Brand(id="zubr", name="Зубр-Софт"), Brand(id="kestrel", name="Kestrel")])

DANGERS = """
legal	Клиент подал в суд на Зубр-Софт
legal	К Зубр-Софту подали иск на два миллиона
legal	Зубр-Софт оштрафован за рекламу без согласия
legal	Зубр-Софт получил штраф от ФАС
legal	Антимонопольная служба оштрафовала Зубр-Софт
legal	В офисе Зубр-Софта прошёл обыск
legal	Прокуратура проверяет Зубр-Софт
legal	Против директора Зубр-Софта возбудили уголовное дело
legal	Суд взыскал с Зубр-Софта неустойку
legal	Зубр-Софт проиграл суд бывшему сотруднику
legal	Пишем на Зубр-Софт досудебную претензию
legal	С Зубр-Софтом будем разговаривать в суде, встретимся в суде!
legal	Счета Зубр-Софта арестовали приставы
legal	Зубр-Софт попал под санкции
legal	Забастовка на складе Зубр-Софта идёт второй день
legal	Клиент выиграл суд у Зубр-Софта
legal	Зубр-Софт, по сути, нарушает закон о персональных данных
leak	Утечка персональных данных в Зубр-Софте
leak	Зубр-Софт подтвердил утечку
leak	Базу клиентов Зубр-Софта слили в сеть
leak	Хакеры взломали Зубр-Софт
leak	Данные клиентов Зубр-Софта оказались в открытом доступе
leak	На серверы Зубр-Софта напал шифровальщик
leak	У Зубр-Софта утекла база паролей
leak	После регистрации в Зубр-Софте мои данные продали спамерам, украли данные карты
fraud	Зубр-Софт — мошенники, не связывайтесь
fraud	Менеджер Зубр-Софта вымогал откат
fraud	В Зубр-Софте подделали подпись на акте
fraud	Гендиректора Зубр-Софта подозревают в хищении
fraud	Чистый лохотрон этот Зубр-Софт
safety	На складе Зубр-Софта произошёл пожар
safety	Авария на заводе Зубр-Софта: есть пострадавшие
safety	Рабочий Зубр-Софта погиб на объекте
safety	В цехе Зубр-Софта взрыв, людей эвакуируют
safety	Устройство Зубр-Софта загорелось ночью
licence	У Зубр-Софта отозвали лицензию
licence	Зубр-Софт лишили аккредитации
licence	Деятельность Зубр-Софта приостановили
bankruptcy	Зубр-Софт объявил себя банкротом
bankruptcy	Суд начал процедуру банкротства Зубр-Софта
bankruptcy	Зубр-Софт на грани банкротства
bankruptcy	В Зубр-Софте третий месяц задерживают зарплату
bankruptcy	Зубр-Софт обанкротился
legal	Kestrel faces a lawsuit over unpaid invoices
legal	We are taking Kestrel to court
legal	Kestrel was fined for hiding fees
legal	The regulator fined Kestrel last week
legal	Prosecutors opened an investigation into Kestrel
legal	Police raided the offices of Kestrel
legal	Former staff sued Kestrel over unpaid overtime
legal	I will see you in court, Kestrel
legal	Workers strike at Kestrel enters its second week
legal	Kestrel pays a penalty of two million after antitrust probe
leak	Kestrel confirms a data breach
leak	Hackers stole customer records from Kestrel
leak	Kestrel was hacked over the weekend
leak	My password was leaked by Kestrel
leak	Kestrel hit by ransomware attack
fraud	Kestrel is a scam, stay away
fraud	Kestrel's founder was accused of fraud
fraud	Kestrel stole my money
safety	A fire at Kestrel injured two people
safety	Kestrel recalled its chargers
safety	The Kestrel charger exploded on my desk
licence	Kestrel lost its licence
licence	The regulator suspended Kestrel's licence
bankruptcy	Kestrel filed for bankruptcy
bankruptcy	Is Kestrel going out of business?
"""
NONE = """
Зубр-Софт выиграл суд
Зубр-Софт выиграл суд у бывшего подрядчика
Суд встал на сторону Зубр-Софта
Суд отклонил иск к Зубр-Софту
С Зубр-Софта сняли обвинения
Штраф Зубр-Софту отменили
Юристы Зубр-Софта спасли нас от штрафа
Зубр-Софт помог избежать штрафа
Работаем с Зубр-Софтом пять лет без штрафов
Работаем с Зубр-Софтом пять лет без судов и споров
С Зубр-Софтом никаких штрафов и пеней
За пять лет в Зубр-Софте ни одной утечки
Зубр-Софт хранит данные без утечек
В Зубр-Софте утечки не было
Утечка данных в Зубр-Софте не подтвердилась
Зубр-Софт никогда не взламывали
В Зубр-Софте появился модуль штрафов
Модуль учёта ДТП в Зубр-Софте удобный
Учёт ДТП и штрафов ведём в Зубр-Софте
В Зубр-Софте есть расчёт пеней и штрафов
Зубр-Софт автоматизирует расчёт штрафов
В Зубр-Софте можно оплатить штрафы ГИБДД
Проверка штрафов теперь есть в Зубр-Софте
Защита от утечек данных в Зубр-Софте на высоте
Зубр-Софт выпустил систему защиты от взлома
Зубр-Софт предотвратил утечку данных
Антифрод Зубр-Софта блокирует мошенников
Зубр-Софт помогает бороться с мошенничеством
Борьба с мошенниками в Зубр-Софте поставлена хорошо
Страхование от аварий теперь есть в Зубр-Софте
Зубр-Софт застраховал склад от пожара
Датчики пожара Зубр-Софта работают отлично
Система обнаружения утечек газа от Зубр-Софта
Зубр-Софт провёл вебинар о банкротстве
Зубр-Софт сопровождает юристов по банкротству
Рядом с офисом Зубр-Софта произошла авария
Возле склада Зубр-Софта случилось ДТП
Из-за аварии на подстанции свет отключили, магазин работал по накладным от наших соседей
По данным Зубр-Софта, число утечек выросло
Эксперты Зубр-Софта рассказали о росте взломов
Аналитики Зубр-Софта изучили рынок страхования от пожара
Зубр-Софт предупредил о мошенниках
Зубр-Софт рассказал, как не попасть на штраф
Зубр-Софт напомнил о штрафах за парковку
Реестр банкротств загружается в Зубр-Софт
Мониторинг судебных дел в Зубр-Софте экономит часы
Зубр-Софт не банкрот, всё работает
Зубр-Софт закрыл уязвимость за час
Калькулятор неустойки и штрафа в Зубр-Софте считает верно
Зубр-Софт внедрили в суде Минской области быстро и без сбоев
На случай аварии у Зубр-Софта есть резервный центр
Зубр-Софт открыл офис
Судя по всему, Зубр-Софт растёт
Судовой журнал ведём в Зубр-Софте
Согласие на обработку персональных данных в Зубр-Софте подписали за минуту
Kestrel won the lawsuit
The judge dismissed the lawsuit against Kestrel
Kestrel was cleared of fraud
Kestrel saved us from a huge fine
Kestrel works fine for us
Everything is fine with Kestrel
Kestrel has never had a data breach
Two years with Kestrel and no leaks
Kestrel fraud detection is superb
Kestrel's leak sensors are reliable
Kestrel helps prevent fraud
Our Kestrel module for fines and penalties saves time
Kestrel protects us against ransomware
Kestrel scans for malware every night
Kestrel patched the vulnerability within an hour
Kestrel analysts see more data breaches in the industry
According to Kestrel, ransomware doubled this year
A fire near Kestrel blocked the road
There was an accident outside Kestrel this morning
Kestrel published a guide to bankruptcy law
Kestrel joined our hack day
The food court next to Kestrel is great
Kestrel strikes a balance between price and quality
Kestrel's crash course is worth it
Kestrel sells crash insurance
Kestrel calculates penalties for late payments
We use Kestrel to track accidents on site
"""


def lines(written: str) -> list[str]:
    return written.strip().splitlines()


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer()


@pytest.fixture(scope="module")
def dangers() -> Dangers:
    return Dangers()


def named(text: str) -> list[tuple[int, int]]:
    return [(hit.start, hit.end) for hit in NAMES.find(text)]


def blanked(text: str) -> str:
    for start, end in named(text):
        text = text[:start] + "·" * (end - start) + text[end:]
    return text


@pytest.mark.parametrize("line", lines(DANGERS))
def test_what_endangers_the_company_is_heard(dangers: Dangers, line: str) -> None:
    category, text = line.split("\t")
    words = with_names(cut(blanked(text), 0, len(text)), named(text))
    assert category in [danger.category for danger in dangers.find(words, Near.NAMED)]


@pytest.mark.parametrize("text", lines(NONE))
def test_what_only_sounds_dangerous_is_not(scorer: Scorer, text: str) -> None:
    assert scorer.score(text, hits=NAMES.find(text)).risks == ()


def test_there_are_sentences_enough_of_both_kinds() -> None:
    assert min(len(lines(DANGERS)), len(lines(NONE))) >= 60


@pytest.mark.parametrize(
    ("text", "risks"),
    [
        ("Работаем с Зубр-Софтом год. Обещаний много, денег нет. Подаём в суд.", ("Подаём в суд",)),
        ("Вчера купили у Зубр-Софта кассу. Компания не отвечает, это мошенники.", ("мошенники",)),
        ("Зубр-Софт открыл офис. А у Северного Склада прошёл обыск.", ()),
        ("Зубр-Софт открыл офис. На трассе случилась авария.", ()),
        ("Two months with Kestrel. They were hacked and said nothing.", ("were hacked",)),
        ("Kestrel opened an office. Meanwhile Northern Depot was hacked.", ()),
    ],
)
def test_the_sentences_beside_the_name_count_where_they_go_on_about_us(
    scorer: Scorer, text: str, risks: tuple[str, ...]
) -> None:
    assert scorer.score(text, hits=NAMES.find(text)).risks == risks


def test_danger_far_from_the_brand_is_not_ours(scorer: Scorer) -> None:
    text = "Kestrel открыл офис у реки. " + "Погода стоит хорошая, люди гуляют. " * 12 + "У соседей прошёл обыск."
    assert scorer.score(text, hits=NAMES.find(text)).risks == ()


def test_a_page_about_us_need_not_name_us(scorer: Scorer) -> None:
    assert scorer.score("Обманули дважды. Мы подали иск, ждём.").risks == ("подали иск",)
    assert scorer.score("Мои данные слили, теперь звонят каждый день").risks == ("Мои данные слили",)
    assert scorer.score("Удобный модуль штрафов, без утечек и сбоев").risks == ()


def test_the_danger_is_shown_as_it_is_written(scorer: Scorer) -> None:
    text = "У Зубр-Софта Отозвали Лицензию"
    assert scorer.score(text, hits=NAMES.find(text)).risks == ("Отозвали Лицензию",)


def test_a_title_that_names_us_does_not_make_the_whole_article_ours(scorer: Scorer) -> None:
    text = "Компания открыла филиал. " + "Город растёт, строят дома и дороги. " * 12 + "На заводе Восток прошёл обыск."
    assert scorer.score(text, title="Зубр-Софт растёт", hits=(Hit("zubr", 0, 9, "Зубр-Софт", True),)).risks == ()


def test_the_list_of_dangers_is_well_formed() -> None:
    rows = list(table("risk.tsv"))
    kinds = {"sure", "weak", "tie", "act", "not", "of", "before", "after", "cleared", "aside", "we"}
    assert {kind for kind, *_ in rows} == kinds
    assert all(entry for *_, entry in rows)
    categories = {"legal", "leak", "fraud", "safety", "licence", "bankruptcy"}
    assert {category for kind, category, *_ in rows if kind in {"sure", "weak"}} == categories
    listed = [(kind, category, language, entry) for kind, category, language, entry in rows]
    assert sorted({row for row in listed if listed.count(row) > 1}) == []
