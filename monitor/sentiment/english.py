"""Weighs the words of an English sentence by VADER, with words of business added and misleading ones dropped."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from copy import copy
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from vaderSentiment.vaderSentiment import BOOSTER_DICT, SentimentIntensityAnalyzer, SentiText, negated

from monitor.sentiment.easing import eased
from monitor.sentiment.english_numbers import figures
from monitor.sentiment.instead import otherwise
from monitor.sentiment.lexicon import Lexicon, Said, entries
from monitor.sentiment.patterns import Patterns
from monitor.sentiment.remedy import stays
from monitor.sentiment.words import Mark, Word

_TOKEN = re.compile(r"\S+")
_PARTS = re.compile(r"[ |]")
_FIGURE = re.compile(r"\d|out of|stars?\b|from |in [ADFJMNOS]|(?:seat|licen[cs]e)s\b")  # else no figure says anything
_REACH = 3  # words before the one that is turned round
_TURNED_GOOD, _TURNED_BAD = -0.74, -0.5  # VADER's, and what is left of a bad phrase that is denied
_SCARCELY = frozenset({"seldom", "despite", "no"})  # "no fixed fee", "critics seldom settle arguments"
_LONG_REACH = {"never": 5}  # "never had a delivery arrive on time"
_NOT_ALONE = frozenset({"only", "just", "merely"})
_HAS_TO = frozenset({"have", "had", "need", "needed"})
_OUGHT = frozenset({"shouldn't", "should", "nothing"})
_ENOUGH, _ENOUGH_REACH, _CANNOT = "enough", 6, frozenset({"can't", "cannot", "couldn't"})
_PRAISED = Said(2.8, "praise")  # "can't recommend them enough"
_ONCE = (("used", "to", "be"), ("used", "to", "have"), ("used", "to", "work"))  # it is so no more
_LESS = 3
_BUT, _NOW = frozenset({"but", "however"}), frozenset({"now", "yet", "sadly", "otherwise"})  # these behind a comma
_BEFORE_BUT, _AFTER_BUT = 0.5, 1.5  # VADER's
_IN_FACT = frozenset({("in", "reality"), ("in", "practice"), ("in", "truth"), ("then", "silence"), ("then", "nothing")})
_MET = frozenset({"seen", "had", "met", "experienced", "received", "encountered", "see"})
_PAUSES = (",", ";", ":")


_analyzer = cache(SentimentIntensityAnalyzer)  # it reads two files


class English:
    """VADER with our list over its own, asked word by word so that every word's share is known."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._phrases = lexicon.phrases
        self._needs = lexicon.needs
        self._patterns = Patterns(lexicon.roomy)
        self._vader = copy(_analyzer())
        its = {word: weight for word, weight in self._vader.lexicon.items() if word not in lexicon.dropped}
        self._vader.lexicon = its | {word: said.weight for word, said in lexicon.words.items()}
        self._words = lexicon.words
        self._remedies = lexicon.remedies

    @cached_property
    def _known(self) -> frozenset[str]:
        listed = {word for entry in entries("en.tsv") for word in _PARTS.split(entry.text)}
        return frozenset(word for word in {*self._vader.lexicon, *BOOSTER_DICT, *listed} if len(word) > 1)

    def knows(self, low: str) -> bool:
        """Whether a word is one of the lists, be it in a phrase."""
        return low in self._known

    @classmethod
    @lru_cache(maxsize=2)  # of the file as it is, and as it was before somebody changed it
    def of(cls, lexicon: Lexicon) -> English:
        """The same again for the same list."""
        return cls(lexicon)

    def marks(self, text: str, words: list[Word]) -> list[Mark]:
        """The places that weigh something in a sentence, `words` being its words."""
        start, end = words[0].start, words[-1].end
        phrases = list(self._phrase_marks(words))
        teams = [mark for mark in phrases if not mark.about]
        told = figures(text, start, end) if _FIGURE.search(text, start, end) else ()
        roomy = (_phrase_mark(words, *fit) for fit in self._patterns.find(words))
        single = self._word_marks(text, start, end)
        taken: list[Mark] = []
        covered = bytearray(end - start)  # looked up by place: an endless sentence has thousands of marks
        for found in (teams, told, roomy, phrases, self._need_marks(words), single):
            free = [m for m in found if 1 not in covered[m.start - start : m.end - start]]
            for mark in free:
                covered[mark.start - start : mark.end - start] = b"\1" * (mark.end - mark.start)
            taken += free
        kept = otherwise(words, [mark for mark in taken if mark.weight])
        return _but(words, self._unmended(words, eased(words, kept)))

    def _unmended(self, words: list[Word], marks: list[Mark]) -> list[Mark]:
        """ "Did not fix the bug": it is still there, though VADER hears "not ... bug"."""
        low = [word.low for word in words]
        if self._remedies.isdisjoint(low):
            return marks
        starts = {word.start: n for n, word in enumerate(words)}
        marks = [m for m in marks if m.weight > 0 or not self._idly(low, starts.get(m.start))]
        there = {mark for mark in marks if mark.weight > 0 and mark.about != _PRAISED.about}
        there = {mark for mark in there if self._stays(words, low, starts.get(mark.start), mark.end)}
        first = {mark.start: mark.end for mark in there}
        left = (m for m in marks if m in there or m.start not in first or m.end > first[m.start])
        return [m._replace(weight=m.weight / _TURNED_GOOD) if m in there else m for m in left]

    def _idly(self, low: list[str], at: int | None) -> bool:
        """ "Did not have to fix errors": there were none; but they should not have to."""
        for verb in range(max(3, (at or 0) - _REACH), at or 0):
            if low[verb] in self._remedies and low[verb - 1] == "to" and low[verb - 2] in _HAS_TO:
                denial = verb - 3
                return _denies(low[denial]) and low[denial] not in _OUGHT and low[max(0, denial - 1)] not in _OUGHT
        return False

    def _stays(self, words: list[Word], low: list[str], denial: int | None, end: int) -> bool:
        if denial is None or not _denies(low[denial]) or low[denial] in _SCARCELY:
            return False
        last = next((n for n in range(denial, len(words)) if words[n].end >= end), denial)
        first = max(0, denial - 1)
        return words[last].clause == words[denial].clause and stays(low[first:last], denial - first, self._remedies)

    def _phrase_marks(self, words: list[Word]) -> Iterator[Mark]:
        n = 0
        while n < len(words) - 1:
            for _, wanted, said in self._phrases.get(words[n].low, {}).get(words[n + 1].low, ()):
                last = n + len(wanted) - 1
                if last < len(words) and tuple(w.low for w in words[n : last + 1]) == wanted:
                    yield _phrase_mark(words, n, last, said)
                    n = last
                    break
            n += 1

    def _need_marks(self, words: list[Word]) -> Iterator[Mark]:
        for n, word in enumerate(words):
            said = self._needs.get(word.low)
            if said is None:
                continue
            near = range(n - 1, max(-1, n - 1 - _REACH), -1)
            denial = next((k for k in near if words[k].clause == word.clause and _denies(words[k].low)), None)
            if denial is not None and not _idle(words, denial):
                yield _praised(words, denial, n) or Mark(words[denial].start, word.end, *said)

    def _word_marks(self, text: str, start: int, end: int) -> Iterator[Mark]:
        places = list(_TOKEN.finditer(text, start, end))
        sentence = SentiText(text[start:end])
        tokens: list[str] = sentence.words_and_emoticons
        weights: list[float] = []
        for n, token in enumerate(tokens):
            low = token.lower()
            if low in BOOSTER_DICT or low not in self._vader.lexicon:
                weights.append(0.0)
            else:
                weights.extend(self._vader.sentiment_valence(0, sentence, token, n, []))
        for n, weight in enumerate(_turned(tokens, weights, places)):
            if weight:
                yield Mark(*self._span(places, tokens, n, weight), weight, self._about(tokens[n], weight))

    def _about(self, token: str, weight: float) -> str:
        said = self._words.get(token.lower(), Said(0.0))
        return said.about if weight * said.weight >= 0 else said.denied

    def _span(self, places: list[re.Match[str]], tokens: list[str], n: int, weight: float) -> tuple[int, int]:
        first = n
        if weight * self._vader.lexicon[tokens[n].lower()] < 0:  # the word that turned it round is part of the reason
            first = next((k for k in range(n - 1, max(-1, n - 1 - _REACH), -1) if _denies(tokens[k].lower())), n)
        return _inside(places[first])[0], _inside(places[n])[1]


