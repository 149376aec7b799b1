"""A tone is the same behind a greeting, a number in a list or a dash, and wherever a line ends."""

from __future__ import annotations

import pytest
from brand_names import Name
from tones import FLAGGED

from monitor.match import Matcher
from monitor.sentiment import Scorer
from monitor.words.language import sentences

COMPLAINTS = (
    "left Kestrel after 4 years and never looked back.",
    "we left Kestrel last year, no regrets",
    "we asked Kestrel for our own data export and got a quote instead",
    "ожидали от Зубр-Софта автоматизацию, получили полуфабрикат",
    "Зубр-Софт обещал перенести базу, в итоге делали сами",
)
HARMLESS = (
    "our mistake: we forgot to renew the Kestrel licence",
    "we lost leads until we bought Kestrel",
    "у всех беда, а у меня Зубр-Софт работает гладко",
    "конкуренты подняли цены на треть, Зубр-Софт держит прежние",
    "до Зубр-Софта у нас был хаос и сплошные ошибки",
)


@pytest.mark.parametrize("around", ["{}", "Hi all, {}", "Коллеги, {}", "1) {}\n2) ok", "Итог — {}", "Update: {}"])
def test_a_greeting_or_a_number_before_it_changes_no_tone(scorer: Scorer, around: str) -> None:
    find = Matcher([Name("Зубр-Софт"), Name("Kestrel")]).find
    said = [around.format(text) for text in COMPLAINTS + HARMLESS]
    flagged = [text for text in said if scorer.score(text, hits=find(text)).score <= FLAGGED]
    assert flagged == said[: len(COMPLAINTS)]


@pytest.mark.parametrize(("sign", "written"), [(" ", "\u00a0"), (", ", ",\n")])
def test_nor_does_a_space_that_does_not_break_or_the_end_of_a_line(scorer: Scorer, sign: str, written: str) -> None:
    find = Matcher([Name("Зубр-Софт"), Name("Kestrel")]).find
    said = [text.replace(sign, written) for text in COMPLAINTS + HARMLESS]
    flagged = [text for text in said if scorer.score(text, hits=find(text)).score <= FLAGGED]
    assert flagged == said[: len(COMPLAINTS)]


def test_nor_does_it_that_somebody_writes_no_commas(scorer: Scorer) -> None:
    bad = (
        "Ожидали автоматизацию получили Excel Зубр-Софт спасибо",
        "Зубр-Софт обещал перенести базу в итоге делали сами",
        "Kestrel sold it as unlimited turns out there is a cap",
        "Two calls a week before we bought Kestrel zero since",
    )
    fine = (
        "У всех беда а у меня Зубр-Софт работает гладко",
        "Ругать не за что Зубр-Софт делает то за что мы платим",
        "Kestrel isn't the cheapest but you get what you pay for",
        "Ожидали худшего получили отличный сервис от Зубр-Софта",
    )
    find = Matcher([Name("Зубр-Софт"), Name("Kestrel")]).find
    assert [text for text in bad + fine if scorer.score(text, hits=find(text)).score <= FLAGGED] == list(bad)


def test_a_line_that_ends_with_a_comma_goes_on_unless_another_sentence_begins() -> None:
    assert [len(sentences(text)) for text in ("долго,\nно верно", "Dear team,\nKestrel is down", "раз\nдва")] == [
        1,
        2,
        2,
    ]
