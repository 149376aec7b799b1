"""Copies of one text are one story; texts that only resemble each other are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.stories import Wording, alike, fingerprint, wording

COMPLAINT = (
    "С утра у Зубр-Софта не открываются заказы, это уже третий сбой за месяц. В поддержке обещали перезвонить и "
    "пропали, мы сорвали отгрузку и теряем клиентов. До сих пор никто не объяснил, когда починят."
)


BORING = (
    "Подключили Зубр-Софт к складу, неделю настраивали обмен, теперь накладные уходят сами, а остатки всё равно "
    "приходится сверять вручную каждый вечер, потому что возвраты программа считает дважды."
)
TWEET = (
    "Третий день не открывается личный кабинет Зубр-Софта, бухгалтерия стоит, и никто не может сказать, когда починят."
)


def said(text: str, title: str = "", **who: object) -> Wording:
    return wording(title, text, **who)


def meet(first: Wording, second: Wording) -> bool:
    """Whether the one is looked at when copies of the other are looked up."""
    bands = zip(fingerprint(first).bands, fingerprint(second).bands, strict=True)
    return any(one == other for one, other in bands)


@pytest.mark.parametrize("text", [COMPLAINT, BORING, TWEET], ids=["complaint", "account", "tweet"])
@pytest.mark.parametrize(
    "reposted",
    [
        lambda text: f"RT @sklad: {text} https://t.me/sklad/15",
        str.upper,
        lambda text: text.replace(",", "").replace(".", "!!!"),
        lambda text: " ".join(text.split()[:-2]),
        lambda text: " ".join(word for place, word in enumerate(text.split()) if place != 7),
        lambda text: text.replace("ё", "е") + " (фото)",
        lambda text: text.replace("Зубр-Софта", "«Зубр-Софта»"),
        lambda text: text.replace("ни", "ни\u00ad").replace("о", "о\u0301", 1),
        lambda text: f"{text} Подписывайтесь на наш канал @sklad_news",
        lambda text: f"{text} Источник: Деловая хроника",
        lambda text: f"{text} Read more at our site",
    ],
    ids=[
        "retweet",
        "capitals",
        "punctuation",
        "cut",
        "a word left out",
        "remark added",
        "quoted name",
        "soft hyphens",
        "signed",
        "source named",
        "signed in English",
    ],
)
def test_a_copy_is_found_and_confirmed(text, reposted):
    first, second = said(text), said(reposted(text))
    assert meet(first, second)
    assert alike(first, second)
    assert alike(second, first)


def test_a_text_of_a_dozen_words_is_the_same_under_another_headline():
    assert alike(said(TWEET, "Отзыв клиента"), said(TWEET, "Перепост: у Зубра снова всё лежит"))


def test_two_channels_that_sign_one_text_each_in_their_way_tell_one_thing():
    assert alike(said(f"{TWEET} Подписывайтесь на наш канал"), said(f"{TWEET} Источник: Деловая хроника"))


@pytest.mark.parametrize("end", ["…", " [...]", "... Читать далее", "... https://t.me/sklad/15"])
def test_a_summary_that_breaks_off_is_a_copy_of_its_full_text(end):
    summary, full = said(TWEET.rstrip(".") + end), said(f"{TWEET} {COMPLAINT} {BORING}")
    assert meet(summary, full)
    assert alike(summary, full)


def test_a_few_words_that_break_off_are_no_copy_of_every_text_that_begins_with_them():
    assert not alike(said("С утра у Зубр-Софта не открываются заказы…"), said(f"{COMPLAINT} {BORING}"))


def test_an_answer_that_quotes_a_whole_text_before_its_own_is_no_copy():
    assert not alike(said(TWEET), said(f"{TWEET} {COMPLAINT} {BORING}"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "Обновили Зубр-Софт, отчёты открываются быстрее, но поддержка отвечает по два дня, хотелось бы скорее.",
            "Обновили Зубр-Софт, отчёты не открываются вовсе, поддержка молчит неделю, вернулись на старую версию.",
        ),
        (
            "Зубр-Софт объявил о росте выручки за третий квартал на двадцать процентов, сообщает пресс-служба.",
            "Зубр-Софт объявил о росте убытка за третий квартал на сорок процентов, пишет деловая газета из Минска.",
        ),
        ("Деньги не вернули", "Деньги вернули"),
        ("Отличный сервис", "Отличный сервис, но дорого"),
        ("", ""),
    ],
)
def test_texts_that_resemble_each_other_stay_apart(first, second):
    assert not alike(said(first), said(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [("Очень рады.", "Это грабёж."), ("", "Это грабёж, уходим."), ("Да", "Нет")],
)
def test_a_common_title_alone_makes_no_copy(first, second):
    title = "Зубр-Софт повысил цены на все тарифы с первого декабря для юридических лиц и предпринимателей"
    assert not alike(said(first, title), said(second, title))


@pytest.mark.parametrize(
    "text", ["Всё отлично, рекомендую", "Быстро и вежливо, всем доволен, спасибо большое, рекомендую"]
)
def test_reviews_by_one_pattern_stay_apart_where_their_authors_differ(text):
    anna, boris = said(text, author="Анна", rated=True), said(text, author="Борис", rated=True)
    assert not alike(anna, boris)
    assert alike(anna, said(text, author="анна", rated=True))


def test_a_short_post_that_another_one_reposts_is_a_copy():
    text = "Зубр-Софт опять потерял наши накладные за неделю"
    assert alike(said(text, author="Анна"), said(f"RT @anna: {text}!", author="Склад сегодня"))


@given(st.lists(st.sampled_from(COMPLAINT.split()), min_size=8, max_size=60))
def test_a_text_is_a_copy_of_itself_in_other_case(words):
    text = " ".join(words)
    assert alike(said(text), said(text.upper()))
    assert fingerprint(said(text)) == fingerprint(said(text.upper()))


@given(st.text(max_size=200), st.text(max_size=200))
def test_whose_copy_is_whose_does_not_depend_on_the_order(first, second):
    assert alike(said(first), said(second)) == alike(said(second), said(first))


def test_bands_fit_a_database_column():
    assert all(0 <= band < 2**31 for band in fingerprint(said(COMPLAINT)).bands)
    assert fingerprint(said("!!!")).bands == ()
