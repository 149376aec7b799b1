"""Tells which sentences of a text are of the time before us: «Раньше терялись накладные. Поставили Зубр-Софт»."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from monitor.domain import Hit
from monitor.sentiment.window import Sentence

_ONCE = re.compile(  # so a sentence begins that tells how it was
    r"(?:раньше|прежде|когда-то|до (?:этого|перехода|внедрения|покупки)"
    r"|(?:наш\w* )?(?:прежн|предыдущ|стар)\w+ (?:систем|программ|софт|уч[её]т|решени|сервис)\w*"
    r"|previously|formerly|in the past|before (?:that|this)|(?:we|it) used to"
    r"|(?:the|our) (?:old|previous|former|last) (?:one|system|software|tool|process|way|setup|solution))\b",
    re.IGNORECASE,
)
_WE_CAME = re.compile(  # right before our name, but for a word
    r"\b(?:поставил|внедрил|установил|подключил|купил|взял|выбрал|завел|завёл|попробовал|перешел|перешёл|перешл)\w*"
    r"(?: на| себе| систему| программу)?\W*\Z"
    r"|\A\W*(?:теперь |сейчас )?со?\W*\Z"
    r"|\b(?:switched to|moved to|migrated to|went with|installed|adopted|chose|bought|rolled out|started using|with)"
    r"\W*\Z",
    re.IGNORECASE,
)
_TOOK_OVER = re.compile(r"\W*(?:has |have )?(?:заменил|сменил|replaced|took over)\w*\b", re.IGNORECASE)
_NEAR = 3  # sentences between the one that tells how it was and the one in which we come


def before_us(
    fields: Mapping[bool, str], sentences: Sequence[Sentence], named: Mapping[int, Sequence[Hit]]
) -> frozenset[int]:
    """By number: from one that begins with «раньше» to the one in which we come, or right behind that.

    What names us is never of that time: «раньше Зубр-Софт отвечал за час» is about us.
    """
    coming = [n for n, hits in named.items() if any(_comes(fields, sentences[n], hit) for hit in hits)]
    found: set[int] = set()
    for at in coming:
        for n in range(max(0, at - _NEAR), at):
            between = range(n, at)
            if _tells_of_once(fields, sentences[n]) and named.keys().isdisjoint(between):
                found.update(between)
        after = at + 1
        if after < len(sentences) and after not in named and _tells_of_once(fields, sentences[after]):
            found.add(after)
    return frozenset(found)


def _comes(fields: Mapping[bool, str], sentence: Sentence, hit: Hit) -> bool:
    field = fields[sentence.in_title]
    came = _WE_CAME.search(field[sentence.start : hit.start])
    return came is not None or _TOOK_OVER.match(field, hit.end, sentence.end) is not None


def _tells_of_once(fields: Mapping[bool, str], sentence: Sentence) -> bool:
    return _ONCE.match(fields[sentence.in_title], sentence.start, sentence.end) is not None
