"""Hears where a sentence tells of what was before or beside us: «раньше …, с нами …», «несмотря на инфляцию»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from monitor.sentiment.advert import NARRATORS
from monitor.sentiment.easing import THINGS
from monitor.sentiment.phrases import OURS
from monitor.sentiment.words import Word
from monitor.words.morphology import part_of_speech

_NEAR = 4
_LIVED = frozenset(
    {
        *("жили", "жил", "жила", "работали", "работал", "обходились", "lived", "managed", "worked", "survived"),
    }
)
_WITHOUT = frozenset({"без", "without"})
_CRISES = frozenset(
    {
        *("кризис", "инфляция", "санкция", "дефицит", "пандемия", "спад", "рецессия", "война", "шторм", "снег"),
        *("мороз", "непогода", "конкуренция", "трудность", "inflation", "crisis", "recession", "sanctions"),
        *("shortage", "storm", "snow", "war", "pandemic", "downturn"),
    }
)
_AND, _ALSO = frozenset({"и", "and"}), frozenset({"о", "об", "про", "what", "how", "why", "about", "its"})
_TELLS = frozenset(
    {
        *("рассказать", "рассказывать", "поговорить", "написать", "talked", "talks", "spoke", "wrote", "told"),
    }
)
_SAYS = frozenset({"says", "said", "explains", "explained", "warns", "warned", "argues", "jokes", "writes"})
_ABOUT = frozenset({"о", "об", "про", "about", "how"})
_DESPITE = (("несмотря", "на"), ("in", "spite"), ("despite", ""), ("вопреки", ""))
_ONCE, _WITH = frozenset({"раньше", "прежде"}), frozenset({"с", "со", "with", "теперь", "now"})
_SAVES = frozenset(
    {"saved", "saves", "spared", "spares", "rescued", "freed", "relieved", "delivered", "pulled", "вытащить", "спасти"}
)
_PEOPLE = frozenset({"us", "me", "them", "you", "нас", "меня"})
_HEADS = frozenset(
    {
        *(
            "директор",
            "гендиректор",
            "глава",
            "основатель",
            "сооснователь",
            "эксперт",
            "аналитик",
            "руководитель",
            "ceo",
        ),
        *("cto", "cfo", "coo", "founder", "co-founder", "head", "chief", "director", "president", "expert", "manager"),
    }
)
_HOW = frozenset({"почему", "как", "чем", "что", "какой", "том", "why", "how", "what", "when", "whether"})
_JOINS = frozenset({"switching", "moving", "migrating"})
_GENERALLY = frozenset({"your", "you", "companies", "people", "businesses", "retailers", "most", "many", "if"})
HELPED = frozenset(
    {
        *(
            "привезти",
            "поднять",
            "приехать",
            "открыть",
            "починить",
            "заменить",
            "восстановить",
            "переделать",
            "перевезти",
            "устранить",
            "запустить",
        ),
        *(
            "прислать",
            "решить",
            "помочь",
            "выручить",
            "дать",
            "наладить",
            "найти",
            "had",
            "was",
            "came",
            "fixed",
            "sent",
        ),
        *("replaced", "brought", "got", "restored", "delivered", "arrived", "found", "swapped", "repaired"),
    }
)
_THANKED = frozenset({"спасибо", "благодарим", "респект", "thanks", "kudos"})
_MINUTES = frozenset({"минута", "полчаса", "minutes", "minute", "overnight"})
_HOURS, _FEW = (
    frozenset({"час", "hour", "hours"}),
    frozenset({"через", "за", "два", "2", "полтора", "the", "an", "one", "two"}),
)
_FREE = {("свой", "счет"), ("без", "вопрос"), ("free", "of"), ("own", "expense"), ("own", "cost")}
_SPEAKS = frozenset(
    {
        *("интервью", "колонка", "лекция", "доклад", "блог", "разбор", "кейс", "опыт", "мнение", "отвечать", "эксперт"),
        *("talk", "interview", "webinar", "column", "guide", "lecture", "study", "podcast", "blog", "experts", "case"),
    }
)
LONG = frozenset(
    {"месяц", "неделя", "год", "день", "сутки", "weeks", "months", "days", "later", "only", "не", "лишь", "только"}
)
_BUT = frozenset({"но", "а", "but", "however"})
_STEPS_IN = frozenset({"saved", "rescued", "carried", "stepped", "jumped", "helped", "found", "recovered", "bailed"})
_EXCUSES = frozenset(
    {
        *("excuse", "excuses", "reason", "reasons", "nothing", "out", "late", "but", "we", "i", "no", "nobody", "none"),
        *("little", "never", "themselves", "itself"),
    }
)


def cleared(words: Sequence[Word], ours: Sequence[int]) -> Iterator[tuple[int, int]]:
    """From which character to which of a sentence that names us at `ours`."""
    end = words[-1].end + 1
    for at in ours:
        yield from _before_us(words, at)
        yield from _told_by(words, at, end)
        yield from _titled(words, at, end)
        yield from _joined(words, at)
    yield from _rescued(words, ours[0])
    yield from _stepped_in(words, ours[0])
    yield from _headed(words, ours[-1])
    yield from _despite(words)
    yield from _saved(words)


def _before_us(words: Sequence[Word], at: int) -> Iterator[tuple[int, int]]:
    """«Страшно представить, как мы жили без Зубр-Софта», «раньше кончалось скандалом, с Зубр-Софтом час»."""
    if at < 2:  # noqa: PLR2004  # «жили без»
        return
    before = words[at - 1].low
    if before in _WITHOUT and words[at - 2].low in _LIVED:
        yield words[0].start, words[at].start
    once = words[0].low in _ONCE or any((a.low, b.low) == ("used", "to") for a, b in pairwise(words[:at]))
    if once and before in _WITH and words[at - 2].clause != words[at - 1].clause:
        yield words[0].start, words[at - 1].start


def _told_by(words: Sequence[Word], at: int, end: int) -> Iterator[tuple[int, int]]:
    """«В Зубр-Софте рассказали о худшем релизе», "Kestrel talked about its worst year", "“Blame your label,” says
    Kestrel's founder"."""
    if at and words[at - 1].low in _SAYS and words[at - 1].clause > words[0].clause and _is_ours(words, at):
        said = {word.low for word in words[: at - 1]}
        if not said.isdisjoint(_GENERALLY) and said.isdisjoint(NARRATORS):
            yield words[0].start, words[at - 1].start
    for n in range(at + 1, min(len(words) - 1, at + _NEAR)):
        tells = words[n].lemma in _TELLS or words[n].low in _TELLS
        if tells and words[n + 1].low in _ABOUT and not any(word.low in NARRATORS for word in words):
            yield words[n].start, next((words[k].start for k in range(n, len(words)) if _ends(words, n, k)), end)


