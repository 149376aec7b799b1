"""What names us and is no opinion: vacancies, tenders, catalogues, registers; a complaint is never taken for one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from render_values import record

from bot.pages import mentions_page
from monitor.config.plan import Plan
from monitor.domain import Flag, Item, Verdict
from monitor.render.dates import Calendar
from monitor.render.plain import plain
from monitor.team.routes import Routes
from monitor.texts import Texts
from monitor.understanding import Understanding
from monitor.understanding.noise import preset

ALL = ("vacancies", "tenders", "catalogues", "registers")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DUTIES = "Обязанности: ведение учёта. Требования: опыт работы от года. Полная занятость, ДМС. Ждём ваше резюме."
LOT = "Извещение. Предмет закупки: лицензии. Начальная цена: 40 000. Приём заявок до пятницы. Электронная площадка."
CARD = "Режим работы: 9-18. Юридический адрес: Минск. Почтовый индекс 220000. Схема проезда."
EXTRACT = "ООО «Зубр-Софт». ИНН 7700000000, ОГРН 1020000000000, КПП 770001001. Уставный капитал 10 000. Учредители."


def item(title: str = "", text: str = "", url: str = "https://forum.example/t/1", **more: object) -> Item:
    return Item("feed", url, title, text, **more)  # type: ignore[arg-type]  # only what a test cares about


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        (item("Вакансия: бухгалтер в Зубр-Софт"), "vacancies"),
        (item("В компанию Зубр-Софт требуется инженер"), "vacancies"),
        (item("Зубр-Софт", DUTIES), "vacancies"),
        (item("Kestrel is hiring a support engineer"), "vacancies"),
        (
            item("Kestrel", "Responsibilities: calls. Requirements: English. Full-time, competitive salary."),
            "vacancies",
        ),
        (item(text="Вакансия: менеджер по рекламациям, Зубр-Софт. Оклад 1500."), "vacancies"),
        (item(text="Требуется оператор: жалобы, отказы. График 2/2, оплата от 1500. Зубр-Софт, Брест"), "vacancies"),
        (item(text="Ищем машиниста крана, вахта 30/30, проживание за счёт компании. Зубр-Софт"), "vacancies"),
        (item(text="Kestrel is recruiting: complaint handler, night shift, Leeds"), "vacancies"),
        (item("Бухгалтер", url="https://minsk.hh.ru/vacancy/81"), "vacancies"),
        (item("Engineer", url="https://jobs.kestrel.example/81"), "vacancies"),
        (item("Engineer", url="https://kestrel.example/careers/81"), "vacancies"),
        (item("Извещение о закупке: лицензии Зубр-Софт"), "tenders"),
        (item("Тендер на поставку лицензий Зубр-Софт"), "tenders"),
        (item("Зубр-Софт", LOT), "tenders"),
        (item("Call for tenders: Kestrel licences"), "tenders"),
        (item("Лот 7", url="https://www.zakupki.gov.ru/epz/7"), "tenders"),
        (item("Lot 7", url="https://city.example/tenders/7"), "tenders"),
        (item("Зубр-Софт: адрес, телефон и режим работы"), "catalogues"),
        (item("Зубр-Софт", CARD), "catalogues"),
        (item("Зубр-Софт", url="https://www.orgpage.by/minsk/zubr"), "catalogues"),
        (item("Зубр-Софт", url="https://2gis.ru/firm/70000001"), "catalogues"),
        (item("Kestrel: company profile"), "catalogues"),
        (item("Зубр-Софт, ИНН и ОГРН"), "registers"),
        (item("Зубр-Софт", EXTRACT), "registers"),
        (item("Зубр-Софт", url="https://egrul.nalog.ru/index.html"), "registers"),
        (item("Проверка контрагента Зубр-Софт"), "registers"),
        (item("Kestrel", "Company number 1234567. Registered office: Leeds. Incorporated on 5 May 2020."), "registers"),
    ],
)
def test_noise_is_told_by_its_words_or_its_place(found: Item, kind: str) -> None:
    assert preset(found, ALL) == kind


@pytest.mark.parametrize(
    "found",
    [
        item("Зубр-Софт сорвал тендер", "Подрядчик подвёл всех, заявка пропала."),
        item("Требуется помощь с Зубр-Софтом", "Кто сталкивался?"),
        item("Зубр-Софт не отвечает", "Звонил по телефону, писал на адрес, зарплату считают неверно."),
        item("Работал в Зубр-Софте", "На собеседовании обещали один оклад, платят другой. График рваный."),
        item("Купили лицензию", "Закупка прошла быстро, а поддержка молчит."),
        item("Kestrel support", "The job was done badly and nobody answers the phone."),
        item("Отзыв", url="https://2gis.ru/reviews/7"),
        item("Отзыв", url="https://therabota.example/7"),
        item("Review", url="https://example.com/hotel/inn"),
        item("Отзыв", url="https://[broken/7"),
        item("Вакансия мечты", "Обещали одно, дали другое", rating=0.0),
        item(text="Требуется помощь: Зубр-Софт не возвращает деньги, график платежей сорван"),
        item(text="Ищем юриста: Зубр-Софт ИНН 7701234567 не возвращает деньги"),
        item(text="Вакансия у них одна: терпила. Кинули с зарплатой."),
        item(),
    ],
)
def test_a_complaint_is_no_noise(found: Item) -> None:
    assert preset(found, ALL) is None


def test_the_team_chooses_what_is_noise() -> None:
    found = item("Вакансия: бухгалтер в Зубр-Софт")
    assert preset(found, ("tenders",)) is None
    assert preset(found, ()) is None


def verdict(title: str, text: str, **alerts: object) -> Verdict:
    plan = Plan.model_validate(
        {
            "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
            "sources": [{"id": "feed", "kind": "feed", "url": "https://site.example/rss", "brand": "zubr"}],
            "alerts": alerts,
        }
    )
    understanding = Understanding(plan, Routes(plan, telegram=False))
    said = item(title, text, published=NOW)
    return understanding.mention(said, plan.sources[0], "zubr", {"zubr": ()}, now=NOW, history=False).verdict


def test_noise_keeps_its_flag_and_tells_nobody() -> None:
    bad = "Обработка жалоб, ужасно недовольные клиенты, обман и хамство не редкость."
    assert verdict("Новость", bad).severity is not None
    assert verdict("Вакансия в Зубр-Софт", bad) == Verdict(Flag.NEGATIVE)
    assert verdict("Вакансия в Зубр-Софт", bad, noise=[]).severity is not None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("ООО Зубр-Софт ИНН 7701234567 не возвращает деньги", "Лицензий нет, деньги не возвращают, на звонки молчат."),
        ("Обман с вакансией в Зубр-Софт", "На собеседовании обещали 120, в договоре 60. Потерял две недели."),
        ("Работа в компании Зубр-Софт: отзыв", "Зарплату задерживают, переработки не оплачивают, начальство хамит."),
        ("Вакансия в Зубр-Софт", "Обещали оклад и ДМС, требования и обязанности выдумали. Меня обманули, ужас."),
        ("Zubr job offer withdrawn", "They withdrew my offer the day before. Nobody answers my emails. Awful company."),
        ("", "Вакансия в Зубр-Софт: обещали оклад от 120, платят 60, обман и хамство."),
        ("Электронный аукцион Зубр-Софт завис, деньги списали", "Площадка зависла, обеспечение не возвращают."),
    ],
)
def test_a_complaint_is_told_whatever_its_title_has_in_common_with_noise(title: str, text: str) -> None:
    assert preset(item(title, text), ALL) is not None
    assert verdict(title, text).severity is not None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Вакансия: юрист по спорам и искам в Зубр-Софт", DUTIES),
        ("Устал от плохого начальника? Вакансии в Зубр-Софт", "Ужасный шеф, обман с зарплатой? " + DUTIES),
        ("Kestrel is hiring a support engineer", "You will handle angry customers, bugs, outages and complaints."),
        ("Тендер на поставку лицензий Зубр-Софт", "Заявки отклонены, нарушение сроков влечёт штраф."),
        ("Проверка контрагента Зубр-Софт", "Убыток за год. Долги. Негативные факты: 2. Массовый адрес."),
        ("Зубр-Софт: ИНН, долги, недостоверные сведения", "Зубр-Софт: ИНН, долги, недостоверные сведения"),
    ],
)
def test_bad_words_of_a_trade_make_no_complaint_of_noise(title: str, text: str) -> None:
    assert verdict(title, text).severity is None


def test_danger_words_beat_noise() -> None:
    assert verdict("Вакансия в Зубр-Софт", "Против Зубр-Софта возбудили уголовное дело").severity == "p1"


@pytest.mark.parametrize(("language", "said"), [("ru", "вакансия, без карточки"), ("en", "a vacancy, no card")])
def test_the_list_says_why_nobody_was_told(language: str, said: str) -> None:
    plan = Plan.model_validate({"brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": []})
    calendar = Calendar(Texts(language), plan.zone, NOW)
    vacancy = record(title="Вакансия: бухгалтер", severity=None, rating=None, rating_text=None)
    page = plain(mentions_page([vacancy], plan, calendar, title=""))
    assert said in page
    told = record(title="Вакансия: бухгалтер", severity="p2", rating=None, rating_text=None)
    assert said not in plain(mentions_page([told], plan, calendar, title=""))
