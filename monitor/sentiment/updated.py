"""Hears what became of a complaint since: «UPD: вернули деньги, вопрос закрыт», "Edit: they called and fixed it"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_EASED: Final = 0.25  # what is left of a complaint that was settled
_LITTLE: Final = 1.7  # what may sound bad in telling that it was settled: "delivered the missing parts"
_UPDATE = re.compile(  # so a sentence begins that was written later
    r"\W*(?:(?:upd|апд|апдейт|дополняю|обновляю)\b"
    r"|(?:updated?|edit|edited|обновлен[оаи]е?|дополнен[оаи]е?|изменено)\b[^!?\n:]{0,30}[:—–-]\s)",
    re.IGNORECASE,
)
_ADDED = re.compile(r"\W*(?:p\.? ?p?\.?s|з\.ы)\b", re.IGNORECASE)  # and so what may be of something else
_CLOSED = re.compile(  # says by itself that nothing is left of it
    r"(?:вопрос (?:\w+ )?(?:закрыт|снят|реш[её]н|исчерпан)|претензий (?:больше )?(?:нет|не име(?:ю|ем))"
    r"|претензии (?:снят[ыа]|снимаю)"
    r"|меняю (?:оценку|отзыв) (?:\w+ )?на (?:пят\w+|четв\w+|четыре|[45])"
    r"|изменил\w* (?:оценку|отзыв) (?:\w+ )?на (?:пят\w+|четв\w+|четыре|[45])"
    r"|case closed|all (?:is |was )?(?:good|sorted|resolved|fixed|settled|fine) (?:now|again)"
    r"|everything (?:is |was |has been )?(?:good|sorted|resolved|fixed|settled|fine) (?:now|again)"
    r"|no (?:further |more )?(?:claims|complaints)(?= now| any ?more|\W*(?:\Z|\n))"
    r"|chang(?:ing|ed) (?:my |the |this )?(?:review |rating |score )?to (?:five|four|[45])"
    r"|rais(?:ing|ed) (?:my |the |this )?(?:review |rating |score )?to (?:five|four|[45]))\b(?!\W*\?)"
)
_QUOTES = '«“„"'
_MAKE = (
    r"(?:вернули|возместил[аи]?|переделал[аи]?|починил[аи]?|исправил[аи]|доставили|привезли|уладил[аи]?|решили|нашли)"
)
_WHAT = r"(?:деньги|вс[её]|сумму|аванс|предоплату|залог|груз|посылку|вопрос|проблему|ситуацию)"
_DONE = re.compile(  # what they did about it
    rf"\b(?:{_MAKE} (?:\w+ )?{_WHAT}|{_WHAT} (?:\w+ )?{_MAKE}|деньги (?:\w+ )?пришли|наш[её]лся|нашлась|решено|решилось"
    r"|починили|уладили|разобрались|компенсировали|возместили|переделали|заработал[оаи]?|вс[её] работает"
    r"|(?:проблема|ситуация|инцидент) (?:\w+ )?(?:решена|решилась|исчерпан|улажена|закрыта)"
    r"|привезли (?:нужн|правильн|нов|недостающ)\w+|refunded|reimbursed|credited|waived|put (?:it|things|this) right"
    r"|(?:sorted|solved|fixed) (?:it|out|this|that|everything)|fixed the (?:issue|problem|bug|error)"
    r"|(?:is|was|been|now|got|issue|problem) (?:fixed|sorted|solved|resolved)|(?:and|was|been) delivered"
    r"|works (?:again|now)|made it right|got (?:our|my|the) money)\b"
)
_WORKS_AGAIN = re.compile(r"снова (?:за)?работа(?:ет|л\w*)|(?:за)?работа(?:ет|л\w*) снова|works? again")
_NOT_SO = re.compile(  # what makes all that doubtful
    r"\b(?:не|ни|нет|до сих пор|по-прежнему|только (?:после|через|когда)|лишь|частично|половин\w*|но|однако|без|так и"
    r"|обещ\w+|якобы|пока(?! писал)|за скидку|тоже|втор\w+|хуже|шаблон\w*|сам[аи]?|снова|опять|кажется|считают"
    r"|через (?:адвокат|суд|юрист|полици)\w*|говор\w+|сказали|пиш\w+|написали|отвечают|ответили|ушли|уходим"
    r"|still|not|never|nothing|nobody|no|only|until|but|however|promis\w+|part(?:ly|ial)\w*|half|without|again|yet"
    r"|claims?|says?|said|told|marked|apparently|supposedly|police|cancel\w+|too|also|another|worse|ourselves|myself"
    r"|themselves|had to|would|will)\b|n['’]t\b"
)


def since(weights: Sequence[float], begun: Sequence[tuple[str, int]]) -> list[float]:
    """What each sentence still counts for, by what it weighs and where it begins, now that it is told how it went on.

    >>> since([-3.2, -0.4], [("Списали дважды. UPD: вернули деньги, вопрос закрыт", start) for start in (0, 16)])
    [0.25, 0.0]
    >>> since([-3.2, -2.0], [("Списали дважды. UPD: так и не вернули", start) for start in (0, 16)])
    [1.0, 1.0]
    >>> since([2.0, -2.0], [("Всё супер. UPD: через год стало хуже", start) for start in (0, 11)])
    [0.0, 1.0]
    """
    text, unchanged = begun[-1][0], [1.0] * len(weights)
    starts = [start for field, start in begun if field == text]
    later = next((start for start in starts if _UPDATE.match(text, start) or _ADDED.match(text, start)), None)
    if later is None and (min(weights) >= 0 or (later := _settled(text, starts)) is None):
        return unchanged
    told = [(weight, field == text and start >= later) for weight, (field, start) in zip(weights, begun, strict=True)]
    bad = sum(weight for weight, after in told if after) <= -_LITTLE
    low, updated = text[later:].lower(), _UPDATE.match(text, later)
    if not bad and _is_done(low) and (updated or _CLOSED.search(low)):
        return [1.0 if weight >= 0 else 0.0 if after else _EASED for weight, after in told]
    return [0.0 if bad and updated and weight > 0 and not after else 1.0 for weight, after in told]


def _settled(text: str, starts: Sequence[int]) -> int | None:
    """Where the sentence begins that says so, but the first; None where none does."""
    closed = _CLOSED.search(text.lower())
    if closed is None or text[closed.start() - 1 : closed.start()] in _QUOTES:
        return None
    return max((start for start in starts if start <= closed.start()), default=0) or None


def _is_done(low: str) -> bool:
    rest = _CLOSED.sub(" ", low)
    return (rest != low or _DONE.search(rest) is not None) and not _NOT_SO.search(_WORKS_AGAIN.sub(" ", rest))
