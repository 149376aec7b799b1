"""Who answers in public for a brand: known by its name however a site writes it, and by nothing else."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from monitor.config.plan import Replies
from monitor.domain import Item, Reply
from monitor.voices import MOST, Voices, plain_name, unheard

NOW = datetime(2026, 11, 24, 12, 30, 7, tzinfo=UTC)
MINSK = ZoneInfo("Europe/Minsk")
OURS = Voices({"zubr": frozenset([plain_name("Зубр-Софт"), plain_name("Анна из Зубр-Софта")])}, MINSK)
PAGE = "https://forum.example/topic/7"


def post(text, author="Пётр", **said):
    return Item("forum", **{"url": PAGE, "addressed": False, "text": text, "author": author} | said)


def texts(items, voices=OURS, brand="zubr"):
    found = voices.answers(items, brand, now=NOW)
    return {place: [reply.text for reply in replies] for place, replies in found.items()}


@pytest.mark.parametrize(
    "written",
    [
        "Зубр-Софт",
        "ЗУБР-СОФТ",
        "«Зубр-Софт»",
        "Зубр Софт (официальный представитель)",
        "@зубр_софт",
        "Анна из Зубр-софта",
    ],
)
def test_the_company_is_known_however_a_site_writes_its_name(written):
    assert OURS.speaks(written, ["zubr"])


@pytest.mark.parametrize("written", ["", "—", "Зубр", "Анна", "Зубр-Софт Конкурент", "(Зубр-Софт) Пётр"])
def test_nobody_else_speaks_for_it(written):
    assert not OURS.speaks(written, ["zubr"])


@pytest.mark.parametrize(
    ("author", "official", "counts"),
    [
        ("Зубр-Софт", False, True),  # a comment like any other, but ours
        ("Пётр", True, False),  # stands where an answer stands, but is signed by a stranger
        ("", True, True),
        ("", False, False),
    ],
)
def test_a_signature_decides_where_we_know_whose_it_should_be(author, official, counts):
    item = post("Хамят.", replies=(Reply("Разберёмся.", author, official=official),))
    assert texts([item]) == ({0: ["Разберёмся."]} if counts else {})


def test_without_names_the_page_decides():
    item = post("Хамят.", replies=(Reply("И у меня.", "Сосед", official=False), Reply("Разберёмся.", "Отдел")))
    assert texts([item], Voices()) == {0: ["Разберёмся."]}


def test_what_we_write_further_down_answers_what_stands_before_it():
    ours = post("Извините, всё вернули.", "Зубр-Софт")
    assert texts([post("Хамят."), ours, post("И у меня хамят.")]) == {0: ["Извините, всё вернули."]}


def test_dates_tell_what_came_first_where_the_newest_stands_on_top():
    hour = timedelta(hours=1)
    page = [
        post("Опять хамят.", published=NOW - hour),
        post("Вернули.", "Зубр-Софт", published=NOW - 2 * hour),
        post("Хамят.", published=NOW - 3 * hour),
    ]
    assert texts(page) == {2: ["Вернули."]}


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("dated", [False, True])
def test_in_a_thread_of_thousands_each_has_the_answers_that_came_first_after_it(dated, newest_first):
    thread = [
        post(str(n), *["Зубр-Софт"] * (n % 2), published=NOW - timedelta(hours=400 - n) if dated else None)
        for n in range(400)
    ]
    page = thread[::-1] if newest_first else thread
    found = texts(page)
    assert max(map(len, found.values())) == MOST
    if dated:
        own = {page[place].text: sorted(map(int, said)) for place, said in found.items()}
        assert own["0"] == [*range(1, 2 * MOST, 2)]
        assert own["398"] == [399]
    else:
        first = min(found)
        assert found[first] == [one.text for one in page[first:] if one.author != "Пётр"][:MOST]


def test_between_reviews_an_answer_is_to_the_one_above_it_alone():
    ours = post("Вернули.", "Зубр-Софт", published=NOW)
    reviews = [post("Хамят.", rating=0.0), post("Обманули.", "Ева", rating=0.0)]
    assert texts([*reviews, ours]) == {1: ["Вернули."]}


def test_an_answer_in_another_thread_or_on_another_page_answers_nothing_here():
    ours = post("Вернули.", "Зубр-Софт")
    elsewhere = post("Хамят.", url="https://forum.example/topic/8")
    assert texts([elsewhere, ours]) == {}
    assert texts([post("Хамят.", thread="7"), post("Вернули.", "Зубр-Софт", thread="8")]) == {}
    same = [
        post("Хамят.", url=f"{PAGE}/1", addressed=True, thread="7"),
        post("Вернули.", "Зубр-Софт", url=f"{PAGE}/2", addressed=True, thread="7"),
    ]
    (reply,) = OURS.answers(same, "zubr", now=NOW)[0]
    assert reply.url == f"{PAGE}/2"


def test_what_stands_nowhere_is_no_conversation():
    assert texts([post("Хамят.", url=""), post("Вернули.", "Зубр-Софт", url="")]) == {}


def answered(at, published=NOW - timedelta(days=3)):
    item = post("Хамят.", published=published, replies=(Reply("Разберёмся.", at=at),))
    return OURS.answers([item], "zubr", now=NOW)[0][0].at


def test_the_page_says_when():
    assert answered(NOW - timedelta(hours=5)) == NOW - timedelta(hours=5)


@pytest.mark.parametrize("at", [None, NOW + timedelta(minutes=1), NOW - timedelta(days=4)])
def test_a_date_that_cannot_be_is_none(at):
    assert answered(at) is None


def test_a_bare_day_ends_before_it_is_counted_and_never_later_than_now():
    day = datetime(2026, 11, 22, tzinfo=MINSK)
    assert answered(day) == day + timedelta(days=1)
    assert answered(datetime(2026, 11, 24, tzinfo=MINSK)) == NOW


@given(st.lists(st.integers(), unique=True), st.lists(st.integers(0, 30)))
def test_each_answer_is_heard_once_however_far_apart_the_visits_are(said, visits):
    heard, known = [], ""
    for reach in (*sorted(visits), len(said)):
        new = unheard([Reply(str(text)) for text in said[:reach]], known)
        heard += [reply.text for reply in new]
        known = new[-1].text if new else known
    assert heard == [str(text) for text in said]


@pytest.mark.parametrize(
    ("written", "names"), [("Зубр-Софт", ("Зубр-Софт",)), (["Зубр-Софт", "Анна"], ("Зубр-Софт", "Анна"))]
)
def test_one_name_or_several_may_be_written(written, names):
    assert Replies.model_validate({"author": written}).author == names


@pytest.mark.parametrize("written", [5, [], "!!", "А", ["Зубр-Софт", None]])
def test_what_is_no_name_is_refused(written):
    with pytest.raises(ValidationError):
        Replies.model_validate({"author": written})
