"""Hears the same in English: what a product handles, finds or mends, "handles refunds and complaints"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from monitor.sentiment.easing import NOT_THERE, THINGS, TOOLS
from monitor.sentiment.phrases import OURS
from monitor.sentiment.reported import WE, is_by_tool
from monitor.sentiment.words import Mark, Word

_REACH, _FAR, _NEAR = 7, 6, 3  # words from a verb to what it handles, to whoever does it, to what denies it
_HANDLES: Final = frozenset(
    {
        *("handles", "processes", "manages", "tracks", "counts", "detects", "spots", "flags", "catches", "automates"),
        *("identifies", "filters", "prevents", "reduces", "cuts", "fixes", "resolves", "repairs", "treats", "covers"),
        *("restores", "recovers", "removes", "collects", "buys", "cleans", "clears", "insures", "triages", "assigns"),
        *("reimburses", "responds", "reacts", "analyses", "analyzes", "monitors", "logs", "sorts", "hears"),
        *("records", "investigates", "reviews", "predicts", "forecasts", "warns", "reminds", "teaches", "trains"),
        *("protects", "quarantines", "recycles", "solves", "eliminates", "explains", "reconciles", "corrects"),
        *("highlights", "answers", "classifies", "measures", "categorises", "categorizes", "shows", "lists"),
        *("displays", "reports", "detected", "spotted", "flagged", "caught", "identified", "filtered", "prevented"),
        *("analysed", "analyzed", "reduced", "fixed", "resolved", "repaired", "restored", "recovered", "removed"),
        *(
            "finds",
            "screens",
            "checks",
            "vets",
            "scans",
            "closes",
            "closed",
            "replaced",
            "cleared",
            "found",
            "solved",
            "eliminated",
            "corrected",
            "investigated",
        ),
        *("estimates", "estimated", "calculates", "calculated", "quantifies", "simulates", "sees", "recognises"),
    }
)
_HANDLE: Final = frozenset(
    {
        *("handle", "process", "manage", "track", "detect", "spot", "flag", "catch", "identify", "filter", "block"),
        *("stop", "prevent", "reduce", "cut", "fix", "resolve", "repair", "restore", "recover", "remove", "clean"),
        *("clear", "treat", "cover", "insure", "respond", "react", "analyse", "analyze", "monitor", "log", "record"),
        *("sort", "investigate", "review", "predict", "chase", "solve", "eliminate", "correct", "find", "avoid"),
        *(
            "fight",
            "combat",
            "tackle",
            "curb",
            "end",
            "beat",
            "dispute",
            "contest",
            "challenge",
            "estimate",
            "calculate",
        ),
    }
)
_ANNOUNCES = frozenset(  # "opened a hotline for angry customers"
    {
        *("opens", "opened", "launches", "launched", "publishes", "published", "sponsors", "sponsored", "hosts"),
        *("unveils", "unveiled", "introduces", "introduced", "presents", "presented", "announces", "announced"),
        *("starts", "started", "adds", "added", "offers", "extends", "extended", "joins", "joined", "holds"),
        *("rolls", "rolled", "releases", "released", "partners", "partnered", "invests", "invested", "donates"),
        *("donated", "supports", "supported", "funds", "funded", "names", "named", "appoints", "appointed", "hires"),
        *("hired", "raises", "raised", "develops", "developed", "completes", "completed", "expands", "expanded"),
        *("backs", "backed", "leads", "organises", "organizes", "helps", "hosted"),
    }
)
_TOPIC = frozenset({"for", "about", "on", "against", "of", "by", "from"})
_WORLD = frozenset({"fraud", "security", "news", "legal"})
_LOTS = frozenset(
    {"lot", "lots", "ton", "tons", "bunch", "pile", "full", "series", "host", "dozens", "hundreds", "plenty"}
)
_ITS_OWN = frozenset({"its", "with", "without", "despite", "due", "because", "while", "when", "where", "than"})
_REFUSES = frozenset({"rejects", "refuses", "blocks", "stops", "retires", "retiring", "deletes", "disables"})
_UNWANTED = frozenset(
    {
        *("malformed", "weak", "suspicious", "invalid", "duplicate", "fake", "expired", "phishing", "spam"),
        *("malicious", "corrupt", "corrupted", "incomplete", "unsigned", "unknown", "fraudulent", "old", "outdated"),
        *("forged", "its"),
    }
)
_HELPS = frozenset({"helps", "helped", "can", "lets", "how", "able", "designed", "built", "used", "way", "teaches"})
_ASSISTS = frozenset({"helps", "helped", "help", "lets"})
_SAYS = frozenset(
    {
        *("explains", "hears", "shows", "understands", "predicts", "analyses", "detects", "notices", "estimates"),
        *("calculates", "measures"),
    }
)
_IS = frozenset({"are", "is", "get", "gets"})
_SEEN = frozenset(
    {
        *("flagged", "highlighted", "caught", "logged", "handled", "visible", "shown", "listed", "recorded", "tracked"),
        *("detected", "spotted", "filtered", "routed", "reported", "quarantined", "corrected", "removed"),
    }
)
_ASKS = frozenset({"when", "what", "which", "why", "where", "how"})
_NOT = frozenset({"not", "never", "no", "without", "nobody", "cannot", "hardly", "barely", "rarely"})
_MINE = frozenset(
    {
        *("my", "our", "own", "me", "us", "this", "these", "every", "all", "real", "valid", "legitimate", "legit"),
        *("genuine", "normal", "only", "but", "badly", "instead", "without", "never", "not", "as", "like", "with"),
        *("after", "just", "because", "until", "despite", "again", "constantly", "itself", "you", "your", "than"),
        *("more", "cannot", "no", "nobody", "nothing", "so", "good", "their", "due", "is", "are", "was", "were"),
        *("has", "have", "did", "too", "wrong", "incorrect", "false", "bogus", "inaccurate", "stale", "random"),
        *("weeks", "months", "days", "hours", "excuse", "excuses"),
    }
)
_LASTS = frozenset({"all", "every", "again", "constantly", "days", "weeks", "months", "badly", "like", "instead"})
_WELL = frozenset(
    {
        *("automatically", "immediately", "instantly", "nightly", "daily", "weekly", "quickly", "early", "only"),
    }
)
_OPINIONS = frozenset({"reviews", "review", "comments", "feedback", "reviewers", "critics"})
_BEHIND = frozenset(
    {
        *("from", "of", "by", "per", "across", "and", "or", "before", "in", "for", "to", "on", "at", "so", "around"),
    }
)
_AND = frozenset({"and", "or"})
_UNPLEASANT = frozenset(
    {
        *("bad", "late", "angry", "rude", "dirty", "faulty", "broken", "unpleasant", "rejected", "failed", "missed"),
        *("missing", "lost", "overdue", "duplicate", "damaged", "unpaid", "expired"),
    }
)


def handled_in_english(words: Sequence[Word], at: int, mark: Mark) -> bool:
    """ "Handles refunds, disputes and complaints"; not so "blocks our emails", "answers emails late"."""
    low = words[at].low
    if low in _REFUSES:
        after = words[at + 1 : at + 2]
        return bool(after) and after[0].low in _UNWANTED and _does(words, at)
    if low in _HANDLE and (helps := _helper(words, at)) is not None:
        return _does(words, helps)
    thing = _is_thing(words, at, mark) and not any(word.low in NOT_THERE for word in words[at + 1 :])
    noun = thing or low in THINGS or mark.about in _WORLD
    if _is_told(words, at) or _passes(words, at) or (noun and _is_aim(words, at)):
        return True
    for n in range(at, max(-1, at - 1 - _REACH), -1):
        low = words[n].low
        if low in _MINE or words[n].text == OURS:
            return False
        if n == at:
            continue
        if low in _HANDLES or (low in _REFUSES and words[at].low in _UNWANTED):
            return (thing or (noun and _is_for(words, n, at))) and _does(words, n)
        if low in _ANNOUNCES:
            return _is_for(words, n, at) and noun and _does(words, n)
        if low in _HANDLE:
            helps = not _HELPS.isdisjoint(word.low for word in words[max(0, n - 2) : n])
            return thing and helps and _does(words, n)
    return False


def _helper(words: Sequence[Word], at: int) -> int | None:
    """ "Helps warehouses cut losses and avoid fines"."""
    near = range(at - 1, max(-1, at - 1 - _REACH), -1)
    return next((n for n in near if words[n].low in _ASSISTS and words[n].clause == words[at].clause), None)


def _is_for(words: Sequence[Word], verb: int, at: int) -> bool:
    """ "Opened a hotline for angry customers"; not so "added a lot of errors", "launched it with bugs"."""
    last = next((n for n in range(at - 1, verb, -1) if words[n].low in _TOPIC and words[n - 1].low not in _LOTS), None)
    if last is None or any(word.low in _ITS_OWN and word.low != "its" for word in words[verb:at]):
        return False
    return all(word.low != "its" for word in words[last:at])


def _is_aim(words: Sequence[Word], at: int) -> bool:
    """ "Partners with Acme to fight food waste"."""
    n = next((n for n in range(at - 1, max(1, at - 1 - _NEAR), -1) if words[n].low == "to"), None)
    if n is None or words[0].text != OURS or words[1].low not in _ANNOUNCES or words[n + 1].low not in _HANDLE:
        return False
    return not any(word.low in WE or word.low in _NOT or word.low in _ITS_OWN for word in words[n:at])


def _passes(words: Sequence[Word], at: int) -> bool:
    """ "Errors are flagged before release"."""
    n = next((k for k in range(at + 1, min(len(words) - 1, at + 1 + _NEAR)) if words[k].low in _IS), None)
    if n is None or words[n + 1].low not in _SEEN or not _LASTS.isdisjoint(w.low for w in words[n:]):
        return False
    return any(word.text == OURS or word.low in TOOLS for word in words)


def _is_told(words: Sequence[Word], at: int) -> bool:
    """ "Explains why ignoring updates is dangerous"."""
    for n in range(at - 1, max(-1, at - 1 - _REACH), -1):
        if words[n].low in WE:
            return False
        if words[n].low in _SAYS and words[n + 1].low in _ASKS:
            return _does(words, n)
    return False


def _is_thing(words: Sequence[Word], at: int, mark: Mark) -> bool:
    """Whether it can be what is handled: "late deliveries", "complaints", but not the "late" of "answers late"."""
    low, before = words[at].low, words[max(0, at - 1)]
    follows = next((word for word in words[at + 1 :] if word.start >= mark.end), None)
    listed = before.low in _AND or before.clause != words[at].clause
    rest = [word.low for word in words[at + 1 : at + 1 + _NEAR]]
    if not _OPINIONS.isdisjoint(rest[:1]) or not WE.isdisjoint(rest) or any(map(_spoils, rest, [*rest[1:], ""])):
        return False
    closes = follows is None or follows.clause != words[at].clause or follows.low in _BEHIND
    single = mark.end <= words[at].end
    if listed:
        return (single and closes and low.endswith("s")) or (low in _UNPLEASANT and not closes)
    if low.endswith("s") or not single:
        return closes or before.low not in _AND
    return not closes and follows is not None and follows.low not in _MINE and not follows.low.endswith("ly")


def _spoils(low: str, following: str) -> bool:
    """ "Processes refunds slowly", "shows errors all day", "handles complaints by ignoring them"."""
    if low in _LASTS or (low == "by" and following.endswith("ing")):
        return True
    return low.endswith("ly") and low not in _WELL


def _does(words: Sequence[Word], verb: int) -> bool:
    before = words[max(0, verb - _FAR) : verb]
    if any(w.low in _NOT or w.low.endswith("n't") for w in before[-_NEAR:]):
        return False
    return is_by_tool(words, verb, before, TOOLS)
