"""Says what tone is taken towards a brand, and by which words."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from monitor.domain import Asking, Cue, Doubt, Hit, Label, Sentiment, Why
from monitor.domain.words import HIGH, LOW
from monitor.sentiment import russian, window
from monitor.sentiment.advice import Adviser, Place, advised
from monitor.sentiment.asking import Questions, asking_how, is_question, least
from monitor.sentiment.comparing import compared
from monitor.sentiment.danger import Near, every_danger, with_names
from monitor.sentiment.doubt import denies_itself, mocks, winks
from monitor.sentiment.emphasis import emphasised, soured, sworn, winked
from monitor.sentiment.english import English
from monitor.sentiment.former import of_us
from monitor.sentiment.lexicon import load
from monitor.sentiment.marked import alone
from monitor.sentiment.not_about_us import about_us
from monitor.sentiment.other_companies import elsewhere
from monitor.sentiment.reasons import of_what, reasons
from monitor.sentiment.scene import in_scene
from monitor.sentiment.spelled import spelled_out
from monitor.sentiment.stems import Stems
from monitor.sentiment.trade import of_trade
from monitor.sentiment.turning import turning
from monitor.sentiment.typos import righted
from monitor.sentiment.window import Sentence
from monitor.sentiment.words import (
    CYRILLIC,
    LATIN,
    LETTER,
    Mark,
    Word,
    covered,
    cut,
    emoji,
    smileys,
    starred,
    without_noise,
)
from monitor.words.language import detect
from monitor.words.tokens import Unmarked

_COMPLAINT = -0.5  # the score of a low rating without a word of complaint
_ASKED = -2.2  # what weighs less where somebody asks about us only says what is asked for
_ALPHA = 15  # VADER's: how fast a sum of weights comes near 1
_FEW = 3  # sentences whose weights simply add up; of more, a long text saturates
_SERIOUS, _BESIDE_SERIOUS = -2.0, 0.5  # a complaint from which on praise beside it counts for less, and how much less
_NEGATIVE: Final = {"en": -0.05, "": -0.2}  # the score from which a text is a complaint; VADER's for English
_POSITIVE: Final = {"en": 0.05, "": 0.25}
_SHOWN, _SHOWN_MOST = 8, 12
_UNHEARD = ("und",)  # German «die» is no English word
_OTHERS = ("be", "uk")  # languages of which we know a short list of words
_stems, _questions = cache(Stems), cache(Questions)  # they know nothing of a team
_Fields = Mapping[bool, Unmarked]  # the title, the text
_NOT_RUSSIAN = re.compile(r"[іїєґўІЇЄҐЎ]")


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence; beside the judged ones no more of it is asked: its tone takes most of the time."""

    place: Sentence
    words: list[Word]
    named: list[Word]  # the same with the brand's name among them
    asks: Asking


@dataclass(frozen=True, slots=True)
class _Heard(_Said):
    """A sentence with what was heard in it."""

    marks: list[Mark]
    mocks: bool

    @property
    def weight(self) -> float:
        return sum(mark.weight for mark in self.marks)

    def times(self, factor: float) -> _Heard:
        return replace(self, marks=[mark._replace(weight=mark.weight * factor) for mark in self.marks if factor])