def _phrase_mark(words: list[Word], first: int, last: int, said: Said) -> Mark:
    """The phrase, or what it says where it is denied: "never arrives on time"."""
    clause = words[first].clause
    praised = _praised(words, first, last)
    if praised:
        return praised
    if any(_denies(word.low) for word in words[first : last + 1]):
        return Mark(words[first].start, words[last].end, *said)
    for n in range(first - 1, max(-1, first - 1 - max(_LONG_REACH.values())), -1):
        word = words[n]
        if word.clause != clause:
            break
        if _denies(word.low) and not _idle(words, n) and first - n <= _LONG_REACH.get(word.low, _REACH):
            weight = said.weight * (_TURNED_GOOD if said.weight > 0 else _TURNED_BAD)
            return Mark(word.start, words[last].end, weight, said.denied)
    return Mark(words[first].start, words[last].end, *said)


def _idle(words: list[Word], n: int) -> bool:
    """ "Not only delivered", "do not have to install", "nothing to install": this denies nothing."""
    first, second = (*(word.low for word in words[n + 1 : n + 3]), "", "")[:2]
    if first == "to":
        return words[n].low == "nothing"
    return (first in _NOT_ALONE and words[n].low not in _CANNOT) or (first in _HAS_TO and second == "to")


def _praised(words: list[Word], first: int, last: int) -> Mark | None:
    """ "Can't recommend them enough"."""
    after = [w.low for w in words[last + 1 : last + 1 + _ENOUGH_REACH] if w.clause == words[first].clause]
    if words[first].low not in _CANNOT or _ENOUGH not in after:
        return None
    return Mark(words[first].start, words[last + 1 + after.index(_ENOUGH)].end, *_PRAISED)


