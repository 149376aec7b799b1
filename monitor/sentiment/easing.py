"""Hears in English what becomes less, is mended or kept off, and what is only spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from monitor.sentiment.patterns import is_number
from monitor.sentiment.unmet import unmet
from monitor.sentiment.words import Mark, Word

_EASED: Final = -0.5  # what is left of something bad that is kept off: a small praise
_REACH = 4
_FAR = 10  # words behind something bad within which it is mended
_DENIED = frozenset({"not", "no", "never", "without", "cannot", "hardly", "nor", "to"})  # "to": is yet to come
_KEEPS_OFF = frozenset(
    {
        *("prevents", "prevented", "avoids", "avoided", "avoiding", "stops", "stopped"),
        *("eliminates", "eliminated", "eliminate", "eliminating", "reduces", "reduced", "reduce", "reducing"),
        *("minimizes", "minimized", "minimizing", "minimises", "minimised", "decreases", "decreased", "lowers"),
        *("filters", "blocks", "blocking", "removes", "spares", "spared", "solves", "solved"),
        *("resolves", "goodbye", "bye", "rid", "fewer", "minimal", "halves", "halved", "prevent", "avoid"),
    }
)
_WANES = frozenset(
    {
        *("dropped", "drops", "fell", "decreased", "decreases", "disappeared", "vanished", "halved", "shrank"),
        *("gone", "stopped", "ended"),
    }
)
_HAVE = frozenset({"have", "has", "had", "simply", "completely", "finally", "also", "suddenly", "all", "just"})
_IS = frozenset({"is", "are", "was", "were", "been", "be", "got", "gets", "get", "being"})
_IS_ALL = _IS | {"both", "all", "each"}  # "two hiccups, both sorted"
_MENDED = frozenset(
    {
        *("fixed", "resolved", "solved", "sorted", "restored", "repaired", "corrected", "addressed", "replaced"),
        *("refunded", "rectified", "handled", "patched"),
    }
)
_MENDS = frozenset({"fixed", "resolved", "solved", "sorted", "fixes", "repaired", "corrected", "patched", "handled"})
_AWAY = frozenset({"out", "away"})
_TAKES = frozenset({"take", "takes", "took", "taking", "taken"})
# What a text may be about without complaining.
_WORLD = frozenset({"news", "fraud", "legal", "security", "-", "neutral"})
THINGS = frozenset(
    {
        *("cancer", "dead", "death", "crime", "murder", "attack", "attacks", "emergency", "disaster", "crisis"),
        *("war", "risk", "risks", "threat", "threats", "violence", "suicide", "kill", "kills", "killing", "victim"),
        *("missing", "error", "errors", "bug", "bugs", "failure", "failures", "complaint", "complaints", "stress"),
        *("outage", "outages", "downtime", "crash", "offline", "alarm", "danger", "harm", "warning", "incident"),
        *("disease", "debt", "debts", "loss", "losses", "hacker", "hackers", "attacking", "criminals", "thieves"),
        *("fire", "trauma", "shock", "panic", "smoke", "pain", "stuck", "abuse", "injury", "accident", "accidents"),
        *("hail", "drought", "weapons", "cry", "theft", "vulnerability", "vulnerabilities", "penalty", "penalties"),
        *(
            "burnout",
            "waste",
            "breakdown",
            "breakdowns",
            "hunger",
            "poverty",
            "chargebacks",
            "spam",
            "phishing",
            "ransomware",
            "malware",
            "scammers",
        ),
        *(
            "fraudsters",
            "criminal",
            "delay",
            "delays",
            "churn",
            "breakage",
            "breakages",
            "inefficiency",
            "inefficiencies",
        ),
        *("inaccuracies", "inconsistencies", "hold-ups", "holdups", "mistakes", "layoffs", "disputes"),
    }
)
_HEADS = frozenset(
    {
        *("detection", "prevention", "protection", "alert", "alerts", "alarm", "monitoring", "management"),
        *("insurance", "tracking", "tracker", "analytics", "scanner", "recovery", "response", "drill", "simulator"),
        *("handling", "centre", "center", "clinic", "clinics", "foundation", "research", "bank", "letter", "log"),
        *("logs", "policy", "awareness", "module", "filter", "filters", "filtering", "hotline", "report", "reports"),
        *("reporting", "tool", "tracker", "victims", "person", "persons", "child", "children", "values", "process"),
        *("processes", "radar", "team", "factors", "doors", "kit", "kits", "barriers", "absorbers", "button"),
        *("sensors", "detectors", "extinguishers", "mode", "access", "sync", "maps", "storage", "use", "first"),
        *("capability", "reading", "editing", "payments", "prediction", "forecasting", "analysis", "relief", "fund"),
    }
)
_TOPICS = frozenset(
    {
        *("study", "survey", "webinar", "workshop", "tutorial", "explains", "insures", "detects", "detecting"),
        *("insurance", "conference", "seminar", "talk", "hotline", "podcast", "checklist", "whitepaper", "guide"),
        *("research", "researchers", "helps", "helping", "insurers", "handbook", "simulates", "teaches", "course"),
        *("training", "denies", "denied", "denying", "refutes", "refuted"),
    }
)
_REPORTS = frozenset(  # before what they tell of: "a report on late suppliers", "talks on failed rollouts"
    {
        *("report", "reports", "article", "articles", "talks", "session", "sessions", "lecture", "lectures"),
        *("panel", "story"),
    }
)
_GUIDES = frozenset({"guide", "handbook", "introduction", "primer"})
_MANY = re.compile(r"(?!always|does)[a-z]{3,}s\Z")  # "suppliers"
_TELLS = frozenset({"on", "about", "into", "deals", "covers", "covering", "how"})  # "a seminar on data loss"
_ONE_MORE = frozenset({"a", "an", "some", "several", "other", "minor", "various", "many", "all"})
_HOW_TO = ("how", "to")
_WE = frozenset({"they", "it", "we", "i"})
ASKS = frozenset({"why", "how", "what", "when", "who", "which", "that", "where", "shows", "says", "found", "finds"})
_AGAINST, _WITHOUT, _NEAR = "against", "without", 2
TOOLS = frozenset(
    {
        *("system", "software", "app", "scanner", "sensor", "sensors", "tool", "platform", "module", "camera"),
        *("cameras", "algorithm", "bot", "monitor", "detector", "detectors", "analyser", "analyzer", "filter"),
        *("firewall", "device", "antivirus", "dashboard", "portal", "tracker", "plugin", "erp", "crm", "wms", "mes"),
        *("tms", "siem", "dlp", "ai"),
    }
)
_FINDS = frozenset(
    {
        *("flags", "flag", "detects", "detect", "catches", "catch", "highlights", "highlight", "spots", "spot"),
        *("identifies", "identify", "filters", "blocks", "finds", "intercepts", "quarantines", "weeds"),
    }
)
_WARNS = frozenset({"warns", "alerts", "reminds", "notifies", "warn", "alert"})
_OF = frozenset({"of", "about"})
_NOT_FOUND = frozenset(
    {
        *("as", "with", "in", "on", "by", "for", "and", "or", "when", "if", "after", "before", "to", "from", "every"),
        *("false", "fake", "phantom", "constantly", "again", "only", "but"),
    }
)
NOT_THERE = frozenset({"exist", "nobody", "no", "none", "nothing"})  # "errors that do not exist", "but nobody reacts"
_LITTLE = frozenset({"few", "less"})  # "very few problems", but not "a few problems"
_EVER, _HARDLY = "ever", frozenset({"hardly", "rarely", "scarcely", "barely", "seldom"})
_FEW_INDEED = frozenset({"very", "so", "with", "much", "far", "had", "have"})


class _Topic(NamedTuple):
    """Behind which words a sentence only speaks of things, up to where, and behind which of things of a kind."""

    named: int
    told: int
    end: int
    reported: int


def eased(words: Sequence[Word], marks: list[Mark]) -> list[Mark]:
    """The marks of a sentence; what is bad and ends weighs the other way, what is only a topic weighs nothing."""
    if all(mark.weight >= 0 for mark in marks):
        return marks
    places = {word.start: n for n, word in enumerate(words)}
    topic = _topic(words)
    kept = []
    for mark in marks:
        first = places.get(mark.start)
        times = _times(words, first, mark, topic) if mark.weight < 0 and first is not None else 1.0
        if times:
            kept.append(mark._replace(weight=mark.weight * times))
    return kept


def _times(words: Sequence[Word], first: int, mark: Mark, topic: _Topic) -> float:
    last, clause = first, words[first].clause
    while last + 1 < len(words) and words[last + 1].start < mark.end:
        last += 1
    after = [word.low for word in words[last + 1 : last + 1 + _FAR] if word.clause == clause]
    thing = mark.about in _WORLD or (first == last and words[first].low in THINGS)
    if topic.told < first < topic.end or (
        thing and (topic.named < first < topic.end or _is_topic(words, first, after))
    ):
        return 0.0
    if topic.reported < first == last and _MANY.match("".join(after[:1])):
        return 0.0
    if _reported(words, first) or _mended(after) or _mends(words, first, clause):
        return 0.0
    if (words[first].low != _WITHOUT and _kept_off(words, first, after)) or _wanes(after) or unmet(words, first):
        return _EASED
    return 1.0


def _topic(words: Sequence[Word]) -> _Topic:
    nowhere = len(words)
    pairs = list(pairwise(word.low for word in words))
    told = next((n + 1 for n, pair in enumerate(pairs) if _tells(*pair)), nowhere)
    named = next((n for n, word in enumerate(words) if word.low in _TOPICS), nowhere)
    reported = next((n + 1 for n, (low, after) in enumerate(pairs) if low in _REPORTS and after in _TELLS), nowhere)
    how = next((n + 1 for n, pair in enumerate(pairs) if pair == _HOW_TO), nowhere)
    return _Topic(min(named, how), told, judged(words, named), reported)


def _tells(low: str, after: str) -> bool:
    """ "A webinar on data loss", "the guide to chargebacks"."""
    return (low in _TOPICS and after in _TELLS) or (low in _GUIDES and after == "to")


def judged(words: Sequence[Word], at: int) -> int:
    """Where something is said of a webinar or a guide itself: "the guide is full of lies"; not so "is about fraud"."""
    for n in range(at + 1, len(words)):
        low = words[n].low
        if low in ASKS:
            break
        if words[n].clause != words[at].clause:
            return n if low in _WE else len(words)
        if low in _IS and not any(word.low in _TELLS for word in words[n + 1 : n + 1 + _NEAR]):
            return n
    return len(words)


def _is_topic(words: Sequence[Word], first: int, after: Sequence[str]) -> bool:
    """ "Fraud alerts", "insured against fraud"."""
    heads = after[:1] and after[0] in _HEADS
    return bool(heads) or any(word.low == _AGAINST for word in words[max(0, first - _NEAR) : first])


def _reported(words: Sequence[Word], first: int) -> bool:
    """ "The scanner catches errors", "the ERP reminds us of overdue payments"."""
    clause, between = words[first].clause, {words[first].low}
    if any(word.low in NOT_THERE for word in words[first + 1 :]):
        return False
    for n in range(first - 1, max(0, first - 1 - _REACH), -1):
        low = words[n].low
        if words[n].clause != clause or not _NOT_FOUND.isdisjoint(between):
            return False
        if low in _FINDS or (low in _WARNS and not _OF.isdisjoint(between)):
            before = [word.low for word in words[max(0, n - _REACH) : n] if word.clause == clause]
            return not TOOLS.isdisjoint(before) and not any(_denies(one) for one in before)
        between.add(low)
    return False


def _kept_off(words: Sequence[Word], first: int, after: Sequence[str]) -> bool:
    """ "Reduced errors", "very few problems", "took the pain out of"."""
    clause = words[first].clause
    for n in range(first - 1, max(-1, first - 1 - _REACH), -1):
        low = words[n].low
        if words[n].clause != clause:
            return False
        if low in _TAKES and after[:1] and after[0] in _AWAY:
            return True
        if low in _KEEPS_OFF and words[n + 1].low != "than":
            return not (n and _denies(words[n - 1].low))
        if low in _LITTLE:
            return n > 0 and words[n - 1].low in _FEW_INDEED
        if low == _EVER:
            return n > 0 and words[n - 1].low in _HARDLY
    return False


def _mended(after: Sequence[str]) -> bool:
    """ "The bug I reported was fixed"."""
    at = next((n for n, low in enumerate(after) if low in _MENDED), None)
    if not at:
        return False
    before = after[max(0, at - 3) : at]
    return not _IS_ALL.isdisjoint(before) and not any(_denies(low) or low in {"until", "be"} for low in before)


def _mends(words: Sequence[Word], first: int, clause: int) -> bool:
    """ "They fixed the login bug"."""
    for n in range(first - 1, max(-1, first - 1 - _FAR), -1):
        low = words[n].low
        if words[n].clause != clause or low in {"but", "after", "with", "by"}:
            return False
        if low == "and" and not (is_number(words[n + 1].low) or words[n + 1].low in _ONE_MORE):
            return False
        if words[n].low in _MENDS:
            return not any(_denies(word.low) for word in words[max(0, n - 2) : n])
    return False


def _wanes(after: Sequence[str]) -> bool:
    """ "Downtime dropped", "complaints went from 20 a week to 2"."""
    wanes = next((n for n, low in enumerate(after[:2]) if low in _WANES), None)
    return _falls(after) if wanes is None else not wanes or after[0] in _HAVE


def _falls(after: Sequence[str]) -> bool:
    at = next((n for n, low in enumerate(after) if low == "from"), None)
    if at is None or not any(low in {"went", "down", "goes", "come", "came", "gone", "dropped"} for low in after[:at]):
        return False
    figures = [int(low) for low in after[at:] if low.isdigit()]
    return len(figures) == 2 and figures[1] < figures[0]  # noqa: PLR2004  # from and to


def _denies(low: str) -> bool:
    return low in _DENIED or low.endswith("n't")