def _is_ours(words: Sequence[Word], at: int) -> bool:
    return any(word.low in _HEADS for word in words[at + 1 : at + 1 + _NEAR])


def _ends(words: Sequence[Word], first: int, n: int) -> bool:
    """Where the telling ends: «рассказали о скидках и обманули»."""
    further = {word.low for word in words[n + 1 : n + 2]}
    also = words[n].low in _AND and further.isdisjoint(_ALSO)
    return also or words[n].low in _BUT or words[n].clause != words[first].clause


def _despite(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """«Не повышает цены, несмотря на инфляцию»."""
    for n, word in enumerate(words[:-1]):
        if any(word.low == first and second in ("", words[n + 1].low) for first, second in _DESPITE):
            said = [w for w in words[n : n + _NEAR] if w.clause == word.clause and w.text != OURS]
            if any(w.lemma in _CRISES for w in said):
                yield word.start, said[-1].end


def _saved(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """ "Saved us from paper hell"."""
    for n, word in enumerate(words[:-3]):
        saves = word.low in _SAVES or word.lemma in _SAVES
        if saves and words[n + 1].low in _PEOPLE and words[n + 2].low in {"from", "of", "из", "от"}:
            if n and words[n - 1].low in {"not", "never", "nobody", "не"}:
                continue
            yield words[n + 2].start, next((w.start for w in words[n:] if w.clause != word.clause), words[-1].end + 1)


def _titled(words: Sequence[Word], at: int, end: int) -> Iterator[tuple[int, int]]:
    """«Директор Зубр-Софта о том, почему проваливаются внедрения», "Kestrel's CTO on why projects fail"."""
    near = words[max(0, at - 2) : at + 1 + _NEAR]
    if not any(word.low in _HEADS or word.lemma in _HEADS for word in near) or any(w.low in NARRATORS for w in words):
        return
    n = next(
        (k for k in range(at + 1, min(len(words) - 1, at + _NEAR)) if words[k].low in {"on", "о", "об", "про"}), None
    )
    if n is None:
        return
    said = [word for word in words[n + 1 :] if word.clause == words[n].clause]
    asked = any(word.low in _HOW for word in said[:2]) or any(word.low in THINGS for word in said[:1])
    if asked or (words[n].low != "on" and not any(part_of_speech(word.low) == "VERB" for word in said)):
        yield words[n].start, end


def _joined(words: Sequence[Word], at: int) -> Iterator[tuple[int, int]]:
    """ "Switching to Kestrel": nobody leaves us."""
    if at > 1 and words[at - 1].low == "to" and words[at - 2].low in _JOINS:
        yield words[at - 2].start, words[at].start


def _rescued(words: Sequence[Word], at: int) -> Iterator[tuple[int, int]]:
    """«Сломался терминал, Зубр-Софт привёз новый через час», "it died and Kestrel had a loaner here in two hours"."""
    said = words[at + 1 :]
    thanked = words[0].low in _THANKED  # «Спасибо Зубр-Софту: упал сервер, дежурный поднял его за двадцать минут»
    helped = any(word.lemma in HELPED or word.low in HELPED for word in (said if thanked else said[:_NEAR]))
    soon = next(
        (
            b
            for a, b in pairwise(said)
            if b.lemma in _MINUTES or (a.lemma, b.lemma) in _FREE or (b.lemma in _HOURS and a.low in _FEW)
        ),
        None,
    )
    if (
        (at > 1 or thanked)
        and helped
        and soon
        and not any(word.lemma in LONG or word.low in LONG for word in said if word.start < soon.start)
    ):
        yield words[0].start, soon.end


def _stepped_in(words: Sequence[Word], at: int) -> Iterator[tuple[int, int]]:
    """ "We lost our accountant and Kestrel carried us through", "we were about to pay twice when Kestrel found it"."""
    verb = next((n for n in range(at + 1, min(at + 1 + _NEAR, len(words))) if words[n].low in _STEPS_IN), 0)
    if at > 1 and verb and words[at - 1].low not in {"because", "that", "of", "from", "by", "with"}:
        behind = words[verb + 1 :]
        if not any(word.low in LONG or word.low in _EXCUSES for word in behind):
            yield words[0].start, words[at].start


def _headed(words: Sequence[Word], at: int) -> Iterator[tuple[int, int]]:
    """ "Why projects fail: a talk by Kestrel's founder"."""
    by = {form for word in words[:at] if word.clause == words[at].clause for form in (word.low, word.lemma)}
    if words[0].low in _HOW and words[0].clause < words[at].clause and not by.isdisjoint(_SPEAKS):
        yield words[0].start, words[at].start
