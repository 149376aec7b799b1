"""Tells which sentences are another company's, of the time before us or of a vacancy: they do not judge us."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from monitor.domain import Hit
from monitor.sentiment.answering import is_own
from monitor.sentiment.earlier import before_us
from monitor.sentiment.genres import topics
from monitor.sentiment.vacancy import what_work_is
from monitor.sentiment.window import PRONOUN, Sentence

# Whom we are set against without a name, where a sentence begins with it.
_ANOTHER = re.compile(
    r"(?:(?![^.!?]*\b(?:так(?:ого)? не|лучше|хотя бы)\b)[^.!?:]*: )?"  # «внедряли с опаской: прошлый подрядчик кинул»
    r"(?:(?:раньше|до этого|до них|наш\w*|у|в|с|от|все|our|the|all|with|at) )*"
    r"(?:(?:прежн|прошл|предыдущ|бывш|стар|друг|остальн)\w+ "
    r"(?:подрядчик|поставщик|интегратор|провайдер|оператор|банк|хостинг|хостер|перевозчик|компани|фирм|контор|исполнител"
    r"|дилер|продав|вендор|аутсорсер|агентств)\w*"
    r"|конкурент\w*"
    r"|(?:previous|former|old|other|last) (?:vendor|supplier|provider|carrier|contractor|host|bank|company|agency)s?"
    r"|(?:other )?competitors?)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(r"(?:и |but )?(?:только|лишь|единственн\w+|only)\b", re.IGNORECASE)
# What an advertisement asks before it names us: «Устали от волокиты? Попробуйте Зубр-Софт», "Tired of losing invoices?"
_ASKS_TIRED = re.compile(
    r"(?:(?:вы )?(?:устали|надоел\w*|замучил\w*|достал\w*|не хватает|теряете|боитесь)"
    r"|(?:are you )?(?:tired|sick|fed up|bored|struggling|drowning|losing)|do you (?:struggle|lose|waste|still)|still )"
    r"\b[^.!?]*\?",
    re.IGNORECASE,
)
# «Ошибся в накладной? Зубр-Софт предложит исправление», but not «Где мой заказ? Зубр-Софт …»
_ASKS_ANYBODY = re.compile(
    r"(?!.*\b(?:я|мы|мне|нам|нас|меня|мой|моя|мои|моё|мою|наш\w*|i|we|me|us|my|our|they|them|вообще|it)\b)"
    r"(?!хотите|опять|снова|ещ[её]|want|fancy|again|another|почему|где|когда|кто|что|за что|зачем|сколько|доколе)"
    r"(?!why|where|when|who|what|how|is|are|does|do\b)[^.!?]*\?",
    re.IGNORECASE,
)
_ENOUGH = 12  # characters behind our name: «Зубр-Софт!» alone is an answer
_WITH = re.compile(r"(?:с|со|у|в|из-за|от|with|at|not|нет|у)\b", re.IGNORECASE)
_CLOSE, _FIRST = 25, 30  # characters from «только» to the name, and to another's name from where a sentence begins
# «Ужас, у них такого не было», «после них это рай» are about us.
_ABOUT_US = re.compile(
    r"[,;:.–—]|\b(?:после|чем|не|как|вместо|кроме|против|отличие от|after|than|not|unlike|like)\W*\Z", re.IGNORECASE
)


def elsewhere(
    fields: Mapping[bool, str],
    sentences: Sequence[Sentence],
    named: Mapping[int, Sequence[Hit]],
    others: Mapping[int, Sequence[Hit]],
) -> frozenset[int]:
    """The sentences, by number, that are another's, of before us, of the work we offer, or our own answer."""
    if is_own(fields[False]):
        return frozenset(range(len(sentences)))
    found: set[int] = set()
    theirs = False
    for n, sentence in enumerate(sentences) if named else ():
        field = fields[sentence.in_title]
        if n in named:
            theirs = False
            if (
                n
                and n - 1 not in named
                and (_alone(field, sentence, named[n]) or _is_asked_first(fields, sentences[n - 1], sentence, named[n]))
            ):
                found.add(n - 1)
        elif _begins_with(others.get(n, ()), field, sentence) or _ANOTHER.match(field, sentence.start, sentence.end):
            theirs = True
        else:
            theirs = theirs and PRONOUN.match(field, sentence.start) is not None
        if theirs:
            found.add(n)
    spoken_of = {*topics(fields, sentences), *what_work_is(fields, sentences)} if named else ()
    return before_us(fields, sentences, named).union(found, spoken_of)


def _is_asked_first(fields: Mapping[bool, str], before: Sentence, sentence: Sentence, hits: Sequence[Hit]) -> bool:
    """An advertisement goes on with our name, or with what is to be done."""
    first, field = min(hit.start for hit in hits) - sentence.start, fields[before.in_title]
    if first >= _CLOSE or _WITH.match(fields[sentence.in_title], sentence.start):
        return False
    asked = _ASKS_TIRED.match(field, before.start, before.end + 1)
    goes_on = not first and sentence.end - max(hit.end for hit in hits) > _ENOUGH
    return bool(asked) or (goes_on and _ASKS_ANYBODY.match(field, before.start, before.end + 1) is not None)


def _begins_with(others: Sequence[Hit], field: str, sentence: Sentence) -> bool:
    before = field[sentence.start : min(hit.start for hit in others)] if others else ""
    return bool(others) and len(before) < _FIRST and not _ABOUT_US.search(before)


def _alone(field: str, sentence: Sentence, hits: Sequence[Hit]) -> bool:
    """«Все сорвали сроки. Только Зубр-Софт успел»."""
    only = _ONLY.match(field, sentence.start)
    return only is not None and min(hit.start for hit in hits) - only.end() < _CLOSE
