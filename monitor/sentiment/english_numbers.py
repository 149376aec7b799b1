"""Hears what figures say in English: a mark out of ten, less than was ordered, more than was agreed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import gt, lt
from typing import Final

from monitor.sentiment.words import Mark

_WRITTEN: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = rf"(?:\d+(?:[.,]\d+)*|{'|'.join(_WRITTEN)})"
# "2 out of 10", "10/10 would ...", but no date, and not "9 out of 10 customers".
_MARK = re.compile(
    rf"(?<![\w/.,$€£-])({_NUMBER})(\s?/\s?|\s+out\s+of\s+)(5|10|five|ten)(?![\w/]|[.,]\d)"
    r"(?=\W*$|[.,;!)]|\s+(?:would|will|for|from|stars?|overall|points|rating|if|because|and)\b)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(_NUMBER, re.IGNORECASE)
_BEFORE_DATE = re.compile(r"\b(?:on|by|since|from|until|till|of|dated)\s*$", re.IGNORECASE)
_STARS = re.compile(rf"(?<![\w/.,-])({_NUMBER})[\s-]stars?(?! hotel| restaurant| general)(?!\w)", re.IGNORECASE)
_BAD, _FAIR, _GOOD = 0.4, 0.6, 0.8
_WORTH: Final = ((_BAD, -2.8), (_FAIR, -1.0))
_PRAISED, MOST_STARS = 2.6, 5
# "Ordered 40, got 22."
_LESS = re.compile(
    rf"\b(?:ordered|paid\s+for|bought|booked|expected|needed|invoiced\s+for|charged\s+for|licen[sc]ed)\b\D{{0,24}}?({_NUMBER})\b"
    rf"[^.!?]{{0,40}}?\b(?:got|get|received|receive|delivered|arrived|came|shipped|only|can|works?)\b[^.!?\d]{{0,30}}?({_NUMBER})\b",
    re.IGNORECASE,
)
# "We pay for ten seats and seven people can log in."
_SEATS = re.compile(
    rf"\b(?:pay|paying|paid|bought|have)\b[^.!?\d]{{0,24}}?({_NUMBER}) (?:seats|licen[sc]es|users|logins|places)\b"
    rf"[^.!?\d]{{0,30}}?\b({_NUMBER}) (?:people |users |of us |of them |staff )?(?:can|works?|gets? in|log)\b",
    re.IGNORECASE,
)
# "We were quoted 1,200, the invoice says 2,940."
_MORE = re.compile(
    rf"\b(?:quoted|agreed|estimated?|advertised|budgeted|promised)\b\D{{0,24}}?({_NUMBER})(?=\b|k)"
    rf"[^.!?]{{0,40}}?\b(?:invoiced?|bill|billed|charged?|paid|pay|now|got|took|takes|became)\b[^.!?\d]{{0,30}}?({_NUMBER})(?=\b|k)",
    re.IGNORECASE,
)
# "From five days to one", "went from 2 seconds to 17".
_CHANGE = re.compile(
    rf"(\b(?:went|gone|slowed|jumped)\b[^.!?]{{0,30}})?\bfrom\s+({_NUMBER})\s+(?:second|minute|hour|day|week|month|click)s?"
    rf"(?:\s+\w+){{0,2}}?\s+to\s+(?:(?:just|only|under|about|less than)\s+)?({_NUMBER})\b",
    re.IGNORECASE,
)
# "Sent 12,000 contacts over, 7,400 arrived."
_LOST = re.compile(
    rf"\b(?:ordered|sent|moved|imported|migrated|uploaded|exported|shipped|transferred|returned)\b\D{{0,24}}?({_NUMBER})\b"
    rf"[^.!?\d]{{0,40}}?[,;–—-]\s*(?:(?:but|and|only|just|exactly)\s+)*({_NUMBER})\s+(?:of\s+(?:them|those)\s+)?(?:were\s+|have\s+)?"
    r"(?:arrived|came|made it|showed up|turned up|got through|landed|survived|were delivered|credited|accepted)\b"
    r"(?!.*\b(?:the rest|the others|after)\b)",
    re.IGNORECASE,
)
# "The renewal is $41k, last year it was $19k."
_WAS = re.compile(
    rf"\b(?:renewals?|prices?|quotes?|invoices?|bills?|fees?|costs?|pay|paying|charges?|subscription|plan)\b[^.!?\d]{{0,30}}?"
    rf"[$€£]?({_NUMBER})(?=\b|k)[^.!?\d]{{0,24}}?"
    r"\b(?:last year|last time|a year ago|up from|instead of|was|were|used to|before)\b"
    rf"[^.!?\d]{{0,20}}?[$€£]?({_NUMBER})(?=\b|k)",
    re.IGNORECASE,
)
# "The licence went from 300 to 780."
_ROSE = re.compile(
    rf"\b(?:licen[sc]e(?! counts?)|renewal|prices?|bills?|fees?|rent|costs?|subscription|plan|invoices?|premium)\b"
    rf"[^.!?\d]{{0,20}}?\b(?:went|jumped|rose|gone|going|climbed|raised|increased|up|shot)\b[^.!?\d]{{0,12}}?\bfrom\s+[$€£]?({_NUMBER})k?"
    rf"[^.!?\d]{{0,12}}?\bto\s+[$€£]?({_NUMBER})\b",
    re.IGNORECASE,
)
# "Paid in March, got it in October."
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:in|on) (?:early |late |mid-)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b"
_LATE = re.compile(
    rf"\b(?:ordered|(?:pre)?paid|bought|booked|promised)\b[^.!?]{{0,40}}?\b{_MONTH}"
    rf"[^.!?]{{0,30}}?\b(?:got|received|delivered|arrived|came|shipped|happened)\b[^.!?]{{0,40}}?\b{_MONTH}",
    re.IGNORECASE,
)
_FULL = 10  # months from which it may be the other way round
_TIMES = 6  # a price that is more times what it was is hardly the same thing's
_COMPARED: Final = (
    (_LESS, "quality", gt),
    (_SEATS, "quality", gt),
    (_LOST, "quality", gt),
    (_MORE, "price", lt),
    (_ROSE, "price", lt),
    (_WAS, "price", lambda now, was: was < now < _TIMES * was),
)
_SHORT = -2.4
_FASTER, _SLOWER = 2.2, -2.2


def figures(text: str, start: int, end: int) -> Iterator[Mark]:
    """The places of a sentence where numbers praise or complain.

    >>> [[mark.weight for mark in figures(said, 0, len(said))] for said in ("2 out of 10.", "9 out of 10 clients")]
    [[-2.8], []]
    >>> [[mark.weight for mark in figures(said, 0, len(said))] for said in ("Ordered 40, got 22", "Ordered 40, got 40")]
    [[-2.4], []]
    """
    sentence = text[start:end]
    for found in _MARK.finditer(sentence):
        if not ("/" in found[2] and _BEFORE_DATE.search(sentence, 0, found.start())):
            yield Mark(*_from(found, start), worth(_number(found[1]) / _number(found[3])), "quality")
    for found in _STARS.finditer(sentence):
        yield Mark(*_from(found, start), worth(min(1.0, _number(found[1]) / MOST_STARS)), "quality")
    yield from (
        Mark(*_from(found, start), _SHORT, "deadlines") for found in _LATE.finditer(sentence) if _late(*found.groups())
    )
    if len(_NUMBERS.findall(sentence)) < 2:  # noqa: PLR2004  # the others set two against each other
        return
    for found in _CHANGE.finditer(sentence):
        before, after = _number(found[2]), _number(found[3])
        if after < before or found[1]:
            yield Mark(*_from(found, start), _FASTER if after < before else _SLOWER, "deadlines")
    for pattern, about, complains in _COMPARED:
        for found in pattern.finditer(sentence):
            if complains(_number(found[1]), _number(found[2])):
                yield Mark(*_from(found, start), _SHORT, about)


def _late(ordered: str, came: str) -> bool:
    """Whether months lie between two.

    >>> [_late("Mar", month) for month in ("Oct", "Apr")]
    [True, False]
    """
    return 1 < (_MONTHS.index(came.lower()) - _MONTHS.index(ordered.lower())) % len(_MONTHS) < _FULL


def worth(share: float) -> float:
    """What a share of the best mark says."""
    if share > 1:
        return 0.0
    return next((weight for most, weight in _WORTH if share <= most), 0.0) if share < _GOOD else _PRAISED


def _number(written: str) -> float:
    """Thousands may have commas.

    >>> [_number(written) for written in ("1,200", "ten", "4.5")]
    [1200.0, 10.0, 4.5]
    """
    low = written.lower()
    if low in _WRITTEN:
        return float(_WRITTEN.index(low))
    whole, dot, rest = low.replace(",", "").partition(".")
    return float(f"{whole}{dot}{rest.replace('.', '')}")


def _from(found: re.Match[str], start: int) -> tuple[int, int]:
    return start + found.start(), start + found.end()