class Scorer:
    """Knows the words of both languages and the team's own; built once."""

    def __init__(self, lexicon: Mapping[str, float] | None = None, adviser: Adviser | None = None) -> None:
        team = lexicon or {}
        self._russian = load("ru.tsv", {k: v for k, v in team.items() if CYRILLIC.search(k) or not LETTER.search(k)})
        english = load("en.tsv", {k: v for k, v in team.items() if not CYRILLIC.search(k)})
        self._english = English.of(english)
        self._signs = english.signs
        self._awaited = {**self._russian.awaited, **english.awaited}
        self._others = {lang: _stems(f"{lang}.tsv") for lang in _OTHERS}
        self._dangers = every_danger()
        self._questions = _questions()
        self._adviser = adviser

    def score(
        self,
        text: str,
        *,
        title: str = "",
        lang: str | None = None,
        rating: float | None = None,
        hits: Sequence[Hit] = (),
        others: Iterable[Hit] = (),
    ) -> Sentiment:
        """The tone towards the brand named at `hits`, or of the whole where none is given; a rating outweighs words.

        `others` is where other companies are named.
        """
        written = {True: spelled_out(title, self._english.knows), False: spelled_out(text, self._english.knows)}
        title, text, hits = written[True].text, written[False].text, [_moved(hit, written) for hit in hits]
        fields = {side: _nameless(one.text, hits, side) for side, one in written.items()}
        places = window.split(title, text)
        named, rivalled = (window.named_in(places, some) for some in (hits, [_moved(hit, written) for hit in others]))
        theirs = elsewhere(fields, places, named, rivalled)
        tongue, winking = _tongue(lang, f"{title} {text}"), winks(text)
        read = cache(lambda n: self._read(fields[places[n].in_title], places[n], named.get(n, ()), tongue))

        @cache
        def hear(n: int) -> _Heard:
            place, field = places[n], fields[places[n].in_title]
            one = self._hear(read(n), field, named.get(n, ()), rivalled.get(n, ()), tongue, winking=winking)
            if len(places) == 1 and (mark := alone(field, place.start, place.end)):
                return replace(one, marks=[mark], mocks=False)
            return replace(one, marks=[], mocks=False) if n in theirs else one

        chosen = window.windows(title, text, places, named, weight=lambda n: hear(n).weight)
        windows = [_Window(_turning([hear(n) for n in numbers], fields)) for numbers in chosen]
        cuts = _cuts(lang, lowest := min(windows, key=lambda w: w.total))
        label, score, why = _verdict(lowest.total, rating, cuts)
        judged = [hear(n) for n in sorted({n for numbers in chosen for n in numbers})]
        near = {n: (where, read(n)) for n, where in window.beside(text, places, named).items()}
        doubt = _doubt(judged, lang or tongue, f"{title} {text}")
        if doubt and why is Why.WORDS and label is Label.POSITIVE:
            label, score = Label.NEUTRAL, 0.0
        shown = _reasons(windows, lowest, label, cuts) if why is Why.WORDS else _by_strength(lowest.marks())[:_SHOWN]
        tone = Sentiment(
            label,
            round(score, 4),
            why,
            tuple(Cue(written[side].cut(m.start, m.end), round(m.weight, 2)) for side, m in shown),
            *self._what(judged, near.values(), written, least(title, text, label, rating)),
            doubt,
        )
        return advised(tone, [w.place(written) for w in windows], cuts, self._adviser, lang) if self._adviser else tone

    def _what(
        self, judged: Iterable[_Heard], near: Collection[tuple[Near, _Said]], written: _Fields, enough: Asking
    ) -> tuple[tuple[str, ...], Asking, tuple[str, ...]]:
        """The dangers to the brand, how plainly somebody asks about it, and what is complained about."""
        dangers = [(said.place.in_title, d) for where, said in near for d in self._dangers.find(said.named, where)]
        risks = dict.fromkeys(written[side].cut(danger.start, danger.end) for side, danger in dangers)
        about = (mark for h in judged for mark in of_what(h.words, h.marks, self._awaited))
        asks = max((said.asks for _, said in near if said.asks >= enough), default=Asking.NOT)
        return tuple(risks), asks, reasons(about, (danger.category for _, danger in dangers))

    def _read(self, field: str, place: Sentence, us: Sequence[Hit], tongue: str | None) -> _Said:
        words = righted(cut(field, place.start, place.end), russian=tongue not in self._others)
        named = with_names(words, [(hit.start, hit.end) for hit in us], field)
        marked = is_question(field[place.start : place.end])
        return _Said(place, words, named, self._questions.asked(named, marked=marked))

    def _hear(
        self, said: _Said, field: str, us: Sequence[Hit], them: Sequence[Hit], tongue: str | None, *, winking: bool
    ) -> _Heard:
        place, words, named = said.place, said.words, said.named
        sentence = field[place.start : place.end]
        signs = [*smileys(field, place.start, place.end), *emoji(field, place.start, place.end, self._signs)]
        marks = self._cyrillic(words, tongue) if CYRILLIC.search(sentence) else []
        marks += [] if sentence.isascii() else starred(field, place.start, place.end)
        if tongue not in _UNHEARD and LATIN.search(sentence):
            marks += sworn(
                self._english.marks(covered(field, ((sign.start, sign.end) for sign in signs), " "), words),
                field,
                place,
            )
        winking = winking or denies_itself(sentence)
        marks = asking_how(field, place.start, place.end, marks)
        if said.asks is Asking.IN_WORDS:  # «надёжная компания?» praises nobody
            marks = [m for m in marks if m.weight < (_ASKED if us and m.about != "fraud" else 0)]
        if us:
            marks = about_us(named, compared(named, marks, field, [hit.start for hit in them]), self._dangers)
        marks = in_scene(named, of_trade(named, of_us(named, marks)), field) if named else marks
        mocking = mocks(field, place.start, place.end, [*marks, *signs], words)
        asked = bool(CYRILLIC.search(sentence)) and is_question(sentence)
        marks = emphasised(sentence, soured(marks, signs, words), asked=asked)
        marks = winked(marks) if winking else marks
        return _Heard(place, words, named, said.asks, marks, mocking or winking)

    def _cyrillic(self, words: list[Word], tongue: str | None) -> list[Mark]:
        return self._others[tongue].marks(words) if tongue in self._others else russian.marks(words, self._russian)


