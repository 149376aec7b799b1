"""Hears what did not come true with us, or is told of others before we are named: «боялись …», «пишут …, а у нас»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from monitor.sentiment.comparing import TIMES
from monitor.sentiment.former import PARTNERS
from monitor.sentiment.patterns import is_number
from monitor.sentiment.phrases import OURS
from monitor.sentiment.words import Word, in_one_breath
from monitor.words.morphology import part_of_speech

_SOONER = frozenset({"раньше", "sooner", "earlier"})
_CHOOSES = frozenset(
    {
        *("найти", "узнать", "взять", "купить", "перейти", "обратиться", "подключить", "поставить", "начать"),
        *("попробовать", "выбрать", "прийти", "внедрить", "познакомиться", "попасться", "встретить"),
        *("find", "discover", "start", "switch", "come", "try", "know", "meet", "hear", "use", "buy", "move"),
        *("join", "hire", "found", "switched", "started"),
    }
)
_UNTIL = frozenset({"пока", "until", "till"})
_CAME = frozenset({"bought", "installed", "moved", "chose", "adopted", "hired", "приехал", "появился", "took"})
_DENIES = frozenset({"не", "not", "never"})
_NEAR, _FAR = 3, 8  # words from a denial to what is denied, and from the verb to «раньше»
_FEARED = frozenset(
    {
        *("бояться", "опасаться", "переживать", "волноваться", "беспокоиться", "сомневаться", "пугать"),
        *("worried", "afraid", "feared", "nervous", "sceptical", "skeptical", "expected", "anxious", "scared"),
    }
)
_BETTER = frozenset(
    {
        *("проще", "легче", "лучше", "дешевле", "удобнее", "меньше", "спокойнее", "мягче"),
        *("simpler", "easier", "better", "cheaper", "smoother", "nicer", "less"),
    }
)
_THAN = frozenset({"чем", "than"})
_NOT_SO = frozenset(
    {("не", "оказаться"), ("не", "быть"), ("не", "подтвердиться"), ("не", "случиться"), ("без", "сучка")}
)
_NOTHING = frozenset(
    {"none", "unfounded", "hitch", "flawlessly", "smoothly", "зря", "напрасно", "гладко", "безболезненно"}
)
_TURNS = frozenset({"но", "а", "однако", "зато", "теперь", "сейчас", "потом", "but", "yet", "however", "now", "then"})
_THOUGHT, _TURNED_OUT = frozenset({"думать", "thought"}), frozenset({"оказаться", "turned"})
_WORSE = frozenset(
    {"хуже", "такой", "такого", "настолько", "вдвое", "that", "worse", "this"}
)  # «боялись, но такого не ждали»
_ONCE = frozenset({"раньше", "прежде", "сначала", "поначалу", "вначале", "previously", "formerly", "initially"})
_THEN = frozenset({("до", "этого"), ("до", "них"), ("before", "that"), ("used", "to"), ("at", "first")})
_HEARD = frozenset(
    {
        *("пишут", "говорят", "читал", "читала", "читали", "слышал", "слышала", "слышали", "верил", "верили", "ругают"),
        *("прочитал", "прочитала", "прочитали", "начитался", "начиталась", "начитались", "наслушались", "наслушался"),
        *("read", "heard", "say", "believed"),
    }
)
_BEGINS = 3  # words within which it is said who tells it
_OTHERS = frozenset({"другой", "чужой", "прошлый", "прошлое", "прежний", "предыдущий", "another", "other", "previous"})
_LEFT, _FROM = frozenset({"уйти", "сбежать", "left", "ditched", "dropped"}), frozenset({"от", "the", "those", "our"})
_AFTER = frozenset({"после", "after"})
_OF_ALL = frozenset({"всех", "многих", "большинства", "остальных", "других", "соседей", "коллег", "конкурентов"})
_AT, _OURSELVES = "у", frozenset({"нас", "меня"})
_RIVAL = frozenset({"конкурент", "rival", "competitor"})
_RIVALS = frozenset({"конкуренты", "остальные", "другие", "competitors", "rivals", "others"})
_WHILE, _WE = frozenset({"пока", "while"}), frozenset({"мы", "я", "у", "нам", "мне", "we", "i", "for", "ours", "mine"})
_RESCUES = frozenset(
    {"спасти", "выручить", "вытянуть", "вытащить", "справиться", "переубедить", "saved", "rescued", "pulled"}
)
_TOOK_OVER = frozenset({"took", "did", "delivered", "agreed", "said", "came", "stepped", "accepted"})
_AND = frozenset({"а", "но", "and", "but"})
_ALMOST = frozenset({"nearly", "almost", "чуть", "едва"})
_PASSES_BY = frozenset(
    {"passed", "skipped", "dismissed", "didn't", "walked", "отказаться", "передумать", "пройти", "уйти"}
)
_REVIEWS = frozenset({"отзыв", "reviews", "review", "ratings"})
_FAILS = frozenset(
    {
        *("упасть", "падать", "лечь", "лежать", "сломаться", "зависнуть", "отвалиться", "подвести", "сбой", "опоздать"),
        *("down", "crashed", "failed", "broke", "outage", "outages", "late", "hiccup", "glitch", "issue", "problem"),
    }
)
_YEARS = frozenset({"год", "лет", "месяц", "years", "year", "months"})
_FEW = frozenset({"один", "одна", "два", "две", "три", "1", "2", "3", "one", "two", "three"})
_MANY_YEARS = frozenset({"года", "лет", "years"})
_MERE = frozenset({"один", "всего", "лишь", "единственный", "ровно", "только"})
_WITHOUT, _FOR, _WOULD = "without", "for", frozenset({"would", "we'd", "i'd"})
_WERE_IT_NOT = frozenset({"been", "not", "weren't", "wasn't"})


def relieved(words: Sequence[Word], ours: Sequence[int]) -> Iterator[tuple[int, int]]:
    """From which character to which of a sentence; `ours` is where it names us."""
    for at in ours[:1]:
        if _came_late(words) or any(_but_for(words, n) for n in ours):
            yield words[0].start, words[-1].end + 1
        if until := until_we_came(words):
            yield words[0].start, until
        if turn := _turn(words, at):
            yield words[0].start, turn.start
        elif _rescued(words, at):
            yield words[0].start, words[at].start
        elif words[0].low in _AFTER and (theirs := _partner(words[:at])):
            yield words[0].start, theirs.end
    yield from _failed_once(words)
    if any(word.lemma in _REVIEWS for word in words) and _passed_by(words):
        yield words[0].start, words[-1].end + 1
    first = next((word for word in words if word.lemma in _FEARED | _THOUGHT), None)
    if first is not None and (after := _came_to_nothing(words, first)):
        yield first.start, after
    yield from (
        (two.start, two.end) for one, two in pairwise(words) if two.lemma in _FEARED and _better_than(words, one)
    )


def _better_than(words: Sequence[Word], before: Word) -> bool:
    """«Проще, чем я боялся», "simpler than we feared"."""
    near = [word.low for word in words if word.start <= before.start][-_NEAR - 1 :]
    return any(one in _BETTER and two in _THAN for one, two in pairwise(near))


def until_we_came(words: Sequence[Word]) -> int:
    """Where it is said that it was so till then, 0 where it is not: «теряли заявки, пока не внедрили Зубр-Софт».

    "Drowning in errors until Kestrel" says the same.
    """
    n = next((n for n, word in enumerate(words) if word.low in _UNTIL), len(words))
    said = words[n + 1 : n + 2 + _NEAR]
    at = next((k for k, word in enumerate(said) if word.text == OURS), 0)
    came = any(word.lemma in _CHOOSES or word.low in _CAME for word in said[:at])
    ended = at == 0 and bool(said) and said[0].text == OURS and said[-1] is words[-1] and len(said) == 1
    return words[n].start if n and (came or ended) else 0


def _came_late(words: Sequence[Word]) -> bool:
    """«Обидно, что не нашли их раньше», "the worst is that I did not find it sooner"."""
    if words[-1].low not in _SOONER:
        return False
    return any(
        (word.lemma in _CHOOSES or word.low in _CHOOSES) and any(map(_denies, words[max(0, n - _NEAR) : n]))
        for n, word in enumerate(words[-_FAR:], max(0, len(words) - _FAR))
    )


def _passed_by(words: Sequence[Word]) -> bool:
    """«Чуть не отказались из-за плохих отзывов», "nearly passed on them"."""
    near = (words[n + 1 : n + _NEAR] for n, word in enumerate(words) if word.low in _ALMOST)
    return any(word.lemma in _PASSES_BY for some in near for word in some)


def _failed_once(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """«За пять лет упал один раз», "five years and it went down once"."""
    if not any(word.lemma in _YEARS for word in words):
        return
    few = _FEW if any(word.low in _MANY_YEARS for word in words) else frozenset()
    once = any(
        (a.low in few and b.lemma in _FAILS)  # "two outages in three years"
        or (a.lemma in _FAILS and b.low in {"был", "было"} and words[min(n + 2, len(words) - 1)].low in few)
        or (b.low == "once" and a.low not in _DENIES and a.low != "than")
        or (b.low in {"раз", "однажды"} and a.lemma in _MERE)
        for n, (a, b) in enumerate(pairwise(words))
    )
    if once and not any(word.low == "more" for word in words):
        yield from ((one.start, two.end) for one, two in pairwise(words) if two.lemma in _FAILS)


def _but_for(words: Sequence[Word], at: int) -> bool:
    """ "Without Kestrel we would have missed it", "if it weren't for Kestrel"."""
    before = [word.low for word in words[max(0, at - 2) : at]]
    spared = before[-1:] == [_WITHOUT] or (before[-1:] == [_FOR] and before[0] in _WERE_IT_NOT)
    return spared and any(word.low in _WOULD for word in words)


def _rescued(words: Sequence[Word], at: int) -> bool:
    """«Дорада нас подвела, Зубр-Софт спас»."""
    begins = at and (words[at].clause > words[at - 1].clause or words[at - 1].low in _AND)
    return bool(begins) and any(word.lemma in _RESCUES for word in words[at + 1 : at + 2])


def _came_to_nothing(words: Sequence[Word], feared: Word) -> int:
    """Where it begins that it was not so; 0 where nobody says that."""
    behind = [word for word in words if word.clause > feared.clause]
    was_not = any({(one.low, two.low), (one.low, two.lemma)} & _NOT_SO for one, two in pairwise(behind))
    spared = any((one.low, two.low) == (_WITHOUT, "a") for one, two in pairwise(behind))  # "without a single call"
    if was_not or spared or any(word.low in _NOTHING for word in behind):
        return behind[0].start
    turn = next(
        (
            two
            for one, two in pairwise([feared, *behind])
            if two.clause > one.clause
            and (two.lemma in _TURNED_OUT or (two.low in _TURNS and feared.lemma not in _THOUGHT))
        ),
        None,
    )
    return turn.start if turn and not any(word.low in _WORSE for word in behind) else 0


def _turn(words: Sequence[Word], at: int) -> Word | None:
    """Where it turns from others, or from what once was, to us: «до этого был кошмар, теперь …», "bad reviews, but"."""
    all_one = in_one_breath(words)
    turns = (
        n for n in range(at, 0, -1) if words[n].low in _TURNS and (all_one or words[n].clause > words[n - 1].clause)
    )
    n = next(turns, 0) or _to_us(words, at)
    rivals = words[0].low in _RIVALS or (words[0].low in _WHILE and words[1].low in _RIVALS)
    rivals = rivals or any(word.lemma in _RIVAL for word in words[:_BEGINS])
    if at and words[at].clause > words[at - 1].clause and (rivals or _partners_gave_up(words, at)):
        return words[at]
    before, pairs = words[:n], {(one.low, two.low) for one, two in pairwise(words[:n])}
    once = any(word.low in _ONCE for word in before[:1]) or not pairs.isdisjoint(_THEN)
    heard = any(word.low in _HEARD for word in before[:_BEGINS])
    left = any(one.lemma in _LEFT and two.low in _FROM for one, two in pairwise(before))
    others = any(one.lemma in _OTHERS and two.lemma not in TIMES for one, two in pairwise(before))
    of_all = [word.low for word in before[:2]]
    we = [word.low for word in words[n + 1 : n + 3]]
    theirs = of_all[:1] == we[:1] == [_AT] and not _OF_ALL.isdisjoint(of_all) and not _OURSELVES.isdisjoint(we)
    return words[n] if n and (once or heard or left or others or theirs or rivals) else None


def _partners_gave_up(words: Sequence[Word], at: int) -> bool:
    """«Три интегратора отказались, Зубр-Софт взялся»: others, told of before us, as more than one."""
    many = next((two for one, two in pairwise(words[:_BEGINS]) if one.low in _FEW or is_number(one.low)), None)
    does = any(part_of_speech(word.low) == "VERB" or word.low in _TOOK_OVER for word in words[at + 1 : at + 2])
    return does and many is not None and many.lemma.removesuffix("s") in PARTNERS


def _to_us(words: Sequence[Word], at: int) -> int:
    """Where it turns behind our name to whoever tells it: «все ругают нас, а мы довольны»; 0 where it does not."""
    pairs = ((n, one, two) for n, (one, two) in enumerate(pairwise(words[at + 1 :]), at + 1))
    return next(
        (n for n, one, two in pairs if one.low in _TURNS and two.low in _WE and one.clause > words[n - 1].clause), 0
    )


def _partner(before: Sequence[Word]) -> Word | None:
    """«После краха прошлого подрядчика»."""
    pairs = pairwise(before[: _FAR // 2 + 1])
    return next((two for one, two in pairs if one.lemma in _OTHERS and two.lemma.removesuffix("s") in PARTNERS), None)


def _denies(word: Word) -> bool:
    return word.low in _DENIES or word.low.endswith("n't")
