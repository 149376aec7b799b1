"""Weighs the words of a Russian sentence by their dictionary forms: denial, emphasis, «но», wishes and questions."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.sentiment.lexicon import Lexicon, Phrase, Said
from monitor.sentiment.words import Mark, Word

_REACH = 3  # words that a «не» turns round, as far as the next comma
_TURNED_GOOD, _TURNED_BAD = -0.74, -0.4  # «не удобно» is a complaint, «не проблема» is faint praise
_FADING = (1.0, 0.95)  # «очень» works on the next two words
_CAPITALS = 0.7
_BEFORE_BUT, _AFTER_BUT = 0.6, 1.3
_WISHED, _IF = 0.2, 0.5  # «было бы удобно» says that it is not; «если сломается» that it has not
_SPARE = 1  # words that say nothing may stand inside a phrase
_FILLERS = frozenset(
    ["я", "мы", "вы", "ты", "он", "она", "они", "мой", "наш", "ваш", "свой", "этот", "весь", "уже", "же"]
)
_LONG = 3  # letters: МТС is no shouting
_AFTERWARDS = frozenset({"нет", "нету", "отсутствовать", "ноль"})  # «ответа так и нет»
_MET = frozenset(
    {
        *("был", "была", "было", "были", "будет", "бывает", "бывало", "возникает", "возникало", "возникло", "возникли"),
        *("наблюдается", "наблюдалось", "замечали", "заметил", "заметили", "имею", "имеем", "имеется", "поступало"),
    }
)
_FURTHER = 5  # words to «не было»: «проблем с ними за год не возникло»
_UNHEARD_OF = frozenset({"такой", "столько", "подобный"})  # «такого хамства ещё не было»
_BESIDE, _GUARDED, _FROM = 3, 4, "от"  # «избежать больших штрафов», «защищает базы данных от утечек»


def marks(words: list[Word], lexicon: Lexicon) -> list[Mark]:
    """The places that weigh something, each with what it adds to the sentence's tone."""
    return list(_Sentence(words, lexicon).marks())