@dataclass(frozen=True, slots=True)
class _Window:
    """The sentences that one mention of the brand is judged by."""

    heard: list[_Heard]

    @property
    def total(self) -> float:
        return self.of(self.marks())

    def of(self, marks: Sequence[tuple[bool, Mark]]) -> float:
        """What marks of it add up to: in a long text each counts for less, in a short one praise beside a serious
        complaint counts half ("Great prices. They lost our cargo")."""
        weights = [mark.weight for _, mark in marks]
        if len(self.heard) > _FEW:
            return math.sqrt(_FEW / len(self.heard)) * sum(weights)
        praise = _BESIDE_SERIOUS if min(weights, default=0.0) <= _SERIOUS else 1.0
        return sum(weight * praise if weight > 0 else weight for weight in weights)

    def place(self, written: _Fields) -> Place:
        said = (without_noise(written[h.place.in_title].text[h.place.start : h.place.end]) for h in self.heard)
        return Place(" ".join(" ".join(said).split()), _normal(self.total))

    def marks(self) -> list[tuple[bool, Mark]]:
        return [(h.place.in_title, mark) for h in self.heard for mark in h.marks]


def _turning(heard: list[_Heard], fields: Mapping[bool, str]) -> list[_Heard]:
    """With what a sentence turns to counting for more than what was before."""
    places = [(fields[h.place.in_title], h.place.start) for h in heard]
    factors = turning([h.weight for h in heard], places) if len(heard) > 1 else [1.0] * len(heard)
    return [h if factor == 1 else h.times(factor) for h, factor in zip(heard, factors, strict=True)]


def _nameless(text: str, hits: Sequence[Hit], side: bool) -> str:  # noqa: FBT001  # a key
    """Our own name says nothing about us: «Доверие», Best Soft."""
    return covered(without_noise(text), [(hit.start, hit.end) for hit in hits if hit.in_title == side], "\u00b7")


def _moved(hit: Hit, written: _Fields) -> Hit:
    """To where it stands in the text without stress marks."""
    field = written[hit.in_title]
    return replace(hit, start=field.number(hit.start), end=field.number(hit.end)) if field.places else hit


def _verdict(total: float, rating: float | None, cuts: tuple[float, float]) -> tuple[Label, float, Why]:
    score = _normal(total)
    if rating is not None and rating <= LOW:
        return Label.NEGATIVE, min(score, _COMPLAINT), Why.RATING
    if rating is not None and rating >= HIGH:
        return Label.POSITIVE, max(score, 0.0), Why.RATING
    if score <= cuts[0]:
        return Label.NEGATIVE, score, Why.WORDS
    return (Label.POSITIVE if score >= cuts[1] else Label.NEUTRAL), score, Why.WORDS


def _tongue(lang: str | None, text: str) -> str | None:
    """The language of a text that may not be Russian by its letters."""
    foreign = _NOT_RUSSIAN.search(text) or "и" not in text  # hardly a Russian sentence is without that letter
    return lang or (detect(text) if foreign else None)


def _doubt(heard: Sequence[_Heard], lang: str | None, text: str) -> Doubt | None:
    """Why the words may deceive us; a text in a language that we hardly know is not neutral for our not hearing it."""
    if len(text) <= window.SHORT and any(h.mocks for h in heard):  # a wink in a long review says nothing of the whole
        return Doubt.SARCASM
    if any(h.marks for h in heard):
        return None
    known = not any(letter.isalpha() for letter in text) or (lang or detect(text)) in {"ru", "en"}
    return None if known else Doubt.LANGUAGE


def _cuts(lang: str | None, lowest: _Window) -> tuple[float, float]:
    english = lang == "en" or (lang is None and not any(CYRILLIC.search(w.text) for h in lowest.heard for w in h.words))
    return (_NEGATIVE["en"], _POSITIVE["en"]) if english else (_NEGATIVE[""], _POSITIVE[""])


def _reasons(
    windows: list[_Window], lowest: _Window, label: Label, cuts: tuple[float, float]
) -> list[tuple[bool, Mark]]:
    """The words that decided: without them the text would be neutral. What speaks against them may be among them."""
    if label is Label.NEUTRAL:
        return _by_strength(lowest.marks())[:_SHOWN]
    needed: dict[tuple[bool, Mark], None] = {}
    for one in [lowest, *(w for w in windows if w is not lowest)]:
        left = sorted(one.marks(), key=lambda m: m[1].weight)
        while left and not cuts[0] < _normal(total := one.of(left)) < cuts[1] and len(needed) < _SHOWN_MOST:
            needed[left.pop(0 if total < 0 else -1)] = None
    return _by_strength(list(needed))


def _by_strength(marks: list[tuple[bool, Mark]]) -> list[tuple[bool, Mark]]:
    return sorted(marks, key=lambda m: (-abs(m[1].weight), not m[0], m[1].start))


def _normal(total: float) -> float:
    return total / math.sqrt(total * total + _ALPHA)
