"""Which language a text is in, and where its sentences end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.words.language import detect, sentences


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Поддержка Зубр-Софта не отвечает третий день", "ru"),
        ("support вообще не отвечает", "ru"),
        ("The invoice was wrong again and support does not answer", "en"),
        ("Kestrel Cloud", "en"),
        ("Підтримка не відповідає вже третій день, дуже погано", "uk"),
        ("Служба дуже погана, що робити", "uk"),
        ("Дякую за допомогу", "uk"),
        ("Добры дзень", "be"),
        ("Падтрымка не адказвае ўжо трэці дзень", "be"),
        ("Вельмі дрэнна, што рабіць", "be"),
        ("Der Support antwortet nicht und die Rechnung ist falsch", "und"),
        ("The café never answers", "en"),
        ("Müller support is awful", "en"),
        ("Café Kestrel is terrible, avoid this place", "en"),
        ("Le café n'a pas répondu, on attend depuis lundi", "und"),
        ("Für mich war das nichts", "und"),
        ("Service déplorable", "und"),
        ("Қолдау қызметі жауап бермейді", "und"),
        ("12345 :-)", "und"),
        ("", "und"),
        ("Подробности: https://kestrel.example/very/long/address/in/latin/letters", "ru"),
        ("Оператор «Київстар» поднял цены для всех абонентов в Беларуси и России", "ru"),
    ],
)
def test_the_language_is_told_by_letters_and_small_words(text, language):
    assert detect(text) == language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Плохо. никому не советую", ["Плохо.", "никому не советую"]),
        ("Счета, акты и т.д. потеряли. Ждём!", ["Счета, акты и т.д. потеряли.", "Ждём!"]),
        ("Директор А. Петров молчит. Увы.", ["Директор А. Петров молчит.", "Увы."]),
        ("Офис на ул. Ленина закрыт", ["Офис на ул. Ленина закрыт"]),
        ("Обещали к маю 2024 г. и не сделали", ["Обещали к маю 2024 г. и не сделали"]),
        ("Спасибо))) Всё починили", ["Спасибо)))", "Всё починили"]),
        ("Что?! Опять… Да", ["Что?!", "Опять…", "Да"]),
        ("«Мы всё вернём.» Не вернули", ["«Мы всё вернём.»", "Не вернули"]),
        ("Version 4.2 is out. It crashes.", ["Version 4.2 is out.", "It crashes."]),
        ("Ask Mr. Brown about it", ["Ask Mr. Brown about it"]),
        (
            "Ужас!Кошмар!Больше не закажу.Никому не советую",
            ["Ужас!", "Кошмар!", "Больше не закажу.", "Никому не советую"],
        ),
        ("Terrible!!Never again", ["Terrible!!", "Never again"]),
        ("Заказал на Яндекс.Маркет, офис на ул.Ленина", ["Заказал на Яндекс.Маркет, офис на ул.Ленина"]),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text, expected):
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(alphabet="абвА. !?\n)(«»", max_size=60))
def test_sentences_hold_every_letter_once_and_in_order(text):
    spans = sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