def _turned(tokens: list[str], weights: list[float], places: list[re.Match[str]]) -> list[float]:
    """What used to be is no more, and what is bad and becomes less is good."""
    low = [token.lower().strip(string.punctuation) for token in tokens]
    weights = list(weights)
    for n, weight in enumerate(weights):
        if not weight:
            continue
        if n > 1 and low[n - 1] in _NOT_ALONE and low[n - 2] == "not":
            weights[n] = weight / _TURNED_GOOD  # VADER takes "not just" for "not"
            continue
        if _never_met_such(low, n):
            weights[n] = weight / _TURNED_GOOD
            continue
        if _ENOUGH in low[n + 1 : n + 1 + _ENOUGH_REACH] and _first(low, _CANNOT, range(n - 1, n - 1 - _REACH, -1)):
            weights[n] = _PRAISED.weight
            continue
        if any(_is_no_more(low, places, k, n) for k in range(max(0, n - 3 - _LESS), n - 2)):
            weights[n] = weight * (_TURNED_GOOD if weight > 0 else _TURNED_BAD)
    return weights


def _never_met_such(low: list[str], n: int) -> bool:
    """ "Have never seen such rude staff", "haven't had such attentive support": VADER takes it for denied."""
    before = low[max(0, n - _REACH) : n]
    return "such" in before and not _MET.isdisjoint(before) and any(map(_denies, before))


def _is_no_more(low: list[str], places: list[re.Match[str]], once: int, n: int) -> bool:
    """ "Used to be great", but not what follows behind a comma."""
    return tuple(low[once : once + 3]) in _ONCE and not any(place[0].endswith(_PAUSES) for place in places[once:n])


def _first(low: list[str], wanted: frozenset[str], places: Iterable[int]) -> bool:
    return any(0 <= k < len(low) and low[k] in wanted for k in places)


def _but(words: list[Word], marks: list[Mark]) -> list[Mark]:
    """What stands behind "but" counts for more; so does what is so "in reality", or "now"."""
    turn = next((word.start for before, word in pairwise(words) if _turns(before, word)), None)
    if turn is None:
        return marks
    return [m._replace(weight=m.weight * (_BEFORE_BUT if m.start < turn else _AFTER_BUT)) for m in marks]


def _turns(before: Word, word: Word) -> bool:
    behind = word.low in _NOW and word.clause > before.clause
    return behind or word.low in _BUT or (before.low, word.low) in _IN_FACT


def _denies(low: str) -> bool:
    return low == "no" or bool(negated([low]))


def _inside(place: re.Match[str]) -> tuple[int, int]:
    """The token without the punctuation round it."""
    token = place.group()
    bare = token.strip(string.punctuation)
    if not bare:
        return place.span()
    start = place.start() + token.index(bare)
    return start, start + len(bare)
