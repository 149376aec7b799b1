"""Years of mentions as the product stores them: the same rows for the same size, whoever builds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import blake2b
from itertools import accumulate
from random import Random
from typing import Any

from monitor.store.words import forms
from monitor.stories import fingerprint, wording
from monitor.words.morphology import search_forms

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BRANDS = ("zubr", "bars", "kestrel")  # the last one is a competitor
SOURCES = 200
CHAT = "telegram:-100500"
COMMON, RARE = "поддержка", "квитирование"  # words that very many and very few mentions hold

Row = dict[str, Any]

_DAYS, _BEFORE_US = 730, 0.1  # watched for two years; a tenth was there before
_COPIES, _RECENT = 0.15, 300  # so many repeat one of the mentions found last
_SILENT = 0.3  # items about nobody, for each mention
_TRUE_BANDS = 3_000  # of the newest the real fingerprints are stored: others cost a millisecond each
_BANDS, _PATTERN, _ONE_PATTERN = 11, 0.01, 77  # one in a hundred is written by one pattern
_OLD = timedelta(days=14)  # by then nearly everything was answered or put away
_SENTENCES = 6_000
_HEAD = {
    "ru": "внедрение сроки поддержка молчит договор счёт деньги вернули отчёты обновления склад накладные менеджер"
    " обещал скидку лицензии кабинет бухгалтерия ждут ответа заявку обучение группа интеграция удваивает исправляем"
    " вручную спасибо команде быстро решили вопрос настроили удобный интерфейс понятная документация рекомендую"
    " коллегам третий месяц неделю вчера сегодня опять снова не работает ошибка сервер упал данные пропали звонили",
    "en": "support team never answers invoice wrong contract renewed price raised update broke report export slow great"
    " service quick help manager promised discount license portal down again waiting reply refund data lost happy with",
}
_SYLLABLES = {"ru": "бавегодужизокалеминоперисотуфихоцачушеля", "en": "bacedifogu"}  # of two letters each
_RISKS, _REASONS = ("суд",), ("deadlines", "support", "price", "quality")


@dataclass
class _Recent:
    """What copies may repeat."""

    number: int
    brand: int
    lang: str
    title: str
    text: str
    lemmas: str
    bands: tuple[int, ...]


@dataclass
class Archive:
    """So many mentions, in the order in which they were found."""

    size: int
    _recent: list[_Recent] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Each with its table, parents before children."""
        random = Random(self.size)
        for number in range(1, self.size + 1):
            yield from self._told(number, random)
        for number in range(1, int(self.size * _SILENT) + 1):
            item = self.size + number
            yield "item", self._item(item, random.randrange(SOURCES), self._found(random.randrange(self.size)))
            yield "item_key", {"key": f"u:site{item % SOURCES}.example/silent/{item}", "item_id": item}
        yield from self._visits()

    @cached_property
    def _sentences(self) -> Mapping[str, list[tuple[str, list[str]]]]:
        amount = min(_SENTENCES, self.size)
        return {lang: list(_sentences(lang, Random(lang), amount)) for lang in _HEAD}

    def _found(self, number: int) -> datetime:
        begun, before = NOW - timedelta(days=_DAYS), int(self.size * _BEFORE_US)
        if number <= before:
            return begun
        return begun + timedelta(days=_DAYS) * ((number - before) / (self.size - before))

    def _told(self, number: int, random: Random) -> Iterator[tuple[str, Row]]:
        said, story = self._said(number, random)
        found, history = self._found(number), number <= self.size * _BEFORE_US
        published = found - timedelta(seconds=random.randrange(60, 86_400 * (_DAYS if history else 1)))
        source = min(int(random.expovariate(0.03)), SOURCES - 1)
        work = self._work(said, found, random, history=history)
        url = f"https://site{source}.example/t/{number}"
        yield "item", self._item(number, source, found)
        yield "item_key", {"key": f"u:site{source}.example/t/{number}", "item_id": number}
        yield "item_key", {"key": f"g:source-{source}:guid-{number}", "item_id": number}
        yield "item_key", {"key": f"d::{_hash('d', number)}", "item_id": number}
        yield "mention", {
            "id": number, "item_id": number, "brand": BRANDS[said.brand], "source": f"source-{source}",
            "also": [f"source-{(source + 1) % SOURCES}"] if random.random() < 0.03 else [],
            "url": url, "title": said.title, "text": said.text, "author": f"Автор {random.randrange(200_000)}",
            "published": published, "dated": True, "found": found, "at": published if history else found,
            "lang": said.lang, "why": "words", "words": [["молчит", -0.5], ["пропали", -0.8]],
            "hits": [[0, 4, "Зубр", False]], "story": story, "history": history, "asks_link": False, "corrected": False,
            "lemmas": said.lemmas, "links": [], "missing": 0, "reply": "", **work,
        }  # fmt: skip
        for band in dict.fromkeys(said.bands):
            yield "mention_band", {"brand": BRANDS[said.brand], "band": band, "mention_id": number}
        yield "event", _event(number, found, "found", f"source-{source}")
        yield from self._done(number, work, found, published)

    def _said(self, number: int, random: Random) -> tuple[_Recent, int]:
        if self._recent and random.random() < _COPIES:
            said = random.choice(self._recent)
            return said, said.number
        lang = "ru" if random.random() < 0.6 else "en"
        parts = random.choices(self._sentences[lang], k=random.randrange(1, 6))
        text = " ".join(part for part, _ in parts)
        brand = random.choices(range(len(BRANDS)), (45, 20, 35))[0]
        lemmas = dict.fromkeys(form for _, own in parts for form in own)
        if random.random() < 1e-4:
            text, lemmas = f"{text} {RARE}", {**lemmas, RARE: None}
        title = parts[0][0][:60]
        one = _Recent(number, brand, lang, title, text, " ".join(lemmas), self._bands(number, title, text, random))
        if len(self._recent) < _RECENT:
            self._recent.append(one)
        else:
            self._recent[random.randrange(_RECENT)] = one
        return one, number

    def _bands(self, number: int, title: str, text: str, random: Random) -> tuple[int, ...]:
        if number > self.size - _TRUE_BANDS:
            return fingerprint(wording(title, text)).bands
        whole = random.getrandbits(31 * _BANDS)
        bands = tuple((whole >> 31 * place) & (2**31 - 1) for place in range(_BANDS))
        return (_ONE_PATTERN, *bands[1:]) if random.random() < _PATTERN else bands

    def _work(self, said: _Recent, found: datetime, random: Random, *, history: bool) -> Row:
        label = random.choices(("negative", "neutral", "positive"), (22, 50, 28))[0]
        own, rating = said.brand < 2, random.randrange(5) / 4 if random.random() < 0.3 else None
        flag = "negative" if label == "negative" and random.random() < 0.8 else None
        severity = random.choices(("p1", "p2", "p3"), (5, 40, 55))[0] if flag and own and not history else None
        young = found > NOW - _OLD
        weights = (50, 20, 30, 0) if young else (5, 0, 60, 35)
        status = random.choices(("new", "taken", "answered", "dismissed"), weights)[0] if severity else "new"
        busy = status in {"taken", "answered"}
        answered = found + timedelta(minutes=random.randrange(5, 3_000)) if status == "answered" else None
        reason = random.choice(("not_negative", "not_about_us", "no_reply")) if status == "dismissed" else None
        return {
            "label": label, "score": round(random.uniform(*((-1, -0.2) if label == "negative" else (-0.3, 1))), 3),
            "flag": flag, "severity": severity, "rating": rating, "risks": list(_RISKS) if severity == "p1" else [],
            "rating_text": None if rating is None else f"{1 + rating * 4:.0f}/5",
            "reasons": random.choices(_REASONS, k=1) if label == "negative" else [],
            "status": status, "reason": reason, "answered": answered,
            "deadline": found + timedelta(days=1) if severity else None,
            "assignee_id": 11 + random.randrange(5) if busy else None, "assignee": "Анна" if busy else None,
            "taken_at": found + timedelta(minutes=3) if busy else None,
            "follow_up": answered + timedelta(days=3) if answered and random.random() < 0.05 else None,
            "steps": [["Проверить", False, ""], ["Ответить", False, ""]],
        }  # fmt: skip

    def _done(self, number: int, work: Row, found: datetime, published: datetime) -> Iterator[tuple[str, Row]]:
        if work["severity"] is None:
            return
        sent = found + timedelta(seconds=20)
        yield "event", _event(number, sent, "alerted", CHAT)
        if work["taken_at"]:
            yield "event", _event(number, work["taken_at"], "take", "", who="Анна")
        if work["answered"]:
            yield "event", _event(number, work["answered"], "answer", "", who="Анна")
        yield "outbox", {
            "target": CHAT, "kind": "alert", "mention_id": number, "key": f"alert:{number}:{CHAT}", "state": "sent",
            "created": found, "due_at": found, "order_at": published, "attempts": 0, "unsure": 0, "lost": 0,
            "message": number, "sent_at": sent, "view": "card", "want": 1, "shown": 1, "alone": False,
        }  # fmt: skip

    def _item(self, number: int, source: int, found: datetime) -> Row:
        row = {"id": number, "source": f"source-{source}", "digest": _hash("digest", number), "found": found}
        return row | {"keeps": "all"}

    def _visits(self) -> Iterator[tuple[str, Row]]:
        for source in range(min(SOURCES, self.size)):
            state = {"state": "ok", "failures": 0, "config": "", "reported": False, "visited": NOW, "health": "ok"}
            times = {"first_success": NOW - timedelta(days=_DAYS), "last_success": NOW, "next_visit": NOW}
            yield "source_state", {"id": f"source-{source}", "counts": [], **state, **times}
            for hour in range(24 * 60):
                at = NOW.replace(minute=0) - timedelta(hours=hour)
                yield "visit_counter", {"source": f"source-{source}", "hour": at, "good": 4, "due": 4}


def _sentences(lang: str, random: Random, amount: int) -> Iterator[tuple[str, list[str]]]:
    """Few words stand in most texts, most words in few."""
    head, letters = list(dict.fromkeys(_HEAD[lang].split())), _SYLLABLES[lang]
    syllables = [letters[place : place + 2] for place in range(0, len(letters), 2)]
    words = [*head, *("".join(random.choices(syllables, k=random.randrange(3, 6))) for _ in range(8_000))]
    weights = list(accumulate(1 / (place + 5) for place in range(len(words))))
    for _ in range(amount):
        said = " ".join(random.choices(words, cum_weights=weights, k=random.randrange(8, 20))).capitalize() + "."
        yield said, forms(said, search_forms).split()


def _event(number: int, at: datetime, kind: str, detail: str, *, who: str = "") -> Row:
    return {"mention_id": number, "at": at, "kind": kind, "who": who, "detail": detail}


def _hash(kind: str, number: int) -> str:
    return blake2b(f"{kind}{number}".encode(), digest_size=16).hexdigest()
