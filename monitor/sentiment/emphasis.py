"""How loudly a sentence says it, and what its manner makes of its praise."""

from __future__ import annotations

from itertools import pairwise

from monitor.sentiment.lexicon import NO_REASONS, SARCASM
from monitor.sentiment.window import Sentence
from monitor.sentiment.words import Mark, Word, starred_english

_EXCLAIMED, _MOST_EXCLAIMED, _LOUDEST = 0.292, 4, 1.5
_ASKED = 0.6  # a question claims nothing
_COMPLAINS = -1.2  # the weight of a word beside which thanks are bitter
_WINKED = -0.7  # praise with "/s" behind it
_PRAISED = 1.2  # the weight of a word beside which an oath is only loud
_THANKS = frozenset(
    {
        *(
            "спасибо",
            "спс",
            "браво",
            "молодец",
            "респект",
            "спасибочки",
            "аплодисменты",
            "лол",
            "хаха",
            "ахах",
            "ахаха",
        ),
        *("хахаха", "ржу", "lol", "lmao", "rofl", "haha", "hahaha"),
    }
)
_ONCE = frozenset(
    {
        *("раньше", "прежде", "когда-то", "сначала", "поначалу", "первые", "once", "initially", "was", "were", "used"),
    }
)
_AND = frozenset({"а", "но", "и", "but", "and"})
_NOW = frozenset({"сейчас", "теперь", "потом", "затем", "now", "nowadays"})


def emphasised(sentence: str, marks: list[Mark], *, asked: bool) -> list[Mark]:
    """Exclamation marks strengthen what is said, a question only wonders."""
    total = sum(mark.weight for mark in marks)
    if not total:
        return marks
    louder = _EXCLAIMED * min(sentence.count("!"), _MOST_EXCLAIMED)
    times = min((abs(total) + louder) / abs(total), _LOUDEST) * (_ASKED if asked else 1.0)
    return [mark._replace(weight=mark.weight * times) for mark in marks]


def soured(said: list[Mark], signs: list[Mark], words: list[Word]) -> list[Mark]:
    """Thanks and smiles beside a complaint are no praise: «спасибо за испорченный квартал)))»."""
    meant = [mark for mark in said if mark.about != SARCASM] if _is_plain_praise(said) else said
    marks = [*_faded(meant, words), *signs]
    if not any(mark.weight <= _COMPLAINS for mark in marks):
        return marks
    thanks = {w.start for w in words if w.lemma in _THANKS}
    spoken = {w.start for w in words}
    return [m for m in marks if m.weight < 0 or (m.start in spoken and m.start not in thanks)]


def sworn(marks: list[Mark], field: str, place: Sentence) -> list[Mark]:
    """With rude words that hide a letter, unless they only make praise louder."""
    praised = any(m.weight >= _PRAISED for m in marks) and not any(m.weight < 0 for m in marks)
    return marks if praised else [*marks, *starred_english(field, place.start, place.end)]


def winked(marks: list[Mark]) -> list[Mark]:
    """Praise that is not meant is blame."""
    return [mark._replace(weight=_WINKED * mark.weight) if mark.weight > 0 else mark for mark in marks]


def _is_plain_praise(marks: list[Mark]) -> bool:
    """Whether what sounds like mockery is said of something done well, and of nothing else: «ну молодцы, в срок»."""
    done = any(mark.weight > 0 and mark.about not in {"", *NO_REASONS} for mark in marks)
    return done and all(mark.weight > 0 or mark.about == SARCASM for mark in marks)


def _faded(marks: list[Mark], words: list[Word]) -> list[Mark]:
    """Praise of what was is none: «раньше был огонь, сейчас скатились», "was great, now it is a mess"."""
    begun = (b for a, b in pairwise(words) if a.clause < b.clause or a.low in _AND)
    now = next((word.start for word in begun if word.low in _NOW), None)
    once = next((word.start for word in words if word.low in _ONCE), None)
    if now is None or once is None:
        return marks
    return [mark for mark in marks if mark.weight < 0 or not once <= mark.start < now]
