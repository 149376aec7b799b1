"""What a question to the team shows, and that the pages about it show the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from render_values import TEXT, record

from monitor.domain import Alert, Answered, Cue, Doubt, Label, Said, Sitting
from monitor.render.question import LIMIT, question_document
from monitor.texts import Texts

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {"en": "desk.md", "ru": "desk.ru.md"}
SCENES = {  # brand, what was said, the word that weighed, who answered the question before
    "ru": (
        "Зубр-Софт",
        "Перенос остатков в Зубр-Софт затянулся до вечера, но к утру склад открылся.",
        "затянулся",
        "Анна",
    ),
    "en": (
        "Kestrel Cloud",
        "Moving to Kestrel Cloud dragged on until evening, yet the shop opened on time.",
        "dragged on",
        "Anna",
    ),
}
NEGATIVE_BELOW = -0.25


def asked(language: str = "ru", *, said: tuple[Said, ...] = (), last: Answered | None = None, **changes: Any) -> str:
    """The message for what was nearly flagged."""
    brand, text, word, _ = SCENES[language]
    told = {"title": "", "text": text, "label": Label.NEUTRAL, "score": -0.2, "words": (Cue(word, -1.1),)}
    one = record(**told | {"number": 12, "url": "https://forum.example/12", "rating_text": None} | changes)
    sitting = Sitting(7, said, len(said), len(said) - 1 if said else None, last, Alert(one))
    document = question_document(sitting, brand=brand, below=NEGATIVE_BELOW, texts=Texts(language))
    assert document.size <= LIMIT
    return document.text


@pytest.mark.parametrize("language", PAGES)
def test_the_question_on_the_page_is_that_of_the_product(language: str) -> None:
    page = (DOCS / PAGES[language]).read_text(encoding="utf-8")
    shown = "\n".join(re.findall(r"^> ?(.*?)\\?$", page, re.MULTILINE))
    last = Answered(9, Said.NEUTRAL, SCENES[language][3])
    assert shown == asked(language, said=(Said.NEUTRAL,), last=last)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, "«затянулся» −1,1; чуть не хватило до тревоги"),
        ({"score": 0.0, "words": ()}, "Почему спрашиваем: слов, по которым мы судим, здесь нет"),
        (
            {"score": 0.1, "words": (Cue("ждали", -1.0), Cue("довольны", 2.0), Cue("брак", 0.0))},
            "«довольны» +2,0, «ждали» −1,0; хорошее и плохое уравновесили друг друга",
        ),
        ({"score": -0.15}, "«затянулся» −1,1; чуть не хватило до тревоги"),
        ({"score": -0.1, "words": (Cue("ждали", -0.4),)}, "«ждали» −0,4; для тревоги сказано слишком мягко"),
        ({"score": 0.0, "words": (), "unsure": Doubt.LANGUAGE, "lang": "uk"}, "тон не определён: украинский язык"),
    ],
)
def test_why_it_is_asked_is_said_in_plain_words(changes: dict[str, Any], why: str) -> None:
    assert why in asked(**changes)


def test_only_the_first_question_says_what_questions_are_for() -> None:
    assert "Ваш ответ учит" in asked()
    assert "Ваш ответ учит" not in asked(said=(Said.SKIPPED,))


def test_a_question_quotes_what_follows_its_title_and_no_more_than_a_card_does() -> None:
    assert "\nПоддержка не отвечает." in asked(title="Переезд затянулся", text="Поддержка не отвечает.")
    assert "Без текста" in asked(title="", text="")
    (quote,) = [one for one in asked(title="Переезд", text=TEXT * 4).splitlines() if one[:30] in TEXT]
    assert 250 <= len(quote) <= 350


def test_where_nothing_is_left_to_ask_that_is_said() -> None:
    told = question_document(Sitting(0, (), 0, None, None), brand="", below=NEGATIVE_BELOW, texts=Texts("ru")).text
    assert told == "❓ " + Texts("ru")("questions.nothing_left")


def test_who_wrote_is_nobodys_business_here() -> None:
    assert "Алексей" not in asked(author="Алексей М.")


def test_the_last_page_sums_up_in_one_line() -> None:
    said = (Said.NEGATIVE, Said.PASSED, Said.NEUTRAL, Said.NEUTRAL, Said.SKIPPED)
    sitting = Sitting(5, said, 5, 4, Answered(8, Said.SKIPPED, ""))
    told = question_document(sitting, brand="", below=NEGATIVE_BELOW, texts=Texts("ru")).text
    assert told == "🙏 Спасибо. Негатив: 1, не негатив: 2, пропущено: 1\n✔ m-8: пропущено"


@given(st.text(max_size=300), st.sampled_from(["", TEXT, TEXT * 4, "х" * 5000]), st.text(max_size=100))
def test_whatever_was_said_a_question_fits_its_message(title: str, text: str, who: str) -> None:
    told = asked(title=title, text=text, said=(Said.NEUTRAL,), last=Answered(9, Said.NEUTRAL, who))
    assert "m-12" in told
    assert "Негатив? 2 из 7" in told
