"""Who asks about the company, and who only raises the voice, sells an article or writes to its support."""

from __future__ import annotations

import pytest

from monitor.config.plan import Brand
from monitor.domain import Label
from monitor.match import Matcher
from monitor.sentiment import Scorer

NAMES = Matcher(
    [Brand(id="zubr", name="Зубр-Софт"), Brand(id="depot", name="Северный Склад"), Brand(id="k", name="Kestrel")]
)
ASKED = """
У кого есть опыт с Зубр-Софтом?
Чем Зубр-Софт лучше остальных?
Зубр-Софт не кидает?
Кто работал с Северным Складом?
Коллеги, кто уже внедрял Зубр-Софт, поделитесь впечатлениями
Стоит ли переходить на Kestrel?
Посоветуйте, Зубр-Софт или кто-то другой
Подскажите, какие отзывы о Зубр-Софте
Какие отзывы о Северном Складе?
Какие у Зубр-Софта отзывы?
Ищем замену Северному Складу
Ищу аналог Зубр-Софта для небольшого завода
Чем заменить Зубр-Софт?
Есть ли аналоги у Зубр-Софта?
У кого был опыт с Зубр-Софтом?
Кто что скажет про Зубр-Софт?
Что думаете о Зубр-Софте?
Можно ли доверять Зубр-Софту?
Кто-нибудь пользуется Зубр-Софтом?
Сколько стоит внедрение Зубр-Софта?
Что лучше, Зубр-Софт или Северный Склад?
Думаем перейти с Северного Склада на Зубр-Софт
Зубр-Софт — нормальная контора?
Кто переходил с Северного Склада на другую систему?
Планируем уходить с Зубр-Софта, куда лучше?
Хто працаваў з Зубр-Софтам?
Ці варта браць Зубр-Софт?
Шукаем замену Зубр-Софту, парайце
Any experience with Kestrel?
Is Kestrel any good?
Is Kestrel worth it?
Is Kestrel worth the money?
Is Kestrel worth buying?
Who uses Kestrel? Any experience?
Kestrel for a small shop, any experience?
Has anyone worked with Kestrel before?
Anyone using Kestrel for payroll?
Looking for an alternative to Kestrel
What are the best alternatives to Kestrel?
We are considering switching from Kestrel
Would you recommend Kestrel?
Thoughts on Kestrel?
How reliable is Kestrel?
Can anyone recommend Kestrel for a small warehouse?
Kestrel vs Zubr, which one should we go with?
Зубр-Софт умеет в мультивалютность?
А Зубр-Софт с маркировкой работает?
Зубр-Софт брать или лучше подождать?
Правда ли, что Зубр-Софт закрывается?
В чём разница между тарифами Зубр-Софта?
Реально ли договориться с Зубр-Софтом о рассрочке?
Что скажете про Зубр-Софт
Можно ли в Зубр-Софте вести несколько юрлиц
Не подскажете, у Зубр-Софта есть филиал в Гродно
Расскажите про Зубр-Софт, кто в теме
Хотим купить Зубр-Софт. Какие подводные камни?
Can Kestrel export to Excel?
Has Kestrel fixed the SSO bug yet?
Kestrel pricing: is it negotiable?
Did Kestrel just get acquired?
Quick poll: Kestrel or spreadsheets?
Trying to decide between Kestrel and Falcon
Need advice on negotiating with Kestrel
Curious if Kestrel works offline
Looking for feedback on Kestrel before we sign
Есть тут клиенты Зубр-Софта? Пара вопросов
Зубр-Софт потянет маркировку? У нас двадцать касс
Is Kestrel overkill? We are a shop of five
Can Kestrel print labels? Thanks https://site.example/labels
Сколько у вас стоит внедрение Зубр-Софта на десять мест
Зубр-Софт тянет сеть из тридцати точек?
Looking at Kestrel to replace our ERP, experiences welcome
"""
NOT_ASKED = """
Всем советую Зубр-Софт
Зачем бизнесу Зубр-Софт?
Почему Зубр-Софт не отвечает?
Зубр-Софт, вы вообще работаете?
Зубр-Софт, вы когда ответите?
Кто-нибудь в Зубр-Софте отвечает на письма?
Зубр-Софт, у вас совесть есть?
Сколько можно ждать Зубр-Софт?
Кому нужен Зубр-Софт?
Кто виноват в сбое Зубр-Софта?
Стоит ли переходить на Зубр-Софт, рассказываем в статье
Зубр-Софт работает второй год
Спросите у Зубр-Софта, они знают
Кто рано встаёт, тому Зубр-Софт подаёт
Знаете ли вы, что Зубр-Софту десять лет?
Работаем с Зубр-Софтом, всё стоит своих денег
Как Зубр-Софт изменил рынок?
We recommend Kestrel
Why Kestrel?
Who needs Kestrel anyway?
Why is Kestrel so slow?
Is anyone at Kestrel reading this?
Kestrel, are you even listening?
Here's why Kestrel is worth it or not
Kestrel launches alternative to spreadsheets
Kestrel is a good alternative to spreadsheets
How Kestrel changed the market
It was worth it, thanks to Kestrel
Kestrel is worth buying
Who uses my account, Kestrel, and why?
Вебинар Зубр-Софта «Как выбрать систему учёта?»
Хотите работать в Зубр-Софте? Присылайте резюме
Ищете замену Excel? Зубр-Софт поможет
Рекомендую ли я Зубр-Софт? Да, и всем друзьям советую
Что понравилось в Зубр-Софте? Скорость и поддержка
Ответили на вопрос по Зубр-Софту за пять минут
Want to join Kestrel? We are hiring
Did you know that Kestrel turns ten this month?
Would I recommend Kestrel? Absolutely
Устали от таблиц? Попробуйте Зубр-Софт
Что умеет Зубр-Софт 5.0? Смотрите видео
Кому подойдёт Зубр-Софт? Разбираем три сценария
Где попробовать Зубр-Софт? На нашем стенде
What can Kestrel do for your warehouse? Read the case study
Will Kestrel survive the crisis? Experts are split
Думаем о Зубр-Софте хорошо
Подскажите, где в здании офис Зубр-Софта
Посоветуйте, что подарить коллегам из Зубр-Софта
Deciding between tea and coffee at the Kestrel office
Anyone know the way to the Kestrel booth
Kestrel asks: what would you automate first?
"""