class _Sentence:
    def __init__(self, words: list[Word], lexicon: Lexicon) -> None:
        self.words = words
        self.lexicon = lexicon
        self.used = [False] * len(words)
        self.turn = max((n for n, w in enumerate(words) if w.low in lexicon.turns), default=-1)
        self.wished = {w.clause for w in words if w.low in {"бы", "б"}}
        self.conditional = {w.clause for w in words if w.low == "если"}
        self.shouting = sum(w.text.isupper() for w in words) * 2 > len(words)

    def marks(self) -> Iterator[Mark]:
        phrases = self.lexicon.phrases
        for n, word in enumerate(self.words):
            if not self.used[n] and (word.low in phrases or word.lemma in phrases):
                yield from self._phrase(n)
        for n, word in enumerate(self.words):
            if not self.used[n]:
                yield from self._word(n, word)

    def _phrase(self, at: int) -> Iterator[Mark]:
        for phrase in self._phrases(at):
            end = self._end_of(phrase.words, at)
            if end:
                yield from self._phrase_mark(phrase.words, phrase.said, at, end)
                return

    def _phrases(self, at: int) -> Iterator[Phrase]:
        """Those that may begin here by their first two words: in the form that is written first, the longest first."""
        near = self.words[at + 1 : at + 3]
        spare = bool(near) and near[0].lemma in _FILLERS
        second = {form for word in near[: 1 + spare] for form in (word.low, word.lemma)}
        for first in dict.fromkeys((self.words[at].low, self.words[at].lemma)):
            known = self.lexicon.phrases.get(first, {})
            yield from sorted(phrase for form in second for phrase in known.get(form, ()))

    def _phrase_mark(self, wanted: tuple[str, ...], said: Said, at: int, end: int) -> Iterator[Mark]:
        denies = bool(self.lexicon.negations.intersection(wanted))
        averted = self._averted(at) if said.weight < 0 else None
        first = None if denies or averted is False else self._denial(at)
        last = None if denies or first is not None else self._missing(end - 1, bad=said.weight < 0)
        self.used[at:end] = [True] * (end - at)
        if not said.weight or averted:
            return
        stands = first is None and last is None
        weight = said.weight if stands else self._turned(said.weight)
        about = said.about if stands else said.denied
        ends = at if first is None else first, end - 1 if last is None else last
        yield self._mark(*ends, self._moved(weight, at), about)

    def _end_of(self, wanted: tuple[str, ...], at: int) -> int:
        """Where a phrase ends that begins here, 0 where it is another: «решили [нашу] проблему» has a word to spare."""
        n, spare = at, _SPARE
        for want in wanted:
            while n < len(self.words) and want not in (self.words[n].low, self.words[n].lemma):
                if not spare or self.words[n].lemma not in _FILLERS or n == at:
                    return 0
                n, spare = n + 1, spare - 1
            if n >= len(self.words) or self.used[n] or self.words[n].clause != self.words[at].clause:
                return 0
            n += 1
        return n

    def _word(self, n: int, word: Word) -> Iterator[Mark]:
        said, need = self.lexicon.weight(word.low), self.lexicon.need(word.low)
        if (said is None and need is None) or self._only_strengthens(n):
            return
        bad = said is not None and said.weight < 0
        averted = self._averted(n) if bad else None
        if averted:
            return
        denial = None if averted is False else self._denial(n)
        after = self._missing(n, bad=bad or need is not None) if denial is None else None
        if denial is None and after is None:
            if said and said.weight:
                # Without «ужасно» the rest of «ужасно вкусно» would be a complaint.
                first = n - 1 if n and self._only_strengthens(n - 1) else n
                yield self._mark(first, n, self._moved(self._louder(said.weight, n), n), said.about)
            return
        turned = need or (said and Said(self._turned(said.weight), said.denied))
        if turned and turned.weight:
            ends = n if denial is None else denial, n if after is None else after
            yield self._mark(*ends, self._moved(turned.weight, n), turned.about)

    def _turned(self, weight: float) -> float:
        return weight * (_TURNED_GOOD if weight > 0 else _TURNED_BAD)

    def _denial(self, at: int) -> int | None:
        """Where the word stands that denies this one; a phrase's own «не» denies nothing else."""
        for n in range(at - 1, max(-1, at - 1 - _REACH), -1):
            word = self.words[n]
            if word.clause != self.words[at].clause or self.used[n] or word.low in self.lexicon.turns:
                return None
            if word.low in self.lexicon.negations or word.lemma in self.lexicon.negations:
                return n
        return None

    def _averted(self, at: int) -> bool | None:
        """Whether something bad is kept off: «избежать штрафа»; False where it was not, None where nobody tried."""
        between: list[str] = []
        for n in range(at - 1, max(-1, at - 1 - _GUARDED), -1):
            word = self.words[n]
            if word.clause != self.words[at].clause:
                return None
            beside = at - n <= _BESIDE and self.lexicon.averts(word.low, word.lemma)
            if beside or (_FROM in between and self.lexicon.guards(word.low, word.lemma)):
                before = self.words[max(0, n - _REACH) : n]
                return not any(w.low in self.lexicon.negations and w.clause == word.clause for w in before)
            between.append(word.low)
        return None

    def _missing(self, at: int, *, bad: bool) -> int | None:
        """Where it is said that it is not there: «ответа нет»; «сбоев не было», but nothing good is lost so."""
        for n in range(at + 1, min(len(self.words), at + 1 + _FURTHER)):
            word = self.words[n]
            if word.clause != self.words[at].clause or self.used[n]:
                return None
            if n - at <= _REACH and (word.lemma in _AFTERWARDS or word.low in _AFTERWARDS):
                return n
            if bad and self._was_not(n):
                return n + 1
        return None

    def _was_not(self, n: int) -> bool:
        first, *following = self.words[n : n + 2]
        if first.low != "не" or not following or following[0].low not in _MET:
            return False
        return not any(w.clause == first.clause and w.lemma in _UNHEARD_OF for w in self.words[:n])

    def _louder(self, weight: float, at: int) -> float:
        sign = 1 if weight > 0 else -1
        for back, fading in enumerate(_FADING, 1):
            if at - back >= 0 and not self.used[at - back] and self.words[at - back].clause == self.words[at].clause:
                word = self.words[at - back]
                weight += sign * fading * self.lexicon.boosts.get(word.low, self.lexicon.boosts.get(word.lemma, 0.0))
        word = self.words[at]
        if len(word.text) > _LONG and word.text.isupper() and not self.shouting:
            weight += sign * _CAPITALS
        return weight

    def _only_strengthens(self, n: int) -> bool:
        """«Ужасно вкусно»: the first word is no complaint."""
        if n + 1 >= len(self.words) or self.words[n].low not in self.lexicon.boosts:
            return False
        following = self.words[n + 1]
        said = self.lexicon.weight(following.low)
        return following.clause == self.words[n].clause and said is not None and bool(said.weight)

    def _moved(self, weight: float, at: int) -> float:
        clause = self.words[at].clause
        if self.turn >= 0:
            weight *= _BEFORE_BUT if at < self.turn else _AFTER_BUT
        if clause in self.wished and weight > 0:
            return weight * _WISHED
        return weight * _IF if clause in self.conditional else weight

    def _mark(self, first: int, last: int, weight: float, about: str) -> Mark:
        return Mark(self.words[first].start, self.words[last].end, weight, about)
