"""The word lists: readable, well formed, and every line of them can be heard."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.domain import Doubt, Label
from monitor.sentiment import Scorer, russian
from monitor.sentiment.lexicon import IF_NOTHING_ELSE, NO_REASONS, REASONS, Entry, entries, load
from monitor.sentiment.words import cut
from monitor.texts import Texts
from monitor.words.morphology import is_known, lemma, lemmas, plain, readings

LISTS = ("ru.tsv", "en.tsv", "be.tsv", "uk.tsv")
_KINDS = {"word", "phrase", "form", "need", "boost", "negate", "but", "drop", "sign", "avert", "guard", "topic", "room"}
_KINDS |= {"awaited", "remedy"}
_HERE = Path(russian.__file__).parent


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_known_kinds_and_subjects_and_no_word_twice(name):
    listed = list(entries(name))
    assert {entry.kind for entry in listed} <= _KINDS
    assert {entry.about.removesuffix(IF_NOTHING_ELSE) for entry in listed} <= {*REASONS, *NO_REASONS}
    assert all(-4 <= entry.weight <= 4 for entry in listed)
    once = [(entry.kind if entry.kind == "need" else "", entry.text) for entry in listed if _weighs(entry)]
    assert len(once) == len(set(once))


@pytest.mark.parametrize("word", ["складом", "стали", "все", "ежом", "мегастрой", "дораду", "телекритика", *"амя"])
def test_a_word_has_all_forms_of_its_readings_the_likeliest_first(word):
    forms = [plain(reading.normal_form) for reading in readings(word)]
    assert lemma(word) == forms[0]
    assert lemmas(word) == {word, *forms}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_sorted_by_subject_and_then_by_word(name):
    listed = list(entries(name))
    subjects = list(dict.fromkeys(entry.about for entry in listed))
    assert listed == sorted(listed, key=lambda e: (subjects.index(e.about), e.text, e.kind))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_explains_itself_to_whoever_opens_it(name):
    assert (_HERE / name).read_text(encoding="utf-8").startswith("# How ")


def test_the_russian_list_is_as_large_as_the_language_of_complaints():
    listed = list(entries("ru.tsv"))
    assert sum(entry.kind == "word" for entry in listed) >= 2000
    assert sum(entry.kind == "phrase" for entry in listed) >= 500
    assert {entry.about for entry in listed} >= set(REASONS)


def test_a_russian_word_stands_in_its_dictionary_form():
    wrong = [e.text for e in entries("ru.tsv") if e.kind in {"word", "need"} and not _is_dictionary_form(e.text)]
    assert wrong == []


def test_a_written_form_is_marked_only_where_it_is_no_dictionary_form():
    assert [
        e.text for e in entries("ru.tsv") if e.kind == "form" and is_known(e.text) and lemma(e.text) == e.text
    ] == []


@pytest.mark.long
def test_every_russian_phrase_is_heard_as_a_whole():
    lexicon = load("ru.tsv", {})
    deaf = [e.text for e in entries("ru.tsv") if e.kind == "phrase" and e.weight and not _is_heard(e.text, lexicon)]
    assert deaf == []


def test_every_reason_has_a_name_in_both_languages():
    for language in ("ru", "en"):
        assert len({Texts(language)(f"reason.{reason}") for reason in REASONS}) == len(REASONS)


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("Поддержка не отвечает, на письма ноль реакции", ("support",)),
        ("Сорвали срок поставки и не вернули деньги", ("money", "deadlines")),
        ("Обман и развод на деньги", ("fraud",)),
        ("Это грабёж средь бела дня", ("price",)),
        ("Подаём в суд", ("legal",)),
        ("Сервер лежит второй день, касса не работает", ("outage", "deadlines")),
        ("Менеджер хамит", ("staff",)),
        ("Цены подняли, за такие деньги это смешно", ("price",)),
        ("Акты не прислали, ошибка в договоре", ("documents",)),
        ("Слили базу клиентов, данные в открытом доступе", ("security",)),
        ("Не удобно", ("quality",)),
        ("Долго, но вежливо", ("deadlines",)),
        ("They charged us twice and the red tape is endless", ("money", "documents", "deadlines")),
        ("Rude staff, hidden fees", ("price", "staff")),
        ("Счёт с ошибкой", ("documents",)),
        ("Третий месяц не присылают закрывающие документы", ("documents",)),
        ("Ждём ответа вторую неделю", ("support",)),
        ("Груз привезли через неделю", ("deadlines",)),
        ("Без предупреждения поднял тариф", ("price", "support")),
        ("Отправили 12 мест, получили 11", ("quality",)),
        ("Север-Карго потеряли накладные", ("documents",)),
        ("Slow support", ("support",)),
        ("They stopped answering", ("support",)),
        ("They lost our customs papers", ("documents",)),
        ("The website is slow", ("outage",)),
        ("Slow delivery", ("deadlines",)),
        ("The lathe broke down", ("quality",)),
        ("Still waiting for the customs paperwork", ("documents",)),
        ("Подняли цену второй раз за год", ("price", "support")),
        ("Остатки в программе и на складе не бьются с первого дня", ("quality",)),
        ("They answered in minutes until we signed", ("support",)),
        ("We cancelled in June, still billed at the old rate", ("money", "deadlines")),
        ("They moved our go-live date for the fourth time", ("deadlines",)),
        ("Жаль", ()),
        ("Всё отлично работает", ()),
    ],
)
def test_words_say_what_is_complained_about(scorer, text, reasons):
    assert scorer.score(text).reasons == reasons


@pytest.mark.parametrize(
    ("text", "label"),
    [
        *[(text, Label.POSITIVE) for text in ("10/10", "5 из 5!", "Оценка 9/10", "★★★★★", "⭐️⭐️⭐️⭐️⭐️", "Score: 5/5")],
        *[(text, Label.NEGATIVE) for text in ("1/10", "0 из 10", "Ставлю 1 из 5", "★☆☆☆☆", "1 звезда", "3/10.")],
        *[(text, Label.NEUTRAL) for text in ("24/7", "Выполнено 10/10 заявок", "10.10/5", "7/10")],
    ],
)
def test_a_text_that_is_a_mark_and_no_more_says_what_the_mark_says(scorer, text, label):
    assert scorer.score(text).label == label


def test_the_team_may_weigh_emoji_and_figures_too():
    team = Scorer({"🧯": -3, "❤️": -2.5, "404": -2.8})
    for text in ("Кестрел 🧯", "🧯", "Кестрел ❤️", "Опять 404", "Another 404 from Kestrel"):
        assert team.score(text).label == Label.NEGATIVE
    assert Scorer().score("Кестрел 🧯").label == Label.NEUTRAL


def test_what_is_simple_is_no_downtime(scorer):
    for text in ("Кестрел – простая программа", "Выбрали самый простой тариф", "За простую доработку взяли день"):
        assert scorer.score(text).label == Label.NEUTRAL
    for text in ("Простой линии обошёлся в миллион", "Из-за них у нас простой", "Простои каждую неделю"):
        assert scorer.score(text).reasons == ("deadlines",)


def test_a_danger_is_a_reason_also_where_its_words_weigh_nothing(scorer):
    leak = scorer.score("Customer records of Kestrel are for sale on the dark web")
    assert (leak.label, leak.reasons) == (Label.NEUTRAL, ("security",))
    assert scorer.score("Kestrel is down again, and our data was stolen").reasons[-1] == "security"


def test_a_rating_decides_the_tone_and_the_words_still_say_why(scorer):
    rated = scorer.score("Поддержка не отвечает", rating=1.0)
    assert (rated.label, rated.reasons) == (Label.POSITIVE, ("support",))


@pytest.mark.parametrize(
    "text",
    [
        "Подробнее позже",
        "Конкурент открыл склад в Гомеле",
        "Антикризисный план обсудят завтра",
        "Отдел рекламаций работает до шести",
        "Управление рисками: вебинар в четверг",
        "Набор для чёрной пятницы",
        "The bug tracker moved to a new address",
        "Risk assessment is due on Friday",
    ],
)
def test_words_that_are_bad_only_in_a_dictionary_say_nothing(scorer, text):
    assert scorer.score(text).label is Label.NEUTRAL


@pytest.mark.parametrize(
    "text",
    [
        "Решили проблему за час",
        "Ошибку исправили сразу",
        "Без сбоев второй год",
        "Они снизили наши издержки",
        "Issue resolved",
    ],
)
def test_a_problem_that_was_solved_is_praise(scorer, text):
    assert scorer.score(text).label is Label.POSITIVE


@pytest.mark.parametrize(
    "text",
    [
        "Ну спасибо, ребята",
        "Ваша «забота» о клиентах впечатляет",
        "Спасибо за сорванный запуск",
        "Молодцы, опять авария",
        "Отлично сорвали сроки",
        "Всего-то три недели, и ответ пришёл. Супер!",
        "Great, another outage",
        "Thanks for nothing",
    ],
)
def test_mockery_is_never_taken_for_praise(scorer, text):
    verdict = scorer.score(text)
    assert verdict.unsure is Doubt.SARCASM
    assert verdict.label is not Label.POSITIVE


@pytest.mark.parametrize(
    "text",
    [
        "Спасибо за быструю помощь, всё работает",
        "Отличный сервис, но дорого",
        "Поддержка не отвечает",
        "Thanks for the quick reply",
        "«Зубр-Софт» – отличная компания",
    ],
)
def test_plain_speech_is_not_taken_for_mockery(scorer, text):
    assert scorer.score(text).unsure is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Падтрымка не адказвае, гэта жах", Label.NEGATIVE),
        ("Дзякуй, усё выдатна працуе", Label.POSITIVE),
        ("Вельмі марудна і дорага", Label.NEGATIVE),
        ("Не раю звязвацца, падман", Label.NEGATIVE),
        ("Сервіс нядрэнны, але не зручна", Label.NEGATIVE),
        ("Підтримка не відповідає, гроші не повертають", Label.NEGATIVE),
        ("Дуже дякую, все чудово", Label.POSITIVE),
    ],
)
def test_neighbouring_languages_have_short_lists_of_their_own(scorer, text, label):
    assert scorer.score(text).label is label


@pytest.mark.parametrize(
    "text",
    [
        "Сёння ў Мінску адкрылі офіс кампаніі",
        "Сьогодні у Києві відкрили офіс компанії",
        "Heute ist das Büro für die Kunden geöffnet",
    ],
)
def test_a_language_we_hardly_know_is_unsure_and_not_neutral_in_silence(scorer, text):
    assert (scorer.score(text).label, scorer.score(text).unsure) == (Label.NEUTRAL, Doubt.LANGUAGE)


@pytest.mark.parametrize("text", ["", "12345", "Сегодня в Минске открыли офис компании", "We open at nine", "))))"])
def test_what_we_understand_or_cannot_be_understood_is_no_doubt(scorer, text):
    assert scorer.score(text).unsure is None


@pytest.mark.parametrize("text", ["Полная х**ня", "п*здец какой-то", "Заказал б*****, не пришло"])
def test_a_starred_rude_word_is_heard(scorer, text):
    assert scorer.score(text).label is Label.NEGATIVE


@pytest.mark.parametrize("text", ["Цена 5 руб*", "Тариф «Бизнес»* с мая", "2*3 = 6", "**важно** прочитать"])
def test_a_footnote_is_no_rude_word(scorer, text):
    assert scorer.score(text).score >= 0


def _weighs(entry: Entry) -> bool:
    return entry.kind in {"word", "phrase", "form", "need"}


def _is_dictionary_form(word: str) -> bool:
    return lemma(word) == word or (not is_known(word) and word in lemmas(word))


def _is_heard(phrase: str, lexicon: russian.Lexicon) -> bool:
    return any(
        (mark.start, mark.end) == (0, len(phrase)) for mark in russian.marks(cut(phrase, 0, len(phrase)), lexicon)
    )
