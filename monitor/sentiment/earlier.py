"""Tells which sentences of a text are of the time before us: «Раньше терялись накладные. Поставили Зубр-Софт»."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from monitor.domain import Hit
from monitor.sentiment.window import Sentence

_ONCE = re.compile(  # so a sentence begins that tells how it was
    r"(?:раньше|прежде|когда-то|до (?:этого|перехода|внедрения|покупки)"
    r"|(?:наш\w* )?(?:прежн|предыдущ|стар)\w+ (?:систем|программ|софт|уч[её]т|решени|сервис)\w*"
    r"|before(?:(?=,)| (?:the )?(?:go-live|switch|implementation|migration|rollout))"
    r"|previously|formerly|in the past|before (?:that|this)|(?:we|it) used to"
    r"|(?:we|i) had\b[^.!?]{0,60}\b(?:with|at|from) (?:the|our|my) (?:old|previous|former|last)"
    r"|со (?:старым|прежним|прошлым|предыдущим)|у (?:старого|прежнего|прошлого|предыдущего)"
    r"|(?:the|our) (?:old|previous|former|last) (?:one|system|software|tool|process|way|setup|solution))\b",
    re.IGNORECASE,
)
_WE_CAME = re.compile(  # right before our name, but for a word
    r"\b(?:поставил|внедрил|установил|подключил|купил|взял|выбрал|завел|завёл|попробовал|перешел|перешёл|перешл)\w*"
    r"(?: на| себе| систему| программу)?\W*\Z"
    r"|\bпосле (?:внедрения|перехода на|покупки|установки|подключения|появления|запуска)\W*\Z"
    r"|\b(?:after|since) (?:we )?(?:got|bought|adopting|installing|buying|moving to|switching to)\W*\Z"
    r"|\b(?:switched to|moved to|migrated to|went with|installed|adopted|chose|bought|rolled out|started using|with)"
    r"\W*\Z",
    re.IGNORECASE,
)
_WITH_US = re.compile(r"\W{0,3}(?:теперь |сейчас )?со?\W{1,3}\Z", re.IGNORECASE)  # so its sentence begins
_TOOK_OVER = re.compile(r"\W{0,3}(?:has |have )?(?:заменил|сменил|replaced|took over)\w*\b", re.IGNORECASE)
_SINCE = re.compile(  # and so the next sentence, where it was us who came
    r"после (?:внедрения|перехода|запуска|подключения)\b"
    r"|after (?:the )?(?:go-live|switch|implementation|migration|rollout|launch)\b",
    re.IGNORECASE,
)
_NEAR = 3  # sentences between the one that tells how it was and the one in which we come
_BESIDE = 40  # characters before our name


def before_us(
    fields: Mapping[bool, str], sentences: Sequence[Sentence], named: Mapping[int, Sequence[Hit]]
) -> frozenset[int]:
    """By number: from one that begins with «раньше» to the one in which we come, or right behind that.

    What names us is never of that time: «раньше Зубр-Софт отвечал за час» is about us.
    """
    once = [n for n, sentence in enumerate(sentences) if n not in named and _tells_of_once(fields, sentence)]
    found: set[int] = set()
    for n in once:
        at = next((k for k in range(n + 1, n + 1 + _NEAR) if k in named), None)
        if at is not None and _we_come(fields, sentences[at], named[at]):
            found.update(range(n, at))
        elif n - 1 in named and (
            _we_come(fields, sentences[n - 1], named[n - 1]) or _tells_of_since(fields, sentences[n + 1 : n + 2])
        ):
            found.add(n)
    return frozenset(found)


def _we_come(fields: Mapping[bool, str], sentence: Sentence, hits: Sequence[Hit]) -> bool:
    field = fields[sentence.in_title]
    return any(
        _WE_CAME.search(field[max(sentence.start, hit.start - _BESIDE) : hit.start])
        or _WITH_US.match(field[sentence.start : min(hit.start, sentence.start + _BESIDE)])
        or _TOOK_OVER.match(field, hit.end, sentence.end)
        for hit in hits
    )


def _tells_of_once(fields: Mapping[bool, str], sentence: Sentence) -> bool:
    return _ONCE.match(fields[sentence.in_title], sentence.start, sentence.end) is not None


def _tells_of_since(fields: Mapping[bool, str], following: Sequence[Sentence]) -> bool:
    return any(_SINCE.match(fields[one.in_title], one.start, one.end) for one in following)
