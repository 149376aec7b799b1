"""Hears where what is said turns from what was said before: «Менеджер приветливый. А груз так и не приехал»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.sentiment.updated import since
from monitor.sentiment.words import Word

_BEFORE, _AFTER = 0.6, 1.3  # as «но» within a sentence
_RELIEVED = -1.0
_ENOUGH = 1.2  # what a sentence must weigh to outdo the one before
_TURN = re.compile(
    r"(?:но|однако|зато|а(?! так\b)|только вот|вот только|правда|увы|к сожалению|на деле|по факту|в реальности"
    r"|в итоге|в результате|теперь|сейчас|потом|затем|позже|через \w+|в этом году"
    r"|but|however|yet|now|then|in reality|in the end|sadly|unfortunately)\b",
    re.IGNORECASE,
)


# What was good at first is so no more: «Сначала всё было отлично. Теперь …».
_AT_FIRST = re.compile(
    r"(?:сначала|поначалу|вначале|первое время|первый (?:месяц|год)|at first|initially|in the beginning|it started)\b",
    re.IGNORECASE,
)
# After who left us: «Ушли от них. Лучшее решение года».
RELIEF = re.compile(
    r"(?![^.!?\n]*(?:\u00b7|\bstay|остаться))(?:"
    r"(?:это )?(?:лучш\w+ (?:решени|выбор|шаг)|правильн\w+ решени|ни разу не пожалел|не жале)"
    r"|(?:it was |that was |was )?(?:the |our |my )?(?:best|smartest) (?:decision|move|choice|thing)"
    r"|never looked back|no regrets|(?:do not|don't|haven't) (?:regret|looked back))",
    re.IGNORECASE,
)


# What was expected turned out otherwise: «Боялись, что будет хуже. Зря боялись», "I was sceptical. I was wrong".
_MISTAKEN = re.compile(
    r"(?:и |but )?(?:зря (?:бо|сомн|пережи|опас)\w+|напрасно (?:бо|сомн|пережи|опас)\w+|я? ?ошиб(?:ся|лась|ались|ался)"
    r"|(?:i|we) (?:was|were) (?:so |very |completely |totally )?(?:wrong|mistaken)|boy,? was i wrong)\W*(?=\Z|\n|[.!])",
    re.IGNORECASE,
)
_CONTRARY = -0.8
# Thanks alone are bitter after a complaint: «Груз потеряли. Спасибо, Зубр-Софт».
_THANKS = re.compile(
    r"(?:спасибо|браво|молодцы|thanks|thank you|cheers|well done)[\s,]*\u00b7*\W*(?=\Z|\n)", re.IGNORECASE
)


# Alone it is the contrary of a doubt only: «Сомневались в них. Зря», but «Обратились к ним. Зря».
_IN_VAIN = re.compile(r"(?:и )?(?:зря|напрасно)\W*(?=\Z|\n|[.!])", re.IGNORECASE)
_DOUBTED = re.compile(r"[^.!?\n]*\b(?:сомнева|боял|опаса|пережива|волнова|не верил)", re.IGNORECASE)


# Another's word that our own experience belies: «Друг говорил, что тормозит. У нас летает».
_HEARSAY = re.compile(
    r"(?:(?:друг|знаком|коллег|сосед|парт)\w* (?:\w+ )?(?:говорил|жалова|ругал|предупрежда|пугал|писал)\w*"
    r"|(?:где-то |я )?(?:читал|слышал)[аи]?\b|говорят\b|пугали\b|в отзывах\b"
    r"|(?:a|my|our) \w+ (?:said|told|warned|complained)\b|(?:i|we)(?:'d|'ve| had| have)? (?:read|heard|been told)\b"
    r"|(?:people|some|reviews|they) (?:say|said|complain)\b)",
    re.IGNORECASE,
)
# Praise that held only so long: «Был на связи. До оплаты».
_ONLY_TILL = re.compile(
    r"(?:(?:и |но )?(?:только |ровно )?(?:до|пока(?: мы)? не) (?:\w+ )?"
    r"(?:оплат|предоплат|подпис|покупк|сделк|заплати|купил)\w*"
    r"|(?:right |just |only |but only )?(?:until|till|up to|before) (?:(?:the|we|i|you|our) )?"
    r"(?:signed|signing|signature|paid|payment|sale|invoice|contract|bought))(?: \w+)?\W*(?=\Z|\n|[.!])",
    re.IGNORECASE,
)


_WITHIN = frozenset(
    {
        *(("а", word) for word in ("вот", "теперь", "сейчас", "потом", "затем", "дальше", "итоге")),
        *(("только", "вот"), ("вот", "только"), ("на", "деле"), ("на", "практике"), ("по", "факту")),
        ("в", "реальности"),
    }
)


def turns_here(words: Sequence[Word], n: int) -> bool:
    """Whether a sentence turns at this word of it: «а вот логистика хромает», «на словах отлично, на деле обман»."""
    if n < 2 or (words[n - 1].low, words[n].low) not in _WITHIN:  # noqa: PLR2004  # what begins it turns nothing in it
        return False
    return words[n - 1].low == "а" or words[n - 2].clause != words[n - 1].clause


def turning(weights: Sequence[float], begun: Sequence[tuple[str, int]]) -> list[float]:
    """What each sentence counts for, by what it weighs and by how it begins, at this place of a text.

    >>> said = "Менеджер приветливый. А груз пропал. Обман"
    >>> turning([2.0, -2.0, -1.0], [(said, 0), (said, 22), (said, 36)])
    [0.6, 1.3, 1.0]
    >>> turning([-1.2, 2.0], [("Ушли от них. Лучшее решение года", start) for start in (0, 13)])
    [1.0, -1.0]
    >>> turning([2.0, -0.5], [("Сначала отлично. Счета чужие", start) for start in (0, 17)])
    [0.0, 1.0]
    >>> turning([2.8, 0.0], [("На связи. До оплаты.", start) for start in (0, 10)])
    [-0.8, 1.0]
    >>> turning([-2.0, 1.2], [("Говорят, тормозит. У нас летает.", start) for start in (0, 19)])
    [0.0, 1.0]
    >>> turning([-2.0, -1.5], [("Боялся обмана. Зря боялся.", start) for start in (0, 15)])
    [-0.8, 0.0]
    """
    factors = since(weights, begun)
    for n in range(1, len(weights)):
        if weights[n - 1] > 0 and _AT_FIRST.match(*begun[n - 1]):
            factors[n - 1] = 0.0
            continue
        text, start = begun[n]
        doubted = _IN_VAIN.match(text, start) and _DOUBTED.match(*begun[n - 1])
        if doubted or _MISTAKEN.match(text, start):
            factors[n - 1], factors[n] = factors[n - 1] * _CONTRARY, 0.0
            continue
        if weights[n - 1] > 0 and _ONLY_TILL.match(text, start):
            factors[n - 1] *= _CONTRARY
            continue
        if weights[n] > 0 > weights[n - 1] and _HEARSAY.match(*begun[n - 1]):
            factors[n - 1] = 0.0
            continue
        if weights[n] > 0 > weights[n - 1] and RELIEF.match(text, start):
            factors[n] = _RELIEVED
        elif weights[n - 1] <= -_ENOUGH and _THANKS.match(text, start):
            factors[n] = 0.0
        elif weights[n] * weights[n - 1] < 0 and abs(weights[n]) >= _ENOUGH and _TURN.match(text, start):
            factors[n - 1] *= _BEFORE
            factors[n] *= _AFTER
    return factors
