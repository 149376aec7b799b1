"""The buttons of a card: which are there, and what they carry."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError
from render_values import NOW, alert

from bot.callbacks import Do, Give, Tick
from bot.handlers import capture, forms
from bot.keyboard import keyboard, without_links
from monitor.capture import Captured
from monitor.config.plan import Brand
from monitor.config.team import User
from monitor.domain import Alert, Person, Status, Step
from monitor.texts import LANGUAGES, Texts

RU = Texts("ru")
STEPS = (Step("Проверить, наш ли это клиент", done=True, by="Анна"), Step("Ответить публично"))
MARKS = [["☐ Жалоба подана", "☐ Решено лично"], ["☐ Обещание"]]


def words(card: Alert, view: str = "card") -> list[list[str]]:
    return [[button.text for button in row] for row in keyboard(card, view, RU).inline_keyboard]


def test_a_new_mention_can_be_taken() -> None:
    assert words(alert()) == [
        ["Беру", "Чек-лист"],
        ["Черновик", "Мы ответили"],
        ["Не негатив", "Не о нас", "Без ответа"],
        ["Отложить", "Передать", "Открыть"],
    ]


def test_the_first_and_the_last_thing_to_do_stand_out() -> None:
    rows = keyboard(alert(), "card", RU).inline_keyboard
    assert {button.text for row in rows for button in row if button.style} == {"Беру", "Мы ответили"}


def test_a_taken_mention_can_be_given_back() -> None:
    assert words(alert(status=Status.TAKEN))[0] == ["Отдать", "Чек-лист"]


def test_an_answered_mention_can_do_without_a_link_while_it_is_asked_for() -> None:
    assert words(alert(status=Status.ANSWERED, asks_link=True)) == [["Без ссылки"], *MARKS, ["Вернуть", "Открыть"]]


@pytest.mark.parametrize("status", [Status.ANSWERED, Status.DISMISSED])
def test_a_closed_mention_can_be_brought_back(status: Status) -> None:
    assert words(alert(status=status), "checklist")[-1] == ["Вернуть", "Открыть"]


def test_after_the_link_comes_the_question_whether_to_return() -> None:
    answered = alert(status=Status.ANSWERED, asks_follow_up=True, complained=NOW)
    assert words(answered) == [
        ["Через 3 рабочих дня"],
        ["Через неделю", "Нет"],
        ["☑ Жалоба подана", "☐ Решено лично"],
        ["☐ Обещание"],
        ["Вернуть", "Открыть"],
    ]


def test_a_name_that_would_be_cut_stands_alone() -> None:
    people = [
        Person(n, name) for n, name in enumerate(["Анна", "Борис", "Екатерина Константинопольская", "Вера", "Глеб"])
    ]
    rows = [["Анна", "Борис"], ["Екатерина Константинопольская"], ["Вера", "Глеб"], ["Назад"]]
    given = keyboard(alert(), "colleagues", RU, people).inline_keyboard
    assert [[button.text for button in row] for row in given] == rows


def test_namesakes_are_told_apart_by_their_numbers() -> None:
    people = [Person(11, "Анна"), Person(22, "анна"), Person(33, "Борис")]
    given = keyboard(alert(), "colleagues", RU, people).inline_keyboard
    assert [button.text for row in given for button in row] == ["Анна (11)", "анна (22)", "Борис", "Назад"]


def test_what_is_put_off_can_be_brought_back_at_once() -> None:
    assert words(alert(snoozed_until=NOW))[-1] == ["Вернуть", "Передать", "Открыть"]


def test_it_is_put_off_for_as_long_as_one_chooses() -> None:
    assert words(alert(), "later") == [["1 час", "4 часа"], ["Завтра в 09:00"], ["3 дня", "Неделя"], ["Назад"]]


def test_it_is_handed_to_people_by_their_names() -> None:
    people = (Person(1, "Анна"), Person(2, "Борис"), Person(3, "Вера"))
    rows = keyboard(alert(), "colleagues", RU, people).inline_keyboard
    assert [[button.text for button in row] for row in rows] == [["Анна", "Борис"], ["Вера"], ["Назад"]]
    assert words(alert(), "colleagues") == words(alert())


def test_of_a_long_checklist_the_rest_stands_behind_a_button() -> None:
    long = alert(steps=tuple(Step(f"Шаг {n}") for n in range(8)))
    assert [row[0] for row in words(long, "checklist")][5:8] == ["☐ Шаг 5", "Ещё шаги", "☐ Жалоба подана"]
    assert [row[0] for row in words(long, "checklist_all")][5:9] == ["☐ Шаг 5", "☐ Шаг 6", "☐ Шаг 7", "☐ Жалоба подана"]


@pytest.mark.parametrize("view", ["colleagues", "checklist", "checklist_all"])
def test_there_are_no_more_buttons_than_telegram_takes(view: str) -> None:
    many = alert(steps=tuple(Step(f"Шаг {n}") for n in range(150)))
    rows = keyboard(many, view, RU, [Person(n, f"Имя {n}") for n in range(150)]).inline_keyboard
    assert (sum(map(len, rows)) <= 100, rows[-1][0].text) == (True, "Назад")


def test_there_are_no_more_brands_to_choose_from_than_telegram_takes_buttons() -> None:
    brands = tuple(Brand(id=f"b{n}", name=f"Бренд {n}") for n in range(150))
    for choice in (forms._choice(brands), capture._choice(Captured(choice=brands))):
        assert len(choice.inline_keyboard if choice else ()) == 100


def test_the_checklist_has_a_button_for_each_step() -> None:
    assert words(alert(steps=STEPS), "checklist") == [
        ["☑ Проверить, наш ли это клиент"],
        ["☐ Ответить публично"],
        *MARKS,
        ["Назад"],
    ]


def test_a_step_carries_what_a_press_makes_of_it() -> None:
    first, second, *_ = keyboard(alert(steps=STEPS), "checklist", RU).inline_keyboard
    assert Tick.unpack(first[0].callback_data or "") == Tick(mention=1042, step=0, done=False)
    assert Tick.unpack(second[0].callback_data or "") == Tick(mention=1042, step=1, done=True)


def test_a_mention_without_steps_offers_no_checklist() -> None:
    assert words(alert(steps=()))[0] == ["Беру"]


def test_english_buttons_use_the_promised_words() -> None:
    rows = keyboard(alert(), "card", Texts("en")).inline_keyboard
    assert [button.text for row in rows for button in row] == [
        "Take", "Checklist", "Draft", "We answered", "Not negative", "Not about us", "No reply",
        "Snooze", "Hand over", "Open",
    ]  # fmt: skip


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "http://localhost/", "https://a b.example/", "https://["])
def test_only_an_address_that_telegram_takes_becomes_a_button(url: str) -> None:
    assert "Открыть" not in words(alert(url=url))[-1]


def test_buttons_that_lead_away_can_be_left_out() -> None:
    rows = without_links(keyboard(alert(), "card", RU)).inline_keyboard
    assert "Открыть" not in [button.text for row in rows for button in row]
    assert len(rows) == 4


def test_the_longest_button_fits_into_telegrams_limit() -> None:
    card = alert(number=2**31 - 1, steps=tuple(Step("шаг " * 50) for _ in range(12)))
    rows = keyboard(card, "checklist", RU).inline_keyboard + keyboard(card, "card", RU).inline_keyboard
    buttons = [button for row in rows for button in row if button.callback_data]
    assert all(len((button.callback_data or "").encode()) <= 64 for button in buttons)
    assert all(len(button.text) <= 60 for button in buttons)


def test_a_button_carries_every_number_of_a_person_that_the_file_takes() -> None:
    with pytest.raises(ValidationError):
        User.model_validate({"id": 2**53})
    anna = User.model_validate({"id": 2**53 - 1, "name": "Анна"})
    rows = keyboard(alert(), "colleagues", RU, [Person(anna.id, anna.name)]).inline_keyboard
    assert Give.unpack(rows[0][0].callback_data or "").person == anna.id


def test_what_a_button_carries_can_be_read_again() -> None:
    packed = keyboard(alert(), "card", RU).inline_keyboard[0][0].callback_data or ""
    assert Do.unpack(packed).mention == 1042


FITS = {1: 42, 2: 20, 3: 12}  # letters that a phone shows of a button, by how many stand beside each other


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["card", "checklist", "later"])
@pytest.mark.parametrize("status", list(Status))
def test_a_phone_shows_every_button_whole(language: str, view: str, status: Status) -> None:
    card = replace(alert(status=status), asks_link=True, asks_follow_up=True)
    for row in keyboard(card, view, Texts(language)).inline_keyboard:
        assert max(len(button.text) for button in row) <= FITS[len(row)]
