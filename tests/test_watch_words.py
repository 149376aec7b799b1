"""What is told of us as a whole reads well in both languages, whatever the names hold."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from store_values import NOW

from monitor.domain import ChatTrouble, Silence, Spike, Unmailed, Unwatched
from monitor.render.dates import Calendar
from monitor.render.watch import Watch, watch_document
from monitor.texts import Texts

START, END = "2026-11-24T15:00:00+00:00", "2026-11-25T06:00:00+00:00"
SPIKE = Spike("zubr", 9, 24, 1.3, 6, "negative", ("support",), ("otzyv.example", "vc.example"))


@pytest.mark.parametrize(
    ("notice", "russian", "english"),
    [
        (
            Unwatched(START, END),
            "🌙 Отклик не работал с 24.11, 18:00 до 25.11, 09:00. Что появилось за это время, сейчас дочитаем.",
            "🌙 Otklik was not running from ",
        ),
        (
            SPIKE,
            (
                "📈 Всплеск: Зубр-Софт\nНовых сюжетов за 24 ч: 9, обычно 1,3. Из них негативных: 6.\n"
                "Тон чаще всего: негатив.\n"
                "На что жалуются: поддержка.\nГде: otzyv.example, vc.example."
            ),
            "📈 Spike: Зубр-Софт\nNew stories within 24 h: 9, usually 1.3. Of them negative: 6.\n",
        ),
        (
            Silence("zubr", 11.0, 5.4, ("reviews",)),
            (
                "🔇 Тишина: Зубр-Софт\nУпоминаний нет уже 11 дн., а обычно за такое время 5,4.\n"
                "Не читаются источники: reviews. Начните с них."
            ),
            "🔇 Silence: Зубр-Софт\nNo mention for ",
        ),
        (
            Silence("zubr", 11.0, 5.4),
            (
                "🔇 Тишина: Зубр-Софт\nУпоминаний нет уже 11 дн., а обычно за такое время 5,4.\n"
                "Все источники читаются. Проверьте, не сменилось ли название, по которому ищем, и откройте один-два "
                "источника сами."
            ),
            "🔇 Silence: Зубр-Софт\nNo mention for ",
        ),
        (
            Unmailed("a@b.example\u202e", "Ящика нет\u202e."),
            (
                "✉️ Дайджест не доходит на a@b.example. Ящика нет.\n"
                "Когда исправите, отправьте его ещё раз: otklik digest --send."
            ),
            "✉️ ",
        ),
        (
            ChatTrouble("-100600", "no_topic", "7"),
            (
                "🚪 Чат -100600: темы 7 больше нет, или она закрыта. Пишем в общую тему; откройте прежнюю "
                "или поправьте topic в team.chats."
            ),
            "🚪 Chat -100600: topic 7 is gone or closed.",
        ),
        (
            ChatTrouble("-100500", "forbidden", title="Марке\u202eтинг"),
            (
                "🚪 Чат Маркетинг (-100500): бот больше не состоит в чате. Верните его.\n"
                "Ничего не пропадёт: что ждёт этого чата, придёт туда потом."
            ),
            "🚪 Chat Маркетинг (-100500): the bot is no longer in the chat.",
        ),
    ],
)
def test_each_is_said_in_both_languages(notice: Watch, russian: str, english: str) -> None:
    said = {language: words(notice, language) for language in ("ru", "en")}
    assert said["ru"] == russian
    assert said["en"].startswith(english)


@pytest.mark.parametrize("cause", ["forbidden", "no_chat", "not_started", "no_rights", "general_closed"])
def test_a_chat_in_trouble_loses_nothing(cause: str) -> None:
    for topic in ("", "7"):
        assert "Ничего не пропадёт" in words(ChatTrouble("-1", cause, topic), "ru")


def test_a_spike_of_which_nothing_more_is_known_says_no_more() -> None:
    assert words(Spike("zubr", 9, 24, 1.3, 6), "ru").splitlines() == words(SPIKE, "ru").splitlines()[:2]


def test_names_from_outside_are_shortened_and_cleaned() -> None:
    spike = Spike("zubr", 9, 24, 1.3, 6, places=("x" * 500, "a\u202eb\n\n"))
    assert max(map(len, words(spike, "ru", brand="Зубр\n" * 100).splitlines())) < 200


def words(notice: Watch, language: str, brand: str = "Зубр-Софт") -> str:
    calendar = Calendar(Texts(language), ZoneInfo("Europe/Minsk"), NOW)
    return watch_document(notice, brand=brand, calendar=calendar).text
