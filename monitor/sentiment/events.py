"""Tells which sentences only say what was talked about: «Провели вебинар для бухгалтеров. Обсудили штрафы и ошибки»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from monitor.sentiment.window import Sentence

_EVENT = re.compile(
    r"\b(?:конференци|вебинар|семинар|митап|мастер-класс|круглый стол|воркшоп|webinar|conference|workshop|meetup"
    r"|seminar|roundtable|masterclass)\w*",
    re.IGNORECASE,
)
_TOPICS = re.compile(  # so the sentence begins that says of what
    r"(?:(?:мы|участники|эксперты|спикеры|гости) )?(?:обсудили|обсуждали|разобрали|рассмотрели|поговорили о"
    r"|рассказали (?:о|об|про)|темы|тема|в программе|на повестке)\b"
    r"|(?:(?:we|participants|speakers|experts|guests) )(?:discussed|covered|talked about|looked at)\b"
    r"|(?:the )?(?:topics|agenda)\b",
    re.IGNORECASE,
)
_WITH = re.compile(r"\b(?:с|со|with) (?:менеджер|директор|поддержк|ними|ним|support|them|manager)\w*", re.IGNORECASE)
_BEHIND = 2  # sentences from the one that names the event


def topics(fields: Mapping[bool, str], sentences: Sequence[Sentence]) -> Iterator[int]:
    """By number; what somebody discussed with us is no topic of an event."""
    event = -_BEHIND - 1
    for n, sentence in enumerate(sentences):
        field = fields[sentence.in_title]
        told = n - event <= _BEHIND and _TOPICS.match(field, sentence.start, sentence.end)
        if told and not _WITH.search(field, sentence.start, sentence.end):
            yield n
        elif _EVENT.search(field, sentence.start, sentence.end):
            event = n
