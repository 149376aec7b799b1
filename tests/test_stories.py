"""Copies of one text are one story; texts that only resemble each other are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.stories import alike, fingerprint

COMPLAINT = (
    "С утра у Зубр-Софта не открываются заказы, это уже третий сбой за месяц. В поддержке обещали перезвонить и "
    "пропали, мы сорвали отгрузку и теряем клиентов. До сих пор никто не объяснил, когда починят."
)


@pytest.mark.parametrize(
    "copy",
    [
        f"RT @sklad: {COMPLAINT} https://t.me/sklad/15",
        COMPLAINT.upper(),
        COMPLAINT.replace(",", "").replace(".", "!!!"),
        COMPLAINT.rsplit(".", 2)[0],
        COMPLAINT.replace("ё", "е") + " (фото)",
    ],
    ids=["retweet", "capitals", "punctuation", "cut", "remark added"],
)
def test_a_copy_is_found_and_confirmed(copy):
    shared = set(fingerprint(COMPLAINT).bands) & set(fingerprint(copy).bands)
    assert shared
    assert alike(COMPLAINT, copy)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "Обновили Зубр-Софт, отчёты открываются быстрее, но поддержка отвечает по два дня, хотелось бы скорее.",
            "Обновили Зубр-Софт, отчёты не открываются вовсе, поддержка молчит неделю, вернулись на старую версию.",
        ),
        ("Деньги не вернули", "Деньги вернули"),
        ("Отличный сервис", "Отличный сервис, но дорого"),
        ("", ""),
    ],
)
def test_texts_that_resemble_each_other_stay_apart(first, second):
    assert not alike(first, second)


@given(st.lists(st.sampled_from(COMPLAINT.split()), min_size=8, max_size=60))
def test_a_text_is_a_copy_of_itself_in_other_case(words):
    text = " ".join(words)
    assert alike(text, text.upper())
    assert fingerprint(text) == fingerprint(text.upper())


def test_bands_fit_a_database_column():
    assert all(0 <= band < 2**31 for band in fingerprint(COMPLAINT).bands)
    assert fingerprint("!!!").bands == ()
