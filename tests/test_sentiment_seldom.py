"""What is hardly ever written, and heard as it is meant: each of these sentences alone reaches its rule."""

from __future__ import annotations

import pytest
from tones import find

from monitor.domain import Label
from monitor.sentiment import Scorer

LONG = "Мы выбирали систему учёта очень долго и сравнили много разных поставщиков на рынке. " * 6


def heard(scorer: Scorer, text: str, title: str = "") -> tuple[Label, str]:
    """The tone towards whoever is named, and the words for it."""
    tone = scorer.score(text, title=title, hits=find(text, title))
    return tone.label, ", ".join(cue.text for cue in tone.words if cue.weight)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kestrel never saved us from paper hell", "hell, never saved us"),
        ("Kestrel never released a patch for the crash", "never released a patch, crash"),
        ("Kestrel never catches any error", "never catches any error"),
        ("Kestrel works :-/", ":-/, works"),
        ("Авария снизила доход Зубр-Софта", "Авария"),
        ("По факту 22, по договору 40. Зубр-Софт", "22, по договору 40"),
        ("Ужасный Зубр-Софт. Достоинства: быстро. Недостатки: нет", "Ужасный, быстро"),
    ],
)
def test_a_complaint_is_heard_in_words_that_seldom_stand_together(scorer: Scorer, text: str, words: str) -> None:
    assert heard(scorer, text) == (Label.NEGATIVE, words)


@pytest.mark.parametrize(
    "text",
    [
        "Вебинар Зубр-Софта: как бороться с просрочкой дебиторки",
        "Webinar by Kestrel: how to survive a failed audit",
        "В случае отказа сервера Зубр-Софт переключается на резервный узел за 30 секунд",
        "Три интегратора сорвали сроки, поэтому у нас Зубр-Софт",
        "Kestrel: LAX-DUB 13/10",  # a day, no mark
    ],
)
def test_nobody_complains_of_what_only_sounds_bad(scorer: Scorer, text: str) -> None:
    assert heard(scorer, text) == (Label.NEUTRAL, "")


def test_what_was_forgotten_because_it_is_over_is_no_complaint(scorer: Scorer) -> None:
    assert heard(scorer, "Мы забыли, что такое простой, с Зубр-Софтом")[0] is Label.NEUTRAL


def test_who_struggled_with_a_system_of_their_own_praises_the_new_one(scorer: Scorer) -> None:
    assert heard(scorer, "Having struggled with a buggy homegrown CRM, we love Kestrel") == (Label.POSITIVE, "love")


def test_a_heading_that_names_us_does_not_lend_its_name_to_what_the_text_begins_with(scorer: Scorer) -> None:
    assert heard(scorer, f"{LONG}Зубр-Софт внедрили. Они молчат.", "Зубр-Софт") == (Label.NEGATIVE, "молчат")
