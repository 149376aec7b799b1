"""The second look at a reply: held against labelled replies in two languages, and case by case."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from render_values import record

from monitor.config.plan import Plan
from monitor.domain import Person
from monitor.replies.lint import Finding, Setting, Weight, lint
from monitor.replies.pages import findings_page
from monitor.replies.platforms import platform_of
from monitor.replies.setting import setting_of
from monitor.texts import Texts

SETS = Path(__file__).parent / "replies"
PLACES = {"yandex": "https://yandex.ru/maps/org/1", "trustpilot": "https://www.trustpilot.com/review/zubr.by"}
KINDS = (
    *("client", "number", "name", "blame", "irony", "threat", "removal", "update", "trade", "boilerplate", "blank"),
    *("repeat", "no_contact", "too_long", "wordy", "too_short", "loud", "language", "excuse", "author"),
    *("fake", "affairs", "empty"),
)
GOOD = (
    "Ирина, здравствуйте! Срок внедрения мы не выдержали, и нам жаль, что вы узнали об этом последними. Склад уже "
    "подключён, отчёты будут готовы к 4 декабря. За это отвечает Анна Котова, +375 29 640-11-22."
)


def kinds(text: str, **where: object) -> set[str]:
    return {one.kind for one in lint(text, Setting(**where))}  # type: ignore[arg-type]  # a test's own words


def labelled(name: str) -> list[tuple[set[str], str, str]]:
    lines = (SETS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [({*wanted.split()} - {"-"}, where, text) for wanted, where, text in rows]


def remarks(where: str, text: str, language: str) -> set[str]:
    return kinds(
        text,
        languages={language},
        platform=platform_of(PLACES.get(where, "")),
        author="Иван",
        domains=("zubr.by",),
        staff=where == "staff",
    )


@pytest.mark.parametrize("name", ["ru", "en", "ru-held-out", "en-held-out"])
def test_labelled_replies_get_the_remarks_they_deserve(name: str) -> None:
    rows = labelled(name)
    assert len(rows) >= 40
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for wanted, where, text in rows:
        found = remarks(where, text, name[:2])
        right.update(found & wanted)
        wrong.update(found - wanted)
        missed.update(wanted - found)
    assert {*right, *missed} <= set(KINDS)
    assert right.total() >= 0.97 * (right.total() + wrong.total()), wrong
    assert right.total() >= 0.95 * (right.total() + missed.total()), missed


@pytest.mark.parametrize("name", ["ru", "en", "ru-held-out", "en-held-out"])
def test_an_honest_polite_reply_passes_clean(name: str) -> None:
    clean = [(where, text) for wanted, where, text in labelled(name) if not wanted]
    assert len(clean) >= 15
    assert [text for where, text in clean if remarks(where, text, name[:2])] == []
    assert [text for _, text in clean if "empty" in kinds(text, complaint=True)] == []


@pytest.mark.parametrize(("learnt", "share"), [("learnt", 0.98), ("held-out", 0.88)])
def test_a_hostile_reply_gets_a_remark_and_a_fair_one_none(learnt: str, share: float) -> None:
    lines = (SETS / "hostile.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [(what, text) for what, where, text in (line.split("\t") for line in lines) if where == learnt]
    whole = "Здравствуйте, Иван. {} С уважением, команда Зубр-Софта"  # long enough to be no fragment
    remarked = {text for _, text in rows if kinds(whole.format(text), complaint=True)}
    hostile = [text for what, text in rows if what == "hostile"]
    assert len(remarked.intersection(hostile)) >= share * len(hostile)
    assert [text for what, text in rows if what == "fair" and text in remarked] == []


def test_only_a_reply_to_a_complaint_must_admit_or_do_something() -> None:
    said = "Да, модуль считает в трёх валютах и работает без сети, тариф для этого не важен."
    assert (kinds(said), kinds(said, complaint=True)) == (set(), {"empty"})


# ---------------------------------------------------------------- contacts and personal data


def test_on_yandex_a_reply_needs_a_contact_and_any_kind_will_do() -> None:
    yandex = platform_of(PLACES["yandex"])
    said = "Здравствуйте! Сожалеем о сбое, работа восстановлена в 15:20, причина устранена. "
    assert kinds(said, platform=yandex) == {"no_contact"}
    for contact in ("+375 17 200-10-10", "8 (800) 550-10-20", "help@zubr.by", "https://zubr.by/help", "@zubr_support"):
        assert kinds(f"{said}Пишите или звоните: {contact}", platform=yandex) == set()


def test_the_companys_own_contact_is_wanted_and_the_clients_is_not() -> None:
    assert kinds(f"{GOOD} Пишите на romashka-minsk@mail.ru") == set()
    assert kinds(f"{GOOD} Ваш адрес romashka-minsk@mail.ru у нас есть.") == {"client"}
    for number in ("+375 29 111-22-33", "29 111-22-33"):
        assert kinds(f"{GOOD} Звонили на ваш номер {number}.") == {"client"}
    assert kinds(f"{GOOD} На ваш номер звонили 2026-11-23 в 15:20.") == set()
    assert kinds(f"{GOOD} Счёт для IBAN BY13NBRB3600900000002Z00AB00 закрыт.") == {"client"}


def test_sums_and_times_are_no_numbers_of_contracts() -> None:
    for harmless in (
        "Договор на 2 года остаётся в силе.",
        "По счёту вернули 12 500 рублей 4 декабря 2026 года.",
        "Заказ придёт за 24 часа, договор 2025 года пересмотрим.",
        "The order takes 3 days, the contract runs for 2 years.",
    ):
        assert kinds(f"{GOOD} {harmless}") == set()


def test_a_name_is_fine_where_the_author_shows_it_or_one_of_us_bears_it() -> None:
    said = "Здравствуйте, Иван Иванович! Сожалеем о сбое, работа восстановлена, причина устранена полностью."
    assert kinds(said) == {"name"}
    assert kinds(said, author="Иван Иванович") == set()
    assert kinds(f"{GOOD} Ваш менеджер Анна Сергеевна позвонит завтра.") == set()
    assert kinds(f"{GOOD} Наш директор Пётр Сергеевич позвонит завтра.") == set()
    assert kinds(f"{GOOD} Ваш директор Пётр Сергеевич нам позвонил.") == {"name"}
    for title in ("Mr", "Mr.", "Mrs", "Ms.", "Dr"):
        greeting = f"Dear {title} Smith, we are sorry for the outage; everything has worked again since 15:20."
        assert (kinds(greeting), kinds(greeting, author="John Smith")) == ({"name"}, set())


# ---------------------------------------------------------------- length, language, the same again


def test_a_reply_longer_than_the_platform_takes_says_by_how_much() -> None:
    play = platform_of("https://play.google.com/store/apps/details?id=by.zubr")
    (found,) = (one for one in lint(GOOD + "а" * 200, Setting(platform=play)) if one.kind == "too_long")
    assert (found.count, found.weight) == (len(GOOD) + 200 - 350, Weight.STOP)


def test_a_reply_that_goes_on_and_on_is_told_so() -> None:
    assert kinds(f"{GOOD} " + "Всё проверили ещё раз. " * 7) == {"wordy"}
    long = f"{GOOD} Проверили{' ещё раз и' * 120} ещё раз."
    assert (kinds(long[:1200]), kinds(long[:1201])) == (set(), {"wordy"})


def test_brackets_are_no_smile_unless_there_are_more_than_were_opened() -> None:
    assert kinds(f"{GOOD} (Срок назван в договоре (пункт 2))") == set()
    assert kinds(f"{GOOD} Ждём вас))") == {"irony"}
    assert kinds(f"{GOOD} Ждём вас 🙄") == {"irony"}


def test_google_counts_bytes_so_that_russian_has_half_the_room() -> None:
    google = platform_of("https://www.google.com/maps/place/zubr")
    assert "too_long" not in kinds("a" * 4000, platform=google)
    assert "too_long" in kinds("я" * 2100, platform=google)


def test_a_reply_in_another_language_than_the_review_is_noticed_and_a_neighbouring_one_is_fine() -> None:
    assert kinds(GOOD, languages={"en"}) == {"language"}
    assert kinds(GOOD, languages={"be", "ru"}) == set()


def test_a_reply_that_repeats_a_recent_one_with_another_name_is_noticed() -> None:
    assert kinds(GOOD, recent=[GOOD.replace("Ирина", "Ольга")]) == {"repeat"}
    other = "Здравствуйте! Документы за октябрь ушли сегодня, нам жаль, что о них пришлось напоминать дважды за месяц."
    assert kinds(GOOD, recent=[other, "Спасибо!"]) == set()
    assert kinds("Спасибо!", recent=["Спасибо!"]) == {"too_short"}


def test_what_is_denied_is_not_asked_for() -> None:
    assert kinds(f"{GOOD} Мы никогда не просим изменить оценку.") == set()
    assert kinds("We are sorry about the outage. We will never ask you to change your review, it is fair.") == set()


@pytest.mark.parametrize(
    "harmless",
    [
        "Маркировка в системе «Честный знак» подключена, обмен через СБИС ЭДО работает.",
        "Вашу досудебную претензию получили, ответ подпишет директор.",
        "Мы несём ответственность по закону о персональных данных.",
        "Советуем воздержаться от обновления до вторника.",
        "Дорожная карта 2027 года уже в разделе «Отзывы и планы».",
        "You may take legal action, and we respect that. Your account is open 24/7.",
        "Your formal claim is with our director. Refrain from updating until Tuesday.",
    ],
)
def test_words_that_only_look_bad_are_left_alone(harmless: str) -> None:
    assert kinds(f"{GOOD} {harmless}") == set()


# ---------------------------------------------------------------- what is said


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_remark_has_a_sentence_and_quotes_what_it_is_about(language: str) -> None:
    texts = Texts(language)
    for kind in KINDS:
        page = findings_page([Finding(kind, "сами <b>", Weight.STOP, 3)], texts).text
        assert "сами <b>" in page
        assert texts("lint.stop") in page
        assert findings_page([Finding(kind, "", Weight.MIND, 3)], texts).text


def test_a_clean_reply_is_told_so_and_what_comes_next() -> None:
    assert findings_page(lint(GOOD, Setting()), Texts("ru")).text == (
        "✅ Проверено: замечаний нет.\n"
        "Бот текст никуда не отправляет: опубликуйте сами, затем нажмите на карточке «Мы ответили»."
    )


def test_what_must_change_comes_before_what_may() -> None:
    page = findings_page(
        lint("Нам очень важно ваше мнение. Вы сами виноваты, читайте договор.", Setting()), Texts("ru")
    )
    lines = page.text.splitlines()
    assert lines[0] == f"🔎 Проверено, замечаний: {sum(one.startswith('• ') for one in lines)}"
    assert lines[3].startswith("• «сами виноваты», «читайте договор»: звучит как обвинение клиента.")
    assert page.text.index("⛔ Исправить") < page.text.index("💡 Подумать")
    assert lines[-1].startswith("Исправите – пришлите ответом на это сообщение, проверю ещё раз.")


@pytest.mark.parametrize("text", ["", " ", "!" * 4000, "))" * 2000, "а" * 4096, "не " * 1300, "@" * 4000, "1 " * 2000])
def test_any_text_is_read_in_no_time(text: str) -> None:
    lint(text, Setting(platform=platform_of(PLACES["yandex"]), staff=True, languages={"ru"}, recent=[text]))


# ---------------------------------------------------------------- what the file and the mention say

PLAN = Plan.model_validate(
    {
        "language": "ru",
        "brands": [
            {"id": "kestrel", "name": "Кречет", "sites": ["mail.ru"]},
            {"id": "zubr", "name": "Зубр-Софт", "sites": ["ya.ru/zubr"]},
        ],
        "sources": [
            {"id": "reviews", "kind": "reviews", "url": "https://otzyv.example/zubr"},
            {"id": "jobs", "kind": "reviews", "url": "https://jobs.example/zubr", "audience": "hr"},
        ],
        "team": {
            "chats": [{"id": -1}],
            "users": [{"id": 11, "name": "Анна", "signature": "Анна"}, {"id": 22, "name": "Мария Сергеевна Котова"}],
        },
    }
)
FIXED = "Здравствуйте! Сожалеем о сбое, работа восстановлена в 15:20, причина устранена. "


def held(text: str, *recent: str, **changes: object) -> set[str]:
    """What there is to say of a reply to a mention of this plan."""
    setting = setting_of(PLAN, record(**changes), Person(11, "Анна"), recent)
    return {one.kind for one in lint(text, setting)}


def test_a_mail_box_of_our_own_site_is_nobodys_secret_and_one_of_another_brand_is() -> None:
    assert held(f"{FIXED}Ответ ушёл с ящика help@ya.ru.") == set()
    assert held(f"{FIXED}Ответ ушёл с ящика help@mail.ru.") == {"client"}


def test_the_name_of_a_colleague_or_of_the_author_is_not_given_away() -> None:
    assert held(f"{FIXED}Всё исправила Мария Сергеевна Котова.") == set()
    assert held(f"{FIXED}Всё исправила Вера Сергеевна Панова.") == {"name"}
    assert held(f"{FIXED}Всё исправила Вера Сергеевна Панова.", author="Панова Вера Сергеевна") == set()


def test_a_reply_is_held_against_the_place_of_its_mention_and_who_speaks_there() -> None:
    assert held(FIXED, url=PLACES["yandex"]) == {"no_contact"}
    asks = (
        "Жаль, что так вышло. Назовите, пожалуйста, ваше имя и отдел, чтобы мы могли разобраться с начальником смены."
    )
    assert held(asks, source="jobs") - held(asks) == {"author"}


@pytest.mark.parametrize(("lang", "found"), [("ru", {"language"}), ("be", {"language"}), ("en", set()), ("de", set())])
def test_a_reply_may_be_in_the_language_of_the_mention_or_of_its_draft(lang: str, found: set[str]) -> None:
    said = "Hello! We are sorry for the outage, everything works again since 15:20, and the cause is removed."
    assert held(said, lang=lang) == found


def test_a_reply_that_repeats_the_last_one_is_noticed() -> None:
    assert held(FIXED * 2, FIXED * 2) == {"repeat"}
