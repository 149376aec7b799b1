"""A second look at a reply before it is published: what to change, what to think over, each with the words meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from monitor.replies import privacy
from monitor.replies.platforms import UNKNOWN, Platform
from monitor.replies.wordings import wordings
from monitor.stories import wording
from monitor.words.language import detect, sentences


class Weight(StrEnum):
    """How much a remark matters."""

    STOP = "stop"  # better not published so
    MIND = "mind"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark: its kind is a sentence of the texts under `lint`, `text` the words it is about."""

    kind: str
    text: str
    weight: Weight
    count: int = 0  # too many, where a place counts


@dataclass(frozen=True, slots=True)
class Setting:
    """What a reply answers, and who answers."""

    languages: Collection[str] = ()  # in which it may be written; empty where that is not known
    platform: Platform = UNKNOWN
    author: str = ""  # as shown
    signature: str = ""
    domains: Collection[str] = ()  # the company's own
    staff: bool = False  # employees speak there
    complaint: bool = False
    recent: Sequence[str] = ()  # the last replies


_BLANK = re.compile(r"\[(?:ВПИШИТЕ|FILL IN)[^\]]*\]?|\{(?:author|brand|url|signature|reason)\}", re.IGNORECASE)
_SMIRK = re.compile(
    "[\U0001f602\U0001f923\U0001f644\U0001f60f\U0001f921\U0001f609\U0001f61c]|(?<![(\\w])\\){2,}|(?<=\\w)\\){2,}"
)
_CAPITALS = re.compile(
    r"(?<!\w)[A-ZА-ЯЁ]{2,}(?:[ ,–-]+[A-ZА-ЯЁ]{2,}){2,}(?!\w)|(?<!\w)(?:НЕ|НИКОГДА|ВСЕГДА|NOT|NEVER|ALWAYS)(?!\w)"
)
_EXCLAIMED = re.compile(r"!{2,}|\?!|!\?")
_MANY = 3  # exclamation marks
_STOPS: Final = ("trade", "threat", "removal", "fake", "affairs", "blame", "irony")
_MINDS: Final = ("update", "excuse", "boilerplate")
_SHORT, _LONG = 60, 1200  # characters
_SENTENCES = 9
_SAME = 0.5  # of three-word runs that two replies share: templates with other facts in them share less
_COMPARED = 12  # words
_LETTERS = 40  # characters from which a language can be told


def lint(text: str, setting: Setting) -> tuple[Finding, ...]:
    """Everything there is to say, what must be changed first.

    >>> [one.kind for one in lint("Вы сами виноваты, [ВПИШИТЕ: имя].", Setting())]
    ['blame', 'blank', 'too_short']
    """
    found = dict.fromkeys(
        (*_private(text, setting), *_worded(text, setting), *_shaped(text, setting), *_where(text, setting))
    )
    return tuple(sorted(found, key=lambda one: one.weight is Weight.MIND))


def _private(text: str, setting: Setting) -> Iterator[Finding]:
    for words in privacy.clients_data(text, ours=setting.domains):
        yield Finding("client", words, Weight.STOP)
    for words in privacy.numbers(text):
        yield Finding("number", words, Weight.STOP)
    for words in privacy.full_names(text, shown=setting.author, signature=setting.signature):
        yield Finding("name", words, Weight.STOP)


def _worded(text: str, setting: Setting) -> Iterator[Finding]:
    traded = any(wordings(text, "trade"))
    for kind in (*_STOPS, *(("author",) if setting.staff else ()), *_MINDS):
        for words in wordings(text, kind):
            if kind in {"removal", "update"} and traded:
                continue  # said already, and worse
            if kind == "update" and setting.platform.never_asks:
                yield Finding("removal", words, Weight.STOP)
            else:
                yield Finding(kind, words, Weight.MIND if kind in _MINDS else Weight.STOP)
    balanced = text.count(")") <= text.count("(")
    for match in _SMIRK.finditer(text.replace("))", "") if balanced else text):
        yield Finding("irony", match[0], Weight.STOP)


def _shaped(text: str, setting: Setting) -> Iterator[Finding]:
    for match in _BLANK.finditer(text):
        yield Finding("blank", match[0], Weight.STOP)
    written = _BLANK.sub("", text)
    loud = [match[0] for pattern in (_CAPITALS, _EXCLAIMED) for match in pattern.finditer(written)]
    if not loud and text.count("!") >= _MANY:
        loud = ["!"]
    yield from (Finding("loud", words, Weight.MIND) for words in loud[:1])
    if len(text.strip()) < _SHORT:
        yield Finding("too_short", "", Weight.MIND)
    elif setting.complaint and not privacy.has_contact(text) and not any(wordings(text, "substance")):
        yield Finding("empty", "", Weight.MIND)
    if setting.recent and _repeats(text, setting.recent):
        yield Finding("repeat", "", Weight.MIND)


def _where(text: str, setting: Setting) -> Iterator[Finding]:
    longest, taken = setting.platform.longest, setting.platform.room(text)
    if longest is not None and taken > longest:
        yield Finding("too_long", "", Weight.STOP, taken - longest)
    elif len(text) > _LONG or len(sentences(text)) > _SENTENCES:
        yield Finding("wordy", "", Weight.MIND)
    if not setting.platform.author_can_answer and not privacy.has_contact(text):
        yield Finding("no_contact", "", Weight.STOP)
    if setting.languages and len(text) >= _LETTERS:
        spoken = detect(text)
        if spoken != "und" and spoken not in setting.languages:
            yield Finding("language", "", Weight.MIND)


def _repeats(text: str, recent: Sequence[str]) -> bool:
    """Whether it says again what one of the last replies says."""
    said = wording("", text)
    if len(said.words) < _COMPARED:
        return False
    others = [one for one in (wording("", other) for other in recent) if len(one.words) >= _COMPARED]
    return any(
        len(said.shingles & other.shingles) >= _SAME * min(len(said.shingles), len(other.shingles)) for other in others
    )
