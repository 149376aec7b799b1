"""Tells a company's own answer from what is said of it: «Приносим извинения за задержку. Команда Зубр-Софт»."""

from __future__ import annotations

import re

_NAME = "\u00b7+"  # our name is blanked by then
_SIGNED = re.compile(
    rf"(?:\b(?:команда|поддержка|служба \w+|отдел \w+|представитель|с уважением|your|the|regards|sincerely|cheers)\b"
    rf"[\s,—–-]*(?:(?:компани|служб|команд)\w*\s+)?(?:поддержк\w+\s+)?[«\"“]?{_NAME}[»\"”]?"
    rf"|[.!?\n—–-]\s*{_NAME}(?:'s)?\s+(?:support|team|care|customer \w+|service|help desk))\W*\Z",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"\W*(?:здравствуйте|добрый (?:день|вечер)|доброго (?:дня|времени)|уважаем\w+|приносим|hi|hello|dear|hey"
    r"|good (?:morning|afternoon)|we apologi[sz]e)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(rf"[.!?\n)—–-]\s*{_NAME}\W*\Z")
_ANSWERS = re.compile(
    r"приносим\b[^.!?]*извинени|прос(?:им|ите)\b[^.!?]*прощени|извините за|сожалеем|нам (?:очень |искренне )?жаль"
    r"|спасибо за (?:ваш\w* )?(?:отзыв|обратную|обращение|сигнал|оценку)|благодарим|передали\b|напишите нам"
    r"|we(?:'re| are) (?:so |very |really |truly )?sorry|sorry (?:to hear|for|about)|apologi[sz]e|our apologies"
    r"|thank(?:s| you) for (?:your |the |sharing |reaching |letting )",
    re.IGNORECASE,
)
# Of these, one is in whatever is sorry or thanks: most texts are told apart by them in a twentieth of the time.
_GLANCE = (
    *("извин", "прощени", "сожале", "жаль", "спасибо за", "благодарим", "передали", "напишите нам"),
    *("sorry", "apolog", "thank"),
)


def is_own(text: str) -> bool:
    """Whether the company itself speaks: it is sorry or thanks, and signs with its name.

    >>> is_own("Hi Anna, sorry for the delay, it is on its way. \u00b7\u00b7\u00b7\u00b7 Support")
    True
    >>> is_own("Sorry for the rant. Avoid \u00b7\u00b7\u00b7\u00b7")
    False
    """
    low = text.lower()
    if "\u00b7" not in text or not any(sign in low for sign in _GLANCE) or not _ANSWERS.search(text):
        return False
    return bool(_SIGNED.search(text) or (_BEGINS.match(text) and _ENDS.search(text)))
