"""Whose words are these: what a post quotes, what its conversation is called, what a form that it fills in says."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from render_values import record

from monitor.domain import Hit, Item, Label, Page
from monitor.export import as_jsonl, csv_head, csv_rows, xlsx_row
from monitor.render.display import clean
from monitor.render.document import Style
from monitor.render.excerpt import excerpt
from monitor.sentiment import Scorer
from monitor.sources.feed import FeedSource
from monitor.sources.pages.article import article
from monitor.sources.quotes import told
from monitor.stories import alike, wording
from monitor.words.quoting import CLOSES, OPENS, named_after, nods, unmarked

SCORER = Scorer()
COMPLAINT = "Зубр-Софт обманул с оплатой, поддержка хамит."


def marked(text: str) -> str:
    """A text with the marks that reading a page puts into it."""
    return text.replace("❝", OPENS).replace("❞", CLOSES)


def label(text: str, *, title: str = "", at: str = "") -> Label:
    """The tone of a text, towards who is named in it where `at` says so."""
    text = marked(text)
    place = text.find(at) if at else -1
    hits = (Hit("zubr", place, place + len(at), at),) if place >= 0 else ()
    return SCORER.score(text, title=title, hits=hits).label


@pytest.mark.parametrize(
    "answer", ["Неправда, нам отвечают за час.", "А номер обращения у вас есть?", "Напишите нам в личные сообщения."]
)
def test_who_quotes_a_complaint_and_answers_it_does_not_complain(answer: str) -> None:
    assert label(COMPLAINT) is Label.NEGATIVE
    assert label(f"❝{COMPLAINT}❞ {answer}") is not Label.NEGATIVE
    assert label(f"❝{COMPLAINT}❞ {answer}", at="Зубр-Софт") is not Label.NEGATIVE


@pytest.mark.parametrize("nod", ["+1", "Согласен.", "У нас то же самое, жду второй месяц", "И у меня так.", "👍", ""])
def test_who_quotes_a_complaint_and_says_the_same_complains(nod: str) -> None:
    assert label(f"❝{COMPLAINT}❞ {nod}") is Label.NEGATIVE


def test_who_leads_up_to_a_quote_tells_it() -> None:
    assert label(f"Вот что пишут клиенты: ❝{COMPLAINT}❞") is Label.NEGATIVE


def test_a_complaint_below_praise_that_is_quoted_is_one() -> None:
    assert label("❝Зубр-Софт отлично работает, всем рекомендую, супер!❞ Ужас, а не поддержка.") is Label.NEGATIVE


def test_a_danger_or_a_question_that_is_quoted_is_not_told_again() -> None:
    tone = SCORER.score(marked("❝Зубр-Софт украл базу, идём в суд. Кто ещё с ними работал?❞ Нет, базы никто не крал."))
    assert not tone.risks or "суд" not in tone.risks
    assert not tone.question


def test_who_answers_below_a_title_did_not_write_it() -> None:
    for title in ("Re: Зубр-Софт обманывает", "Форум • Re: Зубр-Софт обманывает", "Комментарий к записи Обман (Анна)"):
        assert label("Неправда, отвечают за час.", title=title) is not Label.NEGATIVE
        assert label("У нас то же самое.", title=title.replace("Обман ", "Зубр-Софт обманывает ")) is Label.NEGATIVE
    assert label("Неделя без связи.", title="Зубр-Софт обманывает") is Label.NEGATIVE
    assert label("", title="Re: Зубр-Софт обманывает") is Label.NEGATIVE


def test_a_title_that_only_sounds_so_is_the_authors() -> None:
    titles = ("Ответ Зубр-Софта: ужас", "Реклама: обман", "Relax", "Commenting on nothing", "Ответы на все вопросы")
    assert not any(map(named_after, titles))
    assert not any(
        map(nods, ("Не согласен", "Согласен, но у нас всё работает", "Именно поэтому ушли", "This is false"))
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Достоинства Быстро внедрили Недостатки Нет Комментарий Рекомендую", Label.POSITIVE),
        ("Достоинства: нет Недостатки: нет Комментарий: Обычная программа", Label.NEUTRAL),
        ("Достоинства: Всё отлично. Недостатки: Не обнаружены. Комментарий: Пользуемся год", Label.POSITIVE),
        ("Плюсы Не нашла Минусы Всё ужасно Комментарий", Label.NEGATIVE),
        ("Достоинства Цена Недостатки Поддержка не отвечает", Label.NEGATIVE),
        ("Pros: Nothing Cons: Expensive, buggy", Label.NEGATIVE),
        ("Pros: Easy to use Cons: None so far", Label.POSITIVE),
        ("What do you like best about Kestrel? Price. What do you dislike about Kestrel? Rude support", Label.NEGATIVE),
        ("Pros: none. Cons: no. What problems is Kestrel solving and how? Clients were furious.", Label.NEUTRAL),
        ("Pros: fast, honest. Cons: none. Reasons for switching to Kestrel: The old tool was slow.", Label.POSITIVE),
        ("Pros: cheap. Cons: it crashes. Reasons for switching to another tool: the support is rude.", Label.NEGATIVE),
        ("Что нравится в продукте? Отчёты. Что не нравится? Нет. Какие задачи решает? Теряли заявки.", Label.NEUTRAL),
        ("Положительные стороны: офис у метро Отрицательные стороны: нет", Label.NEUTRAL),
        ("Из плюсов: ничего. Из минусов: поддержка не отвечает", Label.NEGATIVE),
        ("The good: it arrived. The bad: nothing at all", Label.NEUTRAL),
        ("Быстро внедрили Нет Рекомендую", Label.POSITIVE),
        ("Всё отлично Нет", Label.POSITIVE),
        ("Great support None Recommend it", Label.POSITIVE),
        ("Недостатки видны сразу: всё сломано.", Label.NEGATIVE),  # no form
    ],
)
def test_a_form_that_is_filled_in_says_nothing_itself(text: str, expected: Label) -> None:
    assert label(text) is expected


def test_who_quotes_a_complaint_to_answer_it_tells_no_copy_of_it() -> None:
    long = (
        "Третью неделю ждём ответа поддержки, деньги не вернули, договор нарушен, а обещали к понедельнику всё починить"
    )
    said = wording("", long)
    assert not alike(said, wording("", marked(f"❝{long}❞ Напишите нам номер обращения, мы посмотрим, что с ним стало")))
    assert alike(said, wording("", marked(f"❝{long}❞ +1")))


def test_an_export_holds_the_text_as_it_stands_on_the_page() -> None:
    post = record(text=marked("❝Ужас❞ Неправда, нам ответили."))
    (exported,) = [json.loads(line) for line in as_jsonl([post]).splitlines()]
    (row,) = csv.DictReader(io.StringIO(csv_head().removeprefix("\ufeff") + csv_rows([post])))
    (cell,) = [cell for cell in xlsx_row(post) if isinstance(cell, str) and "Ужас" in cell]
    assert {exported["text"], row["text"], cell} == {"Ужас Неправда, нам ответили."}


@pytest.mark.parametrize(
    ("text", "title", "under_it"),
    [
        (
            "❝Зубр-Софт супер❞ А нас обманули. Деньги не вернули.",
            "А нас обманули. Деньги не вернули.",
            "❝Зубр-Софт супер❞",
        ),
        (
            f"❝{'Хорошая контора. ' * 40}Зубр-Софт супер❞ А нас обманули, и никто не извинился. Деньги не вернули.",
            "А нас обманули, и никто не извинился.",
            "…Зубр-Софт супер❞ Деньги не вернули.",
        ),
        ("❝Зубр-Софт ужас❞ +1", "❝Зубр-Софт ужас❞ +1", ""),
    ],
)
def test_a_card_is_led_by_what_its_author_says(text: str, title: str, under_it: str) -> None:
    text = marked(text)
    place = text.find("Зубр-Софт")
    hits = (Hit("zubr", place, place + 9, "Зубр-Софт"),)
    tone = SCORER.score(text, hits=hits)
    chosen = excerpt("", text, hits=hits, words=tone.words, risks=tone.risks)
    shown = "".join(span.text for span in chosen.quote(350))
    assert clean("".join(span.text for span in chosen.title)) == title
    shown = clean(shown)
    assert shown.endswith(under_it.removeprefix("…"))
    assert shown.startswith("❝…" if under_it.startswith("…") else under_it)
    assert [span.text for span in chosen.quote(350) if span.style is Style.BOLD] == ["Зубр-Софт"] * bool(under_it)


def test_what_looks_like_a_quote_and_is_none_stays_as_it_is() -> None:
    assert told("<p>a &gt; b, &quot;quote&quot;</p>") == 'a > b, "quote"'
    assert told("<a class=quote-btn href=#>Цитировать</a> Ужас") == "Цитировать Ужас"
    assert told("<blockquote>Ужас</blockquote>") == "Ужас"


def test_the_companys_answer_within_an_entry_is_not_its_authors() -> None:
    head, sorry = "<div><b>Ответ представителя</b> <i>Зубр-Софт</i></div>", "Приносим извинения за ужасные неудобства."
    text = told(f"<p>Всё понравилось.</p><div>{head}<p>{sorry}</p></div>", whole=True)
    assert label(text) is Label.POSITIVE
    text = clean(text)
    assert text == f"Всё понравилось. ❝Ответ представителя Зубр-Софт {sorry}❞"
    assert told("<i>Ann</i><div><span>Response from the owner</span> <p>Sorry.</p></div>", whole=True).endswith(
        f"Sorry.{CLOSES}"
    )
    assert "❝" not in told("<i>Анна</i><p>Ответ компании меня не устроил, ужас.</p>", whole=True)


def test_marks_of_others_are_not_taken_for_ours() -> None:
    written = "<p>❝\u2063Ужас❞\u2063 и \ue010точка\ue011</p><p>&gt; нет</p>да"
    assert clean(told(written)) == "❝Ужас❞ и точка ❝> нет❞ да"
    assert told(written).count(OPENS) == 1


def test_outside_a_text_is_as_its_page_shows_it() -> None:
    assert unmarked(told("<blockquote class=uncited>Ужас.</blockquote>Неправда.")) == "Ужас. Неправда."
    assert unmarked("❝Ужас❞ бывает") == "❝Ужас❞ бывает"


def test_markup_that_is_meant_to_harm_is_read_in_no_time() -> None:
    for written in (
        "[quote=" * 14_000,
        "<blockquote>" * 8_000,
        "&gt;" * 25_000 + "<p>",
        "<p> " * 25_000 + "&gt;",
        "> " * 50_000,
    ):
        assert told(written, whole=True) is not None
        assert told(written) is not None


FEED = FeedSource(id="forum", url="https://forum.example/rss")
NOW, ZONE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC), ZoneInfo("UTC")


@pytest.mark.parametrize("letter", ["&#11;", "&#x1F;", "&#xFFFF;"])
def test_a_letter_that_no_page_may_have_inside_a_quote_costs_no_feed(letter: str) -> None:
    quote = f"<blockquote>Всё{letter}хорошо</blockquote>Неправда, третий день тишина"
    feed = f"<rss><channel><item><description><![CDATA[{quote}]]></description></item></channel></rss>"
    (item,) = FEED.read(Page(FEED.url, feed.encode()), now=NOW, zone=ZONE)
    assert isinstance(item, Item)
    assert item.text == marked("❝Всё хорошо❞ Неправда, третий день тишина")


def test_such_a_letter_in_a_footnote_costs_no_article() -> None:
    said = "Зубр-Софт<sup>1&#11;</sup> третий день не отвечает на письма клиентов, хотя обещал ответить за час."
    page = Page("https://vesti.example/n/7", f"<article><h1>Тишина</h1><p>{said}</p></article>".encode())
    found = article(page, FEED, now=NOW, zone=ZONE)
    assert found is not None
    assert "Зубр-Софт 1 третий день" in found.text


def test_thousands_of_tags_before_a_quote_take_no_time() -> None:
    assert told("<p>" * 10_000 + "quote") == "quote"
    assert told("<p>" * 100 + "&gt; Ужас<p>Неправда") == marked("❝> Ужас❞ Неправда")
