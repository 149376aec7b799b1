"""Tells those who have stayed for long from those who wait: «работаем уже три года», «до сих пор ждём»."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.sentiment.words import Mark, Word

STAYS = frozenset(
    {"работаем", "работаю", "сотрудничаем", "сотрудничаю", "пользуемся", "пользуюсь", "отмечает", "празднует", "полет"}
)
_GOES_ON = STAYS | {
    *("обслуживаемся", "обслуживаюсь", "используем", "использую", "заказываем", "заказываю", "покупаем", "покупаю"),
    *("закупаем", "арендуем", "арендую", "рекомендую", "рекомендуем", "помню", "помним", "вспоминаю", "вспоминаем"),
    *("доволен", "довольна", "довольны", "действует", "действуют", "служит", "служат", "радует", "радуют"),
    *("развивается", "развиваются", "актуален", "актуально", "актуальны"),
}
_AS_YET, _ALREADY, _YEAR = frozenset({"сих", "сей"}), "уже", "год"  # «до сих пор», «по сей день», «уже третий год»


def without_loyalty(words: Sequence[Word], marks: Sequence[Mark]) -> Sequence[Mark]:
    """The marks but for those of waiting beside a word of staying: «договор действует до сих пор»."""
    if not any(map(_is_wait, marks)):
        return marks
    stays = {
        word.clause for n, word in enumerate(words) if word.low in _GOES_ON and not (n and words[n - 1].low == "не")
    }
    lasting = [word for n, word in enumerate(words) if word.clause in stays and _lasts(words, n)]
    return [m for m in marks if not _is_wait(m) or not any(m.start <= one.start < m.end for one in lasting)]


def _lasts(words: Sequence[Word], n: int) -> bool:
    """«Уже месяц работаем вручную» is no loyalty yet; years are."""
    years = words[n].low == _ALREADY and any(word.lemma == _YEAR for word in words[n + 1 : n + 3])
    return years or words[n].low in _AS_YET


def _is_wait(mark: Mark) -> bool:
    return mark.weight < 0 and mark.about.startswith("deadlines")
