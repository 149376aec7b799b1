"""What is drawn out or run together is heard like what is written with care: «ужаааасно», "#EpicFail"."""

from __future__ import annotations

import pytest

from monitor.domain import Label
from monitor.sentiment import Scorer
from monitor.sentiment.spelled import spelled_out


@pytest.mark.parametrize(
    "text",
    [
        "Зубр-Софт ужаааасно работает",
        "Оооочень плохооо",
        "ПОЗОРРРР",
        "Kestrel is sooo sloooow",
        "Kestrel support is awfulll",
        "Kestrel again #EpicFail",
        "Kestrel #customerservicefail",
        "Kestrel #WorstSupportEver",
        "Зубр-Софт, привет #ПолныйПозор",
    ],
)
def test_a_drawn_out_word_and_a_hashtag_complain(scorer: Scorer, text: str) -> None:
    said = scorer.score(text)
    assert said.label is Label.NEGATIVE
    assert all(cue.text in text for cue in said.words)


@pytest.mark.parametrize(
    "text", ["Спасибооо!", "Kestrel is greaaaat", "Thank you #GreatService", "Kestrel #happycustomer"]
)
def test_so_does_praise(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.POSITIVE


@pytest.mark.parametrize(
    "text",
    [
        "ООО «Зубр-Софт», г. Минск",
        "www.zubr.by, глава III, класс AAA",
        "Длинношеее животное, зоообъединение",
        "Иллирииииис и Kestrrrelio",
        "#Chicago #kestrel #новости #2026 #a #" + "x" * 500,
        "",
    ],
)
def test_what_is_no_other_word_stays_as_it_is(text: str) -> None:
    known = {"good", "again"}.__contains__
    assert spelled_out(text, known).text == text


def test_each_letter_knows_where_it_stood() -> None:
    text = "Плооохо́ #NeverAgain и всё"
    one = spelled_out(text, {"never", "again"}.__contains__)
    for word in ("Never", "Again", "всё"):
        at = one.text.index(word)
        assert one.cut(at, at + len(word)) == word
    assert one.cut(0, len(one.text)) == text
    assert one.number(text.index("всё")) == one.text.index("всё")
