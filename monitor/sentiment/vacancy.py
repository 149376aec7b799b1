"""Tells which sentences of a vacancy say what the work is: «Вакансия: … Вы будете разбирать жалобы»."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from monitor.sentiment.window import Sentence

_VACANCY = re.compile(  # so a text begins that offers work
    r"\W*(?:ваканси[яи]\b|требу[ею]тся\b|ищем (?:в команду|сотрудник|специалист|коллег)|(?:мы )?ищем\W"
    r"|приглаша(?:ем|ет) (?:на работу|в команду)"
    r"|(?:job|vacancy|wanted)\s*[:–—-]|(?:we(?:'re| are) |now )?hiring(?! (?:process|manager|team|practice))\b"
    r"|join our\b|.{0,40}\b(?:is|are) hiring\b)",
    re.IGNORECASE,
)
_TITLED = re.compile(r"\W*(?:ваканси[яи]|job|vacancy)\s*:", re.IGNORECASE)  # says it all in its first sentence
_WORK = re.compile(  # and so a sentence of it that tells what is to be done, or by whom
    r"\W*(?:(?:обязанности|задачи|требования|условия|ожидания)\s*[:–—-]|вы будете\b|вам предстоит\b|предстоит\b"
    r"|нужно будет\b|(?:что|чем) (?:нужно|надо|предстоит|будете)\b|нужен опыт\b|важно уметь\b|жд[её]м от\b|ожидаем\b"
    r"|you(?:'ll| will)\b|your (?:role|tasks|job|day)\b|(?:responsibilities|duties|requirements|tasks)\s*[:–—-]"
    r"|the role\b|the job\b|we expect\b|must have\b|ideally\b|experience (?:in|with|of)\b)",
    re.IGNORECASE,
)


def what_work_is(fields: Mapping[bool, str], sentences: Sequence[Sentence]) -> frozenset[int]:
    """Their numbers; none where the text offers no work."""
    titled = bool(sentences) and _TITLED.match(fields[sentences[0].in_title], sentences[0].start, sentences[0].end)
    begun = [_VACANCY.match(fields[one.in_title], one.start, one.end) for one in sentences[:2]]
    if not any(begun):
        return frozenset()
    return frozenset(
        n for n, one in enumerate(sentences) if (_WORK.match(fields[one.in_title], one.start, one.end) if n else titled)
    )
