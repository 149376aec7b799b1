"""Hears what a text of its kind is about, and nobody complains of: a vacancy, a webinar, a release, a survey."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from monitor.sentiment.advert import NARRATORS, QUOTES, US
from monitor.sentiment.easing import ASKS
from monitor.sentiment.phrases import OURS
from monitor.sentiment.window import Sentence
from monitor.sentiment.words import Word
from monitor.words.morphology import part_of_speech, tags

_NEAR = 4  # words between the kind and what it is about
_FIRST = 3  # words with which a sentence begins
_RELEASES = frozenset({"версия", "обновление", "релиз", "апдейт", "changelog", "release", "version", "update"})
_NUMBERED = re.compile(r"\d\.\d")  # so a version is named
_DONE = frozenset(
    {
        *("убрать", "исправить", "устранить", "добавить", "ускорить", "починить", "доработать", "улучшить", "закрыть"),
        *("переработать", "оптимизировать", "снять", "сократить", "fixed", "removed", "added", "resolved", "improved"),
        *("cleaned", "corrected", "patched"),
    }
)
_JOBS = frozenset(
    {
        *("вакансия", "требуется", "требования", "обязанности", "хакатон", "чек-лист", "подборка", "исследование"),
        *("опрос", "анализ", "статистика", "прогноз", "тест", "study", "survey", "research", "quiz", "forecast"),
        *("job", "vacancy", "wanted", "checklist", "hackathon"),
    }
)
_DUTIES = frozenset({"обязанности", "responsibilities", "duties"})
_EVENTS = frozenset(
    {
        *(
            "конференция",
            "вебинар",
            "семинар",
            "митап",
            "conference",
            "webinar",
            "workshop",
            "meetup",
            "event",
            "summit",
        ),
        *("мероприятие", "форум", "фестиваль"),
    }
)
_PUT_OFF = frozenset({"cancelled", "canceled", "postponed", "delayed", "rescheduled"})
_TOPICS = frozenset(
    {
        *("как", "темы", "доклады", "доклад", "обсудим", "разберём", "разберем", "расскажем", "поговорим"),
        *("talks", "how", "sessions", "topics"),
    }
)
_GENRES = frozenset(
    {
        *("памятка", "гайд", "шпаргалка", "методичка", "брошюра"),
        *("подкаст", "вебинар", "книга", "курс", "статья", "лекция", "мастер-класс", "доклад", "опрос", "тренинг"),
        *("podcast", "webinar", "book", "course", "article", "survey", "guide", "workshop", "talk", "ebook"),
    }
)
_ASKS = frozenset({"как", "почему", "что", "чем", "чего", "когда", "зачем", "который", "кто", "где"})
_IS = frozenset({"is", "are", "was", "were", "turned", "быть", "оказаться", "стать", "превратиться"})
_ANNOYS = frozenset(
    {
        *("бесить", "взбесить", "разочаровать", "раздражать", "утомить", "обмануть", "подвести"),
        *("disappointed", "sucks", "sucked", "bored", "lied", "misled", "annoyed"),
    }
)
_DASHES, _CLOSING = frozenset("—–-"), '»”"'
_ABOUT = frozenset({"о", "об", "про", "для", "как", "on", "about", "how", "why", "почему", "for"})
_REPORTS = frozenset({"report", "survey", "study", "research", "poll"})
_SAY = frozenset({"says", "found", "finds", "shows", "reveals", "said", "showed", "warns"})
_MEETINGS = (
    *("конференци", "вебинар", "семинар", "митап", "мастер-класс", "круглый стол", "воркшоп"),
    *("webinar", "conference", "workshop", "meetup", "seminar", "roundtable", "masterclass"),
)
_MEETS = re.compile(rf"\b(?:{'|'.join(_MEETINGS)})\w*", re.IGNORECASE)
_TALKED = re.compile(  # so the sentence begins that says of what
    r"(?:(?:мы|участники|эксперты|спикеры|гости) )?(?:обсудили|обсуждали|разобрали|рассмотрели|поговорили о"
    r"|рассказали (?:о|об|про)|темы|тема|в программе|на повестке)\b"
    r"|(?:(?:we|participants|speakers|experts|guests) )(?:discussed|covered|talked about|looked at)\b"
    r"|(?:the )?(?:topics|agenda)\b",
    re.IGNORECASE,
)
_WITH_US = re.compile(r"\b(?:с|со|with) (?:менеджер|директор|поддержк|ними|ним|support|them|manager)\w*", re.IGNORECASE)
_BEHIND = 2  # sentences from the one that names the event


def of_its_kind(words: Sequence[Word], ours: Sequence[int], field: str) -> Iterator[tuple[int, int]]:
    """From which character to which of a sentence; `ours` are our names in it."""
    end = words[-1].end + 1
    if ours:
        yield from _released(words, field)
        if not any(w.low in NARRATORS for w in words):
            yield from _of_genre(words, field, end)
    yield from _reported(words, end)
    yield from _duties(words, field, end)
    yield from _of_event(words, field, end)
    yield from _called_off(words)


def topics(fields: Mapping[bool, str], sentences: Sequence[Sentence]) -> Iterator[int]:
    """By number; what somebody discussed with us is no topic of an event."""
    everything = "\n".join(fields.values()).lower()
    if not any(meeting in everything for meeting in _MEETINGS):
        return
    event = -_BEHIND - 1
    for n, sentence in enumerate(sentences):
        field = fields[sentence.in_title]
        told = n - event <= _BEHIND and _TALKED.match(field, sentence.start, sentence.end)
        if told and not _WITH_US.search(field, sentence.start, sentence.end):
            yield n
        elif _MEETS.search(field, sentence.start, sentence.end):
            event = n


def _released(words: Sequence[Word], field: str) -> Iterator[tuple[int, int]]:
    """«Вышла новая версия: убрали зависание, добавили штрафы в договор»; not «…: сломали отчёты»."""
    begins = {w.low for w in words[:_FIRST]} | {w.lemma for w in words[:_FIRST]}
    colon = field.find(":", words[0].end, words[-1].start)
    if colon < 0 or (begins.isdisjoint(_RELEASES) and not _NUMBERED.search(field, words[0].start, colon)):
        return
    for n, word in enumerate(words):
        if word.start > colon and word.lemma in _DONE and words[n - 1].clause != word.clause:
            yield word.start, next((w.start for w in words[n:] if w.clause != word.clause), words[-1].end + 1)


def _of_genre(words: Sequence[Word], field: str, end: int) -> Iterator[tuple[int, int]]:
    """«Вакансия: тестировщик, искать баги», «вебинар о провалах», "is hiring an incident engineer"."""
    for n, word in enumerate(words[: _NEAR + 1]):
        if word.low in {"hiring", "recruiting"}:
            yield words[0].start, end
        job, genre = word.low in _JOBS, word.lemma in _GENRES or word.low in _GENRES
        for k in range(n, min(n + _NEAR + 2, len(words) - 1)) if job or genre else ():
            gap = field[words[k].end : words[k + 1].start]
            about = words[k + 1].low in _ABOUT and words[k].low != "ни"  # «ни о чём»
            if ":" in gap and job and not _tells(words, k + 1):
                yield words[0].start, end
            if genre and (about or not QUOTES.isdisjoint(gap)):
                yield words[0].start, _judged(words, k + 1, field, end)
                break


def _tells(words: Sequence[Word], n: int) -> bool:
    """«Требуется адвокат: Зубр-Софт не платит», «вакансия: обманули», "job at Kestrel: they lie" ask for nobody."""
    own = words[n].text == OURS and any(part_of_speech(word.low) == "VERB" for word in words[n + 1 : n + 3])
    said = tags(words[n].low)[0]
    return own or "past" in said or {"VERB", "plur"} <= said or any(word.low in US for word in words[n:])


def _judged(words: Sequence[Word], about: int, field: str, end: int) -> int:
    """Where something is said of the book or the webinar itself: «книга о сервисе — враньё», "... was a disaster"."""
    closed = max(field.find(sign, words[about].start, end) for sign in _CLOSING)  # of the title
    for n in range(about, len(words)):
        word = words[n]
        if word.start < closed:
            continue
        if word.low in ASKS or word.low in _ASKS:
            return end
        if word.low in _IS or word.lemma in _IS or word.lemma in _ANNOYS:
            return word.start
        dash = word.clause > words[n - 1].clause and not _DASHES.isdisjoint(field[words[n - 1].end : word.start])
        if dash and len(words) - n <= _FIRST and all(w.clause == word.clause for w in words[n:]):
            return word.start
    return end


def _duties(words: Sequence[Word], field: str, end: int) -> Iterator[tuple[int, int]]:
    """«Обязанности: работа с жалобами клиентов», the line of a vacancy that need not name us."""
    if len(words) > 1 and words[0].low in _DUTIES and ":" in field[words[0].end : words[1].start]:
        yield words[0].start, end


def _of_event(words: Sequence[Word], field: str, end: int) -> Iterator[tuple[int, int]]:
    """«Вебинар Зубр-Софта: как не попасть на штраф», "… conference: talks on failed projects"."""
    colon = field.find(":", words[0].end, words[-1].start)
    topic = next((word for word in words if word.start > colon), None)
    if colon < 0 or topic is None or topic.low not in _TOPICS:
        return
    if any(word.lemma in _EVENTS or word.low in _EVENTS for word in words if word.start < colon):
        yield topic.start, end


def _called_off(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """ "Postponed its user conference to May"."""
    for n, word in enumerate(words):
        if word.low in _PUT_OFF and any(w.low in _EVENTS or w.lemma in _EVENTS for w in words[n + 1 : n + 1 + _NEAR]):
            yield word.start, word.end


def _reported(words: Sequence[Word], end: int) -> Iterator[tuple[int, int]]:
    """ "A survey found that most managers dread the audit", "according to a survey, …"."""
    told = [w.low for w in words[: _NEAR + 2]]
    if told[:2] == ["according", "to"] and not _REPORTS.isdisjoint(told) and not any(w.low in US for w in words):
        yield words[0].start, end
    for n, word in enumerate(words[:-1]):
        by = [w.text for w in words[n + 1 : n + 4]]
        if word.low in _REPORTS and by[1:] == ["by", OURS] and any(w.low in _SAY for w in words[n + 4 : n + 5]):
            yield word.start, end
        if word.low in _REPORTS and words[n + 1].low in _SAY and not any(w.text == OURS for w in words[n:]):
            yield word.start, next((w.start for w in words[n:] if w.low in {"while", "but"}), end)