def lines(written: str) -> list[str]:
    return written.strip().splitlines()


@pytest.mark.parametrize("text", lines(ASKED))
def test_somebody_who_asks_about_a_brand_is_heard(scorer: Scorer, text: str) -> None:
    assert scorer.score(text, hits=NAMES.find(text)).question


@pytest.mark.parametrize("text", lines(NOT_ASKED))
def test_who_does_not_ask_is_not_taken_for_asking(scorer: Scorer, text: str) -> None:
    assert not scorer.score(text, hits=NAMES.find(text)).question


def test_a_question_far_from_the_name_is_about_something_else(scorer: Scorer) -> None:
    text = "Зубр-Софт открыл офис. " + "Погода стоит хорошая, люди гуляют. " * 12 + "Посоветуйте кафе рядом?"
    assert not scorer.score(text, hits=NAMES.find(text)).question


def test_the_question_may_follow_the_name(scorer: Scorer) -> None:
    text = "Выбираем систему учёта, смотрим Зубр-Софт. Кто-нибудь пользуется?"
    assert scorer.score(text, hits=NAMES.find(text)).question


def test_a_mark_alone_is_no_question_in_a_review_nor_in_a_long_text(scorer: Scorer) -> None:
    text = "Зубр-Софт умеет в мультивалютность?"
    assert scorer.score(text, hits=NAMES.find(text)).question
    assert not scorer.score(text, hits=NAMES.find(text), rating=0.6).question
    long = f"{text} {'Мы считаем в трёх валютах. ' * 12}"
    assert not scorer.score(long, hits=NAMES.find(long)).question


def test_a_headline_that_the_text_answers_asks_nobody(scorer: Scorer) -> None:
    title, text = "Зубр-Софт потянет маркировку?", "Разработчики показали, как программа печатает коды."
    assert not scorer.score(text, title=title, hits=NAMES.find(text, title)).question
    told = "Нам к марту надо две линии."
    assert scorer.score(told, title=title, hits=NAMES.find(told, title)).question


def test_what_complains_with_a_question_mark_stays_a_complaint(scorer: Scorer) -> None:
    text = "Кто придумал этот ужасный интерфейс Зубр-Софта?"
    tone = scorer.score(text, hits=NAMES.find(text))
    assert (tone.label, tone.question) == (Label.NEGATIVE, False)
