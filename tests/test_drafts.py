"""Drafts: in whose language, about what, and what must never stand in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from render_values import MINSK, NOW, record

from monitor.config.plan import Plan
from monitor.config.replies import LONGEST, reasons
from monitor.domain import Audience, Flag, Person, Record, Severity, Statement, Status
from monitor.render.dates import Calendar
from monitor.replies.drafts import Desk, Reply, desk_of, reply_to
from monitor.replies.lint import Setting, lint
from monitor.replies.pages import draft_page
from monitor.replies.platforms import UNKNOWN, platform_of
from monitor.replies.precedents import precedents
from monitor.sentiment.lexicon import REASONS
from monitor.texts import LANGUAGES, Texts

RU, EN = Texts("ru"), Texts("en")
YANDEX, PLAY = "https://yandex.ru/maps/org/zubr/1", "https://play.google.com/store/apps/details?id=by.zubr"


def desk(**changes: Any) -> Desk:
    """A team without drafts of its own."""
    known: dict[str, Any] = {
        "brand": "Зубр-Софт",
        "signature": "Анна, отдел маркетинга",
        "kind": "reviews",
        "audience": Audience.CLIENTS,
        "own": {},
        "language": "ru",
    }
    return Desk(**known | changes)


def drafted(own: dict[str, Any] | None = None, *, statement: Statement | None = None, **changes: Any) -> Reply:
    on_desk = {name: changes.pop(name) for name in ("audience", "kind", "signature", "language") if name in changes}
    return reply_to(record(**changes), desk(own=own or {}, **on_desk), statement)


def page(reply: Reply, **changes: Any) -> str:
    return draft_page(record(**changes), reply, Calendar(RU, MINSK, NOW)).text


def test_a_draft_says_what_to_mind_where_others_said_the_same_but_helps_to_find_out_no_employee() -> None:
    calendar = Calendar(RU, MINSK, NOW)
    assert (
        "под другими именами: m-7, m-9. Если это не клиенты"
        in draft_page(record(), drafted(), calendar, doubles=(7, 9)).text
    )
    assert "под другими именами" not in page(drafted())
    staff = draft_page(record(), drafted(audience=Audience.HR), calendar, doubles=(7, 9))
    assert "под другими именами" not in staff.text


def answered(number: int, **changes: Any) -> Record:
    same = {"reasons": ("support",), "status": Status.ANSWERED, "story": number}
    return replace(record(), number=number, **same | changes)


PRECEDENTS_OF = Plan.model_validate(
    {
        "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
        "sources": [
            {"id": "reviews", "kind": "feed", "url": "https://otzyv.example/rss"},
            {"id": "jobs", "kind": "feed", "url": "https://jobs.example/rss", "audience": "hr"},
        ],
    }
)


def test_a_draft_names_what_was_answered_of_the_same_kind_and_leads_to_the_answers() -> None:
    before = (answered(7, reply_url="https://otzyv.example/7#reply"), answered(4, url=""))
    document = draft_page(record(), drafted(), Calendar(RU, MINSK, NOW), before=before)
    (told,) = (one for one in document.lines if "уже отвечали" in one.text)
    assert told.text == "• На жалобы о том же (поддержка) вы уже отвечали: m-7 – ответ, m-4"
    assert [span.url for span in told.spans if span.url] == ["https://otzyv.example/7#reply"]
    assert "уже отвечали" not in page(drafted())


def test_what_was_answered_before_is_about_the_same_of_another_story_and_by_the_same_kind_of_people() -> None:
    now = answered(9, status=Status.NEW, reasons=("support", "money"))
    others = [
        answered(8, reasons=("money", "support")),
        answered(7),
        answered(6, story=now.story),
        answered(5, status=Status.TAKEN),
        answered(4, source="jobs"),
        answered(3, brand="kestrel"),
        *(answered(number) for number in (12, 11, 10)),
    ]
    assert [one.number for one in precedents(now, others, PRECEDENTS_OF)] == [7, 12, 11]
    assert precedents(replace(now, reasons=()), others, PRECEDENTS_OF) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_draft_fits_a_message_with_all_that_is_to_be_minded(language: str) -> None:
    long = drafted({"default": "я" * LONGEST}, url="https://yandex.ru/maps/org/zubr/1", signature="")
    long = replace(long, approval=True, lawyer=True, agreed_until=NOW)
    before = [answered(10**6 + number, reasons=("deadlines",), url="https://otzyv.example/7") for number in range(3)]
    calendar = Calendar(Texts(language), MINSK, NOW)
    assert draft_page(record(), long, calendar, doubles=range(10**6, 10**6 + 99), before=before).size <= 4096


# ---------------------------------------------------------------- language and category


@pytest.mark.parametrize(
    ("lang", "opens"), [("ru", "Здравствуйте"), ("be", "Здравствуйте"), ("en", "Hello"), ("de", "Hello")]
)
def test_a_draft_is_in_the_language_of_the_mention(lang: str, opens: str) -> None:
    assert drafted(lang=lang).text.startswith(opens)


def test_a_draft_is_about_what_is_complained_of_most_but_a_danger_comes_first() -> None:
    assert "пришлось ждать" in drafted(reasons=("deadlines", "price"), number=2).text
    assert "согласованный текст" in drafted(reasons=("deadlines", "legal")).text
    assert "Спасибо за вопрос" in drafted(flag=Flag.QUESTION, number=2).text


def test_every_reason_has_drafts_in_both_languages() -> None:
    assert set(reasons()) == set(REASONS)
    for texts in (RU, EN):
        assert all(len(texts.lines(f"reply.about.{reason}")) >= 2 for reason in (*REASONS, "default"))


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("reason", [*REASONS, ""])
def test_neighbouring_answers_differ_and_stay_short(lang: str, reason: str) -> None:
    first, second = (drafted(lang=lang, reasons=(reason,) if reason else (), number=n).text for n in (10, 11))
    assert first != second
    for text in (first, second):
        blank, closed = ("[ВПИШИТЕ: ", "[FILL IN: ")[lang == "en"], text.count("]")
        assert text.count(blank) == closed >= 3
        assert len(text) < 900


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("audience", [Audience.CLIENTS, Audience.HR])
@pytest.mark.parametrize("flag", [Flag.NEGATIVE, Flag.QUESTION])
def test_our_own_drafts_pass_our_own_check_but_for_their_blanks(lang: str, audience: Audience, flag: Flag) -> None:
    setting = Setting(languages={lang}, signature="Анна", staff=audience is Audience.HR)
    objected: dict[tuple[str, int], set[str]] = {}
    for reason, number in product(REASONS, range(6)):
        text = drafted(lang=lang, audience=audience, flag=flag, reasons=(reason,), number=number).text
        objected[reason, number] = {one.kind for one in lint(text, setting)}
    assert not {which: kinds for which, kinds in objected.items() if kinds != {"blank"}}


def test_people_are_greeted_by_the_name_they_show_and_nicknames_by_none() -> None:
    assert drafted(author="Алексей М.").text.startswith("Здравствуйте, Алексей!")
    assert drafted(author="user123").text.startswith("Здравствуйте!\n")
    assert drafted(author="Покупатель").text.startswith("Здравствуйте!\n")
    assert drafted(lang="en", author="John Smith").text.startswith("Hello John,")
    assert drafted(lang="en", author="Алексей").text.startswith("Hello,\n")
    assert drafted(lang="en", author="Polesye Ltd.").text.startswith("Hello,\n")  # a company is nobody's first name


def test_a_draft_ends_with_the_signature_of_whoever_pressed_else_with_the_brand() -> None:
    assert drafted().text.endswith("Анна, отдел маркетинга")
    assert drafted(signature="").text.endswith("Зубр-Софт")
    assert drafted(signature="Анна,\n отдел\u202e маркетинга").text.endswith("\n\nАнна, отдел маркетинга")


def test_who_asks_about_a_competitor_hears_from_us_and_nothing_about_the_other() -> None:
    brands = [{"id": "rival", "name": "Пустельга", "role": "competitor"}, {"id": "zubr", "name": "Зубр-Софт"}]
    plan = Plan.model_validate({"brands": brands, "sources": [], "replies": {"default": "Нам очень жаль."}})
    for number, lang in product((1, 2), ("ru", "en")):
        asked = record(brand="rival", flag=Flag.QUESTION, lang=lang, number=number)
        text = reply_to(asked, desk_of(plan, asked, Person(1, "Анна"))).text
        assert text.count("Зубр-Софт") == 2  # who writes, and who signs
        assert "Пустельга" not in text
        assert "жаль" not in text


def test_where_little_room_is_the_draft_is_short() -> None:
    for reason in REASONS:
        for number in (1, 2):
            for lang in ("ru", "en"):
                text = drafted(url=PLAY, reasons=(reason,), number=number, lang=lang).text
                assert platform_of(PLAY).room(text) <= (platform_of(PLAY).longest or 0)


# ---------------------------------------------------------------- the team's own


def test_the_most_specific_draft_of_the_team_wins() -> None:
    own = {"default": "общий", "reviews": "для отзывов", "deadlines": {"ru": "про сроки"}}
    assert drafted(own, reasons=("deadlines",)).text == "про сроки"
    assert drafted(own, reasons=("price",)).text == "для отзывов"
    assert drafted(own, reasons=("price",), kind="feed").text == "общий"
    assert drafted(own, reasons=("deadlines",), lang="en").text == "для отзывов"


def test_blanks_are_filled_in_and_what_is_not_known_says_so() -> None:
    own = {"default": "{author}, {brand}: {reason}. {url} {signature} {x"}
    filled = "Алексей, Зубр-Софт: сроки. https://a.example/1 Анна, отдел маркетинга {x"
    assert drafted(own, url="https://a.example/1", reasons=("deadlines",)).text == filled
    unknown = drafted(own, author="user123", url="", signature="").text
    assert unknown == "[ВПИШИТЕ: имя], Зубр-Софт: [ВПИШИТЕ: что случилось]. [ВПИШИТЕ: ссылка] Зубр-Софт {x"


def test_who_presses_is_known_by_the_file() -> None:
    plan = Plan.model_validate(
        {
            "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
            "sources": [{"id": "staff", "kind": "reviews", "url": "https://dreamjob.ru/1", "audience": "hr"}],
            "team": {"users": [{"id": 7, "name": "Анна", "signature": "Анна, маркетинг"}]},
        }
    )
    known = desk_of(plan, record(source="staff"), Person(7, "Анна"))
    assert (known.signature, known.kind, known.audience, known.brand) == (
        "Анна, маркетинг",
        "reviews",
        Audience.HR,
        "Зубр-Софт",
    )
    gone = desk_of(plan, record(source="gone", brand="gone"), Person(8, "Борис"))
    assert (gone.signature, gone.kind, gone.audience, gone.brand) == ("", "", Audience.CLIENTS, "gone")


# ---------------------------------------------------------------- employees, press, emergencies, what is agreed


def test_to_employees_nobody_is_named_and_nobody_asked_for_a_name() -> None:
    for number in range(4):
        text = drafted(audience=Audience.HR, author="Алексей М.", number=number).text
        assert "Алексей" not in text
        assert "отдел" not in text
        assert text.split("\n\n")[-1] in RU.lines("reply.hr.closing")
    own = {"default": "Проверим по базе, {author}", "hr": "Спасибо, {author}"}
    assert drafted(own, audience=Audience.HR).text == "Спасибо, автор отзыва"
    assert "не просим назвать имя" in page(drafted(audience=Audience.HR))
    assert "клиенты" not in page(drafted(audience=Audience.HR))


def test_the_press_gets_facts_and_one_speaker_but_no_template() -> None:
    reply = drafted({"default": "шаблон"}, audience=Audience.PRESS)
    assert reply.text == ""
    assert "Говорит один человек" in page(reply)


def test_an_emergency_is_drafted_only_for_approval_and_law_comes_before_everything() -> None:
    assert page(drafted(severity=Severity.P1)).splitlines()[0] == "🔒 Только после согласования"
    urgent = page(drafted(severity=Severity.P1, reasons=("security",))).splitlines()
    assert urgent[:2] == ["⚖️ Сначала юрист", "🔒 Только после согласования"]
    assert "Только после согласования" not in page(drafted(severity=Severity.P2))


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_draft_confirms_no_leak_no_news_and_no_new_price_by_itself(lang: str) -> None:
    admitted = ("есть повод", "узнали их не от нас", "Новая цена", "is a reason", "hear it from us", "new price")
    for reason, number in product(("security", "news", "price"), range(1, 4)):
        text = drafted(lang=lang, reasons=(reason,), number=number).text
        assert not [said for said in admitted if said in text]


def test_a_draft_admits_nothing_and_reports_nothing_that_nobody_checked() -> None:
    """It stands outside of the blanks, so it is published whatever turns out."""
    russian = ("не выдержан", "Сбой остановил", "Уже исправлено", "пересмотрели", "рассмотрена", "Бухгалтерия")
    english = ("We missed", "outage stopped", "Already", "We checked", "Accounting", "looked into", "We found where")
    for lang, audience, reason, number in product(
        ("ru", "en"), (Audience.CLIENTS, Audience.HR), (*REASONS, ""), range(4)
    ):
        text = drafted(lang=lang, audience=audience, reasons=(reason,) if reason else (), number=number).text
        assert not [said for said in (*russian, *english) if said in text]


@pytest.mark.parametrize("reason", ["price", "legal"])
def test_a_question_is_answered_and_not_apologised_for_whatever_it_is_about(reason: str) -> None:
    """«Кто работал с ними? Пугает цена»: nothing went wrong."""
    for audience, number in product((Audience.CLIENTS, Audience.HR), range(2)):
        text = drafted(flag=Flag.QUESTION, audience=audience, reasons=(reason,), number=number).text
        assert text.splitlines()[1] in RU.lines("reply.question.thanks")
        kind = "hr.question" if audience is Audience.HR else "question"
        assert text.split("\n\n")[1] in RU.lines(f"reply.{kind}.about")
        assert not [word for word in ("жаль", "сожале", "впечатление") if word in text.lower()]


def test_nobody_is_thanked_for_a_lawsuit_a_leak_or_an_accident_and_no_step_is_promised() -> None:
    for reason, number in product(("legal", "security", "news"), range(3)):
        assert "ВПИШИТЕ: дата" not in drafted(reasons=(reason,), number=number).text
        assert "Спасибо" not in drafted(reasons=(reason,), number=number).text
        assert "Thank you" not in drafted(lang="en", reasons=(reason,), number=number).text


def test_a_draft_about_a_danger_names_the_lawyer_first_whatever_it_is_complained_about() -> None:
    court = page(drafted(flag=Flag.RISK, severity=Severity.P1, reasons=("fraud", "quality", "money")))
    assert court.splitlines()[:2] == ["⚖️ Сначала юрист", "🔒 Только после согласования"]


def test_what_is_agreed_on_stands_in_place_of_every_template() -> None:
    agreed = Statement(1, "Мы знаем о сбое.\nСледующее сообщение в 18:00.", "Анна", NOW, NOW + timedelta(hours=72))
    for audience in Audience:
        reply = drafted({"default": "шаблон"}, statement=agreed, audience=audience)
        assert reply.text == agreed.text
        assert ("клиенты" in page(reply)) == (audience is not Audience.HR)
        assert "Единая позиция до 26.11, 10:33" in page(reply)


# ---------------------------------------------------------------- the message


def test_the_message_repeats_no_title_and_the_draft_is_one_piece_to_copy() -> None:
    document = draft_page(record(), reply := drafted(), Calendar(RU, MINSK, NOW))
    assert record().title not in document.text
    copied = [span.text for line in document.lines for span in line.spans if span.text == reply.text]
    assert copied == [reply.text]
    assert "Пришлите свой текст ответом на это сообщение, проверю." in document.text


def test_what_to_mind_fits_the_platform_and_of_an_unknown_one_nothing_is_claimed() -> None:
    assert "Автор не сможет вам ответить" in page(drafted(url=YANDEX))
    assert "350 знаков" in page(drafted(url=PLAY))
    assert "запрещает просить" in page(drafted(url="https://www.trustpilot.com/review/zubr.by"))
    assert "Особых правил этой площадки мы не знаем." in page(drafted(url="https://forum.example/1"))


@pytest.mark.parametrize("url", ["", "https://[", "https://g2.com.evil.example/", "ftp://x", "https://notg2.com/"])
def test_odd_addresses_are_unknown_places(url: str) -> None:
    assert platform_of(url) is UNKNOWN
